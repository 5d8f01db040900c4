// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lineage/lineagegraph.h"
#include "store/contextreader.h"
#include "store/lineagereader.h"

#include <QSet>

#include <functional>

namespace Millrace {

/// A place that is there, with its key in the workspace.
struct LineageThing
{
    LineagePlace place;
    qint64 key = 0;
};

/// What stands next to a thing, and the edge between them.
struct LineageLink
{
    LineageThing thing;
    LineageEdge edge;
    qint64 cursor = 0; ///< of it among its group
};

/// What stands next to a thing by one relation: few, or a million.
struct LineageGroup
{
    static constexpr qint64 kBegin = -1;
    static constexpr qint64 kAll = LineageCount::kMost + 1;

    QString relation;
    LineageKind memberKind = LineageKind::Context;
    qint64 number = 0; ///< tells groups of one relation apart
    std::function<Result<LineageCount>(qint64 after, qint64 most)> count; ///< of those behind a cursor; stops at `most`
    std::function<Result<QList<LineageLink>>(qint64 after, int limit)> fetch; ///< those behind a cursor, in order
};

/// What is next to what, whole things and not their fields. One reader's connection, its thread.
class LineageLinks
{
public:
    LineageLinks(ContextReader &contexts, LineageReader &lineage)
        : m_contexts(contexts)
        , m_lineage(lineage)
    {}

    /// NotFound where there is none, or was none then. A bare id is a context's, else a document's; a field's thing is its context.
    [[nodiscard]] Result<LineageThing> find(const LineagePlace &place);
    [[nodiscard]] Result<LineageNode> node(const LineageThing &thing);
    [[nodiscard]] Result<QList<LineageGroup>> groups(const LineageThing &thing, bool up);
    /// Who did it, for an edge.
    [[nodiscard]] Result<LineageStepName> stepName(ContextKey context, int node, int step, qint64 seq);

private:
    using Links = QList<LineageLink>;

    [[nodiscard]] Result<QList<LineageGroup>> upOfContext(const LineageThing &thing);
    [[nodiscard]] Result<QList<LineageGroup>> downOfContext(const LineageThing &thing);
    [[nodiscard]] Result<Links> parentOf(const LineageThing &thing, const LineageContext &row);
    [[nodiscard]] Result<Links> madeOf(const LineageThing &thing);
    [[nodiscard]] Result<Links> modelsOf(const LineageThing &thing);
    [[nodiscard]] Result<std::optional<LineageLink>> linkTo(const LineageThing &from, ContextKey to, LineageEdge edge, qint64 cursor);
    [[nodiscard]] Result<Links> linksOfUses(const LineageThing &from, const QString &relation, qint64 after, int limit,
                                            const std::function<Result<QList<LineageUse>>(qint64, int)> &read);
    [[nodiscard]] Result<LineageEdge> childEdge(const LineageFork &fork);

    ContextReader &m_contexts;
    LineageReader &m_lineage;
};

} // namespace Millrace
