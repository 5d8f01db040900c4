// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How one gets about the canvas without a pointer: from card to card, to links, notes and groups.
#include "designer/canvas.h"

#include "designer/gesture.h"
#include "designer/linkrouter.h"

#include <QKeyEvent>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr double kAroundALabel = 60; ///< as much of a link is brought into sight

} // namespace

/// The one note or group that is chosen; null where it is something else.
QRectF Canvas::chosenFrame() const
{
    if (m_selection.notes.size() + m_selection.groups.size() != 1)
        return {};
    for (const DesignNote &note : m_scene.graph().notes) {
        if (m_selection.notes.contains(note.id))
            return note.rect;
    }
    for (int group = 0; group < m_scene.graph().groups.size(); ++group) {
        if (m_selection.groups.contains(m_scene.graph().groups.at(group).id))
            return m_scene.group(group);
    }
    return {};
}

/// Round the links of the step that one came from, those that leave it first; round all where one came from none.
void Canvas::nextLink(int step)
{
    const QList<DesignLink> &all = m_scene.graph().links;
    const int chosen = m_selection.links.size() == 1 ? linkIndex(m_selection.links.first()) : -1;
    if (!m_current.isEmpty())
        m_anchor = m_current;
    int anchor = m_scene.graph().indexOf(m_anchor);
    if (chosen >= 0 && anchor >= 0 && all.at(chosen).from != anchor && all.at(chosen).to != anchor)
        anchor = all.at(chosen).from;
    QList<int> links = anchor < 0 ? QList<int>() : m_scene.linksAt(anchor);
    std::ranges::stable_sort(links, {}, [&](int link) { return std::pair(all.at(link).from != anchor, all.at(link).port); });
    if (anchor < 0) {
        for (int link = 0; link < all.size(); ++link)
            links.append(link);
    }
    if (links.isEmpty()) {
        Q_EMIT hinted(tr("No link is here."));
        return;
    }
    const qsizetype here = links.indexOf(chosen);
    const qsizetype next = here < 0 ? (step > 0 ? 0 : links.size() - 1) : (here + step + links.size()) % links.size();
    select({.nodes = {}, .notes = {}, .groups = {}, .links = {all.at(links.at(next)).ref}});
    m_anchor = anchor < 0 ? QString() : m_scene.graph().nodes.at(anchor).id;
    const QPointF label = labelPoint(m_scene.route(links.at(next)));
    reveal(QRectF(label, QSizeF()).adjusted(-kAroundALabel, -kAroundALabel, kAroundALabel, kAroundALabel));
    announce();
}

/// Round the notes, then the groups.
void Canvas::nextFrame(int step)
{
    const qsizetype notes = m_scene.graph().notes.size();
    const qsizetype count = notes + m_scene.graph().groups.size();
    if (count == 0) {
        Q_EMIT hinted(tr("There is neither a note nor a group."));
        return;
    }
    qsizetype here = -1;
    for (qsizetype i = 0; i < count && here < 0; ++i) {
        if (i < notes ? m_selection.notes.contains(m_scene.graph().notes.at(i).id)
                      : m_selection.groups.contains(m_scene.graph().groups.at(i - notes).id))
            here = i;
    }
    const qsizetype next = here < 0 ? (step > 0 ? 0 : count - 1) : (here + step + count) % count;
    if (next < notes)
        select({.nodes = {}, .notes = {m_scene.graph().notes.at(next).id}, .groups = {}, .links = {}});
    else
        select({.nodes = {}, .notes = {}, .groups = {m_scene.graph().groups.at(next - notes).id}, .links = {}});
    reveal(chosenFrame());
    announce();
}

/// The step that one is at stays chosen while one goes on, or no longer.
void Canvas::keepChosen()
{
    if (m_current.isEmpty())
        return;
    const bool wasKept = m_kept.removeOne(m_current);
    if (!wasKept)
        m_kept.append(m_current);
    Q_EMIT hinted(wasKept ? tr("It is let go with the next step.") : tr("It stays chosen while you go on."));
}

/// Left and right go along the links, up and down to the nearest card there; where no link leads on, to the nearest card too.
void Canvas::walk(int key, bool extends)
{
    const DesignGraph &graph = m_scene.graph();
    if (graph.nodes.isEmpty())
        return;
    const int here = graph.indexOf(m_current);
    const int link = here < 0 && m_selection.links.size() == 1 ? linkIndex(m_selection.links.first()) : -1;
    const QRectF frame = here < 0 ? chosenFrame() : QRectF();
    if (here < 0 && link < 0 && frame.isNull()) {
        setCurrent(graph.nodes.first().id);
        return;
    }
    if (link >= 0 && (key == Qt::Key_Up || key == Qt::Key_Down)) {
        nextLink(key == Qt::Key_Up ? -1 : 1);
        return;
    }
    int there = -1;
    if (link >= 0)
        there = key == Qt::Key_Right ? graph.links.at(link).to : graph.links.at(link).from;
    else if (here >= 0 && key == Qt::Key_Right)
        there = m_scene.next(here).value(0, -1);
    else if (here >= 0 && key == Qt::Key_Left)
        there = m_scene.previous(here).value(0, -1);
    if (there < 0 && link < 0) {
        const QPointF from = here < 0 ? frame.center() : m_scene.card(here).center();
        double best = std::numeric_limits<double>::max();
        for (int node = 0; node < graph.nodes.size(); ++node) {
            const QPointF away = m_scene.card(node).center() - from;
            const bool isAcross = key == Qt::Key_Left || key == Qt::Key_Right;
            const double ahead = key == Qt::Key_Left ? -away.x() : key == Qt::Key_Right ? away.x() : key == Qt::Key_Up ? -away.y() : away.y();
            const double beside = std::abs(isAcross ? away.y() : away.x());
            if (node != here && ahead > 4 && ahead + 2 * beside < best) {
                best = ahead + 2 * beside;
                there = node;
            }
        }
    }
    if (there < 0)
        return;
    const QString id = graph.nodes.at(there).id;
    m_kept.removeIf([&graph](const QString &kept) { return graph.indexOf(kept) < 0; });
    if (!extends && m_kept.isEmpty()) {
        setCurrent(id);
        return;
    }
    CanvasSelection more = m_selection;
    if (!extends)
        more = {.nodes = m_kept, .notes = {}, .groups = {}, .links = {}};
    if (!more.nodes.contains(id))
        more.nodes.append(id);
    m_current = id;
    changeSelection(more);
    reveal(m_scene.card(there));
    announce();
}

void Canvas::keyPressEvent(QKeyEvent *event)
{
    const int key = event->key();
    if (key == Qt::Key_Escape) {
        m_mayMove = false; // the button is still down
        if (m_gesture) {
            m_gesture->cancel();
            endGesture();
        } else {
            select({});
        }
    } else if (key == Qt::Key_Space && !event->isAutoRepeat()) {
        m_spaceDown = true;
        setCursor(Qt::OpenHandCursor);
    } else if (key >= Qt::Key_Left && key <= Qt::Key_Down && !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier))) {
        walk(key, event->modifiers() & Qt::ShiftModifier);
    } else if ((key == Qt::Key_Return || key == Qt::Key_Enter) && event->modifiers() == Qt::NoModifier) {
        if (!m_current.isEmpty())
            Q_EMIT nodeActivated(m_current);
        else if (m_selection.links.size() == 1)
            Q_EMIT linkActivated(m_selection.links.first());
        else if (m_selection.notes.size() == 1)
            Q_EMIT noteActivated(m_selection.notes.first());
        else if (m_selection.groups.size() == 1)
            Q_EMIT groupActivated(m_selection.groups.first());
    } else if (key == Qt::Key_Home && !m_scene.graph().nodes.isEmpty()) {
        setCurrent(m_scene.graph().nodes.first().id);
    } else if (key == Qt::Key_End && !m_scene.graph().nodes.isEmpty()) {
        setCurrent(m_scene.graph().nodes.last().id);
    } else {
        QWidget::keyPressEvent(event);
    }
}

void Canvas::keyReleaseEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
        m_spaceDown = false;
        unsetCursor();
    }
    QWidget::keyReleaseEvent(event);
}

} // namespace Millrace
