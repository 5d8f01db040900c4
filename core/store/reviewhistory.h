// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/reviewrepository.h"

namespace Millrace {

/// What the decisions of the past say: where there are any, how they were spread, what came of one. Reads only, on any connection.
class ReviewHistory
{
public:
    explicit ReviewHistory(Connection &db)
        : m_db(db)
    {}

    /// Verdicts at a confidence, apart for what was drawn from what passes by itself, and for each version of the pipeline.
    struct Grade
    {
        qint64 version = 0; ///< key
        bool isCheck = false;
        qint64 confidence = 0; ///< millionths
        ReviewKind verdict = ReviewKind::Approved;
        qint64 count = 0;
    };
    [[nodiscard]] Result<QList<Grade>> grades(const QString &pipeline, const QString &node);
    /// Where something was decided, most first.
    struct Place
    {
        QString pipeline;
        QString node;
        qint64 version = 0; ///< key of the newest that was asked about
        qint64 decided = 0;
    };
    [[nodiscard]] Result<QList<Place>> places();
    /// Those of this person that were made together with this key and stand, the last first.
    [[nodiscard]] Result<QStringList> together(const QString &key, qint64 actor);
    /// A step that finished, of a context or of what came of it (ReviewRepository::sentSince).
    struct Step
    {
        qint64 version = 0; ///< key
        int node = 0;
        qint64 at = 0;
    };
    [[nodiscard]] Result<QList<Step>> stepsSince(ContextKey context, qint64 at, qint64 until);

private:
    Connection &m_db;
};

/// The contexts that came of a verdict, as `line (pk)`: what it led to, what took their place, and the parents that went on with it. Binds the
/// context, `until` and `at`.
#define MILLRACE_CAME_OF                                                                                                                             \
    "WITH RECURSIVE line (pk) AS (SELECT :context UNION SELECT n.pk FROM line JOIN context c ON c.pk = line.pk JOIN context n "                      \
    "ON n.pk = c.superseded_by WHERE n.created_at < :until UNION SELECT f.context FROM line JOIN child k ON k.context = line.pk JOIN fork f "        \
    "ON f.pk = k.fork WHERE f.collected = 1 UNION SELECT c.pk FROM line JOIN context c ON c.parent = line.pk "                                       \
    "WHERE c.origin = 1 AND c.created_at >= :at AND c.created_at < :until) "

} // namespace Millrace
