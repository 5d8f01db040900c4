// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contexts/timelinelayout.h"

#include <algorithm>

namespace Millrace {

namespace {

qint64 lengthUs(const TimelineEntry &entry, qint64 nowUs)
{
    return entry.running ? std::max<qint64>(0, nowUs - entry.startUs) : entry.durationUs;
}

/// The largest scale with which the attempts fit into `room`: those that reach their minimum leave the others less, so it is found
/// by taking the shortest out one after the other.
double scaleFor(QList<qint64> lengths, int room, const TimelineMetrics &metrics)
{
    std::ranges::sort(lengths);
    const int inner = metrics.minWidth - 2 * metrics.padding;
    double total = 0;
    for (const qint64 us : lengths) {
        total += double(us);
    }
    double left = room;
    for (qsizetype i = 0; i < lengths.size(); ++i) {
        const double forBars = left - double(lengths.size() - i) * 2 * metrics.padding;
        const double scale = total > 0 ? forBars / total : 0;
        if (scale > 0 && double(lengths[i]) * scale >= inner) {
            return std::min(scale, double(metrics.maxWidth - 2 * metrics.padding) / double(lengths.constLast()));
        }
        left -= metrics.minWidth;
        total -= double(lengths[i]);
    }
    // Everything at its minimum: the longest fills its own.
    return lengths.isEmpty() || lengths.constLast() == 0 ? 0 : double(inner) / double(lengths.constLast());
}

} // namespace

TimelineGeometry layoutTimeline(const QList<TimelineEntry> &entries, int width, qint64 nowUs, const TimelineMetrics &metrics)
{
    TimelineGeometry geometry;
    QList<qint64> lengths;
    QList<qint64> gaps;
    int fixed = 0;
    for (qsizetype i = 0; i < entries.size(); ++i) {
        const qint64 idle = i == 0 ? 0 : entries[i].startUs - std::max(entries[i - 1].endUs, entries[i - 1].startUs);
        gaps.append(idle >= metrics.gapFromUs ? idle : 0);
        fixed += (gaps.constLast() > 0 ? metrics.gapWidth : 0) + (i > 0 ? metrics.spacing : 0);
        if (entries[i].kind == TimelineEntry::Kind::Attempt) {
            lengths.append(lengthUs(entries[i], nowUs));
        } else {
            fixed += metrics.pointWidth;
        }
    }
    geometry.pixelsPerUs = scaleFor(lengths, width - fixed, metrics);

    int x = 0;
    for (qsizetype i = 0; i < entries.size(); ++i) {
        TimelineSlot place;
        place.gapUs = gaps[i];
        if (place.gapUs > 0) {
            place.gap = QRect(x, 0, metrics.gapWidth, metrics.height);
            x += metrics.gapWidth;
        }
        if (i > 0) {
            x += metrics.spacing;
        }
        int slotWidth = metrics.pointWidth;
        if (entries[i].kind == TimelineEntry::Kind::Attempt) {
            const int bar = std::max(metrics.minBar, int(double(lengthUs(entries[i], nowUs)) * geometry.pixelsPerUs));
            slotWidth = std::max(metrics.minWidth, bar + 2 * metrics.padding);
            place.bar = QRect(x + metrics.padding, metrics.barTop, bar, metrics.barHeight);
        }
        place.rect = QRect(x, 0, slotWidth, metrics.height);
        x += slotWidth;
        geometry.places.append(place);
    }
    geometry.width = x;
    return geometry;
}

} // namespace Millrace
