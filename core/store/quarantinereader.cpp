// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/quarantinereader.h"

#include "store/rows.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

// The reason is an error with its code, or the list of what a rule refused. Definitions are text kept as bytes, which SQLite would take for its own
// binary JSON. The index context_quarantined holds this very expression.
#define CODE                                                                                                                                         \
    "CASE WHEN c.reason IS NULL THEN '' WHEN CAST(substr(c.reason, 1, 1) AS TEXT) = '[' THEN 'input.invalid' "                                       \
    "WHEN json_valid(CAST(c.reason AS TEXT)) THEN coalesce(json_extract(CAST(c.reason AS TEXT), '$.code'), '') ELSE '' END"
#define NODE "coalesce(json_extract(CAST(p.definition AS TEXT), '$.nodes[' || c.node || '].id'), '')"
#define COLUMNS                                                                                                                                      \
    "c.pk, c.id, c.title, c.pipeline, p.id, p.title, c.node, " NODE                                                                                  \
    ", c.updated_at, c.reason, (SELECT count(*) FROM transition t WHERE t.context = c.pk "                                                           \
    "AND t.to_status = 4 AND t.from_status <> 4), coalesce((SELECT r.source FROM raw_input r WHERE r.context = c.pk), '')"

Quarantined read(const Statement &s)
{
    Quarantined q;
    q.key = s.integer(0);
    q.id = s.text(1);
    q.title = s.text(2);
    q.version = s.integer(3);
    q.pipeline = s.text(4);
    q.pipelineTitle = s.text(5);
    q.node = static_cast<int>(s.integer(6));
    q.nodeId = s.text(7);
    q.since = s.integer(8);
    if (!s.isNull(9))
        q.reason = Json::parse(s.blobView(9)).value_or(Json());
    q.passes = std::max(1, static_cast<int>(s.integer(10)));
    q.source = s.text(11);
    return q;
}

} // namespace

Result<QList<Quarantined>> QuarantineReader::list(const QuarantineFilter &filter, ContextKey after, int limit)
{
    QByteArray sql
        = "SELECT " COLUMNS " FROM context c JOIN pipeline p ON p.pk = c.pipeline WHERE c.status = 4 AND c.pk > " + QByteArray::number(after);
    QStringList values;
    const auto add = [&](const char *condition, const QString &value) {
        if (value.isEmpty())
            return;
        sql += condition;
        values.append(value);
    };
    add(" AND p.id = ?", filter.pipeline);
    add(" AND " NODE " = ?", filter.node);
    add(" AND " CODE " = ?", filter.code);
    add(" AND instr(lower(c.title), lower(?)) > 0", filter.text.trimmed());
    sql += " ORDER BY c.pk LIMIT " + QByteArray::number(limit);
    Statement statement = m_db.temporary(sql.constData());
    return allRows(statement.bindList(values), read);
}

Result<std::optional<Quarantined>> QuarantineReader::find(ContextKey key)
{
    return oneRow(m_db.prepared("SELECT " COLUMNS " FROM context c JOIN pipeline p ON p.pk = c.pipeline WHERE c.pk = :pk AND c.status = 4").bind(key),
                  read);
}

Result<bool> QuarantineReader::hasRaw(ContextKey key)
{
    return oneRow(m_db.prepared("SELECT 1 FROM raw_input WHERE context = :context LIMIT 1").bind(key), [](const Statement &) { return true; })
        .transform([](const auto &found) { return found.has_value(); });
}

Result<QList<QuarantineReader::Count>> QuarantineReader::counts()
{
    // Counted first, named after: a definition is looked into once for each group, not for each context.
    return allRows(m_db.prepared("SELECT p.id, p.title, " NODE ", c.code, c.n FROM "
                                 "(SELECT c.pipeline, c.node, " CODE
                                 " AS code, count(*) AS n FROM context c INDEXED BY context_quarantined WHERE c.status = 4 GROUP BY 1, 2, 3) c "
                                 "JOIN pipeline p ON p.pk = c.pipeline ORDER BY p.pk")
                       .bind(),
                   [](const Statement &s) { return Count{s.text(0), s.text(1), s.text(2), s.text(3), s.integer(4)}; });
}

} // namespace Millrace
