// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"
#include "table.h"

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

QString whenOf(const Json &schedule)
{
    const Json &when = schedule.value("when");
    if (when.contains("cron"))
        return u"%1 (%2)"_s.arg(when.value("cron").toString(), schedule.value("time_zone").toString());
    if (when.contains("every_s"))
        return u"every %1 s"_s.arg(when.value("every_s").toInt());
    return u"once"_s;
}

int list(Call &call)
{
    const Result<Json> answer = call.once(DoorMode::View, u"schedule.list"_s, Json::object());
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson()) {
        call.printJson(*answer);
        return ExitDone;
    }
    Table table({{u"ID"_s},
                 {u"PIPELINE"_s},
                 {u"WHEN"_s},
                 {u"NEXT"_s},
                 {u"STARTED"_s, Table::Align::Right},
                 {u"MISSED"_s, Table::Align::Right},
                 {u"PROBLEM"_s}});
    for (const Json &schedule : answer->value("schedules").items()) {
        const QString next = schedule.value("enabled").toBool() ? schedule.value("next_at").toString(u"never"_s) : u"off"_s;
        table.addRow({schedule.value("id").toString(), schedule.value("pipeline").toString(), Console::harmless(whenOf(schedule)), next,
                      QString::number(schedule.value("fired").toInt()), QString::number(schedule.value("missed_times").toInt()),
                      Console::harmless(schedule.value("problem").toString())});
    }
    table.print(call.console());
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

int save(Call &call, const QString &id, const QString &pipeline)
{
    Json args = Json::object({{"id", id}, {"pipeline", pipeline}});
    Json when = Json::object();
    if (call.isSet(u"cron"_s))
        when.insert("cron", call.value(u"cron"_s));
    if (call.isSet(u"at"_s))
        when.insert("at", call.value(u"at"_s));
    if (call.isSet(u"every"_s)) {
        const Result<qint64> seconds = call.number(u"every"_s, 0, 1);
        if (!seconds)
            return call.usage(seconds.error().text);
        when.insert("every_s", *seconds);
    }
    if (when.size() != 1)
        return call.usage(u"when? Give one of --cron, --every and --at"_s);
    args.insert("when", when);
    for (const auto &[option, name] : {std::pair(u"zone"_s, "time_zone"), std::pair(u"missed"_s, "missed"), std::pair(u"title"_s, "title")}) {
        if (call.isSet(option))
            args.insert(name, call.value(option));
    }
    if (call.isSet(u"data"_s)) {
        const Result<Json> data = Json::parseStrict(call.value(u"data"_s).toUtf8());
        if (!data)
            return call.usage(u"--data is not JSON: %1"_s.arg(data.error().text));
        args.insert("data", *data);
    }
    return change(call, u"schedule.save"_s, args, [](const Json &saved) {
        return u"saved %1, due %2"_s.arg(saved.value("id").toString(), saved.value("next_at").toString(u"never"_s));
    });
}

int run(Call &call)
{
    const QStringList arguments = call.arguments();
    const QString &action = arguments.first();
    const Json one = Json::object({{"id", arguments.value(1)}});
    if (action == "list"_L1 && arguments.size() == 1)
        return list(call);
    if (action == "save"_L1 && arguments.size() == 3)
        return save(call, arguments.at(1), arguments.at(2));
    if (action == "remove"_L1 && arguments.size() == 2)
        return change(call, u"schedule.remove"_s, one, [](const Json &answer) { return u"removed "_s + answer.value("id").toString(); });
    if (action == "fire"_L1 && arguments.size() == 2)
        return change(call, u"schedule.fire_now"_s, one, [](const Json &answer) { return answer.value("context").toString(); });
    if ((action == "enable"_L1 || action == "disable"_L1) && arguments.size() == 2) {
        Json args = one;
        args.insert("enabled", action == "enable"_L1);
        return change(call, u"schedule.enable"_s, args, [](const Json &answer) {
            return u"%1 is due %2"_s.arg(answer.value("id").toString(), answer.value("next_at").toString(u"never"_s));
        });
    }
    return call.usage(
        u"schedule takes list, save ID PIPELINE, remove ID, enable ID, disable ID or fire ID; `millrace schedule --help` describes them"_s);
}

} // namespace

Verb scheduleVerb()
{
    return {.name = u"schedule"_s,
            .summary = u"List, save, remove, switch or start schedules"_s,
            .usage = u"list | save ID PIPELINE | remove ID | enable ID | disable ID | fire ID"_s,
            .description
            = u"A schedule starts a pipeline at its due times, while something works on the workspace: the workbench, or `millrace work`. What is "
              "due while nothing does follows --missed: skip, once (one document for all missed times; without the option) or all.\n\n"
              "A cron expression has five fields: minute, hour, day of month, month, day of week; @hourly, @daily, @weekly, @monthly and "
              "@yearly are short for the usual ones. fire starts a schedule now."_s,
            .examples = {u"millrace schedule save -w notes.millrace digest brief --cron '0 7 * * MON-FRI' --zone Europe/Berlin"_s,
                         u"millrace schedule list -w notes.millrace"_s, u"millrace schedule fire -w notes.millrace digest"_s},
            .options = {QCommandLineOption(u"cron"_s, u"Due when this cron expression says."_s, u"EXPRESSION"_s),
                        QCommandLineOption(u"every"_s, u"Due every so many seconds from now on."_s, u"SECONDS"_s),
                        QCommandLineOption(u"at"_s, u"Due once, at this time in ISO 8601."_s, u"TIME"_s),
                        QCommandLineOption(u"zone"_s, u"The time zone of --cron; UTC without it."_s, u"ZONE"_s),
                        QCommandLineOption(u"missed"_s, u"What becomes of missed times: skip, once or all."_s, u"POLICY"_s),
                        QCommandLineOption(u"data"_s, u"The document it starts with, a JSON object."_s, u"JSON"_s),
                        QCommandLineOption(u"title"_s, u"A title for people."_s, u"TEXT"_s)},
            .minArguments = 1,
            .maxArguments = 3,
            .run = run};
}

} // namespace Millrace::Cli
