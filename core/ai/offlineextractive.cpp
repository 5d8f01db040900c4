// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a brief is made of sentences that somebody else wrote.
//
//  1. Candidates: the usable sentences of the source (see sourcetext.cpp), each text once.
//  2. Weight = quality x (0.30 centrality + 0.32 keywords + 0.15 title + 0.13 position + 0.10 definition), where centrality is
//     TextRank, keywords 1 - 0.5^(distinct keywords mentioned), title the share of its words, position first in its block and
//     section, definition "X is a ..." about a keyword or the title.
//  3. A sentence that leans on the one before it ("This ...", "However ...") is only taken together with it: the unit of choice
//     is such a run of at most three.
//  4. Introduction: from the first part of the text. Body: the source's own sections where it has them, chosen for weight and for
//     keywords not yet covered, in the source's order; else one section for each keyword, or for each salient phrase.
//     Conclusion: general sentences of the later part. Where a keyword is left and the source has a whole sentence on it, that
//     is added, at last even one that leans on something.
//  5. Within a part, units are chosen one by one by weight less 0.45 x similarity to what is chosen (MMR). A candidate repeats a
//     chosen sentence with more than 40 % of their three-word runs in common, a cosine above 0.75, or 25 % and 0.5 together.
//     No sentence serves twice.
//  6. At most some 45 % of the usable sentences of a short source are taken: a brief, not a copy.
//  7. All sums run in the order of the text, ties go to the earlier sentence: the same request gives the same bytes.
#include "ai/offlineextractive.h"

#include "text/sentenceranker.h"
#include "text/sourcetext.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr int kPassages = 24;
constexpr int kNone = -1;

/// A text to quote from: the request's own, or a passage of the workspace.
struct Source
{
    SourceText text;
    QString name; ///< the lineage reference's source
    QString title;
    QString contextId;
    qint64 offset = 0; ///< of the text within the field, in bytes
};

struct Candidate
{
    int source = 0;
    const SourceSentence *sentence = nullptr;
    int section = 0; ///< over all sources
    double weight = 0;
    double keywordShare = 0;
    std::vector<int> keywords; ///< indexes of the keywords it mentions
};

/// Sentences that are taken together, by candidate number, in order.
struct Unit
{
    std::vector<int> members;
    double weight = 0;
    bool isStray = false; ///< taken only where a keyword has nothing better
};

struct Keyword
{
    QString text;
    QStringList stems;
    bool isGiven = false; ///< by the request; else found in the text
};

/// "If that works, then" heads one case of several, not a topic, and sums nothing up.
bool isConditional(const QString &text)
{
    static const QRegularExpression opening(u"^(?:if|otherwise|else|falls|sonst|si|sinon)\\b[^?]*$"_s, QRegularExpression::CaseInsensitiveOption);
    return opening.match(text).hasMatch();
}

/// Where a body section's sentences come from.
struct BodyPlan
{
    QString heading;
    int section = kNone; ///< the source's section that it quotes, heading included
    int keyword = kNone;
};

/// A body section that the template asks for.
struct Slot
{
    QString heading; ///< fixed by the template; empty: free
};

QList<Slot> bodySlots(const Json &sections)
{
    QList<Slot> slots;
    for (const Json &section : sections.items()) {
        const QString type = section.value("type").toString();
        if (type == "introduction"_L1 || type == "conclusion"_L1)
            continue;
        const QString heading = section.value("heading").toString();
        const qint64 count = std::clamp<qint64>(section.value("sections").toInt(heading.isEmpty() ? 3 : 1), 1, 12);
        for (qint64 i = 0; i < count && slots.size() < 24; ++i)
            slots.append({i == 0 ? heading : QString()});
    }
    if (slots.isEmpty() && sections.isEmpty())
        slots = {Slot{}, Slot{}, Slot{}};
    return slots;
}

QString capitalised(QString text)
{
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

/// Puts together the text of one field and remembers where each sentence of it came from.
class FieldWriter
{
public:
    explicit FieldWriter(QByteArray pointer)
        : m_pointer(std::move(pointer))
    {}

    void add(const Source &source, const SourceSentence &sentence, QByteArrayView divider, QByteArrayView mark)
    {
        if (!m_text.isEmpty())
            m_text += divider;
        const QByteArray bytes = sentence.text.toUtf8();
        LineageRef ref;
        ref.source = source.name;
        ref.sourceFrom = source.offset + sentence.from;
        ref.sourceTo = source.offset + sentence.to;
        ref.target = m_pointer;
        ref.targetFrom = m_text.size();
        ref.targetTo = m_text.size() + bytes.size();
        m_text += bytes;
        m_text += mark;
        m_refs.append(ref);
    }

    [[nodiscard]] const QByteArray &text() const { return m_text; }
    [[nodiscard]] const QList<LineageRef> &refs() const { return m_refs; }

private:
    QByteArray m_pointer;
    QByteArray m_text;
    QList<LineageRef> m_refs;
};

/// Makes one answer of given sources.
class Composer
{
public:
    Composer(const ModelRequest &request, const RunContext &context, std::vector<Source> sources, bool cites);

    /// Nothing where the sources have no sentence to quote.
    [[nodiscard]] std::optional<ModelAnswer> compose();

private:
    void collect();
    void weigh();
    void makeUnits();
    [[nodiscard]] const Language &language() const { return m_sources.front().text.language(); }
    [[nodiscard]] bool isRepeat(int candidate) const;
    [[nodiscard]] double redundancy(const Unit &unit) const;
    [[nodiscard]] bool take(std::vector<int> &into, const Unit &unit);
    template <typename Bonus>
    void choose(std::vector<int> &into, int sentences, Bonus &&bonus);
    void planBody(int count);
    [[nodiscard]] int bestSection(const QSet<int> &used, const QSet<int> &covered) const;
    void chooseIntroduction(int sentences);
    void chooseBody(int sentences);
    void chooseConclusion(int sentences);
    void coverKeywords();
    [[nodiscard]] FieldWriter written(std::vector<int> chosen, const QByteArray &pointer);
    [[nodiscard]] ModelAnswer answer();

    const ModelRequest &m_request;
    const RunContext &m_context;
    std::vector<Source> m_sources;
    bool m_cites;
    int m_available = 0; ///< usable sentences
    QList<Slot> m_slots;
    std::vector<int> m_sectionOffsets; ///< of each source in the count of all sections
    std::vector<const SourceSection *> m_sections;
    std::vector<Candidate> m_candidates;
    std::unique_ptr<SentenceRanker> m_ranker;
    std::vector<Unit> m_units;
    std::vector<Keyword> m_keywords;
    std::vector<BodyPlan> m_plan;
    std::vector<bool> m_taken;
    std::vector<int> m_all; ///< everything chosen so far
    std::vector<int> m_introduction;
    std::vector<std::vector<int>> m_body;
    std::vector<int> m_conclusion;
    std::vector<int> m_citations; ///< source of citation n+1
};

Composer::Composer(const ModelRequest &request, const RunContext &context, std::vector<Source> sources, bool cites)
    : m_request(request)
    , m_context(context)
    , m_sources(std::move(sources))
    , m_cites(cites)
    , m_slots(bodySlots(request.sections))
{}

void Composer::collect()
{
    QSet<QString> seen;
    QStringList texts;
    for (size_t s = 0; s < m_sources.size(); ++s) {
        const int offset = int(m_sections.size());
        m_sectionOffsets.push_back(offset);
        for (const SourceSection &section : m_sources[s].text.sections())
            m_sections.push_back(&section);
        for (const SourceSentence &sentence : m_sources[s].text.sentences()) {
            if (!sentence.isUsable && !sentence.isStray)
                continue;
            const QString normal = wordsOf(sentence.text).join(u' ');
            if (seen.contains(normal))
                continue;
            seen.insert(normal);
            Candidate candidate;
            candidate.source = int(s);
            candidate.sentence = &sentence;
            candidate.section = offset + sentence.section;
            m_candidates.push_back(candidate);
            texts.append(sentence.text);
        }
    }
    m_taken.assign(m_candidates.size(), false);
    m_ranker = std::make_unique<SentenceRanker>(language(), texts);
    for (const QString &keyword : m_request.keywords) {
        const QStringList stems = m_ranker->stemsOf(keyword);
        if (!stems.isEmpty() && m_keywords.size() < 40)
            m_keywords.push_back({keyword.simplified(), stems, true});
    }
    if (m_keywords.empty()) {
        for (const QString &phrase : m_ranker->phrases(texts, 8))
            m_keywords.push_back({phrase, m_ranker->stemsOf(phrase), false});
    }
}

void Composer::weigh()
{
    const Language &words = language();
    QStringList titleStems;
    for (const QString &word : wordsOf(m_request.title)) {
        if (word.size() > 2 && !words.stopwords.contains(word))
            titleStems.append(m_ranker->stemsOf(word));
    }
    QSet<int> seenSections;
    QSet<std::pair<int, int>> seenBlocks;
    for (size_t i = 0; i < m_candidates.size(); ++i) {
        Candidate &candidate = m_candidates[i];
        int earliest = 1000;
        for (size_t k = 0; k < m_keywords.size(); ++k) {
            const int place = m_ranker->placeOf(i, m_keywords[k].stems);
            if (place < 0)
                continue;
            candidate.keywords.push_back(int(k));
            earliest = std::min(earliest, place);
        }
        double title = 0;
        for (const QString &stem : std::as_const(titleStems)) {
            const int place = m_ranker->placeOf(i, {stem});
            title += place >= 0 ? 1.0 : 0.0;
            if (place >= 0)
                earliest = std::min(earliest, place);
        }
        title = titleStems.isEmpty() ? 0 : title / double(titleStems.size());
        candidate.keywordShare = 1 - std::pow(0.5, double(candidate.keywords.size()));
        double position = 0;
        const std::pair<int, int> block{candidate.source, candidate.sentence->block};
        if (!seenBlocks.contains(block) && candidate.sentence->inBlock == 0)
            position += 0.55;
        seenBlocks.insert(block);
        if (!seenSections.contains(candidate.section) && !candidate.sentence->inList)
            position += 0.45;
        seenSections.insert(candidate.section);
        const QStringList opening = wordsOf(QStringView(candidate.sentence->text).first(std::min<qsizetype>(candidate.sentence->text.size(), 90)));
        const QStringList head = opening.first(std::min<qsizetype>(9, opening.size()));
        const bool defines = earliest <= 3 && std::ranges::any_of(head, [&](const QString &word) { return words.copulas.contains(word); });
        candidate.weight = candidate.sentence->quality
            * (0.30 * m_ranker->centrality()[i] + 0.32 * candidate.keywordShare + 0.15 * title + 0.13 * position + (defines ? 0.10 : 0.0));
    }
}

void Composer::makeUnits()
{
    for (int i = 0; i < int(m_candidates.size()); ++i) {
        Unit unit;
        unit.members = {i};
        const SourceSentence &own = *m_candidates[size_t(i)].sentence;
        unit.isStray = own.isStray || (own.quality < 0.3 && m_available > 6);
        bool whole = true;
        while (!own.isStray && m_candidates[size_t(unit.members.front())].sentence->isLeaning) {
            const int first = unit.members.front();
            const SourceSentence &sentence = *m_candidates[size_t(first)].sentence;
            const bool follows = first > 0 && m_candidates[size_t(first) - 1].source == m_candidates[size_t(first)].source
                && m_candidates[size_t(first) - 1].sentence->block == sentence.block
                && m_candidates[size_t(first) - 1].sentence->inBlock == sentence.inBlock - 1;
            if (!follows || unit.members.size() >= 3) {
                whole = false;
                break;
            }
            unit.members.insert(unit.members.begin(), first - 1);
        }
        if (!whole)
            continue;
        for (const int member : unit.members)
            unit.weight += m_candidates[size_t(member)].weight;
        unit.weight /= double(unit.members.size());
        m_units.push_back(std::move(unit));
    }
}

bool Composer::isRepeat(int candidate) const
{
    return std::ranges::any_of(m_all, [&](int other) {
        if (other == candidate)
            return false;
        const double shared = m_ranker->overlap(size_t(candidate), size_t(other));
        const double alike = m_ranker->similarity(size_t(candidate), size_t(other));
        return shared > 0.4 || alike > 0.75 || (shared > 0.25 && alike > 0.5);
    });
}

double Composer::redundancy(const Unit &unit) const
{
    double highest = 0;
    for (const int member : unit.members) {
        for (const int other : m_all) {
            if (other != member)
                highest = std::max(highest, m_ranker->similarity(size_t(member), size_t(other)));
        }
    }
    return highest;
}

bool Composer::take(std::vector<int> &into, const Unit &unit)
{
    for (const int member : unit.members) {
        // A member that another part has already would stand there twice.
        if (m_taken[size_t(member)] && std::ranges::find(into, member) == into.end())
            return false;
        if (!m_taken[size_t(member)] && isRepeat(member))
            return false;
    }
    for (const int member : unit.members) {
        if (m_taken[size_t(member)])
            continue;
        m_taken[size_t(member)] = true;
        m_all.push_back(member);
        into.push_back(member);
    }
    return true;
}

/// Takes units into a part until it has so many sentences. `bonus(unit)` is added to a unit's weight; a negative infinity
/// keeps it out.
template <typename Bonus>
void Composer::choose(std::vector<int> &into, int sentences, Bonus &&bonus)
{
    std::vector<double> extra(m_units.size());
    for (size_t u = 0; u < m_units.size(); ++u)
        extra[u] = m_units[u].isStray ? -std::numeric_limits<double>::infinity() : bonus(m_units[u]);
    while (int(into.size()) < sentences) {
        double bestScore = 0.02;
        int best = kNone;
        for (size_t u = 0; u < m_units.size(); ++u) {
            const Unit &unit = m_units[u];
            if (std::isinf(extra[u]) || m_taken[size_t(unit.members.back())])
                continue;
            const bool tooLong = int(into.size() + unit.members.size()) > sentences + 1;
            if (tooLong)
                continue;
            double score = unit.weight + extra[u];
            if (score <= bestScore)
                continue;
            // What goes on where a chosen sentence ends reads best.
            const int first = unit.members.front();
            const bool continues = std::ranges::any_of(into, [&](int other) {
                return other == first - 1 && m_candidates[size_t(other)].sentence->block == m_candidates[size_t(first)].sentence->block
                    && m_candidates[size_t(other)].sentence->inBlock == m_candidates[size_t(first)].sentence->inBlock - 1;
            });
            score += (continues ? 0.08 : 0.0) - 0.45 * redundancy(unit) * unit.weight;
            if (score > bestScore) {
                bestScore = score;
                best = int(u);
            }
        }
        if (best == kNone)
            return;
        if (!take(into, m_units[size_t(best)]))
            extra[size_t(best)] = -std::numeric_limits<double>::infinity();
    }
}

/// The section of the sources that adds most: the mean of its best three units, and keywords that no chosen one covers.
int Composer::bestSection(const QSet<int> &used, const QSet<int> &covered) const
{
    std::vector<std::vector<double>> weights(m_sections.size());
    std::vector<QSet<int>> keywords(m_sections.size());
    for (const Unit &unit : m_units) {
        const Candidate &last = m_candidates[size_t(unit.members.back())];
        if (m_taken[size_t(unit.members.back())] || unit.isStray)
            continue;
        weights[size_t(last.section)].push_back(unit.weight);
        for (const int keyword : last.keywords) {
            if (m_keywords[size_t(keyword)].isGiven)
                keywords[size_t(last.section)].insert(keyword);
        }
    }
    double bestScore = 0;
    int best = kNone;
    for (size_t s = 0; s < m_sections.size(); ++s) {
        std::vector<double> &list = weights[s];
        if (used.contains(int(s)) || list.size() < 2 || m_sections[s]->heading.isEmpty() || m_sections[s]->heading.size() > 110
            || isConditional(m_sections[s]->heading))
            continue;
        std::ranges::sort(list, std::greater<>());
        const size_t count = std::min<size_t>(3, list.size());
        double score = std::accumulate(list.begin(), list.begin() + qsizetype(count), 0.0) / 3;
        double gained = 0;
        for (size_t k = 0; k < m_keywords.size(); ++k) {
            if (!m_keywords[k].isGiven)
                continue;
            if (!covered.contains(int(k)) && keywords[s].contains(int(k)))
                gained += 1;
            const QStringList headingWords = wordsOf(m_sections[s]->heading);
            QStringList stems;
            for (const QString &word : headingWords)
                stems += m_ranker->stemsOf(word);
            if (m_keywords[k].stems.size() <= stems.size() && stems.join(u' ').contains(m_keywords[k].stems.join(u' ')))
                score += 0.08;
        }
        score += 0.10 * gained;
        if (score > bestScore) {
            bestScore = score;
            best = int(s);
        }
    }
    return best;
}

void Composer::planBody(int count)
{
    QSet<int> used;
    QSet<int> covered;
    const QString title = wordsOf(m_request.title).join(u' ');
    for (size_t s = 0; s < m_sections.size(); ++s) {
        if (!title.isEmpty() && wordsOf(m_sections[s]->heading).join(u' ') == title)
            used.insert(int(s));
    }
    if (!m_cites) {
        while (int(m_plan.size()) < count) {
            const int section = bestSection(used, covered);
            if (section == kNone)
                break;
            used.insert(section);
            for (const Candidate &candidate : m_candidates) {
                if (candidate.section == section)
                    covered.unite(QSet<int>(candidate.keywords.cbegin(), candidate.keywords.cend()));
            }
            m_plan.push_back({m_sections[size_t(section)]->heading, section, kNone});
        }
        if (m_plan.size() < 2)
            m_plan.clear();
    }
    std::ranges::sort(m_plan, {}, &BodyPlan::section);
    // Too few headed sections: by keyword, the given ones in their order.
    for (size_t k = 0; k < m_keywords.size() && int(m_plan.size()) < count; ++k) {
        const bool known
            = std::ranges::any_of(m_plan, [&](const BodyPlan &plan) { return wordsOf(plan.heading).contains(wordsOf(m_keywords[k].text).value(0)); });
        const auto left = std::ranges::count_if(m_units, [&](const Unit &unit) {
            const Candidate &last = m_candidates[size_t(unit.members.back())];
            return !unit.isStray && !m_taken[size_t(unit.members.back())] && std::ranges::find(last.keywords, int(k)) != last.keywords.end();
        });
        if (!known && left > 0)
            m_plan.push_back({capitalised(m_keywords[k].text), kNone, int(k)});
    }
}

void Composer::chooseIntroduction(int sentences)
{
    // The first part of each text: its opening section where that says enough, else its first sixth.
    const int early = std::max(4, int(m_candidates.size()) / 6);
    choose(m_introduction, sentences, [&](const Unit &unit) {
        const int first = unit.members.front();
        const Candidate &candidate = m_candidates[size_t(first)];
        if ((first >= early && !m_cites) || isConditional(candidate.sentence->text))
            return -std::numeric_limits<double>::infinity();
        double bonus = m_cites ? 0.0 : 0.40 * (1 - double(first) / double(early));
        if (candidate.section == m_candidates.front().section)
            bonus += 0.25;
        if (candidate.sentence->inList)
            bonus -= 0.25;
        return bonus * candidate.sentence->quality * m_candidates[size_t(unit.members.back())].sentence->quality;
    });
}

void Composer::chooseBody(int sentences)
{
    m_body.assign(m_plan.size(), {});
    // One sentence for each first, so that an early section does not take all that a later one could have.
    for (const bool first : {true, false}) {
        int left = sentences;
        for (size_t p = 0; p < m_plan.size(); ++p) {
            const int remaining = int(m_plan.size() - p);
            const int share = first ? 1 : std::clamp((left + remaining - 1) / remaining, 1, 5);
            const BodyPlan &plan = m_plan[p];
            choose(m_body[p], share, [&](const Unit &unit) {
                const Candidate &last = m_candidates[size_t(unit.members.back())];
                const bool fits
                    = plan.section != kNone ? last.section == plan.section : std::ranges::find(last.keywords, plan.keyword) != last.keywords.end();
                if (!fits)
                    return -std::numeric_limits<double>::infinity();
                return plan.section != kNone && last.sentence->inBlock == 0 ? 0.05 : 0.02;
            });
            left -= int(m_body[p].size());
        }
    }
}

void Composer::chooseConclusion(int sentences)
{
    const Language &words = language();
    const int count = int(m_candidates.size());
    choose(m_conclusion, sentences, [&](const Unit &unit) {
        const Candidate &first = m_candidates[size_t(unit.members.front())];
        if (first.sentence->inList || unit.members.size() > 2)
            return -std::numeric_limits<double>::infinity();
        if (first.sentence->text[0].isDigit() || first.sentence->quality < 0.5 || isConditional(first.sentence->text)
            || (m_available > 12 && wordsOf(first.sentence->text).size() < 10))
            return -std::numeric_limits<double>::infinity();
        double bonus = 0.12 * double(unit.members.front()) / double(std::max(1, count)) + 0.15 * m_ranker->centrality()[size_t(unit.members.front())];
        const bool closes = std::ranges::any_of(
            words.concluding, [&](const QString &opening) { return first.sentence->text.startsWith(opening, Qt::CaseInsensitive); });
        if (closes)
            bonus += 0.25;
        return bonus * first.sentence->quality;
    });
}

void Composer::coverKeywords()
{
    QSet<int> covered;
    for (const int chosen : m_all)
        covered.unite(QSet<int>(m_candidates[size_t(chosen)].keywords.cbegin(), m_candidates[size_t(chosen)].keywords.cend()));
    for (size_t k = 0; k < m_keywords.size(); ++k) {
        if (covered.contains(int(k)) || !m_keywords[k].isGiven)
            continue;
        std::vector<const Unit *> fitting;
        for (const Unit &unit : m_units) {
            const Candidate &last = m_candidates[size_t(unit.members.back())];
            if (std::ranges::find(last.keywords, int(k)) != last.keywords.end() && !m_taken[size_t(unit.members.back())])
                fitting.push_back(&unit);
        }
        std::ranges::stable_sort(fitting, [](const Unit *a, const Unit *b) { return a->isStray == b->isStray ? a->weight > b->weight : b->isStray; });
        for (const Unit *unit : fitting) {
            // Into the part that quotes the same section; else it closes the piece, or stands in the last body section.
            const int section = m_candidates[size_t(unit->members.back())].section;
            std::vector<int> *into = m_conclusion.size() < 3 || m_body.empty() ? &m_conclusion : &m_body.back();
            for (size_t p = 0; p < m_plan.size(); ++p) {
                if (m_plan[p].section == section || m_plan[p].keyword == int(k))
                    into = &m_body[p];
            }
            if (take(*into, *unit)) {
                for (const int member : unit->members)
                    covered.unite(QSet<int>(m_candidates[size_t(member)].keywords.cbegin(), m_candidates[size_t(member)].keywords.cend()));
                break;
            }
        }
    }
}

FieldWriter Composer::written(std::vector<int> chosen, const QByteArray &pointer)
{
    std::ranges::sort(chosen);
    FieldWriter out(pointer);
    int previous = kNone;
    for (const int index : chosen) {
        const Candidate &candidate = m_candidates[size_t(index)];
        QByteArray mark;
        if (m_cites) {
            const QString &id = m_sources[size_t(candidate.source)].contextId;
            auto it = std::ranges::find_if(m_citations, [&](int source) { return m_sources[size_t(source)].contextId == id; });
            if (it == m_citations.end())
                it = m_citations.insert(m_citations.end(), candidate.source);
            mark = " [" + QByteArray::number(qint64(it - m_citations.begin()) + 1) + ']';
        }
        // Neighbours run on; what stood far apart starts a paragraph of its own.
        bool together = false;
        if (previous != kNone) {
            const Candidate &before = m_candidates[size_t(previous)];
            together = before.source == candidate.source && before.section == candidate.section
                && candidate.sentence->block - before.sentence->block <= 2 && candidate.sentence->inList == before.sentence->inList;
        }
        out.add(m_sources[size_t(candidate.source)], *candidate.sentence, together ? QByteArrayView(" ") : QByteArrayView("\n\n"), mark);
        previous = index;
    }
    return out;
}

ModelAnswer Composer::answer()
{
    ModelAnswer answer;
    answer.model = QString::fromLatin1(OfflineExtractive::kModel);
    answer.kind = u"extractive"_s;
    answer.usage.provider = u"offline"_s;
    answer.usage.model = answer.model;

    const FieldWriter introduction = written(m_introduction, "/introduction");
    answer.lineage = introduction.refs();
    Json body = Json::array();
    for (size_t p = 0; p < m_plan.size(); ++p) {
        if (m_body[p].empty())
            continue;
        const QByteArray pointer = "/body/" + QByteArray::number(body.size());
        const BodyPlan &plan = m_plan[p];
        if (plan.section != kNone && plan.heading == m_sections[size_t(plan.section)]->heading) {
            const Candidate &first = m_candidates[size_t(m_body[p].front())];
            const SourceSection &section = *m_sections[size_t(plan.section)];
            const Source &source = m_sources[size_t(first.source)];
            answer.lineage.append(
                {source.name, source.offset + section.from, source.offset + section.to, pointer + "/heading", 0, section.to - section.from});
        }
        const FieldWriter content = written(m_body[p], pointer + "/content");
        answer.lineage += content.refs();
        body.append(Json::object({{"heading", plan.heading}, {"content", content.text()}}));
    }
    const FieldWriter conclusion = written(m_conclusion, "/conclusion");
    answer.lineage += conclusion.refs();
    if (m_cites) {
        QString list;
        for (size_t i = 0; i < m_citations.size(); ++i) {
            const Source &source = m_sources[size_t(m_citations[i])];
            if (i > 0)
                list += u'\n';
            list += u"- [%1] %2 (%3)"_s.arg(QString::number(i + 1), source.title.isEmpty() ? u"Untitled"_s : source.title, source.contextId);
        }
        body.append(Json::object({{"heading", language().sourcesHeading}, {"content", list}}));
    }
    answer.content = Json::object({{"introduction", introduction.text()}, {"body", body}, {"conclusion", conclusion.text()}});
    return answer;
}

std::optional<ModelAnswer> Composer::compose()
{
    collect();
    m_available = int(std::ranges::count_if(m_candidates, [](const Candidate &candidate) { return candidate.sentence->isUsable; }));
    if (m_available == 0)
        return std::nullopt;
    weigh();
    makeUnits();
    if (m_units.empty())
        return std::nullopt;

    const int wanted = int(m_slots.size());
    const int perSection = std::clamp(int(m_request.maxTokens * 0.6 / 24 / (wanted + 2)), 1, 4);
    const int most = 3 + wanted * perSection + 2;
    const int total = m_available <= 4 ? m_available : std::clamp(int(std::lround(0.45 * m_available)), 4, most);
    // Some sentences are best left together.
    const int introduction = m_available <= 4 ? std::min(2, total) : std::clamp(total / 5, 1, 3);
    const int conclusion = m_available <= 4 ? 0 : std::clamp(total / 7, 1, 2);
    const int bodySentences = std::max(0, total - introduction - conclusion);
    const int sections = std::min(wanted, std::max(1, bodySentences));

    chooseIntroduction(introduction);
    if (m_context.isCancelled())
        return std::nullopt;
    if (bodySentences > 0)
        planBody(sections);
    chooseBody(bodySentences);
    chooseConclusion(conclusion);
    coverKeywords();
    bool isEmpty = m_introduction.empty();
    for (size_t p = 0; p < m_plan.size() && isEmpty; ++p)
        isEmpty = m_body[p].empty();
    if (isEmpty) {
        // Every sentence leans on the one before it, so none may open: they stand as they do in the source, from its first.
        m_conclusion.clear();
        for (int i = 0; i < int(m_candidates.size()) && int(m_introduction.size()) < total; ++i) {
            if (m_candidates[size_t(i)].sentence->isUsable)
                m_introduction.push_back(i);
        }
    }
    for (size_t p = 0; p < m_plan.size() && p < size_t(m_slots.size()); ++p) {
        if (!m_slots[qsizetype(p)].heading.isEmpty())
            m_plan[p].heading = m_slots[qsizetype(p)].heading;
    }
    return answer();
}

QStringList topicOf(const ModelRequest &request)
{
    QStringList topic = wordsOf(request.title);
    for (const QString &keyword : request.keywords)
        topic += wordsOf(keyword);
    topic.removeDuplicates();
    return topic;
}

} // namespace

Result<ModelAnswer> OfflineExtractive::generate(const ModelRequest &request, const RunContext &context) const
{
    const QStringList topic = topicOf(request);
    const auto cancelled = [] { return fail(ErrorCode::Cancelled, u"The work was cancelled before it was done."_s); };
    if (!request.sourceText.trimmed().isEmpty()) {
        std::vector<Source> sources;
        sources.push_back({SourceText::of(request.sourceText, topic), request.sourcePointer.isEmpty() ? u"/source_text"_s : request.sourcePointer,
                           request.title, request.contextId, 0});
        if (std::optional<ModelAnswer> answer = Composer(request, context, std::move(sources), false).compose())
            return *std::move(answer);
        if (context.isCancelled())
            return cancelled();
        return outline(request);
    }
    if (m_passages) {
        QStringList words = request.keywords;
        const Language &english = Language::of(request.title);
        for (const QString &word : wordsOf(request.title)) {
            if (word.size() > 2 && !english.stopwords.contains(word))
                words.append(word);
        }
        words.removeDuplicates();
        std::vector<Source> sources;
        if (!words.isEmpty()) {
            for (const Passage &passage : m_passages->search(words, kPassages, request.contextId)) {
                sources.push_back({SourceText::of(passage.text, topic), passage.contextId + u'#' + passage.pointer, passage.title, passage.contextId,
                                   passage.from});
            }
        }
        if (!sources.empty()) {
            if (std::optional<ModelAnswer> answer = Composer(request, context, std::move(sources), true).compose())
                return *std::move(answer);
        }
        if (context.isCancelled())
            return cancelled();
    }
    return outline(request);
}

ModelAnswer OfflineExtractive::outline(const ModelRequest &request) const
{
    const auto instructionsOf = [&](QLatin1StringView type) {
        for (const Json &section : request.sections.items()) {
            if (section.value("type").toString() == type)
                return section.value("instructions").toString().trimmed();
        }
        return QString();
    };
    const auto sentence = [](QString text) {
        text = text.simplified();
        if (!text.isEmpty() && !u".!?"_s.contains(text.back()))
            text += u'.';
        return text;
    };
    const QString audience = request.fields.value("target_audience").toString().simplified();
    const QString tone = request.fields.value("tone").toString().simplified();

    QString introduction = request.sourceText.trimmed().isEmpty()
        ? u"Outline only: there is no source text, and no document of this workspace matches."_s
        : u"Outline only: the source text holds no complete sentence that could be quoted."_s;
    if (!request.title.isEmpty())
        introduction += u" Title: "_s + sentence(request.title);
    if (!audience.isEmpty())
        introduction += u" Readers: "_s + sentence(audience);
    if (!tone.isEmpty())
        introduction += u" Tone: "_s + sentence(tone);
    if (!request.keywords.isEmpty())
        introduction += u" To cover: "_s + sentence(request.keywords.join(u", "_s));
    if (const QString task = instructionsOf("introduction"_L1); !task.isEmpty())
        introduction += u" Task of the introduction: "_s + sentence(task);

    const QList<Slot> slots = bodySlots(request.sections);
    const QString bodyTask = instructionsOf("body"_L1);
    Json body = Json::array();
    const qsizetype count = std::max<qsizetype>(slots.size(), std::min<qsizetype>(request.keywords.size(), slots.size()));
    for (qsizetype i = 0; i < count; ++i) {
        const QString keyword = i < request.keywords.size() ? request.keywords[i].simplified() : QString();
        QString heading = slots[i].heading;
        if (heading.isEmpty())
            heading = keyword.isEmpty() ? u"Section %1"_s.arg(i + 1) : capitalised(keyword);
        QString content = u"To be written."_s;
        if (!keyword.isEmpty())
            content += u" Keyword: "_s + sentence(keyword);
        if (!bodyTask.isEmpty())
            content += u" Task: "_s + sentence(bodyTask);
        body.append(Json::object({{"heading", heading}, {"content", content}}));
    }
    QString conclusion = u"To be written."_s;
    if (const QString task = instructionsOf("conclusion"_L1); !task.isEmpty())
        conclusion += u" Task: "_s + sentence(task);

    ModelAnswer answer;
    answer.kind = u"outline"_s;
    answer.model = QString::fromLatin1(kModel);
    answer.usage.provider = u"offline"_s;
    answer.usage.model = answer.model;
    answer.content = Json::object({{"introduction", introduction}, {"body", body}, {"conclusion", conclusion}});
    return answer;
}

} // namespace Millrace
