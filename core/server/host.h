// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "server/hostlimits.h"

#include <QObject>
#include <QStringList>
#include <QThread>

#include <memory>

namespace Millrace {

class HostCore;
class Workspace;

struct HostOptions
{
    bool loopback = true; ///< HTTP and WebSocket on 127.0.0.1
    quint16 port = 0; ///< 0: a free one
    QStringList sockets; ///< paths of user-only sockets, for `millrace mcp` and other local programs
    int input = -1; ///< of a pipe that carries messages; both are closed at the end
    int output = -1;
    QStringList origins; ///< of web pages that may come, beside those of this machine
    bool conformance = false; ///< fixtures of the official suite, and no token needed; only in builds with tests
    QString stateFile; ///< what outlives the process: sessions; empty: nothing
    HostLimits limits;

    /// As the settings say: {"server": {"port", "origins"}}; with the place for what outlives the process in the user's state folder.
    [[nodiscard]] static HostOptions standard(const QString &workspaceId, const Json &settings);
};

/// The local server: everything outside this process comes in through it (agents by MCP, programs by REST, hooks, WebSockets), over 127.0.0.1, a
/// socket for this user alone, or a pipe. Owned by whoever opened the workspace, which outlives it.
///
/// Works on a thread of its own, so that a busy client costs no frame. Never listens beyond this machine, and takes nobody without a token but
/// over the two ways that only this user has. Deleting it closes every connection.
class Host final : public QObject
{
    Q_OBJECT

public:
    /// Listens when it returns. Unsupported where the port or the socket cannot be had, in the system's words.
    [[nodiscard]] static Result<std::unique_ptr<Host>> start(Workspace &workspace, const HostOptions &options);
    ~Host() override;

    [[nodiscard]] quint16 port() const { return m_port; }
    /// "http://127.0.0.1:PORT/mcp".
    [[nodiscard]] QString url() const;
    /// Where the owner of a workspace lets this user's agents in: beside the socket for commands, whose path the lock tells everybody. (No folder of the
    /// environment would do: agents start programs with little of theirs.)
    [[nodiscard]] static QString socketBeside(const QString &commandSocket);

Q_SIGNALS:
    /// The pipe's input has ended, and everything that came by it was answered.
    void inputEnded();

private:
    class Thread;
    Host();

    std::unique_ptr<Thread> m_thread;
    quint16 m_port = 0;
};

} // namespace Millrace
