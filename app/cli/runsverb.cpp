// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"
#include "table.h"

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

/// "12 of 40, 1 quarantined": what a person wants to know of a run.
QString progressOf(const Json &run)
{
    const Json counts = run.value("counts");
    QStringList parts{u"%1 of %2"_s.arg(run.value("done").toInt()).arg(counts.value("submitted").toInt())};
    for (const char *state : {"awaiting_review", "quarantined", "failed", "cancelled"}) {
        if (const qint64 n = counts.value(state).toInt(); n > 0)
            parts.append(u"%1 %2"_s.arg(n).arg(QLatin1StringView(state)));
    }
    for (const char *state : {"waiting", "sending", "failed"}) {
        if (const qint64 n = run.value("effects").value(state).toInt(); n > 0)
            parts.append(u"%1 %2 in the outbox"_s.arg(n).arg(QLatin1StringView(state)));
    }
    return parts.join(u", "_s);
}

int list(Call &call)
{
    const Result<qint64> limit = call.number(u"limit"_s, 20, 1);
    if (!limit)
        return call.usage(limit.error().text);
    const Result<Json> answer = call.once(DoorMode::View, u"run.list"_s, Json::object({{"limit", *limit}}));
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson()) {
        call.printJson(*answer);
        return ExitDone;
    }
    Table table({{u"RUN"_s}, {u"CREATED"_s}, {u"PIPELINE"_s}, {u"DONE"_s}, {u"TITLE"_s}});
    for (const Json &run : answer->value("runs").items())
        table.addRow({run.value("id").toString(), run.value("created_at").toString(), run.value("pipeline").toString(), progressOf(run),
                      run.value("title").toString()});
    table.print(call.console());
    return ExitDone;
}

int show(Call &call, const QString &id)
{
    const Result<Json> answer = call.once(DoorMode::View, u"run.get"_s, Json::object({{"id", id}}));
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson())
        call.printJson(*answer);
    else
        call.console().result(u"%1: %2%3"_s.arg(answer->value("title").toString(), progressOf(*answer),
                                                answer->value("finished").toBool() ? u", finished"_s : QString()));
    return ExitDone;
}

/// Calls until nothing is left, so that each commit stays short.
int onAll(Call &call, const QString &command, const char *doneKey, const QString &id, const QString &text)
{
    auto door = call.open(DoorMode::Change);
    if (!door)
        return call.failed(door.error());
    qint64 count = 0;
    Json refused = Json::array();
    while (true) {
        const Result<Json> answer = call.execute(**door, command, Json::object({{"id", id}, {"skip", refused.size()}}));
        if (!answer)
            return call.failed(answer.error());
        count += answer->value(doneKey).toInt();
        const Json more = answer->value("refused");
        for (const Json &one : more.items())
            refused.append(one);
        if (!answer->value("more").toBool())
            break;
    }
    if (call.wantsJson()) {
        call.printJson(Json::object({{"id", id}, {doneKey, count}, {"refused", refused}}));
        return ExitDone;
    }
    call.console().result(text.arg(count));
    if (!refused.isEmpty())
        call.console().result(u"%1 could not be: %2"_s.arg(refused.size()).arg(refused.at(0).value("error").value("text").toString()));
    return ExitDone;
}

int run(Call &call)
{
    const QStringList arguments = call.arguments();
    if (arguments.isEmpty())
        return list(call);
    if (arguments.size() == 1)
        return show(call, arguments.first());
    const QString &action = arguments.at(1);
    if (action == "cancel"_L1)
        return onAll(call, u"run.cancel"_s, "cancelled", arguments.first(), u"%1 cancelled"_s);
    if (action == "retry"_L1)
        return onAll(call, u"run.retry"_s, "retried", arguments.first(), u"%1 put back to work"_s);
    return call.usage(u"runs takes nothing, a run's id, or a run's id and cancel or retry"_s);
}

} // namespace

Verb runsVerb()
{
    return {.name = u"runs"_s,
            .summary = u"List runs; show, cancel or retry one"_s,
            .usage = u"[ID [cancel | retry]]"_s,
            .description
            = u"A run is what one submission made: one job with its sums. Without arguments the newest are listed. cancel ends all of a run "
              "that is not finished, retry puts what failed or rests in quarantine back to work."_s,
            .examples = {u"millrace runs -w notes.millrace"_s, u"millrace runs -w notes.millrace --limit 5 --json"_s},
            .options = {QCommandLineOption(u"limit"_s, u"At most so many; 20 without it."_s, u"N"_s)},
            .maxArguments = 2,
            .run = run};
}

} // namespace Millrace::Cli
