// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/circuitbreaker.h"
#include "net/httpthread.h"
#include "ai/providerconfig.h"
#include "net/requestgate.h"
#include "sdk/services.h"

namespace Millrace {

struct ChatAnswer;

/// One OpenAI-compatible endpoint (Ollama, llama.cpp, LM Studio, a cloud) with its limits, breaker and prices.
///
/// A call waits for its turn within the step's deadline. Status 429 gives ModelRateLimited, 408 and 5xx and what never answered
/// ModelUnavailable (both to be tried again, no sooner than Retry-After says), any other refusal ModelRefused. Errors hold
/// no key. Any thread; blocks the caller's.
class OpenAiProvider
{
public:
    struct BreakerLimits
    {
        int failures = 5;
        qint64 openUs = 30'000'000;
    };

    OpenAiProvider(ProviderConfig config, const Clock &clock, SecretSource secrets, HttpThread &http, BreakerLimits breaker);

    [[nodiscard]] Result<ModelAnswer> generate(const ModelRequest &request, const RunContext &context, qint64 *retryAfter);
    [[nodiscard]] Result<VectorAnswer> embed(const VectorRequest &request, const RunContext &context, qint64 *retryAfter);
    [[nodiscard]] CircuitBreaker::State breakerState() const { return m_breaker.state(); }

private:
    [[nodiscard]] Result<void> waitForTurn(const RunContext &context, qint64 *retryAfter);
    /// The key, once the breaker admits a call and its turn has come; then leave the gate.
    [[nodiscard]] Result<QString> admitted(const RunContext &context, qint64 *retryAfter);
    /// What a POST to a path below the base address was answered with, where that was no refusal.
    [[nodiscard]] Result<HttpAnswer> post(QLatin1StringView path, const QByteArray &body, const QByteArray &accept, const QByteArray &idempotencyKey,
                                          const RunContext &context, const QString &key, qint64 *retryAfter);
    [[nodiscard]] Result<ModelAnswer> call(const ModelRequest &request, const RunContext &context, const QString &key, qint64 *retryAfter);
    [[nodiscard]] Error transportError(const HttpAnswer &answer, const RunContext &context) const;
    [[nodiscard]] Error statusError(const HttpAnswer &answer, const QString &key) const;
    [[nodiscard]] ModelAnswer answerOf(const ChatAnswer &chat, const ModelRequest &request, const QString &model) const;

    const ProviderConfig m_config;
    const Clock &m_clock;
    const SecretSource m_secrets;
    HttpThread &m_http;
    CircuitBreaker m_breaker;
    RequestGate m_gate;
};

} // namespace Millrace
