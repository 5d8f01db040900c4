// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

namespace Millrace {

/// The JSON of a file, a pipeline's as a rule; what is wrong is told with the file and its line. Waits for the disk, so never on the engine's thread.
/// FileUnreadable also for what is no regular file; JsonTooLarge above kLargestPipelineFile.
[[nodiscard]] Result<Json> readJsonFile(const QString &path);
inline constexpr qint64 kLargestPipelineFile = 64 * 1024 * 1024; ///< bytes

/// Writes a definition as a *.pipeline.json, in place of what stands there; a folder gets `name` within it. The file that was written. FileWrite.
[[nodiscard]] Result<QString> writePipelineFile(const QString &path, const QString &name, const Json &definition);

} // namespace Millrace
