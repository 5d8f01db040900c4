// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Key points are sentences of the text itself: those that lie near the middle of what it says (TextRank), read well on their own, and say
// something that the points before them do not (maximal marginal relevance, Carbonell and Goldstein 1998).
#include "components/summarizecomponent.h"

#include "components/documentfields.h"
#include "components/textfield.h"
#include "text/sentenceranker.h"
#include "text/sourcetext.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kOwn = R"(
  "points": {"type": "integer", "minimum": 1, "maximum": 50, "default": 5, "title": "Key points", "description": "How many at most."},
  "longest": {
    "type": "integer", "minimum": 40, "maximum": 2000, "default": 320, "title": "Longest sentence, characters",
    "description": "A longer one is no key point."
  },
  "cite": {
    "type": "boolean", "default": false, "title": "Cite",
    "description": "Keeps `citations` to the points, so that whoever reads a text with them gets to their places."
  }
)";

constexpr auto kGives = R"({
  "{into}": {"type": "object", "properties": {"method": {"type": "string"}, "points": {"type": "array", "items": {"type": "object",
  "properties": {"text": {"type": "string"}, "heading": {"type": "string"}, "score": {"type": "number"}, "from": {"type": "integer"},
  "to": {"type": "integer"}}}}, "sentences": {"type": "integer"}, "sentences_usable": {"type": "integer"}, "coverage": {"type": "number"},
  "confidence": {"type": "number"}}},
  "citations": {"type": "array", "items": {"type": "object", "properties": {"at": {"type": "string"}, "from": {"type": "integer"},
  "to": {"type": "integer"}, "source": {"type": "string"}, "source_from": {"type": "integer"}, "source_to": {"type": "integer"}}}}
})";

constexpr qsizetype kMostSentences = 3000; ///< of a long text the first count
constexpr double kNew = 0.7; ///< how much being central weighs against being new

class SummarizeStep final : public Step
{
public:
    SummarizeStep(const TextField &field, size_t points, qsizetype longest, bool cites)
        : m_field(field)
        , m_points(points)
        , m_longest(longest)
        , m_cites(cites)
    {}

    StepResult run(const StepInput &input, RunContext &context) const override
    {
        const Result<QString> text = m_field.textOf(input.data);
        if (!text)
            return StepResult::failed(text.error());
        QStringList topic = wordsOf(input.data.value("title").toString());
        for (const QString &keyword : textOrList(input.data.value("keywords")))
            topic += wordsOf(keyword);
        const SourceText source = SourceText::of(*text, topic);
        std::vector<const SourceSentence *> usable;
        QStringList sentences;
        for (const SourceSentence &sentence : source.sentences()) {
            if (!sentence.isUsable || sentence.isLeaning || sentence.text.size() > m_longest
                || source.sections()[size_t(sentence.section)].isBoilerplate)
                continue;
            usable.push_back(&sentence);
            sentences.append(sentence.text);
            if (sentences.size() >= kMostSentences)
                break;
        }
        if (context.isCancelled())
            return StepResult::failed(Error::make(ErrorCode::Cancelled, u"Cancelled."_s));
        SentenceRanker ranker(source.language(), sentences);
        const std::vector<size_t> chosen = choose(usable, ranker, topic);

        StepResult result;
        Json points = Json::array();
        for (const size_t i : chosen) {
            const SourceSentence &sentence = *usable[i];
            const QByteArray target = m_field.intoPointer() + "/points/" + QByteArray::number(points.size()) + "/text";
            result.lineage.append({QString::fromUtf8(m_field.pointer()), sentence.from, sentence.to, target, 0, sentence.text.toUtf8().size()});
            points.append(Json::object({{"text", sentence.text},
                                        {"heading", source.sections()[size_t(sentence.section)].heading},
                                        {"score", rounded(ranker.centrality()[i])},
                                        {"from", sentence.from},
                                        {"to", sentence.to}}));
        }
        if (m_cites)
            result.edit.set("citations", citationsOf(result.lineage));
        const double coverage = coverageOf(chosen, sentences);
        // What few sentences were chosen from, or what covers little, is a weak summary.
        const double choice = std::min(1.0, double(usable.size()) / double(3 * m_points));
        result.edit.set(m_field.into(),
                        Json::object({{"method", "extractive"},
                                      {"points", points},
                                      {"sentences", qint64(source.sentences().size())},
                                      {"sentences_usable", qint64(usable.size())},
                                      {"coverage", rounded(coverage)},
                                      {"confidence", points.isEmpty() ? 0.0 : rounded(0.3 + 0.3 * choice + 0.3 * coverage)}}));
        return result;
    }

private:
    [[nodiscard]] std::vector<size_t> choose(const std::vector<const SourceSentence *> &usable, SentenceRanker &ranker,
                                             const QStringList &topic) const
    {
        std::vector<double> weight;
        for (size_t i = 0; i < usable.size(); ++i) {
            double value = ranker.centrality()[i] * (0.5 + 0.5 * usable[i]->quality);
            if (usable[i]->text.contains("://"_L1)) // where something is, not what
                value *= 0.6;
            for (const QString &word : topic) {
                if (word.size() > 3 && ranker.mentions(i, ranker.stemsOf(word))) {
                    value *= 1.15;
                    break;
                }
            }
            weight.push_back(value * (usable[i]->inBlock == 0 ? 1.1 : 1.0));
        }
        std::vector<size_t> chosen;
        while (chosen.size() < std::min(m_points, usable.size())) {
            double best = -10;
            size_t pick = usable.size();
            for (size_t i = 0; i < usable.size(); ++i) {
                if (std::ranges::find(chosen, i) != chosen.end())
                    continue;
                double like = 0;
                for (const size_t other : chosen)
                    like = std::max(like, ranker.similarity(i, other));
                if (const double value = kNew * weight[i] - (1 - kNew) * like; value > best) {
                    best = value;
                    pick = i;
                }
            }
            chosen.push_back(pick);
        }
        std::ranges::sort(chosen);
        return chosen;
    }

    /// The share of the text's frequent words that the points have.
    static double coverageOf(const std::vector<size_t> &chosen, const QStringList &sentences)
    {
        QHash<QString, int> counts;
        for (const QString &sentence : sentences) {
            for (const QString &word : wordsOf(sentence)) {
                if (word.size() > 4)
                    ++counts[word];
            }
        }
        QSet<QString> said;
        for (const size_t i : chosen) {
            for (const QString &word : wordsOf(sentences[qsizetype(i)]))
                said.insert(word);
        }
        std::vector<std::pair<int, QString>> frequent;
        for (auto it = counts.cbegin(); it != counts.cend(); ++it)
            frequent.emplace_back(-*it, it.key());
        std::ranges::sort(frequent);
        frequent.resize(std::min<size_t>(frequent.size(), 30));
        const auto hits = std::ranges::count_if(frequent, [&](const auto &word) { return said.contains(word.second); });
        return frequent.empty() ? 0.0 : double(hits) / double(frequent.size());
    }

    TextField m_field;
    size_t m_points;
    qsizetype m_longest;
    bool m_cites;
};

} // namespace

const ComponentDescriptor &SummarizeComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"summarize"_s,
        .title = u"Key points"_s,
        .category = u"generate"_s,
        .description = u"Picks the sentences that say most of what a text says, each with its place in it; nothing is written anew."_s,
        .icon = u"view-list-text"_s,
        .configSchema = giving(textSchema(kOwn, "summary", false), kGives),
        .outputs = {{u"out"_s, u"Out"_s}},
        .cacheable = true,
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> SummarizeComponent::prepare(const Json &config) const
{
    const Result<TextField> field = TextField::of(config, "summary");
    if (!field)
        return std::unexpected(field.error());
    return std::make_shared<const SummarizeStep>(*field, size_t(config.value("points").toInt(5)), config.value("longest").toInt(320),
                                                 config.value("cite").toBool());
}

} // namespace Millrace
