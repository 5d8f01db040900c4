// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/edit.h"
#include "workspace/openworkspace.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QStandardPaths>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

constexpr auto kPlain = "{'format':'millrace.pipeline/1','id':'plain','title':'Plain','colour':'red','nodes':[{'id':'a','component':'test_echo',"
                        "'position':{'x':1,'y':2}}],'links':[]}";

Json edit(const QString &label, const Json &before, const Json &after)
{
    return Json::object({{"label", label}, {"patch", Edit::between(before, after).toJson()}});
}

/// One of the things a person does to a canvas, at random.
Json changed(Json definition, QRandomGenerator &random)
{
    Json nodes = definition.value("nodes");
    Json links = definition.value("links");
    const auto below = [&random](qsizetype n) { return static_cast<qsizetype>(random.bounded(static_cast<quint32>(n))); };
    switch (random.bounded(7)) {
    case 0:
        nodes.append(Json::object({{"id", u"n%1"_s.arg(random.generate())}, {"component", "test_echo"}, {"config", Json::object()}}));
        break;
    case 1:
        if (!nodes.isEmpty())
            nodes.removeAt(below(nodes.size()));
        break;
    case 2:
        if (!nodes.isEmpty()) {
            const qsizetype at = below(nodes.size());
            Json node = nodes.at(at);
            node.insert("position", Json::object({{"x", Json::number("1.50")}, {"y", static_cast<int>(random.bounded(1000))}}));
            nodes.replaceAt(at, node);
        }
        break;
    case 3:
        if (!nodes.isEmpty()) {
            const qsizetype at = below(nodes.size());
            Json node = nodes.at(at);
            node.remove("config");
            node.insert("title", u"Title %1 ü"_s.arg(random.bounded(50)));
            nodes.replaceAt(at, node);
        }
        break;
    case 4:
        if (nodes.size() > 1)
            links.append(Json::object({{"from", Json::object({{"node", nodes.at(below(nodes.size())).value("id")}, {"port", "out"}})},
                                       {"to", Json::object({{"node", nodes.at(below(nodes.size())).value("id")}, {"port", "in"}})}}));
        break;
    case 5:
        if (!links.isEmpty())
            links.removeAt(below(links.size()));
        break;
    default:
        definition.insert("title", u"Called %1"_s.arg(random.bounded(9)));
        break;
    }
    definition.insert("nodes", nodes);
    definition.insert("links", links);
    return definition;
}

} // namespace

/// Drafts through the door: edits, undo and redo, conflicts, publishing, discarding.
class TestDrafts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void aDraftBeginsFromTheNewestVersionAndIsPublishedAsTheNext()
    {
        OpenWorkspace workspace;
        workspace.save(kPlain);
        const Json draft = workspace.run(u"draft.open"_s, parsed("{'pipeline':'plain'}"));
        QCOMPARE(draft.value("base_version").toInt(), 1);
        QCOMPARE(draft.value("sequence").toInt(), 0);
        QVERIFY(!draft.value("modified").toBool());
        QCOMPARE(draft.value("definition").value("colour").toString(), u"red"_s); // what this version does not know stays

        const Json edited = workspace.run(
            u"draft.edit"_s,
            parsed("{'pipeline':'plain','sequence':0,'edits':[{'label':'Rename','patch':[{'op':'replace','path':'/title','value':'Simple'}]}]}"));
        QCOMPARE(edited.value("sequence").toInt(), 1);
        QCOMPARE(edited.value("position").toInt(), 1);
        QCOMPARE(edited.value("inverses").at(0).toBytes(), parsed("[{'op':'replace','path':'/title','value':'Plain'}]").toBytes());
        QVERIFY(workspace.run(u"draft.get"_s, parsed("{'pipeline':'plain'}")).value("modified").toBool());
        QCOMPARE(workspace.run(u"pipeline.get"_s, parsed("{'id':'plain'}")).value("title").toString(), u"Plain"_s); // not published yet

        const Json published = workspace.run(u"draft.publish"_s, parsed("{'pipeline':'plain','note':'A better name'}"));
        QCOMPARE(published.value("version").toInt(), 2);
        const Json versions = workspace.run(u"pipeline.versions"_s, parsed("{'pipeline':'plain'}")).value("versions");
        QCOMPARE(versions.size(), 2);
        QCOMPARE(versions.at(0).value("note").toString(), u"A better name"_s);
        QCOMPARE(versions.at(0).value("author").toString(), u"Ada"_s);
        QCOMPARE(versions.at(0).value("hash").toString(), published.value("hash").toString());
        const Json after = workspace.run(u"draft.open"_s, parsed("{'pipeline':'plain'}"));
        QVERIFY(!after.value("modified").toBool());
        QCOMPARE(after.value("base_version").toInt(), 2);
        QCOMPARE(after.value("edits").size(), 1); // what was done can be undone still
    }

    void aNewPipelineGetsAnIdOfItsTitleThatIsNobodyElses()
    {
        OpenWorkspace workspace;
        workspace.save(kPlain);
        QCOMPARE(workspace.run(u"draft.open"_s, parsed("{'new':true,'title':'Plain'}")).value("pipeline").toString(), u"plain-2"_s);
        QCOMPARE(workspace.run(u"draft.open"_s, parsed("{'new':true,'title':'Über  Flüsse!'}")).value("pipeline").toString(), u"uber-flusse"_s);
        QCOMPARE(workspace.run(u"draft.open"_s, parsed("{'new':true,'title':'水'}")).value("pipeline").toString(), u"pipeline"_s);
        const Json list = workspace.run(u"draft.list"_s).value("drafts");
        QCOMPARE(list.size(), 3);
        QCOMPARE(list.at(0).value("published_version").toInt(), 0);
        QCOMPARE(workspace.ask(u"draft.open"_s, parsed("{'pipeline':'nothing'}")).error().code, ErrorCode::NotFound);
    }

    void whoHasNotSeenTheLastChangeIsRefused()
    {
        OpenWorkspace workspace;
        workspace.save(kPlain);
        workspace.run(u"draft.open"_s, parsed("{'pipeline':'plain'}"));
        const Json args = parsed("{'pipeline':'plain','sequence':0,'edits':[{'label':'x','patch':[{'op':'add','path':'/title','value':'B'}]}]}");
        workspace.run(u"draft.edit"_s, args);
        for (const QString &command : {u"draft.edit"_s}) {
            const Error error = workspace.ask(command, args).error();
            QCOMPARE(error.code, ErrorCode::Conflict);
            QCOMPARE(error.detail.value("sequence").toInt(), 1);
        }
        QCOMPARE(workspace.ask(u"draft.undo"_s, parsed("{'pipeline':'plain','sequence':0}")).error().code, ErrorCode::Conflict);
        QCOMPARE(workspace.ask(u"draft.discard"_s, parsed("{'pipeline':'plain','sequence':0}")).error().code, ErrorCode::Conflict);
        QCOMPARE(workspace.ask(u"draft.publish"_s, parsed("{'pipeline':'plain','sequence':0}")).error().code, ErrorCode::Conflict);
    }

    void editsAreAllOrNothing()
    {
        OpenWorkspace workspace;
        workspace.save(kPlain);
        const QByteArray before = workspace.run(u"draft.open"_s, parsed("{'pipeline':'plain'}")).value("definition").toBytes();
        const Error error
            = workspace
                  .ask(u"draft.edit"_s,
                       parsed("{'pipeline':'plain','sequence':0,'edits':[{'label':'x','patch':[{'op':'add','path':'/title','value':'B'}]},"
                              "{'label':'y','patch':[{'op':'remove','path':'/nodes/7'}]}]}"))
                  .error();
        QCOMPARE(error.code, ErrorCode::PatchConflict);
        QCOMPARE(error.detail.value("edit").toInt(), 1);
        QCOMPARE(workspace
                     .ask(u"draft.edit"_s,
                          parsed("{'pipeline':'plain','sequence':0,'edits':[{'label':'x','patch':[{'op':'replace','path':'/id','value':'B'}]}]}"))
                     .error()
                     .code,
                 ErrorCode::InvalidArgument);
        const Json after = workspace.run(u"draft.get"_s, parsed("{'pipeline':'plain'}"));
        QCOMPARE(after.value("definition").toBytes(), before);
        QCOMPARE(after.value("edits").size(), 0);
        QCOMPARE(after.value("sequence").toInt(), 0);
    }

    void anInverseThatGivesOtherBytesIsReplaced()
    {
        OpenWorkspace workspace;
        workspace.save(kPlain);
        const QByteArray before = workspace.run(u"draft.open"_s, parsed("{'pipeline':'plain'}")).value("definition").toBytes();
        // Put back at the end, the component would stand behind the position.
        const Json edited
            = workspace.run(u"draft.edit"_s,
                            parsed("{'pipeline':'plain','sequence':0,'edits':[{'label':'x','patch':[{'op':'remove','path':'/nodes/0/component'}],"
                                   "'inverse':[{'op':'add','path':'/nodes/0/component','value':'test_echo'}]},"
                                   "{'label':'y','patch':[{'op':'replace','path':'/title','value':'Q'}],"
                                   "'inverse':[{'op':'replace','path':'/title','value':'Plain'}]}]}"));
        QVERIFY(edited.value("inverses").at(0).isArray());
        QVERIFY(edited.value("inverses").at(1).isNull());
        const Json undone = workspace.run(u"draft.undo"_s, parsed("{'pipeline':'plain','sequence':1,'steps':5}"));
        QCOMPARE(undone.value("labels").toStringList(), QStringList({u"y"_s, u"x"_s}));
        QCOMPARE(workspace.run(u"draft.get"_s, parsed("{'pipeline':'plain'}")).value("definition").toBytes(), before);
    }

    void fiveHundredRandomEditsUndoToTheStartAndRedoToTheEnd_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 4; ++seed)
            QTest::newRow(qPrintable(u"seed %1"_s.arg(seed))) << seed;
    }
    void fiveHundredRandomEditsUndoToTheStartAndRedoToTheEnd()
    {
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        OpenWorkspace workspace;
        workspace.save(kPlain);
        Json definition = workspace.run(u"draft.open"_s, parsed("{'pipeline':'plain'}")).value("definition");
        QByteArrayList states{definition.toBytes()};
        qint64 sequence = 0;
        Json batch = Json::array();
        while (states.size() <= 500) {
            const Json next = changed(definition, random);
            if (next == definition)
                continue;
            batch.append(edit(u"Edit %1"_s.arg(states.size()), definition, next));
            definition = next;
            states.append(definition.toBytes());
            if (batch.size() == 20 || random.bounded(3) == 0 || states.size() == 501) {
                const Json done = workspace.run(u"draft.edit"_s, Json::object({{"pipeline", "plain"}, {"sequence", sequence}, {"edits", batch}}));
                sequence = done.value("sequence").toInt();
                batch = Json::array();
            }
        }
        const auto step = [&](const QString &command, int steps) {
            const Json done = workspace.run(command, Json::object({{"pipeline", "plain"}, {"sequence", sequence}, {"steps", steps}}));
            sequence = done.value("sequence").toInt();
            const Json patches = done.value("patches");
            for (const Json &patch : patches.items())
                definition = Edit::fromJson(patch).value().appliedTo(definition).value();
            return done.value("position").toInt();
        };
        const auto agrees = [&](qint64 position) {
            return definition.toBytes() == states.at(position)
                && workspace.run(u"draft.get"_s, parsed("{'pipeline':'plain'}")).value("definition").toBytes() == states.at(position);
        };
        workspace.reopen();
        for (qint64 position = 500; position > 0;) {
            position = step(u"draft.undo"_s, 1 + static_cast<int>(random.bounded(40)));
            QVERIFY(agrees(position));
        }
        workspace.reopen();
        for (qint64 position = 0; position < 500;) {
            position = step(u"draft.redo"_s, 1 + static_cast<int>(random.bounded(40)));
            QVERIFY(agrees(position));
        }
        step(u"draft.undo"_s, 100);
        const Json next = changed(definition, random);
        workspace.run(u"draft.edit"_s,
                      Json::object({{"pipeline", "plain"}, {"sequence", sequence}, {"edits", Json::array({edit(u"Other"_s, definition, next)})}}));
        QCOMPARE(workspace.run(u"draft.get"_s, parsed("{'pipeline':'plain'}")).value("edit_count").toInt(), 401); // what could be redone is cut
    }

    void aDiscardIsAnEditAndComesBack()
    {
        OpenWorkspace workspace;
        workspace.save(kPlain);
        workspace.run(u"draft.open"_s, parsed("{'pipeline':'plain'}"));
        workspace.run(u"draft.edit"_s,
                      parsed("{'pipeline':'plain','sequence':0,'edits':[{'label':'x','patch':[{'op':'replace','path':'/title','value':'B'}]}]}"));
        workspace.run(u"draft.discard"_s, parsed("{'pipeline':'plain','sequence':1}"));
        QCOMPARE(workspace.run(u"draft.list"_s).value("drafts").size(), 0);
        QCOMPARE(workspace.run(u"draft.list"_s, parsed("{'discarded':true}")).value("drafts").size(), 1);
        workspace.reopen();
        const Json back = workspace.run(u"draft.restore"_s, parsed("{'pipeline':'plain'}"));
        QCOMPARE(back.value("definition").value("title").toString(), u"B"_s);
        QCOMPARE(back.value("state").toString(), u"open"_s);

        // Opened anew it begins from the version; undo still reaches what was discarded.
        workspace.run(u"draft.discard"_s, Json::object({{"pipeline", "plain"}, {"sequence", back.value("sequence")}}));
        const Json anew = workspace.run(u"draft.open"_s, parsed("{'pipeline':'plain'}"));
        QCOMPARE(anew.value("definition").value("title").toString(), u"Plain"_s);
        workspace.run(u"draft.undo"_s, Json::object({{"pipeline", "plain"}, {"sequence", anew.value("sequence")}}));
        QCOMPARE(workspace.run(u"draft.get"_s, parsed("{'pipeline':'plain'}")).value("definition").value("title").toString(), u"B"_s);

        const QString fresh = workspace.run(u"draft.open"_s, parsed("{'new':true,'title':'Fresh'}")).value("pipeline").toString();
        workspace.run(u"draft.discard"_s, Json::object({{"pipeline", fresh}, {"sequence", 0}}));
        QCOMPARE(workspace.run(u"draft.restore"_s, Json::object({{"pipeline", fresh}})).value("state").toString(), u"open"_s);
    }

    void publishingOverSomebodyElsesVersionIsAskedFor()
    {
        OpenWorkspace workspace;
        workspace.save(kPlain);
        workspace.run(u"draft.open"_s, parsed("{'pipeline':'plain'}"));
        workspace.run(u"draft.edit"_s,
                      parsed("{'pipeline':'plain','sequence':0,'edits':[{'label':'x','patch':[{'op':'replace','path':'/title','value':'B'}]}]}"));
        workspace.save(QByteArray(kPlain).replace("'Plain'", "'Other'"));
        QVERIFY(workspace.run(u"draft.get"_s, parsed("{'pipeline':'plain'}")).value("behind").toBool());
        const Error error = workspace.ask(u"draft.publish"_s, parsed("{'pipeline':'plain'}")).error();
        QCOMPARE(error.code, ErrorCode::Conflict);
        QCOMPARE(error.detail.value("published_version").toInt(), 2);
        QCOMPARE(workspace.run(u"draft.publish"_s, parsed("{'pipeline':'plain','over':true}")).value("version").toInt(), 3);
    }

    void anUntouchedDraftFollowsItsPipeline()
    {
        OpenWorkspace workspace;
        workspace.save(kPlain);
        workspace.run(u"draft.open"_s, parsed("{'pipeline':'plain'}"));
        workspace.save(QByteArray(kPlain).replace("'Plain'", "'Other'"));
        const Json draft = workspace.run(u"draft.open"_s, parsed("{'pipeline':'plain'}"));
        QCOMPARE(draft.value("base_version").toInt(), 2);
        QCOMPARE(draft.value("definition").value("title").toString(), u"Other"_s);
    }

    void whatCannotRunIsKeptButNotPublished()
    {
        OpenWorkspace workspace;
        const QString id = workspace.run(u"draft.open"_s, parsed("{'new':true,'title':'Empty'}")).value("pipeline").toString();
        QCOMPARE(workspace.ask(u"draft.publish"_s, Json::object({{"pipeline", id}})).error().code, ErrorCode::PipelineInvalid);
        workspace.run(
            u"draft.edit"_s,
            Json::object({{"pipeline", id},
                          {"sequence", 0},
                          {"edits", parsed("[{'label':'x','patch':[{'op':'add','path':'/nodes/-','value':{'id':'n','component':'nobody'}}]}]")}}));
        const Error error = workspace.ask(u"draft.publish"_s, Json::object({{"pipeline", id}})).error();
        QCOMPARE(error.code, ErrorCode::PipelineInvalid);
        QCOMPARE(error.detail.value("problems").at(0).value("node").toString(), u"n"_s);
    }

    void pinsAndBreakpointsBelongToTheDraft()
    {
        OpenWorkspace workspace;
        workspace.save(kPlain);
        workspace.run(u"draft.open"_s, parsed("{'pipeline':'plain'}"));
        workspace.run(u"draft.pin"_s, parsed("{'pipeline':'plain','node':'a','data':{'title':'fixed'}}"));
        workspace.run(u"draft.breakpoint"_s, parsed("{'pipeline':'plain','node':'a'}"));
        workspace.reopen();
        const Json draft = workspace.run(u"draft.open"_s, parsed("{'pipeline':'plain'}"));
        QCOMPARE(draft.value("pins").at(0).value("data").value("title").toString(), u"fixed"_s);
        QCOMPARE(draft.value("pins").at(0).value("port").toString(), u"out"_s);
        QCOMPARE(draft.value("breakpoints").toStringList(), QStringList{u"a"_s});
        QCOMPARE(workspace.run(u"draft.pin"_s, parsed("{'pipeline':'plain','node':'a','remove':true}")).value("pins").size(), 0);
        QCOMPARE(workspace.run(u"draft.breakpoint"_s, parsed("{'pipeline':'plain','node':'a','remove':true}")).value("breakpoints").size(), 0);
    }

    void othersHearOfChanges()
    {
        OpenWorkspace workspace;
        workspace.save(kPlain);
        QSignalSpy changes(&*workspace, &Workspace::pipelinesChanged);
        QVERIFY(changes.wait());
        changes.clear();
        workspace.run(u"draft.open"_s, parsed("{'pipeline':'plain'}"));
        QTRY_VERIFY(!changes.isEmpty());
        QCOMPARE(changes.first().first().toStringList(), QStringList{u"plain"_s});
        changes.clear();
        workspace.run(u"draft.edit"_s,
                      parsed("{'pipeline':'plain','sequence':0,'edits':[{'label':'x','patch':[{'op':'replace','path':'/title','value':'B'}]}]}"));
        QTRY_VERIFY(!changes.isEmpty());
    }

    void aDamagedDraftIsFoundByTheCheck()
    {
        OpenWorkspace workspace;
        workspace.save(kPlain);
        workspace.run(u"draft.open"_s, parsed("{'pipeline':'plain'}"));
        workspace.run(u"draft.edit"_s,
                      parsed("{'pipeline':'plain','sequence':0,'edits':[{'label':'x','patch':[{'op':'replace','path':'/title','value':'B'}]}]}"));
        QCOMPARE(workspace.run(u"workspace.check"_s).value("problems").size(), 0);
    }
};

QTEST_GUILESS_MAIN(TestDrafts)
#include "tst_drafts.moc"
