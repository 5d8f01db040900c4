// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Commands on the versions of pipelines: every one is kept for good, with who made it and why.
#include "workspace/commandschema.h"
#include "workspace/workspace_p.h"

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

Result<StoredPipeline> Workspace::Private::publish(WriteScope &scope, const Json &definition, const QString &note, qint64 actorKey)
{
    const auto parsed = PipelineDefinition::fromJson(definition);
    if (!parsed)
        return std::unexpected(parsed.error());
    if (const auto compiled = Plan::compile(0, *parsed, registry); !compiled)
        return fail(ErrorCode::PipelineInvalid, compiled.error().text, compiled.error().detail);
    auto stored = scope.catalog.savePipeline(*parsed, actorKey, scope.now, note);
    if (!stored)
        return stored;
    scope.triggersChanged = true; // a subscription may have waited for this
    scope.afterCommit.emplace_back([this, id = parsed->id] { pipelineChanged(id); });
    return stored;
}

void Workspace::Private::addVersionCommands()
{
    table.add(
        info("pipeline.versions", "List a pipeline's versions",
             "Every version, the newest first: who made it when and why, the hash of its definition, and how many contexts and runs it has had.",
             Access::Read, "pipelines.read", schema({{"pipeline", text("the pipeline's id")}}, {u"pipeline"_s})),
        [](Reader &reader, const CommandCall &call) -> Result<Json> {
            const QString id = call.args.value("pipeline").toString();
            const auto versions = reader.catalog.pipelineVersions(id);
            if (!versions)
                return std::unexpected(versions.error());
            if (versions->isEmpty())
                return fail(ErrorCode::NotFound, u"there is no pipeline \"%1\""_s.arg(id), Json::object({{"pipeline", id}}));
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
}

} // namespace Millrace
