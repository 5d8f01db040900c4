// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"
#include "interrupt.h"
#include "table.h"

#include <QDir>
#include <QEventLoop>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

constexpr int kWatchSeconds = 5; ///< between two lines of `watch`

QString count(const Json &files, const char *state)
{
    return QString::number(files.value(state).toInt());
}

int list(Call &call)
{
    const Result<Json> answer = call.once(DoorMode::View, u"source.list"_s, Json::object());
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson()) {
        call.printJson(*answer);
        return ExitDone;
    }
    Table table({{u"ID"_s},
                 {u"KIND"_s},
                 {u"STATE"_s},
                 {u"FOLDER"_s},
                 {u"PIPELINE"_s},
                 {u"TAKEN"_s, Table::Align::Right},
                 {u"FAILED"_s, Table::Align::Right},
                 {u"PROBLEM"_s}});
    for (const Json &source : answer->value("sources").items()) {
        const Json &files = source.value("files");
        const bool watched = files.isObject();
        const qint64 taken = files.value("taken").toInt() + files.value("put_away").toInt();
        table.addRow({source.value("id").toString(), source.value("kind").toString(), source.value("state").toString(),
                      Console::harmless(source.value("folder").toString()), source.value("pipeline").toString(),
                      watched ? QString::number(taken) : QString(), watched ? count(files, "failed") : QString(),
                      Console::harmless(source.value("problem").toString())});
    }
    table.print(call.console());
    return ExitDone;
}

int files(Call &call, const QString &id)
{
    Json args = Json::object({{"id", id}, {"limit", 10'000}});
    if (call.isSet(u"state"_s))
        args.insert("state", call.value(u"state"_s));
    if (call.isSet(u"after"_s))
        args.insert("after", call.value(u"after"_s));
    const Result<Json> answer = call.once(DoorMode::View, u"source.files"_s, args);
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson()) {
        call.printJson(*answer);
        return ExitDone;
    }
    Table table({{u"STATE"_s}, {u"SIZE"_s, Table::Align::Right}, {u"FILE"_s}, {u"REASON"_s}});
    for (const Json &file : answer->value("files").items()) {
        // Taken, and yet something of it went to quarantine: the reason is that one's.
        const bool isFlawed = file.value("state").toString() == "taken"_L1 && file.value("reason").isObject();
        table.addRow({isFlawed ? u"taken, quarantined"_s : file.value("state").toString(), QString::number(file.value("size").toInt()),
                      Console::harmless(file.value("path").toString()), Console::harmless(file.value("reason").value("text").toString())});
    }
    table.print(call.console());
    if (!answer->value("next").isNull())
        call.console().note(u"there are more: --after '%1'"_s.arg(Console::harmless(answer->value("next").toString())));
    return ExitDone;
}

int change(Call &call, const QString &command, const Json &args, const std::function<QString(const Json &)> &text)
{
    const Result<Json> answer = call.once(DoorMode::Change, command, args);
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson())
        call.printJson(*answer);
    else
        call.console().result(text(*answer));
    return ExitDone;
}

int add(Call &call, const QString &folder, const QString &pipeline)
{
    Json args = Json::object({{"folder", QDir::cleanPath(QDir::current().absoluteFilePath(folder))}, {"pipeline", pipeline}});
    for (const auto &[option, name] : {std::pair(u"id"_s, "id"), std::pair(u"title"_s, "title"), std::pair(u"then"_s, "after"),
                                       std::pair(u"move-to"_s, "move_to"), std::pair(u"duplicates"_s, "duplicates")}) {
        if (call.isSet(option))
            args.insert(name, call.value(option));
    }
    if (call.isSet(u"include"_s))
        args.insert("include", Json::array(call.values(u"include"_s)));
    if (call.isSet(u"exclude"_s))
        args.insert("exclude", Json::array(call.values(u"exclude"_s)));
    if (call.isSet(u"flat"_s))
        args.insert("recursive", false);
    for (const auto &[option, name, least] :
         {std::tuple(u"settle"_s, "settle_ms", 0), std::tuple(u"rest"_s, "rest_ms", 0), std::tuple(u"rescan"_s, "rescan_ms", 100)}) {
        if (!call.isSet(option))
            continue;
        const Result<qint64> ms = call.number(option, 0, least);
        if (!ms)
            return call.usage(ms.error().text);
        args.insert(name, *ms);
    }
    return change(call, u"source.add"_s, args,
                  [](const Json &source) { return u"%1 watches %2"_s.arg(source.value("id").toString(), source.value("folder").toString()); });
}

QString sumsOf(const Json &sums)
{
    return u"%1 taken, %2 failed, %3 still changing; %4 documents submitted"_s.arg(sums.value("taken").toInt())
        .arg(sums.value("failed").toInt())
        .arg(sums.value("waiting").toInt())
        .arg(sums.value("submitted").toInt());
}

int scan(Call &call, const QString &id)
{
    Json args = Json::object();
    if (!id.isEmpty())
        args.insert("id", id);
    const Result<qint64> wait = call.number(u"wait"_s, 60);
    if (!wait)
        return call.usage(wait.error().text);
    args.insert("wait_s", *wait);
    const Result<std::unique_ptr<Door>> door = call.open(DoorMode::Work);
    if (!door)
        return call.failed(door.error());
    const Result<Json> sums = call.execute(**door, u"source.scan"_s, args);
    if (!sums)
        return call.failed(sums.error());
    if (call.wantsJson())
        call.printJson(*sums);
    else
        call.console().result(sumsOf(*sums));
    return sums->value("failed").toInt() > 0 ? ExitSomeFailed : ExitDone;
}

/// Works on the workspace until it is told to stop.
int watch(Call &call)
{
    const Result<std::unique_ptr<Door>> door = call.open(DoorMode::Work);
    if (!door)
        return call.failed(door.error());
    call.console().note((*door)->isRemote() ? u"another process has the workspace open and watches; Ctrl+C ends this view"_s
                                            : u"watching; Ctrl+C stops after the commit in hand"_s);
    QString last;
    while (call.interrupt().signalNumber() == 0) {
        const Result<Json> stats = call.execute(**door, u"stats"_s, Json::object());
        if (!stats)
            return call.failed(stats.error());
        const QString line = u"%1 submitted, %2 completed, %3 failed or quarantined"_s.arg(stats->value("submitted").toInt())
                                 .arg(stats->value("completed").toInt())
                                 .arg(stats->value("failed").toInt() + stats->value("quarantined").toInt());
        if (line != last)
            call.console().note(line);
        last = line;
        QEventLoop loop;
        QTimer::singleShot(kWatchSeconds * 1000, &loop, &QEventLoop::quit);
        QObject::connect(&call.interrupt(), &Interrupt::received, &loop, &QEventLoop::quit);
        loop.exec();
    }
    return call.interrupt().exitCode();
}

int run(Call &call)
{
    const QStringList arguments = call.arguments();
    const QString &action = arguments.first();
    const Json one = Json::object({{"id", arguments.value(1)}});
    const auto state = [](const Json &answer) { return u"%1 is %2"_s.arg(answer.value("id").toString(), answer.value("state").toString()); };
    if (action == "list"_L1 && arguments.size() == 1)
        return list(call);
    if (action == "add"_L1 && (arguments.size() == 2 || arguments.size() == 3))
        return add(call, arguments.at(1), arguments.value(2));
    if (action == "files"_L1 && arguments.size() == 2)
        return files(call, arguments.at(1));
    if ((action == "pause"_L1 || action == "resume"_L1 || action == "remove"_L1) && arguments.size() == 2)
        return change(call, u"source."_s + action, one, state);
    if (action == "retry"_L1 && arguments.size() == 2)
        return change(call, u"source.retry"_s, one,
                      [](const Json &answer) { return u"%1 to be tried again"_s.arg(answer.value("retried").toInt()); });
    if (action == "scan"_L1 && arguments.size() <= 2)
        return scan(call, arguments.value(1));
    if (action == "watch"_L1 && arguments.size() == 1)
        return watch(call);
    return call.usage(u"source takes list, add FOLDER [PIPELINE], files ID, pause ID, resume ID, remove ID, retry ID, scan [ID] or watch; "
                      "`millrace source --help` describes them"_s);
}

} // namespace

Verb sourceVerb()
{
    return {.name = u"source"_s,
            .summary = u"Watch folders, and say what became of their files"_s,
            .usage = u"list | add FOLDER [PIPELINE] | files ID | pause ID | resume ID | remove ID | retry ID | scan [ID] | watch"_s,
            .description
            = u"A watched folder is taken in while something works on the workspace: the workbench, `millrace source watch`, or, for what is there "
              "already, `millrace work`. A file is taken when it has stopped changing; names that downloads and editors use while they work are "
              "passed over. What was taken is known: nothing is taken twice, and what came while nothing worked is taken later.\n\n"
              "files lists what became of each file, with the reason of those that failed; they are tried again when the file changes or can be "
              "read again, and with retry. scan looks at once and waits until what is there is in. watch works until Ctrl+C."_s,
            .examples = {u"millrace source add -w notes.millrace ~/Inbox brief --then move --move-to done"_s,
                         u"millrace source watch -w notes.millrace"_s, u"millrace source files -w notes.millrace inbox --state failed"_s},
            .options = {QCommandLineOption(u"id"_s, u"An id of your own; of the folder's name without it."_s, u"ID"_s),
                        QCommandLineOption(u"title"_s, u"A title for people."_s, u"TEXT"_s),
                        QCommandLineOption(u"include"_s, u"Only files that fit this wildcard; may be given several times."_s, u"WILDCARD"_s),
                        QCommandLineOption(u"exclude"_s, u"No files that fit this wildcard; may be given several times."_s, u"WILDCARD"_s),
                        QCommandLineOption(u"flat"_s, u"Not the folders below it."_s),
                        QCommandLineOption(u"then"_s, u"What becomes of a file that is in: leave, move or delete."_s, u"WHAT"_s),
                        QCommandLineOption(u"move-to"_s, u"Where to move files, absolute or below the folder."_s, u"FOLDER"_s),
                        QCommandLineOption(u"duplicates"_s, u"Files whose bytes are here already: take or link."_s, u"WHAT"_s),
                        QCommandLineOption(u"settle"_s, u"A file must have been as it is for so long; 2000 without it."_s, u"MILLISECONDS"_s),
                        QCommandLineOption(u"rest"_s, u"It must have rested so long to be moved or deleted; 60000 without it."_s, u"MILLISECONDS"_s),
                        QCommandLineOption(u"rescan"_s, u"Look through the folder so often; 10000 without it."_s, u"MILLISECONDS"_s),
                        QCommandLineOption(u"state"_s, u"Of files: only those that are taking, taken, failed, put_away or gone."_s, u"STATE"_s),
                        QCommandLineOption(u"after"_s, u"Of files: only those after this path."_s, u"PATH"_s),
                        QCommandLineOption(u"wait"_s, u"Of scan: wait so long at most; 60 without it."_s, u"SECONDS"_s)},
            .minArguments = 1,
            .maxArguments = 3,
            .run = run};
}

} // namespace Millrace::Cli
