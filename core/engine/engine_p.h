// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

#include "engine/enginemeters.h"
#include "engine/outbox.h"
#include "engine/runnerpool.h"
#include "engine/scheduler.h"

#include <QLoggingCategory>
#include <QPromise>
#include <QSet>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <limits>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>

Q_DECLARE_LOGGING_CATEGORY(lcEngine)

namespace Millrace {

inline constexpr qint64 kAheadUs = 20'000; ///< steps are handed out as far ahead as the runners get to within this time
inline constexpr qint64 kDeadlineScanUs = 25'000;
inline constexpr qint64 kLargeDocument = 1024 * 1024; ///< larger ones are read by the runner that needs them

/// A context with a runner.
struct Flight
{
    ContextRow row;
    std::shared_ptr<const Plan> plan;
    std::shared_ptr<TaskControl> control;
    bool startRecorded = false;
    Scheduler::Kind kind = Scheduler::Kind::Pure;
};

/// A change asked from outside.
struct QueuedWrite
{
    Engine::WriteJob run;
    QPromise<Result<Json>> promise;
};

/// What a runner has handed back.
struct Arrived
{
    StepReport report;
    std::shared_ptr<TaskControl> control;
};

/// Somebody who waits until nothing is to do.
struct IdleWaiter
{
    qint64 until = 0; ///< wall clock: due times up to here are waited for
    QPromise<Result<Json>> promise;
};

[[nodiscard]] inline QFuture<Result<Json>> answered(Result<Json> result)
{
    QPromise<Result<Json>> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

inline void answer(QPromise<Result<Json>> &promise, Result<Json> result)
{
    promise.addResult(std::move(result));
    promise.finish();
}

/// What the engine is inside. Its three files: engine.cpp (the essay, the loop, the commit), enginescheduling.cpp (what starts and what lands),
/// enginelifetime.cpp (opening, failing, ending).
class Engine::Private
{
    using Ready = Scheduler::Ready;
    using Lane = Scheduler::Lane;

public:
    explicit Private(Options options);
    ~Private() { stop(); }

    void stop();
    QFuture<Result<Json>> write(WriteJob job, Urgency urgency);
    QFuture<Result<Json>> idle(qint64 waitUs);
    void setRunning(bool running);
    EngineStatus status() const;
    WorkerStatus workers() const;
    void wake();
    void step();
    [[nodiscard]] std::size_t queuedTasks() const
    {
        return m_pure.queued() + m_effects.queued() + m_children.queued() + (m_outbox ? m_outbox->queued() : 0);
    }

    void runTask(std::size_t index);
    const Ledger &ledger() const { return *m_ledger; }
    const Triggers &triggers() const { return *m_triggers; }

    Result<std::shared_ptr<const Plan>> plan(WriteScope &scope, qint64 key);
    /// After a rollback: a version that was not stored after all leaves its key to the next one, which must not run by its plan.
    void dropUnstoredPlans(WriteScope &scope);
    void setPipelineState(const QString &id, const StoredPipelineState &state);
    StoredPipelineState pipelineState(const QString &id) const;

private:
    // --- runner threads ---------------------------------------------------------------------------------------------------
    void arrived(StepReport &&report, const std::shared_ptr<TaskControl> &control);
    // --- the loop and the commit (engine.cpp); from here on the engine's thread alone ------------------------------------------
    void run();
    void begin();
    void round(std::unique_lock<std::mutex> &lock);
    [[nodiscard]] bool hasNews() const;
    void takeNews();
    /// Whether what this turn has not come to yet is left to the next one.
    [[nodiscard]] bool givesWay(qint64 since) const;
    void waitForNews(std::unique_lock<std::mutex> &lock);
    /// One round: apply what has come, start what can start, commit, dispatch.
    void turn(bool running);
    Result<void> commitTurn(bool running);
    Result<void> apply(WriteScope &scope, bool running, std::vector<Result<Json>> &answers);
    /// The job's own result; an error of the outer kind is the store's and fails the whole group.
    Result<Result<Json>> applyJob(WriteScope &scope, QueuedWrite &job);
    Result<void> applyReport(WriteScope &scope, Arrived &arrived, bool running);
    Result<void> applyAbandoned(WriteScope &scope, const std::shared_ptr<TaskControl> &control);
    /// Sees whether the wall clock was set back since the last look.
    void lookAtClock();
    Result<void> followClock(WriteScope &scope);
    /// What is waited for on the wall clock: retries, waits, schedules, effects.
    [[nodiscard]] std::optional<qint64> nextDue() const;
    void answerWaiters();
    void updateStatus();
    void notifyStatus();

    // --- what starts and what lands (enginescheduling.cpp) ----------------------------------------------------------------------
    /// How far ahead of each runner steps are handed out: quick ones far, so that one commit carries many.
    [[nodiscard]] int ahead(qint64 paceUs, int least, int most) const;
    [[nodiscard]] int pureRoom() const;
    /// Of slow steps only as many are recorded as started as there are runners, so that what is called running runs.
    [[nodiscard]] int effectRoom(Scheduler::Kind kind) const;
    /// The process ended under its last attempts. It may be why, or have stood beside the one that is: such steps run alone, so that the next
    /// crash tells which it was, and only that one comes to kMostCrashes.
    [[nodiscard]] bool isSuspect(const ContextRow &row);
    [[nodiscard]] bool canStartEffect();
    [[nodiscard]] bool canStartEffect(Scheduler::Kind kind);
    /// Records the starts of as many effectful steps as there are free runners; they run once the commit is there.
    Result<void> startEffects(WriteScope &scope);
    Result<void> startEffects(WriteScope &scope, Scheduler::Kind kind);
    [[nodiscard]] int &flightsOf(Scheduler::Kind kind);
    [[nodiscard]] RunnerPool &runnersOf(Scheduler::Kind kind);
    void dispatchPure();
    /// What the step is given: the plan, the document, and after a suspension what it waited for.
    Result<StepTask> prepare(WriteScope &scope, const Ready &ready);
    void fly(const ContextRow &row, StepTask task, bool startRecorded);
    void land(ContextKey key);
    void stopRunning(ContextKey key);
    void abandonOverdue();
    [[nodiscard]] std::size_t shareOf() const;
    [[nodiscard]] bool hasRoom(const ContextRow &row) const;
    /// Puts a context that may go on into the ready lists, if its time has come and there is room; else the store keeps it.
    void enqueue(const ContextRow &row, std::optional<Json> data);
    /// Asks the store for due work when the ready lists run low.
    void refill();
    /// It is somewhere else by now, and may be due there.
    void lookAgain(const ContextRow &row);
    /// There may be more of it in the store, and it is needed here.
    [[nodiscard]] bool isLow(const Lane &lane);
    Result<void> fillLane(WriteScope &scope, const Lane &lane, qint64 now);

    // --- opening, failing, ending (enginelifetime.cpp) --------------------------------------------------------------------------
    /// Makes a new epoch, gives back the leases of dead workers, and looks whether something promised is missing.
    Result<void> recover();
    Result<void> recoverIn(WriteScope &scope);
    /// What still runs when the workspace is closed was asked to stop and begins again at the next opening; that is no crash of the step.
    Result<Json> giveBackLeases(WriteScope &scope);
    Result<std::shared_ptr<const Plan>> planOf(WriteScope &scope, const QString &id, int version);
    /// What a step of another pipeline makes there; PipelineClosed while it is drained.
    Result<std::shared_ptr<const Plan>> planForChildren(WriteScope &scope, const QString &id, int version);
    void handleCommitFailure(const Error &error);
    void stopFor(const Error &error);
    void shutDown(std::unique_lock<std::mutex> &lock);
    void takeNewsLocked();

    /// How far a lane was read.
    struct Cursor
    {
        qint64 due = std::numeric_limits<qint64>::min();
        ContextKey key = 0;
        QSet<int> passedOver = {}; ///< nodes of which enough was here: more of them is in the store, before this place
        bool isAtEnd = false; ///< of what was due then
    };

    Options m_options;
    const Clock &m_clock;

    // Shared with other threads, under m_mutex.
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<QueuedWrite> m_jobs;
    std::deque<QueuedWrite> m_soonJobs;
    std::deque<Arrived> m_arrived;
    std::vector<IdleWaiter> m_newWaiters;
    EngineStatus m_status;
    QHash<QString, StoredPipelineState> m_states;
    bool m_stopping = false;
    bool m_poked = false;
    std::atomic<bool> m_isAwaited = false; ///< there are jobs for which the turn gives way

    // The engine thread's own.
    std::optional<Ledger> m_ledger;
    std::optional<Triggers> m_triggers;
    std::optional<Outbox> m_outbox;
    std::vector<QueuedWrite> m_takenJobs; ///< those that somebody waits for first
    std::size_t m_takenSoon = 0; ///< so many
    std::vector<Arrived> m_takenReports;
    std::size_t m_appliedReports = 0; ///< in this commit
    int m_shortTurns = 0; ///< one behind the other that have left something
    bool m_hasPassedOver = false; ///< this one has, beside results and jobs
    std::vector<std::shared_ptr<TaskControl>> m_abandoned;
    std::vector<IdleWaiter> m_waiters;
    std::vector<ContextRow> m_goingOn; ///< starts in this commit that were never queued
    std::vector<Ready> m_starting; ///< taken from the scheduler, not committed yet
    Scheduler m_scheduler;
    EngineMeters m_meters;
    qint64 m_committedSequence = 0; ///< newest transition that is on the disk, where a turn of this engine wrote it
    std::unordered_map<ContextKey, Flight> m_flights;
    QSet<ContextKey> m_known;
    QHash<qint64, std::shared_ptr<const Plan>> m_plans;
    QList<qint64> m_unsurePlans; ///< compiled since the last commit: their versions may be a part of it
    std::map<Lane, Cursor> m_cursors;
    bool m_backlog = true; ///< the store may hold work in lanes that were not looked at
    std::vector<Lane> m_unread; ///< lanes that hold more than was taken
    bool m_readsOn = false; ///< one of them was not read as far as it has to be
    std::optional<qint64> m_nextDue;
    std::optional<qint64> m_wallOffset; ///< of the wall clock to the monotonic one
    qint64 m_setBackUs = 0; ///< by so much the wall clock was set back, and what is due does not know yet
    int m_pureFlights = 0;
    int m_effectFlights = 0;
    int m_childFlights = 0;
    std::optional<ContextKey> m_runsAlone; ///< nothing else that is recorded as started runs beside it
    qint64 m_flightBytes = 0; ///< of the documents that are with runners
    qint64 m_purePaceUs = kAheadUs; ///< what tasks took lately, on the average
    qint64 m_effectPaceUs = kAheadUs; ///< what the slowest took lately: what is recorded as started shall run soon
    qint64 m_childPaceUs = kAheadUs;
    qint64 m_nextDeadlineScan = 0;
    qint64 m_finishedSteps = 0;
    bool m_stopped = false;
    bool m_fullDisk = false;
    bool m_hasRecovered = false;
    bool m_isEnding = false; ///< the next commit is the last
    bool m_moreToDo = false;
    bool m_wasRunning = false;
    bool m_hasEnded = false; ///< of the caller that ends it

    RunnerPool m_pure;
    RunnerPool m_effects;
    RunnerPool m_children;
    std::thread m_thread;
};

} // namespace Millrace
