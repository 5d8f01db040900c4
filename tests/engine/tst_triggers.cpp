// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/enginebench.h"
#include "pipeline/schedule.h"
#include "support/fakeclock.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

constexpr qint64 kHour = 3600 * kSecond;
constexpr qint64 kTenYears = 3652 * 24 * kHour;

} // namespace

/// What starts contexts by itself: schedules under clocks that stand, run and jump; events and who subscribes to them.
class TestTriggers : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;
    FakeClock m_clock;

    QString newPath() { return m_folder.filePath(u"w%1.millrace"_s.arg(++m_files)); }

    static PipelineDefinition pipeline(const QString &id, const char *nodes = "{'id':'a','component':'test_echo'}", const char *links = "")
    {
        return PipelineDefinition::fromJson(parsed(QByteArray("{'format':'millrace.pipeline/1','id':'")
                                                       .append(id.toUtf8())
                                                       .append("','nodes':[")
                                                       .append(nodes)
                                                       .append("],'links':[")
                                                       .append(links)
                                                       .append("]}")))
            .value();
    }

    static void schedule(Bench &bench, const QString &id, const QByteArray &spec, const QString &pipeline = u"p"_s)
    {
        const auto saved = bench.write([&](WriteScope &scope) -> Result<Json> {
            const auto read = Schedule::fromJson(parsed(spec), scope.now);
            if (!read)
                return std::unexpected(read.error());
            StoredSchedule stored;
            stored.id = stored.title = id;
            stored.pipeline = pipeline;
            stored.spec = read->toJson().toBytes();
            stored.nextAt = read->next(scope.now);
            stored.lookedAt = stored.createdAt = scope.now;
            stored.actor = bench.actor;
            scope.triggersChanged = true;
            return scope.schedules.save(stored).transform([] { return Json(); });
        });
        if (!saved)
            qFatal("%s", qPrintable(saved.error().text));
    }

    static StoredSchedule stored(Bench &bench, const QString &id)
    {
        Connection db;
        if (!db.open(bench.file.path, Connection::Mode::ReadOnly))
            qFatal("cannot read");
        return ScheduleRepository(db).find(id).value().value();
    }

    void moveClock(Bench &bench, qint64 us)
    {
        m_clock.jumpTo(m_clock.nowUs() + us);
        bench.engine->wake();
        bench.untilIdle();
    }

    static void subscribe(Bench &bench, const QString &id, const QString &topic, bool ordered = false, bool enabled = true,
                          const QString &pipeline = u"p"_s)
    {
        const auto saved = bench.write([&](WriteScope &scope) -> Result<Json> {
            StoredSubscription stored{.id = id, .title = id, .topic = topic, .pipeline = pipeline, .ordered = ordered, .problem = {}};
            stored.enabled = enabled;
            stored.actor = bench.actor;
            scope.triggersChanged = true;
            return scope.events.save(stored).transform([] { return Json(); });
        });
        if (!saved)
            qFatal("%s", qPrintable(saved.error().text));
    }

    static void change(Bench &bench, const QString &id, const std::function<void(WriteScope &, StoredSubscription &)> &how)
    {
        const auto done = bench.write([&](WriteScope &scope) -> Result<Json> {
            StoredSubscription stored = scope.events.find(id).value().value();
            how(scope, stored);
            scope.triggersChanged = true;
            return scope.events.update(stored).transform([] { return Json(); });
        });
        if (!done)
            qFatal("%s", qPrintable(done.error().text));
    }

    static StoredSubscription subscription(Bench &bench, const QString &id)
    {
        Connection db;
        if (!db.open(bench.file.path, Connection::Mode::ReadOnly))
            qFatal("cannot read");
        return EventRepository(db).find(id).value().value();
    }

    /// `keys` says the keys of the events, in order; their payload is their place in the list.
    static void publish(Bench &bench, const QString &topic, const QStringList &keys)
    {
        const auto done = bench.write([&](WriteScope &scope) -> Result<Json> {
            for (qsizetype i = 0; i < keys.size(); ++i) {
                const auto seq = scope.events.publish(
                    {.topic = topic, .key = keys.at(i), .at = scope.now, .context = {}, .actor = bench.actor, .payload = Json(i).toBytes()});
                if (!seq)
                    return std::unexpected(seq.error());
                scope.lastEvent = *seq;
            }
            return Json();
        });
        if (!done)
            qFatal("%s", qPrintable(done.error().text));
    }

    template <typename Read>
    static auto query(Bench &bench, const char *sql, Read read)
    {
        Connection db;
        if (!db.open(bench.file.path, Connection::Mode::ReadOnly))
            qFatal("cannot read");
        Statement &statement = db.prepared(sql);
        statement.bind();
        QList<decltype(read(statement))> rows;
        while (statement.step().value())
            rows.append(read(statement));
        statement.reset();
        return rows;
    }

    static QStringList ids(Bench &bench)
    {
        return query(bench, "SELECT id FROM context ORDER BY pk", [](const Statement &s) { return s.text(0); });
    }

    /// The events that became contexts of a subscription, in the order of the contexts.
    static QList<qint64> delivered(Bench &bench, const char *subscription)
    {
        return query(bench,
                     QByteArray("SELECT event FROM delivery JOIN subscription s ON s.pk = subscription WHERE s.id = '")
                         .append(subscription)
                         .append("' AND context IS NOT NULL ORDER BY context")
                         .constData(),
                     [](const Statement &s) { return s.integer(0); });
    }

private Q_SLOTS:
    void init() { m_clock.jumpTo(FakeClock::kStartUs); }

    // --- schedules ------------------------------------------------------------------------------------------------------

    void aDueScheduleStartsItsPipeline()
    {
        Bench bench(newPath(), m_clock);
        bench.save(pipeline(u"p"_s));
        schedule(bench, u"tick"_s, "{'when':{'every_s':60},'data':{'kind':'report'},'type':'note'}");
        moveClock(bench, 59 * kSecond);
        QVERIFY(ids(bench).isEmpty());
        moveClock(bench, kSecond);
        QCOMPARE(ids(bench), QStringList{u"tick@2023-05-15T10:31:00Z"_s});
        const Json data = bench.document(1);
        QCOMPARE(data.value("kind").toString(), u"report"_s);
        QCOMPARE(data.value("scheduled_for").toString(), u"2023-05-15T10:31:00Z"_s);
        QCOMPARE(bench.row(1).status, ContextStatus::Completed);
        QCOMPARE(bench.row(1).type, u"note"_s);
        QCOMPARE(stored(bench, u"tick"_s).fired, 1);
        QVERIFY(bench.isSound());
    }

    void aJumpOfTheClockNeitherStormsNorDoubles_data()
    {
        QTest::addColumn<QString>("missed");
        QTest::addColumn<qint64>("jump");
        QTest::addColumn<qint64>("started"); // by a schedule of every minute
        const auto rows = [](const char *missed, std::initializer_list<std::pair<qint64, qint64>> jumps) {
            for (const auto &[jump, started] : jumps)
                QTest::addRow("%s %lld s", missed, static_cast<long long>(jump / kSecond)) << QString::fromLatin1(missed) << jump << started;
        };
        rows("skip", {{kSecond, 0}, {kHour, 1}, {kTenYears, 1}, {-kSecond, 0}, {-kHour, 0}, {-kTenYears, 0}});
        rows("once", {{kSecond, 0}, {kHour, 1}, {kTenYears, 1}, {-kSecond, 0}, {-kHour, 0}, {-kTenYears, 0}});
        rows("all", {{kSecond, 0}, {kHour, 60}, {kTenYears, 1000}, {-kSecond, 0}, {-kHour, 0}, {-kTenYears, 0}});
    }

    void aJumpOfTheClockNeitherStormsNorDoubles()
    {
        QFETCH(QString, missed);
        QFETCH(qint64, jump);
        QFETCH(qint64, started);
        Bench bench(newPath(), m_clock);
        bench.save(pipeline(u"p"_s));
        schedule(bench, u"tick"_s, QByteArray("{'when':{'cron':'* * * * *'},'missed':'").append(missed.toLatin1()).append("'}"));
        moveClock(bench, 60 * kSecond);
        moveClock(bench, 60 * kSecond);
        QCOMPARE(ids(bench).size(), 2);
        moveClock(bench, jump);
        QCOMPARE(ids(bench).size() - 2, started);
        QVERIFY(*stored(bench, u"tick"_s).nextAt > m_clock.nowUs());
        QVERIFY(*stored(bench, u"tick"_s).nextAt <= m_clock.nowUs() + 60 * kSecond);
        // It goes on from there, minute by minute; what had its start already has no second one.
        moveClock(bench, 60 * kSecond);
        QCOMPARE(ids(bench).size() - 2, jump == -kSecond ? 0 : started + 1);
        // And back to where it was: nothing twice.
        moveClock(bench, -jump);
        const qsizetype before = ids(bench).size();
        moveClock(bench, 60 * kSecond);
        QVERIFY(ids(bench).size() <= before + 1);
        QStringList all = ids(bench);
        QCOMPARE(all.removeDuplicates(), 0);
        QCOMPARE(stored(bench, u"tick"_s).fired, all.size());
        QVERIFY(bench.isSound());
    }

    void whatWasMissedWhileNobodyWorkedFollowsThePolicy()
    {
        const QString path = newPath();
        {
            Bench bench(path, m_clock);
            bench.save(pipeline(u"p"_s));
            for (const char *missed : {"skip", "once", "all"})
                schedule(bench, QString::fromLatin1(missed), QByteArray("{'when':{'cron':'@hourly'},'missed':'").append(missed).append("'}"));
        }
        m_clock.jumpTo(*parseIso(u"2023-05-15T13:30:00Z"));
        Bench bench(path, m_clock);
        bench.untilIdle();
        QStringList started = ids(bench);
        started.sort();
        QCOMPARE(started,
                 (QStringList{u"all@2023-05-15T11:00:00Z"_s, u"all@2023-05-15T12:00:00Z"_s, u"all@2023-05-15T13:00:00Z"_s,
                              u"once@2023-05-15T13:00:00Z"_s}));
        QCOMPARE(stored(bench, u"skip"_s).missed, 3);
        QVERIFY(stored(bench, u"skip"_s).problem.contains(u"3 due times"_s));
        QCOMPARE(stored(bench, u"once"_s).missed, 2);
        QCOMPARE(bench.counts().of(ContextStatus::Completed), 4);
    }

    /// A lid that was closed from Friday to Monday: every minute of it, a thousand in a turn.
    void allThatWasMissedStartsHoweverMuchItIs()
    {
        Bench bench(newPath(), m_clock);
        bench.save(pipeline(u"p"_s));
        schedule(bench, u"tick"_s, "{'when':{'every_s':60},'missed':'all'}");
        moveClock(bench, 3'800 * 60 * kSecond);
        QCOMPARE(ids(bench).size(), 3'800);
        QCOMPARE(stored(bench, u"tick"_s).missed, 0);
        QVERIFY(*stored(bench, u"tick"_s).nextAt > m_clock.nowUs());
    }

    void aPausedPipelineGetsItsWorkAndADrainingOneNone()
    {
        Bench bench(newPath(), m_clock);
        bench.save(pipeline(u"p"_s));
        const auto control = [&](PipelineState state) {
            (void)bench.write([&](WriteScope &scope) -> Result<Json> {
                scope.afterCommit.emplace_back([&bench, state] { bench.engine->setPipelineState(u"p"_s, {state, 0}); });
                return Json();
            });
        };
        schedule(bench, u"tick"_s, "{'when':{'every_s':60},'missed':'all'}");
        control(PipelineState::Paused);
        moveClock(bench, 60 * kSecond);
        QCOMPARE(bench.counts().of(ContextStatus::Pending), 1);
        control(PipelineState::Draining);
        bench.untilIdle();
        QCOMPARE(bench.counts().of(ContextStatus::Completed), 1);
        moveClock(bench, 60 * kSecond);
        QCOMPARE(ids(bench).size(), 1);
        QCOMPARE(stored(bench, u"tick"_s).missed, 1);
        QVERIFY(stored(bench, u"tick"_s).problem.contains(u"drained"_s));
        control(PipelineState::Running);
        moveClock(bench, 60 * kSecond);
        QCOMPARE(ids(bench).last(), u"tick@2023-05-15T10:33:00Z"_s);
        QVERIFY(stored(bench, u"tick"_s).problem.isEmpty());
    }

    void aMissingPipelineIsTold()
    {
        Bench bench(newPath(), m_clock);
        schedule(bench, u"tick"_s, "{'when':{'every_s':60}}", u"later"_s);
        moveClock(bench, 60 * kSecond);
        QVERIFY(stored(bench, u"tick"_s).problem.contains(u"no pipeline \"later\""_s));
        bench.save(pipeline(u"later"_s));
        moveClock(bench, 60 * kSecond);
        QCOMPARE(bench.counts().of(ContextStatus::Completed), 1);
        QVERIFY(stored(bench, u"tick"_s).problem.isEmpty());
    }

    void aScheduleFarAheadHoldsNobodyUp()
    {
        Bench bench(newPath(), m_clock);
        bench.save(pipeline(u"p"_s));
        schedule(bench, u"tick"_s, "{'when':{'every_s':3600}}");
        bench.untilIdle(60 * kSecond);
        auto waiting = bench.engine->idle(2 * kHour);
        QTest::qWait(20);
        QVERIFY(!waiting.isFinished());
        QCOMPARE(bench.engine->status().nextDueAt, FakeClock::kStartUs + kHour);
        m_clock.advance(kHour);
        bench.engine->wake();
        QTRY_COMPARE(ids(bench).size(), 1);
        m_clock.advance(2 * kHour);
        bench.engine->wake();
        QTRY_VERIFY(waiting.isFinished());
    }

    void aSingleTimeStartsOnceWhateverTheClockDoes()
    {
        Bench bench(newPath(), m_clock);
        bench.save(pipeline(u"p"_s));
        schedule(bench, u"one"_s, "{'when':{'at':'2023-05-15T11:00:00Z'}}");
        moveClock(bench, kHour);
        QVERIFY(!stored(bench, u"one"_s).nextAt);
        moveClock(bench, -2 * kHour);
        moveClock(bench, 3 * kHour);
        QCOMPARE(ids(bench), QStringList{u"one@2023-05-15T11:00:00Z"_s});
    }

    // --- events ---------------------------------------------------------------------------------------------------------

    void eachSubscriptionGetsEachEventOnce()
    {
        Bench bench(newPath(), m_clock);
        bench.save(pipeline(u"p"_s));
        subscribe(bench, u"exact"_s, u"user.click"_s);
        subscribe(bench, u"prefix"_s, u"user.*"_s, true);
        subscribe(bench, u"off"_s, u"*"_s, false, false);
        publish(bench, u"user.click"_s, {u"a"_s, u"b"_s, u"a"_s});
        publish(bench, u"user.view"_s, {u"a"_s});
        publish(bench, u"order"_s, {u"a"_s});
        bench.untilIdle();
        QCOMPARE(delivered(bench, "exact"), (QList<qint64>{1, 2, 3}));
        QList<qint64> all = delivered(bench, "prefix");
        std::ranges::sort(all);
        QCOMPARE(all, (QList<qint64>{1, 2, 3, 4}));
        QVERIFY(delivered(bench, "off").isEmpty());
        QCOMPARE(subscription(bench, u"exact"_s).position, 5);
        const Json event = bench.document(1).value("event");
        QCOMPARE(event.toBytes(), "{\"seq\":1,\"topic\":\"user.click\",\"key\":\"a\",\"at\":\"2023-05-15T10:30:00.000000Z\",\"payload\":0}"_ba);
        QCOMPARE(bench.counts().of(ContextStatus::Completed), 7);
        // What was published meanwhile is not lost on one that was off.
        change(bench, u"off"_s, [](WriteScope &, StoredSubscription &s) { s.enabled = true; });
        bench.untilIdle();
        QCOMPARE(delivered(bench, "off"), (QList<qint64>{1, 2, 3, 4, 5}));
        QVERIFY(bench.isSound());
    }

    void eventsOfOneKeyFollowEachOther()
    {
        const QString path = newPath();
        const auto held = pipeline(u"p"_s, "{'id':'w','component':'wait','config':{'signal':'go'}}");
        const auto wake = [](Bench &bench, ContextKey key) {
            (void)bench.write([&](WriteScope &scope) -> Result<Json> {
                return bench.engine->ledger().signal(scope, key, Json()).transform([](bool went) { return Json(went); });
            });
            bench.untilIdle();
        };
        {
            Bench bench(path, m_clock);
            bench.save(held);
            subscribe(bench, u"s"_s, u"t"_s, true);
            publish(bench, u"t"_s, {u"a"_s, u"a"_s, u"b"_s, u"a"_s, u"b"_s});
            bench.untilIdle();
            QCOMPARE(delivered(bench, "s"), (QList<qint64>{1, 3}));
            QCOMPARE(subscription(bench, u"s"_s).position, 5);
            wake(bench, 1);
            QCOMPARE(delivered(bench, "s"), (QList<qint64>{1, 3, 2}));
            QVERIFY(bench.isSound());
        }
        // An end of the program forgets nobody's turn.
        Bench bench(path, m_clock);
        bench.untilIdle();
        QCOMPARE(delivered(bench, "s"), (QList<qint64>{1, 3, 2}));
        publish(bench, u"t"_s, {u"b"_s});
        (void)bench.write([&](WriteScope &scope) -> Result<Json> {
            return bench.engine->ledger().cancel(scope, 2, bench.actor).transform([](const ContextRow &) { return Json(); });
        });
        bench.untilIdle();
        QCOMPARE(delivered(bench, "s"), (QList<qint64>{1, 3, 2, 5}));
        wake(bench, 3);
        wake(bench, 4);
        wake(bench, 5);
        wake(bench, 6);
        QCOMPARE(delivered(bench, "s"), (QList<qint64>{1, 3, 2, 5, 4, 6}));
        QCOMPARE(bench.counts().of(ContextStatus::Completed), 5);
        QVERIFY(bench.isSound());
    }

    void aFailedEventLetsTheNextOfItsKeyStart()
    {
        Bench bench(newPath(), m_clock);
        bench.save(pipeline(u"p"_s, "{'id':'v','component':'validate','config':{'rules':[{'path':'/none','rule':'required'}]}}"));
        subscribe(bench, u"s"_s, u"t"_s, true);
        publish(bench, u"t"_s, {u"a"_s, u"a"_s, u"a"_s});
        bench.untilIdle();
        QCOMPARE(delivered(bench, "s"), (QList<qint64>{1, 2, 3}));
        QCOMPARE(bench.counts().of(ContextStatus::Quarantined), 3);
    }

    void aSeekReplaysFromAnyPosition()
    {
        Bench bench(newPath(), m_clock);
        bench.save(pipeline(u"p"_s));
        subscribe(bench, u"s"_s, u"t"_s, true);
        publish(bench, u"t"_s, {u"a"_s, u"b"_s, u"a"_s});
        bench.untilIdle();
        const auto seek = [&](qint64 position) {
            change(bench, u"s"_s, [position](WriteScope &scope, StoredSubscription &s) {
                s.position = position;
                ++s.pass;
                QVERIFY(scope.events.dropWaiting(s.key, position));
            });
            bench.untilIdle();
        };
        seek(1);
        QCOMPARE(delivered(bench, "s").size(), 5);
        seek(0);
        QCOMPARE(delivered(bench, "s").size(), 8);
        seek(3);
        QCOMPARE(delivered(bench, "s").size(), 8);
        QVERIFY(bench.isSound());
    }

    void aStepPublishesInItsOwnCommit()
    {
        for (const bool fuse : {true, false}) {
            Bench bench(newPath(), m_clock, [fuse](Engine::Options &options) { options.fuse = fuse; });
            const auto first = pipeline(u"first"_s,
                                        "{'id':'a','component':'test_echo'},{'id':'tell','component':'publish_event','config':"
                                        "{'topic':'done','key':'n','payload':'{twice: echo}'}},{'id':'b','component':'test_echo'}",
                                        "{'from':{'node':'a'},'to':{'node':'tell'}},{'from':{'node':'tell'},'to':{'node':'b'}}");
            bench.save(pipeline(u"p"_s));
            subscribe(bench, u"s"_s, u"done"_s, true);
            bench.submit(first, 20, u"c"_s);
            bench.untilIdle();
            QCOMPARE(bench.counts().of(ContextStatus::Completed), 40);
            QCOMPARE(delivered(bench, "s").size(), 20);
            QStringList keys = query(bench, "SELECT key FROM event", [](const Statement &s) { return s.text(0); });
            QCOMPARE(keys.removeDuplicates(), 0);
            QCOMPARE(query(bench, "SELECT count(DISTINCT context) FROM event", [](const Statement &s) { return s.integer(0); }).first(), 20);
            QVERIFY(bench.isSound());
        }
    }

    void aDrainingPipelineLeavesEventsWaiting()
    {
        Bench bench(newPath(), m_clock);
        bench.save(pipeline(u"p"_s));
        const auto control = [&](PipelineState state) {
            (void)bench.write([&](WriteScope &scope) -> Result<Json> {
                scope.afterCommit.emplace_back([&bench, state] { bench.engine->setPipelineState(u"p"_s, {state, 0}); });
                return Json();
            });
        };
        control(PipelineState::Draining);
        subscribe(bench, u"s"_s, u"t"_s);
        publish(bench, u"t"_s, {u"a"_s, u"b"_s});
        bench.untilIdle();
        QVERIFY(ids(bench).isEmpty());
        QVERIFY(subscription(bench, u"s"_s).problem.contains(u"drained"_s));
        control(PipelineState::Running);
        QTRY_COMPARE(delivered(bench, "s"), (QList<qint64>{1, 2}));
        bench.untilIdle();
        QVERIFY(subscription(bench, u"s"_s).problem.isEmpty());
    }

    void aCheckFindsDamagedEventsAndLostDeliveries()
    {
        const QString path = newPath();
        {
            Bench bench(path, m_clock);
            bench.save(pipeline(u"p"_s));
            subscribe(bench, u"s"_s, u"t"_s);
            publish(bench, u"t"_s, {u"a"_s, u"b"_s, u"c"_s});
            bench.untilIdle();
            QVERIFY(bench.isSound());
        }
        Connection db;
        QVERIFY(db.open(path, Connection::Mode::ReadWrite));
        QVERIFY(db.exec("UPDATE event SET key = 'x' WHERE seq = 1; UPDATE delivery SET context = 999 WHERE event = 2; "
                        "UPDATE delivery SET state = 1 WHERE event = 3"));
        const auto report = checkIntegrity(db, [](double) { return true; });
        QStringList messages;
        for (const Json &problem : report->problems.items())
            messages.append(problem.value("message").toString());
        QCOMPARE(
            messages,
            (QStringList{u"the stored event is damaged"_s, u"its context is not there"_s, u"it is under way, but its context has come to rest"_s}));
        QCOMPARE(EventRepository(db).events(u"t"_s, 0, 3, 10).error().code, ErrorCode::WorkspaceDamaged);
        QVERIFY(db.close());
    }

    void aDryReplayPublishesNothing()
    {
        Bench bench(newPath(), m_clock);
        const auto teller = pipeline(u"p"_s, "{'id':'tell','component':'publish_event','config':{'topic':'t'}}");
        const ContextKey key = bench.submit(teller, u"a"_s, Json::object());
        bench.untilIdle();
        for (const bool dry : {true, false}) {
            const auto replayed = bench.write([&](WriteScope &scope) -> Result<Json> {
                const ContextRow row = scope.contexts.find(key).value().value();
                Ledger::Replay replay;
                replay.plan = bench.engine->plan(scope, row.pipeline).value();
                replay.run = row.run;
                replay.actor = bench.actor;
                replay.node = 0;
                replay.dry = dry;
                return bench.engine->ledger().replay(scope, key, replay).transform([](const ContextRow &made) { return Json(made.key); });
            });
            QVERIFY(replayed);
            bench.untilIdle();
            QCOMPARE(query(bench, "SELECT count(*) FROM event", [](const Statement &s) { return s.integer(0); }).first(), dry ? 1 : 2);
        }
    }

    /// In the commit in which it ends, once, where somebody listens; what it starts ends without an event, else it would go on for ever.
    void theEndOfAContextIsAnEventWhereSomebodyListens()
    {
        Bench bench(newPath(), m_clock);
        bench.save(pipeline(u"q"_s));
        const auto last = [&] {
            Connection db;
            if (!db.open(bench.file.path, Connection::Mode::ReadOnly))
                qFatal("cannot read");
            return EventRepository(db).last().value();
        };
        bench.submit(pipeline(u"p"_s), u"before"_s, Json::object());
        bench.untilIdle();
        QCOMPARE(last(), 0);
        // Who asks for something else of Millrace's own gets none of these, read or started with.
        subscribe(bench, u"alerts"_s, u"millrace.alert*"_s, false, true, u"q"_s);
        bench.submit(pipeline(u"p"_s), u"another"_s, Json::object());
        bench.untilIdle();
        QCOMPARE(last(), 0);
        subscribe(bench, u"ends"_s, u"millrace.context.*"_s, false, true, u"q"_s);
        const ContextKey good = bench.submit(pipeline(u"p"_s), u"good"_s, Json::object());
        bench.untilIdle();
        bench.submit(pipeline(u"p"_s, "{'id':'a','component':'test_flaky','config':{'failures':9,'category':'fatal'}}"), u"bad"_s, Json::object());
        bench.untilIdle();
        QCOMPARE(last(), 2);
        Connection db;
        QVERIFY(db.open(bench.file.path, Connection::Mode::ReadOnly));
        const StoredEvent event = EventRepository(db).event(1).value().value();
        QCOMPARE(event.topic, u"millrace.context.completed"_s);
        QCOMPARE(event.key, u"p"_s);
        QCOMPARE(event.context, good);
        QCOMPARE(Json::parse(event.payload)->value("id").toString(), u"good"_s);
        QCOMPARE(EventRepository(db).event(2).value()->topic, u"millrace.context.failed"_s);
        QCOMPARE(bench.counts().of(ContextStatus::Completed), 5); // three of p, two of q
        QVERIFY(bench.isSound());
    }

    void aFloodIsHeldBackAndNothingIsLost()
    {
        Bench bench(newPath());
        bench.save(pipeline(u"p"_s));
        bench.engine->pause();
        subscribe(bench, u"any"_s, u"t"_s);
        subscribe(bench, u"ordered"_s, u"t*"_s, true);
        QStringList keys;
        for (int i = 0; i < 12'000; ++i)
            keys.append(QString::number(i % 50));
        publish(bench, u"t"_s, keys);
        bench.engine->start();
        const ContextKey other = bench.submit(pipeline(u"other"_s), u"x"_s, Json::object());
        QTRY_COMPARE(bench.row(other).status, ContextStatus::Completed);
        bench.untilIdle();
        QCOMPARE(bench.counts().of(ContextStatus::Completed), 24'001);
        QCOMPARE(subscription(bench, u"any"_s).position, 12'000);
        QVERIFY(bench.isSound());
        // Of each key, one after the other.
        for (int key = 0; key < 50; ++key) {
            const QByteArray sql = "SELECT event FROM delivery JOIN subscription s ON s.pk = subscription WHERE s.id = 'ordered' AND key = '"
                + QByteArray::number(key) + "' ORDER BY context";
            const QList<qint64> events = query(bench, sql.constData(), [](const Statement &s) { return s.integer(0); });
            QCOMPARE(events.size(), 240);
            QVERIFY(std::ranges::is_sorted(events));
        }
    }

    void aPipelineThatStartsItselfComesToAnEnd()
    {
        Bench bench(newPath(), m_clock);
        bench.save(pipeline(u"circle"_s, "{'id':'tell','component':'publish_event','config':{'topic':'again'}}"));
        subscribe(bench, u"s"_s, u"again"_s, false, true, u"circle"_s);
        publish(bench, u"again"_s, {u"a"_s});
        bench.untilIdle();
        // The event from outside and a hundred that it led to; the last one's publisher says why there is no more.
        QCOMPARE(query(bench, "SELECT max(depth) FROM event", [](const Statement &s) { return s.integer(0); }).first(), 100);
        QCOMPARE(query(bench, "SELECT count(*) FROM event", [](const Statement &s) { return s.integer(0); }).first(), 101);
        QCOMPARE(bench.counts().of(ContextStatus::Completed), 100);
        QCOMPARE(bench.counts().of(ContextStatus::Quarantined), 1);
        QVERIFY(
            query(bench, "SELECT reason FROM context WHERE status = 4", [](const Statement &s) { return s.blob(0); }).first().contains("loop.limit"));
        QVERIFY(bench.isSound());
    }

    void eventsAreKeptForAsLongAsSaidAndNotLongerThanNeeded()
    {
        Bench bench(newPath(), m_clock);
        bench.save(pipeline(u"p"_s));
        subscribe(bench, u"s"_s, u"t"_s);
        subscribe(bench, u"behind"_s, u"t"_s, false, false);
        const auto keep = [&](qint64 count, qint64 days) {
            const auto done = bench.write([&](WriteScope &scope) -> Result<Json> {
                scope.triggersChanged = true;
                return EventRetention{count, days}.write(scope.catalog).transform([] { return Json(); });
            });
            QVERIFY(done.has_value());
            bench.untilIdle();
        };
        const auto kept = [&] { return query(bench, "SELECT seq FROM event ORDER BY seq", [](const Statement &s) { return s.integer(0); }); };
        publish(bench, u"t"_s, QStringList(30, u"a"_s));
        bench.untilIdle();
        keep(10, 0);
        QCOMPARE(kept().size(), 30); // somebody has not had them yet
        change(bench, u"behind"_s, [](WriteScope &, StoredSubscription &s) { s.position = 15; });
        bench.untilIdle();
        QCOMPARE(kept().first(), 16);
        change(bench, u"behind"_s, [](WriteScope &, StoredSubscription &s) { s.position = 30; });
        bench.untilIdle();
        QCOMPARE(kept().size(), 10);
        QCOMPARE(kept().first(), 21);
        QCOMPARE(query(bench, "SELECT count(*) FROM delivery", [](const Statement &s) { return s.integer(0); }).first(), 10);
        QVERIFY(bench.isSound());
        // By age; the newest stays, to count on from.
        m_clock.jumpTo(m_clock.nowUs() + qint64(3) * 86'400 * kSecond);
        keep(0, 2);
        QCOMPARE(kept(), QList<qint64>{30});
        // Going back reaches what is there.
        change(bench, u"s"_s, [](WriteScope &, StoredSubscription &s) {
            s.position = 0;
            ++s.pass;
        });
        bench.untilIdle();
        QCOMPARE(bench.counts().of(ContextStatus::Completed), 31);
        // Switched off, nothing goes.
        keep(0, 0);
        publish(bench, u"t"_s, QStringList(3, u"a"_s));
        bench.untilIdle();
        m_clock.jumpTo(m_clock.nowUs() + qint64(3000) * 86'400 * kSecond);
        bench.engine->wake();
        bench.untilIdle();
        QCOMPARE(kept().size(), 4);
        QVERIFY(bench.isSound());
    }

    void aDamagedEventStopsItsSubscriptionAlone()
    {
        Bench bench(newPath(), m_clock);
        bench.save(pipeline(u"p"_s));
        subscribe(bench, u"s"_s, u"t"_s);
        subscribe(bench, u"other"_s, u"u"_s);
        bench.engine->pause();
        publish(bench, u"t"_s, QStringList(5, u"a"_s));
        const auto hurt = bench.write([](WriteScope &scope) -> Result<Json> {
            const auto done = scope.db.exec("UPDATE event SET payload = x'39' WHERE seq = 3");
            return done ? Result<Json>(Json()) : std::unexpected(done.error());
        });
        QVERIFY(hurt.has_value());
        publish(bench, u"u"_s, {u"a"_s});
        bench.engine->start();
        QTRY_COMPARE(delivered(bench, "s"), (QList<qint64>{1, 2}));
        QTRY_COMPARE(delivered(bench, "other"), QList<qint64>{6});
        QTRY_VERIFY(subscription(bench, u"s"_s).problem.contains(u"event 3 is damaged"_s));
        QVERIFY(!bench.engine->status().stopped);
        change(bench, u"s"_s, [](WriteScope &, StoredSubscription &s) { s.position = 3; });
        QTRY_COMPARE(delivered(bench, "s"), (QList<qint64>{1, 2, 4, 5}));
        bench.untilIdle();
    }
};

QTEST_GUILESS_MAIN(TestTriggers)
#include "tst_triggers.moc"
