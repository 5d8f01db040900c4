// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/format.h"

#include <QTest>
#include <QTimeZone>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestFormat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }

    void durationsHaveThreeSignificantDigits_data()
    {
        QTest::addColumn<qint64>("us");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << qint64(0) << u"0 µs"_s;
        QTest::newRow("microseconds") << qint64(843) << u"843 µs"_s;
        QTest::newRow("milliseconds") << qint64(1'234) << u"1.23 ms"_s;
        QTest::newRow("tens") << qint64(12'345) << u"12.3 ms"_s;
        QTest::newRow("never four digits") << qint64(9'996) << u"10.0 ms"_s;
        QTest::newRow("hundreds") << qint64(843'200) << u"843 ms"_s;
        QTest::newRow("rounds up to the next unit") << qint64(999'700) << u"1.00 s"_s;
        QTest::newRow("seconds") << qint64(12'340'000) << u"12.3 s"_s;
        QTest::newRow("minute") << qint64(59'960'000) << u"1 min 00 s"_s;
        QTest::newRow("minutes") << qint64(125'000'000) << u"2 min 05 s"_s;
        QTest::newRow("hours") << qint64(7'620'000'000) << u"2 h 07 min"_s;
        QTest::newRow("days") << qint64(3) * 86'400'000'000 << u"3 d 0 h"_s;
        QTest::newRow("negative") << qint64(-1) << QString();
    }

    void durationsHaveThreeSignificantDigits()
    {
        QFETCH(qint64, us);
        QFETCH(QString, text);
        QCOMPARE(Format::duration(us), text);
    }

    void clockTimeNamesTheDateOnlyWhenItIsNotToday()
    {
        const QDateTime now(QDate(2026, 3, 12), QTime(15, 0), QTimeZone::UTC);
        const auto us = [](const QDateTime &time) { return time.toMSecsSinceEpoch() * 1000; };
        QCOMPARE(Format::clockTime(us(now.addSecs(-3398)), now), u"14:03:22"_s);
        QCOMPARE(Format::clockTime(us(now.addDays(-1)), now), u"11 Mar 15:00:00"_s);
        QCOMPARE(Format::clockTime(us(now.addYears(-1)), now), u"12 Mar 2025 15:00:00"_s);
        QCOMPARE(Format::clockTime(0, now), QString());
    }

    void countsAreGroupedByLocale()
    {
        QCOMPARE(Format::count(1'234'567), u"1,234,567"_s);
        QLocale::setDefault(QLocale::c());
        QCOMPARE(Format::count(1'234'567), u"1,234,567"_s);
        QLocale::setDefault(QLocale(QLocale::German));
        QCOMPARE(Format::count(1'234'567), u"1.234.567"_s);
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    }

    void idsAreShortenedInTheMiddle()
    {
        QCOMPARE(Format::shortId(u"ctx_123456"_s), u"ctx_123456"_s);
        const QString id = u"0198f2c1-9d3a-7b60-8a51-3f1e6ca1b3c4"_s;
        QCOMPARE(Format::shortId(id).size(), 15);
        QVERIFY(Format::shortId(id).startsWith(u"0198f2c1"_s));
        QVERIFY(Format::shortId(id).endsWith(u"a1b3c4"_s.last(5)));
        QVERIFY(Format::shortId(id).contains(u'…'));
    }

    void shortDurationsHaveOneUnit()
    {
        QCOMPARE(Format::shortDuration(12'300'000), u"12.3 s"_s);
        QCOMPARE(Format::shortDuration(2'551'000'000), u"43 min"_s);
        QCOMPARE(Format::shortDuration(7'600'000'000), u"2 h"_s);
        QCOMPARE(Format::shortDuration(200'000'000'000), u"2 d"_s);
    }

    void filesAreNamedWithoutTheirFolders()
    {
        QCOMPARE(Format::withoutFolders(u"/home/ada/my notes/broken.json:3: a comma is missing"_s), u"broken.json:3: a comma is missing"_s);
        QCOMPARE(Format::withoutFolders(u"in \"/a/b.csv\" and /c/d/e.csv"_s), u"in \"b.csv\" and e.csv"_s);
        QCOMPARE(Format::withoutFolders(u"12 km/h / 3 of 4 at /data/title"_s), u"12 km/h / 3 of 4 at /data/title"_s);
        QCOMPARE(Format::withoutFolders(u"https://example.org/a/b"_s), u"https://example.org/a/b"_s);
    }

    void ratesLoseTheirDecimalsWhenLarge()
    {
        QCOMPARE(Format::rate(0), u"0 /s"_s);
        QCOMPARE(Format::rate(12.44), u"12.4 /s"_s);
        QCOMPARE(Format::rate(1234.5), u"1,235 /s"_s);
    }
};

QTEST_GUILESS_MAIN(TestFormat)
#include "tst_format.moc"
