// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

QString problemText(const Json &problem)
{
    return problem.isString() ? problem.toString() : problem.value("text").toString();
}

int run(Call &call)
{
    Result<Json> answer = call.once(DoorMode::View, u"workspace.check"_s, Json::object());
    // A file too damaged to be opened is a finding, not a failure to look.
    if (!answer && answer.error().code == ErrorCode::WorkspaceDamaged)
        answer = Json::object({{"ok", false}, {"problems", Json::array({answer.error().toJson()})}});
    if (!answer)
        return call.failed(answer.error());
    const bool sound = answer->value("ok").toBool();
    if (call.wantsJson()) {
        call.printJson(*answer);
    } else if (sound) {
        call.console().result(u"sound: %1 contexts, %2 transitions, no gap and no damage"_s.arg(answer->value("contexts").toInt())
                                  .arg(answer->value("transitions").toInt()));
    } else {
        for (const Json &problem : answer->value("problems").items())
            call.console().result(Console::harmless(problemText(problem)));
    }
    return sound ? ExitDone : ExitSomeFailed;
}

} // namespace

Verb checkVerb()
{
    return {.name = u"check"_s,
            .summary = u"Check the workspace file for damage and gaps"_s,
            .usage = {},
            .description
            = u"Reads the whole file: the database's own structure, the hash of every edit, keyframe and blob, and that every history is without a "
              "gap and leads to the document that is there. Changes nothing. The exit code is 1 where something is wrong."_s,
            .examples = {u"millrace check -w notes.millrace"_s},
            .maxArguments = 0,
            .run = run};
}

} // namespace Millrace::Cli
