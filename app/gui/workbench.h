// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "options.h"

#include "agents/foreignserver.h"
#include "agents/serving.h"
#include "common/settings.h"
#include "workspace/workspace.h"

#include <QObject>
#include <QImage>
#include <QTimer>

#include <memory>

namespace Millrace {

class Host;
class Log;
class LogBuffer;
class MainWindow;

/// The program: owns settings, theme, the open workspace and the window, and brings them together. What the window asks for
/// (another workspace, a new one, the example) is done here. Main thread.
class Workbench final : public QObject
{
    Q_OBJECT

public:
    enum ExitCode : int { ExitDone = 0, ExitFailed = 1, ExitUsage = 2, ExitWorkspace = 3 };

    /// `log` must outlive it.
    Workbench(const WorkbenchOptions &options, Log &log, QObject *parent = nullptr);
    ~Workbench() override;

    /// Shows the window and opens the workspace after its first paint; for a picture, opens at once and quits the application
    /// with an exit code when the pane has its data. Something else than nothing: exit with this code.
    [[nodiscard]] std::optional<int> start();

private:
    [[nodiscard]] QString startPath() const;
    void open(const QString &path, bool create, bool readOnly = false);
    void openExample();
    /// A workspace of its own, at the gallery.
    void openGallery();
    [[nodiscard]] static QString pathInDocuments(const QString &name);
    void adopt(std::unique_ptr<Workspace> workspace);
    /// Lets agents in, where the settings say so (`server.enabled`); else nobody.
    void serve();
    void showFailure(const QString &path, const Error &error);
    void remember(const QString &path);
    void showFirstPane();
    void setTheme(const QString &name);
    /// Calls the function when the pane that was asked for has its data; quits with an error where there is no such pane.
    void whenReady(const std::function<void()> &then);
    void takePicture();
    void printStartTime();
    /// Looks until nothing moves any more, then writes the picture.
    void settle(const QImage &before, int alike, int looks);
    void writePicture(const QImage &picture);

    WorkbenchOptions m_options;
    Settings m_settings;
    Serving m_serving;
    std::unique_ptr<ForeignServer> m_foreign;
    std::unique_ptr<Theme> m_theme;
    Log &m_log;
    std::unique_ptr<LogBuffer> m_logLines;
    // The window goes before the workspace that its panes use.
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<Host> m_host;
    std::unique_ptr<MainWindow> m_window;
    QTimer m_deadline;
};

} // namespace Millrace
