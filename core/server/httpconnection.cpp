// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/httpconnection.h"

#include "server/commandapi.h"
#include "server/eventstream.h"
#include "server/hookdoor.h"
#include "server/hostcore.h"
#include "server/httpexchange.h"
#include "server/httpstatus.h"
#include "server/websocketconnection.h"

namespace Millrace {

namespace {

constexpr qint64 kClosingMs = 2'000; ///< how long a peer may take to hear why it was refused
constexpr qint64 kPauseBytes = 1024 * 1024; ///< not read by the peer: nothing more is taken from it
constexpr QByteArrayView kParam = "mcp-param-";

} // namespace

HttpConnection::HttpConnection(HostCore &core, int socket)
    : m_core(core)
    , m_stream(ByteStream::make(core.context(), socket, socket))
    , m_reader(core.limits().headerBytes, core.limits().bodyBytes)
{}

HttpConnection::~HttpConnection()
{
    m_stream->close();
    if (m_exchange)
        m_exchange->detach();
}

void HttpConnection::start()
{
    m_stream->received = [this](QByteArrayView bytes) { advance(bytes); };
    m_stream->ended = [this] { close(); };
    m_stream->drained = [this] { advance({}); };
    m_progressAt = HostCore::now();
    enter(Phase::Header); // one that says nothing has no more time than one that says little
    m_stream->read();
}

void HttpConnection::enter(Phase phase)
{
    m_phase = phase;
    m_since = HostCore::now();
}

void HttpConnection::sweep(qint64 now)
{
    const HostLimits &limits = m_core.limits();
    const qint64 age = now - m_since;
    if (m_stream->backlog() == 0 || m_stream->progress() != m_progress) {
        m_progress = m_stream->progress();
        m_progressAt = now;
    } else if (now - m_progressAt > limits.unreadMs) {
        close();
        return;
    }
    switch (m_phase) {
    case Phase::Idle:
        if (age > limits.idleMs)
            close();
        break;
    case Phase::Header:
        if (age > limits.headerMs)
            fail(408, "the headers took too long");
        break;
    case Phase::Body:
        if (age > limits.bodyMs)
            fail(408, "the body took too long");
        break;
    case Phase::Answering:
        break;
    case Phase::Streaming:
        if (now - m_toldAt > limits.keepAliveMs)
            streamed(EventStream::comment());
        break;
    case Phase::Closing:
        if (m_stream->backlog() > 0)
            m_since = now; // it still takes what it was told
        else if (age > kClosingMs)
            close();
        break;
    }
}

void HttpConnection::close()
{
    const std::shared_ptr<PeerConnection> self = shared_from_this();
    m_stream->close();
    if (const std::shared_ptr<HttpExchange> exchange = std::exchange(m_exchange, nullptr)) {
        exchange->detach();
        if (exchange->abandoned)
            exchange->abandoned();
        m_core.gone(exchange.get());
    }
    m_core.ended(this);
}

void HttpConnection::closeSoon()
{
    QMetaObject::invokeMethod(&m_core, [self = shared_from_this()] { self->close(); }, Qt::QueuedConnection);
}

void HttpConnection::readOn()
{
    // Also while something is answered: that is how one hears that the client went away.
    if (m_stream->isOpen() && m_input.size() <= m_core.limits().headerBytes && m_stream->backlog() <= kPauseBytes)
        m_stream->read();
}

void HttpConnection::advance(QByteArrayView fresh)
{
    if (m_phase == Phase::Closing) {
        m_input.clear();
        readOn();
        return;
    }
    if (m_advancing)
        return;
    const std::shared_ptr<PeerConnection> self = shared_from_this();
    m_advancing = true;
    if (m_input.isEmpty()) {
        const qsizetype used = take(fresh);
        m_input = fresh.sliced(used).toByteArray();
    } else {
        m_input.append(fresh);
        const QByteArray input = m_input;
        const qsizetype used = take(input);
        m_input.remove(0, used);
    }
    m_advancing = false;
    readOn();
}

qsizetype HttpConnection::take(QByteArrayView bytes)
{
    qsizetype used = 0;
    while (m_stream->isOpen() && m_phase < Phase::Answering && m_stream->backlog() <= kPauseBytes) {
        if (m_phase == Phase::Idle) {
            if (used == bytes.size())
                break;
            enter(Phase::Header);
        }
        used += m_reader.feed(bytes.sliced(used));
        const RequestReader::State state = m_reader.state();
        if (state == RequestReader::State::Failed) {
            fail(m_reader.failure(), "this is no request that can be read");
        } else if (state == RequestReader::State::Checking) {
            if (!admit())
                break;
            if (m_reader.expectsContinue())
                m_stream->write(QByteArrayLiteral("HTTP/1.1 100 Continue\r\n\r\n"));
            enter(Phase::Body);
            m_reader.accept();
            if (m_reader.state() == RequestReader::State::Done)
                dispatch();
        } else if (state == RequestReader::State::Done) {
            dispatch();
        } else {
            break; // the rest is still to come
        }
    }
    return used;
}

bool HttpConnection::admit()
{
    std::expected<Admission, Refusal> admission = m_core.check()(m_reader.request());
    m_origin = m_core.check().allowedOrigin(m_reader.request());
    if (!admission) {
        if (admission.error().isBadToken && !m_core.mayFail())
            refuse({429, "too many wrong tokens", "Retry-After: 1\r\n"});
        else
            refuse(admission.error());
        return false;
    }
    if (!m_core.mayCall(admission->client)) {
        refuse({429, "this client asks too often", "Retry-After: 1\r\n"});
        return false;
    }
    if (admission->route == Route::Hook) {
        if (!HookDoor::isSigned(m_reader.request())) {
            refuse(m_core.mayFail() ? Refusal{401, "a delivery bears one signature: X-Millrace-Signature: sha256=HEX", {}}
                                    : Refusal{429, "too many deliveries without a signature", "Retry-After: 1\r\n"});
            return false;
        }
        if (!m_reader.limitBody(m_core.limits().hookBytes)) {
            refuse({413, "a delivery is not so long", {}});
            return false;
        }
        m_place = m_core.hooks().place(m_core.limits().hooksAtOnce);
        if (!m_place) {
            refuse({503, "too many deliveries at once", "Retry-After: 1\r\n"});
            return false;
        }
    }
    m_client = admission->client;
    m_token = m_client ? RequestCheck::bearerToken(m_reader.request().header("authorization")).toByteArray() : QByteArray();
    m_isAdmitted = admission->route != Route::Hook && admission->route != Route::Preflight;
    m_admission = std::move(*admission);
    return true;
}

std::optional<Mcp::Incoming> HttpConnection::incoming()
{
    ServedRequest &request = m_reader.request();
    Mcp::Incoming message;
    message.client = m_client;
    message.kind = Mcp::TransportKind::Http;
    for (qsizetype i = 0; i < request.headerCount(); ++i) {
        const QByteArrayView name = request.headerName(i);
        if (!name.startsWith("mcp-"))
            continue;
        const QByteArrayView value = request.headerValue(i).trimmed();
        if (name.startsWith(kParam)) {
            message.params.emplaceBack(name.sliced(kParam.size()).toByteArray(), value.toByteArray());
            continue;
        }
        std::optional<QByteArray> *field = name == "mcp-session-id" ? &message.sessionId
            : name == "mcp-protocol-version"                        ? &message.protocolVersion
            : name == "mcp-method"                                  ? &message.method
            : name == "mcp-name"                                    ? &message.name
                                                                    : nullptr;
        if (!field)
            continue;
        if (*field && **field != value)
            return {};
        *field = value.toByteArray();
    }
    message.acceptsStream = RequestCheck::accepts(request.header("accept"), "text/event-stream");
    message.body = std::move(request.body);
    return message;
}

void HttpConnection::dispatch()
{
    enter(Phase::Answering);
    m_closesAfter = !m_reader.request().keepsAlive;
    const Route route = m_admission->route;
    if (route == Route::McpSocket || route == Route::EventSocket) {
        upgrade();
        return;
    }
    if (route == Route::Preflight) {
        answer(204, {},
               "Access-Control-Allow-Methods: GET, POST, DELETE\r\nAccess-Control-Allow-Headers: *, Authorization\r\n"
               "Access-Control-Max-Age: 600\r\n",
               {});
        return;
    }
    const auto exchange = std::make_shared<HttpExchange>(*this);
    m_exchange = exchange;
    if (route == Route::Command || route == Route::CommandList || route == Route::Metrics || route == Route::Health) {
        m_core.commands().run(*m_admission, m_reader.request(), exchange);
        return;
    }
    if (route == Route::Hook) {
        m_core.hooks().receive(m_admission->name, m_reader.request(), exchange, std::exchange(m_place, nullptr));
        return;
    }
    std::optional<Mcp::Incoming> message = incoming();
    if (!message) {
        fail(400, "a header that may come once came twice");
        return;
    }
    if (route == Route::Mcp)
        m_core.mcp().receive(std::move(*message), exchange);
    else if (route == Route::McpStream)
        m_core.mcp().listen(*message, m_reader.request().header("last-event-id").trimmed().toByteArray(), exchange);
    else
        m_core.mcp().endSession(*message, exchange);
}

void HttpConnection::upgrade()
{
    const bool isEvents = m_admission->route == Route::EventSocket;
    std::optional<WebSocketRequest> request = WebSocketRequest::from(m_reader.request());
    if (!request) {
        refuse({426, "this is no request for a WebSocket of version 13", "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"});
        return;
    }
    const std::shared_ptr<PeerConnection> self = shared_from_this();
    const int socket = m_stream->release();
    m_core.add(
        makeWebSocketConnection(m_core, socket, std::move(*request), m_client, m_token, isEvents ? SocketPurpose::Events : SocketPurpose::Mcp));
    m_core.ended(this);
}

QByteArray HttpConnection::head(int status, QByteArrayView type, QByteArrayView headers) const
{
    QByteArray text;
    text.reserve(256 + headers.size());
    text.append("HTTP/1.1 ").append(QByteArray::number(status)).append(' ').append(statusText(status)).append("\r\n");
    text.append("Date: ").append(m_core.date()).append("\r\n");
    if (!type.isEmpty())
        text.append("Content-Type: ").append(type).append("\r\n");
    text.append(headers);
    if (m_origin) {
        text.append("Access-Control-Allow-Origin: ").append(*m_origin).append("\r\nVary: Origin\r\n");
        text.append("Access-Control-Expose-Headers: Mcp-Session-Id\r\n");
    }
    if (m_closesAfter)
        text.append("Connection: close\r\n");
    return text;
}

void HttpConnection::answer(int status, QByteArrayView type, QByteArrayView headers, const QByteArray &body)
{
    if (m_phase == Phase::Streaming) { // it has a status already
        endStream();
        return;
    }
    QByteArray text = head(status, type, headers);
    text.append("Content-Length: ").append(QByteArray::number(body.size())).append("\r\n\r\n");
    m_stream->cork();
    m_stream->write(std::move(text));
    if (m_reader.request().method() != "HEAD")
        m_stream->write(body);
    m_stream->uncork();
    finishAnswering();
}

void HttpConnection::openStream(int status, QByteArrayView headers)
{
    if (m_phase != Phase::Answering)
        return;
    enter(Phase::Streaming);
    m_chunked = !m_reader.request().isHttp10;
    if (!m_chunked)
        m_closesAfter = true;
    QByteArray text = head(status, "text/event-stream", headers);
    text.append("Cache-Control: no-cache, no-transform\r\nX-Accel-Buffering: no\r\n");
    text.append(m_chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "\r\n");
    m_stream->write(std::move(text));
    m_toldAt = HostCore::now();
}

void HttpConnection::streamed(const QByteArray &events)
{
    if (m_phase != Phase::Streaming)
        return;
    if (m_stream->backlog() > m_core.limits().backlogBytes) {
        closeSoon();
        return;
    }
    m_stream->write(m_chunked ? EventStream::chunk(events) : events);
    m_toldAt = HostCore::now();
}

void HttpConnection::endStream()
{
    if (m_phase == Phase::Streaming && m_chunked)
        m_stream->write(EventStream::lastChunk());
    finishAnswering();
}

void HttpConnection::finishAnswering()
{
    m_exchange.reset();
    m_admission.reset();
    m_place.reset();
    if (m_closesAfter) {
        enter(Phase::Closing);
        m_stream->finish();
    } else {
        m_reader.reset();
        enter(Phase::Idle);
    }
    // Answered later than it was asked: what came meanwhile is next.
    if (!m_advancing)
        advance({});
}

void HttpConnection::refuse(const Refusal &refusal)
{
    m_closesAfter = true; // its body, if there is one, is not looked at
    if (m_exchange)
        std::exchange(m_exchange, nullptr)->detach();
    answer(refusal.status, kProblemType, refusal.headers, problemBody(refusal.status, QString::fromLatin1(refusal.reason)));
}

void HttpConnection::fail(int status, const QByteArray &reason)
{
    refuse({status, reason, {}});
}

} // namespace Millrace
