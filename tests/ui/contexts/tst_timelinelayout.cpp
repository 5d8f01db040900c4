// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contexts/timelinelayout.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;

class TestTimelineLayout : public QObject
{
    Q_OBJECT

    using Kind = TimelineEntry::Kind;

    static TransitionRecord started(qint64 at, const char *node, int attempt = 1)
    {
        return {.seq = at, .at = at, .to = ContextStatus::Processing, .node = QString::fromLatin1(node), .attempt = attempt};
    }
    static TransitionRecord finished(qint64 at, const char *node, qint64 duration, int step, ContextStatus to = ContextStatus::Processing,
                                     int attempt = 1)
    {
        return {.seq = at,
                .at = at,
                .from = ContextStatus::Processing,
                .to = to,
                .kind = TransitionKind::Finished,
                .node = QString::fromLatin1(node),
                .step = step,
                .attempt = attempt,
                .durationUs = duration};
    }
    static TimelineEntry bar(qint64 start, qint64 length)
    {
        return {.kind = Kind::Attempt, .startUs = start, .endUs = start + length, .durationUs = length};
    }

private Q_SLOTS:
    void aStartAndItsFinishAreOneEntry()
    {
        const QList<TimelineEntry> entries = timelineEntries(
            0, {started(100, "a"), finished(150, "a", 50, 1), started(160, "b"), finished(260, "b", 100, 2, ContextStatus::Completed)});
        QCOMPARE(entries.size(), 3);
        QCOMPARE(entries[0].kind, Kind::Submitted);
        QCOMPARE(entries[1].startUs, 100);
        QCOMPARE(entries[1].step, 1);
        QCOMPARE(entries[1].state, ContextStatus::Completed);
        QCOMPARE(entries[2].stepBefore, 1);
        QCOMPARE(entries[2].step, 2);
    }

    void aFailedAttemptMakesNoStep()
    {
        const QList<TimelineEntry> entries = timelineEntries(0,
                                                             {started(100, "a"), finished(150, "a", 50, 0, ContextStatus::Retrying),
                                                              started(200, "a", 2), finished(250, "a", 50, 1, ContextStatus::Processing, 2)});
        QCOMPARE(entries.size(), 3);
        QCOMPARE(entries[1].state, ContextStatus::Retrying);
        QCOMPARE(entries[1].step, 0);
        QCOMPARE(entries[2].attempt, 2);
        QCOMPARE(entries[2].step, 1);
    }

    void aStartThatNobodySawEndIsLost()
    {
        const QList<TimelineEntry> entries = timelineEntries(0, {started(100, "a"), started(500, "a", 2)});
        QCOMPARE(entries.size(), 3);
        QVERIFY(entries[1].lost);
        QVERIFY(!entries[1].running);
        QVERIFY(entries[2].running);
    }

    void whatWaitedForItsChildrenIsDoneOnceItGoesOn()
    {
        TransitionRecord waits = started(100, "a");
        waits.kind = TransitionKind::Suspended;
        waits.to = ContextStatus::Processing;
        QCOMPARE(timelineEntries(0, {waits})[1].state, ContextStatus::Pending);
        const QList<TimelineEntry> entries = timelineEntries(0, {waits, finished(900, "a", 10, 1)});
        QCOMPARE(entries.size(), 3);
        QCOMPARE(entries[1].state, ContextStatus::Completed);
        QCOMPARE(entries[2].state, ContextStatus::Completed);
    }

    void whatSomebodyDidIsAnEntryOfItsOwn()
    {
        TransitionRecord cancel = started(900, "");
        cancel.kind = TransitionKind::Control;
        cancel.to = ContextStatus::Cancelled;
        cancel.actorName = u"Ada"_s;
        const QList<TimelineEntry> entries = timelineEntries(0, {cancel});
        QCOMPARE(entries[1].kind, Kind::Control);
        QCOMPARE(entries[1].actorName, u"Ada"_s);
    }

    void barsCompareAsDurationsDo()
    {
        const TimelineMetrics metrics;
        const TimelineGeometry g = layoutTimeline({bar(0, 4'000'000), bar(4'000'000, 2'000'000), bar(6'000'000, 1'000'000)}, 900, 0, metrics);
        QVERIFY(qAbs(g.places[0].bar.width() - 2 * g.places[1].bar.width()) <= 2);
        QVERIFY(qAbs(g.places[1].bar.width() - 2 * g.places[2].bar.width()) <= 2);
    }

    void everythingFitsTheWidthWhereMinimumsAllow()
    {
        const TimelineMetrics metrics;
        const QList<TimelineEntry> entries = {{}, bar(100, 4'000), bar(5'000, 12'000'000), bar(12'010'000, 30'000)};
        for (const int width : {500, 700, 900}) {
            const TimelineGeometry g = layoutTimeline(entries, width, 0, metrics);
            QVERIFY2(g.width <= width, qPrintable(u"%1 > %2"_s.arg(g.width).arg(width)));
        }
    }

    void noEntryIsNarrowerThanItsWordsNorABarInvisible()
    {
        const TimelineMetrics metrics;
        const TimelineGeometry g = layoutTimeline({bar(0, 1), bar(1, 60'000'000)}, 100, 0, metrics);
        for (const TimelineSlot &place : g.places) {
            QVERIFY(place.rect.width() >= metrics.minWidth);
            QVERIFY(place.bar.width() >= metrics.minBar);
            QVERIFY(place.rect.contains(place.bar));
        }
        QVERIFY(g.width > 100);
    }

    void anIdleHourTakesNoMoreRoomThanAnIdleSecond()
    {
        const TimelineMetrics metrics;
        const TimelineGeometry second = layoutTimeline({bar(0, 1000), bar(1'001'000, 1000)}, 800, 0, metrics);
        const TimelineGeometry hour = layoutTimeline({bar(0, 1000), bar(3'600'001'000, 1000)}, 800, 0, metrics);
        QCOMPARE(hour.width, second.width);
        QCOMPARE(hour.places[1].gap, second.places[1].gap);
        QCOMPARE(hour.places[1].gapUs, 3'600'000'000);
    }

    void whatFollowsAtOnceHasNoGap()
    {
        const TimelineGeometry g = layoutTimeline({bar(0, 1000), bar(1'010, 1000)}, 800, 0, {});
        QVERIFY(g.places[1].gap.isEmpty());
    }

    void placesStandSideBySideInOrder()
    {
        const TimelineGeometry g = layoutTimeline({{}, bar(500'000, 1000), bar(9'000'000, 50'000), bar(9'060'000, 7)}, 640, 0, {});
        for (qsizetype i = 1; i < g.places.size(); ++i) {
            QVERIFY(g.places[i].rect.left() > g.places[i - 1].rect.right());
            QVERIFY(g.places[i].gap.isEmpty() || g.places[i].gap.left() > g.places[i - 1].rect.right());
        }
    }

    void whatRunsGrows()
    {
        TimelineEntry running{.kind = Kind::Attempt, .startUs = 1'000'000, .running = true};
        const TimelineGeometry early = layoutTimeline({bar(0, 1'000'000), running}, 900, 1'100'000, {});
        const TimelineGeometry late = layoutTimeline({bar(0, 1'000'000), running}, 900, 9'000'000, {});
        QVERIFY(double(late.places[1].bar.width()) / late.places[0].bar.width() > double(early.places[1].bar.width()) / early.places[0].bar.width());
    }

    void nothingToShowTakesNoRoom() { QCOMPARE(layoutTimeline({}, 500, 0, {}).width, 0); }
};

QTEST_GUILESS_MAIN(TestTimelineLayout)
#include "tst_timelinelayout.moc"
