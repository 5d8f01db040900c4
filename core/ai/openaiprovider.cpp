// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ai/openaiprovider.h"

#include "ai/chatcodec.h"
#include "sdk/http.h"

#include <QThread>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr qint64 kPollUs = 20'000;

/// Leaves the gate on every way out.
class Leave
{
public:
    explicit Leave(RequestGate &gate)
        : m_gate(gate)
    {}
    ~Leave() { m_gate.leave(); }
    Leave(const Leave &) = delete;
    Leave &operator=(const Leave &) = delete;

private:
    RequestGate &m_gate;
};

Error cancelledError()
{
    return Error::make(ErrorCode::Cancelled, u"The model call was cancelled."_s);
}

} // namespace

OpenAiProvider::OpenAiProvider(ProviderConfig config, const Clock &clock, SecretSource secrets, HttpThread &http, BreakerLimits breaker)
    : m_config(std::move(config))
    , m_clock(clock)
    , m_secrets(std::move(secrets))
    , m_http(http)
    , m_breaker(clock, breaker.failures, breaker.openUs)
    , m_gate(clock, m_config.requestsPerMinute, m_config.maxConcurrent)
{}

Result<void> OpenAiProvider::waitForTurn(const RunContext &context, qint64 *retryAfter)
{
    while (true) {
        const qint64 wait = m_gate.enter();
        if (wait == 0)
            return {};
        if (context.isCancelled())
            return std::unexpected(cancelledError());
        const qint64 left = context.deadlineUs() - context.clock().monotonicUs();
        if (wait > left || left <= 0) {
            *retryAfter = std::max<qint64>(wait, kPollUs);
            return fail(ErrorCode::ModelRateLimited,
                        wait < 0 ? u"All %1 calls at once that \"%2\" may have are taken."_s.arg(m_config.maxConcurrent).arg(m_config.id)
                                 : u"The limit of %1 calls a minute to \"%2\" is reached."_s.arg(m_config.requestsPerMinute).arg(m_config.id));
        }
        QThread::usleep(static_cast<unsigned long>(wait < 0 ? kPollUs : std::min(wait, kPollUs)));
    }
}

Error OpenAiProvider::transportError(const HttpAnswer &answer, const RunContext &context) const
{
    const Json detail = Json::object({{"provider", m_config.id}, {"host", m_config.baseUrl.host()}});
    switch (answer.failure) {
    case HttpAnswer::Failure::Cancelled:
        return context.isCancelled() ? cancelledError()
                                     : Error::make(ErrorCode::ComponentTimeout, u"The step's time ended during the model call."_s, detail);
    case HttpAnswer::Failure::TooLarge:
        return Error::make(ErrorCode::ModelAnswer, u"Model provider \"%1\": %2."_s.arg(m_config.id, answer.failureText), detail);
    default:
        return Error::make(ErrorCode::ModelUnavailable, u"Model provider \"%1\" cannot be reached: %2."_s.arg(m_config.id, answer.failureText),
                           detail);
    }
}

Error OpenAiProvider::statusError(const HttpAnswer &answer, const QString &key) const
{
    const ErrorCode code = answer.status == 429                                ? ErrorCode::ModelRateLimited
        : answer.status == 408 || answer.status == 425 || answer.status >= 500 ? ErrorCode::ModelUnavailable
                                                                               : ErrorCode::ModelRefused;
    const QString said = redacted(chatErrorText(answer.body), key);
    const Json detail = Json::object({{"provider", m_config.id}, {"host", m_config.baseUrl.host()}, {"status", answer.status}});
    return Error::make(
        code, u"Model provider \"%1\" answered with status %2%3"_s.arg(m_config.id).arg(answer.status).arg(said.isEmpty() ? u"."_s : u": "_s + said),
        detail);
}

ModelAnswer OpenAiProvider::answerOf(const ChatAnswer &chat, const ModelRequest &request, const QString &model) const
{
    ModelAnswer answer;
    answer.text = chat.text;
    answer.model = chat.model.isEmpty() ? model : chat.model;
    answer.kind = u"generated"_s;
    answer.usage.provider = m_config.id;
    answer.usage.model = answer.model;
    answer.usage.tokensIn = chat.tokensIn;
    answer.usage.tokensOut = chat.tokensOut;
    if (chat.tokensIn < 0) {
        answer.usage.isEstimated = true;
        answer.usage.tokensIn = 0;
        for (const ModelMessage &message : request.messages)
            answer.usage.tokensIn += estimatedTokens(message.text);
    }
    if (chat.tokensOut < 0) {
        answer.usage.isEstimated = true;
        answer.usage.tokensOut = estimatedTokens(chat.text);
    }
    // A price per million tokens is a price in millionths per token.
    answer.usage.costMicros = std::llround(double(answer.usage.tokensIn) * m_config.prices.in + double(answer.usage.tokensOut) * m_config.prices.out);
    return answer;
}

Result<HttpAnswer> OpenAiProvider::post(QLatin1StringView path, const QByteArray &body, const QByteArray &accept, const QByteArray &idempotencyKey,
                                        const RunContext &context, const QString &key, qint64 *retryAfter)
{
    HttpRequest out;
    out.url = m_config.baseUrl;
    QString base = out.url.path();
    while (base.endsWith(u'/'))
        base.chop(1);
    out.url.setPath(base + path);
    out.headers = {{"Content-Type", "application/json"}, {"Accept", accept}, {"User-Agent", "Millrace/" MILLRACE_VERSION}};
    if (!key.isEmpty())
        out.headers.append({"Authorization", "Bearer " + key.toUtf8()});
    if (!idempotencyKey.isEmpty())
        out.headers.append({"Idempotency-Key", idempotencyKey});
    out.body = body;

    HttpAnswer answer
        = m_http.send(out, m_config.timeoutMs, [&context] { return context.isCancelled() || context.clock().monotonicUs() >= context.deadlineUs(); });
    if (answer.failure != HttpAnswer::Failure::None) {
        const bool ours = answer.failure == HttpAnswer::Failure::Cancelled || answer.failure == HttpAnswer::Failure::TooLarge;
        ours ? m_breaker.abandoned() : m_breaker.failed();
        return std::unexpected(transportError(answer, context));
    }
    if (answer.status < 200 || answer.status > 299) {
        *retryAfter = Millrace::retryAfterUs(answer.header("Retry-After"), m_clock.nowUs());
        Error error = statusError(answer, key);
        error.code == ErrorCode::ModelUnavailable ? m_breaker.failed() : m_breaker.succeeded();
        return std::unexpected(std::move(error));
    }
    m_breaker.succeeded();
    return answer;
}

Result<ModelAnswer> OpenAiProvider::call(const ModelRequest &request, const RunContext &context, const QString &key, qint64 *retryAfter)
{
    const QString model = request.model.isEmpty() ? m_config.model : request.model;
    const Result<HttpAnswer> answered
        = post("/chat/completions"_L1, encodeChatRequest(request, model, m_config.stream), m_config.stream ? "text/event-stream" : "application/json",
               request.idempotencyKey, context, key, retryAfter);
    if (!answered)
        return std::unexpected(answered.error());
    const HttpAnswer &answer = *answered;
    const bool events = answer.header("Content-Type").toLower().contains("text/event-stream") || answer.body.trimmed().startsWith("data:");
    const Result<ChatAnswer> chat = events ? decodeChatStream(answer.body) : decodeChatAnswer(answer.body);
    if (!chat) {
        Error error = chat.error();
        error.text = redacted(error.text, key);
        return std::unexpected(std::move(error));
    }
    if (chat->finishReason == "content_filter"_L1)
        return fail(ErrorCode::ModelRefused, u"Model provider \"%1\" withheld its answer (content filter)."_s.arg(m_config.id));
    if (chat->text.trimmed().isEmpty())
        return fail(ErrorCode::ModelAnswer, u"Model provider \"%1\" gave an empty answer."_s.arg(m_config.id));
    return answerOf(*chat, request, model);
}

Result<QString> OpenAiProvider::admitted(const RunContext &context, qint64 *retryAfter)
{
    QString key;
    if (!m_config.apiKeySecret.isEmpty()) {
        if (!m_secrets)
            return fail(ErrorCode::SecretMissing, u"There is no place to look up the secret \"%1\"."_s.arg(m_config.apiKeySecret));
        Result<QString> secret = m_secrets(m_config.apiKeySecret);
        if (!secret)
            return std::unexpected(secret.error());
        key = *std::move(secret);
    }
    if (const qint64 wait = m_breaker.admit(); wait > 0) {
        *retryAfter = wait;
        return fail(
            ErrorCode::CircuitOpen,
            u"Model provider \"%1\" failed repeatedly and is left alone for another %2 s."_s.arg(m_config.id).arg((wait + 999'999) / 1'000'000),
            Json::object({{"provider", m_config.id}}));
    }
    if (Result<void> turn = waitForTurn(context, retryAfter); !turn) {
        m_breaker.abandoned();
        return std::unexpected(turn.error());
    }
    return key;
}

Result<ModelAnswer> OpenAiProvider::generate(const ModelRequest &request, const RunContext &context, qint64 *retryAfter)
{
    const Result<QString> key = admitted(context, retryAfter);
    if (!key)
        return std::unexpected(key.error());
    const Leave leave(m_gate);
    return call(request, context, *key, retryAfter);
}

Result<VectorAnswer> OpenAiProvider::embed(const VectorRequest &request, const RunContext &context, qint64 *retryAfter)
{
    const QString model = request.model.isEmpty() ? m_config.vectorModel : request.model;
    if (model.isEmpty())
        return fail(ErrorCode::Unsupported, u"No model for vectors is named for the provider \"%1\" (embedding_model)."_s.arg(m_config.id),
                    Json::object({{"provider", m_config.id}}));
    const Result<QString> key = admitted(context, retryAfter);
    if (!key)
        return std::unexpected(key.error());
    const Leave leave(m_gate);
    const Result<HttpAnswer> answer
        = post("/embeddings"_L1, encodeEmbeddingRequest(request.texts, model), "application/json", request.idempotencyKey, context, *key, retryAfter);
    if (!answer)
        return std::unexpected(answer.error());
    Result<EmbeddingAnswer> decoded = decodeEmbeddingAnswer(answer->body, request.texts.size());
    if (!decoded) {
        decoded.error().text = redacted(decoded.error().text, *key);
        return std::unexpected(decoded.error());
    }
    VectorAnswer vectors{std::move(decoded->vectors), decoded->model.isEmpty() ? model : decoded->model, {}};
    vectors.usage.provider = m_config.id;
    vectors.usage.model = vectors.model;
    vectors.usage.tokensIn = decoded->tokens;
    if (decoded->tokens < 0) {
        vectors.usage.isEstimated = true;
        vectors.usage.tokensIn = 0;
        for (const QString &text : request.texts)
            vectors.usage.tokensIn += estimatedTokens(text);
    }
    vectors.usage.costMicros = std::llround(double(vectors.usage.tokensIn) * m_config.prices.in);
    return vectors;
}

} // namespace Millrace
