// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/format.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QTimeZone>

#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// A value below 1000 with three significant digits.
QString threeDigits(double value)
{
    // 9.995 would round to 10.00, which has four.
    const int decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
    return Format::locale().toString(value, 'f', decimals);
}

} // namespace

QLocale Format::locale()
{
    const QLocale locale;
    return locale.language() == QLocale::C ? QLocale(QLocale::English, QLocale::UnitedKingdom) : locale;
}

QString Format::clockTime(qint64 microseconds, const QDateTime &now)
{
    if (microseconds == 0)
        return {};
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(microseconds / 1000).toTimeZone(now.timeZone());
    const QString clock = time.toString(u"HH:mm:ss"_s);
    if (time.date() == now.date())
        return clock;
    const bool sameYear = time.date().year() == now.date().year();
    return locale().toString(time.date(), sameYear ? u"d MMM"_s : u"d MMM yyyy"_s) + u' ' + clock;
}

QString Format::fullTime(qint64 microseconds)
{
    if (microseconds == 0)
        return {};
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(microseconds / 1000);
    return locale().toString(time.date(), QLocale::LongFormat) + u' ' + time.toString(u"HH:mm:ss.zzz t"_s);
}

QString Format::duration(qint64 microseconds)
{
    if (microseconds < 0)
        return {};
    if (microseconds < 1000)
        return QCoreApplication::translate("Format", "%1 µs").arg(microseconds);
    if (microseconds < 999'500)
        return QCoreApplication::translate("Format", "%1 ms").arg(threeDigits(static_cast<double>(microseconds) / 1e3));
    if (microseconds < 59'950'000)
        return QCoreApplication::translate("Format", "%1 s").arg(threeDigits(static_cast<double>(microseconds) / 1e6));
    const qint64 seconds = (microseconds + 500'000) / 1'000'000;
    if (seconds < 3600)
        return QCoreApplication::translate("Format", "%1 min %2 s").arg(seconds / 60).arg(seconds % 60, 2, 10, '0'_L1);
    if (seconds < 48 * 3600)
        return QCoreApplication::translate("Format", "%1 h %2 min").arg(seconds / 3600).arg(seconds / 60 % 60, 2, 10, '0'_L1);
    return QCoreApplication::translate("Format", "%1 d %2 h").arg(seconds / 86400).arg(seconds / 3600 % 24);
}

QString Format::shortDuration(qint64 microseconds)
{
    const qint64 minutes = (microseconds + 30'000'000) / 60'000'000;
    if (minutes < 1)
        return duration(microseconds);
    if (minutes < 120)
        return QCoreApplication::translate("Format", "%1 min").arg(minutes);
    if (minutes < 48 * 60)
        return QCoreApplication::translate("Format", "%1 h").arg((minutes + 30) / 60);
    return QCoreApplication::translate("Format", "%1 d").arg((minutes + 720) / 1440);
}

QString Format::count(qint64 number)
{
    return locale().toString(number);
}

QString Format::rate(double perSecond)
{
    const int decimals = perSecond >= 99.95 || perSecond == std::floor(perSecond) ? 0 : 1;
    return QCoreApplication::translate("Format", "%1 /s").arg(locale().toString(perSecond, 'f', decimals));
}

QString Format::bytes(qint64 bytes)
{
    return locale().formattedDataSize(bytes, bytes < 1024 ? 0 : 1);
}

QString Format::withoutFolders(const QString &text)
{
    // A path begins a word and ends in a name with a suffix; what has none may be a place in a document.
    static const QRegularExpression path(uR"((?<![^\s"“(])/(?:[^/\s:"][^/\n:"]*/)+(?=[^/\s:"][^/\n:"]*\.\w))"_s);
    return QString(text).remove(path);
}

QString Format::shortId(const QString &id, int length)
{
    if (id.size() <= length)
        return id;
    const int tail = (length - 1) * 2 / 5;
    return id.first(length - 1 - tail) + u'…' + id.last(tail);
}

} // namespace Millrace
