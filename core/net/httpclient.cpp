// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/httpclient.h"

#include "net/httpthread.h"

#include <QRegularExpression>
#include <QThread>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qint64 kPollUs = 20'000;

QString placeOf(const QUrl &url)
{
    return url.host().toLower() + u':' + QString::number(url.port(url.scheme() == "https"_L1 ? 443 : 80));
}

bool changesNothing(const QByteArray &method)
{
    return method == "GET" || method == "HEAD";
}

/// Whether a request may go there at all.
Result<void> checkAddress(const QUrl &url, const QStringList &hosts)
{
    const Json detail = Json::object({{"host", url.host()}});
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != "http"_L1 && url.scheme() != "https"_L1))
        return fail(ErrorCode::HttpAddress, u"\"%1\" is no address that begins with http:// or https://."_s.arg(url.toString(QUrl::RemoveUserInfo)));
    if (!url.userInfo().isEmpty())
        return fail(ErrorCode::HttpAddress, u"A password in an address would be kept with the document; put it into a secret header."_s, detail);
    if (!hosts.isEmpty() && !hosts.contains(url.host(), Qt::CaseInsensitive) && !hosts.contains(placeOf(url), Qt::CaseInsensitive))
        return fail(ErrorCode::HttpAddress, u"\"%1\" is none of the hosts that are allowed here."_s.arg(url.host()), detail);
    return {};
}

Error failureError(const HttpAnswer &answer, const QUrl &url, const RunContext &context)
{
    const Json detail = Json::object({{"host", url.host()}});
    const auto make = [&](ErrorCode code) { return Error::make(code, u"%1: %2"_s.arg(url.host(), answer.failureText), detail); };
    switch (answer.failure) {
    case HttpAnswer::Failure::UnknownName:
        return make(ErrorCode::HttpName);
    case HttpAnswer::Failure::Refused:
        return make(ErrorCode::HttpRefused);
    case HttpAnswer::Failure::Tls:
        return make(ErrorCode::HttpTls);
    case HttpAnswer::Failure::TimedOut:
        return make(ErrorCode::HttpTimeout);
    case HttpAnswer::Failure::TooLarge:
        return make(ErrorCode::HttpTooLarge);
    case HttpAnswer::Failure::Cancelled:
        return context.clock().monotonicUs() >= context.deadlineUs() ? make(ErrorCode::HttpTimeout)
                                                                     : Error::make(ErrorCode::Cancelled, u"The request was cancelled."_s, detail);
    default:
        return make(ErrorCode::HttpUnreachable);
    }
}

} // namespace

HttpClient::HttpClient(Options options)
    : m_options(std::move(options))
    , m_clock(*m_options.clock)
{}

HttpClient::~HttpClient() = default;

HttpThread &HttpClient::thread()
{
    const std::lock_guard lock(m_mutex);
    if (!m_thread)
        m_thread = std::make_unique<HttpThread>();
    return *m_thread;
}

HttpClient::Host &HttpClient::host(const QUrl &url)
{
    const std::lock_guard lock(m_mutex);
    return m_hosts.try_emplace(placeOf(url), m_options).first->second;
}

std::optional<CircuitBreaker::State> HttpClient::breakerState(const QString &host) const
{
    const std::lock_guard lock(m_mutex);
    const auto it = m_hosts.find(host);
    return it == m_hosts.end() ? std::nullopt : std::optional(it->second.breaker.state());
}

Result<HttpClient::Secrets> HttpClient::lookUp(const HttpCall::Headers &headers) const
{
    static const QRegularExpression reference(u"secret:([A-Za-z0-9_.-]+)"_s);
    Secrets found;
    for (const auto &[name, text] : headers) {
        QString value = QString::fromUtf8(text);
        for (QRegularExpressionMatch match = reference.match(value); match.hasMatch();) {
            const QString wanted = match.captured(1);
            if (!m_options.secrets)
                return fail(ErrorCode::SecretMissing, u"There is no place to look up the secret \"%1\"."_s.arg(wanted));
            const Result<QString> secret = m_options.secrets(wanted);
            if (!secret)
                return std::unexpected(secret.error());
            value.replace(match.capturedStart(), match.capturedLength(), *secret);
            found.values.append(secret->toUtf8());
            match = reference.match(value, match.capturedStart() + secret->size());
        }
        found.headers.emplaceBack(name, value.toUtf8());
    }
    return found;
}

/// Waits until the host's rate lets a call through, as long as there is time for it.
Result<void> HttpClient::waitForTurn(Host &host, int perMinute, const QUrl &url, const RunContext &context, qint64 until, qint64 *wait)
{
    RequestGate *gate = nullptr;
    {
        const std::lock_guard lock(m_mutex);
        gate = &host.gates.try_emplace(perMinute, m_clock, perMinute, 0).first->second;
    }
    while (true) {
        const qint64 left = gate->enter();
        if (left == 0) {
            gate->leave(); // how many are inside at once is not limited here
            return {};
        }
        if (context.isCancelled())
            return fail(ErrorCode::Cancelled, u"The request was cancelled."_s);
        if (m_clock.monotonicUs() + left >= until) {
            *wait = left;
            return fail(ErrorCode::HttpRateLimited, u"The limit of %1 calls a minute to \"%2\" is reached."_s.arg(perMinute).arg(url.host()),
                        Json::object({{"host", url.host()}}));
        }
        QThread::usleep(static_cast<unsigned long>(std::clamp<qint64>(left, 1, kPollUs)));
    }
}

/// One request and its answer, without redirections.
Result<HttpReply> HttpClient::exchange(const HttpRequest &request, const RunContext &context, int perMinute, qint64 until, qint64 *wait)
{
    Host &place = host(request.url);
    if (const qint64 left = place.breaker.admit(); left > 0) {
        *wait = left;
        return fail(ErrorCode::HttpCircuitOpen,
                    u"\"%1\" failed repeatedly and is left alone for another %2 s."_s.arg(request.url.host()).arg((left + 999'999) / 1'000'000),
                    Json::object({{"host", request.url.host()}}));
    }
    if (perMinute > 0) {
        if (auto turn = waitForTurn(place, perMinute, request.url, context, until, wait); !turn) {
            place.breaker.abandoned();
            return std::unexpected(turn.error());
        }
    }
    const qint64 left = std::max<qint64>(until - m_clock.monotonicUs(), 1000);
    HttpAnswer answer
        = thread().send(request, static_cast<int>(std::min<qint64>(left / 1000, 86'400'000)), [&context] { return context.isCancelled(); });
    if (answer.failure != HttpAnswer::Failure::None) {
        const bool tellsNothing = answer.failure == HttpAnswer::Failure::Cancelled || answer.failure == HttpAnswer::Failure::TooLarge;
        tellsNothing ? place.breaker.abandoned() : place.breaker.failed();
        return std::unexpected(failureError(answer, request.url, context));
    }
    answer.status >= 500 ? place.breaker.failed() : place.breaker.succeeded();
    return HttpReply{answer.status, std::move(answer.headers), std::move(answer.body), request.url};
}

Result<HttpReply> HttpClient::call(const HttpCall &call, const RunContext &context, qint64 *retryAfterUs)
{
    qint64 unasked = 0;
    qint64 &wait = retryAfterUs ? *retryAfterUs : unasked;
    wait = 0;
    if (auto allowed = checkAddress(call.url, call.hosts); !allowed)
        return std::unexpected(allowed.error());
    Result<Secrets> secrets = lookUp(call.secretHeaders);
    if (!secrets)
        return std::unexpected(secrets.error());
    const qint64 until = std::min(m_clock.monotonicUs() + call.timeoutMs * 1000, context.deadlineUs());
    HttpRequest request{.method = call.method, .url = call.url, .headers = call.headers, .body = call.body, .largestAnswer = call.largestAnswer};
    request.headers += secrets->headers;
    const auto given = [&](QByteArrayView name) {
        return std::ranges::any_of(request.headers, [&](const auto &header) { return header.first.compare(name, Qt::CaseInsensitive) == 0; });
    };
    if (!given("User-Agent"))
        request.headers.emplaceBack("User-Agent", "Millrace/" MILLRACE_VERSION);
    for (int followed = 0;; ++followed) {
        Result<HttpReply> reply = exchange(request, context, call.perMinute, until, &wait);
        if (!reply)
            return reply;
        // A server may say again what it was told; what a secret was must not come into a document.
        for (const QByteArray &secret : std::as_const(secrets->values)) {
            reply->body.replace(secret, "[redacted]");
            for (auto &[name, value] : reply->headers)
                value.replace(secret, "[redacted]");
        }
        const QByteArray location = reply->header("Location");
        if (call.redirects == 0 || location.isEmpty() || reply->status < 301 || reply->status > 308 || reply->status == 304)
            return reply;
        const QUrl next = request.url.resolved(QUrl::fromEncoded(location));
        const Json detail = Json::object({{"host", next.host()}});
        if (!changesNothing(request.method) && reply->status != 303)
            return fail(
                ErrorCode::HttpRedirect,
                u"%1 leads a %2 on to another address; it is not repeated there."_s.arg(request.url.host(), QString::fromLatin1(request.method)),
                detail);
        if (followed >= call.redirects)
            return fail(ErrorCode::HttpRedirect, u"%1 leads on more than %2 times."_s.arg(call.url.host()).arg(call.redirects), detail);
        if (request.url.scheme() == "https"_L1 && next.scheme() != "https"_L1)
            return fail(ErrorCode::HttpRedirect, u"%1 leads from https to %2."_s.arg(request.url.host(), next.scheme()), detail);
        if (auto allowed = checkAddress(next, call.hosts); !allowed)
            return fail(ErrorCode::HttpRedirect, allowed.error().text, detail);
        if (placeOf(next) != placeOf(request.url))
            request.headers.removeIf([&](const auto &header) { return secrets->headers.contains(header); });
        if (reply->status == 303 && request.method != "HEAD") {
            request.method = "GET";
            request.body.clear();
        }
        request.url = next;
    }
}

} // namespace Millrace
