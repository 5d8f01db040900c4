// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What keys, menus and drops do to the pipeline: each one edit.
#include "designer/canvas.h"

#include "common/componenttext.h"
#include "designer/gesture.h"

#include <QApplication>
#include <QClipboard>
#include <QMimeData>
#include <QUrl>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kClipMime = "application/x-millrace-clip"_L1;
constexpr QSizeF kNoteSize{200, 96};

} // namespace

DraftEditor Canvas::editor() const
{
    DraftEditor editor(m_definition);
    // Where the definition says nothing, what is seen becomes what it says: else the first move would shift everything.
    QHash<QString, QPointF> places;
    for (const DesignNode &node : m_scene.graph().nodes) {
        if (!node.hasPosition)
            places.insert(node.id, node.position);
    }
    if (!places.isEmpty())
        editor.moveNodes(places);
    return editor;
}

void Canvas::make(const DraftEditor &editor, const QString &label, const QString &mergeKey)
{
    if (m_readOnly)
        return;
    if (const DraftEdit edit = editor.finish(label, mergeKey); !edit.isEmpty())
        Q_EMIT editMade(edit);
}

void Canvas::removeSelected(DraftEditor::Gap gap)
{
    if (m_selection.isEmpty())
        return;
    DraftEditor edits(m_definition);
    edits.disconnect(m_selection.links);
    edits.removeNotes(m_selection.notes);
    edits.removeGroups(m_selection.groups);
    edits.removeNodes(m_selection.nodes, gap);
    // The keys go on from a neighbour.
    QString neighbour;
    if (const int node = m_scene.graph().indexOf(m_current); node >= 0) {
        for (const int other : m_scene.previous(node) + m_scene.next(node)) {
            const QString &id = m_scene.graph().nodes.at(other).id;
            if (neighbour.isEmpty() && !m_selection.nodes.contains(id))
                neighbour = id;
        }
    }
    QString label = tr("Delete %n step(s)", nullptr, int(m_selection.nodes.size()));
    if (m_selection.nodes.isEmpty())
        label = !m_selection.links.isEmpty() ? tr("Take a link away") : !m_selection.notes.isEmpty() ? tr("Delete a note") : tr("Ungroup");
    make(edits, label);
    if (!neighbour.isEmpty())
        setCurrent(neighbour);
}

/// What is done to steps is done to those of a chosen group, too.
QStringList Canvas::chosenNodes() const
{
    QStringList nodes = m_selection.nodes;
    for (const DesignGroup &group : m_scene.graph().groups) {
        if (m_selection.groups.contains(group.id))
            nodes += m_scene.graph().ids(group.nodes);
    }
    nodes.removeDuplicates();
    return nodes;
}

void Canvas::nudge(QPoint steps)
{
    const QPointF by = QPointF(steps) * DesignLayout::kGrid;
    settle();
    DraftEditor edits = editor();
    QHash<QString, QPointF> places;
    const QStringList nodes = chosenNodes();
    for (const QString &id : nodes) {
        if (const DesignNode *node = m_scene.graph().find(id))
            places.insert(id, node->position + by);
    }
    edits.moveNodes(places);
    for (const DesignNote &note : m_scene.graph().notes) {
        if (m_selection.notes.contains(note.id))
            edits.setNoteRect(note.id, note.rect.translated(by));
    }
    make(edits, places.isEmpty() ? tr("Move a note") : tr("Move %n step(s)", nullptr, int(places.size())),
         u"nudge:"_s + (nodes + m_selection.notes).join(u','));
}

void Canvas::resizeNotes(QPoint steps)
{
    const QSizeF by = QSizeF(steps.x(), steps.y()) * DesignLayout::kGrid;
    DraftEditor edits = editor();
    for (const DesignNote &note : m_scene.graph().notes) {
        if (m_selection.notes.contains(note.id))
            edits.setNoteRect(note.id, QRectF(note.rect.topLeft(), (note.rect.size() + by).expandedTo(kSmallestNote)));
    }
    make(edits, tr("Resize a note"), u"resize:"_s + m_selection.notes.join(u','));
}

void Canvas::align(DesignLayout::Edge edge)
{
    const QSet<int> chosen = indexes(chosenNodes());
    if (chosen.size() < 2)
        return;
    settle();
    DraftEditor edits = editor();
    edits.moveNodes(DesignLayout::aligned(m_scene.graph(), QList<int>(chosen.cbegin(), chosen.cend()), edge));
    make(edits, tr("Align %n step(s)", nullptr, int(chosen.size())));
}

void Canvas::distribute(Qt::Orientation direction)
{
    const QSet<int> chosen = indexes(chosenNodes());
    settle();
    DraftEditor edits = editor();
    edits.moveNodes(DesignLayout::distributed(m_scene.graph(), QList<int>(chosen.cbegin(), chosen.cend()), direction));
    make(edits, tr("Distribute %n step(s)", nullptr, int(chosen.size())));
}

void Canvas::groupSelected()
{
    if (m_selection.nodes.isEmpty() || m_readOnly)
        return;
    DraftEditor edits = editor();
    const QString id = edits.addGroup(tr("Group"), m_selection.nodes);
    make(edits, tr("Group %n step(s)", nullptr, int(m_selection.nodes.size())));
    select({.nodes = {}, .notes = {}, .groups = {id}, .links = {}});
    Q_EMIT groupActivated(id);
}

void Canvas::ungroupSelected()
{
    QStringList groups = m_selection.groups;
    for (const DesignGroup &group : m_scene.graph().groups) {
        const QStringList members = m_scene.graph().ids(group.nodes);
        if (std::ranges::any_of(members, [this](const QString &id) { return m_selection.nodes.contains(id); }))
            groups.append(group.id);
    }
    DraftEditor edits(m_definition);
    edits.removeGroups(groups);
    make(edits, tr("Ungroup"));
}

void Canvas::addNote()
{
    if (m_readOnly)
        return;
    const QRectF seen = m_view.toScene(QRectF(rect()));
    const QPointF place = seen.contains(m_lastPoint) ? m_lastPoint : seen.center() - QPointF(kNoteSize.width(), kNoteSize.height()) / 2;
    DraftEditor edits = editor();
    const QString id = edits.addNote(tr("Note"), QRectF(DesignLayout::snapped(place), kNoteSize));
    make(edits, tr("Add a note"));
    select({.nodes = {}, .notes = {id}, .groups = {}, .links = {}});
    Q_EMIT noteActivated(id);
}

// --- the clipboard ---------------------------------------------------------------------------------------------------------

void Canvas::copySelected(bool cut)
{
    const QStringList nodes = chosenNodes();
    if (nodes.isEmpty() && m_selection.notes.isEmpty())
        return;
    // With the places that are seen, so that what is pasted looks like what was copied.
    const QByteArray json = copyOf(editor().definition(), nodes, m_selection.notes).toBytes(Json::Format::Pretty);
    auto *data = new QMimeData;
    data->setText(QString::fromUtf8(json));
    data->setData(kClipMime, json);
    QApplication::clipboard()->setMimeData(data);
    if (!cut || m_readOnly)
        return;
    DraftEditor edits = editor();
    edits.removeNodes(nodes);
    edits.removeNotes(m_selection.notes);
    make(edits, tr("Cut %n step(s)", nullptr, int(nodes.size())));
}

void Canvas::paste()
{
    const QMimeData *data = QApplication::clipboard()->mimeData();
    if (m_readOnly || !data)
        return;
    const QByteArray bytes = data->hasFormat(kClipMime) ? data->data(kClipMime) : data->text().toUtf8();
    // Files that were copied elsewhere: as if they had been dropped.
    if (!data->hasFormat(kClipMime) && data->hasUrls()) {
        QStringList paths;
        for (const QUrl &url : data->urls()) {
            if (url.isLocalFile())
                paths.append(url.toLocalFile());
        }
        if (!paths.isEmpty()) {
            Q_EMIT filesDropped(paths, m_lastPoint);
            return;
        }
    }
    const auto clip = Json::parseStrict(bytes);
    if (!clip || !isClip(*clip)) {
        Q_EMIT failed(tr("Nothing was pasted."), tr("What is on the clipboard is neither steps nor a pipeline."));
        return;
    }
    QRectF box;
    const DesignGraph pasted = DesignGraph::of(*clip, m_components);
    for (const DesignNode &node : pasted.nodes)
        box |= DesignLayout::cardRect(node);
    for (const DesignNote &note : pasted.notes)
        box |= note.rect;
    // Beside where it came from, as long as that is free to see; else in the middle of what is seen.
    const QRectF seen = m_view.toScene(QRectF(rect()));
    QPointF offset(3 * DesignLayout::kGrid, 3 * DesignLayout::kGrid);
    if (!seen.intersects(box.translated(offset)))
        offset = DesignLayout::snapped(seen.center() - box.center());
    for (int tries = 0; tries < 50; ++tries) {
        const bool isTaken = std::ranges::any_of(pasted.nodes, [&](const DesignNode &node) {
            return std::ranges::any_of(m_scene.graph().nodes, [&](const DesignNode &other) { return other.position == node.position + offset; });
        });
        if (!isTaken)
            break;
        offset += QPointF(3 * DesignLayout::kGrid, 3 * DesignLayout::kGrid);
    }
    DraftEditor edits = editor();
    const DraftEditor::Pasted ids = edits.paste(*clip, offset);
    make(edits, tr("Paste %n step(s)", nullptr, int(ids.nodes.size())));
    select({.nodes = ids.nodes, .notes = ids.notes, .groups = {}, .links = {}});
}

void Canvas::duplicateSelected()
{
    const QStringList nodes = chosenNodes();
    if (m_readOnly || (nodes.isEmpty() && m_selection.notes.isEmpty()))
        return;
    DraftEditor edits = editor();
    const Json clip = copyOf(edits.definition(), nodes, m_selection.notes);
    QRectF box;
    for (const int node : indexes(nodes))
        box |= m_scene.card(node);
    const DraftEditor::Pasted ids = edits.paste(clip, DesignLayout::snapped({0, box.height() + DesignLayout::kRowGap}));
    make(edits, tr("Duplicate %n step(s)", nullptr, int(ids.nodes.size())));
    select({.nodes = ids.nodes, .notes = ids.notes, .groups = {}, .links = {}});
}

// --- adding and linking ----------------------------------------------------------------------------------------------------

QString Canvas::addComponent(const QString &component, std::optional<QPointF> place, DesignScene::PortHit from, std::optional<LinkRef> into)
{
    if (m_readOnly || !m_components.contains(component))
        return {};
    const ComponentDescriptor &descriptor = m_components[component];
    const QString kind = ComponentText::of(descriptor.name, descriptor.title, descriptor.description).title;
    const QString firstPort = descriptor.outputs.isEmpty() ? u"out"_s : descriptor.outputs.first().name;
    const DesignGraph &graph = m_scene.graph();
    DraftEditor edits = editor();

    if (!into && !from.isValid() && !place && m_selection.links.size() == 1)
        into = m_selection.links.first();
    if (!into && !from.isValid() && !place) {
        // Behind the chosen step: by its first free port, or into the link that leaves it.
        if (const int current = graph.indexOf(m_current); current >= 0 && m_selection.nodes.contains(m_current)) {
            const DesignNode &node = graph.nodes.at(current);
            for (int port = 0; port < node.outputs.size() && !from.isValid(); ++port) {
                const bool isTaken = std::ranges::any_of(m_scene.linksAt(current), [&](int link) {
                    return graph.links.at(link).from == current && graph.links.at(link).port == port && graph.links.at(link).condition.isEmpty();
                });
                if (!isTaken && !node.outputs.at(port).isError)
                    from = {current, port};
            }
            for (const int link : m_scene.linksAt(current)) {
                if (!from.isValid() && !into && graph.links.at(link).from == current && graph.links.at(link).condition.isEmpty())
                    into = graph.links.at(link).ref;
            }
        }
    }
    DesignNode measured;
    for (const PortDescriptor &port : descriptor.outputs)
        measured.outputs.append({port.name, port.title, port.spawns, false});
    const QSizeF size = DesignLayout::cardRect(measured).size();
    const int into0 = into ? linkIndex(*into) : -1;
    if (!place && into0 >= 0) {
        const DesignLink &link = graph.links.at(into0);
        if (link.from >= 0 && link.to >= 0)
            place = (m_scene.card(link.from).topLeft() + m_scene.card(link.to).topLeft()) / 2;
    } else if (!place && from.isValid() && from.port >= 0) {
        const QRectF card = m_scene.card(from.node);
        place = QPointF(card.right() + DesignLayout::kColumnGap, card.top());
    } else if (!place && from.isValid()) {
        const QRectF card = m_scene.card(from.node);
        place = QPointF(card.left() - DesignLayout::kColumnGap - DesignLayout::kCardWidth, card.top());
    } else if (!place) {
        place = m_view.toScene(QRectF(rect())).center() - QPointF(size.width(), size.height()) / 2;
    }
    // What stands in the way of a step that goes into a link makes room.
    QPointF spot = DesignLayout::snapped(*place);
    if (into0 >= 0 && graph.links.at(into0).to >= 0 && graph.links.at(into0).from >= 0) {
        const double needed = m_scene.card(graph.links.at(into0).from).right() + DesignLayout::kColumnGap;
        const QRectF target = m_scene.card(graph.links.at(into0).to);
        const double lack = needed + DesignLayout::kCardWidth + DesignLayout::kColumnGap - target.left();
        if (lack > 0 && target.left() >= m_scene.card(graph.links.at(into0).from).right()) {
            QHash<QString, QPointF> moved;
            for (int node = 0; node < graph.nodes.size(); ++node) {
                if (m_scene.card(node).left() >= target.left())
                    moved.insert(graph.nodes.at(node).id,
                                 graph.nodes.at(node).position + QPointF(std::ceil(lack / DesignLayout::kGrid) * DesignLayout::kGrid, 0));
            }
            edits.moveNodes(moved);
            spot.setX(needed);
        }
        spot = DesignLayout::snapped(spot);
    } else {
        spot = DesignLayout::freePlace(graph, spot, size);
    }

    const QString id = edits.addNode(Json::object({{"id", component}, {"title", kind}, {"component", component}, {"config", Json::object()}}), spot);
    if (into)
        edits.insertOnLink(*into, id, firstPort);
    else if (from.isValid() && from.port >= 0)
        edits.connect({graph.nodes.at(from.node).id, graph.nodes.at(from.node).outputs.at(from.port).name}, {id, u"in"_s});
    else if (from.isValid())
        edits.connect({id, firstPort}, {graph.nodes.at(from.node).id, u"in"_s});
    make(edits, tr("Add %1").arg(kind));
    setCurrent(id);
    return id;
}

void Canvas::connectNodes(int from, int port, int to)
{
    const DesignGraph &graph = m_scene.graph();
    const ConnectVerdict verdict = canConnect(graph, m_components, from, port, to);
    if (!verdict.fits) {
        Q_EMIT failed(tr("These steps cannot be linked."), verdict.reason);
        return;
    }
    DraftEditor edits(m_definition);
    edits.connect({graph.nodes.at(from).id, graph.nodes.at(from).outputs.at(port).name}, {graph.nodes.at(to).id, u"in"_s});
    make(edits, tr("Link %1 to %2").arg(graph.nodes.at(from).title, graph.nodes.at(to).title));
}

void Canvas::leadLink(const LinkRef &link, const QString &to)
{
    DesignGraph rest = m_scene.graph();
    rest.links.removeIf([&link](const DesignLink &one) { return one.ref == link; });
    const int from = rest.indexOf(link.from.node);
    const int port = from < 0 ? -1 : rest.nodes.at(from).portOf(link.from.port);
    const int target = rest.indexOf(to);
    if (port < 0 || target < 0 || rest.links.size() == m_scene.graph().links.size())
        return;
    if (const ConnectVerdict verdict = canConnect(rest, m_components, from, port, target); !verdict.fits) {
        Q_EMIT failed(tr("These steps cannot be linked."), verdict.reason);
        return;
    }
    DraftEditor edits(m_definition);
    edits.reconnect(link, link.from, {to, u"in"_s});
    make(edits, tr("Lead a link elsewhere"));
    const PortRef in{to, u"in"_s};
    for (const DesignLink &one : m_scene.graph().links) {
        if (one.ref.from == link.from && one.ref.to == in)
            select({.nodes = {}, .notes = {}, .groups = {}, .links = {one.ref}});
    }
}

void Canvas::putIntoLink(const QString &node, const LinkRef &link)
{
    const DesignNode *one = m_scene.graph().find(node);
    if (!one || linkIndex(link) < 0 || link.from.node == node || link.to.node == node)
        return;
    DraftEditor edits = editor();
    edits.insertOnLink(link, node, one->outputs.value(0).name);
    make(edits, tr("Put %1 into a link").arg(one->title));
}

} // namespace Millrace
