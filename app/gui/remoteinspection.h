// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/foreignserver.h"
#include "mcp/client/remoteserver.h"

#include <optional>

namespace Millrace {

/// The inspector's way to servers of others. Its thread begins with the first one.
class RemoteInspection final : public ForeignServer
{
public:
    QFuture<Result<Json>> open(const Json &address) override
    {
        if (!m_server)
            m_server.emplace();
        return m_server->open(address);
    }
    QFuture<Result<Json>> ask(const QString &method, const Json &params) override
    {
        if (!m_server)
            m_server.emplace();
        return m_server->ask(method, params);
    }
    void close() override
    {
        if (m_server)
            m_server->close();
    }

private:
    std::optional<Mcp::RemoteServer> m_server;
};

} // namespace Millrace
