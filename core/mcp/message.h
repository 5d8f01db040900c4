// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mcp/protocol.h"

#include <expected>

namespace Millrace::Mcp {

/// One message of JSON-RPC 2.0, taken apart and checked in form. A plain value.
struct Message
{
    enum class Kind : quint8 { Request, Notification, Answer };

    Kind kind = Kind::Request;
    Json id; ///< a string or a number; null for notifications
    QByteArray method;
    Json params; ///< an object or null
    Json result; ///< of an answer: its result, or null with an error
    Json error;

    /// Reads one message. What cannot be answered under its own id says so in `id`, which is null then.
    [[nodiscard]] static std::expected<Message, RpcError> read(const Json &json, Json &id);
};

} // namespace Millrace::Mcp
