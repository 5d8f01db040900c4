// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "selection.h"

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

int run(Call &call)
{
    const Result<Json> answer = call.once(DoorMode::Change, u"context.cancel"_s, Json::object({{"ids", Json::array(call.arguments())}}));
    if (!answer)
        return call.failed(answer.error());
    return reportSelection(call, *answer, "cancelled", u"%1 cancelled"_s);
}

} // namespace

Verb cancelVerb()
{
    return {.name = u"cancel"_s,
            .summary = u"Cancel contexts that are not done"_s,
            .usage = u"ID…"_s,
            .description = u"Cancels contexts in any state but completed and cancelled. That is final; their documents and history stay."_s,
            .examples = {u"millrace cancel -w notes.millrace ctx_123456"_s},
            .minArguments = 1,
            .run = run};
}

} // namespace Millrace::Cli
