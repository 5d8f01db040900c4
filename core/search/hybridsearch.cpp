// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The constants are from tst_retrievalquality: what they are worth stands in the README.
#include "search/hybridsearch.h"

#include <QHash>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kFused = 200; ///< of each list; what comes after keeps its order by words
constexpr double kRankOffset = 15; ///< k of reciprocal rank fusion: 1 / (k + rank)
constexpr double kMeaningWeight = 0.5; ///< beside 1 for each list by words
constexpr float kLeastAkin = 0.35F; ///< to be found without any of the words
constexpr int kMostAkin = 50; ///< that are
constexpr int kNearWithin = 1'000; ///< looked through where some documents alone are asked for
constexpr int kSnippetPieces = 12;
constexpr int kMostAkinSnippets = 10;
constexpr qsizetype kOpening = 180;

struct Candidate
{
    Finding finding;
    double score = 0;
    bool hasAll = false;
};

} // namespace

QList<Finding> findRanked(const PassageIndex &texts, const MeaningView &meaning, const QString &query, Ranking ranking, int limit,
                          const QList<qint64> *sources)
{
    const QList<Finding> all = texts.ranked(query, PassageIndex::Words::All, std::max(limit, kFused), sources);
    const auto first = [limit](QList<Finding> list) {
        list.resize(std::min<qsizetype>(list.size(), std::max(limit, 0)));
        return list;
    };
    if (ranking == Ranking::Text)
        return first(all.isEmpty() ? texts.ranked(query, PassageIndex::Words::Any, limit, sources) : all);

    QHash<QString, Candidate> candidates;
    const auto take = [&](const QList<Finding> &list, bool hasAll) {
        for (qsizetype i = 0; i < std::min<qsizetype>(list.size(), kFused); ++i) {
            Candidate &candidate = candidates[list.at(i).contextId];
            if (candidate.finding.contextId.isEmpty())
                candidate.finding = list.at(i);
            candidate.hasAll |= hasAll;
            candidate.score += 1 / (kRankOffset + static_cast<double>(i) + 1);
        }
    };
    take(all, true);
    // Whoever has all of one word is whoever has any of it.
    const bool isTheSame = all.size() >= kFused || PassageIndex::hasOneTerm(query);
    const QList<Finding> any = isTheSame ? all : texts.ranked(query, PassageIndex::Words::Any, kFused, sources);
    take(any, false);
    int rank = 0;
    int akin = 0;
    const QSet<qint64> among = sources ? QSet<qint64>(sources->cbegin(), sources->cend()) : QSet<qint64>();
    for (const MeaningView::Near &near : meaning.nearest(meaning.vectorOfQuery(query), sources ? kNearWithin : kFused)) {
        const QString id = texts.contextIdOf(near.context);
        if (sources && !among.contains(texts.sourceOf(id)))
            continue;
        ++rank;
        auto known = candidates.find(id);
        if (known == candidates.end()) {
            if (id.isEmpty() || near.similarity < kLeastAkin || ++akin > kMostAkin)
                continue;
            known = candidates.insert(id, Candidate());
            known->finding.contextId = id;
            known->finding.title = texts.titleOf(id);
            known->finding.by = Finding::By::Meaning;
        } else if (near.similarity >= kLeastAkin) {
            known->finding.by = Finding::By::Both;
        }
        known->score += kMeaningWeight / (kRankOffset + rank);
    }
    QList<Candidate> order = candidates.values();
    // What holds all the words never stands behind what does not.
    std::ranges::sort(order, [](const Candidate &a, const Candidate &b) {
        if (a.hasAll != b.hasAll)
            return a.hasAll;
        return a.score != b.score ? a.score > b.score : a.finding.contextId < b.finding.contextId;
    });
    QList<Finding> findings;
    const auto append = [&](bool hasAll) {
        for (Candidate &candidate : order) {
            if (candidate.hasAll != hasAll)
                continue;
            candidate.finding.score = candidate.score;
            findings.append(candidate.finding);
        }
    };
    append(true);
    for (qsizetype i = kFused; i < all.size(); ++i) {
        if (!candidates.contains(all.at(i).contextId))
            findings.append(all.at(i));
    }
    append(false);
    return first(findings);
}

void addSnippets(const PassageIndex &texts, const MeaningView &meaning, const QString &query, QList<Finding> &findings)
{
    texts.addSnippets(query, findings);
    int made = 0;
    std::vector<float> vector;
    for (Finding &finding : findings) {
        if (!meaning.isLearnt() || !finding.snippet.isEmpty() || finding.by != Finding::By::Meaning)
            continue;
        if (vector.empty())
            vector = meaning.vectorOfQuery(query);
        const auto pieces = meaning.piecesOf(texts.contextKeyOf(finding.contextId), made++ < kMostAkinSnippets ? kSnippetPieces : 1);
        if (!pieces || pieces->vectors.empty())
            continue;
        const auto nearest = std::ranges::max_element(pieces->vectors, {}, [&](const std::vector<float> &piece) { return cosine(piece, vector); });
        finding.snippet = openingOf(pieces->text.pieces.at(nearest - pieces->vectors.begin()).text);
    }
}

QString openingOf(const QString &passage)
{
    const QString line = passage.simplified();
    if (line.size() <= kOpening)
        return line;
    const qsizetype blank = line.lastIndexOf(u' ', kOpening);
    return line.first(blank > kOpening / 2 ? blank : kOpening) + u'…';
}

} // namespace Millrace
