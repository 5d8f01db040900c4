// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/pane.h"

namespace Millrace {

class ContextsView;
class WorkspaceContextSource;

/// The pane of all contexts of the open workspace: a table that stays smooth at a million rows, and the chosen context in full.
class ContextsPane final : public Pane
{
    Q_OBJECT

public:
    explicit ContextsPane(Workspace *workspace, QWidget *parent = nullptr);

    /// How the window knows it.
    [[nodiscard]] static PaneInfo info();

    void open(const PaneTarget &target) override;
    [[nodiscard]] PaneTarget place() const override;
    bool askExport() override;
    [[nodiscard]] Json saveState() const override;
    void restoreState(const Json &state) override;

protected:
    void refresh() override;
    void changesArrived(const ChangeSet &changes) override;

private:
    WorkspaceContextSource *m_source;
    ContextsView *m_view;
};

} // namespace Millrace
