// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/records.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestRecords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsBalance()
    {
        StatusCounts counts;
        QCOMPARE(counts.submitted(), 0);
        qint64 each = 1;
        for (const ContextStatus status : kAllStatuses) {
            counts.of(status) = each;
            each *= 10;
        }
        QCOMPARE(counts.submitted(), 11'111'111);
        QCOMPARE(counts.active(), 111);
        QCOMPARE(counts.of(ContextStatus::Cancelled), 10'000'000);
    }

    void countsAreWrittenInTheContractsOrder()
    {
        StatusCounts counts;
        counts.of(ContextStatus::Completed) = 3;
        counts.of(ContextStatus::Failed) = 1;
        QCOMPARE(
            counts.toJson().toBytes(),
            R"({"submitted":4,"pending":0,"processing":0,"retrying":0,"awaiting_review":0,"quarantined":0,"completed":3,"failed":1,"cancelled":0})"_ba);
    }

    void recordsCompareByTheirFields()
    {
        ContextSummary a;
        ContextSummary b = a;
        QCOMPARE(a, b);
        b.attempt = 2;
        QVERIFY(a != b);
        TransitionRecord first;
        TransitionRecord second = first;
        second.edit = Json::array();
        QVERIFY(first != second);
        ChangeSet none;
        QCOMPARE(none, ChangeSet());
        none.reset = true;
        QVERIFY(none != ChangeSet());
    }
};

QTEST_APPLESS_MAIN(TestRecords)
#include "tst_records.moc"
