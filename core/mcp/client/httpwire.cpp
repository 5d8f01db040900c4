// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/client/httpwire.h"

#include <QHostAddress>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QTimer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace::Mcp {

namespace {

constexpr int kMostResumed = 5;
constexpr int kRetryMs = 1'000;
constexpr int kLeastRetryMs = 100;
constexpr int kLongestRetryMs = 30'000;
constexpr qsizetype kMostShown = 300;

/// As a header may carry it; the rest of Unicode in base64.
QByteArray headerValue(const QByteArray &value)
{
    const bool isPlain
        = std::ranges::all_of(value, [](char c) { return c >= 0x20 && c < 0x7f; }) && value == value.trimmed() && !value.startsWith("=?base64?");
    return isPlain ? value : "=?base64?" + value.toBase64() + "?=";
}

Error errorOf(QNetworkReply *reply)
{
    switch (reply->error()) {
    case QNetworkReply::HostNotFoundError:
        return Error::make(ErrorCode::HttpName, u"no host is called %1"_s.arg(reply->url().host()));
    case QNetworkReply::ConnectionRefusedError:
        return Error::make(ErrorCode::HttpRefused, u"nobody listens at %1"_s.arg(reply->url().authority()));
    case QNetworkReply::SslHandshakeFailedError:
        return Error::make(ErrorCode::HttpTls, reply->errorString());
    default:
        return Error::make(ErrorCode::HttpUnreachable, reply->errorString());
    }
}

} // namespace

HttpWire::HttpWire(const QUrl &url, const QByteArray &token, qint64 mostBytes, QObject *parent, Events events)
    : ClientWire(std::move(events))
    , m_url(url)
    , m_token(token)
    , m_most(mostBytes)
    , m_manager(new QNetworkAccessManager(parent))
{
    m_manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    if (url.host() == "localhost"_L1 || QHostAddress(url.host()).isLoopback())
        m_manager->setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
}

HttpWire::~HttpWire()
{
    const auto open = std::exchange(m_exchanges, {}).keys();
    for (QNetworkReply *reply : open)
        reply->abort();
    if (m_session.isEmpty()) {
        m_manager->deleteLater();
        return;
    }
    // Told, but not waited for: a server that does not hear of it forgets the session by itself.
    QObject::connect(m_manager->deleteResource(request(m_version)), &QNetworkReply::finished, m_manager, &QObject::deleteLater);
}

QNetworkRequest HttpWire::request(const QByteArray &version) const
{
    QNetworkRequest request(m_url);
    for (const auto attribute :
         {QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::AuthenticationReuseAttribute})
        request.setAttribute(attribute, QNetworkRequest::Manual);
    request.setRawHeader("Accept", "application/json, text/event-stream");
    if (!m_token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + m_token);
    if (!version.isEmpty())
        request.setRawHeader("MCP-Protocol-Version", version);
    if (!m_session.isEmpty())
        request.setRawHeader("Mcp-Session-Id", m_session);
    return request;
}

void HttpWire::send(const Outgoing &message)
{
    QNetworkRequest request = this->request(message.version);
    request.setRawHeader("Content-Type", "application/json");
    if (!message.method.isEmpty())
        request.setRawHeader("Mcp-Method", message.method);
    if (!message.name.isEmpty())
        request.setRawHeader("Mcp-Name", headerValue(message.name));
    for (const auto &[name, value] : message.params)
        request.setRawHeader("Mcp-Param-" + name, headerValue(value));
    m_version = message.version;
    follow(m_manager->post(request, message.json), {message.id, message.version, EventParser(m_most)});
}

void HttpWire::abandon(qint64 id)
{
    const auto open = m_exchanges.keys();
    for (QNetworkReply *reply : open) {
        if (m_exchanges.value(reply, {0, {}, EventParser(m_most)}).id == id)
            reply->abort();
    }
}

void HttpWire::follow(QNetworkReply *reply, Exchange &&exchange)
{
    m_exchanges.emplace(reply, std::move(exchange));
    QObject::connect(reply, &QNetworkReply::readyRead, &m_context, [this, reply] { read(reply); });
    QObject::connect(reply, &QNetworkReply::finished, &m_context, [this, reply] { finished(reply); });
}

void HttpWire::read(QNetworkReply *reply)
{
    const auto found = m_exchanges.find(reply);
    if (found == m_exchanges.end())
        return;
    // Before the answer is told: what follows on it may be the next request.
    if (const QByteArray session = reply->rawHeader("Mcp-Session-Id"); !session.isEmpty())
        m_session = session;
    const QByteArray bytes = reply->readAll();
    QList<QByteArray> messages;
    if (reply->header(QNetworkRequest::ContentTypeHeader).toByteArray().startsWith("text/event-stream")) {
        found->events.append(bytes);
        while (const std::optional<QByteArray> data = found->events.next()) {
            if (!data->isEmpty())
                messages.append(*data);
        }
        found->isOverlong = found->events.isOverlong();
    } else {
        found->body += bytes;
        found->isOverlong = found->body.size() > m_most;
    }
    if (found->isOverlong)
        QMetaObject::invokeMethod(reply, &QNetworkReply::abort, Qt::QueuedConnection);
    // Last: what is told may end exchanges, or this.
    for (const QByteArray &message : std::as_const(messages))
        events().received(message);
}

void HttpWire::finished(QNetworkReply *reply)
{
    if (reply->isOpen())
        read(reply);
    reply->deleteLater();
    const auto found = m_exchanges.find(reply);
    if (found == m_exchanges.end())
        return;
    const Exchange exchange = std::move(*found);
    m_exchanges.erase(found);
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (const QByteArray session = reply->rawHeader("Mcp-Session-Id"); !session.isEmpty())
        m_session = session;
    if (exchange.isOverlong) {
        fail(exchange.id, Error::make(ErrorCode::HttpTooLarge, u"the answer is longer than %1 bytes"_s.arg(m_most)));
        return;
    }
    // A status above 399 is an error to Qt; to the protocol the body says what it is.
    const bool isBroken = reply->error() != QNetworkReply::NoError && (status < 400 || reply->error() < QNetworkReply::ContentAccessDenied);
    const QByteArray body = exchange.body.trimmed();
    const auto json = isBroken ? Result<Json>(Json()) : Json::parse(body);
    if (json && (json->contains("jsonrpc") || json->isArray())) {
        events().received(body);
    } else if (status >= 300 && status < 400) {
        const QString to = QString::fromUtf8(reply->rawHeader("Location"));
        fail(exchange.id, Error::make(ErrorCode::HttpRedirect, u"the server is said to be at %1"_s.arg(to.left(kMostShown))));
    } else if (status >= 400) {
        const ErrorCode code = status == 401 || status == 403 ? ErrorCode::TokenInvalid
            : status < 500                                    ? ErrorCode::HttpClient
                                                              : ErrorCode::HttpServer;
        fail(exchange.id, Error::make(code, u"the server answered %1 %2"_s.arg(status).arg(QString::fromUtf8(body.left(kMostShown))).trimmed()));
    }
    if (exchange.id == 0 || !events().isAwaited(exchange.id) || resume(exchange))
        return;
    fail(exchange.id, isBroken ? errorOf(reply) : Error::make(ErrorCode::HttpUnreachable, u"the server's stream ended before the answer"_s));
}

bool HttpWire::resume(const Exchange &exchange)
{
    // A stream that ended without anything goes on where the one before it did.
    const QByteArray at = exchange.events.lastId().isEmpty() ? exchange.resumedAt : exchange.events.lastId();
    const int resumed = at == exchange.resumedAt ? exchange.resumed + 1 : 1;
    if (at.isEmpty() || resumed > kMostResumed)
        return false;
    const int ms = std::clamp(exchange.events.retryMs().value_or(kRetryMs), kLeastRetryMs, kLongestRetryMs);
    QTimer::singleShot(ms, &m_context, [this, at, resumed, id = exchange.id, version = exchange.version] {
        if (!events().isAwaited(id))
            return;
        QNetworkRequest request = this->request(version);
        request.setRawHeader("Accept", "text/event-stream");
        request.setRawHeader("Last-Event-ID", at);
        follow(m_manager->get(request), {id, version, EventParser(m_most), {}, false, resumed, at});
    });
    return true;
}

void HttpWire::fail(qint64 id, const Error &error)
{
    if (id != 0 && events().isAwaited(id))
        events().failed(id, error);
}

} // namespace Millrace::Mcp
