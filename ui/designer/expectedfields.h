// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

namespace Millrace {

/// A document with the fields that steps say they give (pipeline/documentshape.h) where it lacks them: a word for what will be there ("text",
/// "number") stands for each value, a list has one item. For offering names, never for running anything on.
[[nodiscard]] Json withExpectedFields(const Json &seen, const Json &fields);

} // namespace Millrace
