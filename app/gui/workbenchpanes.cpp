// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbenchpanes.h"

#include "agents/agentspane.h"
#include "contexts/contextspane.h"
#include "designer/designerpane.h"
#include "home/gallerypane.h"
#include "home/homepane.h"
#include "library/librarypane.h"
#include "lineage/lineagepane.h"
#include "metrics/metricspane.h"
#include "quarantine/quarantinepane.h"
#include "review/reviewpane.h"
#include "sources/sourcespane.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Millrace {

QList<PaneInfo> workbenchPanes(Settings *settings, Serving *serving, ForeignServer *foreign)
{
    return {
        {.id = u"home"_s,
         .title = QCoreApplication::translate("Panes", "Home"),
         .iconName = u"go-home"_s,
         .create = [settings](Workspace *workspace, QWidget *parent) { return new HomePane(workspace, settings, parent); },
         .needsWorkspace = false},
        DesignerPane::info(),
        ContextsPane::info(),
        ReviewPane::info(),
        QuarantinePane::info(),
        LibraryPane::info(),
        LineagePane::info(),
        SourcesPane::info(),
        MetricsPane::info(),
        GalleryPane::info(),
        AgentsPane::info(serving, foreign),
    };
}

} // namespace Millrace
