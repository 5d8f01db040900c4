// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/openworkspace.h"

#include "sdk/id.h"
#include "support/fakeclock.h"

#include <QFile>
#include <QStandardPaths>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

constexpr auto kReviewed
    = "{'format':'millrace.pipeline/1','id':'reviewed','nodes':["
      "{'id':'draft','component':'test_echo'},"
      "{'id':'check','component':'review','config':{'question':'Good?','confidence':'sure','label':'kind','text':'echo','approve_at':0.95,"
      "'quarantine_below':0.2,'suggest':{'label':'kind'},'form':{'type':'object','properties':{"
      "'label':{'type':'string','enum':['note','letter'],'keys':{'note':'1','letter':'2'}},'stars':{'type':'integer','minimum':1,'maximum':5}}}}},"
      "{'id':'publish','component':'test_echo','config':{'value':'published'}}],'links':["
      "{'from':{'node':'draft'},'to':{'node':'check'}},{'from':{'node':'check','port':'approved'},'to':{'node':'publish'}}]}";

constexpr auto kOverlap = "{'format':'millrace.pipeline/1','id':'overlap','nodes':[{'id':'check','component':'review','config':{"
                          "'overlap':{'decisions':2}}}],'links':[]}";

QByteArray documents(int n, const QString &prefix = u"d"_s)
{
    QByteArray list = "[";
    for (int i = 0; i < n; ++i)
        list += QByteArray(i > 0 ? "," : "") + "{'id':'" + prefix.toUtf8() + QByteArray::number(i) + "','type':'note','data':{'title':'Document "
            + QByteArray::number(i) + "','sure':0." + QByteArray::number(i % 5 + 3) + ",'kind':'note'}}";
    return list + "]";
}

} // namespace

/// The review's door: queue and claims, decisions once and for all, what taking them back leads to.
class TestReviews : public QObject
{
    Q_OBJECT

private:
    /// The open item of a context.
    static Json itemOf(OpenWorkspace &workspace, const QString &context)
    {
        return workspace.run(u"review.show"_s, Json::object({{"id", context}})).value("items").at(0);
    }
    static qsizetype inStatus(OpenWorkspace &workspace, const char *status)
    {
        return workspace.run(u"context.list"_s, Json::object({{"status", status}})).value("contexts").size();
    }
    /// The id of what has a context's place.
    static QString successorOf(OpenWorkspace &workspace, const QString &context)
    {
        const Json list = workspace.run(u"context.list"_s).value("contexts");
        for (const Json &row : list.items()) {
            if (row.value("id").toString() == context)
                return row.value("superseded_by").toString();
        }
        return {};
    }
    static Json decide(OpenWorkspace &workspace, const Json &item, const char *decision, const char *more = "{}")
    {
        Json args = parsed(more);
        args.insert("item", item.value("item"));
        args.insert("decision", decision);
        return workspace.run(u"review.decide"_s, args);
    }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void whatIsSurePassesAndWhatIsUnsureGoesToQuarantine()
    {
        OpenWorkspace workspace;
        workspace.save(kReviewed);
        workspace.submit(u"reviewed"_s,
                         "[{'id':'sure','type':'note','data':{'sure':0.97}},{'id':'asked','type':'note','data':{'sure':0.5}},"
                         "{'id':'unsure','type':'note','data':{'sure':0.1}},{'id':'unknown','type':'note','data':{}}]");
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"sure"_s), u"completed"_s);
        QCOMPARE(workspace.statusOf(u"unsure"_s), u"quarantined"_s);
        const Json items = workspace.run(u"review.list"_s, parsed("{'order':'confidence'}")).value("items");
        QCOMPARE(items.size(), 2);
        QCOMPARE(items.at(0).value("context").toString(), u"unknown"_s);
        QVERIFY(items.at(0).value("confidence").isNull());
        QCOMPARE(items.at(1).value("confidence").toDouble(), 0.5);
    }

    void theQueueIsPagedByKey()
    {
        OpenWorkspace workspace;
        workspace.save(kReviewed);
        workspace.submit(u"reviewed"_s, documents(25));
        workspace.untilIdle();
        for (const char *order : {"confidence", "confidence_down", "age", "newest"}) {
            QStringList seen;
            Json after;
            do {
                Json args = Json::object({{"order", order}, {"limit", 7}});
                if (!after.isNull())
                    args.insert("after", after);
                const Json page = workspace.run(u"review.list"_s, args);
                for (const Json &item : page.value("items").items())
                    seen.append(item.value("context").toString());
                after = page.value("after");
            } while (!after.isNull());
            QCOMPARE(seen.size(), 25);
            QCOMPARE(QSet<QString>(seen.cbegin(), seen.cend()).size(), 25);
        }
        QCOMPARE(workspace.run(u"review.count"_s, parsed("{'filter':{'confidence_to':0.4}}")).value("count").toInt(), 10);
        QCOMPARE(workspace.run(u"review.list"_s, parsed("{'filter':{'text':'ment 13'}}")).value("items").size(), 1);
        QCOMPARE(workspace.run(u"review.facets"_s).value("labels").at(0).value("open").toInt(), 25);
    }

    // Searched on a reader, taken by the engine: nobody gets what another holds for it.
    void whatHasToBeLookedForIsTakenLikeAnythingElse()
    {
        OpenWorkspace workspace;
        workspace.save(kReviewed);
        const QString bea = workspace.addPerson(u"Bea"_s);
        workspace.submit(u"reviewed"_s, documents(25));
        workspace.untilIdle();
        const auto titles = [](const Json &items) {
            QStringList list;
            for (const Json &item : items.items())
                list.append(item.value("context").toString());
            return list;
        };
        const Json first = workspace.run(u"review.claim"_s, parsed("{'filter':{'text':'ment 2'},'limit':2}"));
        QCOMPARE(titles(first.value("items")), QStringList({u"d2"_s, u"d20"_s}));
        QCOMPARE(titles(workspace.runAs(bea, u"review.claim"_s, parsed("{'filter':{'text':'ment 2'},'limit':2}")).value("items")),
                 QStringList({u"d21"_s, u"d22"_s}));
        // Those held already come first, as ever.
        QCOMPARE(titles(workspace.run(u"review.claim"_s, parsed("{'filter':{'text':'ment 2'},'limit':3}")).value("items")),
                 QStringList({u"d2"_s, u"d20"_s, u"d23"_s}));
        const Json decided = decide(workspace, first.value("items").at(0), "approved",
                                    "{'next':{'filter':{'text':'ment 2','confidence_from':0.1},'order':'confidence','limit':5}}");
        QCOMPARE(titles(decided.value("next")), QStringList({u"d24"_s}));
        QCOMPARE(titles(workspace.run(u"review.claim"_s, parsed("{'filter':{'text':'nothing has this'}}")).value("items")), QStringList());
        const QString pack = workspace.path() + u".pack.millrace"_s;
        QCOMPARE(workspace.run(u"review.pack"_s, Json::object({{"path", pack}, {"filter", parsed("{'text':'ment 1'}")}})).value("items").toInt(), 11);
    }

    void aClaimIsSomebodysUntilItEndsOrIsTakenOver()
    {
        FakeClock clock;
        OpenWorkspace workspace(&clock);
        workspace.save(kReviewed);
        workspace.submit(u"reviewed"_s, documents(4));
        workspace.untilIdle();
        const QString bea = workspace.addPerson(u"Bea"_s);
        const Json mine = workspace.run(u"review.claim"_s, parsed("{'limit':2,'lease_s':60}")).value("items");
        const Json hers = workspace.runAs(bea, u"review.claim"_s, parsed("{'limit':10,'lease_s':60}")).value("items");
        QCOMPARE(mine.size(), 2);
        QCOMPARE(hers.size(), 2); // what is left
        const Json first = Json::object({{"items", Json::array({mine.at(0).value("item")})}});
        QCOMPARE(workspace.askAs(bea, u"review.claim"_s, first).error().code, ErrorCode::Conflict);
        const Json wrong = Json::object({{"item", mine.at(0).value("item")}, {"decision", "approved"}});
        const Error held = workspace.askAs(bea, u"review.decide"_s, wrong).error();
        QCOMPARE(held.code, ErrorCode::Conflict);
        QCOMPARE(held.detail.value("by").value("name").toString(), u"Ada"_s);
        Json taking = first;
        taking.insert("take_over", true);
        taking.insert("lease_s", 60);
        workspace.runAs(bea, u"review.claim"_s, taking);
        const Json log = itemOf(workspace, mine.at(0).value("context").toString()).value("log");
        QCOMPARE(log.at(0).value("what").toString(), u"taken_over"_s);
        QCOMPARE(log.at(0).value("from").value("name").toString(), u"Ada"_s);
        QCOMPARE(workspace.run(u"review.renew"_s, first).value("lost").size(), 1);
        clock.advance(61'000'000);
        QCOMPARE(workspace.run(u"review.claim"_s, parsed("{'limit':10}")).value("items").size(), 4); // all leases have ended
    }

    void aDecisionIsMadeOnceHoweverOftenItIsSent()
    {
        OpenWorkspace workspace;
        workspace.save(kReviewed);
        workspace.submit(u"reviewed"_s, documents(3));
        workspace.untilIdle();
        const Json item = itemOf(workspace, u"d0"_s);
        const Json args = Json::object({{"item", item.value("item")},
                                        {"decision", "approved"},
                                        {"key", "key-1"},
                                        {"took_ms", 1200},
                                        {"answers", parsed("{'stars':4}")},
                                        {"next", parsed("{'limit':1}")}});
        const Json first = workspace.run(u"review.decide"_s, args);
        QVERIFY(!first.value("repeated").toBool());
        QCOMPARE(first.value("next").size(), 1);
        const Json again = workspace.run(u"review.decide"_s, args);
        QVERIFY(again.value("repeated").toBool());
        QCOMPARE(again.value("decision").value("id").toString(), u"key-1"_s);
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"d0"_s), u"completed"_s);
        QCOMPARE(workspace.dataOf(u"d0"_s).value("review").value("answers").value("stars").toInt(), 4);
        QCOMPARE(workspace.run(u"review.decisions"_s).value("decisions").size(), 1);
        const Json other = Json::object({{"item", itemOf(workspace, u"d1"_s).value("item")}, {"decision", "approved"}, {"key", "key-1"}});
        QCOMPARE(workspace.ask(u"review.decide"_s, other).error().code, ErrorCode::AlreadyExists);
        QCOMPARE(workspace.ask(u"review.decide"_s, Json::object({{"item", item.value("item")}, {"decision", "rejected"}})).error().code,
                 ErrorCode::Conflict);
        QVERIFY(workspace.run(u"workspace.check"_s).value("ok").toBool());
    }

    void aSuggestionCountsOnlyWhenItWasSeen()
    {
        OpenWorkspace workspace;
        workspace.save(kReviewed);
        workspace.submit(u"reviewed"_s, documents(1));
        workspace.untilIdle();
        const Json item = itemOf(workspace, u"d0"_s);
        QCOMPARE(item.value("suggestions").value("label").toString(), u"note"_s);
        Json args = Json::object({{"item", item.value("item")}, {"decision", "approved"}, {"answers", parsed("{'label':'note'}")}});
        QCOMPARE(workspace.ask(u"review.decide"_s, args).error().code, ErrorCode::InvalidArgument);
        args.insert("answers", parsed("{'label':'poem'}"));
        QCOMPARE(workspace.ask(u"review.decide"_s, args).error().code, ErrorCode::InvalidArgument); // not one of the form's
        args.insert("answers", parsed("{'label':'note'}"));
        args.insert("seen", parsed("['label']"));
        QCOMPARE(workspace.run(u"review.decide"_s, args).value("decision").value("answers").value("label").toString(), u"note"_s);
    }

    void anEditIsPassedOn()
    {
        OpenWorkspace workspace;
        workspace.save(kReviewed);
        workspace.submit(u"reviewed"_s, documents(1));
        workspace.untilIdle();
        const Json done = decide(workspace, itemOf(workspace, u"d0"_s), "approved",
                                 "{'patch':[{'op':'replace','path':'/title','value':'Better'}],'note':'the title'}");
        QCOMPARE(done.value("decision").value("decision").toString(), u"edited"_s);
        QCOMPARE(done.value("decision").value("port").toString(), u"approved"_s); // the other port leads nowhere
        workspace.untilIdle();
        QCOMPARE(workspace.dataOf(u"d0"_s).value("title").toString(), u"Better"_s);
        QCOMPARE(workspace.dataOf(u"d0"_s).value("echo").toString(), u"published"_s);
        const Json example = workspace.run(u"review.examples"_s).value("examples").at(0);
        QCOMPARE(example.value("before").value("title").toString(), u"Document 0"_s);
        QCOMPARE(example.value("after").value("title").toString(), u"Better"_s);
    }

    void undoGoesAnyDepthAlsoAfterARestart()
    {
        OpenWorkspace workspace;
        workspace.save(kReviewed);
        workspace.submit(u"reviewed"_s, documents(5));
        workspace.untilIdle();
        for (int i = 0; i < 5; ++i)
            decide(workspace, itemOf(workspace, u"d%1"_s.arg(i)), i % 2 ? "rejected" : "approved", "{'patch':[{'op':'add','path':'/n','value':1}]}");
        workspace.untilIdle();
        workspace.reopen();
        for (int i = 4; i >= 0; --i) {
            const Json undone = workspace.run(u"review.undo"_s);
            QCOMPARE(undone.value("superseded").toString(), u"d%1"_s.arg(i));
            QVERIFY(!undone.value("in_place").toBool());
            QCOMPARE(undone.value("item").value("state").toString(), u"open"_s);
            QVERIFY(undone.value("item").value("claim").value("mine").toBool());
            QCOMPARE(workspace.statusOf(undone.value("context").toString()), u"awaiting_review"_s);
            QVERIFY(!workspace.dataOf(undone.value("context").toString()).contains("n"));
        }
        QCOMPARE(workspace.ask(u"review.undo"_s).error().code, ErrorCode::NotFound);
        QCOMPARE(workspace.run(u"review.count"_s).value("count").toInt(), 5);
        QCOMPARE(workspace.run(u"review.stats"_s).value("mine").value("total").toInt(), 0);
        QVERIFY(workspace.run(u"workspace.check"_s).value("ok").toBool());
    }

    void whatHasNotGoneOnIsTakenBackInItsPlace()
    {
        OpenWorkspace workspace;
        workspace.save(kReviewed);
        workspace.submit(u"reviewed"_s, documents(1));
        workspace.untilIdle();
        workspace.run(u"pipeline.control"_s, parsed("{'id':'reviewed','state':'paused'}"));
        decide(workspace, itemOf(workspace, u"d0"_s), "approved", "{'patch':[{'op':'add','path':'/n','value':1}]}");
        QCOMPARE(workspace.statusOf(u"d0"_s), u"processing"_s);
        const Json undone = workspace.run(u"review.undo"_s);
        QVERIFY(undone.value("in_place").toBool());
        QCOMPARE(workspace.statusOf(u"d0"_s), u"awaiting_review"_s);
        QVERIFY(!workspace.dataOf(u"d0"_s).contains("n"));
        decide(workspace, undone.value("item"), "rejected");
        QCOMPARE(workspace.statusOf(u"d0"_s), u"completed"_s);
        QVERIFY(workspace.run(u"workspace.check"_s).value("ok").toBool());
    }

    void aCorrectionTakesTheWrongDecisionsPlace()
    {
        OpenWorkspace workspace;
        workspace.save(kReviewed);
        workspace.submit(u"reviewed"_s, documents(1));
        workspace.untilIdle();
        const Json wrong = decide(workspace, itemOf(workspace, u"d0"_s), "approved", "{'key':'wrong'}");
        workspace.untilIdle();
        const Json args = parsed("{'decision':'wrong','as':'rejected','note':'not so','key':'right'}");
        const Json right = workspace.run(u"review.correct"_s, args);
        QVERIFY(workspace.run(u"review.correct"_s, args).value("repeated").toBool());
        workspace.untilIdle();
        QCOMPARE(workspace.run(u"context.list"_s, parsed("{'outcome':'rejected'}")).value("contexts").at(0).value("id"), right.value("context"));
        const Json list = workspace.run(u"review.decisions"_s).value("decisions");
        QCOMPARE(list.size(), 2);
        QCOMPARE(list.at(1).value("state").toString(), u"corrected"_s);
        QCOMPARE(list.at(1).value("corrected_by").toString(), u"right"_s);
    }

    void whatSeveralAreAskedIsDecidedByTheLast()
    {
        OpenWorkspace workspace;
        workspace.save(kOverlap);
        const QString bea = workspace.addPerson(u"Bea"_s);
        const QString cleo = workspace.addPerson(u"Cleo"_s);
        workspace.submit(u"overlap"_s, "[{'id':'a','type':'note','data':{}},{'id':'b','type':'note','data':{}}]");
        workspace.untilIdle();
        const auto as = [&](const QString &who, const QString &context, const char *decision) {
            return workspace.askAs(who, u"review.decide"_s, Json::object({{"id", context}, {"decision", decision}}));
        };
        QVERIFY(as(workspace->actor(), u"a"_s, "approved"));
        QCOMPARE(workspace.statusOf(u"a"_s), u"awaiting_review"_s);
        QCOMPARE(as(workspace->actor(), u"a"_s, "approved").error().code, ErrorCode::Conflict); // not twice by the same
        QCOMPARE(workspace.run(u"review.claim"_s, parsed("{}")).value("items").size(), 1); // only b is left for her
        QVERIFY(workspace.run(u"review.release"_s, parsed("{'all':true}")).value("released").toInt() == 1);
        QVERIFY(as(bea, u"a"_s, "approved"));
        QCOMPARE(workspace.statusOf(u"a"_s), u"completed"_s);
        // They do not agree: one more is asked.
        QVERIFY(as(workspace->actor(), u"b"_s, "approved"));
        QVERIFY(as(bea, u"b"_s, "rejected"));
        QCOMPARE(workspace.statusOf(u"b"_s), u"awaiting_review"_s);
        QVERIFY(itemOf(workspace, u"b"_s).value("escalated").toBool());
        QVERIFY(as(cleo, u"b"_s, "rejected"));
        QCOMPARE(workspace.statusOf(u"b"_s), u"completed"_s);
        const Json agreement = workspace.run(u"review.quality"_s).value("agreement");
        QCOMPARE(agreement.value("items").toInt(), 2);
        QCOMPARE(agreement.value("raters").toInt(), 3);
        // One voice taken back opens the question again, and the others' stand.
        const Json undone = workspace.runAs(cleo, u"review.undo"_s);
        QCOMPARE(undone.value("item").value("made").toInt(), 2);
        QVERIFY(workspace.run(u"workspace.check"_s).value("ok").toBool());
    }

    void whatIsAssignedIsTheirsAndGoesToOthersWhenTheyPassItOn()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'for','nodes':[{'id':'check','component':'review','config':{'assign_to':'Anna'}}],"
                       "'links':[]}");
        const QString anna = workspace.addPerson(u"Anna"_s);
        const QString bea = workspace.addPerson(u"Bea"_s);
        workspace.submit(u"for"_s, "[{'id':'a','type':'note','data':{}},{'id':'b','type':'note','data':{}},{'id':'c','type':'note','data':{}}]");
        workspace.untilIdle();
        QCOMPARE(workspace.runAs(bea, u"review.claim"_s).value("items").size(), 0);
        // Claims were refused, and the decision itself was not.
        QCOMPARE(workspace.askAs(bea, u"review.decide"_s, parsed("{'id':'a','decision':'approved'}")).error().code, ErrorCode::Conflict);
        const Json some
            = workspace.runAs(bea, u"review.decide_many"_s,
                              Json::object({{"items", Json::array({itemOf(workspace, u"a"_s).value("item")})}, {"decision", "approved"}}));
        QCOMPARE(some.value("refused").size(), 1);
        QCOMPARE(workspace.runAs(anna, u"review.count"_s, parsed("{'filter':{'assignee':'me'}}")).value("count").toInt(), 3);
        workspace.runAs(anna, u"review.decide"_s, parsed("{'id':'a','decision':'approved'}"));
        // What she passes on was nobody's at all.
        workspace.runAs(anna, u"review.decide"_s, parsed("{'id':'b','decision':'skipped'}"));
        workspace.runAs(anna, u"review.decide"_s, parsed("{'id':'c','decision':'escalated'}"));
        QCOMPARE(workspace.runAs(anna, u"review.claim"_s).value("items").size(), 0);
        QCOMPARE(workspace.runAs(bea, u"review.claim"_s).value("items").size(), 2);
        const Json log = itemOf(workspace, u"b"_s).value("log");
        QCOMPARE(log.at(0).value("what").toString(), u"assigned"_s);
        QCOMPARE(log.at(0).value("by").value("name").toString(), u"Anna"_s);
        workspace.runAs(bea, u"review.decide"_s, parsed("{'id':'b','decision':'approved'}"));
        // Given to somebody by hand, and taken over.
        const Json c = Json::array({itemOf(workspace, u"c"_s).value("item")});
        workspace.run(u"review.assign"_s, Json::object({{"items", c}, {"to", "Anna"}}));
        QCOMPARE(workspace.askAs(bea, u"review.claim"_s, Json::object({{"items", c}})).error().code, ErrorCode::Conflict);
        workspace.runAs(bea, u"review.claim"_s, Json::object({{"items", c}, {"take_over", true}}));
        workspace.runAs(bea, u"review.decide"_s, parsed("{'id':'c','decision':'approved'}"));
        QCOMPARE(workspace.statusOf(u"c"_s), u"completed"_s);
    }

    void severalAreAskedOneOfThemByName()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'o','nodes':[{'id':'check','component':'review','config':{'assign_to':'Anna',"
                       "'overlap':{'decisions':2,'agreement':'unanimous'}}},{'id':'up','component':'test_echo','config':{'value':'escalated'}}],"
                       "'links':[{'from':{'node':'check','port':'escalated'},'to':{'node':'up'}}]}");
        const QString anna = workspace.addPerson(u"Anna"_s);
        const QString bea = workspace.addPerson(u"Bea"_s);
        workspace.submit(u"o"_s, "[{'id':'a','type':'note','data':{}}]");
        workspace.untilIdle();
        workspace.runAs(anna, u"review.decide"_s, parsed("{'id':'a','decision':'approved'}"));
        QCOMPARE(workspace.runAs(bea, u"review.claim"_s).value("items").size(), 1); // the second was nobody
        workspace.runAs(bea, u"review.decide"_s, parsed("{'id':'a','decision':'rejected'}"));
        workspace.untilIdle();
        QCOMPARE(workspace.dataOf(u"a"_s).value("echo").toString(), u"escalated"_s); // unanimous they were not
    }

    void everyPortLeadsWhereItIsLinked()
    {
        FakeClock clock;
        OpenWorkspace workspace(&clock);
        QByteArray nodes = "{'id':'check','component':'review','config':{'timeout_s':3600}}";
        QByteArray links;
        for (const char *port : {"approved", "rejected", "edited", "escalated", "timeout"}) {
            nodes += ",{'id':'to_" + QByteArray(port) + "','component':'test_echo','config':{'value':'" + port + "'}}";
            links += QByteArray(links.isEmpty() ? "" : ",") + "{'from':{'node':'check','port':'" + port + "'},'to':{'node':'to_" + port + "'}}";
        }
        workspace.save("{'format':'millrace.pipeline/1','id':'all','nodes':[" + nodes + "],'links':[" + links + "]}");
        workspace.submit(
            u"all"_s,
            "[{'id':'approved','type':'note','data':{}},{'id':'rejected','type':'note','data':{}},{'id':'edited','type':'note','data':{}},"
            "{'id':'escalated','type':'note','data':{}},{'id':'timeout','type':'note','data':{}}]");
        workspace.untilIdle();
        for (const char *port : {"approved", "rejected", "edited", "escalated"})
            decide(workspace, itemOf(workspace, QLatin1StringView(port)), port,
                   port == "edited"_L1 ? "{'patch':[{'op':'add','path':'/n','value':1}]}" : "{}");
        clock.advance(3'601'000'000);
        workspace.reopen();
        workspace.untilIdle();
        for (const QString &port : {u"approved"_s, u"rejected"_s, u"edited"_s, u"escalated"_s, u"timeout"_s}) {
            QTRY_COMPARE(workspace.statusOf(port), u"completed"_s);
            QCOMPARE(workspace.dataOf(port).value("echo").toString(), port);
        }
        // An edit that says nothing was taken for an approval.
        workspace.submit(u"all"_s, "[{'id':'again','type':'note','data':{}}]");
        workspace.untilIdle();
        QCOMPARE(workspace.ask(u"review.decide"_s, parsed("{'id':'again','decision':'edited'}")).error().code, ErrorCode::InvalidArgument);
    }

    void whatPassesByItselfIsCheckedNowAndThen()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'c','nodes':[{'id':'check','component':'review','config':{'confidence':'sure',"
                       "'approve_at':0.9,'check_share':0.25}}],'links':[]}");
        QByteArray list = "[";
        for (int i = 0; i < 80; ++i)
            list += QByteArray(i > 0 ? "," : "") + "{'id':'d" + QByteArray::number(i) + "','type':'note','data':{'sure':" + (i < 40 ? "0.95" : "0.5")
                + "}}";
        workspace.submit(u"c"_s, list + "]");
        workspace.untilIdle();
        const Json items = workspace.run(u"review.list"_s, parsed("{'filter':{'confidence_from':0.9},'limit':100}")).value("items");
        QVERIFY2(items.size() > 2 && items.size() < 25, qPrintable(QString::number(items.size()))); // a quarter of 40, by their ids
        QStringList all;
        const Json waiting = workspace.run(u"review.list"_s, parsed("{'limit':100}")).value("items");
        for (const Json &item : waiting.items())
            all.append(item.value("item").toString());
        QCOMPARE(
            workspace.run(u"review.decide_many"_s, Json::object({{"items", Json::array(all)}, {"decision", "approved"}})).value("decided").toInt(),
            all.size());
        const Json quality = workspace.run(u"review.quality"_s);
        const double stands = 4.0 * static_cast<double>(items.size());
        QCOMPARE(quality.value("thresholds").at(0).value("coverage").toDouble(), stands / (stands + 40));
        QVERIFY(!quality.value("unseen").toBool());
        // The queue is empty, and what it has taught can be chosen all the same.
        const Json facets = workspace.run(u"review.facets"_s);
        QCOMPARE(facets.value("pipelines").size(), 0);
        QCOMPARE(facets.value("decided").at(0).value("decided").toInt(), all.size());
    }

    void whatWasDecidedTogetherIsTakenBackTogether()
    {
        OpenWorkspace workspace;
        workspace.save(kReviewed);
        workspace.submit(u"reviewed"_s, documents(5));
        workspace.untilIdle();
        decide(workspace, itemOf(workspace, u"d4"_s), "approved", "{'key':'alone'}");
        Json items = Json::array();
        Json revisions = Json::array();
        for (int i = 0; i < 4; ++i) {
            items.append(itemOf(workspace, u"d%1"_s.arg(i)).value("item"));
            revisions.append(itemOf(workspace, u"d%1"_s.arg(i)).value("revision"));
        }
        workspace.run(u"review.change"_s, Json::object({{"item", items.at(3)}, {"data", parsed("{'title':'Otherwise','sure':0.5}")}}));
        // One answer for all, whatever was suggested for some; what changed since it was looked at is left.
        const Json args = Json::object(
            {{"items", items}, {"revisions", revisions}, {"decision", "approved"}, {"answers", parsed("{'label':'note'}")}, {"key", "bulk"}});
        const Json many = workspace.run(u"review.decide_many"_s, args);
        QCOMPARE(many.value("decided").toInt(), 3);
        QCOMPARE(many.value("refused").at(0).value("item"), items.at(3));
        workspace.untilIdle();
        QCOMPARE(workspace.dataOf(u"d0"_s).value("review").value("answers").value("label").toString(), u"note"_s);
        workspace.reopen();
        const Json undone = workspace.run(u"review.undo"_s, parsed("{'together':true}"));
        QCOMPARE(undone.value("undone").size(), 3);
        QCOMPARE(workspace.run(u"review.count"_s).value("count").toInt(), 4);
        QCOMPARE(workspace.run(u"review.undo"_s, parsed("{'together':true}")).value("undone").size(), 1); // made alone
        QCOMPARE(workspace.ask(u"review.undo"_s, parsed("{'key':'bulk'}")).error().code, ErrorCode::NotFound);
        QVERIFY(workspace.run(u"workspace.check"_s).value("ok").toBool());
    }

    // Only the outbox was looked at, and the window said that nothing had been published.
    void eventsThatWentOutAreTold()
    {
        OpenWorkspace workspace;
        workspace.save(
            "{'format':'millrace.pipeline/1','id':'tell','nodes':[{'id':'check','component':'review'},{'id':'say','component':"
            "'publish_event','config':{'topic':'article.ready'}}],'links':[{'from':{'node':'check','port':'approved'},'to':{'node':'say'}}]}");
        workspace.submit(u"tell"_s, "[{'id':'a','type':'note','data':{}}]");
        workspace.untilIdle();
        decide(workspace, itemOf(workspace, u"a"_s), "approved");
        workspace.untilIdle();
        const Json undone = workspace.run(u"review.undo"_s);
        QCOMPARE(undone.value("published").size(), 1);
        QCOMPARE(undone.value("published").at(0).value("target").toString(), u"event"_s);
        QCOMPARE(undone.value("published").at(0).value("address").toString(), u"article.ready"_s);
        QCOMPARE(workspace.run(u"review.decisions"_s).value("decisions").at(0).value("published"), undone.value("published"));
    }

    // They were read from a field of one name, and the scores were shown nowhere.
    void whatTheChecksFoundIsShownWhereverTheyWriteIt()
    {
        OpenWorkspace workspace;
        workspace.save(
            "{'format':'millrace.pipeline/1','id':'q','nodes':[{'id':'one','component':'quality_check','config':{'into':'checks','rules':["
            "{'rule':'not_empty','path':'title','severity':'warning'},{'rule':'required','path':'author'}]}},"
            "{'id':'two','component':'quality_check','config':{'rules':[{'rule':'pattern','path':'mail','value':'@','severity':'warning'}]}},"
            "{'id':'check','component':'review'}],'links':[{'from':{'node':'one'},'to':{'node':'two'}},{'from':{'node':'two'},'to':{'node':"
            "'check'}}]}");
        workspace.submit(u"q"_s, "[{'id':'a','type':'note','data':{'title':'','author':'Ada','mail':'none'}}]");
        workspace.untilIdle();
        const Json item = itemOf(workspace, u"a"_s);
        QCOMPARE(item.value("problems").size(), 2);
        const Json quality = item.value("quality");
        QCOMPARE(quality.value("checks").toInt(), 3);
        QCOMPARE(quality.value("broken").toInt(), 2);
        QCOMPARE(quality.value("dimensions").size(), 2);
        QCOMPARE(quality.value("dimensions").at(0).value("name").toString(), u"completeness"_s);
        QCOMPARE(quality.value("dimensions").at(0).value("score").toDouble(), 0.5);
        QCOMPARE(quality.value("dimensions").at(1).value("name").toString(), u"validity"_s);
    }

    void anAgentProposesAndDoesNotDecideOnItsOwn()
    {
        OpenWorkspace workspace;
        workspace.save(kReviewed);
        const QString agent = workspace.addPerson(u"Bot"_s, u"agent"_s);
        workspace.submit(u"reviewed"_s, documents(2));
        workspace.untilIdle();
        const Json item = itemOf(workspace, u"d0"_s);
        const Json proposing = Json::object({{"item", item.value("item")}, {"decision", "rejected"}, {"note", "the date is wrong"}, {"key", "p"}});
        workspace.runAs(agent, u"review.propose"_s, proposing);
        const Json deciding = Json::object({{"item", item.value("item")}, {"decision", "rejected"}});
        QCOMPARE(workspace.askAs(agent, u"review.decide"_s, deciding).error().code, ErrorCode::PermissionDenied);
        QCOMPARE(itemOf(workspace, u"d0"_s).value("proposals").at(0).value("by").value("kind").toString(), u"agent"_s);
        decide(workspace, item, "rejected", "{'proposal':'p'}");
        QCOMPARE(itemOf(workspace, u"d0"_s).value("proposals").at(0).value("state").toString(), u"taken"_s);
        QVERIFY(
            !workspace.askAs(agent, u"review.undo"_s, Json::object({{"decision", itemOf(workspace, u"d0"_s).value("decisions").at(0).value("id")}})));
    }

    // Half of it worked once: an agent could correct itself until its document had moved on or a note was in it.
    void anAgentTakesItsDecisionBackAndSomebodyElseDecidesAnew()
    {
        OpenWorkspace workspace;
        workspace.save(kReviewed);
        const QString agent = workspace.addPerson(u"Bot"_s, u"agent"_s);
        workspace.submit(u"reviewed"_s, documents(2));
        workspace.untilIdle();
        for (const auto &[id, more] : {std::pair(u"d0"_s, "{}"), std::pair(u"d1"_s, "{'note':'it is so'}")}) {
            Json args = parsed(more);
            args.insert("item", itemOf(workspace, id).value("item"));
            args.insert("decision", "approved");
            args.insert("key", id);
            workspace.runAs(agent, u"review.decide"_s, args);
            const Json correcting = Json::object({{"decision", id}, {"as", "rejected"}});
            QCOMPARE(workspace.askAs(agent, u"review.correct"_s, correcting).error().code, ErrorCode::PermissionDenied);
            QCOMPARE(
                workspace.run(u"review.show"_s, Json::object({{"id", id}})).value("items").at(0).value("decisions").at(0).value("state").toString(),
                u"standing"_s); // refused as a whole
            const Json again = workspace.runAs(agent, u"review.undo"_s).value("item");
            const Json deciding = Json::object({{"item", again.value("item")}, {"decision", "rejected"}});
            QCOMPARE(workspace.askAs(agent, u"review.decide"_s, deciding).error().code, ErrorCode::PermissionDenied);
            workspace.run(u"review.claim"_s, Json::object({{"items", Json::array({again.value("item")})}, {"take_over", true}}));
            QCOMPARE(decide(workspace, again, "rejected").value("decision").value("state").toString(), u"standing"_s);
        }
    }

    void aRejectedDocumentIsRunAgainWithTheNote()
    {
        OpenWorkspace workspace;
        workspace.save(kReviewed);
        workspace.submit(u"reviewed"_s, documents(1));
        workspace.untilIdle();
        const Json item = itemOf(workspace, u"d0"_s);
        QCOMPARE(item.value("rerun_from").at(0).value("node").toString(), u"draft"_s);
        decide(workspace, item, "rejected", "{'rerun_from':'draft','note':'shorter, please'}");
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"d0"_s), u"awaiting_review"_s);
        const Json again = itemOf(workspace, u"d0"_s);
        QVERIFY(again.value("item") != item.value("item"));
        QCOMPARE(again.value("data").value("review").value("note").toString(), u"shorter, please"_s);
        QCOMPARE(again.value("visit").toInt(), 2);
        QCOMPARE(workspace.ask(u"review.decide"_s, Json::object({{"item", again.value("item")}, {"decision", "rejected"}, {"rerun_from", "publish"}}))
                     .error()
                     .code,
                 ErrorCode::InvalidArgument);
        QVERIFY(workspace.run(u"workspace.check"_s).value("ok").toBool());
    }

    void commentsStayAndAreResolved()
    {
        OpenWorkspace workspace;
        workspace.save(kReviewed);
        workspace.submit(u"reviewed"_s, documents(1));
        workspace.untilIdle();
        const Json item = itemOf(workspace, u"d0"_s);
        const Json comment = workspace.run(
            u"review.comment"_s,
            Json::object({{"item", item.value("item")}, {"text", "Which year?"}, {"field", "/title"}, {"from", 0}, {"to", 8}, {"key", "c"}}));
        QVERIFY(!comment.value("resolved").toBool());
        decide(workspace, item, "approved");
        workspace.untilIdle();
        const Json undone = workspace.run(u"review.undo"_s); // the comment goes along with what follows
        const Json shown
            = workspace.run(u"review.show"_s, Json::object({{"items", Json::array({undone.value("item").value("item")})}})).value("items").at(0);
        QCOMPARE(shown.value("comments_list").at(0).value("text").toString(), u"Which year?"_s);
        QVERIFY(workspace.run(u"review.resolve"_s, parsed("{'comment':'c','resolved':true}")).value("resolved").toBool());
    }

    void theAuthorsStateKeepsItOutOfTheQueue()
    {
        OpenWorkspace workspace;
        workspace.save(kReviewed);
        workspace.submit(u"reviewed"_s, documents(2));
        workspace.untilIdle();
        const Json item = itemOf(workspace, u"d0"_s);
        const Json back = Json::object({{"items", Json::array({item.value("item")})}, {"finished", false}, {"note", "a source is missing"}});
        QCOMPARE(workspace.run(u"review.author"_s, back).value("changed").toInt(), 1);
        QCOMPARE(workspace.run(u"review.claim"_s).value("items").size(), 1);
        QCOMPARE(workspace.ask(u"review.decide"_s, Json::object({{"item", item.value("item")}, {"decision", "approved"}})).error().code,
                 ErrorCode::Conflict);
        const Json changed
            = workspace.run(u"review.change"_s, Json::object({{"item", item.value("item")}, {"data", parsed("{'title':'With source'}")}}));
        QCOMPARE(changed.value("title").toString(), u"With source"_s);
        Json finished = back;
        finished.insert("finished", true);
        workspace.run(u"review.author"_s, finished);
        QCOMPARE(
            workspace
                .ask(u"review.decide"_s, Json::object({{"item", item.value("item")}, {"decision", "approved"}, {"revision", item.value("revision")}}))
                .error()
                .code,
            ErrorCode::Conflict); // it is not what was seen then
        decide(workspace, item, "approved");
        QVERIFY(workspace.run(u"workspace.check"_s).value("ok").toBool());
    }

    void skippedItemsAreLeftToOthersAndManyAreDecidedAlike()
    {
        OpenWorkspace workspace;
        workspace.save(kReviewed);
        workspace.submit(u"reviewed"_s, documents(6));
        workspace.untilIdle();
        decide(workspace, itemOf(workspace, u"d0"_s), "skipped");
        const Json items = workspace.run(u"review.claim"_s).value("items");
        QCOMPARE(items.size(), 5);
        Json ids = Json::array();
        for (const Json &item : items.items())
            ids.append(item.value("item"));
        const Json many = Json::object({{"items", ids}, {"decision", "rejected"}, {"key", "bulk"}});
        QCOMPARE(workspace.run(u"review.decide_many"_s, many).value("decided").toInt(), 5);
        QCOMPARE(workspace.run(u"review.decide_many"_s, many).value("refused").size(), 0); // the same again
        QCOMPARE(workspace.run(u"review.decisions"_s, parsed("{'mine':true}")).value("decisions").size(), 6);
        QCOMPARE(workspace.run(u"review.undo"_s, parsed("{'many':6}")).value("undone").size(), 6);
        QCOMPARE(workspace.run(u"review.count"_s).value("count").toInt(), 6);
    }

    void theDeadlineEndsAnItemAlsoAfterARestart()
    {
        FakeClock clock;
        OpenWorkspace workspace(&clock);
        workspace.save(
            "{'format':'millrace.pipeline/1','id':'late','nodes':[{'id':'check','component':'review','config':{'timeout_s':3600}}],'links':[]}");
        workspace.submit(u"late"_s, "[{'id':'a','type':'note','data':{}}]");
        workspace.untilIdle();
        QVERIFY(!itemOf(workspace, u"a"_s).value("due_at").isNull());
        workspace.run(u"review.claim"_s);
        clock.advance(3'601'000'000);
        workspace.reopen();
        QTRY_COMPARE(workspace.statusOf(u"a"_s), u"completed"_s);
        QCOMPARE(itemOf(workspace, u"a"_s).value("state").toString(), u"timed_out"_s);
        QCOMPARE(workspace.run(u"context.list"_s, parsed("{'outcome':'timeout'}")).value("contexts").size(), 1);
    }

    void keysThatCollideAreRefused()
    {
        OpenWorkspace workspace;
        const auto problems = [&](const QByteArray &config) {
            return workspace
                .run(u"pipeline.validate"_s,
                     Json::object({{"definition",
                                    parsed("{'format':'millrace.pipeline/1','id':'k','nodes':[{'id':'r','component':'review','config':" + config
                                           + "}],'links':[]}")}}))
                .value("problems");
        };
        QCOMPARE(problems("{'keys':{'approved':'Y'}}").size(), 0);
        QCOMPARE(problems("{'keys':{'approved':'x'}}").size(), 1); // reject has it
        QCOMPARE(problems("{'form':{'type':'object','properties':{'l':{'type':'string','enum':['a'],'keys':{'a':'Shift+Ctrl+K'}},"
                          "'m':{'type':'boolean','keys':{'true':'ctrl+shift+k'}}}}}")
                     .size(),
                 1);
        // The window's own: neither would do anything.
        QCOMPARE(problems("{'form':{'type':'object','properties':{'l':{'type':'string','enum':['a'],'keys':{'a':'Ctrl+1'}}}}}").size(), 1);
        QCOMPARE(problems("{'keys':{'approved':'ctrl+k'}}").size(), 1);
        QCOMPARE(problems("{'form':{'type':'object','properties':{'l':{'type':'integer'}}}}").size(), 1);
        QCOMPARE(problems("{'suggest':{'l':'a'}}").size(), 1);
        QCOMPARE(problems("{'approve_at':0.1,'quarantine_below':0.2}").size(), 1);
    }

    void aPackGoesAwayAndItsDecisionsComeBackOnce()
    {
        OpenWorkspace workspace;
        workspace.save(kReviewed);
        workspace.submit(u"reviewed"_s, documents(3));
        workspace.untilIdle(); // the three are the oldest for certain: runners end in any order
        workspace.submit(u"reviewed"_s, documents(4)); // those three again, which says nothing new, and d3
        workspace.untilIdle();
        QTemporaryDir away;
        const QString path = away.filePath(u"train.millrace"_s);
        const Json packed = workspace.run(u"review.pack"_s, Json::object({{"path", path}, {"limit", 3}, {"order", "age"}}));
        QCOMPARE(packed.value("items").toInt(), 3);
        const QString bea = workspace.addPerson(u"Bea"_s);
        QCOMPARE(workspace.run(u"review.claim"_s).value("items").size(), 1); // the others are away
        QCOMPARE(workspace.run(u"review.release"_s, parsed("{'all':true}")).value("released").toInt(), 1);
        QCOMPARE(workspace.runAs(bea, u"review.claim"_s).value("items").size(), 1);
        {
            WorkspaceOptions options;
            options.path = path;
            options.actorName = u"Ada on the train"_s;
            options.indexPath = path + u".index"_s;
            for (const auto &component : testComponents())
                options.extraComponents.append(component);
            auto laptop = Workspace::open(options);
            QVERIFY2(laptop, laptop ? "" : qPrintable(laptop.error().text));
            const auto there = [&](const QString &command, const Json &args) {
                const auto future = (*laptop)->execute(command, args, (*laptop)->actor());
                while (!future.isFinished())
                    QTest::qWait(1);
                if (!future.result())
                    qFatal("%s: %s", qPrintable(command), qPrintable(future.result().error().text));
                return *future.result();
            };
            QCOMPARE(there(u"review.count"_s, {}).value("count").toInt(), 3);
            there(u"review.decide"_s, parsed("{'id':'d0','decision':'approved','note':'read it','answers':{'stars':5}}"));
            there(u"review.decide"_s, parsed("{'id':'d1','decision':'approved','patch':[{'op':'replace','path':'/title','value':'Better'}]}"));
            there(u"review.decide"_s, parsed("{'id':'d2','decision':'approved'}"));
            there(u"review.undo"_s, {});
            there(u"review.decide"_s, parsed("{'id':'d2','decision':'rejected'}"));
            QVERIFY(there(u"workspace.check"_s, {}).value("ok").toBool());
        }
        QCOMPARE(workspace.statusOf(u"d0"_s), u"awaiting_review"_s);
        // Somebody here could not wait.
        workspace.runAs(bea, u"review.claim"_s,
                        Json::object({{"items", Json::array({itemOf(workspace, u"d2"_s).value("item")})}, {"take_over", true}}));
        workspace.runAs(bea, u"review.decide"_s, parsed("{'id':'d2','decision':'approved'}"));
        const Json merged = workspace.run(u"review.merge"_s, Json::object({{"path", path}}));
        QCOMPARE(merged.value("merged").toInt(), 2);
        QCOMPARE(merged.value("conflicts").size(), 1);
        QCOMPARE(merged.value("conflicts").at(0).value("context").toString(), u"d2"_s);
        QCOMPARE(merged.value("conflicts").at(0).value("here").value("by").value("name").toString(), u"Bea"_s);
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"d0"_s), u"completed"_s);
        QCOMPARE(workspace.dataOf(u"d1"_s).value("title").toString(), u"Better"_s);
        const Json again = workspace.run(u"review.merge"_s, Json::object({{"path", path}}));
        QCOMPARE(again.value("merged").toInt(), 0);
        QCOMPARE(again.value("already").toInt(), 2);
        QVERIFY(workspace.run(u"workspace.check"_s).value("ok").toBool());
    }

    // One that was away for a week came back to a program that had been upgraded, and could not be read.
    void aPackOfAnOlderSchemaIsRead()
    {
        OpenWorkspace workspace;
        QTemporaryDir away;
        const QString path = away.filePath(u"old.millrace"_s);
        QVERIFY(QFile::copy(QStringLiteral(MILLRACE_SOURCE_DIR "/tests/data/workspaces/schema-4.millrace"), path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray before = file.readAll();
        file.close();
        const Error error = workspace.ask(u"review.merge"_s, Json::object({{"path", path}})).error();
        QVERIFY2(error.text.contains(u"no review pack"_s), qPrintable(error.text)); // which is in it, to be read
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll() == before);
    }

    void aPackThatWasAnsweredComesAgainWithMore()
    {
        OpenWorkspace workspace;
        workspace.save(kReviewed);
        workspace.submit(u"reviewed"_s, documents(4));
        workspace.untilIdle();
        QTemporaryDir away;
        const QString path = away.filePath(u"train.millrace"_s);
        QCOMPARE(workspace.run(u"review.pack"_s, Json::object({{"path", path}})).value("items").toInt(), 4);
        const auto onTheTrain = [&](const std::function<void(const std::function<Json(const QString &, const Json &)> &)> &work) {
            WorkspaceOptions options;
            options.path = path;
            options.actorName = u"Ada on the train"_s;
            options.indexPath = path + u".index"_s;
            for (const auto &component : testComponents())
                options.extraComponents.append(component);
            const auto laptop = Workspace::open(options);
            if (!laptop)
                qFatal("%s", qPrintable(laptop.error().text));
            work([&](const QString &command, const Json &args) {
                const auto future = (*laptop)->execute(command, args, (*laptop)->actor());
                while (!future.isFinished())
                    QTest::qWait(1);
                if (!future.result())
                    qFatal("%s: %s", qPrintable(command), qPrintable(future.result().error().text));
                return *future.result();
            });
        };
        const Json merge = Json::object({{"path", path}});
        onTheTrain([&](const auto &there) {
            there(u"review.decide"_s, parsed("{'id':'d0','decision':'approved'}"));
            const QString item = there(u"review.show"_s, parsed("{'id':'d1'}")).value("items").at(0).value("item").toString();
            there(u"review.comment"_s, Json::object({{"item", item}, {"text", "which year?"}, {"key", "c"}}));
        });
        const Json first = workspace.run(u"review.merge"_s, merge);
        QCOMPARE(first.value("merged").toInt(), 1);
        QCOMPARE(first.value("comments").toInt(), 1);
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"d0"_s), u"completed"_s);
        QVERIFY(!itemOf(workspace, u"d1"_s).value("claim").isNull()); // still away

        // Another evening: one more, the comment settled, and another mind about the first, which is what happened here already.
        onTheTrain([&](const auto &there) {
            there(u"review.resolve"_s, parsed("{'comment':'c','resolved':true}"));
            there(u"review.decide"_s, parsed("{'id':'d1','decision':'rejected'}"));
            there(u"review.undo"_s,
                  Json::object({{"decision", there(u"review.decisions"_s, parsed("{'limit':2}")).value("decisions").at(1).value("id")}}));
            there(u"review.decide"_s, parsed("{'id':'d0','decision':'rejected'}"));
        });
        // Meanwhile somebody changed what the third says: nobody on the train saw that.
        const QString third = itemOf(workspace, u"d2"_s).value("item").toString();
        workspace.run(u"review.change"_s, Json::object({{"item", third}, {"data", parsed("{'title':'Another','sure':0.5}")}}));
        onTheTrain([&](const auto &there) { there(u"review.decide"_s, parsed("{'id':'d2','decision':'approved'}")); });
        const Json second = workspace.run(u"review.merge"_s, merge);
        QCOMPARE(second.value("merged").toInt(), 1);
        QCOMPARE(second.value("comments").toInt(), 1);
        QStringList conflicts;
        for (const Json &conflict : second.value("conflicts").items())
            conflicts.append(conflict.value("context").toString());
        conflicts.sort();
        QCOMPARE(conflicts, QStringList({u"d0"_s, u"d2"_s}));
        QCOMPARE(itemOf(workspace, u"d0"_s).value("verdict").toString(), u"approved"_s);
        QCOMPARE(itemOf(workspace, u"d1"_s).value("verdict").toString(), u"rejected"_s);
        QCOMPARE(itemOf(workspace, u"d1"_s).value("comments").value("open").toInt(), 0);
        QCOMPARE(itemOf(workspace, u"d2"_s).value("state").toString(), u"open"_s);
        QCOMPARE(itemOf(workspace, u"d3"_s).value("state").toString(), u"open"_s);
        const Json third3 = workspace.run(u"review.merge"_s, merge);
        QCOMPARE(third3.value("merged").toInt(), 0);
        QCOMPARE(third3.value("already").toInt(), 1);
        QCOMPARE(third3.value("comments").toInt(), 0);
        QVERIFY(workspace.run(u"workspace.check"_s).value("ok").toBool());
    }

    void takingAnEscalationBackLeavesTheVerdictOfOthers()
    {
        OpenWorkspace workspace;
        workspace.save(kReviewed);
        workspace.submit(u"reviewed"_s, documents(1));
        workspace.untilIdle();
        const QString bea = workspace.addPerson(u"Bea"_s);
        decide(workspace, itemOf(workspace, u"d0"_s), "escalated");
        workspace.runAs(bea, u"review.decide"_s, parsed("{'id':'d0','decision':'approved'}"));
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"d0"_s), u"completed"_s);
        const Json undone = workspace.run(u"review.undo"_s);
        QCOMPARE(undone.value("undone").value("decision").toString(), u"escalated"_s);
        QVERIFY(undone.value("superseded").isNull());
        QCOMPARE(itemOf(workspace, u"d0"_s).value("verdict").toString(), u"approved"_s);
        QCOMPARE(workspace.run(u"review.count"_s).value("count").toInt(), 0);
    }

    void aProposalIsOpenAgainWithItsQuestion()
    {
        OpenWorkspace workspace;
        workspace.save(kReviewed);
        const QString agent = workspace.addPerson(u"Bot"_s, u"agent"_s);
        workspace.submit(u"reviewed"_s, documents(1));
        workspace.untilIdle();
        const Json item = itemOf(workspace, u"d0"_s);
        workspace.runAs(agent, u"review.propose"_s, Json::object({{"item", item.value("item")}, {"decision", "approved"}, {"key", "p"}}));
        QCOMPARE(
            workspace.ask(u"review.decide"_s, Json::object({{"item", item.value("item")}, {"decision", "approved"}, {"proposal", "q"}})).error().code,
            ErrorCode::Conflict);
        decide(workspace, item, "rejected", "{'proposal':'p'}"); // looked at, and decided otherwise
        QCOMPARE(itemOf(workspace, u"d0"_s).value("proposals").at(0).value("state").toString(), u"declined"_s);
        workspace.untilIdle();
        const Json undone = workspace.run(u"review.undo"_s);
        QVERIFY(!undone.value("in_place").toBool());
        const Json again = itemOf(workspace, undone.value("context").toString());
        QCOMPARE(again.value("proposals").at(0).value("state").toString(), u"open"_s);
        // The question is another item now; it is the agent's own proposal as before.
        workspace.run(u"review.release"_s, parsed("{'all':true}"));
        QCOMPARE(workspace.askAs(agent, u"review.decide"_s, Json::object({{"item", again.value("item")}, {"decision", "approved"}})).error().code,
                 ErrorCode::PermissionDenied);
        decide(workspace, again, "approved", "{'proposal':'p'}");
        QCOMPARE(itemOf(workspace, undone.value("context").toString()).value("proposals").at(0).value("state").toString(), u"taken"_s);
    }

    void whatIsHeldByOthersIsNotGivenBackForThem()
    {
        OpenWorkspace workspace;
        workspace.save(kReviewed);
        workspace.submit(u"reviewed"_s, documents(1));
        workspace.untilIdle();
        const QString bea = workspace.addPerson(u"Bea"_s);
        const Json items = Json::array({workspace.run(u"review.claim"_s).value("items").at(0).value("item")});
        workspace.runAs(bea, u"review.claim"_s, Json::object({{"items", items}, {"take_over", true}}));
        QCOMPARE(workspace.run(u"review.release"_s, Json::object({{"items", items}})).value("released").toInt(), 0);
        QCOMPARE(itemOf(workspace, u"d0"_s).value("claim").value("by").value("name").toString(), u"Bea"_s);
        QCOMPARE(workspace.run(u"review.release"_s, Json::object({{"items", items}, {"take_over", true}})).value("released").toInt(), 1);
        QCOMPARE(itemOf(workspace, u"d0"_s).value("log").at(1).value("what").toString(), u"released"_s);
    }

    void aLeaseEndsWhenItsTimeHasPassedWhateverTheClockSays()
    {
        FakeClock clock;
        OpenWorkspace workspace(&clock);
        workspace.save(kReviewed);
        workspace.submit(u"reviewed"_s, documents(1));
        workspace.untilIdle();
        const QString bea = workspace.addPerson(u"Bea"_s);
        QCOMPARE(workspace.run(u"review.claim"_s, parsed("{'lease_s':60}")).value("items").size(), 1);
        clock.jumpTo(clock.nowUs() - 3'600'000'000); // an hour back: it would be held for an hour and a minute
        workspace.untilIdle();
        QCOMPARE(workspace.runAs(bea, u"review.claim"_s).value("items").size(), 0);
        clock.advance(30'000'000);
        QCOMPARE(workspace.runAs(bea, u"review.claim"_s).value("items").size(), 0);
        clock.advance(31'000'000);
        QCOMPARE(workspace.runAs(bea, u"review.claim"_s, parsed("{'lease_s':60}")).value("items").size(), 1);
        clock.jumpTo(clock.nowUs() + 3'600'000'000); // forward, or the lid was closed: what has ended has ended
        QCOMPARE(workspace.run(u"review.claim"_s).value("items").size(), 1);
        QVERIFY(workspace.run(u"workspace.check"_s).value("ok").toBool());
    }

    void whatIsSureIsPublishedAndWhatWentOutIsToldWhenItIsTakenBack()
    {
        QTemporaryDir outside;
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'pub','nodes':[{'id':'check','component':'review','config':{'confidence':'sure',"
                       "'approve_at':0.9}},{'id':'out','component':'publish','config':{'to':'json_lines','at':'"
                       + outside.filePath(u"out.jsonl"_s).toUtf8()
                       + "'}}],'links':[{'from':{'node':'check','port':'approved'},'to':{'node':'out'}}]}");
        workspace.submit(u"pub"_s,
                         "[{'id':'sure','type':'note','data':{'sure':0.95,'title':'Sure'}},{'id':'asked','type':'note','data':{'sure':0.5}}]");
        workspace.untilIdle();
        QTRY_COMPARE(workspace.statusOf(u"sure"_s), u"completed"_s);
        QCOMPARE(workspace.statusOf(u"asked"_s), u"awaiting_review"_s);
        const auto lines = [&] {
            QFile file(outside.filePath(u"out.jsonl"_s));
            return file.open(QIODevice::ReadOnly) ? file.readAll().count('\n') : 0;
        };
        QCOMPARE(lines(), 1);
        const Json approved = decide(workspace, itemOf(workspace, u"asked"_s), "approved", "{'key':'yes'}");
        QTRY_COMPARE(workspace.statusOf(u"asked"_s), u"completed"_s);
        QCOMPARE(lines(), 2);
        const Json undone = workspace.run(u"review.undo"_s);
        QVERIFY(!undone.value("in_place").toBool());
        QCOMPARE(undone.value("superseded").toString(), u"asked"_s);
        QCOMPARE(undone.value("published").size(), 1);
        QCOMPARE(undone.value("published").at(0).value("target").toString(), u"lines"_s);
        QCOMPARE(undone.value("published").at(0).value("state").toString(), u"delivered"_s);
        // Decided otherwise, nothing more goes out.
        decide(workspace, undone.value("item"), "rejected");
        workspace.untilIdle();
        QCOMPARE(lines(), 2);
        // And what had gone out stays listed with the decision that was taken back.
        const Json decisions = workspace.run(u"review.decisions"_s).value("decisions");
        QVERIFY(decisions.at(0).value("published").isNull());
        QCOMPARE(decisions.at(1).value("published"), undone.value("published"));
        QVERIFY(workspace.run(u"workspace.check"_s).value("ok").toBool());
    }

    void aLoopAsksAgainUntilItIsRight()
    {
        OpenWorkspace workspace;
        workspace.save(
            "{'format':'millrace.pipeline/1','id':'loop','nodes':[{'id':'draft','component':'test_echo'},{'id':'check','component':'review'},"
            "{'id':'done','component':'test_echo'}],'links':[{'from':{'node':'draft'},'to':{'node':'check'}},"
            "{'from':{'node':'check','port':'rejected'},'to':{'node':'draft'}},{'from':{'node':'check','port':'approved'},'to':{'node':'done'}}]}");
        workspace.submit(u"loop"_s, "[{'id':'a','type':'note','data':{}}]");
        for (int turn = 1; turn <= 3; ++turn) {
            workspace.untilIdle();
            const Json item = itemOf(workspace, u"a"_s);
            QCOMPARE(item.value("state").toString(), u"open"_s);
            QCOMPARE(item.value("visit").toInt(), turn);
            if (turn == 2)
                workspace.reopen();
            decide(workspace, item, turn < 3 ? "rejected" : "approved");
        }
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"a"_s), u"completed"_s);
        QCOMPARE(workspace.run(u"review.decisions"_s).value("decisions").size(), 3);
        QVERIFY(workspace.run(u"workspace.check"_s).value("ok").toBool());
    }

    void aSubPipelineAsksAndItsParentWaits()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'inner','nodes':[{'id':'check','component':'review'}],'links':[]}");
        workspace.save("{'format':'millrace.pipeline/1','id':'outer','nodes':[{'id':'sub','component':'pipeline','config':{'pipeline':'inner'}},"
                       "{'id':'done','component':'test_echo'}],'links':[{'from':{'node':'sub'},'to':{'node':'done'}}]}");
        workspace.submit(u"outer"_s, "[{'id':'a','type':'note','data':{'title':'A'}}]");
        workspace.untilIdle();
        const Json item = workspace.run(u"review.list"_s).value("items").at(0);
        QCOMPARE(item.value("pipeline").toString(), u"inner"_s);
        QCOMPARE(workspace.statusOf(u"a"_s), u"processing"_s);
        workspace.reopen();
        const Json decided = decide(workspace, item, "approved", "{'patch':[{'op':'add','path':'/checked','value':true}]}");
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"a"_s), u"completed"_s);
        // Its parent has gone on with the answer, and is done again from where it waited. Undo was refused here, and all undos after it.
        const Json undone = workspace.run(u"review.undo"_s);
        QCOMPARE(undone.value("superseded").toString(), u"a"_s);
        QCOMPARE(undone.value("passed_over").size(), 0);
        workspace.untilIdle();
        const Json again = undone.value("item");
        QVERIFY(!workspace.dataOf(undone.value("context").toString()).contains("checked"));
        QCOMPARE(inStatus(workspace, "awaiting_review"), 1);
        QCOMPARE(inStatus(workspace, "processing"), 1); // the new parent
        workspace.reopen();
        decide(workspace, again, "approved", "{'patch':[{'op':'add','path':'/better','value':true}]}");
        workspace.untilIdle();
        const QString newest = successorOf(workspace, u"a"_s);
        QCOMPARE(workspace.statusOf(newest), u"completed"_s);
        QVERIFY(workspace.dataOf(newest).contains("better"));
        QVERIFY(!workspace.dataOf(newest).contains("checked"));
        QVERIFY(workspace.dataOf(newest).contains("echo")); // it went on behind the sub-pipeline
        // And once more: the new parent has gone on too.
        QCOMPARE(workspace.run(u"review.undo"_s).value("superseded").toString(), newest);
        QCOMPARE(inStatus(workspace, "awaiting_review"), 1);
        QVERIFY(workspace.run(u"workspace.check"_s).value("ok").toBool());
    }

    void aPartIsAskedAgainAfterTheWholeWentOn()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'parts','nodes':[{'id':'split','component':'split','config':{'items':'parts'}},"
                       "{'id':'check','component':'review'},{'id':'all','component':'join'},{'id':'done','component':'test_echo'}],'links':["
                       "{'from':{'node':'split','port':'item'},'to':{'node':'check'}},{'from':{'node':'split'},'to':{'node':'all'}},"
                       "{'from':{'node':'check','port':'approved'},'to':{'node':'all'}},"
                       "{'from':{'node':'check','port':'rejected'},'to':{'node':'all'}},{'from':{'node':'all'},'to':{'node':'done'}}]}");
        workspace.submit(u"parts"_s, "[{'id':'a','type':'note','data':{'parts':[{'n':1},{'n':2},{'n':3}]}}]");
        workspace.untilIdle();
        const Json items = workspace.run(u"review.list"_s).value("items");
        QCOMPARE(items.size(), 3);
        for (const Json &item : items.items()) {
            const qint64 n = workspace.dataOf(item.value("context").toString()).value("n").toInt();
            decide(workspace, item, "approved", u"{'key':'k%1','patch':[{'op':'add','path':'/was%1','value':true}]}"_s.arg(n).toUtf8().constData());
        }
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"a"_s), u"completed"_s);
        const Json undone = workspace.run(u"review.undo"_s, parsed("{'decision':'k2'}"));
        QCOMPARE(undone.value("superseded").toString(), u"a"_s);
        workspace.untilIdle();
        const Json waits = workspace.run(u"context.list"_s, parsed("{'status':'processing'}")).value("contexts");
        QCOMPARE(waits.size(), 1); // for the one part; the others' answers are there
        decide(workspace, undone.value("item"), "approved", "{'patch':[{'op':'add','path':'/better','value':true}]}");
        workspace.untilIdle();
        const QString newest = waits.at(0).value("id").toString();
        QCOMPARE(workspace.statusOf(newest), u"completed"_s);
        const Json joined = workspace.dataOf(newest).value("joined");
        QCOMPARE(joined.size(), 3);
        QVERIFY(joined.at(0).contains("was1") && joined.at(2).contains("was3"));
        QVERIFY(joined.at(1).contains("better") && !joined.at(1).contains("was2"));
        // Another part's decision, whose answer was taken along: it is asked again in the new whole.
        QCOMPARE(workspace.run(u"review.undo"_s, parsed("{'decision':'k3'}")).value("superseded").toString(), newest);
        const Json check = workspace.run(u"workspace.check"_s);
        QVERIFY2(check.value("ok").toBool(), check.toBytes().constData());
    }

    // Each undo asked from the context that its decision was made on, and left what had its place alive: both could be published.
    void undoLeavesOneLiveCopy()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'two','nodes':[{'id':'first','component':'review'},{'id':'second','component':'review'},"
                       "{'id':'done','component':'test_echo'}],'links':[{'from':{'node':'first','port':'approved'},'to':{'node':'second'}},"
                       "{'from':{'node':'second','port':'approved'},'to':{'node':'done'}}]}");
        workspace.submit(u"two"_s, "[{'id':'a','type':'note','data':{}}]");
        workspace.untilIdle();
        const auto approve = [&](const QString &context, const char *key) {
            decide(workspace, itemOf(workspace, context), "approved", QByteArray("{'key':'" + QByteArray(key) + "'}").constData());
            workspace.untilIdle();
        };
        approve(u"a"_s, "one");
        approve(u"a"_s, "two");
        QCOMPARE(workspace.statusOf(u"a"_s), u"completed"_s);
        const QString second = workspace.run(u"review.undo"_s).value("context").toString();
        const Json first = workspace.run(u"review.undo"_s);
        QCOMPARE(first.value("superseded").toString(), second);
        QVERIFY(first.value("cancelled").toBool());
        QCOMPARE(first.value("item").value("node").toString(), u"first"_s);
        QCOMPARE(workspace.statusOf(second), u"cancelled"_s);
        const QString third = first.value("context").toString();
        QCOMPARE(successorOf(workspace, second), third);
        QCOMPARE(successorOf(workspace, u"a"_s), third);
        const auto open = [&] { return workspace.run(u"review.count"_s).value("count").toInt(); };
        QCOMPARE(open(), 1);
        QCOMPARE(workspace.ask(u"review.undo"_s).error().code, ErrorCode::NotFound);

        // The older decision first, by name: the newer one was about what is gone, and asks nothing again.
        approve(third, "three");
        approve(third, "four");
        QCOMPARE(workspace.statusOf(third), u"completed"_s);
        const QString fourth = workspace.run(u"review.undo"_s, parsed("{'decision':'three'}")).value("context").toString();
        const Json idle = workspace.run(u"review.undo"_s, parsed("{'decision':'four'}"));
        QCOMPARE(idle.value("context").toString(), fourth);
        QVERIFY(idle.value("superseded").isNull());
        QCOMPARE(open(), 1);
        QCOMPARE(inStatus(workspace, "awaiting_review") + inStatus(workspace, "processing"), 1);
        approve(fourth, "five");
        approve(fourth, "six");
        QCOMPARE(workspace.ask(u"review.correct"_s, parsed("{'decision':'four','as':'rejected'}")).error().code, ErrorCode::Conflict);
        QVERIFY(workspace.run(u"workspace.check"_s).value("ok").toBool());
    }

    void aRejectionThatWasRunAgainIsTakenBackWhole()
    {
        OpenWorkspace workspace;
        workspace.save(kReviewed);
        workspace.submit(u"reviewed"_s, documents(1));
        workspace.untilIdle();
        decide(workspace, itemOf(workspace, u"d0"_s), "rejected", "{'rerun_from':'draft','note':'shorter'}");
        workspace.untilIdle();
        decide(workspace, itemOf(workspace, u"d0"_s), "approved");
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"d0"_s), u"completed"_s);
        workspace.run(u"review.undo"_s);
        const Json first = workspace.run(u"review.undo"_s);
        QVERIFY(!workspace.dataOf(first.value("context").toString()).contains("review"));
        QCOMPARE(workspace.run(u"review.count"_s).value("count").toInt(), 1);
        QCOMPARE(inStatus(workspace, "awaiting_review") + inStatus(workspace, "processing"), 1);
        QVERIFY(workspace.run(u"workspace.check"_s).value("ok").toBool());
    }

    // One that could not be taken back was the end of all that were made before it.
    void whatCannotBeTakenBackIsPassedOver()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'inner','nodes':[{'id':'check','component':'review'}],'links':[]}");
        workspace.save("{'format':'millrace.pipeline/1','id':'outer','nodes':[{'id':'sub','component':'pipeline','config':{'pipeline':'inner'}},"
                       "{'id':'done','component':'test_echo'}],'links':[{'from':{'node':'sub'},'to':{'node':'done'}}]}");
        workspace.save(kReviewed);
        workspace.submit(u"reviewed"_s, documents(2));
        workspace.submit(u"outer"_s, "[{'id':'a','type':'note','data':{}}]");
        workspace.untilIdle();
        decide(workspace, itemOf(workspace, u"d0"_s), "approved");
        decide(workspace, itemOf(workspace, u"d1"_s), "approved");
        workspace.untilIdle();
        workspace.run(u"pipeline.control"_s, parsed("{'id':'outer','state':'paused'}")); // it is woken, and does not go on
        const Json inner = workspace.run(u"review.list"_s).value("items").at(0);
        decide(workspace, inner, "approved", "{'key':'inside'}");
        workspace.untilIdle();
        QCOMPARE(workspace.ask(u"review.undo"_s, parsed("{'decision':'inside'}")).error().code, ErrorCode::Conflict);
        const Json undone = workspace.run(u"review.undo"_s);
        QCOMPARE(undone.value("superseded").toString(), u"d1"_s);
        QCOMPARE(undone.value("passed_over").size(), 1);
        QCOMPARE(undone.value("passed_over").at(0).value("decision").value("id").toString(), u"inside"_s);
        const Json many = workspace.run(u"review.undo"_s, parsed("{'many':5}"));
        QCOMPARE(many.value("undone").size(), 1);
        QCOMPARE(many.value("passed_over").size(), 1);
        QCOMPARE(workspace.ask(u"review.undo"_s).error().code, ErrorCode::Conflict); // nothing else is left, and it says why
        QVERIFY(workspace.run(u"workspace.check"_s).value("ok").toBool());
    }

    void aChildThatWentToItsJoinIsAskedAgainInItsPlace()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'parts','nodes':[{'id':'split','component':'split','config':{'items':'parts'}},"
                       "{'id':'check','component':'review'},{'id':'all','component':'join'},{'id':'done','component':'test_echo'}],'links':["
                       "{'from':{'node':'split','port':'item'},'to':{'node':'check'}},{'from':{'node':'split'},'to':{'node':'all'}},"
                       "{'from':{'node':'check','port':'approved'},'to':{'node':'all'}},"
                       "{'from':{'node':'check','port':'rejected'},'to':{'node':'all'}},{'from':{'node':'all'},'to':{'node':'done'}}]}");
        workspace.submit(u"parts"_s, "[{'id':'a','type':'note','data':{'parts':[{'n':1},{'n':2}]}}]");
        workspace.untilIdle();
        Json items = workspace.run(u"review.list"_s).value("items");
        QCOMPARE(items.size(), 2);
        decide(workspace, items.at(0), "approved", "{'patch':[{'op':'add','path':'/wrong','value':true}]}");
        workspace.untilIdle();
        const Json undone = workspace.run(u"review.undo"_s);
        QVERIFY(undone.value("superseded").isString());
        QVERIFY(!undone.value("item").value("context").toString().isEmpty());
        decide(workspace, items.at(1), "approved");
        workspace.untilIdle();
        QVERIFY(workspace.statusOf(u"a"_s) != u"completed"_s); // the first part's answer is not there any more
        decide(workspace, undone.value("item"), "approved", "{'patch':[{'op':'add','path':'/right','value':true}]}");
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"a"_s), u"completed"_s);
        const QByteArray joined = workspace.dataOf(u"a"_s).toBytes();
        QVERIFY2(joined.contains("right") && !joined.contains("wrong"), joined.constData());
        QVERIFY(workspace.run(u"workspace.check"_s).value("ok").toBool());
    }

    void aCorrectionSaysWhatCouldNotBeTried()
    {
        OpenWorkspace workspace;
        workspace.save(
            "{'format':'millrace.pipeline/1','id':'w','nodes':[{'id':'a','component':'test_echo'},{'id':'b','component':'validate','config':{"
            "'schema':{'type':'object','properties':{'n':{'type':'integer'}},'required':['n']}}},{'id':'c','component':'test_effect'}],"
            "'links':[{'from':{'node':'a'},'to':{'node':'b'}},{'from':{'node':'b'},'to':{'node':'c'}}]}");
        workspace.submit(u"w"_s, "[{'id':'x','type':'note','data':{'n':'one'}}]");
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"x"_s), u"quarantined"_s);
        const auto checked = [&](const char *text, const char *from) {
            Json args = Json::object({{"id", "x"}, {"text", text}});
            if (*from)
                args.insert("from", from);
            return workspace.run(u"quarantine.check"_s, args);
        };
        const Json wrong = checked("{\n\"n\": \"two\"}", "");
        QVERIFY2(!wrong.value("ok").toBool() && wrong.value("untried").isNull(), wrong.toBytes().constData());
        QCOMPARE(wrong.value("problems").at(0).value("line").toInt(), 2);
        QCOMPARE(checked("{\"n\": 2}", "").value("port").toString(), u"out"_s);
        const Json outside = checked("{\"n\": 2}", "c");
        QVERIFY(outside.value("ok").toBool());
        QCOMPARE(outside.value("untried").toString(), u"effects"_s); // nothing was written to find out
        QCOMPARE(outside.value("node").toString(), u"c"_s);
        QCOMPARE(workspace.ask(u"quarantine.check"_s, parsed("{'id':'x','text':'{}','from':'nowhere'}")).error().code, ErrorCode::NotFound);
    }

    void quarantineIsShownCheckedMendedAndTriedAgain()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'strict','nodes':[{'id':'a','component':'validate','config':{'rules':["
                       "{'path':'/n','rule':'required'}]}},{'id':'b','component':'test_echo'}],'links':[{'from':{'node':'a'},'to':{'node':'b'}}]}");
        workspace.submit(u"strict"_s, "[{'id':'x','type':'note','data':{'title':'X'}},{'id':'y','type':'note','data':{'title':'Y'}}]");
        workspace.untilIdle();
        const Json list = workspace.run(u"quarantine.list"_s, parsed("{'node':'a','code':'input.invalid'}"));
        QCOMPARE(list.value("items").size(), 2);
        QCOMPARE(workspace.run(u"quarantine.facets"_s).value("all").toInt(), 2);
        const Json shown = workspace.run(u"quarantine.show"_s, parsed("{'id':'x'}"));
        QCOMPARE(shown.value("problems").size(), 1);
        QVERIFY(shown.value("nodes").at(0).value("default").toBool());
        QCOMPARE(workspace.run(u"quarantine.check"_s, parsed("{'id':'x','text':'{'}")).value("problems").at(0).value("line").toInt(), 1);
        QVERIFY(!workspace.run(u"quarantine.check"_s, Json::object({{"id", "x"}, {"text", "{\"title\":\"X\"}"}})).value("ok").toBool());
        QVERIFY(workspace.run(u"quarantine.check"_s, Json::object({{"id", "x"}, {"text", "{\n \"n\": 1}"}})).value("ok").toBool());
        workspace.run(u"quarantine.fix"_s, Json::object({{"id", "x"}, {"text", "{\"title\":\"X\"}"}, {"note", "a try"}}));
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"x"_s), u"quarantined"_s); // it is checked again, and is as wrong as before
        QCOMPARE(workspace.run(u"quarantine.show"_s, parsed("{'id':'x'}")).value("times").size(), 3);
        workspace.run(u"quarantine.fix"_s, Json::object({{"id", "x"}, {"data", parsed("{'title':'X','n':1}")}}));
        QCOMPARE(workspace.run(u"quarantine.retry"_s, parsed("{'filter':{'pipeline':'strict'},'from':'b'}")).value("retried").toInt(), 1);
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"x"_s), u"completed"_s);
        QCOMPARE(workspace.statusOf(u"y"_s), u"completed"_s); // somebody chose a node behind the rule
        QVERIFY(workspace.run(u"workspace.check"_s).value("ok").toBool());
    }

    void whatCouldNotBeReadIsMendedAsItCame()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'strict','nodes':[{'id':'a','component':'validate','config':{'rules':["
                       "{'path':'/n','rule':'required'}]}}],'links':[]}");
        QTemporaryDir folder;
        QFile file(folder.filePath(u"notes.jsonl"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"data\": {\"n\": 1}}\n{\"data\": {\"title\": \"Broken, \"n\": 2}}\n");
        file.close();
        workspace.run(u"submit.files"_s, Json::object({{"pipeline", "strict"}, {"paths", Json::array(QStringList{file.fileName()})}}));
        workspace.untilIdle();
        const QString id = workspace.run(u"quarantine.list"_s).value("items").at(0).value("id").toString();
        const Json shown = workspace.run(u"quarantine.show"_s, Json::object({{"id", id}}));
        QCOMPARE(shown.value("text").toString(), u"{\"data\": {\"title\": \"Broken, \"n\": 2}}"_s);
        QCOMPARE(shown.value("problems").at(0).value("line").toInt(), 1); // of what is mended, not of the file
        QVERIFY(shown.value("problems").at(0).value("column").toInt() > 20);
        QVERIFY(!shown.value("problems").at(0).value("message").toString().startsWith(u"line"_s)); // it has a line of its own
        // Nothing is sent in its place.
        QCOMPARE(workspace.run(u"quarantine.retry"_s, Json::object({{"ids", Json::array(QStringList{id})}})).value("refused").size(), 1);
        workspace.run(u"context.retry"_s, Json::object({{"ids", Json::array(QStringList{id})}}));
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(id), u"quarantined"_s);
        const auto check = [&](const char *text) { return workspace.run(u"quarantine.check"_s, Json::object({{"id", id}, {"text", text}})); };
        const Json wrong = check("{\"data\":\n {\"title\": \"Mended\"}}");
        QCOMPARE(wrong.value("problems").at(0).value("line").toInt(), 2);
        const char *mended = "{\"data\": {\"title\": \"Mended\", \"n\": 2}}";
        QVERIFY(check(mended).value("ok").toBool());
        workspace.run(u"quarantine.fix"_s, Json::object({{"id", id}, {"text", mended}}));
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(id), u"completed"_s);
        QCOMPARE(workspace.dataOf(id), parsed("{'title':'Mended','n':2}"));
    }

    void passesNameThosePeopleKnow()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'strict','nodes':[{'id':'a','component':'validate','config':{'schema':{'type':'object',"
                       "'required':['year']}}}],'links':[]}");
        workspace.submit(u"strict"_s, "[{'id':'x','type':'note','data':{'n':1}}]");
        workspace.untilIdle();
        workspace.run(u"quarantine.retry"_s, parsed("{'ids':['x']}"));
        workspace.untilIdle();
        const Json times = workspace.run(u"quarantine.show"_s, parsed("{'id':'x'}")).value("times");
        QCOMPARE(times.size(), 3);
        QCOMPARE(times.at(1).value("by").toString(), u"Ada"_s);
    }

    void whatAStepCouldNotDoStandsAtNoLine()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'size','nodes':[{'id':'a','component':'jmespath','config':{"
                       "'expression':'abs(n)','into':'size'}}],'links':[]}");
        workspace.submit(u"size"_s, "[{'id':'x','type':'note','data':{'n':'one'}}]");
        workspace.untilIdle();
        const Json problems = workspace.run(u"quarantine.show"_s, parsed("{'id':'x'}")).value("problems");
        QCOMPARE(problems.size(), 1);
        QCOMPARE(problems.at(0).value("line").toInt(-1), 0);
    }
};

QTEST_GUILESS_MAIN(TestReviews)
#include "tst_reviews.moc"
