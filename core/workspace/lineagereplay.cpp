// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A part of the graph done again as one job: the bill first, then the job, whose results are offered in the old ones' place and change nothing until
// somebody takes them.
#include "pipeline/fielddiff.h"
#include "workspace/commandschema.h"
#include "workspace/lineageargs.h"
#include "workspace/workspace_p.h"
#include "workspace/writesoutside.h"

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

namespace {

constexpr qsizetype kMostReplayed = 1'000;

Json selectionSchema()
{
    return schema(
        {{"nodes", textsUpTo("nodes of the graph, stacks too", 1'000)},
         {"version",
          Json::object({{"enum", Json::array({"original", "latest"})}, {"description", "the pipelines' versions to run on; original by default"}})},
         {"from",
          Json::object({{"enum", Json::array({"change", "start"})},
                        {"description", "each context from the first step that used what is selected (the usual), or from what was submitted"}})},
         {"sinks", Json::object({{"type", "boolean"}, {"description", "true: steps that write outside run too"}})}},
        {u"nodes"_s});
}

Json jobSchema(std::initializer_list<JsonMember> more)
{
    Json json = schema({{"job", text("as lineage.replay told it")}}, {u"job"_s});
    Json properties = json.value("properties");
    for (const JsonMember &member : more)
        properties.insert(member.key, member.value);
    json.insert("properties", properties);
    return json;
}

QLatin1StringView decisionName(ReplayState state)
{
    switch (state) {
    case ReplayState::Adopted:
        return "adopted"_L1;
    case ReplayState::Discarded:
        return "discarded"_L1;
    case ReplayState::Proposed:
    case ReplayState::Replaces:
        break;
    }
    return "open"_L1;
}

QLatin1StringView jobState(const LineageRepository::Job &job)
{
    if (job.unfinished > 0)
        return "running"_L1;
    if (job.open == job.contexts)
        return "ready"_L1;
    if (job.adopted == job.contexts)
        return "adopted"_L1;
    return job.discarded == job.contexts ? "discarded"_L1 : "mixed"_L1;
}

Result<LineageRepository::Job> jobOf(LineageRepository &lineage, const QString &run)
{
    const auto jobs = lineage.jobs(run);
    if (!jobs)
        return std::unexpected(jobs.error());
    if (run.isEmpty() || jobs->isEmpty())
        return fail(ErrorCode::NotFound, u"there is no such replay \"%1\""_s.arg(run), Json::object({{"job", run}}));
    return jobs->first();
}

/// Steps of a dry context that were passed over because they write outside: after how many finished steps the first came, and their nodes.
struct PassedOver
{
    QStringList nodes;
    int fromStep = 0;
};

Result<PassedOver> passedOverIn(ContextReader &contexts, ContextKey key, const ComponentRegistry &registry)
{
    const auto uses = contexts.stepUses(key);
    if (!uses)
        return std::unexpected(uses.error());
    const auto pipeline = contexts.pipelineOf(key);
    if (!pipeline)
        return std::unexpected(pipeline.error());
    PassedOver passed;
    for (const StepUse &use : *uses) {
        if (!writesOutside(use, *pipeline, registry))
            continue;
        if (passed.nodes.isEmpty())
            passed.fromStep = use.step - 1;
        passed.nodes.append(use.node);
    }
    return passed;
}

Json leftOutToJson(const Selection &selection)
{
    Json list = Json::array();
    for (const auto &[id, why] : selection.leftOut)
        list.append(Json::object({{"id", id}, {"why", why}}));
    return list;
}

} // namespace

void Workspace::Private::addLineageReplayCommands()
{
    const auto termsOf = [](const Json &args, bool replaces) {
        return ReplayTerms{.isLatest = args.value("version").toString() == "latest"_L1,
                           .sinks = args.value("sinks").toBool(),
                           .replaces = replaces,
                           .title = u"Replay of a selection"_s};
    };
    const auto selected = [](Reader &reader, const Json &args) -> Result<std::pair<QList<ReplayItem>, Selection>> {
        LineageDesk desk(reader);
        auto selection = selectionOf(desk, args.value("nodes").toStringList(), args.value("from").toString() == "start"_L1, kMostReplayed);
        if (!selection)
            return std::unexpected(selection.error());
        QList<ReplayItem> items;
        for (const SelectedContext &context : std::as_const(selection->contexts))
            items.append({context.id, context.fromStep});
        return std::pair{items, *selection};
    };
    table.add(info("lineage.replay_plan", "Plan a selection's replay",
                   "What doing a part of the graph again would take over, run again and cost, context by context. Nothing is changed.", Access::Read,
                   "contexts.read", selectionSchema()),
              [this, termsOf, selected](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const auto items = selected(reader, call.args);
                  auto bill = items ? replayBill(reader, items->first, termsOf(call.args, false)) : Result<Json>(std::unexpected(items.error()));
                  if (bill)
                      bill->insert("left_out", leftOutToJson(items->second));
                  return bill;
              });
    table.add(
        info("lineage.replay", "Replay a selection",
             "Does a part of the graph again as one job. Its results are offered in the old ones' place: nothing takes it before lineage.adopt. Ask "
             "lineage.replay_plan first: it says what this costs.",
             Access::Write, "contexts.run", selectionSchema()),
        [selected](Reader &reader, const CommandCall &call) -> Result<Json> {
            const auto items = selected(reader, call.args);
            if (!items)
                return std::unexpected(items.error());
            Json list = Json::array();
            for (const auto &[id, fromStep] : items->first)
                list.append(Json::array({id, fromStep}));
            return list;
        },
        [this, termsOf](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
            QList<ReplayItem> items;
            for (const Json &item : call.found.items())
                items.append({item.at(0).toString(), static_cast<int>(item.at(1).toInt())});
            if (items.isEmpty())
                return fail(ErrorCode::NotFound, u"nothing in the selection can be done again"_s);
            const auto done = replayAll(scope, items, termsOf(call.args, false), actorKey);
            if (!done)
                return done;
            return Json::object({{"job", done->value("run")}, {"contexts", done->value("contexts")}, {"refused", done->value("refused")}});
        });
    table.add(
        info("lineage.jobs", "List replays that were offered", "The newest first.", Access::Read, "contexts.read", schema({})),
        [](Reader &reader, const CommandCall &) -> Result<Json> {
            const auto jobs = LineageRepository(reader.db).jobs();
            if (!jobs)
                return std::unexpected(jobs.error());
            Json list = Json::array();
            for (const LineageRepository::Job &job : *jobs)
                list.append(Json::object(
                    {{"job", job.run}, {"title", job.title}, {"state", jobState(job)}, {"at", isoMicroseconds(job.at)}, {"contexts", job.contexts}}));
            return Json::object({{"jobs", list}});
        });
    table.add(info("lineage.replay_state", "See how a replay stands",
                   "Each of its contexts beside the one that it did again: how far it is, how many fields differ, which steps were passed over. "
                   "context.compare shows two of them field by field.",
                   Access::Read, "contexts.read",
                   jobSchema({{"after", integer("where the list before ended", 0)}, {"limit", integer("100 by default", 1)}})),
              [this](Reader &reader, const CommandCall &call) -> Result<Json> {
                  LineageRepository lineage(reader.db);
                  const QString run = call.args.value("job").toString();
                  const int limit = static_cast<int>(std::min<qint64>(call.args.value("limit").toInt(100), 500));
                  const auto job = jobOf(lineage, run);
                  const auto offers = job ? lineage.offers(run, call.args.value("after").toInt(0), limit)
                                          : Result<QList<LineageRepository::Offer>>(std::unexpected(job.error()));
                  ContextFilter filter;
                  filter.run = run;
                  const auto counts = offers ? reader.contexts.counts(filter) : Result<StatusCounts>(std::unexpected(offers.error()));
                  if (!counts)
                      return std::unexpected(counts.error());
                  LineageDesk desk(reader);
                  Json list = Json::array();
                  for (const LineageRepository::Offer &offer : *offers) {
                      const auto made = desk.lineage.context(offer.context);
                      const auto old = desk.lineage.context(offer.source);
                      const auto passed = passedOverIn(reader.contexts, offer.context, registry);
                      if (!made || !old || !passed)
                          return std::unexpected(!made ? made.error() : !old ? old.error() : passed.error());
                      if (!*made || !*old)
                          continue;
                      Json changed;
                      if (Ledger::isOver(offer.status)) {
                          const auto after = readData(reader.db, offer.context);
                          const auto before = readData(reader.db, offer.source);
                          if (!after || !before)
                              return std::unexpected(after ? before.error() : after.error());
                          changed = fieldDiff(*before, *after).size();
                      }
                      list.append(Json::object({{"id", (*made)->id},
                                                {"of", (*old)->id},
                                                {"title", (*made)->title},
                                                {"status", statusName(offer.status)},
                                                {"outcome", (*made)->outcome},
                                                {"decision", decisionName(offer.state)},
                                                {"from_step", offer.fromStep},
                                                {"changed", changed},
                                                {"passed_over", offer.dry ? Json::array(passed->nodes) : Json::array()}}));
                  }
                  return Json::object({{"job", run},
                                       {"title", job->title},
                                       {"state", jobState(*job)},
                                       {"counts", counts->toJson()},
                                       {"contexts", list},
                                       {"after", offers->size() == limit ? Json(offers->last().context) : Json()}});
              });
    // Which of a job's offers somebody speaks of: all that are open, or those of the ids.
    const auto chosen = [](WriteScope &scope, const Json &args, Json &refused) -> Result<QList<LineageRepository::Offer>> {
        LineageRepository lineage(scope.db);
        const QString run = args.value("job").toString();
        const auto job = jobOf(lineage, run);
        if (!job)
            return std::unexpected(job.error());
        auto offers = lineage.offers(run, 0, static_cast<int>(job->contexts));
        if (!offers)
            return offers;
        if (!args.contains("ids")) {
            offers->removeIf([](const LineageRepository::Offer &offer) { return offer.state != ReplayState::Proposed; });
            return offers;
        }
        QList<LineageRepository::Offer> wanted;
        for (const QString &id : args.value("ids").toStringList()) {
            const auto identity = scope.contexts.identify(id);
            if (!identity)
                return std::unexpected(identity.error());
            const auto offer
                = std::ranges::find_if(*offers, [&](const LineageRepository::Offer &o) { return *identity && o.context == (*identity)->key; });
            if (offer == offers->end())
                refused.append(Json::object({{"id", id}, {"error", noContext(id).error().toJson()}}));
            else if (offer->state != ReplayState::Proposed)
                refused.append(Json::object(
                    {{"id", id},
                     {"error", Error::make(ErrorCode::Conflict, u"\"%1\" was %2 already"_s.arg(id, decisionName(offer->state))).toJson()}}));
            else
                wanted.append(*offer);
        }
        return wanted;
    };
    table.add(
        info("lineage.adopt", "Take a replay's results",
             "The new contexts take the old ones' place, which are marked as superseded. With `sinks` the steps that were passed over, because they "
             "write outside, are run now.",
             Access::Write, "contexts.run",
             jobSchema({{"ids", textsUpTo("only these of its new contexts", 1'000)},
                        {"sinks", Json::object({{"type", "boolean"}, {"description", "run what writes outside"}})}})),
        [this, chosen](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
            Json refused = Json::array();
            const auto offers = chosen(scope, call.args, refused);
            if (!offers)
                return std::unexpected(offers.error());
            LineageRepository lineage(scope.db);
            ContextReader contexts(scope.db);
            LineageReader reader(scope.db);
            QList<ReplayItem> published;
            qint64 adopted = 0;
            for (const LineageRepository::Offer &offer : *offers) {
                const auto made = reader.context(offer.context);
                const auto old = reader.context(offer.source);
                if (!made || !old)
                    return std::unexpected(made ? old.error() : made.error());
                if (!*made || !*old)
                    continue;
                std::optional<Error> why;
                if (offer.status != ContextStatus::Completed)
                    why = Error::make(ErrorCode::TransitionRefused,
                                      u"\"%1\" is %2; only what is completed can be taken"_s.arg((*made)->id, statusName(offer.status)));
                else if ((*old)->supersededBy)
                    why = Error::make(ErrorCode::Conflict, u"another one has taken the place of \"%1\" already"_s.arg((*old)->id));
                if (why) {
                    refused.append(Json::object({{"id", (*made)->id}, {"error", why->toJson()}}));
                    continue;
                }
                if (auto done = lineage.decide(offer.context, offer.source, ReplayState::Adopted, actorKey, scope.now); !done)
                    return std::unexpected(done.error());
                scope.updated.append(offer.source);
                scope.updated.append(offer.context);
                ++adopted;
                if (!call.args.value("sinks").toBool() || !offer.dry)
                    continue;
                const auto passed = passedOverIn(contexts, offer.context, registry);
                if (!passed)
                    return std::unexpected(passed.error());
                if (!passed->nodes.isEmpty())
                    published.append({(*made)->id, passed->fromStep});
            }
            Json sent = Json::array();
            if (!published.isEmpty()) {
                const auto done = replayAll(scope, published,
                                            {.isLatest = false, .sinks = true, .replaces = true, .title = u"What was taken goes out"_s}, actorKey);
                if (!done)
                    return done;
                sent = done->value("contexts");
                for (const Json &one : done->value("refused").items())
                    refused.append(one);
            }
            return Json::object({{"adopted", adopted}, {"published", sent}, {"refused", refused}});
        });
    table.add(info("lineage.discard", "Discard a replay's results",
                   "What of it still runs is cancelled; the old contexts stay what they are, and the history keeps both.", Access::Write,
                   "contexts.run", jobSchema({{"ids", textsUpTo("only these of its new contexts", 1'000)}})),
              [this, chosen](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
                  Json refused = Json::array();
                  const auto offers = chosen(scope, call.args, refused);
                  if (!offers)
                      return std::unexpected(offers.error());
                  LineageRepository lineage(scope.db);
                  for (const LineageRepository::Offer &offer : *offers) {
                      if (!isFinal(offer.status)) {
                          if (const auto cancelled = engine->ledger().cancel(scope, offer.context, actorKey); !cancelled)
                              return std::unexpected(cancelled.error());
                      }
                      if (auto done = lineage.decide(offer.context, offer.source, ReplayState::Discarded, actorKey, scope.now); !done)
                          return std::unexpected(done.error());
                      scope.updated.append(offer.source);
                      scope.updated.append(offer.context);
                  }
                  return Json::object({{"discarded", offers->size()}, {"refused", refused}});
              });
}

} // namespace Millrace
