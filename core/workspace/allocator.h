// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Millrace {

/// Has the C library give memory back to the system: a workbench runs for weeks, and documents of some megabytes come and go through many threads.
/// Once per process; does nothing with other libraries than glibc. Any thread.
void settleAllocator();

/// Gives back the pages that are free within what is held. Takes some milliseconds, in which others may wait for memory: now and then, on a thread
/// that nobody waits for.
void giveMemoryBack();

} // namespace Millrace
