// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/codec.h"
#include "store/sqlite.h"

#include <QList>
#include <QString>

#include <optional>

namespace Millrace {

/// How the kept results of one component are used.
struct CacheUse
{
    QString component;
    qint64 hits = 0;
    qint64 misses = 0;
    qint64 entries = 0;
    qint64 bytes = 0;

    friend bool operator==(const CacheUse &, const CacheUse &) = default;
};

/// Results of steps by what went in, bounded in size: what was used longest ago goes first. Writes belong to the engine's thread and its
/// transaction; find() and uses() work on any connection.
class ResultCache
{
public:
    explicit ResultCache(Connection &db)
        : m_db(db)
    {}

    /// The bytes that were kept; nothing where there are none, or where they are damaged.
    [[nodiscard]] Result<std::optional<QByteArray>> find(const QByteArray &key);
    [[nodiscard]] Result<QList<CacheUse>> uses();

    [[nodiscard]] Result<void> countHit(const QByteArray &key, const QString &component, qint64 now);
    /// `result` empty: the step ran, and what came of it cannot be kept.
    [[nodiscard]] Result<void> countMiss(const QByteArray &key, const QString &component, const std::optional<Sealed> &result, qint64 now);
    /// Throws away what a component's steps came to, or everything; how many.
    [[nodiscard]] Result<qint64> clear(const QString &component);
    /// In bytes; 256 MiB where nothing else was set.
    [[nodiscard]] Result<qint64> limit();

private:
    [[nodiscard]] Result<void> trim();

    Connection &m_db;
};

} // namespace Millrace
