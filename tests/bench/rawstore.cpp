// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/rawstore.h"

#include "sdk/error.h"

#include <QElapsedTimer>

#include <sqlite3.h>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kPerCommit = 100;
constexpr int kTransitionsPerStep = 2;

struct CloseDatabase
{
    void operator()(sqlite3 *db) const { sqlite3_close_v2(db); }
};
struct Finalize
{
    void operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;

std::unexpected<Error> broken(sqlite3 *db)
{
    return fail(ErrorCode::StoreSql, u"the yardstick: %1"_s.arg(QString::fromUtf8(sqlite3_errmsg(db))));
}

Prepared prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = nullptr;
    sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    return Prepared(statement);
}

void bindBytes(const Prepared &statement, int index, const QByteArray &bytes)
{
    sqlite3_bind_blob64(statement.get(), index, bytes.constData(), static_cast<sqlite3_uint64>(bytes.size()), SQLITE_STATIC);
}

bool run(const Prepared &statement)
{
    const bool done = sqlite3_step(statement.get()) == SQLITE_DONE;
    sqlite3_reset(statement.get());
    return done;
}

bool exec(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

class Yardstick
{
public:
    Yardstick(sqlite3 *db, const QList<RawContext> &contexts)
        : m_db(db)
        , m_contexts(contexts)
        , m_insert(prepare(db, "INSERT INTO context (pk, revision, document) VALUES (?, 0, ?)"))
        , m_update(prepare(db, "UPDATE context SET revision = ?, document = ? WHERE pk = ? AND revision = ?"))
        , m_history(prepare(db, "INSERT INTO history (context, revision, delta) VALUES (?, ?, ?)"))
        , m_effect(prepare(db, "INSERT INTO effect (context, step, hash) VALUES (?, ?, ?)"))
    {}

    bool insertAll()
    {
        bool going = exec(m_db, "BEGIN IMMEDIATE");
        for (qsizetype i = 0; going && i < m_contexts.size(); ++i) {
            sqlite3_bind_int64(m_insert.get(), 1, i + 1);
            bindBytes(m_insert, 2, m_contexts.at(i).document);
            going = run(m_insert);
        }
        return going && exec(m_db, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// All transitions of some contexts, one commit for each round of them.
    bool moveOn(qsizetype from, qsizetype to)
    {
        const int transitions = static_cast<int>(m_contexts.at(from).deltas.size()) * kTransitionsPerStep;
        for (int revision = 1; revision <= transitions; ++revision) {
            if (!exec(m_db, "BEGIN IMMEDIATE"))
                return false;
            for (qsizetype i = from; i < to; ++i) {
                if (!transition(i, revision))
                    return false;
            }
            if (!exec(m_db, "COMMIT"))
                return false;
        }
        return true;
    }

private:
    bool transition(qsizetype context, int revision)
    {
        static const QByteArray kStarted = "{\"kind\":0}";
        const bool finishes = revision % kTransitionsPerStep == 0;
        const int step = (revision + 1) / kTransitionsPerStep;
        const RawContext &raw = m_contexts.at(context);
        sqlite3_bind_int64(m_update.get(), 1, revision);
        bindBytes(m_update, 2, raw.document);
        sqlite3_bind_int64(m_update.get(), 3, context + 1);
        sqlite3_bind_int64(m_update.get(), 4, revision - 1);
        if (!run(m_update) || sqlite3_changes(m_db) != 1)
            return false;
        sqlite3_bind_int64(m_history.get(), 1, context + 1);
        sqlite3_bind_int64(m_history.get(), 2, revision);
        bindBytes(m_history, 3, finishes ? raw.deltas.at(step - 1) : kStarted);
        if (!run(m_history))
            return false;
        if (!finishes)
            return true;
        sqlite3_bind_int64(m_effect.get(), 1, context + 1);
        sqlite3_bind_int64(m_effect.get(), 2, step);
        sqlite3_bind_int64(m_effect.get(), 3, static_cast<sqlite3_int64>((context + 1) * 0x9e37'79b9 + step));
        return run(m_effect);
    }

    sqlite3 *m_db;
    const QList<RawContext> &m_contexts;
    Prepared m_insert;
    Prepared m_update;
    Prepared m_history;
    Prepared m_effect;
};

} // namespace

Result<double> measureRaw(const QString &path, const QList<RawContext> &contexts)
{
    sqlite3 *opened = nullptr;
    const int result = sqlite3_open_v2(path.toUtf8().constData(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    const Database db(opened);
    if (result != SQLITE_OK
        || !exec(db.get(),
                 "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384;"
                 "CREATE TABLE context (pk INTEGER PRIMARY KEY, revision INTEGER NOT NULL, document BLOB NOT NULL);"
                 "CREATE TABLE history (seq INTEGER PRIMARY KEY, context INTEGER NOT NULL, revision INTEGER NOT NULL, delta BLOB NOT NULL);"
                 "CREATE TABLE effect (pk INTEGER PRIMARY KEY, context INTEGER NOT NULL, step INTEGER NOT NULL, hash INTEGER NOT NULL);"))
        return broken(db.get());
    Yardstick yardstick(db.get(), contexts);
    if (!yardstick.insertAll())
        return broken(db.get());
    QElapsedTimer timer;
    timer.start();
    for (qsizetype from = 0; from < contexts.size(); from += kPerCommit) {
        if (!yardstick.moveOn(from, std::min(from + kPerCommit, contexts.size())))
            return broken(db.get());
    }
    return static_cast<double>(timer.nsecsElapsed()) / 1e9;
}

} // namespace Millrace
