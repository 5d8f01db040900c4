// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "quarantine/quarantinepane.h"

#include "common/theme.h"
#include "quarantine/fixeditor.h"
#include "quarantine/quarantinedetail.h"
#include "quarantine/quarantinemodel.h"
#include "ui/namelesscontrols.h"
#include "workspace/workspace.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>
#include <QTreeView>
#include <QTreeWidget>

using namespace Millrace;
using namespace Qt::StringLiterals;

/// The quarantine pane over a real workspace, by keyboard alone.
class TestQuarantinePane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_theme = std::make_unique<Theme>(ThemeMode::Light);
        WorkspaceOptions options;
        options.path = m_folder->filePath(u"test.millrace"_s);
        options.indexPath = m_folder->filePath(u"index"_s);
        options.create = true;
        options.synchronousFull = false;
        options.actorName = u"Ada"_s;
        options.hostProgram = QStringLiteral(MILLRACE_BIN_DIR "/millrace");
        auto opened = Workspace::open(options);
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().text));
        m_workspace = std::move(*opened);
    }

    void cleanup()
    {
        m_pane.reset();
        m_workspace.reset();
        m_theme.reset();
    }

    void anEmptyOneSaysWhatComesHere()
    {
        show();
        QTRY_VERIFY(m_pane->isReady());
        QCOMPARE(m_pane->model()->rowCount(), 0);
    }

    void aProblemIsMendedAtItsLineAndSentBackIn()
    {
        fill(1);
        const int why = static_cast<int>(QuarantineModel::Column::Reason);
        QVERIFY(m_pane->model()->index(0, why).data().toString().startsWith(u"/year: "_s));
        QuarantineDetail *detail = m_pane->detail();
        QTRY_VERIFY(!detail->editor()->problems().isEmpty());
        const LineProblem problem = detail->editor()->problems().first();
        QVERIFY(problem.line > 0);
        QCOMPARE(detail->editor()->document()->findBlockByNumber(problem.line - 1).text().contains(u"year"_s), true);
        QTest::keyClick(list(), Qt::Key_F8);
        QVERIFY(detail->editor()->hasFocus());
        QCOMPARE(detail->editor()->textCursor().blockNumber() + 1, problem.line);
        // Broken on the way: the syntax' own problem, at its line.
        QTest::keyClick(detail->editor(), Qt::Key_End);
        QTest::keyClick(detail->editor(), Qt::Key_Home, Qt::ShiftModifier);
        QTest::keyClicks(detail->editor(), u"\"year\": "_s);
        QTRY_VERIFY(!detail->editor()->problems().isEmpty() && detail->editor()->problems().first().message != problem.message);
        QTest::keyClicks(detail->editor(), u"1874"_s);
        QTRY_VERIFY(detail->editor()->problems().isEmpty());
        QSignalSpy sent(detail, &QuarantineDetail::sent);
        QSignalSpy told(m_pane.get(), &Pane::noticeRequested);
        QTest::keyClick(detail->editor(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(sent.size(), 1);
        QTRY_COMPARE(m_pane->model()->rowCount(), 0);
        QTRY_COMPARE(status(u"note-0"_s), u"completed"_s);
        QTest::qWait(300);
        QCOMPARE(told.size(), 0); // that it is not in quarantine any more is what was wanted
    }

    void whatIsStillWrongComesBackWithBothPasses()
    {
        fill(1);
        QTRY_VERIFY(!m_pane->detail()->id().isEmpty());
        QTest::keyClick(list(), Qt::Key_R);
        auto *passes = m_pane->detail()->findChild<QTreeWidget *>();
        QTRY_VERIFY_WITH_TIMEOUT(passes->topLevelItemCount() >= 3, 20'000); // refused, retried, refused again
        QCOMPARE(m_pane->model()->rowCount(), 1);
    }

    void manyAreRetriedAtOnce()
    {
        fill(8);
        QTest::keyClick(list(), Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(m_pane->selected().size(), 8);
        QSignalSpy told(m_pane.get(), &Pane::noticeRequested);
        QTest::keyClick(list(), Qt::Key_R);
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(told.first().first().value<Notice>().what, u"8 contexts are at work again"_s);
    }

    void aMendOfOneIsNeverSentAsAnothers()
    {
        fill(2);
        QuarantineDetail *detail = m_pane->detail();
        FixEditor *editor = detail->editor();
        typeYear(u"1874"_s);
        const QString mended = editor->content();
        // The next one is asked for, and the keys come faster than the answer.
        QTest::keyClick(editor, Qt::Key_Down, Qt::AltModifier);
        QTest::keyClick(editor, Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(detail->shownId(), u"note-1"_s);
        QVERIFY(!detail->isChanged());
        QVERIFY(editor->content().contains(u"Mill 1"_s));
        QCOMPARE(detail->editor()->problems().size(), 1); // its own, not what the other's text was checked for
        QTest::qWait(500);
        QCOMPARE(detail->editor()->problems().size(), 1);
        QCOMPARE(status(u"note-0"_s), u"quarantined"_s);
        QCOMPARE(status(u"note-1"_s), u"quarantined"_s);
        QCOMPARE(run(u"context.get"_s, Json::object({{"id", "note-1"}})).value("data").value("title").toString(), u"Mill 1"_s);
        // What was typed is still there, with its note.
        QTest::keyClick(editor, Qt::Key_Up, Qt::AltModifier);
        QTRY_COMPARE(detail->shownId(), u"note-0"_s);
        QCOMPARE(editor->content(), mended);
        QVERIFY(detail->isChanged());
        QTRY_VERIFY(editor->problems().isEmpty());
        QTest::keyClick(editor, Qt::Key_Backspace, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!detail->isChanged());
        // One that is not there leaves nothing to be sent in its name.
        QTest::keyClick(editor, Qt::Key_End, Qt::ControlModifier);
        QTest::keyClicks(editor, u" "_s);
        bool isEmptyThen = false;
        QSignalSpy failed(detail, &QuarantineDetail::failed);
        connect(detail, &QuarantineDetail::failed, this, [&] { isEmptyThen = editor->content().isEmpty() && !detail->isChanged(); });
        const auto asked = [&] { // the pane asks for the chosen one again whenever something has moved
            if (failed.isEmpty())
                detail->show(u"nobody"_s);
            return !failed.isEmpty();
        };
        QTRY_VERIFY(asked());
        QVERIFY(isEmptyThen);
        disconnect(detail, &QuarantineDetail::failed, this, nullptr);
    }

    void whatIsDiscardedDoesNotComeBack()
    {
        fill(2);
        QuarantineDetail *detail = m_pane->detail();
        typeYear(u"1874"_s);
        // To the next and back before it came.
        QTest::keyClick(detail->editor(), Qt::Key_Down, Qt::AltModifier);
        QTest::keyClick(detail->editor(), Qt::Key_Up, Qt::AltModifier);
        QTRY_VERIFY(!detail->editor()->isReadOnly() && detail->shownId() == u"note-0"_s);
        QVERIFY(detail->isChanged());
        // The answers to both keys may still be on their way, and a discard that comes before them is none.
        QTRY_VERIFY((QTest::keyClick(detail->editor(), Qt::Key_Backspace, Qt::ControlModifier | Qt::ShiftModifier), !detail->isChanged()));
        QTest::keyClick(detail->editor(), Qt::Key_Down, Qt::AltModifier);
        QTRY_COMPARE(detail->shownId(), u"note-1"_s);
        QTest::keyClick(detail->editor(), Qt::Key_Up, Qt::AltModifier);
        QTRY_COMPARE(detail->shownId(), u"note-0"_s);
        QVERIFY(!detail->isChanged());
    }

    void theButtonThatSendsGivesTheKeyboardToTheText()
    {
        fill(1);
        auto *send = m_pane->detail()->findChild<QPushButton *>();
        send->setFocus();
        QVERIFY(send->hasFocus());
        class Watch : public QObject // the answer may be there before anybody looks
        {
        public:
            bool wasDisabled = false;
            bool eventFilter(QObject *watched, QEvent *event) override
            {
                wasDisabled |= event->type() == QEvent::EnabledChange && !qobject_cast<QWidget *>(watched)->isEnabled();
                return false;
            }
        } watch;
        send->installEventFilter(&watch);
        QTest::keyClick(send, Qt::Key_Space);
        QVERIFY(watch.wasDisabled);
        QVERIFY(m_pane->detail()->editor()->hasFocus());
    }

    void whatOthersDoTakesNeitherFocusNorNoteNorPlace()
    {
        fill(2);
        QuarantineDetail *detail = m_pane->detail();
        QVERIFY(list()->hasFocus());
        QTest::keyClick(list(), Qt::Key_M, Qt::ControlModifier);
        auto *note = qobject_cast<QLineEdit *>(QApplication::focusWidget());
        QVERIFY(note);
        QTest::keyClicks(note, u"the year in fig"_s);
        detail->editor()->moveCursor(QTextCursor::End);
        const int place = detail->editor()->textCursor().position();
        auto *node = detail->findChild<QComboBox *>();
        submit(5, 3, Json(1874)); // nothing of it comes here
        submit(8, 1, Json("no year"));
        QTRY_COMPARE(m_pane->model()->rowCount(), 3);
        QTest::qWait(400);
        QTest::keyClicks(note, u"ures"_s);
        QCOMPARE(QApplication::focusWidget(), note);
        QCOMPARE(note->text(), u"the year in figures"_s);
        QCOMPARE(detail->editor()->textCursor().position(), place);
        QCOMPARE(node->currentIndex(), 0);
        QCOMPARE(detail->shownId(), u"note-0"_s);
        // So does the search: what it finds is shown, and the rest of the word still goes into the field.
        QTest::keyClick(note, Qt::Key_F, Qt::ControlModifier);
        QWidget *search = QApplication::focusWidget();
        QTest::keyClicks(search, u"Mill"_s);
        QTest::qWait(600);
        QCOMPARE(QApplication::focusWidget(), search);
        QTest::keyClicks(search, u" 8"_s);
        QTRY_COMPARE(detail->shownId(), u"note-8"_s);
        QTest::qWait(200);
        QCOMPARE(QApplication::focusWidget(), search);
    }

    void theCountsAreFilledInWhereTheyChanged()
    {
        fill(2);
        auto *pipelines = m_pane->findChild<QComboBox *>();
        QTRY_COMPARE(pipelines->count(), 2);
        QSignalSpy filled(pipelines->model(), &QAbstractItemModel::rowsInserted);
        submit(5, 3, Json(1874));
        QTest::qWait(1'500);
        QCOMPARE(filled.size(), 0);
        submit(8, 1, Json("no year"));
        QTRY_VERIFY(pipelines->itemText(1).contains(u'3'));
    }

    void everyCharacterGoesBackAsItCame()
    {
        fill(1, u"Mill\u00a0%1\u2028on the hill"_s);
        QuarantineDetail *detail = m_pane->detail();
        QVERIFY(!detail->isChanged());
        QVERIFY(detail->editor()->content().contains(u"\\u2028"_s));
        typeYear(u"1874"_s);
        QTest::keyClick(detail->editor(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(status(u"note-0"_s), u"completed"_s);
        QCOMPARE(run(u"context.get"_s, Json::object({{"id", "note-0"}})).value("data").value("title").toString(), u"Mill\u00a00\u2028on the hill"_s);
    }

    void everyPlaceOfThePaneHasAKey()
    {
        saveChecks();
        submit(0, 2, Json("eighteen seventy-four"));
        submit(7, 1, Json("no year"), u"Weir %1"_s);
        show();
        QTRY_COMPARE_WITH_TIMEOUT(m_pane->model()->rowCount(), 3, 20'000);
        QTRY_COMPARE(m_pane->detail()->shownId(), u"note-0"_s);
        list()->setFocus();
        QuarantineDetail *detail = m_pane->detail();
        QTRY_VERIFY(!detail->editor()->problems().isEmpty());
        const int line = detail->editor()->problems().first().line - 1;
        const auto press = [](Qt::Key key, Qt::KeyboardModifiers modifiers) { QTest::keyClick(QApplication::focusWidget(), key, modifiers); };
        press(Qt::Key_F8, Qt::ShiftModifier);
        QCOMPARE(QApplication::focusWidget(), detail->editor());
        QCOMPARE(detail->editor()->textCursor().blockNumber(), line);
        press(Qt::Key_2, Qt::AltModifier);
        QCOMPARE(detail->page(), QuarantineDetail::Page::Raw);
        press(Qt::Key_3, Qt::AltModifier);
        QCOMPARE(detail->page(), QuarantineDetail::Page::Passes);
        press(Qt::Key_1, Qt::AltModifier);
        QCOMPARE(detail->page(), QuarantineDetail::Page::Content);
        press(Qt::Key_L, Qt::ControlModifier);
        QVERIFY(list()->hasFocus());
        QTest::keyClick(list(), Qt::Key_Return);
        press(Qt::Key_B, Qt::ControlModifier);
        auto *node = qobject_cast<QComboBox *>(QApplication::focusWidget());
        QVERIFY(node);
        QTest::keyClick(node, Qt::Key_Down);
        QCOMPARE(node->currentData().toString(), u"after"_s);
        QSignalSpy opened(m_pane.get(), &Pane::openRequested);
        press(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().value<PaneTarget>().contextId, u"note-0"_s);
        press(Qt::Key_F, Qt::ControlModifier);
        QTest::keyClicks(QApplication::focusWidget(), u"Weir"_s);
        QTRY_COMPARE(m_pane->model()->rowCount(), 1);
        // What is listed and nothing else is tried again.
        QSignalSpy told(m_pane.get(), &Pane::noticeRequested);
        press(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(told.first().first().value<Notice>().what, u"1 contexts are at work again"_s);
        QTRY_COMPARE(passes(u"note-7"_s), 2);
        QCOMPARE(passes(u"note-0"_s), 1);
        press(Qt::Key_X, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(m_pane->model()->rowCount(), 3);
    }

    // It went back in as it had been, and the mend was lost sight of.
    void aRetrySendsWhatStandsOnTheScreen()
    {
        fill(1);
        typeYear(u"1874"_s);
        list()->setFocus();
        QTest::keyClick(list(), Qt::Key_R);
        QTRY_COMPARE_WITH_TIMEOUT(status(u"note-0"_s), u"completed"_s, 20'000);
    }

    void theBoxesNarrowTheListByKeys()
    {
        fill(2);
        QTest::keyClick(list(), Qt::Key_F, Qt::ControlModifier);
        for (const char *key : {"pipeline", "code"}) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            auto *box = qobject_cast<QComboBox *>(QApplication::focusWidget());
            QVERIFY2(box, key);
            QTRY_COMPARE(box->count(), 2);
            QTest::keyClick(box, Qt::Key_Down);
            QTRY_COMPARE(m_pane->saveState().value("filter").value(key).toString(), box->currentData().toString());
            QVERIFY(!box->currentData().toString().isEmpty());
            QTRY_COMPARE(m_pane->model()->rowCount(), 2);
            QTest::keyClick(box, Qt::Key_Up);
            QTRY_VERIFY(m_pane->saveState().value("filter").isEmpty());
        }
    }

    /// The tests of this file press them all: one that is added fails here until one of them does.
    void everyActionHasATest()
    {
        show();
        const QSet<QKeySequence> pressed{Qt::CTRL | Qt::Key_Return,
                                         Qt::Key_R,
                                         Qt::CTRL | Qt::SHIFT | Qt::Key_R,
                                         Qt::CTRL | Qt::SHIFT | Qt::Key_Backspace,
                                         Qt::Key_F8,
                                         Qt::SHIFT | Qt::Key_F8,
                                         Qt::ALT | Qt::Key_Down,
                                         Qt::ALT | Qt::Key_Up,
                                         Qt::ALT | Qt::Key_1,
                                         Qt::ALT | Qt::Key_2,
                                         Qt::ALT | Qt::Key_3,
                                         Qt::CTRL | Qt::Key_M,
                                         Qt::CTRL | Qt::Key_B,
                                         Qt::CTRL | Qt::Key_L,
                                         Qt::CTRL | Qt::Key_F,
                                         Qt::CTRL | Qt::SHIFT | Qt::Key_X,
                                         Qt::CTRL | Qt::SHIFT | Qt::Key_O};
        for (const QAction *action : m_pane->actions())
            QVERIFY2(pressed.contains(action->shortcut()), qPrintable(action->text()));
    }

    void everyActionHasAKeyAndEveryControlANameInEveryState()
    {
        const auto check = [this](const char *state) {
            QTest::qWait(50);
            const QStringList nameless = namelessControls(m_pane.get());
            QVERIFY2(nameless.isEmpty(), qPrintable(QString::fromLatin1(state) + u": "_s + nameless.join(u", "_s)));
        };
        show();
        QTRY_VERIFY(m_pane->isReady());
        check("empty");
        m_pane.reset();
        fill(2);
        for (const QAction *action : m_pane->actions())
            QVERIFY2(!action->shortcut().isEmpty(), qPrintable(action->text()));
        for (const QuarantineDetail::Page page : {QuarantineDetail::Page::Content, QuarantineDetail::Page::Raw, QuarantineDetail::Page::Passes}) {
            m_pane->detail()->setPage(page);
            check("page");
        }
        m_pane->detail()->setPage(QuarantineDetail::Page::Content);
        typeYear(u"1874"_s);
        check("mended");
        QTest::keyClick(list(), Qt::Key_A, Qt::ControlModifier);
        check("many");
    }

private:
    Json run(const QString &command, const Json &args)
    {
        QFuture<Result<Json>> future = m_workspace->execute(command, args, m_workspace->actor());
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, 30'000) || !future.result()) {
            qWarning("%s failed", qPrintable(command));
            return {};
        }
        return *future.result();
    }

    qint64 passes(const QString &id) { return run(u"quarantine.show"_s, Json::object({{"id", Json(id)}})).value("passes").toInt(); }
    QString status(const QString &id) { return run(u"context.get"_s, Json::object({{"id", Json(id)}})).value("status").toString(); }

    void show()
    {
        m_pane = std::make_unique<QuarantinePane>(m_workspace.get());
        m_pane->resize(1200, 720);
        m_pane->show();
        m_pane->activateWindow();
    }

    /// Documents, from one on.
    void submit(int from, int count, const Json &year, const QString &title = u"Mill %1"_s)
    {
        Json documents = Json::array();
        for (int i = from; i < from + count; ++i) {
            documents.append(Json::object(
                {{"id", Json(u"note-%1"_s.arg(i))}, {"type", "note"}, {"data", Json::object({{"title", Json(title.arg(i))}, {"year", year}})}}));
        }
        run(u"submit.documents"_s, Json::object({{"pipeline", "notes"}, {"documents", documents}}));
    }

    /// Goes to the problem and writes another value in its line.
    void typeYear(const QString &year)
    {
        FixEditor *editor = m_pane->detail()->editor();
        QTRY_VERIFY(!editor->problems().isEmpty());
        QTest::keyClick(list(), Qt::Key_F8);
        QTest::keyClick(editor, Qt::Key_End);
        QTest::keyClick(editor, Qt::Key_Home, Qt::ShiftModifier);
        QTest::keyClicks(editor, u"\"year\": "_s + year);
    }

    /// A check whose year is a number, and a step behind it.
    void saveChecks()
    {
        const Json schema = Json::object({{"type", "object"}, {"properties", Json::object({{"year", Json::object({{"type", "integer"}})}})}});
        const Json check = Json::object({{"id", "check"}, {"component", "validate"}, {"config", Json::object({{"schema", schema}})}});
        const Json after
            = Json::object({{"id", "after"}, {"component", "set_fields"}, {"config", Json::object({{"fields", Json::object({{"done", true}})}})}});
        run(u"pipeline.save"_s,
            Json::object(
                {{"definition",
                  Json::object(
                      {{"format", "millrace.pipeline/1"},
                       {"id", "notes"},
                       {"nodes", Json::array({check, after})},
                       {"links",
                        Json::array({Json::object({{"from", Json::object({{"node", "check"}})}, {"to", Json::object({{"node", "after"}})}})})}})}}));
    }

    /// Documents whose year is no number.
    void fill(int count, const QString &title = u"Mill %1"_s)
    {
        saveChecks();
        submit(0, count, Json("eighteen seventy-four"), title);
        show();
        QTRY_COMPARE_WITH_TIMEOUT(m_pane->model()->rowCount(), count, 20'000);
        const QAbstractItemModelTester tester(m_pane->model());
        QTRY_VERIFY(m_pane->isReady());
        QTRY_COMPARE(m_pane->detail()->shownId(), u"note-0"_s);
        list()->setFocus();
    }

    QTreeView *list() const { return m_pane->findChild<QTreeView *>(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<QuarantinePane> m_pane;
};

QTEST_MAIN(TestQuarantinePane)
#include "tst_quarantinepane.moc"
