// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "submission.h"
#include "working.h"

#include "pipeline/records.h"

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

int run(Call &call)
{
    const Result<qint64> wait = call.number(u"wait"_s, kUsualWaitSeconds);
    if (!wait)
        return call.failed(wait.error());
    Result<std::unique_ptr<Door>> door = call.open(DoorMode::Work);
    if (!door)
        return call.failed(door.error());
    const Result<Submission> submission = submitInputs(call, **door);
    if (!submission)
        return call.failed(submission.error());
    Json stats = StatusCounts().toJson();
    if (!submission->run.isEmpty()) {
        const Result<Json> done = workUntilDone(call, *door, submission->run, *wait);
        if (!done)
            return call.failed(done.error());
        stats = *done;
    }
    if (call.wantsJson()) {
        call.printJson(stats);
    } else {
        call.console().result(sumsLine(stats));
        if (submission->refused > 0)
            call.console().result(u"%1 not taken in"_s.arg(submission->refused));
    }
    const qint64 notDone = stats.value("failed").toInt() + stats.value("quarantined").toInt() + stats.value("retrying").toInt();
    if (notDone > 0 && !call.wantsJson())
        call.console().note(u"`millrace list --run %1` shows which"_s.arg(submission->run));
    return notDone + submission->refused > 0 ? ExitSomeFailed : ExitDone;
}

} // namespace

Verb runVerb()
{
    return {.name = u"run"_s,
            .summary = u"Queue documents and work until they are done"_s,
            .usage = u"PIPELINE INPUT…"_s,
            .description = u"`submit` and `work` in one. PIPELINE and INPUT are those of `submit`. Ends when nothing is ready, or due for a "
                           "retry within --wait.\n\n"
                           "With --json, stdout is one object: how many contexts of this run are in which state. Their sum is "
                           "\"submitted\". The exit code is 1 where some failed, wait in quarantine or for a later retry, or were refused."_s,
            .examples = {u"millrace run -w notes.millrace article request.json"_s, u"millrace run -w notes.millrace article --json texts/"_s},
            .options = submissionOptions() + workingOptions(),
            .minArguments = 2,
            .run = run};
}

} // namespace Millrace::Cli
