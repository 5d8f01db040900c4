// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/asiodispatcher.h"

#include <QCoreApplication>
#include <QTimerEvent>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <chrono>

namespace asio = boost::asio;

namespace Millrace {

namespace {

constexpr int kHandlersPerTurn = 128;

using SteadyClock = std::chrono::steady_clock;

} // namespace

struct AsioDispatcher::Clock
{
    explicit Clock(asio::io_context &context)
        : timer(context)
        , work(context.get_executor())
    {}

    asio::steady_timer timer;
    asio::executor_work_guard<asio::io_context::executor_type> work;
};

struct AsioDispatcher::Timer
{
    Qt::TimerId id;
    Duration interval;
    Qt::TimerType type;
    QObject *object;
    SteadyClock::time_point due;
};

AsioDispatcher::AsioDispatcher(asio::io_context &context)
    : m_context(context)
    , m_clock(std::make_unique<Clock>(context))
    , m_woken(std::make_shared<std::atomic<bool>>(false))
{}

AsioDispatcher::~AsioDispatcher() = default;

bool AsioDispatcher::processEvents(QEventLoop::ProcessEventsFlags flags)
{
    m_interrupted = false;
    Q_EMIT awake();
    QCoreApplication::sendPostedEvents();
    bool worked = runTimers();
    int left = kHandlersPerTurn;
    if (flags.testFlag(QEventLoop::WaitForMoreEvents) && !worked && !m_interrupted) {
        Q_EMIT aboutToBlock();
        // What was posted since sendPostedEvents() has woken us: its handler waits in the context, so this does not block.
        if (m_context.run_one() > 0)
            --left;
        Q_EMIT awake();
        worked = true;
    }
    while (left-- > 0 && !m_interrupted && m_context.poll_one() > 0)
        worked = true;
    return worked;
}

void AsioDispatcher::registerSocketNotifier(QSocketNotifier *)
{
    qWarning("AsioDispatcher: sockets on this thread are Asio's; a notifier never fires here");
}

void AsioDispatcher::unregisterSocketNotifier(QSocketNotifier *) {}

void AsioDispatcher::registerTimer(Qt::TimerId id, Duration interval, Qt::TimerType type, QObject *object)
{
    m_timers.push_back({id, interval, type, object, SteadyClock::now() + interval});
    arm();
}

bool AsioDispatcher::unregisterTimer(Qt::TimerId id)
{
    return std::erase_if(m_timers, [id](const Timer &timer) { return timer.id == id; }) > 0;
}

bool AsioDispatcher::unregisterTimers(QObject *object)
{
    return std::erase_if(m_timers, [object](const Timer &timer) { return timer.object == object; }) > 0;
}

QList<AsioDispatcher::TimerInfoV2> AsioDispatcher::timersForObject(QObject *object) const
{
    QList<TimerInfoV2> infos;
    for (const Timer &timer : m_timers) {
        if (timer.object == object)
            infos.append({timer.interval, timer.id, timer.type});
    }
    return infos;
}

AsioDispatcher::Duration AsioDispatcher::remainingTime(Qt::TimerId id) const
{
    const auto found = std::ranges::find(m_timers, id, &Timer::id);
    return found == m_timers.end() ? Duration::min() : std::max<Duration>(Duration::zero(), found->due - SteadyClock::now());
}

bool AsioDispatcher::runTimers()
{
    if (m_timers.empty())
        return false;
    const auto now = SteadyClock::now();
    std::vector<Qt::TimerId> due;
    for (const Timer &timer : m_timers) {
        if (timer.due <= now)
            due.push_back(timer.id);
    }
    if (due.empty())
        return false;
    for (const Qt::TimerId id : due) {
        // An earlier one may have stopped this one, or started it anew.
        const auto found = std::ranges::find(m_timers, id, &Timer::id);
        if (found == m_timers.end() || found->due > now)
            continue;
        found->due = std::max(found->due + found->interval, now);
        QTimerEvent event(id);
        QCoreApplication::sendEvent(found->object, &event);
    }
    arm();
    return true;
}

void AsioDispatcher::arm()
{
    const auto earliest = std::ranges::min_element(m_timers, {}, &Timer::due);
    if (earliest == m_timers.end())
        return;
    m_clock->timer.expires_at(earliest->due);
    m_clock->timer.async_wait([](const boost::system::error_code &) {}); // the turn that it ends looks for what is due
}

void AsioDispatcher::wakeUp()
{
    if (m_woken->exchange(true))
        return;
    asio::post(m_context, [woken = m_woken] { *woken = false; });
}

void AsioDispatcher::interrupt()
{
    m_interrupted = true;
    wakeUp();
}

} // namespace Millrace
