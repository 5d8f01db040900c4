// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"
#include "table.h"

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

/// The first sentence of a reason, which is an error or a list of findings.
QString reasonText(const Json &reason)
{
    if (reason.isArray() && !reason.isEmpty()) {
        const QString more = reason.size() > 1 ? u" (and %1 more)"_s.arg(reason.size() - 1) : QString();
        return reason.at(0).value("message").toString() + more;
    }
    return reason.isString() ? reason.toString() : reason.value("text").toString();
}

QString durationText(const Json &milliseconds)
{
    return milliseconds.isNumber() ? QString::number(milliseconds.toDouble(), 'f', 1) + u" ms"_s : QString();
}

int run(Call &call)
{
    const Result<Json> answer = call.once(DoorMode::View, u"context.history"_s, Json::object({{"id", call.arguments().first()}}));
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson()) {
        call.printJson(*answer);
        return ExitDone;
    }
    using enum Table::Align;
    Table table({{u"SEQ"_s, Right},
                 {u"AT"_s},
                 {u"FROM"_s},
                 {u"TO"_s},
                 {u"NODE"_s},
                 {u"VISIT"_s, Right},
                 {u"TRY"_s, Right},
                 {u"TOOK"_s, Right},
                 {u"EDITS"_s, Right},
                 {u"ACTOR"_s},
                 {u"REASON"_s}});
    for (const Json &row : answer->value("transitions").items()) {
        const Json &actor = row.contains("actor_name") ? row.value("actor_name") : row.value("actor");
        table.addRow({QString::number(row.value("seq").toInt()), row.value("at").toString(), row.value("from").toString(), row.value("to").toString(),
                      row.value("node").toString(), QString::number(row.value("visit").toInt()), QString::number(row.value("attempt").toInt()),
                      durationText(row.value("duration_ms")), row.value("edit").isArray() ? QString::number(row.value("edit").size()) : QString(),
                      actor.toString(), reasonText(row.value("reason"))});
    }
    table.print(call.console());
    return ExitDone;
}

} // namespace

Verb historyVerb()
{
    return {.name = u"history"_s,
            .summary = u"Show every change of a context's state"_s,
            .usage = u"ID"_s,
            .description
            = u"Shows the recorded transitions in order: each step has a row for its start and one for its end. With --json they carry the "
              "edits too (RFC 6902)."_s,
            .examples = {u"millrace history -w notes.millrace ctx_123456"_s},
            .minArguments = 1,
            .maxArguments = 1,
            .run = run};
}

} // namespace Millrace::Cli
