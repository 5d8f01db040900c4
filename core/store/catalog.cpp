// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/catalog.h"

#include "store/codec.h"
#include "store/rows.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// Runs a query and gives each row to `read`.
template <typename Read>
Result<void> forEachRow(Statement &statement, Read read)
{
    while (true) {
        const auto row = statement.step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            break;
        if (Result<void> done = read(statement); !done) {
            statement.reset();
            return done;
        }
    }
    statement.reset();
    return {};
}

Result<StoredPipeline> readPipeline(const Statement &s)
{
    const QByteArray bytes = s.blob(2);
    if (contentHash(bytes) != s.integer(3))
        return fail(ErrorCode::WorkspaceDamaged, u"a stored pipeline does not match its hash"_s);
    const auto json = Json::parse(bytes);
    if (!json)
        return std::unexpected(json.error());
    auto definition = PipelineDefinition::fromJson(*json);
    if (!definition)
        return std::unexpected(definition.error());
    definition->version = static_cast<int>(s.integer(1));
    return StoredPipeline{s.integer(0), std::move(*definition)};
}

Result<std::optional<StoredPipeline>> onePipeline(Statement &statement)
{
    std::optional<StoredPipeline> found;
    const auto done = forEachRow(statement, [&](const Statement &s) -> Result<void> {
        auto pipeline = readPipeline(s);
        if (!pipeline)
            return std::unexpected(pipeline.error());
        found = std::move(*pipeline);
        return {};
    });
    if (!done)
        return std::unexpected(done.error());
    return found;
}

Json templateToJson(const ContentTemplate &t)
{
    return Json::object({{"audiences", Json::array(t.audiences)}, {"tones", Json::array(t.tones)}, {"sections", t.sections}});
}

} // namespace

Result<QString> Catalog::meta(const char *key)
{
    Statement &statement = m_db.prepared("SELECT value FROM meta WHERE key = :key");
    QString value;
    statement.bind(QString::fromLatin1(key));
    const auto done = forEachRow(statement, [&](const Statement &s) -> Result<void> {
        value = s.text(0);
        return {};
    });
    if (!done)
        return std::unexpected(done.error());
    return value;
}

Result<void> Catalog::setMeta(const char *key, const QString &value)
{
    return m_db.prepared("INSERT INTO meta (key, value) VALUES (:key, :value) ON CONFLICT DO UPDATE SET value = excluded.value")
        .bind(QString::fromLatin1(key), value)
        .run();
}

Result<Principal> Catalog::ensurePrincipal(const QString &id, const QString &kind, const QString &name, qint64 now)
{
    const auto known = findPrincipal(id);
    if (!known)
        return std::unexpected(known.error());
    if (*known)
        return **known;
    Statement &statement = m_db.prepared("INSERT INTO principal (id, kind, name, created_at) VALUES (:id, :kind, :name, :now)");
    if (const auto done = statement.bind(id, kind, name, now).run(); !done)
        return std::unexpected(done.error());
    return Principal{m_db.lastInsertId(), id, kind, name};
}

Result<std::optional<Principal>> Catalog::findPrincipal(const QString &id)
{
    Statement &statement = m_db.prepared("SELECT pk, id, kind, name FROM principal WHERE id = :id");
    statement.bind(id);
    std::optional<Principal> found;
    const auto done = forEachRow(statement, [&](const Statement &s) -> Result<void> {
        found = Principal{s.integer(0), s.text(1), s.text(2), s.text(3)};
        return {};
    });
    if (!done)
        return std::unexpected(done.error());
    return found;
}

Result<QList<Principal>> Catalog::principals()
{
    Statement &statement = m_db.prepared("SELECT pk, id, kind, name FROM principal ORDER BY pk");
    statement.bind();
    QList<Principal> all;
    const auto done = forEachRow(statement, [&](const Statement &s) -> Result<void> {
        all.append({s.integer(0), s.text(1), s.text(2), s.text(3)});
        return {};
    });
    if (!done)
        return std::unexpected(done.error());
    return all;
}

Result<void> Catalog::renamePrincipal(const QString &id, const QString &name)
{
    return m_db.prepared("UPDATE principal SET name = :name WHERE id = :id").bind(name, id).run();
}

Result<StoredPipeline> Catalog::savePipeline(const PipelineDefinition &definition, qint64 actor, qint64 now, const QString &note)
{
    const QByteArray bytes = definition.toJson().toBytes();
    const auto newest = findPipeline(definition.id);
    if (!newest)
        return std::unexpected(newest.error());
    int version = 1;
    if (*newest) {
        if ((*newest)->definition.toJson().toBytes() == bytes)
            return **newest;
        version = (*newest)->definition.version + 1;
    }
    Statement &statement = m_db.prepared("INSERT INTO pipeline (id, version, title, definition, hash, actor, created_at, note) "
                                         "VALUES (:id, :version, :title, :definition, :hash, :actor, :now, :note)");
    if (const auto done = statement.bind(definition.id, version, definition.title, bytes, contentHash(bytes), actor, now, note).run(); !done)
        return std::unexpected(done.error());
    StoredPipeline stored{m_db.lastInsertId(), definition};
    stored.definition.version = version;
    return stored;
}

Result<std::optional<StoredPipeline>> Catalog::findPipeline(const QString &id)
{
    Statement &statement = m_db.prepared("SELECT pk, version, definition, hash FROM pipeline WHERE id = :id ORDER BY version DESC LIMIT 1");
    statement.bind(id);
    return onePipeline(statement);
}

Result<std::optional<StoredPipeline>> Catalog::pipelineByKey(qint64 key)
{
    Statement &statement = m_db.prepared("SELECT pk, version, definition, hash FROM pipeline WHERE pk = :pk");
    statement.bind(key);
    return onePipeline(statement);
}

Result<std::optional<StoredPipeline>> Catalog::pipelineVersion(const QString &id, int version)
{
    Statement &statement = m_db.prepared("SELECT pk, version, definition, hash FROM pipeline WHERE id = :id AND version = :version");
    statement.bind(id, version);
    return onePipeline(statement);
}

Result<int> Catalog::newestVersion(const QString &id)
{
    const auto newest = oneRow(m_db.prepared("SELECT coalesce(max(version), 0) FROM pipeline WHERE id = :id").bind(id),
                               [](const Statement &s) { return static_cast<int>(s.integer(0)); });
    return newest ? Result<int>(newest->value_or(0)) : Result<int>(std::unexpected(newest.error()));
}

Result<QList<PipelineVersion>> Catalog::pipelineVersions(const QString &id)
{
    Statement &statement = m_db.prepared(
        "SELECT v.version, v.title, p.name, v.note, v.created_at, v.definition, coalesce(u.contexts, 0), coalesce(u.runs, 0) "
        "FROM pipeline v JOIN principal p ON p.pk = v.actor LEFT JOIN (SELECT pipeline, sum(n) AS contexts, count(DISTINCT run) AS runs "
        "FROM tally WHERE n > 0 AND pipeline IN (SELECT pk FROM pipeline WHERE id = :id) GROUP BY pipeline) u ON u.pipeline = v.pk "
        "WHERE v.id = :same ORDER BY v.version DESC");
    return allRows(statement.bind(id, id), [](const Statement &s) {
        return PipelineVersion{static_cast<int>(s.integer(0)), s.text(1),    s.text(2),   s.text(3), s.integer(4),
                               originalHash(s.blobView(5)),    s.integer(6), s.integer(7)};
    });
}

Result<QList<std::pair<QString, int>>> Catalog::pipelineRuns(const QString &id, int version, int limit)
{
    Statement &statement
        = m_db.prepared("SELECT DISTINCT r.id, p.version, r.pk FROM tally t JOIN pipeline p ON p.pk = t.pipeline JOIN run r ON r.pk = t.run "
                        "WHERE p.id = :id AND t.n > 0 AND (:any = 0 OR p.version = :version) ORDER BY r.pk DESC LIMIT :limit");
    return allRows(statement.bind(id, version, version, limit),
                   [](const Statement &s) { return std::pair(s.text(0), static_cast<int>(s.integer(1))); });
}

Result<void> Catalog::setPipelineState(const QString &id, const StoredPipelineState &state, qint64 actor, qint64 now)
{
    return m_db
        .prepared("INSERT OR REPLACE INTO pipeline_state (id, state, priority, actor, changed_at) VALUES (:id, :state, :priority, :actor, :now)")
        .bind(id, static_cast<int>(state.state), state.priority, actor, now)
        .run();
}

Result<QHash<QString, StoredPipelineState>> Catalog::pipelineStates()
{
    QHash<QString, StoredPipelineState> states;
    Statement &statement = m_db.prepared("SELECT id, state, priority FROM pipeline_state");
    statement.bind();
    const auto done = forEachRow(statement, [&](const Statement &s) -> Result<void> {
        states.insert(s.text(0), {static_cast<PipelineState>(s.integer(1)), static_cast<int>(s.integer(2))});
        return {};
    });
    if (!done)
        return std::unexpected(done.error());
    return states;
}

Result<QList<StoredPipeline>> Catalog::pipelines()
{
    Statement &statement = m_db.prepared("SELECT pk, version, definition, hash FROM pipeline p WHERE version = "
                                         "(SELECT max(version) FROM pipeline WHERE id = p.id) ORDER BY title COLLATE NOCASE, id");
    statement.bind();
    QList<StoredPipeline> all;
    const auto done = forEachRow(statement, [&](const Statement &s) -> Result<void> {
        auto pipeline = readPipeline(s);
        if (!pipeline)
            return std::unexpected(pipeline.error());
        all.append(std::move(*pipeline));
        return {};
    });
    if (!done)
        return std::unexpected(done.error());
    return all;
}

Result<void> Catalog::saveTemplate(const ContentTemplate &content, qint64 actor, qint64 now)
{
    const QByteArray body = templateToJson(content).toBytes();
    Statement &statement = m_db.prepared("INSERT INTO template (id, version, title, type, body, hash, actor, created_at) "
                                         "VALUES (:id, :version, :title, :type, :body, :hash, :actor, :now) ON CONFLICT DO NOTHING");
    return statement.bind(content.id, content.version, content.title, content.type, body, contentHash(body), actor, now).run();
}

Result<QList<ContentTemplate>> Catalog::templates()
{
    Statement &statement = m_db.prepared("SELECT id, version, title, type, body FROM template t WHERE version = "
                                         "(SELECT max(version) FROM template WHERE id = t.id) ORDER BY id");
    statement.bind();
    QList<ContentTemplate> all;
    const auto done = forEachRow(statement, [&](const Statement &s) -> Result<void> {
        const auto body = Json::parse(s.blobView(4));
        if (!body)
            return std::unexpected(body.error());
        all.append({s.text(0), static_cast<int>(s.integer(1)), s.text(2), s.text(3), body->value("audiences").toStringList(),
                    body->value("tones").toStringList(), body->value("sections")});
        return {};
    });
    if (!done)
        return std::unexpected(done.error());
    return all;
}

Result<qint64> Catalog::addRun(const QString &id, std::optional<qint64> pipeline, const QString &title, qint64 actor, qint64 now)
{
    Statement &statement = m_db.prepared("INSERT INTO run (id, pipeline, title, actor, created_at) VALUES (:id, :pipeline, :title, :actor, :now)");
    if (const auto done = statement.bind(id, pipeline, title, actor, now).run(); !done)
        return std::unexpected(done.error());
    return m_db.lastInsertId();
}

Result<std::optional<qint64>> Catalog::findRun(const QString &id)
{
    Statement &statement = m_db.prepared("SELECT pk FROM run WHERE id = :id");
    statement.bind(id);
    std::optional<qint64> found;
    const auto done = forEachRow(statement, [&](const Statement &s) -> Result<void> {
        found = s.integer(0);
        return {};
    });
    if (!done)
        return std::unexpected(done.error());
    return found;
}

Result<void> Catalog::audit(qint64 actor, const QString &command, const QByteArray &args, const QString &outcome, qint64 now)
{
    return m_db.prepared("INSERT INTO audit (at, actor, command, args, outcome) VALUES (:at, :actor, :command, :args, :outcome)")
        .bind(now, actor, command, args, outcome)
        .run();
}

} // namespace Millrace
