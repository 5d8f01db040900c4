// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/sourcerepository.h"

#include "store/rows.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

#define SOURCE_COLUMNS "pk, id, kind, title, spec, state, problem, looked_at, actor, created_at"
#define FILE_COLUMNS "pk, path, size, modified_at, inode, state, lower(hex(hash)), done, document, attempts, reader, reason, changed_at"

Json jsonOf(const Statement &s, int column)
{
    return s.isNull(column) ? Json() : Json::parse(s.blob(column)).value_or(Json());
}

StoredSource readSource(const Statement &s)
{
    return {.key = s.integer(0),
            .id = s.text(1),
            .kind = s.text(2),
            .title = s.text(3),
            .spec = jsonOf(s, 4),
            .state = static_cast<SourceState>(s.integer(5)),
            .problem = s.text(6),
            .lookedAt = s.isNull(7) ? std::nullopt : std::optional(s.integer(7)),
            .actor = s.integer(8),
            .createdAt = s.integer(9)};
}

StoredSourceFile readFile(const Statement &s)
{
    return {.key = s.integer(0),
            .path = s.text(1),
            .size = s.integer(2),
            .modifiedAt = s.integer(3),
            .inode = s.integer(4),
            .state = static_cast<SourceFileState>(s.integer(5)),
            .hash = s.text(6),
            .done = s.integer(7),
            .document = s.isNull(8) ? std::nullopt : std::optional(s.integer(8)),
            .attempts = static_cast<int>(s.integer(9)),
            .reader = s.text(10),
            .reason = jsonOf(s, 11),
            .changedAt = s.integer(12)};
}

template <typename T>
std::optional<T> orNull(const T &value)
{
    return value.isEmpty() ? std::nullopt : std::optional(value);
}

} // namespace

Result<void> SourceRepository::save(const StoredSource &s)
{
    return m_db
        .prepared("INSERT INTO source (id, kind, title, spec, state, actor, created_at) VALUES (:id, :kind, :title, :spec, :state, :actor, :created) "
                  "ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, title = excluded.title, spec = excluded.spec, state = excluded.state, "
                  "problem = NULL")
        .bind(s.id, s.kind, s.title, s.spec.toBytes(), static_cast<int>(s.state), s.actor, s.createdAt)
        .run();
}

Result<qint64> SourceRepository::ensure(const QString &id, const QString &title, qint64 actor, qint64 now)
{
    const auto known = find(id);
    if (!known)
        return std::unexpected(known.error());
    if (*known)
        return (*known)->key;
    StoredSource source;
    source.id = source.kind = id;
    source.title = title;
    source.spec = Json::object();
    source.actor = actor;
    source.createdAt = now;
    if (auto saved = save(source); !saved)
        return std::unexpected(saved.error());
    return m_db.lastInsertId();
}

Result<void> SourceRepository::setState(qint64 key, SourceState state)
{
    return m_db.prepared("UPDATE source SET state = :state WHERE pk = :pk").bind(static_cast<int>(state), key).run();
}

Result<void> SourceRepository::setLooked(qint64 key, qint64 at, const QString &problem)
{
    return m_db.prepared("UPDATE source SET looked_at = :at, problem = :problem WHERE pk = :pk").bind(at, orNull(problem), key).run();
}

Result<std::optional<StoredSource>> SourceRepository::find(const QString &id)
{
    return oneRow(m_db.prepared("SELECT " SOURCE_COLUMNS " FROM source WHERE id = :id").bind(id), readSource);
}

Result<QList<StoredSource>> SourceRepository::all()
{
    return allRows(m_db.prepared("SELECT " SOURCE_COLUMNS " FROM source ORDER BY id").bind(), readSource);
}

Result<std::optional<StoredSourceFile>> SourceRepository::findFile(qint64 source, const QString &path)
{
    return oneRow(m_db.prepared("SELECT " FILE_COLUMNS " FROM source_file WHERE source = :source AND path = :path").bind(source, path), readFile);
}

Result<QList<StoredSourceFile>> SourceRepository::files(qint64 source)
{
    return allRows(m_db.prepared("SELECT " FILE_COLUMNS " FROM source_file WHERE source = :source").bind(source), readFile);
}

Result<QList<StoredSourceFile>> SourceRepository::page(qint64 source, std::optional<SourceFileState> state, const QString &after, int limit)
{
    const int wanted = state ? static_cast<int>(*state) : -1;
    return allRows(m_db.prepared("SELECT " FILE_COLUMNS " FROM source_file WHERE source = :source AND path > :after AND (:any < 0 OR state = :state) "
                                 "ORDER BY path LIMIT :limit")
                       .bind(source, after, wanted, wanted, limit),
                   readFile);
}

Result<void> SourceRepository::saveFile(qint64 source, const StoredSourceFile &f)
{
    const QByteArray hash = QByteArray::fromHex(f.hash.toLatin1());
    const QByteArray reason = f.reason.isNull() ? QByteArray() : f.reason.toBytes();
    return m_db
        .prepared(
            "INSERT INTO source_file (source, path, size, modified_at, inode, state, hash, done, document, attempts, reader, reason, changed_at) "
            "VALUES (:source, :path, :size, :modified, :inode, :state, :hash, :done, :document, :attempts, :reader, :reason, :changed) "
            "ON CONFLICT (source, path) DO UPDATE SET size = excluded.size, modified_at = excluded.modified_at, inode = excluded.inode, "
            "state = excluded.state, hash = excluded.hash, done = excluded.done, document = excluded.document, attempts = excluded.attempts, "
            "reader = excluded.reader, reason = excluded.reason, changed_at = excluded.changed_at")
        .bind(source, f.path, f.size, f.modifiedAt, f.inode, static_cast<int>(f.state), orNull(hash), f.done, f.document, f.attempts, f.reader,
              orNull(reason), f.changedAt)
        .run();
}

Result<qint64> SourceRepository::forgetReader(qint64 source, const QString &path)
{
    const auto done = m_db.prepared("UPDATE source_file SET reader = '' WHERE source = :source AND state = 2 AND (:any = '' OR path = :path)")
                          .bind(source, path, path)
                          .run();
    return done ? Result<qint64>(m_db.changes()) : std::unexpected(done.error());
}

Result<QList<qint64>> SourceRepository::counts(qint64 source)
{
    QList<qint64> counts(5, 0);
    const auto rows = allRows(m_db.prepared("SELECT state, count(*) FROM source_file WHERE source = :source GROUP BY state").bind(source),
                              [](const Statement &s) { return std::pair(s.integer(0), s.integer(1)); });
    if (!rows)
        return std::unexpected(rows.error());
    for (const auto &[state, n] : *rows) {
        if (state >= 0 && state < counts.size())
            counts[state] = n;
    }
    return counts;
}

} // namespace Millrace
