// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/statusbar.h"

#include "common/format.h"
#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"
#include "shell/joblist.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QProgressBar>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// What waits, works or needs somebody; completed and cancelled contexts are no queue.
constexpr std::array kShown = {ContextStatus::Pending,        ContextStatus::Processing,  ContextStatus::Retrying,
                               ContextStatus::AwaitingReview, ContextStatus::Quarantined, ContextStatus::Failed};

QToolButton *makeButton(QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFont(Theme::font(TextRole::Label));
    button->setIconSize({Metrics::gap(3) + 2, Metrics::gap(3) + 2});
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

StatusBar::StatusBar(JobList *jobs, QWidget *parent)
    : QWidget(parent)
    , m_jobs(jobs)
    , m_workspace(makeButton(this))
    , m_engine(makeButton(this))
    , m_problems(makeButton(this))
    , m_jobTitle(makeLabel(TextRole::Label, {}, this))
    , m_jobProgress(new QProgressBar(this))
    , m_jobCancel(makeButton(this))
{
    setFixedHeight(Metrics::statusBarHeight() + 1);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Metrics::gap(2), 1, Metrics::gap(2), 0);
    layout->setSpacing(Metrics::gap(1));
    m_workspace->setIcon(Icons::icon(u"server-database", ThemeRole::Secondary));
    layout->addWidget(m_workspace);
    layout->addWidget(m_engine);
    layout->addSpacing(Metrics::gap(3));
    for (const ContextStatus status : kShown) {
        auto *button = new StatusCountButton(status, this);
        button->hide();
        connect(button, &QAbstractButton::clicked, this, [this, status] { Q_EMIT statusRequested(status); });
        layout->addWidget(button);
        m_counts.append(button);
    }
    layout->addStretch(1);
    layout->addWidget(m_jobTitle);
    m_jobProgress->setFixedSize(Metrics::gap(30), Metrics::gap(1) + 2);
    m_jobProgress->setTextVisible(false);
    layout->addWidget(m_jobProgress);
    m_jobCancel->setIcon(Icons::icon(u"dialog-cancel", ThemeRole::Secondary));
    m_jobCancel->setToolTip(tr("Cancel this work"));
    m_jobCancel->setAccessibleName(m_jobCancel->toolTip());
    layout->addWidget(m_jobCancel);
    m_problems->setIcon(Icons::icon(u"sign-warning", ThemeRole::Secondary));
    layout->addWidget(m_problems);

    connect(m_engine, &QToolButton::clicked, this, &StatusBar::engineToggleRequested);
    connect(m_problems, &QToolButton::clicked, this, &StatusBar::problemsRequested);
    connect(m_jobs, &JobList::changed, this, &StatusBar::showJobs);
    connect(m_jobCancel, &QToolButton::clicked, this, [this] {
        if (!m_jobs->jobs().isEmpty())
            m_jobs->cancel(m_jobs->jobs().first().id);
    });
    setWorkspace({}, {});
    setProblems(0);
    showJobs();
}

void StatusBar::setWorkspace(const QString &name, const QString &path)
{
    m_workspace->setText(name.isEmpty() ? tr("No workspace") : name);
    m_workspace->setToolTip(path);
    m_engine->setVisible(!name.isEmpty());
    if (name.isEmpty()) {
        for (StatusCountButton *button : std::as_const(m_counts))
            button->hide();
    }
}

void StatusBar::setEngineState(const EngineState &state)
{
    if (state.readOnly) {
        m_engine->setText(tr("View only"));
        m_engine->setIcon(Icons::icon(u"document-preview", ThemeRole::Secondary));
        m_engine->setToolTip(tr("The workspace can only be viewed here, so the engine does not run."));
        return;
    }
    if (!state.running) {
        m_engine->setText(state.ready > 0 ? tr("Paused, %1 could run").arg(Format::count(state.ready)) : tr("Engine paused"));
        m_engine->setIcon(Icons::icon(u"media-playback-start", ThemeRole::Secondary));
        m_engine->setToolTip(state.problem.isEmpty() ? tr("Start the engine") : tr("%1 — start the engine").arg(state.problem));
        return;
    }
    const bool working = state.inFlight > 0 || state.stepsPerSecond > 0;
    m_engine->setText(working ? tr("Working, %1").arg(Format::rate(state.stepsPerSecond)) : tr("Engine ready"));
    m_engine->setIcon(Icons::icon(working ? u"status-processing" : u"status-completed", working ? ThemeRole::Accent : ThemeRole::Secondary));
    QString detail = tr("%1 steps run, %2 could start now").arg(Format::count(state.inFlight), Format::count(state.ready));
    if (state.nextDueAt > 0)
        detail += tr(", the next retry is due at %1").arg(Format::clockTime(state.nextDueAt));
    m_engine->setToolTip(tr("%1. Pause the engine").arg(detail));
}

void StatusBar::setCounts(const StatusCounts &counts)
{
    for (StatusCountButton *button : std::as_const(m_counts)) {
        button->setCount(counts.of(button->status()));
        button->setVisible(button->count() > 0);
    }
}

void StatusBar::setProblems(int count)
{
    m_problems->setVisible(count > 0);
    m_problems->setText(tr("%n message(s)", nullptr, count));
    m_problems->setToolTip(tr("Show messages and log (Ctrl+J)"));
}

void StatusBar::showJobs()
{
    const QList<Job> &jobs = m_jobs->jobs();
    const bool any = !jobs.isEmpty();
    m_jobTitle->setVisible(any);
    m_jobProgress->setVisible(any);
    m_jobCancel->setVisible(any);
    if (!any)
        return;
    const Job &job = jobs.first();
    m_jobTitle->setText(jobs.size() > 1 ? tr("%1, and %2 more").arg(job.title, Format::count(jobs.size() - 1)) : job.title);
    m_jobProgress->setRange(0, job.total);
    m_jobProgress->setValue(job.done);
}

void StatusBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, 0, width(), 1), Theme::color(ThemeRole::Separator));
}

} // namespace Millrace
