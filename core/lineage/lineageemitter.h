// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lineage/openlineage.h"
#include "store/lineagerepository.h"

#include <QMap>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace Millrace {

/// Where events go: `{"kind":"file","path"}` or `{"kind":"http","url","token"}`, with "level".
struct LineageTargetSpec
{
    bool isHttp = false;
    QString path;
    QString url;
    QString token; ///< name of a secret; empty: none
    OpenLineageLevel level = OpenLineageLevel::Step;

    [[nodiscard]] static LineageTargetSpec of(const Json &json);
    [[nodiscard]] Json toJson() const;
};

/// Tells others of runs, on a thread of its own, by reading the history behind them.
///
/// The history is the queue: what has been told is one number for each target, kept in the workspace, so that nothing is dropped because a
/// receiver is slow or away, and nothing that runs waits for it. What a receiver refuses for good is counted and passed over; all else is tried
/// again, later and later. After a crash the last seconds are told once more, with the same ids. poke(), reload() and states() from any thread.
class LineageEmitter
{
public:
    struct Batch
    {
        QList<QByteArray> lines; ///< one event each
        qint64 position = 0; ///< behind what was looked at
        qint64 last = 0; ///< of the history
    };
    struct Reply
    {
        int status = 0; ///< 0: none came
        qint64 retryAfterUs = 0;
        QString problem;
    };
    /// What it works with; all of it is called on its thread.
    struct Options
    {
        const Clock *clock = &Clock::system();
        std::function<Result<QList<StoredLineageTarget>>()> targets;
        std::function<Result<Batch>(qint64 after, OpenLineageLevel level)> read;
        std::function<Reply(const LineageTargetSpec &target, const QByteArray &body, const std::function<bool()> &isStopped)> send;
        std::function<void(const QString &id, qint64 position, qint64 sent, qint64 dropped)> advance;
    };

    explicit LineageEmitter(Options options)
        : m_options(std::move(options))
    {}
    ~LineageEmitter() { stop(); }
    LineageEmitter(const LineageEmitter &) = delete;
    LineageEmitter &operator=(const LineageEmitter &) = delete;

    void start();
    /// Ends the thread, and says how far it came; what it works with is not asked any more.
    void stop();
    /// There is something new in the history.
    void poke();
    /// The targets are others than before.
    void reload();

    struct State
    {
        qint64 position = 0;
        qint64 waiting = 0; ///< transitions
        qint64 sent = 0; ///< since it began
        qint64 dropped = 0;
        QString problem;
        qint64 retryAt = 0; ///< wall clock; 0: not waiting
    };
    /// By target.
    [[nodiscard]] QMap<QString, State> states() const;

private:
    struct Target
    {
        StoredLineageTarget stored;
        LineageTargetSpec spec;
        State state;
        qint64 unsavedSent = 0;
        qint64 unsavedDropped = 0;
        qint64 savedPosition = 0;
        qint64 savedUs = 0; ///< monotonic, when
        qint64 nextTryUs = 0; ///< monotonic
        int failures = 0;
        qsizetype done = 0; ///< lines of the batch that are told already
        Batch batch;
    };

    void work();
    void loadTargets();
    /// One batch of one target; false: it has nothing to do now.
    bool advance(Target &target);
    bool tell(Target &target);
    void postpone(Target &target, const QString &problem, qint64 retryAfterUs);
    void save(Target &target, bool now);

    const Options m_options;
    mutable std::mutex m_mutex; ///< guards the next four
    std::condition_variable m_wake;
    bool m_poked = false;
    bool m_stale = true; ///< the targets are to be read again
    QMap<QString, State> m_states;
    std::atomic<bool> m_stopping = false;
    std::atomic<bool> m_hasTargets = false; ///< else nothing new is of any interest
    std::vector<Target> m_targets; ///< the thread's
    std::thread m_thread;
};

} // namespace Millrace
