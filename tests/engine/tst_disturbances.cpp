// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/componentprocess.h"
#include "engine/enginebench.h"
#include "support/fakeclock.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <algorithm>
#include <mutex>
#include <sys/wait.h>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

constexpr qint64 kHour = 3600 * kSecond;
constexpr qint64 kYears = qint64(10) * 365 * 24 * kHour;

PipelineDefinition one(const QString &component, const Json &config)
{
    PipelineDefinition pipeline = chain({component});
    pipeline.id = component + QString::fromUtf8(config.toBytes());
    pipeline.nodes[0].config = config;
    return pipeline;
}

/// One byte of a stored document becomes another.
void damage(Bench &bench, ContextKey key)
{
    const auto done = bench.write([&](WriteScope &scope) -> Result<Json> {
        Statement &statement = scope.db.prepared("UPDATE keyframe SET data = CAST(replace(CAST(data AS TEXT), '\"n\":', '\"m\":') AS BLOB) "
                                                 "WHERE id BETWEEN :from AND :to");
        const auto written = statement.bind(key * 65536, key * 65536 + 65535).run();
        return written ? Result<Json>(Json()) : std::unexpected(written.error());
    });
    if (!done)
        qFatal("%s", qPrintable(done.error().text));
}

} // namespace

/// What disturbs a running engine from outside: clocks that are set, a process that stood still, damaged documents, failures by the
/// thousand, components that crash.
class TestDisturbances : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;

    QString newPath() { return m_folder.filePath(u"w%1.millrace"_s.arg(++m_files)); }

    static void jumps()
    {
        QTest::addColumn<qint64>("us");
        QTest::newRow("a second") << kSecond;
        QTest::newRow("an hour") << kHour;
        QTest::newRow("ten years") << kYears;
    }

private Q_SLOTS:
    void aClockThatIsSetBackDelaysNothing_data() { jumps(); }
    void aClockThatIsSetBackDelaysNothing()
    {
        QFETCH(qint64, us);
        FakeClock clock;
        Bench bench(newPath(), clock);
        const ContextKey retried = bench.submit(one(u"test_flaky"_s, Json::object({{"failures", 1}})), u"retried"_s, Json::object());
        const ContextKey waits = bench.submit(one(u"wait"_s, Json::object({{"seconds", 2}})), u"waits"_s, Json::object());
        const qint64 moment = clock.nowUs() + 3 * kSecond;
        const ContextKey until
            = bench.submit(one(u"wait"_s, Json::object({{"until", "at"}})), u"until"_s, Json::object({{"at", isoMicroseconds(moment)}}));
        QTRY_COMPARE(bench.row(retried).status, ContextStatus::Retrying);
        QTRY_COMPARE(bench.row(waits).waits, Waiting::Suspended);
        QTRY_COMPARE(bench.row(until).waits, Waiting::Suspended);
        bench.engine->pause();
        const ContextKey pending = bench.submit(one(u"test_echo"_s, Json::object()), u"pending"_s, Json::object());

        clock.jumpTo(clock.nowUs() - us);
        bench.engine->wake();
        QTRY_COMPARE(*bench.row(retried).dueAt - clock.nowUs(), kSecond);
        QCOMPARE(*bench.row(waits).dueAt - clock.nowUs(), 2 * kSecond);
        QCOMPARE(*bench.row(until).dueAt, moment); // a moment is a moment
        bench.engine->start();
        QTRY_COMPARE(bench.row(pending).status, ContextStatus::Completed);
        QCOMPARE(bench.row(retried).attempt, 1);
        clock.advance(kSecond + 1);
        bench.engine->wake();
        QTRY_COMPARE(bench.row(retried).status, ContextStatus::Completed);
        QCOMPARE(bench.row(retried).attempt, 2);
        QCOMPARE(bench.row(waits).waits, Waiting::Suspended);
        clock.advance(kSecond);
        bench.engine->wake();
        QTRY_COMPARE(bench.row(waits).status, ContextStatus::Completed);
        QCOMPARE(bench.row(until).waits, Waiting::Suspended);
        clock.jumpTo(moment + 1);
        bench.engine->wake();
        QTRY_COMPARE(bench.row(until).status, ContextStatus::Completed);
        QVERIFY(bench.isSound());
    }

    void aClockThatIsSetForwardTriesEachOnce_data() { jumps(); }
    void aClockThatIsSetForwardTriesEachOnce()
    {
        QFETCH(qint64, us);
        FakeClock clock;
        Bench bench(newPath(), clock);
        PipelineDefinition pipeline = one(u"test_flaky"_s, Json::object({{"failures", 2}}));
        pipeline.nodes[0].retry.maxAttempts = 5;
        const auto keys = bench.submit(pipeline, 50);
        bench.untilIdle();
        for (const ContextKey key : keys)
            QCOMPARE(bench.row(key).attempt, 1);
        clock.jumpTo(clock.nowUs() + us + 1);
        bench.engine->wake();
        bench.untilIdle();
        for (const ContextKey key : keys) {
            QCOMPARE(bench.row(key).attempt, 2);
            QCOMPARE(*bench.row(key).dueAt - clock.nowUs(), 2 * kSecond);
        }
        clock.jumpTo(clock.nowUs() - us);
        bench.engine->wake();
        QTRY_COMPARE(*bench.row(keys.last()).dueAt - clock.nowUs(), 2 * kSecond);
        clock.advance(2 * kSecond + 1);
        bench.engine->wake();
        bench.untilIdle();
        QCOMPARE(bench.counts().of(ContextStatus::Completed), 50);
        QVERIFY(bench.isSound());
    }

    void aClockThatWasSetBackWhileItWasClosedDelaysNothing()
    {
        FakeClock clock;
        const QString path = newPath();
        ContextKey key = 0;
        {
            Bench bench(path, clock);
            key = bench.submit(one(u"test_flaky"_s, Json::object({{"failures", 1}})), u"a"_s, Json::object());
            QTRY_COMPARE(bench.row(key).status, ContextStatus::Retrying);
        }
        clock.jumpTo(clock.nowUs() - kYears);
        Bench bench(path, clock);
        QTRY_COMPARE(*bench.row(key).dueAt - clock.nowUs(), kSecond);
        clock.advance(kSecond + 1);
        bench.engine->wake();
        QTRY_COMPARE(bench.row(key).status, ContextStatus::Completed);
    }

    /// A laptop whose lid was closed: either the monotonic clock went on (a stopped process), or it stood still (a suspended machine).
    void whoStoodStillForTenMinutesLosesAndDoublesNothing_data()
    {
        QTest::addColumn<bool>("isSuspended");
        QTest::addColumn<int>("attempts");
        QTest::newRow("a stopped process") << false << 2;
        QTest::newRow("a suspended machine") << true << 1;
    }
    void whoStoodStillForTenMinutesLosesAndDoublesNothing()
    {
        QFETCH(bool, isSuspended);
        QFETCH(int, attempts);
        FakeClock clock;
        Bench bench(newPath(), clock);
        PipelineDefinition pipeline = one(u"test_sleep"_s, Json::object({{"ms", 300}, {"deaf", true}}));
        pipeline.nodes[0].timeoutMs = 5000;
        const auto keys = bench.submit(pipeline, 4);
        for (const ContextKey key : keys)
            QTRY_VERIFY(bench.row(key).started);
        QTest::qWait(20); // its deadline is known
        if (isSuspended)
            clock.jumpTo(clock.nowUs() + 600 * kSecond);
        else
            clock.advance(600 * kSecond);
        bench.engine->wake();
        for (const ContextKey key : keys)
            QTRY_VERIFY(!bench.row(key).started);
        if (!isSuspended) {
            QCOMPARE(bench.history(keys.first()).last().reason.value("code").toString(), u"component.timeout"_s);
            QTest::qWait(400); // the late answers
        }
        clock.advance(2 * kSecond);
        bench.engine->wake();
        for (const ContextKey key : keys) {
            QTRY_COMPARE(bench.row(key).status, ContextStatus::Completed);
            QCOMPARE(bench.row(key).attempt, attempts);
            QCOMPARE(bench.row(key).steps, 1);
            QCOMPARE(bench.history(key).size(), 2 * attempts);
        }
        QVERIFY(bench.isSound());
    }

    void aDamagedDocumentRestsAloneAndTheOthersGoOn_data()
    {
        QTest::addColumn<QString>("component");
        QTest::newRow("a pure step") << u"test_echo"_s;
        QTest::newRow("a step that is recorded") << u"test_sleep"_s;
    }
    void aDamagedDocumentRestsAloneAndTheOthersGoOn()
    {
        QFETCH(QString, component);
        const QString path = newPath();
        QList<ContextKey> keys;
        {
            Bench bench(path, Clock::system(), [](Engine::Options &options) { options.startPaused = true; });
            keys = bench.submit(chain({component, component}), 20);
            damage(bench, keys.at(7));
        }
        Bench bench(path);
        bench.untilIdle();
        QVERIFY(!bench.engine->status().stopped);
        QCOMPARE(bench.counts().of(ContextStatus::Completed), 19);
        QCOMPARE(bench.row(keys.at(7)).status, ContextStatus::Failed);
        QCOMPARE(bench.history(keys.at(7)).last().reason.value("code").toString(), u"workspace.damaged"_s);
        Connection db;
        QVERIFY(db.open(path, Connection::Mode::ReadOnly));
        QVERIFY(!checkIntegrity(db, [](double) { return true; })->isOk());
        // Who looks at it is told, and nothing stops.
        const auto fixed = bench.write([&](WriteScope &scope) -> Result<Json> {
            const auto plan = bench.engine->plan(scope, bench.row(keys.at(7)).pipeline).value();
            const auto row = bench.engine->ledger().replay(scope, keys.at(7), {0, plan, 0, bench.row(keys.at(7)).run, bench.actor, true});
            return row ? Result<Json>(Json()) : Result<Json>(std::unexpected(row.error()));
        });
        QCOMPARE(fixed.error().code, ErrorCode::WorkspaceDamaged);
        QVERIFY(!bench.engine->status().stopped);
    }

    void aDamagedChildFailsTheOneThatJoinsIt_data()
    {
        QTest::addColumn<bool>("byRunner");
        QTest::newRow("read by the engine") << false;
        QTest::newRow("read by the runner") << true;
    }
    void aDamagedChildFailsTheOneThatJoinsIt()
    {
        QFETCH(bool, byRunner);
        const QString path = newPath();
        const auto pipeline = PipelineDefinition::fromJson(
            parsed("{'format':'millrace.pipeline/1','id':'fan','nodes':[{'id':'s','component':'split','config':{'items':'parts'}},"
                   "{'id':'w','component':'test_flaky','config':{'failures':1},'retry':{'max_attempts':1}},"
                   "{'id':'j','component':'join','config':{'failed':'skip'}}],'links':["
                   "{'from':{'node':'s','port':'item'},'to':{'node':'w'}},{'from':{'node':'s'},'to':{'node':'j'}},"
                   "{'from':{'node':'w'},'to':{'node':'j'}}]}"));
        Connection reading; // one for all runners, so one at a time
        std::mutex oneAtATime;
        Bench bench(path, Clock::system(), [&](Engine::Options &options) {
            options.startPaused = true;
            if (byRunner)
                options.services.loadChildren = [&](const QList<qint64> &forks) {
                    const std::lock_guard lock(oneAtATime);
                    return Ledger::childrenOf(reading, forks);
                };
        });
        QVERIFY(reading.open(path, Connection::Mode::ReadOnly));
        const ContextKey damaged = bench.submit(*pipeline, u"damaged"_s, parsed("{'parts':[{'n':1},{'n':2}]}"));
        const ContextKey sound = bench.submit(*pipeline, u"sound"_s, parsed("{'parts':[{'n':1},{'n':2}]}"));
        QCOMPARE(damaged, 1);
        // The second child of the one is damaged as it is written.
        const auto hurt = bench.write([](WriteScope &scope) -> Result<Json> {
            const auto done = scope.db.exec("CREATE TEMP TRIGGER hurt AFTER INSERT ON main.keyframe WHEN CAST(NEW.data AS TEXT) LIKE '%\"n\":2%' "
                                            "AND (SELECT parent FROM main.context WHERE pk = NEW.id / 65536) = 1 BEGIN UPDATE keyframe SET data = "
                                            "CAST(replace(CAST(data AS TEXT), '\"n\":', '\"m\":') AS BLOB) WHERE id = NEW.id; END");
            return done ? Result<Json>(Json()) : std::unexpected(done.error());
        });
        QVERIFY2(hurt.has_value(), hurt ? "" : qPrintable(hurt.error().text));
        bench.engine->start();
        bench.untilIdle();
        QVERIFY(!bench.engine->status().stopped);
        QCOMPARE(bench.row(sound).status, ContextStatus::Completed);
        QCOMPARE(bench.row(damaged).status, ContextStatus::Failed);
        QCOMPARE(bench.history(damaged).last().reason.value("code").toString(), u"workspace.damaged"_s);
        const auto mended = bench.write([](WriteScope &scope) -> Result<Json> {
            const auto done = scope.db.exec("DROP TRIGGER hurt");
            return done ? Result<Json>(Json()) : std::unexpected(done.error());
        });
        QVERIFY(mended.has_value());
    }

    /// R21: a step that fails three times in ten.
    void tenThousandContextsEndWithinTheirAttempts()
    {
        FakeClock clock;
        constexpr int kContexts = 10'000;
        constexpr int kAttempts = 4;
        constexpr double kJitter = 0.1;
        Bench bench(newPath(), clock, [](Engine::Options &options) { options.random = {}; });
        PipelineDefinition pipeline = one(u"test_flaky"_s, Json::object({{"fail_every", 3}}));
        pipeline.nodes[0].retry = {.maxAttempts = kAttempts, .backoff = RetryPolicy::Backoff::Exponential, .delayMs = 1000, .maxDelayMs = 60'000};
        pipeline.nodes[0].retry.jitter = kJitter;
        bench.submit(pipeline, kContexts);
        bench.untilIdle();
        Connection db;
        QVERIFY(db.open(bench.file.path, Connection::Mode::ReadOnly));
        // All failed at the clock's one moment: what is due says how long each waits.
        const qint64 began = clock.nowUs();
        const auto waits = [&](const char *sql) { return static_cast<double>(db.scalar(sql).value()); };
        const double retrying = waits("SELECT count(*) FROM context WHERE status = 2");
        const double mean = waits("SELECT avg(due_at) FROM context WHERE status = 2") - static_cast<double>(began);
        const double least = waits("SELECT min(due_at) FROM context WHERE status = 2") - static_cast<double>(began);
        const double most = waits("SELECT max(due_at) FROM context WHERE status = 2") - static_cast<double>(began);
        qInfo("%.0f of %d failed at first; their waits: %.3f s on average, %.3f to %.3f s", retrying, kContexts, mean / 1e6, least / 1e6, most / 1e6);
        QVERIFY(retrying > kContexts * 0.28 && retrying < kContexts * 0.38);
        QVERIFY(qAbs(mean - 1e6) < 0.1e6);
        QVERIFY(least >= 1e6 * (1 - kJitter) && least < 1e6 * (1 - kJitter * 0.9));
        QVERIFY(most <= 1e6 * (1 + kJitter) && most > 1e6 * (1 + kJitter * 0.9));
        for (int step = 0; step < 60; ++step) {
            clock.advance(kSecond / 4);
            bench.engine->wake();
            bench.untilIdle();
            // Each later wait too: twice the one before, a tenth more or less.
            QCOMPARE(
                db.scalar("SELECT count(*) FROM context c WHERE status = 2 AND abs(due_at - (SELECT max(at) FROM transition WHERE context = c.pk) - "
                          "1000000 * (1 << (attempt - 1))) > 100000 * (1 << (attempt - 1))")
                    .value(),
                0);
        }
        const StatusCounts counts = bench.counts();
        QCOMPARE(counts.of(ContextStatus::Completed) + counts.of(ContextStatus::Quarantined), kContexts);
        QCOMPARE(db.scalar("SELECT max(attempt) FROM context").value(), kAttempts);
        QCOMPARE(db.scalar("SELECT count(*) FROM context WHERE status = 4 AND attempt <> 4").value(), 0);
        QCOMPARE(db.scalar("SELECT count(*) FROM (SELECT context FROM transition WHERE kind = 0 GROUP BY context HAVING count(*) > 4)").value(), 0);
        qInfo("%lld completed, %lld in quarantine after %d attempts", static_cast<long long>(counts.of(ContextStatus::Completed)),
              static_cast<long long>(counts.of(ContextStatus::Quarantined)), kAttempts);
        QVERIFY(bench.isSound());
    }

    /// R20: what a component's process does to itself it does to nobody else.
    void hostileComponentsAreTriedAgainAndRestWhileTheOthersGoOn()
    {
        ComponentProcessOptions hosts;
        hosts.program = QStringLiteral(MILLRACE_BIN_DIR "/testhost");
        hosts.memoryMiB = 256;
        hosts.maxProcesses = 4;
        ComponentProcessPool pool(hosts);
        Bench bench(newPath(), Clock::system(), [&](Engine::Options &options) { options.services.processes = &pool; });
        if (!QFile::exists(hosts.program))
            QSKIP("there is no host program in this build");
        constexpr int kOthers = 400;
        constexpr qint64 kTimeoutMs = 600;
        const PipelineDefinition others = one(u"test_sleep"_s, Json::object({{"ms", 20}}));
        int completed = 0; // what is hostile never is
        const auto secondsOfOthers = [&](const QString &prefix) {
            QElapsedTimer timer;
            timer.start();
            bench.submit(others, kOthers, prefix);
            completed += kOthers;
            while (bench.counts().of(ContextStatus::Completed) < completed)
                QTest::qWait(2);
            return static_cast<double>(timer.nsecsElapsed()) / 1e9;
        };
        secondsOfOthers(u"warm"_s);

        // One round is too short to tell a twentieth from the machine's own mood: MILLRACE_HOSTILE_ROUNDS asks for more, each alone and beside in turn.
        const int rounds = std::max(1, qEnvironmentVariableIntValue("MILLRACE_HOSTILE_ROUNDS"));
        QList<ContextKey> hostile;
        QList<double> ratios;
        for (int round = 1; round <= rounds; ++round) {
            const double alone = secondsOfOthers(u"alone%1-"_s.arg(round));
            for (const QString &how : {u"segfault"_s, u"abort"_s, u"hang"_s, u"alloc"_s, u"fork_and_crash"_s, u"nonjson"_s, u"big"_s}) {
                PipelineDefinition pipeline = one(u"test_crash"_s, Json::object({{"how", how}}));
                pipeline.nodes[0].timeoutMs = kTimeoutMs;
                pipeline.nodes[0].retry = {.maxAttempts = 2, .backoff = RetryPolicy::Backoff::Fixed, .delayMs = 20, .maxDelayMs = 20};
                hostile += bench.submit(pipeline, 5, u"%1%2-"_s.arg(how).arg(round));
            }
            const double beside = secondsOfOthers(u"beside%1-"_s.arg(round));
            bench.untilIdle(kSecond);
            ratios += beside / alone;
            qInfo("the others took %.2f s alone and %.2f s beside hostile ones (%+.1f %%)", alone, beside, (beside / alone - 1) * 100);
        }
        std::ranges::sort(ratios);
        const double ratio = ratios.at(ratios.size() / 2);
        qint64 latestUs = 0;
        int timeouts = 0;
        for (const ContextKey key : std::as_const(hostile)) {
            QCOMPARE(bench.row(key).status, ContextStatus::Quarantined);
            const auto history = bench.history(key);
            const QString code = history.at(1).reason.value("code").toString();
            // An answer that cannot be read will be the same the next time.
            const bool isTriedAgain = code != "component.output"_L1;
            QCOMPARE(bench.row(key).attempt, isTriedAgain ? 2 : 1);
            for (const TransitionRecord &row : history) {
                if (row.kind != TransitionKind::Finished || row.reason.value("code").toString() != "component.timeout"_L1)
                    continue;
                ++timeouts;
                latestUs = std::max(latestUs, row.durationUs - kTimeoutMs * 1000);
            }
        }
        siginfo_t info{};
        const bool hasZombie = ::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0;
        qInfo("%lld hostile contexts; the others take %+.1f %% longer (median of %d); %d time limits exceeded by %.1f ms at most",
              static_cast<long long>(hostile.size()), (ratio - 1) * 100, rounds, timeouts, static_cast<double>(latestUs) / 1e3);
        QVERIFY(!hasZombie);
        QVERIFY(timeouts >= 10); // what hangs, twice each
        QVERIFY(latestUs < 100'000);
        QVERIFY2(ratio < (rounds < 5 ? 2 : 1.05), "hostile components keep the others' runners");
        QVERIFY(bench.isSound());
    }
};

QTEST_GUILESS_MAIN(TestDisturbances)
#include "tst_disturbances.moc"
