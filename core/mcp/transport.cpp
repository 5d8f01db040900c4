// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/transport.h"

namespace Millrace::Mcp {

const char *transportName(TransportKind kind)
{
    switch (kind) {
    case TransportKind::Http:
        return "http";
    case TransportKind::WebSocket:
        return "websocket";
    case TransportKind::Stdio:
        return "stdio";
    case TransportKind::Socket:
        return "socket";
    }
    Q_UNREACHABLE_RETURN("");
}

Outlet::~Outlet() = default;

} // namespace Millrace::Mcp
