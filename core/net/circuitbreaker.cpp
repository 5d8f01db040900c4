// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/circuitbreaker.h"

#include <QMutexLocker>

#include <algorithm>

namespace Millrace {

qint64 CircuitBreaker::admit()
{
    const QMutexLocker lock(&m_mutex);
    if (m_state == State::Closed)
        return 0;
    const qint64 left = m_openedAt + m_openUs - m_clock.monotonicUs();
    if (m_state == State::Open && left > 0)
        return left;
    if (m_probing)
        return std::max<qint64>(1'000'000, left);
    m_state = State::HalfOpen;
    m_probing = true;
    return 0;
}

void CircuitBreaker::succeeded()
{
    const QMutexLocker lock(&m_mutex);
    m_state = State::Closed;
    m_failures = 0;
    m_probing = false;
}

void CircuitBreaker::failed()
{
    const QMutexLocker lock(&m_mutex);
    m_probing = false;
    if (m_state == State::HalfOpen || ++m_failures >= m_limit) {
        m_state = State::Open;
        m_openedAt = m_clock.monotonicUs();
        m_failures = 0;
    }
}

void CircuitBreaker::abandoned()
{
    const QMutexLocker lock(&m_mutex);
    m_probing = false;
}

CircuitBreaker::State CircuitBreaker::state() const
{
    const QMutexLocker lock(&m_mutex);
    return m_state;
}

} // namespace Millrace
