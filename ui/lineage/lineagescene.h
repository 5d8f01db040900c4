// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lineage/showngraph.h"
#include "lineage/lineagelayout.h"

#include <QPolygonF>

namespace Millrace {

/// The graph with its geometry: where every card and edge is, and which are in a rectangle. One unit is a pixel at 100 % with the usual font. Main thread.
///
/// A grid of cells answers "what is here"; an edge stands in the cells that its line runs through.
class LineageScene
{
public:
    static constexpr double kCardWidth = 216;
    static constexpr double kCardHeight = 48;
    static constexpr double kColumn = 316; ///< from one column to the next
    static constexpr double kHandle = 9; ///< radius of what shows more

    /// What there is to lay out, with the places that the last layout gave to what is still there.
    [[nodiscard]] LineageLayout::Question question(const ShownGraph &graph, bool anew) const;
    void set(ShownGraph graph, const LineageLayout::Answer &layout);
    /// New facts of nodes; nodes and edges are the same as before.
    void setFacts(ShownGraph graph) { m_graph = std::move(graph); }

    [[nodiscard]] const ShownGraph &graph() const { return m_graph; }
    [[nodiscard]] const QRectF &card(int node) const { return m_cards.at(node); }
    [[nodiscard]] const QPolygonF &route(int edge) const { return m_routes.at(edge); } ///< as a line of short pieces
    [[nodiscard]] const QPolygonF &knots(int edge) const { return m_knots.at(edge); } ///< where it leaves, passes and arrives
    [[nodiscard]] QPointF handle(int node, bool up) const; ///< the middle of what shows more
    [[nodiscard]] QRectF bounds() const { return m_bounds; }
    [[nodiscard]] int column(int node) const { return m_places.value(m_graph.nodes().at(node).id).column; }

    [[nodiscard]] QList<int> cardsIn(const QRectF &rect) const;
    [[nodiscard]] QList<int> edgesIn(const QRectF &rect) const;
    [[nodiscard]] int cardAt(QPointF point) const;
    [[nodiscard]] int edgeAt(QPointF point, double reach) const;
    /// The node whose handle is there and whether it is the upper one; -1 where none is.
    [[nodiscard]] std::pair<int, bool> handleAt(QPointF point, double reach) const;
    /// The node that an arrow key leads to: along an edge to the left or right, within the column up or down. -1: none.
    [[nodiscard]] int neighbour(int node, Qt::Key key) const;

private:
    struct Cell
    {
        QList<int> cards = {};
        QList<int> edges = {};
    };

    template <typename F>
    void forCells(const QRectF &rect, const F &each) const;
    [[nodiscard]] QPolygonF knotsOf(int edge, const QList<double> &way) const;
    [[nodiscard]] static QPolygonF routeOf(const QPolygonF &knots);

    ShownGraph m_graph;
    QHash<QString, LineageLayout::Place> m_places;
    QHash<QString, QList<double>> m_ways;
    QList<QRectF> m_cards;
    QList<QPolygonF> m_knots;
    QList<QPolygonF> m_routes;
    QHash<quint64, Cell> m_cells;
    QRectF m_bounds;
};

} // namespace Millrace
