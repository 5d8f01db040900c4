// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ratelimiter.h"

#include <algorithm>

namespace Millrace {

bool RateLimiter::take(const QString &who, qint64 nowMs)
{
    auto found = m_buckets.find(who);
    if (found == m_buckets.end())
        found = m_buckets.insert(who, {double(m_perSecond), nowMs});
    Bucket &bucket = *found;
    bucket.left = std::min<double>(m_perSecond, bucket.left + double(nowMs - bucket.at) * m_perSecond / 1000);
    bucket.at = nowMs;
    if (bucket.left < 1)
        return false;
    bucket.left -= 1;
    return true;
}

void RateLimiter::forget(qint64 nowMs)
{
    // A second without a call fills any bucket.
    m_buckets.removeIf([nowMs](const auto &entry) { return nowMs - entry->at > 1000; });
}

} // namespace Millrace
