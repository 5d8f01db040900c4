// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "extract/extractor.h"
#include "sdk/component.h"

#include <memory>
#include <vector>

namespace Millrace {

/// The component by which a DocumentReader reaches its extractors in a child process. It opens files by path, so that no pipeline may have it:
/// hosts know it, registries do not.
inline constexpr QLatin1StringView kExtractFile{"extract_file"};

/// What extract_file is given as data: where the bytes lie and which part of them is asked for.
[[nodiscard]] Json extractRequest(const ExtractInput &input);

/// What pipelines are offered of extraction: extract_text.
[[nodiscard]] std::vector<std::shared_ptr<Component>> extractComponents();
/// What hosts know beside them.
[[nodiscard]] std::vector<std::shared_ptr<Component>> extractHostComponents();

} // namespace Millrace
