// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/agentinfo.h"
#include "common/pane.h"

class QCheckBox;
class QListView;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTabBar;

namespace Millrace {

class AgentsModel;
class ConnectView;
class EmptyState;
class ForeignServer;
class HeldView;
class InspectorView;
class PaneHeader;
class PolicyView;
class RequestsView;
class Serving;

/// The pane of the agents that were let in: who they are and what each does now, what waits for a person, what each may do, and what they
/// asked. A new one is let in here, with the configuration of the program that it runs in.
class AgentsPane final : public Pane
{
    Q_OBJECT

public:
    /// `serving`: whether agents are let in at present, and the switch for it. Null: there is no switch. `foreign`: the way to servers of others.
    /// Null: there is none. Both must outlive the pane.
    AgentsPane(Workspace *workspace, Serving *serving, ForeignServer *foreign, QWidget *parent = nullptr);

    /// How the window knows it.
    [[nodiscard]] static PaneInfo info(Serving *serving, ForeignServer *foreign);

    enum class Tab : quint8 { Waiting, Policy, Log, Try };
    void setTab(Tab tab);
    [[nodiscard]] HeldView *held() const { return m_held; }
    [[nodiscard]] PolicyView *policy() const { return m_policy; }
    [[nodiscard]] InspectorView *inspector() const { return m_inspector; }
    [[nodiscard]] ConnectView *connectForm() const { return m_connect; }

    [[nodiscard]] Json saveState() const override;
    void restoreState(const Json &state) override;

protected:
    void refresh() override;

private:
    void makeActions();
    void showServing();
    void showAgents(const Json &answer);
    void showCalls(const Json &answer);
    void showCurrent();
    void showPage(QWidget *page);
    void letIn();
    /// The inspector, also where no agent was let in.
    void inspect();
    void add(const QString &name);
    void renew();
    void revoke();
    void undo();
    void undoNow(const AgentInfo &agent);
    void change(const char *question, const QString &command, const Json &args, const std::function<void(const Json &)> &then = {});
    [[nodiscard]] const AgentInfo *current() const;
    [[nodiscard]] static QString bridgeProgram();

    Serving *m_serving;
    PaneHeader *m_header;
    QCheckBox *m_switch;
    QPushButton *m_inspect;
    QPushButton *m_add;
    QSplitter *m_splitter;
    AgentsModel *m_model;
    QListView *m_list;
    QTabBar *m_tabs;
    QStackedWidget *m_tabPages;
    HeldView *m_held;
    PolicyView *m_policy;
    RequestsView *m_log;
    InspectorView *m_inspector;
    ConnectView *m_connect;
    QWidget *m_detail;
    QStackedWidget *m_right;
    EmptyState *m_empty;
    QStackedWidget *m_pages;
    QString m_wanted; ///< id, to be chosen once the list has it
    bool m_hasChosenTab = false;
};

} // namespace Millrace
