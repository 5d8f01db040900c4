// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "designer/designgraph.h"

#include <QLineF>

namespace Millrace {

/// Where things are on the canvas, in its own units: one is a pixel at 100 % zoom with the usual font. Pure functions.
namespace DesignLayout {

inline constexpr double kGrid = 8;
inline constexpr double kCardWidth = 208;
inline constexpr double kCardHead = 56;
inline constexpr double kPortRow = 20;
inline constexpr double kPortRadius = 5;
inline constexpr double kGroupMargin = 20;
inline constexpr double kGroupTitle = 24;
inline constexpr double kColumnGap = 104;
inline constexpr double kRowGap = 40;
inline constexpr double kSourceWidth = 168;
inline constexpr double kSourceHeight = 44;

[[nodiscard]] QRectF cardRect(const DesignNode &node);
[[nodiscard]] QPointF inPoint(const DesignNode &node);
[[nodiscard]] QPointF outPoint(const DesignNode &node, int port);
/// True where the port has a row with its name: all of a node that can be left in several ways.
[[nodiscard]] bool hasRow(const DesignNode &node, int port);
[[nodiscard]] QRectF portRow(const DesignNode &node, int port);
[[nodiscard]] QRectF groupRect(const DesignGraph &graph, const DesignGroup &group);
[[nodiscard]] QRectF bounds(const DesignGraph &graph);
[[nodiscard]] QPointF snapped(QPointF point);

/// Places the nodes that the definition does not: in columns from left to right by how far they are from the beginning, in each column near
/// what leads to them. Nodes that have a place keep it.
void placeRest(DesignGraph &graph);

/// A long row of columns becomes several rows, one below the other, so that a window shows the whole at a size that can be read. For graphs
/// that stand in columns; groups are never torn apart, and what is as high as it is wide stays as it is.
void fold(DesignGraph &graph);

enum class Edge : quint8 { Left, HorizontalCentre, Right, Top, VerticalCentre, Bottom };
[[nodiscard]] QHash<QString, QPointF> aligned(const DesignGraph &graph, const QList<int> &nodes, Edge edge);
/// The same gap between all of them.
[[nodiscard]] QHash<QString, QPointF> distributed(const DesignGraph &graph, const QList<int> &nodes, Qt::Orientation direction);

/// Where cards come to stand when they are dragged by `delta`: on the edges and centres of others that are near, else on the grid.
struct Snap
{
    QPointF delta;
    QList<QLineF> guides;
};
[[nodiscard]] Snap snap(const QRectF &moved, QPointF delta, const QList<QRectF> &others, double reach);

/// A place near `wanted` where a card of this size touches none of the others.
[[nodiscard]] QPointF freePlace(const DesignGraph &graph, QPointF wanted, QSizeF size);

} // namespace DesignLayout

} // namespace Millrace
