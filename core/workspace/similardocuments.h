// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "search/meaningindex.h"
#include "store/documentrepository.h"
#include "workspace/readers.h"

namespace Millrace {

/// A context of the workspace that means the like, and the file that it came from.
struct SimilarContext
{
    ContextSummary context;
    double similarity = 0;
    std::optional<StoredDocument> document;
};

/// What is looked for.
struct SimilarQuery
{
    std::vector<float> vector;
    int limit = 10;
    double least = 0;
    DocumentFilter filter; ///< where it narrows, what came from no file is left out
    std::function<bool(DocumentKey)> passes = {}; ///< may leave out more
    QString exceptContextId;
    std::optional<DocumentRepository::Place> except; ///< it; where it is a whole document, its other versions and what has the same bytes too
};

/// The nearest first, each file once, or each of the things in it.
[[nodiscard]] Result<QList<SimilarContext>> similarContexts(Reader &reader, const MeaningView &meaning, const SimilarQuery &query);

/// The same for components.
class SimilarDocuments final : public SimilaritySource
{
public:
    SimilarDocuments(const MeaningIndex &meaning, Readers &readers)
        : m_meaning(meaning)
        , m_readers(readers)
    {}
    [[nodiscard]] QString model() const override { return m_meaning.view().model(); }
    [[nodiscard]] Result<VectorAnswer> embed(const QStringList &texts) const override;
    [[nodiscard]] Result<QList<SimilarText>> similar(const QString &text, int limit, double least, const QString &exceptContextId) const override;

private:
    const MeaningIndex &m_meaning;
    Readers &m_readers;
};

} // namespace Millrace
