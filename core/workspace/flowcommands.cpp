// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Commands on the flow of work: signals that contexts wait for, pipelines that pause or drain, runs as jobs.
#include "sdk/clock.h"
#include "store/outboxrepository.h"
#include "store/placereader.h"
#include "workspace/commandschema.h"
#include "workspace/contextjson.h"
#include "workspace/workspace_p.h"

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

namespace {

constexpr int kMostAtOnce = 1'000;

QLatin1StringView stateName(PipelineState state)
{
    switch (state) {
    case PipelineState::Running:
        return "running"_L1;
    case PipelineState::Paused:
        return "paused"_L1;
    case PipelineState::Draining:
        return "draining"_L1;
    }
    Q_UNREACHABLE_RETURN({});
}

std::optional<PipelineState> stateFromName(QStringView name)
{
    for (const PipelineState state : {PipelineState::Running, PipelineState::Paused, PipelineState::Draining}) {
        if (name == stateName(state))
            return state;
    }
    return std::nullopt;
}

Json orNull(qint64 at)
{
    return at > 0 ? Json(isoMicroseconds(at)) : Json();
}

/// Which limit of a link is reached by what is at its end; empty: none.
QString fullBy(const PipelineLink &link, const QList<PlaceLoad> &loads)
{
    const auto behind = std::ranges::find(loads, link.to.node, &PlaceLoad::node);
    if (behind == loads.end())
        return {};
    qint64 items = 0;
    for (const ContextStatus status : kAllStatuses) {
        if (!isResting(status))
            items += behind->counts.of(status);
    }
    if (link.limits.maxItems > 0 && items >= link.limits.maxItems)
        return u"items"_s;
    return link.limits.maxBytes > 0 && behind->bytes >= link.limits.maxBytes ? u"bytes"_s : QString();
}

Json loadToJson(const PlaceLoad &load, const PipelineDefinition &definition, const QList<PlaceLoad> &loads)
{
    Json held = Json::array();
    for (const PipelineLink &link : definition.links) {
        const QString why = link.from.node == load.node ? fullBy(link, loads) : QString();
        if (!why.isEmpty())
            held.append(Json::object({{"port", link.from.port}, {"to", link.to.node}, {"why", why}}));
    }
    return Json::object({{"node", load.node},
                         {"bytes", load.bytes},
                         {"counts", load.counts.toJson()},
                         {"waiting", load.waiting},
                         {"running", load.running},
                         {"oldest_at", orNull(load.oldestAt)},
                         {"held_by", held},
                         {"approximate", load.approximate}});
}

Json loadToJson(const PipelineLink &link, const QList<PlaceLoad> &loads)
{
    PlaceLoad::Way way;
    const auto behind = std::ranges::find(loads, link.to.node, &PlaceLoad::node);
    if (behind != loads.end()) {
        if (const auto found = std::ranges::find(behind->ways, link.from, &PlaceLoad::Way::from); found != behind->ways.end())
            way = *found;
    }
    return Json::object({{"from", Json::object({{"node", link.from.node}, {"port", link.from.port}})},
                         {"to", Json::object({{"node", link.to.node}, {"port", link.to.port}})},
                         {"count", way.count},
                         {"bytes", way.bytes},
                         {"oldest_at", orNull(way.oldestAt)},
                         {"limit_items", link.limits.maxItems},
                         {"limit_bytes", link.limits.maxBytes},
                         {"full", !fullBy(link, loads).isEmpty()},
                         {"approximate", behind != loads.end() && behind->approximate}});
}

Result<ContextRow> rowOf(WriteScope &scope, const QString &id)
{
    const auto identity = scope.contexts.identify(id);
    if (!identity)
        return std::unexpected(identity.error());
    if (!*identity)
        return noContext(id);
    auto row = scope.contexts.find((*identity)->key);
    if (!row)
        return std::unexpected(row.error());
    return std::move(**row);
}

} // namespace

void Workspace::Private::addFlowCommands()
{
    addReviewCommands();
    addQuarantineCommands();
    addRunCommands();
    table.add(
        info(
            "context.signal", "Send a signal",
            "Lets contexts go on that wait for a signal of this name: those named, else all, up to 1,000 a call; `more` says whether others wait.",
            Access::Write, "contexts.run",
            schema({{"name", text("of the signal")}, {"ids", textsUpTo("only these contexts", kMostAtOnce)}, {"data", Json::object()}}, {u"name"_s})),
        [this](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
            const QString name = call.args.value("name").toString();
            auto waiting = scope.forks.waitingFor(name, kMostAtOnce + 1);
            if (!waiting)
                return std::unexpected(waiting.error());
            const QStringList ids = idsOf(call.args);
            if (!ids.isEmpty()) {
                QList<ContextKey> chosen;
                for (const QString &id : ids) {
                    const auto row = rowOf(scope, id);
                    if (!row)
                        return std::unexpected(row.error());
                    const auto suspended = scope.forks.suspension(row->key);
                    if (!suspended)
                        return std::unexpected(suspended.error());
                    if (*suspended && (*suspended)->name == name)
                        chosen.append(row->key);
                }
                waiting = chosen;
            }
            const bool more = ids.isEmpty() && waiting->size() > kMostAtOnce;
            qint64 woken = 0;
            for (const ContextKey key : waiting->first(std::min<qsizetype>(waiting->size(), kMostAtOnce))) {
                const auto went = engine->ledger().signal(scope, key, call.args.value("data"));
                if (!went)
                    return std::unexpected(went.error());
                woken += *went;
            }
            return Json::object({{"signalled", woken}, {"more", more}});
        });
    table.add(
        info("pipeline.control", "Run, pause or drain a pipeline",
             "running: as usual. paused: nothing of it starts; what is submitted waits. draining: what is there is finished, nothing new is taken. "
             "`priority` is for what is submitted without one of its own.",
             Access::Write, "pipelines.write",
             schema({{"id", text("the pipeline's id")},
                     {"state", Json::object({{"enum", Json::array({"running", "paused", "draining"})}})},
                     {"priority", prioritySchema()}},
                    {u"id"_s})),
        [this](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
            const QString id = call.args.value("id").toString();
            const auto pipeline = scope.catalog.findPipeline(id);
            if (!pipeline)
                return std::unexpected(pipeline.error());
            if (!*pipeline)
                return fail(ErrorCode::NotFound, u"there is no pipeline \"%1\""_s.arg(id));
            StoredPipelineState state = engine->pipelineState(id);
            state.state = stateFromName(call.args.value("state").toString()).value_or(state.state);
            state.priority = static_cast<int>(call.args.value("priority").toInt(state.priority));
            if (auto set = scope.catalog.setPipelineState(id, state, actorKey, scope.now); !set)
                return std::unexpected(set.error());
            scope.afterCommit.emplace_back([this, id, state] {
                engine->setPipelineState(id, state);
                if (sources)
                    sources->reload(); // files may have waited for it
            });
            return Json::object({{"id", id}, {"state", stateName(state.state)}, {"priority", state.priority}});
        });
    table.add(info("pipeline.load", "See where a pipeline's work stands",
                   "How many contexts are at each node of a pipeline, by state, over all its versions: what waits, since when, by which links it "
                   "came, and which "
                   "limits hold a node back.",
                   Access::Read, "contexts.read", schema({{"id", text("the pipeline's id")}}, {u"id"_s})),
              [this](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const QString id = call.args.value("id").toString();
                  const auto loads = PlaceReader(reader.db).loads(id);
                  const auto stored = reader.catalog.findPipeline(id);
                  if (!loads || !stored)
                      return std::unexpected(loads ? stored.error() : loads.error());
                  const PipelineDefinition definition = *stored ? (*stored)->definition : PipelineDefinition();
                  Json nodes = Json::array();
                  for (const PlaceLoad &load : *loads)
                      nodes.append(loadToJson(load, definition, *loads));
                  Json links = Json::array();
                  for (const PipelineLink &link : definition.links) {
                      const Json json = loadToJson(link, *loads);
                      if (json.value("count").toInt() > 0 || link.limits.isSet())
                          links.append(json);
                  }
                  const StoredPipelineState state = engine ? engine->pipelineState(id) : StoredPipelineState();
                  const auto effects = OutboxRepository(reader.db).counts({}, id);
                  if (!effects)
                      return std::unexpected(effects.error());
                  return Json::object({{"id", id},
                                       {"state", stateName(state.state)},
                                       {"priority", state.priority},
                                       {"nodes", nodes},
                                       {"links", links},
                                       {"effects", effects->toJson()}});
              });
}

void Workspace::Private::addRunCommands()
{
    // Everything of a run in some states, a bounded number per commit; children follow their parents.
    // Which they are is looked for on a reader's thread: where a million wait, that takes as long as a hundred commits.
    // `skip` passes over those that were refused before, which are first: a thousand that cannot be changed keep nobody else from it.
    const auto ofRun = [](QList<ContextStatus> statuses) -> CommandTable::ReadFunction {
        return [statuses](Reader &reader, const CommandCall &call) -> Result<Json> {
            const QString id = call.args.value("id").toString();
            const auto run = reader.contexts.run(id);
            if (!run)
                return std::unexpected(run.error());
            if (!*run)
                return fail(ErrorCode::NotFound, u"there is no run \"%1\""_s.arg(id));
            const auto skip = static_cast<int>(call.args.value("skip").toInt());
            return reader.contexts.ofRun(id, statuses, skip + kMostAtOnce + 1).transform([skip](const QList<ContextKey> &keys) {
                Json list = Json::array();
                for (const ContextKey key : keys.mid(skip))
                    list.append(key);
                return list;
            });
        };
    };
    const auto onAll = [](const CommandCall &call, const char *done, const std::function<Result<void>(ContextKey)> &act) -> Result<Json> {
        qint64 count = 0;
        Json refused = Json::array();
        for (qsizetype i = 0; i < std::min<qsizetype>(call.found.size(), kMostAtOnce); ++i) {
            const ContextKey key = call.found.at(i).toInt();
            const auto acted = act(key);
            if (!acted && acted.error().category == ErrorCategory::Fatal)
                return std::unexpected(acted.error());
            if (!acted)
                refused.append(Json::object({{"key", key}, {"error", acted.error().toJson()}}));
            count += acted.has_value();
        }
        return Json::object({{"id", call.args.value("id")}, {done, count}, {"refused", refused}, {"more", call.found.size() > kMostAtOnce}});
    };
    const Json one = schema({{"id", text("the run's id")}}, {u"id"_s});
    const Json page = schema(
        {{"id", text("the run's id")}, {"skip", integer("passes over so many: the number of those refused by earlier calls", 0)}}, {u"id"_s});

    table.add(info("run.get", "Get a run", "One job: its counts, how much of it is done, whether it is finished, and what it sent outside.",
                   Access::Read, "contexts.read", one),
              [](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const QString id = call.args.value("id").toString();
                  const auto run = reader.contexts.run(id);
                  if (!run)
                      return std::unexpected(run.error());
                  if (!*run)
                      return fail(ErrorCode::NotFound, u"there is no run \"%1\""_s.arg(id));
                  const auto effects = OutboxRepository(reader.db).counts(id);
                  if (!effects)
                      return std::unexpected(effects.error());
                  Json json = toJson(**run);
                  if (effects->total() > 0)
                      json.insert("effects", effects->toJson());
                  return json;
              });
    table.add(info("run.cancel", "Cancel a run",
                   "Ends every context of a run that is not finished, up to 1,000 a call; `more` says whether others are left, `refused` which could "
                   "not be ended and why.",
                   Access::Destroy, "contexts.run", page),
              ofRun({ContextStatus::Pending, ContextStatus::Processing, ContextStatus::Retrying, ContextStatus::AwaitingReview,
                     ContextStatus::Quarantined, ContextStatus::Failed}),
              [this, onAll](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
                  return onAll(call, "cancelled", [&](ContextKey key) -> Result<void> {
                      return engine->ledger().cancel(scope, key, actorKey).transform([](const ContextRow &) {});
                  });
              });
    table.add(
        info("run.retry", "Run the failed of a run again",
             "Puts every failed and quarantined context of a run back to work, up to 1,000 a call; `more` says whether others are left, `refused` "
             "which could not be run and why.",
             Access::Write, "contexts.run", page),
        ofRun({ContextStatus::Failed, ContextStatus::Quarantined}),
        [this, onAll](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
            return onAll(call, "retried", [&](ContextKey key) { return retry(scope, key, actorKey); });
        });
}

} // namespace Millrace
