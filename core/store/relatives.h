// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/records.h"
#include "store/sqlite.h"

#include <QList>

#include <optional>

namespace Millrace {

/// The children whose results a context has taken in, by the step that made them, the latest first. Any connection.
[[nodiscard]] Result<QList<QList<ContextKey>>> finishedForks(Connection &db, ContextKey parent);
/// What a context was made from or is tried again of.
[[nodiscard]] Result<std::optional<ContextKey>> parentOf(Connection &db, ContextKey key);

} // namespace Millrace
