// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contexts/evenrowstable.h"

#include <QAbstractButton>
#include <QHeaderView>
#include <QHoverEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStringListModel>

#include <algorithm>

namespace Millrace {

EvenRowsTable::EvenRowsTable(int rowHeight, QWidget *parent)
    : QTableView(parent)
    , m_rowHeight(rowHeight)
    , m_noRows(new QStringListModel(this))
{
    setSelectionBehavior(SelectRows);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    viewport()->setAttribute(Qt::WA_Hover);
    verticalHeader()->hide();
    // Of a header that is hidden there is no corner; QTableView would hide it when it lays its rows out.
    if (auto *corner = findChild<QAbstractButton *>(Qt::FindDirectChildrenOnly))
        corner->hide();
    verticalHeader()->setDefaultSectionSize(rowHeight);
}

void EvenRowsTable::setModel(QAbstractItemModel *model)
{
    if (this->model())
        this->model()->disconnect(this);
    QTableView::setModel(model);
    verticalHeader()->setModel(m_noRows);
    if (model) {
        // Otherwise the header's word.
        connect(model, &QAbstractItemModel::rowsRemoved, this, [this] { scheduleDelayedItemsLayout(); });
        connect(model, &QAbstractItemModel::modelReset, this, [this] { scheduleDelayedItemsLayout(); });
    }
}

int EvenRowsTable::rowAt(int y) const
{
    const int row = (y + verticalOffset()) / m_rowHeight;
    return y + verticalOffset() >= 0 && row < rows() ? row : -1;
}

QRect EvenRowsTable::visualRect(const QModelIndex &index) const
{
    if (!index.isValid() || isColumnHidden(index.column()))
        return {};
    return {columnViewportPosition(index.column()), rowViewportPosition(index.row()), columnWidth(index.column()), m_rowHeight};
}

QModelIndex EvenRowsTable::indexAt(const QPoint &pos) const
{
    const int row = rowAt(pos.y());
    const int column = columnAt(pos.x());
    return row >= 0 && column >= 0 ? model()->index(row, column) : QModelIndex();
}

void EvenRowsTable::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    if (!index.isValid() || isColumnHidden(index.column()))
        return;
    executeDelayedItemsLayout();
    const int height = viewport()->height();
    const int top = index.row() * m_rowHeight;
    const int offset = verticalOffset();
    const bool above = top < offset;
    const bool below = top + m_rowHeight > offset + height;
    if (hint == PositionAtCenter)
        verticalScrollBar()->setValue(top - (height - m_rowHeight) / 2);
    else if (hint == PositionAtTop || (hint == EnsureVisible && above))
        verticalScrollBar()->setValue(top);
    else if (hint == PositionAtBottom || (hint == EnsureVisible && below))
        verticalScrollBar()->setValue(top + m_rowHeight - height);

    const int left = columnViewportPosition(index.column());
    const int right = left + columnWidth(index.column());
    if (left < 0 || columnWidth(index.column()) > viewport()->width())
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() + left);
    else if (right > viewport()->width())
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() + right - viewport()->width());
}

int EvenRowsTable::verticalOffset() const
{
    return verticalScrollBar()->value();
}

bool EvenRowsTable::isIndexHidden(const QModelIndex &index) const
{
    return isColumnHidden(index.column());
}

int EvenRowsTable::shownColumn(int visual, int by) const
{
    for (; visual >= 0 && visual < horizontalHeader()->count(); visual += by) {
        const int logical = horizontalHeader()->logicalIndex(visual);
        if (!isColumnHidden(logical))
            return logical;
    }
    return -1;
}

QModelIndex EvenRowsTable::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    const int last = rows() - 1;
    const int firstColumn = shownColumn(0, 1);
    if (last < 0 || firstColumn < 0)
        return {};
    const QModelIndex current = currentIndex();
    if (!current.isValid())
        return model()->index(0, firstColumn);
    const int page = std::max(1, viewport()->height() / m_rowHeight - 1);
    const int visual = horizontalHeader()->visualIndex(current.column());
    int row = current.row();
    int column = current.column();
    switch (action) {
    case MoveUp:
    case MovePrevious:
        row -= 1;
        break;
    case MoveDown:
    case MoveNext:
        row += 1;
        break;
    case MovePageUp:
        row -= page;
        break;
    case MovePageDown:
        row += page;
        break;
    case MoveHome:
        row = (modifiers & Qt::ControlModifier) ? 0 : row;
        column = firstColumn;
        break;
    case MoveEnd:
        row = (modifiers & Qt::ControlModifier) ? last : row;
        column = shownColumn(horizontalHeader()->count() - 1, -1);
        break;
    case MoveLeft:
        column = shownColumn(visual - 1, -1);
        break;
    case MoveRight:
        column = shownColumn(visual + 1, 1);
        break;
    }
    return model()->index(std::clamp(row, 0, last), column < 0 ? current.column() : column);
}

void EvenRowsTable::setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command)
{
    const int last = rows() - 1;
    const QRect area = rect.normalized();
    const int top = std::max(0, (area.top() + verticalOffset()) / m_rowHeight);
    const int bottom = std::min(last, (area.bottom() + verticalOffset()) / m_rowHeight);
    QItemSelection selection;
    if (area.bottom() + verticalOffset() >= 0 && top <= bottom)
        selection.append(QItemSelectionRange(model()->index(top, 0), model()->index(bottom, model()->columnCount() - 1)));
    selectionModel()->select(selection, command);
}

QRegion EvenRowsTable::visualRegionForSelection(const QItemSelection &selection) const
{
    QRegion region;
    const int height = viewport()->height();
    for (const QItemSelectionRange &range : selection) {
        const int top = std::max(0, rowViewportPosition(range.top()));
        const int bottom = std::min(height, rowViewportPosition(range.bottom()) + m_rowHeight);
        if (range.isValid() && top < bottom)
            region += QRect(0, top, viewport()->width(), bottom - top);
    }
    return region;
}

void EvenRowsTable::updateGeometries()
{
    if (std::exchange(m_updating, true))
        return;
    QHeaderView *header = horizontalHeader();
    const int headerHeight = header->isHidden() ? 0 : std::clamp(header->sizeHint().height(), header->minimumHeight(), header->maximumHeight());
    setViewportMargins(0, headerHeight, 0, 0);
    const QRect place = viewport()->geometry();
    header->setGeometry(place.left(), place.top() - headerHeight, place.width(), headerHeight);

    QScrollBar *across = horizontalScrollBar();
    across->setPageStep(place.width());
    across->setSingleStep(std::max(2, m_rowHeight));
    across->setRange(0, std::max(0, header->length() - place.width()));
    QScrollBar *down = verticalScrollBar();
    down->setPageStep(place.height());
    down->setSingleStep(m_rowHeight);
    down->setRange(0, std::max(0, rows() * m_rowHeight - place.height()));
    m_updating = false;
    // Past QTableView, which would ask its header.
    QAbstractItemView::updateGeometries(); // NOLINT(bugprone-parent-virtual-call)
}

void EvenRowsTable::paintEvent(QPaintEvent *event)
{
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    QPainter painter(viewport());
    const int last = rows() - 1;
    const QHeaderView *header = horizontalHeader();
    const QItemSelectionModel *selected = selectionModel();
    const QModelIndex current = currentIndex();
    const QStyle::State plain = option.state & ~(QStyle::State_Selected | QStyle::State_HasFocus | QStyle::State_MouseOver);
    const int firstShown = shownColumn(0, 1);
    const int lastShown = shownColumn(header->count() - 1, -1);
    const QRect area = event->rect();
    const int bottom = std::min(last, (area.bottom() + verticalOffset()) / m_rowHeight);
    for (int row = std::max(0, (area.top() + verticalOffset()) / m_rowHeight); row <= bottom; ++row) {
        const int y = rowViewportPosition(row);
        for (int visual = 0; visual < header->count(); ++visual) {
            const int column = header->logicalIndex(visual);
            option.rect = QRect(columnViewportPosition(column), y, columnWidth(column), m_rowHeight);
            if (isColumnHidden(column) || !event->region().intersects(option.rect))
                continue;
            const QModelIndex index = model()->index(row, column);
            option.state = plain;
            if (selected->isSelected(index))
                option.state |= QStyle::State_Selected;
            if (hasFocus() && index == current)
                option.state |= QStyle::State_HasFocus;
            if (row == m_hovered)
                option.state |= QStyle::State_MouseOver;
            option.viewItemPosition = firstShown == lastShown ? QStyleOptionViewItem::OnlyOne
                : column == firstShown                        ? QStyleOptionViewItem::Beginning
                : column == lastShown                         ? QStyleOptionViewItem::End
                                                              : QStyleOptionViewItem::Middle;
            itemDelegateForIndex(index)->paint(&painter, option, index);
        }
    }
}

bool EvenRowsTable::viewportEvent(QEvent *event)
{
    switch (event->type()) {
    case QEvent::HoverEnter:
    case QEvent::HoverMove:
        setHovered(rowAt(static_cast<QHoverEvent *>(event)->position().toPoint().y()));
        break;
    case QEvent::HoverLeave:
        setHovered(-1);
        break;
    default:
        break;
    }
    return QTableView::viewportEvent(event);
}

void EvenRowsTable::setHovered(int row)
{
    // Rows are chosen whole, so they light up whole; the view itself knows only the cell.
    for (const int one : {std::exchange(m_hovered, row), row}) {
        if (one >= 0)
            updateRows(one, one);
    }
}

void EvenRowsTable::updateRows(int first, int last)
{
    const int top = std::max(0, rowViewportPosition(first));
    const int bottom = std::min(viewport()->height(), rowViewportPosition(last) + m_rowHeight);
    if (top < bottom)
        viewport()->update(0, top, viewport()->width(), bottom - top);
}

void EvenRowsTable::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles)
{
    // The base asks the vertical header which of these are seen.
    QTableView::dataChanged(topLeft, bottomRight, roles);
    updateRows(topLeft.row(), bottomRight.row());
}

void EvenRowsTable::rowsInserted(const QModelIndex &parent, int start, int end)
{
    QTableView::rowsInserted(parent, start, end);
    scheduleDelayedItemsLayout();
}

} // namespace Millrace
