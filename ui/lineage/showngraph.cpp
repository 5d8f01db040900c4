// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/showngraph.h"

#include <QSet>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr std::array kKindNames{"context"_L1, "document"_L1, "template"_L1, "model"_L1, "prompt"_L1, "answer"_L1,
                                "review"_L1,  "output"_L1,   "event"_L1,    "field"_L1, "stack"_L1};

} // namespace

ShownKind shownKindOf(QStringView name)
{
    const auto found = std::ranges::find_if(kKindNames, [&](QLatin1StringView one) { return one == name; });
    return found == kKindNames.end() ? ShownKind::Other : ShownKind(found - kKindNames.begin());
}

LineageTie lineageTieOf(QStringView name)
{
    return name == "indirect"_L1 ? LineageTie::Indirect : name == "masked"_L1 ? LineageTie::Masked : LineageTie::Direct;
}

ShownNode shownNodeOf(const Json &json)
{
    return {.id = json.value("id").toString(),
            .kind = shownKindOf(json.value("kind").toString()),
            .title = json.value("title").toString(),
            .detail = json.value("detail").toString(),
            .status = json.value("status").toString(),
            .outcome = json.value("outcome").toString(),
            .at = json.value("at").toString(),
            .count = json.value("count").toInt(1),
            .isCountLeast = json.value("count_is_least").toBool(),
            .hasMoreUp = json.value("more_up").toBool(),
            .hasMoreDown = json.value("more_down").toBool(),
            .context = json.value("context").toString(),
            .supersededBy = json.value("superseded_by").toString(),
            .replay = json.value("replay").toString(),
            .pointer = json.value("pointer").utf8().toByteArray(),
            .step = json.value("step").toInt(-1),
            .from = json.value("from").toInt(-1),
            .to = json.value("to").toInt(-1),
            .value = json.value("value").toString(),
            .person = json.value("person").toString(),
            .memberKind = shownKindOf(json.value("member_kind").toString()),
            .relation = json.value("relation").toString(),
            .parent = json.value("parent").toString(),
            .direction = json.value("direction").toString()};
}

ShownEdge shownEdgeOf(const Json &json)
{
    ShownEdge edge{.id = json.value("id").toString(),
                   .from = json.value("from").toString(),
                   .to = json.value("to").toString(),
                   .tie = lineageTieOf(json.value("kind").toString()),
                   .relation = json.value("relation").toString(),
                   .isJoined = json.value("joined").toBool(),
                   .pipeline = json.value("pipeline").toString(),
                   .version = json.value("version").toInt(),
                   .node = json.value("node").toString(),
                   .component = json.value("component").toString(),
                   .componentVersion = QString::fromUtf8(json.value("component_version").utf8()),
                   .step = json.value("step").toInt(-1)};
    for (const Json &pair : json.value("fields").items())
        edge.fields.append({pair.at(0).utf8().toByteArray(), pair.at(1).utf8().toByteArray()});
    return edge;
}

ShownGraph ShownGraph::of(const Json &answer)
{
    ShownGraph graph;
    graph.m_focus = answer.value("focus").toString();
    graph.m_isTruncated = answer.value("truncated").toBool();
    for (const Json &node : answer.value("nodes").items())
        graph.m_nodes.append(shownNodeOf(node));
    for (const Json &edge : answer.value("edges").items())
        graph.m_edges.append(shownEdgeOf(edge));
    graph.build();
    return graph;
}

const ShownNode *ShownGraph::find(const QString &node) const
{
    const int index = indexOf(node);
    return index < 0 ? nullptr : &m_nodes.at(index);
}

/// Numbers; nodes that come twice count once, and edges without both ends not at all.
void ShownGraph::build()
{
    m_index.clear();
    m_nodes.removeIf([this, next = 0](const ShownNode &node) mutable {
        if (node.id.isEmpty() || m_index.contains(node.id))
            return true;
        m_index.insert(node.id, next++);
        return false;
    });
    QSet<QString> known;
    m_edges.removeIf([&](const ShownEdge &edge) {
        const bool isGone = known.contains(edge.id) || !m_index.contains(edge.from) || !m_index.contains(edge.to);
        known.insert(edge.id);
        return isGone;
    });
    m_edgesAt = QList<QList<int>>(m_nodes.size());
    m_ends.clear();
    for (int edge = 0; edge < m_edges.size(); ++edge) {
        const int from = m_index.value(m_edges.at(edge).from);
        const int to = m_index.value(m_edges.at(edge).to);
        m_ends.append({from, to});
        m_edgesAt[from].append(edge);
        if (to != from)
            m_edgesAt[to].append(edge);
    }
}

QList<int> ShownGraph::before(int node) const
{
    QList<int> nodes;
    for (const int edge : edgesAt(node)) {
        if (toOf(edge) == node && !nodes.contains(fromOf(edge)))
            nodes.append(fromOf(edge));
    }
    return nodes;
}

QList<int> ShownGraph::after(int node) const
{
    QList<int> nodes;
    for (const int edge : edgesAt(node)) {
        if (fromOf(edge) == node && !nodes.contains(toOf(edge)))
            nodes.append(toOf(edge));
    }
    return nodes;
}

void ShownGraph::take(const ShownGraph &answer)
{
    m_isTruncated = answer.m_isTruncated;
    for (const ShownNode &node : answer.m_nodes) {
        // A stack that is open is not shown closed beside its members.
        if (m_opened.contains(node.id))
            continue;
        const int index = indexOf(node.id);
        if (index < 0) {
            m_nodes.append(node);
            continue;
        }
        const ShownNode before = std::exchange(m_nodes[index], node);
        m_nodes[index].hasMoreUp = node.hasMoreUp && before.hasMoreUp;
        m_nodes[index].hasMoreDown = node.hasMoreDown && before.hasMoreDown;
    }
    m_edges += answer.m_edges;
    if (m_focus.isEmpty())
        m_focus = answer.m_focus;
    build();
}

void ShownGraph::open(const QString &stack, const ShownGraph &answer)
{
    QStringList &members = m_opened[stack];
    for (const ShownNode &node : answer.m_nodes) {
        if (!m_index.contains(node.id))
            members.append(node.id);
    }
    m_nodes.removeIf([&](const ShownNode &node) { return node.id == stack; });
    build();
    take(answer);
}

void ShownGraph::fold(const QString &node, bool up)
{
    const int at = indexOf(node);
    const int focus = indexOf(m_focus);
    if (at < 0 || focus < 0)
        return;
    // What is still joined to the focus without the edges on that side of the node stays.
    QList<bool> stays(m_nodes.size(), false);
    QList<int> open{focus};
    stays[focus] = true;
    stays[at] = true;
    while (!open.isEmpty()) {
        const int one = open.takeLast();
        for (const int edge : edgesAt(one)) {
            const int other = fromOf(edge) == one ? toOf(edge) : fromOf(edge);
            const bool isCut = up ? toOf(edge) == at : fromOf(edge) == at;
            if (!isCut && !stays.at(other)) {
                stays[other] = true;
                open.append(other);
            }
        }
    }
    QSet<QString> gone;
    for (int one = 0; one < m_nodes.size(); ++one) {
        if (!stays.at(one))
            gone.insert(m_nodes.at(one).id);
    }
    if (gone.isEmpty())
        return;
    for (const ShownEdge &edge : std::as_const(m_edges)) {
        // It lies beyond what stays from now on.
        if (gone.contains(edge.from) && !gone.contains(edge.to))
            m_nodes[m_index.value(edge.to)].hasMoreUp = true;
        if (gone.contains(edge.to) && !gone.contains(edge.from))
            m_nodes[m_index.value(edge.from)].hasMoreDown = true;
    }
    m_nodes.removeIf([&](const ShownNode &one) { return gone.contains(one.id); });
    build();
    m_opened.removeIf([this](const std::pair<const QString &, QStringList &> &stack) {
        return std::ranges::none_of(stack.second, [this](const QString &member) { return m_index.contains(member); });
    });
}

QList<bool> ShownGraph::reach(int node, bool up) const
{
    QList<bool> reached(m_nodes.size(), false);
    QList<int> open{node};
    reached[node] = true;
    while (!open.isEmpty()) {
        const int one = open.takeLast();
        for (const int edge : edgesAt(one)) {
            const int other = up ? fromOf(edge) : toOf(edge);
            if ((up ? toOf(edge) : fromOf(edge)) == one && !reached.at(other)) {
                reached[other] = true;
                open.append(other);
            }
        }
    }
    return reached;
}

QList<int> ShownGraph::between(int one, int other) const
{
    QList<int> nodes;
    const std::array ways{std::pair(reach(one, false), reach(other, true)), std::pair(reach(one, true), reach(other, false))};
    for (int node = 0; node < m_nodes.size(); ++node) {
        if (std::ranges::any_of(ways, [&](const auto &way) { return way.first.at(node) && way.second.at(node); }))
            nodes.append(node);
    }
    return nodes;
}

QList<int> ShownGraph::reached(int node, bool up) const
{
    const QList<bool> reached = reach(node, up);
    QList<int> nodes;
    for (int one = 0; one < m_nodes.size(); ++one) {
        if (reached.at(one))
            nodes.append(one);
    }
    return nodes;
}

QList<int> ShownGraph::lineOf(int node) const
{
    const QList<bool> up = reach(node, true);
    const QList<bool> down = reach(node, false);
    QList<int> nodes;
    for (int one = 0; one < m_nodes.size(); ++one) {
        if (up.at(one) || down.at(one))
            nodes.append(one);
    }
    return nodes;
}

} // namespace Millrace
