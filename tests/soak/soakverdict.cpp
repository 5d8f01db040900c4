// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "soak/soakverdict.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kMostPoints = 800; ///< 320,000 pairs
constexpr int kFirstMinutes = 3;

QList<double> thinned(const QList<double> &values, qsizetype stride)
{
    QList<double> kept;
    for (qsizetype i = 0; i < values.size(); i += stride)
        kept.append(values.at(i));
    return kept;
}

} // namespace

double percentile(QList<double> values, double share)
{
    if (values.isEmpty())
        return 0;
    std::ranges::sort(values);
    return values.at(std::min(values.size() - 1, static_cast<qsizetype>(share * static_cast<double>(values.size()))));
}

double median(QList<double> values)
{
    return percentile(std::move(values), 0.5);
}

double theilSenSlope(const QList<double> &x, const QList<double> &y)
{
    const qsizetype stride = std::max<qsizetype>(1, (x.size() + kMostPoints - 1) / kMostPoints);
    const QList<double> xs = thinned(x, stride);
    const QList<double> ys = thinned(y, stride);
    QList<double> slopes;
    slopes.reserve(xs.size() * xs.size() / 2);
    for (qsizetype i = 0; i < xs.size(); ++i) {
        for (qsizetype j = i + 1; j < xs.size(); ++j) {
            if (xs.at(j) != xs.at(i))
                slopes.append((ys.at(j) - ys.at(i)) / (xs.at(j) - xs.at(i)));
        }
    }
    return median(slopes);
}

SoakVerdict judgeSoak(const QList<SoakSample> &samples, const QList<SoakMinute> &minutes, const SoakLimits &limits)
{
    SoakVerdict verdict;
    if (samples.isEmpty()) {
        verdict.failures.append(u"nothing was measured"_s);
        return verdict;
    }
    const double length = samples.last().minute;
    verdict.warmUpMinutes = std::min(std::max(2.0, length / 5), length / 2);
    verdict.judgesGrowth = length >= kLeastMinutesForGrowth;

    QList<double> x;
    QList<double> resident;
    QList<double> openFirst;
    QList<double> openLast;
    for (const SoakSample &sample : samples) {
        verdict.mostWalMb = std::max(verdict.mostWalMb, sample.walMb);
        if (sample.minute >= verdict.warmUpMinutes) {
            x.append(sample.minute / 60);
            resident.append(sample.residentMb);
        }
        if (sample.minute >= verdict.warmUpMinutes && sample.minute < verdict.warmUpMinutes + (length - verdict.warmUpMinutes) / 3)
            openFirst.append(sample.descriptors);
        if (sample.minute >= length - (length - verdict.warmUpMinutes) / 3)
            openLast.append(sample.descriptors);
    }
    verdict.residentMbPerHour = theilSenSlope(x, resident);
    QList<double> offsets;
    for (qsizetype i = 0; i < x.size(); ++i)
        offsets.append(resident.at(i) - verdict.residentMbPerHour * x.at(i));
    const double level = median(offsets);
    for (double &offset : offsets)
        offset = std::abs(offset - level);
    verdict.residentSpreadMb = median(offsets);
    verdict.descriptorsBefore = static_cast<int>(median(openFirst));
    verdict.descriptorsAfter = static_cast<int>(median(openLast));

    QList<double> commitFirst;
    QList<double> commitLast;
    for (const SoakMinute &minute : minutes) {
        if (minute.minute > verdict.warmUpMinutes && commitFirst.size() < kFirstMinutes)
            commitFirst.append(minute.p99Ms);
        if (minute.minute > length - length / 3)
            commitLast.append(minute.p99Ms);
    }
    verdict.commitBeforeMs = median(commitFirst);
    verdict.commitAfterMs = median(commitLast);

    if (!verdict.judgesGrowth)
        return verdict;
    if (verdict.mostWalMb > limits.walMb)
        verdict.failures.append(u"the write-ahead log came to %1 MB; %2 are allowed"_s.arg(verdict.mostWalMb, 0, 'f', 1).arg(limits.walMb));
    if (verdict.descriptorsAfter > verdict.descriptorsBefore + limits.descriptors)
        verdict.failures.append(u"descriptors went from %1 to %2"_s.arg(verdict.descriptorsBefore).arg(verdict.descriptorsAfter));
    if (verdict.residentMbPerHour > limits.residentMbPerHour)
        verdict.failures.append(
            u"memory grows by %1 MB an hour; %2 are allowed"_s.arg(verdict.residentMbPerHour, 0, 'f', 2).arg(limits.residentMbPerHour));
    if (verdict.commitAfterMs > limits.commitFactor * verdict.commitBeforeMs)
        verdict.failures.append(
            u"p99 of a commit went from %1 to %2 ms"_s.arg(verdict.commitBeforeMs, 0, 'f', 1).arg(verdict.commitAfterMs, 0, 'f', 1));
    return verdict;
}

} // namespace Millrace
