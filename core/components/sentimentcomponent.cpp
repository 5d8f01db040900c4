// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/sentimentcomponent.h"

#include "components/documentfields.h"
#include "components/textfield.h"
#include "text/sentiment.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kOwn = R"(
  "least_confidence": {
    "type": "number", "minimum": 0, "maximum": 1, "default": 0.5, "title": "Least confidence",
    "description": "What is less sure, or in a language without a word list, leaves by `unsure`."
  }
)";

constexpr auto kGives = R"({
  "{into}": {"type": "object", "properties": {"label": {"type": "string"}, "score": {"type": "number"}, "confidence": {"type": "number"},
  "language": {"type": "string"}, "by": {"type": "string"}, "words_read": {"type": "integer"}, "words_found": {"type": "integer"},
  "words": {"type": "array", "items": {"type": "object", "properties": {"text": {"type": "string"}, "weight": {"type": "number"},
  "negated": {"type": "boolean"}, "from": {"type": "integer"}, "to": {"type": "integer"}}}}}}
})";

constexpr qsizetype kWordsTold = 50;

class SentimentStep final : public Step
{
public:
    SentimentStep(const TextField &field, double least)
        : m_field(field)
        , m_least(least)
    {}

    StepResult run(const StepInput &input, RunContext &) const override
    {
        const Result<QString> text = m_field.textOf(input.data);
        if (!text)
            return StepResult::failed(text.error());
        const QByteArray language = m_field.languageOf(input.data, *text);
        const Sentiment sentiment = sentimentOf(*text, language);
        const Utf8Offsets offsets(*text);
        StepResult result;
        Json words = Json::array();
        for (const SentimentWord &word : sentiment.found) {
            if (words.size() >= kWordsTold)
                break;
            const QString written = text->sliced(word.span.from, word.span.size());
            result.lineage.append(
                spanRef(m_field, offsets, word.span, m_field.intoPointer() + "/words/" + QByteArray::number(words.size()) + "/text", written));
            Json entry = Json::object({{"text", written}, {"weight", rounded(word.weight)}});
            if (word.isNegated)
                entry.insert("negated", true);
            entry.insert("from", offsets.at(word.span.from));
            entry.insert("to", offsets.at(word.span.to));
            words.append(entry);
        }
        result.edit.set(m_field.into(),
                        Json::object({{"label", sentiment.isKnownLanguage ? Json(sentiment.label) : Json()},
                                      {"score", rounded(sentiment.score)},
                                      {"confidence", rounded(sentiment.confidence)},
                                      {"language", language},
                                      {"by", "word_list"},
                                      {"words_read", sentiment.words},
                                      {"words_found", qint64(sentiment.found.size())},
                                      {"words", words}}));
        if (sentiment.confidence < m_least) {
            result.port = u"unsure"_s;
            const QString why = sentiment.isKnownLanguage ? u"Too few words, or words that disagree."_s
                                                          : u"There is no word list for \"%1\"."_s.arg(QString::fromUtf8(language));
            result.reasons = Json::array({Json::object({{"path", m_field.pointer()}, {"message", why}, {"severity", "info"}})});
        }
        return result;
    }

private:
    TextField m_field;
    double m_least;
};

} // namespace

const ComponentDescriptor &SentimentComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"sentiment"_s,
        .title = u"Sentiment"_s,
        .category = u"extract"_s,
        .description = u"Tells whether the words of an English, German or French text are kind or unkind, and how sure that is."_s,
        .icon = u"smiley"_s,
        .version = 2,
        .configSchema = giving(textSchema(kOwn, "sentiment", true), kGives),
        .outputs = {{u"out"_s, u"Out"_s}, {u"unsure"_s, u"Unsure"_s}},
        .cacheable = true,
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> SentimentComponent::prepare(const Json &config) const
{
    const Result<TextField> field = TextField::of(config, "sentiment");
    if (!field)
        return std::unexpected(field.error());
    return std::make_shared<const SentimentStep>(*field, config.value("least_confidence").toDouble(0.5));
}

} // namespace Millrace
