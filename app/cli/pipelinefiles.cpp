// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelineactions.h"

#include "call.h"

#include "components/pluginloader.h"
#include "components/registry.h"
#include "pipeline/documentflow.h"
#include "pipeline/pipelinefile.h"
#include "pipeline/validator.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

/// What this machine can run, without a workspace.
std::vector<std::shared_ptr<Component>> components()
{
    std::vector<std::shared_ptr<Component>> all = builtinComponents();
    const QStringList folders = pluginFolders();
    for (const QString &folder : folders) {
        for (const auto &component : loadPlugins(folder, all).components)
            all.push_back(component);
    }
    return all;
}

struct Findings
{
    QStringList problems; ///< keep it from running
    QStringList warnings;
};

QString lineOf(const QString &path, const PipelineProblem &problem)
{
    return u"%1: %2%3"_s.arg(path, problem.node.isEmpty() ? QString() : problem.node + u": "_s, problem.message);
}

/// What there is to say of a file, as lines, with what would mend it.
Findings findingsOf(const QString &path, const std::vector<std::shared_ptr<Component>> &components)
{
    const Result<Json> json = readJsonFile(path);
    if (!json)
        return {{json.error().text}, {}};
    QStringList names;
    for (const auto &component : components)
        names.append(component->descriptor().name);
    const auto lookup = [&components](const QString &name) -> const Component * {
        const auto found = std::ranges::find_if(components, [&](const auto &component) { return component->descriptor().name == name; });
        return found == components.end() ? nullptr : found->get();
    };
    Findings findings;
    const QList<PipelineProblem> problems = validatePipeline(*json, lookup, names);
    for (const PipelineProblem &problem : problems) {
        QString line = lineOf(path, problem);
        if (!problem.fixes.isEmpty())
            line += u" (%1?)"_s.arg(problem.fixes.first().label);
        findings.problems.append(line);
    }
    const auto describe = [&lookup](const QString &name) {
        const Component *component = lookup(name);
        return component ? &component->descriptor() : nullptr;
    };
    for (const PipelineProblem &warning : flowWarnings(*json, describe))
        findings.warnings.append(lineOf(path, warning));
    return findings;
}

} // namespace

int validateFiles(Call &call, const QStringList &arguments)
{
    const auto known = components();
    Findings all;
    for (const QString &path : arguments) {
        const Findings one = findingsOf(path, known);
        all.problems += one.problems;
        all.warnings += one.warnings;
    }
    const bool isOk = all.problems.isEmpty();
    if (call.wantsJson()) {
        call.printJson(Json::object({{"ok", isOk}, {"problems", Json::array(all.problems)}, {"warnings", Json::array(all.warnings)}}));
    } else {
        for (const QString &line : std::as_const(all.problems))
            call.console().note(Console::harmless(line));
        for (const QString &line : std::as_const(all.warnings))
            call.console().note(Console::harmless(u"warning: "_s + line));
        if (isOk)
            call.console().result(arguments.size() == 1 ? u"valid"_s : u"all %1 valid"_s.arg(arguments.size()));
    }
    return isOk ? ExitDone : ExitSomeFailed;
}

int importFiles(Call &call, const QStringList &arguments)
{
    int code = ExitDone;
    const auto door = call.open(DoorMode::Change);
    if (!door)
        return call.failed(door.error());
    for (const QString &path : arguments) {
        const Result<Json> definition = readJsonFile(path);
        Json args = Json::object({{"definition", definition ? *definition : Json()}, {"draft", call.isSet(u"draft"_s)}});
        if (call.isSet(u"as"_s))
            args.insert("as", call.value(u"as"_s));
        if (call.isSet(u"note"_s))
            args.insert("note", call.value(u"note"_s));
        const Result<Json> answer = definition ? call.execute(**door, u"pipeline.import"_s, args) : definition;
        if (!answer) {
            code = call.failed(answer.error());
            continue;
        }
        if (call.wantsJson()) {
            call.printJson(*answer);
            continue;
        }
        const QString id = answer->value("pipeline").toString();
        if (answer->value("draft").toBool())
            call.console().result(u"%1: a draft, \"%2\""_s.arg(path, id));
        else if (answer->value("same").toBool())
            call.console().result(u"%1: %2 is there already, version %3"_s.arg(path, id).arg(answer->value("version").toInt()));
        else
            call.console().result(u"%1: %2, version %3"_s.arg(path, id).arg(answer->value("version").toInt()));
        const Json problems = answer->value("problems");
        for (const Json &problem : problems.items())
            call.console().note(Console::harmless(u"%1: %2: %3"_s.arg(path, problem.value("node").toString(), problem.value("message").toString())));
    }
    return code;
}

int exportPipeline(Call &call, const QStringList &arguments)
{
    Json args = Json::object({{"pipeline", arguments.first()}, {"draft", call.isSet(u"draft"_s)}});
    const Result<qint64> version = call.number(u"version"_s, 0, 1);
    if (!version)
        return call.failed(version.error());
    if (*version > 0)
        args.insert("version", *version);
    const Result<Json> answer = call.once(DoorMode::View, u"pipeline.export"_s, args);
    if (!answer)
        return call.failed(answer.error());
    const Json definition = answer->value("definition");
    if (arguments.size() == 1) {
        call.console().write(definition.toBytes(call.wantsJson() ? Json::Format::Compact : Json::Format::Pretty) + '\n');
        return ExitDone;
    }
    const Result<QString> written = writePipelineFile(QFileInfo(arguments.at(1)).absoluteFilePath(), answer->value("file").toString(), definition);
    if (!written)
        return call.failed(written.error());
    call.wantsJson() ? call.printJson(Json::object({{"file", *written}})) : call.console().result(u"written to %1"_s.arg(*written));
    return ExitDone;
}

} // namespace Millrace::Cli
