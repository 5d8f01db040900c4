// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/openworkspace.h"

#include <QStandardPaths>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

/// A pure step, one that writes outside, and a pure one.
QByteArray chainWith(const QByteArray &effectsPath, const QByteArray &lastValue)
{
    return "{'format':'millrace.pipeline/1','id':'p','nodes':[{'id':'a','component':'test_echo','config':{'value':'one'}},"
           "{'id':'b','component':'test_effect','config':{'path':'"
        + effectsPath + "'}},{'id':'c','component':'test_echo','config':{'value':'" + lastValue
        + "'}}],'links':[{'from':{'node':'a'},'to':{'node':'b'}},{'from':{'node':'b'},'to':{'node':'c'}}]}";
}

qsizetype linesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().count('\n') : 0;
}

constexpr auto kCounted = "{'format':'millrace.pipeline/1','id':'kept','nodes':["
                          "{'id':'slow','component':'test_sleep','config':{'ms':1},'cache':true}],'links':[]}";

} // namespace

/// Replays with the bill first, and results that are kept for another time.
class TestReplay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void aReplayTellsWhatItWillDoAndThenDoesItWithoutSinks()
    {
        OpenWorkspace workspace;
        QTemporaryDir folder;
        const QString effects = folder.filePath(u"effects"_s);
        workspace.save(chainWith(effects.toUtf8(), "three"));
        workspace.submit(u"p"_s, "[{'id':'x','type':'n','data':{'n':1}}]");
        workspace.untilIdle();
        QCOMPARE(linesOf(effects), 1);

        const Json plan = workspace.run(u"replay.plan"_s, parsed("{'id':'x','from_step':1}"));
        QCOMPARE(plan.value("steps_reused").toInt(), 1);
        QCOMPARE(plan.value("steps_again").toInt(), 2);
        QCOMPARE(plan.value("steps_passed_over").toInt(), 1);
        QCOMPARE(plan.value("contexts").at(0).value("goes_on_at").toString(), u"b"_s);
        QCOMPARE(workspace.run(u"stats"_s).value("submitted").toInt(), 1); // a plan changes nothing

        const Json done = workspace.run(u"replay.run"_s, parsed("{'id':'x','from_step':1}"));
        const QString again = done.value("contexts").at(0).value("id").toString();
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(again), u"completed"_s);
        QCOMPARE(linesOf(effects), 1);
        QCOMPARE(workspace.dataOf(again).value("echo").toString(), u"three"_s);
        const Json old = workspace.run(u"context.list"_s).value("contexts").at(0);
        QCOMPARE(old.value("superseded_by").toString(), again);
        QCOMPARE(workspace.run(u"workspace.check"_s).value("ok"), Json(true));

        // With sinks it writes again, under a key of its own: it is another context.
        workspace.run(u"replay.run"_s, parsed("{'id':'x','from_step':1,'sinks':true}"));
        workspace.untilIdle();
        QCOMPARE(linesOf(effects), 2);
    }

    void aReplayOnTheLatestVersionIsComparedFieldByField()
    {
        OpenWorkspace workspace;
        QTemporaryDir folder;
        const QByteArray effects = folder.filePath(u"effects"_s).toUtf8();
        workspace.save(chainWith(effects, "three"));
        workspace.submit(u"p"_s, "[{'id':'x','type':'n','data':{'n':1}}]");
        workspace.untilIdle();
        workspace.save(chainWith(effects, "better"));
        const Json done = workspace.run(u"replay.run"_s, parsed("{'id':'x','from_step':2,'version':'latest'}"));
        workspace.untilIdle();
        const Json compared = workspace.run(u"context.compare"_s, Json::object({{"id", "x"}, {"other", done.value("contexts").at(0).value("id")}}));
        QCOMPARE(compared.value("changes").size(), 1);
        QCOMPARE(compared.value("changes").at(0).value("path").toString(), u"/echo"_s);
        QCOMPARE(compared.value("changes").at(0).value("after").toString(), u"better"_s);
    }

    void aReplayFromAStepThatIsNotThereIsRefused()
    {
        OpenWorkspace workspace;
        QTemporaryDir folder;
        workspace.save(chainWith(folder.filePath(u"e"_s).toUtf8(), "three"));
        workspace.submit(u"p"_s, "[{'id':'x','type':'n','data':{}}]");
        workspace.untilIdle();
        QCOMPARE(workspace.run(u"replay.plan"_s, parsed("{'id':'x','from_step':9}")).value("refused").size(), 1);
        QCOMPARE(workspace.run(u"replay.run"_s, parsed("{'id':'x','from_step':9}")).value("refused").size(), 1);
        QCOMPARE(workspace.run(u"replay.run"_s, parsed("{'id':'x','from_step':3}")).value("refused").size(), 1); // nothing follows
        QCOMPARE(workspace.run(u"replay.run"_s, parsed("{'id':'nobody'}")).value("contexts").size(), 0);
    }

    /// The recorded way is what counts: the first link of the port is another language's.
    void aReplayGoesOnWhereTheWayDidWhateverTheOrderOfTheLinks()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'lang','nodes':[{'id':'a','component':'test_echo'},"
                       "{'id':'german','component':'test_echo','config':{'value':'de'}},"
                       "{'id':'other','component':'test_flaky','config':{'failures':1,'category':'fatal'}}],"
                       "'links':[{'from':{'node':'a'},'to':{'node':'german'},'condition':'german'},"
                       "{'from':{'node':'a'},'to':{'node':'other'}}]}");
        workspace.submit(u"lang"_s, "[{'id':'x','type':'n','data':{'german':false}}]");
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"x"_s), u"failed"_s);
        const Json plan = workspace.run(u"replay.plan"_s, parsed("{'id':'x','from_step':1}"));
        QCOMPARE(plan.value("contexts").at(0).value("goes_on_at").toString(), u"other"_s);
        const Json done = workspace.run(u"replay.run"_s, parsed("{'id':'x','from_step':1}"));
        workspace.untilIdle();
        QVERIFY(!workspace.dataOf(done.value("contexts").at(0).value("id").toString()).value("echo").toString().contains(u"de"_s));
    }

    void aReplayIsRefusedWhereItsWayNeedsOtherContexts()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'fan','nodes':[{'id':'split','component':'split','config':{'items':'parts'}},"
                       "{'id':'work','component':'test_echo'},{'id':'join','component':'join'},{'id':'report','component':'test_echo'}],"
                       "'links':[{'from':{'node':'split','port':'item'},'to':{'node':'work'}},{'from':{'node':'split'},'to':{'node':'join'}},"
                       "{'from':{'node':'work'},'to':{'node':'join'}},{'from':{'node':'join'},'to':{'node':'report'}}]}");
        workspace.submit(u"fan"_s, "[{'id':'x','type':'n','data':{'parts':[1,2]}}]");
        workspace.untilIdle();
        // Between the split and its join: the children are the old one's.
        const auto refusal = [&](const QByteArray &args) {
            for (const auto *command : {"replay.plan", "replay.run"}) {
                const Json answer = workspace.run(QString::fromLatin1(command), parsed(args));
                if (answer.value("refused").size() != 1 || !answer.value("contexts").isEmpty())
                    return Json();
            }
            return workspace.run(u"replay.plan"_s, parsed(args)).value("refused").at(0).value("error");
        };
        QCOMPARE(refusal("{'id':'x','from_step':1}").value("detail").value("from_step").toInt(-1), 0);
        // A child: its parent has taken it in.
        const Json list = workspace.run(u"context.list"_s).value("contexts");
        QString child;
        for (const Json &context : list.items()) {
            if (context.value("id").toString() != u"x"_s)
                child = context.value("id").toString();
        }
        QVERIFY(!child.isEmpty());
        QCOMPARE(refusal(("{'id':'" + child + "'}").toUtf8()).value("detail").value("parent").toString(), u"x"_s);
        // Behind the join, and from the split on, it is one context again.
        QCOMPARE(workspace.run(u"replay.plan"_s, parsed("{'id':'x','from_step':2}")).value("contexts").at(0).value("goes_on_at").toString(),
                 u"report"_s);
        const Json done = workspace.run(u"replay.run"_s, parsed("{'id':'x'}"));
        workspace.untilIdle();
        QCOMPARE(workspace.dataOf(done.value("contexts").at(0).value("id").toString()).value("joined").size(), 2);
    }

    void whatIsStillOnItsWayIsNotDoneAgainBesideItself()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'w','nodes':[{'id':'a','component':'test_echo'},"
                       "{'id':'b','component':'wait','config':{'signal':'go'}}],'links':[{'from':{'node':'a'},'to':{'node':'b'}}]}");
        workspace.submit(u"w"_s, "[{'id':'x','type':'n','data':{}}]");
        workspace.untilIdle();
        QCOMPARE(workspace.run(u"replay.run"_s, parsed("{'id':'x'}")).value("refused").at(0).value("error").value("code").toString(),
                 u"context.transition_refused"_s);
        workspace.run(u"context.cancel"_s, parsed("{'id':'x'}"));
        QCOMPARE(workspace.run(u"replay.run"_s, parsed("{'id':'x','from_step':1}")).value("contexts").size(), 1);
    }

    /// What a dry replay did not send is no answer: the next document with the same content is sent for real.
    void aDryReplayLeavesNothingBehindInTheKeptResults()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'post','nodes':[{'id':'call','component':'http_request','cache':true,"
                       "'config':{'url':'http://127.0.0.1:1/','method':'POST'},'retry':{'max_attempts':1}}],'links':[]}");
        workspace.submit(u"post"_s, "[{'id':'x','type':'n','data':{'n':1}}]");
        workspace.untilIdle();
        QVERIFY(workspace.statusOf(u"x"_s) != u"completed"_s); // nobody listens there
        const Json plan = workspace.run(u"replay.plan"_s, parsed("{'id':'x'}"));
        QCOMPARE(plan.value("refused").size(), 0);
        workspace.run(u"replay.run"_s, parsed("{'id':'x'}"));
        workspace.untilIdle();
        workspace.submit(u"post"_s, "[{'id':'y','type':'n','data':{'n':1}}]");
        workspace.untilIdle();
        QVERIFY(workspace.statusOf(u"y"_s) != u"completed"_s);
        QCOMPARE(workspace.run(u"cache.stats"_s).value("components").at(0).value("entries").toInt(), 0);
    }

    void moreThanOneCallMayReplayAreRefusedAndNotPassedOver()
    {
        OpenWorkspace workspace;
        Json ids = Json::array();
        for (int i = 0; i <= 1000; ++i)
            ids.append(Json(QString::number(i)));
        QCOMPARE(workspace.ask(u"replay.run"_s, Json::object({{"ids", ids}})).error().code, ErrorCode::InvalidArgument);
    }

    void aKeptResultIsFoundAgainUntilItIsThrownAway()
    {
        OpenWorkspace workspace;
        workspace.save(kCounted);
        const auto submit = [&](const char *id, const char *data) {
            workspace.submit(u"kept"_s, QByteArray("[{'id':'") + id + "','type':'n','data':" + data + "}]");
            workspace.untilIdle();
        };
        const auto use = [&](const char *field) { return workspace.run(u"cache.stats"_s).value("components").at(0).value(field).toInt(); };
        submit("a", "{'n':1}");
        submit("b", "{'n':2}");
        submit("c", "{'n':1}");
        QCOMPARE(use("misses"), 2);
        QCOMPARE(use("hits"), 1);
        QCOMPARE(use("entries"), 2);
        QCOMPARE(workspace.dataOf(u"a"_s), workspace.dataOf(u"c"_s));
        workspace.reopen(); // what is kept lies in the file
        submit("d", "{'n':2}");
        QCOMPARE(use("hits"), 2);
        QCOMPARE(workspace.run(u"cache.clear"_s).value("removed").toInt(), 2);
        submit("e", "{'n':2}");
        QCOMPARE(use("misses"), 3);
    }

    void whatIsKeptStaysWithinItsLimit()
    {
        OpenWorkspace workspace;
        workspace.save(kCounted);
        workspace.run(u"cache.limit"_s, parsed("{'bytes':1000}"));
        QByteArray documents = "[";
        for (int i = 0; i < 100; ++i)
            documents += (i ? "," : "") + QByteArray("{'type':'n','data':{'n':") + QByteArray::number(i) + "}}";
        workspace.submit(u"kept"_s, documents + "]");
        workspace.untilIdle();
        const Json stats = workspace.run(u"cache.stats"_s);
        QVERIFY(stats.value("bytes").toInt() <= 1000);
        QVERIFY(stats.value("bytes").toInt() > 0);
        QVERIFY(stats.value("components").at(0).value("entries").toInt() < 100);
    }

    void onlyWhatDependsOnItsInputAloneCanBeKept()
    {
        OpenWorkspace workspace;
        const Json problems = workspace.run(u"pipeline.validate"_s,
                                            Json::object({{"definition",
                                                           parsed("{'format':'millrace.pipeline/1','id':'p','nodes':["
                                                                  "{'id':'e','component':'test_effect','config':{'path':'/tmp/x'},"
                                                                  "'cache':true}],'links':[]}")}}));
        QCOMPARE(problems.value("ok"), Json(false));
    }
};

QTEST_GUILESS_MAIN(TestReplay)
#include "tst_replay.moc"
