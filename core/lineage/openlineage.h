// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/contextreader.h"
#include "store/lineagereader.h"
#include "store/transitionfeed.h"

namespace Millrace {

/// How much is told: a context's way through its pipeline as one run, or each step of it too.
enum class OpenLineageLevel : quint8 { Run, Step };

struct OpenLineageOptions
{
    QString workspaceId;
    QString program; ///< version
    OpenLineageLevel level = OpenLineageLevel::Step;
};

/// The history in OpenLineage's words (run events of 2-0-2).
///
/// 1. A context's way through a pipeline is a run of the job named after the pipeline; an attempt of a step is a run of "pipeline.node" whose parent it
///    is. A child's run has its parent's run as its own parent.
/// 2. Run ids follow from what they stand for: the same history gives the same events, however often it is told.
/// 3. The document is a dataset, "context/ID", whose fields are what the step wrote, by JSON Pointer; where they came from is its column lineage. Files,
///    templates and models that had a part are inputs; what left the workspace is an output.
/// 4. No content of a document is told, only names, types and places. An error's text is.
class OpenLineageWriter
{
public:
    OpenLineageWriter(Connection &db, ContextReader &contexts, OpenLineageOptions options)
        : m_contexts(contexts)
        , m_lineage(db)
        , m_options(std::move(options))
    {}

    /// What a transition is to the world: no event, or up to two.
    [[nodiscard]] Result<QList<Json>> eventsOf(const FedTransition &transition);

private:
    [[nodiscard]] Result<Json> stepEvent(const FedTransition &t, const PipelineDefinition &pipeline, const char *type);
    [[nodiscard]] Result<Json> runEvent(const FedTransition &t, const PipelineDefinition &pipeline, const char *type);
    [[nodiscard]] Json event(const char *type, qint64 at, const QString &runId, const QString &job, const Json &runFacets,
                             const Json &jobFacets) const;
    [[nodiscard]] Result<Json> parentFacet(ContextKey context) const;
    [[nodiscard]] Result<std::pair<Json, Json>> datasetsOf(const FedTransition &t, const PipelineDefinition &pipeline);
    [[nodiscard]] QString nameSpace() const;

    ContextReader &m_contexts;
    mutable LineageReader m_lineage;
    OpenLineageOptions m_options;
};

} // namespace Millrace
