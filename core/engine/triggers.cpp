// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How contexts start by themselves
//
// Both kinds of trigger move a mark in the same commit in which they make contexts: a schedule its next due time, a subscription its
// position. So a crash finds either both or neither, and nothing starts twice or not at all.
//
// Schedules
// 1. A due time starts at most one context, whatever the clock does: the context's id is made of the schedule's id and the due time, and
//    where it is there already, nothing happens. So after a clock was set back, due times are simply reckoned again.
// 2. However far the clock jumps forward, Schedule::dueBy() bounds what starts in a turn; what does not start at all is counted and told.
// 3. A pipeline that is paused takes contexts, which wait; one that is draining, missing or not possible here takes none, and the
//    schedule says so. It is tried again at its next due time.
//
// Events
// 4. An event is stored before anything handles it; handlers are contexts and run after the commit.
// 5. Each subscription gets each event once in a pass: its position and the delivery move together, and (subscription, event, pass) is
//    unique. A seek begins another pass.
// 6. With `ordered`, at most one event of a key is under way; the others of that key wait as deliveries without a context, and the first of
//    them starts in the commit in which the one before comes to rest. A context that is retried later is not waited for again.
// 7. Events are thrown away in their order, and only what every subscription has had, is not under way and exceeds the retention; the newest
//    stays. A seek reaches back to the oldest that is there, and says so.
// 8. An event carries how many events led to it. A step whose event would be one too many fails: a pipeline that starts itself ends.
// 9. Once an enabled subscription names a topic `millrace.context.…`, the end of each context is an event too (`millrace.context.completed`, `.failed`,
//    `.quarantined`, `.cancelled`), in the commit in which it comes to rest; what such an event starts ends without one. What people and
//    agents do is one where its topic is named (`millrace.action.` and the command), in the commit of the deed. Where nobody listens nothing is written.
// 10. A turn delivers a bounded number, shared among the subscriptions, and a subscription holds back while too much of it is under way or
//    waits. So a flood of events costs its own pipeline time, not the others.

#include "engine/triggers.h"

#include "engine/ledger_p.h"

#include "pipeline/schedule.h"
#include "sdk/clock.h"
#include "sdk/id.h"

#include <QLoggingCategory>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcTriggers, "millrace.triggers")

namespace Millrace {

namespace {

constexpr int kMostPerTurn = 512;
constexpr int kLeastShare = 16;
constexpr int kMostUnderWay = 10'000;
constexpr int kMostWaiting = 10'000;
constexpr qint64 kDayUs = 86'400'000'000;
constexpr int kMostPurged = 1'000; ///< events in one turn
constexpr qint64 kPurgeEvery = 256; ///< so many events later the oldest are looked at again
constexpr qint64 kMostLookedAt = 4096; ///< events a prefix is compared with in one turn
constexpr QLatin1StringView kOwnTopics("millrace.");
constexpr QLatin1StringView kEndTopics("millrace.context.");

Result<Schedule> scheduleOf(const StoredSchedule &stored)
{
    const auto spec = Json::parse(stored.spec);
    return spec ? Schedule::fromJson(*spec, stored.createdAt) : std::unexpected(spec.error());
}

Json documentFor(const StoredEvent &event)
{
    return Json::object({{"event",
                          Json::object({{"seq", event.seq},
                                        {"topic", event.topic},
                                        {"key", event.key},
                                        {"at", isoMicroseconds(event.at)},
                                        {"payload", Json::parse(event.payload).value_or(Json())}})}});
}

Result<qint64> ensureRun(WriteScope &scope, const QString &id, const QString &title, const Plan &plan, qint64 actor)
{
    const auto known = scope.catalog.findRun(id);
    if (!known)
        return std::unexpected(known.error());
    return *known ? Result<qint64>(**known) : scope.catalog.addRun(id, plan.key(), title, actor, scope.now);
}

/// Whether a subscription to this topic gets any of them: it names one, or the beginning of them all, or begins as they do.
bool isOfEnds(const QString &topic)
{
    if (!topic.startsWith(kOwnTopics))
        return false; // what names all topics is content with those that are there
    const QString stem = isTopicPrefix(topic) ? topic.chopped(1) : topic;
    return stem.startsWith(kEndTopics) || (isTopicPrefix(topic) && QString(kEndTopics).startsWith(stem));
}

/// Publishes that a context has come to rest. Not of children and dry replays, and not of what such an event had started: it would go on for ever.
Result<void> tellEnd(WriteScope &scope, ContextKey context, qint64 startedBy, qint64 actor)
{
    const auto row = scope.contexts.find(context);
    if (!row)
        return std::unexpected(row.error());
    if (!*row || (*row)->dry || (*row)->origin == ContextOrigin::Child)
        return {};
    const auto starter = startedBy > 0 ? scope.events.event(startedBy) : Result<std::optional<StoredEvent>>();
    if (!starter && !isContentDamage(starter.error()))
        return std::unexpected(starter.error());
    if (!starter || (*starter && (*starter)->topic.startsWith(kOwnTopics)))
        return {};
    const auto pipeline = scope.catalog.pipelineByKey((*row)->pipeline);
    const auto depth = scope.events.depthFor(context);
    if (!pipeline || !depth)
        return std::unexpected(pipeline ? depth.error() : pipeline.error());
    const QString status = statusName((*row)->status);
    const QString id = *pipeline ? (*pipeline)->definition.id : QString();
    const Json payload = Json::object({{"id", (*row)->id},
                                       {"type", (*row)->type},
                                       {"pipeline", id},
                                       {"version", *pipeline ? Json((*pipeline)->definition.version) : Json()},
                                       {"status", status}});
    const auto seq = scope.events.publish({.topic = kEndTopics + status,
                                           .key = id,
                                           .at = scope.now,
                                           .context = context,
                                           .actor = actor,
                                           .payload = payload.toBytes(),
                                           .depth = *depth});
    if (!seq)
        return std::unexpected(seq.error());
    scope.lastEvent = *seq;
    return {};
}

} // namespace

bool Triggers::Subscriber::canTake(qint64 lastEvent) const
{
    return stored.enabled && !isHeld && (!freed.isEmpty() || (stored.position < lastEvent && underWay < kMostUnderWay && waiting < kMostWaiting));
}

bool Triggers::isDue(qint64 now) const
{
    return !m_isLoaded || (m_nextDue && *m_nextDue <= now) || now < m_lookedAt
        || std::ranges::any_of(m_subscribers, [this](const auto &entry) { return entry.second.canTake(m_lastEvent); });
}

bool Triggers::isHeard(QStringView topic) const
{
    return std::ranges::any_of(
        m_heard, [&](const QString &named) { return isTopicPrefix(named) ? topic.startsWith(QStringView(named).chopped(1)) : topic == named; });
}

void Triggers::lookAgain()
{
    for (auto &[key, subscriber] : m_subscribers)
        subscriber.isHeld = false;
}

Result<void> Triggers::run(WriteScope &scope, bool starts)
{
    if (!m_isLoaded || scope.triggersChanged) {
        if (auto loaded = load(scope); !loaded)
            return loaded;
    }
    m_lastEvent = std::max(m_lastEvent, scope.lastEvent);
    if (auto done = rest(scope); !done || !starts)
        return done;
    if (auto done = reckonAgain(scope); !done)
        return done;
    if (auto done = fireDue(scope); !done)
        return done;
    if (auto done = deliver(scope); !done)
        return done;
    return purge(scope);
}

Result<void> Triggers::purge(WriteScope &scope)
{
    if (m_lastEvent < m_purgeAfter || (m_retention.count == 0 && m_retention.days == 0))
        return {};
    const qint64 upTo = m_retention.count == 0 ? 0 : m_lastEvent - m_retention.count;
    const qint64 olderThan = m_retention.days == 0 ? 0 : scope.now - m_retention.days * kDayUs;
    const auto gone = scope.events.purge(upTo, olderThan, kMostPurged);
    if (!gone)
        return std::unexpected(gone.error());
    if (*gone < kMostPurged)
        m_purgeAfter = m_lastEvent + kPurgeEvery;
    return {};
}

Result<EventRetention> EventRetention::read(Catalog &catalog)
{
    const auto text = catalog.meta("event_retention");
    if (!text)
        return std::unexpected(text.error());
    EventRetention retention;
    const auto json = Json::parse(text->toUtf8());
    if (!text->isEmpty() && json)
        retention = {json->value("count").toInt(retention.count), json->value("days").toInt(retention.days)};
    return retention;
}

Result<void> EventRetention::write(Catalog &catalog) const
{
    return catalog.setMeta("event_retention", QString::fromUtf8(Json::object({{"count", count}, {"days", days}}).toBytes()));
}

Result<void> Triggers::load(WriteScope &scope)
{
    m_isLoaded = false;
    m_subscribers.clear();
    m_underWay.clear();
    const auto nextDue = scope.schedules.nextDue();
    const auto lookedAt = scope.schedules.lookedAt();
    const auto last = scope.events.last();
    const auto subscriptions = scope.events.subscriptions();
    const auto retention = EventRetention::read(scope.catalog);
    if (!retention)
        return std::unexpected(retention.error());
    m_retention = *retention;
    m_purgeAfter = 0;
    if (!nextDue || !lookedAt)
        return std::unexpected(nextDue ? lookedAt.error() : nextDue.error());
    if (!last || !subscriptions)
        return std::unexpected(last ? subscriptions.error() : last.error());
    m_nextDue = *nextDue;
    m_lookedAt = *lookedAt;
    m_lastEvent = *last;
    m_heard.clear();
    m_hearsEnds = false;
    for (const StoredSubscription &stored : *subscriptions) {
        if (stored.enabled && stored.topic.startsWith(kOwnTopics))
            m_heard.append(stored.topic);
        m_hearsEnds = m_hearsEnds || (stored.enabled && isOfEnds(stored.topic));
        if (stored.pipeline.isEmpty())
            continue;
        Subscriber &subscriber = m_subscribers[stored.key];
        subscriber.stored = stored;
        const auto open = scope.events.open(stored.key);
        if (!open)
            return std::unexpected(open.error());
        for (const StoredDelivery &delivery : *open) {
            const bool isUnderWay = delivery.state == DeliveryState::UnderWay;
            ++(isUnderWay ? subscriber.underWay : subscriber.waiting);
            Key &key = subscriber.keys[delivery.key];
            ++(isUnderWay ? key.underWay : key.waiting);
            if (isUnderWay)
                m_underWay.insert(*delivery.context, delivery);
        }
        for (const auto &[name, key] : subscriber.keys.asKeyValueRange()) {
            if (key.waiting > 0 && (key.underWay == 0 || !stored.ordered))
                subscriber.freed.append(name);
        }
    }
    m_isLoaded = true;
    return {};
}

Result<Triggers::Target> Triggers::target(WriteScope &scope, const QString &pipeline) const
{
    const StoredPipelineState state = m_options.stateOf(pipeline);
    if (state.state == PipelineState::Draining)
        return fail(ErrorCode::PipelineClosed, u"the pipeline \"%1\" is being drained and takes nothing new"_s.arg(pipeline));
    auto plan = m_options.findPlan(scope, pipeline);
    if (!plan)
        return std::unexpected(plan.error());
    return Target{std::move(*plan), state.priority};
}

// --- schedules ------------------------------------------------------------------------------------------------------------------

Result<void> Triggers::reckonAgain(WriteScope &scope)
{
    if (scope.now >= m_lookedAt)
        return {};
    const auto schedules = scope.schedules.lookedAtAfter(scope.now);
    if (!schedules)
        return std::unexpected(schedules.error());
    for (StoredSchedule stored : *schedules) {
        const auto schedule = scheduleOf(stored);
        if (!schedule)
            continue;
        stored.nextAt = schedule->next(scope.now);
        stored.lookedAt = scope.now;
        if (auto done = scope.schedules.update(stored); !done)
            return done;
        qCInfo(lcTriggers).noquote() << "the clock was set back; schedule" << stored.id << "is due"
                                     << (stored.nextAt ? isoSeconds(*stored.nextAt) : u"no more"_s);
    }
    const auto nextDue = scope.schedules.nextDue();
    if (!nextDue)
        return std::unexpected(nextDue.error());
    m_nextDue = *nextDue;
    m_lookedAt = scope.now;
    return {};
}

Result<void> Triggers::fireDue(WriteScope &scope)
{
    if (!m_nextDue || *m_nextDue > scope.now)
        return {};
    for (int started = 0; started < Schedule::kMostAtOnce;) {
        auto due = scope.schedules.due(scope.now);
        if (!due)
            return std::unexpected(due.error());
        if (!*due)
            break;
        const auto fired = fireOne(scope, std::move(**due));
        if (!fired)
            return std::unexpected(fired.error());
        started += *fired;
    }
    const auto nextDue = scope.schedules.nextDue();
    if (!nextDue)
        return std::unexpected(nextDue.error());
    m_nextDue = *nextDue;
    m_lookedAt = std::max(m_lookedAt, scope.now);
    return {};
}

Result<int> Triggers::fireOne(WriteScope &scope, StoredSchedule stored) const
{
    int started = 0;
    const auto schedule = scheduleOf(stored);
    const qint64 dueAt = *stored.nextAt;
    stored.nextAt.reset();
    stored.lookedAt = scope.now;
    const QString before = std::exchange(stored.problem, {});
    if (!schedule) {
        // Another machine's time zone, say: it rests until somebody saves it again.
        stored.problem = schedule.error().text;
    } else {
        const Schedule::Due due = schedule->dueBy(scope.now, dueAt);
        const auto goal = target(scope, stored.pipeline);
        if (!goal && isStoreError(goal.error()))
            return std::unexpected(goal.error());
        for (const qint64 at : due.starts) {
            if (!goal)
                break;
            const auto made = startAt(scope, stored, *schedule, *goal, stored.id + u'@' + isoSeconds(at), at);
            if (!made)
                return std::unexpected(made.error());
            started += *made;
        }
        // The rest of many is next; of more than can be counted it was rather a clock that was wrong.
        const bool goesOn = schedule->missed() == Schedule::Missed::All && due.missed > 0 && due.missed < Schedule::kMostCounted;
        const qint64 missed = goesOn ? 0 : due.missed;
        stored.missed += missed + (goal ? 0 : due.starts.size());
        if (!goal)
            stored.problem = goal.error().text;
        else if (missed > 0 && schedule->missed() != Schedule::Missed::Once)
            stored.problem = u"%1%2 due times before %3 had passed and started nothing"_s.arg(missed).arg(
                missed >= Schedule::kMostCounted ? u" or more"_s : QString(), isoSeconds(scope.now));
        stored.nextAt = schedule->next(goesOn ? due.starts.last() : scope.now);
    }
    stored.fired += started;
    if (started > 0)
        stored.lastAt = scope.now;
    if (!stored.problem.isEmpty() && stored.problem != before)
        qCInfo(lcTriggers).noquote() << "schedule" << stored.id << ":" << stored.problem;
    if (auto done = scope.schedules.update(stored); !done)
        return std::unexpected(done.error());
    return started;
}

/// False where the context is there already.
Result<bool> Triggers::startAt(WriteScope &scope, const StoredSchedule &stored, const Schedule &schedule, const Target &target, const QString &id,
                               qint64 at) const
{
    const auto known = scope.contexts.identify(id);
    if (!known)
        return std::unexpected(known.error());
    if (*known)
        return false;
    const auto run = ensureRun(scope, u"schedule:"_s + stored.id, stored.title, *target.plan, m_options.actor);
    if (!run)
        return std::unexpected(run.error());
    NewSubmission submission;
    submission.document.id = id;
    submission.document.type = schedule.type();
    submission.document.data = schedule.documentFor(at);
    submission.digestBytes = submission.document.data.toBytes();
    submission.plan = target.plan;
    submission.run = *run;
    submission.actor = m_options.actor;
    submission.source = stored.title;
    submission.priority = target.priority;
    const auto submitted = m_options.ledger->submit(scope, submission);
    if (!submitted)
        return std::unexpected(submitted.error());
    return true;
}

Result<QString> Triggers::fire(WriteScope &scope, const StoredSchedule &stored) const
{
    const auto schedule = scheduleOf(stored);
    if (!schedule)
        return std::unexpected(schedule.error());
    const auto goal = target(scope, stored.pipeline);
    if (!goal)
        return std::unexpected(goal.error());
    const QString id = newId();
    if (const auto started = startAt(scope, stored, *schedule, *goal, id, scope.now); !started)
        return std::unexpected(started.error());
    StoredSchedule fired = stored;
    ++fired.fired;
    fired.lastAt = scope.now;
    if (auto done = scope.schedules.update(fired); !done)
        return std::unexpected(done.error());
    return id;
}

// --- events ---------------------------------------------------------------------------------------------------------------------

Result<void> Triggers::rest(WriteScope &scope)
{
    for (const ContextKey context : std::exchange(scope.rested, {})) {
        const auto found = m_underWay.constFind(context);
        if (m_hearsEnds) {
            if (auto told = tellEnd(scope, context, found == m_underWay.cend() ? 0 : found->event, m_options.actor); !told)
                return told;
            m_lastEvent = std::max(m_lastEvent, scope.lastEvent);
        }
        if (found == m_underWay.cend())
            continue;
        StoredDelivery delivery = *found;
        m_underWay.erase(found);
        delivery.state = DeliveryState::AtRest;
        if (auto done = scope.events.update(delivery); !done)
            return done;
        const auto it = m_subscribers.find(delivery.subscription);
        if (it == m_subscribers.end())
            continue;
        Subscriber &subscriber = it->second;
        --subscriber.underWay;
        const auto key = subscriber.keys.find(delivery.key);
        if (key == subscriber.keys.end() || --key->underWay > 0)
            continue;
        if (key->waiting > 0)
            subscriber.freed.append(delivery.key);
        else
            subscriber.keys.erase(key);
    }
    return {};
}

Result<void> Triggers::deliver(WriteScope &scope)
{
    const auto takers = std::ranges::count_if(m_subscribers, [this](const auto &entry) { return entry.second.canTake(m_lastEvent); });
    if (takers == 0)
        return {};
    const int share = std::max(kMostPerTurn / static_cast<int>(takers), kLeastShare);
    for (auto &[key, subscriber] : m_subscribers) {
        if (!subscriber.canTake(m_lastEvent))
            continue;
        if (auto done = deliverTo(scope, subscriber, share); !done)
            return done;
    }
    return {};
}

Result<void> Triggers::deliverTo(WriteScope &scope, Subscriber &subscriber, int most)
{
    StoredSubscription &stored = subscriber.stored;
    const auto goal = target(scope, stored.pipeline);
    if (!goal)
        return isStoreError(goal.error()) ? Result<void>(std::unexpected(goal.error())) : hold(scope, subscriber, goal.error());
    if (!subscriber.run) {
        const auto run = ensureRun(scope, u"subscription:"_s + stored.id, stored.title, *goal->plan, m_options.actor);
        if (!run)
            return std::unexpected(run.error());
        subscriber.run = *run;
    }
    const qint64 position = stored.position;
    for (; most > 0 && !subscriber.freed.isEmpty() && !subscriber.isHeld; --most) {
        if (auto done = startFreed(scope, subscriber, *goal); !done)
            return done;
    }
    if (subscriber.isHeld)
        return {};
    most = std::min({most, kMostUnderWay - subscriber.underWay, kMostWaiting - subscriber.waiting});
    if (most > 0 && stored.position < m_lastEvent) {
        const qint64 upTo = isTopicPrefix(stored.topic) ? std::min(m_lastEvent, stored.position + kMostLookedAt) : m_lastEvent;
        const auto events = scope.events.events(stored.topic, stored.position, upTo, most);
        if (!events && isContentDamage(events.error())) // up to it one by one; then somebody has to move the subscription past it
            return most > 1 ? deliverTo(scope, subscriber, 1) : hold(scope, subscriber, events.error());
        if (!events)
            return std::unexpected(events.error());
        for (const StoredEvent &event : *events) {
            if (auto done = take(scope, subscriber, *goal, event); !done)
                return done;
        }
        stored.position = events->size() < most ? upTo : events->last().seq;
    }
    if (stored.position == position && stored.problem.isEmpty())
        return {};
    stored.problem.clear();
    return scope.events.update(stored);
}

Result<void> Triggers::hold(WriteScope &scope, Subscriber &subscriber, const Error &why)
{
    subscriber.isHeld = true;
    if (subscriber.stored.problem == why.text)
        return {};
    qCInfo(lcTriggers).noquote() << "the events of subscription" << subscriber.stored.id << "wait:" << why.text;
    subscriber.stored.problem = why.text;
    return scope.events.update(subscriber.stored);
}

Result<void> Triggers::take(WriteScope &scope, Subscriber &subscriber, const Target &target, const StoredEvent &event)
{
    StoredDelivery delivery{
        .subscription = subscriber.stored.key, .event = event.seq, .pass = subscriber.stored.pass, .key = event.key, .context = {}};
    if (subscriber.stored.ordered) {
        Key &key = subscriber.keys[event.key];
        if (key.underWay + key.waiting > 0) {
            ++key.waiting;
            ++subscriber.waiting;
            delivery.state = DeliveryState::Waits;
            return scope.events.deliver(delivery);
        }
    }
    if (auto started = startWith(scope, subscriber, target, event, delivery); !started)
        return started;
    return scope.events.deliver(delivery);
}

Result<void> Triggers::startFreed(WriteScope &scope, Subscriber &subscriber, const Target &target)
{
    const QString name = subscriber.freed.takeFirst();
    auto waiting = scope.events.firstWaiting(subscriber.stored.key, name);
    if (!waiting)
        return std::unexpected(waiting.error());
    if (!*waiting) {
        subscriber.keys.remove(name);
        return {};
    }
    const auto event = scope.events.event((*waiting)->event);
    if (!event && isContentDamage(event.error())) {
        subscriber.freed.prepend(name);
        return hold(scope, subscriber, event.error());
    }
    if (!event)
        return std::unexpected(event.error());
    if (!*event)
        return fail(ErrorCode::WorkspaceDamaged, u"event %1 is missing, and a subscription waits for it"_s.arg((*waiting)->event));
    --subscriber.waiting;
    --subscriber.keys[name].waiting;
    if (auto started = startWith(scope, subscriber, target, **event, **waiting); !started)
        return started;
    const Key key = subscriber.keys.value(name);
    if (key.waiting > 0 && (key.underWay == 0 || !subscriber.stored.ordered))
        subscriber.freed.append(name);
    else if (key.waiting + key.underWay == 0)
        subscriber.keys.remove(name);
    return scope.events.update(**waiting);
}

/// Makes the context; `delivery` becomes as it is to be written.
Result<void> Triggers::startWith(WriteScope &scope, Subscriber &subscriber, const Target &target, const StoredEvent &event, StoredDelivery &delivery)
{
    NewSubmission submission;
    submission.document.type = u"event"_s;
    submission.document.data = documentFor(event);
    submission.digestBytes = submission.document.data.toBytes();
    submission.keyframe = seal(submission.digestBytes);
    submission.plan = target.plan;
    submission.run = *subscriber.run;
    submission.actor = m_options.actor;
    submission.source = event.topic;
    submission.priority = target.priority;
    const auto submitted = m_options.ledger->submit(scope, submission);
    if (!submitted)
        return std::unexpected(submitted.error());
    delivery.context = submitted->row.key;
    delivery.state = Ledger::isOver(submitted->row.status) ? DeliveryState::AtRest : DeliveryState::UnderWay;
    if (delivery.state == DeliveryState::AtRest)
        return {};
    m_underWay.insert(submitted->row.key, delivery);
    ++subscriber.underWay;
    if (subscriber.stored.ordered || subscriber.keys.contains(event.key))
        ++subscriber.keys[event.key].underWay;
    return {};
}

} // namespace Millrace
