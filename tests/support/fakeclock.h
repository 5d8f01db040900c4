// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/clock.h"

#include <atomic>

namespace Millrace {

/// A clock that stands still until a test moves it. Starts at S2's first instant. Any thread.
class FakeClock final : public Clock
{
public:
    static constexpr qint64 kStartUs = 1'684'146'600'000'000; ///< 2023-05-15T10:30:00Z

    [[nodiscard]] qint64 nowUs() const override { return m_nowUs.load(); }
    [[nodiscard]] qint64 monotonicUs() const override { return m_monotonicUs.load(); }

    void advance(qint64 us)
    {
        m_nowUs += us;
        m_monotonicUs += us;
    }
    /// Moves the wall clock alone, as a person or NTP does.
    void jumpTo(qint64 nowUs) { m_nowUs = nowUs; }

private:
    std::atomic<qint64> m_nowUs = kStartUs;
    std::atomic<qint64> m_monotonicUs = 1'000'000;
};

} // namespace Millrace
