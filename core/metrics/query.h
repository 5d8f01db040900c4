// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/archive.h"
#include "sdk/error.h"

namespace Millrace {

inline constexpr int kMostMetricPoints = 2'000;
inline constexpr int kMostMetricSeries = 500;

enum class MetricFunction : quint8 { Rate, Increase, Avg, Sum, Min, Max, Last, Quantile, Heatmap };
enum class MetricAcross : quint8 { Usual, Sum, Avg, Min, Max };

/// A question about one metric.
struct MetricQuery
{
    QByteArray metric;
    MetricFunction function = MetricFunction::Avg;
    QString functionName; ///< as it was asked
    double quantile = 0; ///< 0 to 1
    QHash<QByteArray, QList<QByteArray>> where; ///< a label has one of these values
    QList<QByteArray> by;
    MetricAcross across = MetricAcross::Usual;
    qint64 from = 0; ///< seconds since the epoch
    qint64 to = 0;
    int points = 500; ///< at most
    qint64 step = 0; ///< seconds; 0: what the points allow
    qint64 offset = 0; ///< asks about a time so much earlier, and moves the answer here
    int limit = 50; ///< most series

    /// `now` in seconds; `since`: of the oldest point there is. InvalidArgument with what is wrong.
    [[nodiscard]] static Result<MetricQuery> parse(const Json &json, qint64 now, qint64 since);
    [[nodiscard]] bool needsDetail() const { return function == MetricFunction::Quantile || function == MetricFunction::Heatmap; }
};

/// How an answer is cut: from `from`, so many steps of so many seconds, of points of this level.
struct MetricGrid
{
    qint64 from = 0;
    qint64 step = 10;
    int count = 0;
    int level = 10; ///< 1: live

    /// The finest that the query's points allow and that is still kept.
    [[nodiscard]] static MetricGrid of(const MetricQuery &query, const MetricRetention &retention, qint64 now);
    /// Seconds one by one.
    [[nodiscard]] static MetricGrid live(qint64 now, int seconds);
};

/// One curve.
struct MetricCurve
{
    MetricLabels labels;
    std::vector<double> values; ///< NaN where nothing was measured
    struct Cell
    {
        int column = 0;
        int bucket = 0; ///< of MetricAnswer::buckets
        qint64 n = 0;
    };
    std::vector<Cell> cells; ///< of a heat map
};

struct MetricAnswer
{
    MetricInfo info;
    QString function;
    QByteArray unit; ///< of the values
    MetricGrid grid;
    QList<MetricCurve> curves;
    std::vector<double> buckets; ///< upper bounds, of a heat map
    qint64 dropped = 0; ///< curves beyond the limit

    [[nodiscard]] Json toJson(qint64 offset) const;
};

/// Says whether the workspace was open: a series of its own, measured with all others.
inline constexpr const char *kUpMetric = "millrace_up";

/// The series that a query is about, and the one that says when the workspace was open. InvalidArgument where its function is none of the
/// metric's kind; NotFound where there is no such metric.
[[nodiscard]] Result<QList<StoredSeries>> seriesFor(const MetricQuery &query, const QList<StoredSeries> &all);
/// `series` as seriesFor() gave them, `points` of the grid's level over the grid's span, moved back by the query's offset. `now` in seconds.
[[nodiscard]] MetricAnswer evaluate(const MetricQuery &query, const MetricGrid &grid, const QList<StoredSeries> &series, const MetricPoints &points,
                                    qint64 now);

/// "-6h", "now", "start", seconds since the epoch or ISO 8601; nothing where it is none.
[[nodiscard]] std::optional<qint64> metricTime(const Json &json, qint64 now, qint64 since);

/// A table of what curves say, RFC 4180: a column for each.
[[nodiscard]] QByteArray metricCsv(const QList<MetricAnswer> &answers);

} // namespace Millrace
