// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/clock.h"

#include <QDateTime>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestClock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesS2sForm()
    {
        QCOMPARE(isoSeconds(1'684'146'600'000'000), u"2023-05-15T10:30:00Z"_s);
        QCOMPARE(isoSeconds(1'684'146'600'999'999), u"2023-05-15T10:30:00Z"_s);
        QCOMPARE(isoMicroseconds(1'684'146'600'123'456), u"2023-05-15T10:30:00.123456Z"_s);
        QCOMPARE(isoMicroseconds(1'684'146'600'000'001), u"2023-05-15T10:30:00.000001Z"_s);
        QCOMPARE(isoSeconds(-1), u"1969-12-31T23:59:59Z"_s);
        QCOMPARE(isoMicroseconds(-1), u"1969-12-31T23:59:59.999999Z"_s);
    }

    void readsIso8601_data()
    {
        QTest::addColumn<qint64>("us");
        QTest::newRow("2023-05-15T10:30:00Z") << qint64(1'684'146'600'000'000);
        QTest::newRow("2023-05-15T12:30:00+02:00") << qint64(1'684'146'600'000'000);
        QTest::newRow("2023-05-15T10:30:00.250Z") << qint64(1'684'146'600'250'000);
        QTest::newRow("1969-12-31T23:59:59Z") << qint64(-1'000'000);
        QTest::newRow("2023-05-15T10:30:00.123456Z") << qint64(1'684'146'600'123'456);
    }
    void readsIso8601()
    {
        const auto us = parseIso(QString::fromUtf8(QTest::currentDataTag()));
        QVERIFY(us);
        QTEST(*us, "us");
    }

    void microsecondsSurviveARoundTrip()
    {
        for (const qint64 us : {qint64(0), qint64(1), qint64(1'684'146'600'000'007), qint64(-1), qint64(1'684'146'600'999'999)})
            QCOMPARE(parseIso(isoMicroseconds(us)), us);
    }

    void refusesWhatIsNoInstant_data()
    {
        QTest::addColumn<bool>("isRead");
        for (const char *text :
             {"", "2023-05-15", "2023-05-15T10:30:00", "2023-13-15T10:30:00Z", "2023-05-15T25:30:00Z", "yesterday", "1684146600", "10:30:00Z"})
            QTest::newRow(text) << false;
    }
    void refusesWhatIsNoInstant() { QTEST(parseIso(QString::fromUtf8(QTest::currentDataTag())).has_value(), "isRead"); }

    void theSystemsClocksRun()
    {
        const Clock &clock = Clock::system();
        const qint64 first = clock.monotonicUs();
        QVERIFY(clock.monotonicUs() >= first);
        QVERIFY(qAbs(clock.nowUs() / 1000 - QDateTime::currentMSecsSinceEpoch()) < 5000);
    }
};

QTEST_APPLESS_MAIN(TestClock)
#include "tst_clock.moc"
