// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/engine_p.h"

#include <QRandomGenerator>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kMostCrashes = 10; ///< after so many ends of the process under it a step has failed

} // namespace

void Engine::Private::stop()
{
    if (std::exchange(m_hasEnded, true))
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_wake.notify_all();
    }
    if (m_thread.joinable()) {
        m_thread.join();
    } else {
        std::unique_lock lock(m_mutex);
        shutDown(lock);
    }
}

Result<std::shared_ptr<const Plan>> Engine::Private::plan(WriteScope &scope, qint64 key)
{
    if (const auto it = m_plans.constFind(key); it != m_plans.cend())
        return *it;
    const auto stored = scope.catalog.pipelineByKey(key);
    if (!stored)
        return std::unexpected(stored.error());
    if (!*stored)
        return fail(ErrorCode::NotFound, u"there is no pipeline version %1"_s.arg(key));
    auto compiled = Plan::compile(key, (*stored)->definition, *m_options.registry);
    if (compiled) {
        m_plans.insert(key, *compiled);
        m_scheduler.know(*compiled);
        m_unsurePlans.append(key);
    }
    return compiled;
}

void Engine::Private::dropUnstoredPlans(WriteScope &scope)
{
    for (const qint64 key : std::exchange(m_unsurePlans, {})) {
        const auto stored = scope.catalog.pipelineByKey(key);
        if (!stored || (*stored && (*stored)->definition == m_plans.value(key)->definition()))
            continue; // a store that cannot be read stops the engine
        m_plans.remove(key);
        m_scheduler.forget(key);
    }
}

void Engine::Private::handleCommitFailure(const Error &error)
{
    if (error.code == ErrorCode::StoreFull) {
        if (!m_fullDisk)
            qCWarning(lcEngine).noquote() << "the disk is full; waiting for room:" << error.text;
        m_fullDisk = true;
        for (QueuedWrite &job : m_takenJobs)
            answer(job.promise, std::unexpected(error));
        m_takenJobs.clear();
        m_takenSoon = 0;
        return;
    }
    stopFor(error);
}

void Engine::Private::stopFor(const Error &error)
{
    qCCritical(lcEngine).noquote() << "the engine stops:" << error.text;
    m_stopped = true;
    std::deque<QueuedWrite> jobs;
    {
        const std::lock_guard lock(m_mutex);
        m_status.stopped = true;
        m_status.running = false;
        m_status.problem = error.text;
        jobs.swap(m_jobs);
        std::ranges::move(m_soonJobs, std::back_inserter(jobs));
        m_soonJobs.clear();
        m_isAwaited = false;
        std::ranges::move(std::exchange(m_newWaiters, {}), std::back_inserter(m_waiters));
    }
    const Error stopped
        = Error::make(ErrorCode::EngineStopped, u"the engine has stopped: %1"_s.arg(error.text), Json::object({{"cause", error.toJson()}}));
    for (QueuedWrite &job : m_takenJobs)
        answer(job.promise, std::unexpected(stopped));
    m_takenJobs.clear();
    m_takenSoon = 0;
    for (QueuedWrite &job : jobs)
        answer(job.promise, std::unexpected(stopped));
    for (IdleWaiter &waiter : m_waiters)
        answer(waiter.promise, std::unexpected(stopped));
    m_waiters.clear();
    for (const auto &[key, flight] : m_flights)
        flight.control->cancelled.store(true);
    m_pure.clear();
    m_effects.clear();
    m_children.clear();
    if (m_outbox)
        m_outbox->stop();
    notifyStatus();
}

void Engine::Private::shutDown(std::unique_lock<std::mutex> &lock)
{
    for (const auto &[key, flight] : m_flights)
        flight.control->cancelled.store(true);
    m_pure.clear();
    m_effects.clear();
    m_children.clear();
    if (m_outbox)
        m_outbox->stop();
    lock.unlock();
    m_isEnding = true;
    if (!m_stopped && m_hasRecovered) {
        m_outbox->waitForAnswers();
        takeNewsLocked();
        if (!m_flights.empty()) {
            m_takenJobs.push_back({[this](WriteScope &scope) { return giveBackLeases(scope); }, {}});
            m_takenJobs.back().promise.start();
        }
        if (!m_takenJobs.empty() || !m_takenReports.empty() || m_outbox->takeNews()) [[maybe_unused]]
            const auto committed = commitTurn(false);
    }
    const Error stopped = Error::make(ErrorCode::EngineStopped, u"the workspace is being closed"_s);
    for (QueuedWrite &job : m_takenJobs)
        answer(job.promise, std::unexpected(stopped));
    for (IdleWaiter &waiter : m_waiters)
        answer(waiter.promise, std::unexpected(stopped));
    lock.lock();
    for (std::deque<QueuedWrite> *jobs : {&m_soonJobs, &m_jobs}) {
        for (QueuedWrite &job : *jobs)
            answer(job.promise, std::unexpected(stopped));
        jobs->clear();
    }
    for (IdleWaiter &waiter : m_newWaiters)
        answer(waiter.promise, std::unexpected(stopped));
    m_newWaiters.clear();
}

Result<Json> Engine::Private::giveBackLeases(WriteScope &scope)
{
    const Error error = Error::make(ErrorCode::EngineStopped, u"the workspace was closed while this step ran"_s);
    for (const auto &[key, flight] : m_flights) {
        ContextRow row = flight.row;
        if (!flight.startRecorded)
            continue; // nobody was told that it began
        if (auto given = m_ledger->loseLease(scope, row, *flight.plan, error, scope.now, true, false); !given)
            return std::unexpected(given.error());
    }
    return Json();
}

void Engine::Private::takeNewsLocked()
{
    const std::lock_guard lock(m_mutex);
    takeNews();
}

Result<void> Engine::Private::recover()
{
    WriteScope scope(*m_options.writer);
    scope.now = m_clock.nowUs();
    if (auto begun = scope.db.exec("BEGIN IMMEDIATE"); !begun)
        return begun;
    auto recovered = recoverIn(scope);
    if (recovered)
        recovered = m_ledger->settle(scope);
    if (recovered)
        recovered = m_triggers->run(scope, false);
    if (recovered)
        recovered = scope.tally.write(scope.db);
    if (recovered)
        recovered = scope.db.exec("COMMIT");
    if (!recovered && scope.db.inTransaction()) [[maybe_unused]]
        const auto undone = scope.db.exec("ROLLBACK");
    if (recovered) {
        for (const auto &action : scope.afterCommit)
            action();
        for (const TallyDelta::Queue &change : scope.tally.queues())
            m_scheduler.queueChanged(change);
        m_fullDisk = false;
    }
    if (recovered && m_options.committed && !scope.updated.isEmpty())
        m_options.committed({scope.sequence, {}, scope.updated, false});
    m_backlog = true;
    return recovered;
}

Result<std::shared_ptr<const Plan>> Engine::Private::planOf(WriteScope &scope, const QString &id, int version)
{
    const auto stored = version > 0 ? scope.catalog.pipelineVersion(id, version) : scope.catalog.findPipeline(id);
    if (!stored)
        return std::unexpected(stored.error());
    if (!*stored)
        return fail(ErrorCode::NotFound,
                    version > 0 ? u"there is no version %1 of a pipeline \"%2\""_s.arg(version).arg(id) : u"there is no pipeline \"%1\""_s.arg(id));
    return plan(scope, (*stored)->key);
}

Result<std::shared_ptr<const Plan>> Engine::Private::planForChildren(WriteScope &scope, const QString &id, int version)
{
    if (pipelineState(id).state == PipelineState::Draining) {
        Error closed = Error::make(ErrorCode::PipelineClosed, u"the pipeline \"%1\" is being drained and takes nothing new"_s.arg(id));
        closed.category = ErrorCategory::Retryable; // until it is opened again
        return std::unexpected(closed);
    }
    return planOf(scope, id, version);
}

Result<void> Engine::Private::recoverIn(WriteScope &scope)
{
    const auto last = scope.db.scalar("SELECT coalesce(max(seq), 0) FROM transition");
    const auto lastAt = scope.db.scalar("SELECT at FROM transition ORDER BY seq DESC LIMIT 1");
    if (!last || !lastAt)
        return std::unexpected(last ? lastAt.error() : last.error());
    if (*lastAt > scope.now) {
        // The clock was set back while the file was closed, by this much at least.
        if (auto done = Ledger::clockSetBack(scope, *lastAt - scope.now); !done)
            return done;
    }
    if (*last < m_options.acknowledgedBefore) {
        const std::lock_guard lock(m_mutex);
        m_status.problem
            = u"%1 recorded changes after number %2 are lost: the write-ahead log was damaged"_s.arg(m_options.acknowledgedBefore - *last).arg(*last);
    }
    const auto epochText = scope.catalog.meta("epoch");
    const auto engine = scope.catalog.ensurePrincipal(u"system"_s, u"system"_s, u"Millrace"_s, scope.now);
    if (!epochText || !engine)
        return std::unexpected(epochText ? engine.error() : epochText.error());
    const qint64 epoch = epochText->toLongLong() + 1;
    if (auto set = scope.catalog.setMeta("epoch", QString::number(epoch)); !set)
        return set;
    auto random = m_options.random ? m_options.random : [] { return QRandomGenerator::global()->generateDouble(); };
    Outbox::Targets targets;
    for (const std::shared_ptr<EffectTarget> &target : std::as_const(m_options.targets))
        targets.insert(target->id(), target);
    m_ledger.emplace(Ledger::Options{
        engine->key, epoch, random, [this](WriteScope &s, const QString &id, int version) { return planForChildren(s, id, version); },
        [this](WriteScope &s, qint64 key) { return plan(s, key); }, [targets](const QString &target) { return targets.contains(target); }});
    m_triggers.emplace(Triggers::Options{&*m_ledger, engine->key, [this](WriteScope &s, const QString &id) { return planOf(s, id, 0); },
                                         [this](const QString &id) { return pipelineState(id); }});
    m_outbox.emplace(
        Outbox::Options{&*m_ledger, m_options.services, targets, m_options.stepped ? 0 : m_options.deliveryRunners, random, [this] { wake(); }});
    if (auto found = m_outbox->recover(scope); !found)
        return found;
    const auto queues = scope.contexts.queues();
    const auto states = scope.catalog.pipelineStates();
    if (!queues || !states)
        return std::unexpected(queues ? states.error() : queues.error());
    scope.afterCommit.emplace_back([this, queues = *queues, states = *states] {
        for (const TallyDelta::Queue &queue : queues)
            m_scheduler.queueChanged(queue);
        for (const auto &[id, stored] : states.asKeyValueRange())
            setPipelineState(id, stored);
    });
    const auto orphans = scope.contexts.orphans(epoch);
    if (!orphans)
        return std::unexpected(orphans.error());
    for (ContextRow row : *orphans) {
        const auto planned = plan(scope, row.pipeline);
        if (!planned)
            continue; // a component is missing here; the lease is given back when it is there again
        const Error error = Error::make(ErrorCode::LeaseLost, u"the process ended while this step ran"_s);
        const auto crashes = row.attempt < kMostCrashes ? Result<int>(0) : scope.contexts.leasesLost(row.key, row.node, row.visit);
        if (!crashes)
            return std::unexpected(crashes.error());
        if (auto lost = m_ledger->loseLease(scope, row, **planned, error, scope.now, true, *crashes + 1 >= kMostCrashes); !lost)
            return std::unexpected(lost.error());
    }
    return {};
}

} // namespace Millrace
