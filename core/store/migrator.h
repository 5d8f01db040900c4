// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/sqlite.h"

namespace Millrace {

inline constexpr int kSchemaVersion = 9;
/// "MLRC": marks the file as a Millrace workspace (PRAGMA application_id).
inline constexpr int kApplicationId = 0x4d4c5243;

enum class MigrationOutcome : quint8 { Created, Current, Upgraded };

/// Brings a workspace file to this program's schema, each version in its own transaction with its version number; a failure
/// leaves the file as it was. Refuses foreign files (WorkspaceForeign) and newer ones (WorkspaceNewer), untouched.
[[nodiscard]] Result<MigrationOutcome> migrate(Connection &db, bool mayCreate);
/// The same checks without any write, for viewing: an older schema is refused too, with MigrationFailed.
[[nodiscard]] Result<void> checkSchema(Connection &db);

} // namespace Millrace
