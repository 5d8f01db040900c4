// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/embedcomponent.h"

#include "components/documentfields.h"
#include "components/textfield.h"
#include "sdk/services.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kOwn = R"(
  "provider": {
    "type": "string", "title": "Provider",
    "description": "Id of a model provider that makes vectors. Without one, the space that the workspace learnt of its own documents, without a network."
  },
  "model": {"type": "string", "title": "Model", "description": "Of the provider; without one, its usual one for vectors."}
)";

constexpr auto kGives = R"({
  "{into}": {"type": "object", "properties": {"model": {"type": "string"}, "provider": {"type": "string"}, "dimensions": {"type": "integer"},
  "values": {"type": "array", "items": {"type": "number"}}}}
})";

class EmbedStep final : public Step
{
public:
    EmbedStep(const TextField &field, const QString &provider, const QString &model)
        : m_field(field)
        , m_provider(provider)
        , m_model(model)
    {}

    StepResult run(const StepInput &input, RunContext &context) const override
    {
        const Result<QString> text = m_field.textOf(input.data);
        if (!text)
            return StepResult::failed(text.error());
        qint64 retryAfterUs = 0;
        const Result<VectorAnswer> answer = m_provider.isEmpty() ? local(*text, context) : remote(*text, input, context, &retryAfterUs);
        if (!answer)
            return StepResult::failed(answer.error(), retryAfterUs);
        if (answer->vectors.size() != 1 || answer->vectors.front().empty())
            return StepResult::failed(Error::make(ErrorCode::ModelAnswer, u"No vector came."_s));
        Json numbers = Json::array();
        for (const float value : answer->vectors.front())
            numbers.append(std::round(double(value) * 1e6) / 1e6);
        StepResult result;
        result.edit.set(m_field.into(),
                        Json::object({{"model", answer->model},
                                      {"provider", m_provider.isEmpty() ? u"workspace"_s : m_provider},
                                      {"dimensions", qint64(answer->vectors.front().size())},
                                      {"values", numbers}}));
        if (!m_provider.isEmpty())
            result.usage.append(answer->usage);
        result.reusable = !m_provider.isEmpty(); // the workspace learns anew as it grows
        return result;
    }

private:
    static Result<VectorAnswer> local(const QString &text, const RunContext &context)
    {
        if (!context.similarity())
            return fail(ErrorCode::ModelUnavailable, u"There are no vectors of the workspace here."_s);
        return context.similarity()->embed({text});
    }
    Result<VectorAnswer> remote(const QString &text, const StepInput &input, const RunContext &context, qint64 *retryAfterUs) const
    {
        if (!context.models())
            return fail(ErrorCode::ModelUnavailable, u"There are no model providers here."_s);
        return context.models()->embed({m_provider, m_model, {text}, input.idempotencyKey}, context, retryAfterUs);
    }

    TextField m_field;
    QString m_provider;
    QString m_model;
};

} // namespace

const ComponentDescriptor &EmbedComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"embed"_s,
        .title = u"Vector"_s,
        .category = u"extract"_s,
        .description = u"Gives a text its vector, by what the workspace's own documents taught or by a provider's model, and says which made it."_s,
        .icon = u"distribute-graph"_s,
        .configSchema = giving(textSchema(kOwn, "vector", false), kGives),
        .outputs = {{u"out"_s, u"Out"_s}},
        .effect = Effect::Network,
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> EmbedComponent::prepare(const Json &config) const
{
    const Result<TextField> field = TextField::of(config, "vector");
    if (!field)
        return std::unexpected(field.error());
    const QString provider = config.value("provider").toString();
    const QString model = config.value("model").toString();
    if (provider.isEmpty() && !model.isEmpty())
        return fail(ErrorCode::ComponentConfig, u"The workspace's own vectors have no model to choose."_s, Json::object({{"path", "/model"}}));
    return std::make_shared<const EmbedStep>(*field, provider, model);
}

} // namespace Millrace
