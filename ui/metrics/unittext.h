// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace Millrace {

/// What a number of a metric counts.
enum class Unit : quint8 {
    Number,
    PerSecond,
    Seconds,
    Bytes,
    BytesPerSecond,
    Share, ///< 0 to 1, shown in per cent
    Money, ///< of the currency that the providers' price table is in
};

/// A unit as the door names it ("ms", "By/s", "1"), and what a value in it has to be multiplied with.
struct UnitName
{
    Unit unit = Unit::Number;
    double factor = 1;

    /// What is not known is a plain number.
    [[nodiscard]] static UnitName of(const QString &name);
};

/// How values of metrics are written, in the person's locale. Pure functions.
class UnitText
{
public:
    /// Three significant digits and the unit that suits: "1.23 ms", "4.2 MiB", "12.4 k", "0.31 /s". A dash for NaN.
    [[nodiscard]] static QString value(double value, Unit unit);
    /// The digits and the unit apart, for numbers that stand large.
    struct Parts
    {
        QString digits;
        QString unit;
    };
    [[nodiscard]] static Parts parts(double value, Unit unit);
    /// About `count` round values within the range, in the unit that suits its end: multiples of 1, 2 or 5 of it. Empty for an empty range.
    [[nodiscard]] static QList<double> ticks(double least, double greatest, int count, Unit unit);
    /// A tick, with as many digits as its neighbours need.
    [[nodiscard]] static QString tick(double value, const QList<double> &ticks, Unit unit);

    /// Times for an axis over [from, to] seconds since the epoch, in the local time zone: at round times.
    [[nodiscard]] static QList<double> timeTicks(double from, double to, int count);
    [[nodiscard]] static QString timeTick(double time, double from, double to);
    /// With the date, where it is needed, and milliseconds where they count.
    [[nodiscard]] static QString moment(double time, double step);
};

} // namespace Millrace
