// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/sqlite.h"

#include <QStringList>

namespace Millrace {

/// Ids of contexts that begin so, in order, at most `limit`. Takes as long for a million contexts as for ten. Any connection.
[[nodiscard]] Result<QStringList> contextIdsFrom(Connection &db, const QString &beginning, int limit);

} // namespace Millrace
