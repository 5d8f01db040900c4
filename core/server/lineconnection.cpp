// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/lineconnection.h"

#include "server/hostcore.h"
#include "server/wireoutlet.h"

namespace Millrace {

namespace {

constexpr qint64 kMostAnsweringMs = 10'000; ///< after the end of input
constexpr qint64 kPauseBytes = 1024 * 1024; ///< not read by the peer: it is not read from either
constexpr QByteArrayView kAuthorization = "Authorization: ";

QByteArray refusal(QByteArrayView reason)
{
    return QByteArrayLiteral(R"({"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":")") + reason.toByteArray() + R"("}})";
}

} // namespace

LineConnection::LineConnection(HostCore &core, Mcp::TransportKind kind, int in, int out)
    : m_core(core)
    , m_kind(kind)
    , m_stream(ByteStream::make(core.context(), in, out))
    , m_lines(core.limits().bodyBytes)
    , m_client(core.local())
    , m_outlet(std::make_shared<WireOutlet>([this](const QByteArray &json) { send(json); }))
{}

LineConnection::~LineConnection()
{
    m_outlet->detach();
    m_stream->close();
}

QString LineConnection::clientId() const
{
    return m_client ? m_client->id : QString();
}

void LineConnection::start()
{
    m_stream->received = [this](QByteArrayView bytes) { onReceived(bytes); };
    m_stream->ended = [this] { onEnded(); };
    m_stream->drained = [this] {
        endIfAnswered();
        readOn();
    };
    m_stream->read();
}

void LineConnection::readOn()
{
    if (m_stream->isOpen() && !m_closing && m_stream->backlog() <= kPauseBytes)
        m_stream->read();
}

void LineConnection::onReceived(QByteArrayView bytes)
{
    if (m_closing) {
        m_stream->read(); // until it ends
        return;
    }
    const std::shared_ptr<PeerConnection> self = shared_from_this();
    m_lines.append(bytes);
    // Many questions in one reading are answered in one writing.
    m_stream->cork();
    while (!m_closing) {
        std::optional<QByteArray> line = m_lines.next();
        if (!line)
            break;
        take(std::move(*line));
    }
    if (m_lines.isOverlong() && !m_closing) {
        send(refusal("the message is longer than this server takes"));
        m_closing = true;
    }
    m_stream->uncork();
    if (m_closing) {
        m_stream->finish();
        m_stream->read();
        return;
    }
    readOn();
}

void LineConnection::take(QByteArray line)
{
    if (std::exchange(m_first, false) && line.startsWith(kAuthorization)) {
        if (!authorize(QByteArrayView(line).sliced(kAuthorization.size()))) {
            send(refusal("the token is not valid"));
            m_closing = true;
        }
        return;
    }
    if (!m_client) {
        send(refusal("local agents are not let in here; a client's token opens the door"));
        m_closing = true;
        return;
    }
    if (!m_core.mayCall(m_client)) {
        send(refusal("this client asks too often"));
        m_closing = true;
        return;
    }
    Mcp::Incoming message;
    message.body = std::move(line);
    message.client = m_client;
    message.kind = m_kind;
    m_core.mcp().receive(std::move(message), m_outlet);
}

bool LineConnection::authorize(QByteArrayView header)
{
    m_token = RequestCheck::bearerToken(header).toByteArray();
    m_client = m_core.authenticate(m_token);
    return m_client != nullptr;
}

void LineConnection::send(const QByteArray &json)
{
    m_stream->write(json + '\n');
    if (m_stream->backlog() > m_core.limits().backlogBytes + m_core.limits().bodyBytes) {
        // It has stopped reading, and what it is told without being asked goes on coming.
        QMetaObject::invokeMethod(&m_core, [self = shared_from_this()] { self->close(); }, Qt::QueuedConnection);
        return;
    }
    if (m_endedAt)
        QMetaObject::invokeMethod(
            &m_core, [self = std::static_pointer_cast<LineConnection>(shared_from_this())] { self->endIfAnswered(); }, Qt::QueuedConnection);
}

void LineConnection::onEnded()
{
    const std::shared_ptr<PeerConnection> self = shared_from_this();
    if (m_closing) {
        close();
        return;
    }
    if (QByteArray last = m_lines.rest(); !last.isEmpty())
        take(std::move(last));
    m_endedAt = HostCore::now();
    endIfAnswered();
}

void LineConnection::endIfAnswered()
{
    if (m_endedAt && m_stream->isOpen() && m_stream->backlog() == 0 && !m_core.isAnswering(m_outlet.get()))
        close();
}

void LineConnection::sweep(qint64 now)
{
    if (!m_endedAt)
        return;
    if (now - *m_endedAt > kMostAnsweringMs)
        close();
    else
        endIfAnswered();
}

void LineConnection::close()
{
    if (!m_stream->isOpen())
        return;
    const std::shared_ptr<PeerConnection> self = shared_from_this();
    m_stream->close();
    m_outlet->detach();
    m_core.gone(m_outlet.get());
    m_core.ended(this);
    if (m_kind == Mcp::TransportKind::Stdio)
        m_core.pipeEnded();
}

} // namespace Millrace
