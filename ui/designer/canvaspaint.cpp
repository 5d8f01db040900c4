// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How the canvas is painted: what rests into the layer, what is chosen, dragged or pointed at above it.
#include "designer/canvas.h"

#include "common/componenttext.h"
#include "designer/gesture.h"

#include <QPaintEvent>

using namespace Qt::StringLiterals;

namespace Millrace {

void Canvas::paintLayer(const QRegion &region)
{
    QPainter painter(&m_layer.picture());
    m_painter.begin();
    for (const QRect &part : region) {
        painter.setClipRect(part);
        m_painter.background(painter, part, m_view);
        m_painter.scene(painter, part, m_view, m_scene, m_emphasis);
    }
    if (m_painter.isRough())
        m_refine.start();
}

void Canvas::paintEvent(QPaintEvent *event)
{
    if (const QRegion missing = m_layer.moveTo(*this, m_view); !missing.isEmpty())
        paintLayer(missing);
    QPainter painter(this);
    painter.setClipRegion(event->region());
    painter.drawPixmap(0, 0, m_layer.picture());
    paintOverlay(painter);
}

void Canvas::paintOverlay(QPainter &painter)
{
    const QRectF area = m_view.toScene(QRectF(rect())).adjusted(-16, -16, 16, 16);
    for (const int link : std::as_const(m_emphasis.hiddenLinks)) {
        m_painter.link(painter, m_view, m_scene, link, m_painter.linkColor(m_scene, link), 1.5);
    }
    for (const int node : std::as_const(m_emphasis.hiddenNodes)) {
        if (m_scene.card(node).intersects(area))
            m_painter.card(painter, m_view, m_scene, node);
    }
    paintSelection(painter);
    if (m_hoverLink >= 0 && !m_gesture)
        m_painter.link(painter, m_view, m_scene, m_hoverLink, Theme::color(ThemeRole::Accent), 2);
    if (m_hoverPort.isValid() && !m_gesture) {
        const DesignNode &node = m_scene.graph().nodes.at(m_hoverPort.node);
        const QPointF at = m_hoverPort.port < 0 ? DesignLayout::inPoint(node) : DesignLayout::outPoint(node, m_hoverPort.port);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(Theme::color(ThemeRole::Accent), 2));
        painter.setBrush(Theme::color(ThemeRole::Surface));
        const double radius = (DesignLayout::kPortRadius + 2) * m_view.scale;
        painter.drawEllipse(m_view.toPixels(at), radius, radius);
    }
    if (!m_dropping.isEmpty()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(Theme::color(ThemeRole::Accent), 1.5, Qt::DashLine));
        QColor fill = Theme::color(ThemeRole::Selection);
        painter.setBrush(fill);
        const QRectF ghost = m_view.toPixels(QRectF(m_dropPlace, QSizeF(DesignLayout::kCardWidth, DesignLayout::kCardHead)));
        painter.drawRoundedRect(ghost, 6 * m_view.scale, 6 * m_view.scale);
        painter.setFont(Theme::font(TextRole::Strong));
        painter.setPen(Theme::color(ThemeRole::Text));
        const ComponentDescriptor kind = m_components.value(m_dropping);
        const QString title = ComponentText::of(kind.name, kind.title, kind.description).title;
        painter.drawText(ghost, Qt::AlignCenter, title.isEmpty() ? m_dropping : title);
        if (const int link = m_dropLink ? linkIndex(*m_dropLink) : -1; link >= 0)
            m_painter.link(painter, m_view, m_scene, link, Theme::color(ThemeRole::Accent), 3);
    }
    if (m_gesture)
        m_gesture->paint(painter);
}

void Canvas::paintSelection(QPainter &painter)
{
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor accent = Theme::color(ThemeRole::Accent);
    for (const LinkRef &link : std::as_const(m_selection.links)) {
        if (const int index = linkIndex(link); index >= 0) {
            m_painter.link(painter, m_view, m_scene, index, accent, 2.5);
            m_painter.linkLabel(painter, m_view, m_scene, index);
        }
    }
    const auto frame = [&](const QRectF &rect, bool isCurrent) {
        const QRectF pixels = m_view.toPixels(rect);
        if (!pixels.intersects(QRectF(this->rect())))
            return;
        painter.setPen(QPen(accent, 2));
        painter.setBrush(Qt::NoBrush);
        const double radius = 6 * m_view.scale + 1;
        painter.drawRoundedRect(pixels.adjusted(-1, -1, 1, 1), radius, radius);
        if (isCurrent && hasFocus()) {
            painter.setPen(QPen(accent, 1));
            painter.drawRoundedRect(pixels.adjusted(-4.5, -4.5, 4.5, 4.5), radius + 3, radius + 3);
        }
    };
    for (const int node : indexes(m_selection.nodes))
        frame(m_scene.card(node), m_scene.graph().nodes.at(node).id == m_current);
    for (const DesignNote &note : m_scene.graph().notes) {
        if (m_selection.notes.contains(note.id))
            frame(note.rect, false);
    }
    for (int group = 0; group < m_scene.graph().groups.size(); ++group) {
        if (m_selection.groups.contains(m_scene.graph().groups.at(group).id))
            frame(m_scene.group(group), false);
    }
}

} // namespace Millrace
