// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/drafteditor.h"
#include "pipeline/draftstack.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

DraftEdit titled(const Json &definition, const QString &title, const QString &key = u"title"_s)
{
    DraftEditor editor(definition);
    editor.setMember("title", Json(title));
    return editor.finish(u"Rename"_s, key);
}

/// What a person might do next, on whatever there is.
DraftEdit anyEdit(const Json &definition, QRandomGenerator &random)
{
    DraftEditor editor(definition);
    QStringList nodes;
    for (const Json &node : definition.value("nodes").items())
        nodes.append(node.value("id").toString());
    QStringList notes;
    for (const Json &note : definition.value("notes").items())
        notes.append(note.value("id").toString());
    QStringList groups;
    for (const Json &group : definition.value("groups").items())
        groups.append(group.value("id").toString());
    const QList<LinkRef> links = linksOf(definition);
    const auto one = [&](const QStringList &of) { return of.isEmpty() ? QString() : of.at(random.bounded(of.size())); };
    const auto some = [&] { return QStringList{one(nodes), one(nodes), one(nodes)}; };
    const auto link = [&] { return links.isEmpty() ? LinkRef() : links.at(random.bounded(links.size())); };
    const QPointF place(random.bounded(1000), random.bounded(1000) / 3.0);
    QString key;
    switch (random.bounded(19)) {
    case 0:
    case 1:
    case 2:
        editor.addNode(Json::object({{"component", one({u"tag"_s, u"clean"_s, u"filter"_s})}, {"config", Json::object()}}), place);
        break;
    case 3:
        editor.removeNodes({one(nodes)});
        break;
    case 4:
        editor.removeNodes({one(nodes)}, DraftEditor::Gap::Bridge);
        break;
    case 5:
    case 6:
        editor.moveNodes({{one(nodes), place}, {one(nodes), place + QPointF(1, 1)}});
        key = u"move"_s;
        break;
    case 7:
    case 8:
        editor.connect({one(nodes), one({u"out"_s, u"error"_s})}, {one(nodes), u"in"_s});
        break;
    case 9:
        editor.disconnect({link(), link()});
        break;
    case 10:
        editor.reconnect(link(), {one(nodes), u"out"_s}, {one(nodes), u"in"_s});
        break;
    case 11:
        editor.setNodeMember(one(nodes), one({u"title"_s, u"limits"_s, u"position"_s}).toUtf8(),
                             random.bounded(2) ? Json() : Json::object({{"x", random.bounded(9)}, {"y", 1}}));
        key = u"typing"_s;
        break;
    case 12:
        editor.insertOnLink(link(), editor.addNode(Json::object({{"component", "tag"}}), place), u"out"_s);
        break;
    case 13:
        editor.addGroup(u"G"_s, some());
        break;
    case 14:
        editor.addNote(u"N"_s, {place, QSizeF(100, 50)});
        editor.setNoteMember(one(notes), "text", Json("other"));
        break;
    case 15:
        editor.removeGroups({one(groups)});
        editor.removeNotes({one(notes)});
        break;
    case 16:
        editor.paste(copyOf(definition, some(), {one(notes)}), {10, 10});
        break;
    case 17:
        editor.renameNode(one(nodes), u"n%1"_s.arg(random.bounded(1000)));
        break;
    default:
        editor.extractSubflow({one(nodes)}, u"inner"_s, u"Inner"_s);
        break;
    }
    return editor.finish(u"Edit"_s, key);
}

} // namespace

class TestDraftStack : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEditIsUndoneAndRedoneByItsName()
    {
        DraftStack stack(Json::object({{"title", "A"}}));
        QVERIFY(!stack.canUndo());
        QVERIFY(!stack.undo());
        QVERIFY(stack.push(titled(stack.definition(), u"B"_s)));
        QCOMPARE(stack.undoLabel(), u"Rename"_s);
        QVERIFY(stack.undo());
        QCOMPARE(stack.definition().value("title").toString(), u"A"_s);
        QCOMPARE(stack.redoLabel(), u"Rename"_s);
        QVERIFY(stack.redo());
        QCOMPARE(stack.definition().value("title").toString(), u"B"_s);
        QVERIFY(!stack.redo());
    }

    void typingInOneFieldIsOneEdit()
    {
        DraftStack stack(Json::object({{"title", "A"}}));
        for (const QString &title : {u"B"_s, u"Be"_s, u"Bee"_s})
            QVERIFY(stack.push(titled(stack.definition(), title)));
        QCOMPARE(stack.edits().size(), 1);
        QCOMPARE(stack.edits().first().patch.toJson().toBytes(), R"([{"op":"replace","path":"/title","value":"Bee"}])");
        stack.seal();
        QVERIFY(stack.push(titled(stack.definition(), u"C"_s)));
        QVERIFY(stack.push(titled(stack.definition(), u"D"_s, u"other"_s)));
        QCOMPARE(stack.edits().size(), 3);
        QVERIFY(stack.undo());
        // After undo a new edit never becomes one with an old one.
        QVERIFY(stack.push(titled(stack.definition(), u"E"_s)));
        QCOMPARE(stack.edits().size(), 3);
        while (stack.canUndo())
            QVERIFY(stack.undo());
        QCOMPARE(stack.definition().value("title").toString(), u"A"_s);
    }

    void anEditThatDoesNotFitChangesNothing()
    {
        DraftStack stack(Json::object({{"title", "A"}}));
        DraftEdit edit;
        edit.patch.remove("/nodes/3");
        const auto pushed = stack.push(edit);
        QVERIFY(!pushed);
        QCOMPARE(pushed.error().code, ErrorCode::PatchConflict);
        QCOMPARE(stack.edits().size(), 0);
    }

    void aPartOfALongHistoryEndsAtItsEdge()
    {
        const auto titled = [](int n) { return Json::object({{"title", n}}); };
        QList<DraftEdit> all;
        for (int i = 0; i < 10; ++i)
            all.append({QString::number(i), Edit::between(titled(i), titled(i + 1)), Edit::between(titled(i + 1), titled(i)), {}});
        DraftStack stack(titled(6), all.sliced(4, 4), 6, 4, 10);
        QCOMPARE(stack.position(), 6);
        QCOMPARE(stack.undoLabel(), u"5"_s);
        QCOMPARE(stack.redoLabel(), u"6"_s);
        QVERIFY(stack.undo() && stack.undo());
        QVERIFY(stack.canUndo() && stack.isAtEdge(true) && stack.undoLabel().isEmpty());
        QVERIFY(!stack.undo());
        QCOMPARE(stack.definition().toBytes(), titled(4).toBytes());
        stack.holds(all.sliced(0, 5), 0);
        for (int i = 0; i < 4; ++i)
            QVERIFY(stack.undo());
        QVERIFY(!stack.canUndo());
        for (int i = 0; i < 5; ++i)
            QVERIFY(stack.redo());
        QVERIFY(stack.canRedo() && stack.isAtEdge(false) && !stack.redo());
        stack.holds(all.sliced(2), 2);
        for (int i = 0; i < 5; ++i)
            QVERIFY(stack.redo());
        QVERIFY(!stack.canRedo());
        QCOMPARE(stack.definition().toBytes(), titled(10).toBytes());
        // What is far behind is let go, what was undone and cannot come again too.
        stack.trim(3);
        QCOMPARE(stack.edits().size(), 3);
        QCOMPARE(stack.position(), 10);
        QCOMPARE(stack.undoLabel(), u"9"_s);
        QVERIFY(stack.undo() && stack.undo());
        stack.trim(3);
        QCOMPARE(stack.edits().size(), 3);
        QVERIFY(stack.push({u"x"_s, Edit::between(titled(8), titled(77)), Edit::between(titled(77), titled(8)), {}}));
        QCOMPARE(stack.position(), 9);
        QVERIFY(!stack.canRedo());
        QCOMPARE(stack.undoLabel(), u"x"_s);
    }

    void randomEditsUndoToTheStartAndRedoToTheEnd_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 20; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }

    void randomEditsUndoToTheStartAndRedoToTheEnd()
    {
        QFETCH(const quint32, seed);
        QRandomGenerator random(seed);
        const Json start = Json::object({{"format", "millrace.pipeline/1"}, {"id", "p"}, {"nodes", Json::array()}, {"links", Json::array()}});
        DraftStack stack(start);
        for (int i = 0; i < 500; ++i) {
            if (random.bounded(12) == 0)
                stack.seal();
            const auto pushed = stack.push(anyEdit(stack.definition(), random));
            QVERIFY2(pushed, pushed ? "" : qPrintable(pushed.error().text));
            if (random.bounded(10) == 0 && stack.canUndo()) {
                const QByteArray before = stack.definition().toBytes();
                const auto undone = stack.undo();
                QVERIFY2(undone, undone ? "" : qPrintable(undone.error().text));
                QVERIFY(stack.redo());
                QCOMPARE(stack.definition().toBytes(), before);
            }
        }
        QVERIFY(stack.position() > 150);
        const QByteArray end = stack.definition().toBytes();
        while (stack.canUndo())
            QVERIFY(stack.undo());
        QCOMPARE(stack.definition().toBytes(), start.toBytes());
        while (stack.canRedo())
            QVERIFY(stack.redo());
        QCOMPARE(stack.definition().toBytes(), end);
        // As it comes back from where it was kept.
        DraftStack kept(stack.definition(), stack.edits(), stack.position());
        while (kept.canUndo())
            QVERIFY(kept.undo());
        QCOMPARE(kept.definition().toBytes(), start.toBytes());
    }
};

QTEST_MAIN(TestDraftStack)
#include "tst_draftstack.moc"
