// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/neighbourhood.h"

#include <QHash>
#include <QSet>

#include <deque>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kOpened = 200; ///< members of a stack that come at a time

class Builder
{
public:
    Builder(LineageLinks &links, const NeighbourhoodOptions &options)
        : m_links(links)
        , m_options(options)
    {}

    Result<LineageGraph> around(const LineageThing &focus)
    {
        m_graph.focus = focus.place.toString();
        if (auto added = add(focus, 0, m_options.up, m_options.down); !added)
            return std::unexpected(added.error());
        while (!m_queue.empty()) {
            const Pending next = m_queue.front();
            m_queue.pop_front();
            for (const bool up : {true, false}) {
                if (!(up ? next.up : next.down) || next.hop >= m_options.hops)
                    continue;
                if (auto expanded = expand(next, up); !expanded)
                    return std::unexpected(expanded.error());
            }
        }
        if (auto marked = markMore(); !marked)
            return std::unexpected(marked.error());
        return std::move(m_graph);
    }

private:
    struct Pending
    {
        LineageThing thing;
        int hop = 0;
        bool up = false;
        bool down = false;
    };

    /// False: there is no room.
    Result<bool> add(const LineageThing &thing, int hop, bool up, bool down)
    {
        const QString id = thing.place.toString();
        if (m_things.contains(id))
            return true;
        if (m_graph.nodes.size() >= m_options.most) {
            m_graph.isTruncated = true;
            return false;
        }
        auto node = m_links.node(thing);
        if (!node)
            return std::unexpected(node.error());
        node->hop = hop;
        m_things.insert(id, {thing, m_graph.nodes.size()});
        m_graph.nodes.append(std::move(*node));
        m_queue.push_back({thing, hop, up, down});
        return true;
    }

    void addEdge(const LineageEdge &edge)
    {
        const QString id = edge.id();
        if (m_edges.contains(id))
            return;
        m_edges.insert(id);
        m_graph.edges.append(edge);
    }

    Result<void> expand(const Pending &at, bool up)
    {
        const QString id = at.thing.place.toString();
        const auto groups = m_links.groups(at.thing, up);
        if (!groups)
            return std::unexpected(groups.error());
        m_expanded.insert(id + (up ? u'<' : u'>'));
        for (const LineageGroup &group : *groups) {
            const auto total = group.count(LineageGroup::kBegin, m_options.stackAfter + 1);
            if (!total)
                return std::unexpected(total.error());
            if (total->count == 0)
                continue;
            if (total->count <= m_options.stackAfter) {
                if (auto shown = show(at, up, group, LineageGroup::kBegin, static_cast<int>(total->count)); !shown)
                    return std::unexpected(shown.error());
                continue;
            }
            if (auto stacked = stack(at, up, group); !stacked)
                return stacked;
        }
        return {};
    }

    /// The group as one node, or, where it is open, its members up to where it is open and one node for the rest.
    Result<void> stack(const Pending &at, bool up, const LineageGroup &group)
    {
        qint64 after = LineageGroup::kBegin;
        while (true) {
            const auto left = group.count(after, LineageGroup::kAll);
            if (!left || left->count == 0)
                return left ? Result<void>() : std::unexpected(left.error());
            LineagePlace place;
            place.kind = LineageKind::Stack;
            place.id = at.thing.place.toString();
            place.relation = group.relation;
            place.group = group.number;
            place.number = after + 1;
            const QString id = place.toString();
            if (m_options.open.contains(id)) {
                const auto last = show(at, up, group, after, kOpened);
                if (!last)
                    return std::unexpected(last.error());
                if (*last <= after)
                    return {};
                after = *last;
                continue;
            }
            if (m_graph.nodes.size() >= m_options.most) {
                m_graph.isTruncated = true;
                return {};
            }
            LineageNode node;
            node.id = id;
            node.kind = LineageKind::Stack;
            node.memberKind = group.memberKind;
            node.relation = group.relation;
            node.parent = at.thing.place.toString();
            node.isUp = up;
            node.count
                = std::min(left->count, std::max(left->isLeast() && group.relation != "child"_L1 ? LineageCount::kMost : left->count, qint64(1)));
            node.countIsLeast = left->isLeast() && group.relation != "child"_L1;
            node.hop = at.hop + 1;
            node.title = u"%1%2 × %3"_s.arg(node.count).arg(node.countIsLeast ? u"+"_s : QString(), lineageKindName(group.memberKind));
            node.detail = group.relation;
            // What is alike about them is what the first one says.
            const auto first = group.fetch(after, 1);
            if (!first)
                return std::unexpected(first.error());
            if (!first->isEmpty()) {
                LineageEdge edge = first->first().edge;
                (up ? edge.from : edge.to) = id;
                edge.fields.clear();
                addEdge(edge);
            }
            m_graph.nodes.append(std::move(node));
            return {};
        }
    }

    /// The cursor of the last one that was shown.
    Result<qint64> show(const Pending &at, bool up, const LineageGroup &group, qint64 after, int limit)
    {
        const auto links = group.fetch(after, limit);
        if (!links)
            return std::unexpected(links.error());
        for (const LineageLink &link : *links) {
            after = link.cursor;
            const auto added = add(link.thing, at.hop + 1, up, !up);
            if (!added)
                return std::unexpected(added.error());
            if (*added)
                addEdge(link.edge);
        }
        return after;
    }

    /// Says of each node whether there is more behind it than is shown.
    Result<void> markMore()
    {
        QHash<QString, qint64> into;
        QHash<QString, qint64> outOf;
        for (const LineageEdge &edge : std::as_const(m_graph.edges)) {
            ++into[edge.to];
            ++outOf[edge.from];
        }
        for (const auto &[id, known] : m_things.asKeyValueRange()) {
            LineageNode &node = m_graph.nodes[known.second];
            for (const bool up : {true, false}) {
                if (m_expanded.contains(id + (up ? u'<' : u'>')))
                    continue;
                const auto groups = m_links.groups(known.first, up);
                if (!groups)
                    return std::unexpected(groups.error());
                const qint64 shown = (up ? into : outOf).value(id);
                qint64 total = 0;
                for (const LineageGroup &group : *groups) {
                    const auto count = total > shown ? Result<LineageCount>(LineageCount()) : group.count(LineageGroup::kBegin, shown + 1);
                    if (!count)
                        return std::unexpected(count.error());
                    total += count->count;
                }
                (up ? node.moreUp : node.moreDown) = total > shown;
            }
        }
        return {};
    }

    LineageLinks &m_links;
    const NeighbourhoodOptions &m_options;
    LineageGraph m_graph;
    QHash<QString, std::pair<LineageThing, qsizetype>> m_things; ///< by node id, with its place among the nodes
    QSet<QString> m_edges;
    QSet<QString> m_expanded; ///< node id and '<' for up, '>' for down
    std::deque<Pending> m_queue;
};

} // namespace

Result<LineageGraph> neighbourhood(LineageLinks &links, const LineageThing &focus, const NeighbourhoodOptions &options)
{
    return Builder(links, options).around(focus);
}

Result<bool> everythingFrom(LineageLinks &links, const LineageThing &focus, bool up, const std::function<bool(LineageKind)> &isWanted,
                            const std::function<bool(const LineageReach &)> &take, const std::function<bool(qint64)> &goesOn)
{
    struct Next
    {
        LineageThing thing;
        int depth = 0;
    };
    std::deque<Next> queue{{focus, 0}};
    QSet<QString> seen{focus.place.toString()};
    while (!queue.empty()) {
        const Next at = queue.front();
        queue.pop_front();
        const auto groups = links.groups(at.thing, up);
        if (!groups)
            return std::unexpected(groups.error());
        for (const LineageGroup &group : *groups) {
            for (qint64 after = LineageGroup::kBegin;;) {
                const auto page = group.fetch(after, kOpened);
                if (!page)
                    return std::unexpected(page.error());
                for (const LineageLink &link : *page) {
                    after = link.cursor;
                    const QString id = link.thing.place.toString();
                    if (seen.contains(id))
                        continue;
                    if (!goesOn(seen.size() - 1))
                        return false;
                    seen.insert(id);
                    queue.push_back({link.thing, at.depth + 1});
                    if (!isWanted(link.thing.place.kind))
                        continue;
                    LineageReach reach;
                    auto node = links.node(link.thing);
                    if (!node)
                        return std::unexpected(node.error());
                    reach.node = std::move(*node);
                    reach.node.hop = at.depth + 1;
                    reach.via = at.thing.place.toString();
                    reach.relation = link.edge.relation;
                    if (!take(reach))
                        return false;
                }
                if (page->size() < kOpened)
                    break;
            }
        }
    }
    return true;
}

} // namespace Millrace
