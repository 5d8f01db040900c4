// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whether all that a workspace needs is well.
#include "engine/engine.h"
#include "store/sourcerepository.h"
#include "workspace/commandschema.h"
#include "workspace/measuring.h"

#include <QFileInfo>
#include <QPromise>
#include <QStorageInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

namespace {

constexpr int kLimitMs = 2'000;
constexpr qint64 kLittleRoom = 1024LL * 1024 * 1024;
constexpr qint64 kNoRoom = 64LL * 1024 * 1024;
constexpr qint64 kLargeLog = 256LL * 1024 * 1024;

HealthFinding finding(HealthStatus status, const QString &reason)
{
    return {.status = status, .reason = reason, .parts = {}};
}

/// Workers are well where there are as many as there should be and none was left to a step that does not come back.
HealthFinding::Part laneHealth(const WorkerLane &lane)
{
    const QString title = lane.name == "pure"_L1 ? u"Workers for quick steps"_s
        : lane.name == "waiting"_L1              ? u"Workers for steps that wait"_s
                                                 : u"Workers for foreign components"_s;
    const auto lost = std::ranges::find_if(lane.tasks, &WorkerTask::isGivenUp);
    if (lost != lane.tasks.end())
        return {lane.name, title, HealthStatus::Degraded,
                u"\"%1\" in \"%2\" does not come back; another worker took its place"_s.arg(lost->node, lost->pipeline)};
    if (lane.workers < lane.wanted)
        return {lane.name, title, HealthStatus::Degraded, u"%1 of %2 could be started"_s.arg(lane.workers).arg(lane.wanted)};
    QString reason = u"%1 of %2 at work"_s.arg(lane.tasks.size()).arg(lane.wanted);
    if (lane.replaced > 0)
        reason += u", %1 replaced since the start"_s.arg(lane.replaced);
    return {lane.name, title, HealthStatus::Healthy, reason};
}

HealthFinding engineHealth(const Engine *engine)
{
    if (!engine)
        return finding(HealthStatus::Off, u"the workspace is only read"_s);
    const EngineStatus status = engine->status();
    if (status.stopped)
        return finding(HealthStatus::Failing, status.problem);
    if (!status.problem.isEmpty() || !status.notice.isEmpty())
        return finding(HealthStatus::Degraded, status.problem.isEmpty() ? status.notice : status.problem);
    if (!status.running)
        return finding(HealthStatus::Off, u"it is paused"_s);
    HealthFinding found = finding(HealthStatus::Healthy, u"%1 ready, %2 under way"_s.arg(status.ready).arg(status.inFlight));
    for (const WorkerLane &lane : engine->workers().lanes)
        found.parts.append(laneHealth(lane));
    return found;
}

HealthFinding diskHealth(const QString &path)
{
    const QStorageInfo disk(QFileInfo(path).absolutePath());
    if (!disk.isValid() || !disk.isReady())
        return finding(HealthStatus::Failing, u"the place of the workspace cannot be seen"_s);
    const qint64 room = disk.bytesAvailable();
    const QString reason = u"%1 MiB free"_s.arg(room >> 20);
    return finding(room < kNoRoom ? HealthStatus::Failing : room < kLittleRoom ? HealthStatus::Degraded : HealthStatus::Healthy, reason);
}

HealthFinding storeHealth(Readers *readers, const QString &path)
{
    if (!readers)
        return finding(HealthStatus::Off, {});
    const auto read = readers->runNow<qint64>([](Reader &reader) { return reader.db.scalar("SELECT count(*) FROM meta"); });
    if (!read)
        return finding(HealthStatus::Failing, read.error().text);
    const qint64 log = QFileInfo(path + u"-wal"_s).size();
    return log > kLargeLog ? finding(HealthStatus::Degraded, u"the write-ahead log has %1 MiB"_s.arg(log >> 20))
                           : finding(HealthStatus::Healthy, u"%1 MiB"_s.arg(QFileInfo(path).size() >> 20));
}

HealthFinding sourcesHealth(Readers *readers)
{
    if (!readers)
        return finding(HealthStatus::Off, {});
    const auto sources = readers->runNow<QList<StoredSource>>([](Reader &reader) { return SourceRepository(reader.db).all(); });
    if (!sources)
        return finding(HealthStatus::Failing, sources.error().text);
    HealthFinding all = finding(HealthStatus::Healthy, {});
    for (const StoredSource &source : *sources) {
        if (source.kind != "folder"_L1)
            continue; // what is handed in cannot be away
        const HealthStatus status = source.state != SourceState::On ? HealthStatus::Off
            : source.problem.isEmpty()                              ? HealthStatus::Healthy
                                                                    : HealthStatus::Degraded;
        all.parts.append({source.id, source.title, status, source.problem});
    }
    if (all.parts.isEmpty())
        all.status = HealthStatus::Off;
    return all;
}

HealthFinding partsHealth(const std::function<QList<HealthFinding::Part>()> &parts)
{
    HealthFinding all = finding(HealthStatus::Healthy, {});
    if (parts)
        all.parts = parts();
    if (all.parts.isEmpty())
        all.status = HealthStatus::Off;
    return all;
}

} // namespace

void Measuring::addHealthCommands(CommandTable &table)
{
    m_health = std::make_unique<HealthBook>(
        m_clock,
        QList<HealthCheck>{{u"engine"_s, u"Engine"_s, false, [this] { return engineHealth(m_place.engine); }},
                           {u"store"_s, u"Store"_s, false, [this] { return storeHealth(m_place.readers, m_place.path); }},
                           {u"disk"_s, u"Disk"_s, false, [this] { return diskHealth(m_place.path); }},
                           {u"sources"_s, u"Sources"_s, true, [this] { return sourcesHealth(m_place.readers); }},
                           {u"providers"_s, u"Model providers"_s, true, [this] { return partsHealth(m_place.providers); }},
                           {u"plugins"_s, u"Plugins"_s, false, [this] { return partsHealth(m_place.plugins); }},
                           {u"agents"_s, u"Agents (MCP)"_s, false,
                            [this] { return m_place.agents ? m_place.agents() : finding(HealthStatus::Off, u"the workspace is only read"_s); }}});
    table.add(
        info("health.get", "See whether all is well",
             "Engine, store, disk, sources, model providers, plugins and agents: how each is, why, and since when. Looked at all at once, none "
             "longer than two seconds; the worst counts.",
             Access::Read, "contexts.read", schema({})),
        [this](const CommandCall &) -> QFuture<Result<Json>> {
            auto promise = std::make_shared<QPromise<Result<Json>>>();
            promise->start();
            m_lookers.start([this, promise] {
                promise->addResult(m_health->look(kLimitMs));
                promise->finish();
            });
            return promise->future();
        },
        true);
}

} // namespace Millrace
