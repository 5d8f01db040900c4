// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/archive.h"
#include "store/workspacefile.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <random>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

constexpr qint64 kSecond = 1'000'000;
constexpr qint64 kDay = 86'400;
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
        for (int node = 0; node < 12; ++node) {
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
    /// So many days of it (MILLRACE_METRIC_DAYS; ten without it), reckoned up to a year.
    void aYearAtTenSecondsTakesLessThanAHundredMegabytes()
    {
        const int days = std::max(qEnvironmentVariableIntValue("MILLRACE_METRIC_DAYS"), 0);
        const qint64 end = kStart + (days > 0 ? days : 10) * kDay;
        QTemporaryDir folder;
        const QString path = folder.filePath(u"m.millrace"_s);
        WorkspaceFile file = good(WorkspaceFile::open({path, true, false, false, {}}));
        MetricRepository repository(*file.writer);
        MetricRegistry registry;
        Life life(registry);
        MetricRecorder recorder(registry, {});
        const qint64 empty = QFileInfo(path).size();
        qint64 pruned = kStart;
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
        const auto size = good(repository.size());
        good(file.close());
        const double year = double(QFileInfo(path).size() - empty) * 365 * kDay / double(end - kStart);
        const QString said = u"%1 series, %2 blocks with %3 MB in %4 days; a year in the file: %5 MB"_s.arg(recorder.series().size())
                                 .arg(size.blocks)
                                 .arg(double(size.bytes) / 1e6, 0, 'f', 1)
                                 .arg((end - kStart) / kDay)
                                 .arg(year / 1e6, 0, 'f', 1);
        qInfo().noquote() << said;
        QVERIFY2(year < 100e6, qPrintable(said));
    }
};

QTEST_GUILESS_MAIN(TestMetricsBench)
#include "tst_metricsbench.moc"
