// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace Millrace {

/// One look at the process, every few seconds.
struct SoakSample
{
    double minute = 0; ///< since the load began
    double residentMb = 0; ///< of the process: the least since the look before
    double heldMb = 0; ///< what the program holds, without what its allocator keeps for it, likewise; 0 where nobody counts
    int descriptors = 0;
    double walMb = 0;
    int children = 0; ///< processes of components
};

/// What one minute's commits took.
struct SoakMinute
{
    int minute = 0; ///< 1 is the first
    double p50Ms = 0;
    double p99Ms = 0;
    double diskP99Ms = 0; ///< one fdatasync of a page beside the workspace
};

/// What R25 asks of a run, and what the run shows.
struct SoakLimits
{
    double mbPerHour = 1; ///< of what is resident and of what is held; the interval says whether a longer run would tell more
    double walMb = 64;
    double commitFactor = 2;
    int descriptors = 4; ///< what comes and goes: a reader's connection, a component's process
};

/// How fast something grows, and how sure that is.
struct SoakSlope
{
    double mbPerHour = 0;
    double low = 0; ///< of the interval of 95 %
    double high = 0;
};

struct SoakVerdict
{
    double warmUpMinutes = 0;
    SoakSlope resident;
    SoakSlope held;
    double mostWalMb = 0;
    int descriptorsBefore = 0;
    int descriptorsAfter = 0;
    double commitBeforeMs = 0; ///< the median p99 of the first minutes after the warm-up
    double commitAfterMs = 0; ///< of the last third
    QStringList failures; ///< sentences; empty where all holds
    bool judgesGrowth = true; ///< false: too short a run to say anything about slopes
};

/// The Theil-Sen line through the least of each minute: the median of the slopes between all pairs, so that a quarter of the minutes may lie
/// anywhere; the interval is Sen's (1968), by ranks. The least, as what lies above it is work in hand, of which there is now more, now less;
/// what is never given back is beneath it. Zeros for fewer than two minutes. `minutes` as they come, `mb` beside them.
[[nodiscard]] SoakSlope slopeOf(const QList<double> &minutes, const QList<double> &mb);

/// Judges a run. The warm-up (a fifth of it, two minutes at least) counts for the log and the descriptors' first level only. Growth is judged
/// from kLeastMinutesForGrowth minutes on.
inline constexpr double kLeastMinutesForGrowth = 10;
[[nodiscard]] SoakVerdict judgeSoak(const QList<SoakSample> &samples, const QList<SoakMinute> &minutes, const SoakLimits &limits = {});

[[nodiscard]] double median(QList<double> values);
[[nodiscard]] double percentile(QList<double> values, double share);

} // namespace Millrace
