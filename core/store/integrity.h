// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/sqlite.h"

#include <functional>

namespace Millrace {

/// What a check of a whole workspace found.
struct IntegrityReport
{
    Json problems = Json::array(); ///< {"where","message"}, at most 1,000
    qint64 contexts = 0;
    qint64 transitions = 0;
    qint64 keyframes = 0;
    qint64 events = 0;
    qint64 effects = 0;
    qint64 originals = 0;

    [[nodiscard]] bool isOk() const { return problems.isEmpty(); }
    [[nodiscard]] Json toJson() const;
};

/// Reads everything: SQLite's own structure check, every hash, every history as a chain without a gap (each state follows from the one
/// before, steps count up, attempts finish before the next starts), every context's row against its history, the tallies against the rows, and
/// deliveries of events against their contexts. Reader thread.
/// `progress` gets the share done in [0, 1] and returns false to stop (Cancelled).
[[nodiscard]] Result<IntegrityReport> checkIntegrity(Connection &db, const std::function<bool(double)> &progress);

} // namespace Millrace
