// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/trialdesk.h"

#include "engine/engine.h"
#include "sdk/clock.h"
#include "sdk/id.h"
#include "store/trialrepository.h"

#include <QLoggingCategory>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

Q_LOGGING_CATEGORY(lcTrials, "millrace.trials")

/// "1" is what came in; what a step makes of "1" is "1.1", "1.2", …
QHash<QString, QString> namesOf(const QString &root, const QList<std::pair<QString, QString>> &families)
{
    QHash<QString, QString> names{{root, u"1"_s}};
    QHash<QString, int> children;
    for (const auto &[child, parent] : families)
        names.insert(child, u"%1.%2"_s.arg(names.value(parent, u"1"_s)).arg(++children[parent]));
    return names;
}

Json orNull(qint64 at)
{
    return at > 0 ? Json(isoMicroseconds(at)) : Json();
}

Json stepToJson(const TrialStep &step, const QHash<QString, QString> &names)
{
    const QString context = names.value(step.context, step.context);
    const qsizetype dot = context.lastIndexOf(u'.');
    return Json::object({{"number", step.number},
                         {"node", step.node},
                         {"context", context},
                         {"parent", dot > 0 ? Json(context.first(dot)) : Json()},
                         {"visit", step.visit},
                         {"state", step.state},
                         {"port", step.port.isEmpty() ? Json() : Json(step.port)},
                         {"input", step.input},
                         {"output", step.output},
                         {"input_bytes", step.inputBytes},
                         {"output_bytes", step.outputBytes},
                         {"truncated", (step.input.isNull() && step.inputBytes > 0) || (step.output.isNull() && step.outputBytes > 0)},
                         {"duration_ms", static_cast<double>(step.durationUs) / 1000.0},
                         {"at", isoMicroseconds(step.at)},
                         {"notes", step.notes},
                         {"error", step.error ? step.error->toJson() : Json()},
                         {"children", step.children},
                         {"would_send", step.wouldSend},
                         {"events", step.events},
                         {"usage", step.usage}});
}

TrialState storedState(Trial::State state)
{
    return state == Trial::State::Done ? TrialState::Done : state == Trial::State::Cancelled ? TrialState::Cancelled : TrialState::Failed;
}

std::unexpected<Error> noTrial(const QString &id)
{
    return fail(ErrorCode::NotFound, u"no trial \"%1\" is running"_s.arg(id), Json::object({{"try", id}}));
}

} // namespace

Json offState()
{
    return Json::array({"sinks", "network", "model providers"});
}

TrialDesk::TrialDesk(Options options)
    : m_options(std::move(options))
{}

TrialDesk::~TrialDesk()
{
    // Ended outside of the lock, and still at the desk: their last word comes to moved(), which keeps what they did.
    std::vector<Trial *> trials;
    {
        const std::lock_guard lock(m_mutex);
        for (const auto &[id, entry] : m_entries)
            trials.push_back(entry.trial.get());
    }
    for (Trial *trial : trials)
        trial->stop();
}

Result<QString> TrialDesk::begin(Request request)
{
    dropKept();
    const QString id = newId();
    const std::lock_guard lock(m_mutex);
    const auto running = std::ranges::count_if(m_entries, [](const auto &entry) { return !entry.second.trial->isOver(); });
    if (running >= m_options.mostRunning)
        return fail(ErrorCode::Busy, u"%1 trials run already; cancel one of them, or let it go on"_s.arg(running));
    const Clock &clock = *request.options.log.services.clock;
    Entry entry{
        id,    request.pipeline, request.actor, request.inputName, request.inputType, request.options.to, request.options.only, clock.nowUs(), 0,
        false, nullptr};
    request.options.log.changed = [this, id] { moved(id); };
    auto trial = Trial::begin(std::move(request.options));
    if (!trial)
        return std::unexpected(trial.error());
    entry.trial = std::move(*trial);
    m_entries.emplace(id, std::move(entry));
    return id;
}

void TrialDesk::moved(const QString &id)
{
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_entries.find(id);
        if (found != m_entries.end() && found->second.trial->isOver() && !found->second.isBeingKept)
            keep(found->second);
    }
    m_options.changed(id);
}

void TrialDesk::keep(Entry &entry)
{
    entry.isBeingKept = true;
    entry.endedAt = entry.trial->log().options().services.clock->nowUs();
    const Json body = toJson(entry, -1);
    const QHash<QString, QString> names = namesOf(u"trial"_s, entry.trial->families());
    QList<StoredTrialStep> steps;
    for (const TrialStep &step : entry.trial->log().steps())
        steps.append({step.number, step.node, stepToJson(step, names)});
    StoredTrial stored{0, entry.id, entry.pipeline, storedState(entry.trial->state()), body, 0, entry.startedAt};
    const auto written = m_options.engine->write([stored, steps, actor = entry.actor](WriteScope &scope) mutable -> Result<Json> {
        const auto principal = scope.catalog.findPrincipal(actor);
        if (!principal)
            return std::unexpected(principal.error());
        if (!*principal)
            return fail(ErrorCode::PermissionDenied, u"nobody here is called \"%1\""_s.arg(actor));
        stored.actor = (*principal)->key;
        if (auto added = TrialRepository(scope.db).add(stored, steps); !added)
            return std::unexpected(added.error());
        return Json();
    });
    QFuture<Result<Json>>(written).then(QtFuture::Launch::Sync, [kept = m_kept, id = entry.id](const Result<Json> &answer) {
        if (!answer)
            qCWarning(lcTrials).noquote() << "the trial" << id << "cannot be kept:" << answer.error().text;
        const std::lock_guard lock(kept->mutex);
        kept->ids.append(id);
    });
}

void TrialDesk::dropKept()
{
    std::vector<Entry> dropped; // a trial's thread is waited for outside of the lock
    QStringList kept;
    {
        const std::lock_guard lock(m_kept->mutex);
        kept = std::exchange(m_kept->ids, {});
    }
    const std::lock_guard lock(m_mutex);
    for (const QString &id : std::as_const(kept)) {
        if (const auto found = m_entries.find(id); found != m_entries.end()) {
            dropped.push_back(std::move(found->second));
            m_entries.erase(found);
        }
    }
}

Json TrialDesk::toJson(const Entry &entry, qint64 after)
{
    const Trial &trial = *entry.trial;
    const QHash<QString, QString> names = namesOf(u"trial"_s, trial.families());
    const Trial::State state = trial.state();
    const qint64 stamp = trial.log().stamp(); // before the steps: what changes meanwhile is told again
    Json paused = Json::array();
    for (const TrialPause &pause : trial.log().pauses())
        paused.append(Json::object({{"context", names.value(pause.context, pause.context)},
                                    {"node", pause.node},
                                    {"reason", pause.reason},
                                    {"data", pause.data},
                                    {"question", pause.question},
                                    {"ports", Json::array(pause.ports)}}));
    const QList<TrialStep> steps = trial.log().steps(std::max<qint64>(after, 0));
    Json json = Json::object({{"try", entry.id},
                              {"pipeline", entry.pipeline},
                              {"state", trialStateName(state)},
                              {"started_at", isoMicroseconds(entry.startedAt)},
                              {"ended_at", orNull(entry.endedAt)},
                              {"to", entry.to.isEmpty() ? Json() : Json(entry.to)},
                              {"only", entry.only.isEmpty() ? Json() : Json(entry.only)},
                              {"input_name", entry.inputName},
                              {"input_type", entry.inputType},
                              {"nodes", Json::array(trial.nodes())},
                              {"paused", paused},
                              {"counts", trial.counts().toJson()},
                              {"error", trial.error() ? trial.error()->toJson() : Json()},
                              {"off", offState()},
                              {"stamp", stamp}});
    if (after < 0)
        return json;
    Json list = Json::array();
    for (const TrialStep &step : steps)
        list.append(stepToJson(step, names));
    json.insert("steps", list);
    return json;
}

std::optional<Json> TrialDesk::describe(const QString &id, qint64 after) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(id);
    return found == m_entries.end() ? std::nullopt : std::optional(toJson(found->second, after));
}

QList<Json> TrialDesk::ofPipeline(const QString &pipeline) const
{
    const std::lock_guard lock(m_mutex);
    QList<Json> list;
    for (const auto &[id, entry] : m_entries) {
        if (entry.pipeline == pipeline)
            list.prepend(toJson(entry, -1));
    }
    return list;
}

Result<void> TrialDesk::goOn(const QString &id, const QString &context, const Json &answer, bool all, bool stops)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(id);
    if (found == m_entries.end())
        return noTrial(id);
    Trial &trial = *found->second.trial;
    const QHash<QString, QString> names = namesOf(u"trial"_s, trial.families());
    const QList<TrialPause> pauses = trial.log().pauses();
    if (pauses.isEmpty())
        return fail(ErrorCode::Conflict, u"nothing waits in this trial"_s);
    bool isFirst = true;
    for (const TrialPause &pause : pauses) {
        const bool isMeant = context.isEmpty() ? (all || isFirst) : names.value(pause.context) == context;
        isFirst = false;
        if (!isMeant)
            continue;
        if (auto gone = trial.goOn(pause.context, answer, stops); !gone)
            return gone;
        if (!all)
            return {};
    }
    return all ? Result<void>() : fail(ErrorCode::Conflict, u"context %1 does not wait in this trial"_s.arg(context));
}

Result<void> TrialDesk::cancel(const QString &id)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(id);
    if (found == m_entries.end())
        return noTrial(id);
    found->second.trial->cancel();
    return {};
}

} // namespace Millrace
