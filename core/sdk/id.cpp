// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/id.h"

#include <QRandomGenerator>
#include <QUuid>

#include <atomic>
#include <chrono>

namespace Millrace {

QString newId()
{
    // Layout of RFC 9562, 5.7: 48 bits of Unix milliseconds, version, 12 bits, variant, 62 bits. The 12 bits continue the
    // time to about a quarter of a microsecond (its method 3), and the pair never repeats or goes back within this process.
    using namespace std::chrono;
    static std::atomic<quint64> last = 0;
    const quint64 ns = static_cast<quint64>(duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count());
    quint64 stamp = ((ns / 1'000'000) << 12) | ((ns % 1'000'000) * 4096 / 1'000'000);
    quint64 previous = last.load(std::memory_order_relaxed);
    do {
        if (stamp <= previous)
            stamp = previous + 1;
    } while (!last.compare_exchange_weak(previous, stamp, std::memory_order_relaxed));
    const quint64 random = QRandomGenerator::system()->generate64();
    const quint64 low = (random & 0x3fff'ffff'ffff'ffffULL) | 0x8000'0000'0000'0000ULL;
    QUuid id(static_cast<uint>(stamp >> 28), static_cast<ushort>(stamp >> 12), static_cast<ushort>(0x7000 | (stamp & 0xfff)),
             static_cast<uchar>(low >> 56), static_cast<uchar>(low >> 48), static_cast<uchar>(low >> 40), static_cast<uchar>(low >> 32),
             static_cast<uchar>(low >> 24), static_cast<uchar>(low >> 16), static_cast<uchar>(low >> 8), static_cast<uchar>(low));
    return id.toString(QUuid::WithoutBraces);
}

} // namespace Millrace
