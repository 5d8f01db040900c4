// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"
#include "table.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

Json filterOf(const Call &call)
{
    Json filter = Json::object();
    for (const auto &[option, member] :
         {std::pair("pipeline", "pipeline"), std::pair("node", "node"), std::pair("code", "code"), std::pair("title", "text")}) {
        const QString name = QString::fromLatin1(option);
        if (call.isSet(name))
            filter.insert(member, call.value(name));
    }
    return filter;
}

int list(Call &call)
{
    Json args = filterOf(call);
    const Result<qint64> limit = call.number(u"limit"_s, 100, 1);
    if (!limit)
        return call.usage(limit.error().text);
    args.insert("limit", *limit);
    const Result<Json> answer = call.once(DoorMode::View, u"quarantine.list"_s, args);
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson()) {
        call.printJson(*answer);
        return ExitDone;
    }
    Table table({{u"CONTEXT"_s}, {u"SINCE"_s}, {u"NODE"_s}, {u"PASSES"_s, Table::Align::Right}, {u"TITLE"_s}, {u"REASON"_s}});
    for (const Json &item : answer->value("items").items())
        table.addRow({item.value("id").toString(), item.value("since").toString().left(19) + u'Z', item.value("node").toString(),
                      QString::number(item.value("passes").toInt()), Console::harmless(item.value("title").toString()),
                      Console::harmless(item.value("message").toString())});
    if (table.isEmpty())
        call.console().result(u"nothing is in quarantine"_s);
    else
        table.print(call.console());
    if (const QString after = answer->value("after").toString(); !after.isEmpty())
        call.console().note(u"there are more"_s);
    return ExitDone;
}

int show(Call &call, const QString &id)
{
    const Result<Json> answer = call.once(DoorMode::View, u"quarantine.show"_s, Json::object({{"id", id}}));
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson()) {
        call.printJson(*answer);
        return ExitDone;
    }
    Console &console = call.console();
    for (const Json &problem : answer->value("problems").items())
        console.result(u"line %1: %2 %3"_s.arg(problem.value("line").toInt())
                           .arg(problem.value("path").toString(), Console::harmless(problem.value("message").toString())));
    for (const Json &time : answer->value("times").items())
        console.result(u"%1 %2 at %3"_s.arg(time.value("at").toString(), time.value("what").toString(), time.value("node").toString()));
    // Line by line: an escape sequence of somebody's file is text here, and its lines are lines.
    const QStringList rows = answer->value("text").toString().split(u'\n');
    for (const QString &row : rows)
        console.result(Console::harmless(row));
    if (const QString raw = answer->value("raw").value("text").toString(); !raw.isEmpty())
        console.result(u"\nas it came:\n"_s + Console::harmless(raw));
    return ExitDone;
}

int fix(Call &call, const QString &id)
{
    if (!call.isSet(u"data"_s) && !call.isSet(u"file"_s))
        return call.usage(u"with what? Give --data or --file"_s);
    QByteArray text = call.value(u"data"_s).toUtf8();
    if (call.isSet(u"file"_s)) {
        QFile file(call.value(u"file"_s));
        if (!file.open(QIODevice::ReadOnly))
            return call.failed(Error::make(ErrorCode::FileUnreadable, u"%1: %2"_s.arg(file.fileName(), file.errorString())));
        text = file.readAll();
    }
    auto door = call.open(DoorMode::Change);
    if (!door)
        return call.failed(door.error());
    Json args = Json::object({{"id", id}, {"text", QString::fromUtf8(text)}});
    if (call.isSet(u"from"_s))
        args.insert("from", call.value(u"from"_s));
    const Result<Json> checked = call.execute(**door, u"quarantine.check"_s, args);
    if (!checked)
        return call.failed(checked.error());
    if (!checked->value("ok").toBool()) {
        if (call.wantsJson())
            call.printJson(*checked);
        for (const Json &problem : checked->value("problems").items())
            call.console().note(u"line %1, column %2: %3 %4"_s.arg(problem.value("line").toInt())
                                    .arg(problem.value("column").toInt())
                                    .arg(problem.value("path").toString(), Console::harmless(problem.value("message").toString())));
        return ExitSomeFailed;
    }
    if (const QString why = checked->value("untried").toString(); !why.isEmpty())
        call.console().note(u"%1 was not tried beforehand (%2)"_s.arg(checked->value("node").toString(), why));
    if (call.isSet(u"note"_s))
        args.insert("note", call.value(u"note"_s));
    const Result<Json> answer = call.execute(**door, u"quarantine.fix"_s, args);
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson())
        call.printJson(*answer);
    else
        call.console().result(u"%1 %2"_s.arg(id, answer->value("status").toString()));
    return ExitDone;
}

int retry(Call &call, const QStringList &ids)
{
    const Json filter = filterOf(call);
    if (ids.isEmpty() && filter.isEmpty() && !call.isSet(u"all"_s))
        return call.usage(u"which? Name contexts, a filter (--pipeline, --node, --code, --title), or --all"_s);
    Json args = Json::object();
    if (ids.isEmpty())
        args.insert("filter", filter);
    else
        args.insert("ids", Json::array(ids));
    if (call.isSet(u"from"_s))
        args.insert("from", call.value(u"from"_s));
    const Result<Json> answer = call.once(DoorMode::Change, u"quarantine.retry"_s, args);
    if (!answer)
        return call.failed(answer.error());
    for (const Json &refused : answer->value("refused").items())
        call.console().note(u"%1: %2"_s.arg(refused.value("id").toString(), refused.value("error").value("text").toString()));
    if (call.wantsJson())
        call.printJson(*answer);
    else
        call.console().result(
            u"%1 retried%2"_s.arg(answer->value("retried").toInt()).arg(answer->value("more").toBool() ? u"; there are more"_s : QString()));
    return answer->value("refused").isEmpty() ? ExitDone : ExitSomeFailed;
}

int run(Call &call)
{
    const QStringList arguments = call.arguments();
    const QString action = arguments.value(0, u"list"_s);
    if (action == "list"_L1 && arguments.size() <= 1)
        return list(call);
    if (action == "show"_L1 && arguments.size() == 2)
        return show(call, arguments.at(1));
    if (action == "fix"_L1 && arguments.size() == 2)
        return fix(call, arguments.at(1));
    if (action == "retry"_L1)
        return retry(call, arguments.sliced(1));
    return call.usage(u"quarantine takes list, show ID, fix ID or retry [ID…]; `millrace quarantine --help` describes them"_s);
}

} // namespace

Verb quarantineVerb()
{
    return {.name = u"quarantine"_s,
            .summary = u"List what was refused, mend it, try it again"_s,
            .usage = u"[list | show ID | fix ID | retry [ID…]]"_s,
            .description
            = u"Items that a step refused wait in quarantine with the reason and what they were as they came. show names each reason with its line. "
              u"fix puts "
              "other data in the item's place, once it passes the rules, and sends it back through the step that refused it; both passes stay in its "
              "history. retry sends items back as they are.\n\n"
              "--from sends them in at another node: what lies before that is not checked again."_s,
            .examples = {u"millrace quarantine -w notes.millrace"_s, u"millrace quarantine -w notes.millrace show note-7"_s,
                         u"millrace quarantine -w notes.millrace fix note-7 --file note-7.json --note 'the year was missing'"_s,
                         u"millrace quarantine -w notes.millrace retry --pipeline article"_s},
            .options = {QCommandLineOption(u"pipeline"_s, u"Only of this pipeline."_s, u"ID"_s),
                        QCommandLineOption(u"node"_s, u"Only what this node refused."_s, u"ID"_s),
                        QCommandLineOption(u"code"_s, u"Only with this error code."_s, u"CODE"_s),
                        QCommandLineOption(u"title"_s, u"Only with this in the title."_s, u"TEXT"_s),
                        QCommandLineOption(u"limit"_s, u"list: at most so many; 100 without it."_s, u"N"_s),
                        QCommandLineOption(u"all"_s, u"retry: everything, up to 1,000 a call."_s),
                        QCommandLineOption(u"data"_s, u"fix: the data, a JSON object."_s, u"JSON"_s),
                        QCommandLineOption(u"file"_s, u"fix: a file with the data."_s, u"FILE"_s),
                        QCommandLineOption(u"note"_s, u"fix: why; kept in the history."_s, u"TEXT"_s),
                        QCommandLineOption(u"from"_s, u"The node where they go in; without it, where each was refused."_s, u"NODE"_s)},
            .maxArguments = 1000,
            .run = run};
}

} // namespace Millrace::Cli
