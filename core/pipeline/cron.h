// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"

#include <QDate>
#include <QString>
#include <QTimeZone>

#include <bitset>
#include <optional>

namespace Millrace {

/// A cron expression in a time zone: when something is due. A plain value; any thread.
///
/// Five fields (minute, hour, day of month, month, day of week) of `*`, numbers, names (JAN, MON; Sunday is 0 and 7), ranges `a-b`, steps
/// `*/n`, `a-b/n`, `a/n`, and lists of these; or @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly. Where both day fields
/// are restricted, either is enough; a field that begins with `*` is not restricted.
///
/// A due time is a wall clock time of the zone. One that the clocks skip is due at the first moment after the gap. One that comes twice is
/// due the first time; only where every hour is due (`*`), the repeated hour is served too, so that "every ten minutes" has no hole.
class Cron
{
public:
    /// ScheduleInvalid: the text names the first field that is wrong, detail `problems` has [{"field","message"}] for all of them. A date
    /// that never comes (30 February) is wrong too.
    [[nodiscard]] static Result<Cron> parse(QStringView expression, const QTimeZone &zone);
    /// The zone of an IANA name ("Europe/Berlin", "UTC"); ScheduleInvalid where this machine knows none of that name.
    [[nodiscard]] static Result<QTimeZone> zoneNamed(const QString &name);

    /// The first due time after a moment, in microseconds since the epoch; nothing where none comes within nine years, or after year 9999.
    [[nodiscard]] std::optional<qint64> next(qint64 afterUs) const;
    /// The newest due time at or before a moment and not before `fromUs`.
    [[nodiscard]] std::optional<qint64> latest(qint64 atUs, qint64 fromUs) const;

    friend bool operator==(const Cron &, const Cron &) = default;

private:
    [[nodiscard]] bool isDay(const QDate &date) const;
    [[nodiscard]] std::optional<qint64> firstOfDay(const QDate &date, qint64 afterMs, bool &isPlain) const;

    std::bitset<60> m_minutes;
    std::bitset<24> m_hours;
    std::bitset<32> m_days;
    std::bitset<13> m_months;
    std::bitset<7> m_weekdays; ///< 0: Sunday
    bool m_anyHour = false;
    bool m_anyDay = false;
    bool m_anyWeekday = false;
    QTimeZone m_zone;
};

} // namespace Millrace
