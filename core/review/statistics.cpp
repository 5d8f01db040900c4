// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace Millrace {

namespace {

/// The quantile of the standard normal distribution, by bisection of its distribution function.
double normalQuantile(double p)
{
    double low = -10;
    double high = 10;
    for (int i = 0; i < 100; ++i) {
        const double middle = (low + high) / 2;
        (0.5 * std::erfc(-middle / std::sqrt(2.0)) < p ? low : high) = middle;
    }
    return (low + high) / 2;
}

/// The continued fraction of the incomplete beta function (Abramowitz and Stegun 26.5.8), after Lentz.
double betaFraction(double a, double b, double x)
{
    constexpr double kTiny = 1e-300;
    const auto nonzero = [](double value) { return std::abs(value) < kTiny ? kTiny : value; };
    double c = 1;
    double d = 1 / nonzero(1 - (a + b) * x / (a + 1));
    double fraction = d;
    for (int m = 1; m < 10'000; ++m) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / nonzero(1 + even * d);
        c = nonzero(1 + even / c);
        fraction *= d * c;
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / nonzero(1 + odd * d);
        c = nonzero(1 + odd / c);
        fraction *= d * c;
        if (std::abs(d * c - 1) < 1e-14)
            break;
    }
    return fraction;
}

/// The regularised incomplete beta function.
double betaShare(double a, double b, double x)
{
    if (x <= 0 || x >= 1)
        return x <= 0 ? 0 : 1;
    const double front = std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) + b * std::log1p(-x));
    return x < (a + 1) / (a + b + 2) ? front * betaFraction(a, b, x) / a : 1 - front * betaFraction(b, a, 1 - x) / b;
}

double betaQuantile(double p, double a, double b)
{
    double low = 0;
    double high = 1;
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2;
        (betaShare(a, b, middle) < p ? low : high) = middle;
    }
    return (low + high) / 2;
}

double distance(int a, int b, Metric metric)
{
    return metric == Metric::Interval ? static_cast<double>(a - b) * (a - b) : a == b ? 0 : 1;
}

} // namespace

Interval wilson(qint64 hits, qint64 n, double level)
{
    if (n <= 0)
        return {};
    const double z = normalQuantile(1 - (1 - level) / 2);
    const auto count = static_cast<double>(n);
    const double p = static_cast<double>(hits) / count;
    const double scale = 1 + z * z / count;
    const double centre = (p + z * z / (2 * count)) / scale;
    const double half = z / scale * std::sqrt(p * (1 - p) / count + z * z / (4 * count * count));
    return {hits == 0 ? 0 : std::max(0.0, centre - half), hits == n ? 1 : std::min(1.0, centre + half)};
}

Interval clopperPearson(qint64 hits, qint64 n, double level)
{
    if (n <= 0)
        return {};
    const double tail = (1 - level) / 2;
    const auto k = static_cast<double>(hits);
    const auto rest = static_cast<double>(n - hits);
    return {hits == 0 ? 0 : betaQuantile(tail, k, rest + 1), hits == n ? 1 : betaQuantile(1 - tail, k + 1, rest)};
}

std::optional<double> cohensKappa(const QList<std::pair<int, int>> &ratings)
{
    if (ratings.isEmpty())
        return std::nullopt;
    std::map<int, std::pair<double, double>> shares;
    double agreed = 0;
    const auto n = static_cast<double>(ratings.size());
    for (const auto &[a, b] : ratings) {
        agreed += a == b ? 1 / n : 0;
        shares[a].first += 1 / n;
        shares[b].second += 1 / n;
    }
    double chance = 0;
    for (const auto &[category, share] : shares)
        chance += share.first * share.second;
    if (chance > 1 - 1e-12)
        return std::nullopt;
    return (agreed - chance) / (1 - chance);
}

std::optional<double> krippendorffsAlpha(const QList<QList<int>> &items, Metric metric)
{
    std::map<int, double> totals; // of values that can be paired with another of the same item
    double observed = 0;
    double n = 0;
    for (const QList<int> &ratings : items) {
        if (ratings.size() < 2)
            continue;
        const double weight = 1.0 / static_cast<double>(ratings.size() - 1);
        for (qsizetype i = 0; i < ratings.size(); ++i) {
            totals[ratings.at(i)] += 1;
            ++n;
            for (qsizetype k = 0; k < ratings.size(); ++k)
                observed += i == k ? 0 : weight * distance(ratings.at(i), ratings.at(k), metric);
        }
    }
    double expected = 0;
    for (const auto &[a, countA] : totals) {
        for (const auto &[b, countB] : totals)
            expected += countA * countB * distance(a, b, metric);
    }
    if (n < 2 || expected <= 0)
        return std::nullopt;
    return 1 - (n - 1) * observed / expected;
}

namespace {

constexpr qsizetype kStarts = 3; ///< of sequences of thresholds

/// Of the error of all that the strata stand for. One of them: exact.
Interval errorOf(const QList<Threshold::Stratum> &strata, double level)
{
    const double each = 1 - (1 - level) / static_cast<double>(std::max<qsizetype>(strata.size(), 1));
    Interval sum{0, 0};
    double all = 0;
    for (const Threshold::Stratum &stratum : strata) {
        const double stands = stratum.weight * static_cast<double>(stratum.count);
        const Interval one = clopperPearson(stratum.wrong, stratum.count, each);
        sum.low += stands * one.low;
        sum.high += stands * one.high;
        all += stands;
    }
    return all > 0 ? Interval{sum.low / all, sum.high / all} : Interval();
}

/// What the error is no more than, with this chance of being wrong.
double boundOf(const QList<Threshold::Stratum> &strata, double chance)
{
    return errorOf(strata, 1 - 2 * chance).high;
}

} // namespace

QList<Threshold> thresholds(QList<Graded> grades, double level)
{
    std::ranges::stable_sort(grades, std::ranges::greater(), &Graded::confidence);
    double all = 0;
    for (const Graded &grade : std::as_const(grades))
        all += grade.weight * static_cast<double>(grade.right + grade.wrong);
    QList<Threshold> found;
    Threshold sum;
    double stands = 0;
    double wrong = 0;
    for (qsizetype i = 0; i < grades.size(); ++i) {
        const Graded &grade = grades.at(i);
        sum.at = grade.confidence;
        sum.right += grade.right;
        sum.count += grade.right + grade.wrong;
        stands += grade.weight * static_cast<double>(grade.right + grade.wrong);
        wrong += grade.weight * static_cast<double>(grade.wrong);
        auto stratum = std::ranges::find(sum.strata, grade.weight, &Threshold::Stratum::weight);
        if (stratum == sum.strata.end())
            stratum = sum.strata.insert(sum.strata.end(), {grade.weight, 0, 0});
        stratum->count += grade.right + grade.wrong;
        stratum->wrong += grade.wrong;
        const auto percent = [](double confidence) { return static_cast<int>(std::floor(confidence * 100 + 1e-9)); };
        if (i + 1 < grades.size() && percent(grades.at(i + 1).confidence) == percent(grade.confidence))
            continue;
        sum.coverage = stands / all;
        sum.error = wrong / stands;
        sum.interval = errorOf(sum.strata, level);
        found.append(sum);
    }
    return found;
}

std::optional<Threshold> lowestThreshold(const QList<Threshold> &thresholds, double wantedError, double level)
{
    const double chance = 1 - level;
    QList<Threshold> tried;
    for (const Threshold &threshold : thresholds) {
        QList<Threshold::Stratum> flawless = threshold.strata;
        for (Threshold::Stratum &stratum : flawless)
            stratum.wrong = 0;
        if (boundOf(flawless, chance) <= wantedError)
            tried.append(threshold);
    }
    const qsizetype starts = std::min(kStarts, tried.size());
    std::optional<Threshold> lowest;
    for (qsizetype start = 0; start < starts; ++start) {
        for (qsizetype i = start * tried.size() / starts; i < tried.size(); ++i) {
            if (boundOf(tried.at(i).strata, chance / static_cast<double>(starts)) > wantedError)
                break;
            if (!lowest || tried.at(i).at < lowest->at)
                lowest = tried.at(i);
        }
    }
    return lowest;
}

} // namespace Millrace
