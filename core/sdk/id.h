// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/export.h"

#include <QString>

namespace Millrace {

/// A new UUID version 7 (RFC 9562) as lower-case text: sorts by creation time. Any thread.
[[nodiscard]] MILLRACE_SDK_EXPORT QString newId();

} // namespace Millrace
