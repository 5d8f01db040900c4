// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Millrace {

/// A named place where a test may kill the process: MILLRACE_FAULT_POINT="commit.after:3" ends it with SIGKILL when the place
/// "commit.after" is reached for the third time. Nothing at all in builds without tests.
#ifdef MILLRACE_FAULT_POINTS
void faultPoint(const char *name);
#else
inline void faultPoint(const char *) {}
#endif

} // namespace Millrace
