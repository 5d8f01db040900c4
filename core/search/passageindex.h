// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/services.h"

#include <QMutex>

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

/// A context that a search found.
struct Finding
{
    QString contextId;
    QString title;
    QString snippet; ///< some words around the first matches
    QList<std::pair<qsizetype, qsizetype>> matches; ///< from and length within the snippet
    double score = 0; ///< higher is better

    friend bool operator==(const Finding &, const Finding &) = default;
};

/// Full text of a workspace's documents (SQLite FTS5, words without case and accents), in a file beside the workspace.
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

private:
    explicit PassageIndex(QString path);
    [[nodiscard]] Result<void> openConnections() const;
    [[nodiscard]] Result<void> write(const std::function<Result<void>(Connection &)> &work);
    void replaceFile() const;
    [[nodiscard]] bool isDamage(const Error &error) const;
    [[nodiscard]] QList<Finding> findMatching(const QStringList &terms, QLatin1StringView connective, int limit) const;
    [[nodiscard]] QList<double> rarityOf(const QStringList &terms) const;

    const QString m_path;
    mutable QMutex m_writeMutex; ///< taken before m_readMutex where both are
    mutable QMutex m_readMutex;
    mutable std::unique_ptr<Connection> m_writer;
    mutable std::unique_ptr<Connection> m_reader;
};

} // namespace Millrace
