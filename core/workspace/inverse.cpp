// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/inverse.h"

#include "store/draftrepository.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

Json callOf(const char *command, const Json &args)
{
    return Json::object({{"command", command}, {"args", args}});
}

// --- contexts that were made --------------------------------------------------------------------------------------------------

/// What was made is cancelled, as far as it is not finished.
Inverse cancelsMade()
{
    return {.before = {}, .call = [](const Json &, const Json &result, const Json &) {
                Json ids = result.value("added"); // what was there before is not this client's
                if (!ids.isArray()) {
                    ids = Json::array();
                    for (const Json &made : result.value("contexts").items())
                        ids.append(made.isString() ? made : made.value("id"));
                    if (result.value("context").isString())
                        ids.append(result.value("context"));
                }
                return ids.isEmpty() ? Json(true) : callOf("context.cancel", Json::object({{"ids", ids}}));
            }};
}

// --- drafts and versions -------------------------------------------------------------------------------------------------------

Json steps(const char *command, const Json &result, qint64 count)
{
    return callOf(command, Json::object({{"pipeline", result.value("pipeline")}, {"sequence", result.value("sequence")}, {"steps", count}}));
}

Inverse movesDraft(const char *command)
{
    return {.before = {}, .call = [command](const Json &, const Json &result, const Json &) {
                qint64 moved = 1;
                for (const char *list : {"patches", "inverses"}) {
                    if (result.value(list).isArray())
                        moved = result.value(list).size();
                }
                return moved == 0 ? Json(true) : steps(command, result, moved);
            }};
}

Inverse discardsDraft()
{
    return {.before = [](WriteScope &scope, const Json &args) -> Json {
                const auto draft = DraftRepository(scope.db).find(args.value("pipeline").toString());
                return args.contains("pipeline") && draft && *draft && (*draft)->state == DraftState::Open;
            },
            .call =
                [](const Json &, const Json &result, const Json &wasOpen) {
                    if (wasOpen.toBool() || !result.contains("sequence"))
                        return Json(true);
                    return callOf("draft.discard", Json::object({{"pipeline", result.value("pipeline")}, {"sequence", result.value("sequence")}}));
                }};
}

QString pipelineIn(const Json &args)
{
    for (const char *name : {"pipeline", "id"}) {
        if (args.value(name).isString())
            return args.value(name).toString();
    }
    return args.value("definition").value("id").toString();
}

/// The version before becomes the newest again. A first version stays: nothing is thrown away.
Inverse restoresVersion()
{
    return {.before = [](WriteScope &scope, const Json &args) -> Json { return scope.catalog.newestVersion(pipelineIn(args)).value_or(0); },
            .call =
                [](const Json &args, const Json &result, const Json &before) {
                    const Json &id = result.contains("id") ? result.value("id") : result.value("pipeline");
                    if (!result.contains("version") || (id.toString() == pipelineIn(args) && result.value("version").toInt() == before.toInt()))
                        return result.contains("version") ? Json(true) : Json();
                    if (id.toString() != pipelineIn(args) || before.toInt() == 0)
                        return Json();
                    return callOf("pipeline.restore", Json::object({{"pipeline", id}, {"version", before}}));
                }};
}

Inverse restoresControl()
{
    return {.before = [](WriteScope &scope, const Json &args) -> Json {
                static constexpr const char *kNames[] = {"running", "paused", "draining"};
                const auto states = scope.catalog.pipelineStates();
                const StoredPipelineState state = states ? states->value(args.value("id").toString()) : StoredPipelineState();
                return Json::object({{"state", kNames[static_cast<int>(state.state)]}, {"priority", state.priority}});
            },
            .call =
                [](const Json &args, const Json &, const Json &before) {
                    Json back = before;
                    back.insert("id", args.value("id"));
                    return callOf("pipeline.control", back);
                }};
}

// --- what starts by itself -----------------------------------------------------------------------------------------------------

Json scheduleAs(WriteScope &scope, const Json &args)
{
    const auto found = scope.schedules.find(args.value("id").toString());
    if (!found || !*found)
        return {};
    const StoredSchedule &stored = **found;
    Json json = Json::object({{"id", stored.id}, {"title", stored.title}, {"pipeline", stored.pipeline}, {"enabled", stored.enabled}});
    const Json spec = Json::parse(stored.spec).value_or(Json::object());
    for (const JsonMember &member : spec.members())
        json.insert(member.key, member.value);
    return json;
}

Json subscriptionAs(WriteScope &scope, const Json &args)
{
    const auto found = scope.events.find(args.value("id").toString());
    if (!found || !*found)
        return {};
    const StoredSubscription &stored = **found;
    return Json::object({{"id", stored.id},
                         {"title", stored.title},
                         {"topic", stored.topic},
                         {"pipeline", stored.pipeline.isEmpty() ? Json() : Json(stored.pipeline)},
                         {"ordered", stored.ordered},
                         {"enabled", stored.enabled},
                         {"position", stored.position}});
}

/// As it was before; what was not there is removed.
Inverse savesBefore(std::function<Json(WriteScope &, const Json &)> before, const char *save, const char *remove)
{
    return {.before = std::move(before), .call = [save, remove](const Json &args, const Json &, const Json &was) {
                return was.isNull() ? callOf(remove, Json::object({{"id", args.value("id")}})) : callOf(save, was);
            }};
}

Inverse switchesBack(std::function<Json(WriteScope &, const Json &)> before, const char *enable)
{
    return {.before = std::move(before), .call = [enable](const Json &args, const Json &, const Json &was) {
                if (was.value("enabled") == args.value("enabled"))
                    return Json(true);
                return callOf(enable, Json::object({{"id", args.value("id")}, {"enabled", was.value("enabled")}}));
            }};
}

/// Another command on the same id.
Inverse runs(const char *command)
{
    return {.before = {}, .call = [command](const Json &args, const Json &result, const Json &) {
                if (result.contains("changed") && !result.value("changed").toBool())
                    return Json(true);
                const Json &id = args.contains("id") ? args.value("id") : result.value("id");
                return callOf(command, id.isNull() ? Json::object() : Json::object({{"id", id}}));
            }};
}

/// What was offered is not taken.
Inverse discardsReplay()
{
    return {.before = {}, .call = [](const Json &, const Json &result, const Json &) {
                return callOf("lineage.discard", Json::object({{"job", result.value("job")}}));
            }};
}

const QHash<QString, Inverse> &inverses()
{
    static const QHash<QString, Inverse> table = {
        {u"submit.files"_s, cancelsMade()},
        {u"submit.content"_s, cancelsMade()},
        {u"submit.documents"_s, cancelsMade()},
        {u"replay.run"_s, cancelsMade()},
        {u"lineage.replay"_s, discardsReplay()},
        {u"schedule.fire_now"_s, cancelsMade()},
        {u"draft.open"_s, discardsDraft()},
        {u"gallery.use"_s, discardsDraft()},
        {u"draft.edit"_s, movesDraft("draft.undo")},
        {u"draft.discard"_s, movesDraft("draft.undo")},
        {u"draft.undo"_s, movesDraft("draft.redo")},
        {u"draft.redo"_s, movesDraft("draft.undo")},
        {u"draft.publish"_s, restoresVersion()},
        {u"pipeline.save"_s, restoresVersion()},
        {u"pipeline.restore"_s, restoresVersion()},
        {u"pipeline.import"_s, restoresVersion()},
        {u"pipeline.control"_s, restoresControl()},
        {u"schedule.save"_s, savesBefore(scheduleAs, "schedule.save", "schedule.remove")},
        {u"schedule.remove"_s, savesBefore(scheduleAs, "schedule.save", "schedule.remove")},
        {u"schedule.enable"_s, switchesBack(scheduleAs, "schedule.enable")},
        {u"subscription.save"_s, savesBefore(subscriptionAs, "subscription.save", "subscription.remove")},
        {u"subscription.remove"_s, savesBefore(subscriptionAs, "subscription.save", "subscription.remove")},
        {u"subscription.enable"_s, switchesBack(subscriptionAs, "subscription.enable")},
        {u"source.pause"_s, runs("source.resume")},
        {u"source.resume"_s, runs("source.pause")},
        {u"engine.pause"_s, runs("engine.start")},
        {u"engine.start"_s, runs("engine.pause")},
    };
    return table;
}

} // namespace

const Inverse *inverseOf(const QString &command)
{
    const auto found = inverses().constFind(command);
    return found == inverses().cend() ? nullptr : &*found;
}

} // namespace Millrace
