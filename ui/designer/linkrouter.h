// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainterPath>
#include <QPolygonF>
#include <QRectF>

#include <functional>

namespace Millrace {

/// The ends of a link and the cards it hangs on.
struct LinkEnds
{
    QPointF from;
    QPointF to;
    QRectF fromCard;
    QRectF toCard;
    bool leavesDown = false; ///< out of the lower edge instead of the right one
    int lane = 0; ///< links out of one card keep apart by this number
};

/// The cards that a rectangle touches.
using CardSeeker = std::function<QList<QRectF>(const QRectF &)>;

/// The way of a link: horizontal and vertical lines, out to the right and in from the left, around the cards between. Of the ways worth
/// trying it takes the one that crosses the fewest cards, then the shortest with the fewest corners. Pure; `cards` may be empty.
[[nodiscard]] QPolygonF routeLink(const LinkEnds &ends, const CardSeeker &cards = {});

/// The way with its corners rounded.
[[nodiscard]] QPainterPath roundedPath(const QPolygonF &route, double radius);
[[nodiscard]] double distanceTo(const QPolygonF &route, QPointF point);
/// So far along, of 1: where its label stands.
[[nodiscard]] QPointF labelPoint(const QPolygonF &route, double part = 0.5);

} // namespace Millrace
