// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/agentinfo.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QListWidget;
class QPushButton;
class QTreeWidget;

namespace Millrace {

/// What one client may do, changed in place: every change is sent as it is made. Main thread.
class PolicyView final : public QWidget
{
    Q_OBJECT

public:
    explicit PolicyView(bool canChange, QWidget *parent = nullptr);

    void show(const AgentInfo &agent);
    /// As `tool.list` gives them for this client.
    void setTools(const Json &tools);

Q_SIGNALS:
    /// Arguments of `client.policy`, without the id.
    void changeRequested(const Millrace::Json &policy);
    void tokenRequested();
    void revokeRequested();
    void undoRequested();

private:
    QWidget *makeRules();
    QComboBox *makeChoice(bool hasClass);
    void showButtons();
    void sendFolders(const QStringList &folders);

    bool m_canChange;
    AgentInfo m_agent;
    Json m_tools;
    QCheckBox *m_readOnly;
    QList<QComboBox *> m_classes; ///< read, propose, write, destroy
    QListWidget *m_folders;
    QPushButton *m_addFolder;
    QPushButton *m_dropFolder;
    QLabel *m_toolsHead;
    QTreeWidget *m_toolList;
    QPushButton *m_token;
    QPushButton *m_revoke;
    QPushButton *m_undo;
};

} // namespace Millrace
