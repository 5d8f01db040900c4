// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/clock.h"

#include <QMutex>

namespace Millrace {

/// How many calls a provider gets: at once, and per minute (a token bucket that holds a sixth of a minute's calls, at least
/// one). Any thread.
class RequestGate
{
public:
    /// 0 for either: no limit.
    RequestGate(const Clock &clock, int perMinute, int atOnce);

    /// 0: entered, call leave() afterwards. Else when it is worth asking again, in microseconds; -1: when another call has
    /// ended.
    [[nodiscard]] qint64 enter();
    void leave();

private:
    const Clock &m_clock;
    const double m_perUs;
    const double m_capacity;
    const int m_atOnce;
    QMutex m_mutex;
    double m_tokens;
    qint64 m_refilledAt;
    int m_inside = 0;
};

} // namespace Millrace
