// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"
#include "store/sqlite.h"

#include <QList>

#include <optional>

namespace Millrace {

/// Stored: never renumber.
enum class SourceState : quint8 { On = 0, Paused = 1, Removed = 2 };

/// Where documents come from, as it is kept.
struct StoredSource
{
    qint64 key = 0;
    QString id;
    QString kind; ///< "folder"; "cli", "drop", "paste", "door" for what is handed in
    QString title;
    Json spec; ///< what its kind needs
    SourceState state = SourceState::On;
    QString problem; ///< why it cannot be looked at now
    std::optional<qint64> lookedAt;
    qint64 actor = 0;
    qint64 createdAt = 0;

    friend bool operator==(const StoredSource &, const StoredSource &) = default;
};

/// Stored: never renumber.
enum class SourceFileState : quint8 { Taking = 0, Taken = 1, Failed = 2, PutAway = 3, Gone = 4 };

/// What became of a file of a watched folder.
struct StoredSourceFile
{
    qint64 key = 0;
    QString path; ///< below the folder
    qint64 size = 0;
    qint64 modifiedAt = 0;
    qint64 inode = 0;
    SourceFileState state = SourceFileState::Taking;
    QString hash; ///< of the bytes that are being taken or were
    qint64 done = 0; ///< what was found in it and is dealt with
    std::optional<qint64> document;
    int attempts = 0;
    QString reader; ///< what could be read when it was tried
    Json reason; ///< the error, or null
    qint64 changedAt = 0;

    friend bool operator==(const StoredSourceFile &, const StoredSourceFile &) = default;
};

/// Sources and the files of the watched ones. Reads work on any connection, writes inside the engine's transaction.
class SourceRepository
{
public:
    explicit SourceRepository(Connection &db)
        : m_db(db)
    {}

    /// Adds it, or replaces title, spec and state of one with the same id.
    [[nodiscard]] Result<void> save(const StoredSource &source);
    /// The key of a way in that needs no settings; made where it is missing.
    [[nodiscard]] Result<qint64> ensure(const QString &id, const QString &title, qint64 actor, qint64 now);
    [[nodiscard]] Result<void> setState(qint64 key, SourceState state);
    /// After a look at it; an empty problem means there is none.
    [[nodiscard]] Result<void> setLooked(qint64 key, qint64 at, const QString &problem);
    [[nodiscard]] Result<std::optional<StoredSource>> find(const QString &id);
    [[nodiscard]] Result<QList<StoredSource>> all();

    [[nodiscard]] Result<std::optional<StoredSourceFile>> findFile(qint64 source, const QString &path);
    /// Every file of a source.
    [[nodiscard]] Result<QList<StoredSourceFile>> files(qint64 source);
    /// In the order of paths, after one; at most `limit`.
    [[nodiscard]] Result<QList<StoredSourceFile>> page(qint64 source, std::optional<SourceFileState> state, const QString &after, int limit);
    [[nodiscard]] Result<void> saveFile(qint64 source, const StoredSourceFile &file);
    /// Has failed files tried again, one or all: how many.
    [[nodiscard]] Result<qint64> forgetReader(qint64 source, const QString &path);
    /// How many files are in each state, in the order of SourceFileState.
    [[nodiscard]] Result<QList<qint64>> counts(qint64 source);

private:
    Connection &m_db;
};

} // namespace Millrace
