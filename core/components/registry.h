// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/component.h"
#include "sdk/effecttarget.h"

#include <memory>
#include <vector>

namespace Millrace {

/// The components that ship with the program, in the order in which they are offered.
[[nodiscard]] std::vector<std::shared_ptr<Component>> builtinComponents();

/// Where effects can go without a plugin.
[[nodiscard]] std::vector<std::shared_ptr<EffectTarget>> builtinTargets();

} // namespace Millrace
