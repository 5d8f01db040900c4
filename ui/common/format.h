// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QLocale>
#include <QString>

namespace Millrace {

/// How values are written in the window, by the person's locale. Pure functions; times in microseconds since the epoch.
class Format
{
public:
    /// The person's locale; English where the desktop names none, so that numbers are still grouped.
    [[nodiscard]] static QLocale locale();

    /// "14:03:22", with the date when it is not today ("12 Mar 14:03:22"), and the year when it is not this one. Empty for 0.
    [[nodiscard]] static QString clockTime(qint64 microseconds, const QDateTime &now = QDateTime::currentDateTime());
    /// With date, time to the millisecond and zone: for tooltips.
    [[nodiscard]] static QString fullTime(qint64 microseconds);
    /// Three significant digits: "843 µs", "1.23 ms", "12.3 s", "4 min 05 s", "2 h 07 min".
    [[nodiscard]] static QString duration(qint64 microseconds);
    /// The same with the unit that matters alone: "42 min", "3 h".
    [[nodiscard]] static QString shortDuration(qint64 microseconds);
    /// "1,234,567".
    [[nodiscard]] static QString count(qint64 number);
    /// "12.4 /s"; no digits after the point from 100 on.
    [[nodiscard]] static QString rate(double perSecond);
    /// "4.2 MiB".
    [[nodiscard]] static QString bytes(qint64 bytes);
    /// The text with the files it names by full path named by their last part alone: for lines that are too short for paths.
    [[nodiscard]] static QString withoutFolders(const QString &text);
    /// Shortened in the middle: "0198f2c1…a1b3c4"; as it is where it is short.
    [[nodiscard]] static QString shortId(const QString &id, int length = 15);
};

} // namespace Millrace
