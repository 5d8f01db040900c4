// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <expected>

namespace Millrace {

struct Error;

/// What a fallible function returns: its value or an Error. Include "sdk/error.h" where one is looked into.
template <typename T>
using Result = std::expected<T, Error>;

} // namespace Millrace
