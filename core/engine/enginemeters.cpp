// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/enginemeters.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr double kMicro = 1e-6;

const MetricInfo &stepDuration()
{
    static const MetricInfo info{.name = "millrace_step_duration_seconds",
                                 .kind = MetricKind::Histogram,
                                 .unit = "seconds",
                                 .resolution = kMicro,
                                 .group = "engine",
                                 .title = u"Step duration"_s,
                                 .help = u"Time that steps ran, by pipeline and node."_s};
    return info;
}

const MetricInfo &stepWait()
{
    static const MetricInfo info{.name = "millrace_step_wait_seconds",
                                 .kind = MetricKind::Histogram,
                                 .unit = "seconds",
                                 .resolution = kMicro,
                                 .group = "engine",
                                 .title = u"Step wait"_s,
                                 .help = u"Time from when a step could have started to when it did, by pipeline and node."_s};
    return info;
}

const MetricInfo &steps()
{
    static const MetricInfo info{.name = "millrace_steps_total",
                                 .kind = MetricKind::Counter,
                                 .group = "engine",
                                 .title = u"Steps"_s,
                                 .help = u"Steps that ended, by pipeline, node and result."_s};
    return info;
}

const MetricInfo &contextDuration()
{
    static const MetricInfo info{.name = "millrace_context_duration_seconds",
                                 .kind = MetricKind::Histogram,
                                 .unit = "seconds",
                                 .resolution = kMicro,
                                 .group = "engine",
                                 .title = u"Document duration"_s,
                                 .help = u"Time from a document's first step to its last, by pipeline."_s};
    return info;
}

const MetricInfo &contextsRested()
{
    static const MetricInfo info{.name = "millrace_contexts_total",
                                 .kind = MetricKind::Counter,
                                 .group = "engine",
                                 .title = u"Documents"_s,
                                 .help = u"Documents that came to rest, by pipeline and state."_s};
    return info;
}

} // namespace

MetricRegistry *registryOf(const RunServices &services)
{
    const auto *source = dynamic_cast<const MetricSource *>(services.models);
    return source ? &source->registry() : nullptr;
}

EngineMeters::EngineMeters(MetricRegistry *registry)
    : m_registry(registry)
{
    if (!registry)
        return;
    m_turn = &registry->histogram({.name = "millrace_transaction_duration_seconds",
                                   .kind = MetricKind::Histogram,
                                   .unit = "seconds",
                                   .resolution = kMicro,
                                   .group = "store",
                                   .title = u"Transaction duration"_s,
                                   .help = u"Time from the beginning of a group commit to its end."_s});
    m_commit = &registry->histogram({.name = "millrace_commit_duration_seconds",
                                     .kind = MetricKind::Histogram,
                                     .unit = "seconds",
                                     .resolution = kMicro,
                                     .group = "store",
                                     .title = u"Commit duration"_s,
                                     .help = u"Time that reaching the disk took, by group commit."_s});
    m_size = &registry->histogram({.name = "millrace_commit_transitions",
                                   .kind = MetricKind::Histogram,
                                   .group = "store",
                                   .title = u"Commit size"_s,
                                   .help = u"Transitions that a group commit wrote."_s});
    m_ready = &registry->gauge({.name = "millrace_engine_ready",
                                .kind = MetricKind::Gauge,
                                .group = "engine",
                                .title = u"Steps ready"_s,
                                .help = u"Steps in memory that could start now."_s});
    m_inFlight = &registry->gauge({.name = "millrace_engine_in_flight",
                                   .kind = MetricKind::Gauge,
                                   .group = "engine",
                                   .title = u"Steps under way"_s,
                                   .help = u"Steps that are with a runner."_s});
}

EngineMeters::Pipeline &EngineMeters::pipelineOf(const Plan &plan)
{
    Pipeline &pipeline = m_pipelines[plan.key()];
    if (!pipeline.nodes.empty() || plan.nodes().empty())
        return pipeline;
    const QByteArray id = plan.definition().id.toUtf8();
    pipeline.id = id;
    pipeline.duration = &m_registry->histogram(contextDuration(), {{"pipeline", id}});
    for (const PlanNode &node : plan.nodes()) {
        const QByteArray name = node.node.id.toUtf8();
        pipeline.nodes.push_back({&m_registry->histogram(stepDuration(), {{"pipeline", id}, {"node", name}}),
                                  &m_registry->histogram(stepWait(), {{"pipeline", id}, {"node", name}}),
                                  &m_registry->counter(steps(), {{"pipeline", id}, {"node", name}, {"result", "succeeded"}}),
                                  &m_registry->counter(steps(), {{"pipeline", id}, {"node", name}, {"result", "failed"}})});
    }
    return pipeline;
}

void EngineMeters::note(const Plan &plan, const StepReport &report, const ContextRow &before, const ContextRow &after)
{
    if (!m_registry)
        return;
    Pipeline &pipeline = pipelineOf(plan);
    for (const StepRecord &record : report.records) {
        const bool isFirst = &record == report.records.data();
        m_noted.push_back({&pipeline.nodes[static_cast<std::size_t>(record.node)], record.durationUs,
                           isFirst && before.dueAt ? std::max<qint64>(record.startedAt - *before.dueAt, 0) : -1, record.result.error.has_value()});
    }
    if (Ledger::isOver(after.status) && !Ledger::isOver(before.status))
        m_rested.push_back({&pipeline, after.status, after.startAt && after.endAt ? std::max<qint64>(*after.endAt - *after.startAt, 0) : -1});
}

void EngineMeters::committed(qint64 transitions, qint64 turnUs, qint64 commitUs)
{
    if (!m_registry)
        return;
    for (const Noted &noted : m_noted) {
        noted.node->duration->record(noted.durationUs);
        if (noted.waitUs >= 0)
            noted.node->wait->record(noted.waitUs);
        (noted.failed ? noted.node->failed : noted.node->succeeded)->add();
    }
    m_noted.clear();
    for (const Rested &rested : m_rested) {
        MetricCounter *&counter = rested.pipeline->rested[static_cast<std::size_t>(rested.status)];
        if (!counter)
            counter = &m_registry->counter(
                contextsRested(),
                {{"pipeline", rested.pipeline->id}, {"status", QByteArray(statusName(rested.status).data(), statusName(rested.status).size())}});
        counter->add();
        if (rested.durationUs >= 0 && rested.status == ContextStatus::Completed)
            rested.pipeline->duration->record(rested.durationUs);
    }
    m_rested.clear();
    m_turn->record(turnUs);
    m_commit->record(commitUs);
    if (transitions > 0)
        m_size->record(transitions);
}

void EngineMeters::dropped()
{
    m_noted.clear();
    m_rested.clear();
}

void EngineMeters::queues(qint64 ready, qint64 inFlight)
{
    if (!m_registry)
        return;
    m_ready->set(ready);
    m_inFlight->set(inFlight);
}

} // namespace Millrace
