// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"
#include "table.h"

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

QString count(qint64 n, const QString &one, const QString &many)
{
    return u"%1 %2"_s.arg(n).arg(n == 1 ? one : many);
}

/// The bill in words, before anything runs.
QStringList billOf(const Json &plan)
{
    QStringList lines{u"%1: %2 taken over, %3 run again"_s.arg(count(plan.value("contexts").size(), u"context"_s, u"contexts"_s),
                                                               count(plan.value("steps_reused").toInt(), u"step"_s, u"steps"_s),
                                                               count(plan.value("steps_again").toInt(), u"step"_s, u"steps"_s))};
    lines.append(u"the last time these took %1 tokens in, %2 out, cost %3, %4 s"_s.arg(plan.value("tokens_in").toInt())
                     .arg(plan.value("tokens_out").toInt())
                     .arg(static_cast<double>(plan.value("cost_micros").toInt()) / 1e6)
                     .arg(plan.value("duration_ms").toDouble() / 1000.0, 0, 'f', 1));
    if (const qint64 passed = plan.value("steps_passed_over").toInt(); passed > 0)
        lines.append(u"sinks are off: %1 not run"_s.arg(count(passed, u"step that writes outside is"_s, u"steps that write outside are"_s)));
    else if (plan.value("sinks").toBool())
        lines.append(u"sinks are on: what writes outside writes again"_s);
    return lines;
}

int reportRefused(Call &call, const Json &answer)
{
    for (const Json &refused : answer.value("refused").items())
        call.console().note(Console::harmless(u"%1: %2"_s.arg(refused.value("id").toString(), refused.value("error").value("text").toString())));
    return answer.value("refused").isEmpty() ? ExitDone : ExitSomeFailed;
}

int run(Call &call)
{
    const Result<qint64> from = call.number(u"from"_s, 0);
    if (!from)
        return call.usage(from.error().text);
    const Json args = Json::object({{"ids", Json::array(call.arguments())},
                                    {"from_step", *from},
                                    {"version", call.isSet(u"latest"_s) ? "latest" : "original"},
                                    {"sinks", call.isSet(u"sinks"_s)}});
    if (call.isSet(u"plan"_s)) {
        const Result<Json> plan = call.once(DoorMode::View, u"replay.plan"_s, args);
        if (!plan)
            return call.failed(plan.error());
        if (call.wantsJson())
            call.printJson(*plan);
        else
            call.console().result(billOf(*plan).join(u'\n'));
        return reportRefused(call, *plan);
    }
    auto door = call.open(DoorMode::Change);
    if (!door)
        return call.failed(door.error());
    const Result<Json> plan = call.execute(**door, u"replay.plan"_s, args);
    if (!plan)
        return call.failed(plan.error());
    for (const QString &line : billOf(*plan))
        call.console().note(line);
    const Result<Json> done = call.execute(**door, u"replay.run"_s, args);
    if (!done)
        return call.failed(done.error());
    if (call.wantsJson()) {
        call.printJson(*done);
    } else {
        for (const Json &made : done->value("contexts").items())
            call.console().result(made.value("id").toString());
    }
    return reportRefused(call, *done);
}

} // namespace

Verb replayVerb()
{
    return {
        .name = u"replay"_s,
        .summary = u"Do contexts again from a step on"_s,
        .usage = u"ID…"_s,
        .description
        = u"Says first, on stderr, what is taken over, what runs again and what that cost the last time. Then queues each as a new "
          "context beside the old one, whose history stays as it is, and prints the new ids; `millrace work` runs them. Steps that write "
          "outside are passed over unless --sinks is given. `millrace call context.compare` holds old and new together."_s,
        .examples = {u"millrace replay -w notes.millrace --plan ctx_123456"_s, u"millrace replay -w notes.millrace --from 1 --latest ctx_123456"_s},
        .options
        = {QCommandLineOption(u"from"_s, u"Take over so many finished steps; 0, the usual, starts from what was submitted."_s, u"STEP"_s),
           QCommandLineOption(u"latest"_s, u"Run on the pipeline's newest version, not on the one it ran on."_s),
           QCommandLineOption(u"sinks"_s, u"Run steps that write outside too."_s), QCommandLineOption(u"plan"_s, u"Only say what it would do."_s)},
        .minArguments = 1,
        .run = run};
}

} // namespace Millrace::Cli
