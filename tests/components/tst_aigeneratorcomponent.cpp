// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/aigeneratorcomponent.h"

#include "components/running.h"
#include "components/s2.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

ModelAnswer s2Answer()
{
    ModelAnswer answer;
    answer.content = s2Data(2).value("generated_content");
    answer.model = u"gpt-4"_s;
    answer.kind = u"generated"_s;
    answer.usage = {u"cloud"_s, u"gpt-4"_s, 321, 654, 12};
    return answer;
}

} // namespace

class TestAiGeneratorComponent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void s2ArticleGetsExactlyS2sFields()
    {
        CannedModel model;
        model.answer = s2Answer();
        TestContext context;
        context.modelService = &model;
        const StepResult result = runOnce<AiGeneratorComponent>(s2Data(1), {}, context);
        QVERIFY(!result.error);
        QCOMPARE(after(result, s2Data(1)).toBytes(), s2Data(2).toBytes());
        QCOMPARE(result.usage, QList<Usage>{model.answer->usage});
        QCOMPARE(model.calls, 1);
    }

    void theModelIsToldTheWholeBrief()
    {
        CannedModel model;
        model.answer = s2Answer();
        TestContext context;
        context.modelService = &model;
        Json data = s2Data(1);
        data.insert("source_text", "The source says so.");
        data.insert("pages", 12);
        (void)runOnce<AiGeneratorComponent>(
            data, Json::object({{"provider", "local"}, {"model", "m"}, {"temperature", Json::number("0.20")}, {"max_tokens", 99}}), context);
        const ModelRequest &request = model.lastRequest;
        QCOMPARE(request.provider, u"local"_s);
        QCOMPARE(request.model, u"m"_s);
        QCOMPARE(request.temperature, 0.2);
        QCOMPARE(request.maxTokens, 99);
        QCOMPARE(request.contextId, u"ctx_123456"_s);
        QCOMPARE(request.title, u"Example Article"_s);
        QCOMPARE(request.keywords, (QStringList{u"microservices"_s, u"architecture"_s, u"documentation"_s}));
        QCOMPARE(request.sections, s2Data(1).value("template").value("sections"));
        QCOMPARE(request.sourceText, u"The source says so."_s);
        QCOMPARE(request.sourcePointer, u"/source_text"_s);
        QCOMPARE(request.idempotencyKey, "key"_ba);
        QVERIFY(request.fields.contains("pages") && request.fields.contains("tone"));
        QVERIFY(!request.fields.contains("source_text") && !request.fields.contains("template"));
        QCOMPARE(request.messages.size(), 2);
        QCOMPARE(request.messages.at(0).role, u"system"_s);
        QVERIFY(request.messages.at(0).text.contains("\"introduction\""_L1));
        for (const QString &part : {u"Example Article"_s, u"developers"_s, u"technical"_s, u"microservices, architecture"_s,
                                    u"Summarize the key takeaways"_s, u"3 sections"_s, u"BEGIN SOURCE\nThe source says so.\nEND SOURCE"_s})
            QVERIFY2(request.messages.at(1).text.contains(part), qPrintable(part));
    }

    void theParametersAreKeptAsWritten()
    {
        CannedModel model;
        model.answer = s2Answer();
        TestContext context;
        context.modelService = &model;
        const Json config = Json::object({{"temperature", Json::number("0.20")}, {"max_tokens", 99}});
        QCOMPARE(after(runOnce<AiGeneratorComponent>(s2Data(1), config, context), s2Data(1)).value("generation_parameters").toBytes(),
                 R"({"temperature":0.20,"max_tokens":99})"_ba);
    }

    void anOwnPromptIsFilledInAndSectionsFollow()
    {
        CannedModel model;
        model.answer = s2Answer();
        TestContext context;
        context.modelService = &model;
        (void)runOnce<AiGeneratorComponent>(s2Data(1), Json::object({{"prompt", "Dichte über {{ title }}!"}}), context);
        QVERIFY(model.lastRequest.messages.at(1).text.startsWith(u"Dichte über Example Article!\n\nSections"_s));
        QCOMPARE(runOnce<AiGeneratorComponent>(s2Data(1), Json::object({{"prompt", "{% include \"x\" %}"}}), context).error->code,
                 ErrorCode::ComponentConfig);
    }

    void aDocumentWithoutTemplateIsWrittenInThreeParts()
    {
        CannedModel model;
        model.answer = s2Answer();
        TestContext context;
        context.modelService = &model;
        QVERIFY(!runOnce<AiGeneratorComponent>(s2Data(0), {}, context).error);
        QCOMPARE(model.lastRequest.sections.size(), 3);
    }

    void extractiveAnswersCarryTheirExactSpans()
    {
        CannedModel model;
        model.answer = s2Answer();
        model.answer->kind = u"extractive"_s;
        model.answer->model = u"offline-extractive"_s;
        model.answer->lineage = {{u"/source_text"_s, 5, 25, "/introduction"_ba, 0, 20}, {u"ctx_7#/source_text"_s, 1, 2, "/body/0/content"_ba, 3, 4}};
        TestContext context;
        context.modelService = &model;
        const StepResult result = runOnce<AiGeneratorComponent>(s2Data(1), {}, context);
        QCOMPARE(result.lineage.at(0).target, "/generated_content/introduction"_ba);
        QCOMPARE(result.lineage.at(1).target, "/generated_content/body/0/content"_ba);
        QCOMPARE(after(result, s2Data(1)).value("citations").toBytes(),
                 R"([{"at":"/generated_content/introduction","from":0,"to":20,"source":"/source_text","source_from":5,"source_to":25},)"
                 R"({"at":"/generated_content/body/0/content","from":3,"to":4,"source":"ctx_7#/source_text","source_from":1,"source_to":2}])"_ba);
    }

    void onlyWhatComesOfTheDocumentAloneMayBeKept()
    {
        CannedModel model;
        model.answer = s2Answer();
        TestContext context;
        context.modelService = &model;
        Json withSource = s2Data(1);
        withSource.insert("source_text", "Water boils.");
        QVERIFY(runOnce<AiGeneratorComponent>(s2Data(1), {}, context).reusable);
        model.answer->kind = u"outline"_s;
        QVERIFY(!runOnce<AiGeneratorComponent>(withSource, {}, context).reusable);
        model.answer->kind = u"extractive"_s;
        model.answer->lineage = {{u"/source_text"_s, 0, 5, "/introduction"_ba, 0, 5}};
        QVERIFY(runOnce<AiGeneratorComponent>(withSource, {}, context).reusable);
        QVERIFY(!runOnce<AiGeneratorComponent>(s2Data(1), {}, context).reusable);
        model.answer->lineage.append({u"ctx_7#/source_text"_s, 1, 2, "/introduction"_ba, 6, 7});
        QVERIFY(!runOnce<AiGeneratorComponent>(withSource, {}, context).reusable);
    }

    void anOutlineHasS2sFieldsAndNoOthers()
    {
        CannedModel model;
        model.answer = s2Answer();
        model.answer->kind = u"outline"_s;
        TestContext context;
        context.modelService = &model;
        Json data = s2Data(1);
        data.insert("citations", Json::array({1}));
        const Json result = after(runOnce<AiGeneratorComponent>(data, {}, context), data);
        QVERIFY2(!result.contains("citations"), "citations of an earlier run stay behind");
        QStringList fields;
        for (const JsonMember &member : result.members())
            fields.append(QString::fromUtf8(member.key));
        QCOMPARE(fields.join(u' '), u"title keywords target_audience tone template generated_content model_used generation_parameters"_s);
    }

    void aModelsTextIsRead()
    {
        CannedModel model;
        model.answer = ModelAnswer();
        model.answer->text = u"Sure!\n```json\n{\"introduction\":\"I\",\"body\":[{\"heading\":\"H\",\"content\":\"C\"}],\"conclusion\":\"E\"}\n```"_s;
        TestContext context;
        context.modelService = &model;
        QCOMPARE(after(runOnce<AiGeneratorComponent>(s2Data(1), {}, context), s2Data(1)).value("generated_content").toBytes(),
                 R"({"introduction":"I","body":[{"heading":"H","content":"C"}],"conclusion":"E"})"_ba);
    }

    void unusableTextIsARetryableError()
    {
        CannedModel model;
        model.answer = ModelAnswer();
        model.answer->text = u"I cannot help with that."_s;
        TestContext context;
        context.modelService = &model;
        const StepResult result = runOnce<AiGeneratorComponent>(s2Data(1), {}, context);
        QCOMPARE(result.error->code, ErrorCode::ModelAnswer);
        QCOMPARE(result.error->category, ErrorCategory::Retryable);
    }

    void theProvidersErrorAndItsWaitComeThrough()
    {
        CannedModel model;
        model.answer = fail(ErrorCode::ModelRateLimited, u"slow down"_s);
        model.retryAfter = 30'000'000;
        TestContext context;
        context.modelService = &model;
        const StepResult result = runOnce<AiGeneratorComponent>(s2Data(1), {}, context);
        QCOMPARE(result.error->code, ErrorCode::ModelRateLimited);
        QCOMPARE(result.retryAfterUs, 30'000'000);
    }

    void withoutServiceOrAfterCancelNothingIsAsked()
    {
        TestContext context;
        QCOMPARE(runOnce<AiGeneratorComponent>(s2Data(1), {}, context).error->code, ErrorCode::ModelUnavailable);
        CannedModel model;
        context.modelService = &model;
        context.cancelled = true;
        QCOMPARE(runOnce<AiGeneratorComponent>(s2Data(1), {}, context).error->code, ErrorCode::Cancelled);
        QCOMPARE(model.calls, 0);
    }
};

QTEST_GUILESS_MAIN(TestAiGeneratorComponent)
#include "tst_aigeneratorcomponent.moc"
