// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Millrace::Cli {

/// `millrace component-host`: the limited child process that runs one component at a time for an engine. Internal; speaks with its
/// parent over stdin and stdout. `--memory-mib N` limits its memory; 512 where not given.
[[nodiscard]] int runComponentHostVerb(int argc, char *argv[]);

} // namespace Millrace::Cli
