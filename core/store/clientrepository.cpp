// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/clientrepository.h"

#include "store/codec.h"
#include "store/rows.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

StoredClient clientOf(const Statement &s)
{
    return {.key = s.integer(0),
            .id = s.text(1),
            .principal = s.integer(2),
            .principalId = s.text(3),
            .name = s.text(4),
            .tokenHash = s.isNull(5) ? std::nullopt : std::optional(s.blob(5)),
            .policy = s.blob(6),
            .actor = s.integer(7),
            .addedAt = s.integer(8),
            .seenAt = s.integer(9),
            .revokedAt = s.integer(10)};
}

StoredRequest requestOf(const Statement &s)
{
    return {.key = s.integer(0),
            .client = s.text(1),
            .clientName = s.text(2),
            .at = s.integer(3),
            .durationUs = s.integer(4),
            .calls = s.integer(5),
            .transport = s.text(6),
            .method = s.text(7),
            .tool = s.text(8),
            .code = s.text(9),
            .requestBytes = s.integer(10),
            .answerBytes = s.integer(11),
            .request = {},
            .answer = {}};
}

StoredDeed deedOf(const Statement &s)
{
    return {.key = s.integer(0), .at = s.integer(1), .command = s.text(2), .args = s.blob(3), .undo = s.blob(4), .undoneAt = s.integer(5)};
}

} // namespace

Result<std::optional<StoredClient>> ClientRepository::find(const QString &id)
{
    Statement &statement = m_db.prepared("SELECT c.pk, c.id, c.principal, p.id, c.name, c.token_hash, c.policy, c.actor, c.added_at, c.seen_at, "
                                         "c.revoked_at FROM client c JOIN principal p ON p.pk = c.principal WHERE c.id = :id");
    return oneRow(statement.bind(id), clientOf);
}

Result<std::optional<StoredClient>> ClientRepository::findByPrincipal(const QString &principalId)
{
    Statement &statement = m_db.prepared("SELECT c.pk, c.id, c.principal, p.id, c.name, c.token_hash, c.policy, c.actor, c.added_at, c.seen_at, "
                                         "c.revoked_at FROM client c JOIN principal p ON p.pk = c.principal WHERE p.id = :id");
    return oneRow(statement.bind(principalId), clientOf);
}

Result<QList<StoredClient>> ClientRepository::all()
{
    Statement &statement = m_db.prepared("SELECT c.pk, c.id, c.principal, p.id, c.name, c.token_hash, c.policy, c.actor, c.added_at, c.seen_at, "
                                         "c.revoked_at FROM client c JOIN principal p ON p.pk = c.principal ORDER BY c.pk");
    return allRows(statement.bind(), clientOf);
}

Result<void> ClientRepository::add(StoredClient &c)
{
    Statement &statement = m_db.prepared("INSERT INTO client (id, principal, name, token_hash, policy, actor, added_at, seen_at, revoked_at) "
                                         "VALUES (:id, :principal, :name, :token_hash, :policy, :actor, :added_at, :seen_at, :revoked_at)");
    const auto done = statement.bind(c.id, c.principal, c.name, c.tokenHash, c.policy, c.actor, c.addedAt, c.seenAt, c.revokedAt).run();
    if (done)
        c.key = m_db.lastInsertId();
    return done;
}

Result<void> ClientRepository::save(const StoredClient &c)
{
    return m_db.prepared("UPDATE client SET name = :name, token_hash = :token_hash, policy = :policy, revoked_at = :revoked_at WHERE pk = :pk")
        .bind(c.name, c.tokenHash, c.policy, c.revokedAt, c.key)
        .run();
}

Result<void> ClientRepository::seen(const QString &id, qint64 at)
{
    return m_db.prepared("UPDATE client SET seen_at = :at WHERE id = :id").bind(at, id).run();
}

Result<void> ClientRepository::addRequest(const StoredRequest &r)
{
    const Sealed body = seal(Json::object({{"request", r.request}, {"answer", r.answer}}).toBytes());
    return m_db
        .prepared("INSERT INTO request (client, at, duration_us, calls, transport, method, tool, code, request_bytes, answer_bytes, codec, hash, "
                  "body) SELECT pk, :at, :duration_us, :calls, :transport, :method, :tool, :code, :request_bytes, :answer_bytes, :codec, :hash, "
                  ":body FROM client WHERE id = :client")
        .bind(r.at, r.durationUs, r.calls, r.transport, r.method, r.tool, r.code, r.requestBytes, r.answerBytes, static_cast<int>(body.packed.codec),
              body.hash, body.packed.bytes, r.client)
        .run();
}

Result<QList<StoredRequest>> ClientRepository::requests(const RequestFilter &filter)
{
    Statement &statement = m_db.prepared(
        "SELECT r.pk, c.id, c.name, r.at, r.duration_us, r.calls, r.transport, r.method, r.tool, r.code, r.request_bytes, r.answer_bytes "
        "FROM request r JOIN client c ON c.pk = r.client WHERE (:client = '' OR c.id = :same_client) AND (:tool = '' OR r.tool = :same_tool) "
        "AND (:method = '' OR r.method = :same_method) AND (:failed IS NULL OR (r.code <> '') = :same_failed) AND "
        "(:text = '' OR instr(lower(r.method || ' ' || r.tool || ' ' || r.code), lower(:same_text)) > 0) AND (:before = 0 OR r.pk < :same_before) "
        "ORDER BY r.pk DESC LIMIT :limit");
    return allRows(statement.bind(filter.client, filter.client, filter.tool, filter.tool, filter.method, filter.method, filter.failed, filter.failed,
                                  filter.text, filter.text, filter.before, filter.before, filter.limit),
                   requestOf);
}

Result<std::optional<StoredRequest>> ClientRepository::request(qint64 key)
{
    Statement &statement
        = m_db.prepared("SELECT r.pk, c.id, c.name, r.at, r.duration_us, r.calls, r.transport, r.method, r.tool, r.code, r.request_bytes, "
                        "r.answer_bytes, r.codec, r.hash, r.body FROM request r JOIN client c ON c.pk = r.client WHERE r.pk = :pk");
    auto row = oneRow(statement.bind(key), [](const Statement &s) -> Result<StoredRequest> {
        const auto bytes = unpack(s.blobView(14), static_cast<Codec>(s.integer(12)));
        const auto body = bytes && contentHash(*bytes) == s.integer(13)
            ? Json::parse(*bytes)
            : fail(ErrorCode::WorkspaceDamaged, u"a logged request does not match its hash"_s);
        if (!body)
            return std::unexpected(body.error());
        StoredRequest request = requestOf(s);
        request.request = body->value("request").toString();
        request.answer = body->value("answer").toString();
        return request;
    });
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return std::nullopt;
    return **row ? Result<std::optional<StoredRequest>>(***row) : std::unexpected((*row)->error());
}

Result<qint64> ClientRepository::keepRequests(qint64 most)
{
    // Keys grow with each row and rows go from the lower end alone, so that the newest key says how far the oldest may reach.
    const auto done = m_db.prepared("DELETE FROM request WHERE pk <= (SELECT coalesce(max(pk), 0) FROM request) - :most").bind(most).run();
    return done ? Result<qint64>(m_db.changes()) : Result<qint64>(std::unexpected(done.error()));
}

Result<void> ClientRepository::addDeed(qint64 client, qint64 actor, const StoredDeed &deed)
{
    return m_db
        .prepared("INSERT INTO audit (at, actor, command, args, outcome, client, undo) "
                  "VALUES (:at, :actor, :command, :args, 'done', :client, :undo)")
        .bind(deed.at, actor, deed.command, deed.args, client, deed.undo.isEmpty() ? std::nullopt : std::optional(deed.undo))
        .run();
}

Result<QList<StoredDeed>> ClientRepository::deeds(qint64 client)
{
    Statement &statement = m_db.prepared("SELECT pk, at, command, args, undo, coalesce(undone_at, 0) FROM audit "
                                         "WHERE client = :client AND undone_at IS NULL ORDER BY pk DESC");
    return allRows(statement.bind(client), deedOf);
}

Result<void> ClientRepository::markUndone(qint64 deed, qint64 at)
{
    return m_db.prepared("UPDATE audit SET undone_at = :at WHERE pk = :pk").bind(at, deed).run();
}

} // namespace Millrace
