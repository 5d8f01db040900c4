// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/lineagereader.h"

#include "store/rows.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

std::optional<qint64> optionalInteger(const Statement &s, int column)
{
    return s.isNull(column) ? std::nullopt : std::optional(s.integer(column));
}

LineageFork forkFrom(const Statement &s)
{
    return {s.integer(0), s.integer(1), static_cast<int>(s.integer(2)), static_cast<int>(s.integer(3)), s.integer(4), s.integer(5) != 0};
}

LineageReplay replayFrom(const Statement &s)
{
    return {s.integer(0), s.integer(1), static_cast<int>(s.integer(2)), static_cast<ReplayState>(s.integer(3)), s.integer(4) != 0};
}

LineageTemplate templateFrom(const Statement &s)
{
    return {s.integer(0), s.text(1), static_cast<int>(s.integer(2)), s.text(3), s.integer(4)};
}

LineageReview reviewFrom(const Statement &s)
{
    LineageReview review;
    review.key = s.integer(0);
    review.id = s.text(1);
    review.context = s.integer(2);
    review.node = s.text(3);
    review.state = static_cast<ReviewState>(s.integer(4));
    if (!s.isNull(5))
        review.verdict = static_cast<ReviewKind>(s.integer(5));
    if (!s.isNull(6))
        review.decidedStep = static_cast<int>(s.integer(6));
    review.askedAt = s.integer(7);
    review.closedAt = optionalInteger(s, 8);
    return review;
}

LineageOutput outputFrom(const Statement &s)
{
    return {s.integer(0), s.integer(1), static_cast<int>(s.integer(2)),         static_cast<int>(s.integer(3)),
            s.text(4),    s.text(5),    static_cast<EffectState>(s.integer(6)), s.integer(7)};
}

LineageUse useFrom(const Statement &s)
{
    return {s.integer(0), s.integer(1)};
}

/// The columns that all steps are read with.
LineageStep plainStep(const Statement &s)
{
    LineageStep step;
    step.seq = s.integer(0);
    step.step = static_cast<int>(s.integer(1));
    step.at = s.integer(2);
    step.kind = static_cast<TransitionKind>(s.integer(3));
    step.node = static_cast<int>(s.integer(4));
    step.visit = static_cast<int>(s.integer(5));
    step.port = s.text(6);
    step.actor = s.text(7);
    step.actorName = s.text(8);
    step.isPerson = s.text(9) != "system"_L1;
    step.durationUs = s.integer(10);
    return step;
}

/// Unpacked, and the same as was written where its hash is known.
Result<Json> jsonOf(const Statement &s, int codec, int blob, std::optional<qint64> hash)
{
    const auto how = static_cast<Codec>(s.integer(codec));
    const auto bytes = unpack(s.blobView(blob), how);
    if (!bytes)
        return std::unexpected(bytes.error());
    if (hash && contentHash(*bytes, how) != *hash)
        return fail(ErrorCode::WorkspaceDamaged, u"where a step's result came from does not match its hash"_s);
    return Json::parse(*bytes);
}

} // namespace

Result<std::optional<LineageContext>> LineageReader::context(ContextKey key)
{
    Statement &statement = m_db.prepared("SELECT pk, id, title, type, status, outcome, pipeline, origin, parent, superseded_by, created_at, steps "
                                         "FROM context WHERE pk = :pk AND created_at <= :at");
    auto found = oneRow(statement.bind(key, m_asOf), [](const Statement &s) {
        return LineageContext{s.integer(0),
                              s.text(1),
                              s.text(2),
                              s.text(3),
                              static_cast<ContextStatus>(s.integer(4)),
                              s.text(5),
                              s.integer(6),
                              static_cast<ContextOrigin>(s.integer(7)),
                              optionalInteger(s, 8),
                              optionalInteger(s, 9),
                              s.integer(10),
                              static_cast<int>(s.integer(11))};
    });
    if (!found || !*found || m_asOf == kNow)
        return found;
    // As it was then: what the last transition until then made of it.
    Statement &then
        = m_db.prepared("SELECT to_status, coalesce(port, 'out'), (SELECT max(step) FROM transition WHERE context = :key AND at <= :upto) "
                        "FROM transition WHERE context = :context AND at <= :at ORDER BY seq DESC LIMIT 1");
    const auto last = oneRow(then.bind(key, m_asOf, key, m_asOf), [](const Statement &s) {
        return std::tuple{static_cast<ContextStatus>(s.integer(0)), s.text(1), static_cast<int>(s.integer(2))};
    });
    if (!last)
        return std::unexpected(last.error());
    LineageContext &row = **found;
    if (!*last) {
        if (row.steps > 0 || !isFinal(row.status))
            row.status = ContextStatus::Pending;
        row.outcome.clear();
        row.steps = 0;
    } else {
        row.status = std::get<0>(**last);
        row.outcome = row.status == ContextStatus::Completed ? (row.outcome.isEmpty() ? std::get<1>(**last) : row.outcome) : QString();
        row.steps = std::get<2>(**last);
    }
    if (row.supersededBy) {
        Statement &by = m_db.prepared("SELECT created_at FROM context WHERE pk = :by");
        const auto made = oneRow(by.bind(*row.supersededBy), [](const Statement &s) { return s.integer(0); });
        if (!made)
            return std::unexpected(made.error());
        if (!*made || **made > m_asOf)
            row.supersededBy.reset();
    }
    return found;
}

Result<QList<LineageFork>> LineageReader::forks(ContextKey parent)
{
    Statement &statement
        = m_db.prepared("SELECT pk, context, node, visit, total, collected FROM fork WHERE context = :context AND total > 0 ORDER BY pk");
    return allRows(statement.bind(parent), forkFrom);
}

Result<std::optional<LineageFork>> LineageReader::fork(qint64 key)
{
    return oneRow(m_db.prepared("SELECT pk, context, node, visit, total, collected FROM fork WHERE pk = :pk").bind(key), forkFrom);
}

Result<std::optional<LineageFork>> LineageReader::forkOf(ContextKey child)
{
    Statement &statement = m_db.prepared(
        "SELECT f.pk, f.context, f.node, f.visit, f.total, f.collected FROM child c JOIN fork f ON f.pk = c.fork WHERE c.context = :context");
    return oneRow(statement.bind(child), forkFrom);
}

Result<QList<ContextKey>> LineageReader::children(qint64 fork, qint64 from, int limit)
{
    Statement &statement = m_db.prepared(
        "SELECT c.context FROM child c JOIN context x ON x.pk = c.context WHERE c.fork = :fork AND c.position >= :from AND x.created_at <= :at "
        "ORDER BY c.position LIMIT :limit");
    return allRows(statement.bind(fork, from, m_asOf, limit), [](const Statement &s) { return s.integer(0); });
}

Result<QList<LineageReplay>> LineageReader::replaysOf(ContextKey source, int limit)
{
    Statement &statement = m_db.prepared(
        "SELECT r.context, r.source, r.from_step, r.state, EXISTS (SELECT 1 FROM review_item i WHERE i.context = r.context AND i.follows IS NOT "
        "NULL) "
        "FROM replay r JOIN context c ON c.pk = r.context WHERE r.source = :source AND c.created_at <= :at ORDER BY r.context LIMIT :limit");
    return allRows(statement.bind(source, m_asOf, limit), replayFrom);
}

Result<std::optional<LineageReplay>> LineageReader::replay(ContextKey context)
{
    Statement &statement = m_db.prepared("SELECT r.context, r.source, r.from_step, r.state, EXISTS (SELECT 1 FROM review_item i WHERE i.context = "
                                         "r.context AND i.follows IS NOT NULL) "
                                         "FROM replay r WHERE r.context = :context");
    return oneRow(statement.bind(context), replayFrom);
}

Result<std::optional<LineageDocument>> LineageReader::document(DocumentKey key)
{
    Statement &statement
        = m_db.prepared("SELECT pk, id, name, title, format, version, previous, taken_at FROM document WHERE pk = :pk AND taken_at <= :at");
    return oneRow(statement.bind(key, m_asOf), [](const Statement &s) {
        return LineageDocument{s.integer(0),          s.text(1),   s.text(2), s.text(3), s.text(4), static_cast<int>(s.integer(5)),
                               optionalInteger(s, 6), s.integer(7)};
    });
}

Result<std::optional<DocumentKey>> LineageReader::documentKey(const QString &id)
{
    return oneRow(m_db.prepared("SELECT pk FROM document WHERE id = :id").bind(id), [](const Statement &s) { return s.integer(0); });
}

Result<std::optional<DocumentKey>> LineageReader::documentOf(ContextKey context)
{
    return oneRow(m_db.prepared("SELECT document FROM document_context WHERE context = :context").bind(context),
                  [](const Statement &s) { return s.integer(0); });
}

Result<std::optional<DocumentKey>> LineageReader::nextVersion(DocumentKey key)
{
    Statement &statement
        = m_db.prepared("SELECT n.pk FROM document d JOIN document n ON n.path = d.path AND n.version = d.version + 1 AND n.previous = d.pk "
                        "WHERE d.pk = :pk AND d.path <> '' AND n.path <> '' AND n.taken_at <= :at");
    return oneRow(statement.bind(key, m_asOf), [](const Statement &s) { return s.integer(0); });
}

Result<QList<ContextKey>> LineageReader::contextsOf(DocumentKey document, ContextKey after, int limit)
{
    Statement &statement
        = m_db.prepared("SELECT context FROM document_context WHERE document = :document AND context > :after ORDER BY context LIMIT :limit");
    return allRows(statement.bind(document, after, limit), [](const Statement &s) { return s.integer(0); });
}

Result<LineageCount> LineageReader::counted(Statement &statement)
{
    const auto count = oneRow(statement, [](const Statement &s) { return s.integer(0); });
    if (!count)
        return std::unexpected(count.error());
    return LineageCount{count->value_or(0)};
}

Result<LineageCount> LineageReader::countContextsOf(DocumentKey document, ContextKey after, qint64 most)
{
    return counted(m_db.prepared("SELECT count(*) FROM (SELECT 1 FROM document_context WHERE document = :document AND context > :after LIMIT :most)")
                       .bind(document, after, most));
}

Result<std::optional<LineageTemplate>> LineageReader::contentTemplate(const QString &id, int version)
{
    Statement &statement = m_db.prepared("SELECT pk, id, version, title, created_at FROM template WHERE id = :id AND version = :version");
    return oneRow(statement.bind(id, version), templateFrom);
}

Result<std::optional<LineageTemplate>> LineageReader::contentTemplate(qint64 key)
{
    return oneRow(m_db.prepared("SELECT pk, id, version, title, created_at FROM template WHERE pk = :pk").bind(key), templateFrom);
}

Result<QList<LineageUse>> LineageReader::usesOf(Used kind, qint64 source, qint64 after, int limit)
{
    Statement &statement
        = m_db.prepared("SELECT seq, context FROM step_source WHERE kind = :kind AND source = :source AND seq > :after ORDER BY seq LIMIT :limit");
    return allRows(statement.bind(static_cast<int>(kind), source, after, limit), useFrom);
}

Result<LineageCount> LineageReader::countUsesOf(Used kind, qint64 source, qint64 after, qint64 most)
{
    return counted(
        m_db.prepared("SELECT count(*) FROM (SELECT 1 FROM step_source WHERE kind = :kind AND source = :source AND seq > :after LIMIT :most)")
            .bind(static_cast<int>(kind), source, after, most));
}

Result<QList<LineageUse>> LineageReader::usesOfModel(const QString &provider, const QString &model, qint64 after, int limit)
{
    if (provider != "offline"_L1) {
        Statement &statement
            = m_db.prepared("SELECT m.seq, t.context FROM model_use m JOIN transition t ON t.seq = m.seq WHERE m.provider <> 'offline' "
                            "AND m.provider = :provider AND m.model = :model AND m.seq > :after GROUP BY m.seq ORDER BY m.seq LIMIT :limit");
        return allRows(statement.bind(provider, model, after, limit), useFrom);
    }
    Statement &statement = m_db.prepared("SELECT m.seq, t.context FROM model_use m JOIN transition t ON t.seq = m.seq WHERE m.seq > :after "
                                         "AND +m.provider = 'offline' AND m.model = :model ORDER BY m.seq LIMIT :limit");
    return allRows(statement.bind(after, model, limit), useFrom);
}

Result<LineageCount> LineageReader::countUsesOfModel(const QString &provider, const QString &model, qint64 after, qint64 most)
{
    if (provider != "offline"_L1)
        return counted(m_db.prepared("SELECT count(*) FROM (SELECT 1 FROM model_use WHERE provider <> 'offline' AND provider = :provider "
                                     "AND model = :model AND seq > :after LIMIT :most)")
                           .bind(provider, model, after, most));
    return counted(
        m_db.prepared("SELECT count(*) FROM (SELECT 1 FROM model_use WHERE +provider = 'offline' AND model = :model AND seq > :after LIMIT :most)")
            .bind(model, after, most));
}

Result<std::optional<LineageEvent>> LineageReader::event(qint64 seq)
{
    Statement &statement = m_db.prepared("SELECT seq, topic, key, at, context FROM event WHERE seq = :seq AND at <= :at");
    return oneRow(statement.bind(seq, m_asOf),
                  [](const Statement &s) { return LineageEvent{s.integer(0), s.text(1), s.text(2), s.integer(3), optionalInteger(s, 4)}; });
}

Result<QList<qint64>> LineageReader::eventsThatStarted(ContextKey context)
{
    return allRows(m_db.prepared("SELECT DISTINCT event FROM delivery WHERE context = :context").bind(context),
                   [](const Statement &s) { return s.integer(0); });
}

Result<QList<qint64>> LineageReader::eventsBy(ContextKey context, qint64 after, int limit)
{
    Statement &statement = m_db.prepared("SELECT seq FROM event WHERE context = :context AND seq > :after AND at <= :at ORDER BY seq LIMIT :limit");
    return allRows(statement.bind(context, after, m_asOf, limit), [](const Statement &s) { return s.integer(0); });
}

Result<QList<ContextKey>> LineageReader::startedBy(qint64 event, int limit)
{
    // By the subscriptions, of which there are few: deliveries are ordered by them.
    Statement &statement = m_db.prepared("SELECT d.context FROM subscription s CROSS JOIN delivery d ON d.subscription = s.pk AND d.event = :event "
                                         "WHERE d.context IS NOT NULL LIMIT :limit");
    return allRows(statement.bind(event, limit), [](const Statement &s) { return s.integer(0); });
}

Result<QList<LineageReview>> LineageReader::reviewsOf(ContextKey context)
{
    Statement &statement = m_db.prepared("SELECT pk, id, context, node, state, verdict, decided_step, asked_at, closed_at FROM review_item "
                                         "WHERE context = :context AND asked_at <= :at ORDER BY pk");
    return allRows(statement.bind(context, m_asOf), reviewFrom);
}

Result<std::optional<LineageReview>> LineageReader::review(const QString &id)
{
    Statement &statement
        = m_db.prepared("SELECT pk, id, context, node, state, verdict, decided_step, asked_at, closed_at FROM review_item WHERE id = :id");
    return oneRow(statement.bind(id), reviewFrom);
}

Result<QList<LineageOutput>> LineageReader::outputsOf(ContextKey context, qint64 after, int limit)
{
    Statement &statement = m_db.prepared("SELECT pk, context, node, visit, target, address, state, created_at FROM outbox "
                                         "WHERE context = :context AND pk > :after AND created_at <= :at ORDER BY pk LIMIT :limit");
    return allRows(statement.bind(context, after, m_asOf, limit), outputFrom);
}

Result<std::optional<LineageOutput>> LineageReader::output(qint64 key)
{
    Statement &statement
        = m_db.prepared("SELECT pk, context, node, visit, target, address, state, created_at FROM outbox WHERE pk = :pk AND created_at <= :at");
    return oneRow(statement.bind(key, m_asOf), outputFrom);
}

Result<QList<LineageStep>> LineageReader::steps(ContextKey context, int upTo)
{
    Statement &statement = m_db.prepared(
        "SELECT t.seq, t.step, t.at, t.kind, t.node, t.visit, coalesce(t.port, 'out'), p.id, p.name, p.kind, t.duration_us, t.codec, t.edit, "
        "t.lineage_codec, t.lineage_hash, t.lineage FROM transition t JOIN principal p ON p.pk = t.actor "
        "WHERE t.context = :context AND t.step > 0 AND t.step <= :step AND t.at <= :at ORDER BY t.seq");
    statement.bind(context, upTo, m_asOf);
    QList<LineageStep> found;
    while (true) {
        const auto row = statement.step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            break;
        const Statement &s = statement;
        LineageStep step = plainStep(s);
        for (const auto &[blob, codec, into] : {std::tuple{12, 11, &step.edit}, {15, 13, &step.refs}}) {
            if (s.isNull(blob))
                continue;
            auto json = jsonOf(s, codec, blob, blob == 15 ? optionalInteger(s, 14) : std::nullopt);
            if (!json) {
                statement.reset();
                return std::unexpected(json.error());
            }
            *into = std::move(*json);
        }
        found.append(std::move(step));
    }
    statement.reset();
    return found;
}

Result<QList<LineageStep>> LineageReader::stepsWithRefs(ContextKey context)
{
    Statement &statement = m_db.prepared("SELECT seq, step, node, lineage_codec, lineage_hash, lineage FROM transition "
                                         "WHERE context = :context AND lineage IS NOT NULL AND at <= :at ORDER BY seq");
    statement.bind(context, m_asOf);
    QList<LineageStep> found;
    while (true) {
        const auto row = statement.step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            break;
        LineageStep step;
        step.seq = statement.integer(0);
        step.step = static_cast<int>(statement.integer(1));
        step.node = static_cast<int>(statement.integer(2));
        auto refs = jsonOf(statement, 3, 5, statement.integer(4));
        if (!refs) {
            statement.reset();
            return std::unexpected(refs.error());
        }
        step.refs = std::move(*refs);
        found.append(std::move(step));
    }
    statement.reset();
    return found;
}

Result<std::optional<LineageStep>> LineageReader::stepOf(ContextKey context, int node, int visit)
{
    Statement &statement = m_db.prepared(
        "SELECT t.seq, t.step, t.at, t.kind, t.node, t.visit, coalesce(t.port, 'out'), p.id, p.name, p.kind, t.duration_us FROM transition t "
        "JOIN principal p ON p.pk = t.actor WHERE t.context = :context AND t.node = :node AND t.visit = :visit AND t.kind <> 0 ORDER BY t.seq DESC "
        "LIMIT 1");
    return oneRow(statement.bind(context, node, visit), plainStep);
}

Result<std::optional<LineageStep>> LineageReader::stepAt(qint64 seq)
{
    Statement &statement
        = m_db.prepared("SELECT t.seq, t.step, t.at, t.kind, t.node, t.visit, coalesce(t.port, 'out'), p.id, p.name, p.kind, t.duration_us "
                        "FROM transition t JOIN principal p ON p.pk = t.actor WHERE t.seq = :seq");
    return oneRow(statement.bind(seq), plainStep);
}

Result<QList<LineageModelUse>> LineageReader::modelUses(ContextKey context)
{
    QList<LineageModelUse> uses;
    Statement &used = m_db.prepared("SELECT m.seq, t.step, t.node, m.provider, m.model, m.tokens_in, m.tokens_out, m.cost_micros FROM transition t "
                                    "JOIN model_use m ON m.seq = t.seq WHERE t.context = :context AND t.at <= :at ORDER BY m.seq, m.pk");
    auto rows = allRows(used.bind(context, m_asOf), [](const Statement &s) {
        LineageModelUse use;
        use.seq = s.integer(0);
        use.step = static_cast<int>(s.integer(1));
        use.node = static_cast<int>(s.integer(2));
        use.provider = s.text(3);
        use.model = s.text(4);
        use.tokensIn = s.integer(5);
        use.tokensOut = s.integer(6);
        use.costMicros = s.integer(7);
        return use;
    });
    if (!rows)
        return rows;
    uses = std::move(*rows);
    // The calls whose texts are kept go with the uses of the same model in their order; a kept result has calls and no uses.
    Statement &calls = m_db.prepared("SELECT c.seq, t.step, t.node, c.position, c.kept, c.body FROM transition t JOIN model_call c ON c.seq = t.seq "
                                     "WHERE t.context = :context AND t.at <= :at ORDER BY c.seq, c.position");
    const auto kept = allRows(calls.bind(context, m_asOf), [](const Statement &s) {
        LineageModelUse use;
        use.seq = s.integer(0);
        use.step = static_cast<int>(s.integer(1));
        use.node = static_cast<int>(s.integer(2));
        use.position = static_cast<int>(s.integer(3));
        use.wasKept = s.integer(4) != 0;
        const Json body = Json::parse(s.blobView(5)).value_or(Json());
        use.provider = body.value("provider").toString();
        use.model = body.value("model").toString();
        use.parameters = body.value("parameters");
        return use;
    });
    if (!kept)
        return kept;
    for (const LineageModelUse &call : *kept) {
        const auto use = std::ranges::find_if(uses, [&](const LineageModelUse &u) {
            return u.seq == call.seq && u.position < 0 && u.provider == call.provider && u.model == call.model;
        });
        if (use == uses.end()) {
            uses.append(call);
            continue;
        }
        use->position = call.position;
        use->wasKept = call.wasKept;
        use->parameters = call.parameters;
    }
    return uses;
}

Result<std::optional<LineageCall>> LineageReader::call(qint64 seq, int position)
{
    Statement &statement = m_db.prepared(
        "SELECT c.seq, c.position, t.context, t.step, t.node, t.at, c.body, c.kept, p.codec, p.hash, p.body, p.size, a.codec, a.hash, a.body, a.size "
        "FROM model_call c JOIN transition t ON t.seq = c.seq JOIN model_text p ON p.pk = c.prompt JOIN model_text a ON a.pk = c.answer "
        "WHERE c.seq = :seq AND c.position = :position");
    statement.bind(seq, position);
    const auto row = statement.step();
    if (!row)
        return std::unexpected(row.error());
    if (!*row) {
        statement.reset();
        return std::nullopt;
    }
    const Statement &s = statement;
    LineageCall call;
    call.seq = s.integer(0);
    call.position = static_cast<int>(s.integer(1));
    call.context = s.integer(2);
    call.step = static_cast<int>(s.integer(3));
    call.node = static_cast<int>(s.integer(4));
    call.at = s.integer(5);
    call.body = Json::parse(s.blobView(6)).value_or(Json());
    call.wasKept = s.integer(7) != 0;
    for (const auto &[from, text] : {std::pair{8, &call.prompt}, {12, &call.answer}}) {
        auto bytes = unpack(s.blobView(from + 2), static_cast<Codec>(s.integer(from)));
        if (!bytes || contentHash(*bytes) != s.integer(from + 1)) {
            statement.reset();
            return fail(ErrorCode::WorkspaceDamaged, u"what a model was asked or answered does not match its hash"_s);
        }
        *text = std::move(*bytes);
    }
    call.promptSize = s.integer(11);
    call.answerSize = s.integer(15);
    statement.reset();
    const auto uses = modelUses(call.context);
    if (!uses)
        return std::unexpected(uses.error());
    for (const LineageModelUse &use : *uses) {
        if (use.seq != seq || use.position != position)
            continue;
        call.tokensIn = use.tokensIn;
        call.tokensOut = use.tokensOut;
        call.costMicros = use.costMicros;
    }
    return call;
}

Result<std::optional<int>> LineageReader::componentVersion(const QString &component, qint64 seq)
{
    auto known = m_versions.constFind(component);
    if (known == m_versions.cend()) {
        Statement &statement = m_db.prepared("SELECT since, version FROM component_version WHERE component = :component ORDER BY since");
        auto rows = allRows(statement.bind(component), [](const Statement &s) { return std::pair{s.integer(0), static_cast<int>(s.integer(1))}; });
        if (!rows)
            return std::unexpected(rows.error());
        known = m_versions.insert(component, std::move(*rows));
    }
    std::optional<int> version;
    for (const auto &[since, number] : *known) {
        if (since <= seq)
            version = number;
    }
    return version;
}

} // namespace Millrace
