// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/definition.h"

#include <QTest>

#include <limits>

using namespace Millrace;

class TestRetryPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void delaysDoubleUpToTheLongest()
    {
        RetryPolicy policy;
        policy.delayMs = 100;
        policy.maxDelayMs = 1000;
        policy.jitter = 0;
        QCOMPARE(policy.delayUs(1, 0.3), 100'000);
        QCOMPARE(policy.delayUs(2, 0.3), 200'000);
        QCOMPARE(policy.delayUs(3, 0.9), 400'000);
        QCOMPARE(policy.delayUs(4, 0.0), 800'000);
        QCOMPARE(policy.delayUs(5, 0.5), 1'000'000);
        QCOMPARE(policy.delayUs(1000, 0.5), 1'000'000);
        QCOMPARE(policy.delayUs(std::numeric_limits<int>::max(), 0.5), 1'000'000);
    }

    void aFixedDelayStays()
    {
        RetryPolicy policy;
        policy.backoff = RetryPolicy::Backoff::Fixed;
        policy.delayMs = 250;
        policy.jitter = 0;
        for (const int attempt : {0, 1, 2, 50})
            QCOMPARE(policy.delayUs(attempt, 0.5), 250'000);
    }

    void jitterSpreadsEitherWay()
    {
        RetryPolicy policy;
        policy.delayMs = 1000;
        policy.jitter = 0.1;
        QCOMPARE(policy.delayUs(1, 0.0), 900'000);
        QCOMPARE(policy.delayUs(1, 0.5), 1'000'000);
        for (double random = 0; random < 1; random += 0.01) {
            const qint64 delay = policy.delayUs(1, random);
            QVERIFY(delay >= 900'000 && delay < 1'100'000);
        }
        policy.jitter = 1;
        QCOMPARE(policy.delayUs(1, 0.0), 0);
        QVERIFY(policy.delayUs(1, 0.999) < 2'000'000);
    }

    void noDelayIsAllowed()
    {
        RetryPolicy policy;
        policy.delayMs = 0;
        policy.maxDelayMs = 0;
        QCOMPARE(policy.delayUs(10, 0.7), 0);
    }
};

QTEST_APPLESS_MAIN(TestRetryPolicy)
#include "tst_retrypolicy.moc"
