// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "exporting.h"

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

Result<Json> filterOf(const Call &call)
{
    Json filter = Json::object();
    for (const QString &option : {u"status"_s, u"pipeline"_s, u"run"_s}) {
        if (call.isSet(option))
            filter.insert(option, call.value(option));
    }
    if (!filter.isEmpty() && !call.arguments().isEmpty())
        return fail(ErrorCode::InvalidArgument, u"export takes ids or filters, not both"_s);
    return filter;
}

int run(Call &call)
{
    const std::optional<ExportFormat> format = exportFormat(call.isSet(u"format"_s) ? call.value(u"format"_s) : u"jsonl"_s);
    if (!format)
        return call.usage(u"--format is one of jsonl, json, markdown and html"_s);
    if (needsFolder(*format) && !call.isSet(u"out"_s))
        return call.usage(u"--format %1 writes one file per context: --out names the folder"_s.arg(call.value(u"format"_s)));
    const Result<Json> filter = filterOf(call);
    if (!filter)
        return call.failed(filter.error());

    const Result<std::unique_ptr<Door>> door = call.open(DoorMode::View);
    if (!door)
        return call.failed(door.error());
    const std::unique_ptr<DocumentSink> sink = makeSink(*format, call.value(u"out"_s), call.console());
    const Result<ExportSums> sums = exportDocuments(call, **door, *filter, call.arguments(), *sink);
    if (!sums)
        return call.failed(sums.error());
    if (call.wantsJson() && call.isSet(u"out"_s)) {
        call.printJson(
            Json::object({{"exported", sums->exported}, {"without_text", sums->without}, {"unknown", sums->unknown}, {"damaged", sums->damaged}}));
    } else if (call.isSet(u"out"_s)) {
        call.console().result(u"%1 exported to %2"_s.arg(sums->exported).arg(call.value(u"out"_s)));
        if (sums->without > 0)
            call.console().note(u"%1 left out: no %2 text in them"_s.arg(sums->without).arg(call.value(u"format"_s)));
    }
    if (sums->damaged > 0)
        call.console().note(u"%1 left out: damaged; `millrace check` says where"_s.arg(sums->damaged));
    return sums->unknown > 0 || sums->damaged > 0 ? ExitSomeFailed : ExitDone;
}

} // namespace

Verb exportVerb()
{
    return {.name = u"export"_s,
            .summary = u"Write documents or their finished texts to files"_s,
            .usage = u"[ID…]"_s,
            .description
            = u"Writes contexts as documents: JSON Lines (one a line; `millrace submit` reads them back) or one JSON array, to stdout or --out. "
              "With --format markdown or html, --out is a folder, and every context with a finished text becomes a file in it; "
              "a text of the other format is converted, unless somebody has changed it since."_s,
            .examples = {u"millrace export -w notes.millrace > all.jsonl"_s,
                         u"millrace export -w notes.millrace --status completed --format markdown --out articles"_s},
            .options = {QCommandLineOption(u"format"_s, u"jsonl (where not given), json, markdown or html."_s, u"FORMAT"_s),
                        QCommandLineOption(u"out"_s, u"The file, or the folder for markdown and html."_s, u"PATH"_s),
                        QCommandLineOption(u"status"_s, u"Only contexts in this state."_s, u"STATUS"_s),
                        QCommandLineOption(u"pipeline"_s, u"Only those of this pipeline (its id)."_s, u"ID"_s),
                        QCommandLineOption(u"run"_s, u"Only those of this run."_s, u"ID"_s)},
            .run = run};
}

} // namespace Millrace::Cli
