// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/templatecomponent.h"

#include "components/documentfields.h"
#include "components/documentlanguage.h"
#include "components/templatecatalogue.h"
#include "components/texttemplate.h"
#include "sdk/lineagesource.h"
#include "sdk/services.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kConfigSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "template": {
      "type": "string", "title": "Template",
      "description": "Id of the template to use. Without one, the template that fits the document's type, audience and tone best."
    }
  }
})";

constexpr auto kGives = R"({
  "template": {"type": "object", "properties": {"id": {"type": "string"}, "sections": {"type": "array", "items": {"type": "object",
  "properties": {"type": {"type": "string"}, "instructions": {"type": "string"}}}}}}
})";

/// A section with the document's fields filled in; the order of its members stays.
Result<Json> filledSection(const Json &section, const Json &data)
{
    Json filled = Json::object();
    for (const JsonMember &member : section.members()) {
        if (!member.value.isString() || member.key == "type") {
            filled.insert(QByteArrayView(member.key), member.value);
            continue;
        }
        const Result<QString> text
            = TextTemplate::compile(member.value.toString()).and_then([&data](const TextTemplate &t) { return t.render(data); });
        if (!text)
            return std::unexpected(text.error());
        filled.insert(QByteArrayView(member.key), text->trimmed());
    }
    return filled;
}

class TemplateStep final : public Step
{
public:
    explicit TemplateStep(const QString &wantedId)
        : m_wantedId(wantedId)
    {}

    StepResult run(const StepInput &input, RunContext &context) const override
    {
        if (!input.data.isObject())
            return StepResult::failed(Error::make(ErrorCode::InputInvalid, u"The document's data is not an object."_s));
        const QList<ContentTemplate> templates = context.templates() ? context.templates()->templates() : builtinTemplates();
        const ContentTemplate *chosen = choose(templates, input);
        if (!chosen)
            return StepResult::failed(notFound(input));

        const QByteArray language = documentLanguage(input.data);
        Json sections = Json::array();
        for (const Json &section : chosen->sections.items()) {
            Result<Json> filled = filledSection(inLanguage(section, language), input.data);
            if (!filled) {
                filled.error().detail = Json::object({{"template", chosen->id}});
                return StepResult::failed(filled.error());
            }
            sections.append(*filled);
        }
        StepResult result;
        result.edit.set("template", Json::object({{"id", chosen->id}, {"sections", sections}}));
        result.lineage.append({LineageSource::ofTemplate(chosen->id, chosen->version), 0, 0, "/template", 0, 0});
        return result;
    }

private:
    const ContentTemplate *choose(const QList<ContentTemplate> &templates, const StepInput &input) const
    {
        if (m_wantedId.isEmpty()) {
            return pickTemplate(templates,
                                {input.contextType, textOrList(input.data.value("target_audience")), textOrList(input.data.value("tone"))});
        }
        for (const ContentTemplate &candidate : templates) {
            if (candidate.id == m_wantedId)
                return &candidate;
        }
        return nullptr;
    }

    Error notFound(const StepInput &input) const
    {
        if (m_wantedId.isEmpty())
            return Error::make(ErrorCode::NotFound, u"No template fits documents of type \"%1\"."_s.arg(input.contextType),
                               Json::object({{"type", input.contextType}}));
        return Error::make(ErrorCode::NotFound, u"There is no template \"%1\" in this workspace."_s.arg(m_wantedId),
                           Json::object({{"template", m_wantedId}}));
    }

    QString m_wantedId;
};

} // namespace

const ComponentDescriptor &TemplateComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"template"_s,
        .title = u"Template"_s,
        .category = u"generate"_s,
        .description = u"Chooses the template that fits the document and adds its sections and instructions."_s,
        .icon = u"document-new-from-template"_s,
        .configSchema = giving(jsonLiteral(kConfigSchema), kGives),
        .outputs = {{u"out"_s, u"Out"_s}},
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> TemplateComponent::prepare(const Json &config) const
{
    return std::make_shared<const TemplateStep>(config.value("template").toString());
}

} // namespace Millrace
