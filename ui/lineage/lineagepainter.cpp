// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/lineagepainter.h"

#include "common/icons.h"
#include "common/metrics.h"
#include "common/statusstyle.h"
#include "lineage/lineagetext.h"

#include <QPaintDevice>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr double kRadius = 6;
constexpr double kMargin = 12; ///< around the card in its picture, for handles and the cards of a stack below it
constexpr double kPad = 10;
constexpr double kIcon = 20;
constexpr double kSign = 14;
constexpr double kDim = 0.22;
constexpr qsizetype kPicturesKept = 4'000;
constexpr std::array kTies{LineageTie::Direct, LineageTie::Indirect, LineageTie::Masked};

QFont fontOf(TextRole role)
{
    QFont font = Theme::font(role);
    font.setPointSizeF(font.pointSizeF() / LineagePainter::baseScale());
    return font;
}

QPen penOf(LineageTie tie, const QColor &color, double width)
{
    QPen pen(color, width, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
    if (tie == LineageTie::Indirect)
        pen.setDashPattern({6, 4});
    else if (tie == LineageTie::Masked)
        pen.setDashPattern({1.5, 3});
    return pen;
}

/// Two short bars across the line: something was held back here.
void drawBars(QPainter &painter, QPointF middle, const QColor &color, double size, double width)
{
    painter.setPen(QPen(color, width, Qt::SolidLine, Qt::FlatCap));
    for (const double shift : {-size * 0.35, size * 0.35})
        painter.drawLine(middle + QPointF(shift, -size), middle + QPointF(shift, size));
}

void drawIcon(QPainter &painter, const QString &name, const QRectF &rect, const QColor &color)
{
    const double ratio = painter.device()->devicePixelRatio() * painter.transform().m11();
    painter.drawPixmap(rect, Icons::pixmap(name, int(std::ceil(rect.width())), ratio, color), {});
}

void drawLine(QPainter &painter, const QRectF &rect, TextRole role, ThemeRole color, const QString &text)
{
    const QFont font = fontOf(role);
    painter.setFont(font);
    painter.setPen(Theme::color(color));
    painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, QFontMetricsF(font).elidedText(text, Qt::ElideRight, rect.width()));
}

} // namespace

double LineagePainter::baseScale()
{
    return Metrics::unit() / 4.0;
}

void LineagePainter::begin()
{
    m_rough = false;
    m_clock.start();
}

void LineagePainter::scene(QPainter &painter, const QRect &pixels, const PlaneView &view, const LineageScene &scene, const Emphasis &emphasis)
{
    painter.fillRect(pixels, Theme::color(ThemeRole::Window));
    const QRectF area = view.toScene(QRectF(pixels)).adjusted(-kMargin, -kMargin, kMargin, kMargin);
    edges(painter, view, scene, area, emphasis);
    for (const int node : scene.cardsIn(area)) {
        painter.setOpacity(emphasis.dims && !emphasis.lit.value(node) ? kDim : 1);
        card(painter, view, scene, node);
        if (emphasis.found.contains(node)) {
            painter.setOpacity(1);
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(QPen(Theme::color(ContextStatus::Retrying), 2, Qt::DashLine));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(view.toPixels(scene.card(node)).adjusted(-3, -3, 3, 3), kRadius, kRadius);
        }
    }
    painter.setOpacity(1);
}

// --- edges -----------------------------------------------------------------------------------------------------------------

void LineagePainter::edges(QPainter &painter, const PlaneView &view, const LineageScene &scene, const QRectF &area, const Emphasis &emphasis) const
{
    const ShownGraph &graph = scene.graph();
    const auto isDim = [&](int one) { return emphasis.dims && !(emphasis.lit.value(graph.fromOf(one)) && emphasis.lit.value(graph.toOf(one))); };
    const QList<int> visible = scene.edgesIn(area);
    if (view.scale >= kReadable * 0.75) {
        for (const int one : visible) {
            painter.setOpacity(isDim(one) ? kDim : 1);
            const bool isLit = emphasis.dims && !isDim(one);
            edge(painter, view, scene, one, Theme::color(isLit ? ThemeRole::Accent : ThemeRole::ControlBorder), isLit ? 2 : 1.5);
        }
        painter.setOpacity(1);
        return;
    }
    // Far away: straight lines, all of a kind at once.
    std::array<QList<QLine>, 6> lines;
    for (const int one : visible) {
        QList<QLine> &list = lines.at(std::size_t(graph.edges().at(one).tie) * 2 + (isDim(one) ? 1 : 0));
        const QPolygonF &knots = scene.knots(one);
        for (qsizetype i = 1; i < knots.size(); ++i)
            list.append(QLine(view.toPixels(knots.at(i - 1)).toPoint(), view.toPixels(knots.at(i)).toPoint()));
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        // Thousands of broken lines would cost many times the whole ones, and could not be told from them at this size.
        const LineageTie tie = visible.size() > 2'000 ? LineageTie::Direct : kTies.at(i / 2);
        painter.setOpacity(i % 2 == 1 ? kDim : 1);
        painter.setPen(penOf(tie, Theme::color(emphasis.dims && i % 2 == 0 ? ThemeRole::Accent : ThemeRole::ControlBorder), 1));
        painter.drawLines(lines.at(i).constData(), int(lines.at(i).size()));
    }
    painter.setOpacity(1);
}

void LineagePainter::edge(QPainter &painter, const PlaneView &view, const LineageScene &scene, int edge, const QColor &color, double width) const
{
    const LineageTie tie = scene.graph().edges().at(edge).tie;
    const QPolygonF &route = scene.route(edge);
    QPolygonF pixels;
    pixels.reserve(route.size());
    for (const QPointF &point : route)
        pixels.append(view.toPixels(point));
    const double arrow = 6 * view.scale;
    const QPointF tip = pixels.last();
    const double thick = std::max(1.0, width * view.scale);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(penOf(tie, color, thick));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(pixels);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(QPolygonF{tip, tip + QPointF(-arrow * 1.4, -arrow * 0.75), tip + QPointF(-arrow * 1.4, arrow * 0.75)});
    if (tie == LineageTie::Masked)
        drawBars(painter, pixels.at(pixels.size() / 2), color, 6 * view.scale, std::max(1.0, 1.5 * view.scale));
    if (scene.graph().edges().at(edge).isJoined) {
        // It went out and came back: an arrow at the other end too.
        painter.setPen(Qt::NoPen);
        const QPointF back = pixels.first();
        painter.drawPolygon(QPolygonF{back, back + QPointF(arrow * 1.4, -arrow * 0.75), back + QPointF(arrow * 1.4, arrow * 0.75)});
    }
}

void LineagePainter::sample(QPainter &painter, const QLineF &line, LineageTie tie)
{
    const QColor color = Theme::color(ThemeRole::Secondary);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(penOf(tie, color, 1.5));
    painter.drawLine(line);
    if (tie == LineageTie::Masked)
        drawBars(painter, line.center(), color, 5, 1.5);
}

// --- cards -----------------------------------------------------------------------------------------------------------------

void LineagePainter::card(QPainter &painter, const PlaneView &view, const LineageScene &scene, int node)
{
    const ShownNode &one = scene.graph().nodes().at(node);
    const bool isFocus = one.id == scene.graph().focus();
    const QRectF rect = view.toPixels(scene.card(node));
    if (view.scale < kTiny)
        return drawMark(painter, rect, isFocus, one.kind == ShownKind::Stack);
    if (m_pictures.size() > kPicturesKept)
        m_pictures.clear();
    const bool isSpent = m_clock.isValid() && m_clock.elapsed() >= kBudgetMs;
    // Thousands come to be more than marks at once when one zooms in: they do so in the next frames.
    if (isSpent && !m_pictures.contains(one.id)) {
        m_rough = true;
        return drawMark(painter, rect, isFocus, one.kind == ShownKind::Stack);
    }
    Picture &picture = m_pictures[one.id];
    const bool isOther = picture.pixmap.isNull() || picture.isFocus != isFocus || picture.node != one;
    const bool isRough = picture.scale != view.scale;
    const double ratio = painter.device()->devicePixelRatio();
    if (isOther || (isRough && !isSpent)) {
        const QSizeF size = (scene.card(node).size() + QSizeF(2 * kMargin, 2 * kMargin)) * view.scale * ratio;
        QPixmap pixmap(int(std::ceil(size.width())), int(std::ceil(size.height())));
        pixmap.setDevicePixelRatio(ratio);
        pixmap.fill(Qt::transparent);
        QPainter inner(&pixmap);
        inner.setRenderHint(QPainter::Antialiasing);
        inner.setRenderHint(QPainter::SmoothPixmapTransform);
        inner.scale(view.scale, view.scale);
        inner.translate(kMargin, kMargin);
        drawCard(inner, one, isFocus, view.scale >= kReadable);
        inner.end();
        picture = {pixmap, view.scale, one, isFocus};
    } else if (isRough) {
        m_rough = true;
    }
    const QPointF corner = rect.topLeft() - QPointF(kMargin, kMargin) * view.scale;
    if (picture.scale == view.scale) {
        painter.drawPixmap(QPointF(std::round(corner.x()), std::round(corner.y())), picture.pixmap);
    } else {
        const QSizeF size = (scene.card(node).size() + QSizeF(2 * kMargin, 2 * kMargin)) * view.scale;
        painter.drawPixmap(QRectF(corner, size), picture.pixmap, QRectF(picture.pixmap.rect()));
    }
}

/// A card so small that nothing on it could be told.
void LineagePainter::drawMark(QPainter &painter, const QRectF &rect, bool isFocus, bool isStack) const
{
    const QRect flat = rect.toRect();
    painter.fillRect(flat, Theme::color(isFocus ? ThemeRole::Accent : ThemeRole::ControlBorder));
    if (!isFocus && !isStack && flat.width() > 3 && flat.height() > 3)
        painter.fillRect(flat.adjusted(1, 1, -1, -1), Theme::color(ThemeRole::Surface));
}

void LineagePainter::drawCard(QPainter &painter, const ShownNode &node, bool isFocus, bool isReadable) const
{
    const QRectF card(0, 0, LineageScene::kCardWidth, LineageScene::kCardHeight);
    const bool isStack = node.kind == ShownKind::Stack;
    const bool isGone = !node.supersededBy.isEmpty() || node.replay == "discarded"_L1;
    const QColor border = Theme::color(isFocus ? ThemeRole::Accent : ThemeRole::ControlBorder);
    const auto box = [&](const QRectF &rect, bool isTop) {
        painter.setPen(QPen(border, isFocus && isTop ? 2 : 1, isGone || node.replay == "proposed"_L1 ? Qt::DashLine : Qt::SolidLine));
        painter.setBrush(Theme::color(isGone ? ThemeRole::Window : ThemeRole::Raised));
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
    };
    if (isStack) {
        box(card.adjusted(12, 4, -4, 8), false);
        box(card.adjusted(8, 2, -8, 4), false);
    }
    box(card, true);
    const QColor ink = Theme::color(isGone ? ThemeRole::Secondary : ThemeRole::Text);
    const ShownKind kind = isStack ? node.memberKind : node.kind;
    if (!isReadable) {
        const double side = 30;
        drawIcon(painter, LineageText::kindIcon(kind), QRectF(card.center() - QPointF(side / 2, side / 2), QSizeF(side, side)), ink);
    } else {
        drawIcon(painter, LineageText::kindIcon(kind), QRectF(kPad, (card.height() - kIcon) / 2, kIcon, kIcon), ink);
        const double left = kPad + kIcon + 8;
        const double right = card.right() - kPad;
        drawLine(painter, QRectF(left, 5, right - left, 20), TextRole::Strong, isGone ? ThemeRole::Secondary : ThemeRole::Text,
                 LineageText::title(node));
        double begin = left;
        const std::optional<ContextStatus> status = kind == ShownKind::Context ? statusFromName(node.status) : std::nullopt;
        if (status) {
            drawIcon(painter, StatusStyle::iconName(*status), QRectF(begin, 28, kSign, kSign), Theme::color(*status));
            begin += kSign + 4;
        } else if (!node.person.isEmpty()) {
            drawIcon(painter, u"user-identity"_s, QRectF(begin, 28, kSign, kSign), Theme::color(ThemeRole::Secondary));
            begin += kSign + 4;
        }
        drawLine(painter, QRectF(begin, 25, right - begin, 19), TextRole::Secondary, ThemeRole::Secondary, LineageText::detail(node));
    }
    if (node.hasMoreUp)
        drawHandle(painter, QPointF(card.left(), card.center().y()));
    if (node.hasMoreDown)
        drawHandle(painter, QPointF(card.right(), card.center().y()));
}

void LineagePainter::drawHandle(QPainter &painter, QPointF centre) const
{
    painter.setPen(QPen(Theme::color(ThemeRole::ControlBorder), 1));
    painter.setBrush(Theme::color(ThemeRole::Surface));
    const double radius = LineageScene::kHandle - 0.5;
    painter.drawEllipse(centre, radius, radius);
    painter.setPen(QPen(Theme::color(ThemeRole::Accent), 1.8));
    painter.drawLine(centre - QPointF(4, 0), centre + QPointF(4, 0));
    painter.drawLine(centre - QPointF(0, 4), centre + QPointF(0, 4));
}

} // namespace Millrace
