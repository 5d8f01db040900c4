// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/schedule.h"
#include "sdk/clock.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;

/// Cron expressions in time zones, and what schedules make of them.
class TestCron : public QObject
{
    Q_OBJECT

    static Cron cron(const QString &expression, const QString &zone)
    {
        const auto parsed = Cron::parse(expression, Cron::zoneNamed(zone).value());
        if (!parsed)
            qFatal("%s", qPrintable(parsed.error().text));
        return *parsed;
    }

    static QStringList firstOf(const Cron &cron, const QString &after, qsizetype count)
    {
        QStringList times;
        std::optional<qint64> at = parseIso(after);
        while (times.size() < count && (at = cron.next(*at)))
            times.append(isoSeconds(*at));
        return times;
    }

    static Schedule schedule(const char *json, qint64 now = 0)
    {
        const auto read = Schedule::fromJson(Json::parse(QByteArray(json).replace('\'', '"')).value(), now);
        if (!read)
            qFatal("%s", qPrintable(read.error().text));
        return *read;
    }

private Q_SLOTS:
    void theNextTimesAreThese_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QStringList>("times");
        const auto row = [](const char *name, const QString &expression, const QString &zone, const QString &after, const QStringList &times) {
            QTest::newRow(name) << expression << zone << after << times;
        };
        row("every minute", u"* * * * *"_s, u"UTC"_s, u"2023-05-15T10:30:30Z"_s, {u"2023-05-15T10:31:00Z"_s, u"2023-05-15T10:32:00Z"_s});
        row("a due time itself is past", u"30 10 * * *"_s, u"UTC"_s, u"2023-05-15T10:30:00Z"_s, {u"2023-05-16T10:30:00Z"_s});
        row("a moment before it is not", u"30 10 * * *"_s, u"UTC"_s, u"2023-05-15T10:29:59.999999Z"_s, {u"2023-05-15T10:30:00Z"_s});
        row("steps and lists", u"0,30 8-10/2 * * *"_s, u"UTC"_s, u"2023-05-15T08:00:00Z"_s,
            {u"2023-05-15T08:30:00Z"_s, u"2023-05-15T10:00:00Z"_s, u"2023-05-15T10:30:00Z"_s, u"2023-05-16T08:00:00Z"_s});
        row("a start and a step", u"50/5 0 * * *"_s, u"UTC"_s, u"2023-05-15T00:00:00Z"_s,
            {u"2023-05-15T00:50:00Z"_s, u"2023-05-15T00:55:00Z"_s, u"2023-05-16T00:50:00Z"_s});
        row("names", u"0 9 * mar-apr MON"_s, u"UTC"_s, u"2023-04-20T00:00:00Z"_s, {u"2023-04-24T09:00:00Z"_s, u"2024-03-04T09:00:00Z"_s});
        row("Sunday is seven too", u"0 0 * * 7"_s, u"UTC"_s, u"2023-05-15T00:00:00Z"_s, {u"2023-05-21T00:00:00Z"_s});
        row("a range up to Sunday", u"0 0 * * SAT-SUN"_s, u"UTC"_s, u"2023-05-15T00:00:00Z"_s,
            {u"2023-05-20T00:00:00Z"_s, u"2023-05-21T00:00:00Z"_s});
        row("either day field", u"0 0 13 * FRI"_s, u"UTC"_s, u"2023-05-08T00:00:00Z"_s,
            {u"2023-05-12T00:00:00Z"_s, u"2023-05-13T00:00:00Z"_s, u"2023-05-19T00:00:00Z"_s});
        row("an impossible day with a weekday", u"0 0 31 FEB MON"_s, u"UTC"_s, u"2023-01-31T00:00:00Z"_s, {u"2023-02-06T00:00:00Z"_s});
        row("leap days", u"0 0 29 2 *"_s, u"UTC"_s, u"2023-01-01T00:00:00Z"_s, {u"2024-02-29T00:00:00Z"_s, u"2028-02-29T00:00:00Z"_s});
        row("a leap year is left out", u"0 0 29 2 *"_s, u"UTC"_s, u"2096-03-01T00:00:00Z"_s, {u"2104-02-29T00:00:00Z"_s});
        row("the 31st", u"0 0 31 * *"_s, u"UTC"_s, u"2023-03-31T00:00:00Z"_s, {u"2023-05-31T00:00:00Z"_s, u"2023-07-31T00:00:00Z"_s});
        row("@yearly", u"@yearly"_s, u"UTC"_s, u"2023-05-15T00:00:00Z"_s, {u"2024-01-01T00:00:00Z"_s});
        row("@monthly", u"@Monthly"_s, u"UTC"_s, u"2023-05-15T00:00:00Z"_s, {u"2023-06-01T00:00:00Z"_s});
        row("@weekly", u"@weekly"_s, u"UTC"_s, u"2023-05-15T00:00:00Z"_s, {u"2023-05-21T00:00:00Z"_s});
        row("@daily", u"@daily"_s, u"Asia/Tokyo"_s, u"2023-05-15T00:00:00Z"_s, {u"2023-05-15T15:00:00Z"_s});
        row("@hourly", u"@hourly"_s, u"Asia/Kolkata"_s, u"2023-05-15T00:00:00Z"_s, {u"2023-05-15T00:30:00Z"_s, u"2023-05-15T01:30:00Z"_s});
        row("summer and winter in Berlin", u"0 9 * * *"_s, u"Europe/Berlin"_s, u"2023-03-25T00:00:00Z"_s,
            {u"2023-03-25T08:00:00Z"_s, u"2023-03-26T07:00:00Z"_s});
        row("a skipped time comes after the gap", u"30 2 * * *"_s, u"Europe/Berlin"_s, u"2023-03-25T02:00:00Z"_s,
            {u"2023-03-26T01:00:00Z"_s, u"2023-03-27T00:30:00Z"_s});
        row("many skipped times come once", u"*/10 2 * * *"_s, u"America/New_York"_s, u"2023-03-12T06:00:00Z"_s,
            {u"2023-03-12T07:00:00Z"_s, u"2023-03-13T06:00:00Z"_s});
        row("a repeated time comes once", u"30 2 * * *"_s, u"Europe/Berlin"_s, u"2023-10-28T12:00:00Z"_s,
            {u"2023-10-29T00:30:00Z"_s, u"2023-10-30T01:30:00Z"_s});
        row("between the two, it has come", u"30 2 * * *"_s, u"Europe/Berlin"_s, u"2023-10-29T00:45:00Z"_s, {u"2023-10-30T01:30:00Z"_s});
        row("where every hour is due, none is left out", u"*/30 * * * *"_s, u"Europe/Berlin"_s, u"2023-10-29T00:00:00Z"_s,
            {u"2023-10-29T00:30:00Z"_s, u"2023-10-29T01:00:00Z"_s, u"2023-10-29T01:30:00Z"_s, u"2023-10-29T02:00:00Z"_s});
        row("no midnight in Havana", u"0 0 * * *"_s, u"America/Havana"_s, u"2023-03-11T12:00:00Z"_s,
            {u"2023-03-12T05:00:00Z"_s, u"2023-03-13T04:00:00Z"_s});
        row("midnight twice in Havana", u"30 0 * * *"_s, u"America/Havana"_s, u"2023-11-04T12:00:00Z"_s,
            {u"2023-11-05T04:30:00Z"_s, u"2023-11-06T05:30:00Z"_s});
        row("half an hour at Lord Howe", u"15 2 * * *"_s, u"Australia/Lord_Howe"_s, u"2023-09-30T12:00:00Z"_s,
            {u"2023-09-30T15:30:00Z"_s, u"2023-10-01T15:15:00Z"_s});
        row("a day that Samoa left out", u"0 12 30 12 *"_s, u"Pacific/Apia"_s, u"2011-12-29T00:00:00Z"_s,
            {u"2011-12-30T10:00:00Z"_s, u"2012-12-29T22:00:00Z"_s});
        row("before the epoch", u"0 0 * * *"_s, u"UTC"_s, u"1969-12-30T12:00:00Z"_s, {u"1969-12-31T00:00:00Z"_s, u"1970-01-01T00:00:00Z"_s});
    }

    void theNextTimesAreThese()
    {
        QFETCH(QString, expression);
        QFETCH(QString, zone);
        QFETCH(QString, after);
        QFETCH(QStringList, times);
        QCOMPARE(firstOf(cron(expression, zone), after, times.size()), times);
    }

    void aProblemNamesItsField_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QStringList>("fields");
        QTest::newRow("minute") << u"60 * * * *"_s << QStringList{u"minute"_s};
        QTest::newRow("hour") << u"0 24 * * *"_s << QStringList{u"hour"_s};
        QTest::newRow("day 0") << u"0 0 0 * *"_s << QStringList{u"day of month"_s};
        QTest::newRow("month name") << u"0 0 * FOO *"_s << QStringList{u"month"_s};
        QTest::newRow("half a name") << u"0 0 * ANF *"_s << QStringList{u"month"_s};
        QTest::newRow("weekday") << u"0 0 * * 8"_s << QStringList{u"day of week"_s};
        QTest::newRow("backward range") << u"0 22-2 * * *"_s << QStringList{u"hour"_s};
        QTest::newRow("no step") << u"*/0 * * * *"_s << QStringList{u"minute"_s};
        QTest::newRow("empty part") << u"1,,2 * * * *"_s << QStringList{u"minute"_s};
        QTest::newRow("sign") << u"-1 * * * *"_s << QStringList{u"minute"_s};
        QTest::newRow("several") << u"99 99 * 13 *"_s << QStringList{u"minute"_s, u"hour"_s, u"month"_s};
        QTest::newRow("30 February") << u"0 0 30 2 *"_s << QStringList{u"day of month"_s};
        QTest::newRow("31 in short months") << u"0 0 31 APR,JUN *"_s << QStringList{u"day of month"_s};
        QTest::newRow("six fields") << u"0 0 0 * * *"_s << QStringList{u"cron"_s};
        QTest::newRow("none") << QString() << QStringList{u"cron"_s};
        QTest::newRow("unknown shorthand") << u"@reboot"_s << QStringList{u"cron"_s};
        QTest::newRow("foreign digits") << u"\u0663 * * * *"_s << QStringList{u"minute"_s};
    }

    void aProblemNamesItsField()
    {
        QFETCH(QString, expression);
        QFETCH(QStringList, fields);
        const auto parsed = Cron::parse(expression, QTimeZone(QTimeZone::UTC));
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().code, ErrorCode::ScheduleInvalid);
        QVERIFY2(parsed.error().text.startsWith(fields.first()), qPrintable(parsed.error().text));
        QStringList named;
        const Json problems = parsed.error().detail.value("problems");
        for (const Json &problem : problems.items())
            named.append(problem.value("field").toString());
        QCOMPARE(named, fields);
    }

    void anUnknownZoneIsAnError()
    {
        for (const QString &zone : {u"Europe/Atlantis"_s, QString(), u"../../etc/passwd"_s})
            QCOMPARE(Cron::zoneNamed(zone).error().code, ErrorCode::ScheduleInvalid);
    }

    void theLatestTimeIsTheOneThatNextCameTo()
    {
        const qint64 now = *parseIso(u"2023-10-29T12:34:56Z");
        for (const QString &expression : {u"* * * * *"_s, u"0 3 * * *"_s, u"0 0 1 1 *"_s, u"*/7 2 * * SUN"_s}) {
            const Cron due = cron(expression, u"Europe/Berlin"_s);
            const auto latest = due.latest(now, 0);
            QVERIFY(latest && *latest <= now);
            QCOMPARE(*due.next(*latest - 1), *latest);
            QVERIFY(*due.next(*latest) > now);
            QVERIFY(!due.latest(now, *latest + 1));
        }
    }

    void everyTimeIsFoundOnceWhateverTheStartingPoint()
    {
        // Two years of an awkward expression in an awkward zone: stepping by next() and asking from arbitrary moments agree.
        const Cron due = cron(u"15,45 0-3 * * *"_s, u"Australia/Lord_Howe"_s);
        QList<qint64> times;
        const qint64 end = *parseIso(u"2025-01-01T00:00:00Z");
        for (auto at = due.next(*parseIso(u"2023-01-01T00:00:00Z")); at && *at < end; at = due.next(*at)) {
            QVERIFY(times.isEmpty() || *at > times.last());
            times.append(*at);
        }
        for (qsizetype i = 1; i < times.size(); ++i) {
            QCOMPARE(*due.next(times.at(i) - 1), times.at(i));
            QCOMPARE(*due.next(times.at(i - 1) + (times.at(i) - times.at(i - 1)) / 2), times.at(i));
        }
    }

    void missedTimesAreSkippedTakenOnceOrTakenEach()
    {
        const qint64 due = *parseIso(u"2023-05-15T01:00:00Z");
        const qint64 now = *parseIso(u"2023-05-15T05:30:00Z");
        const auto hourly = [](const char *missed) {
            return schedule(QByteArray("{'when':{'cron':'@hourly'},'missed':'").append(missed).append("'}").constData());
        };
        QVERIFY(hourly("skip").dueBy(now, due).starts.isEmpty());
        QCOMPARE(hourly("skip").dueBy(now, due).missed, 5);
        QCOMPARE(hourly("skip").dueBy(due + 59'000'000, due).starts, QList<qint64>{due}); // a little late is not missed
        QCOMPARE(hourly("once").dueBy(now, due).starts, QList<qint64>{due + 4 * 3'600'000'000});
        QCOMPARE(hourly("once").dueBy(now, due).missed, 4);
        QCOMPARE(hourly("all").dueBy(now, due).starts.size(), 5);
        QVERIFY(hourly("all").dueBy(due - 1, due).starts.isEmpty());
        const qint64 tenYears = 10LL * 365 * 86'400'000'000;
        const Schedule::Due many = hourly("all").dueBy(now + tenYears, due);
        QCOMPARE(many.starts.size(), Schedule::kMostAtOnce);
        QCOMPARE(many.missed, Schedule::kMostCounted);
        QCOMPARE(schedule("{'when':{'every_s':7},'missed':'skip'}").dueBy(now + tenYears, due).missed, Schedule::kMostCounted);
    }

    void intervalsCountFromTheirBeginning()
    {
        const Schedule every = schedule("{'when':{'every_s':90,'from':'2023-05-15T10:00:30Z'}}");
        QCOMPARE(isoSeconds(*every.next(*parseIso(u"2023-05-15T10:05:00Z"))), u"2023-05-15T10:06:30Z"_s);
        QCOMPARE(isoSeconds(*every.next(*parseIso(u"2020-05-15T10:05:00Z"))), u"2023-05-15T10:00:30Z"_s);
        const Schedule once = schedule("{'when':{'at':'2023-05-15T12:00:00+02:00'},'data':{'a':1}}");
        QCOMPARE(isoSeconds(*once.next(0)), u"2023-05-15T10:00:00Z"_s);
        QVERIFY(!once.next(*once.next(0)));
        QCOMPARE(once.documentFor(*once.next(0)).toBytes(), "{\"a\":1,\"scheduled_for\":\"2023-05-15T10:00:00Z\"}"_ba);
    }

    void aScheduleReadsBackAsItself()
    {
        for (const char *json : {"{'when':{'cron':'0 9 * * MON'},'time_zone':'Europe/Berlin','missed':'all','data':{'x':[1]},'type':'note'}",
                                 "{'when':{'every_s':60}}", "{'when':{'at':'2023-05-15T10:00:00Z'},'missed':'skip'}"}) {
            const Schedule first = schedule(json, 1'684'146'600'000'000);
            const Schedule again = Schedule::fromJson(first.toJson(), 0).value();
            QCOMPARE(again.toJson(), first.toJson());
            QCOMPARE(again.next(1'684'146'600'000'000), first.next(1'684'146'600'000'000));
        }
    }

    void aWrongScheduleSaysWhichField_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("field");
        QTest::newRow("nothing") << "{}"_ba << u"when"_s;
        QTest::newRow("two") << "{'when':{'every_s':1,'at':'2023-05-15T10:00:00Z'}}"_ba << u"when"_s;
        QTest::newRow("zero") << "{'when':{'every_s':0}}"_ba << u"every_s"_s;
        QTest::newRow("fraction") << "{'when':{'every_s':1.5}}"_ba << u"every_s"_s;
        QTest::newRow("no offset") << "{'when':{'at':'tomorrow'}}"_ba << u"at"_s;
        QTest::newRow("zone") << "{'when':{'cron':'@daily'},'time_zone':'Mars/Base'}"_ba << u"there is no time zone"_s;
        QTest::newRow("cron") << "{'when':{'cron':'0 0 * * FOO'}}"_ba << u"day of week"_s;
        QTest::newRow("missed") << "{'when':{'cron':'@daily'},'missed':'never'}"_ba << u"missed"_s;
        QTest::newRow("data") << "{'when':{'cron':'@daily'},'data':[]}"_ba << u"data"_s;
    }

    void aWrongScheduleSaysWhichField()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, field);
        const auto read = Schedule::fromJson(Json::parse(json.replace('\'', '"')).value(), 0);
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::ScheduleInvalid);
        QVERIFY2(read.error().text.startsWith(field), qPrintable(read.error().text));
    }
};

QTEST_GUILESS_MAIN(TestCron)
#include "tst_cron.moc"
