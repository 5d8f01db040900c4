// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/contextstate.h"

#include <QSet>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;
using enum ContextStatus;

class TestContextState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void storedValuesNeverChange()
    {
        QCOMPARE(static_cast<int>(Pending), 0);
        QCOMPARE(static_cast<int>(Processing), 1);
        QCOMPARE(static_cast<int>(Retrying), 2);
        QCOMPARE(static_cast<int>(AwaitingReview), 3);
        QCOMPARE(static_cast<int>(Quarantined), 4);
        QCOMPARE(static_cast<int>(Completed), 5);
        QCOMPARE(static_cast<int>(Failed), 6);
        QCOMPARE(static_cast<int>(Cancelled), 7);
    }

    void namesGoBothWays()
    {
        QSet<QString> names;
        for (const ContextStatus status : kAllStatuses) {
            const QString name = statusName(status);
            QCOMPARE(statusFromName(name), status);
            names.insert(name);
        }
        QCOMPARE(names.size(), 8);
        QCOMPARE(statusName(AwaitingReview), "awaiting_review"_L1);
        for (const auto &name : {u""_s, u"Pending"_s, u"done"_s, u"pending "_s})
            QVERIFY(!statusFromName(name));
    }

    void everyTransitionIsInTheTable_data()
    {
        QTest::addColumn<ContextStatus>("from");
        QTest::addColumn<QList<ContextStatus>>("allowed");
        const auto row = [](ContextStatus from, const QList<ContextStatus> &allowed) { QTest::newRow(statusName(from).data()) << from << allowed; };
        row(Pending, {Processing, Quarantined, Failed, Cancelled});
        row(Processing, {Processing, Retrying, AwaitingReview, Quarantined, Completed, Failed, Cancelled});
        row(Retrying, {Processing, Quarantined, Failed, Cancelled});
        row(AwaitingReview, {Processing, Quarantined, Cancelled});
        row(Quarantined, {Retrying, Cancelled});
        row(Completed, {});
        row(Failed, {Retrying, Cancelled});
        row(Cancelled, {});
    }
    void everyTransitionIsInTheTable()
    {
        QFETCH(ContextStatus, from);
        QFETCH(QList<ContextStatus>, allowed);
        for (const ContextStatus to : kAllStatuses)
            QVERIFY2(isTransitionAllowed(from, to) == allowed.contains(to), statusName(to).data());
    }

    void restingMeansNothingMovesByItself()
    {
        const QList<ContextStatus> resting = {AwaitingReview, Quarantined, Completed, Failed, Cancelled};
        const QList<ContextStatus> final = {Completed, Cancelled};
        for (const ContextStatus status : kAllStatuses) {
            QCOMPARE(isResting(status), resting.contains(status));
            QCOMPARE(isFinal(status), final.contains(status));
            QVERIFY(!isFinal(status) || std::ranges::none_of(kAllStatuses, [&](ContextStatus to) { return isTransitionAllowed(status, to); }));
        }
    }
};

QTEST_APPLESS_MAIN(TestContextState)
#include "tst_contextstate.moc"
