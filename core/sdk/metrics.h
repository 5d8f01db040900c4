// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/export.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <array>
#include <atomic>
#include <bit>
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace Millrace {

class RunContext;

/// Stored: never renumber.
enum class MetricKind : quint8 { Counter = 0, Gauge = 1, Histogram = 2 };

/// "counter", "gauge", "histogram".
[[nodiscard]] MILLRACE_SDK_EXPORT QLatin1StringView metricKindName(MetricKind kind);

/// What a metric is. Values are whole numbers of `resolution` in everything that counts and stores; people see them in `unit`.
struct MetricInfo
{
    QByteArray name; ///< as Prometheus has it: "millrace_step_duration_seconds"
    MetricKind kind = MetricKind::Counter;
    QByteArray unit = {}; ///< "seconds", "bytes", "ratio", "tokens"; empty: a number of things
    double resolution = 1; ///< 1e-6 where microseconds are counted and seconds are meant
    QByteArray group = "custom";
    QString title = {};
    QString help = {};

    friend bool operator==(const MetricInfo &, const MetricInfo &) = default;
};

/// Names and values, sorted by name.
using MetricLabels = QList<std::pair<QByteArray, QByteArray>>;

/// One of a few cells that this thread counts in, so that threads do not wait for one another's cache lines.
[[nodiscard]] MILLRACE_SDK_EXPORT unsigned metricCell() noexcept;
inline constexpr unsigned kMetricCells = 8;

/// Only grows. Any thread; a few nanoseconds.
class MILLRACE_SDK_EXPORT MetricCounter
{
public:
    void add(qint64 n = 1) noexcept { m_cells[metricCell()].n.fetch_add(n, std::memory_order_relaxed); }
    [[nodiscard]] qint64 value() const noexcept;

private:
    struct alignas(64) Cell
    {
        std::atomic<qint64> n = 0;
    };
    std::array<Cell, kMetricCells> m_cells;
};

/// What something is now. Any thread.
class MILLRACE_SDK_EXPORT MetricGauge
{
public:
    void set(qint64 value) noexcept
    {
        m_value.store(value, std::memory_order_relaxed);
        m_isSet.store(true, std::memory_order_release);
    }
    void add(qint64 n) noexcept
    {
        m_value.fetch_add(n, std::memory_order_relaxed);
        m_isSet.store(true, std::memory_order_release);
    }
    /// It is not known any more: nothing is recorded until it is set again.
    void clear() noexcept { m_isSet.store(false, std::memory_order_release); }
    [[nodiscard]] bool isSet() const noexcept { return m_isSet.load(std::memory_order_acquire); }
    [[nodiscard]] qint64 value() const noexcept { return m_value.load(std::memory_order_relaxed); }

private:
    std::atomic<qint64> m_value = 0;
    std::atomic<bool> m_isSet = false;
};

/// The buckets of a histogram: every value below 128 has its own, and from there on each power of two has 64. The middle of a bucket is within
/// 1/128 of everything in it, so that percentiles are within 1 % of the exact ones, whatever the values are.
namespace MetricBuckets {

inline constexpr int kPerOctave = 64;
inline constexpr int kOctaves = 36; ///< up to 2^41 - 1: 25 days in microseconds
inline constexpr int kCount = kOctaves * kPerOctave;
inline constexpr qint64 kMost = (qint64(1) << 41) - 1;

[[nodiscard]] constexpr int bucketOf(qint64 value) noexcept
{
    const quint64 v = value < 0 ? 0 : value > kMost ? quint64(kMost) : quint64(value);
    if (v < kPerOctave)
        return int(v);
    const int exponent = 63 - std::countl_zero(v);
    return (exponent - 5) * kPerOctave + int((v >> (exponent - 6)) & (kPerOctave - 1));
}

[[nodiscard]] constexpr qint64 lowest(int bucket) noexcept
{
    const int octave = bucket / kPerOctave;
    const qint64 within = bucket % kPerOctave;
    return octave == 0 ? within : (kPerOctave + within) << (octave - 1);
}

/// The largest value that is counted in it.
[[nodiscard]] constexpr qint64 highest(int bucket) noexcept
{
    const int octave = bucket / kPerOctave;
    return lowest(bucket) + (octave <= 1 ? 0 : (qint64(1) << (octave - 1)) - 1);
}

[[nodiscard]] constexpr double middle(int bucket) noexcept
{
    return (double(lowest(bucket)) + double(highest(bucket))) / 2;
}

} // namespace MetricBuckets

/// How often each value came; see MetricBuckets. Any thread; the room of an octave is taken when it is first needed.
class MILLRACE_SDK_EXPORT MetricHistogram
{
public:
    MetricHistogram() = default;
    ~MetricHistogram();
    MetricHistogram(const MetricHistogram &) = delete;
    MetricHistogram &operator=(const MetricHistogram &) = delete;

    void record(qint64 value) noexcept;

    struct Count
    {
        quint16 bucket = 0;
        qint64 n = 0;

        friend bool operator==(const Count &, const Count &) = default;
    };
    struct Reading
    {
        qint64 n = 0;
        qint64 sum = 0;
        std::vector<Count> counts; ///< of buckets that are not empty, ascending
    };
    /// All since it was made.
    [[nodiscard]] Reading read() const;

private:
    static constexpr unsigned kShards = 4;
    using Octave = std::array<std::atomic<quint32>, MetricBuckets::kPerOctave>;
    struct alignas(64) Shard
    {
        std::array<std::atomic<Octave *>, MetricBuckets::kOctaves> octaves = {};
        std::atomic<qint64> sum = 0;
    };
    [[nodiscard]] static Octave *made(std::atomic<Octave *> &place) noexcept;

    std::array<Shard, kShards> m_shards;
};

/// Everything that a workspace counts, by name and labels. What it hands out lives as long as it does; look things up once and keep them.
///
/// Owned by the workspace. Any thread. There is room for a limited number of series: labels that nobody bounded must not eat the memory. What
/// comes beyond is counted together, under the label overflow="true".
class MILLRACE_SDK_EXPORT MetricRegistry
{
public:
    static constexpr qsizetype kMostSeries = 5'000;

    explicit MetricRegistry(qsizetype mostSeries = kMostSeries)
        : m_mostSeries(mostSeries)
    {}
    MetricRegistry(const MetricRegistry &) = delete;
    MetricRegistry &operator=(const MetricRegistry &) = delete;

    /// A name keeps the kind that it was first used with: another kind's number goes nowhere.
    [[nodiscard]] MetricCounter &counter(const MetricInfo &info, const MetricLabels &labels = {});
    [[nodiscard]] MetricGauge &gauge(const MetricInfo &info, const MetricLabels &labels = {});
    [[nodiscard]] MetricHistogram &histogram(const MetricInfo &info, const MetricLabels &labels = {});

    struct Series
    {
        std::shared_ptr<const MetricInfo> info;
        MetricLabels labels;
        std::unique_ptr<MetricCounter> counter;
        std::unique_ptr<MetricGauge> gauge;
        std::unique_ptr<MetricHistogram> histogram;
    };
    /// In the order in which they came; there is never one less. The pointers stay good.
    [[nodiscard]] std::vector<const Series *> series() const;

private:
    [[nodiscard]] Series &find(const MetricInfo &info, MetricLabels labels);

    using Key = std::pair<QByteArray, MetricLabels>;
    const qsizetype m_mostSeries;
    mutable std::mutex m_mutex;
    std::map<QByteArray, std::shared_ptr<const MetricInfo>> m_infos;
    std::map<Key, Series *> m_byKey;
    std::vector<std::unique_ptr<Series>> m_series;
    std::map<MetricKind, std::unique_ptr<Series>> m_nowhere; ///< takes what does not fit
};

/// A service that is counted, and knows where others that are given with it may count too.
class MILLRACE_SDK_EXPORT MetricSource
{
public:
    virtual ~MetricSource();
    [[nodiscard]] virtual MetricRegistry &registry() const = 0;
};

/// Where a component's own numbers go: names of its own choice, which the workspace shows as "component_NAME" with component and node as labels.
class MILLRACE_SDK_EXPORT MetricSink
{
public:
    virtual ~MetricSink();
    /// So many more of something.
    virtual void count(const QByteArray &name, qint64 n = 1) = 0;
    /// One of many values, of which people will want percentiles.
    virtual void observe(const QByteArray &name, double value) = 0;
};

/// What a run context that takes such numbers is beside a RunContext.
class MILLRACE_SDK_EXPORT MetricTaker
{
public:
    virtual ~MetricTaker();
    [[nodiscard]] virtual MetricSink &metrics() = 0;
};

/// Null where nobody takes them, as in a trial.
[[nodiscard]] MILLRACE_SDK_EXPORT MetricSink *metricSinkOf(RunContext &context);

} // namespace Millrace
