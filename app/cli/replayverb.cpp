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

void reportLeftOut(Call &call, const Json &plan)
{
    for (const Json &left : plan.value("left_out").items())
        call.console().note(Console::harmless(u"%1 is left out: %2"_s.arg(left.value("id").toString(), left.value("why").toString())));
}

/// A part of the lineage as one job, whose results are offered.
int runSelection(Call &call)
{
    if (call.arguments().isEmpty())
        return call.usage(u"--selection wants what `millrace lineage` calls nodes, or ids"_s);
    if (call.isSet(u"from"_s) && call.value(u"from"_s) != "0"_L1)
        return call.usage(u"--from is 0 with --selection: from what was submitted; without it, from the first step that used what is selected"_s);
    const Json args = Json::object({{"nodes", Json::array(call.arguments())},
                                    {"from", call.isSet(u"from"_s) ? "start" : "change"},
                                    {"version", call.isSet(u"latest"_s) ? "latest" : "original"},
                                    {"sinks", call.isSet(u"sinks"_s)}});
    const bool isPlan = call.isSet(u"plan"_s);
    auto door = call.open(isPlan ? DoorMode::View : DoorMode::Change);
    if (!door)
        return call.failed(door.error());
    const Result<Json> plan = call.execute(**door, u"lineage.replay_plan"_s, args);
    if (!plan)
        return call.failed(plan.error());
    reportLeftOut(call, *plan);
    if (isPlan) {
        if (call.wantsJson())
            call.printJson(*plan);
        else
            call.console().result(billOf(*plan).join(u'\n'));
        return reportRefused(call, *plan);
    }
    for (const QString &line : billOf(*plan))
        call.console().note(line);
    const Result<Json> done = call.execute(**door, u"lineage.replay"_s, args);
    if (!done)
        return call.failed(done.error());
    if (call.wantsJson())
        call.printJson(*done);
    else
        call.console().result(done->value("job").toString());
    return reportRefused(call, *done);
}

/// Old against new, context by context.
int compareJob(Call &call, const QString &job)
{
    auto door = call.open(DoorMode::View);
    if (!door)
        return call.failed(door.error());
    Json contexts = Json::array();
    Json args = Json::object({{"job", job}, {"limit", 500}});
    Result<Json> state = call.execute(**door, u"lineage.replay_state"_s, args);
    for (; state; state = call.execute(**door, u"lineage.replay_state"_s, args)) {
        for (const Json &context : state->value("contexts").items())
            contexts.append(context);
        if (state->value("after").isNull())
            break;
        args.insert("after", state->value("after"));
    }
    if (!state)
        return call.failed(state.error());
    if (call.wantsJson()) {
        state->insert("contexts", contexts);
        state->remove("after");
        call.printJson(*state);
        return ExitDone;
    }
    Table table({{u"OLD"_s}, {u"NEW"_s}, {u"STATUS"_s}, {u"CHANGED"_s, Table::Align::Right}, {u"DECISION"_s}});
    for (const Json &context : contexts.items())
        table.addRow({context.value("of").toString(), context.value("id").toString(), context.value("status").toString(),
                      context.value("changed").isNull() ? u"…"_s : QString::number(context.value("changed").toInt()),
                      context.value("decision").toString()});
    table.print(call.console());
    return ExitDone;
}

int decideJob(Call &call, const QString &job, bool adopts)
{
    Json args = Json::object({{"job", job}});
    if (!call.arguments().isEmpty())
        args.insert("ids", Json::array(call.arguments()));
    if (adopts && call.isSet(u"sinks"_s))
        args.insert("sinks", true);
    const Result<Json> done = call.once(DoorMode::Change, adopts ? u"lineage.adopt"_s : u"lineage.discard"_s, args);
    if (!done)
        return call.failed(done.error());
    if (call.wantsJson())
        call.printJson(*done);
    else
        call.console().result((adopts ? u"%1 adopted"_s : u"%1 discarded"_s).arg(done->value(adopts ? "adopted" : "discarded").toInt()));
    return reportRefused(call, *done);
}

int run(Call &call)
{
    for (const auto &[option, adopts] : {std::pair(u"adopt"_s, true), std::pair(u"discard"_s, false)}) {
        if (call.isSet(option))
            return decideJob(call, call.value(option), adopts);
    }
    if (call.isSet(u"compare"_s))
        return compareJob(call, call.value(u"compare"_s));
    if (call.isSet(u"selection"_s))
        return runSelection(call);
    if (call.arguments().isEmpty())
        return call.usage(u"which contexts? Give their ids, or --selection and a part of the lineage"_s);
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
        .usage = u"ID… | --selection NODE… | --compare JOB | --adopt JOB [ID…] | --discard JOB [ID…]"_s,
        .description
        = u"Says first, on stderr, what is taken over, what runs again and what that cost the last time. Then queues each as a new "
          "context beside the old one, whose history stays as it is, and prints the new ids; `millrace work` runs them. Steps that write "
          "outside are passed over unless --sinks is given. `millrace call context.compare` holds old and new together.\n\n"
          "With --selection a part of the lineage is done again as one job: all that was made with a template (template:ID@1), by a model, of a "
          "document. It prints the job; --compare holds its old and new contexts together, --adopt and --discard decide on all of them or on some. "
          "Nothing takes an old one's place before it is adopted."_s,
        .examples = {u"millrace replay -w notes.millrace --plan ctx_123456"_s, u"millrace replay -w notes.millrace --from 1 --latest ctx_123456"_s,
                     u"millrace replay -w notes.millrace --selection --latest template:article@1"_s},
        .options
        = {QCommandLineOption(u"from"_s, u"Take over so many finished steps; 0, the usual, starts from what was submitted."_s, u"STEP"_s),
           QCommandLineOption(u"latest"_s, u"Run on the pipeline's newest version, not on the one it ran on."_s),
           QCommandLineOption(u"sinks"_s, u"Run steps that write outside too."_s), QCommandLineOption(u"plan"_s, u"Only say what it would do."_s),
           QCommandLineOption(u"selection"_s, u"NODEs of the lineage in place of ids, as one job whose results are offered."_s),
           QCommandLineOption(u"compare"_s, u"Old against new of a job."_s, u"JOB"_s),
           QCommandLineOption(u"adopt"_s, u"Take a job's results, all or those of the new IDs; with --sinks what was passed over runs."_s, u"JOB"_s),
           QCommandLineOption(u"discard"_s, u"Take none of a job's results, or not those of the new IDs."_s, u"JOB"_s)},
        .run = run};
}

} // namespace Millrace::Cli
