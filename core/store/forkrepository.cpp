// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/forkrepository.h"

#include "store/rows.h"

namespace Millrace {

namespace {

Result<QList<Fork>> readForks(Statement &statement)
{
    return allRows(statement, [](const Statement &s) {
        return Fork{
            s.integer(0), s.integer(1), s.integer(2), s.integer(3), s.integer(4), static_cast<int>(s.integer(5)), static_cast<int>(s.integer(6))};
    });
}

} // namespace

Result<qint64> ForkRepository::addFork(ContextKey parent, int node, int visit, qint64 total)
{
    Statement &statement = m_db.prepared("INSERT INTO fork (context, node, visit, total, ended, failed, collected) "
                                         "VALUES (:context, :node, :visit, :total, 0, 0, 0)");
    if (auto done = statement.bind(parent, node, visit, total).run(); !done)
        return std::unexpected(done.error());
    return m_db.lastInsertId();
}

Result<void> ForkRepository::addChild(ContextKey child, qint64 fork, int position)
{
    return m_db.prepared("INSERT INTO child (context, fork, position) VALUES (:context, :fork, :position)").bind(child, fork, position).run();
}

Result<std::optional<ForkRepository::Slot>> ForkRepository::slotOf(ContextKey child)
{
    Statement &statement = m_db.prepared("SELECT f.context, f.collected, f.pk, f.node, f.visit, k.position FROM child k JOIN fork f ON f.pk = k.fork "
                                         "WHERE k.context = :child");
    return oneRow(statement.bind(child), [](const Statement &s) {
        return Slot{s.integer(0),
                    s.integer(1) != 0,
                    s.integer(2),
                    static_cast<int>(s.integer(3)),
                    static_cast<int>(s.integer(4)),
                    static_cast<int>(s.integer(5))};
    });
}

Result<void> ForkRepository::replaceChild(ContextKey child, ContextKey by)
{
    return m_db.prepared("UPDATE child SET context = :by WHERE context = :child").bind(by, child).run();
}

Result<QList<Fork>> ForkRepository::open(ContextKey parent)
{
    return readForks(
        m_db.prepared("SELECT pk, context, total, ended, failed, node, visit FROM fork WHERE context = :context AND collected = 0 ORDER BY pk")
            .bind(parent));
}

Result<QList<Fork>> ForkRepository::collected(ContextKey parent)
{
    return readForks(
        m_db.prepared("SELECT pk, context, total, ended, failed, node, visit FROM fork WHERE context = :context AND collected = 1 ORDER BY pk")
            .bind(parent));
}

Result<QList<ForkRepository::Turn>> ForkRepository::turns(ContextKey context)
{
    // What failed has no number, but for what went on by the way for that: its children are taken by nobody.
    Statement &statement = m_db.prepared("SELECT node, visit, step FROM transition WHERE context = :context AND (kind = :waits OR (kind = :finished "
                                         "AND step > 0 AND coalesce(port, 'out') <> 'error')) ORDER BY seq");
    statement.bind(context, static_cast<int>(TransitionKind::Suspended), static_cast<int>(TransitionKind::Finished));
    return allRows(statement, [](const Statement &s) {
        return Turn{static_cast<int>(s.integer(0)), static_cast<int>(s.integer(1)), static_cast<int>(s.integer(2))};
    });
}

Result<QList<Fork>> ForkRepository::open(ContextKey parent, int node, int visit)
{
    return readForks(m_db.prepared("SELECT pk, context, total, ended, failed, node, visit FROM fork WHERE context = :context AND collected = 0 "
                                   "AND node = :node AND visit = :visit ORDER BY pk")
                         .bind(parent, node, visit));
}

Result<std::optional<ContextKey>> ForkRepository::count(ContextKey child, int ended, int failed)
{
    Statement &statement = m_db.prepared("UPDATE fork SET ended = ended + :ended, failed = failed + :failed "
                                         "WHERE pk = (SELECT fork FROM child WHERE context = :child) RETURNING context");
    statement.bind(ended, failed, child);
    const auto row = statement.step();
    if (!row)
        return std::unexpected(row.error());
    std::optional<ContextKey> parent;
    if (*row) {
        parent = statement.integer(0);
        // RETURNING hands out its rows first; the statement has done its work when it says so.
        if (const auto done = statement.step(); !done)
            return std::unexpected(done.error());
    }
    statement.reset();
    return parent;
}

Result<void> ForkRepository::collect(qint64 fork)
{
    return m_db.prepared("UPDATE fork SET collected = 1 WHERE pk = :pk").bind(fork).run();
}

Result<QList<ForkChild>> ForkRepository::children(qint64 fork)
{
    Statement &statement = m_db.prepared("SELECT c.pk, c.id, k.position, c.status, coalesce(c.outcome, '') FROM child k JOIN context c "
                                         "ON c.pk = k.context WHERE k.fork = :fork ORDER BY k.position");
    statement.bind(fork);
    return allRows(statement, [](const Statement &s) {
        return ForkChild{s.integer(0), s.text(1), static_cast<int>(s.integer(2)), static_cast<ContextStatus>(s.integer(3)), s.text(4)};
    });
}

Result<int> ForkRepository::depth(ContextKey key)
{
    Statement &statement = m_db.prepared("WITH RECURSIVE up (pk, n) AS (SELECT :key, 0 UNION ALL SELECT c.parent, n + 1 FROM up JOIN context c "
                                         "ON c.pk = up.pk WHERE c.parent IS NOT NULL AND c.origin = 1 AND n < 1000) SELECT max(n) FROM up");
    statement.bind(key);
    const auto row = statement.step();
    if (!row)
        return std::unexpected(row.error());
    const int depth = *row ? static_cast<int>(statement.integer(0)) : 0;
    statement.reset();
    return depth;
}

Result<void> ForkRepository::suspend(ContextKey key, const StoredSuspension &suspension, qint64 now)
{
    return m_db
        .prepared("INSERT OR REPLACE INTO suspension (context, kind, since, name, body, answer) "
                  "VALUES (:context, :kind, :since, :name, :body, NULL)")
        .bind(key, suspension.kind, now, suspension.name, suspension.body)
        .run();
}

Result<std::optional<StoredSuspension>> ForkRepository::suspension(ContextKey key)
{
    Statement &statement = m_db.prepared("SELECT kind, name, body, answer FROM suspension WHERE context = :context");
    statement.bind(key);
    const auto row = statement.step();
    if (!row)
        return std::unexpected(row.error());
    std::optional<StoredSuspension> found;
    if (*row)
        found = {static_cast<int>(statement.integer(0)), statement.text(1), statement.blob(2), statement.blob(3)};
    statement.reset();
    return found;
}

Result<void> ForkRepository::answer(ContextKey key, const QByteArray &answer)
{
    return m_db.prepared("UPDATE suspension SET answer = :answer WHERE context = :context").bind(answer, key).run();
}

Result<void> ForkRepository::resume(ContextKey key)
{
    return m_db.prepared("DELETE FROM suspension WHERE context = :context").bind(key).run();
}

Result<QHash<ContextKey, QByteArray>> ForkRepository::waitingForTime()
{
    constexpr int kTime = 3;
    Statement &statement = m_db.prepared("SELECT context, body FROM suspension WHERE kind = :kind");
    QHash<ContextKey, QByteArray> bodies;
    auto rows = allRows(statement.bind(kTime), [](const Statement &s) { return std::pair(s.integer(0), s.blob(1)); });
    if (!rows)
        return std::unexpected(rows.error());
    for (auto &[context, body] : *rows)
        bodies.insert(context, std::move(body));
    return bodies;
}

Result<QList<ContextKey>> ForkRepository::waitingFor(const QString &signal, int limit)
{
    Statement &statement
        = m_db.prepared("SELECT context FROM suspension WHERE kind = 2 AND name = :name AND answer IS NULL ORDER BY context LIMIT :limit");
    statement.bind(signal, limit);
    return allRows(statement, [](const Statement &s) { return s.integer(0); });
}

Result<bool> ForkRepository::wake(ContextKey key, qint64 now)
{
    Statement &statement
        = m_db.prepared("UPDATE context SET waits = 2, due_at = :now, revision = revision + 1 WHERE pk = :pk AND waits = 1 AND status IN (1, 2, 3)");
    if (auto done = statement.bind(now, key).run(); !done)
        return std::unexpected(done.error());
    return m_db.changes() == 1;
}

} // namespace Millrace
