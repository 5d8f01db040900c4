// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/jmespath.h"
#include "tests/sdk/s2documents.h"

#include <QTest>

#include <thread>
#include <vector>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kDocument
    = R"({"foo":{"bar":{"baz":[{"a":1,"b":"x"},{"a":2,"b":"y"},{"b":"z"}]},"n":[[1,2],[3,[4]],5]},"l":[0,1,2,3,4],"e":[],"o":{"k1":{"v":1},"k2":{"v":2},"k3":3},"z":null,"f":false,"t":"tęxt"})";

} // namespace

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
        row("slice of the document", "[1,2,3,4]", u"[1:3]"_s, "[2,3]");
        row("sum", "[1,2,3]", u"sum(@)"_s, "6");
        row("sum of odd literals", "[1.10,2.20]", u"sum(@)"_s, "3.3000000000000003");
        row("join", R"(["a","b"])", u"join(', ', @)"_s, R"("a, b")");
        row("or", R"({"b":1})", u"a || b"_s, "1");
        row("not null", R"({"b":null,"c":0})", u"not_null(a, b, c)"_s, "0");
        row("literal", "{}", u"`{\"a\": [1, 2]}`"_s, R"({"a":[1,2]})");
        row("last of duplicates", R"({"a":1,"a":2})", u"a"_s, "2");
        row("projection of fields", kDocument, u"foo.bar.baz[*].a"_s, "[1,2]");
        row("index in a projection", kDocument, u"foo.n[*][0]"_s, "[1,3]");
        row("index from the end", kDocument, u"l[-1]"_s, "4");
        row("index beyond", kDocument, u"l[5]"_s, "null");
        row("index of no list", kDocument, u"foo[0]"_s, "null");
        row("flatten", kDocument, u"foo.n[]"_s, "[1,2,3,[4],5]");
        row("flatten twice", kDocument, u"foo.n[][]"_s, "[1,2,3,4,5]");
        row("flatten of no list", kDocument, u"foo[]"_s, "null");
        row("values", kDocument, u"o.*.v"_s, "[1,2]");
        row("values of a list", kDocument, u"l.*"_s, "null");
        row("all values", kDocument, u"o.*"_s, "[{\"v\":1},{\"v\":2},3]");
        row("values of values", kDocument, u"{x: o}.*.*"_s, "[[{\"v\":1},{\"v\":2},3]]");
        row("filter with a field", kDocument, u"foo.bar.baz[?a].b"_s, "[\"x\",\"y\"]");
        row("filter then pipe", kDocument, u"foo.bar.baz[?a > `1`].b | [0]"_s, "\"y\"");
        row("filter with index behind", kDocument, u"foo.bar.baz[?a][0]"_s, "[]");
        row("filter with or", kDocument, u"foo.bar.baz[?b=='x' || b=='z'].b"_s, "[\"x\",\"z\"]");
        row("filter with not", kDocument, u"foo.bar.baz[?!a].b"_s, "[\"z\"]");
        row("list in a projection", kDocument, u"foo.bar.baz[*].[a, b]"_s, "[[1,\"x\"],[2,\"y\"],[null,\"z\"]]");
        row("object in a projection", kDocument, u"foo.bar.baz[0:1].{n: a}"_s, "[{\"n\":1}]");
        row("slice", kDocument, u"l[1:3]"_s, "[1,2]");
        row("slice to the end", kDocument, u"l[3:]"_s, "[3,4]");
        row("slice from the end", kDocument, u"l[-2:]"_s, "[3,4]");
        row("slice backwards", kDocument, u"l[::-1]"_s, "[4,3,2,1,0]");
        row("slice with steps", kDocument, u"l[::2]"_s, "[0,2,4]");
        row("slice backwards with bounds", kDocument, u"l[3:0:-2]"_s, "[3,1]");
        row("slice far beyond", kDocument, u"l[-100:100]"_s, "[0,1,2,3,4]");
        row("slice with a huge step", kDocument, u"l[::9223372036854775807]"_s, "[0]");
        row("slice with a huge step back", kDocument, u"l[::-9223372036854775808]"_s, "[4]");
        row("empty slice", kDocument, u"l[3:1]"_s, "[]");
        row("slice of no list", kDocument, u"o[1:2]"_s, "null");
        row("a pipe ends a projection", kDocument, u"foo.bar.baz[*].a | [0]"_s, "1");
        row("and binds more than or", kDocument, u"f || t && z"_s, "null");
        row("parentheses", kDocument, u"(f || t) && `1`"_s, "1");
        row("not binds more than equal", kDocument, u"!f == `true`"_s, "true");
        row("empty things are false", kDocument, u"!e && !z && !f && !`\"\"` && !`{}`"_s, "true");
        row("zero is true", kDocument, u"`0` && `1`"_s, "1");
        row("order only of numbers", kDocument, u"t < `1`"_s, "null");
        row("equality of lists", kDocument, u"`[1,{\"a\":2.0}]` == `[1.0,{\"a\":2}]`"_s, "true");
        row("nothing equals another type", kDocument, u"`1` == `\"1\"`"_s, "false");
        row("raw text", kDocument, u"'it\\'s'"_s, "\"it's\"");
        row("raw text keeps other backslashes", kDocument, u"'a\\nb'"_s, "\"a\\\\nb\"");
        row("literal with backtick", kDocument, u"`\"a\\`b\"`"_s, "\"a`b\"");
        row("current", kDocument, u"l[?@ > `2`]"_s, "[3,4]");
        row("function behind a dot", kDocument, u"l.length(@)"_s, "5");
        row("length of text", kDocument, u"length(t)"_s, "4");
        row("reverse text", kDocument, u"reverse(t)"_s, "\"txęt\"");
        row("reverse list", kDocument, u"reverse(l[:2])"_s, "[1,0]");
        row("keys", kDocument, u"keys(o)"_s, "[\"k1\",\"k2\",\"k3\"]");
        row("values()", kDocument, u"values(o)[2]"_s, "3");
        row("merge", kDocument, u"merge(o.k1, {w: `2`}, {v: `3`})"_s, "{\"v\":3,\"w\":2}");
        row("map keeps nulls", kDocument, u"map(&a, foo.bar.baz)"_s, "[1,2,null]");
        row("max_by", kDocument, u"max_by(foo.bar.baz[:2], &a).b"_s, "\"y\"");
        row("min of texts", kDocument, u"min(foo.bar.baz[].b)"_s, "\"x\"");
        row("max of nothing", kDocument, u"max(e)"_s, "null");
        row("avg", kDocument, u"avg(l)"_s, "2");
        row("avg of nothing", kDocument, u"avg(e)"_s, "null");
        row("sum of nothing", kDocument, u"sum(e)"_s, "0");
        row("abs", kDocument, u"abs(`-1.50`)"_s, "1.50");
        row("ceil", kDocument, u"ceil(`1.2`)"_s, "2");
        row("floor", kDocument, u"floor(`-1.2`)"_s, "-2");
        row("ceil without minus zero", kDocument, u"ceil(`-0.5`)"_s, "0");
        row("floor of a large integer", kDocument, u"floor(`9007199254740993`)"_s, "9007199254740993");
        row("to_number", kDocument, u"to_number(`\"1.10\"`)"_s, "1.10");
        row("to_number of no number", kDocument, u"to_number(t)"_s, "null");
        row("to_string", kDocument, u"to_string(o.k1)"_s, "\"{\\\"v\\\":1}\"");
        row("to_array", kDocument, u"to_array(`1`)"_s, "[1]");
        row("type", kDocument, u"type(z)"_s, "\"null\"");
        row("starts_with", kDocument, u"starts_with(t, 't')"_s, "true");
        row("ends_with", kDocument, u"ends_with(t, 'xx')"_s, "false");
        row("contains text", kDocument, u"contains(t, 'ęx')"_s, "true");
        row("contains number", kDocument, u"contains(l, `3.0`)"_s, "true");
        row("sort texts by code point", kDocument, u"sort(`[\"b\",\"a\",\"😀\",\"￼\"]`)"_s, "[\"a\",\"b\",\"￼\",\"😀\"]");
        row("sort_by is stable", kDocument, u"sort_by(foo.bar.baz, &type(a))[*].b"_s, "[\"z\",\"x\",\"y\"]");
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
        const QByteArray numbers
            = "[1.10,1.1,1.100,1e400,1.0e400,-0,-0.0,0.0,9007199254740993,18446744073709551615,18446744073709551616,18446744073709551617,1E2,5]";
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
        for (const auto &expression :
             {u"a."_s, u"[?"_s, u"a b"_s, u"`{`"_s, u"no_such_function(@)"_s, u"length()"_s, u""_s, u"'"_s, u"\"a"_s, u"a[1"_s, u"{"_s, u"&"_s})
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

    void errorsSayWhereAndWhat_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("says");
        QTest::newRow("end") << u"a."_s << 3 << u"after \".\" comes a name"_s;
        QTest::newRow("equals") << u"a = b"_s << 3 << u"\"==\""_s;
        QTest::newRow("function") << u"  len(@)"_s << 3 << u"no function \"len\""_s;
        QTest::newRow("arguments") << u"join(', ')"_s << 11 << u"takes 2 arguments, not 1"_s;
        QTest::newRow("reference") << u"sort_by(@, a)"_s << 14 << u"\"&\""_s;
        QTest::newRow("no reference") << u"length(&a)"_s << 11 << u"not an expression"_s;
        QTest::newRow("number") << u"a > 1"_s << 5 << u"no expression begins"_s;
        QTest::newRow("step") << u"a[::0]"_s << 7 << u"step"_s;
        QTest::newRow("after umlauts") << u"\"ä\" ?"_s << 5 << u"means nothing"_s;
        QTest::newRow("backticks") << u"`{`"_s << 1 << u"JSON"_s;
        QTest::newRow("two in a row") << u"a b"_s << 3 << u"something follows"_s;
    }
    void errorsSayWhereAndWhat()
    {
        QFETCH(QString, expression);
        QFETCH(QString, says);
        const auto path = JmesPath::compile(expression);
        QVERIFY(!path);
        QTEST(static_cast<int>(path.error().detail.value("column").toInt()), "column");
        QVERIFY2(path.error().text.contains(says), qPrintable(path.error().text));
    }

    void doublingAValueRunsOutOfWork()
    {
        // Forty pipes name a value of 2^40 items; nothing may try to write or compare it.
        const QString doubling = u"@"_s + u" | [@, @]"_s.repeated(40);
        for (const QString &expression :
             {doubling, u"to_string("_s + doubling + u')', u"("_s + doubling + u") == ("_s + doubling + u')', doubling + u"[]"_s.repeated(40)}) {
            const auto value = JmesPath::compile(expression).value().evaluate(Json(1));
            QVERIFY(!value);
            QCOMPARE(value.error().code, ErrorCode::ExpressionInvalid);
        }
        QCOMPARE(JmesPath::compile(u"length("_s + doubling + u')').value().evaluate(Json(1)).value(), Json(2));
    }

    void whatComesOutCanBeReadAgain()
    {
        const Json deepest = Json::parse(QByteArray(512, '[') + QByteArray(512, ']')).value();
        QVERIFY(JmesPath::compile(u"@")->evaluate(deepest));
        QVERIFY(!JmesPath::compile(u"[@]")->evaluate(deepest));
    }

    void valuesAreTakenNotCopied()
    {
        const Json document = Json::parse(kDocument).value();
        const Json found = JmesPath::compile(u"foo.bar.baz")->evaluate(document).value();
        QCOMPARE(found.items().data(), document.find("/foo/bar/baz")->items().data());
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
        for (const QString &expression :
             {QString(16'000, u'!') + u'a', QString(8'000, u'(') + u'a' + QString(8'000, u')'), u"a"_s + u"[]"_s.repeated(8'000),
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
