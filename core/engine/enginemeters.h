// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/ledger.h"
#include "engine/plan.h"
#include "engine/runner.h"
#include "sdk/metrics.h"

#include <array>
#include <unordered_map>
#include <vector>

namespace Millrace {

/// Where an engine that was given these services counts, and its components: where its models are counted. Null: nowhere.
[[nodiscard]] MetricRegistry *registryOf(const RunServices &services);

/// What the engine counts of itself: steps with what they took and waited, contexts that came to rest, commits.
///
/// Engine thread. What a turn has done is noted while it is applied and counted once it is committed, so that a commit which is made again counts
/// once.
class EngineMeters
{
public:
    explicit EngineMeters(MetricRegistry *registry); ///< null: counts nothing

    /// Steps of a report that was applied: `before` as its context was when they began, `after` as it is now.
    void note(const Plan &plan, const StepReport &report, const ContextRow &before, const ContextRow &after);
    /// The turn that was noted is on the disk.
    void committed(qint64 transitions, qint64 turnUs, qint64 commitUs);
    /// It is not.
    void dropped();
    void queues(qint64 ready, qint64 inFlight);

private:
    struct Node
    {
        MetricHistogram *duration = nullptr;
        MetricHistogram *wait = nullptr;
        MetricCounter *succeeded = nullptr;
        MetricCounter *failed = nullptr;
    };
    struct Pipeline
    {
        QByteArray id;
        std::vector<Node> nodes;
        MetricHistogram *duration = nullptr;
        std::array<MetricCounter *, std::size(kAllStatuses)> rested = {}; ///< made when the first of them comes
    };
    struct Noted
    {
        Node *node = nullptr;
        qint64 durationUs = 0;
        qint64 waitUs = -1;
        bool failed = false;
    };
    struct Rested
    {
        Pipeline *pipeline = nullptr;
        ContextStatus status = ContextStatus::Completed;
        qint64 durationUs = -1;
    };
    [[nodiscard]] Pipeline &pipelineOf(const Plan &plan);

    MetricRegistry *m_registry;
    std::unordered_map<qint64, Pipeline> m_pipelines; ///< by the version's key
    std::vector<Noted> m_noted;
    std::vector<Rested> m_rested;
    MetricHistogram *m_turn = nullptr;
    MetricHistogram *m_commit = nullptr;
    MetricHistogram *m_size = nullptr;
    MetricGauge *m_ready = nullptr;
    MetricGauge *m_inFlight = nullptr;
};

} // namespace Millrace
