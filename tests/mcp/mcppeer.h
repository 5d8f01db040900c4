// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mcp/server.h"
#include "workspace/openworkspace.h"

namespace Millrace {

/// What came out of one exchange.
class HeardOutlet : public Mcp::Outlet
{
public:
    void whole(const Mcp::Opening &with, const QByteArray &json) override
    {
        opening = with;
        hear(json, {});
        ended = !isWire;
    }
    void open(const Mcp::Opening &with) override
    {
        opening = with;
        opened = true;
    }
    void message(const QByteArray &json, const QByteArray &eventId) override { hear(json, eventId); }
    void finished() override { ended = true; }

    /// The answer to a request; null while there is none.
    [[nodiscard]] Json answer(const Json &id = 1) const
    {
        for (const Json &one : messages) {
            if (one.value("id") == id && !one.contains("method"))
                return one;
        }
        return {};
    }
    [[nodiscard]] QList<Json> named(const char *method) const
    {
        QList<Json> found;
        for (const Json &one : messages) {
            if (one.value("method").utf8() == method)
                found.append(one);
        }
        return found;
    }

    Mcp::Opening opening;
    QList<Json> messages;
    QByteArray lastEventId;
    bool opened = false;
    bool ended = false;
    bool isWire = false; ///< that stays, whatever is answered

private:
    void hear(const QByteArray &json, const QByteArray &eventId)
    {
        if (json.isEmpty())
            return;
        messages.append(Json::parse(json).value());
        if (!eventId.isEmpty())
            lastEventId = eventId;
    }
};

using Heard = std::shared_ptr<HeardOutlet>;

/// A client of a server, without a socket.
class McpPeer
{
public:
    explicit McpPeer(Mcp::Server &server, Mcp::TransportKind kind = Mcp::TransportKind::Http)
        : m_server(server)
        , m_kind(kind)
    {
        wire->isWire = true;
    }

    std::shared_ptr<const Client> client;
    std::optional<QByteArray> session;
    Json capabilities = Json::object();

    /// A message as it stands, with the headers given.
    Heard send(const QByteArray &body, Mcp::Incoming headers = {})
    {
        const Heard heard = m_kind == Mcp::TransportKind::Http ? std::make_shared<HeardOutlet>() : wire;
        headers.body = body;
        headers.client = client;
        headers.kind = m_kind;
        m_server.receive(std::move(headers), heard);
        return heard;
    }

    /// A request of 2026-07-28, with all it has to say.
    Heard modern(const QByteArray &method, Json params = Json::object(), const Json &id = 1)
    {
        Json meta = params.value("_meta");
        meta.insert("io.modelcontextprotocol/protocolVersion", "2026-07-28");
        meta.insert("io.modelcontextprotocol/clientInfo", parsed("{'name':'test','version':'1'}"));
        meta.insert("io.modelcontextprotocol/clientCapabilities", capabilities);
        params.insert("_meta", meta);
        Mcp::Incoming headers;
        headers.protocolVersion = "2026-07-28";
        headers.method = method;
        for (const char *field : {"name", "uri", "taskId"}) {
            if (params.value(field).isString())
                headers.name = params.value(field).utf8().toByteArray();
        }
        return send(request(method, params, id), headers);
    }

    /// A request in a session.
    Heard legacy(const QByteArray &method, const Json &params = Json::object(), const Json &id = 1)
    {
        Mcp::Incoming headers;
        headers.sessionId = session;
        return send(request(method, params, id), headers);
    }

    Heard begin(const char *version = "2025-11-25")
    {
        const Json params
            = Json::object({{"protocolVersion", version}, {"capabilities", capabilities}, {"clientInfo", parsed("{'name':'test','version':'1'}")}});
        const Heard heard = legacy("initialize", params, 0);
        if (m_kind == Mcp::TransportKind::Http)
            session = heard->opening.sessionId;
        return heard;
    }

    /// Waits for the answer to a request.
    static Json answered(const Heard &heard, const Json &id = 1)
    {
        for (int i = 0; i < 20'000 && heard->answer(id).isNull() && !heard->ended; ++i)
            QTest::qWait(1);
        return heard->answer(id);
    }
    Json result(const QByteArray &method, const Json &params = Json::object()) { return answered(modern(method, params)).value("result"); }
    /// A tool's structured answer.
    Json tool(const char *name, const Json &args = Json::object())
    {
        const Json answer = result("tools/call", Json::object({{"name", name}, {"arguments", args}}));
        if (answer.value("isError").toBool() || answer.isNull())
            qWarning("%s: %s", name, answer.toBytes().constData());
        return answer.value("structuredContent");
    }

    Heard wire = std::make_shared<HeardOutlet>(); ///< of a duplex one

private:
    static QByteArray request(const QByteArray &method, const Json &params, const Json &id)
    {
        Json json = Json::object({{"jsonrpc", "2.0"}, {"method", method}, {"params", params}});
        if (!id.isNull())
            json.insert("id", id);
        return json.toBytes();
    }

    Mcp::Server &m_server;
    Mcp::TransportKind m_kind;
};

} // namespace Millrace
