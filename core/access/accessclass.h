// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1StringView>

#include <array>

namespace Millrace {

/// What a call does to the workspace: decides who may and what an agent's call shows before it runs.
enum class Access : quint8 { Read, Propose, Write, Destroy };

inline constexpr std::array kAllAccess = {Access::Read, Access::Propose, Access::Write, Access::Destroy};

/// "read", "propose", "write", "destroy".
[[nodiscard]] QLatin1StringView accessName(Access access);

} // namespace Millrace
