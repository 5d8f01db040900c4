// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/client.h"
#include "store/sqlite.h"
#include "support/fakeclock.h"
#include "workspace/agentdesk.h"
#include "workspace/metricdesk.h"
#include "workspace/openworkspace.h"

#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QStandardPaths>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

constexpr auto kTwo = "{'format':'millrace.pipeline/1','id':'two','nodes':["
                      "{'id':'a','component':'test_echo'},{'id':'b','component':'test_echo'}],'links':[{'from':{'node':'a'},'to':{'node':'b'}}]}";

/// The sum of all that the curves of an answer say.
double sumOf(const Json &answer)
{
    double sum = 0;
    for (const Json &series : answer.value("series").items()) {
        for (const Json &value : series.value("values").items())
            sum += value.toDouble();
    }
    return sum;
}

/// Ten seconds later, measured.
void tickOf(OpenWorkspace &workspace, FakeClock &clock)
{
    clock.advance(11'000'000);
    workspace.run(u"metrics.live"_s, parsed("{'metric':'millrace_up','function':'last'}"));
}

} // namespace

/// Measurements, dashboards, alerts and health: through the door.
class TestMeasuring : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void whatRanIsCounted()
    {
        OpenWorkspace workspace;
        workspace.save(kTwo);
        workspace.submit(u"two"_s, "[{'type':'note','data':{}},{'type':'note','data':{}},{'type':'note','data':{}}]");
        workspace.untilIdle();
        const auto increase = [&](const QByteArray &query) { return sumOf(workspace.run(u"metrics.query"_s, parsed(query))); };
        QCOMPARE(increase("{'metric':'millrace_steps_total','function':'increase','where':{'result':'succeeded'}}"), 6.0);
        QCOMPARE(increase("{'metric':'millrace_contexts_total','function':'increase','where':{'pipeline':'two','status':'completed'}}"), 3.0);
        const Json byNode
            = workspace.run(u"metrics.query"_s, parsed("{'metric':'millrace_step_duration_seconds','function':'p95','by':['node'],'points':1}"));
        QCOMPARE(byNode.value("series").size(), 2);
        QCOMPARE(byNode.value("unit").toString(), u"seconds"_s);
        QVERIFY(increase("{'metric':'millrace_commit_duration_seconds','function':'increase'}") >= 1);
        const Json list = workspace.run(u"metrics.list"_s, parsed("{'prefix':'millrace_steps','values':true}")).value("metrics");
        QCOMPARE(list.size(), 1);
        QCOMPARE(list.at(0).value("values").value("node").toStringList(), (QStringList{u"a"_s, u"b"_s}));
        const Json slow = workspace.run(u"metrics.slow"_s);
        QCOMPARE(slow.value("nodes").size(), 2);
        QCOMPARE(slow.value("nodes").at(0).value("calls").toInt(), 3);
    }

    void statementsAreSampledForWhatIsSlow()
    {
        FakeClock clock;
        OpenWorkspace workspace(&clock);
        workspace.save(kTwo);
        workspace.submit(u"two"_s, "[{'type':'note','data':{}}]");
        workspace.untilIdle();
        tickOf(workspace, clock); // what it stores is looked at from then on
        const auto statements = [&] {
            workspace.submit(u"two"_s, "[{'type':'note','data':{}}]");
            workspace.untilIdle();
            return workspace.run(u"metrics.slow"_s).value("statements");
        };
        QTRY_VERIFY(statements().size() > 0);
        const Json first = statements().at(0);
        QVERIFY(first.value("calls").toInt() > 0 && first.value("total_seconds").toDouble() > 0);
        QVERIFY(!first.value("sql").toString().isEmpty());
    }

    void whatWasMeasuredSurvivesAnEnd()
    {
        OpenWorkspace workspace;
        workspace.save(kTwo);
        workspace.submit(u"two"_s, "[{'type':'note','data':{}}]");
        workspace.untilIdle();
        workspace.reopen();
        const Json answer = workspace.run(u"metrics.query"_s, parsed("{'metric':'millrace_steps_total','function':'increase','from':'-1h'}"));
        QCOMPARE(sumOf(answer), 2.0);
    }

    void severalQueriesAreAnsweredAtOnceAndOneThatFailsSaysSo()
    {
        OpenWorkspace workspace;
        const Json results
            = workspace.run(u"metrics.query"_s, parsed("{'from':'-10m','queries':[{'metric':'millrace_up','function':'last'},{'metric':'no_such'}]}"))
                  .value("results");
        QCOMPARE(results.size(), 2);
        QVERIFY(results.at(0).contains("series"));
        QCOMPARE(results.at(1).value("error").value("code").toString(), u"not_found"_s);
    }

    void severalQueriesOfOneTimeAnswerAsEachAlone()
    {
        FakeClock clock;
        OpenWorkspace workspace(&clock);
        workspace.save(kTwo);
        workspace.submit(u"two"_s, "[{'type':'note','data':{}}]");
        workspace.untilIdle();
        const QList<QByteArray> queries = {"{'metric':'millrace_steps_total','function':'increase','by':['node']}",
                                           "{'metric':'millrace_step_duration_seconds','function':'p95'}",
                                           "{'metric':'millrace_steps_total','function':'increase','from':'-10m','offset':60}"};
        QByteArray all = "{'queries':[";
        for (const QByteArray &query : queries)
            all += query + (query == queries.last() ? "]}" : ",");
        const Json results = workspace.run(u"metrics.query"_s, parsed(all)).value("results");
        QCOMPARE(results.size(), queries.size());
        for (qsizetype i = 0; i < queries.size(); ++i)
            QCOMPARE(results.at(i), workspace.run(u"metrics.query"_s, parsed(queries.at(i))));
        QCOMPARE(sumOf(results.at(0)), 2.0);
    }

    void requestsOfClientsAreCountedAndTheirMeanIsWeighted()
    {
        FakeClock clock;
        OpenWorkspace workspace(&clock);
        AgentDesk &desk = workspace->agents();
        const auto let = [&](const char *name) {
            return desk.current(workspace.run(u"client.add"_s, Json::object({{"name", name}})).value("client").value("id").toString());
        };
        const auto quick = let("quick");
        const auto slow = let("slow");
        QVERIFY(quick && slow);
        const auto ask = [&](const std::shared_ptr<const Client> &client, const QString &method, qint64 us, bool isGood) {
            const quint64 id = desk.requestBegan(client, u"http"_s, method, u"library"_s, "{}");
            clock.advance(us);
            desk.requestEnded(id, isGood, {}, {});
        };
        for (int i = 0; i < 9; ++i)
            ask(quick, u"tools/call"_s, 1'000, true);
        ask(slow, u"tools/call"_s, 101'000, false);
        ask(slow, u"subscriptions/listen"_s, 3'600'000'000, true); // nobody waits for that
        const auto query = [&](const QByteArray &text) { return workspace.run(u"metrics.query"_s, parsed(text)); };
        const Json mean = query("{'metric':'millrace_request_duration_seconds','function':'avg','from':'-3h','points':1}");
        QCOMPARE(mean.value("series").size(), 1);
        QVERIFY(qAbs(sumOf(mean) - 0.011) < 0.0002); // not 0.051
        QCOMPARE(query("{'metric':'millrace_request_duration_seconds','function':'avg','where':{'client':'nobody'}}").value("series").size(), 0);
        QCOMPARE(sumOf(query("{'metric':'millrace_requests_total','function':'increase','from':'-3h','where':{'result':'failed'}}")), 1.0);
        QCOMPARE(sumOf(query("{'metric':'millrace_tool_calls_total','function':'increase','from':'-3h','where':{'client':'quick'}}")), 9.0);
        const auto answer = desk.execute(quick, u"metrics.list"_s, u"metrics.list"_s, Json::object());
        QTRY_VERIFY(answer.isFinished());
        QCOMPARE(sumOf(query("{'metric':'millrace_request_phase_seconds','function':'increase','where':{'phase':'check'}}")), 1.0);
    }

    void versionsAreMarkedBesideTheCurves()
    {
        OpenWorkspace workspace;
        const auto marks = [&] {
            QStringList all;
            const Json list = workspace.run(u"annotation.list"_s, parsed("{'from':'-1h'}")).value("annotations");
            for (const Json &one : list.items())
                all.append(one.value("kind").toString() + u' ' + one.value("text").toString());
            return all;
        };
        workspace.save(kTwo);
        workspace.save(kTwo); // no version more
        QCOMPARE(marks(), QStringList{u"publish two: version 1 published"_s});
        workspace.save("{'format':'millrace.pipeline/1','id':'two','nodes':[{'id':'a','component':'test_echo'}],'links':[]}");
        workspace.run(u"pipeline.restore"_s, parsed("{'pipeline':'two','version':1}"));
        QCOMPARE(marks().size(), 3);
        QCOMPARE(marks().last(), u"restore two: restored as version 3"_s);
    }

    void decisionsOfReviewersAreCounted()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'asked','nodes':[{'id':'check','component':'review','config':{}}],'links':[]}");
        workspace.submit(u"asked"_s, "[{'id':'x','type':'note','data':{}},{'id':'y','type':'note','data':{}}]");
        workspace.untilIdle();
        const Json items = workspace.run(u"review.list"_s).value("items");
        QCOMPARE(items.size(), 2);
        const Json decision = Json::object({{"item", items.at(0).value("item")}, {"decision", "approved"}, {"key", "k"}});
        workspace.run(u"review.decide"_s, decision);
        workspace.run(u"review.decide"_s, decision); // the same again
        workspace.run(u"review.decide_many"_s, Json::object({{"items", Json::array({items.at(1).value("item")})}, {"decision", "rejected"}}));
        const auto count = [&](const QByteArray &query) { return sumOf(workspace.run(u"metrics.query"_s, parsed(query))); };
        QCOMPARE(count("{'metric':'millrace_review_decisions_total','function':'increase'}"), 2.0);
        QCOMPARE(count("{'metric':'millrace_review_decisions_total','function':'increase','where':{'decision':'rejected'}}"), 1.0);
        QCOMPARE(count("{'metric':'millrace_review_wait_seconds','function':'increase'}"), 2.0);
    }

    void numbersFromOutsideAreTakenIn()
    {
        OpenWorkspace workspace;
        workspace.run(u"metrics.record"_s, parsed("{'name':'visits','kind':'counter','value':2.5,'labels':{'page':'home'}}"));
        workspace.run(u"metrics.record"_s, parsed("{'name':'visits','kind':'counter','value':1,'labels':{'page':'home'}}"));
        const Json asked = workspace.run(u"metrics.query"_s, parsed("{'metric':'custom_visits','function':'increase','by':['page']}"));
        QVERIFY2(qFuzzyCompare(sumOf(asked), 3.5), asked.toBytes().constData());
        QVERIFY(!workspace.ask(u"metrics.record"_s, parsed("{'name':'no name','value':1}")));
        QVERIFY(!workspace.ask(u"metrics.record"_s, parsed("{'name':'visits','kind':'counter','value':-1}")));
        QVERIFY(!workspace.ask(u"metrics.record"_s, parsed("{'name':'visits','value':1,'labels':{'le':'1'}}")));
    }

    void namesFromOutsideAreBoundedForEver()
    {
        OpenWorkspace workspace;
        const auto record
            = [&](int i) { return workspace.ask(u"metrics.record"_s, Json::object({{"name", u"made_up_%1"_s.arg(i)}, {"value", 1}})).has_value(); };
        for (int i = 0; i < 500; ++i)
            QVERIFY(record(i));
        QVERIFY(!record(500));
        QVERIFY(record(7));
        workspace.save(kTwo);
        workspace.submit(u"two"_s, "[{'type':'note','data':{}}]"); // who only looked in leaves nothing
        workspace.untilIdle();
        workspace.reopen();
        QVERIFY(!record(500));
        QVERIFY(record(7));
    }

    /// An id as a label's value makes a series of each.
    void seriesFromOutsideAreBoundedSoThatOurOwnHaveRoom()
    {
        OpenWorkspace workspace;
        const auto record = [&](int i) {
            return workspace
                .ask(u"metrics.record"_s,
                     Json::object({{"name", "calls"}, {"value", 1}, {"labels", Json::object({{"b", "same"}, {"a", u"%1"_s.arg(i)}})}}))
                .has_value();
        };
        for (int i = 0; i < 1'000; ++i)
            QVERIFY(record(i));
        QVERIFY(!record(1'000));
        QVERIFY(record(7));
        workspace.save(kTwo);
        workspace.submit(u"two"_s, "[{'type':'note','data':{}}]");
        workspace.untilIdle();
        workspace.reopen();
        QVERIFY(!record(1'000));
        QVERIFY(record(7));
    }

    void aComponentsOwnNamesCanBeReadByOthers()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'own','nodes':[{'id':'a','component':'test_count','config':{'name':'pages.read'}},"
                       "{'id':'b','component':'test_count','config':{'name':'größe\\n'}}],'links':[{'from':{'node':'a'},'to':{'node':'b'}}]}");
        workspace.submit(u"own"_s, "[{'type':'note','data':{}}]");
        workspace.untilIdle();
        const QString text = workspace.run(u"metrics.exposition"_s).value("text").toString();
        QVERIFY(text.contains("component_pages_read_total{component=\"test_count\",node=\"a\"} 1\n"_L1));
        static const QRegularExpression line(u"^(# (HELP|TYPE) [a-zA-Z_][a-zA-Z0-9_]* .*|[a-zA-Z_][a-zA-Z0-9_]*(\\{.*\\})? [-+0-9.eEInf]+)$"_s);
        for (const QString &each : text.split(u'\n', Qt::SkipEmptyParts))
            QVERIFY2(line.match(each).hasMatch(), qPrintable(each));
    }

    void prometheusChecksTheText()
    {
        OpenWorkspace workspace;
        workspace.save(kTwo);
        workspace.submit(u"two"_s, "[{'type':'note','data':{}}]");
        workspace.untilIdle();
        const QString text = workspace.run(u"metrics.exposition"_s).value("text").toString();
        QVERIFY(text.contains("millrace_steps_total{node=\"a\",pipeline=\"two\",result=\"succeeded\"} 1\n"_L1));
        const QString promtool = QStandardPaths::findExecutable(u"promtool"_s);
        if (promtool.isEmpty())
            QSKIP("promtool (Debian: prometheus) is not installed");
        QProcess check;
        check.start(promtool, {u"check"_s, u"metrics"_s});
        check.write(text.toUtf8());
        check.closeWriteChannel();
        QVERIFY(check.waitForFinished(20'000));
        QCOMPARE(QString::fromUtf8(check.readAllStandardError() + check.readAllStandardOutput()), QString());
        QCOMPARE(check.exitCode(), 0);
    }

    void aDashboardIsSavedChangedAndReset()
    {
        OpenWorkspace workspace;
        const Json shipped = workspace.run(u"dashboard.list"_s).value("dashboards");
        QVERIFY(shipped.size() >= 8);
        Json board = workspace.run(u"dashboard.get"_s, parsed("{'id':'overview'}"));
        board.insert("title", "Mine");
        board.insert("unknown", "stays");
        workspace.run(u"dashboard.save"_s, Json::object({{"dashboard", board}}));
        const Json changed = workspace.run(u"dashboard.get"_s, parsed("{'id':'overview'}"));
        QCOMPARE(changed.value("title").toString(), u"Mine"_s);
        QCOMPARE(changed.value("unknown").toString(), u"stays"_s);
        QVERIFY(changed.value("changed").toBool());
        QCOMPARE(workspace.ask(u"dashboard.remove"_s, parsed("{'id':'overview'}")).error().code, ErrorCode::TransitionRefused);
        workspace.run(u"dashboard.reset"_s, parsed("{'id':'overview'}"));
        QCOMPARE(workspace.run(u"dashboard.get"_s, parsed("{'id':'overview'}")).value("title").toString(), u"Overview"_s);
        const QString id = workspace.run(u"dashboard.save"_s, parsed("{'dashboard':{'title':'New','panels':[]}}")).value("id").toString();
        workspace.run(u"dashboard.remove"_s, Json::object({{"id", id}}));
        QCOMPARE(workspace.run(u"dashboard.list"_s).value("dashboards").size(), shipped.size());
        QVERIFY(!workspace.ask(u"dashboard.save"_s, parsed("{'dashboard':{'title':'Wide','panels':[{'kind':'line','x':8,'y':0,'w':8,'h':2}]}}")));
    }

    void everyPanelThatShipsAsksForSomethingThatMayBeAsked()
    {
        OpenWorkspace workspace;
        workspace.save(kTwo);
        workspace.submit(u"two"_s, "[{'type':'note','data':{}}]");
        workspace.untilIdle();
        const Json boards = workspace.run(u"dashboard.list"_s).value("dashboards");
        for (const Json &one : boards.items()) {
            const Json board = workspace.run(u"dashboard.get"_s, Json::object({{"id", one.value("id")}}));
            for (const Json &panel : board.value("panels").items()) {
                for (Json query : panel.value("queries").items()) {
                    query.remove("legend");
                    const auto answer = workspace.ask(u"metrics.query"_s, query);
                    if (!answer) // what nobody has counted yet is no mistake
                        QCOMPARE(answer.error().code, ErrorCode::NotFound);
                }
            }
        }
    }

    void notesStandBesideTheCurves()
    {
        OpenWorkspace workspace;
        const Json id = workspace.run(u"annotation.add"_s, parsed("{'text':'New model','at':'-5m'}")).value("id");
        const Json list = workspace.run(u"annotation.list"_s, parsed("{'from':'-1h'}")).value("annotations");
        QCOMPARE(list.size(), 1);
        QCOMPARE(list.at(0).value("text").toString(), u"New model"_s);
        workspace.run(u"annotation.remove"_s, Json::object({{"id", id}}));
        QCOMPARE(workspace.run(u"annotation.list"_s, parsed("{'from':'-1h'}")).value("annotations").size(), 0);
    }

    void rulesAreSavedTriedAndPutBack()
    {
        OpenWorkspace workspace;
        const qsizetype shipped = workspace.run(u"alert.rules"_s).value("rules").size();
        workspace.run(u"metrics.record"_s, parsed("{'name':'level','value':7}"));
        (void)workspace.run(u"metrics.query"_s, parsed("{'metric':'custom_level','function':'last'}"));
        const Json rule = parsed("{'title':'Level','metric':'custom_level','function':'last','op':'>','value':5,'window':60}");
        const Json readings = workspace.run(u"alert.test"_s, Json::object({{"rule", rule}})).value("readings");
        QCOMPARE(readings.size(), 1);
        QVERIFY(readings.at(0).value("fires").toBool());
        const Json id = workspace.run(u"alert.save"_s, Json::object({{"rule", rule}})).value("id");
        QCOMPARE(workspace.run(u"alert.rules"_s).value("rules").size(), shipped + 1);
        workspace.run(u"alert.remove"_s, Json::object({{"id", id}}));
        QCOMPARE(workspace.run(u"alert.rules"_s).value("rules").size(), shipped);
        QVERIFY(!workspace.ask(u"alert.save"_s, parsed("{'rule':{'title':'x','metric':'m','op':'~'}}")));
        QCOMPARE(workspace.run(u"alert.list"_s).value("alerts").size(), 0);
    }

    void anAlertThatCouldNotBeWrittenIsToldAtOnceAndWrittenLater()
    {
        FakeClock clock;
        OpenWorkspace workspace(&clock);
        QSignalSpy raised(MetricDesk::of(*workspace), &MetricDesk::alertRaised);
        workspace.run(u"metrics.record"_s, parsed("{'name':'level','value':7}"));
        workspace.run(u"alert.save"_s,
                      parsed("{'rule':{'title':'Level','metric':'custom_level','function':'last','op':'>','value':5,'window':60,'for':0}}"));
        const auto refusing = [&](const char *sql) {
            Connection other;
            return other.open(workspace.path(), Connection::Mode::ReadWrite) && other.exec(sql) && other.close();
        };
        QVERIFY(refusing("CREATE TRIGGER refuse BEFORE INSERT ON alert BEGIN SELECT RAISE(ABORT, 'no room'); END"));
        tickOf(workspace, clock);
        QTRY_COMPARE(raised.size(), 1);
        QCOMPARE(workspace.run(u"alert.list"_s).value("alerts").size(), 0);
        tickOf(workspace, clock);
        QVERIFY(refusing("DROP TRIGGER refuse"));
        tickOf(workspace, clock);
        QTRY_COMPARE(workspace.run(u"alert.list"_s).value("alerts").size(), 1);
        QCOMPARE(workspace.run(u"alert.list"_s).value("alerts").at(0).value("state").toString(), u"firing"_s);
        QCOMPARE(workspace.run(u"annotation.list"_s, parsed("{'from':'-1h'}")).value("annotations").size(), 1);
        QCOMPARE(raised.size(), 1); // not once more
    }

    void healthNamesWhatItLookedAt()
    {
        OpenWorkspace workspace;
        const Json health = workspace.run(u"health.get"_s);
        QStringList ids;
        for (const Json &node : health.value("nodes").items())
            ids.append(node.value("id").toString());
        QCOMPARE(ids, (QStringList{u"engine"_s, u"store"_s, u"disk"_s, u"sources"_s, u"providers"_s, u"plugins"_s, u"agents"_s}));
        QCOMPARE(health.value("nodes").at(0).value("status").toString(), u"healthy"_s);
        QVERIFY(health.value("dependencies").value("total").toInt() >= 1);
        workspace.run(u"engine.pause"_s);
        QCOMPARE(workspace.run(u"health.get"_s).value("nodes").at(0).value("status").toString(), u"off"_s);
    }
};

QTEST_GUILESS_MAIN(TestMeasuring)
#include "tst_measuring.moc"
