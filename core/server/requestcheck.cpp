// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/requestcheck.h"

namespace Millrace {

namespace {

Refusal refusal(int status, QByteArray reason, QByteArray headers = {})
{
    return {status, std::move(reason), std::move(headers), false};
}

bool isSame(QByteArrayView a, QByteArrayView b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

/// The media type of a header, without parameters.
QByteArrayView mediaType(QByteArrayView header)
{
    const qsizetype end = header.indexOf(';');
    return (end < 0 ? header : header.first(end)).trimmed();
}

Refusal wrongMethod(const char *allowed)
{
    return refusal(405, "this method is not for this path", QByteArray("Allow: ") + allowed + "\r\n");
}

} // namespace

bool RequestCheck::isLoopbackHost(QByteArrayView host)
{
    QByteArrayView name = host;
    if (name.startsWith('[')) {
        const qsizetype end = name.indexOf(']');
        if (end < 0)
            return false;
        const QByteArrayView port = name.sliced(end + 1);
        if (!port.isEmpty() && !port.startsWith(':'))
            return false;
        return name.sliced(1, end - 1) == "::1";
    }
    if (const qsizetype colon = name.indexOf(':'); colon >= 0) {
        for (const char c : name.sliced(colon + 1)) {
            if (c < '0' || c > '9')
                return false;
        }
        name = name.first(colon);
    }
    return isSame(name, "localhost") || name == "127.0.0.1";
}

QByteArrayView RequestCheck::bearerToken(QByteArrayView authorization)
{
    constexpr QByteArrayView kScheme = "Bearer ";
    if (authorization.size() <= kScheme.size() || !isSame(authorization.first(kScheme.size()), kScheme))
        return {};
    return authorization.sliced(kScheme.size()).trimmed();
}

bool RequestCheck::accepts(QByteArrayView header, QByteArrayView type)
{
    if (header.isEmpty())
        return true; // RFC 9110: without one, anything
    const QByteArrayView family = type.first(type.indexOf('/'));
    while (!header.isEmpty()) {
        const qsizetype end = header.indexOf(',');
        const QByteArrayView item = mediaType(end < 0 ? header : header.first(end));
        header = end < 0 ? QByteArrayView() : header.sliced(end + 1);
        if (isSame(item, type) || item == "*/*" || (item.endsWith("/*") && isSame(item.chopped(2), family)))
            return true;
    }
    return false;
}

bool RequestCheck::isAllowedOrigin(QByteArrayView origin) const
{
    for (const QByteArrayView scheme : {QByteArrayView("http://"), QByteArrayView("https://")}) {
        if (origin.size() > scheme.size() && isSame(origin.first(scheme.size()), scheme) && isLoopbackHost(origin.sliced(scheme.size())))
            return true;
    }
    return m_options.origins.contains(QString::fromLatin1(origin));
}

std::optional<QByteArray> RequestCheck::allowedOrigin(const ServedRequest &request) const
{
    if (request.count("origin") != 1)
        return {};
    const QByteArrayView origin = request.header("origin");
    return isAllowedOrigin(origin) ? std::optional(origin.toByteArray()) : std::nullopt;
}

std::expected<Admission, Refusal> RequestCheck::route(const ServedRequest &request) const
{
    const QByteArrayView path = request.path();
    const QByteArrayView method = request.method();
    // A browser asks before a page of an allowed origin may show a token; it learns that it may, and nothing else.
    if (method == "OPTIONS" && request.count("access-control-request-method") == 1 && allowedOrigin(request))
        return Admission{Route::Preflight, {}, {}};
    if (path == "/mcp") {
        if (request.wantsUpgrade)
            return method == "GET" ? std::expected<Admission, Refusal>(Admission{Route::McpSocket, {}, {}}) : std::unexpected(wrongMethod("GET"));
        if (method == "POST")
            return Admission{Route::Mcp, {}, {}};
        if (method == "GET")
            return Admission{Route::McpStream, {}, {}};
        if (method == "DELETE")
            return Admission{Route::McpEnd, {}, {}};
        return std::unexpected(wrongMethod("POST, GET, DELETE"));
    }
    constexpr QByteArrayView kApi = "/api/v1";
    constexpr QByteArrayView kHooks = "/hooks/";
    if (path == kApi || path == "/api/v1/")
        return method == "GET" ? std::expected<Admission, Refusal>(Admission{Route::CommandList, {}, {}}) : std::unexpected(wrongMethod("GET"));
    if (path == "/metrics")
        return method == "GET" ? std::expected<Admission, Refusal>(Admission{Route::Metrics, QStringLiteral("metrics.exposition"), {}})
                               : std::unexpected(wrongMethod("GET"));
    if (path == "/health")
        return method == "GET" ? std::expected<Admission, Refusal>(Admission{Route::Health, QStringLiteral("health.get"), {}})
                               : std::unexpected(wrongMethod("GET"));
    if (path == "/api/v1/events" && request.wantsUpgrade)
        return method == "GET" ? std::expected<Admission, Refusal>(Admission{Route::EventSocket, {}, {}}) : std::unexpected(wrongMethod("GET"));
    if (path.startsWith("/api/v1/")) {
        if (method != "GET" && method != "POST")
            return std::unexpected(wrongMethod("GET, POST"));
        return Admission{Route::Command, QString::fromLatin1(path.sliced(kApi.size() + 1)), {}};
    }
    if (path.startsWith(kHooks)) {
        if (method != "POST")
            return std::unexpected(wrongMethod("POST"));
        return Admission{Route::Hook, QString::fromLatin1(path.sliced(kHooks.size())), {}};
    }
    return std::unexpected(refusal(404, "nothing is here; MCP is at /mcp"));
}

std::expected<Admission, Refusal> RequestCheck::operator()(const ServedRequest &request) const
{
    // Who comes under a foreign name learns nothing, not even which paths there are.
    if (request.count("host") != 1)
        return std::unexpected(refusal(400, "a request names one Host"));
    if (!isLoopbackHost(request.header("host")))
        return std::unexpected(refusal(403, "this Host is not served here"));
    if (request.count("origin") > 0 && (request.count("origin") > 1 || !isAllowedOrigin(request.header("origin"))))
        return std::unexpected(refusal(403, "this Origin is not allowed"));

    std::expected<Admission, Refusal> admission = route(request);
    if (!admission || admission->route == Route::Preflight)
        return admission;
    const bool posts = request.method() == "POST";
    if (posts && admission->route != Route::Hook && !isSame(mediaType(request.header("content-type")), "application/json"))
        return std::unexpected(refusal(415, "the Content-Type must be application/json"));
    const QByteArrayView accept = request.header("accept");
    if (admission->route == Route::Mcp && !accepts(accept, "application/json"))
        return std::unexpected(refusal(406, "the client must accept application/json, and should accept text/event-stream"));
    if (admission->route == Route::McpStream && !accepts(accept, "text/event-stream"))
        return std::unexpected(refusal(406, "the client must accept text/event-stream"));

    if (admission->route == Route::Hook)
        return admission;
    if (request.count("authorization") == 1) {
        if (const QByteArrayView token = bearerToken(request.header("authorization")); !token.isEmpty())
            admission->client = m_desk.authenticate(token);
    }
    const bool isOpen = m_options.isOpen && admission->route <= Route::McpSocket;
    if (!admission->client && !isOpen) {
        Refusal none = refusal(401, "a valid token is needed: Authorization: Bearer TOKEN", "WWW-Authenticate: Bearer realm=\"millrace\"\r\n");
        none.isBadToken = true;
        return std::unexpected(none);
    }
    return admission;
}

} // namespace Millrace
