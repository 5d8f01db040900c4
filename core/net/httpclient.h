// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/circuitbreaker.h"
#include "net/requestgate.h"
#include "sdk/http.h"

#include <map>
#include <mutex>

namespace Millrace {

class HttpThread;
struct HttpAnswer;
struct HttpRequest;

/// HTTP for components and targets. Owned by the workspace; any thread; the network thread comes with the first call.
class HttpClient final : public HttpService
{
public:
    struct Options
    {
        const Clock *clock = &Clock::system();
        std::function<Result<QString>(const QString &name)> secrets; ///< asked at the moment one is needed; what it gives is never kept
        int breakerFailures = 5;
        qint64 breakerOpenUs = 30'000'000;
    };

    explicit HttpClient(Options options);
    ~HttpClient() override; ///< no call may be under way

    [[nodiscard]] Result<HttpReply> call(const HttpCall &call, const RunContext &context, qint64 *retryAfterUs = nullptr) override;
    /// How a host's breaker stands, by "host:port"; nothing where it was never called.
    [[nodiscard]] std::optional<CircuitBreaker::State> breakerState(const QString &host) const;

private:
    struct Host
    {
        explicit Host(const Options &options)
            : breaker(*options.clock, options.breakerFailures, options.breakerOpenUs)
        {}

        CircuitBreaker breaker;
        std::map<int, RequestGate> gates; ///< by calls a minute; under m_mutex
    };
    struct Secrets
    {
        HttpCall::Headers headers; ///< with the secrets in them
        QList<QByteArray> values;
    };
    [[nodiscard]] HttpThread &thread();
    [[nodiscard]] Host &host(const QUrl &url);
    [[nodiscard]] Result<Secrets> lookUp(const HttpCall::Headers &headers) const;
    [[nodiscard]] Result<void> waitForTurn(Host &host, int perMinute, const QUrl &url, const RunContext &context, qint64 until, qint64 *wait);
    [[nodiscard]] Result<HttpReply> exchange(const HttpRequest &request, const RunContext &context, int perMinute, qint64 until, qint64 *wait);

    const Options m_options;
    const Clock &m_clock;
    mutable std::mutex m_mutex;
    std::unique_ptr<HttpThread> m_thread;
    std::map<QString, Host> m_hosts;
};

} // namespace Millrace
