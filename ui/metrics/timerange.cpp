// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/timerange.h"

#include "metrics/unittext.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qint64 kDay = 86400;
constexpr std::array<std::pair<char, qint64>, 4> kUnits = {{{'d', kDay}, {'h', 3600}, {'m', 60}, {'s', 1}}};
constexpr double kShortest = 1;

QString counted(const char *text, qint64 count)
{
    return QCoreApplication::translate("TimeRange", text, nullptr, static_cast<int>(count));
}

} // namespace

TimeRange TimeRange::fixed(double from, double to)
{
    if (to - from < kShortest) {
        const double middle = (from + to) / 2;
        from = middle - kShortest / 2;
        to = middle + kShortest / 2;
    }
    return {.kind = Kind::Fixed, .seconds = 0, .from = from, .to = to};
}

TimeRange TimeRange::fromText(const QString &text)
{
    if (text == "all"_L1)
        return all();
    if (const qsizetype middle = text.indexOf(u'/'); middle > 0) {
        bool isFrom = false;
        bool isTo = false;
        const double from = text.first(middle).toDouble(&isFrom);
        const double to = text.sliced(middle + 1).toDouble(&isTo);
        if (isFrom && isTo && from < to)
            return fixed(from, to);
    }
    for (const auto &[letter, seconds] : kUnits) {
        if (!text.endsWith(QLatin1Char(letter)))
            continue;
        if (const qint64 count = text.chopped(1).toLongLong(); count > 0)
            return last(count * seconds);
    }
    return {};
}

QString TimeRange::toText() const
{
    switch (kind) {
    case Kind::All:
        return u"all"_s;
    case Kind::Fixed:
        return u"%1/%2"_s.arg(from, 0, 'f', 3).arg(to, 0, 'f', 3);
    case Kind::Last:
        break;
    }
    const auto unit = std::ranges::find_if(kUnits, [this](const auto &one) { return seconds % one.second == 0; });
    return QString::number(seconds / unit->second) + QLatin1Char(unit->first);
}

QString TimeRange::title() const
{
    switch (kind) {
    case Kind::All:
        return QCoreApplication::translate("TimeRange", "All there is");
    case Kind::Fixed:
        return u"%1 – %2"_s.arg(UnitText::moment(from, to - from < 60 ? 0.1 : 1), UnitText::moment(to, to - from < 60 ? 0.1 : 1));
    case Kind::Last:
        break;
    }
    if (seconds % kDay == 0 && seconds > kDay)
        return counted(QT_TRANSLATE_N_NOOP("TimeRange", "Last %n day(s)"), seconds / kDay);
    if (seconds % 3600 == 0)
        return counted(QT_TRANSLATE_N_NOOP("TimeRange", "Last %n hour(s)"), seconds / 3600);
    if (seconds % 60 == 0)
        return counted(QT_TRANSLATE_N_NOOP("TimeRange", "Last %n minute(s)"), seconds / 60);
    return counted(QT_TRANSLATE_N_NOOP("TimeRange", "Last %n second(s)"), seconds);
}

QList<TimeRange> TimeRange::offered()
{
    QList<TimeRange> ranges;
    for (const qint64 seconds : {qint64(300), qint64(900), qint64(3600), qint64(6 * 3600), kDay, 7 * kDay, 30 * kDay, 365 * kDay})
        ranges.append(last(seconds));
    ranges.append(all());
    return ranges;
}

} // namespace Millrace
