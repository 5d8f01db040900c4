// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/metrics.h"
#include "sdk/services.h"

namespace Millrace {

/// Counts what models are asked, under the names that OpenTelemetry gives such numbers (semantic conventions for generative AI): as Prometheus
/// writes them, `gen_ai.client.token.usage` is `gen_ai_client_token_usage`. Beside them what it costs.
///
/// Owned by the workspace; what it asks has to outlive it. Any thread.
class MeteredModels final : public ModelService, public MetricSource
{
public:
    /// `usual`: the provider that is asked where a request names none.
    MeteredModels(ModelService &models, QString usual, const Clock &clock, MetricRegistry &registry)
        : m_models(models)
        , m_usual(std::move(usual))
        , m_clock(clock)
        , m_registry(registry)
    {}

    [[nodiscard]] QString fingerprint() const override { return m_models.fingerprint(); }
    [[nodiscard]] Result<ModelAnswer> generate(const ModelRequest &request, const RunContext &context, qint64 *retryAfterUs = nullptr) override;
    [[nodiscard]] Result<VectorAnswer> embed(const VectorRequest &request, const RunContext &context, qint64 *retryAfterUs = nullptr) override;
    [[nodiscard]] MetricRegistry &registry() const override { return m_registry; }

private:
    void count(const char *operation, const QString &provider, const QString &model, qint64 beganUs, const Usage *usage, const Error *error);

    ModelService &m_models;
    const QString m_usual;
    const Clock &m_clock;
    MetricRegistry &m_registry;
};

} // namespace Millrace
