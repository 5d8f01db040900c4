// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/alertbook.h"
#include "metrics/exposition.h"
#include "metrics/health.h"
#include "metrics/query.h"
#include "store/workspacefile.h"
#include "support/fakeclock.h"

#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>
#include <thread>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

constexpr qint64 kSecond = 1'000'000;
constexpr qint64 kStart = 1'800'000'000 / 14'400 * 14'400; ///< seconds; a window of blocks begins

const MetricInfo kCalls{.name = "calls_total", .help = u"Calls."_s};
const MetricInfo kDepth{.name = "depth", .kind = MetricKind::Gauge, .help = u"Depth."_s};
const MetricInfo kTime{.name = "time_seconds", .kind = MetricKind::Histogram, .unit = "seconds", .resolution = 1e-6, .help = u"Time."_s};
const MetricInfo kUp{.name = kUpMetric, .kind = MetricKind::Gauge, .help = u"Open."_s};

template <typename T>
T good(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().text));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

double exactQuantile(std::vector<qint64> values, double part)
{
    std::ranges::sort(values);
    const auto rank = std::clamp<std::size_t>(static_cast<std::size_t>(std::ceil(part * double(values.size()))), 1, values.size());
    return double(values[rank - 1]);
}

/// A workspace's file with a recorder, as the thread that measures has them.
class Bench
{
public:
    Bench()
    {
        m_file = good(WorkspaceFile::open({m_folder.filePath(u"m.millrace"_s), true, false, true, {}}));
        reopen();
    }
    void reopen() { recorder.emplace(registry, good(repository().series())); }
    [[nodiscard]] MetricRepository repository() { return MetricRepository(*m_file.writer); }

    void sample(qint64 second) { recorder->sample(second * kSecond, false); }
    void store(bool all = false)
    {
        while (true) {
            const auto pending = recorder->take(all);
            if (pending.isEmpty())
                return;
            for (const StoredSeries &series : pending.series)
                good(repository().add(series));
            good(repository().add(pending.ticks));
            recorder->stored(pending);
        }
    }
    int pack(qint64 second)
    {
        int windows = 0;
        while (true) {
            const MetricPacking packing = good(MetricArchive(repository()).pack(second));
            if (packing.isEmpty())
                return windows;
            for (const SealedBlock &block : packing.blocks)
                good(repository().put(block));
            for (const qint64 key : packing.ticks)
                good(repository().removeTicks(key));
            ++windows;
        }
    }
    MetricAnswer ask(const char *json, qint64 now, const MetricRetention &retention = {})
    {
        const auto query = good(MetricQuery::parse(good(Json::parse(QByteArray(json).replace('\'', '"'))), now, kStart));
        const auto series = good(seriesFor(query, recorder->series()));
        const MetricGrid grid = MetricGrid::of(query, retention, now);
        const qint64 from = grid.from - query.offset;
        const auto points
            = good(MetricArchive(repository()).read(series, grid.level, from, from + grid.step * grid.count - 1, query.needsDetail(), &*recorder));
        return evaluate(query, grid, series, points, now);
    }

    MetricRegistry registry;
    std::optional<MetricRecorder> recorder;

private:
    QTemporaryDir m_folder;
    WorkspaceFile m_file;
};

AlertRule ruleOn(const char *metric, const char *function, const char *op, double value, qint64 holdsFor)
{
    return good(AlertRule::fromJson(Json::object({{"id", "r"},
                                                  {"title", "Rule"},
                                                  {"metric", metric},
                                                  {"function", function},
                                                  {"op", op},
                                                  {"value", value},
                                                  {"for", holdsFor},
                                                  {"window", 60}})));
}

} // namespace

class TestMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyValueLiesInItsBucket()
    {
        for (qint64 value : {0LL, 1LL, 63LL, 64LL, 127LL, 128LL, 129LL, 1000LL, 123'456'789LL, (1LL << 41) - 1, 1LL << 50}) {
            const int bucket = MetricBuckets::bucketOf(value);
            const qint64 counted = std::min(value, MetricBuckets::kMost);
            QVERIFY(bucket >= 0 && bucket < MetricBuckets::kCount);
            QVERIFY2(MetricBuckets::lowest(bucket) <= counted && counted <= MetricBuckets::highest(bucket), qPrintable(QString::number(value)));
        }
        for (int bucket = 1; bucket < MetricBuckets::kCount; ++bucket)
            QCOMPARE(MetricBuckets::lowest(bucket), MetricBuckets::highest(bucket - 1) + 1);
    }

    /// However long it runs; what is older is answered from the file as before.
    void onlyWhatAlertsLookBackOnStaysInMemory()
    {
        Bench bench;
        MetricCounter &counter = bench.registry.counter(kCalls);
        const auto run = [&](qint64 from, qint64 to) {
            for (qint64 second = from; second < to; second += 10) {
                counter.add(1);
                bench.sample(kStart + second);
                bench.store();
            }
        };
        run(0, 3600);
        QVERIFY(*bench.recorder->recentSince() >= kStart + 3600 - MetricRecorder::kLeastRecentSeconds - 20);
        bench.recorder->keepFor(1200);
        run(3600, 7200);
        const qint64 since = *bench.recorder->recentSince();
        QVERIFY(since >= kStart + 7200 - 1220 && since <= kStart + 7200 - 1200);
        const MetricAnswer answer = bench.ask("{'metric':'calls_total','function':'increase','from':'-7200s','points':1}", kStart + 7200);
        QCOMPARE(answer.curves.front().values.front(), 720.0);
    }

    void percentilesAreWithinOnePercentOfExact_data()
    {
        QTest::addColumn<int>("shape");
        QTest::newRow("even") << 0;
        QTest::newRow("a long tail") << 1;
        QTest::newRow("two humps") << 2;
        QTest::newRow("all alike") << 3;
    }
    void percentilesAreWithinOnePercentOfExact()
    {
        QFETCH(int, shape);
        std::mt19937 random(7);
        MetricHistogram histogram;
        std::vector<qint64> values;
        for (int i = 0; i < 100'000; ++i) {
            const double even = std::uniform_real_distribution<>(0, 1)(random);
            const double value = shape == 0 ? even * 1e6
                : shape == 1                ? std::lognormal_distribution<>(8, 2)(random)
                : shape == 2                ? (even < 0.5 ? 1'000 : 90'000) * (1 + even)
                                            : 12'345;
            values.push_back(static_cast<qint64>(value));
            histogram.record(values.back());
        }
        const auto reading = histogram.read();
        QCOMPARE(reading.n, 100'000);
        for (const double part : {0.01, 0.5, 0.9, 0.95, 0.99, 0.999}) {
            const double exact = exactQuantile(values, part);
            const double told = quantileOf(reading.counts, part).value();
            QVERIFY2(std::abs(told - exact) <= std::max(exact * 0.01, 0.5), qPrintable(u"%1: %2 for %3"_s.arg(part).arg(told).arg(exact)));
        }
    }

    void threadsLoseNothing()
    {
        MetricRegistry registry;
        MetricCounter &counter = registry.counter(kCalls);
        MetricHistogram &histogram = registry.histogram(kTime);
        std::vector<std::thread> threads;
        for (int i = 0; i < 12; ++i) {
            threads.emplace_back([&] {
                for (int n = 0; n < 20'000; ++n) {
                    counter.add();
                    histogram.record(n);
                }
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(counter.value(), 240'000);
        QCOMPARE(histogram.read().n, 240'000);
    }

    void whatHasNoBoundIsCountedTogether()
    {
        MetricRegistry registry(10);
        for (int i = 0; i < 100; ++i)
            registry.counter(kCalls, {{"id", QByteArray::number(i)}}).add();
        QCOMPARE(registry.series().size(), std::size_t(11));
        QCOMPARE(registry.counter(kCalls, {{"id", "77"}}).value(), 90);
    }

    void anotherKindOfTheSameNameGoesNowhere()
    {
        MetricRegistry registry;
        registry.counter(kCalls).add(3);
        MetricInfo gauge = kCalls;
        gauge.kind = MetricKind::Gauge;
        registry.gauge(gauge).set(99);
        QCOMPARE(registry.counter(kCalls).value(), 3);
        QCOMPARE(registry.series().size(), std::size_t(1));
    }

    void blocksGiveBackWhatWasPacked_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("counter") << 0;
        QTest::newRow("gauge") << 1;
        QTest::newRow("histogram") << 2;
    }
    void blocksGiveBackWhatWasPacked()
    {
        QFETCH(int, kind);
        std::mt19937 random(3);
        std::vector<MetricPoint> points;
        for (int i = 0; i < 500; i += 1 + int(random() % 3)) {
            MetricPoint p;
            p.at = kStart + i * 10;
            if (kind == 0) {
                p.sum = random() % 100'000;
            } else if (kind == 1) {
                p.n = 3;
                p.last = qint64(random() % 1000) - 500;
                p.min = p.last - 5;
                p.max = p.last + 7;
                p.sum = 3 * p.last + 2;
            } else {
                p.counts = {{quint16(100 + random() % 9), 2}, {300, qint64(random() % 70'000) + 1}};
                p.n = p.counts[0].n + p.counts[1].n;
                p.sum = p.n * 50;
                p.min = std::llround(MetricBuckets::middle(p.counts[0].bucket));
                p.max = std::llround(MetricBuckets::middle(300));
            }
            points.push_back(p);
        }
        auto back = unpackPoints(MetricKind(kind), 10, kStart, packPoints(MetricKind(kind), 10, kStart, points));
        if (kind == 2)
            unpackDetail(10, kStart, packDetail(10, kStart, points), back);
        QCOMPARE(back.size(), points.size());
        QVERIFY(back == points);
    }

    void whatIsNoBlockGivesNoPoints()
    {
        MetricPoint point;
        point.at = kStart;
        point.sum = 5;
        const QByteArray bytes = packPoints(MetricKind::Counter, 10, kStart, {point});
        for (qsizetype size = 0; size < bytes.size(); ++size)
            QVERIFY(unpackPoints(MetricKind::Counter, 10, kStart, bytes.first(size)).empty());
        QVERIFY(unpackPoints(MetricKind::Gauge, 10, kStart, QByteArray(64, '\xff')).empty());
    }

    void aCounterIsAskedForItsRate()
    {
        Bench bench;
        bench.registry.gauge(kUp).set(1);
        MetricCounter &counter = bench.registry.counter(kCalls, {{"node", "a"}});
        for (int i = 0; i < 6; ++i) {
            counter.add(20);
            bench.sample(kStart + i * 10 + 5);
        }
        const auto rate = bench.ask("{'metric':'calls_total','function':'rate','from':'-60s','step':10}", kStart + 60);
        QCOMPARE(rate.curves.size(), 1);
        QCOMPARE(rate.unit, QByteArray("1/s"));
        QCOMPARE(rate.grid.step, 10);
        for (const double value : rate.curves.first().values)
            QCOMPARE(value, 2.0);
        const auto increase = bench.ask("{'metric':'calls_total','function':'increase','from':'-60s','points':1,'by':['node']}", kStart + 60);
        QCOMPARE(increase.curves.first().labels, (MetricLabels{{"node", "a"}}));
        QCOMPARE(increase.curves.first().values, std::vector<double>{120.0});
    }

    void whereTheWorkspaceWasClosedNothingIsKnown()
    {
        Bench bench;
        bench.registry.gauge(kUp).set(1);
        bench.registry.counter(kCalls).add(1);
        bench.sample(kStart);
        bench.sample(kStart + 30); // 10 and 20 were slept through
        const auto answer = bench.ask("{'metric':'calls_total','function':'increase','from':'-40s','step':10}", kStart + 40);
        const auto &values = answer.curves.first().values;
        QCOMPARE(values.size(), std::size_t(4));
        QCOMPARE(values[0], 1.0);
        QVERIFY(std::isnan(values[1]) && std::isnan(values[2]));
        QCOMPARE(values[3], 0.0);
    }

    void theMeanOfSeriesIsWeightedAndNoneHasNone()
    {
        Bench bench;
        bench.registry.gauge(kUp).set(1);
        for (int i = 0; i < 9; ++i)
            bench.registry.histogram(kTime, {{"agent", "quick"}}).record(1'000);
        bench.registry.histogram(kTime, {{"agent", "slow"}}).record(101'000);
        bench.sample(kStart + 5);
        const auto answer = bench.ask("{'metric':'time_seconds','function':'avg','from':'-10s','points':1}", kStart + 10);
        QCOMPARE(answer.curves.first().values.front(), 0.011); // not 0.051
        QVERIFY(bench.ask("{'metric':'time_seconds','function':'avg','from':'-10s','where':{'agent':'nobody'}}", kStart + 10).curves.isEmpty());
    }

    void whatTookNoTimeStretchesNoHeatMap()
    {
        Bench bench;
        bench.registry.gauge(kUp).set(1);
        bench.registry.histogram(kTime).record(0);
        bench.registry.histogram(kTime).record(1'000);
        bench.sample(kStart + 5);
        const auto answer = bench.ask("{'metric':'time_seconds','function':'heatmap','from':'-10s','points':1}", kStart + 10);
        QVERIFY(answer.buckets.front() >= 0.9e-6); // a microsecond is the least that is counted
        QCOMPARE(answer.curves.first().cells.size(), std::size_t(2));
    }

    void whatIsNotAskedForIsPassedOver()
    {
        MetricTick tick;
        tick.at = kStart;
        MetricPoint point;
        point.counts = {{3, 1}, {200, 70'000}, {900, 5}};
        tick.samples.push_back({1, MetricKind::Histogram, point});
        MetricPoint sum;
        sum.sum = 42;
        tick.samples.push_back({2, MetricKind::Counter, sum});
        tick.samples.push_back({3, MetricKind::Histogram, point});
        int seen = 0;
        eachTick(
            tick.packed() + tick.packed(), [](qint64 series) { return series != 1; },
            [&](const MetricTick &one) {
                ++seen;
                QCOMPARE(one.samples.size(), std::size_t(2));
                QCOMPARE(one.samples[0].point.sum, 42);
                QCOMPARE(one.samples[1].point.counts, point.counts);
            });
        QCOMPARE(seen, 2);
    }

    void packingChangesNoAnswer()
    {
        Bench bench;
        bench.registry.gauge(kUp).set(1);
        std::mt19937 random(5);
        const qint64 end = kStart + 9 * 3600;
        for (qint64 at = kStart; at < end; at += 10) {
            bench.registry.counter(kCalls).add(random() % 50);
            bench.registry.gauge(kDepth).set(random() % 90);
            for (int i = 0; i < 3; ++i)
                bench.registry.histogram(kTime).record(random() % 1'000'000);
            bench.sample(at);
            if (at % 60 == 0)
                bench.store();
        }
        const QList<const char *> queries
            = {"{'metric':'calls_total','function':'increase','from':'start','to':'now','points':9}",
               "{'metric':'depth','function':'max','from':'start','points':540}", "{'metric':'depth','function':'avg','from':'start','points':9}",
               "{'metric':'time_seconds','function':'p95','from':'start','points':9}",
               "{'metric':'time_seconds','function':'avg','from':'start','points':2000}"};
        QList<std::vector<double>> before;
        for (const char *query : queries)
            before.append(bench.ask(query, end).curves.first().values);
        bench.store(true);
        QCOMPARE(bench.pack(end), 2); // the third window is not over
        bench.reopen();
        for (qsizetype i = 0; i < queries.size(); ++i) {
            const auto after = bench.ask(queries.at(i), end).curves.first().values;
            QCOMPARE(after.size(), before.at(i).size());
            for (std::size_t n = 0; n < after.size(); ++n)
                QVERIFY2(std::abs(after[n] - before.at(i)[n]) <= 1e-9 + std::abs(after[n]) * 0.01, queries.at(i));
        }
        QCOMPARE(bench.pack(end), 0);
    }

    void aYearIsAskedInFewPointsOfACoarseLevel()
    {
        const auto query = good(MetricQuery::parse(Json::object({{"metric", "m"}, {"from", "-1y"}, {"points", 2'000}}), kStart, 0));
        const MetricGrid grid = MetricGrid::of(query, {}, kStart);
        QVERIFY(grid.count <= 2'001);
        QCOMPARE(grid.level, 3600);
        QCOMPARE(grid.step % grid.level, 0);
    }

    void whatIsKeptNoLongerIsAskedOfTheNextLevel()
    {
        MetricRetention retention;
        retention.days = {1, 30, 0, 0};
        const auto query = good(MetricQuery::parse(
            Json::object({{"metric", "m"}, {"from", kStart - 3 * 86'400}, {"to", kStart - 3 * 86'400 + 600}, {"points", 60}}), kStart, 0));
        QCOMPARE(MetricGrid::of(query, retention, kStart).level, 60);
        QCOMPARE(MetricGrid::of(query, {}, kStart).level, 10);
    }

    void wrongQuestionsAreRefused()
    {
        Bench bench;
        bench.registry.counter(kCalls).add();
        bench.sample(kStart);
        const auto refused = [&](const char *json) {
            const auto query = MetricQuery::parse(good(Json::parse(QByteArray(json).replace('\'', '"'))), kStart, 0);
            return query ? seriesFor(*query, bench.recorder->series()).error().code : query.error().code;
        };
        QCOMPARE(refused("{'metric':'calls_total','function':'p95'}"), ErrorCode::InvalidArgument);
        QCOMPARE(refused("{'metric':'nothing','function':'rate'}"), ErrorCode::NotFound);
        QCOMPARE(refused("{'metric':'calls_total','function':'guess'}"), ErrorCode::InvalidArgument);
        QCOMPARE(refused("{'metric':'calls_total','function':'rate','from':'yesterday'}"), ErrorCode::InvalidArgument);
    }

    void anAlertFiresAfterItsTimeAndStaysUntilAcknowledged()
    {
        const AlertRule rule = ruleOn("depth", "last", ">", 10, 30);
        AlertBook book;
        const auto at = [](int s) { return kStart * kSecond + s * kSecond; };
        const QList<AlertReading> high = {{"{}", 11.0, true}};
        const QList<AlertReading> low = {{"{}", 3.0, false}};
        QCOMPARE(book.judge(rule, high, {}, at(0)).first().what, AlertBook::What::Began);
        QVERIFY(book.judge(rule, high, {}, at(20)).isEmpty());
        QCOMPARE(book.judge(rule, high, {}, at(30)).first().what, AlertBook::What::Fired);
        book.keyed(book.open().first(), 7);
        QCOMPARE(book.judge(rule, low, {}, at(40)).first().what, AlertBook::What::Resolved);
        QCOMPARE(book.open().size(), 1);
        (void)book.judge(rule, high, {}, at(50));
        QCOMPARE(book.judge(rule, high, {}, at(80)).first().alert.key, 7); // the same alert again
        (void)book.judge(rule, low, {}, at(90));
        book.acknowledge(7, at(95));
        QVERIFY(book.open().isEmpty());
        QCOMPARE(book.judge(rule, high, {}, at(100)).first().alert.key, 0);
        QCOMPARE(book.judge(rule, low, {}, at(110)).first().what, AlertBook::What::Gone); // never fired, leaves no trace
        QVERIFY(book.open().isEmpty());
    }

    void whatCouldNotBeWrittenIsOwedInFew()
    {
        using What = AlertBook::What;
        const auto change = [](What what, const char *labels = "{}") {
            AlertBook::Change one;
            one.what = what;
            one.alert.rule = u"r"_s;
            one.alert.labels = labels;
            return one;
        };
        const auto whats = [](const QList<AlertBook::Change> &changes) {
            QList<What> all;
            for (const AlertBook::Change &one : changes)
                all.append(one.what);
            return all;
        };
        QList<AlertBook::Change> owed = owedChanges({}, {change(What::Began)});
        owed = owedChanges(owed, {change(What::Fired)});
        QCOMPARE(whats(owed), QList{What::Fired});
        owed = owedChanges(owed, {change(What::Resolved)});
        owed = owedChanges(owed, {change(What::Began)});
        QCOMPARE(whats(owed), (QList{What::Fired, What::Began})); // that it fired is told in any case
        owed = owedChanges(owed, {change(What::Fired), change(What::Began, R"({"node":"b"})")});
        QCOMPARE(whats(owed), (QList{What::Fired, What::Began}));
        QCOMPARE(whats(owedChanges({change(What::Began)}, {change(What::Gone)})), QList{What::Gone});
    }

    void aRuleThatIsGoneResolvesItsAlerts()
    {
        AlertBook book;
        (void)book.judge(ruleOn("depth", "last", ">", 10, 0), {{"{}", 11.0, true}}, {}, kSecond);
        QCOMPARE(book.settle({}, 2 * kSecond).first().what, AlertBook::What::Resolved);
    }

    void silenceIsByRuleAndLabels()
    {
        StoredAlert alert;
        alert.rule = u"r"_s;
        alert.labels = R"({"node":"a","pipeline":"p"})";
        StoredSilence silence;
        silence.labels = "{}";
        silence.until = 100;
        QVERIFY(isSilenced(alert, {silence}, 50));
        QVERIFY(!isSilenced(alert, {silence}, 100));
        silence.rule = u"other"_s;
        QVERIFY(!isSilenced(alert, {silence}, 50));
        silence.rule = u"r"_s;
        silence.labels = R"({"node":"b"})";
        QVERIFY(!isSilenced(alert, {silence}, 50));
        silence.labels = R"({"node":"a"})";
        QVERIFY(isSilenced(alert, {silence}, 50));
    }

    void rulesReadWhatWasMeasured()
    {
        Bench bench;
        bench.registry.gauge(kUp).set(1);
        MetricCounter &counter = bench.registry.counter(kCalls);
        for (int i = 0; i <= 12; ++i) {
            counter.add(i < 6 ? 5 : 0);
            bench.registry.gauge(kDepth).set(i);
            bench.sample(kStart + i * 10);
        }
        const qint64 now = kStart + 121;
        QVERIFY(good(readingsOf(ruleOn("depth", "last", ">", 10, 0), *bench.recorder, now)).first().holds);
        QVERIFY(!good(readingsOf(ruleOn("depth", "last", ">", 12, 0), *bench.recorder, now)).first().holds);
        AlertRule absence = ruleOn("calls_total", "increase", ">", 0, 0);
        absence.kind = AlertRule::Kind::Absence;
        absence.window = 50;
        QVERIFY(good(readingsOf(absence, *bench.recorder, now)).first().holds);
        counter.add();
        bench.sample(kStart + 121);
        QVERIFY(!good(readingsOf(absence, *bench.recorder, now + 1)).first().holds);
        // What memory has no longer, or not yet again, is read.
        AlertRule rule = ruleOn("calls_total", "increase", ">", 29, 0);
        rule.window = 130;
        bench.store(true);
        bench.reopen();
        bench.sample(kStart + 130);
        QVERIFY(!good(readingsOf(rule, *bench.recorder, kStart + 130)).value(0).holds);
        const PointSource older = [&](const QList<StoredSeries> &series, qint64 from, qint64 to, bool hasDetail) {
            return MetricArchive(bench.repository()).read(series, kMetricLevels.front(), from, to, hasDetail, &*bench.recorder);
        };
        QVERIFY(good(readingsOf(rule, *bench.recorder, kStart + 130, older)).value(0).holds);
        absence.window = 3600; // it was not open for so long
        QVERIFY(good(readingsOf(absence, *bench.recorder, now + 1)).isEmpty());
    }

    void everyShippedRuleCanBeRead()
    {
        for (const AlertRule &rule : shippedAlertRules()) {
            const auto back = AlertRule::fromJson(rule.toJson());
            QVERIFY2(back, qPrintable(rule.id));
            QCOMPARE(back->window, rule.window);
        }
    }

    void namesThatNobodyBoundedGoNowhereBeyondTheLimit()
    {
        MetricRegistry registry(10);
        for (int i = 0; i < 100; ++i)
            registry.counter({.name = "made_up_" + QByteArray::number(i)}).add();
        QCOMPARE(registry.series().size(), std::size_t(10));
        QCOMPARE(registry.counter({.name = "made_up_3"}).value(), 1);
    }

    void countersEndAsPrometheusHasThem()
    {
        MetricRegistry registry;
        registry.counter({.name = "custom_pages"}).add(2);
        registry.counter({.name = "custom_visits"}).add(3);
        registry.counter({.name = "custom_visits_total"}).add(4);
        const QByteArray text = toPrometheus(registry);
        QVERIFY(text.contains("# TYPE custom_pages_total counter\ncustom_pages_total 2\n"));
        QVERIFY(text.contains("\ncustom_visits 3\n")); // the other has its name already
        QVERIFY(text.contains("\ncustom_visits_total 4\n"));
    }

    void prometheusTextIsAsItsFormatSays()
    {
        MetricRegistry registry;
        registry.counter(kCalls, {{"path", "a\"b\\c\nd"}}).add(3);
        registry.gauge(kDepth).set(-4);
        for (const qint64 us : {500, 1'500, 2'000'000})
            registry.histogram(kTime).record(us);
        const QByteArray text = toPrometheus(registry);
        QVERIFY(text.contains("# HELP calls_total Calls.\n# TYPE calls_total counter\ncalls_total{path=\"a\\\"b\\\\c\\nd\"} 3\n"));
        QVERIFY(text.contains("depth -4\n"));
        QVERIFY(text.contains("time_seconds_bucket{le=\"0.001\"} 1\n"));
        QVERIFY(text.contains("time_seconds_bucket{le=\"0.0025\"} 2\n"));
        QVERIFY(text.contains("time_seconds_bucket{le=\"+Inf\"} 3\n"));
        QVERIFY(text.contains("time_seconds_count 3\n"));
        QVERIFY(text.endsWith('\n'));
    }

    void otlpHasItsNamesAndAddsUp()
    {
        MetricRegistry registry;
        registry.histogram({.name = "gen_ai_client_token_usage", .kind = MetricKind::Histogram, .unit = "tokens"}, {{"gen_ai_token_type", "input"}})
            .record(120);
        const Json json = toOtlp(registry, u"1"_s, 1, 2);
        const Json *metric = json.find("/resourceMetrics/0/scopeMetrics/0/metrics/0");
        QVERIFY(metric);
        QCOMPARE(metric->value("name").toString(), u"gen_ai.client.token.usage"_s);
        QCOMPARE(metric->value("unit").toString(), u"{token}"_s);
        const Json *point = metric->find("/histogram/dataPoints/0");
        QVERIFY(point);
        QCOMPARE(point->value("attributes").at(0).value("key").toString(), u"gen_ai.token.type"_s);
        QCOMPARE(point->value("bucketCounts").size(), point->value("explicitBounds").size() + 1);
        qint64 sum = 0;
        for (const Json &count : point->value("bucketCounts").items())
            sum += count.toString().toLongLong();
        QCOMPARE(sum, 1);
    }

    void healthIsAsTheWorstAndKnowsSinceWhen()
    {
        FakeClock clock;
        QSemaphore hangs;
        std::atomic<int> disk = int(HealthStatus::Healthy);
        HealthBook book(
            clock,
            {{u"disk"_s, u"Disk"_s, false, [&] { return HealthFinding{.status = HealthStatus(disk.load()), .reason = u"as it is"_s, .parts = {}}; }},
             {u"providers"_s, u"Providers"_s, true, [] {
                  return HealthFinding{.status = HealthStatus::Healthy,
                                       .reason = {},
                                       .parts = {{u"a"_s, u"a"_s, HealthStatus::Healthy, {}},
                                                 {u"b"_s, u"b"_s, HealthStatus::Degraded, u"left alone"_s},
                                                 {u"c"_s, u"c"_s, HealthStatus::Off, {}}}};
              }}});
        const Json first = book.look(5'000);
        QCOMPARE(first.value("status").toString(), u"degraded"_s);
        QCOMPARE(first.value("dependencies").value("total").toInt(), 2);
        QCOMPARE(first.value("dependencies").value("failed").toStringList(), QStringList{u"b"_s});
        const QString since = first.value("nodes").at(0).value("since").toString();
        clock.advance(60 * kSecond);
        QCOMPARE(book.look(5'000).value("nodes").at(0).value("since").toString(), since);
        disk = int(HealthStatus::Failing);
        const Json later = book.look(5'000);
        QCOMPARE(later.value("status").toString(), u"failing"_s);
        QVERIFY(later.value("nodes").at(0).value("since").toString() != since);

        HealthBook slow(clock, {{u"x"_s, u"X"_s, false, [&hangs] {
                                     hangs.acquire();
                                     return HealthFinding();
                                 }}});
        QCOMPARE(slow.look(20).value("nodes").at(0).value("status").toString(), u"failing"_s);
        hangs.release();
    }
};

QTEST_GUILESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
