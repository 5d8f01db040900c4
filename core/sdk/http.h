// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/component.h"

#include <QStringList>
#include <QUrl>

namespace Millrace {

/// One HTTP request of a component or a target.
struct HttpCall
{
    using Headers = QList<std::pair<QByteArray, QByteArray>>;

    QByteArray method = "GET";
    QUrl url; ///< http or https
    Headers headers;
    /// Headers in whose values `secret:NAME` stands for a secret: it is looked up at the last moment and shown nowhere. They are left out
    /// where a redirection leads to another host. Never put here what a document says.
    Headers secretHeaders;
    QByteArray body;
    qint64 timeoutMs = 30'000; ///< for all of it, redirections too; the step's own deadline ends it sooner
    qint64 largestAnswer = 1024 * 1024; ///< bytes of the body
    int redirects = 0; ///< how many are followed; a redirected POST is not repeated
    QStringList hosts; ///< where it may go, redirected too; empty: anywhere
    int perMinute = 0; ///< calls to this host, of whoever asks for the same limit; 0: any number
};

/// What came back, whatever its status.
struct HttpReply
{
    int status = 0;
    HttpCall::Headers headers;
    QByteArray body;
    QUrl url; ///< where it came from at last

    /// The first header of this name; any case.
    [[nodiscard]] MILLRACE_SDK_EXPORT QByteArray header(QByteArrayView name) const;
};

/// HTTP for components and targets, with a circuit breaker and a rate per host. No connection is made before the first call. Any thread; blocks
/// the caller's until it is answered, refused, late or cancelled.
class MILLRACE_SDK_EXPORT HttpService
{
public:
    virtual ~HttpService();
    /// Any answer, also one whose status says no: errorOfStatus() makes an error of it. Errors: HttpName (no such host), HttpRefused, HttpTls,
    /// HttpTimeout, HttpUnreachable, HttpTooLarge, HttpRedirect, HttpAddress, HttpCircuitOpen, HttpRateLimited, SecretMissing, Cancelled; with a
    /// retryable one `retryAfterUs` says how long to wait at least.
    [[nodiscard]] virtual Result<HttpReply> call(const HttpCall &call, const RunContext &context, qint64 *retryAfterUs = nullptr) = 0;
};

/// The error of a status from 400 on: HttpRateLimited (429), HttpServer (408, 425, 5xx), HttpClient (other 4xx), and how long the answer asks to wait.
/// Nothing below 400.
[[nodiscard]] MILLRACE_SDK_EXPORT std::optional<Error> errorOfStatus(const HttpReply &reply, qint64 nowUs, qint64 *retryAfterUs = nullptr);
/// Retry-After in microseconds from now: seconds, or a date; at most a day; 0 where it is neither.
[[nodiscard]] MILLRACE_SDK_EXPORT qint64 retryAfterUs(QByteArrayView value, qint64 nowUs);

} // namespace Millrace
