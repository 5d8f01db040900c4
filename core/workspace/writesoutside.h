// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/componentregistry.h"
#include "store/contextreader.h"

namespace Millrace {

/// Whether a replay with sinks off passes this step over: it writes outside, or it is a call that may change something there, which the component
/// itself leaves out.
[[nodiscard]] inline bool writesOutside(const StepUse &use, const PipelineDefinition &pipeline, const ComponentRegistry &registry)
{
    if (const Component *component = registry.find(use.component); component && component->descriptor().effect == Effect::Writes)
        return true;
    const PipelineNode *node = pipeline.find(use.node);
    if (!node || use.component != QLatin1StringView("http_request"))
        return false;
    const QString method = node->config.value("method").toString(QStringLiteral("GET"));
    return method != QLatin1StringView("GET") && method != QLatin1StringView("HEAD");
}

} // namespace Millrace
