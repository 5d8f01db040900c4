// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the mouse does on the canvas: which gesture a press begins, what a click chooses, what may be dropped.
#include "designer/canvas.h"

#include "common/metrics.h"
#include "designer/gesture.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QMimeData>
#include <QNativeGestureEvent>

#include <cmath>
#include <numeric>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr double kWheelStep = 1.15;
constexpr int kCornerPixels = 14;

} // namespace

void Canvas::hover(QPointF pixel)
{
    const QPointF point = m_view.toScene(pixel);
    m_lastPoint = point;
    const DesignScene::PortHit port = m_view.scale >= DesignPainter::kTiny ? m_scene.portAt(point, reach()) : DesignScene::PortHit();
    const int card = m_scene.cardAt(point);
    const int link = port.isValid() || card >= 0 ? -1 : m_scene.linkAt(point, reach() / 2);
    if (port != m_hoverPort || link != m_hoverLink) {
        m_hoverPort = port;
        m_hoverLink = link;
        update();
    }
    setCursor(m_spaceDown                  ? Qt::OpenHandCursor
                  : port.isValid()         ? Qt::CrossCursor
                  : card >= 0 || link >= 0 ? Qt::PointingHandCursor
                                           : Qt::ArrowCursor);
    QString hint;
    const int source = port.isValid() || card >= 0 || link >= 0 ? -1 : m_scene.sourceAt(point);
    if (card >= 0) {
        const NodeMark &mark = m_scene.mark(card);
        if (const qint64 here = std::accumulate(mark.counts.cbegin(), mark.counts.cend(), qint64(0)); here > 0 && !port.isValid())
            hint = tr("%n context(s) here; W lists them", nullptr, int(here));
    }
    if (source >= 0) {
        const DesignSource &one = m_scene.sources().at(source);
        setCursor(Qt::PointingHandCursor);
        hint
            = one.problem.isEmpty() ? tr("What comes into %1 goes through this pipeline").arg(one.folder) : tr("%1: %2").arg(one.folder, one.problem);
    } else if (port.isValid()) {
        const DesignNode &node = m_scene.graph().nodes.at(port.node);
        const bool isIn = port.port < 0;
        hint = isIn ? tr("The way into %1").arg(node.title)
                    : tr("%1 leaves %2 here: draw a link from it").arg(node.outputs.at(port.port).title, node.title);
        const bool fails = !isIn && node.outputs.at(port.port).isError; // what it would have added is not there then
        if (const QString fields = isIn ? takenWords(node, m_components) : fails ? QString() : givenWords(node, m_components); !fields.isEmpty())
            hint += u" · "_s + (isIn ? tr("it reads %1").arg(fields) : tr("it adds %1").arg(fields));
    } else if (link >= 0) {
        hint = linkWords(link);
        if (const LinkMark &mark = m_scene.linkMark(link); mark.waiting > 0)
            hint += u" · "_s + tr("%n wait(s); double click lists them", nullptr, int(mark.waiting));
        if (m_scene.linkMark(link).isFull)
            hint += u" · "_s + tr("full: the step before it holds back");
    }
    setToolTip(hint);
    Q_EMIT hinted(hint);
}

void Canvas::selectHit(QPointF point, bool adds)
{
    CanvasSelection chosen = adds ? m_selection : CanvasSelection();
    const auto toggle = [adds](auto &list, const auto &id) {
        if (!adds || !list.removeOne(id))
            list.append(id);
    };
    if (const int card = m_scene.cardAt(point); card >= 0) {
        const QString &id = m_scene.graph().nodes.at(card).id;
        if (!adds && m_selection.nodes.contains(id)) {
            m_current = id;
            update();
            return;
        }
        toggle(chosen.nodes, id);
        m_current = id;
    } else if (const int link = m_scene.linkAt(point, reach() / 2); link >= 0) {
        toggle(chosen.links, m_scene.graph().links.at(link).ref);
    } else if (const int note = m_scene.noteAt(point); note >= 0) {
        const QString &id = m_scene.graph().notes.at(note).id;
        if (!adds && m_selection.notes.contains(id))
            return;
        toggle(chosen.notes, id);
    } else if (const int group = m_scene.groupAt(point); group >= 0) {
        const QString &id = m_scene.graph().groups.at(group).id;
        if (!adds && m_selection.groups.contains(id))
            return;
        toggle(chosen.groups, id);
    } else if (adds) {
        return;
    }
    select(chosen);
    if (!m_current.isEmpty())
        announce();
}

void Canvas::mousePressEvent(QMouseEvent *event)
{
    setFocus(Qt::MouseFocusReason);
    if (m_gesture)
        return; // another button does not take over
    m_mayMove = false;
    m_pressed = event->position();
    m_lastPoint = m_view.toScene(m_pressed);
    if (event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && m_spaceDown)) {
        m_gesture = std::make_unique<PanGesture>(*this, m_pressed);
        setCursor(m_gesture->cursor());
        return;
    }
    if (const int source = m_scene.cardAt(m_lastPoint) < 0 ? m_scene.sourceAt(m_lastPoint) : -1;
        source >= 0 && (event->button() == Qt::LeftButton || event->button() == Qt::RightButton)) {
        Q_EMIT sourceMenuRequested(source, event->globalPosition().toPoint());
        return;
    }
    if (event->button() == Qt::RightButton) {
        const int card = m_scene.cardAt(m_lastPoint);
        if (card < 0 || !m_selection.nodes.contains(m_scene.graph().nodes.at(card).id))
            selectHit(m_lastPoint, false);
        return;
    }
    if (event->button() != Qt::LeftButton)
        return;
    const bool adds = event->modifiers() & (Qt::ShiftModifier | Qt::ControlModifier);
    const DesignScene::PortHit port = m_view.scale >= DesignPainter::kTiny ? m_scene.portAt(m_lastPoint, reach()) : DesignScene::PortHit();
    if (port.isValid() && !m_readOnly && !adds) {
        m_gesture = std::make_unique<ConnectGesture>(*this, port, m_pressed);
        setCursor(m_gesture->cursor());
        return;
    }
    const bool hitsSomething = m_scene.cardAt(m_lastPoint) >= 0 || m_scene.linkAt(m_lastPoint, reach() / 2) >= 0 || m_scene.noteAt(m_lastPoint) >= 0
        || m_scene.groupAt(m_lastPoint) >= 0;
    if (!hitsSomething) {
        m_gesture = std::make_unique<BandGesture>(*this, m_pressed, adds);
        return;
    }
    const int note = m_scene.cardAt(m_lastPoint) < 0 ? m_scene.noteAt(m_lastPoint) : -1;
    selectHit(m_lastPoint, adds);
    m_mayMove = true;
    if (note >= 0 && !m_readOnly) {
        const QPointF corner = m_view.toPixels(m_scene.graph().notes.at(note).rect.bottomRight());
        if ((corner - m_pressed).manhattanLength() < 2 * kCornerPixels)
            m_gesture = std::make_unique<NoteSizeGesture>(*this, note, m_pressed);
    }
}

void Canvas::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_gesture && m_mayMove && (event->buttons() & Qt::LeftButton) && !m_readOnly
        && (!m_selection.nodes.isEmpty() || !m_selection.notes.isEmpty() || !m_selection.groups.isEmpty())
        && (event->position() - m_pressed).manhattanLength() >= QApplication::startDragDistance()) {
        m_gesture = std::make_unique<MoveGesture>(*this, m_pressed);
        setCursor(m_gesture->cursor());
    }
    if (m_gesture)
        m_gesture->move(event->position(), event->modifiers());
    else if (!(event->buttons() & Qt::LeftButton))
        hover(event->position());
}

void Canvas::mouseReleaseEvent(QMouseEvent *event)
{
    m_mayMove = false;
    if (!m_gesture)
        return;
    // It may ask for an edit, which shows a new definition: it is over by then.
    const std::unique_ptr<Gesture> done = std::move(m_gesture);
    endGesture();
    done->finish();
    hover(event->position());
}

void Canvas::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_gesture.reset();
    const QPointF point = m_view.toScene(event->position());
    if (const int card = m_scene.cardAt(point); card >= 0)
        Q_EMIT nodeActivated(m_scene.graph().nodes.at(card).id);
    else if (const int link = m_scene.linkAt(point, reach() / 2); link >= 0)
        Q_EMIT linkActivated(m_scene.graph().links.at(link).ref);
    else if (const int note = m_scene.noteAt(point); note >= 0)
        Q_EMIT noteActivated(m_scene.graph().notes.at(note).id);
    else if (const int group = m_scene.groupAt(point); group >= 0)
        Q_EMIT groupActivated(m_scene.graph().groups.at(group).id);
    else if (!m_readOnly)
        Q_EMIT insertRequested(point, -1, -1);
}

void Canvas::leaveEvent(QEvent *event)
{
    QWidget::leaveEvent(event);
    m_hoverPort = {};
    m_hoverLink = -1;
    Q_EMIT hinted({});
    update();
}

void Canvas::wheelEvent(QWheelEvent *event)
{
    const QPoint angle = event->angleDelta();
    if (event->modifiers() & Qt::ControlModifier) {
        const double steps = (angle.y() != 0 ? angle.y() : angle.x()) / 120.0;
        zoomTo(m_view.scale * std::pow(kWheelStep, steps), event->position());
    } else {
        QPoint step = event->pixelDelta().isNull() ? angle * Metrics::gap(18) / 120 : event->pixelDelta();
        if (event->modifiers() & Qt::ShiftModifier)
            step = step.transposed();
        scrollBy(-step);
    }
    event->accept();
}

bool Canvas::event(QEvent *event)
{
    if (event->type() == QEvent::NativeGesture) {
        const auto *gesture = static_cast<QNativeGestureEvent *>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            zoomTo(m_view.scale * (1 + gesture->value()), gesture->position());
            return true;
        }
    }
    // The arrows and Escape are the canvas's own while it has the focus, whatever a menu says.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool isArrow = key->key() >= Qt::Key_Left && key->key() <= Qt::Key_Down;
        if ((isArrow && !(key->modifiers() & (Qt::AltModifier | Qt::ControlModifier))) || (key->key() == Qt::Key_Escape && m_gesture)) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void Canvas::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() == QContextMenuEvent::Mouse && m_scene.sourceAt(m_view.toScene(QPointF(event->pos()))) >= 0)
        return; // it had its own with the press
    Q_EMIT menuRequested(event->globalPos());
}

void Canvas::dragEnterEvent(QDragEnterEvent *event)
{
    if (m_readOnly)
        return;
    m_dropping = QString::fromUtf8(event->mimeData()->data(kComponentMime));
    if (!m_dropping.isEmpty() || event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void Canvas::dragMoveEvent(QDragMoveEvent *event)
{
    const QPointF point = m_view.toScene(event->position());
    const int link = m_scene.linkAt(point, reach() * 2);
    m_dropLink = link < 0 ? std::nullopt : std::optional(m_scene.graph().links.at(link).ref);
    m_dropPlace = DesignLayout::snapped(point - QPointF(DesignLayout::kCardWidth, DesignLayout::kCardHead) / 2);
    event->acceptProposedAction();
    update();
}

void Canvas::dragLeaveEvent(QDragLeaveEvent *)
{
    m_dropping.clear();
    m_dropLink.reset();
    update();
}

void Canvas::dropEvent(QDropEvent *event)
{
    const QString component = std::exchange(m_dropping, {});
    std::optional<LinkRef> into = std::exchange(m_dropLink, std::nullopt);
    event->acceptProposedAction();
    if (component.isEmpty()) {
        QStringList paths;
        for (const QUrl &url : event->mimeData()->urls()) {
            if (url.isLocalFile())
                paths.append(url.toLocalFile());
        }
        if (!paths.isEmpty())
            Q_EMIT filesDropped(paths, m_view.toScene(event->position()));
        return;
    }
    if (into && linkIndex(*into) < 0)
        into.reset(); // it went away under the pointer
    setFocus(Qt::MouseFocusReason);
    addComponent(component, m_dropPlace, {}, into);
}

} // namespace Millrace
