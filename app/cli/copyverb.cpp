// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

int run(Call &call)
{
    const QString target = QDir::current().absoluteFilePath(call.arguments().first());
    const Result<Json> answer = call.once(DoorMode::Either, u"workspace.copy"_s, Json::object({{"path", target}}));
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson())
        call.printJson(*answer);
    else
        call.console().result(u"copied to %1"_s.arg(target));
    return ExitDone;
}

} // namespace

Verb copyVerb()
{
    return {.name = u"copy"_s,
            .summary = u"Save a consistent copy of the workspace, also while it is in use"_s,
            .usage = u"TARGET"_s,
            .description
            = u"Saves a copy of the workspace that is consistent, also while another process works in it. A file at TARGET is left alone."_s,
            .examples = {u"millrace copy -w notes.millrace backup.millrace"_s},
            .minArguments = 1,
            .maxArguments = 1,
            .run = run};
}

} // namespace Millrace::Cli
