// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contexts/contextsmodel.h"
#include "contexts/evenrowstable.h"

namespace Millrace {

/// The table of contexts: rows of one height, selection, current row and place by key, so that they survive whatever the model does.
/// Owned by the pane's view; the model must outlive it.
class ContextsTable final : public EvenRowsTable
{
    Q_OBJECT

public:
    explicit ContextsTable(ContextsModel *model, QWidget *parent = nullptr);

    /// The selected contexts in the table's order. With everything of a million selected, a million.
    [[nodiscard]] QList<ContextKey> selectedKeys() const;
    [[nodiscard]] qint64 selectedCount() const;
    /// 0 where no row is current.
    [[nodiscard]] ContextKey currentKey() const;
    /// Makes the context's row current and brings it into sight. False where it is not in the list (it becomes current when it comes).
    bool setCurrentKey(ContextKey key);

    /// The columns with their present widths and order.
    [[nodiscard]] QList<ContextColumn> columns() const;

Q_SIGNALS:
    void currentKeyChanged(Millrace::ContextKey key);
    void selectionCountChanged();
    void columnsRequested();
    /// Widths, order or visibility are others.
    void columnsChanged();
    /// The person pressed Return on a row.
    void detailRequested();

protected:
    void updateGeometries() override;
    void scrollContentsBy(int dx, int dy) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;

private:
    void remember();
    void recall();
    void tellViewport();
    void setUpHeader();
    void setUpColumns();
    void fitTitle();
    void headerMenu(const QPoint &pos);
    void sortBy(int section);

    struct Memory
    {
        QList<ContextKey> selected;
        bool everything = false;
        ContextKey current = 0;
        ContextKey top = 0;
        int topOffset = 0;
        bool atTop = true;
    };

    ContextsModel *m_model;
    Memory m_memory;
    QList<ContextColumn> m_shownColumns; ///< as the header was last set up
    bool m_settingUp = false;
    bool m_recalling = false;
};

} // namespace Millrace
