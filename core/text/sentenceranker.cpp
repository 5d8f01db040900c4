// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Centrality without a matrix.
//
// TextRank walks a graph whose edges are the cosines of sentences' TF-ISF vectors. With S the matrix of unit vectors, the
// graph is S Sᵀ without its diagonal, so one step of the walk is two products with the sparse S: time and memory follow the
// number of words, not the square of the number of sentences (Mihalcea and Tarau 2004, damping 0.85).
#include "text/sentenceranker.h"

#include <algorithm>
#include <cmath>
#include <map>

using namespace Qt::StringLiterals;

namespace Millrace {

SentenceRanker::SentenceRanker(const Language &language, const QStringList &sentences)
    : m_language(language)
    , m_stemmer(language)
{
    QHash<QString, int> ids;
    std::vector<int> holders; // how many sentences hold a term
    for (const QString &sentence : sentences) {
        QStringList stems;
        std::map<int, double> counts;
        for (const QString &word : wordsOf(sentence)) {
            const QString stem = m_stemmer.stem(word);
            stems.append(stem);
            if (word.size() < 2 || m_language.stopwords.contains(word) || word[0].isDigit())
                continue;
            auto it = ids.find(stem);
            if (it == ids.end()) {
                it = ids.insert(stem, int(ids.size()));
                holders.push_back(0);
            }
            if (counts[*it]++ == 0)
                ++holders[size_t(*it)];
        }
        std::vector<size_t> shingles;
        for (qsizetype i = 0; i + 2 < stems.size(); ++i)
            shingles.push_back(qHash(stems[i], 1) ^ (qHash(stems[i + 1], 2) * 3) ^ (qHash(stems[i + 2], 3) * 7));
        std::ranges::sort(shingles);
        shingles.erase(std::unique(shingles.begin(), shingles.end()), shingles.end());
        m_shingles.push_back(std::move(shingles));
        m_stems.push_back(std::move(stems));
        m_vectors.emplace_back(counts.begin(), counts.end());
    }
    m_terms = int(ids.size());
    const double count = double(std::max<qsizetype>(1, sentences.size()));
    for (Vector &vector : m_vectors) {
        double norm = 0;
        for (auto &[term, weight] : vector) {
            weight *= std::log(1 + count / holders[size_t(term)]);
            norm += weight * weight;
        }
        if (norm > 0) {
            for (auto &[term, weight] : vector)
                weight /= std::sqrt(norm);
        }
    }
    rank();
}

void SentenceRanker::rank()
{
    const size_t n = m_vectors.size();
    const auto neighbours = [&](const std::vector<double> &values) {
        std::vector<double> terms(size_t(m_terms), 0.0);
        for (size_t i = 0; i < n; ++i) {
            for (const auto &[term, weight] : m_vectors[i])
                terms[size_t(term)] += weight * values[i];
        }
        std::vector<double> out(n, 0.0);
        for (size_t i = 0; i < n; ++i) {
            for (const auto &[term, weight] : m_vectors[i])
                out[i] += weight * terms[size_t(term)];
            if (!m_vectors[i].empty())
                out[i] = std::max(0.0, out[i] - values[i]);
        }
        return out;
    };
    const std::vector<double> degree = neighbours(std::vector<double>(n, 1.0));
    std::vector<double> score(n, 1.0);
    for (int round = 0; round < 30; ++round) {
        std::vector<double> shares(n, 0.0);
        for (size_t i = 0; i < n; ++i)
            shares[i] = degree[i] > 1e-9 ? score[i] / degree[i] : 0.0;
        const std::vector<double> arriving = neighbours(shares);
        double change = 0;
        for (size_t i = 0; i < n; ++i) {
            const double next = 0.15 + 0.85 * arriving[i];
            change += std::abs(next - score[i]);
            score[i] = next;
        }
        if (change < 1e-6 * double(n))
            break;
    }
    const double top = n == 0 ? 1.0 : *std::ranges::max_element(score);
    for (double &value : score)
        value /= top;
    m_centrality = std::move(score);
}

double SentenceRanker::similarity(size_t a, size_t b) const
{
    const Vector &x = m_vectors[a];
    const Vector &y = m_vectors[b];
    double sum = 0;
    for (size_t i = 0, k = 0; i < x.size() && k < y.size();) {
        if (x[i].first < y[k].first)
            ++i;
        else if (y[k].first < x[i].first)
            ++k;
        else
            sum += x[i++].second * y[k++].second;
    }
    return sum;
}

double SentenceRanker::overlap(size_t a, size_t b) const
{
    const std::vector<size_t> &x = m_shingles[a];
    const std::vector<size_t> &y = m_shingles[b];
    if (x.empty() || y.empty())
        return 0;
    size_t common = 0;
    for (size_t i = 0, k = 0; i < x.size() && k < y.size();) {
        if (x[i] < y[k])
            ++i;
        else if (y[k] < x[i])
            ++k;
        else {
            ++common;
            ++i;
            ++k;
        }
    }
    return double(common) / double(x.size() + y.size() - common);
}

int SentenceRanker::placeOf(size_t sentence, const QStringList &phraseStems) const
{
    const QStringList &stems = m_stems[sentence];
    if (phraseStems.isEmpty())
        return -1;
    const auto fits = [](const QString &stem, const QString &wanted) {
        return stem == wanted || (wanted.size() >= 5 && stem.size() > wanted.size() && stem.contains(wanted));
    };
    for (qsizetype i = 0; i + phraseStems.size() <= stems.size(); ++i) {
        bool all = true;
        for (qsizetype k = 0; k < phraseStems.size() && all; ++k)
            all = fits(stems[i + k], phraseStems[k]);
        if (all)
            return int(i);
    }
    return -1;
}

bool SentenceRanker::mentions(size_t sentence, const QStringList &phraseStems) const
{
    return placeOf(sentence, phraseStems) >= 0;
}

QStringList SentenceRanker::stemsOf(const QString &phrase)
{
    QStringList stems;
    for (const QString &word : wordsOf(phrase))
        stems.append(m_stemmer.stem(word));
    return stems;
}

QStringList SentenceRanker::phrases(const QStringList &sentences, int limit)
{
    struct Found
    {
        int count = 0;
        int words = 0;
        std::map<QString, int> forms;
    };
    std::map<QString, Found> found;
    // The frequent phrases of a long text show early.
    for (const QString &sentence : sentences.first(std::min<qsizetype>(sentences.size(), 800))) {
        // Runs of content words, as written.
        QStringList run;
        const auto endRun = [&] {
            QStringList stems;
            for (const QString &word : std::as_const(run))
                stems.append(stemsOf(word).join(u' '));
            for (qsizetype from = 0; from < run.size(); ++from) {
                for (qsizetype length = 1; length <= 3 && from + length <= run.size(); ++length) {
                    const QString form = run.sliced(from, length).join(u' ');
                    Found &entry = found[stems.sliced(from, length).join(u' ')];
                    ++entry.count;
                    entry.words = int(length);
                    ++entry.forms[form];
                }
            }
            run.clear();
        };
        QString word;
        const auto endWord = [&] {
            if (word.isEmpty())
                return;
            const QString lower = word.toLower();
            if (lower.size() < 3 || lower[0].isDigit() || m_language.stopwords.contains(lower))
                endRun();
            else
                run.append(word);
            word.clear();
        };
        for (const QChar c : sentence) {
            if (c.isLetterOrNumber() || c.isMark() || (c == u'-' && !word.isEmpty())) {
                word += c;
            } else {
                endWord();
                if (!c.isSpace())
                    endRun();
            }
        }
        endWord();
        endRun();
    }
    struct Ranked
    {
        double score;
        QString stems;
        QString form;
    };
    std::vector<Ranked> ranked;
    for (const auto &[stems, entry] : found) {
        if (entry.count < 2 || (entry.words == 1 && stems.size() < 4))
            continue;
        const auto form = std::ranges::max_element(entry.forms, {}, [](const auto &pair) { return pair.second; });
        ranked.push_back({entry.count * (entry.words == 1 ? 1.0 : entry.words == 2 ? 2.2 : 2.6), stems, form->first});
    }
    std::ranges::stable_sort(ranked, std::greater<>(), &Ranked::score);
    QStringList out;
    QStringList taken;
    for (const Ranked &entry : ranked) {
        const QStringList parts = entry.stems.split(u' ');
        const bool known = std::ranges::any_of(taken, [&](const QString &other) {
            const QStringList otherParts = other.split(u' ');
            return std::ranges::any_of(parts, [&](const QString &part) { return otherParts.contains(part); });
        });
        if (known)
            continue;
        taken.append(entry.stems);
        out.append(entry.form);
        if (out.size() >= limit)
            break;
    }
    return out;
}

} // namespace Millrace
