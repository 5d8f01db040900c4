// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/statementprofile.h"

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <string>

namespace Millrace {

namespace {

qint64 nowNs()
{
    return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

} // namespace

StatementProfile::~StatementProfile()
{
    if (m_db && m_db->isOpen())
        sqlite3_trace_v2(m_db->handle(), 0, nullptr, nullptr);
}

void StatementProfile::sample(Connection &db)
{
    const std::lock_guard lock(m_mutex);
    m_left = kSample;
    m_running.clear();
    m_db = &db;
    sqlite3_trace_v2(db.handle(), SQLITE_TRACE_STMT | SQLITE_TRACE_PROFILE, seen, this);
}

int StatementProfile::seen(unsigned what, void *self, void *statement, void *)
{
    auto &profile = *static_cast<StatementProfile *>(self);
    auto *running = static_cast<sqlite3_stmt *>(statement);
    if (what == SQLITE_TRACE_STMT) {
        profile.m_running.push_back({statement, nowNs()});
        return 0;
    }
    const auto it = std::ranges::find(profile.m_running, statement, &Running::statement);
    if (it == profile.m_running.end())
        return 0; // it began before anybody looked
    const qint64 spent = nowNs() - it->beganNs;
    profile.m_running.erase(it);
    const char *sql = sqlite3_sql(running);
    const std::lock_guard lock(profile.m_mutex);
    StatementUse &use = profile.m_uses[sql ? sql : ""];
    ++use.runs;
    use.spentNs += spent;
    use.longestNs = std::max(use.longestNs, spent);
    use.scanned = sqlite3_stmt_status(running, SQLITE_STMTSTATUS_FULLSCAN_STEP, 0);
    use.sorts = sqlite3_stmt_status(running, SQLITE_STMTSTATUS_SORT, 0);
    use.autoIndexes = sqlite3_stmt_status(running, SQLITE_STMTSTATUS_AUTOINDEX, 0);
    if (--profile.m_left <= 0)
        sqlite3_trace_v2(sqlite3_db_handle(running), 0, nullptr, nullptr);
    return 0;
}

QList<StatementUse> StatementProfile::uses() const
{
    QList<StatementUse> uses;
    {
        const std::lock_guard lock(m_mutex);
        for (const auto &[sql, use] : m_uses) {
            uses.append(use);
            uses.last().sql = QByteArray::fromStdString(sql).simplified();
        }
    }
    std::ranges::sort(uses, std::ranges::greater(), &StatementUse::spentNs);
    return uses;
}

CacheUses cacheUsesOf(Connection &db)
{
    const auto count = [&db](int what) {
        int now = 0;
        int highest = 0;
        return sqlite3_db_status(db.handle(), what, &now, &highest, 0) == SQLITE_OK ? qint64(now) : 0;
    };
    CacheUses uses;
    uses.pageHits = count(SQLITE_DBSTATUS_CACHE_HIT);
    uses.pageMisses = count(SQLITE_DBSTATUS_CACHE_MISS);
    for (sqlite3_stmt *statement = nullptr; (statement = sqlite3_next_stmt(db.handle(), statement));) {
        const qint64 runs = sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_RUN, 0);
        const qint64 prepared = 1 + sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_REPREPARE, 0);
        uses.preparedMisses += std::min(runs, prepared);
        uses.preparedHits += std::max<qint64>(runs - prepared, 0);
    }
    return uses;
}

QStringList planOf(Connection &db, const QByteArray &sql)
{
    QStringList plan;
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v2(db.handle(), ("EXPLAIN QUERY PLAN " + sql).constData(), -1, &statement, nullptr) == SQLITE_OK) {
        while (sqlite3_step(statement) == SQLITE_ROW)
            plan.append(QString::fromUtf8(reinterpret_cast<const char *>(sqlite3_column_text(statement, 3))));
    }
    sqlite3_finalize(statement);
    return plan;
}

} // namespace Millrace
