// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/series.h"
#include "metrics/unittext.h"

#include <QList>

#include <array>
#include <optional>

namespace Millrace {

/// How a panel shows its numbers.
enum class PanelKind : quint8 { Line, Area, Stacked, Bar, Histogram, HeatMap, Table, Value };

inline constexpr std::array kPanelKinds = {PanelKind::Line,      PanelKind::Area,    PanelKind::Stacked, PanelKind::Bar,
                                           PanelKind::Histogram, PanelKind::HeatMap, PanelKind::Table,   PanelKind::Value};

/// Counts by size, at one time or at many: a histogram shows their sum, a heat map each of them.
struct Buckets
{
    QList<double> bounds; ///< upper bound of each; the last may be infinite
    QList<double> times; ///< rising, seconds since the epoch
    QList<QList<double>> counts; ///< for each time, one per bound

    [[nodiscard]] QList<double> sums() const;

    friend bool operator==(const Buckets &, const Buckets &) = default;
};

/// What a panel draws. A plain value.
struct PlotContent
{
    PanelKind kind = PanelKind::Line;
    Unit unit = Unit::Number;
    QList<PlotLine> lines;
    QList<PlotLine> earlier; ///< of the period that is compared with, moved to this one's times; in the order of `lines`
    Buckets buckets; ///< of Histogram and HeatMap
    double step = 10; ///< seconds from point to point
    QList<double> thresholds; ///< drawn across; of alerts, or as the panel says
    std::optional<double> least; ///< where the axis begins and ends; nothing: as the values have it
    std::optional<double> greatest;
    bool isLogarithmic = false;
    bool isCounted = false; ///< values are how many there were in each step: their sum is what matters

    [[nodiscard]] bool isEmpty() const;
};

/// Something that happened, which may be why the lines go otherwise from then on.
struct PlotMark
{
    enum class Kind : quint8 { Publish, Restore, Alert, Other };

    double time = 0; ///< seconds since the epoch
    Kind kind = Kind::Other;
    QString text;

    friend bool operator==(const PlotMark &, const PlotMark &) = default;
};

/// Each line on top of those before it, at all the times that any of them has; what one did not measure counts as nothing there.
[[nodiscard]] QList<Series> stacked(const QList<Series> &lines);

} // namespace Millrace
