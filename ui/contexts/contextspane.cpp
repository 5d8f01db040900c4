// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contexts/contextspane.h"

#include "contexts/contextsview.h"
#include "contexts/workspacecontextsource.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Millrace {

ContextsPane::ContextsPane(Workspace *workspace, QWidget *parent)
    : Pane(workspace, parent)
    , m_source(new WorkspaceContextSource(workspace, this))
    , m_view(new ContextsView(m_source, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    setFocusProxy(m_view);
    addActions(m_view->actions());
    connect(m_view, &ContextsView::ready, this, &ContextsPane::setReady);
    connect(m_view, &ContextsView::noticeRequested, this, &ContextsPane::noticeRequested);
    connect(m_view, &ContextsView::workStarted, this, &ContextsPane::workStarted);
    connect(m_view, &ContextsView::startRequested, this, [this] { Q_EMIT openRequested({.pane = u"home"_s}); });
}

PaneInfo ContextsPane::info()
{
    return {u"contexts"_s, tr("Contexts"), u"view-list-details"_s,
            [](Workspace *workspace, QWidget *parent) -> Pane * { return new ContextsPane(workspace, parent); }};
}

void ContextsPane::open(const PaneTarget &target)
{
    m_view->open(target);
}

PaneTarget ContextsPane::place() const
{
    return m_view->place();
}

bool ContextsPane::askExport()
{
    m_view->askExport();
    return true;
}

Json ContextsPane::saveState() const
{
    return m_view->saveState();
}

void ContextsPane::restoreState(const Json &state)
{
    m_view->restoreState(state);
}

void ContextsPane::refresh()
{
    m_view->refresh();
}

void ContextsPane::changesArrived(const ChangeSet &changes)
{
    m_view->applyChanges(changes);
}

} // namespace Millrace
