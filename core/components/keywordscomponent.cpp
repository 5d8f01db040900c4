// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/keywordscomponent.h"

#include "components/documentfields.h"
#include "components/textfield.h"
#include "text/keyphrases.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kOwn = R"(
  "limit": {"type": "integer", "minimum": 1, "maximum": 200, "default": 12, "title": "How many", "description": "At most; a short text has fewer."},
  "most_words": {"type": "integer", "minimum": 1, "maximum": 5, "default": 3, "title": "Longest phrase", "description": "In words."},
  "set_keywords": {
    "enum": ["if_none", "always", "never"], "default": "if_none", "title": "Document's keywords",
    "description": "Whether the phrases become the document's own `keywords`."
  }
)";

constexpr auto kGives = R"({
  "{into}": {"type": "array", "items": {"type": "object", "properties": {"text": {"type": "string"}, "score": {"type": "number"},
  "count": {"type": "integer"}, "places": {"type": "array", "items": {"type": "object", "properties": {"from": {"type": "integer"},
  "to": {"type": "integer"}}}}}}},
  "keywords": {"type": "array", "items": {"type": "string"}}
})";

constexpr size_t kPlacesTold = 20; ///< of one phrase

class KeywordsStep final : public Step
{
public:
    KeywordsStep(const TextField &field, int limit, int mostWords, const QString &sets)
        : m_field(field)
        , m_limit(limit)
        , m_mostWords(mostWords)
        , m_sets(sets)
    {}

    StepResult run(const StepInput &input, RunContext &) const override
    {
        const Result<QString> text = m_field.textOf(input.data);
        if (!text)
            return StepResult::failed(text.error());
        const std::vector<KeyPhrase> phrases = keyPhrases(*text, m_field.languageOf(input.data, *text), m_limit, m_mostWords);
        const Utf8Offsets offsets(*text);
        StepResult result;
        Json list = Json::array();
        QStringList words;
        for (const KeyPhrase &phrase : phrases) {
            Json places = Json::array();
            for (size_t i = 0; i < std::min(phrase.places.size(), kPlacesTold); ++i)
                places.append(spanJson(offsets, phrase.places[i]));
            result.lineage.append(spanRef(m_field, offsets, phrase.places.front(),
                                          m_field.intoPointer() + '/' + QByteArray::number(list.size()) + "/text", phrase.text));
            list.append(Json::object(
                {{"text", phrase.text}, {"score", rounded(phrase.score, 3)}, {"count", qint64(phrase.places.size())}, {"places", places}}));
            words.append(phrase.text);
        }
        result.edit.set(m_field.into(), list);
        const bool hasNone = input.data.value("keywords").isEmpty();
        if (m_field.into() != "keywords" && (m_sets == "always"_L1 || (m_sets == "if_none"_L1 && hasNone)))
            result.edit.set("keywords", Json::array(words));
        return result;
    }

private:
    TextField m_field;
    int m_limit;
    int m_mostWords;
    QString m_sets;
};

} // namespace

const ComponentDescriptor &KeywordsComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"keywords"_s,
        .title = u"Keywords"_s,
        .category = u"extract"_s,
        .description = u"Finds the words and phrases a text is about, with their weight and all their places."_s,
        .icon = u"tag"_s,
        .version = 2,
        .configSchema = giving(textSchema(kOwn, "key_phrases", true), kGives),
        .outputs = {{u"out"_s, u"Out"_s}},
        .cacheable = true,
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> KeywordsComponent::prepare(const Json &config) const
{
    const Result<TextField> field = TextField::of(config, "key_phrases");
    if (!field)
        return std::unexpected(field.error());
    return std::make_shared<const KeywordsStep>(*field, static_cast<int>(config.value("limit").toInt(12)),
                                                static_cast<int>(config.value("most_words").toInt(3)),
                                                config.value("set_keywords").toString(u"if_none"_s));
}

} // namespace Millrace
