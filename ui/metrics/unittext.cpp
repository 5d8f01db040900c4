// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/unittext.h"

#include "common/format.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

struct Scale
{
    double factor; ///< of one of these
    QString name;
};

QString inText(const char *text)
{
    return QCoreApplication::translate("Unit", text);
}

/// The scales of a unit, rising; the first is for all that is smaller too.
QList<Scale> scalesOf(Unit unit)
{
    switch (unit) {
    case Unit::Seconds:
        return {{1e-6, inText(QT_TRANSLATE_NOOP("Unit", "µs"))}, {1e-3, inText(QT_TRANSLATE_NOOP("Unit", "ms"))},
                {1, inText(QT_TRANSLATE_NOOP("Unit", "s"))},     {60, inText(QT_TRANSLATE_NOOP("Unit", "min"))},
                {3600, inText(QT_TRANSLATE_NOOP("Unit", "h"))},  {86400, inText(QT_TRANSLATE_NOOP("Unit", "d"))}};
    case Unit::Bytes:
        return {{1, u"B"_s}, {0x1p10, u"KiB"_s}, {0x1p20, u"MiB"_s}, {0x1p30, u"GiB"_s}, {0x1p40, u"TiB"_s}};
    case Unit::BytesPerSecond:
        return {{1, u"B/s"_s}, {0x1p10, u"KiB/s"_s}, {0x1p20, u"MiB/s"_s}, {0x1p30, u"GiB/s"_s}};
    case Unit::Share:
        return {{0.01, u"%"_s}};
    case Unit::Money:
        return {{1, QString()}};
    case Unit::PerSecond:
        return {{1, u"/s"_s}, {1e3, u"k/s"_s}, {1e6, u"M/s"_s}};
    case Unit::Number:
        break;
    }
    return {{1, QString()}, {1e3, u"k"_s}, {1e6, u"M"_s}, {1e9, u"G"_s}};
}

/// The greatest scale that leaves at least one before the point. Plain counts stay whole below ten thousand.
Scale scaleFor(double value, Unit unit)
{
    const QList<Scale> scales = scalesOf(unit);
    const double size = std::abs(value);
    const bool isCount = unit == Unit::Number || unit == Unit::PerSecond;
    if (isCount && size < 9999.5)
        return scales.constFirst();
    Scale best = scales.constFirst();
    for (const Scale &scale : scales) {
        // 999.7 ms is written 1.00 s, and two minutes are easier read than 119 s.
        if (size >= scale.factor * (scale.factor == 60 ? 2 : 0.9995))
            best = scale;
    }
    return best;
}

QString digits(double value)
{
    const double size = std::abs(value);
    const int decimals = size == 0 || size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.0995 ? 2 : size >= 0.00995 ? 3 : 4;
    return Format::locale().toString(value, 'f', value == std::floor(value) && size < 1000 ? 0 : decimals);
}

QString joined(const UnitText::Parts &parts)
{
    if (parts.unit.isEmpty())
        return parts.digits;
    return parts.digits + u'\u202F' + parts.unit;
}

/// 1, 2 or 5 times a power of ten, at least `least`.
double roundStep(double least)
{
    const double power = std::pow(10, std::floor(std::log10(least)));
    for (const double step : {1.0, 2.0, 5.0}) {
        if (step * power >= least * 0.999)
            return step * power;
    }
    return 10 * power;
}

constexpr std::array kTimeSteps = {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1,   0.2,   0.5,   1.,     2.,     5.,     10.,   15.,
                                   30.,   60.,   120.,  300., 600., 900., 1800., 3600., 7200., 10800., 21600., 43200., 86400.};

double timeStep(double from, double to, int count)
{
    const double least = (to - from) / std::max(count, 1);
    const auto found = std::ranges::find_if(kTimeSteps, [least](double step) { return step >= least; });
    return found != kTimeSteps.end() ? *found : 86400 * roundStep(least / 86400);
}

QDateTime local(double time)
{
    return QDateTime::fromMSecsSinceEpoch(std::llround(time * 1000));
}

} // namespace

UnitName UnitName::of(const QString &name)
{
    static const QHash<QString, UnitName> names = {
        {u"s"_s, {Unit::Seconds, 1}},
        {u"seconds"_s, {Unit::Seconds, 1}},
        {u"ms"_s, {Unit::Seconds, 1e-3}},
        {u"us"_s, {Unit::Seconds, 1e-6}},
        {u"µs"_s, {Unit::Seconds, 1e-6}},
        {u"ns"_s, {Unit::Seconds, 1e-9}},
        {u"B"_s, {Unit::Bytes, 1}},
        {u"By"_s, {Unit::Bytes, 1}},
        {u"bytes"_s, {Unit::Bytes, 1}},
        {u"B/s"_s, {Unit::BytesPerSecond, 1}},
        {u"By/s"_s, {Unit::BytesPerSecond, 1}},
        {u"bytes/s"_s, {Unit::BytesPerSecond, 1}},
        {u"/s"_s, {Unit::PerSecond, 1}},
        {u"1/s"_s, {Unit::PerSecond, 1}},
        {u"tokens/s"_s, {Unit::PerSecond, 1}},
        {u"ratio"_s, {Unit::Share, 1}},
        {u"%"_s, {Unit::Share, 0.01}},
        {u"percent"_s, {Unit::Share, 0.01}},
        {u"cost"_s, {Unit::Money, 1}},
    };
    return names.value(name);
}

UnitText::Parts UnitText::parts(double value, Unit unit)
{
    if (!std::isfinite(value))
        return {u"–"_s, {}};
    const Scale scale = scaleFor(value, unit);
    const double scaled = value / scale.factor;
    const bool isWholeCount = unit == Unit::Number && scale.factor == 1 && value == std::floor(value);
    if (isWholeCount)
        return {Format::locale().toString(static_cast<qint64>(value)), scale.name};
    if (unit == Unit::Money)
        return {Format::locale().toString(value, 'f', std::abs(value) >= 1 || value == 0 ? 2 : 4), scale.name};
    return {digits(scaled), scale.name};
}

QString UnitText::value(double value, Unit unit)
{
    return joined(parts(value, unit));
}

QList<double> UnitText::ticks(double least, double greatest, int count, Unit unit)
{
    if (!(least < greatest) || count <= 0 || !std::isfinite(least) || !std::isfinite(greatest))
        return {};
    const Scale scale = scaleFor(std::max(std::abs(least), std::abs(greatest)), unit);
    const double step = roundStep((greatest - least) / scale.factor / count) * scale.factor;
    QList<double> ticks;
    for (double i = std::ceil(least / step - 1e-9); i * step <= greatest + step * 1e-9; ++i)
        ticks.append(i * step);
    return ticks;
}

QString UnitText::tick(double value, const QList<double> &ticks, Unit unit)
{
    double greatest = std::abs(value);
    for (const double tick : ticks)
        greatest = std::max(greatest, std::abs(tick));
    const Scale scale = scaleFor(greatest, unit);
    const double step = ticks.size() > 1 ? (ticks.at(1) - ticks.at(0)) / scale.factor : 1;
    const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 9);
    // Nought is nought in every unit, and "-0" is none.
    if (std::abs(value) < std::abs(step * scale.factor) * 1e-9)
        return Format::locale().toString(0);
    return joined({Format::locale().toString(value / scale.factor, 'f', decimals), scale.name});
}

QList<double> UnitText::timeTicks(double from, double to, int count)
{
    if (!(from < to) || count <= 0)
        return {};
    const double step = timeStep(from, to, count);
    QList<double> ticks;
    if (step < 86400) {
        const double offset = local(from).offsetFromUtc();
        for (double i = std::ceil((from + offset) / step); i * step - offset <= to; ++i)
            ticks.append(i * step - offset);
        return ticks;
    }
    // Days have 23 hours at times: counted by the calendar.
    const auto days = static_cast<qint64>(std::lround(step / 86400));
    QDate day = local(from).date();
    day = day.addDays((days - day.toJulianDay() % days) % days);
    for (;; day = day.addDays(days)) {
        const double time = static_cast<double>(day.startOfDay().toSecsSinceEpoch());
        if (time > to)
            break;
        if (time >= from)
            ticks.append(time);
    }
    return ticks;
}

QString UnitText::timeTick(double time, double from, double to)
{
    const QDateTime moment = local(time);
    const double span = to - from;
    if (span > 300 * 86400.)
        return Format::locale().toString(moment.date(), u"MMM yyyy"_s);
    if (span > 3 * 86400. || (moment.time() == QTime(0, 0) && local(from).date() != local(to).date()))
        return Format::locale().toString(moment.date(), u"d MMM"_s);
    if (span < 5)
        return moment.toString(u"HH:mm:ss.zzz"_s);
    return moment.toString(span < 600 ? u"HH:mm:ss"_s : u"HH:mm"_s);
}

QString UnitText::moment(double time, double step)
{
    const QDateTime moment = local(time);
    const QString clock = moment.toString(step < 1 ? u"HH:mm:ss.zzz"_s : step < 60 ? u"HH:mm:ss"_s : u"HH:mm"_s);
    const QDate today = QDate::currentDate();
    if (moment.date() == today)
        return clock;
    return Format::locale().toString(moment.date(), moment.date().year() == today.year() ? u"d MMM"_s : u"d MMM yyyy"_s) + u' ' + clock;
}

} // namespace Millrace
