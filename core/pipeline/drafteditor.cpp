// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How an edit finds its way back to the same bytes
//
// Every change is one RFC 6902 operation and one that takes it back, recorded together:
//   1. an item of a list goes in by `add` at its index and out by `remove`;
//   2. a member that is replaced is replaced back;
//   3. a member that is new stands last, and is removed again;
//   4. a member that is taken away is added again only where it was the last one; otherwise its object is replaced, since `add` would put it
//      at the end.

#include "pipeline/drafteditor.h"

#include <QSet>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <ranges>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kClipFormat = "millrace.clip/1"_L1;
constexpr auto kPipelineFormat = "millrace.pipeline/1"_L1;

QByteArray pointer(const QList<QByteArray> &path)
{
    QByteArray text;
    for (const QByteArray &token : path)
        text += '/' + escapePointerToken(token);
    return text;
}

/// Calls `change` with the value at the path. It is taken out meanwhile: a value held twice would be copied.
template <typename F>
void within(Json &value, std::span<const QByteArray> path, const F &change)
{
    if (path.empty()) {
        change(value);
        return;
    }
    const QByteArray &token = path.front();
    if (value.isArray()) {
        const qsizetype index = token.toLongLong();
        Json child = value.at(index);
        value.replaceAt(index, Json());
        within(child, path.subspan(1), change);
        value.replaceAt(index, child);
    } else {
        Json child = value.value(QByteArrayView(token));
        value.insert(QByteArrayView(token), Json());
        within(child, path.subspan(1), change);
        value.insert(QByteArrayView(token), child);
    }
}

/// Whole numbers are written as such.
Json number(double value)
{
    return std::nearbyint(value) == value && std::abs(value) < 1e15 ? Json(static_cast<qint64>(value)) : Json(value);
}

Json pointToJson(QPointF point)
{
    return Json::object({{"x", number(point.x())}, {"y", number(point.y())}});
}

PortRef portOf(const Json &end, const QString &usual)
{
    return {end.value("node").toString(), end.value("port").toString(usual)};
}

Json portToJson(const PortRef &port)
{
    return Json::object({{"node", port.node}, {"port", port.port}});
}

PortRef fromOf(const Json &link)
{
    return portOf(link.value("from"), u"out"_s);
}

PortRef toOf(const Json &link)
{
    return portOf(link.value("to"), u"in"_s);
}

} // namespace

size_t qHash(const LinkRef &link, size_t seed) noexcept
{
    return qHashMulti(seed, link.from.node, link.from.port, link.to.node, link.to.port, link.nth);
}

std::optional<QPointF> positionOf(const Json &node)
{
    const Json &position = node.value("position");
    if (!position.value("x").isNumber() || !position.value("y").isNumber())
        return {};
    return QPointF(position.value("x").toDouble(), position.value("y").toDouble());
}

QList<LinkRef> linksOf(const Json &definition)
{
    QList<LinkRef> refs;
    QHash<LinkRef, int> seen;
    for (const Json &link : definition.value("links").items()) {
        LinkRef ref{fromOf(link), toOf(link), 0};
        const int nth = seen[ref]++;
        ref.nth = nth;
        refs.append(ref);
    }
    return refs;
}

bool isClip(const Json &json)
{
    const QString format = json.value("format").toString();
    return (format == kClipFormat || format == kPipelineFormat) && json.value("nodes").isArray();
}

Json copyOf(const Json &definition, const QStringList &nodes, const QStringList &notes)
{
    const QSet<QString> chosen(nodes.cbegin(), nodes.cend());
    Json clip = Json::object({{"format", kClipFormat}});
    Json list = Json::array();
    for (const Json &node : definition.value("nodes").items()) {
        if (chosen.contains(node.value("id").toString()))
            list.append(node);
    }
    clip.insert("nodes", list);
    list = Json::array();
    for (const Json &link : definition.value("links").items()) {
        if (chosen.contains(fromOf(link).node) && chosen.contains(toOf(link).node))
            list.append(link);
    }
    clip.insert("links", list);
    list = Json::array();
    for (const Json &group : definition.value("groups").items()) {
        const QStringList members = group.value("nodes").toStringList();
        if (!members.isEmpty() && std::ranges::all_of(members, [&](const QString &id) { return chosen.contains(id); }))
            list.append(group);
    }
    clip.insert("groups", list);
    list = Json::array();
    for (const Json &note : definition.value("notes").items()) {
        if (notes.contains(note.value("id").toString()))
            list.append(note);
    }
    clip.insert("notes", list);
    return clip;
}

DraftEditor::DraftEditor(const Json &definition)
    : m_definition(definition)
{}

DraftEdit DraftEditor::finish(const QString &label, const QString &mergeKey) const
{
    const auto edit = [](const auto &steps) {
        Edit made;
        for (const Step &step : steps) {
            if (step.op == "add")
                made.add(step.path, step.value);
            else if (step.op == "replace")
                made.replace(step.path, step.value);
            else
                made.remove(step.path);
        }
        return made;
    };
    QList<Step> back = m_back;
    std::ranges::reverse(back);
    return {label, edit(m_forth), edit(back), mergeKey};
}

// --- the five changes everything is made of -------------------------------------------------------------------------------

const Json &DraftEditor::at(const Path &path) const
{
    static const Json none;
    const Json *found = m_definition.find(pointer(path));
    return found ? *found : none;
}

void DraftEditor::record(QByteArray op, const QByteArray &path, const Json &value, QByteArray backOp, const QByteArray &backPath,
                         const Json &backValue)
{
    m_forth.append({std::move(op), path, value});
    m_back.append({std::move(backOp), backPath, backValue});
}

void DraftEditor::set(const Path &path, const Json &value)
{
    const QByteArray where = pointer(path);
    const Json *before = m_definition.find(where);
    if (before && *before == value)
        return;
    if (before)
        record("replace", where, value, "replace", where, *before);
    else
        record("add", where, value, "remove", where, {});
    within(m_definition, std::span(path).first(path.size() - 1), [&](Json &object) {
        if (object.isArray())
            object.replaceAt(path.last().toLongLong(), value);
        else
            object.insert(QByteArrayView(path.last()), value);
    });
}

void DraftEditor::insert(const Path &list, qsizetype index, const Json &value)
{
    const QByteArray where = pointer(list) + '/' + QByteArray::number(index);
    record("add", where, value, "remove", where, {});
    within(m_definition, list, [&](Json &array) { array.insertAt(index, value); });
}

void DraftEditor::append(const char *list, const Json &value)
{
    const Path path{list};
    if (!at(path).isArray())
        set(path, Json::array());
    insert(path, at(path).size(), value);
}

void DraftEditor::removeItem(const Path &list, qsizetype index)
{
    const QByteArray where = pointer(list) + '/' + QByteArray::number(index);
    record("remove", where, {}, "add", where, at(list).at(index));
    within(m_definition, list, [&](Json &array) { array.removeAt(index); });
}

void DraftEditor::removeMember(const Path &path)
{
    const Path above = path.first(path.size() - 1);
    const Json object = at(above);
    if (!object.contains(QByteArrayView(path.last())))
        return;
    if (object.members().back().key == path.last())
        record("remove", pointer(path), {}, "add", pointer(path), object.value(QByteArrayView(path.last())));
    else
        record("remove", pointer(path), {}, "replace", pointer(above), object);
    within(m_definition, above, [&](Json &value) { value.remove(QByteArrayView(path.last())); });
}

void DraftEditor::setOrRemove(const Path &path, const Json &value)
{
    if (value.isNull())
        removeMember(path);
    else
        set(path, value);
}

// --- finding ---------------------------------------------------------------------------------------------------------------

qsizetype DraftEditor::indexOf(const char *list, const QString &id) const
{
    const std::span<const Json> items = m_definition.value(list).items();
    const QByteArray wanted = id.toUtf8();
    const auto found = std::ranges::find_if(items, [&](const Json &item) { return item.value("id").utf8() == wanted; });
    return found == items.end() ? -1 : found - items.begin();
}

qsizetype DraftEditor::indexOf(const LinkRef &link) const
{
    int nth = 0;
    const std::span<const Json> items = m_definition.value("links").items();
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (fromOf(items[i]) == link.from && toOf(items[i]) == link.to && nth++ == link.nth)
            return static_cast<qsizetype>(i);
    }
    return -1;
}

QString DraftEditor::freeId(const char *list, const QString &wanted) const
{
    QSet<QString> taken;
    for (const Json &item : m_definition.value(list).items())
        taken.insert(item.value("id").toString());
    if (!wanted.isEmpty() && !taken.contains(wanted))
        return wanted;
    // "write_2" asked for again becomes "write_3", not "write_2_2".
    QString stem = wanted.isEmpty() ? u"node"_s : wanted;
    const qsizetype line = stem.lastIndexOf(u'_');
    if (line > 0 && line + 1 < stem.size() && std::ranges::all_of(QStringView(stem).sliced(line + 1), [](QChar c) { return c.isDigit(); }))
        stem.truncate(line);
    for (int number = 2;; ++number) {
        const QString id = u"%1_%2"_s.arg(stem).arg(number);
        if (!taken.contains(id))
            return id;
    }
}

// --- nodes -----------------------------------------------------------------------------------------------------------------

QString DraftEditor::addNode(Json node, QPointF position)
{
    const QString wanted = node.value("id").toString();
    const QString id = freeId("nodes", wanted.isEmpty() ? node.value("component").toString() : wanted);
    // An id that is new to the node still stands first.
    Json placed = Json::object({{"id", id}});
    for (const JsonMember &member : node.members()) {
        if (member.key != "id")
            placed.insert(member.key, member.value);
    }
    placed.insert("position", pointToJson(position));
    append("nodes", placed);
    return id;
}

void DraftEditor::removeNodes(const QStringList &ids, Gap gap)
{
    if (gap == Gap::Bridge) {
        for (const QString &id : ids) {
            const std::span<const Json> links = m_definition.value("links").items();
            const auto onward = std::ranges::find_if(links, [&](const Json &link) { return fromOf(link).node == id && toOf(link).node != id; });
            if (onward == links.end())
                continue;
            const PortRef target = toOf(*onward);
            QList<LinkRef> entering;
            for (const LinkRef &link : linksOf(m_definition)) {
                if (link.to.node == id && link.from.node != id && link.from.node != target.node)
                    entering.append(link);
            }
            // From the last: giving one other ends changes the numbers of those behind it.
            for (const LinkRef &link : entering | std::views::reverse)
                reconnect(link, link.from, target);
        }
    }
    QSet<QByteArray> gone;
    for (const QString &id : ids)
        gone.insert(id.toUtf8());
    const auto isGone = [&](const Json &id) { return gone.contains(QByteArray::fromRawData(id.utf8().data(), id.utf8().size())); };
    for (qsizetype i = m_definition.value("links").size() - 1; i >= 0; --i) {
        const Json &link = m_definition.value("links").at(i);
        if (isGone(link.value("from").value("node")) || isGone(link.value("to").value("node")))
            removeItem({"links"}, i);
    }
    for (qsizetype i = m_definition.value("nodes").size() - 1; i >= 0; --i) {
        if (isGone(m_definition.value("nodes").at(i).value("id")))
            removeItem({"nodes"}, i);
    }
    keepGroups(ids);
}

/// Groups without those nodes; a group that held nothing else goes.
void DraftEditor::keepGroups(const QStringList &removed)
{
    const QSet<QString> gone(removed.cbegin(), removed.cend());
    for (qsizetype i = m_definition.value("groups").size() - 1; i >= 0; --i) {
        const QStringList members = m_definition.value("groups").at(i).value("nodes").toStringList();
        QStringList left = members;
        left.removeIf([&](const QString &id) { return gone.contains(id); });
        if (left.size() == members.size())
            continue;
        if (left.isEmpty())
            removeItem({"groups"}, i);
        else
            set({"groups", QByteArray::number(i), "nodes"}, Json::array(left));
    }
}

void DraftEditor::setNodeMember(const QString &id, QByteArrayView key, const Json &value)
{
    if (const qsizetype index = indexOf("nodes", id); index >= 0)
        setOrRemove({"nodes", QByteArray::number(index), key.toByteArray()}, value);
}

void DraftEditor::moveNodes(const QHash<QString, QPointF> &positions)
{
    const qsizetype count = m_definition.value("nodes").size();
    for (qsizetype i = 0; i < count; ++i) {
        const auto found = positions.constFind(m_definition.value("nodes").at(i).value("id").toString());
        if (found != positions.cend())
            set({"nodes", QByteArray::number(i), "position"}, pointToJson(*found));
    }
}

bool DraftEditor::renameNode(const QString &id, const QString &newId)
{
    const qsizetype index = indexOf("nodes", id);
    if (index < 0 || newId.isEmpty() || indexOf("nodes", newId) >= 0)
        return false;
    set({"nodes", QByteArray::number(index), "id"}, Json(newId));
    for (qsizetype i = 0; i < m_definition.value("links").size(); ++i) {
        for (const char *end : {"from", "to"}) {
            if (m_definition.value("links").at(i).value(end).value("node").toString() == id)
                set({"links", QByteArray::number(i), end, "node"}, Json(newId));
        }
    }
    for (qsizetype i = 0; i < m_definition.value("groups").size(); ++i) {
        QStringList members = m_definition.value("groups").at(i).value("nodes").toStringList();
        if (const qsizetype place = members.indexOf(id); place >= 0) {
            members[place] = newId;
            set({"groups", QByteArray::number(i), "nodes"}, Json::array(members));
        }
    }
    return true;
}

// --- links -----------------------------------------------------------------------------------------------------------------

void DraftEditor::connect(const PortRef &from, const PortRef &to)
{
    const bool isThere = std::ranges::any_of(m_definition.value("links").items(), [&](const Json &link) {
        return fromOf(link) == from && toOf(link) == to && link.value("condition").toString().isEmpty();
    });
    if (!isThere)
        append("links", Json::object({{"from", portToJson(from)}, {"to", portToJson(to)}}));
}

void DraftEditor::disconnect(const QList<LinkRef> &links)
{
    QList<qsizetype> indexes;
    for (const LinkRef &link : links) {
        if (const qsizetype index = indexOf(link); index >= 0 && !indexes.contains(index))
            indexes.append(index);
    }
    std::ranges::sort(indexes, std::greater());
    for (const qsizetype index : indexes)
        removeItem({"links"}, index);
}

void DraftEditor::reconnect(const LinkRef &link, const PortRef &from, const PortRef &to)
{
    const qsizetype index = indexOf(link);
    if (index < 0)
        return;
    if (from != link.from)
        set({"links", QByteArray::number(index), "from"}, portToJson(from));
    if (to != link.to)
        set({"links", QByteArray::number(index), "to"}, portToJson(to));
}

void DraftEditor::setLinkMember(const LinkRef &link, QByteArrayView key, const Json &value)
{
    if (const qsizetype index = indexOf(link); index >= 0)
        setOrRemove({"links", QByteArray::number(index), key.toByteArray()}, value);
}

void DraftEditor::insertOnLink(const LinkRef &link, const QString &node, const QString &outPort)
{
    if (indexOf(link) < 0)
        return;
    reconnect(link, link.from, {node, u"in"_s});
    connect({node, outPort}, link.to);
}

// --- groups and notes ------------------------------------------------------------------------------------------------------

QString DraftEditor::addGroup(const QString &title, const QStringList &nodes)
{
    keepGroups(nodes); // a node is in one group
    const QString id = freeId("groups", u"group"_s);
    append("groups", Json::object({{"id", id}, {"title", title}, {"nodes", Json::array(nodes)}}));
    return id;
}

QString DraftEditor::addNote(const QString &text, QRectF rect)
{
    const QString id = freeId("notes", u"note"_s);
    append("notes",
           Json::object({{"id", id},
                         {"text", text},
                         {"position", pointToJson(rect.topLeft())},
                         {"size", Json::object({{"width", number(rect.width())}, {"height", number(rect.height())}})}}));
    return id;
}

void DraftEditor::setGroupMember(const QString &id, QByteArrayView key, const Json &value)
{
    if (const qsizetype index = indexOf("groups", id); index >= 0)
        setOrRemove({"groups", QByteArray::number(index), key.toByteArray()}, value);
}

void DraftEditor::setNoteMember(const QString &id, QByteArrayView key, const Json &value)
{
    if (const qsizetype index = indexOf("notes", id); index >= 0)
        setOrRemove({"notes", QByteArray::number(index), key.toByteArray()}, value);
}

void DraftEditor::setNoteRect(const QString &id, QRectF rect)
{
    setNoteMember(id, "position", pointToJson(rect.topLeft()));
    setNoteMember(id, "size", Json::object({{"width", number(rect.width())}, {"height", number(rect.height())}}));
}

void DraftEditor::removeGroups(const QStringList &ids)
{
    for (const QString &id : ids) {
        if (const qsizetype index = indexOf("groups", id); index >= 0)
            removeItem({"groups"}, index);
    }
}

void DraftEditor::removeNotes(const QStringList &ids)
{
    for (const QString &id : ids) {
        if (const qsizetype index = indexOf("notes", id); index >= 0)
            removeItem({"notes"}, index);
    }
}

// --- many at once ----------------------------------------------------------------------------------------------------------

DraftEditor::Pasted DraftEditor::paste(const Json &clip, QPointF offset)
{
    Pasted pasted;
    QHash<QString, QString> ids;
    for (const Json &node : clip.value("nodes").items()) {
        const QString id = addNode(node, positionOf(node).value_or(QPointF()) + offset);
        ids.insert(node.value("id").toString(), id);
        pasted.nodes.append(id);
    }
    for (Json link : clip.value("links").items()) {
        const PortRef from = fromOf(link);
        const PortRef to = toOf(link);
        if (!ids.contains(from.node) || !ids.contains(to.node))
            continue;
        link.insert("from", portToJson({ids.value(from.node), from.port}));
        link.insert("to", portToJson({ids.value(to.node), to.port}));
        append("links", link);
    }
    for (Json group : clip.value("groups").items()) {
        QStringList members;
        for (const QString &id : group.value("nodes").toStringList()) {
            if (ids.contains(id))
                members.append(ids.value(id));
        }
        group.insert("id", freeId("groups", group.value("id").toString(u"group"_s)));
        group.insert("nodes", Json::array(members));
        append("groups", group);
    }
    for (Json note : clip.value("notes").items()) {
        const QString id = freeId("notes", note.value("id").toString(u"note"_s));
        note.insert("id", id);
        note.insert("position", pointToJson(positionOf(note).value_or(QPointF()) + offset));
        append("notes", note);
        pasted.notes.append(id);
    }
    return pasted;
}

std::optional<Json> DraftEditor::extractSubflow(const QStringList &nodes, const QString &newId, const QString &title,
                                                const QHash<QString, QStringList> &ports)
{
    const QSet<QString> inside(nodes.cbegin(), nodes.cend());
    const Json before = m_definition;
    Json part = copyOf(before, nodes);
    const auto partDefinition = PipelineDefinition::fromJson(
        Json::object({{"format", kPipelineFormat}, {"id", newId}, {"title", title}, {"nodes", part.value("nodes")}, {"links", part.value("links")}}));
    if (!partDefinition || partDefinition->nodes.isEmpty())
        return {};
    const QString first = partDefinition->firstNode();
    QList<LinkRef> entering;
    QList<LinkRef> leaving;
    for (const LinkRef &link : linksOf(before)) {
        const bool fromInside = inside.contains(link.from.node);
        const bool toInside = inside.contains(link.to.node);
        if (!fromInside && toInside)
            entering.append(link);
        else if (fromInside && !toInside)
            leaving.append(link);
    }
    if (std::ranges::any_of(entering, [&](const LinkRef &link) { return link.to.node != first; })
        || std::ranges::any_of(leaving, [&](const LinkRef &link) { return link.from != leaving.first().from; }))
        return {};
    // What the part gives in the end comes out of the step that runs it; by any other way out it would be another thing that goes on.
    const QString left = leaving.isEmpty() ? u"out"_s : leaving.first().from.port;
    if (left != "out"_L1 && left != "approved"_L1 && left != "rejected"_L1)
        return {};
    QSet<std::pair<QString, QString>> led;
    for (const LinkRef &link : linksOf(before))
        led.insert({link.from.node, link.from.port});
    const auto comesOutBy = [](const QString &port) { return port == "rejected"_L1 ? u"rejected"_s : u"out"_s; };
    const auto endsInside = [&](const PortRef &from) {
        // What fails or is invalid does not complete.
        return from.port != "error"_L1 && from.port != "invalid"_L1 && comesOutBy(from.port) == comesOutBy(left)
            && !led.contains({from.node, from.port});
    };
    for (const QString &node : leaving.isEmpty() ? QStringList() : nodes) {
        for (const QString &port : ports.value(node, {u"out"_s})) {
            if (endsInside({node, port}))
                return {};
        }
    }

    QPointF corner(std::numeric_limits<double>::max(), std::numeric_limits<double>::max());
    for (const Json &node : part.value("nodes").items()) {
        const QPointF position = positionOf(node).value_or(QPointF());
        corner = {std::min(corner.x(), position.x()), std::min(corner.y(), position.y())};
    }
    const QString id = addNode(
        Json::object({{"id", newId}, {"title", title}, {"component", "pipeline"}, {"config", Json::object({{"pipeline", newId}})}}), corner);
    for (const LinkRef &link : entering | std::views::reverse)
        reconnect(link, link.from, {id, u"in"_s});
    for (const LinkRef &link : leaving | std::views::reverse)
        reconnect(link, {id, comesOutBy(left)}, link.to);
    removeNodes(nodes);
    return partDefinition->toJson();
}

QStringList DraftEditor::inlineSubflow(const QString &node, const Json &subflow)
{
    const auto definition = PipelineDefinition::fromJson(subflow);
    const qsizetype index = indexOf("nodes", node);
    if (!definition || definition->nodes.isEmpty() || index < 0)
        return {};
    const QPointF place = positionOf(m_definition.value("nodes").at(index)).value_or(QPointF());
    const QPointF origin = positionOf(subflow.value("nodes").at(0)).value_or(QPointF());
    Json clip = subflow;
    clip.insert("notes", Json::array());
    const Pasted pasted = paste(clip, place - origin);
    const auto idOf = [&](const QString &id) {
        const auto found = std::ranges::find(definition->nodes, id, &PipelineNode::id);
        return pasted.nodes.value(found - definition->nodes.begin());
    };
    const QString first = idOf(definition->firstNode());
    // What left the subflow by `out` is what left one of its ends by the port that leads nowhere in it.
    QStringList ends;
    for (const PipelineNode &inner : definition->nodes) {
        if (definition->linksFrom(inner.id, u"out").isEmpty())
            ends.append(idOf(inner.id));
    }
    QList<LinkRef> entering;
    QList<LinkRef> leaving;
    for (const LinkRef &link : linksOf(m_definition)) {
        if (link.to.node == node)
            entering.append(link);
        else if (link.from.node == node && link.from.port == "out"_L1)
            leaving.append(link);
    }
    for (const LinkRef &link : leaving) {
        for (const QString &end : ends)
            connect({end, u"out"_s}, link.to);
    }
    for (const LinkRef &link : entering | std::views::reverse)
        reconnect(link, link.from, {first, u"in"_s});
    removeNodes({node});
    return pasted.nodes;
}

void DraftEditor::setMember(QByteArrayView key, const Json &value)
{
    setOrRemove({key.toByteArray()}, value);
}

} // namespace Millrace
