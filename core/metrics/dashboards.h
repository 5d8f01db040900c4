// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

#include <QList>

namespace Millrace {

/// Those that the program brings along, in their order.
[[nodiscard]] QList<Json> shippedDashboards();

/// A dashboard as somebody made it: with a title, and panels that name their kind and place. InvalidArgument with what is wrong. Members that nobody
/// here knows stay.
[[nodiscard]] Result<void> checkDashboard(const Json &dashboard);

} // namespace Millrace
