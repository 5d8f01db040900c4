// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// For looking at the pane with one's own eyes: reviewlook OUT-FOLDER, pictures of every state, light and dark, in two sizes.
#include "common/schemaform.h"
#include "review/commentlist.h"
#include "review/decisionsview.h"
#include "review/qualityview.h"
#include "review/queueview.h"
#include "review/reviewpane.h"
#include "review/reviewtext.h"
#include "reviewsupport.h"

#include <QAction>
#include <QApplication>
#include <QFileDialog>
#include <QLineEdit>
#include <QTest>
#include <QTreeView>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

QString folder;

void take(ReviewPane &pane, const QString &state)
{
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
        Theme::current()->setMode(mode);
        for (const QSize size : {QSize(1204, 760), QSize(1844, 1010)}) {
            pane.resize(size);
            QTest::qWait(250);
            pane.grab().save(u"%1/review-%2-%3-%4.png"_s.arg(folder, state, mode == ThemeMode::Dark ? u"dark"_s : u"light"_s).arg(size.width()));
        }
    }
    Theme::current()->setMode(ThemeMode::Light);
}

void takeDialog(ReviewPane &pane, const QString &state)
{
    auto *dialog = pane.findChild<QDialog *>();
    if (!dialog)
        qFatal("no dialog for %s", qPrintable(state));
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
        Theme::current()->setMode(mode);
        QTest::qWait(250);
        dialog->grab().save(u"%1/review-%2-%3.png"_s.arg(folder, state, mode == ThemeMode::Dark ? u"dark"_s : u"light"_s));
    }
    Theme::current()->setMode(ThemeMode::Light);
    dialog->reject();
    QTest::qWait(100);
}

/// Chooses a file in the dialog that an action of the pane opens.
void choose(ReviewPane &pane, const QString &action, const QString &path)
{
    pane.action(action)->trigger();
    auto *dialog = pane.findChild<QFileDialog *>();
    auto *name = dialog->findChild<QLineEdit *>(u"fileNameEdit"_s);
    name->setText(path);
    QTest::keyClick(name, Qt::Key_Return);
    QTest::qWait(1'500);
}

/// The pack is decided elsewhere, and here it is decided otherwise meanwhile.
void makeConflicts(ReviewFixture &fixture, ReviewPane &pane)
{
    const QString path = fixture.path(u"train.millrace"_s);
    choose(pane, u"pack"_s, path);
    WorkspaceOptions options;
    options.path = path;
    options.indexPath = path + u".index"_s;
    options.actorName = u"Bea on the train"_s;
    QStringList items;
    {
        const auto laptop = Workspace::open(options);
        if (!laptop)
            qFatal("%s", qPrintable(laptop.error().text));
        const auto run = [&](const QString &command, const Json &args) {
            QFuture<Result<Json>> future = (*laptop)->execute(command, args, (*laptop)->actor());
            while (!future.isFinished())
                QTest::qWait(5);
            return future.result().value_or(Json());
        };
        for (int i = 0; i < 5; ++i) {
            const QString item = run(u"review.claim"_s, Json::object({{"limit", 1}})).value("items").at(0).value("item").toString();
            (void)run(u"review.decide"_s,
                      Json::object({{"item", Json(item)},
                                    {"decision", "rejected"},
                                    {"answers", Json::object({{"label", "place"}})},
                                    {"seen", Json::array({"label"})},
                                    {"note", "The year is not in the source"}}));
            items.append(item);
        }
    }
    for (int i = 0; i < 3; ++i) {
        fixture.run(u"review.claim"_s, Json::object({{"items", Json::array({Json(items.at(i))})}, {"take_over", true}}));
        fixture.run(u"review.decide"_s,
                    Json::object({{"item", Json(items.at(i))},
                                  {"decision", "approved"},
                                  {"answers", Json::object({{"label", "history"}})},
                                  {"seen", Json::array({"label"})}}));
    }
    choose(pane, u"merge"_s, path);
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    folder = QApplication::arguments().value(1, u"."_s);
    ReviewFixture fixture;
    {
        ReviewPane pane(fixture.workspace());
        pane.show();
        QTest::qWait(500);
        take(pane, u"empty"_s);
    }
    fixture.saveReview(ReviewFixture::formConfig());
    fixture.submit(60);
    fixture.waitForWaiting(60);
    ReviewPane pane(fixture.workspace());
    pane.show();
    QTest::qWait(1'500);
    ReviewText *text = pane.item()->text();
    QTest::keyClick(text, Qt::Key_Down, Qt::AltModifier);
    QTest::keyClick(text, Qt::Key_Down, Qt::AltModifier);
    take(pane, u"item"_s);
    QTest::keyClick(text, Qt::Key_E);
    QTest::keyClick(text, Qt::Key_End, Qt::ControlModifier);
    QTest::keyClicks(text, u" Teh wheel turns."_s);
    QTest::qWait(800);
    take(pane, u"editing"_s);
    QTest::keyClick(text, Qt::Key_D, Qt::ControlModifier);
    take(pane, u"changes"_s);
    QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : text, Qt::Key_D, Qt::ControlModifier);
    text->revert();
    QTextCursor words(text->document());
    words.setPosition(4);
    words.setPosition(8, QTextCursor::KeepAnchor);
    text->setTextCursor(words);
    pane.item()->startComment();
    Q_EMIT pane.item()->comments()->commentRequested(u"Which mill is meant? There are two at this place."_s);
    QTest::qWait(800);
    take(pane, u"comment"_s);
    const QString agent = fixture.run(u"person.add"_s, Json::object({{"name", "Bot"}, {"kind", "agent"}})).value("id").toString();
    Json data = pane.session()->current().value("data");
    data.insert("title", "The mill on the Oder");
    (void)fixture.triedAs(agent, u"review.propose"_s,
                          Json::object({{"item", Json(pane.session()->currentId())},
                                        {"decision", "edited"},
                                        {"data", data},
                                        {"answers", Json::object({{"label", "place"}})},
                                        {"note", "The name of the river is missing"}}));
    QTest::qWait(800);
    take(pane, u"proposed"_s);
    QTest::keyClick(text, Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
    take(pane, u"proposal"_s);
    text->revert();
    for (int i = 0; i < 24; ++i) {
        QTest::keyClick(text, i % 4 == 3 ? Qt::Key_X : Qt::Key_A);
        QTest::qWait(150);
    }
    QTest::qWait(1'500);
    take(pane, u"pace"_s);
    pane.setRoom(ReviewPane::Room::Queue);
    QTest::qWait(800);
    for (int i = 0; i < 4; ++i)
        QTest::keyClick(pane.queue()->findChild<QTreeView *>(), Qt::Key_Down, Qt::ShiftModifier);
    take(pane, u"bulk"_s);
    pane.action(u"approved"_s)->trigger();
    QTest::qWait(500);
    takeDialog(pane, u"answers"_s);
    pane.setRoom(ReviewPane::Room::Decisions);
    QTest::qWait(800);
    take(pane, u"decisions"_s);
    pane.setRoom(ReviewPane::Room::Item);
    pane.action(u"undo"_s)->trigger();
    QTest::qWait(800);
    take(pane, u"undone"_s);
    pane.action(u"keys"_s)->trigger();
    takeDialog(pane, u"keys"_s);
    makeConflicts(fixture, pane);
    takeDialog(pane, u"conflicts"_s);
    pane.setRoom(ReviewPane::Room::Quality);
    QTest::qWait(1'000);
    take(pane, u"quality"_s);
    return 0;
}
