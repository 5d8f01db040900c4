// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ai/chatcodec.h"
#include "sdk/http.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestChatCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesTheRequest()
    {
        ModelRequest request;
        request.messages = {{u"system"_s, u"Be brief."_s}, {u"user"_s, u"Mühle?"_s}};
        request.temperature = 0.5;
        request.maxTokens = 100;
        QCOMPARE(
            encodeChatRequest(request, u"m1"_s, false),
            R"({"model":"m1","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Mühle?"}],"temperature":0.5,"max_tokens":100})"_ba);
        const Json streamed = Json::parse(encodeChatRequest(request, u"m1"_s, true)).value();
        QVERIFY(streamed.value("stream").toBool());
        QVERIFY(streamed.find("/stream_options/include_usage")->toBool());
    }

    void refusesWhatIsNotOneVectorForEachText_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("no JSON") << "<html>"_ba;
        QTest::newRow("no data") << R"({"object":"list"})"_ba;
        QTest::newRow("one too few") << R"({"data":[{"index":0,"embedding":[1]}]})"_ba;
        QTest::newRow("the same twice") << R"({"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]})"_ba;
        QTest::newRow("a place that is none") << R"({"data":[{"index":0,"embedding":[1]},{"index":2,"embedding":[1]}]})"_ba;
        QTest::newRow("empty") << R"({"data":[{"index":0,"embedding":[]},{"index":1,"embedding":[]}]})"_ba;
        QTest::newRow("text") << R"({"data":[{"index":0,"embedding":["a"]},{"index":1,"embedding":[1]}]})"_ba;
        QTest::newRow("beyond numbers") << R"({"data":[{"index":0,"embedding":[1e400]},{"index":1,"embedding":[1]}]})"_ba;
        QTest::newRow("two lengths") << R"({"data":[{"index":0,"embedding":[1,2]},{"index":1,"embedding":[1]}]})"_ba;
    }
    void refusesWhatIsNotOneVectorForEachText()
    {
        QFETCH(QByteArray, body);
        QCOMPARE(decodeEmbeddingAnswer(body, 2).error().code, ErrorCode::ModelAnswer);
    }

    void readsAnAnswer()
    {
        const ChatAnswer answer
            = decodeChatAnswer(
                  R"({"model":"m1","choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":1}})")
                  .value();
        QCOMPARE(answer.text, u"Hi"_s);
        QCOMPARE(answer.model, u"m1"_s);
        QCOMPARE(answer.finishReason, u"stop"_s);
        QCOMPARE(answer.tokensIn, 3);
        QCOMPARE(answer.tokensOut, 1);
        QCOMPARE(decodeChatAnswer(R"({"choices":[{"message":{"content":[{"type":"text","text":"A"},{"type":"text","text":"B"}]}}]})")->text, u"AB"_s);
    }

    void refusesWhatIsNoAnswer_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("html") << "<html>gateway</html>"_ba;
        QTest::newRow("empty") << ""_ba;
        QTest::newRow("no choices") << R"({"choices":[]})"_ba;
        QTest::newRow("null content") << R"({"choices":[{"message":{"content":null}}]})"_ba;
        QTest::newRow("array") << "[1,2]"_ba;
    }
    void refusesWhatIsNoAnswer()
    {
        QFETCH(QByteArray, body);
        const auto answer = decodeChatAnswer(body);
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, ErrorCode::ModelAnswer);
    }

    void readsAStream()
    {
        const QByteArray body = ": comment\r\n"
                                "data: {\"model\":\"m1\",\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\r\n\r\n"
                                "data: {\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\n\n"
                                "data:{\"choices\":[{\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}]}\n\n"
                                "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}\n\n"
                                "data: [DONE]\n\n";
        const ChatAnswer answer = decodeChatStream(body).value();
        QCOMPARE(answer.text, u"Hello"_s);
        QCOMPARE(answer.tokensIn, 7);
        QVERIFY(!decodeChatStream("data: {\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\n\n"));
        QVERIFY(!decodeChatStream("data: {\"error\":{\"message\":\"overloaded\"}}\n\n"));
        QVERIFY(!decodeChatStream("nothing"));
    }

    void readsRetryAfter_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<qint64>("us");
        const qint64 second = 1'000'000;
        QTest::newRow("seconds") << "30"_ba << 30 * second;
        QTest::newRow("fraction") << "0.5"_ba << second / 2;
        QTest::newRow("date") << "Mon, 15 May 2023 10:31:00 GMT"_ba << 60 * second;
        QTest::newRow("past date") << "Mon, 15 May 2023 10:29:00 GMT"_ba << qint64(0);
        QTest::newRow("nothing") << ""_ba << qint64(0);
        QTest::newRow("nonsense") << "soon"_ba << qint64(0);
        QTest::newRow("negative") << "-4"_ba << qint64(0);
        QTest::newRow("absurd") << "1e30"_ba << 24 * 3600 * second;
    }
    void readsRetryAfter()
    {
        QFETCH(QByteArray, header);
        QFETCH(qint64, us);
        QCOMPARE(retryAfterUs(header, 1'684'146'600'000'000), us);
    }

    void hidesKeys()
    {
        QCOMPARE(redacted(u"key abc123secret was wrong"_s, u"abc123secret"_s), u"key [redacted] was wrong"_s);
        QVERIFY(!redacted(u"Authorization: Bearer abcdefghijkl"_s, {}).contains("abcdefghijkl"_L1));
        QVERIFY(!redacted(u"Incorrect API key provided: sk-proj-abcdefgh1234."_s, {}).contains("abcdefgh"_L1));
    }

    void tellsAnErrorInOneLine()
    {
        QCOMPARE(chatErrorText(R"({"error":{"message":"No such\nmodel"}})"), u"No such model"_s);
        QCOMPARE(chatErrorText(R"({"error":"model not found"})"), u"model not found"_s);
        QCOMPARE(chatErrorText(R"({"detail":"x"})"), u"x"_s);
        QCOMPARE(chatErrorText("<html>"), u"<html>"_s);
        QVERIFY(chatErrorText(QByteArray(5000, 'x')).size() <= 300);
    }
};

QTEST_GUILESS_MAIN(TestChatCodec)
#include "tst_chatcodec.moc"
