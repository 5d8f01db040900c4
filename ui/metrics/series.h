// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointF>
#include <QString>

#include <span>

namespace Millrace {

/// One line of a panel: values at rising times (seconds since the epoch). NaN: nothing was measured then, and the line breaks.
struct Series
{
    QString name;
    QList<double> times;
    QList<double> values;

    friend bool operator==(const Series &, const Series &) = default;
};

/// The least and the greatest of some values.
struct Extent
{
    double least = 0;
    double greatest = 0;
    bool isEmpty = true;

    void add(double value);
    void add(const Extent &other);
};

/// A line of any length, ready to be drawn at any width: what a redraw costs depends on the pixels, not on the points.
///
/// Above the values stands a pyramid: for each block of 32 its extremes, for each block of 32 of these theirs, and so on. The extremes of any run are
/// those of a few blocks and of the ends that stick out, so that a pixel column over 10,000 points looks at about a hundred numbers. Building it
/// reads every value once (some ten milliseconds for a million); it is immutable afterwards and cheap to copy, and may be built on any thread.
///
/// Invariants of points(): 1. As many points as it takes and no more: at most four for each column (first, least, greatest, last of those with a
/// value), so that what is drawn with a pen of one pixel is what all points would have drawn. 2. No value is outside the extremes of its column,
/// and the extremes of a column are reached. 3. A column in which nothing was measured breaks the line. 4. The neighbours just outside the range
/// are there, so that lines run to the edge.
class PlotLine
{
public:
    PlotLine() = default;
    explicit PlotLine(const Series &series);

    [[nodiscard]] const Series &series() const { return m_series; }
    [[nodiscard]] bool isEmpty() const { return m_series.times.isEmpty(); }

    /// What to draw of [from, to] on that many pixel columns.
    [[nodiscard]] QList<QPointF> points(double from, double to, int columns) const;
    /// Extremes of what lies within [from, to].
    [[nodiscard]] Extent extent(double from, double to) const;
    /// Index of the point nearest to a time, however far; -1 where there is none. A point without a value counts too.
    [[nodiscard]] qsizetype nearest(double time) const;

private:
    struct Block
    {
        double least;
        double greatest; ///< below least: no value in it
    };

    [[nodiscard]] qsizetype firstFrom(double time) const;
    [[nodiscard]] Extent extentOf(qsizetype begin, qsizetype end) const;

    Series m_series;
    QList<QList<Block>> m_levels;
};

} // namespace Millrace
