// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Compiled into each program that may run for weeks, which allocates with jemalloc (see millrace-allocator): documents of some
// megabytes come and go through many threads, and glibc's arenas keep a little of each.
#include <jemalloc/jemalloc.h>

/// Read by jemalloc before main(): few arenas, and what is free goes back to the system within a second or two, on a thread of its own.
const char *malloc_conf = "background_thread:true,narenas:2,dirty_decay_ms:1000,muzzy_decay_ms:0";
