// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/setfieldscomponent.h"

#include "components/documentfields.h"
#include "sdk/jmespath.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kConfigSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "fields": {"type": "object", "additionalProperties": {}, "title": "Constants", "description": "Field names and the values they get."},
    "expressions": {
      "type": "object", "additionalProperties": {"type": "string", "minLength": 1}, "title": "Computed",
      "description": "Field names and JMESPath expressions, all over the document as it came in."
    },
    "remove": {"type": "array", "items": {"type": "string"}, "title": "Removed", "description": "Fields that are taken away."}
  }
})";

constexpr auto kGives = R"({"{fields.*}": {}, "{expressions.*}": {}})";

using Computed = QList<std::pair<QByteArray, JmesPath>>;

class SetFieldsStep final : public Step
{
public:
    SetFieldsStep(const Json &constants, const Computed &computed, const QStringList &removed)
        : m_constants(constants)
        , m_computed(computed)
        , m_removed(removed)
    {}

    StepResult run(const StepInput &input, RunContext &) const override
    {
        Json data = input.data;
        for (const QString &name : m_removed)
            data.remove(name.toUtf8());
        for (const JsonMember &member : m_constants.members())
            data.insert(QByteArrayView(member.key), member.value);
        for (const auto &[name, expression] : m_computed) {
            const Result<Json> value = expression.evaluate(input.data);
            if (!value)
                return StepResult::failed(Error::make(ErrorCode::InputInvalid, value.error().text, value.error().detail));
            data.insert(QByteArrayView(name), *value);
        }
        StepResult result;
        result.edit = Edit::between(input.data, data);
        return result;
    }

private:
    Json m_constants;
    Computed m_computed;
    QStringList m_removed;
};

} // namespace

const ComponentDescriptor &SetFieldsComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"set_fields"_s,
        .title = u"Set fields"_s,
        .category = u"transform"_s,
        .description = u"Sets fields to constants or computed values, and removes fields."_s,
        .icon = u"edit-rename"_s,
        .configSchema = giving(jsonLiteral(kConfigSchema), kGives),
        .outputs = {{u"out"_s, u"Out"_s}},
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> SetFieldsComponent::prepare(const Json &config) const
{
    Computed computed;
    for (const JsonMember &member : config.value("expressions").members()) {
        const Result<JmesPath> expression = JmesPath::compile(member.value.toString());
        if (!expression) {
            return fail(ErrorCode::ComponentConfig, expression.error().text,
                        Json::object({{"path", QByteArray("/expressions/" + escapePointerToken(member.key))}}));
        }
        computed.append({member.key, *expression});
    }
    return std::make_shared<const SetFieldsStep>(config.value("fields"), computed, config.value("remove").toStringList());
}

} // namespace Millrace
