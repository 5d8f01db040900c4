// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/trialbusy.h"

#include "common/format.h"
#include "common/label.h"
#include "common/metrics.h"
#include "designer/trialdocument.h"

#include <QAction>
#include <QFutureWatcher>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QSet>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {
constexpr int kPatienceMs = 1'000;
constexpr int kTickMs = 250;
constexpr qsizetype kMostNamed = 3;
} // namespace

TrialBusy::TrialBusy(TrialDocument *trials, QWidget *parent)
    : QWidget(parent)
    , m_trials(trials)
    , m_sentence(new ElidedLabel(TextRole::Body, this))
    , m_progress(new QProgressBar(this))
    , m_stop(new QToolButton(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Metrics::gap(4), Metrics::gap(1), Metrics::gap(2), Metrics::gap(1));
    layout->setSpacing(Metrics::gap(3));
    layout->addWidget(m_sentence, 1);
    layout->addWidget(m_progress);
    layout->addWidget(m_stop);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::AlternateBase);
    m_progress->setFixedWidth(Metrics::gap(40));
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("How far the trial is"));
    m_stop->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_stop->setIconSize({Metrics::smallIcon(), Metrics::smallIcon()});
    m_stop->setAutoRaise(true);
    m_stop->setFocusPolicy(Qt::TabFocus);
    hide();
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatienceMs);
    connect(&m_patience, &QTimer::timeout, this, &TrialBusy::begin);
    m_tick.setInterval(kTickMs);
    connect(&m_tick, &QTimer::timeout, this, &TrialBusy::showProgress);
    connect(trials, &TrialDocument::changed, this, &TrialBusy::follow);
}

TrialBusy::~TrialBusy()
{
    end();
}

void TrialBusy::setStop(QAction *action)
{
    m_stop->setDefaultAction(action);
}

void TrialBusy::setTitles(const QHash<QString, QString> &titles)
{
    m_titles = titles;
    if (m_work)
        showProgress();
}

QString TrialBusy::sentence() const
{
    return isHidden() ? QString() : m_sentence->text();
}

void TrialBusy::follow()
{
    if (!m_trials->isRunning()) {
        m_patience.stop();
        end();
    } else if (m_work) {
        showProgress();
    } else if (!m_patience.isActive()) {
        m_since.start();
        m_patience.start();
    }
}

void TrialBusy::begin()
{
    m_work.emplace();
    m_work->start();
    // Who stops it in the window's list of work stops the trial; that it ended is told by end().
    auto *watcher = new QFutureWatcher<void>(this);
    connect(watcher, &QFutureWatcher<void>::finished, watcher, &QObject::deleteLater);
    connect(watcher, &QFutureWatcher<void>::canceled, this, [this] {
        if (m_work)
            m_trials->cancel();
    });
    watcher->setFuture(m_work->future());
    showProgress();
    show();
    m_tick.start();
    Q_EMIT workStarted(m_work->future());
}

void TrialBusy::end()
{
    m_tick.stop();
    hide();
    if (auto work = std::exchange(m_work, std::nullopt))
        work->finish();
}

void TrialBusy::showProgress()
{
    QSet<QString> reached;
    QStringList running;
    for (const Json &step : m_trials->steps()) {
        const QString node = step.value("node").toString();
        reached.insert(node);
        const QString title = u"“%1”"_s.arg(m_titles.value(node, node));
        if (step.value("state").toString() == "running"_L1 && !running.contains(title) && running.size() < kMostNamed)
            running.append(title);
    }
    const int all = int(m_trials->trial().value("nodes").size());
    const int done = int(reached.size() - running.size());
    const QString age = Format::shortDuration(m_since.elapsed() * 1000);
    m_sentence->setText(running.isEmpty() ? tr("The trial has been going on for %1").arg(age) : tr("%1 · for %2").arg(running.join(u", "_s), age));
    // Of one step nobody knows how far it is.
    m_progress->setRange(0, all > 1 ? all : 0);
    m_progress->setValue(std::max(0, done));
    m_work->setProgressRange(0, all > 1 ? all : 0);
    m_work->setProgressValue(std::max(0, done));
}

} // namespace Millrace
