// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/peerconnection.h"
#include "server/requestreader.h"

#include <optional>

namespace Millrace {

class HostCore;
struct Client;

enum class SocketPurpose : quint8 { Mcp, Events };

/// The handshake of RFC 6455, as it was asked for.
struct WebSocketRequest
{
    QByteArray target;
    QByteArray host;
    QByteArray key;
    QByteArray protocol; ///< "mcp" where the client offers it

    /// Nothing where it is none, or of another version.
    [[nodiscard]] static std::optional<WebSocketRequest> from(const ServedRequest &request);
};

/// A WebSocket: texts are messages, nothing else is taken. Takes the socket. What is wrong with a frame ends it with the code that RFC 6455 has for it.
[[nodiscard]] std::shared_ptr<PeerConnection> makeWebSocketConnection(HostCore &core, int socket, WebSocketRequest request,
                                                                      std::shared_ptr<const Client> client, QByteArray token, SocketPurpose purpose);

} // namespace Millrace
