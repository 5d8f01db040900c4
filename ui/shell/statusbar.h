// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/statuschip.h"
#include "pipeline/records.h"
#include "workspace/workspace.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QProgressBar;
class QToolButton;

namespace Millrace {

class JobList;
class ElidedLabel;

/// The bar at the window's foot: workspace, engine with its rate, the queue as counts that open what they count, and the
/// background work with progress and a button that cancels it.
class StatusBar final : public QWidget
{
    Q_OBJECT

public:
    explicit StatusBar(JobList *jobs, QWidget *parent = nullptr);

    /// The file's name and whole path; empty: no workspace is open.
    void setWorkspace(const QString &name, const QString &path);
    void setEngineState(const EngineState &state);
    void setCounts(const StatusCounts &counts);
    /// Messages that nobody has looked at yet.
    void setProblems(int count);

Q_SIGNALS:
    void statusRequested(Millrace::ContextStatus status);
    void engineToggleRequested();
    void problemsRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showJobs();

    JobList *m_jobs;
    QToolButton *m_workspace;
    QToolButton *m_engine;
    QToolButton *m_problems;
    QList<StatusCountButton *> m_counts;
    QLabel *m_jobTitle;
    QProgressBar *m_jobProgress;
    QToolButton *m_jobCancel;
};

} // namespace Millrace
