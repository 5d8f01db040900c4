// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/subpipelinecomponent.h"

#include "components/documentfields.h"
#include "sdk/jmespath.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kConfigSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "required": ["pipeline"],
  "properties": {
    "pipeline": {"type": "string", "minLength": 1, "title": "Pipeline", "description": "The id of the pipeline to go through."},
    "version": {"type": "integer", "minimum": 1, "title": "Version", "description": "Without it the newest at that moment."},
    "input": {
      "type": "string", "minLength": 1, "title": "Input",
      "description": "JMESPath that gives the object to send; without it the whole data."
    },
    "into": {
      "type": "string", "minLength": 1, "title": "Field",
      "description": "The field that takes the result; without it the result replaces the document's data."
    },
    "timeout_s": {"type": "number", "exclusiveMinimum": 0, "maximum": 3153600000, "title": "Longest wait, seconds",
               "description" : "After that the step has failed."
}
}
})";

constexpr auto kGives = R"({"{into}": {}})";

class SubpipelineStep final : public Step
{
public:
    SubpipelineStep(const Json &config, std::optional<JmesPath> path)
        : m_pipeline(config.value("pipeline").toString())
        , m_version(static_cast<int>(config.value("version").toInt()))
        , m_input(std::move(path))
        , m_into(config.value("into").toString().toUtf8())
        , m_timeoutUs(static_cast<qint64>(config.value("timeout_s").toDouble() * 1e6))
    {}

    StepResult run(const StepInput &input, RunContext &) const override
    {
        if (input.wake == Wake::Entered)
            return sendOff(input);
        const ChildOutcome child = input.children.isEmpty() ? ChildOutcome() : input.children.constFirst();
        if (child.status != "completed"_L1)
            return StepResult::failed(Error::make(ErrorCode::ChildFailed,
                                                  input.wake == Wake::TimedOut
                                                      ? u"\"%1\" took too long."_s.arg(m_pipeline)
                                                      : u"The document's way through \"%1\" ended as %2."_s.arg(m_pipeline, child.status),
                                                  Json::object({{"context", child.contextId}})));
        StepResult result;
        if (m_into.isEmpty())
            result.edit = Edit::between(input.data, child.data);
        else
            result.edit.set(m_into, child.data);
        // Whatever a review there ended with that is no approval.
        if (child.outcome == "rejected"_L1 || child.outcome == "timeout"_L1 || child.outcome == "escalated"_L1)
            result.port = u"rejected"_s;
        return result;
    }

private:
    StepResult sendOff(const StepInput &input) const
    {
        const Result<Json> data = m_input ? m_input->evaluate(input.data) : Result<Json>(input.data);
        if (!data)
            return StepResult::failed(Error::make(ErrorCode::InputInvalid, data.error().text, data.error().detail));
        if (!data->isObject())
            return StepResult::failed(Error::make(ErrorCode::InputInvalid, u"What is to be sent through \"%1\" is no object."_s.arg(m_pipeline)));
        StepResult result;
        result.children.append({{}, m_pipeline, m_version, *data});
        result.suspension.emplace().timeoutUs = m_timeoutUs;
        return result;
    }

    QString m_pipeline;
    int m_version;
    std::optional<JmesPath> m_input;
    QByteArray m_into;
    qint64 m_timeoutUs;
};

} // namespace

const ComponentDescriptor &SubpipelineComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"pipeline"_s,
        .title = u"Pipeline"_s,
        .category = u"flow"_s,
        .description = u"Sends the document through another pipeline and takes in what comes of it."_s,
        .icon = u"view-process-tree"_s,
        .configSchema = giving(jsonLiteral(kConfigSchema), kGives),
        .outputs = {{u"out"_s, u"Out"_s}, {u"rejected"_s, u"Rejected there"_s}},
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> SubpipelineComponent::prepare(const Json &config) const
{
    auto input = expressionOf(config, "input");
    if (!input)
        return std::unexpected(input.error());
    return std::make_shared<const SubpipelineStep>(config, std::move(*input));
}

} // namespace Millrace
