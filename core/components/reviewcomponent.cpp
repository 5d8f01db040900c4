// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/reviewcomponent.h"

#include "components/documentfields.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kConfigSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "question": {"type": "string", "title": "Question", "description": "What the reviewer is asked."},
    "fields": {
      "type": "array", "items": {"type": "string"}, "title": "Fields",
      "description": "The fields that the question is about; without them the whole document."
    },
    "timeout_s": {"type": "number", "exclusiveMinimum": 0, "maximum": 3153600000, "title": "Longest wait, seconds",
               "description" : "After that it leaves by `timeout`."
}
}
})";

class ReviewStep final : public Step
{
public:
    explicit ReviewStep(const Json &config)
    {
        m_suspension.what = Suspension::For::Review;
        m_suspension.timeoutUs = static_cast<qint64>(config.value("timeout_s").toDouble() * 1e6);
        m_suspension.question
            = Json::object({{"question", config.value("question").toString()}, {"fields", Json::array(config.value("fields").toStringList())}});
    }

    StepResult run(const StepInput &input, RunContext &) const override
    {
        StepResult result;
        if (input.wake == Wake::TimedOut)
            result.port = u"timeout"_s;
        else
            result.suspension = m_suspension;
        return result;
    }

private:
    Suspension m_suspension;
};

} // namespace

const ComponentDescriptor &ReviewComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"review"_s,
        .title = u"Review"_s,
        .category = u"flow"_s,
        .description = u"Waits until a person has approved or rejected the document."_s,
        .icon = u"user"_s,
        .configSchema = jsonLiteral(kConfigSchema),
        .outputs = {{u"approved"_s, u"Approved"_s}, {u"rejected"_s, u"Rejected"_s}, {u"timeout"_s, u"Waited too long"_s}},
        .decides = true,
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> ReviewComponent::prepare(const Json &config) const
{
    return std::make_shared<const ReviewStep>(config);
}

} // namespace Millrace
