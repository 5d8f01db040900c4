// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLineEdit;

namespace Millrace {

class Settings;

/// What the window shows while no workspace is open: what Millrace is, the person's name, and four ways in.
class Welcome final : public QWidget
{
    Q_OBJECT

public:
    explicit Welcome(Settings *settings, QWidget *parent = nullptr);

Q_SIGNALS:
    /// A window action by name.
    void actionRequested(const QString &name);
    void workspaceRequested(const QString &path);

private:
    [[nodiscard]] QWidget *makeChoice(const QString &iconName, const QString &title, const QString &text, const QString &action);

    Settings *m_settings;
    QLineEdit *m_name;
};

} // namespace Millrace
