// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "soak/soakverdict.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;

/// The judge of a soak has to see a slow leak behind noise, and to let noise pass.
class TestSoakVerdict : public QObject
{
    Q_OBJECT

    /// Thirty minutes, a look every five seconds: a level that rises while it warms up, noise, and now and then a large document.
    static QList<SoakSample> run(double mbPerHour, double walMb = 20, int leakedPerMinute = 0)
    {
        QRandomGenerator random(7);
        QList<SoakSample> samples;
        for (int i = 0; i <= 360; ++i) {
            const double minute = i / 12.0;
            const double warm = std::min(minute / 4, 1.0) * 60;
            const double burst = random.bounded(10) == 0 ? 40 : 0;
            const double level = warm + burst + random.bounded(1.0);
            samples.append({minute, 100 + level + mbPerHour * minute / 60, 50 + level, 40 + static_cast<int>(leakedPerMinute * minute), walMb, 2});
        }
        return samples;
    }

    static QList<SoakMinute> minutes(double lastFactor)
    {
        QList<SoakMinute> all;
        for (int minute = 1; minute <= 30; ++minute)
            all.append({minute, 2, minute == 12 ? 90 : minute > 20 ? 5 * lastFactor : 5, 3});
        return all;
    }

private Q_SLOTS:
    void aSlopeOutlivesOutliers()
    {
        QList<double> minutes;
        QList<double> mb;
        for (int i = 0; i < 100; ++i) {
            minutes.append(i);
            mb.append(i % 5 == 0 ? 1000 : 3.0 * i);
        }
        const SoakSlope slope = slopeOf(minutes, mb);
        QVERIFY2(qAbs(slope.mbPerHour - 180) < 12, qPrintable(QString::number(slope.mbPerHour)));
        QVERIFY(slope.low <= slope.mbPerHour && slope.mbPerHour <= slope.high);
        QCOMPARE(slopeOf({1}, {1}).high, 0);
    }

    /// The interval holds the true slope about 95 times of 100.
    void theIntervalHoldsTheTruth()
    {
        int held = 0;
        for (quint32 seed = 1; seed <= 200; ++seed) {
            QRandomGenerator random(seed);
            QList<double> minutes;
            QList<double> mb;
            for (int i = 0; i < 24; ++i) {
                minutes.append(i);
                mb.append(i * 4 / 60.0 + random.bounded(3.0) + random.bounded(3.0) + random.bounded(3.0));
            }
            const SoakSlope slope = slopeOf(minutes, mb);
            held += slope.low <= 4 && 4 <= slope.high;
        }
        QVERIFY2(held >= 180, qPrintable(QString::number(held)));
    }

    void aRunThatCannotTellSaysSo()
    {
        QRandomGenerator random(3);
        QList<SoakSample> samples = run(0);
        for (SoakSample &sample : samples)
            sample.residentMb += (std::floor(sample.minute) > 18 ? 25 : 0) + random.bounded(60.0);
        const SoakVerdict verdict = judgeSoak(samples, minutes(1));
        QCOMPARE(verdict.failures.size(), 1);
    }

    void aFlatRunPasses()
    {
        const SoakVerdict verdict = judgeSoak(run(0), minutes(1));
        QVERIFY2(verdict.failures.isEmpty(), qPrintable(verdict.failures.join(u'\n')));
        QCOMPARE(verdict.warmUpMinutes, 6);
        QVERIFY(qAbs(verdict.resident.mbPerHour) < 0.3);
    }

    void whatGrowsIsTold_data()
    {
        QTest::addColumn<double>("mbPerHour");
        QTest::addColumn<double>("walMb");
        QTest::addColumn<int>("leaked");
        QTest::addColumn<double>("slower");
        QTest::addColumn<QString>("said");
        QTest::newRow("memory") << 2.0 << 20.0 << 0 << 1.0 << u"what is resident "_s;
        QTest::newRow("log") << 0.0 << 65.0 << 0 << 1.0 << u"the write-ahead log came to 65.0 MB; 64 are allowed"_s;
        QTest::newRow("descriptors") << 0.0 << 20.0 << 1 << 1.0 << u"descriptors went from 50 to 66"_s;
        QTest::newRow("commits") << 0.0 << 20.0 << 0 << 2.2 << u"p99 of a commit went from 5.0 to 11.0 ms"_s;
    }
    void whatGrowsIsTold()
    {
        QFETCH(double, mbPerHour);
        QFETCH(double, walMb);
        QFETCH(int, leaked);
        QFETCH(double, slower);
        QFETCH(QString, said);
        const SoakVerdict verdict = judgeSoak(run(mbPerHour, walMb, leaked), minutes(slower));
        QCOMPARE(verdict.failures.size(), 1);
        QVERIFY2(verdict.failures.first().startsWith(said), qPrintable(verdict.failures.first()));
    }

    void aShortRunSaysNothingAboutSlopes()
    {
        const SoakVerdict verdict = judgeSoak(run(50).first(60), {});
        QVERIFY(!verdict.judgesGrowth);
        QVERIFY(verdict.failures.isEmpty());
        QVERIFY(!judgeSoak({}, {}).failures.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSoakVerdict)
#include "tst_soakverdict.moc"
