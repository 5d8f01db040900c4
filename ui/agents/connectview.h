// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/agentconfig.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace Millrace {

/// Lets an agent in: which program, under which name; then, this once, its token within the configuration that the program wants, to copy or
/// to be written where the program looks for it. Escape leaves. Main thread.
class ConnectView final : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectView(QWidget *parent = nullptr);

    /// `program` is the path of `millrace`. Empties the form.
    void begin(const QString &program, const QString &workspace);
    /// The client that there was is given a new token: the form is passed over.
    void beginWith(const QString &program, const QString &workspace, const QString &name, const QString &token);
    /// The client was added.
    void setToken(const QString &token);
    void showProblem(const QString &text);
    [[nodiscard]] AgentProgram program() const;

Q_SIGNALS:
    void addRequested(const QString &name);
    void leaveRequested();
    /// The configuration was written; `backup` is where the file from before is, or empty.
    void written(const QString &path, const QString &backup);

private:
    void showSteps();
    void showSnippet();
    void write();

    AgentConnection m_connection;
    QString m_suggested; ///< the name as the program's, until the person types another
    QLabel *m_title;
    QComboBox *m_program;
    QLineEdit *m_name;
    QPushButton *m_add;
    QPushButton *m_leave;
    QLabel *m_problem;
    QWidget *m_second;
    QLabel *m_once;
    QLabel *m_path;
    QPlainTextEdit *m_snippet;
    QPushButton *m_copy;
    QPushButton *m_write;
};

} // namespace Millrace
