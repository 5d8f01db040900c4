// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/definition.h"
#include "pipeline/records.h"
#include "store/sqlite.h"

#include <QHash>

namespace Millrace {

/// Reads contexts for people and agents: lists, counts, documents, history. One per reader thread, on its own connection.
class ContextReader
{
public:
    explicit ContextReader(Connection &db)
        : m_db(db)
    {}

    /// Keys of the contexts that pass, in order. `among`: only these (the hits of a full-text search).
    [[nodiscard]] Result<QList<ContextKey>> keys(const ContextFilter &filter, ContextOrder order, bool descending,
                                                 const std::optional<QList<ContextKey>> &among = {});
    /// The first `limit` of those keys, without reading the others where that can be helped.
    [[nodiscard]] Result<QList<ContextKey>> firstKeys(const ContextFilter &filter, ContextOrder order, bool descending, int limit,
                                                      const std::optional<QList<ContextKey>> &among = {});
    /// Rows in the order asked; keys that are gone are left out.
    [[nodiscard]] Result<QList<ContextSummary>> rows(const QList<ContextKey> &keys);
    [[nodiscard]] Result<std::optional<ContextKey>> find(const QString &id);
    [[nodiscard]] Result<QList<ContextKey>> keysOf(const QStringList &ids);
    /// Contexts whose title holds the text, newest first; at most `limit`.
    [[nodiscard]] Result<QList<ContextKey>> titled(const QString &text, int limit);
    /// At most `limit` keys after `after`, oldest first.
    [[nodiscard]] Result<QList<ContextKey>> page(const ContextFilter &filter, ContextKey after, int limit);

    [[nodiscard]] Result<StatusCounts> counts(const ContextFilter &filter, const std::optional<QList<ContextKey>> &among = {});
    [[nodiscard]] Result<QList<FacetCount>> facets(const ContextFilter &filter, ContextFacet facet,
                                                   const std::optional<QList<ContextKey>> &among = {});
    [[nodiscard]] Result<QList<RunSummary>> runs(int limit);
    [[nodiscard]] Result<std::optional<RunSummary>> run(const QString &id);
    /// Contexts of a run that were submitted, in these states; at most `limit`. Looks at every context in them.
    [[nodiscard]] Result<QList<ContextKey>> ofRun(const QString &run, const QList<ContextStatus> &statuses, int limit);

    /// The S2 document after `step` finished steps; -1: now. NotFound where there is no such context or step.
    [[nodiscard]] Result<Json> document(ContextKey key, int step = -1);
    [[nodiscard]] Result<QList<TransitionRecord>> history(ContextKey key);
    /// The finished steps of a context with their model use, in order.
    [[nodiscard]] Result<QList<StepUse>> stepUses(ContextKey key);
    /// Where the results of its steps came from, in order: arrays of [source, from, to, target, from, to] as LineageRef has them.
    [[nodiscard]] Result<QList<Json>> lineage(ContextKey key);
    /// What the children that a context's nodes made took, and theirs, all the way down; `nodes` are ids.
    [[nodiscard]] Result<QList<StepUse>> usesOfChildren(ContextKey key, const QStringList &nodes);
    /// The version a context runs on.
    [[nodiscard]] Result<PipelineDefinition> pipelineOf(ContextKey key);
    /// What a quarantined item was as it came: {"source","text"|"base64"}, or null.
    [[nodiscard]] Result<Json> rawInput(ContextKey key);

    /// Contexts changed after transition `seq`, with the newest sequence; at most `limit` transitions are looked at.
    struct Changed
    {
        qint64 sequence = 0;
        QList<ContextKey> keys;
    };
    [[nodiscard]] Result<Changed> changedSince(qint64 seq, int limit);
    [[nodiscard]] Result<qint64> lastSequence();
    struct Rested
    {
        qint64 contexts = 0;
        bool isMore = false; ///< there are more transitions than were looked at
    };
    /// How many contexts came to rest after a transition, by the first `limit` of them.
    [[nodiscard]] Result<Rested> restedSince(qint64 seq, int limit);

private:
    [[nodiscard]] Result<PipelineDefinition> pipeline(qint64 key);
    [[nodiscard]] Result<QList<RunSummary>> readRuns(Statement &statement);

    Connection &m_db;
    QHash<qint64, PipelineDefinition> m_pipelines; ///< versions never change
};

} // namespace Millrace
