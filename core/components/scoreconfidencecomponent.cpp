// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/scoreconfidencecomponent.h"

#include "components/documentfields.h"
#include "components/textfield.h"

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kConfigSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "parts": {
      "type": "array", "title": "Parts",
      "description": "What goes into the confidence. Without any: the quality score and every confidence that earlier steps left.",
      "items": {
        "type": "object",
        "additionalProperties": false,
        "required": ["path"],
        "properties": {
          "path": {"type": "string", "minLength": 1, "title": "Path", "description": "Where a number stands: JSON Pointer (/quality/score) or names with dots (quality.score)."},
          "name": {"type": "string", "minLength": 1, "title": "Name", "description": "How the part is called; without it by its path."},
          "weight": {"type": "number", "exclusiveMinimum": 0, "maximum": 100, "default": 1, "title": "Weight"},
          "best": {"type": "number", "exclusiveMinimum": 0, "default": 1, "title": "Best value", "description": "What counts as 1: 5 for stars, 100 for per cent."},
          "missing": {"enum": ["pass", "zero"], "default": "pass", "title": "Where it is missing", "description": "The others decide, or it counts as 0."}
        }
      }
    },
    "method": {
      "enum": ["geometric", "mean", "least"], "default": "geometric", "title": "Method",
      "description": "geometric: one weak part pulls the whole down, weighted. mean: the weighted average. least: the weakest part decides."
    },
    "into": {"type": "string", "minLength": 1, "default": "confidence", "title": "Result field", "description": "The document's field that takes the score and its parts."}
  }
})";

constexpr auto kGives = R"({
  "{into}": {"type": "object", "properties": {"score": {"type": "number"}, "method": {"type": "string"}, "parts": {"type": "array",
  "items": {"type": "object", "properties": {"name": {"type": "string"}, "score": {"type": "number"}, "weight": {"type": "number"},
  "from": {"type": "string"}, "missing": {"type": "boolean"}}}}, "weakest": {"type": "string"}}}
})";

struct Part
{
    QString name;
    QByteArray pointer;
    double weight = 1;
    double best = 1;
    bool countsMissing = false;
};

struct Score
{
    Part part;
    double value = 0;
    bool isMissing = false;
};

/// What the built-in steps leave: the quality's score, and `confidence` within a member.
QList<Part> usualParts(const Json &data, const QByteArray &into)
{
    QList<Part> parts;
    for (const JsonMember &member : data.members()) {
        if (member.key == into)
            continue;
        const QByteArray pointer = '/' + escapePointerToken(member.key);
        const QString name = QString::fromUtf8(member.key);
        if (member.key == "quality" && member.value.value("score").isNumber())
            parts.append({name, pointer + "/score"});
        else if (member.value.value("confidence").isNumber())
            parts.append({name, pointer + "/confidence"});
        else if (member.key.endsWith("_confidence") && member.value.isNumber())
            parts.append({name, pointer});
    }
    return parts;
}

double together(const QList<Score> &scores, const QString &method)
{
    double sum = 0;
    double weight = 0;
    double least = 1;
    for (const Score &score : scores) {
        sum += score.part.weight * (method == "mean"_L1 ? score.value : std::log(std::max(score.value, 1e-6)));
        weight += score.part.weight;
        least = std::min(least, score.value);
    }
    if (method == "least"_L1 || least <= 0)
        return method == "mean"_L1 ? sum / weight : std::max(least, 0.0);
    return method == "mean"_L1 ? sum / weight : std::exp(sum / weight);
}

class ScoreConfidenceStep final : public Step
{
public:
    ScoreConfidenceStep(const QList<Part> &parts, const QString &method, const QByteArray &into)
        : m_parts(parts)
        , m_method(method)
        , m_into(into)
    {}

    StepResult run(const StepInput &input, RunContext &) const override
    {
        QList<Score> scores;
        Json told = Json::array();
        for (const Part &part : m_parts.isEmpty() ? usualParts(input.data, m_into) : m_parts) {
            const Json *value = input.data.find(part.pointer);
            const bool isMissing = !value || !value->isNumber();
            if (isMissing && !part.countsMissing)
                continue;
            const double score = isMissing ? 0 : std::clamp(value->toDouble() / part.best, 0.0, 1.0);
            scores.append({part, score, isMissing});
            Json entry = Json::object({{"name", part.name}, {"score", rounded(score, 3)}, {"weight", part.weight}, {"from", part.pointer}});
            if (isMissing)
                entry.insert("missing", true);
            told.append(entry);
        }
        StepResult result;
        const auto weakest = std::ranges::min_element(scores, {}, &Score::value);
        result.edit.set(m_into,
                        Json::object({{"score", scores.isEmpty() ? Json() : Json(rounded(together(scores, m_method), 3))},
                                      {"method", m_method},
                                      {"parts", told},
                                      {"weakest", weakest == scores.end() ? Json() : Json(weakest->part.name)}}));
        if (scores.isEmpty()) {
            result.port = u"unknown"_s;
            result.reasons = Json::array({Json::object(
                {{"path", ""}, {"message", "no step before this one has left a confidence or a quality score"}, {"severity", "info"}})});
        }
        return result;
    }

private:
    QList<Part> m_parts;
    QString m_method;
    QByteArray m_into;
};

} // namespace

const ComponentDescriptor &ScoreConfidenceComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"score_confidence"_s,
        .title = u"Score confidence"_s,
        .category = u"validate"_s,
        .description = u"Puts quality and the confidences of earlier steps together into one number, and keeps the parts that it is made of."_s,
        .icon = u"speedometer"_s,
        .configSchema = giving(jsonLiteral(kConfigSchema), kGives),
        .outputs = {{u"out"_s, u"Scored"_s}, {u"unknown"_s, u"Nothing to score"_s}},
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> ScoreConfidenceComponent::prepare(const Json &config) const
{
    QList<Part> parts;
    for (const Json &json : config.value("parts").items()) {
        const QString path = json.value("path").toString();
        parts.append({json.value("name").toString(path), fieldPointer(path), json.value("weight").toDouble(1), json.value("best").toDouble(1),
                      json.value("missing").toString() == "zero"_L1});
    }
    return std::make_shared<const ScoreConfidenceStep>(parts, config.value("method").toString(u"geometric"_s),
                                                       config.value("into").toString(u"confidence"_s).toUtf8());
}

} // namespace Millrace
