// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QHash>
#include <QObject>

class QMainWindow;
class QMenu;

namespace Millrace {

/// The window's own actions by name, each with text, key and tooltip, and the menus they stand in. What an action does is
/// connected by the window.
class WindowActions final : public QObject
{
    Q_OBJECT

public:
    explicit WindowActions(QMainWindow *window);

    /// Never nullptr for a name of this table: "workspace.new", "view.back", …
    [[nodiscard]] QAction *operator[](const QString &name) const;
    /// nullptr where the name is unknown.
    [[nodiscard]] QAction *find(const QString &name) const { return m_actions.value(name); }
    [[nodiscard]] QList<QAction *> all() const { return m_order; }

    [[nodiscard]] QMenu *recentMenu() const { return m_recent; }
    /// For the panes' own actions; hidden while empty.
    [[nodiscard]] QMenu *paneMenu() const { return m_pane; }
    /// Adds a pane to the View menu; its action is "pane.<id>".
    void addPane(const QString &id, const QString &title, const QString &iconName, const QKeySequence &key);
    /// Greys out what needs an open workspace, or one that can be written.
    void setAvailable(bool open, bool writable);

private:
    QAction *add(QMenu *menu, const QString &name, QStringView iconName, const QString &text, const QKeySequence &key = {});

    QMainWindow *m_window;
    QMenu *m_recent = nullptr;
    QMenu *m_view = nullptr;
    QMenu *m_pane = nullptr;
    QAction *m_panesEnd = nullptr;
    QHash<QString, QAction *> m_actions;
    QList<QAction *> m_order;
};

} // namespace Millrace
