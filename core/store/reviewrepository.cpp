// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/reviewrepository.h"

#include "store/codec.h"
#include "store/reviewhistory.h"
#include "store/rows.h"

#include <array>
#include <limits>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr std::array kStateNames = {"open"_L1, "decided"_L1, "timed_out"_L1, "withdrawn"_L1};
constexpr std::array kKindNames = {"approved"_L1, "rejected"_L1, "edited"_L1, "escalated"_L1, "skipped"_L1};
constexpr std::array kDecisionNames = {"standing"_L1, "undone"_L1, "corrected"_L1, "open"_L1, "taken"_L1, "declined"_L1};
constexpr std::array kEventNames = {"taken_over"_L1, "released"_L1,    "assigned"_L1, "author_finished"_L1, "returned"_L1,    "escalated"_L1,
                                    "reopened"_L1,   "asked_again"_L1, "packed"_L1,   "changed"_L1,         "no_agreement"_L1};

template <typename Enum, std::size_t N>
std::optional<Enum> fromName(const std::array<QLatin1StringView, N> &names, QStringView name)
{
    for (std::size_t i = 0; i < N; ++i) {
        if (name == names.at(i))
            return static_cast<Enum>(i);
    }
    return std::nullopt;
}

template <typename T>
std::optional<qint64> number(const std::optional<T> &value)
{
    return value ? std::optional(static_cast<qint64>(*value)) : std::nullopt;
}

std::optional<qint64> whole(const Statement &s, int column)
{
    return s.isNull(column) ? std::nullopt : std::optional(s.integer(column));
}

std::unexpected<Error> damaged(const QString &what)
{
    return fail(ErrorCode::WorkspaceDamaged, what + u" does not match its hash"_s);
}

#define ITEM_COLUMNS                                                                                                                                 \
    "i.pk, i.id, i.context, i.version, i.pipeline, i.node, i.visit, i.state, i.revision, i.verdict, i.confidence, i.label, i.assignee, "             \
    "i.claimed_by, "                                                                                                                                 \
    "i.claimed_at, i.claim_until, i.pack, i.author_finished, i.needed, i.made, i.escalated, i.is_check, i.decided_step, i.decided_revision, "        \
    "i.follows, "                                                                                                                                    \
    "i.asked_at, i.closed_at, i.hash, i.body"
constexpr int kItemColumns = 29;

Result<ReviewItem> readItem(const Statement &s)
{
    ReviewItem item;
    item.key = s.integer(0);
    item.id = s.text(1);
    item.context = s.integer(2);
    item.version = s.integer(3);
    item.pipeline = s.text(4);
    item.node = s.text(5);
    item.visit = static_cast<int>(s.integer(6));
    item.state = static_cast<ReviewState>(s.integer(7));
    item.revision = s.integer(8);
    if (!s.isNull(9))
        item.verdict = static_cast<ReviewKind>(s.integer(9));
    item.confidence = s.integer(10);
    item.label = s.text(11);
    item.assignee = whole(s, 12);
    item.claimedBy = whole(s, 13);
    item.claimedAt = s.integer(14);
    item.claimUntil = s.integer(15);
    item.pack = s.text(16);
    item.authorFinished = s.integer(17) != 0;
    item.needed = static_cast<int>(s.integer(18));
    item.made = static_cast<int>(s.integer(19));
    item.escalated = s.integer(20) != 0;
    item.isCheck = s.integer(21) != 0;
    if (!s.isNull(22))
        item.decidedStep = static_cast<int>(s.integer(22));
    item.decidedRevision = whole(s, 23);
    item.follows = whole(s, 24);
    item.askedAt = s.integer(25);
    item.closedAt = whole(s, 26);
    item.body = s.blob(28);
    // What an upgrade made of a suspension has none.
    if (s.integer(27) != 0 && contentHash(item.body) != s.integer(27))
        return damaged(u"review item "_s + item.id);
    return item;
}

#define DECISION_COLUMNS                                                                                                                             \
    "d.pk, d.id, d.item, d.context, d.kind, d.state, d.port, d.actor, d.at, d.took_us, d.corrects, d.changed_by, d.changed_at, d.codec, d.hash, "    \
    "d.body"

Result<ReviewDecision> readDecision(const Statement &s)
{
    ReviewDecision d;
    d.key = s.integer(0);
    d.id = s.text(1);
    d.item = s.integer(2);
    d.context = s.integer(3);
    d.kind = static_cast<ReviewKind>(s.integer(4));
    d.state = static_cast<DecisionState>(s.integer(5));
    d.port = s.text(6);
    d.actor = s.integer(7);
    d.at = s.integer(8);
    d.tookUs = s.integer(9);
    d.corrects = whole(s, 10);
    d.changedBy = whole(s, 11);
    d.changedAt = whole(s, 12);
    const auto codec = static_cast<Codec>(s.integer(13));
    const auto bytes = unpack(s.blobView(15), codec);
    if (!bytes || contentHash(*bytes) != s.integer(14))
        return damaged(u"review decision "_s + d.id);
    auto body = Json::parse(*bytes);
    if (!body)
        return std::unexpected(body.error());
    d.body = std::move(*body);
    return d;
}

#define COMMENT_COLUMNS "pk, id, item, context, reply_to, actor, at, resolved_by, resolved_at, hash, body"

Result<ReviewComment> readComment(const Statement &s)
{
    ReviewComment c;
    c.key = s.integer(0);
    c.id = s.text(1);
    c.item = s.integer(2);
    c.context = s.integer(3);
    c.replyTo = whole(s, 4);
    c.actor = s.integer(5);
    c.at = s.integer(6);
    c.resolvedBy = whole(s, 7);
    c.resolvedAt = whole(s, 8);
    if (contentHash(s.blob(10)) != s.integer(9))
        return damaged(u"review comment "_s + c.id);
    auto body = Json::parse(s.blobView(10));
    if (!body)
        return std::unexpected(body.error());
    c.body = std::move(*body);
    return c;
}

/// Like allRows() and oneRow(), where a row itself may be damaged.
template <typename T>
Result<QList<T>> every(Statement &statement, Result<T> (*read)(const Statement &))
{
    QList<T> rows;
    while (true) {
        const auto row = statement.step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            break;
        auto one = read(statement);
        if (!one) {
            statement.reset();
            return std::unexpected(one.error());
        }
        rows.append(std::move(*one));
    }
    statement.reset();
    return rows;
}

template <typename T>
Result<std::optional<T>> one(Statement &statement, Result<T> (*read)(const Statement &))
{
    const auto row = statement.step();
    if (!row)
        return std::unexpected(row.error());
    std::optional<T> found;
    if (*row) {
        auto value = read(statement);
        statement.reset();
        if (!value)
            return std::unexpected(value.error());
        found = std::move(*value);
    }
    statement.reset();
    return found;
}

QByteArray joined(const QList<qint64> &keys)
{
    QByteArray list;
    for (const qint64 key : keys)
        list += QByteArray::number(key) + ',';
    list.chop(1);
    return list;
}

struct Where
{
    QByteArray sql;
    QStringList values;
    bool needsContext = false;
};

/// What a filter asks, with numbers in the text. A `+` keeps a column's index out of the plan.
Where whereOf(const ReviewFilter &filter, const ReviewViewer &who)
{
    Where where{"i.state = " + QByteArray::number(static_cast<int>(filter.state)), {}, false};
    const auto add = [&where](const QByteArray &condition) { where.sql += " AND " + condition; };
    const auto addText = [&](const QByteArray &condition, const QString &value) {
        add(condition);
        where.values.append(value);
    };
    if (!filter.pipeline.isEmpty())
        addText("i.pipeline = ?", filter.pipeline);
    if (!filter.node.isEmpty())
        addText("i.node = ?", filter.node);
    if (filter.label)
        addText(filter.label->isEmpty() ? "i.label = ?" : "i.label <> '' AND i.label = ?", *filter.label);
    if (filter.assignee)
        add(*filter.assignee == 0 ? QByteArray("i.assignee IS NULL") : "i.assignee = " + QByteArray::number(*filter.assignee));
    const QByteArray held = "i.claim_until > " + QByteArray::number(who.now);
    const QByteArray me = QByteArray::number(who.actor);
    if (filter.claim == ReviewClaim::Mine)
        add("i.claimed_by = " + me + " AND " + held);
    else if (filter.claim == ReviewClaim::Others)
        add("i.claimed_by IS NOT NULL AND i.claimed_by <> " + me + " AND " + held);
    else if (filter.claim == ReviewClaim::Nobody)
        add("(+i.claimed_by IS NULL OR NOT " + held + ")");
    if (filter.confidenceFrom)
        add("i.confidence >= " + QByteArray::number(*filter.confidenceFrom));
    if (filter.confidenceTo)
        add("i.confidence <= " + QByteArray::number(*filter.confidenceTo));
    if (filter.escalated)
        add(*filter.escalated ? "i.escalated = 1" : "i.escalated = 0");
    if (filter.authorFinished)
        add(*filter.authorFinished ? "i.author_finished = 1" : "i.author_finished = 0");
    if (filter.among)
        add("i.pk IN (" + joined(*filter.among) + ")");
    if (!filter.text.trimmed().isEmpty()) {
        QString pattern = filter.text.trimmed();
        for (const QChar c : {u'\\', u'%', u'_'})
            pattern.replace(c, QString(u'\\') + c);
        addText("c.title LIKE ? ESCAPE '\\'", u'%' + pattern + u'%');
        where.needsContext = true;
    }
    return where;
}

struct Order
{
    const char *by;
    const char *after; ///< %1: confidence, %2: key
};

Order orderOf(ReviewOrder order)
{
    switch (order) {
    case ReviewOrder::Confidence:
        return {"i.confidence, i.pk", "(i.confidence, i.pk) > (%1, %2)"};
    case ReviewOrder::ConfidenceDown:
        return {"i.confidence DESC, i.pk DESC", "(i.confidence, i.pk) < (%1, %2)"};
    case ReviewOrder::Age:
        return {"i.pk", "i.pk > %2"};
    case ReviewOrder::Newest:
        return {"i.pk DESC", "i.pk < %2"};
    }
    Q_UNREACHABLE_RETURN({});
}

/// The index that gives the order asked without sorting a hundred thousand items; left to itself, SQLite takes the one by state and sorts.
QByteArray indexFor(const ReviewFilter &filter, ReviewOrder order)
{
    if (filter.claim == ReviewClaim::Mine)
        return "review_item_claim";
    if (filter.among)
        return "-";
    const bool isSomebodys = filter.state == ReviewState::Open && filter.assignee && *filter.assignee != 0;
    if (isSomebodys)
        return "review_item_assignee";
    if (filter.state != ReviewState::Open || order == ReviewOrder::Age || order == ReviewOrder::Newest)
        return "review_item_state";
    if (filter.label && !filter.label->isEmpty())
        return "review_item_label";
    return filter.pipeline.isEmpty() ? "review_item_confidence" : "review_item_pipeline";
}

/// The index that can count what a filter lets through without a look at the items; empty where none can, or SQLite finds it by itself.
QByteArray indexForCount(const ReviewFilter &filter)
{
    if (filter.state != ReviewState::Open || filter.assignee || filter.claim != ReviewClaim::Any || filter.escalated || filter.authorFinished
        || filter.among || !filter.text.trimmed().isEmpty())
        return {};
    const bool hasConfidence = filter.confidenceFrom || filter.confidenceTo;
    const bool hasPlace = !filter.pipeline.isEmpty() || !filter.node.isEmpty();
    if (filter.label)
        return hasPlace || filter.label->isEmpty() ? QByteArray() : "review_item_label";
    if (!hasConfidence)
        return "review_item_place";
    if (!filter.node.isEmpty())
        return {};
    return hasPlace ? "review_item_pipeline" : "review_item_confidence";
}

/// `index`: empty for SQLite's choice, "-" for none.
QByteArray fromOf(const Where &where, const QByteArray &index = {})
{
    const QByteArray by = index.isEmpty() ? QByteArray() : index == "-" ? QByteArray(" NOT INDEXED") : " INDEXED BY " + index;
    // Items first, in their order: CROSS keeps SQLite from beginning with the contexts.
    return where.needsContext ? " FROM review_item i" + by + " CROSS JOIN context c ON c.pk = i.context WHERE "
                              : " FROM review_item i" + by + " WHERE ";
}

/// Which items of a pipeline and node; empty: all.
#define PLACE "(:pipeline = '' OR i.pipeline = :pipeline) AND (:node = '' OR i.node = :node)"

} // namespace

QLatin1StringView reviewStateName(ReviewState state)
{
    return kStateNames.at(static_cast<std::size_t>(state));
}

std::optional<ReviewState> reviewStateFromName(QStringView name)
{
    return fromName<ReviewState>(kStateNames, name);
}

QLatin1StringView reviewKindName(ReviewKind kind)
{
    return kKindNames.at(static_cast<std::size_t>(kind));
}

std::optional<ReviewKind> reviewKindFromName(QStringView name)
{
    return fromName<ReviewKind>(kKindNames, name);
}

QLatin1StringView decisionStateName(DecisionState state)
{
    return kDecisionNames.at(static_cast<std::size_t>(state));
}

QLatin1StringView reviewEventName(ReviewEventKind kind)
{
    return kEventNames.at(static_cast<std::size_t>(kind));
}

Result<void> ReviewRepository::add(ReviewItem &i)
{
    i.revision = 1;
    const auto done
        = m_db.prepared("INSERT INTO review_item (id, context, version, pipeline, node, visit, state, revision, verdict, confidence, label, "
                        "assignee, claimed_by, claimed_at, claim_until, pack, author_finished, needed, made, escalated, is_check, follows, "
                        "asked_at, hash, body) VALUES (:id, :context, :version, :pipeline, :node, :visit, :state, 1, :verdict, :confidence, "
                        ":label, :assignee, :claimed, :since, :until, :pack, :author, :needed, :made, :escalated, :check, :follows, :at, "
                        ":hash, :body)")
              .bind(i.id, i.context, i.version, i.pipeline, i.node, i.visit, static_cast<int>(i.state), number(i.verdict), i.confidence, i.label,
                    i.assignee, i.claimedBy, i.claimedAt, i.claimUntil, i.pack, i.authorFinished, i.needed, i.made, i.escalated, i.isCheck, i.follows,
                    i.askedAt, contentHash(i.body), i.body)
              .run();
    i.key = m_db.lastInsertId();
    return done;
}

Result<void> ReviewRepository::save(const ReviewItem &i)
{
    return m_db
        .prepared("UPDATE review_item SET visit = :visit, state = :state, revision = :revision, verdict = :verdict, assignee = :assignee, "
                  "claimed_by = :claimed, claimed_at = :since, claim_until = :until, pack = :pack, author_finished = :author, needed = :needed, "
                  "made = :made, escalated = :escalated, decided_step = :step, decided_revision = :after, closed_at = :closed WHERE pk = :pk")
        .bind(i.visit, static_cast<int>(i.state), i.revision, number(i.verdict), i.assignee, i.claimedBy, i.claimedAt, i.claimUntil, i.pack,
              i.authorFinished, i.needed, i.made, i.escalated, number(i.decidedStep), i.decidedRevision, i.closedAt, i.key)
        .run();
}

Result<void> ReviewRepository::setClaim(const ReviewItem &i)
{
    return m_db.prepared("UPDATE review_item SET claimed_by = :claimed, claimed_at = :since, claim_until = :until, pack = :pack WHERE pk = :pk")
        .bind(i.claimedBy, i.claimedAt, i.claimUntil, i.pack, i.key)
        .run();
}

Result<QStringList> ReviewRepository::closeOpen(ContextKey context, ReviewState how, qint64 now)
{
    Statement &statement = m_db.prepared("UPDATE review_item SET state = :state, revision = revision + 1, claimed_by = NULL, claim_until = 0, "
                                         "closed_at = :now WHERE context = :context AND +state = 0 RETURNING id");
    statement.bind(static_cast<int>(how), now, context);
    return allRows(statement, [](const Statement &s) { return s.text(0); });
}

Result<std::optional<ReviewItem>> ReviewRepository::find(const QString &id)
{
    return one(m_db.prepared("SELECT " ITEM_COLUMNS " FROM review_item i WHERE i.id = :id").bind(id), readItem);
}

Result<std::optional<ReviewItem>> ReviewRepository::find(qint64 key)
{
    return one(m_db.prepared("SELECT " ITEM_COLUMNS " FROM review_item i WHERE i.pk = :pk").bind(key), readItem);
}

Result<std::optional<ReviewItem>> ReviewRepository::ofContext(ContextKey context)
{
    return one(
        m_db.prepared("SELECT " ITEM_COLUMNS " FROM review_item i WHERE i.context = :context ORDER BY i.state <> 0, i.pk DESC LIMIT 1").bind(context),
        readItem);
}

Result<std::optional<ReviewItem>> ReviewRepository::following(qint64 item)
{
    return one(m_db.prepared("SELECT " ITEM_COLUMNS " FROM review_item i WHERE i.follows = :item ORDER BY i.pk DESC LIMIT 1").bind(item), readItem);
}

bool ReviewRepository::isQuick(const ReviewFilter &filter, ReviewOrder order)
{
    const bool isByAge = order == ReviewOrder::Age || order == ReviewOrder::Newest;
    if (!filter.text.trimmed().isEmpty() || filter.escalated || (filter.label && !filter.pipeline.isEmpty())
        || (filter.pipeline.isEmpty() && !filter.node.isEmpty()))
        return filter.claim == ReviewClaim::Mine;
    return !isByAge || (!filter.confidenceFrom && !filter.confidenceTo);
}

Result<QList<qint64>> ReviewRepository::next(const ReviewFilter &filter, ReviewOrder order, const ReviewViewer &who, int limit)
{
    ReviewFilter open = filter;
    open.state = ReviewState::Open;
    open.authorFinished = true;
    QList<qint64> found;
    for (const ReviewClaim claim : {ReviewClaim::Mine, ReviewClaim::Nobody}) {
        if (filter.claim != ReviewClaim::Any && filter.claim != claim)
            continue;
        open.claim = claim;
        // What this person holds is little, and is asked as it is now.
        open.among = claim == ReviewClaim::Mine ? std::nullopt : filter.among;
        open.text = open.among ? QString() : filter.text;
        const Where where = whereOf(open, who);
        const QByteArray me = QByteArray::number(who.actor);
        // What is in a pack is held, and somewhere else.
        const QByteArray here = claim == ReviewClaim::Mine ? " AND coalesce(i.pack, '') = ''" : "";
        const QByteArray sql = "SELECT i.pk" + fromOf(where, indexFor(open, order)) + where.sql + here + " AND (+i.assignee IS NULL OR +i.assignee = "
            + me + ") AND NOT EXISTS (SELECT 1 FROM review_decision d WHERE d.item = i.pk AND d.state = 0 AND +d.actor = " + me + ") ORDER BY "
            + orderOf(order).by + " LIMIT " + QByteArray::number(limit - found.size());
        Statement statement = m_db.temporary(sql.constData());
        const auto keys = allRows(statement.bindList(where.values), [](const Statement &s) { return s.integer(0); });
        if (!keys)
            return std::unexpected(keys.error());
        found += *keys;
        if (found.size() >= limit)
            break;
    }
    return found;
}

Result<QList<qint64>> ReviewRepository::list(const ReviewFilter &filter, ReviewOrder order, const ReviewViewer &who, const QString &after, int limit,
                                             QString &next)
{
    const Where where = whereOf(filter, who);
    const auto [by, behind] = orderOf(order);
    QByteArray sql = "SELECT i.pk, i.confidence" + fromOf(where, indexFor(filter, order)) + where.sql;
    if (!after.isEmpty()) {
        bool isNumber = false;
        bool isKey = false;
        const qint64 confidence = after.section(u':', 0, 0).toLongLong(&isNumber);
        const qint64 key = after.section(u':', 1, 1).toLongLong(&isKey);
        if (!isNumber || !isKey)
            return fail(ErrorCode::InvalidArgument, u"\"%1\" is no place to go on from"_s.arg(after));
        sql += " AND " + QByteArray(behind).replace("%1", QByteArray::number(confidence)).replace("%2", QByteArray::number(key));
    }
    sql += QByteArray(" ORDER BY ") + by + " LIMIT " + QByteArray::number(limit + 1);
    Statement statement = m_db.temporary(sql.constData());
    const auto rows = allRows(statement.bindList(where.values), [](const Statement &s) { return std::pair(s.integer(0), s.integer(1)); });
    if (!rows)
        return std::unexpected(rows.error());
    QList<qint64> keys;
    for (const auto &[key, confidence] : rows->first(std::min<qsizetype>(rows->size(), limit)))
        keys.append(key);
    next = rows->size() > limit ? u"%1:%2"_s.arg(rows->at(limit - 1).second).arg(keys.last()) : QString();
    return keys;
}

Result<QList<ReviewRow>> ReviewRepository::rows(const QList<qint64> &keys)
{
    QList<ReviewRow> rows;
    if (keys.isEmpty())
        return rows;
    const QByteArray sql = "SELECT " ITEM_COLUMNS ", c.id, c.title, c.type, p.title, p.version, c.due_at, "
                           "(SELECT count(*) FROM review_comment m WHERE m.context = c.pk AND m.resolved_at IS NULL AND m.reply_to IS NULL), "
                           "(SELECT count(*) FROM review_comment m WHERE m.context = c.pk), (SELECT f.id FROM review_item f WHERE f.pk = i.follows) "
                           "FROM review_item i JOIN context c ON c.pk = i.context JOIN pipeline p ON p.pk = i.version WHERE i.pk IN ("
        + joined(keys) + ")";
    QHash<qint64, ReviewRow> found;
    Statement s = m_db.temporary(sql.constData());
    s.bind();
    while (true) {
        const auto row = s.step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            break;
        auto item = readItem(s);
        if (!item)
            return std::unexpected(item.error());
        constexpr int kAt = kItemColumns;
        const qint64 key = item->key;
        const bool isOpen = item->state == ReviewState::Open;
        found.insert(key,
                     {std::move(*item), s.text(kAt), s.text(kAt + 1), s.text(kAt + 2), s.text(kAt + 3), static_cast<int>(s.integer(kAt + 4)),
                      isOpen ? whole(s, kAt + 5) : std::nullopt, static_cast<int>(s.integer(kAt + 6)), static_cast<int>(s.integer(kAt + 7)),
                      s.text(kAt + 8)});
    }
    for (const qint64 key : keys) {
        if (const auto row = found.constFind(key); row != found.cend())
            rows.append(*row);
    }
    return rows;
}

Result<ReviewRepository::Counts> ReviewRepository::count(const ReviewFilter &filter, const ReviewViewer &who)
{
    const Where where = whereOf(filter, who);
    const auto counted = [&](const QByteArray &what, const QByteArray &index, const QByteArray &also) {
        Statement statement = m_db.temporary(("SELECT " + what + fromOf(where, index) + where.sql + also).constData());
        return oneRow(statement.bindList(where.values), [](const Statement &s) { return std::pair(s.integer(0), s.integer(1)); })
            .transform([](const auto &row) { return row.value_or(std::pair<qint64, qint64>()); });
    };
    // Held and assigned are few: their own indexes find them, and an index alone counts the rest. An empty "among" leaves no way to use one.
    const auto few = [&filter](const char *index) { return QByteArray(filter.among ? "-" : index); };
    const auto all = counted("count(*), 0", indexForCount(filter), {});
    const auto held = counted("count(*), coalesce(sum(i.claimed_by = " + QByteArray::number(who.actor) + "), 0)", few("review_item_claim"),
                              " AND i.claimed_by IS NOT NULL AND i.claim_until > " + QByteArray::number(who.now));
    const auto assigned = filter.state == ReviewState::Open ? counted("count(*), 0", few("review_item_assignee"), " AND i.assignee IS NOT NULL")
                                                            : counted("count(i.assignee), 0", {}, {});
    if (!all || !held || !assigned)
        return std::unexpected(!all ? all.error() : !held ? held.error() : assigned.error());
    return Counts{all->first, held->first, held->second, all->first - assigned->first};
}

Result<QList<ReviewRepository::Facet>> ReviewRepository::places()
{
    return allRows(m_db.prepared("SELECT i.pipeline, i.node, max(i.version), count(*) FROM review_item i INDEXED BY review_item_place "
                                 "WHERE i.state = 0 GROUP BY i.pipeline, i.node")
                       .bind(),
                   [](const Statement &s) { return Facet{s.text(0), s.text(1), {}, {}, s.integer(2), s.integer(3)}; });
}

Result<QList<ReviewRepository::Facet>> ReviewRepository::labels()
{
    return allRows(m_db.prepared("SELECT i.label, count(*) AS n FROM review_item i INDEXED BY review_item_label WHERE i.state = 0 AND i.label <> '' "
                                 "GROUP BY i.label ORDER BY n DESC LIMIT 200")
                       .bind(),
                   [](const Statement &s) { return Facet{{}, {}, s.text(0), {}, 0, s.integer(1)}; });
}

Result<QList<ReviewRepository::Facet>> ReviewRepository::assignees()
{
    // Those that are nobody's are the rest: indexes alone know both sums.
    return allRows(m_db.prepared("SELECT i.assignee, count(*) FROM review_item i INDEXED BY review_item_assignee WHERE i.state = 0 AND "
                                 "i.assignee IS NOT NULL GROUP BY i.assignee UNION ALL SELECT NULL, n FROM "
                                 "(SELECT (SELECT count(*) FROM review_item i INDEXED BY review_item_state WHERE i.state = 0) - "
                                 "(SELECT count(*) FROM review_item i INDEXED BY review_item_assignee WHERE i.state = 0 AND i.assignee IS NOT NULL) "
                                 "AS n) WHERE n > 0")
                       .bind(),
                   [](const Statement &s) { return Facet{{}, {}, {}, whole(s, 0), 0, s.integer(1)}; });
}

Result<void> ReviewRepository::addDecision(ReviewDecision &d)
{
    const Sealed sealed = seal(d.body.toBytes());
    const auto done
        = m_db.prepared("INSERT INTO review_decision (id, item, context, kind, state, port, actor, at, took_us, corrects, codec, hash, body) "
                        "VALUES (:id, :item, :context, :kind, :state, :port, :actor, :at, :took, :corrects, :codec, :hash, :body)")
              .bind(d.id, d.item, d.context, static_cast<int>(d.kind), static_cast<int>(d.state), d.port, d.actor, d.at, d.tookUs, d.corrects,
                    static_cast<int>(sealed.packed.codec), sealed.hash, sealed.packed.bytes)
              .run();
    d.key = m_db.lastInsertId();
    return done;
}

Result<void> ReviewRepository::saveDecision(const ReviewDecision &d)
{
    return m_db.prepared("UPDATE review_decision SET state = :state, port = :port, changed_by = :by, changed_at = :at WHERE pk = :pk")
        .bind(static_cast<int>(d.state), d.port, d.changedBy, d.changedAt, d.key)
        .run();
}

Result<void> ReviewRepository::moveStanding(qint64 from, qint64 to)
{
    return m_db.prepared("UPDATE review_decision SET item = :to WHERE item = :from AND state IN (0, 3)").bind(to, from).run();
}

Result<bool> ReviewRepository::hasProposed(qint64 item, qint64 actor)
{
    const auto found = oneRow(
        m_db.prepared("WITH RECURSIVE up (pk, n) AS (SELECT :item, 0 UNION ALL SELECT i.follows, n + 1 FROM up JOIN review_item i ON i.pk = up.pk "
                      "WHERE i.follows IS NOT NULL AND n < 64) SELECT 1 FROM up JOIN review_decision d ON d.item = up.pk "
                      "WHERE d.state <> 0 AND d.kind <> 4 AND +d.actor = :actor LIMIT 1")
            .bind(item, actor),
        [](const Statement &s) { return s.integer(0); });
    return found.transform([](const auto &row) { return row.has_value(); });
}

Result<void> ReviewRepository::closeProposals(qint64 item, qint64 actor, qint64 now)
{
    return m_db.prepared("UPDATE review_decision SET state = 5, changed_by = :actor, changed_at = :now WHERE item = :item AND state = 3")
        .bind(actor, now, item)
        .run();
}

Result<void> ReviewRepository::reopenProposals(qint64 item, qint64 since)
{
    return m_db
        .prepared(
            "UPDATE review_decision SET state = 3, changed_by = NULL, changed_at = NULL WHERE item = :item AND state > 3 AND changed_at >= :since")
        .bind(item, since)
        .run();
}

Result<std::optional<ReviewDecision>> ReviewRepository::findDecision(const QString &id)
{
    return one(m_db.prepared("SELECT " DECISION_COLUMNS " FROM review_decision d WHERE d.id = :id").bind(id), readDecision);
}

Result<std::optional<ReviewDecision>> ReviewRepository::correctedBy(qint64 decision)
{
    return one(m_db.prepared("SELECT " DECISION_COLUMNS " FROM review_decision d WHERE d.corrects = :key ORDER BY d.pk DESC LIMIT 1").bind(decision),
               readDecision);
}

Result<QList<ReviewDecision>> ReviewRepository::decisionsOf(qint64 item)
{
    return every(m_db.prepared("SELECT " DECISION_COLUMNS " FROM review_decision d WHERE d.item = :item ORDER BY d.pk").bind(item), readDecision);
}

Result<std::optional<ReviewDecision>> ReviewRepository::lastStanding(qint64 actor, qint64 before)
{
    return one(m_db.prepared("SELECT " DECISION_COLUMNS " FROM review_decision d WHERE d.actor = :actor AND d.state = 0 AND d.pk < :before "
                             "ORDER BY d.pk DESC LIMIT 1")
                   .bind(actor, before),
               readDecision);
}

Result<QList<ReviewDecision>> ReviewRepository::decisions(qint64 actor, const QString &pipeline, const QString &node, bool standing, qint64 before,
                                                          int limit)
{
    Statement &statement
        = m_db.prepared("SELECT " DECISION_COLUMNS " FROM review_decision d JOIN review_item i ON i.pk = d.item WHERE d.pk < :before AND d.state < 3 "
                        "AND (:standing = 0 OR d.state = 0) AND (:actor = 0 OR d.actor = :actor) AND " PLACE " ORDER BY d.pk DESC LIMIT :limit");
    statement.bind(before > 0 ? before : std::numeric_limits<qint64>::max(), standing, actor, pipeline, node, limit);
    return every(statement, readDecision);
}

Result<void> ReviewRepository::addComment(ReviewComment &c)
{
    const QByteArray body = c.body.toBytes();
    const auto done = m_db.prepared("INSERT INTO review_comment (id, item, context, reply_to, actor, at, hash, body) "
                                    "VALUES (:id, :item, :context, :reply, :actor, :at, :hash, :body)")
                          .bind(c.id, c.item, c.context, c.replyTo, c.actor, c.at, contentHash(body), body)
                          .run();
    c.key = m_db.lastInsertId();
    return done;
}

Result<void> ReviewRepository::saveComment(const ReviewComment &c)
{
    return m_db.prepared("UPDATE review_comment SET resolved_by = :by, resolved_at = :at WHERE pk = :pk")
        .bind(c.resolvedBy, c.resolvedAt, c.key)
        .run();
}

Result<std::optional<ReviewComment>> ReviewRepository::findComment(const QString &id)
{
    return one(m_db.prepared("SELECT " COMMENT_COLUMNS " FROM review_comment WHERE id = :id").bind(id), readComment);
}

Result<QList<ReviewComment>> ReviewRepository::comments(ContextKey context)
{
    return every(
        m_db.prepared("WITH RECURSIVE up (pk, n) AS (SELECT :context, 0 UNION ALL SELECT r.source, n + 1 FROM up JOIN replay r ON r.context = up.pk "
                      "WHERE n < 64) "
                      "SELECT " COMMENT_COLUMNS " FROM review_comment WHERE context IN (SELECT pk FROM up) ORDER BY pk")
            .bind(context),
        readComment);
}

Result<void> ReviewRepository::addEvent(const ReviewEvent &e)
{
    return m_db.prepared("INSERT INTO review_event (item, at, actor, kind, other, note) VALUES (:item, :at, :actor, :kind, :other, :note)")
        .bind(e.item, e.at, e.actor, static_cast<int>(e.kind), e.other, e.note)
        .run();
}

Result<QList<ReviewEvent>> ReviewRepository::events(qint64 item)
{
    return allRows(m_db.prepared("SELECT item, at, actor, kind, other, note FROM review_event WHERE item = :item ORDER BY pk").bind(item),
                   [](const Statement &s) {
                       return ReviewEvent{s.integer(0), s.integer(1), s.integer(2), static_cast<ReviewEventKind>(s.integer(3)),
                                          whole(s, 4),  s.text(5)};
                   });
}

Result<QList<ReviewerSum>> ReviewRepository::sums(const QString &pipeline, const QString &node, qint64 day, qint64 hour)
{
    const auto read = [](const Statement &s) {
        return ReviewerSum{s.integer(0), static_cast<ReviewKind>(s.integer(1)), s.integer(2), s.integer(3), s.integer(4)};
    };
    if (pipeline.isEmpty() && node.isEmpty())
        return allRows(m_db.prepared("SELECT d.actor, d.kind, count(*), sum(d.at >= :day), sum(d.at >= :hour) FROM review_decision d "
                                     "WHERE d.state = 0 GROUP BY d.actor, d.kind")
                           .bind(day, hour),
                       read);
    return allRows(m_db.prepared("SELECT d.actor, d.kind, count(*), sum(d.at >= :day), sum(d.at >= :hour) FROM review_decision d "
                                 "JOIN review_item i ON i.pk = d.item WHERE d.state = 0 AND " PLACE " GROUP BY d.actor, d.kind")
                       .bind(day, hour, pipeline, node),
                   read);
}

Result<QHash<qint64, QList<qint64>>> ReviewRepository::paces(const QString &pipeline, const QString &node, int limit)
{
    const auto rows = allRows(m_db.prepared("SELECT d.actor, d.took_us FROM review_decision d JOIN review_item i ON i.pk = d.item "
                                            "WHERE d.state = 0 AND d.took_us > 0 AND " PLACE " ORDER BY d.pk DESC LIMIT :limit")
                                  .bind(pipeline, node, limit),
                              [](const Statement &s) { return std::pair(s.integer(0), s.integer(1)); });
    if (!rows)
        return std::unexpected(rows.error());
    QHash<qint64, QList<qint64>> paces;
    for (const auto &[actor, took] : *rows)
        paces[actor].append(took);
    return paces;
}

Result<QList<ReviewRepository::Rating>> ReviewRepository::ratings(const QString &pipeline, const QString &node)
{
    return allRows(m_db.prepared("SELECT d.item, d.actor, d.kind FROM review_item i JOIN review_decision d ON d.item = i.pk "
                                 "WHERE i.needed > 1 AND d.state = 0 AND d.kind < 3 AND " PLACE " ORDER BY d.item, d.pk")
                       .bind(pipeline, node),
                   [](const Statement &s) { return Rating{s.integer(0), s.integer(1), static_cast<ReviewKind>(s.integer(2))}; });
}

Result<QHash<ReviewState, qint64>> ReviewRepository::states(const QString &pipeline, const QString &node)
{
    const auto read = [](const Statement &s) { return std::pair(static_cast<ReviewState>(s.integer(0)), s.integer(1)); };
    // The index alone knows.
    const auto rows
        = allRows(m_db.prepared("SELECT i.state, count(*) FROM review_item i INDEXED BY review_item_place WHERE " PLACE " GROUP BY i.state")
                      .bind(pipeline, node),
                  read);
    if (!rows)
        return std::unexpected(rows.error());
    QHash<ReviewState, qint64> states;
    for (const auto &[state, n] : *rows)
        states.insert(state, n);
    return states;
}

Result<QList<ReviewRepository::Heir>> ReviewRepository::heirs(ContextKey context)
{
    return allRows(
        m_db.prepared("WITH RECURSIVE next (pk, n) AS (SELECT superseded_by, 1 FROM context WHERE pk = :context UNION ALL "
                      "SELECT c.superseded_by, n + 1 FROM next JOIN context c ON c.pk = next.pk WHERE n < 10000) "
                      "SELECT next.pk, coalesce(r.source, 0), coalesce(r.from_step, 0) FROM next LEFT JOIN replay r ON r.context = next.pk "
                      "WHERE next.pk IS NOT NULL ORDER BY next.n")
            .bind(context),
        [](const Statement &s) { return Heir{s.integer(0), s.integer(1), static_cast<int>(s.integer(2))}; });
}

Result<void> ReviewRepository::supersede(ContextKey context, ContextKey by)
{
    return m_db.prepared("UPDATE context SET superseded_by = :by WHERE pk = :pk").bind(by, context).run();
}

Result<QList<ReviewRepository::Sent>> ReviewRepository::sentSince(ContextKey context, qint64 at, qint64 until)
{
    return allRows(m_db.prepared(MILLRACE_CAME_OF
                                 "SELECT o.pk, o.target, o.address, o.state, o.changed_at FROM line JOIN outbox o ON o.context = line.pk "
                                 "WHERE o.created_at >= :at AND o.created_at < :until AND o.state < 3 ORDER BY o.pk")
                       .bind(context, until, at),
                   [](const Statement &s) { return Sent{s.integer(0), s.text(1), s.text(2), static_cast<int>(s.integer(3)), s.integer(4)}; });
}

Result<bool> ReviewRepository::isWorkOf(ContextKey context, qint64 actor)
{
    const auto found = oneRow(
        m_db.prepared("WITH RECURSIVE up (pk, n) AS (SELECT :context, 0 UNION SELECT c.parent, n + 1 FROM up JOIN context c ON c.pk = up.pk "
                      "WHERE c.parent IS NOT NULL AND n < 64 UNION SELECT r.source, n + 1 FROM up JOIN replay r ON r.context = up.pk WHERE n < 64) "
                      "SELECT 1 FROM up JOIN context c ON c.pk = up.pk WHERE c.actor = :actor OR EXISTS "
                      "(SELECT 1 FROM transition t WHERE t.context = up.pk AND t.actor = :actor AND t.edit IS NOT NULL) LIMIT 1")
            .bind(context, actor),
        [](const Statement &s) { return s.integer(0); });
    return found.transform([](const auto &row) { return row.has_value(); });
}

Result<void> ReviewRepository::setClaimsBack(qint64 now, qint64 us)
{
    return m_db
        .prepared("UPDATE review_item SET claim_until = claim_until - :us, claimed_at = min(claimed_at, :now) WHERE claimed_by IS NOT NULL AND "
                  "claim_until > :now")
        .bind(us, now)
        .run();
}

} // namespace Millrace
