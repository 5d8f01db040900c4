// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is dragged from one widget to another, by the pointer of an X server that a program outside moves: no event is made here. The test starts
// the server and itself once more on it. Skipped where there is no Xvfb or xdotool.
#include "openeddesigner.h"

#include "common/schemaform.h"
#include "common/templatefield.h"
#include "designer/componentlist.h"
#include "designer/designlayout.h"
#include "designer/fieldtree.h"
#include "designer/inspector.h"
#include "designer/trialpanel.h"

#include <QAction>
#include <QApplication>
#include <QLineEdit>
#include <QListView>
#include <QProcess>
#include <QStandardPaths>

#include <cstdio>

using namespace Millrace;

namespace {

constexpr int kLongMs = 60'000;

/// The gallery's article with a filter at its end, and its pane.
class Desk
{
public:
    Desk()
        : opened(false)
    {
        opened.show(opened.run(u"gallery.use"_s, Json::object({{"id", "article"}})).value("pipeline").toString());
        DraftEditor editor(opened.document().definition());
        const QString filter = editor.addNode(Json::object({{"component", "filter"}, {"config", Json::object()}}), {900, 0});
        editor.connect({u"transformer"_s, u"out"_s}, {filter, u"in"_s});
        opened.document().apply(editor.finish(u"Add a filter"_s));
        opened.pane->move(0, 0);
        if (!QTest::qWaitForWindowExposed(opened.pane.get()) || !QTest::qWaitForWindowActive(opened.pane.get()))
            qFatal("the window is not there");
        // All that comes by itself has come: it may move what is seen.
        const auto rests = [this] { return opened.document().isSaved() && opened.view().trialPanel()->off().contains(u"“"_s); };
        if (!QTest::qWaitFor(rests, kLongMs))
            qFatal("the pane does not come to rest");
        opened.canvas().fitAll();
    }

    /// Presses on one place of the screen, moves as a hand does, and lets go on another.
    static bool dragPointer(QPoint from, QPoint to)
    {
        const auto at = [](QPoint point) { return QStringList{u"mousemove"_s, QString::number(point.x()), QString::number(point.y())}; };
        const QStringList pause{u"sleep"_s, u"0.15"_s}; // a busy machine sees each place, too
        QStringList words = at(from) + pause + QStringList{u"mousedown"_s, u"1"_s} + pause;
        constexpr int kSteps = 8;
        for (int step = 1; step <= kSteps; ++step)
            words += at(from + (to - from) * step / kSteps) + pause;
        words += at(to + QPoint(1, 0)) + pause + at(to) + pause + pause + QStringList{u"mouseup"_s, u"1"_s};
        QProcess hand;
        hand.start(u"xdotool"_s, words);
        // The drag has an event loop of its own: the pointer goes on meanwhile.
        return QTest::qWaitFor([&hand] { return hand.state() == QProcess::NotRunning; }, kLongMs) && hand.exitCode() == 0;
    }

    /// The middle of a field's row on the screen.
    QPoint placeOf(const QString &path)
    {
        FieldTree *fields = opened.view().trialPanel()->fields();
        if (!QTest::qWaitFor([&] { return fields->isVisible() && fields->itemOf(path); }, kLongMs))
            qFatal("there is no such field");
        fields->scrollToItem(fields->itemOf(path));
        QTest::qWait(200); // the panels have found their places
        return fields->viewport()->mapToGlobal(fields->visualItemRect(fields->itemOf(path)).center() - QPoint(fields->columnWidth(1) / 2, 0));
    }

    [[nodiscard]] QString setting(const QString &component, const char *key) const
    {
        for (const DesignNode &node : opened.graph().nodes) {
            if (node.component == component)
                return node.json.value("config").value(key).toString();
        }
        return {};
    }

    Opened opened;
};

} // namespace

class TestDesignerMouse : public QObject
{
    Q_OBJECT

private:
    Theme m_theme{ThemeMode::Light};

private Q_SLOTS:
    void aFieldIsDraggedIntoAPrompt()
    {
        Desk desk;
        desk.opened.canvas().setCurrent(u"ai_generator"_s);
        desk.opened.view().action(u"try.fields"_s)->trigger();
        QVERIFY(desk.opened.view().inspector()->form()->focusField("/prompt"));
        auto *editor = qobject_cast<TemplateEdit *>(QApplication::focusWidget());
        QVERIFY(editor);
        const QPoint from = desk.placeOf(u"title"_s);
        QVERIFY(Desk::dragPointer(from, editor->viewport()->mapToGlobal(QPoint(30, 10))));
        QTRY_COMPARE(editor->toPlainText(), u"{{ title }}"_s);
        QTRY_COMPARE(desk.setting(u"ai_generator"_s, "prompt"), u"{{ title }}"_s);
    }

    void aFieldIsDraggedIntoAnExpression()
    {
        Desk desk;
        desk.opened.canvas().setCurrent(u"filter"_s);
        desk.opened.view().action(u"try.fields"_s)->trigger();
        QVERIFY(desk.opened.view().inspector()->form()->focusField("/expression"));
        QWidget *line = QApplication::focusWidget();
        QVERIFY(qobject_cast<QLineEdit *>(line));
        const QPoint from = desk.placeOf(u"tone"_s);
        QVERIFY(Desk::dragPointer(from, line->mapToGlobal(line->rect().center())));
        QTRY_COMPARE(desk.setting(u"filter"_s, "expression"), u"tone"_s);
    }

    void aComponentIsDraggedOntoTheCanvas()
    {
        Desk desk;
        const qsizetype before = desk.opened.graph().nodes.size();
        auto *list = desk.opened.view().findChild<ComponentList *>()->findChild<QListView *>();
        const Canvas &canvas = desk.opened.canvas();
        QModelIndex row;
        for (int i = 0; i < list->model()->rowCount() && !row.isValid(); ++i) {
            const QModelIndex index = list->model()->index(i, 0);
            if (index.flags().testFlag(Qt::ItemIsDragEnabled) && list->visualRect(index).bottom() < list->viewport()->height())
                row = index;
        }
        QVERIFY(row.isValid());
        // To the lower left, where nothing is.
        const QPoint to = canvas.mapToGlobal(QPoint(canvas.width() / 4, canvas.height() - 120));
        QVERIFY(Desk::dragPointer(list->viewport()->mapToGlobal(list->visualRect(row).center()), to));
        QTRY_COMPARE(desk.opened.graph().nodes.size(), before + 1);
        const DesignNode &added = desk.opened.graph().nodes.last();
        QVERIFY((canvas.view().toPixels(QRectF(added.position, QSizeF(DesignLayout::kCardWidth, DesignLayout::kCardHead))).center()
                 - canvas.mapFromGlobal(to))
                    .manhattanLength()
                < 60);
    }

    void aCardIsDraggedByThePointer()
    {
        Desk desk;
        const Canvas &canvas = desk.opened.canvas();
        const QPointF before = desk.opened.graph().find(u"transformer"_s)->position;
        const int node = desk.opened.graph().indexOf(u"transformer"_s);
        const QPoint from = canvas.mapToGlobal(canvas.view().toPixels(canvas.scene().card(node).center()).toPoint());
        QVERIFY(Desk::dragPointer(from, from + QPoint(10, 120)));
        QTRY_VERIFY(desk.opened.graph().find(u"transformer"_s)->position.y() > before.y() + 40);
        QCOMPARE(desk.opened.document().stack().edits().size(), 2);
    }
};

/// What ctest is told of it as.
constexpr int kSkipped = 77;

int main(int argc, char *argv[])
{
    if (qEnvironmentVariableIsSet("MILLRACE_ON_X")) {
        QApplication app(argc, argv);
        TestDesignerMouse test;
        return QTest::qExec(&test, argc, argv);
    }
    QCoreApplication app(argc, argv);
    if (QStandardPaths::findExecutable(u"Xvfb"_s).isEmpty() || QStandardPaths::findExecutable(u"xdotool"_s).isEmpty()) {
        std::puts("SKIP   : needs Xvfb and xdotool");
        return kSkipped;
    }
    QProcess server;
    server.setStandardErrorFile(QProcess::nullDevice());
    server.start(u"Xvfb"_s, {u"-displayfd"_s, u"1"_s, u"-screen"_s, u"0"_s, u"1366x900x24"_s, u"-nolisten"_s, u"tcp"_s});
    if (!server.waitForReadyRead(kLongMs))
        return 1;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"DISPLAY"_s, u':' + QString::fromLatin1(server.readLine().trimmed()));
    environment.insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
    environment.insert(u"MILLRACE_ON_X"_s, u"1"_s);
    QProcess test;
    test.setProcessEnvironment(environment);
    test.setProcessChannelMode(QProcess::ForwardedChannels);
    test.start(QCoreApplication::applicationFilePath(), QCoreApplication::arguments().sliced(1));
    const bool ended = test.waitForFinished(5 * kLongMs);
    server.terminate();
    server.waitForFinished(kLongMs);
    return ended && test.exitStatus() == QProcess::NormalExit ? test.exitCode() : 1;
}

#include "tst_designermouse.moc"
