// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/pane.h"

class QHideEvent;
class QStackedWidget;
class QTabBar;

namespace Millrace {

class AlertsView;
class BoardView;
class HealthView;
class PaneHeader;
class SlowView;

/// The pane that shows how everything runs: dashboards of what was measured, problems and the rules that find them, the health of every part, and
/// where the time goes.
class MetricsPane final : public Pane
{
    Q_OBJECT

public:
    explicit MetricsPane(Workspace *workspace, QWidget *parent = nullptr);

    [[nodiscard]] static PaneInfo info();

    enum class Tab : quint8 { Boards, Alerts, Health, Slow };
    void setTab(Tab tab);
    [[nodiscard]] Tab tab() const;
    [[nodiscard]] BoardView *boards() const { return m_boards; }
    [[nodiscard]] AlertsView *alerts() const { return m_alerts; }
    [[nodiscard]] HealthView *health() const { return m_health; }
    [[nodiscard]] SlowView *slow() const { return m_slow; }

    bool askExport() override;
    [[nodiscard]] Json saveState() const override;
    void restoreState(const Json &state) override;

protected:
    void refresh() override;
    /// What is measured changes by the second and not by commits.
    void changesArrived(const ChangeSet &changes) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void makeActions();
    void refreshTab();
    void showNote();
    void editSettings();

    PaneHeader *m_header;
    QTabBar *m_tabs;
    QStackedWidget *m_pages;
    BoardView *m_boards;
    AlertsView *m_alerts;
    HealthView *m_health;
    SlowView *m_slow;
    QTimer m_again;
    QString m_status;
    int m_problems = 0;
};

} // namespace Millrace
