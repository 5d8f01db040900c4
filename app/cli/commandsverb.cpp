// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"
#include "table.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

int printErrors(Call &call)
{
    Json list = Json::array();
    Table table({{u"CODE"_s}, {u"CATEGORY"_s}, {u"MEANING"_s}});
    for (const ErrorCode code : allErrorCodes()) {
        const QString category = errorCategoryName(errorCodeCategory(code));
        list.append(Json::object({{"code", errorCodeName(code)}, {"category", category}, {"meaning", errorCodeMeaning(code)}}));
        table.addRow({errorCodeName(code), category, errorCodeMeaning(code)});
    }
    if (call.wantsJson())
        call.printJson(Json::object({{"errors", list}}));
    else
        table.print(call.console());
    return ExitDone;
}

int run(Call &call)
{
    if (call.isSet(u"errors"_s))
        return printErrors(call);

    // The table belongs to an open workspace; which one does not matter, so a new one in a temporary folder serves.
    const QTemporaryDir folder;
    const Result<std::unique_ptr<Door>> door
        = Door::open({.path = folder.filePath(u"commands.millrace"_s), .mode = DoorMode::Change, .create = true, .settings = Json::object()});
    if (!door)
        return call.failed(door.error());
    const Json commands = (*door)->commands();
    if (call.wantsJson()) {
        call.printJson(Json::object({{"commands", commands}}));
        return ExitDone;
    }
    Table table({{u"COMMAND"_s}, {u"ACCESS"_s}, {u"TITLE"_s}});
    for (const Json &command : commands.items())
        table.addRow({command.value("name").toString(), command.value("access").toString(), command.value("title").toString()});
    table.print(call.console());
    return ExitDone;
}

} // namespace

Verb commandsVerb()
{
    return {.name = u"commands"_s,
            .summary = u"Print the table of commands, or of errors"_s,
            .usage = {},
            .description
            = u"Prints every command and query that a workspace understands; with --json also the JSON Schemas of their arguments and results. "
              "`millrace call` runs any of them.\n\n"
              "--errors prints the codes that errors carry, with their meaning."_s,
            .examples = {u"millrace commands"_s, u"millrace commands --json"_s, u"millrace commands --errors"_s},
            .options = {QCommandLineOption(u"errors"_s, u"Print the table of errors instead."_s)},
            .maxArguments = 0,
            .needsWorkspace = false,
            .run = run};
}

} // namespace Millrace::Cli
