// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

namespace Millrace {

/// The config schema of a component with its titles and help in the person's language. What is not known here, such as a plugin's, stays in its
/// own words.
struct ConfigText
{
    [[nodiscard]] static Json of(const Json &schema);
};

} // namespace Millrace
