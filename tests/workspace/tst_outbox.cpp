// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/httppeer.h"
#include "store/sqlite.h"
#include "workspace/openworkspace.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

using namespace Qt::StringLiterals;
using namespace Millrace;

/// What steps want done outside: through the door, to real files and a peer on the loopback.
class TestOutbox : public QObject
{
    Q_OBJECT

private:
    /// One node "out" that publishes; `config` is its config, `retry` its retry policy.
    static QByteArray publishing(const QByteArray &config, const QByteArray &retry = "{'max_attempts':3,'delay_ms':1,'max_delay_ms':1}")
    {
        return "{'format':'millrace.pipeline/1','id':'pub','nodes':[{'id':'out','component':'publish','config':" + config + ",'retry':" + retry
            + "}],'links':[]}";
    }
    static QByteArray fileBytes(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(no file)");
    }
    static QByteArray keyOf(const QByteArray &request)
    {
        const qsizetype at = request.toLower().indexOf("idempotency-key:");
        return at < 0 ? QByteArray() : request.sliced(at + 16, request.indexOf('\r', at) - at - 16).trimmed();
    }
    static Json effects(OpenWorkspace &workspace, const QByteArray &state = "all")
    {
        return workspace.run(u"outbox.list"_s, Json::object({{"state", state}})).value("effects");
    }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void aFileAppearsWholeAndTheDocumentSaysWhere()
    {
        QTemporaryDir folder;
        OpenWorkspace workspace;
        workspace.save(
            publishing("{'to':'folder','at':'" + folder.path().toUtf8() + "','name':'join(`\\'\\'`, [slug, `\\'.txt\\'`])','content':'text'}")
                .replace("`\\'\\'`", "\\u0027\\u0027")
                .replace("`\\'.txt\\'`", "\\u0027.txt\\u0027"));
        workspace.submit(u"pub"_s,
                         "[{'id':'a','type':'note','data':{'slug':'hello','text':'Hello, world'}},"
                         "{'id':'b','type':'note','data':{'slug':'../up','text':'x'}}]");
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"a"_s), u"completed"_s);
        QCOMPARE(fileBytes(folder.filePath(u"hello.txt"_s)), "Hello, world"_ba);
        QCOMPARE(workspace.dataOf(u"a"_s).value("published").value("path").toString(), folder.filePath(u"hello.txt"_s));
        QCOMPARE(workspace.statusOf(u"b"_s), u"quarantined"_s); // its name would lead out of the folder
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList{u"hello.txt"_s});
        QCOMPARE(effects(workspace).at(0).value("state").toString(), u"delivered"_s);
        QCOMPARE(workspace.run(u"stats"_s).value("effects").value("delivered").toInt(), 1);
        QVERIFY(workspace.run(u"workspace.check"_s).value("ok").toBool());
    }

    void linesAreAppendedOnceEachAndInOrder()
    {
        QTemporaryDir folder;
        const QByteArray lines = folder.filePath(u"all.jsonl"_s).toUtf8();
        const QByteArray table = folder.filePath(u"all.csv"_s).toUtf8();
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'pub','nodes':["
                       "{'id':'l','component':'publish','config':{'to':'json_lines','at':'"
                       + lines
                       + "','content':'n'}},"
                         "{'id':'c','component':'publish','config':{'to':'csv','at':'"
                       + table
                       + "','columns':[{'title':'N','value':'n'},{'title':'Say, what','value':'say'}]}}],"
                         "'links':[{'from':{'node':'l'},'to':{'node':'c'}}]}");
        QByteArray documents = "[";
        for (int i = 0; i < 300; ++i)
            documents += (i ? ",{" : "{") + QByteArray("'id':'d") + QByteArray::number(i) + "','type':'n','data':{'n':" + QByteArray::number(i)
                + ",'say':'a, b'}}";
        workspace.submit(u"pub"_s, documents + "]");
        workspace.untilIdle();
        QByteArrayList got = fileBytes(QString::fromUtf8(lines)).trimmed().split('\n');
        QCOMPARE(got.size(), 300);
        std::ranges::sort(got);
        QCOMPARE(std::unique(got.begin(), got.end()), got.end());
        const QByteArrayList rows = fileBytes(QString::fromUtf8(table)).split('\n');
        QCOMPARE(rows.at(0), "N,\"Say, what\"\r"_ba);
        QCOMPARE(rows.size(), 302);
        QVERIFY(rows.at(1).endsWith(",\"a, b\"\r"));
        QCOMPARE(workspace.run(u"stats"_s).value("effects").value("delivered").toInt(), 600);
        QVERIFY(workspace.run(u"workspace.check"_s).value("ok").toBool());
    }

    void aRequestIsSentAgainUnderTheSameKeyUntilItIsTaken()
    {
        HttpPeer peer;
        QByteArrayList keys;
        std::mutex mutex;
        peer.setHandler([&](const QByteArray &request) {
            const std::lock_guard lock(mutex);
            keys.append(keyOf(request));
            return keys.size() < 3 ? httpAnswer("503 Later", "") : httpAnswer("200 OK", "{\"ok\":true}");
        });
        OpenWorkspace workspace;
        workspace.save(publishing("{'to':'http','at':'" + peer.url().toEncoded() + "','content':'{a: a}'}"));
        workspace.submit(u"pub"_s, "[{'id':'a','type':'note','data':{'a':1}}]");
        workspace.run(u"engine.wait"_s, Json::object({{"wait_s", 10}}));
        QCOMPARE(workspace.statusOf(u"a"_s), u"completed"_s);
        QCOMPARE(keys, (QByteArrayList{"a/out/1", "a/out/1", "a/out/1"}));
        QVERIFY(peer.lastRequest().endsWith("{\"a\":1}"));
        QCOMPARE(workspace.dataOf(u"a"_s).value("published").value("body").value("ok").toBool(), true);
        QCOMPARE(effects(workspace).at(0).value("attempts").toInt(), 3);
    }

    void whatIsGivenUpStaysListedAndCanBeSentAgain()
    {
        HttpPeer peer;
        peer.setHandler([](const QByteArray &) { return httpAnswer("403 No", "not you"); });
        OpenWorkspace workspace;
        workspace.save(publishing("{'to':'http','at':'" + peer.url().toEncoded() + "'}"));
        workspace.submit(u"pub"_s, "[{'id':'a','type':'note','data':{}},{'id':'b','type':'note','data':{}}]");
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"a"_s), u"quarantined"_s);
        const Json failed = effects(workspace, "failed");
        QCOMPARE(failed.size(), 2);
        QCOMPARE(failed.at(0).value("error").value("code").toString(), u"http.client_error"_s);
        workspace.reopen();
        peer.setHandler([](const QByteArray &) { return httpAnswer("204 Thanks", ""); });
        workspace.run(u"outbox.retry"_s, Json::object({{"ids", Json::array({failed.at(0).value("id")})}}));
        workspace.run(u"context.retry"_s, Json::object({{"ids", Json::array({failed.at(1).value("context")})}}));
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"a"_s), u"completed"_s);
        QCOMPARE(workspace.statusOf(u"b"_s), u"completed"_s);
        QCOMPARE(effects(workspace, "delivered").size(), 2);
        QVERIFY(!workspace.run(u"outbox.retry"_s, Json::object({{"ids", Json::array({failed.at(0).value("id")})}})).value("refused").isEmpty());
        QVERIFY(workspace.run(u"workspace.check"_s).value("ok").toBool());
    }

    void whatIsDiscardedIsNotSentAndItsDocumentFails()
    {
        HttpPeer peer;
        peer.setHandler([](const QByteArray &) { return httpAnswer("503 Later", ""); });
        OpenWorkspace workspace;
        workspace.save(
            publishing("{'to':'http','at':'" + peer.url().toEncoded() + "'}", "{'max_attempts':9,'delay_ms':600000,'max_delay_ms':600000}"));
        workspace.submit(u"pub"_s, "[{'id':'a','type':'note','data':{}},{'id':'b','type':'note','data':{}}]");
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"a"_s), u"processing"_s);
        QCOMPARE(workspace.run(u"pipeline.load"_s, parsed("{'id':'pub'}")).value("effects").value("waiting").toInt(), 2);
        const Json waiting = effects(workspace, "waiting");
        workspace.run(u"outbox.discard"_s, Json::object({{"ids", Json::array({waiting.at(0).value("id")})}}));
        workspace.run(u"context.cancel"_s, Json::object({{"ids", Json::array({waiting.at(1).value("context")})}}));
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(waiting.at(0).value("context").toString()), u"quarantined"_s);
        QCOMPARE(workspace.statusOf(waiting.at(1).value("context").toString()), u"cancelled"_s);
        QCOMPARE(effects(workspace, "discarded").size(), 2);
        QCOMPARE(workspace.run(u"run.list"_s).value("runs").at(0).value("effects").value("discarded").toInt(), 2);
        QCOMPARE(peer.requests.load(), 2);
        QVERIFY(workspace.run(u"workspace.check"_s).value("ok").toBool());
    }

    void withoutWaitingTheDocumentIsDoneAndTheOutboxGoesOn()
    {
        HttpPeer peer;
        std::atomic<bool> open = false;
        peer.setHandler([&](const QByteArray &) { return open ? httpAnswer("200 OK", "") : httpAnswer("503 Later", ""); });
        OpenWorkspace workspace;
        workspace.save(
            publishing("{'to':'http','at':'" + peer.url().toEncoded() + "','wait':false}", "{'max_attempts':20,'delay_ms':300,'max_delay_ms':300}"));
        workspace.submit(u"pub"_s, "[{'id':'a','type':'note','data':{}}]");
        QTRY_COMPARE(workspace.statusOf(u"a"_s), u"completed"_s);
        workspace.reopen(); // the outbox survives the end of the program
        open = true;
        QTRY_COMPARE(effects(workspace, "delivered").size(), 1);
    }

    void whatIsFetchedIsReadAsAFile()
    {
        if (!QFileInfo(QCoreApplication::applicationDirPath() + u"/millrace"_s).isExecutable())
            QSKIP("extract_text needs the program for its child process");
        const QByteArray page = "<html><head><title>Weir</title></head><body><h1>Weir</h1><p>The weir holds the water back.</p></body></html>";
        HttpPeer peer;
        peer.setHandler([&page](const QByteArray &) { return httpAnswer("200 OK", page, {}, "text/html; charset=utf-8"); });
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'fetch','nodes':[{'id':'get','component':'http_request','config':{'url':'"
                       + peer.url().toEncoded()
                       + "','keep':true}},{'id':'read','component':'extract_text'}],'links':[{'from':{'node':'get'},'to':{'node':'read'}}]}");
        workspace.submit(u"fetch"_s, "[{'id':'a','type':'note','data':{}}]");
        QTRY_COMPARE_WITH_TIMEOUT(workspace.statusOf(u"a"_s), u"completed"_s, 30'000);
        const Json data = workspace.dataOf(u"a"_s);
        QCOMPARE(data.value("title").toString(), u"Weir"_s);
        QVERIFY(data.value("source_text").toString().contains(u"The weir holds the water back."_s));
        QCOMPARE(data.value("document").value("format").toString(), u"html"_s);
        QVERIFY(!data.value("response").contains("body") || data.value("response").value("body").utf8().isEmpty());
        // Its bytes are there as they came, and its words are found.
        const Json original = workspace.run(u"original.get"_s, Json::object({{"hash", data.value("original").value("hash")}}));
        QCOMPARE(original.value("size").toInt(), page.size());
        QTRY_COMPARE(workspace.run(u"library.search"_s, parsed("{'query':'weir holds'}")).value("hits").size(), 1);
    }

    void aServiceIsAskedOnceForEachValue()
    {
        HttpPeer peer;
        QByteArrayList asked;
        std::mutex mutex;
        peer.setHandler([&](const QByteArray &request) {
            const std::lock_guard lock(mutex);
            const QByteArray line = request.left(request.indexOf('\r'));
            asked.append(line);
            if (line.contains("Nobody"))
                return httpAnswer("404 No", "{}");
            return httpAnswer("200 OK",
                              line.contains("Empty") ? "{\"results\":[]}" : "{\"results\":[{\"id\":\"Q1\",\"label\":\"M\\u00fcller GmbH\"}]}");
        });
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'link','nodes':[{'id':'ask','component':'lookup_service','config':{'url':'"
                       + peer.url().toEncoded()
                       + "?name={value}','value':'names','each':true,'take':'results[0]'}},{'id':'end','component':'set_fields','config':{}}],"
                         "'links':[{'from':{'node':'ask'},'to':{'node':'end'}},{'from':{'node':'ask','port':'missing'},'to':{'node':'end'}}]}");
        workspace.submit(u"link"_s,
                         QString(u"[{'id':'a','type':'note','data':{'names':['Müller & Co','Nobody','Empty','Müller & Co']}},"
                                 "{'id':'b','type':'note','data':{'names':['Nobody']}}]"_s)
                             .toUtf8());
        QTRY_COMPARE(workspace.statusOf(u"a"_s), u"completed"_s);
        QTRY_COMPARE(workspace.statusOf(u"b"_s), u"completed"_s);
        const Json found = workspace.dataOf(u"a"_s).value("lookup");
        QCOMPARE(found.value("rows").size(), 1);
        QCOMPARE(found.value("rows").at(0).value("value").toString(), u"Müller & Co"_s);
        QCOMPARE(found.value("rows").at(0).value("row").value("id").toString(), u"Q1"_s);
        QCOMPARE(found.value("missing").toStringList(), (QStringList{u"Nobody"_s, u"Empty"_s}));
        QVERIFY(!workspace.dataOf(u"b"_s).contains("lookup"));
        // What was asked is remembered, and nothing of a value gets out of its place.
        QCOMPARE(std::ranges::count_if(asked, [](const QByteArray &line) { return line.contains("M%C3%BCller"); }), 1);
        std::ranges::sort(asked);
        asked.erase(std::unique(asked.begin(), asked.end()), asked.end());
        QCOMPARE(asked.size(), 3);
        QVERIFY2(asked.at(1).contains("name=M%C3%BCller%20%26%20Co "), asked.at(1).constData());
    }

    void aServiceThatFailsIsAskedAgainAndOneOfADocumentsOwnIsRefused()
    {
        HttpPeer peer;
        std::atomic<int> times = 0;
        peer.setHandler([&](const QByteArray &) { return ++times < 2 ? httpAnswer("503 Later", "") : httpAnswer("200 OK", "{\"id\":7}"); });
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'link','nodes':[{'id':'ask','component':'lookup_service','config':{'url':'"
                       + peer.url().toEncoded() + "{value}','value':'name'},'retry':{'delay_ms':50}}],'links':[]}");
        workspace.submit(u"link"_s, "[{'id':'a','type':'note','data':{'name':'x/../y'}}]");
        QTRY_COMPARE(workspace.statusOf(u"a"_s), u"completed"_s);
        QCOMPARE(workspace.dataOf(u"a"_s).value("lookup").value("row").value("id").toInt(), 7);
        QVERIFY2(peer.lastRequest().contains("x%2F..%2Fy "), peer.lastRequest().constData());
        for (const char *url : {"http://{value}/", "http://a.{value}.org/", "http://a.org/", "ftp://a.org/{value}", "http://u:p@a.org/{value}"}) {
            const Json definition = Json::object(
                {{"format", "millrace.pipeline/1"},
                 {"id", "wrong"},
                 {"nodes",
                  Json::array(
                      {Json::object({{"id", "ask"}, {"component", "lookup_service"}, {"config", Json::object({{"url", url}, {"value", "n"}})}})})},
                 {"links", Json::array()}});
            QVERIFY2(!workspace.ask(u"pipeline.save"_s, Json::object({{"definition", definition}})), url);
        }
    }

    void onlyWhatAPersonApprovedIsPublished()
    {
        QTemporaryDir folder;
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'pub','nodes':[{'id':'check','component':'review'},"
                       "{'id':'out','component':'publish','config':{'to':'folder','at':'"
                       + folder.path().toUtf8()
                       + "','name':'slug'}}],'links':[{'from':{'node':'check','port':'approved'},'to':{'node':'out'}},"
                         "{'from':{'node':'check','port':'rejected'},'to':{'node':'out'}}]}");
        workspace.submit(u"pub"_s, "[{'id':'a','type':'note','data':{'slug':'a'}},{'id':'b','type':'note','data':{'slug':'b'}}]");
        workspace.untilIdle();
        workspace.run(u"review.decide"_s, parsed("{'id':'a','decision':'approved'}"));
        workspace.run(u"review.decide"_s, parsed("{'id':'b','decision':'rejected'}"));
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"a"_s), u"completed"_s);
        QCOMPARE(workspace.statusOf(u"b"_s), u"quarantined"_s);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{u"a"_s});
        QCOMPARE(effects(workspace).size(), 1);
    }

    /// The approval is given in another pipeline than the one that publishes.
    void approvalCountsAcrossPipelines_data()
    {
        QTest::addColumn<QByteArray>("inner");
        QTest::addColumn<QByteArray>("outer");
        const QByteArray check = "{'id':'check','component':'review','config':{'timeout_s':600}}";
        const QByteArray publish = "{'id':'out','component':'publish','config':{'to':'folder','at':'AT','name':'slug'}}";
        const QByteArray call = "{'id':'call','component':'pipeline','config':{'pipeline':'inner'}}";
        const QByteArray graph = "{'format':'millrace.pipeline/1','id':'%1','nodes':[%2],'links':[%3]}";
        const auto pipeline = [&graph](const QByteArray &id, const QByteArray &nodes, const QByteArray &links) {
            return QByteArray(graph).replace("%1", id).replace("%2", nodes).replace("%3", links);
        };
        const auto link = [](const QByteArray &from, const QByteArray &port, const QByteArray &to) {
            return "{'from':{'node':'" + from + "','port':'" + port + "'},'to':{'node':'" + to + "'}}";
        };
        // Checked there, published here, by whatever way it comes back.
        QTest::newRow("asked below") << pipeline("inner", check, "")
                                     << pipeline("outer", call + ',' + publish, link("call", "out", "out") + ',' + link("call", "rejected", "out"));
        // Checked here, published there, whatever was said.
        QTest::newRow("asked above") << pipeline("inner", publish, "")
                                     << pipeline("outer", check + ',' + call,
                                                 link("check", "approved", "call") + ',' + link("check", "rejected", "call") + ','
                                                     + link("check", "timeout", "call"));
    }
    void approvalCountsAcrossPipelines()
    {
        QFETCH(QByteArray, inner);
        QFETCH(QByteArray, outer);
        QTemporaryDir folder;
        OpenWorkspace workspace;
        workspace.save(inner.replace("AT", folder.path().toUtf8()));
        workspace.save(outer.replace("AT", folder.path().toUtf8()));
        workspace.submit(u"outer"_s, "[{'id':'a','type':'note','data':{'slug':'a'}},{'id':'b','type':'note','data':{'slug':'b'}}]");
        const auto waiting = [&workspace] { return workspace.run(u"review.list"_s).value("items"); };
        QTRY_COMPARE(waiting().size(), 2);
        const Json both = waiting();
        for (const Json &review : both.items()) {
            const QString id = review.value("context").toString();
            const bool isA = workspace.dataOf(id).value("slug").toString() == "a"_L1;
            workspace.run(u"review.decide"_s, Json::object({{"id", id}, {"decision", isA ? "approved" : "rejected"}}));
        }
        QTRY_COMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{u"a"_s});
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"a"_s), u"completed"_s);
        QCOMPARE(effects(workspace).size(), 1);
    }

    /// Nobody said anything in time, and the pipeline that asked sends it back as if that were an end like others.
    void silenceElsewhereIsNoApproval()
    {
        QTemporaryDir folder;
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'inner','nodes':[{'id':'check','component':'review','config':{'timeout_s':0.05}}],"
                       "'links':[]}");
        workspace.save("{'format':'millrace.pipeline/1','id':'outer','nodes':[{'id':'call','component':'pipeline','config':{'pipeline':'inner'}},"
                       "{'id':'out','component':'publish','config':{'to':'folder','at':'"
                       + folder.path().toUtf8()
                       + "','name':'slug'}},{'id':'no','component':'test_echo'}],'links':[{'from':{'node':'call'},'to':{'node':'out'}},"
                         "{'from':{'node':'call','port':'rejected'},'to':{'node':'no'}}]}");
        workspace.submit(u"outer"_s, "[{'id':'a','type':'note','data':{'slug':'a'}}]");
        QTRY_COMPARE(workspace.statusOf(u"a"_s), u"completed"_s);
        QCOMPARE(effects(workspace).size(), 0);
        QVERIFY(workspace.dataOf(u"a"_s).contains("echo"));
    }

    /// The runner had gone on behind the step, and its document was taken along.
    void aStepThatIsRefusedGoesOnWithTheDocumentItHad()
    {
        QTemporaryDir folder;
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'pub','nodes':[{'id':'out','component':'publish','config':{'to':'folder','at':'"
                       + folder.path().toUtf8()
                       + "','name':'slug','wait':false}},{'id':'mark','component':'test_echo','config':{'value':'after'}},"
                         "{'id':'slow','component':'test_sleep','config':{'ms':1}},{'id':'check','component':'review'},"
                         "{'id':'wrong','component':'test_echo','config':{'value':'wrong'}},{'id':'end','component':'test_sleep','config':{'ms':1}}],"
                         "'links':[{'from':{'node':'out'},'to':{'node':'mark'}},{'from':{'node':'mark'},'to':{'node':'slow'}},"
                         "{'from':{'node':'slow'},'to':{'node':'check'}},{'from':{'node':'out','port':'error'},'to':{'node':'wrong'}},"
                         "{'from':{'node':'wrong'},'to':{'node':'end'}}]}");
        workspace.submit(u"pub"_s, "[{'id':'a','type':'note','data':{'slug':'a'}}]");
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"a"_s), u"completed"_s);
        QCOMPARE(workspace.dataOf(u"a"_s).value("echo").toString(), u"wrong"_s);
        QCOMPARE(workspace.dataOf(u"a"_s).value("error").value("code").toString(), u"publish.refused"_s);
        const Json history = workspace.run(u"context.history"_s, parsed("{'id':'a'}"));
        QVERIFY(!history.toBytes().contains("mark"));
        QVERIFY(workspace.run(u"workspace.check"_s).value("ok").toBool());
    }

    void aDamagedEffectFailsAloneAndTheOthersAreSent()
    {
        HttpPeer peer;
        peer.setHandler([](const QByteArray &) { return httpAnswer("503 Later", ""); });
        OpenWorkspace workspace;
        workspace.save(publishing("{'to':'http','at':'" + peer.url().toEncoded() + "'}", "{'max_attempts':90,'delay_ms':500,'max_delay_ms':500}"));
        workspace.submit(u"pub"_s, "[{'id':'a','type':'note','data':{'n':1}},{'id':'b','type':'note','data':{'n':2}}]");
        QTRY_COMPARE(effects(workspace, "waiting").size(), 2);
        {
            Connection db;
            QVERIFY(db.open(workspace.path(), Connection::Mode::ReadWrite));
            QVERIFY(db.exec("UPDATE outbox SET hash = hash + 1 WHERE context = (SELECT pk FROM context WHERE id = 'a')"));
        }
        peer.setHandler([](const QByteArray &) { return httpAnswer("200 OK", ""); });
        QTRY_COMPARE(workspace.statusOf(u"b"_s), u"completed"_s);
        QTRY_COMPARE(workspace.statusOf(u"a"_s), u"quarantined"_s);
        const Json failed = effects(workspace, "failed");
        QCOMPARE(failed.size(), 1);
        QVERIFY(failed.at(0).value("damaged").toBool());
        QCOMPARE(failed.at(0).value("error").value("code").toString(), u"workspace.damaged"_s);
        workspace.reopen();
        QVERIFY(!workspace.run(u"workspace.check"_s).value("ok").toBool());
    }

    /// What is ready of a paused pipeline waits in the store: it holds up neither those who wait for the work nor other pipelines.
    void whoeverWaitsDoesNotWaitForAPausedPipeline()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'p','nodes':[{'id':'n','component':'test_echo'}],'links':[]}");
        workspace.run(u"engine.pause"_s);
        workspace.submit(u"p"_s, "[{'id':'a','type':'note','data':{}},{'id':'b','type':'note','data':{}}]");
        workspace.run(u"pipeline.control"_s, parsed("{'id':'p','state':'paused'}"));
        workspace.run(u"engine.start"_s);
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"a"_s), u"pending"_s);
        workspace.run(u"pipeline.control"_s, parsed("{'id':'p','state':'running'}"));
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"b"_s), u"completed"_s);
    }

    void aDryReplayPublishesNothing()
    {
        QTemporaryDir folder;
        OpenWorkspace workspace;
        workspace.save(publishing("{'to':'json_lines','at':'" + folder.filePath(u"l"_s).toUtf8() + "'}"));
        workspace.submit(u"pub"_s, "[{'id':'a','type':'note','data':{}}]");
        workspace.untilIdle();
        workspace.run(u"replay.run"_s, parsed("{'ids':['a'],'from_step':0}"));
        workspace.untilIdle();
        QCOMPARE(fileBytes(folder.filePath(u"l"_s)), "{}\n"_ba);
        QCOMPARE(effects(workspace).size(), 1);
    }

    void aPausedPipelineSendsNothing()
    {
        HttpPeer peer;
        peer.setHandler([](const QByteArray &) { return httpAnswer("503 Later", ""); });
        OpenWorkspace workspace;
        workspace.save(publishing("{'to':'http','at':'" + peer.url().toEncoded() + "'}", "{'max_attempts':9,'delay_ms':200,'max_delay_ms':200}"));
        workspace.submit(u"pub"_s, "[{'id':'a','type':'note','data':{}}]");
        QTRY_VERIFY(peer.requests.load() > 0);
        workspace.run(u"pipeline.control"_s, parsed("{'id':'pub','state':'paused'}"));
        QTRY_COMPARE(effects(workspace, "waiting").size(), 1);
        const int sent = peer.requests.load();
        peer.setHandler([](const QByteArray &) { return httpAnswer("200 OK", ""); });
        QTest::qWait(400);
        QCOMPARE(peer.requests.load(), sent);
        workspace.run(u"pipeline.control"_s, parsed("{'id':'pub','state':'running'}"));
        QTRY_COMPARE(workspace.statusOf(u"a"_s), u"completed"_s);
    }

    void aWebServiceIsAskedAndItsAnswerKept()
    {
        HttpPeer peer;
        std::atomic<int> status = 200;
        peer.setHandler(
            [&](const QByteArray &) { return httpAnswer(QByteArray::number(status.load()) + " X", "{\"name\":\"Ada\"}", "X-Kind: person\r\n"); });
        OpenWorkspace workspace;
        workspace.save(
            "{'format':'millrace.pipeline/1','id':'ask','nodes':[{'id':'get','component':'http_request','retry':{'max_attempts':2,'delay_ms':1},"
            "'config':{'url':'"
            + peer.url().toEncoded() + "find','query':{'q':'who'},'on_refusal':'pass','into':'person'}}],'links':[]}");
        workspace.submit(u"ask"_s, "[{'id':'a','type':'note','data':{'who':'a & b'}}]");
        workspace.untilIdle();
        QVERIFY(peer.lastRequest().startsWith("GET /v1/find?q=a%20%26%20b HTTP/1.1\r\n"));
        QCOMPARE(keyOf(peer.lastRequest()), "a/get/1"_ba);
        const Json person = workspace.dataOf(u"a"_s).value("person");
        QCOMPARE(person.value("status").toInt(), 200);
        QCOMPARE(person.value("body").value("name").toString(), u"Ada"_s);
        QCOMPARE(person.value("headers").value("x-kind").toString(), u"person"_s);
        status = 404;
        workspace.submit(u"ask"_s, "[{'id':'b','type':'note','data':{'who':'c'}}]");
        workspace.untilIdle();
        QCOMPARE(workspace.run(u"context.list"_s, parsed("{'outcome':'refused'}")).value("contexts").at(0).value("id").toString(), u"b"_s);
        status = 500;
        workspace.submit(u"ask"_s, "[{'id':'c','type':'note','data':{'who':'c'}}]");
        workspace.run(u"engine.wait"_s, Json::object({{"wait_s", 10}}));
        QCOMPARE(workspace.statusOf(u"c"_s), u"quarantined"_s);
        QCOMPARE(peer.requests.load(), 4);
    }
};

QTEST_GUILESS_MAIN(TestOutbox)
#include "tst_outbox.moc"
