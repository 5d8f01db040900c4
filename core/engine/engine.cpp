// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How the engine works
//
// One thread owns the write connection. Everything that changes state reaches it as a value: jobs from the door (submit, cancel,
// retry, …) and reports from runners. Each turn of its loop takes all that is there, applies it in one transaction (group commit), and
// only after COMMIT acknowledges the jobs, dispatches the next steps and says what changed. So the cost of reaching the disk is shared by
// all that happened meanwhile, and a lone step never waits for company.
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
// 5. Schedules and subscriptions (Triggers) make contexts in the turn's own transaction, after all else that it applies.
// 6. The ready lists (Scheduler) are a window on the index `context_due`, lane by lane; the store is asked again when one runs low.
//
// A full disk keeps reports and asks again every half second; any other failure of the store stops the engine for good: after a
// failed fsync the page cache lies, so the only honest way on is to open the file anew.

#include "engine/engine.h"

#include "engine/runnerpool.h"
#include "engine/scheduler.h"
#include "store/faultpoint.h"

#include <QLoggingCategory>
#include <QPromise>
#include <QRandomGenerator>
#include <QSet>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <limits>
#include <map>
#include <mutex>
#include <pthread.h>
#include <thread>
#include <unordered_map>

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcEngine, "millrace.engine")

namespace Millrace {

namespace {

constexpr std::size_t kMostPerCommit = 512;
constexpr std::size_t kReadyWindow = 4096;
constexpr std::size_t kReadyLow = 512;
constexpr qint64 kAheadUs = 20'000; ///< steps are handed out as far ahead as the runners get to within this time
constexpr int kLeastPureAhead = 32; ///< per runner
constexpr int kMostPureAhead = 128;
constexpr int kMostEffectsAhead = 64;
constexpr qint64 kManyBytes = 64 * 1024 * 1024; ///< with so much in the runners' hands nothing is handed out ahead
constexpr int kMostCrashes = 10;
constexpr int kSuspectCrashes = 3; ///< after so many it runs alone
constexpr qint64 kGraceUs = 50'000; ///< how long past its deadline a step may take to answer
constexpr qint64 kDeadlineScanUs = 25'000;
constexpr qint64 kFullDiskRetryUs = 500'000;
constexpr qint64 kLongestSleepUs = 60'000'000;
constexpr qint64 kLargeDocument = 1024 * 1024; ///< larger ones are read by the runner that needs them

using Ready = Scheduler::Ready;
using Lane = Scheduler::Lane;

struct Flight
{
    ContextRow row;
    std::shared_ptr<const Plan> plan;
    std::shared_ptr<TaskControl> control;
    bool startRecorded = false;
    bool pure = true;
};

struct Job
{
    Engine::WriteJob run;
    QPromise<Result<Json>> promise;
};

struct Arrived
{
    StepReport report;
    std::shared_ptr<TaskControl> control;
};

struct IdleWaiter
{
    qint64 until = 0; ///< wall clock: due times up to here are waited for
    QPromise<Result<Json>> promise;
};

QFuture<Result<Json>> answered(Result<Json> result)
{
    QPromise<Result<Json>> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

void answer(QPromise<Result<Json>> &promise, Result<Json> result)
{
    promise.addResult(std::move(result));
    promise.finish();
}

} // namespace

class Engine::Private
{
public:
    explicit Private(Options options)
        : m_options(std::move(options))
        , m_clock(*m_options.services.clock)
        , m_pure(m_options.stepped ? 0 : m_options.runners, m_options.services, [this](StepReport &&r, const auto &c) { arrived(std::move(r), c); })
        , m_effects(m_options.stepped ? 0 : m_options.effectRunners, m_options.services,
                    [this](StepReport &&r, const auto &c) { arrived(std::move(r), c); })
    {
        m_status.running = !m_options.startPaused;
        if (m_options.stepped)
            begin();
        else
            m_thread = std::thread([this] { run(); });
    }

    ~Private() { stop(); }

    void stop()
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

    QFuture<Result<Json>> write(WriteJob job)
    {
        const std::lock_guard lock(m_mutex);
        if (m_status.stopped || m_stopping)
            return answered(fail(ErrorCode::EngineStopped, m_status.problem.isEmpty() ? u"the engine has stopped"_s : m_status.problem));
        Job queued{std::move(job), {}};
        queued.promise.start();
        auto future = queued.promise.future();
        m_jobs.push_back(std::move(queued));
        m_wake.notify_all();
        return future;
    }

    QFuture<Result<Json>> idle(qint64 waitUs)
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

    void setRunning(bool running)
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

    EngineStatus status() const
    {
        const std::lock_guard lock(m_mutex);
        return m_status;
    }

    void wake()
    {
        const std::lock_guard lock(m_mutex);
        m_poked = true;
        m_wake.notify_all();
    }

    void step()
    {
        std::unique_lock lock(m_mutex);
        round(lock);
    }

    [[nodiscard]] std::size_t queuedTasks() const { return m_pure.queued() + m_effects.queued(); }

    void runTask(std::size_t index)
    {
        const std::size_t pure = m_pure.queued();
        index < pure ? m_pure.runQueued(index) : m_effects.runQueued(index - pure);
    }

    const Ledger &ledger() const { return *m_ledger; }
    const Triggers &triggers() const { return *m_triggers; }

    Result<std::shared_ptr<const Plan>> plan(WriteScope &scope, qint64 key)
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

    /// After a rollback: a version that was not stored after all leaves its key to the next one, which must not run by its plan.
    void dropUnstoredPlans(WriteScope &scope)
    {
        for (const qint64 key : std::exchange(m_unsurePlans, {})) {
            const auto stored = scope.catalog.pipelineByKey(key);
            if (!stored || (*stored && (*stored)->definition == m_plans.value(key)->definition()))
                continue; // a store that cannot be read stops the engine
            m_plans.remove(key);
            m_scheduler.forget(key);
        }
    }

    void setPipelineState(const QString &id, const StoredPipelineState &state)
    {
        m_scheduler.setPaused(id, state.state == PipelineState::Paused);
        m_backlog = true;
        if (m_triggers)
            m_triggers->lookAgain();
        const std::lock_guard lock(m_mutex);
        m_states.insert(id, state);
    }

    StoredPipelineState pipelineState(const QString &id) const
    {
        const std::lock_guard lock(m_mutex);
        return m_states.value(id);
    }

private:
    // --- runner threads ---------------------------------------------------------------------------------------------------
    void arrived(StepReport &&report, const std::shared_ptr<TaskControl> &control)
    {
        const std::lock_guard lock(m_mutex);
        m_arrived.push_back({std::move(report), control});
        m_wake.notify_all();
    }

    // --- engine thread ----------------------------------------------------------------------------------------------------
    void run()
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

    void begin()
    {
        const auto opened = recover();
        m_hasRecovered = opened.has_value();
        if (!opened)
            handleCommitFailure(opened.error()); // on a full disk it is tried again, as any commit is
    }

    void round(std::unique_lock<std::mutex> &lock)
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

    [[nodiscard]] bool hasNews() const
    {
        return !m_jobs.empty() || !m_arrived.empty() || !m_newWaiters.empty() || m_poked || (m_status.running != m_wasRunning);
    }

    void takeNews()
    {
        // Bounded, so that one turn's transaction stays short; the rest is next.
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

    void waitForNews(std::unique_lock<std::mutex> &lock)
    {
        if (m_moreToDo) {
            m_moreToDo = false;
            return;
        }
        std::optional<qint64> us;
        if (m_fullDisk)
            us = kFullDiskRetryUs;
        else if (!m_flights.empty())
            us = kDeadlineScanUs;
        if (const auto due = nextDue(); due && m_wasRunning && !m_stopped) {
            // Never for long: this sleep notices neither a clock that is set nor a lid that was closed.
            const qint64 until = std::clamp<qint64>(*due - m_clock.nowUs(), 0, kLongestSleepUs);
            us = us ? std::min(*us, until) : until;
        }
        if (const auto allowed = m_scheduler.nextAllowedAt(); allowed && m_wasRunning && !m_stopped) {
            const qint64 until = std::max<qint64>(*allowed - m_clock.monotonicUs(), 0);
            us = us ? std::min(*us, until) : until;
        }
        if (!us)
            m_wake.wait(lock);
        else if (*us > 0)
            m_wake.wait_for(lock, std::chrono::microseconds(*us));
    }

    /// One round: apply what has come, start what can start, commit, dispatch.
    void turn(bool running)
    {
        abandonOverdue();
        if (running)
            refill();
        const bool canStart = running && canStartEffect();
        const bool isTriggered = running && m_triggers->isDue(m_clock.nowUs());
        if (!m_takenJobs.empty() || !m_takenReports.empty() || !m_abandoned.empty() || canStart || isTriggered) {
            if (const auto committed = commitTurn(running); !committed) {
                handleCommitFailure(committed.error());
                return;
            }
        }
        if (running) {
            refill();
            dispatchPure();
            faultPoint("dispatch.after");
        }
        answerWaiters();
        m_moreToDo = running && (canStartEffect() || m_triggers->isDue(m_clock.nowUs()));
    }

    /// How far ahead of each runner steps are handed out: quick ones far, so that one commit carries many.
    [[nodiscard]] int ahead(qint64 paceUs, int least, int most) const
    {
        return m_flightBytes > kManyBytes ? 1 : static_cast<int>(std::clamp<qint64>(kAheadUs / std::max<qint64>(paceUs, 1), least, most));
    }
    [[nodiscard]] int pureRoom() const { return m_options.runners * ahead(m_purePaceUs, kLeastPureAhead, kMostPureAhead) - m_pureFlights; }
    /// Of slow steps only as many are recorded as started as there are runners, so that what is called running runs.
    [[nodiscard]] int effectRoom() const
    {
        return m_runsAlone ? 0 : m_options.effectRunners * ahead(m_effectPaceUs, 1, kMostEffectsAhead) - m_effectFlights;
    }
    /// The process ended under its last attempts. It may be why, or have stood beside the one that is: such steps run alone, so that the next
    /// crash tells which it was, and only that one comes to kMostCrashes.
    [[nodiscard]] static bool isSuspect(const ContextRow &row) { return row.attemptBase >= kSuspectCrashes && row.attempt - row.attemptBase <= 1; }

    [[nodiscard]] bool canStartEffect()
    {
        const ContextRow *next = effectRoom() > 0 ? m_scheduler.peek(Scheduler::Kind::Effect, m_clock.monotonicUs()) : nullptr;
        return next && (m_effectFlights == 0 || !isSuspect(*next));
    }

    Result<void> commitTurn(bool running)
    {
        WriteScope scope(*m_options.writer);
        scope.now = m_clock.nowUs();
        faultPoint("begin.before");
        if (auto begun = scope.db.exec("BEGIN IMMEDIATE"); !begun)
            return begun;
        faultPoint("begin.after");
        std::vector<Result<Json>> answers;
        Result<void> done = apply(scope, running, answers);
        if (done)
            done = m_ledger->settle(scope);
        faultPoint("triggers.before");
        if (done)
            done = m_triggers->run(scope, running);
        faultPoint("tally.before");
        if (done)
            done = scope.tally.write(scope.db);
        faultPoint("commit.before");
        if (done)
            done = scope.db.exec("COMMIT");
        if (!done) {
            if (scope.db.inTransaction()) [[maybe_unused]]
                const auto undone = scope.db.exec("ROLLBACK");
            dropUnstoredPlans(scope);
            for (Ready &ready : std::exchange(m_starting, {}))
                m_scheduler.putBack(std::move(ready));
            for (const auto &[pipeline, node] : std::exchange(m_goingOn, {}))
                m_scheduler.ended(pipeline, node);
            m_triggers->forget();
            return done;
        }
        faultPoint("commit.after");
        m_unsurePlans.clear();
        if (m_options.lock && scope.sequence > 0)
            m_options.lock->acknowledge(scope.sequence);
        faultPoint("acknowledge.before");
        m_fullDisk = false;
        m_takenReports.clear();
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
        m_takenJobs.clear();
        faultPoint("acknowledge.after");
        if (m_options.committed && (!scope.added.isEmpty() || !scope.updated.isEmpty()))
            m_options.committed({scope.sequence, scope.added, scope.updated, false});
        return {};
    }

    Result<void> apply(WriteScope &scope, bool running, std::vector<Result<Json>> &answers)
    {
        for (Arrived &arrived : m_takenReports) {
            if (auto applied = applyReport(scope, arrived, running); !applied)
                return applied;
            faultPoint("report.after");
        }
        for (const std::shared_ptr<TaskControl> &control : m_abandoned) {
            if (auto applied = applyAbandoned(scope, control); !applied)
                return applied;
        }
        for (Job &job : m_takenJobs) {
            auto result = applyJob(scope, job);
            if (!result)
                return std::unexpected(result.error());
            answers.push_back(std::move(*result));
            faultPoint("job.after");
        }
        faultPoint("starts.before");
        return running ? startEffects(scope) : Result<void>();
    }

    /// The job's own result; an error of the outer kind is the store's and fails the whole group.
    Result<Result<Json>> applyJob(WriteScope &scope, Job &job)
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
            if (error.code == ErrorCode::StoreFull || error.code == ErrorCode::StoreIo || error.code == ErrorCode::WorkspaceDamaged)
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
        scope.lastEvent = std::max(scope.lastEvent, mine.lastEvent);
        scope.triggersChanged |= mine.triggersChanged;
        std::ranges::move(mine.dispatch, std::back_inserter(scope.dispatch));
        std::ranges::move(mine.afterCommit, std::back_inserter(scope.afterCommit));
        return result;
    }

    Result<void> applyReport(WriteScope &scope, Arrived &arrived, bool running)
    {
        const auto it = m_flights.find(arrived.report.context);
        if (it == m_flights.end() || it->second.control != arrived.control)
            return {}; // the lease was lost meanwhile; somebody else tries, or has tried
        const Flight &flight = it->second;
        ContextRow row = flight.row;
        // A runner's place goes to the same context's next step where it can, whose start then costs no commit and no row change of its own.
        const auto mayStart = [&](const ContextRow &next) {
            if (!running || flight.pure || next.bytes > kLargeDocument || !m_scheduler.goOn(next))
                return false;
            m_goingOn.emplace_back(next.pipeline, next.node);
            return true;
        };
        const auto applied = m_ledger->finish(scope, row, *flight.plan, arrived.report, flight.startRecorded, mayStart);
        if (!applied)
            return std::unexpected(applied.error());
        const qint64 finished = static_cast<qint64>(arrived.report.records.size());
        qint64 took = 0;
        for (const StepRecord &record : arrived.report.records)
            took += record.durationUs;
        // After an error the document may carry what went wrong along, and is read again.
        const bool keeps = !arrived.report.records.back().result.error && row.bytes <= kLargeDocument;
        auto data = keeps ? std::optional(arrived.report.data) : std::nullopt;
        scope.afterCommit.emplace_back(
            [this, row, landed = *applied, finished, took, pure = flight.pure, plan = flight.plan, data = std::move(data)] {
                land(row.key);
                qint64 &pace = pure ? m_purePaceUs : m_effectPaceUs;
                pace = std::max(took, pace - pace / 16);
                if (!landed) {
                    m_backlog = true; // it is somewhere else by now, and may be due there
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

    Result<void> applyAbandoned(WriteScope &scope, const std::shared_ptr<TaskControl> &control)
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

    /// Records the starts of as many effectful steps as there are free runners; they run once the commit is there.
    Result<void> startEffects(WriteScope &scope)
    {
        for (int room = effectRoom(); room > 0;) {
            auto ready = m_scheduler.take(Scheduler::Kind::Effect, m_clock.monotonicUs());
            if (!ready)
                break;
            if (isSuspect(ready->row)) {
                if (m_effectFlights > 0 || !m_starting.empty() || !m_goingOn.empty()) {
                    m_scheduler.putBack(std::move(*ready));
                    break;
                }
                room = 1;
            }
            m_starting.push_back(std::move(*ready));
            ContextRow row = m_starting.back().row;
            auto task = prepare(scope, m_starting.back());
            if (!task)
                return std::unexpected(task.error());
            const auto started = m_ledger->start(scope, row, *task->plan);
            if (!started)
                return std::unexpected(started.error());
            if (!*started) {
                scope.afterCommit.emplace_back([this, row] {
                    m_scheduler.ended(row.pipeline, row.node);
                    m_known.remove(row.key);
                    m_backlog = true;
                });
                continue;
            }
            --room;
            scope.afterCommit.emplace_back([this, row, task = std::move(*task)]() mutable { fly(row, std::move(task), true); });
        }
        return {};
    }

    void dispatchPure()
    {
        WriteScope scope(*m_options.writer); // only to read plans and documents
        while (pureRoom() > 0) {
            auto ready = m_scheduler.take(Scheduler::Kind::Pure, m_clock.monotonicUs());
            if (!ready)
                return;
            auto task = prepare(scope, *ready);
            if (!task) {
                stopFor(task.error());
                return;
            }
            fly(ready->row, std::move(*task), false);
        }
    }

    /// What the step is given: the plan, the document, and after a suspension what it waited for.
    Result<StepTask> prepare(WriteScope &scope, const Ready &ready)
    {
        const ContextRow &row = ready.row;
        const auto planned = plan(scope, row.pipeline);
        if (!planned)
            return std::unexpected(planned.error());
        StepTask task;
        task.plan = *planned;
        if (!ready.data && row.bytes > kLargeDocument && m_options.services.loadData) {
            task.loadsData = true;
        } else {
            auto data = ready.data ? Result<Json>(*ready.data) : readData(scope.db, row.key);
            if (!data)
                return std::unexpected(data.error());
            task.data = std::move(*data);
        }
        if (row.waits == Waiting::No)
            return task;
        task.wake = row.waits == Waiting::Woken ? Wake::Fulfilled : Wake::TimedOut;
        auto children = Ledger::childrenOf(scope, row, **planned);
        const auto suspended = scope.forks.suspension(row.key);
        if (!children || !suspended)
            return std::unexpected(children ? suspended.error() : children.error());
        task.children = std::move(*children);
        if (*suspended && !(*suspended)->answer.isEmpty()) {
            if (auto signal = Json::parse((*suspended)->answer))
                task.signal = std::move(*signal);
        }
        return task;
    }

    void fly(const ContextRow &row, StepTask task, bool startRecorded)
    {
        task.context = row.key;
        task.contextId = row.id;
        task.contextType = row.type;
        task.revision = row.revision;
        task.node = row.node;
        task.visit = row.visit;
        task.attempt = startRecorded ? row.attempt : row.attempt + 1;
        task.steps = row.steps;
        task.startRecorded = startRecorded;
        task.dry = row.dry;
        task.mayFuse = m_options.fuse;
        task.control = std::make_shared<TaskControl>();
        m_known.insert(row.key);
        m_flights.insert_or_assign(row.key, Flight{row, task.plan, task.control, startRecorded, !startRecorded});
        ++(startRecorded ? m_effectFlights : m_pureFlights);
        m_flightBytes += row.bytes;
        if (startRecorded && isSuspect(row))
            m_runsAlone = row.key;
        (startRecorded ? m_effects : m_pure).run(std::move(task));
    }

    void land(ContextKey key)
    {
        const auto it = m_flights.find(key);
        if (it == m_flights.end())
            return;
        --(it->second.pure ? m_pureFlights : m_effectFlights);
        m_flightBytes -= it->second.row.bytes;
        m_scheduler.ended(it->second.row.pipeline, it->second.row.node);
        m_flights.erase(it);
        m_known.remove(key);
        if (m_runsAlone == key)
            m_runsAlone.reset();
    }

    void stopRunning(ContextKey key)
    {
        if (m_scheduler.remove(key))
            m_known.remove(key);
        if (const auto it = m_flights.find(key); it != m_flights.end())
            it->second.control->cancelled.store(true);
        // It may have been what the next due time was for: the store is asked again.
        m_nextDue.reset();
        m_backlog = true;
    }

    [[nodiscard]] std::size_t roomOf(const Lane &lane) const
    {
        const std::size_t share = std::max<std::size_t>(kReadyWindow / std::max<std::size_t>(m_cursors.size(), 1), kReadyLow / 4);
        const std::size_t held = m_scheduler.size(lane);
        return held < share ? share - held : 0;
    }

    /// Puts a context that may go on into the ready lists, if its time has come and there is room; else the store keeps it.
    void enqueue(const ContextRow &row, std::optional<Json> data)
    {
        if (!row.dueAt || m_known.contains(row.key))
            return;
        if (*row.dueAt > m_clock.nowUs()) {
            m_nextDue = m_nextDue ? std::min(*m_nextDue, *row.dueAt) : *row.dueAt;
            return;
        }
        if (!m_scheduler.knows(row.pipeline) || row.node < 0 || m_scheduler.isPaused(row.pipeline) || roomOf({row.pipeline, row.priority}) == 0) {
            m_backlog = true;
            return;
        }
        m_known.insert(row.key);
        m_scheduler.offer({row, std::move(data)});
    }

    /// Asks the store for due work when the ready lists run low.
    void refill()
    {
        const qint64 now = m_clock.nowUs();
        if (m_nextDue && *m_nextDue <= now) {
            m_nextDue.reset();
            m_backlog = true;
        }
        const bool isLow = std::ranges::any_of(m_unread, [&](const Lane &lane) { return m_scheduler.size(lane) < kReadyLow; });
        if ((!m_backlog && !isLow) || m_scheduler.size() >= kReadyWindow)
            return;
        WriteScope scope(*m_options.writer);
        const auto lanes = scope.contexts.lanes();
        if (!lanes) {
            stopFor(lanes.error());
            return;
        }
        for (const Lane &lane : *lanes)
            m_cursors.try_emplace(lane);
        m_backlog = false;
        m_unread.clear();
        for (const Lane &lane : *lanes) {
            const auto filled = fillLane(scope, lane, now);
            if (!filled) {
                stopFor(filled.error());
                return;
            }
            if (*filled)
                m_unread.push_back(lane);
        }
    }

    /// True: there may be more in this lane than was taken.
    Result<bool> fillLane(WriteScope &scope, const Lane &lane, qint64 now)
    {
        const auto planned = plan(scope, lane.pipeline);
        if (!planned) {
            // This machine lacks a component: the contexts stay as they are, and the problem says why.
            const std::lock_guard lock(m_mutex);
            if (m_status.problem != planned.error().text)
                qCWarning(lcEngine).noquote() << "contexts wait:" << planned.error().text;
            m_status.problem = planned.error().text;
            return false;
        }
        if (m_scheduler.isPaused(lane.pipeline))
            return false; // resuming asks again
        if (m_scheduler.size(lane) >= kReadyLow)
            return true;
        Cursor &cursor = m_cursors[lane];
        const bool fromStart = cursor == Cursor();
        const auto wanted = static_cast<int>(roomOf(lane));
        const auto rows = scope.contexts.due(lane, now, cursor.due, cursor.key, wanted);
        if (!rows)
            return std::unexpected(rows.error());
        for (const ContextRow &row : *rows) {
            cursor = {*row.dueAt, row.key};
            if (m_known.contains(row.key))
                continue;
            m_known.insert(row.key);
            m_scheduler.offer({row, std::nullopt});
        }
        if (rows->size() == wanted)
            return true;
        // The end of what is due. What came in behind the cursor meanwhile is found by one more look from the start.
        cursor = {};
        const auto next = scope.contexts.nextDue(lane, now);
        if (!next)
            return std::unexpected(next.error());
        if (*next)
            m_nextDue = m_nextDue ? std::min(*m_nextDue, **next) : **next;
        return !fromStart;
    }

    /// What is waited for on the wall clock: retries, waits, schedules.
    [[nodiscard]] std::optional<qint64> nextDue() const
    {
        const auto scheduled = m_triggers ? m_triggers->nextDue() : std::nullopt;
        return m_nextDue && scheduled ? std::min(m_nextDue, scheduled) : m_nextDue ? m_nextDue : scheduled;
    }

    void abandonOverdue()
    {
        const qint64 now = m_clock.monotonicUs();
        if (now < m_nextDeadlineScan)
            return;
        m_nextDeadlineScan = now + kDeadlineScanUs;
        for (const auto &[key, flight] : m_flights) {
            const qint64 deadline = flight.control->deadlineUs.load();
            if (deadline == 0 || now < deadline + kGraceUs || std::ranges::contains(m_abandoned, flight.control))
                continue;
            flight.control->cancelled.store(true);
            (flight.pure ? m_pure : m_effects).writeOff(flight.control);
            m_abandoned.push_back(flight.control);
            // A child is ended at its deadline; what runs in here can only be left to itself, and keeps its thread.
            qCInfo(lcEngine).noquote() << "context" << flight.row.id << "is given up: its step did not answer within its time, from node"
                                       << flight.plan->node(flight.row.node).node.id << "on";
        }
    }

    void answerWaiters()
    {
        if (m_waiters.empty() || !m_flights.empty() || m_scheduler.size() > 0 || m_backlog || !m_unread.empty()
            || (m_wasRunning && m_triggers->isDue(m_clock.nowUs())))
            return;
        {
            const std::lock_guard lock(m_mutex);
            if (!m_jobs.empty() || !m_arrived.empty())
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

    void handleCommitFailure(const Error &error)
    {
        if (error.code == ErrorCode::StoreFull) {
            if (!m_fullDisk)
                qCWarning(lcEngine).noquote() << "the disk is full; waiting for room:" << error.text;
            m_fullDisk = true;
            for (Job &job : m_takenJobs)
                answer(job.promise, std::unexpected(error));
            m_takenJobs.clear();
            return;
        }
        stopFor(error);
    }

    void stopFor(const Error &error)
    {
        qCCritical(lcEngine).noquote() << "the engine stops:" << error.text;
        m_stopped = true;
        std::deque<Job> jobs;
        {
            const std::lock_guard lock(m_mutex);
            m_status.stopped = true;
            m_status.running = false;
            m_status.problem = error.text;
            jobs.swap(m_jobs);
        }
        const Error stopped
            = Error::make(ErrorCode::EngineStopped, u"the engine has stopped: %1"_s.arg(error.text), Json::object({{"cause", error.toJson()}}));
        for (Job &job : m_takenJobs)
            answer(job.promise, std::unexpected(stopped));
        m_takenJobs.clear();
        for (Job &job : jobs)
            answer(job.promise, std::unexpected(stopped));
        for (IdleWaiter &waiter : m_waiters)
            answer(waiter.promise, std::unexpected(stopped));
        m_waiters.clear();
        for (const auto &[key, flight] : m_flights)
            flight.control->cancelled.store(true);
        m_pure.clear();
        m_effects.clear();
        notifyStatus();
    }

    void shutDown(std::unique_lock<std::mutex> &lock)
    {
        for (const auto &[key, flight] : m_flights)
            flight.control->cancelled.store(true);
        m_pure.clear();
        m_effects.clear();
        lock.unlock();
        if (!m_stopped && m_hasRecovered) {
            takeNewsLocked();
            if (!m_takenJobs.empty() || !m_takenReports.empty()) [[maybe_unused]]
                const auto committed = commitTurn(false);
        }
        const Error stopped = Error::make(ErrorCode::EngineStopped, u"the workspace is being closed"_s);
        for (Job &job : m_takenJobs)
            answer(job.promise, std::unexpected(stopped));
        for (IdleWaiter &waiter : m_waiters)
            answer(waiter.promise, std::unexpected(stopped));
        lock.lock();
        for (Job &job : m_jobs)
            answer(job.promise, std::unexpected(stopped));
        for (IdleWaiter &waiter : m_newWaiters)
            answer(waiter.promise, std::unexpected(stopped));
        m_jobs.clear();
        m_newWaiters.clear();
    }

    void takeNewsLocked()
    {
        const std::lock_guard lock(m_mutex);
        takeNews();
    }

    /// Makes a new epoch, gives back the leases of dead workers, and looks whether something promised is missing.
    Result<void> recover()
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

    Result<std::shared_ptr<const Plan>> planOf(WriteScope &scope, const QString &id, int version)
    {
        const auto stored = version > 0 ? scope.catalog.pipelineVersion(id, version) : scope.catalog.findPipeline(id);
        if (!stored)
            return std::unexpected(stored.error());
        if (!*stored)
            return fail(ErrorCode::NotFound,
                        version > 0 ? u"there is no version %1 of a pipeline \"%2\""_s.arg(version).arg(id)
                                    : u"there is no pipeline \"%1\""_s.arg(id));
        return plan(scope, (*stored)->key);
    }

    Result<void> recoverIn(WriteScope &scope)
    {
        const auto last = scope.db.scalar("SELECT coalesce(max(seq), 0) FROM transition");
        if (!last)
            return std::unexpected(last.error());
        if (*last < m_options.acknowledgedBefore) {
            const std::lock_guard lock(m_mutex);
            m_status.problem
                = u"%1 recorded changes after number %2 are lost: the write-ahead log was damaged"_s.arg(m_options.acknowledgedBefore - *last)
                      .arg(*last);
        }
        const auto epochText = scope.catalog.meta("epoch");
        const auto engine = scope.catalog.ensurePrincipal(u"system"_s, u"system"_s, u"Millrace"_s, scope.now);
        if (!epochText || !engine)
            return std::unexpected(epochText ? engine.error() : epochText.error());
        const qint64 epoch = epochText->toLongLong() + 1;
        if (auto set = scope.catalog.setMeta("epoch", QString::number(epoch)); !set)
            return set;
        auto random = m_options.random ? m_options.random : [] { return QRandomGenerator::global()->generateDouble(); };
        m_ledger.emplace(Ledger::Options{engine->key, epoch, random,
                                         [this](WriteScope &s, const QString &id, int version) { return planOf(s, id, version); },
                                         [this](WriteScope &s, qint64 key) { return plan(s, key); }});
        m_triggers.emplace(Triggers::Options{&*m_ledger, engine->key, [this](WriteScope &s, const QString &id) { return planOf(s, id, 0); },
                                             [this](const QString &id) { return pipelineState(id); }});
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
            const Error error = Error::make(ErrorCode::LeaseLost, u"the workspace was closed or ended while this step ran"_s);
            if (auto lost = m_ledger->loseLease(scope, row, **planned, error, scope.now, true, row.attempt >= kMostCrashes); !lost)
                return std::unexpected(lost.error());
        }
        return {};
    }

    void updateStatus()
    {
        bool changed = false;
        {
            const std::lock_guard lock(m_mutex);
            EngineStatus next = m_status;
            next.ready = static_cast<qint64>(m_scheduler.size());
            next.inFlight = static_cast<qint64>(m_flights.size());
            next.finishedSteps = m_finishedSteps;
            next.nextDueAt = nextDue().value_or(0);
            changed = next != m_status;
            m_status = next;
        }
        if (changed)
            notifyStatus();
    }

    void notifyStatus()
    {
        if (m_options.statusChanged)
            m_options.statusChanged();
    }

    struct Cursor
    {
        qint64 due = std::numeric_limits<qint64>::min();
        ContextKey key = 0;
        bool operator==(const Cursor &) const = default;
    };

    Options m_options;
    const Clock &m_clock;

    // Shared with other threads, under m_mutex.
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_jobs;
    std::deque<Arrived> m_arrived;
    std::vector<IdleWaiter> m_newWaiters;
    EngineStatus m_status;
    QHash<QString, StoredPipelineState> m_states;
    bool m_stopping = false;
    bool m_poked = false;

    // The engine thread's own.
    std::optional<Ledger> m_ledger;
    std::optional<Triggers> m_triggers;
    std::vector<Job> m_takenJobs;
    std::vector<Arrived> m_takenReports;
    std::vector<std::shared_ptr<TaskControl>> m_abandoned;
    std::vector<IdleWaiter> m_waiters;
    std::vector<std::pair<qint64, int>> m_goingOn; ///< starts in this commit that were never queued: pipeline and node
    std::vector<Ready> m_starting; ///< taken from the scheduler, not committed yet
    Scheduler m_scheduler;
    std::unordered_map<ContextKey, Flight> m_flights;
    QSet<ContextKey> m_known;
    QHash<qint64, std::shared_ptr<const Plan>> m_plans;
    QList<qint64> m_unsurePlans; ///< compiled since the last commit: their versions may be a part of it
    std::map<Lane, Cursor> m_cursors;
    bool m_backlog = true; ///< the store may hold work in lanes that were not looked at
    std::vector<Lane> m_unread; ///< lanes that hold more than was taken
    std::optional<qint64> m_nextDue;
    int m_pureFlights = 0;
    int m_effectFlights = 0;
    std::optional<ContextKey> m_runsAlone; ///< nothing else that is recorded as started runs beside it
    qint64 m_flightBytes = 0; ///< of the documents that are with runners
    qint64 m_purePaceUs = kAheadUs; ///< what the slowest tasks of a lane took lately
    qint64 m_effectPaceUs = kAheadUs;
    qint64 m_nextDeadlineScan = 0;
    qint64 m_finishedSteps = 0;
    bool m_stopped = false;
    bool m_fullDisk = false;
    bool m_hasRecovered = false;
    bool m_moreToDo = false;
    bool m_wasRunning = false;
    bool m_hasEnded = false; ///< of the caller that ends it

    RunnerPool m_pure;
    RunnerPool m_effects;
    std::thread m_thread;
};

Engine::Engine(Options options)
    : d(std::make_unique<Private>(std::move(options)))
{}

Engine::~Engine() = default;

QFuture<Result<Json>> Engine::write(WriteJob job)
{
    return d->write(std::move(job));
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
