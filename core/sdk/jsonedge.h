// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/export.h"
#include "sdk/json.h"

#include <QJsonValue>
#include <QVariant>

namespace Millrace {

// Where Qt wants its own types: numbers beyond a double are rounded and members sorted, so only at the edges.

[[nodiscard]] MILLRACE_SDK_EXPORT QJsonValue toQJson(const Json &json);
[[nodiscard]] MILLRACE_SDK_EXPORT Json fromQJson(const QJsonValue &value);
/// Maps, lists, texts, integers, doubles and booleans, as text templates take them.
[[nodiscard]] MILLRACE_SDK_EXPORT QVariant toVariant(const Json &json);

} // namespace Millrace
