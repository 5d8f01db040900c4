// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/enginebench.h"
#include "support/fakeclock.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace Millrace;

/// Pipelines that are no chains: children and joins, sub-pipelines, loops, reviews, waits, ways for what failed.
class TestGraphs : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;

    QString newPath() { return m_folder.filePath(u"w%1.millrace"_s.arg(++m_files)); }

    static PipelineDefinition graph(const char *json)
    {
        const auto definition = PipelineDefinition::fromJson(parsed(json));
        if (!definition)
            qFatal("%s", qPrintable(definition.error().text));
        return *definition;
    }

    static PipelineDefinition splitJoin(const char *joinConfig, const char *middle = "{'id':'work','component':'test_echo'}")
    {
        return graph(QByteArray("{'format':'millrace.pipeline/1','id':'fan','nodes':["
                                "{'id':'split','component':'split','config':{'items':'parts','keep':['lang']}},")
                         .append(middle)
                         .append(",{'id':'join','component':'join','config':")
                         .append(joinConfig)
                         .append("},{'id':'end','component':'test_echo','config':{'value':'end'}}],"
                                 "'links':[{'from':{'node':'split','port':'item'},'to':{'node':'work'}},"
                                 "{'from':{'node':'split','port':'out'},'to':{'node':'join'}},"
                                 "{'from':{'node':'work'},'to':{'node':'join'}},"
                                 "{'from':{'node':'join'},'to':{'node':'end'}}]}")
                         .constData());
    }

    static QList<ContextKey> childrenOf(Bench &bench, ContextKey parent)
    {
        Connection db;
        if (!db.open(bench.file.path, Connection::Mode::ReadOnly))
            qFatal("cannot read");
        Statement &statement = db.prepared("SELECT pk FROM context WHERE parent = :parent ORDER BY pk");
        statement.bind(parent);
        QList<ContextKey> keys;
        while (statement.step().value())
            keys.append(statement.integer(0));
        statement.reset();
        return keys;
    }

    static QStringList finishedNodes(Bench &bench, ContextKey key)
    {
        QStringList nodes;
        for (const TransitionRecord &row : bench.history(key)) {
            if (row.kind == TransitionKind::Finished)
                nodes.append(row.node + u':' + row.port);
        }
        return nodes;
    }

private Q_SLOTS:
    void aListIsSplitWorkedOnAndJoinedInOrder()
    {
        Bench bench(newPath());
        const ContextKey key
            = bench.submit(splitJoin("{'take':'[n, lang, echo]'}"), u"a"_s, parsed("{'lang':'de','parts':[{'n':1},{'n':2},{'n':3}]}"));
        bench.untilIdle();
        QCOMPARE(bench.row(key).status, ContextStatus::Completed);
        const Json data = bench.document(key);
        QCOMPARE(data.value("joined"), parsed("[[1,'de','work'],[2,'de','work'],[3,'de','work']]"));
        QCOMPARE(data.value("echo").toString(), u"end"_s);
        QCOMPARE(childrenOf(bench, key).size(), 3);
        for (const ContextKey child : childrenOf(bench, key))
            QCOMPARE(bench.row(child).status, ContextStatus::Completed);
        QCOMPARE(finishedNodes(bench, key), QStringList({u"split:out"_s, u"join:out"_s, u"end:out"_s}));
        QCOMPARE(bench.row(key).forks, 0);
        QVERIFY(bench.isSound());
    }

    void anEmptyListIsJoinedAtOnce()
    {
        Bench bench(newPath());
        const ContextKey key = bench.submit(splitJoin("{}"), u"a"_s, parsed("{'parts':[]}"));
        bench.untilIdle();
        QCOMPARE(bench.row(key).status, ContextStatus::Completed);
        QCOMPARE(bench.document(key).value("joined"), parsed("[]"));
    }

    void withoutItemsEveryWayGetsTheWholeDocument()
    {
        Bench bench(newPath());
        const ContextKey key = bench.submit(
            graph("{'format':'millrace.pipeline/1','id':'both','nodes':["
                  "{'id':'fork','component':'split'},"
                  "{'id':'left','component':'test_echo'},{'id':'right','component':'test_echo'},{'id':'never','component':'test_echo'},"
                  "{'id':'join','component':'join','config':{'take':'echo'}}],"
                  "'links':[{'from':{'node':'fork','port':'item'},'to':{'node':'left'}},"
                  "{'from':{'node':'fork','port':'item'},'to':{'node':'right'}},"
                  "{'from':{'node':'fork','port':'item'},'to':{'node':'never'},'condition':'urgent'},"
                  "{'from':{'node':'fork'},'to':{'node':'join'}},"
                  "{'from':{'node':'left'},'to':{'node':'join'}},{'from':{'node':'right'},'to':{'node':'join'}},"
                  "{'from':{'node':'never'},'to':{'node':'join'}}]}"),
            u"a"_s, Json::object({{"urgent", false}}));
        bench.untilIdle();
        QCOMPARE(bench.document(key).value("joined"), parsed("['left','right']"));
    }

    void theFirstChildIsEnoughAndTheOthersAreCancelled()
    {
        Bench bench(newPath());
        const ContextKey key = bench.submit(splitJoin("{'wait':'any','take':'n'}", "{'id':'work','component':'wait','config':{'until':'at'}}"),
                                            u"a"_s, parsed("{'parts':[{'n':1,'at':'2999-01-01T00:00:00Z'},{'n':2,'at':'2020-01-01T00:00:00Z'}]}"));
        bench.untilIdle();
        QCOMPARE(bench.row(key).status, ContextStatus::Completed);
        QCOMPARE(bench.document(key).value("joined"), parsed("[2]"));
        QCOMPARE(bench.row(childrenOf(bench, key).first()).status, ContextStatus::Cancelled);
        QVERIFY(bench.isSound());
    }

    void aNumberOfChildrenIsEnoughWhereTheJoinSaysSo()
    {
        Bench bench(newPath());
        const ContextKey key = bench.submit(
            splitJoin("{'wait':'count','count':2,'take':'n'}", "{'id':'work','component':'wait','config':{'until':'at'}}"), u"a"_s,
            parsed("{'parts':[{'n':1,'at':'2020-01-01T00:00:00Z'},{'n':2,'at':'2999-01-01T00:00:00Z'},{'n':3,'at':'2020-01-01T00:00:00Z'}]}"));
        bench.untilIdle();
        QCOMPARE(bench.row(key).status, ContextStatus::Completed);
        QCOMPARE(bench.document(key).value("joined"), parsed("[1,3]"));
        QCOMPARE(bench.row(childrenOf(bench, key).at(1)).status, ContextStatus::Cancelled);
        QVERIFY(bench.isSound());
    }

    /// Where there are fewer than the number, all of them.
    void fewerChildrenThanTheNumberAreAllWaitedFor()
    {
        Bench bench(newPath());
        const ContextKey key = bench.submit(splitJoin("{'wait':'count','count':5,'take':'n'}"), u"a"_s, parsed("{'parts':[{'n':1},{'n':2}]}"));
        bench.untilIdle();
        QCOMPARE(bench.row(key).status, ContextStatus::Completed);
        QCOMPARE(bench.document(key).value("joined"), parsed("[1,2]"));
    }

    void aFailedChildHoldsTheJoinUntilItIsRetried()
    {
        Bench bench(newPath());
        const ContextKey key
            = bench.submit(splitJoin("{'take':'n'}", "{'id':'work','component':'validate','config':{'rules':[{'path':'/n','rule':'required'}]}}"),
                           u"a"_s, parsed("{'parts':[{'n':1},{'m':2}]}"));
        bench.untilIdle();
        QCOMPARE(bench.row(key).status, ContextStatus::Processing);
        QCOMPARE(bench.row(key).waits, Waiting::Suspended);
        const ContextKey failed = childrenOf(bench, key).last();
        QCOMPARE(bench.row(failed).status, ContextStatus::Quarantined);
        const auto fixed = bench.write([&](WriteScope &scope) -> Result<Json> {
            const auto plan = bench.engine->plan(scope, bench.row(failed).pipeline).value();
            const auto row = bench.engine->ledger().fix(scope, failed, bench.actor, *plan, Json::object({{"n", 7}}));
            return row ? Result<Json>(Json()) : std::unexpected(row.error());
        });
        QVERIFY2(fixed.has_value(), fixed ? "" : qPrintable(fixed.error().text));
        bench.untilIdle();
        QCOMPARE(bench.row(key).status, ContextStatus::Completed);
        QCOMPARE(bench.document(key).value("joined"), parsed("[1,7]"));
        QVERIFY(bench.isSound());
    }

    void aFailedChildIsSkippedWhereTheJoinSaysSo()
    {
        Bench bench(newPath());
        const ContextKey key = bench.submit(splitJoin("{'take':'n','failed':'skip','rest':'leave'}",
                                                      "{'id':'work','component':'validate','config':{'rules':[{'path':'/n','rule':'required'}]}}"),
                                            u"a"_s, parsed("{'parts':[{'n':1},{'m':2}]}"));
        bench.untilIdle();
        QCOMPARE(bench.row(key).status, ContextStatus::Completed);
        QCOMPARE(bench.document(key).value("joined"), parsed("[1]"));
        QCOMPARE(bench.row(childrenOf(bench, key).last()).status, ContextStatus::Quarantined);
    }

    void aJoinThatWaitsTooLongLeavesByTimeout()
    {
        FakeClock clock;
        Bench bench(newPath(), clock);
        PipelineDefinition pipeline
            = splitJoin("{'take':'n','timeout_s':10,'failed':'wait'}", "{'id':'work','component':'wait','config':{'signal':'go'}}");
        const ContextKey key = bench.submit(pipeline, u"a"_s, parsed("{'parts':[{'n':1}]}"));
        bench.untilIdle();
        QCOMPARE(bench.row(key).waits, Waiting::Suspended);
        clock.advance(11 * kSecond);
        bench.engine->wake();
        bench.untilIdle();
        QCOMPARE(bench.row(key).status, ContextStatus::Completed);
        QCOMPARE(finishedNodes(bench, key).last(), u"join:timeout"_s);
        QCOMPARE(bench.row(childrenOf(bench, key).first()).status, ContextStatus::Cancelled);
        QVERIFY(bench.isSound());
    }

    void cancellingAParentCancelsItsChildren()
    {
        Bench bench(newPath());
        const ContextKey key
            = bench.submit(splitJoin("{}", "{'id':'work','component':'wait','config':{'signal':'never'}}"), u"a"_s, parsed("{'parts':[1,2,3]}"));
        bench.untilIdle();
        const auto cancelled = bench.write([&](WriteScope &scope) -> Result<Json> {
            const auto row = bench.engine->ledger().cancel(scope, key, bench.actor);
            return row ? Result<Json>(Json()) : std::unexpected(row.error());
        });
        QVERIFY(cancelled.has_value());
        for (const ContextKey child : childrenOf(bench, key))
            QCOMPARE(bench.row(child).status, ContextStatus::Cancelled);
        QCOMPARE(bench.counts().of(ContextStatus::Cancelled), 4);
        QVERIFY(bench.isSound());
    }

    void childrenHaveChildren()
    {
        Bench bench(newPath());
        const ContextKey key = bench.submit(
            graph("{'format':'millrace.pipeline/1','id':'nest','nodes':["
                  "{'id':'outer','component':'split','config':{'items':'rows'}},"
                  "{'id':'inner','component':'split','config':{'items':'cells'}},"
                  "{'id':'work','component':'jmespath','config':{'expression':'to_string(item)','into':'text'"
                  "}},"
                  "{'id':'join_cells','component':'join','config':{'take':'text','into':'texts'}},"
                  "{'id':'join_rows','component':'join','config':{'take':'texts'}}],"
                  "'links':[{'from':{'node':'outer','port':'item'},'to':{'node':'inner'}},{'from':{'node':'outer'},'to':{'node':'join_rows'}},"
                  "{'from':{'node':'inner','port':'item'},'to':{'node':'work'}},{'from':{'node':'inner'},'to':{'node':'join_cells'}},"
                  "{'from':{'node':'work'},'to':{'node':'join_cells'}},{'from':{'node':'join_cells'},'to':{'node':'join_rows'}}]"
                  "}"),
            u"a"_s, parsed("{'rows':[{'cells':[1,2]},{'cells':[]},{'cells':[3]}]}"));
        bench.untilIdle();
        QCOMPARE(bench.row(key).status, ContextStatus::Completed);
        QCOMPARE(bench.document(key).value("joined"), parsed("[['1','2'],[],['3']]"));
        QVERIFY(bench.isSound());
    }

    void aDocumentGoesThroughAnotherPipeline()
    {
        Bench bench(newPath());
        bench.save(graph("{'format':'millrace.pipeline/1','id':'inner','nodes':["
                         "{'id':'a','component':'test_echo','config':{'value':'inside'}}],'links':[]}"));
        const ContextKey key = bench.submit(graph("{'format':'millrace.pipeline/1','id':'outer','nodes':["
                                                  "{'id':'call','component':'pipeline','config':{'pipeline':'inner','into':'result'}},"
                                                  "{'id':'after','component':'test_echo','config':{'value':'after'}}],"
                                                  "'links':[{'from':{'node':'call'},'to':{'node':'after'}}]}"),
                                            u"a"_s, Json::object({{"n", 1}}));
        bench.untilIdle();
        QCOMPARE(bench.document(key), parsed("{'n':1,'result':{'n':1,'echo':'inside'},'echo':'after'}"));
        QVERIFY(bench.isSound());
    }

    void anotherPipelineRunsInTheVersionThatIsNamed()
    {
        Bench bench(newPath());
        for (const char *value : {"first", "second"})
            bench.save(graph(QByteArray("{'format':'millrace.pipeline/1','id':'inner','nodes':[{'id':'a','component':'test_echo','config':{'value':'")
                                 .append(value)
                                 .append("'}}],'links':[]}")
                                 .constData()));
        const auto echoOf = [&](const char *version, const QString &id) {
            const ContextKey key = bench.submit(
                graph(QByteArray(
                          "{'format':'millrace.pipeline/1','id':'outer','nodes':[{'id':'call','component':'pipeline','config':{'pipeline':'inner'")
                          .append(version)
                          .append(",'into':'result'}}],'links':[]}")
                          .constData()),
                id, Json::object());
            bench.untilIdle();
            return bench.document(key).value("result").value("echo").toString();
        };
        QCOMPARE(echoOf(",'version':1", u"a"_s), u"first"_s);
        QCOMPARE(echoOf("", u"b"_s), u"second"_s);
    }

    /// A parent that this machine cannot run is woken all the same, and waits; everything else goes on.
    void aChildOfAPipelineThatCannotRunHereComesToItsEnd()
    {
        const QString path = newPath();
        ContextKey parent = 0;
        {
            Bench bench(path);
            bench.save(graph("{'format':'millrace.pipeline/1','id':'inner','nodes':["
                             "{'id':'wait','component':'wait','config':{'signal':'paid','into':'payment'}}],'links':[]}"));
            parent = bench.submit(graph("{'format':'millrace.pipeline/1','id':'outer','nodes':["
                                        "{'id':'call','component':'pipeline','config':{'pipeline':'inner','into':'result'}},"
                                        "{'id':'after','component':'test_echo'}],'links':[{'from':{'node':'call'},'to':{'node':'after'}}]}"),
                                  u"a"_s, Json::object());
            bench.untilIdle();
        }
        {
            ComponentRegistry fewer;
            for (const auto &component : builtinComponents())
                fewer.add(component);
            Bench bench(path, Clock::system(), [&](Engine::Options &options) { options.registry = &fewer; });
            const auto sent = bench.write([&](WriteScope &scope) -> Result<Json> {
                const auto woken = bench.engine->ledger().signal(scope, scope.forks.waitingFor(u"paid"_s, 10).value().first(), Json(1));
                return woken ? Result<Json>(Json(*woken)) : std::unexpected(woken.error());
            });
            QVERIFY(sent.has_value());
            const ContextKey child = childrenOf(bench, parent).first();
            QTRY_COMPARE(bench.row(child).status, ContextStatus::Completed);
            QVERIFY(!bench.engine->status().stopped);
            QCOMPARE(bench.row(parent).status, ContextStatus::Processing);
        }
        Bench bench(path);
        bench.untilIdle();
        QCOMPARE(bench.row(parent).status, ContextStatus::Completed);
        QCOMPARE(bench.document(parent).value("result").value("payment").toInt(), 1);
        QVERIFY(bench.isSound());
    }

    void aPipelineThatCallsItselfEndsInQuarantine()
    {
        Bench bench(newPath());
        const ContextKey key = bench.submit(graph("{'format':'millrace.pipeline/1','id':'self','nodes':["
                                                  "{'id':'call','component':'pipeline','config':{'pipeline':'self'}}],'links':[]}"),
                                            u"a"_s, Json::object());
        bench.untilIdle();
        QCOMPARE(bench.row(key).status, ContextStatus::Processing);
        QCOMPARE(bench.counts().of(ContextStatus::Quarantined), 1);
        QVERIFY(bench.isSound());
    }

    void whatCannotBeSentOffGoesTheWayForIt()
    {
        Bench bench(newPath());
        const ContextKey key = bench.submit(graph("{'format':'millrace.pipeline/1','id':'p','nodes':["
                                                  "{'id':'call','component':'pipeline','config':{'pipeline':'nowhere'}},"
                                                  "{'id':'after','component':'test_echo'}],"
                                                  "'links':[{'from':{'node':'call','port':'error'},'to':{'node':'after'}}]}"),
                                            u"a"_s, Json::object());
        bench.untilIdle();
        QCOMPARE(bench.row(key).status, ContextStatus::Completed);
        QCOMPARE(bench.document(key).value("error").value("node").toString(), u"call"_s);
        QVERIFY(bench.isSound());
    }

    void aMissingPipelineIsAReasonForQuarantine()
    {
        Bench bench(newPath());
        const ContextKey key = bench.submit(graph("{'format':'millrace.pipeline/1','id':'p','nodes':["
                                                  "{'id':'call','component':'pipeline','config':{'pipeline':'nowhere'}}],'links':[]}"),
                                            u"a"_s, Json::object());
        bench.untilIdle();
        QCOMPARE(bench.row(key).status, ContextStatus::Quarantined);
        QVERIFY(bench.isSound());
    }

    void aLoopEndsAtItsBound()
    {
        Bench bench(newPath());
        const PipelineDefinition loop
            = graph("{'format':'millrace.pipeline/1','id':'loop','nodes':["
                    "{'id':'count','component':'jmespath','config':{'expression':'to_string(echo)','into':'seen'"
                    "}"
                    ", 'limits' : {'max_visits' : 5}"
                    "},"
                    "{'id':'again','component':'test_echo'}],"
                    "'links':[{'from':{'node':'count'},'to':{'node':'again'}},{'from':{'node':'again'},'to':{'node':'count'},'condition':'!stop'}]"
                    "}");
        const ContextKey endless = bench.submit(loop, u"a"_s, Json::object());
        const ContextKey once = bench.submit(loop, u"b"_s, Json::object({{"stop", true}}));
        bench.untilIdle();
        QCOMPARE(bench.row(endless).status, ContextStatus::Quarantined);
        QCOMPARE(bench.row(endless).visit, 6);
        QCOMPARE(finishedNodes(bench, endless).size(), 10);
        QCOMPARE(bench.row(once).status, ContextStatus::Completed);
        QVERIFY(bench.isSound());
    }

    void aReviewWaitsForAPersonAndLeavesByTheDecision()
    {
        Bench bench(newPath());
        const PipelineDefinition pipeline
            = graph("{'format':'millrace.pipeline/1','id':'rev','nodes':["
                    "{'id':'draft','component':'test_echo'},{'id':'review','component':'review','config':{'question':'Good?'}},"
                    "{'id':'publish','component':'test_echo','config':{'value':'published'}}],"
                    "'links':[{'from':{'node':'draft'},'to':{'node':'review'}},"
                    "{'from':{'node':'review','port':'approved'},'to':{'node':'publish'}}]}");
        const ContextKey yes = bench.submit(pipeline, u"yes"_s, Json::object({{"n", 1}}));
        const ContextKey no = bench.submit(pipeline, u"no"_s, Json::object({{"n", 2}}));
        bench.untilIdle();
        QCOMPARE(bench.row(yes).status, ContextStatus::AwaitingReview);
        const auto decide = [&](ContextKey key, const QString &port, const std::optional<Json> &data) {
            return bench.write([&](WriteScope &scope) -> Result<Json> {
                const auto plan = bench.engine->plan(scope, bench.row(key).pipeline).value();
                const auto row = bench.engine->ledger().decide(scope, key, bench.actor, *plan, {port, data, u"because"_s, {}});
                return row ? Result<Json>(Json()) : std::unexpected(row.error());
            });
        };
        const auto edited = parsed("{'n':1,'echo':'better'}");
        QVERIFY(decide(yes, u"approved"_s, edited).has_value());
        QVERIFY(decide(no, u"rejected"_s, std::nullopt).has_value());
        bench.untilIdle();
        QCOMPARE(bench.row(yes).status, ContextStatus::Completed);
        QCOMPARE(bench.document(yes), parsed("{'n':1,'echo':'published'}"));
        QCOMPARE(bench.row(no).status, ContextStatus::Completed);
        QCOMPARE(decide(no, u"approved"_s, std::nullopt).error().code, ErrorCode::Conflict);
        const auto rows = bench.history(no);
        QCOMPARE(rows.last().actor, u"person"_s);
        QCOMPARE(rows.last().port, u"rejected"_s);
        const auto awaited = std::ranges::find(rows, TransitionKind::Suspended, &TransitionRecord::kind);
        QVERIFY(awaited != rows.end());
        QCOMPARE(awaited->to, ContextStatus::AwaitingReview);
        QVERIFY(bench.isSound());
    }

    void aSignalLetsTheWaitingGoOnAndBringsAValue()
    {
        Bench bench(newPath());
        const ContextKey key = bench.submit(graph("{'format':'millrace.pipeline/1','id':'sig','nodes':["
                                                  "{'id':'wait','component':'wait','config':{'signal':'paid','into':'payment'}}],'links':[]}"),
                                            u"a"_s, Json::object());
        bench.untilIdle();
        QCOMPARE(bench.row(key).status, ContextStatus::Processing);
        const auto sent = bench.write([&](WriteScope &scope) -> Result<Json> {
            const auto waiting = scope.forks.waitingFor(u"paid"_s, 10).value();
            const auto woken = bench.engine->ledger().signal(scope, waiting.first(), Json::object({{"amount", 12}}));
            return woken ? Result<Json>(Json(*woken)) : std::unexpected(woken.error());
        });
        QCOMPARE(sent.value(), Json(true));
        bench.untilIdle();
        QCOMPARE(bench.document(key), parsed("{'payment':{'amount':12}}"));
        QVERIFY(bench.isSound());
    }

    void aWaitHoldsTheNextStepBackAndOutlivesAnEnd()
    {
        FakeClock clock;
        const QString path = newPath();
        ContextKey key = 0;
        const PipelineDefinition pipeline = graph("{'format':'millrace.pipeline/1','id':'w','nodes':["
                                                  "{'id':'wait','component':'wait','config':{'seconds':60}},{'id':'end','component':'test_echo'}],"
                                                  "'links':[{'from':{'node':'wait'},'to':{'node':'end'}}]}");
        {
            Bench bench(path, clock);
            key = bench.submit(pipeline, u"a"_s, Json::object());
            bench.untilIdle();
            QCOMPARE(bench.row(key).status, ContextStatus::Processing);
        }
        clock.advance(61 * kSecond);
        Bench bench(path, clock);
        bench.untilIdle();
        QCOMPARE(bench.row(key).status, ContextStatus::Completed);
    }

    void whatFailedGoesTheWayForItAndSaysWhatWentWrong()
    {
        Bench bench(newPath());
        const ContextKey key = bench.submit(graph("{'format':'millrace.pipeline/1','id':'dead','nodes':["
                                                  "{'id':'work','component':'test_flaky','config':{'failures':9,'category':'fatal'}},"
                                                  "{'id':'letters','component':'jmespath','config':{'expression':'error.code','into':'why'}}],"
                                                  "'links':[{'from':{'node':'work','port':'error'},'to':{'node':'letters'}}]}"),
                                            u"a"_s, Json::object({{"n", 1}}));
        bench.untilIdle();
        QCOMPARE(bench.row(key).status, ContextStatus::Completed);
        const Json data = bench.document(key);
        QCOMPARE(data.value("error").value("node").toString(), u"work"_s);
        QCOMPARE(data.value("why"), data.value("error").value("code"));
        QVERIFY(bench.isSound());
    }

    void aGraphGivesTheSameFusedOrNotAndWithOneRunnerOrEight_data()
    {
        QTest::addColumn<bool>("fuse");
        QTest::addColumn<int>("runners");
        QTest::newRow("fused, one") << true << 1;
        QTest::newRow("fused, eight") << true << 8;
        QTest::newRow("unfused, one") << false << 1;
        QTest::newRow("unfused, eight") << false << 8;
    }
    void aGraphGivesTheSameFusedOrNotAndWithOneRunnerOrEight()
    {
        QFETCH(bool, fuse);
        QFETCH(int, runners);
        Bench bench(newPath(), Clock::system(), [&](Engine::Options &options) {
            options.fuse = fuse;
            options.runners = runners;
        });
        QList<ContextKey> keys;
        for (int i = 0; i < 20; ++i)
            keys.append(bench.submit(splitJoin("{'take':'[item, echo]'}"), u"c%1"_s.arg(i), parsed("{'parts':[1,2,3,4,5]}")));
        bench.untilIdle();
        for (const ContextKey key : keys)
            QCOMPARE(bench.document(key),
                     parsed("{'parts':[1,2,3,4,5],'joined':[[1,'work'],[2,'work'],[3,'work'],[4,'work'],[5,'work']],'echo':'end'}"));
        QCOMPARE(bench.counts().of(ContextStatus::Completed), 120);
        QVERIFY(bench.isSound());
    }
};

QTEST_GUILESS_MAIN(TestGraphs)
#include "tst_graphs.moc"
