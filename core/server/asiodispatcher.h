// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractEventDispatcher>

#include <atomic>
#include <memory>
#include <vector>

namespace boost::asio {
class io_context;
}

namespace Millrace {

/// Qt's event loop over Asio's: on a thread with this dispatcher sockets are Asio's (one epoll for thousands of connections, where Qt's own would
/// poll() through all of them at every turn), while posted events, queued signals, timers and QFuture continuations work as on any other thread.
///
/// Given to a QThread before it starts, which then owns it; the context must outlive the thread. Socket notifiers are not supported: whoever
/// lives on such a thread uses Asio. A turn runs a bounded number of socket handlers, so that neither side starves the other.
class AsioDispatcher final : public QAbstractEventDispatcherV2
{
    Q_OBJECT

public:
    explicit AsioDispatcher(boost::asio::io_context &context);
    ~AsioDispatcher() override;

    bool processEvents(QEventLoop::ProcessEventsFlags flags) override;
    void registerSocketNotifier(QSocketNotifier *notifier) override;
    void unregisterSocketNotifier(QSocketNotifier *notifier) override;
    void registerTimer(Qt::TimerId id, Duration interval, Qt::TimerType type, QObject *object) override;
    bool unregisterTimer(Qt::TimerId id) override;
    bool unregisterTimers(QObject *object) override;
    QList<TimerInfoV2> timersForObject(QObject *object) const override;
    Duration remainingTime(Qt::TimerId id) const override;
    void wakeUp() override;
    void interrupt() override;

private:
    struct Clock;
    struct Timer;

    bool runTimers();
    void arm();

    boost::asio::io_context &m_context;
    std::unique_ptr<Clock> m_clock; ///< rings for the earliest timer, and keeps the context at work
    std::vector<Timer> m_timers; ///< a few: whatever is looked for is looked for in all of them
    std::atomic<bool> m_interrupted = false;
    std::shared_ptr<std::atomic<bool>> m_woken; ///< a wake-up is on its way already
};

} // namespace Millrace
