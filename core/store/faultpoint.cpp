// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/faultpoint.h"

#ifdef MILLRACE_FAULT_POINTS

#include <QByteArray>
#include <QByteArrayList>
#include <QList>

#include <atomic>
#include <csignal>
#include <unistd.h>

namespace Millrace {

namespace {

struct Wanted
{
    QByteArray name;
    int count = 0;
};

Wanted wanted()
{
    const QByteArrayList parts = qgetenv("MILLRACE_FAULT_POINT").split(':');
    return parts.size() == 2 ? Wanted{parts.at(0), parts.at(1).toInt()} : Wanted{};
}

} // namespace

void faultPoint(const char *name)
{
    static const Wanted fault = wanted();
    static std::atomic<int> seen = 0;
    if (fault.count > 0 && fault.name == name && ++seen == fault.count)
        kill(getpid(), SIGKILL);
}

} // namespace Millrace

#endif
