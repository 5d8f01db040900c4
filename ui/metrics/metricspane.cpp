// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/metricspane.h"

#include "common/actions.h"
#include "common/metrics.h"
#include "common/paneheader.h"
#include "metrics/alertsview.h"
#include "metrics/boardview.h"
#include "metrics/collectionsettings.h"
#include "metrics/healthview.h"
#include "metrics/metrictext.h"
#include "metrics/panelboard.h"
#include "metrics/slowview.h"
#include "workspace/metricdesk.h"
#include "workspace/workspace.h"

#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// Health and slowness change slowly.
constexpr int kAgainMs = 10'000;

} // namespace

MetricsPane::MetricsPane(Workspace *workspace, QWidget *parent)
    : Pane(workspace, parent)
    , m_header(new PaneHeader(tr("Metrics"), this))
    , m_tabs(new QTabBar(this))
    , m_pages(new QStackedWidget(this))
    , m_boards(new BoardView(workspace, this))
    , m_alerts(new AlertsView(workspace, this))
    , m_health(new HealthView(workspace, this))
    , m_slow(new SlowView(workspace, this))
{
    auto *settings = new QPushButton(tr("Collection…"), this);
    settings->setProperty("flat", true);
    settings->setToolTip(tr("What is measured, how long it is kept, and who else gets it"));
    settings->setVisible(!workspace->isReadOnly());
    m_header->addControl(settings);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setAccessibleName(tr("Metrics"));
    for (const QString &title : {tr("Dashboards"), tr("Problems"), tr("Health"), tr("What is slow")})
        m_tabs->addTab(title);
    for (QWidget *page : {static_cast<QWidget *>(m_boards), static_cast<QWidget *>(m_alerts), static_cast<QWidget *>(m_health), static_cast<QWidget *>(m_slow)})
        m_pages->addWidget(page);
    for (QWidget *surface : {static_cast<QWidget *>(m_alerts), static_cast<QWidget *>(m_health), static_cast<QWidget *>(m_slow)}) {
        surface->setAutoFillBackground(true);
        surface->setBackgroundRole(QPalette::Base);
    }
    auto *tabs = new QHBoxLayout;
    tabs->setContentsMargins(Metrics::gap(4), 0, Metrics::gap(4), 0);
    tabs->addWidget(m_tabs);
    tabs->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addLayout(tabs);
    layout->addWidget(m_pages, 1);
    setFocusProxy(m_pages);
    makeActions();

    m_again.setInterval(kAgainMs);
    connect(&m_again, &QTimer::timeout, this, &MetricsPane::refreshTab);
    connect(settings, &QPushButton::clicked, this, &MetricsPane::editSettings);
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        m_pages->setCurrentIndex(tab);
        m_boards->setWatched(isVisible() && this->tab() == Tab::Boards);
        refreshTab();
    });
    connect(m_boards, &BoardView::ready, this, &MetricsPane::setReady);
    connect(m_boards, &BoardView::failed, this, &MetricsPane::showError);
    connect(m_boards, &BoardView::noticeRequested, this, &MetricsPane::noticeRequested);
    connect(m_alerts, &AlertsView::failed, this, &MetricsPane::showError);
    connect(m_alerts, &AlertsView::noticeRequested, this, &MetricsPane::noticeRequested);
    connect(m_alerts, &AlertsView::counted, this, [this](int problems) {
        m_problems = problems;
        m_tabs->setTabText(static_cast<int>(Tab::Alerts), problems > 0 ? tr("Problems  %1").arg(problems) : tr("Problems"));
        showNote();
    });
    connect(m_health, &HealthView::failed, this, &MetricsPane::showError);
    connect(m_health, &HealthView::checked, this, [this](const QString &status) {
        m_status = status;
        showNote();
    });
    connect(m_slow, &SlowView::failed, this, &MetricsPane::showError);
    connect(m_slow, &SlowView::pipelineRequested, this, [this](const QString &pipeline) {
        PaneTarget target{.pane = u"contexts"_s};
        target.filter.pipeline = pipeline;
        Q_EMIT openRequested(target);
    });
    if (MetricDesk *desk = MetricDesk::of(*workspace)) {
        connect(desk, &MetricDesk::alertsChanged, m_alerts, &AlertsView::refresh);
        connect(desk, &MetricDesk::dashboardsChanged, m_boards, &BoardView::dashboardsChanged);
        connect(desk, &MetricDesk::annotationsChanged, m_boards, &BoardView::annotationsChanged);
    }
}

PaneInfo MetricsPane::info()
{
    return {.id = u"metrics"_s,
            .title = tr("Metrics"),
            .iconName = u"office-chart-line"_s,
            .create = [](Workspace *workspace, QWidget *parent) -> Pane * { return new MetricsPane(workspace, parent); },
            .needsWorkspace = true};
}

void MetricsPane::makeActions()
{
    const std::array tabs = {std::pair(Tab::Boards, tr("Dashboards")), std::pair(Tab::Alerts, tr("Problems and rules")),
                             std::pair(Tab::Health, tr("Health of all parts")), std::pair(Tab::Slow, tr("Explain what is slow"))};
    for (const auto &[tab, text] : tabs) {
        QAction *action = makeAction(this, u"view-list-details"_s, text, Qt::ALT | static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(tab)));
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, [this, tab = tab] {
            setTab(tab);
            m_pages->currentWidget()->setFocus();
        });
        addAction(action);
    }
    // In menu and palette; their keys work where the dashboards are.
    for (QAction *action : m_boards->allActions())
        addAction(action);
}

void MetricsPane::setTab(Tab tab)
{
    m_tabs->setCurrentIndex(static_cast<int>(tab));
}

MetricsPane::Tab MetricsPane::tab() const
{
    return static_cast<Tab>(m_tabs->currentIndex());
}

void MetricsPane::refresh()
{
    m_boards->refresh();
    m_alerts->refresh();
    m_health->refresh();
    if (tab() == Tab::Slow)
        m_slow->refresh();
}

void MetricsPane::changesArrived(const ChangeSet &) {}

void MetricsPane::refreshTab()
{
    if (tab() == Tab::Slow)
        m_slow->refresh();
    else if (tab() != Tab::Alerts)
        m_health->refresh();
}

void MetricsPane::showNote()
{
    QStringList note;
    if (!m_status.isEmpty())
        note.append(MetricText::health(m_status));
    if (m_problems > 0)
        note.append(tr("%n problem(s) nobody has acknowledged", nullptr, m_problems));
    m_header->setNote(note.join(u" · "_s));
}

void MetricsPane::showEvent(QShowEvent *event)
{
    Pane::showEvent(event);
    m_again.start();
    m_boards->setWatched(tab() == Tab::Boards);
}

void MetricsPane::hideEvent(QHideEvent *event)
{
    Pane::hideEvent(event);
    m_again.stop();
    m_boards->setWatched(false);
}

bool MetricsPane::askExport()
{
    return tab() == Tab::Boards && m_boards->askExport();
}

void MetricsPane::editSettings()
{
    auto *dialog = new CollectionSettings(workspace(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &CollectionSettings::failed, this, &MetricsPane::showError);
    dialog->open();
}

Json MetricsPane::saveState() const
{
    Json state = m_boards->saveState();
    state.insert("tab", m_tabs->currentIndex());
    return state;
}

void MetricsPane::restoreState(const Json &state)
{
    m_boards->restoreState(state);
    m_tabs->setCurrentIndex(static_cast<int>(state.value("tab").toInt()));
}

} // namespace Millrace
