// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/testcontext.h"

namespace Millrace {

/// Prepares a component and runs it once over `data`; a config that is refused comes back as the step's error.
template <typename C>
StepResult runOnce(const Json &data, const Json &config, RunContext &context)
{
    const auto step = C().prepare(config);
    if (!step)
        return StepResult::failed(step.error());
    StepInput input;
    input.data = data;
    input.contextId = QStringLiteral("ctx_123456");
    input.contextType = QStringLiteral("article");
    input.node = QStringLiteral("node");
    input.idempotencyKey = "key";
    return (*step)->run(input, context);
}

template <typename C>
StepResult runOnce(const Json &data, const Json &config = {})
{
    TestContext context;
    return runOnce<C>(data, config, context);
}

/// The document after the step; null where it failed.
inline Json after(const StepResult &result, const Json &data)
{
    return result.error ? Json() : result.edit.appliedTo(data).value_or(Json());
}

} // namespace Millrace
