// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/toolfunctions.h"

#include "mcp/answerstore.h"
#include "pipeline/contextstate.h"
#include "sdk/clock.h"
#include "workspace/workspace.h"

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace Millrace::Mcp {

namespace {

constexpr double kLongestWaitS = 20;
constexpr int kFirstLookMs = 30;
constexpr int kLongestLookMs = 400;
constexpr qint64 kMostShown = 20; ///< contexts of a run that are shown with their data

/// Until when a call waits; a task as long as it takes.
qint64 deadline(const Call &call, const Json &args, double usual)
{
    const double seconds = std::clamp(args.value("wait").toDouble(usual), 0.0, kLongestWaitS);
    return call.services().clock->monotonicUs() + static_cast<qint64>(seconds * 1e6);
}

bool isTimeUp(const Call &call, qint64 until)
{
    return !call.task() && call.services().clock->monotonicUs() >= until;
}

int nextLook(int ms)
{
    return std::min(ms * 3 / 2, kLongestLookMs);
}

/// Looks at a run until it is finished or the time is up; tells of what is done on the way. `run` is how it stands.
void followRun(const CallPtr &call, const Result<Json> &run, qint64 until, int lookMs, const std::function<void(const Result<Json> &)> &then)
{
    if (!run || run->value("finished").toBool() || isTimeUp(*call, until)) {
        then(run);
        return;
    }
    const double done = run->value("done").toDouble();
    const double total = run->value("counts").value("submitted").toDouble();
    call->progress(done, total, u"%1 of %2 done"_s.arg(done).arg(total));
    call->later(lookMs, [=, id = run->value("id")] {
        call->look(u"run.get"_s, Json::object({{"id", id}}), [=](const Result<Json> &now) { followRun(call, now, until, nextLook(lookMs), then); });
    });
}

void readContexts(const CallPtr &call, const Json &rows, qsizetype at, Json read, const std::function<void(const Json &)> &then)
{
    if (at >= rows.size()) {
        then(read);
        return;
    }
    call->look(u"context.get"_s, Json::object({{"id", rows.at(at).value("id")}}), [=](const Result<Json> &document) {
        Json all = read;
        all.append(document ? *document : rows.at(at));
        readContexts(call, rows, at + 1, all, then);
    });
}

/// Contexts by themselves, once none of them is at work any more or the time is up.
void followContexts(const CallPtr &call, const Json &rows, qint64 until, int lookMs, const std::function<void(const Json &, bool)> &then)
{
    readContexts(call, rows, 0, Json::array(), [=](const Json &contexts) {
        const bool isFinished = std::ranges::none_of(contexts.items(), [](const Json &one) {
            const auto status = statusFromName(one.value("status").toString());
            return status && !isResting(*status);
        });
        if (isFinished || isTimeUp(*call, until))
            then(contexts, isFinished);
        else
            call->later(lookMs, [=] { followContexts(call, rows, until, nextLook(lookMs), then); });
    });
}

/// A run as a tool answers it: with the contexts that are through.
void answerRun(const CallPtr &call, const Json &submitted, const Result<Json> &run, qint64 until)
{
    if (!run) {
        call->answerTool(run);
        return;
    }
    Json answer = Json::object({{"run", run->value("id")}, {"finished", run->value("finished")}, {"counts", run->value("counts")}});
    if (submitted.value("unchanged").toInt() > 0)
        answer.insert("unchanged", submitted.value("unchanged"));
    for (const char *key : {"refused", "notices"}) {
        if (!submitted.value(key).isEmpty())
            answer.insert(key, submitted.value(key));
    }
    if (!run->value("finished").toBool()) {
        answer.insert("ids", submitted.value("ids"));
        call->answerTool(answer);
        return;
    }
    if (answer.contains("unchanged")) {
        // Sent again: what was there already belongs to an earlier run, and may be on its way still.
        Json rows = Json::array();
        for (const Json &id : submitted.value("ids").items()) {
            if (rows.size() < kMostShown)
                rows.append(Json::object({{"id", id}}));
        }
        followContexts(call, rows, until, kFirstLookMs, [=](const Json &contexts, bool isFinished) {
            Json whole = answer;
            whole.insert("finished", Json(isFinished));
            whole.insert("ids", submitted.value("ids"));
            whole.insert("contexts", contexts);
            call->answerTool(whole);
        });
        return;
    }
    call->look(u"context.list"_s, Json::object({{"run", run->value("id")}, {"limit", kMostShown}}), [=](const Result<Json> &list) {
        if (!list) {
            call->answerTool(list);
            return;
        }
        readContexts(call, list->value("contexts"), 0, Json::array(), [=](const Json &contexts) {
            Json whole = answer;
            whole.insert("contexts", contexts);
            if (!list->value("next").isNull())
                whole.insert("next", list->value("next"));
            call->answerTool(whole);
        });
    });
}

/// To end what was begun here needs nobody's word.
void cancelTrial(const Call &call, const QString &id)
{
    Workspace &workspace = *call.services().workspace;
    std::ignore = workspace.execute(u"try.cancel"_s, Json::object({{"try", id}}), workspace.actor());
}

void followTrial(const CallPtr &call, const QString &id, qint64 until, int lookMs)
{
    call->look(u"try.get"_s, Json::object({{"try", id}}), [=](const Result<Json> &trial) {
        const QByteArrayView state = trial ? trial->value("state").utf8() : QByteArrayView();
        if (trial && state == "running" && !isTimeUp(*call, until)) {
            call->later(lookMs, [=] { followTrial(call, id, until, nextLook(lookMs)); });
            return;
        }
        if (trial && state == "running")
            cancelTrial(*call, id); // nobody could read what becomes of it
        call->answerTool(trial);
    });
}

void beginTrial(const CallPtr &call, const Json &args)
{
    const qint64 until = deadline(*call, args, kLongestWaitS);
    Json given = args;
    given.remove("wait");
    call->execute(u"pipeline.try"_s, given, [=](const Result<Json> &begun) {
        if (!begun) {
            call->answerTool(begun);
            return;
        }
        const QString id = begun->value("try").toString();
        // Nobody waits for it any more: it ends as soon as it can.
        call->onCancelled([raw = call.get(), id] { cancelTrial(*raw, id); });
        followTrial(call, id, until, kFirstLookMs);
    });
}

} // namespace

void ingestFiles(const CallPtr &call, const Json &args)
{
    call->becomeTask();
    call->execute(u"submit.files"_s, args, [call](const Result<Json> &result) { call->answerTool(result); });
}

void listComponents(const CallPtr &call, const Json &args)
{
    call->execute(u"component.list"_s, Json::object(), [call, args](const Result<Json> &all) {
        if (!all) {
            call->answerTool(all);
            return;
        }
        Json list = Json::array();
        for (const Json &component : all->value("components").items()) {
            if (args.contains("name")) {
                if (component.value("name") == args.value("name"))
                    list.append(component);
            } else if (!args.contains("category") || component.value("category") == args.value("category")) {
                Json brief = Json::object();
                for (const char *key : {"name", "title", "category", "description", "effect"})
                    brief.insert(key, component.value(key));
                list.append(brief);
            }
        }
        if (args.contains("name") && list.isEmpty()) {
            call->answerTool(fail(ErrorCode::ComponentUnknown, u"there is no component \"%1\""_s.arg(args.value("name").toString())));
            return;
        }
        call->answerTool(Json::object({{"components", list}}));
    });
}

void runComponent(const CallPtr &call, const Json &args)
{
    call->becomeTask();
    const Json node = Json::object(
        {{"id", "step"}, {"component", args.value("component")}, {"config", args.contains("config") ? args.value("config") : Json::object()}});
    const Json definition = Json::object({{"format", "millrace.pipeline/1"},
                                          {"id", "one-component"},
                                          {"title", args.value("component")},
                                          {"nodes", Json::array({node})},
                                          {"links", Json::array()}});
    beginTrial(call, Json::object({{"definition", definition}, {"only", "step"}, {"input", Json::object({{"document", args.value("data")}})}}));
}

void tryPipeline(const CallPtr &call, const Json &args)
{
    call->becomeTask();
    if (args.contains("input") || args.contains("only") || !args.contains("pipeline")) {
        beginTrial(call, args);
        return;
    }
    call->executeBeside(u"try.samples"_s, Json::object({{"pipeline", args.value("pipeline")}}), [call, args](const Result<Json> &samples) {
        if (!samples || samples->value("samples").isEmpty()) {
            call->answerTool(samples ? Result<Json>(fail(ErrorCode::InvalidArgument, u"there is no sample for this pipeline: give it an input"_s))
                                     : samples);
            return;
        }
        Json given = args;
        given.insert("input", Json::object({{"sample", samples->value("samples").at(0).value("name")}}));
        beginTrial(call, given);
    });
}

void runPipeline(const CallPtr &call, const Json &args)
{
    call->becomeTask();
    const qint64 until = deadline(*call, args, kLongestWaitS);
    Json given = args;
    given.remove("wait");
    call->execute(u"submit.documents"_s, given, [=](const Result<Json> &submitted) {
        if (!submitted || submitted->value("run").isNull()) {
            call->answerTool(submitted);
            return;
        }
        call->look(u"run.get"_s, Json::object({{"id", submitted->value("run")}}), [=](const Result<Json> &run) {
            followRun(call, run, until, kFirstLookMs, [=](const Result<Json> &end) { answerRun(call, *submitted, end, until); });
        });
    });
}

void getRun(const CallPtr &call, const Json &args)
{
    if (!args.contains("id")) {
        const Json limit = args.contains("limit") ? args.value("limit") : Json(20);
        call->execute(u"run.list"_s, Json::object({{"limit", limit}}), [call](const Result<Json> &result) { call->answerTool(result); });
        return;
    }
    if (args.value("wait").toDouble() > 0)
        call->becomeTask();
    call->execute(u"run.get"_s, Json::object({{"id", args.value("id")}}), [call, until = deadline(*call, args, 0)](const Result<Json> &run) {
        followRun(call, run, until, kFirstLookMs, [call](const Result<Json> &end) { call->answerTool(end); });
    });
}

void diffContexts(const CallPtr &call, const Json &args)
{
    const auto answer = [call](const Result<Json> &result) { call->answerTool(result); };
    if (args.contains("other")) {
        call->execute(u"context.compare"_s, Json::object({{"id", args.value("id")}, {"other", args.value("other")}}), answer);
        return;
    }
    Json given = args;
    if (!given.contains("from"))
        given.insert("from", Json(0));
    if (given.contains("to")) {
        call->execute(u"context.diff"_s, given, answer);
        return;
    }
    call->executeBeside(u"context.history"_s, Json::object({{"id", args.value("id")}}), [=](const Result<Json> &history) {
        if (!history) {
            call->answerTool(history);
            return;
        }
        qint64 last = 0;
        for (const Json &transition : history->value("transitions").items())
            last = std::max(last, transition.value("step").toInt());
        Json whole = given;
        whole.insert("to", Json(last));
        call->execute(u"context.diff"_s, whole, answer);
    });
}

void workspaceStatus(const CallPtr &call, const Json &args)
{
    if (!args.value("counts").toBool()) {
        call->execute(u"engine.state"_s, Json::object(), [call](const Result<Json> &state) { call->answerTool(state); });
        return;
    }
    call->execute(u"engine.state"_s, Json::object(), [call](const Result<Json> &state) {
        call->executeBeside(u"stats"_s, Json::object(), [call, state](const Result<Json> &counts) {
            if (!state || !counts) {
                call->answerTool(state ? counts : state);
                return;
            }
            Json whole = *state;
            whole.insert("counts", *counts);
            call->answerTool(whole);
        });
    });
}

void readMore(const CallPtr &call, const Json &args)
{
    const QString id = args.value("answer").toString();
    const auto page = call->services().answers->page(id, call->clientId(), static_cast<qsizetype>(args.value("from").toInt()));
    if (!page) {
        call->answerTool(
            fail(ErrorCode::NotFound, u"this answer is not kept any more, or ends before there; ask again"_s, Json::object({{"answer", id}})));
        return;
    }
    Json json = Json::object({{"text", Json(page->text)}, {"bytes", page->bytes}});
    if (page->next > 0)
        json.insert("next", Json(page->next));
    call->answerTool(json);
}

} // namespace Millrace::Mcp
