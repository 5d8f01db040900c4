// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/reviewhistory.h"

#include "store/rows.h"

namespace Millrace {

Result<QList<ReviewHistory::Grade>> ReviewHistory::grades(const QString &pipeline, const QString &node)
{
    return allRows(
        m_db.prepared("SELECT i.version, i.is_check, i.confidence, i.verdict, count(*) FROM review_item i WHERE i.state = 1 "
                      "AND i.confidence >= 0 AND i.verdict < 3 AND (:pipeline = '' OR i.pipeline = :pipeline) "
                      "AND (:node = '' OR i.node = :node) GROUP BY i.version, i.is_check, i.confidence, i.verdict")
            .bind(pipeline, node),
        [](const Statement &s) { return Grade{s.integer(0), s.integer(1) != 0, s.integer(2), static_cast<ReviewKind>(s.integer(3)), s.integer(4)}; });
}

Result<QList<ReviewHistory::Place>> ReviewHistory::places()
{
    return allRows(m_db.prepared("SELECT i.pipeline, i.node, max(i.version), count(*) AS n FROM review_item i INDEXED BY review_item_place "
                                 "WHERE i.state = 1 GROUP BY i.pipeline, i.node ORDER BY n DESC, i.pipeline, i.node LIMIT 200")
                       .bind(),
                   [](const Statement &s) { return Place{s.text(0), s.text(1), s.integer(2), s.integer(3)}; });
}

Result<QStringList> ReviewHistory::together(const QString &key, qint64 actor)
{
    // Between "key/" and "key0", which is the next sign: the index of the ids finds them.
    Statement &statement = m_db.prepared("SELECT d.id FROM review_decision d WHERE d.id > :key || '/' AND d.id < :key || '0' AND d.state = 0 "
                                         "AND d.actor = :actor ORDER BY d.pk DESC");
    return allRows(statement.bind(key, actor), [](const Statement &s) { return s.text(0); });
}

Result<QList<ReviewHistory::Step>> ReviewHistory::stepsSince(ContextKey context, qint64 at, qint64 until)
{
    Statement &statement
        = m_db.prepared(MILLRACE_CAME_OF "SELECT c.pipeline, t.node, t.at FROM line JOIN context c ON c.pk = line.pk JOIN transition t "
                                         "ON t.context = line.pk WHERE c.dry = 0 AND t.kind = :finished AND t.step > 0 "
                                         "AND coalesce(t.port, 'out') <> 'error' AND t.at >= :at AND t.at < :until "
                                         "ORDER BY t.seq LIMIT 1000");
    return allRows(statement.bind(context, until, at, static_cast<int>(TransitionKind::Finished)),
                   [](const Statement &s) { return Step{s.integer(0), static_cast<int>(s.integer(1)), s.integer(2)}; });
}

} // namespace Millrace
