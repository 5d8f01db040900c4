// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/definition.h"
#include "sdk/component.h"

#include <functional>

namespace Millrace {

/// What would mend a problem: an edit of the definition's JSON.
struct PipelineFix
{
    QByteArray kind; ///< "remove_link", "connect_port", …: windows translate by it
    QString label; ///< "Remove the link"
    Json patch; ///< RFC 6902

    [[nodiscard]] Json toJson() const;

    friend bool operator==(const PipelineFix &, const PipelineFix &) = default;
};

/// One thing that keeps a pipeline from running, at one node where it has one.
struct PipelineProblem
{
    QString node;
    ErrorCode code = ErrorCode::PipelineInvalid;
    QString message;
    QByteArray path = {}; ///< JSON Pointer of what is wrong in the definition
    int link = -1; ///< the link it is about, by its place in the definition
    QList<PipelineFix> fixes = {}; ///< the best first

    [[nodiscard]] Json toJson() const;

    friend bool operator==(const PipelineProblem &, const PipelineProblem &) = default;
};

/// Looks a component up by name; nullptr where this machine has none.
using ComponentLookup = std::function<const Component *(const QString &name)>;

/// Every problem of a pipeline: unknown components, wrong configs, ports that do not exist, conditions that cannot be read, two links
/// out of one port without conditions (but for ports that spawn children), nodes nothing leads to, loops nothing leads out of, limits
/// within a loop, joins without a split. Empty: it can run. Without fixes.
[[nodiscard]] QList<PipelineProblem> validatePipeline(const PipelineDefinition &pipeline, const ComponentLookup &lookup);

/// The same of a definition's JSON, which may have any form: what is wrong with it are problems, too. With fixes, each of which was tried: its
/// problem is gone, and there are fewer of them. Where there are many problems only the first have theirs. `names` are the components that
/// an unknown one may have meant. Any thread.
[[nodiscard]] QList<PipelineProblem> validatePipeline(const Json &definition, const ComponentLookup &lookup, const QStringList &names = {});

} // namespace Millrace
