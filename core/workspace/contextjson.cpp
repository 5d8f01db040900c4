// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/contextjson.h"

#include "sdk/clock.h"

namespace Millrace {

namespace {

Json orNull(const QString &text)
{
    return text.isEmpty() ? Json() : Json(text);
}

const char *kindName(TransitionKind kind)
{
    switch (kind) {
    case TransitionKind::Started:
        return "started";
    case TransitionKind::Finished:
        return "finished";
    case TransitionKind::Control:
        return "control";
    case TransitionKind::Suspended:
        return "suspended";
    }
    Q_UNREACHABLE_RETURN("");
}

} // namespace

Json toJson(const ContextSummary &s)
{
    return Json::object({
        {"id", s.id},
        {"type", s.type},
        {"status", statusName(s.status)},
        {"outcome", orNull(s.outcome)},
        {"pipeline", s.pipeline},
        {"created_at", isoSeconds(s.createdAt)},
        {"updated_at", isoSeconds(s.updatedAt)},
        {"title", s.title},
        {"node", orNull(s.node)},
        {"steps", s.steps},
        {"reason", orNull(s.reason)},
        {"run", s.run},
        {"superseded_by", orNull(s.supersededBy)},
    });
}

Json toJson(const TransitionRecord &r)
{
    return Json::object({
        {"seq", r.seq},
        {"at", isoMicroseconds(r.at)},
        {"from", statusName(r.from)},
        {"to", statusName(r.to)},
        {"kind", kindName(r.kind)},
        {"node", orNull(r.node)},
        {"component", orNull(r.component)},
        {"step", r.step > 0 ? Json(r.step) : Json()},
        {"visit", r.visit},
        {"attempt", r.attempt},
        {"actor", r.actor},
        {"actor_name", r.actorName},
        {"duration_ms", r.kind == TransitionKind::Finished ? Json(static_cast<double>(r.durationUs) / 1000.0) : Json()},
        {"port", orNull(r.port)},
        {"edit", r.edit},
        {"reason", r.reason},
    });
}

Json toJson(const RunSummary &run)
{
    const StatusCounts &counts = run.counts;
    Json json = Json::object({
        {"id", run.id},
        {"pipeline", orNull(run.pipeline)},
        {"title", run.title},
        {"created_at", isoSeconds(run.createdAt)},
        {"counts", counts.toJson()},
        {"done", counts.submitted() - counts.active()},
        {"finished", counts.active() == 0 && run.children.active() == 0},
    });
    if (run.children.submitted() > 0)
        json.insert("children", run.children.toJson());
    return json;
}

Json toJson(const WorkerStatus &status)
{
    Json lanes = Json::array();
    for (const WorkerLane &lane : status.lanes) {
        Json tasks = Json::array();
        for (const WorkerTask &task : lane.tasks)
            tasks.append(Json::object({{"context", task.context},
                                       {"pipeline", task.pipeline},
                                       {"node", task.node},
                                       {"attempt", task.attempt},
                                       {"since", isoMicroseconds(task.since)},
                                       {"expires", task.expires > 0 ? Json(isoMicroseconds(task.expires)) : Json()},
                                       {"given_up", task.isGivenUp}}));
        lanes.append(Json::object({{"name", lane.name},
                                   {"workers", lane.workers},
                                   {"wanted", lane.wanted},
                                   {"queued", lane.queued},
                                   {"replaced", lane.replaced},
                                   {"tasks", tasks}}));
    }
    const ComponentProcesses &processes = status.processes;
    return Json::object(
        {{"lanes", lanes},
         {"processes",
          Json::object({{"running", processes.running}, {"warm", processes.warm}, {"most", processes.most}, {"ended", processes.ended}})}});
}

Json changesToJson(const QList<FieldChange> &changes)
{
    static constexpr std::array kKinds = {"added", "removed", "changed"};
    Json list = Json::array();
    for (const FieldChange &change : changes)
        list.append(Json::object(
            {{"kind", kKinds.at(static_cast<std::size_t>(change.kind))}, {"path", change.path}, {"before", change.before}, {"after", change.after}}));
    return Json::object({{"changes", list}});
}

} // namespace Millrace
