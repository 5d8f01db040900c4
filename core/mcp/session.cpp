// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/session.h"

#include "sdk/id.h"

namespace Millrace::Mcp {

// The names of a session's streams begin with something of this process: an event id of an earlier one names none of them.
Session::Session(const QByteArray &givenId, const QString &client)
    : id(givenId)
    , clientId(client)
    , m_standing(newId().right(12).toLatin1() + "-0", EventStream::Keeps::WhenHeard)
{}

void Session::tell(const QByteArray &json)
{
    if (wire)
        wire->message(json, {});
    else
        m_standing.send(json);
}

std::shared_ptr<EventStream> Session::newStream()
{
    qsizetype bytes = 0;
    for (const auto &stream : std::as_const(m_streams))
        bytes += stream->isEnded() ? stream->bytes() : 0;
    for (qsizetype i = 0; i < m_streamOrder.size() && (m_streamOrder.size() >= kMostStreams || bytes > kMostEndedBytes);) {
        const auto stream = m_streams.value(m_streamOrder[i]);
        if (stream->isEnded()) {
            bytes -= stream->bytes();
            m_streams.remove(m_streamOrder.takeAt(i));
        } else {
            ++i;
        }
    }
    QByteArray name = m_standing.id();
    name.chop(1);
    const auto stream = std::make_shared<EventStream>(name + QByteArray::number(++m_lastStream));
    m_streams.insert(stream->id(), stream);
    m_streamOrder.append(stream->id());
    return stream;
}

bool Session::detach(Outlet *outlet)
{
    if (m_standing.outlet() == outlet) {
        m_standing.detach();
        return true;
    }
    for (const auto &stream : std::as_const(m_streams)) {
        if (stream->outlet() == outlet) {
            stream->detach();
            return true;
        }
    }
    return false;
}

void Session::endStreams()
{
    m_standing.interrupt();
    const auto streams = m_streams; // who is told may ask for another one
    for (const auto &stream : streams)
        stream->interrupt();
}

void Session::forgetEnded()
{
    QSet<QByteArray> ended;
    for (const auto &stream : std::as_const(m_streams)) {
        if (stream->isEnded() && !stream->isAttached())
            ended.insert(stream->id());
    }
    for (const QByteArray &name : std::as_const(m_endedBefore)) {
        if (ended.remove(name)) {
            m_streams.remove(name);
            m_streamOrder.removeOne(name);
        }
    }
    m_endedBefore = ended;
}

qint64 Session::await(Answered answered)
{
    if (m_awaited.size() >= kMostAwaited)
        return -1;
    m_awaited.insert(++m_lastRequest, std::move(answered));
    return m_lastRequest;
}

void Session::answered(const Json &request, const Json &result, const Json &error)
{
    if (const auto done = m_awaited.take(request.toInt(-1)))
        done(result, error);
}

Json Session::toJson() const
{
    Json uris = Json::array();
    for (const QString &uri : subscriptions)
        uris.append(Json(uri));
    return Json::object({{"id", id},
                         {"client", clientId},
                         {"version", version},
                         {"capabilities", capabilities},
                         {"client_info", clientInfo},
                         {"log_level", logLevel},
                         {"subscriptions", uris},
                         {"last_used_at", lastUsedAt}});
}

std::shared_ptr<Session> Session::fromJson(const Json &json)
{
    const auto session = std::make_shared<Session>(json.value("id").utf8().toByteArray(), json.value("client").toString());
    session->version = json.value("version").utf8().toByteArray();
    session->capabilities = json.value("capabilities");
    session->clientInfo = json.value("client_info");
    session->logLevel = static_cast<int>(json.value("log_level").toInt(-1));
    for (const Json &uri : json.value("subscriptions").items())
        session->subscriptions.insert(uri.toString());
    session->lastUsedAt = json.value("last_used_at").toInt();
    return session;
}

} // namespace Millrace::Mcp
