// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <memory>
#include <optional>
#include <utility>

namespace Millrace {
struct Client;
}

/// What stands between the protocol and the wires. A transport takes bytes apart into messages and answers what the protocol says; it
/// knows nothing of what is in them. Everything here is used on the server's thread.
namespace Millrace::Mcp {

enum class TransportKind : quint8 { Http, WebSocket, Stdio, Socket };

/// "http", "websocket", "stdio", "socket".
[[nodiscard]] const char *transportName(TransportKind kind);
/// One peer over one wire that stays: everything that comes in belongs together, and answers need no exchange of their own.
[[nodiscard]] constexpr bool isDuplex(TransportKind kind)
{
    return kind != TransportKind::Http;
}

/// One message from a client: the body of a POST, one line, one WebSocket text.
struct Incoming
{
    QByteArray body;
    std::shared_ptr<const Client> client; ///< null: the person's own program, to which no policy applies
    TransportKind kind = TransportKind::Http;

    // --- HTTP alone; values without the spaces around them, nothing where a header is absent ------------------------------------
    std::optional<QByteArray> sessionId; ///< Mcp-Session-Id
    std::optional<QByteArray> protocolVersion; ///< MCP-Protocol-Version
    std::optional<QByteArray> method; ///< Mcp-Method
    std::optional<QByteArray> name; ///< Mcp-Name
    QList<std::pair<QByteArray, QByteArray>> params; ///< Mcp-Param-*: the rest of the name in lower case, and the value
    bool acceptsStream = true; ///< Accept names text/event-stream
};

/// How an answer over HTTP begins. Other wires take no notice of it.
struct Opening
{
    int status = 200;
    QByteArray sessionId; ///< not empty: the header Mcp-Session-Id
    int retryMs = 0; ///< of a stream: not 0: a `retry:` field goes first
    QByteArray primingId; ///< of a stream: not empty: an event with this id and empty data goes first
};

/// Where the answers to one exchange go: a POST's or GET's response; or, of a duplex wire, the wire: one and the same Outlet for everything
/// that comes in by it.
///
/// Over HTTP an exchange is either one whole() or one open(), any number of message() and one finished(). Over a duplex wire whole() and
/// message() write their message (an empty one not at all), open() and finished() do nothing. After finished() or whole(), and after
/// Server::gone(), the protocol does not touch it again.
class Outlet
{
public:
    virtual ~Outlet();

    /// The whole answer: a status and one message, application/json; an empty one is no body.
    virtual void whole(const Opening &opening, const QByteArray &json) = 0;
    /// A stream of events begins (text/event-stream).
    virtual void open(const Opening &opening) = 0;
    /// One event; with its id where that is not empty.
    virtual void message(const QByteArray &json, const QByteArray &eventId) = 0;
    /// The stream ends.
    virtual void finished() = 0;
};

} // namespace Millrace::Mcp
