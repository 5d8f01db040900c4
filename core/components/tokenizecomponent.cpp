// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/tokenizecomponent.h"

#include "components/documentfields.h"
#include "components/textfield.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kOwn = R"(
  "list": {
    "enum": ["none", "sentences", "words", "both"], "default": "none", "title": "List",
    "description": "What is listed with its place, beside the counts."
  },
  "limit": {
    "type": "integer", "minimum": 1, "maximum": 100000, "default": 10000, "title": "Longest list",
    "description": "A list that is longer ends here, and says so."
  }
)";

constexpr auto kGives = R"({
  "{into}": {"type": "object", "properties": {"language": {"type": "string"}, "characters": {"type": "integer"}, "words": {"type": "integer"},
  "numbers": {"type": "integer"}, "different_words": {"type": "integer"}, "sentences": {"type": "integer"},
  "words_per_sentence": {"type": "number"}, "word_list": {"type": "array", "items": {"type": "object",
  "properties": {"text": {"type": "string"}, "from": {"type": "integer"}, "to": {"type": "integer"}}}},
  "word_list_ends_early": {"type": "boolean"}, "sentence_list": {"type": "array", "items": {"type": "object",
  "properties": {"text": {"type": "string"}, "from": {"type": "integer"}, "to": {"type": "integer"}}}},
  "sentence_list_ends_early": {"type": "boolean"}}}
})";

class TokenizeStep final : public Step
{
public:
    TokenizeStep(const TextField &field, const QString &list, qsizetype limit)
        : m_field(field)
        , m_listsWords(list == "words"_L1 || list == "both"_L1)
        , m_listsSentences(list == "sentences"_L1 || list == "both"_L1)
        , m_limit(limit)
    {}

    StepResult run(const StepInput &input, RunContext &context) const override
    {
        const Result<QString> text = m_field.textOf(input.data);
        if (!text)
            return StepResult::failed(text.error());
        const QByteArray language = m_field.languageOf(input.data, *text);
        const std::vector<Word> words = wordsIn(*text, language);
        if (context.isCancelled())
            return StepResult::failed(Error::make(ErrorCode::Cancelled, u"Cancelled."_s));
        const std::vector<TextSpan> sentences = sentencesIn(*text, language);

        QSet<QString> different;
        qint64 numbers = 0;
        for (const Word &word : words) {
            if (word.kind == WordKind::Number)
                ++numbers;
            else
                different.insert(text->sliced(word.span.from, word.span.size()).toLower());
        }
        qint64 characters = 0;
        for (const QChar c : *text)
            characters += c.isLowSurrogate() ? 0 : 1;
        Json tokens = Json::object({{"language", language},
                                    {"characters", characters},
                                    {"words", qint64(words.size())},
                                    {"numbers", numbers},
                                    {"different_words", different.size()},
                                    {"sentences", qint64(sentences.size())},
                                    {"words_per_sentence", sentences.empty() ? 0.0 : rounded(double(words.size()) / double(sentences.size()), 1)}});
        StepResult result;
        const Utf8Offsets offsets(*text);
        if (m_listsSentences)
            list(u"sentence"_s, sentences, *text, offsets, tokens, result);
        if (m_listsWords) {
            std::vector<TextSpan> spans;
            spans.reserve(words.size());
            for (const Word &word : words)
                spans.push_back(word.span);
            list(u"word"_s, spans, *text, offsets, tokens, result);
        }
        result.edit.set(m_field.into(), tokens);
        return result;
    }

private:
    void list(const QString &what, const std::vector<TextSpan> &spans, const QString &text, const Utf8Offsets &offsets, Json &tokens,
              StepResult &result) const
    {
        const QByteArray name = what.toUtf8() + "_list";
        Json items = Json::array();
        for (const TextSpan &span : spans) {
            if (items.size() >= m_limit)
                break;
            const QString piece = text.sliced(span.from, span.size());
            // Words are too many for lineage, and their places stand beside them.
            if (what == "sentence"_L1) {
                result.lineage.append(
                    spanRef(m_field, offsets, span, m_field.intoPointer() + '/' + name + '/' + QByteArray::number(items.size()) + "/text", piece));
            }
            items.append(Json::object({{"text", piece}, {"from", offsets.at(span.from)}, {"to", offsets.at(span.to)}}));
        }
        tokens.insert(name, items);
        if (items.size() < qsizetype(spans.size()))
            tokens.insert(what.toUtf8() + "_list_ends_early", true);
    }

    TextField m_field;
    bool m_listsWords;
    bool m_listsSentences;
    qsizetype m_limit;
};

} // namespace

const ComponentDescriptor &TokenizeComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"tokenize"_s,
        .title = u"Count words"_s,
        .category = u"extract"_s,
        .description = u"Counts words and sentences by the rules of the text's language, and lists them with their places where wanted."_s,
        .icon = u"format-list-unordered"_s,
        .configSchema = giving(textSchema(kOwn, "tokens", true), kGives),
        .outputs = {{u"out"_s, u"Out"_s}},
        .cacheable = true,
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> TokenizeComponent::prepare(const Json &config) const
{
    const Result<TextField> field = TextField::of(config, "tokens");
    if (!field)
        return std::unexpected(field.error());
    return std::make_shared<const TokenizeStep>(*field, config.value("list").toString(u"none"_s), config.value("limit").toInt(10000));
}

} // namespace Millrace
