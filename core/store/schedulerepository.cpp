// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/schedulerepository.h"

#include "store/rows.h"

namespace Millrace {

namespace {

StoredSchedule readSchedule(const Statement &s)
{
    const auto moment = [&s](int column) { return s.isNull(column) ? std::nullopt : std::optional(s.integer(column)); };
    return {.key = s.integer(0),
            .id = s.text(1),
            .title = s.text(2),
            .pipeline = s.text(3),
            .spec = s.blob(4),
            .enabled = s.integer(5) != 0,
            .nextAt = moment(6),
            .lookedAt = s.integer(7),
            .lastAt = moment(8),
            .fired = s.integer(9),
            .missed = s.integer(10),
            .problem = s.text(11),
            .actor = s.integer(12),
            .createdAt = s.integer(13)};
}

std::optional<QString> orNull(const QString &text)
{
    return text.isEmpty() ? std::nullopt : std::optional(text);
}

} // namespace

#define SCHEDULE_COLUMNS "pk, id, title, pipeline, spec, enabled, next_at, looked_at, last_at, fired, missed, problem, actor, created_at"

Result<void> ScheduleRepository::save(const StoredSchedule &s)
{
    return m_db
        .prepared("INSERT INTO schedule (id, title, pipeline, spec, enabled, next_at, looked_at, fired, missed, actor, created_at) "
                  "VALUES (:id, :title, :pipeline, :spec, :enabled, :next, :looked, 0, 0, :actor, :created) "
                  "ON CONFLICT (id) DO UPDATE SET title = excluded.title, pipeline = excluded.pipeline, spec = excluded.spec, "
                  "enabled = excluded.enabled, next_at = excluded.next_at, looked_at = excluded.looked_at, problem = NULL")
        .bind(s.id, s.title, s.pipeline, s.spec, s.enabled, s.nextAt, s.lookedAt, s.actor, s.createdAt)
        .run();
}

Result<void> ScheduleRepository::update(const StoredSchedule &s)
{
    return m_db
        .prepared("UPDATE schedule SET enabled = :enabled, next_at = :next, looked_at = :looked, last_at = :last, fired = :fired, "
                  "missed = :missed, problem = :problem WHERE pk = :pk")
        .bind(s.enabled, s.nextAt, s.lookedAt, s.lastAt, s.fired, s.missed, orNull(s.problem), s.key)
        .run();
}

Result<bool> ScheduleRepository::remove(const QString &id)
{
    if (auto done = m_db.prepared("DELETE FROM schedule WHERE id = :id").bind(id).run(); !done)
        return std::unexpected(done.error());
    return m_db.changes() > 0;
}

Result<std::optional<StoredSchedule>> ScheduleRepository::find(const QString &id)
{
    return oneRow(m_db.prepared("SELECT " SCHEDULE_COLUMNS " FROM schedule WHERE id = :id").bind(id), readSchedule);
}

Result<QList<StoredSchedule>> ScheduleRepository::all()
{
    return allRows(m_db.prepared("SELECT " SCHEDULE_COLUMNS " FROM schedule ORDER BY id").bind(), readSchedule);
}

Result<std::optional<StoredSchedule>> ScheduleRepository::due(qint64 now)
{
    return oneRow(m_db.prepared("SELECT " SCHEDULE_COLUMNS " FROM schedule WHERE enabled = 1 AND next_at <= :now ORDER BY next_at LIMIT 1").bind(now),
                  readSchedule);
}

Result<std::optional<qint64>> ScheduleRepository::nextDue()
{
    return oneRow(m_db.prepared("SELECT next_at FROM schedule WHERE enabled = 1 AND next_at IS NOT NULL ORDER BY next_at LIMIT 1").bind(),
                  [](const Statement &s) { return s.integer(0); });
}

Result<qint64> ScheduleRepository::lookedAt()
{
    return m_db.scalar("SELECT coalesce(max(looked_at), 0) FROM schedule WHERE enabled = 1");
}

Result<QList<StoredSchedule>> ScheduleRepository::lookedAtAfter(qint64 now)
{
    return allRows(m_db.prepared("SELECT " SCHEDULE_COLUMNS " FROM schedule WHERE enabled = 1 AND looked_at > :now").bind(now), readSchedule);
}

} // namespace Millrace
