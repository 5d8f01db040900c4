// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/pane.h"

namespace Millrace {

class ForeignServer;
class Serving;
class Settings;

/// The panes of the workbench, in the order of the activity bar. Only panes that exist are shown. All must
/// outlive the panes that are made.
[[nodiscard]] QList<PaneInfo> workbenchPanes(Settings *settings, Serving *serving, ForeignServer *foreign);

} // namespace Millrace
