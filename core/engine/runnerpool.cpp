// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runnerpool.h"

#include <QLoggingCategory>

#include <chrono>
#include <pthread.h>
#include <system_error>
#include <thread>
#include <unordered_set>

Q_DECLARE_LOGGING_CATEGORY(lcEngine)

namespace Millrace {

namespace {

// How long a closing pool waits for cancelled components to answer, before it leaves their threads to themselves.
constexpr std::chrono::milliseconds kPatience{1500};

} // namespace

struct RunnerPool::State
{
    std::mutex mutex;
    std::condition_variable wake;
    std::deque<StepTask> queue;
    std::unordered_set<const TaskControl *> running;
    std::unordered_set<const TaskControl *> writtenOff;
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
        state->running.insert(task.control.get());
        lock.unlock();
        StepReport report = runTask(task, state->services);
        lock.lock();
        state->running.erase(task.control.get());
        if (state->writtenOff.erase(task.control.get()) != 0)
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
    if (!m_state->running.contains(control.get()))
        return;
    m_state->writtenOff.insert(control.get());
    --m_state->alive;
    startThreads();
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
