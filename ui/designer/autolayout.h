// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "designer/designgraph.h"
#include "sdk/error.h"

namespace Millrace {

/// Places for all nodes, left upper corners, by Graphviz's `dot` from left to right; groups stay together. The first node's corner stays where
/// it was. Any thread, one at a time (Graphviz has global state; callers wait for each other). Takes some 20 ms for 100 nodes, seconds for
/// thousands. The only file that sees Graphviz.
[[nodiscard]] Result<QHash<QString, QPointF>> autoLayout(const DesignGraph &graph);

} // namespace Millrace
