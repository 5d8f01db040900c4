// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/lineagescene.h"

#include <QLineF>
#include <QSet>

#include <algorithm>
#include <cmath>
#include <limits>

namespace Millrace {

namespace {

constexpr double kCell = 384;
constexpr int kPieces = 16; ///< straight pieces of a bent part of an edge

quint64 cellKey(int x, int y)
{
    return quint64(quint32(x)) << 32 | quint32(y);
}

int cellOf(double coordinate)
{
    return int(std::floor(coordinate / kCell));
}

double distanceTo(const QLineF &line, QPointF point)
{
    const QPointF along = line.p2() - line.p1();
    const double length = QPointF::dotProduct(along, along);
    const double part = length > 0 ? std::clamp(QPointF::dotProduct(point - line.p1(), along) / length, 0.0, 1.0) : 0;
    return QLineF(point, line.p1() + along * part).length();
}

} // namespace

LineageLayout::Question LineageScene::question(const ShownGraph &graph, bool anew) const
{
    LineageLayout::Question question{.nodes = int(graph.nodes().size()), .focus = std::max(0, graph.indexOf(graph.focus()))};
    for (int edge = 0; edge < graph.edges().size(); ++edge) {
        question.edges.append({graph.fromOf(edge), graph.toOf(edge)});
        if (const auto way = m_ways.constFind(graph.edges().at(edge).id); !anew && way != m_ways.cend())
            question.ways.insert(edge, *way);
    }
    for (int node = 0; !anew && node < graph.nodes().size(); ++node) {
        const ShownNode &one = graph.nodes().at(node);
        auto place = m_places.constFind(one.id);
        // The rest of a stack that was opened stands where the stack stood.
        if (place == m_places.cend() && one.kind == ShownKind::Stack)
            place = m_places.constFind(one.id.section(u'|', 0, 0));
        if (place != m_places.cend())
            question.places.insert(node, *place);
    }
    return question;
}

void LineageScene::set(ShownGraph graph, const LineageLayout::Answer &layout)
{
    m_graph = std::move(graph);
    m_places.clear();
    m_ways.clear();
    m_cards.clear();
    m_knots.clear();
    m_routes.clear();
    m_cells.clear();
    m_bounds = {};
    for (int node = 0; node < m_graph.nodes().size(); ++node) {
        const LineageLayout::Place place = layout.places.value(node);
        m_places.insert(m_graph.nodes().at(node).id, place);
        const QRectF card(place.column * kColumn, place.y - kCardHeight / 2, kCardWidth, kCardHeight);
        m_cards.append(card);
        m_bounds |= card;
        for (int x = cellOf(card.left() - kHandle); x <= cellOf(card.right() + kHandle); ++x) {
            for (int y = cellOf(card.top()); y <= cellOf(card.bottom()); ++y)
                m_cells[cellKey(x, y)].cards.append(node);
        }
    }
    for (int edge = 0; edge < m_graph.edges().size(); ++edge) {
        const QList<double> way = layout.ways.value(edge);
        if (!way.isEmpty())
            m_ways.insert(m_graph.edges().at(edge).id, way);
        m_knots.append(knotsOf(edge, way));
        m_routes.append(routeOf(m_knots.last()));
        const QPolygonF &route = m_routes.last();
        for (qsizetype i = 1; i < route.size(); ++i) {
            const QRectF piece = QRectF(route.at(i - 1), route.at(i)).normalized();
            for (int x = cellOf(piece.left()); x <= cellOf(piece.right()); ++x) {
                for (int y = cellOf(piece.top()); y <= cellOf(piece.bottom()); ++y) {
                    QList<int> &edges = m_cells[cellKey(x, y)].edges;
                    if (edges.isEmpty() || edges.last() != edge)
                        edges.append(edge);
                }
            }
        }
    }
}

/// Right out of the one card, straight through the columns between, left into the other.
QPolygonF LineageScene::knotsOf(int edge, const QList<double> &way) const
{
    const QRectF &from = m_cards.at(m_graph.fromOf(edge));
    const QRectF &to = m_cards.at(m_graph.toOf(edge));
    QPolygonF knots{QPointF(from.right(), from.center().y())};
    const int column = m_places.value(m_graph.edges().at(edge).from).column;
    for (qsizetype i = 0; i < way.size(); ++i) {
        const double left = double(column + 1 + i) * kColumn;
        knots.append(QPointF(left, way.at(i)));
        knots.append(QPointF(left + kCardWidth, way.at(i)));
    }
    knots.append(QPointF(to.left(), to.center().y()));
    return knots;
}

QPolygonF LineageScene::routeOf(const QPolygonF &knots)
{
    QPolygonF route{knots.first()};
    for (qsizetype i = 1; i < knots.size(); ++i) {
        const QPointF a = knots.at(i - 1);
        const QPointF b = knots.at(i);
        if (a.y() == b.y() && b.x() > a.x()) {
            route.append(b);
            continue;
        }
        const double reach = std::max((b.x() - a.x()) / 2, 60.0);
        const QPointF c1(a.x() + reach, a.y());
        const QPointF c2(b.x() - reach, b.y());
        for (int piece = 1; piece <= kPieces; ++piece) {
            const double t = double(piece) / kPieces;
            const double u = 1 - t;
            route.append(a * (u * u * u) + c1 * (3 * u * u * t) + c2 * (3 * u * t * t) + b * (t * t * t));
        }
    }
    return route;
}

QPointF LineageScene::handle(int node, bool up) const
{
    const QRectF &card = m_cards.at(node);
    return {up ? card.left() : card.right(), card.center().y()};
}

template <typename F>
void LineageScene::forCells(const QRectF &rect, const F &each) const
{
    const int left = cellOf(rect.left());
    const int right = cellOf(rect.right());
    const int top = cellOf(rect.top());
    const int bottom = cellOf(rect.bottom());
    if (qint64(right - left + 1) * (bottom - top + 1) > m_cells.size()) {
        // A far view: what there is is less than what could be.
        for (auto cell = m_cells.cbegin(); cell != m_cells.cend(); ++cell) {
            const int x = int(quint32(cell.key() >> 32));
            const int y = int(quint32(cell.key()));
            if (x >= left && x <= right && y >= top && y <= bottom)
                each(*cell);
        }
        return;
    }
    for (int x = left; x <= right; ++x) {
        for (int y = top; y <= bottom; ++y) {
            if (const auto cell = m_cells.constFind(cellKey(x, y)); cell != m_cells.cend())
                each(*cell);
        }
    }
}

QList<int> LineageScene::cardsIn(const QRectF &rect) const
{
    QList<bool> seen(m_cards.size(), false);
    QList<int> found;
    forCells(rect, [&](const Cell &cell) {
        for (const int node : cell.cards) {
            if (!seen.at(node) && m_cards.at(node).adjusted(-kHandle, 0, kHandle, 0).intersects(rect)) {
                seen[node] = true;
                found.append(node);
            }
        }
    });
    return found;
}

QList<int> LineageScene::edgesIn(const QRectF &rect) const
{
    QList<bool> seen(m_routes.size(), false);
    QList<int> found;
    forCells(rect, [&](const Cell &cell) {
        for (const int edge : cell.edges) {
            if (!seen.at(edge)) {
                seen[edge] = true;
                found.append(edge);
            }
        }
    });
    return found;
}

int LineageScene::cardAt(QPointF point) const
{
    for (const int node : cardsIn(QRectF(point, QSizeF(1, 1)))) {
        if (m_cards.at(node).contains(point))
            return node;
    }
    return -1;
}

int LineageScene::edgeAt(QPointF point, double reach) const
{
    int best = -1;
    double least = reach;
    for (const int edge : edgesIn(QRectF(point - QPointF(reach, reach), QSizeF(2 * reach, 2 * reach)))) {
        const QPolygonF &route = m_routes.at(edge);
        for (qsizetype i = 1; i < route.size(); ++i) {
            if (const double distance = distanceTo(QLineF(route.at(i - 1), route.at(i)), point); distance < least) {
                least = distance;
                best = edge;
            }
        }
    }
    return best;
}

std::pair<int, bool> LineageScene::handleAt(QPointF point, double reach) const
{
    for (const int node : cardsIn(QRectF(point - QPointF(reach, reach), QSizeF(2 * reach, 2 * reach)))) {
        const ShownNode &one = m_graph.nodes().at(node);
        for (const bool up : {true, false}) {
            if ((up ? one.hasMoreUp : one.hasMoreDown) && QLineF(handle(node, up), point).length() <= reach)
                return {node, up};
        }
    }
    return {-1, false};
}

int LineageScene::neighbour(int node, Qt::Key key) const
{
    const QPointF here = m_cards.at(node).center();
    int best = -1;
    double least = std::numeric_limits<double>::max();
    const auto offer = [&](int other, double distance) {
        if (distance < least) {
            least = distance;
            best = other;
        }
    };
    if (key == Qt::Key_Left || key == Qt::Key_Right) {
        for (const int other : key == Qt::Key_Left ? m_graph.before(node) : m_graph.after(node))
            offer(other, std::abs(m_cards.at(other).center().y() - here.y()));
        return best;
    }
    for (int other = 0; other < m_cards.size(); ++other) {
        const QPointF there = m_cards.at(other).center();
        const double down = key == Qt::Key_Down ? there.y() - here.y() : here.y() - there.y();
        if (there.x() == here.x() && down > 0)
            offer(other, down);
    }
    return best;
}

} // namespace Millrace
