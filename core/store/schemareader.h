// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/sqlite.h"

namespace Millrace {

/// How the file is built: its schema's number, its pages, and every table with its columns, what they refer to, and its indexes.
[[nodiscard]] Result<Json> describeSchema(Connection &db);

} // namespace Millrace
