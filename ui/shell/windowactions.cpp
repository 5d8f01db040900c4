// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/windowactions.h"

#include "common/actions.h"
#include "common/icons.h"

#include <QActionGroup>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

using namespace Qt::StringLiterals;

namespace Millrace {

WindowActions::WindowActions(QMainWindow *window)
    : QObject(window)
    , m_window(window)
{
    QMenuBar *bar = window->menuBar();
    QMenu *file = bar->addMenu(tr("&File"));
    add(file, u"workspace.new"_s, u"document-new", tr("&New workspace…"), QKeySequence::New);
    add(file, u"workspace.open"_s, u"document-open", tr("&Open workspace…"), QKeySequence::Open);
    m_recent = file->addMenu(Icons::icon(u"document-open-recent"), tr("Open &recent"));
    add(file, u"workspace.example"_s, u"document-new-from-template", tr("Open the exa&mple"));
    add(file, u"workspace.gallery"_s, u"view-group", tr("Choose from the &gallery…"));
    file->addSeparator();
    add(file, u"intake.files"_s, u"list-add", tr("&Add files…"), QKeySequence(u"Ctrl+Shift+A"_s));
    add(file, u"intake.folder"_s, u"folder-new", tr("Add a &folder…"), QKeySequence(u"Ctrl+Shift+F"_s));
    file->addSeparator();
    add(file, u"contexts.export"_s, u"document-export", tr("&Export…"), QKeySequence(u"Ctrl+E"_s));
    add(file, u"workspace.copy"_s, u"document-save-as", tr("&Save a copy…"), QKeySequence(u"Ctrl+Shift+S"_s));
    add(file, u"workspace.check"_s, u"checkmark", tr("&Check the workspace"));
    file->addSeparator();
    add(file, u"window.quit"_s, u"application-exit", tr("&Quit"), QKeySequence(u"Ctrl+Q"_s));

    QMenu *edit = bar->addMenu(tr("&Edit"));
    add(edit, u"intake.paste"_s, u"edit-paste", tr("&Paste as a document"), QKeySequence(u"Ctrl+Shift+V"_s));
    edit->addSeparator();
    add(edit, u"window.find"_s, u"edit-find", tr("&Find…"), QKeySequence(u"Ctrl+P"_s));
    add(edit, u"window.commands"_s, u"dialog-scripts", tr("&Commands…"), QKeySequence(u"Ctrl+K"_s));

    m_view = bar->addMenu(tr("&View"));
    m_panesEnd = m_view->addSeparator();
    add(m_view, u"view.back"_s, u"go-previous", tr("&Back"), QKeySequence(u"Alt+Left"_s));
    add(m_view, u"view.forward"_s, u"go-next", tr("&Forward"), QKeySequence(u"Alt+Right"_s));
    add(m_view, u"view.lineage"_s, u"vcs-branch", tr("Show the l&ineage of what is chosen"), QKeySequence(u"F12"_s));
    m_view->addSeparator();
    add(m_view, u"view.bottom"_s, u"view-split-top-bottom", tr("&Messages and log"), QKeySequence(u"Ctrl+J"_s))->setCheckable(true);
    m_view->addSeparator();
    QMenu *theme = m_view->addMenu(tr("&Theme"));
    auto *themes = new QActionGroup(this);
    for (const auto &[name, text] : {std::pair(u"theme.system"_s, tr("Theme of the &system")), std::pair(u"theme.light"_s, tr("&Light theme")),
                                     std::pair(u"theme.dark"_s, tr("&Dark theme"))}) {
        QAction *action = add(theme, name, u"contrast", text);
        action->setCheckable(true);
        themes->addAction(action);
    }
    add(m_view, u"view.larger"_s, u"zoom-in", tr("&Larger reading text"), QKeySequence::ZoomIn);
    add(m_view, u"view.smaller"_s, u"zoom-out", tr("&Smaller reading text"), QKeySequence::ZoomOut);
    add(m_view, u"view.normal"_s, u"zoom-original", tr("&Normal reading text"), QKeySequence(u"Ctrl+0"_s));
    m_view->addSeparator();
    add(m_view, u"view.fullscreen"_s, u"view-fullscreen", tr("F&ull screen"), QKeySequence(u"F11"_s))->setCheckable(true);

    m_pane = bar->addMenu(QString());
    m_pane->menuAction()->setVisible(false);

    QMenu *engine = bar->addMenu(tr("E&ngine"));
    add(engine, u"engine.start"_s, u"media-playback-start", tr("&Start the engine"), QKeySequence(u"Ctrl+F5"_s));
    add(engine, u"engine.pause"_s, u"media-playback-pause", tr("&Pause the engine"), QKeySequence(u"Ctrl+F6"_s));

    QMenu *help = bar->addMenu(tr("&Help"));
    add(help, u"help.keys"_s, u"configure-shortcuts", tr("&Commands and keys"), QKeySequence(u"F1"_s));
    add(help, u"help.about"_s, u"help-about", tr("&About Millrace"));
}

QAction *WindowActions::operator[](const QString &name) const
{
    QAction *action = m_actions.value(name);
    Q_ASSERT_X(action, "WindowActions", qPrintable(name));
    return action;
}

QAction *WindowActions::add(QMenu *menu, const QString &name, QStringView iconName, const QString &text, const QKeySequence &key)
{
    QAction *action = makeAction(this, iconName, text, key);
    action->setObjectName(name);
    menu->addAction(action);
    // The window too, so that the key works while its menu is not open.
    m_window->addAction(action);
    m_actions.insert(name, action);
    m_order.append(action);
    return action;
}

void WindowActions::addPane(const QString &id, const QString &title, const QString &iconName, const QKeySequence &key)
{
    const QString name = u"pane."_s + id;
    QAction *action = add(m_view, name, iconName, title, key);
    m_view->removeAction(action);
    m_view->insertAction(m_panesEnd, action);
}

void WindowActions::setAvailable(bool open, bool writable)
{
    for (const QString &name : {u"contexts.export"_s, u"workspace.copy"_s, u"workspace.check"_s, u"window.find"_s, u"view.lineage"_s})
        m_actions.value(name)->setEnabled(open);
    for (const QString &name : {u"intake.files"_s, u"intake.folder"_s, u"intake.paste"_s, u"engine.start"_s, u"engine.pause"_s})
        m_actions.value(name)->setEnabled(open && writable);
}

} // namespace Millrace
