// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/enginebench.h"
#include "support/fakeclock.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace Millrace;

class TestEngine : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    int m_number = 0;

    QString newPath() { return m_folder.filePath(u"%1.millrace"_s.arg(++m_number)); }

private Q_SLOTS:
    /// The key of a version that a failed job had stored goes to the next version, which then ran by the plan of the one that never was.
    void aPipelineThatWasNotStoredAfterAllLeavesNoPlan()
    {
        Bench bench(newPath());
        const auto refused = bench.write([&](WriteScope &scope) -> Result<Json> {
            const auto stored = scope.catalog.savePipeline(chain({u"test_echo"_s}), bench.actor, scope.now).value();
            const auto planned = bench.engine->plan(scope, stored.key);
            return planned ? fail(ErrorCode::InvalidArgument, u"thought better of it"_s) : std::unexpected(planned.error());
        });
        QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
        const ContextKey key = bench.submit(chain({u"test_flaky"_s, u"test_echo"_s}), u"a"_s, Json::object());
        bench.untilIdle();
        QCOMPARE(bench.row(key).steps, 2);
        QVERIFY(bench.isSound());
    }

    void aChainIsRecordedAsTwoRowsAStep()
    {
        Bench bench(newPath());
        const ContextKey key = bench.submit(chain({u"test_echo"_s, u"test_echo"_s, u"test_echo"_s}), 1).first();
        bench.untilIdle();
        const auto history = bench.history(key);
        QCOMPARE(history.size(), 6);
        const QStringList nodes{u"test_echo"_s, u"test_echo"_s, u"test_echo_2"_s, u"test_echo_2"_s, u"test_echo_3"_s, u"test_echo_3"_s};
        for (int i = 0; i < 6; ++i) {
            QCOMPARE(history.at(i).node, nodes.at(i));
            QCOMPARE(history.at(i).kind, i % 2 == 0 ? TransitionKind::Started : TransitionKind::Finished);
            QCOMPARE(history.at(i).from, i == 0 ? ContextStatus::Pending : ContextStatus::Processing);
            QCOMPARE(history.at(i).to, i == 5 ? ContextStatus::Completed : ContextStatus::Processing);
            QCOMPARE(history.at(i).step, i % 2 == 0 ? 0 : i / 2 + 1);
        }
        QVERIFY(bench.isSound());
    }

    void theNextStepStartsInTheCommitOfTheResult_data()
    {
        QTest::addColumn<int>("concurrency");
        QTest::addColumn<int>("changes");
        QTest::newRow("nothing holds it up") << 0 << 4;
        QTest::newRow("a limit has to be looked at") << 1 << 6;
    }
    void theNextStepStartsInTheCommitOfTheResult()
    {
        QFETCH(int, concurrency);
        QFETCH(int, changes);
        Bench bench(newPath());
        PipelineDefinition pipeline = chain({u"test_sleep"_s, u"test_sleep"_s, u"test_sleep"_s});
        pipeline.nodes[0].limits.concurrency = concurrency;
        for (const ContextKey key : bench.submit(pipeline, 20)) {
            bench.untilIdle();
            QCOMPARE(bench.row(key).status, ContextStatus::Completed);
            QCOMPARE(bench.row(key).revision, changes);
            const auto history = bench.history(key);
            QCOMPARE(history.size(), 6);
            for (int i = 0; i < 6; ++i) {
                QCOMPARE(history.at(i).kind, i % 2 == 0 ? TransitionKind::Started : TransitionKind::Finished);
                QCOMPARE(history.at(i).attempt, 1);
            }
        }
        QVERIFY(bench.isSound());
    }

    void fusedOrNotTheResultIsTheSame()
    {
        QList<QByteArray> results[2];
        for (const bool fuse : {false, true}) {
            Bench bench(newPath(), Clock::system(), [&](Engine::Options &options) { options.fuse = fuse; });
            const auto keys = bench.submit(chain({u"test_echo"_s, u"test_echo"_s, u"test_echo"_s, u"test_echo"_s}), 200);
            bench.untilIdle();
            QCOMPARE(bench.counts().of(ContextStatus::Completed), 200);
            for (const ContextKey key : keys)
                results[fuse].append(bench.data(key));
            QVERIFY(bench.isSound());
        }
        QCOMPARE(results[0], results[1]);
    }

    void aLongChainKeepsKeyframesAndReplays()
    {
        Bench bench(newPath());
        const ContextKey key = bench.submit(chain(QStringList(40, u"test_echo"_s)), 1).first();
        bench.untilIdle();
        QCOMPARE(bench.row(key).steps, 40);
        QVERIFY(bench.isSound());
        Connection db;
        QVERIFY(db.open(bench.file.path, Connection::Mode::ReadOnly));
        QCOMPARE(db.scalar("SELECT count(*) FROM keyframe").value(), 3);
    }

    void aRetryWaitsItsTimeAndEndsWell()
    {
        FakeClock clock;
        Bench bench(newPath(), clock);
        PipelineDefinition pipeline = chain({u"test_flaky"_s});
        pipeline.nodes[0].config = Json::object({{"failures", 2}});
        const ContextKey key = bench.submit(pipeline, 1).first();
        QTRY_COMPARE(bench.row(key).status, ContextStatus::Retrying);
        QCOMPARE(*bench.row(key).dueAt - clock.nowUs(), kSecond);
        clock.advance(kSecond / 2);
        bench.engine->wake();
        QCOMPARE(bench.row(key).attempt, 1);
        clock.advance(kSecond / 2 + 1);
        bench.engine->wake();
        QTRY_COMPARE(bench.row(key).attempt, 2);
        QCOMPARE(*bench.row(key).dueAt - clock.nowUs(), 2 * kSecond);
        clock.advance(2 * kSecond);
        bench.engine->wake();
        QTRY_COMPARE(bench.row(key).status, ContextStatus::Completed);
        QCOMPARE(bench.history(key).size(), 6);
        QVERIFY(bench.isSound());
    }

    void whatAlwaysFailsEndsWithinItsAttempts_data()
    {
        QTest::addColumn<QString>("category");
        QTest::addColumn<int>("attempts");
        QTest::addColumn<int>("status");
        QTest::newRow("retryable") << u"retryable"_s << 3 << static_cast<int>(ContextStatus::Quarantined);
        QTest::newRow("recoverable") << u"recoverable"_s << 1 << static_cast<int>(ContextStatus::Quarantined);
        QTest::newRow("fatal") << u"fatal"_s << 1 << static_cast<int>(ContextStatus::Failed);
    }
    void whatAlwaysFailsEndsWithinItsAttempts()
    {
        QFETCH(QString, category);
        QFETCH(int, attempts);
        QFETCH(int, status);
        Bench bench(newPath());
        PipelineDefinition pipeline = chain({u"test_flaky"_s});
        pipeline.nodes[0].config = Json::object({{"failures", 1000}, {"category", category}});
        pipeline.nodes[0].retry.delayMs = 1;
        const ContextKey key = bench.submit(pipeline, 1).first();
        bench.untilIdle(kSecond);
        QCOMPARE(static_cast<int>(bench.row(key).status), status);
        QCOMPARE(bench.row(key).attempt, attempts);
        QVERIFY(bench.isSound());
        // A person's retry starts the count anew, and is recorded.
        const auto retried = bench.write([&](WriteScope &scope) -> Result<Json> {
            const auto plan = bench.engine->plan(scope, bench.row(key).pipeline).value();
            const auto row = bench.engine->ledger().retry(scope, key, bench.actor, *plan);
            if (!row)
                return std::unexpected(row.error());
            return Json();
        });
        QVERIFY(retried.has_value());
        bench.untilIdle(kSecond);
        QCOMPARE(bench.row(key).attempt, attempts * 2);
        QVERIFY(bench.isSound());
    }

    void manyFlakyContextsAllEndAndAddUp()
    {
        Bench bench(newPath());
        PipelineDefinition pipeline = chain({u"test_echo"_s, u"test_flaky"_s, u"test_echo"_s});
        pipeline.nodes[1].config = Json::object({{"fail_every", 3}});
        pipeline.nodes[1].retry.delayMs = 1;
        pipeline.nodes[1].retry.maxDelayMs = 2;
        bench.submit(pipeline, 500);
        bench.untilIdle(kSecond);
        const StatusCounts counts = bench.counts();
        QCOMPARE(counts.submitted(), 500);
        QCOMPARE(counts.of(ContextStatus::Completed) + counts.of(ContextStatus::Quarantined), 500);
        QVERIFY(counts.of(ContextStatus::Completed) > 0);
        QVERIFY(bench.isSound());
    }

    void anErrorPortTakesWhatFails()
    {
        Bench bench(newPath());
        PipelineDefinition pipeline = chain({u"test_flaky"_s, u"test_echo"_s});
        pipeline.nodes[0].config = Json::object({{"failures", 1000}, {"category", "fatal"}});
        pipeline.links[0].from.port = u"error"_s;
        const ContextKey key = bench.submit(pipeline, 1).first();
        bench.untilIdle();
        QCOMPARE(bench.row(key).status, ContextStatus::Completed);
        QVERIFY(bench.isSound());
    }

    void aStepOverItsTimeIsGivenUpEvenIfItDoesNotListen()
    {
        Bench bench(newPath());
        PipelineDefinition pipeline = chain({u"test_sleep"_s});
        pipeline.nodes[0].config = Json::object({{"ms", 700}, {"deaf", true}});
        pipeline.nodes[0].timeoutMs = 50;
        pipeline.nodes[0].retry.maxAttempts = 1;
        const ContextKey key = bench.submit(pipeline, 1).first();
        bench.untilIdle();
        QCOMPARE(bench.row(key).status, ContextStatus::Quarantined);
        QVERIFY(bench.history(key).last().durationUs < 500'000);
        const auto laneWithTasks = [&] {
            const WorkerStatus status = bench.engine->workers();
            const auto lane = std::ranges::find_if(status.lanes, [](const WorkerLane &l) { return l.replaced > 0; });
            return lane == status.lanes.end() ? WorkerLane{} : *lane;
        };
        const WorkerLane lane = laneWithTasks();
        QCOMPARE(lane.replaced, 1);
        QCOMPARE(lane.workers, lane.wanted); // another one took its place
        QCOMPARE(lane.tasks.size(), 1);
        QVERIFY(lane.tasks.first().isGivenUp);
        QCOMPARE(lane.tasks.first().node, pipeline.nodes[0].id);
        QVERIFY(lane.tasks.first().expires >= lane.tasks.first().since + 50'000);
        // The late answer changes nothing.
        QTRY_VERIFY(laneWithTasks().tasks.isEmpty());
        QCOMPARE(bench.row(key).status, ContextStatus::Quarantined);
        QVERIFY(bench.isSound());
    }

    void cancellingARunningStepIsAnsweredAtOnceAndItsResultDropped()
    {
        Bench bench(newPath());
        PipelineDefinition pipeline = chain({u"test_sleep"_s});
        pipeline.nodes[0].config = Json::object({{"ms", 20'000}});
        const ContextKey key = bench.submit(pipeline, 1).first();
        QTRY_COMPARE(bench.row(key).status, ContextStatus::Processing);
        QElapsedTimer timer;
        timer.start();
        const auto cancelled = bench.write([&](WriteScope &scope) -> Result<Json> {
            const auto row = bench.engine->ledger().cancel(scope, key, bench.actor);
            if (!row)
                return std::unexpected(row.error());
            return Json();
        });
        QVERIFY(cancelled.has_value());
        bench.untilIdle();
        QVERIFY(timer.elapsed() < 5000);
        QCOMPARE(bench.row(key).status, ContextStatus::Cancelled);
        QCOMPARE(bench.history(key).last().actor, u"person"_s);
        // Cancelled is final.
        const auto again = bench.write([&](WriteScope &scope) -> Result<Json> {
            const auto row = bench.engine->ledger().cancel(scope, key, bench.actor);
            return row ? Result<Json>(Json()) : Result<Json>(std::unexpected(row.error()));
        });
        QCOMPARE(again.error().code, ErrorCode::TransitionRefused);
        QVERIFY(bench.isSound());
    }

    void nothingWaitsForTheRetryOfACancelledContext()
    {
        Bench bench(newPath());
        PipelineDefinition pipeline = chain({u"test_flaky"_s});
        pipeline.nodes[0].config = Json::object({{"failures", 9}});
        pipeline.nodes[0].retry.delayMs = 3'600'000;
        pipeline.nodes[0].retry.maxDelayMs = 3'600'000;
        const ContextKey key = bench.submit(pipeline, 1).first();
        QTRY_COMPARE(bench.row(key).status, ContextStatus::Retrying);
        auto idle = bench.engine->idle(7200 * kSecond);
        const auto cancelled = bench.write([&](WriteScope &scope) -> Result<Json> {
            const auto row = bench.engine->ledger().cancel(scope, key, bench.actor);
            return row ? Result<Json>(Json()) : Result<Json>(std::unexpected(row.error()));
        });
        QVERIFY(cancelled.has_value());
        QTRY_VERIFY(idle.isFinished());
    }

    void anEffectKeepsItsKeyOverAttempts()
    {
        const QString effects = m_folder.filePath(u"effects.txt"_s);
        Bench bench(newPath());
        PipelineDefinition pipeline = chain({u"test_effect"_s});
        pipeline.nodes[0].config = Json::object({{"path", effects}});
        bench.submit(pipeline, 30);
        bench.untilIdle();
        QFile file(effects);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QSet<QByteArray> keys;
        for (const QByteArray &line : file.readAll().trimmed().split('\n'))
            keys.insert(line);
        QCOMPARE(keys.size(), 30);
        QVERIFY(keys.contains("c7/test_effect/1"));
    }

    void workGoesOnAfterReopeningAndLeasesAreGivenBack()
    {
        const QString path = newPath();
        ContextKey key = 0;
        {
            Bench bench(path);
            PipelineDefinition pipeline = chain({u"test_sleep"_s, u"test_echo"_s});
            pipeline.nodes[0].config = Json::object({{"ms", 400}});
            key = bench.submit(pipeline, 1).first();
            QTRY_COMPARE(bench.row(key).started, true);
        }
        Bench bench(path);
        bench.untilIdle(kSecond);
        QCOMPARE(bench.row(key).status, ContextStatus::Completed);
        const auto history = bench.history(key);
        QCOMPARE(history.at(1).reason.value("code").toString(), u"engine.stopped"_s);
        QCOMPARE(history.at(2).attempt, 2);
        QVERIFY(bench.isSound());
    }

    void closingAWorkspaceIsNoFailureOfAStepHoweverOften()
    {
        const QString path = newPath();
        ContextKey key = 0;
        for (int closings = 0; closings < 25; ++closings) {
            Bench bench(path);
            if (key == 0) {
                PipelineDefinition pipeline = chain({u"test_sleep"_s});
                pipeline.nodes[0].config = Json::object({{"ms", 1000}});
                pipeline.nodes[0].retry.maxAttempts = 1;
                key = bench.submit(pipeline, 1).first();
            }
            QTRY_COMPARE(bench.row(key).started, true);
        }
        Bench bench(path);
        bench.untilIdle(kSecond);
        QCOMPARE(bench.row(key).status, ContextStatus::Completed);
        QVERIFY(bench.isSound());
    }

    void pendingWorkIsTakenUpAgainWithoutAsking()
    {
        const QString path = newPath();
        {
            Bench bench(path, Clock::system(), [](Engine::Options &options) { options.startPaused = true; });
            bench.submit(chain({u"test_echo"_s}), 5000);
            QCOMPARE(bench.counts().of(ContextStatus::Pending), 5000);
        }
        Bench bench(path);
        bench.untilIdle();
        QCOMPARE(bench.counts().of(ContextStatus::Completed), 5000);
        QVERIFY(bench.isSound());
    }

    void aClockThatGoesBackLosesNothing()
    {
        FakeClock clock;
        Bench bench(newPath(), clock);
        PipelineDefinition pipeline = chain({u"test_flaky"_s});
        pipeline.nodes[0].config = Json::object({{"failures", 1}});
        const auto first = bench.submit(pipeline, 1).first();
        QTRY_COMPARE(bench.row(first).status, ContextStatus::Retrying);
        clock.jumpTo(clock.nowUs() - 3600 * kSecond);
        const auto second = bench.submit(chain({u"test_echo"_s}), 20, u"d"_s);
        QTRY_COMPARE(bench.row(second.last()).status, ContextStatus::Completed);
        clock.jumpTo(clock.nowUs() + 7200 * kSecond);
        bench.engine->wake();
        QTRY_COMPARE(bench.row(first).status, ContextStatus::Completed);
        QVERIFY(bench.isSound());
    }

    void whatTheProcessEndedUnderRunsAlone()
    {
        const QString path = newPath();
        PipelineDefinition pipeline = chain({u"test_sleep"_s});
        pipeline.nodes[0].config = Json::object({{"ms", 15}});
        QList<ContextKey> keys;
        {
            Bench bench(path, Clock::system(), [](Engine::Options &options) { options.startPaused = true; });
            keys = bench.submit(pipeline, 5);
            // As three ends of the process under each of them leave it.
            const auto lost = bench.write([](WriteScope &scope) -> Result<Json> {
                auto done = scope.db.exec("UPDATE context SET attempt = 3, attempt_base = 3");
                if (done)
                    done
                        = scope.db.exec(QByteArray("INSERT INTO transition (context, at, kind, from_status, to_status, node, step, visit, attempt, "
                                                   "actor, duration_us, codec, dict_id, hash, reason) "
                                                   "SELECT c.pk, 0, %1, 1, 2, c.node, 1, c.visit, a.value, (SELECT min(pk) FROM principal), 0, 0, 0, "
                                                   "0, CAST('{\"code\":\"lease.lost\"}' AS BLOB) FROM context c, json_each('[1,2,3]') a")
                                            .replace("%1", QByteArray::number(static_cast<int>(TransitionKind::Finished)))
                                            .constData());
                return done ? Result<Json>(Json()) : std::unexpected(done.error());
            });
            QVERIFY(lost.has_value());
        }
        Bench bench(path);
        bench.untilIdle();
        QList<std::pair<qint64, qint64>> spans;
        for (const ContextKey key : std::as_const(keys)) {
            const auto history = bench.history(key);
            QCOMPARE(bench.row(key).status, ContextStatus::Completed);
            spans.append({history.at(history.size() - 2).at, history.last().at});
        }
        std::ranges::sort(spans);
        for (qsizetype i = 1; i < spans.size(); ++i)
            QVERIFY(spans.at(i).first >= spans.at(i - 1).second);
    }

    void aLoopCountsItsVisits()
    {
        Bench bench(newPath());
        PipelineDefinition pipeline = chain({u"test_echo"_s, u"test_sleep"_s});
        pipeline.nodes[0].config = Json::object({{"value", "x"}});
        pipeline.nodes[1].config = Json::object({{"ms", 1}});
        pipeline.links.append({{u"test_sleep"_s, u"out"_s}, {u"test_echo"_s, u"in"_s}, u"!stop"_s, Json::object(), {}});
        const ContextKey key = bench.submit(pipeline, 1).first();
        QTRY_VERIFY(bench.row(key).visit >= 3);
        const auto stopped = bench.write([&](WriteScope &scope) -> Result<Json> {
            const auto row = bench.engine->ledger().cancel(scope, key, bench.actor);
            return row ? Result<Json>(Json()) : Result<Json>(std::unexpected(row.error()));
        });
        QVERIFY(stopped.has_value());
        QVERIFY(bench.isSound());
    }

    /// The numbers of a context's documents in the store are bounded; it must not come to the next context's.
    void aContextEndsBeforeItsHistoryIsFull()
    {
        const QString path = newPath();
        PipelineDefinition pipeline = chain({u"test_echo"_s, u"test_sleep"_s});
        pipeline.nodes[1].config = Json::object({{"ms", 0}});
        pipeline.nodes[0].limits.maxVisits = pipeline.nodes[1].limits.maxVisits = 60'000;
        pipeline.links.append({{u"test_sleep"_s, u"out"_s}, {u"test_echo"_s, u"in"_s}, u"!stop"_s, Json::object(), {}});
        ContextKey key = 0;
        {
            Bench bench(path, Clock::system(), [](Engine::Options &options) { options.startPaused = true; });
            key = bench.submit(pipeline, 1).first();
            const auto aged = bench.write([&](WriteScope &scope) -> Result<Json> {
                const auto done = scope.db.exec("UPDATE context SET steps = 64990");
                return done ? Result<Json>(Json()) : std::unexpected(done.error());
            });
            QVERIFY(aged.has_value());
        }
        Bench bench(path);
        QTRY_COMPARE(bench.row(key).status, ContextStatus::Quarantined);
        QVERIFY(bench.row(key).steps >= 65'000 && bench.row(key).steps < 65'100);
        QCOMPARE(bench.history(key).last().to, ContextStatus::Quarantined);
        QVERIFY(!bench.engine->status().stopped);
        const ContextKey next = bench.submit(chain({u"test_echo"_s}), 1, u"n"_s).first();
        QTRY_COMPARE(bench.row(next).status, ContextStatus::Completed);
    }

    void theSameSubmissionTwiceChangesNothingAndOtherContentIsRefused()
    {
        Bench bench(newPath());
        const auto submitOne = [&](int n) {
            return bench.write([&](WriteScope &scope) -> Result<Json> {
                const auto stored = scope.catalog.savePipeline(chain({u"test_echo"_s}), bench.actor, scope.now).value();
                NewSubmission submission;
                submission.document.id = u"same"_s;
                submission.document.data = Json::object({{"n", n}});
                submission.digestBytes = submission.document.data.toBytes();
                submission.plan = bench.engine->plan(scope, stored.key).value();
                submission.run = 1;
                submission.actor = bench.actor;
                const auto done = bench.engine->ledger().submit(scope, submission);
                if (!done)
                    return std::unexpected(done.error());
                return Json(done->what == Ledger::Submitted::Added);
            });
        };
        QCOMPARE(submitOne(1).value(), Json(true));
        QCOMPARE(submitOne(1).value(), Json(false));
        QCOMPARE(submitOne(2).error().code, ErrorCode::ContextExists);
        QCOMPARE(bench.counts().submitted(), 1);
    }

    void aRefusedJobLeavesNothingBehindAndTheOthersStand()
    {
        Bench bench(newPath());
        auto bad = bench.engine->write([](WriteScope &scope) -> Result<Json> {
            if (!scope.catalog.setMeta("half", u"done"_s))
                return Json();
            return fail(ErrorCode::Conflict, u"on purpose"_s);
        });
        auto good = bench.engine->write([](WriteScope &scope) -> Result<Json> {
            return scope.catalog.setMeta("whole", u"done"_s) ? Result<Json>(Json(true)) : Result<Json>(fail(ErrorCode::Internal, u"no"_s));
        });
        bad.waitForFinished();
        good.waitForFinished();
        QCOMPARE(bad.result().error().code, ErrorCode::Conflict);
        QVERIFY(good.result().has_value());
        Connection db;
        QVERIFY(db.open(bench.file.path, Connection::Mode::ReadOnly));
        QCOMPARE(Catalog(db).meta("half").value(), QString());
        QCOMPARE(Catalog(db).meta("whole").value(), u"done"_s);
    }

    void whatSomebodyWaitsForComesFirst()
    {
        // Fifty jobs of a millisecond each are taken in one turn; somebody asks while the second runs.
        FakeClock clock;
        Bench bench(newPath(), clock, [](Engine::Options &options) { options.stepped = true; });
        QStringList order;
        QList<QFuture<Result<Json>>> jobs;
        const auto job = [&](const QString &name) {
            return [&, name](WriteScope &) -> Result<Json> {
                order.append(name);
                clock.advance(1'000);
                if (name == "usual 1"_L1)
                    jobs.append(bench.engine->write(
                        [&](WriteScope &) -> Result<Json> {
                            order.append(u"soon"_s);
                            return Json();
                        },
                        Engine::Urgency::Soon));
                return Json();
            };
        };
        for (int i = 0; i < 50; ++i)
            jobs.append(bench.engine->write(job(u"usual %1"_s.arg(i))));
        bench.engine->turn();
        QCOMPARE(order.last(), u"usual 3"_s); // what was done by then is committed, the rest is left
        QVERIFY(jobs.at(3).isFinished() && !jobs.at(4).isFinished());
        bench.engine->turn();
        QCOMPARE(order.at(4), u"soon"_s);
        QVERIFY(jobs.last().isFinished());
        // The others are not forgotten for it, and keep their order.
        while (!jobs.at(49).isFinished())
            bench.engine->turn();
        order.removeOne(u"soon"_s);
        QCOMPARE(order.size(), 50);
        for (int i = 0; i < 50; ++i)
            QCOMPARE(order.at(i), u"usual %1"_s.arg(i));
    }

    void noStreamOfCommandsStopsTheWork()
    {
        FakeClock clock;
        Bench bench(newPath(), clock, [](Engine::Options &options) { options.stepped = true; });
        QList<QFuture<Result<Json>>> usual;
        for (int i = 0; i < 200; ++i) {
            usual.append(bench.engine->write([&](WriteScope &) -> Result<Json> {
                clock.advance(1'000);
                return Json();
            }));
        }
        int turns = 0;
        for (; !usual.last().isFinished() && turns < 20; ++turns) {
            const auto soon = bench.engine->write(
                [&](WriteScope &) -> Result<Json> {
                    clock.advance(5'000);
                    return Json();
                },
                Engine::Urgency::Soon);
            bench.engine->turn();
            QVERIFY(soon.isFinished());
        }
        QCOMPARE(turns, 4);
    }

    void aLossBehindTheAcknowledgedNumberIsTold()
    {
        Bench bench(newPath(), Clock::system(), [](Engine::Options &options) { options.acknowledgedBefore = 12; });
        QTRY_VERIFY(bench.engine->status().problem.contains("12 recorded changes after number 0 are lost"_L1));
    }

    void aPausedEngineStartsNothing()
    {
        Bench bench(newPath(), Clock::system(), [](Engine::Options &options) { options.startPaused = true; });
        const ContextKey key = bench.submit(chain({u"test_echo"_s}), 1).first();
        QCOMPARE(bench.row(key).status, ContextStatus::Pending);
        bench.engine->start();
        bench.untilIdle();
        QCOMPARE(bench.row(key).status, ContextStatus::Completed);
    }
};

QTEST_GUILESS_MAIN(TestEngine)
#include "tst_engine.moc"
