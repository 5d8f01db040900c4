// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/jmespath.h"
#include "tests/sdk/s2documents.h"

#include <QTest>

#include <thread>
#include <vector>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestJmesPath : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void evaluates_data()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QByteArray>("expected");
        const QByteArray s2 = kS2Documents.back();
        const auto row = [](const char *name, const QByteArray &document, const QString &expression, const char *expected) {
            QTest::newRow(name) << document << expression << QByteArray(expected);
        };
        row("field", s2, u"data.title"_s, R"("Example Article")");
        row("absent", s2, u"data.nothing.here"_s, "null");
        row("condition", s2, u"data.formatted_content.word_count >= `1250`"_s, "true");
        row("condition not met", s2, u"data.formatted_content.word_count > `1250` && type == 'article'"_s, "false");
        row("projection", s2, u"data.generated_content.body[].heading"_s, R"(["Key Principles","Implementation Strategies","Common Challenges"])");
        row("filter", s2, u"data.template.sections[?type=='body'].sections | [0]"_s, "3");
        row("length", s2, u"length(data.keywords)"_s, "3");
        row("contains", s2, u"contains(data.keywords, 'architecture')"_s, "true");
        row("order of members", R"({"z":1,"a":{"y":1,"b":2}})", u"@"_s, R"({"z":1,"a":{"y":1,"b":2}})");
        row("new object", R"({"a":1,"b":2})", u"{x: b, y: a}"_s, R"({"x":2,"y":1})");
        row("quoted", R"({"a b":{"ä":1}})", u"\"a b\".\"ä\""_s, "1");
        row("sort", R"([3,1,2.5])", u"sort(@)"_s, "[1,2.5,3]");
        row("sort_by", R"([{"n":2},{"n":1}])", u"sort_by(@, &n)[*].n"_s, "[1,2]");
        row("slice", "[1,2,3,4]", u"[1:3]"_s, "[2,3]");
        row("sum", "[1,2,3]", u"sum(@)"_s, "6");
        row("sum of odd literals", "[1.10,2.20]", u"sum(@)"_s, "3.3000000000000003");
        row("join", R"(["a","b"])", u"join(', ', @)"_s, R"("a, b")");
        row("or", R"({"b":1})", u"a || b"_s, "1");
        row("not null", R"({"b":null,"c":0})", u"not_null(a, b, c)"_s, "0");
        row("literal", "{}", u"`{\"a\": [1, 2]}`"_s, R"({"a":[1,2]})");
        row("last of duplicates", R"({"a":1,"a":2})", u"a"_s, "2");
    }
    void evaluates()
    {
        QFETCH(QByteArray, document);
        QFETCH(QString, expression);
        const auto path = JmesPath::compile(expression);
        QVERIFY(path);
        const auto value = path->evaluate(Json::parse(document).value());
        QVERIFY(value);
        QTEST(value->toBytes(), "expected");
    }

    void numbersComeBackWithTheirLiteral()
    {
        const QByteArray numbers = "[1.10,1.1,1.100,1e400,1.0e400,-0,-0.0,0.0,9007199254740993,18446744073709551615,18446744073709551616,18446744073709551617,1E2,5]";
        const Json document = Json::parse("{\"n\":" + numbers + ",\"price\":1.50}").value();
        QCOMPARE(JmesPath::compile(u"n")->evaluate(document)->toBytes(), numbers);
        QCOMPARE(JmesPath::compile(u"n[]")->evaluate(document)->toBytes(), numbers);
        QCOMPARE(JmesPath::compile(u"{p: price}")->evaluate(document)->toBytes(), R"({"p":1.50})"_ba);
    }

    void oddLiteralsCompareAsNumbers()
    {
        const Json document = Json::parse(R"({"items":[{"p":10.50},{"p":9.90},{"p":2}]})").value();
        QCOMPARE(JmesPath::compile(u"items[?p > `9.9`].p")->evaluate(document)->toBytes(), "[10.50]"_ba);
        QCOMPARE(JmesPath::compile(u"items[?p == `9.9`].p")->evaluate(document)->toBytes(), "[9.90]"_ba);
        QCOMPARE(JmesPath::compile(u"max(items[].p)")->evaluate(document)->toBytes(), "10.50"_ba);
        QCOMPARE(JmesPath::compile(u"type(items[0].p)")->evaluate(document)->toBytes(), "\"number\""_ba);
    }

    void refusesWrongExpressions_data()
    {
        QTest::addColumn<QString>("expression");
        for (const auto &expression : {u"a."_s, u"[?"_s, u"a b"_s, u"`{`"_s, u"no_such_function(@)"_s, u"length()"_s, u""_s, u"'"_s, u"\"a"_s, u"a[1"_s, u"{"_s, u"&"_s})
            QTest::newRow(qPrintable(expression)) << expression;
        QTest::newRow("too long") << QString(100'000, u'a');
        QTest::newRow("too deep") << QString(100'000, u'(');
    }
    void refusesWrongExpressions()
    {
        QFETCH(QString, expression);
        const auto path = JmesPath::compile(expression);
        QVERIFY(!path);
        QCOMPARE(path.error().code, ErrorCode::ExpressionInvalid);
        QVERIFY(!path.error().text.isEmpty());
    }

    void aFunctionWithTheWrongTypeIsAnError()
    {
        const auto value = JmesPath::compile(u"length(a)")->evaluate(Json::object({{"a", 1}}));
        QVERIFY(!value);
        QCOMPARE(value.error().code, ErrorCode::ExpressionInvalid);
    }

    void nestedExpressionsWithinTheLimitDoNoHarm()
    {
        const Json document = Json::object({{"a", 1}});
        for (const QString &expression : {QString(16'000, u'!') + u'a', QString(8'000, u'(') + u'a' + QString(8'000, u')'), u"a"_s + u"[]"_s.repeated(8'000),
                                          u"a"_s + u"||a"_s.repeated(5'000), u"[?"_s.repeated(5'000), u"a"_s + u".a"_s.repeated(8'000)}) {
            if (const auto path = JmesPath::compile(expression))
                (void)path->evaluate(document);
        }
    }

    void oneExpressionServesSeveralThreads()
    {
        const auto path = JmesPath::compile(u"data.generated_content.body[].heading | length(@)").value();
        const Json document = Json::parse(kS2Documents.back()).value();
        std::atomic<int> wrong = 0;
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&] {
                for (int i = 0; i < 200; ++i) {
                    if (path.evaluate(document) != Json(3))
                        ++wrong;
                }
            });
        }
        threads.clear();
        QCOMPARE(wrong.load(), 0);
    }
};

QTEST_APPLESS_MAIN(TestJmesPath)
#include "tst_jmespath.moc"
