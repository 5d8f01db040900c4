// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/httpexchange.h"

#include "server/eventstream.h"
#include "server/httpconnection.h"

namespace Millrace {

namespace {

QByteArray sessionHeader(const Mcp::Opening &opening)
{
    return opening.sessionId.isEmpty() ? QByteArray() : "Mcp-Session-Id: " + opening.sessionId + "\r\n";
}

} // namespace

void HttpExchange::whole(const Mcp::Opening &opening, const QByteArray &json)
{
    answer(opening.status, json.isEmpty() ? QByteArrayView() : QByteArrayView("application/json"), sessionHeader(opening), json);
}

void HttpExchange::answer(int status, QByteArrayView type, QByteArrayView headers, const QByteArray &body)
{
    if (HttpConnection *connection = std::exchange(m_connection, nullptr))
        connection->answer(status, type, headers, body);
}

void HttpExchange::open(const Mcp::Opening &opening)
{
    if (!m_connection)
        return;
    m_connection->openStream(opening.status, sessionHeader(opening));
    QByteArray first;
    if (opening.retryMs > 0)
        first += EventStream::retry(opening.retryMs);
    if (!opening.primingId.isEmpty())
        first += EventStream::event({}, opening.primingId);
    else if (!first.isEmpty())
        first += '\n';
    if (!first.isEmpty() && m_connection)
        m_connection->streamed(first);
}

void HttpExchange::message(const QByteArray &json, const QByteArray &eventId)
{
    if (m_connection)
        m_connection->streamed(EventStream::event(json, eventId));
}

void HttpExchange::finished()
{
    if (HttpConnection *connection = std::exchange(m_connection, nullptr))
        connection->endStream();
}

} // namespace Millrace
