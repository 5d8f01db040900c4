// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/services.h"
#include "store/codec.h"
#include "store/sqlite.h"

#include <QList>

#include <functional>

namespace Millrace {

/// Originals lie in pieces of this size, each packed where that helps.
inline constexpr qsizetype kOriginalChunk = 1024 * 1024;

/// A file ready to be stored: hashed and packed on a thread that has the time.
struct SealedOriginal
{
    OriginalInfo info;
    QList<Sealed> chunks;
};
[[nodiscard]] SealedOriginal sealOriginal(const QString &name, const QString &mediaType, const QByteArray &bytes);

/// The files that contexts came from, by their content. Reads work on any connection, writes inside the engine's transaction.
class OriginalRepository
{
public:
    explicit OriginalRepository(Connection &db)
        : m_db(db)
    {}

    struct Stored
    {
        qint64 key = 0;
        OriginalInfo info;
    };
    /// Complete ones only; a hash that is none is not there.
    [[nodiscard]] Result<std::optional<Stored>> find(const QString &hash);
    /// The key; of the one that is there already where there is one.
    [[nodiscard]] Result<qint64> add(const SealedOriginal &original, qint64 now);

    // --- one that is too large for a commit -----------------------------------------------------------------------------------
    /// A row that is not complete; what an earlier try left of it is thrown away.
    [[nodiscard]] Result<qint64> begin(const OriginalInfo &info, qint64 now);
    [[nodiscard]] Result<void> addChunk(qint64 key, int n, const Sealed &chunk);
    [[nodiscard]] Result<void> complete(qint64 key);
    /// Throws away what was begun and never completed.
    [[nodiscard]] Result<void> dropIncomplete();

    /// Hands over the bytes piece by piece. WorkspaceDamaged where they are not what the hash says; the sink's error ends it.
    [[nodiscard]] Result<void> read(const Stored &original, const std::function<Result<void>(QByteArrayView)> &sink);

    /// How many there are, and their bytes as they came and as they are stored.
    struct Sums
    {
        qint64 count = 0;
        qint64 bytes = 0;
        qint64 storedBytes = 0;
    };
    [[nodiscard]] Result<Sums> sums();

private:
    [[nodiscard]] Result<qint64> insert(const OriginalInfo &info, bool complete, qint64 now);
    [[nodiscard]] Result<void> dropChunks(qint64 key);

    Connection &m_db;
};

} // namespace Millrace
