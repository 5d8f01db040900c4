// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fakeclock.h"
#include "workspace/openworkspace.h"

#include <QElapsedTimer>
#include <QStandardPaths>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

constexpr auto kPlain = "{'format':'millrace.pipeline/1','id':'plain','nodes':[{'id':'a','component':'test_echo'}],'links':[]}";

} // namespace

/// Schedules, events and subscriptions through the door.
class TestTriggerCommands : public QObject
{
    Q_OBJECT

    static Json first(const Json &answer, const char *list) { return answer.value(list).at(0); }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void aScheduleIsSavedListedSwitchedFiredAndRemoved()
    {
        const FakeClock clock;
        OpenWorkspace workspace(&clock);
        workspace.save(kPlain);
        const Json saved = workspace.run(
            u"schedule.save"_s,
            parsed("{'id':'daily','title':'Every day','pipeline':'plain','when':{'cron':'0 9 * * *'},'time_zone':'Europe/Berlin','data':{'a':1}}"));
        QCOMPARE(saved.value("next_at").toString(), u"2023-05-16T07:00:00Z"_s);
        Json listed = first(workspace.run(u"schedule.list"_s), "schedules");
        QCOMPARE(listed.value("time_zone").toString(), u"Europe/Berlin"_s);
        QCOMPARE(listed.value("missed").toString(), u"once"_s);
        const QString context = workspace.run(u"schedule.fire_now"_s, parsed("{'id':'daily'}")).value("context").toString();
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(context), u"completed"_s);
        QCOMPARE(workspace.dataOf(context).value("scheduled_for").toString(), u"2023-05-15T10:30:00Z"_s);
        workspace.run(u"schedule.enable"_s, parsed("{'id':'daily','enabled':false}"));
        listed = first(workspace.run(u"schedule.list"_s), "schedules");
        QVERIFY(listed.value("next_at").isNull());
        QCOMPARE(listed.value("fired").toInt(), 1);
        QCOMPARE(workspace.run(u"schedule.enable"_s, parsed("{'id':'daily','enabled':true}")).value("next_at").toString(), u"2023-05-16T07:00:00Z"_s);
        workspace.run(u"schedule.remove"_s, parsed("{'id':'daily'}"));
        QVERIFY(workspace.run(u"schedule.list"_s).value("schedules").isEmpty());
        QCOMPARE(workspace.ask(u"schedule.fire_now"_s, parsed("{'id':'daily'}")).error().code, ErrorCode::NotFound);
    }

    void whatIsWrongWithAScheduleIsSaid()
    {
        OpenWorkspace workspace;
        workspace.save(kPlain);
        const auto refusal = [&](const QByteArray &args) { return workspace.ask(u"schedule.save"_s, parsed(args)).error(); };
        QCOMPARE(refusal("{'id':'a','pipeline':'plain','when':{'cron':'0 25 * * *'}}").text, u"hour: 25 is not within 0 to 23"_s);
        QCOMPARE(refusal("{'id':'a','pipeline':'plain','when':{'cron':'@daily'},'time_zone':'Nowhere/Land'}").code, ErrorCode::ScheduleInvalid);
        QCOMPARE(refusal("{'id':'a','pipeline':'none','when':{'cron':'@daily'}}").code, ErrorCode::NotFound);
        QCOMPARE(refusal("{'id':'a','pipeline':'plain','when':{'at':'2001-01-01T00:00:00Z'}}").code, ErrorCode::ScheduleInvalid);
        QCOMPARE(refusal("{'id':'a','pipeline':'plain','when':{'weekly':1}}").code, ErrorCode::InvalidArgument);
        QCOMPARE(refusal("{'id':'a','pipeline':'plain','when':{'every_s':60},'missed':'sometimes'}").code, ErrorCode::InvalidArgument);
        QVERIFY(workspace.run(u"schedule.list"_s).value("schedules").isEmpty());
    }

    void anIntervalRunsByItself()
    {
        OpenWorkspace workspace;
        workspace.save(kPlain);
        workspace.run(u"schedule.save"_s, parsed("{'id':'tick','pipeline':'plain','when':{'every_s':1}}"));
        // Work that is due in time is waited for; what is far ahead is not.
        const Json waited = workspace.run(u"engine.wait"_s, parsed("{'wait_s':1.2}"));
        QVERIFY(waited.value("next_due_at").toInt() > 0);
        const Json tick = first(workspace.run(u"schedule.list"_s), "schedules");
        QVERIFY(tick.value("fired").toInt() >= 1);
        workspace.run(u"schedule.save"_s, parsed("{'id':'tick','pipeline':'plain','when':{'cron':'@yearly'}}"));
        QElapsedTimer timer;
        timer.start();
        workspace.run(u"engine.wait"_s, parsed("{'wait_s':60}"));
        QVERIFY(timer.elapsed() < 10'000);
    }

    void eventsStartPipelinesAndAreListed()
    {
        OpenWorkspace workspace;
        workspace.save(kPlain);
        QCOMPARE(workspace.run(u"event.publish"_s, parsed("{'topic':'old'}")).value("seq").toInt(), 1);
        workspace.run(u"subscription.save"_s, parsed("{'id':'s','topic':'user.*','pipeline':'plain','ordered':true}"));
        workspace.run(u"event.publish"_s, parsed("{'topic':'user.click','key':'7','payload':{'x':1}}"));
        workspace.run(u"event.publish"_s, parsed("{'topic':'user.click','key':'7','payload':{'x':2}}"));
        workspace.untilIdle();
        const Json contexts = workspace.run(u"context.list"_s, parsed("{'type':'event'}")).value("contexts");
        QCOMPARE(contexts.size(), 2);
        const Json subscription = first(workspace.run(u"subscription.list"_s), "subscriptions");
        QCOMPARE(subscription.value("position").toInt(), 3);
        QCOMPARE(subscription.value("behind").toInt(), 0);
        const Json listed = workspace.run(u"event.list"_s, parsed("{'topic':'user.*','limit':1}"));
        QCOMPARE(first(listed, "events").value("payload").value("x").toInt(), 1);
        QCOMPARE(listed.value("more"), Json(true));
        QCOMPARE(first(workspace.run(u"event.list"_s, parsed("{'after':2}")), "events").value("seq").toInt(), 3);
        QCOMPARE(workspace.run(u"subscription.seek"_s, parsed("{'id':'s','position':1}")).value("position").toInt(), 1);
        workspace.untilIdle();
        QCOMPARE(workspace.run(u"context.list"_s, parsed("{'type':'event'}")).value("contexts").size(), 4);
        QVERIFY(workspace.run(u"workspace.check"_s).value("ok").toBool());
        workspace.run(u"subscription.remove"_s, parsed("{'id':'s'}"));
        workspace.run(u"event.publish"_s, parsed("{'topic':'user.click'}"));
        workspace.untilIdle();
        QCOMPARE(workspace.run(u"context.list"_s, parsed("{'type':'event'}")).value("contexts").size(), 4);
        QVERIFY(workspace.run(u"workspace.check"_s).value("ok").toBool());
    }

    void aSubscriberWithoutAPipelineReadsAndAcknowledges()
    {
        OpenWorkspace workspace;
        workspace.save(kPlain);
        workspace.run(u"subscription.save"_s, parsed("{'id':'pull','topic':'t'}"));
        workspace.run(u"subscription.save"_s, parsed("{'id':'push','topic':'t','pipeline':'plain'}"));
        for (int i = 0; i < 5; ++i)
            workspace.run(u"event.publish"_s, Json::object({{"topic", i % 2 ? "other" : "t"}, {"payload", i}}));
        const auto read = [&] { return workspace.run(u"event.read"_s, parsed("{'subscription':'pull','limit':2}")); };
        QCOMPARE(read().value("events").size(), 2);
        QCOMPARE(read(), read()); // they stay until they are acknowledged
        const qint64 last = read().value("last").toInt();
        workspace.run(u"event.ack"_s, Json::object({{"subscription", "pull"}, {"seq", last}}));
        workspace.reopen();
        QCOMPARE(first(read(), "events").value("payload").toInt(), 4);
        workspace.run(u"event.ack"_s, Json::object({{"subscription", "pull"}, {"seq", 1}})); // an old one changes nothing
        QCOMPARE(read().value("events").size(), 1);
        QCOMPARE(workspace.ask(u"event.read"_s, parsed("{'subscription':'push'}")).error().code, ErrorCode::Conflict);
        QCOMPARE(workspace.ask(u"event.ack"_s, parsed("{'subscription':'none','seq':1}")).error().code, ErrorCode::NotFound);
        QCOMPARE(workspace.ask(u"subscription.save"_s, parsed("{'id':'pull','topic':'t','pipeline':'plain'}")).error().code, ErrorCode::Conflict);
        QCOMPARE(workspace.ask(u"event.publish"_s, parsed("{'topic':'a*'}")).error().code, ErrorCode::InvalidArgument);
    }

    /// People's and agents' deeds, where somebody asks for them; reading them makes no further ones.
    void whatIsDoneIsOnTheBusWhereSomebodyAsks()
    {
        OpenWorkspace workspace;
        workspace.save(kPlain);
        QCOMPARE(workspace.run(u"event.list"_s, parsed("{}")).value("last").toInt(), 0);
        workspace.run(u"subscription.save"_s, parsed("{'id':'monitor','topic':'millrace.action.*'}"));
        workspace.run(u"schedule.save"_s, parsed("{'id':'daily','pipeline':'plain','when':{'cron':'0 9 * * *'}}"));
        QVERIFY(!workspace.ask(u"schedule.save"_s, parsed("{'id':'daily','pipeline':'none','when':{'cron':'@daily'}}")));
        const Json read = workspace.run(u"event.read"_s, parsed("{'subscription':'monitor'}")).value("events");
        QCOMPARE(read.size(), 1); // what was refused did not happen
        const Json event = read.at(0);
        QCOMPARE(event.value("topic").toString(), u"millrace.action.schedule.save"_s);
        QCOMPARE(event.value("payload").value("command").toString(), u"schedule.save"_s);
        QCOMPARE(event.value("payload").value("args").value("pipeline").toString(), u"plain"_s);
        QCOMPARE(event.value("payload").value("id").toString(), u"daily"_s);
        QVERIFY(!event.value("key").toString().isEmpty());
        workspace.run(u"event.ack"_s, parsed("{'subscription':'monitor','seq':1}"));
        workspace.run(u"subscription.enable"_s, parsed("{'id':'monitor','enabled':false}"));
        workspace.run(u"schedule.remove"_s, parsed("{'id':'daily'}"));
        QVERIFY(workspace.run(u"event.read"_s, parsed("{'subscription':'monitor'}")).value("events").isEmpty());
    }

    void aSubscriptionWaitsForItsPipelineToTakeWorkAgain()
    {
        OpenWorkspace workspace;
        workspace.save(kPlain);
        workspace.run(u"subscription.save"_s, parsed("{'id':'s','topic':'t','pipeline':'plain'}"));
        workspace.run(u"pipeline.control"_s, parsed("{'id':'plain','state':'draining'}"));
        workspace.run(u"event.publish"_s, parsed("{'topic':'t'}"));
        workspace.untilIdle();
        QVERIFY(first(workspace.run(u"subscription.list"_s), "subscriptions").value("problem").toString().contains(u"drained"_s));
        workspace.run(u"pipeline.control"_s, parsed("{'id':'plain','state':'running'}"));
        QTRY_COMPARE(workspace.run(u"context.list"_s, parsed("{'type':'event'}")).value("contexts").size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestTriggerCommands)
#include "tst_triggercommands.moc"
