// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/error.h"
#include "sdk/json.h"

#include <QElapsedTimer>
#include <QTest>

#include <atomic>
#include <ctime>
#include <limits>
#include <thread>

using namespace Millrace;
using namespace Qt::StringLiterals;

class JsonTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aValueIsSixteenBytes();
    void gettersAnswerWrongTypesWithTheFallback();
    void membersKeepTheirOrder();
    void insertReplacesInPlaceAndAppendsNewKeys();
    void changingACopyLeavesTheOriginal();
    void valuesOfAValueCanBePutIntoIt();
    void numbersKeepTheirLiteral_data();
    void numbersKeepTheirLiteral();
    void integersAreReadFromEveryNotation_data();
    void integersAreReadFromEveryNotation();
    void doublesBeyondTheRangeAreInfiniteOrZero();
    void doublesAreWrittenInTheirShortestForm();
    void textIsEscapedOnlyWhereItMust();
    void escapedNulSurvives();
    void prettyTextIsIndentedByTwoSpaces();
    void textIsAppendedToWhatIsThere();
    void errorsNameThePlaceAndWhatWasExpected_data();
    void errorsNameThePlaceAndWhatWasExpected();
    void nestingIsAllowedTo512Levels();
    void aMillionLevelsAreRefusedAtOnce();
    void bracketsInStringsAreNoLevels();
    void valuesOfAnyDepthCanBeWrittenAndDestroyed();
    void duplicateKeysAreKeptAndReported();
    void strictParsingRefusesDuplicateKeysByPath();
    void aMillionKeysAreFast();
    void oneObjectCanBeReadFromSeveralThreads();
    void pointersFindValues();
    void pointerTokensAreEscaped();
    void equivalenceLooksAtNumbersByValueAndNotAtOrder();
};

namespace {

Json parsed(QByteArrayView text)
{
    auto json = Json::parse(text);
    if (!json)
        qFatal("%s", qPrintable(json.error().text));
    return *json;
}

} // namespace

void JsonTest::aValueIsSixteenBytes()
{
    QCOMPARE(sizeof(Json), std::size_t(16));
}

void JsonTest::gettersAnswerWrongTypesWithTheFallback()
{
    const Json json = parsed(R"({"text":"t","number":7,"list":[1,"two",null],"yes":true,"nothing":null})");
    QCOMPARE(json.value("text").toInt(-1), -1);
    QCOMPARE(json.value("text").toDouble(0.5), 0.5);
    QCOMPARE(json.value("text").toBool(true), true);
    QCOMPARE(json.value("number").toString(u"none"_s), u"none"_s);
    QCOMPARE(json.value("yes").toBool(), true);
    QVERIFY(json.value("absent").isNull());
    QVERIFY(json.value("text").value("deeper").isNull());
    QVERIFY(json.value("list").at(9).isNull());
    QVERIFY(json.value("list").at(-1).isNull());
    QVERIFY(!json.contains("absent"));
    QVERIFY(json.contains("nothing"));
    QCOMPARE(json.value("list").toStringList(), QStringList{u"two"_s});
    QCOMPARE(json.size(), 5);
    QCOMPARE(json.value("text").size(), 0);
    QVERIFY(json.value("text").items().empty());
    QVERIFY(json.value("text").members().empty());
    QVERIFY(json.value("yes").utf8().isEmpty());
}

void JsonTest::membersKeepTheirOrder()
{
    const QByteArray text = R"({"z":1,"a":{"y":2,"b":3},"m":[{"x":1,"c":2}]})";
    QCOMPARE(parsed(text).toBytes(), text);
}

void JsonTest::insertReplacesInPlaceAndAppendsNewKeys()
{
    Json json = parsed(R"({"b":1,"a":2})");
    json.insert("b", "new");
    json.insert("c", nullptr);
    QCOMPARE(json.toBytes(), QByteArray(R"({"b":"new","a":2,"c":null})"));
    QVERIFY(json.remove("a"));
    QVERIFY(!json.remove("a"));
    QCOMPARE(json.toBytes(), QByteArray(R"({"b":"new","c":null})"));

    Json made;
    made.insert("first", 1);
    QCOMPARE(made.toBytes(), QByteArray(R"({"first":1})"));
    QCOMPARE(Json::object({{"a", 1}, {"b", 2}, {"a", 3}}).toBytes(), QByteArray(R"({"a":3,"b":2})"));

    Json list = Json::array({1, 2});
    list.insertAt(0, 0);
    list.insertAt(99, 3);
    list.replaceAt(1, "one");
    list.replaceAt(99, "nowhere");
    list.removeAt(2);
    list.removeAt(99);
    QCOMPARE(list.toBytes(), QByteArray(R"([0,"one",3])"));
}

void JsonTest::changingACopyLeavesTheOriginal()
{
    const Json original = parsed(R"({"data":{"list":[1,2,3],"title":"a title of some length"}})");
    const QByteArray before = original.toBytes();
    Json copy = original;
    Json data = copy.value("data");
    Json list = data.value("list");
    list.append(4);
    data.insert("list", list);
    data.remove("title");
    copy.insert("data", data);
    QCOMPARE(original.toBytes(), before);
    QCOMPARE(copy.toBytes(), QByteArray(R"({"data":{"list":[1,2,3,4]}})"));
    QVERIFY(original != copy);
}

void JsonTest::valuesOfAValueCanBePutIntoIt()
{
    Json json = parsed(R"({"a":{"b":"a text that is not kept inline"}})");
    json.insert("a", json.value("a").value("b"));
    QCOMPARE(json.value("a").toString(), u"a text that is not kept inline"_s);
    json.insert("itself", json);
    QCOMPARE(json.value("itself").size(), 1);
    Json list = Json::array({Json::array({1})});
    list.append(list.at(0));
    list.replaceAt(0, list);
    QCOMPARE(list.toBytes(), QByteArray("[[[1],[1]],[1]]"));
    json = json.value("a");
    QCOMPARE(json.toString(), u"a text that is not kept inline"_s);
}

void JsonTest::numbersKeepTheirLiteral_data()
{
    QTest::addColumn<QByteArray>("literal");
    for (const char *literal : {"0", "-0", "1.10", "9007199254740993", "18446744073709551615", "-9223372036854775809", "1e400", "1E+2", "-1.5e-3",
                                "123456789012345678901234567890.123456789012345678901234567890", "0.1e-0000000000000000000000000000001"})
        QTest::newRow(literal) << QByteArray(literal);
}

void JsonTest::numbersKeepTheirLiteral()
{
    QFETCH(const QByteArray, literal);
    QCOMPARE(parsed(literal).toBytes(), literal);
    QCOMPARE(parsed("[" + literal + "]").toBytes(), "[" + literal + "]");
    QCOMPARE(Json::number(literal).toBytes(), literal);
    for (const char *broken : {"", "-", "+1", "01", "1.", ".5", "1e", "1e+", "NaN", "0x1", "1 "})
        QVERIFY2(Json::number(broken).isNull(), broken);
}

void JsonTest::integersAreReadFromEveryNotation_data()
{
    QTest::addColumn<QByteArray>("literal");
    QTest::addColumn<qint64>("expected");
    QTest::newRow("whole") << QByteArray("42") << qint64(42);
    QTest::newRow("largest") << QByteArray("9223372036854775807") << std::numeric_limits<qint64>::max();
    QTest::newRow("smallest") << QByteArray("-9223372036854775808") << std::numeric_limits<qint64>::min();
    QTest::newRow("largest with a fraction") << QByteArray("9223372036854775807.0") << std::numeric_limits<qint64>::max();
    QTest::newRow("one more") << QByteArray("9223372036854775808") << qint64(-7);
    QTest::newRow("2^53 + 1") << QByteArray("9007199254740993.0") << qint64(9007199254740993);
    QTest::newRow("fraction of zero") << QByteArray("1.0") << qint64(1);
    QTest::newRow("exponent") << QByteArray("1e3") << qint64(1000);
    QTest::newRow("shifted") << QByteArray("-1200e-2") << qint64(-12);
    QTest::newRow("minus zero") << QByteArray("-0.0e5") << qint64(0);
    QTest::newRow("a half") << QByteArray("0.5") << qint64(-7);
    QTest::newRow("nearly whole") << QByteArray("9007199254740990.9") << qint64(-7);
    QTest::newRow("huge") << QByteArray("1e400") << qint64(-7);
    QTest::newRow("tiny") << QByteArray("1e-400") << qint64(-7);
    QTest::newRow("absurd") << QByteArray("1e99999999999999999999999") << qint64(-7);
}

void JsonTest::integersAreReadFromEveryNotation()
{
    QFETCH(const QByteArray, literal);
    QFETCH(const qint64, expected);
    QCOMPARE(parsed(literal).toInt(-7), expected);
}

void JsonTest::doublesBeyondTheRangeAreInfiniteOrZero()
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    QCOMPARE(parsed("1.10").toDouble(), 1.1);
    QCOMPARE(parsed("1e400").toDouble(), kInfinity);
    QCOMPARE(parsed("-1e400").toDouble(), -kInfinity);
    QCOMPARE(parsed("1e-400").toDouble(), 0.0);
    QCOMPARE(parsed("-1e-400").toDouble(), 0.0);
    QCOMPARE(parsed(QByteArray(400, '9') + "e-10").toDouble(), kInfinity);
    QCOMPARE(parsed("0." + QByteArray(400, '0') + "1").toDouble(), 0.0);
    QCOMPARE(parsed("5e-324").toDouble(), std::numeric_limits<double>::denorm_min());
}

void JsonTest::doublesAreWrittenInTheirShortestForm()
{
    QCOMPARE(Json(0.1).toBytes(), QByteArray("0.1"));
    QCOMPARE(Json(3.0).toBytes(), QByteArray("3"));
    QCOMPARE(Json(std::numeric_limits<double>::max()).toDouble(), std::numeric_limits<double>::max());
    QVERIFY(Json(std::numeric_limits<double>::quiet_NaN()).isNull());
    QVERIFY(Json(std::numeric_limits<double>::infinity()).isNull());
    QCOMPARE(Json(std::numeric_limits<quint64>::max()).toBytes(), QByteArray("18446744073709551615"));
    QCOMPARE(Json(std::numeric_limits<qint64>::min()).toBytes(), QByteArray("-9223372036854775808"));
}

void JsonTest::textIsEscapedOnlyWhereItMust()
{
    const Json json(u"\"\\/\b\f\n\r\t\u0001\u001f\u007f é \u2028 😀"_s);
    const QByteArray text = json.toBytes();
    QCOMPARE(text, QByteArray("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f \xc3\xa9 \xe2\x80\xa8 \xf0\x9f\x98\x80\""));
    QCOMPARE(parsed(text), json);
    QCOMPARE(parsed(R"("\u00e9\/\ud83d\ude00")").toBytes(), QByteArray("\"\xc3\xa9/\xf0\x9f\x98\x80\""));
    const QByteArray many(10'000, '\x01');
    QCOMPARE(parsed(Json(many).toBytes()).utf8(), many);
}

void JsonTest::escapedNulSurvives()
{
    const QByteArray text = R"({"a\u0000b":"x\u0000y and then some more text"})";
    const Json json = parsed(text);
    QCOMPARE(json.toBytes(), text);
    QCOMPARE(json.members()[0].key, QByteArray("a\0b", 3));
    QCOMPARE(json.value(QByteArrayView("a\0b", 3)).toString().size(), 27);
    QVERIFY(!json.contains("a"));
}

void JsonTest::prettyTextIsIndentedByTwoSpaces()
{
    const Json json = parsed(R"({"id":"ctx","none":[],"empty":{},"list":[1,{"a":null}]})");
    const QByteArray pretty = R"({
  "id": "ctx",
  "none": [],
  "empty": {},
  "list": [
    1,
    {
      "a": null
    }
  ]
})";
    QCOMPARE(json.toBytes(Json::Format::Pretty), pretty);
    QCOMPARE(parsed(pretty), json);
}

void JsonTest::textIsAppendedToWhatIsThere()
{
    QByteArray out = "{}\n";
    const QByteArray shared = out;
    parsed("[1,2]").write(out);
    QCOMPARE(out, QByteArray("{}\n[1,2]"));
    QCOMPARE(shared, QByteArray("{}\n"));
}

void JsonTest::errorsNameThePlaceAndWhatWasExpected_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("offset");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("says");
    QTest::newRow("nothing") << QByteArray() << u"json.syntax"_s << 0 << 1 << 1 << u"ends too early"_s;
    QTest::newRow("no comma") << QByteArray("{\n  \"a\": 1\n  \"b\": 2\n}") << u"json.syntax"_s << 13 << 3 << 3 << u"\",\" or \"}\""_s;
    QTest::newRow("no colon") << QByteArray("{\"a\" 1}") << u"json.syntax"_s << 5 << 1 << 6 << u"\":\""_s;
    QTest::newRow("comma before the end") << QByteArray("[1,]") << u"json.syntax"_s << 3 << 1 << 4 << u"value"_s;
    QTest::newRow("key without quotes") << QByteArray("{a:1}") << u"json.syntax"_s << 1 << 1 << 2 << u"key in double quotes"_s;
    QTest::newRow("two values") << QByteArray("1 2") << u"json.syntax"_s << 2 << 1 << 3 << u"follows the value"_s;
    QTest::newRow("cut off") << QByteArray("{\"a\":[1,") << u"json.syntax"_s << 8 << 1 << 9 << u"ends too early"_s;
    QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf{}") << u"json.encoding"_s << 0 << 1 << 1 << u"byte order mark"_s;
    QTest::newRow("UTF-16") << QByteArray("\xff\xfe{\0}\0", 6) << u"json.encoding"_s << 0 << 1 << 1 << u"UTF-8"_s;
    QTest::newRow("not UTF-8") << QByteArray("[\"\xff\"]") << u"json.encoding"_s << 2 << 1 << 3 << u"UTF-8"_s;
    QTest::newRow("lone surrogate") << QByteArray(R"(["\ud800x"])") << u"json.encoding"_s << 8 << 1 << 9 << u"surrogate"_s;
    QTest::newRow("encoded surrogate") << QByteArray("[\"\xed\xa0\x80\"]") << u"json.encoding"_s << 3 << 1 << 4 << u"UTF-8"_s;
    QTest::newRow("control character") << QByteArray("[\"a\nb\"]") << u"json.syntax"_s << 3 << 1 << 4 << u"escaped"_s;
}

void JsonTest::errorsNameThePlaceAndWhatWasExpected()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, code);
    QFETCH(const QString, says);
    const auto json = Json::parse(text);
    QVERIFY(!json);
    const Error &error = json.error();
    QCOMPARE(errorCodeName(error.code), code);
    QVERIFY2(error.text.contains(says), qPrintable(error.text));
    QTEST(static_cast<int>(error.detail.value("offset").toInt(-1)), "offset");
    QTEST(static_cast<int>(error.detail.value("line").toInt(-1)), "line");
    QTEST(static_cast<int>(error.detail.value("column").toInt(-1)), "column");
}

void JsonTest::nestingIsAllowedTo512Levels()
{
    const QByteArray deepest = QByteArray(512, '[') + QByteArray(512, ']');
    QCOMPARE(parsed(deepest).toBytes(), deepest);
    const QByteArray tooDeep = '[' + deepest + ']';
    const auto refused = Json::parse(tooDeep);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::JsonDepth);
    QCOMPARE(refused.error().detail.value("offset").toInt(), 512);
}

void JsonTest::aMillionLevelsAreRefusedAtOnce()
{
    const QByteArray text(1'000'000, '[');
    qint64 fastest = std::numeric_limits<qint64>::max();
    for (int times = 0; times < 5; ++times) {
        QElapsedTimer timer;
        timer.start();
        const auto json = Json::parse(text);
        fastest = std::min(fastest, timer.elapsed());
        QVERIFY(!json);
        QCOMPARE(json.error().code, ErrorCode::JsonDepth);
    }
    QVERIFY2(fastest <= 50, qPrintable(QString::number(fastest)));
}

void JsonTest::bracketsInStringsAreNoLevels()
{
    const QByteArray text = "[\"" + QByteArray(2000, '[') + "\\\"" + QByteArray(2000, '{') + "\\\\\",[]]";
    QCOMPARE(parsed(text).toBytes(), text);
    const QByteArray wide = '[' + QByteArray("{},").repeated(5000) + "[]]";
    QCOMPARE(parsed(wide).toBytes(), wide);
}

void JsonTest::valuesOfAnyDepthCanBeWrittenAndDestroyed()
{
    constexpr int kLevels = 300'000;
    Json json;
    for (int i = 0; i < kLevels; ++i) {
        Json outer = i % 2 ? Json::array() : Json::object();
        if (i % 2)
            outer.append(json);
        else
            outer.insert("k", json);
        json = outer;
    }
    const Json copy = json;
    QCOMPARE(json.toBytes().size(), kLevels / 2 * 2 + kLevels / 2 * 6 + 4);
    json = Json();
    QVERIFY(copy.isArray());
}

void JsonTest::duplicateKeysAreKeptAndReported()
{
    const QByteArray text = R"({"a":1,"b":[{"x/y":1,"x/y":2}],"a":{"c":1,"c":2}})";
    JsonReport report;
    const auto json = Json::parse(text, &report);
    QVERIFY(json);
    QCOMPARE(json->toBytes(), text);
    QCOMPARE(report.duplicateKeys, (QList<QByteArray>{"/b/0/x~1y", "/a", "/a/c"}));
    QVERIFY(json->value("a").isObject());

    QByteArray many = "{";
    for (int i = 0; i < 300; ++i)
        many += "\"k" + QByteArray::number(i % 150) + "\":" + QByteArray::number(i) + ',';
    many.back() = '}';
    JsonReport manyReport;
    const auto large = Json::parse(many, &manyReport);
    QVERIFY(large);
    QCOMPARE(manyReport.duplicateKeys.size(), 100);
    QCOMPARE(manyReport.duplicateKeys.first(), QByteArray("/k0"));
    QCOMPARE(large->value("k7").toInt(), 157);
    QCOMPARE(large->toBytes(), many);
    Json changed = *large;
    QVERIFY(changed.remove("k7"));
    QVERIFY(!changed.contains("k7"));
    QCOMPARE(changed.size(), 298);
}

void JsonTest::strictParsingRefusesDuplicateKeysByPath()
{
    QVERIFY(Json::parseStrict(R"({"a":1,"A":2,"b":{"a":3}})"));
    const auto refused = Json::parseStrict("{\"a\":1,\n\"b\":[{\"x\":1,\"\\u0078\":2}]}");
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::JsonDuplicateKey);
    QCOMPARE(refused.error().detail.value("path").toString(), u"/b/0/x"_s);
    QCOMPARE(refused.error().detail.value("line").toInt(), 2);
    QVERIFY(refused.error().text.contains(u"/b/0/x"_s));
}

void JsonTest::aMillionKeysAreFast()
{
    constexpr int kKeys = 1'000'000;
    QByteArray text = "{";
    for (int i = 0; i < kKeys; ++i)
        text += "\"key" + QByteArray::number(i) + "\":" + QByteArray::number(i) + ',';
    text.back() = '}';
    const std::clock_t begin = std::clock(); // of this process alone: other work on the machine does not count
    const auto json = Json::parseStrict(text);
    QVERIFY(json);
    Json made = Json::object();
    qint64 sum = 0;
    for (int i = 0; i < kKeys; ++i) {
        const QByteArray key = "key" + QByteArray::number(kKeys - 1 - i);
        sum += json->value(key).toInt();
        made.insert(key, i);
    }
    QCOMPARE(sum, qint64(kKeys) * (kKeys - 1) / 2);
    QCOMPARE(made.size(), kKeys);
    QCOMPARE(made.value("key0").toInt(), kKeys - 1);
    Json changed = *json;
    changed.insert("key500000", "changed");
    QCOMPARE(changed.value("key500000").toString(), u"changed"_s);
    QCOMPARE(json->value("key500000").toInt(), 500'000);
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    QVERIFY2(seconds < 20, qPrintable(QString::number(seconds)));
    QCOMPARE(json->toBytes(), text);
}

void JsonTest::oneObjectCanBeReadFromSeveralThreads()
{
    for (int round = 0; round < 20; ++round) {
        Json made = Json::object();
        Json parsedOnce = Json::object();
        for (int i = 0; i < 400; ++i)
            made.insert("key" + QByteArray::number(i), i);
        parsedOnce = parsed(made.toBytes()); // without an index yet
        std::atomic<int> wrong = 0;
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([json = parsedOnce, &wrong, t] {
                for (int i = 0; i < 400; ++i) {
                    const int at = (i + t * 100) % 400;
                    if (json.value("key" + QByteArray::number(at)).toInt(-1) != at)
                        ++wrong;
                }
                Json own = json;
                own.insert("key0", t);
                if (own.value("key0").toInt() != t || json.value("key0").toInt() != 0)
                    ++wrong;
            });
        }
        threads.clear();
        QCOMPARE(wrong.load(), 0);
    }
}

void JsonTest::pointersFindValues()
{
    const Json json = parsed(R"({"foo":["bar","baz"],"":0,"a/b":1,"m~n":8,"k":{"0":true}})");
    QCOMPARE(json.find(""), &json);
    QCOMPARE(json.find("/foo/0")->toString(), u"bar"_s);
    QCOMPARE(json.find("/")->toInt(-1), 0);
    QCOMPARE(json.find("/a~1b")->toInt(), 1);
    QCOMPARE(json.find("/m~0n")->toInt(), 8);
    QCOMPARE(json.find("/k/0")->toBool(), true);
    for (const char *nowhere :
         {"foo", "/foo/2", "/foo/-", "/foo/00", "/foo/+1", "/foo/-0", "/foo/", "/foo/0/x", "/none", "/a~2b", "/~", "/foo/99999999999999999999"})
        QVERIFY2(json.find(nowhere) == nullptr, nowhere);
}

void JsonTest::pointerTokensAreEscaped()
{
    QCOMPARE(escapePointerToken("~1/"), QByteArray("~01~1"));
    QCOMPARE(splitPointer("/~01~1/").value(), (QList<QByteArray>{"~1/", ""}));
    QVERIFY(splitPointer("").value().isEmpty());
    QCOMPARE(splitPointer("a").error().code, ErrorCode::JsonPath);
    QCOMPARE(splitPointer("/~2").error().code, ErrorCode::JsonPath);
}

void JsonTest::equivalenceLooksAtNumbersByValueAndNotAtOrder()
{
    const Json a = parsed(R"({"x":1.10,"y":[1e2,true]})");
    QVERIFY(a.isEquivalent(parsed(R"({"y":[100,true],"x":1.1})")));
    QVERIFY(!(a == parsed(R"({"y":[1e2,true],"x":1.10})")));
    QVERIFY(!a.isEquivalent(parsed(R"({"x":1.10,"y":[true,1e2]})")));
    QVERIFY(!parsed("9007199254740993").isEquivalent(parsed("9007199254740992")));
    QVERIFY(!parsed("1e400").isEquivalent(parsed("1e401")));
    QVERIFY(parsed("-0").isEquivalent(parsed("0.0")));
    QVERIFY(!parsed("1").isEquivalent(parsed("\"1\"")));
    const Json twice = parsed(R"({"a":1,"a":2})"); // of duplicates the last one counts
    QVERIFY(twice.isEquivalent(twice));
    QVERIFY(twice.isEquivalent(parsed(R"({"a":2})")));
    QVERIFY(!twice.isEquivalent(parsed(R"({"a":1})")));
    QVERIFY(!twice.isEquivalent(parsed(R"({"a":2,"b":1})")));
    QVERIFY(!parsed("{}").isEquivalent(twice));
}

QTEST_APPLESS_MAIN(JsonTest)
#include "tst_json.moc"
