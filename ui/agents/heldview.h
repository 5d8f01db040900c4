// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/agentmodels.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QTreeView;

namespace Millrace {

class EmptyState;

/// Calls of agents that wait for a person: the list, and of the chosen one what it would change. A allows, X refuses. Main thread.
class HeldView final : public QWidget
{
    Q_OBJECT

public:
    explicit HeldView(bool canDecide, QWidget *parent = nullptr);

    void setCalls(const QList<HeldInfo> &calls);
    [[nodiscard]] const HeldInfo *current() const;

Q_SIGNALS:
    void allowRequested(const QString &id, bool always);
    void refuseRequested(const QString &id);

private:
    void showCurrent();

    bool m_canDecide;
    HeldModel *m_model;
    QTreeView *m_view;
    QLabel *m_sentence;
    QPlainTextEdit *m_facts;
    QPushButton *m_allow;
    QPushButton *m_always;
    QPushButton *m_refuse;
    EmptyState *m_empty;
    QStackedWidget *m_pages;
};

} // namespace Millrace
