// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mcp/transport.h"

#include <functional>

namespace Millrace {

class HttpConnection;

/// One request's answer. Held by whoever is to answer; says nothing once the connection has gone on or away.
class HttpExchange final : public Mcp::Outlet
{
public:
    explicit HttpExchange(HttpConnection &connection)
        : m_connection(&connection)
    {}

    void whole(const Mcp::Opening &opening, const QByteArray &json) override;
    void open(const Mcp::Opening &opening) override;
    void message(const QByteArray &json, const QByteArray &eventId) override;
    void finished() override;
    /// Of another type than JSON-RPC's.
    void answer(int status, QByteArrayView type, QByteArrayView headers, const QByteArray &body);

    std::function<void()> abandoned; ///< the client went away before it was answered
    /// Nothing more is to be said.
    void detach() { m_connection = nullptr; }
    [[nodiscard]] bool isOpen() const { return m_connection != nullptr; }

private:
    HttpConnection *m_connection;
};

} // namespace Millrace
