// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/ledger.h"

#include <QHash>

#include <map>
#include <optional>

namespace Millrace {

class Schedule;

/// How long events and their deliveries are kept, at least: what every subscription has had may go beyond that. 0: no limit.
struct EventRetention
{
    qint64 count = 1'000'000;
    qint64 days = 400;

    [[nodiscard]] static Result<EventRetention> read(Catalog &catalog);
    [[nodiscard]] Result<void> write(Catalog &catalog) const;

    friend bool operator==(const EventRetention &, const EventRetention &) = default;
};

/// What starts contexts by itself: schedules at their due times, subscriptions with the events of the bus.
///
/// Owned by the engine and used on its thread, inside its turn's transaction. The essay stands at the top of triggers.cpp. What it holds in
/// memory is what the store says; after a commit that failed, forget() makes it read everything again.
class Triggers
{
public:
    struct Options
    {
        const Ledger *ledger = nullptr;
        qint64 actor = 0; ///< principal of the engine
        /// The newest plan of a pipeline.
        std::function<Result<std::shared_ptr<const Plan>>(WriteScope &, const QString &)> findPlan;
        std::function<StoredPipelineState(const QString &)> stateOf;
    };

    explicit Triggers(Options options)
        : m_options(std::move(options))
    {}

    /// Whether run() would find something to start.
    [[nodiscard]] bool isDue(qint64 now) const;
    /// When the next schedule is due, on the wall clock.
    [[nodiscard]] std::optional<qint64> nextDue() const { return m_nextDue; }

    /// Notes which deliveries came to rest in this transaction; `starts` also what is due and what is published, a bounded part of it.
    [[nodiscard]] Result<void> run(WriteScope &scope, bool starts);
    void forget() { m_isLoaded = false; }
    /// Subscriptions whose pipeline took nothing are tried again: it may have changed.
    void lookAgain();

    /// Whether an enabled subscription asked for this topic of Millrace's own (`millrace.…`) when the last commit began.
    [[nodiscard]] bool isHeard(QStringView topic) const;
    /// Starts one context of a schedule now; its id. NotFound, PipelineClosed, … where its pipeline takes nothing.
    [[nodiscard]] Result<QString> fire(WriteScope &scope, const StoredSchedule &schedule) const;

private:
    struct Key
    {
        int underWay = 0;
        int waiting = 0;
    };
    struct Subscriber
    {
        StoredSubscription stored;
        int underWay = 0;
        int waiting = 0;
        QHash<QString, Key> keys; ///< those with something under way or waiting
        QStringList freed; ///< keys whose first waiting event may start
        bool isHeld = false; ///< its pipeline takes nothing at present
        std::optional<qint64> run;

        [[nodiscard]] bool canTake(qint64 lastEvent) const;
    };
    struct Target
    {
        std::shared_ptr<const Plan> plan;
        int priority = 0;
    };

    [[nodiscard]] Result<void> load(WriteScope &scope);
    [[nodiscard]] Result<Target> target(WriteScope &scope, const QString &pipeline) const;

    [[nodiscard]] Result<void> reckonAgain(WriteScope &scope);
    [[nodiscard]] Result<void> fireDue(WriteScope &scope);
    [[nodiscard]] Result<int> fireOne(WriteScope &scope, StoredSchedule schedule) const;
    [[nodiscard]] Result<bool> startAt(WriteScope &scope, const StoredSchedule &stored, const Schedule &schedule, const Target &target,
                                       const QString &id, qint64 at) const;

    [[nodiscard]] Result<void> rest(WriteScope &scope);
    [[nodiscard]] Result<void> deliver(WriteScope &scope);
    [[nodiscard]] Result<void> deliverTo(WriteScope &scope, Subscriber &subscriber, int most);
    [[nodiscard]] Result<void> hold(WriteScope &scope, Subscriber &subscriber, const Error &why);
    [[nodiscard]] Result<void> take(WriteScope &scope, Subscriber &subscriber, const Target &target, const StoredEvent &event);
    [[nodiscard]] Result<void> startFreed(WriteScope &scope, Subscriber &subscriber, const Target &target);
    [[nodiscard]] Result<void> startWith(WriteScope &scope, Subscriber &subscriber, const Target &target, const StoredEvent &event,
                                         StoredDelivery &delivery);

    Options m_options;
    /// Throws away a bounded part of the events that are kept for long enough.
    [[nodiscard]] Result<void> purge(WriteScope &scope);

    bool m_isLoaded = false;
    EventRetention m_retention;
    qint64 m_purgeAfter = 0; ///< the newest event by which the oldest were looked at last
    std::optional<qint64> m_nextDue;
    qint64 m_lookedAt = 0; ///< the latest clock a due time was reckoned at: an earlier one has been set back
    qint64 m_lastEvent = 0;
    std::map<qint64, Subscriber> m_subscribers; ///< those with a pipeline
    QStringList m_heard; ///< topics of Millrace's own that enabled subscriptions name, with a pipeline or without
    bool m_hearsEnds = false; ///< one of them is of the ends of contexts
    QHash<ContextKey, StoredDelivery> m_underWay;
};

} // namespace Millrace
