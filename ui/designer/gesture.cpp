// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/gesture.h"

#include "designer/designlayout.h"
#include "designer/linkrouter.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// More cards than this are moved by the grid alone, and verdicts are given one by one.
constexpr qsizetype kMany = 400;
constexpr double kSnapPixels = 7;

} // namespace

// --- pan -------------------------------------------------------------------------------------------------------------------

PanGesture::PanGesture(Canvas &canvas, QPointF pixel)
    : Gesture(canvas)
    , m_last(pixel)
{}

void PanGesture::move(QPointF pixel, Qt::KeyboardModifiers)
{
    const QPoint step = (m_last - pixel).toPoint();
    m_last -= step;
    canvas().scrollBy(step);
}

// --- rubber band -----------------------------------------------------------------------------------------------------------

BandGesture::BandGesture(Canvas &canvas, QPointF pixel, bool adds)
    : Gesture(canvas)
    , m_start(canvas.view().toScene(pixel))
    , m_end(m_start)
    , m_before(canvas.selection())
    , m_adds(adds)
{
    if (!adds)
        canvas.select({});
}

void BandGesture::move(QPointF pixel, Qt::KeyboardModifiers)
{
    m_end = canvas().view().toScene(pixel);
    const QRectF rect = QRectF(m_start, m_end).normalized();
    const DesignScene &scene = canvas().scene();
    CanvasSelection chosen = m_adds ? m_before : CanvasSelection();
    const QSet<QString> before(chosen.nodes.cbegin(), chosen.nodes.cend());
    for (const int node : scene.cardsIn(rect)) {
        const QString &id = scene.graph().nodes.at(node).id;
        if (!before.contains(id))
            chosen.nodes.append(id);
    }
    for (const DesignNote &note : scene.graph().notes) {
        if (note.rect.intersects(rect) && !chosen.notes.contains(note.id))
            chosen.notes.append(note.id);
    }
    canvas().select(chosen);
    canvas().refreshOverlay();
}

void BandGesture::cancel()
{
    canvas().select(m_before);
}

void BandGesture::paint(QPainter &painter)
{
    QColor fill = Theme::color(ThemeRole::Accent);
    painter.setPen(QPen(fill, 1));
    fill.setAlphaF(0.10F);
    painter.setBrush(fill);
    painter.drawRect(canvas().view().toPixels(QRectF(m_start, m_end).normalized()));
}

// --- move ------------------------------------------------------------------------------------------------------------------

MoveGesture::MoveGesture(Canvas &canvas, QPointF pixel)
    : Gesture(canvas)
    , m_start(canvas.view().toScene(pixel))
{
    const DesignScene &scene = canvas.scene();
    QSet<int> nodes;
    const auto add = [&](int node) {
        nodes.insert(node);
        m_from.insert(node, scene.graph().nodes.at(node).position);
        m_box |= scene.card(node);
    };
    for (const QString &id : canvas.selection().nodes) {
        if (const int node = scene.graph().indexOf(id); node >= 0)
            add(node);
    }
    for (const DesignGroup &group : scene.graph().groups) {
        if (canvas.selection().groups.contains(group.id))
            std::ranges::for_each(group.nodes, add);
    }
    QSet<int> notes;
    for (int note = 0; note < scene.graph().notes.size(); ++note) {
        if (canvas.selection().notes.contains(scene.graph().notes.at(note).id)) {
            m_notes.insert(note, scene.graph().notes.at(note).rect);
            m_box |= scene.graph().notes.at(note).rect;
            notes.insert(note);
        }
    }
    if (m_from.size() <= kMany) {
        for (const int node : scene.cardsIn(canvas.view().toScene(QRectF(canvas.rect())))) {
            if (!nodes.contains(node))
                m_others.append(scene.card(node));
        }
    }
    canvas.lift(nodes, notes);
}

void MoveGesture::placeAt(QPointF delta)
{
    m_delta = delta;
    QHash<int, QPointF> positions;
    for (auto it = m_from.cbegin(); it != m_from.cend(); ++it)
        positions.insert(it.key(), *it + delta);
    canvas().mutableScene().place(positions, false);
    for (auto it = m_notes.cbegin(); it != m_notes.cend(); ++it)
        canvas().mutableScene().setNoteRect(it.key(), it->translated(delta));
}

void MoveGesture::move(QPointF pixel, Qt::KeyboardModifiers keys)
{
    const QPointF wish = canvas().view().toScene(pixel) - m_start;
    m_guides.clear();
    if (keys & Qt::AltModifier) {
        placeAt(QPointF(std::round(wish.x()), std::round(wish.y())));
    } else {
        const DesignLayout::Snap snap = DesignLayout::snap(m_box, wish, m_others, kSnapPixels / canvas().view().scale);
        placeAt(snap.delta);
        m_guides = snap.guides;
    }
    m_link = -1;
    const DesignScene &scene = canvas().scene();
    if (m_from.size() == 1 && m_notes.isEmpty() && scene.linksAt(m_from.cbegin().key()).isEmpty()) {
        const QRectF card = scene.card(m_from.cbegin().key());
        m_link = scene.linkAt(card.center(), card.height() / 2);
        if (m_link >= 0)
            m_guides.clear();
    }
    canvas().refreshOverlay();
}

void MoveGesture::finish()
{
    const DesignScene &scene = canvas().scene();
    if (m_delta.isNull() && m_link < 0) {
        canvas().lift({});
        return;
    }
    DraftEditor editor = canvas().editor();
    QHash<QString, QPointF> positions;
    for (auto it = m_from.cbegin(); it != m_from.cend(); ++it)
        positions.insert(scene.graph().nodes.at(it.key()).id, *it + m_delta);
    editor.moveNodes(positions);
    for (auto it = m_notes.cbegin(); it != m_notes.cend(); ++it)
        editor.setNoteRect(scene.graph().notes.at(it.key()).id, it->translated(m_delta));
    QString label = QCoreApplication::translate("Gesture", "Move %n step(s)", nullptr, int(m_from.size()));
    if (m_from.isEmpty())
        label = QCoreApplication::translate("Gesture", "Move a note");
    if (m_link >= 0) {
        const DesignNode &node = scene.graph().nodes.at(m_from.cbegin().key());
        editor.insertOnLink(scene.graph().links.at(m_link).ref, node.id, node.outputs.value(0).name);
        label = QCoreApplication::translate("Gesture", "Put %1 into a link").arg(node.title);
    }
    canvas().lift({});
    canvas().make(editor, label);
}

void MoveGesture::cancel()
{
    placeAt({});
    canvas().lift({});
}

void MoveGesture::paint(QPainter &painter)
{
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(Theme::color(ThemeRole::Accent), 1, Qt::DashLine));
    for (const QLineF &guide : std::as_const(m_guides))
        painter.drawLine(QLineF(canvas().view().toPixels(guide.p1()), canvas().view().toPixels(guide.p2())));
    if (m_link >= 0)
        canvas().painter().link(painter, canvas().view(), canvas().scene(), m_link, Theme::color(ThemeRole::Accent), 3);
}

// --- connect ---------------------------------------------------------------------------------------------------------------

ConnectGesture::ConnectGesture(Canvas &canvas, DesignScene::PortHit port, QPointF pixel)
    : Gesture(canvas)
    , m_port(port)
    , m_backwards(port.port < 0)
    , m_end(canvas.view().toScene(pixel))
{
    const DesignScene &scene = canvas.scene();
    if (m_backwards) {
        // The end of the link that was drawn last lies on top: it is taken.
        for (const int link : scene.linksAt(port.node)) {
            const DesignLink &one = scene.graph().links.at(link);
            if (one.to == port.node && one.from >= 0 && one.port >= 0)
                m_taken = one.ref;
        }
        if (m_taken) {
            m_backwards = false;
            m_port.node = scene.graph().indexOf(m_taken->from.node);
            m_port.port = scene.graph().nodes.at(m_port.node).portOf(m_taken->from.port);
        }
    }
    if (scene.graph().nodes.size() <= kMany && !m_backwards) {
        // Without the link that is taken, since that one goes.
        DesignGraph rest = scene.graph();
        if (m_taken)
            rest.links.removeIf([this](const DesignLink &link) { return link.ref == *m_taken; });
        const ConnectCheck check(rest, canvas.components(), m_port.node, m_port.port);
        for (int node = 0; node < rest.nodes.size(); ++node) {
            const bool isItsOwn = m_taken && rest.nodes.at(node).id == m_taken->to.node;
            if (!isItsOwn && !check.to(node).fits)
                m_unfit.insert(node);
        }
    }
}

ConnectVerdict ConnectGesture::verdict(int node) const
{
    DesignGraph const &graph = canvas().scene().graph();
    if (m_taken) {
        if (graph.indexOf(m_taken->to.node) == node)
            return {};
        // Without the link that is taken, since that one goes.
        DesignGraph rest = graph;
        rest.links.removeIf([this](const DesignLink &link) { return link.ref == *m_taken; });
        return canConnect(rest, canvas().components(), m_port.node, m_port.port, node);
    }
    if (!m_backwards)
        return canConnect(graph, canvas().components(), m_port.node, m_port.port, node);
    // Backwards: the first port of the other that may lead here.
    ConnectVerdict first;
    for (int port = 0; port < graph.nodes.at(node).outputs.size(); ++port) {
        const ConnectVerdict one = canConnect(graph, canvas().components(), node, port, m_port.node);
        if (one.fits)
            return one;
        if (port == 0)
            first = one;
    }
    return first;
}

void ConnectGesture::move(QPointF pixel, Qt::KeyboardModifiers)
{
    m_end = canvas().view().toScene(pixel);
    const DesignScene &scene = canvas().scene();
    m_target = scene.cardAt(m_end);
    m_targetPort = -1;
    if (const DesignScene::PortHit hit = scene.portAt(m_end, 14 / canvas().view().scale); hit.isValid() && (hit.port >= 0) == m_backwards) {
        m_target = hit.node;
        m_targetPort = hit.port;
    }
    m_verdict = m_target < 0 ? ConnectVerdict() : verdict(m_target);
    canvas().refreshOverlay();
}

void ConnectGesture::finish()
{
    const DesignGraph &graph = canvas().scene().graph();
    if (m_target >= 0 && !m_verdict.fits) {
        Q_EMIT canvas().failed(QCoreApplication::translate("Gesture", "These steps cannot be linked."), m_verdict.reason);
        return;
    }
    if (m_taken) {
        DraftEditor editor = canvas().editor();
        if (m_target < 0)
            editor.disconnect({*m_taken});
        else
            editor.reconnect(*m_taken, m_taken->from, {graph.nodes.at(m_target).id, u"in"_s});
        if (!editor.finish({}).isEmpty())
            canvas().make(editor,
                          m_target < 0 ? QCoreApplication::translate("Gesture", "Take a link away")
                                       : QCoreApplication::translate("Gesture", "Lead a link elsewhere"));
        return;
    }
    if (m_target < 0) {
        Q_EMIT canvas().insertRequested(m_end, m_port.node, m_port.port);
        return;
    }
    if (!m_backwards) {
        canvas().connectNodes(m_port.node, m_port.port, m_target);
        return;
    }
    int port = m_targetPort;
    for (int i = 0; port < 0 && i < graph.nodes.at(m_target).outputs.size(); ++i) {
        if (canConnect(graph, canvas().components(), m_target, i, m_port.node).fits)
            port = i;
    }
    if (port >= 0)
        canvas().connectNodes(m_target, port, m_port.node);
}

void ConnectGesture::cancel() {}

void ConnectGesture::paint(QPainter &painter)
{
    const DesignScene &scene = canvas().scene();
    const DesignView &view = canvas().view();
    QColor veil = Theme::color(ThemeRole::Window);
    veil.setAlphaF(0.66F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(veil);
    for (const int node : scene.cardsIn(view.toScene(QRectF(canvas().rect())))) {
        if (m_unfit.contains(node) && node != m_port.node)
            painter.drawRect(view.toPixels(scene.card(node).adjusted(-6, -6, 6, 6)));
    }
    const bool isRefused = m_target >= 0 && !m_verdict.fits;
    const QColor color = isRefused ? Theme::color(ContextStatus::Failed) : Theme::color(ThemeRole::Accent);
    const DesignNode &node = scene.graph().nodes.at(m_port.node);
    LinkEnds ends;
    QPointF end = m_end;
    if (m_target >= 0 && !isRefused)
        end = m_backwards ? DesignLayout::outPoint(scene.graph().nodes.at(m_target), std::max(0, m_targetPort))
                          : DesignLayout::inPoint(scene.graph().nodes.at(m_target));
    ends.from = m_backwards ? end : DesignLayout::outPoint(node, m_port.port);
    ends.to = m_backwards ? DesignLayout::inPoint(node) : end;
    ends.fromCard = m_backwards ? QRectF(end, QSizeF(1, 1)) : scene.card(m_port.node);
    ends.toCard = m_backwards ? scene.card(m_port.node) : QRectF(end, QSizeF(1, 1));
    ends.leavesDown = !m_backwards && node.outputs.at(m_port.port).isError;
    QPolygonF pixels;
    for (const QPointF &point : routeLink(ends))
        pixels.append(view.toPixels(point));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, std::max(1.5, 2 * view.scale), isRefused ? Qt::DashLine : Qt::SolidLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(roundedPath(pixels, 8 * view.scale));
    painter.setBrush(color);
    painter.setPen(Qt::NoPen);
    painter.drawEllipse(view.toPixels(end), 4, 4);
    if (!isRefused)
        return;
    painter.setFont(Theme::font(TextRole::Body));
    const QFontMetrics metrics(painter.font());
    QRect box = metrics.boundingRect(QRect(0, 0, 320, 400), Qt::TextWordWrap, m_verdict.reason).adjusted(-8, -6, 8, 6);
    box.moveTopLeft(view.toPixels(m_end).toPoint() + QPoint(16, 16));
    painter.setPen(QPen(Theme::color(ContextStatus::Failed), 1));
    painter.setBrush(Theme::color(ThemeRole::Raised));
    painter.drawRoundedRect(box, 4, 4);
    painter.setPen(Theme::color(ThemeRole::Text));
    painter.drawText(box.adjusted(8, 6, -8, -6), Qt::TextWordWrap, m_verdict.reason);
}

// --- the size of a note ----------------------------------------------------------------------------------------------------

NoteSizeGesture::NoteSizeGesture(Canvas &canvas, int note, QPointF pixel)
    : Gesture(canvas)
    , m_note(note)
    , m_start(canvas.view().toScene(pixel))
    , m_before(canvas.scene().graph().notes.at(note).rect)
{}

void NoteSizeGesture::move(QPointF pixel, Qt::KeyboardModifiers)
{
    const QPointF grown = canvas().view().toScene(pixel) - m_start;
    const QPointF corner = DesignLayout::snapped(m_before.bottomRight() + grown);
    QRectF rect(m_before.topLeft(), corner);
    rect.setSize(rect.size().expandedTo(kSmallestNote));
    canvas().mutableScene().setNoteRect(m_note, rect);
    canvas().refreshAll();
}

void NoteSizeGesture::finish()
{
    const DesignNote &note = canvas().scene().graph().notes.at(m_note);
    DraftEditor editor = canvas().editor();
    editor.setNoteRect(note.id, note.rect);
    canvas().make(editor, QCoreApplication::translate("Gesture", "Resize a note"));
}

void NoteSizeGesture::cancel()
{
    canvas().mutableScene().setNoteRect(m_note, m_before);
    canvas().refreshAll();
}

} // namespace Millrace
