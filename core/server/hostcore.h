// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mcp/server.h"
#include "sdk/error.h"
#include "server/peerconnection.h"
#include "server/host.h"
#include "server/ratelimiter.h"
#include "server/requestcheck.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <unordered_map>

namespace boost::asio {
class io_context;
}

namespace Millrace {

class CommandApi;
class HookDoor;
class EventFeed;

/// What lives on the server's thread: the listening sockets, the connections, and what they talk to. Made and deleted there.
class HostCore final : public QObject
{
    Q_OBJECT

public:
    HostCore(boost::asio::io_context &context, Workspace &workspace, const HostOptions &options, std::shared_ptr<const Client> local);
    ~HostCore() override;

    /// Opens what the options name.
    [[nodiscard]] Result<void> listen();
    [[nodiscard]] quint16 port() const { return m_port; }

    // --- for connections -----------------------------------------------------------------------------------------------------
    [[nodiscard]] boost::asio::io_context &context() { return m_context; }
    [[nodiscard]] const HostLimits &limits() const { return m_options.limits; }
    [[nodiscard]] const RequestCheck &check() const { return m_check; }
    [[nodiscard]] Mcp::Server &mcp() { return *m_mcp; }
    /// Tells the protocol that a peer has gone; at the end there is nobody to tell.
    void gone(Mcp::Outlet *outlet);
    /// Whether anything that was asked by this wire is not answered yet. What it only listens to is not owed an end.
    [[nodiscard]] bool isAnswering(const Mcp::Outlet *wire) const { return m_mcp && m_mcp->isAnswering(wire); }
    [[nodiscard]] CommandApi &commands() { return *m_commands; }
    [[nodiscard]] HookDoor &hooks() { return *m_hooks; }
    [[nodiscard]] EventFeed &events() { return *m_events; }
    /// Who comes over the user-only socket and stdio.
    [[nodiscard]] const std::shared_ptr<const Client> &local() const { return m_local; }
    /// Milliseconds that run steadily.
    [[nodiscard]] static qint64 now();
    /// Null: unknown or revoked.
    [[nodiscard]] std::shared_ptr<const Client> authenticate(QByteArrayView token) const;
    /// As a Date header has it.
    [[nodiscard]] const QByteArray &date() const { return m_date; }
    /// Counts a call of this client; false: too many.
    [[nodiscard]] bool mayCall(const std::shared_ptr<const Client> &client) { return !client || m_rates.take(client->id, now()); }
    /// Counts a wrong token; false: there were too many this second.
    [[nodiscard]] bool mayFail();
    void add(const std::shared_ptr<PeerConnection> &connection);
    void ended(PeerConnection *connection);
    /// The pipe's input has ended, and everything was answered.
    void pipeEnded();

Q_SIGNALS:
    void inputEnded();

private:
    struct Listeners;

    [[nodiscard]] Result<void> listenLoopback();
    [[nodiscard]] Result<void> listenSocket(const QString &path);
    void acceptLoopback();
    void acceptSocket(std::size_t index);
    /// False where there is no room for one more.
    [[nodiscard]] bool makeRoom();
    /// Closes the oldest that has shown no token; false: there is none.
    [[nodiscard]] bool closeOldestUnknown();
    /// After a descriptor could not be had: later, for now there is nothing to wait for.
    void acceptLater(const std::function<void()> &accept);
    void sweep();
    void dropRevoked();

    boost::asio::io_context &m_context;
    Workspace &m_workspace;
    HostOptions m_options;
    std::shared_ptr<const Client> m_local;
    RequestCheck m_check;
    RateLimiter m_rates;
    int m_failures = 0;
    qint64 m_failuresSince = 0;
    QByteArray m_date;
    quint16 m_port = 0;
    std::unique_ptr<Mcp::Server> m_mcp;
    std::unique_ptr<EventFeed> m_events;
    std::unique_ptr<CommandApi> m_commands;
    std::unique_ptr<HookDoor> m_hooks;
    std::unique_ptr<Listeners> m_listeners;
    std::unordered_map<PeerConnection *, std::shared_ptr<PeerConnection>> m_connections;
    QTimer m_sweep;
    quint64 m_lastNumber = 0;
};

} // namespace Millrace
