// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/records.h"
#include "store/sqlite.h"

#include <optional>

namespace Millrace {

/// An event as the bus keeps it.
struct StoredEvent
{
    qint64 seq = 0; ///< order in the workspace
    QString topic;
    QString key;
    qint64 at = 0;
    std::optional<ContextKey> context; ///< whose step published it
    qint64 actor = 0;
    QByteArray payload; ///< JSON
    int depth = 0; ///< how many events led to it: its publisher was started by one, whose publisher was, …

    friend bool operator==(const StoredEvent &, const StoredEvent &) = default;
};

/// Who wants which events.
struct StoredSubscription
{
    qint64 key = 0;
    QString id;
    QString title;
    QString topic; ///< a topic, or a prefix and "*"
    QString pipeline; ///< started with each event; empty: the subscriber reads by itself
    bool ordered = false;
    qint64 position = 0; ///< events up to here are delivered
    qint64 pass = 0; ///< grows with each seek
    bool enabled = true;
    QString problem; ///< why its events wait; empty: they do not
    qint64 actor = 0;
    qint64 createdAt = 0;

    friend bool operator==(const StoredSubscription &, const StoredSubscription &) = default;
};

/// How a delivery stands. Stored: never renumber.
enum class DeliveryState : quint8 {
    AtRest = 0, ///< its context has come to rest
    UnderWay = 1,
    Waits = 2, ///< for the one before it of the same key
};

/// One event for one subscription.
struct StoredDelivery
{
    qint64 subscription = 0;
    qint64 event = 0;
    qint64 pass = 0;
    QString key;
    std::optional<ContextKey> context;
    DeliveryState state = DeliveryState::UnderWay;

    friend bool operator==(const StoredDelivery &, const StoredDelivery &) = default;
};

/// The event bus's rows: events, subscriptions, deliveries. Reads work on any connection, writes inside the engine's transaction.
class EventRepository
{
public:
    explicit EventRepository(Connection &db)
        : m_db(db)
    {}

    /// The sequence number of the new event.
    [[nodiscard]] Result<qint64> publish(const StoredEvent &event);
    /// Of the newest event; 0 where there is none. It is never thrown away.
    [[nodiscard]] Result<qint64> last();
    /// Of the oldest event that is still there; 0 where there is none.
    [[nodiscard]] Result<qint64> first();
    /// The depth of what a context would publish: one more than that of the event which started it, or what it descends from.
    [[nodiscard]] Result<int> depthFor(ContextKey context);
    /// Throws away at most `limit` of the oldest events before `before`, as long as they are older than `olderThan` or up to `upTo`, with their
    /// deliveries; how many. What a subscription has not had yet, and what is under way, stays, and all that is newer.
    [[nodiscard]] Result<int> purge(qint64 upTo, qint64 olderThan, int limit);
    /// Events of a topic (or a prefix and "*") with `after` < seq <= `upTo`, at most `limit`, in order. Their hashes are checked.
    [[nodiscard]] Result<QList<StoredEvent>> events(const QString &topic, qint64 after, qint64 upTo, int limit);
    [[nodiscard]] Result<std::optional<StoredEvent>> event(qint64 seq);
    /// How many events of a topic come after a position; counts up to `most`.
    [[nodiscard]] Result<qint64> countAfter(const QString &topic, qint64 after, qint64 most);

    /// Adds it, or replaces what one of the same id says; its position and what it has under way stay.
    [[nodiscard]] Result<void> save(const StoredSubscription &subscription);
    /// Writes where it stands: position, pass, enabled, the problem.
    [[nodiscard]] Result<void> update(const StoredSubscription &subscription);
    /// Takes it away with what waits; what it has started goes on.
    [[nodiscard]] Result<void> remove(const StoredSubscription &subscription);
    [[nodiscard]] Result<std::optional<StoredSubscription>> find(const QString &id);
    [[nodiscard]] Result<QList<StoredSubscription>> subscriptions();

    [[nodiscard]] Result<void> deliver(const StoredDelivery &delivery);
    /// Writes the context and the state of a delivery that is there.
    [[nodiscard]] Result<void> update(const StoredDelivery &delivery);
    /// Those of a subscription that are under way or wait, by key and event.
    [[nodiscard]] Result<QList<StoredDelivery>> open(qint64 subscription);
    /// The first of a key that waits.
    [[nodiscard]] Result<std::optional<StoredDelivery>> firstWaiting(qint64 subscription, const QString &key);
    /// Gives up what waits of the events after a position.
    [[nodiscard]] Result<void> dropWaiting(qint64 subscription, qint64 after);
    struct Load
    {
        qint64 underWay = 0;
        qint64 waiting = 0;
    };
    [[nodiscard]] Result<Load> load(qint64 subscription);

private:
    Connection &m_db;
};

/// True where a pattern stands for more than one topic.
[[nodiscard]] bool isTopicPrefix(const QString &topic);
/// The hash of an event's content.
[[nodiscard]] qint64 eventHash(const StoredEvent &event);

} // namespace Millrace
