// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/originalrepository.h"

#include "store/rows.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qint64 kChunksPerOriginal = 1 << 20;

QByteArray bytesOf(const QString &hash)
{
    return QByteArray::fromHex(hash.toLatin1());
}

} // namespace

SealedOriginal sealOriginal(const QString &name, const QString &mediaType, const QByteArray &bytes)
{
    SealedOriginal sealed{{originalHash(bytes), name, mediaType, bytes.size()}, {}};
    for (qsizetype at = 0; at < bytes.size(); at += kOriginalChunk)
        sealed.chunks.append(seal(bytes.size() <= kOriginalChunk ? bytes : bytes.mid(at, kOriginalChunk)));
    return sealed;
}

Result<std::optional<OriginalRepository::Stored>> OriginalRepository::find(const QString &hash)
{
    return oneRow(m_db.prepared("SELECT pk, name, media_type, size FROM original WHERE hash = :hash AND complete = 1").bind(bytesOf(hash)),
                  [&hash](const Statement &s) { return Stored{s.integer(0), {hash.toLower(), s.text(1), s.text(2), s.integer(3)}}; });
}

Result<qint64> OriginalRepository::insert(const OriginalInfo &info, bool complete, qint64 now)
{
    const auto done = m_db.prepared("INSERT INTO original (hash, size, name, media_type, complete, created_at) "
                                    "VALUES (:hash, :size, :name, :type, :complete, :now)")
                          .bind(bytesOf(info.hash), info.size, info.name, info.mediaType, complete, now)
                          .run();
    return done ? Result<qint64>(m_db.lastInsertId()) : std::unexpected(done.error());
}

Result<qint64> OriginalRepository::add(const SealedOriginal &original, qint64 now)
{
    const auto known = find(original.info.hash);
    if (!known)
        return std::unexpected(known.error());
    if (*known)
        return (*known)->key;
    // One may be on its way in pieces; this one is whole.
    if (original.info.size > kOriginalChunk) {
        const auto begun = begin(original.info, now);
        if (!begun)
            return begun;
        for (qsizetype n = 0; n < original.chunks.size(); ++n) {
            if (auto added = addChunk(*begun, static_cast<int>(n), original.chunks[n]); !added)
                return std::unexpected(added.error());
        }
        if (auto completed = complete(*begun); !completed)
            return std::unexpected(completed.error());
        return begun;
    }
    const auto key = insert(original.info, true, now);
    if (!key || original.chunks.isEmpty())
        return key;
    if (auto added = addChunk(*key, 0, original.chunks.first()); !added)
        return std::unexpected(added.error());
    return key;
}

Result<qint64> OriginalRepository::begin(const OriginalInfo &info, qint64 now)
{
    const auto left = oneRow(m_db.prepared("SELECT pk FROM original WHERE hash = :hash AND complete = 0").bind(bytesOf(info.hash)),
                             [](const Statement &s) { return s.integer(0); });
    if (!left)
        return std::unexpected(left.error());
    if (!*left)
        return insert(info, false, now);
    if (auto dropped = dropChunks(**left); !dropped)
        return std::unexpected(dropped.error());
    return **left;
}

Result<void> OriginalRepository::addChunk(qint64 key, int n, const Sealed &chunk)
{
    return m_db.prepared("INSERT OR REPLACE INTO original_chunk (id, codec, hash, data) VALUES (:id, :codec, :hash, :data)")
        .bind(key * kChunksPerOriginal + n, static_cast<int>(chunk.packed.codec), chunk.hash, chunk.packed.bytes)
        .run();
}

Result<void> OriginalRepository::complete(qint64 key)
{
    return m_db.prepared("UPDATE original SET complete = 1 WHERE pk = :pk").bind(key).run();
}

Result<void> OriginalRepository::dropChunks(qint64 key)
{
    return m_db.prepared("DELETE FROM original_chunk WHERE id >= :from AND id < :to")
        .bind(key * kChunksPerOriginal, (key + 1) * kChunksPerOriginal)
        .run();
}

Result<void> OriginalRepository::dropIncomplete()
{
    const auto keys = allRows(m_db.prepared("SELECT pk FROM original WHERE complete = 0").bind(), [](const Statement &s) { return s.integer(0); });
    if (!keys)
        return std::unexpected(keys.error());
    for (const qint64 key : *keys) {
        if (auto dropped = dropChunks(key); !dropped)
            return dropped;
        if (auto dropped = m_db.prepared("DELETE FROM original WHERE pk = :pk").bind(key).run(); !dropped)
            return dropped;
    }
    return {};
}

Result<void> OriginalRepository::read(const Stored &original, const std::function<Result<void>(QByteArrayView)> &sink)
{
    const auto damaged
        = [&original] { return fail(ErrorCode::WorkspaceDamaged, u"the original %1 (%2) is damaged"_s.arg(original.info.hash, original.info.name)); };
    QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    const qint64 first = original.key * kChunksPerOriginal;
    for (qint64 n = 0; n * kOriginalChunk < original.info.size; ++n) {
        // One at a time: nothing holds the file while the sink works.
        Statement &chunk = m_db.prepared("SELECT codec, hash, data FROM original_chunk WHERE id = :id");
        chunk.bind(first + n);
        const auto row = chunk.step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            return damaged();
        const auto bytes = unpack(chunk.blobView(2), static_cast<Codec>(chunk.integer(0)));
        const qint64 expected = chunk.integer(1);
        chunk.reset();
        if (!bytes || contentHash(*bytes) != expected)
            return damaged();
        hash.addData(*bytes);
        if (auto taken = sink(*bytes); !taken)
            return taken;
    }
    if (hash.result() != bytesOf(original.info.hash))
        return damaged();
    return {};
}

Result<OriginalRepository::Sums> OriginalRepository::sums()
{
    const auto sums = oneRow(m_db.prepared("SELECT count(*), total(size), (SELECT total(length(data)) FROM original_chunk) FROM original").bind(),
                             [](const Statement &s) { return Sums{s.integer(0), s.integer(1), s.integer(2)}; });
    if (!sums)
        return std::unexpected(sums.error());
    return sums->value_or(Sums());
}

} // namespace Millrace
