// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/publisheventcomponent.h"

#include "components/documentfields.h"
#include "sdk/jmespath.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kConfigSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "required": ["topic"],
  "properties": {
    "topic": {
      "type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[^*]+$", "title": "Topic",
      "description": "What subscriptions ask for: \"article.finished\"."
    },
    "key": {
      "type": "string", "minLength": 1, "title": "Key",
      "description": "JMESPath over the document that gives the event's key, a text or a number: events of one key stay in order."
    },
    "payload": {
      "type": "string", "minLength": 1, "title": "Content",
      "description": "JMESPath over the document that gives what the event carries; without it, the whole document."
    }
  }
})";

class PublishEventStep final : public Step
{
public:
    PublishEventStep(const QString &topic, std::optional<JmesPath> key, std::optional<JmesPath> payload)
        : m_topic(topic)
        , m_key(std::move(key))
        , m_payload(std::move(payload))
    {}

    StepResult run(const StepInput &input, RunContext &) const override
    {
        const Result<Json> key = m_key ? m_key->evaluate(input.data) : Json("");
        const Result<Json> payload = m_payload ? m_payload->evaluate(input.data) : input.data;
        if (!key || !payload) {
            const Error &error = key ? payload.error() : key.error();
            return StepResult::failed(Error::make(ErrorCode::InputInvalid, error.text, error.detail));
        }
        if (!key->isString() && !key->isNumber())
            return StepResult::failed(Error::make(
                ErrorCode::InputInvalid, u"The event's key is neither a text nor a number: %1"_s.arg(QString::fromUtf8(key->toBytes().left(200)))));
        StepResult result;
        result.events.append({m_topic, QString::fromUtf8(key->utf8()), *payload});
        return result;
    }

private:
    QString m_topic;
    std::optional<JmesPath> m_key;
    std::optional<JmesPath> m_payload;
};

} // namespace

const ComponentDescriptor &PublishEventComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"publish_event"_s,
        .title = u"Publish event"_s,
        .category = u"flow"_s,
        .description = u"Publishes an event for whoever subscribes to its topic, and passes the document on."_s,
        .icon = u"mail-send"_s,
        .configSchema = jsonLiteral(kConfigSchema),
        .outputs = {{u"out"_s, u"Out"_s}},
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> PublishEventComponent::prepare(const Json &config) const
{
    auto key = expressionOf(config, "key");
    auto payload = expressionOf(config, "payload");
    if (!key || !payload)
        return std::unexpected(key ? payload.error() : key.error());
    return std::make_shared<const PublishEventStep>(config.value("topic").toString(), std::move(*key), std::move(*payload));
}

} // namespace Millrace
