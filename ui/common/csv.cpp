// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/csv.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// The text, made harmless for spreadsheets.
QString defused(const CsvCell &cell)
{
    static constexpr QStringView kDangerous = u"=+-@\t\r";
    if (!cell.isNumber && !cell.text.isEmpty() && kDangerous.contains(cell.text.front())) {
        return u'\'' + cell.text;
    }
    return cell.text;
}

} // namespace

QByteArray csvLine(const QList<CsvCell> &cells)
{
    QByteArray line;
    bool first = true;
    for (const CsvCell &cell : cells) {
        if (!first) {
            line += ',';
        }
        first = false;
        QByteArray text = defused(cell).toUtf8();
        const bool quoted = std::ranges::any_of(text, [](char c) { return c == ',' || c == '"' || c == '\n' || c == '\r'; }) || text.startsWith(' ')
            || text.endsWith(' ');
        if (quoted) {
            text.replace('"', "\"\"");
            line += '"' + text + '"';
        } else {
            line += text;
        }
    }
    return line + "\r\n";
}

QString tabbedLine(const QList<CsvCell> &cells)
{
    QString line;
    for (qsizetype i = 0; i < cells.size(); ++i) {
        if (i > 0) {
            line += u'\t';
        }
        QString text = cells[i].text;
        for (QChar &c : text) {
            if (c == u'\t' || c == u'\n' || c == u'\r') {
                c = u' ';
            }
        }
        line += defused({text, cells[i].isNumber});
    }
    return line;
}

} // namespace Millrace
