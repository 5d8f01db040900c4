// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/archive.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace Millrace {

namespace {

constexpr qint64 kDay = 86'400;
constexpr qint64 kMostDays = 36'500;
constexpr std::array kLevelNames = {"10s", "1m", "1h", "1d"};

qint64 floored(qint64 at, qint64 span)
{
    return at / span * span;
}

std::size_t indexOf(int level)
{
    return static_cast<std::size_t>(std::ranges::find(kMetricLevels, level) - kMetricLevels.begin());
}

QSet<qint64> keysOf(const QList<StoredSeries> &series)
{
    QSet<qint64> keys;
    for (const StoredSeries &one : series)
        keys.insert(one.key);
    return keys;
}

/// Appends, or merges with the last where it is of the same time.
void add(std::vector<MetricPoint> &points, MetricPoint &&point)
{
    if (!points.empty() && points.back().at == point.at)
        points.back().merge(point);
    else
        points.push_back(std::move(point));
}

/// In order, one for each time: the clock may have been set back.
void settle(std::vector<MetricPoint> &points)
{
    if (std::ranges::is_sorted(points, {}, &MetricPoint::at) && std::ranges::adjacent_find(points, {}, &MetricPoint::at) == points.end())
        return;
    std::ranges::stable_sort(points, {}, &MetricPoint::at);
    std::vector<MetricPoint> settled;
    for (MetricPoint &point : points)
        add(settled, std::move(point));
    points = std::move(settled);
}

auto taker(MetricPoints &points, int level, bool hasDetail)
{
    return [&points, level, hasDetail](const MetricTick &tick) {
        for (const MetricTick::Sample &sample : tick.samples) {
            MetricPoint point = sample.point;
            point.at = floored(tick.at, level);
            if (!hasDetail)
                point.counts.clear();
            add(points[sample.series], std::move(point));
        }
    };
}

Json daysToJson(const std::array<int, 4> &days)
{
    Json json = Json::object();
    for (std::size_t i = 0; i < days.size(); ++i)
        json.insert(kLevelNames[i], days[i]);
    return json;
}

} // namespace

Json MetricRetention::toJson() const
{
    return daysToJson(days);
}

Json MetricRetention::detailToJson() const
{
    return daysToJson(detailDays);
}

void MetricRetention::take(const Json &keep, const Json &detail)
{
    for (std::size_t i = 0; i < days.size(); ++i) {
        days[i] = static_cast<int>(std::clamp<qint64>(keep.value(kLevelNames[i]).toInt(days[i]), 0, kMostDays));
        detailDays[i] = static_cast<int>(std::clamp<qint64>(detail.value(kLevelNames[i]).toInt(detailDays[i]), 0, kMostDays));
    }
}

Result<std::vector<MetricPoint>> MetricArchive::blocks(const StoredSeries &series, std::size_t level, qint64 from, qint64 to, bool hasDetail)
{
    const int seconds = kMetricLevels[level];
    const qint64 first = floored(from, kMetricWindows[level]);
    std::vector<MetricPoint> points;
    const auto plain = m_repository.blocks(seconds, false, series.key, first, to);
    if (!plain)
        return std::unexpected(plain.error());
    const bool wantsDetail = hasDetail && series.info.kind == MetricKind::Histogram;
    const auto detail = wantsDetail ? m_repository.blocks(seconds, true, series.key, first, to) : Result<QList<StoredBlock>>(QList<StoredBlock>());
    if (!detail)
        return std::unexpected(detail.error());
    auto buckets = detail->cbegin();
    for (const StoredBlock &block : *plain) {
        std::vector<MetricPoint> some = unpackPoints(series.info.kind, seconds, block.start, block.data);
        while (buckets != detail->cend() && buckets->start < block.start)
            ++buckets;
        if (buckets != detail->cend() && buckets->start == block.start)
            unpackDetail(seconds, block.start, buckets->data, some);
        for (MetricPoint &point : some) {
            if (point.at + seconds > from && point.at <= to)
                points.push_back(std::move(point));
        }
    }
    return points;
}

Result<MetricPoints> MetricArchive::read(const QList<StoredSeries> &series, int level, qint64 from, qint64 to, bool hasDetail,
                                         const MetricRecorder *recorder)
{
    MetricPoints points;
    for (const StoredSeries &one : series) {
        auto stored = blocks(one, indexOf(level), from, to, hasDetail);
        if (!stored)
            return std::unexpected(stored.error());
        if (!stored->empty())
            points.insert(one.key, std::move(*stored));
    }
    const QSet<qint64> keys = keysOf(series);
    const auto isWanted = [&keys](qint64 key) { return keys.contains(key); };
    const qint64 first = floored(from, level);
    const auto take = taker(points, level, hasDetail);
    const std::optional<qint64> recent = recorder ? recorder->recentSince() : std::nullopt;
    const qint64 until = recent ? std::min(*recent - 1, to) : to;
    const auto rows = m_repository.ticks(first, recent ? std::min(*recent, to) : to);
    if (!rows)
        return std::unexpected(rows.error());
    for (const StoredTicks &row : *rows) {
        eachTick(row.data, isWanted, [&](const MetricTick &tick) {
            if (tick.at >= first && (tick.at <= until || (tick.at <= to && recorder->isOfBefore(row.key, tick.at))))
                take(tick);
        });
    }
    if (recent) {
        // What a window's blocks hold stays in memory for a while.
        QHash<qint64, qint64> packedUntil;
        for (const StoredSeries &one : series) {
            const auto packed
                = m_repository.blocks(kMetricLevels.front(), false, one.key, floored(*recent, kMetricWindows.front()), std::max(to, *recent));
            if (!packed)
                return std::unexpected(packed.error());
            if (!packed->isEmpty())
                packedUntil.insert(one.key, packed->last().start + kMetricWindows.front());
        }
        recorder->eachRecent(first, to, isWanted, [&](MetricTick tick) {
            std::erase_if(tick.samples, [&](const MetricTick::Sample &sample) { return tick.at < packedUntil.value(sample.series); });
            take(tick);
        });
    }
    for (std::vector<MetricPoint> &one : points)
        settle(one);
    return points;
}

Result<MetricPacking> MetricArchive::pack(qint64 now)
{
    MetricPacking packing;
    const auto first = m_repository.firstTick();
    if (!first)
        return std::unexpected(first.error());
    if (!*first)
        return packing;
    const qint64 window = floored(**first, kMetricWindows.front());
    const qint64 end = window + kMetricWindows.front();
    if (end > now)
        return packing;
    const auto series = m_repository.series();
    const auto rows = m_repository.ticks(window, end - 1);
    if (!series || !rows)
        return std::unexpected(series ? rows.error() : series.error());
    MetricPoints points;
    for (const StoredTicks &row : *rows) {
        if (row.from < window)
            continue; // of a clock that was set back; its turn comes with its own window
        eachTick(row.data, {}, taker(points, kMetricLevels.front(), true));
        packing.ticks.append(row.key);
    }
    for (const StoredSeries &one : *series) {
        if (!points.contains(one.key))
            continue;
        if (auto packed = packSeries(one, window, points.take(one.key), packing.blocks); !packed)
            return std::unexpected(packed.error());
    }
    return packing;
}

Result<void> MetricArchive::packSeries(const StoredSeries &series, qint64 window, std::vector<MetricPoint> points, QList<SealedBlock> &out)
{
    const qint64 end = window + kMetricWindows.front();
    settle(points);
    for (std::size_t level = 0; level < kMetricLevels.size(); ++level) {
        const int seconds = kMetricLevels[level];
        const qint64 start = floored(window, kMetricWindows[level]);
        auto all = blocks(series, level, start, start + kMetricWindows[level] - 1, true);
        if (!all)
            return std::unexpected(all.error());
        if (level > 0) {
            // A day is longer than a window: it is made of all of its hours, those of earlier windows too.
            const qint64 from = floored(window, seconds);
            const qint64 to = std::max(end, from + seconds);
            std::erase_if(*all, [&](const MetricPoint &p) { return p.at >= from && p.at < to; });
            std::erase_if(points, [&](const MetricPoint &p) { return p.at < from || p.at >= to; });
            points = rolledUp(points, seconds);
        }
        // What was there before comes first: of one time, what is new counts with it.
        all->insert(all->end(), points.begin(), points.end());
        settle(*all);
        const int n = static_cast<int>(all->size());
        out.append(SealedBlock::of({seconds, false, series.key, start, n, packPoints(series.info.kind, seconds, start, *all)}));
        if (series.info.kind == MetricKind::Histogram)
            out.append(SealedBlock::of({seconds, true, series.key, start, n, packDetail(seconds, start, *all)}));
        points = std::move(*all);
    }
    return {};
}

Result<std::optional<qint64>> MetricArchive::since()
{
    std::optional<qint64> oldest;
    for (const int level : kMetricLevels) {
        const auto first = m_repository.firstBlock(level);
        if (!first)
            return first;
        // A block begins where its window does, which says little of a day's.
        if (*first && level <= 60)
            oldest = oldest ? std::min(*oldest, **first) : **first;
        else if (*first && !oldest)
            oldest = **first;
    }
    const auto tick = m_repository.firstTick();
    if (!tick || oldest)
        return tick ? Result<std::optional<qint64>>(oldest) : tick;
    return tick;
}

MetricPoints livePoints(const MetricRecorder &recorder, const QList<StoredSeries> &series, qint64 from, qint64 to)
{
    MetricPoints points;
    const QSet<qint64> keys = keysOf(series);
    recorder.eachLive(from, to, [&keys](qint64 key) { return keys.contains(key); }, taker(points, 1, true));
    for (std::vector<MetricPoint> &one : points)
        settle(one);
    return points;
}

MetricPoints recentPoints(const MetricRecorder &recorder, const QList<StoredSeries> &series, qint64 from, qint64 to)
{
    MetricPoints points;
    const QSet<qint64> keys = keysOf(series);
    recorder.eachRecent(from, to, [&keys](qint64 key) { return keys.contains(key); }, taker(points, kMetricLevels.front(), true));
    for (std::vector<MetricPoint> &one : points)
        settle(one);
    return points;
}

Result<void> prune(MetricRepository &repository, const QList<StoredSeries> &series, const MetricRetention &retention, qint64 now)
{
    for (std::size_t level = 0; level < kMetricLevels.size(); ++level) {
        for (const bool isDetail : {false, true}) {
            const int days = isDetail ? retention.detailDays[level] : retention.days[level];
            if (days == 0)
                continue;
            const qint64 before = now - days * kDay - kMetricWindows[level];
            for (const StoredSeries &one : series) {
                if (auto removed = repository.removeBlocks(kMetricLevels[level], isDetail, one.key, before); !removed)
                    return removed;
            }
        }
    }
    return {};
}

} // namespace Millrace
