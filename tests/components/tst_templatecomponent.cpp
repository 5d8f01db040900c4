// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/templatecomponent.h"

#include "components/s2.h"
#include "components/templatecatalogue.h"
#include "components/texttemplate.h"
#include "support/testcontext.h"

#include <QRegularExpression>
#include <QTest>

#include <thread>

#include <sys/resource.h>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

StepResult runTemplate(const Json &config, const StepInput &input, TestContext &context)
{
    const auto step = TemplateComponent().prepare(config);
    return step ? (*step)->run(input, context) : StepResult::failed(step.error());
}

StepInput article(const Json &data)
{
    StepInput input;
    input.data = data;
    input.contextId = u"ctx_123456"_s;
    input.contextType = u"article"_s;
    input.node = u"template"_s;
    return input;
}

ContentTemplate named(const QString &id, const QString &type, const QStringList &audiences = {}, const QStringList &tones = {})
{
    ContentTemplate result;
    result.id = id;
    result.type = type;
    result.audiences = audiences;
    result.tones = tones;
    result.sections = Json::array({Json::object({{"type", "body"}, {"instructions", "Write"}})});
    return result;
}

} // namespace

class TestTemplateComponent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void s2ArticleGetsExactlyS2sTemplate()
    {
        TestContext context;
        const StepResult result = runTemplate({}, article(s2Data(0)), context);
        QVERIFY(!result.error);
        QCOMPARE(result.port, u"out"_s);
        QCOMPARE(result.edit.appliedTo(s2Data(0)).value().toBytes(), s2Data(1).toBytes());
    }

    void shippedTemplatesAreAllReadableAndUnique()
    {
        const QList<ContentTemplate> templates = builtinTemplates();
        QCOMPARE(templates.size(), 10);
        QStringList ids;
        for (const ContentTemplate &t : templates) {
            QVERIFY2(!t.title.isEmpty() && !ids.contains(t.id), qPrintable(t.id));
            ids.append(t.id);
            QCOMPARE(contentTemplateFromJson(contentTemplateToJson(t)).value(), t);
        }
    }

    void everyShippedTemplateCanBeFilledFromFullAndEmptyDocuments()
    {
        TestContext context;
        for (const ContentTemplate &t : builtinTemplates()) {
            for (const Json &data : {Json::object(), s2Data(0)}) {
                const StepResult result = runTemplate(Json::object({{"template", t.id}}), article(data), context);
                QVERIFY2(!result.error, qPrintable(t.id));
                const QByteArray text = result.edit.toJson().toBytes();
                QVERIFY2(!text.contains("{{") && !text.contains("{%"), text.constData());
            }
        }
    }

    void headingsAreInTheDocumentsLanguage_data()
    {
        QTest::addColumn<Json>("data");
        QTest::addColumn<QString>("opening");
        QTest::addColumn<QString>("closing");
        QTest::newRow("declared") << Json::object({{"language", "de-CH"}}) << u"Kurz gesagt"_s << u"Außerdem"_s;
        QTest::newRow("told by the text") << Json::object(
            {{"title", "Notes"}, {"source_text", "Les paquets sont dans une archive qui est mise à jour avec le temps."}})
                                          << u"En bref"_s << u"À noter aussi"_s;
        QTest::newRow("told by the title") << Json::object({{"title", "Die Pflege der Pakete ist nicht schwer"}}) << u"Kurz gesagt"_s
                                           << u"Außerdem"_s;
        QTest::newRow("without a translation") << Json::object({{"language", "es"}}) << u"In short"_s << u"Also of note"_s;
        QTest::newRow("nothing to go by") << Json::object() << u"In short"_s << u"Also of note"_s;
    }
    void headingsAreInTheDocumentsLanguage()
    {
        QFETCH(Json, data);
        TestContext context;
        const StepResult result = runTemplate(Json::object({{"template", "tmpl_brief_cited"}}), article(data), context);
        QVERIFY(!result.error);
        const Json sections = result.edit.appliedTo(data).value().value("template").value("sections");
        QTEST(sections.at(0).value("heading").toString(), "opening");
        QTEST(sections.at(sections.size() - 1).value("heading").toString(), "closing");
        QVERIFY(!sections.toBytes().contains("headings"));
    }

    void theBestMatchIsPicked_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("audience");
        QTest::addColumn<QString>("tone");
        QTest::addColumn<QString>("expected");
        QTest::newRow("type, audience and tone") << u"article"_s << u"developers"_s << u"technical"_s << u"both"_s;
        QTest::newRow("case does not matter") << u"Article"_s << u"Developers "_s << u"TECHNICAL"_s << u"both"_s;
        QTest::newRow("tone before audience") << u"article"_s << u"managers"_s << u"technical"_s << u"tone"_s;
        QTest::newRow("audience") << u"article"_s << u"managers"_s << u"odd"_s << u"audience"_s;
        QTest::newRow("type alone") << u"article"_s << u"cooks"_s << u"odd"_s << u"plain"_s;
        QTest::newRow("no wishes") << u"article"_s << QString() << QString() << u"plain"_s;
        QTest::newRow("unknown type") << u"poem"_s << u"developers"_s << u"technical"_s << u"any"_s;
    }
    void theBestMatchIsPicked()
    {
        QFETCH(QString, type);
        QFETCH(QString, audience);
        QFETCH(QString, tone);
        const QList<ContentTemplate> templates{
            named(u"any"_s, {}),
            named(u"audience"_s, u"article"_s, {u"managers"_s}),
            named(u"both"_s, u"article"_s, {u"developers"_s}, {u"technical"_s}),
            named(u"other"_s, u"memo"_s),
            named(u"plain"_s, u"article"_s),
            named(u"tone"_s, u"article"_s, {}, {u"technical"_s}),
        };
        const ContentTemplate *picked = pickTemplate(templates, {type, {audience}, {tone}});
        QVERIFY(picked);
        QTEST(picked->id, "expected");
    }

    void equalsAreDecidedByIdWhateverTheirOrder()
    {
        const ContentTemplate a = named(u"a"_s, u"article"_s);
        const ContentTemplate b = named(u"b"_s, u"article"_s);
        QCOMPARE(pickTemplate({a, b}, {u"article"_s, {}, {}})->id, u"a"_s);
        QCOMPARE(pickTemplate({b, a}, {u"article"_s, {}, {}})->id, u"a"_s);
    }

    void theWorkspacesTemplatesGoBeforeTheShippedOnes()
    {
        ListedTemplates templates({named(u"own"_s, u"article"_s)});
        TestContext context;
        context.templateSource = &templates;
        const StepResult result = runTemplate({}, article(s2Data(0)), context);
        QCOMPARE(result.edit.appliedTo(s2Data(0)).value().value("template").value("id").toString(), u"own"_s);
    }

    void fieldsAreFilledInWithoutEscaping()
    {
        ContentTemplate t = named(u"own"_s, u"article"_s);
        t.sections = Json::array(
            {Json::object({{"type", "body"}, {"sections", 2}, {"instructions", "On {{ title }}: {{ keywords|join:\", \" }}{{ absent }}"}})});
        ListedTemplates templates({t});
        TestContext context;
        context.templateSource = &templates;
        const Json data = Json::object({{"title", "<b> & 'q'"}, {"keywords", Json::array({"a", "b"})}});
        const StepResult result = runTemplate({}, article(data), context);
        QVERIFY(!result.error);
        QCOMPARE(result.edit.appliedTo(data).value().value("template").toBytes(),
                 R"({"id":"own","sections":[{"type":"body","sections":2,"instructions":"On <b> & 'q': a, b"}]})"_ba);
    }

    void anUnknownTemplateIsSaidByName()
    {
        TestContext context;
        const StepResult result = runTemplate(Json::object({{"template", "tmpl_none"}}), article(s2Data(0)), context);
        QVERIFY(result.error);
        QCOMPARE(result.error->code, ErrorCode::NotFound);
        QVERIFY(result.error->text.contains(u"tmpl_none"_s));
    }

    void anEmptyListOfTemplatesIsAnError()
    {
        ListedTemplates templates({});
        TestContext context;
        context.templateSource = &templates;
        QCOMPARE(runTemplate({}, article(s2Data(0)), context).error->code, ErrorCode::NotFound);
    }

    void aTemplateThatReadsFilesOrGrowsIsRefused_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("include") << u"{% include \"/etc/passwd\" %}"_s;
        QTest::newRow("load") << u"{% load foo %}"_s;
        QTest::newRow("range") << u"{% range 1 100000000 as i %}x{% endrange %}"_s;
        QTest::newRow("now") << u"{% now \"yyyy\" %}"_s;
        QTest::newRow("random") << u"{{ keywords|random }}"_s;
        QTest::newRow("padding") << u"{{ title|ljust:\"2000000000\" }}"_s;
        QTest::newRow("three loops")
            << u"{% for a in keywords %}{% for b in keywords %}{% for c in keywords %}x{% endfor %}{% endfor %}{% endfor %}"_s;
        // KTextTemplate crashes where a filter stands at the name.
        QTest::newRow("a filter at a loop's name") << u"{% for a|join:\",\" in keywords %}x{% endfor %}"_s;
        QTest::newRow("a loop over nothing") << u"{% for a in%}x{% endfor %}"_s;
        // What is filtered as a whole is filled in before anything bounds it.
        QTest::newRow("a loop within a filter") << u"{% filter upper %}{% for a in keywords %}{{ a }}{% endfor %}{% endfilter %}"_s;
        QTest::newRow("a loop within what is made shorter") << u"{% spaceless %}{% for a in keywords %}{{ a }}{% endfor %}{% endspaceless %}"_s;
        QTest::newRow("much within a filter") << u"{% filter upper %}"_s + u"{{ title }}"_s.repeated(65) + u"{% endfilter %}"_s;
        QTest::newRow("unclosed") << u"{% if title %}x"_s;
    }
    void aTemplateThatReadsFilesOrGrowsIsRefused()
    {
        QFETCH(QString, text);
        ContentTemplate t = named(u"own"_s, u"article"_s);
        t.sections = Json::array({Json::object({{"type", "body"}, {"instructions", text}})});
        ListedTemplates templates({t});
        TestContext context;
        context.templateSource = &templates;
        if (text.startsWith("{% if"_L1))
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"Unclosed tag"_s));
        const StepResult result = runTemplate({}, article(s2Data(0)), context);
        QVERIFY(result.error);
        QCOMPARE(result.error->code, ErrorCode::ComponentConfig);
        QCOMPARE(result.error->detail.value("template").toString(), u"own"_s);
    }

    void aBlockIsFilteredAsAWhole()
    {
        const auto loud = TextTemplate::compile(u"{% for a in items %}{% filter upper %}{{ a }} mill {% endfilter %}{% endfor %}{{ title }}"_s);
        QVERIFY(loud);
        QCOMPARE(loud->render(Json::object({{"items", Json::array({"one", "two"})}, {"title", "Mills"}})).value(), u"ONE MILL TWO MILL Mills"_s);
    }

    void whatGrowsWithoutEndIsNotHeldInMemory()
    {
#ifdef __SANITIZE_ADDRESS__
        QSKIP("the sanitizer keeps what was freed");
#endif
        Json items = Json::array();
        for (int i = 0; i < 200; ++i)
            items.append(i);
        const Json fields = Json::object({{"items", items}, {"body", QString(16'000, u'x')}});
        const auto peak = [] { // KiB
            rusage usage = {};
            getrusage(RUSAGE_SELF, &usage);
            return usage.ru_maxrss;
        };
        const auto grown = TextTemplate::compile(u"{% for a in items %}{% for b in items %}{{ body }}{% endfor %}{% endfor %}"_s);
        QVERIFY(grown);
        const long before = peak();
        const auto text = grown->render(fields);
        QVERIFY(!text);
        QCOMPARE(text.error().code, ErrorCode::ComponentConfig);
        QVERIFY2(peak() - before < 200'000, qPrintable(QString::number(peak() - before)));
        const auto most = TextTemplate::compile(u"{% for a in items %}{{ euros }}{% endfor %}"_s);
        const Json wide = Json::object({{"items", items}, {"euros", QString(1'310, u'\u20ac')}}); // 262,000 characters, 786,000 bytes
        QCOMPARE(most->render(wide).value(), QString(262'000, u'\u20ac'));
    }

    void manyThreadsFillOneStepAlike()
    {
        const auto step = TemplateComponent().prepare(Json::object({{"template", "tmpl_article"}}));
        QVERIFY(step);
        TestContext context;
        const StepResult expected = (*step)->run(article(s2Data(0)), context);
        QVERIFY(!expected.error);
        std::atomic<int> different = 0;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 4; ++i) {
                threads.emplace_back([&] {
                    TestContext own;
                    for (int n = 0; n < 50; ++n)
                        different += (*step)->run(article(s2Data(0)), own) == expected ? 0 : 1;
                });
            }
        }
        QCOMPARE(different.load(), 0);
    }
};

QTEST_GUILESS_MAIN(TestTemplateComponent)
#include "tst_templatecomponent.moc"
