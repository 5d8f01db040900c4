// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/documentrepository.h"

#include "store/rows.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr const char *kSelect
    = "SELECT d.pk, d.id, d.source, s.id, d.original, lower(hex(o.hash)), d.path, d.name, d.title, d.format, d.media_type, "
      "d.size, d.modified_at, d.taken_at, d.version, d.previous, d.is_latest, d.duplicate_of, f.id, d.actor FROM document d "
      "JOIN source s ON s.pk = d.source JOIN original o ON o.pk = d.original LEFT JOIN document f ON f.pk = d.duplicate_of ";

StoredDocument readDocument(const Statement &s)
{
    const auto number = [&s](int column) { return s.isNull(column) ? std::nullopt : std::optional(s.integer(column)); };
    return {.key = s.integer(0),
            .id = s.text(1),
            .source = s.integer(2),
            .sourceId = s.text(3),
            .original = s.integer(4),
            .hash = s.text(5),
            .path = s.text(6),
            .name = s.text(7),
            .title = s.text(8),
            .format = s.text(9),
            .mediaType = s.text(10),
            .size = s.integer(11),
            .modifiedAt = number(12),
            .takenAt = s.integer(13),
            .version = static_cast<int>(s.integer(14)),
            .previous = number(15),
            .isLatest = s.integer(16) != 0,
            .isNew = false,
            .duplicateOf = number(17),
            .duplicateOfId = s.text(18),
            .actor = s.integer(19)};
}

/// A condition over `d`, with its values in order: what is narrow comes first, so that its index is used.
struct Where
{
    QByteArray sql = "WHERE 1";
    QStringList values;

    explicit Where(const DocumentFilter &filter)
    {
        if (filter.among) {
            QByteArray keys;
            for (const DocumentKey key : *filter.among)
                keys += (keys.isEmpty() ? "" : ",") + QByteArray::number(key);
            add(" AND d.pk IN (SELECT value FROM json_each(?))", u'[' + QString::fromLatin1(keys) + u']');
        }
        if (!filter.format.isEmpty())
            add(" AND d.format = ?", filter.format);
        if (!filter.source.isEmpty())
            add(" AND d.source = (SELECT pk FROM source WHERE id = ?)", filter.source);
        for (QString word : filter.named.split(u' ', Qt::SkipEmptyParts)) {
            word.replace(u'\\', u"\\\\"_s).replace(u'%', u"\\%"_s).replace(u'_', u"\\_"_s);
            add(" AND d.title || ' ' || d.name LIKE ? ESCAPE '\\'", u'%' + word + u'%');
        }
        if (filter.takenFrom)
            sql += " AND d.taken_at >= " + QByteArray::number(*filter.takenFrom);
        if (filter.takenTo)
            sql += " AND d.taken_at < " + QByteArray::number(*filter.takenTo);
        if (!filter.allVersions)
            sql += " AND d.is_latest = 1";
        if (filter.hasDuplicates) {
            sql += *filter.hasDuplicates ? " AND" : " AND NOT";
            sql += " EXISTS (SELECT 1 FROM document x WHERE x.original = d.original AND x.pk <> d.pk)";
        }
    }

    void add(const char *condition, const QString &value)
    {
        sql += condition;
        values.append(value);
    }
};

template <typename Read>
auto query(Connection &db, const QByteArray &sql, const QStringList &values, Read read)
{
    Statement statement = db.temporary(sql.constData());
    return allRows(statement.bindList(values), read);
}

qint64 keyOf(const Statement &s)
{
    return s.integer(0);
}

} // namespace

Result<DocumentRepository::Taken> DocumentRepository::take(const StoredDocument &document)
{
    struct Known
    {
        Taken taken;
        qint64 original = 0;
    };
    const auto known = document.path.isEmpty()
        ? Result<std::optional<Known>>()
        : oneRow(m_db.prepared("SELECT d.pk, d.id, f.id, d.version, d.original FROM document d LEFT JOIN document f ON f.pk = d.duplicate_of "
                               "WHERE d.path = :path AND d.path <> '' ORDER BY d.pk DESC LIMIT 1")
                     .bind(document.path),
                 [](const Statement &s) { return Known{{s.integer(0), s.text(1), s.text(2), static_cast<int>(s.integer(3)), false}, s.integer(4)}; });
    if (!known)
        return std::unexpected(known.error());
    if (*known && (*known)->original == document.original)
        return (*known)->taken;
    const auto first = oneRow(m_db.prepared("SELECT pk, id FROM document WHERE original = :original ORDER BY pk LIMIT 1").bind(document.original),
                              [](const Statement &s) { return std::pair(s.integer(0), s.text(1)); });
    if (!first)
        return std::unexpected(first.error());
    const auto previous = *known && !document.isNew ? std::optional((*known)->taken.key) : std::nullopt;
    if (previous) {
        if (auto aged = m_db.prepared("UPDATE document SET is_latest = 0 WHERE pk = :pk").bind(*previous).run(); !aged)
            return std::unexpected(aged.error());
    }
    const int version = previous ? (*known)->taken.version + 1 : 1;
    const auto added
        = m_db.prepared("INSERT INTO document (id, source, original, path, name, title, format, media_type, size, modified_at, taken_at, version, "
                        "previous, is_latest, duplicate_of, actor) VALUES (:id, :source, :original, :path, :name, :title, :format, :type, :size, "
                        ":modified, :taken, :version, :previous, 1, :duplicate, :actor)")
              .bind(document.id, document.source, document.original, document.path, document.name, document.title, document.format,
                    document.mediaType, document.size, document.modifiedAt, document.takenAt, version, previous,
                    *first ? std::optional((*first)->first) : std::nullopt, document.actor)
              .run();
    if (!added)
        return std::unexpected(added.error());
    return Taken{m_db.lastInsertId(), document.id, *first ? (*first)->second : QString(), version, true};
}

Result<void> DocumentRepository::link(ContextKey context, DocumentKey document, bool isPart)
{
    return m_db.prepared("INSERT OR IGNORE INTO document_context (context, document, is_part) VALUES (:context, :document, :is_part)")
        .bind(context, document, isPart)
        .run();
}

Result<std::optional<StoredDocument>> DocumentRepository::find(const QString &id)
{
    static const QByteArray sql = QByteArray(kSelect) + "WHERE d.id = :id";
    return oneRow(m_db.prepared(sql.constData()).bind(id), readDocument);
}

Result<std::optional<StoredDocument>> DocumentRepository::ofContext(ContextKey context)
{
    return placeOf(context).transform(
        [](std::optional<Place> &&place) { return place ? std::optional(std::move(place->document)) : std::optional<StoredDocument>(); });
}

Result<std::optional<DocumentRepository::Place>> DocumentRepository::placeOf(ContextKey context)
{
    // A child or a replay came from what its parent came from.
    const auto link = oneRow(
        m_db.prepared("WITH RECURSIVE up (context, n) AS (SELECT :context, 0 UNION ALL SELECT c.parent, n + 1 FROM up JOIN context c ON c.pk = "
                      "up.context WHERE c.parent IS NOT NULL AND n < 64) SELECT l.document, l.context, l.is_part FROM up JOIN document_context l "
                      "ON l.context = up.context ORDER BY n LIMIT 1")
            .bind(context),
        [](const Statement &s) {
            Place place;
            place.document.key = s.integer(0);
            place.context = s.integer(1);
            place.isPart = s.integer(2) != 0;
            return place;
        });
    if (!link || !*link)
        return link;
    static const QByteArray sql = QByteArray(kSelect) + "WHERE d.pk = :pk";
    auto document = oneRow(m_db.prepared(sql.constData()).bind((*link)->document.key), readDocument);
    if (!document)
        return std::unexpected(document.error());
    if (!*document)
        return std::optional<Place>();
    return Place{std::move(**document), (*link)->context, (*link)->isPart};
}

Result<QList<StoredDocument>> DocumentRepository::page(const DocumentFilter &filter, DocumentKey before, int limit)
{
    const Where where(filter);
    const QByteArray older = before > 0 ? " AND d.pk < " + QByteArray::number(before) : QByteArray();
    // The keys first: what is joined to a million rows before they are sorted costs.
    return query(m_db,
                 kSelect + QByteArray("WHERE d.pk IN (SELECT d.pk FROM document d ") + where.sql + older + " ORDER BY d.pk DESC LIMIT "
                     + QByteArray::number(limit) + ") ORDER BY d.pk DESC",
                 where.values, readDocument);
}

Result<QList<StoredDocument>> DocumentRepository::rows(const QList<DocumentKey> &keys, const DocumentFilter &filter)
{
    const Where where(filter);
    const QByteArray sql = kSelect + where.sql + " AND d.pk = ?";
    Statement statement = m_db.temporary(sql.constData());
    QList<StoredDocument> found;
    for (const DocumentKey key : keys) {
        const auto row = oneRow(statement.bindList(where.values + QStringList{QString::number(key)}), readDocument);
        if (!row)
            return std::unexpected(row.error());
        if (*row)
            found.append(**row);
    }
    return found;
}

Result<QList<DocumentKey>> DocumentRepository::keys(const DocumentFilter &filter)
{
    const Where where(filter);
    return query(m_db, "SELECT d.pk FROM document d " + where.sql + " ORDER BY d.pk DESC", where.values, keyOf);
}

Result<QList<FacetCount>> DocumentRepository::facet(const DocumentFilter &filter, const QString &name)
{
    const Where where(filter);
    QByteArray value = "d.format, ''";
    QByteArray join;
    if (name == "source"_L1) {
        value = "s.id, max(s.title)";
        join = "JOIN source s ON s.pk = d.source ";
    } else if (name == "day"_L1) {
        value = "strftime('%Y-%m-%d', d.taken_at / 1000000, 'unixepoch'), ''";
    } else if (name == "duplicates"_L1) {
        value = "CASE WHEN EXISTS (SELECT 1 FROM document x WHERE x.original = d.original AND x.pk <> d.pk) THEN 'true' ELSE 'false' END, ''";
    }
    return query(m_db, "SELECT " + value + ", count(*) AS n FROM document d " + join + where.sql + " GROUP BY 1 ORDER BY n DESC, 1 LIMIT 1000",
                 where.values, [](const Statement &s) { return FacetCount{s.text(0), s.text(1), s.integer(2)}; });
}

Result<qint64> DocumentRepository::count(const DocumentFilter &filter)
{
    const Where where(filter);
    const auto counts = query(m_db, "SELECT count(*) FROM document d " + where.sql, where.values, keyOf);
    if (!counts)
        return std::unexpected(counts.error());
    return counts->value(0);
}

Result<QList<StoredDocument>> DocumentRepository::versions(const StoredDocument &document)
{
    if (document.path.isEmpty())
        return QList<StoredDocument>{document};
    // A name may be used again for something else: what hangs together by `previous` are versions of one another.
    static const QByteArray sql = QByteArray(kSelect)
        + "WHERE d.path = :path AND d.path <> '' AND d.pk >= (SELECT max(pk) FROM document WHERE path = :path AND path <> '' AND pk <= :pk "
          "AND previous IS NULL) AND d.pk < coalesce((SELECT min(pk) FROM document WHERE path = :path AND path <> '' AND pk > :pk AND previous IS "
          "NULL), 9223372036854775807) "
          "ORDER BY d.version DESC LIMIT 1000";
    return allRows(m_db.prepared(sql.constData()).bind(document.path, document.key), readDocument);
}

Result<QList<StoredDocument>> DocumentRepository::duplicates(const StoredDocument &document, int limit)
{
    static const QByteArray sql = QByteArray(kSelect) + "WHERE d.original = :original AND d.pk <> :pk ORDER BY d.pk LIMIT :limit";
    return allRows(m_db.prepared(sql.constData()).bind(document.original, document.key, limit), readDocument);
}

Result<QList<ContextKey>> DocumentRepository::contexts(DocumentKey document, int limit)
{
    return allRows(
        m_db.prepared("SELECT context FROM document_context WHERE document = :document ORDER BY context LIMIT :limit").bind(document, limit), keyOf);
}

Result<QList<DocumentKey>> DocumentRepository::ofContexts(const QList<ContextKey> &contexts)
{
    QList<DocumentKey> found;
    found.reserve(contexts.size());
    for (const ContextKey context : contexts) {
        const auto document = oneRow(m_db.prepared("SELECT document FROM document_context WHERE context = :context").bind(context), keyOf);
        if (!document)
            return std::unexpected(document.error());
        found.append(document->value_or(0));
    }
    return found;
}

} // namespace Millrace
