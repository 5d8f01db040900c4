// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "search/passageindex.h"
#include "search/vectorindex.h"
#include "text/latentspace.h"

#include <functional>
#include <memory>
#include <mutex>

namespace Millrace {

/// What texts mean by one space that was learnt of them, and how near they are by it. A value that stays as it is while another space is learnt;
/// without a space all it gives is empty. Any thread; the passages must outlive it.
class MeaningView
{
public:
    struct Near
    {
        qint64 context = 0;
        float similarity = 0; ///< cosine

        friend bool operator==(const Near &, const Near &) = default;
    };
    struct Status
    {
        QString model; ///< "latent:5f0c…"; empty: nothing is learnt yet
        int dimensions = 0;
        qint64 texts = 0; ///< that have a vector
        qint64 behind = 0; ///< changed texts whose vector is not made yet; at most 100,000 are counted
        qint64 learntFrom = 0; ///< texts there were when it was learnt

        friend bool operator==(const Status &, const Status &) = default;
    };
    /// A text divided, with a vector for each piece.
    struct Pieces
    {
        KeptText text;
        std::vector<std::vector<float>> vectors;
    };
    /// Two passages that mean the like.
    struct Alike
    {
        KeptText::Piece own;
        KeptText::Piece other;
        float similarity = 0;
    };

    MeaningView() = default;

    [[nodiscard]] bool isLearnt() const { return m_space != nullptr; }
    [[nodiscard]] QString model() const;
    [[nodiscard]] Status status() const;
    /// The vector of a whole text; all zeros where it has no known word.
    [[nodiscard]] std::vector<float> vectorOf(const QString &text) const;
    /// The vector of a few words in any of the languages of the texts.
    [[nodiscard]] std::vector<float> vectorOfQuery(const QString &query) const;
    /// The vector that is kept for a context; empty: none.
    [[nodiscard]] std::vector<float> vectorOf(qint64 context) const;
    /// The nearest first.
    [[nodiscard]] QList<Near> nearest(const std::vector<float> &vector, int count) const;

    /// At most `most` pieces of a context's text; nothing where it has none.
    [[nodiscard]] std::optional<Pieces> piecesOf(qint64 context, int most) const;
    [[nodiscard]] std::optional<Pieces> piecesOf(const QString &text, int most) const;
    /// The pairs that are most alike, each piece once, the likest first.
    [[nodiscard]] static QList<Alike> alike(const Pieces &own, const Pieces &other, int count, float least);

private:
    friend class MeaningIndex;
    struct Space;
    MeaningView(std::shared_ptr<Space> space, const PassageIndex &texts)
        : m_space(std::move(space))
        , m_texts(&texts)
    {}

    std::shared_ptr<Space> m_space;
    const PassageIndex *m_texts = nullptr;
};

/// What the texts of a PassageIndex mean: a LatentSpace that is learnt of a sample of them, and a vector of each of the newest of them.
///
/// Lives beside the passages, in files that may be lost: what is missing or damaged is made again by advance(). One thread calls advance(), which
/// does a little at a time; any other may take a view, of the space that is there while another one is learnt.
class MeaningIndex
{
public:
    static constexpr int kFewestTexts = 5; ///< to learn from
    static constexpr int kMostTexts = 200'000; ///< that have vectors: the newest

    /// `path` is what its files' names begin with; `texts` must outlive it.
    MeaningIndex(PassageIndex &texts, const QString &path);
    ~MeaningIndex();

    [[nodiscard]] MeaningView view() const;
    /// Does the next piece of work; false: there is none. Learning takes seconds and ends early where `isStopping` says so.
    [[nodiscard]] bool advance(const std::function<bool()> &isStopping);

private:
    using Space = MeaningView::Space;
    [[nodiscard]] std::vector<float> vectorOf(const Space &space, const KeptText &text, QByteArray *language);
    [[nodiscard]] std::shared_ptr<Space> opened(const KeptSpace &kept) const;
    [[nodiscard]] QString pathOf(const QString &id) const;
    void load();
    [[nodiscard]] bool addVectors(Space &space, const std::function<bool()> &isStopping);
    [[nodiscard]] bool mustLearn(qint64 texts) const;
    [[nodiscard]] bool learn(const std::function<bool()> &isStopping);
    void promote();
    void saveSpace(const Space &space);
    [[nodiscard]] static Json aboutOf(const Space &space);

    PassageIndex &m_texts;
    const QString m_path;
    QString m_identity; ///< of the texts that the spaces were learnt of; empty: nothing is loaded yet
    mutable std::mutex m_mutex; ///< guards m_current against views
    std::shared_ptr<Space> m_current;
    std::shared_ptr<Space> m_coming; ///< learnt, its vectors on the way
    TermReader m_reader;
    qint64 m_oldest = 0; ///< the first of the newest kMostTexts texts, not long ago
    qint64 m_oldestHolds = 0; ///< changes until it is asked again
    qint64 m_vainAt = 0; ///< so many texts were too few to learn from
};

} // namespace Millrace
