// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/contextids.h"

#include "store/rows.h"

namespace Millrace {

Result<QStringList> contextIdsFrom(Connection &db, const QString &beginning, int limit)
{
    const QString end = beginning + QString::fromUcs4(U"\U0010FFFF"); // after whatever begins so
    Statement &statement = db.prepared("SELECT id FROM context WHERE id >= :beginning AND id < :end ORDER BY id LIMIT :limit");
    const auto ids = allRows(statement.bind(beginning, end, qint64(limit)), [](const Statement &s) { return s.text(0); });
    return ids ? Result<QStringList>(QStringList(*ids)) : std::unexpected(ids.error());
}

} // namespace Millrace
