// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scheduler.h"
#include "support/testcomponents.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;

class TestScheduler : public QObject
{
    Q_OBJECT

    ComponentRegistry m_registry;
    ContextKey m_next = 0;

    std::shared_ptr<const Plan> plan(qint64 key, const QString &id, const char *nodeExtra = "", const char *linkExtra = "",
                                     const QByteArray &component = "test_echo")
    {
        QByteArray json = "{'format':'millrace.pipeline/1','id':'" + id.toUtf8() + "','nodes':[{'id':'a','component':'" + component + "'" + nodeExtra
            + "},{'id':'b','component':'" + component + "'}],'links':[{'from':{'node':'a'},'to':{'node':'b'}" + linkExtra + "}]}";
        json.replace('\'', '"');
        const auto definition = PipelineDefinition::fromJson(Json::parse(json).value());
        if (!definition)
            qFatal("%s", qPrintable(definition.error().text));
        return Plan::compile(key, *definition, m_registry).value();
    }

    Scheduler::Ready ready(qint64 pipeline, int node = 0, int priority = 0)
    {
        Scheduler::Ready ready;
        ready.row.key = ++m_next;
        ready.row.pipeline = pipeline;
        ready.row.node = node;
        ready.row.priority = priority;
        return ready;
    }

    static QList<qint64> takeAll(Scheduler &scheduler, qint64 now = 0)
    {
        QList<qint64> pipelines;
        while (const auto taken = scheduler.take(Scheduler::Kind::Pure, now))
            pipelines.append(taken->row.pipeline);
        return pipelines;
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (const auto &component : testComponents())
            m_registry.add(component);
    }

    void pipelinesTakeTurnsHoweverMuchOneHas()
    {
        Scheduler scheduler;
        scheduler.know(plan(1, u"one"_s));
        scheduler.know(plan(2, u"two"_s));
        for (int i = 0; i < 4; ++i)
            scheduler.offer(ready(1));
        scheduler.offer(ready(2));
        scheduler.offer(ready(2));
        QCOMPARE(takeAll(scheduler), QList<qint64>({1, 2, 1, 2, 1, 1}));
        QCOMPARE(scheduler.size(), 0U);
    }

    void aHigherPriorityGoesFirst()
    {
        Scheduler scheduler;
        scheduler.know(plan(1, u"one"_s));
        scheduler.know(plan(2, u"two"_s));
        scheduler.offer(ready(1));
        scheduler.offer(ready(2, 0, 5));
        scheduler.offer(ready(2, 0, 5));
        QCOMPARE(takeAll(scheduler), QList<qint64>({2, 2, 1}));
    }

    void whatIsFurtherDownGoesFirst()
    {
        Scheduler scheduler;
        scheduler.know(plan(1, u"one"_s));
        scheduler.offer(ready(1, 0));
        scheduler.offer(ready(1, 1));
        QCOMPARE(scheduler.take(Scheduler::Kind::Pure, 0)->row.node, 1);
    }

    void aNodeRunsAsManyAsItsLimitAllows()
    {
        Scheduler scheduler;
        scheduler.know(plan(1, u"one"_s, ",'limits':{'concurrency':2}"));
        for (int i = 0; i < 5; ++i)
            scheduler.offer(ready(1));
        QCOMPARE(takeAll(scheduler).size(), 2);
        QVERIFY(!scheduler.peek(Scheduler::Kind::Pure, 0));
        scheduler.ended(ready(1).row);
        QCOMPARE(takeAll(scheduler).size(), 1);
    }

    void aRateSpreadsTheStarts()
    {
        Scheduler scheduler;
        scheduler.know(plan(1, u"one"_s, ",'limits':{'per_second':10}"));
        for (int i = 0; i < 3; ++i)
            scheduler.offer(ready(1));
        QCOMPARE(takeAll(scheduler, 1'000'000).size(), 1);
        QCOMPARE(scheduler.nextAllowedAt(), 1'100'000);
        QCOMPARE(takeAll(scheduler, 1'100'000).size(), 1);
    }

    void aFullLinkHoldsBackTheNodeInFrontOfIt()
    {
        Scheduler scheduler;
        scheduler.know(plan(1, u"one"_s, "", ",'limits':{'max_items':3}"));
        scheduler.queueChanged({1, 1, 2, 0});
        for (int i = 0; i < 5; ++i)
            scheduler.offer(ready(1));
        QCOMPARE(takeAll(scheduler).size(), 1);
        scheduler.queueChanged({1, 1, -2, 0});
        QCOMPARE(takeAll(scheduler).size(), 2);
    }

    void bytesHoldBackToo()
    {
        Scheduler scheduler;
        scheduler.queueChanged({1, 1, 1, 5000}); // known before the plan is
        scheduler.know(plan(1, u"one"_s, "", ",'limits':{'max_bytes':4000}"));
        scheduler.offer(ready(1));
        QCOMPARE(takeAll(scheduler).size(), 0);
        scheduler.queueChanged({1, 1, -1, -5000});
        QCOMPARE(takeAll(scheduler).size(), 1);
    }

    /// With quick steps hundreds are handed out before the first has come to wait behind the link.
    void whatRunsCountsForTheBytesBehindALinkToo()
    {
        Scheduler scheduler;
        scheduler.know(plan(1, u"one"_s, "", ",'limits':{'max_bytes':4000}"));
        for (int i = 0; i < 5; ++i) {
            auto large = ready(1);
            large.row.bytes = 3000;
            scheduler.offer(std::move(large));
        }
        QCOMPARE(takeAll(scheduler).size(), 2);
    }

    /// A service that takes one at a time takes one of all versions that call it.
    void limitsHoldForAllVersionsOfANodeTogether()
    {
        Scheduler scheduler;
        scheduler.know(plan(1, u"one"_s, ",'limits':{'concurrency':1,'per_second':1}"));
        scheduler.know(plan(2, u"one"_s, ",'limits':{'concurrency':1,'per_second':1},'title':'newer'"));
        scheduler.offer(ready(1));
        scheduler.offer(ready(2));
        QCOMPARE(takeAll(scheduler, 1'000'000), QList<qint64>({1}));
        scheduler.ended(ready(1).row);
        QCOMPARE(takeAll(scheduler, 1'500'000).size(), 0);
        QCOMPARE(takeAll(scheduler, 2'000'000), QList<qint64>({2}));
    }

    void versionsOfOnePipelineShareItsTurn()
    {
        Scheduler scheduler;
        scheduler.know(plan(1, u"one"_s));
        scheduler.know(plan(2, u"two"_s));
        scheduler.know(plan(3, u"one"_s, ",'title':'newer'"));
        for (int i = 0; i < 3; ++i)
            scheduler.offer(ready(1));
        for (int i = 0; i < 3; ++i)
            scheduler.offer(ready(3));
        for (int i = 0; i < 3; ++i)
            scheduler.offer(ready(2));
        QCOMPARE(takeAll(scheduler), QList<qint64>({1, 2, 1, 2, 1, 2, 3, 3, 3}));
    }

    /// Else an engine whose rate allows nothing now sleeps until something else wakes it.
    void aRateIsRememberedWhenOtherStepsAreLookedFor()
    {
        Scheduler scheduler;
        scheduler.know(plan(1, u"one"_s, ",'limits':{'per_second':10}"));
        scheduler.offer(ready(1));
        scheduler.offer(ready(1));
        QCOMPARE(takeAll(scheduler, 1'000'000).size(), 1);
        QVERIFY(!scheduler.peek(Scheduler::Kind::Effect, 1'000'000));
        QVERIFY(!scheduler.peek(Scheduler::Kind::Child, 1'000'000));
        QCOMPARE(scheduler.nextAllowedAt(), 1'100'000);
    }

    void aSlowChainLeavesItsRunnerToAnotherPipelineThatWaits()
    {
        Scheduler scheduler;
        scheduler.know(plan(1, u"one"_s, "", "", "test_sleep"));
        scheduler.know(plan(2, u"two"_s, "", "", "test_sleep"));
        const auto next = ready(1, 1).row;
        QVERIFY(scheduler.goOn(next, Scheduler::Kind::Effect, 0, true));
        scheduler.offer(ready(1)); // its own may wait
        QVERIFY(scheduler.goOn(next, Scheduler::Kind::Effect, 0, true));
        scheduler.offer(ready(2));
        QVERIFY(!scheduler.goOn(next, Scheduler::Kind::Effect, 0, true));
        QVERIFY(scheduler.goOn(next, Scheduler::Kind::Effect, 0, false)); // where steps are quick it costs nobody anything
    }

    /// One urgent document must not make everything after it slower for good.
    void whatWasUrgentOnceHoldsNobodyUp()
    {
        Scheduler scheduler;
        scheduler.know(plan(1, u"one"_s, "", "", "test_sleep"));
        scheduler.offer(ready(1, 0, 5));
        QVERIFY(!scheduler.goOn(ready(1, 1).row, Scheduler::Kind::Effect, 0, false));
        QVERIFY(scheduler.take(Scheduler::Kind::Effect, 0));
        QVERIFY(scheduler.goOn(ready(1, 1).row, Scheduler::Kind::Effect, 0, false));
    }

    void aPausedPipelineRestsAndTheOthersGoOn()
    {
        Scheduler scheduler;
        scheduler.know(plan(1, u"one"_s));
        scheduler.know(plan(2, u"two"_s));
        scheduler.setPaused(u"one"_s, true);
        scheduler.offer(ready(1));
        scheduler.offer(ready(2));
        QCOMPARE(takeAll(scheduler), QList<qint64>({2}));
        scheduler.setPaused(u"one"_s, false);
        QCOMPARE(takeAll(scheduler), QList<qint64>({1}));
    }

    void whatDidNotStartIsNextAgain()
    {
        Scheduler scheduler;
        scheduler.know(plan(1, u"one"_s, ",'limits':{'concurrency':1}"));
        scheduler.offer(ready(1));
        scheduler.offer(ready(1));
        auto first = scheduler.take(Scheduler::Kind::Pure, 0);
        const ContextKey key = first->row.key;
        scheduler.putBack(std::move(*first));
        QCOMPARE(scheduler.size(), 2U);
        QCOMPARE(scheduler.take(Scheduler::Kind::Pure, 0)->row.key, key);
    }

    void aRemovedContextIsNotTaken()
    {
        Scheduler scheduler;
        scheduler.know(plan(1, u"one"_s));
        auto one = ready(1);
        const ContextKey key = one.row.key;
        scheduler.offer(std::move(one));
        QVERIFY(scheduler.remove(key));
        QVERIFY(!scheduler.remove(key));
        QCOMPARE(takeAll(scheduler).size(), 0);
        QCOMPARE(scheduler.size({1, 0}), 0U);
    }
};

QTEST_GUILESS_MAIN(TestScheduler)
#include "tst_scheduler.moc"
