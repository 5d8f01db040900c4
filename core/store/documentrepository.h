// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/records.h"
#include "store/sqlite.h"

#include <QList>

#include <optional>

namespace Millrace {

using DocumentKey = qint64;

/// A file as it was when it was taken in.
struct StoredDocument
{
    DocumentKey key = 0;
    QString id;
    qint64 source = 0; ///< key
    QString sourceId;
    qint64 original = 0; ///< key
    QString hash; ///< of the original
    QString path; ///< empty: it came without a file
    QString name;
    QString title;
    QString format; ///< "pdf", "html", …
    QString mediaType;
    qint64 size = 0;
    std::optional<qint64> modifiedAt;
    qint64 takenAt = 0;
    int version = 1; ///< of what lies at its path
    std::optional<DocumentKey> previous;
    bool isLatest = true;
    bool isNew = false; ///< what lay at its path before was taken away, and is no version of it
    std::optional<DocumentKey> duplicateOf; ///< the first that had the same bytes
    QString duplicateOfId;
    qint64 actor = 0;

    friend bool operator==(const StoredDocument &, const StoredDocument &) = default;
};

/// Which documents a list is about; what is empty does not narrow it.
struct DocumentFilter
{
    QString format;
    QString source; ///< id
    QString named; ///< words that title and name hold together, in any order
    std::optional<qint64> takenFrom; ///< microseconds, inclusive
    std::optional<qint64> takenTo; ///< exclusive
    std::optional<bool> hasDuplicates;
    bool allVersions = false; ///< else the newest of each
    std::optional<QList<DocumentKey>> among; ///< only these

    friend bool operator==(const DocumentFilter &, const DocumentFilter &) = default;
};

/// The documents of the workspace: what was taken in, from where, in which version. Reads work on any connection, writes inside the engine's
/// transaction.
class DocumentRepository
{
public:
    explicit DocumentRepository(Connection &db)
        : m_db(db)
    {}

    struct Taken
    {
        DocumentKey key = 0;
        QString id;
        QString duplicateOf; ///< id of the first with the same bytes; empty: it is the first
        int version = 1;
        bool isNew = true; ///< false: the newest at that path is the same
    };
    /// Notes that a file has come. The same bytes at the same path are the document that is there; other bytes its next version.
    [[nodiscard]] Result<Taken> take(const StoredDocument &document);
    /// `isPart`: the context is one of several things in the file, as a row or a mail of a box is.
    [[nodiscard]] Result<void> link(ContextKey context, DocumentKey document, bool isPart = false);

    [[nodiscard]] Result<std::optional<StoredDocument>> find(const QString &id);
    /// Of the context, or of the nearest of those that it was made from.
    [[nodiscard]] Result<std::optional<StoredDocument>> ofContext(ContextKey context);
    struct Place
    {
        StoredDocument document;
        ContextKey context = 0; ///< that was read from it: itself or above
        bool isPart = false; ///< of the document; else it is all of it

        /// The same for all that was made of the same thing: positive for a whole document, negative for a part of one.
        [[nodiscard]] qint64 thing() const { return isPart ? -context : document.key; }
    };
    [[nodiscard]] Result<std::optional<Place>> placeOf(ContextKey context);
    /// Newest first, those older than `before` (0: all); at most `limit`.
    [[nodiscard]] Result<QList<StoredDocument>> page(const DocumentFilter &filter, DocumentKey before, int limit);
    /// Rows for keys, in the order of keys; what does not pass the filter is left out.
    [[nodiscard]] Result<QList<StoredDocument>> rows(const QList<DocumentKey> &keys, const DocumentFilter &filter);
    /// Newest keys first that pass.
    [[nodiscard]] Result<QList<DocumentKey>> keys(const DocumentFilter &filter);
    [[nodiscard]] Result<QList<FacetCount>> facet(const DocumentFilter &filter, const QString &name);
    [[nodiscard]] Result<qint64> count(const DocumentFilter &filter);

    /// All versions of it, newest first; itself alone where it has none.
    [[nodiscard]] Result<QList<StoredDocument>> versions(const StoredDocument &document);
    /// Others with the same bytes, oldest first; at most `limit`.
    [[nodiscard]] Result<QList<StoredDocument>> duplicates(const StoredDocument &document, int limit);
    [[nodiscard]] Result<QList<ContextKey>> contexts(DocumentKey document, int limit);
    /// The documents of contexts, 0 where one has none; in the order of the keys.
    [[nodiscard]] Result<QList<DocumentKey>> ofContexts(const QList<ContextKey> &contexts);

private:
    Connection &m_db;
};

} // namespace Millrace
