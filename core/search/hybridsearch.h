// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "search/meaningindex.h"

namespace Millrace {

/// By which order documents are found: by their words alone, or by their words and what they mean.
enum class Ranking : quint8 { Text, Hybrid };

/// Contexts for a query, best first, at most `limit`, without snippets.
///
/// Text: those that hold all the words, else those that hold any, by BM25. Hybrid: those that hold all the words, then those that hold any, and
/// those whose texts mean the like; within each of the two by the ranks that they have by words and by meaning (reciprocal rank fusion). While
/// nothing is learnt of the texts, meaning has no say. The best 200 by each are weighed together; more that hold all the words follow them as they
/// are. The order of the first results does not depend on `limit`. With `sources` it is looked for among what came from these documents alone.
[[nodiscard]] QList<Finding> findRanked(const PassageIndex &texts, const MeaningView &meaning, const QString &query, Ranking ranking, int limit,
                                        const QList<qint64> *sources = nullptr);

/// Fills in snippets: around the words where there are any, else the opening of the passage that means most like the query.
void addSnippets(const PassageIndex &texts, const MeaningView &meaning, const QString &query, QList<Finding> &findings);

/// As much of a passage as a snippet shows.
[[nodiscard]] QString openingOf(const QString &passage);

} // namespace Millrace
