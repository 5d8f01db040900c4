// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>

namespace Millrace {

/// So many a second and client, and as many at once: a bucket that fills steadily. One thread.
class RateLimiter
{
public:
    explicit RateLimiter(int perSecond)
        : m_perSecond(perSecond)
    {}

    /// Takes one; false where none is left. `nowMs` runs steadily.
    [[nodiscard]] bool take(const QString &who, qint64 nowMs);
    /// Forgets those whose bucket is full again.
    void forget(qint64 nowMs);
    [[nodiscard]] qsizetype known() const { return m_buckets.size(); }

private:
    struct Bucket
    {
        double left = 0;
        qint64 at = 0;
    };
    int m_perSecond;
    QHash<QString, Bucket> m_buckets;
};

} // namespace Millrace
