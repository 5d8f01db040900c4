// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How the engine works
//
// One thread owns the write connection. Everything that changes state reaches it as a value: jobs from the door (submit, cancel,
// retry, …) and reports from runners. Each turn of its loop takes all that is there, applies it in one transaction (group commit), and
// only after COMMIT acknowledges the jobs, dispatches the next steps and says what changed. So the cost of reaching the disk is shared by
// all that happened meanwhile, and a lone step never waits for company. What somebody waits for (a command) comes first: a turn that is at
// other things when it arrives commits what it has done so far and leaves the rest to a later one; never more than three times running, so
// that no stream of commands stops the work.
//
// Two lanes run steps. Pure in-process steps go to as many threads as there are cores, without a record of their start: a crash
// repeats only pure work, and the runner goes on through the following pure nodes by itself (fusing), handing over all results at
// once. Every other step is recorded as started, in a commit, before it runs; so a crash leaves a visible attempt, and its idempotency
// key was fixed before anything left the process.
//
// Invariants
// 1. The row in the store is the truth. A flight (a context with a runner) holds a copy and its revision; a result is applied only to
//    that revision (Ledger), so a late or doubled answer changes nothing.
// 2. A context is in at most one of: ready list, flight, store alone. `m_known` has the keys of the first two.
// 3. What must not happen without the commit waits in WriteScope::afterCommit. A failed commit drops the scope; reports are
//    kept and applied again, jobs are told.
// 4. Nothing is acknowledged before COMMIT returned; then the sequence number is noted in the lock file, outside the WAL.
// 5. Schedules and subscriptions (Triggers) make contexts in the turn's own transaction, after all else that it applies; so does what is
//    to be done outside (Outbox) begin and end in it.
// 6. The ready lists (Scheduler) are a window on the index `context_due`, lane by lane; the store is asked again when one runs low.
//
// A full disk keeps reports and asks again every half second; any other failure of the store stops the engine for good: after a
// failed fsync the page cache lies, so the only honest way on is to open the file anew.

#include "engine/engine.h"

#include "engine/componentprocess.h"
#include "engine/engine_p.h"
#include "store/faultpoint.h"

#include <algorithm>
#include <chrono>
#include <pthread.h>

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcEngine, "millrace.engine")

namespace Millrace {

namespace {

constexpr std::size_t kMostPerCommit = 512;
constexpr qint64 kSoonUs = 3'000; ///< so long a turn goes on with other things while somebody waits
constexpr int kMostShortTurns = 3;
constexpr qint64 kFullDiskRetryUs = 500'000;
constexpr qint64 kLongestSleepUs = 60'000'000;
constexpr qint64 kClockJumpUs = 100'000; ///< less is a clock that is slowed or hurried a little
constexpr qint64 kClockGlanceUs = 5'000;
constexpr qint64 kNoticeBytes = 16'000'000;

} // namespace

Engine::Private::Private(Options options)
    : m_options(std::move(options))
    , m_clock(*m_options.services.clock)
    , m_meters(registryOf(m_options.services))
    , m_pure(m_options.stepped ? 0 : m_options.runners, m_options.services, [this](StepReport &&r, const auto &c) { arrived(std::move(r), c); })
    , m_effects(m_options.stepped ? 0 : m_options.effectRunners, m_options.services,
                [this](StepReport &&r, const auto &c) { arrived(std::move(r), c); })
    , m_children(m_options.stepped ? 0 : m_options.childRunners, m_options.services,
                 [this](StepReport &&r, const auto &c) { arrived(std::move(r), c); })
{
    m_status.running = !m_options.startPaused;
    if (m_options.stepped)
        begin();
    else
        m_thread = std::thread([this] { run(); });
}

QFuture<Result<Json>> Engine::Private::write(WriteJob job, Urgency urgency)
{
    const std::lock_guard lock(m_mutex);
    if (m_status.stopped || m_stopping)
        return answered(fail(ErrorCode::EngineStopped, m_status.problem.isEmpty() ? u"the engine has stopped"_s : m_status.problem));
    QueuedWrite queued{std::move(job), {}};
    queued.promise.start();
    auto future = queued.promise.future();
    (urgency == Urgency::Soon ? m_soonJobs : m_jobs).push_back(std::move(queued));
    m_isAwaited = !m_soonJobs.empty();
    m_wake.notify_all();
    return future;
}

QFuture<Result<Json>> Engine::Private::idle(qint64 waitUs)
{
    const std::lock_guard lock(m_mutex);
    if (m_status.stopped || m_stopping)
        return answered(fail(ErrorCode::EngineStopped, m_status.problem));
    IdleWaiter waiter{m_clock.nowUs() + waitUs, {}};
    waiter.promise.start();
    auto future = waiter.promise.future();
    m_newWaiters.push_back(std::move(waiter));
    m_wake.notify_all();
    return future;
}

void Engine::Private::setRunning(bool running)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_status.stopped)
            return;
        m_status.running = running;
        m_wake.notify_all();
    }
    notifyStatus();
}

EngineStatus Engine::Private::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

WorkerStatus Engine::Private::workers() const
{
    WorkerStatus status{.lanes = {m_pure.look(u"pure"_s), m_effects.look(u"waiting"_s), m_children.look(u"processes"_s)}, .processes = {}};
    if (m_options.services.processes)
        status.processes = m_options.services.processes->look();
    return status;
}

void Engine::Private::wake()
{
    const std::lock_guard lock(m_mutex);
    m_poked = true;
    m_wake.notify_all();
}

void Engine::Private::step()
{
    std::unique_lock lock(m_mutex);
    round(lock);
}

void Engine::Private::runTask(std::size_t index)
{
    const std::size_t pure = m_pure.queued();
    const std::size_t effects = pure + m_effects.queued();
    const std::size_t steps = effects + m_children.queued();
    index < pure          ? m_pure.runQueued(index)
        : index < effects ? m_effects.runQueued(index - pure)
        : index < steps   ? m_children.runQueued(index - effects)
                          : m_outbox->runQueued(index - steps);
}

void Engine::Private::setPipelineState(const QString &id, const StoredPipelineState &state)
{
    const QList<ContextKey> dropped = m_scheduler.setPaused(id, state.state == PipelineState::Paused);
    for (const ContextKey key : dropped)
        m_known.remove(key); // resuming finds it in the store
    m_cursors.clear(); // what was not read while it was paused, or is dropped, stands behind
    m_backlog = true;
    if (m_triggers)
        m_triggers->lookAgain();
    if (m_outbox)
        m_outbox->lookAgain();
    const std::lock_guard lock(m_mutex);
    m_states.insert(id, state);
}

StoredPipelineState Engine::Private::pipelineState(const QString &id) const
{
    const std::lock_guard lock(m_mutex);
    return m_states.value(id);
}

void Engine::Private::arrived(StepReport &&report, const std::shared_ptr<TaskControl> &control)
{
    const std::lock_guard lock(m_mutex);
    m_arrived.push_back({std::move(report), control});
    m_wake.notify_all();
}

void Engine::Private::run()
{
    pthread_setname_np(pthread_self(), "engine");
    begin();
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        round(lock);
        if (!m_stopping && !hasNews())
            waitForNews(lock);
    }
    shutDown(lock);
}

void Engine::Private::begin()
{
    const auto opened = recover();
    m_hasRecovered = opened.has_value();
    if (!opened)
        handleCommitFailure(opened.error()); // on a full disk it is tried again, as any commit is
}

void Engine::Private::round(std::unique_lock<std::mutex> &lock)
{
    takeNews();
    const bool running = m_status.running && !m_status.stopped;
    lock.unlock();
    if (!m_stopped && !m_hasRecovered)
        begin();
    if (!m_stopped && m_hasRecovered)
        turn(running);
    updateStatus();
    lock.lock();
}

bool Engine::Private::hasNews() const
{
    return !m_jobs.empty() || !m_soonJobs.empty() || !m_arrived.empty() || !m_newWaiters.empty() || m_poked || (m_status.running != m_wasRunning);
}

void Engine::Private::takeNews()
{
    // Bounded, so that one turn's transaction stays short; the rest is next.
    for (; !m_soonJobs.empty() && m_takenSoon < kMostPerCommit; ++m_takenSoon) {
        m_takenJobs.insert(m_takenJobs.begin() + static_cast<std::ptrdiff_t>(m_takenSoon), std::move(m_soonJobs.front()));
        m_soonJobs.pop_front();
    }
    m_isAwaited = !m_soonJobs.empty();
    while (!m_jobs.empty() && m_takenJobs.size() < kMostPerCommit) {
        m_takenJobs.push_back(std::move(m_jobs.front()));
        m_jobs.pop_front();
    }
    while (!m_arrived.empty() && m_takenReports.size() < kMostPerCommit) {
        m_takenReports.push_back(std::move(m_arrived.front()));
        m_arrived.pop_front();
    }
    std::ranges::move(m_newWaiters, std::back_inserter(m_waiters));
    m_newWaiters.clear();
    m_poked = false;
    m_wasRunning = m_status.running;
}

void Engine::Private::waitForNews(std::unique_lock<std::mutex> &lock)
{
    if (m_moreToDo) {
        m_moreToDo = false;
        return;
    }
    std::optional<qint64> us;
    if (m_fullDisk)
        us = kFullDiskRetryUs;
    else if (!m_flights.empty() || (m_outbox && m_outbox->isSending()))
        us = kDeadlineScanUs;
    if (const auto due = nextDue(); due && m_wasRunning && !m_stopped) {
        // Never for long: this sleep notices neither a clock that is set nor a lid that was closed.
        const qint64 until = std::clamp<qint64>(*due - m_clock.nowUs(), 0, kLongestSleepUs);
        us = us ? std::min(*us, until) : until;
    }
    for (const Scheduler::Kind kind : {Scheduler::Kind::Pure, Scheduler::Kind::Effect, Scheduler::Kind::Child}) {
        const auto allowed = m_scheduler.nextAllowedAt(kind);
        // Where it has no room nobody has looked since, and its moment may be past: what lands wakes.
        if (!allowed || !m_wasRunning || m_stopped || (kind == Scheduler::Kind::Pure ? pureRoom() : effectRoom(kind)) <= 0)
            continue;
        const qint64 until = std::max<qint64>(*allowed - m_clock.monotonicUs(), 0);
        us = us ? std::min(*us, until) : until;
    }
    if (!us)
        m_wake.wait(lock);
    else if (*us > 0)
        m_wake.wait_for(lock, std::chrono::microseconds(*us));
}

void Engine::Private::lookAtClock()
{
    const qint64 before = m_clock.monotonicUs();
    const qint64 wall = m_clock.nowUs();
    const qint64 after = m_clock.monotonicUs();
    if (after - before > kClockGlanceUs)
        return; // this thread was held up between the two: it says nothing
    const qint64 offset = wall - after;
    if (m_wallOffset && *m_wallOffset - offset >= kClockJumpUs)
        m_setBackUs += *m_wallOffset - offset;
    m_wallOffset = offset;
}

Result<void> Engine::Private::followClock(WriteScope &scope)
{
    if (m_setBackUs == 0)
        return {};
    if (auto done = Ledger::clockSetBack(scope, m_setBackUs); !done)
        return done;
    m_outbox->forget();
    scope.afterCommit.emplace_back([this, by = m_setBackUs] {
        qCInfo(lcEngine) << "the clock was set back by" << by / 1'000'000 << "seconds; what waits for a time to pass is due as before";
        m_setBackUs = 0;
        m_cursors.clear();
        m_nextDue.reset();
        m_backlog = true;
        for (IdleWaiter &waiter : m_waiters)
            waiter.until -= by;
    });
    return {};
}

void Engine::Private::turn(bool running)
{
    lookAtClock();
    abandonOverdue();
    const auto mayPassOver = [this](bool isAwaited) { return isAwaited && m_scheduler.size() > 0 && m_shortTurns < kMostShortTurns; };
    m_hasPassedOver = running && mayPassOver(m_takenSoon > 0);
    if (running && !m_hasPassedOver)
        refill();
    if (m_stopped)
        return;
    const bool canStart = running && canStartEffect();
    const bool isTriggered = running && (m_triggers->isDue(m_clock.nowUs()) || m_outbox->isDue(m_clock.nowUs()));
    const bool hasLanded = m_outbox->takeNews();
    if (!m_takenJobs.empty() || !m_takenReports.empty() || !m_abandoned.empty() || hasLanded || canStart || isTriggered || m_setBackUs > 0) {
        if (const auto committed = commitTurn(running); !committed) {
            handleCommitFailure(committed.error());
            return;
        }
    }
    if (running && !mayPassOver(m_isAwaited))
        refill();
    if (m_stopped)
        return;
    if (running) {
        dispatchPure();
        faultPoint("dispatch.after");
    }
    answerWaiters();
    const bool hasRest = !m_takenJobs.empty() || !m_takenReports.empty();
    m_moreToDo = hasRest || (running && m_readsOn)
        || (running && (canStartEffect() || m_triggers->isDue(m_clock.nowUs()) || m_outbox->isDue(m_clock.nowUs())));
}

Result<void> Engine::Private::commitTurn(bool running)
{
    WriteScope scope(*m_options.writer);
    scope.now = m_clock.nowUs();
    const qint64 began = m_clock.monotonicUs();
    faultPoint("begin.before");
    if (auto begun = scope.db.exec("BEGIN IMMEDIATE"); !begun)
        return begun;
    faultPoint("begin.after");
    std::vector<Result<Json>> answers;
    Result<void> done = followClock(scope);
    if (done)
        done = apply(scope, running, answers);
    if (done)
        done = m_ledger->settle(scope);
    faultPoint("triggers.before");
    if (done)
        done = m_triggers->run(scope, running);
    faultPoint("outbox.before");
    if (done && running)
        done = m_outbox->start(scope);
    if (done)
        done = m_ledger->settle(scope); // what cannot be sent at all has ended there
    faultPoint("tally.before");
    if (done)
        done = scope.tally.write(scope.db);
    faultPoint("commit.before");
    const qint64 beforeCommit = m_clock.monotonicUs();
    if (done)
        done = scope.db.exec("COMMIT");
    if (!done) {
        if (scope.db.inTransaction()) [[maybe_unused]]
            const auto undone = scope.db.exec("ROLLBACK");
        dropUnstoredPlans(scope);
        for (Ready &ready : std::exchange(m_starting, {}))
            m_scheduler.putBack(std::move(ready));
        for (const ContextRow &row : std::exchange(m_goingOn, {}))
            m_scheduler.ended(row);
        m_triggers->forget();
        m_outbox->forget();
        m_meters.dropped();
        return done;
    }
    faultPoint("commit.after");
    const qint64 ended = m_clock.monotonicUs();
    const qint64 written = scope.sequence > 0 && m_committedSequence > 0 ? scope.sequence - m_committedSequence : 0;
    m_committedSequence = std::max(m_committedSequence, scope.sequence);
    m_meters.committed(written, ended - began, ended - beforeCommit);
    m_unsurePlans.clear();
    if (m_options.lock && scope.sequence > 0)
        m_options.lock->acknowledge(scope.sequence);
    faultPoint("acknowledge.before");
    m_fullDisk = false;
    m_outbox->committed();
    const bool leavesRest = m_hasPassedOver || m_appliedReports < m_takenReports.size() || answers.size() < m_takenJobs.size();
    m_shortTurns = leavesRest ? m_shortTurns + 1 : 0;
    m_takenReports.erase(m_takenReports.begin(), m_takenReports.begin() + static_cast<std::ptrdiff_t>(m_appliedReports));
    m_abandoned.clear();
    m_starting.clear();
    m_goingOn.clear();
    for (const TallyDelta::Queue &change : scope.tally.queues())
        m_scheduler.queueChanged(change);
    for (const auto &action : scope.afterCommit)
        action();
    for (const ContextKey key : std::as_const(scope.stop))
        stopRunning(key);
    for (auto &[row, data] : scope.dispatch)
        enqueue(row, std::move(data));
    for (std::size_t i = 0; i < answers.size(); ++i)
        answer(m_takenJobs.at(i).promise, std::move(answers.at(i)));
    m_takenJobs.erase(m_takenJobs.begin(), m_takenJobs.begin() + static_cast<std::ptrdiff_t>(answers.size()));
    m_takenSoon = 0;
    faultPoint("acknowledge.after");
    if (m_options.committed && (!scope.added.isEmpty() || !scope.updated.isEmpty()))
        m_options.committed({scope.sequence, scope.added, scope.updated, false});
    if (m_options.reviewsChanged && !scope.reviewItems.isEmpty())
        m_options.reviewsChanged(scope.reviewItems);
    return {};
}

Result<void> Engine::Private::apply(WriteScope &scope, bool running, std::vector<Result<Json>> &answers)
{
    const qint64 since = m_clock.monotonicUs();
    const auto applyNext = [&]() -> Result<void> {
        auto result = applyJob(scope, m_takenJobs.at(answers.size()));
        if (!result)
            return std::unexpected(result.error());
        answers.push_back(std::move(*result));
        faultPoint("job.after");
        return {};
    };
    while (answers.size() < m_takenSoon) {
        if (auto applied = applyNext(); !applied)
            return applied;
    }
    for (m_appliedReports = 0; m_appliedReports < m_takenReports.size() && !givesWay(since); ++m_appliedReports) {
        if (auto applied = applyReport(scope, m_takenReports.at(m_appliedReports), running); !applied)
            return applied;
        faultPoint("report.after");
    }
    for (const std::shared_ptr<TaskControl> &control : m_abandoned) {
        if (auto applied = applyAbandoned(scope, control); !applied)
            return applied;
    }
    if (auto landed = m_outbox->land(scope); !landed)
        return landed;
    while (answers.size() < m_takenJobs.size() && !givesWay(since)) {
        if (auto applied = applyNext(); !applied)
            return applied;
    }
    faultPoint("starts.before");
    const bool starts = running && !givesWay(since);
    m_hasPassedOver |= running && !starts;
    return starts ? startEffects(scope) : Result<void>();
}

bool Engine::Private::givesWay(qint64 since) const
{
    // A step that is given up is held against all answers that are there.
    return (m_takenSoon > 0 || m_isAwaited.load(std::memory_order_relaxed)) && m_shortTurns < kMostShortTurns && m_abandoned.empty() && !m_isEnding
        && m_clock.monotonicUs() - since > kSoonUs;
}

Result<Result<Json>> Engine::Private::applyJob(WriteScope &scope, QueuedWrite &job)
{
    if (auto saved = scope.db.exec("SAVEPOINT job"); !saved)
        return std::unexpected(saved.error());
    WriteScope mine(scope.db);
    mine.now = scope.now;
    mine.tally = scope.tally;
    mine.sequence = scope.sequence;
    Result<Json> result = job.run(mine);
    if (!result) {
        const Error error = result.error();
        if (error.code == ErrorCode::StoreFull || error.code == ErrorCode::StoreIo
            || (error.code == ErrorCode::WorkspaceDamaged && !isContentDamage(error)))
            return std::unexpected(error);
        if (auto undone = scope.db.exec("ROLLBACK TO job; RELEASE job"); !undone)
            return std::unexpected(undone.error());
        dropUnstoredPlans(scope);
        return result;
    }
    if (auto released = scope.db.exec("RELEASE job"); !released)
        return std::unexpected(released.error());
    scope.tally = std::move(mine.tally);
    scope.sequence = mine.sequence;
    scope.added += mine.added;
    scope.updated += mine.updated;
    scope.stop += mine.stop;
    scope.parents += mine.parents;
    scope.rested += mine.rested;
    scope.reviewItems += mine.reviewItems;
    scope.lastEvent = std::max(scope.lastEvent, mine.lastEvent);
    scope.outboxChanged |= mine.outboxChanged;
    scope.triggersChanged |= mine.triggersChanged;
    std::ranges::move(mine.dispatch, std::back_inserter(scope.dispatch));
    std::ranges::move(mine.afterCommit, std::back_inserter(scope.afterCommit));
    return result;
}

Result<void> Engine::Private::applyReport(WriteScope &scope, Arrived &arrived, bool running)
{
    const auto it = m_flights.find(arrived.report.context);
    if (it == m_flights.end() || it->second.control != arrived.control)
        return {}; // the lease was lost meanwhile; somebody else tries, or has tried
    const Flight &flight = it->second;
    ContextRow row = flight.row;
    // A runner's place goes to the same context's next step where it can, whose start then costs no commit and no row change of its own.
    const auto mayStart = [&](const ContextRow &next) {
        if (!running || flight.kind == Scheduler::Kind::Pure || next.bytes > kLargeDocument)
            return false;
        // Where steps are slow, whole chains of one pipeline would keep every runner while another waits for its first.
        const bool isSlow = (flight.kind == Scheduler::Kind::Child ? m_childPaceUs : m_effectPaceUs) > kAheadUs;
        if (!m_scheduler.goOn(next, flight.kind, m_clock.monotonicUs(), isSlow))
            return false;
        m_goingOn.push_back(next);
        return true;
    };
    const std::size_t goingOn = m_goingOn.size();
    const auto applied = m_ledger->finish(scope, row, *flight.plan, arrived.report, flight.startRecorded, mayStart);
    if (!applied)
        return std::unexpected(applied.error());
    if (m_goingOn.size() > goingOn && !*applied) {
        m_scheduler.ended(m_goingOn.back());
        m_goingOn.pop_back();
    }
    if (*applied)
        m_meters.note(*flight.plan, arrived.report, flight.row, row);
    const qint64 finished = static_cast<qint64>(arrived.report.records.size());
    qint64 took = 0;
    for (const StepRecord &record : arrived.report.records)
        took += record.durationUs;
    // After an error the document may carry what went wrong along, and is read again.
    const StepRecord &last = arrived.report.records.back();
    const bool keeps = last.next && !last.result.error && row.bytes <= kLargeDocument;
    auto data = keeps ? std::optional(arrived.report.data) : std::nullopt;
    scope.afterCommit.emplace_back([this, row, landed = *applied, finished, took, kind = flight.kind, plan = flight.plan, data = std::move(data)] {
        land(row.key);
        qint64 &slowest = kind == Scheduler::Kind::Child ? m_childPaceUs : m_effectPaceUs;
        if (kind == Scheduler::Kind::Pure)
            m_purePaceUs += (took - m_purePaceUs) / 16;
        else
            slowest = std::max(took, slowest - slowest / 16);
        if (!landed) {
            lookAgain(row);
            return;
        }
        m_finishedSteps += finished;
        if (row.started && data) {
            StepTask task;
            task.plan = plan;
            task.data = *data;
            fly(row, std::move(task), true);
        } else if (row.dueAt) {
            enqueue(row, data);
        }
    });
    return {};
}

Result<void> Engine::Private::applyAbandoned(WriteScope &scope, const std::shared_ptr<TaskControl> &control)
{
    const auto it = std::ranges::find_if(m_flights, [&](const auto &entry) { return entry.second.control == control; });
    if (it == m_flights.end())
        return {};
    const Flight &flight = it->second;
    ContextRow row = flight.row;
    const Error error = Error::make(ErrorCode::ComponentTimeout,
                                    u"\"%1\" did not answer within %2 ms and was given up"_s.arg(flight.plan->node(row.node).node.component)
                                        .arg(flight.plan->node(row.node).node.timeoutMs));
    const auto applied = m_ledger->loseLease(scope, row, *flight.plan, error, scope.now, flight.startRecorded, true);
    if (!applied)
        return std::unexpected(applied.error());
    scope.afterCommit.emplace_back([this, row, landed = *applied] {
        land(row.key);
        if (landed && row.dueAt)
            enqueue(row, std::nullopt);
    });
    return {};
}

std::optional<qint64> Engine::Private::nextDue() const
{
    std::optional<qint64> next = m_nextDue;
    for (const auto &due : {m_triggers ? m_triggers->nextDue() : std::nullopt, m_outbox ? m_outbox->nextDue() : std::nullopt}) {
        if (due)
            next = next ? std::min(*next, *due) : *due;
    }
    return next;
}

void Engine::Private::answerWaiters()
{
    std::erase_if(m_waiters, [](const IdleWaiter &waiter) { return waiter.promise.isCanceled(); });
    if (m_waiters.empty() || !m_takenJobs.empty() || !m_flights.empty() || m_scheduler.size() > 0 || m_backlog || !m_unread.empty()
        || !m_outbox->isAtRest() || (m_wasRunning && (m_triggers->isDue(m_clock.nowUs()) || m_outbox->isDue(m_clock.nowUs()))))
        return;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_jobs.empty() || !m_soonJobs.empty() || !m_arrived.empty())
            return;
    }
    std::erase_if(m_waiters, [&](IdleWaiter &waiter) {
        const auto due = nextDue();
        if (due && *due <= waiter.until)
            return false;
        answer(waiter.promise, Json::object({{"next_due_at", due.value_or(0)}}));
        return true;
    });
}

void Engine::Private::updateStatus()
{
    bool changed = false;
    const qint64 heldBack = m_options.writer->heldBackBytes();
    {
        const std::lock_guard lock(m_mutex);
        EngineStatus next = m_status;
        // In steps, so that not every commit is news.
        next.notice = heldBack == 0 ? QString()
                                    : u"A reader keeps more than %1 MB in the write-ahead log, which grows until it has ended"_s.arg(
                                          heldBack / kNoticeBytes * kNoticeBytes / 1'000'000);
        next.ready = static_cast<qint64>(m_scheduler.size());
        next.inFlight = static_cast<qint64>(m_flights.size());
        next.finishedSteps = m_finishedSteps;
        next.nextDueAt = nextDue().value_or(0);
        changed = next != m_status;
        m_status = next;
    }
    m_meters.queues(static_cast<qint64>(m_scheduler.size()), static_cast<qint64>(m_flights.size()));
    if (changed)
        notifyStatus();
}

void Engine::Private::notifyStatus()
{
    if (m_options.statusChanged)
        m_options.statusChanged();
}

Engine::Engine(Options options)
    : d(std::make_unique<Private>(std::move(options)))
{}

Engine::~Engine() = default;

QFuture<Result<Json>> Engine::write(WriteJob job, Urgency urgency)
{
    return d->write(std::move(job), urgency);
}

void Engine::start()
{
    d->setRunning(true);
}

void Engine::pause()
{
    d->setRunning(false);
}

QFuture<Result<Json>> Engine::idle(qint64 waitUs)
{
    return d->idle(waitUs);
}

EngineStatus Engine::status() const
{
    return d->status();
}

WorkerStatus Engine::workers() const
{
    return d->workers();
}

void Engine::wake()
{
    d->wake();
}

void Engine::stop()
{
    d->stop();
}

void Engine::turn()
{
    d->step();
}

std::size_t Engine::queuedTasks() const
{
    return d->queuedTasks();
}

void Engine::runTask(std::size_t index)
{
    d->runTask(index);
}

const Ledger &Engine::ledger() const
{
    return d->ledger();
}

const Triggers &Engine::triggers() const
{
    return d->triggers();
}

Result<std::shared_ptr<const Plan>> Engine::plan(WriteScope &scope, qint64 key)
{
    return d->plan(scope, key);
}

void Engine::setPipelineState(const QString &id, const StoredPipelineState &state)
{
    d->setPipelineState(id, state);
}

StoredPipelineState Engine::pipelineState(const QString &id) const
{
    return d->pipelineState(id);
}

} // namespace Millrace
