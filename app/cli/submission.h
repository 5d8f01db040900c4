// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "call.h"

namespace Millrace::Cli {

/// What came of handing inputs to the workspace.
struct Submission
{
    QString run; ///< the run's id; empty where nothing of it came in
    QStringList ids; ///< of the contexts that are there now, in order
    qint64 unchanged = 0; ///< were there already, byte for byte
    qint64 quarantined = 0; ///< taken in as broken, to be mended
    qint64 refused = 0; ///< not taken in at all
    Json raw; ///< the command's whole answer
};

/// The options of `submit` and `run` that say how to take the inputs in.
[[nodiscard]] QList<QCommandLineOption> submissionOptions();

/// Submits the call's arguments (PIPELINE INPUT…), and says on stderr, one line each, what was refused and what to know.
[[nodiscard]] Result<Submission> submitInputs(Call &call, Door &door);

} // namespace Millrace::Cli
