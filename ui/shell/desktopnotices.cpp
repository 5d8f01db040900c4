// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/desktopnotices.h"

#include <QApplication>
#include <QEvent>
#include <QSystemTrayIcon>
#include <QWidget>

namespace Millrace {

namespace {

constexpr int kShownMs = 15'000;

} // namespace

DesktopNotices::DesktopNotices(QWidget *window)
    : QObject(window)
    , m_window(window)
    , m_show([this](const QString &title, const QString &text, bool isCritical) { showByDesktop(title, text, isCritical); })
{
    window->installEventFilter(this);
}

void DesktopNotices::tell(const QString &title, const QString &text, bool isCritical)
{
    if (m_window->isActiveWindow() && !m_window->isMinimized())
        return;
    QApplication::alert(m_window);
    m_show(title, text, isCritical);
}

bool DesktopNotices::eventFilter(QObject *watched, QEvent *event)
{
    if (m_icon && watched == m_window && event->type() == QEvent::WindowActivate)
        m_icon->hide();
    return QObject::eventFilter(watched, event);
}

void DesktopNotices::showByDesktop(const QString &title, const QString &text, bool isCritical)
{
    if (!QSystemTrayIcon::isSystemTrayAvailable() || !QSystemTrayIcon::supportsMessages())
        return;
    if (!m_icon) {
        m_icon = new QSystemTrayIcon(m_window->windowIcon(), this);
        m_icon->setToolTip(m_window->windowTitle());
        connect(m_icon, &QSystemTrayIcon::messageClicked, this, &DesktopNotices::activated);
        connect(m_icon, &QSystemTrayIcon::activated, this, &DesktopNotices::activated);
    }
    m_icon->show();
    m_icon->showMessage(title, text, isCritical ? QSystemTrayIcon::Critical : QSystemTrayIcon::Warning, kShownMs);
}

} // namespace Millrace
