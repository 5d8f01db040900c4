// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Commands on what starts by itself: schedules, events and who subscribes to them.
#include "pipeline/schedule.h"
#include "workspace/commandschema.h"
#include "workspace/workspace_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

namespace {

constexpr int kUsualEvents = 100;
constexpr int kMostEvents = 10'000;
constexpr qint64 kMostBehind = 10'000;

Json moment(const std::optional<qint64> &us)
{
    return us ? Json(isoSeconds(*us)) : Json();
}

Json orNull(const QString &text)
{
    return text.isEmpty() ? Json() : Json(text);
}

Json idSchema()
{
    return Json::object({{"type", "string"}, {"minLength", 1}, {"maxLength", 200}, {"description", "the id"}});
}

Json flag(const char *description)
{
    return Json::object({{"type", "boolean"}, {"description", description}});
}

Json topicSchema(const char *pattern, const char *description)
{
    return Json::object({{"type", "string"}, {"minLength", 1}, {"maxLength", 200}, {"pattern", pattern}, {"description", description}});
}

Json whenSchema()
{
    return Json::object(
        {{"type", "object"},
         {"description", "one of: a cron expression of five fields, or @hourly, @daily, …; an interval in seconds; a single time in ISO 8601"},
         {"properties",
          Json::object({{"cron", Json::object({{"type", "string"}})},
                        {"every_s", Json::object({{"type", "integer"}, {"minimum", 1}})},
                        {"from", Json::object({{"type", "string"}})},
                        {"at", Json::object({{"type", "string"}})}})},
         {"additionalProperties", false}});
}

Json toJson(const StoredSchedule &stored)
{
    Json json = Json::object({{"id", stored.id}, {"title", stored.title}, {"pipeline", stored.pipeline}});
    const Json spec = Json::parse(stored.spec).value_or(Json::object());
    for (const JsonMember &member : spec.members())
        json.insert(member.key, member.value);
    json.insert("enabled", stored.enabled);
    json.insert("next_at", moment(stored.nextAt));
    json.insert("last_at", moment(stored.lastAt));
    json.insert("fired", stored.fired);
    json.insert("missed_times", stored.missed);
    json.insert("problem", orNull(stored.problem));
    return json;
}

Result<StoredSchedule> scheduleOf(WriteScope &scope, const Json &args)
{
    const QString id = args.value("id").toString();
    auto stored = scope.schedules.find(id);
    if (!stored)
        return std::unexpected(stored.error());
    if (!*stored)
        return fail(ErrorCode::NotFound, u"there is no schedule \"%1\""_s.arg(id));
    return std::move(**stored);
}

Result<StoredSubscription> subscriptionOf(EventRepository &events, const QString &id)
{
    auto stored = events.find(id);
    if (!stored)
        return std::unexpected(stored.error());
    if (!*stored)
        return fail(ErrorCode::NotFound, u"there is no subscription \"%1\""_s.arg(id));
    return std::move(**stored);
}

Result<void> needPipeline(WriteScope &scope, const QString &id)
{
    const auto pipeline = scope.catalog.findPipeline(id);
    if (!pipeline)
        return std::unexpected(pipeline.error());
    return *pipeline ? Result<void>() : fail(ErrorCode::NotFound, u"there is no pipeline \"%1\""_s.arg(id));
}

Result<Json> toJson(Reader &reader, const StoredSubscription &stored)
{
    EventRepository events(reader.db);
    const auto behind = events.countAfter(stored.topic, stored.position, kMostBehind);
    const auto load = events.load(stored.key);
    if (!behind || !load)
        return std::unexpected(behind ? load.error() : behind.error());
    return Json::object({{"id", stored.id},
                         {"title", stored.title},
                         {"topic", stored.topic},
                         {"pipeline", orNull(stored.pipeline)},
                         {"ordered", stored.ordered},
                         {"enabled", stored.enabled},
                         {"position", stored.position},
                         {"behind", *behind},
                         {"under_way", load->underWay},
                         {"waiting", load->waiting},
                         {"problem", orNull(stored.problem)}});
}

Result<Json> toJson(Reader &reader, const QList<StoredEvent> &events)
{
    const auto principals = reader.catalog.principals();
    if (!principals)
        return std::unexpected(principals.error());
    ContextRepository contexts(reader.db);
    Json list = Json::array();
    for (const StoredEvent &event : events) {
        Json context;
        if (event.context) {
            const auto row = contexts.find(*event.context);
            if (!row)
                return std::unexpected(row.error());
            context = *row ? Json((*row)->id) : Json();
        }
        const auto actor = std::ranges::find(*principals, event.actor, &Principal::key);
        list.append(Json::object({{"seq", event.seq},
                                  {"topic", event.topic},
                                  {"key", event.key},
                                  {"at", isoMicroseconds(event.at)},
                                  {"context", context},
                                  {"actor", actor == principals->end() ? Json() : Json(actor->id)},
                                  {"payload", Json::parse(event.payload).value_or(Json())}}));
    }
    return list;
}

/// Events after a position, and how far that was: `last` is where the next look begins.
Result<Json> eventsAfter(Reader &reader, const QString &topic, qint64 after, qint64 limit)
{
    EventRepository events(reader.db);
    const auto last = events.last();
    if (!last)
        return std::unexpected(last.error());
    const int most = static_cast<int>(std::min<qint64>(limit, kMostEvents));
    const auto found = events.events(topic, after, *last, most + 1);
    if (!found)
        return std::unexpected(found.error());
    const bool more = found->size() > most;
    const QList<StoredEvent> shown = found->first(std::min<qsizetype>(found->size(), most));
    const auto list = toJson(reader, shown);
    if (!list)
        return list;
    const auto first = events.first();
    if (!first)
        return std::unexpected(first.error());
    return Json::object({{"events", *list}, {"first", *first}, {"last", more ? shown.last().seq : std::max(after, *last)}, {"more", more}});
}

Result<StoredSubscription> pulledOf(EventRepository &events, const QString &id)
{
    auto stored = subscriptionOf(events, id);
    if (stored && !stored->pipeline.isEmpty())
        return fail(ErrorCode::Conflict, u"the subscription \"%1\" starts the pipeline \"%2\" with its events by itself"_s.arg(id, stored->pipeline));
    return stored;
}

} // namespace

void Workspace::Private::addTriggerCommands()
{
    addScheduleCommands();
    addEventCommands();
    addSubscriptionCommands();
}

void Workspace::Private::addScheduleCommands()
{
    const Json one = schema({{"id", idSchema()}}, {u"id"_s});
    table.add(
        info("schedule.save", "Save a schedule",
             "Starts a pipeline at due times, with `data` and `scheduled_for` as the document. `missed` says what becomes of due times that nobody "
             "was "
             "there for: skip (nothing; within a minute still counts), once (one document for all; the default) or all (one each, 1,000 at most).",
             Access::Write, "pipelines.write",
             schema({{"id", idSchema()},
                     {"title", text("for people")},
                     {"pipeline", text("the pipeline's id; its newest version is started")},
                     {"when", whenSchema()},
                     {"time_zone", text("IANA name, for cron expressions; UTC by default")},
                     {"missed", Json::object({{"enum", Json::array({"skip", "once", "all"})}})},
                     {"data", anyObject()},
                     {"type", text("of the contexts; \"document\" by default")},
                     {"enabled", flag("true by default")}},
                    {u"id"_s, u"pipeline"_s, u"when"_s})),
        [](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
            const auto schedule = Schedule::fromJson(call.args, scope.now);
            if (!schedule)
                return std::unexpected(schedule.error());
            StoredSchedule stored;
            stored.id = call.args.value("id").toString();
            stored.title = call.args.value("title").toString(stored.id);
            stored.pipeline = call.args.value("pipeline").toString();
            stored.spec = schedule->toJson().toBytes();
            stored.enabled = call.args.value("enabled").toBool(true);
            stored.lookedAt = stored.createdAt = scope.now;
            stored.actor = actorKey;
            if (auto found = needPipeline(scope, stored.pipeline); !found)
                return std::unexpected(found.error());
            const auto next = schedule->next(scope.now);
            if (!next)
                return fail(ErrorCode::ScheduleInvalid, u"when: it is past, and never due again"_s);
            if (stored.enabled)
                stored.nextAt = next;
            if (auto saved = scope.schedules.save(stored); !saved)
                return std::unexpected(saved.error());
            scope.triggersChanged = true;
            return Json::object({{"id", stored.id}, {"next_at", moment(stored.nextAt)}});
        });
    table.add(info("schedule.list", "List the schedules", "All schedules, when they are due next, and what they have started.", Access::Read,
                   "contexts.read", schema({})),
              [](Reader &reader, const CommandCall &) -> Result<Json> {
                  const auto all = ScheduleRepository(reader.db).all();
                  if (!all)
                      return std::unexpected(all.error());
                  Json list = Json::array();
                  for (const StoredSchedule &stored : *all)
                      list.append(toJson(stored));
                  return Json::object({{"schedules", list}});
              });
    table.add(
        info("schedule.remove", "Remove a schedule", "Takes a schedule away; what it has started stays.", Access::Destroy, "pipelines.write", one),
        [](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
            const auto stored = scheduleOf(scope, call.args);
            if (!stored)
                return std::unexpected(stored.error());
            if (const auto removed = scope.schedules.remove(stored->id); !removed)
                return std::unexpected(removed.error());
            scope.triggersChanged = true;
            return Json::object({{"id", stored->id}});
        });
    table.add(info("schedule.enable", "Switch a schedule on or off", "Due times while it is off are not missed: it goes on from now.", Access::Write,
                   "pipelines.write", schema({{"id", idSchema()}, {"enabled", flag("whether it is on")}}, {u"id"_s, u"enabled"_s})),
              [](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  auto stored = scheduleOf(scope, call.args);
                  if (!stored)
                      return std::unexpected(stored.error());
                  const auto spec = Json::parse(stored->spec);
                  const auto schedule = spec ? Schedule::fromJson(*spec, stored->createdAt) : std::unexpected(spec.error());
                  if (!schedule)
                      return std::unexpected(schedule.error());
                  stored->enabled = call.args.value("enabled").toBool();
                  stored->nextAt = stored->enabled ? schedule->next(scope.now) : std::nullopt;
                  stored->lookedAt = scope.now;
                  if (auto updated = scope.schedules.update(*stored); !updated)
                      return std::unexpected(updated.error());
                  scope.triggersChanged = true;
                  return Json::object({{"id", stored->id}, {"enabled", stored->enabled}, {"next_at", moment(stored->nextAt)}});
              });
    table.add(info("schedule.fire_now", "Start a schedule now", "Starts its pipeline once, now, whatever its times; `context` is what it made.",
                   Access::Write, "contexts.run", one),
              [this](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  const auto stored = scheduleOf(scope, call.args);
                  if (!stored)
                      return std::unexpected(stored.error());
                  const auto context = engine->triggers().fire(scope, *stored);
                  if (!context)
                      return std::unexpected(context.error());
                  return Json::object({{"id", stored->id}, {"context", *context}});
              });
}

void Workspace::Private::addEventCommands()
{
    const Json limit = integer("most events to give, 100 by default", 1);
    table.add(info("event.publish", "Publish an event", "Stores an event; every subscription to its topic gets it once.", Access::Write,
                   "contexts.run",
                   schema({{"topic", topicSchema("^[^*]+$", "what subscriptions ask for")},
                           {"key", text("events of one key stay in order, where a subscription asks for it")},
                           {"payload", Json::object({{"description", "any JSON"}})}},
                          {u"topic"_s})),
              [](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
                  const auto seq = scope.events.publish({.topic = call.args.value("topic").toString(),
                                                         .key = call.args.value("key").toString(),
                                                         .at = scope.now,
                                                         .context = {},
                                                         .actor = actorKey,
                                                         .payload = call.args.value("payload").toBytes()});
                  if (!seq)
                      return std::unexpected(seq.error());
                  scope.lastEvent = *seq;
                  return Json::object({{"seq", *seq}});
              });
    table.add(info("event.list", "List events",
                   "Events in the order in which they were published; the next page begins after `last`. `first` is the oldest that is kept.",
                   Access::Read, "contexts.read",
                   schema({{"topic", topicSchema("^[^*]*[*]?$", "only this topic, or those that begin as before a \"*\"")},
                           {"after", integer("only those after this number", 0)},
                           {"limit", limit}})),
              [](Reader &reader, const CommandCall &call) {
                  return eventsAfter(reader, call.args.value("topic").toString(u"*"_s), call.args.value("after").toInt(),
                                     call.args.value("limit").toInt(kUsualEvents));
              });
    table.add(info("event.retention", "Say how long events are kept",
                   "Events that every subscription has had are thrown away, oldest first, when there are more than `count` or they are older than "
                   "`days`; 0 stands for no limit. Without arguments it says how it is. `first` and `last` are kept now, and `held_by` names the "
                   "subscriptions that are behind and hold the oldest.",
                   Access::Destroy, "pipelines.write",
                   schema({{"count", integer("keep so many at least; 1,000,000 by default", 0)},
                           {"days", integer("keep those that are younger; 400 by default", 0)}})),
              [](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  auto retention = EventRetention::read(scope.catalog);
                  const auto first = scope.events.first();
                  const auto last = scope.events.last();
                  const auto subscriptions = scope.events.subscriptions();
                  if (!retention || !first)
                      return std::unexpected(retention ? first.error() : retention.error());
                  if (!last || !subscriptions)
                      return std::unexpected(last ? subscriptions.error() : last.error());
                  const EventRetention wanted{call.args.value("count").toInt(retention->count), call.args.value("days").toInt(retention->days)};
                  if (wanted != *retention) {
                      if (auto written = wanted.write(scope.catalog); !written)
                          return std::unexpected(written.error());
                      scope.triggersChanged = true;
                  }
                  Json held = Json::array();
                  for (const StoredSubscription &subscription : *subscriptions) {
                      if (subscription.position < *first)
                          held.append(subscription.id);
                  }
                  return Json::object({{"count", wanted.count}, {"days", wanted.days}, {"first", *first}, {"last", *last}, {"held_by", held}});
              });
    table.add(info("event.read", "Read a subscription's events",
                   "The events after a subscription's position, for one without a pipeline. They come again until they are acknowledged: "
                   "event.ack with `last`.",
                   Access::Read, "contexts.read", schema({{"subscription", text("its id")}, {"limit", limit}}, {u"subscription"_s})),
              [](Reader &reader, const CommandCall &call) -> Result<Json> {
                  EventRepository events(reader.db);
                  const auto stored = pulledOf(events, call.args.value("subscription").toString());
                  if (!stored)
                      return std::unexpected(stored.error());
                  return eventsAfter(reader, stored->topic, stored->position, call.args.value("limit").toInt(kUsualEvents));
              });
    table.add(info("event.ack", "Acknowledge events", "Moves the position of a subscription without a pipeline forward, up to and with `seq`.",
                   Access::Write, "contexts.run",
                   schema({{"subscription", text("its id")}, {"seq", integer("the last event that was handled", 0)}}, {u"subscription"_s, u"seq"_s})),
              [](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  auto stored = pulledOf(scope.events, call.args.value("subscription").toString());
                  const auto last = scope.events.last();
                  if (!stored || !last)
                      return std::unexpected(stored ? last.error() : stored.error());
                  stored->position = std::max(stored->position, std::min(call.args.value("seq").toInt(), *last));
                  if (auto moved = scope.events.update(*stored); !moved)
                      return std::unexpected(moved.error());
                  return Json::object({{"subscription", stored->id}, {"position", stored->position}});
              });
}

void Workspace::Private::addSubscriptionCommands()
{
    const Json one = schema({{"id", idSchema()}}, {u"id"_s});
    table.add(info("subscription.save", "Save a subscription",
                   "Starts a pipeline with each event of a topic, as {\"event\": {\"seq\", \"topic\", \"key\", \"at\", \"payload\"}}; without a "
                   "pipeline the "
                   "events are read with event.read. With `ordered`, an event starts when the one before it of the same key has come to rest.",
                   Access::Write, "pipelines.write",
                   schema({{"id", idSchema()},
                           {"title", text("for people")},
                           {"topic", topicSchema("^[^*]*[*]?$", "a topic, or the beginning of topics and \"*\"")},
                           {"pipeline", Json::object({{"type", Json::array({"string", "null"})}, {"description", "the pipeline's id"}})},
                           {"ordered", flag("false by default")},
                           {"enabled", flag("true by default; while it is off, its events wait")},
                           {"position", integer("of a new one: events after this number are delivered; those from now on by default", 0)}},
                          {u"id"_s, u"topic"_s})),
              [](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
                  const auto last = scope.events.last();
                  if (!last)
                      return std::unexpected(last.error());
                  StoredSubscription stored;
                  stored.id = call.args.value("id").toString();
                  stored.title = call.args.value("title").toString(stored.id);
                  stored.topic = call.args.value("topic").toString();
                  stored.pipeline = call.args.value("pipeline").toString();
                  stored.ordered = call.args.value("ordered").toBool();
                  stored.enabled = call.args.value("enabled").toBool(true);
                  stored.position = std::min(call.args.value("position").toInt(*last), *last);
                  stored.actor = actorKey;
                  stored.createdAt = scope.now;
                  const auto known = scope.events.find(stored.id);
                  if (!known)
                      return std::unexpected(known.error());
                  if (*known && (*known)->pipeline.isEmpty() != stored.pipeline.isEmpty())
                      return fail(ErrorCode::Conflict, u"whether \"%1\" starts a pipeline cannot change; remove it first"_s.arg(stored.id));
                  if (!stored.pipeline.isEmpty()) {
                      if (auto found = needPipeline(scope, stored.pipeline); !found)
                          return std::unexpected(found.error());
                  }
                  if (auto saved = scope.events.save(stored); !saved)
                      return std::unexpected(saved.error());
                  scope.triggersChanged = true;
                  return Json::object({{"id", stored.id}, {"position", *known ? (*known)->position : stored.position}});
              });
    table.add(
        info("subscription.list", "List the subscriptions",
             "All subscriptions: how far they are, how many events are `behind` (10,000 stands for as many or more), and how many contexts are under "
             "way or wait for the one before them.",
             Access::Read, "contexts.read", schema({})),
        [](Reader &reader, const CommandCall &) -> Result<Json> {
            const auto all = EventRepository(reader.db).subscriptions();
            if (!all)
                return std::unexpected(all.error());
            Json list = Json::array();
            for (const StoredSubscription &stored : *all) {
                const auto json = toJson(reader, stored);
                if (!json)
                    return json;
                list.append(*json);
            }
            return Json::object({{"subscriptions", list}});
        });
    table.add(info("subscription.remove", "Remove a subscription", "Takes it away with its position and what waits; what it has started goes on.",
                   Access::Destroy, "pipelines.write", one),
              [](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  const auto stored = subscriptionOf(scope.events, call.args.value("id").toString());
                  if (!stored)
                      return std::unexpected(stored.error());
                  if (auto removed = scope.events.remove(*stored); !removed)
                      return std::unexpected(removed.error());
                  scope.triggersChanged = true;
                  return Json::object({{"id", stored->id}});
              });
    table.add(info("subscription.enable", "Switch a subscription on or off", "While it is off its events wait; then it goes on where it was.",
                   Access::Write, "pipelines.write", schema({{"id", idSchema()}, {"enabled", flag("whether it is on")}}, {u"id"_s, u"enabled"_s})),
              [](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  auto stored = subscriptionOf(scope.events, call.args.value("id").toString());
                  if (!stored)
                      return std::unexpected(stored.error());
                  stored->enabled = call.args.value("enabled").toBool();
                  if (auto updated = scope.events.update(*stored); !updated)
                      return std::unexpected(updated.error());
                  scope.triggersChanged = true;
                  return Json::object({{"id", stored->id}, {"enabled", stored->enabled}});
              });
    table.add(
        info(
            "subscription.seek", "Move a subscription",
            "Delivers the events after `position` next: earlier ones once more, or none until later ones; 0 is the beginning, without `position` the "
            "end. Events after it that were waiting for their turn are given up, those under way go on. `first` is the oldest event that is kept: "
            "nothing before it comes again.",
            Access::Write, "pipelines.write", schema({{"id", idSchema()}, {"position", integer("an event's number", 0)}}, {u"id"_s})),
        [](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
            auto stored = subscriptionOf(scope.events, call.args.value("id").toString());
            const auto last = scope.events.last();
            if (!stored || !last)
                return std::unexpected(stored ? last.error() : stored.error());
            const auto first = scope.events.first();
            if (!first)
                return std::unexpected(first.error());
            stored->position = std::min(call.args.value("position").toInt(*last), *last);
            ++stored->pass;
            if (auto dropped = scope.events.dropWaiting(stored->key, stored->position); !dropped)
                return std::unexpected(dropped.error());
            if (auto updated = scope.events.update(*stored); !updated)
                return std::unexpected(updated.error());
            scope.triggersChanged = true;
            // Events between them are thrown away, and come no more.
            return Json::object({{"id", stored->id}, {"position", stored->position}, {"first", *first}});
        });
}

} // namespace Millrace
