// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>

struct sqlite3;
struct sqlite3_blob;
struct sqlite3_stmt;

namespace Millrace {

class Checkpointer;
class SnapshotGate;

/// A prepared statement of one connection: bind in order of appearance, step, read columns. Errors stick until reset(): a chain
/// of binds needs no checks, step() reports. Used on the connection's thread; the connection owns it.
class Statement
{
public:
    Statement() = default;
    Statement(const Statement &) = delete;
    Statement &operator=(const Statement &) = delete;
    Statement(Statement &&other) noexcept;
    Statement &operator=(Statement &&other) noexcept;
    ~Statement();

    /// Binds all parameters in their order of appearance and starts afresh. QString → TEXT, QByteArray and views → BLOB,
    /// nullptr and empty optionals → NULL. The bytes must live until the statement is reset.
    template <typename... Values>
    Statement &bind(const Values &...values)
    {
        reset();
        int index = 0;
        (bindOne(++index, values), ...);
        return *this;
    }

    /// The same for a list of texts.
    Statement &bindList(const QStringList &values);

    /// True: a row is there. False: done.
    [[nodiscard]] Result<bool> step();
    /// Steps to the end and resets.
    [[nodiscard]] Result<void> run();
    void reset();

    [[nodiscard]] qint64 integer(int column) const;
    [[nodiscard]] QString text(int column) const;
    /// A copy.
    [[nodiscard]] QByteArray blob(int column) const;
    /// Valid until the next step.
    [[nodiscard]] QByteArrayView blobView(int column) const;
    [[nodiscard]] bool isNull(int column) const;

private:
    friend class Connection;
    void bindOne(int index, qint64 value);
    void bindOne(int index, int value) { bindOne(index, static_cast<qint64>(value)); }
    void bindOne(int index, quint64 value) { bindOne(index, static_cast<qint64>(value)); }
    void bindOne(int index, bool value) { bindOne(index, static_cast<qint64>(value)); }
    void bindOne(int index, const QString &value);
    void bindOne(int index, const QByteArray &value) { bindOne(index, QByteArrayView(value)); }
    void bindOne(int index, QByteArrayView value);
    void bindOne(int index, std::nullptr_t);
    template <typename T>
    void bindOne(int index, const std::optional<T> &value)
    {
        if (value)
            bindOne(index, *value);
        else
            bindOne(index, nullptr);
    }

    sqlite3_stmt *m_statement = nullptr;
    int m_bindError = 0;
    int m_prepareError = 0; ///< why there is no statement
};

/// A BLOB written in place, piece by piece. Lives within a transaction of its connection.
class BlobWriter
{
public:
    BlobWriter() = default;
    BlobWriter(BlobWriter &&other) noexcept
        : m_blob(std::exchange(other.m_blob, nullptr))
        , m_db(other.m_db)
    {}
    BlobWriter &operator=(BlobWriter &&other) noexcept
    {
        std::swap(m_blob, other.m_blob);
        std::swap(m_db, other.m_db);
        return *this;
    }
    ~BlobWriter();

    [[nodiscard]] Result<void> write(QByteArrayView piece, qint64 offset);

private:
    friend class Connection;
    sqlite3_blob *m_blob = nullptr;
    sqlite3 *m_db = nullptr;
};

/// One SQLite connection with Millrace's settings. One thread at a time.
class Connection
{
public:
    /// View: as ReadWrite, but statements that write are refused; the last one to close still tidies up the WAL.
    enum class Mode : quint8 { Create, ReadWrite, View, ReadOnly, Immutable };

    Connection();
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    [[nodiscard]] Result<void> open(const QString &path, Mode mode);
    /// Finalises all statements and closes; the error says why it could not.
    [[nodiscard]] Result<void> close();
    [[nodiscard]] bool isOpen() const { return m_db != nullptr; }

    /// Ends a transaction that only read, with every statement that was left in the middle: one of those would keep its view of the file.
    /// False: it cannot be ended, and the connection has to be closed.
    [[nodiscard]] bool endReading();
    /// Runs a script of one or more statements.
    [[nodiscard]] Result<void> exec(const char *sql);
    /// The prepared statement for a text with static lifetime; made once, found by its address.
    [[nodiscard]] Statement &prepared(const char *sql);
    /// A statement for this once.
    [[nodiscard]] Statement temporary(const char *sql);
    [[nodiscard]] Result<BlobWriter> openBlob(const char *table, const char *column, qint64 row);
    /// After each commit that leaves so many pages or more in the write-ahead log, writes back what no reader holds. Unlike SQLite's own way
    /// a failing disk is not passed over: the statement that committed fails with it, though its commit stands. From twice as many on, the
    /// readers behind `gate` are kept waiting for a moment, so that the log can begin anew. Where readers keep four times as many from
    /// being written back, that is logged, once. A `helper` does the most of the writing back, beside the commits.
    void checkpointEvery(int pages, SnapshotGate *gate = nullptr, Checkpointer *helper = nullptr);
    /// Bytes in the write-ahead log that a reader keeps from being written back, as of the last commit, where they are too many; else 0.
    [[nodiscard]] qint64 heldBackBytes() const { return m_heldBackBytes; }
    /// Writes the whole write-ahead log once more as it reads, and syncs it. After a sync that failed, in this process or the one before, the
    /// page cache shows what the disk never took, and what is written behind that would be lost with it.
    [[nodiscard]] Result<void> settleLog();
    /// One integer of a one-row query.
    [[nodiscard]] Result<qint64> scalar(const char *sql);

    [[nodiscard]] qint64 lastInsertId() const;
    [[nodiscard]] int changes() const;
    [[nodiscard]] bool inTransaction() const;
    /// Ends a running statement with an error, from any thread.
    void interrupt();
    [[nodiscard]] sqlite3 *handle() const { return m_db; }
    /// The last failure of this connection as an Error.
    [[nodiscard]] Error error(const QString &doing) const;

private:
    [[nodiscard]] int logGrew(const char *name, int frames);

    sqlite3 *m_db = nullptr;
    int m_checkpointPages = 0;
    SnapshotGate *m_gate = nullptr;
    Checkpointer *m_helper = nullptr;
    qint64 m_nextGateUs = 0; ///< monotonic: readers are not kept waiting again before
    qint64 m_heldBackBytes = 0; ///< by a reader, and logged
    std::unordered_map<const char *, Statement> m_prepared;
};

} // namespace Millrace
