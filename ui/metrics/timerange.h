// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QList>
#include <QString>

namespace Millrace {

/// The time that a dashboard shows: the last so many seconds, all there is, or from one moment to another.
struct TimeRange
{
    enum class Kind : quint8 { Last, All, Fixed };

    Kind kind = Kind::Last;
    qint64 seconds = 3600; ///< of Last
    double from = 0; ///< of Fixed, seconds since the epoch
    double to = 0;

    [[nodiscard]] static TimeRange last(qint64 seconds) { return {.kind = Kind::Last, .seconds = seconds}; }
    [[nodiscard]] static TimeRange all() { return {.kind = Kind::All}; }
    /// At least a second long.
    [[nodiscard]] static TimeRange fixed(double from, double to);
    /// "6h", "30m", "7d", "all", or "from/to" in seconds; the last hour for anything else.
    [[nodiscard]] static TimeRange fromText(const QString &text);
    [[nodiscard]] QString toText() const;

    /// "Last 6 hours", or the two moments.
    [[nodiscard]] QString title() const;
    /// What is offered, the shortest first.
    [[nodiscard]] static QList<TimeRange> offered();

    friend bool operator==(const TimeRange &, const TimeRange &) = default;
};

} // namespace Millrace
