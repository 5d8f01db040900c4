// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contexts/timelineentry.h"

#include <algorithm>

namespace Millrace {

namespace {

/// What an attempt came to, in the colours of states: a step that went well is done, whatever the context does next.
ContextStatus stateAfter(const TransitionRecord &finish)
{
    return finish.step > 0 && finish.to == ContextStatus::Processing ? ContextStatus::Completed : finish.to;
}

} // namespace

QList<TimelineEntry> timelineEntries(qint64 createdAt, const QList<TransitionRecord> &history)
{
    QList<TimelineEntry> entries;
    entries.append({.startUs = createdAt, .endUs = createdAt});
    qsizetype open = -1; // the attempt that has started and not ended
    qsizetype waiting = -1; // the attempt that waits for something to happen
    int step = 0;
    const auto lose = [&] {
        if (open >= 0) {
            TimelineEntry &entry = entries[open];
            entry.running = false;
            entry.lost = true;
            entry.state = ContextStatus::Failed;
            entry.endUs = entry.startUs;
            open = -1;
        }
    };
    for (const TransitionRecord &record : history) {
        TimelineEntry entry{.node = record.node,
                            .component = record.component,
                            .visit = record.visit,
                            .attempt = record.attempt,
                            .startUs = record.at,
                            .endUs = record.at,
                            .state = record.to,
                            .stepBefore = step,
                            .step = step,
                            .actorName = record.actorName,
                            .port = record.port,
                            .reason = record.reason,
                            .lastSeq = record.seq};
        switch (record.kind) {
        case TransitionKind::Started:
            lose();
            entry.kind = TimelineEntry::Kind::Attempt;
            entry.running = true;
            entry.endUs = 0;
            entry.state = ContextStatus::Processing;
            open = entries.size();
            entries.append(entry);
            break;
        case TransitionKind::Finished: {
            if (waiting >= 0 && entries[waiting].node == record.node && entries[waiting].visit == record.visit)
                entries[waiting].state = ContextStatus::Completed;
            waiting = -1;
            entry.kind = TimelineEntry::Kind::Attempt;
            entry.durationUs = record.durationUs;
            entry.startUs = record.at - record.durationUs;
            entry.state = stateAfter(record);
            if (record.step > 0) {
                step = record.step;
                entry.step = step;
            }
            const bool sameAttempt
                = open >= 0 && entries[open].node == record.node && entries[open].visit == record.visit && entries[open].attempt == record.attempt;
            if (sameAttempt) {
                entries[open] = entry;
                open = -1;
            } else {
                lose();
                entries.append(entry);
            }
            break;
        }
        case TransitionKind::Suspended:
            // The attempt is over, the visit is not: what follows it is the wait.
            entry.kind = TimelineEntry::Kind::Attempt;
            entry.startUs = open >= 0 ? entries[open].startUs : record.at;
            if (record.to == ContextStatus::Processing) // for its children or a signal: nothing runs
                entry.state = ContextStatus::Pending;
            if (open >= 0)
                entries[open] = entry;
            else
                entries.append(entry);
            waiting = open >= 0 ? open : entries.size() - 1;
            open = -1;
            break;
        case TransitionKind::Control:
            lose();
            entry.kind = TimelineEntry::Kind::Control;
            entries.append(entry);
            break;
        }
    }
    return entries;
}

} // namespace Millrace
