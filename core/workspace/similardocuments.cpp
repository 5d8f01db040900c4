// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/similardocuments.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kMostNear = 1'000; ///< looked through for those that pass
constexpr int kPieces = 60; ///< of each text, compared
constexpr float kLeastAlike = 0.2F; ///< passages

std::unexpected<Error> nothingLearnt()
{
    return fail(ErrorCode::ModelUnavailable,
                u"The workspace has learnt no vectors yet: it needs at least %1 documents with text."_s.arg(MeaningIndex::kFewestTexts));
}

} // namespace

Result<QList<SimilarContext>> similarContexts(Reader &reader, const MeaningView &meaning, const SimilarQuery &query)
{
    QList<SimilarContext> found;
    DocumentRepository documents(reader.db);
    const bool isNarrow = query.filter != DocumentFilter() || query.passes;
    QSet<qint64> seen;
    QSet<QString> hashes;
    if (query.except)
        seen.insert(query.except->thing());
    if (query.except && !query.except->isPart) {
        const auto versions = documents.versions(query.except->document);
        if (!versions)
            return std::unexpected(versions.error());
        for (const StoredDocument &version : *versions)
            seen.insert(version.key);
        hashes.insert(query.except->document.hash);
    }
    for (const MeaningView::Near &near : meaning.nearest(query.vector, isNarrow ? kMostNear : std::min(query.limit * 4 + 20, kMostNear))) {
        if (found.size() >= query.limit || near.similarity < static_cast<float>(query.least))
            break;
        const auto rows = reader.contexts.rows({near.context});
        if (!rows)
            return std::unexpected(rows.error());
        if (rows->isEmpty() || rows->first().id == query.exceptContextId)
            continue;
        const auto place = documents.placeOf(near.context);
        if (!place)
            return std::unexpected(place.error());
        if (!*place && isNarrow)
            continue;
        std::optional<StoredDocument> document;
        if (*place) {
            document = (*place)->document;
            const auto passes = documents.rows({document->key}, query.filter);
            if (!passes)
                return std::unexpected(passes.error());
            if (passes->isEmpty() || seen.contains((*place)->thing()) || (!(*place)->isPart && hashes.contains(document->hash))
                || (query.passes && !query.passes(document->key)))
                continue;
            seen.insert((*place)->thing());
            if (!(*place)->isPart)
                hashes.insert(document->hash);
        }
        found.append({rows->first(), near.similarity, document});
    }
    return found;
}

Result<VectorAnswer> SimilarDocuments::embed(const QStringList &texts) const
{
    const MeaningView meaning = m_meaning.view();
    if (!meaning.isLearnt())
        return nothingLearnt();
    VectorAnswer answer;
    answer.model = meaning.model();
    for (const QString &text : texts)
        answer.vectors.push_back(meaning.vectorOf(text));
    return answer;
}

Result<QList<SimilarText>> SimilarDocuments::similar(const QString &text, int limit, double least, const QString &exceptContextId) const
{
    const MeaningView meaning = m_meaning.view();
    if (!meaning.isLearnt())
        return nothingLearnt();
    SimilarQuery query;
    query.vector = meaning.vectorOf(text);
    query.limit = limit;
    query.least = least;
    query.exceptContextId = exceptContextId;
    const auto contexts = m_readers.runNow<QList<SimilarContext>>([&](Reader &reader) -> Result<QList<SimilarContext>> {
        const auto key = reader.contexts.find(exceptContextId);
        query.except.reset();
        if (key && *key) {
            const auto own = DocumentRepository(reader.db).placeOf(**key);
            if (!own)
                return std::unexpected(own.error());
            query.except = *own;
        }
        return similarContexts(reader, meaning, query);
    });
    if (!contexts)
        return std::unexpected(contexts.error());
    QList<SimilarText> found;
    const auto own = meaning.piecesOf(text, kPieces);
    for (const SimilarContext &context : *contexts) {
        SimilarText similar{context.context.id, context.document ? context.document->id : QString(), context.context.title, context.similarity, {}};
        const auto pieces = meaning.piecesOf(context.context.key, kPieces);
        const auto alike = own && pieces ? MeaningView::alike(*own, *pieces, 1, kLeastAlike) : QList<MeaningView::Alike>();
        if (!alike.isEmpty()) {
            const MeaningView::Alike &best = alike.first();
            similar.passage
                = {context.context.id, pieces->text.pointer, context.context.title, best.other.text, best.other.from, best.other.to, best.similarity};
        }
        found.append(similar);
    }
    return found;
}

} // namespace Millrace
