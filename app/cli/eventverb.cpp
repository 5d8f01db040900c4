// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"
#include "table.h"

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

std::optional<qint64> numberIn(const QString &text)
{
    bool isNumber = false;
    const qint64 number = text.toLongLong(&isNumber);
    return isNumber && number >= 0 ? std::optional(number) : std::nullopt;
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

int publish(Call &call, const QString &topic, const QString &payload)
{
    const Result<Json> json = Json::parseStrict(payload.toUtf8());
    if (!json)
        return call.usage(u"the payload is not JSON: %1"_s.arg(json.error().text));
    return change(call, u"event.publish"_s, Json::object({{"topic", topic}, {"key", call.value(u"key"_s)}, {"payload", *json}}),
                  [](const Json &answer) { return u"published as %1"_s.arg(answer.value("seq").toInt()); });
}

/// Events of a topic, or those that a subscription has not acknowledged.
int list(Call &call, const QString &command, Json args)
{
    const Result<qint64> limit = call.number(u"limit"_s, 100, 1);
    const Result<qint64> after = call.number(u"after"_s, 0);
    if (!limit || !after)
        return call.usage(limit ? after.error().text : limit.error().text);
    args.insert("limit", *limit);
    if (command == "event.list"_L1) {
        args.insert("after", *after);
        if (call.isSet(u"topic"_s))
            args.insert("topic", call.value(u"topic"_s));
    }
    const Result<Json> answer = call.once(DoorMode::View, command, args);
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson()) {
        call.printJson(*answer);
        return ExitDone;
    }
    Table table({{u"SEQ"_s, Table::Align::Right}, {u"AT"_s}, {u"TOPIC"_s}, {u"KEY"_s}, {u"PAYLOAD"_s}});
    for (const Json &event : answer->value("events").items())
        table.addRow({QString::number(event.value("seq").toInt()), event.value("at").toString(), Console::harmless(event.value("topic").toString()),
                      Console::harmless(event.value("key").toString()), Console::harmless(QString::fromUtf8(event.value("payload").toBytes()))});
    table.print(call.console());
    return ExitDone;
}

int subscriptions(Call &call)
{
    const Result<Json> answer = call.once(DoorMode::View, u"subscription.list"_s, Json::object());
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson()) {
        call.printJson(*answer);
        return ExitDone;
    }
    Table table({{u"ID"_s},
                 {u"TOPIC"_s},
                 {u"PIPELINE"_s},
                 {u"POSITION"_s, Table::Align::Right},
                 {u"BEHIND"_s, Table::Align::Right},
                 {u"UNDER WAY"_s, Table::Align::Right},
                 {u"WAITING"_s, Table::Align::Right},
                 {u"PROBLEM"_s}});
    for (const Json &subscription : answer->value("subscriptions").items()) {
        const QString problem = subscription.value("enabled").toBool() ? subscription.value("problem").toString() : u"off"_s;
        table.addRow({subscription.value("id").toString(), Console::harmless(subscription.value("topic").toString()),
                      subscription.value("pipeline").toString(u"-"_s), QString::number(subscription.value("position").toInt()),
                      QString::number(subscription.value("behind").toInt()), QString::number(subscription.value("under_way").toInt()),
                      QString::number(subscription.value("waiting").toInt()), Console::harmless(problem)});
    }
    table.print(call.console());
    return ExitDone;
}

int subscribe(Call &call, const QString &id, const QString &topic)
{
    Json args = Json::object({{"id", id}, {"topic", topic}, {"ordered", call.isSet(u"ordered"_s)}});
    if (call.isSet(u"pipeline"_s))
        args.insert("pipeline", call.value(u"pipeline"_s));
    if (call.isSet(u"after"_s)) {
        const Result<qint64> after = call.number(u"after"_s, 0);
        if (!after)
            return call.usage(after.error().text);
        args.insert("position", *after);
    }
    return change(call, u"subscription.save"_s, args, [](const Json &answer) {
        return u"subscribed %1, after event %2"_s.arg(answer.value("id").toString()).arg(answer.value("position").toInt());
    });
}

QString positionOf(const Json &answer)
{
    return u"after event %1"_s.arg(answer.value("position").toInt());
}

int run(Call &call)
{
    const QStringList arguments = call.arguments();
    const QString &action = arguments.first();
    const QString id = arguments.value(1);
    const Json one = Json::object({{"id", id}});
    const std::optional<qint64> number = numberIn(arguments.value(2));
    if (action == "publish"_L1 && arguments.size() >= 2)
        return publish(call, id, arguments.value(2, u"null"_s));
    if (action == "list"_L1 && arguments.size() == 1)
        return list(call, u"event.list"_s, Json::object());
    if (action == "read"_L1 && arguments.size() == 2)
        return list(call, u"event.read"_s, Json::object({{"subscription", id}}));
    if (action == "ack"_L1 && number)
        return change(call, u"event.ack"_s, Json::object({{"subscription", id}, {"seq", *number}}), positionOf);
    if (action == "subscriptions"_L1 && arguments.size() == 1)
        return subscriptions(call);
    if (action == "subscribe"_L1 && arguments.size() == 3)
        return subscribe(call, id, arguments.at(2));
    if (action == "unsubscribe"_L1 && arguments.size() == 2)
        return change(call, u"subscription.remove"_s, one, [](const Json &answer) { return u"removed "_s + answer.value("id").toString(); });
    if (action == "seek"_L1 && number)
        return change(call, u"subscription.seek"_s, Json::object({{"id", id}, {"position", *number}}), positionOf);
    if ((action == "enable"_L1 || action == "disable"_L1) && arguments.size() == 2)
        return change(call, u"subscription.enable"_s, Json::object({{"id", id}, {"enabled", action == "enable"_L1}}), [](const Json &answer) {
            return answer.value("id").toString() + (answer.value("enabled").toBool() ? u" is on"_s : u" is off"_s);
        });
    return call.usage(
        u"event takes publish, list, subscriptions, subscribe, unsubscribe, enable, disable, seek, read or ack; `millrace event --help` "
        "describes them"_s);
}

} // namespace

Verb eventVerb()
{
    return {
        .name = u"event"_s,
        .summary = u"Publish and list events; subscribe pipelines to them"_s,
        .usage = u"publish TOPIC [PAYLOAD] | list | subscriptions | subscribe ID TOPIC | unsubscribe ID | enable ID | disable ID | seek ID SEQ | "
                 "read ID | ack ID SEQ"_s,
        .description
        = u"Events are kept in the workspace. A subscription gets each event of its topic (or of all topics that begin as before a \"*\") once: with "
          "--pipeline each starts one, without it they are read with read and acknowledged with ack. With --ordered an event starts when "
          "the one before it of the same key has come to rest.\n\n"
          "seek moves a subscription: the events after SEQ come next, earlier ones once more."_s,
        .examples = {u"millrace event subscribe -w notes.millrace digest 'article.*' --pipeline brief --ordered"_s,
                     uR"(millrace event publish -w notes.millrace article.new '{"title":"Hello"}' --key 42)"_s,
                     u"millrace event list -w notes.millrace --topic 'article.*' --after 100"_s},
        .options = {QCommandLineOption(u"key"_s, u"publish: the event's key."_s, u"KEY"_s),
                    QCommandLineOption(u"topic"_s, u"list: only this topic."_s, u"TOPIC"_s),
                    QCommandLineOption(u"after"_s, u"list, subscribe: only events after this number."_s, u"SEQ"_s),
                    QCommandLineOption(u"limit"_s, u"list, read: at most so many; 100 without it."_s, u"N"_s),
                    QCommandLineOption(u"pipeline"_s, u"subscribe: the pipeline that each event starts."_s, u"ID"_s),
                    QCommandLineOption(u"ordered"_s, u"subscribe: keep the order of each key."_s)},
        .minArguments = 1,
        .maxArguments = 3,
        .run = run};
}

} // namespace Millrace::Cli
