// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/metrics.h"

#include <QByteArray>

#include <array>
#include <functional>
#include <optional>
#include <vector>

namespace Millrace {

/// Seconds of a point, from the finest level to the coarsest.
inline constexpr std::array kMetricLevels = {10, 60, 3600, 86'400};
/// So many seconds are packed into one block of each level.
inline constexpr std::array kMetricWindows = {4 * 3600, 86'400, 30 * 86'400, 3650 * 86'400};

/// What was measured of one series in a span of time. Whole numbers of the metric's resolution.
///
/// A counter has `sum`, its increase. A gauge has how often it was looked at (`n`), `sum` of that, `min`, `max` and `last`. A histogram has how
/// many came, `sum`, `min`, `max`, and how many in which bucket.
struct MetricPoint
{
    qint64 at = 0; ///< seconds since the epoch, where the span begins
    qint64 n = 0;
    qint64 sum = 0;
    qint64 min = 0;
    qint64 max = 0;
    qint64 last = 0;
    std::vector<MetricHistogram::Count> counts; ///< ascending by bucket

    /// Takes in what was measured elsewhere, or later, in the same span.
    void merge(const MetricPoint &other);

    friend bool operator==(const MetricPoint &, const MetricPoint &) = default;
};

/// The value that a part of what was counted, from 0 to 1, does not exceed, within 1 %; nothing of nothing.
[[nodiscard]] std::optional<double> quantileOf(const std::vector<MetricHistogram::Count> &counts, double part);

/// Points of a coarser level. `points` ascend.
[[nodiscard]] std::vector<MetricPoint> rolledUp(const std::vector<MetricPoint> &points, int level);

/// Points of one series as a block keeps them: columns of differences, which pack well. A histogram's buckets are a block of their own.
[[nodiscard]] QByteArray packPoints(MetricKind kind, int level, qint64 start, const std::vector<MetricPoint> &points);
[[nodiscard]] QByteArray packDetail(int level, qint64 start, const std::vector<MetricPoint> &points);
/// As far as the bytes make sense.
[[nodiscard]] std::vector<MetricPoint> unpackPoints(MetricKind kind, int level, qint64 start, QByteArrayView bytes);
/// Puts the buckets back into points of the same times.
void unpackDetail(int level, qint64 start, QByteArrayView bytes, std::vector<MetricPoint> &points);

/// What was measured of all series in one span. Only what there is to say: a counter that did not move has no sample.
struct MetricTick
{
    struct Sample
    {
        qint64 series = 0;
        MetricKind kind = MetricKind::Counter;
        MetricPoint point;
    };

    qint64 at = 0; ///< seconds since the epoch
    std::vector<Sample> samples; ///< ascending by series

    [[nodiscard]] QByteArray packed() const;
};

/// One tick after another, of those series that `isWanted` names by their key; of all where it is empty.
void eachTick(QByteArrayView bytes, const std::function<bool(qint64 series)> &isWanted, const std::function<void(const MetricTick &)> &take);

} // namespace Millrace
