// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/linkrouter.h"

#include <QLineF>

#include <algorithm>
#include <cmath>
#include <limits>

namespace Millrace {

namespace {

constexpr double kStub = 20;
constexpr double kLane = 6;
constexpr double kClear = 16;
constexpr double kCornerCost = 24;
constexpr double kCrossingCost = 4000;

QRectF segment(QPointF a, QPointF b)
{
    return QRectF(a, b).normalized().adjusted(-1, -1, 1, 1);
}

/// Without points that change nothing.
QPolygonF simplified(const QPolygonF &route)
{
    QPolygonF result;
    for (const QPointF &point : route) {
        if (!result.isEmpty() && (point - result.last()).manhattanLength() < 0.01)
            continue;
        if (result.size() >= 2) {
            const QPointF a = result.at(result.size() - 2);
            const QPointF b = result.last();
            if ((a.x() == b.x() && b.x() == point.x()) || (a.y() == b.y() && b.y() == point.y()))
                result.removeLast();
        }
        result.append(point);
    }
    return result;
}

class Router
{
public:
    Router(const LinkEnds &ends, const CardSeeker &cards)
        : m_ends(ends)
        , m_cards(cards)
    {}

    QPolygonF best()
    {
        const QPointF from = m_ends.from;
        const QPointF to = m_ends.to;
        const double shift = kLane * m_ends.lane;
        const QPointF out = m_ends.leavesDown ? from + QPointF(0, kStub) : from + QPointF(kStub + shift, 0);
        const QPointF in = to - QPointF(kStub, 0);
        if (m_ends.leavesDown) {
            consider({from, out, {in.x() - shift, out.y()}, {in.x() - shift, to.y()}, to}, in.x() - shift >= out.x());
            consider({from, {from.x(), to.y()}, to}, to.x() > from.x() + kStub && to.y() > from.y() + kStub);
        } else if (in.x() >= out.x()) {
            consider({from, to}, from.y() == to.y());
            const double middle = std::round((from.x() + to.x()) / 2) + shift;
            for (const double x : {std::clamp(middle, out.x(), in.x()), out.x(), in.x()})
                consider({from, {x, from.y()}, {x, to.y()}, to}, true);
        }
        if (m_best.isEmpty() || m_crossed > 0) {
            QList<double> lanes{std::max(m_ends.fromCard.bottom(), m_ends.toCard.bottom()) + kClear + kLane * std::abs(m_ends.lane) + kStub,
                                std::min(m_ends.fromCard.top(), m_ends.toCard.top()) - kClear - kLane * std::abs(m_ends.lane)};
            if (m_ends.fromCard.bottom() + 2 * kClear < m_ends.toCard.top())
                lanes.append((m_ends.fromCard.bottom() + m_ends.toCard.top()) / 2);
            else if (m_ends.toCard.bottom() + 2 * kClear < m_ends.fromCard.top())
                lanes.append((m_ends.toCard.bottom() + m_ends.fromCard.top()) / 2);
            for (const QRectF &card : m_hit.first(std::min<qsizetype>(m_hit.size(), 6))) {
                lanes.append(card.top() - kClear);
                lanes.append(card.bottom() + kClear);
            }
            for (const double y : lanes) {
                // What leaves downward goes up beside its own card, not behind it.
                consider({from, out, {out.x(), y}, {in.x(), y}, {in.x(), to.y()}, to}, !m_ends.leavesDown || y >= out.y());
                const double aside = kClear + kLane * std::abs(m_ends.lane);
                for (const double x : {m_ends.fromCard.left() - aside, m_ends.fromCard.right() + aside})
                    consider({from, out, {x, out.y()}, {x, y}, {in.x(), y}, {in.x(), to.y()}, to}, m_ends.leavesDown && y < out.y());
            }
        }
        return m_best;
    }

private:
    void consider(const QPolygonF &wish, bool isPossible)
    {
        if (!isPossible)
            return;
        const QPolygonF route = simplified(wish);
        double cost = kCornerCost * double(route.size());
        int crossed = 0;
        for (qsizetype i = 1; i < route.size(); ++i) {
            cost += QLineF(route.at(i - 1), route.at(i)).length();
            if (cost + kCrossingCost * crossed >= m_cost)
                continue;
            for (const QRectF &card : touched(segment(route.at(i - 1), route.at(i)))) {
                const bool isEnd = (i == 1 && card == m_ends.fromCard) || (i == route.size() - 1 && card == m_ends.toCard);
                if (isEnd)
                    continue;
                ++crossed;
                if (!m_hit.contains(card))
                    m_hit.append(card);
            }
        }
        cost += kCrossingCost * crossed;
        if (cost < m_cost) {
            m_cost = cost;
            m_crossed = crossed;
            m_best = route;
        }
    }

    /// Its own two cards are known without anybody who seeks.
    QList<QRectF> touched(const QRectF &line) const
    {
        if (m_cards)
            return m_cards(line);
        QList<QRectF> hit;
        for (const QRectF &card : {m_ends.fromCard, m_ends.toCard}) {
            if (card.intersects(line))
                hit.append(card);
        }
        return hit;
    }

    const LinkEnds &m_ends;
    const CardSeeker &m_cards;
    QPolygonF m_best;
    double m_cost = std::numeric_limits<double>::max();
    int m_crossed = 0;
    QList<QRectF> m_hit;
};

} // namespace

QPolygonF routeLink(const LinkEnds &ends, const CardSeeker &cards)
{
    return Router(ends, cards).best();
}

QPainterPath roundedPath(const QPolygonF &route, double radius)
{
    QPainterPath path;
    if (route.isEmpty())
        return path;
    path.moveTo(route.first());
    for (qsizetype i = 1; i + 1 < route.size(); ++i) {
        const QPointF corner = route.at(i);
        QLineF in(corner, route.at(i - 1));
        QLineF out(corner, route.at(i + 1));
        const double reach = std::min({radius, in.length() / 2, out.length() / 2});
        in.setLength(reach);
        out.setLength(reach);
        path.lineTo(in.p2());
        path.quadTo(corner, out.p2());
    }
    path.lineTo(route.last());
    return path;
}

double distanceTo(const QPolygonF &route, QPointF point)
{
    double nearest = std::numeric_limits<double>::max();
    for (qsizetype i = 1; i < route.size(); ++i) {
        const QRectF line = QRectF(route.at(i - 1), route.at(i)).normalized();
        const double dx = std::max({line.left() - point.x(), 0.0, point.x() - line.right()});
        const double dy = std::max({line.top() - point.y(), 0.0, point.y() - line.bottom()});
        nearest = std::min(nearest, std::hypot(dx, dy));
    }
    return nearest;
}

QPointF labelPoint(const QPolygonF &route, double part)
{
    double left = 0;
    for (qsizetype i = 1; i < route.size(); ++i)
        left += QLineF(route.at(i - 1), route.at(i)).length();
    left *= part;
    for (qsizetype i = 1; i < route.size(); ++i) {
        const QLineF line(route.at(i - 1), route.at(i));
        if (left <= line.length() && line.length() > 0)
            return line.pointAt(left / line.length());
        left -= line.length();
    }
    return route.isEmpty() ? QPointF() : route.last();
}

} // namespace Millrace
