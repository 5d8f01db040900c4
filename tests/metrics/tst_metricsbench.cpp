// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/archive.h"
#include "store/workspacefile.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

constexpr qint64 kSecond = 1'000'000;
constexpr qint64 kDay = 86'400;
constexpr int kNodes = 6; ///< two pipelines of three steps; each has three series more
constexpr qint64 kStart = 1'750'000'000 / (30 * kDay) * (30 * kDay);

template <typename T>
T good(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().text));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

/// A workspace as a person has one: what the machine tells changes with every look, what is worked on comes by day, on working days, in bursts.
class Life
{
public:
    explicit Life(MetricRegistry &registry)
    {
        registry.gauge({.name = "millrace_up", .kind = MetricKind::Gauge}).set(1);
        for (const char *name : {"memory", "cpu", "load", "machine_cpu", "machine_memory", "disk", "threads", "files", "file", "log"})
            m_noisy.append(&registry.gauge({.name = name, .kind = MetricKind::Gauge}));
        for (int node = 0; node < kNodes; ++node) {
            const MetricLabels labels{{"node", QByteArray::number(node)}, {"pipeline", "p"}};
            m_steps.append(&registry.counter({.name = "steps_total"}, labels));
            m_depths.append(&registry.gauge({.name = "depth", .kind = MetricKind::Gauge}, labels));
            m_times.append(
                &registry.histogram({.name = "step_seconds", .kind = MetricKind::Histogram, .unit = "seconds", .resolution = 1e-6}, labels));
        }
        for (const char *name : {"commit_seconds", "wait_seconds", "model_seconds", "tokens"})
            m_others.append(&registry.histogram({.name = name, .kind = MetricKind::Histogram, .resolution = 1e-6}));
    }
    void tick(qint64 at)
    {
        for (qsizetype i = 0; i < m_noisy.size(); ++i) {
            if (i < 4 || below(6) == 0) // the last ones change seldom
                m_noisy.at(i)->set(500 + 40 * i + below(i < 4 ? 30 : 3));
        }
        const qint64 hour = at % kDay / 3600;
        const bool isWorked = at / kDay % 7 < 5 && hour >= 8 && hour < 18 && at / 600 % 3 == 0;
        for (qsizetype node = 0; node < m_steps.size(); ++node) {
            const int n = isWorked ? below(40) : 0;
            m_steps.at(node)->add(n);
            m_depths.at(node)->set(isWorked ? below(20) : 0);
            for (int i = 0; i < n; ++i)
                m_times.at(node)->record(static_cast<qint64>(std::exp(m_shape(m_random)) * 500));
        }
        for (MetricHistogram *other : m_others) {
            for (int i = 0; isWorked && i < 20; ++i)
                other->record(static_cast<qint64>(std::exp(m_shape(m_random)) * 2'000));
        }
    }

private:
    int below(int n) { return static_cast<int>(m_random() % static_cast<unsigned>(n)); }

    std::mt19937 m_random{11};
    std::normal_distribution<> m_shape{0, 1};
    QList<MetricGauge *> m_noisy;
    QList<MetricCounter *> m_steps;
    QList<MetricGauge *> m_depths;
    QList<MetricHistogram *> m_times;
    QList<MetricHistogram *> m_others;
};

} // namespace

class TestMetricsBench : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// So many days of it (MILLRACE_METRIC_DAYS; a week without it), reckoned up to a year.
    void aYearAtTenSecondsTakesLessThanAHundredMegabytes()
    {
        const int wanted = std::max(qEnvironmentVariableIntValue("MILLRACE_METRIC_DAYS"), 0);
        const qint64 end = kStart + (wanted > 0 ? wanted : 7) * kDay;
        QTemporaryDir folder;
        const QString path = folder.filePath(u"m.millrace"_s);
        WorkspaceFile file = good(WorkspaceFile::open({path, true, false, false, {}}));
        MetricRepository repository(*file.writer);
        MetricRegistry registry;
        Life life(registry);
        MetricRecorder recorder(registry, {});
        const qint64 empty = good(file.writer->scalar("PRAGMA page_count")); // every table has one
        qint64 pruned = kStart;
        QStringList parts;
        for (qint64 at = kStart; at < end; at += 10) {
            life.tick(at);
            recorder.sample(at * kSecond, false);
            if (at % 60 != 50)
                continue;
            good(file.writer->exec("BEGIN"));
            const auto pending = recorder.take();
            for (const StoredSeries &series : pending.series)
                good(repository.add(series));
            good(repository.add(pending.ticks));
            recorder.stored(pending);
            const MetricPacking packing = good(MetricArchive(repository).pack(at));
            for (const SealedBlock &block : packing.blocks)
                good(repository.put(block));
            for (const qint64 key : packing.ticks)
                good(repository.removeTicks(key));
            if (at - pruned >= 6 * 3600) {
                good(prune(repository, recorder.series(), MetricRetention(), at));
                pruned = at;
            }
            good(file.writer->exec("COMMIT"));
        }
        // What is kept for less than a year has its size by now; the rest grows by the day.
        const MetricRetention retention;
        const double days = double(end - kStart) / kDay;
        double now = 0;
        double year = 0;
        Statement blocks = file.writer->temporary("SELECT level, detail, sum(length(data)) FROM metric_block GROUP BY level, detail");
        while (good(blocks.step())) {
            const auto level = static_cast<std::size_t>(std::ranges::find(kMetricLevels, blocks.integer(0)) - kMetricLevels.begin());
            const bool isDetail = blocks.integer(1) != 0;
            const int kept = isDetail ? retention.detailDays[level] : retention.days[level];
            const double most = kept > 0 ? std::min(kept, 365) : 365;
            const auto bytes = double(blocks.integer(2));
            now += bytes;
            year += bytes * most / std::min(days, most);
            parts.append(u"%1 s%2: %3"_s.arg(blocks.integer(0)).arg(isDetail ? u" detail"_s : QString()).arg(bytes / 1e6, 0, 'f', 2));
        }
        const qint64 used = good(file.writer->scalar("PRAGMA page_count")) - good(file.writer->scalar("PRAGMA freelist_count")) - empty;
        const double inFile = double(used * good(file.writer->scalar("PRAGMA page_size")));
        const double yearInFile = year * inFile / now; // with rows and pages that are not full
        const QString said = u"%1 series in %2 days: %3 MB in the file (%4); a year: %5 MB, in the file %6 MB"_s.arg(recorder.series().size())
                                 .arg(days)
                                 .arg(inFile / 1e6, 0, 'f', 1)
                                 .arg(parts.join(u", "_s))
                                 .arg(year / 1e6, 0, 'f', 1)
                                 .arg(yearInFile / 1e6, 0, 'f', 1);
        qInfo().noquote() << said;
        QVERIFY2(year < 100e6, qPrintable(said));
    }
};

QTEST_GUILESS_MAIN(TestMetricsBench)
#include "tst_metricsbench.moc"
