// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Commands on the versions of pipelines: every one is kept for good, with who made it and why. Files come in and go out here, too.
#include "pipeline/pipelinediff.h"
#include "pipeline/validator.h"
#include "sdk/clock.h"
#include "store/draftrepository.h"
#include "workspace/commandschema.h"
#include "workspace/measuring.h"
#include "workspace/contextjson.h"
#include "workspace/pipelinepaths.h"
#include "workspace/workspace_p.h"

#include <QFileInfo>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

namespace {

std::unexpected<Error> noPipeline(const QString &id)
{
    return fail(ErrorCode::NotFound, u"there is no pipeline \"%1\""_s.arg(id), Json::object({{"pipeline", id}}));
}

Result<StoredPipeline> versionOf(Connection &db, const QString &id, int version)
{
    const auto stored = version > 0 ? Catalog(db).pipelineVersion(id, version) : Catalog(db).findPipeline(id);
    if (!stored)
        return std::unexpected(stored.error());
    if (!*stored)
        return version > 0 ? fail(ErrorCode::NotFound, u"there is no version %1 of a pipeline \"%2\""_s.arg(version).arg(id),
                                  Json::object({{"pipeline", id}, {"version", version}}))
                           : noPipeline(id);
    return std::move(**stored);
}

Result<Json> draftOf(Connection &db, const QString &id)
{
    const auto draft = DraftRepository(db).find(id);
    if (!draft)
        return std::unexpected(draft.error());
    if (!*draft)
        return fail(ErrorCode::NotFound, u"there is no draft of \"%1\""_s.arg(id), Json::object({{"pipeline", id}}));
    return Json::parse((*draft)->definition);
}

/// A version by its number, "newest", "draft", or a definition itself.
Result<Json> sideOf(Connection &db, const QString &id, const Json &side)
{
    if (side.isObject())
        return side;
    if (side.toString() == "draft"_L1)
        return draftOf(db, id);
    return versionOf(db, id, static_cast<int>(side.toInt())).transform([](const StoredPipeline &stored) { return stored.definition.toJson(); });
}

Json sideSchema(const char *description)
{
    return Json::object({{"type", Json::array({"integer", "string", "object"})}, {"description", description}});
}

Json pipelineArgument()
{
    return text("the pipeline's id");
}

Json problemsToJson(const QList<PipelineProblem> &problems)
{
    Json list = Json::array();
    for (const PipelineProblem &problem : problems)
        list.append(problem.toJson());
    return list;
}

} // namespace

/// What a client publishes writes where it may write itself.
Result<void> Workspace::Private::mayWrite(WriteScope &scope, const PipelineDefinition &definition, qint64 actorKey)
{
    if (PipelinePaths::in(definition.toJson()).isEmpty())
        return {};
    const auto principals = scope.catalog.principals();
    if (!principals)
        return std::unexpected(principals.error());
    const auto actor = std::ranges::find(*principals, actorKey, &Principal::key);
    const auto client = actor == principals->cend() ? nullptr : desk->clients.findByPrincipal(actor->id);
    return client ? PipelinePaths::check(scope, definition, client->policy.folders) : Result<void>();
}

Result<StoredPipeline> Workspace::Private::publish(WriteScope &scope, const Json &definition, const QString &note, qint64 actorKey)
{
    const auto parsed = PipelineDefinition::fromJson(definition);
    if (!parsed) {
        Error error = parsed.error();
        error.detail = Json::object({{"problems", problemsToJson(problemsOf(definition))}});
        return std::unexpected(error);
    }
    // A version that is stored already may have what a new one must not.
    if (const auto problems = problemsOf(definition); !problems.isEmpty())
        return fail(ErrorCode::PipelineInvalid, u"pipeline \"%1\" cannot run: %2"_s.arg(parsed->id, problems.first().message),
                    Json::object({{"problems", problemsToJson(problems)}}));
    if (const auto compiled = Plan::compile(0, *parsed, registry); !compiled)
        return fail(ErrorCode::PipelineInvalid, compiled.error().text, compiled.error().detail);
    if (const auto inside = mayWrite(scope, *parsed, actorKey); !inside)
        return std::unexpected(inside.error());
    auto stored = scope.catalog.savePipeline(*parsed, actorKey, scope.now, note);
    if (!stored)
        return stored;
    scope.triggersChanged = true; // a subscription may have waited for this
    scope.afterCommit.emplace_back([this, id = parsed->id] {
        pipelineChanged(id);
        if (sources)
            sources->reload(); // files may have waited for it
    });
    return stored;
}

QList<PipelineProblem> Workspace::Private::problemsOf(const Json &definition) const
{
    QStringList names;
    for (const ComponentDescriptor &descriptor : registry.descriptors())
        names.append(descriptor.name);
    return validatePipeline(definition, [this](const QString &name) { return registry.find(name); }, names);
}

void Workspace::Private::addVersionCommands()
{
    table.add(
        info("pipeline.versions", "List a pipeline's versions",
             "Every version, the newest first: who made it when and why, the hash of its definition, and how many contexts and runs it has had.",
             Access::Read, "pipelines.read", schema({{"pipeline", pipelineArgument()}}, {u"pipeline"_s})),
        [](Reader &reader, const CommandCall &call) -> Result<Json> {
            const QString id = call.args.value("pipeline").toString();
            const auto versions = reader.catalog.pipelineVersions(id);
            if (!versions)
                return std::unexpected(versions.error());
            if (versions->isEmpty())
                return noPipeline(id);
            Json list = Json::array();
            for (const PipelineVersion &version : *versions)
                list.append(Json::object({{"version", version.version},
                                          {"title", version.title},
                                          {"author", version.author},
                                          {"note", version.note},
                                          {"at", isoSeconds(version.at)},
                                          {"hash", version.hash},
                                          {"contexts", version.contexts},
                                          {"runs", version.runs},
                                          {"newest", list.isEmpty()}}));
            return Json::object({{"versions", list}});
        });
    table.add(info("pipeline.runs", "List a pipeline's runs", "The newest runs that a pipeline, or one version of it, was used in.", Access::Read,
                   "contexts.read",
                   schema({{"pipeline", pipelineArgument()},
                           {"version", integer("only this version", 1)},
                           {"limit", integer("most to give, 100 by default", 1)}},
                          {u"pipeline"_s})),
              [](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const auto used
                      = reader.catalog.pipelineRuns(call.args.value("pipeline").toString(), static_cast<int>(call.args.value("version").toInt()),
                                                    static_cast<int>(std::min<qint64>(call.args.value("limit").toInt(100), 1'000)));
                  if (!used)
                      return std::unexpected(used.error());
                  Json list = Json::array();
                  for (const auto &[id, version] : *used) {
                      const auto run = reader.contexts.run(id);
                      if (!run)
                          return std::unexpected(run.error());
                      if (!*run)
                          continue;
                      Json json = toJson(**run);
                      json.insert("version", version);
                      list.append(json);
                  }
                  return Json::object({{"runs", list}});
              });
    table.add(
        info("pipeline.diff", "Compare two versions of a pipeline",
             "What differs: nodes, links, groups, notes, field by field, and as a text. Each side is a version's number, \"newest\", \"draft\", or a "
             "definition.",
             Access::Read, "pipelines.read",
             schema({{"pipeline", pipelineArgument()}, {"from", sideSchema("the older side")}, {"to", sideSchema("the newer side")}},
                    {u"from"_s, u"to"_s})),
        [](Reader &reader, const CommandCall &call) -> Result<Json> {
            const QString id = call.args.value("pipeline").toString();
            const auto from = sideOf(reader.db, id, call.args.value("from"));
            const auto to = sideOf(reader.db, id, call.args.value("to"));
            if (!from || !to)
                return from ? to : from;
            return pipelineDiff(*from, *to);
        });
    table.add(
        info("pipeline.restore", "Restore a version", "Makes an older version the pipeline's newest again, as a version of its own.", Access::Write,
             "pipelines.write",
             schema({{"pipeline", pipelineArgument()}, {"version", integer("which", 1)}, {"note", text("why")}}, {u"pipeline"_s, u"version"_s})),
        [this](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
            const int version = static_cast<int>(call.args.value("version").toInt());
            const auto old = versionOf(scope.db, call.args.value("pipeline").toString(), version);
            if (!old)
                return std::unexpected(old.error());
            const auto stored
                = publish(scope, old->definition.toJson(), call.args.value("note").toString(u"Version %1 again"_s.arg(version)), actorKey);
            if (!stored)
                return std::unexpected(stored.error());
            if (auto marked = Measuring::of(table)->markVersion(scope, u"restore"_s, *stored, actorKey); !marked)
                return std::unexpected(marked.error());
            return Json::object({{"id", stored->definition.id}, {"version", stored->definition.version}});
        });
    addPipelineFileCommands();
}

void Workspace::Private::addPipelineFileCommands()
{
    table.add(info("pipeline.export", "Export a pipeline",
                   "A version (the newest by default) or the draft in its file's form, and the name that its file should have.", Access::Read,
                   "pipelines.read",
                   schema({{"pipeline", pipelineArgument()}, {"version", integer("which", 1)}, {"draft", Json::object({{"type", "boolean"}})}},
                          {u"pipeline"_s})),
              [](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const QString id = call.args.value("pipeline").toString();
                  const auto definition = call.args.value("draft").toBool()
                      ? draftOf(reader.db, id)
                      : versionOf(reader.db, id, static_cast<int>(call.args.value("version").toInt())).transform([](const StoredPipeline &stored) {
                            return stored.definition.toJson();
                        });
                  if (!definition)
                      return definition;
                  return Json::object({{"definition", *definition}, {"file", id + u".pipeline.json"_s}});
              });
    table.add(info("pipeline.import", "Import a pipeline",
                   "Takes in a definition. Where its id is taken by another content it is refused with \"already_exists\", or "
                   "becomes that "
                   "pipeline's next `version`, or a `copy` under an id of its own. What cannot run on this machine becomes a draft, and `problems` "
                   "says why.",
                   Access::Write, "pipelines.write",
                   schema({{"definition", anyObject()},
                           {"as", Json::object({{"enum", Json::array({"refuse", "version", "copy"})}})},
                           {"title", text("in place of its own")},
                           {"note", text("why there is this version")},
                           {"draft", Json::object({{"type", "boolean"}, {"description", "to work on it first: nothing is published"}})}},
                          {u"definition"_s})),
              [this](WriteScope &scope, const CommandCall &call, qint64 actorKey) { return importPipeline(scope, call.args, actorKey); },
              {u"definition"_s});
}

Result<Json> Workspace::Private::importPipeline(WriteScope &scope, const Json &args, qint64 actorKey)
{
    Json definition = args.value("definition");
    if (!definition.isObject() || (!definition.value("nodes").isArray() && definition.value("format").toString() != "millrace.pipeline/1"_L1))
        return fail(ErrorCode::PipelineInvalid, u"that is no pipeline: it has neither a format nor nodes"_s);
    if (args.contains("title"))
        definition.insert("title", args.value("title"));
    const QString id = definition.value("id").toString();
    const auto newest = id.isEmpty() ? Result<std::optional<StoredPipeline>>() : scope.catalog.findPipeline(id);
    const auto draft = id.isEmpty() ? Result<std::optional<StoredDraft>>() : DraftRepository(scope.db).find(id);
    if (!newest || !draft)
        return std::unexpected(newest ? draft.error() : newest.error());
    const QList<PipelineProblem> problems = problemsOf(definition);
    Json unknown = Json::array();
    QSet<QString> told;
    for (const PipelineProblem &problem : problems) {
        const Json *component = problem.code == ErrorCode::ComponentUnknown ? definition.find(problem.path) : nullptr;
        if (component && !told.contains(component->toString())) {
            told.insert(component->toString());
            unknown.append(*component);
        }
    }
    const QString as = args.value("as").toString(u"refuse"_s);
    const auto parsed = PipelineDefinition::fromJson(definition);
    const bool same = *newest && parsed && (*newest)->definition.toJson() == parsed->toJson();
    const auto answer = [&](const QString &pipeline, int version, bool isDraft) {
        return Json::object({{"pipeline", pipeline},
                             {"version", version},
                             {"draft", isDraft},
                             {"same", same},
                             {"unknown_components", unknown},
                             {"problems", problemsToJson(problems)}});
    };
    if (same && as != "copy"_L1)
        return answer(id, (*newest)->definition.version, false);
    const bool isTaken = *newest || *draft;
    if (isTaken && as == "refuse"_L1)
        return fail(ErrorCode::AlreadyExists, u"there is a pipeline \"%1\" with other content: take it in as a version, or as a copy"_s.arg(id),
                    Json::object({{"pipeline", id}, {"version", *newest ? Json((*newest)->definition.version) : Json(0)}}));
    const bool isCopy = id.isEmpty() || (isTaken && as == "copy"_L1);
    const bool canRun = problems.isEmpty() && parsed;
    if (!canRun || args.value("draft").toBool() || isCopy) {
        if (isTaken && !isCopy)
            return fail(
                ErrorCode::PipelineInvalid,
                u"\"%1\" cannot be its next version here: %2"_s.arg(id, problems.isEmpty() ? u"it is to be a draft"_s : problems.first().message),
                Json::object({{"problems", problemsToJson(problems)}, {"unknown_components", unknown}}));
        const auto made = makeDraft(scope, definition, 0, actorKey, isCopy ? QString() : id);
        if (!made)
            return made;
        const QString pipeline = made->value("pipeline").toString();
        if (!canRun || args.value("draft").toBool())
            return answer(pipeline, 0, true);
        const auto copy = publish(scope, made->value("definition"), args.value("note").toString(), actorKey);
        if (!copy)
            return std::unexpected(copy.error());
        if (auto marked = Measuring::of(table)->markVersion(scope, u"publish"_s, *copy, actorKey); !marked)
            return std::unexpected(marked.error());
        if (auto based = baseDraft(scope, pipeline, copy->definition.version); !based)
            return std::unexpected(based.error());
        return answer(pipeline, copy->definition.version, false);
    }
    const auto stored = publish(scope, definition, args.value("note").toString(u"Imported"_s), actorKey);
    if (!stored)
        return std::unexpected(stored.error());
    if (auto marked = Measuring::of(table)->markVersion(scope, u"publish"_s, *stored, actorKey); !marked)
        return std::unexpected(marked.error());
    return answer(id, stored->definition.version, false);
}

} // namespace Millrace
