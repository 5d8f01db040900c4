// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"
#include "working.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

int run(Call &call)
{
    const bool example = call.isSet(u"example"_s);
    Result<std::unique_ptr<Door>> door = call.open(example ? DoorMode::Work : DoorMode::Change, true);
    if (!door)
        return call.failed(door.error());
    Json result = Json::object({{"workspace", call.workspacePath()}});
    if (example) {
        const Result<Json> created = call.execute(**door, u"example.create"_s, Json::object());
        if (!created)
            return call.failed(created.error());
        const Result<Json> stats = workUntilDone(call, *door, QString(), kUsualWaitSeconds);
        if (!stats)
            return call.failed(stats.error());
        result.insert("stats", *stats);
    }
    if (call.wantsJson()) {
        call.printJson(result);
        return ExitDone;
    }
    call.console().result(u"made %1"_s.arg(call.workspacePath()));
    if (example)
        call.console().result(u"with an example: "_s + sumsLine(result.value("stats")));
    return ExitDone;
}

} // namespace

Verb initVerb()
{
    return {.name = u"init"_s,
            .summary = u"Make a workspace file"_s,
            .usage = {},
            .description = u"Makes a new workspace with the pipeline \"article\" and the content templates in it. A file that is there "
                           "already is left alone, and the exit code is 3.\n\n"
                           "With --example it also gets example pipelines and documents, and a finished run of each."_s,
            .examples = {u"millrace init -w notes.millrace"_s, u"millrace init -w demo.millrace --example"_s},
            .options = {QCommandLineOption(u"example"_s, u"Fill it with example pipelines, documents and finished runs."_s)},
            .maxArguments = 0,
            .run = run};
}

} // namespace Millrace::Cli
