// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace Millrace {

class Workspace;

/// How all parts of the workspace are: a tree with status, reason, since when, and when that was checked; on top the worst of them, and what it all
/// depends on. Main thread.
class HealthView final : public QWidget
{
    Q_OBJECT

public:
    explicit HealthView(Workspace *workspace, QWidget *parent = nullptr);

    void refresh();
    /// As `health.get` has it.
    void show(const Json &answer);
    [[nodiscard]] QTreeWidget *tree() const { return m_tree; }

Q_SIGNALS:
    /// "healthy", "degraded", "failing".
    void checked(const QString &status);
    void failed(const Millrace::Error &error);

private:
    void showNode(const Json &node, QTreeWidgetItem *item, int depth);
    void showSign(const QString &status);

    Workspace *m_workspace;
    Answers m_answers;
    QLabel *m_sign;
    QLabel *m_status;
    QLabel *m_dependencies;
    QPushButton *m_check;
    QTreeWidget *m_tree;
    QString m_shown; ///< status, for the sign in another theme
};

} // namespace Millrace
