// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/enginebench.h"
#include "pipeline/validator.h"
#include "support/fakeclock.h"

#include <QTemporaryDir>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace Millrace;

/// Limits of nodes and links, priorities and turns in an engine that runs.
class TestLimits : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;

    QString newPath() { return m_folder.filePath(u"w%1.millrace"_s.arg(++m_files)); }

    static PipelineDefinition graph(const QByteArray &nodes, const QByteArray &links, const QByteArray &id = "p")
    {
        const auto definition = PipelineDefinition::fromJson(
            parsed("{'format':'millrace.pipeline/1','id':'" + id + "','nodes':[" + nodes + "],'links':[" + links + "]}"));
        if (!definition)
            qFatal("%s", qPrintable(definition.error().text));
        return *definition;
    }
    static QByteArray link(const QByteArray &from, const QByteArray &to, const QByteArray &extra = {})
    {
        return "{'from':{'node':'" + from + "'},'to':{'node':'" + to + "'}" + extra + "}";
    }
    /// How many wait or run at a node, as the file says.
    static qint64 loadOf(Bench &bench, int node)
    {
        Connection db;
        if (!db.open(bench.file.path, Connection::Mode::ReadOnly))
            qFatal("cannot read");
        Statement &statement = db.prepared("SELECT coalesce(sum(n), 0) FROM node_load WHERE node = :node AND status IN (0, 1, 2, 3)");
        statement.bind(node);
        const bool found = statement.step().value();
        const qint64 load = found ? statement.integer(0) : 0;
        statement.reset();
        return load;
    }
    /// Wall times at which the steps of a node began and ended, over all contexts.
    static QList<std::pair<qint64, int>> timesOf(Bench &bench, const QList<ContextKey> &keys, const QString &node)
    {
        QList<std::pair<qint64, int>> times;
        for (const ContextKey key : keys) {
            for (const TransitionRecord &row : bench.history(key)) {
                if (row.node == node && row.kind != TransitionKind::Control)
                    times.append({row.at, row.kind == TransitionKind::Started ? 1 : -1});
            }
        }
        std::ranges::sort(times);
        return times;
    }

private Q_SLOTS:
    /// Pure steps run on by themselves; the limit in front of the slow one holds them all the same.
    void aLinksLimitHoldsBackAChainOfQuickSteps()
    {
        Bench bench(newPath());
        const PipelineDefinition pipeline = graph("{'id':'clean','component':'test_echo'},{'id':'tokenize','component':'test_echo'},"
                                                  "{'id':'person','component':'wait','config':{'signal':'go'}}",
                                                  link("clean", "tokenize") + ',' + link("tokenize", "person", ",'limits':{'max_items':5}"));
        bench.submit(pipeline, 200);
        QTRY_COMPARE(loadOf(bench, 2), 5);
        QTRY_COMPARE(bench.engine->status().inFlight, 0);
        QCOMPARE(loadOf(bench, 2), 5);
        QCOMPARE(loadOf(bench, 0) + loadOf(bench, 1), 195);
    }

    /// Parents wait at the join for the children that the limit would hold back.
    void aLimitWhereChildrenComeToAJoinIsRefusedAndHoldsNobodyForGood()
    {
        const PipelineDefinition pipeline
            = graph("{'id':'split','component':'split','config':{'items':'parts'}},{'id':'work','component':'test_echo'},"
                    "{'id':'join','component':'join'}",
                    "{'from':{'node':'split','port':'item'},'to':{'node':'work'}}," + link("split", "join") + ','
                        + link("work", "join", ",'limits':{'max_items':2}"));
        Bench bench(newPath());
        const auto problems = validatePipeline(pipeline, [&](const QString &name) { return bench.registry.find(name); });
        QCOMPARE(problems.size(), 1);
        QCOMPARE(problems.first().node, u"work"_s);
        QCOMPARE(problems.first().path, "/links/2/limits");
        // A version from before it was refused.
        bench.engine->pause();
        for (int i = 0; i < 10; ++i)
            bench.submit(pipeline, u"d%1"_s.arg(i), parsed("{'parts':[1,2,3]}"));
        bench.engine->start();
        QTRY_COMPARE(bench.counts().of(ContextStatus::Completed), 40);
    }

    /// What a full link holds back takes no room from what could go on: others' retries, and its own further down.
    void whatIsHeldBackKeepsNobodysRetriesWaiting()
    {
        FakeClock clock;
        const QString path = newPath();
        const PipelineDefinition held = graph("{'id':'first','component':'test_echo'},{'id':'person','component':'wait','config':{'signal':'go'}}",
                                              link("first", "person", ",'limits':{'max_items':10}"), "held");
        const PipelineDefinition other
            = graph("{'id':'again','component':'test_flaky','config':{'failures':1},'retry':{'backoff':'fixed','delay_ms':1000}}", {}, "other");
        {
            Bench bench(path, clock, [](Engine::Options &options) { options.startPaused = true; });
            bench.submit(held, 5000, u"h"_s);
        }
        Bench bench(path, clock);
        QTRY_COMPARE(loadOf(bench, 1), 10);
        const ContextKey key = bench.submit(other, u"o"_s, Json::object());
        QTRY_COMPARE(bench.row(key).status, ContextStatus::Retrying);
        clock.advance(2 * kSecond);
        bench.engine->wake();
        QTRY_COMPARE(bench.row(key).status, ContextStatus::Completed);
    }

    /// Ten that fail fill the link, and thousands before it fill the list of what is ready: the ten are tried again all the same.
    void whatFillsALinkIsTriedAgainBehindIt()
    {
        FakeClock clock;
        Bench bench(newPath(), clock, [](Engine::Options &options) { options.startPaused = true; });
        const PipelineDefinition pipeline
            = graph("{'id':'first','component':'test_echo'},{'id':'again','component':'test_flaky','config':{'failures':1},"
                    "'retry':{'backoff':'fixed','delay_ms':1000}}",
                    link("first", "again", ",'limits':{'max_items':2000}"));
        bench.submit(pipeline, 9000);
        bench.engine->start();
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                clock.advance(kSecond / 2);
                bench.engine->wake();
                return bench.counts().of(ContextStatus::Completed) == 9000;
            }(),
            60'000);
    }

    void aNodeRunsNoMoreThanItsLimitAtOnce()
    {
        Bench bench(newPath());
        const auto keys = bench.submit(graph("{'id':'s','component':'test_sleep','config':{'ms':3},'limits':{'concurrency':2}}", {}), 20);
        bench.untilIdle();
        int now = 0;
        int most = 0;
        for (const auto &[at, by] : timesOf(bench, keys, u"s"_s))
            most = std::max(most, now += by);
        QCOMPARE(most, 2);
    }

    /// Nothing else wakes the engine between two of them.
    void aNodeStartsAsOftenAsItsRateAllows_data()
    {
        QTest::addColumn<QByteArray>("component");
        QTest::newRow("pure") << QByteArray("test_echo");
        QTest::newRow("effect") << QByteArray("test_sleep");
    }
    void aNodeStartsAsOftenAsItsRateAllows()
    {
        QFETCH(QByteArray, component);
        Bench bench(newPath());
        const auto keys = bench.submit(graph("{'id':'s','component':'" + component + "','limits':{'per_second':20}}", {}), 5);
        QTRY_COMPARE(bench.counts().of(ContextStatus::Completed), 5);
        const auto times = timesOf(bench, keys, u"s"_s);
        QVERIFY2(times.last().first - times.first().first >= 190'000, qPrintable(QString::number(times.last().first - times.first().first)));
    }

    void whatIsMoreUrgentGoesFirst()
    {
        Bench bench(newPath(), Clock::system(), [](Engine::Options &options) { options.startPaused = true; });
        const PipelineDefinition pipeline = graph("{'id':'s','component':'test_sleep','config':{'ms':1},'limits':{'concurrency':1}}", {});
        QList<ContextKey> usual;
        for (int i = 0; i < 10; ++i)
            usual.append(bench.submit(pipeline, u"u%1"_s.arg(i), Json::object()));
        const ContextKey urgent = bench.submit(pipeline, u"now"_s, Json::object(), 5);
        bench.engine->start();
        bench.untilIdle();
        const qint64 first = timesOf(bench, {urgent}, u"s"_s).first().first;
        for (const ContextKey key : usual)
            QVERIFY(timesOf(bench, {key}, u"s"_s).first().first > first);
    }

    /// Twenty slow steps one behind the other: another pipeline does not wait for whole contexts, but for a step.
    void aChainOfSlowStepsLetsOthersInBetween()
    {
        Bench bench(newPath(), Clock::system(), [](Engine::Options &options) { options.effectRunners = 1; });
        QByteArray nodes;
        QByteArray links;
        for (int i = 0; i < 20; ++i) {
            nodes += (i ? ",{'id':'n" : "{'id':'n") + QByteArray::number(i) + "','component':'test_sleep','config':{'ms':30}}";
            if (i > 0)
                links += (i > 1 ? "," : "") + link("n" + QByteArray::number(i - 1), "n" + QByteArray::number(i));
        }
        const ContextKey longOne = bench.submit(graph(nodes, links, "long"), u"l"_s, Json::object());
        QTRY_VERIFY(bench.row(longOne).steps >= 1);
        const ContextKey shortOne = bench.submit(graph("{'id':'s','component':'test_sleep','config':{'ms':1}}", {}, "short"), u"s"_s, Json::object());
        QTRY_COMPARE(bench.row(shortOne).status, ContextStatus::Completed);
        QVERIFY(bench.row(longOne).steps < 10);
        bench.untilIdle();
    }
};

QTEST_GUILESS_MAIN(TestLimits)
#include "tst_limits.moc"
