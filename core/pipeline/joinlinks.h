// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/validator.h"

#include <QSet>

namespace Millrace {

/// The links, by their place in the definition, by which children can come to a join. A limit there would hold children back for parents that
/// wait for them.
[[nodiscard]] QSet<int> linksOfChildrenToJoins(const PipelineDefinition &pipeline, const ComponentLookup &lookup);

} // namespace Millrace
