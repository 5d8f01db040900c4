// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

#include <QStringList>

namespace Millrace::ArgumentPaths {

/// Whether a schema of arguments has texts of the formats "path", "path-or-name" or "path-or-below".
[[nodiscard]] bool areIn(const Json &schema);

/// The arguments with each path as confinedTo() resolves it; its error where one lies outside. Touches the disk.
[[nodiscard]] Result<Json> confined(const Json &schema, const Json &args, const QStringList &folders);

} // namespace Millrace::ArgumentPaths
