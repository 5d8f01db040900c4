// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"
#include "table.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

int run(Call &call)
{
    // What is read depends on the machine, not on a workspace; a new one in a temporary folder asks.
    const QTemporaryDir folder;
    const Result<std::unique_ptr<Door>> door
        = Door::open({.path = folder.filePath(u"formats.millrace"_s), .mode = DoorMode::Change, .create = true, .settings = Json::object()});
    if (!door)
        return call.failed(door.error());
    const Result<Json> answer = call.execute(**door, u"formats"_s, Json::object());
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson()) {
        call.printJson(*answer);
        return ExitDone;
    }
    Table table({{u"FORMAT"_s}, {u"TITLE"_s}, {u"FILES"_s}, {u"READ BY"_s}, {u"WORKS"_s}});
    for (const Json &format : answer->value("formats").items()) {
        const bool works = format.value("works").toBool();
        table.addRow({format.value("id").toString(), format.value("title").toString(), format.value("extensions").toStringList().join(u' '),
                      format.value("library").toString() + u' ' + format.value("version").toString(),
                      works ? u"yes"_s : u"no: "_s + Console::harmless(format.value("reason").toString())});
    }
    table.print(call.console());
    return ExitDone;
}

} // namespace

Verb formatsVerb()
{
    return {.name = u"formats"_s,
            .summary = u"List the formats of documents that are read here"_s,
            .usage = {},
            .description = u"Prints every format of documents, the library that reads it, and whether that works on this machine or why not. "
                           "A format that does not work is not offered."_s,
            .examples = {u"millrace formats"_s, u"millrace formats --json"_s},
            .maxArguments = 0,
            .needsWorkspace = false,
            .run = run};
}

} // namespace Millrace::Cli
