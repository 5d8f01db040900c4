// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/mainwindow.h"

#include "common/metrics.h"
#include "common/noticebar.h"
#include "common/settings.h"
#include "common/statuspane.h"
#include "common/theme.h"
#include "shell/activitybar.h"
#include "shell/bottompanel.h"
#include "shell/commandpalette.h"
#include "shell/commandrunner.h"
#include "shell/desktopnotices.h"
#include "shell/finder.h"
#include "shell/intake.h"
#include "shell/joblist.h"
#include "shell/logbuffer.h"
#include "shell/noticemodel.h"
#include "shell/statusbar.h"
#include "shell/windowactions.h"
#include "shell/windowdialogs.h"
#include "workspace/metricdesk.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDateTime>
#include <QDropEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QScreen>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kStatusMs = 250;
constexpr int kSourcesMs = 1'000; ///< a folder that is taken in tells of itself all the time
constexpr qsizetype kHistory = 50;

QStringList localFiles(const QMimeData *data)
{
    QStringList paths;
    for (const QUrl &url : data->urls()) {
        if (url.isLocalFile())
            paths += url.toLocalFile();
    }
    return paths;
}

} // namespace

MainWindow::MainWindow(const QList<PaneInfo> &panes, Settings *settings, LogBuffer *log, QWidget *parent)
    : QMainWindow(parent)
    , m_panes(panes)
    , m_settings(settings)
    , m_log(log)
    , m_answers(this)
    , m_actions(new WindowActions(this))
    , m_jobs(new JobList(this))
    , m_notices(new NoticeModel(this))
    , m_intake(new Intake(settings, this))
    , m_runner(new CommandRunner(this))
    , m_desktop(new DesktopNotices(this))
    , m_dialogs(new WindowDialogs(this))
    , m_activity(new ActivityBar(this))
    , m_noticeBar(new NoticeBar(this))
    , m_stack(new QStackedWidget(this))
    , m_bottom(new BottomPanel(m_notices, log, this))
    , m_down(new QSplitter(Qt::Vertical, this))
    , m_statusBar(new StatusBar(m_jobs, this))
    , m_palette(new CommandPalette(this))
    , m_finder(new Finder(this))
{
    setWindowTitle(tr("Millrace"));
    setAcceptDrops(true);
    m_answers.onError([this](const Error &error) { showNotice(Notice::fromError(error)); });
    m_statusPause.setSingleShot(true);
    m_statusPause.setInterval(kStatusMs);
    connect(&m_statusPause, &QTimer::timeout, this, &MainWindow::refreshStatus);
    m_sourcesPause.setSingleShot(true);
    m_sourcesPause.setInterval(kSourcesMs);
    connect(&m_sourcesPause, &QTimer::timeout, this, &MainWindow::refreshSources);
    for (qsizetype i = 0; i < m_panes.size(); ++i) {
        const PaneInfo &info = m_panes.at(i);
        // Ten keys have digits, and one of them is for the reading text.
        const QKeySequence key(i < 9 ? u"Ctrl+%1"_s.arg(i + 1) : u"Ctrl+Alt+%1"_s.arg(i - 8));
        m_activity->addPane(info.id, info.title, info.iconName, key);
        m_actions->addPane(info.id, info.title, info.iconName, key);
        connect((*m_actions)[u"pane."_s + info.id], &QAction::triggered, this, [this, id = info.id] { open({.pane = id, .keepsFilter = true}); });
    }
    build();
    connectActions();
    restoreWindow();
    setWorkspace(nullptr);
}

MainWindow::~MainWindow() = default;

void MainWindow::build()
{
    m_down->addWidget(m_stack);
    m_down->addWidget(m_bottom);
    m_down->setStretchFactor(0, 1);
    m_down->setCollapsible(0, false);
    m_down->setHandleWidth(1);
    m_bottom->hide();

    auto *body = new QWidget(this);
    auto *column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(m_noticeBar);
    column->addWidget(m_down, 1);
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(m_activity);
    row->addLayout(column, 1);
    auto *whole = new QVBoxLayout(body);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addLayout(row, 1);
    whole->addWidget(m_statusBar);
    setCentralWidget(body);

    auto *find = new QToolButton(this);
    find->setText(tr("Find a command   Ctrl+K"));
    find->setIcon((*m_actions)[u"window.commands"_s]->icon());
    find->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    find->setForegroundRole(QPalette::PlaceholderText);
    find->setFocusPolicy(Qt::NoFocus);
    find->setToolTip((*m_actions)[u"window.commands"_s]->toolTip());
    connect(find, &QToolButton::clicked, m_palette, &QuickPopup::popUp);
    menuBar()->setCornerWidget(find);

    m_palette->setSource(
        [this] {
            QList<QAction *> all = m_current ? m_current->QWidget::actions() : QList<QAction *>();
            return all + m_actions->all();
        },
        [this] { return m_workspace ? m_workspace->commands() : QList<CommandInfo>(); });
}

void MainWindow::connectActions()
{
    const WindowActions &actions = *m_actions;
    const auto on = [&](const QString &name, auto function) { connect(actions[name], &QAction::triggered, this, function); };
    on(u"workspace.new"_s, [this] { m_dialogs->createWorkspace(); });
    on(u"workspace.open"_s, [this] { m_dialogs->openWorkspace(); });
    on(u"workspace.example"_s, [this] { Q_EMIT exampleRequested(); });
    on(u"workspace.gallery"_s, [this] {
        if (m_workspace)
            open({.pane = u"gallery"_s});
        else
            Q_EMIT galleryRequested();
    });
    on(u"contexts.export"_s, [this] { askExport(); });
    on(u"workspace.copy"_s, [this] { m_dialogs->copyWorkspace(); });
    on(u"workspace.check"_s, [this] { m_runner->check(); });
    on(u"intake.files"_s, [this] { m_dialogs->chooseFiles(); });
    on(u"intake.folder"_s, [this] { m_dialogs->chooseFolder(); });
    on(u"intake.paste"_s, [this] { paste(); });
    on(u"window.quit"_s, [this] { close(); });
    on(u"window.find"_s, [this] { m_finder->popUp(); });
    on(u"window.commands"_s, [this] { m_palette->popUp(); });
    on(u"help.keys"_s, [this] { m_palette->popUp(); });
    on(u"help.about"_s, [this] { m_dialogs->showAbout(); });
    on(u"view.back"_s, [this] { travel(m_back, m_forward); });
    on(u"view.forward"_s, [this] { travel(m_forward, m_back); });
    on(u"view.larger"_s, [] { Theme::current()->setReadingZoom(Theme::readingZoom() + 1); });
    on(u"view.smaller"_s, [] { Theme::current()->setReadingZoom(Theme::readingZoom() - 1); });
    on(u"view.normal"_s, [] { Theme::current()->setReadingZoom(0); });
    on(u"view.lineage"_s, [this] {
        const PaneTarget place = here();
        open({.pane = u"lineage"_s, .contextId = place.contextId, .documentId = place.documentId});
    });
    on(u"view.fullscreen"_s, [this](bool full) { full ? showFullScreen() : showNormal(); });
    on(u"engine.start"_s, [this] { m_runner->run(u"engine.start"_s, Json::object(), {}); });
    on(u"engine.pause"_s, [this] { m_runner->run(u"engine.pause"_s, Json::object(), {}); });
    for (const QString &name : {u"system"_s, u"light"_s, u"dark"_s})
        on(u"theme."_s + name, [this, name] { Q_EMIT themeRequested(name); });
    connect(actions[u"view.bottom"_s], &QAction::toggled, this, [this](bool shown) {
        m_bottom->setVisible(shown);
        m_unseen = 0;
        m_statusBar->setProblems(0);
    });
    connect(m_activity, &ActivityBar::paneRequested, this, [this](const QString &id) { open({.pane = id, .keepsFilter = true}); });
    connect(m_bottom, &BottomPanel::closeRequested, actions[u"view.bottom"_s], &QAction::toggle);
    connect(m_statusBar, &StatusBar::problemsRequested, this, [this] { (*m_actions)[u"view.bottom"_s]->setChecked(true); });
    connect(m_statusBar, &StatusBar::engineToggleRequested, this, &MainWindow::toggleEngine);
    connect(m_statusBar, &StatusBar::statusRequested, this, [this](ContextStatus status) {
        PaneTarget target{.pane = statusPane(status)};
        if (!paneFor(target.pane))
            target.pane = u"contexts"_s;
        target.filter.statuses = {status};
        open(target);
    });
    connect(m_palette, &CommandPalette::commandRequested, m_runner, &CommandRunner::runAndShow);
    connect(m_finder, &Finder::openRequested, this, &MainWindow::open);
    connect(m_runner, &CommandRunner::noticeRequested, this, &MainWindow::showNotice);
    connect(m_runner, &CommandRunner::workStarted, m_jobs, &JobList::add);
    connect(m_runner, &CommandRunner::logRequested, this, [this] {
        (*m_actions)[u"view.bottom"_s]->setChecked(true);
        m_bottom->setPage(BottomPanel::Page::Log);
    });
    connect(m_desktop, &DesktopNotices::activated, this, [this] {
        setWindowState(windowState() & ~Qt::WindowMinimized);
        raise();
        activateWindow();
        if (m_workspace)
            open({.pane = u"metrics"_s});
    });
    connect(m_dialogs, &WindowDialogs::filesChosen, this, [this](const QStringList &paths) { m_intake->take({.paths = paths}); });
    connect(m_dialogs, &WindowDialogs::workspaceChosen, this, &MainWindow::openRequested);
    connect(m_dialogs, &WindowDialogs::newWorkspaceChosen, this, &MainWindow::createRequested);
    connect(m_dialogs, &WindowDialogs::copyChosen, this,
            [this](const QString &path) { m_runner->run(u"workspace.copy"_s, Json::object({{"path", Json(path)}}), tr("Saving a copy")); });
    connect(m_intake, &Intake::noticeRequested, this, &MainWindow::showNotice);
    connect(m_intake, &Intake::openRequested, this, &MainWindow::open);
    connect(m_intake, &Intake::workStarted, m_jobs, &JobList::add);
}

void MainWindow::setWorkspace(Workspace *workspace)
{
    if (m_current)
        saveWindow();
    if (m_workspace)
        m_workspace->disconnect(this);
    m_current = nullptr;
    m_currentId.clear();
    m_back.clear();
    m_forward.clear();
    m_noticeBar->clear(); // its buttons act on the panes
    qDeleteAll(std::exchange(m_made, {}));
    m_workspace = workspace;
    m_intake->setWorkspace(workspace);
    m_runner->setWorkspace(workspace);
    m_finder->setWorkspace(workspace);
    m_actions->setAvailable(workspace, workspace && !workspace->isReadOnly());
    if (workspace) {
        const QFileInfo file(workspace->path());
        setWindowTitle(tr("%1 — Millrace").arg(file.completeBaseName()));
        m_statusBar->setWorkspace(file.completeBaseName(), file.absoluteFilePath());
        m_engineProblem.clear();
        showEngineState(workspace->engineState());
        connect(workspace, &Workspace::engineStateChanged, this, &MainWindow::showEngineState);
        connect(workspace, &Workspace::changed, this, [this] {
            if (!m_statusPause.isActive())
                m_statusPause.start();
        });
        connect(workspace, &Workspace::sourcesChanged, this, [this] {
            if (!m_sourcesPause.isActive())
                m_sourcesPause.start();
        });
        if (const MetricDesk *desk = MetricDesk::of(*workspace)) {
            connect(desk, &MetricDesk::alertsChanged, this, &MainWindow::refreshAlerts);
            connect(desk, &MetricDesk::alertRaised, this, [this](const RaisedAlert &alert) {
                showNotice({.severity = alert.severity == "critical"_L1 ? Notice::Severity::Error : Notice::Severity::Warning,
                            .what = alert.title,
                            .why = alert.text,
                            .actionText = tr("Show it"),
                            .action = [this] { open({.pane = u"metrics"_s}); }});
                m_desktop->tell(alert.title, alert.text, alert.severity == "critical"_L1);
            });
        }
        refreshStatus();
        refreshSources();
        refreshAlerts();
    } else {
        setWindowTitle(tr("Millrace"));
        m_statusBar->setWorkspace({}, {});
        for (const PaneInfo &info : std::as_const(m_panes))
            m_activity->setBadge(info.id, 0);
    }
    for (const PaneInfo &info : std::as_const(m_panes))
        (*m_actions)[u"pane."_s + info.id]->setEnabled(workspace || !info.needsWorkspace);
    fillRecentMenu();
}

Pane *MainWindow::paneFor(const QString &id)
{
    if (Pane *made = m_made.value(id))
        return made;
    const auto info = std::ranges::find_if(m_panes, [&](const PaneInfo &one) { return one.id == id; });
    if (info == m_panes.end() || (info->needsWorkspace && !m_workspace))
        return nullptr;
    Pane *pane = info->create(m_workspace, m_stack);
    m_made.insert(id, pane);
    m_stack->addWidget(pane);
    connectPane(pane);
    if (const Json *state = m_settings->all().find("/panes/" + id.toUtf8()))
        pane->restoreState(*state);
    return pane;
}

void MainWindow::connectPane(Pane *pane)
{
    connect(pane, &Pane::openRequested, this, &MainWindow::open);
    connect(pane, &Pane::noticeRequested, this, &MainWindow::showNotice);
    connect(pane, &Pane::workStarted, m_jobs, &JobList::add);
    connect(pane, &Pane::intakeRequested, m_intake, &Intake::take);
    connect(pane, &Pane::workspaceRequested, this, &MainWindow::openRequested);
    connect(pane, &Pane::windowActionRequested, this, [this](const QString &name) {
        if (QAction *action = m_actions->find(name))
            action->trigger();
    });
}

bool MainWindow::showPane(const QString &id)
{
    Pane *pane = paneFor(id);
    if (!pane)
        return false;
    m_current = pane;
    m_currentId = id;
    m_stack->setCurrentWidget(pane);
    m_activity->setCurrent(id);
    showPaneActions();
    if (!m_finder->isVisible() && !m_palette->isVisible())
        pane->setFocus(Qt::OtherFocusReason);
    return true;
}

PaneTarget MainWindow::here() const
{
    PaneTarget target = m_current ? m_current->place() : PaneTarget();
    target.pane = m_currentId;
    return target;
}

void MainWindow::goTo(const PaneTarget &target)
{
    if (!showPane(target.pane))
        return;
    m_current->open(target);
}

void MainWindow::open(const PaneTarget &target)
{
    const PaneTarget before = here();
    PaneTarget whole = target;
    // The lineage begins with what was chosen before it was first shown.
    if (target.pane == "lineage"_L1 && !m_made.contains(target.pane) && target.contextId.isEmpty() && target.documentId.isEmpty()) {
        whole.contextId = before.contextId;
        whole.documentId = before.documentId;
    }
    if (!paneFor(target.pane))
        return;
    goTo(whole);
    if (!before.pane.isEmpty() && before != here()) {
        m_back.append(before);
        m_back.remove(0, std::max<qsizetype>(0, m_back.size() - kHistory));
        m_forward.clear();
    }
}

void MainWindow::travel(QList<PaneTarget> &from, QList<PaneTarget> &to)
{
    if (from.isEmpty())
        return;
    to.append(here());
    goTo(from.takeLast());
}

void MainWindow::askExport()
{
    if (m_current && m_current->askExport())
        return;
    open({.pane = u"contexts"_s, .keepsFilter = true});
    if (m_current)
        m_current->askExport();
}

void MainWindow::showPaneActions()
{
    QMenu *menu = m_actions->paneMenu();
    menu->clear();
    const QList<QAction *> own = m_current ? m_current->QWidget::actions() : QList<QAction *>();
    menu->addActions(own);
    const auto info = std::ranges::find_if(m_panes, [this](const PaneInfo &one) { return one.id == m_currentId; });
    if (info != m_panes.end())
        menu->setTitle(info->title);
    menu->menuAction()->setVisible(!own.isEmpty());
}

void MainWindow::refreshStatus()
{
    if (!m_workspace)
        return;
    m_answers.ask("counts", m_workspace->counts(), [this](const StatusCounts &counts) {
        m_statusBar->setCounts(counts);
        m_activity->setBadge(u"home"_s,
                             counts.of(ContextStatus::AwaitingReview) + counts.of(ContextStatus::Quarantined) + counts.of(ContextStatus::Failed));
        m_activity->setBadge(u"review"_s, counts.of(ContextStatus::AwaitingReview));
        m_activity->setBadge(u"quarantine"_s, counts.of(ContextStatus::Quarantined));
    });
}

/// Files that failed, and folders that cannot be looked at.
void MainWindow::refreshSources()
{
    if (!m_workspace)
        return;
    m_answers.ask("sources", m_workspace->execute(u"source.list"_s, Json::object(), m_workspace->actor()), [this](const Json &answer) {
        qint64 failures = 0;
        for (const Json &source : answer.value("sources").items())
            failures += source.value("files").value("failed").toInt() + (source.value("problem").isString() ? 1 : 0);
        m_activity->setBadge(u"sources"_s, failures);
    });
}

/// Problems that nobody has acknowledged.
void MainWindow::refreshAlerts()
{
    if (!m_workspace)
        return;
    m_answers.ask("alerts", m_workspace->execute(u"alert.list"_s, Json::object({{"open", true}, {"limit", 1}}), m_workspace->actor()),
                  [this](const Json &answer) { m_activity->setBadge(u"metrics"_s, answer.value("unacknowledged").toInt()); });
}

void MainWindow::toggleEngine()
{
    if (m_workspace && !m_workspace->isReadOnly())
        (*m_actions)[m_workspace->engineState().running ? u"engine.pause"_s : u"engine.start"_s]->trigger();
}

void MainWindow::showEngineState(const EngineState &state)
{
    m_statusBar->setEngineState(state);
    if (state.problem == m_engineProblem)
        return;
    m_engineProblem = state.problem;
    if (!state.problem.isEmpty()) {
        showNotice({.severity = Notice::Severity::Warning,
                    .what = state.running ? tr("The engine has something to tell") : tr("The engine does not run"),
                    .why = state.problem});
    }
}

void MainWindow::showNotice(const Notice &notice)
{
    m_notices->add(notice, QDateTime::currentMSecsSinceEpoch() * 1000);
    m_noticeBar->post(notice);
    const bool matters = notice.severity == Notice::Severity::Warning || notice.severity == Notice::Severity::Error;
    if (matters && !m_bottom->isVisible())
        m_statusBar->setProblems(++m_unseen);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls() || event->mimeData()->hasText())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    const QStringList paths = localFiles(event->mimeData());
    event->acceptProposedAction();
    if (paths.size() == 1 && paths.first().endsWith(".millrace"_L1))
        Q_EMIT openRequested(paths.first());
    else if (!paths.isEmpty())
        m_intake->take({.paths = paths});
    else if (event->mimeData()->hasText())
        m_intake->take({.text = event->mimeData()->text()});
}

void MainWindow::paste()
{
    const QMimeData *data = QApplication::clipboard()->mimeData();
    const QStringList paths = data ? localFiles(data) : QStringList();
    if (!paths.isEmpty())
        m_intake->take({.paths = paths});
    else if (data && data->hasText() && !data->text().trimmed().isEmpty())
        m_intake->take({.text = data->text()});
    else
        showNotice({.severity = Notice::Severity::Info, .what = tr("The clipboard has no text and no files")});
}

void MainWindow::fillRecentMenu()
{
    QMenu *menu = m_actions->recentMenu();
    menu->clear();
    for (const QString &path : m_settings->value("/recent").toStringList()) {
        QAction *action = menu->addAction(QFileInfo(path).completeBaseName());
        action->setToolTip(path);
        action->setStatusTip(path);
        connect(action, &QAction::triggered, this, [this, path] { Q_EMIT openRequested(path); });
    }
    menu->setToolTipsVisible(true);
    menu->setEnabled(!menu->isEmpty());
}

void MainWindow::restoreWindow()
{
    const QByteArray geometry = QByteArray::fromBase64(m_settings->value("/window/geometry").toString().toLatin1());
    if (geometry.isEmpty() || !restoreGeometry(geometry))
        resize(QSize(1280, 800).boundedTo(screen()->availableSize()));
    m_down->setSizes({Metrics::gap(140), Metrics::gap(45)});
    m_down->restoreState(QByteArray::fromBase64(m_settings->value("/window/down").toString().toLatin1()));
    (*m_actions)[u"view.bottom"_s]->setChecked(m_settings->value("/window/bottom").toBool());
    const QString theme = m_settings->value("/window/theme").toString(u"system"_s);
    if (QAction *action = m_actions->find(u"theme."_s + theme))
        action->setChecked(true);
}

void MainWindow::saveWindow()
{
    const auto text = [](const QByteArray &bytes) { return Json(QString::fromLatin1(bytes.toBase64())); };
    if (isVisible())
        m_settings->setValue("/window/geometry", text(saveGeometry()));
    m_settings->setValue("/window/down", text(m_down->saveState()));
    m_settings->setValue("/window/bottom", Json((*m_actions)[u"view.bottom"_s]->isChecked()));
    if (!m_currentId.isEmpty())
        m_settings->setValue("/window/pane", Json(m_currentId));
    for (auto it = m_made.cbegin(); it != m_made.cend(); ++it) {
        const Json state = it.value()->saveState();
        if (!state.isNull())
            m_settings->setValue(("/panes/" + it.key().toUtf8()).constData(), state);
    }
    if (const Result<void> saved = m_settings->save(); !saved)
        qWarning("settings not saved: %s", qPrintable(saved.error().text));
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    saveWindow();
    QMainWindow::closeEvent(event);
}

} // namespace Millrace
