// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "table.h"

#include "console.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

int widthOf(char32_t u)
{
    switch (QChar::category(u)) {
    case QChar::Mark_NonSpacing:
    case QChar::Mark_Enclosing:
    case QChar::Other_Format:
        return 0;
    default:
        break;
    }
    const bool wide = (u >= 0x1100 && u <= 0x115F) || (u >= 0x2E80 && u <= 0xA4CF) || (u >= 0xAC00 && u <= 0xD7A3) || (u >= 0xF900 && u <= 0xFAFF)
        || (u >= 0xFE30 && u <= 0xFE6F) || (u >= 0xFF00 && u <= 0xFF60) || (u >= 0xFFE0 && u <= 0xFFE6) || (u >= 0x1F300 && u <= 0x1FAFF)
        || (u >= 0x20000 && u <= 0x3FFFD);
    return wide ? 2 : 1;
}

/// The start of a text that fits, with an ellipsis where something was left out.
QString cut(const QString &text, int width)
{
    if (Table::displayWidth(text) <= width)
        return text;
    QString kept;
    int used = 0;
    for (const char32_t u : text.toUcs4()) {
        used += widthOf(u);
        if (used > width - 1)
            break;
        kept += QString::fromUcs4(&u, 1);
    }
    return kept + u'…';
}

} // namespace

Table::Table(QList<Column> columns)
    : m_columns(std::move(columns))
{}

void Table::addRow(const QStringList &cells)
{
    QStringList row;
    for (const QString &cell : cells)
        row.append(Console::harmless(cell));
    m_rows.append(row);
}

QStringList Table::lines(int width) const
{
    QList<QStringList> rows;
    QStringList head;
    for (const Column &column : m_columns)
        head.append(column.title);
    rows.append(head);
    rows.append(m_rows);

    QList<int> widths(m_columns.size(), 0);
    for (const QStringList &row : rows) {
        for (qsizetype i = 0; i < row.size() && i < widths.size(); ++i)
            widths[i] = std::max(widths[i], displayWidth(row[i]));
    }

    QStringList lines;
    for (const QStringList &row : rows) {
        QString line;
        for (qsizetype i = 0; i < row.size() && i < widths.size(); ++i) {
            const QString padding(std::max(0, widths[i] - displayWidth(row[i])), u' ');
            const bool last = i + 1 == widths.size();
            if (m_columns[i].align == Align::Right)
                line += padding + row[i];
            else
                line += last ? row[i] : row[i] + padding;
            if (!last)
                line += u"  "_s;
        }
        while (line.endsWith(u' '))
            line.chop(1);
        lines.append(width > 0 ? cut(line, width) : line);
    }
    return lines;
}

void Table::print(Console &console) const
{
    for (const QString &line : lines(Console::isResultTerminal() ? Console::width() : 0))
        console.result(line);
}

int Table::displayWidth(QStringView text)
{
    int width = 0;
    for (const char32_t u : text.toUcs4())
        width += widthOf(u);
    return width;
}

} // namespace Millrace::Cli
