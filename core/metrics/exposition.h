// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"
#include "sdk/metrics.h"

namespace Millrace {

inline constexpr const char *kPrometheusType = "text/plain; version=0.0.4; charset=utf-8";

/// Everything that a registry has counted, as Prometheus reads it (text format 0.0.4).
[[nodiscard]] QByteArray toPrometheus(const MetricRegistry &registry);

/// The same as one OTLP/HTTP JSON request (ExportMetricsServiceRequest): sums and histograms since `startUs`, gauges as of `nowUs`. What
/// OpenTelemetry has names for goes by those: `gen_ai.client.token.usage`.
[[nodiscard]] Json toOtlp(const MetricRegistry &registry, const QString &version, qint64 startUs, qint64 nowUs);

/// The same as lines for Graphite: "PREFIX.name.label.value 1.5 SECONDS".
[[nodiscard]] QByteArray toGraphite(const MetricRegistry &registry, const QByteArray &prefix, qint64 nowUs);

} // namespace Millrace
