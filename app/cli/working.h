// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "call.h"

namespace Millrace::Cli {

inline constexpr qint64 kUsualWaitSeconds = 60;

/// The options of `run` and `work` that say how to work.
[[nodiscard]] QList<QCommandLineOption> workingOptions();

/// Lets the engine work until nothing is ready or due within the wait, with a progress line on a terminal, and gives the nine sums: of
/// the run, or of the whole workspace where it is empty. Where the process that owned the workspace goes away meanwhile, the work
/// is taken over: `door` is then another one.
[[nodiscard]] Result<Json> workUntilDone(Call &call, std::unique_ptr<Door> &door, const QString &run, qint64 waitSeconds);

/// "12 submitted = 10 completed + 1 failed + 1 quarantined", and of the children those that a person must see before their parents go on.
[[nodiscard]] QString sumsLine(const Json &stats);

} // namespace Millrace::Cli
