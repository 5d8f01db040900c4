// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/jmespathcomponent.h"

#include "components/documentfields.h"
#include "sdk/jmespath.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kConfigSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "required": ["expression"],
  "properties": {
    "expression": {"type": "string", "minLength": 1, "title": "Expression", "description": "JMESPath over the document's data."},
    "into": {"type": "string", "minLength": 1, "title": "Field", "description": "The field that takes the result."},
    "replace": {"type": "boolean", "default": false, "title": "Replace everything", "description": "The result, an object, becomes the document's data."}
  }
})";

constexpr auto kGives = R"({"{into}": {}})";

class JmesPathStep final : public Step
{
public:
    JmesPathStep(const JmesPath &expression, const QByteArray &into)
        : m_expression(expression)
        , m_into(into)
    {}

    StepResult run(const StepInput &input, RunContext &) const override
    {
        const Result<Json> value = m_expression.evaluate(input.data);
        if (!value)
            return StepResult::failed(Error::make(ErrorCode::InputInvalid, value.error().text, value.error().detail));
        StepResult result;
        if (!m_into.isEmpty()) {
            result.edit.set(m_into, *value);
            return result;
        }
        if (!value->isObject())
            return StepResult::failed(
                Error::make(ErrorCode::InputInvalid, u"The expression gave no object, so that it cannot replace the document's data."_s));
        result.edit = Edit::between(input.data, *value);
        return result;
    }

private:
    JmesPath m_expression;
    QByteArray m_into; ///< empty: replaces everything
};

} // namespace

const ComponentDescriptor &JmesPathComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"jmespath"_s,
        .title = u"Expression"_s,
        .category = u"script"_s,
        .description = u"Computes a field, or the whole data, with a JMESPath expression."_s,
        .icon = u"code-context"_s,
        .configSchema = giving(jsonLiteral(kConfigSchema), kGives),
        .outputs = {{u"out"_s, u"Out"_s}},
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> JmesPathComponent::prepare(const Json &config) const
{
    const QByteArray into = config.value("into").toString().toUtf8();
    if (into.isEmpty() != config.value("replace").toBool())
        return fail(ErrorCode::ComponentConfig, u"Either name a field for the result, or let it replace everything."_s,
                    Json::object({{"path", "/into"}}));
    const Result<JmesPath> expression = JmesPath::compile(config.value("expression").toString());
    if (!expression)
        return fail(ErrorCode::ComponentConfig, expression.error().text, Json::object({{"path", "/expression"}}));
    return std::make_shared<const JmesPathStep>(*expression, into);
}

} // namespace Millrace
