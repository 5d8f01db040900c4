// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/ledger.h"

#include "pipeline/contextdocument.h"
#include "store/codec.h"
#include "store/sqlite.h"

namespace Millrace {

// What the ledger's files share: ledger.cpp (submissions and results), ledgerchildren.cpp (children, and what waits for them),
// ledgercontrol.cpp (what people ask for), ledgerreview.cpp (what people are asked), ledgeragain.cpp (what is asked again after it
// has gone on).

inline constexpr qint64 kKeepInMemory = 64 * 1024; ///< larger documents wait in the store alone

/// Visits per node as stored: two bytes each.
[[nodiscard]] int visitOf(const QByteArray &visits, int node);
void setVisit(QByteArray &visits, int node, int visit);

/// Whether the store itself failed: not a matter of one step, schedule or subscription.
[[nodiscard]] inline bool isStoreError(const Error &error)
{
    return error.code == ErrorCode::StoreFull || error.code == ErrorCode::StoreIo || error.code == ErrorCode::StoreSql
        || (error.code == ErrorCode::WorkspaceDamaged && !isContentDamage(error));
}

/// NotFound where it is gone.
[[nodiscard]] Result<ContextRow> findContext(WriteScope &scope, ContextKey key);
/// Fills in how often each node was entered, where nobody counted as long as there was no way back. Before a person sends it back.
[[nodiscard]] Result<void> rememberVisits(WriteScope &scope, ContextRow &row, const Plan &plan);
/// What people asked for, as a transition of a row that is as it will be.
[[nodiscard]] NewTransition controlOf(const ContextRow &row, ContextStatus from, qint64 at, qint64 actor);

/// Whether a parent counts a child in this state as ended, and as failed.
[[nodiscard]] inline int countsAsEnded(ContextStatus status)
{
    return isFinal(status) ? 1 : 0;
}

[[nodiscard]] inline int countsAsFailed(ContextStatus status)
{
    return status == ContextStatus::Failed || status == ContextStatus::Quarantined ? 1 : 0;
}

struct Ledger::Change
{
    struct Entry
    {
        NewTransition transition;
        const StepRecord *record = nullptr; ///< for lineage, model use and keyframe of a finished step
    };

    explicit Change(const ContextRow &row)
        : before(row)
        , expectedRevision(row.revision)
    {}

    std::vector<Entry> entries;
    ContextRow before;
    qint64 expectedRevision = 0;
    qint64 at = 0;
    std::optional<QString> outcome;
    QByteArray reason;

    void started(const ContextRow &row, qint64 when, qint64 actor, ContextStatus from)
    {
        NewTransition t;
        t.context = row.key;
        t.at = when;
        t.kind = TransitionKind::Started;
        t.from = from;
        t.to = ContextStatus::Processing;
        t.node = row.node;
        t.visit = row.visit;
        t.attempt = row.attempt;
        t.actor = actor;
        entries.push_back({t, nullptr});
        at = when;
    }
};

struct Ledger::Spawn
{
    std::shared_ptr<const Plan> plan;
    int node = 0;
    Json data;
};

} // namespace Millrace
