// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mcp/transport.h"

#include <deque>

namespace Millrace::Mcp {

/// The events of one exchange of the 2025 era, kept for a while so that a client whose connection broke gets the rest with another one.
/// Of many events the oldest are dropped: whoever comes back later than that reads on from what is left.
class EventStream
{
public:
    static constexpr qsizetype kMostEvents = 256;
    static constexpr qsizetype kMostBytes = 1024 * 1024;
    /// What a client is told to wait before it comes back.
    static constexpr int kRetryMs = 1000;

    /// Everything; or nothing before somebody listened for the first time.
    enum class Keeps : quint8 { Everything, WhenHeard };

    explicit EventStream(const QByteArray &id, Keeps keeps = Keeps::Everything);

    [[nodiscard]] const QByteArray &id() const { return m_id; }
    [[nodiscard]] bool isAttached() const { return m_outlet != nullptr; }
    [[nodiscard]] bool isEnded() const { return m_ended; }
    [[nodiscard]] qsizetype bytes() const { return m_bytes; }
    [[nodiscard]] Outlet *outlet() const { return m_outlet.get(); }

    /// Begins or goes on with another connection: what follows event `after` is sent at once. One that was attached ends. `primes`: the
    /// client understands an event without data (2025-11-25).
    void attach(const std::shared_ptr<Outlet> &outlet, qint64 after, bool primes);
    /// The connection broke.
    void detach() { m_outlet.reset(); }
    /// Ends the connection; what follows waits.
    void interrupt();
    void send(const QByteArray &json);
    /// Nothing follows.
    void end();

    /// Whether it is the id of a session's own stream, of this process or an earlier one.
    [[nodiscard]] static bool isStanding(const QByteArray &id) { return id.endsWith("-0"); }
    /// The stream's id and the event's number in an event's id.
    [[nodiscard]] static std::optional<std::pair<QByteArray, qint64>> readEventId(QByteArrayView eventId);

private:
    [[nodiscard]] QByteArray eventId(qint64 number) const;

    QByteArray m_id;
    std::shared_ptr<Outlet> m_outlet;
    std::deque<std::pair<qint64, QByteArray>> m_kept;
    qsizetype m_bytes = 0;
    qint64 m_last = 0; ///< number of the last event
    Keeps m_keeps;
    bool m_wasAttached = false;
    bool m_ended = false;
};

} // namespace Millrace::Mcp
