// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace Millrace {

/// One value of a table that leaves the program.
struct CsvCell
{
    QString text;
    bool isNumber = false; ///< made by us or a JSON number, so a leading minus is a sign and not a formula

    friend bool operator==(const CsvCell &, const CsvCell &) = default;
};

/// One line of a CSV file (RFC 4180: quoted where needed, quotes doubled, CRLF at the end), as UTF-8. A text that a spreadsheet would run as
/// a formula (it begins with = + - @, a tab or a carriage return) gets an apostrophe in front.
[[nodiscard]] QByteArray csvLine(const QList<CsvCell> &cells);

/// One line for the clipboard: cells divided by tabs, with tabs and line breaks within a cell made spaces; no line break at the end.
[[nodiscard]] QString tabbedLine(const QList<CsvCell> &cells);

} // namespace Millrace
