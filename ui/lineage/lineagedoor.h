// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

#include <QFuture>

#include <functional>

namespace Millrace {

/// How the lineage's views ask the door: a command and its arguments, in the name of the person.
using LineageDoor = std::function<QFuture<Result<Json>>(const QString &command, const Json &args)>;

} // namespace Millrace
