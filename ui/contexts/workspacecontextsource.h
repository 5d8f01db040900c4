// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contexts/contextsource.h"

namespace Millrace {

class Workspace;

/// The contexts of an open workspace, which must outlive this. It does not listen to the workspace: the pane passes changes on while it is
/// shown.
class WorkspaceContextSource final : public ContextSource
{
    Q_OBJECT

public:
    explicit WorkspaceContextSource(Workspace *workspace, QObject *parent = nullptr);

    [[nodiscard]] QFuture<Result<QList<ContextKey>>> keys(const ContextFilter &filter, ContextOrder order, bool descending) override;
    [[nodiscard]] QFuture<Result<QList<ContextSummary>>> rows(const QList<ContextKey> &keys) override;
    [[nodiscard]] QFuture<Result<QList<QList<Json>>>> fields(const QList<ContextKey> &keys, const QStringList &expressions) override;
    [[nodiscard]] QFuture<Result<Json>> document(ContextKey key, int step) override;
    [[nodiscard]] QFuture<Result<QList<TransitionRecord>>> history(ContextKey key) override;
    [[nodiscard]] QFuture<Result<std::optional<ContextKey>>> find(const QString &id) override;
    [[nodiscard]] QFuture<Result<StatusCounts>> counts(const ContextFilter &filter) override;
    [[nodiscard]] QFuture<Result<QList<FacetCount>>> facets(const ContextFilter &filter, ContextFacet facet) override;
    [[nodiscard]] QFuture<Result<QList<PipelineDefinition>>> pipelines() override;
    [[nodiscard]] QFuture<Result<Json>> execute(const QString &command, const Json &args) override;
    [[nodiscard]] bool isReadOnly() const override;

private:
    Workspace *m_workspace;
};

} // namespace Millrace
