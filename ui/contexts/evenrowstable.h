// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace Millrace {

/// A table view whose rows all have one height, so that where a row is follows from its number. QTableView keeps a size per row in its
/// vertical header and counts through a million of them whenever rows come or a filter changes; this one gives that header nothing to keep.
///
/// Rows are selected whole, scrolled by the pixel, never hidden, moved or resized. Main thread.
class EvenRowsTable : public QTableView
{
    Q_OBJECT

public:
    explicit EvenRowsTable(int rowHeight, QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;
    [[nodiscard]] int rowHeight() const { return m_rowHeight; }
    /// The row at a height of the viewport; -1 below the last.
    [[nodiscard]] int rowAt(int y) const;
    [[nodiscard]] int rowViewportPosition(int row) const { return row * m_rowHeight - verticalOffset(); }

    [[nodiscard]] QRect visualRect(const QModelIndex &index) const override;
    [[nodiscard]] QModelIndex indexAt(const QPoint &pos) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;

protected:
    [[nodiscard]] int verticalOffset() const override;
    [[nodiscard]] bool isIndexHidden(const QModelIndex &index) const override;
    [[nodiscard]] QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command) override;
    [[nodiscard]] QRegion visualRegionForSelection(const QItemSelection &selection) const override;
    void updateGeometries() override;
    void paintEvent(QPaintEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles) override;

private:
    [[nodiscard]] int rows() const { return model() ? model()->rowCount() : 0; }
    void setHovered(int row);
    void updateRows(int first, int last);
    /// The next shown column from `visual` in steps of `by`; -1 where there is none.
    [[nodiscard]] int shownColumn(int visual, int by) const;

    int m_rowHeight;
    QAbstractItemModel *m_noRows; ///< what the vertical header is given
    int m_hovered = -1; ///< the row under the pointer
    bool m_updating = false;
};

} // namespace Millrace
