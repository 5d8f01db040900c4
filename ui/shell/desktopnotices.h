// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>

class QSystemTrayIcon;
class QWidget;

namespace Millrace {

/// Tells people who look elsewhere: a message of the desktop where it shows such, and the window's entry in its bar asks for attention. Silent
/// while the window is in front, which has notices of its own. Main thread.
class DesktopNotices final : public QObject
{
    Q_OBJECT

public:
    explicit DesktopNotices(QWidget *window);

    void tell(const QString &title, const QString &text, bool isCritical);
    /// In place of the desktop's messages.
    using Shower = std::function<void(const QString &title, const QString &text, bool isCritical)>;
    void setShower(Shower shower) { m_show = std::move(shower); }

Q_SIGNALS:
    /// Somebody wants to see what was told of.
    void activated();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showByDesktop(const QString &title, const QString &text, bool isCritical);

    QWidget *m_window;
    QSystemTrayIcon *m_icon = nullptr; ///< what messages belong to; hidden while the window is in front
    Shower m_show;
};

} // namespace Millrace
