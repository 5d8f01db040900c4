// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/component.h"

#include <memory>
#include <vector>

namespace Millrace {

/// The built-in components that read and change texts, in the order in which they are offered.
[[nodiscard]] std::vector<std::shared_ptr<Component>> textComponents();

} // namespace Millrace
