// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The designer without a pointer: what a mouse does has a key, and does the same by it.
#include "openeddesigner.h"

#include "designer/insertpopup.h"
#include "designer/inspector.h"
#include "designer/pipelinesources.h"
#include "designer/waitinglist.h"
#include "shell/commandpalette.h"

#include <QAction>
#include <QApplication>
#include <QLineEdit>
#include <QMainWindow>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTabWidget>

#include <algorithm>

using namespace Millrace;

namespace {

void press(QWidget *widget, Qt::Key key, Qt::KeyboardModifiers modifiers = {})
{
    widget->activateWindow();
    if (!QTest::qWaitForWindowActive(widget))
        qFatal("the window is not active");
    widget->setFocus();
    QTest::keyClick(widget, key, modifiers);
}

/// Types letters into what asks, and takes what they find.
void choose(const Opened &opened, const QString &letters)
{
    QTRY_VERIFY(opened.view().popup()->isVisible());
    QTest::keyClicks(opened.view().popup()->field(), letters);
    QTest::keyClick(opened.view().popup()->field(), Qt::Key_Return);
}

QStringList linksOfGraph(const Opened &opened)
{
    QStringList list;
    for (const DesignLink &link : opened.graph().links)
        list.append(u"%1.%2>%3"_s.arg(link.ref.from.node, link.ref.from.port, link.ref.to.node));
    return list;
}

} // namespace

class TestDesignerKeys : public QObject
{
    Q_OBJECT

private:
    Theme m_theme{ThemeMode::Light};
    std::unique_ptr<Opened> m_opened; ///< for what only looks

private Q_SLOTS:
    void cleanupTestCase() { m_opened.reset(); }

    void everyGestureHasAKeyAndIsInThePalette_data()
    {
        QTest::addColumn<QString>("action");
        const auto row = [](const char *gesture, const char *action) { QTest::newRow(gesture) << QString::fromLatin1(action); };
        row("a component is dragged in, or the empty canvas double clicked", "insert");
        row("a component is dragged from the palette", "components");
        row("a link is drawn", "connect");
        row("an end of a link is taken elsewhere", "link.lead");
        row("a loose card is dragged into a link", "link.into");
        row("a link is clicked", "link.next");
        row("a link before it is clicked", "link.previous");
        row("a link is double clicked", "waiting");
        row("a note or a group is clicked", "frame.next");
        row("a note or a group before it is clicked", "frame.previous");
        row("a card is clicked with Shift", "select.keep");
        row("a rubber band is drawn around all", "select.all");
        row("a card, note or group is dragged left", "nudge.left");
        row("a card, note or group is dragged right", "nudge.right");
        row("a card, note or group is dragged up", "nudge.up");
        row("a card, note or group is dragged down", "nudge.down");
        row("a note's corner is dragged left", "note.narrower");
        row("a note's corner is dragged right", "note.wider");
        row("a note's corner is dragged up", "note.lower");
        row("a note's corner is dragged down", "note.higher");
        row("the canvas is dragged down", "pan.up");
        row("the canvas is dragged up", "pan.down");
        row("the canvas is dragged right", "pan.left");
        row("the canvas is dragged left", "pan.right");
        row("the wheel is turned forward", "zoom.in");
        row("the wheel is turned back", "zoom.out");
        row("the overview is pressed", "zoom.fit");
        row("a source is clicked", "sources");
        row("a folder is dropped", "watch");
        row("a card is double clicked", "subflow.open");
        row("a title is double clicked", "rename");
    }
    void everyGestureHasAKeyAndIsInThePalette()
    {
        QFETCH(QString, action);
        if (!m_opened)
            m_opened = std::make_unique<Opened>();
        const QAction *one = m_opened->view().action(action);
        QVERIFY2(one, qPrintable(action));
        QVERIFY(!one->shortcut().isEmpty());
        // The palette shows what the pane has.
        QMainWindow window;
        CommandPalette palette(&window);
        palette.setSource([this] { return m_opened->pane->actions(); }, [] { return QList<CommandInfo>(); });
        window.show();
        palette.popUp();
        const QString key = one->shortcut().toString(QKeySequence::NativeText);
        QVERIFY2(std::ranges::any_of(palette.items(), [&](const QuickItem &item) { return item.trailing == key; }), qPrintable(key));
    }

    void aLinkIsReachedLedElsewhereAndTakenAway()
    {
        Opened opened;
        Canvas &canvas = opened.canvas();
        QSignalSpy hinted(&canvas, &Canvas::hinted);
        canvas.setCurrent(u"filter"_s);
        // First what leaves the step, then what leads to it, and round again.
        press(&canvas, Qt::Key_L);
        QCOMPARE(canvas.selection().links.value(0).to.node, u"format"_s);
        QVERIFY(canvas.current().isEmpty());
        QVERIFY2(hinted.last().first().toString().contains(u"Format"_s), qPrintable(hinted.last().first().toString()));
        press(&canvas, Qt::Key_L);
        QCOMPARE(canvas.selection().links.value(0).from.node, u"template"_s);
        press(&canvas, Qt::Key_L);
        QCOMPARE(canvas.selection().links.value(0).to.node, u"format"_s);
        press(&canvas, Qt::Key_L, Qt::ShiftModifier);
        QCOMPARE(canvas.selection().links.value(0).from.node, u"template"_s);
        press(&canvas, Qt::Key_Right);
        QCOMPARE(canvas.current(), u"filter"_s);
        press(&canvas, Qt::Key_L);
        press(&canvas, Qt::Key_Left);
        QCOMPARE(canvas.current(), u"filter"_s);
        // Its condition.
        press(&canvas, Qt::Key_L);
        press(&canvas, Qt::Key_F2);
        auto *condition = qobject_cast<QLineEdit *>(QApplication::focusWidget());
        QVERIFY(condition && opened.view().inspector()->isAncestorOf(condition));
        QTest::keyClicks(condition, u"title"_s);
        QCOMPARE(opened.graph().links.at(1).condition, u"title"_s);
        // What waits in it.
        press(&canvas, Qt::Key_W);
        QTRY_VERIFY(opened.view().waiting()->isVisible());
        // A step into it.
        press(&canvas, Qt::Key_Slash);
        choose(opened, u"clean"_s);
        QVERIFY(linksOfGraph(opened).contains(u"filter.out>clean"_s) && linksOfGraph(opened).contains(u"clean.out>format"_s));
        press(&canvas, Qt::Key_Z, Qt::ControlModifier);
        // Elsewhere.
        canvas.setCurrent(u"filter"_s);
        press(&canvas, Qt::Key_L);
        press(&canvas, Qt::Key_C, Qt::ShiftModifier);
        choose(opened, u"Tag"_s);
        QCOMPARE(linksOfGraph(opened), (QStringList{u"template.out>filter"_s, u"filter.out>tag"_s}));
        QCOMPARE(opened.graph().links.at(1).condition, u"title"_s);
        QCOMPARE(canvas.selection().links.value(0).to.node, u"tag"_s);
        // Away.
        press(&canvas, Qt::Key_Delete);
        QCOMPARE(linksOfGraph(opened), QStringList{u"template.out>filter"_s});
        // A step that has none says so.
        canvas.setCurrent(u"tag"_s);
        press(&canvas, Qt::Key_L);
        QVERIFY(canvas.selection().links.isEmpty());
    }

    void aLooseStepIsPutIntoALink()
    {
        Opened opened;
        opened.canvas().setCurrent(u"tag"_s);
        press(&opened.canvas(), Qt::Key_I);
        choose(opened, u"Filter"_s);
        QCOMPARE(linksOfGraph(opened).size(), 3);
        QVERIFY(linksOfGraph(opened).filter(u">tag"_s).size() == 1 && linksOfGraph(opened).filter(u"tag.out>"_s).size() == 1);
        press(&opened.canvas(), Qt::Key_I); // it has links now
        QVERIFY(!opened.view().popup()->isVisible());
    }

    void aWayOutLeadsToANewStep()
    {
        Opened opened;
        opened.canvas().setCurrent(u"filter"_s);
        press(&opened.canvas(), Qt::Key_C);
        choose(opened, u"rejected"_s);
        choose(opened, u"a new step"_s);
        choose(opened, u"clean"_s);
        QCOMPARE(linksOfGraph(opened).last(), u"filter.rejected>clean"_s);
    }

    void notesAndGroupsAreReachedMovedResizedWrittenAndRemoved()
    {
        Opened opened;
        Canvas &canvas = opened.canvas();
        press(&canvas, Qt::Key_N);
        canvas.select({.nodes = {u"template"_s, u"filter"_s}});
        press(&canvas, Qt::Key_G, Qt::ControlModifier);
        press(&canvas, Qt::Key_Escape);
        QVERIFY(canvas.selection().isEmpty());

        press(&canvas, Qt::Key_G);
        const QString note = opened.graph().notes.first().id;
        QCOMPARE(canvas.selection().notes, QStringList{note});
        const QRectF before = opened.graph().notes.first().rect;
        press(&canvas, Qt::Key_Right, Qt::ControlModifier);
        press(&canvas, Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(opened.graph().notes.first().rect, before.translated(DesignLayout::kGrid, DesignLayout::kGrid));
        const qsizetype edits = opened.document().stack().position();
        press(&canvas, Qt::Key_Right, Qt::ControlModifier | Qt::ShiftModifier);
        press(&canvas, Qt::Key_Down, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(opened.graph().notes.first().rect.size(), before.size() + QSizeF(DesignLayout::kGrid, DesignLayout::kGrid));
        QCOMPARE(opened.document().stack().position(), edits + 1);
        for (int i = 0; i < 60; ++i)
            press(&canvas, Qt::Key_Left, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(opened.graph().notes.first().rect.width() > 50); // never to nothing
        press(&canvas, Qt::Key_Return);
        auto *text = qobject_cast<QPlainTextEdit *>(QApplication::focusWidget());
        QVERIFY(text);
        QTest::keyClicks(text, u"Why it is so"_s);
        QCOMPARE(opened.graph().notes.first().text, u"Why it is so"_s);

        press(&canvas, Qt::Key_G);
        QCOMPARE(canvas.selection().groups.size(), 1);
        const QPointF at = opened.graph().find(u"filter"_s)->position;
        press(&canvas, Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(opened.graph().find(u"filter"_s)->position, at - QPointF(DesignLayout::kGrid, 0));
        press(&canvas, Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(opened.graph().nodes.size(), 6);
        press(&canvas, Qt::Key_Z, Qt::ControlModifier);
        press(&canvas, Qt::Key_G, Qt::ShiftModifier);
        QCOMPARE(canvas.selection().groups.size(), 1);
        press(&canvas, Qt::Key_Return);
        auto *title = qobject_cast<QLineEdit *>(QApplication::focusWidget());
        QVERIFY(title);
        QTest::keyClicks(title, u"Before"_s);
        QCOMPARE(opened.graph().groups.first().title, u"Before"_s);
        press(&canvas, Qt::Key_Delete);
        QCOMPARE(opened.graph().groups.size(), 0);
        QCOMPARE(opened.graph().nodes.size(), 4);
        press(&canvas, Qt::Key_G);
        press(&canvas, Qt::Key_Delete);
        QCOMPARE(opened.graph().notes.size(), 0);
    }

    void stepsFarApartAreChosenTogether()
    {
        Opened opened;
        Canvas &canvas = opened.canvas();
        canvas.setCurrent(u"template"_s);
        press(&canvas, Qt::Key_A);
        press(&canvas, Qt::Key_Right);
        press(&canvas, Qt::Key_Right);
        QCOMPARE(canvas.current(), u"format"_s);
        QCOMPARE(canvas.selection().nodes, (QStringList{u"template"_s, u"format"_s}));
        press(&canvas, Qt::Key_Escape);
        press(&canvas, Qt::Key_Home);
        press(&canvas, Qt::Key_Right);
        QCOMPARE(canvas.selection().nodes, QStringList{u"filter"_s});
    }

    void theViewIsMovedByKeys()
    {
        Opened opened;
        Canvas &canvas = opened.canvas();
        const QPoint begin = canvas.view().origin;
        press(&canvas, Qt::Key_PageDown);
        QVERIFY(canvas.view().origin.y() > begin.y() + canvas.height() / 8);
        press(&canvas, Qt::Key_PageUp);
        QCOMPARE(canvas.view().origin, begin);
        press(&canvas, Qt::Key_PageDown, Qt::ShiftModifier);
        QVERIFY(canvas.view().origin.x() > begin.x() + canvas.width() / 8);
        press(&canvas, Qt::Key_PageUp, Qt::ShiftModifier);
        QCOMPARE(canvas.view().origin, begin);
    }

    void watchedFoldersHaveTheirMenu()
    {
        Opened opened;
        opened.run(u"pipeline.save"_s, Json::object({{"definition", runnable()}}));
        QVERIFY(QDir(opened.folder.path()).mkdir(u"One"_s) && QDir(opened.folder.path()).mkdir(u"Two"_s));
        const auto menu = [&]() -> QMenu * {
            press(&opened.canvas(), Qt::Key_O);
            return qobject_cast<QMenu *>(QApplication::activePopupWidget());
        };
        QVERIFY(!menu()); // there is none yet, and it says so
        opened.view().sources()->watch({opened.folder.filePath(u"One"_s)});
        QTRY_COMPARE(opened.canvas().scene().sources().size(), 1);
        QTRY_VERIFY(!opened.canvas().scene().sources().first().isPending);
        QMenu *one = menu();
        QVERIFY(one);
        const auto pauses = [](const QAction *action) { return action->text() == "Pause"_L1; };
        const QList<QAction *> actions = one->actions();
        const auto pause = std::ranges::find_if(actions, pauses);
        QVERIFY(pause != actions.cend());
        one->setActiveAction(*pause);
        QTest::keyClick(one, Qt::Key_Return);
        QTRY_VERIFY(opened.canvas().scene().sources().first().isPaused);
        opened.view().sources()->watch({opened.folder.filePath(u"Two"_s)});
        QTRY_COMPARE(opened.canvas().scene().sources().size(), 2);
        QMenu *both = menu();
        QVERIFY(both);
        QCOMPARE(both->actions().size(), 2);
        QVERIFY(both->actions().first()->menu());
        both->close();
    }
};

QTEST_MAIN(TestDesignerKeys)
#include "tst_designerkeys.moc"
