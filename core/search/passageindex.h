// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"
#include "sdk/services.h"

#include <QMutex>
#include <QSet>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace Millrace {

class Connection;

/// A text of a context, to be found later.
struct IndexedText
{
    QString contextId;
    QString title;
    QString pointer; ///< JSON Pointer within `data`: "/source_text"
    QString text;
    qint64 context = 0; ///< key; 0: for full text alone
    bool isGone = false; ///< there is no such text (any more): what stood at the pointer is not found from now on
    qint64 source = 0; ///< key of the document that it came from; 0: none

    friend bool operator==(const IndexedText &, const IndexedText &) = default;
};

/// What else is known of a context, to filter by and to find its like.
struct IndexedFacts
{
    qint64 context = 0; ///< key
    qint64 document = 0; ///< key of the document that it came from; 0: none
    QString language;
    QStringList tags;
    QByteArray signature; ///< of its text; empty: none
    std::vector<quint64> bands; ///< keys that texts which are like one another share with a high probability

    friend bool operator==(const IndexedFacts &, const IndexedFacts &) = default;
};

/// What documents can be filtered by beside what the workspace itself knows. Stored: never renumber.
enum class IndexedFact : quint8 { Language = 0, Tag = 1 };

/// What is kept of a context's text: of the first of its texts that is not blank.
struct KeptText
{
    QString contextId;
    QString title;
    QString pointer;
    struct Piece
    {
        QString text;
        qint64 from = 0; ///< UTF-8 bytes in the field
        qint64 to = 0;
    };
    QList<Piece> pieces; ///< passages in the order of the text
};

/// A space that was learnt of the texts, as it is kept with them.
struct KeptSpace
{
    QString id;
    bool isCurrent = false; ///< false: its vectors are being made
    Json about; ///< its owner's
    QByteArray bytes;
};

/// A context that a search found.
struct Finding
{
    enum class By : quint8 { Words, Meaning, Both };

    QString contextId;
    QString title;
    By by = By::Words;
    QString snippet; ///< some words around the first matches
    QList<std::pair<qsizetype, qsizetype>> matches; ///< from and length within the snippet
    double score = 0; ///< higher is better
    qint64 passage = 0; ///< where the words stand, for the snippet; 0: not known

    friend bool operator==(const Finding &, const Finding &) = default;
};

/// Full text of a workspace's documents (SQLite FTS5, words without case and accents; characters where a script has no blanks), in a file beside the workspace.
///
/// Everything in it can be made again: a file that is missing, damaged, foreign or of another version is replaced by an empty
/// one, and `lastSequence()` then tells its owner, the workspace, to add everything again from the start. Any thread: one
/// writes, one reads at a time, and reading does not wait for writing.
class PassageIndex final : public PassageSource
{
public:
    /// Opens or makes the file; fails only where no file can be made at that place.
    [[nodiscard]] static Result<std::unique_ptr<PassageIndex>> open(const QString &path);
    ~PassageIndex() override;

    /// Adds texts in one transaction, replacing what the same contexts had at the same pointers; `sequence`, where not
    /// negative, becomes lastSequence() in the same commit.
    [[nodiscard]] Result<void> add(const QList<IndexedText> &texts, qint64 sequence = -1, const QList<IndexedFacts> &facts = {});
    [[nodiscard]] Result<void> remove(const QString &contextId);
    /// How far the owner has come with adding: 0 in a new file.
    [[nodiscard]] qint64 lastSequence() const;
    [[nodiscard]] Result<void> setLastSequence(qint64 sequence);

    /// Passages that hold any of the words (each may be a phrase), best first by BM25.
    [[nodiscard]] QList<Passage> search(const QStringList &words, int limit, const QString &exceptContextId) const override;
    /// Contexts whose title or text holds all words of a query, else any of them, best first. A query is plain words: no
    /// operators, so any input is safe.
    [[nodiscard]] QList<Finding> find(const QString &query, int limit) const;
    enum class Words : quint8 { All, Any };
    /// The same for one of the two, without snippets; with `sources` among what came from these documents alone, however much else has the words.
    [[nodiscard]] QList<Finding> ranked(const QString &query, Words words, int limit, const QList<qint64> *sources = nullptr) const;
    /// True where a query has one word alone, so that all of its words and any of them are the same.
    [[nodiscard]] static bool hasOneTerm(const QString &query);
    /// Fills in the snippets of findings that have none, as far as their texts hold words of the query.
    void addSnippets(const QString &query, QList<Finding> &findings) const;

    // --- of documents -----------------------------------------------------------------------------------------------------------
    /// Every value of a fact and how many documents have it, the most frequent first; at most 1,000.
    [[nodiscard]] QList<std::pair<QString, qint64>> values(IndexedFact fact) const;
    /// The documents with each value, in no order; for counts under a filter.
    void forEachFact(IndexedFact fact, const std::function<void(const QString &value, qint64 document)> &take) const;
    /// Documents that have the value, newest keys first, before a key (0: from the newest); at most `limit`.
    [[nodiscard]] QList<qint64> documentsWith(IndexedFact fact, const QString &value, qint64 before, int limit) const;

    [[nodiscard]] bool has(IndexedFact fact, const QString &value, qint64 document) const;

    struct Signature
    {
        qint64 context = 0;
        qint64 document = 0;
        QByteArray signature;
    };
    [[nodiscard]] std::optional<Signature> signatureOf(qint64 context) const;
    /// Contexts that share a band key with this one; at most `limit`. How like they really are, the signatures tell.
    [[nodiscard]] QList<Signature> candidates(qint64 context, int limit) const;

    // --- for an index over the same texts, which goes with them ------------------------------------------------------------------
    /// Another one for each new file.
    [[nodiscard]] QString identity() const;
    struct TextChange
    {
        qint64 context = 0;
        qint64 stamp = 0; ///< grows with every change
        bool isGone = false;

        friend bool operator==(const TextChange &, const TextChange &) = default;
    };
    /// The last change of each context whose last one is later than the stamp, in order; at most `limit`.
    [[nodiscard]] QList<TextChange> changesAfter(qint64 stamp, int limit) const;
    [[nodiscard]] qint64 countChangesAfter(qint64 stamp) const; ///< at most 100,000 are counted
    [[nodiscard]] qint64 textCount() const;
    /// Keys of at most `most` contexts with texts, spread evenly from the oldest to the newest.
    [[nodiscard]] QList<qint64> sampleOfTexts(int most) const;
    /// The key of the last of the `count` newest contexts with texts; 0: there are fewer.
    [[nodiscard]] qint64 oldestOfNewest(int count) const;
    /// At most `mostPieces` passages, spread evenly; nothing where there is no such text, or a blank one alone.
    [[nodiscard]] std::optional<KeptText> textOf(qint64 context, int mostPieces) const;
    [[nodiscard]] QString contextIdOf(qint64 context) const;
    [[nodiscard]] QString titleOf(const QString &contextId) const;
    [[nodiscard]] qint64 contextKeyOf(const QString &contextId) const; ///< 0: not known
    [[nodiscard]] qint64 sourceOf(const QString &contextId) const; ///< key of the document that it came from; 0: none

    [[nodiscard]] QList<KeptSpace> spaces() const; ///< those that are whole
    /// Puts it in place of one of the same id.
    [[nodiscard]] Result<void> keepSpace(const KeptSpace &space);
    [[nodiscard]] Result<void> noteAbout(const QString &id, const Json &about);
    [[nodiscard]] Result<void> makeCurrent(const QString &id); ///< drops all others
    [[nodiscard]] Result<void> dropSpace(const QString &id);

private:
    explicit PassageIndex(QString path);
    [[nodiscard]] Result<void> openConnections() const;
    [[nodiscard]] Result<void> write(const std::function<Result<void>(Connection &)> &work);
    void replaceFile() const;
    [[nodiscard]] bool isDamage(const Error &error) const;
    struct TermWeight
    {
        qint64 hits = 0; ///< passages that have it, as far as they are counted
        double weight = 0;
    };
    [[nodiscard]] QList<TermWeight> weigh(const QStringList &terms) const;

    struct Weighed
    {
        qint64 version = -1; ///< of the file's data, as SQLite counts it
        QStringList terms;
        QList<TermWeight> weights;
    };
    mutable QSet<qint64> m_scope; ///< passages, or documents, that the query in hand is about; guarded by m_readMutex
    mutable Weighed m_weighed; ///< for the last query; guarded by m_readMutex

    const QString m_path;
    mutable QMutex m_writeMutex; ///< taken before m_readMutex, and that before m_backMutex, where more than one is
    mutable QMutex m_readMutex;
    mutable QMutex m_backMutex;
    mutable std::unique_ptr<Connection> m_writer;
    mutable std::unique_ptr<Connection> m_reader;
    mutable std::unique_ptr<Connection> m_back; ///< reads in the background, so that a slow thread keeps nobody waiting who searches
};

} // namespace Millrace
