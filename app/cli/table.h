// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace Millrace::Cli {

class Console;

/// Rows in aligned columns for people; the last column takes what is left of the terminal's width. A plain value.
class Table
{
public:
    enum class Align : quint8 { Left, Right };

    struct Column
    {
        QString title;
        Align align = Align::Left;
    };

    explicit Table(QList<Column> columns);

    void addRow(const QStringList &cells);
    [[nodiscard]] bool isEmpty() const { return m_rows.isEmpty(); }
    /// The lines, head first. `width` cuts them (0: no cut); in a pipe nothing is cut.
    [[nodiscard]] QStringList lines(int width) const;
    void print(Console &console) const;

    /// Columns a text takes on a terminal: wide East Asian letters and emoji take two, combining marks none.
    [[nodiscard]] static int displayWidth(QStringView text);

private:
    QList<Column> m_columns;
    QList<QStringList> m_rows;
};

} // namespace Millrace::Cli
