// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"
#include "table.h"

#include "components/registry.h"
#include "pipeline/definition.h"
#include "pipeline/validator.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

Result<Json> readJson(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::FileUnreadable, u"%1: %2"_s.arg(path, file.errorString()));
    Result<Json> json = Json::parseStrict(file.readAll());
    if (json)
        return json;
    Error error = json.error();
    const qint64 line = error.detail.value("line").toInt();
    error.text = line > 0 ? u"%1:%2: %3"_s.arg(path).arg(line).arg(error.text) : u"%1: %2"_s.arg(path, error.text);
    return std::unexpected(error);
}

int list(Call &call)
{
    const Result<Json> answer = call.once(DoorMode::View, u"pipeline.list"_s, Json::object());
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson()) {
        call.printJson(*answer);
        return ExitDone;
    }
    Table table({{u"ID"_s}, {u"VERSION"_s, Table::Align::Right}, {u"TITLE"_s}});
    for (const Json &pipeline : answer->value("pipelines").items()) {
        table.addRow({pipeline.value("id").toString(), QString::number(pipeline.value("version").toInt()), pipeline.value("title").toString()});
    }
    table.print(call.console());
    return ExitDone;
}

int show(Call &call, const QString &id)
{
    const Result<Json> answer = call.once(DoorMode::View, u"pipeline.get"_s, Json::object({{"id", id}}));
    if (!answer)
        return call.failed(answer.error());
    call.console().write(answer->toBytes(call.wantsJson() ? Json::Format::Compact : Json::Format::Pretty) + '\n');
    return ExitDone;
}

int save(Call &call, const QString &path)
{
    const Result<Json> definition = readJson(path);
    if (!definition)
        return call.failed(definition.error());
    const Result<Json> answer = call.once(DoorMode::Change, u"pipeline.save"_s, Json::object({{"definition", *definition}}));
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson())
        call.printJson(*answer);
    else
        call.console().result(u"saved %1, version %2"_s.arg(answer->value("id").toString()).arg(answer->value("version").toInt()));
    return ExitDone;
}

int control(Call &call, const QString &id, const QString &state)
{
    const Result<Json> answer = call.once(DoorMode::Change, u"pipeline.control"_s, Json::object({{"id", id}, {"state", state}}));
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson())
        call.printJson(*answer);
    else
        call.console().result(u"%1 is %2"_s.arg(id, answer->value("state").toString()));
    return ExitDone;
}

int load(Call &call, const QString &id)
{
    const Result<Json> answer = call.once(DoorMode::View, u"pipeline.load"_s, Json::object({{"id", id}}));
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson()) {
        call.printJson(*answer);
        return ExitDone;
    }
    Table table({{u"NODE"_s},
                 {u"WAITING"_s, Table::Align::Right},
                 {u"RUNNING"_s, Table::Align::Right},
                 {u"REVIEW"_s, Table::Align::Right},
                 {u"RESTING"_s, Table::Align::Right}});
    for (const Json &node : answer->value("nodes").items()) {
        const Json counts = node.value("counts");
        const auto n = [&counts](const char *state) { return counts.value(state).toInt(); };
        table.addRow({node.value("node").toString(), QString::number(n("pending") + n("retrying")), QString::number(n("processing")),
                      QString::number(n("awaiting_review")), QString::number(n("quarantined") + n("failed"))});
    }
    if (table.isEmpty())
        call.console().result(u"nothing of %1 is on its way"_s.arg(id));
    else
        table.print(call.console());
    return ExitDone;
}

/// Every problem of a file, as lines; needs no workspace.
QStringList problemsOf(const QString &path)
{
    const Result<Json> json = readJson(path);
    if (!json)
        return {json.error().text};
    const Result<PipelineDefinition> definition = PipelineDefinition::fromJson(*json);
    QStringList lines;
    if (!definition) {
        lines.append(u"%1: %2"_s.arg(path, definition.error().text));
        return lines;
    }
    const std::vector<std::shared_ptr<Component>> components = builtinComponents();
    const auto lookup = [&components](const QString &name) -> const Component * {
        const auto found = std::ranges::find_if(components, [&](const auto &component) { return component->descriptor().name == name; });
        return found == components.end() ? nullptr : found->get();
    };
    for (const PipelineProblem &problem : validatePipeline(*definition, lookup))
        lines.append(u"%1: %2%3"_s.arg(path, problem.node.isEmpty() ? QString() : problem.node + u": "_s, problem.message));
    return lines;
}

int validate(Call &call, const QStringList &paths)
{
    QStringList lines;
    for (const QString &path : paths)
        lines.append(problemsOf(path));
    if (call.wantsJson()) {
        call.printJson(Json::object({{"ok", lines.isEmpty()}, {"problems", Json::array(lines)}}));
    } else {
        for (const QString &line : lines)
            call.console().note(Console::harmless(line));
        if (lines.isEmpty())
            call.console().result(paths.size() == 1 ? u"valid"_s : u"all %1 valid"_s.arg(paths.size()));
    }
    return lines.isEmpty() ? ExitDone : ExitSomeFailed;
}

int run(Call &call)
{
    const QStringList arguments = call.arguments();
    const QString &action = arguments.first();
    if (action == "validate"_L1 && arguments.size() > 1)
        return validate(call, arguments.mid(1));
    if (call.workspacePath().isEmpty())
        return call.usage(u"which workspace? Give -w FILE, or set MILLRACE_WORKSPACE"_s);
    if (action == "list"_L1 && arguments.size() == 1)
        return list(call);
    if (action == "show"_L1 && arguments.size() == 2)
        return show(call, arguments.at(1));
    if (action == "save"_L1 && arguments.size() == 2)
        return save(call, arguments.at(1));
    if (action == "load"_L1 && arguments.size() == 2)
        return load(call, arguments.at(1));
    static const QHash<QString, QString> states{{u"pause"_s, u"paused"_s}, {u"resume"_s, u"running"_s}, {u"drain"_s, u"draining"_s}};
    if (states.contains(action) && arguments.size() == 2)
        return control(call, arguments.at(1), states.value(action));
    return call.usage(
        u"pipeline takes list, show ID, load ID, pause ID, resume ID, drain ID, save FILE or validate FILE…; `millrace pipeline --help` describes them"_s);
}

} // namespace

Verb pipelineVerb()
{
    return {.name = u"pipeline"_s,
            .summary = u"List, show, save, validate, pause or drain pipelines"_s,
            .usage = u"list | show ID | load ID | pause ID | resume ID | drain ID | save FILE | validate FILE…"_s,
            .description
            = u"list and show read the workspace's pipelines. save stores a pipeline file (*.pipeline.json) as a new version. validate names every "
              "problem of pipeline files, and needs no workspace. load says how much waits and runs at each step. A paused pipeline takes work and "
              "does none; a "
              "draining one finishes what it has and takes nothing new."_s,
            .examples = {u"millrace pipeline list -w notes.millrace"_s, u"millrace pipeline show article -w notes.millrace"_s,
                         u"millrace pipeline validate my.pipeline.json"_s, u"millrace pipeline save my.pipeline.json -w notes.millrace"_s},
            .options = {QCommandLineOption({u"w"_s, u"workspace"_s}, u"The workspace file. Without it, MILLRACE_WORKSPACE names it."_s, u"FILE"_s)},
            .minArguments = 1,
            .needsWorkspace = false,
            .run = run};
}

} // namespace Millrace::Cli
