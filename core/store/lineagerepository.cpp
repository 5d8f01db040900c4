// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/lineagerepository.h"

#include "store/rows.h"

namespace Millrace {

SealedText sealModelText(const QByteArray &text)
{
    qsizetype kept = std::min(text.size(), kLongestModelText);
    while (kept > 0 && kept < text.size() && (static_cast<uchar>(text.at(kept)) & 0xC0U) == 0x80U)
        --kept;
    const QByteArray content = text.first(kept);
    return {contentDigest({content}), text.size(), seal(content)};
}

Result<void> LineageRepository::noteComponents(const QList<ComponentDescriptor> &components, const QString &program)
{
    const auto last = m_db.scalar("SELECT coalesce(max(seq), 0) FROM transition");
    if (!last)
        return std::unexpected(last.error());
    for (const ComponentDescriptor &component : components) {
        Statement &known = m_db.prepared("SELECT version FROM component_version WHERE component = :component ORDER BY since DESC LIMIT 1");
        const auto before = oneRow(known.bind(component.name), [](const Statement &s) { return s.integer(0); });
        if (!before)
            return std::unexpected(before.error());
        if (*before && **before == component.version)
            continue;
        Statement &note = m_db.prepared("INSERT OR REPLACE INTO component_version (component, since, version, program) "
                                        "VALUES (:component, :since, :version, :program)");
        if (auto noted = note.bind(component.name, *last + 1, component.version, program).run(); !noted)
            return noted;
    }
    return {};
}

Result<void> LineageRepository::addSource(qint64 seq, ContextKey context, const LineageSource &source)
{
    switch (source.kind) {
    case LineageSource::Kind::Own:
        return {};
    case LineageSource::Kind::Context:
        return m_db
            .prepared("INSERT OR IGNORE INTO step_source (kind, source, seq, context) SELECT 0, pk, :seq, :context FROM context WHERE id = :id")
            .bind(seq, context, source.id)
            .run();
    case LineageSource::Kind::Template:
        return m_db
            .prepared("INSERT OR IGNORE INTO step_source (kind, source, seq, context) SELECT 1, pk, :seq, :context FROM template "
                      "WHERE id = :id AND version = :version")
            .bind(seq, context, source.id, source.version)
            .run();
    }
    Q_UNREACHABLE_RETURN({});
}

Result<std::optional<qint64>> LineageRepository::keep(const SealedText &text)
{
    Statement &find = m_db.prepared("SELECT pk FROM model_text WHERE digest = :digest");
    const auto known = oneRow(find.bind(text.digest), [](const Statement &s) { return s.integer(0); });
    if (!known || *known || !text.content)
        return known;
    Statement &add = m_db.prepared("INSERT INTO model_text (digest, size, codec, hash, body) VALUES (:digest, :size, :codec, :hash, :body)");
    add.bind(text.digest, text.size, static_cast<int>(text.content->packed.codec), text.content->hash, text.content->packed.bytes);
    if (auto added = add.run(); !added)
        return std::unexpected(added.error());
    return m_db.lastInsertId();
}

Result<void> LineageRepository::addCall(qint64 seq, int position, const SealedCall &call)
{
    const auto prompt = keep(call.prompt);
    const auto answer = prompt ? keep(call.answer) : prompt;
    if (!answer)
        return std::unexpected(answer.error());
    if (!*prompt || !*answer)
        return {}; // a kept result whose texts are gone
    Statement &add = m_db.prepared("INSERT INTO model_call (seq, position, prompt, answer, kept, body) "
                                   "VALUES (:seq, :position, :prompt, :answer, :kept, :body)");
    return add.bind(seq, position, **prompt, **answer, call.wasKept, call.body).run();
}

Result<std::optional<LineageRepository::ReplayRow>> LineageRepository::replay(ContextKey context)
{
    Statement &statement = m_db.prepared("SELECT source, from_step, state FROM replay WHERE context = :context");
    return oneRow(statement.bind(context),
                  [](const Statement &s) { return ReplayRow{s.integer(0), static_cast<int>(s.integer(1)), static_cast<ReplayState>(s.integer(2))}; });
}

Result<QList<LineageRepository::Offer>> LineageRepository::offers(const QString &run, ContextKey after, int limit)
{
    Statement &statement
        = m_db.prepared("SELECT r.context, r.source, r.from_step, r.state, c.status, c.dry FROM replay r JOIN context c "
                        "ON c.pk = r.context WHERE r.context > :after AND r.state <> 0 AND c.run = (SELECT pk FROM run WHERE id = :run) "
                        "ORDER BY r.context LIMIT :limit");
    return allRows(statement.bind(after, run, limit), [](const Statement &s) {
        return Offer{s.integer(0),
                     s.integer(1),
                     static_cast<int>(s.integer(2)),
                     static_cast<ReplayState>(s.integer(3)),
                     static_cast<ContextStatus>(s.integer(4)),
                     s.integer(5) != 0};
    });
}

Result<QList<LineageRepository::Job>> LineageRepository::jobs(const QString &run)
{
    // Completed, failed, quarantined, cancelled: as ContextStatus numbers them.
    Statement &statement = m_db.prepared(
        "SELECT u.id, u.title, u.created_at, count(*), sum(r.state = 1), sum(r.state = 2), sum(r.state = 3), sum(r.state = 1 AND c.status NOT IN "
        "(:completed, :failed, :quarantined, :cancelled)) FROM replay r JOIN context c ON c.pk = r.context JOIN run u ON u.pk = c.run "
        "WHERE r.state <> 0 AND (:run = '' OR u.id = :id) GROUP BY u.pk ORDER BY u.pk DESC LIMIT 200");
    const auto number = [](ContextStatus status) { return static_cast<int>(status); };
    statement.bind(number(ContextStatus::Completed), number(ContextStatus::Failed), number(ContextStatus::Quarantined),
                   number(ContextStatus::Cancelled), run, run);
    return allRows(statement, [](const Statement &s) {
        return Job{s.text(0), s.text(1), s.integer(2), s.integer(3), s.integer(4), s.integer(5), s.integer(6), s.integer(7)};
    });
}

Result<void> LineageRepository::decide(ContextKey replay, ContextKey source, ReplayState state, qint64 actor, qint64 now)
{
    Statement &statement = m_db.prepared("UPDATE replay SET state = :state, decided_by = :actor, decided_at = :now WHERE context = :context");
    if (auto done = statement.bind(static_cast<int>(state), actor, now, replay).run(); !done || state != ReplayState::Adopted)
        return done;
    return m_db.prepared("UPDATE context SET superseded_by = :by WHERE pk = :pk").bind(replay, source).run();
}

namespace {

StoredLineageTarget targetOf(const Statement &s)
{
    return {s.text(0), s.blob(1), s.integer(2) != 0, s.integer(3), s.integer(4), s.integer(5), s.integer(6), s.integer(7)};
}

} // namespace

Result<QList<StoredLineageTarget>> LineageRepository::targets()
{
    Statement &statement
        = m_db.prepared("SELECT id, spec, enabled, position, sent, dropped, actor, created_at FROM lineage_target ORDER BY created_at, id");
    return allRows(statement.bind(), targetOf);
}

Result<std::optional<StoredLineageTarget>> LineageRepository::target(const QString &id)
{
    Statement &statement = m_db.prepared("SELECT id, spec, enabled, position, sent, dropped, actor, created_at FROM lineage_target WHERE id = :id");
    return oneRow(statement.bind(id), targetOf);
}

Result<void> LineageRepository::save(const StoredLineageTarget &target)
{
    return m_db
        .prepared("INSERT OR REPLACE INTO lineage_target (id, spec, enabled, position, sent, dropped, actor, created_at) "
                  "VALUES (:id, :spec, :enabled, :position, :sent, :dropped, :actor, :created)")
        .bind(target.id, target.spec, target.enabled, target.position, target.sent, target.dropped, target.actor, target.createdAt)
        .run();
}

Result<void> LineageRepository::advance(const QString &id, qint64 position, qint64 sent, qint64 dropped)
{
    return m_db
        .prepared("UPDATE lineage_target SET position = max(position, :position), sent = sent + :sent, dropped = dropped + :dropped WHERE id = :id")
        .bind(position, sent, dropped, id)
        .run();
}

Result<void> LineageRepository::removeTarget(const QString &id)
{
    return m_db.prepared("DELETE FROM lineage_target WHERE id = :id").bind(id).run();
}

} // namespace Millrace
