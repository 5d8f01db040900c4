// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"
#include "table.h"

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

int list(Call &call)
{
    const Result<Json> answer = call.once(DoorMode::Either, u"gallery.list"_s, Json::object());
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson()) {
        call.printJson(*answer);
        return ExitDone;
    }
    Table table({{u"ID"_s}, {u"DOCUMENTS"_s, Table::Align::Right}, {u"TITLE"_s}, {u"WHAT IT DOES"_s}});
    for (const Json &piece : answer->value("gallery").items())
        table.addRow({piece.value("id").toString(), QString::number(piece.value("documents").toInt()), piece.value("title").toString(),
                      piece.value("description").toString()});
    table.print(call.console());
    return ExitDone;
}

int open(Call &call, const QString &id)
{
    const Result<Json> answer = call.once(DoorMode::Change, u"gallery.open"_s, Json::object({{"id", id}}));
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson()) {
        call.printJson(*answer);
        return ExitDone;
    }
    for (const Json &run : answer->value("runs").items())
        call.console().result(
            u"%1: %2 documents, run %3"_s.arg(run.value("pipeline").toString()).arg(run.value("submitted").toInt()).arg(run.value("run").toString()));
    return ExitDone;
}

int run(Call &call)
{
    const QStringList arguments = call.arguments();
    if (arguments.size() == 1 && arguments.first() == "list"_L1)
        return list(call);
    if (arguments.size() == 2 && arguments.first() == "open"_L1)
        return open(call, arguments.at(1));
    return call.usage(u"gallery takes list, or open ID; `millrace gallery --help` describes them"_s);
}

} // namespace

Verb galleryVerb()
{
    return {.name = u"gallery"_s,
            .summary = u"List and try the pipelines that ship with documents"_s,
            .usage = u"list | open ID"_s,
            .description = u"open saves one of the pipelines, submits the documents that ship with it, and waits until they are done."_s,
            .examples = {u"millrace gallery list -w notes.millrace"_s, u"millrace gallery open -w notes.millrace inbox"_s},
            .minArguments = 1,
            .maxArguments = 2,
            .run = run};
}

} // namespace Millrace::Cli
