// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/recorder.h"

#include <algorithm>

namespace Millrace {

namespace {

constexpr qint64 kSecondUs = 1'000'000;

} // namespace

MetricRecorder::MetricRecorder(const MetricRegistry &registry, const QList<StoredSeries> &stored, qint64 lastTicks)
    : m_registry(registry)
    , m_series(stored)
    , m_storedSeries(stored.size())
    , m_ticksBefore(lastTicks)
{
    for (const StoredSeries &series : stored) {
        m_keys.emplace(std::pair(series.info.name, series.labels), series.key);
        m_lastKey = std::max(m_lastKey, series.key);
    }
}

std::optional<MetricPoint> MetricRecorder::since(const MetricRegistry::Series &series, Before &before)
{
    MetricPoint point;
    if (series.counter) {
        const qint64 value = series.counter->value();
        point.sum = value - std::exchange(before.value, value);
        return point.sum != 0 ? std::optional(point) : std::nullopt;
    }
    if (series.gauge) {
        if (!series.gauge->isSet())
            return std::nullopt;
        point.n = 1;
        point.sum = point.min = point.max = point.last = series.gauge->value();
        return point;
    }
    MetricHistogram::Reading reading = series.histogram->read();
    auto old = before.counts.cbegin();
    for (const MetricHistogram::Count &count : reading.counts) {
        while (old != before.counts.cend() && old->bucket < count.bucket)
            ++old;
        // What the shards hold is 32 bits wide, and goes round.
        const qint64 had = old != before.counts.cend() && old->bucket == count.bucket ? old->n : 0;
        if (const qint64 n = count.n - had; n > 0) {
            point.counts.push_back({count.bucket, n});
            point.n += n;
        }
    }
    point.sum = std::max<qint64>(reading.sum - std::exchange(before.value, reading.sum), 0);
    before.counts = std::move(reading.counts);
    if (point.counts.empty())
        return std::nullopt;
    point.min = MetricBuckets::lowest(point.counts.front().bucket);
    point.max = MetricBuckets::highest(point.counts.back().bucket);
    return point;
}

void MetricRecorder::keepFor(qint64 seconds)
{
    const std::lock_guard lock(m_mutex);
    m_recentSeconds = std::max(seconds, kLeastRecentSeconds);
}

void MetricRecorder::sample(qint64 nowUs, bool isLive)
{
    const auto all = m_registry.series();
    const qint64 second = nowUs / kSecondUs;
    const qint64 at = second / kMetricLevels.front() * kMetricLevels.front();
    const std::lock_guard lock(m_mutex);
    if (at != m_at) {
        close();
        m_at = at;
        if (!m_firstAt)
            m_firstAt = at;
    }
    MetricTick live;
    live.at = second;
    m_before.resize(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const MetricRegistry::Series &series = *all[i];
        Before &before = m_before[i];
        if (before.key == 0) {
            const auto [it, isNew] = m_keys.try_emplace({series.info->name, series.labels}, m_lastKey + 1);
            if (isNew)
                m_series.append({++m_lastKey, *series.info, series.labels});
            before.key = it->second;
        }
        auto point = since(series, before);
        if (!point)
            continue;
        point->at = at;
        MetricTick::Sample &sample = m_now[before.key];
        sample.series = before.key;
        sample.kind = series.info->kind;
        sample.point.at = at;
        sample.point.merge(*point);
        if (isLive)
            live.samples.push_back({before.key, series.info->kind, std::move(*point)});
    }
    if (!isLive)
        return;
    std::ranges::sort(live.samples, {}, &MetricTick::Sample::series);
    m_live.push_back({second, live.packed(), true});
    while (!m_live.empty() && (m_live.front().at < second - kLiveSeconds || m_live.front().at > second))
        m_live.pop_front();
}

void MetricRecorder::close()
{
    if (m_now.empty())
        return;
    MetricTick tick;
    tick.at = m_at;
    for (auto &[key, sample] : m_now)
        tick.samples.push_back(std::move(sample));
    m_now.clear();
    m_recent.push_back({m_at, tick.packed(), false});
    while (m_recent.front().isStored && (m_recent.front().at < m_at - m_recentSeconds || m_recent.front().at > m_at))
        m_recent.pop_front();
}

MetricRecorder::Pending MetricRecorder::take(bool all)
{
    const std::lock_guard lock(m_mutex);
    if (all)
        close();
    Pending pending;
    pending.series = m_series.sliced(m_storedSeries);
    qint64 window = -1;
    for (const Kept &kept : m_recent) {
        if (kept.isStored)
            continue;
        if (window >= 0 && kept.at / kMetricWindows.front() != window)
            break;
        window = kept.at / kMetricWindows.front();
        pending.ticks.from = pending.ticks.data.isEmpty() ? kept.at : std::min(pending.ticks.from, kept.at);
        pending.ticks.to = std::max(pending.ticks.to, kept.at);
        pending.ticks.data += kept.bytes;
    }
    return pending;
}

void MetricRecorder::stored(const Pending &pending)
{
    const std::lock_guard lock(m_mutex);
    m_storedSeries += pending.series.size();
    qsizetype left = pending.ticks.data.size();
    for (Kept &kept : m_recent) {
        if (kept.isStored)
            continue;
        if (left < kept.bytes.size())
            break;
        left -= kept.bytes.size();
        kept.isStored = true;
    }
}

QList<StoredSeries> MetricRecorder::series() const
{
    const std::lock_guard lock(m_mutex);
    return m_series;
}

bool MetricRecorder::isOfBefore(qint64 ticksKey, qint64 at) const
{
    const std::lock_guard lock(m_mutex);
    return ticksKey <= m_ticksBefore && m_firstAt && at <= *m_firstAt;
}

std::optional<qint64> MetricRecorder::recentSince() const
{
    const std::lock_guard lock(m_mutex);
    return !m_recent.empty() ? std::optional(m_recent.front().at) : m_now.empty() ? std::nullopt : std::optional(m_at);
}

void MetricRecorder::eachRecent(qint64 from, qint64 to, const std::function<bool(qint64)> &isWanted,
                                const std::function<void(const MetricTick &)> &take) const
{
    std::vector<QByteArray> there;
    MetricTick now;
    {
        const std::lock_guard lock(m_mutex);
        for (const Kept &kept : m_recent) {
            if (kept.at >= from && kept.at <= to)
                there.push_back(kept.bytes);
        }
        now.at = m_at;
        for (const auto &[key, sample] : m_now) {
            if (m_at >= from && m_at <= to && (!isWanted || isWanted(key)))
                now.samples.push_back(sample);
        }
    }
    for (const QByteArray &bytes : there)
        eachTick(bytes, isWanted, take);
    if (!now.samples.empty())
        take(now);
}

void MetricRecorder::eachLive(qint64 from, qint64 to, const std::function<bool(qint64)> &isWanted,
                              const std::function<void(const MetricTick &)> &take) const
{
    std::vector<QByteArray> there;
    {
        const std::lock_guard lock(m_mutex);
        for (const Kept &kept : m_live) {
            if (kept.at >= from && kept.at <= to)
                there.push_back(kept.bytes);
        }
    }
    for (const QByteArray &bytes : there)
        eachTick(bytes, isWanted, take);
}

} // namespace Millrace
