// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scheduler.h"

#include <algorithm>
#include <utility>

namespace Millrace {

void Scheduler::know(const std::shared_ptr<const Plan> &plan)
{
    if (m_pipelines.contains(plan->key()))
        return;
    Pipeline pipeline{plan, std::vector<Node>(plan->nodes().size()), false};
    for (std::size_t i = 0; i < plan->nodes().size(); ++i) {
        const PlanNode &node = plan->nodes().at(i);
        pipeline.limited |= node.node.limits.concurrency > 0 || node.node.limits.perSecond > 0
            || std::ranges::any_of(node.exits, [](const PlanNode::Exit &exit) { return exit.limits.isSet(); });
        const auto [items, bytes] = m_early.take({plan->key(), static_cast<int>(i)});
        pipeline.nodes.at(i).queuedItems = items;
        pipeline.nodes.at(i).queuedBytes = bytes;
    }
    m_pipelines.insert(plan->key(), std::move(pipeline));
}

QList<ContextKey> Scheduler::setPaused(const QString &pipelineId, bool paused)
{
    QList<ContextKey> dropped;
    if (!paused) {
        m_paused.remove(pipelineId);
        return dropped;
    }
    m_paused.insert(pipelineId);
    for (auto &levels : m_turns) {
        for (auto &[priority, level] : levels) {
            for (auto &[pipeline, nodes] : level.pipelines) {
                if (!isPaused(pipeline))
                    continue;
                for (auto &[node, queue] : nodes) {
                    for (const Ready &ready : std::exchange(queue, {})) {
                        count(ready, -1);
                        dropped.append(ready.row.key);
                    }
                }
            }
        }
    }
    return dropped;
}

void Scheduler::dropEmpty()
{
    for (auto &levels : m_turns) {
        for (auto &[priority, level] : levels) {
            for (auto &[pipeline, nodes] : level.pipelines)
                std::erase_if(nodes, [](const auto &entry) { return entry.second.empty(); });
            std::erase_if(level.pipelines, [](const auto &entry) { return entry.second.empty(); });
        }
    }
}

void Scheduler::count(const Ready &ready, int by)
{
    const Lane lane{ready.row.pipeline, ready.row.priority};
    m_size += static_cast<std::size_t>(by);
    m_bytes += ready.data ? by * ready.row.bytes : 0;
    if ((m_lanes[lane] += static_cast<std::size_t>(by)) == 0)
        m_lanes.erase(lane);
}

bool Scheduler::isPaused(qint64 pipeline) const
{
    const auto it = m_pipelines.constFind(pipeline);
    return !m_paused.isEmpty() && it != m_pipelines.cend() && m_paused.contains(it->plan->definition().id);
}

std::deque<Scheduler::Ready> &Scheduler::queueOf(const ContextRow &row)
{
    const Kind kind = kindOf(m_pipelines.constFind(row.pipeline)->plan->node(row.node));
    return m_turns[static_cast<int>(kind)][row.priority].pipelines[row.pipeline][row.node];
}

void Scheduler::offer(Ready ready)
{
    count(ready, 1);
    queueOf(ready.row).push_back(std::move(ready));
}

void Scheduler::putBack(Ready ready)
{
    --m_pipelines[ready.row.pipeline].nodes.at(static_cast<std::size_t>(ready.row.node)).running;
    count(ready, 1);
    queueOf(ready.row).push_front(std::move(ready));
}

bool Scheduler::mayStart(const Pipeline &pipeline, int node, qint64 now)
{
    if (!m_paused.isEmpty() && m_paused.contains(pipeline.plan->definition().id))
        return false;
    if (!pipeline.limited)
        return true;
    const PlanNode &planned = pipeline.plan->node(node);
    const Node &state = pipeline.nodes.at(static_cast<std::size_t>(node));
    const NodeLimits &limits = planned.node.limits;
    if (limits.concurrency > 0 && state.running >= limits.concurrency)
        return false;
    if (limits.perSecond > 0 && state.nextStart > now) {
        m_nextAllowed = m_nextAllowed ? std::min(*m_nextAllowed, state.nextStart) : state.nextStart;
        return false;
    }
    return std::ranges::none_of(planned.exits, [&](const PlanNode::Exit &exit) {
        const Node &behind = pipeline.nodes.at(static_cast<std::size_t>(exit.to));
        // What runs here already will come to wait there too.
        const qint64 items = behind.queuedItems + state.running;
        return (exit.limits.maxItems > 0 && items >= exit.limits.maxItems)
            || (exit.limits.maxBytes > 0 && behind.queuedBytes >= exit.limits.maxBytes);
    });
}

std::deque<Scheduler::Ready> *Scheduler::findNext(Kind kind, qint64 now, Turn **turn)
{
    m_nextAllowed.reset();
    for (auto &[priority, level] : m_turns[static_cast<int>(kind)]) {
        const auto begin = level.pipelines.upper_bound(level.last);
        auto it = begin;
        for (std::size_t i = 0; i < level.pipelines.size(); ++i, ++it) {
            if (it == level.pipelines.end())
                it = level.pipelines.begin();
            const Pipeline &pipeline = *m_pipelines.constFind(it->first);
            for (auto &[node, queue] : it->second) {
                if (queue.empty() || !mayStart(pipeline, node, now))
                    continue;
                *turn = &level;
                return &queue;
            }
        }
    }
    return nullptr;
}

std::optional<Scheduler::Ready> Scheduler::take(Kind kind, qint64 now)
{
    Turn *turn = nullptr;
    std::deque<Ready> *queue = findNext(kind, now, &turn);
    if (!queue)
        return std::nullopt;
    Ready ready = std::move(queue->front());
    queue->pop_front();
    turn->last = ready.row.pipeline;
    count(ready, -1);
    Pipeline &pipeline = m_pipelines[ready.row.pipeline];
    Node &node = pipeline.nodes.at(static_cast<std::size_t>(ready.row.node));
    ++node.running;
    if (const double rate = pipeline.plan->node(ready.row.node).node.limits.perSecond; rate > 0)
        node.nextStart = std::max(node.nextStart, now) + static_cast<qint64>(1e6 / rate);
    return ready;
}

bool Scheduler::goOn(const ContextRow &row, Kind kind)
{
    const auto it = m_pipelines.find(row.pipeline);
    if (it == m_pipelines.end() || it->limited || isPaused(row.pipeline))
        return false;
    const PlanNode &node = it->plan->node(row.node);
    const auto &levels = m_turns[static_cast<int>(kind)];
    if (kindOf(node) != kind || node.isFusible() || node.isJoin() || node.inLoop || node.node.caches
        || (!levels.empty() && levels.begin()->first > row.priority))
        return false;
    ++it->nodes.at(static_cast<std::size_t>(row.node)).running;
    return true;
}

const ContextRow *Scheduler::peek(Kind kind, qint64 now)
{
    Turn *turn = nullptr;
    const std::deque<Ready> *queue = findNext(kind, now, &turn);
    return queue ? &queue->front().row : nullptr;
}

void Scheduler::ended(qint64 pipeline, int node)
{
    const auto it = m_pipelines.find(pipeline);
    if (it != m_pipelines.end())
        --it->nodes.at(static_cast<std::size_t>(node)).running;
}

void Scheduler::queueChanged(const TallyDelta::Queue &change)
{
    const auto it = m_pipelines.find(change.pipeline);
    if (it == m_pipelines.end()) {
        auto &[items, bytes] = m_early[{change.pipeline, change.node}];
        items += change.items;
        bytes += change.bytes;
        return;
    }
    Node &node = it->nodes.at(static_cast<std::size_t>(change.node));
    node.queuedItems += change.items;
    node.queuedBytes += change.bytes;
}

bool Scheduler::remove(ContextKey key)
{
    for (auto &levels : m_turns) {
        for (auto &[priority, level] : levels) {
            for (auto &[pipeline, nodes] : level.pipelines) {
                for (auto &[node, queue] : nodes) {
                    const auto it = std::ranges::find(queue, key, [](const Ready &ready) { return ready.row.key; });
                    if (it == queue.end())
                        continue;
                    count(*it, -1);
                    queue.erase(it);
                    return true;
                }
            }
        }
    }
    return false;
}

} // namespace Millrace
