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
    double residentMb = 0;
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
    double residentMbPerHour = 1;
    double walMb = 64;
    double commitFactor = 2;
    int descriptors = 4; ///< what comes and goes: a reader's connection, a component's process
};

struct SoakVerdict
{
    double warmUpMinutes = 0;
    double residentMbPerHour = 0;
    double residentSpreadMb = 0; ///< of the samples around the line: half of them lie nearer
    double mostWalMb = 0;
    int descriptorsBefore = 0;
    int descriptorsAfter = 0;
    double commitBeforeMs = 0; ///< the median p99 of the first minutes after the warm-up
    double commitAfterMs = 0; ///< of the last third
    QStringList failures; ///< sentences; empty where all holds
    bool judgesGrowth = true; ///< false: too short a run to say anything about slopes
};

/// The slope of the Theil-Sen line: the median of the slopes between all pairs of points, so that up to a quarter of the points may lie
/// anywhere. 0 for fewer than two points.
[[nodiscard]] double theilSenSlope(const QList<double> &x, const QList<double> &y);

/// Judges a run. The warm-up (a fifth of it, two minutes at least) counts for the log and the descriptors' first level only. Growth is judged
/// from kLeastMinutesForGrowth minutes on.
inline constexpr double kLeastMinutesForGrowth = 10;
[[nodiscard]] SoakVerdict judgeSoak(const QList<SoakSample> &samples, const QList<SoakMinute> &minutes, const SoakLimits &limits = {});

[[nodiscard]] double median(QList<double> values);
[[nodiscard]] double percentile(QList<double> values, double share);

} // namespace Millrace
