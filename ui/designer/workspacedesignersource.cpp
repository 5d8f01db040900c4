// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/workspacedesignersource.h"

#include "workspace/workspace.h"

namespace Millrace {

WorkspaceDesignerSource::WorkspaceDesignerSource(Workspace *workspace, QObject *parent)
    : DesignerSource(parent)
    , m_workspace(workspace)
{
    connect(workspace, &Workspace::pipelinesChanged, this, &DesignerSource::pipelinesChanged);
    connect(workspace, &Workspace::sourcesChanged, this, &DesignerSource::sourcesChanged);
    connect(workspace, &Workspace::trialsChanged, this, &DesignerSource::trialsChanged);
}

ComponentTable WorkspaceDesignerSource::components() const
{
    ComponentTable table;
    for (const ComponentDescriptor &component : m_workspace->components())
        table.insert(component.name, component);
    return table;
}

QFuture<Result<Json>> WorkspaceDesignerSource::execute(const QString &command, const Json &args)
{
    return m_workspace->execute(command, args, m_workspace->actor());
}

bool WorkspaceDesignerSource::isReadOnly() const
{
    return m_workspace->isReadOnly();
}

} // namespace Millrace
