// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/planeview.h"
#include "common/theme.h"
#include "lineage/lineagescene.h"

#include <QElapsedTimer>
#include <QPainter>
#include <QPixmap>
#include <QSet>

namespace Millrace {

/// Paints cards and edges; keeps a picture of every card that was seen.
///
/// How much is painted depends on the size: from kReadable on everything, below it an icon, from kTiny down a plain mark and straight lines. When the
/// size changes, so many cards are painted anew as fit into kBudgetMs, the others are stretched, and isRough() asks for another turn.
/// An edge's kind is told by its line (whole, dashed, dotted with a bar across), never by its colour.
class LineagePainter
{
public:
    static constexpr double kReadable = 0.5;
    static constexpr double kTiny = 0.16;
    static constexpr int kBudgetMs = 5;

    /// What is not painted as usual.
    struct Emphasis
    {
        bool dims = false; ///< only `lit` is at full strength
        QList<bool> lit = {}; ///< by node
        QSet<int> found = {}; ///< nodes that have what is sought
    };

    /// Begins a picture: time for new cards is counted from here.
    void begin();
    void scene(QPainter &painter, const QRect &pixels, const PlaneView &view, const LineageScene &scene, const Emphasis &emphasis);
    void edge(QPainter &painter, const PlaneView &view, const LineageScene &scene, int edge, const QColor &color, double width) const;
    /// A line of a kind, for the legend.
    static void sample(QPainter &painter, const QLineF &line, LineageTie tie);
    [[nodiscard]] bool isRough() const { return m_rough; }
    void forget() { m_pictures.clear(); }

    /// Pixels of a unit at 100 %.
    [[nodiscard]] static double baseScale();

private:
    struct Picture
    {
        QPixmap pixmap = {};
        double scale = 0;
        ShownNode node = {};
        bool isFocus = false;
    };

    void edges(QPainter &painter, const PlaneView &view, const LineageScene &scene, const QRectF &area, const Emphasis &emphasis) const;
    void card(QPainter &painter, const PlaneView &view, const LineageScene &scene, int node);
    void drawCard(QPainter &painter, const ShownNode &node, bool isFocus, bool isReadable) const;
    void drawMark(QPainter &painter, const QRectF &rect, bool isFocus, bool isStack) const;
    void drawHandle(QPainter &painter, QPointF centre) const;

    QHash<QString, Picture> m_pictures;
    QElapsedTimer m_clock;
    bool m_rough = false;
};

} // namespace Millrace
