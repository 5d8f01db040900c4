// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/panelgrid.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace Millrace {

namespace {

bool isFree(const QList<GridPlace> &places, const QRect &cells)
{
    return std::ranges::none_of(places, [&](const GridPlace &place) { return place.cells.intersects(cells); });
}

/// Lowers a panel until nothing is in its way, then lifts it as far as nothing is.
QRect dropped(const QList<GridPlace> &standing, QRect cells)
{
    while (!isFree(standing, cells))
        cells.translate(0, 1);
    while (cells.top() > 0 && isFree(standing, cells.translated(0, -1)))
        cells.translate(0, -1);
    return cells;
}

QList<GridPlace> inOrder(const QList<GridPlace> &order, const QList<GridPlace> &places)
{
    QList<GridPlace> result;
    result.reserve(order.size());
    for (const GridPlace &wanted : order) {
        const auto found = std::ranges::find(places, wanted.id, &GridPlace::id);
        if (found != places.end())
            result.append(*found);
    }
    return result;
}

/// `first`, where it is one of them, goes before the others of its row.
QList<GridPlace> settledWith(const QList<GridPlace> &places, const QString &first)
{
    QList<GridPlace> falling = places;
    std::ranges::stable_sort(falling, [&](const GridPlace &a, const GridPlace &b) {
        if (a.cells.top() != b.cells.top())
            return a.cells.top() < b.cells.top();
        if ((a.id == first) != (b.id == first))
            return a.id == first;
        return a.cells.left() < b.cells.left();
    });
    QList<GridPlace> standing;
    for (const GridPlace &place : std::as_const(falling))
        standing.append({place.id, dropped(standing, fittedToGrid(place.cells))});
    return inOrder(places, standing);
}

} // namespace

QRect fittedToGrid(QRect cells)
{
    const int width = std::clamp(cells.width(), kLeastPanelColumns, kGridColumns);
    const int height = std::clamp(cells.height(), kLeastPanelRows, kMostPanelRows);
    return {std::clamp(cells.left(), 0, kGridColumns - width), std::max(0, cells.top()), width, height};
}

QList<GridPlace> settled(const QList<GridPlace> &places)
{
    return settledWith(places, {});
}

QList<GridPlace> placed(const QList<GridPlace> &places, const QString &id, QRect cells)
{
    cells = fittedToGrid(cells);
    QList<GridPlace> wanted = places;
    for (GridPlace &place : wanted) {
        if (place.id == id) {
            // Moved down beside what it was above, it stands below that and not where it came from.
            place.cells = cells;
        } else if (place.cells.intersects(cells) && place.cells.top() <= cells.top()) {
            // What begins above and reaches in would keep its place by the order of falling; it has to make way, unless half of it stands above.
            if (cells.top() - place.cells.top() < (place.cells.height() + 1) / 2)
                place.cells.moveTop(cells.top());
        }
    }
    return settledWith(wanted, id);
}

QRect freePlace(const QList<GridPlace> &places, QSize size)
{
    QRect cells = fittedToGrid({QPoint(0, 0), size});
    for (;; cells.translate(0, 1)) {
        for (int left = 0; left + cells.width() <= kGridColumns; ++left) {
            cells.moveLeft(left);
            if (isFree(places, cells))
                return cells;
        }
    }
}

int gridRows(const QList<GridPlace> &places)
{
    int rows = 0;
    for (const GridPlace &place : places)
        rows = std::max(rows, place.cells.bottom() + 1);
    return rows;
}

QString neighbour(const QList<GridPlace> &places, const QString &id, Qt::Key direction)
{
    const auto from = std::ranges::find(places, id, &GridPlace::id);
    if (from == places.end())
        return {};
    const QPoint start = from->cells.center() * 2;
    QString best;
    int least = std::numeric_limits<int>::max();
    for (const GridPlace &place : places) {
        const QPoint way = place.cells.center() * 2 - start;
        const bool isHorizontal = direction == Qt::Key_Left || direction == Qt::Key_Right;
        const int along = isHorizontal ? way.x() : way.y();
        const int forward = direction == Qt::Key_Left || direction == Qt::Key_Up ? -along : along;
        const bool isBeyond = direction == Qt::Key_Left ? place.cells.right() < from->cells.left()
            : direction == Qt::Key_Right                ? place.cells.left() > from->cells.right()
            : direction == Qt::Key_Up                   ? place.cells.bottom() < from->cells.top()
                                                        : place.cells.top() > from->cells.bottom();
        const int aside = std::abs(isHorizontal ? way.y() : way.x());
        // What stands straight ahead comes before what is nearer but aside.
        if (const int distance = forward + 3 * aside; isBeyond && place.id != id && distance < least) {
            least = distance;
            best = place.id;
        }
    }
    return best;
}

} // namespace Millrace
