// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/metricwork.h"

#include "engine/engine.h"
#include "workspace/workspacemeters.h"

#include <QLoggingCategory>

#include <pthread.h>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

Q_LOGGING_CATEGORY(lcMetrics, "millrace.metrics")

constexpr qint64 kSecondUs = 1'000'000;
constexpr qint64 kWatchUs = 10 * kSecondUs;
constexpr qint64 kLazyStoreUs = 60 * kSecondUs;
constexpr qint64 kPruneSeconds = 6 * 3600;
constexpr qsizetype kPrunedAtOnce = 100; ///< series
constexpr const char *kSettingsKey = "metrics";

/// How ten seconds of the wall clock end.
qint64 untilNextUs(qint64 nowUs, qint64 spanUs)
{
    return spanUs - nowUs % spanUs;
}

MetricGauge &upGauge(MetricRegistry &registry)
{
    return registry.gauge({.name = kUpMetric,
                           .kind = MetricKind::Gauge,
                           .group = "system",
                           .title = u"Workspace open"_s,
                           .help = u"1 while the workspace is open and measures."_s});
}

} // namespace

Json MetricSettings::toJson() const
{
    return Json::object({{"enabled", isEnabled}, {"keep", retention.toJson()}, {"detail", retention.detailToJson()}});
}

MetricSettings MetricSettings::fromJson(const Json &json)
{
    MetricSettings settings;
    settings.isEnabled = json.value("enabled").toBool(true);
    settings.retention.take(json.value("keep"), json.value("detail"));
    return settings;
}

Result<MetricSettings> MetricSettings::read(Reader &reader)
{
    const auto text = reader.catalog.meta(kSettingsKey);
    if (!text)
        return std::unexpected(text.error());
    return fromJson(Json::parse(text->toUtf8()).value_or(Json()));
}

MetricWork::MetricWork(Options options, const QList<StoredSeries> &stored, qint64 lastTicks, MetricSettings settings)
    : m_options(std::move(options))
    , m_recorder(m_options.registry, stored, lastTicks)
    , m_system(std::make_unique<SystemMeters>(m_options.registry, m_options.path))
    , m_store(std::make_unique<StoreMeters>(m_options.registry))
    , m_settings(std::move(settings))
    , m_storedUs(m_options.clock.monotonicUs())
{
    upGauge(m_options.registry).set(1);
}

void MetricWork::start()
{
    m_thread = std::thread([this] { run(); });
}

MetricWork::~MetricWork()
{
    stop();
}

void MetricWork::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        if (std::exchange(m_isStopping, true))
            return;
        m_wake.notify_all();
    }
    if (!m_thread.joinable())
        return; // it never began
    m_thread.join();
    m_lastStored.waitForFinished(); // or it would be stored again
    if (!m_settings.isEnabled)
        return;
    // Who only looked in leaves the file as it is.
    const bool hasWorked = m_options.engine.status().finishedSteps > 0 || m_recorder.recentSince().has_value();
    m_recorder.sample(m_options.clock.nowUs(), false);
    if (hasWorked)
        store(true);
}

MetricSettings MetricWork::settings() const
{
    const std::lock_guard lock(m_mutex);
    return m_settings;
}

void MetricWork::configure(const MetricSettings &settings)
{
    const std::lock_guard lock(m_mutex);
    m_settings = settings;
    m_prunedAt = 0;
    m_wake.notify_all();
}

void MetricWork::sampleNow()
{
    if (settings().isEnabled)
        m_recorder.sample(m_options.clock.nowUs(), false);
}

void MetricWork::watch()
{
    const std::lock_guard lock(m_mutex);
    const bool isNew = m_watchedUntilUs < m_options.clock.monotonicUs();
    m_watchedUntilUs = m_options.clock.monotonicUs() + kWatchUs;
    if (isNew)
        m_wake.notify_all();
}

CacheUses MetricWork::writerCaches() const
{
    const std::lock_guard lock(m_mutex);
    return m_caches;
}

void MetricWork::run()
{
    pthread_setname_np(pthread_self(), "metrics");
    m_system->read();
    qint64 lastTick = 0;
    std::unique_lock lock(m_mutex);
    while (!m_isStopping) {
        const bool isEnabled = m_settings.isEnabled;
        const bool isWatched = m_options.clock.monotonicUs() < m_watchedUntilUs;
        lock.unlock();
        if (isEnabled) {
            const qint64 at = m_options.clock.nowUs() / (10 * kSecondUs);
            const bool isFull = at != std::exchange(lastTick, at);
            if (isFull || isWatched)
                tick(isFull);
        }
        lock.lock();
        if (m_isStopping)
            break;
        const qint64 span = m_options.clock.monotonicUs() < m_watchedUntilUs ? kSecondUs : 10 * kSecondUs;
        m_wake.wait_for(lock, std::chrono::microseconds(untilNextUs(m_options.clock.nowUs(), span)));
    }
}

void MetricWork::tick(bool isFull)
{
    const qint64 now = m_options.clock.nowUs();
    m_system->read();
    if (isFull) {
        const auto held = m_options.readers.runNow<StoreMeters::Holding>([now](Reader &reader) -> Result<StoreMeters::Holding> {
            MetricRepository repository(reader.db);
            StoreMeters::Holding holding;
            auto nodes = repository.nodeLoads();
            auto contexts = repository.contextCounts();
            auto outbox = repository.outboxCounts();
            const auto oldest = repository.oldestDue(now);
            const auto reviews = repository.openReviews();
            auto caches = repository.cacheUses();
            if (!nodes || !contexts || !outbox || !oldest || !reviews || !caches)
                return fail(ErrorCode::StoreIo, u"the workspace could not be measured"_s);
            for (const MetricRepository::NodeLoad &load : std::as_const(*nodes)) {
                if (holding.nodeNames.contains(load.key))
                    continue;
                const auto stored = reader.catalog.pipelineByKey(load.key);
                if (!stored || !*stored)
                    continue;
                QList<QByteArray> &names = holding.nodeNames[load.key];
                for (const PipelineNode &node : (*stored)->definition.nodes)
                    names.append(node.id.toUtf8());
            }
            holding.nodes = std::move(*nodes);
            holding.contexts = std::move(*contexts);
            holding.outbox = std::move(*outbox);
            holding.oldestDue = *oldest;
            holding.reviews = *reviews;
            holding.caches = std::move(*caches);
            return holding;
        });
        if (held)
            m_store->take(*held, writerCaches(), now);
    }
    const bool isWatched = [this] {
        const std::lock_guard lock(m_mutex);
        return m_options.clock.monotonicUs() < m_watchedUntilUs;
    }();
    m_recorder.sample(now, isWatched);
    if (!isFull)
        return;
    const qint64 steps = m_options.engine.status().finishedSteps;
    if (steps != m_storedSteps || m_options.clock.monotonicUs() - m_storedUs >= kLazyStoreUs) {
        m_storedSteps = steps;
        m_storedUs = m_options.clock.monotonicUs();
        store(false);
        pack();
    }
    if (m_options.ticked)
        m_options.ticked(now);
}

void MetricWork::store(bool all)
{
    {
        const std::lock_guard lock(m_mutex);
        if (std::exchange(m_isStoring, true) && !all)
            return;
    }
    auto pending = std::make_shared<MetricRecorder::Pending>(m_recorder.take(all));
    const auto isOver = [this](bool isStored, const MetricRecorder::Pending &what) {
        if (isStored)
            m_recorder.stored(what);
        const std::lock_guard lock(m_mutex);
        m_isStoring = false;
    };
    if (pending->isEmpty()) {
        isOver(false, *pending);
        return;
    }
    const auto job = [this, pending, all](WriteScope &scope) -> Result<Json> {
        MetricRepository repository(scope.db);
        for (const StoredSeries &series : std::as_const(pending->series)) {
            if (auto added = repository.add(series); !added)
                return std::unexpected(added.error());
        }
        if (auto added = repository.add(pending->ticks); !added)
            return std::unexpected(added.error());
        if (!all) {
            m_statements.sample(scope.db);
            const CacheUses caches = cacheUsesOf(scope.db);
            const std::lock_guard lock(m_mutex);
            m_caches = caches;
        }
        return Json();
    };
    QFuture<Result<Json>> written = m_options.engine.write(job);
    if (all)
        return; // nobody will be there to hear of it
    m_lastStored = written.then(QtFuture::Launch::Sync, [pending, isOver](const Result<Json> &result) {
        if (!result)
            qCInfo(lcMetrics).noquote() << "measurements were not stored:" << result.error().text;
        isOver(result.has_value(), *pending);
    });
}

void MetricWork::pack()
{
    const qint64 now = m_options.clock.nowUs() / kSecondUs;
    const auto packed
        = m_options.readers.runNow<MetricPacking>([now](Reader &reader) { return MetricArchive(MetricRepository(reader.db)).pack(now); });
    if (!packed) {
        qCInfo(lcMetrics).noquote() << "measurements were not packed:" << packed.error().text;
        return;
    }
    const bool prunes = now - m_prunedAt >= kPruneSeconds;
    if (!packed->isEmpty()) {
        // Waited for, so that the same is not packed again meanwhile; this thread has nothing else to do.
        const auto written = m_options.engine
                                 .write([packing = *packed](WriteScope &scope) -> Result<Json> {
                                     MetricRepository repository(scope.db);
                                     for (const SealedBlock &block : packing.blocks) {
                                         if (auto put = repository.put(block); !put)
                                             return std::unexpected(put.error());
                                     }
                                     for (const qint64 key : packing.ticks) {
                                         if (auto removed = repository.removeTicks(key); !removed)
                                             return std::unexpected(removed.error());
                                     }
                                     return Json();
                                 })
                                 .result();
        if (!written)
            qCInfo(lcMetrics).noquote() << "measurements were not packed:" << written.error().text;
    }
    if (!prunes)
        return;
    m_prunedAt = now;
    prune(now);
}

void MetricWork::prune(qint64 now)
{
    const MetricRetention retention = settings().retention;
    const QList<StoredSeries> series = m_recorder.series();
    // Some at a time: steps are not to wait for what nobody waits for.
    for (qsizetype i = 0; i < series.size(); i += kPrunedAtOnce) {
        const auto written = m_options.engine
                                 .write([some = series.mid(i, kPrunedAtOnce), retention, now](WriteScope &scope) -> Result<Json> {
                                     MetricRepository repository(scope.db);
                                     const auto pruned = Millrace::prune(repository, some, retention, now);
                                     return pruned ? Result<Json>(Json()) : Result<Json>(std::unexpected(pruned.error()));
                                 })
                                 .result();
        if (!written) {
            qCInfo(lcMetrics).noquote() << "measurements were not thrown away:" << written.error().text;
            return;
        }
    }
}

} // namespace Millrace
