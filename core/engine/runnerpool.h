// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/runner.h"
#include "engine/workers.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

namespace Millrace {

/// Threads that run tasks in the order given. A thread whose component does not answer can be written off: another takes its place,
/// and it ends by itself when the component ever returns.
class RunnerPool
{
public:
    /// `report` is called on a runner's thread.
    RunnerPool(int threads, RunServices services, std::function<void(StepReport &&, const std::shared_ptr<TaskControl> &)> report);
    /// Waits a moment for running tasks, whose reports are dropped; a thread that does not come back is left to itself.
    ~RunnerPool();
    RunnerPool(const RunnerPool &) = delete;
    RunnerPool &operator=(const RunnerPool &) = delete;

    void run(StepTask task);
    /// Takes the task's thread out of the pool and starts another one for it.
    void writeOff(const std::shared_ptr<TaskControl> &control);
    /// Forgets the tasks that have not begun.
    void clear();

    /// How its threads are now, under this name.
    [[nodiscard]] WorkerLane look(const QString &name) const;
    /// Tasks that have not begun.
    [[nodiscard]] std::size_t queued() const;
    /// Runs one of them on the calling thread: of a pool without threads, whose order is the caller's to choose.
    void runQueued(std::size_t index);

private:
    struct State; ///< shared with written-off threads, which may outlive the pool
    static void work(std::shared_ptr<State> state);
    void startThreads();

    std::shared_ptr<State> m_state;
    int m_size; ///< threads that it should have
};

} // namespace Millrace
