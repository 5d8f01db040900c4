// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scheduler.h"

#include <algorithm>
#include <utility>

namespace Millrace {

namespace {

bool hasLimitedExit(const PlanNode &node)
{
    return std::ranges::any_of(node.exits, [](const PlanNode::Exit &exit) { return exit.limits.isSet(); });
}

} // namespace

void Scheduler::know(const std::shared_ptr<const Plan> &plan)
{
    if (m_pipelines.contains(plan->key()))
        return;
    const QString &id = plan->definition().id;
    if (!m_ids.contains(id))
        m_ids.insert(id, static_cast<int>(m_ids.size()) + 1);
    Pipeline pipeline{plan, m_ids.value(id), {}, false};
    for (std::size_t i = 0; i < plan->nodes().size(); ++i) {
        const PlanNode &node = plan->nodes().at(i);
        pipeline.limited |= node.node.limits.concurrency > 0 || node.node.limits.perSecond > 0 || hasLimitedExit(node);
        std::shared_ptr<Node> &state = m_nodes[{pipeline.id, node.node.id}];
        if (!state)
            state = std::make_shared<Node>();
        const auto [items, bytes] = m_early.take({plan->key(), static_cast<int>(i)});
        state->queuedItems += items;
        state->queuedBytes += bytes;
        pipeline.nodes.push_back(state);
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
            const auto pipeline = level.pipelines.find(m_ids.value(pipelineId));
            if (pipeline == level.pipelines.end())
                continue;
            for (auto &[place, queue] : pipeline->second) {
                for (const Ready &ready : std::exchange(queue, {})) {
                    count(level, ready, -1);
                    dropped.append(ready.row.key);
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
            for (auto &[pipeline, places] : level.pipelines)
                std::erase_if(places, [](const auto &entry) { return entry.second.empty(); });
            std::erase_if(level.pipelines, [](const auto &entry) { return entry.second.empty(); });
        }
    }
}

void Scheduler::count(Turn &turn, const Ready &ready, int by)
{
    const Lane lane{ready.row.pipeline, ready.row.priority};
    turn.size += static_cast<std::size_t>(by);
    m_size += static_cast<std::size_t>(by);
    m_bytes += ready.data ? by * ready.row.bytes : 0;
    if ((m_lanes[lane] += static_cast<std::size_t>(by)) == 0)
        m_lanes.erase(lane);
}

std::size_t Scheduler::size(const Lane &lane, int node) const
{
    const auto known = m_pipelines.constFind(lane.pipeline);
    if (known == m_pipelines.cend())
        return 0;
    const auto &levels = m_turns[static_cast<int>(kindOf(known->plan->node(node)))];
    const auto level = levels.find(lane.priority);
    if (level == levels.end())
        return 0;
    const auto pipeline = level->second.pipelines.find(known->id);
    if (pipeline == level->second.pipelines.end())
        return 0;
    const auto place = pipeline->second.find({node, lane.pipeline});
    return place == pipeline->second.end() ? 0 : place->second.size();
}

bool Scheduler::isHeld(const Lane &lane, qint64 now) const
{
    const auto known = m_pipelines.constFind(lane.pipeline);
    if (known == m_pipelines.cend() || !known->limited || size(lane) == 0)
        return false;
    for (int node = 0; node < static_cast<int>(known->nodes.size()); ++node) {
        if (size(lane, node) > 0 && mayStart(*known, node, now))
            return false;
    }
    return true;
}

bool Scheduler::isPaused(qint64 pipeline) const
{
    const auto it = m_pipelines.constFind(pipeline);
    return !m_paused.isEmpty() && it != m_pipelines.cend() && m_paused.contains(it->plan->definition().id);
}

Scheduler::Turn &Scheduler::turnOf(const ContextRow &row)
{
    const Kind kind = kindOf(m_pipelines.constFind(row.pipeline)->plan->node(row.node));
    return m_turns[static_cast<int>(kind)][row.priority];
}

void Scheduler::offer(Ready ready)
{
    Turn &turn = turnOf(ready.row);
    count(turn, ready, 1);
    turn.pipelines[m_pipelines.constFind(ready.row.pipeline)->id][{ready.row.node, ready.row.pipeline}].push_back(std::move(ready));
}

void Scheduler::putBack(Ready ready)
{
    ended(ready.row);
    Turn &turn = turnOf(ready.row);
    count(turn, ready, 1);
    turn.pipelines[m_pipelines.constFind(ready.row.pipeline)->id][{ready.row.node, ready.row.pipeline}].push_front(std::move(ready));
}

std::optional<qint64> Scheduler::nextAllowedAt() const
{
    std::optional<qint64> next;
    for (const std::optional<qint64> &allowed : m_nextAllowed) {
        if (allowed)
            next = next ? std::min(*next, *allowed) : *allowed;
    }
    return next;
}

bool Scheduler::isFull(const Pipeline &pipeline, int node) const
{
    const PlanNode &planned = pipeline.plan->node(node);
    const Node &state = *pipeline.nodes.at(static_cast<std::size_t>(node));
    if (planned.node.limits.concurrency > 0 && state.running >= planned.node.limits.concurrency)
        return true;
    return std::ranges::any_of(planned.exits, [&](const PlanNode::Exit &exit) {
        const Node &behind = *pipeline.nodes.at(static_cast<std::size_t>(exit.to));
        // What runs here already will come to wait there too.
        return (exit.limits.maxItems > 0 && behind.queuedItems + state.running >= exit.limits.maxItems)
            || (exit.limits.maxBytes > 0 && behind.queuedBytes + state.runningBytes >= exit.limits.maxBytes);
    });
}

bool Scheduler::mayStart(const Pipeline &pipeline, int node, qint64 now) const
{
    if (!m_paused.isEmpty() && m_paused.contains(pipeline.plan->definition().id))
        return false;
    return !pipeline.limited || (pipeline.nodes.at(static_cast<std::size_t>(node))->nextStart <= now && !isFull(pipeline, node));
}

std::deque<Scheduler::Ready> *Scheduler::findIn(std::map<Place, std::deque<Ready>> &places, qint64 now, std::optional<qint64> *allowed) const
{
    for (auto &[place, queue] : places) {
        if (queue.empty())
            continue;
        const Pipeline &pipeline = *m_pipelines.constFind(place.version);
        if (mayStart(pipeline, place.node, now))
            return &queue;
        const qint64 next = pipeline.nodes.at(static_cast<std::size_t>(place.node))->nextStart;
        if (allowed && next > now && !isPaused(place.version))
            *allowed = *allowed ? std::min(**allowed, next) : next;
    }
    return nullptr;
}

std::deque<Scheduler::Ready> *Scheduler::findNext(Kind kind, qint64 now, Turn **turn)
{
    std::optional<qint64> &allowed = m_nextAllowed[static_cast<int>(kind)];
    allowed.reset();
    for (auto &[priority, level] : m_turns[static_cast<int>(kind)]) {
        if (level.size == 0)
            continue;
        auto it = level.pipelines.upper_bound(level.last);
        for (std::size_t i = 0; i < level.pipelines.size(); ++i, ++it) {
            if (it == level.pipelines.end())
                it = level.pipelines.begin();
            if (std::deque<Ready> *queue = findIn(it->second, now, &allowed)) {
                *turn = &level;
                return queue;
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
    count(*turn, ready, -1);
    const Pipeline &pipeline = *m_pipelines.constFind(ready.row.pipeline);
    turn->last = pipeline.id;
    begin(pipeline, ready.row, now);
    return ready;
}

void Scheduler::begin(const Pipeline &pipeline, const ContextRow &row, qint64 now)
{
    Node &node = *pipeline.nodes.at(static_cast<std::size_t>(row.node));
    ++node.running;
    node.runningBytes += row.bytes;
    if (const double rate = pipeline.plan->node(row.node).node.limits.perSecond; rate > 0)
        node.nextStart = std::max(node.nextStart, now) + static_cast<qint64>(1e6 / rate);
}

bool Scheduler::goOn(const ContextRow &row, Kind kind, qint64 now, bool takesTurns)
{
    const auto it = m_pipelines.constFind(row.pipeline);
    if (it == m_pipelines.cend() || it->limited || isPaused(row.pipeline))
        return false;
    const PlanNode &node = it->plan->node(row.node);
    if (kindOf(node) != kind || node.isFusible() || node.isJoin() || node.inLoop || node.node.caches)
        return false;
    for (auto &[priority, level] : m_turns[static_cast<int>(kind)]) {
        if (level.size == 0)
            continue;
        if (priority < row.priority || (priority == row.priority && !takesTurns))
            break;
        for (auto &[pipeline, places] : level.pipelines) {
            if ((priority > row.priority || pipeline != it->id) && findIn(places, now))
                return false;
        }
    }
    begin(*it, row, now);
    return true;
}

const ContextRow *Scheduler::peek(Kind kind, qint64 now)
{
    Turn *turn = nullptr;
    const std::deque<Ready> *queue = findNext(kind, now, &turn);
    return queue ? &queue->front().row : nullptr;
}

void Scheduler::ended(const ContextRow &row)
{
    const auto it = m_pipelines.constFind(row.pipeline);
    if (it == m_pipelines.cend())
        return;
    Node &node = *it->nodes.at(static_cast<std::size_t>(row.node));
    --node.running;
    node.runningBytes -= row.bytes;
}

void Scheduler::queueChanged(const TallyDelta::Queue &change)
{
    const auto it = m_pipelines.constFind(change.pipeline);
    if (it == m_pipelines.cend()) {
        auto &[items, bytes] = m_early[{change.pipeline, change.node}];
        items += change.items;
        bytes += change.bytes;
        return;
    }
    Node &node = *it->nodes.at(static_cast<std::size_t>(change.node));
    node.queuedItems += change.items;
    node.queuedBytes += change.bytes;
}

bool Scheduler::remove(ContextKey key)
{
    for (auto &levels : m_turns) {
        for (auto &[priority, level] : levels) {
            for (auto &[pipeline, places] : level.pipelines) {
                for (auto &[place, queue] : places) {
                    const auto it = std::ranges::find(queue, key, [](const Ready &ready) { return ready.row.key; });
                    if (it == queue.end())
                        continue;
                    count(level, *it, -1);
                    queue.erase(it);
                    return true;
                }
            }
        }
    }
    return false;
}

} // namespace Millrace
