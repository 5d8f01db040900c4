// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/allocator.h"

#include <QThread>

#include <algorithm>
#include <mutex>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace Millrace {

void settleAllocator()
{
#ifdef __GLIBC__
    static std::once_flag once;
    std::call_once(once, [] {
        // glibc's own limits grow with the largest block that was ever freed, and each thread gets an arena of its own that keeps its peak.
        mallopt(M_MMAP_THRESHOLD, 256 * 1024);
        mallopt(M_TRIM_THRESHOLD, 8 * 1024 * 1024);
        mallopt(M_MMAP_MAX, 65'536);
        mallopt(M_ARENA_MAX, std::max(2, QThread::idealThreadCount()));
    });
#endif
}

} // namespace Millrace
