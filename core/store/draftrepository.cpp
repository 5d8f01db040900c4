// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/draftrepository.h"

#include "store/rows.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// The bytes of a row that has codec, hash and body from `column` on.
Result<QByteArray> bodyOf(const Statement &s, int column)
{
    auto bytes = unpack(s.blobView(column + 2), static_cast<Codec>(s.integer(column)));
    if (!bytes || contentHash(*bytes) != s.integer(column + 1))
        return fail(ErrorCode::WorkspaceDamaged, u"a stored draft does not match its hash"_s);
    return bytes;
}

Result<Json> jsonOf(const Statement &s, int column)
{
    const auto bytes = bodyOf(s, column);
    return bytes ? Json::parse(*bytes) : Result<Json>(std::unexpected(bytes.error()));
}

/// The rows, or the first error among them.
template <typename T>
Result<QList<T>> whole(Result<QList<Result<T>>> rows)
{
    if (!rows)
        return std::unexpected(rows.error());
    QList<T> list;
    for (Result<T> &row : *rows) {
        if (!row)
            return std::unexpected(row.error());
        list.append(std::move(*row));
    }
    return list;
}

} // namespace

Result<std::optional<StoredDraft>> DraftRepository::find(const QString &pipeline)
{
    Statement &statement
        = m_db.prepared("SELECT d.pk, d.pipeline, d.base_version, d.base_hash, d.sequence, d.position, d.state, d.title, d.codec, d.hash, "
                        "d.definition, d.actor, p.name, d.created_at, d.changed_at FROM draft d JOIN principal p ON p.pk = d.actor "
                        "WHERE d.pipeline = :pipeline");
    auto row = oneRow(statement.bind(pipeline), [](const Statement &s) -> Result<StoredDraft> {
        auto definition = bodyOf(s, 8);
        if (!definition)
            return std::unexpected(definition.error());
        return StoredDraft{s.integer(0),
                           s.text(1),
                           static_cast<int>(s.integer(2)),
                           s.integer(3),
                           s.integer(4),
                           s.integer(5),
                           static_cast<DraftState>(s.integer(6)),
                           s.text(7),
                           std::move(*definition),
                           s.integer(9),
                           s.integer(11),
                           s.text(12),
                           s.integer(13),
                           s.integer(14)};
    });
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return std::nullopt;
    if (!**row)
        return std::unexpected((*row)->error());
    return std::optional(std::move(***row));
}

Result<QList<StoredDraft>> DraftRepository::all()
{
    Statement &statement
        = m_db.prepared("SELECT d.pk, d.pipeline, d.base_version, d.base_hash, d.sequence, d.position, d.state, d.title, d.hash, d.actor, p.name, "
                        "d.created_at, d.changed_at FROM draft d JOIN principal p ON p.pk = d.actor ORDER BY d.changed_at DESC, d.pk DESC");
    return allRows(statement.bind(), [](const Statement &s) {
        return StoredDraft{.key = s.integer(0),
                           .pipeline = s.text(1),
                           .baseVersion = static_cast<int>(s.integer(2)),
                           .baseHash = s.integer(3),
                           .sequence = s.integer(4),
                           .position = s.integer(5),
                           .state = static_cast<DraftState>(s.integer(6)),
                           .title = s.text(7),
                           .definition = {},
                           .hash = s.integer(8),
                           .actor = s.integer(9),
                           .actorName = s.text(10),
                           .createdAt = s.integer(11),
                           .changedAt = s.integer(12)};
    });
}

Result<void> DraftRepository::add(StoredDraft &d)
{
    const Sealed sealed = seal(d.definition);
    d.hash = sealed.hash;
    Statement &statement = m_db.prepared(
        "INSERT INTO draft (pipeline, base_version, base_hash, sequence, position, state, title, codec, hash, definition, actor, created_at, "
        "changed_at) VALUES (:pipeline, :base_version, :base_hash, :sequence, :position, :state, :title, :codec, :hash, :definition, :actor, "
        ":created_at, :changed_at)");
    const auto done = statement
                          .bind(d.pipeline, d.baseVersion, d.baseHash, d.sequence, d.position, static_cast<int>(d.state), d.title,
                                static_cast<int>(sealed.packed.codec), sealed.hash, sealed.packed.bytes, d.actor, d.createdAt, d.changedAt)
                          .run();
    if (done)
        d.key = m_db.lastInsertId();
    return done;
}

Result<void> DraftRepository::save(StoredDraft &d)
{
    const Sealed sealed = seal(d.definition);
    d.hash = sealed.hash;
    return m_db
        .prepared("UPDATE draft SET base_version = :base_version, base_hash = :base_hash, sequence = :sequence, position = :position, "
                  "state = :state, title = :title, codec = :codec, hash = :hash, definition = :definition, actor = :actor, "
                  "changed_at = :changed_at WHERE pk = :pk")
        .bind(d.baseVersion, d.baseHash, d.sequence, d.position, static_cast<int>(d.state), d.title, static_cast<int>(sealed.packed.codec),
              sealed.hash, sealed.packed.bytes, d.actor, d.changedAt, d.key)
        .run();
}

Result<void> DraftRepository::addEdit(qint64 draft, const StoredDraftEdit &edit)
{
    const Sealed sealed = seal(Json::array({edit.patch, edit.inverse}).toBytes());
    return m_db
        .prepared("INSERT INTO draft_edit (draft, seq, label, codec, hash, body, actor, at) "
                  "VALUES (:draft, :seq, :label, :codec, :hash, :body, :actor, :at)")
        .bind(draft, edit.seq, edit.label, static_cast<int>(sealed.packed.codec), sealed.hash, sealed.packed.bytes, edit.actor, edit.at)
        .run();
}

Result<QList<StoredDraftEdit>> DraftRepository::edits(qint64 draft, qint64 from, qint64 to)
{
    Statement &statement = m_db.prepared("SELECT seq, label, codec, hash, body, actor, at FROM draft_edit "
                                         "WHERE draft = :draft AND seq >= :from AND seq <= :to ORDER BY seq");
    return whole<StoredDraftEdit>(allRows(statement.bind(draft, from, to), [](const Statement &s) -> Result<StoredDraftEdit> {
        const auto body = jsonOf(s, 2);
        if (!body)
            return std::unexpected(body.error());
        return StoredDraftEdit{s.integer(0), s.text(1), body->at(0), body->at(1), s.integer(5), s.integer(6)};
    }));
}

Result<qint64> DraftRepository::editCount(qint64 draft)
{
    const auto count = oneRow(m_db.prepared("SELECT coalesce(max(seq), 0) FROM draft_edit WHERE draft = :draft").bind(draft),
                              [](const Statement &s) { return s.integer(0); });
    return count ? Result<qint64>(count->value_or(0)) : Result<qint64>(std::unexpected(count.error()));
}

Result<void> DraftRepository::dropEditsAfter(qint64 draft, qint64 seq)
{
    return m_db.prepared("DELETE FROM draft_edit WHERE draft = :draft AND seq > :seq").bind(draft, seq).run();
}

Result<QList<StoredDraftMark>> DraftRepository::marks(qint64 draft)
{
    Statement &statement = m_db.prepared("SELECT m.node, m.kind, m.codec, m.hash, m.body, p.name, m.actor, m.at FROM draft_mark m "
                                         "JOIN principal p ON p.pk = m.actor WHERE m.draft = :draft ORDER BY m.node, m.kind");
    return whole<StoredDraftMark>(allRows(statement.bind(draft), [](const Statement &s) -> Result<StoredDraftMark> {
        auto body = jsonOf(s, 2);
        if (!body)
            return std::unexpected(body.error());
        return StoredDraftMark{s.text(0), static_cast<StoredDraftMark::Kind>(s.integer(1)), std::move(*body), s.text(5), s.integer(6), s.integer(7)};
    }));
}

Result<QString> DraftRepository::markStamp(qint64 draft)
{
    const auto stamp = oneRow(m_db.prepared("SELECT count(*) || '/' || coalesce(max(at), 0) FROM draft_mark WHERE draft = :draft").bind(draft),
                              [](const Statement &s) { return s.text(0); });
    return stamp ? Result<QString>(stamp->value_or(QString())) : Result<QString>(std::unexpected(stamp.error()));
}

Result<void> DraftRepository::setMark(qint64 draft, const StoredDraftMark &mark)
{
    const Sealed sealed = seal(mark.body.toBytes());
    return m_db
        .prepared("INSERT OR REPLACE INTO draft_mark (draft, node, kind, codec, hash, body, actor, at) "
                  "VALUES (:draft, :node, :kind, :codec, :hash, :body, :actor, :at)")
        .bind(draft, mark.node, static_cast<int>(mark.kind), static_cast<int>(sealed.packed.codec), sealed.hash, sealed.packed.bytes, mark.actor,
              mark.at)
        .run();
}

Result<void> DraftRepository::removeMark(qint64 draft, const QString &node, StoredDraftMark::Kind kind)
{
    return m_db.prepared("DELETE FROM draft_mark WHERE draft = :draft AND node = :node AND kind = :kind")
        .bind(draft, node, static_cast<int>(kind))
        .run();
}

} // namespace Millrace
