// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/designlayout.h"

#include <QMap>
#include <QSet>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace Millrace::DesignLayout {

namespace {

constexpr double kFoldedShape = 2.2; ///< how much wider than high what is folded becomes
constexpr double kFoldGap = 88; ///< room for the links that lead from the end of a row to the next
constexpr qsizetype kLeastColumns = 4; ///< no shorter row is worth a fold

int usualPorts(const DesignNode &node)
{
    return static_cast<int>(node.outputs.size()) - (node.outputs.isEmpty() || !node.outputs.last().isError ? 0 : 1);
}

/// How far each node is from the beginning. Links that lead back count for nothing.
QList<int> columnsOf(const DesignGraph &graph, const QList<QList<int>> &next)
{
    const qsizetype count = graph.nodes.size();
    QList<int> state(count, 0); // 0 unseen, 1 on the way, 2 done
    QList<int> order;
    QList<std::pair<int, qsizetype>> way;
    QList<int> entered(count, 0);
    for (const QList<int> &targets : next) {
        for (const int target : targets)
            ++entered[target];
    }
    QList<int> starts(count);
    std::iota(starts.begin(), starts.end(), 0);
    std::ranges::stable_partition(starts, [&](int node) { return entered.at(node) == 0; });
    QList<QList<int>> forward(count);
    for (const int start : starts) {
        if (state.at(start) != 0)
            continue;
        way.append({start, 0});
        state[start] = 1;
        while (!way.isEmpty()) {
            auto &[node, at] = way.last();
            if (at == next.at(node).size()) {
                state[node] = 2;
                order.append(node);
                way.removeLast();
                continue;
            }
            const int target = next.at(node).at(at++);
            if (state.at(target) == 1)
                continue; // back
            forward[node].append(target);
            if (state.at(target) == 0) {
                state[target] = 1;
                way.append({target, 0});
            }
        }
    }
    QList<int> columns(count, 0);
    for (auto node = order.crbegin(); node != order.crend(); ++node) {
        for (const int target : forward.at(*node))
            columns[target] = std::max(columns.at(target), columns.at(*node) + 1);
    }
    return columns;
}

} // namespace

QRectF cardRect(const DesignNode &node)
{
    const int ports = usualPorts(node);
    const double rows = ports > 1 ? ports * kPortRow + kGrid : 0;
    return {node.position, QSizeF(kCardWidth, kCardHead + rows)};
}

QPointF inPoint(const DesignNode &node)
{
    return node.position + QPointF(0, kCardHead / 2);
}

bool hasRow(const DesignNode &node, int port)
{
    return usualPorts(node) > 1 && !node.outputs.at(port).isError;
}

QRectF portRow(const DesignNode &node, int port)
{
    return {node.position.x(), node.position.y() + kCardHead + port * kPortRow, kCardWidth, kPortRow};
}

QPointF outPoint(const DesignNode &node, int port)
{
    const QRectF card = cardRect(node);
    if (port < 0)
        return {card.right(), card.top() + kCardHead / 2};
    if (node.outputs.at(port).isError)
        return {card.right() - 3 * kGrid, card.bottom()};
    if (hasRow(node, port))
        return {card.right(), portRow(node, port).center().y()};
    return {card.right(), card.top() + kCardHead / 2};
}

QRectF groupRect(const DesignGraph &graph, const DesignGroup &group)
{
    QRectF rect;
    for (const int node : group.nodes)
        rect |= cardRect(graph.nodes.at(node));
    return rect.isNull() ? rect : rect.adjusted(-kGroupMargin, -kGroupMargin - kGroupTitle, kGroupMargin, kGroupMargin);
}

QRectF bounds(const DesignGraph &graph)
{
    QRectF rect;
    for (const DesignNode &node : graph.nodes)
        rect |= cardRect(node);
    for (const DesignGroup &group : graph.groups)
        rect |= groupRect(graph, group);
    for (const DesignNote &note : graph.notes)
        rect |= note.rect;
    return rect;
}

QPointF snapped(QPointF point)
{
    return {std::round(point.x() / kGrid) * kGrid, std::round(point.y() / kGrid) * kGrid};
}

void placeRest(DesignGraph &graph)
{
    if (std::ranges::all_of(graph.nodes, &DesignNode::hasPosition))
        return;
    const qsizetype count = graph.nodes.size();
    QList<QList<int>> next(count);
    QList<QList<int>> before(count);
    for (const DesignLink &link : graph.links) {
        if (link.from >= 0 && link.to >= 0 && link.from != link.to) {
            next[link.from].append(link.to);
            before[link.to].append(link.from);
        }
    }
    const QList<int> columns = columnsOf(graph, next);
    QList<QList<int>> byColumn(count == 0 ? 0 : *std::ranges::max_element(columns) + 1);
    for (int node = 0; node < count; ++node)
        byColumn[columns.at(node)].append(node);

    // Below whatever has a place already, unless nothing has.
    QRectF taken;
    for (const DesignNode &node : graph.nodes) {
        if (node.hasPosition)
            taken |= cardRect(node);
    }
    const double top = taken.isNull() ? 0 : taken.bottom() + 2 * kRowGap;
    const double left = taken.isNull() ? 0 : taken.left();
    QList<double> centre(count, 0);
    QList<double> wanted(count, 0);
    for (qsizetype column = 0; column < byColumn.size(); ++column) {
        QList<int> &nodes = byColumn[column];
        for (const int node : nodes) {
            double sum = 0;
            int sources = 0;
            for (const int source : before.at(node)) {
                if (columns.at(source) < column) {
                    sum += centre.at(source);
                    ++sources;
                }
            }
            wanted[node] = sources > 0 ? sum / sources : 0;
        }
        std::ranges::stable_sort(nodes, {}, [&](int node) { return wanted.at(node); });
        double height = -kRowGap;
        double mean = 0;
        for (const int node : nodes) {
            height += cardRect(graph.nodes.at(node)).height() + kRowGap;
            mean += wanted.at(node) / double(nodes.size());
        }
        double y = mean - height / 2;
        for (const int node : nodes) {
            const double tall = cardRect(graph.nodes.at(node)).height();
            centre[node] = y + tall / 2;
            if (!graph.nodes.at(node).hasPosition)
                graph.nodes[node].position = snapped({left + double(column) * (kCardWidth + kColumnGap), top + y});
            y += tall + kRowGap;
        }
    }
    if (taken.isNull())
        fold(graph);
}

void fold(DesignGraph &graph)
{
    QMap<double, QList<int>> columns;
    for (int node = 0; node < graph.nodes.size(); ++node)
        columns[graph.nodes.at(node).position.x()].append(node);
    const QList<double> lefts = columns.keys();
    const QRectF all = bounds(graph);
    const double rowHeight = all.height() + kFoldGap;
    const auto rows = qsizetype(std::lround(std::sqrt(all.width() / (kFoldedShape * rowHeight))));
    if (rows < 2 || lefts.size() < 2 * kLeastColumns)
        return;
    // No row begins within a group.
    QSet<qsizetype> torn;
    for (const DesignGroup &group : graph.groups) {
        const QRectF rect = groupRect(graph, group);
        for (qsizetype column = 1; column < lefts.size(); ++column) {
            if (rect.left() < lefts.at(column) - kGroupMargin && rect.right() > lefts.at(column))
                torn.insert(column);
        }
    }
    const qsizetype length = std::max(kLeastColumns, (lefts.size() + rows - 1) / rows);
    double down = 0;
    QRectF row;
    double left = lefts.first();
    qsizetype begun = 0;
    QList<int> here;
    const auto put = [&] {
        for (const int node : std::as_const(here))
            graph.nodes[node].position += QPointF(all.left() - left, down - row.top());
        down += row.height() + kFoldGap;
        here.clear();
        row = {};
    };
    for (qsizetype column = 0; column < lefts.size(); ++column) {
        if (column - begun >= length && !torn.contains(column)) {
            put();
            begun = column;
            left = lefts.at(column);
        }
        for (const int node : columns.value(lefts.at(column))) {
            here.append(node);
            row |= cardRect(graph.nodes.at(node));
        }
    }
    put();
}

QHash<QString, QPointF> aligned(const DesignGraph &graph, const QList<int> &nodes, Edge edge)
{
    QRectF all;
    for (const int node : nodes)
        all |= cardRect(graph.nodes.at(node));
    QHash<QString, QPointF> positions;
    for (const int index : nodes) {
        const DesignNode &node = graph.nodes.at(index);
        QRectF card = cardRect(node);
        switch (edge) {
        case Edge::Left:
            card.moveLeft(all.left());
            break;
        case Edge::HorizontalCentre:
            card.moveLeft(all.center().x() - card.width() / 2);
            break;
        case Edge::Right:
            card.moveRight(all.right());
            break;
        case Edge::Top:
            card.moveTop(all.top());
            break;
        case Edge::VerticalCentre:
            card.moveTop(all.center().y() - card.height() / 2);
            break;
        case Edge::Bottom:
            card.moveBottom(all.bottom());
            break;
        }
        positions.insert(node.id, card.topLeft());
    }
    return positions;
}

QHash<QString, QPointF> distributed(const DesignGraph &graph, const QList<int> &nodes, Qt::Orientation direction)
{
    const bool across = direction == Qt::Horizontal;
    QList<int> order = nodes;
    std::ranges::stable_sort(order, {}, [&](int node) {
        const QPointF centre = cardRect(graph.nodes.at(node)).center();
        return across ? centre.x() : centre.y();
    });
    double filled = 0;
    QRectF all;
    for (const int node : order) {
        const QRectF card = cardRect(graph.nodes.at(node));
        filled += across ? card.width() : card.height();
        all |= card;
    }
    QHash<QString, QPointF> positions;
    if (order.size() < 3)
        return positions;
    const double gap = ((across ? all.width() : all.height()) - filled) / double(order.size() - 1);
    double at = across ? all.left() : all.top();
    for (const int index : order) {
        const DesignNode &node = graph.nodes.at(index);
        const QRectF card = cardRect(node);
        positions.insert(node.id, across ? QPointF(std::round(at), card.top()) : QPointF(card.left(), std::round(at)));
        at += (across ? card.width() : card.height()) + gap;
    }
    return positions;
}

Snap snap(const QRectF &moved, QPointF delta, const QList<QRectF> &others, double reach)
{
    const QRectF wish = moved.translated(delta);
    const auto lines = [](const QRectF &rect, bool across) {
        return across ? std::array{rect.left(), rect.center().x(), rect.right()} : std::array{rect.top(), rect.center().y(), rect.bottom()};
    };
    Snap result{snapped(moved.topLeft() + delta) - moved.topLeft(), {}};
    for (const bool across : {true, false}) {
        double best = reach;
        double shift = 0;
        double at = 0;
        QRectF with;
        for (const QRectF &other : others) {
            for (std::size_t i = 0; i < 3; ++i) {
                const double distance = lines(other, across)[i] - lines(wish, across)[i];
                if (std::abs(distance) < best) {
                    best = std::abs(distance);
                    shift = distance;
                    at = lines(other, across)[i];
                    with = other;
                }
            }
        }
        if (with.isNull())
            continue;
        if (across)
            result.delta.setX(delta.x() + shift);
        else
            result.delta.setY(delta.y() + shift);
        const QRectF both = wish | with;
        result.guides.append(across ? QLineF(at, both.top(), at, both.bottom()) : QLineF(both.left(), at, both.right(), at));
    }
    return result;
}

QPointF freePlace(const DesignGraph &graph, QPointF wanted, QSizeF size)
{
    const auto isFree = [&](QPointF place) {
        const QRectF rect = QRectF(place, size).adjusted(-kGrid, -kGrid, kGrid, kGrid);
        return std::ranges::none_of(graph.nodes, [&](const DesignNode &node) { return cardRect(node).intersects(rect); });
    };
    QPointF place = snapped(wanted);
    for (int tries = 0; tries < 200 && !isFree(place); ++tries)
        place.ry() += 2 * kGrid;
    return place;
}

} // namespace Millrace::DesignLayout
