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
    double weight = 1; ///< each stands for so many: of what passes by itself only some are drawn and looked at
};

/// What would come of approving without a person all that has this confidence or more.
struct Threshold
{
    /// What was looked at with one weight.
    struct Stratum
    {
        double weight = 1;
        qint64 count = 0;
        qint64 wrong = 0;

        friend bool operator==(const Stratum &, const Stratum &) = default;
    };

    double at = 0;
    qint64 count = 0; ///< looked at
    qint64 right = 0; ///< of them
    double coverage = 0; ///< of all that they stand for
    double error = 0;
    Interval interval; ///< of the error: Clopper and Pearson's; of several strata Bonferroni's of theirs, which is wider than it need be
    QList<Stratum> strata;

    friend bool operator==(const Threshold &, const Threshold &) = default;
};

/// For every confidence that occurs, at most one for each per cent; the highest first.
[[nodiscard]] QList<Threshold> thresholds(QList<Graded> grades, double level = 0.95);
/// The lowest whose error is certainly no more than wanted. `level` holds for the choice, not for one threshold alone: of many that are tried some
/// pass by luck. Tried are sequences of thresholds, downwards, each up to the first that fails (Maurer, Hothorn and Lehmacher 1995), from a few
/// starts that share the error of the level (Bonferroni; Angelopoulos and others 2021, "Learn then Test"). Those with too few decisions to pass with none
/// wrong are left out: that depends on their number alone.
[[nodiscard]] std::optional<Threshold> lowestThreshold(const QList<Threshold> &thresholds, double wantedError, double level = 0.95);

} // namespace Millrace
