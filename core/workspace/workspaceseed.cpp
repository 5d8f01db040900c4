// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/templatecatalogue.h"
#include "sdk/id.h"
#include "workspace/workspace_p.h"

#include <QFile>

using namespace Qt::StringLiterals;

static void initSeedResources()
{
    Q_INIT_RESOURCE(seed);
}

namespace Millrace {

namespace {

QString loginName()
{
    for (const char *variable : {"USER", "LOGNAME"}) {
        if (qEnvironmentVariableIsSet(variable))
            return qEnvironmentVariable(variable);
    }
    return u"me"_s;
}

} // namespace

Result<Json> Workspace::Private::seed(WriteScope &scope)
{
    initSeedResources();
    const auto system = scope.catalog.ensurePrincipal(u"system"_s, u"system"_s, u"Millrace"_s, scope.now);
    const auto known = scope.catalog.meta("workspace_id");
    if (!system || !known)
        return std::unexpected(system ? known.error() : system.error());
    if (known->isEmpty()) {
        const QString name = options.actorName.isEmpty() ? loginName() : options.actorName;
        const auto person = scope.catalog.ensurePrincipal(u"person-"_s + newId(), u"person"_s, name, scope.now);
        if (!person)
            return std::unexpected(person.error());
        for (const auto &[key, value] :
             {std::pair{"workspace_id", newId()}, {"person", person->id}, {"created_by", u"millrace " MILLRACE_VERSION ""_s}}) {
            if (auto set = scope.catalog.setMeta(key, value); !set)
                return std::unexpected(set.error());
        }
    }
    // What this program ships and the file does not have yet. Versions a person has saved are newer and stay.
    const auto stored = scope.catalog.meta("seeded_by");
    if (!stored)
        return std::unexpected(stored.error());
    if (*stored == QLatin1StringView(MILLRACE_VERSION))
        return Json::object();
    for (const ContentTemplate &content : builtinTemplates()) {
        if (auto saved = scope.catalog.saveTemplate(content, system->key, scope.now); !saved)
            return std::unexpected(saved.error());
    }
    for (const QString &name : {u"article"_s, u"brief"_s, u"checked-article"_s}) {
        QFile file(u":/millrace/pipelines/%1.pipeline.json"_s.arg(name));
        if (!file.open(QIODevice::ReadOnly))
            return fail(ErrorCode::Internal, u"the pipeline \"%1\" is missing in the program"_s.arg(name));
        const auto json = Json::parseStrict(file.readAll());
        if (!json)
            return std::unexpected(json.error());
        const auto definition = PipelineDefinition::fromJson(*json);
        if (!definition)
            return std::unexpected(definition.error());
        const auto there = scope.catalog.findPipeline(definition->id);
        if (!there)
            return std::unexpected(there.error());
        if (*there)
            continue;
        if (auto saved = scope.catalog.savePipeline(*definition, system->key, scope.now); !saved)
            return std::unexpected(saved.error());
    }
    if (auto set = scope.catalog.setMeta("seeded_by", QStringLiteral(MILLRACE_VERSION)); !set)
        return std::unexpected(set.error());
    return Json::object();
}

} // namespace Millrace
