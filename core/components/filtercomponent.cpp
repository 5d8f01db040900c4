// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/filtercomponent.h"

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
    "expression": {
      "type": "string", "minLength": 1, "title": "Condition",
      "description": "JMESPath over the document's data; false, null and what is empty count as no."
    }
  }
})";

class FilterStep final : public Step
{
public:
    FilterStep(const JmesPath &condition, const QString &text)
        : m_condition(condition)
        , m_text(text)
    {}

    StepResult run(const StepInput &input, RunContext &) const override
    {
        const Result<Json> value = m_condition.evaluate(input.data);
        if (!value)
            return StepResult::failed(Error::make(ErrorCode::InputInvalid, value.error().text, value.error().detail));
        StepResult result;
        if (!isTruthy(*value)) {
            result.port = u"rejected"_s;
            result.reasons = Json::array({Json::object({{"path", ""}, {"message", u"%1 does not hold."_s.arg(m_text)}, {"severity", "info"}})});
        }
        return result;
    }

private:
    JmesPath m_condition;
    QString m_text;
};

} // namespace

const ComponentDescriptor &FilterComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"filter"_s,
        .title = u"Filter"_s,
        .category = u"flow"_s,
        .description = u"Sends documents by two ways, by whether a condition holds."_s,
        .icon = u"view-filter"_s,
        .configSchema = jsonLiteral(kConfigSchema),
        .outputs = {{u"out"_s, u"Holds"_s}, {u"rejected"_s, u"Does not hold"_s}},
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> FilterComponent::prepare(const Json &config) const
{
    const QString text = config.value("expression").toString();
    const Result<JmesPath> condition = JmesPath::compile(text);
    if (!condition)
        return fail(ErrorCode::ComponentConfig, condition.error().text, Json::object({{"path", "/expression"}}));
    return std::make_shared<const FilterStep>(*condition, text);
}

} // namespace Millrace
