// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"
#include "table.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

int run(Call &call)
{
    Json args = Json::object({{"focus", call.arguments().first()}, {"direction", call.isSet(u"up"_s) ? "up" : "down"}});
    if (call.isSet(u"kind"_s))
        args.insert("kinds", Json::array(call.values(u"kind"_s)));
    if (call.isSet(u"output"_s)) {
        const QString path = QFileInfo(call.value(u"output"_s)).absoluteFilePath();
        args.insert("path", path);
        args.insert("format", path.endsWith(".json"_L1) ? "json" : "csv");
        const Result<Json> made = call.once(DoorMode::View, u"lineage.export_impact"_s, args);
        if (!made)
            return call.failed(made.error());
        if (call.wantsJson())
            call.printJson(*made);
        else
            call.console().result(u"%1 rows in %2"_s.arg(made->value("rows").toInt()).arg(path));
        return ExitDone;
    }
    const Result<qint64> limit = call.number(u"limit"_s, 200, 1);
    if (!limit)
        return call.usage(limit.error().text);
    args.insert("limit", *limit);
    const Result<Json> answer = call.once(DoorMode::View, u"lineage.impact"_s, args);
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson()) {
        call.printJson(*answer);
        return ExitDone;
    }
    Table table({{u"DEPTH"_s, Table::Align::Right}, {u"KIND"_s}, {u"STATUS"_s}, {u"BY"_s}, {u"TITLE"_s}, {u"NODE"_s}});
    for (const Json &item : answer->value("items").items())
        table.addRow({QString::number(item.value("depth").toInt()), item.value("kind").toString(), item.value("status").toString(),
                      item.value("relation").toString(), Console::harmless(item.value("title").toString().left(60)), item.value("id").toString()});
    table.print(call.console());
    const qint64 total = answer->value("total").toInt();
    if (total > answer->value("items").size())
        call.console().note(u"%1 of %2%3; -o writes them all"_s.arg(answer->value("items").size())
                                .arg(total)
                                .arg(answer->value("total_is_least").toBool() ? u" or more"_s : QString()));
    return ExitDone;
}

} // namespace

Verb impactVerb()
{
    return {.name = u"impact"_s,
            .summary = u"List everything that something had a part in"_s,
            .usage = u"FOCUS"_s,
            .description
            = u"Everything that came of a context, document, template version or model, nearest first: contexts, reviews, what left the workspace. "
              "FOCUS is as for `millrace lineage`. With --up everything that it came from. -o writes the whole list, CSV, or JSON where the "
              "name says so."_s,
            .examples = {u"millrace impact -w notes.millrace template:tmpl_article_technical@1 -o affected.csv"_s},
            .options = {QCommandLineOption(u"up"_s, u"What it came from instead."_s),
                        QCommandLineOption(u"kind"_s, u"Only this kind; may be given again."_s, u"KIND"_s),
                        QCommandLineOption(u"limit"_s, u"Most to list; 200 by default."_s, u"N"_s),
                        QCommandLineOption({u"o"_s, u"output"_s}, u"Write all of it to this file."_s, u"FILE"_s)},
            .minArguments = 1,
            .maxArguments = 1,
            .run = run};
}

} // namespace Millrace::Cli
