// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/sqlite.h"

#include <QList>

#include <optional>

namespace Millrace {

/// A schedule as it is kept.
struct StoredSchedule
{
    qint64 key = 0;
    QString id;
    QString title;
    QString pipeline;
    QByteArray spec; ///< JSON of a Schedule
    bool enabled = true;
    std::optional<qint64> nextAt; ///< nothing: it is not due any more
    qint64 lookedAt = 0; ///< the wall clock when nextAt was reckoned
    std::optional<qint64> lastAt; ///< when it started something last
    qint64 fired = 0; ///< contexts started
    qint64 missed = 0; ///< due times that started none
    QString problem; ///< why the last due time started less than it should have
    qint64 actor = 0;
    qint64 createdAt = 0;

    friend bool operator==(const StoredSchedule &, const StoredSchedule &) = default;
};

/// Schedules and when they are due next. Reads work on any connection, writes inside the engine's transaction.
class ScheduleRepository
{
public:
    explicit ScheduleRepository(Connection &db)
        : m_db(db)
    {}

    /// Adds it, or replaces what one of the same id says; its counts and its beginning stay.
    [[nodiscard]] Result<void> save(const StoredSchedule &schedule);
    /// Writes where it stands: enabled, nextAt, lookedAt, lastAt, the counts, the problem.
    [[nodiscard]] Result<void> update(const StoredSchedule &schedule);
    /// False where there is none.
    [[nodiscard]] Result<bool> remove(const QString &id);

    [[nodiscard]] Result<std::optional<StoredSchedule>> find(const QString &id);
    [[nodiscard]] Result<QList<StoredSchedule>> all();
    /// The one that has been due longest.
    [[nodiscard]] Result<std::optional<StoredSchedule>> due(qint64 now);
    /// The earliest due time of all.
    [[nodiscard]] Result<std::optional<qint64>> nextDue();
    /// The latest clock that a due time was reckoned at; 0 where none is due.
    [[nodiscard]] Result<qint64> lookedAt();
    /// Those that were reckoned at a later clock than this.
    [[nodiscard]] Result<QList<StoredSchedule>> lookedAtAfter(qint64 now);

private:
    Connection &m_db;
};

} // namespace Millrace
