// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/transformercomponent.h"

#include "components/s2.h"
#include "support/testcontext.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

StepResult transform(const Json &data, const Json &config = {})
{
    TestContext context;
    const auto step = TransformerComponent().prepare(config);
    StepInput input;
    input.data = data;
    return step ? (*step)->run(input, context) : StepResult::failed(step.error());
}

Json formatted(const Json &data, const Json &config = {})
{
    const StepResult result = transform(data, config);
    return result.error ? result.error->toJson() : result.edit.appliedTo(data).value().value("formatted_content");
}

Json withContent(const Json &content)
{
    return Json::object({{"title", "A <b> & C"}, {"generated_content", content}});
}

} // namespace

class TestTransformerComponent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void s2ArticleComesOutInS2sShape()
    {
        const Json expected = s2Data(3);
        StepResult result = transform(s2Data(2));
        QVERIFY(!result.error);
        Json data = result.edit.appliedTo(s2Data(2)).value();
        // S2 shortens its text, so that its own word count does not belong to it.
        Json formattedContent = data.value("formatted_content");
        QCOMPARE(formattedContent.value("word_count").toInt(), 34);
        QCOMPARE(formattedContent.value("reading_time").toString(), u"1 minute"_s);
        formattedContent.insert("word_count", 1250);
        formattedContent.insert("reading_time", readingTime(1250));
        data.insert("formatted_content", formattedContent);
        QCOMPARE(data.toBytes(), expected.toBytes());
    }

    void usualHeadingsAreInTheDocumentsLanguage()
    {
        Json data = withContent(Json::object({{"introduction", "Anfang."}, {"body", Json::array()}, {"conclusion", "Ende."}}));
        data.insert("language", Json("de"));
        data.insert("citations", Json::array({Json::object({{"source", "ctx_9"}})}));
        const QString text = formatted(data, Json::object({{"sources", true}})).value("content").toString();
        QVERIFY2(text.contains("## Einleitung"_L1) && text.contains("## Fazit"_L1) && text.contains("## Quellen"_L1), qPrintable(text));
    }

    void aFinishedTextIsToldInTheOtherFormatUnlessItWasChanged()
    {
        Json data = withContent(Json::object({{"introduction", "Begin."}, {"body", Json::array()}, {"conclusion", "End."}}));
        QVERIFY(!finishedText(data, u"html"));
        const Json html = formatted(data, Json::object({{"format", "html"}}));
        for (const bool listsSources : {false, true}) {
            data.insert("citations", Json::array({Json::object({{"source", "ctx_9"}})}));
            data.insert("formatted_content", formatted(data, Json::object({{"sources", listsSources}})));
            QCOMPARE(finishedText(data, u"markdown"), data.value("formatted_content").value("content").toString());
            QCOMPARE(finishedText(data, u"html").value().contains("<h2>Sources"_L1), listsSources);
            QCOMPARE(finishedText(data, u"html") == html.value("content").toString(), !listsSources);
        }
        Json edited = data.value("formatted_content");
        edited.insert("content", Json(edited.value("content").toString() + u" And more."_s));
        data.insert("formatted_content", edited);
        QVERIFY(!finishedText(data, u"html"));
        QVERIFY(finishedText(data, u"markdown"));
    }

    void readingTimeIsRoundedAndNeverZero_data()
    {
        QTest::addColumn<int>("words");
        QTest::addColumn<QString>("expected");
        QTest::newRow("none") << 0 << u"1 minute"_s;
        QTest::newRow("299") << 299 << u"1 minute"_s;
        QTest::newRow("300") << 300 << u"2 minutes"_s;
        QTest::newRow("S2") << 1250 << u"6 minutes"_s;
    }
    void readingTimeIsRoundedAndNeverZero()
    {
        QFETCH(int, words);
        QTEST(readingTime(words), "expected");
    }

    void wordsAreCountedByUnicodesRules_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("expected");
        QTest::newRow("empty") << QString() << 0;
        QTest::newRow("punctuation") << u"… — !? ()"_s << 0;
        QTest::newRow("plain") << u"One, two; three."_s << 3;
        QTest::newRow("apostrophe and number") << u"It doesn't cost 1,234.5"_s << 4;
        QTest::newRow("accents") << u"Größe çà naïve"_s << 3;
        QTest::newRow("spaces around") << u"  a  b\n\nc "_s << 3;
    }
    void wordsAreCountedByUnicodesRules()
    {
        QFETCH(QString, text);
        QFETCH(int, expected);
        QCOMPARE(countWords(text), expected);
    }

    void htmlEscapesAllTextAndMakesLists()
    {
        const Json content = Json::object({{"introduction", "1 < 2 & \"x\"\n\nSecond <script>"},
                                           {"body", Json::array({Json::object({{"heading", "<i>"}, {"content", "- one\n- two <3"}})})},
                                           {"conclusion", "1. first\n2. second"}});
        const Json html = formatted(withContent(content), Json::object({{"format", "html"}}));
        QCOMPARE(html.value("format").toString(), u"html"_s);
        QCOMPARE(html.value("content").toString(),
                 u"<article>\n<h1>A &lt;b&gt; &amp; C</h1>\n<h2>Introduction</h2>\n<p>1 &lt; 2 &amp; &quot;x&quot;</p>\n"
                 "<p>Second &lt;script&gt;</p>\n<h2>&lt;i&gt;</h2>\n<ul>\n<li>one</li>\n<li>two &lt;3</li>\n</ul>\n"
                 "<h2>Conclusion</h2>\n<ol>\n<li>first</li>\n<li>second</li>\n</ol>\n</article>"_s);
    }

    void plainTextHasNoMarkup()
    {
        const Json content = Json::object({{"introduction", "Intro"}, {"conclusion", "End"}});
        QCOMPARE(formatted(withContent(content), Json::object({{"format", "plain"}})).value("content").toString(),
                 u"A <b> & C\n\nIntroduction\n\nIntro\n\nConclusion\n\nEnd"_s);
    }

    void wordCountIsTheSameInEveryFormat()
    {
        const auto count = [](const char *format) { return formatted(s2Data(2), Json::object({{"format", format}})).value("word_count").toInt(); };
        QCOMPARE(count("html"), count("markdown"));
        QCOMPARE(count("plain"), count("markdown"));
    }

    void theDocumentMayNameTheFormatAndTheConfigWins()
    {
        Json data = s2Data(2);
        data.insert("format", "plain");
        QCOMPARE(formatted(data).value("format").toString(), u"plain"_s);
        QCOMPARE(formatted(data, Json::object({{"format", "html"}})).value("format").toString(), u"html"_s);
        data.insert("format", "docx");
        QCOMPARE(formatted(data).value("format").toString(), u"markdown"_s);
    }

    void aTemplateMayNameOrSilenceHeadings()
    {
        Json data = withContent(Json::object({{"introduction", "Hello"}, {"conclusion", "Bye"}}));
        data.insert("template",
                    Json::object({{"sections",
                                   Json::array({Json::object({{"type", "introduction"}, {"heading", ""}}),
                                                Json::object({{"type", "conclusion"}, {"heading", "Next"}})})}}));
        QCOMPARE(formatted(data).value("content").toString(), u"# A <b> & C\n\nHello\n\n## Next\n\nBye"_s);
    }

    void sourcesAreListedOnlyWhereAskedFor()
    {
        Json data = withContent(Json::object({{"introduction", "Text"}}));
        data.insert("source_title", "Debian FAQ");
        data.insert("citations",
                    Json::array({Json::object({{"source", "/source_text"}}), Json::object({{"source", "/source_text"}}),
                                 Json::object({{"source", "ctx_9#/source_text"}})}));
        QVERIFY(!formatted(data).value("content").toString().contains("Sources"_L1));
        const Json listed = formatted(data, Json::object({{"sources", true}}));
        QVERIFY(listed.value("content").toString().endsWith("\n\n## Sources\n\n1. Debian FAQ\n2. ctx_9"_L1));
        QCOMPARE(listed.value("word_count"), formatted(data).value("word_count"));
    }

    void emptyPartsLeaveNoEmptyHeadings()
    {
        const Json content = Json::object({{"introduction", " "}, {"body", Json::array({Json::object({{"heading", "H"}, {"content", "x"}})})}});
        QCOMPARE(formatted(withContent(content)).value("content").toString(), u"# A <b> & C\n\n## H\n\nx"_s);
    }

    void withoutContentItSaysWhatIsMissing()
    {
        for (const Json &data : {s2Data(0), withContent(Json::object()), withContent(nullptr), Json::object({{"source_text", "x"}})}) {
            const StepResult result = transform(data);
            QVERIFY(result.error);
            QCOMPARE(result.error->code, ErrorCode::InputInvalid);
            QVERIFY(result.error->text.contains("generated_content"_L1));
        }
    }

    void anUnknownFormatIsRefusedBeforeRunning()
    {
        const auto step = TransformerComponent().prepare(Json::object({{"format", "docx"}}));
        QVERIFY(!step);
        QCOMPARE(step.error().code, ErrorCode::ComponentConfig);
    }
};

QTEST_GUILESS_MAIN(TestTransformerComponent)
#include "tst_transformercomponent.moc"
