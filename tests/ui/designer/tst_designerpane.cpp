// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The pane on a real workspace, by mouse and keys.
#include "openeddesigner.h"

#include "common/schemaform.h"
#include "common/searchfield.h"
#include "designer/configeditor.h"
#include "designer/designerpane.h"
#include "designer/designersource.h"
#include "designer/designerview.h"
#include "designer/draftdocument.h"
#include "designer/insertpopup.h"
#include "designer/inspector.h"
#include "designer/problemlist.h"
#include "designer/startpage.h"
#include "workspace/workspace.h"

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPromise>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <map>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

/// Types into whatever has the focus.
void type(QWidget *pane, const QString &text)
{
    QWidget *focus = QApplication::focusWidget();
    QTest::keyClicks(focus ? focus : pane, text);
}

/// Can only be looked at, and answers when it is told to.
class LateSource final : public DesignerSource
{
public:
    [[nodiscard]] ComponentTable components() const override { return {}; }
    [[nodiscard]] bool isReadOnly() const override { return true; }
    [[nodiscard]] QFuture<Result<Json>> execute(const QString &, const Json &args) override
    {
        QPromise<Result<Json>> &promise = m_asked[args.value("pipeline").toString()] = QPromise<Result<Json>>();
        promise.start();
        return promise.future();
    }
    void answer(const QString &pipeline)
    {
        m_asked[pipeline].addResult(Json::object({{"pipeline", pipeline}, {"definition", runnable()}}));
        m_asked[pipeline].finish();
        QTest::qWait(20);
    }

private:
    std::map<QString, QPromise<Result<Json>>> m_asked;
};

} // namespace

class TestDesignerPane : public QObject
{
    Q_OBJECT

private:
    Theme m_theme{ThemeMode::Light};

private Q_SLOTS:
    void anEmptyWorkspaceInvites()
    {
        Opened opened(false);
        opened.show({});
        QTRY_VERIFY(opened.pane->isReady());
        QTRY_VERIFY(!opened.pane->findChildren<PipelineTile *>().isEmpty()); // the gallery
        for (QPushButton *button : opened.pane->start()->findChildren<QPushButton *>()) {
            if (button->isDefault())
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QTRY_VERIFY(opened.document().isOpen());
        QVERIFY(opened.graph().nodes.isEmpty());
    }

    void aStepIsTypedInAndWiresItself()
    {
        Opened opened;
        opened.canvas().setCurrent(u"format"_s);
        QTest::keyClick(&opened.canvas(), Qt::Key_Slash);
        QTRY_VERIFY(opened.view().popup()->isVisible());
        type(opened.pane.get(), u"clean"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(opened.graph().nodes.size(), 5);
        QCOMPARE(opened.graph().links.last().ref.from.node, u"format"_s);
        QCOMPARE(opened.canvas().current(), opened.graph().nodes.last().id);
        QVERIFY(opened.canvas().hasFocus());
        QTRY_VERIFY(opened.document().isSaved());
        QCOMPARE(opened.stored().value("definition").toBytes(), opened.document().definition().toBytes());
    }

    void stepsAreLinkedByKeyAndTheOthersSayWhyNot()
    {
        Opened opened;
        opened.canvas().setCurrent(u"filter"_s);
        QTest::keyClick(&opened.canvas(), Qt::Key_C);
        QTRY_VERIFY(opened.view().popup()->isVisible());
        type(opened.pane.get(), u"rejected"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_VERIFY(opened.view().popup()->isVisible());
        type(opened.pane.get(), u"tag"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(opened.graph().links.size(), 3);
        QCOMPARE(opened.graph().links.last().ref.to.node, u"tag"_s);

        opened.canvas().setCurrent(u"template"_s);
        QTest::keyClick(&opened.canvas(), Qt::Key_C);
        QTRY_VERIFY(opened.view().popup()->isVisible());
        QVERIFY(std::ranges::none_of(opened.view().popup()->items(), &QuickItem::enabled));
        QVERIFY(std::ranges::any_of(opened.view().popup()->items(), [](const QuickItem &item) { return item.detail.contains(u"Filter"_s); }));
    }

    void undoAndRedoNameWhatTheyDo()
    {
        Opened opened;
        opened.canvas().setCurrent(u"tag"_s);
        QTest::keyClick(&opened.canvas(), Qt::Key_Delete);
        QCOMPARE(opened.graph().nodes.size(), 3);
        QVERIFY(opened.view().action(u"undo"_s)->text().contains(u"Delete"_s));
        QTest::keyClick(&opened.canvas(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(opened.graph().nodes.size(), 4);
        QTest::keyClick(&opened.canvas(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(opened.graph().nodes.size(), 3);
        QTRY_VERIFY(opened.document().isSaved());
        QCOMPARE(opened.stored().value("definition").value("nodes").size(), 3);
    }

    void undoIsStillThereAfterARestart()
    {
        Opened opened;
        opened.canvas().setCurrent(u"tag"_s);
        QTest::keyClick(&opened.canvas(), Qt::Key_Delete);
        QTest::keyClick(&opened.canvas(), Qt::Key_N);
        QTRY_VERIFY(opened.document().isSaved());
        opened.pane.reset();
        opened.workspace.reset();
        opened.open(false);
        opened.show(u"small"_s);
        QCOMPARE(opened.graph().nodes.size(), 3);
        QCOMPARE(opened.graph().notes.size(), 1);
        opened.document().undo();
        opened.document().undo();
        QCOMPARE(opened.graph().nodes.size(), 4);
        QCOMPARE(opened.graph().notes.size(), 0);
        QTRY_VERIFY(opened.document().isSaved());
        QCOMPARE(opened.stored().value("definition").toBytes(), opened.document().definition().toBytes());
    }

    /// More edits than are given at once: what is undone after a restart is what the workspace undoes, to the very first.
    void aLongHistoryIsUndoneAndRedoneAfterARestart()
    {
        constexpr int kEdits = 2'200;
        Opened opened(true, false, false);
        const QByteArray start = opened.document().definition().toBytes();
        for (int i = 0; i < kEdits; ++i) {
            DraftEditor editor(opened.document().definition());
            // By their places: on another state than its own such an edit goes to another step.
            if (i % 3 == 0)
                editor.addNode(Json::object({{"id", u"x%1"_s.arg(i)}, {"component", "clean"}, {"config", Json::object()}}), {0, 40.0 * i});
            else if (i % 3 == 1)
                editor.setNodeMember(u"x%1"_s.arg(i - 1), "title", Json(u"Title %1"_s.arg(i)));
            else if (i % 2 == 0)
                editor.removeNodes({u"x%1"_s.arg(i - 2)});
            else
                editor.moveNodes({{u"tag"_s, QPointF(8.0 * i, 8)}});
            opened.document().apply(editor.finish(u"Edit %1"_s.arg(i)));
            opened.document().seal();
        }
        QVERIFY(opened.document().stack().edits().size() < kEdits); // it holds a part, the workspace has them all
        QTRY_VERIFY_WITH_TIMEOUT(opened.document().isSaved(), 60'000);
        const QByteArray end = opened.document().definition().toBytes();
        const auto restart = [&] {
            opened.pane.reset();
            opened.workspace.reset();
            opened.open(false);
            opened.show(u"small"_s);
        };
        const auto isThere
            = [&](const QByteArray &definition) { return opened.document().isSaved() && opened.document().definition().toBytes() == definition; };
        restart();
        for (int i = 0; i < 1'900; ++i)
            opened.document().undo();
        QTRY_VERIFY_WITH_TIMEOUT(opened.document().isSaved() && opened.document().stack().position() == kEdits + 1 - 1'900, 60'000);
        QCOMPARE(opened.stored().value("definition").toBytes(), opened.document().definition().toBytes());
        restart(); // with what was undone further away than what is given at once
        for (int i = 0; i < 250; ++i)
            opened.document().redo();
        QTRY_VERIFY_WITH_TIMEOUT(opened.document().isSaved() && opened.document().stack().position() == kEdits + 1 - 1'650, 60'000);
        QCOMPARE(opened.stored().value("definition").toBytes(), opened.document().definition().toBytes());
        for (int i = 0; i < 1'650; ++i)
            opened.document().redo();
        QTRY_VERIFY_WITH_TIMEOUT(isThere(end), 60'000);
        for (int i = 0; i < kEdits; ++i)
            opened.document().undo();
        QTRY_VERIFY_WITH_TIMEOUT(isThere(start), 60'000);
        QCOMPARE(opened.stored().value("definition").toBytes(), start);
    }

    void typingASettingIsOneEditAndAnErrorIsMarked()
    {
        Opened opened;
        opened.canvas().setCurrent(u"filter"_s);
        opened.view().inspector()->showForm(false);
        QTest::keyClick(&opened.canvas(), Qt::Key_Return);
        ConfigEditor *config = opened.view().inspector()->config();
        QTRY_VERIFY(config->editor()->hasFocus());
        config->editor()->selectAll();
        QTest::keyClicks(config->editor(), u"{\"expression\": \"tru"_s);
        QTRY_VERIFY(config->problem().contains(u"1"_s));
        QCOMPARE(opened.document().stack().edits().size(), 1);
        QTest::keyClicks(config->editor(), u"e\"}"_s);
        QTRY_COMPARE(opened.document().stack().edits().size(), 2);
        QVERIFY(config->problem().isEmpty());
        QCOMPARE(opened.graph().find(u"filter"_s)->json.value("config").toBytes(), R"({"expression":"true"})");
    }

    /// As fast as somebody writes who does not look up: what can be read is on its way all the time.
    void typingWithoutAPauseIsToldAsOneTypes()
    {
        Opened opened;
        opened.canvas().setCurrent(u"filter"_s);
        opened.view().inspector()->showForm(false);
        ConfigEditor *config = opened.view().inspector()->config();
        config->setFocus();
        config->editor()->setPlainText(u"{\"expression\": \"\"}"_s);
        QTextCursor cursor = config->editor()->textCursor();
        cursor.setPosition(config->editor()->toPlainText().indexOf(u"\"}"_s));
        config->editor()->setTextCursor(cursor);
        qsizetype longest = 0;
        for (int i = 0; i < 60; ++i) {
            QTest::keyClick(config->editor(), Qt::Key_A);
            QTest::qWait(50);
            const QString told = opened.graph().find(u"filter"_s)->json.value("config").value("expression").toString();
            longest = std::max(longest, i + 1 - told.size());
        }
        // Not more than a second behind, on a busy machine too.
        QVERIFY2(longest < 25, qPrintable(QString::number(longest)));
    }

    void whatCannotBeReadYetIsThereWhenOneComesBack()
    {
        Opened opened;
        opened.canvas().setCurrent(u"filter"_s);
        opened.view().inspector()->showForm(false);
        ConfigEditor *config = opened.view().inspector()->config();
        config->editor()->setPlainText(u"{\"expression\": \"half a sent"_s);
        opened.canvas().setCurrent(u"tag"_s);
        QTRY_VERIFY(!config->editor()->toPlainText().contains(u"half"_s));
        opened.canvas().setCurrent(u"filter"_s);
        QTRY_COMPARE(config->editor()->toPlainText(), u"{\"expression\": \"half a sent"_s);
        QVERIFY(!config->problem().isEmpty());
        // Somebody else set it meanwhile: theirs.
        opened.canvas().setCurrent(u"tag"_s);
        DraftEditor other(opened.document().definition());
        other.setNodeMember(u"filter"_s, "config", Json::object({{"expression", "theirs"}}));
        opened.document().apply(other.finish(u"Theirs"_s));
        opened.canvas().setCurrent(u"filter"_s);
        QTRY_VERIFY(config->editor()->toPlainText().contains(u"theirs"_s));
    }

    void aFormChangesTheSameSettings()
    {
        Opened opened;
        opened.canvas().setCurrent(u"filter"_s);
        QTest::keyClick(&opened.canvas(), Qt::Key_Return);
        SchemaForm *form = opened.view().inspector()->form();
        QVERIFY(!form->isEmpty());
        QVERIFY(form->focusField("/expression"));
        QTest::keyClicks(QApplication::focusWidget(), u" && keywords"_s);
        QTRY_COMPARE(opened.graph().find(u"filter"_s)->json.value("config").value("expression").toString(), u"title && keywords"_s);
        opened.document().undo();
        QCOMPARE(form->value()->value("expression").toString(), u"title"_s);
    }

    void problemsAreFoundAsOneWorks()
    {
        Opened opened;
        QSignalSpy ready(&opened.view(), &DesignerView::ready);
        // Nothing leads to Tag.
        QTRY_VERIFY(!opened.view().problems()->problems().isEmpty());
        QTRY_VERIFY(opened.canvas().scene().mark(opened.graph().indexOf(u"tag"_s)).errors > 0);
        opened.canvas().setFocus();
        QTest::keyClick(&opened.canvas(), Qt::Key_F8);
        QVERIFY(!opened.canvas().current().isEmpty());
        opened.view().search()->setText(u"is:invalid"_s);
        QTest::keyClick(opened.view().search(), Qt::Key_Return);
        QVERIFY(opened.canvas().scene().mark(opened.graph().indexOf(opened.canvas().current())).errors > 0);
    }

    void problemsFillTheirRoomAndMoveNobody()
    {
        QHash<QString, QString> titles{{u"a"_s, u"Alpha"_s}, {u"b"_s, u"Beta"_s}};
        ProblemList list;
        list.setWords([&titles](DesignProblem problem) {
            problem.message += titles.value(u"b"_s);
            return problem;
        });
        list.resize(400, 300);
        list.show();
        list.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&list));
        QList<DesignProblem> problems(60, {.node = u"a"_s, .message = u"nothing leads to "_s});
        list.setProblems(problems, titles);
        auto *rows = list.findChild<QListWidget *>();
        QVERIFY(rows->count() < 60);
        list.resize(400, 8000);
        QTRY_COMPARE(rows->count(), 60);
        QCOMPARE(rows->verticalScrollBar()->maximum(), 0);
        // The list is made anew while somebody is in it.
        QSignalSpy shown(&list, &ProblemList::shown);
        rows->setFocus();
        rows->setCurrentRow(5);
        QVERIFY(!shown.isEmpty());
        shown.clear();
        problems.removeFirst();
        list.setProblems(problems, titles);
        QCOMPARE(rows->count(), 59);
        QCOMPARE(rows->currentRow(), 5);
        QVERIFY(shown.isEmpty());
        // The words are of another step than the problem.
        titles.insert(u"b"_s, u"Gamma"_s);
        list.setProblems(problems, titles);
        QVERIFY(rows->item(0)->data(Qt::AccessibleTextRole).toString().contains(u"Gamma"_s));
    }

    void whatWasAskedForLastIsOpenedWhereNothingMayBeChanged()
    {
        LateSource source;
        DraftDocument document(&source);
        document.open(u"a"_s);
        document.open(u"b"_s);
        source.answer(u"b"_s);
        QCOMPARE(document.state().pipeline, u"b"_s);
        source.answer(u"a"_s);
        QCOMPARE(document.state().pipeline, u"b"_s);
        document.open(u"c"_s);
        document.close();
        source.answer(u"c"_s);
        QVERIFY(!document.isOpen());
    }

    void layingOutIsOneEditAndCanBeUndone()
    {
        Opened opened;
        opened.document().apply([&] {
            DraftEditor editor(opened.document().definition());
            editor.moveNodes({{u"tag"_s, {5, 900}}, {u"format"_s, {-700, 3}}});
            return editor.finish(u"Mess"_s);
        }());
        const QByteArray before = opened.document().definition().toBytes();
        QTest::keyClick(&opened.canvas(), Qt::Key_L, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(opened.document().stack().edits().size(), 3, 20'000);
        QVERIFY(positionOf(opened.document().definition().value("nodes").at(1))->x()
                < positionOf(opened.document().definition().value("nodes").at(2))->x());
        opened.document().undo();
        QCOMPARE(opened.document().definition().toBytes(), before);
    }

    void aDraftIsPublishedWithANote()
    {
        Opened opened;
        opened.canvas().setCurrent(u"tag"_s);
        QTest::keyClick(&opened.canvas(), Qt::Key_Delete);
        DraftEditor editor(opened.document().definition());
        editor.setNodeMember(u"filter"_s, "config", Json::object({{"expression", "keywords"}}));
        opened.document().apply(editor.finish(u"Set"_s));
        QVERIFY(opened.document().state().isModified);
        QSignalSpy published(&opened.document(), &DraftDocument::published);
        opened.view().action(u"publish"_s)->trigger();
        auto *dialog = opened.view().findChild<QDialog *>();
        QVERIFY(dialog);
        dialog->findChild<QPlainTextEdit *>()->setPlainText(u"first"_s);
        dialog->accept();
        QTRY_COMPARE(published.size(), 1);
        QCOMPARE(published.first().first().toInt(), 2);
        QTRY_VERIFY(!opened.document().state().isModified);
        const Json versions = opened.run(u"pipeline.versions"_s, Json::object({{"pipeline", "small"}})).value("versions");
        QCOMPARE(versions.size(), 2);
        QCOMPARE(versions.at(0).value("note").toString(), u"first"_s);
        // What the canvas calls modified is what is not published.
        opened.canvas().setCurrent(u"format"_s);
        opened.view().action(u"duplicate"_s)->trigger();
        QTRY_VERIFY(opened.canvas().scene().mark(opened.graph().indexOf(u"format_2"_s)).isModified);
        QVERIFY(!opened.canvas().scene().mark(opened.graph().indexOf(u"format"_s)).isModified);
    }

    void aDraftThatCannotRunIsNotPublished()
    {
        Opened opened;
        QSignalSpy refused(&opened.document(), &DraftDocument::publishRefused);
        DraftEditor editor(opened.document().definition());
        editor.addNode(Json::object({{"component", "nothing_like_it"}}), {0, 400});
        opened.document().apply(editor.finish(u"Add"_s));
        opened.document().publish({});
        QTRY_COMPARE(refused.size(), 1);
        QVERIFY(opened.document().state().isModified);
    }

    void whatAnAgentEditsIsSeenAtOnce()
    {
        Opened opened;
        const Json draft = opened.stored();
        DraftEditor editor(draft.value("definition"));
        editor.setNodeMember(u"tag"_s, "title", Json("By an agent"));
        const DraftEdit edit = editor.finish(u"Rename"_s);
        opened.run(u"draft.edit"_s,
                   Json::object({{"pipeline", "small"},
                                 {"sequence", draft.value("sequence")},
                                 {"edits", Json::array({Json::object({{"label", "Rename"}, {"patch", edit.patch.toJson()}})})}}));
        QTRY_COMPARE(opened.graph().find(u"tag"_s)->title, u"By an agent"_s);
        opened.document().undo();
        QCOMPARE(opened.graph().find(u"tag"_s)->title, u"Tag"_s);
    }

    /// Nothing goes without a word: how much of ours, and what was to follow it.
    void aConflictSaysWhatWasLeftOut()
    {
        Opened opened(true, false, false);
        QSignalSpy told(opened.pane.get(), &Pane::noticeRequested);
        QSignalSpy published(&opened.document(), &DraftDocument::published);
        const Json draft = opened.stored();
        for (int i = 0; i < 3; ++i) {
            DraftEditor editor(opened.document().definition());
            editor.moveNodes({{u"tag"_s, QPointF(40.0 * i, 400)}});
            opened.document().apply(editor.finish(u"Move"_s));
            opened.document().seal();
        }
        DraftEditor theirs(draft.value("definition"));
        theirs.setNodeMember(u"tag"_s, "title", Json("By an agent"));
        opened.run(u"draft.edit"_s,
                   Json::object({{"pipeline", "small"},
                                 {"sequence", draft.value("sequence")},
                                 {"edits", Json::array({Json::object({{"label", "Rename"}, {"patch", theirs.finish(u"x"_s).patch.toJson()}})})}}));
        opened.document().publish(u"All of it"_s);
        QTRY_VERIFY(!told.isEmpty());
        const auto notice = told.last().first().value<Notice>();
        QVERIFY2(notice.why.contains(u"3 edit"_s) && notice.why.contains(u"publish"_s), qPrintable(notice.why));
        QTRY_COMPARE(opened.graph().find(u"tag"_s)->title, u"By an agent"_s);
        QCOMPARE(published.size(), 0);
    }

    void whatIsEditedWhileTheDraftIsReadAgainIsKept()
    {
        Opened opened;
        opened.document().open(u"small"_s);
        DraftEditor editor(opened.document().definition());
        editor.setNodeMember(u"tag"_s, "title", Json("Kept"));
        opened.document().apply(editor.finish(u"Rename"_s));
        QTRY_VERIFY(opened.document().isSaved());
        QCOMPARE(opened.graph().find(u"tag"_s)->title, u"Kept"_s);
        QCOMPARE(opened.stored().value("definition").toBytes(), opened.document().definition().toBytes());
    }

    void aSubflowIsOpenedAndLeft()
    {
        Opened opened;
        opened.canvas().select({.nodes = {u"filter"_s}});
        opened.view().action(u"subflow.extract"_s)->trigger();
        QTRY_COMPARE(opened.graph().nodes.size(), 4);
        QTRY_VERIFY(opened.graph().find(u"small-filter"_s));
        QCOMPARE(opened.graph().links.first().ref.to.node, u"small-filter"_s);
        opened.canvas().setCurrent(u"small-filter"_s);
        QTest::keyClick(&opened.canvas(), Qt::Key_Return);
        QTRY_COMPARE(opened.document().state().pipeline, u"small-filter"_s);
        QVERIFY(opened.graph().find(u"filter"_s));
        opened.view().action(u"leave"_s)->trigger();
        QTRY_COMPARE(opened.document().state().pipeline, u"small"_s);
    }

    void everyActionHasAKeyAndATooltipThatNamesIt()
    {
        Opened opened;
        QSet<QString> keys;
        for (const QAction *action : opened.pane->actions()) {
            QVERIFY2(!action->shortcut().isEmpty(), qPrintable(action->text()));
            const QString key = action->shortcut().toString(QKeySequence::NativeText);
            QVERIFY2(action->toolTip().contains(key), qPrintable(action->toolTip()));
            QVERIFY2(!keys.contains(key), qPrintable(u"%1 is taken twice"_s.arg(key)));
            keys.insert(key);
            QVERIFY2(!action->icon().isNull(), qPrintable(action->text()));
        }
    }
};

QTEST_MAIN(TestDesignerPane)
#include "tst_designerpane.moc"
