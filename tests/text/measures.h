// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cmath>
#include <utility>

namespace Millrace {

/// Wilson's 95 % interval of a share.
inline std::pair<double, double> wilson(qint64 hits, qint64 of)
{
    if (of == 0)
        return {0, 1};
    constexpr double z = 1.959964;
    const double n = double(of);
    const double p = double(hits) / n;
    const double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
    const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
    return {middle - half, middle + half};
}

/// "97.3 % (96.1 to 98.2, 1028 of 1056)".
inline QString percent(qint64 hits, qint64 of)
{
    const auto [low, high] = wilson(hits, of);
    return QStringLiteral("%1 % (%2 to %3, %4 of %5)")
        .arg(of ? 100.0 * double(hits) / double(of) : 0.0, 0, 'f', 1)
        .arg(100 * low, 0, 'f', 1)
        .arg(100 * high, 0, 'f', 1)
        .arg(hits)
        .arg(of);
}

} // namespace Millrace
