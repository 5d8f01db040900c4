// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lineage/lineagelinks.h"

#include <QStringList>

namespace Millrace {

struct NeighbourhoodOptions
{
    int hops = 1;
    bool up = true;
    bool down = true;
    qint64 stackAfter = 12; ///< more alike siblings than this are one node
    QStringList open; ///< ids of stacks whose members are wanted
    int most = 500; ///< nodes
};

/// What is around a thing: where it came from above it, what became of it below, so many hops away. What was reached upwards is followed upwards
/// alone, and the same down, so that one template does not bring in everything that was ever made with it. Alike siblings are one stack.
[[nodiscard]] Result<LineageGraph> neighbourhood(LineageLinks &links, const LineageThing &focus, const NeighbourhoodOptions &options);

/// A step of the way through everything above or below: by it, from a hop nearer to the focus.
struct LineageReach
{
    LineageNode node;
    QString via; ///< the node that it was come by
    QString relation;
};

/// Everything that a thing came from (up) or that came of it, nearest first, each once; what `isWanted` refuses is gone through all the same.
/// `take` says whether to go on, and so does `goesOn` before each thing, wanted or not, with how many were met before. False: one of them said no.
[[nodiscard]] Result<bool> everythingFrom(LineageLinks &links, const LineageThing &focus, bool up, const std::function<bool(LineageKind)> &isWanted,
                                          const std::function<bool(const LineageReach &)> &take, const std::function<bool(qint64 met)> &goesOn);

} // namespace Millrace
