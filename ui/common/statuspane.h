// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/contextstate.h"

#include <QString>

namespace Millrace {

/// The pane that shows what a count of contexts in this status counts, and where something can be done about them.
[[nodiscard]] inline QString statusPane(ContextStatus status)
{
    return status == ContextStatus::AwaitingReview ? QStringLiteral("review")
        : status == ContextStatus::Quarantined     ? QStringLiteral("quarantine")
                                                   : QStringLiteral("contexts");
}

} // namespace Millrace
