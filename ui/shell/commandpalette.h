// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shell/quickpopup.h"

#include "workspace/command.h"

#include <QAction>
#include <QPointer>

namespace Millrace {

/// The command palette (Ctrl+K): every action of the window and every command of the door, found by a few letters. A command
/// that needs arguments asks for them one after the other. Enabled actions come first, those used last before the others.
class CommandPalette final : public QuickPopup
{
    Q_OBJECT

public:
    explicit CommandPalette(QWidget *window);

    /// What is offered; asked for each time it is shown.
    void setSource(std::function<QList<QAction *>()> actions, std::function<QList<CommandInfo>()> commands);

Q_SIGNALS:
    void commandRequested(const QString &command, const Millrace::Json &args);

protected:
    void prepare() override;
    void seek(const QString &text) override;
    void choose(const QuickItem &item) override;
    bool accept(const QString &text) override;

private:
    void askNextArgument();
    void run();

    std::function<QList<QAction *>()> m_actionSource;
    std::function<QList<CommandInfo>()> m_commandSource;
    QList<QPointer<QAction>> m_actions;
    QList<CommandInfo> m_commands;
    QStringList m_recent;
    std::optional<CommandInfo> m_command; ///< whose arguments are being asked for
    QStringList m_missing;
    Json m_args;
};

} // namespace Millrace
