// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/resultcache.h"

#include "store/catalog.h"
#include "store/rows.h"

namespace Millrace {

namespace {

constexpr qint64 kUsualLimit = 256LL * 1024 * 1024;

} // namespace

Result<std::optional<QByteArray>> ResultCache::find(const QByteArray &key)
{
    Statement &statement = m_db.prepared("SELECT codec, hash, result FROM step_cache WHERE key = :key");
    statement.bind(key);
    const auto row = statement.step();
    if (!row)
        return std::unexpected(row.error());
    std::optional<QByteArray> found;
    if (*row) {
        auto bytes = unpack(statement.blobView(2), static_cast<Codec>(statement.integer(0)));
        if (bytes && contentHash(*bytes) == statement.integer(1))
            found = std::move(*bytes);
    }
    statement.reset();
    return found;
}

Result<QList<CacheUse>> ResultCache::uses()
{
    Statement &statement = m_db.prepared("SELECT component, hits, misses, entries, bytes FROM cache_use ORDER BY component");
    statement.bind();
    return allRows(statement, [](const Statement &s) { return CacheUse{s.text(0), s.integer(1), s.integer(2), s.integer(3), s.integer(4)}; });
}

Result<void> ResultCache::countHit(const QByteArray &key, const QString &component, qint64 now)
{
    if (auto used = m_db.prepared("UPDATE step_cache SET used_at = :now, hits = hits + 1 WHERE key = :key").bind(now, key).run(); !used)
        return used;
    return m_db.prepared("UPDATE cache_use SET hits = hits + 1 WHERE component = :component").bind(component).run();
}

Result<void> ResultCache::countMiss(const QByteArray &key, const QString &component, const std::optional<Sealed> &result, qint64 now)
{
    qint64 bytes = 0;
    int kept = 0;
    if (result) {
        bytes = result->packed.bytes.size();
        Statement &statement
            = m_db.prepared("INSERT OR IGNORE INTO step_cache (key, component, created_at, used_at, hits, bytes, codec, hash, result) "
                            "VALUES (:key, :component, :now, :now2, 0, :bytes, :codec, :hash, :result)");
        statement.bind(key, component, now, now, bytes, static_cast<int>(result->packed.codec), result->hash, result->packed.bytes);
        if (auto done = statement.run(); !done)
            return done;
        kept = m_db.changes();
    }
    Statement &use = m_db.prepared("INSERT INTO cache_use (component, hits, misses, entries, bytes) VALUES (:component, 0, 1, :entries, :bytes) "
                                   "ON CONFLICT DO UPDATE SET misses = misses + 1, entries = entries + excluded.entries, "
                                   "bytes = bytes + excluded.bytes");
    if (auto counted = use.bind(component, kept, kept * bytes).run(); !counted)
        return counted;
    return kept ? trim() : Result<void>();
}

Result<qint64> ResultCache::clear(const QString &component)
{
    Statement &statement
        = component.isEmpty() ? m_db.prepared("DELETE FROM step_cache") : m_db.prepared("DELETE FROM step_cache WHERE component = :c");
    component.isEmpty() ? statement.bind() : statement.bind(component);
    if (auto done = statement.run(); !done)
        return std::unexpected(done.error());
    const qint64 gone = m_db.changes();
    Statement &use = component.isEmpty() ? m_db.prepared("UPDATE cache_use SET entries = 0, bytes = 0")
                                         : m_db.prepared("UPDATE cache_use SET entries = 0, bytes = 0 WHERE component = :c");
    component.isEmpty() ? use.bind() : use.bind(component);
    if (auto done = use.run(); !done)
        return std::unexpected(done.error());
    return gone;
}

Result<qint64> ResultCache::limit()
{
    const auto text = Catalog(m_db).meta("cache_limit");
    if (!text)
        return std::unexpected(text.error());
    return text->isEmpty() ? kUsualLimit : text->toLongLong();
}

Result<void> ResultCache::trim()
{
    const auto most = limit();
    if (!most)
        return std::unexpected(most.error());
    auto total = m_db.scalar("SELECT coalesce(sum(bytes), 0) FROM cache_use");
    if (!total || *total <= *most)
        return total ? Result<void>() : std::unexpected(total.error());
    // A tenth more than needed, so that not every new result throws one out.
    while (*total > *most / 10 * 9) {
        Statement &oldest = m_db.prepared("SELECT key, component, bytes FROM step_cache ORDER BY used_at LIMIT 1");
        oldest.bind();
        const auto row = oldest.step();
        if (!row || !*row)
            return row ? Result<void>() : std::unexpected(row.error());
        const QByteArray key = oldest.blob(0);
        const QString component = oldest.text(1);
        const qint64 bytes = oldest.integer(2);
        oldest.reset();
        if (auto gone = m_db.prepared("DELETE FROM step_cache WHERE key = :key").bind(key).run(); !gone)
            return gone;
        Statement &use = m_db.prepared("UPDATE cache_use SET entries = entries - 1, bytes = bytes - :bytes WHERE component = :component");
        if (auto counted = use.bind(bytes, component).run(); !counted)
            return counted;
        *total -= bytes;
    }
    return {};
}

} // namespace Millrace
