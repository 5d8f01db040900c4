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
    const Result<qint64> limit = call.number(u"limit"_s, 100, 1);
    const Result<qint64> after = call.number(u"after"_s, 0);
    if (!limit || !after)
        return call.usage(limit ? after.error().text : limit.error().text);
    Json args = Json::object({{"limit", *limit}, {"after", *after}});
    for (const char *option : {"state", "context"}) {
        if (call.isSet(QString::fromLatin1(option)))
            args.insert(option, call.value(QString::fromLatin1(option)));
    }
    const Result<Json> answer = call.once(DoorMode::View, u"outbox.list"_s, args);
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson()) {
        call.printJson(*answer);
        return ExitDone;
    }
    Table table(
        {{u"ID"_s, Table::Align::Right}, {u"STATE"_s}, {u"TRIES"_s, Table::Align::Right}, {u"DUE"_s}, {u"CONTEXT"_s}, {u"TO"_s}, {u"PROBLEM"_s}});
    for (const Json &effect : answer->value("effects").items())
        table.addRow({QString::number(effect.value("id").toInt()), effect.value("state").toString(),
                      QString::number(effect.value("attempts").toInt()), effect.value("due_at").toString(u"-"_s),
                      Console::harmless(effect.value("context").toString()), Console::harmless(effect.value("address").toString()),
                      Console::harmless(effect.value("error").value("text").toString())});
    table.print(call.console());
    return ExitDone;
}

int change(Call &call, const QString &command, const char *doneKey, const QStringList &ids)
{
    Json keys = Json::array();
    for (const QString &id : ids) {
        bool isNumber = false;
        const qint64 key = id.toLongLong(&isNumber);
        if (!isNumber || key < 1)
            return call.usage(u"\"%1\" is no number of an effect; `millrace outbox list` shows them"_s.arg(id));
        keys.append(key);
    }
    const Result<Json> answer = call.once(DoorMode::Change, command, Json::object({{"ids", keys}}));
    if (!answer)
        return call.failed(answer.error());
    const Json refused = answer->value("refused");
    for (const Json &item : refused.items())
        call.console().note(item.value("message").toString());
    if (call.wantsJson())
        call.printJson(*answer);
    else
        call.console().result(u"%1 %2"_s.arg(answer->value(doneKey).size()).arg(QLatin1StringView(doneKey)));
    return refused.isEmpty() ? ExitDone : ExitSomeFailed;
}

int run(Call &call)
{
    const QStringList arguments = call.arguments();
    const QString action = arguments.value(0, u"list"_s);
    if (action == "list"_L1 && arguments.size() <= 1)
        return list(call);
    if (action == "retry"_L1 && arguments.size() >= 2)
        return change(call, u"outbox.retry"_s, "retried", arguments.sliced(1));
    if (action == "discard"_L1 && arguments.size() >= 2)
        return change(call, u"outbox.discard"_s, "discarded", arguments.sliced(1));
    return call.usage(u"outbox takes nothing or list, or retry or discard and ids"_s);
}

} // namespace

Verb outboxVerb()
{
    return {
        .name = u"outbox"_s,
        .summary = u"List what is to be done outside; send it again or discard it"_s,
        .usage = u"[list | retry ID… | discard ID…]"_s,
        .description
        = u"What steps want done outside the workspace (files, requests) is written into the outbox with the step itself and sent after it, under a "
          u"key "
          "that never changes. Without arguments it lists what waits, is being sent or has failed.\n\n"
          "retry sends failed and discarded ones again; a document that failed with one goes on when it is delivered. discard gives up what waits or "
          "failed; a document that waits for it fails."_s,
        .examples = {u"millrace outbox -w notes.millrace"_s, u"millrace outbox -w notes.millrace list --state failed"_s,
                     u"millrace outbox -w notes.millrace retry 17 18"_s},
        .options = {QCommandLineOption(u"state"_s, u"list: only waiting, sending, delivered, failed, discarded, or all."_s, u"STATE"_s),
                    QCommandLineOption(u"context"_s, u"list: only of this context."_s, u"ID"_s),
                    QCommandLineOption(u"after"_s, u"list: only ids above this one."_s, u"N"_s),
                    QCommandLineOption(u"limit"_s, u"list: at most so many; 100 without it."_s, u"N"_s)},
        .maxArguments = 1000,
        .run = run};
}

} // namespace Millrace::Cli
