// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"
#include "table.h"

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

int run(Call &call)
{
    Json args = Json::object();
    if (call.isSet(u"run"_s))
        args.insert("run", call.value(u"run"_s));
    if (call.isSet(u"pipeline"_s))
        args.insert("pipeline", call.value(u"pipeline"_s));
    const Result<Json> stats = call.once(DoorMode::View, u"stats"_s, args);
    if (!stats)
        return call.failed(stats.error());
    if (call.wantsJson()) {
        call.printJson(*stats);
        return ExitDone;
    }
    Table table({{u"STATE"_s}, {u"CONTEXTS"_s, Table::Align::Right}});
    const auto add = [&table](const Json &counts, const QString &sum) {
        for (const JsonMember &member : counts.members()) {
            if (member.key != "submitted" && member.value.isNumber())
                table.addRow({QString::fromUtf8(member.key), QString::number(member.value.toInt())});
        }
        table.addRow({sum, QString::number(counts.value("submitted").toInt())});
    };
    add(*stats, u"= submitted"_s);
    if (const Json children = stats->value("children"); children.isObject()) {
        table.addRow({QString(), QString()});
        add(children, u"= children"_s);
    }
    table.print(call.console());
    return ExitDone;
}

} // namespace

Verb statsVerb()
{
    return {.name = u"stats"_s,
            .summary = u"Count contexts by state"_s,
            .usage = {},
            .description
            = u"Counts contexts by state, in the whole workspace or one run. Their sum is always the number submitted. Children that steps made are "
              "counted apart."_s,
            .examples = {u"millrace stats -w notes.millrace"_s, u"millrace stats -w notes.millrace --json"_s},
            .options = {QCommandLineOption(u"run"_s, u"Only this run."_s, u"ID"_s),
                        QCommandLineOption(u"pipeline"_s, u"Only this pipeline, all its versions."_s, u"ID"_s)},
            .maxArguments = 0,
            .run = run};
}

} // namespace Millrace::Cli
