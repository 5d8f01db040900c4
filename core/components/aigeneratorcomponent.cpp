// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/aigeneratorcomponent.h"

#include "components/documentfields.h"
#include "components/generatedcontent.h"
#include "components/texttemplate.h"
#include "components/writerprompt.h"
#include "sdk/services.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr double kTemperature = 0.7;
constexpr int kMaxTokens = 2000;
constexpr qsizetype kShortField = 500;
const QByteArray kTarget = "/generated_content"_ba;

constexpr auto kConfigSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "provider": {
      "type": "string", "title": "Provider",
      "description": "Id of a model provider. Without one, the workspace's usual one; at last the offline provider, which needs no model."
    },
    "model": {"type": "string", "title": "Model", "description": "Without one, the provider's usual model."},
    "temperature": {"type": "number", "minimum": 0, "maximum": 2, "default": 0.7, "title": "Temperature"},
    "max_tokens": {"type": "integer", "minimum": 1, "maximum": 1000000, "default": 2000, "title": "Longest answer, in tokens"},
    "prompt": {
      "type": "string", "title": "Request", "contentMediaType": "text/x-django-template",
      "description": "Opens the request instead of the usual wording; {{ title }} and other fields are filled in. The sections to write and the source text follow it."
    }
  }
})";

constexpr auto kGives = R"({
  "generated_content": {"type": "object", "properties": {"introduction": {"type": "string"}, "body": {"type": "array", "items": {"type": "object",
  "properties": {"heading": {"type": "string"}, "content": {"type": "string"}}}}, "conclusion": {"type": "string"}}},
  "model_used": {"type": "string"},
  "generation_parameters": {"type": "object", "properties": {"temperature": {"type": "number"}, "max_tokens": {"type": "integer"}}},
  "citations": {"type": "array", "items": {"type": "object", "properties": {"at": {"type": "string"}, "from": {"type": "integer"},
  "to": {"type": "integer"}, "source": {"type": "string"}, "source_from": {"type": "integer"}, "source_to": {"type": "integer"}}}}
})";

/// Fields that hold material or results, not facts about the piece to write.
constexpr std::array kNotFacts
    = {"source_text",       "text",      "content", "html", "template", "citations", "generated_content", "model_used", "generation_parameters",
       "formatted_content", "validation"};

struct Source
{
    QString text;
    QString pointer;
};

Source sourceOf(const Json &data)
{
    for (const char *key : {"source_text", "text", "content"}) {
        const Json &value = data.value(key);
        if (value.isString() && !value.utf8().isEmpty())
            return {value.toString(), u'/' + QString::fromLatin1(key)};
    }
    return {};
}

QStringList keywordsOf(const Json &json)
{
    static const QRegularExpression separator(uR"(\s*[,;]\s*)"_s);
    return json.isString() ? json.toString().trimmed().split(separator, Qt::SkipEmptyParts) : json.toStringList();
}

/// The document's own short facts, for an outline.
Json shortFields(const Json &data)
{
    const auto isShort = [](const Json &value) {
        return value.isBool() || value.isNumber() || (value.isString() && !value.utf8().isEmpty() && value.utf8().size() <= kShortField);
    };
    Json fields = Json::object();
    for (const JsonMember &member : data.members()) {
        if (std::ranges::any_of(kNotFacts, [&member](const char *key) { return member.key == key; }))
            continue;
        const bool isList
            = member.value.isArray() && !member.value.isEmpty() && member.value.size() <= 50 && std::ranges::all_of(member.value.items(), isShort);
        if (isShort(member.value) || isList)
            fields.insert(QByteArrayView(member.key), member.value);
    }
    return fields;
}

/// What a document without a template is written by: S2's three parts.
Json usualSections()
{
    return Json::array({
        Json::object({{"type", "introduction"}, {"instructions", "Introduce the topic"}}),
        Json::object({{"type", "body"}, {"sections", 3}, {"instructions", "Cover the main points"}}),
        Json::object({{"type", "conclusion"}, {"instructions", "Summarize the key takeaways"}}),
    });
}

/// Sets the member, or takes it away where an earlier run left one and there is none now.
void setOrRemove(Edit &edit, const Json &data, const QByteArray &key, const Json &value)
{
    if (!value.isNull())
        edit.set(key, value);
    else if (data.contains(QByteArrayView(key)))
        edit.remove('/' + key);
}

class AiGeneratorStep final : public Step
{
public:
    AiGeneratorStep(const Json &config, const std::optional<TextTemplate> &wording)
        : m_provider(config.value("provider").toString())
        , m_model(config.value("model").toString())
        , m_temperature(config.value("temperature").isNumber() ? config.value("temperature") : Json(kTemperature))
        , m_maxTokens(static_cast<int>(config.value("max_tokens").toInt(kMaxTokens)))
        , m_wording(wording)
    {}

    StepResult run(const StepInput &input, RunContext &context) const override
    {
        if (!input.data.isObject())
            return StepResult::failed(Error::make(ErrorCode::InputInvalid, u"The document's data is not an object."_s));
        if (context.isCancelled())
            return StepResult::failed(Error::make(ErrorCode::Cancelled, u"The step was cancelled before the model was asked."_s));
        if (!context.models())
            return StepResult::failed(Error::make(ErrorCode::ModelUnavailable, u"There are no model providers here."_s));
        Result<ModelRequest> request = requestFor(input);
        if (!request)
            return StepResult::failed(request.error());
        qint64 retryAfterUs = 0;
        const Result<ModelAnswer> answer = context.models()->generate(*request, context, &retryAfterUs);
        if (!answer)
            return StepResult::failed(answer.error(), retryAfterUs);
        return resultOf(input, *answer);
    }

private:
    Result<ModelRequest> requestFor(const StepInput &input) const
    {
        const Json &data = input.data;
        const Json &sections = data.value("template").value("sections");
        const Source source = sourceOf(data);

        ModelRequest request;
        request.provider = m_provider;
        request.model = m_model;
        request.temperature = m_temperature.toDouble(kTemperature);
        request.maxTokens = m_maxTokens;
        request.contextId = input.contextId;
        request.title = data.value("title").toString();
        request.keywords = keywordsOf(data.value("keywords"));
        request.sections = sections.isEmpty() ? usualSections() : sections;
        request.fields = shortFields(data);
        request.sourceText = source.text;
        request.sourcePointer = source.pointer;
        request.idempotencyKey = input.idempotencyKey;

        WriterBrief brief{input.contextType,
                          request.title,
                          request.keywords,
                          textOrList(data.value("target_audience")).join(", "_L1),
                          textOrList(data.value("tone")).join(", "_L1),
                          request.sections,
                          request.sourceText,
                          {}};
        if (m_wording) {
            Result<QString> wording = m_wording->render(data);
            if (!wording)
                return std::unexpected(wording.error());
            brief.wording = wording->trimmed();
        }
        request.messages = writerMessages(brief);
        return request;
    }

    StepResult resultOf(const StepInput &input, const ModelAnswer &answer) const
    {
        const Result<Json> content = answer.content.isNull() ? readGeneratedContent(answer.text) : normalizedContent(answer.content);
        if (!content)
            return StepResult::failed(content.error());
        StepResult result;
        for (LineageRef ref : answer.lineage) {
            ref.target.prepend(kTarget);
            result.lineage.append(ref);
        }
        result.usage.append(answer.usage);
        result.edit.set("generated_content", *content);
        result.edit.set("model_used", answer.model);
        result.edit.set("generation_parameters", Json::object({{"temperature", m_temperature}, {"max_tokens", m_maxTokens}}));
        const bool isExtractive = answer.kind == "extractive"_L1;
        // Quotations of other documents, and outlines for want of any, depend on what else the workspace holds.
        const bool ownSource = std::ranges::none_of(answer.lineage, [](const LineageRef &ref) { return ref.source.contains(u'#'); });
        result.reusable = answer.kind == "generated"_L1 || (isExtractive && ownSource && !sourceOf(input.data).text.isEmpty());
        setOrRemove(result.edit, input.data, "citations"_ba, isExtractive ? citationsOf(result.lineage) : Json());
        return result;
    }

    QString m_provider;
    QString m_model;
    Json m_temperature; ///< as the user wrote it
    int m_maxTokens;
    std::optional<TextTemplate> m_wording;
};

} // namespace

const ComponentDescriptor &AiGeneratorComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"ai_generator"_s,
        .title = u"Generator"_s,
        .category = u"generate"_s,
        .description = u"Writes the template's sections with a model provider, or offline from the document's own source."_s,
        .icon = u"tools-wizard"_s,
        .configSchema = giving(jsonLiteral(kConfigSchema), kGives),
        .outputs = {{u"out"_s, u"Out"_s}},
        .effect = Effect::Network,
        .cacheable = true,
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> AiGeneratorComponent::prepare(const Json &config) const
{
    std::optional<TextTemplate> wording;
    if (const QString prompt = config.value("prompt").toString(); !prompt.trimmed().isEmpty()) {
        Result<TextTemplate> compiled = TextTemplate::compile(prompt);
        if (!compiled) {
            compiled.error().detail = Json::object({{"path", "/prompt"}});
            return std::unexpected(compiled.error());
        }
        wording = *compiled;
    }
    return std::make_shared<const AiGeneratorStep>(config, wording);
}

} // namespace Millrace
