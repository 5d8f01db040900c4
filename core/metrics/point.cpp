// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/point.h"

#include <algorithm>
#include <cmath>

namespace Millrace {

namespace {

/// Whole numbers in as few bytes as they need, seven bits each.
class Writer
{
public:
    void natural(quint64 value)
    {
        for (; value >= 0x80; value >>= 7)
            m_bytes.append(static_cast<char>(value | 0x80));
        m_bytes.append(static_cast<char>(value));
    }
    /// Small ones of either sign are short.
    void integer(qint64 value) { natural((static_cast<quint64>(value) << 1) ^ static_cast<quint64>(value >> 63)); }
    void bytes(const QByteArray &bytes)
    {
        natural(static_cast<quint64>(bytes.size()));
        m_bytes.append(bytes);
    }
    [[nodiscard]] QByteArray take()
    {
        m_bytes.squeeze(); // what is packed stays
        return std::exchange(m_bytes, {});
    }

private:
    QByteArray m_bytes;
};

/// Beyond the end everything is 0, and isGood() says so.
class Scanner
{
public:
    explicit Scanner(QByteArrayView bytes)
        : m_bytes(bytes)
    {}
    quint64 natural()
    {
        quint64 value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (m_at >= m_bytes.size()) {
                m_isGood = false;
                return 0;
            }
            const auto byte = static_cast<quint8>(m_bytes[m_at++]);
            value |= quint64(byte & 0x7f) << shift;
            if (byte < 0x80)
                return value;
        }
        m_isGood = false;
        return 0;
    }
    qint64 integer()
    {
        const quint64 value = natural();
        return static_cast<qint64>(value >> 1) ^ -static_cast<qint64>(value & 1);
    }
    QByteArrayView bytes()
    {
        const quint64 size = natural();
        if (size > quint64(m_bytes.size() - m_at)) {
            m_isGood = false;
            return {};
        }
        m_at += static_cast<qsizetype>(size);
        return m_bytes.sliced(m_at - static_cast<qsizetype>(size), static_cast<qsizetype>(size));
    }
    /// How many of something follow: no more than there are bytes.
    quint64 count() { return std::min<quint64>(natural(), static_cast<quint64>(m_bytes.size())); }
    [[nodiscard]] bool isGood() const { return m_isGood; }
    [[nodiscard]] bool atEnd() const { return !m_isGood || m_at >= m_bytes.size(); }

private:
    QByteArrayView m_bytes;
    qsizetype m_at = 0;
    bool m_isGood = true;
};

void writeCounts(Writer &out, const std::vector<MetricHistogram::Count> &counts)
{
    out.natural(counts.size());
    int before = 0;
    for (const MetricHistogram::Count &count : counts) {
        out.natural(static_cast<quint64>(count.bucket - before));
        out.natural(static_cast<quint64>(count.n));
        before = count.bucket;
    }
}

std::vector<MetricHistogram::Count> readCounts(Scanner &in)
{
    std::vector<MetricHistogram::Count> counts(static_cast<std::size_t>(in.count()));
    quint64 bucket = 0;
    for (MetricHistogram::Count &count : counts) {
        bucket = std::min<quint64>(bucket + in.natural(), MetricBuckets::kCount - 1);
        count = {static_cast<quint16>(bucket), static_cast<qint64>(in.natural())};
    }
    return counts;
}

/// Goes past what readCounts() reads.
void passCounts(Scanner &in)
{
    for (quint64 left = in.count() * 2; left > 0 && in.isGood(); --left)
        (void)in.natural();
}

template <typename Value>
void writeColumn(Writer &out, const std::vector<MetricPoint> &points, Value value)
{
    for (const MetricPoint &point : points)
        out.natural(static_cast<quint64>(value(point)));
}

template <typename Value>
void writeDifferences(Writer &out, const std::vector<MetricPoint> &points, Value value)
{
    qint64 before = 0;
    for (const MetricPoint &point : points) {
        out.integer(value(point) - before);
        before = value(point);
    }
}

void writeTimes(Writer &out, int level, qint64 start, const std::vector<MetricPoint> &points)
{
    out.natural(points.size());
    qint64 before = start / level;
    for (const MetricPoint &point : points) {
        out.natural(static_cast<quint64>(point.at / level - before));
        before = point.at / level;
    }
}

std::vector<MetricPoint> readTimes(Scanner &in, int level, qint64 start)
{
    std::vector<MetricPoint> points(static_cast<std::size_t>(in.count()));
    qint64 at = start / level;
    for (MetricPoint &point : points) {
        at += static_cast<qint64>(in.natural());
        point.at = at * level;
    }
    return points;
}

} // namespace

void MetricPoint::merge(const MetricPoint &other)
{
    if (other.n > 0) {
        min = n > 0 ? std::min(min, other.min) : other.min;
        max = n > 0 ? std::max(max, other.max) : other.max;
    }
    if (other.at >= at || n == 0)
        last = other.last;
    n += other.n;
    sum += other.sum;
    if (other.counts.empty())
        return;
    if (counts.empty()) {
        counts = other.counts;
        return;
    }
    std::vector<MetricHistogram::Count> both;
    both.reserve(counts.size() + other.counts.size());
    auto mine = counts.cbegin();
    auto theirs = other.counts.cbegin();
    while (mine != counts.cend() || theirs != other.counts.cend()) {
        if (theirs == other.counts.cend() || (mine != counts.cend() && mine->bucket < theirs->bucket))
            both.push_back(*mine++);
        else if (mine == counts.cend() || theirs->bucket < mine->bucket)
            both.push_back(*theirs++);
        else
            both.push_back({mine->bucket, (mine++)->n + (theirs++)->n});
    }
    counts = std::move(both);
}

std::optional<double> quantileOf(const std::vector<MetricHistogram::Count> &counts, double part)
{
    qint64 all = 0;
    for (const MetricHistogram::Count &count : counts)
        all += count.n;
    if (all == 0)
        return std::nullopt;
    const qint64 rank = std::clamp<qint64>(static_cast<qint64>(std::ceil(part * double(all))), 1, all);
    qint64 seen = 0;
    for (const MetricHistogram::Count &count : counts) {
        seen += count.n;
        if (seen >= rank)
            return MetricBuckets::middle(count.bucket);
    }
    return std::nullopt;
}

std::vector<MetricPoint> rolledUp(const std::vector<MetricPoint> &points, int level)
{
    std::vector<MetricPoint> rolled;
    for (const MetricPoint &point : points) {
        const qint64 at = point.at / level * level;
        if (rolled.empty() || rolled.back().at != at) {
            rolled.push_back(point);
            rolled.back().at = at;
        } else {
            rolled.back().merge(point);
        }
    }
    return rolled;
}

QByteArray packPoints(MetricKind kind, int level, qint64 start, const std::vector<MetricPoint> &points)
{
    Writer out;
    writeTimes(out, level, start, points);
    switch (kind) {
    case MetricKind::Counter:
        writeDifferences(out, points, [](const MetricPoint &p) { return p.sum; });
        break;
    case MetricKind::Gauge:
        writeDifferences(out, points, [](const MetricPoint &p) { return p.last; });
        writeColumn(out, points, [](const MetricPoint &p) { return p.n; });
        writeColumn(out, points, [](const MetricPoint &p) { return p.last - p.min; });
        writeColumn(out, points, [](const MetricPoint &p) { return p.max - p.last; });
        for (const MetricPoint &p : points)
            out.integer(p.sum - p.n * p.last);
        break;
    case MetricKind::Histogram:
        writeDifferences(out, points, [](const MetricPoint &p) { return p.n; });
        writeColumn(out, points, [](const MetricPoint &p) { return p.sum; });
        writeColumn(out, points, [](const MetricPoint &p) { return MetricBuckets::bucketOf(p.min); });
        writeColumn(out, points, [](const MetricPoint &p) { return MetricBuckets::bucketOf(p.max) - MetricBuckets::bucketOf(p.min); });
        break;
    }
    return out.take();
}

QByteArray packDetail(int level, qint64 start, const std::vector<MetricPoint> &points)
{
    Writer out;
    writeTimes(out, level, start, points);
    for (const MetricPoint &point : points)
        writeCounts(out, point.counts);
    return out.take();
}

std::vector<MetricPoint> unpackPoints(MetricKind kind, int level, qint64 start, QByteArrayView bytes)
{
    Scanner in(bytes);
    std::vector<MetricPoint> points = readTimes(in, level, start);
    const auto eachDifference = [&](auto set) {
        qint64 value = 0;
        for (MetricPoint &point : points)
            set(point, value += in.integer());
    };
    const auto each = [&](auto set) {
        for (MetricPoint &point : points)
            set(point, static_cast<qint64>(in.natural()));
    };
    switch (kind) {
    case MetricKind::Counter:
        eachDifference([](MetricPoint &p, qint64 value) { p.sum = value; });
        break;
    case MetricKind::Gauge:
        eachDifference([](MetricPoint &p, qint64 value) { p.last = value; });
        each([](MetricPoint &p, qint64 value) { p.n = value; });
        each([](MetricPoint &p, qint64 value) { p.min = p.last - value; });
        each([](MetricPoint &p, qint64 value) { p.max = p.last + value; });
        for (MetricPoint &p : points)
            p.sum = in.integer() + p.n * p.last;
        break;
    case MetricKind::Histogram:
        eachDifference([](MetricPoint &p, qint64 value) { p.n = value; });
        each([](MetricPoint &p, qint64 value) { p.sum = value; });
        each([](MetricPoint &p, qint64 value) { p.min = value; });
        each([](MetricPoint &p, qint64 value) { p.max = p.min + value; });
        for (MetricPoint &p : points) {
            p.min = std::llround(MetricBuckets::middle(static_cast<int>(std::clamp<qint64>(p.min, 0, MetricBuckets::kCount - 1))));
            p.max = std::llround(MetricBuckets::middle(static_cast<int>(std::clamp<qint64>(p.max, 0, MetricBuckets::kCount - 1))));
        }
        break;
    }
    return in.isGood() ? points : std::vector<MetricPoint>();
}

void unpackDetail(int level, qint64 start, QByteArrayView bytes, std::vector<MetricPoint> &points)
{
    Scanner in(bytes);
    std::vector<MetricPoint> detail = readTimes(in, level, start);
    for (MetricPoint &point : detail)
        point.counts = readCounts(in);
    if (!in.isGood())
        return;
    auto at = detail.begin();
    for (MetricPoint &point : points) {
        while (at != detail.end() && at->at < point.at)
            ++at;
        if (at != detail.end() && at->at == point.at)
            point.counts = std::move(at->counts);
    }
}

QByteArray MetricTick::packed() const
{
    Writer inner;
    qint64 before = 0;
    for (const Sample &sample : samples) {
        inner.natural(static_cast<quint64>(sample.series - before));
        before = sample.series;
        const MetricPoint &p = sample.point;
        inner.natural(static_cast<quint64>(sample.kind));
        switch (sample.kind) {
        case MetricKind::Counter:
            inner.integer(p.sum);
            break;
        case MetricKind::Gauge:
            inner.natural(static_cast<quint64>(p.n));
            inner.integer(p.last);
            inner.natural(static_cast<quint64>(p.last - p.min));
            inner.natural(static_cast<quint64>(p.max - p.last));
            inner.integer(p.sum - p.n * p.last);
            break;
        case MetricKind::Histogram:
            inner.integer(p.sum);
            writeCounts(inner, p.counts);
            break;
        }
    }
    Writer out;
    out.integer(at);
    out.bytes(inner.take());
    return out.take();
}

void eachTick(QByteArrayView bytes, const std::function<bool(qint64)> &isWanted, const std::function<void(const MetricTick &)> &take)
{
    Scanner in(bytes);
    while (!in.atEnd()) {
        MetricTick tick;
        tick.at = in.integer();
        Scanner inner(in.bytes());
        for (qint64 series = 0; !inner.atEnd();) {
            MetricTick::Sample sample;
            series += static_cast<qint64>(inner.natural());
            const bool isMeant = !isWanted || isWanted(series);
            sample.series = series;
            sample.kind = static_cast<MetricKind>(std::min<quint64>(inner.natural(), 2));
            MetricPoint &p = sample.point;
            p.at = tick.at;
            switch (sample.kind) {
            case MetricKind::Counter:
                p.sum = inner.integer();
                break;
            case MetricKind::Gauge:
                p.n = static_cast<qint64>(inner.natural());
                p.last = inner.integer();
                p.min = p.last - static_cast<qint64>(inner.natural());
                p.max = p.last + static_cast<qint64>(inner.natural());
                p.sum = inner.integer() + p.n * p.last;
                break;
            case MetricKind::Histogram:
                p.sum = inner.integer();
                if (!isMeant) { // most are not, and each has hundreds
                    passCounts(inner);
                    break;
                }
                p.counts = readCounts(inner);
                for (const MetricHistogram::Count &count : p.counts)
                    p.n += count.n;
                if (!p.counts.empty()) {
                    p.min = std::llround(MetricBuckets::middle(p.counts.front().bucket));
                    p.max = std::llround(MetricBuckets::middle(p.counts.back().bucket));
                }
                break;
            }
            if (inner.isGood() && isMeant)
                tick.samples.push_back(std::move(sample));
        }
        if (in.isGood())
            take(tick);
    }
}

} // namespace Millrace
