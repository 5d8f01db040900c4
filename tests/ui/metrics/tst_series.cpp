// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/series.h"

#include "metrics/plotcontent.h"
#include "metrics/unittext.h"

#include <QLocale>
#include <QRandomGenerator>
#include <QTest>

#include <cmath>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

const double kNothing = std::nan("");

Series walk(qsizetype count, quint32 seed)
{
    QRandomGenerator random(seed);
    Series series;
    double value = 0;
    for (qsizetype i = 0; i < count; ++i) {
        value += random.generateDouble() - 0.5;
        series.times.append(double(i));
        series.values.append(random.bounded(50) == 0 ? kNothing : value);
    }
    return series;
}

Extent slow(const Series &series, double from, double to)
{
    Extent extent;
    for (qsizetype i = 0; i < series.times.size(); ++i) {
        if (series.times.at(i) >= from && series.times.at(i) <= to)
            extent.add(series.values.at(i));
    }
    return extent;
}

} // namespace

/// What is drawn of a line has to look as all its points would.
class TestSeries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void extremesAreThoseOfEveryPoint_data()
    {
        QTest::addColumn<qsizetype>("count");
        for (const qsizetype count : {0, 1, 31, 32, 33, 1023, 1024, 1025, 40'000})
            QTest::addRow("%lld points", qlonglong(count)) << count;
    }
    void extremesAreThoseOfEveryPoint()
    {
        QFETCH(const qsizetype, count);
        const Series series = walk(count, 7);
        const PlotLine line(series);
        QRandomGenerator random(11);
        for (int i = 0; i < 300; ++i) {
            const double from = random.bounded(int(count) + 10) - 5;
            const double to = from + random.bounded(int(count) + 10);
            const Extent fast = line.extent(from, to);
            const Extent expected = slow(series, from, to);
            QCOMPARE(fast.isEmpty, expected.isEmpty);
            if (!fast.isEmpty) {
                QCOMPARE(fast.least, expected.least);
                QCOMPARE(fast.greatest, expected.greatest);
            }
        }
    }

    void fewPointsStayAsTheyAre()
    {
        const PlotLine line(Series{u"a"_s, {0, 10, 20, 30, 40}, {1, 2, kNothing, 4, 5}});
        const QList<QPointF> points = line.points(15, 32, 100);
        // One on each side, so that lines run to the edge.
        QCOMPARE(points.size(), 4);
        QCOMPARE(points.constFirst(), QPointF(10, 2));
        QVERIFY(std::isnan(points.at(1).y()));
        QCOMPARE(points.constLast(), QPointF(40, 5));
    }

    void eachColumnReachesItsExtremesAndNothingMore()
    {
        const Series series = walk(100'000, 3);
        const PlotLine line(series);
        constexpr int kColumns = 317;
        const double from = 12'345;
        const double to = 98'765;
        const QList<QPointF> points = line.points(from, to, kColumns);
        QVERIFY(points.size() <= kColumns * 4 + 2);
        for (qsizetype i = 1; i < points.size(); ++i)
            QVERIFY(points.at(i - 1).x() <= points.at(i).x());
        const double width = (to - from) / kColumns;
        for (int column = 0; column < kColumns; ++column) {
            const double left = from + width * column;
            const double right = left + width;
            Extent all;
            for (qsizetype i = qsizetype(std::ceil(left)); i < std::min(right, to); ++i)
                all.add(series.values.at(i));
            Extent drawn;
            for (const QPointF &point : points) {
                if (point.x() >= left && point.x() < right)
                    drawn.add(point.y());
            }
            QCOMPARE(drawn.least, all.least);
            QCOMPARE(drawn.greatest, all.greatest);
        }
    }

    void aGapOfWholeColumnsBreaksTheLine()
    {
        Series series = walk(10'000, 5);
        for (qsizetype i = 4'000; i < 6'000; ++i)
            series.values[i] = kNothing;
        const QList<QPointF> points = PlotLine(series).points(0, 9'999, 100);
        QVERIFY(std::ranges::any_of(points, [](const QPointF &p) { return p.x() >= 4'000 && p.x() < 6'000 && std::isnan(p.y()); }));
        QVERIFY(std::ranges::none_of(points, [](const QPointF &p) { return p.x() > 4'000 && p.x() < 5'999 && !std::isnan(p.y()); }));
    }

    void theNearestPointIsFound()
    {
        const PlotLine line(Series{{}, {10, 20, 40}, {1, 2, 3}});
        QCOMPARE(line.nearest(-5), 0);
        QCOMPARE(line.nearest(14), 0);
        QCOMPARE(line.nearest(16), 1);
        QCOMPARE(line.nearest(29), 1);
        QCOMPARE(line.nearest(31), 2);
        QCOMPARE(line.nearest(1e9), 2);
        QCOMPARE(PlotLine().nearest(1), -1);
    }

    void stackedLinesStandOnEachOther()
    {
        const QList<Series> all = stacked({{u"a"_s, {1, 2, 3}, {1, kNothing, 3}}, {u"b"_s, {1, 2, 4}, {10, 20, kNothing}}});
        QCOMPARE(all.size(), 2);
        QCOMPARE(all.at(1).times, (QList<double>{1, 2, 3, 4}));
        QCOMPARE(all.at(0).values.first(3), (QList<double>{1, 0, 3}));
        QCOMPARE(all.at(1).values.first(3), (QList<double>{11, 20, 3}));
        // Where none measured anything there is a gap.
        QVERIFY(std::isnan(all.at(0).values.at(3)) && std::isnan(all.at(1).values.at(3)));
    }

    void valuesAreWrittenForPeople_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("unit");
        QTest::addColumn<QString>("text");
        QTest::newRow("µs") << 0.000843 << u"seconds"_s << u"843\u202Fµs"_s;
        QTest::newRow("ms") << 0.00123 << u"seconds"_s << u"1.23\u202Fms"_s;
        QTest::newRow("s") << 0.9997 << u"seconds"_s << u"1.00\u202Fs"_s;
        QTest::newRow("below two minutes") << 90.0 << u"seconds"_s << u"90\u202Fs"_s;
        QTest::newRow("minutes") << 150.0 << u"seconds"_s << u"2.50\u202Fmin"_s;
        QTest::newRow("bytes") << 1536.0 << u"bytes"_s << u"1.50\u202FKiB"_s;
        QTest::newRow("bytes per second") << 3145728.0 << u"bytes/s"_s << u"3\u202FMiB/s"_s;
        QTest::newRow("share") << 0.1234 << u"ratio"_s << u"12.3\u202F%"_s;
        QTest::newRow("rate") << 12.4 << u"1/s"_s << u"12.4\u202F/s"_s;
        QTest::newRow("a count is whole") << 1234.0 << u""_s << u"1,234"_s;
        QTest::newRow("large") << 12'345'678.0 << u"tokens"_s << u"12.3\u202FM"_s;
        QTest::newRow("cost") << 0.01234 << u"cost"_s << u"0.0123"_s;
        QTest::newRow("nothing") << kNothing << u"seconds"_s << u"–"_s;
    }
    void valuesAreWrittenForPeople()
    {
        QFETCH(const double, value);
        QFETCH(const QString, unit);
        QFETCH(const QString, text);
        QCOMPARE(UnitText::value(value, UnitName::of(unit).unit), text);
    }

    void numbersFollowTheLocale()
    {
        const QLocale before;
        QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
        QCOMPARE(UnitText::value(0.00123, Unit::Seconds), u"1,23\u202Fms"_s);
        QLocale::setDefault(before);
    }

    void ticksAreRoundInTheUnitThatIsShown()
    {
        const QList<double> bytes = UnitText::ticks(0, 4 * 1024 * 1024, 4, Unit::Bytes);
        QCOMPARE(bytes, (QList<double>{0, 1048576, 2097152, 3145728, 4194304}));
        QCOMPARE(UnitText::tick(bytes.at(1), bytes, Unit::Bytes), u"1\u202FMiB"_s);
        const QList<double> times = UnitText::ticks(0, 0.01, 5, Unit::Seconds);
        QCOMPARE(times.size(), 6);
        QCOMPARE(UnitText::tick(times.at(1), times, Unit::Seconds), u"2\u202Fms"_s);
        QCOMPARE(UnitText::tick(0, times, Unit::Seconds), u"0"_s);
        QVERIFY(UnitText::ticks(1, 1, 5, Unit::Number).isEmpty());
        QVERIFY(UnitText::ticks(0, kNothing, 5, Unit::Number).isEmpty());
    }

    void timesStandAtRoundMoments()
    {
        const double start = 1'790'000'123;
        for (const double span : {1.0, 60.0, 900.0, 3600.0, 86400.0, 30 * 86400.0, 3 * 365 * 86400.0}) {
            const QList<double> ticks = UnitText::timeTicks(start, start + span, 6);
            QVERIFY2(!ticks.isEmpty() && ticks.size() <= 8, qPrintable(QString::number(span)));
            for (const double tick : ticks)
                QVERIFY(tick >= start && tick <= start + span && !UnitText::timeTick(tick, start, start + span).isEmpty());
        }
    }
};

QTEST_APPLESS_MAIN(TestSeries)
#include "tst_series.moc"
