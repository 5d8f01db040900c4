// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/records.h"

#include <QList>

namespace Millrace {

/// One thing that happened to a context, as the timeline shows it: a start and its finish are one entry.
struct TimelineEntry
{
    enum class Kind : quint8 {
        Submitted, ///< it came into the workspace
        Attempt, ///< one try of one step
        Control, ///< somebody cancelled, retried or mended it
    };

    Kind kind = Kind::Submitted;
    QString node = {};
    QString component = {};
    int visit = 1;
    int attempt = 1;
    qint64 startUs = 0; ///< microseconds since the epoch
    qint64 endUs = 0; ///< 0 while it runs
    qint64 durationUs = 0; ///< of an attempt that ended
    ContextStatus state = ContextStatus::Pending; ///< what the context came to; Completed for a step that succeeded
    bool running = false;
    bool lost = false; ///< it started and nobody saw it end: the program was stopped
    int stepBefore = 0; ///< the document's step before it
    int step = 0; ///< the document's step after it
    QString actorName = {};
    QString port = {};
    Json reason = {};
    qint64 lastSeq = 0; ///< the newest transition it is made of

    friend bool operator==(const TimelineEntry &, const TimelineEntry &) = default;
};

/// The entries of a history, oldest first, beginning with the submission.
[[nodiscard]] QList<TimelineEntry> timelineEntries(qint64 createdAt, const QList<TransitionRecord> &history);

} // namespace Millrace
