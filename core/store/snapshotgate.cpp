// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/snapshotgate.h"

#include "sdk/clock.h"
#include "store/sqlite.h"

#include <algorithm>
#include <chrono>

namespace Millrace {

namespace {

constexpr std::chrono::milliseconds kComeAgainWithin{1000}; ///< where nobody writes any more, it need not wait for that

qint64 nowUs()
{
    return Clock::system().monotonicUs();
}

} // namespace

SnapshotGate::Hold::Hold(SnapshotGate &gate, Connection &connection, Stay stay, bool again)
    : m_gate(gate)
{
    std::unique_lock lock(gate.m_mutex);
    const qint64 closings = gate.m_closings;
    if (again)
        gate.m_changed.wait_for(lock, kComeAgainWithin, [&] { return gate.m_closings > closings && !gate.m_isClosed; });
    gate.m_changed.wait_for(lock, std::chrono::milliseconds(gate.m_limits.longestWaitMs), [&gate] { return !gate.m_isClosed; });
    m_entry = gate.m_entries.insert(gate.m_entries.end(), {&connection, stay, nowUs(), false});
}

SnapshotGate::Hold::~Hold()
{
    const std::lock_guard lock(m_gate.m_mutex);
    m_gate.m_entries.erase(m_entry);
    m_gate.m_changed.notify_all();
}

bool SnapshotGate::Hold::isEnded() const
{
    const std::lock_guard lock(m_gate.m_mutex);
    return m_entry->isEnded;
}

SnapshotGate::State SnapshotGate::state() const
{
    const std::lock_guard lock(m_mutex);
    State state{0, m_ended, m_longestWaitUs};
    for (const Entry &entry : m_entries)
        state.longestHoldMs = std::max(state.longestHoldMs, (nowUs() - entry.since) / 1000);
    return state;
}

bool SnapshotGate::close(qint64 logBytes)
{
    std::unique_lock lock(m_mutex);
    const qint64 began = nowUs();
    // Who has overstayed is told first, to be gone within the wait; and each time again, because an interrupt reaches only a statement that runs.
    const qint64 limitUs = qint64(m_limits.usualHoldMs) * (logBytes < m_limits.muchLogBytes ? 1000 : 100);
    for (Entry &entry : m_entries) {
        if (began - entry.since < limitUs || (entry.stay == Stay::Long && logBytes < m_limits.mostLogBytes))
            continue;
        m_ended += entry.isEnded ? 0 : 1;
        entry.isEnded = true;
        entry.connection->interrupt();
    }
    m_isClosed = true;
    const bool isEmpty = m_changed.wait_for(lock, std::chrono::milliseconds(m_limits.longestWaitMs), [this] { return m_entries.empty(); });
    m_longestWaitUs = std::max(m_longestWaitUs, nowUs() - began);
    if (isEmpty) {
        ++m_closings;
    } else {
        m_isClosed = false;
        m_changed.notify_all();
    }
    return isEmpty;
}

void SnapshotGate::open()
{
    const std::lock_guard lock(m_mutex);
    m_isClosed = false;
    m_changed.notify_all();
}

} // namespace Millrace
