// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/export.h"

#include <QString>

#include <optional>

namespace Millrace {

/// The only source of time below the window, so that tests own it. Any thread.
class MILLRACE_SDK_EXPORT Clock
{
public:
    virtual ~Clock();
    /// Wall clock: microseconds since the Unix epoch, UTC. May jump either way.
    [[nodiscard]] virtual qint64 nowUs() const = 0;
    /// Never goes back and does not count suspended time as work; microseconds from an arbitrary origin.
    [[nodiscard]] virtual qint64 monotonicUs() const = 0;

    /// The machine's clocks; lives as long as the process.
    [[nodiscard]] static const Clock &system();
};

/// "2023-05-15T10:30:00Z": S2's form, whole seconds.
[[nodiscard]] MILLRACE_SDK_EXPORT QString isoSeconds(qint64 us);
/// "2023-05-15T10:30:00.123456Z".
[[nodiscard]] MILLRACE_SDK_EXPORT QString isoMicroseconds(qint64 us);
/// Reads ISO 8601 with an offset or Z; nothing where it is not one.
[[nodiscard]] MILLRACE_SDK_EXPORT std::optional<qint64> parseIso(QStringView text);

} // namespace Millrace
