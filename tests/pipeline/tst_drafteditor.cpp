// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/drafteditor.h"

#include <QTest>

#include <functional>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

/// a → b → c with a way out of b by "no" to d; what no version knows is among it.
Json sample()
{
    return Json::parseStrict(
               R"({"format":"millrace.pipeline/1","id":"p","title":"P","later":1,"nodes":[)"
               R"({"id":"a","title":"A","component":"template","config":{"n":1.10},"position":{"x":0,"y":0},"future":[1]},)"
               R"({"id":"b","component":"filter","config":{},"position":{"x":300,"y":0}},)"
               R"({"id":"c","component":"transformer","config":{},"position":{"x":600,"y":0}},{"id":"d","component":"report","config":{}}],)"
               R"("links":[{"from":{"node":"a","port":"out"},"to":{"node":"b","port":"in"},"colour":"red"},)"
               R"({"from":{"node":"b"},"to":{"node":"c"}},{"from":{"node":"b","port":"no"},"to":{"node":"d","port":"in"},"condition":"x"}],)"
               R"("groups":[{"id":"g","title":"G","nodes":["a","b"]}],"notes":[{"id":"n","text":"N","position":{"x":5,"y":6}}]})")
        .value();
}

QStringList ids(const Json &definition, const char *list = "nodes")
{
    QStringList found;
    for (const Json &item : definition.value(list).items())
        found.append(item.value("id").toString());
    return found;
}

QStringList ends(const Json &definition)
{
    QStringList found;
    for (const LinkRef &link : linksOf(definition))
        found.append(u"%1.%2>%3.%4"_s.arg(link.from.node, link.from.port, link.to.node, link.to.port));
    return found;
}

const LinkRef kFirst{{u"a"_s, u"out"_s}, {u"b"_s, u"in"_s}, 0};

} // namespace

class TestDraftEditor : public QObject
{
    Q_OBJECT

private:
    /// Makes the edit, and holds patch and way back against what the editor says.
    Json after(const std::function<void(DraftEditor &)> &change)
    {
        const Json before = sample();
        DraftEditor editor(before);
        change(editor);
        const DraftEdit edit = editor.finish(u"Change"_s);
        const auto there = edit.patch.appliedTo(before);
        if (!there || there->toBytes() != editor.definition().toBytes())
            return Json("the patch leads elsewhere");
        const auto back = edit.inverse.appliedTo(*there);
        if (!back || back->toBytes() != before.toBytes())
            return Json("the way back leads elsewhere");
        if (DraftEdit::fromJson(edit.toJson()) != edit)
            return Json("the edit does not survive its JSON");
        return *there;
    }

private Q_SLOTS:
    void aNewNodeGetsAFreeId()
    {
        QString id;
        const Json json = after([&](DraftEditor &e) {
            id = e.addNode(Json::object({{"component", "filter"}, {"config", Json::object()}}), {10.5, 20});
            e.addNode(Json::object({{"component", "filter"}}), {});
        });
        QCOMPARE(id, u"filter"_s);
        QCOMPARE(ids(json), (QStringList{u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"filter"_s, u"filter_2"_s}));
        QCOMPARE(json.value("nodes").at(4).toBytes(), R"({"id":"filter","component":"filter","config":{},"position":{"x":10.5,"y":20}})");
    }

    void aRemovedNodeTakesItsLinksAndPlacesInGroups()
    {
        const Json json = after([](DraftEditor &e) { e.removeNodes({u"b"_s, u"unknown"_s}); });
        QCOMPARE(ids(json), (QStringList{u"a"_s, u"c"_s, u"d"_s}));
        QCOMPARE(ends(json), QStringList());
        QCOMPARE(json.value("groups").toBytes(), R"([{"id":"g","title":"G","nodes":["a"]}])");
        QCOMPARE(ids(after([](DraftEditor &e) { e.removeNodes({u"a"_s, u"b"_s}); }), "groups"), QStringList());
    }

    void aRemovedNodeCanLeaveItsChainWhole()
    {
        const Json json = after([](DraftEditor &e) { e.removeNodes({u"b"_s}, DraftEditor::Gap::Bridge); });
        QCOMPARE(ends(json), QStringList{u"a.out>c.in"_s});
        QCOMPARE(json.value("links").at(0).value("colour").toString(), u"red"_s);
    }

    void membersOfANodeAreSetAndTakenAway()
    {
        const Json json = after([](DraftEditor &e) {
            e.setNodeMember(u"a"_s, "title", Json());
            e.setNodeMember(u"b"_s, "title", Json("Bee"));
            e.setNodeMember(u"c"_s, "config", Json::object({{"format", "html"}}));
        });
        QVERIFY(!json.value("nodes").at(0).contains("title"));
        QCOMPARE(json.value("nodes").at(1).value("title").toString(), u"Bee"_s);
        QCOMPARE(json.value("nodes").at(2).value("config").toBytes(), R"({"format":"html"})");
        QVERIFY(DraftEditor(sample()).finish({}).isEmpty());
        DraftEditor same(sample());
        same.setNodeMember(u"a"_s, "title", Json("A"));
        QVERIFY(same.finish({}).isEmpty());
    }

    void nodesMove()
    {
        const Json json = after([](DraftEditor &e) { e.moveNodes({{u"a"_s, {8, 16}}, {u"d"_s, {1, 2}}}); });
        QCOMPARE(positionOf(json.value("nodes").at(0)), QPointF(8, 16));
        QCOMPARE(positionOf(json.value("nodes").at(3)), QPointF(1, 2));
    }

    void aNodeCanHaveAnotherId()
    {
        const Json json = after([](DraftEditor &e) {
            QVERIFY(e.renameNode(u"b"_s, u"check"_s));
            QVERIFY(!e.renameNode(u"a"_s, u"c"_s));
        });
        QCOMPARE(ends(json), (QStringList{u"a.out>check.in"_s, u"check.out>c.in"_s, u"check.no>d.in"_s}));
        QCOMPARE(json.value("groups").at(0).value("nodes").toStringList(), (QStringList{u"a"_s, u"check"_s}));
    }

    void linksComeGoAndMove()
    {
        const Json json = after([](DraftEditor &e) {
            e.connect({u"c"_s, u"out"_s}, {u"d"_s, u"in"_s});
            e.connect({u"c"_s, u"out"_s}, {u"d"_s, u"in"_s});
            e.disconnect({{{u"b"_s, u"out"_s}, {u"c"_s, u"in"_s}, 0}});
            e.reconnect(kFirst, {u"a"_s, u"error"_s}, kFirst.to);
            e.setLinkMember({{u"b"_s, u"no"_s}, {u"d"_s, u"in"_s}, 0}, "condition", Json("y"));
        });
        QCOMPARE(ends(json), (QStringList{u"a.error>b.in"_s, u"b.no>d.in"_s, u"c.out>d.in"_s}));
        QCOMPARE(json.value("links").at(1).value("condition").toString(), u"y"_s);
    }

    void aNodeGoesIntoALink()
    {
        const Json json = after([](DraftEditor &e) {
            const QString id = e.addNode(Json::object({{"component", "clean"}}), {});
            e.insertOnLink(kFirst, id, u"out"_s);
        });
        QCOMPARE(ends(json), (QStringList{u"a.out>clean.in"_s, u"b.out>c.in"_s, u"b.no>d.in"_s, u"clean.out>b.in"_s}));
        QCOMPARE(json.value("links").at(0).value("colour").toString(), u"red"_s);
    }

    void groupsAndNotesComeAndGo()
    {
        const Json json = after([](DraftEditor &e) {
            QCOMPARE(e.addGroup(u"New"_s, {u"b"_s, u"c"_s}), u"group"_s);
            e.setGroupMember(u"group"_s, "title", Json("Newer"));
            QCOMPARE(e.addNote(u"Text"_s, {1, 2, 30, 40}), u"note"_s);
            e.setNoteRect(u"n"_s, {7, 8, 90, 10});
            e.setNoteMember(u"note"_s, "text", Json("Other"));
        });
        QCOMPARE(json.value("groups").toBytes(), R"([{"id":"g","title":"G","nodes":["a"]},{"id":"group","title":"Newer","nodes":["b","c"]}])");
        QCOMPARE(json.value("notes").at(0).toBytes(), R"({"id":"n","text":"N","position":{"x":7,"y":8},"size":{"width":90,"height":10}})");
        QCOMPARE(json.value("notes").at(1).value("text").toString(), u"Other"_s);
        const Json less = after([](DraftEditor &e) {
            e.removeGroups({u"g"_s});
            e.removeNotes({u"n"_s});
        });
        QCOMPARE(less.value("groups").size() + less.value("notes").size(), 0);
    }

    void whatIsCopiedPastesUnderFreeIds()
    {
        const Json clip = copyOf(sample(), {u"a"_s, u"b"_s}, {u"n"_s});
        QVERIFY(isClip(clip));
        QVERIFY(isClip(sample()));
        QVERIFY(!isClip(Json::array()));
        QCOMPARE(clip.value("links").size(), 1);
        DraftEditor::Pasted pasted;
        const Json json = after([&](DraftEditor &e) { pasted = e.paste(clip, {20, 30}); });
        QCOMPARE(pasted.nodes, (QStringList{u"a_2"_s, u"b_2"_s}));
        QCOMPARE(pasted.notes, QStringList{u"n_2"_s});
        QCOMPARE(ends(json).last(), u"a_2.out>b_2.in"_s);
        QCOMPARE(json.value("links").at(3).value("colour").toString(), u"red"_s);
        QCOMPARE(json.value("groups").at(1).value("nodes").toStringList(), pasted.nodes);
        QCOMPARE(positionOf(json.value("nodes").at(5)), QPointF(320, 30));
        QCOMPARE(json.value("nodes").at(4).value("future").toBytes(), "[1]");
    }

    void aPartBecomesAPipelineOfItsOwn()
    {
        std::optional<Json> part;
        const Json json = after([&](DraftEditor &e) { part = e.extractSubflow({u"a"_s}, u"inner"_s, u"Inner"_s); });
        QVERIFY(part);
        QCOMPARE(ids(*part), QStringList{u"a"_s});
        QCOMPARE(ends(json), (QStringList{u"inner.out>b.in"_s, u"b.out>c.in"_s, u"b.no>d.in"_s}));
        QCOMPARE(json.value("links").at(0).value("colour").toString(), u"red"_s);
        QCOMPARE(json.value("nodes").at(3).value("config").value("pipeline").toString(), u"inner"_s);

        DraftEditor unlike(sample());
        QVERIFY(!unlike.extractSubflow({u"b"_s}, u"inner"_s, {})); // left by two ports
        // What leaves by "no" would come out of the inner pipeline together with what c gives in the end.
        QVERIFY(!unlike.extractSubflow({u"b"_s, u"c"_s}, u"inner"_s, {}));
        QVERIFY(unlike.finish({}).isEmpty());
    }

    void whatEndsWithinAPartDoesNotComeOutOfIt()
    {
        // a leads to b, which is left by `out`; what b does not tag leads to c, which ends there.
        const Json json
            = Json::parseStrict(R"({"format":"millrace.pipeline/1","id":"p","nodes":[{"id":"a","component":"clean"},)"
                                R"({"id":"b","component":"tag"},{"id":"c","component":"publish"},{"id":"d","component":"clean"}],"links":[)"
                                R"({"from":{"node":"a","port":"out"},"to":{"node":"b"}},{"from":{"node":"b","port":"untagged"},"to":{"node":"c"}},)"
                                R"({"from":{"node":"b","port":"out"},"to":{"node":"d"}}]})")
                  .value();
        const QHash<QString, QStringList> ports{{u"b"_s, {u"out"_s, u"untagged"_s, u"error"_s}}};
        DraftEditor whole(json);
        QVERIFY(!whole.extractSubflow({u"a"_s, u"b"_s, u"c"_s}, u"inner"_s, {}, ports));
        // Without c the part is left by two ports; with d it is left by none, and everything ends in it.
        QVERIFY(!whole.extractSubflow({u"a"_s, u"b"_s}, u"inner"_s, {}, ports));
        DraftEditor all(json);
        QVERIFY(all.extractSubflow({u"a"_s, u"b"_s, u"c"_s, u"d"_s}, u"inner"_s, {}, ports));
        // A port that nothing leads on from is an end as well; what is rejected comes out by a port of its own.
        DraftEditor less(json);
        less.removeNodes({u"c"_s});
        QVERIFY(!DraftEditor(less.definition()).extractSubflow({u"a"_s, u"b"_s}, u"inner"_s, {}, ports));
        QVERIFY(DraftEditor(less.definition()).extractSubflow({u"a"_s, u"b"_s}, u"inner"_s, {}, {{u"b"_s, {u"out"_s, u"rejected"_s}}}));
    }

    void aSubflowCanBePutInPlaceOfItsNode()
    {
        const Json inner = Json::parseStrict(R"({"format":"millrace.pipeline/1","id":"i","nodes":[{"id":"a","component":"clean"},{"id":"z",)"
                                             R"("component":"tag"}],"links":[{"from":{"node":"a"},"to":{"node":"z"}}]})")
                               .value();
        const Json json = after([&](DraftEditor &e) { QCOMPARE(e.inlineSubflow(u"b"_s, inner), (QStringList{u"a_2"_s, u"z"_s})); });
        QCOMPARE(ends(json), (QStringList{u"a.out>a_2.in"_s, u"a_2.out>z.in"_s, u"z.out>c.in"_s}));
    }

    void theDocumentsOwnMembersAreSet()
    {
        const Json json = after([](DraftEditor &e) {
            e.setMember("title", Json("New"));
            e.setMember("later", Json());
            e.setMember("description", Json("What for"));
        });
        QCOMPARE(json.value("title").toString(), u"New"_s);
        QVERIFY(!json.contains("later"));
        QCOMPARE(json.members().back().key, "description");
    }

    void aDefinitionWithoutListsGetsThem()
    {
        const Json before = Json::object({{"id", "p"}});
        DraftEditor editor(before);
        editor.addNode(Json::object({{"component", "tag"}}), {});
        editor.connect({u"tag"_s, u"out"_s}, {u"tag"_s, u"in"_s});
        const DraftEdit edit = editor.finish({});
        QCOMPARE(edit.inverse.appliedTo(edit.patch.appliedTo(before).value()).value().toBytes(), before.toBytes());
    }
};

QTEST_MAIN(TestDraftEditor)
#include "tst_drafteditor.moc"
