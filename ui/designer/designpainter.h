// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/planeview.h"
#include "common/theme.h"
#include "designer/designscene.h"

#include <QElapsedTimer>
#include <QPainter>
#include <QPixmap>

namespace Millrace {

/// What part of the scene is seen.
using DesignView = PlaneView;

/// Paints cards, links, groups and notes; keeps a picture of every card that was seen.
///
/// How much is painted depends on the size: from kReadable on everything, below it an icon, from kTiny down a plain mark. What a card looks
/// like is painted once and kept until the card, its marks, the size or the theme are others; when the size changes, so many are painted anew
/// as fit into kBudgetMs, the others are stretched, and isRough() asks for another turn.
class DesignPainter
{
public:
    static constexpr double kReadable = 0.45;
    static constexpr double kTiny = 0.16;
    static constexpr int kBudgetMs = 5;

    /// What is not painted as usual.
    struct Emphasis
    {
        QSet<int> hiddenNodes; ///< painted elsewhere: they are being dragged
        QSet<int> hiddenLinks;
        bool dims = false; ///< only `lit` is at full strength
        QSet<int> lit;
    };

    /// Begins a picture: time for new cards is counted from here.
    void begin();
    void background(QPainter &painter, const QRect &pixels, const DesignView &view) const;
    void scene(QPainter &painter, const QRect &pixels, const DesignView &view, const DesignScene &scene, const Emphasis &emphasis);
    void card(QPainter &painter, const DesignView &view, const DesignScene &scene, int node);
    void link(QPainter &painter, const DesignView &view, const DesignScene &scene, int link, const QColor &color, double width) const;
    void linkLabel(QPainter &painter, const DesignView &view, const DesignScene &scene, int link) const;
    [[nodiscard]] QColor linkColor(const DesignScene &scene, int link) const;
    /// The part of a link that has its label; empty where it has none or it is too small to read.
    [[nodiscard]] QRectF labelRect(const DesignView &view, const DesignScene &scene, int link) const;
    /// Some cards are stretched pictures of another size.
    [[nodiscard]] bool isRough() const { return m_rough; }
    void forget();

    /// Fonts as the scene has them: sizes of the theme at 100 %.
    [[nodiscard]] static QFont font(TextRole role);
    /// Pixels of a scene unit at 100 %.
    [[nodiscard]] static double baseScale();

private:
    struct Picture
    {
        QPixmap pixmap;
        double scale = 0;
        Json json;
        NodeMark mark;
        quint64 ports = 0; ///< which are linked
    };

    void groups(QPainter &painter, const DesignView &view, const DesignScene &scene, const QRectF &area) const;
    void notes(QPainter &painter, const DesignView &view, const DesignScene &scene, const QRectF &area) const;
    void sources(QPainter &painter, const DesignView &view, const DesignScene &scene, const QRectF &area) const;
    void links(QPainter &painter, const DesignView &view, const DesignScene &scene, const QRectF &area, const Emphasis &emphasis) const;
    [[nodiscard]] QString labelText(const DesignScene &scene, int link) const;
    void drawMark(QPainter &painter, const QRectF &rect, const NodeMark &mark) const;
    void drawCard(QPainter &painter, const DesignScene &scene, int node, quint64 ports, bool isReadable) const;
    void drawPorts(QPainter &painter, const DesignScene &scene, int node, quint64 ports) const;
    double drawBadges(QPainter &painter, const QRectF &card, const NodeMark &mark, bool isKnown) const;
    double drawCounts(QPainter &painter, const QRectF &line, const NodeMark &mark) const;
    [[nodiscard]] static quint64 linkedPorts(const DesignScene &scene, int node);

    QHash<QString, Picture> m_pictures;
    QElapsedTimer m_clock;
    bool m_rough = false;
};

} // namespace Millrace
