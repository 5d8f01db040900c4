// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1StringView>
#include <QString>

#include <array>
#include <optional>

namespace Millrace {

/// The states of a context. The values are stored: never renumber.
enum class ContextStatus : quint8 {
    Pending = 0,
    Processing = 1,
    Retrying = 2,
    AwaitingReview = 3,
    Quarantined = 4,
    Completed = 5,
    Failed = 6,
    Cancelled = 7,
};

inline constexpr std::array kAllStatuses
    = {ContextStatus::Pending,     ContextStatus::Processing, ContextStatus::Retrying, ContextStatus::AwaitingReview,
       ContextStatus::Quarantined, ContextStatus::Completed,  ContextStatus::Failed,   ContextStatus::Cancelled};

/// S2's word for it: "awaiting_review".
[[nodiscard]] QLatin1StringView statusName(ContextStatus status);
[[nodiscard]] std::optional<ContextStatus> statusFromName(QStringView name);

/// Completed and cancelled: nothing follows. Failed and quarantined rest, and can be retried or cancelled.
[[nodiscard]] constexpr bool isFinal(ContextStatus status)
{
    return status == ContextStatus::Completed || status == ContextStatus::Cancelled;
}
/// No step is running or due: final, failed, quarantined or waiting for a person.
[[nodiscard]] constexpr bool isResting(ContextStatus status)
{
    return isFinal(status) || status == ContextStatus::Failed || status == ContextStatus::Quarantined || status == ContextStatus::AwaitingReview;
}

/// The whole table of DESIGN §2. Processing to processing is the way from node to node.
[[nodiscard]] bool isTransitionAllowed(ContextStatus from, ContextStatus to);

} // namespace Millrace
