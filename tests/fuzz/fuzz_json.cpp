// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// fuzz_json --runs N | --seconds S [--seed S]
//
// Feeds mutated texts to everything in the sdk that reads JSON from strangers, and checks what must hold for every text. One execution is
// one text given to one of the checks. A broken promise prints the seed, the execution and the text in hexadecimal, and ends with 1.
#include "fuzz/mutator.h"
#include "sdk/edit.h"
#include "sdk/jmespath.h"
#include "sdk/json.h"
#include "sdk/jsonedge.h"
#include "sdk/jsonschema.h"
#include "sdk/jsonstream.h"
#include "sdk/s2documents.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QJsonValue>

#include <cstdio>
#include <cstdlib>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

QList<QByteArray> documents()
{
    QList<QByteArray> list(kS2Documents.begin(), kS2Documents.end());
    list.append(
        {"{}", "[]", "null", "1", "\"\"", R"([1,1.10,-0,1e400,9007199254740993,18446744073709551615,1E-2])",
         R"({"a":{"b":[1,2,{"c":null}]},"a/b":1,"m~n":2})", R"(["\u0000\u001f\"\\\/\b\f\n\r\t\u00e4\ud83d\ude00"])",
         "[\"\xc3\xa4\xe6\xbc\xa2\xf0\x9f\x98\x80\"]", R"({"a":1,"b":2,"a":3})",
         R"({"k0":0,"k1":1,"k2":2,"k3":3,"k4":4,"k5":5,"k6":6,"k7":7,"k8":8,"k9":9,"k10":0,"k11":1,"k12":2,"k13":3,"k14":4,"k15":5,"k16":6,"k17":7})",
         QByteArray(100, '[') + QByteArray(100, ']')});
    // The JSON Parsing Test Suite's cases are the best broken texts there are; where it is missing, other runs are made.
    const QByteArray given = qgetenv("MILLRACE_JSON_SUITE");
    const QDir suite(given.isEmpty() ? QStringLiteral(MILLRACE_SOURCE_DIR "/../shared/data/json-test-suite/test_parsing")
                                     : QString::fromLocal8Bit(given));
    for (const QString &name : suite.entryList({u"*.json"_s}, QDir::Files, QDir::Name)) {
        QFile file(suite.filePath(name));
        if (file.size() <= 4096 && file.open(QIODevice::ReadOnly))
            list.append(file.readAll());
    }
    return list;
}

Mutator jsonTexts(quint64 seed)
{
    return Mutator(seed, documents(), {"{",
                                       "}",
                                       "[",
                                       "]",
                                       ",",
                                       ":",
                                       "\"",
                                       "\\",
                                       "\\u",
                                       "\\ud800",
                                       "\\udc00",
                                       "\\u0000",
                                       "null",
                                       "true",
                                       "false",
                                       "1",
                                       "-",
                                       "0",
                                       ".",
                                       "e",
                                       "E+",
                                       "1e999",
                                       "\"a\":",
                                       "\"a\":1,",
                                       "\xef\xbb\xbf",
                                       "\xc0\x80",
                                       "\xed\xa0\x80",
                                       "\xf4\x90\x80\x80",
                                       "\xff",
                                       "\n",
                                       " ",
                                       "\t",
                                       "/*",
                                       "NaN",
                                       "{\"a\":",
                                       "[[",
                                       "]]"});
}

Mutator patches(quint64 seed)
{
    return Mutator(
        seed,
        {R"([{"op":"add","path":"/a","value":1}])", R"([{"op":"remove","path":"/data/title"},{"op":"replace","path":"/data","value":{}}])",
         R"([{"op":"copy","from":"/data","path":"/data/tone"},{"op":"move","from":"/data","path":"/x"}])",
         R"([{"op":"test","path":"/type","value":"article"},{"op":"add","path":"/pipeline/-","value":[]},{"op":"add","path":"","value":{}}])",
         R"([{"op":"copy","from":"","path":"/a"},{"op":"copy","from":"","path":"/b"},{"op":"copy","from":"","path":"/c"},{"op":"copy","from":"/a","path":"/c/a"}])"},
        {R"({"op":"add","path":"/a","value":1},)",
         R"({"op":"copy","from":"","path":"/a/-"},)",
         R"({"op":"copy","from":"/data","path":"/data/x"},)",
         "/",
         "~0",
         "~1",
         "~",
         "/-",
         "/0",
         "/data",
         "/pipeline",
         "/pipeline/1",
         "add",
         "remove",
         "replace",
         "move",
         "copy",
         "test",
         "value",
         "from",
         "\"",
         "{",
         "}",
         "99999999999999999999"});
}

Mutator schemas(quint64 seed)
{
    return Mutator(
        seed,
        {R"({"type":"object","required":["id"],"properties":{"id":{"type":"string","minLength":1},"data":{"type":"object"}},"additionalProperties":false})",
         R"({"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"anyOf":[{"type":"string"},{"items":{"$ref":"#/$defs/a"}}]}},"properties":{"pipeline":{"$ref":"#/$defs/a"}}})",
         R"({"allOf":[{"properties":{"id":true}}],"oneOf":[{"required":["data"]},{"not":{}}],"unevaluatedProperties":false})",
         R"({"if":{"const":1},"then":{"multipleOf":0.01},"else":{"enum":[1,null]},"dependentSchemas":{"id":{"minProperties":2}}})",
         R"({"prefixItems":[{"minimum":1,"exclusiveMaximum":2e3}],"contains":{"pattern":"^a+$"},"uniqueItems":true,"unevaluatedItems":{"$ref":"#"}})",
         R"({"patternProperties":{"^(a|b)*$":{"$anchor":"x"}},"propertyNames":{"maxLength":5},"$id":"urn:x","items":{"$ref":"#x"}})"},
        {"\"$ref\":\"#\",",
         "\"$ref\":\"#/",
         "/properties",
         "/allOf/0",
         "$defs",
         "\"not\":{},",
         "\"anyOf\":[true,{}],",
         "\"type\":\"string\",",
         "{",
         "}",
         "[",
         "]",
         "\"",
         ":",
         ",",
         "1e400",
         "-1",
         "0",
         "(",
         ")*",
         "[a-z]+",
         "\\\\p{L}",
         "\"unevaluatedProperties\":{},",
         "\"items\":{\"$ref\":\"#\"},"});
}

Mutator expressions(quint64 seed)
{
    return Mutator(seed,
                   {"data.title", "data.generated_content.body[].heading | join(', ', @)", "length(data.keywords) > `2` && type == 'article'",
                    "data.template.sections[?type=='body'] | [0].{n: sections, i: instructions}",
                    "sort_by(data.generated_content.body, &heading)[-1:].content", "data.* | [*].to_string(@)",
                    "not_null(a, b, `{\"x\": [1, 2.50]}`)", "map(&to_number(@), ['1', 'x'])[::2]", "sum(data.*.word_count[]) || avg(`[1,2]`)"},
                   {".",
                    "[",
                    "]",
                    "[]",
                    "[*]",
                    "[?",
                    "*",
                    "|",
                    "||",
                    "&&",
                    "!",
                    "(",
                    ")",
                    "{",
                    "}",
                    "&",
                    "@",
                    "`",
                    "'",
                    "\"",
                    ":",
                    ",",
                    "==",
                    "<=",
                    "`1.10`",
                    "`-1e400`",
                    "-1",
                    "0",
                    "abs(",
                    "contains(",
                    "keys(",
                    "max_by(",
                    "merge(",
                    "reverse(",
                    "to_array(",
                    "type(",
                    "values(",
                    "ends_with(",
                    "group_by(",
                    "data",
                    "99999999999999999999",
                    "\xc3\xa4",
                    "\xff"});
}

class Fuzzer
{
public:
    explicit Fuzzer(quint64 seed)
        : m_seed(seed)
        , m_json(jsonTexts(seed))
        , m_patches(patches(seed + 1))
        , m_schemas(schemas(seed + 2))
        , m_expressions(expressions(seed + 3))
    {
        for (const QByteArray &text : kS2Documents)
            m_documents.append(Json::parse(text).value_or(Json()));
    }

    void run()
    {
        ++m_executions;
        // Most of the texts go where most strangers' bytes go.
        switch (m_json.below(16)) {
        case 0:
        case 1:
            applyPatch();
            break;
        case 2:
            checkSchema();
            break;
        case 3:
            evaluate();
            break;
        case 4:
        case 5:
            replay();
            break;
        default:
            read();
        }
    }

    [[nodiscard]] qint64 executions() const { return m_executions; }
    [[nodiscard]] qint64 accepted() const { return m_accepted; }

private:
    void read()
    {
        m_text = m_json.next();
        JsonReport report;
        const auto json = Json::parse(m_text, &report);
        const auto strict = Json::parseStrict(m_text);
        expect(json.has_value() || !strict.has_value(), "parse() takes what parseStrict() takes");
        const auto shape = streamed(JsonStreamChecker::Duplicates::Refuse, 300);
        const auto loose = streamed(JsonStreamChecker::Duplicates::Keep, 3);
        expect(shape.has_value() == strict.has_value(), "the parser and the checker of streams agree");
        expect(loose.has_value() == json.has_value(), "the parser and the checker agree where duplicate keys may stand");
        expect(strict || strict.error() == shape.error(), "a refusal is the same however the text comes");
        expect(json || json.error() == loose.error(), "a refusal is the same however the text comes");
        if (!json) {
            expect(json.error().code != ErrorCode::Internal, "every refusal has its reason");
            return;
        }
        expect(strict.has_value() == report.duplicateKeys.isEmpty(), "duplicate keys are reported and refused");
        expect(strict || strict.error().detail.value("path").utf8() == report.duplicateKeys.first(), "the first of several is the first");
        ++m_accepted;
        const QByteArray bytes = json->toBytes();
        const auto again = Json::parse(bytes);
        expect(again.has_value() && *again == *json, "what is written reads back the same");
        expect(again->toBytes() == bytes, "written twice, written the same");
        const auto pretty = Json::parse(json->toBytes(Json::Format::Pretty));
        expect(pretty.has_value() && *pretty == *json, "the form for people reads back the same");
        expect(json->isEquivalent(*again), "a value is equivalent to itself");
        if (strict) {
            expect(shape->type == strict->type(), "the checker knows the type");
            expect(shape->members.size() == std::ssize(strict->members()), "the checker knows the members");
            for (qsizetype i = 0; i < shape->members.size(); ++i) {
                const JsonShape::Member &member = shape->members.at(i);
                const auto value = Json::parse(QByteArrayView(m_text).sliced(member.from, member.to - member.from));
                expect(member.key == strict->members()[static_cast<std::size_t>(i)].key && value.has_value()
                           && *value == strict->members()[static_cast<std::size_t>(i)].value,
                       "the checker knows where the members are");
            }
        }
        (void)fromQJson(toQJson(*json));
        if (m_json.below(50) == 0)
            m_json.keep(m_text);
    }

    /// The checker's verdict of the text, in pieces of up to `longest` bytes.
    Result<JsonShape> streamed(JsonStreamChecker::Duplicates duplicates, qsizetype longest)
    {
        JsonStreamChecker checker(duplicates);
        for (qsizetype i = 0; i < m_text.size();) {
            const qsizetype size = std::min(1 + m_json.below(longest), m_text.size() - i);
            if (const auto fed = checker.feed(QByteArrayView(m_text).sliced(i, size)); !fed)
                return std::unexpected(fed.error());
            i += size;
        }
        return checker.finish();
    }

    /// Between any two documents there is an edit that leads from one to the other.
    void replay()
    {
        const Json before = m_documents.at(m_json.below(m_documents.size()));
        m_text = m_json.mutated(before.toBytes());
        const auto after = Json::parse(m_text);
        if (!after)
            return;
        ++m_accepted;
        const QByteArray bytes = before.toBytes();
        const Edit edit = Edit::between(before, *after);
        const auto replayed = edit.appliedTo(before);
        expect(replayed.has_value() && replayed->toBytes() == after->toBytes(), "replaying an edit gives the same bytes");
        expect(before.toBytes() == bytes, "an edit leaves its document alone");
        const auto stored = Edit::fromJson(Json::parse(edit.toJson().toBytes()).value_or(Json()));
        expect(stored.has_value() && *stored == edit, "an edit survives storing");
        if (m_json.below(50) == 0) {
            if (m_documents.size() < 500)
                m_documents.append(*after);
            else
                m_documents[static_cast<qsizetype>(kS2Documents.size()) + m_json.below(500 - static_cast<qsizetype>(kS2Documents.size()))] = *after;
        }
    }

    void applyPatch()
    {
        m_text = m_patches.next();
        const auto json = Json::parse(m_text);
        const auto patch = json ? Edit::fromJson(*json) : Result<Edit>(std::unexpected(json.error()));
        if (!patch)
            return;
        ++m_accepted;
        if (m_patches.below(20) == 0)
            m_patches.keep(m_text);
        const Json document = m_documents.at(m_patches.below(m_documents.size()));
        const QByteArray bytes = document.toBytes();
        const auto after = patch->appliedTo(document);
        expect(document.toBytes() == bytes, "a patch leaves its document alone");
        if (after) {
            const auto again = Json::parse(after->toBytes());
            expect(again.has_value() && *again == *after, "a patched document can be written and read");
        }
    }

    void checkSchema()
    {
        m_text = m_schemas.next();
        const auto json = Json::parse(m_text);
        const auto schema = json ? JsonSchema::compile(*json) : Result<JsonSchema>(std::unexpected(json.error()));
        if (!schema) {
            expect(!json || schema.error().code == ErrorCode::SchemaInvalid, "a wrong schema is called one");
            return;
        }
        ++m_accepted;
        if (m_schemas.below(20) == 0)
            m_schemas.keep(m_text);
        const Json document = m_documents.at(m_schemas.below(m_documents.size()));
        const auto problems = schema->check(document);
        expect(problems == schema->check(document), "a check says the same twice");
        for (const SchemaProblem &problem : problems)
            expect(document.find(problem.path) != nullptr && !problem.message.isEmpty(), "a problem is somewhere in the value");
        (void)schema->check(*json);
    }

    void evaluate()
    {
        m_text = m_expressions.next();
        const auto path = JmesPath::compile(QString::fromUtf8(m_text));
        if (!path)
            return;
        ++m_accepted;
        if (m_expressions.below(20) == 0)
            m_expressions.keep(m_text);
        if (const auto value = path->evaluate(m_documents.at(m_expressions.below(m_documents.size())))) {
            const auto again = Json::parse(value->toBytes());
            expect(again.has_value() && *again == *value, "an expression's value can be written and read");
        }
    }

    void expect(bool holds, const char *promise)
    {
        if (holds)
            return;
        std::fprintf(stderr, "broken: %s\nseed %llu, execution %lld, text (hexadecimal):\n%s\n", promise, static_cast<unsigned long long>(m_seed),
                     static_cast<long long>(m_executions), m_text.toHex().constData());
        std::exit(1);
    }

    const quint64 m_seed;
    Mutator m_json;
    Mutator m_patches;
    Mutator m_schemas;
    Mutator m_expressions;
    QList<Json> m_documents;
    QByteArray m_text;
    qint64 m_executions = 0;
    qint64 m_accepted = 0;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{u"runs"_s, u"Executions to make."_s, u"N"_s},
                       {u"seconds"_s, u"Time to run."_s, u"S"_s},
                       {u"seed"_s, u"Where chance starts."_s, u"S"_s, u"1"_s}});
    parser.addHelpOption();
    parser.process(application);
    const qint64 runs = parser.isSet(u"runs"_s) ? parser.value(u"runs"_s).toLongLong() : std::numeric_limits<qint64>::max();
    const qint64 ms = parser.isSet(u"seconds"_s) ? parser.value(u"seconds"_s).toLongLong() * 1000 : std::numeric_limits<qint64>::max();
    if (!parser.isSet(u"runs"_s) && !parser.isSet(u"seconds"_s))
        parser.showHelp(2);

    Fuzzer fuzzer(parser.value(u"seed"_s).toULongLong());
    QElapsedTimer timer;
    timer.start();
    while (fuzzer.executions() < runs && (fuzzer.executions() % 64 != 0 || timer.elapsed() < ms)) {
        fuzzer.run();
        if (fuzzer.executions() % 1'000'000 == 0)
            std::fprintf(stderr, "%lld executions, %lld s\n", static_cast<long long>(fuzzer.executions()),
                         static_cast<long long>(timer.elapsed() / 1000));
    }
    std::printf("%lld executions, %lld of them with text that was accepted, nothing broken\n", static_cast<long long>(fuzzer.executions()),
                static_cast<long long>(fuzzer.accepted()));
    return 0;
}
