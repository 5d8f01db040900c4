// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/jsonschema.h"

#include <QElapsedTimer>
#include <QTest>

#include <thread>
#include <vector>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

Json json(const QByteArray &text)
{
    return Json::parse(text).value_or(Json("not JSON"));
}

/// One line a problem: "/path keyword: message".
QStringList problems(const QByteArray &schema, const Json &value)
{
    const auto compiled = JsonSchema::compile(json(schema));
    if (!compiled)
        return {compiled.error().text};
    QStringList lines;
    for (const SchemaProblem &problem : compiled->check(value))
        lines.append(u"%1 %2: %3"_s.arg(QString::fromUtf8(problem.path), QString::fromUtf8(problem.keyword), problem.message));
    return lines;
}

} // namespace

class TestJsonSchema : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decides_data();
    void decides();
    void tellsEveryProblemInPlainWords_data();
    void tellsEveryProblemInPlainWords();
    void refusesWrongSchemasWithThePlace_data();
    void refusesWrongSchemasWithThePlace();
    void theEmptySchemaAcceptsEverything();
    void longTextsAndSlowPatternsEnd();
    void deepSchemasAndValuesEnd();
    void anExplodingSchemaGivesUp();
    void manyItemsAreCheckedInTime();
    void oneSchemaServesSeveralThreads();
};

void TestJsonSchema::decides_data()
{
    QTest::addColumn<QByteArray>("schema");
    QTest::addColumn<QByteArray>("valid"); // a list of values
    QTest::addColumn<QByteArray>("invalid");
    const auto row = [](const char *name, const char *schema, const char *valid, const char *invalid) {
        QTest::newRow(name) << QByteArray(schema) << QByteArray(valid) << QByteArray(invalid);
    };
    row("true", "true", "[1,null,{}]", "[]");
    row("false", "false", "[]", "[1,null,{}]");
    row("unknown keywords", R"({"colour":"red","format":"email"})", R"([1,"x"])", "[]");
    row("type", R"({"type":"string"})", R"(["","a"])", "[1,null,true,[],{}]");
    row("integer", R"({"type":"integer"})", "[1,1.0,1e3,-0,12345678901234567890123,1e400]", R"([1.5,1e-1,"1"])");
    row("types", R"({"type":["number","null"]})", "[1.5,null]", R"(["a",true])");
    row("enum", R"({"enum":[1,"a",{"x":[1.0]}]})", R"([1.0,"a",{"x":[1]}])", R"([2,"b",{"x":[2]},{"x":1}])");
    row("enum of null", R"({"enum":[null]})", "[null]", "[0,false]");
    row("const", R"({"const":{"a":1,"b":2}})", R"([{"b":2,"a":1.0}])", R"([{"a":1},null])");
    row("const null", R"({"const":null})", "[null]", "[0]");
    row("const and large numbers", R"({"const":9007199254740993})", "[9007199254740993,9007199254740993.0]", "[9007199254740992,9007199254740994]");
    row("multipleOf", R"({"multipleOf":0.01})", "[0,0.07,4.02,-1.11,1e10,1E400]", "[0.001,4.025,1e-400]");
    row("multipleOf whole", R"({"multipleOf":3})", "[9,9.0,-3,3e5,12345678901234567890]", "[10,1.5,12345678901234567891]");
    row("multipleOf mixed", R"({"multipleOf":2.5})", "[5,7.5,1e2]", "[1,2,5.1]");
    row("minimum", R"({"minimum":1.1})", "[1.1,1.10,2,1e400]", "[1.0999,0,-1e400]");
    row("maximum", R"({"maximum":18446744073709551615})", "[18446744073709551615,0]", "[18446744073709551616]");
    row("exclusive", R"({"exclusiveMinimum":0,"exclusiveMaximum":1})", "[0.5,1e-400]", "[0,-0.0,1,1.0]");
    row("numbers only", R"({"minimum":5,"multipleOf":2})", R"(["a",null])", "[4,7]");
    row("length", R"({"minLength":2,"maxLength":3})", R"(["ab","äöü","😀😀",5])", R"(["a","abcd","😀"])");
    row("pattern", R"({"pattern":"^[a-z]+$"})", R"(["abc",5])", R"(["","aB","abc\n"])");
    row("pattern unanchored", R"({"pattern":"b"})", R"(["abc"])", R"(["ac"])");
    row("pattern with escape", R"({"pattern":"^\\u00e4[$]\\$$"})", R"(["ä$$"])", R"(["a$$"])");
    row("pattern digits", R"({"pattern":"^\\d$"})", R"(["5"])", R"(["٥"])");
    row("items", R"({"items":{"type":"integer"}})", R"([[],[1,2],"x"])", R"([[1,"a"]])");
    row("prefixItems", R"({"prefixItems":[{"type":"integer"},{"type":"string"}],"items":false})", R"([[],[1],[1,"a"]])", R"([["a"],[1,"a",2]])");
    row("contains", R"({"contains":{"const":1}})", "[[0,1],[1]]", "[[],[0]]");
    row("contains counted", R"({"contains":{"const":1},"minContains":2,"maxContains":3})", "[[1,1],[1,0,1,1]]", "[[1],[1,1,1,1]]");
    row("contains none", R"({"contains":{"const":1},"minContains":0})", "[[],[0]]", "[]");
    row("count of items", R"({"minItems":1,"maxItems":2})", "[[1],[1,2]]", "[[],[1,2,3]]");
    row("uniqueItems", R"({"uniqueItems":true})", R"([[1,"1",true],[{"a":1},{"a":2}],[[1],[2]],[0,false],[9007199254740993,9007199254740992]])",
        R"([[1,1.0],[{"a":1,"b":2},{"b":2,"a":1}],[[1],[1.0]],[null,null],[0,-0.0]])");
    row("properties", R"({"properties":{"a":{"type":"integer"}}})", R"([{"a":1},{},{"b":"x"},3])", R"([{"a":"x"}])");
    row("patternProperties", R"({"patternProperties":{"^x_":{"type":"integer"}},"additionalProperties":false})", R"([{"x_a":1}])",
        R"([{"x_a":"b"},{"y":1}])");
    row("additionalProperties", R"({"properties":{"a":true},"additionalProperties":{"type":"string"}})", R"([{"a":1,"b":"x"}])", R"([{"b":1}])");
    row("propertyNames", R"({"propertyNames":{"maxLength":2}})", R"([{"ab":1}])", R"([{"abc":1}])");
    row("required", R"({"required":["a"]})", R"([{"a":null},[],"x"])", "[{}]");
    row("dependentRequired", R"({"dependentRequired":{"a":["b"]}})", R"([{},{"b":1},{"a":1,"b":2}])", R"([{"a":1}])");
    row("dependentSchemas", R"({"dependentSchemas":{"a":{"required":["b"]}}})", R"([{},{"a":1,"b":1}])", R"([{"a":1}])");
    row("count of members", R"({"minProperties":1,"maxProperties":2})", R"([{"a":1}])", R"([{},{"a":1,"b":2,"c":3}])");
    row("allOf", R"({"allOf":[{"minimum":1},{"maximum":3}]})", "[2]", "[0,4]");
    row("anyOf", R"({"anyOf":[{"type":"string"},{"minimum":3}]})", R"(["a",3])", "[2]");
    row("oneOf", R"({"oneOf":[{"multipleOf":2},{"multipleOf":3}]})", "[2,3]", "[6,5]");
    row("not", R"({"not":{"type":"string"}})", "[1]", R"(["a"])");
    row("if then else", R"({"if":{"properties":{"k":{"const":"a"}},"required":["k"]},"then":{"required":["x"]},"else":{"required":["y"]}})",
        R"([{"k":"a","x":1},{"k":"b","y":1},{"y":1}])", R"([{"k":"a","y":1},{"k":"b","x":1}])");
    row("then without if", R"({"then":false})", "[1]", "[]");
    row("$ref", R"({"$defs":{"positive":{"exclusiveMinimum":0}},"properties":{"a":{"$ref":"#/$defs/positive"}}})", R"([{"a":1}])", R"([{"a":0}])");
    row("$ref beside others", R"({"$defs":{"n":{"type":"number"}},"$ref":"#/$defs/n","minimum":2})", "[2]", R"([1,"a"])");
    row("$anchor", R"({"$defs":{"x":{"$anchor":"here","type":"string"}},"$ref":"#here"})", R"(["a"])", "[1]");
    row("$id", R"({"$id":"https://example.org/s","$defs":{"x":{"type":"string"}},"items":{"$ref":"https://example.org/s#/$defs/x"}})", R"([["a"]])",
        "[[1]]");
    row("$ref escaped", R"({"$defs":{"a/b ~":{"type":"string"}},"$ref":"#/$defs/a~1b%20~0"})", R"(["a"])", "[1]");
    row("$ref to any place", R"({"properties":{"a":{"type":"string"},"b":{"$ref":"#/properties/a"}}})", R"([{"b":"x"}])", R"([{"b":1}])");
    row("$ref outside keywords", R"({"x-parts":{"p":{"type":"string"}},"$ref":"#/x-parts/p"})", R"(["a"])", "[1]");
    row("recursion", R"({"type":"object","properties":{"next":{"$ref":"#"}},"additionalProperties":false})", R"([{},{"next":{"next":{}}}])",
        R"([{"next":{"next":{"x":1}}},{"next":1}])");
    row("tree",
        R"({"$ref":"#/$defs/node","$defs":{"node":{"type":"object","required":["v"],"properties":{"children":{"items":{"$ref":"#/$defs/node"}}}}}})",
        R"([{"v":1,"children":[{"v":2,"children":[]}]}])", R"([{"v":1,"children":[{"v":2,"children":[{}]}]}])");
    row("unevaluatedProperties", R"({"allOf":[{"properties":{"a":true}}],"properties":{"b":true},"unevaluatedProperties":false})",
        R"([{"a":1,"b":2}])", R"([{"c":1}])");
    row("unevaluated with anyOf",
        R"({"anyOf":[{"properties":{"a":{"const":1}},"required":["a"]},{"properties":{"b":{"const":1}},"required":["b"]}],"unevaluatedProperties":false})",
        R"([{"a":1},{"b":1},{"a":1,"b":1}])", R"([{"a":1,"b":2},{"a":1,"c":1}])");
    row("unevaluated with if",
        R"({"if":{"properties":{"a":{"const":1}},"required":["a"]},"then":{"properties":{"b":true}},"else":{"properties":{"c":true}},"unevaluatedProperties":false})",
        R"([{"a":1,"b":1},{"c":1}])", R"([{"a":1,"c":1},{"a":2,"c":1},{"b":1}])");
    row("unevaluated with $ref", R"({"$defs":{"x":{"properties":{"a":true}}},"$ref":"#/$defs/x","unevaluatedProperties":false})", R"([{"a":1}])",
        R"([{"b":1}])");
    row("unevaluated and not", R"({"not":{"not":{"properties":{"a":true}}},"unevaluatedProperties":false})", "[{}]", R"([{"a":1}])");
    row("unevaluated with a schema", R"({"properties":{"a":true},"unevaluatedProperties":{"type":"integer"}})", R"([{"a":"x","b":1}])",
        R"([{"b":"x"}])");
    row("nested unevaluated", R"({"allOf":[{"properties":{"a":true},"unevaluatedProperties":true}],"unevaluatedProperties":false})",
        R"([{"a":1,"b":2}])", "[]");
    row("unevaluatedItems", R"({"allOf":[{"prefixItems":[true]}],"unevaluatedItems":false})", "[[],[1]]", "[[1,2]]");
    row("unevaluatedItems and contains", R"({"prefixItems":[true],"contains":{"type":"string"},"unevaluatedItems":false})", R"([[1,"a"],["a"]])",
        R"([[1,"a",2]])");
    row("duplicate keys are all checked", R"({"properties":{"a":{"type":"integer"}}})", R"([{"a":1,"a":2}])", R"([{"a":"x","a":2}])");
}

void TestJsonSchema::decides()
{
    QFETCH(QByteArray, schema);
    QFETCH(QByteArray, valid);
    QFETCH(QByteArray, invalid);
    const Json good = json(valid);
    const Json bad = json(invalid);
    QVERIFY(good.isArray());
    QVERIFY(bad.isArray());
    for (const Json &value : good.items())
        QVERIFY2(problems(schema, value).isEmpty(), qPrintable(QString::fromUtf8(value.toBytes()) + problems(schema, value).join(u'|')));
    for (const Json &value : bad.items())
        QVERIFY2(!problems(schema, value).isEmpty(), value.toBytes().constData());
}

void TestJsonSchema::tellsEveryProblemInPlainWords_data()
{
    QTest::addColumn<QByteArray>("schema");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QStringList>("lines");
    const auto row = [](const char *name, const char *schema, const char *value, const QStringList &lines) {
        QTest::newRow(name) << QByteArray(schema) << QByteArray(value) << lines;
    };
    row("several",
        R"({"type":"object","required":["title","tone"],"properties":{"n":{"type":"integer","minimum":1},"l":{"items":{"type":"string"}}},"additionalProperties":false})",
        R"({"n":0,"l":["a",5,null],"x":1})",
        {u" required: is missing \"title\""_s, u" required: is missing \"tone\""_s, u"/n minimum: must be at least 1"_s,
         u"/l/1 type: must be a text, not a number"_s, u"/l/2 type: must be a text, not empty (null)"_s,
         u"/x additionalProperties: is not expected here; known are \"n\" and \"l\""_s});
    row("type", R"({"type":["string","array"]})", "{}", {u" type: must be a text or a list, not an object"_s});
    row("fraction", R"({"type":"integer"})", "1.5", {u" type: must be a whole number, not 1.5"_s});
    row("enum", R"({"enum":["a","b"]})", R"("c")", {u" enum: must be one of \"a\", \"b\""_s});
    row("empty text", R"({"minLength":1})", R"("")", {u" minLength: must not be empty"_s});
    row("one character", R"({"maxLength":1})", R"("ab")", {u" maxLength: must have at most 1 character"_s});
    row("any of types", R"({"anyOf":[{"type":"string"},{"type":"number"}]})", "[]", {u" anyOf: must be a number or a text, not a list"_s});
    row("one of constants", R"({"oneOf":[{"const":"a","title":"A"},{"const":"b"}]})", R"("c")", {u" oneOf: must be one of \"a\", \"b\""_s});
    row("nearest form", R"({"anyOf":[{"type":"string"},{"type":"object","required":["k"]}]})", "{}",
        {u" anyOf: fits none of the 2 allowed forms; to fit the nearest, it is missing \"k\""_s});
    row("two forms", R"({"oneOf":[{},true]})", "1", {u" oneOf: fits 2 of the allowed forms, and must fit only one"_s});
    row("name", R"({"propertyNames":{"pattern":"^[a-z]+$"}})", R"({"A/b":1})",
        {u"/A~1b propertyNames: its name must match the pattern \"^[a-z]+$\""_s});
    row("twice", R"({"uniqueItems":true})", "[1,2,1]", {u"/2 uniqueItems: stands in the list twice"_s});
    row("needs", R"({"dependentRequired":{"a":["b"]}})", R"({"a":1})", {u" dependentRequired: is missing \"b\", which \"a\" needs"_s});
}

void TestJsonSchema::tellsEveryProblemInPlainWords()
{
    QFETCH(QByteArray, schema);
    QFETCH(QByteArray, value);
    QTEST(problems(schema, json(value)), "lines");
}

void TestJsonSchema::refusesWrongSchemasWithThePlace_data()
{
    QTest::addColumn<QByteArray>("schema");
    QTest::addColumn<QString>("path");
    const auto row = [](const char *schema, const QString &path) { QTest::newRow(schema) << QByteArray(schema) << path; };
    row("1", u""_s);
    row(R"({"type":"text"})", u"/type"_s);
    row(R"({"type":[]})", u"/type"_s);
    row(R"({"type":5})", u"/type"_s);
    row(R"({"properties":{"a/b":{"minimum":"x"}}})", u"/properties/a~1b/minimum"_s);
    row(R"({"properties":[]})", u"/properties"_s);
    row(R"({"required":"a"})", u"/required"_s);
    row(R"({"required":[1]})", u"/required"_s);
    row(R"({"minLength":-1})", u"/minLength"_s);
    row(R"({"maxItems":1.5})", u"/maxItems"_s);
    row(R"({"multipleOf":0})", u"/multipleOf"_s);
    row(R"({"multipleOf":-2})", u"/multipleOf"_s);
    row(R"({"exclusiveMinimum":true})", u"/exclusiveMinimum"_s);
    row(R"({"items":[{}]})", u"/items"_s);
    row(R"({"items":5})", u"/items"_s);
    row(R"({"allOf":[]})", u"/allOf"_s);
    row(R"({"anyOf":{}})", u"/anyOf"_s);
    row(R"({"oneOf":[true,3]})", u"/oneOf/1"_s);
    row(R"({"pattern":"("})", u"/pattern"_s);
    row(R"({"pattern":3})", u"/pattern"_s);
    row(R"({"patternProperties":{"[":true}})", u"/patternProperties/["_s);
    row(R"({"enum":"a"})", u"/enum"_s);
    row(R"({"uniqueItems":1})", u"/uniqueItems"_s);
    row(R"({"$ref":"#/$defs/none"})", u"/$ref"_s);
    row(R"({"$ref":"https://example.org/other"})", u"/$ref"_s);
    row(R"({"$ref":5})", u"/$ref"_s);
    row(R"({"$defs":{"x":{"type":"nothing"}}})", u"/$defs/x/type"_s);
    row(R"({"$ref":"#"})", u""_s);
    row(R"({"allOf":[{"$ref":"#/$defs/a"}],"$defs":{"a":{"anyOf":[{"$ref":"#/$defs/b"}]},"b":{"not":{"$ref":"#/$defs/a"}}}})", u"/$defs/a"_s);
    row(R"({"dependentRequired":{"a":"b"}})", u"/dependentRequired/a"_s);
}

void TestJsonSchema::refusesWrongSchemasWithThePlace()
{
    QFETCH(QByteArray, schema);
    const auto compiled = JsonSchema::compile(json(schema));
    QVERIFY(!compiled);
    QCOMPARE(compiled.error().code, ErrorCode::SchemaInvalid);
    QTEST(compiled.error().detail.value("path").toString(), "path");
}

void TestJsonSchema::theEmptySchemaAcceptsEverything()
{
    QVERIFY(JsonSchema().check(Json()).isEmpty());
    QVERIFY(JsonSchema::compile(Json::object())->check(Json(1)).isEmpty());
}

void TestJsonSchema::longTextsAndSlowPatternsEnd()
{
    const Json text(QByteArray(1'000'000, 'a'));
    QVERIFY(problems(R"({"pattern":"^a*$"})", text).isEmpty());
    QVERIFY(problems(R"({"pattern":"^(a|b)*$"})", text).size() <= 1);
    QElapsedTimer timer;
    timer.start();
    const QStringList slow = problems(R"({"pattern":"^(a+)+$"})", Json(QByteArray(40, 'a') + '!'));
    QCOMPARE(slow.size(), 1);
    QVERIFY(timer.elapsed() < 5000);
}

void TestJsonSchema::deepSchemasAndValuesEnd()
{
    const Json deep = json(QByteArray("{\"next\":").repeated(511) + "{}" + QByteArray(511, '}'));
    QVERIFY(problems(R"({"properties":{"next":{"$ref":"#"}}})", deep).isEmpty());
    QVERIFY(problems(R"({"properties":{"next":{"$ref":"#"}},"unevaluatedProperties":false})", deep).isEmpty());
    QVERIFY(!JsonSchema::compile(json(QByteArray("{\"not\":").repeated(400) + "true" + QByteArray(400, '}'))));

    QByteArray chain = R"({"$ref":"#/$defs/d0","$defs":{)";
    for (int i = 0; i < 5000; ++i)
        chain += "\"d" + QByteArray::number(i) + "\":{\"$ref\":\"#/$defs/d" + QByteArray::number(i + 1) + "\"},";
    QVERIFY(!JsonSchema::compile(json(chain + R"("d5000":true}})")));
}

void TestJsonSchema::anExplodingSchemaGivesUp()
{
    QByteArray schema = R"({"$ref":"#/$defs/d0","$defs":{)";
    for (int i = 0; i < 40; ++i) {
        const QByteArray next = "{\"$ref\":\"#/$defs/d" + QByteArray::number(i + 1) + "\"}";
        schema += "\"d" + QByteArray::number(i) + "\":{\"allOf\":[" + next + ',' + next + "]},";
    }
    const QStringList lines = problems(schema + R"("d40":{"type":"integer"}}})", Json(1));
    QCOMPARE(lines, QStringList{u" $schema: cannot be checked: the schema asks for too much work on this value"_s});
}

void TestJsonSchema::manyItemsAreCheckedInTime()
{
    Json list = Json::array();
    for (int i = 0; i < 200'000; ++i)
        list.append(i);
    QElapsedTimer timer;
    timer.start();
    QVERIFY(problems(R"({"uniqueItems":true,"items":{"type":"integer","minimum":0}})", list).isEmpty());
    QVERIFY(timer.elapsed() < 5000);
    QCOMPARE(problems(R"({"items":{"type":"string"}})", list).size(), 1000);
}

void TestJsonSchema::oneSchemaServesSeveralThreads()
{
    const auto schema = JsonSchema::compile(json(R"({"properties":{"a":{"pattern":"^x+$"}},"unevaluatedProperties":false})")).value();
    const Json good = Json::object({{"a", "xxx"}});
    const Json bad = Json::object({{"a", "y"}, {"b", 1}});
    std::atomic<int> wrong = 0;
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 500; ++i) {
                if (!schema.check(good).isEmpty() || schema.check(bad).isEmpty())
                    ++wrong;
            }
        });
    }
    threads.clear();
    QCOMPARE(wrong.load(), 0);
}

QTEST_APPLESS_MAIN(TestJsonSchema)
#include "tst_jsonschema.moc"
