// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/sqlite.h"

#include <optional>

namespace Millrace {

/// All rows of a bound statement, each made by `read`.
template <typename Read>
auto allRows(Statement &statement, Read read) -> Result<QList<decltype(read(statement))>>
{
    QList<decltype(read(statement))> rows;
    while (true) {
        const auto row = statement.step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            break;
        rows.append(read(statement));
    }
    statement.reset();
    return rows;
}

/// The first row, if there is one.
template <typename Read>
auto oneRow(Statement &statement, Read read) -> Result<std::optional<decltype(read(statement))>>
{
    const auto row = statement.step();
    if (!row)
        return std::unexpected(row.error());
    std::optional<decltype(read(statement))> found;
    if (*row)
        found = read(statement);
    statement.reset();
    return found;
}

} // namespace Millrace
