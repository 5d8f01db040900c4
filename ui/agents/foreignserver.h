// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"

#include <QFuture>

namespace Millrace {

/// Another MCP server, as the inspector speaks with it: between the program, which knows the protocol, and the pane. One server at a time; none of its
/// functions waits.
class ForeignServer
{
public:
    ForeignServer() = default;
    virtual ~ForeignServer() = default;
    ForeignServer(const ForeignServer &) = delete;
    ForeignServer &operator=(const ForeignServer &) = delete;

    /// Begins anew with {"command": ["program", "argument", …]} or {"url", "token"}. Gives what the server says it is and has: {"version", "server",
    /// "capabilities", "instructions", "tools", "resources", "templates", "prompts", "problems"}.
    [[nodiscard]] virtual QFuture<Result<Json>> open(const Json &address) = 0;
    /// One request: {"request", "answer", "told", "bytes", "duration_us"}. Cancelling the future tells the server.
    [[nodiscard]] virtual QFuture<Result<Json>> ask(const QString &method, const Json &params) = 0;
    virtual void close() = 0;
};

} // namespace Millrace
