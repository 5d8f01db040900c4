// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mcp/transport.h"

#include <QObject>
#include <QString>

#include <memory>

namespace Millrace {
class Clock;
class Workspace;
} // namespace Millrace

namespace Millrace::Mcp {

/// The Model Context Protocol's server, without sockets: takes messages, gives messages. Both eras at once, decided for each message: the
/// stateless 2026-07-28, and 2025-11-25 back to 2025-03-26 with their sessions.
///
/// Made and used on the server's thread, which has an event loop; the workspace outlives it. Every request is answered exactly once,
/// unless its client cancelled it or went away. Sessions belong to the client that began them: to every other one their ids, and those of
/// tasks, are unknown. Sessions, what they subscribed to, and the key that request states are sealed with are kept in `stateFile`, so
/// that clients go on after a restart.
class Server : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        Workspace *workspace = nullptr;
        QString stateFile; ///< empty: nothing is kept
        bool conformance = false; ///< also the fixtures that the official suite asks for; only in builds with tests
        const Clock *clock = nullptr; ///< nullptr: the machine's
    };

    explicit Server(const Options &options, QObject *parent = nullptr);
    /// Open streams are ended, sessions are kept.
    ~Server() override;

    /// A message. What answers it may be written before this returns, or later.
    void receive(Incoming &&incoming, const std::shared_ptr<Outlet> &outlet);
    /// GET of the 2025 era: the stream of what a session is told without having asked; or, with the id of the last event that came in,
    /// what follows it in the stream it belonged to.
    void listen(const Incoming &headers, const QByteArray &lastEventId, const std::shared_ptr<Outlet> &outlet);
    /// DELETE of the 2025 era: ends a session.
    void endSession(const Incoming &headers, const std::shared_ptr<Outlet> &outlet);
    /// The peer went away. In 2026 that cancels its request; in 2025 what it is still told waits for it to come back; of a duplex wire it
    /// ends everything that came in by it.
    void gone(Outlet *outlet);
    /// Everything this client has open ends: it was revoked.
    void dismiss(const QString &clientId);

    [[nodiscard]] qsizetype sessionCount() const;
    [[nodiscard]] qsizetype callCount() const; ///< requests that are not answered yet
    /// Whether an answer is owed on this wire; a subscription is none.
    [[nodiscard]] bool isAnswering(const Outlet *wire) const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Millrace::Mcp
