// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/definition.h"
#include "sdk/component.h"

#include <functional>

namespace Millrace {

/// One thing that keeps a pipeline from running, at one node where it has one.
struct PipelineProblem
{
    QString node;
    ErrorCode code = ErrorCode::PipelineInvalid;
    QString message;

    [[nodiscard]] Json toJson() const;

    friend bool operator==(const PipelineProblem &, const PipelineProblem &) = default;
};

/// Looks a component up by name; nullptr where this machine has none.
using ComponentLookup = std::function<const Component *(const QString &name)>;

/// Every problem of a pipeline: unknown components, wrong configs, ports that do not exist, conditions that cannot be read, two links
/// out of one port without conditions (but for ports that spawn children), nodes nothing leads to, loops nothing leads out of, limits
/// within a loop, joins without a split. Empty: it can run.
[[nodiscard]] QList<PipelineProblem> validatePipeline(const PipelineDefinition &pipeline, const ComponentLookup &lookup);

} // namespace Millrace
