// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/validatecomponent.h"

#include "components/documentfields.h"
#include "components/validationrule.h"
#include "sdk/jsonschema.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kConfigSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "schema": {
      "type": ["object", "boolean"], "title": "JSON Schema",
      "description": "JSON Schema 2020-12 that the document's data must satisfy."
    },
    "rules": {
      "type": "array", "title": "Rules",
      "items": {
        "type": "object",
        "additionalProperties": false,
        "required": ["rule"],
        "properties": {
          "path": {"type": "string", "title": "Path", "default": "", "description": "JSON Pointer (/author/name) or names with dots (author.name); empty for the whole data."},
          "rule": {"enum": ["required", "not_empty", "type", "min", "max", "min_length", "max_length", "pattern", "one_of", "equals", "expression"], "title": "Rule"},
          "value": {"title": "Value", "description": "What the rule compares with; a JMESPath expression for `expression`."},
          "severity": {"enum": ["error", "warning", "info"], "default": "error", "title": "Severity"},
          "message": {"type": "string", "title": "Message", "description": "Said instead of the usual sentence."}
        }
      }
    }
  }
})";

constexpr auto kGives = R"({
  "validation": {"type": "object", "properties": {"errors": {"type": "integer"}, "warnings": {"type": "integer"}, "reasons": {"type": "array",
  "items": {"type": "object", "properties": {"path": {"type": "string"}, "message": {"type": "string"}, "severity": {"type": "string"},
  "rule": {"type": "string"}, "keyword": {"type": "string"}}}}}}
})";

class ValidateStep final : public Step
{
public:
    ValidateStep(const std::optional<JsonSchema> &schema, const QList<ValidationRule> &rules)
        : m_schema(schema)
        , m_rules(rules)
    {}

    StepResult run(const StepInput &input, RunContext &) const override
    {
        int errors = 0;
        int warnings = 0;
        Json reasons = Json::array();
        if (m_schema) {
            for (const SchemaProblem &problem : m_schema->check(input.data)) {
                reasons.append(Json::object({{"path", problem.path},
                                             {"message", problem.message},
                                             {"severity", severityName(Severity::Error)},
                                             {"rule", "schema"},
                                             {"keyword", problem.keyword}}));
                ++errors;
            }
        }
        for (const ValidationRule &rule : m_rules) {
            if (const std::optional<Json> problem = rule.problem(input.data)) {
                reasons.append(*problem);
                errors += rule.severity() == Severity::Error ? 1 : 0;
                warnings += rule.severity() == Severity::Warning ? 1 : 0;
            }
        }
        StepResult result;
        if (errors > 0) {
            result.port = u"invalid"_s;
            result.reasons = reasons;
            return result;
        }
        if (!reasons.isEmpty())
            result.edit.set("validation", Json::object({{"errors", 0}, {"warnings", warnings}, {"reasons", reasons}}));
        else if (isOwnReport(input.data.value("validation")))
            result.edit.remove("/validation"_ba);
        return result;
    }

private:
    /// An earlier visit's warnings; somebody else's field of this name stays.
    static bool isOwnReport(const Json &validation)
    {
        return validation.contains("errors") && validation.contains("warnings") && validation.contains("reasons");
    }

    std::optional<JsonSchema> m_schema;
    QList<ValidationRule> m_rules;
};

} // namespace

const ComponentDescriptor &ValidateComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"validate"_s,
        .title = u"Validate"_s,
        .category = u"validate"_s,
        .description = u"Checks the document against a JSON Schema and rules; what is invalid leaves by its own port with all reasons."_s,
        .icon = u"dialog-ok-apply"_s,
        .configSchema = giving(jsonLiteral(kConfigSchema), kGives),
        .outputs = {{u"out"_s, u"Valid"_s}, {u"invalid"_s, u"Invalid"_s}},
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> ValidateComponent::prepare(const Json &config) const
{
    std::optional<JsonSchema> schema;
    if (!config.value("schema").isNull()) {
        Result<JsonSchema> compiled = JsonSchema::compile(config.value("schema"));
        if (!compiled)
            return fail(ErrorCode::ComponentConfig, u"The schema cannot be used: %1"_s.arg(compiled.error().text),
                        Json::object({{"path", "/schema"}}));
        schema = *compiled;
    }
    QList<ValidationRule> rules;
    for (const Json &rule : config.value("rules").items()) {
        Result<ValidationRule> compiled = ValidationRule::compile(rule);
        if (!compiled) {
            const QString path = u"/rules/%1"_s.arg(rules.size()) + compiled.error().detail.value("path").toString();
            return fail(ErrorCode::ComponentConfig, u"Rule %1: %2"_s.arg(rules.size() + 1).arg(compiled.error().text),
                        Json::object({{"path", path}}));
        }
        rules.append(*compiled);
    }
    return std::make_shared<const ValidateStep>(schema, rules);
}

} // namespace Millrace
