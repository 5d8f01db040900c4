// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"
#include "table.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

/// Who carries out steps in the program that works on the file.
int listWorkers(Call &call)
{
    const Result<std::unique_ptr<Door>> door = call.open(DoorMode::Either);
    if (!door)
        return call.failed(door.error());
    if (!(*door)->isRemote()) {
        call.console().note(u"nobody works on this file now; `millrace work` or the workbench would"_s);
        if (call.wantsJson())
            call.printJson(Json::object({{"lanes", Json::array()}}));
        return ExitDone;
    }
    const Result<Json> workers = call.execute(**door, u"engine.workers"_s, Json::object());
    if (!workers)
        return call.failed(workers.error());
    if (call.wantsJson()) {
        call.printJson(*workers);
        return ExitDone;
    }
    Table table({{u"WORKERS"_s}, {u"CONTEXT"_s}, {u"PIPELINE"_s}, {u"STEP"_s}, {u"SINCE"_s}, {u"EXPIRES"_s}});
    for (const Json &lane : workers->value("lanes").items()) {
        QString sum = u"%1: %2 of %3"_s.arg(lane.value("name").toString()).arg(lane.value("workers").toInt()).arg(lane.value("wanted").toInt());
        if (const qint64 replaced = lane.value("replaced").toInt(); replaced > 0)
            sum += u", %1 replaced"_s.arg(replaced);
        const Json tasks = lane.value("tasks");
        if (tasks.isEmpty())
            table.addRow({sum, u"–"_s, {}, {}, {}, {}});
        for (const Json &task : tasks.items())
            table.addRow({std::exchange(sum, {}), task.value("context").toString(), task.value("pipeline").toString(), task.value("node").toString(),
                          task.value("since").toString(), task.value("given_up").toBool() ? u"given up"_s : task.value("expires").toString(u"–"_s)});
    }
    table.print(call.console());
    const Json processes = workers->value("processes");
    call.console().result(u"processes of components: %1 at work, %2 warm, %3 at most; %4 not used again"_s.arg(processes.value("running").toInt())
                              .arg(processes.value("warm").toInt())
                              .arg(processes.value("most").toInt())
                              .arg(processes.value("ended").toInt()));
    return ExitDone;
}

int run(Call &call)
{
    if (call.isSet(u"workers"_s))
        return listWorkers(call);
    Json args = Json::object();
    if (call.isSet(u"run"_s))
        args.insert("run", call.value(u"run"_s));
    if (call.isSet(u"pipeline"_s))
        args.insert("pipeline", call.value(u"pipeline"_s));
    const Result<Json> stats = call.once(DoorMode::View, u"stats"_s, args);
    if (!stats)
        return call.failed(stats.error());
    if (call.wantsJson()) {
        call.printJson(*stats);
        return ExitDone;
    }
    Table table({{u"STATE"_s}, {u"CONTEXTS"_s, Table::Align::Right}});
    const auto add = [&table](const Json &counts, const QString &sum) {
        for (const JsonMember &member : counts.members()) {
            if (member.key != "submitted" && member.value.isNumber())
                table.addRow({QString::fromUtf8(member.key), QString::number(member.value.toInt())});
        }
        table.addRow({sum, QString::number(counts.value("submitted").toInt())});
    };
    add(*stats, u"= submitted"_s);
    if (const Json children = stats->value("children"); children.isObject()) {
        table.addRow({QString(), QString()});
        add(children, u"= children"_s);
    }
    table.print(call.console());
    return ExitDone;
}

} // namespace

Verb statsVerb()
{
    return {.name = u"stats"_s,
            .summary = u"Count contexts by state"_s,
            .usage = {},
            .description
            = u"Counts contexts by state, in the whole workspace or one run. Their sum is always the number submitted. Children that steps made are "
              "counted apart."_s,
            .examples
            = {u"millrace stats -w notes.millrace"_s, u"millrace stats -w notes.millrace --json"_s, u"millrace stats -w notes.millrace --workers"_s},
            .options = {QCommandLineOption(u"run"_s, u"Only this run."_s, u"ID"_s),
                        QCommandLineOption(u"pipeline"_s, u"Only this pipeline, all its versions."_s, u"ID"_s),
                        QCommandLineOption(u"workers"_s,
                                           u"Who carries out steps in place of the counts: threads and processes, and what each has in hand."_s)},
            .maxArguments = 0,
            .run = run};
}

} // namespace Millrace::Cli
