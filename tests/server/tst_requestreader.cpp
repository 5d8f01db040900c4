// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/eventstream.h"
#include "server/ratelimiter.h"
#include "server/requestcheck.h"
#include "server/requestreader.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kHeaderBytes = 4096;
constexpr qint64 kBodyBytes = 100;

struct Taken
{
    RequestReader::State state;
    int failure;
    QByteArray target;
    QByteArray body;
    QByteArray rest;
};

/// What becomes of these bytes when they come in pieces of that size.
Taken take(const QByteArray &bytes, qsizetype pieces)
{
    RequestReader reader(kHeaderBytes, kBodyBytes);
    QByteArray input;
    for (qsizetype at = 0; at < bytes.size(); at += pieces) {
        input += bytes.mid(at, pieces);
        for (;;) {
            input.remove(0, reader.feed(input));
            if (reader.state() != RequestReader::State::Checking)
                break;
            reader.accept();
        }
        if (reader.state() == RequestReader::State::Done || reader.state() == RequestReader::State::Failed) {
            input += bytes.mid(at + pieces);
            break;
        }
    }
    return {reader.state(), reader.failure(), reader.request().target().toByteArray(), reader.request().body, input};
}

} // namespace

/// Bytes of a connection become requests, however they come, and what is no request is refused.
class TestRequestReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRequestIsTheSameInWhateverPieces_data()
    {
        QTest::addColumn<qsizetype>("pieces");
        for (const qsizetype pieces : {1, 2, 7, 64, 10'000})
            QTest::addRow("%d", int(pieces)) << pieces;
    }
    void aRequestIsTheSameInWhateverPieces()
    {
        QFETCH(qsizetype, pieces);
        const Taken plain = take("POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhelloGET /x", pieces);
        QCOMPARE(plain.state, RequestReader::State::Done);
        QCOMPARE(plain.target, "/mcp");
        QCOMPARE(plain.body, "hello");
        QCOMPARE(plain.rest, "GET /x");
        const Taken chunked = take("POST /mcp?a=b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\nnext", pieces);
        QCOMPARE(chunked.state, RequestReader::State::Done);
        QCOMPARE(chunked.body, "abcde");
        QCOMPARE(chunked.rest, "next");
        QCOMPARE(take("GET / HTTP/1.1\r\n\r\n", pieces).state, RequestReader::State::Done);
    }

    void headersAreFoundByTheirNames()
    {
        RequestReader reader(kHeaderBytes, kBodyBytes);
        const QByteArray bytes = "GET /api/v1/stats?x=%20 HTTP/1.0\r\nHOST: a\r\nMcp-Session-ID:  b \r\nX: 1\r\nx: 2\r\n\r\n";
        QCOMPARE(reader.feed(bytes), bytes.size());
        QCOMPARE(reader.state(), RequestReader::State::Checking);
        ServedRequest &request = reader.request();
        QCOMPARE(request.path(), "/api/v1/stats");
        QCOMPARE(request.query(), "x=%20");
        QCOMPARE(request.header("host"), "a");
        QCOMPARE(request.header("mcp-session-id"), "b");
        QCOMPARE(request.count("x"), 2);
        QVERIFY(request.header("y").isNull());
        QVERIFY(request.isHttp10);
        QVERIFY(!request.keepsAlive);
        reader.reset();
        QVERIFY(reader.request().header("host").isNull());
    }

    void whatIsNoRequestIsRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("failure");
        const QByteArray post = "POST / HTTP/1.1\r\n";
        QTest::newRow("noise") << QByteArray("\x16\x03\x01\x02 not HTTP\r\n\r\n") << 400;
        QTest::newRow("another version") << QByteArray("GET / HTTP/3.0\r\n\r\n") << 505;
        QTest::newRow("a length that is none") << post + "Content-Length: -1\r\n\r\n" << 400;
        QTest::newRow("two lengths") << post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd" << 400;
        QTest::newRow("a length and chunks") << post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" << 400;
        QTest::newRow("a chunk that is none") << post + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n" << 400;
        QTest::newRow("a NUL in a header") << QByteArray("GET / HTTP/1.1\r\nA: b\0c\r\n\r\n", 26) << 400;
        QTest::newRow("too long an announced body") << post + "Content-Length: 9223372036854775807\r\n\r\n" << 413;
        QTest::newRow("too long a body of chunks") << post + "Transfer-Encoding: chunked\r\n\r\n80\r\n" + QByteArray(128, 'a') + "\r\n0\r\n\r\n"
                                                   << 413;
        QTest::newRow("too long headers") << "GET / HTTP/1.1\r\nA: " + QByteArray(2 * kHeaderBytes, 'a') + "\r\n\r\n" << 431;
        QTest::newRow("too many headers") << "GET / HTTP/1.1\r\n" + QByteArray("a:b\r\n").repeated(200) + "\r\n" << 431;
    }
    void whatIsNoRequestIsRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, failure);
        const Taken taken = take(bytes, 1000);
        QCOMPARE(taken.state, RequestReader::State::Failed);
        QCOMPARE(taken.failure, failure);
    }

    void onlyNamesThatNobodyElseCanTakeAreThisMachine_data()
    {
        QTest::addColumn<bool>("own");
        for (const char *host : {"localhost", "LOCALHOST:80", "127.0.0.1", "127.0.0.1:4711", "[::1]", "[::1]:80"})
            QTest::newRow(host) << true;
        for (const char *host : {"", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example:80", "localhost:80@evil",
                                 "0.0.0.0", "[::1]evil", "[::1", "127.0.0.2", "localhost:", "2130706433", "127.1"})
            QTest::newRow(*host ? host : "nothing") << (QByteArrayView(host) == "localhost:");
    }
    void onlyNamesThatNobodyElseCanTakeAreThisMachine()
    {
        QFETCH(bool, own);
        const QByteArray host = QByteArrayView(QTest::currentDataTag()) == "nothing" ? QByteArray() : QByteArray(QTest::currentDataTag());
        QCOMPARE(RequestCheck::isLoopbackHost(host), own);
    }

    void tokensComeInOneWay()
    {
        QCOMPARE(RequestCheck::bearerToken("Bearer abc"), "abc");
        QCOMPARE(RequestCheck::bearerToken("bearer  abc "), "abc");
        QVERIFY(RequestCheck::bearerToken("Basic abc").isNull());
        QVERIFY(RequestCheck::bearerToken("Bearer").isNull());
        QVERIFY(RequestCheck::bearerToken("abc").isNull());
    }

    void typesAreAcceptedByNameOrFamily()
    {
        QVERIFY(RequestCheck::accepts("", "application/json"));
        QVERIFY(RequestCheck::accepts("text/event-stream, application/json;q=0.9", "application/json"));
        QVERIFY(RequestCheck::accepts("*/*", "text/event-stream"));
        QVERIFY(RequestCheck::accepts("APPLICATION/*", "application/json"));
        QVERIFY(!RequestCheck::accepts("text/html", "application/json"));
        QVERIFY(!RequestCheck::accepts("application/jsonp", "application/json"));
    }

    void eventsAreLinesOfAStream()
    {
        QCOMPARE(EventStream::event("{}", "s1-4"), "event: message\nid: s1-4\ndata: {}\n\n");
        QCOMPARE(EventStream::event("", "s1-0"), "id: s1-0\ndata: \n\n");
        QCOMPARE(EventStream::chunk("hello world, hello"), "12\r\nhello world, hello\r\n");
    }

    void aClientThatAsksTooOftenWaits()
    {
        RateLimiter limiter(10);
        for (int i = 0; i < 10; ++i)
            QVERIFY(limiter.take(u"a"_s, 0));
        QVERIFY(!limiter.take(u"a"_s, 0));
        QVERIFY(limiter.take(u"b"_s, 0));
        QVERIFY(!limiter.take(u"a"_s, 50));
        QVERIFY(limiter.take(u"a"_s, 150));
        limiter.forget(5000);
        QCOMPARE(limiter.known(), 0);
    }
};

QTEST_GUILESS_MAIN(TestRequestReader)
#include "tst_requestreader.moc"
