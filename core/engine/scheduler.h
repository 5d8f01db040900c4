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
/// allows, its rate is used up, or as much waits behind one of its links as that link's limit allows (backpressure). What runs and waits at a
/// node is counted for all versions of its pipeline together: they use the same service, and nobody meant twice the limit.
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
    /// hold it up and nothing more urgent could start, nor, where `takesTurns`, another pipeline of the same priority.
    [[nodiscard]] bool goOn(const ContextRow &row, Kind kind, qint64 now, bool takesTurns);
    /// What take() would give; null where it would give nothing. Valid until the next call.
    [[nodiscard]] const ContextRow *peek(Kind kind, qint64 now);
    /// An attempt is over; the row as it was when it counted as begun.
    void ended(const ContextRow &row);
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
    [[nodiscard]] std::size_t size(const Lane &lane, int node) const;
    /// Limits keep everything of this lane that is here from starting at `now`.
    [[nodiscard]] bool isHeld(const Lane &lane, qint64 now) const;
    /// When a rate lets something go on that it holds back at `now`; nothing where no rate does.
    [[nodiscard]] std::optional<qint64> nextAllowedAt() const;
    /// The same of one kind of step, as it was when that was looked at last.
    [[nodiscard]] std::optional<qint64> nextAllowedAt(Kind kind) const { return m_nextAllowed[static_cast<int>(kind)]; }

private:
    struct Node
    {
        int running = 0;
        qint64 runningBytes = 0;
        qint64 nextStart = 0; ///< monotonic, where it has a rate
        qint64 queuedItems = 0;
        qint64 queuedBytes = 0;
    };
    /// A version of one.
    struct Pipeline
    {
        std::shared_ptr<const Plan> plan;
        int id = 0; ///< all versions have the same
        std::vector<std::shared_ptr<Node>> nodes; ///< shared with other versions
        bool limited = false; ///< has any limit at all
    };
    struct Place
    {
        int node = 0;
        qint64 version = 0;
        /// The node furthest down first, and of it the oldest version.
        friend bool operator<(const Place &a, const Place &b) { return a.node != b.node ? a.node > b.node : a.version < b.version; }
    };
    struct Turn
    {
        std::map<int, std::map<Place, std::deque<Ready>>> pipelines;
        std::size_t size = 0;
        int last = 0; ///< whose turn it was
    };

    void count(Turn &turn, const Ready &ready, int by);
    void begin(const Pipeline &pipeline, const ContextRow &row, qint64 now);
    [[nodiscard]] bool mayStart(const Pipeline &pipeline, int node, qint64 now) const;
    [[nodiscard]] bool isFull(const Pipeline &pipeline, int node) const;
    [[nodiscard]] Turn &turnOf(const ContextRow &row);
    [[nodiscard]] std::deque<Ready> *findNext(Kind kind, qint64 now, Turn **turn);
    [[nodiscard]] std::deque<Ready> *findIn(std::map<Place, std::deque<Ready>> &places, qint64 now, std::optional<qint64> *allowed = nullptr) const;

    QHash<qint64, Pipeline> m_pipelines; ///< by version
    QHash<QString, int> m_ids; ///< of pipelines
    QHash<std::pair<int, QString>, std::shared_ptr<Node>> m_nodes; ///< by pipeline and the node's id
    QHash<std::pair<qint64, int>, std::pair<qint64, qint64>> m_early; ///< queues of versions not known yet
    QSet<QString> m_paused;
    std::map<int, Turn, std::greater<>> m_turns[3]; ///< by kind
    std::map<Lane, std::size_t> m_lanes;
    std::size_t m_size = 0;
    qint64 m_bytes = 0;
    std::optional<qint64> m_nextAllowed[3]; ///< by kind, at its last look
};

} // namespace Millrace
