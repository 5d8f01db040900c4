// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QButtonGroup;
class QVBoxLayout;

namespace Millrace {

/// The narrow bar at the window's left edge: one button per pane, icon over label. Arrow keys go from one to the next.
class ActivityBar final : public QWidget
{
    Q_OBJECT

public:
    explicit ActivityBar(QWidget *parent = nullptr);

    /// Adds a pane's button; `key` stands in its tooltip.
    void addPane(const QString &id, const QString &title, const QString &iconName, const QKeySequence &key);
    void setCurrent(const QString &id);
    /// A number on the button, for what needs the person; 0 hides it.
    void setBadge(const QString &id, qint64 count);

Q_SIGNALS:
    void paneRequested(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QVBoxLayout *m_layout;
    QButtonGroup *m_buttons;
};

} // namespace Millrace
