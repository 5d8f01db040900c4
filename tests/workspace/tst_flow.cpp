// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/openworkspace.h"

#include <QStandardPaths>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

constexpr auto kReviewed
    = "{'format':'millrace.pipeline/1','id':'reviewed','nodes':["
      "{'id':'draft','component':'test_echo'},{'id':'check','component':'review','config':{'question':'Good?','fields':['echo']}},"
      "{'id':'publish','component':'test_echo','config':{'value':'published'}}],'links':["
      "{'from':{'node':'draft'},'to':{'node':'check'}},{'from':{'node':'check','port':'approved'},'to':{'node':'publish'}}]}";

constexpr auto kPlain = "{'format':'millrace.pipeline/1','id':'plain','nodes':[{'id':'a','component':'test_echo'}],'links':[]}";

constexpr auto kStrict = "{'format':'millrace.pipeline/1','id':'strict','nodes':["
                         "{'id':'a','component':'validate','config':{'rules':[{'path':'/n','rule':'required'}]}}],'links':[]}";

} // namespace

/// Reviews, signals, paused and draining pipelines, runs as jobs: through the door.
class TestFlow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void aReviewIsListedAndDecided()
    {
        OpenWorkspace workspace;
        workspace.save(kReviewed);
        workspace.submit(u"reviewed"_s, "[{'id':'a','type':'note','data':{'title':'First'}},{'id':'b','type':'note','data':{}}]");
        workspace.untilIdle();
        const Json waiting = workspace.run(u"review.list"_s).value("items");
        QCOMPARE(waiting.size(), 2);
        // Two runners: either may have come to its review first.
        const Json &first = waiting.at(waiting.at(0).value("context").toString() == "a"_L1 ? 0 : 1);
        QCOMPARE(first.value("title").toString(), u"First"_s);
        QCOMPARE(first.value("question").toString(), u"Good?"_s);
        workspace.run(u"review.decide"_s, parsed("{'id':'a','decision':'approved','note':'fine'}"));
        workspace.run(u"review.decide"_s, parsed("{'id':'b','decision':'rejected'}"));
        workspace.untilIdle();
        QCOMPARE(workspace.dataOf(u"a"_s).value("echo").toString(), u"published"_s);
        QCOMPARE(workspace.run(u"context.list"_s, parsed("{'outcome':'rejected'}")).value("contexts").at(0).value("id").toString(), u"b"_s);
        QCOMPARE(workspace.ask(u"review.decide"_s, parsed("{'id':'a','decision':'approved'}")).error().code, ErrorCode::Conflict);
        QCOMPARE(workspace.run(u"review.list"_s).value("items").size(), 0);
    }

    void aPausedPipelineTakesWorkAndDoesNoneUntilItRunsAgain()
    {
        OpenWorkspace workspace;
        workspace.save(kPlain);
        workspace.run(u"pipeline.control"_s, parsed("{'id':'plain','state':'paused'}"));
        workspace.submit(u"plain"_s, "[{'id':'a','type':'note','data':{}}]");
        workspace.reopen(); // being paused survives an end
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"a"_s), u"pending"_s);
        const Json load = workspace.run(u"pipeline.load"_s, parsed("{'id':'plain'}"));
        QCOMPARE(load.value("state").toString(), u"paused"_s);
        QCOMPARE(load.value("nodes").at(0).value("counts").value("pending").toInt(), 1);
        workspace.run(u"pipeline.control"_s, parsed("{'id':'plain','state':'running'}"));
        QTRY_COMPARE(workspace.statusOf(u"a"_s), u"completed"_s);
    }

    void aDrainingPipelineFinishesAndTakesNothingNew()
    {
        OpenWorkspace workspace;
        workspace.save(kPlain);
        workspace.run(u"pipeline.control"_s, parsed("{'id':'plain','state':'draining'}"));
        const Json answer = workspace.submit(u"plain"_s, "[{'id':'a','type':'note','data':{}}]");
        QCOMPARE(answer.value("submitted").toInt(), 0);
        QCOMPARE(answer.value("refused").at(0).value("code").toString(), u"pipeline.closed"_s);
    }

    /// What comes from other pipelines, and what is done again, is new work too.
    void aDrainingPipelineTakesNothingByOtherDoorsEither()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'inner','nodes':[{'id':'a','component':'test_echo'}],'links':[]}");
        workspace.save("{'format':'millrace.pipeline/1','id':'outer','nodes':[{'id':'call','component':'pipeline',"
                       "'config':{'pipeline':'inner'},'retry':{'max_attempts':1}}],'links':[]}");
        workspace.submit(u"inner"_s, "[{'id':'done','type':'n','data':{}}]");
        workspace.untilIdle();
        workspace.run(u"pipeline.control"_s, parsed("{'id':'inner','state':'draining'}"));
        workspace.submit(u"outer"_s, "[{'id':'x','type':'n','data':{}}]");
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"x"_s), u"quarantined"_s);
        QCOMPARE(workspace.run(u"replay.run"_s, parsed("{'id':'done'}")).value("refused").at(0).value("error").value("code").toString(),
                 u"pipeline.closed"_s);
        workspace.run(u"pipeline.control"_s, parsed("{'id':'inner','state':'running'}"));
        workspace.run(u"context.retry"_s, parsed("{'id':'x'}"));
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"x"_s), u"completed"_s);
    }

    void aRunSaysHowFarItIsAndItsFailedRunAgain()
    {
        OpenWorkspace workspace;
        workspace.save(kStrict);
        const Json submitted = workspace.submit(u"strict"_s, "[{'id':'a','type':'n','data':{'n':1}},{'id':'b','type':'n','data':{}}]");
        const Json run = Json::object({{"id", submitted.value("run")}});
        workspace.untilIdle();
        const Json now = workspace.run(u"run.get"_s, run);
        QCOMPARE(now.value("finished"), Json(true));
        QCOMPARE(now.value("counts").value("quarantined").toInt(), 1);
        QCOMPARE(workspace.run(u"run.retry"_s, run).value("retried").toInt(), 1);
        workspace.untilIdle();
        QCOMPARE(workspace.run(u"run.cancel"_s, run).value("cancelled").toInt(), 1);
        QCOMPARE(workspace.statusOf(u"b"_s), u"cancelled"_s);
        QCOMPARE(workspace.statusOf(u"a"_s), u"completed"_s);
        QCOMPARE(workspace.ask(u"run.get"_s, parsed("{'id':'none'}")).error().code, ErrorCode::NotFound);
    }

    /// What is asked for a pipeline is that pipeline's, and the states add up.
    void aPipelineSaysHowItsContextsAre()
    {
        OpenWorkspace workspace;
        workspace.save(kStrict);
        workspace.save("{'format':'millrace.pipeline/1','id':'other','nodes':[{'id':'a','component':'test_echo'}],'links':[]}");
        workspace.submit(u"strict"_s, "[{'id':'a','type':'n','data':{'n':1}},{'id':'b','type':'n','data':{}}]");
        workspace.submit(u"other"_s, "[{'id':'c','type':'n','data':{}}]");
        workspace.untilIdle();
        const Json strict = workspace.run(u"stats"_s, parsed("{'pipeline':'strict'}"));
        QCOMPARE(strict.value("submitted").toInt(), 2);
        QCOMPARE(strict.value("completed").toInt(), 1);
        QCOMPARE(strict.value("quarantined").toInt(), 1);
        QCOMPARE(workspace.run(u"stats"_s).value("submitted").toInt(), 3);
    }

    void theSchemaIsShownAsItIs()
    {
        OpenWorkspace workspace;
        const Json shown = workspace.run(u"workspace.schema"_s);
        QVERIFY(shown.value("schema").toInt() >= 8);
        QCOMPARE(shown.value("page_size").toInt(), 16384);
        const Json tables = shown.value("tables");
        const auto context = std::ranges::find_if(tables.items(), [](const Json &table) { return table.value("name").toString() == "context"_L1; });
        QVERIFY(context != tables.items().end());
        QVERIFY(context->value("indexes").size() > 0);
        const Json columns = context->value("columns");
        QVERIFY(std::ranges::any_of(columns.items(), [](const Json &column) {
            return column.value("name").toString() == "pipeline"_L1 && column.value("references").toString() == "pipeline"_L1;
        }));
    }

    void childrenAreCountedApart()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'fan','nodes':[{'id':'s','component':'split','config':{'items':'parts'}},"
                       "{'id':'j','component':'join'}],'links':[{'from':{'node':'s','port':'item'},'to':{'node':'j'}},"
                       "{'from':{'node':'s'},'to':{'node':'j'}}]}");
        const Json submitted = workspace.submit(u"fan"_s, "[{'id':'a','type':'n','data':{'parts':[1,2]}}]");
        workspace.untilIdle();
        const Json stats = workspace.run(u"stats"_s);
        QCOMPARE(stats.value("submitted").toInt(), 1);
        QCOMPARE(stats.value("children").value("completed").toInt(), 2);
        QCOMPARE(workspace.run(u"run.get"_s, Json::object({{"id", submitted.value("run")}})).value("children").value("submitted").toInt(), 2);
    }

    void aSignalWakesWhatWaitsForIt()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'sig','nodes':[{'id':'w','component':'wait','config':{'signal':'go','into':'got'}}],"
                       "'links':[]}");
        workspace.submit(u"sig"_s, "[{'id':'a','type':'n','data':{}},{'id':'b','type':'n','data':{}}]");
        workspace.untilIdle();
        QCOMPARE(workspace.run(u"context.signal"_s, parsed("{'name':'go','ids':['b'],'data':{'x':1}}")).value("signalled").toInt(), 1);
        workspace.untilIdle();
        QCOMPARE(workspace.dataOf(u"b"_s).value("got").value("x").toInt(), 1);
        QCOMPARE(workspace.run(u"context.signal"_s, parsed("{'name':'go'}")).value("signalled").toInt(), 1);
        QCOMPARE(workspace.run(u"context.signal"_s, parsed("{'name':'go'}")).value("signalled").toInt(), 0);
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"a"_s), u"completed"_s);
    }
};

QTEST_GUILESS_MAIN(TestFlow)
#include "tst_flow.moc"
