// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

#include <QFuture>

#include <functional>

namespace Millrace::Cli {

class Interrupt;

/// Runs the event loop until the answer is there, and returns it; ErrorCode::Cancelled where a signal came first. `tick` is
/// called every quarter of a second meanwhile.
///
/// The one place of the command line that waits. A verb reads top to bottom, and the workspace delivers what it has to the main
/// thread (changes, engine state) only while that thread's loop runs; so waiting means running the loop, not blocking it. It is
/// never entered twice: verbs run outside any loop, and a tick must not wait.
[[nodiscard]] Result<Json> await(const QFuture<Result<Json>> &future, const Interrupt &interrupt, const std::function<void()> &tick = {});

} // namespace Millrace::Cli
