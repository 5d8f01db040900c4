// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/ledger.h"
#include "sdk/json.h"

#include <functional>

namespace Millrace {

/// How what a command did is taken back: by another command. Found out when it runs, because only then is it known how things were.
struct Inverse
{
    /// In the command's own transaction, before it runs: what the call needs to know of how things are. None: nothing.
    std::function<Json(WriteScope &, const Json &args)> before;
    /// {"command","args"}; true where it changed nothing; null where it cannot be taken back this time.
    std::function<Json(const Json &args, const Json &result, const Json &before)> call;
};

/// nullptr: nothing takes it back.
[[nodiscard]] const Inverse *inverseOf(const QString &command);

} // namespace Millrace
