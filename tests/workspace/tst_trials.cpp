// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/openworkspace.h"

#include <QDir>
#include <QSignalSpy>
#include <QStandardPaths>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

constexpr auto kChain = "{'format':'millrace.pipeline/1','id':'chain','nodes':["
                        "{'id':'a','component':'set_fields','config':{'fields':{'a':1}}},"
                        "{'id':'b','component':'set_fields','config':{'expressions':{'b':'a'}}},"
                        "{'id':'c','component':'set_fields','config':{'expressions':{'c':'b'}}}],"
                        "'links':[{'from':{'node':'a'},'to':{'node':'b'}},{'from':{'node':'b'},'to':{'node':'c'}}]}";

constexpr auto kFan = "{'format':'millrace.pipeline/1','id':'fan','nodes':["
                      "{'id':'split','component':'split','config':{'items':'parts'}},"
                      "{'id':'work','component':'set_fields','config':{'expressions':{'twice':'n'}}},"
                      "{'id':'join','component':'join','config':{'take':'twice'}},"
                      "{'id':'end','component':'test_echo'}],'links':["
                      "{'from':{'node':'split','port':'item'},'to':{'node':'work'}},{'from':{'node':'work'},'to':{'node':'join'}},"
                      "{'from':{'node':'split'},'to':{'node':'join'}},{'from':{'node':'join'},'to':{'node':'end'}}]}";

/// Runs a trial to where it rests: the answer of try.get with all steps.
Json rested(OpenWorkspace &workspace, const QString &id)
{
    Json trial;
    const auto isResting = [&] {
        trial = workspace.run(u"try.get"_s, Json::object({{"try", id}}));
        return trial.value("state").toString() != "running"_L1;
    };
    for (int i = 0; i < 5'000 && !isResting(); ++i)
        QTest::qWait(2);
    return trial;
}

Json tried(OpenWorkspace &workspace, const Json &args)
{
    return rested(workspace, workspace.run(u"pipeline.try"_s, args).value("try").toString());
}

Json stepOf(const Json &trial, const QString &node, int nth = 0)
{
    const Json steps = trial.value("steps");
    for (const Json &step : steps.items()) {
        if (step.value("node").toString() == node && nth-- == 0)
            return step;
    }
    return {};
}

QStringList nodesOf(const Json &trial)
{
    QStringList nodes;
    const Json steps = trial.value("steps");
    for (const Json &step : steps.items())
        nodes.append(step.value("node").toString());
    return nodes;
}

} // namespace

/// Trials through the door: what goes in and comes out of each node, and nothing that stays or goes out.
class TestTrials : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void eachNodesInputAndOutputAreTold()
    {
        OpenWorkspace workspace;
        workspace.save(kChain);
        const Json before = workspace.run(u"stats"_s);
        const Json trial = tried(workspace, parsed("{'pipeline':'chain','input':{'document':{'title':'x'}}}"));
        QCOMPARE(trial.value("state").toString(), u"done"_s);
        QCOMPARE(nodesOf(trial), QStringList({u"a"_s, u"b"_s, u"c"_s}));
        QCOMPARE(stepOf(trial, u"b"_s).value("input").toBytes(), parsed("{'title':'x','a':1}").toBytes());
        QCOMPARE(stepOf(trial, u"b"_s).value("output").toBytes(), parsed("{'title':'x','a':1,'b':1}").toBytes());
        QCOMPARE(stepOf(trial, u"b"_s).value("port").toString(), u"out"_s);
        QCOMPARE(workspace.run(u"stats"_s).toBytes(), before.toBytes());
        QCOMPARE(workspace.run(u"run.list"_s).value("runs").size(), 0);
    }

    void itEndsAtTheNodeThatIsAskedForOrRunsItAlone()
    {
        OpenWorkspace workspace;
        workspace.save(kChain);
        QCOMPARE(nodesOf(tried(workspace, parsed("{'pipeline':'chain','to':'b','input':{'document':{}}}"))), QStringList({u"a"_s, u"b"_s}));
        const Json alone = tried(workspace, parsed("{'pipeline':'chain','only':'b','input':{'document':{'a':7}}}"));
        QCOMPARE(nodesOf(alone), QStringList{u"b"_s});
        QCOMPARE(stepOf(alone, u"b"_s).value("output").value("b").toInt(), 7);
        // Without a document it gets what came last.
        QTRY_COMPARE(workspace.run(u"try.last"_s, parsed("{'pipeline':'chain'}")).value("nodes").size(), 2);
        QTRY_VERIFY(workspace.run(u"try.last"_s, parsed("{'pipeline':'chain'}")).toBytes().contains("\"a\":7")); // the second is stored too
        QCOMPARE(stepOf(tried(workspace, parsed("{'pipeline':'chain','only':'b'}")), u"b"_s).value("output").value("b").toInt(), 7);
        QCOMPARE(workspace.ask(u"pipeline.try"_s, parsed("{'pipeline':'chain','only':'c'}")).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(workspace.ask(u"pipeline.try"_s, parsed("{'pipeline':'chain','to':'nobody','input':{'document':{}}}")).error().code,
                 ErrorCode::NotFound);
    }

    void aDraftIsTriedWhereverItsRestIsWrong()
    {
        OpenWorkspace workspace;
        workspace.save(kChain);
        workspace.run(u"draft.open"_s, parsed("{'pipeline':'chain'}"));
        workspace.run(
            u"draft.edit"_s,
            parsed("{'pipeline':'chain','sequence':0,'edits':[{'label':'x','patch':[{'op':'replace','path':'/nodes/2/component','value':'nobody'},"
                   "{'op':'replace','path':'/nodes/0/config/fields/a','value':5}]}]}"));
        const Json trial = tried(workspace, parsed("{'pipeline':'chain','to':'b','input':{'document':{}}}"));
        QCOMPARE(stepOf(trial, u"b"_s).value("output").value("b").toInt(), 5);
        QCOMPARE(workspace.ask(u"pipeline.try"_s, parsed("{'pipeline':'chain','input':{'document':{}}}")).error().code, ErrorCode::PipelineInvalid);
    }

    void childrenAndJoinsGoAsInARun()
    {
        OpenWorkspace workspace;
        workspace.save(kFan);
        const QByteArray document = "{'parts':[{'n':1},{'n':2},{'n':3}]}";
        const Json trial = tried(workspace, Json::object({{"pipeline", "fan"}, {"input", Json::object({{"document", parsed(document)}})}}));
        QCOMPARE(trial.value("state").toString(), u"done"_s);
        QCOMPARE(stepOf(trial, u"split"_s).value("children").toInt(), 3);
        QStringList contexts;
        for (int i = 0; i < 3; ++i) {
            contexts.append(stepOf(trial, u"work"_s, i).value("context").toString());
            QCOMPARE(stepOf(trial, u"work"_s, i).value("parent").toString(), u"1"_s);
        }
        contexts.sort();
        QCOMPARE(contexts, QStringList({u"1.1"_s, u"1.2"_s, u"1.3"_s}));
        workspace.submit(u"fan"_s, "[{'id':'real','type':'article','data':" + document + "}]");
        workspace.untilIdle();
        QCOMPARE(stepOf(trial, u"end"_s).value("output").toBytes(), workspace.dataOf(u"real"_s).toBytes());
    }

    void branchesAndLoopsGoAsInARun()
    {
        OpenWorkspace workspace;
        workspace.save(
            "{'format':'millrace.pipeline/1','id':'loop','nodes':["
            "{'id':'add','component':'set_fields','config':{'expressions':{'n':'sum([n,`1`])'}}},{'id':'end','component':'test_echo'}],'links':["
            "{'from':{'node':'add'},'to':{'node':'add'},'condition':'n < `4`'},{'from':{'node':'add'},'to':{'node':'end'}}]}");
        const Json trial = tried(workspace, parsed("{'pipeline':'loop','input':{'document':{'n':0}}}"));
        QCOMPARE(nodesOf(trial), QStringList({u"add"_s, u"add"_s, u"add"_s, u"add"_s, u"end"_s}));
        QCOMPARE(stepOf(trial, u"add"_s, 3).value("visit").toInt(), 4);
        QCOMPARE(stepOf(trial, u"end"_s).value("output").value("n").toInt(), 4);
    }

    void nothingGoesOutAndWhatWouldIsShown()
    {
        QTemporaryDir folder;
        const QByteArray at = folder.path().toUtf8();
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'out','nodes':["
                       "{'id':'write','component':'publish','config':{'to':'folder','at':'"
                       + at
                       + "','name':'title','content':'title'}},"
                         "{'id':'ask','component':'http_request','config':{'url':'http://127.0.0.1:9/x','method':'POST','body':'title'}},"
                         "{'id':'say','component':'publish_event','config':{'topic':'said'}},"
                         "{'id':'touch','component':'test_effect','config':{'path':'"
                       + at
                       + "/touched'}},"
                         "{'id':'end','component':'test_echo'}],'links':["
                         "{'from':{'node':'write'},'to':{'node':'ask'}},{'from':{'node':'ask'},'to':{'node':'say'}},"
                         "{'from':{'node':'say'},'to':{'node':'touch'}},{'from':{'node':'touch'},'to':{'node':'end'}}]}");
        const Json trial = tried(workspace, parsed("{'pipeline':'out','input':{'document':{'title':'hello'}}}"));
        QCOMPARE(trial.value("state").toString(), u"done"_s);
        const Json write = stepOf(trial, u"write"_s);
        QCOMPARE(write.value("state").toString(), u"passed_over"_s);
        QCOMPARE(write.value("would_send").at(0).value("body").toString(), u"hello"_s);
        QCOMPARE(write.value("would_send").at(0).value("target").toString(), u"folder"_s);
        const Json ask = stepOf(trial, u"ask"_s);
        QCOMPARE(ask.value("would_send").at(0).value("address").toString(), u"http://127.0.0.1:9/x"_s);
        QCOMPARE(ask.value("would_send").at(0).value("request").value("method").toString(), u"POST"_s);
        QCOMPARE(stepOf(trial, u"say"_s).value("events").at(0).value("topic").toString(), u"said"_s);
        QCOMPARE(stepOf(trial, u"touch"_s).value("state").toString(), u"passed_over"_s);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 0);
        QCOMPARE(workspace.run(u"event.list"_s).value("events").size(), 0);
        QCOMPARE(workspace.run(u"outbox.list"_s).value("effects").size(), 0);
    }

    void failuresAreToldAtOnce()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'bad','nodes':[{'id':'a','component':'test_echo'},"
                       "{'id':'b','component':'test_flaky','config':{'failures':1}},{'id':'c','component':'test_echo'}],'links':["
                       "{'from':{'node':'a'},'to':{'node':'b'}},{'from':{'node':'b'},'to':{'node':'c'}}]}");
        const Json trial = tried(workspace, parsed("{'pipeline':'bad','input':{'document':{}}}"));
        QCOMPARE(trial.value("state").toString(), u"failed"_s);
        QCOMPARE(nodesOf(trial), QStringList({u"a"_s, u"b"_s}));
        QCOMPARE(stepOf(trial, u"b"_s).value("state").toString(), u"failed"_s);
        QVERIFY(stepOf(trial, u"b"_s).value("error").value("code").isString());
        QVERIFY(stepOf(trial, u"b"_s).value("input").isObject());
    }

    void aPinnedNodeGivesWhatIsPinned()
    {
        OpenWorkspace workspace;
        workspace.save(kChain);
        workspace.run(u"draft.open"_s, parsed("{'pipeline':'chain'}"));
        workspace.run(u"draft.pin"_s, parsed("{'pipeline':'chain','node':'b','data':{'b':42}}"));
        const Json pinned = tried(workspace, parsed("{'pipeline':'chain','input':{'document':{}}}"));
        QCOMPARE(stepOf(pinned, u"b"_s).value("state").toString(), u"pinned"_s);
        QCOMPARE(stepOf(pinned, u"c"_s).value("output").toBytes(), parsed("{'b':42,'c':42}").toBytes());
        const Json free = tried(workspace, parsed("{'pipeline':'chain','input':{'document':{}},'pins':{'b':null}}"));
        QCOMPARE(stepOf(free, u"c"_s).value("output").value("c").toInt(), 1);
        const Json other = tried(workspace, parsed("{'pipeline':'chain','input':{'document':{}},'pins':{'a':{'data':{'a':9}},'b':null}}"));
        QCOMPARE(stepOf(other, u"c"_s).value("output").value("c").toInt(), 9);
    }

    void aPinnedDocumentMayNameAFile()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'files','nodes':[{'id':'a','component':'test_echo'},"
                       "{'id':'b','component':'test_original'}],'links':[{'from':{'node':'a'},'to':{'node':'b'}}]}");
        workspace.run(u"draft.open"_s, parsed("{'pipeline':'files'}"));
        const QByteArray bytes = QByteArray(3000, char(0xff)) + '\0';
        const Json file = workspace.run(u"original.put"_s, Json::object({{"name", "x.bin"}, {"base64", bytes.toBase64()}}));
        QCOMPARE(file.value("size").toInt(), bytes.size());
        workspace.run(u"draft.pin"_s, Json::object({{"pipeline", "files"}, {"node", "a"}, {"data", Json::object({{"original", file}})}}));
        const Json trial = tried(workspace, parsed("{'pipeline':'files','input':{'document':{}}}"));
        QCOMPARE(trial.value("state").toString(), u"done"_s);
        QVERIFY(stepOf(trial, u"b"_s).value("output").value("read").toBytes().contains(file.value("hash").utf8().toByteArray()));
        QCOMPARE(workspace.ask(u"original.put"_s, parsed("{'name':'x','base64':'*'}")).error().code, ErrorCode::InvalidArgument);
    }

    void breakpointsPauseAndGoOnWithTheEditedDocument()
    {
        OpenWorkspace workspace;
        workspace.save(kChain);
        const QString id = workspace.run(u"pipeline.try"_s, parsed("{'pipeline':'chain','input':{'document':{'title':'x'}},'breakpoints':['b']}"))
                               .value("try")
                               .toString();
        Json trial = rested(workspace, id);
        QCOMPARE(trial.value("state").toString(), u"paused"_s);
        QCOMPARE(trial.value("paused").at(0).value("node").toString(), u"b"_s);
        QCOMPARE(trial.value("paused").at(0).value("reason").toString(), u"breakpoint"_s);
        QCOMPARE(trial.value("paused").at(0).value("data").toBytes(), parsed("{'title':'x','a':1}").toBytes());
        workspace.run(u"pipeline.try_continue"_s, Json::object({{"try", id}, {"data", parsed("{'a':100}")}}));
        trial = rested(workspace, id);
        QCOMPARE(trial.value("state").toString(), u"done"_s);
        QCOMPARE(stepOf(trial, u"b"_s).value("input").toBytes(), parsed("{'a':100}").toBytes());
        QCOMPARE(stepOf(trial, u"c"_s).value("output").toBytes(), parsed("{'a':100,'b':100,'c':100}").toBytes());
        QCOMPARE(workspace.ask(u"pipeline.try_continue"_s, Json::object({{"try", id}})).error().code, ErrorCode::Conflict);
    }

    void itGoesStepByStep()
    {
        OpenWorkspace workspace;
        workspace.save(kChain);
        const QString id
            = workspace.run(u"pipeline.try"_s, parsed("{'pipeline':'chain','input':{'document':{}},'step':true}")).value("try").toString();
        const auto at = [](const Json &trial) { return trial.value("paused").at(0).value("node").toString(); };
        QCOMPARE(at(rested(workspace, id)), u"a"_s);
        workspace.run(u"pipeline.try_continue"_s, Json::object({{"try", id}, {"step", true}}));
        const Json second = rested(workspace, id);
        QCOMPARE(at(second), u"b"_s);
        QCOMPARE(second.value("paused").at(0).value("reason").toString(), u"breakpoint"_s);
        workspace.run(u"pipeline.try_continue"_s, Json::object({{"try", id}, {"data", Json::object({{"a", 7}})}}));
        const Json over = rested(workspace, id);
        QCOMPARE(over.value("state").toString(), u"done"_s);
        QCOMPARE(stepOf(over, u"c"_s).value("output").value("c").toInt(), 7);
    }

    void aDocumentIsSeenBeforeItIsTried()
    {
        OpenWorkspace workspace;
        workspace.save(kChain);
        const Json text = workspace.run(u"try.input"_s, parsed("{'pipeline':'chain','input':{'text':'Water falls.','name':'a.txt'}}"));
        QCOMPARE(text.value("data").value("source_text").toString(), u"Water falls."_s);
        const Json document = workspace.run(u"try.input"_s, parsed("{'pipeline':'chain','input':{'document':{'type':'faq','data':{'a':1}}}}"));
        QCOMPARE(document.value("type").toString(), u"faq"_s);
        QCOMPARE(document.value("data").toBytes(), R"({"a":1})");
    }

    void aTemplateIsFilledIn()
    {
        OpenWorkspace workspace;
        const Json filled = workspace.run(
            u"template.render"_s,
            parsed("{'text':'{{ title }}: {% for k in keywords %}{{ k }} {% endfor %}','data':{'title':'Mills','keywords':['a','b']}}"));
        QCOMPARE(filled.value("text").toString(), u"Mills: a b "_s);
        const Json words = workspace.run(u"template.words"_s);
        QVERIFY(words.value("tags").toStringList().contains(u"for"_s));
        QVERIFY(words.value("filters").toStringList().contains(u"upper"_s));
        QCOMPARE(workspace.ask(u"template.render"_s, parsed("{'text':'{% include x %}','data':{}}")).error().code, ErrorCode::ComponentConfig);
    }

    void reviewsSignalsAndTimesWaitForWhoeverTries()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'waits','nodes':["
                       "{'id':'look','component':'review','config':{'question':'Good?'}},{'id':'hear','component':'wait','config':{'signal':'go','"
                       "into':'heard'}},"
                       "{'id':'sleep','component':'wait','config':{'seconds':86400}},{'id':'end','component':'test_echo'}],'links':["
                       "{'from':{'node':'look','port':'approved'},'to':{'node':'hear'}},{'from':{'node':'hear'},'to':{'node':'sleep'}},"
                       "{'from':{'node':'sleep'},'to':{'node':'end'}}]}");
        const QString id = workspace.run(u"pipeline.try"_s, parsed("{'pipeline':'waits','input':{'document':{}}}")).value("try").toString();
        QStringList reasons;
        const QList<Json> answers{parsed("{'port':'approved','data':{'edited':true}}"), parsed("{'data':{'by':'Ada'}}"), parsed("{}")};
        for (Json answer : answers) {
            reasons.append(rested(workspace, id).value("paused").at(0).value("reason").toString());
            answer.insert("try", id);
            workspace.run(u"pipeline.try_continue"_s, answer);
        }
        const Json trial = rested(workspace, id);
        QCOMPARE(reasons, QStringList({u"review"_s, u"signal"_s, u"time"_s}));
        QCOMPARE(trial.value("state").toString(), u"done"_s);
        QCOMPARE(stepOf(trial, u"look"_s).value("port").toString(), u"approved"_s);
        QCOMPARE(stepOf(trial, u"sleep"_s).value("output").toBytes(), parsed("{'edited':true,'heard':{'by':'Ada'}}").toBytes());

        const QString other = workspace.run(u"pipeline.try"_s, parsed("{'pipeline':'waits','input':{'document':{}}}")).value("try").toString();
        rested(workspace, other);
        workspace.run(u"pipeline.try_continue"_s, Json::object({{"try", other}, {"port", "rejected"}}));
        QCOMPARE(nodesOf(rested(workspace, other)), QStringList{u"look"_s});
    }

    /// Conditions on what a person said hold as in a run.
    void aReviewWritesWhatWasSaidAsInARun()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'desk','nodes':["
                       "{'id':'look','component':'review','config':{'question':'Good?','into':'said'}},"
                       "{'id':'urgent','component':'test_echo'},{'id':'usual','component':'test_echo'}],'links':["
                       "{'from':{'node':'look','port':'approved'},'to':{'node':'urgent'},'condition':'said.answers.urgent'},"
                       "{'from':{'node':'look','port':'approved'},'to':{'node':'usual'}}]}");
        const auto decided = [&](const QByteArray &answer) {
            const QString id
                = workspace.run(u"pipeline.try"_s, parsed("{'pipeline':'desk','input':{'document':{'title':'x'}}}")).value("try").toString();
            rested(workspace, id);
            Json args = parsed(answer);
            args.insert("try", id);
            workspace.run(u"pipeline.try_continue"_s, args);
            return rested(workspace, id);
        };
        const Json urgent = decided("{'port':'approved','answers':{'urgent':true},'note':'At once'}");
        QCOMPARE(nodesOf(urgent), QStringList({u"look"_s, u"urgent"_s}));
        const Json said = stepOf(urgent, u"urgent"_s).value("output").value("said");
        QCOMPARE(said.value("decision").toString(), u"approved"_s);
        QCOMPARE(said.value("note").toString(), u"At once"_s);
        QCOMPARE(nodesOf(decided("{'port':'approved'}")), QStringList({u"look"_s, u"usual"_s}));
        // No way is laid for an edited document: it goes the way of an approved one.
        const Json edited = decided("{'port':'edited','data':{'title':'y'}}");
        QCOMPARE(nodesOf(edited), QStringList({u"look"_s, u"usual"_s}));
        QCOMPARE(stepOf(edited, u"usual"_s).value("output").value("title").toString(), u"y"_s);
    }

    void aTrialThatRunsIsCancelled()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'slow','nodes':[{'id':'a','component':'test_sleep','config':{'ms':60000}}],'links':[]}");
        const QString id = workspace.run(u"pipeline.try"_s, parsed("{'pipeline':'slow','input':{'document':{}}}")).value("try").toString();
        QTRY_COMPARE(workspace.run(u"try.get"_s, Json::object({{"try", id}})).value("steps").at(0).value("state").toString(), u"running"_s);
        workspace.run(u"try.cancel"_s, Json::object({{"try", id}}));
        const Json trial = rested(workspace, id);
        QCOMPARE(trial.value("state").toString(), u"cancelled"_s);
        QCOMPARE(trial.value("steps").at(0).value("state").toString(), u"failed"_s);
    }

    void closingEndsWhatWaits()
    {
        OpenWorkspace workspace;
        workspace.save(kChain);
        const QString id
            = workspace.run(u"pipeline.try"_s, parsed("{'pipeline':'chain','input':{'document':{}},'breakpoints':['b']}")).value("try").toString();
        QCOMPARE(rested(workspace, id).value("state").toString(), u"paused"_s);
        workspace.reopen();
        QCOMPARE(workspace.run(u"try.get"_s, Json::object({{"try", id}})).value("state").toString(), u"cancelled"_s); // what it did is kept
    }

    void stepsOfChildProcessesAndSubpipelinesAreTold()
    {
        OpenWorkspace workspace;
        workspace.save(kChain);
        workspace.save("{'format':'millrace.pipeline/1','id':'outer','nodes':["
                       "{'id':'calc','component':'script','config':{'source':'function run(data) { data.x = 6 * 7; }'}},"
                       "{'id':'through','component':'pipeline','config':{'pipeline':'chain','into':'inner'}}],'links':["
                       "{'from':{'node':'calc'},'to':{'node':'through'}}]}");
        const Json trial = tried(workspace, parsed("{'pipeline':'outer','input':{'document':{}}}"));
        QCOMPARE(trial.value("state").toString(), u"done"_s);
        QCOMPARE(stepOf(trial, u"calc"_s).value("output").value("x").toInt(), 42);
        QCOMPARE(nodesOf(trial), QStringList({u"calc"_s, u"through"_s, u"a"_s, u"b"_s, u"c"_s}));
        QCOMPARE(stepOf(trial, u"through"_s).value("output").value("inner").value("c").toInt(), 1);
    }

    void theLastTrialsAreKept()
    {
        OpenWorkspace workspace;
        workspace.save(kChain);
        QString last;
        for (int i = 0; i < 23; ++i) {
            last = workspace.run(u"pipeline.try"_s, parsed("{'pipeline':'chain','input':{'document':{}}}")).value("try").toString();
            rested(workspace, last);
        }
        const auto kept = [&] { return workspace.run(u"try.list"_s, parsed("{'pipeline':'chain'}")).value("tries"); };
        QTRY_COMPARE(kept().size(), 20);
        QCOMPARE(kept().at(0).value("try").toString(), last);
        QTRY_COMPARE(workspace.run(u"try.last"_s, parsed("{'pipeline':'chain'}")).value("nodes").size(), 3);
        workspace.reopen();
        QCOMPARE(kept().size(), 20);
        const Json trial = workspace.run(u"try.get"_s, Json::object({{"try", last}}));
        QCOMPARE(trial.value("state").toString(), u"done"_s);
        QCOMPARE(stepOf(trial, u"c"_s).value("output").value("c").toInt(), 1);
        QCOMPARE(workspace.run(u"workspace.check"_s).value("problems").size(), 0);
    }

    void theWindowHearsOfStepsAndAsksForThoseThatAreNew()
    {
        OpenWorkspace workspace;
        workspace.save(kChain);
        QSignalSpy changes(&*workspace, &Workspace::trialsChanged);
        const QString id
            = workspace.run(u"pipeline.try"_s, parsed("{'pipeline':'chain','input':{'document':{}},'breakpoints':['c']}")).value("try").toString();
        const Json paused = rested(workspace, id);
        QTRY_VERIFY(!changes.isEmpty());
        QCOMPARE(changes.first().first().toStringList(), QStringList{id});
        const Json stamp = paused.value("stamp");
        QCOMPARE(workspace.run(u"try.get"_s, Json::object({{"try", id}, {"after", stamp}})).value("steps").size(), 0);
        workspace.run(u"pipeline.try_continue"_s, Json::object({{"try", id}}));
        rested(workspace, id);
        const Json rest = workspace.run(u"try.get"_s, Json::object({{"try", id}, {"after", stamp}}));
        QCOMPARE(nodesOf(rest), QStringList{u"c"_s});
    }

    void documentsComeFromContextsFilesTextsAndSamples()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(u"note.md"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("# Rivers\n\nThey carry water.");
        file.close();
        OpenWorkspace workspace;
        workspace.save(kChain);
        workspace.submit(u"chain"_s, "[{'id':'real','type':'note','data':{'title':'Real'}}]");
        workspace.untilIdle();
        const auto first = [&](const Json &input) {
            return stepOf(tried(workspace, Json::object({{"pipeline", "chain"}, {"to", "a"}, {"input", input}})), u"a"_s).value("input");
        };
        QCOMPARE(first(parsed("{'context':'real'}")).toBytes(), parsed("{'title':'Real'}").toBytes());
        QCOMPARE(first(parsed("{'context':'real','step':2}")).toBytes(), parsed("{'title':'Real','a':1,'b':1}").toBytes());
        QCOMPARE(first(Json::object({{"path", file.fileName()}})).value("title").toString(), u"Rivers"_s);
        QVERIFY(first(parsed("{'text':'Some words.','name':'x.txt'}")).value("source_text").toString().contains(u"Some words."_s));
        const QString used = workspace.run(u"gallery.use"_s, parsed("{'id':'faq'}")).value("pipeline").toString();
        const Json samples = workspace.run(u"try.samples"_s, Json::object({{"pipeline", used}})).value("samples");
        QVERIFY(samples.size() > 0);
        const Json trial = tried(workspace, Json::object({{"pipeline", used}, {"input", Json::object({{"sample", samples.at(0).value("name")}})}}));
        QCOMPARE(trial.value("state").toString(), u"done"_s);
        QCOMPARE(workspace.run(u"try.samples"_s, parsed("{'pipeline':'chain'}")).value("samples").at(0).value("name").toString(), u"real"_s);
    }
};

QTEST_GUILESS_MAIN(TestTrials)
#include "tst_trials.moc"
