// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "metrics/slowmodels.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTreeView;

namespace Millrace {

class EmptyState;
class Workspace;

/// Where the time goes: which nodes, which statements of the store, which providers, and what could be done about it. Main thread.
class SlowView final : public QWidget
{
    Q_OBJECT

public:
    explicit SlowView(Workspace *workspace, QWidget *parent = nullptr);

    void refresh();
    /// As `metrics.slow` has it.
    void show(const Json &answer);
    [[nodiscard]] SlowNodesModel *nodes() const { return m_nodes; }
    [[nodiscard]] SlowStatementsModel *statements() const { return m_statements; }

Q_SIGNALS:
    /// The contexts of a pipeline.
    void pipelineRequested(const QString &pipeline);
    void failed(const Millrace::Error &error);

private:
    void showStatement();

    Workspace *m_workspace;
    Answers m_answers;
    QComboBox *m_range;
    QLabel *m_sum;
    QLabel *m_advice;
    SlowNodesModel *m_nodes;
    SlowStatementsModel *m_statements;
    QTreeView *m_nodeList;
    QTreeView *m_statementList;
    QPlainTextEdit *m_statement;
    QLabel *m_others;
    EmptyState *m_empty;
    QStackedWidget *m_pages;
};

} // namespace Millrace
