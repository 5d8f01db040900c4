// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/query.h"
#include "store/statementprofile.h"
#include "workspace/readers.h"

#include <QFuture>

#include <atomic>
#include <condition_variable>
#include <thread>

namespace Millrace {

class Engine;
class SystemMeters;
class StoreMeters;

/// What people set about measurements; kept in the file.
struct MetricSettings
{
    bool isEnabled = true;
    MetricRetention retention;

    [[nodiscard]] Json toJson() const;
    [[nodiscard]] static MetricSettings fromJson(const Json &json);
    [[nodiscard]] static Result<MetricSettings> read(Reader &reader);

    friend bool operator==(const MetricSettings &, const MetricSettings &) = default;
};

/// Measures, on a thread of its own: every ten seconds, and every second while somebody watches. What was measured goes into the file with the
/// engine's commits, once a minute at the latest; a workspace that does nothing is written to once a minute, and where it was only looked into
/// not at all.
class MetricWork
{
public:
    struct Options
    {
        const Clock &clock;
        MetricRegistry &registry;
        Readers &readers;
        Engine &engine;
        QString path; ///< of the workspace's file
        /// After a tick of ten seconds, on this thread.
        std::function<void(qint64 nowUs)> ticked = {};
    };
    /// `stored`: the series that the file has; `lastTicks`: the key of its newest ticks.
    MetricWork(Options options, const QList<StoredSeries> &stored, qint64 lastTicks, MetricSettings settings);
    ~MetricWork();

    /// From now on; what is told of ticks has to be there.
    void start();
    /// The last of it is handed to the engine, which has to be there still.
    void stop();

    [[nodiscard]] const MetricRecorder &recorder() const { return m_recorder; }
    [[nodiscard]] MetricRecorder &recorder() { return m_recorder; }
    [[nodiscard]] MetricRegistry &registry() const { return m_options.registry; }
    [[nodiscard]] MetricSettings settings() const;
    void configure(const MetricSettings &settings);
    /// What has been counted up to now can be asked for.
    void sampleNow();
    /// Measure every second for the next ten.
    void watch();

    /// What the engine's connection had to do, by samples.
    [[nodiscard]] const StatementProfile &statements() const { return m_statements; }
    /// As of the last time that something was written.
    [[nodiscard]] CacheUses writerCaches() const;

private:
    void run();
    void tick(bool isFull);
    /// Hands what is over to the engine.
    void store(bool all);
    /// Packs windows that are over.
    void pack();
    /// Throws away what is kept no longer.
    void prune(qint64 now);

    Options m_options;
    MetricRecorder m_recorder;
    std::unique_ptr<SystemMeters> m_system;
    std::unique_ptr<StoreMeters> m_store;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    MetricSettings m_settings;
    bool m_isStopping = false;
    bool m_isStoring = false;
    QFuture<void> m_lastStored; ///< the measuring thread's; after it has ended, of whoever stops it
    qint64 m_watchedUntilUs = 0; ///< monotonic
    qint64 m_storedUs = 0; ///< monotonic, of the last time
    qint64 m_storedSteps = 0;
    std::atomic<qint64> m_prunedAt = 0;
    StatementProfile m_statements;
    CacheUses m_caches;
    std::thread m_thread;
};

} // namespace Millrace
