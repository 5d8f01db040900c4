// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/plotcontent.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace Millrace {

QList<double> Buckets::sums() const
{
    QList<double> sums(bounds.size(), 0);
    for (const QList<double> &column : counts) {
        for (qsizetype i = 0; i < std::min(sums.size(), column.size()); ++i)
            sums[i] += column.at(i);
    }
    return sums;
}

bool PlotContent::isEmpty() const
{
    if (kind == PanelKind::Histogram || kind == PanelKind::HeatMap)
        return std::ranges::none_of(buckets.sums(), [](double sum) { return sum > 0; });
    return std::ranges::all_of(
        lines, [](const PlotLine &line) { return std::ranges::all_of(line.series().values, [](double v) { return std::isnan(v); }); });
}

QList<Series> stacked(const QList<Series> &lines)
{
    QList<double> times;
    for (const Series &line : lines)
        times += line.times;
    std::ranges::sort(times);
    const auto repeated = std::ranges::unique(times);
    times.erase(repeated.begin(), repeated.end());

    QList<double> below(times.size(), 0);
    QList<bool> isMeasured(times.size(), false);
    QList<Series> result;
    for (const Series &line : lines) {
        for (qsizetype i = 0, at = 0; i < line.times.size() && i < line.values.size(); ++i) {
            while (times.at(at) < line.times.at(i))
                ++at;
            if (!std::isnan(line.values.at(i))) {
                below[at] += line.values.at(i);
                isMeasured[at] = true;
            }
        }
        result.append({line.name, times, below});
    }
    // Where none measured anything there is a gap, not nought.
    for (Series &series : result) {
        for (qsizetype i = 0; i < times.size(); ++i) {
            if (!isMeasured.at(i))
                series.values[i] = std::numeric_limits<double>::quiet_NaN();
        }
    }
    return result;
}

} // namespace Millrace
