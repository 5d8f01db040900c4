// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/language.h"

#include <QString>
#include <QStringList>

#include <utility>
#include <vector>

namespace Millrace {

/// Weighs sentences against each other and against a topic: TF-ISF vectors and the centrality that follows from them.
///
/// Deterministic: terms are numbered in order of appearance and summed in that order. A value; one thread.
class SentenceRanker
{
public:
    /// A sparse unit vector: term and weight, sorted by term.
    using Vector = std::vector<std::pair<int, double>>;

    SentenceRanker(const Language &language, const QStringList &sentences);

    /// TextRank over cosine similarity, scaled so that the highest is 1.
    [[nodiscard]] const std::vector<double> &centrality() const { return m_centrality; }
    [[nodiscard]] double similarity(size_t a, size_t b) const;
    /// Share of three-word runs that two sentences have in common (Jaccard).
    [[nodiscard]] double overlap(size_t a, size_t b) const;
    /// How many times a phrase's stems stand in the sentence in a row; words of five letters also match within a compound.
    [[nodiscard]] bool mentions(size_t sentence, const QStringList &phraseStems) const;
    /// The place of the phrase in the sentence, in words; -1 where it is not.
    [[nodiscard]] int placeOf(size_t sentence, const QStringList &phraseStems) const;
    [[nodiscard]] QStringList stemsOf(const QString &phrase);
    /// Frequent phrases of one to three words, best first, as they are mostly written.
    [[nodiscard]] QStringList phrases(const QStringList &sentences, int limit);

private:
    void rank();

    const Language &m_language;
    Stemmer m_stemmer;
    std::vector<QStringList> m_stems; ///< of every sentence, function words included
    std::vector<Vector> m_vectors;
    std::vector<std::vector<size_t>> m_shingles; ///< sorted hashes
    std::vector<double> m_centrality;
    int m_terms = 0;
};

} // namespace Millrace
