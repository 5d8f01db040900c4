// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/metrics.h"
#include "store/metricrepository.h"
#include "store/statementprofile.h"

#include <QHash>

namespace Millrace {

/// What the process takes of the machine, under the names that Prometheus' own libraries use, and what the machine has left. One thread.
class SystemMeters
{
public:
    SystemMeters(MetricRegistry &registry, QString path);
    void read();

private:
    MetricRegistry &m_registry;
    const QString m_path; ///< of the workspace's file
    MetricCounter &m_cpu;
    MetricGauge &m_memory;
    MetricGauge &m_descriptors;
    MetricGauge &m_threads;
    MetricGauge &m_diskFree;
    MetricGauge &m_load;
    MetricGauge &m_machineCpu;
    MetricGauge &m_machineMemory;
    MetricGauge &m_file;
    MetricGauge &m_log;
    qint64 m_cpuUs = 0;
    qint64 m_machineBusy = 0;
    qint64 m_machineAll = 0;
};

/// What the workspace holds: contexts by state, what waits where and for how long, the outbox, reviews, caches. One thread.
class StoreMeters
{
public:
    explicit StoreMeters(MetricRegistry &registry);
    struct Holding
    {
        QList<MetricRepository::NodeLoad> nodes;
        QHash<qint64, QList<QByteArray>> nodeNames; ///< by version key, in the order of their ordinals
        QList<std::pair<int, qint64>> contexts;
        QList<std::pair<int, qint64>> outbox;
        std::optional<qint64> oldestDue;
        qint64 reviews = 0;
        QList<MetricRepository::CacheUse> caches;
    };
    void take(const Holding &holding, const CacheUses &writer, qint64 now);

private:
    void count(const char *level, const QByteArray &what, qint64 hits, qint64 misses);

    MetricRegistry &m_registry;
    QList<MetricGauge *> m_depths; ///< that were set the last time
    QHash<QByteArray, std::pair<qint64, qint64>> m_uses;
};

} // namespace Millrace
