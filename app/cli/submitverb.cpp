// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "submission.h"

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

int run(Call &call)
{
    const Result<std::unique_ptr<Door>> door = call.open(DoorMode::Change);
    if (!door)
        return call.failed(door.error());
    const Result<Submission> submission = submitInputs(call, **door);
    if (!submission)
        return call.failed(submission.error());
    if (call.wantsJson()) {
        call.printJson(submission->raw);
    } else {
        for (const QString &id : submission->ids)
            call.console().result(id);
    }
    return submission->refused + submission->quarantined > 0 ? ExitSomeFailed : ExitDone;
}

} // namespace

Verb submitVerb()
{
    return {.name = u"submit"_s,
            .summary = u"Queue documents for a pipeline and print their ids"_s,
            .usage = u"PIPELINE INPUT…"_s,
            .description = u"Queues contexts and prints their ids, one per line. `millrace work` then works on them.\n\n"
                           "PIPELINE is an id, a title, a pipeline file or a comma list of components.\n\n"
                           "An INPUT is a JSON document, a JSON Lines file (one context a line), a CSV file (one context a row), a text, "
                           "Markdown or HTML file, or a folder of those (one context a file, its text as data.source_text).\n\n"
                           "A document with an id that is there already is left alone where it is the same, and refused where it is "
                           "another. JSON that is broken or is no context waits in quarantine, with its bytes, to be mended. All of these "
                           "get one line on stderr with file, line and path, and the exit code is 1; the rest is taken."_s,
            .examples = {u"millrace submit -w notes.millrace article request.json"_s,
                         u"millrace submit -w notes.millrace template,ai_generator,transformer texts/"_s},
            .options = submissionOptions(),
            .minArguments = 2,
            .run = run};
}

} // namespace Millrace::Cli
