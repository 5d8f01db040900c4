// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runnerpool.h"

#include <QLoggingCategory>

#include <algorithm>
#include <chrono>
#include <pthread.h>
#include <system_error>
#include <thread>
#include <unordered_map>

Q_DECLARE_LOGGING_CATEGORY(lcEngine)

namespace Millrace {

namespace {

// How long a closing pool waits for cancelled components to answer, before it leaves their threads to themselves.
constexpr std::chrono::milliseconds kPatience{1500};

} // namespace

struct RunnerPool::State
{
    /// What a thread has in hand.
    struct Running
    {
        QString context;
        std::shared_ptr<const Plan> plan;
        std::shared_ptr<TaskControl> control;
        int node = 0;
        int attempt = 1;
        qint64 since = 0; ///< monotonic
        bool isWrittenOff = false;
    };
    std::mutex mutex;
    std::condition_variable wake;
    std::deque<StepTask> queue;
    std::unordered_map<const TaskControl *, Running> running;
    qint64 replaced = 0; ///< threads that were written off
    bool stopping = false;
    int alive = 0; ///< threads that are not written off
    std::condition_variable ended;
    RunServices services;
    std::function<void(StepReport &&, const std::shared_ptr<TaskControl> &)> report;
};

RunnerPool::RunnerPool(int threads, RunServices services, std::function<void(StepReport &&, const std::shared_ptr<TaskControl> &)> report)
    : m_state(std::make_shared<State>())
    , m_size(threads)
{
    m_state->services = services;
    m_state->report = std::move(report);
    const std::lock_guard lock(m_state->mutex);
    startThreads();
}

RunnerPool::~RunnerPool()
{
    std::unique_lock lock(m_state->mutex);
    m_state->stopping = true;
    m_state->queue.clear();
    m_state->wake.notify_all();
    m_state->ended.wait_for(lock, kPatience, [this] { return m_state->alive == 0; });
}

void RunnerPool::startThreads()
{
    // Detached at once: those that are alive are counted, and one that was given up may come back much later or never.
    try {
        for (; m_state->alive < m_size; ++m_state->alive)
            std::thread(&RunnerPool::work, m_state).detach();
    } catch (const std::system_error &e) {
        qCWarning(lcEngine) << "fewer runners than wanted:" << e.what(); // the next task tries again
    }
}

void RunnerPool::work(std::shared_ptr<State> state)
{
    pthread_setname_np(pthread_self(), "runner");
    std::unique_lock lock(state->mutex);
    while (true) {
        state->wake.wait(lock, [&] { return state->stopping || !state->queue.empty(); });
        if (state->stopping)
            break;
        const StepTask task = std::move(state->queue.front());
        state->queue.pop_front();
        state->running.emplace(
            task.control.get(),
            State::Running{task.contextId, task.plan, task.control, task.node, task.attempt, state->services.clock->monotonicUs(), false});
        lock.unlock();
        StepReport report = runTask(task, state->services);
        lock.lock();
        const auto own = state->running.extract(task.control.get());
        if (own.mapped().isWrittenOff)
            return; // another thread took this one's place; the late answer is nobody's
        if (state->stopping)
            break; // the pool's owner may be gone
        lock.unlock();
        state->report(std::move(report), task.control);
        lock.lock();
    }
    --state->alive;
    state->ended.notify_all();
}

void RunnerPool::run(StepTask task)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->queue.push_back(std::move(task));
    startThreads();
    m_state->wake.notify_one();
}

void RunnerPool::writeOff(const std::shared_ptr<TaskControl> &control)
{
    const std::lock_guard lock(m_state->mutex);
    const auto it = m_state->running.find(control.get());
    if (it == m_state->running.end())
        return;
    it->second.isWrittenOff = true;
    ++m_state->replaced;
    --m_state->alive;
    startThreads();
}

WorkerLane RunnerPool::look(const QString &name) const
{
    const std::lock_guard lock(m_state->mutex);
    const Clock &clock = *m_state->services.clock;
    const qint64 toWall = clock.nowUs() - clock.monotonicUs();
    WorkerLane lane{.name = name,
                    .workers = m_state->alive,
                    .wanted = m_size,
                    .queued = static_cast<qint64>(m_state->queue.size()),
                    .replaced = m_state->replaced,
                    .tasks = {}};
    for (const auto &[control, running] : m_state->running) {
        const qint64 deadline = control->deadlineUs.load();
        lane.tasks.append({.context = running.context,
                           .pipeline = running.plan->definition().id,
                           .node = running.plan->node(running.node).node.id,
                           .attempt = running.attempt,
                           .since = running.since + toWall,
                           .expires = deadline > 0 ? deadline + toWall : 0,
                           .isGivenUp = running.isWrittenOff});
    }
    std::ranges::sort(lane.tasks, {}, &WorkerTask::since);
    return lane;
}

std::size_t RunnerPool::queued() const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->queue.size();
}

void RunnerPool::runQueued(std::size_t index)
{
    std::unique_lock lock(m_state->mutex);
    const auto it = m_state->queue.begin() + static_cast<std::ptrdiff_t>(index);
    const StepTask task = std::move(*it);
    m_state->queue.erase(it);
    lock.unlock();
    m_state->report(runTask(task, m_state->services), task.control);
}

void RunnerPool::clear()
{
    const std::lock_guard lock(m_state->mutex);
    m_state->queue.clear();
}

} // namespace Millrace
