// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/records.h"
#include "store/sqlite.h"

#include <optional>

namespace Millrace {

/// Children that one step made, as their parent's row counts them.
struct Fork
{
    qint64 key = 0;
    ContextKey parent = 0;
    qint64 total = 0;
    qint64 ended = 0; ///< completed or cancelled
    qint64 failed = 0; ///< failed or in quarantine
    int node = 0; ///< that made it
    int visit = 1;
};

/// A child as its parent sees it.
struct ForkChild
{
    ContextKey key = 0;
    QString id;
    int position = 0;
    ContextStatus status = ContextStatus::Pending;
    QString outcome;
};

struct StoredSuspension
{
    int kind = 0;
    QString name;
    QByteArray body; ///< JSON
    QByteArray answer; ///< JSON; empty: none
};

/// Who waits for whom: forks, their children, suspended steps. Engine thread, inside its transaction.
class ForkRepository
{
public:
    explicit ForkRepository(Connection &db)
        : m_db(db)
    {}

    [[nodiscard]] Result<qint64> addFork(ContextKey parent, int node, int visit, qint64 total);
    [[nodiscard]] Result<void> addChild(ContextKey child, qint64 fork, int position);
    /// Whose child a context is, and whether its parent has gone on with what became of it.
    struct Slot
    {
        ContextKey parent = 0;
        bool isCollected = false;
        qint64 fork = 0;
        int node = 0; ///< that made it
        int visit = 1;
        int position = 0;
    };
    [[nodiscard]] Result<std::optional<Slot>> slotOf(ContextKey child);
    /// Puts another context in a child's place; what was counted of it stays.
    [[nodiscard]] Result<void> replaceChild(ContextKey child, ContextKey by);
    /// The forks of a context that are not collected: all of them, or those that one visit of a node made.
    [[nodiscard]] Result<QList<Fork>> open(ContextKey parent);
    [[nodiscard]] Result<QList<Fork>> open(ContextKey parent, int node, int visit);
    /// The forks of a context that some step has collected.
    [[nodiscard]] Result<QList<Fork>> collected(ContextKey parent);
    /// A step of a context that finished, or began to wait.
    struct Turn
    {
        int node = 0;
        int visit = 1;
        int step = 0; ///< its number; 0: it began to wait
    };
    [[nodiscard]] Result<QList<Turn>> turns(ContextKey context);
    /// Counts a child in or out of ended and failed; the parent.
    [[nodiscard]] Result<std::optional<ContextKey>> count(ContextKey child, int ended, int failed);
    [[nodiscard]] Result<void> collect(qint64 fork);
    /// The children of a fork by their position.
    [[nodiscard]] Result<QList<ForkChild>> children(qint64 fork);
    /// How many contexts stand above this one.
    [[nodiscard]] Result<int> depth(ContextKey key);

    [[nodiscard]] Result<void> suspend(ContextKey key, const StoredSuspension &suspension, qint64 now);
    [[nodiscard]] Result<std::optional<StoredSuspension>> suspension(ContextKey key);
    [[nodiscard]] Result<void> answer(ContextKey key, const QByteArray &answer);
    [[nodiscard]] Result<void> resume(ContextKey key);
    /// What suspended steps that wait for a time say, by context.
    [[nodiscard]] Result<QHash<ContextKey, QByteArray>> waitingForTime();
    /// Contexts that wait for a signal of this name; at most `limit`.
    [[nodiscard]] Result<QList<ContextKey>> waitingFor(const QString &signal, int limit);
    /// Makes a suspended context due: it goes on, because what it waited for has come. False where it does not wait any more.
    [[nodiscard]] Result<bool> wake(ContextKey key, qint64 now);

private:
    Connection &m_db;
};

} // namespace Millrace
