// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/point.h"
#include "store/metricrepository.h"

#include <deque>
#include <map>
#include <mutex>

namespace Millrace {

/// Turns what a registry has counted into ticks of ten seconds, and of one second while somebody watches.
///
/// The latest ticks stay in memory, for as long as alerts look back: they and live panels are answered from there. Any thread.
class MetricRecorder
{
public:
    static constexpr qint64 kLeastRecentSeconds = 300;
    static constexpr qint64 kLiveSeconds = 600;

    /// `stored`: the series that the workspace has already; their keys stay. `lastTicks`: the key of the last ticks that it has.
    MetricRecorder(const MetricRegistry &registry, const QList<StoredSeries> &stored, qint64 lastTicks = 0);
    /// Of an opening before this one, although of a time that this one has in memory.
    [[nodiscard]] bool isOfBefore(qint64 ticksKey, qint64 at) const;

    /// Ticks of ten seconds stay in memory for so many seconds from now on, kLeastRecentSeconds at least.
    void keepFor(qint64 seconds);

    /// Reads everything; what happened since the last time goes into the tick of `nowUs`. `isLive`: and into a tick of this second.
    void sample(qint64 nowUs, bool isLive);

    /// What is to be written: new series, and ticks that are over, all of one block's window.
    struct Pending
    {
        QList<StoredSeries> series;
        StoredTicks ticks;

        [[nodiscard]] bool isEmpty() const { return ticks.data.isEmpty(); }
    };
    /// `all`: the tick that is not over too, because the workspace closes.
    [[nodiscard]] Pending take(bool all = false);
    /// It was written; else the same comes again.
    void stored(const Pending &pending);

    [[nodiscard]] QList<StoredSeries> series() const;
    /// Of the oldest tick that is in memory; nothing where none is.
    [[nodiscard]] std::optional<qint64> recentSince() const;
    /// Ticks in [from, to] that are in memory, the one under way too.
    void eachRecent(qint64 from, qint64 to, const std::function<bool(qint64)> &isWanted, const std::function<void(const MetricTick &)> &take) const;
    /// The same of one second each.
    void eachLive(qint64 from, qint64 to, const std::function<bool(qint64)> &isWanted, const std::function<void(const MetricTick &)> &take) const;

private:
    struct Kept
    {
        qint64 at = 0;
        QByteArray bytes;
        bool isStored = false;
    };
    struct Before
    {
        qint64 key = 0;
        qint64 value = 0; ///< a counter's, or a histogram's sum
        std::vector<MetricHistogram::Count> counts;
    };
    void close();
    [[nodiscard]] static std::optional<MetricPoint> since(const MetricRegistry::Series &series, Before &before);

    const MetricRegistry &m_registry;
    mutable std::mutex m_mutex;
    std::map<std::pair<QByteArray, MetricLabels>, qint64> m_keys;
    QList<StoredSeries> m_series; ///< all that have a key
    qsizetype m_storedSeries = 0; ///< so many of them are in the file
    qint64 m_ticksBefore = 0;
    std::optional<qint64> m_firstAt;
    qint64 m_lastKey = 0;
    std::vector<Before> m_before; ///< as the registry's series
    qint64 m_at = 0; ///< of the tick under way
    std::map<qint64, MetricTick::Sample> m_now;
    qint64 m_recentSeconds = kLeastRecentSeconds;
    std::deque<Kept> m_recent;
    std::deque<Kept> m_live;
};

} // namespace Millrace
