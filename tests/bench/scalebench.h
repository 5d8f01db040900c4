// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

namespace Millrace {

/// What more contexts in one file cost: fills a workspace to 10,000, 100,000 … and at last `most` contexts and looks at each of these sizes at
/// the memory, the time for one more context, the time to open the file, and what an idle engine uses of the processor.
/// A row per size: {"contexts","us_per_context","engine_us_per_context","rss_mb","rss_reopened_mb","file_bytes","open_ms","idle_engine_ms","idle_cpu_ms"}.
[[nodiscard]] Json measureScale(const QString &path, int most);

} // namespace Millrace
