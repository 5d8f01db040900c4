// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/edit.h"
#include "workspace/openworkspace.h"
#include "pipeline/pipelinefile.h"

#include <QDir>
#include <QStandardPaths>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

constexpr auto kPlain = "{'format':'millrace.pipeline/1','id':'plain','title':'Plain','nodes':[{'id':'a','component':'test_echo',"
                        "'config':{'value':'one'},'position':{'x':1,'y':2}},{'id':'b','component':'test_echo'}],"
                        "'links':[{'from':{'node':'a'},'to':{'node':'b'}}]}";

} // namespace

/// Versions of pipelines, their files, and what stands at their nodes: through the door.
class TestVersions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void versionsSayWhoUsedThemAndAreRestoredAsNewOnes()
    {
        OpenWorkspace workspace;
        workspace.save(kPlain);
        workspace.submit(u"plain"_s, "[{'id':'x','type':'note','data':{}},{'id':'y','type':'note','data':{}}]");
        workspace.untilIdle();
        workspace.save(QByteArray(kPlain).replace("'one'", "'two'"));
        const Json versions = workspace.run(u"pipeline.versions"_s, parsed("{'pipeline':'plain'}")).value("versions");
        QCOMPARE(versions.at(1).value("contexts").toInt(), 2);
        QCOMPARE(versions.at(1).value("runs").toInt(), 1);
        QCOMPARE(versions.at(0).value("contexts").toInt(), 0);
        const Json runs = workspace.run(u"pipeline.runs"_s, parsed("{'pipeline':'plain'}")).value("runs");
        QCOMPARE(runs.size(), 1);
        QCOMPARE(runs.at(0).value("version").toInt(), 1);
        QCOMPARE(workspace.run(u"pipeline.runs"_s, parsed("{'pipeline':'plain','version':2}")).value("runs").size(), 0);

        QCOMPARE(workspace.run(u"pipeline.restore"_s, parsed("{'pipeline':'plain','version':1,'note':'It was better'}")).value("version").toInt(), 3);
        const Json after = workspace.run(u"pipeline.versions"_s, parsed("{'pipeline':'plain'}")).value("versions");
        QCOMPARE(after.at(0).value("hash").toString(), versions.at(1).value("hash").toString());
        QCOMPARE(after.at(0).value("note").toString(), u"It was better"_s);
        QCOMPARE(
            workspace.run(u"pipeline.get"_s, parsed("{'id':'plain','version':2}")).value("nodes").at(0).value("config").value("value").toString(),
            u"two"_s);
        QCOMPARE(workspace.ask(u"pipeline.restore"_s, parsed("{'pipeline':'plain','version':9}")).error().code, ErrorCode::NotFound);
        QCOMPARE(workspace.ask(u"pipeline.versions"_s, parsed("{'pipeline':'nobody'}")).error().code, ErrorCode::NotFound);
    }

    void versionsAndDraftsAreCompared()
    {
        OpenWorkspace workspace;
        workspace.save(kPlain);
        workspace.save(QByteArray(kPlain).replace("'one'", "'two'"));
        const Json diff = workspace.run(u"pipeline.diff"_s, parsed("{'pipeline':'plain','from':1,'to':'newest'}"));
        QVERIFY(!diff.value("same").toBool());
        QCOMPARE(diff.value("nodes").at(0).value("changes").toBytes(),
                 parsed("[{'path':'/config/value','kind':'changed','before':'one','after':'two'}]").toBytes());
        workspace.run(u"draft.open"_s, parsed("{'pipeline':'plain'}"));
        QVERIFY(workspace.run(u"pipeline.diff"_s, parsed("{'pipeline':'plain','from':2,'to':'draft'}")).value("same").toBool());
    }

    void aPipelineGoesOutAndComesBackByItsFile()
    {
        QTemporaryDir folder;
        OpenWorkspace workspace;
        workspace.save(kPlain);
        const Json exported = workspace.run(u"pipeline.export"_s, parsed("{'pipeline':'plain'}"));
        const auto written = writePipelineFile(folder.path(), exported.value("file").toString(), exported.value("definition"));
        QVERIFY(written);
        QCOMPARE(*written, folder.filePath(u"plain.pipeline.json"_s));
        OpenWorkspace other;
        const Json args = Json::object({{"definition", readJsonFile(*written).value()}});
        const Json imported = other.run(u"pipeline.import"_s, args);
        QCOMPARE(imported.value("version").toInt(), 1);
        QCOMPARE(other.run(u"pipeline.get"_s, parsed("{'id':'plain'}")).toBytes(), exported.value("definition").toBytes());
        QVERIFY(other.run(u"pipeline.import"_s, args).value("same").toBool());
    }

    void whatIsTakenIsRefusedOrGetsAVersionOrAnId()
    {
        OpenWorkspace workspace;
        workspace.save(kPlain);
        Json args = Json::object({{"definition", parsed(QByteArray(kPlain).replace("'one'", "'two'"))}});
        QCOMPARE(workspace.ask(u"pipeline.import"_s, args).error().code, ErrorCode::AlreadyExists);
        args.insert("as", "version");
        QCOMPARE(workspace.run(u"pipeline.import"_s, args).value("version").toInt(), 2);
        args.insert("as", "copy");
        const Json copy = workspace.run(u"pipeline.import"_s, args);
        QCOMPARE(copy.value("pipeline").toString(), u"plain-2"_s);
        QCOMPARE(workspace.run(u"pipeline.get"_s, parsed("{'id':'plain-2'}")).value("title").toString(), u"Plain"_s);
    }

    void whatCannotRunHereComesInAsADraftAndSaysWhy()
    {
        OpenWorkspace workspace;
        const Json imported = workspace.run(
            u"pipeline.import"_s,
            Json::object({{"definition", parsed(QByteArray(kPlain).replace("'b','component':'test_echo'", "'b','component':'nobody'"))}}));
        QVERIFY(imported.value("draft").toBool());
        QCOMPARE(imported.value("unknown_components").toStringList(), QStringList{u"nobody"_s});
        QCOMPARE(imported.value("problems").at(0).value("code").toString(), u"component.unknown"_s);
        QCOMPARE(workspace.run(u"draft.get"_s, parsed("{'pipeline':'plain'}")).value("published_version").toInt(), 0);
        QCOMPARE(workspace.ask(u"pipeline.import"_s, parsed("{'definition':{'hello':'world'}}")).error().code, ErrorCode::PipelineInvalid);
    }

    void validationOffersWhatMendsIt()
    {
        OpenWorkspace workspace;
        const Json answer
            = workspace.run(u"pipeline.validate"_s, Json::object({{"definition", parsed(QByteArray(kPlain).replace("'node':'b'", "'node':'c'"))}}));
        QVERIFY(!answer.value("ok").toBool());
        const Json problem = answer.value("problems").at(0);
        QCOMPARE(problem.value("link").toInt(-1), 0);
        QVERIFY(problem.value("fixes").size() > 0);
        Json draft = workspace.run(u"draft.open"_s,
                                   Json::object({{"new", true}, {"definition", parsed(QByteArray(kPlain).replace("'test_echo'", "'test_eco'"))}}));
        for (int i = 0; i < 2; ++i) {
            const Json problems = workspace.run(u"pipeline.validate"_s, Json::object({{"pipeline", draft.value("pipeline")}})).value("problems");
            const Json fix = problems.at(0).value("fixes").at(0);
            QCOMPARE(fix.value("kind").toString(), u"replace_component"_s);
            workspace.run(u"draft.edit"_s,
                          Json::object({{"pipeline", draft.value("pipeline")},
                                        {"sequence", i},
                                        {"edits", Json::array({Json::object({{"label", fix.value("label")}, {"patch", fix.value("patch")}})})}}));
        }
        QVERIFY(workspace.run(u"pipeline.validate"_s, Json::object({{"pipeline", draft.value("pipeline")}})).value("ok").toBool());
    }

    void theGalleryIsCopiedAsADraft()
    {
        OpenWorkspace workspace;
        const Json gallery = workspace.run(u"gallery.list"_s).value("gallery");
        QVERIFY(gallery.at(0).value("components").size() > 0);
        QVERIFY(!gallery.at(0).value("sample").toString().isEmpty());
        const Json draft = workspace.run(u"gallery.use"_s, parsed("{'id':'article','title':'Mine'}"));
        QCOMPARE(draft.value("pipeline").toString(), u"mine"_s);
        QCOMPARE(workspace.run(u"draft.publish"_s, parsed("{'pipeline':'mine','note':'From the gallery'}")).value("version").toInt(), 1);
    }

    void whatWaitsIsCountedAtNodesAndLinks()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'queue','nodes':["
                       "{'id':'sort','component':'filter','config':{'expression':'big'}},{'id':'small','component':'test_echo'},"
                       "{'id':'look','component':'wait','config':{'signal':'go'}}],'links':["
                       "{'from':{'node':'sort','port':'out'},'to':{'node':'look'}},"
                       "{'from':{'node':'sort','port':'rejected'},'to':{'node':'small'}},{'from':{'node':'small'},'to':{'node':'look'}}]}");
        workspace.run(u"pipeline.control"_s, parsed("{'id':'queue','state':'paused'}"));
        workspace.submit(u"queue"_s, "[{'id':'x','type':'note','data':{'big':true}},{'id':'y','type':'note','data':{}}]");
        Json load = workspace.run(u"pipeline.load"_s, parsed("{'id':'queue'}"));
        QCOMPARE(load.value("nodes").size(), 1);
        QCOMPARE(load.value("nodes").at(0).value("waiting").toInt(), 2);
        QVERIFY(load.value("nodes").at(0).value("oldest_at").isString());
        QCOMPARE(load.value("links").size(), 0); // they were submitted there
        QCOMPARE(workspace.run(u"context.list"_s, parsed("{'pipeline':'queue','node':'sort'}")).value("contexts").size(), 2);
        QCOMPARE(
            workspace.run(u"context.list"_s, parsed("{'pipeline':'queue','node':'sort','after':'x'}")).value("contexts").at(0).value("id").toString(),
            u"y"_s);
        workspace.run(u"pipeline.control"_s, parsed("{'id':'queue','state':'running'}"));
        workspace.untilIdle();
        load = workspace.run(u"pipeline.load"_s, parsed("{'id':'queue'}"));
        QCOMPARE(load.value("nodes").at(0).value("node").toString(), u"look"_s);
        QCOMPARE(load.value("nodes").at(0).value("waiting").toInt(), 0); // they do not wait for a runner
        const auto came = [&](const QByteArray &from) {
            const Json list = workspace.run(u"context.list"_s, parsed("{'pipeline':'queue','node':'look','from':" + from + "}")).value("contexts");
            return list.size() == 1 ? list.at(0).value("id").toString() : QString::number(list.size());
        };
        QCOMPARE(came("{'node':'sort'}"), u"x"_s);
        QCOMPARE(came("{'node':'small'}"), u"y"_s);
    }

    void aFullLinkHoldsBackTheNodeBeforeIt()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'full','nodes':[{'id':'a','component':'test_effect','config':{'path':'/dev/null'}},"
                       "{'id':'b','component':'test_sleep','config':{'ms':60000},'limits':{'concurrency':1}}],"
                       "'links':[{'from':{'node':'a'},'to':{'node':'b'},'limits':{'max_items':3}}]}");
        QByteArray documents;
        for (int i = 0; i < 12; ++i)
            documents += "{'id':'d" + QByteArray::number(i) + "','type':'note','data':{}},";
        workspace.submit(u"full"_s, '[' + documents.chopped(1) + ']');
        Json load;
        const auto link = [&] {
            load = workspace.run(u"pipeline.load"_s, parsed("{'id':'full'}"));
            return load.value("links").at(0);
        };
        QTRY_VERIFY(link().value("full").toBool());
        QTRY_VERIFY(link().value("count").toInt() > 0);
        QCOMPARE(link().value("limit_items").toInt(), 3);
        const Json nodes = load.value("nodes");
        for (const Json &node : nodes.items()) {
            if (node.value("node").toString() == "a"_L1)
                QCOMPARE(node.value("held_by").at(0).value("to").toString(), u"b"_s);
        }
    }
};

QTEST_GUILESS_MAIN(TestVersions)
#include "tst_versions.moc"
