// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/similarcomponent.h"

#include "components/documentfields.h"
#include "components/textfield.h"
#include "sdk/services.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kUsual = 5;
constexpr double kLeast = 0.3;

constexpr auto kOwn = R"(
  "limit": {"type": "integer", "minimum": 1, "maximum": 50, "default": 5, "title": "How many", "description": "At most, the nearest first."},
  "least": {
    "type": "number", "minimum": 0, "maximum": 1, "default": 0.3, "title": "Least similarity",
    "description": "Cosine of the texts' vectors: 1 is the same text, 0.3 a common subject."
  }
)";

constexpr auto kGives = R"({
  "{into}": {"type": "object", "properties": {"model": {"type": "string"}, "documents": {"type": "array", "items": {"type": "object",
  "properties": {"title": {"type": "string"}, "similarity": {"type": "number"}, "context": {"type": "string"},
  "document": {"type": "string"}, "passage": {"type": "object", "properties": {"text": {"type": "string"}, "pointer": {"type": "string"},
  "similarity": {"type": "number"}, "from": {"type": "integer"}, "to": {"type": "integer"}}}}}}}}
})";

class SimilarStep final : public Step
{
public:
    SimilarStep(const TextField &field, int limit, double least)
        : m_field(field)
        , m_limit(limit)
        , m_least(least)
    {}

    StepResult run(const StepInput &input, RunContext &context) const override
    {
        const Result<QString> text = m_field.textOf(input.data);
        if (!text)
            return StepResult::failed(text.error());
        const SimilaritySource *source = context.similarity();
        const QString model = source ? source->model() : QString();
        const auto found = model.isEmpty() ? QList<SimilarText>() : source->similar(*text, m_limit, m_least, input.contextId);
        if (!found)
            return StepResult::failed(found.error());
        StepResult result;
        result.reusable = false; // it depends on every other document
        Json documents = Json::array();
        for (const SimilarText &similar : *found) {
            Json json = Json::object({{"title", similar.title}, {"similarity", rounded(similar.similarity, 3)}, {"context", similar.contextId}});
            if (!similar.documentId.isEmpty())
                json.insert("document", similar.documentId);
            const Passage &passage = similar.passage;
            if (!passage.text.isEmpty()) {
                json.insert("passage",
                            Json::object({{"text", passage.text},
                                          {"pointer", passage.pointer},
                                          {"from", passage.from},
                                          {"to", passage.to},
                                          {"similarity", rounded(passage.score, 3)}}));
                result.lineage.append({passage.contextId + u'#' + passage.pointer, passage.from, passage.to,
                                       m_field.intoPointer() + "/documents/" + QByteArray::number(documents.size()) + "/passage/text", 0,
                                       passage.text.toUtf8().size()});
            }
            documents.append(json);
        }
        if (documents.isEmpty()) {
            result.port = u"none"_s;
            const QString why = model.isEmpty() ? u"The workspace has too few documents yet to learn what is alike."_s
                                                : u"No document of the workspace is so much alike."_s;
            result.reasons = Json::array({Json::object({{"path", m_field.pointer()}, {"message", why}, {"severity", "info"}})});
        }
        result.edit.set(m_field.into(), Json::object({{"model", model.isEmpty() ? Json() : Json(model)}, {"documents", documents}}));
        return result;
    }

private:
    TextField m_field;
    int m_limit;
    double m_least;
};

} // namespace

const ComponentDescriptor &SimilarComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"similar"_s,
        .title = u"Similar documents"_s,
        .category = u"extract"_s,
        .description = u"Finds the workspace's documents that mean the like, with the passage of each that shows it."_s,
        .icon = u"edit-find"_s,
        .configSchema = giving(textSchema(kOwn, "similar", false), kGives),
        .outputs = {{u"out"_s, u"Found"_s}, {u"none"_s, u"None"_s}},
        .effect = Effect::Reads,
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> SimilarComponent::prepare(const Json &config) const
{
    const Result<TextField> field = TextField::of(config, "similar");
    if (!field)
        return std::unexpected(field.error());
    return std::make_shared<const SimilarStep>(*field, static_cast<int>(config.value("limit").toInt(kUsual)), config.value("least").toDouble(kLeast));
}

} // namespace Millrace
