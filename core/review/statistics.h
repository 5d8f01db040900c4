// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

#include <optional>

namespace Millrace {

/// A share with what it may be as well; `level` of such intervals hold the true one.
struct Interval
{
    double low = 0;
    double high = 1;

    friend bool operator==(const Interval &, const Interval &) = default;
};

/// The score interval of Wilson (1927). Of nothing: all of [0, 1].
[[nodiscard]] Interval wilson(qint64 hits, qint64 n, double level = 0.95);
/// The exact interval of Clopper and Pearson (1934), from quantiles of the beta distribution: never holds less often than `level`.
[[nodiscard]] Interval clopperPearson(qint64 hits, qint64 n, double level = 0.95);

/// Agreement of two raters on the same items beyond chance (Cohen 1960); nothing where neither varies.
[[nodiscard]] std::optional<double> cohensKappa(const QList<std::pair<int, int>> &ratings);

/// How far apart two categories are.
enum class Metric : quint8 { Nominal, Interval };
/// Krippendorff's alpha (2011): any number of raters, who need not have rated everything. A list per item, of what its raters said. Nothing where no
/// item has two ratings, or all are the same.
[[nodiscard]] std::optional<double> krippendorffsAlpha(const QList<QList<int>> &items, Metric metric = Metric::Nominal);

/// Verdicts at a confidence.
struct Graded
{
    double confidence = 0;
    qint64 right = 0;
    qint64 wrong = 0;
};

/// What would come of approving without a person all that has this confidence or more.
struct Threshold
{
    double at = 0;
    qint64 count = 0;
    qint64 right = 0;
    double coverage = 0; ///< of all that was decided
    double error = 0;
    Interval interval; ///< of the error, Clopper-Pearson

    friend bool operator==(const Threshold &, const Threshold &) = default;
};

/// For every confidence that occurs, at most one for each per cent; the highest first.
[[nodiscard]] QList<Threshold> thresholds(QList<Graded> grades, double level = 0.95);
/// The lowest whose error is certainly (at the thresholds' level) no more than wanted.
[[nodiscard]] std::optional<Threshold> lowestThreshold(const QList<Threshold> &thresholds, double wantedError);

} // namespace Millrace
