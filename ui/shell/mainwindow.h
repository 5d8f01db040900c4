// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "common/pane.h"
#include "workspace/workspace.h"

#include <QMainWindow>
#include <QPointer>
#include <QTimer>

class QSplitter;
class QStackedWidget;

namespace Millrace {

class ActivityBar;
class BottomPanel;
class CommandPalette;
class CommandRunner;
class DesktopNotices;
class Finder;
class Intake;
class JobList;
class LogBuffer;
class NoticeBar;
class NoticeModel;
class Settings;
class StatusBar;
class WindowActions;
class WindowDialogs;

/// The window: activity bar, panes, bottom panel, status bar, menus, command palette and finder. It makes its panes
/// when they are first shown, for the workspace it was given, and makes them anew for another one.
///
/// It opens no workspace itself: it asks (openRequested …), and the program answers with setWorkspace() or showNotice(). The
/// workspace must outlive it, or be taken away with setWorkspace(nullptr) first. Main thread.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    /// `settings` must outlive the window; `log` may be nullptr.
    MainWindow(const QList<PaneInfo> &panes, Settings *settings, LogBuffer *log, QWidget *parent = nullptr);
    ~MainWindow() override;

    void setWorkspace(Workspace *workspace);
    [[nodiscard]] Workspace *workspace() const { return m_workspace; }

    /// False where no pane has this id (or none without a workspace).
    bool showPane(const QString &id);
    /// The pane on the screen; nullptr before the first one is shown.
    [[nodiscard]] Pane *currentPane() const { return m_current; }
    [[nodiscard]] QString currentPaneId() const { return m_currentId; }
    /// Goes to a place, and remembers where the person was.
    void open(const PaneTarget &target);
    void showNotice(const Notice &notice);
    [[nodiscard]] WindowActions &actions() const { return *m_actions; }

Q_SIGNALS:
    /// The person wants this workspace (path of the file).
    void openRequested(const QString &path);
    void createRequested(const QString &path);
    /// A new workspace with the example in it.
    void exampleRequested();
    /// A workspace to try pieces of the gallery in.
    void galleryRequested();
    void themeRequested(const QString &name);

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void build();
    void connectActions();
    void connectPane(Pane *pane);
    void askExport();
    void showPaneActions();
    [[nodiscard]] Pane *paneFor(const QString &id);
    [[nodiscard]] PaneTarget here() const;
    void goTo(const PaneTarget &target);
    void travel(QList<PaneTarget> &from, QList<PaneTarget> &to);
    void refreshStatus();
    void refreshSources();
    void refreshAlerts();
    void toggleEngine();
    void showEngineState(const EngineState &state);
    void paste();
    void fillRecentMenu();
    void restoreWindow();
    void saveWindow();

    QList<PaneInfo> m_panes;
    Settings *m_settings;
    LogBuffer *m_log;
    QPointer<Workspace> m_workspace;
    Answers m_answers;
    QTimer m_statusPause;
    QTimer m_sourcesPause;

    WindowActions *m_actions;
    JobList *m_jobs;
    NoticeModel *m_notices;
    Intake *m_intake;
    CommandRunner *m_runner;
    DesktopNotices *m_desktop;
    WindowDialogs *m_dialogs;
    ActivityBar *m_activity;
    NoticeBar *m_noticeBar;
    QStackedWidget *m_stack;
    BottomPanel *m_bottom;
    QSplitter *m_down;
    StatusBar *m_statusBar;
    CommandPalette *m_palette;
    Finder *m_finder;

    QHash<QString, Pane *> m_made;
    QPointer<Pane> m_current;
    QString m_currentId;
    QList<PaneTarget> m_back;
    QList<PaneTarget> m_forward;
    int m_unseen = 0;
    QString m_engineProblem;
};

} // namespace Millrace
