// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ai/meteredmodels.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr double kMicro = 1e-6;

} // namespace

Result<ModelAnswer> MeteredModels::generate(const ModelRequest &request, const RunContext &context, qint64 *retryAfterUs)
{
    const qint64 began = m_clock.monotonicUs();
    Result<ModelAnswer> answer = m_models.generate(request, context, retryAfterUs);
    count("chat", request.provider, request.model, began, answer ? &answer->usage : nullptr, answer ? nullptr : &answer.error());
    return answer;
}

Result<VectorAnswer> MeteredModels::embed(const VectorRequest &request, const RunContext &context, qint64 *retryAfterUs)
{
    const qint64 began = m_clock.monotonicUs();
    Result<VectorAnswer> answer = m_models.embed(request, context, retryAfterUs);
    count("embeddings", request.provider, request.model, began, answer ? &answer->usage : nullptr, answer ? nullptr : &answer.error());
    return answer;
}

void MeteredModels::count(const char *operation, const QString &provider, const QString &model, qint64 beganUs, const Usage *usage,
                          const Error *error)
{
    const QString who = !provider.isEmpty() ? provider : m_usual;
    const QString &what = usage && !usage->model.isEmpty() ? usage->model : model;
    const MetricLabels labels
        = {{"gen_ai_operation_name", operation}, {"gen_ai_provider_name", who.toUtf8()}, {"gen_ai_request_model", what.toUtf8()}};
    MetricLabels outcome = labels;
    if (error) {
        const QLatin1StringView code = errorCodeName(error->code);
        outcome.emplaceBack("error_type", QByteArray(code.data(), code.size()));
    }
    m_registry
        .histogram({.name = "gen_ai_client_operation_duration_seconds",
                    .kind = MetricKind::Histogram,
                    .unit = "seconds",
                    .resolution = kMicro,
                    .group = "models",
                    .title = u"Model call duration"_s,
                    .help = u"Time that calls of models took with the wait for their turn, by provider, model and error."_s},
                   outcome)
        .record(m_clock.monotonicUs() - beganUs);
    if (!usage)
        return;
    const MetricInfo tokens{.name = "gen_ai_client_token_usage",
                            .kind = MetricKind::Histogram,
                            .unit = "tokens",
                            .group = "models",
                            .title = u"Tokens of a model call"_s,
                            .help = u"Tokens that went into calls of models and came out of them, by provider, model and direction."_s};
    MetricLabels input = labels;
    input.emplaceBack("gen_ai_token_type", "input");
    m_registry.histogram(tokens, input).record(usage->tokensIn);
    MetricLabels output = labels;
    output.emplaceBack("gen_ai_token_type", "output");
    m_registry.histogram(tokens, output).record(usage->tokensOut);
    if (usage->costMicros > 0) {
        m_registry
            .counter({.name = "millrace_model_cost_total",
                      .unit = "cost",
                      .resolution = kMicro,
                      .group = "models",
                      .title = u"Cost of model calls"_s,
                      .help = u"What calls of models cost, in the currency of the price table, by provider and model."_s},
                     labels)
            .add(usage->costMicros);
    }
}

} // namespace Millrace
