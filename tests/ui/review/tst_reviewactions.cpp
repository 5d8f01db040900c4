// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/reviewpane.h"

#include "common/schemaform.h"
#include "common/searchfield.h"
#include "common/sourceview.h"
#include "review/answersdialog.h"
#include "review/commentlist.h"
#include "review/decisionbar.h"
#include "review/decisionsview.h"
#include "review/queueview.h"
#include "review/reviewrows.h"
#include "review/reviewtext.h"
#include "review/spellcheck.h"
#include "reviewsupport.h"
#include "ui/namelesscontrols.h"

#include <QAbstractSpinBox>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QKeySequenceEdit>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

constexpr auto kWithDraft = R"({"format":"millrace.pipeline/1","id":"notes","nodes":[
    {"id":"draft","title":"Draft","component":"set_fields","config":{"fields":{"drafted":true}}},
    {"id":"check","component":"review","config":{"text":"generated_content"}}],
    "links":[{"from":{"node":"draft"},"to":{"node":"check"}}]})";

} // namespace

/// Every action of the review, one after the other, by its key alone.
class TestReviewActions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<ReviewFixture>(); }
    void cleanup()
    {
        m_pane.reset();
        m_fixture.reset();
    }

    /// A row for each action that the pane has: one without a test fails here.
    void everyActionHasATest()
    {
        m_fixture->saveReview({});
        show();
        QStringList untested;
        for (const QAction *action : m_pane->actions()) {
            if (std::ranges::none_of(tests(), [&](const Test &test) { return m_pane->action(QLatin1StringView(test.action)) == action; }))
                untested.append(action->text());
        }
        QCOMPARE(untested, QStringList());
    }

    void doesWhatItSays_data()
    {
        QTest::addColumn<int>("test");
        for (qsizetype i = 0; i < tests().size(); ++i)
            QTest::newRow(tests().at(i).action) << static_cast<int>(i);
    }

    void doesWhatItSays()
    {
        QFETCH(int, test);
        const Test &one = tests().at(test);
        if (one.isRerun) {
            m_fixture->run(u"pipeline.save"_s, Json::object({{"definition", *Json::parse(kWithDraft)}}));
        } else {
            m_fixture->saveReview(ReviewFixture::formConfig());
        }
        m_fixture->submit(4);
        QVERIFY(m_fixture->waitForWaiting(4));
        show();
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        QTRY_VERIFY(!m_pane->session()->isAsking());
        (this->*one.run)(QLatin1StringView(one.action));
    }

    // --- what the lists do by keys of their own
    void returnInTheQueueOpensTheItem()
    {
        fill();
        press(u"roomQueue"_s);
        QTRY_COMPARE(queue()->model()->rowCount(), 4);
        QTest::keyClick(queue(), Qt::Key_End);
        const QString title = queue()->currentIndex().siblingAtColumn(0).data().toString();
        QTest::keyClick(queue(), Qt::Key_Return);
        QCOMPARE(m_pane->room(), ReviewPane::Room::Item);
        QTRY_COMPARE(m_pane->session()->current().value("title").toString(), title);
    }

    void theQueueIsNarrowedAndSortedByKeys()
    {
        fill();
        press(u"roomQueue"_s);
        QTRY_COMPARE(queue()->model()->rowCount(), 4);
        const auto boxes = m_pane->queue()->findChildren<QComboBox *>();
        const auto box = [&](const QString &name) { return *std::ranges::find(boxes, name, &QWidget::accessibleName); };
        // Tab comes to each of them.
        QTRY_VERIFY(box(u"Label"_s)->isVisible());
        press(u"find"_s);
        for (const QString &name : {u"Pipeline"_s, u"Label"_s, u"Whose"_s, u"Order"_s}) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            QCOMPARE(QApplication::focusWidget(), box(name));
        }
        QTest::keyClicks(box(u"Order"_s), u"Low"_s);
        QTRY_COMPARE(m_pane->session()->order(), u"confidence"_s);
        QTest::keyClick(box(u"Whose"_s), Qt::Key_Down);
        QTRY_COMPARE(m_pane->session()->filter().value("assignee").toString(), u"me"_s);
        QTRY_COMPARE(queue()->model()->rowCount(), 0);
        QTest::keyClick(box(u"Whose"_s), Qt::Key_Up);
        QTRY_COMPARE(queue()->model()->rowCount(), 4);
    }

    // With a question in the form every one of them was refused; each was taken back by a key of its own.
    void manyAreAnsweredOnceAndTakenBackTogether()
    {
        m_fixture->saveReview(ReviewFixture::formConfig());
        m_fixture->submit(4);
        QVERIFY(m_fixture->waitForWaiting(4));
        show();
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        press(u"roomQueue"_s);
        QTRY_COMPARE(queue()->model()->rowCount(), 4);
        const Json before = m_pane->item()->draft().answers;
        QTest::keyClick(queue(), Qt::Key_2); // a key of the form, of an item that is not on the screen
        QCOMPARE(m_pane->item()->draft().answers, before);
        QTest::keyClick(queue(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(queue(), Qt::Key_A);
        AnswersDialog *dialog = nullptr;
        QTRY_VERIFY(dialog = m_pane->findChild<AnswersDialog *>());
        QCOMPARE(namelessControls(dialog), QStringList());
        QTRY_VERIFY(dialog->isActiveWindow());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return); // nothing is answered yet
        QTest::qWait(50);
        QCOMPARE(m_fixture->decisions().size(), 0);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_2);
        QCOMPARE(dialog->answers().value("label").toString(), u"place"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_COMPARE(m_fixture->decisions().size(), 4);
        for (const Json &decision : m_fixture->decisions())
            QCOMPARE(decision.value("answers").value("label").toString(), u"place"_s);
        QTRY_COMPARE(queue()->model()->rowCount(), 0);
        m_pane->activateWindow();
        QTRY_VERIFY(m_pane->isActiveWindow());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Backspace);
        QTRY_COMPARE(queue()->model()->rowCount(), 4);
        for (const Json &decision : m_fixture->decisions())
            QCOMPARE(decision.value("state").toString(), u"undone"_s);
    }

    // A closed box takes no part in shortcuts: "a" for "Assigned to me" approved whatever was selected.
    void lettersInAFilterDecideNothing()
    {
        m_fixture->saveReview({});
        m_fixture->submit(4);
        QVERIFY(m_fixture->waitForWaiting(4));
        show();
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        press(u"roomQueue"_s);
        QTRY_COMPARE(queue()->model()->rowCount(), 4);
        QTest::keyClick(queue(), Qt::Key_A, Qt::ControlModifier);
        const auto boxes = m_pane->queue()->findChildren<QComboBox *>();
        auto *whose = *std::ranges::find(boxes, u"Whose"_s, &QWidget::accessibleName);
        whose->setFocus();
        QTest::keyClick(whose, Qt::Key_A);
        QTRY_COMPARE(m_pane->session()->filter().value("assignee").toString(), u"me"_s);
        QCOMPARE(m_fixture->decisions().size(), 0);
    }

    // It stood at the first place where the words are.
    void aCommentStandsWhereItWasMade()
    {
        fill();
        const QString shown = text()->toPlainText();
        const QString words = u"The"_s;
        const auto second = static_cast<int>(shown.indexOf(words, shown.indexOf(words) + 1));
        QVERIFY(second > 0);
        QTextCursor cursor = text()->textCursor();
        cursor.setPosition(second);
        cursor.setPosition(second + static_cast<int>(words.size()), QTextCursor::KeepAnchor);
        text()->setTextCursor(cursor);
        press(u"comment"_s);
        QTest::keyClicks(QApplication::focusWidget(), u"Which?"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_COMPARE(m_pane->item()->comments()->open(), 1);
        press(u"nextComment"_s);
        QCOMPARE(text()->textCursor().selectionStart(), second);
        QCOMPARE(text()->textCursor().selectedText(), words);
    }

    void returnAmongTheDecisionsShowsTheContextAndSpaceEverybodys()
    {
        fill();
        const QString bea = m_fixture->run(u"person.add"_s, Json::object({{"name", "Bea"}, {"kind", "person"}})).value("id").toString();
        const Json last = m_fixture->run(u"review.list"_s, Json::object({{"order", "newest"}})).value("items").at(0);
        QVERIFY(m_fixture->triedAs(bea, u"review.claim"_s, Json::object({{"items", Json::array({last.value("item")})}, {"take_over", true}})));
        QVERIFY(m_fixture->triedAs(bea, u"review.decide"_s, Json::object({{"item", last.value("item")}, {"decision", "escalated"}})));
        press(u"approved"_s);
        QTRY_COMPARE(m_fixture->decisions().size(), 1);
        press(u"roomDecisions"_s);
        auto *list = m_pane->findChild<DecisionsView *>()->findChild<QTreeView *>();
        QTRY_COMPARE(list->model()->rowCount(), 1);
        auto *everybody = m_pane->findChild<DecisionsView *>()->findChild<QCheckBox *>();
        QTest::keyClick(list, Qt::Key_Tab, Qt::ShiftModifier);
        QCOMPARE(QApplication::focusWidget(), everybody);
        QTest::keyClick(everybody, Qt::Key_Space);
        QTRY_COMPARE(list->model()->rowCount(), 2);
        QSignalSpy opened(m_pane.get(), &Pane::openRequested);
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().value<PaneTarget>().pane, u"contexts"_s);
    }

    void editGoesFromTheQueueToTheText()
    {
        fill();
        press(u"roomQueue"_s);
        QTRY_COMPARE(queue()->model()->rowCount(), 4);
        QTest::keyClick(queue(), Qt::Key_End);
        const QString title = queue()->currentIndex().siblingAtColumn(0).data().toString();
        QTest::keyClick(queue(), Qt::Key_E);
        QTRY_COMPARE(m_pane->session()->current().value("title").toString(), title);
        QCOMPARE(m_pane->room(), ReviewPane::Room::Item);
    }

private:
    struct Test
    {
        const char *action;
        void (TestReviewActions::*run)(const QString &);
        bool isRerun = false; ///< needs a step before the review
    };

    static const QList<Test> &tests()
    {
        using T = TestReviewActions;
        static const QList<Test> all{
            {"approved", &T::decides},
            {"rejected", &T::decides},
            {"skipped", &T::decides},
            {"escalated", &T::decides},
            {"edited", &T::edits},
            {"undo", &T::undoes},
            {"accept", &T::accepts},
            {"discard", &T::discards},
            {"differences", &T::showsDifferences},
            {"nextSentence", &T::goesToSentences},
            {"previousSentence", &T::goesToSentences},
            {"source", &T::hidesTheSource},
            {"note", &T::goesToTheNote},
            {"rerun", &T::goesToWhatARejectionDoes, true},
            {"form", &T::goesToTheForm},
            {"comment", &T::comments},
            {"nextComment", &T::goesToComments},
            {"previousComment", &T::goesToComments},
            {"resolve", &T::goesToComments},
            {"nextMisspelt", &T::corrects},
            {"suggestions", &T::corrects},
            {"spelling", &T::turnsSpellingOff},
            {"takeOver", &T::takesOver},
            {"proposal", &T::looksAtProposals},
            {"author", &T::givesBack},
            {"context", &T::showsTheContext},
            {"roomItem", &T::changesRooms},
            {"roomQueue", &T::changesRooms},
            {"roomDecisions", &T::changesRooms},
            {"roomQuality", &T::changesRooms},
            {"find", &T::searches},
            {"wanted", &T::goesToTheWantedError},
            {"keys", &T::choosesKeys},
            {"pack", &T::asksForAFile},
            {"merge", &T::asksForAFile},
        };
        return all;
    }

    void decides(const QString &name)
    {
        const QString title = m_pane->session()->current().value("title").toString();
        press(name);
        QTRY_COMPARE(m_fixture->decisions().size(), 1);
        QCOMPARE(m_fixture->decisions().first().value("decision").toString(), name);
        QCOMPARE(m_fixture->decisions().first().value("title").toString(), title);
        QVERIFY(m_pane->session()->current().value("title").toString() != title);
    }

    void edits(const QString &name)
    {
        QVERIFY(offered().contains(u"Reject"_s));
        press(name);
        QVERIFY(text()->isEditing());
        QTRY_COMPARE(offered(), QStringList({u"Approve as edited"_s, u"Show what was changed"_s, u"Discard the edit"_s})); // letters are text
        QTest::keyClicks(QApplication::focusWidget(), u"A "_s);
        QVERIFY(text()->isChanged());
        QTest::keyClick(text(), Qt::Key_Escape);
        QVERIFY(!text()->isEditing());
        QTRY_VERIFY(offered().contains(u"Reject"_s));
    }

    /// The keys that the bar offers, as its buttons name them.
    QStringList offered() const
    {
        QStringList names;
        for (const QAbstractButton *button : m_pane->findChild<DecisionBar *>()->findChildren<QAbstractButton *>()) {
            if (button->isVisible())
                names.append(button->accessibleName());
        }
        return names;
    }

    void undoes(const QString &name)
    {
        const QString title = m_pane->session()->current().value("title").toString();
        press(u"approved"_s);
        QTRY_COMPARE(m_fixture->decisions().size(), 1);
        press(name);
        QTRY_COMPARE(m_pane->session()->current().value("title").toString(), title);
        QCOMPARE(m_fixture->decisions().first().value("state").toString(), u"undone"_s);
    }

    void accepts(const QString &name)
    {
        press(u"edited"_s);
        QTest::keyClicks(text(), u"Words. "_s);
        press(name);
        QTRY_COMPARE(m_fixture->decisions().size(), 1);
        QCOMPARE(m_fixture->decisions().first().value("decision").toString(), u"edited"_s);
    }

    void discards(const QString &name)
    {
        press(u"edited"_s);
        QTest::keyClicks(text(), u"Words. "_s);
        press(name);
        QVERIFY(!text()->isChanged());
        QVERIFY(!m_pane->action(name)->isEnabled());
    }

    void showsDifferences(const QString &name)
    {
        press(u"edited"_s);
        QTest::keyClicks(text(), u"Words. "_s);
        press(name);
        QVERIFY(m_pane->item()->isDiffShown());
        press(name);
        QVERIFY(!m_pane->item()->isDiffShown());
    }

    void goesToSentences(const QString &name)
    {
        press(u"nextSentence"_s);
        QCOMPARE(text()->current(), 0);
        press(name);
        QCOMPARE(text()->current(), name == "nextSentence"_L1 ? 1 : static_cast<int>(text()->spans().size()) - 1);
        QVERIFY(m_pane->item()->source()->textCursor().position() > 0);
    }

    void hidesTheSource(const QString &name)
    {
        QVERIFY(m_pane->item()->source()->isVisible());
        press(name);
        QVERIFY(!m_pane->item()->source()->isVisible());
        press(name);
        QVERIFY(m_pane->item()->source()->isVisible());
    }

    void goesToTheNote(const QString &name)
    {
        press(name);
        QTest::keyClicks(QApplication::focusWidget(), u"a note"_s); // no decision is among these letters
        QCOMPARE(m_pane->item()->draft().note, u"a note"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QVERIFY(text()->hasFocus());
        QCOMPARE(m_fixture->decisions().size(), 0);
    }

    void goesToWhatARejectionDoes(const QString &name)
    {
        press(name);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        QCOMPARE(m_pane->item()->draft().rerunFrom, u"draft"_s);
    }

    void goesToTheForm(const QString &name)
    {
        press(name);
        QVERIFY(m_pane->item()->form()->isAncestorOf(QApplication::focusWidget()));
    }

    void comments(const QString &name)
    {
        press(name);
        QTest::keyClicks(QApplication::focusWidget(), u"Which mill?"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_COMPARE(m_pane->item()->comments()->open(), 1);
        QVERIFY(text()->hasFocus());
    }

    void goesToComments(const QString &name)
    {
        const Json item = Json(m_pane->session()->currentId());
        for (const int from : {0, 4}) { // "The", "mill"
            m_fixture->run(u"review.comment"_s,
                           Json::object({{"item", item}, {"text", "Which?"}, {"field", "/generated_content"}, {"from", from}, {"to", from + 3}}));
        }
        QTRY_COMPARE(m_pane->item()->comments()->open(), 2);
        press(u"nextComment"_s);
        QCOMPARE(text()->textCursor().selectionStart(), 0);
        press(name);
        if (name == "resolve"_L1) {
            QTRY_COMPARE(m_pane->item()->comments()->open(), 1);
        } else {
            QCOMPARE(text()->textCursor().selectionStart(), 4); // of two, both ways lead to the other
        }
    }

    void corrects(const QString &name)
    {
        SpellCheck *spelling = text()->spelling();
        spelling->setLanguage(u"en"_s);
        QSignalSpy checked(spelling, &SpellCheck::checked);
        press(u"edited"_s);
        QTest::keyClick(text(), Qt::Key_Home, Qt::ControlModifier);
        QTest::keyClicks(text(), u"Teh "_s);
        QTRY_VERIFY(!checked.isEmpty());
        if (spelling->dictionary().isEmpty())
            QSKIP("no English dictionary on this machine");
        QTest::keyClick(text(), Qt::Key_End, Qt::ControlModifier);
        press(u"nextMisspelt"_s);
        QCOMPARE(text()->textCursor().selectedText(), u"Teh"_s);
        if (name == "nextMisspelt"_L1)
            return;
        press(name);
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        const QString first = menu->actions().constFirst()->text();
        QTest::keyClick(menu, Qt::Key_Return);
        QVERIFY(text()->rendered().startsWith(first + u' '));
    }

    void turnsSpellingOff(const QString &name)
    {
        press(name);
        QVERIFY(!text()->spelling()->isEnabled());
        press(name);
        QVERIFY(text()->spelling()->isEnabled());
    }

    void takesOver(const QString &name)
    {
        const QString bea = m_fixture->run(u"person.add"_s, Json::object({{"name", "Bea"}, {"kind", "person"}})).value("id").toString();
        const Json item = Json::object({{"items", Json::array({Json(m_pane->session()->currentId())})}, {"take_over", true}});
        QVERIFY(m_fixture->triedAs(bea, u"review.claim"_s, item));
        QTRY_VERIFY(!m_pane->action(u"approved"_s)->isEnabled());
        press(name);
        QTRY_VERIFY(m_pane->action(u"approved"_s)->isEnabled());
    }

    void looksAtProposals(const QString &name)
    {
        const QString agent = m_fixture->run(u"person.add"_s, Json::object({{"name", "Bot"}, {"kind", "agent"}})).value("id").toString();
        const ReviewDraft before = m_pane->item()->draft();
        QVERIFY(m_fixture->triedAs(agent, u"review.propose"_s,
                                   Json::object({{"item", Json(m_pane->session()->currentId())},
                                                 {"decision", "rejected"},
                                                 {"note", "Not in the source"},
                                                 {"answers", Json::object({{"label", "person"}, {"reasons", Json::array({"wrong date"})}})}})));
        QTRY_COMPARE(m_pane->session()->current().value("proposals").size(), 1);
        press(name);
        QCOMPARE(m_pane->item()->draft().note, u"Not in the source"_s);
        QCOMPARE(m_pane->item()->draft().answers.value("label").toString(), u"person"_s);
        // Discarded, nothing of it stays behind.
        press(u"discard"_s);
        QCOMPARE(m_pane->item()->draft(), before);
        QVERIFY(!m_pane->action(u"discard"_s)->isEnabled());
    }

    void givesBack(const QString &name)
    {
        const QString item = m_pane->session()->currentId();
        press(name);
        QTRY_VERIFY(m_pane->session()->currentId() != item);
        const Json filter = Json::object({{"filter", Json::object({{"author", "unfinished"}})}});
        QTRY_COMPARE(m_fixture->run(u"review.list"_s, filter).value("items").at(0).value("item").toString(), item);
    }

    void showsTheContext(const QString &name)
    {
        QSignalSpy opened(m_pane.get(), &Pane::openRequested);
        press(name);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().value<PaneTarget>().contextId, m_pane->session()->current().value("context").toString());
    }

    void changesRooms(const QString &name)
    {
        static const QHash<QString, ReviewPane::Room> rooms{{u"roomItem"_s, ReviewPane::Room::Item},
                                                            {u"roomQueue"_s, ReviewPane::Room::Queue},
                                                            {u"roomDecisions"_s, ReviewPane::Room::Decisions},
                                                            {u"roomQuality"_s, ReviewPane::Room::Quality}};
        press(name == "roomItem"_L1 ? u"roomQuality"_s : u"roomItem"_s);
        press(name);
        QCOMPARE(m_pane->room(), rooms.value(name));
        QVERIFY(m_pane->isAncestorOf(QApplication::focusWidget()));
    }

    void searches(const QString &name)
    {
        press(name);
        auto *field = qobject_cast<SearchField *>(QApplication::focusWidget());
        QVERIFY(field);
        const QString title = m_fixture->run(u"review.list"_s, Json::object({{"order", "newest"}})).value("items").at(0).value("title").toString();
        QTest::keyClicks(field, title);
        QTRY_COMPARE(queue()->model()->rowCount(), 1);
        QTest::keyClick(field, Qt::Key_Down);
        QVERIFY(queue()->hasFocus());
        // It is the one that comes next, too.
        press(u"roomItem"_s);
        QTRY_COMPARE(m_pane->session()->current().value("title").toString(), title);
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        press(u"approved"_s);
        QTRY_COMPARE(m_fixture->decisions().size(), 1);
        QTRY_VERIFY(m_pane->session()->current().isNull());
    }

    void goesToTheWantedError(const QString &name)
    {
        press(name);
        QCOMPARE(m_pane->room(), ReviewPane::Room::Quality);
        QVERIFY(qobject_cast<QAbstractSpinBox *>(QApplication::focusWidget()));
    }

    void choosesKeys(const QString &name)
    {
        press(name);
        auto *dialog = m_pane->findChild<QDialog *>();
        QVERIFY(dialog);
        QTRY_VERIFY(dialog->isActiveWindow());
        QCOMPARE(namelessControls(dialog), QStringList());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Q); // the first of them is to approve
        const auto *accept = dialog->findChild<QPushButton *>(u"use"_s);
        for (int i = 0; i < 10 && QApplication::focusWidget() != accept; ++i)
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), accept);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QTRY_VERIFY(!m_pane->findChild<QDialog *>());
        QCOMPARE(m_pane->action(u"approved"_s)->shortcut(), QKeySequence(Qt::Key_Q));
        m_pane->activateWindow();
        QTRY_VERIFY(m_pane->isActiveWindow());
        QTest::keyClick(text(), Qt::Key_Q);
        QTRY_COMPARE(m_fixture->decisions().size(), 1);
        // Escape is no wish: it leads out, also from where keys are taken.
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        press(name);
        QTRY_VERIFY(m_pane->findChild<QDialog *>() && m_pane->findChild<QDialog *>()->isActiveWindow());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTRY_VERIFY(!m_pane->findChild<QDialog *>());
        QCOMPARE(m_pane->action(u"approved"_s)->shortcut(), QKeySequence(Qt::Key_Q));
    }

    void asksForAFile(const QString &name)
    {
        press(name);
        auto *dialog = m_pane->findChild<QFileDialog *>();
        QVERIFY(dialog);
        QCOMPARE(dialog->acceptMode(), name == "pack"_L1 ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(!m_pane->findChild<QFileDialog *>());
    }

    void show()
    {
        m_pane = std::make_unique<ReviewPane>(m_fixture->workspace());
        m_pane->resize(1200, 720);
        m_pane->show();
        m_pane->activateWindow();
    }

    void fill()
    {
        m_fixture->saveReview(ReviewFixture::formConfig());
        m_fixture->submit(4);
        QVERIFY(m_fixture->waitForWaiting(4));
        show();
        QTRY_VERIFY(m_pane->item()->isOnScreen());
        QTRY_VERIFY(!m_pane->session()->isAsking());
    }

    /// The action's key, wherever the keyboard is.
    void press(const QString &action)
    {
        const QKeySequence key = m_pane->action(action)->shortcut();
        QVERIFY2(!key.isEmpty(), qPrintable(action));
        QWidget *focus = QApplication::focusWidget() ? QApplication::focusWidget() : m_pane.get();
        QTest::keyClick(focus, key[0].key(), key[0].keyboardModifiers());
    }

    ReviewText *text() const { return m_pane->item()->text(); }
    QTreeView *queue() const { return m_pane->queue()->findChild<QTreeView *>(); }

    std::unique_ptr<ReviewFixture> m_fixture;
    std::unique_ptr<ReviewPane> m_pane;
};

QTEST_MAIN(TestReviewActions)
#include "tst_reviewactions.moc"
