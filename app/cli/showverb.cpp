// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"
#include "table.h"

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

/// Head lines, then the text that the pipeline made, or the data where there is none yet.
void printForPeople(Console &console, const Json &document)
{
    Table head({{document.value("id").toString()}, {document.value("data").value("title").toString()}});
    head.addRow({u"status"_s, document.value("status").toString()});
    head.addRow({u"type"_s, document.value("type").toString()});
    head.addRow(
        {u"pipeline"_s,
         document.value("pipeline").isArray() ? document.value("pipeline").toStringList().join(u", "_s) : document.value("pipeline").toString()});
    const Json &processing = document.value("processing");
    if (processing.isObject())
        head.addRow({u"done"_s, processing.value("completed_components").toStringList().join(u", "_s)});
    if (processing.contains("duration_ms"))
        head.addRow({u"took"_s, u"%1 ms"_s.arg(processing.value("duration_ms").toInt())});
    if (document.value("data").contains("model_used"))
        head.addRow({u"model"_s, document.value("data").value("model_used").toString()});
    head.addRow({u"created"_s, document.value("created_at").toString()});
    head.addRow({u"updated"_s, document.value("updated_at").toString()});
    head.print(console);
    console.result({});

    const Json &formatted = document.value("data").value("formatted_content");
    if (formatted.value("content").isString()) {
        for (const QString &line : formatted.value("content").toString().split(u'\n'))
            console.result(Console::harmless(line));
    } else {
        console.write(document.value("data").toBytes(Json::Format::Pretty) + '\n');
    }
}

int run(Call &call)
{
    Json args = Json::object({{"id", call.arguments().first()}});
    const Result<qint64> step = call.number(u"step"_s, -1, 0);
    if (!step)
        return call.failed(step.error());
    if (*step >= 0)
        args.insert("step", *step);
    const Result<Json> document = call.once(DoorMode::View, u"context.get"_s, args);
    if (!document)
        return call.failed(document.error());
    if (call.wantsJson())
        call.printJson(*document);
    else
        printForPeople(call.console(), *document);
    return ExitDone;
}

} // namespace

Verb showVerb()
{
    return {.name = u"show"_s,
            .summary = u"Show a context's document, now or after any step"_s,
            .usage = u"ID"_s,
            .description
            = u"Shows a context. With --json it prints the document itself, byte for byte as the workspace keeps it; else a summary and the "
              "text that the pipeline made.\n\n"
              "--step N shows it as it was after N finished steps: 0 as submitted."_s,
            .examples = {u"millrace show -w notes.millrace ctx_123456"_s, u"millrace show -w notes.millrace ctx_123456 --step 1 --json"_s},
            .options = {QCommandLineOption(u"step"_s, u"After so many finished steps; 0 is as submitted."_s, u"N"_s)},
            .minArguments = 1,
            .maxArguments = 1,
            .run = run};
}

} // namespace Millrace::Cli
