// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How the space is made
//
// A is the matrix of texts (rows) and weighted terms (columns), sparse, its rows of length 1. Its leading right singular vectors span the
// space. They come out of a random sketch: Y = A Ω for a random Ω with some more columns than dimensions, made orthonormal (Q) and
// sharpened by Y = A (Aᵀ Q) a few times; then B = Qᵀ A is small enough for an exact decomposition (the eigenvectors of B Bᵀ, by Jacobi's
// rotations). A text's vector is its row times V, scaled to length 1.
//
// Invariants
// 1. Randomness comes from one generator with a fixed seed; sums are made in a fixed order.
// 2. A term's sign and order depend on the corpus alone: terms are sorted by frequency, then by text.
#include "text/latentspace.h"

#include "text/language.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QIODevice>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kExtra = 16; ///< columns of the sketch beyond the dimensions
constexpr int kSharpenings = 2;
constexpr int kSweeps = 30; ///< of Jacobi's rotations, at most
constexpr quint32 kFormat = 0x4d524c31; // "MRL1"
constexpr qint64 kMostEntries = 64LL * 1024 * 1024;
constexpr qsizetype kTellsLanguage = 4'000; ///< characters
constexpr qsizetype kMostStems = 200'000; ///< remembered

using Sparse = std::vector<std::vector<std::pair<int, float>>>;

/// Row-major, rows × columns.
struct Dense
{
    qsizetype rows = 0;
    qsizetype columns = 0;
    std::vector<float> values;

    Dense(qsizetype r, qsizetype c)
        : rows(r)
        , columns(c)
        , values(static_cast<std::size_t>(r * c), 0.0F)
    {}
    [[nodiscard]] float *row(qsizetype r) { return values.data() + r * columns; }
    [[nodiscard]] const float *row(qsizetype r) const { return values.data() + r * columns; }
};

/// A X: a row for each text.
Dense times(const Sparse &a, const Dense &x)
{
    Dense y(static_cast<qsizetype>(a.size()), x.columns);
    for (std::size_t text = 0; text < a.size(); ++text) {
        float *to = y.row(static_cast<qsizetype>(text));
        for (const auto &[term, weight] : a[text]) {
            const float *from = x.row(term);
            for (qsizetype c = 0; c < x.columns; ++c)
                to[c] += weight * from[c];
        }
    }
    return y;
}

/// Aᵀ X: a row for each term.
Dense transposedTimes(const Sparse &a, const Dense &x, qsizetype terms)
{
    Dense y(terms, x.columns);
    for (std::size_t text = 0; text < a.size(); ++text) {
        const float *from = x.row(static_cast<qsizetype>(text));
        for (const auto &[term, weight] : a[text]) {
            float *to = y.row(term);
            for (qsizetype c = 0; c < x.columns; ++c)
                to[c] += weight * from[c];
        }
    }
    return y;
}

/// Makes the columns orthonormal (modified Gram–Schmidt, twice for stability); those that depend on others become zero. Stops in the middle
/// where it is cancelled.
void orthonormalize(Dense &x, const std::function<bool()> &isCancelled)
{
    std::vector<double> sums(static_cast<std::size_t>(x.columns));
    for (qsizetype c = 0; c < x.columns && !isCancelled(); ++c) {
        for (int pass = 0; pass < 2; ++pass) {
            // All products with the columns before at once: the matrix lies row by row.
            std::fill(sums.begin(), sums.end(), 0.0);
            for (qsizetype r = 0; r < x.rows; ++r) {
                const float *row = x.row(r);
                for (qsizetype before = 0; before < c; ++before)
                    sums[static_cast<std::size_t>(before)] += double(row[before]) * row[c];
            }
            for (qsizetype r = 0; r < x.rows; ++r) {
                float *row = x.row(r);
                double taken = 0;
                for (qsizetype before = 0; before < c; ++before)
                    taken += sums[static_cast<std::size_t>(before)] * row[before];
                row[c] -= static_cast<float>(taken);
            }
        }
        double length = 0;
        for (qsizetype r = 0; r < x.rows; ++r)
            length += double(x.row(r)[c]) * x.row(r)[c];
        const double scale = length > 1e-12 ? 1 / std::sqrt(length) : 0;
        for (qsizetype r = 0; r < x.rows; ++r)
            x.row(r)[c] = static_cast<float>(x.row(r)[c] * scale);
    }
}

/// Eigenvectors of a symmetric matrix as columns, by falling eigenvalue. Jacobi's cyclic rotations.
std::vector<double> eigenvectors(std::vector<double> m, std::size_t n, std::vector<double> &eigenvalues)
{
    std::vector<double> v(n * n, 0.0);
    for (std::size_t i = 0; i < n; ++i)
        v[i * n + i] = 1;
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
        double off = 0;
        double all = 0;
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = 0; j < n; ++j)
                (i == j ? all : off) += m[i * n + j] * m[i * n + j];
        }
        if (off <= 1e-18 * all)
            break;
        for (std::size_t p = 0; p + 1 < n; ++p) {
            for (std::size_t q = p + 1; q < n; ++q) {
                const double apq = m[p * n + q];
                if (std::abs(apq) < 1e-300)
                    continue;
                const double theta = (m[q * n + q] - m[p * n + p]) / (2 * apq);
                const double t = (theta >= 0 ? 1 : -1) / (std::abs(theta) + std::sqrt(theta * theta + 1));
                const double c = 1 / std::sqrt(t * t + 1);
                const double s = t * c;
                for (std::size_t k = 0; k < n; ++k) {
                    const double kp = m[k * n + p];
                    const double kq = m[k * n + q];
                    m[k * n + p] = c * kp - s * kq;
                    m[k * n + q] = s * kp + c * kq;
                }
                for (std::size_t k = 0; k < n; ++k) {
                    const double pk = m[p * n + k];
                    const double qk = m[q * n + k];
                    m[p * n + k] = c * pk - s * qk;
                    m[q * n + k] = s * pk + c * qk;
                }
                for (std::size_t k = 0; k < n; ++k) {
                    const double kp = v[k * n + p];
                    const double kq = v[k * n + q];
                    v[k * n + p] = c * kp - s * kq;
                    v[k * n + q] = s * kp + c * kq;
                }
            }
        }
    }
    std::vector<std::size_t> order(n);
    for (std::size_t i = 0; i < n; ++i)
        order[i] = i;
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return m[a * n + a] > m[b * n + b]; });
    std::vector<double> sorted(n * n);
    eigenvalues.resize(n);
    for (std::size_t c = 0; c < n; ++c) {
        eigenvalues[c] = m[order[c] * n + order[c]];
        for (std::size_t r = 0; r < n; ++r)
            sorted[r * n + c] = v[r * n + order[c]];
    }
    return sorted;
}

float weightOf(int count, float rarity)
{
    return static_cast<float>(1 + std::log(double(count))) * rarity;
}

/// Sorts by term, and scales to length 1.
void normalize(std::vector<std::pair<int, float>> &row)
{
    std::ranges::sort(row);
    double length = 0;
    for (const auto &[term, weight] : row)
        length += double(weight) * weight;
    if (length <= 0)
        return;
    for (auto &[term, weight] : row)
        weight = static_cast<float>(weight / std::sqrt(length));
}

void scaleToOne(std::vector<float> &vector)
{
    double length = 0;
    for (const float value : vector)
        length += double(value) * value;
    if (length <= 0)
        return;
    const double scale = 1 / std::sqrt(length);
    for (float &value : vector)
        value = static_cast<float>(value * scale);
}

} // namespace

void LatentSpace::Corpus::add(const QStringList &terms)
{
    if (isFull())
        return;
    std::vector<int> ids;
    ids.reserve(static_cast<std::size_t>(terms.size()));
    for (const QString &term : terms) {
        const auto known = m_terms.constFind(term);
        if (known != m_terms.cend()) {
            ids.push_back(*known);
            continue;
        }
        ids.push_back(static_cast<int>(m_documents.size()));
        m_terms.insert(term, ids.back());
        m_documents.push_back(0);
    }
    std::ranges::sort(ids);
    std::vector<std::pair<int, int>> counts;
    for (const int id : ids) {
        if (counts.empty() || counts.back().first != id) {
            counts.emplace_back(id, 0);
            ++m_documents[static_cast<std::size_t>(id)];
        }
        ++counts.back().second;
    }
    counts.shrink_to_fit();
    m_entries += std::ssize(counts);
    m_texts.push_back(std::move(counts));
}

Result<LatentSpace> LatentSpace::learned(const std::vector<QStringList> &texts, const Options &options)
{
    Corpus corpus(std::numeric_limits<qint64>::max());
    for (const QStringList &text : texts)
        corpus.add(text);
    return learned(corpus, options);
}

Result<LatentSpace> LatentSpace::learned(const Corpus &corpus, const Options &options)
{
    const std::function<bool()> isCancelled = [&] { return options.isCancelled && options.isCancelled(); };
    struct Candidate
    {
        QString term;
        int id = 0;
        int documents = 0;
    };
    std::vector<Candidate> candidates;
    const auto most = static_cast<int>(corpus.size()) / 2 + 1; // what stands in most texts tells none apart
    for (const auto &[term, id] : corpus.m_terms.asKeyValueRange()) {
        const int count = corpus.m_documents[static_cast<std::size_t>(id)];
        if (count >= options.fewestDocuments && count <= most)
            candidates.push_back({term, id, count});
    }
    std::ranges::sort(
        candidates, [](const Candidate &a, const Candidate &b) { return a.documents != b.documents ? a.documents > b.documents : a.term < b.term; });
    candidates.resize(std::min<std::size_t>(candidates.size(), static_cast<std::size_t>(options.mostTerms)));
    if (corpus.size() < 3 || candidates.size() < 3)
        return fail(ErrorCode::InvalidArgument,
                    u"too few texts to learn from: %1 with %2 terms in common"_s.arg(corpus.size()).arg(candidates.size()));

    LatentSpace space;
    std::vector<Term> rows(corpus.m_documents.size(), Term{-1, 0});
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const double idf = std::log((1.0 + double(corpus.size())) / (1.0 + candidates[i].documents)) + 1;
        space.m_terms.insert(candidates[i].term, {static_cast<int>(i), static_cast<float>(idf)});
        rows[static_cast<std::size_t>(candidates[i].id)] = {static_cast<int>(i), static_cast<float>(idf)};
    }
    Sparse matrix;
    matrix.reserve(corpus.m_texts.size());
    for (const auto &text : corpus.m_texts) {
        std::vector<std::pair<int, float>> row;
        for (const auto &[id, count] : text) {
            if (const Term &term = rows[static_cast<std::size_t>(id)]; term.row >= 0)
                row.emplace_back(term.row, weightOf(count, term.weight));
        }
        normalize(row);
        matrix.push_back(std::move(row));
    }
    if (isCancelled())
        return fail(ErrorCode::Cancelled, u"learning was cancelled"_s);

    const auto terms = static_cast<qsizetype>(candidates.size());
    const qsizetype wanted = std::min<qsizetype>({options.dimensions, terms - 1, corpus.size() - 1});
    const qsizetype columns = std::min<qsizetype>({wanted + kExtra, terms, corpus.size()});
    Dense sketch(terms, columns);
    std::mt19937 random(20'260'101);
    std::normal_distribution<float> normal;
    for (float &value : sketch.values)
        value = normal(random);
    Dense basis = times(matrix, sketch);
    orthonormalize(basis, isCancelled);
    for (int i = 0; i < kSharpenings; ++i) {
        if (isCancelled())
            return fail(ErrorCode::Cancelled, u"learning was cancelled"_s);
        Dense back = transposedTimes(matrix, basis, terms);
        orthonormalize(back, isCancelled);
        basis = times(matrix, back);
        orthonormalize(basis, isCancelled);
    }
    const Dense small = transposedTimes(matrix, basis, terms); // Bᵀ: terms × columns
    const auto n = static_cast<std::size_t>(columns);
    std::vector<double> gram(n * n, 0.0);
    for (qsizetype r = 0; r < small.rows; ++r) {
        const float *row = small.row(r);
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = i; j < n; ++j)
                gram[i * n + j] += double(row[i]) * row[j];
        }
    }
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < i; ++j)
            gram[i * n + j] = gram[j * n + i];
    }
    if (isCancelled())
        return fail(ErrorCode::Cancelled, u"learning was cancelled"_s);
    std::vector<double> eigenvalues;
    const std::vector<double> u = eigenvectors(std::move(gram), n, eigenvalues);
    qsizetype kept = 0;
    while (kept < wanted && eigenvalues[static_cast<std::size_t>(kept)] > 1e-9 * eigenvalues[0])
        ++kept;
    // V = Bᵀ U Σ⁻¹, a row for each term.
    space.m_dimensions = static_cast<int>(kept);
    space.m_matrix.assign(static_cast<std::size_t>(terms * kept), 0.0F);
    for (qsizetype r = 0; r < terms; ++r) {
        const float *row = small.row(r);
        for (qsizetype c = 0; c < kept; ++c) {
            double sum = 0;
            for (std::size_t i = 0; i < n; ++i)
                sum += row[i] * u[i * n + static_cast<std::size_t>(c)];
            space.m_matrix[static_cast<std::size_t>(r * kept + c)] = static_cast<float>(sum / std::sqrt(eigenvalues[static_cast<std::size_t>(c)]));
        }
    }
    space.m_id = QString::fromLatin1(QCryptographicHash::hash(space.toBytes(), QCryptographicHash::Blake2b_256).first(8).toHex());
    return space;
}

std::vector<std::pair<int, float>> LatentSpace::weighted(const QStringList &terms) const
{
    std::vector<std::pair<int, float>> known; // with the term's own weight
    for (const QString &term : terms) {
        if (const auto it = m_terms.constFind(term); it != m_terms.cend())
            known.emplace_back(it->row, it->weight);
    }
    std::ranges::sort(known);
    std::vector<std::pair<int, float>> row;
    for (std::size_t from = 0; from < known.size();) {
        std::size_t to = from;
        while (to < known.size() && known[to].first == known[from].first)
            ++to;
        row.emplace_back(known[from].first, weightOf(static_cast<int>(to - from), known[from].second));
        from = to;
    }
    normalize(row);
    return row;
}

std::vector<float> LatentSpace::vectorOf(const QStringList &terms) const
{
    std::vector<float> vector(static_cast<std::size_t>(m_dimensions), 0.0F);
    for (const auto &[term, weight] : weighted(terms)) {
        const float *row = m_matrix.data() + static_cast<std::size_t>(term) * static_cast<std::size_t>(m_dimensions);
        for (std::size_t c = 0; c < vector.size(); ++c)
            vector[c] += weight * row[c];
    }
    scaleToOne(vector);
    return vector;
}

QByteArray LatentSpace::toBytes() const
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out.setFloatingPointPrecision(QDataStream::SinglePrecision);
    out << kFormat << qint32(m_dimensions) << qint64(m_terms.size());
    QList<std::pair<int, QString>> byRow;
    for (const auto &[term, known] : m_terms.asKeyValueRange())
        byRow.append({known.row, term});
    std::ranges::sort(byRow);
    for (const auto &[row, term] : std::as_const(byRow))
        out << term.toUtf8() << m_terms.value(term).weight;
    for (const float value : m_matrix)
        out << value;
    return bytes;
}

Result<LatentSpace> LatentSpace::fromBytes(const QByteArray &bytes)
{
    const auto wrong = [] { return fail(ErrorCode::InvalidArgument, u"these bytes are no latent space"_s); };
    QDataStream in(bytes);
    in.setFloatingPointPrecision(QDataStream::SinglePrecision);
    quint32 format = 0;
    qint32 dimensions = 0;
    qint64 terms = 0;
    in >> format >> dimensions >> terms;
    if (format != kFormat || dimensions < 1 || dimensions > 4096 || terms < 1 || terms > kMostEntries / dimensions)
        return wrong();
    LatentSpace space;
    space.m_dimensions = dimensions;
    for (qint64 row = 0; row < terms && in.status() == QDataStream::Ok; ++row) {
        QByteArray term;
        float weight = 0;
        in >> term >> weight;
        space.m_terms.insert(QString::fromUtf8(term), {static_cast<int>(row), weight});
    }
    if (in.status() != QDataStream::Ok || space.m_terms.size() != terms)
        return wrong();
    space.m_matrix.resize(static_cast<std::size_t>(terms * dimensions));
    for (float &value : space.m_matrix)
        in >> value;
    if (in.status() != QDataStream::Ok || !in.atEnd())
        return wrong();
    space.m_id = QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Blake2b_256).first(8).toHex());
    return space;
}

float cosine(const std::vector<float> &a, const std::vector<float> &b)
{
    double sum = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        sum += double(a[i]) * b[i];
    return static_cast<float>(sum);
}

QStringList termsOf(QStringView text)
{
    return TermReader().termsOf(text);
}

TermReader::TermReader() = default;
TermReader::~TermReader() = default;

QStringList TermReader::termsOf(QStringView text, const Language **language)
{
    const Language &own = Language::of(text.first(std::min(text.size(), kTellsLanguage)));
    if (language)
        *language = &own;
    return termsOf(text, own);
}

QStringList TermReader::termsOf(QStringView text, const Language &language)
{
    std::unique_ptr<Stemmer> &stemmer = m_stemmers[&language];
    if (!stemmer || stemmer->knownCount() > kMostStems)
        stemmer = std::make_unique<Stemmer>(language);
    QStringList terms;
    for (const QString &word : wordsOf(text)) {
        if (word.size() < 2 || word.size() > 40 || language.stopwords.contains(word) || word.front().isDigit())
            continue;
        terms.append(stemmer->stem(word));
    }
    return terms;
}

} // namespace Millrace
