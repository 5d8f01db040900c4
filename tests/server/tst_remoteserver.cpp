// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/client/remoteserver.h"
#include "server/host.h"
#include "support/httppeer.h"
#include "workspace/agentdesk.h"
#include "workspace/openworkspace.h"

#include <QElapsedTimer>
#include <QFile>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

/// A program of the 2025 era: it reads a line, and writes what its table says.
const QByteArray kOldServer = R"(#!/bin/sh
echo starting >&2
while read -r line; do
  case "$line" in
    *server/discover*) echo '{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no such method"}}' ;;
    *'"initialize"'*) echo '{"jsonrpc":"2.0","id":2,"result":{"protocolVersion":"2025-06-18","capabilities":{"tools":{},"prompts":{}},"serverInfo":{"name":"old","version":"3"}}}' ;;
    *'"cursor":"more"'*) echo '{"jsonrpc":"2.0","id":4,"result":{"tools":[{"name":"second","inputSchema":{"type":"object"}}]}}' ;;
    *tools/list*) echo '{"jsonrpc":"2.0","id":3,"result":{"tools":[{"name":"first","inputSchema":{"type":"object"}}],"nextCursor":"more"}}' ;;
    *prompts/list*) echo '{"jsonrpc":"2.0","id":5,"error":{"code":-32603,"message":"not today"}}' ;;
    *'"silent"'*) ;;
    *notifications/cancelled*) echo "$line" >> "$1" ;;
    *tools/call*)
      echo 'this is no message'
      echo '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":6,"progress":1}}'
      echo '{"jsonrpc":"2.0","id":"theirs","method":"sampling/createMessage","params":{}}'
      read -r refused; echo "$refused" >> "$1"
      echo '{"jsonrpc":"2.0","id":6,"result":{"content":[{"type":"text","text":"done"}]}}' ;;
    *'"end"'*) echo 'giving up' >&2; exit 7 ;;
  esac
done
)";

} // namespace

/// What the inspector speaks with: servers of both eras, by pipe and by HTTP.
class TestRemoteServer : public QObject
{
    Q_OBJECT

private:
    static Result<Json> waited(const QFuture<Result<Json>> &future)
    {
        QElapsedTimer timer;
        timer.start();
        while (!future.isFinished() && timer.elapsed() < 20'000)
            QTest::qWait(1);
        return future.isFinished() && future.resultCount() > 0 ? future.result() : fail(ErrorCode::Internal, u"no answer"_s);
    }
    QString script(const QByteArray &text)
    {
        const QString path = m_folder->filePath(u"server"_s);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("no script");
        return path;
    }
    Json oldServer() { return Json::object({{"command", Json::array({u"/bin/sh"_s, script(kOldServer), m_folder->filePath(u"heard"_s)})}}); }
    QByteArray heard()
    {
        QFile file(m_folder->filePath(u"heard"_s));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static QByteArray bodyOf(const QByteArray &request) { return request.sliced(request.indexOf("\r\n\r\n") + 4); }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aServerOf2026IsReadOverHttp()
    {
        OpenWorkspace workspace;
        HostOptions options = HostOptions::standard(workspace->workspaceId(), Json::object());
        options.port = 0;
        auto host = Host::start(*workspace, options);
        QVERIFY(host);
        const Json added = workspace.run(u"client.add"_s, parsed("{'name':'inspector'}"));
        Mcp::RemoteServer server;
        const auto wrong = waited(server.open(Json::object({{"url", (*host)->url()}, {"token", "mlr_wrong"}})));
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().code, ErrorCode::TokenInvalid);

        const auto found = waited(server.open(Json::object({{"url", (*host)->url()}, {"token", added.value("token")}})));
        QVERIFY2(found, found ? "" : qPrintable(found.error().text));
        QCOMPARE(found->value("version").toString(), u"2026-07-28"_s);
        QCOMPARE(found->value("server").value("name").toString(), u"millrace"_s);
        QVERIFY(found->value("tools").size() > 15);
        QVERIFY(found->value("resources").size() > 2 && found->value("templates").size() > 4 && !found->value("prompts").isEmpty());
        QVERIFY(found->value("problems").isEmpty());

        const auto asked = waited(server.ask(u"tools/call"_s, parsed("{'name':'workspace_status','arguments':{'counts':true}}")));
        QVERIFY2(asked, asked ? "" : qPrintable(asked.error().text));
        QVERIFY(asked->value("answer").value("result").value("structuredContent").value("running").toBool());
        QCOMPARE(asked->value("request").value("params").value("name").toString(), u"workspace_status"_s);
        QVERIFY(asked->value("bytes").toInt() > 100 && asked->value("duration_us").toInt() > 0);
        const auto none = waited(server.ask(u"tools/call"_s, parsed("{'name':'nothing','arguments':{}}")));
        QVERIFY2(none, none ? "" : qPrintable(none.error().text)); // an error is an answer too
        QCOMPARE(none->value("answer").value("error").value("code").toInt(), -32602);
        const auto read = waited(server.ask(u"resources/read"_s, parsed("{'uri':'millrace://workspace'}")));
        QVERIFY(read && read->value("answer").value("result").value("contents").size() == 1);
        server.close();
        QVERIFY(!waited(server.ask(u"tools/list"_s, Json::object())));
    }

    void aProgramOf2026IsStartedAndEnded()
    {
        {
            OpenWorkspace made; // is closed again
            QVERIFY(QFile::copy(made.path(), m_folder->filePath(u"w.millrace"_s)));
        }
        Mcp::RemoteServer server;
        const Json command = Json::array({QStringLiteral(MILLRACE_BIN_DIR "/millrace"), u"mcp"_s, u"-w"_s, m_folder->filePath(u"w.millrace"_s)});
        const auto found = waited(server.open(Json::object({{"command", command}})));
        QVERIFY2(found, found ? "" : qPrintable(found.error().text));
        QCOMPARE(found->value("version").toString(), u"2026-07-28"_s);
        QVERIFY(waited(server.ask(u"tools/call"_s, parsed("{'name':'list_pipelines','arguments':{}}"))));
    }

    void aProgramOf2025IsSpokenToInItsOwnWords()
    {
        Mcp::RemoteServer server;
        const auto found = waited(server.open(oldServer()));
        QVERIFY2(found, found ? "" : qPrintable(found.error().text));
        QCOMPARE(found->value("version").toString(), u"2025-06-18"_s);
        QCOMPARE(found->value("server").value("name").toString(), u"old"_s);
        QCOMPARE(found->value("tools").size(), 2); // both pages
        QVERIFY(found->value("problems").at(0).toString().contains("not today"_L1));

        const auto asked = waited(server.ask(u"tools/call"_s, parsed("{'name':'first','arguments':{}}")));
        QVERIFY2(asked, asked ? "" : qPrintable(asked.error().text));
        QCOMPARE(asked->value("answer").value("result").value("content").at(0).value("text").toString(), u"done"_s);
        const Json &told = asked->value("told");
        QCOMPARE(told.size(), 3);
        QCOMPARE(told.at(0).value("stray").toString(), u"this is no message"_s);
        QCOMPARE(told.at(1).value("method").toString(), u"notifications/progress"_s);
        QVERIFY(heard().contains("-32601")); // what nobody declared is refused

        auto silent = server.ask(u"tools/call"_s, parsed("{'name':'silent','arguments':{}}"));
        QTest::qWait(50);
        silent.cancel();
        QTRY_VERIFY(heard().contains("\"requestId\":7"));
        const auto ended = waited(server.ask(u"tools/list"_s, parsed("{'end':'end'}")));
        QVERIFY(!ended);
    }

    void aProgramThatEndsAtTheFirstGreetingIsGreetedAgain()
    {
        const QByteArray strict
            = QByteArray(kOldServer)
                  .replace("echo '{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,\"message\":\"no such method\"}}'", "exit 3");
        Mcp::RemoteServer server;
        const Json address = Json::object({{"command", Json::array({u"/bin/sh"_s, script(strict), m_folder->filePath(u"heard"_s)})}});
        const auto found = waited(server.open(address));
        QVERIFY2(found, found ? "" : qPrintable(found.error().text));
        QCOMPARE(found->value("tools").size(), 2);
    }

    void whatIsNoServerSaysWhy()
    {
        Mcp::RemoteServer server({.patienceMs = 2'000, .greetingMs = 300});
        const auto missing = waited(server.open(parsed("{'command':['/nonexistent/program']}")));
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::NotFound);
        const auto failing = waited(server.open(parsed("{'command':['/bin/sh','-c','echo it is broken >&2; exit 7']}")));
        QVERIFY(!failing);
        QVERIFY2(failing.error().text.contains("it is broken"_L1), qPrintable(failing.error().text));
        const auto silent = waited(server.open(parsed("{'command':['sleep','30']}")));
        QVERIFY(!silent);
        QCOMPARE(silent.error().code, ErrorCode::HttpTimeout);
        QCOMPARE(waited(server.open(parsed("{'url':'ftp://127.0.0.1/mcp'}"))).error().code, ErrorCode::HttpAddress);
        QCOMPARE(waited(server.open(parsed("{'url':'http://127.0.0.1:1/mcp'}"))).error().code, ErrorCode::HttpRefused);
        QCOMPARE(waited(server.open(parsed("{'url':'http://127.0.0.1:1/mcp','token':'a b'}"))).error().code, ErrorCode::InvalidArgument);
    }

    void aSessionOf2025GoesOnWhereItsStreamBroke()
    {
        HttpPeer peer;
        peer.setHandler([](const QByteArray &request) {
            const QByteArray body = bodyOf(request);
            const auto stream = [](const QByteArray &events) { return httpAnswer("200 OK", events, {}, "text/event-stream"); };
            if (body.contains("server/discover"))
                return httpAnswer("400 Bad Request", "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,\"message\":\"no session\"}}");
            if (body.contains("\"initialize\""))
                return httpAnswer(
                    "200 OK",
                    R"({"jsonrpc":"2.0","id":2,"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"h","version":"1"}}})",
                    "Mcp-Session-Id: s-1\r\n");
            if (!request.toLower().contains("mcp-session-id: s-1"))
                return httpAnswer("400 Bad Request", {});
            if (body.contains("notifications/"))
                return httpAnswer("202 Accepted", {});
            if (body.contains("tools/list"))
                return stream("data: {\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{\"tools\":[]}}\n\n");
            if (body.contains("tools/call"))
                return stream("id: e-1\nretry: 10\ndata:\n\n");
            if (request.startsWith("GET") && request.toLower().contains("last-event-id: e-1"))
                return stream("id: e-2\ndata: {\"jsonrpc\":\"2.0\",\"id\":4,\"result\":{\"content\":[]}}\n\n");
            return httpAnswer("404 Not Found", {});
        });
        Mcp::RemoteServer server;
        const auto found = waited(server.open(Json::object({{"url", peer.url().toString()}})));
        QVERIFY2(found, found ? "" : qPrintable(found.error().text));
        QCOMPARE(found->value("version").toString(), u"2025-11-25"_s);
        const auto asked = waited(server.ask(u"tools/call"_s, parsed("{'name':'x','arguments':{}}")));
        QVERIFY2(asked, asked ? "" : qPrintable(asked.error().text));
        QVERIFY(asked->value("answer").contains("result"));
        server.close();
        QTRY_VERIFY(peer.lastRequest().startsWith("DELETE"));
    }

    void aTokenGoesNowhereElse()
    {
        HttpPeer elsewhere;
        elsewhere.setHandler([](const QByteArray &) { return httpAnswer("200 OK", "{}"); });
        HttpPeer peer;
        peer.setHandler(
            [&](const QByteArray &) { return httpAnswer("307 Temporary Redirect", {}, "Location: " + elsewhere.url().toEncoded() + "\r\n"); });
        Mcp::RemoteServer server;
        const auto found = waited(server.open(Json::object({{"url", peer.url().toString()}, {"token", "secret"}})));
        QVERIFY(!found);
        QCOMPARE(found.error().code, ErrorCode::HttpRedirect);
        QCOMPARE(elsewhere.requests, 0);
        QVERIFY(peer.lastRequest().contains("Bearer secret"));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestRemoteServer)
#include "tst_remoteserver.moc"
