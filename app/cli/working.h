// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "call.h"

namespace Millrace::Cli {

/// The options of `run` and `work` that say how to work.
[[nodiscard]] QList<QCommandLineOption> workingOptions();

/// What the wait for the engine ended with.
struct WorkDone
{
    Json stats; ///< the nine sums, of the run or of the whole workspace
    Json remaining; ///< what is not done and why it is not waited for, as `engine.wait` says it
};

/// Lets the engine work until nothing of the run (all of the workspace where it is empty) is ready or due within --wait, with a
/// progress line on a terminal. Where the process that owned the workspace goes away meanwhile, the work is taken over: `door`
/// is then another one.
[[nodiscard]] Result<WorkDone> workUntilDone(Call &call, std::unique_ptr<Door> &door, const QString &run);

/// "12 submitted = 10 completed + 1 failed + 1 quarantined".
[[nodiscard]] QString sumsLine(const Json &stats);

} // namespace Millrace::Cli
