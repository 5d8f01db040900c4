// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/ledger.h"

#include <QStringList>

namespace Millrace::PipelinePaths {

/// Where the nodes of a definition write files, each as it stands in the node's config.
[[nodiscard]] QStringList in(const Json &definition);

/// A client's version writes within the folders that it was given, or where a version of that pipeline wrote before: PathDenied for
/// anything else. Touches the disk where there is such a path.
[[nodiscard]] Result<void> check(WriteScope &scope, const PipelineDefinition &definition, const QStringList &folders);

} // namespace Millrace::PipelinePaths
