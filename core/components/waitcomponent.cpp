// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/waitcomponent.h"

#include "components/documentfields.h"
#include "sdk/jmespath.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kConfigSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "seconds": {"type": "number", "minimum": 0, "maximum": 3153600000, "title": "Seconds", "description": "How long to wait."},
    "until": {
      "type": "string", "minLength": 1, "title": "Until",
      "description": "JMESPath that gives the moment to wait for, in ISO 8601: \"2026-03-01T08:00:00Z\". A moment that is past is no wait."
    },
    "signal": {
      "type": "string", "minLength": 1, "title": "Signal",
      "description": "The name of the signal to wait for , sent by the command context.signal."
    },
    "timeout_s": {"type": "number", "exclusiveMinimum": 0, "maximum": 3153600000, "title": "Longest wait, seconds",
               "description" : "For a signal: after that it leaves by `timeout`."
}
, "into" : {"type" : "string", "minLength" : 1, "title" : "Field", "description" : "The field that takes what came with the signal."}
}
, "oneOf" : [ {"required" : ["seconds"]}, {"required" : ["until"]}, {"required" : ["signal"]} ]
})";

constexpr auto kGives = R"({"{into}": {}})";

class WaitStep final : public Step
{
public:
    WaitStep(const Json &config, std::optional<JmesPath> until)
        : m_us(static_cast<qint64>(config.value("seconds").toDouble() * 1e6))
        , m_until(std::move(until))
        , m_signal(config.value("signal").toString())
        , m_timeoutUs(static_cast<qint64>(config.value("timeout_s").toDouble() * 1e6))
        , m_into(config.value("into").toString().toUtf8())
    {}

    StepResult run(const StepInput &input, RunContext &context) const override
    {
        StepResult result;
        if (input.wake == Wake::Entered) {
            const Result<Suspension> suspension = suspensionFor(input.data, context.clock());
            if (!suspension)
                return StepResult::failed(suspension.error());
            if (suspension->what == Suspension::For::Signal || suspension->timeoutUs > 0)
                result.suspension = *suspension;
        } else if (m_signal.isEmpty()) {
            return result; // the time is over: that is what was waited for
        } else if (input.wake == Wake::TimedOut) {
            result.port = u"timeout"_s;
        } else if (!m_into.isEmpty()) {
            result.edit.set(m_into, input.signal);
        }
        return result;
    }

private:
    Result<Suspension> suspensionFor(const Json &data, const Clock &clock) const
    {
        Suspension suspension;
        suspension.what = m_signal.isEmpty() ? Suspension::For::Time : Suspension::For::Signal;
        suspension.signal = m_signal;
        suspension.timeoutUs = m_signal.isEmpty() ? m_us : m_timeoutUs;
        if (!m_until)
            return suspension;
        const Result<Json> value = m_until->evaluate(data);
        if (!value)
            return fail(ErrorCode::InputInvalid, value.error().text, value.error().detail);
        const auto moment = value->isString() ? parseIso(value->toString()) : std::nullopt;
        if (!moment)
            return fail(ErrorCode::InputInvalid, u"The moment to wait for is no ISO 8601 time: %1"_s.arg(QString::fromUtf8(value->toBytes())));
        suspension.timeoutUs = *moment - clock.nowUs();
        suspension.question = Json::object({{"until", isoMicroseconds(*moment)}}); // stays what it is where the clock is set
        return suspension;
    }

    qint64 m_us;
    std::optional<JmesPath> m_until;
    QString m_signal;
    qint64 m_timeoutUs;
    QByteArray m_into;
};

} // namespace

const ComponentDescriptor &WaitComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"wait"_s,
        .title = u"Wait"_s,
        .category = u"flow"_s,
        .description = u"Holds a document back for a time, until a moment it names, or until a signal comes."_s,
        .icon = u"chronometer"_s,
        .configSchema = giving(jsonLiteral(kConfigSchema), kGives),
        .outputs = {{u"out"_s, u"Goes on"_s}, {u"timeout"_s, u"Waited too long"_s}},
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> WaitComponent::prepare(const Json &config) const
{
    auto until = expressionOf(config, "until");
    if (!until)
        return std::unexpected(until.error());
    return std::make_shared<const WaitStep>(config, std::move(*until));
}

} // namespace Millrace
