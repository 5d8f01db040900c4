// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QFileDialog;

namespace Millrace {

/// The window's file dialogs; each is opened and answers later, so that nothing waits.
class WindowDialogs final : public QObject
{
    Q_OBJECT

public:
    /// `window` is what the dialogs stand over, and owns this.
    explicit WindowDialogs(QWidget *window);

    void chooseFiles();
    void chooseFolder();
    void openWorkspace();
    void createWorkspace();
    void copyWorkspace();
    void showAbout();

Q_SIGNALS:
    void filesChosen(const QStringList &paths);
    void workspaceChosen(const QString &path);
    void newWorkspaceChosen(const QString &path);
    void copyChosen(const QString &path);

private:
    [[nodiscard]] QFileDialog *make(const QString &title, bool saves, const QStringList &filters);

    QWidget *m_window;
};

} // namespace Millrace
