// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/tagcomponent.h"

#include "components/documentfields.h"
#include "components/textfield.h"
#include "text/fuzzy.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kConfigSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "required": ["rules"],
  "properties": {
    "rules": {
      "type": "array", "minItems": 1, "title": "Rules", "description": "Each gives its tag where it holds.",
      "items": {
        "type": "object", "additionalProperties": false, "required": ["tag", "match", "terms"],
        "properties": {
          "tag": {"type": "string", "minLength": 1, "title": "Tag"},
          "match": {
            "enum": ["any", "all", "none", "exact", "regex", "fuzzy"], "title": "Match",
            "description": "One, all or none of the terms stands in the texts as a word; a text is exactly a term; a regular expression is found; a term stands there with slips of the pen."
          },
          "terms": {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}, "title": "Terms"},
          "fields": {"type": "array", "items": {"type": "string"}, "title": "Fields", "description": "Names, names with dots, or JSON Pointers; without them title and source_text."},
          "case_sensitive": {"type": "boolean", "default": false, "title": "Case matters"},
          "likeness": {"type": "number", "minimum": 0.5, "maximum": 1, "default": 0.85, "title": "Least likeness", "description": "For \"fuzzy\": 0.85 lets one letter of seven be wrong."}
        }
      }
    },
    "into": {"type": "string", "minLength": 1, "default": "tags", "title": "Tags field", "description": "The list that takes the tags; those it has stay."}
  }
})";

constexpr auto kGives = R"({
  "{into}": {"type": "array", "items": {"type": "string"}},
  "tag_matches": {"type": "array", "items": {"type": "object", "properties": {"tag": {"type": "string"}, "confidence": {"type": "number"},
  "places": {"type": "array", "items": {"type": "object", "properties": {"pointer": {"type": "string"}, "text": {"type": "string"},
  "from": {"type": "integer"}, "to": {"type": "integer"}}}}}}}
})";

constexpr qsizetype kPlacesTold = 10; ///< of one rule
constexpr size_t kMostWords = 100'000; ///< that a fuzzy term is looked for among

enum class Match : quint8 { Any, All, None, Exact, Regex, Fuzzy };

struct TagRule
{
    QString tag;
    Match match = Match::Any;
    QStringList terms;
    QList<QRegularExpression> expressions; ///< one for each term, but for Exact and Fuzzy
    QList<QByteArray> fields;
    Qt::CaseSensitivity sensitivity = Qt::CaseInsensitive;
    double likeness = 0.85;
};

struct Hit
{
    TextSpan span;
    double confidence = 1;
};

/// What a rule found in one text, term by term.
std::vector<std::vector<Hit>> hitsIn(const QString &text, const TagRule &rule, bool &tooCostly)
{
    std::vector<std::vector<Hit>> hits(size_t(rule.terms.size()));
    if (rule.match == Match::Exact) {
        const QString whole = text.simplified();
        for (qsizetype i = 0; i < rule.terms.size(); ++i) {
            if (whole.compare(rule.terms[i].simplified(), rule.sensitivity) == 0)
                hits[size_t(i)].push_back({{0, text.size()}});
        }
        return hits;
    }
    if (rule.match == Match::Fuzzy) {
        const std::vector<Word> words = wordsIn(text, {});
        std::vector<QString> folded;
        for (size_t i = 0; i < std::min(words.size(), kMostWords); ++i)
            folded.push_back(foldedText(QStringView(text).sliced(words[i].span.from, words[i].span.size())));
        for (qsizetype t = 0; t < rule.terms.size(); ++t) {
            const QString term = foldedText(rule.terms[t]);
            const size_t count = size_t(term.count(u' ')) + 1;
            for (size_t i = 0; i + count <= folded.size(); ++i) {
                QString window = folded[i];
                for (size_t k = 1; k < count; ++k)
                    window += u' ' + folded[i + k];
                if (const double likeness = editSimilarity(term, window, rule.likeness); likeness > 0)
                    hits[size_t(t)].push_back({{words[i].span.from, words[i + count - 1].span.to}, likeness});
            }
        }
        return hits;
    }
    for (qsizetype t = 0; t < rule.expressions.size(); ++t) {
        auto it = rule.expressions[t].globalMatch(text);
        while (it.hasNext()) {
            const QRegularExpressionMatch match = it.next();
            if (match.capturedLength() > 0)
                hits[size_t(t)].push_back({{match.capturedStart(), match.capturedEnd()}});
            if (qsizetype(hits[size_t(t)].size()) >= 10 * kPlacesTold)
                break;
        }
        tooCostly = tooCostly || (!it.isValid() && hits[size_t(t)].empty() && !rule.expressions[t].match(text).isValid());
    }
    return hits;
}

class TagStep final : public Step
{
public:
    TagStep(const QList<TagRule> &rules, const QByteArray &into)
        : m_rules(rules)
        , m_into(into)
    {}

    StepResult run(const StepInput &input, RunContext &context) const override
    {
        StepResult result;
        QStringList tags = textOrList(input.data.value(m_into));
        Json matches = Json::array();
        Json reasons = Json::array();
        for (const TagRule &rule : m_rules) {
            if (context.isCancelled())
                return StepResult::failed(Error::make(ErrorCode::Cancelled, u"Cancelled."_s));
            Json places = Json::array();
            double confidence = 0;
            if (!holds(rule, input.data, places, confidence, reasons))
                continue;
            if (!tags.contains(rule.tag))
                tags.append(rule.tag);
            for (qsizetype i = 0; i < places.size(); ++i) {
                const Json &place = places.at(i);
                result.lineage.append({place.value("pointer").toString(), place.value("from").toInt(), place.value("to").toInt(),
                                       "/tag_matches/" + QByteArray::number(matches.size()) + "/places/" + QByteArray::number(i) + "/text", 0,
                                       place.value("text").utf8().size()});
            }
            matches.append(Json::object({{"tag", rule.tag}, {"confidence", rounded(confidence)}, {"places", places}}));
        }
        result.edit.set(m_into, Json::array(tags));
        result.edit.set("tag_matches", matches);
        if (matches.isEmpty())
            result.port = u"untagged"_s;
        if (!reasons.isEmpty())
            result.reasons = reasons;
        return result;
    }

private:
    static bool holds(const TagRule &rule, const Json &data, Json &places, double &confidence, Json &reasons)
    {
        std::vector<double> best(size_t(rule.terms.size()), 0.0);
        bool tooCostly = false;
        for (const QByteArray &pointer : rule.fields) {
            const Json *value = data.find(pointer);
            if (!value || !value->isString())
                continue;
            const QString text = value->toString();
            const Utf8Offsets offsets(text);
            const std::vector<std::vector<Hit>> hits = hitsIn(text, rule, tooCostly);
            for (size_t t = 0; t < hits.size(); ++t) {
                for (const Hit &hit : hits[t]) {
                    best[t] = std::max(best[t], hit.confidence);
                    if (places.size() < kPlacesTold && rule.match != Match::None) {
                        places.append(Json::object({{"pointer", pointer},
                                                    {"text", text.sliced(hit.span.from, hit.span.size()).left(500)},
                                                    {"from", offsets.at(hit.span.from)},
                                                    {"to", offsets.at(hit.span.to)}}));
                    }
                }
            }
        }
        if (tooCostly) {
            reasons.append(Json::object({{"path", "/tag_matches"},
                                         {"message", u"The expression of \"%1\" was given up: it takes too long on this text."_s.arg(rule.tag)},
                                         {"severity", "warning"}}));
            return false;
        }
        const auto found = std::ranges::count_if(best, [](double value) { return value > 0; });
        if (rule.match == Match::None) {
            confidence = 1;
            return found == 0;
        }
        confidence = rule.match == Match::All ? *std::ranges::min_element(best) : *std::ranges::max_element(best);
        return rule.match == Match::All ? size_t(found) == best.size() : found > 0;
    }

    QList<TagRule> m_rules;
    QByteArray m_into;
};

Result<TagRule> ruleOf(const Json &json, qsizetype index)
{
    static const QStringList names{u"any"_s, u"all"_s, u"none"_s, u"exact"_s, u"regex"_s, u"fuzzy"_s};
    TagRule rule;
    rule.tag = json.value("tag").toString();
    rule.match = static_cast<Match>(std::max<qsizetype>(0, names.indexOf(json.value("match").toString())));
    rule.terms = json.value("terms").toStringList();
    rule.sensitivity = json.value("case_sensitive").toBool() ? Qt::CaseSensitive : Qt::CaseInsensitive;
    rule.likeness = json.value("likeness").toDouble(0.85);
    QStringList fields = json.value("fields").toStringList();
    if (fields.isEmpty())
        fields = {u"title"_s, u"source_text"_s};
    for (const QString &field : std::as_const(fields))
        rule.fields.append(fieldPointer(field));
    if (rule.match == Match::Exact || rule.match == Match::Fuzzy)
        return rule;
    QRegularExpression::PatternOptions options = QRegularExpression::UseUnicodePropertiesOption | QRegularExpression::MultilineOption;
    options.setFlag(QRegularExpression::CaseInsensitiveOption, rule.sensitivity == Qt::CaseInsensitive);
    for (const QString &term : std::as_const(rule.terms)) {
        QString pattern = term;
        if (rule.match != Match::Regex) {
            QStringList words;
            for (const QString &word : term.simplified().split(u' '))
                words.append(QRegularExpression::escape(word));
            pattern = u"(?<![\\p{L}\\p{N}_])%1(?![\\p{L}\\p{N}_])"_s.arg(words.join(u"\\s+"_s));
        }
        // A pattern that backtracks without end is given up, not waited for.
        const QRegularExpression expression(u"(*LIMIT_MATCH=2000000)"_s + pattern, options);
        if (!expression.isValid())
            return fail(ErrorCode::ComponentConfig, u"\"%1\" is no regular expression: %2."_s.arg(term, expression.errorString()),
                        Json::object({{"path", u"/rules/%1/terms"_s.arg(index)}}));
        rule.expressions.append(expression);
    }
    return rule;
}

} // namespace

const ComponentDescriptor &TagComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"tag"_s,
        .title = u"Tag"_s,
        .category = u"extract"_s,
        .description
        = u"Tags a document by rules: any, all or none of some terms, exact texts, regular expressions, or terms with slips of the pen."_s,
        .icon = u"tag-new"_s,
        .configSchema = giving(jsonLiteral(kConfigSchema), kGives),
        .outputs = {{u"out"_s, u"Tagged"_s}, {u"untagged"_s, u"No rule holds"_s}},
        .cacheable = true,
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> TagComponent::prepare(const Json &config) const
{
    QList<TagRule> rules;
    for (const Json &item : config.value("rules").items()) {
        const Result<TagRule> rule = ruleOf(item, rules.size());
        if (!rule)
            return std::unexpected(rule.error());
        rules.append(*rule);
    }
    return std::make_shared<const TagStep>(rules, config.value("into").toString(u"tags"_s).toUtf8());
}

} // namespace Millrace
