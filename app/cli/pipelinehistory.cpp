// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelineactions.h"

#include "call.h"
#include "table.h"

#include "pipeline/pipelinefile.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

/// A version's number, "draft", "newest", or a file.
Result<Json> sideOf(const QString &text)
{
    bool isNumber = false;
    const int version = text.toInt(&isNumber);
    if (isNumber)
        return Json(version);
    return QFileInfo(text).isFile() ? readJsonFile(text) : Result<Json>(Json(text));
}

} // namespace

int listVersions(Call &call, const QStringList &arguments)
{
    const Result<Json> answer = call.once(DoorMode::View, u"pipeline.versions"_s, Json::object({{"pipeline", arguments.first()}}));
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson()) {
        call.printJson(*answer);
        return ExitDone;
    }
    Table table({{u"VERSION"_s, Table::Align::Right},
                 {u"WHEN"_s},
                 {u"BY"_s},
                 {u"HASH"_s},
                 {u"CONTEXTS"_s, Table::Align::Right},
                 {u"RUNS"_s, Table::Align::Right},
                 {u"NOTE"_s}});
    for (const Json &version : answer->value("versions").items())
        table.addRow({QString::number(version.value("version").toInt()), version.value("at").toString(),
                      Console::harmless(version.value("author").toString()), version.value("hash").toString().first(12),
                      QString::number(version.value("contexts").toInt()), QString::number(version.value("runs").toInt()),
                      Console::harmless(version.value("note").toString())});
    table.print(call.console());
    return ExitDone;
}

int diffVersions(Call &call, const QStringList &arguments)
{
    const Result<Json> from = sideOf(arguments.at(1));
    const Result<Json> to = sideOf(arguments.value(2, u"newest"_s));
    if (!from || !to)
        return call.failed(from ? to.error() : from.error());
    const Result<Json> answer
        = call.once(DoorMode::View, u"pipeline.diff"_s, Json::object({{"pipeline", arguments.first()}, {"from", *from}, {"to", *to}}));
    if (!answer)
        return call.failed(answer.error());
    const bool same = answer->value("same").toBool();
    if (call.wantsJson()) {
        call.printJson(*answer);
    } else if (same) {
        call.console().note(u"no difference"_s);
    } else {
        const QStringList lines = answer->value("text").toString().split(u'\n');
        for (const QString &line : lines)
            call.console().result(Console::harmless(line));
    }
    return ExitDone;
}

int restoreVersion(Call &call, const QStringList &arguments)
{
    Json args = Json::object({{"pipeline", arguments.first()}, {"version", arguments.at(1).toInt()}});
    if (call.isSet(u"note"_s))
        args.insert("note", call.value(u"note"_s));
    const Result<Json> answer = call.once(DoorMode::Change, u"pipeline.restore"_s, args);
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson())
        call.printJson(*answer);
    else
        call.console().result(
            u"%1 is as version %2 again, as version %3"_s.arg(arguments.first(), arguments.at(1)).arg(answer->value("version").toInt()));
    return ExitDone;
}

int publishDraft(Call &call, const QStringList &arguments)
{
    Json args = Json::object({{"pipeline", arguments.first()}, {"over", call.isSet(u"over"_s)}});
    if (call.isSet(u"note"_s))
        args.insert("note", call.value(u"note"_s));
    const Result<Json> answer = call.once(DoorMode::Change, u"draft.publish"_s, args);
    if (!answer) {
        const Json problems = answer.error().detail.value("problems");
        for (const Json &problem : problems.items())
            call.console().note(Console::harmless(u"%1: %2"_s.arg(problem.value("node").toString(), problem.value("message").toString())));
        return call.failed(answer.error());
    }
    if (call.wantsJson())
        call.printJson(*answer);
    else
        call.console().result(u"published %1, version %2"_s.arg(arguments.first()).arg(answer->value("version").toInt()));
    return ExitDone;
}

int listDrafts(Call &call, const QStringList &)
{
    const Result<Json> answer = call.once(DoorMode::View, u"draft.list"_s, Json::object());
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson()) {
        call.printJson(*answer);
        return ExitDone;
    }
    Table table({{u"ID"_s}, {u"FROM VERSION"_s, Table::Align::Right}, {u"CHANGED"_s}, {u"WHEN"_s}, {u"BY"_s}, {u"TITLE"_s}});
    for (const Json &draft : answer->value("drafts").items())
        table.addRow({draft.value("pipeline").toString(), QString::number(draft.value("base_version").toInt()),
                      draft.value("modified").toBool() ? u"yes"_s : u"no"_s, draft.value("changed_at").toString(),
                      Console::harmless(draft.value("changed_by").toString()), Console::harmless(draft.value("title").toString())});
    if (table.isEmpty())
        call.console().result(u"nobody works on a pipeline"_s);
    else
        table.print(call.console());
    return ExitDone;
}

} // namespace Millrace::Cli
