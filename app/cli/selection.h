// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "call.h"

namespace Millrace::Cli {

/// Prints what `retry` or `cancel` came to: the number under `doneKey`, and one stderr line per refusal. Returns the exit code.
int reportSelection(Call &call, const Json &answer, const char *doneKey, const QString &doneText);

} // namespace Millrace::Cli
