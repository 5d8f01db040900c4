// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/component.h"

namespace Millrace {

/// Runs a user's JavaScript function `run(data, context)`. It gives the new data, or `{port, data}`, or nothing after changing
/// `data` in place. Runs in a child process: the language has no memory limit of its own. No Qt object, file or network is
/// within the script's reach; what it writes to `console` comes back among the reasons.
class ScriptComponent final : public Component
{
public:
    [[nodiscard]] const ComponentDescriptor &descriptor() const override;
    /// Checks the source's syntax without running any of it.
    [[nodiscard]] Result<std::shared_ptr<const Step>> prepare(const Json &config) const override;
};

/// `after` with what JavaScript's numbers and objects cannot carry put back from `before` wherever the script left it alone:
/// the literals of numbers (1.10, 2^64-1, 1e400) and the order of members.
[[nodiscard]] Json withLiteralsOf(const Json &before, const Json &after);

} // namespace Millrace
