// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/qualitycheckcomponent.h"

#include "components/documentfields.h"
#include "components/qualityrule.h"
#include "components/textfield.h"
#include "sdk/clock.h"

#include <map>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kConfigSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "required": ["rules"],
  "properties": {
    "rules": {
      "type": "array", "minItems": 1, "title": "Rules",
      "items": {
        "type": "object",
        "additionalProperties": false,
        "required": ["rule"],
        "properties": {
          "rule": {
            "enum": ["from_source", "required", "not_empty", "min_length", "max_length", "type", "min", "max", "pattern", "one_of", "equals", "expression",
                     "max_age", "no_repeats", "unique_items"],
            "title": "Rule",
            "description": "from_source: numbers, dates and names of a text stand in the source. max_age: a date is at most so many days old. no_repeats: no sentence twice. unique_items: no item of a list twice."
          },
          "path": {"type": "string", "title": "Path", "default": "", "description": "JSON Pointer (/author/name) or names with dots (author.name); empty for the whole data."},
          "value": {"title": "Value", "description": "What the rule compares with: a number, a text, a list, a JMESPath expression for expression, the least share for from_source, days for max_age."},
          "source": {"type": "string", "minLength": 1, "default": "source_text", "title": "Source", "description": "For from_source: where the text is that must bear it out."},
          "dimension": {"enum": ["accuracy", "completeness", "consistency", "timeliness", "validity", "uniqueness"], "title": "Dimension", "description": "Without it the one that the rule belongs to."},
          "severity": {"enum": ["error", "warning", "info"], "default": "error", "title": "Severity", "description": "A broken rule that is an error sends the document out by invalid."},
          "weight": {"type": "number", "exclusiveMinimum": 0, "maximum": 100, "default": 1, "title": "Weight"},
          "message": {"type": "string", "title": "Message", "description": "Said instead of the usual sentence."}
        }
      }
    },
    "into": {"type": "string", "minLength": 1, "default": "quality", "title": "Result field", "description": "The document's field that takes score, dimensions and problems."}
  }
})";

constexpr auto kGives = R"({
  "{into}": {"type": "object", "properties": {"score": {"type": "number"}, "checks": {"type": "integer"}, "broken": {"type": "integer"},
  "dimensions": {"type": "object"}, "problems": {"type": "array", "items": {}}}}
})";

class QualityCheckStep final : public Step
{
public:
    QualityCheckStep(const QList<QualityRule> &rules, const QByteArray &into)
        : m_rules(rules)
        , m_into(into)
    {}

    StepResult run(const StepInput &input, RunContext &context) const override
    {
        struct Sum
        {
            double score = 0;
            double weight = 0;
            int checks = 0;
            int broken = 0;
        };
        std::map<QualityDimension, Sum> sums;
        Sum whole;
        Json problems = Json::array();
        Json errors = Json::array();
        for (const QualityRule &rule : m_rules) {
            const auto finding = rule.check(input.data, context.clock().nowUs());
            if (!finding)
                continue;
            for (Sum *sum : {&sums[rule.dimension()], &whole}) {
                sum->score += finding->score * rule.weight();
                sum->weight += rule.weight();
                ++sum->checks;
                sum->broken += finding->isBroken ? 1 : 0;
            }
            for (const Json &problem : finding->problems) {
                problems.append(problem);
                if (finding->isBroken && rule.severity() == Severity::Error)
                    errors.append(problem);
            }
        }
        Json dimensions = Json::object();
        for (const auto &[dimension, sum] : sums) {
            dimensions.insert(QString(dimensionName(dimension)),
                              Json::object({{"score", rounded(sum.score / sum.weight, 3)}, {"checks", sum.checks}, {"broken", sum.broken}}));
        }
        StepResult result;
        result.edit.set(m_into,
                        Json::object({{"score", whole.weight > 0 ? Json(rounded(whole.score / whole.weight, 3)) : Json()},
                                      {"checks", whole.checks},
                                      {"broken", whole.broken},
                                      {"dimensions", dimensions},
                                      {"problems", problems}}));
        if (!errors.isEmpty()) {
            result.port = u"invalid"_s;
            result.reasons = errors;
        }
        return result;
    }

private:
    QList<QualityRule> m_rules;
    QByteArray m_into;
};

} // namespace

const ComponentDescriptor &QualityCheckComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"quality_check"_s,
        .title = u"Check quality"_s,
        .category = u"validate"_s,
        .description
        = u"Scores a document by rules in six dimensions, from accuracy against its source to repeats; what breaks a rule that must hold leaves by its own port."_s,
        .icon = u"view-object-histogram-linear"_s,
        .version = 3,
        .configSchema = giving(jsonLiteral(kConfigSchema), kGives),
        .outputs = {{u"out"_s, u"Good"_s}, {u"invalid"_s, u"Invalid"_s}},
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> QualityCheckComponent::prepare(const Json &config) const
{
    QList<QualityRule> rules;
    for (const Json &rule : config.value("rules").items()) {
        Result<QualityRule> compiled = QualityRule::compile(rule);
        if (!compiled) {
            const QString path = u"/rules/%1"_s.arg(rules.size()) + compiled.error().detail.value("path").toString();
            return fail(ErrorCode::ComponentConfig, u"Rule %1: %2"_s.arg(rules.size() + 1).arg(compiled.error().text),
                        Json::object({{"path", path}}));
        }
        rules.append(*compiled);
    }
    return std::make_shared<const QualityCheckStep>(rules, config.value("into").toString(u"quality"_s).toUtf8());
}

} // namespace Millrace
