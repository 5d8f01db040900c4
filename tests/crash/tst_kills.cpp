// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "victimrun.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;

/// kill -9 at random moments under load: what was acknowledged is there, nothing happens twice, no history has a gap. The seed is
/// printed; MILLRACE_CRASH_SEED repeats a run, MILLRACE_CRASH_KILLS makes it longer.
class TstKills : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingPromisedIsLostAtRandomMoments();
    void anEngineWorksWithinAQuarterOfAGigabyte();
};

/// R5: without a window, with all its threads, everything that the victim does.
void TstKills::anEngineWorksWithinAQuarterOfAGigabyte()
{
    VictimRun run;
    run.limitData(qint64(256) * 1024 * 1024);
    QVERIFY(run.start(500, {}));
    const QString problem = run.problemAtTheEnd();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QVERIFY(run.contexts() > 500);
}

void TstKills::nothingPromisedIsLostAtRandomMoments()
{
    const quint32 seed = qEnvironmentVariableIsSet("MILLRACE_CRASH_SEED") ? qEnvironmentVariable("MILLRACE_CRASH_SEED").toUInt()
                                                                          : QRandomGenerator::system()->generate();
    const int wanted = qEnvironmentVariableIsSet("MILLRACE_CRASH_KILLS") ? qEnvironmentVariableIntValue("MILLRACE_CRASH_KILLS") : 128;
    qInfo("seed %u, %d kills", seed, wanted);
    QRandomGenerator random(seed);

    constexpr int kKillsPerWorkspace = 20;
    int kills = 0;
    qint64 contexts = 0;
    qint64 started = 0;
    qint64 ticks = 0;
    qint64 aside = 0;
    qint64 mended = 0;
    qint64 hits = 0;
    QList<qint64> openings;
    while (kills < wanted) {
        VictimRun run;
        for (int i = 0; i < kKillsPerWorkspace && kills < wanted;) {
            // Mostly in the middle of the work; now and then while it opens the file, or makes it.
            const bool atWork = random.bounded(5) > 0;
            QVERIFY(run.start(100'000, VictimRun::Kill{atWork, random.bounded(0, 60'000)}));
            if (run.wasKilled()) {
                ++kills;
                ++i;
            }
            const QString problem = run.problemAfterReopening();
            QVERIFY2(problem.isEmpty(), qPrintable(u"kill %1: %2"_s.arg(kills).arg(problem)));
        }
        const QString problem = run.problemAtTheEnd();
        QVERIFY2(problem.isEmpty(), qPrintable(u"after %1 kills: %2"_s.arg(kills).arg(problem)));
        contexts += run.contexts();
        started += run.started();
        ticks += run.ticks();
        aside += run.aside();
        mended += run.mended();
        hits += run.hits();
        openings.append(run.openingTimesUs());
    }
    QVERIFY(contexts > 0);
    QVERIFY(aside > 0 && mended > 0 && hits > 0);
    std::ranges::sort(openings);
    const qint64 p99 = openings.at(openings.size() * 99 / 100);
    qInfo("%d kills, %lld contexts (%lld started by events, %lld by the schedule), %lld by a condition, %lld by a way for errors, %lld results found "
          "again, 0 lost, 0 twice; reopened in %lld ms (median), %lld ms (p99)",
          kills, static_cast<long long>(contexts), static_cast<long long>(started - ticks), static_cast<long long>(ticks),
          static_cast<long long>(aside), static_cast<long long>(mended), static_cast<long long>(hits),
          static_cast<long long>(openings.at(openings.size() / 2) / 1000), static_cast<long long>(p99 / 1000));
    // R1's 250 ms, by a percentile that one moment without a processor does not decide.
    const qint64 p90 = openings.at(openings.size() * 9 / 10);
    QVERIFY2(p90 <= 250'000, qPrintable(u"nine of ten openings took up to %1 ms"_s.arg(p90 / 1000)));
}

QTEST_GUILESS_MAIN(TstKills)
#include "tst_kills.moc"
