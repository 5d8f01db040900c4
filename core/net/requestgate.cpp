// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/requestgate.h"

#include <QMutexLocker>

#include <algorithm>
#include <cmath>

namespace Millrace {

RequestGate::RequestGate(const Clock &clock, int perMinute, int atOnce)
    : m_clock(clock)
    , m_perUs(std::max(0, perMinute) / 60e6)
    , m_capacity(std::max(1.0, perMinute / 6.0))
    , m_atOnce(atOnce)
    , m_tokens(m_capacity)
    , m_refilledAt(clock.monotonicUs())
{}

qint64 RequestGate::enter()
{
    const QMutexLocker lock(&m_mutex);
    if (m_atOnce > 0 && m_inside >= m_atOnce)
        return -1;
    if (m_perUs > 0) {
        const qint64 now = m_clock.monotonicUs();
        m_tokens = std::min(m_capacity, m_tokens + double(now - m_refilledAt) * m_perUs);
        m_refilledAt = now;
        // A hair below one is one: waiting exactly as long as asked must be enough.
        if (m_tokens < 1 - 1e-6)
            return std::max<qint64>(1, qint64(std::ceil((1 - m_tokens) / m_perUs)));
        m_tokens -= 1;
    }
    ++m_inside;
    return 0;
}

void RequestGate::leave()
{
    const QMutexLocker lock(&m_mutex);
    --m_inside;
}

} // namespace Millrace
