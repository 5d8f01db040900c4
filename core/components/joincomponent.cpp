// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/joincomponent.h"

#include "components/documentfields.h"
#include "sdk/jmespath.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kConfigSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "wait": {
      "enum": ["all", "any", "count"], "default": "all", "title": "Wait for",
      "description": "All children, the first one that ends, or the first `count`."
    },
    "count": {"type": "integer", "minimum": 1, "maximum": 100000, "title": "Count", "description": "How many children, with \"count\"."},
    "failed": {
      "enum": ["wait", "skip"], "default": "wait", "title": "Failed children",
      "description": "Wait until somebody has dealt with a child that failed or rests in quarantine, or go on without it."
    },
    "rest": {
      "enum": ["cancel", "leave"], "default": "cancel", "title": "The others",
      "description": "What happens to children that are still on their way when it goes on."
    },
    "timeout_s": {"type": "number", "exclusiveMinimum": 0, "maximum": 3153600000, "title": "Longest wait, seconds",
               "description" : "After that it leaves by `timeout`."
}
, "take" : {"type" : "string", "minLength" : 1, "title" : "Take", "description" : "JMESPath over each child's data; without it the whole data."},
           "into" : {"type" : "string", "minLength" : 1, "default" : "joined", "title" : "Field", "description" : "The field that takes the list."}
}
})";

constexpr auto kGives = R"({"{into}": {"type": "array", "items": {}}})";

class JoinStep final : public Step
{
public:
    JoinStep(const Suspension &suspension, std::optional<JmesPath> take, const QByteArray &into)
        : m_suspension(suspension)
        , m_take(std::move(take))
        , m_into(into)
    {}

    StepResult run(const StepInput &input, RunContext &) const override
    {
        StepResult result;
        if (input.wake == Wake::Entered) {
            result.suspension = m_suspension;
            return result;
        }
        Json joined = Json::array();
        for (const ChildOutcome &child : input.children) {
            if (child.status != "completed"_L1)
                continue;
            const Result<Json> taken = m_take ? m_take->evaluate(child.data) : Result<Json>(child.data);
            if (!taken)
                return StepResult::failed(Error::make(ErrorCode::InputInvalid, taken.error().text, taken.error().detail));
            joined.append(*taken);
        }
        if (const qsizetype missing = input.children.size() - joined.size(); missing > 0)
            result.reasons = Json::array({Json::object({{"path", "/" + m_into},
                                                        {"message", u"%1 of %2 children did not complete."_s.arg(missing).arg(input.children.size())},
                                                        {"severity", "info"}})});
        result.edit.set(m_into, joined);
        if (input.wake == Wake::TimedOut)
            result.port = u"timeout"_s;
        return result;
    }

private:
    Suspension m_suspension;
    std::optional<JmesPath> m_take;
    QByteArray m_into;
};

} // namespace

const ComponentDescriptor &JoinComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"join"_s,
        .title = u"Join"_s,
        .category = u"flow"_s,
        .description = u"Waits for the children of the splits before it and gathers their data in a list."_s,
        .icon = u"merge"_s,
        .configSchema = giving(jsonLiteral(kConfigSchema), kGives),
        .outputs = {{u"out"_s, u"Joined"_s}, {u"timeout"_s, u"Waited too long"_s}},
        .joins = true,
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> JoinComponent::prepare(const Json &config) const
{
    const QString wait = config.value("wait").toString(u"all"_s);
    const auto count = static_cast<int>(config.value("count").toInt());
    if ((wait == "count"_L1) != (count > 0))
        return fail(ErrorCode::ComponentConfig, u"\"count\" is for waiting for a number of children, and needed there."_s,
                    Json::object({{"path", "/count"}}));
    Suspension suspension;
    suspension.need = wait == "any"_L1 ? 1 : count;
    suspension.skipsFailed = config.value("failed").toString() == "skip"_L1;
    suspension.cancelsRest = config.value("rest").toString() != "leave"_L1;
    suspension.timeoutUs = static_cast<qint64>(config.value("timeout_s").toDouble() * 1e6);
    auto take = expressionOf(config, "take");
    if (!take)
        return std::unexpected(take.error());
    return std::make_shared<const JoinStep>(suspension, std::move(*take), config.value("into").toString(u"joined"_s).toUtf8());
}

} // namespace Millrace
