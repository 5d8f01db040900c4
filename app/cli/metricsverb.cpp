// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metricsverb.h"

#include "call.h"
#include "sdk/clock.h"
#include "table.h"

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

int list(Call &call)
{
    const Result<Json> answer = call.once(DoorMode::View, u"metrics.list"_s, Json::object());
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson()) {
        call.printJson(*answer);
        return ExitDone;
    }
    Table table({{u"METRIC"_s}, {u"KIND"_s}, {u"UNIT"_s}, {u"SERIES"_s, Table::Align::Right}, {u"BY"_s}});
    for (const Json &metric : answer->value("metrics").items())
        table.addRow({Console::harmless(metric.value("name").toString()), metric.value("kind").toString(),
                      Console::harmless(metric.value("unit").toString()), QString::number(metric.value("series").toInt()),
                      Console::harmless(metric.value("labels").toStringList().join(u' '))});
    table.print(call.console());
    return ExitDone;
}

/// "status=failed" as {"status":"failed"}.
Result<Json> whereOf(const QStringList &texts)
{
    Json where = Json::object();
    for (const QString &text : texts) {
        const qsizetype at = text.indexOf(u'=');
        if (at < 1)
            return fail(ErrorCode::InvalidArgument, u"--where takes LABEL=VALUE, not \"%1\""_s.arg(text));
        where.insert(text.first(at).toUtf8(), text.sliced(at + 1));
    }
    return where;
}

int query(Call &call, const QString &metric)
{
    const Result<qint64> points = call.number(u"points"_s, 20, 1);
    const Result<Json> where = whereOf(call.values(u"where"_s));
    if (!points || !where)
        return call.usage(points ? where.error().text : points.error().text);
    Json args = Json::object({{"metric", metric}, {"points", *points}, {"where", *where}, {"by", Json::array(call.values(u"by"_s))}});
    for (const char *option : {"function", "from", "to"}) {
        if (call.isSet(QString::fromLatin1(option)))
            args.insert(option, call.value(QString::fromLatin1(option)));
    }
    const bool wantsCsv = call.isSet(u"csv"_s);
    const Result<Json> answer = call.once(DoorMode::View, wantsCsv ? u"metrics.export"_s : u"metrics.query"_s, args);
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson()) {
        call.printJson(*answer);
        return ExitDone;
    }
    if (wantsCsv) {
        call.console().result(answer->value("text").toString().trimmed());
        return ExitDone;
    }
    const qint64 step = answer->value("step").toInt();
    for (const Json &series : answer->value("series").items()) {
        QString name;
        for (const JsonMember &label : series.value("labels").members())
            name += QString::fromUtf8(label.key) + u'=' + label.value.toString() + u' ';
        if (!name.isEmpty())
            call.console().result(Console::harmless(name.trimmed()));
        Table table({{u"FROM"_s}, {answer->value("unit").toString(u"value"_s), Table::Align::Right}});
        qint64 at = series.value("t0").toInt();
        for (const Json &value : series.value("values").items()) {
            table.addRow({isoSeconds(at * 1'000'000), value.isNull() ? u"-"_s : QString::number(value.toDouble(), 'g', 6)});
            at += step;
        }
        table.print(call.console());
    }
    return ExitDone;
}

int runMetrics(Call &call)
{
    const QStringList arguments = call.arguments();
    const QString action = arguments.value(0, u"list"_s);
    if (action == "list"_L1 && arguments.size() <= 1)
        return list(call);
    if (action == "query"_L1 && arguments.size() == 2)
        return query(call, arguments.at(1));
    if (action == "prometheus"_L1 && arguments.size() == 1) {
        const Result<Json> answer = call.once(DoorMode::View, u"metrics.exposition"_s, Json::object());
        if (!answer)
            return call.failed(answer.error());
        call.console().result(answer->value("text").toString().trimmed());
        return ExitDone;
    }
    return call.usage(u"metrics takes nothing or list, query and a metric, or prometheus"_s);
}

int runHealth(Call &call)
{
    const Result<Json> answer = call.once(DoorMode::Either, u"health.get"_s, Json::object());
    if (!answer)
        return call.failed(answer.error());
    const QString status = answer->value("status").toString();
    if (call.wantsJson()) {
        call.printJson(*answer);
    } else {
        Table table({{u"WHAT"_s}, {u"STATUS"_s}, {u"SINCE"_s}, {u"REASON"_s}});
        for (const Json &node : answer->value("nodes").items()) {
            table.addRow({node.value("title").toString(), node.value("status").toString(), node.value("since").toString(),
                          Console::harmless(node.value("reason").toString())});
            for (const Json &part : node.value("children").items())
                table.addRow({u"  "_s + Console::harmless(part.value("title").toString()), part.value("status").toString(),
                              part.value("since").toString(), Console::harmless(part.value("reason").toString())});
        }
        table.print(call.console());
        call.console().result(status);
    }
    return status == "healthy"_L1 ? ExitDone : ExitSomeFailed;
}

int runAlerts(Call &call)
{
    const QStringList arguments = call.arguments();
    const QString action = arguments.value(0, u"list"_s);
    if (action == "acknowledge"_L1) {
        Json ids = Json::array();
        for (const QString &id : arguments.sliced(1)) {
            bool isNumber = false;
            ids.append(Json(id.toLongLong(&isNumber)));
            if (!isNumber)
                return call.usage(u"\"%1\" is no number of an alert; `millrace alerts` shows them"_s.arg(id));
        }
        Json args = ids.isEmpty() ? Json::object({{"all", true}}) : Json::object({{"ids", ids}});
        if (call.isSet(u"note"_s))
            args.insert("note", call.value(u"note"_s));
        const Result<Json> answer = call.once(DoorMode::Change, u"alert.acknowledge"_s, args);
        if (!answer)
            return call.failed(answer.error());
        call.console().result(u"%1 acknowledged"_s.arg(answer->value("acknowledged").toInt()));
        return ExitDone;
    }
    if (action != "list"_L1 || arguments.size() > 1)
        return call.usage(u"alerts takes nothing or list, or acknowledge and numbers"_s);
    const Result<Json> answer = call.once(DoorMode::View, u"alert.list"_s, Json::object({{"open", !call.isSet(u"all"_s)}}));
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson()) {
        call.printJson(*answer);
        return ExitDone;
    }
    Table table({{u"ID"_s, Table::Align::Right}, {u"STATE"_s}, {u"SEVERITY"_s}, {u"SINCE"_s}, {u"TEXT"_s}});
    for (const Json &alert : answer->value("alerts").items())
        table.addRow({QString::number(alert.value("id").toInt()), alert.value("state").toString(), alert.value("severity").toString(),
                      alert.value("since").toString(), Console::harmless(alert.value("text").toString())});
    table.print(call.console());
    return ExitDone;
}

} // namespace

Verb metricsVerb()
{
    return {.name = u"metrics"_s,
            .summary = u"List what is measured; ask for its curves"_s,
            .usage = u"[list | query METRIC | prometheus]"_s,
            .description
            = u"Every workspace measures itself: steps, queues, commits, models, caches, the machine. Without arguments it lists the metrics.\n\n"
              "query prints what one of them was over time. prometheus prints everything that a running workspace has counted, as Prometheus "
              "reads it."_s,
            .examples = {u"millrace metrics -w notes.millrace"_s,
                         u"millrace metrics -w notes.millrace query millrace_step_duration_seconds --function p95 --by node --from -6h"_s},
            .options
            = {QCommandLineOption(u"function"_s, u"query: rate, increase, avg, min, max, last, p50, p90, p95, p99; avg without it."_s, u"NAME"_s),
               QCommandLineOption(u"from"_s, u"query: -6h, start, or a time; -1h without it."_s, u"TIME"_s),
               QCommandLineOption(u"to"_s, u"query: now without it."_s, u"TIME"_s),
               QCommandLineOption(u"by"_s, u"query: a label whose values stay apart; may be given again."_s, u"LABEL"_s),
               QCommandLineOption(u"where"_s, u"query: only series of this label and value; may be given again."_s, u"LABEL=VALUE"_s),
               QCommandLineOption(u"points"_s, u"query: at most so many; 20 without it."_s, u"N"_s),
               QCommandLineOption(u"csv"_s, u"query: print a table of values separated by commas."_s)},
            .maxArguments = 2,
            .run = runMetrics};
}

Verb healthVerb()
{
    return {.name = u"health"_s,
            .summary = u"See whether all that a workspace needs is well"_s,
            .description
            = u"Engine, store, disk, sources, model providers and plugins: how each is, since when, and why. The last line, and the exit code, "
              "are of the worst of them: 0 where all is well, else 1."_s,
            .examples = {u"millrace health -w notes.millrace"_s},
            .maxArguments = 0,
            .run = runHealth};
}

Verb alertsVerb()
{
    return {.name = u"alerts"_s,
            .summary = u"List alerts; acknowledge them"_s,
            .usage = u"[list | acknowledge [ID…]]"_s,
            .description = u"What fires, and what has fired and nobody has acknowledged. acknowledge takes numbers; without any, it means all."_s,
            .examples = {u"millrace alerts -w notes.millrace"_s, u"millrace alerts -w notes.millrace acknowledge 3 --note \"more room\""_s},
            .options = {QCommandLineOption(u"all"_s, u"list: everything that ever fired."_s),
                        QCommandLineOption(u"note"_s, u"acknowledge: what was found, or done."_s, u"TEXT"_s)},
            .maxArguments = 1000,
            .run = runAlerts};
}

} // namespace Millrace::Cli
