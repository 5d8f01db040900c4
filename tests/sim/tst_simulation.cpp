// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/world.h"

#include <QElapsedTimer>
#include <QLoggingCategory>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;
using namespace Millrace::Sim;

/// Deterministic simulation: storage, clock, order and random behind one seed, held against the reference state machine after every
/// ending. MILLRACE_FAULT_SEED repeats one seed, MILLRACE_SIM_SEEDS says how many are tried.
class TestSimulation : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    struct Told
    {
        QString problem;
        quint64 trace = 0;
        qint64 transitions = 0;
        int endings = 0;
    };

    /// One life of a workspace: work, endings of all kinds in between, and rest.
    Told live(quint64 seed)
    {
        World world(m_folder.path(), {.seed = seed, .fuse = seed % 3 != 0});
        Told told;
        const int lives = 1 + below(world.random(), 4);
        for (int life = 0; life < lives; ++life) {
            if (const auto opened = world.open(); !opened)
                return {u"it does not open: "_s + opened.error().text};
            if (const QString said = world.engine()->status().problem; !said.isEmpty())
                return {u"the engine says: "_s + said};
            if (told.problem = world.problem(); !told.problem.isEmpty())
                return told;
            const int fate = below(world.random(), 4);
            if (fate < 2)
                world.disk().dieAt(1 + below(world.random(), 400));
            else if (fate == 2)
                world.disk().failAt(FaultVfs::kChanges, 1 + below(world.random(), 400));
            world.submit(1 + below(world.random(), 4));
            for (int i = 20 + below(world.random(), 200); i > 0 && !world.engine()->status().stopped; --i)
                world.act();
            ++told.endings;
            if (below(world.random(), 4) == 0 && !world.disk().isDead())
                (void)world.close();
            world.end(below(world.random(), 2) == 0 ? World::End::Killed : World::End::PowerCut);
        }
        if (const auto opened = world.open(); !opened)
            return {u"it does not open: "_s + opened.error().text};
        if (told.problem = world.problem(); !told.problem.isEmpty())
            return told;
        if (!world.rest())
            told.problem = u"it does not come to rest: "_s + world.engine()->status().problem;
        if (told.problem.isEmpty())
            told.problem = world.problem();
        if (told.problem.isEmpty())
            told.problem = world.problemAtRest();
        told.trace = world.disk().trace();
        told.transitions = world.lastSequence();
        if (const auto closed = world.close(); !closed && told.problem.isEmpty())
            told.problem = closed.error().text;
        return told;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QHashSeed::setDeterministicGlobalSeed();
        QLoggingCategory::setFilterRules(u"millrace.engine=false"_s); // it stops all the time here, and says why
    }

    void everyLifeOfAWorkspaceIsAsTheReferenceSays()
    {
        const bool isOne = qEnvironmentVariableIsSet("MILLRACE_FAULT_SEED");
        const quint64 from = isOne ? qEnvironmentVariable("MILLRACE_FAULT_SEED").toULongLong() : 1;
        const quint64 count = qEnvironmentVariableIsSet("MILLRACE_SIM_SEEDS") ? qEnvironmentVariable("MILLRACE_SIM_SEEDS").toULongLong()
            : isOne                                                           ? 1
                                                                              : 80;
        QElapsedTimer timer;
        timer.start();
        qint64 transitions = 0;
        qint64 endings = 0;
        for (quint64 seed = from; seed < from + count; ++seed) {
            const Told told = live(seed);
            QVERIFY2(told.problem.isEmpty(), qPrintable(u"MILLRACE_FAULT_SEED=%1: %2"_s.arg(seed).arg(told.problem)));
            transitions += told.transitions;
            endings += told.endings;
        }
        qInfo("%llu seeds, %lld endings, %lld transitions in %lld ms", static_cast<unsigned long long>(count), static_cast<long long>(endings),
              static_cast<long long>(transitions), static_cast<long long>(timer.elapsed()));
    }

    void theSameSeedIsTheSameRun()
    {
        for (quint64 seed = 1; seed <= 10; ++seed) {
            const Told first = live(seed);
            const Told second = live(seed);
            QCOMPARE(second.trace, first.trace);
            QCOMPARE(second.transitions, first.transitions);
        }
    }
};

QTEST_GUILESS_MAIN(TestSimulation)
#include "tst_simulation.moc"
