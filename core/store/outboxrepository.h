// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/records.h"
#include "store/sqlite.h"

#include <limits>
#include <optional>

namespace Millrace {

enum class EffectState : quint8 { Waiting = 0, Sending = 1, Delivered = 2, Failed = 3, Discarded = 4 }; ///< stored: never renumber

[[nodiscard]] QLatin1StringView effectStateName(EffectState state);
[[nodiscard]] std::optional<EffectState> effectStateFromName(QStringView name);

/// Nothing moves it but a person.
[[nodiscard]] inline bool isOver(EffectState state)
{
    return state != EffectState::Waiting && state != EffectState::Sending;
}

/// Something to be done outside the workspace, as it stands in the outbox.
struct StoredEffect
{
    qint64 key = 0;
    ContextKey context = 0;
    int node = 0;
    int visit = 1;
    int position = 0; ///< among the effects of the visit, from 0
    qint64 pipeline = 0;
    qint64 run = 0;
    QString target;
    QString address;
    EffectState state = EffectState::Waiting;
    bool awaited = false; ///< its step goes on when it has ended
    int attempts = 0;
    int lost = 0; ///< attempts that ended with the process
    int attemptBase = 0; ///< attempts that do not count against the limit
    std::optional<qint64> dueAt;
    qint64 createdAt = 0;
    qint64 changedAt = 0;
    QByteArray terms; ///< JSON: {"key","node","retry","timeout_ms"}
    QByteArray request; ///< JSON
    QByteArray body;
    QByteArray answer; ///< JSON: what came back, or the last error
    bool isDamaged = false; ///< what is to be done is not what was written: it cannot be carried out
};

/// What the hash of a row stands for: what is carried out, and where.
[[nodiscard]] qint64 effectHash(const StoredEffect &effect);

/// How many effects are in which state.
struct EffectCounts
{
    std::array<qint64, 5> n{};

    [[nodiscard]] qint64 of(EffectState state) const { return n.at(static_cast<std::size_t>(state)); }
    [[nodiscard]] qint64 open() const { return of(EffectState::Waiting) + of(EffectState::Sending); }
    [[nodiscard]] qint64 total() const;
    /// `{"waiting","sending","delivered","failed","discarded"}`.
    [[nodiscard]] Json toJson() const;
};

/// Effects on the outside, from the commit that wrote them to their end. One connection, one thread.
class OutboxRepository
{
public:
    explicit OutboxRepository(Connection &db)
        : m_db(db)
    {}

    [[nodiscard]] Result<qint64> add(const StoredEffect &effect);
    /// Writes what changes: state, attempts, due time, answer. `before` is the state that the row has now.
    [[nodiscard]] Result<void> update(const StoredEffect &effect, EffectState before);
    [[nodiscard]] Result<std::optional<StoredEffect>> find(qint64 key);
    struct Due
    {
        qint64 key = 0;
        QString target;
        QString address;
        qint64 at = std::numeric_limits<qint64>::min();
    };
    /// Everything that is due after `now` is due so much earlier.
    [[nodiscard]] Result<void> setDueBack(qint64 now, qint64 us);
    /// What is due, the oldest first, behind `after`; nothing of pipelines that are paused.
    [[nodiscard]] Result<QList<Due>> due(qint64 now, int limit, const Due &after);
    [[nodiscard]] Result<std::optional<qint64>> nextDue(qint64 after);
    /// Those that were being carried out when the process ended.
    [[nodiscard]] Result<QList<qint64>> sending();
    /// The effects of a visit, in order.
    [[nodiscard]] Result<QList<StoredEffect>> ofVisit(ContextKey context, int node, int visit);
    /// How many a visit's step waits for.
    [[nodiscard]] Result<qint64> open(ContextKey context, int node, int visit);

    struct Filter
    {
        std::optional<EffectState> state;
        bool openOnly = true; ///< without a state: what waits, is being sent, or failed
        std::optional<ContextKey> context;
        qint64 after = 0; ///< keys above this one
        int limit = 100;
    };
    [[nodiscard]] Result<QList<StoredEffect>> list(const Filter &filter);
    /// Of a run, of a pipeline (their ids), or of all.
    [[nodiscard]] Result<EffectCounts> counts(const QString &run = {}, const QString &pipeline = {});

private:
    [[nodiscard]] Result<void> count(const StoredEffect &effect, EffectState state, int by);

    Connection &m_db;
};

} // namespace Millrace
