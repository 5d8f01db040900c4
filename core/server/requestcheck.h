// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/requestreader.h"
#include "workspace/agentdesk.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <expected>
#include <memory>

namespace Millrace {

/// What a request is for.
enum class Route : quint8 { Mcp, McpStream, McpEnd, McpSocket, Command, CommandList, Metrics, Health, EventSocket, Hook, Preflight };

/// Why a request is not taken: decided by its headers alone, before a byte of its body is looked at.
struct Refusal
{
    int status = 400;
    QByteArray reason; ///< English, for people who debug
    QByteArray headers; ///< beside the usual ones, each with its line end
    bool isBadToken = false;
};

struct Admission
{
    Route route = Route::Mcp;
    QString name; ///< of the command or the hook
    std::shared_ptr<const Client> client; ///< null for a hook, which is signed instead, and where no token is needed
};

/// The gate: path, Host, Origin, method, Content-Type, Accept and token, in this order. Host and Origin keep web pages out, which could otherwise
/// reach a server on this machine through a name of their own (DNS rebinding). One thread.
class RequestCheck
{
public:
    struct Options
    {
        QStringList origins; ///< allowed beside those of this machine
        bool isOpen = false; ///< MCP needs no token: for the official suite, which knows none
    };
    RequestCheck(const AgentDesk &desk, Options options)
        : m_desk(desk)
        , m_options(std::move(options))
    {}

    [[nodiscard]] std::expected<Admission, Refusal> operator()(const ServedRequest &request) const;

    /// The page that asks, where it is one whose browser may let it read what is answered.
    [[nodiscard]] std::optional<QByteArray> allowedOrigin(const ServedRequest &request) const;

    /// "localhost", "127.0.0.1:8080", "[::1]": a name of this machine that no other one can take.
    [[nodiscard]] static bool isLoopbackHost(QByteArrayView host);
    /// The token of an Authorization header; null where it is none of ours.
    [[nodiscard]] static QByteArrayView bearerToken(QByteArrayView authorization);
    /// Whether an Accept header allows this type ("application/json").
    [[nodiscard]] static bool accepts(QByteArrayView header, QByteArrayView type);

private:
    [[nodiscard]] std::expected<Admission, Refusal> route(const ServedRequest &request) const;
    [[nodiscard]] bool isAllowedOrigin(QByteArrayView origin) const;

    const AgentDesk &m_desk;
    Options m_options;
};

} // namespace Millrace
