// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/httpclient.h"
#include "support/httppeer.h"
#include "support/testcontext.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;

class TestHttpClient : public QObject
{
    Q_OBJECT

private:
    TestContext m_context;

    HttpClient client(int breakerFailures = 5)
    {
        HttpClient::Options options;
        options.clock = &m_context.fakeClock;
        options.breakerFailures = breakerFailures;
        options.secrets = [](const QString &name) -> Result<QString> {
            if (name == "token"_L1)
                return u"s3cr3t-t0ken"_s;
            return fail(ErrorCode::SecretMissing, u"no secret \"%1\""_s.arg(name));
        };
        return HttpClient(options);
    }

    HttpCall to(const QUrl &url, const QByteArray &method = "GET")
    {
        HttpCall call;
        call.method = method;
        call.url = url;
        call.timeoutMs = 5000;
        return call;
    }

private Q_SLOTS:
    void anAnswerComesWithItsStatusHeadersAndBody()
    {
        HttpPeer peer;
        peer.setHandler([](const QByteArray &) { return httpAnswer("201 Created", "{\"id\":7}", "X-Kind: made\r\n"); });
        HttpClient http = client();
        HttpCall call = to(peer.url().resolved(QUrl(u"items?q=1"_s)), "PUT");
        call.headers = {{"Idempotency-Key", "c1/n/1"}, {"Content-Type", "text/plain"}};
        call.body = "hello";
        const HttpReply reply = http.call(call, m_context).value();
        QCOMPARE(reply.status, 201);
        QCOMPARE(reply.body, "{\"id\":7}"_ba);
        QCOMPARE(reply.header("x-kind"), "made"_ba);
        QVERIFY(peer.lastRequest().startsWith("PUT /v1/items?q=1 HTTP/1.1\r\n"));
        QVERIFY(peer.lastRequest().toLower().contains("idempotency-key: c1/n/1\r\n"));
        QVERIFY(peer.lastRequest().endsWith("\r\n\r\nhello"));
    }

    void eachKindOfFailureHasItsCode_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("code");
        QTest::newRow("refused by the host") << 404 << int(ErrorCode::HttpClient);
        QTest::newRow("too many") << 429 << int(ErrorCode::HttpRateLimited);
        QTest::newRow("timed out there") << 408 << int(ErrorCode::HttpServer);
        QTest::newRow("failed") << 503 << int(ErrorCode::HttpServer);
    }
    void eachKindOfFailureHasItsCode()
    {
        QFETCH(int, status);
        QFETCH(int, code);
        HttpPeer peer;
        peer.setHandler([status](const QByteArray &) { return httpAnswer(QByteArray::number(status) + " No", "why  not", "Retry-After: 7\r\n"); });
        HttpClient http = client();
        const HttpReply reply = http.call(to(peer.url()), m_context).value();
        qint64 wait = 0;
        const auto error = errorOfStatus(reply, 0, &wait);
        QVERIFY(error);
        QCOMPARE(int(error->code), code);
        QVERIFY(error->text.contains("why not"_L1));
        QCOMPARE(wait, 7'000'000);
    }

    void whoIsNotThereIsToldApart()
    {
        HttpClient http = client();
        quint16 port = 0;
        {
            QTcpServer nobody;
            QVERIFY(nobody.listen(QHostAddress::LocalHost));
            port = nobody.serverPort();
        }
        QCOMPARE(http.call(to(QUrl(u"http://127.0.0.1:%1/"_s.arg(port))), m_context).error().code, ErrorCode::HttpRefused);
        QCOMPARE(http.call(to(QUrl(u"http://no-such-host.invalid/"_s)), m_context).error().code, ErrorCode::HttpName);
        QCOMPARE(http.call(to(QUrl(u"ftp://127.0.0.1/"_s)), m_context).error().code, ErrorCode::HttpAddress);
        QCOMPARE(http.call(to(QUrl(u"http://me:pw@127.0.0.1/"_s)), m_context).error().code, ErrorCode::HttpAddress);
    }

    void aPeerThatSpeaksNoTlsIsOne()
    {
        HttpPeer peer;
        peer.setHandler([](const QByteArray &) { return httpAnswer("200 OK", "plain"); });
        QUrl url = peer.url();
        url.setScheme(u"https"_s);
        HttpCall call = to(url);
        call.timeoutMs = 1000;
        HttpClient http = client();
        const ErrorCode code = http.call(call, m_context).error().code;
        QVERIFY2(code == ErrorCode::HttpTls || code == ErrorCode::HttpTimeout, errorCodeName(code).data());
    }

    void silenceEndsWithTheTime()
    {
        HttpPeer peer;
        peer.setHandler([](const QByteArray &) { return QByteArray(); });
        HttpClient http = client();
        HttpCall call = to(peer.url());
        call.timeoutMs = 100;
        QCOMPARE(http.call(call, m_context).error().code, ErrorCode::HttpTimeout);
        m_context.cancelled = true;
        QCOMPARE(http.call(call, m_context).error().code, ErrorCode::Cancelled);
        m_context.cancelled = false;
    }

    void anAnswerThatIsTooLargeIsCutOff()
    {
        HttpPeer peer;
        peer.setHandler([](const QByteArray &) { return httpAnswer("200 OK", QByteArray(200'000, 'x')); });
        HttpClient http = client();
        HttpCall call = to(peer.url());
        call.largestAnswer = 100'000;
        QCOMPARE(http.call(call, m_context).error().code, ErrorCode::HttpTooLarge);
        call.largestAnswer = 200'000;
        QCOMPARE(http.call(call, m_context).value().body.size(), 200'000);
    }

    void redirectionsAreBoundedAndKeepSecretsAtHome()
    {
        HttpPeer other;
        other.setHandler([](const QByteArray &) { return httpAnswer("200 OK", "there"); });
        HttpPeer peer;
        const QByteArray elsewhere = other.url().toEncoded();
        peer.setHandler([elsewhere](const QByteArray &request) {
            return request.contains(" /v1/loop ") ? httpAnswer("302 Found", "", "Location: /v1/loop\r\n")
                                                  : httpAnswer("302 Found", "", "Location: " + elsewhere + "\r\n");
        });
        HttpClient http = client();
        HttpCall call = to(peer.url());
        QCOMPARE(http.call(call, m_context).value().status, 302); // not followed unless asked
        call.redirects = 3;
        call.secretHeaders = {{"Authorization", "Bearer secret:token"}};
        QCOMPARE(http.call(call, m_context).value().body, "there"_ba);
        QVERIFY(peer.lastRequest().contains("Bearer s3cr3t-t0ken"));
        QVERIFY(!other.lastRequest().contains("s3cr3t"));
        call.hosts = {u"127.0.0.1:%1"_s.arg(peer.url().port())};
        QCOMPARE(http.call(call, m_context).error().code, ErrorCode::HttpRedirect);
        call.hosts.clear();
        call.url = peer.url().resolved(QUrl(u"loop"_s));
        QCOMPARE(http.call(call, m_context).error().code, ErrorCode::HttpRedirect);
        call.method = "POST";
        call.url = peer.url();
        QCOMPARE(http.call(call, m_context).error().code, ErrorCode::HttpRedirect);
    }

    void aSecretIsNeverSaidAgain()
    {
        HttpPeer peer;
        peer.setHandler([](const QByteArray &request) { return httpAnswer("200 OK", request); });
        HttpClient http = client();
        HttpCall call = to(peer.url());
        call.secretHeaders = {{"X-Key", "secret:token"}};
        const HttpReply reply = http.call(call, m_context).value();
        QVERIFY(reply.body.contains("[redacted]"));
        QVERIFY(!reply.body.contains("s3cr3t"));
        call.secretHeaders = {{"X-Key", "secret:other"}};
        QCOMPARE(http.call(call, m_context).error().code, ErrorCode::SecretMissing);
    }

    void aFailingHostIsLeftAloneAndTriedAgain()
    {
        HttpPeer peer;
        peer.setHandler([](const QByteArray &) { return httpAnswer("500 No", ""); });
        HttpClient http = client(3);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(http.call(to(peer.url()), m_context).value().status, 500);
        qint64 wait = 0;
        QCOMPARE(http.call(to(peer.url()), m_context, &wait).error().code, ErrorCode::HttpCircuitOpen);
        QCOMPARE(wait, 30'000'000);
        QCOMPARE(peer.requests.load(), 3);
        QCOMPARE(http.breakerState(u"127.0.0.1:%1"_s.arg(peer.url().port())), CircuitBreaker::State::Open);
        m_context.fakeClock.advance(30'000'001);
        peer.setHandler([](const QByteArray &) { return httpAnswer("200 OK", ""); });
        QCOMPARE(http.call(to(peer.url()), m_context).value().status, 200);
        QCOMPARE(http.breakerState(u"127.0.0.1:%1"_s.arg(peer.url().port())), CircuitBreaker::State::Closed);
    }

    void aRateThatIsReachedIsToldWhereThereIsNoTimeToWait()
    {
        HttpPeer peer;
        peer.setHandler([](const QByteArray &) { return httpAnswer("200 OK", ""); });
        HttpClient http = client();
        HttpCall call = to(peer.url());
        call.perMinute = 6;
        call.timeoutMs = 1000;
        QCOMPARE(http.call(call, m_context).value().status, 200);
        qint64 wait = 0;
        QCOMPARE(http.call(call, m_context, &wait).error().code, ErrorCode::HttpRateLimited);
        QVERIFY(wait > 1'000'000);
        m_context.fakeClock.advance(wait);
        QCOMPARE(http.call(call, m_context).value().status, 200);
    }
};

QTEST_GUILESS_MAIN(TestHttpClient)
#include "tst_httpclient.moc"
