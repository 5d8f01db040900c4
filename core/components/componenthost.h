// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/component.h"

#include <memory>
#include <vector>

namespace Millrace {

/// Exit code of a host that asked for more memory than it may have.
inline constexpr int kHostOutOfMemory = 86;

/// The child side of a component process: serves steps from file descriptor 0 to 1 until the other side closes, then gives the
/// process's exit code. Call it first thing in main(), before any thread starts.
///
/// Frames are those of sdk/stepwire.h. A request is `{"component","config","input","limit_ms"}`; an answer is a step's result, and
/// has `"dirty":true` where the component left processes behind, so that this one must not be used again. What a component
/// prints goes nowhere. The process dies with its parent, leaves no core file, and may hold `memoryMiB` of private data;
/// beyond that it exits with kHostOutOfMemory or dies by a signal. Services of the run context are null.
int runComponentHost(const std::vector<std::shared_ptr<Component>> &components, int memoryMiB);

} // namespace Millrace
