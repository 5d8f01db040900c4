// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "text/language.h"

#include <QByteArray>
#include <QHash>
#include <QString>
#include <QStringList>

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace Millrace {

/// Vectors of texts by latent semantic analysis: texts whose words are used alike in the corpus lie close together, also where they share none.
///
/// Learned from the workspace's own texts, without a network: words are weighted by TF-IDF, and the term–document matrix is reduced to its
/// leading singular vectors (randomised subspace iteration: Halko, Martinsson and Tropp 2011, algorithm 4.4). The same texts in the same
/// order give the same space, bit for bit, on the same machine. A value; any thread.
class LatentSpace
{
public:
    /// Texts to learn from, kept as numbers: eight bytes for each different term of a text, and each term once.
    class Corpus
    {
    public:
        /// Takes no more texts once it has so many different terms in all of them together.
        explicit Corpus(qint64 mostEntries = 4'000'000)
            : m_mostEntries(mostEntries)
        {}
        void add(const QStringList &terms);
        [[nodiscard]] bool isFull() const { return m_entries >= m_mostEntries; }
        [[nodiscard]] qsizetype size() const { return std::ssize(m_texts); }

    private:
        friend class LatentSpace;
        qint64 m_mostEntries;
        qint64 m_entries = 0;
        QHash<QString, int> m_terms;
        std::vector<int> m_documents; ///< how many have the term
        std::vector<std::vector<std::pair<int, int>>> m_texts; ///< term and how often
    };

    struct Options
    {
        int dimensions = 128; ///< at most; fewer where the corpus has fewer
        int mostTerms = 20'000; ///< the most frequent ones that tell texts apart
        int fewestDocuments = 2; ///< a term has to stand in
        std::function<bool()> isCancelled = {};
    };

    /// Each text as its terms (stems, function words left out). InvalidArgument where there is nothing to learn; Cancelled.
    [[nodiscard]] static Result<LatentSpace> learned(const Corpus &corpus, const Options &options);
    [[nodiscard]] static Result<LatentSpace> learned(const std::vector<QStringList> &texts, const Options &options);

    /// The vector of a text, of length 1; all zeros where it has no known term.
    [[nodiscard]] std::vector<float> vectorOf(const QStringList &terms) const;
    [[nodiscard]] bool knows(const QString &term) const { return m_terms.contains(term); }
    [[nodiscard]] int dimensions() const { return m_dimensions; }
    [[nodiscard]] qsizetype termCount() const { return m_terms.size(); }
    /// Tells spaces apart: vectors of two of them cannot be compared.
    [[nodiscard]] QString id() const { return m_id; }

    [[nodiscard]] QByteArray toBytes() const;
    /// The reverse; InvalidArgument for anything else.
    [[nodiscard]] static Result<LatentSpace> fromBytes(const QByteArray &bytes);

private:
    struct Term
    {
        int row = 0;
        float weight = 0; ///< inverse document frequency
    };
    [[nodiscard]] std::vector<std::pair<int, float>> weighted(const QStringList &terms) const;

    int m_dimensions = 0;
    QHash<QString, Term> m_terms;
    std::vector<float> m_matrix; ///< a row of m_dimensions for each term
    QString m_id;
};

/// The cosine of the angle between two vectors of length 1.
[[nodiscard]] float cosine(const std::vector<float> &a, const std::vector<float> &b);

/// The terms of a text for a LatentSpace: its words' stems by its language, function words left out.
[[nodiscard]] QStringList termsOf(QStringView text);

/// The same for many texts, with the stems remembered. One thread.
class TermReader
{
public:
    TermReader();
    ~TermReader();
    /// By the text's own language, which it tells.
    [[nodiscard]] QStringList termsOf(QStringView text, const Language **language = nullptr);
    [[nodiscard]] QStringList termsOf(QStringView text, const Language &language);

private:
    std::map<const Language *, std::unique_ptr<Stemmer>> m_stemmers;
};

} // namespace Millrace
