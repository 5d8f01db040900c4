// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contexts/workspacecontextsource.h"

#include "workspace/workspace.h"

namespace Millrace {

WorkspaceContextSource::WorkspaceContextSource(Workspace *workspace, QObject *parent)
    : ContextSource(parent)
    , m_workspace(workspace)
{}

QFuture<Result<QList<ContextKey>>> WorkspaceContextSource::keys(const ContextFilter &filter, ContextOrder order, bool descending)
{
    return m_workspace->contextKeys(filter, order, descending);
}

QFuture<Result<QList<ContextSummary>>> WorkspaceContextSource::rows(const QList<ContextKey> &keys)
{
    return m_workspace->contextRows(keys);
}

QFuture<Result<QList<QList<Json>>>> WorkspaceContextSource::fields(const QList<ContextKey> &keys, const QStringList &expressions)
{
    return m_workspace->contextFields(keys, expressions);
}

QFuture<Result<Json>> WorkspaceContextSource::document(ContextKey key, int step)
{
    return m_workspace->contextDocument(key, step);
}

QFuture<Result<QList<TransitionRecord>>> WorkspaceContextSource::history(ContextKey key)
{
    return m_workspace->contextHistory(key);
}

QFuture<Result<std::optional<ContextKey>>> WorkspaceContextSource::find(const QString &id)
{
    return m_workspace->findContext(id);
}

QFuture<Result<StatusCounts>> WorkspaceContextSource::counts(const ContextFilter &filter)
{
    return m_workspace->counts(filter);
}

QFuture<Result<QList<FacetCount>>> WorkspaceContextSource::facets(const ContextFilter &filter, ContextFacet facet)
{
    return m_workspace->contextFacets(filter, facet);
}

QFuture<Result<QList<PipelineDefinition>>> WorkspaceContextSource::pipelines()
{
    return m_workspace->pipelines();
}

QFuture<Result<Json>> WorkspaceContextSource::execute(const QString &command, const Json &args)
{
    return m_workspace->execute(command, args, m_workspace->actor());
}

bool WorkspaceContextSource::isReadOnly() const
{
    return m_workspace->isReadOnly();
}

} // namespace Millrace
