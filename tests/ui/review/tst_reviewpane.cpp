// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/reviewpane.h"

#include "common/keyedfield.h"
#include "common/schemaform.h"
#include "common/sourceview.h"
#include "review/commentlist.h"
#include "review/decisionsview.h"
#include "review/qualityview.h"
#include "review/queueview.h"
#include "review/reviewrows.h"
#include "review/reviewtext.h"
#include "review/spellcheck.h"
#include "reviewsupport.h"
#include "ui/namelesscontrols.h"

#include <QAbstractItemModelTester>
#include <QAbstractScrollArea>
#include <QAccessible>
#include <QAction>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QFileDialog>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace Millrace;
using namespace Qt::StringLiterals;

/// The review pane over a real workspace, by keyboard alone.
class TestReviewPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<ReviewFixture>(); }
    void cleanup()
    {
        m_pane.reset();
        m_fixture.reset();
    }

    void anEmptyQueueSaysWhereItemsComeFrom()
    {
        show();
        QTRY_VERIFY(m_pane->isReady());
        QVERIFY(m_pane->session()->current().isNull());
        QVERIFY(!m_pane->action(u"approved"_s)->isEnabled());
        // And where one can be tried.
        QPushButton *button = nullptr;
        const auto offers = [&] {
            for (QPushButton *one : m_pane->findChildren<QPushButton *>())
                button = one->text() == u"Open the gallery"_s && one->isVisible() ? one : button;
            return button;
        };
        QTRY_VERIFY(offers());
        QSignalSpy opened(m_pane.get(), &Pane::openRequested);
        QTest::keyClick(button, Qt::Key_Space);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().value<PaneTarget>().pane, u"gallery"_s);
    }

    void oneKeyDecidesAndTheNextIsThere()
    {
        fill(5);
        const QString first = title();
        press(Qt::Key_A);
        QVERIFY(title() != first); // at once: nothing is waited for
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        press(Qt::Key_X);
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        press(Qt::Key_S);
        QTRY_COMPARE(m_fixture->decisions().size(), 3);
        const QList<Json> decisions = m_fixture->decisions();
        QCOMPARE(decisions.at(2).value("decision").toString(), u"approved"_s);
        QCOMPARE(decisions.at(2).value("title").toString(), first);
        QCOMPARE(decisions.at(1).value("decision").toString(), u"rejected"_s);
        QCOMPARE(decisions.at(0).value("decision").toString(), u"skipped"_s);
    }

    void aKeyThatRepeatsItselfDecidesOnce()
    {
        fill(5);
        QWidget *text = m_pane->item()->text();
        QTest::sendKeyEvent(QTest::Press, text, Qt::Key_A, u"a"_s, Qt::NoModifier);
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        // By way of the shortcuts, as a key comes that is held down.
        const auto repeat = [text] {
            if (qt_sendShortcutOverrideEvent(text, 0, Qt::Key_A, Qt::NoModifier, u"a"_s, true))
                return;
            QKeyEvent again(QEvent::KeyPress, Qt::Key_A, Qt::NoModifier, u"a"_s, true);
            QApplication::sendEvent(text, &again);
        };
        for (int i = 0; i < 20; ++i) {
            repeat();
            QTest::qWait(5);
        }
        QTRY_COMPARE(m_fixture->decisions().size(), 1);
        QTest::qWait(200);
        QCOMPARE(m_fixture->decisions().size(), 1);
        // It would have come through: only the action keeps it out.
        m_pane->action(u"approved"_s)->setAutoRepeat(true);
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        repeat();
        QTRY_COMPARE(m_fixture->decisions().size(), 2);
    }

    void aKeyPressedBeforeTheItemWasThereDecidesNothing()
    {
        fill(5);
        // Two presses in one go: the second was meant for nothing that anybody has seen.
        m_pane->action(u"approved"_s)->trigger();
        QVERIFY(!m_pane->item()->isOnScreen());
        m_pane->action(u"approved"_s)->trigger();
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        QTRY_COMPARE(m_fixture->decisions().size(), 1);

        // An event that lay in the queue while the next item was painted carries the time of its press.
        const quint64 stamp = 1'000'000;
        QKeyEvent early(QEvent::ShortcutOverride, Qt::Key_F20, Qt::NoModifier);
        early.setTimestamp(stamp);
        QApplication::sendEvent(m_pane->item()->text(), &early); // tells the two clocks' distance
        QTest::qWait(60);
        m_pane->action(u"approved"_s)->trigger();
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        QTRY_COMPARE(m_fixture->decisions().size(), 2);
        QKeyEvent late(QEvent::ShortcutOverride, Qt::Key_A, Qt::NoModifier);
        late.setTimestamp(stamp + 10);
        QApplication::sendEvent(m_pane->item()->text(), &late);
        m_pane->action(u"approved"_s)->trigger();
        QTest::qWait(150);
        QCOMPARE(m_fixture->decisions().size(), 2);
    }

    void undoGoesBackAnyDepthAlsoAfterARestart()
    {
        fill(4);
        QStringList titles;
        for (int i = 0; i < 3; ++i) {
            titles.prepend(title());
            press(Qt::Key_A);
            QTRY_VERIFY(m_pane->item()->isOnScreen());
        }
        QTRY_COMPARE(m_pane->session()->unsettled(), 0);
        press(Qt::Key_Backspace);
        QTRY_COMPARE(title(), titles.at(0));
        m_pane.reset();
        m_fixture->close();
        m_fixture->open();
        show();
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        press(Qt::Key_Backspace);
        QTRY_COMPARE(title(), titles.at(1));
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        press(Qt::Key_Backspace);
        QTRY_COMPARE(title(), titles.at(2));
        for (const Json &decision : m_fixture->decisions())
            QCOMPARE(decision.value("state").toString(), u"undone"_s);
    }

    void theTextIsEditedInPlaceAndPassedOn()
    {
        fill(2);
        const QString id = m_pane->session()->current().value("context").toString();
        press(Qt::Key_E);
        ReviewText *text = m_pane->item()->text();
        QVERIFY(text->isEditing());
        QTest::keyClick(text, Qt::Key_End, Qt::ControlModifier);
        QTest::keyClicks(text, u" Axes stay."_s); // letters are text now, not decisions
        QVERIFY(text->isChanged());
        QTest::keyClick(text, Qt::Key_D, Qt::ControlModifier);
        QVERIFY(m_pane->item()->isDiffShown());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_D, Qt::ControlModifier);
        QVERIFY(!m_pane->item()->isDiffShown());
        QTest::keyClick(text, Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(m_fixture->decisions().size(), 1);
        QCOMPARE(m_fixture->decisions().first().value("decision").toString(), u"edited"_s);
        QTRY_VERIFY(m_fixture->data(id).value("generated_content").toString().endsWith(u"since 2003. Axes stay."_s));
        QVERIFY(m_fixture->data(id).value("generated_content").toString().contains(u"The **wheel** is of oak."_s));
    }

    void anEditCanBeDiscarded()
    {
        fill(1);
        press(Qt::Key_E);
        ReviewText *text = m_pane->item()->text();
        QTest::keyClicks(text, u"Words. "_s);
        QVERIFY(text->isChanged());
        QTest::keyClick(text, Qt::Key_Escape);
        QVERIFY(!text->isEditing());
        QTest::keyClick(text, Qt::Key_Backspace, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!text->isChanged());
        QCOMPARE(text->rendered(), text->before());
    }

    void theSourceFollowsTheSentence()
    {
        fill(1);
        QTest::keyClick(m_pane->item()->text(), Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(m_pane->item()->text()->current(), 0);
        QTest::keyClick(m_pane->item()->text(), Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(m_pane->item()->text()->current(), 1);
        const QTextCursor cursor = m_pane->item()->source()->textCursor();
        QVERIFY(m_pane->item()->source()->toPlainText().sliced(cursor.position()).startsWith(u"ground rye"_s));
    }

    void theFormHasAKeyForEachAnswer()
    {
        fill(3, ReviewFixture::formConfig());
        QCOMPARE(answers().value("label"), m_pane->session()->current().value("suggestions").value("label"));
        press(Qt::Key_3);
        QCOMPARE(answers().value("label").toString(), u"person"_s);
        press(Qt::Key_W);
        QCOMPARE(answers().value("reasons"), Json::array({"wrong date"}));
        QTest::keyClick(m_pane->item()->text(), Qt::Key_5, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(answers().value("rating").toInt(), 5);
        press(Qt::Key_X);
        QTRY_COMPARE(m_fixture->decisions().size(), 1);
        const Json decision = m_fixture->decisions().first();
        QCOMPARE(decision.value("answers").value("label").toString(), u"person"_s);
        QCOMPARE(decision.value("answers").value("rating").toInt(), 5);
        // A suggestion that was on the screen counts.
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        const Json suggested = m_pane->session()->current().value("suggestions").value("label");
        press(Qt::Key_A);
        QTRY_COMPARE(m_fixture->decisions().size(), 2);
        QCOMPARE(m_fixture->decisions().first().value("answers").value("label"), suggested);
    }

    void anAnswerThatIsNeededIsAskedFor()
    {
        Json config = ReviewFixture::formConfig();
        config.remove("suggest");
        fill(2, config);
        press(Qt::Key_A);
        QTest::qWait(100);
        QCOMPARE(m_fixture->decisions().size(), 0);
        QVERIFY(QApplication::focusWidget() != m_pane->item()->text());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_1);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_A);
        QTRY_COMPARE(m_fixture->decisions().size(), 1);
    }

    void aSuggestionThatNobodySawDoesNotCount()
    {
        Json config = ReviewFixture::formConfig();
        fill(2, config);
        m_pane->resize(1200, 260); // the form is below the fold of its column
        auto *side = m_pane->item()->form()->parentWidget();
        while (side && !side->inherits("QScrollArea"))
            side = side->parentWidget();
        side->hide();
        m_pane->session()->drop({m_pane->session()->currentId()});
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        QVERIFY(!m_pane->item()->unseen().isEmpty());
        press(Qt::Key_A);
        QTest::qWait(100);
        QCOMPARE(m_fixture->decisions().size(), 0);
    }

    void aNoteGoesWithTheDecision()
    {
        fill(2);
        QTest::keyClick(m_pane->item()->text(), Qt::Key_M, Qt::ControlModifier);
        QTest::keyClicks(QApplication::focusWidget(), u"The year is wrong"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QVERIFY(m_pane->item()->text()->hasFocus());
        press(Qt::Key_X);
        QTRY_COMPARE(m_fixture->decisions().size(), 1);
        QCOMPARE(m_fixture->decisions().first().value("note").toString(), u"The year is wrong"_s);
    }

    void commentsAreWrittenFoundAndResolved()
    {
        fill(1);
        CommentList *comments = m_pane->item()->comments();
        ReviewText *text = m_pane->item()->text();
        QTextCursor words(text->document());
        words.setPosition(0);
        words.setPosition(8, QTextCursor::KeepAnchor);
        text->setTextCursor(words);
        QTest::keyClick(text, Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClicks(QApplication::focusWidget(), u"Which mill?"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_COMPARE(comments->open(), 1);
        QVERIFY(text->hasFocus());
        text->moveCursor(QTextCursor::End);
        QTest::keyClick(text, Qt::Key_F8);
        QCOMPARE(text->textCursor().selectedText(), u"The mill"_s);
        QTest::keyClick(text, Qt::Key_F8, Qt::ControlModifier);
        QTRY_COMPARE(comments->open(), 0);
    }

    void manyAreDecidedByTheSameKeys()
    {
        fill(12);
        QTest::keyClick(m_pane->item()->text(), Qt::Key_2, Qt::AltModifier);
        QCOMPARE(m_pane->room(), ReviewPane::Room::Queue);
        auto *list = m_pane->queue()->findChild<QTreeView *>();
        auto *model = m_pane->queue()->findChild<QueueModel *>();
        const QAbstractItemModelTester tester(model);
        QTRY_COMPARE(model->rowCount(), 12);
        QTest::keyClick(list, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(m_pane->queue()->selected().size(), 12);
        QCOMPARE(m_pane->action(u"approved"_s)->iconText(), u"Approve 12 items"_s);
        QTest::keyClick(list, Qt::Key_A);
        QTRY_COMPARE(m_fixture->decisions().size(), 12);
        QTRY_COMPARE(model->rowCount(), 0);
    }

    void decisionsAreTakenBackAndCorrected()
    {
        fill(3);
        press(Qt::Key_A);
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        press(Qt::Key_A);
        QTRY_COMPARE(m_fixture->decisions().size(), 2);
        QTest::keyClick(m_pane->item()->text(), Qt::Key_3, Qt::AltModifier);
        auto *view = m_pane->findChild<DecisionsView *>();
        auto *list = view->findChild<QTreeView *>();
        auto *model = view->findChild<DecisionModel *>();
        const QAbstractItemModelTester tester(model);
        QTRY_COMPARE(model->rowCount(), 2);
        QTest::keyClick(list, Qt::Key_X);
        QTRY_COMPARE(model->rowCount(), 3);
        QTRY_VERIFY(std::ranges::any_of(model->rows(), [](const Json &row) { return row.value("state").toString() == "corrected"_L1; }));
        QTest::keyClick(list, Qt::Key_End);
        QCOMPARE(view->current().value("state").toString(), u"standing"_s);
        QTest::keyClick(list, Qt::Key_Backspace);
        QTRY_COMPARE(view->current().value("state").toString(), u"undone"_s);
    }

    void keysCanBeChosenAndNeverTwice()
    {
        fill(2);
        ReviewKeysDialog dialog(m_pane->keys(), {}, {{QKeySequence(Qt::Key_1), u"Label: history"_s}});
        dialog.show();
        auto *accept = dialog.findChild<QPushButton *>();
        for (QPushButton *button : dialog.findChildren<QPushButton *>()) {
            if (button->text() == u"Use these keys"_s)
                accept = button;
        }
        auto *approve = dialog.findChild<QKeySequenceEdit *>(u"approved"_s);
        approve->setKeySequence(Qt::Key_X);
        QVERIFY(!accept->isEnabled());
        approve->setKeySequence(Qt::Key_1);
        QVERIFY(!accept->isEnabled());
        approve->setKeySequence(Qt::Key_Q);
        QVERIFY(accept->isEnabled());
        dialog.close();
        m_pane->activateWindow();
        QTRY_VERIFY(m_pane->isActiveWindow());
        m_pane->setKeys(dialog.keys());
        press(Qt::Key_A);
        QTest::qWait(50);
        QCOMPARE(m_fixture->decisions().size(), 0);
        press(Qt::Key_Q);
        QTRY_COMPARE(m_fixture->decisions().size(), 1);
        QCOMPARE(ReviewKeys::fromJson(m_pane->saveState().value("keys")).own(), dialog.keys().own());
    }

    // A key of a person's own that a form, or another decision of its pipeline, has as well was dead, and so was the other.
    void anOwnKeyGivesWay()
    {
        ReviewKeys own;
        own.setOwn(u"approved"_s, Qt::Key_Q);
        own.setOwn(u"skipped"_s, Qt::Key_1);
        QStringList yielding;
        QHash<QString, QKeySequence> keys = own.of({}, {QKeySequence(Qt::Key_1)}, &yielding);
        QCOMPARE(keys.value(u"approved"_s), QKeySequence(Qt::Key_Q));
        QCOMPARE(keys.value(u"skipped"_s), QKeySequence(Qt::Key_S));
        QCOMPARE(yielding, QStringList{u"skipped"_s});
        yielding.clear();
        keys = own.of(Json::object({{"rejected", "Q"}}), {}, &yielding);
        QCOMPARE(keys.value(u"approved"_s), QKeySequence(Qt::Key_A));
        QCOMPARE(keys.value(u"rejected"_s), QKeySequence(Qt::Key_Q));
        QCOMPARE(yielding, QStringList{u"approved"_s});
        // What yields may meet another of one's own.
        own.setOwn(u"skipped"_s, Qt::Key_A);
        keys = own.of(Json::object({{"rejected", "Q"}}));
        QCOMPARE(keys.value(u"approved"_s), QKeySequence(Qt::Key_A));
        QCOMPARE(keys.value(u"skipped"_s), QKeySequence(Qt::Key_S));

        own = {};
        own.setOwn(u"approved"_s, Qt::Key_3);
        fill(2, ReviewFixture::formConfig());
        m_pane->setKeys(own);
        press(Qt::Key_3);
        QCOMPARE(answers().value("label").toString(), u"person"_s);
        QCOMPARE(m_fixture->decisions().size(), 0);
        press(Qt::Key_A);
        QTRY_COMPARE(m_fixture->decisions().size(), 1);
    }

    void spaceAndScrollKeysCanDecideToo()
    {
        fill(4, Json::object({{"keys", Json::object({{"approved", "Space"}, {"rejected", "PgDown"}, {"skipped", "Down"}, {"undo", "End"}})}}));
        press(Qt::Key_Space);
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        press(Qt::Key_PageDown);
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        press(Qt::Key_Down);
        QTRY_COMPARE(m_fixture->decisions().size(), 3);
        const QList<Json> decisions = m_fixture->decisions();
        QCOMPARE(decisions.at(2).value("decision").toString(), u"approved"_s);
        QCOMPARE(decisions.at(1).value("decision").toString(), u"rejected"_s);
        QCOMPARE(decisions.at(0).value("decision").toString(), u"skipped"_s);
        // In a text that is being edited they are what they always were.
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        press(Qt::Key_E);
        ReviewText *text = m_pane->item()->text();
        QTest::keyClick(text, Qt::Key_Home, Qt::ControlModifier);
        QTest::keyClick(text, Qt::Key_Space);
        QTest::keyClick(text, Qt::Key_Down);
        QVERIFY(text->isChanged());
        QCOMPARE(m_fixture->decisions().size(), 3);
        QTest::keyClick(text, Qt::Key_Escape);
        press(Qt::Key_End);
        QTRY_COMPARE(m_fixture->decisions().first().value("state").toString(), u"undone"_s);
    }

    void anItemThatWasTakenOverIsTakenBack()
    {
        fill(1);
        const QString bea = m_fixture->run(u"person.add"_s, Json::object({{"name", "Bea"}, {"kind", "person"}})).value("id").toString();
        QSignalSpy told(m_pane.get(), &Pane::noticeRequested);
        const Json item = Json::object({{"items", Json::array({Json(m_pane->session()->currentId())})}, {"take_over", true}});
        QVERIFY(m_fixture->triedAs(bea, u"review.claim"_s, item));
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(told.first().first().value<Notice>().what, u"Bea took this item over"_s);
        QVERIFY(!m_pane->action(u"approved"_s)->isEnabled());
        press(Qt::Key_A);
        QCOMPARE(m_fixture->decisions().size(), 0);
        QTest::keyClick(m_pane->item()->text(), Qt::Key_T, Qt::ControlModifier);
        QTRY_VERIFY(m_pane->session()->current().value("claim").value("mine").toBool());
        QStringList log;
        for (const Json &entry : m_pane->session()->current().value("log").items())
            log.append(u"%1 from %2"_s.arg(entry.value("what").toString(), entry.value("from").value("name").toString()));
        QCOMPARE(log, QStringList({u"taken_over from Ada"_s, u"taken_over from Bea"_s}));
        press(Qt::Key_A);
        QTRY_COMPARE(m_fixture->decisions().size(), 1);
    }

    void whatAnAgentProposesAPersonTakes()
    {
        fill(2);
        const QString id = m_pane->session()->current().value("context").toString();
        const QString agent = m_fixture->run(u"person.add"_s, Json::object({{"name", "Bot"}, {"kind", "agent"}})).value("id").toString();
        Json data = m_pane->session()->current().value("data");
        data.insert("title", "The mill on the Oder");
        data.insert("generated_content", "The mill was built in 1874 by the Ferrin family. It ground rye.\n\nThe **wheel** is of oak.");
        QVERIFY(m_fixture->triedAs(
            agent, u"review.propose"_s,
            Json::object(
                {{"item", Json(m_pane->session()->currentId())}, {"decision", "edited"}, {"data", data}, {"note", "shorter"}, {"key", "p"}})));
        QTRY_COMPARE(m_pane->session()->current().value("proposals").size(), 1);
        QCOMPARE(m_fixture->decisions().size(), 0); // nothing is decided by it
        QTest::keyClick(m_pane->item()->text(), Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(m_pane->item()->text()->isChanged());
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        press(Qt::Key_A);
        QTRY_COMPARE(m_fixture->decisions().size(), 1);
        const Json decision = m_fixture->decisions().first();
        QCOMPARE(decision.value("decision").toString(), u"edited"_s);
        QCOMPARE(decision.value("by").value("name").toString(), u"Ada"_s);
        QCOMPARE(decision.value("note").toString(), u"shorter"_s);
        QTRY_COMPARE(m_fixture->data(id).value("title").toString(), u"The mill on the Oder"_s); // also what is beside the text
        QVERIFY(m_fixture->data(id).value("generated_content").toString().contains(u"It ground rye."_s));
    }

    void whatIsProposedGoesWithTheDiscardedEdit()
    {
        fill(2);
        const QString id = m_pane->session()->current().value("context").toString();
        const QString was = m_fixture->data(id).value("title").toString();
        propose(u"Bot"_s, Json::object({{"title", "The mill on the Oder"}, {"generated_content", "It ground rye."}}));
        press(u"proposal"_s);
        QVERIFY(m_pane->item()->text()->isChanged());
        press(u"discard"_s);
        QVERIFY(!m_pane->item()->text()->isChanged());
        QVERIFY(banner().isEmpty());
        QVERIFY(!m_pane->action(u"discard"_s)->isEnabled());
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        press(Qt::Key_A);
        QTRY_COMPARE(m_fixture->decisions().size(), 1);
        QCOMPARE(m_fixture->decisions().first().value("decision").toString(), u"approved"_s);
        QCOMPARE(m_fixture->data(id).value("title").toString(), was);
    }

    void whatIsProposedGoesWithTheDocumentItWasMadeFor()
    {
        fill(2);
        const QString id = m_pane->session()->current().value("context").toString();
        const QString was = m_fixture->data(id).value("title").toString();
        propose(u"Bot"_s, Json::object({{"title", "The mill on the Oder"}}));
        press(u"proposal"_s);
        QVERIFY(!m_pane->item()->text()->isChanged());
        QVERIFY(m_pane->action(u"discard"_s)->isEnabled()); // the title is none of the text
        change(Json::object({{"author", "Bea"}}));
        QTRY_VERIFY(banner().contains(u"looked at again"_s));
        QVERIFY(!m_pane->action(u"discard"_s)->isEnabled());
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        press(Qt::Key_A);
        QTRY_COMPARE(m_fixture->decisions().size(), 1);
        QCOMPARE(m_fixture->decisions().first().value("decision").toString(), u"approved"_s);
        QCOMPARE(m_fixture->data(id).value("author").toString(), u"Bea"_s);
        QCOMPARE(m_fixture->data(id).value("title").toString(), was);
    }

    void oneProposalInheritsNothingFromAnother()
    {
        fill(1);
        const ReviewDraft before = m_pane->item()->draft();
        propose(u"Bot"_s, Json::object({{"generated_content", "It ground rye."}}), u"shorter"_s);
        propose(u"Bit"_s, {});
        press(u"proposal"_s);
        QCOMPARE(m_pane->item()->draft().note, u"shorter"_s);
        QVERIFY(m_pane->item()->isEdited());
        press(u"proposal"_s);
        QVERIFY(banner().contains(u"Bit"_s));
        QCOMPARE(m_pane->item()->draft(), before);
    }

    void anEditOutlivesAChangeThatIsNoneOfTheDocument()
    {
        fill(1);
        const QString id = m_pane->session()->current().value("context").toString();
        const qint64 revision = m_pane->item()->shownRevision();
        press(Qt::Key_E);
        QTest::keyClicks(m_pane->item()->text(), u"Words. "_s);
        for (const bool finished : {false, true}) {
            m_fixture->run(u"review.author"_s,
                           Json::object({{"items", Json::array({Json(m_pane->session()->currentId())})}, {"finished", Json(finished)}}));
        }
        QTRY_COMPARE(m_pane->item()->shownRevision(), revision + 2);
        QVERIFY(banner().isEmpty());
        press(u"accept"_s);
        QTRY_COMPARE(m_fixture->decisions().size(), 1);
        QVERIFY(m_fixture->data(id).value("generated_content").toString().startsWith(u"Words. "_s));
    }

    void anEditOfWhatTheDocumentWasIsKeptAndTold()
    {
        fill(2);
        const QString item = m_pane->session()->currentId();
        press(Qt::Key_E);
        QTest::keyClicks(m_pane->item()->text(), u"Words. "_s);
        const QString typed = m_pane->item()->text()->rendered();
        m_pane->session()->drop({item});
        QTRY_VERIFY(m_pane->session()->currentId() != item);
        m_fixture->run(u"review.change"_s,
                       Json::object({{"item", Json(item)}, {"data", Json::object({{"title", "A mill"}, {"generated_content", "It ground rye."}})}}));
        m_pane->session()->drop({item});
        m_pane->session()->open(item, false);
        QTRY_COMPARE(m_pane->session()->currentId(), item);
        QVERIFY(banner().contains(u"changed meanwhile"_s));
        QCOMPARE(m_pane->item()->text()->rendered(), typed);
        press(u"discard"_s);
        QVERIFY(banner().isEmpty());
        QCOMPARE(m_pane->item()->text()->rendered(), u"It ground rye."_s);
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        press(Qt::Key_A);
        QTRY_COMPARE(m_fixture->decisions().size(), 1);
    }

    void aRejectedDocumentRunsAgainWithTheNote()
    {
        m_fixture->run(u"pipeline.save"_s, Json::object({{"definition", *Json::parse(R"({"format":"millrace.pipeline/1","id":"notes","nodes":[
            {"id":"draft","title":"Draft","component":"set_fields","config":{"fields":{"drafted":true}}},
            {"id":"check","component":"review","config":{"text":"generated_content"}}],
            "links":[{"from":{"node":"draft"},"to":{"node":"check"}}]})")}}));
        m_fixture->submit(1);
        QVERIFY(m_fixture->waitForWaiting(1));
        show();
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        const QString first = m_pane->session()->currentId();
        QTest::keyClick(m_pane->item()->text(), Qt::Key_M, Qt::ControlModifier);
        QTest::keyClicks(QApplication::focusWidget(), u"Say who built it"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        auto *choice = qobject_cast<QComboBox *>(QApplication::focusWidget());
        QVERIFY(choice);
        QTest::keyClick(choice, Qt::Key_Down);
        QCOMPARE(choice->currentData().toString(), u"draft"_s);
        QTest::keyClick(choice, Qt::Key_X);
        QTRY_VERIFY(m_pane->session()->currentId() != first && !m_pane->session()->currentId().isEmpty()); // it is here again
        QTRY_COMPARE(m_pane->session()->current().value("visit").toInt(), 2);
        QCOMPARE(m_pane->session()->current().value("data").value("review").value("note").toString(), u"Say who built it"_s);
    }

    void aCorrectionListsWhatWasPublished()
    {
        m_fixture->run(
            u"pipeline.save"_s,
            Json::object({{"definition",
                           Json::object({{"format", "millrace.pipeline/1"},
                                         {"id", "notes"},
                                         {"nodes",
                                          *Json::parse(R"([{"id":"check","component":"review","config":{"text":"generated_content"}},
                                         {"id":"out","component":"publish","config":{"to":"json_lines","at":"%1"}}])"_ba.replace(
                                              "%1", m_fixture->path(u"out.jsonl"_s).toUtf8()))},
                                         {"links", *Json::parse(R"([{"from":{"node":"check","port":"approved"},"to":{"node":"out"}}])")}})}}));
        m_fixture->submit(1);
        QVERIFY(m_fixture->waitForWaiting(1));
        show();
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        const QString id = m_pane->session()->current().value("context").toString();
        press(Qt::Key_A);
        QTRY_COMPARE(m_fixture->run(u"context.get"_s, Json::object({{"id", Json(id)}})).value("status").toString(), u"completed"_s);
        QTest::keyClick(m_pane->item()->text(), Qt::Key_3, Qt::AltModifier);
        auto *view = m_pane->findChild<DecisionsView *>();
        auto *list = view->findChild<QTreeView *>();
        QTRY_COMPARE(view->current().value("decision").toString(), u"approved"_s);
        QSignalSpy told(m_pane.get(), &Pane::noticeRequested);
        QTest::keyClick(list, Qt::Key_X);
        QTRY_COMPARE(told.size(), 1);
        QVERIFY2(told.first().first().value<Notice>().why.contains(u"out.jsonl"_s), qPrintable(told.first().first().value<Notice>().why));
        QTRY_COMPARE(m_fixture->decisions().size(), 2);
        QTest::keyClick(list, Qt::Key_End);
        QTRY_COMPARE(view->current().value("state").toString(), u"corrected"_s);
        // And it stays listed at the decision that it took the place of.
        QVERIFY(std::ranges::any_of(view->findChildren<QLabel *>(), [](const QLabel *label) { return label->text().contains(u"out.jsonl"_s); }));
    }

    void theStatisticsSayWhichThresholdToChoose()
    {
        fill(60);
        Json items = m_fixture->run(u"review.list"_s, Json::object({{"order", "confidence"}, {"limit", 100}})).value("items");
        Json low = Json::array();
        Json high = Json::array();
        for (const Json &item : items.items())
            (item.value("confidence").toDouble() < 0.5 ? low : high).append(item.value("item"));
        m_fixture->run(u"review.decide_many"_s, Json::object({{"items", low}, {"decision", "rejected"}, {"key", "low"}}));
        m_fixture->run(u"review.decide_many"_s, Json::object({{"items", high}, {"decision", "approved"}, {"key", "high"}}));
        QTest::keyClick(m_pane->item()->text(), Qt::Key_4, Qt::AltModifier);
        auto *view = m_pane->findChild<QualityView *>();
        auto *table = view->findChild<QTreeView *>();
        QTRY_VERIFY(table->model()->rowCount() > 2);
        const QAbstractItemModelTester tester(table->model());
        QTest::keyClick(table, Qt::Key_W, Qt::ControlModifier);
        auto *wanted = qobject_cast<QAbstractSpinBox *>(QApplication::focusWidget());
        QVERIFY(wanted);
        wanted->selectAll();
        QTest::keyClicks(wanted, u"20"_s);
        QTest::keyClick(wanted, Qt::Key_Return);
        const Json quality = m_fixture->run(u"review.quality"_s, Json::object({{"wanted_error", 0.2}}));
        QVERIFY(quality.value("chosen").isObject());
        const QString percent = QLocale().toString(quality.value("chosen").value("at").toDouble(), 'f', 2);
        QTRY_VERIFY2(std::ranges::any_of(view->findChildren<QLabel *>(), [&](const QLabel *label) { return label->text().contains(percent); }),
                     qPrintable(percent));
    }

    void aPackGoesAwayAndComesBack()
    {
        fill(3);
        const QString path = m_fixture->path(u"train.millrace"_s);
        const auto choose = [&](Qt::Key key) {
            QTest::keyClick(m_pane->item()->text(), key, Qt::ControlModifier | Qt::ShiftModifier);
            auto *dialog = m_pane->findChild<QFileDialog *>();
            QVERIFY(dialog);
            auto *name = dialog->findChild<QLineEdit *>(u"fileNameEdit"_s);
            QVERIFY(name);
            name->setText(path);
            QTest::keyClick(name, Qt::Key_Return);
            QTRY_VERIFY(!m_pane->findChild<QFileDialog *>());
        };
        QSignalSpy told(m_pane.get(), &Pane::noticeRequested);
        choose(Qt::Key_P);
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(told.first().first().value<Notice>().what, u"2 items are in the pack"_s); // what is before the person stays here
        QVERIFY(QFile::exists(path));
        QTRY_COMPARE(m_pane->session()->ahead(), 0);
        {
            WorkspaceOptions options;
            options.path = path;
            options.indexPath = path + u".index"_s;
            options.actorName = u"Ada on the train"_s;
            const auto laptop = Workspace::open(options);
            QVERIFY(laptop);
            ReviewPane there(laptop->get());
            there.resize(1200, 720);
            there.show();
            there.activateWindow();
            QTRY_VERIFY(there.item()->isOnScreen());
            QTest::keyClick(there.item()->text(), Qt::Key_A);
            QTRY_VERIFY(there.item()->isOnScreen());
            QTest::keyClick(there.item()->text(), Qt::Key_X);
            QTRY_COMPARE(there.session()->unsettled(), 0);
        }
        m_pane->activateWindow();
        QTRY_VERIFY(m_pane->isActiveWindow());
        m_pane->item()->text()->setFocus();
        choose(Qt::Key_I);
        QTRY_COMPARE(told.size(), 2);
        QCOMPARE(told.last().first().value<Notice>().what, u"2 decisions are merged"_s);
        QCOMPARE(m_fixture->decisions().size(), 0);
        QCOMPARE(m_fixture->run(u"review.decisions"_s).value("decisions").size(), 2);
    }

    void textsFollowTheThemeWhileItRuns()
    {
        fill(1);
        for (const ThemeMode mode : {ThemeMode::Dark, ThemeMode::Light, ThemeMode::Dark}) {
            Theme::current()->setMode(mode);
            QTest::qWait(50);
            for (QAbstractScrollArea *area : m_pane->findChildren<QAbstractScrollArea *>()) {
                if (!area->isVisible() || area->viewport()->width() < 8 || area->viewport()->height() < 8)
                    continue;
                const QColor ground = area->viewport()->grab().toImage().pixelColor(area->viewport()->width() - 3, area->viewport()->height() - 3);
                QVERIFY2((ground.lightness() < 128) == (mode == ThemeMode::Dark),
                         qPrintable(u"%1 is %2"_s.arg(QString::fromLatin1(area->metaObject()->className()), ground.name())));
            }
        }
        Theme::current()->setMode(ThemeMode::Light);
    }

    void everyControlHasANameInEveryState()
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
        fill(4, ReviewFixture::formConfig());
        check("item");
        const QString agent = m_fixture->run(u"person.add"_s, Json::object({{"name", "Bot"}, {"kind", "agent"}})).value("id").toString();
        const Json item = Json(m_pane->session()->currentId());
        QVERIFY(m_fixture->triedAs(agent, u"review.propose"_s,
                                   Json::object({{"item", item}, {"decision", "rejected"}, {"answers", Json::object({{"label", "place"}})}})));
        QVERIFY(m_fixture->triedAs(agent, u"review.comment"_s, Json::object({{"item", item}, {"text", "Which mill?"}})));
        QTRY_VERIFY(m_pane->item()->comments()->open() == 1 && m_pane->session()->current().value("proposals").size() == 1);
        check("proposal and comment");
        press(Qt::Key_E);
        QTest::keyClicks(m_pane->item()->text(), u"Words. "_s);
        check("editing");
        QTest::keyClick(m_pane->item()->text(), Qt::Key_D, Qt::ControlModifier);
        check("changes");
        for (const ReviewPane::Room room : {ReviewPane::Room::Queue, ReviewPane::Room::Decisions, ReviewPane::Room::Quality}) {
            m_pane->setRoom(room);
            check("room");
        }
        m_pane->setRoom(ReviewPane::Room::Queue);
        auto *list = m_pane->queue()->findChild<QTreeView *>();
        QTRY_VERIFY(list->model()->rowCount() > 0);
        QTest::keyClick(list, Qt::Key_A, Qt::ControlModifier);
        check("many");
    }

    void misspeltWordsAreFound()
    {
        fill(1);
        SpellCheck *spelling = m_pane->item()->text()->spelling();
        spelling->setLanguage(u"en"_s);
        QSignalSpy checked(spelling, &SpellCheck::checked);
        QTRY_VERIFY(!checked.isEmpty());
        if (spelling->dictionary().isEmpty())
            QSKIP("no English dictionary on this machine");
        press(Qt::Key_E);
        ReviewText *text = m_pane->item()->text();
        QTest::keyClick(text, Qt::Key_Home, Qt::ControlModifier);
        QTest::keyClicks(text, u"Teh "_s);
        QVERIFY(spelling->isMisspelt(u"Teh"_s));
        QVERIFY(spelling->suggestions(u"Teh"_s).contains(u"The"_s));
        QTest::keyClick(text, Qt::Key_End, Qt::ControlModifier);
        QTest::keyClick(text, Qt::Key_F7);
        QCOMPARE(text->textCursor().selectedText(), u"Teh"_s);
    }

    void everyActionHasAKeyAndEveryControlAName()
    {
        fill(2, ReviewFixture::formConfig());
        for (const QAction *action : m_pane->actions()) {
            QVERIFY2(!action->text().isEmpty(), "an action without a text");
            if (!action->text().startsWith(u"Readability"_s)) // ratings between the ends have no keys in this form
                QVERIFY2(!action->shortcut().isEmpty(), qPrintable(action->text()));
        }
        for (int room = 0; room < 4; ++room) {
            m_pane->setRoom(static_cast<ReviewPane::Room>(room));
            QTest::qWait(50);
            for (QWidget *widget : m_pane->findChildren<QWidget *>()) {
                if (!widget->isVisible() || widget->focusProxy() || !(widget->focusPolicy() & Qt::TabFocus))
                    continue;
                QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(widget);
                QVERIFY(accessible);
                const QString name = accessible->text(QAccessible::Name) + accessible->text(QAccessible::Description);
                QVERIFY2(!name.isEmpty(), widget->metaObject()->className());
            }
        }
    }

private:
    void show()
    {
        m_pane = std::make_unique<ReviewPane>(m_fixture->workspace());
        m_pane->resize(1200, 720);
        m_pane->show();
        m_pane->activateWindow();
    }

    void fill(int count, const Json &config = Json::object())
    {
        m_fixture->saveReview(config);
        m_fixture->submit(count);
        QVERIFY(m_fixture->waitForWaiting(count));
        show();
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        QTRY_VERIFY(!m_pane->session()->isAsking());
    }

    void press(Qt::Key key) { QTest::keyClick(m_pane->item()->text(), key); }
    void press(const QString &action)
    {
        const QKeyCombination key = m_pane->action(action)->shortcut()[0];
        QTest::keyClick(m_pane->item()->text(), key.key(), key.keyboardModifiers());
    }

    /// The banner over the item; empty where there is none.
    QString banner() const
    {
        for (const QLabel *label : m_pane->item()->findChildren<QLabel *>(Qt::FindDirectChildrenOnly)) {
            if (label->isVisible() && label->autoFillBackground())
                return label->text();
        }
        return {};
    }

    /// The document of the item with other fields.
    Json with(const Json &fields) const
    {
        Json data = m_pane->session()->current().value("data");
        for (const JsonMember &field : fields.members())
            data.insert(field.key, field.value);
        return data;
    }

    void change(const Json &fields)
    {
        m_fixture->run(u"review.change"_s, Json::object({{"item", Json(m_pane->session()->currentId())}, {"data", with(fields)}}));
    }

    /// An agent proposes other fields; with none, a rejection.
    void propose(const QString &name, const Json &fields, const QString &note = {})
    {
        const qsizetype known = m_pane->session()->current().value("proposals").size();
        const QString agent = m_fixture->run(u"person.add"_s, Json::object({{"name", Json(name)}, {"kind", "agent"}})).value("id").toString();
        Json args = Json::object({{"item", Json(m_pane->session()->currentId())}, {"decision", "rejected"}, {"key", Json(name)}});
        if (!fields.isNull()) {
            args.insert("decision", "edited");
            args.insert("data", with(fields));
        }
        if (!note.isEmpty())
            args.insert("note", Json(note));
        QVERIFY(m_fixture->triedAs(agent, u"review.propose"_s, args));
        QTRY_COMPARE(m_pane->session()->current().value("proposals").size(), known + 1);
    }

    QString title() const { return m_pane->session()->current().value("title").toString(); }
    Json answers() const { return m_pane->item()->form()->value().value_or(Json()); }

    std::unique_ptr<ReviewFixture> m_fixture;
    std::unique_ptr<ReviewPane> m_pane;
};

QTEST_MAIN(TestReviewPane)
#include "tst_reviewpane.moc"
