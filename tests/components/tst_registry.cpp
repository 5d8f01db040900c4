// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/registry.h"

#include "pipeline/documentshape.h"
#include "sdk/jsonschema.h"
#include "support/testcomponents.h"
#include "support/testcontext.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestRegistry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAreStableAndUnique()
    {
        QStringList names;
        for (const auto &component : builtinComponents())
            names.append(component->descriptor().name);
        QCOMPARE(names,
                 (QStringList{u"template"_s,      u"ai_generator"_s,     u"transformer"_s, u"validate"_s,     u"filter"_s,         u"set_fields"_s,
                              u"jmespath"_s,      u"script"_s,           u"split"_s,       u"join"_s,         u"wait"_s,           u"review"_s,
                              u"pipeline"_s,      u"publish_event"_s,    u"publish"_s,     u"http_request"_s, u"lookup_service"_s, u"report"_s,
                              u"quality_check"_s, u"score_confidence"_s, u"embed"_s,       u"similar"_s,      u"clean"_s,          u"normalize"_s,
                              u"tokenize"_s,      u"detect_language"_s,  u"keywords"_s,    u"summarize"_s,    u"facts"_s,          u"personal_data"_s,
                              u"tag"_s,           u"classify"_s,         u"sentiment"_s,   u"merge"_s,        u"lookup"_s,         u"deduplicate"_s,
                              u"change_digest"_s, u"extract_text"_s}));
    }

    void everyDescriptorIsWhole()
    {
        static const QSet<QString> categories{u"generate"_s, u"transform"_s, u"validate"_s, u"script"_s, u"extract"_s, u"connect"_s, u"flow"_s};
        static const QRegularExpression icon(u"^[a-z][a-z0-9-]+$"_s);
        for (const auto &component : builtinComponents()) {
            const ComponentDescriptor &descriptor = component->descriptor();
            QVERIFY2(!descriptor.title.isEmpty() && descriptor.description.endsWith(u'.'), qPrintable(descriptor.name));
            QVERIFY2(categories.contains(descriptor.category), qPrintable(descriptor.category));
            QVERIFY2(icon.match(descriptor.icon).hasMatch(), qPrintable(descriptor.icon));
            QCOMPARE(descriptor.outputs.first().name,
                     descriptor.name == "review"_L1              ? u"approved"_s
                         : descriptor.name == "personal_data"_L1 ? u"clean"_s
                                                                 : u"out"_s);
            QVERIFY2(descriptor.configSchema.isObject(), qPrintable(descriptor.name));
            QVERIFY2(JsonSchema::compile(descriptor.configSchema), qPrintable(descriptor.name));
            for (const JsonMember &property : descriptor.configSchema.value("properties").members())
                QVERIFY2(property.value.contains("title"), property.key.constData());
        }
    }

    void everySchemaRefusesWhatItDoesNotKnow()
    {
        for (const auto &component : builtinComponents()) {
            const JsonSchema schema = JsonSchema::compile(component->descriptor().configSchema).value();
            QVERIFY2(!schema.check(Json::object({{"no_such_option", 1}})).isEmpty(), qPrintable(component->descriptor().name));
        }
    }

    /// What a component says it takes it cannot do without.
    void aStepFailsWithoutWhatItTakes()
    {
        int count = 0;
        for (const auto &component : builtinComponents()) {
            const ComponentDescriptor &descriptor = component->descriptor();
            const Json config = descriptor.name == "classify"_L1 ? Json::parse(R"({"rules":[{"label":"a","terms":["b"]}]})").value() : Json::object();
            const auto step = component->prepare(config);
            for (const TakenField &field : takenFields(descriptor.configSchema, config)) {
                QVERIFY2(step, qPrintable(descriptor.name));
                ++count;
                // Neither without it, nor with something of another type in its place.
                for (const Json &data : {Json::object({{"title", "x"}}), Json::object({{"title", "x"}, {field.pointer.sliced(1), 7}})}) {
                    TestContext context;
                    StepInput input;
                    input.data = data;
                    input.contextId = u"ctx"_s;
                    const StepResult result = (*step)->run(input, context);
                    QVERIFY2(result.error, qPrintable(descriptor.name));
                    QCOMPARE(result.error->code, ErrorCode::InputInvalid);
                }
            }
        }
        QVERIFY2(count >= 13, qPrintable(QString::number(count)));
    }

    void usualConfigsSatisfyTheirSchemas_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("config");
        QTest::newRow("template") << u"template"_s << R"({"template":"tmpl_faq"})"_ba;
        QTest::newRow("ai_generator") << u"ai_generator"_s << R"({"provider":"p","model":"m","temperature":0.2,"max_tokens":5,"prompt":"x"})"_ba;
        QTest::newRow("transformer") << u"transformer"_s << R"({"format":"html","sources":true})"_ba;
        QTest::newRow("validate")
            << u"validate"_s
            << R"({"schema":{"type":"object"},"rules":[{"path":"a","rule":"one_of","value":[1],"severity":"info","message":"m"}]})"_ba;
        QTest::newRow("filter") << u"filter"_s << R"({"expression":"a"})"_ba;
        QTest::newRow("set_fields") << u"set_fields"_s << R"({"fields":{"a":1},"expressions":{"b":"a"},"remove":["c"]})"_ba;
        QTest::newRow("report") << u"report"_s << R"({"text":"# {{ title }}","format":"plain"})"_ba;
        QTest::newRow("change_digest") << u"change_digest"_s << R"({"releases":3,"kinds":["fixed"],"headings":{"fixed":"Behoben"}})"_ba;
        QTest::newRow("jmespath") << u"jmespath"_s << R"({"expression":"a","into":"b"})"_ba;
        QTest::newRow("publish_event") << u"publish_event"_s << R"({"topic":"a.b","key":"id","payload":"data"})"_ba;
        QTest::newRow("publish, folder") << u"publish"_s << R"({"to":"folder","at":"/tmp","name":"slug","content":"text","if_exists":"refuse"})"_ba;
        QTest::newRow("publish, site") << u"publish"_s << R"({"to":"site","at":"/tmp","name":"slug","content":"text","tags":"tags"})"_ba;
        QTest::newRow("publish, csv") << u"publish"_s << R"({"to":"csv","at":"~/a.csv","columns":[{"title":"A","value":"a"}],"wait":false})"_ba;
        QTest::newRow("publish, http") << u"publish"_s << R"({"to":"http","at":"https://x.org/in","headers":{"X-Key":"secret:x"}})"_ba;
        QTest::newRow("http_request") << u"http_request"_s << R"({"url_from":"link","headers":{"Authorization":"Bearer secret:x"},"hosts":["x.org"],
            "query":{"q":"title"},"redirects":3,"take":"body"})"_ba;
        QTest::newRow("script") << u"script"_s << R"({"source":"function run() {}","ports":["late"],"timeout_ms":100})"_ba;
    }
    void usualConfigsSatisfyTheirSchemas()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, config);
        for (const auto &component : builtinComponents()) {
            if (component->descriptor().name != name)
                continue;
            const Json json = Json::parse(config).value();
            const auto problems = JsonSchema::compile(component->descriptor().configSchema).value().check(json);
            QVERIFY2(problems.isEmpty(), problems.isEmpty() ? "" : qPrintable(problems.first().message));
            QVERIFY(component->prepare(json));
            return;
        }
        QFAIL("no such component");
    }

    void configsThatCannotWorkAreRefusedWhenTheyAreSaved_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("config");
        QTest::newRow("a secret to wherever the document says") << u"http_request"_s << R"({"url_from":"link","headers":{"A":"secret:x"}})"_ba;
        QTest::newRow("a file without a name") << u"publish"_s << R"({"to":"folder","at":"/tmp"})"_ba;
        QTest::newRow("a name without a folder") << u"publish"_s << R"({"to":"json_lines","at":"/tmp/x","name":"a"})"_ba;
        QTest::newRow("a place from nowhere") << u"publish"_s << R"({"to":"json_lines","at":"x/y"})"_ba;
        QTest::newRow("csv without columns") << u"publish"_s << R"({"to":"csv","at":"/tmp/x"})"_ba;
        QTest::newRow("a password in the address") << u"publish"_s << R"({"to":"http","at":"https://me:pw@x.org/"})"_ba;
    }
    void configsThatCannotWorkAreRefusedWhenTheyAreSaved()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, config);
        for (const auto &component : builtinComponents()) {
            if (component->descriptor().name == name)
                QCOMPARE(component->prepare(Json::parse(config).value()).error().code, ErrorCode::ComponentConfig);
        }
    }

    void flakyStepsFailTheSameWayEveryTime()
    {
        int failed = 0;
        for (int i = 0; i < 1000; ++i) {
            for (const auto &component : testComponents()) {
                if (component->descriptor().name != u"test_flaky"_s)
                    continue;
                const auto step = component->prepare(Json::object({{"fail_every", 4}})).value();
                StepInput input;
                input.contextId = QString::number(i);
                TestContext context;
                const bool fails = step->run(input, context).error.has_value();
                QCOMPARE(step->run(input, context).error.has_value(), fails);
                failed += fails ? 1 : 0;
            }
        }
        QVERIFY2(failed > 200 && failed < 300, qPrintable(QString::number(failed)));
    }
};

QTEST_GUILESS_MAIN(TestRegistry)
#include "tst_registry.moc"
