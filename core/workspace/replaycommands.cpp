// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Replays: the plan with its bill first, then the fork, then the comparison of old and new. And what may make them cheap: kept results.
#include "pipeline/fielddiff.h"
#include "pipeline/topology.h"
#include "sdk/id.h"
#include "workspace/commandschema.h"
#include "workspace/contextjson.h"
#include "workspace/workspace_p.h"
#include "workspace/writesoutside.h"

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

namespace {

constexpr int kMostReplayed = 1'000;

/// What a replay of one context would do.
struct ReplayPlan
{
    int fromStep = 0;
    QString node; ///< where it goes on
    QList<StepUse> reused;
    QList<StepUse> again;
    QList<StepUse> byChildren; ///< what the children of those steps ran
};

Json useToJson(const StepUse &use, const PipelineDefinition &target, const ComponentRegistry &registry, bool sinks)
{
    const Component *component = registry.find(use.component);
    const PipelineNode *node = target.find(use.node);
    const bool writes = writesOutside(use, target, registry);
    return Json::object({{"node", use.node},
                         {"component", use.component},
                         {"effect", component ? Json(effectName(component->descriptor().effect)) : Json()},
                         {"in_this_version", node != nullptr},
                         {"may_use_kept_result", node && node->caches},
                         {"passed_over", writes && !sinks},
                         {"duration_ms", static_cast<double>(use.durationUs) / 1000.0},
                         {"tokens_in", use.tokensIn},
                         {"tokens_out", use.tokensOut},
                         {"cost_micros", use.costMicros}});
}

Json nodesOf(const QList<StepUse> &uses)
{
    Json list = Json::array();
    for (const StepUse &use : uses)
        list.append(use.node);
    return list;
}

void addUse(StepUse &sum, const StepUse &use)
{
    sum.tokensIn += use.tokensIn;
    sum.tokensOut += use.tokensOut;
    sum.costMicros += use.costMicros;
    sum.durationUs += use.durationUs;
}

bool leadsToJoin(const PipelineDefinition &pipeline, const QString &node, const ComponentRegistry &registry)
{
    const QSet<QString> after = reachableFrom(pipeline, {node});
    return std::ranges::any_of(pipeline.nodes, [&](const PipelineNode &n) {
        const Component *component = after.contains(n.id) ? registry.find(n.component) : nullptr;
        return component && component->descriptor().joins;
    });
}

/// Where the way went on after so many finished steps, as it was recorded: conditions and corrections have had their say. Empty: nowhere.
Result<QString> nodeAfter(ContextReader &contexts, const ContextRow &row, int step, const PipelineDefinition &pipeline)
{
    const auto history = contexts.history(row.key);
    if (!history)
        return std::unexpected(history.error());
    bool isPast = step == 0;
    for (const TransitionRecord &transition : *history) {
        if (isPast && transition.kind == TransitionKind::Started)
            return transition.node;
        isPast |= step > 0 && transition.step == step;
    }
    if (row.node >= 0)
        return pipeline.nodes.value(row.node).id;
    return step == 0 ? pipeline.firstNode() : QString();
}

/// A split among the steps that are taken over, whose children no join among them has taken in; -1: there is none.
qsizetype openSplit(const QList<StepUse> &reused, const ComponentRegistry &registry)
{
    qsizetype split = -1;
    for (qsizetype i = 0; i < reused.size(); ++i) {
        const Component *component = registry.find(reused.at(i).component);
        if (!component)
            continue;
        if (component->descriptor().joins)
            split = -1;
        else if (split < 0 && std::ranges::any_of(component->descriptor().outputs, &PortDescriptor::spawns))
            split = i;
    }
    return split;
}

/// Steps up to `fromStep` are taken over; what came after them is what will, as far as can be known, come again.
/// A replay is one context, so it is refused where its way needs others: children whose parent waits, or parents whose children belong to the
/// old one.
Result<ReplayPlan> planOf(Connection &db, ContextKey key, int fromStep, const PipelineDefinition &original, const PipelineDefinition &target,
                          const ComponentRegistry &registry)
{
    ContextReader contexts(db);
    ContextRepository rows(db);
    const auto row = rows.find(key);
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return fail(ErrorCode::NotFound, u"there is no context %1"_s.arg(key));
    if (!isResting((*row)->status))
        return fail(ErrorCode::TransitionRefused,
                    u"context \"%1\" is %2; only what is at rest can be replayed: wait for its end, or cancel it"_s.arg((*row)->id,
                                                                                                                        statusName((*row)->status)),
                    Json::object({{"id", (*row)->id}, {"from", statusName((*row)->status)}}));
    const auto uses = contexts.stepUses(key);
    if (!uses)
        return std::unexpected(uses.error());
    if (fromStep > uses->size())
        return fail(ErrorCode::NotFound, u"the context has %1 finished steps, not %2"_s.arg(uses->size()).arg(fromStep));
    ReplayPlan plan;
    plan.fromStep = fromStep;
    plan.reused = uses->first(fromStep);
    plan.again = uses->sliced(fromStep);
    // The children that these steps made are made anew.
    QStringList nodes;
    for (const StepUse &use : std::as_const(plan.again))
        nodes.append(use.node);
    const auto below = contexts.usesOfChildren(key, nodes);
    if (!below)
        return std::unexpected(below.error());
    plan.byChildren = *below;
    const auto node = nodeAfter(contexts, **row, fromStep, original);
    if (!node)
        return std::unexpected(node.error());
    if (node->isEmpty())
        return fail(ErrorCode::InvalidArgument, u"nothing follows step %1; choose an earlier one"_s.arg(fromStep));
    plan.node = *node;
    if (!leadsToJoin(target, plan.node, registry))
        return plan;
    if (const qsizetype split = openSplit(plan.reused, registry); split >= 0)
        return fail(ErrorCode::InvalidArgument,
                    u"the children that \"%1\" made belong to the old context, and a join would wait for them; begin with step %2, which makes "
                    u"them anew"_s.arg(plan.reused.at(split).node)
                        .arg(split),
                    Json::object({{"from_step", split}}));
    const auto slot = ForkRepository(db).slotOf(key);
    const auto parent = slot && *slot ? rows.find((*slot)->parent) : Result<std::optional<ContextRow>>();
    if (!slot || !parent)
        return std::unexpected(slot ? parent.error() : slot.error());
    if (*parent && (*parent)->pipeline == (*row)->pipeline)
        return fail(ErrorCode::InvalidArgument,
                    u"context \"%1\" is a child on its way to a join, which takes in no other one; retry it, or replay its parent \"%2\""_s.arg(
                        (*row)->id, (*parent)->id),
                    Json::object({{"parent", (*parent)->id}}));
    return plan;
}

Json replaySchema()
{
    return schema(
        {{"id", text("one context")},
         {"ids", textsUpTo("some contexts, up to 1,000", kMostReplayed)},
         {"from_step", integer("finished steps to take over; 0, the usual, starts from what was submitted", 0)},
         {"version",
          Json::object({{"enum", Json::array({"original", "latest"})}, {"description", "the pipeline's version to run on; original by default"}})},
         {"sinks", Json::object({{"type", "boolean"}, {"description", "true: steps that write outside run too; by default they are passed over"}})}});
}

QList<ReplayItem> itemsOf(const Json &args)
{
    QList<ReplayItem> items;
    for (const QString &id : idsOf(args))
        items.append({id, static_cast<int>(args.value("from_step").toInt(0))});
    return items;
}

ReplayTerms termsOf(const Json &args)
{
    return {
        .isLatest = args.value("version").toString() == "latest"_L1, .sinks = args.value("sinks").toBool(), .replaces = true, .title = u"Replay"_s};
}

} // namespace

Result<Json> Workspace::Private::replayBill(Reader &reader, const QList<ReplayItem> &items, const ReplayTerms &terms)
{
    Json plans = Json::array();
    Json refused = Json::array();
    StepUse sum;
    qint64 reused = 0;
    qint64 again = 0;
    qint64 passedOver = 0;
    for (const auto &[id, fromStep] : items) {
        const auto key = reader.contexts.find(id);
        if (!key)
            return std::unexpected(key.error());
        const auto original = *key ? reader.contexts.pipelineOf(**key) : Result<PipelineDefinition>(noContext(id));
        const auto newest = original && terms.isLatest ? reader.catalog.findPipeline(original->id) : std::nullopt;
        if (!original || !newest) {
            refused.append(Json::object({{"id", id}, {"error", (original ? newest.error() : original.error()).toJson()}}));
            continue;
        }
        const PipelineDefinition &target = *newest ? (*newest)->definition : *original;
        const auto plan = planOf(reader.db, **key, fromStep, *original, target, registry);
        if (!plan) {
            refused.append(Json::object({{"id", id}, {"error", plan.error().toJson()}}));
            continue;
        }
        Json runs = Json::array();
        for (const StepUse &use : plan->again) {
            const Json json = useToJson(use, target, registry, terms.sinks);
            passedOver += json.value("passed_over").toBool();
            addUse(sum, use);
            runs.append(json);
        }
        for (const StepUse &use : plan->byChildren) {
            passedOver += useToJson(use, target, registry, terms.sinks).value("passed_over").toBool();
            addUse(sum, use);
        }
        reused += plan->reused.size();
        again += plan->again.size() + plan->byChildren.size();
        plans.append(Json::object({{"id", id},
                                   {"from_step", fromStep},
                                   {"pipeline", target.id},
                                   {"version", target.version},
                                   {"goes_on_at", plan->node},
                                   {"possible", target.find(plan->node) != nullptr},
                                   {"reused", nodesOf(plan->reused)},
                                   {"steps_of_children", plan->byChildren.size()},
                                   {"again", runs}}));
    }
    return Json::object({{"contexts", plans},
                         {"refused", refused},
                         {"steps_reused", reused},
                         {"steps_again", again},
                         {"steps_passed_over", passedOver},
                         {"sinks", terms.sinks},
                         {"tokens_in", sum.tokensIn},
                         {"tokens_out", sum.tokensOut},
                         {"cost_micros", sum.costMicros},
                         {"duration_ms", static_cast<double>(sum.durationUs) / 1000.0}});
}

Result<Json> Workspace::Private::replayAll(WriteScope &scope, const QList<ReplayItem> &items, const ReplayTerms &terms, qint64 actorKey)
{
    Json made = Json::array();
    Json refused = Json::array();
    std::optional<qint64> run;
    const QString runId = newId();
    ContextReader contexts(scope.db);
    const auto one = [&](const ReplayItem &item) -> Result<QString> {
        const auto identity = scope.contexts.identify(item.id);
        if (!identity || !*identity)
            return identity ? Result<QString>(noContext(item.id)) : std::unexpected(identity.error());
        const auto original = contexts.pipelineOf((*identity)->key);
        if (!original)
            return std::unexpected(original.error());
        const auto stored
            = terms.isLatest ? scope.catalog.findPipeline(original->id) : scope.catalog.pipelineVersion(original->id, original->version);
        if (!stored || !*stored)
            return stored ? fail(ErrorCode::NotFound, u"the pipeline \"%1\" is gone"_s.arg(original->id)) : std::unexpected(stored.error());
        const auto plan = planOf(scope.db, (*identity)->key, item.fromStep, *original, (*stored)->definition, registry);
        if (!plan)
            return std::unexpected(plan.error());
        if (engine->pipelineState(original->id).state == PipelineState::Draining)
            return fail(ErrorCode::PipelineClosed, u"the pipeline \"%1\" is being drained and takes nothing new"_s.arg(original->id));
        const auto compiled = engine->plan(scope, (*stored)->key);
        if (!compiled)
            return std::unexpected(compiled.error());
        const auto node = std::ranges::find((*compiled)->nodes(), plan->node, [](const PlanNode &n) { return n.node.id; });
        if (node == (*compiled)->nodes().end())
            return fail(ErrorCode::NotFound,
                        u"version %1 of \"%2\" has no node \"%3\" to go on at"_s.arg((*stored)->definition.version).arg(original->id, plan->node));
        if (!run) {
            const auto added = scope.catalog.addRun(runId, (*stored)->key, terms.title, actorKey, scope.now);
            if (!added)
                return std::unexpected(added.error());
            run = *added;
        }
        const auto ordinal = static_cast<int>(std::distance((*compiled)->nodes().begin(), node));
        const auto row
            = engine->ledger().replay(scope, (*identity)->key, {item.fromStep, *compiled, ordinal, *run, actorKey, !terms.sinks, terms.replaces});
        return row.transform([](const ContextRow &r) { return r.id; });
    };
    for (const ReplayItem &item : items) {
        const auto done = one(item);
        if (done)
            made.append(Json::object({{"id", *done}, {"of", item.id}}));
        else if (done.error().category == ErrorCategory::Fatal)
            return std::unexpected(done.error());
        else
            refused.append(Json::object({{"id", item.id}, {"error", done.error().toJson()}}));
    }
    return Json::object({{"run", run ? Json(runId) : Json()}, {"contexts", made}, {"refused", refused}});
}

void Workspace::Private::addReplayCommands()
{
    addCacheCommands();
    table.add(
        info("replay.plan", "Plan a replay",
             "What a replay would take over, what it would run again, what that took the last time in tokens and cost, and which steps are passed "
             "over because they write outside. Nothing is changed.",
             Access::Read, "contexts.read", replaySchema()),
        [this](Reader &reader, const CommandCall &call) -> Result<Json> { return replayBill(reader, itemsOf(call.args), termsOf(call.args)); });
    table.add(
        info("replay.run", "Replay contexts",
             "Does contexts that are at rest again from a step on, each as a new context whose parent is the old one; the old ones stay as they are "
             "and are marked as superseded. Ask replay.plan first: it says what this costs, and where a step cannot be begun with.",
             Access::Write, "contexts.run", replaySchema()),
        [this](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
            return replayAll(scope, itemsOf(call.args), termsOf(call.args), actorKey);
        });
    table.add(info("context.compare", "Compare two contexts",
                   "What differs between the documents of two contexts, field by field: an old one and its replay, say.", Access::Read,
                   "contexts.read",
                   schema({{"id", text("the one")},
                           {"other", text("the other")},
                           {"step", integer("of the one, now by default", 0)},
                           {"other_step", integer("of the other, now by default", 0)}},
                          {u"id"_s, u"other"_s})),
              [](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const auto dataOf = [&](const char *name, const char *step) -> Result<Json> {
                      const QString id = call.args.value(name).toString();
                      const auto key = reader.contexts.find(id);
                      if (!key || !*key)
                          return key ? Result<Json>(noContext(id)) : Result<Json>(std::unexpected(key.error()));
                      const auto document = reader.contexts.document(**key, static_cast<int>(call.args.value(step).toInt(-1)));
                      return document ? Result<Json>(document->value("data")) : document;
                  };
                  const auto one = dataOf("id", "step");
                  const auto other = dataOf("other", "other_step");
                  if (!one || !other)
                      return std::unexpected(one ? other.error() : one.error());
                  return changesToJson(fieldDiff(*one, *other));
              });
}

void Workspace::Private::addCacheCommands()
{
    table.add(info("cache.stats", "See how kept results are used", "For each component: how often a kept result was found, and what is kept.",
                   Access::Read, "contexts.read", schema({})),
              [](Reader &reader, const CommandCall &) -> Result<Json> {
                  ResultCache cache(reader.db);
                  const auto uses = cache.uses();
                  const auto limit = cache.limit();
                  if (!uses || !limit)
                      return std::unexpected(uses ? limit.error() : uses.error());
                  Json list = Json::array();
                  qint64 bytes = 0;
                  for (const CacheUse &use : *uses) {
                      bytes += use.bytes;
                      const qint64 asked = use.hits + use.misses;
                      list.append(Json::object({{"component", use.component},
                                                {"hits", use.hits},
                                                {"misses", use.misses},
                                                {"hit_rate", asked > 0 ? Json(static_cast<double>(use.hits) / static_cast<double>(asked)) : Json()},
                                                {"entries", use.entries},
                                                {"bytes", use.bytes}}));
                  }
                  return Json::object({{"components", list}, {"bytes", bytes}, {"limit_bytes", *limit}});
              });
    table.add(info("cache.clear", "Throw kept results away", "Of one component, or all. The next run of each step calls it again.", Access::Write,
                   "workspace.manage", schema({{"component", text("only this component's")}})),
              [](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  const auto gone = scope.cache.clear(call.args.value("component").toString());
                  return gone ? Result<Json>(Json::object({{"removed", *gone}})) : Result<Json>(std::unexpected(gone.error()));
              });
    table.add(info("cache.limit", "Limit kept results",
                   "How many bytes of the workspace kept results may take; what was used longest ago goes first.", Access::Write, "workspace.manage",
                   schema({{"bytes", integer("most bytes", 0)}}, {u"bytes"_s})),
              [](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  const qint64 bytes = call.args.value("bytes").toInt();
                  if (auto set = scope.catalog.setMeta("cache_limit", QString::number(bytes)); !set)
                      return std::unexpected(set.error());
                  return Json::object({{"limit_bytes", bytes}});
              });
}

} // namespace Millrace
