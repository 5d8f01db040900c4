// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

int run(Call &call)
{
    const QString text = call.arguments().value(1, u"{}"_s);
    const Result<Json> args = Json::parseStrict(text.toUtf8());
    if (!args)
        return call.usage(u"the arguments are not JSON: %1"_s.arg(args.error().text));
    const Result<Json> answer = call.once(DoorMode::Either, call.arguments().first(), *args);
    if (!answer)
        return call.failed(answer.error());
    if (call.wantsJson() || !Console::isResultTerminal())
        call.printJson(*answer);
    else
        call.console().write(answer->toBytes(Json::Format::Pretty) + '\n');
    return ExitDone;
}

} // namespace

Verb callVerb()
{
    return {.name = u"call"_s,
            .summary = u"Run any command of the table with JSON arguments"_s,
            .usage = u"COMMAND [ARGUMENTS]"_s,
            .description = u"Runs a command or query of `millrace commands` with a JSON object as arguments, and prints its JSON result."_s,
            .examples = {uR"(millrace call -w notes.millrace context.diff '{"id":"ctx_123456","from":0,"to":3}')"_s},
            .minArguments = 1,
            .maxArguments = 2,
            .run = run};
}

} // namespace Millrace::Cli
