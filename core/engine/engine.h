// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/componentregistry.h"
#include "engine/ledger.h"
#include "engine/runner.h"
#include "engine/triggers.h"
#include "engine/workers.h"
#include "pipeline/records.h"
#include "sdk/effecttarget.h"
#include "store/workspacefile.h"

#include <QFuture>

#include <functional>
#include <memory>

namespace Millrace {

/// How the engine is; a plain value.
struct EngineStatus
{
    bool running = false; ///< takes up work; false: paused or stopped
    bool stopped = false; ///< for good, with `problem`
    qint64 ready = 0;
    qint64 inFlight = 0;
    qint64 finishedSteps = 0; ///< since the start of this engine
    qint64 nextDueAt = 0;
    QString problem;
    QString notice; ///< what slows it or costs room, while it does

    friend bool operator==(const EngineStatus &, const EngineStatus &) = default;
};

/// The durable heart: owns the one write connection on a thread of its own, and makes every change of state.
///
/// The essay on how it works stands at the top of engine.cpp. All public functions may be called from any thread; callbacks come on the
/// engine's thread and must be short. Deleting it finishes the running commit, gives up what runs (its leases are found lost at the next
/// opening) and leaves the connection to the caller.
class Engine
{
public:
    /// A change asked from outside: runs inside the group's transaction, behind a savepoint of its own.
    using WriteJob = std::function<Result<Json>(WriteScope &)>;
    /// Who waits for a job: something with more where this came from, or somebody, for whom everything else gives way.
    enum class Urgency : quint8 { Usual, Soon };

    struct Options
    {
        Connection *writer = nullptr; ///< moved to the engine's thread until it is deleted
        WorkspaceLock *lock = nullptr; ///< takes the acknowledged sequence numbers; may be null
        const ComponentRegistry *registry = nullptr;
        RunServices services;
        int runners = 2; ///< threads for pure steps
        int effectRunners = 8; ///< threads for steps that wait for something
        int childRunners = 4; ///< threads for steps in processes of their own
        QList<std::shared_ptr<EffectTarget>> targets; ///< where effects can go; a later one replaces an earlier one of the same id
        int deliveryRunners = 8; ///< threads that carry out effects
        bool fuse = true;
        bool startPaused = false;
        bool stepped = false; ///< no threads at all: turn() and runTask() are called instead, and the same calls give the same run
        qint64 acknowledgedBefore = 0; ///< what an earlier owner had promised
        std::function<double()> random; ///< [0, 1); empty: the machine's
        std::function<void(const ChangeSet &)> committed; ///< after each commit that touched contexts
        std::function<void(const QStringList &)> reviewsChanged; ///< after each commit that touched review items: their ids
        std::function<void()> statusChanged;
    };

    /// Starts the thread, releases the leases of dead workers, and goes to work.
    explicit Engine(Options options);
    ~Engine();
    Engine(const Engine &) = delete;
    Engine &operator=(const Engine &) = delete;

    /// Runs the job in the next group commit. The future is answered after the commit, with the job's result, or with why nothing of it
    /// was written. Jobs of one urgency run in the order in which they came.
    [[nodiscard]] QFuture<Result<Json>> write(WriteJob job, Urgency urgency = Urgency::Usual);

    void start();
    void pause();
    /// Answered when nothing is ready or running and nothing falls due within `waitUs` from now on; EngineStopped where it stops before.
    [[nodiscard]] QFuture<Result<Json>> idle(qint64 waitUs);
    [[nodiscard]] EngineStatus status() const;
    [[nodiscard]] WorkerStatus workers() const;
    /// Look at the clock again: a test has moved it.
    void wake();
    /// What the destructor does first: the last commit, and the end of the thread. Jobs may still look at this engine; what is asked
    /// afterwards is refused.
    void stop();

    // --- of a stepped engine, on one thread -------------------------------------------------------------------------------
    /// One turn: applies what has come, commits, hands out what can start.
    void turn();
    /// Tasks that wait for a runner; runs one of them.
    [[nodiscard]] std::size_t queuedTasks() const;
    void runTask(std::size_t index);

    // --- for write jobs, on the engine's thread -------------------------------------------------------------------------
    [[nodiscard]] const Ledger &ledger() const;
    [[nodiscard]] const Triggers &triggers() const;
    /// The compiled plan of a stored version; kept.
    [[nodiscard]] Result<std::shared_ptr<const Plan>> plan(WriteScope &scope, qint64 key);
    /// How a pipeline is run from now on; the row is the job's to write. After the commit, on the engine's thread.
    void setPipelineState(const QString &id, const StoredPipelineState &state);

    /// Any thread.
    [[nodiscard]] StoredPipelineState pipelineState(const QString &id) const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Millrace
