// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/component.h"

namespace Millrace {

/// How a step travels between the workbench and a component host: frames of a length in four bytes, big endian, and that
/// many bytes of compact JSON.
inline constexpr qsizetype kFrameHeaderSize = 4;

[[nodiscard]] MILLRACE_SDK_EXPORT QByteArray toFrame(const Json &json);
/// The length that the first kFrameHeaderSize bytes announce.
[[nodiscard]] MILLRACE_SDK_EXPORT quint32 frameLength(const char *header);

/// `{"data","context_id","context_type","node","visit","attempt","key"}`, and `{"wake","children","signal","effects"}` after a suspension; the
/// key as base64.
[[nodiscard]] MILLRACE_SDK_EXPORT Json stepInputToJson(const StepInput &input);
[[nodiscard]] MILLRACE_SDK_EXPORT StepInput stepInputFromJson(const Json &json);

/// What a host may ask the workbench in the middle of a step: `{"ask":"original","hash"}`. The answer is a frame too: `{"hash","name",
/// "media_type","size","path"}`, or `{"error"}`.
[[nodiscard]] MILLRACE_SDK_EXPORT Json originalAsk(const QString &hash);
/// The hash that is asked for; nothing where the frame asks nothing.
[[nodiscard]] MILLRACE_SDK_EXPORT std::optional<QString> askedOriginal(const Json &frame);

/// `{"state","answer","error"}`.
[[nodiscard]] MILLRACE_SDK_EXPORT Json effectOutcomeToJson(const EffectOutcome &outcome);
[[nodiscard]] MILLRACE_SDK_EXPORT EffectOutcome effectOutcomeFromJson(const Json &json);

/// What a suspension is stored as.
[[nodiscard]] MILLRACE_SDK_EXPORT Json suspensionToJson(const Suspension &suspension);
[[nodiscard]] MILLRACE_SDK_EXPORT Suspension suspensionFromJson(const Json &json);

/// `{"port","edit","lineage","usage","reasons","children","suspension","events","effects","originals"}`, or `{"error","retry_after_us"}`; what
/// is empty is left out.
[[nodiscard]] MILLRACE_SDK_EXPORT Json stepResultToJson(const StepResult &result);
/// The reverse; ComponentOutput where the value is no such object.
[[nodiscard]] MILLRACE_SDK_EXPORT Result<StepResult> stepResultFromJson(const Json &json);

} // namespace Millrace
