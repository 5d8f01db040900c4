// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "selection.h"

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

int run(Call &call)
{
    const bool byStatus = call.isSet(u"status"_s);
    if (byStatus == !call.arguments().isEmpty())
        return call.usage(u"retry needs either ids or --status"_s);
    const Json args = byStatus ? Json::object({{"status", call.value(u"status"_s)}}) : Json::object({{"ids", Json::array(call.arguments())}});
    const Result<std::unique_ptr<Door>> door = call.open(DoorMode::Change);
    if (!door)
        return call.failed(door.error());
    // A call takes a bounded number, so that no commit grows without limit.
    Json sum = Json::object({{"retried", 0}, {"refused", Json::array()}});
    for (bool more = true; more;) {
        const Result<Json> answer = call.execute(**door, u"context.retry"_s, args);
        if (!answer)
            return call.failed(answer.error());
        sum.insert("retried", sum.value("retried").toInt() + answer->value("retried").toInt());
        sum.insert("refused", answer->value("refused"));
        more = answer->value("more").toBool() && answer->value("retried").toInt() > 0;
    }
    return reportSelection(call, sum, "retried", u"%1 set to try again"_s);
}

} // namespace

Verb retryVerb()
{
    return {.name = u"retry"_s,
            .summary = u"Try failed or quarantined contexts again"_s,
            .usage = u"ID… | --status STATUS"_s,
            .description
            = u"Sets contexts that failed or wait in quarantine to be tried again, from the step that failed. `millrace work` then does it."_s,
            .examples = {u"millrace retry -w notes.millrace ctx_123456"_s, u"millrace retry -w notes.millrace --status failed"_s},
            .options = {QCommandLineOption(u"status"_s, u"All in this state: failed or quarantined."_s, u"STATUS"_s)},
            .run = run};
}

} // namespace Millrace::Cli
