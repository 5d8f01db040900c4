// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/host.h"
#include "server/wire.h"
#include "workspace/agentdesk.h"
#include "workspace/openworkspace.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QLocalSocket>
#include <QMessageAuthenticationCode>
#include <QSignalSpy>
#include <QTemporaryFile>
#include <QtEndian>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kInitialize = R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},)"
                               R"("clientInfo":{"name":"test","version":"1"}}})";
const QByteArray kInitialized = R"({"jsonrpc":"2.0","method":"notifications/initialized"})";
const QByteArray kPing = R"({"jsonrpc":"2.0","id":7,"method":"ping"})";
const QByteArray kAccept = "Accept: application/json, text/event-stream\r\n";

/// A text, or another frame, as a client has to mask it.
QByteArray frame(const QByteArray &payload, quint8 opcode = 1, bool masked = true, bool last = true)
{
    QByteArray bytes(1, char((last ? 0x80 : 0) | opcode));
    const quint8 mask = masked ? 0x80 : 0;
    if (payload.size() < 126) {
        bytes += char(mask | payload.size());
    } else if (payload.size() < 65536) {
        bytes += char(mask | 126);
        bytes += QByteArray(2, '\0');
        qToBigEndian<quint16>(quint16(payload.size()), bytes.data() + 2);
    } else {
        bytes += char(mask | 127);
        bytes += QByteArray(8, '\0');
        qToBigEndian<quint64>(quint64(payload.size()), bytes.data() + 2);
    }
    return bytes + (masked ? QByteArray(4, '\0') : QByteArray()) + payload;
}

} // namespace

/// The host as a client, and as an attacker, meets it: over real sockets, in front of a real workspace.
class TestHost : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_workspace = std::make_unique<OpenWorkspace>();
        m_token = addClient(u"first"_s);
    }
    void cleanup()
    {
        m_host.reset();
        m_workspace.reset();
    }

    // --- who comes in --------------------------------------------------------------------------------------------------------
    void nobodyComesInWithoutAToken_data()
    {
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<int>("status");
        QTest::newRow("none") << QByteArray() << 401;
        QTest::newRow("empty") << QByteArray("Authorization: Bearer \r\n") << 401;
        QTest::newRow("wrong") << "Authorization: Bearer mlr_" + QByteArray(43, 'A') + "\r\n" << 401;
        QTest::newRow("another scheme") << QByteArray("Authorization: Basic TOKEN\r\n") << 401;
        QTest::newRow("two") << QByteArray("Authorization: Bearer TOKEN\r\nAuthorization: Bearer TOKEN\r\n") << 401;
        QTest::newRow("a megabyte") << "Authorization: Bearer " + QByteArray(1024 * 1024, 'A') + "\r\n" << 431;
        QTest::newRow("right") << QByteArray("Authorization: Bearer TOKEN\r\n") << 200;
    }
    void nobodyComesInWithoutAToken()
    {
        QFETCH(QByteArray, headers);
        QFETCH(int, status);
        start();
        Wire wire(m_host->port());
        wire.send(request("POST", "/mcp?token=" + m_token, kAccept + headers.replace("TOKEN", m_token), kInitialize));
        const Reply reply = wire.reply();
        QCOMPARE(reply.status, status);
        QCOMPARE(reply.headers.contains("www-authenticate"), status == 401);
        QVERIFY(!reply.body.contains(m_token));
    }

    void aRevokedClientIsOutAtOnce()
    {
        start();
        Wire stream(m_host->port());
        const QByteArray session = initialize(stream);
        stream.send(request("GET", "/mcp", authorized() + "Accept: text/event-stream\r\nMcp-Session-Id: " + session + "\r\n"));
        QCOMPARE(stream.reply().status, 200);
        m_workspace->run(u"client.revoke"_s, Json::object({{"id", m_workspace->operator*().agents().authenticate(m_token)->id}}));
        QVERIFY(stream.ends());
        QCOMPARE(post(kPing, "Mcp-Session-Id: " + session + "\r\n").status, 401);
    }

    void whoCameInByAnOldTokenIsOut()
    {
        start();
        Wire stream(m_host->port());
        const QByteArray session = initialize(stream);
        stream.send(request("GET", "/mcp", authorized() + "Accept: text/event-stream\r\nMcp-Session-Id: " + session + "\r\n"));
        QCOMPARE(stream.reply().status, 200);
        Wire socket(m_host->port());
        socket.send(request("GET", "/api/v1/events", authorized() + kUpgrade));
        QCOMPARE(socket.reply().status, 101);
        const QString id = m_workspace->operator*().agents().authenticate(m_token)->id;
        m_workspace->run(u"client.rename"_s, Json::object({{"id", id}, {"name", "renamed"}})); // another thing about it changes nothing
        QTest::qWait(50);
        socket.send(frame(R"({"subscribe":"a"})"));
        QVERIFY(socket.needText("subscribed"));
        m_workspace->run(u"client.renew"_s, Json::object({{"id", id}}));
        QVERIFY(stream.ends());
        QVERIFY(socket.ends());
    }

    void wrongTokensAreSlowedAndRightOnesAreNot()
    {
        start();
        int refused = 0;
        int slowed = 0;
        for (int i = 0; i < 200; ++i) {
            Wire wire(m_host->port());
            wire.send(request("POST", "/mcp", kAccept + "Authorization: Bearer wrong" + QByteArray::number(i) + "\r\n", kPing));
            const int status = wire.reply().status;
            refused += status == 401;
            slowed += status == 429;
        }
        QCOMPARE(refused + slowed, 200);
        QVERIFY(slowed > 0);
        QCOMPARE(post(kInitialize).status, 200);
    }

    void onlyThisMachineIsServed_data()
    {
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<int>("status");
        QTest::newRow("a name of somebody else") << QByteArray("Host: rebound.example\r\n") << 403;
        QTest::newRow("with the right port") << QByteArray("Host: rebound.example:PORT\r\n") << 403;
        QTest::newRow("two hosts") << QByteArray("Host: localhost\r\nHost: rebound.example\r\n") << 400;
        QTest::newRow("a page of somebody else") << QByteArray("Origin: https://evil.example\r\n") << 403;
        QTest::newRow("a page without origin") << QByteArray("Origin: null\r\n") << 403;
        QTest::newRow("a page that looks like ours") << QByteArray("Origin: http://localhost.evil.example\r\n") << 403;
        QTest::newRow("this machine") << QByteArray("Host: localhost:PORT\r\nOrigin: http://localhost:PORT\r\n") << 200;
        QTest::newRow("allowed by name") << QByteArray("Origin: https://app.example\r\n") << 200;
    }
    void onlyThisMachineIsServed()
    {
        QFETCH(QByteArray, headers);
        QFETCH(int, status);
        HostOptions options;
        options.origins = {u"https://app.example"_s};
        start(options);
        headers.replace("PORT", QByteArray::number(m_host->port()));
        Wire wire(m_host->port());
        wire.send(request("POST", "/mcp", headers + authorized() + kAccept, kInitialize));
        QCOMPARE(wire.reply().status, status);
        // A WebSocket needs the same.
        Wire socket(m_host->port());
        socket.send(request("GET", "/mcp", headers + authorized() + kUpgrade));
        QCOMPARE(socket.reply().status, status == 200 ? 101 : status);
    }

    void whatIsNoQuestionIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("status");
        QTest::newRow("no such path") << request("GET", "/", "AUTH") << 404;
        QTest::newRow("no such method") << request("PUT", "/mcp", "AUTH", "{}") << 405;
        QTest::newRow("another type") << request("POST", "/mcp", "AUTHContent-Type: text/plain\r\n", kPing) << 415;
        QTest::newRow("cannot take the answer") << request("POST", "/mcp", "AUTHAccept: text/html\r\n", kPing) << 406;
        QTest::newRow("a stream that is not wanted") << request("GET", "/mcp", "AUTHAccept: application/json\r\n") << 406;
        QTest::newRow("a header twice") << request("POST", "/mcp", "AUTHMcp-Method: a\r\nMcp-Method: b\r\n", kPing) << 400;
        QTest::newRow("no JSON") << request("POST", "/mcp", "AUTH", "{") << 400;
        QTest::newRow("too deep") << request("POST", "/mcp", "AUTH", QByteArray(10'000, '[') + QByteArray(10'000, ']')) << 400;
        QTest::newRow("no HTTP") << QByteArray("HELO there\r\n\r\n") << 400;
    }
    void whatIsNoQuestionIsRefused()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, status);
        start();
        Wire wire(m_host->port());
        wire.send(text.replace("AUTH", authorized()));
        const Reply reply = wire.reply();
        QCOMPARE(reply.status, status);
        QCOMPARE(post(kInitialize).status, 200);
    }

    // --- MCP over HTTP -------------------------------------------------------------------------------------------------------
    void aSessionLastsOverRequestsOfOneConnection()
    {
        start();
        Wire wire(m_host->port());
        const QByteArray session = initialize(wire);
        QVERIFY(!session.isEmpty());
        const QByteArray headers = authorized() + kAccept + "Mcp-Session-Id: " + session + "\r\nMCP-Protocol-Version: 2025-11-25\r\n";
        // Two at once: they are answered in their order.
        wire.send(request("POST", "/mcp", headers, kPing) + request("POST", "/mcp", headers, R"({"jsonrpc":"2.0","id":8,"method":"tools/list"})"));
        const Reply pong = wire.reply();
        QCOMPARE(pong.status, 200);
        QCOMPARE(pong.headers.value("content-type"), "application/json");
        QCOMPARE(pong.json().value("id").toInt(), 7);
        const Reply tools = wire.reply();
        QCOMPARE(tools.json().value("id").toInt(), 8);
        QVERIFY(tools.json().find("/result/tools/0/name"));
        wire.send(request("DELETE", "/mcp", headers));
        QVERIFY(wire.reply().status < 300);
        wire.send(request("POST", "/mcp", headers, kPing));
        QCOMPARE(wire.reply().status, 404);
    }

    void anotherClientsSessionIsUnknown()
    {
        start();
        Wire wire(m_host->port());
        const QByteArray session = initialize(wire);
        const QByteArray other = addClient(u"second"_s);
        Wire thief(m_host->port());
        const QByteArray headers = "Authorization: Bearer " + other + "\r\nMcp-Session-Id: " + session + "\r\n";
        thief.send(request("POST", "/mcp", headers + kAccept, kPing));
        QCOMPARE(thief.reply().status, 404);
        thief.send(request("GET", "/mcp", headers + "Accept: text/event-stream\r\n"));
        QCOMPARE(thief.reply().status, 404);
        thief.send(request("DELETE", "/mcp", headers));
        QCOMPARE(thief.reply().status, 404);
    }

    void aStreamLivesByComments()
    {
        HostOptions options;
        options.limits.keepAliveMs = 300;
        start(options);
        Wire wire(m_host->port());
        const QByteArray session = initialize(wire);
        wire.send(request("GET", "/mcp", authorized() + "Accept: text/event-stream\r\nMcp-Session-Id: " + session + "\r\n"));
        const Reply reply = wire.reply();
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.headers.value("content-type"), "text/event-stream");
        QVERIFY(wire.needText("\n:\n\n"));
    }

    // --- what costs too much -------------------------------------------------------------------------------------------------
    void aSlowRequestIsEndedAndOthersAreServed()
    {
        HostOptions options;
        options.limits.headerMs = 800;
        options.limits.bodyMs = 800;
        start(options);
        std::vector<std::unique_ptr<Wire>> slow;
        for (int i = 0; i < 100; ++i) {
            slow.push_back(std::make_unique<Wire>(m_host->port()));
            const QByteArray whole = request("POST", "/mcp", authorized() + kAccept, kInitialize);
            slow.back()->send(i % 3 == 0 ? QByteArray() : i % 3 == 1 ? whole.first(10) : whole.chopped(5));
        }
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(post(kInitialize).status, 200);
        QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
        for (const auto &wire : slow) {
            QCOMPARE(wire->reply().status, 408);
            QVERIFY(wire->ends());
        }
    }

    void aLargeRequestIsRefusedBeforeItIsRead()
    {
        HostOptions options;
        options.limits.bodyBytes = 10'000;
        start(options);
        Wire wire(m_host->port());
        wire.send("POST /mcp HTTP/1.1\r\nHost: localhost\r\n" + authorized() + kAccept
                  + "Content-Type: application/json\r\nContent-Length: 100000000000\r\nExpect: 100-continue\r\n\r\n");
        QCOMPARE(wire.reply().status, 413);
        Wire patient(m_host->port());
        patient.send("POST /mcp HTTP/1.1\r\nHost: localhost\r\n" + authorized() + kAccept + "Content-Type: application/json\r\nContent-Length: "
                     + QByteArray::number(kInitialize.size()) + "\r\nExpect: 100-continue\r\n\r\n");
        QCOMPARE(patient.reply().status, 100);
        patient.send(kInitialize);
        QCOMPARE(patient.reply().status, 200);
    }

    void whoShowedNoTokenMakesRoom()
    {
        HostOptions options;
        options.limits.connections = 20;
        start(options);
        Wire known(m_host->port());
        const QByteArray session = initialize(known);
        std::vector<std::unique_ptr<Wire>> idle;
        for (int i = 0; i < 50; ++i)
            idle.push_back(std::make_unique<Wire>(m_host->port()));
        known.send(request("POST", "/mcp", authorized() + kAccept + "Mcp-Session-Id: " + session + "\r\n", kPing));
        QCOMPARE(known.reply().status, 200);
        QVERIFY(idle.front()->ends());
    }

    void aClientThatAsksTooOftenIsToldSo()
    {
        HostOptions options;
        options.limits.requestsPerSecond = 3;
        start(options);
        QList<int> statuses;
        for (int i = 0; i < 5; ++i)
            statuses.append(post(kInitialize).status);
        QCOMPARE(statuses.first(3), QList<int>({200, 200, 200}));
        QVERIFY(statuses.contains(429));
    }

    // --- WebSocket -----------------------------------------------------------------------------------------------------------
    void whoAsksAndDoesNotReadIsAskedToWait()
    {
        start();
        constexpr int kRequests = 400;
        Wire wire(m_host->port());
        wire.send(request("GET", "/api/v1", authorized()));
        QCOMPARE(wire.reply().status, 200);
        const auto memory = [] { // in pages of 4 KiB
            QFile file(u"/proc/self/statm"_s);
            return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toInt() : 0;
        };
        const int before = memory();
        wire.send(request("GET", "/api/v1", authorized()).repeated(kRequests));
        QTest::qSleep(1'000); // without an event loop nothing is read
        QVERIFY2(memory() - before < 16 * 256, qPrintable(QString::number(memory() - before)));
        for (int i = 0; i < kRequests; ++i)
            QCOMPARE(wire.reply().status, 200); // all the same, none is lost
    }

    void aWebSocketCarriesTheSameMessages()
    {
        start();
        Wire wire(m_host->port());
        wire.send(request("GET", "/mcp", authorized() + kUpgrade + "Sec-WebSocket-Protocol: other, mcp\r\n"));
        const Reply opened = wire.reply();
        QCOMPARE(opened.status, 101);
        QCOMPARE(opened.headers.value("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        QCOMPARE(opened.headers.value("sec-websocket-protocol"), "mcp");
        wire.send(frame(kInitialize));
        QVERIFY(wire.needText("\"protocolVersion\""));
        wire.send(frame(kInitialized) + frame(kPing));
        QVERIFY(wire.needText("\"id\":7"));
        Wire stranger(m_host->port());
        stranger.send(request("GET", "/mcp", kUpgrade));
        QCOMPARE(stranger.reply().status, 401);
        Wire old(m_host->port());
        old.send(request("GET", "/mcp", authorized() + QByteArray(kUpgrade).replace("Version: 13", "Version: 8")));
        QCOMPARE(old.reply().status, 426);
    }

    void aWrongFrameEndsItWithTheRightCode_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("code");
        QTest::newRow("not masked") << frame(kPing, 1, false) << 1002;
        QTest::newRow("reserved") << frame(kPing, 3) << 1002;
        QTest::newRow("a long control frame") << frame(QByteArray(200, 'a'), 9) << 1002;
        QTest::newRow("no text") << frame(kPing, 2) << 1003;
        QTest::newRow("no UTF-8") << frame("\"\xff\xfe\"") << 1007;
        QTest::newRow("too long") << QByteArray::fromHex("81ff7fffffffffffffff00000000") << 1009;
        QByteArray parts = frame(QByteArray(900, ' '), 1, true, false);
        for (int i = 0; i < 20; ++i)
            parts += frame(QByteArray(900, ' '), 0, true, false);
        QTest::newRow("without end") << parts << 1009;
        QTest::newRow("pings") << frame("p", 9).repeated(400) << 1008;
    }
    void aWrongFrameEndsItWithTheRightCode()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, code);
        HostOptions options;
        options.limits.messageBytes = 10'000;
        start(options);
        Wire wire(m_host->port());
        wire.send(request("GET", "/mcp", authorized() + kUpgrade));
        QCOMPARE(wire.reply().status, 101);
        wire.send(bytes);
        char expected[2];
        qToBigEndian<quint16>(quint16(code), expected);
        QVERIFY2(wire.needText(QByteArray("\x88")) && wire.need(4), wire.bytes().toHex().constData());
        QVERIFY2(wire.needText(QByteArray(expected, 2)), wire.bytes().toHex().constData());
    }

    // --- commands and events -------------------------------------------------------------------------------------------------
    void commandsAreServedAsTheyAre()
    {
        start();
        const QByteArray headers = authorized();
        Wire wire(m_host->port());
        wire.send(request("GET", "/api/v1", headers));
        const Reply list = wire.reply();
        QCOMPARE(list.status, 200);
        QVERIFY(list.json().value("commands").size() > 20);
        wire.send(request("GET", "/api/v1/event.list?limit=5&topic=*", headers));
        QCOMPARE(wire.reply().json().value("events").size(), 0);
        wire.send(request("GET", "/api/v1/event.list?limit=many", headers));
        const Reply wrong = wire.reply();
        QCOMPARE(wrong.status, 400);
        QCOMPARE(wrong.headers.value("content-type"), "application/problem+json");
        QCOMPARE(wrong.json().value("code").toString(), u"argument.invalid"_s);
        QCOMPARE(wrong.json().value("status").toInt(), 400);
        wire.send(request("POST", "/api/v1/no.such.command", headers, "{}"));
        QCOMPARE(wire.reply().status, 404);
        wire.send(request("POST", "/api/v1/context.get", headers, R"({"id":"nobody"})"));
        QCOMPARE(wire.reply().status, 404);
        wire.send(request("GET", "/api/v1/event.publish?topic=a", headers));
        QCOMPARE(wire.reply().status, 405);
        wire.send(request("POST", "/api/v1/stats", headers, "[1]"));
        QCOMPARE(wire.reply().status, 400);
    }

    void whoWatchesFromOutsideIsAnsweredInItsOwnForm()
    {
        start();
        Wire wire(m_host->port());
        wire.send(request("GET", "/metrics", authorized()));
        const Reply metrics = wire.reply();
        QCOMPARE(metrics.status, 200);
        QCOMPARE(metrics.headers.value("content-type"), "text/plain; version=0.0.4; charset=utf-8");
        QVERIFY(metrics.body.startsWith("# HELP "));
        QVERIFY(metrics.body.contains("\n# TYPE "));
        wire.send(request("GET", "/health", authorized()));
        const Reply health = wire.reply();
        QCOMPARE(health.status, 200);
        QVERIFY(health.json().value("dependencies").contains("total"));
        wire.send(request("POST", "/metrics", authorized(), "{}"));
        QCOMPARE(wire.reply().status, 405);
        Wire stranger(m_host->port());
        stranger.send(request("GET", "/metrics", {}));
        QCOMPARE(stranger.reply().status, 401);
    }

    void whatIsRefusedIsOnRecordToo()
    {
        start();
        Wire wire(m_host->port());
        for (const char *target : {"/api/v1/no.such.command", "/api/v1/context.get?id=", "/api/v1/event.list?limit=many"}) {
            wire.send(request("GET", target, authorized()));
            QVERIFY(wire.reply().status >= 400);
        }
        wire.send(request("GET", "/api/v1/context.get?id=asked", authorized()));
        QCOMPARE(wire.reply().status, 404);
        const auto failed = [&] { return m_workspace->run(u"request.list"_s, parsed("{'failed':true}")).value("requests"); };
        QTRY_COMPARE(failed().size(), 4);
        // What was asked by the address is kept as the arguments are.
        const Json newest = m_workspace->run(u"request.get"_s, Json::object({{"id", failed().at(0).value("id")}}));
        QCOMPARE(newest.value("request").toString(), QStringLiteral(R"({"id":"asked"})"));
    }

    void aPageOfThisMachineMayAsk()
    {
        start();
        const QByteArray asks = "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization\r\n";
        Wire wire(m_host->port());
        wire.send(request("OPTIONS", "/mcp", "Origin: http://127.0.0.1:6274\r\n" + asks));
        const Reply may = wire.reply();
        QCOMPARE(may.status, 204);
        QCOMPARE(may.headers.value("access-control-allow-origin"), "http://127.0.0.1:6274");
        QVERIFY(may.headers.value("access-control-allow-headers").contains("Authorization"));
        wire.send(request("POST", "/mcp", "Origin: http://127.0.0.1:6274\r\n" + authorized() + kAccept, kInitialize));
        const Reply answer = wire.reply();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.headers.value("access-control-allow-origin"), "http://127.0.0.1:6274");
        Wire foreign(m_host->port());
        foreign.send(request("OPTIONS", "/mcp", "Origin: https://example.org\r\n" + asks));
        const Reply no = foreign.reply();
        QCOMPARE(no.status, 403);
        QVERIFY(!no.headers.contains("access-control-allow-origin"));
    }

    void eventsAreReadByWhoMayReadThem()
    {
        m_workspace->run(u"client.policy"_s, Json::object({{"id", clientId()}, {"tools", parsed("{'event.list':'ask_always'}")}}));
        start();
        Wire wire(m_host->port());
        wire.send(request("GET", "/api/v1/events", authorized() + kUpgrade));
        QCOMPARE(wire.reply().status, 101);
        wire.send(frame(R"({"subscribe":"a"})"));
        QTRY_COMPARE(m_workspace->run(u"call.list"_s).value("calls").size(), 1);
        publish(u"a"_s);
        QVERIFY(!wire.bytes().contains("subscribed"));
        m_workspace->run(u"call.allow"_s, Json::object({{"id", m_workspace->run(u"call.list"_s).value("calls").at(0).value("id")}}));
        QVERIFY(wire.needText(R"({"subscribed":"a","since":1})"));
        publish(u"a"_s);
        QVERIFY(wire.needText(R"("seq":2)"));
        m_workspace->run(u"client.policy"_s, Json::object({{"id", clientId()}, {"tools", parsed("{'event.list':'deny'}")}}));
        publish(u"a"_s);
        QVERIFY(wire.needText("permission.denied"));
        QVERIFY(!wire.bytes().contains(R"("seq":3)"));
        QTRY_VERIFY(!m_workspace->run(u"request.list"_s, parsed("{'method':'subscribe'}")).value("requests").isEmpty());
    }

    void whoReadsSlowlyGetsEveryEvent()
    {
        start();
        constexpr int kEvents = 700;
        const QByteArray large(10'000, 'x');
        for (int i = 0; i < kEvents; ++i)
            m_workspace->run(u"event.publish"_s, Json::object({{"topic", "a"}, {"payload", Json::object({{"large", large}})}}));
        Wire wire(m_host->port());
        wire.send(request("GET", "/api/v1/events", authorized() + kUpgrade));
        QCOMPARE(wire.reply().status, 101);
        wire.send(frame(R"({"subscribe":"a","since":0})"));
        QTest::qWait(500); // nothing is read meanwhile
        QVERIFY(wire.needText("\"seq\":" + QByteArray::number(kEvents)));
        QCOMPARE(wire.bytes().count(R"({"topic":"a","event")"), kEvents);
    }

    void eventsComeInOrderFromWhereOneIs()
    {
        start();
        for (int i = 0; i < 5; ++i)
            publish(i % 2 == 0 ? u"a.even"_s : u"a.odd"_s);
        Wire wire(m_host->port());
        wire.send(request("GET", "/api/v1/events", authorized() + kUpgrade));
        QCOMPARE(wire.reply().status, 101);
        wire.send(frame(R"({"subscribe":"a.*","since":2})") + frame(R"({"subscribe":"a.odd"})"));
        QVERIFY(wire.needText(R"("seq":5)"));
        QVERIFY(wire.needText(R"({"subscribed":"a.odd","since":5})"));
        QVERIFY(!wire.bytes().contains(R"("seq":2,)"));
        for (int i = 0; i < 4; ++i)
            publish(i % 2 == 0 ? u"a.even"_s : u"a.odd"_s);
        QVERIFY(wire.needText(R"({"topic":"a.odd","event":{"seq":9)"));
        QVERIFY(wire.needText(R"({"topic":"a.*","event":{"seq":9)"));
        qsizetype before = 0;
        for (int seq = 3; seq <= 9; ++seq) {
            const QByteArray told = R"({"topic":"a.*","event":{"seq":)" + QByteArray::number(seq);
            QCOMPARE(wire.bytes().count(told), 1);
            QVERIFY(wire.bytes().indexOf(told) > before);
            before = wire.bytes().indexOf(told);
        }
        QCOMPARE(wire.bytes().count(R"({"topic":"a.odd","event")"), 2);
        wire.send(frame(R"({"unsubscribe":"a.*"})") + frame(R"({"nonsense":1})"));
        QVERIFY(wire.needText(R"({"unsubscribed":"a.*"})"));
        QVERIFY(wire.needText("argument.invalid"));
    }

    void whoComesAfterAQuickDisconnectHearsEvents()
    {
        start();
        publish(u"a"_s);
        for (int i = 0; i < 20; ++i) {
            Wire hasty(m_host->port());
            hasty.send(request("GET", "/api/v1/events", authorized() + kUpgrade));
            QCOMPARE(hasty.reply().status, 101);
            hasty.send(frame(R"({"subscribe":"a"})"));
        }
        QTest::qWait(100);
        Wire wire(m_host->port());
        wire.send(request("GET", "/api/v1/events", authorized() + kUpgrade));
        QCOMPARE(wire.reply().status, 101);
        wire.send(frame(R"({"subscribe":"a"})"));
        QVERIFY(wire.needText(R"({"subscribed":"a","since":1})"));
        publish(u"a"_s);
        QVERIFY(wire.needText(R"("seq":2)"));
    }

    void deliveriesAreLookedAtBeforeTheirBodies()
    {
        HostOptions options;
        options.limits.hookBytes = 1'000;
        options.limits.hooksAtOnce = 2;
        start(options);
        const QByteArray length = "Content-Type: text/plain\r\nContent-Length: ";
        const QByteArray signature = "X-Millrace-Signature: sha256=" + QByteArray(64, '0') + "\r\n";
        const auto begun = [&](const QByteArray &headers) {
            auto wire = std::make_unique<Wire>(m_host->port());
            wire->send("POST /hooks/x HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n"); // and not a byte of the body
            return wire;
        };
        QCOMPARE(begun(length + "900\r\n")->reply().status, 401);
        QCOMPARE(begun(length + "900\r\n" + "X-Millrace-Signature: sha256=0\r\n")->reply().status, 401);
        QCOMPARE(begun(length + "1001\r\n" + signature)->reply().status, 413);
        const auto chunked = begun("Transfer-Encoding: chunked\r\n" + signature);
        chunked->send("3e9\r\n" + QByteArray(1'001, 'x') + "\r\n");
        QCOMPARE(chunked->reply().status, 413);
        const auto first = begun(length + "4\r\n" + signature);
        const auto second = begun(length + "4\r\n" + signature);
        QTest::qWait(100);
        QCOMPARE(begun(length + "4\r\n" + signature)->reply().status, 503);
        first->send("body");
        QCOMPARE(first->reply().status, 401); // read, and wrongly signed
        QTest::qWait(100);
        const auto third = begun(length + "4\r\n" + signature);
        third->send("body");
        QCOMPARE(third->reply().status, 401);
    }

    void aSignedDeliveryIsOneEventAndOneContext()
    {
        qputenv("XDG_DATA_HOME", m_folder.path().toLocal8Bit()); // where its secret is kept
        m_workspace->reopen();
        m_workspace->save("{'format':'millrace.pipeline/1','id':'p','title':'P','nodes':[{'id':'a','component':'test_echo'}],'links':[]}");
        const Json added = m_workspace->run(u"hook.add"_s, Json::object({{"id", "shop"}, {"pipeline", "p"}}));
        const QByteArray secret = added.value("secret").utf8().toByteArray();
        QCOMPARE(added.value("path").toString(), u"/hooks/shop"_s);
        start();
        const QByteArray body = R"({"order":7})";
        const auto deliver = [&](const QByteArray &path, const QByteArray &key, const QByteArray &delivery) {
            const QByteArray signature = QMessageAuthenticationCode::hash(body, key, QCryptographicHash::Sha256).toHex();
            Wire wire(m_host->port());
            wire.send(request("POST", path, "X-Hub-Signature-256: sha256=" + signature + "\r\nX-GitHub-Delivery: " + delivery + "\r\n", body));
            return wire.reply();
        };
        QCOMPARE(deliver("/hooks/shop", "wrong", "1").status, 401);
        QCOMPARE(deliver("/hooks/other", secret, "1").status, 401);
        Wire unsignedOne(m_host->port());
        unsignedOne.send(request("POST", "/hooks/shop", {}, body));
        QCOMPARE(unsignedOne.reply().status, 401);
        const Reply taken = deliver("/hooks/shop", secret, "1");
        QCOMPARE(taken.status, 202);
        const Reply again = deliver("/hooks/shop", secret, "1");
        QCOMPARE(again.status, 202);
        QCOMPARE(again.json().value("event"), taken.json().value("event"));
        QVERIFY(again.json().value("repeated").toBool());
        m_workspace->untilIdle();
        const Json events = m_workspace->run(u"event.list"_s, Json::object({{"topic", "hook.shop"}}));
        QCOMPARE(events.value("events").size(), 1);
        QTRY_COMPARE(m_workspace->run(u"context.list"_s).value("contexts").size(), 1);
        const QString context = m_workspace->run(u"context.list"_s).find("/contexts/0/id")->toString();
        QVERIFY(m_workspace->dataOf(context).toBytes().contains(body));
        m_workspace->run(u"hook.remove"_s, Json::object({{"id", "shop"}}));
        QCOMPARE(deliver("/hooks/shop", secret, "2").status, 401);
    }

    // --- this user's own programs --------------------------------------------------------------------------------------------
    void theSocketIsForThisUserAlone()
    {
        HostOptions options;
        options.loopback = false;
        options.sockets = {m_folder.filePath(u"s.mcp"_s)};
        start(options);
        struct stat info = {};
        QCOMPARE(::stat(qPrintable(options.sockets.first()), &info), 0);
        QCOMPARE(info.st_mode & 0777, mode_t(0600));
        QLocalSocket local;
        local.connectToServer(options.sockets.first());
        QVERIFY(local.waitForConnected(5000));
        local.write(kInitialize + "\n" + kInitialized + "\n\n" + kPing + "\r\n");
        QCOMPARE(line(local).value("id").toInt(), 1);
        QCOMPARE(line(local).value("id").toInt(), 7);
        QLocalSocket named;
        named.connectToServer(options.sockets.first());
        named.write("Authorization: Bearer " + m_token + "\n" + kInitialize + "\n");
        QCOMPARE(line(named).value("id").toInt(), 1);
        QLocalSocket wrong;
        wrong.connectToServer(options.sockets.first());
        wrong.write("Authorization: Bearer wrong\n" + kInitialize + "\n");
        QVERIFY(line(wrong).contains("error"));
        QVERIFY(wrong.state() == QLocalSocket::UnconnectedState || wrong.waitForDisconnected(5000));
        m_host.reset();
        QVERIFY(!QFileInfo::exists(options.sockets.first()));
    }

    void aPipeIsAnsweredToItsEnd()
    {
        int in[2];
        int out[2];
        QCOMPARE(::pipe(in), 0);
        QCOMPARE(::pipe(out), 0);
        HostOptions options;
        options.loopback = false;
        options.input = in[0];
        options.output = out[1];
        const QByteArray lines = kInitialize + "\n" + kInitialized + "\n" + (kPing + "\n").repeated(50) + kPing; // the last line without an end
        QCOMPARE(::write(in[1], lines.constData(), size_t(lines.size())), ssize_t(lines.size()));
        ::close(in[1]);
        start(options);
        QSignalSpy ended(m_host.get(), &Host::inputEnded);
        QVERIFY(ended.count() > 0 || ended.wait(5000));
        QFile answers;
        QVERIFY(answers.open(out[0], QIODevice::ReadOnly, QFileDevice::AutoCloseHandle));
        QCOMPARE(answers.readAll().count("\"id\":7"), 51);
    }

    void whatIsAFileIsReadAsAPipeIs()
    {
        QTemporaryFile lines;
        QVERIFY(lines.open() && lines.write(kInitialize + "\n" + kInitialized + "\n" + kPing) > 0 && lines.seek(0));
        int out[2];
        QCOMPARE(::pipe(out), 0);
        for (const int input : {::dup(lines.handle()), ::open("/dev/null", O_RDONLY)}) {
            HostOptions options;
            options.loopback = false;
            options.input = input;
            options.output = ::dup(out[1]);
            start(options);
            QSignalSpy ended(m_host.get(), &Host::inputEnded);
            QVERIFY(ended.count() > 0 || ended.wait(5000));
            m_host.reset();
        }
        ::close(out[1]);
        QFile answers;
        QVERIFY(answers.open(out[0], QIODevice::ReadOnly, QFileDevice::AutoCloseHandle));
        QCOMPARE(answers.readAll().count("\"id\":7"), 1);
    }

private:
    static constexpr const char *kUpgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    QByteArray addClient(const QString &name)
    {
        const Json policy = Json::object({{"write", "allow"}, {"destroy", "allow"}});
        return m_workspace->run(u"client.add"_s, Json::object({{"name", name}, {"policy", policy}})).value("token").toString().toUtf8();
    }
    void start(const HostOptions &options = {})
    {
        Result<std::unique_ptr<Host>> host = Host::start(**m_workspace, options);
        if (!host)
            qFatal("%s", qPrintable(host.error().text));
        m_host = std::move(*host);
    }
    QByteArray authorized() const { return "Authorization: Bearer " + m_token + "\r\n"; }
    Reply post(const QByteArray &body, const QByteArray &headers = {})
    {
        Wire wire(m_host->port());
        wire.send(request("POST", "/mcp", headers + authorized() + kAccept, body));
        return wire.reply();
    }
    QByteArray initialize(Wire &wire)
    {
        wire.send(request("POST", "/mcp", authorized() + kAccept, kInitialize));
        const QByteArray session = wire.reply().headers.value("mcp-session-id");
        wire.send(request("POST", "/mcp", authorized() + kAccept + "Mcp-Session-Id: " + session + "\r\n", kInitialized));
        [&] { QCOMPARE(wire.reply().status, 202); }();
        return session;
    }
    Json clientId() { return m_workspace->run(u"client.list"_s).value("clients").at(0).value("id"); }
    void publish(const QString &topic) { m_workspace->run(u"event.publish"_s, Json::object({{"topic", topic}, {"payload", Json::object()}})); }
    static Json line(QLocalSocket &socket)
    {
        while (!socket.canReadLine() && socket.waitForReadyRead(5000)) {}
        return Json::parse(socket.readLine().trimmed()).value_or(Json());
    }

    QTemporaryDir m_folder;
    std::unique_ptr<OpenWorkspace> m_workspace;
    std::unique_ptr<Host> m_host;
    QByteArray m_token;
};

QTEST_GUILESS_MAIN(TestHost)
#include "tst_host.moc"
