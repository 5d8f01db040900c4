// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/sqlite.h"

#include "sdk/clock.h"
#include "store/checkpointer.h"
#include "store/faultpoint.h"
#include "store/snapshotgate.h"

#include <sqlite3.h>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qint64 kPageBytes = 16'384; ///< of a workspace file
constexpr qint64 kGateAgainUs = 100'000; ///< after readers were kept waiting, until they are again
constexpr qint64 kGateHeldUs = 500'000; ///< the same where one of them stayed, and the log is not large yet

constexpr int kHelperShare = 4; ///< a quarter of a round is little enough for the writer itself
constexpr int kMostLogFactor = 8; ///< from so many rounds on the log is the writer's, whatever the helper does

bool isDamage(int result)
{
    const int kind = result & 0xff;
    return (kind == SQLITE_IOERR && result != SQLITE_IOERR_NOMEM) || kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB;
}

ErrorCode codeFor(int result)
{
    switch (result & 0xff) {
    case SQLITE_FULL:
        return ErrorCode::StoreFull;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        return ErrorCode::StoreIo;
    case SQLITE_CORRUPT:
        return ErrorCode::WorkspaceDamaged;
    case SQLITE_NOTADB:
        return ErrorCode::WorkspaceForeign;
    case SQLITE_READONLY:
        return ErrorCode::WorkspaceReadOnly;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ErrorCode::WorkspaceLocked;
    case SQLITE_INTERRUPT:
        return ErrorCode::Cancelled;
    default:
        return ErrorCode::StoreSql;
    }
}

Error errorOf(sqlite3 *db, const QString &doing)
{
    const int code = db ? sqlite3_extended_errcode(db) : SQLITE_CANTOPEN;
    const QString message = db ? QString::fromUtf8(sqlite3_errmsg(db)) : u"out of memory"_s;
    return Error::make(codeFor(code), u"%1: %2"_s.arg(doing, message), Json::object({{"sqlite_code", code}}));
}

} // namespace

Statement::Statement(Statement &&other) noexcept
    : m_statement(std::exchange(other.m_statement, nullptr))
    , m_bindError(other.m_bindError)
    , m_prepareError(other.m_prepareError)
{}

Statement &Statement::operator=(Statement &&other) noexcept
{
    std::swap(m_statement, other.m_statement);
    std::swap(m_bindError, other.m_bindError);
    std::swap(m_prepareError, other.m_prepareError);
    return *this;
}

Statement::~Statement()
{
    sqlite3_finalize(m_statement);
}

void Statement::reset()
{
    if (m_statement)
        sqlite3_reset(m_statement);
    m_bindError = m_statement ? SQLITE_OK : SQLITE_MISUSE;
}

void Statement::bindOne(int index, qint64 value)
{
    if (m_bindError == SQLITE_OK)
        m_bindError = sqlite3_bind_int64(m_statement, index, value);
}

void Statement::bindOne(int index, const QString &value)
{
    // SQLite copies: a QString's UTF-8 is a temporary.
    const QByteArray utf8 = value.toUtf8();
    if (m_bindError == SQLITE_OK)
        m_bindError = sqlite3_bind_text(m_statement, index, utf8.isNull() ? "" : utf8.constData(), static_cast<int>(utf8.size()), SQLITE_TRANSIENT);
}

void Statement::bindOne(int index, QByteArrayView value)
{
    if (m_bindError == SQLITE_OK)
        m_bindError
            = sqlite3_bind_blob64(m_statement, index, value.isNull() ? "" : value.data(), static_cast<sqlite3_uint64>(value.size()), SQLITE_STATIC);
}

void Statement::bindOne(int index, std::nullptr_t)
{
    if (m_bindError == SQLITE_OK)
        m_bindError = sqlite3_bind_null(m_statement, index);
}

Statement &Statement::bindList(const QStringList &values)
{
    reset();
    for (int i = 0; i < values.size(); ++i)
        bindOne(i + 1, values.at(i));
    return *this;
}

Result<bool> Statement::step()
{
    if (m_bindError != SQLITE_OK || !m_statement) {
        const int code = m_statement ? m_bindError : m_prepareError;
        return fail(
            codeFor(code),
            u"The workspace refused a statement%1: %2"_s.arg(m_statement ? u"'s values"_s : QString(), QString::fromUtf8(sqlite3_errstr(code))),
            Json::object({{"sqlite_code", code}}));
    }
    const int result = sqlite3_step(m_statement);
    if (result == SQLITE_ROW)
        return true;
    if (result == SQLITE_DONE)
        return false;
    Error error = errorOf(sqlite3_db_handle(m_statement), u"The workspace refused a statement"_s);
    sqlite3_reset(m_statement);
    return std::unexpected(std::move(error));
}

Result<void> Statement::run()
{
    const bool writes = m_statement && sqlite3_stmt_readonly(m_statement) == 0;
    if (writes)
        faultPoint("statement.before");
    const auto stepped = step();
    if (!stepped)
        return std::unexpected(stepped.error());
    reset();
    if (writes)
        faultPoint("statement.after");
    return {};
}

qint64 Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

QString Statement::text(int column) const
{
    const auto *bytes = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column));
    return QString::fromUtf8(bytes, sqlite3_column_bytes(m_statement, column));
}

QByteArray Statement::blob(int column) const
{
    return blobView(column).toByteArray();
}

QByteArrayView Statement::blobView(int column) const
{
    const auto *bytes = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
    return {bytes, sqlite3_column_bytes(m_statement, column)};
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

Connection::Connection() = default;

Connection::~Connection()
{
    [[maybe_unused]] const auto closed = close();
}

Result<void> Connection::open(const QString &path, Mode mode)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    QByteArray name = path.toUtf8();
    switch (mode) {
    case Mode::Create:
        flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        break;
    case Mode::ReadWrite:
    case Mode::View:
        flags |= SQLITE_OPEN_READWRITE;
        break;
    case Mode::ReadOnly:
        flags |= SQLITE_OPEN_READONLY;
        break;
    case Mode::Immutable:
        flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
        name = "file:" + name.toPercentEncoding("/") + "?immutable=1";
        break;
    }
    if (sqlite3_open_v2(name.constData(), &m_db, flags, nullptr) != SQLITE_OK) {
        Error error = errorOf(m_db, u"%1 could not be opened"_s.arg(path));
        sqlite3_close(std::exchange(m_db, nullptr));
        return std::unexpected(std::move(error));
    }
    sqlite3_busy_timeout(m_db, 5000);
    // A document may be up to SQLite's own limit; a runaway expression in our own statements may not.
    sqlite3_limit(m_db, SQLITE_LIMIT_ATTACHED, 1);
    // There are a dozen readers, and what they read again is in the system's cache.
    const bool isReader = mode == Mode::ReadOnly || mode == Mode::View;
    if (auto set
        = exec(isReader ? "PRAGMA cache_size = -2048; PRAGMA temp_store = MEMORY;" : "PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;");
        !set)
        return set;
    return mode == Mode::View ? exec("PRAGMA query_only = ON") : Result<void>();
}

Result<void> Connection::close()
{
    m_prepared.clear();
    if (!m_db)
        return {};
    if (sqlite3_close(m_db) != SQLITE_OK)
        return std::unexpected(errorOf(m_db, u"The workspace could not be closed"_s));
    m_db = nullptr;
    return {};
}

Result<void> Connection::exec(const char *sql)
{
    if (sqlite3_exec(m_db, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        return std::unexpected(error(u"The workspace refused a statement"_s));
    return {};
}

bool Connection::endReading()
{
    for (sqlite3_stmt *statement = nullptr; (statement = sqlite3_next_stmt(m_db, statement));) {
        if (sqlite3_stmt_busy(statement))
            sqlite3_reset(statement);
    }
    // What interrupts the reading may hit this one too; with nothing else running the next is left alone.
    for (int tries = 0; inTransaction() && tries < 3; ++tries) [[maybe_unused]]
        const auto ended = exec("ROLLBACK");
    return !inTransaction();
}

Statement &Connection::prepared(const char *sql)
{
    Statement &statement = m_prepared[sql];
    if (!statement.m_statement) { // new, or the disk or memory did not allow it the last time
        statement.m_prepareError = sqlite3_prepare_v3(m_db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement.m_statement, nullptr);
        if (statement.m_prepareError == SQLITE_ERROR)
            qWarning("millrace.store: %s: %s", sqlite3_errmsg(m_db), sql);
    }
    return statement;
}

Statement Connection::temporary(const char *sql)
{
    Statement statement;
    statement.m_prepareError = sqlite3_prepare_v2(m_db, sql, -1, &statement.m_statement, nullptr);
    if (statement.m_prepareError == SQLITE_ERROR)
        qWarning("millrace.store: %s: %s", sqlite3_errmsg(m_db), sql);
    return statement;
}

BlobWriter::~BlobWriter()
{
    sqlite3_blob_close(m_blob);
}

Result<void> BlobWriter::write(QByteArrayView piece, qint64 offset)
{
    if (sqlite3_blob_write(m_blob, piece.data(), static_cast<int>(piece.size()), static_cast<int>(offset)) != SQLITE_OK)
        return std::unexpected(errorOf(m_db, u"A large document could not be written"_s));
    return {};
}

Result<BlobWriter> Connection::openBlob(const char *table, const char *column, qint64 row)
{
    BlobWriter blob;
    blob.m_db = m_db;
    if (sqlite3_blob_open(m_db, "main", table, column, row, 1, &blob.m_blob) != SQLITE_OK)
        return std::unexpected(errorOf(m_db, u"A large document could not be written"_s));
    return blob;
}

void Connection::checkpointEvery(int pages, SnapshotGate *gate, Checkpointer *helper)
{
    m_checkpointPages = pages;
    m_gate = gate;
    m_helper = helper;
    const auto hook = [](void *self, sqlite3 *, const char *name, int frames) { return static_cast<Connection *>(self)->logGrew(name, frames); };
    sqlite3_wal_hook(m_db, hook, this);
}

int Connection::logGrew(const char *name, int frames)
{
    if (frames < m_checkpointPages) {
        m_heldBackBytes = 0;
        return SQLITE_OK;
    }
    const Checkpointer::Pass helped = m_helper ? m_helper->last() : Checkpointer::Pass();
    int there = frames;
    int written = helped.written <= frames ? helped.written : 0;
    int result = isDamage(helped.result) ? helped.result : SQLITE_OK;
    const int little = m_checkpointPages / kHelperShare;
    const auto writeBack = [&] {
        if (m_helper && there - written > little && frames < kMostLogFactor * m_checkpointPages) {
            m_helper->ask();
            return SQLITE_OK;
        }
        return sqlite3_wal_checkpoint_v2(m_db, name, SQLITE_CHECKPOINT_PASSIVE, &there, &written);
    };
    if (result == SQLITE_OK)
        result = writeBack();
    const qint64 now = Clock::system().monotonicUs();
    const bool isHelpAtWork = there - written > little && helped.frames < frames - little && m_helper;
    if (result == SQLITE_OK && m_gate && !isHelpAtWork && frames >= 2 * m_checkpointPages && now >= m_nextGateUs) {
        // With all written back and nobody looking, the next commit begins the log anew.
        const bool isClosed = m_gate->close(qint64(frames) * kPageBytes);
        if (isClosed && written < there)
            result = writeBack();
        if (isClosed)
            m_gate->open();
        m_nextGateUs = now + (isClosed || frames >= 3 * m_checkpointPages ? kGateAgainUs : kGateHeldUs);
    }
    const bool isHeldBack = result == SQLITE_OK && !isHelpAtWork && there - written >= 4 * m_checkpointPages;
    if (isHeldBack && m_heldBackBytes == 0)
        qWarning("millrace.store: a reader keeps %d pages in the write-ahead log, which grows until it has ended", there - written);
    m_heldBackBytes = isHeldBack ? qint64(there - written) * kPageBytes : 0;
    return isDamage(result) ? result : SQLITE_OK; // a reader in the way, no room, no memory: the next commit tries again
}

Result<void> Connection::settleLog()
{
    sqlite3_file *log = nullptr;
    if (sqlite3_file_control(m_db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) != SQLITE_OK || !log || !log->pMethods)
        return {};
    sqlite3_int64 size = 0;
    int result = log->pMethods->xFileSize(log, &size);
    if (result == SQLITE_OK && size == 0)
        return {};
    QByteArray piece(64 * 1024, Qt::Uninitialized); // SQLite's own file layer takes at most 128 KiB less one at once, and cuts what is more
    for (sqlite3_int64 at = 0; at < size && result == SQLITE_OK; at += piece.size()) {
        const int n = static_cast<int>(std::min<sqlite3_int64>(piece.size(), size - at));
        result = log->pMethods->xRead(log, piece.data(), n, at);
        if (result == SQLITE_OK)
            result = log->pMethods->xWrite(log, piece.constData(), n, at);
    }
    if (result == SQLITE_OK)
        result = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
    if (result != SQLITE_OK)
        return fail(codeFor(result), u"The write-ahead log could not be written: %1"_s.arg(QString::fromUtf8(sqlite3_errstr(result))),
                    Json::object({{"sqlite_code", result}}));
    return {};
}

Result<qint64> Connection::scalar(const char *sql)
{
    Statement &statement = prepared(sql);
    statement.bind();
    const auto row = statement.step();
    if (!row)
        return std::unexpected(row.error());
    const qint64 value = *row ? statement.integer(0) : 0;
    statement.reset();
    return value;
}

qint64 Connection::lastInsertId() const
{
    return sqlite3_last_insert_rowid(m_db);
}

int Connection::changes() const
{
    return sqlite3_changes(m_db);
}

bool Connection::inTransaction() const
{
    return m_db && sqlite3_get_autocommit(m_db) == 0;
}

void Connection::interrupt()
{
    if (m_db)
        sqlite3_interrupt(m_db);
}

Error Connection::error(const QString &doing) const
{
    return errorOf(m_db, doing);
}

} // namespace Millrace
