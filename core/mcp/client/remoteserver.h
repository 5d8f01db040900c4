// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"

#include <QFuture>
#include <QThread>

namespace Millrace::Mcp {

/// Another MCP server, as its client sees it: a program of its own, spoken to over its standard input and output, or one behind an address. Speaks
/// 2026-07-28 where the server knows it, else the newest of 2025-11-25 and before that both know. It says that it can do nothing that a server could ask
/// back for, and what one asks all the same is refused.
///
/// Has a thread of its own, on which everything happens; its functions come from any thread. What a server sends is bounded in size, and what it does not
/// answer in time; nothing of it is believed.
class RemoteServer final
{
public:
    struct Options
    {
        int patienceMs = 120'000; ///< for an answer
        int greetingMs = 3'000; ///< after which a program that says nothing to a greeting of 2026 is taken for one of 2025
        qint64 mostBytes = qint64(32) * 1024 * 1024; ///< of a message
    };

    RemoteServer();
    explicit RemoteServer(const Options &options);
    /// Ends the connection, and a program that it started.
    ~RemoteServer();
    RemoteServer(const RemoteServer &) = delete;
    RemoteServer &operator=(const RemoteServer &) = delete;

    /// Begins anew with {"command": ["program", "argument", …]} or {"url", "token"}. Gives what the server says it is and has: {"version", "server",
    /// "capabilities", "instructions", "tools", "resources", "templates", "prompts", "problems"}.
    [[nodiscard]] QFuture<Result<Json>> open(const Json &address);
    /// One request. Gives it and the answer as they went over the wire, and what came besides: {"request", "answer", "told", "bytes", "duration_us"}.
    /// Cancelling the future tells the server that nobody waits any more.
    [[nodiscard]] QFuture<Result<Json>> ask(const QString &method, const Json &params);
    void close();

private:
    class Worker;
    QThread m_thread;
    Worker *m_worker; ///< lives on m_thread, deleted when it finishes
};

} // namespace Millrace::Mcp
