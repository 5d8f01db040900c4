// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"
#include "table.h"

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

Result<Json> argumentsOf(const Call &call)
{
    const Result<qint64> limit = call.number(u"limit"_s, 100, 1);
    if (!limit)
        return std::unexpected(limit.error());
    Json args = Json::object({{"limit", *limit}});
    for (const QString &option : {u"status"_s, u"pipeline"_s, u"type"_s, u"outcome"_s, u"run"_s, u"text"_s, u"after"_s}) {
        if (call.isSet(option))
            args.insert(option, call.value(option));
    }
    return args;
}

int run(Call &call)
{
    const Result<Json> args = argumentsOf(call);
    if (!args)
        return call.failed(args.error());
    const Result<Json> answer = call.once(DoorMode::View, u"context.list"_s, *args);
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson()) {
        call.printJson(*answer);
        return ExitDone;
    }
    Table table({{u"ID"_s}, {u"STATUS"_s}, {u"OUTCOME"_s}, {u"TYPE"_s}, {u"PIPELINE"_s}, {u"UPDATED"_s}, {u"TITLE"_s}});
    for (const Json &context : answer->value("contexts").items()) {
        table.addRow({context.value("id").toString(), context.value("status").toString(), context.value("outcome").toString(),
                      context.value("type").toString(), context.value("pipeline").toString(), context.value("updated_at").toString(),
                      context.value("title").toString()});
    }
    if (!table.isEmpty())
        table.print(call.console());
    else
        call.console().note(u"no context passes"_s);
    if (const QString next = answer->value("next").toString(); !next.isEmpty())
        call.console().note(u"there are more: --after %1"_s.arg(next));
    return ExitDone;
}

} // namespace

Verb listVerb()
{
    return {.name = u"list"_s,
            .summary = u"List contexts"_s,
            .usage = {},
            .description
            = u"Lists contexts in the order in which they were made. With --json: {\"contexts\":[…],\"next\":…}; where \"next\" is not null, "
              "--after with it gives the following page."_s,
            .examples = {u"millrace list -w notes.millrace --status failed"_s, u"millrace list -w notes.millrace --limit 20 --json"_s},
            .options
            = {QCommandLineOption(
                   u"status"_s,
                   u"Only contexts in this state: pending, processing, retrying, awaiting_review, quarantined, completed, failed, cancelled."_s,
                   u"STATUS"_s),
               QCommandLineOption(u"pipeline"_s, u"Only those of this pipeline (its id)."_s, u"ID"_s),
               QCommandLineOption(u"type"_s, u"Only those of this type."_s, u"TYPE"_s),
               QCommandLineOption(u"outcome"_s, u"Only those that left their pipeline by this port."_s, u"PORT"_s),
               QCommandLineOption(u"run"_s, u"Only those of this run."_s, u"ID"_s),
               QCommandLineOption(u"text"_s, u"Only those with these words in them."_s, u"WORDS"_s),
               QCommandLineOption(u"limit"_s, u"At most so many; 100 where not given."_s, u"N"_s),
               QCommandLineOption(u"after"_s, u"Go on after this context."_s, u"ID"_s)},
            .maxArguments = 0,
            .run = run};
}

} // namespace Millrace::Cli
