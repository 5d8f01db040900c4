// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/cron.h"

#include <QDateTime>

#include <algorithm>
#include <array>
#include <initializer_list>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kMostYears = 9; ///< 29 February 2096 is followed by that of 2104
constexpr qint64 kMsPerMinute = 60'000;
constexpr qint64 kMsPerDay = 86'400'000;
constexpr qint64 kWidestOffsetMs = 26 * 3'600'000LL; ///< beyond every offset from UTC, twice over
constexpr qint64 kLatestMs = 253'402'300'799'000; ///< the end of year 9999
constexpr qsizetype kLongest = 1000;

struct Field
{
    QLatin1StringView name;
    int least;
    int most;
    QLatin1StringView names; ///< three letters each
};

constexpr std::array<Field, 5> kFields{{
    {"minute"_L1, 0, 59, {}},
    {"hour"_L1, 0, 23, {}},
    {"day of month"_L1, 1, 31, {}},
    {"month"_L1, 1, 12, "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC"_L1},
    {"day of week"_L1, 0, 7, "SUNMONTUEWEDTHUFRISAT"_L1},
}};

struct Shorthand
{
    QLatin1StringView name;
    QLatin1StringView fields;
};

constexpr std::array<Shorthand, 7> kShorthands{{
    {"@yearly"_L1, "0 0 1 1 *"_L1},
    {"@annually"_L1, "0 0 1 1 *"_L1},
    {"@monthly"_L1, "0 0 1 * *"_L1},
    {"@weekly"_L1, "0 0 * * 0"_L1},
    {"@daily"_L1, "0 0 * * *"_L1},
    {"@midnight"_L1, "0 0 * * *"_L1},
    {"@hourly"_L1, "0 * * * *"_L1},
}};

using Values = std::bitset<60>;

/// The longest a month gets.
constexpr std::array<int, 13> kLongestMonth{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

std::optional<int> numberOf(QStringView text)
{
    if (text.isEmpty() || text.size() > 4 || !std::ranges::all_of(text, [](QChar c) { return c >= u'0' && c <= u'9'; }))
        return std::nullopt;
    return text.toInt();
}

/// One field; `problem` gets what is wrong with it.
class FieldReader
{
public:
    FieldReader(const Field &field, QString &problem)
        : m_field(field)
        , m_problem(problem)
    {}

    Values read(QStringView text)
    {
        Values values;
        for (const QStringView part : text.split(u',')) {
            if (!addPart(part, values))
                return {};
        }
        return values;
    }

private:
    bool fails(const QString &problem)
    {
        m_problem = problem;
        return false;
    }

    std::optional<int> valueOf(QStringView text)
    {
        if (const auto number = numberOf(text)) {
            if (*number >= m_field.least && *number <= m_field.most)
                return number;
            fails(u"%1 is not within %2 to %3"_s.arg(*number).arg(m_field.least).arg(m_field.most));
            return std::nullopt;
        }
        const qsizetype at = text.size() == 3 ? m_field.names.indexOf(text, 0, Qt::CaseInsensitive) : -1;
        if (at >= 0 && at % 3 == 0)
            return static_cast<int>(at / 3) + m_field.least;
        fails(text.isEmpty() ? u"a value is missing"_s : u"\"%1\" is no value of it"_s.arg(text));
        return std::nullopt;
    }

    bool addPart(QStringView part, Values &values)
    {
        const qsizetype slash = part.indexOf(u'/');
        const QStringView range = slash < 0 ? part : part.first(slash);
        int step = 1;
        if (slash >= 0) {
            const auto number = numberOf(part.sliced(slash + 1));
            if (!number || *number < 1)
                return fails(u"the step \"%1\" is no number from 1 up"_s.arg(part.sliced(slash + 1)));
            step = *number;
        }
        int from = m_field.least;
        int to = m_field.most;
        if (range != "*"_L1) {
            const qsizetype dash = range.indexOf(u'-');
            const auto first = valueOf(dash < 0 ? range : range.first(dash));
            if (!first)
                return false;
            from = *first;
            if (dash >= 0) {
                const auto last = valueOf(range.sliced(dash + 1));
                if (!last)
                    return false;
                to = *last == 0 && m_field.most == 7 && from > 0 ? 7 : *last; // MON-SUN
            } else if (slash < 0) {
                to = from;
            }
            if (to < from)
                return fails(u"the range %1 ends before it begins"_s.arg(range));
        }
        for (int value = from; value <= to; value += step)
            values.set(static_cast<std::size_t>(value));
        return true;
    }

    const Field &m_field;
    QString &m_problem;
};

qint64 offsetMs(const QTimeZone &zone, qint64 utcMs)
{
    return zone.offsetFromUtc(QDateTime::fromMSecsSinceEpoch(utcMs, QTimeZone::UTC)) * 1000LL;
}

/// The moments at which a zone's clocks show a local time (given as if it were UTC): one, two in order, or the end of the gap it fell into.
struct Moments
{
    qint64 first = 0;
    std::optional<qint64> second = {};
};

Moments momentsOf(const QTimeZone &zone, qint64 localMs)
{
    const qint64 before = offsetMs(zone, localMs - kWidestOffsetMs);
    const qint64 after = offsetMs(zone, localMs + kWidestOffsetMs);
    const qint64 early = localMs - std::max(before, after);
    const qint64 late = localMs - std::min(before, after);
    if (early == late)
        return {early};
    const bool isEarly = early + offsetMs(zone, early) == localMs;
    const bool isLate = late + offsetMs(zone, late) == localMs;
    if (isEarly)
        return {early, isLate ? std::optional(late) : std::nullopt};
    if (isLate)
        return {late};
    // The clocks skip it: the moment at which the offset changes.
    qint64 low = localMs - kWidestOffsetMs;
    qint64 high = localMs + kWidestOffsetMs;
    while (high - low > 1) {
        const qint64 middle = low + (high - low) / 2;
        (offsetMs(zone, middle) == before ? low : high) = middle;
    }
    return {high};
}

} // namespace

Result<QTimeZone> Cron::zoneNamed(const QString &name)
{
    const QByteArray id = name.toUtf8();
    if (name == "UTC"_L1)
        return QTimeZone(QTimeZone::UTC);
    const QTimeZone zone = QTimeZone::isTimeZoneIdAvailable(id) ? QTimeZone(id) : QTimeZone();
    if (!zone.isValid())
        return fail(ErrorCode::ScheduleInvalid, u"there is no time zone \"%1\"; zones have names like \"Europe/Berlin\""_s.arg(name),
                    Json::object({{"problems", Json::array({Json::object({{"field", "time_zone"}, {"message", "unknown"}})})}}));
    return zone;
}

Result<Cron> Cron::parse(QStringView expression, const QTimeZone &zone)
{
    const auto wrong = [](const QString &field, const QString &message) {
        return fail(ErrorCode::ScheduleInvalid, u"%1: %2"_s.arg(field, message),
                    Json::object({{"problems", Json::array({Json::object({{"field", field}, {"message", message}})})}}));
    };
    if (expression.size() > kLongest)
        return wrong(u"cron"_s, u"the expression has more than %1 characters"_s.arg(kLongest));
    QString text = expression.toString().simplified();
    if (text.startsWith(u'@')) {
        const auto known = std::ranges::find_if(kShorthands, [&](const Shorthand &s) { return text.compare(s.name, Qt::CaseInsensitive) == 0; });
        if (known == kShorthands.end())
            return wrong(u"cron"_s, u"there is no \"%1\"; there are @hourly, @daily, @weekly, @monthly and @yearly"_s.arg(text));
        text = known->fields;
    }
    const QStringList parts = text.split(u' ', Qt::SkipEmptyParts);
    if (parts.size() != static_cast<qsizetype>(kFields.size()))
        return wrong(u"cron"_s, u"it has %1 fields; it needs five: minute, hour, day of month, month, day of week"_s.arg(parts.size()));

    Json problems = Json::array();
    QString first;
    const auto note = [&](const Field &field, const QString &problem) {
        problems.append(Json::object({{"field", field.name}, {"message", problem}}));
        if (first.isEmpty())
            first = u"%1: %2"_s.arg(field.name, problem);
    };
    std::array<Values, kFields.size()> values;
    for (std::size_t i = 0; i < kFields.size(); ++i) {
        QString problem;
        values.at(i) = FieldReader(kFields.at(i), problem).read(parts.at(static_cast<qsizetype>(i)));
        if (!problem.isEmpty())
            note(kFields.at(i), problem);
    }
    if (values[4].test(7))
        values[4].set(0);

    Cron cron;
    const auto copy = [](const Values &from, auto &to) {
        for (std::size_t i = 0; i < to.size(); ++i)
            to.set(i, i < from.size() && from.test(i));
    };
    copy(values[0], cron.m_minutes);
    copy(values[1], cron.m_hours);
    copy(values[2], cron.m_days);
    copy(values[3], cron.m_months);
    copy(values[4], cron.m_weekdays);
    cron.m_anyHour = parts.at(1) == "*"_L1;
    cron.m_anyDay = parts.at(2).startsWith(u'*');
    cron.m_anyWeekday = parts.at(4).startsWith(u'*');
    cron.m_zone = zone;

    // Where the day of the month must hold, one of the months must be long enough for one of the days.
    const bool dayMustHold = !cron.m_anyDay && cron.m_anyWeekday;
    if (problems.isEmpty() && dayMustHold) {
        int earliest = 1;
        while (!cron.m_days.test(static_cast<std::size_t>(earliest)))
            ++earliest;
        int longest = 0;
        for (std::size_t month = 1; month <= 12; ++month)
            longest = cron.m_months.test(month) ? std::max(longest, kLongestMonth.at(month)) : longest;
        if (earliest > longest)
            note(kFields[2], u"no month that is named has a day %1"_s.arg(earliest));
    }
    if (!problems.isEmpty())
        return fail(ErrorCode::ScheduleInvalid, first, Json::object({{"problems", problems}}));
    return cron;
}

bool Cron::isDay(const QDate &date) const
{
    const bool day = m_days.test(static_cast<std::size_t>(date.day()));
    const bool weekday = m_weekdays.test(static_cast<std::size_t>(date.dayOfWeek() % 7));
    return m_anyDay || m_anyWeekday ? day && weekday : day || weekday;
}

std::optional<qint64> Cron::firstOfDay(const QDate &date, qint64 afterMs, bool &isPlain) const
{
    const qint64 midnight = QDate(1970, 1, 1).daysTo(date) * kMsPerDay;
    const qint64 offset = offsetMs(m_zone, midnight - kWidestOffsetMs);
    const qint64 noon = offsetMs(m_zone, midnight + kMsPerDay / 2);
    const qint64 after = offsetMs(m_zone, midnight + kMsPerDay + kWidestOffsetMs);
    isPlain = offset == noon && offset == after;
    const qint64 most = std::max({offset, noon, after});
    const qint64 least = std::min({offset, noon, after});
    std::optional<qint64> best;
    for (qint64 minute = std::clamp<qint64>((afterMs + least - midnight) / kMsPerMinute, 0, 24 * 60); minute < 24 * 60; ++minute) {
        if (!m_hours.test(static_cast<std::size_t>(minute / 60))) {
            minute += 59 - minute % 60;
            continue;
        }
        if (!m_minutes.test(static_cast<std::size_t>(minute % 60)))
            continue;
        const qint64 local = midnight + minute * kMsPerMinute;
        if (best && local - most > *best)
            break;
        const Moments moments = isPlain ? Moments{local - offset} : momentsOf(m_zone, local);
        for (const qint64 moment : {moments.first, m_anyHour ? moments.second.value_or(moments.first) : moments.first}) {
            if (moment > afterMs)
                best = std::min(best.value_or(moment), moment);
        }
    }
    return best;
}

std::optional<qint64> Cron::next(qint64 afterUs) const
{
    // Rounded down, so that a due time a moment later is after it.
    const qint64 afterMs = afterUs >= 0 ? afterUs / 1000 : -((-afterUs + 999) / 1000);
    if (afterMs >= kLatestMs)
        return std::nullopt;
    const qint64 local = afterMs + offsetMs(m_zone, afterMs);
    const qint64 days = local >= 0 ? local / kMsPerDay : -((-local + kMsPerDay - 1) / kMsPerDay);
    // The day before too: clocks that go back over midnight show it again.
    QDate date = QDate(1970, 1, 1).addDays(days - 1);
    const QDate end = date.addYears(kMostYears);
    std::optional<qint64> best;
    while (date < end) {
        if (!m_months.test(static_cast<std::size_t>(date.month()))) {
            if (best)
                break;
            date = QDate(date.year(), date.month(), 1).addMonths(1);
            continue;
        }
        bool isPlain = true;
        const bool isLast = best.has_value(); // where clocks change, the day after may hold an earlier moment
        if (isDay(date)) {
            const auto found = firstOfDay(date, afterMs, isPlain);
            if (found)
                best = std::min(best.value_or(*found), *found);
        }
        if (best && (isPlain || isLast))
            break;
        date = date.addDays(1);
    }
    return best && *best <= kLatestMs ? std::optional(*best * 1000) : std::nullopt;
}

std::optional<qint64> Cron::latest(qint64 atUs, qint64 fromUs) const
{
    // From ever farther back until something is found, so that neither a minute's nor a year's rhythm costs much.
    for (qint64 span = 2 * kMsPerMinute * 1000;; span *= 4) {
        const qint64 from = std::max(atUs - span, fromUs - 1);
        std::optional<qint64> found;
        for (auto due = next(from); due && *due <= atUs; due = next(*due))
            found = due;
        if (found || from < fromUs)
            return found;
    }
}

} // namespace Millrace
