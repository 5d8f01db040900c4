// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/transitionfeed.h"

#include "store/rows.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

Json readable(const Statement &s, int codec, int blob)
{
    if (s.isNull(blob))
        return {};
    const auto bytes = unpack(s.blobView(blob), codec < 0 ? Codec::Plain : static_cast<Codec>(s.integer(codec)));
    return bytes ? Json::parse(*bytes).value_or(Json()) : Json();
}

} // namespace

Result<QList<FedTransition>> TransitionFeed::read(qint64 after, int limit, ContextKey context, qint64 since)
{
    constexpr auto kOfAll
        = "SELECT t.seq, t.context, c.id, c.type, c.pipeline, c.parent, c.origin, t.at, t.kind, t.from_status, t.to_status, t.node, t.step, "
          "t.visit, t.attempt, coalesce(t.port, 'out'), t.codec, t.edit, t.reason, t.lineage_codec, t.lineage FROM transition t "
          "JOIN context c ON c.pk = t.context WHERE t.seq > :after AND t.at >= :since ORDER BY t.seq LIMIT :limit";
    constexpr auto kOfOne
        = "SELECT t.seq, t.context, c.id, c.type, c.pipeline, c.parent, c.origin, t.at, t.kind, t.from_status, t.to_status, t.node, t.step, "
          "t.visit, t.attempt, coalesce(t.port, 'out'), t.codec, t.edit, t.reason, t.lineage_codec, t.lineage FROM transition t "
          "JOIN context c ON c.pk = t.context WHERE t.context = :context AND t.seq > :after AND t.at >= :since ORDER BY t.seq LIMIT :limit";
    Statement &statement = m_db.prepared(context > 0 ? kOfOne : kOfAll);
    if (context > 0)
        statement.bind(context, after, since, limit);
    else
        statement.bind(after, since, limit);
    return allRows(statement, [](const Statement &s) {
        FedTransition t;
        t.seq = s.integer(0);
        t.context = s.integer(1);
        t.contextId = s.text(2);
        t.contextType = s.text(3);
        t.pipeline = s.integer(4);
        if (!s.isNull(5))
            t.parent = s.integer(5);
        t.origin = static_cast<ContextOrigin>(s.integer(6));
        t.at = s.integer(7);
        t.kind = static_cast<TransitionKind>(s.integer(8));
        t.from = static_cast<ContextStatus>(s.integer(9));
        t.to = static_cast<ContextStatus>(s.integer(10));
        t.node = static_cast<int>(s.integer(11));
        t.step = static_cast<int>(s.integer(12));
        t.visit = static_cast<int>(s.integer(13));
        t.attempt = static_cast<int>(s.integer(14));
        t.port = s.text(15);
        t.edit = readable(s, 16, 17);
        t.reason = readable(s, -1, 18);
        t.refs = readable(s, 19, 20);
        return t;
    });
}

Result<qint64> TransitionFeed::last()
{
    return m_db.scalar("SELECT coalesce(max(seq), 0) FROM transition");
}

} // namespace Millrace
