// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mcp/transport.h"

#include <functional>

namespace Millrace {

/// The way back of a wire that stays: stdio, the user-only socket, a WebSocket. One for all that comes in by it.
class WireOutlet final : public Mcp::Outlet
{
public:
    /// `write` sends one message.
    explicit WireOutlet(std::function<void(const QByteArray &)> write)
        : m_write(std::move(write))
    {}

    void whole(const Mcp::Opening &, const QByteArray &json) override { send(json); }
    void open(const Mcp::Opening &) override {}
    void message(const QByteArray &json, const QByteArray &) override { send(json); }
    void finished() override {}
    /// The wire has ended.
    void detach()
    {
        m_write = {};
        waiting = {};
    }
    /// Bytes that the peer has not taken yet.
    [[nodiscard]] qint64 backlog() const { return waiting ? waiting() : 0; }

    std::function<qint64()> waiting; ///< of the wire; none: it is always taken

private:
    void send(const QByteArray &json)
    {
        if (m_write && !json.isEmpty())
            m_write(json);
    }

    std::function<void(const QByteArray &)> m_write;
};

} // namespace Millrace
