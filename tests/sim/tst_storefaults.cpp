// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/world.h"

#include <QElapsedTimer>
#include <QLoggingCategory>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

#include <atomic>

using namespace Qt::StringLiterals;
using namespace Millrace;
using namespace Millrace::Sim;

namespace {

// --- an allocator that says no at the nth call ------------------------------------------------------------------------------
sqlite3_mem_methods s_real;
std::atomic<qint64> s_untilRefusal = 0;
std::atomic<bool> s_hasRefused = false;

bool refuses()
{
    if (s_untilRefusal.load() <= 0 || --s_untilRefusal > 0)
        return false;
    s_hasRefused = true;
    return true;
}
void *allocate(int size)
{
    return refuses() ? nullptr : s_real.xMalloc(size);
}
void *reallocate(void *block, int size)
{
    return refuses() ? nullptr : s_real.xRealloc(block, size);
}

} // namespace

/// The disk fails, fills up, or loses power under a working engine, and memory runs out in the storage layer. Nothing acknowledged is lost,
/// the engine says why it stopped, and the file opens again. MILLRACE_FAULT_CASES=all runs every case of R3 to R6; a share is the default.
class TestStoreFaults : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_step = 1; ///< every so many cases

    static QString reopened(World &world, bool rests)
    {
        if (const auto opened = world.open(); !opened)
            return u"it does not open again: "_s + opened.error().text;
        if (const QString said = world.engine()->status().problem; !said.isEmpty())
            return u"the engine says: "_s + said;
        if (const QString problem = world.problem(); !problem.isEmpty())
            return problem;
        if (!rests)
            return {};
        if (!world.rest())
            return u"it does not come to rest: "_s + world.engine()->status().problem;
        const QString problem = world.problem();
        return problem.isEmpty() ? world.problemAtRest() : problem;
    }

private Q_SLOTS:
    void initTestCase()
    {
        // Before anything opens a database.
        QVERIFY(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &s_real) == SQLITE_OK);
        sqlite3_mem_methods faulty = s_real;
        faulty.xMalloc = allocate;
        faulty.xRealloc = reallocate;
        QVERIFY(sqlite3_config(SQLITE_CONFIG_MALLOC, &faulty) == SQLITE_OK);
        QHashSeed::setDeterministicGlobalSeed();
        QLoggingCategory::setFilterRules(u"millrace.engine=false"_s);
        m_step = qEnvironmentVariableIsSet("MILLRACE_FAULT_CASES") ? 1 : 20;
    }

    void aPowerCutLosesNothingAcknowledged()
    {
        qint64 promised = 0;
        int cases = 0;
        for (quint64 seed = 1; seed <= 1000; seed += static_cast<quint64>(m_step)) {
            World world(m_folder.path(), {.seed = seed});
            for (int cut = 0; cut < 2; ++cut) {
                const QString problem = reopened(world, false);
                QVERIFY2(problem.isEmpty(), qPrintable(u"seed %1: %2"_s.arg(seed).arg(problem)));
                world.disk().dieAt(1 + below(world.random(), 300));
                world.submit(3);
                while (!world.engine()->status().stopped)
                    world.act();
                promised += world.promisedSequence();
                world.end(World::End::PowerCut);
                ++cases;
            }
            const QString problem = reopened(world, seed % 4 == 1);
            QVERIFY2(problem.isEmpty(), qPrintable(u"seed %1: %2"_s.arg(seed).arg(problem)));
        }
        qInfo("%d power cuts, %lld transitions promised, 0 lost", cases, static_cast<long long>(promised));
    }

    void aPowerCutWithoutFullSyncLosesTheNewestAndSaysSo()
    {
        qint64 most = 0;
        int losses = 0;
        int cases = 0;
        for (quint64 seed = 1; seed <= 1000; seed += static_cast<quint64>(m_step)) {
            World world(m_folder.path(), {.seed = seed, .synchronousFull = false});
            QVERIFY(world.open());
            world.disk().dieAt(1 + below(world.random(), 600));
            world.submit(3);
            while (!world.engine()->status().stopped)
                world.act();
            const qint64 promised = world.promisedSequence();
            world.end(World::End::PowerCut);
            const qint64 lost = promised - world.lastSequence();
            QVERIFY(world.open());
            ++cases;
            const QString said = world.engine()->status().problem;
            if (lost > 0) {
                ++losses;
                most = std::max(most, lost);
                QVERIFY2(said.startsWith(u"%1 recorded changes after number %2 are lost"_s.arg(lost).arg(promised - lost)), qPrintable(said));
            } else {
                QVERIFY2(said.isEmpty(), qPrintable(said));
            }
            world.forgetPromises();
            QString problem = world.problem(true);
            if (problem.isEmpty() && !world.rest())
                problem = u"it does not come to rest"_s;
            if (problem.isEmpty())
                problem = world.problemAtRest();
            QVERIFY2(problem.isEmpty(), qPrintable(u"seed %1: %2"_s.arg(seed).arg(problem)));
        }
        qInfo("%d power cuts, %d with losses, at most %lld transitions, all told", cases, losses, static_cast<long long>(most));
    }

    void aFailingCallStopsTheEngineAndLosesNothing_data()
    {
        QTest::addColumn<int>("kinds");
        QTest::newRow("read") << static_cast<int>(FaultVfs::Call::Read);
        QTest::newRow("write") << static_cast<int>(FaultVfs::Call::Write);
        QTest::newRow("sync") << static_cast<int>(FaultVfs::Call::Sync);
        QTest::newRow("truncate and remove") << static_cast<int>(FaultVfs::Call::Truncate) + static_cast<int>(FaultVfs::Call::Remove);
    }
    void aFailingCallStopsTheEngineAndLosesNothing()
    {
        QFETCH(int, kinds);
        int failed = 0;
        int stopped = 0;
        for (int n = 1; n <= 500; n += m_step) {
            World world(m_folder.path(), {.seed = static_cast<quint64>(n)});
            world.disk().failAt(kinds, n, n % 2 == 0);
            if (world.open()) {
                world.submit(3);
                for (int i = 0; i < 800 && !world.engine()->status().stopped; ++i)
                    world.act();
            }
            if (world.engine() && world.engine()->status().stopped) {
                ++stopped;
                QVERIFY2(world.engine()->status().problem.contains(u"disk I/O error"_s), qPrintable(world.engine()->status().problem));
            } else if (world.disk().hasFailed() && world.engine() && (kinds & static_cast<int>(FaultVfs::Call::Sync))) {
                QFAIL("a sync failed, and the engine went on");
            }
            failed += world.disk().hasFailed() ? 1 : 0;
            // What was acknowledged is on the platter, whatever the page cache says; and after a mere end of the process, and work, a
            // power cut finds no hole either.
            QString problem;
            if (below(world.random(), 2) == 0) {
                world.end(World::End::Killed);
                problem = reopened(world, false);
                for (int i = 0; i < 60 && problem.isEmpty(); ++i)
                    world.act();
            }
            world.end(World::End::PowerCut);
            if (problem.isEmpty())
                problem = reopened(world, n % 3 == 0);
            QVERIFY2(problem.isEmpty(), qPrintable(u"call %1: %2"_s.arg(n).arg(problem)));
        }
        qInfo("%d calls failed, %d engines stopped, 0 lost", failed, stopped);
    }

    /// R7 at run time: from one change on nothing can be written any more, as on a volume that the system mounts read-only after an error.
    void aVolumeThatTurnsReadOnlyStopsTheEngineAndIsReadOn()
    {
        int stopped = 0;
        for (int n = 1; n <= 500; n += m_step) {
            World world(m_folder.path(), {.seed = static_cast<quint64>(n)});
            if (!world.open())
                QFAIL("it does not open");
            world.submit(3);
            for (int i = 0; i < 40; ++i)
                world.act();
            const qint64 before = world.lastSequence();
            world.disk().failAt(FaultVfs::kChanges, n, true);
            for (int i = 0; i < 800 && !world.engine()->status().stopped; ++i)
                world.act();
            if (world.engine()->status().stopped) {
                ++stopped;
                QVERIFY2(world.engine()->status().problem.contains(u"disk I/O error"_s), qPrintable(world.engine()->status().problem));
                QVERIFY(world.lastSequence() >= before); // whoever looks still sees it
                world.submit(1); // and who wants something done is told
                world.settle();
                QCOMPARE(world.lastRefusal(), ErrorCode::EngineStopped);
            }
            world.end(World::End::PowerCut);
            const QString problem = reopened(world, n % 3 == 0);
            QVERIFY2(problem.isEmpty(), qPrintable(u"change %1: %2"_s.arg(n).arg(problem)));
        }
        QVERIFY(stopped > 0);
        qInfo("%d engines stopped, 0 lost", stopped);
    }

    void aFullDiskHoldsTheEngineBackUntilThereIsRoom()
    {
        Random random(6);
        int refused = 0;
        int cases = 0;
        for (int i = 0; i < 100; i += std::max(1, m_step / 4)) {
            World world(m_folder.path(), {.seed = static_cast<quint64>(1000 + i)});
            const qint64 room = below(random, 1'500'000);
            if (i % 3 == 0)
                world.disk().setRoom(room); // full before it opens, or soon after
            if (const auto opened = world.open(); !opened) {
                QVERIFY2(opened.error().code == ErrorCode::StoreFull, qPrintable(opened.error().text));
            } else {
                world.submit(3);
                for (int k = 0; k < 40; ++k)
                    world.act();
                world.disk().setRoom(room);
                for (int k = 0; k < 300; ++k)
                    world.act();
                QVERIFY2(!world.engine()->status().stopped, qPrintable(world.engine()->status().problem));
                if (world.refused() > 0)
                    QVERIFY(world.lastRefusal() == ErrorCode::StoreFull || world.lastRefusal() == ErrorCode::TransitionRefused
                            || world.lastRefusal() == ErrorCode::InvalidArgument);
                refused += world.disk().wasFull() ? 1 : 0;
                world.disk().setRoom(-1);
                QVERIFY(world.rest());
                QString problem = world.problem();
                if (problem.isEmpty())
                    problem = world.problemAtRest();
                QVERIFY2(problem.isEmpty(), qPrintable(u"room for %1: %2"_s.arg(room).arg(problem)));
            }
            ++cases;
        }
        qInfo("%d disks, %d of them full, 0 lost", cases, refused);
    }

    void anEngineGoesOnByItselfWhenThereIsRoomAgain()
    {
        qint64 longest = 0;
        for (int i = 0; i < (m_step == 1 ? 20 : 3); ++i) {
            World world(m_folder.path(), {.seed = static_cast<quint64>(2000 + i), .stepped = false, .calm = true});
            QVERIFY(world.open());
            world.submit(20);
            world.disk().setRoom(100'000 + i * 20'000);
            for (int k = 0; k < 20; ++k)
                world.submit(20);
            QTRY_VERIFY_WITH_TIMEOUT(world.disk().wasFull(), 10'000);
            world.disk().setRoom(-1);
            QElapsedTimer timer;
            timer.start();
            auto idle = world.engine()->idle(0);
            QTRY_VERIFY_WITH_TIMEOUT(idle.isFinished(), 30'000);
            longest = std::max(longest, timer.elapsed());
            QVERIFY(idle.result().has_value());
            world.settle();
            QString problem = world.problem();
            if (problem.isEmpty())
                problem = world.problemAtRest();
            QVERIFY2(problem.isEmpty(), qPrintable(problem));
        }
        qInfo("at work again, and done, after %lld ms at most", static_cast<long long>(longest));
        QVERIFY(longest < 5000);
    }

    void withoutMemoryTheEngineStopsCleanly()
    {
        int refusals = 0;
        int stopped = 0;
        for (int n = 1; n <= 2000; n += m_step) {
            World world(m_folder.path(), {.seed = static_cast<quint64>(n)});
            s_hasRefused = false;
            s_untilRefusal = n;
            if (world.open()) {
                world.submit(3);
                for (int i = 0; i < 60 && !world.engine()->status().stopped; ++i)
                    world.act();
                stopped += world.engine()->status().stopped ? 1 : 0;
                QVERIFY(!world.engine()->status().stopped || !world.engine()->status().problem.isEmpty());
            }
            s_untilRefusal = 0;
            refusals += s_hasRefused ? 1 : 0;
            world.end(World::End::PowerCut);
            const QString problem = reopened(world, n % 5 == 0);
            QVERIFY2(problem.isEmpty(), qPrintable(u"allocation %1: %2"_s.arg(n).arg(problem)));
        }
        qInfo("%d allocations refused, %d engines stopped, 0 lost", refusals, stopped);
    }
};

QTEST_GUILESS_MAIN(TestStoreFaults)
#include "tst_storefaults.moc"
