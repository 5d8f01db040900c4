// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"
#include "table.h"

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

QString oneLine(const QString &text, qsizetype most)
{
    const QString line = text.simplified();
    return Console::harmless(line.size() > most ? line.left(most - 1) + u'…' : line);
}

void printGraph(Console &console, const Json &graph)
{
    QHash<QString, QString> names;
    Table nodes({{u"HOP"_s, Table::Align::Right}, {u"KIND"_s}, {u"STATUS"_s}, {u"TITLE"_s}, {u"NODE"_s}});
    for (const Json &node : graph.value("nodes").items()) {
        names.insert(node.value("id").toString(), node.value("title").toString());
        nodes.addRow({QString::number(node.value("hop").toInt()), node.value("kind").toString(), node.value("status").toString(),
                      oneLine(node.value("title").toString(), 48), node.value("id").toString()});
    }
    nodes.print(console);
    console.result({});
    Table edges({{u"FROM"_s}, {u"TO"_s}, {u"BY"_s}, {u"KIND"_s}, {u"STEP"_s}});
    for (const Json &edge : graph.value("edges").items()) {
        const QString node = edge.value("node").toString();
        edges.addRow({oneLine(names.value(edge.value("from").toString()), 36), oneLine(names.value(edge.value("to").toString()), 36),
                      edge.value("relation").toString(), edge.value("kind").toString(),
                      node.isEmpty()
                          ? QString()
                          : u"%1 (%2 %3)"_s.arg(node, edge.value("component").toString(),
                                                edge.value("component_version").isNumber() ? QString::number(edge.value("component_version").toInt())
                                                                                           : u"?"_s)});
    }
    edges.print(console);
}

void printChain(Console &console, const Json &chain)
{
    Table table({{u"WHAT"_s}, {u"STEP"_s}, {u"FIELD"_s}, {u"KIND"_s}, {u"TEXT"_s}});
    for (const Json &link : chain.items()) {
        const QString component = link.value("component").toString();
        table.addRow({link.value("what").toString(), component.isEmpty() ? QString() : u"%1 (%2)"_s.arg(link.value("node_id").toString(), component),
                      link.value("field").toString(), link.value("kind").toString(),
                      oneLine(link.value("text").toString().isEmpty() ? link.value("title").toString() : link.value("text").toString(), 72)});
    }
    table.print(console);
}

void printSpans(Console &console, const Json &spans)
{
    Table table({{u"BYTES"_s}, {u"ENDS AT"_s}, {u"PLACE"_s}, {u"EXACT"_s}, {u"TEXT"_s}});
    for (const Json &span : spans.items()) {
        const Json &place = span.value("place");
        table.addRow({u"%1-%2"_s.arg(span.value("from").toInt()).arg(span.value("to").toInt()), span.value("ends").toString(),
                      u"%1@%2#%3 %4-%5"_s.arg(place.value("context").toString())
                          .arg(place.value("step").toInt())
                          .arg(place.value("field").toString())
                          .arg(place.value("from").toInt())
                          .arg(place.value("to").toInt()),
                      span.value("exact").toBool() ? u"yes"_s : u"no"_s, oneLine(place.value("text").toString(), 60)});
    }
    table.print(console);
}

/// "120-260" of --bytes.
std::optional<std::pair<qint64, qint64>> rangeOf(const QString &text)
{
    bool isFrom = false;
    bool isTo = false;
    const qint64 from = text.section(u'-', 0, 0).toLongLong(&isFrom);
    const qint64 to = text.section(u'-', 1).toLongLong(&isTo);
    return isFrom && isTo && from <= to ? std::optional(std::pair{from, to}) : std::nullopt;
}

int runField(Call &call)
{
    Json args = Json::object({{"id", call.arguments().first()}, {"field", call.value(u"field"_s)}});
    const Result<qint64> step = call.number(u"step"_s, -1);
    if (!step)
        return call.usage(step.error().text);
    if (*step >= 0)
        args.insert("step", *step);
    const bool hasRange = call.isSet(u"bytes"_s);
    if (hasRange) {
        const auto range = rangeOf(call.value(u"bytes"_s));
        if (!range)
            return call.usage(u"--bytes wants FROM-TO"_s);
        args.insert("from", range->first);
        args.insert("to", range->second);
    }
    const QString command = !hasRange ? u"lineage.field"_s : call.isSet(u"down"_s) ? u"lineage.result_of"_s : u"lineage.source_of"_s;
    const Result<Json> answer = call.once(DoorMode::View, command, args);
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson())
        call.printJson(*answer);
    else if (hasRange)
        printSpans(call.console(), answer->value("spans"));
    else
        printChain(call.console(), answer->value("chain"));
    return ExitDone;
}

int run(Call &call)
{
    if (call.isSet(u"field"_s))
        return runField(call);
    const Result<qint64> hops = call.number(u"hops"_s, 1);
    if (!hops)
        return call.usage(hops.error().text);
    Json args = Json::object({{"focus", call.arguments().first()}, {"hops", *hops}});
    if (call.isSet(u"up"_s) != call.isSet(u"down"_s))
        args.insert("direction", call.isSet(u"up"_s) ? "up" : "down");
    if (call.isSet(u"as-of"_s))
        args.insert("as_of", call.value(u"as-of"_s));
    if (call.isSet(u"fields"_s))
        args.insert("level", "field");
    const Result<Json> graph = call.once(DoorMode::View, u"lineage.graph"_s, args);
    if (!graph)
        return call.failed(graph.error());
    if (call.wantsJson())
        call.printJson(*graph);
    else
        printGraph(call.console(), *graph);
    return ExitDone;
}

} // namespace

Verb lineageVerb()
{
    return {
        .name = u"lineage"_s,
        .summary = u"See where something came from and what became of it"_s,
        .usage = u"FOCUS"_s,
        .description
        = u"FOCUS is a context or a document by its id, or what the list below calls a node: template:ID@1, model:PROVIDER/MODEL, review:ID, "
          u"output:1. "
          "Shows what it came from (--up), what became of it (--down), or both, so many hops away.\n\n"
          "--field follows one field of a context: the document it began in, template, prompt and model, every step that moved the text, people's "
          "edits. With --bytes it tells where exactly these bytes came from or, with --down, where they are now."_s,
        .examples = {u"millrace lineage -w notes.millrace ctx_123456 --hops 2"_s,
                     u"millrace lineage -w notes.millrace ctx_123456 --field /formatted_content/content --bytes 120-260"_s},
        .options = {QCommandLineOption(u"up"_s, u"Only what it came from."_s), QCommandLineOption(u"down"_s, u"Only what became of it."_s),
                    QCommandLineOption(u"hops"_s, u"How far; 1 by default."_s, u"N"_s),
                    QCommandLineOption(u"fields"_s, u"The fields of a context, not whole things."_s),
                    QCommandLineOption(u"as-of"_s, u"As it was then, ISO 8601."_s, u"TIME"_s),
                    QCommandLineOption(u"field"_s, u"One field: \"/formatted_content/content\"."_s, u"POINTER"_s),
                    QCommandLineOption(u"bytes"_s, u"Only these bytes of the field."_s, u"FROM-TO"_s),
                    QCommandLineOption(u"step"_s, u"The field as it was after so many finished steps."_s, u"N"_s)},
        .minArguments = 1,
        .maxArguments = 1,
        .run = run};
}

} // namespace Millrace::Cli
