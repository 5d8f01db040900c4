// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Trying pipelines in the designer, by mouse and keys, on the gallery's pipelines and their samples.
#include "designersupport.h"

#include "common/diffeditor.h"
#include "common/documentview.h"
#include "common/schemaform.h"
#include "common/searchfield.h"
#include "common/templatefield.h"
#include "designer/configeditor.h"
#include "designer/designerpane.h"
#include "designer/designerview.h"
#include "designer/draftdocument.h"
#include "designer/fieldtree.h"
#include "designer/inspector.h"
#include "designer/pindialog.h"
#include "designer/trialbusy.h"
#include "designer/trialdocument.h"
#include "designer/trialinputdialog.h"
#include "designer/trialpanel.h"
#include "designer/trialsteps.h"
#include "workspace/workspace.h"

#include <QAction>
#include <QDialog>
#include <QApplication>
#include <QComboBox>
#include <QDropEvent>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <algorithm>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

constexpr int kLong = 20'000;

/// A pipeline of the gallery, used in a workspace of its own, with a pane on it.
class Used
{
public:
    explicit Used(const QString &gallery = u"article"_s, const QString &hostProgram = {})
        : hostProgram(hostProgram)
    {
        open(true);
        pipeline = run(u"gallery.use"_s, Json::object({{"id", gallery}})).value("pipeline").toString();
        show();
    }

    void open(bool create)
    {
        WorkspaceOptions options;
        options.path = folder.filePath(u"w.millrace"_s);
        options.create = create;
        options.runEngine = false;
        options.hostProgram = hostProgram;
        options.indexPath = folder.filePath(u"w.index"_s);
        auto opened = Workspace::open(options);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().text));
        workspace = std::move(*opened);
    }

    void show()
    {
        pane = std::make_unique<DesignerPane>(workspace.get());
        pane->resize(1600, 1000);
        pane->show();
        pane->activateWindow();
        pane->openPipeline(pipeline);
        if (!QTest::qWaitFor([this] { return view().document()->isOpen(); }, kLong))
            qFatal("the pipeline is not open");
        canvas().setFocus();
    }

    Json run(const QString &command, const Json &args = Json::object())
    {
        auto future = workspace->execute(command, args, workspace->actor());
        while (!future.isFinished())
            QTest::qWait(5);
        if (!future.result())
            qFatal("%s: %s", qPrintable(command), qPrintable(future.result().error().text));
        return *future.result();
    }

    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        // A dialog that was there takes the window's place.
        pane->activateWindow();
        if (!QTest::qWaitFor([this] { return pane->isActiveWindow(); }, kLong))
            qFatal("the window is not active");
        QTest::keyClick(&canvas(), key, modifiers);
    }
    void choose(const QString &node)
    {
        canvas().setCurrent(node);
        canvas().setFocus();
    }
    [[nodiscard]] bool comesTo(const QString &state)
    {
        return QTest::qWaitFor([&] { return trials().state() == state && !trials().isStarting(); }, kLong);
    }
    [[nodiscard]] bool knowsSample()
    {
        return QTest::qWaitFor([this] { return panel().off().contains(u"“"_s); }, kLong);
    }
    [[nodiscard]] Json stepOf(const QString &node) const { return trials().steps().value(trials().stepOf(node)); }
    [[nodiscard]] const NodeMark &mark(const QString &node) const { return canvas().scene().mark(canvas().scene().graph().indexOf(node)); }
    template <typename Dialog>
    [[nodiscard]] Dialog *dialog()
    {
        Dialog *found = nullptr;
        if (!QTest::qWaitFor([&] { return (found = view().findChild<Dialog *>()) && found->isVisible(); }, kLong))
            qFatal("there is no dialog");
        return found;
    }
    static void press(QDialog *dialog)
    {
        for (QPushButton *button : dialog->findChildren<QPushButton *>()) {
            if (button->isDefault())
                QTest::mouseClick(button, Qt::LeftButton);
        }
    }

    [[nodiscard]] DesignerView &view() const { return *pane->view(); }
    [[nodiscard]] Canvas &canvas() const { return *pane->view()->canvas(); }
    [[nodiscard]] TrialPanel &panel() const { return *pane->view()->trialPanel(); }
    [[nodiscard]] TrialDocument &trials() const { return *pane->view()->trials(); }
    [[nodiscard]] DraftDocument &document() const { return *pane->view()->document(); }

    QString hostProgram;
    QTemporaryDir folder;
    QString pipeline;
    std::unique_ptr<Workspace> workspace;
    std::unique_ptr<DesignerPane> pane;
};

void setText(QPlainTextEdit *editor, const QString &text)
{
    editor->setFocus();
    editor->selectAll();
    editor->insertPlainText(text);
}

} // namespace

class TestDesignerTrials : public QObject
{
    Q_OBJECT

private:
    Theme m_theme{ThemeMode::Light};

private Q_SLOTS:
    void aPipelineIsTriedOnItsSampleWithOneKey()
    {
        Used used;
        QVERIFY(used.knowsSample());
        QVERIFY(!used.panel().isVisible());
        used.key(Qt::Key_F5);
        QVERIFY(used.comesTo(u"done"_s));
        QVERIFY(used.panel().isVisible());
        QCOMPARE(used.panel().steps()->rowCount(), 3);
        QVERIFY(used.panel().off().contains(u"Sinks, network and model providers are off"_s));
        // The newest step is looked at: what came in, what came out, and what differs.
        QCOMPARE(used.panel().step().value("node").toString(), u"transformer"_s);
        QTRY_VERIFY(used.panel().output()->text().contains(u"formatted_content"_s));
        QTRY_VERIFY(used.panel().input()->text().contains(u"generated_content"_s));
        QTRY_VERIFY(used.panel().changes()->toPlainText().contains(u"formatted_content"_s));
        QVERIFY(used.panel().fields()->itemOf(u"title"_s));
        for (const char *node : {"template", "ai_generator", "transformer"})
            QCOMPARE(used.mark(QLatin1StringView(node)).trial, u"done"_s);
        // Nothing of it is in the workspace's history.
        QCOMPARE(used.run(u"context.list"_s).value("contexts").size(), 0);
        // A click on a step looks at it, here and on the canvas.
        const QModelIndex first = used.panel().steps()->index(0, 0);
        QTest::mouseClick(used.panel().list()->viewport(), Qt::LeftButton, {}, used.panel().list()->visualRect(first).center());
        QCOMPARE(used.panel().step().value("node").toString(), u"template"_s);
        QCOMPARE(used.canvas().current(), u"template"_s);
        used.choose(u"ai_generator"_s);
        QCOMPARE(used.panel().step().value("node").toString(), u"ai_generator"_s);
    }

    void itRunsToHereOrOneStepAlone()
    {
        Used used;
        QVERIFY(used.knowsSample());
        used.choose(u"ai_generator"_s);
        used.key(Qt::Key_F6);
        QVERIFY(used.comesTo(u"done"_s));
        QCOMPARE(used.panel().steps()->rowCount(), 2);
        QCOMPARE(used.trials().trial().value("to").toString(), u"ai_generator"_s);
        // The step behind it takes what the one before it gave.
        const QString id = used.trials().id();
        used.choose(u"transformer"_s);
        used.key(Qt::Key_F7);
        QTRY_VERIFY_WITH_TIMEOUT(used.trials().id() != id, kLong);
        QVERIFY(used.comesTo(u"done"_s));
        QCOMPARE(used.panel().steps()->rowCount(), 1);
        QVERIFY(used.stepOf(u"transformer"_s).value("output").value("formatted_content").isObject());
        // Both are listed, the newest first, and the older one can be looked at again.
        QTRY_COMPARE(used.panel().choice()->count(), 2);
        QCOMPARE(used.panel().choice()->currentIndex(), 0);
        used.panel().choice()->setFocus();
        QTest::keyClick(used.panel().choice(), Qt::Key_Down);
        QTRY_COMPARE(used.trials().id(), id);
        QTRY_COMPARE(used.panel().steps()->rowCount(), 2);
    }

    void earlierTrialsAreThereAfterARestart()
    {
        Used used;
        QVERIFY(used.knowsSample());
        used.key(Qt::Key_F5);
        QVERIFY(used.comesTo(u"done"_s));
        QTRY_COMPARE_WITH_TIMEOUT(used.run(u"try.last"_s, Json::object({{"pipeline", used.pipeline}})).value("nodes").size(), 3, kLong);
        used.pane.reset();
        used.workspace.reset();
        used.open(false);
        used.show();
        QTRY_COMPARE(used.panel().choice()->count(), 1);
        used.key(Qt::Key_T, Qt::ControlModifier);
        QVERIFY(used.panel().isVisible());
        used.choose(u"transformer"_s);
        QTRY_VERIFY(used.panel().step().value("output").isObject());
        QVERIFY(used.panel().problem().contains(u"earlier trial"_s));
    }

    void whatItIsTriedOnIsChosen()
    {
        Used used;
        QVERIFY(used.knowsSample());
        // Another sample, by the keyboard alone.
        used.key(Qt::Key_F5, Qt::AltModifier);
        auto *dialog = used.dialog<TrialInputDialog>();
        QTRY_VERIFY(dialog->list()->count() > 1);
        QTest::keyClicks(dialog->search(), u"mill race"_s);
        QTRY_COMPARE(dialog->list()->count(), 1);
        QTRY_VERIFY(dialog->editor()->value().value("source_text").isString());
        used.press(dialog);
        QVERIFY(used.comesTo(u"done"_s));
        QCOMPARE(used.stepOf(u"template"_s).value("input").value("title").toString(), u"How a mill race works"_s);

        // A document of one's own: what is wrong is said at its line, and nothing is tried.
        QString id = used.trials().id();
        used.key(Qt::Key_F5, Qt::AltModifier);
        dialog = used.dialog<TrialInputDialog>();
        QTRY_VERIFY(!dialog->editor()->value().isEmpty());
        setText(dialog->editor()->editor(), u"{\n  \"title\": \"Own\",\n  \"keywords\": [\"a\"\n}"_s);
        used.press(dialog);
        QVERIFY(dialog->isVisible());
        QVERIFY(dialog->editor()->problem().contains(u"4"_s));
        setText(dialog->editor()->editor(), u"{\"title\": \"Own\", \"keywords\": [\"a\"]}"_s);
        used.press(dialog);
        QTRY_VERIFY_WITH_TIMEOUT(used.trials().id() != id, kLong);
        QVERIFY(used.comesTo(u"done"_s));
        QCOMPARE(used.stepOf(u"template"_s).value("input").value("title").toString(), u"Own"_s);

        // A file.
        QFile file(used.folder.filePath(u"note.md"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("# Sluices\n\nA sluice lets water pass or holds it.\n");
        file.close();
        id = used.trials().id();
        used.key(Qt::Key_F5, Qt::AltModifier);
        dialog = used.dialog<TrialInputDialog>();
        dialog->openFile(file.fileName());
        QTRY_VERIFY(dialog->editor()->value().value("source_text").toString().contains(u"sluice"_s));
        used.press(dialog);
        QTRY_VERIFY_WITH_TIMEOUT(used.trials().id() != id, kLong);
        QVERIFY(used.comesTo(u"done"_s));
        QVERIFY(used.stepOf(u"template"_s).value("input").value("source_text").toString().contains(u"sluice"_s));
        // The next trial takes the same.
        QVERIFY(used.panel().off().contains(u"note.md"_s));
    }

    void aRealContextIsTried()
    {
        Used used;
        used.run(u"pipeline.save"_s, Json::object({{"definition", used.document().definition()}}));
        const Json document = Json::object({{"id", "ctx-real"},
                                            {"type", "article"},
                                            {"pipeline", used.pipeline},
                                            {"data", Json::object({{"title", "A real one"}, {"keywords", Json::array({"real"})}})}});
        used.run(u"submit.documents"_s, Json::object({{"pipeline", used.pipeline}, {"documents", Json::array({document})}}));
        used.key(Qt::Key_F5, Qt::AltModifier);
        auto *dialog = used.dialog<TrialInputDialog>();
        QTest::keyClicks(dialog->search(), u"ctx-real"_s);
        QTRY_COMPARE(dialog->editor()->value().value("title").toString(), u"A real one"_s);
        used.press(dialog);
        QVERIFY(used.comesTo(u"done"_s));
        QCOMPARE(used.stepOf(u"template"_s).value("input").value("title").toString(), u"A real one"_s);
        // The context itself did not move.
        QCOMPARE(used.run(u"context.history"_s, Json::object({{"id", "ctx-real"}})).value("transitions").size(), 0);
    }

    void aFailureSaysWhy()
    {
        Used used;
        QVERIFY(used.knowsSample());
        DraftEditor editor(used.document().definition());
        editor.setNodeMember(u"template"_s, "config", Json::object({{"template", "tmpl_nowhere"}}));
        used.document().apply(editor.finish(u"Break it"_s));
        used.key(Qt::Key_F5);
        QVERIFY(used.comesTo(u"failed"_s));
        QCOMPARE(used.panel().step().value("node").toString(), u"template"_s);
        QVERIFY2(used.panel().problem().contains(u"tmpl_nowhere"_s), qPrintable(used.panel().problem()));
        QCOMPARE(used.mark(u"template"_s).trial, u"failed"_s);
        QTRY_VERIFY(used.panel().input()->text().contains(u"title"_s)); // what came in is still to be seen
        // A step that was changed since says nothing.
        used.document().undo();
        QTRY_COMPARE(used.mark(u"template"_s).trial, QString());
    }

    void anOutputIsPinnedShownAndUsed()
    {
        Used used;
        QVERIFY(used.knowsSample());
        used.key(Qt::Key_F5);
        QVERIFY(used.comesTo(u"done"_s));
        used.choose(u"ai_generator"_s);
        used.panel().setTab(TrialPanel::Tab::Output);
        QTest::mouseClick(used.panel().pinButton(), Qt::LeftButton);
        QTRY_VERIFY(used.mark(u"ai_generator"_s).isPinned);
        QTRY_COMPARE(used.panel().pinButton()->text(), u"Unpin"_s);

        // Written otherwise: an error at its line keeps it from being pinned.
        used.canvas().setFocus();
        used.key(Qt::Key_P, Qt::ShiftModifier);
        auto *dialog = used.dialog<PinDialog>();
        QVERIFY(dialog->editor()->value().value("generated_content").isObject());
        setText(dialog->editor()->editor(), u"{\n\"title\": \"Pinned\",\n\"generated_content\": {\"introduction\": \"Pinned words.\",,\n}"_s);
        used.press(dialog);
        QVERIFY(dialog->isVisible());
        QVERIFY(dialog->editor()->problem().startsWith(u"Line 3"_s));
        setText(dialog->editor()->editor(),
                u"{\"title\": \"Pinned\", \"generated_content\": {\"introduction\": \"Pinned words.\", \"body\": [], \"conclusion\": \"\"}}"_s);
        used.press(dialog);
        QTRY_COMPARE(used.document().pins().at(0).value("data").value("title").toString(), u"Pinned"_s);
        const QString id = used.trials().id();
        used.key(Qt::Key_F5);
        QTRY_VERIFY_WITH_TIMEOUT(used.trials().id() != id, kLong);
        QVERIFY(used.comesTo(u"done"_s));
        QCOMPARE(used.stepOf(u"ai_generator"_s).value("state").toString(), u"pinned"_s);
        QVERIFY(used.stepOf(u"transformer"_s).value("output").value("formatted_content").value("content").toString().contains(u"Pinned words."_s));

        // The key takes it back, and what was written by hand can be had again.
        used.choose(u"ai_generator"_s);
        QSignalSpy told(used.pane.get(), &Pane::noticeRequested);
        used.key(Qt::Key_P);
        QTRY_VERIFY(!used.mark(u"ai_generator"_s).isPinned);
        QCOMPARE(used.run(u"draft.get"_s, Json::object({{"pipeline", used.pipeline}})).value("pins").size(), 0);
        QCOMPARE(told.size(), 1);
        told.first().first().value<Notice>().action();
        QTRY_VERIFY(used.mark(u"ai_generator"_s).isPinned);
        QCOMPARE(used.document().pins().at(0).value("data").value("title").toString(), u"Pinned"_s);
        used.key(Qt::Key_P);
        QTRY_VERIFY(!used.mark(u"ai_generator"_s).isPinned);
        used.key(Qt::Key_P);
        QTRY_VERIFY(used.mark(u"ai_generator"_s).isPinned);
    }

    void aFileIsPinned()
    {
        Used used;
        QVERIFY(used.knowsSample());
        QFile file(used.folder.filePath(u"picture.png"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromHex("89504e470d0a1a0a0000000d"));
        file.close();
        used.choose(u"template"_s);
        used.key(Qt::Key_P, Qt::ShiftModifier);
        auto *dialog = used.dialog<PinDialog>();
        dialog->putFile(file.fileName());
        QTRY_COMPARE(dialog->editor()->value().value("original").value("name").toString(), u"picture.png"_s);
        QCOMPARE(dialog->editor()->value().value("original").value("media_type").toString(), u"image/png"_s);
        used.press(dialog);
        QTRY_VERIFY(used.mark(u"template"_s).isPinned);
        QCOMPARE(used.document().pins().at(0).value("data").value("original").value("size").toInt(), 12);
    }

    void aTrialStopsIsChangedAndGoesOn()
    {
        Used used;
        QVERIFY(used.knowsSample());
        used.choose(u"transformer"_s);
        used.key(Qt::Key_F9);
        QTRY_VERIFY(used.mark(u"transformer"_s).isBreakpoint);
        used.choose(u"template"_s);
        used.key(Qt::Key_F5);
        QVERIFY(used.comesTo(u"paused"_s));
        // Where it stops is shown: on the canvas, in the list, and with the document that waits.
        QTRY_COMPARE(used.canvas().current(), u"transformer"_s);
        QCOMPARE(used.mark(u"transformer"_s).trial, u"waits"_s);
        QTRY_COMPARE(used.panel().step().value("node").toString(), u"transformer"_s);
        ConfigEditor *waiting = used.panel().waiting();
        QTRY_VERIFY(waiting->isVisible());
        QVERIFY(waiting->value().value("generated_content").isObject());
        // What cannot be read does not go on.
        setText(waiting->editor(), u"{\"generated_content\": "_s);
        used.canvas().setFocus();
        used.key(Qt::Key_F5);
        QVERIFY(!waiting->problem().isEmpty());
        QVERIFY(used.trials().isPaused());
        setText(waiting->editor(),
                u"{\"title\": \"Edited\", \"generated_content\": {\"introduction\": \"Edited words.\", \"body\": [], \"conclusion\": \"\"}}"_s);
        used.canvas().setFocus();
        used.key(Qt::Key_F5);
        QVERIFY(used.comesTo(u"done"_s));
        QVERIFY(used.stepOf(u"transformer"_s).value("output").value("formatted_content").value("content").toString().contains(u"Edited words."_s));
        used.choose(u"transformer"_s);
        used.key(Qt::Key_F9);
        QTRY_VERIFY(!used.mark(u"transformer"_s).isBreakpoint);
    }

    void aTrialThatStopsLeavesWhoWritesInAWindowAlone()
    {
        Used used;
        QVERIFY(used.knowsSample());
        used.choose(u"transformer"_s);
        used.key(Qt::Key_F9);
        QTRY_VERIFY(used.mark(u"transformer"_s).isBreakpoint);
        used.choose(u"template"_s);
        QDialog dialog(&used.view());
        dialog.open();
        used.view().action(u"try"_s)->trigger();
        QVERIFY(used.comesTo(u"paused"_s));
        QTRY_COMPARE(used.mark(u"transformer"_s).trial, u"waits"_s);
        QCOMPARE(used.canvas().current(), u"template"_s);
        dialog.close();
    }

    void aTrialGoesStepByStepAndIsStopped()
    {
        Used used;
        QVERIFY(used.knowsSample());
        used.key(Qt::Key_F10);
        QVERIFY(used.comesTo(u"paused"_s));
        QTRY_COMPARE(used.canvas().current(), u"template"_s);
        used.key(Qt::Key_F10);
        QTRY_COMPARE_WITH_TIMEOUT(used.canvas().current(), u"ai_generator"_s, kLong);
        QVERIFY(used.trials().isPaused());
        QCOMPARE(used.stepOf(u"template"_s).value("state").toString(), u"done"_s);
        used.key(Qt::Key_F5, Qt::ShiftModifier);
        QVERIFY(used.comesTo(u"cancelled"_s));
        QVERIFY(!used.view().action(u"try.cancel"_s)->isEnabled());
    }

    void aLongTrialSaysHowFarItIsAndIsStopped_data()
    {
        QTest::addColumn<bool>("inTheList");
        QTest::newRow("by its button") << false;
        QTest::newRow("in the window's list of work") << true;
    }

    void aLongTrialSaysHowFarItIsAndIsStopped()
    {
        QFETCH(const bool, inTheList);
        Used used(u"article"_s, QStringLiteral(MILLRACE_BIN_DIR "/millrace"));
        DraftEditor editor(used.document().definition());
        const QString endless
            = editor.addNode(Json::object({{"component", "script"},
                                           {"title", "Endless"},
                                           {"config", Json::object({{"source", "function run(data) { for (;;) {} }"}, {"timeout_ms", 55'000}})}}),
                             {900, 0});
        editor.connect({u"transformer"_s, u"out"_s}, {endless, u"in"_s});
        used.document().apply(editor.finish(u"Add a script"_s));
        QVERIFY(used.knowsSample());
        const TrialBusy &busy = *used.panel().busy();
        QSignalSpy work(used.pane.get(), &Pane::workStarted);
        used.key(Qt::Key_F5);
        QVERIFY(busy.isHidden()); // at first it may be a quick one
        QTRY_VERIFY_WITH_TIMEOUT(busy.sentence().contains(u"Endless"_s), kLong);
        QCOMPARE(work.size(), 1);
        auto future = work.first().at(1).value<QFuture<void>>();
        QTRY_COMPARE(future.progressMaximum(), 4);
        QTRY_COMPARE(future.progressValue(), 3);
        if (inTheList)
            future.cancel();
        else
            QTest::mouseClick(busy.stop(), Qt::LeftButton);
        QVERIFY(used.comesTo(u"cancelled"_s));
        QVERIFY(busy.isHidden());
        QVERIFY(future.isFinished());
    }

    void aQuickTrialIsNotCalledLong()
    {
        Used used;
        QVERIFY(used.knowsSample());
        QSignalSpy work(used.pane.get(), &Pane::workStarted);
        used.key(Qt::Key_F5);
        QVERIFY(used.comesTo(u"done"_s));
        QTest::qWait(1'200);
        QVERIFY(used.panel().busy()->isHidden());
        QCOMPARE(work.size(), 0);
    }

    void whatStepsWillGiveIsOfferedBeforeAnythingRan()
    {
        Used used;
        QVERIFY(used.knowsSample());
        DraftEditor editor(used.document().definition());
        const QString keywords = editor.addNode(Json::object({{"component", "keywords"}, {"config", Json::object({{"into", "phrases"}})}}), {900, 0});
        const QString report = editor.addNode(Json::object({{"component", "report"}, {"config", Json::object()}}), {1200, 0});
        editor.connect({u"transformer"_s, u"out"_s}, {keywords, u"in"_s});
        editor.connect({keywords, u"out"_s}, {report, u"in"_s});
        used.document().apply(editor.finish(u"Add a report"_s));
        used.choose(report);
        used.key(Qt::Key_Return);
        QVERIFY(used.view().inspector()->form()->focusField("/text"));
        auto *text = qobject_cast<TemplateEdit *>(QApplication::focusWidget());
        QVERIFY(text);
        // By the step's own setting, and what is in each; the formatter's field stands further up.
        QTest::keyClicks(text, u"{% for p in phr"_s);
        QTRY_VERIFY(text->completion()->isOpen());
        QTest::keyClick(text, Qt::Key_Return);
        QTest::keyClicks(text, u" %}{{ p.te"_s);
        QTRY_VERIFY(text->completion()->isOpen());
        QTest::keyClick(text, Qt::Key_Return);
        QTest::keyClicks(text, u"{% endfor %}{{ formatted_content.word"_s);
        QTRY_VERIFY(text->completion()->isOpen());
        QTest::keyClick(text, Qt::Key_Return);
        QCOMPARE(text->toPlainText(), u"{% for p in phrases %}{{ p.text }}{% endfor %}{{ formatted_content.word_count }}"_s);
        // The preview is of what is known, not of what is to come.
        QVERIFY(!text->words().document.contains("phrases"));
        // Another name in the step before, another offer.
        DraftEditor renaming(used.document().definition());
        renaming.setNodeMember(keywords, "config", Json::object({{"into", "terms"}}));
        used.document().apply(renaming.finish(u"Rename the field"_s));
        QTRY_VERIFY(text->words().expected.contains("terms") && !text->words().expected.contains("phrases"));
    }

    void aReviewIsDecidedInTheTrial()
    {
        Used used;
        DraftEditor editor(used.document().definition());
        const QString review = editor.addNode(Json::object({{"component", "review"}, {"config", Json::object()}}), {900, 0});
        editor.connect({u"transformer"_s, u"out"_s}, {review, u"in"_s});
        used.document().apply(editor.finish(u"Add a review"_s));
        QVERIFY(used.knowsSample());
        used.key(Qt::Key_F5);
        QVERIFY(used.comesTo(u"paused"_s));
        QTRY_COMPARE(used.canvas().current(), review);
        QPushButton *approve = nullptr;
        const auto isAsked = [&] {
            for (QPushButton *button : used.panel().findChildren<QPushButton *>()) {
                if (button->isVisible() && button->text() == "Approved"_L1)
                    approve = button;
            }
            return approve != nullptr;
        };
        QTRY_VERIFY(isAsked());
        for (QLineEdit *field : used.panel().findChildren<QLineEdit *>()) {
            if (field->isVisible() && field->accessibleName() == "Note"_L1)
                QTest::keyClicks(field, u"Well said"_s);
        }
        QTest::mouseClick(approve, Qt::LeftButton);
        QVERIFY(used.comesTo(u"done"_s));
        QCOMPARE(used.stepOf(review).value("port").toString(), u"approved"_s);
        QCOMPARE(used.stepOf(review).value("output").value("review").value("note").toString(), u"Well said"_s);
    }

    void aPromptIsWrittenWithFieldsAndPreviewed()
    {
        Used used;
        QVERIFY(used.knowsSample());
        used.choose(u"ai_generator"_s);
        used.key(Qt::Key_Return);
        SchemaForm *form = used.view().inspector()->form();
        QVERIFY(form->focusField("/prompt"));
        auto *editor = qobject_cast<TemplateEdit *>(QApplication::focusWidget());
        QVERIFY(editor);
        auto *field = form->findChild<TemplateField *>();
        QTest::keyClicks(editor, u"Write about {{ ti"_s);
        QTRY_VERIFY(editor->completion()->isOpen());
        QTest::keyClick(editor, Qt::Key_Return);
        QCOMPARE(editor->toPlainText(), u"Write about {{ title }}"_s);
        QTRY_COMPARE_WITH_TIMEOUT(field->preview()->toPlainText(), u"Write about Documenting microservices"_s, kLong);
        QTRY_COMPARE(used.canvas().scene().graph().find(u"ai_generator"_s)->json.value("config").value("prompt").toString(),
                     u"Write about {{ title }}"_s);
        QTest::keyClicks(editor, u" {% include x %}"_s);
        QCOMPARE(editor->toPlainText(), u"Write about {{ title }} {% include x %}"_s);
        QTRY_VERIFY2_WITH_TIMEOUT(field->preview()->hasProblem(), qPrintable(editor->toPlainText() + u" | "_s + field->preview()->toPlainText()),
                                  kLong);

        // In a window of its own.
        QTest::keyClick(editor, Qt::Key_Return, Qt::AltModifier);
        QDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = field->findChild<QDialog *>()) && dialog->isVisible());
        auto *large = dialog->findChild<TemplateEdit *>();
        large->setFocus();
        large->selectAll();
        QTest::keyClicks(large, u"For {{ tone }} readers"_s);
        QTRY_COMPARE_WITH_TIMEOUT(dialog->findChild<TemplatePreview *>()->toPlainText(), u"For technical readers"_s, kLong);
        Used::press(dialog);
        QTRY_COMPARE(editor->toPlainText(), u"For {{ tone }} readers"_s);
    }

    void aFieldIsDraggedIntoASetting()
    {
        Used used;
        QVERIFY(used.knowsSample());
        used.choose(u"ai_generator"_s);
        used.key(Qt::Key_Return);
        SchemaForm *form = used.view().inspector()->form();
        QVERIFY(form->focusField("/prompt"));
        auto *editor = qobject_cast<TemplateEdit *>(QApplication::focusWidget());
        QVERIFY(editor);
        // By key: the tree's field goes where one last wrote.
        QTest::keyClick(editor, Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
        FieldTree *fields = used.panel().fields();
        QTRY_VERIFY(fields->hasFocus());
        QTRY_VERIFY(fields->itemOf(u"tone"_s));
        fields->setCurrentItem(fields->itemOf(u"tone"_s));
        QTest::keyClick(fields, Qt::Key_Return);
        QCOMPARE(editor->toPlainText(), u"{{ tone }}"_s);

        // By a drop of what the tree gives to be dragged, at the beginning of the text.
        QTreeWidgetItem *item = fields->itemOf(u"title"_s);
        fields->scrollToItem(item);
        const std::unique_ptr<QMimeData> dragged(fields->model()->mimeData({fields->model()->index(fields->indexOfTopLevelItem(item), 0)}));
        const QPoint at(1, 5);
        QDragEnterEvent enter(at, Qt::CopyAction, dragged.get(), Qt::LeftButton, {});
        QApplication::sendEvent(editor->viewport(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(at, Qt::CopyAction, dragged.get(), Qt::LeftButton, {});
        QApplication::sendEvent(editor->viewport(), &drop);
        QTRY_COMPARE(editor->toPlainText(), u"{{ title }}{{ tone }}"_s);
        QTRY_COMPARE(used.canvas().scene().graph().find(u"ai_generator"_s)->json.value("config").value("prompt").toString(),
                     u"{{ title }}{{ tone }}"_s);
    }

    void settingsAsJsonAreOfferedAndCheckedBySchema()
    {
        Used used;
        used.choose(u"transformer"_s);
        used.view().inspector()->showForm(false);
        used.key(Qt::Key_Return);
        ConfigEditor *config = used.view().inspector()->config();
        QTRY_VERIFY(config->editor()->hasFocus());
        config->editor()->selectAll();
        QTest::keyClicks(config->editor(), u"{\"fo"_s);
        QTRY_VERIFY(config->completion()->isOpen());
        QTest::keyClick(config->editor(), Qt::Key_Return);
        QVERIFY2(config->editor()->toPlainText().startsWith(u"{\"format\": "_s), qPrintable(config->editor()->toPlainText()));
        setText(config->editor(), u"{\n  \"format\": \"sideways\"\n}"_s);
        QTRY_VERIFY(config->problem().startsWith(u"Line 2"_s));
        setText(config->editor(), u"{\n  \"format\": \"html\"\n}"_s);
        QTRY_VERIFY(config->problem().isEmpty());
        QTRY_COMPARE(used.canvas().scene().graph().find(u"transformer"_s)->json.value("config").value("format").toString(), u"html"_s);
    }

    void whatAnAgentTriesIsListed()
    {
        Used used;
        used.key(Qt::Key_T, Qt::ControlModifier);
        used.run(u"pipeline.try"_s,
                 Json::object({{"pipeline", used.pipeline}, {"input", Json::object({{"document", Json::object({{"title", "By an agent"}})}})}}));
        QTRY_COMPARE_WITH_TIMEOUT(used.panel().choice()->count(), 1, kLong);
    }

    void theGallerysPipelinesCanBeTriedAsTheyAre_data()
    {
        QTest::addColumn<QString>("id");
        for (const char *id : {"article", "checked-article", "faq", "brief", "release-digest", "table-check", "personal-data", "repeats", "inbox",
                               "dossier", "review-desk"})
            QTest::newRow(id) << QString::fromLatin1(id);
    }

    void theGallerysPipelinesCanBeTriedAsTheyAre()
    {
        QFETCH(QString, id);
        Used used(id);
        QVERIFY(used.knowsSample());
        used.key(Qt::Key_F5);
        QVERIFY(QTest::qWaitFor([&] { return !used.trials().trial().isNull() && !used.trials().isRunning(); }, 3 * kLong));
        QVERIFY(used.panel().steps()->rowCount() > 0);
        // A document that is wrong on purpose ends in quarantine, and the panel says so.
        const bool isQuarantined = used.trials().trial().value("counts").value("quarantined").toInt() > 0;
        QVERIFY2(used.trials().state() == "done"_L1 || used.trials().isPaused() || isQuarantined, qPrintable(used.panel().problem()));
        QCOMPARE(used.panel().problem().contains(u"quarantine"_s), isQuarantined);
    }
};

QTEST_MAIN(TestDesignerTrials)
#include "tst_designertrials.moc"
