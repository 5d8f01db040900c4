// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/circuitbreaker.h"

#include "support/fakeclock.h"

#include <QTest>

using namespace Millrace;

class TestCircuitBreaker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensAfterFailuresInARow()
    {
        FakeClock clock;
        CircuitBreaker breaker(clock, 3, 1000);
        breaker.failed();
        breaker.failed();
        breaker.succeeded();
        breaker.failed();
        breaker.failed();
        QCOMPARE(breaker.admit(), 0);
        breaker.failed();
        QCOMPARE(breaker.state(), CircuitBreaker::State::Open);
        clock.advance(400);
        QCOMPARE(breaker.admit(), 600);
    }

    void letsOneCallTryAfterAWhile()
    {
        FakeClock clock;
        CircuitBreaker breaker(clock, 1, 1000);
        breaker.failed();
        clock.advance(1000);
        QCOMPARE(breaker.admit(), 0);
        QCOMPARE(breaker.state(), CircuitBreaker::State::HalfOpen);
        QVERIFY(breaker.admit() > 0);
        breaker.succeeded();
        QCOMPARE(breaker.state(), CircuitBreaker::State::Closed);
        QCOMPARE(breaker.admit(), 0);
    }

    void opensAgainWhereTheTryFails()
    {
        FakeClock clock;
        CircuitBreaker breaker(clock, 5, 1000);
        for (int i = 0; i < 5; ++i)
            breaker.failed();
        clock.advance(1500);
        QCOMPARE(breaker.admit(), 0);
        breaker.failed();
        QCOMPARE(breaker.state(), CircuitBreaker::State::Open);
        QCOMPARE(breaker.admit(), 1000);
    }

    void letsAnotherTryWhereTheFirstWasAbandoned()
    {
        FakeClock clock;
        CircuitBreaker breaker(clock, 1, 1000);
        breaker.failed();
        clock.advance(1000);
        QCOMPARE(breaker.admit(), 0);
        breaker.abandoned();
        QCOMPARE(breaker.admit(), 0);
    }
};

QTEST_GUILESS_MAIN(TestCircuitBreaker)
#include "tst_circuitbreaker.moc"
