// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "common/notice.h"
#include "pipeline/records.h"

#include <QFuture>
#include <QIcon>
#include <QTimer>
#include <QWidget>

#include <functional>

namespace Millrace {

class Workspace;

/// A place in the window that a link, a number or the palette leads to, and that "back" returns to.
struct PaneTarget
{
    QString pane = {}; ///< the pane's id: "contexts"
    ContextFilter filter = {}; ///< what its list shows
    QString contextId = {}; ///< what is selected in it; empty: leave the selection
    int step = -1; ///< the step shown of that context; -1: the last
    bool keepsFilter = false; ///< the list stays as it is; only the context counts
    QString documentId = {}; ///< a document of the library
    QString sourceId = {}; ///< where documents come from

    friend bool operator==(const PaneTarget &, const PaneTarget &) = default;
};

/// Files or a text that a person gives to be worked on.
struct IntakeRequest
{
    QString pipeline = {}; ///< its id; empty: the last one used, else the workspace's first
    QStringList paths = {};
    QString text = {}; ///< a JSON document or plain text

    friend bool operator==(const IntakeRequest &, const IntakeRequest &) = default;
};

/// One of the window's panes. Owned by the window; main thread. It has its workspace for its whole life (the window makes its
/// panes anew for another one).
///
/// A pane that is hidden only notes that something changed and refreshes when it is shown; while it is shown, changes are
/// gathered and refresh() is called some eight times a second at most. Its actions (QWidget::addAction, each with text and key) are
/// in the command palette and in the menu with the pane's name.
class Pane : public QWidget
{
    Q_OBJECT

public:
    explicit Pane(Workspace *workspace, QWidget *parent = nullptr);
    ~Pane() override;

    /// Shows what the target names. The default does nothing.
    virtual void open(const PaneTarget &target);
    /// Where the person is within the pane, for going back. The default names nothing.
    [[nodiscard]] virtual PaneTarget place() const;
    /// Asks the person what of this pane to write to files, and where. False where it has nothing of the kind, which is the default.
    virtual bool askExport();

    /// True once the first data is shown (or it is known that there is none).
    [[nodiscard]] bool isReady() const { return m_ready; }

    /// The pane's own settings, as it wants to find them next time; kept by the window under its id.
    [[nodiscard]] virtual Json saveState() const;
    virtual void restoreState(const Json &state);

Q_SIGNALS:
    /// Once, with the first data.
    void ready();
    void openRequested(const Millrace::PaneTarget &target);
    void noticeRequested(const Millrace::Notice &notice);
    /// Work that takes a while: the status bar shows it with progress and a button that cancels it.
    void workStarted(const QString &title, const QFuture<void> &work);
    /// Something to take in, with the pipeline that the person chose.
    void intakeRequested(const Millrace::IntakeRequest &request);
    /// An action of the window by its name ("workspace.open"), for a button that does the same.
    void windowActionRequested(const QString &name);
    /// Another workspace, by its path.
    void workspaceRequested(const QString &path);

protected:
    /// The door; nullptr only where no workspace is open (Home alone lives then).
    [[nodiscard]] Workspace *workspace() const { return m_workspace; }
    [[nodiscard]] Answers &answers() { return m_answers; }

    /// Asks the door again for what is shown. Called when the pane is first shown and after changes.
    virtual void refresh() = 0;
    /// A set of changes while the pane is shown; the default schedules refresh(). A pane that patches its rows overrides it.
    virtual void changesArrived(const ChangeSet &changes);

    void scheduleRefresh();
    /// To be called when the first answer is on the screen; later calls do nothing.
    void setReady();
    void showError(const Error &error);

    void showEvent(QShowEvent *event) override;

private:
    Workspace *m_workspace;
    Answers m_answers;
    QTimer m_gather;
    bool m_stale = true;
    bool m_ready = false;
};

/// How the window knows a pane before it exists.
struct PaneInfo
{
    QString id; ///< "contexts"; the value of --pane
    QString title;
    QString iconName;
    std::function<Pane *(Workspace *, QWidget *parent)> create;
    bool needsWorkspace = true; ///< false: it is there without one too
};

} // namespace Millrace
