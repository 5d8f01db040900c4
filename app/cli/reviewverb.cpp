// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"
#include "sdk/id.h"
#include "table.h"

#include <QFileInfo>
#include <QHash>

#include <array>
#include <functional>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

constexpr std::array kDecisions = {std::pair{"approve", "approved"}, std::pair{"reject", "rejected"}, std::pair{"edit", "edited"},
                                   std::pair{"escalate", "escalated"}, std::pair{"skip", "skipped"}};

/// "approve" and "approved" alike; empty: neither.
QString decisionOf(const QString &word)
{
    for (const auto &[verb, name] : kDecisions) {
        if (word == QLatin1StringView(verb) || word == QLatin1StringView(name))
            return QLatin1StringView(name);
    }
    return {};
}

int answer(Call &call, DoorMode mode, const QString &command, const Json &args, const std::function<void(const Json &)> &tell)
{
    const Result<Json> result = call.once(mode, command, args);
    if (!result)
        return call.failed(result.error());
    if (call.wantsJson())
        call.printJson(*result);
    else
        tell(*result);
    return ExitDone;
}

Json filterOf(const Call &call)
{
    Json filter = Json::object();
    for (const auto &[option, member] : {std::pair("pipeline", "pipeline"), std::pair("node", "node"), std::pair("label", "label"),
                                         std::pair("assignee", "assignee"), std::pair("state", "state"), std::pair("title", "text")}) {
        const QString name = QString::fromLatin1(option);
        if (call.isSet(name))
            filter.insert(member, call.value(name));
    }
    return filter;
}

/// Filter and order, and what is counted: where a number is wrong, the text says so.
Result<Json> queueArgs(const Call &call)
{
    Json args = Json::object({{"filter", filterOf(call)}});
    if (call.isSet(u"order"_s))
        args.insert("order", call.value(u"order"_s));
    for (const auto &[option, member] : {std::pair(u"limit"_s, "limit"), std::pair(u"lease"_s, "lease_s")}) {
        if (!call.isSet(option))
            continue;
        const Result<qint64> number = call.number(option, 0, 1);
        if (!number)
            return std::unexpected(number.error());
        args.insert(member, *number);
    }
    return args;
}

QString confidenceOf(const Json &item)
{
    const Json &confidence = item.value("confidence");
    return confidence.isNull() ? u"-"_s : QString::number(confidence.toDouble(), 'f', 2);
}

void printItems(Call &call, const Json &items, const QString &nothing)
{
    Table table(
        {{u"CONTEXT"_s}, {u"ITEM"_s}, {u"SINCE"_s}, {u"SURE"_s, Table::Align::Right}, {u"LABEL"_s}, {u"HELD BY"_s}, {u"TITLE"_s}, {u"QUESTION"_s}});
    for (const Json &item : items.items())
        table.addRow({item.value("context").toString(), item.value("item").toString(), item.value("since").toString().left(19) + u'Z',
                      confidenceOf(item), Console::harmless(item.value("label").toString()), item.value("claim").value("by").value("name").toString(),
                      Console::harmless(item.value("title").toString()), Console::harmless(item.value("question").toString())});
    if (table.isEmpty())
        call.console().result(nothing);
    else
        table.print(call.console());
}

int list(Call &call, const QStringList &)
{
    Result<Json> args = queueArgs(call);
    if (!args)
        return call.usage(args.error().text);
    args->remove("lease_s");
    return answer(call, DoorMode::View, u"review.list"_s, *args, [&](const Json &result) {
        printItems(call, result.value("items"), u"nothing waits for review"_s);
        if (!result.value("after").isNull())
            call.console().note(u"there are more: --limit shows up to 10000, and the filters narrow it down"_s);
    });
}

/// Items by their ids, or by those of the contexts that they are about.
Result<Json> itemsNamed(Call &call, Door &door, const QStringList &ids)
{
    Json items = Json::array();
    for (const QString &id : ids) {
        const Result<Json> context = call.execute(door, u"review.show"_s, Json::object({{"id", id}}));
        if (!context && context.error().code != ErrorCode::NotFound)
            return context;
        items.append(context ? context->value("items").at(0).value("item") : Json(id));
    }
    return items;
}

int claim(Call &call, const QStringList &ids)
{
    Result<Json> args = queueArgs(call);
    if (!args)
        return call.usage(args.error().text);
    auto door = call.open(DoorMode::Change);
    if (!door)
        return call.failed(door.error());
    if (!ids.isEmpty()) {
        const Result<Json> items = itemsNamed(call, **door, ids);
        if (!items)
            return call.failed(items.error());
        for (const char *name : {"filter", "order", "limit"})
            args->remove(name);
        args->insert("items", *items);
        args->insert("take_over", call.isSet(u"take-over"_s));
    }
    const Result<Json> taken = call.execute(**door, u"review.claim"_s, *args);
    if (!taken)
        return call.failed(taken.error());
    if (call.wantsJson())
        call.printJson(*taken);
    else
        printItems(call, taken->value("items"), u"nothing is left to take"_s);
    return ExitDone;
}

/// An item's id, or its context's.
Json oneOf(const QString &id, bool isItem)
{
    return Json::object({{isItem ? "item" : "id", id}});
}

int show(Call &call, const QStringList &ids)
{
    if (ids.size() != 1)
        return call.usage(u"review show takes the id of a context"_s);
    return answer(call, DoorMode::View, u"review.show"_s, oneOf(ids.first(), false), [&](const Json &result) {
        const Json &item = result.value("items").at(0);
        Console &console = call.console();
        const auto line = [&](const char *name, const QString &text) {
            if (!text.isEmpty())
                console.result(u"%1  %2"_s.arg(QString::fromLatin1(name).leftJustified(11), Console::harmless(text)));
        };
        line("question", item.value("question").toString());
        line("title", item.value("title").toString());
        line("item", item.value("item").toString());
        line("state", item.value("state").toString());
        line("at", u"%1, %2"_s.arg(item.value("pipeline").toString(), item.value("node").toString()));
        line("sure", confidenceOf(item));
        for (const Json &part : item.value("confidence_parts").items())
            line("", u"%1 %2"_s.arg(part.value("score").toDouble(), 0, 'f', 2).arg(part.value("name").toString()));
        line("held by", item.value("claim").value("by").value("name").toString());
        for (const Json &problem : item.value("problems").items())
            line("problem", problem.value("message").toString());
        for (const Json &proposal : item.value("proposals").items())
            line("proposal",
                 u"%1 by %2: %3"_s.arg(proposal.value("decision").toString(), proposal.value("by").value("name").toString(),
                                       proposal.value("note").toString()));
        for (const Json &comment : item.value("comments_list").items())
            line("comment", comment.value("by").value("name").toString() + u": "_s + comment.value("text").toString());
        for (const Json &decision : item.value("decisions").items())
            line("decision",
                 u"%1 by %2, %3, %4 %5"_s.arg(decision.value("decision").toString(), decision.value("by").value("name").toString(),
                                              decision.value("state").toString(), decision.value("id").toString(),
                                              decision.value("note").toString()));
        const Json &text = item.value("text");
        // Line by line: an escape sequence of somebody's document is text here, and its lines are lines.
        const QByteArray shown = text.isNull() ? item.value("data").toBytes(Json::Format::Pretty) : text.value("text").utf8().toByteArray();
        for (const QString &row : QString::fromUtf8(shown).split(u'\n'))
            console.result(Console::harmless(row));
    });
}

int decide(Call &call, const QString &id, const QString &decision)
{
    Json args = Json::object({{"id", id}, {"decision", decision}, {"key", call.isSet(u"key"_s) ? call.value(u"key"_s) : newId()}});
    if (call.isSet(u"note"_s))
        args.insert("note", call.value(u"note"_s));
    if (call.isSet(u"from"_s))
        args.insert("rerun_from", call.value(u"from"_s));
    for (const auto &[option, member] : {std::pair(u"answers"_s, "answers"), std::pair(u"patch"_s, "patch"), std::pair(u"data"_s, "data")}) {
        if (!call.isSet(option))
            continue;
        const Result<Json> json = Json::parseStrict(call.value(option).toUtf8());
        if (!json)
            return call.usage(u"--%1 is not JSON: %2"_s.arg(option, json.error().text));
        args.insert(member, *json);
    }
    return answer(call, DoorMode::Change, u"review.decide"_s, args,
                  [&](const Json &result) { call.console().result(u"%1 %2"_s.arg(id, result.value("decision").value("decision").toString())); });
}

int decideVerb(Call &call, const QStringList &arguments)
{
    const QString decision = arguments.size() == 2 ? decisionOf(arguments.at(1)) : QString();
    if (decision.isEmpty())
        return call.usage(u"review decide takes the id of a context and approve, reject, edit, escalate or skip"_s);
    return decide(call, arguments.first(), decision);
}

int undo(Call &call, const QStringList &arguments)
{
    Json args = Json::object();
    if (!arguments.isEmpty())
        args.insert("decision", arguments.first());
    return answer(call, DoorMode::Change, u"review.undo"_s, args, [&](const Json &result) {
        const Json &undone = result.value("undone");
        call.console().result(u"%1 of %2 is taken back; %3 waits again"_s.arg(undone.value("decision").toString(), undone.value("context").toString(),
                                                                              result.value("context").toString()));
        for (const Json &sent : result.value("published").items())
            call.console().note(
                u"already gone out: %1 %2, %3"_s.arg(sent.value("target").toString(), sent.value("address").toString(), sent.value("at").toString()));
        for (const Json &passed : result.value("passed_over").items())
            call.console().note(u"%1 of %2 stands, as it cannot be taken back: %3"_s.arg(passed.value("decision").value("decision").toString(),
                                                                                         passed.value("decision").value("context").toString(),
                                                                                         passed.value("error").value("text").toString()));
    });
}

QString percent(const Json &share)
{
    return QString::number(share.toDouble() * 100, 'f', 1) + u" %"_s;
}

int stats(Call &call, const QStringList &)
{
    Json args = Json::object();
    for (const char *name : {"pipeline", "node"}) {
        if (call.isSet(QString::fromLatin1(name)))
            args.insert(name, call.value(QString::fromLatin1(name)));
    }
    Json wanted = args;
    if (call.isSet(u"error"_s)) {
        bool isNumber = false;
        const double share = call.value(u"error"_s).toDouble(&isNumber) / 100;
        if (!isNumber || share < 0 || share > 1)
            return call.usage(u"--error is a number of per cent"_s);
        wanted.insert("wanted_error", share);
    }
    auto door = call.open(DoorMode::View);
    if (!door)
        return call.failed(door.error());
    const Result<Json> sums = call.execute(**door, u"review.stats"_s, args);
    const Result<Json> quality = call.execute(**door, u"review.quality"_s, wanted);
    if (!sums || !quality)
        return call.failed(sums ? quality.error() : sums.error());
    if (call.wantsJson()) {
        Json both = *sums;
        both.insert("quality", *quality);
        call.printJson(both);
        return ExitDone;
    }
    call.console().result(u"%1 wait, %2 of them held; %3 decided today"_s.arg(sums->value("waiting").toInt())
                              .arg(sums->value("claimed").toInt())
                              .arg(sums->value("decided_today").toInt()));
    using enum Table::Align;
    Table people({{u"WHO"_s},
                  {u"TODAY"_s, Right},
                  {u"HOUR"_s, Right},
                  {u"APPROVED"_s, Right},
                  {u"EDITED"_s, Right},
                  {u"REJECTED"_s, Right},
                  {u"SECONDS"_s, Right}});
    const auto n = [](const Json &json, const char *name) { return QString::number(json.value(name).toInt()); };
    for (const Json &one : sums->value("people").items())
        people.addRow({one.value("by").value("name").toString(), n(one, "today"), n(one, "last_hour"), n(one, "approved"), n(one, "edited"),
                       n(one, "rejected"), QString::number(static_cast<double>(one.value("median_ms").toInt()) / 1000, 'f', 1)});
    if (!people.isEmpty())
        people.print(call.console());
    const Json &chosen = quality->value("chosen");
    if (quality->value("decided").toInt() > 0)
        call.console().result(
            chosen.isNull() ? quality->value("note").toString()
                            : u"from %1 on, %2 would pass without a person, wrong in %3 (%4 to %5)"_s.arg(chosen.value("at").toDouble(), 0, 'f', 2)
                                  .arg(percent(chosen.value("coverage")), percent(chosen.value("error")), percent(chosen.value("low")),
                                       percent(chosen.value("high"))));
    const Json &alpha = quality->value("agreement").value("alpha");
    if (!alpha.isNull())
        call.console().result(u"agreement of those who were asked the same: alpha %1"_s.arg(alpha.toDouble(), 0, 'f', 2));
    return ExitDone;
}

int examples(Call &call, const QStringList &)
{
    Json args = Json::object();
    if (call.isSet(u"pipeline"_s))
        args.insert("pipeline", call.value(u"pipeline"_s));
    if (call.isSet(u"limit"_s)) {
        const Result<qint64> limit = call.number(u"limit"_s, 100, 1);
        if (!limit)
            return call.usage(limit.error().text);
        args.insert("limit", *limit);
    }
    return answer(call, DoorMode::View, u"review.examples"_s, args, [&](const Json &result) {
        for (const Json &example : result.value("examples").items())
            call.console().result(QString::fromUtf8(example.toBytes()));
    });
}

int pack(Call &call, const QStringList &arguments)
{
    if (arguments.size() != 1)
        return call.usage(u"review pack takes the file to make"_s);
    Result<Json> args = queueArgs(call);
    if (!args)
        return call.usage(args.error().text);
    args->remove("lease_s");
    args->insert("path", QFileInfo(arguments.first()).absoluteFilePath());
    return answer(call, DoorMode::Change, u"review.pack"_s, *args, [&](const Json &result) {
        call.console().result(u"%1 items in %2; here they are held until %3"_s.arg(result.value("items").toInt())
                                  .arg(result.value("path").toString(), result.value("until").toString()));
    });
}

int merge(Call &call, const QStringList &arguments)
{
    if (arguments.size() != 1)
        return call.usage(u"review merge takes the pack that came back"_s);
    const Json args = Json::object({{"path", QFileInfo(arguments.first()).absoluteFilePath()}});
    return answer(call, DoorMode::Change, u"review.merge"_s, args, [&](const Json &result) {
        call.console().result(
            u"%1 decisions are taken in, %2 were here already"_s.arg(result.value("merged").toInt()).arg(result.value("already").toInt()));
        for (const Json &conflict : result.value("conflicts").items())
            call.console().result(u"conflict: %1: %2"_s.arg(conflict.value("context").toString(), conflict.value("why").toString()));
    });
}

int run(Call &call)
{
    const QStringList arguments = call.arguments();
    if (arguments.isEmpty())
        return list(call, {});
    static const QHash<QString, int (*)(Call &, const QStringList &)> actions{
        {u"list"_s, list},   {u"show"_s, show}, {u"claim"_s, claim}, {u"decide"_s, decideVerb}, {u"undo"_s, undo},
        {u"stats"_s, stats}, {u"pack"_s, pack}, {u"merge"_s, merge}, {u"examples"_s, examples}};
    if (const auto action = actions.value(arguments.first()))
        return action(call, arguments.sliced(1));
    const QString decision = arguments.size() == 2 ? decisionOf(arguments.at(1)) : QString();
    if (decision.isEmpty())
        return call.usage(u"review takes nothing, one of its actions, or a context's id and a decision; `millrace review --help` describes them"_s);
    return decide(call, arguments.first(), decision);
}

} // namespace

Verb reviewVerb()
{
    return {
        .name = u"review"_s,
        .summary = u"The queue of what waits for people: list, take, decide, undo"_s,
        .usage
        = u"[list | show ID | claim [ITEM…] | decide ID DECISION | undo [DECISION] | stats | examples | pack FILE | merge FILE | ID DECISION]"_s,
        .description
        = u"Contexts at a review step wait for a person. list shows them; claim takes the next ones, which are nobody else's for a while (--lease), "
          "or takes over the items named (--take-over). A decision is approve, reject, edit, escalate or skip; it is the port by which the context "
          "goes on, and stays in its history with the note and your name. --from runs a rejected one again from a node.\n\n"
          "undo takes your last decision back, again and again, or the one named. Where its document has gone on, a new one waits at the same review "
          "in its place, and what has gone out already is listed.\n\n"
          "stats shows what waits, who decided how much, and from which confidence on documents could pass without a person for the error wanted. "
          "examples prints the decisions with the documents before and after them, a JSON line each.\n\n"
          "pack writes a small workspace with the next items for another laptop; merge takes its decisions in when it comes back, each once, and "
          "names the conflicts."_s,
        .examples = {u"millrace review -w notes.millrace"_s, u"millrace review -w notes.millrace claim --order confidence --limit 20"_s,
                     u"millrace review -w notes.millrace decide note-7 reject --note 'the date is wrong' --from draft"_s,
                     u"millrace review -w notes.millrace stats --error 2"_s, u"millrace review -w notes.millrace pack train.millrace --limit 50"_s},
        .options
        = {QCommandLineOption(u"note"_s, u"Why; kept with the decision."_s, u"TEXT"_s),
           QCommandLineOption(u"from"_s, u"Run a rejected one again from this node."_s, u"NODE"_s),
           QCommandLineOption(u"answers"_s, u"The form's answers, a JSON object."_s, u"JSON"_s),
           QCommandLineOption(u"patch"_s, u"What is edited: an RFC 6902 patch of the data."_s, u"JSON"_s),
           QCommandLineOption(u"data"_s, u"The whole data in place of what is there, a JSON object."_s, u"JSON"_s),
           QCommandLineOption(u"key"_s, u"The decision's own key: sent twice, it is decided once."_s, u"KEY"_s),
           QCommandLineOption(u"pipeline"_s, u"Only of this pipeline."_s, u"ID"_s), QCommandLineOption(u"node"_s, u"Only of this node."_s, u"ID"_s),
           QCommandLineOption(u"label"_s, u"Only with this label."_s, u"LABEL"_s),
           QCommandLineOption(u"assignee"_s, u"Only assigned to this person: a name, me or nobody."_s, u"WHO"_s),
           QCommandLineOption(u"state"_s, u"list: open (the usual), decided, timed_out or withdrawn."_s, u"STATE"_s),
           QCommandLineOption(u"title"_s, u"Only with this in the title."_s, u"TEXT"_s),
           QCommandLineOption(u"order"_s, u"age (the usual), newest, confidence or confidence_down."_s, u"ORDER"_s),
           QCommandLineOption(u"limit"_s, u"At most so many."_s, u"N"_s),
           QCommandLineOption(u"lease"_s, u"claim: for so many seconds; 300 without it."_s, u"SECONDS"_s),
           QCommandLineOption(u"take-over"_s, u"claim: also what somebody else holds; that stays on record."_s),
           QCommandLineOption(u"error"_s, u"stats: the error wanted, in per cent; 2 without it."_s, u"PERCENT"_s)},
        .maxArguments = 1000,
        .run = run};
}

} // namespace Millrace::Cli
