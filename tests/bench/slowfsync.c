/* SPDX-FileCopyrightText: 2026 The Millrace authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Preloaded: every fsync and fdatasync takes MILLRACE_SLOW_FSYNC_US microseconds longer, as on a common laptop's disk. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static int slowly(const char *name, int fd)
{
    const char *us = getenv("MILLRACE_SLOW_FSYNC_US");
    int (*real)(int);
    *(void **)&real = dlsym(RTLD_NEXT, name);
    const int result = real(fd);
    if (us)
        usleep((useconds_t)atoi(us));
    return result;
}

int fsync(int fd)
{
    return slowly("fsync", fd);
}

int fdatasync(int fd)
{
    return slowly("fdatasync", fd);
}
