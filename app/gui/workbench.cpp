// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench.h"

#include "crashoffer.h"
#include "remoteinspection.h"

#include "common/icons.h"
#include "common/notice.h"
#include "observe/crashreport.h"
#include "observe/log.h"
#include "server/host.h"
#include "shell/logbuffer.h"
#include "shell/mainwindow.h"
#include "workbenchpanes.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QLoggingCategory>
#include <QScreen>
#include <QStandardPaths>
#include <QTime>

#include <cstdio>
#include <ctime>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

Q_LOGGING_CATEGORY(lcWorkbench, "millrace.workbench")

constexpr qsizetype kRecentKept = 10;
/// How long a picture waits for its pane's data.
constexpr int kPictureMs = 30'000;
/// A picture is taken when so many in a row, so far apart, were alike: what the first data led to is there by then, and painted.
constexpr int kSettleMs = 150;
constexpr int kAlike = 4;
constexpr int kMostLooks = 60; ///< something may always move

void complain(const QString &text)
{
    std::fputs(qPrintable(u"millrace-workbench: %1\n"_s.arg(text)), stderr);
}

/// Since the system made this process, loading of libraries and all; the clock's step is some ten milliseconds.
std::optional<double> millisecondsSinceStart()
{
    QFile stat(u"/proc/self/stat"_s);
    if (!stat.open(QIODevice::ReadOnly))
        return {};
    const QByteArray line = stat.readAll();
    // The second field is a name in brackets that may hold anything; the twenty-second is the start in ticks since boot.
    const QByteArrayList fields = line.sliced(line.lastIndexOf(')') + 2).split(' ');
    timespec now{};
    if (fields.size() < 20 || clock_gettime(CLOCK_BOOTTIME, &now) != 0)
        return {};
    const double started = fields.at(19).toDouble() * 1000 / double(sysconf(_SC_CLK_TCK));
    return double(now.tv_sec) * 1000 + double(now.tv_nsec) / 1e6 - started;
}

ThemeMode modeOf(const QString &name)
{
    return name == "light"_L1 ? ThemeMode::Light : name == "dark"_L1 ? ThemeMode::Dark : ThemeMode::System;
}

} // namespace

Workbench::Workbench(const WorkbenchOptions &options, Log &log, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_settings(Settings::defaultPath(), options.screenshot.isEmpty() && !options.timeStart ? Settings::Access::ReadWrite : Settings::Access::Frozen)
    , m_foreign(std::make_unique<RemoteInspection>())
    , m_theme(std::make_unique<Theme>(options.theme.value_or(modeOf(m_settings.value("/window/theme").toString()))))
    , m_log(log)
    , m_logLines(std::make_unique<LogBuffer>())
{
    m_log.setListener([lines = m_logLines.get()](QLatin1StringView level, const QString &category, const QString &message) {
        lines->add(u"%1  %2  %3  %4"_s.arg(QTime::currentTime().toString(u"HH:mm:ss.zzz"_s), QString(level).leftJustified(7), category, message));
    });
    m_theme->setReadingZoom(static_cast<int>(m_settings.value("/window/reading_zoom").toInt()));
    connect(m_theme.get(), &Theme::changed, this, [this] { m_settings.setValue("/window/reading_zoom", Json(Theme::readingZoom())); });
    QApplication::setWindowIcon(Icons::icon(u"millrace"));
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        complain(u"the pane had no data after %1 seconds"_s.arg(kPictureMs / 1000));
        QApplication::exit(ExitFailed);
    });
}

Workbench::~Workbench()
{
    m_log.setListener({});
    if (m_window)
        m_window->setWorkspace(nullptr);
}

std::optional<int> Workbench::start()
{
    qCInfo(lcWorkbench).noquote() << "started; Qt" << qVersion() << "on" << QGuiApplication::platformName();
    connect(&m_serving, &Serving::wished, this, [this](bool on) {
        m_settings.setValue("/server/enabled", Json(on));
        serve();
    });
    m_window = std::make_unique<MainWindow>(workbenchPanes(&m_settings, &m_serving, m_foreign.get()), &m_settings, m_logLines.get());
    connect(m_window.get(), &MainWindow::openRequested, this, [this](const QString &path) { open(path, false); });
    connect(m_window.get(), &MainWindow::createRequested, this, [this](const QString &path) { open(path, true); });
    connect(m_window.get(), &MainWindow::exampleRequested, this, &Workbench::openExample);
    connect(m_window.get(), &MainWindow::galleryRequested, this, &Workbench::openGallery);
    connect(m_window.get(), &MainWindow::themeRequested, this, &Workbench::setTheme);

    offerCrashReport(m_window.get(), crashFolder());

    const QString path = startPath();
    if (!m_options.screenshot.isEmpty()) {
        m_window->setGeometry(QRect(QPoint(0, 0), m_options.size));
        if (!path.isEmpty()) {
            open(path, false);
            if (!m_workspace)
                return ExitWorkspace;
        }
        m_window->show();
        m_window->resize(m_options.size);
        showFirstPane();
        takePicture();
        return {};
    }
    if (m_options.sizeGiven)
        m_window->resize(m_options.size);
    if (path.isEmpty()) {
        showFirstPane();
        m_window->show();
        return {};
    }
    // The frame comes first, the file after it: opening may have to recover what a crash left.
    m_window->show();
    QTimer::singleShot(0, this, [this, path] {
        open(path, false);
        if (!m_workspace)
            showFirstPane();
        if (m_options.timeStart)
            whenReady([this] { printStartTime(); });
    });
    return {};
}

QString Workbench::startPath() const
{
    if (!m_options.workspace.isEmpty())
        return QFileInfo(m_options.workspace).absoluteFilePath();
    const QString last = m_settings.value("/recent").at(0).toString();
    // A picture is of what it names, never of what somebody happened to open last.
    return m_options.screenshot.isEmpty() && QFileInfo::exists(last) ? last : QString();
}

void Workbench::showFirstPane()
{
    const QString wanted = m_options.pane.isEmpty() ? m_settings.value("/window/pane").toString(u"home"_s) : m_options.pane;
    if (!m_window->showPane(wanted))
        m_window->showPane(u"home"_s);
    const QString &id = m_options.open;
    if (id.isEmpty())
        return;
    PaneTarget target{.pane = m_window->currentPaneId(), .keepsFilter = true};
    (target.pane == "design"_L1 ? target.filter.pipeline : target.pane == "library"_L1 ? target.documentId : target.contextId) = id;
    m_window->open(target);
}

void Workbench::open(const QString &path, bool create, bool readOnly)
{
    if (m_workspace && QFileInfo(m_workspace->path()) == QFileInfo(path) && m_workspace->isReadOnly() == readOnly)
        return;
    WorkspaceOptions options;
    options.path = path;
    options.create = create;
    options.readOnly = readOnly;
    options.runEngine = m_options.screenshot.isEmpty();
    options.actorName = m_settings.value("/name").toString();
    options.settings = m_settings.all();
    Result<std::unique_ptr<Workspace>> opened = Workspace::open(options);
    if (!opened && opened.error().code == ErrorCode::WorkspaceLocked && !m_options.screenshot.isEmpty()) {
        options.readOnly = true;
        opened = Workspace::open(options);
    }
    if (opened)
        adopt(std::move(*opened));
    else
        showFailure(path, opened.error());
}

void Workbench::adopt(std::unique_ptr<Workspace> workspace)
{
    const bool first = m_window->currentPaneId().isEmpty();
    const QString pane = m_window->currentPaneId();
    m_window->setWorkspace(workspace.get());
    m_host.reset();
    m_workspace = std::move(workspace);
    serve();
    remember(QFileInfo(m_workspace->path()).absoluteFilePath());
    if (first)
        showFirstPane();
    else
        m_window->showPane(pane);
    if (!m_options.screenshot.isEmpty() && !m_workspace->isReadOnly()) {
        // A picture must not begin work. Where there is none to begin, it shows the engine as a window would.
        m_workspace->counts().then(this, [this](const Result<StatusCounts> &counts) {
            if (counts && counts->active() == 0) [[maybe_unused]]
                const auto started = m_workspace->execute(u"engine.start"_s, Json::object(), m_workspace->actor());
        });
    }
}

void Workbench::serve()
{
    m_host.reset();
    m_serving.setUrl({});
    const bool isForLooking = !m_options.screenshot.isEmpty() || m_options.timeStart;
    if (isForLooking || !m_workspace || m_workspace->isReadOnly() || !m_settings.value("/server/enabled").toBool())
        return;
    HostOptions options = HostOptions::standard(m_workspace->workspaceId(), m_settings.all());
    options.sockets = {Host::socketBeside(m_workspace->socketPath())};
    Result<std::unique_ptr<Host>> host = Host::start(*m_workspace, options);
    if (host) {
        m_host = std::move(*host);
        m_serving.setUrl(m_host->url());
        qCInfo(lcWorkbench).noquote() << "agents are let in at" << m_host->url();
    } else {
        m_window->showNotice(Notice::fromError(host.error()));
    }
}

void Workbench::showFailure(const QString &path, const Error &error)
{
    if (!m_options.screenshot.isEmpty()) {
        complain(u"%1: %2 [%3]"_s.arg(path, error.text, errorCodeName(error.code)));
        return;
    }
    Notice notice = Notice::fromError(error);
    notice.severity = Notice::Severity::Error;
    notice.what = tr("%1 was not opened: %2").arg(QFileInfo(path).fileName(), notice.what);
    if (error.code == ErrorCode::WorkspaceMissing) {
        notice.actionText = tr("Make it here");
        notice.action = [this, path] { open(path, true); };
    } else if (error.code == ErrorCode::WorkspaceLocked) {
        notice.actionText = tr("View it");
        notice.action = [this, path] { open(path, false, true); };
    } else if (error.code == ErrorCode::WorkspaceExists) {
        notice.actionText = tr("Open it");
        notice.action = [this, path] { open(path, false); };
    }
    m_window->showNotice(notice);
}

QString Workbench::pathInDocuments(const QString &name)
{
    QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    if (!QDir().mkpath(folder))
        folder = QDir::homePath();
    return folder + u'/' + name + ".millrace"_L1;
}

void Workbench::openGallery()
{
    const QString path = pathInDocuments(tr("Millrace gallery"));
    open(path, !QFileInfo::exists(path));
    if (m_workspace && QFileInfo(m_workspace->path()) == QFileInfo(path))
        m_window->showPane(u"gallery"_s);
}

void Workbench::openExample()
{
    const QString path = pathInDocuments(tr("Millrace example"));
    if (QFileInfo::exists(path)) {
        open(path, false);
        return;
    }
    open(path, true);
    if (!m_workspace || QFileInfo(m_workspace->path()) != QFileInfo(path))
        return;
    m_workspace->execute(u"example.create"_s, Json::object(), m_workspace->actor()).then(this, [this](const Result<Json> &result) {
        if (!result)
            m_window->showNotice(Notice::fromError(result.error()));
    });
}

void Workbench::remember(const QString &path)
{
    QStringList recent = m_settings.value("/recent").toStringList();
    recent.removeAll(path);
    recent.prepend(path);
    recent.resize(std::min(recent.size(), kRecentKept));
    m_settings.setValue("/recent", Json::array(recent));
    if (const Result<void> saved = m_settings.save(); !saved)
        qCWarning(lcWorkbench).noquote() << "settings not saved:" << saved.error().text;
}

void Workbench::setTheme(const QString &name)
{
    m_theme->setMode(modeOf(name));
    m_settings.setValue("/window/theme", Json(name));
}

void Workbench::whenReady(const std::function<void()> &then)
{
    Pane *pane = m_window->currentPane();
    if (!pane || (!m_options.pane.isEmpty() && m_window->currentPaneId() != m_options.pane)) {
        complain(u"the pane \"%1\" needs a workspace: name one with --workspace"_s.arg(m_options.pane));
        QTimer::singleShot(0, this, [] { QApplication::exit(ExitUsage); });
        return;
    }
    m_deadline.start(kPictureMs);
    const auto arrived = [this, then] {
        m_deadline.stop();
        then();
    };
    if (pane->isReady())
        arrived();
    else
        connect(pane, &Pane::ready, this, arrived);
}

void Workbench::takePicture()
{
    whenReady([this] { settle({}, 0, kMostLooks); });
}

void Workbench::printStartTime()
{
    // What has come is painted now; a frame that was due anyway would paint it later.
    m_window->repaint();
    const std::optional<double> since = millisecondsSinceStart();
    if (since)
        std::fputs(qPrintable(u"%1\n"_s.arg(*since, 0, 'f', 0)), stdout);
    else
        complain(u"this system does not tell when the program was started"_s);
    QApplication::exit(since ? ExitDone : ExitFailed);
}

void Workbench::settle(const QImage &before, int alike, int looks)
{
    QTimer::singleShot(kSettleMs, this, [this, before, alike, looks] {
        const QImage now = m_window->grab().toImage();
        const int inARow = now == before ? alike + 1 : 1;
        if (inARow >= kAlike || looks <= 1)
            writePicture(now);
        else
            settle(now, inARow, looks - 1);
    });
}

void Workbench::writePicture(const QImage &picture)
{
    const bool written = picture.save(m_options.screenshot);
    if (!written)
        complain(u"%1 cannot be written"_s.arg(m_options.screenshot));
    QApplication::exit(written ? ExitDone : ExitFailed);
}

} // namespace Millrace
