// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/plan.h"
#include "store/contextrepository.h"

#include <QHash>
#include <QSet>

#include <deque>
#include <map>
#include <optional>

namespace Millrace {

/// Chooses which ready context runs next: a function of what it was told and of the clock it is given, without threads or a store.
///
/// Higher priorities go first; within one, pipelines take turns, and within a pipeline the node furthest down goes first, so that what was
/// begun is finished before more is begun. A node is passed over while its pipeline is paused, as many attempts of it run as its limit
/// allows, its rate is used up, or as much waits behind one of its links as that link's limit allows (backpressure).
class Scheduler
{
public:
    struct Ready
    {
        ContextRow row;
        std::optional<Json> data; ///< where it is at hand
    };
    /// Where a step runs: what goes to a component's process has runners of its own, so that a hostile one keeps none of the others'.
    enum class Kind : quint8 { Pure, Effect, Child };
    [[nodiscard]] static Kind kindOf(const PlanNode &node) { return node.isFusible() ? Kind::Pure : node.isChild() ? Kind::Child : Kind::Effect; }
    using Lane = ContextRepository::Lane;

    /// Makes a version's limits known; before anything of it is offered.
    void know(const std::shared_ptr<const Plan> &plan);
    /// The version was never stored: its key will be another's.
    void forget(qint64 pipeline) { m_pipelines.remove(pipeline); }
    [[nodiscard]] bool knows(qint64 pipeline) const { return m_pipelines.contains(pipeline); }
    /// What is ready of a pipeline that is paused is not kept here; its keys.
    QList<ContextKey> setPaused(const QString &pipelineId, bool paused);
    [[nodiscard]] bool isPaused(qint64 pipeline) const;

    void offer(Ready ready);
    /// Back to the front, with its turn: what was taken did not start after all.
    void putBack(Ready ready);
    /// The next that may start at `now` (monotonic); it counts as begun from here on.
    [[nodiscard]] std::optional<Ready> take(Kind kind, qint64 now);
    /// A context that has just left another node may go on at this one without queueing: it counts as begun then. Only where nothing could
    /// hold it up and nothing more urgent waits.
    [[nodiscard]] bool goOn(const ContextRow &row, Kind kind);
    /// What take() would give; null where it would give nothing. Valid until the next call.
    [[nodiscard]] const ContextRow *peek(Kind kind, qint64 now);
    /// An attempt is over.
    void ended(qint64 pipeline, int node);
    /// What waits or runs at nodes changed by so much.
    void queueChanged(const TallyDelta::Queue &change);
    /// True: it was here.
    bool remove(ContextKey key);

    /// Gives back what lists of versions without ready contexts take.
    void dropEmpty();

    [[nodiscard]] std::size_t size() const { return m_size; }
    /// Of the documents that are at hand.
    [[nodiscard]] qint64 bytes() const { return m_bytes; }
    [[nodiscard]] std::size_t size(const Lane &lane) const { return m_lanes.contains(lane) ? m_lanes.at(lane) : 0; }
    /// When a rate lets something go on that it holds back at `now`; nothing where no rate does.
    [[nodiscard]] std::optional<qint64> nextAllowedAt() const { return m_nextAllowed; }

private:
    struct Node
    {
        int running = 0;
        qint64 nextStart = 0; ///< monotonic, where it has a rate
        qint64 queuedItems = 0;
        qint64 queuedBytes = 0;
    };
    struct Pipeline
    {
        std::shared_ptr<const Plan> plan;
        std::vector<Node> nodes;
        bool limited = false; ///< has any limit at all
    };
    struct Turn
    {
        std::map<qint64, std::map<int, std::deque<Ready>, std::greater<>>> pipelines;
        qint64 last = 0; ///< whose turn it was
    };

    void count(const Ready &ready, int by);
    [[nodiscard]] bool mayStart(const Pipeline &pipeline, int node, qint64 now);
    [[nodiscard]] std::deque<Ready> &queueOf(const ContextRow &row);
    [[nodiscard]] std::deque<Ready> *findNext(Kind kind, qint64 now, Turn **turn);

    QHash<qint64, Pipeline> m_pipelines;
    QHash<std::pair<qint64, int>, std::pair<qint64, qint64>> m_early; ///< queues of versions not known yet
    QSet<QString> m_paused;
    std::map<int, Turn, std::greater<>> m_turns[3]; ///< by kind
    std::map<Lane, std::size_t> m_lanes;
    std::size_t m_size = 0;
    qint64 m_bytes = 0;
    std::optional<qint64> m_nextAllowed;
};

} // namespace Millrace
