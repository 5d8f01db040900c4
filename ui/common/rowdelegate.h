// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

class QTreeView;

namespace Millrace {

/// Paints one cell of a table as every table here looks: row height by the metrics, selection and hover in theme colours, a
/// visible focus, secondary text where the model gives its colour. Owned by its view.
class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit RowDelegate(QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    /// Selection, hover and focus, for delegates that paint the rest themselves.
    static void paintBackground(QPainter *painter, const QStyleOptionViewItem &option);
    /// The cell without its padding.
    [[nodiscard]] static QRect content(const QRect &cell);
};

/// A tree view as a list of rows: this delegate, no branches, no frame, and the focus on the whole row.
void setUpRows(QTreeView *list, QAbstractItemModel *model);

} // namespace Millrace
