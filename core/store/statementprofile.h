// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/sqlite.h"

#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace Millrace {

/// What a statement has cost.
struct StatementUse
{
    QByteArray sql;
    qint64 runs = 0; ///< of those that were looked at
    qint64 spentNs = 0;
    qint64 longestNs = 0;
    qint64 scanned = 0; ///< rows looked at without an index, of all runs
    qint64 sorts = 0;
    qint64 autoIndexes = 0;
};

/// How often a connection found what it needed in memory.
struct CacheUses
{
    qint64 preparedHits = 0;
    qint64 preparedMisses = 0;
    qint64 pageHits = 0;
    qint64 pageMisses = 0;
};

/// Which statements take a connection's time. To look at the clock around every one would cost as much as many of them, so that only the next
/// thousand or so are looked at, now and then; what comes of it is a sample.
class StatementProfile
{
public:
    static constexpr int kSample = 1'000;

    StatementProfile() = default;
    ~StatementProfile(); ///< while nobody uses the connection
    StatementProfile(const StatementProfile &) = delete;
    StatementProfile &operator=(const StatementProfile &) = delete;

    /// Looks at the connection's next statements. On its thread; it is to be there as long as this.
    void sample(Connection &db);
    /// What was seen so far; any thread. Those that took the most time first.
    [[nodiscard]] QList<StatementUse> uses() const;

private:
    struct Running
    {
        const void *statement = nullptr;
        qint64 beganNs = 0;
    };
    static int seen(unsigned what, void *self, void *statement, void *more);

    mutable std::mutex m_mutex;
    std::unordered_map<std::string, StatementUse> m_uses;
    std::vector<Running> m_running; ///< the connection's thread alone
    int m_left = 0;
    Connection *m_db = nullptr; ///< that is looked at
};

/// On the connection's thread.
[[nodiscard]] CacheUses cacheUsesOf(Connection &db);
/// What SQLite would do for a statement, in its words.
[[nodiscard]] QStringList planOf(Connection &db, const QByteArray &sql);

} // namespace Millrace
