// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/metrics.h"

#include "sdk/component.h"

#include <algorithm>

namespace Millrace {

QLatin1StringView metricKindName(MetricKind kind)
{
    return kind == MetricKind::Counter ? QLatin1StringView("counter")
        : kind == MetricKind::Gauge    ? QLatin1StringView("gauge")
                                       : QLatin1StringView("histogram");
}

unsigned metricCell() noexcept
{
    static std::atomic<unsigned> next = 0;
    thread_local const unsigned mine = next.fetch_add(1, std::memory_order_relaxed) % kMetricCells;
    return mine;
}

qint64 MetricCounter::value() const noexcept
{
    qint64 sum = 0;
    for (const Cell &cell : m_cells)
        sum += cell.n.load(std::memory_order_relaxed);
    return sum;
}

MetricHistogram::~MetricHistogram()
{
    for (Shard &shard : m_shards) {
        for (std::atomic<Octave *> &octave : shard.octaves)
            delete octave.load(std::memory_order_relaxed);
    }
}

MetricHistogram::Octave *MetricHistogram::made(std::atomic<Octave *> &place) noexcept
{
    auto *mine = new (std::nothrow) Octave();
    Octave *theirs = nullptr;
    if (place.compare_exchange_strong(theirs, mine, std::memory_order_acq_rel))
        return mine;
    delete mine;
    return theirs;
}

void MetricHistogram::record(qint64 value) noexcept
{
    const int bucket = MetricBuckets::bucketOf(value);
    Shard &shard = m_shards[metricCell() % kShards];
    std::atomic<Octave *> &place = shard.octaves[static_cast<std::size_t>(bucket / MetricBuckets::kPerOctave)];
    Octave *octave = place.load(std::memory_order_acquire);
    if (!octave && !(octave = made(place)))
        return; // no memory: a number less
    (*octave)[static_cast<std::size_t>(bucket % MetricBuckets::kPerOctave)].fetch_add(1, std::memory_order_relaxed);
    shard.sum.fetch_add(std::clamp<qint64>(value, 0, MetricBuckets::kMost), std::memory_order_relaxed);
}

MetricHistogram::Reading MetricHistogram::read() const
{
    Reading reading;
    for (const Shard &shard : m_shards)
        reading.sum += shard.sum.load(std::memory_order_relaxed);
    for (std::size_t octave = 0; octave < MetricBuckets::kOctaves; ++octave) {
        std::array<qint64, MetricBuckets::kPerOctave> counts = {};
        bool isUsed = false;
        for (const Shard &shard : m_shards) {
            const Octave *cells = shard.octaves[octave].load(std::memory_order_acquire);
            if (!cells)
                continue;
            isUsed = true;
            for (std::size_t i = 0; i < counts.size(); ++i)
                counts[i] += (*cells)[i].load(std::memory_order_relaxed);
        }
        for (std::size_t i = 0; isUsed && i < counts.size(); ++i) {
            if (counts[i] == 0)
                continue;
            reading.n += counts[i];
            reading.counts.push_back({static_cast<quint16>(octave * MetricBuckets::kPerOctave + i), counts[i]});
        }
    }
    return reading;
}

MetricCounter &MetricRegistry::counter(const MetricInfo &info, const MetricLabels &labels)
{
    return *find(info, labels).counter;
}

MetricGauge &MetricRegistry::gauge(const MetricInfo &info, const MetricLabels &labels)
{
    return *find(info, labels).gauge;
}

MetricHistogram &MetricRegistry::histogram(const MetricInfo &info, const MetricLabels &labels)
{
    return *find(info, labels).histogram;
}

MetricRegistry::Series &MetricRegistry::find(const MetricInfo &info, MetricLabels labels)
{
    std::ranges::sort(labels);
    const std::lock_guard lock(m_mutex);
    const bool isFull = static_cast<qsizetype>(m_series.size()) >= m_mostSeries;
    auto known = m_infos.find(info.name);
    if (known == m_infos.end() && !isFull)
        known = m_infos.emplace(info.name, std::make_shared<const MetricInfo>(info)).first;
    const auto make = [&](MetricKind kind) {
        auto series = std::make_unique<Series>();
        series->info = known != m_infos.end() ? known->second : std::make_shared<const MetricInfo>(info);
        series->labels = labels;
        if (kind == MetricKind::Counter)
            series->counter = std::make_unique<MetricCounter>();
        else if (kind == MetricKind::Gauge)
            series->gauge = std::make_unique<MetricGauge>();
        else
            series->histogram = std::make_unique<MetricHistogram>();
        return series;
    };
    if (known == m_infos.end() || known->second->kind != info.kind) {
        std::unique_ptr<Series> &nowhere = m_nowhere[info.kind];
        if (!nowhere)
            nowhere = make(info.kind);
        return *nowhere;
    }
    if (const auto it = m_byKey.find({info.name, labels}); it != m_byKey.end())
        return *it->second;
    if (isFull && !labels.isEmpty()) {
        labels = {{"overflow", "true"}};
        if (const auto it = m_byKey.find({info.name, labels}); it != m_byKey.end())
            return *it->second;
    }
    m_series.push_back(make(info.kind));
    m_byKey.emplace(Key{info.name, labels}, m_series.back().get());
    return *m_series.back();
}

std::vector<const MetricRegistry::Series *> MetricRegistry::series() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<const Series *> all;
    all.reserve(m_series.size());
    for (const std::unique_ptr<Series> &series : m_series)
        all.push_back(series.get());
    return all;
}

MetricSource::~MetricSource() = default;
MetricSink::~MetricSink() = default;
MetricTaker::~MetricTaker() = default;

MetricSink *metricSinkOf(RunContext &context)
{
    auto *taker = dynamic_cast<MetricTaker *>(&context);
    return taker ? &taker->metrics() : nullptr;
}

} // namespace Millrace
