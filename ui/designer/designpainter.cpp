// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/designpainter.h"

#include "common/format.h"
#include "common/icons.h"
#include "common/metrics.h"
#include "common/statusstyle.h"
#include "designer/designlayout.h"
#include "designer/linkrouter.h"

#include <QCoreApplication>
#include <QPaintDevice>
#include <QSet>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr double kRadius = 6;
constexpr double kStripe = 4;
constexpr double kMargin = 10; ///< around the card in its picture, for ports and the focus
constexpr double kPad = 12;
constexpr double kIcon = 20;
constexpr double kSign = 14;
constexpr double kDim = 0.28;
constexpr qsizetype kPicturesKept = 4'000;
constexpr qsizetype kLongestLabel = 28;
/// Dots of the grid, in scene units.
constexpr double kDots = 3 * DesignLayout::kGrid;

QColor diffColor(DiffKind kind)
{
    switch (kind) {
    case DiffKind::Added:
        return Theme::color(ContextStatus::Completed);
    case DiffKind::Removed:
        return Theme::color(ContextStatus::Failed);
    case DiffKind::Changed:
    case DiffKind::Moved:
        return Theme::color(ContextStatus::Retrying);
    case DiffKind::Same:
        break;
    }
    return Theme::color(ThemeRole::ControlBorder);
}

QString diffSign(DiffKind kind)
{
    switch (kind) {
    case DiffKind::Added:
        return u"+"_s;
    case DiffKind::Removed:
        return u"−"_s;
    case DiffKind::Changed:
        return u"~"_s;
    case DiffKind::Moved:
        return u"↕"_s;
    case DiffKind::Same:
        break;
    }
    return {};
}

void drawIcon(QPainter &painter, const QString &name, const QRectF &rect, const QColor &color)
{
    const double ratio = painter.device()->devicePixelRatio() * painter.transform().m11();
    painter.drawPixmap(rect, Icons::pixmap(name, int(std::ceil(rect.width())), ratio, color), {});
}

/// How a source stands, in a few words.
QString sourceText(const DesignSource &source)
{
    if (source.isPending)
        return QCoreApplication::translate("DesignPainter", "once published");
    if (source.isPaused)
        return QCoreApplication::translate("DesignPainter", "paused");
    if (!source.problem.isEmpty())
        return source.problem;
    if (source.failed > 0)
        return QCoreApplication::translate("DesignPainter", "%n file(s) failed", nullptr, int(source.failed));
    if (source.waiting > 0)
        return QCoreApplication::translate("DesignPainter", "%n file(s) wait(s)", nullptr, int(source.waiting));
    return QCoreApplication::translate("DesignPainter", "%n file(s) taken", nullptr, int(source.taken));
}

/// Draws the text and answers its width.
double drawLine(QPainter &painter, const QRectF &rect, Qt::Alignment alignment, TextRole role, ThemeRole color, const QString &text)
{
    const QFont font = DesignPainter::font(role);
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    painter.setPen(Theme::color(color));
    painter.drawText(rect, alignment | Qt::AlignVCenter | Qt::TextSingleLine, metrics.elidedText(text, Qt::ElideRight, rect.width()));
    return metrics.horizontalAdvance(text);
}

} // namespace

QFont DesignPainter::font(TextRole role)
{
    QFont font = Theme::font(role);
    font.setPointSizeF(font.pointSizeF() / baseScale());
    return font;
}

double DesignPainter::baseScale()
{
    return Metrics::unit() / 4.0;
}

void DesignPainter::begin()
{
    m_rough = false;
    m_clock.start();
}

void DesignPainter::forget()
{
    m_pictures.clear();
}

void DesignPainter::background(QPainter &painter, const QRect &pixels, const DesignView &view) const
{
    painter.fillRect(pixels, Theme::color(ThemeRole::Window));
    const double step = kDots * view.scale;
    if (step < 12)
        return;
    // By number and not by adding up: a part painted later must have its dots where the whole has them.
    QList<QPointF> dots;
    const QRectF area = QRectF(pixels).translated(view.origin).adjusted(-step, -step, step, step);
    for (int row = int(std::floor(area.top() / step)); row * step <= area.bottom(); ++row) {
        for (int column = int(std::floor(area.left() / step)); column * step <= area.right(); ++column)
            dots.append({std::round(column * step) - view.origin.x(), std::round(row * step) - view.origin.y()});
    }
    painter.setPen(QPen(Theme::color(ThemeRole::Separator), std::max(1.0, std::round(view.scale))));
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.drawPoints(dots.constData(), int(dots.size()));
}

void DesignPainter::scene(QPainter &painter, const QRect &pixels, const DesignView &view, const DesignScene &scene, const Emphasis &emphasis)
{
    const QRectF area = view.toScene(QRectF(pixels)).adjusted(-kMargin, -kMargin, kMargin, kMargin);
    groups(painter, view, scene, area);
    notes(painter, view, scene, area);
    links(painter, view, scene, area, emphasis);
    sources(painter, view, scene, area);
    for (const int node : scene.cardsIn(area)) {
        if (emphasis.hiddenNodes.contains(node))
            continue;
        painter.setOpacity(emphasis.dims && !emphasis.lit.contains(node) ? kDim : 1);
        card(painter, view, scene, node);
    }
    painter.setOpacity(1);
}

// --- groups and notes ------------------------------------------------------------------------------------------------------

void DesignPainter::groups(QPainter &painter, const DesignView &view, const DesignScene &scene, const QRectF &area) const
{
    for (int i = 0; i < scene.graph().groups.size(); ++i) {
        const QRectF rect = scene.group(i);
        if (rect.isNull() || !rect.intersects(area))
            continue;
        painter.setRenderHint(QPainter::Antialiasing);
        const DesignGroup &group = scene.graph().groups.at(i);
        const DiffKind diff = scene.groupDiff(group.id);
        painter.setPen(QPen(diffColor(diff), diff == DiffKind::Same ? 1 : 2, Qt::DashLine));
        painter.setBrush(Theme::color(ThemeRole::Hover));
        painter.drawRoundedRect(view.toPixels(rect), kRadius * view.scale, kRadius * view.scale);
        if (view.scale < kTiny * 1.5)
            continue;
        painter.save();
        painter.translate(view.toPixels(rect.topLeft()));
        // A group's name stays readable where its cards are not.
        const double scale = std::max(view.scale, 0.6 * baseScale());
        painter.scale(scale, scale);
        drawLine(painter, QRectF(kPad, 4, rect.width() * view.scale / scale - 2 * kPad, DesignLayout::kGroupTitle), Qt::AlignLeft, TextRole::Strong,
                 ThemeRole::Secondary, diff == DiffKind::Same ? group.title : diffSign(diff) + u' ' + group.title);
        painter.restore();
    }
}

void DesignPainter::notes(QPainter &painter, const DesignView &view, const DesignScene &scene, const QRectF &area) const
{
    for (const DesignNote &note : scene.graph().notes) {
        if (!note.rect.intersects(area))
            continue;
        painter.save();
        painter.translate(view.toPixels(note.rect.topLeft()));
        painter.scale(view.scale, view.scale);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF rect(QPointF(), note.rect.size());
        const DiffKind diff = scene.noteDiff(note.id);
        painter.setPen(diff == DiffKind::Same ? QPen(Theme::color(ThemeRole::Separator), 1)
                                              : QPen(diffColor(diff), 2, diff == DiffKind::Removed ? Qt::DashLine : Qt::SolidLine));
        painter.setBrush(Theme::color(ThemeRole::Reading));
        painter.drawRoundedRect(rect, kRadius, kRadius);
        if (view.scale >= kReadable) {
            painter.setFont(font(TextRole::Body));
            painter.setPen(Theme::color(ThemeRole::Text));
            painter.setClipRect(rect);
            painter.drawText(rect.adjusted(kPad, 8, -kPad, -8), Qt::TextWordWrap,
                             diff == DiffKind::Same ? note.text : diffSign(diff) + u' ' + note.text);
        }
        painter.restore();
    }
}

/// Folders that are watched for the pipeline, before its first step.
void DesignPainter::sources(QPainter &painter, const DesignView &view, const DesignScene &scene, const QRectF &area) const
{
    for (int i = 0; i < scene.sources().size(); ++i) {
        const QRectF rect = scene.source(i);
        const QPolygonF route = scene.sourceRoute(i);
        if (rect.isNull() || !rect.united(route.boundingRect()).intersects(area))
            continue;
        const DesignSource &source = scene.sources().at(i);
        const bool isOff = source.isPaused || source.isPending;
        const bool isWrong = !source.problem.isEmpty() || source.failed > 0;
        const QColor border = isWrong ? Theme::color(ContextStatus::Failed) : Theme::color(ThemeRole::ControlBorder);
        QPolygonF pixels;
        for (const QPointF &point : route)
            pixels.append(view.toPixels(point));
        pixels.last().rx() -= DesignLayout::kPortRadius * view.scale;
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(Theme::color(ThemeRole::ControlBorder), std::max(1.0, 1.5 * view.scale), isOff ? Qt::DashLine : Qt::SolidLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(roundedPath(pixels, 8 * view.scale));
        painter.save();
        painter.translate(view.toPixels(rect.topLeft()));
        painter.scale(view.scale, view.scale);
        painter.setPen(QPen(border, 1, isOff ? Qt::DashLine : Qt::SolidLine));
        painter.setBrush(Theme::color(ThemeRole::Window));
        const QRectF box(QPointF(), rect.size());
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2);
        drawIcon(painter, isOff ? u"media-playback-pause"_s : u"folder"_s, QRectF(kPad + 4, (box.height() - kIcon) / 2, kIcon, kIcon),
                 Theme::color(ThemeRole::Secondary));
        if (view.scale >= kReadable) {
            const QRectF text(kPad + 4 + kIcon + 8, 4, box.width() - 2 * kPad - kIcon - 12, box.height() / 2 - 4);
            drawLine(painter, text, Qt::AlignLeft, TextRole::Strong, ThemeRole::Text, source.title);
            drawLine(painter, text.translated(0, box.height() / 2 - 5), Qt::AlignLeft, TextRole::Secondary, ThemeRole::Secondary, sourceText(source));
        }
        painter.restore();
    }
}

// --- links -----------------------------------------------------------------------------------------------------------------

QColor DesignPainter::linkColor(const DesignScene &scene, int link) const
{
    const LinkMark &mark = scene.linkMark(link);
    if (mark.diff != DiffKind::Same)
        return diffColor(mark.diff);
    return mark.isFull ? Theme::color(ContextStatus::Retrying) : Theme::color(ThemeRole::ControlBorder);
}

void DesignPainter::links(QPainter &painter, const DesignView &view, const DesignScene &scene, const QRectF &area, const Emphasis &emphasis) const
{
    const QList<int> visible = scene.linksIn(area);
    if (view.scale >= kReadable * 0.75) {
        for (const int one : visible) {
            if (!emphasis.hiddenLinks.contains(one)) {
                painter.setOpacity(emphasis.dims ? kDim : 1);
                link(painter, view, scene, one, linkColor(scene, one), scene.linkMark(one).isFull ? 2.5 : 1.5);
            }
        }
        painter.setOpacity(1);
        for (const int one : visible) {
            if (!emphasis.hiddenLinks.contains(one))
                linkLabel(painter, view, scene, one);
        }
        return;
    }
    // Far away: plain lines, all of a colour at once.
    QHash<QRgb, QList<QLine>> lines;
    for (const int one : visible) {
        if (emphasis.hiddenLinks.contains(one))
            continue;
        QList<QLine> &list = lines[linkColor(scene, one).rgb()];
        const QPolygonF &route = scene.route(one);
        for (qsizetype i = 1; i < route.size(); ++i)
            list.append(QLine(view.toPixels(route.at(i - 1)).toPoint(), view.toPixels(route.at(i)).toPoint()));
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setOpacity(emphasis.dims ? kDim : 1);
    for (const auto &[color, list] : lines.asKeyValueRange()) {
        painter.setPen(QPen(QColor::fromRgb(color), 1));
        painter.drawLines(list.constData(), int(list.size()));
    }
    painter.setOpacity(1);
}

void DesignPainter::link(QPainter &painter, const DesignView &view, const DesignScene &scene, int link, const QColor &color, double width) const
{
    const QPolygonF &route = scene.route(link);
    if (route.size() < 2)
        return;
    QPolygonF pixels;
    for (const QPointF &point : route)
        pixels.append(view.toPixels(point));
    const double arrow = 6 * view.scale;
    const QPointF tip = pixels.last() - QPointF(DesignLayout::kPortRadius * view.scale, 0);
    pixels.last() = tip - QPointF(arrow / 2, 0);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, std::max(1.0, width * view.scale), scene.linkMark(link).diff == DiffKind::Removed ? Qt::DashLine : Qt::SolidLine,
                        Qt::FlatCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(roundedPath(pixels, 8 * view.scale));
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(QPolygonF{tip, tip + QPointF(-arrow * 1.3, -arrow * 0.75), tip + QPointF(-arrow * 1.3, arrow * 0.75)});
}

QString DesignPainter::labelText(const DesignScene &scene, int link) const
{
    const LinkMark &mark = scene.linkMark(link);
    if (mark.waiting > 0)
        return mark.age.isEmpty() ? Format::count(mark.waiting) : u"%1 · %2"_s.arg(Format::count(mark.waiting), mark.age);
    if (mark.isFull)
        return QCoreApplication::translate("DesignPainter", "full");
    QString condition = scene.graph().links.at(link).condition;
    if (condition.size() > kLongestLabel)
        condition = condition.left(kLongestLabel - 1) + u'…';
    return condition;
}

QRectF DesignPainter::labelRect(const DesignView &view, const DesignScene &scene, int link) const
{
    if (view.scale < kReadable || scene.route(link).size() < 2)
        return {};
    const QString text = labelText(scene, link);
    if (text.isEmpty())
        return {};
    const bool isCode = scene.linkMark(link).waiting == 0 && !scene.linkMark(link).isFull;
    const QFontMetricsF metrics(font(isCode ? TextRole::Fixed : TextRole::Label));
    const QSizeF size(metrics.horizontalAdvance(text) + kPad, metrics.height() + 4);
    // Links from one card to the same other one run side by side: each label stands at another part of its way.
    static constexpr std::array kParts{0.5, 0.22, 0.78};
    const DesignLink &one = scene.graph().links.at(link);
    std::size_t nth = 0;
    for (const int other : one.from < 0 ? QList<int>() : scene.linksAt(one.from))
        nth += other < link && scene.graph().links.at(other).from == one.from && scene.graph().links.at(other).to == one.to ? 1 : 0;
    return QRectF(labelPoint(scene.route(link), kParts.at(nth % kParts.size())) - QPointF(size.width() / 2, size.height() / 2), size);
}

void DesignPainter::linkLabel(QPainter &painter, const DesignView &view, const DesignScene &scene, int link) const
{
    const QRectF rect = labelRect(view, scene, link);
    if (rect.isNull())
        return;
    const LinkMark &mark = scene.linkMark(link);
    painter.save();
    painter.translate(view.toPixels(rect.topLeft()));
    painter.scale(view.scale, view.scale);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box(QPointF(), rect.size());
    painter.setPen(QPen(linkColor(scene, link), mark.isFull ? 1.5 : 1));
    painter.setBrush(Theme::color(ThemeRole::Surface));
    const double radius = mark.waiting > 0 || mark.isFull ? box.height() / 2 : 4;
    painter.drawRoundedRect(box, radius, radius);
    const bool isCode = mark.waiting == 0 && !mark.isFull;
    painter.setFont(font(isCode ? TextRole::Fixed : TextRole::Label));
    painter.setPen(mark.isFull ? Theme::color(ContextStatus::Retrying) : Theme::color(isCode ? ThemeRole::Secondary : ThemeRole::Text));
    painter.drawText(box, Qt::AlignCenter, labelText(scene, link));
    painter.restore();
}

// --- cards -----------------------------------------------------------------------------------------------------------------

quint64 DesignPainter::linkedPorts(const DesignScene &scene, int node)
{
    quint64 linked = 0; // bit 0: the way in; bit n + 1: port n
    for (const int link : scene.linksAt(node)) {
        const DesignLink &one = scene.graph().links.at(link);
        if (one.to == node)
            linked |= 1;
        if (one.from == node && one.port >= 0 && one.port < 62)
            linked |= quint64(1) << (one.port + 1);
    }
    return linked;
}

void DesignPainter::card(QPainter &painter, const DesignView &view, const DesignScene &scene, int node)
{
    const QRectF rect = view.toPixels(scene.card(node));
    const NodeMark &mark = scene.mark(node);
    if (view.scale < kTiny) {
        drawMark(painter, rect, mark);
        return;
    }
    const DesignNode &one = scene.graph().nodes.at(node);
    const quint64 ports = linkedPorts(scene, node);
    if (m_pictures.size() > kPicturesKept)
        m_pictures.clear();
    const bool isSpent = m_clock.isValid() && m_clock.elapsed() >= kBudgetMs;
    // Thousands come to be more than marks at once when one zooms in: they do so in the next frames.
    if (isSpent && view.scale < kReadable && !m_pictures.contains(one.id)) {
        drawMark(painter, rect, mark);
        m_rough = true;
        return;
    }
    Picture &picture = m_pictures[one.id];
    const bool isOther = picture.json != one.json || picture.mark != mark || picture.ports != ports || picture.pixmap.isNull();
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
        drawCard(inner, scene, node, ports, view.scale >= kReadable);
        inner.end();
        picture = {pixmap, view.scale, one.json, mark, ports};
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
void DesignPainter::drawMark(QPainter &painter, const QRectF &rect, const NodeMark &mark) const
{
    const QRect flat = rect.toRect();
    QColor fill = Theme::color(ThemeRole::Surface);
    QColor border = mark.diff == DiffKind::Same ? Theme::color(ThemeRole::ControlBorder) : diffColor(mark.diff);
    if (mark.errors > 0)
        border = fill = Theme::color(ContextStatus::Failed);
    painter.fillRect(flat, border);
    if (flat.width() > 3 && flat.height() > 3)
        painter.fillRect(flat.adjusted(1, 1, -1, -1), fill);
}

void DesignPainter::drawCard(QPainter &painter, const DesignScene &scene, int node, quint64 ports, bool isReadable) const
{
    const DesignNode &one = scene.graph().nodes.at(node);
    const NodeMark &mark = scene.mark(node);
    const QRectF card(QPointF(), scene.card(node).size());
    const bool isDiff = mark.diff != DiffKind::Same;
    QColor border = Theme::color(ThemeRole::ControlBorder);
    if (isDiff)
        border = diffColor(mark.diff);
    else if (mark.errors > 0 || !one.isKnown)
        border = Theme::color(ContextStatus::Failed);
    else if (mark.trial == "failed"_L1)
        border = Theme::color(ContextStatus::Failed);
    else if (mark.trial == "running"_L1)
        border = Theme::color(ContextStatus::Processing);
    Qt::PenStyle style = mark.diff == DiffKind::Removed || !one.isKnown ? Qt::DashLine : Qt::SolidLine;
    painter.setPen(QPen(border, isDiff ? 2 : 1, style));
    painter.setBrush(Theme::color(ThemeRole::Raised));
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
    painter.save();
    QPainterPath shape;
    shape.addRoundedRect(card.adjusted(1, 1, -1, -1), kRadius - 1, kRadius - 1);
    painter.setClipPath(shape);
    painter.fillRect(QRectF(1, 1, kStripe, card.height() - 2), isDiff ? diffColor(mark.diff) : Theme::color(ThemeRole::ControlBorder));
    painter.restore();

    const QColor ink = Theme::color(mark.diff == DiffKind::Removed ? ThemeRole::Secondary : ThemeRole::Text);
    if (!isReadable) {
        const double side = 32;
        drawIcon(painter, one.icon, QRectF((DesignLayout::kCardWidth - side) / 2, (DesignLayout::kCardHead - side) / 2, side, side), ink);
        if (mark.errors > 0)
            drawIcon(painter, u"status-failed"_s, QRectF(card.right() - 34, 6, 28, 28), Theme::color(ContextStatus::Failed));
        drawPorts(painter, scene, node, ports);
        return;
    }
    drawIcon(painter, one.icon, QRectF(kStripe + kPad, (DesignLayout::kCardHead - kIcon) / 2, kIcon, kIcon), ink);
    const double left = kStripe + kPad + kIcon + 10;
    const double right = drawBadges(painter, card, mark, one.isKnown);
    drawLine(painter, QRectF(left, 9, right - left - 4, 20), Qt::AlignLeft, TextRole::Strong,
             mark.diff == DiffKind::Removed ? ThemeRole::Secondary : ThemeRole::Text, one.title);
    const QRectF second(left, 29, card.right() - left - kPad, 18);
    const double counted = drawCounts(painter, second, mark);
    if (second.width() - counted > 48)
        drawLine(painter, second.adjusted(0, 0, -counted, 0), Qt::AlignLeft, TextRole::Secondary, ThemeRole::Secondary,
                 one.isKnown ? one.kind : QCoreApplication::translate("DesignPainter", "%1 is not on this machine").arg(one.component));
    drawPorts(painter, scene, node, ports);
}

/// Signs at the right end of the title; answers where they begin.
double DesignPainter::drawBadges(QPainter &painter, const QRectF &card, const NodeMark &mark, bool isKnown) const
{
    double x = card.right() - kPad;
    const auto sign = [&](const QString &name, const QColor &color) {
        x -= kSign;
        drawIcon(painter, name, QRectF(x, 12, kSign, kSign), color);
        x -= 4;
    };
    if (mark.diff != DiffKind::Same) {
        painter.setFont(font(TextRole::Strong));
        painter.setPen(diffColor(mark.diff));
        painter.drawText(QRectF(x - kSign, 9, kSign, 20), Qt::AlignCenter, diffSign(mark.diff));
        x -= kSign + 4;
    }
    if (mark.errors > 0 || !isKnown)
        sign(u"status-failed"_s, Theme::color(ContextStatus::Failed));
    else if (mark.warnings > 0)
        sign(u"sign-warning"_s, Theme::color(ContextStatus::Retrying));
    if (mark.trial == "failed"_L1)
        sign(u"status-failed"_s, Theme::color(ContextStatus::Failed));
    else if (mark.trial == "done"_L1)
        sign(u"status-completed"_s, Theme::color(ContextStatus::Completed));
    else if (mark.trial == "running"_L1)
        sign(u"status-processing"_s, Theme::color(ContextStatus::Processing));
    else if (mark.trial == "waits"_L1)
        sign(u"status-pending"_s, Theme::color(ContextStatus::Pending));
    if (mark.isPinned)
        sign(u"window-pin"_s, Theme::color(ThemeRole::Secondary));
    if (mark.isBreakpoint)
        sign(u"media-playback-pause"_s, Theme::color(ThemeRole::Secondary));
    if (mark.isModified) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(Theme::color(ThemeRole::Accent));
        painter.drawEllipse(QPointF(x - 4, 19), 3.5, 3.5);
        x -= 12;
    }
    return x;
}

/// What is here now, by state, from the right; answers the width.
double DesignPainter::drawCounts(QPainter &painter, const QRectF &line, const NodeMark &mark) const
{
    const QFont small = font(TextRole::Label);
    const QFontMetricsF metrics(small);
    double x = line.right();
    for (auto status = kAllStatuses.rbegin(); status != kAllStatuses.rend(); ++status) {
        const qint64 count = mark.of(*status);
        if (count == 0)
            continue;
        const QString text = Format::count(count);
        const double width = metrics.horizontalAdvance(text);
        painter.setFont(small);
        painter.setPen(Theme::color(*status));
        painter.drawText(QRectF(x - width, line.top(), width, line.height()), Qt::AlignVCenter, text);
        x -= width + 3 + 12;
        drawIcon(painter, StatusStyle::iconName(*status), QRectF(x, line.center().y() - 6, 12, 12), Theme::color(*status));
        x -= 8;
    }
    return line.right() - x;
}

void DesignPainter::drawPorts(QPainter &painter, const DesignScene &scene, int node, quint64 ports) const
{
    const DesignNode &one = scene.graph().nodes.at(node);
    const QPointF corner = scene.card(node).topLeft();
    const double r = DesignLayout::kPortRadius;
    const auto brush = [&](bool isLinked) {
        painter.setPen(QPen(Theme::color(ThemeRole::ControlBorder), 1.5));
        painter.setBrush(Theme::color(isLinked ? ThemeRole::ControlBorder : ThemeRole::Surface));
    };
    brush(ports & 1);
    painter.drawEllipse(DesignLayout::inPoint(one) - corner, r, r);
    for (int port = 0; port < one.outputs.size(); ++port) {
        const DesignPort &out = one.outputs.at(port);
        const QPointF centre = DesignLayout::outPoint(one, port) - corner;
        const bool isLinked = port < 62 && (ports >> (port + 1) & 1);
        brush(isLinked);
        if (out.isError) {
            // For what fails: smaller, below, and only an outline until it leads somewhere.
            painter.setPen(QPen(Theme::color(isLinked ? ThemeRole::ControlBorder : ThemeRole::Separator), 1.5));
            painter.drawEllipse(centre, r - 1.5, r - 1.5);
        } else if (out.spawns) {
            painter.drawRoundedRect(QRectF(centre - QPointF(r - 0.5, r - 0.5), QSizeF(2 * r - 1, 2 * r - 1)), 2, 2);
        } else {
            painter.drawEllipse(centre, r, r);
        }
        if (DesignLayout::hasRow(one, port)) {
            const QRectF row = DesignLayout::portRow(one, port).translated(-corner);
            drawLine(painter, row.adjusted(kPad + kStripe, 0, -kPad, 0), Qt::AlignRight, TextRole::Secondary,
                     isLinked ? ThemeRole::Text : ThemeRole::Secondary, out.title);
        }
    }
    if (one.outputs.size() > 1 && DesignLayout::hasRow(one, 0)) {
        painter.setPen(QPen(Theme::color(ThemeRole::Separator), 1));
        const double width = scene.card(node).width();
        painter.drawLine(QPointF(kStripe + 1, DesignLayout::kCardHead), QPointF(width - 1, DesignLayout::kCardHead));
    }
}

} // namespace Millrace
