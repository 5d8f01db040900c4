// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/definition.h"
#include "pipeline/records.h"
#include "sdk/error.h"

#include <QFuture>
#include <QObject>

namespace Millrace {

/// What the contexts pane reads and asks for: the part of the door it stands on, so that tests and benchmarks can put a made-up
/// workspace in its place. Lives on the main thread; answers come through futures; meanings and errors are those of Workspace.
class ContextSource : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] virtual QFuture<Result<QList<ContextKey>>> keys(const ContextFilter &filter, ContextOrder order, bool descending) = 0;
    [[nodiscard]] virtual QFuture<Result<QList<ContextSummary>>> rows(const QList<ContextKey> &keys) = 0;
    [[nodiscard]] virtual QFuture<Result<QList<QList<Json>>>> fields(const QList<ContextKey> &keys, const QStringList &expressions) = 0;
    [[nodiscard]] virtual QFuture<Result<Json>> document(ContextKey key, int step) = 0;
    [[nodiscard]] virtual QFuture<Result<QList<TransitionRecord>>> history(ContextKey key) = 0;
    [[nodiscard]] virtual QFuture<Result<std::optional<ContextKey>>> find(const QString &id) = 0;
    [[nodiscard]] virtual QFuture<Result<StatusCounts>> counts(const ContextFilter &filter) = 0;
    [[nodiscard]] virtual QFuture<Result<QList<FacetCount>>> facets(const ContextFilter &filter, ContextFacet facet) = 0;
    [[nodiscard]] virtual QFuture<Result<QList<PipelineDefinition>>> pipelines() = 0;
    /// Runs a command of the door as the person at the window.
    [[nodiscard]] virtual QFuture<Result<Json>> execute(const QString &command, const Json &args) = 0;
    [[nodiscard]] virtual bool isReadOnly() const = 0;

Q_SIGNALS:
    /// Emitted by who owns the source, for what is on the screen to follow.
    void changed(const Millrace::ChangeSet &changes);
};

} // namespace Millrace
