// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/clock.h"

#include <QMutex>

namespace Millrace {

/// Leaves a failing provider alone: after so many failures in a row it opens and refuses for a while; then it lets one call
/// through, whose outcome closes it or opens it again. Any thread.
class CircuitBreaker
{
public:
    enum class State : quint8 { Closed, Open, HalfOpen };

    CircuitBreaker(const Clock &clock, int failures, qint64 openUs)
        : m_clock(clock)
        , m_limit(failures)
        , m_openUs(openUs)
    {}

    /// 0: go ahead, and report the outcome. Else how long to wait, in microseconds.
    [[nodiscard]] qint64 admit();
    void succeeded();
    void failed();
    /// The call ended without saying anything about the provider (cancelled by us).
    void abandoned();
    [[nodiscard]] State state() const;

private:
    const Clock &m_clock;
    const int m_limit;
    const qint64 m_openUs;
    mutable QMutex m_mutex;
    State m_state = State::Closed;
    int m_failures = 0;
    qint64 m_openedAt = 0;
    bool m_probing = false;
};

} // namespace Millrace
