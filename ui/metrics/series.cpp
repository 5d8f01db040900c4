// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/series.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace Millrace {

namespace {

constexpr qsizetype kBlock = 32;
constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

} // namespace

void Extent::add(double value)
{
    if (std::isnan(value))
        return;
    least = isEmpty ? value : std::min(least, value);
    greatest = isEmpty ? value : std::max(greatest, value);
    isEmpty = false;
}

void Extent::add(const Extent &other)
{
    if (!other.isEmpty) {
        add(other.least);
        add(other.greatest);
    }
}

PlotLine::PlotLine(const Series &series)
    : m_series(series)
{
    m_series.values.resize(m_series.times.size(), kNothing);
    const auto add = [](Block &block, double least, double greatest) {
        // A comparison with NaN is false: what was not measured changes nothing.
        if (least < block.least)
            block.least = least;
        if (greatest > block.greatest)
            block.greatest = greatest;
    };
    constexpr Block kEmpty{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
    const QList<double> &values = m_series.values;
    qsizetype below = values.size();
    while (below > kBlock) {
        QList<Block> level((below + kBlock - 1) / kBlock, kEmpty);
        for (qsizetype i = 0; i < below; ++i) {
            if (m_levels.isEmpty())
                add(level[i / kBlock], values.at(i), values.at(i));
            else
                add(level[i / kBlock], m_levels.constLast().at(i).least, m_levels.constLast().at(i).greatest);
        }
        below = level.size();
        m_levels.append(std::move(level));
    }
}

qsizetype PlotLine::firstFrom(double time) const
{
    return std::ranges::lower_bound(m_series.times, time) - m_series.times.cbegin();
}

Extent PlotLine::extentOf(qsizetype begin, qsizetype end) const
{
    Extent all;
    // The ends that stick out of whole blocks are read on this level, the blocks between them on the next.
    const auto read = [&](qsizetype level, qsizetype from, qsizetype to) {
        for (qsizetype i = from; i < to; ++i) {
            if (level < 0)
                all.add(m_series.values.at(i));
            else if (const Block &block = m_levels.at(level).at(i); block.least <= block.greatest)
                all.add(Extent{block.least, block.greatest, false});
        }
    };
    for (qsizetype level = -1; begin < end; ++level) {
        const qsizetype innerBegin = (begin + kBlock - 1) / kBlock;
        const qsizetype innerEnd = end / kBlock;
        if (level + 1 >= m_levels.size() || innerBegin >= innerEnd) {
            read(level, begin, end);
            break;
        }
        read(level, begin, innerBegin * kBlock);
        read(level, innerEnd * kBlock, end);
        begin = innerBegin;
        end = innerEnd;
    }
    return all;
}

Extent PlotLine::extent(double from, double to) const
{
    return extentOf(firstFrom(from), std::ranges::upper_bound(m_series.times, to) - m_series.times.cbegin());
}

qsizetype PlotLine::nearest(double time) const
{
    if (isEmpty())
        return -1;
    const qsizetype after = firstFrom(time);
    if (after == 0)
        return 0;
    if (after == m_series.times.size() || time - m_series.times.at(after - 1) < m_series.times.at(after) - time)
        return after - 1;
    return after;
}

QList<QPointF> PlotLine::points(double from, double to, int columns) const
{
    QList<QPointF> points;
    if (isEmpty() || columns <= 0 || !(from < to))
        return points;
    const QList<double> &times = m_series.times;
    const QList<double> &values = m_series.values;
    const qsizetype begin = firstFrom(from);
    const qsizetype end = std::ranges::upper_bound(times, to) - times.cbegin();
    if (end - begin <= columns * qsizetype(4)) {
        const qsizetype first = std::max<qsizetype>(begin - 1, 0);
        const qsizetype last = std::min(end + 1, times.size());
        points.reserve(last - first);
        for (qsizetype i = first; i < last; ++i)
            points.append({times.at(i), values.at(i)});
        return points;
    }
    points.reserve(columns * qsizetype(4) + 2);
    if (begin > 0)
        points.append({times.at(begin - 1), values.at(begin - 1)});
    const double width = (to - from) / columns;
    qsizetype left = begin;
    for (int column = 0; column < columns && left < end; ++column) {
        const bool isLast = column == columns - 1;
        const double edge = from + width * (column + 1);
        const qsizetype right = isLast ? end : std::lower_bound(times.cbegin() + left, times.cbegin() + end, edge) - times.cbegin();
        if (right == left)
            continue;
        const Extent extent = extentOf(left, right);
        if (extent.isEmpty) {
            points.append({times.at(left), kNothing});
        } else {
            qsizetype first = left;
            while (std::isnan(values.at(first)))
                ++first;
            qsizetype last = right - 1;
            while (std::isnan(values.at(last)))
                --last;
            points.append({times.at(first), values.at(first)});
            if (last > first) {
                const double middle = times.at(first) + (times.at(last) - times.at(first)) / 2;
                points.append({middle, extent.least});
                points.append({middle, extent.greatest});
                points.append({times.at(last), values.at(last)});
            }
        }
        left = right;
    }
    if (end < times.size())
        points.append({times.at(end), values.at(end)});
    return points;
}

} // namespace Millrace
