// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/contextstate.h"

namespace Millrace {

namespace {

constexpr std::array<QLatin1StringView, kAllStatuses.size()> kNames = {
    QLatin1StringView("pending"),     QLatin1StringView("processing"), QLatin1StringView("retrying"), QLatin1StringView("awaiting_review"),
    QLatin1StringView("quarantined"), QLatin1StringView("completed"),  QLatin1StringView("failed"),   QLatin1StringView("cancelled"),
};

constexpr quint8 bit(ContextStatus status)
{
    return static_cast<quint8>(1U << static_cast<unsigned>(status));
}

using enum ContextStatus;

// Row: from; bits: the states that may follow.
constexpr std::array<quint8, kAllStatuses.size()> kAllowed = {
    /* pending */ bit(Processing) | bit(Quarantined) | bit(Failed) | bit(Cancelled),
    /* processing */ bit(Processing) | bit(Retrying) | bit(AwaitingReview) | bit(Quarantined) | bit(Completed) | bit(Failed) | bit(Cancelled),
    /* retrying */ bit(Processing) | bit(Quarantined) | bit(Failed) | bit(Cancelled),
    /* awaiting_review */ bit(Processing) | bit(Quarantined) | bit(Cancelled),
    /* quarantined */ bit(Retrying) | bit(Cancelled),
    /* completed */ 0,
    /* failed */ bit(Retrying) | bit(Cancelled),
    /* cancelled */ 0,
};

} // namespace

QLatin1StringView statusName(ContextStatus status)
{
    return kNames.at(static_cast<std::size_t>(status));
}

std::optional<ContextStatus> statusFromName(QStringView name)
{
    for (const ContextStatus status : kAllStatuses) {
        if (statusName(status) == name)
            return status;
    }
    return std::nullopt;
}

bool isTransitionAllowed(ContextStatus from, ContextStatus to)
{
    return (kAllowed.at(static_cast<std::size_t>(from)) & bit(to)) != 0;
}

} // namespace Millrace
