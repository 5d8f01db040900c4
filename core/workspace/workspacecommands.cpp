// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/secretstore.h"
#include "components/templatecatalogue.h"
#include "components/texttemplate.h"
#include "extract/documentreader.h"
#include "pipeline/fielddiff.h"
#include "pipeline/secretreferences.h"
#include "components/pluginfile.h"
#include "pipeline/documentflow.h"
#include "pipeline/validator.h"
#include "sdk/clock.h"
#include "sdk/id.h"
#include "store/draftrepository.h"
#include "store/integrity.h"
#include "store/outboxrepository.h"
#include "store/placereader.h"
#include "store/schemareader.h"
#include "workspace/commandschema.h"
#include "workspace/contextjson.h"
#include "workspace/measuring.h"
#include "workspace/runwait.h"
#include "workspace/workspace_p.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

namespace {

constexpr int kUsualPage = 100;
constexpr int kLargestPage = 10'000;
constexpr int kMostAtOnce = 1'000; ///< contexts that one commit of a command on many changes

// --- arguments -------------------------------------------------------------------------------------------------------------------

ContextFilter filterOf(const Json &args)
{
    ContextFilter filter;
    if (const auto status = statusFromName(args.value("status").toString()))
        filter.statuses = {*status};
    filter.pipeline = args.value("pipeline").toString();
    filter.type = args.value("type").toString();
    filter.outcome = args.value("outcome").toString();
    filter.run = args.value("run").toString();
    filter.text = args.value("text").toString();
    return filter;
}

Result<ContextKey> keyOf(Reader &reader, const Json &args)
{
    const QString id = args.value("id").toString();
    const auto key = reader.contexts.find(id);
    if (!key)
        return std::unexpected(key.error());
    return *key ? Result<ContextKey>(**key) : Result<ContextKey>(noContext(id));
}

Json problemsToJson(const QList<PipelineProblem> &problems)
{
    Json list = Json::array();
    for (const PipelineProblem &problem : problems)
        list.append(problem.toJson());
    return list;
}

/// Of what a definition refers to: none where this workspace runs nothing, or what is kept cannot be listed.
Json missingSecrets(const Json &definition, const ComponentRegistry &registry, const SecretStore *secrets)
{
    const QList<SecretReference> references = secretReferences(definition, [&registry](const QString &name) {
        const Component *component = registry.find(name);
        return component ? component->descriptor().configSchema : Json();
    });
    Json missing = Json::array();
    const auto entries = references.isEmpty() || !secrets ? Result<QList<SecretEntry>>(fail(ErrorCode::NotFound, {})) : secrets->list();
    if (!entries)
        return missing;
    for (const SecretReference &reference : references) {
        // The environment is asked by the variable that the name stands for.
        if (std::ranges::contains(*entries, reference.name, &SecretEntry::name)
            || !qEnvironmentVariableIsEmpty(SecretStore::variableFor(reference.name).toUtf8().constData()))
            continue;
        missing.append(Json::object({{"node", reference.node},
                                     {"code", errorCodeName(ErrorCode::SecretMissing)},
                                     {"message", u"there is no secret \"%1\""_s.arg(reference.name)},
                                     {"path", reference.path},
                                     {"severity", "warning"}}));
    }
    return missing;
}

} // namespace

void Workspace::Private::addReadCommands()
{
    table.add(info("stats", "Count contexts by state",
                   "How many contexts are in each state, of the workspace, of one run, or of one pipeline. The states add up to `submitted`. What "
                   "steps made of them is "
                   "counted apart, in `children`; what they want done outside, in `effects`.",
                   Access::Read, "contexts.read", schema({{"run", text("only this run")}, {"pipeline", text("only this pipeline")}})),
              [](Reader &reader, const CommandCall &call) -> Result<Json> {
                  ContextFilter filter = filterOf(call.args);
                  filter.children = ContextFilter::Children::Without;
                  const auto counts = reader.contexts.counts(filter);
                  filter.children = ContextFilter::Children::Only;
                  const auto children = reader.contexts.counts(filter);
                  if (!counts || !children)
                      return std::unexpected(counts ? children.error() : counts.error());
                  Json json = counts->toJson();
                  if (children->submitted() > 0)
                      json.insert("children", children->toJson());
                  const auto effects = OutboxRepository(reader.db).counts(filter.run, filter.pipeline);
                  if (!effects)
                      return std::unexpected(effects.error());
                  if (effects->total() > 0)
                      json.insert("effects", effects->toJson());
                  return json;
              });
    table.add(
        info(
            "context.list", "List contexts", "Contexts that pass the filter, oldest first; `next` is the `after` of the following page, or null.",
            Access::Read, "contexts.read",
            schema({{"status", statusSchema()},
                    {"pipeline", text("only this pipeline's id")},
                    {"type", text("only this type")},
                    {"outcome", text("only this outcome")},
                    {"run", text("only this run")},
                    {"text", text("words in titles and texts")},
                    {"node", text("only those that are at this node of `pipeline`; the rest of the filter but `limit` and `after` is not looked at")},
                    {"from", schema({{"node", text("of the link")}, {"port", text("of the link")}}, {u"node"_s})},
                    {"limit", integer("most rows to give, 100 by default", 1)},
                    {"after", text("id of the last context of the page before")}})),
        [this](Reader &reader, const CommandCall &call) -> Result<Json> {
            const ContextFilter filter = filterOf(call.args);
            const auto limit = static_cast<int>(std::min<qint64>(call.args.value("limit").toInt(kUsualPage), kLargestPage));
            ContextKey after = 0;
            if (call.args.contains("after")) {
                const auto key = reader.contexts.find(call.args.value("after").toString());
                if (!key || !*key)
                    return key ? Result<Json>(noContext(call.args.value("after").toString())) : Result<Json>(std::unexpected(key.error()));
                after = **key;
            }
            Result<QList<ContextKey>> keys;
            if (call.args.contains("node")) {
                const Json &from = call.args.value("from");
                const auto way
                    = from.isObject() ? std::optional(PortRef{from.value("node").toString(), from.value("port").toString(u"out"_s)}) : std::nullopt;
                keys = PlaceReader(reader.db).at(filter.pipeline, call.args.value("node").toString(), way, after, limit + 1);
            } else if (const auto hits = among(reader, filter)) {
                keys = reader.contexts.keys(filter, ContextOrder::Created, false, hits);
                if (keys) {
                    keys->removeIf([&](ContextKey key) { return key <= after; });
                    keys->resize(std::min<qsizetype>(keys->size(), limit + 1));
                }
            } else {
                keys = reader.contexts.page(filter, after, limit + 1);
            }
            if (!keys)
                return std::unexpected(keys.error());
            const bool more = keys->size() > limit;
            if (more)
                keys->resize(limit);
            const auto rows = reader.contexts.rows(*keys);
            if (!rows)
                return std::unexpected(rows.error());
            Json list = Json::array();
            for (const ContextSummary &row : *rows)
                list.append(toJson(row));
            return Json::object({{"contexts", list}, {"next", more && !rows->isEmpty() ? Json(rows->last().id) : Json()}});
        });
    table.add(info("context.get", "Get a context", "The context as S2 writes it, now or after `step` finished steps (0: as submitted).", Access::Read,
                   "contexts.read", schema({{"id", text("the context's id")}, {"step", integer("finished steps", 0)}}, {u"id"_s})),
              [](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const auto key = keyOf(reader, call.args);
                  return key ? reader.contexts.document(*key, static_cast<int>(call.args.value("step").toInt(-1)))
                             : Result<Json>(std::unexpected(key.error()));
              });
    table.add(info("context.history", "Get a context's history", "Every recorded change of a context, in order.", Access::Read, "contexts.read",
                   schema({{"id", text("the context's id")}}, {u"id"_s})),
              [](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const auto key = keyOf(reader, call.args);
                  if (!key)
                      return std::unexpected(key.error());
                  const auto history = reader.contexts.history(*key);
                  if (!history)
                      return std::unexpected(history.error());
                  Json list = Json::array();
                  for (const TransitionRecord &record : *history)
                      list.append(toJson(record));
                  return Json::object({{"transitions", list}});
              });
    table.add(info("context.diff", "Compare two steps", "What differs between a context's documents after two steps, field by field.", Access::Read,
                   "contexts.read",
                   schema({{"id", text("the context's id")}, {"from", integer("finished steps", 0)}, {"to", integer("finished steps", 0)}},
                          {u"id"_s, u"from"_s, u"to"_s})),
              [](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const auto key = keyOf(reader, call.args);
                  if (!key)
                      return std::unexpected(key.error());
                  const auto from = reader.contexts.document(*key, static_cast<int>(call.args.value("from").toInt()));
                  const auto to = reader.contexts.document(*key, static_cast<int>(call.args.value("to").toInt()));
                  if (!from || !to)
                      return std::unexpected(from ? to.error() : from.error());
                  return changesToJson(fieldDiff(*from, *to));
              });
    table.add(info("context.raw", "Get an item as it came",
                   "The bytes of an item that could not become a context's data; null where they were not kept.", Access::Read, "contexts.read",
                   schema({{"id", text("the context's id")}}, {u"id"_s})),
              [](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const auto key = keyOf(reader, call.args);
                  return key ? reader.contexts.rawInput(*key) : Result<Json>(std::unexpected(key.error()));
              });
    table.add(info("person.list", "List who acts here", "People, agents and the program itself.", Access::Read, "contexts.read", schema({})),
              [](Reader &reader, const CommandCall &) -> Result<Json> {
                  const auto principals = reader.catalog.principals();
                  if (!principals)
                      return std::unexpected(principals.error());
                  Json list = Json::array();
                  for (const Principal &one : *principals)
                      list.append(Json::object({{"id", one.id}, {"name", one.name}, {"kind", one.kind}}));
                  return Json::object({{"people", list}});
              });
    table.add(info("run.list", "List runs", "The newest runs with their counts.", Access::Read, "contexts.read",
                   schema({{"limit", integer("most rows to give, 100 by default", 1)}})),
              [](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const auto runs
                      = reader.contexts.runs(static_cast<int>(std::min<qint64>(call.args.value("limit").toInt(kUsualPage), kLargestPage)));
                  if (!runs)
                      return std::unexpected(runs.error());
                  OutboxRepository outbox(reader.db);
                  Json list = Json::array();
                  for (const RunSummary &run : *runs) {
                      const auto effects = outbox.counts(run.id);
                      if (!effects)
                          return std::unexpected(effects.error());
                      Json json = toJson(run);
                      if (effects->total() > 0)
                          json.insert("effects", effects->toJson());
                      list.append(json);
                  }
                  return Json::object({{"runs", list}});
              });
    table.add(info("pipeline.list", "List pipelines", "The newest version of every pipeline.", Access::Read, "pipelines.read", schema({})),
              [](Reader &reader, const CommandCall &) -> Result<Json> {
                  const auto stored = reader.catalog.pipelines();
                  if (!stored)
                      return std::unexpected(stored.error());
                  Json list = Json::array();
                  for (const StoredPipeline &pipeline : *stored)
                      list.append(Json::object({{"id", pipeline.definition.id},
                                                {"title", pipeline.definition.title},
                                                {"version", pipeline.definition.version},
                                                {"description", pipeline.definition.description},
                                                {"pipeline", pipeline.definition.shorthand()}}));
                  return Json::object({{"pipelines", list}});
              });
    table.add(info("pipeline.get", "Get a pipeline", "A version of a pipeline, the newest without `version`, in its file's form.", Access::Read,
                   "pipelines.read", schema({{"id", text("the pipeline's id")}, {"version", integer("which", 1)}}, {u"id"_s})),
              [](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const QString id = call.args.value("id").toString();
                  const int version = static_cast<int>(call.args.value("version").toInt());
                  const auto stored = version > 0 ? reader.catalog.pipelineVersion(id, version) : reader.catalog.findPipeline(id);
                  if (!stored)
                      return std::unexpected(stored.error());
                  if (!*stored)
                      return fail(ErrorCode::NotFound,
                                  version > 0 ? u"there is no version %1 of a pipeline \"%2\""_s.arg(version).arg(id)
                                              : u"there is no pipeline \"%1\""_s.arg(id));
                  return (*stored)->definition.toJson();
              });
    table.add(
        info("pipeline.validate", "Check a pipeline",
             "Every problem that keeps a definition, or a pipeline's draft, from running on this machine, with what would mend it: each of the "
             "`fixes` has a patch of the definition. What keeps nothing from running has `severity` \"warning\": a secret that is not kept here, "
             "and a field that comes to a step as another type than it reads, or that only a step behind it gives.",
             Access::Read, "pipelines.read",
             schema({{"definition", Json::object({{"type", Json::array({"object", "array"})}})}, {"pipeline", text("the pipeline's id")}})),
        [this](Reader &reader, const CommandCall &call) -> Result<Json> {
            auto definition = Result<Json>(call.args.value("definition"));
            if (!call.args.contains("definition")) {
                const QString id = call.args.value("pipeline").toString();
                const auto draft = DraftRepository(reader.db).find(id);
                const auto stored = reader.catalog.findPipeline(id);
                if (!draft || !stored)
                    return std::unexpected(draft ? stored.error() : draft.error());
                if (!*draft && !*stored)
                    return fail(ErrorCode::NotFound, u"there is no pipeline \"%1\""_s.arg(id));
                definition = *draft ? Json::parse((*draft)->definition) : Result<Json>((*stored)->definition.toJson());
            }
            if (!definition)
                return definition;
            const auto problems = problemsOf(*definition);
            Json told = problemsToJson(problems);
            const Json warnings = missingSecrets(*definition, registry, secrets.get());
            for (const Json &warning : warnings.items())
                told.append(warning);
            const auto lookup = [this](const QString &name) {
                const Component *component = registry.find(name);
                return component ? &component->descriptor() : nullptr;
            };
            for (const PipelineProblem &warning : flowWarnings(*definition, lookup)) {
                Json json = warning.toJson();
                json.insert("severity", "warning");
                told.append(json);
            }
            return Json::object({{"ok", problems.isEmpty()}, {"problems", told}});
        });
    table.add(info("template.list", "List templates", "The newest version of every content template, or of those for one type of document.",
                   Access::Read, "templates.read", schema({{"type", text("only templates for documents of this type")}})),
              [](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const auto templates = reader.catalog.templates();
                  if (!templates)
                      return std::unexpected(templates.error());
                  Json list = Json::array();
                  for (const ContentTemplate &one : *templates) {
                      if (!call.args.contains("type") || one.type == call.args.value("type").toString())
                          list.append(contentTemplateToJson(one));
                  }
                  return Json::object({{"templates", list}});
              });
    table.add(info("template.words", "List what templates know", "The tags and filters that may stand in a template.", Access::Read, "templates.read",
                   schema({})),
              [](Reader &, const CommandCall &) -> Result<Json> {
                  return Json::object({{"tags", Json::array(TextTemplate::tags())}, {"filters", Json::array(TextTemplate::filters())}});
              });
    table.add(info("template.render", "Fill in a template", "The text with the fields of a document filled in, as a step would write it.",
                   Access::Read, "templates.read",
                   schema({{"text", text("with placeholders in Django syntax: \"{{ title }}\"")},
                           {"data", Json::object({{"type", "object"}, {"description", "the document's data"}})}},
                          {u"text"_s, u"data"_s})),
              [](Reader &, const CommandCall &call) -> Result<Json> {
                  const auto filled = TextTemplate::compile(call.args.value("text").toString()).and_then([&call](const TextTemplate &compiled) {
                      return compiled.render(call.args.value("data"));
                  });
                  return filled.transform([](const QString &text) { return Json::object({{"text", text}}); });
              });
    table.add(info("component.list", "List components",
                   "Every kind of step this machine can run, with the schema of its config; `plugin` is the file that one comes from, `problems` are "
                   "plugins "
                   "that cannot be loaded, and why.",
                   Access::Read, "pipelines.read", schema({})),
              [this](Reader &, const CommandCall &) -> Result<Json> {
                  Json list = Json::array();
                  for (const ComponentDescriptor &descriptor : registry.descriptors()) {
                      Json json = descriptor.toJson();
                      json.insert("own", ownComponents.contains(descriptor.name));
                      if (const Component *component = registry.find(descriptor.name); component && !pluginFileOf(*component).isEmpty())
                          json.insert("plugin", pluginFileOf(*component));
                      list.append(json);
                  }
                  Json problems = Json::array();
                  for (const PluginProblem &problem : pluginProblems)
                      problems.append(Json::object({{"file", problem.file}, {"reason", problem.reason}}));
                  return Json::object({{"components", list}, {"problems", problems}});
              });
    table.add(info("secret.list", "List secrets",
                   "The names of the secrets that settings can refer to as \"secret:NAME\", and where each is kept; no values.", Access::Read,
                   "pipelines.read", schema({})),
              [this](Reader &, const CommandCall &) -> Result<Json> {
                  // Where nothing is run none is needed.
                  const auto entries = secrets ? secrets->list() : Result<QList<SecretEntry>>(QList<SecretEntry>());
                  if (!entries)
                      return std::unexpected(entries.error());
                  Json list = Json::array();
                  for (const SecretEntry &entry : *entries) {
                      Json places = Json::array();
                      for (const SecretPlace place : entry.places)
                          places.append(QString(secretPlaceName(place)));
                      list.append(Json::object({{"name", entry.name}, {"places", places}}));
                  }
                  return Json::object({{"secrets", list}});
              });
    table.add(
        info("workspace.check", "Check the workspace", "Reads everything: structure, hashes, histories and sums.", Access::Read, "contexts.read",
             schema({})),
        [](Reader &reader, const CommandCall &) -> Result<Json> {
            const auto report = checkIntegrity(reader.db, [](double) { return true; });
            return report ? Result<Json>(report->toJson()) : Result<Json>(std::unexpected(report.error()));
        },
        true);
    table.add(info("workspace.schema", "Describe how the file is built",
                   "The number of its schema, its pages, and every table with its columns, what they refer to, and its indexes.", Access::Read,
                   "contexts.read", schema({})),
              [](Reader &reader, const CommandCall &) -> Result<Json> { return describeSchema(reader.db); });
    table.add(info("workspace.info", "Describe the workspace", "Path, id, size, who works here, and what was found at opening.", Access::Read,
                   "contexts.read", schema({})),
              [this](Reader &reader, const CommandCall &) -> Result<Json> {
                  const auto sequence = reader.contexts.lastSequence();
                  const auto pack = packOf(reader.catalog);
                  if (!sequence || !pack)
                      return std::unexpected(sequence ? pack.error() : sequence.error());
                  const Json asPack = *pack
                      ? Json::object(
                            {{"name", (*pack)->name}, {"of", (*pack)->of}, {"made_at", isoMicroseconds((*pack)->madeAt)}, {"items", (*pack)->items}})
                      : Json();
                  return Json::object({
                      {"pack", asPack},
                      {"path", file.path},
                      {"id", workspaceId},
                      {"bytes", QFileInfo(file.path).size()},
                      {"actor", actor},
                      {"actor_name", actorName},
                      {"read_only", file.readOnly},
                      {"read_only_reason", file.readOnlyReason.isEmpty() ? Json() : Json(file.readOnlyReason)},
                      {"sequence", *sequence},
                      {"indexed", index ? Json(index->lastSequence()) : Json()},
                      {"problem", engine && !engine->status().problem.isEmpty() ? Json(engine->status().problem) : Json()},
                      {"version", MILLRACE_VERSION},
                  });
              });
}

void Workspace::Private::addWriteCommands()
{
    // Commands on one, on some, or on all in a state, a bounded number per commit.
    const auto onMany
        = [](WriteScope &scope, const Json &args, const char *done, const std::function<Result<void>(ContextKey)> &act) -> Result<Json> {
        QList<std::pair<QString, ContextKey>> wanted;
        Json refused = Json::array();
        for (const QString &id : idsOf(args)) {
            const auto identity = scope.contexts.identify(id);
            if (!identity)
                return std::unexpected(identity.error());
            if (*identity)
                wanted.append({id, (*identity)->key});
            else
                refused.append(
                    Json::object({{"id", id}, {"error", Error::make(ErrorCode::NotFound, u"there is no context \"%1\""_s.arg(id)).toJson()}}));
        }
        bool more = false;
        if (const auto status = statusFromName(args.value("status").toString())) {
            const auto keys = scope.contexts.inStatus(*status, 0, kMostAtOnce);
            if (!keys)
                return std::unexpected(keys.error());
            more = keys->size() == kMostAtOnce;
            for (const ContextKey key : *keys)
                wanted.append({QString(), key});
        }
        qint64 count = 0;
        for (const auto &[id, key] : wanted) {
            const auto acted = act(key);
            if (acted)
                ++count;
            else if (acted.error().category == ErrorCategory::Fatal)
                return std::unexpected(acted.error());
            else
                refused.append(Json::object({{"id", id}, {"error", acted.error().toJson()}}));
        }
        return Json::object({{done, count}, {"refused", refused}, {"more", more}});
    };
    const Json many = schema({{"id", text("one context")}, {"ids", texts("some contexts")}, {"status", statusSchema()}});

    table.add(info("context.retry", "Retry contexts",
                   "Puts failed and quarantined contexts back to work at the step where they stopped. With `status`, up to 1,000 a call; "
                   "`more` says whether others are left.",
                   Access::Write, "contexts.run", many),
              [this, onMany](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
                  return onMany(scope, call.args, "retried", [&](ContextKey key) { return retry(scope, key, actorKey); });
              });
    table.add(info("context.cancel", "Cancel contexts",
                   "Ends contexts that are not finished; what runs for them is asked to stop, and its result is dropped.", Access::Destroy,
                   "contexts.run", many),
              [this, onMany](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
                  return onMany(scope, call.args, "cancelled", [&](ContextKey key) -> Result<void> {
                      const auto row = engine->ledger().cancel(scope, key, actorKey);
                      if (!row)
                          return std::unexpected(row.error());
                      return {};
                  });
              });
    table.add(info("context.fix", "Fix a quarantined context",
                   "Replaces a quarantined context's data and puts it back to work at the step that refused it; both passes stay in its history.",
                   Access::Write, "contexts.write", schema({{"id", text("the context's id")}, {"data", anyObject()}}, {u"id"_s, u"data"_s})),
              [this](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
                  const QString id = call.args.value("id").toString();
                  const auto identity = scope.contexts.identify(id);
                  if (!identity)
                      return std::unexpected(identity.error());
                  if (!*identity)
                      return noContext(id);
                  const auto before = scope.contexts.find((*identity)->key);
                  if (!before)
                      return std::unexpected(before.error());
                  const auto planned = engine->plan(scope, (*before)->pipeline);
                  if (!planned)
                      return std::unexpected(planned.error());
                  const auto row = engine->ledger().fix(scope, (*identity)->key, actorKey, **planned, call.args.value("data"));
                  if (!row)
                      return std::unexpected(row.error());
                  return Json::object({{"id", id}, {"status", statusName(row->status)}});
              });
    table.add(info("pipeline.save", "Save a pipeline",
                   "Adds a version of a pipeline, unless the newest says the same. Contexts keep the version they started with.", Access::Write,
                   "pipelines.write",
                   schema({{"definition", Json::object({{"type", Json::array({"object", "array"})}})}, {"note", text("why there is this version")}},
                          {u"definition"_s})),
              [this](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
                  const auto stored = publish(scope, call.args.value("definition"), call.args.value("note").toString(), actorKey);
                  if (!stored)
                      return std::unexpected(stored.error());
                  if (auto marked = Measuring::of(table)->markVersion(scope, u"publish"_s, *stored, actorKey); !marked)
                      return std::unexpected(marked.error());
                  return Json::object({{"id", stored->definition.id}, {"version", stored->definition.version}});
              });
    table.add(
        info(
            "template.save", "Save a template",
            "Adds a version of a content template, unless the newest says the same; what runs takes the newest from then on.", Access::Write,
            "templates.write",
            schema({{"template",
                     Json::object({{"type", "object"}, {"description", "id, title, type, audiences, tones, sections; its version is given to it"}})}},
                   {u"template"_s})),
        [this](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
            auto content = contentTemplateFromJson(call.args.value("template"));
            auto all = scope.catalog.templates();
            if (!content || !all)
                return std::unexpected(content ? all.error() : content.error());
            const auto newest = std::ranges::find(*all, content->id, &ContentTemplate::id);
            content->version = newest == all->end() ? 1 : newest->version;
            if (newest != all->end() && *newest != *content) {
                ++content->version;
                *newest = *content;
            } else if (newest == all->end()) {
                all->append(*content);
            }
            if (auto saved = scope.catalog.saveTemplate(*content, actorKey, scope.now); !saved)
                return std::unexpected(saved.error());
            templates.set(*all);
            scope.afterCommit.emplace_back([this] { Q_EMIT desk->q->templatesChanged(); });
            return Json::object({{"id", content->id}, {"version", content->version}});
        });
    table.add(info("person.add", "Add somebody", "A person, or an agent, who can act in this workspace under a name of their own.", Access::Write,
                   "workspace.manage",
                   schema({{"name", Json::object({{"type", "string"}, {"minLength", 1}, {"maxLength", 200}})},
                           {"kind", Json::object({{"enum", Json::array({"person", "agent"})}})}},
                          {u"name"_s})),
              [](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  const QString kind = call.args.value("kind").toString(u"person"_s);
                  const auto by = scope.catalog.findPrincipal(call.actor);
                  if (!by || (*by && (*by)->kind == "agent"_L1))
                      return by ? fail(ErrorCode::PermissionDenied, u"only people say who may act here"_s) : std::unexpected(by.error());
                  const auto made = scope.catalog.ensurePrincipal(kind + u'-' + newId(), kind, call.args.value("name").toString(), scope.now);
                  if (!made)
                      return std::unexpected(made.error());
                  return Json::object({{"id", made->id}, {"name", made->name}, {"kind", made->kind}});
              });
    table.add(info("person.rename", "Change your name", "The name shown for what you do in this workspace.", Access::Write, "workspace.manage",
                   schema({{"name", Json::object({{"type", "string"}, {"minLength", 1}, {"maxLength", 200}})}}, {u"name"_s})),
              [this](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  const QString name = call.args.value("name").toString();
                  if (auto renamed = scope.catalog.renamePrincipal(call.actor, name); !renamed)
                      return std::unexpected(renamed.error());
                  return Json::object({{"actor", call.actor}, {"name", name}});
              });
}

void Workspace::Private::addWorkCommands()
{
    const auto request = [this](const CommandCall &call) {
        const std::shared_ptr<const Client> client = desk->clients.findByPrincipal(call.actor);
        Submitter::Request made{.pipeline = call.args.value("pipeline").toString(),
                                .title = call.args.value("title").toString(),
                                .run = call.args.value("run").toString(),
                                .actor = call.actor,
                                .priority = call.args.contains("priority") ? std::optional(static_cast<int>(call.args.value("priority").toInt()))
                                                                           : std::nullopt,
                                .source = call.args.value("source").toString(u"door"_s)};
        if (client) {
            made.followsLinks = false; // a link in a folder that a client was given may lead out of it
            made.takesFiles = false;
            // What the arguments name was looked at with the call; not so what stands in a file or a text.
            if (made.pipeline.isEmpty() && !call.args.contains("documents"))
                made.mayStart = [this, id = client->id](const QString &pipeline) { return desk->mayStart(id, pipeline); };
        }
        return made;
    };
    const Json way = Json::object({{"type", "string"},
                                   {"enum", Json::array({"door", "cli", "drop", "paste"})},
                                   {"description", "the way they come in, for the library; \"door\" by default"}});
    table.add(info("submit.files", "Submit files",
                   "Reads files and folders and submits what is in them: S2 documents, JSON Lines, CSV rows, texts, Markdown, HTML.", Access::Write,
                   "contexts.run",
                   schema({{"pipeline", pathOrName("id, title, file or comma list of components; empty: as each document says")},
                           {"paths", filePaths("files and folders")},
                           {"title", text("name of the run")},
                           {"run", text("add to this run")},
                           {"source", way},
                           {"priority", prioritySchema()}},
                          {u"paths"_s})),
              [this, request](const CommandCall &call) { return submitter->files(request(call), call.args.value("paths").toStringList()); });
    table.add(info("submit.content", "Submit a text or bytes",
                   "Submits what came without a file, as the kind that its name and its bytes say: `text`, or `base64` for bytes.", Access::Write,
                   "contexts.run",
                   schema({{"pipeline", pathOrName("id, title, file or comma list of components; empty: as the document says")},
                           {"name", text("what a file with it would be called; \"Pasted text.txt\" by default")},
                           {"text", text("a text")},
                           {"base64", text("bytes, in base64")},
                           {"title", text("name of the run")},
                           {"run", text("add to this run")},
                           {"source", way},
                           {"priority", prioritySchema()}})),
              [this, request](const CommandCall &call) {
                  const QByteArray bytes = call.args.contains("base64") ? QByteArray::fromBase64(call.args.value("base64").utf8().toByteArray())
                                                                        : call.args.value("text").utf8().toByteArray();
                  return submitter->content(request(call), call.args.value("name").toString(u"Pasted text.txt"_s), bytes);
              });
    table.add(info("submit.documents", "Submit documents", "Submits JSON documents: S2 contexts, or plain objects that become `data`.", Access::Write,
                   "contexts.run",
                   schema({{"pipeline", pathOrName("id, title, file or comma list of components; empty: as each document says")},
                           {"documents", Json::object({{"type", "array"}, {"items", anyObject()}})},
                           {"title", text("name of the run")},
                           {"run", text("add to this run")},
                           {"priority", prioritySchema()}},
                          {u"documents"_s})),
              [this, request](const CommandCall &call) { return submitter->documents(request(call), call.args.value("documents")); });
    const auto state = [this] {
        const EngineStatus status = engine->status();
        return Json::object({
            {"running", status.running},
            {"stopped", status.stopped},
            {"ready", status.ready},
            {"in_flight", status.inFlight},
            {"finished_steps", status.finishedSteps},
            {"problem", status.problem.isEmpty() ? Json() : Json(status.problem)},
            {"notice", status.notice.isEmpty() ? Json() : Json(status.notice)},
        });
    };
    // What a switch found as it left it is not taken back.
    const auto switched = [this, state](bool on) {
        const bool was = engine->status().running;
        if (on)
            engine->start();
        else
            engine->pause();
        Json json = state();
        json.insert("changed", Json(was != on));
        return json;
    };
    const auto now = [](Json json) {
        QPromise<Result<Json>> promise;
        promise.start();
        promise.addResult(Result<Json>(std::move(json)));
        promise.finish();
        return promise.future();
    };
    table.add(info("engine.state", "Describe the engine", "Whether it works, and on how much.", Access::Read, "contexts.read", schema({})),
              CommandTable::StartFunction([state, now](const CommandCall &) { return now(state()); }));
    table.add(info("engine.workers", "Describe the workers",
                   "Who carries out steps: the threads of each kind with what they have in hand, since when and until when (`expires`), those that did not "
                   "answer and were replaced, and the processes in which foreign components run.",
                   Access::Read, "contexts.read", schema({})),
              CommandTable::StartFunction([this, now](const CommandCall &) { return now(toJson(engine->workers())); }));
    table.add(info("engine.start", "Start the engine", "Takes up work.", Access::Write, "contexts.run", schema({})),
              CommandTable::StartFunction([switched, now](const CommandCall &) { return now(switched(true)); }));
    table.add(
        info("engine.pause", "Pause the engine", "Finishes the steps that run and starts no others.", Access::Write, "contexts.run", schema({})),
        CommandTable::StartFunction([switched, now](const CommandCall &) { return now(switched(false)); }));
    table.add(
        info("engine.wait", "Wait until the work is done",
             "Answers when nothing is ready or running, and nothing falls due within `wait_s` seconds from now.", Access::Read, "contexts.read",
             schema({{"wait_s",
                      Json::object({{"type", "number"}, {"minimum", 0}, {"description", "how far ahead retries are waited for, 60 by default"}})},
                     {"run", text("only this run; what else is to do is not waited for")}})),
        [this](const CommandCall &call) { return waitForWork(call); });
    table.add(
        info("workspace.copy", "Save a copy", "Writes a consistent copy of the whole workspace, while it works.", Access::Write, "contexts.read",
             schema({{"path", filePath("where; must not exist")}}, {u"path"_s})),
        [this](const CommandCall &call) { return inBackground([this, path = call.args.value("path").toString()] { return copyTo(path); }); }, true);
    table.add(
        info("formats", "List the formats that are read",
             "Every format of documents, with the library that reads it, and whether that works on this machine or why not. A format is tried once, "
             "with a document of its own.",
             Access::Read, "contexts.read", schema({})),
        [this](const CommandCall &) { return inBackground([this]() -> Result<Json> { return Json::object({{"formats", documents->formats()}}); }); },
        true);
}

QFuture<Result<Json>> Workspace::Private::waitForWork(const CommandCall &call)
{
    const double seconds = call.args.value("wait_s").toDouble(60);
    QFuture<Result<Json>> idle = engine->idle(static_cast<qint64>(seconds * 1e6));
    const QString run = call.args.value("run").toString();
    if (run.isEmpty())
        return idle;
    auto promise = std::make_shared<QPromise<Result<Json>>>();
    promise->start();
    ContextFilter filter;
    filter.run = run;
    const auto counts = [this, filter] {
        return read<Json>(
            [filter](Reader &reader) { return reader.contexts.counts(filter).transform([](const StatusCounts &sums) { return sums.toJson(); }); });
    };
    QMetaObject::invokeMethod(q.load(), [this, counts, idle, seconds, promise] {
        auto *wait = new RunWait(counts, idle, seconds, promise, q.load());
        QObject::connect(q.load(), &Workspace::changed, wait, &RunWait::look);
    });
    return promise->future();
}

Result<Json> Workspace::Private::copyTo(const QString &path) const
{
    if (QFileInfo::exists(path))
        return fail(ErrorCode::WorkspaceExists, u"there is a file %1 already"_s.arg(path));
    const QString temporary = path + u".part"_s;
    QFile::remove(temporary);
    Connection db;
    if (auto opened = db.open(file.readPath, file.readMode); !opened)
        return std::unexpected(opened.error());
    const SnapshotGate::Hold hold(*file.gate, db, SnapshotGate::Stay::Long);
    Statement vacuum = db.temporary("VACUUM INTO :path");
    if (auto done = vacuum.bind(temporary).run(); !done) {
        QFile::remove(temporary);
        if (hold.isEnded())
            return fail(ErrorCode::Busy, u"the workspace was written to faster than it could be copied; pause the engine for the copy"_s);
        return std::unexpected(done.error());
    }
    if (!QFile::rename(temporary, path)) {
        QFile::remove(temporary);
        return fail(ErrorCode::FileWrite, u"the copy could not be put at %1"_s.arg(path));
    }
    return Json::object({{"path", path}, {"bytes", QFileInfo(path).size()}});
}

} // namespace Millrace
