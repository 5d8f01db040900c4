// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/component.h"

#include <array>
#include <memory>
#include <vector>

namespace Millrace {

/// What is measured with: S2's final document, its `data` padded to 2 KiB with words that differ from one to the next, and three steps that
/// write its three large fields anew, each for this one context and with the span it came from.

inline constexpr qsizetype kBenchDocumentBytes = 2048;
inline constexpr std::array kBenchFields = {"template", "generated_content", "formatted_content"};

/// The number-th `data`: kBenchDocumentBytes as compact text.
[[nodiscard]] Json benchData(int number);
[[nodiscard]] QString benchId(const QString &prefix, int number);
/// What a step makes of its field.
[[nodiscard]] Json benchField(const Json &data, const QByteArray &field, const QString &contextId);
/// `data` once all three steps have run.
[[nodiscard]] Json benchResult(const Json &data, const QString &contextId);

/// `bench_pure`, which may be fused, and `bench_durable`, whose start is recorded before it runs; config {"field"}.
[[nodiscard]] std::vector<std::shared_ptr<Component>> benchComponents();
/// A chain of three steps of one of them.
[[nodiscard]] Json benchPipeline(const QString &id, const QString &component);

} // namespace Millrace
