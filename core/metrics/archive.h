// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/recorder.h"
#include "sdk/json.h"

#include <QHash>

namespace Millrace {

/// How long points are kept, and how long the buckets that percentiles are made of; days, 0 for ever. By level, as kMetricLevels.
struct MetricRetention
{
    std::array<int, 4> days = {400, 400, 0, 0};
    std::array<int, 4> detailDays = {2, 30, 800, 0};

    [[nodiscard]] Json toJson() const;
    [[nodiscard]] Json detailToJson() const;
    /// Replaces what the objects name: {"10s","1m","1h","1d"}.
    void take(const Json &days, const Json &detail);

    friend bool operator==(const MetricRetention &, const MetricRetention &) = default;
};

/// Points of several series, each ascending in time.
using MetricPoints = QHash<qint64, std::vector<MetricPoint>>;

/// What is written when a window of ticks is over.
struct MetricPacking
{
    QList<SealedBlock> blocks;
    QList<qint64> ticks; ///< keys of rows that are in the blocks

    [[nodiscard]] bool isEmpty() const { return ticks.isEmpty(); }
};

/// The stored side of measurements: ticks become blocks, blocks of every level become points again. Made for one reader's transaction.
class MetricArchive
{
public:
    explicit MetricArchive(MetricRepository repository)
        : m_repository(repository)
    {}

    /// Points of one level in [from, to], of the file and of what `recorder` (if there is one) has in memory. `hasDetail`: with the buckets of
    /// histograms.
    [[nodiscard]] Result<MetricPoints> read(const QList<StoredSeries> &series, int level, qint64 from, qint64 to, bool hasDetail,
                                            const MetricRecorder *recorder);
    /// The oldest window of ticks that was over at `now`, as blocks of all levels. Doing it again gives the same.
    [[nodiscard]] Result<MetricPacking> pack(qint64 now);
    /// Of the oldest point there is.
    [[nodiscard]] Result<std::optional<qint64>> since();

private:
    [[nodiscard]] Result<std::vector<MetricPoint>> blocks(const StoredSeries &series, std::size_t level, qint64 from, qint64 to, bool hasDetail);
    [[nodiscard]] Result<void> packSeries(const StoredSeries &series, qint64 window, std::vector<MetricPoint> points, QList<SealedBlock> &out);

    MetricRepository m_repository;
};

/// From memory alone, in seconds; for live panels and alerts.
[[nodiscard]] MetricPoints livePoints(const MetricRecorder &recorder, const QList<StoredSeries> &series, qint64 from, qint64 to);
[[nodiscard]] MetricPoints recentPoints(const MetricRecorder &recorder, const QList<StoredSeries> &series, qint64 from, qint64 to);

/// Takes away what is older than the retention says; a transaction of the engine's.
[[nodiscard]] Result<void> prune(MetricRepository &repository, const QList<StoredSeries> &series, const MetricRetention &retention, qint64 now);

} // namespace Millrace
