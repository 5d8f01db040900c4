// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

#include <condition_variable>
#include <list>
#include <mutex>

namespace Millrace {

class Connection;

/// Where the readers of a workspace and its write-ahead log meet.
///
/// The log begins anew only at a moment at which nobody looks at what is in it; readers that come one after the other, or one that stays, never
/// leave such a moment, and the log grows and grows. So every reader of the process says when it begins and ends. Where the log has grown,
/// the writer keeps new ones waiting for a moment, until those there are have ended; one that stays too long is interrupted, and has to begin
/// again with what is there then. Any thread; close() and open() are the writer's.
class SnapshotGate
{
public:
    enum class Stay : quint8 { Usual, Long };

    struct Limits
    {
        int longestWaitMs = 50; ///< the writer waits no longer than this for readers, nor they for it
        int usualHoldMs = 10'000; ///< so long a reader may stay where the log grows; a tenth of it from muchLogBytes on
        qint64 muchLogBytes = qint64(40) << 20;
        qint64 mostLogBytes = qint64(1) << 30; ///< up to here those may stay longer for which beginning again would be no use: a copy, a check
    };

    /// How it is, for people. A plain value.
    struct State
    {
        qint64 longestHoldMs = 0; ///< of the readers that are there
        qint64 ended = 0; ///< readers that had to begin again
        qint64 longestWaitUs = 0; ///< of the writer, for readers
    };

private:
    struct Entry
    {
        Connection *connection = nullptr;
        Stay stay = Stay::Usual;
        qint64 since = 0; ///< monotonic
        bool isEnded = false;
    };

public:
    /// One reader's view of the workspace, from before it begins until after it has ended.
    class Hold
    {
    public:
        /// Waits where the writer is about to begin the log anew. One that was ended and comes `again` first lets it do so.
        Hold(SnapshotGate &gate, Connection &connection, Stay stay, bool again = false);
        ~Hold();
        Hold(const Hold &) = delete;
        Hold &operator=(const Hold &) = delete;

        /// It has stayed too long and was interrupted: what it has read may be half of something.
        [[nodiscard]] bool isEnded() const;

    private:
        SnapshotGate &m_gate;
        std::list<Entry>::iterator m_entry;
    };

    explicit SnapshotGate(const Limits &limits)
        : m_limits(limits)
    {}

    [[nodiscard]] State state() const;

    /// Keeps new readers waiting, and waits for those that are there. True: none is left, until open(). False: somebody stays; who has stayed
    /// too long for a log of `logBytes` is interrupted.
    [[nodiscard]] bool close(qint64 logBytes);
    void open();

private:
    Limits m_limits;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::list<Entry> m_entries;
    bool m_isClosed = false;
    qint64 m_closings = 0; ///< with nobody left inside
    qint64 m_ended = 0;
    qint64 m_longestWaitUs = 0;
};

} // namespace Millrace
