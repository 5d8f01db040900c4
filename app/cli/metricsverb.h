// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "verb.h"

namespace Millrace::Cli {

[[nodiscard]] Verb metricsVerb();
[[nodiscard]] Verb healthVerb();
[[nodiscard]] Verb alertsVerb();

} // namespace Millrace::Cli
