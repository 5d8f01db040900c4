// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ai/modelhub.h"

#include "support/httppeer.h"
#include "support/testcontext.h"

#include <QElapsedTimer>
#include <QTest>
#include <QThread>

#include <atomic>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kGood
    = R"({"model":"answering-model","choices":[{"message":{"content":"Text"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":500}})";

} // namespace

class TestModelHub : public QObject
{
    Q_OBJECT

    std::unique_ptr<HttpPeer> m_peer;
    TestContext m_context;

    ProviderConfig config() const
    {
        ProviderConfig config;
        config.id = u"peer"_s;
        config.baseUrl = m_peer->url();
        config.model = u"m1"_s;
        config.timeoutMs = 20'000;
        return config;
    }

    std::unique_ptr<ModelHub> hub(const ProviderConfig &config) const
    {
        ModelHubOptions options;
        options.providers = {config};
        options.defaultProvider = u"peer"_s;
        options.clock = &m_context.fakeClock;
        options.breakerFailures = 3;
        options.secrets = [](const QString &name) -> Result<QString> {
            if (name == "good"_L1)
                return u"topsecretkey"_s;
            return fail(ErrorCode::SecretMissing, u"no secret"_s);
        };
        return std::make_unique<ModelHub>(options);
    }

    static ModelRequest request()
    {
        ModelRequest request;
        request.messages = {{u"user"_s, u"Write."_s}};
        request.idempotencyKey = "key-1";
        return request;
    }

    void answerWith(const QByteArray &bytes)
    {
        m_peer->setHandler([bytes](const QByteArray &) { return bytes; });
    }

private Q_SLOTS:
    void init()
    {
        m_peer = std::make_unique<HttpPeer>();
        m_context.cancelled = false;
        m_context.deadline = std::numeric_limits<qint64>::max();
    }
    void cleanup() { m_peer.reset(); }

    void asksAndCountsWhatItCosts()
    {
        answerWith(httpAnswer("200 OK", kGood));
        ProviderConfig priced = config();
        priced.apiKeySecret = u"good"_s;
        priced.prices = {2.5, 10, u"USD"_s};
        const Result<ModelAnswer> answer = hub(priced)->generate(request(), m_context);
        QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().text));
        QCOMPARE(answer->text, u"Text"_s);
        QCOMPARE(answer->kind, u"generated"_s);
        QCOMPARE(answer->model, u"answering-model"_s);
        QCOMPARE(answer->usage.tokensIn, 1000);
        QCOMPARE(answer->usage.tokensOut, 500);
        QCOMPARE(answer->usage.costMicros, 7500);
        QVERIFY(!answer->usage.isEstimated);
        const QByteArray sent = m_peer->lastRequest();
        QVERIFY(sent.startsWith("POST /v1/chat/completions HTTP/1.1"));
        QVERIFY(sent.contains("Bearer topsecretkey"));
        QVERIFY(sent.toLower().contains("idempotency-key: key-1"));
        QVERIFY(sent.contains(R"("model":"m1")"));
    }

    void asksForVectorsAndCountsWhatTheyCost()
    {
        answerWith(httpAnswer(
            "200 OK", R"({"model":"v-large","data":[{"index":1,"embedding":[0,2]},{"index":0,"embedding":[3,4]}],"usage":{"prompt_tokens":40}})"));
        ProviderConfig priced = config();
        priced.apiKeySecret = u"good"_s;
        priced.vectorModel = u"v1"_s;
        priced.prices = {2.5, 10, u"USD"_s};
        const Result<VectorAnswer> answer = hub(priced)->embed({{}, {}, {u"one"_s, u"two"_s}, "key-2"}, m_context);
        QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().text));
        QCOMPARE(answer->vectors, (std::vector<std::vector<float>>{{0.6F, 0.8F}, {0.0F, 1.0F}}));
        QCOMPARE(answer->model, u"v-large"_s);
        QCOMPARE(answer->usage.provider, u"peer"_s);
        QCOMPARE(answer->usage.tokensIn, 40);
        QCOMPARE(answer->usage.costMicros, 100);
        const QByteArray sent = m_peer->lastRequest();
        QVERIFY(sent.startsWith("POST /v1/embeddings HTTP/1.1"));
        QVERIFY(sent.contains("Bearer topsecretkey"));
        QVERIFY(sent.toLower().contains("idempotency-key: key-2"));
        QVERIFY(sent.contains(R"({"model":"v1","input":["one","two"],"encoding_format":"float"})"));
    }

    void vectorsNeedAModelAndAProviderThatHasOne()
    {
        const auto askWith
            = [this](const ProviderConfig &provider, const VectorRequest &request) { return hub(provider)->embed(request, m_context); };
        QCOMPARE(askWith(config(), {u"peer"_s, {}, {u"x"_s}, {}}).error().code, ErrorCode::Unsupported);
        QCOMPARE(askWith(config(), {u"offline"_s, {}, {u"x"_s}, {}}).error().code, ErrorCode::Unsupported);
        QCOMPARE(askWith(config(), {u"nobody"_s, {}, {u"x"_s}, {}}).error().code, ErrorCode::NotFound);
        QCOMPARE(int(m_peer->requests), 0);
        answerWith(httpAnswer("429 Too Many Requests", R"({"error":{"message":"slow down topsecretkey"}})", "Retry-After: 3\r\n"));
        ProviderConfig keyed = config();
        keyed.apiKeySecret = u"good"_s;
        qint64 wait = 0;
        const auto limited = hub(keyed)->embed({u"peer"_s, u"v1"_s, {u"x"_s}, {}}, m_context, &wait);
        QCOMPARE(limited.error().code, ErrorCode::ModelRateLimited);
        QVERIFY(!limited.error().text.contains("topsecretkey"_L1));
        QCOMPARE(wait, 3'000'000);
    }

    void estimatesTokensThatAreNotToldAndSaysSo()
    {
        answerWith(httpAnswer("200 OK", R"({"choices":[{"message":{"content":"12345678"}}]})"));
        const Result<ModelAnswer> answer = hub(config())->generate(request(), m_context);
        QVERIFY(answer);
        QVERIFY(answer->usage.isEstimated);
        QCOMPARE(answer->usage.tokensOut, 2);
        QCOMPARE(answer->model, u"m1"_s);
    }

    void readsAStream()
    {
        answerWith(httpAnswer("200 OK",
                              "data: {\"choices\":[{\"delta\":{\"content\":\"A\"}}]}\n\ndata: "
                              "{\"choices\":[{\"delta\":{\"content\":\"B\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n",
                              {}, "text/event-stream"));
        ProviderConfig streaming = config();
        streaming.stream = true;
        const Result<ModelAnswer> answer = hub(streaming)->generate(request(), m_context);
        QVERIFY(answer);
        QCOMPARE(answer->text, u"AB"_s);
        QVERIFY(m_peer->lastRequest().contains(R"("stream":true)"));
    }

    void tellsStatusesApart_data()
    {
        QTest::addColumn<QByteArray>("status");
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<ErrorCategory>("category");
        QTest::addColumn<qint64>("wait");
        QTest::newRow("429") << "429 Too Many Requests"_ba << "Retry-After: 7\r\n"_ba << ErrorCode::ModelRateLimited << ErrorCategory::Retryable
                             << qint64(7'000'000);
        QTest::newRow("503 by date") << "503 Busy"_ba << "Retry-After: Mon, 15 May 2023 10:31:00 GMT\r\n"_ba << ErrorCode::ModelUnavailable
                                     << ErrorCategory::Retryable << qint64(60'000'000);
        QTest::newRow("500") << "500 Oops"_ba << ""_ba << ErrorCode::ModelUnavailable << ErrorCategory::Retryable << qint64(0);
        QTest::newRow("401") << "401 Unauthorized"_ba << ""_ba << ErrorCode::ModelRefused << ErrorCategory::Fatal << qint64(0);
        QTest::newRow("404") << "404 Not Found"_ba << ""_ba << ErrorCode::ModelRefused << ErrorCategory::Fatal << qint64(0);
        QTest::newRow("redirect") << "302 Found"_ba << "Location: http://127.0.0.1:1/\r\n"_ba << ErrorCode::ModelRefused << ErrorCategory::Fatal
                                  << qint64(0);
    }
    void tellsStatusesApart()
    {
        QFETCH(QByteArray, status);
        QFETCH(QByteArray, headers);
        QFETCH(ErrorCode, code);
        QFETCH(ErrorCategory, category);
        QFETCH(qint64, wait);
        answerWith(httpAnswer(status, R"({"error":{"message":"said the peer about topsecretkey"}})", headers));
        ProviderConfig keyed = config();
        keyed.apiKeySecret = u"good"_s;
        qint64 retryAfter = -1;
        const Result<ModelAnswer> answer = hub(keyed)->generate(request(), m_context, &retryAfter);
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, code);
        QCOMPARE(answer.error().category, category);
        QCOMPARE(retryAfter, wait);
        QVERIFY(answer.error().text.contains("said the peer"_L1));
        QVERIFY(!answer.error().toJson().toBytes().contains("topsecretkey"));
        QCOMPARE(answer.error().detail.value("status").toInt(), status.first(3).toInt());
    }

    void reportsAnEndpointThatIsNotThere()
    {
        ProviderConfig gone = config();
        gone.baseUrl = QUrl(u"http://127.0.0.1:1/v1"_s);
        const Result<ModelAnswer> answer = hub(gone)->generate(request(), m_context);
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, ErrorCode::ModelUnavailable);
        QVERIFY(!answer.error().detail.contains("status"));
    }

    void reportsAnAnswerThatIsNone_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("html") << httpAnswer("200 OK", "<html>") << ErrorCode::ModelAnswer;
        QTest::newRow("empty text") << httpAnswer("200 OK", R"({"choices":[{"message":{"content":" "}}]})") << ErrorCode::ModelAnswer;
        QTest::newRow("filtered") << httpAnswer("200 OK", R"({"choices":[{"message":{"content":"x"},"finish_reason":"content_filter"}]})")
                                  << ErrorCode::ModelRefused;
        QTest::newRow("cut off") << "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"choices\""_ba << ErrorCode::ModelUnavailable;
        QTest::newRow("no HTTP") << "hello\r\n\r\n"_ba << ErrorCode::ModelUnavailable;
    }
    void reportsAnAnswerThatIsNone()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(ErrorCode, code);
        answerWith(bytes);
        const Result<ModelAnswer> answer = hub(config())->generate(request(), m_context);
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, code);
    }

    void waitsNoLongerThanItsTimeout()
    {
        answerWith({});
        ProviderConfig hasty = config();
        hasty.timeoutMs = 50;
        const Result<ModelAnswer> answer = hub(hasty)->generate(request(), m_context);
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, ErrorCode::ModelUnavailable);
    }

    void stopsWhenCancelled()
    {
        m_peer->setHandler([this](const QByteArray &) {
            m_context.cancelled = true;
            return QByteArray();
        });
        const Result<ModelAnswer> answer = hub(config())->generate(request(), m_context);
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, ErrorCode::Cancelled);
    }

    void stopsAtTheStepsDeadline()
    {
        m_context.deadline = m_context.fakeClock.monotonicUs() + 1000;
        m_peer->setHandler([this](const QByteArray &) {
            m_context.fakeClock.advance(2000);
            return QByteArray();
        });
        const Result<ModelAnswer> answer = hub(config())->generate(request(), m_context);
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, ErrorCode::ComponentTimeout);
    }

    void leavesAFailingProviderAloneForAWhile()
    {
        answerWith(httpAnswer("500 Oops", "{}"));
        const auto models = hub(config());
        for (int i = 0; i < 3; ++i)
            QVERIFY(!models->generate(request(), m_context));
        QCOMPARE(m_peer->requests, 3);
        qint64 retryAfter = 0;
        Result<ModelAnswer> answer = models->generate(request(), m_context, &retryAfter);
        QCOMPARE(answer.error().code, ErrorCode::CircuitOpen);
        QCOMPARE(retryAfter, 30'000'000);
        QCOMPARE(m_peer->requests, 3);
        QCOMPARE(models->breakerState(u"peer"_s), CircuitBreaker::State::Open);
        m_context.fakeClock.advance(30'000'000);
        answerWith(httpAnswer("200 OK", kGood));
        answer = models->generate(request(), m_context, &retryAfter);
        QVERIFY(answer);
        QCOMPARE(models->breakerState(u"peer"_s), CircuitBreaker::State::Closed);
    }

    void asksToWaitWhereTheRateLimitIsBeyondTheDeadline()
    {
        answerWith(httpAnswer("200 OK", kGood));
        ProviderConfig limited = config();
        limited.requestsPerMinute = 1;
        const auto models = hub(limited);
        QVERIFY(models->generate(request(), m_context));
        m_context.deadline = m_context.fakeClock.monotonicUs() + 5'000'000;
        qint64 retryAfter = 0;
        const Result<ModelAnswer> answer = models->generate(request(), m_context, &retryAfter);
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, ErrorCode::ModelRateLimited);
        QCOMPARE(retryAfter, 60'000'000);
        QCOMPARE(m_peer->requests, 1);
    }

    void servesManyThreadsAtOnce()
    {
        answerWith(httpAnswer("200 OK", kGood));
        const auto models = hub(config());
        std::atomic<int> good = 0;
        std::vector<std::unique_ptr<QThread>> threads;
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back(QThread::create([&] {
                for (int k = 0; k < 5; ++k)
                    good += models->generate(request(), m_context) ? 1 : 0;
            }));
            threads.back()->start();
        }
        for (const auto &thread : threads)
            thread->wait();
        QCOMPARE(good, 40);
    }

    void worksOfflineWithoutAnyProvider()
    {
        ModelHub models({});
        QCOMPARE(models.providerIds(), QStringList{u"offline"_s});
        ModelRequest outline = request();
        outline.title = u"Mills"_s;
        const Result<ModelAnswer> answer = models.generate(outline, m_context);
        QVERIFY(answer);
        QCOMPARE(answer->model, u"offline-extractive"_s);
        QCOMPARE(answer->kind, u"outline"_s);
    }

    void refusesAProviderThatNobodySetUp()
    {
        ModelHub models({});
        ModelRequest wanted = request();
        wanted.provider = u"cloud"_s;
        const Result<ModelAnswer> answer = models.generate(wanted, m_context);
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, ErrorCode::NotFound);
    }

    void sendsNothingWithoutItsSecret()
    {
        answerWith(httpAnswer("200 OK", kGood));
        ProviderConfig keyed = config();
        keyed.apiKeySecret = u"missing"_s;
        const Result<ModelAnswer> answer = hub(keyed)->generate(request(), m_context);
        QCOMPARE(answer.error().code, ErrorCode::SecretMissing);
        QCOMPARE(m_peer->requests, 0);
    }
};

QTEST_GUILESS_MAIN(TestModelHub)
#include "tst_modelhub.moc"
