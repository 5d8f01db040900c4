// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"
#include "working.h"

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

constexpr int kUsualScanSeconds = 60; ///< files that change for longer are left for another time

int run(Call &call)
{
    const Result<qint64> wait = call.number(u"wait"_s, kUsualWaitSeconds);
    if (!wait)
        return call.failed(wait.error());
    Result<std::unique_ptr<Door>> door = call.open(DoorMode::Work);
    if (!door)
        return call.failed(door.error());
    // What has come to rest in watched folders is work too; an owner that watches them does so without being asked.
    if (!(*door)->isRemote()) {
        const Result<Json> looked = call.execute(**door, u"source.scan"_s, Json::object({{"wait_s", kUsualScanSeconds}}));
        if (!looked)
            return call.failed(looked.error());
    }
    const Result<Json> stats = workUntilDone(call, *door, QString(), *wait);
    if (!stats)
        return call.failed(stats.error());
    if (call.wantsJson())
        call.printJson(*stats);
    else
        call.console().result(sumsLine(*stats));
    if (const qint64 retrying = stats->value("retrying").toInt(); retrying > 0)
        call.console().note(u"%1 for a retry that is due later; `millrace work` waits longer with --wait"_s.arg(
            retrying == 1 ? u"1 waits"_s : u"%1 wait"_s.arg(retrying)));
    return ExitDone;
}

} // namespace

Verb workVerb()
{
    return {.name = u"work"_s,
            .summary = u"Work until nothing is ready"_s,
            .usage = {},
            .description = u"Runs the engine until nothing is ready, or due for a retry within --wait, and exits 0. What failed stays in the "
                           "workspace: `millrace list --status failed` shows it. What has come to rest in watched folders is taken in first.\n\n"
                           "Ctrl+C stops after the commit in hand (exit code 130); the next `work` goes on from there. Where another "
                           "process has the workspace open, that one works, and this one waits for it."_s,
            .examples = {u"millrace work -w notes.millrace"_s, u"millrace work -w notes.millrace --wait 600 --json"_s},
            .options = workingOptions(),
            .maxArguments = 0,
            .run = run};
}

} // namespace Millrace::Cli
