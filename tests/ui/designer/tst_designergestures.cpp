// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a person does in the designer, by mouse and keys on a real workspace: versions, fixes, the gallery, what comes from outside.
#include "openeddesigner.h"

#include "common/minimap.h"
#include "common/searchfield.h"
#include "designer/componentlist.h"
#include "designer/configeditor.h"
#include "designer/designlayout.h"
#include "designer/insertpopup.h"
#include "common/schemaform.h"
#include "common/templatefield.h"
#include "designer/inspector.h"
#include "designer/pipelinesources.h"
#include "designer/problemlist.h"
#include "designer/startpage.h"
#include "designer/templatesdialog.h"
#include "designer/versionlist.h"
#include "designer/waitinglist.h"
#include "ui/namelesscontrols.h"

#include <QAction>
#include <QApplication>
#include <QAbstractItemView>
#include <QClipboard>
#include <QCompleter>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QElapsedTimer>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QMenu>
#include <QMessageBox>
#include <QMap>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QRandomGenerator>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>

using namespace Millrace;

namespace {

QPushButton *button(QWidget *parent, const QString &text)
{
    const auto all = parent->findChildren<QPushButton *>();
    const auto found = std::ranges::find_if(all, [&](const QPushButton *one) { return one->text() == text && one->isVisible(); });
    return found == all.end() ? nullptr : *found;
}

void press(QWidget *widget, Qt::Key key, Qt::KeyboardModifiers modifiers = {})
{
    widget->activateWindow();
    if (!QTest::qWaitForWindowActive(widget))
        qFatal("the window is not active");
    widget->setFocus();
    QTest::keyClick(widget, key, modifiers);
}

/// Publishes by key, dialog and all.
void publish(Opened &opened, const QString &note)
{
    QSignalSpy published(&opened.document(), &DraftDocument::published);
    press(&opened.canvas(), Qt::Key_Return, Qt::ControlModifier);
    auto *dialog = opened.view().findChild<QDialog *>();
    QVERIFY(dialog);
    dialog->findChild<QPlainTextEdit *>()->setPlainText(note);
    dialog->accept();
    QTRY_COMPARE_WITH_TIMEOUT(published.size(), 1, 10'000);
}

void drop(Canvas &canvas, const QStringList &paths)
{
    QMimeData data;
    QList<QUrl> urls;
    for (const QString &path : paths)
        urls.append(QUrl::fromLocalFile(path));
    data.setUrls(urls);
    const QPoint at = canvas.rect().center();
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&canvas, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(at, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&canvas, &event);
}

/// Sanitizers and debug builds are slower than what a person has.
#if defined(QT_NO_DEBUG) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
constexpr bool kBoundsTime = true;
#else
constexpr bool kBoundsTime = false;
#endif

double threadMs()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1000 + double(now.tv_nsec) / 1e6;
}

Json filterOnly(const QString &id)
{
    return Json::object(
        {{"format", "millrace.pipeline/1"},
         {"id", id},
         {"title", "Only a filter"},
         {"nodes",
          Json::array(
              {Json::object({{"id", "keep"}, {"component", "filter"}, {"config", Json::object({{"expression", "title"}})}, {"kept_as_it_is", 7}})})},
         {"links", Json::array()}});
}

/// Steps one behind the other, each of which may also fail to one further on; it can run.
Json runnableChain(int count)
{
    const int columns = std::max(1, int(std::sqrt(count * 0.7)));
    Json nodes = Json::array();
    Json links = Json::array();
    const auto link = [&links](int from, const char *port, int to) {
        links.append(Json::object({{"from", Json::object({{"node", u"n%1"_s.arg(from)}, {"port", port}})},
                                   {"to", Json::object({{"node", u"n%1"_s.arg(to)}, {"port", "in"}})}}));
    };
    for (int i = 0; i < count; ++i) {
        nodes.append(Json::object({{"id", u"n%1"_s.arg(i)},
                                   {"title", u"Step %1"_s.arg(i)},
                                   {"component", "set_fields"},
                                   {"config", Json::object({{"fields", Json::object({{"number", i}})}})},
                                   {"position", Json::object({{"x", (i % columns) * 296}, {"y", (i / columns) * 152}})}}));
        if (i + 1 < count)
            link(i, "out", i + 1);
        if (i % 2 == 0 && i + columns < count)
            link(i, "error", i + columns);
    }
    return Json::object({{"format", "millrace.pipeline/1"}, {"id", "large"}, {"title", "Large"}, {"nodes", nodes}, {"links", links}});
}

/// Two steps; the second takes one a few hours.
Json slowAtTheSecond()
{
    return Json::parseStrict(R"({"format":"millrace.pipeline/1","id":"slow","title":"Slow","nodes":[)"
                             R"({"id":"a","title":"First","component":"set_fields","config":{"fields":{"seen":true}}},)"
                             R"({"id":"b","title":"Second","component":"set_fields","config":{"fields":{"done":true}},)"
                             R"("limits":{"per_second":0.0001}}],)"
                             R"("links":[{"from":{"node":"a","port":"out"},"to":{"node":"b","port":"in"}}]})")
        .value();
}

QString written(const Opened &opened, const QString &name, const QByteArray &bytes)
{
    QFile file(opened.folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("%s cannot be written", qPrintable(name));
    return file.fileName();
}

} // namespace

class TestDesignerGestures : public QObject
{
    Q_OBJECT

private:
    Theme m_theme{ThemeMode::Light};

private Q_SLOTS:
    void aVersionIsComparedWithTheDraft()
    {
        Opened opened;
        opened.canvas().setCurrent(u"template"_s);
        press(&opened.canvas(), Qt::Key_Delete);
        press(&opened.canvas(), Qt::Key_H, Qt::ControlModifier);
        QListWidget *list = opened.view().versions()->findChild<QListWidget *>();
        QTRY_COMPARE(list->count(), 2); // the draft, and version 1
        QTest::mouseClick(button(opened.view().versions(), u"Compare with the draft"_s), Qt::LeftButton);
        QTRY_VERIFY(opened.view().isComparing());
        const auto diffOf = [&](const QString &node) { return opened.canvas().scene().mark(opened.graph().indexOf(node)).diff; };
        QCOMPARE(diffOf(u"template"_s), DiffKind::Removed); // shown although it is gone
        QCOMPARE(diffOf(u"tag"_s), DiffKind::Added);
        QCOMPARE(diffOf(u"format"_s), DiffKind::Same);
        QVERIFY(opened.view().versions()->findChild<QPlainTextEdit *>()->toPlainText().contains(u"template"_s));
        QVERIFY(opened.canvas().isReadOnly());
        press(&opened.canvas(), Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(!opened.view().isComparing());
        QVERIFY(!opened.canvas().isReadOnly());
        QVERIFY(!opened.graph().find(u"template"_s));
    }

    void anyTwoVersionsAreComparedOnTheCanvasAndAsText()
    {
        Opened opened;
        const auto save = [&](DraftEditor editor) { opened.run(u"pipeline.save"_s, Json::object({{"definition", editor.definition()}})); };
        DraftEditor second(runnable());
        second.addNote(u"Why it is so"_s, {0, 300, 200, 96});
        second.addGroup(u"Beginning"_s, {u"template"_s, u"filter"_s});
        save(second);
        DraftEditor third(second.definition());
        third.removeNodes({u"format"_s});
        third.removeNotes({second.definition().value("notes").at(0).value("id").toString()});
        third.setGroupMember(second.definition().value("groups").at(0).value("id").toString(), "title", Json(u"The beginning"_s));
        save(third);
        press(&opened.canvas(), Qt::Key_H, Qt::ControlModifier);
        QListWidget *list = opened.view().versions()->findChild<QListWidget *>();
        QTRY_COMPARE(list->count(), 4); // the draft of version 1, then 3, 2, 1
        // By mouse: 2 and 3, while the draft is another.
        const auto click = [&](int row, Qt::KeyboardModifiers keys) {
            list->scrollToItem(list->item(row));
            QTest::mouseClick(list->viewport(), Qt::LeftButton, keys, list->visualItemRect(list->item(row)).center());
        };
        click(1, {});
        click(2, Qt::ControlModifier);
        QTest::mouseClick(button(opened.view().versions(), u"Compare versions 2 and 3"_s), Qt::LeftButton);
        QTRY_VERIFY(opened.view().isComparing());
        const auto diffOf = [&](const QString &node) { return opened.canvas().scene().mark(opened.graph().indexOf(node)).diff; };
        QVERIFY(!opened.graph().find(u"tag"_s)); // only the draft has it
        QCOMPARE(diffOf(u"format"_s), DiffKind::Removed);
        QCOMPARE(diffOf(u"filter"_s), DiffKind::Same);
        QCOMPARE(opened.graph().notes.size(), 1);
        QCOMPARE(opened.canvas().scene().noteDiff(opened.graph().notes.first().id), DiffKind::Removed);
        QCOMPARE(opened.canvas().scene().groupDiff(opened.graph().groups.first().id), DiffKind::Changed);
        const QString text = opened.view().versions()->findChild<QPlainTextEdit *>()->toPlainText();
        QVERIFY2(text.contains(u"- node format"_s) && text.contains(u"- note Why it is so"_s), qPrintable(text));
        QVERIFY(!opened.canvas().grab().isNull());
        // By keys: one row down to 1 and 2; the picture follows.
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Up, Qt::ShiftModifier);
        QTRY_COMPARE(diffOf(u"format"_s), DiffKind::Same);
        QCOMPARE(opened.canvas().scene().noteDiff(opened.graph().notes.first().id), DiffKind::Added);
        press(&opened.canvas(), Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(!opened.view().isComparing());
        QVERIFY(opened.graph().find(u"tag"_s));
        QCOMPARE(opened.graph().notes.size(), 0);
    }

    /// Other groups over the same steps: each version's stand as they were.
    void groupsThatAreGoneStandBesideTheNewOnes()
    {
        Opened opened;
        DraftEditor second(runnable());
        second.addGroup(u"Before"_s, {u"template"_s, u"filter"_s});
        opened.run(u"pipeline.save"_s, Json::object({{"definition", second.definition()}}));
        Json third = second.definition();
        third.insert("groups",
                     Json::array({Json::object({{"id", "all"}, {"title", "After"}, {"nodes", Json::array({"template", "filter", "format"})}})}));
        opened.run(u"pipeline.save"_s, Json::object({{"definition", third}}));
        press(&opened.canvas(), Qt::Key_H, Qt::ControlModifier);
        Q_EMIT opened.view().versions()->compareRequested(2, 3);
        QTRY_VERIFY(opened.view().isComparing());
        const auto stepsOf = [&](const QString &title) {
            const auto group = std::ranges::find(opened.graph().groups, title, &DesignGroup::title);
            return group == opened.graph().groups.end() ? qsizetype(0) : group->nodes.size();
        };
        QCOMPARE(stepsOf(u"Before"_s), 2);
        QCOMPARE(stepsOf(u"After"_s), 3);
    }

    /// The row with the focus is not always the one that is chosen.
    void whatIsRestoredIsWhatIsChosen()
    {
        Opened opened;
        DraftEditor second(runnable());
        second.removeNodes({u"format"_s});
        opened.run(u"pipeline.save"_s, Json::object({{"definition", second.definition()}}));
        opened.run(u"pipeline.save"_s, Json::object({{"definition", runnable()}}));
        press(&opened.canvas(), Qt::Key_H, Qt::ControlModifier);
        QListWidget *list = opened.view().versions()->findChild<QListWidget *>();
        QTRY_COMPARE(list->count(), 4); // the draft, then 3, 2, 1
        const auto click = [&](int row, Qt::KeyboardModifiers keys) {
            list->scrollToItem(list->item(row));
            QTest::mouseClick(list->viewport(), Qt::LeftButton, keys, list->visualItemRect(list->item(row)).center());
        };
        click(2, {});
        click(3, Qt::ControlModifier); // to compare with 1,
        click(3, Qt::ControlModifier); // and not after all
        QCOMPARE(list->currentRow(), 3);
        QSignalSpy asked(opened.view().versions(), &VersionList::restoreRequested);
        QTest::mouseClick(button(opened.view().versions(), u"Restore"_s), Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.first().first().toInt(), 2);
    }

    void anOlderVersionIsRestoredAsANewOne()
    {
        Opened opened;
        opened.canvas().setCurrent(u"tag"_s);
        press(&opened.canvas(), Qt::Key_Delete);
        opened.canvas().setCurrent(u"format"_s);
        press(&opened.canvas(), Qt::Key_Delete);
        publish(opened, u"shorter"_s);
        press(&opened.canvas(), Qt::Key_H, Qt::ControlModifier);
        QListWidget *list = opened.view().versions()->findChild<QListWidget *>();
        QTRY_COMPARE(list->count(), 3);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(2)).center());
        QTest::mouseClick(button(opened.view().versions(), u"Restore"_s), Qt::LeftButton);
        QTRY_COMPARE(list->count(), 4);
        QTRY_VERIFY(opened.graph().find(u"format"_s));
        QTRY_COMPARE(opened.document().state().baseVersion, 3);
    }

    /// What is restored is in use; what is on the canvas may be something else, and that is said.
    void aRestoreLeavesTheDraftAndSaysSo()
    {
        Opened opened; // a draft with a step more than version 1
        DraftEditor second(runnable());
        second.removeNodes({u"format"_s});
        opened.run(u"pipeline.save"_s, Json::object({{"definition", second.definition()}}));
        press(&opened.canvas(), Qt::Key_H, Qt::ControlModifier);
        QListWidget *list = opened.view().versions()->findChild<QListWidget *>();
        QTRY_COMPARE(list->count(), 3);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(2)).center());
        QSignalSpy told(opened.pane.get(), &Pane::noticeRequested);
        QTest::mouseClick(button(opened.view().versions(), u"Restore"_s), Qt::LeftButton);
        QTRY_VERIFY(!told.isEmpty());
        const auto notice = told.last().first().value<Notice>();
        QVERIFY2(notice.what.contains(u"version 3"_s), qPrintable(notice.what));
        QVERIFY2(notice.why.contains(u"draft"_s), qPrintable(notice.why));
        QVERIFY(opened.graph().find(u"tag"_s));
        notice.action();
        QTRY_COMPARE(opened.document().state().baseVersion, 3);
        QVERIFY(!opened.graph().find(u"tag"_s) && opened.graph().find(u"format"_s));
        press(&opened.canvas(), Qt::Key_Z, Qt::ControlModifier); // and nothing is lost
        QTRY_VERIFY(opened.graph().find(u"tag"_s));
    }

    void theRunsOfAVersionAreShown()
    {
        Opened opened(true, true);
        opened.run(u"submit.documents"_s,
                   Json::object({{"pipeline", "small"},
                                 {"title", "Morning post"},
                                 {"documents",
                                  Json::array({Json::object({{"data", Json::object({{"title", "A"}})}}), //
                                               Json::object({{"data", Json::object({{"title", "B"}})}})})}}));
        press(&opened.canvas(), Qt::Key_H, Qt::ControlModifier);
        QTRY_VERIFY(button(opened.view().versions(), u"Runs…"_s) && button(opened.view().versions(), u"Runs…"_s)->isEnabled());
        QSignalSpy asked(opened.pane.get(), &Pane::openRequested);
        QTest::mouseClick(button(opened.view().versions(), u"Runs…"_s), Qt::LeftButton);
        QMenu *menu = nullptr;
        QTRY_VERIFY((menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())));
        QCOMPARE(menu->actions().size(), 1);
        QVERIFY(menu->actions().first()->text().startsWith(u"Morning post"_s));
        QVERIFY(menu->actions().first()->text().endsWith(u"2 context(s)"_s));
        QTest::keyClick(menu, Qt::Key_Down);
        QTest::keyClick(menu, Qt::Key_Return);
        QTRY_COMPARE(asked.size(), 1);
        const auto target = asked.first().first().value<PaneTarget>();
        QCOMPARE(target.pane, u"contexts"_s);
        QCOMPARE(target.filter.pipeline, u"small"_s);
        QVERIFY(!target.filter.run.isEmpty());
    }

    void theOverviewLeadsToWhatIsPressed()
    {
        Opened opened;
        auto *map = opened.view().findChild<Minimap *>();
        opened.canvas().fitAll();
        QVERIFY(map->isHidden()); // all is in sight
        for (int i = 0; i < 12; ++i)
            press(&opened.canvas(), Qt::Key_Plus);
        QTRY_VERIFY(map->isVisible());
        const auto isSeen = [&](const QString &node) {
            const QRectF card = opened.canvas().scene().card(opened.graph().indexOf(node));
            return opened.canvas().rect().contains(opened.canvas().view().toPixels(card).center().toPoint());
        };
        // Everything is laid out in it from left to right: the template stands at its left end, the formatter at its right.
        QTest::mouseClick(map, Qt::LeftButton, {}, QPoint(map->width() / 8, map->height() / 3));
        QVERIFY(isSeen(u"template"_s));
        QVERIFY(!isSeen(u"format"_s));
        drag(map, QPoint(map->width() / 8, map->height() / 3), QPoint(map->width() * 7 / 8, map->height() / 3));
        QVERIFY(isSeen(u"format"_s));
        QVERIFY(!isSeen(u"template"_s));
    }

    void anEmptyPipelineInvites()
    {
        Opened opened(false);
        opened.show({});
        opened.document().openNew(u"New"_s);
        QTRY_VERIFY(opened.document().isOpen());
        opened.pane->findChild<QStackedWidget *>()->setCurrentWidget(&opened.view());
        QTRY_VERIFY(button(&opened.view(), u"Add a step"_s));
        QTest::mouseClick(button(&opened.view(), u"Add a step"_s), Qt::LeftButton);
        QTRY_VERIFY(opened.view().popup()->isVisible());
        QTest::keyClicks(QApplication::focusWidget(), u"filter"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_COMPARE(opened.graph().nodes.size(), 1);
        QVERIFY(!button(&opened.view(), u"Add a step"_s));
    }

    void zoomingHasKeys()
    {
        Opened opened;
        Canvas &canvas = opened.canvas();
        press(&canvas, Qt::Key_1);
        QCOMPARE(canvas.zoomPercent(), 100);
        press(&canvas, Qt::Key_Minus);
        const int smaller = canvas.zoomPercent();
        QVERIFY(smaller < 100);
        press(&canvas, Qt::Key_Plus);
        QCOMPARE(canvas.zoomPercent(), 100);
        press(&canvas, Qt::Key_F);
        for (int node = 0; node < opened.graph().nodes.size(); ++node)
            QVERIFY(canvas.rect().contains(canvas.view().toPixels(canvas.scene().card(node)).toRect()));
        canvas.setCurrent(u"tag"_s);
        press(&canvas, Qt::Key_F, Qt::ShiftModifier);
        const QPointF centre = canvas.view().toPixels(canvas.scene().card(opened.graph().indexOf(u"tag"_s))).center();
        QVERIFY((centre - QPointF(canvas.rect().center())).manhattanLength() < 4);
    }

    void secretsAreReferredTo()
    {
        qputenv("MILLRACE_SECRET_CRM", "never in a file");
        const auto restore = qScopeGuard([] { qunsetenv("MILLRACE_SECRET_CRM"); });
        Opened opened(false);
        opened.show({});
        DraftEditor editor(filterOnly(u"only"_s));
        editor.addNode(
            Json::object({{"id", "ask"}, {"component", "http_request"}, {"config", Json::object({{"headers", Json::object({{"X-Key", ""}})}})}}),
            {0, 200});
        opened.document().openNew(u"Only"_s, editor.definition());
        QTRY_VERIFY(opened.document().isOpen());
        opened.pane->findChild<QStackedWidget *>()->setCurrentWidget(&opened.view());
        opened.canvas().setCurrent(u"ask"_s);
        QVERIFY(opened.view().inspector()->form()->focusField("/headers"));
        const QList<QLineEdit *> lines = opened.view().inspector()->form()->field("headers")->findChildren<QLineEdit *>();
        QCOMPARE(lines.size(), 2);
        QLineEdit *value = lines.last();
        QTRY_VERIFY(value->completer());
        const auto offered = [&] {
            QStringList list;
            for (int row = 0; row < value->completer()->model()->rowCount(); ++row)
                list.append(value->completer()->model()->index(row, 0).data().toString());
            return list;
        };
        QTRY_COMPARE(offered(), QStringList{u"secret:crm"_s});
        value->setFocus();
        QTest::keyClicks(value, u"cr"_s);
        QTRY_VERIFY(value->completer()->popup()->isVisible());
        QTest::keyClick(value->completer()->popup(), Qt::Key_Down);
        QTest::keyClick(value->completer()->popup(), Qt::Key_Return);
        QTRY_COMPARE(opened.graph().find(u"ask"_s)->json.value("config").value("headers").value("X-Key").toString(), u"secret:crm"_s);
    }

    void anUnknownSecretIsMarkedAtItsField()
    {
        Opened opened(false);
        opened.show({});
        DraftEditor editor(filterOnly(u"only"_s));
        const Json headers = Json::object({{"X-Key", "Bearer secret:never-kept"}});
        editor.addNode(Json::object({{"id", "ask"},
                                     {"component", "http_request"},
                                     {"config", Json::object({{"url", "https://example.org/secret:no"}, {"headers", headers}})}}),
                       {0, 200});
        opened.document().openNew(u"Only"_s, editor.definition());
        QTRY_VERIFY(opened.document().isOpen());
        opened.pane->findChild<QStackedWidget *>()->setCurrentWidget(&opened.view());
        opened.canvas().setCurrent(u"ask"_s);
        const auto marked = [&] {
            QStringList texts;
            const QList<QLabel *> labels = opened.view().inspector()->form()->findChildren<QLabel *>(u"problem"_s);
            for (const QLabel *label : labels) {
                if (!label->isHidden())
                    texts.append(label->text());
            }
            return texts;
        };
        QTRY_COMPARE(marked(), QStringList{u"There is no secret “never-kept” here."_s});
        const QList<DesignProblem> problems = opened.view().problems()->problems();
        const auto found = std::ranges::find(problems, "/nodes/1/config/headers/X-Key"_ba, &DesignProblem::path);
        QVERIFY(found != problems.end() && found->isWarning);
        // It keeps nobody from publishing: whoever runs it may have the secret.
        qputenv("MILLRACE_SECRET_NEVER_KEPT", "now");
        const auto restore = qScopeGuard([] { qunsetenv("MILLRACE_SECRET_NEVER_KEPT"); });
        opened.canvas().addNote();
        QTRY_COMPARE(marked(), QStringList());
    }

    void aTemplateIsWrittenAndSaved()
    {
        Opened opened;
        press(&opened.canvas(), Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        auto *dialog = opened.view().findChild<TemplatesDialog *>();
        QVERIFY(dialog);
        QTRY_VERIFY(dialog->list()->count() > 5);
        QCOMPARE(namelessControls(dialog), QStringList());
        const int shipped = dialog->list()->count();
        dialog->make(true);
        QCOMPARE(dialog->list()->count(), shipped + 1);
        const QString id = dialog->list()->currentItem()->data(Qt::UserRole).toString();
        QVERIFY(dialog->list()->currentItem()->text().contains(u"changed"_s));
        dialog->form()->field("title")->findChild<QLineEdit *>()->selectAll();
        QTest::keyClicks(dialog->form()->field("title")->findChild<QLineEdit *>(), u"Mill note"_s);
        const QList<TemplateField *> sections = dialog->form()->findChildren<TemplateField *>();
        QVERIFY(!sections.isEmpty());
        sections.first()->editor()->selectAll();
        QTest::keyClicks(sections.first()->editor(), u"Say what {{ title }} is"_s);
        // The list of fields that was offered has gone, and here no window manager gives the window back its place.
        QTRY_VERIFY((dialog->activateWindow(), QApplication::activeWindow() == dialog));
        QTest::keyClick(dialog, Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(!dialog->saveButton()->isEnabled());
        QVERIFY(dialog->list()->currentItem()->text().contains(u"version 1"_s));
        const auto stored = [&] {
            const Json all = opened.run(u"template.list"_s, Json::object()).value("templates");
            for (const Json &one : all.items()) {
                if (one.value("id").toString() == id)
                    return one;
            }
            return Json();
        };
        QCOMPARE(stored().value("title").toString(), u"Mill note"_s);
        QCOMPARE(stored().value("sections").at(0).value("instructions").toString(), u"Say what {{ title }} is"_s);

        // What is not saved is kept while another one is looked at, and asked about.
        sections.first()->editor()->insertPlainText(u"!"_s);
        dialog->list()->setCurrentRow(dialog->list()->currentRow() == 0 ? 1 : 0);
        QVERIFY(!dialog->saveButton()->isEnabled());
        dialog->reject();
        QTRY_VERIFY(dialog->findChild<QMessageBox *>());
        QVERIFY(dialog->isVisible());
        for (QAbstractButton *button : dialog->findChild<QMessageBox *>()->buttons()) {
            if (button->text().contains(u"Discard"_s))
                button->click();
        }
        QTRY_VERIFY(!opened.view().findChild<TemplatesDialog *>());
        QCOMPARE(stored().value("version").toInt(), 1);
    }

    void aDiscardedDraftComesBack()
    {
        Opened opened;
        QSignalSpy notices(opened.pane.get(), &Pane::noticeRequested);
        const QByteArray before = opened.document().definition().toBytes();
        press(&opened.canvas(), Qt::Key_Backspace, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(!opened.graph().find(u"tag"_s));
        QTRY_VERIFY(!notices.isEmpty());
        const auto notice = notices.last().first().value<Notice>();
        QVERIFY(notice.action);
        notice.action();
        QTRY_VERIFY(opened.graph().find(u"tag"_s));
        QCOMPARE(opened.document().definition().toBytes(), before);
    }

    void aProblemIsMendedByItsButton()
    {
        Opened opened;
        press(&opened.canvas(), Qt::Key_F8);
        QTRY_VERIFY(!opened.view().problems()->problems().isEmpty());
        const qsizetype before = opened.view().problems()->problems().size();
        QListWidget *rows = opened.view().problems()->findChild<QListWidget *>();
        QTRY_VERIFY(rows->count() > 0);
        QVERIFY(rows->item(rows->count() - 1)->data(Qt::AccessibleTextRole).toString().endsWith(u"Nothing leads to this step."_s));
        QPushButton *fix = nullptr;
        QTRY_VERIFY((fix = button(opened.view().problems(), u"Remove the step"_s)));
        const QByteArray definition = opened.document().definition().toBytes();
        QTest::mouseClick(fix, Qt::LeftButton);
        QVERIFY(opened.document().definition().toBytes() != definition);
        QTRY_VERIFY(opened.view().problems()->problems().size() < before);
        press(&opened.canvas(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(opened.document().definition().toBytes(), definition);
    }

    void theGalleryIsCopiedWhenItIsUsed()
    {
        Opened opened(false);
        opened.show({});
        const auto tileOf = [&]() -> PipelineTile * {
            for (PipelineTile *tile : opened.pane->findChildren<PipelineTile *>()) {
                if (tile->text().contains(u"Inbox"_s))
                    return tile;
            }
            return nullptr;
        };
        QTRY_VERIFY(tileOf());
        QVERIFY(!tileOf()->grab().isNull());
        press(tileOf(), Qt::Key_Return);
        QTRY_VERIFY(opened.document().isOpen());
        QCOMPARE(opened.graph().nodes.size(), 10);
        QCOMPARE(opened.document().state().publishedVersion, 0);
        // Back among the pipelines it has its picture.
        press(&opened.canvas(), Qt::Key_Up, Qt::AltModifier);
        QTRY_VERIFY(!opened.document().isOpen());
        QTRY_VERIFY(std::ranges::count_if(opened.pane->findChildren<PipelineTile *>(),
                                          [](const PipelineTile *tile) { return tile->text().contains(u"Inbox"_s); })
                    == 2);
    }

    void groupsNotesAndAlignmentHaveKeys()
    {
        Opened opened;
        opened.canvas().select({.nodes = {u"filter"_s, u"tag"_s}});
        press(&opened.canvas(), Qt::Key_Left, Qt::AltModifier | Qt::ShiftModifier);
        QCOMPARE(opened.graph().find(u"tag"_s)->position.x(), opened.graph().find(u"filter"_s)->position.x());
        opened.canvas().select({.nodes = {u"template"_s, u"filter"_s, u"tag"_s}});
        press(&opened.canvas(), Qt::Key_V, Qt::AltModifier | Qt::ShiftModifier);
        press(&opened.canvas(), Qt::Key_G, Qt::ControlModifier);
        QCOMPARE(opened.graph().groups.size(), 1);
        QCOMPARE(opened.graph().groups.first().nodes.size(), 3);
        press(&opened.canvas(), Qt::Key_G, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(opened.graph().groups.size(), 0);
        press(&opened.canvas(), Qt::Key_N);
        QCOMPARE(opened.graph().notes.size(), 1);
        press(&opened.canvas(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(opened.graph().notes.size(), 0);
        opened.canvas().setCurrent(u"tag"_s);
        const QPointF before = opened.graph().find(u"tag"_s)->position;
        press(&opened.canvas(), Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(opened.graph().find(u"tag"_s)->position, before + QPointF(DesignLayout::kGrid, 0));
    }

    void copiedStepsArePastedInTheOtherWindow()
    {
        Opened one;
        Opened other;
        one.canvas().select({.nodes = {u"template"_s, u"filter"_s}});
        press(&one.canvas(), Qt::Key_C, Qt::ControlModifier);
        other.pane->activateWindow();
        press(&other.canvas(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(other.graph().nodes.size(), 6);
        QVERIFY(other.graph().find(u"filter_2"_s));
        press(&other.canvas(), Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(other.graph().nodes.size(), 8);
        press(&other.canvas(), Qt::Key_X, Qt::ControlModifier);
        QCOMPARE(other.graph().nodes.size(), 6);
    }

    void whatIsModifiedOrInvalidIsFound()
    {
        Opened opened;
        QTRY_VERIFY(opened.canvas().scene().mark(opened.graph().indexOf(u"tag"_s)).errors > 0);
        press(&opened.canvas(), Qt::Key_F, Qt::ControlModifier);
        QVERIFY(opened.view().search()->hasFocus());
        QTest::keyClicks(opened.view().search(), u"is:modified"_s);
        QTest::keyClick(opened.view().search(), Qt::Key_Return);
        QTRY_COMPARE(opened.canvas().current(), u"tag"_s); // the only one that is not published
        opened.view().search()->clear();
        QTest::keyClicks(opened.view().search(), u"is:invalid -is:modified"_s);
        QTest::keyClick(opened.view().search(), Qt::Key_Return);
        const auto counts = [&](const QString &said) {
            const QList<QLabel *> labels = opened.view().findChildren<QLabel *>();
            return std::ranges::any_of(labels, [&](const QLabel *label) { return label->isVisible() && label->text() == said; });
        };
        QTRY_VERIFY(counts(u"0 of 4"_s));
        opened.view().search()->clear();
        QTest::keyClicks(opened.view().search(), u"is:invalid is:modified"_s);
        QTRY_VERIFY(counts(u"1 of 4"_s));
        opened.view().search()->clear();
        QTest::keyClicks(opened.view().search(), u"\"expression\":\"title\""_s);
        QTest::keyClick(opened.view().search(), Qt::Key_Return);
        QTRY_COMPARE(opened.canvas().current(), u"filter"_s);
    }

    void aPluginThatCannotBeLoadedSaysWhy()
    {
        QTemporaryDir plugins;
        QFile broken(plugins.filePath(u"broken.so"_s));
        QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("no library") > 0);
        broken.close();
        qputenv("MILLRACE_PLUGINS", plugins.path().toUtf8());
        const auto restore = qScopeGuard([] { qunsetenv("MILLRACE_PLUGINS"); });
        Opened opened;
        auto *panel = opened.view().findChild<ComponentList *>();
        QListView *list = panel->findChild<QListView *>();
        const auto row = [&](const QString &title) {
            for (int i = 0; i < list->model()->rowCount(); ++i) {
                if (list->model()->index(i, 0).data().toString() == title)
                    return list->model()->index(i, 0);
            }
            return QModelIndex();
        };
        QTRY_VERIFY(row(u"broken.so"_s).isValid());
        const auto shows = [&](const QString &words) {
            const QList<QLabel *> labels = panel->findChildren<QLabel *>();
            return std::ranges::any_of(labels, [&](const QLabel *label) { return label->isVisible() && label->text().contains(words); });
        };
        // By keys, in words that are on the screen, and while one searches.
        QVERIFY(row(u"broken.so"_s).flags() & Qt::ItemIsEnabled);
        QVERIFY(!(row(u"broken.so"_s).flags() & Qt::ItemIsDragEnabled));
        list->setCurrentIndex(row(u"broken.so"_s));
        QTRY_VERIFY(shows(u"It is no Qt plugin."_s));
        QVERIFY(row(u"broken.so"_s).data(Qt::AccessibleTextRole).toString().contains(u"It is no Qt plugin."_s));
        QSignalSpy added(panel, &ComponentList::addRequested);
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(added.size(), 0);
        press(&opened.canvas(), Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClicks(QApplication::focusWidget(), u"broken.so"_s);
        QVERIFY(row(u"broken.so"_s).isValid());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(added.size(), 0);
        panel->findChild<QLineEdit *>()->clear();
        // What a kind of step needs is told in the same place, and where one is typed in.
        list->setCurrentIndex(row(u"HTTP request"_s));
        QTRY_VERIFY(shows(u"uses the network"_s));
        ComponentDescriptor foreign;
        foreign.name = u"wordcount"_s;
        foreign.effect = Effect::Writes;
        foreign.isolation = Isolation::Child;
        QCOMPARE(componentNeeds(foreign, {{u"wordcount"_s, u"/usr/lib/wordcount.so"_s}}),
                 u"writes outside · runs in a process of its own · from the plugin wordcount.so"_s);
        const QList<InsertPopup::Choice> choices = InsertPopup::components({{foreign.name, foreign}}, {{foreign.name, u"/usr/lib/wordcount.so"_s}});
        QVERIFY(choices.first().hint.contains(u"from the plugin wordcount.so"_s));
    }

    void aDroppedFolderBecomesASourceWithTheFirstVersion()
    {
        Opened opened(false);
        opened.show({});
        opened.document().openNew(u"Only a filter"_s, filterOnly(u"only"_s));
        QTRY_VERIFY(opened.document().isOpen());
        opened.pane->findChild<QStackedWidget *>()->setCurrentWidget(&opened.view());
        QVERIFY(QDir(opened.folder.path()).mkdir(u"Letters"_s));
        drop(opened.canvas(), {opened.folder.filePath(u"Letters"_s)});
        QCOMPARE(opened.canvas().scene().sources().size(), 1);
        QVERIFY(opened.canvas().scene().sources().first().isPending);
        QVERIFY(opened.canvas().scene().source(0).right() < opened.canvas().scene().card(0).left());
        publish(opened, {});
        QTRY_VERIFY(!opened.canvas().scene().sources().isEmpty() && !opened.canvas().scene().sources().first().isPending);
        const Json sources = opened.run(u"source.list"_s, Json::object()).value("sources");
        QCOMPARE(sources.at(0).value("folder").toString(), opened.folder.filePath(u"Letters"_s));
        QCOMPARE(sources.at(0).value("pipeline").toString(), opened.document().state().pipeline);
        // A click on it has a menu: pause it.
        opened.canvas().fitAll();
        QTest::mouseClick(&opened.canvas(), Qt::LeftButton, {},
                          opened.canvas().view().toPixels(opened.canvas().scene().source(0)).center().toPoint());
        auto *menu = opened.view().findChild<QMenu *>({}, Qt::FindDirectChildrenOnly);
        QVERIFY(menu);
        for (QAction *action : menu->actions()) {
            if (action->text() == "Pause"_L1)
                action->trigger();
        }
        menu->close();
        QTRY_VERIFY(opened.canvas().scene().sources().first().isPaused);
        QVERIFY(!opened.canvas().grab().isNull());
    }

    void droppedFilesGoThroughThePipelineOrTheirFolderIsWatched()
    {
        Opened opened;
        QSignalSpy given(opened.pane.get(), &Pane::intakeRequested);
        const QString file = written(opened, u"letter.txt"_s, "Dear all");
        drop(opened.canvas(), {file});
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QTest::keyClick(menu, Qt::Key_Return);
        QTRY_COMPARE(given.size(), 1);
        QCOMPARE(given.first().first().value<IntakeRequest>().paths, QStringList{file});
        // The same by paste.
        auto *data = new QMimeData;
        data->setUrls({QUrl::fromLocalFile(file)});
        QApplication::clipboard()->setMimeData(data);
        press(&opened.canvas(), Qt::Key_V, Qt::ControlModifier);
        menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QTest::keyClick(menu, Qt::Key_Down);
        QTest::keyClick(menu, Qt::Key_Return);
        QTRY_COMPARE(opened.canvas().scene().sources().size(), 1);
        QCOMPARE(opened.canvas().scene().sources().first().folder, opened.folder.path());
    }

    void aPipelineFileIsImportedAndExported()
    {
        Opened opened;
        const QByteArray bytes = filterOnly(u"only"_s).toBytes(Json::Format::Pretty);
        drop(opened.canvas(), {written(opened, u"only.pipeline.json"_s, bytes)});
        QTRY_COMPARE(opened.document().state().pipeline, u"only"_s);
        QVERIFY(opened.graph().find(u"keep"_s));
        publish(opened, {});
        // Another one of that id asks.
        QSignalSpy notices(opened.pane.get(), &Pane::noticeRequested);
        Json second = filterOnly(u"only"_s);
        second.insert("title", "Another");
        drop(opened.canvas(), {written(opened, u"second.pipeline.json"_s, second.toBytes())});
        QTRY_VERIFY(!notices.isEmpty() && notices.last().first().value<Notice>().other);
        notices.last().first().value<Notice>().action(); // as a copy
        QTRY_VERIFY(opened.document().state().pipeline != "only"_L1);
        QTRY_COMPARE(opened.document().definition().value("title").toString(), u"Another"_s);

        press(&opened.canvas(), Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
        auto *dialog = opened.view().findChild<QFileDialog *>();
        QVERIFY(dialog);
        const QString out = opened.folder.filePath(u"out.pipeline.json"_s);
        Q_EMIT dialog->fileSelected(out);
        dialog->close();
        QTRY_VERIFY(QFile::exists(out));
        QFile file(out);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto exported = Json::parseStrict(file.readAll());
        QVERIFY(exported);
        QCOMPARE(exported->value("nodes").at(0).value("kept_as_it_is").toInt(), 7);
    }

    void aLinkOpensOnWhatWaitsInIt()
    {
        Opened opened(false, true);
        // All but the first wait in the link.
        opened.run(u"pipeline.save"_s, Json::object({{"definition", slowAtTheSecond()}}));
        Json documents = Json::array();
        for (int i = 0; i < 8; ++i)
            documents.append(Json::object({{"type", "note"}, {"data", Json::object({{"title", u"Note %1"_s.arg(i)}})}}));
        opened.run(u"submit.documents"_s, Json::object({{"pipeline", "slow"}, {"documents", documents}}));
        opened.show(u"slow"_s);
        opened.view().setLive(true);
        QTRY_VERIFY_WITH_TIMEOUT(opened.canvas().scene().graph().links.size() == 1 && opened.canvas().scene().linkMark(0).waiting >= 6, 20'000);
        QVERIFY(!opened.canvas().scene().linkMark(0).age.isEmpty());
        const QPolygonF &route = opened.canvas().scene().route(0);
        const QPoint middle = opened.canvas().view().toPixels((route.first() + route.last()) / 2).toPoint();
        QTest::mouseClick(&opened.canvas(), Qt::LeftButton, {}, middle);
        QCOMPARE(opened.canvas().selection().links.size(), 1);
        QTest::mouseDClick(&opened.canvas(), Qt::LeftButton, {}, middle);
        WaitingList *waiting = opened.view().waiting();
        QTRY_VERIFY(waiting->isVisible());
        QTRY_COMPARE(waiting->ids().size(), opened.canvas().scene().linkMark(0).waiting);
        QTRY_VERIFY(waiting->document().contains(u"\"seen\": true"_s)); // as it is after the first step
        QSignalSpy asked(opened.pane.get(), &Pane::openRequested);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_COMPARE(asked.size(), 1);
        QCOMPARE(asked.first().first().value<PaneTarget>().contextId, waiting->ids().first());
        // Nothing moves, and what waits grows older before one's eyes: on the link, and in words.
        const Json load = opened.run(u"pipeline.load"_s, Json::object({{"id", "slow"}}));
        const auto facts = [&] {
            QStringList texts;
            for (const QLabel *label : waiting->findChildren<QLabel *>())
                texts.append(label->text());
            return texts.join(u'\n');
        };
        const QString age = opened.canvas().scene().linkMark(0).age;
        const QString told = facts();
        QTRY_VERIFY_WITH_TIMEOUT(opened.canvas().scene().linkMark(0).age != age && facts() != told, 10'000);
        QCOMPARE(opened.run(u"pipeline.load"_s, Json::object({{"id", "slow"}})).toBytes(), load.toBytes());
        // What holds it, however little that is, can be read.
        opened.canvas().setCurrent(u"b"_s);
        opened.view().setTab(DesignerView::Tab::Inspector);
        const auto *perSecond = opened.view().inspector()->findChild<QDoubleSpinBox *>();
        QTRY_COMPARE(perSecond->value(), 0.0001);
        QVERIFY2(perSecond->text().contains(u"0001"_s), qPrintable(perSecond->text()));
        // A step by key: all that is there.
        opened.canvas().setCurrent(u"a"_s);
        press(&opened.canvas(), Qt::Key_W);
        QTRY_COMPARE(waiting->ids().size(), 0);
    }

    void whatIsTypedStaysWithTheStepThatItWasTypedFor()
    {
        Opened opened;
        opened.canvas().setCurrent(u"filter"_s);
        opened.view().inspector()->showForm(false);
        ConfigEditor *config = opened.view().inspector()->config();
        config->editor()->setPlainText(uR"({"expression":"title && text"})"_s);
        // Before the typing pauses, something else is chosen.
        opened.canvas().setCurrent(u"template"_s);
        QCOMPARE(opened.graph().find(u"filter"_s)->json.value("config").value("expression").toString(), u"title && text"_s);
        QVERIFY(opened.graph().find(u"template"_s)->json.value("config").isEmpty());
        QVERIFY(!config->editor()->toPlainText().contains(u"expression"_s));
        // Or another pipeline is opened.
        opened.canvas().setCurrent(u"filter"_s);
        config->editor()->setPlainText(uR"({"expression":"text"})"_s);
        opened.document().openNew(u"Another"_s);
        QTRY_COMPARE(opened.document().state().title, u"Another"_s);
        const Json draft = opened.run(u"draft.get"_s, Json::object({{"pipeline", "small"}}));
        QCOMPARE(draft.value("definition").value("nodes").at(1).value("config").value("expression").toString(), u"text"_s);
    }

    void whatIsHalfWrittenIsNotAnotherPipelines()
    {
        Opened opened;
        Json other = runnable();
        other.insert("id", "other");
        opened.run(u"pipeline.save"_s, Json::object({{"definition", other}}));
        opened.canvas().setCurrent(u"filter"_s);
        opened.view().inspector()->showForm(false);
        ConfigEditor *config = opened.view().inspector()->config();
        config->editor()->setPlainText(u"{\"expression\": \"ti"_s);
        QTRY_VERIFY(!config->problem().isEmpty());
        opened.pane->openPipeline(u"other"_s);
        QTRY_COMPARE(opened.document().state().pipeline, u"other"_s);
        opened.canvas().setCurrent(u"filter"_s);
        QVERIFY(config->editor()->toPlainText().contains(u"\"title\""_s));
    }

    void theLastWordsBeforeClosingAreKept()
    {
        Opened opened;
        opened.canvas().setCurrent(u"filter"_s);
        opened.view().inspector()->showForm(false);
        opened.canvas().nudge({1, 0});
        opened.view().inspector()->config()->editor()->setPlainText(uR"({"expression":"text"})"_s);
        opened.pane.reset();
        // It is on its way; who reads at once may be faster.
        const auto kept = [&] {
            const Json draft = opened.run(u"draft.get"_s, Json::object({{"pipeline", "small"}}));
            return draft.value("definition").value("nodes").at(1).value("config").value("expression").toString();
        };
        QTRY_COMPARE(kept(), u"text"_s);
    }

    void aPartBecomesAPipelineOfItsOwnEachTime()
    {
        Opened opened;
        const auto extract = [&] {
            opened.canvas().select({.nodes = {u"template"_s}});
            press(&opened.canvas(), Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
            QTRY_VERIFY(!opened.graph().find(u"template"_s));
        };
        extract();
        // Its id is free again; the pipeline of that name is not.
        opened.canvas().select({});
        opened.canvas().addComponent(u"template"_s);
        QVERIFY(opened.graph().find(u"template"_s));
        extract();
        QStringList inner;
        for (const DesignNode &node : opened.graph().nodes) {
            if (node.component == "pipeline"_L1)
                inner.append(node.json.value("config").value("pipeline").toString());
        }
        QCOMPARE(inner.size(), 2);
        QVERIFY(inner.first() != inner.last());
        for (const QString &id : std::as_const(inner))
            QCOMPARE(opened.run(u"pipeline.versions"_s, Json::object({{"pipeline", id}})).value("versions").size(), 1);
    }

    void anotherWorkspacesPipelineIsNoDeadEnd()
    {
        Opened opened(false);
        opened.show({});
        QSignalSpy notices(opened.pane.get(), &Pane::noticeRequested);
        opened.pane->openPipeline(u"not-here"_s);
        QTRY_VERIFY(!notices.isEmpty());
        QTRY_COMPARE(opened.pane->findChild<QStackedWidget *>()->currentIndex(), 0);
        QVERIFY(opened.view().action(u"leave"_s)->isEnabled());
    }

    void aPublishedPipelineIsSeenWhereNothingMayBeChanged()
    {
        Opened opened(false);
        opened.run(u"pipeline.save"_s, Json::object({{"definition", runnable()}}));
        DraftEditor second(runnable());
        second.addNote(u"Why it is so"_s, {0, 300, 200, 96});
        opened.run(u"pipeline.save"_s, Json::object({{"definition", second.definition()}}));
        opened.workspace.reset();
        WorkspaceOptions options;
        options.path = opened.folder.filePath(u"w.millrace"_s);
        options.readOnly = true;
        options.indexPath = opened.folder.filePath(u"r.index"_s);
        auto workspace = Workspace::open(options);
        QVERIFY(workspace);
        opened.workspace = std::move(*workspace);
        opened.show(u"small"_s);
        QCOMPARE(opened.graph().nodes.size(), 3);
        QVERIFY(opened.canvas().isReadOnly());
        QCOMPARE(opened.document().state().baseVersion, 2);
        // Its versions are compared nevertheless, without a draft.
        press(&opened.canvas(), Qt::Key_H, Qt::ControlModifier);
        QListWidget *list = opened.view().versions()->findChild<QListWidget *>();
        QTRY_COMPARE(list->count(), 2);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(1)).center());
        QTest::mouseClick(button(opened.view().versions(), u"Compare with the newest"_s), Qt::LeftButton);
        QTRY_VERIFY(opened.view().isComparing());
        QCOMPARE(opened.canvas().scene().noteDiff(opened.graph().notes.first().id), DiffKind::Added);
    }

    void escapeEndsADragForGood()
    {
        Opened opened;
        Canvas &canvas = opened.canvas();
        canvas.fitAll();
        const QByteArray before = opened.document().definition().toBytes();
        const QPoint from = canvas.view().toPixels(canvas.scene().card(0)).center().toPoint();
        const auto move = [&](QPoint to) {
            QMouseEvent event(QEvent::MouseMove, to, canvas.mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
            QApplication::sendEvent(&canvas, &event);
        };
        QTest::mousePress(&canvas, Qt::LeftButton, {}, from);
        move(from + QPoint(60, 60));
        QVERIFY(canvas.hasGesture());
        QTest::keyClick(&canvas, Qt::Key_Escape);
        move(from + QPoint(120, 120));
        QVERIFY(!canvas.hasGesture());
        QTest::mouseRelease(&canvas, Qt::LeftButton, {}, from + QPoint(120, 120));
        QCOMPARE(opened.document().definition().toBytes(), before);
    }

    void pinsOfOthersAreShown()
    {
        Opened opened;
        opened.run(u"draft.pin"_s, Json::object({{"pipeline", "small"}, {"node", "filter"}, {"data", Json::object({{"title", "T"}})}}));
        QTRY_VERIFY(opened.canvas().scene().mark(opened.graph().indexOf(u"filter"_s)).isPinned);
        opened.run(u"draft.pin"_s, Json::object({{"pipeline", "small"}, {"node", "filter"}, {"remove", true}}));
        QTRY_VERIFY(!opened.canvas().scene().mark(opened.graph().indexOf(u"filter"_s)).isPinned);
    }

    void theCanvasCanHaveAllTheRoom()
    {
        Opened opened;
        const int narrow = opened.canvas().width();
        press(&opened.canvas(), Qt::Key_Backslash, Qt::ControlModifier);
        QTRY_VERIFY(opened.canvas().width() > narrow + 200);
        QVERIFY(!opened.view().inspector()->isVisible());
        QVERIFY(!opened.pane->saveState().contains("sizes"));
        QVERIFY(!opened.pane->saveState().contains("columns"));
        // What needs a panel brings it back.
        opened.canvas().setCurrent(u"filter"_s);
        press(&opened.canvas(), Qt::Key_F2);
        QVERIFY(opened.view().inspector()->isVisible());
        QTRY_COMPARE(opened.canvas().width(), narrow);
        QCOMPARE(opened.pane->saveState().value("columns").size(), 2);
    }

    void whatIsEditedWhileItIsLaidOutStays()
    {
        Opened opened(false);
        opened.show({});
        opened.document().openNew(u"Large"_s, largePipeline(60, 90));
        QTRY_VERIFY(opened.document().isOpen());
        opened.pane->findChild<QStackedWidget *>()->setCurrentWidget(&opened.view());
        const QPointF before = opened.graph().find(u"n7"_s)->position;
        press(&opened.canvas(), Qt::Key_L, Qt::ControlModifier);
        DraftEditor editor(opened.document().definition());
        editor.removeNodes({u"n3"_s});
        editor.setNodeMember(u"n5"_s, "title", Json("Meanwhile"));
        opened.document().apply(editor.finish(u"Meanwhile"_s));
        QTRY_COMPARE_WITH_TIMEOUT(opened.document().stack().position(), 2, 30'000);
        QVERIFY(opened.document().definition().value("nodes").at(6).value("position") != Json::object({{"x", before.x()}, {"y", before.y()}}));
        QCOMPARE(opened.graph().find(u"n5"_s)->title, u"Meanwhile"_s);
        QVERIFY(!opened.graph().find(u"n3"_s));
    }

    void layingOutCanBeStopped()
    {
        Opened opened(false);
        opened.show({});
        opened.document().openNew(u"Large"_s, largePipeline(1'200, 1'800));
        QTRY_VERIFY(opened.document().isOpen());
        opened.pane->findChild<QStackedWidget *>()->setCurrentWidget(&opened.view());
        QSignalSpy work(opened.pane.get(), &Pane::workStarted);
        press(&opened.canvas(), Qt::Key_L, Qt::ControlModifier);
        QCOMPARE(work.size(), 1);
        QVERIFY(opened.view().action(u"layout"_s)->text().contains(u"Stop"_s));
        press(&opened.canvas(), Qt::Key_L, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(!opened.view().action(u"layout"_s)->text().contains(u"Stop"_s), 30'000);
        QCOMPARE(opened.document().stack().edits().size(), 0);
    }

    void noCommandKeepsTheWindowForLong_data()
    {
        QTest::addColumn<int>("nodes");
        QTest::newRow("a step of each kind") << 0;
        QTest::newRow("1,000 steps") << 1'000;
        QTest::newRow("10,000 steps") << 10'000;
    }

    /// R29: no command on a step keeps the window's thread for 100 ms, with its paint, nor does anything that it sets off. What is done to all
    /// of many thousands may take longer.
    void noCommandKeepsTheWindowForLong()
    {
        QFETCH(const int, nodes);
        Opened opened(false);
        if (nodes > 0) {
            opened.run(u"pipeline.save"_s, Json::object({{"definition", runnableChain(nodes)}}));
            opened.show(u"large"_s);
        } else {
            opened.show({});
            DraftEditor editor(filterOnly(u"large"_s));
            for (const ComponentDescriptor &component : builtInComponents())
                editor.addNode(Json::object({{"id", component.name}, {"component", component.name}, {"config", Json::object()}}), {0, 0});
            opened.document().openNew(u"Large"_s, editor.definition());
            QTRY_VERIFY(opened.document().isOpen());
            opened.pane->findChild<QStackedWidget *>()->setCurrentWidget(&opened.view());
        }
        Canvas &canvas = opened.canvas();
        QMap<QString, QList<double>> times;
        // Each turn of the event loop until all is saved and validated.
        const auto rest = [&](const QString &what, int ms = 400) {
            QElapsedTimer since;
            since.start();
            while (since.elapsed() < ms || !opened.document().isSaved()) {
                const double began = threadMs();
                QCoreApplication::processEvents();
                times[what].append(threadMs() - began);
                QThread::msleep(2);
            }
        };
        rest(u"opening"_s);
        times.clear();
        const auto timed = [&](QLatin1StringView what, const auto &command) {
            canvas.setFocus();
            const double began = threadMs();
            command();
            QCoreApplication::sendPostedEvents();
            canvas.repaint();
            times[what].append(threadMs() - began);
            rest(what + ", afterwards"_L1, what == "select"_L1 ? 100 : 400);
        };
        const int count = int(opened.graph().nodes.size());
        for (int i = 0; i < (nodes == 0 ? count : 4); ++i) {
            const QString node = opened.graph().nodes.at(nodes == 0 ? i : (i * 37 + 1) % count).id;
            timed("select"_L1, [&] { canvas.setCurrent(node); });
            if (i > 3)
                continue;
            timed("nudge"_L1, [&] { QTest::keyClick(&canvas, Qt::Key_Right, Qt::ControlModifier); });
            timed("undo"_L1, [&] { QTest::keyClick(&canvas, Qt::Key_Z, Qt::ControlModifier); });
            timed("duplicate"_L1, [&] { QTest::keyClick(&canvas, Qt::Key_D, Qt::ControlModifier); });
            timed("delete"_L1, [&] { QTest::keyClick(&canvas, Qt::Key_Delete); });
            timed("note"_L1, [&] { QTest::keyClick(&canvas, Qt::Key_N); });
            timed("add"_L1, [&] { canvas.addComponent(u"template"_s); });
            timed("rename"_L1, [&] {
                DraftEditor editor(opened.document().definition());
                editor.setNodeMember(node, "title", Json(u"Title %1"_s.arg(i)));
                opened.document().apply(editor.finish({}));
            });
        }
        const auto tell = [&](double bound) {
            for (const auto &[what, list] : times.asKeyValueRange()) {
                const double longest = *std::ranges::max_element(list);
                std::printf("%-28s longest %7.1f ms\n", qPrintable(what), longest);
                if (kBoundsTime)
                    QVERIFY2(longest < bound, qPrintable(u"%1: %2 ms"_s.arg(what).arg(longest)));
            }
            std::fflush(stdout);
        };
        tell(100);
        times.clear();
        timed("select all"_L1, [&] { QTest::keyClick(&canvas, Qt::Key_A, Qt::ControlModifier); });
        timed("align all"_L1, [&] { QTest::keyClick(&canvas, Qt::Key_Up, Qt::AltModifier | Qt::ShiftModifier); });
        timed("group all"_L1, [&] { QTest::keyClick(&canvas, Qt::Key_G, Qt::ControlModifier); });
        timed("choose all again"_L1, [&] { canvas.selectAll(); });
        timed("delete all"_L1, [&] { QTest::keyClick(&canvas, Qt::Key_Delete); });
        timed("undo delete all"_L1, [&] { QTest::keyClick(&canvas, Qt::Key_Z, Qt::ControlModifier); });
        timed("undo group all"_L1, [&] { QTest::keyClick(&canvas, Qt::Key_Z, Qt::ControlModifier); });
        timed("undo align all"_L1, [&] { QTest::keyClick(&canvas, Qt::Key_Z, Qt::ControlModifier); });
        tell(nodes > 1'000 ? 1'500 : 250);
    }

    /// 500 of what a person does, on the pane and the workspace: undone to the first file, redone to the last, byte for byte. More sequences
    /// where MILLRACE_SEQUENCES says so, and then no command with its paint takes the window's thread 100 ms.
    void fiveHundredCommandsUndoAndRedoToTheSameFiles()
    {
        const int sequences = std::max(1, qEnvironmentVariableIntValue("MILLRACE_SEQUENCES"));
        double longest = 0;
        for (int sequence = 0; sequence < sequences; ++sequence) {
            Opened opened(true, true, false);
            QRandomGenerator random(quint32(sequence + 1));
            double worst = 0;
            const auto saved = [&] { QTRY_VERIFY_WITH_TIMEOUT(opened.document().isSaved(), 30'000); };
            const auto file = [&] {
                return opened.run(u"pipeline.export"_s, Json::object({{"pipeline", "small"}, {"draft", true}})).value("definition").toBytes();
            };
            saved();
            const qsizetype begin = opened.document().stack().position();
            const QByteArray first = file();
            const QStringList keys = opened.canvas().components().keys();
            Canvas &canvas = opened.canvas();
            auto *insert = opened.view().findChild<InsertPopup *>();
            for (int i = 0; i < 500; ++i) {
                const auto &nodes = opened.graph().nodes;
                const QString node = nodes.isEmpty() ? QString() : nodes.at(random.bounded(nodes.size())).id;
                const QPoint any(random.bounded(canvas.width()), random.bounded(canvas.height()));
                const QPoint there(random.bounded(canvas.width()), random.bounded(canvas.height()));
                canvas.setCurrent(node);
                const double began = threadMs();
                switch (random.bounded(14)) {
                case 0:
                    if (nodes.size() < 40)
                        canvas.addComponent(keys.at(random.bounded(keys.size())));
                    break;
                case 1:
                    drag(&canvas, any, there);
                    break;
                case 2:
                    press(&canvas, Qt::Key_Right, Qt::ControlModifier);
                    break;
                case 3:
                    press(&canvas, Qt::Key_D, Qt::ControlModifier);
                    if (nodes.size() > 40)
                        press(&canvas, Qt::Key_Delete);
                    break;
                case 4:
                    press(&canvas, Qt::Key_Delete, random.bounded(2) ? Qt::ControlModifier : Qt::NoModifier);
                    break;
                case 5:
                    press(&canvas, Qt::Key_A, Qt::ControlModifier);
                    press(&canvas, Qt::Key_Up, Qt::AltModifier | Qt::ShiftModifier);
                    break;
                case 6:
                    press(&canvas, Qt::Key_G, Qt::ControlModifier | (random.bounded(2) ? Qt::ShiftModifier : Qt::NoModifier));
                    break;
                case 7:
                    press(&canvas, Qt::Key_N);
                    break;
                case 8:
                    press(&canvas, random.bounded(2) ? Qt::Key_C : Qt::Key_X, Qt::ControlModifier);
                    break;
                case 9:
                    if (nodes.size() < 40)
                        press(&canvas, Qt::Key_V, Qt::ControlModifier);
                    break;
                case 10:
                    press(&canvas, Qt::Key_Z, Qt::ControlModifier);
                    break;
                case 11:
                    press(&canvas, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
                    break;
                case 12:
                    if (!node.isEmpty())
                        drag(&canvas, canvas.view().toPixels(DesignLayout::outPoint(*opened.graph().find(node), 0)).toPoint(), there);
                    break;
                default:
                    press(&canvas, Qt::Key_F);
                    break;
                }
                canvas.repaint();
                worst = std::max(worst, threadMs() - began);
                if (QWidget *popup = QApplication::activePopupWidget())
                    popup->close();
                // A link let go over nothing asks for a step; what lies over the canvas with its shadow would be painted with all that follows.
                if (insert->isVisible())
                    QTest::keyClick(insert->findChild<QLineEdit *>(), Qt::Key_Escape);
            }
            saved();
            if (qEnvironmentVariableIsSet("MILLRACE_SEQUENCES") && kBoundsTime)
                QVERIFY2(worst < 100, qPrintable(u"%1 ms in sequence %2"_s.arg(worst).arg(sequence)));
            longest = std::max(longest, worst);
            const QByteArray last = file();
            const qsizetype end = opened.document().stack().position();
            QVERIFY(end > begin + 60);
            while (opened.document().stack().position() > begin)
                opened.document().undo();
            saved();
            QCOMPARE(file(), first);
            while (opened.document().stack().position() < end)
                opened.document().redo();
            saved();
            QCOMPARE(file(), last);
        }
        qInfo("%d sequences: the longest command took %.1f ms", sequences, longest);
    }

    /// A window that is killed while one edits in it: what was done a second before is there.
    void aKilledWindowLosesASecondAtMost()
    {
        QTemporaryDir folder;
        QProcess victim;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"MILLRACE_VICTIM"_s, folder.filePath(u"w.millrace"_s));
        victim.setProcessEnvironment(environment);
        victim.start(QCoreApplication::applicationFilePath(), {});
        QVERIFY(victim.waitForStarted());
        // Each line: how many edits it had made, at that moment.
        QList<std::pair<qint64, int>> told;
        QElapsedTimer clock;
        clock.start();
        while (clock.elapsed() < 60'000 && (told.isEmpty() || told.last().second < 60)) {
            victim.waitForReadyRead(1'000);
            while (victim.canReadLine())
                told.append({clock.elapsed(), victim.readLine().trimmed().toInt()});
        }
        QVERIFY(!told.isEmpty() && told.last().second >= 60);
        const qint64 killedAt = clock.elapsed();
        victim.kill(); // SIGKILL
        QVERIFY(victim.waitForFinished());
        int promised = 0;
        for (const auto &[at, count] : told) {
            if (at <= killedAt - 1'000)
                promised = count;
        }
        QVERIFY(promised > 0);
        WorkspaceOptions options;
        options.path = folder.filePath(u"w.millrace"_s);
        options.runEngine = false;
        options.indexPath = folder.filePath(u"w.index"_s);
        const auto workspace = Workspace::open(options);
        QVERIFY(workspace);
        auto draft = (*workspace)->execute(u"draft.get"_s, Json::object({{"pipeline", "killed"}}), (*workspace)->actor());
        QTRY_VERIFY(draft.isFinished());
        QVERIFY(draft.result());
        const qsizetype kept = draft.result()->value("definition").value("notes").size();
        QVERIFY2(kept >= promised, qPrintable(u"%1 of %2 kept"_s.arg(kept).arg(promised)));
        QCOMPARE(draft.result()->value("edits").size(), kept); // each with its undo
    }
};

namespace {

/// A window in which somebody adds a note every 50 ms, and says how many there are.
int beVictim(const QString &path)
{
    Theme theme(ThemeMode::Light);
    WorkspaceOptions options;
    options.path = path;
    options.create = true;
    options.runEngine = false;
    options.indexPath = path + u".index"_s;
    const auto workspace = Workspace::open(options);
    if (!workspace)
        return 1;
    DesignerPane pane(workspace->get());
    pane.resize(1280, 800);
    pane.show();
    pane.view()->document()->openNew(u"Killed"_s);
    pane.findChild<QStackedWidget *>()->setCurrentWidget(pane.view());
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &pane, [&] {
        if (!pane.view()->document()->isOpen())
            return;
        pane.view()->canvas()->select({});
        pane.view()->canvas()->addNote();
        std::printf("%d\n", int(pane.view()->canvas()->scene().graph().notes.size()));
        std::fflush(stdout);
    });
    timer.start(50);
    return QApplication::exec();
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    if (const QString victim = qEnvironmentVariable("MILLRACE_VICTIM"); !victim.isEmpty())
        return beVictim(victim);
    TestDesignerGestures test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_designergestures.moc"
