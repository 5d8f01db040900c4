// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contexts/timelineentry.h"

#include <QRect>

namespace Millrace {

/// The measures the timeline is laid out with, in pixels; made from the font.
struct TimelineMetrics
{
    int minWidth = 96; ///< of an attempt: room for its words
    int maxWidth = 420; ///< of an attempt, so that one short step does not fill a wide window
    int pointWidth = 96; ///< of what takes no time
    int padding = 8; ///< around the bar
    int minBar = 3;
    int barHeight = 8;
    int gapWidth = 56; ///< of an idle gap, however long it was
    int spacing = 4;
    int height = 72;
    int barTop = 34;
    qint64 gapFromUs = 100'000; ///< shorter idle times are not shown as gaps

    friend bool operator==(const TimelineMetrics &, const TimelineMetrics &) = default;
};

/// Where one entry is drawn.
struct TimelineSlot
{
    QRect rect;
    QRect bar; ///< empty for what takes no time; lengths of bars compare as durations do, unless as short as minBar
    QRect gap; ///< before the entry; empty where it followed at once
    qint64 gapUs = 0; ///< how long nothing happened before it

    friend bool operator==(const TimelineSlot &, const TimelineSlot &) = default;
};

struct TimelineGeometry
{
    QList<TimelineSlot> places; ///< one per entry
    int width = 0; ///< of everything; more than asked where the minimum widths need it
    double pixelsPerUs = 0; ///< one scale for all bars

    friend bool operator==(const TimelineGeometry &, const TimelineGeometry &) = default;
};

/// Lays entries side by side into a width. All bars have one scale: the largest with which everything fits, no attempt being narrower than
/// minWidth nor wider than maxWidth. Idle time takes gapWidth, however long it was. `nowUs` is the end of what still runs.
[[nodiscard]] TimelineGeometry layoutTimeline(const QList<TimelineEntry> &entries, int width, qint64 nowUs, const TimelineMetrics &metrics);

} // namespace Millrace
