// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "designer/designgraph.h"
#include "sdk/error.h"

#include <functional>

namespace Millrace {

/// Told how many nodes have their place, out of how many; what it answers says whether to go on.
using LayoutStep = std::function<bool(qsizetype done, qsizetype all)>;

/// Places for all nodes, left upper corners, by Graphviz's `dot` from left to right; groups stay together, a long row is folded into several.
/// The first node's corner stays where it was. Parts that no link joins are laid out one after the other and stand below each other; what has
/// more nodes than Graphviz places within seconds gets columns as at first. Any thread, one at a time (Graphviz has global state; callers wait
/// for each other). Takes some 20 ms for 100 nodes, a second or two for a thousand that hang together. `cancelled` where `step` says to stop,
/// which it is asked before each part. The only file that sees Graphviz.
[[nodiscard]] Result<QHash<QString, QPointF>> autoLayout(const DesignGraph &graph, const LayoutStep &step = {});

} // namespace Millrace
