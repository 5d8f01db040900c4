// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/eventrepository.h"

#include "store/codec.h"
#include "store/rows.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

std::optional<QString> orNull(const QString &text)
{
    return text.isEmpty() ? std::nullopt : std::optional(text);
}

Result<StoredEvent> readEvent(const Statement &s)
{
    StoredEvent event{.seq = s.integer(0),
                      .topic = s.text(1),
                      .key = s.text(2),
                      .at = s.integer(3),
                      .context = s.isNull(4) ? std::nullopt : std::optional(s.integer(4)),
                      .actor = s.integer(5),
                      .payload = {},
                      .depth = static_cast<int>(s.integer(9))};
    auto payload = unpack(s.blobView(8), static_cast<Codec>(s.integer(6)));
    if (payload)
        event.payload = std::move(*payload);
    if (!payload || eventHash(event) != s.integer(7))
        return fail(ErrorCode::WorkspaceDamaged, u"event %1 is damaged"_s.arg(event.seq));
    return event;
}

StoredSubscription readSubscription(const Statement &s)
{
    return {.key = s.integer(0),
            .id = s.text(1),
            .title = s.text(2),
            .topic = s.text(3),
            .pipeline = s.text(4),
            .ordered = s.integer(5) != 0,
            .position = s.integer(6),
            .pass = s.integer(7),
            .enabled = s.integer(8) != 0,
            .problem = s.text(9),
            .actor = s.integer(10),
            .createdAt = s.integer(11)};
}

StoredDelivery readDelivery(const Statement &s)
{
    return {.subscription = s.integer(0),
            .event = s.integer(1),
            .pass = s.integer(2),
            .key = s.text(3),
            .context = s.isNull(4) ? std::nullopt : std::optional(s.integer(4)),
            .state = static_cast<DeliveryState>(s.integer(5))};
}

} // namespace

#define EVENT_COLUMNS "seq, topic, key, at, context, actor, codec, hash, payload, depth"
#define SUBSCRIPTION_COLUMNS "pk, id, title, topic, pipeline, ordered, position, pass, enabled, problem, actor, created_at"

bool isTopicPrefix(const QString &topic)
{
    return topic.endsWith(u'*');
}

qint64 eventHash(const StoredEvent &event)
{
    ContentHash hash;
    hash.add(event.topic.toUtf8()).add(event.key.toUtf8()).add(event.at).add(event.context.value_or(0)).add(event.actor).add(event.payload);
    if (event.depth > 0) // schema 2 knew none
        hash.add(event.depth);
    return hash.value();
}

Result<qint64> EventRepository::publish(const StoredEvent &event)
{
    const Packed packed = pack(event.payload);
    Statement &statement = m_db.prepared("INSERT INTO event (topic, key, at, context, actor, codec, hash, payload, depth) "
                                         "VALUES (:topic, :key, :at, :context, :actor, :codec, :hash, :payload, :depth)");
    statement.bind(event.topic, event.key, event.at, event.context, event.actor, static_cast<int>(packed.codec), eventHash(event), packed.bytes,
                   event.depth);
    if (auto done = statement.run(); !done)
        return std::unexpected(done.error());
    return m_db.lastInsertId();
}

Result<qint64> EventRepository::last()
{
    return m_db.scalar("SELECT coalesce(max(seq), 0) FROM event");
}

Result<qint64> EventRepository::first()
{
    return m_db.scalar("SELECT coalesce(min(seq), 0) FROM event");
}

Result<int> EventRepository::depthFor(ContextKey context)
{
    Statement &statement
        = m_db.prepared("WITH RECURSIVE line(pk) AS (SELECT :context UNION SELECT c.parent FROM line JOIN context c ON c.pk = line.pk "
                        "WHERE c.parent IS NOT NULL) "
                        "SELECT coalesce(max(e.depth) + 1, 0) FROM line JOIN delivery d ON d.context = line.pk "
                        "JOIN event e ON e.seq = d.event");
    return oneRow(statement.bind(context), [](const Statement &s) { return static_cast<int>(s.integer(0)); }).transform([](const auto &depth) {
        return depth.value_or(0);
    });
}

Result<int> EventRepository::purge(qint64 upTo, qint64 olderThan, int limit)
{
    // Every subscription has had what lies before this; a newer event is always there, to count on from.
    const auto bound = m_db.scalar("SELECT min((SELECT coalesce(max(seq), 0) FROM event), "
                                   "(SELECT coalesce(min(position) + 1, 9223372036854775807) FROM subscription), "
                                   "(SELECT coalesce(min(event), 9223372036854775807) FROM delivery INDEXED BY delivery_open WHERE state <> 0))");
    if (!bound)
        return std::unexpected(bound.error());
    const auto oldest = allRows(m_db.prepared("SELECT seq, at FROM event WHERE seq < :bound ORDER BY seq LIMIT :limit").bind(*bound, limit),
                                [](const Statement &s) { return std::pair(s.integer(0), s.integer(1)); });
    if (!oldest)
        return std::unexpected(oldest.error());
    qint64 last = 0;
    int count = 0;
    for (const auto &[seq, at] : *oldest) {
        if (seq > upTo && at >= olderThan)
            break;
        last = seq;
        ++count;
    }
    if (count == 0)
        return 0;
    // One subscription after the other, also those that are gone: deliveries have no order of their own.
    for (qint64 subscription = 0;;) {
        const auto next = oneRow(m_db.prepared("SELECT min(subscription) FROM delivery WHERE subscription > :after").bind(subscription),
                                 [](const Statement &s) { return s.integer(0); });
        if (!next)
            return std::unexpected(next.error());
        if (next->value_or(0) == 0)
            break;
        subscription = **next;
        if (auto gone = m_db.prepared("DELETE FROM delivery WHERE subscription = :subscription AND event <= :last").bind(subscription, last).run();
            !gone)
            return std::unexpected(gone.error());
    }
    if (auto gone = m_db.prepared("DELETE FROM event WHERE seq <= :last").bind(last).run(); !gone)
        return std::unexpected(gone.error());
    return count;
}

Result<QList<StoredEvent>> EventRepository::events(const QString &topic, qint64 after, qint64 upTo, int limit)
{
    // A prefix walks by number, which the caller bounds; a topic has an index of its own.
    Statement &statement = isTopicPrefix(topic)
        ? m_db.prepared("SELECT " EVENT_COLUMNS " FROM event WHERE seq > :after AND seq <= :upto AND substr(topic, 1, length(:prefix)) = :prefix "
                        "ORDER BY seq LIMIT :limit")
        : m_db.prepared("SELECT " EVENT_COLUMNS " FROM event WHERE seq > :after AND seq <= :upto AND topic = :topic ORDER BY seq LIMIT :limit");
    statement.bind(after, upTo, isTopicPrefix(topic) ? topic.chopped(1) : topic, limit);
    auto rows = allRows(statement, readEvent);
    if (!rows)
        return std::unexpected(rows.error());
    QList<StoredEvent> events;
    events.reserve(rows->size());
    for (Result<StoredEvent> &row : *rows) {
        if (!row)
            return std::unexpected(row.error());
        events.append(std::move(*row));
    }
    return events;
}

Result<std::optional<StoredEvent>> EventRepository::event(qint64 seq)
{
    auto row = oneRow(m_db.prepared("SELECT " EVENT_COLUMNS " FROM event WHERE seq = :seq").bind(seq), readEvent);
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return std::nullopt;
    if (!**row)
        return std::unexpected((*row)->error());
    return std::move(***row);
}

Result<qint64> EventRepository::countAfter(const QString &topic, qint64 after, qint64 most)
{
    Statement &statement = isTopicPrefix(topic)
        ? m_db.prepared("SELECT count(*) FROM (SELECT 1 FROM event WHERE seq > :after AND substr(topic, 1, length(:prefix)) = :prefix LIMIT :most)")
        : m_db.prepared("SELECT count(*) FROM (SELECT 1 FROM event WHERE seq > :after AND topic = :topic LIMIT :most)");
    statement.bind(after, isTopicPrefix(topic) ? topic.chopped(1) : topic, most);
    return oneRow(statement, [](const Statement &s) { return s.integer(0); }).transform([](const auto &n) { return n.value_or(0); });
}

Result<void> EventRepository::save(const StoredSubscription &s)
{
    return m_db
        .prepared("INSERT INTO subscription (id, title, topic, pipeline, ordered, position, pass, enabled, actor, created_at) "
                  "VALUES (:id, :title, :topic, :pipeline, :ordered, :position, 0, :enabled, :actor, :created) "
                  "ON CONFLICT (id) DO UPDATE SET title = excluded.title, topic = excluded.topic, pipeline = excluded.pipeline, "
                  "ordered = excluded.ordered, enabled = excluded.enabled, problem = NULL")
        .bind(s.id, s.title, s.topic, orNull(s.pipeline), s.ordered, s.position, s.enabled, s.actor, s.createdAt)
        .run();
}

Result<void> EventRepository::update(const StoredSubscription &s)
{
    return m_db.prepared("UPDATE subscription SET position = :position, pass = :pass, enabled = :enabled, problem = :problem WHERE pk = :pk")
        .bind(s.position, s.pass, s.enabled, orNull(s.problem), s.key)
        .run();
}

Result<void> EventRepository::remove(const StoredSubscription &s)
{
    if (auto dropped = dropWaiting(s.key, 0); !dropped)
        return dropped;
    if (auto closed
        = m_db.prepared("UPDATE delivery INDEXED BY delivery_open SET state = 0 WHERE subscription = :subscription AND state <> 0").bind(s.key).run();
        !closed)
        return closed;
    return m_db.prepared("DELETE FROM subscription WHERE pk = :pk").bind(s.key).run();
}

Result<std::optional<StoredSubscription>> EventRepository::find(const QString &id)
{
    return oneRow(m_db.prepared("SELECT " SUBSCRIPTION_COLUMNS " FROM subscription WHERE id = :id").bind(id), readSubscription);
}

Result<QList<StoredSubscription>> EventRepository::subscriptions()
{
    return allRows(m_db.prepared("SELECT " SUBSCRIPTION_COLUMNS " FROM subscription ORDER BY id").bind(), readSubscription);
}

Result<void> EventRepository::deliver(const StoredDelivery &d)
{
    return m_db
        .prepared("INSERT INTO delivery (subscription, event, pass, key, context, state) "
                  "VALUES (:subscription, :event, :pass, :key, :context, :state)")
        .bind(d.subscription, d.event, d.pass, d.key, d.context, static_cast<int>(d.state))
        .run();
}

Result<void> EventRepository::update(const StoredDelivery &d)
{
    return m_db
        .prepared("UPDATE delivery SET context = :context, state = :state WHERE subscription = :subscription AND event = :event AND pass = :pass")
        .bind(d.context, static_cast<int>(d.state), d.subscription, d.event, d.pass)
        .run();
}

Result<QList<StoredDelivery>> EventRepository::open(qint64 subscription)
{
    return allRows(
        m_db.prepared(
                "SELECT subscription, event, pass, key, context, state FROM delivery INDEXED BY delivery_open WHERE subscription = :subscription "
                "AND state <> 0 ORDER BY key, event")
            .bind(subscription),
        readDelivery);
}

Result<std::optional<StoredDelivery>> EventRepository::firstWaiting(qint64 subscription, const QString &key)
{
    return oneRow(
        m_db.prepared(
                "SELECT subscription, event, pass, key, context, state FROM delivery INDEXED BY delivery_open WHERE subscription = :subscription "
                "AND key = :key AND state <> 0 AND state = 2 ORDER BY event LIMIT 1")
            .bind(subscription, key),
        readDelivery);
}

Result<void> EventRepository::dropWaiting(qint64 subscription, qint64 after)
{
    return m_db
        .prepared("DELETE FROM delivery INDEXED BY delivery_open WHERE subscription = :subscription AND state <> 0 AND state = 2 AND event > :after")
        .bind(subscription, after)
        .run();
}

Result<EventRepository::Load> EventRepository::load(qint64 subscription)
{
    return oneRow(m_db.prepared("SELECT total(state = 1), total(state = 2) FROM delivery INDEXED BY delivery_open WHERE subscription = :subscription "
                                "AND state <> 0")
                      .bind(subscription),
                  [](const Statement &s) { return Load{s.integer(0), s.integer(1)}; })
        .transform([](const auto &load) { return load.value_or(Load()); });
}

} // namespace Millrace
