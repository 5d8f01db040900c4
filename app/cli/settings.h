// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

namespace Millrace::Cli {

/// The user's settings: `millrace/settings.json` in the configuration folder (XDG), or the file that MILLRACE_SETTINGS names;
/// MILLRACE_DEFAULT_PROVIDER goes before what stands there. An empty object where there is no file; an error where it cannot
/// be read or is not a JSON object.
[[nodiscard]] Result<Json> userSettings();

} // namespace Millrace::Cli
