// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/cron.h"
#include "sdk/json.h"

#include <QList>

namespace Millrace {

/// When a schedule is due, what becomes of due times that nobody was there for, and the document it starts with. A plain value; any
/// thread.
///
/// As JSON: {"when": {"cron"} or {"every_s", "from"?} or {"at"}, "time_zone", "missed": "skip"|"once"|"all", "data", "type"}. `every_s` counts
/// from `from`, and its due times are whole seconds.
class Schedule
{
public:
    /// What happens to due times that have passed when the engine comes to them.
    enum class Missed : quint8 {
        Skip, ///< nothing, but the newest still counts within a minute
        Once, ///< one document for all of them
        All, ///< one each, a thousand at most
    };

    /// Reads the JSON; intervals without `from` count from `nowUs`. ScheduleInvalid says which field is wrong, detail `problems` lists all
    /// problems of a cron expression.
    [[nodiscard]] static Result<Schedule> fromJson(const Json &json, qint64 nowUs);
    /// Reads back as the same schedule, whenever that is.
    [[nodiscard]] Json toJson() const;

    /// The first due time after a moment; microseconds since the epoch.
    [[nodiscard]] std::optional<qint64> next(qint64 afterUs) const;

    struct Due
    {
        QList<qint64> starts; ///< due times that start a document each, oldest first
        qint64 missed = 0; ///< due times that start none of their own; 10,000 stands for as many or more
    };
    /// What is to be done at `nowUs` where `dueUs` is the oldest due time not handled yet.
    [[nodiscard]] Due dueBy(qint64 nowUs, qint64 dueUs) const;

    /// The document for a due time: `data` and "scheduled_for".
    [[nodiscard]] Json documentFor(qint64 dueUs) const;
    [[nodiscard]] const QString &type() const { return m_type; }
    [[nodiscard]] Missed missed() const { return m_missed; }

    static constexpr qint64 kMostAtOnce = 1'000;
    static constexpr qint64 kMostCounted = 10'000;
    static constexpr qint64 kOnTimeUs = 60'000'000;

private:
    [[nodiscard]] std::optional<qint64> latest(qint64 atUs, qint64 fromUs) const;

    std::optional<Cron> m_cron;
    QString m_expression;
    QString m_zone;
    qint64 m_everyUs = 0;
    qint64 m_fromUs = 0; ///< of an interval; of a single time: that time
    Missed m_missed = Missed::Once;
    Json m_data = Json::object();
    QString m_type;
};

} // namespace Millrace
