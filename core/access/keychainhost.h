// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Millrace {

/// `millrace keychain-host`: does one thing with the desktop's keychain and ends. Reads `{"do":"read"|"write"|"remove","name",
/// "value"}` from stdin to its end and writes `{"value"}`, `{"missing":true}`, `{"done":true}` or `{"error"}` to stdout. Made for
/// HostedKeychain, which ends it where it takes too long. Makes its own application; returns the process's exit code.
[[nodiscard]] int runKeychainHost(int argc, char *argv[]);

} // namespace Millrace
