// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/workspacemeters.h"

#include "pipeline/contextstate.h"
#include "store/outboxrepository.h"

#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>

#include <algorithm>
#include <map>

#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

MetricInfo gaugeOf(const char *name, const char *group, const QString &title, const QString &help, const char *unit = "", double resolution = 1)
{
    return {.name = name, .kind = MetricKind::Gauge, .unit = unit, .resolution = resolution, .group = group, .title = title, .help = help};
}

QByteArray bytesOf(QLatin1StringView name)
{
    return {name.data(), name.size()};
}

QByteArray contentOf(const char *path)
{
    QFile file(QString::fromLatin1(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

qint64 entriesOf(const char *folder)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return 0;
    qint64 n = -3; // ".", ".." and the descriptor that reads
    while (readdir(dir))
        ++n;
    closedir(dir);
    return n;
}

/// A kernel's line "Name:   123 kB", in bytes.
qint64 kilobytesOf(const QByteArray &text, const QByteArray &name)
{
    for (const QByteArray &line : text.split('\n')) {
        if (line.startsWith(name))
            return line.simplified().split(' ').value(1).toLongLong() * 1024;
    }
    return 0;
}

constexpr double kKibi = 1024;
constexpr double kMebi = 1024.0 * 1024.0;

} // namespace

SystemMeters::SystemMeters(MetricRegistry &registry, QString path)
    : m_registry(registry)
    , m_path(std::move(path))
    , m_cpu(registry.counter({.name = "process_cpu_seconds_total",
                              .unit = "seconds",
                              .resolution = 1e-6,
                              .group = "system",
                              .title = u"Processor time"_s,
                              .help = u"Processor time that this process has taken."_s}))
    , m_memory(registry.gauge(
          gaugeOf("process_resident_memory_bytes", "system", u"Memory"_s, u"Memory of this process that is resident."_s, "bytes", 64 * kKibi)))
    , m_descriptors(registry.gauge(gaugeOf("process_open_fds", "system", u"Descriptors"_s, u"Files and sockets that this process has open."_s)))
    , m_threads(registry.gauge(gaugeOf("process_threads", "system", u"Threads"_s, u"Threads of this process."_s)))
    , m_diskFree(registry.gauge(
          gaugeOf("millrace_disk_free_bytes", "system", u"Disk free"_s, u"Room on the disk that the workspace lies on."_s, "bytes", kMebi)))
    , m_load(registry.gauge(gaugeOf("millrace_machine_load", "system", u"Load"_s, u"Load of the machine over the last minute."_s, "", 0.01)))
    , m_machineCpu(registry.gauge(gaugeOf("millrace_machine_cpu_ratio", "system", u"Processors of the machine"_s,
                                          u"Part of the machine's processors that was busy, of all programs."_s, "ratio", 0.001)))
    , m_machineMemory(registry.gauge(gaugeOf("millrace_machine_memory_available_bytes", "system", u"Memory available"_s,
                                             u"Memory that the machine could still give."_s, "bytes", kMebi)))
    , m_file(
          registry.gauge(gaugeOf("millrace_store_file_bytes", "store", u"Workspace file"_s, u"Size of the workspace's file."_s, "bytes", 4 * kKibi)))
    , m_log(registry.gauge(gaugeOf("millrace_store_wal_bytes", "store", u"Write-ahead log"_s, u"Size of the write-ahead log."_s, "bytes", 4 * kKibi)))
{}

void SystemMeters::read()
{
    rusage use = {};
    getrusage(RUSAGE_SELF, &use);
    const qint64 cpu = (use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1'000'000LL + use.ru_utime.tv_usec + use.ru_stime.tv_usec;
    m_cpu.add(cpu - std::exchange(m_cpuUs, cpu));
    const QList<QByteArray> pages = contentOf("/proc/self/statm").split(' ');
    m_memory.set(pages.value(1).toLongLong() * sysconf(_SC_PAGESIZE) / (64 * 1024));
    m_descriptors.set(entriesOf("/proc/self/fd"));
    m_threads.set(entriesOf("/proc/self/task") + 1);
    const QStorageInfo disk(QFileInfo(m_path).absolutePath());
    if (disk.isValid())
        m_diskFree.set(disk.bytesAvailable() >> 20);
    m_load.set(qRound64(contentOf("/proc/loadavg").split(' ').value(0).toDouble() * 100));
    const QList<QByteArray> times = contentOf("/proc/stat").split('\n').value(0).simplified().split(' ');
    qint64 all = 0;
    for (qsizetype i = 1; i < times.size() && i <= 8; ++i)
        all += times.at(i).toLongLong();
    const qint64 busy = all - times.value(4).toLongLong() - times.value(5).toLongLong();
    if (m_machineAll > 0 && all > m_machineAll)
        m_machineCpu.set((busy - m_machineBusy) * 1000 / (all - m_machineAll));
    m_machineAll = all;
    m_machineBusy = busy;
    m_machineMemory.set(kilobytesOf(contentOf("/proc/meminfo"), "MemAvailable:") >> 20);
    m_file.set(QFileInfo(m_path).size() / 4096);
    m_log.set(QFileInfo(m_path + u"-wal"_s).size() / 4096);
}

StoreMeters::StoreMeters(MetricRegistry &registry)
    : m_registry(registry)
{}

void StoreMeters::count(const char *level, const QByteArray &what, qint64 hits, qint64 misses)
{
    MetricLabels labels{{"level", level}};
    if (!what.isEmpty())
        labels.emplaceBack("component", what);
    const QByteArray key = QByteArray(level) + '/' + what;
    const auto before = m_uses.constFind(key);
    const auto [hadHits, hadMisses] = before == m_uses.cend() ? std::pair(hits, misses) : *before; // what others counted before is not of now
    m_uses.insert(key, {hits, misses});
    const auto add = [&](const char *name, const QString &title, const QString &help, qint64 n) {
        m_registry.counter({.name = name, .group = "caches", .title = title, .help = help}, labels).add(std::max<qint64>(n, 0));
    };
    add("millrace_cache_hits_total", u"Cache hits"_s, u"How often something was found in a cache, by level."_s, hits - hadHits);
    add("millrace_cache_misses_total", u"Cache misses"_s, u"How often something was not in a cache, by level."_s, misses - hadMisses);
}

void StoreMeters::take(const Holding &holding, const CacheUses &writer, qint64 now)
{
    for (MetricGauge *depth : std::exchange(m_depths, {}))
        depth->set(0);
    const MetricInfo depth = gaugeOf("millrace_queue_depth", "engine", u"Queue"_s, u"Documents that wait or run, by pipeline and node."_s);
    const MetricInfo bytes = gaugeOf("millrace_queue_bytes", "engine", u"Queue size"_s,
                                     u"Size of the documents that wait or run, by pipeline and node."_s, "bytes", kKibi);
    // Versions of a pipeline are one.
    std::map<MetricLabels, std::pair<qint64, qint64>> loads;
    for (const MetricRepository::NodeLoad &load : holding.nodes) {
        const QByteArray node = holding.nodeNames.value(load.key).value(load.node);
        if (node.isEmpty())
            continue;
        auto &sum = loads[{{"node", node}, {"pipeline", load.pipeline.toUtf8()}}];
        sum.first += load.items;
        sum.second += load.bytes;
    }
    for (const auto &[labels, load] : loads) {
        for (const auto &[info, value] : {std::pair(depth, load.first), std::pair(bytes, load.second / 1024)}) {
            MetricGauge &gauge = m_registry.gauge(info, labels);
            gauge.set(value);
            m_depths.append(&gauge);
        }
    }
    m_registry
        .gauge(gaugeOf("millrace_queue_age_seconds", "engine", u"Oldest waiting"_s, u"How long the document has waited that waits longest."_s,
                       "seconds", 0.001))
        .set(holding.oldestDue ? std::max<qint64>(now - *holding.oldestDue, 0) / 1000 : 0);
    QHash<int, qint64> states;
    for (const auto &[status, n] : holding.contexts)
        states.insert(status, n);
    for (const ContextStatus status : kAllStatuses) {
        m_registry
            .gauge(gaugeOf("millrace_contexts", "engine", u"Documents by state"_s, u"Documents in the workspace, by state."_s),
                   {{"status", bytesOf(statusName(status))}})
            .set(states.value(static_cast<int>(status)));
    }
    QHash<int, qint64> effects;
    for (const auto &[state, n] : holding.outbox)
        effects.insert(state, n);
    for (const EffectState state : {EffectState::Waiting, EffectState::Sending, EffectState::Failed}) {
        m_registry
            .gauge(gaugeOf("millrace_outbox", "engine", u"Outbox"_s, u"What is to be done outside, by state."_s),
                   {{"state", bytesOf(effectStateName(state))}})
            .set(effects.value(static_cast<int>(state)));
    }
    m_registry.gauge(gaugeOf("millrace_reviews_open", "review", u"Reviews open"_s, u"Questions that wait for people."_s)).set(holding.reviews);
    for (const MetricRepository::CacheUse &use : holding.caches)
        count("application", use.component.toUtf8(), use.hits, use.misses);
    count("prepared", {}, writer.preparedHits, writer.preparedMisses);
    count("pages", {}, writer.pageHits, writer.pageMisses);
}

} // namespace Millrace
