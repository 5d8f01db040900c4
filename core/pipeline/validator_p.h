// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/validator.h"

namespace Millrace {

/// A problem with what a fix of it needs to know.
struct PipelineFinding
{
    enum class Kind : quint8 {
        Form,
        Empty,
        UnknownComponent,
        NotCacheable,
        Config, ///< does not fit the schema
        Prepare, ///< the component refuses it
        LostLink,
        Port,
        Condition,
        OpenLinks,
        LimitInLoop,
        LimitToJoin,
        EndlessLoop,
        LonelyJoin,
        Unreachable,
    };

    PipelineProblem problem;
    Kind kind = Kind::Form;
    int node = -1; ///< its place in the definition
    QByteArray keyword = {}; ///< of the schema that failed
};

/// What a component says to a config, remembered for as long as one definition is worked on.
using ConfigFindings = QHash<QByteArray, QList<PipelineFinding>>;

[[nodiscard]] QList<PipelineFinding> findProblems(const PipelineDefinition &pipeline, const ComponentLookup &lookup, ConfigFindings &known);

/// Edits that may mend it, the best first; nothing says that they do.
[[nodiscard]] QList<PipelineFix> fixesFor(const PipelineFinding &finding, const Json &definition, const PipelineDefinition &pipeline,
                                          const ComponentLookup &lookup, const QStringList &names);

/// Ports a node may be left by: those of its descriptor and those its config adds.
[[nodiscard]] QStringList portsOf(const PipelineNode &node, const ComponentLookup &lookup);

} // namespace Millrace
