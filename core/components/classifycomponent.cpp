// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/classifycomponent.h"

#include "components/documentfields.h"
#include "components/textfield.h"
#include "text/textclassifier.h"

#include <QRegularExpression>

#include <algorithm>
#include <map>
#include <mutex>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kOwn = R"(
  "rules": {
    "type": "array", "title": "Rules",
    "description": "Asked first, in this order: the first class one of whose terms stands in the text as a word.",
    "items": {
      "type": "object", "additionalProperties": false, "required": ["label", "terms"],
      "properties": {
        "label": {"type": "string", "minLength": 1, "title": "Class"},
        "terms": {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}, "title": "Terms"},
        "all": {"type": "boolean", "default": false, "title": "All terms", "description": "Every term must stand there."}
      }
    }
  },
  "examples": {
    "type": "array", "maxItems": 5000, "title": "Examples",
    "description": "Texts with their classes; at least two classes, better thirty texts of each.",
    "items": {
      "type": "object", "additionalProperties": false, "required": ["text", "label"],
      "properties": {
        "text": {"type": "string", "title": "Text"},
        "label": {"type": "string", "minLength": 1, "title": "Class"}
      }
    }
  },
  "model": {"type": "object", "title": "Model", "description": "What an earlier step learned (see below), in the place of examples."},
  "learn_from": {
    "type": "string", "minLength": 1, "title": "Learn from",
    "description": "A list of the document, of {\"text\", \"label\"}: the step learns from it and writes the model, and puts nothing into a class."
  },
  "least_confidence": {
    "type": "number", "minimum": 0, "maximum": 1, "default": 0.6, "title": "Least confidence",
    "description": "What is less sure leaves by `unsure`."
  }
)";

constexpr auto kTakes = R"({"{field}": {"type": "string", "x-unless": "learn_from"}, "{learn_from}": {"type": "array"}})";

constexpr auto kGives = R"({
  "{into}": {"type": "object", "properties": {"label": {"type": "string"}, "confidence": {"type": "number"}, "by": {"type": "string"},
  "because": {"type": "array", "items": {"type": "string"}}, "classes": {"type": "object"}, "model": {"type": "object"},
  "places": {"type": "array", "items": {"type": "object", "properties": {"text": {"type": "string"}, "from": {"type": "integer"},
  "to": {"type": "integer"}}}}, "about": {"type": "object"}, "classifier": {"type": "object"}}}
})";

struct LabelRule
{
    QString label;
    QList<QRegularExpression> terms;
    bool all = false;
};

QList<LabelledText> examplesOf(const Json &list)
{
    QList<LabelledText> examples;
    for (const Json &item : list.items())
        examples.append({item.value("text").toString(), item.value("label").toString()});
    return examples;
}

Json countsOf(const QList<LabelledText> &examples)
{
    std::map<QString, qint64> counts;
    for (const LabelledText &example : examples)
        ++counts[example.label];
    Json json = Json::object();
    for (const auto &[label, count] : counts)
        json.insert(label, count);
    return json;
}

/// A model and what is known of it. Learned when it is first asked for: preparing a pipeline must not wait for it.
class Learned
{
public:
    Learned(const QList<LabelledText> &examples, const Json &model)
        : m_examples(examples)
        , m_model(model)
    {}

    [[nodiscard]] const Result<TextClassifier> &classifier() const
    {
        std::call_once(m_once, [this] {
            if (m_model.isObject()) {
                m_classifier = TextClassifier::fromJson(m_model.value("classifier").isObject() ? m_model.value("classifier") : m_model);
                m_about = m_model.value("about");
            } else {
                m_classifier = TextClassifier::learned(m_examples);
                m_about = aboutOf(m_examples);
            }
        });
        return m_classifier;
    }
    [[nodiscard]] const Json &about() const { return m_about; }

    static Json aboutOf(const QList<LabelledText> &examples)
    {
        return Json::object({{"method", "logistic_regression"},
                             {"classes", countsOf(examples)},
                             {"cross_validation", TextClassifier::crossValidated(examples).toJson()}});
    }

private:
    QList<LabelledText> m_examples;
    Json m_model;
    mutable std::once_flag m_once;
    mutable Result<TextClassifier> m_classifier = fail(ErrorCode::Internal, {});
    mutable Json m_about;
};

class ClassifyStep final : public Step
{
public:
    ClassifyStep(const TextField &field, const QList<LabelRule> &rules, const std::shared_ptr<const Learned> &learned, const QByteArray &learnFrom,
                 double least)
        : m_field(field)
        , m_rules(rules)
        , m_learned(learned)
        , m_learnFrom(learnFrom)
        , m_least(least)
    {}

    StepResult run(const StepInput &input, RunContext &) const override
    {
        if (!m_learnFrom.isEmpty())
            return learn(input.data);
        const Result<QString> text = m_field.textOf(input.data);
        if (!text)
            return StepResult::failed(text.error());
        StepResult result;
        if (byRule(*text, result))
            return result;
        if (!m_learned) {
            unsure(result, Json::object({{"label", Json()}, {"confidence", 0.0}, {"by", "rules"}}), u"No rule fits."_s);
            return result;
        }
        const Result<TextClassifier> &classifier = m_learned->classifier();
        if (!classifier)
            return StepResult::failed(Error::make(ErrorCode::ComponentConfig, classifier.error().text, Json::object({{"path", "/examples"}})));
        const QList<TextClassifier::Answer> answers = classifier->classify(*text);
        Json classes = Json::object();
        for (const TextClassifier::Answer &answer : answers)
            classes.insert(answer.label, rounded(answer.probability, 3));
        const TextClassifier::Answer &best = answers.first();
        // Of a text with no word the model knows, it knows nothing.
        const double confidence = best.because.isEmpty() ? 0.0 : best.probability;
        const Json report = Json::object({{"label", best.label},
                                          {"confidence", rounded(confidence)},
                                          {"by", "examples"},
                                          {"because", Json::array(best.because)},
                                          {"classes", classes},
                                          {"model", m_learned->about()}});
        if (confidence < m_least)
            unsure(result, report, u"%1 is the likeliest class, with a probability of %2."_s.arg(best.label).arg(rounded(confidence)));
        else
            result.edit.set(m_field.into(), report);
        return result;
    }

private:
    [[nodiscard]] bool byRule(const QString &text, StepResult &result) const
    {
        for (const LabelRule &rule : m_rules) {
            Json places = Json::array();
            qsizetype found = 0;
            const Utf8Offsets offsets(text);
            for (const QRegularExpression &term : rule.terms) {
                const QRegularExpressionMatch match = term.match(text);
                if (!match.hasMatch())
                    continue;
                ++found;
                const TextSpan span{match.capturedStart(), match.capturedEnd()};
                result.lineage.append(spanRef(m_field, offsets, span,
                                              m_field.intoPointer() + "/places/" + QByteArray::number(places.size()) + "/text", match.captured()));
                places.append(Json::object({{"text", match.captured()}, {"from", offsets.at(span.from)}, {"to", offsets.at(span.to)}}));
            }
            if (found == 0 || (rule.all && found < rule.terms.size())) {
                result.lineage.clear();
                continue;
            }
            result.edit.set(m_field.into(), Json::object({{"label", rule.label}, {"confidence", 1.0}, {"by", "rule"}, {"places", places}}));
            return true;
        }
        return false;
    }

    void unsure(StepResult &result, const Json &report, const QString &why) const
    {
        result.port = u"unsure"_s;
        result.edit.set(m_field.into(), report);
        result.reasons = Json::array({Json::object({{"path", m_field.intoPointer()}, {"message", why}, {"severity", "info"}})});
    }

    [[nodiscard]] StepResult learn(const Json &data) const
    {
        const Json *list = data.find(m_learnFrom);
        const QList<LabelledText> examples = examplesOf(list ? *list : Json());
        const Result<TextClassifier> classifier = TextClassifier::learned(examples);
        if (!classifier)
            return StepResult::failed(Error::make(ErrorCode::InputInvalid, classifier.error().text, Json::object({{"path", m_learnFrom}})));
        StepResult result;
        result.edit.set(m_field.into(), Json::object({{"about", Learned::aboutOf(examples)}, {"classifier", classifier->toJson()}}));
        return result;
    }

    TextField m_field;
    QList<LabelRule> m_rules;
    std::shared_ptr<const Learned> m_learned;
    QByteArray m_learnFrom;
    double m_least;
};

} // namespace

const ComponentDescriptor &ClassifyComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"classify"_s,
        .title = u"Classify"_s,
        .category = u"extract"_s,
        .description = u"Puts a text into a class, by rules or by what your examples taught, and says how often that is right."_s,
        .icon = u"view-group"_s,
        .configSchema = giving(taking(textSchema(kOwn, "classification", false), kTakes), kGives),
        .outputs = {{u"out"_s, u"Classified"_s}, {u"unsure"_s, u"Unsure"_s}},
        .cacheable = true,
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> ClassifyComponent::prepare(const Json &config) const
{
    const Result<TextField> field = TextField::of(config, "classification");
    if (!field)
        return std::unexpected(field.error());
    QList<LabelRule> rules;
    for (const Json &item : config.value("rules").items()) {
        LabelRule rule{item.value("label").toString(), {}, item.value("all").toBool()};
        for (const QString &term : item.value("terms").toStringList()) {
            QStringList words;
            for (const QString &word : term.simplified().split(u' '))
                words.append(QRegularExpression::escape(word));
            rule.terms.append(QRegularExpression(u"(?<![\\p{L}\\p{N}_])%1(?![\\p{L}\\p{N}_])"_s.arg(words.join(u"\\s+"_s)),
                                                 QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption));
        }
        rules.append(rule);
    }
    const QList<LabelledText> examples = examplesOf(config.value("examples"));
    const bool hasModel = config.value("model").isObject();
    const bool learns = config.contains("learn_from");
    if (rules.isEmpty() && examples.isEmpty() && !hasModel && !learns)
        return fail(ErrorCode::ComponentConfig, u"Rules, examples or a model are needed to tell classes."_s, Json::object({{"path", "/rules"}}));
    if (!examples.isEmpty() && std::ranges::all_of(examples, [&](const LabelledText &example) { return example.label == examples.first().label; }))
        return fail(ErrorCode::ComponentConfig, u"The examples need at least two classes."_s, Json::object({{"path", "/examples"}}));
    std::shared_ptr<const Learned> learned;
    if (hasModel || !examples.isEmpty())
        learned = std::make_shared<const Learned>(examples, config.value("model"));
    return std::make_shared<const ClassifyStep>(*field, rules, learned, fieldPointer(config.value("learn_from").toString()),
                                                config.value("least_confidence").toDouble(0.6));
}

} // namespace Millrace
