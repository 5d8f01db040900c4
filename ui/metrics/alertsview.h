// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "common/notice.h"
#include "metrics/alertmodels.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QStackedWidget;
class QToolButton;
class QTreeView;

namespace Millrace {

class EmptyState;
class Workspace;

/// Problems that stay until somebody has acknowledged them, and the rules that find them. Main thread.
class AlertsView final : public QWidget
{
    Q_OBJECT

public:
    explicit AlertsView(Workspace *workspace, QWidget *parent = nullptr);

    void refresh();
    [[nodiscard]] AlertsModel *alerts() const { return m_alerts; }
    [[nodiscard]] RulesModel *rules() const { return m_rules; }

Q_SIGNALS:
    /// Problems that nobody has acknowledged.
    void counted(int unacknowledged);
    void failed(const Millrace::Error &error);
    void noticeRequested(const Millrace::Notice &notice);

private:
    QWidget *makeAlerts();
    QWidget *makeRules();
    void makeActions();
    void showAlerts(const Json &answer);
    void showRules(const Json &answer);
    void showState();
    [[nodiscard]] Json chosenAlerts() const;
    [[nodiscard]] const RuleInfo *chosenRule() const;
    void change(const char *question, const QString &command, const Json &args);
    void acknowledge();
    void acknowledgeAll();
    void silence(int minutes);
    void newRule();
    void editRule();
    void edit(const RuleInfo &rule, bool isNew);
    void toggleRule();
    void removeRule();

    Workspace *m_workspace;
    Answers m_answers;
    AlertsModel *m_alerts;
    RulesModel *m_rules;
    QTreeView *m_alertList;
    QTreeView *m_ruleList;
    QPushButton *m_acknowledge;
    QPushButton *m_acknowledgeAll;
    QToolButton *m_silence;
    QLabel *m_silences;
    QPushButton *m_new;
    QPushButton *m_edit;
    QPushButton *m_toggle;
    QPushButton *m_remove;
    EmptyState *m_calm;
    QStackedWidget *m_alertPages;
};

} // namespace Millrace
