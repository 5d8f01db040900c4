// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "soak/soakverdict.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kFirstMinutes = 3;
constexpr double kNormal95 = 1.96;

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

SoakSlope slopeOf(const QList<double> &minutes, const QList<double> &mb)
{
    QList<double> x;
    QList<double> y;
    for (qsizetype i = 0; i < minutes.size();) {
        QList<double> ofMinute;
        const double minute = std::floor(minutes.at(i));
        for (; i < minutes.size() && std::floor(minutes.at(i)) == minute; ++i)
            ofMinute.append(mb.at(i));
        x.append(minute / 60);
        y.append(std::ranges::min(ofMinute));
    }
    QList<double> slopes;
    for (qsizetype i = 0; i < x.size(); ++i) {
        for (qsizetype j = i + 1; j < x.size(); ++j)
            slopes.append((y.at(j) - y.at(i)) / (x.at(j) - x.at(i)));
    }
    if (slopes.isEmpty())
        return {};
    std::ranges::sort(slopes);
    const auto n = static_cast<double>(x.size());
    const auto pairs = static_cast<double>(slopes.size());
    const double width = kNormal95 * std::sqrt(n * (n - 1) * (2 * n + 5) / 18);
    const auto at = [&](double rank) { return slopes.at(std::clamp(static_cast<qsizetype>(rank), qsizetype(0), slopes.size() - 1)); };
    return {median(slopes), at((pairs - width) / 2), at((pairs + width) / 2)};
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
    QList<double> held;
    QList<double> openFirst;
    QList<double> openLast;
    for (const SoakSample &sample : samples) {
        verdict.mostWalMb = std::max(verdict.mostWalMb, sample.walMb);
        if (sample.minute >= verdict.warmUpMinutes) {
            x.append(sample.minute);
            resident.append(sample.residentMb);
            held.append(sample.heldMb);
        }
        if (sample.minute >= verdict.warmUpMinutes && sample.minute < verdict.warmUpMinutes + (length - verdict.warmUpMinutes) / 3)
            openFirst.append(sample.descriptors);
        if (sample.minute >= length - (length - verdict.warmUpMinutes) / 3)
            openLast.append(sample.descriptors);
    }
    verdict.resident = slopeOf(x, resident);
    verdict.held = slopeOf(x, held);
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
    const auto judge = [&](const QString &what, const SoakSlope &slope) {
        if (slope.mbPerHour <= limits.mbPerHour)
            return;
        if (slope.low > limits.mbPerHour)
            verdict.failures.append(u"%1 grows by %2 MB an hour; %3 are allowed"_s.arg(what).arg(slope.mbPerHour, 0, 'f', 2).arg(limits.mbPerHour));
        else
            verdict.failures.append(u"%1 may grow by up to %2 MB an hour: a longer run would tell"_s.arg(what).arg(slope.high, 0, 'f', 1));
    };
    judge(u"what is resident"_s, verdict.resident);
    judge(u"what is held"_s, verdict.held);
    if (verdict.commitAfterMs > limits.commitFactor * verdict.commitBeforeMs)
        verdict.failures.append(
            u"p99 of a commit went from %1 to %2 ms"_s.arg(verdict.commitBeforeMs, 0, 'f', 1).arg(verdict.commitAfterMs, 0, 'f', 1));
    return verdict;
}

} // namespace Millrace
