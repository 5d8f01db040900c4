// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"
#include "pipelineactions.h"
#include "table.h"

#include "pipeline/pipelinefile.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

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
    const Result<Json> definition = readJsonFile(path);
    if (!definition)
        return call.failed(definition.error());
    Json args = Json::object({{"definition", *definition}});
    if (call.isSet(u"note"_s))
        args.insert("note", call.value(u"note"_s));
    const Result<Json> answer = call.once(DoorMode::Change, u"pipeline.save"_s, args);
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

/// What an action takes behind its name, and what does it.
struct Action
{
    int least = 0;
    int most = 0;
    int (*run)(Call &, const QStringList &) = nullptr;
};

const QHash<QString, Action> &actions()
{
    constexpr int kAny = 1'000'000;
    static const QHash<QString, Action> all{
        {u"validate"_s, {1, kAny, validateFiles}}, {u"versions"_s, {1, 1, listVersions}}, {u"diff"_s, {2, 3, diffVersions}},
        {u"restore"_s, {2, 2, restoreVersion}},    {u"publish"_s, {1, 1, publishDraft}},  {u"drafts"_s, {0, 0, listDrafts}},
        {u"import"_s, {1, kAny, importFiles}},     {u"export"_s, {1, 2, exportPipeline}}, {u"try"_s, {1, 2, tryPipeline}},
    };
    return all;
}

int run(Call &call)
{
    const QStringList arguments = call.arguments();
    const QString &action = arguments.first();
    const QStringList rest = arguments.mid(1);
    if (call.workspacePath().isEmpty() && action != "validate"_L1)
        return call.usage(u"which workspace? Give -w FILE, or set MILLRACE_WORKSPACE"_s);
    if (const auto known = actions().constFind(action); known != actions().cend() && rest.size() >= known->least && rest.size() <= known->most)
        return known->run(call, rest);
    if (action == "list"_L1 && rest.isEmpty())
        return list(call);
    if (action == "show"_L1 && rest.size() == 1)
        return show(call, rest.first());
    if (action == "save"_L1 && rest.size() == 1)
        return save(call, rest.first());
    if (action == "load"_L1 && rest.size() == 1)
        return load(call, rest.first());
    static const QHash<QString, QString> states{{u"pause"_s, u"paused"_s}, {u"resume"_s, u"running"_s}, {u"drain"_s, u"draining"_s}};
    if (states.contains(action) && rest.size() == 1)
        return control(call, rest.first(), states.value(action));
    return call.usage(
        u"pipeline takes list, show ID, versions ID, diff ID FROM [TO], restore ID VERSION, drafts, publish ID, try ID [DOCUMENT], import FILE…, "
        "export ID [FILE], save FILE, validate FILE…, load ID, pause ID, resume ID or drain ID; `millrace pipeline --help` describes them"_s);
}

} // namespace

Verb pipelineVerb()
{
    return {.name = u"pipeline"_s,
            .summary = u"List, show, try, publish, compare, import, export and pause pipelines"_s,
            .usage
            = u"list | show ID | versions ID | diff ID FROM [TO] | restore ID VERSION | drafts | publish ID | try ID [DOCUMENT] | import FILE… | "
              "export ID [FILE] | save FILE | validate FILE… | load ID | pause ID | resume ID | drain ID"_s,
            .description
            = u"list and show read the workspace's pipelines. save stores a pipeline file (*.pipeline.json) as a new version. validate names every "
              "problem of pipeline files, with what would mend it, and needs no workspace. load says how much waits and runs at each step. A paused "
              "pipeline takes work and "
              "does none; a "
              "draining one finishes what it has and takes nothing new.\n\n"
              "Every version is kept: versions lists them, diff compares two (a number, draft, newest or a file), restore makes an older one the "
              "newest again. "
              "drafts lists what is being worked on; publish makes a draft the next version. import takes files in: one whose id is taken is "
              "refused, or taken "
              "--as version or copy; what cannot run on this machine becomes a draft. export writes a version, or the draft.\n\n"
              "try sends a document (a file, or the id of a context) through the draft, or the newest version, and shows what each step "
              "changes in it (--full: the whole of what leaves it). "
              "Sinks, network "
              "and model providers are off, and nothing of it stays in the history."_s,
            .examples = {u"millrace pipeline list -w notes.millrace"_s, u"millrace pipeline show article -w notes.millrace"_s,
                         u"millrace pipeline validate my.pipeline.json"_s, u"millrace pipeline save my.pipeline.json -w notes.millrace"_s,
                         u"millrace pipeline diff article 1 draft -w notes.millrace"_s,
                         u"millrace pipeline try article notes.md --to write -w notes.millrace"_s},
            .options
            = {QCommandLineOption(u"note"_s, u"Why there is this version (save, publish, restore, import)."_s, u"TEXT"_s),
               QCommandLineOption(u"over"_s, u"Publish also over a version that came after the draft began."_s),
               QCommandLineOption(u"as"_s, u"What to do where the id is taken (import): refuse, version or copy."_s, u"WAY"_s),
               QCommandLineOption(u"draft"_s, u"The draft (export); only as a draft (import)."_s),
               QCommandLineOption(u"version"_s, u"Which version to export."_s, u"N"_s),
               QCommandLineOption(u"to"_s, u"Try up to this node."_s, u"NODE"_s), QCommandLineOption(u"only"_s, u"Try this node alone."_s, u"NODE"_s),
               QCommandLineOption(u"full"_s, u"Show whole documents (try), not what each step changed."_s),
               QCommandLineOption({u"w"_s, u"workspace"_s}, u"The workspace file. Without it, MILLRACE_WORKSPACE names it."_s, u"FILE"_s)},
            .minArguments = 1,
            .needsWorkspace = false,
            .run = run};
}

} // namespace Millrace::Cli
