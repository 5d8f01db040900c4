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
            samples.append({minute, 100 + warm + burst + random.bounded(1.0) + mbPerHour * minute / 60,
                            40 + static_cast<int>(leakedPerMinute * minute), walMb, 2});
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
        QList<double> x;
        QList<double> y;
        for (int i = 0; i < 100; ++i) {
            x.append(i);
            y.append(i % 5 == 0 ? 1000 : 3.0 * i);
        }
        QVERIFY(qAbs(theilSenSlope(x, y) - 3) < 0.2);
        QCOMPARE(theilSenSlope({1}, {1}), 0);
    }

    void aFlatRunPasses()
    {
        const SoakVerdict verdict = judgeSoak(run(0), minutes(1));
        QVERIFY2(verdict.failures.isEmpty(), qPrintable(verdict.failures.join(u'\n')));
        QCOMPARE(verdict.warmUpMinutes, 6);
        QVERIFY(qAbs(verdict.residentMbPerHour) < 0.3);
    }

    void whatGrowsIsTold_data()
    {
        QTest::addColumn<double>("mbPerHour");
        QTest::addColumn<double>("walMb");
        QTest::addColumn<int>("leaked");
        QTest::addColumn<double>("slower");
        QTest::addColumn<QString>("said");
        QTest::newRow("memory") << 2.0 << 20.0 << 0 << 1.0 << u"memory grows by 2."_s;
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
