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
    const Result<Json> answer = call.once(DoorMode::View, u"review.list"_s, Json::object());
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson()) {
        call.printJson(*answer);
        return ExitDone;
    }
    Table table({{u"CONTEXT"_s}, {u"SINCE"_s}, {u"TITLE"_s}, {u"QUESTION"_s}});
    for (const Json &item : answer->value("reviews").items())
        table.addRow(
            {item.value("id").toString(), item.value("since").toString(), item.value("title").toString(), item.value("question").toString()});
    if (table.isEmpty())
        call.console().result(u"nothing waits for review"_s);
    else
        table.print(call.console());
    return ExitDone;
}

int decide(Call &call, const QString &id, const QString &decision)
{
    Json args = Json::object({{"id", id}, {"decision", decision}});
    if (call.isSet(u"note"_s))
        args.insert("note", call.value(u"note"_s));
    const Result<Json> answer = call.once(DoorMode::Change, u"review.decide"_s, args);
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson())
        call.printJson(*answer);
    else
        call.console().result(u"%1 %2"_s.arg(id, decision));
    return ExitDone;
}

int run(Call &call)
{
    const QStringList arguments = call.arguments();
    if (arguments.isEmpty())
        return list(call);
    if (arguments.size() == 2 && arguments.at(1) == "approve"_L1)
        return decide(call, arguments.first(), u"approved"_s);
    if (arguments.size() == 2 && arguments.at(1) == "reject"_L1)
        return decide(call, arguments.first(), u"rejected"_s);
    return call.usage(u"review takes nothing, or a context's id and approve or reject"_s);
}

} // namespace

Verb reviewVerb()
{
    return {.name = u"review"_s,
            .summary = u"List what waits for review, approve or reject"_s,
            .usage = u"[ID approve | ID reject]"_s,
            .description
            = u"Contexts at a review step wait for a person. Without arguments they are listed, longest first. The decision is the port by "
              "which the context goes on, and stays in its history with the note and your name."_s,
            .examples = {u"millrace review -w notes.millrace"_s},
            .options = {QCommandLineOption(u"note"_s, u"Why; kept with the decision."_s, u"TEXT"_s)},
            .maxArguments = 2,
            .run = run};
}

} // namespace Millrace::Cli
