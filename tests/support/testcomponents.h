// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/component.h"

#include <memory>
#include <vector>

namespace Millrace {

/// Components that fail, wait or leave traces on purpose, for tests of what must survive them.
///
/// - `test_echo`: sets `echo` to config `value` (default: the node's name) and leaves by config `port`; `test_echo_child` is the
///   same in a child process.
/// - `test_flaky`: fails while attempt <= config `failures`, and, decided by a hash of context, visit and attempt, one time in
///   config `fail_every`; config `category` (retryable, recoverable, fatal) and `retry_after_ms` describe the error. Else sets `flaky`
///   to the attempt.
/// - `test_sleep`: waits config `ms` milliseconds of real time, and gives up when cancelled unless config `deaf`. Sets `slept`.
/// - `test_effect`: appends a line with the idempotency key (hex where it is not text) to the file config `path`; effect writes.
/// - `test_original`, `test_original_child`: reads the original that the data names and sets `read` to its name, size and hash; with config
///   `keep` adds the first half of it as an original.
/// - `test_count`: counts one more of what config `name` says, and that it took 1.5, as components count for themselves.
/// - `test_crash` (child): config `how`: segfault, abort, exit, hang, alloc, throw, fork, fork_and_crash, print, big, nonjson, pid,
///   descriptors, or none.
[[nodiscard]] std::vector<std::shared_ptr<Component>> testComponents();

} // namespace Millrace
