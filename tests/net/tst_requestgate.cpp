// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/requestgate.h"

#include "support/fakeclock.h"

#include <QTest>

using namespace Millrace;

class TestRequestGate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void letsSoManyInAtOnce()
    {
        FakeClock clock;
        RequestGate gate(clock, 0, 2);
        QCOMPARE(gate.enter(), 0);
        QCOMPARE(gate.enter(), 0);
        QCOMPARE(gate.enter(), -1);
        gate.leave();
        QCOMPARE(gate.enter(), 0);
    }

    void letsSoManyInPerMinute()
    {
        FakeClock clock;
        RequestGate gate(clock, 60, 0);
        int entered = 0;
        while (gate.enter() == 0)
            ++entered;
        QCOMPARE(entered, 10);
        const qint64 wait = gate.enter();
        QCOMPARE(wait, 1'000'000);
        clock.advance(wait);
        QCOMPARE(gate.enter(), 0);
        for (int second = 0; second < 600; ++second) {
            clock.advance(100'000);
            entered += gate.enter() == 0 ? 1 : 0;
        }
        // A minute has gone by.
        QCOMPARE(entered, 70);
    }

    void letsOneInWhereTheLimitIsSmall()
    {
        FakeClock clock;
        RequestGate gate(clock, 1, 0);
        QCOMPARE(gate.enter(), 0);
        QCOMPARE(gate.enter(), 60'000'000);
        clock.advance(60'000'000);
        QCOMPARE(gate.enter(), 0);
    }

    void hasNoLimitsWhereNoneAreSet()
    {
        FakeClock clock;
        RequestGate gate(clock, 0, 0);
        for (int i = 0; i < 1000; ++i)
            QCOMPARE(gate.enter(), 0);
    }
};

QTEST_GUILESS_MAIN(TestRequestGate)
#include "tst_requestgate.moc"
