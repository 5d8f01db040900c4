// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/outboxrepository.h"

#include "store/codec.h"
#include "store/rows.h"

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr std::array kStates = {"waiting"_L1, "sending"_L1, "delivered"_L1, "failed"_L1, "discarded"_L1};

#define EFFECT_COLUMNS                                                                                                                               \
    "pk, context, node, visit, position, pipeline, run, target, address, state, awaited, attempts, lost, attempt_base, due_at, created_at, "         \
    "changed_at, terms, request, codec, hash, body, answer"

StoredEffect readEffect(const Statement &s)
{
    StoredEffect effect{.key = s.integer(0),
                        .context = s.integer(1),
                        .node = static_cast<int>(s.integer(2)),
                        .visit = static_cast<int>(s.integer(3)),
                        .position = static_cast<int>(s.integer(4)),
                        .pipeline = s.integer(5),
                        .run = s.integer(6),
                        .target = s.text(7),
                        .address = s.text(8),
                        .state = static_cast<EffectState>(std::clamp<qint64>(s.integer(9), 0, 4)),
                        .awaited = s.integer(10) != 0,
                        .attempts = static_cast<int>(s.integer(11)),
                        .lost = static_cast<int>(s.integer(12)),
                        .attemptBase = static_cast<int>(s.integer(13)),
                        .dueAt = s.isNull(14) ? std::nullopt : std::optional(s.integer(14)),
                        .createdAt = s.integer(15),
                        .changedAt = s.integer(16),
                        .terms = s.blob(17),
                        .request = s.blob(18),
                        .body = {},
                        .answer = s.blob(22)};
    auto body = unpack(s.blobView(21), static_cast<Codec>(s.integer(19)));
    if (body)
        effect.body = std::move(*body);
    effect.isDamaged = !body || effectHash(effect) != s.integer(20);
    return effect;
}

/// What belongs to a paused pipeline waits with it.
#define NOT_PAUSED "NOT EXISTS (SELECT 1 FROM pipeline p JOIN pipeline_state s ON s.id = p.id WHERE p.pk = outbox.pipeline AND s.state = 1)"

} // namespace

QLatin1StringView effectStateName(EffectState state)
{
    return kStates.at(static_cast<std::size_t>(state));
}

std::optional<EffectState> effectStateFromName(QStringView name)
{
    const auto it = std::ranges::find_if(kStates, [&](QLatin1StringView known) { return name == known; });
    return it == kStates.end() ? std::nullopt : std::optional(static_cast<EffectState>(it - kStates.begin()));
}

qint64 effectHash(const StoredEffect &effect)
{
    return ContentHash()
        .add(effect.target.toUtf8())
        .add(effect.address.toUtf8())
        .add(effect.createdAt)
        .add(effect.terms)
        .add(effect.request)
        .add(effect.body)
        .value();
}

qint64 EffectCounts::total() const
{
    return std::accumulate(n.begin(), n.end(), qint64(0));
}

Json EffectCounts::toJson() const
{
    Json json = Json::object();
    for (std::size_t i = 0; i < n.size(); ++i)
        json.insert(QByteArrayView(kStates.at(i).data(), kStates.at(i).size()), n.at(i));
    return json;
}

Result<qint64> OutboxRepository::add(const StoredEffect &effect)
{
    const Packed packed = pack(effect.body);
    Statement &statement
        = m_db.prepared("INSERT INTO outbox (context, node, visit, position, pipeline, run, target, address, state, awaited, attempts, lost, "
                        "attempt_base, due_at, created_at, changed_at, terms, request, codec, hash, body, answer) VALUES (:context, :node, :visit, "
                        ":position, :pipeline, :run, :target, :address, :state, :awaited, :attempts, 0, :base, :due, :created, :changed, :terms, "
                        ":request, :codec, :hash, :body, NULL)");
    statement.bind(effect.context, effect.node, effect.visit, effect.position, effect.pipeline, effect.run, effect.target, effect.address,
                   static_cast<int>(effect.state), effect.awaited, effect.attempts, effect.attemptBase, effect.dueAt, effect.createdAt,
                   effect.changedAt, effect.terms, effect.request, static_cast<int>(packed.codec), effectHash(effect), packed.bytes);
    if (auto done = statement.run(); !done)
        return std::unexpected(done.error());
    const qint64 key = m_db.lastInsertId();
    if (auto counted = count(effect, effect.state, 1); !counted)
        return std::unexpected(counted.error());
    return key;
}

Result<void> OutboxRepository::update(const StoredEffect &effect, EffectState before)
{
    Statement &statement = m_db.prepared("UPDATE outbox SET state = :state, attempts = :attempts, lost = :lost, attempt_base = :base, due_at = :due, "
                                         "changed_at = :changed, answer = :answer WHERE pk = :pk");
    statement.bind(static_cast<int>(effect.state), effect.attempts, effect.lost, effect.attemptBase, effect.dueAt, effect.changedAt,
                   effect.answer.isEmpty() ? std::nullopt : std::optional(effect.answer), effect.key);
    if (auto done = statement.run(); !done || before == effect.state)
        return done;
    if (auto counted = count(effect, before, -1); !counted)
        return counted;
    return count(effect, effect.state, 1);
}

Result<void> OutboxRepository::count(const StoredEffect &effect, EffectState state, int by)
{
    return m_db
        .prepared("INSERT INTO outbox_load (run, pipeline, state, n) VALUES (:run, :pipeline, :state, :n) "
                  "ON CONFLICT (run, pipeline, state) DO UPDATE SET n = n + excluded.n")
        .bind(effect.run, effect.pipeline, static_cast<int>(state), by)
        .run();
}

Result<std::optional<StoredEffect>> OutboxRepository::find(qint64 key)
{
    return oneRow(m_db.prepared("SELECT " EFFECT_COLUMNS " FROM outbox WHERE pk = :pk").bind(key), readEffect);
}

Result<void> OutboxRepository::setDueBack(qint64 now, qint64 us)
{
    return m_db.prepared("UPDATE outbox SET due_at = due_at - :us WHERE due_at IS NOT NULL AND due_at > :now").bind(us, now).run();
}

Result<QList<OutboxRepository::Due>> OutboxRepository::due(qint64 now, int limit, const Due &after)
{
    return allRows(m_db.prepared("SELECT pk, target, address, due_at FROM outbox WHERE due_at IS NOT NULL AND due_at <= :now "
                                 "AND (due_at, pk) > (:due, :pk) AND " NOT_PAUSED " ORDER BY due_at, pk LIMIT :limit")
                       .bind(now, after.at, after.key, limit),
                   [](const Statement &s) { return Due{s.integer(0), s.text(1), s.text(2), s.integer(3)}; });
}

Result<std::optional<qint64>> OutboxRepository::nextDue(qint64 after)
{
    return oneRow(m_db.prepared("SELECT due_at FROM outbox WHERE due_at IS NOT NULL AND due_at > :after AND " NOT_PAUSED " ORDER BY due_at LIMIT 1")
                      .bind(after),
                  [](const Statement &s) { return s.integer(0); });
}

Result<QList<qint64>> OutboxRepository::sending()
{
    return allRows(m_db.prepared("SELECT pk FROM outbox WHERE state IN (0, 1, 3) AND state = 1 ORDER BY pk").bind(),
                   [](const Statement &s) { return s.integer(0); });
}

Result<QList<StoredEffect>> OutboxRepository::ofVisit(ContextKey context, int node, int visit)
{
    return allRows(m_db.prepared("SELECT " EFFECT_COLUMNS " FROM outbox WHERE context = :context AND node = :node AND visit = :visit "
                                 "ORDER BY position")
                       .bind(context, node, visit),
                   readEffect);
}

Result<qint64> OutboxRepository::open(ContextKey context, int node, int visit)
{
    return oneRow(m_db.prepared("SELECT count(*) FROM outbox WHERE context = :context AND node = :node AND visit = :visit AND awaited = 1 "
                                "AND state IN (0, 1)")
                      .bind(context, node, visit),
                  [](const Statement &s) { return s.integer(0); })
        .transform([](const auto &n) { return n.value_or(0); });
}

Result<QList<StoredEffect>> OutboxRepository::list(const Filter &filter)
{
    if (filter.context)
        return allRows(m_db.prepared("SELECT " EFFECT_COLUMNS " FROM outbox WHERE context = :context AND pk > :after AND "
                                     "coalesce(state = :state, CASE WHEN :open THEN state IN (0, 1, 3) ELSE 1 END) ORDER BY pk LIMIT :limit")
                           .bind(*filter.context, filter.after, filter.state ? std::optional(static_cast<int>(*filter.state)) : std::nullopt,
                                 filter.openOnly, filter.limit),
                       readEffect);
    if (filter.state)
        return allRows(m_db.prepared("SELECT " EFFECT_COLUMNS " FROM outbox WHERE state = :state AND pk > :after ORDER BY pk LIMIT :limit")
                           .bind(static_cast<int>(*filter.state), filter.after, filter.limit),
                       readEffect);
    if (filter.openOnly)
        return allRows(m_db.prepared("SELECT " EFFECT_COLUMNS " FROM outbox WHERE state IN (0, 1, 3) AND pk > :after ORDER BY pk LIMIT :limit")
                           .bind(filter.after, filter.limit),
                       readEffect);
    return allRows(m_db.prepared("SELECT " EFFECT_COLUMNS " FROM outbox WHERE pk > :after ORDER BY pk LIMIT :limit").bind(filter.after, filter.limit),
                   readEffect);
}

Result<EffectCounts> OutboxRepository::counts(const QString &run, const QString &pipeline)
{
    // The table's key begins with the run: asked for one, it looks at that one's few rows.
    Statement &statement = run.isEmpty()
        ? m_db.prepared("SELECT state, sum(n) FROM outbox_load WHERE :pipeline IS NULL OR pipeline IN (SELECT pk FROM pipeline WHERE id = :pipeline) "
                        "GROUP BY state")
        : m_db.prepared("SELECT state, sum(n) FROM outbox_load WHERE run = (SELECT pk FROM run WHERE id = :run) "
                        "AND (:pipeline IS NULL OR pipeline IN (SELECT pk FROM pipeline WHERE id = :pipeline)) GROUP BY state");
    const std::optional<QString> ofPipeline = pipeline.isEmpty() ? std::nullopt : std::optional(pipeline);
    run.isEmpty() ? statement.bind(ofPipeline) : statement.bind(run, ofPipeline);
    const auto rows = allRows(statement, [](const Statement &s) { return std::pair(s.integer(0), s.integer(1)); });
    if (!rows)
        return std::unexpected(rows.error());
    EffectCounts counts;
    for (const auto &[state, n] : *rows)
        counts.n.at(static_cast<std::size_t>(std::clamp<qint64>(state, 0, 4))) += n;
    return counts;
}

} // namespace Millrace
