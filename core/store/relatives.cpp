// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/relatives.h"

#include "store/rows.h"

#include <utility>

namespace Millrace {

Result<QList<QList<ContextKey>>> finishedForks(Connection &db, ContextKey parent)
{
    Statement &statement = db.prepared("SELECT f.pk, c.context FROM fork f JOIN child c ON c.fork = f.pk WHERE f.context = :context "
                                       "AND f.collected = 1 ORDER BY f.pk DESC, c.position");
    statement.bind(parent);
    const auto rows = allRows(statement, [](const Statement &s) { return std::pair(s.integer(0), s.integer(1)); });
    if (!rows)
        return std::unexpected(rows.error());
    QList<QList<ContextKey>> forks;
    qint64 last = 0;
    for (const auto &[fork, child] : *rows) {
        if (std::exchange(last, fork) != fork)
            forks.append(QList<ContextKey>());
        forks.last().append(child);
    }
    return forks;
}

Result<std::optional<ContextKey>> parentOf(Connection &db, ContextKey key)
{
    return oneRow(db.prepared("SELECT parent FROM context WHERE pk = :pk AND parent IS NOT NULL").bind(key),
                  [](const Statement &s) { return s.integer(0); });
}

} // namespace Millrace
