// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/schedule.h"

#include "sdk/clock.h"

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qint64 kSecondUs = 1'000'000;
constexpr qint64 kMostSeconds = 10LL * 366 * 86'400;

constexpr std::array<std::pair<Schedule::Missed, QLatin1StringView>, 3> kMissedNames{{
    {Schedule::Missed::Skip, "skip"_L1},
    {Schedule::Missed::Once, "once"_L1},
    {Schedule::Missed::All, "all"_L1},
}};

std::unexpected<Error> wrong(const QString &field, const QString &message)
{
    return fail(ErrorCode::ScheduleInvalid, u"%1: %2"_s.arg(field, message),
                Json::object({{"problems", Json::array({Json::object({{"field", field}, {"message", message}})})}}));
}

} // namespace

Result<Schedule> Schedule::fromJson(const Json &json, qint64 nowUs)
{
    Schedule schedule;
    const Json &when = json.value("when");
    if (!when.isObject() || when.contains("cron") + when.contains("every_s") + when.contains("at") != 1)
        return wrong(u"when"_s, u"it needs one of cron, every_s and at"_s);
    schedule.m_zone = json.value("time_zone").toString(u"UTC"_s);
    const auto zone = Cron::zoneNamed(schedule.m_zone);
    if (!zone)
        return std::unexpected(zone.error());
    if (when.contains("cron")) {
        schedule.m_expression = when.value("cron").toString();
        auto cron = Cron::parse(schedule.m_expression, *zone);
        if (!cron)
            return std::unexpected(cron.error());
        schedule.m_cron = std::move(*cron);
    } else if (when.contains("every_s")) {
        const qint64 seconds = when.value("every_s").toInt();
        if (seconds < 1 || seconds > kMostSeconds)
            return wrong(u"every_s"_s, u"it is no whole number of seconds from 1 to %1"_s.arg(kMostSeconds));
        schedule.m_everyUs = seconds * kSecondUs;
        const auto from = when.contains("from") ? parseIso(when.value("from").toString()) : std::optional(nowUs);
        if (!from || *from < 0)
            return wrong(u"from"_s, u"\"%1\" is no ISO 8601 time"_s.arg(when.value("from").toString()));
        schedule.m_fromUs = *from / kSecondUs * kSecondUs;
    } else {
        const auto at = parseIso(when.value("at").toString());
        if (!at || *at < 0)
            return wrong(u"at"_s, u"\"%1\" is no ISO 8601 time with its offset or Z"_s.arg(when.value("at").toString()));
        schedule.m_fromUs = *at / kSecondUs * kSecondUs;
    }
    const QString missed = json.value("missed").toString(u"once"_s);
    const auto policy = std::ranges::find(kMissedNames, missed, [](const auto &entry) { return QString(entry.second); });
    if (policy == kMissedNames.end())
        return wrong(u"missed"_s, u"it is none of skip, once and all"_s);
    schedule.m_missed = policy->first;
    if (json.contains("data"))
        schedule.m_data = json.value("data");
    if (!schedule.m_data.isObject())
        return wrong(u"data"_s, u"it is no object"_s);
    schedule.m_type = json.value("type").toString(u"document"_s);
    return schedule;
}

Json Schedule::toJson() const
{
    Json when = Json::object();
    if (m_cron)
        when.insert("cron", m_expression);
    else if (m_everyUs > 0)
        when = Json::object({{"every_s", m_everyUs / kSecondUs}, {"from", isoSeconds(m_fromUs)}});
    else
        when.insert("at", isoSeconds(m_fromUs));
    const auto policy = std::ranges::find(kMissedNames, m_missed, &std::pair<Missed, QLatin1StringView>::first);
    return Json::object({{"when", when}, {"time_zone", m_zone}, {"missed", policy->second}, {"data", m_data}, {"type", m_type}});
}

std::optional<qint64> Schedule::next(qint64 afterUs) const
{
    if (m_cron)
        return m_cron->next(afterUs);
    if (afterUs < m_fromUs)
        return m_fromUs;
    return m_everyUs > 0 ? std::optional(m_fromUs + ((afterUs - m_fromUs) / m_everyUs + 1) * m_everyUs) : std::nullopt;
}

std::optional<qint64> Schedule::latest(qint64 atUs, qint64 fromUs) const
{
    if (m_cron)
        return m_cron->latest(atUs, fromUs);
    if (atUs < m_fromUs)
        return std::nullopt;
    const qint64 due = m_everyUs > 0 ? m_fromUs + (atUs - m_fromUs) / m_everyUs * m_everyUs : m_fromUs;
    return due >= fromUs ? std::optional(due) : std::nullopt;
}

Schedule::Due Schedule::dueBy(qint64 nowUs, qint64 dueUs) const
{
    Due due;
    const auto newest = latest(nowUs, dueUs);
    if (!newest)
        return due;
    if (m_missed == Missed::All) {
        for (std::optional<qint64> at = next(dueUs - 1); at && *at <= nowUs; at = next(*at)) {
            if (due.starts.size() < kMostAtOnce)
                due.starts.append(*at);
            else if (++due.missed >= kMostCounted)
                break;
        }
        return due;
    }
    for (std::optional<qint64> at = next(dueUs - 1); at && *at < *newest && due.missed < kMostCounted; at = next(*at))
        ++due.missed;
    if (m_missed == Missed::Once || nowUs - *newest <= kOnTimeUs)
        due.starts.append(*newest);
    else
        ++due.missed;
    return due;
}

Json Schedule::documentFor(qint64 dueUs) const
{
    Json document = m_data;
    document.insert("scheduled_for", isoSeconds(dueUs));
    return document;
}

} // namespace Millrace
