// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/definition.h"

#include <QHash>
#include <QSet>

namespace Millrace {

/// The nodes of a graph that stand in loops, each with the number of its loop (a strongly connected part), from 0. Linear in the graph.
[[nodiscard]] QHash<QString, int> loopsOf(const PipelineDefinition &pipeline);

/// Every node that can be come to from any of these, themselves among them.
[[nodiscard]] QSet<QString> reachableFrom(const PipelineDefinition &pipeline, const QStringList &nodes);

/// Every node from which `node` can be come to, itself among them.
[[nodiscard]] QSet<QString> leadingTo(const PipelineDefinition &pipeline, const QString &node);

} // namespace Millrace
