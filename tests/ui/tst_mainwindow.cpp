// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/mainwindow.h"

#include "common/actions.h"
#include "common/noticebar.h"
#include "common/settings.h"
#include "common/theme.h"
#include "components/reviewform.h"
#include "shell/activitybar.h"
#include "shell/commandpalette.h"
#include "shell/finder.h"
#include "shell/windowactions.h"
#include "workspace/workspace.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

/// A pane that remembers what it was asked to show.
class TestPane final : public Pane
{
public:
    explicit TestPane(QWidget *parent)
        : Pane(nullptr, parent)
        , own(makeAction(this, u"view-refresh", u"Sharpen the pencil"_s, QKeySequence(u"Ctrl+Shift+P"_s)))
    {
        setFocusPolicy(Qt::StrongFocus);
        addAction(own);
    }

    void open(const PaneTarget &target) override
    {
        if (!target.keepsFilter)
            shown = target;
    }
    [[nodiscard]] PaneTarget place() const override { return shown; }
    [[nodiscard]] Json saveState() const override { return Json::object({{"filter", Json(shown.filter.text)}}); }
    void restoreState(const Json &state) override { shown.filter.text = state.value("filter").toString(); }

    PaneTarget shown;
    QAction *own;

protected:
    void refresh() override { setReady(); }
};

PaneInfo info(const QString &id, bool needsWorkspace = false)
{
    return {.id = id,
            .title = id,
            .iconName = u"go-home"_s,
            .create = [](Workspace *, QWidget *parent) { return new TestPane(parent); },
            .needsWorkspace = needsWorkspace};
}

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<Settings>(m_folder->filePath(u"settings.json"_s));
        m_theme = std::make_unique<Theme>(ThemeMode::Light);
        m_window = make();
    }

    void cleanup()
    {
        m_window.reset();
        m_theme.reset();
        m_settings.reset();
    }

    void keysGoFromPaneToPaneAndBack()
    {
        QVERIFY(m_window->showPane(u"home"_s));
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(m_window->currentPaneId(), u"contexts"_s);
        QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(m_window->currentPaneId(), u"home"_s);
        QTest::keyClick(m_window.get(), Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(m_window->currentPaneId(), u"contexts"_s);
    }

    void backReturnsToWhatWasShown()
    {
        PaneTarget failed{.pane = u"contexts"_s};
        failed.filter.statuses = {ContextStatus::Failed};
        PaneTarget reviewed{.pane = u"contexts"_s};
        reviewed.filter.statuses = {ContextStatus::AwaitingReview};
        m_window->open(failed);
        m_window->open(reviewed);
        QCOMPARE(m_window->currentPane()->place().filter.statuses, reviewed.filter.statuses);
        m_window->actions()[u"view.back"_s]->trigger();
        QCOMPARE(m_window->currentPane()->place().filter.statuses, failed.filter.statuses);
    }

    void aPaneThatNeedsAWorkspaceIsNotShownWithoutOne()
    {
        QVERIFY(!m_window->showPane(u"needy"_s));
        QVERIFY(!m_window->showPane(u"no such pane"_s));
        QVERIFY(!m_window->actions()[u"pane.needy"_s]->isEnabled());
    }

    void everyActionHasATooltipAndNoKeyIsGivenTwice()
    {
        QSet<QKeySequence> keys;
        for (const QAction *action : m_window->actions().all()) {
            QVERIFY2(!action->toolTip().isEmpty(), qPrintable(action->text()));
            if (action->shortcut().isEmpty())
                continue;
            QVERIFY2(action->toolTip().contains(action->shortcut().toString(QKeySequence::NativeText)), qPrintable(action->text()));
            QVERIFY2(!keys.contains(action->shortcut()), qPrintable(action->shortcut().toString()));
            keys.insert(action->shortcut());
            // A review's form must not give it another meaning: two of the same key are dead.
            for (const QKeySequence &key : action->shortcuts())
                QVERIFY2(programKeys().contains(comparableKey(key.toString(QKeySequence::PortableText))), qPrintable(key.toString()));
        }
        QVERIFY(keys.size() > 10);
    }

    void thePaletteFindsRunsAndGoes()
    {
        m_window->showPane(u"home"_s);
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        auto *palette = m_window->findChild<CommandPalette *>();
        QVERIFY(palette->isVisible());
        QTRY_VERIFY(palette->field()->hasFocus());
        QVERIFY(palette->items().size() > 15);
        QTest::keyClicks(palette->field(), u"messages"_s);
        QCOMPARE(palette->items().first().title, u"Messages and log"_s);
        QVERIFY(!m_window->actions()[u"view.bottom"_s]->isChecked());
        QTest::keyClick(palette->field(), Qt::Key_Return);
        QVERIFY(!palette->isVisible());
        QVERIFY(m_window->actions()[u"view.bottom"_s]->isChecked());
    }

    void thePaletteHasThePanesOwnActions()
    {
        m_window->showPane(u"home"_s);
        QSignalSpy triggered(static_cast<TestPane *>(m_window->currentPane())->own, &QAction::triggered);
        m_window->actions()[u"window.commands"_s]->trigger();
        auto *palette = m_window->findChild<CommandPalette *>();
        QTest::keyClicks(palette->field(), u"pencil"_s);
        QCOMPARE(palette->items().size(), 1);
        QTest::keyClick(palette->field(), Qt::Key_Return);
        QCOMPARE(triggered.size(), 1);
    }

    void escapeLeavesThePaletteAndGivesTheFocusBack()
    {
        m_window->showPane(u"home"_s);
        m_window->currentPane()->setFocus();
        m_window->actions()[u"window.commands"_s]->trigger();
        auto *palette = m_window->findChild<CommandPalette *>();
        QTest::keyClick(palette->field(), Qt::Key_Escape);
        QVERIFY(!palette->isVisible());
        QVERIFY(m_window->currentPane()->hasFocus());
    }

    void onlyOnePopupIsOpen()
    {
        m_window->showPane(u"home"_s);
        m_window->actions()[u"window.commands"_s]->trigger();
        m_window->actions()[u"window.find"_s]->setEnabled(true);
        m_window->actions()[u"window.find"_s]->trigger();
        QVERIFY(!m_window->findChild<CommandPalette *>()->isVisible());
        QVERIFY(m_window->findChild<Finder *>()->isVisible());
    }

    void theFinderOpensADocumentByItsTitle()
    {
        WorkspaceOptions options;
        options.path = m_folder->filePath(u"test.millrace"_s);
        options.indexPath = m_folder->filePath(u"index"_s);
        options.create = true;
        options.synchronousFull = false;
        options.actorName = u"Ada"_s;
        auto opened = Workspace::open(options);
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().text));
        const std::unique_ptr<Workspace> workspace = std::move(*opened);
        auto taken = workspace->execute(
            u"submit.content"_s,
            Json::object({{"pipeline", "article"}, {"name", "race.txt"}, {"text", "The water of the mill\n\nThe race leads water to the wheel.\n"}}),
            workspace->actor());
        QTRY_VERIFY_WITH_TIMEOUT(taken.isFinished(), 30'000);
        QVERIFY2(taken.result(), taken.result() ? "" : qPrintable(taken.result().error().text));
        m_window->setWorkspace(workspace.get());
        m_window->showPane(u"home"_s);
        m_window->actions()[u"window.find"_s]->trigger();
        auto *finder = m_window->findChild<Finder *>();
        QTest::keyClicks(finder->field(), u"race.t"_s);
        QTRY_VERIFY(!finder->items().isEmpty() && finder->items().first().id.startsWith(u"document "_s));
        const QString id = finder->items().first().id.section(u' ', 1);
        QSignalSpy wished(finder, &Finder::openRequested);
        QTest::keyClick(finder->field(), Qt::Key_Return);
        QCOMPARE(wished.size(), 1);
        QCOMPARE(wished.first().first().value<PaneTarget>().pane, u"library"_s);
        QCOMPARE(wished.first().first().value<PaneTarget>().documentId, id);
        m_window->setWorkspace(nullptr);
    }

    void whatWasUsedLastComesFirst()
    {
        m_window->showPane(u"home"_s);
        auto *palette = m_window->findChild<CommandPalette *>();
        m_window->actions()[u"window.commands"_s]->trigger();
        QCOMPARE(palette->items().first().title, u"Sharpen the pencil"_s);
        QTest::keyClicks(palette->field(), u"dark theme"_s);
        QTest::keyClick(palette->field(), Qt::Key_Return);
        m_window->actions()[u"window.commands"_s]->trigger();
        QCOMPARE(palette->items().first().title, u"Dark theme"_s);
    }

    void aMessageIsShownAndKept()
    {
        m_window->showPane(u"home"_s);
        int acted = 0;
        Notice notice = Notice::fromError(Error::make(ErrorCode::StoreFull, u"/dev/sda1"_s));
        notice.actionText = u"Show"_s;
        notice.action = [&acted] { ++acted; };
        m_window->showNotice(notice);
        auto *bar = m_window->findChild<NoticeBar *>();
        QVERIFY(bar->isVisible());
        QCOMPARE(bar->notice().what, notice.what);
        bar->notice().action();
        QCOMPARE(acted, 1);
    }

    void windowAndPaneStateAreKept()
    {
        m_window->showPane(u"contexts"_s);
        PaneTarget target{.pane = u"contexts"_s};
        target.filter.text = u"archive"_s;
        m_window->open(target);
        m_window->actions()[u"view.bottom"_s]->setChecked(true);
        m_window->close();
        m_window.reset();
        m_settings = std::make_unique<Settings>(m_folder->filePath(u"settings.json"_s));
        QCOMPARE(m_settings->value("/window/pane").toString(), u"contexts"_s);
        m_window = make();
        QVERIFY(m_window->actions()[u"view.bottom"_s]->isChecked());
        m_window->showPane(u"contexts"_s);
        QCOMPARE(m_window->currentPane()->place().filter.text, u"archive"_s);
    }

    /// A folder that is not there counts at Sources, and no longer when nobody watches it.
    void whatSourcesCannotDoIsCounted()
    {
        WorkspaceOptions options;
        options.path = m_folder->filePath(u"badge.millrace"_s);
        options.indexPath = m_folder->filePath(u"badge"_s);
        options.create = true;
        options.synchronousFull = false;
        options.actorName = u"Ada"_s;
        auto opened = Workspace::open(options);
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().text));
        const std::unique_ptr<Workspace> workspace = std::move(*opened);
        const QString folder = m_folder->filePath(u"inbox"_s);
        QVERIFY(QDir().mkpath(folder));
        const auto done = [&](const QString &command, const Json &args) {
            auto answer = workspace->execute(command, args, workspace->actor());
            return QTest::qWaitFor([&] { return answer.isFinished(); }) && answer.result();
        };
        QVERIFY(done(u"source.add"_s, Json::object({{"folder", folder}, {"id", "inbox"}, {"title", "Inbox"}})));
        m_window->setWorkspace(workspace.get());
        const auto *button = m_window->findChild<ActivityBar *>()->findChild<QAbstractButton *>(u"sources"_s);
        QVERIFY(button);
        QVERIFY(QDir(folder).removeRecursively());
        QVERIFY(done(u"source.scan"_s, Json::object()));
        QTRY_COMPARE(button->accessibleDescription(), u"1"_s);
        QVERIFY(done(u"source.remove"_s, Json::object({{"id", "inbox"}})));
        QTRY_COMPARE(button->accessibleDescription(), QString());
        m_window->setWorkspace(nullptr);
    }

    void aDroppedWorkspaceIsOpened()
    {
        QSignalSpy opened(m_window.get(), &MainWindow::openRequested);
        auto data = std::make_unique<QMimeData>();
        data->setUrls({QUrl::fromLocalFile(u"/somewhere/notes.millrace"_s)});
        QDragEnterEvent enter(QPoint(100, 100), Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(100, 100), Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_window.get(), &drop);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().toString(), u"/somewhere/notes.millrace"_s);
    }

private:
    std::unique_ptr<MainWindow> make()
    {
        auto window = std::make_unique<MainWindow>(QList<PaneInfo>{info(u"home"_s), info(u"contexts"_s), info(u"needy"_s, true), info(u"sources"_s)},
                                                   m_settings.get(), nullptr);
        window->show();
        window->activateWindow();
        // Keys go to the active window alone.
        if (!QTest::qWaitForWindowActive(window.get()))
            qWarning("the window did not become active");
        return window;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
