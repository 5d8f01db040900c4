// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/topology.h"

#include <algorithm>
#include <vector>

namespace Millrace {

namespace {

/// Tarjan's algorithm with a stack of its own, so that a pipeline of any length is no danger to the thread's.
class Components
{
public:
    explicit Components(const PipelineDefinition &pipeline)
        : m_to(static_cast<std::size_t>(pipeline.nodes.size()))
        , m_marks(m_to.size())
    {
        QHash<QString, int> ordinals;
        for (qsizetype i = 0; i < pipeline.nodes.size(); ++i)
            ordinals.insert(pipeline.nodes.at(i).id, static_cast<int>(i)); // of a draft, whose ids may be there twice
        for (const PipelineLink &link : pipeline.links) {
            const int from = ordinals.value(link.from.node, -1);
            const int to = ordinals.value(link.to.node, -1);
            if (from >= 0 && to >= 0)
                at(m_to, from).push_back(to);
        }
    }

    /// For each node the number of its loop, or -1.
    std::vector<int> run()
    {
        for (int node = 0; node < static_cast<int>(m_marks.size()); ++node) {
            if (at(m_marks, node).index < 0)
                walkFrom(node);
        }
        std::vector<int> loops;
        for (const Mark &mark : m_marks)
            loops.push_back(mark.loop);
        return loops;
    }

private:
    struct Mark
    {
        int index = -1;
        int low = -1;
        bool onStack = false;
        int loop = -1;
    };
    struct Frame
    {
        int node;
        std::size_t nextLink;
    };

    template <typename T>
    static T &at(std::vector<T> &list, int i)
    {
        return list.at(static_cast<std::size_t>(i));
    }

    void enter(int node)
    {
        Mark &mark = at(m_marks, node);
        mark.index = mark.low = m_next++;
        mark.onStack = true;
        m_stack.push_back(node);
        m_frames.push_back({node, 0});
    }

    void walkFrom(int root)
    {
        enter(root);
        while (!m_frames.empty()) {
            const int node = m_frames.back().node;
            const std::vector<int> &links = at(m_to, node);
            if (m_frames.back().nextLink < links.size()) {
                const int to = links.at(m_frames.back().nextLink++);
                if (at(m_marks, to).index < 0)
                    enter(to);
                else if (at(m_marks, to).onStack)
                    at(m_marks, node).low = std::min(at(m_marks, node).low, at(m_marks, to).index);
                continue;
            }
            m_frames.pop_back();
            if (!m_frames.empty()) {
                Mark &parent = at(m_marks, m_frames.back().node);
                parent.low = std::min(parent.low, at(m_marks, node).low);
            }
            if (at(m_marks, node).low == at(m_marks, node).index)
                leave(node);
        }
    }

    void leave(int root)
    {
        const auto first = std::find(m_stack.rbegin(), m_stack.rend(), root).base() - 1; // near the top
        const bool isLoop = std::distance(first, m_stack.end()) > 1 || std::ranges::contains(at(m_to, root), root);
        for (auto it = first; it != m_stack.end(); ++it) {
            at(m_marks, *it).onStack = false;
            at(m_marks, *it).loop = isLoop ? m_loops : -1;
        }
        m_loops += isLoop;
        m_stack.erase(first, m_stack.end());
    }

    std::vector<std::vector<int>> m_to;
    std::vector<Mark> m_marks;
    std::vector<int> m_stack;
    std::vector<Frame> m_frames;
    int m_next = 0;
    int m_loops = 0;
};

QSet<QString> spread(const PipelineDefinition &pipeline, const QStringList &from, bool forwards)
{
    QMultiHash<QString, QString> steps;
    steps.reserve(pipeline.links.size());
    for (const PipelineLink &link : pipeline.links)
        forwards ? steps.insert(link.from.node, link.to.node) : steps.insert(link.to.node, link.from.node);
    QSet<QString> seen(from.cbegin(), from.cend());
    QStringList todo = from;
    while (!todo.isEmpty()) {
        const auto range = steps.equal_range(todo.takeLast());
        for (auto it = range.first; it != range.second; ++it) {
            if (!seen.contains(*it)) {
                seen.insert(*it);
                todo.append(*it);
            }
        }
    }
    return seen;
}

} // namespace

QHash<QString, int> loopsOf(const PipelineDefinition &pipeline)
{
    const std::vector<int> loops = Components(pipeline).run();
    QHash<QString, int> found;
    for (qsizetype i = 0; i < pipeline.nodes.size(); ++i) {
        if (const int loop = loops.at(static_cast<std::size_t>(i)); loop >= 0)
            found.insert(pipeline.nodes.at(i).id, loop);
    }
    return found;
}

QSet<QString> reachableFrom(const PipelineDefinition &pipeline, const QStringList &nodes)
{
    return spread(pipeline, nodes, true);
}

QSet<QString> leadingTo(const PipelineDefinition &pipeline, const QString &node)
{
    return spread(pipeline, {node}, false);
}

} // namespace Millrace
