// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/client.h"
#include "mcp/mcppeer.h"
#include "support/fakeclock.h"

#include <random>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

using Mcp::TransportKind;

Json code(const Heard &heard, const Json &id = 1)
{
    return heard->answer(id).value("error").value("code");
}

} // namespace

/// The protocol as a client meets it, era by era.
class TestMcpServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_server = makeServer(); }
    void cleanup()
    {
        m_server.reset();
        m_state.reset();
    }

    void bytesThatAreNoMessageAreRefused_data();
    void bytesThatAreNoMessageAreRefused();
    void discoverTellsWhatThereIs();
    void aModernRequestWithoutItsMetaIsRefused_data();
    void aModernRequestWithoutItsMetaIsRefused();
    void headersAndBodyMustAgree_data();
    void headersAndBodyMustAgree();
    void aVersionThatIsNotSpokenIsNamed();
    void whatTheModernEraRemovedIsNotFound();
    void initializeBeginsASession();
    void initializeIsAcceptedAfterDiscover();
    void aSessionIsUnknownToOtherClients();
    void sessionsAndTheirSubscriptionsSurviveARestart();
    void anEndedSessionIsGone();
    void manySessionsOfOneEndNobodyElses();
    void whatAClientSendsIsBounded();
    void aWireIsItsOwnSession();
    void aBatchIsAnsweredAsOne();
    void aBatchIsAnsweredWhateverIsToldOnTheWay();
    void listsSayHowLongTheyHold();
    void logsAreToldWhereTheyAreAskedFor();
    void progressComesBeforeTheAnswer();
    void aBrokenStreamGoesOnWhereItStopped();
    void aLegacyClientIsAskedOnTheStream();
    void requiredInputComesBackWithItsState();
    void aStateOfSomebodyElseIsRefused();
    void aStateDoesNotLastForever();
    void undeclaredCapabilitiesAreNotUsed();
    void aListenerHearsWhatItAskedFor();
    void disconnectingCancelsAModernRequest();
    void cancellingAnswersNothing();
    void aTaskIsFollowedToItsEnd();
    void aTaskIsUnknownToOtherClients();
    void aTaskGoesOnWhenItsQuestionsAreAnswered();
    void tasksOf2025AreAnsweredWithTheirResult();
    void aTaskThatOutlivesItsTimeIsStillRead();
    void aTaskNobodyAnswersEnds();
    void aTaskOf2025AsksWhoeverWaitsForIt();
    void whateverComesIsAnsweredOnce();

private:
    std::unique_ptr<Mcp::Server> makeServer(const QString &stateFile = {}, const Clock *clock = nullptr)
    {
        Mcp::Server::Options options;
        options.workspace = &*m_workspace;
        options.stateFile = stateFile;
        options.conformance = true;
        options.clock = clock;
        return std::make_unique<Mcp::Server>(options);
    }
    static std::shared_ptr<const Client> clientCalled(const QString &id)
    {
        Client client;
        client.id = id;
        client.name = id;
        client.principal = id;
        return std::make_shared<const Client>(client);
    }
    static Json toolCall(const char *name, const Json &args = Json::object()) { return Json::object({{"name", name}, {"arguments", args}}); }
    static QString textOf(const Json &answer) { return answer.value("result").value("content").at(0).value("text").toString(); }

    OpenWorkspace m_workspace;
    std::unique_ptr<QTemporaryDir> m_state;
    std::unique_ptr<Mcp::Server> m_server;
};

void TestMcpServer::bytesThatAreNoMessageAreRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("expected");
    QTest::newRow("nothing") << QByteArray() << -32700;
    QTest::newRow("no json") << QByteArray("{\"jsonrpc\"") << -32700;
    QTest::newRow("bad utf-8") << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\"}") << -32700;
    QTest::newRow("too deep") << QByteArray(10'000, '[') << -32700;
    QTest::newRow("a number") << QByteArray("7") << -32600;
    QTest::newRow("no version") << QByteArray(R"({"id":1,"method":"ping"})") << -32600;
    QTest::newRow("no method") << QByteArray(R"({"jsonrpc":"2.0","id":1})") << -32600;
    QTest::newRow("id null") << QByteArray(R"({"jsonrpc":"2.0","id":null,"method":"ping"})") << -32600;
    QTest::newRow("params a list") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"ping","params":[]})") << -32600;
    QTest::newRow("an empty batch") << QByteArray("[]") << -32600;
}

void TestMcpServer::bytesThatAreNoMessageAreRefused()
{
    QFETCH(QByteArray, body);
    QFETCH(int, expected);
    const Heard heard = McpPeer(*m_server).send(body);
    QCOMPARE(heard->opening.status, 400);
    QCOMPARE(heard->messages.size(), 1);
    QCOMPARE(heard->messages[0].value("error").value("code").toInt(), expected);
    QVERIFY(heard->ended);
}

void TestMcpServer::discoverTellsWhatThereIs()
{
    const Json result = McpPeer(*m_server).result("server/discover");
    QCOMPARE(result.value("resultType").toString(), u"complete");
    QVERIFY(result.value("supportedVersions").toStringList().contains(u"2026-07-28"_s));
    QVERIFY(result.value("capabilities").value("extensions").contains("io.modelcontextprotocol/tasks"));
    QVERIFY(result.value("ttlMs").toInt() > 0);
    QCOMPARE(result.value("cacheScope").toString(), u"public");
    QCOMPARE(result.value("_meta").value("io.modelcontextprotocol/serverInfo").value("name").toString(), u"millrace");
}

void TestMcpServer::aModernRequestWithoutItsMetaIsRefused_data()
{
    QTest::addColumn<QByteArray>("params");
    QTest::newRow("no meta") << QByteArray("{}");
    QTest::newRow("no version") << QByteArray(R"({"_meta":{"io.modelcontextprotocol/clientCapabilities":{}}})");
    QTest::newRow("no capabilities") << QByteArray(R"({"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}})");
}

void TestMcpServer::aModernRequestWithoutItsMetaIsRefused()
{
    QFETCH(QByteArray, params);
    Mcp::Incoming headers;
    headers.protocolVersion = "2026-07-28";
    headers.method = "server/discover";
    const Heard heard = McpPeer(*m_server).send(R"({"jsonrpc":"2.0","id":1,"method":"server/discover","params":)" + params + '}', headers);
    QCOMPARE(code(heard).toInt(), -32602);
    QCOMPARE(heard->opening.status, 400);
}

void TestMcpServer::headersAndBodyMustAgree_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("ok");
    QTest::newRow("all well") << QByteArray() << QByteArray() << true;
    QTest::newRow("no version") << QByteArray("version") << QByteArray("-") << false;
    QTest::newRow("other version") << QByteArray("version") << QByteArray("2025-11-25") << false;
    QTest::newRow("no method") << QByteArray("method") << QByteArray("-") << false;
    QTest::newRow("other method") << QByteArray("method") << QByteArray("TOOLS/CALL") << false;
    QTest::newRow("no name") << QByteArray("name") << QByteArray("-") << false;
    QTest::newRow("other name") << QByteArray("name") << QByteArray("greet") << false;
    QTest::newRow("encoded name") << QByteArray("name") << "=?base64?" + QByteArray("test_x_mcp_header").toBase64() + "?=" << true;
    QTest::newRow("no argument") << QByteArray("param") << QByteArray("-") << false;
    QTest::newRow("other argument") << QByteArray("param") << QByteArray("south") << false;
    QTest::newRow("encoded argument") << QByteArray("param") << QByteArray("=?base64?bm9ydGg=?=") << true;
    QTest::newRow("argument without padding") << QByteArray("param") << QByteArray("=?base64?bm9ydGg?=") << false;
    QTest::newRow("argument that is no base64") << QByteArray("param") << QByteArray("=?base64?bm9!!!g=?=") << false;
}

void TestMcpServer::headersAndBodyMustAgree()
{
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, value);
    QFETCH(bool, ok);
    Mcp::Incoming headers;
    headers.protocolVersion = "2026-07-28";
    headers.method = "tools/call";
    headers.name = "test_x_mcp_header";
    headers.params = {{"region", "north"}};
    const auto given = value == "-" ? std::optional<QByteArray>() : value;
    if (header == "version")
        headers.protocolVersion = given;
    if (header == "method")
        headers.method = given;
    if (header == "name")
        headers.name = given;
    if (header == "param")
        headers.params = given ? QList<std::pair<QByteArray, QByteArray>>{{"region", *given}} : QList<std::pair<QByteArray, QByteArray>>();
    const Heard heard = McpPeer(*m_server).send(
        R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"test_x_mcp_header","arguments":{"region":"north"},"_meta":{)"
        R"("io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}})",
        headers);
    QCOMPARE(heard->opening.status, ok ? 200 : 400);
    if (ok)
        QCOMPARE(textOf(heard->answer()), u"north");
    else
        QCOMPARE(code(heard).toInt(), -32020);
}

void TestMcpServer::aVersionThatIsNotSpokenIsNamed()
{
    Mcp::Incoming headers;
    headers.protocolVersion = "v999.0.0";
    headers.method = "server/discover";
    const Heard heard
        = McpPeer(*m_server).send(R"({"jsonrpc":"2.0","id":1,"method":"server/discover","params":{"_meta":{)"
                                  R"("io.modelcontextprotocol/protocolVersion":"v999.0.0","io.modelcontextprotocol/clientCapabilities":{}}}})",
                                  headers);
    QCOMPARE(heard->opening.status, 400);
    QCOMPARE(code(heard).toInt(), -32022);
    const Json data = heard->answer().value("error").value("data");
    QCOMPARE(data.value("requested").toString(), u"v999.0.0");
    QVERIFY(data.value("supported").toStringList().contains(u"2026-07-28"_s));
    // What is named there can be used in the next request.
    QCOMPARE(data.value("supported"), McpPeer(*m_server).result("server/discover").value("supportedVersions"));
}

void TestMcpServer::whatTheModernEraRemovedIsNotFound()
{
    for (const char *method : {"initialize", "ping", "logging/setLevel", "resources/subscribe", "tasks/result", "tasks/list", "unknown/method"}) {
        const Heard heard = McpPeer(*m_server).modern(method);
        QCOMPARE(heard->opening.status, 404);
        QCOMPARE(code(heard).toInt(), -32601);
    }
}

void TestMcpServer::initializeBeginsASession()
{
    for (const char *version : {"2025-11-25", "2025-06-18", "2025-03-26"}) {
        McpPeer peer(*m_server);
        const Json result = peer.begin(version)->answer(0).value("result");
        QCOMPARE(result.value("protocolVersion").toString(), QLatin1StringView(version));
        QVERIFY(!result.value("instructions").utf8().isEmpty());
        QVERIFY(peer.session->size() >= 32);
        QVERIFY(std::ranges::all_of(*peer.session, [](char c) { return c > 0x20 && c < 0x7f; }));
        QCOMPARE(peer.legacy("ping")->answer().value("result"), Json::object());
    }
    // What is not spoken is answered with the newest that is.
    McpPeer peer(*m_server);
    QCOMPARE(peer.begin("2199-01-01")->answer(0).value("result").value("protocolVersion").toString(), u"2025-11-25");
    McpPeer none(*m_server);
    QCOMPARE(none.legacy("tools/list")->opening.status, 400);
    none.session = "made-up";
    QCOMPARE(none.legacy("tools/list")->opening.status, 404);
}

void TestMcpServer::initializeIsAcceptedAfterDiscover()
{
    McpPeer peer(*m_server, TransportKind::Stdio);
    QVERIFY(!McpPeer::answered(peer.modern("server/discover", Json::object(), "probe"), "probe").value("result").isNull());
    QCOMPARE(peer.begin()->answer(0).value("result").value("protocolVersion").toString(), u"2025-11-25");
    QVERIFY(!peer.legacy("tools/list", Json::object(), 2)->answer(2).value("result").value("tools").isEmpty());
}

void TestMcpServer::aSessionIsUnknownToOtherClients()
{
    McpPeer one(*m_server);
    one.begin();
    McpPeer other(*m_server);
    other.client = clientCalled(u"other"_s);
    other.session = one.session;
    QCOMPARE(other.legacy("tools/list")->opening.status, 404);
    QCOMPARE(one.legacy("ping")->opening.status, 200);
}

void TestMcpServer::sessionsAndTheirSubscriptionsSurviveARestart()
{
    m_state = std::make_unique<QTemporaryDir>();
    const QString file = m_state->filePath(u"mcp.json"_s);
    m_server = makeServer(file);
    McpPeer before(*m_server);
    before.begin("2025-06-18");
    QCOMPARE(before.legacy("resources/subscribe", parsed("{'uri':'test://watched-resource'}"))->answer().value("result"), Json::object());
    m_server.reset();
    QCOMPARE(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther), QFile::Permissions());
    m_server = makeServer(file);
    McpPeer after(*m_server);
    after.session = before.session;
    QCOMPARE(after.legacy("ping")->answer().value("result"), Json::object());
    QCOMPARE(m_server->sessionCount(), 1);
}

void TestMcpServer::anEndedSessionIsGone()
{
    McpPeer peer(*m_server);
    peer.begin();
    Mcp::Incoming headers;
    headers.sessionId = peer.session;
    const auto ended = std::make_shared<HeardOutlet>();
    m_server->endSession(headers, ended);
    QCOMPARE(ended->opening.status, 200);
    QCOMPARE(peer.legacy("tools/list")->opening.status, 404);
    const auto again = std::make_shared<HeardOutlet>();
    m_server->listen(headers, {}, again);
    QCOMPARE(again->opening.status, 404);
}

void TestMcpServer::manySessionsOfOneEndNobodyElses()
{
    FakeClock clock;
    m_server = makeServer({}, &clock);
    McpPeer quiet(*m_server);
    quiet.client = clientCalled(u"quiet"_s);
    quiet.begin();
    for (const auto &name : {u"one"_s, u"other"_s, u"third"_s}) {
        McpPeer loud(*m_server);
        loud.client = clientCalled(name);
        for (int i = 0; i < 2100; ++i) {
            clock.advance(1000);
            loud.session.reset();
            loud.begin();
        }
        QCOMPARE(loud.legacy("ping")->opening.status, 200);
    }
    QVERIFY(m_server->sessionCount() <= 4000);
    QCOMPARE(quiet.legacy("ping")->opening.status, 200);
    m_server.reset();
}

void TestMcpServer::whatAClientSendsIsBounded()
{
    McpPeer peer(*m_server);
    peer.capabilities = Json::object({{"x", QString(100'000, u'x')}});
    QCOMPARE(code(peer.begin(), 0).toInt(), -32602);
    peer.capabilities = Json::object();
    const Json everything = parsed("{'notifications':{'toolsListChanged':true}}");
    for (int i = 0; i < 64; ++i)
        QVERIFY(peer.modern("subscriptions/listen", everything, i)->opened);
    QCOMPARE(code(peer.modern("subscriptions/listen", everything)).toInt(), -32603);
    for (int i = 64; i < 512; ++i)
        peer.modern("tools/call", toolCall("slow_compute", parsed("{'seconds':60}")), i);
    QCOMPARE(m_server->callCount(), 512);
    QCOMPARE(code(peer.modern("tools/list")).toInt(), -32603);
    // Others are served.
    McpPeer other(*m_server);
    other.client = clientCalled(u"other"_s);
    QVERIFY(other.begin()->answer(0).contains("result"));
}

void TestMcpServer::aWireIsItsOwnSession()
{
    McpPeer one(*m_server, TransportKind::Stdio);
    McpPeer other(*m_server, TransportKind::Stdio);
    one.begin();
    QCOMPARE(one.legacy("ping")->answer().value("result"), Json::object());
    QCOMPARE(code(other.legacy("tools/list")).toInt(), -32602);
    m_server->gone(one.wire.get());
    QCOMPARE(m_server->sessionCount(), 0);
}

void TestMcpServer::aBatchIsAnsweredAsOne()
{
    McpPeer peer(*m_server);
    peer.begin("2025-03-26");
    Mcp::Incoming headers;
    headers.sessionId = peer.session;
    const Heard heard
        = peer.send(R"([{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","method":"notifications/initialized"},{"nonsense":1},)"
                    R"({"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"greet","arguments":{"name":"Ada"}}}])",
                    headers);
    QCOMPARE(heard->opening.status, 200);
    QCOMPARE(heard->messages.size(), 1);
    QCOMPARE(heard->messages[0].size(), 3);
    QVERIFY(heard->ended);
}

void TestMcpServer::aBatchIsAnsweredWhateverIsToldOnTheWay()
{
    McpPeer peer(*m_server);
    peer.begin("2025-03-26");
    Mcp::Incoming headers;
    headers.sessionId = peer.session;
    const QByteArray batch = R"([{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"test_tool_with_progress","arguments":{},)"
                             R"("_meta":{"progressToken":"p"}}},{"jsonrpc":"2.0","id":2,"method":"ping"}])";
    const Heard heard = peer.send(batch, headers);
    QTRY_VERIFY(heard->ended);
    QCOMPARE(heard->messages.size(), 1);
    QCOMPARE(heard->messages[0].size(), 2);
    // Whoever went away is not written to any more.
    const Heard lost = peer.send(batch, headers);
    QVERIFY(!lost->ended);
    m_server->gone(lost.get());
    QTRY_COMPARE(m_server->callCount(), 0);
    QVERIFY(lost->messages.isEmpty());
    // Later versions have no batches.
    McpPeer later(*m_server);
    later.begin();
    headers.sessionId = later.session;
    QCOMPARE(later.send(batch, headers)->opening.status, 400);
}

void TestMcpServer::listsSayHowLongTheyHold()
{
    McpPeer peer(*m_server);
    for (const char *method : {"tools/list", "prompts/list", "resources/list", "resources/templates/list"}) {
        const Json result = peer.result(method);
        QVERIFY2(result.value("ttlMs").toInt(-1) >= 0, method);
        QCOMPARE(result.value("cacheScope").toString(), u"private");
        const Heard elsewhere = peer.modern(method, parsed("{'cursor':'nonsense'}"));
        QCOMPARE(McpPeer::answered(elsewhere).value("error").value("code").toInt(), -32602);
    }
    const Json read = peer.result("resources/read", parsed("{'uri':'millrace://status'}"));
    QCOMPARE(read.value("contents").at(0).value("mimeType").toString(), u"application/json");
    QCOMPARE(read.value("ttlMs").toInt(-1), 0);
    const Json missing = McpPeer::answered(peer.modern("resources/read", parsed("{'uri':'millrace://context/nobody'}"))).value("error");
    QCOMPARE(missing.value("code").toInt(), -32602);
    QCOMPARE(missing.value("data").value("uri").toString(), u"millrace://context/nobody");
}

void TestMcpServer::logsAreToldWhereTheyAreAskedFor()
{
    McpPeer peer(*m_server);
    const Heard silent = peer.modern("tools/call", toolCall("test_logging_tool"));
    McpPeer::answered(silent);
    QVERIFY(silent->named("notifications/message").isEmpty());
    Json params = toolCall("test_logging_tool");
    params.insert("_meta", parsed("{'io.modelcontextprotocol/logLevel':'info'}"));
    const Heard asked = peer.modern("tools/call", params);
    McpPeer::answered(asked);
    QCOMPARE(asked->named("notifications/message").size(), 3);
    QVERIFY(asked->opened && asked->ended);

    McpPeer session(*m_server);
    session.begin();
    session.legacy("logging/setLevel", parsed("{'level':'error'}"));
    const Heard errors = session.legacy("tools/call", toolCall("test_tool_with_logging"));
    McpPeer::answered(errors);
    QVERIFY(errors->named("notifications/message").isEmpty());
    QCOMPARE(code(session.legacy("logging/setLevel", parsed("{'level':'loud'}"))).toInt(), -32602);
}

void TestMcpServer::progressComesBeforeTheAnswer()
{
    McpPeer peer(*m_server);
    Json params = toolCall("test_tool_with_progress");
    params.insert("_meta", parsed("{'progressToken':'p-1'}"));
    const Heard heard = peer.modern("tools/call", params);
    McpPeer::answered(heard);
    const QList<Json> told = heard->named("notifications/progress");
    QCOMPARE(told.size(), 3);
    QCOMPARE(told[1].value("params").value("progressToken").toString(), u"p-1");
    QCOMPARE(told[1].value("params").value("progress").toInt(), 50);
    QVERIFY(!heard->messages.last().contains("method"));
}

void TestMcpServer::aBrokenStreamGoesOnWhereItStopped()
{
    McpPeer peer(*m_server);
    peer.begin();
    const Heard broken = peer.legacy("tools/call", toolCall("test_reconnection"));
    QVERIFY(broken->opened);
    QVERIFY(broken->ended);
    QVERIFY(!broken->opening.primingId.isEmpty());
    QVERIFY(broken->opening.retryMs > 0);
    QVERIFY(broken->answer().isNull());
    Mcp::Incoming headers;
    headers.sessionId = peer.session;
    const auto resumed = std::make_shared<HeardOutlet>();
    m_server->listen(headers, broken->opening.primingId, resumed);
    QVERIFY(!McpPeer::answered(resumed).value("result").isNull());
    // And again, for whoever lost it once more.
    const auto again = std::make_shared<HeardOutlet>();
    m_server->listen(headers, broken->opening.primingId, again);
    QVERIFY(!again->answer().isNull());
    QVERIFY(again->ended);
}

void TestMcpServer::aLegacyClientIsAskedOnTheStream()
{
    McpPeer peer(*m_server);
    peer.capabilities = parsed("{'sampling':{},'elicitation':{}}");
    peer.begin("2025-06-18");
    const Heard heard = peer.legacy("tools/call", toolCall("test_sampling", parsed("{'prompt':'How are you?'}")));
    const QList<Json> asked = heard->named("sampling/createMessage");
    QCOMPARE(asked.size(), 1);
    Mcp::Incoming headers;
    headers.sessionId = peer.session;
    const Heard answer = peer.send(Json::object({{"jsonrpc", "2.0"},
                                                 {"id", asked[0].value("id")},
                                                 {"result", parsed("{'role':'assistant','model':'m','content':{'type':'text','text':'Well.'}}")}})
                                       .toBytes(),
                                   headers);
    QCOMPARE(answer->opening.status, 202);
    QCOMPARE(textOf(heard->answer()), u"LLM response: Well.");
    // A client that cannot is told so.
    McpPeer plain(*m_server);
    plain.begin();
    QVERIFY(plain.legacy("tools/call", toolCall("test_sampling", parsed("{'prompt':'?'}")))->answer().value("result").value("isError").toBool());
}

void TestMcpServer::requiredInputComesBackWithItsState()
{
    McpPeer peer(*m_server);
    peer.capabilities = parsed("{'elicitation':{}}");
    Json params = toolCall("test_input_required_result_multi_round");
    const Json first = peer.result("tools/call", params);
    QCOMPARE(first.value("resultType").toString(), u"input_required");
    QVERIFY(first.value("inputRequests").contains("step1"));
    params.insert("inputResponses", parsed("{'step1':{'action':'accept','content':{'name':'Ada'}}}"));
    params.insert("requestState", first.value("requestState"));
    const Json second = peer.result("tools/call", params);
    QVERIFY(second.value("inputRequests").contains("step2"));
    QVERIFY(second.value("requestState") != first.value("requestState"));
    params.insert("inputResponses", parsed("{'step2':{'action':'accept','content':{'color':'green'}}}"));
    params.insert("requestState", second.value("requestState"));
    QCOMPARE(peer.result("tools/call", params).value("content").at(0).value("text").toString(), u"Ada likes green.");
    params.insert("inputResponses", 7);
    QCOMPARE(code(peer.modern("tools/call", params)).toInt(), -32602);
}

void TestMcpServer::aStateOfSomebodyElseIsRefused()
{
    McpPeer peer(*m_server);
    peer.capabilities = parsed("{'elicitation':{}}");
    Json params = toolCall("test_input_required_result_request_state");
    const QByteArray state = peer.result("tools/call", params).value("requestState").utf8().toByteArray();
    params.insert("inputResponses", parsed("{'confirm':{'action':'accept','content':{'ok':true}}}"));
    params.insert("requestState", Json(state));
    QCOMPARE(textOf(peer.modern("tools/call", params)->answer()), u"state-ok");
    // Changed, for other arguments, for another tool, of another client.
    for (const QByteArray &changed : {state + "x", QByteArray(state).replace(3, 1, state[3] == 'A' ? "B" : "A"), QByteArray("nonsense")}) {
        Json tampered = params;
        tampered.insert("requestState", Json(changed));
        QCOMPARE(code(peer.modern("tools/call", tampered)).toInt(), -32602);
    }
    Json otherArgs = params;
    otherArgs.insert("arguments", parsed("{'more':1}"));
    QCOMPARE(code(peer.modern("tools/call", otherArgs)).toInt(), -32602);
    Json otherTool = params;
    otherTool.insert("name", "test_input_required_result_tampered_state");
    QCOMPARE(code(peer.modern("tools/call", otherTool)).toInt(), -32602);
    McpPeer thief(*m_server);
    thief.client = clientCalled(u"thief"_s);
    QVERIFY(!code(thief.modern("tools/call", params)).isNull());
}

void TestMcpServer::aStateDoesNotLastForever()
{
    FakeClock clock;
    m_server = makeServer({}, &clock);
    McpPeer peer(*m_server);
    peer.capabilities = parsed("{'elicitation':{}}");
    Json params = toolCall("test_input_required_result_request_state");
    params.insert("requestState", peer.result("tools/call", params).value("requestState"));
    params.insert("inputResponses", parsed("{'confirm':{'action':'accept','content':{'ok':true}}}"));
    clock.advance(11LL * 60 * 1'000'000);
    QCOMPARE(code(peer.modern("tools/call", params)).toInt(), -32602);
    m_server.reset();
}

void TestMcpServer::undeclaredCapabilitiesAreNotUsed()
{
    const Heard heard = McpPeer(*m_server).modern("tools/call", toolCall("test_missing_capability"));
    QCOMPARE(heard->opening.status, 400);
    QCOMPARE(code(heard).toInt(), -32021);
    QCOMPARE(heard->answer().value("error").value("data").value("requiredCapabilities"), parsed("{'sampling':{}}"));
}

void TestMcpServer::aListenerHearsWhatItAskedFor()
{
    McpPeer peer(*m_server);
    const Heard tools = peer.modern("subscriptions/listen", parsed("{'notifications':{'toolsListChanged':true,'nonsense':true}}"), "t");
    const Heard prompts = peer.modern("subscriptions/listen", parsed("{'notifications':{'promptsListChanged':true}}"), "p");
    QVERIFY(tools->opened && !tools->ended);
    QCOMPARE(tools->messages.size(), 1);
    QCOMPARE(tools->messages[0].value("method").toString(), u"notifications/subscriptions/acknowledged");
    QCOMPARE(tools->messages[0].value("params").value("notifications"), parsed("{'toolsListChanged':true}"));
    peer.result("tools/call", toolCall("test_trigger_tool_change"));
    QTRY_COMPARE(tools->named("notifications/tools/list_changed").size(), 1);
    QCOMPARE(tools->messages.last().value("params").value("_meta").value("io.modelcontextprotocol/subscriptionId").toString(), u"t");
    QCOMPARE(prompts->messages.size(), 1);

    const Heard context
        = peer.modern("subscriptions/listen", parsed("{'notifications':{'resourceSubscriptions':['millrace://context/c-1','nonsense://x']}}"), "c");
    QCOMPARE(context->messages[0].value("params").value("notifications").value("resourceSubscriptions"), parsed("['millrace://context/c-1']"));
    m_workspace.run(u"submit.documents"_s, parsed("{'pipeline':'template','documents':[{'id':'c-1','type':'note','data':{'a':1}}]}"));
    QTRY_VERIFY(!context->named("notifications/resources/updated").isEmpty());
    m_server->gone(context.get());
    m_server->gone(tools.get());
    m_server.reset();
    QVERIFY(prompts->ended);
    QCOMPARE(prompts->answer("p").value("result").value("resultType").toString(), u"complete");
}

void TestMcpServer::disconnectingCancelsAModernRequest()
{
    McpPeer peer(*m_server);
    const Heard modern = peer.modern("tools/call", toolCall("slow_compute", parsed("{'seconds':30}")));
    QCOMPARE(m_server->callCount(), 1);
    m_server->gone(modern.get());
    QCOMPARE(m_server->callCount(), 0);
    QVERIFY(modern->messages.isEmpty());
}

void TestMcpServer::cancellingAnswersNothing()
{
    McpPeer peer(*m_server, TransportKind::Stdio);
    peer.begin();
    peer.legacy("tools/call", toolCall("slow_compute", parsed("{'seconds':30}")), "a");
    peer.legacy("tools/call", toolCall("test_tool_with_progress"), "b");
    peer.legacy("notifications/cancelled", parsed("{'requestId':'a'}"), Json());
    QVERIFY(!McpPeer::answered(peer.wire, "b").isNull());
    QVERIFY(peer.wire->answer("a").isNull());
    QCOMPARE(m_server->callCount(), 0);
}

void TestMcpServer::aTaskIsFollowedToItsEnd()
{
    McpPeer peer(*m_server);
    const Json plain = peer.result("tools/call", toolCall("slow_compute", parsed("{'seconds':0}")));
    QCOMPARE(plain.value("resultType").toString(), u"complete");
    QCOMPARE(code(peer.modern("tasks/get", parsed("{'taskId':'x'}"))).toInt(), -32021);
    QCOMPARE(code(peer.modern("tools/call", toolCall("failing_job"))).toInt(), -32021);

    peer.capabilities = parsed("{'extensions':{'io.modelcontextprotocol/tasks':{}}}");
    QCOMPARE(code(peer.modern("tasks/get", parsed("{'taskId':'x'}"))).toInt(), -32602);
    const Json made = peer.result("tools/call", toolCall("failing_job"));
    QCOMPARE(made.value("resultType").toString(), u"task");
    QCOMPARE(made.value("status").toString(), u"working");
    QVERIFY(made.value("ttlMs").toInt() > 0);
    const Json which = Json::object({{"taskId", made.value("taskId")}});
    const Heard listener = peer.modern("subscriptions/listen",
                                       Json::object({{"notifications", Json::object({{"taskIds", Json::array({made.value("taskId")})}})}}), "l");
    QCOMPARE(peer.result("tasks/get", which).value("status").toString(), u"working");
    QTRY_COMPARE(peer.result("tasks/get", which).value("status").toString(), u"completed");
    QVERIFY(peer.result("tasks/get", which).value("result").value("isError").toBool());
    QCOMPARE(listener->messages.last().value("method").toString(), u"notifications/tasks");
    QCOMPARE(listener->messages.last().value("params").value("status").toString(), u"completed");

    const Json broken = Json::object({{"taskId", peer.result("tools/call", toolCall("protocol_error_job")).value("taskId")}});
    QTRY_COMPARE(peer.result("tasks/get", broken).value("status").toString(), u"failed");
    QVERIFY(peer.result("tasks/get", broken).value("error").value("code").isNumber());
    const Json slow = Json::object({{"taskId", peer.result("tools/call", toolCall("slow_compute", parsed("{'seconds':60}"))).value("taskId")}});
    QCOMPARE(peer.result("tasks/cancel", slow).value("resultType").toString(), u"complete");
    QCOMPARE(peer.result("tasks/get", slow).value("status").toString(), u"cancelled");
    QVERIFY(!peer.result("tasks/cancel", slow).contains("status"));
}

void TestMcpServer::aTaskIsUnknownToOtherClients()
{
    McpPeer peer(*m_server);
    peer.capabilities = parsed("{'extensions':{'io.modelcontextprotocol/tasks':{}}}");
    const Json which = Json::object({{"taskId", peer.result("tools/call", toolCall("slow_compute", parsed("{'seconds':60}"))).value("taskId")}});
    McpPeer other(*m_server);
    other.capabilities = peer.capabilities;
    other.client = clientCalled(u"other"_s);
    for (const char *method : {"tasks/get", "tasks/cancel"})
        QCOMPARE(code(other.modern(method, which)).toInt(), -32602);
    QCOMPARE(peer.result("tasks/get", which).value("status").toString(), u"working");
}

void TestMcpServer::aTaskGoesOnWhenItsQuestionsAreAnswered()
{
    McpPeer peer(*m_server);
    peer.capabilities = parsed("{'elicitation':{},'extensions':{'io.modelcontextprotocol/tasks':{}}}");
    Json which = Json::object({{"taskId", peer.result("tools/call", toolCall("multi_input")).value("taskId")}});
    Json task = peer.result("tasks/get", which);
    QCOMPARE(task.value("status").toString(), u"input_required");
    QCOMPARE(task.value("inputRequests").size(), 2);
    const Json answer = parsed("{'action':'accept','content':{'name':'Ada'}}");
    which.insert("inputResponses", Json::object({{"first", answer}, {"unknown", answer}}));
    QCOMPARE(peer.result("tasks/update", which).value("resultType").toString(), u"complete");
    task = peer.result("tasks/get", which);
    QCOMPARE(task.value("status").toString(), u"input_required");
    QVERIFY(!task.value("inputRequests").contains("first"));
    which.insert("inputResponses", Json::object({{"second", answer}}));
    peer.result("tasks/update", which);
    QTRY_COMPARE(peer.result("tasks/get", which).value("status").toString(), u"completed");
}

void TestMcpServer::tasksOf2025AreAnsweredWithTheirResult()
{
    McpPeer peer(*m_server);
    peer.begin();
    Json params = toolCall("slow_compute", parsed("{'seconds':0.2}"));
    params.insert("task", parsed("{'ttl':60000}"));
    const Json task = McpPeer::answered(peer.legacy("tools/call", params)).value("result").value("task");
    QCOMPARE(task.value("status").toString(), u"working");
    QCOMPARE(task.value("ttl").toInt(), 60'000);
    const Json which = Json::object({{"taskId", task.value("taskId")}});
    const Json result = McpPeer::answered(peer.legacy("tasks/result", which)).value("result");
    QVERIFY(!result.value("content").isEmpty());
    QCOMPARE(result.value("_meta").value("io.modelcontextprotocol/related-task").value("taskId"), task.value("taskId"));
    QCOMPARE(McpPeer::answered(peer.legacy("tasks/get", which)).value("result").value("status").toString(), u"completed");
    QCOMPARE(McpPeer::answered(peer.legacy("tasks/list")).value("result").value("tasks").size(), 1);
}

void TestMcpServer::aTaskThatOutlivesItsTimeIsStillRead()
{
    FakeClock clock;
    m_server = makeServer({}, &clock);
    McpPeer peer(*m_server);
    peer.begin();
    Json params = toolCall("slow_compute", parsed("{'seconds':0.1}"));
    params.insert("task", parsed("{'ttl':1000}"));
    const Json task = McpPeer::answered(peer.legacy("tools/call", params)).value("result").value("task");
    const Json which = Json::object({{"taskId", task.value("taskId")}});
    const Heard waiting = peer.legacy("tasks/result", which, 2);
    clock.advance(70'000'000);
    QVERIFY(!McpPeer::answered(waiting, 2).value("result").value("content").isEmpty());
    clock.advance(60'000'000);
    QCOMPARE(McpPeer::answered(peer.legacy("tasks/get", which)).value("result").value("status").toString(), u"completed");
    clock.advance(3'600'000'000);
    QCOMPARE(code(peer.legacy("tasks/get", which)).toInt(), -32602);
    m_server.reset();
}

void TestMcpServer::aTaskNobodyAnswersEnds()
{
    FakeClock clock;
    m_server = makeServer({}, &clock);
    McpPeer peer(*m_server);
    peer.capabilities = parsed("{'elicitation':{},'extensions':{'io.modelcontextprotocol/tasks':{}}}");
    const Json first = Json::object({{"taskId", peer.result("tools/call", toolCall("multi_input")).value("taskId")}});
    for (int i = 1; i < 100; ++i)
        peer.result("tools/call", toolCall("multi_input"));
    QVERIFY(!code(peer.modern("tools/call", toolCall("multi_input"))).isNull());
    clock.advance(3'700'000'000);
    QCOMPARE(peer.result("tools/call", toolCall("multi_input")).value("resultType").toString(), u"task");
    QCOMPARE(peer.result("tasks/get", first).value("status").toString(), u"failed");
    m_server.reset();
}

void TestMcpServer::aTaskOf2025AsksWhoeverWaitsForIt()
{
    McpPeer peer(*m_server);
    peer.capabilities = parsed("{'elicitation':{}}");
    peer.begin();
    Json params = toolCall("confirm_delete", parsed("{'filename':'a'}"));
    params.insert("task", parsed("{'ttl':60000}"));
    const Json task = McpPeer::answered(peer.legacy("tools/call", params)).value("result").value("task");
    const Json which = Json::object({{"taskId", task.value("taskId")}});
    QCOMPARE(peer.legacy("tasks/get", which)->answer().value("result").value("status").toString(), u"input_required");
    const Heard waiting = peer.legacy("tasks/result", which, 2);
    const QList<Json> asked = waiting->named("elicitation/create");
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0].value("params").value("_meta").value("io.modelcontextprotocol/related-task").value("taskId"), task.value("taskId"));
    Mcp::Incoming headers;
    headers.sessionId = peer.session;
    peer.send(Json::object({{"jsonrpc", "2.0"}, {"id", asked[0].value("id")}, {"result", parsed("{'action':'accept','content':{'confirm':true}}")}})
                  .toBytes(),
              headers);
    QVERIFY(!McpPeer::answered(waiting, 2).value("result").value("content").isEmpty());

    // One that failed says so in 2025, and gives its result all the same.
    Json failing = toolCall("failing_job");
    failing.insert("task", Json::object());
    const Json job = McpPeer::answered(peer.legacy("tools/call", failing)).value("result").value("task");
    const Json failed = Json::object({{"taskId", job.value("taskId")}});
    QVERIFY(McpPeer::answered(peer.legacy("tasks/result", failed, 3), 3).value("result").value("isError").toBool());
    QCOMPARE(peer.legacy("tasks/get", failed)->answer().value("result").value("status").toString(), u"failed");

    // Without its session nobody is left to answer.
    const Json left = McpPeer::answered(peer.legacy("tools/call", params)).value("result").value("task");
    m_server->endSession(headers, std::make_shared<HeardOutlet>());
    McpPeer again(*m_server);
    again.begin();
    QCOMPARE(again.legacy("tasks/get", Json::object({{"taskId", left.value("taskId")}}))->answer().value("result").value("status").toString(),
             u"failed");
}

void TestMcpServer::whateverComesIsAnsweredOnce()
{
    McpPeer session(*m_server);
    session.begin();
    const QByteArray meta
        = R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{"elicitation":{}}})";
    const QList<QByteArray> whole = {
        R"({"jsonrpc":"2.0","id":1,"method":"server/discover","params":{)" + meta + "}}",
        R"({"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"greet","arguments":{"name":"Ada"},)" + meta + "}}",
        R"({"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"test_input_required_result_multi_round","requestState":"x.y",)" + meta
            + "}}",
        R"({"jsonrpc":"2.0","id":3,"method":"completion/complete","params":{"ref":{"type":"ref/resource","uri":"millrace://context/{id}"},"argument":{"name":"x","value":""},)"
            + meta + "}}",
        R"({"jsonrpc":"2.0","id":4,"method":"tasks/update","params":{"taskId":"t","inputResponses":{"a":{}}}})",
        R"({"jsonrpc":"2.0","id":5,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"f","version":"1"}}})",
        R"({"jsonrpc":"2.0","id":6,"method":"resources/unsubscribe","params":{"uri":"test://watched-resource"}})",
        R"([{"jsonrpc":"2.0","id":7,"method":"ping"},{"jsonrpc":"2.0","id":8,"method":"tools/list"}])",
        R"({"jsonrpc":"2.0","id":9,"result":{}})",
        R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}})",
    };
    std::mt19937 random(7);
    const auto below = [&random](qsizetype n) { return static_cast<qsizetype>(random() % static_cast<quint32>(n)); };
    QList<Heard> all;
    for (int i = 0; i < 20'000; ++i) {
        QByteArray body = whole[below(whole.size())];
        for (qsizetype change = below(4); change > 0; --change) {
            const qsizetype at = below(body.size());
            switch (below(4)) {
            case 0:
                body[at] = static_cast<char>(below(256));
                break;
            case 1:
                body.remove(at, below(12));
                break;
            case 2:
                body.insert(at, body.mid(below(body.size()), below(20)));
                break;
            default:
                body.insert(at, whole[below(whole.size())].mid(below(60), below(30)));
            }
            if (body.isEmpty())
                body = "{";
        }
        Mcp::Incoming headers;
        if (below(2) == 0)
            headers.sessionId = session.session;
        if (below(2) == 0)
            headers.protocolVersion = "2026-07-28";
        headers.method = Json::parse(body).value_or(Json()).value("method").utf8().toByteArray();
        headers.name = "greet";
        all.append(session.send(body, headers));
    }
    QTRY_COMPARE(m_server->callCount(), 0);
    for (const Heard &heard : std::as_const(all)) {
        QVERIFY(heard->ended);
        QVERIFY(heard->messages.size() <= 1 || heard->opened);
    }
    QCOMPARE(session.legacy("ping")->answer().value("result"), Json::object());
}

QTEST_GUILESS_MAIN(TestMcpServer)
#include "tst_mcpserver.moc"
