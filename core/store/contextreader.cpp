// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/contextreader.h"

#include "pipeline/contextdocument.h"
#include "sdk/clock.h"
#include "store/catalog.h"
#include "store/codec.h"
#include "store/contextrepository.h"

#include <QSet>

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// The filter as SQL over `context c`, with its values in order. Texts are bound, numbers are ours.
struct Where
{
    QByteArray sql;
    QStringList values;
    bool any = false;

    void add(const QByteArray &condition)
    {
        sql += (any ? " AND " : " WHERE ") + condition;
        any = true;
    }
};

/// Whether a status is looked up in its index, or only compared on the way through another one.
enum class StatusIndex : quint8 { Used, Unused };

enum class Table : quint8 { Contexts, Tally };

Where whereOf(const ContextFilter &filter, StatusIndex statusIndex = StatusIndex::Used, Table table = Table::Contexts)
{
    Where where;
    if (!filter.statuses.isEmpty()) {
        QByteArrayList numbers;
        for (const ContextStatus status : filter.statuses)
            numbers.append(QByteArray::number(static_cast<int>(status)));
        where.add((statusIndex == StatusIndex::Used ? "c.status IN (" : "+c.status IN (") + numbers.join(',') + ")");
    }
    const auto addText = [&](const QByteArray &condition, const QString &value) {
        if (value.isEmpty())
            return;
        where.add(condition);
        where.values.append(value);
    };
    addText("c.pipeline IN (SELECT pk FROM pipeline WHERE id = ?)", filter.pipeline);
    addText("c.type = ?", filter.type);
    addText("c.outcome = ?", filter.outcome);
    addText("c.run = (SELECT pk FROM run WHERE id = ?)", filter.run);
    if (filter.children != ContextFilter::Children::With) {
        const QByteArray child = filter.children == ContextFilter::Children::Only ? "1" : "0";
        where.add(table == Table::Tally ? "c.child = " + child : "(c.origin = 1) = " + child);
    }
    if (filter.noType)
        where.add("c.type = ''");
    if (filter.noOutcome)
        where.add("coalesce(c.outcome, '') = ''");
    return where;
}

QByteArray joined(const QList<ContextKey> &keys)
{
    QByteArray list;
    list.reserve(keys.size() * 8);
    for (const ContextKey key : keys)
        list += QByteArray::number(key) + ',';
    list.chop(1);
    return list;
}

void addAmong(Where &where, const std::optional<QList<ContextKey>> &among)
{
    if (among)
        where.add("c.pk IN (" + joined(*among) + ")");
}

/// A statement made for this call: filters vary too much to keep.
class Query
{
public:
    Query(Connection &db, const QByteArray &sql, const QStringList &values)
        : m_db(db)
        , m_sql(sql)
        , m_values(values)
    {}

    template <typename Read>
    Result<void> forEach(Read read)
    {
        Statement statement = m_db.temporary(m_sql.constData());
        statement.bindList(m_values);
        while (true) {
            const auto row = statement.step();
            if (!row)
                return std::unexpected(row.error());
            if (!*row)
                return {};
            read(statement);
        }
    }

private:
    Connection &m_db;
    QByteArray m_sql;
    QStringList m_values;
};

bool isOnlyByTally(const ContextFilter &filter)
{
    return filter.type.isEmpty() && filter.outcome.isEmpty() && filter.text.isEmpty() && !filter.noType && !filter.noOutcome;
}

/// S2's name of a node in `completed_components`: the component in a chain, the node's id in a graph.
QString nodeName(const PipelineDefinition &pipeline, int node)
{
    if (node < 0 || node >= pipeline.nodes.size())
        return {};
    const PipelineNode &n = pipeline.nodes.at(node);
    return pipeline.isChain() ? n.component : n.id;
}

Json reasonOf(const Statement &s, int column)
{
    return s.isNull(column) ? Json() : Json::parse(s.blobView(column)).value_or(Json());
}

QString reasonText(const Json &reason)
{
    if (reason.isArray())
        return reason.at(0).value("message").toString();
    return reason.value("text").toString();
}

} // namespace

Result<QList<ContextKey>> ContextReader::keys(const ContextFilter &filter, ContextOrder order, bool descending,
                                              const std::optional<QList<ContextKey>> &among)
{
    QList<ContextKey> found;
    Where where = whereOf(filter);
    addAmong(where, among);
    if (!where.any && order == ContextOrder::Created) {
        // Keys are given out one after the other and never taken back: no need to read a million rows to know them.
        // Two questions, because SQLite finds the ends at once only when asked for one of them.
        Statement &span = m_db.prepared("SELECT coalesce((SELECT min(pk) FROM context), 1), coalesce((SELECT max(pk) FROM context), 0)");
        span.bind();
        if (const auto row = span.step(); !row)
            return std::unexpected(row.error());
        const qint64 first = span.integer(0);
        const qint64 last = span.integer(1);
        span.reset();
        const auto total = counts({});
        if (!total)
            return std::unexpected(total.error());
        if (total->submitted() == last - first + 1) {
            found.resize(last - first + 1);
            std::iota(found.begin(), found.end(), first);
            if (descending)
                std::ranges::reverse(found);
            return found;
        }
    }
    const QByteArray by = order == ContextOrder::Updated ? " ORDER BY c.updated_at" : "";
    const auto done
        = Query(m_db, "SELECT c.pk FROM context c" + where.sql + by, where.values).forEach([&](const Statement &s) { found.append(s.integer(0)); });
    if (!done)
        return std::unexpected(done.error());
    if (order == ContextOrder::Created)
        std::ranges::sort(found);
    if (descending)
        std::ranges::reverse(found);
    return found;
}

Result<QList<ContextKey>> ContextReader::firstKeys(const ContextFilter &filter, ContextOrder order, bool descending, int limit,
                                                   const std::optional<QList<ContextKey>> &among)
{
    StatusIndex statusIndex = StatusIndex::Used;
    if (!filter.statuses.isEmpty() && !among) {
        // Where many have the status, the first few are soon met on the way through the order; else the few are read and sorted.
        const auto every = counts({});
        if (!every)
            return std::unexpected(every.error());
        qint64 passing = 0;
        for (const ContextStatus status : filter.statuses)
            passing += every->of(status);
        if (passing > every->submitted() / 4)
            statusIndex = StatusIndex::Unused;
    }
    Where where = whereOf(filter, statusIndex);
    addAmong(where, among);
    const QByteArray way = descending ? " DESC" : "";
    const QByteArray by = (order == ContextOrder::Updated ? "c.updated_at" + way + ", " : QByteArray()) + "c.pk" + way;
    QList<ContextKey> found;
    const auto done = Query(m_db, "SELECT c.pk FROM context c" + where.sql + " ORDER BY " + by + " LIMIT " + QByteArray::number(limit), where.values)
                          .forEach([&](const Statement &s) { found.append(s.integer(0)); });
    if (!done)
        return std::unexpected(done.error());
    return found;
}

Result<QList<ContextSummary>> ContextReader::rows(const QList<ContextKey> &keys)
{
    QList<ContextSummary> found;
    found.reserve(keys.size());
    Statement &s = m_db.prepared("SELECT c.pk, c.id, c.type, c.title, c.status, c.outcome, c.pipeline, c.node, c.attempt, c.steps, c.reason, "
                                 "c.created_at, c.updated_at, c.start_at, c.end_at, r.id, (SELECT id FROM context WHERE pk = c.superseded_by) "
                                 "FROM context c JOIN run r ON r.pk = c.run WHERE c.pk = :pk");
    for (const ContextKey key : keys) {
        s.bind(key);
        const auto row = s.step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            continue;
        const auto definition = pipeline(s.integer(6));
        if (!definition) {
            s.reset();
            return std::unexpected(definition.error());
        }
        ContextSummary summary;
        summary.key = s.integer(0);
        summary.id = s.text(1);
        summary.type = s.text(2);
        summary.title = s.text(3);
        summary.status = static_cast<ContextStatus>(s.integer(4));
        summary.outcome = s.text(5);
        summary.pipeline = definition->id;
        summary.pipelineTitle = definition->title;
        summary.node = nodeName(*definition, static_cast<int>(s.integer(7)));
        summary.attempt = static_cast<int>(s.integer(8));
        summary.steps = static_cast<int>(s.integer(9));
        summary.reason = reasonText(reasonOf(s, 10));
        summary.createdAt = s.integer(11);
        summary.updatedAt = s.integer(12);
        summary.startedAt = s.integer(13);
        summary.endedAt = s.integer(14);
        summary.run = s.text(15);
        summary.supersededBy = s.text(16);
        found.append(std::move(summary));
    }
    s.reset();
    return found;
}

Result<std::optional<ContextKey>> ContextReader::find(const QString &id)
{
    const auto identity = ContextRepository(m_db).identify(id);
    if (!identity)
        return std::unexpected(identity.error());
    return *identity ? std::optional((*identity)->key) : std::nullopt;
}

Result<QList<ContextKey>> ContextReader::keysOf(const QStringList &ids)
{
    QList<ContextKey> found;
    for (const QString &id : ids) {
        const auto key = find(id);
        if (!key)
            return std::unexpected(key.error());
        if (*key)
            found.append(**key);
    }
    return found;
}

Result<QList<ContextKey>> ContextReader::titled(const QString &text, int limit)
{
    Statement &s = m_db.prepared("SELECT pk FROM context WHERE instr(lower(title), lower(:text)) > 0 ORDER BY pk DESC LIMIT :limit");
    s.bind(text, limit);
    QList<ContextKey> found;
    while (true) {
        const auto row = s.step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            break;
        found.append(s.integer(0));
    }
    s.reset();
    return found;
}

Result<QList<ContextKey>> ContextReader::page(const ContextFilter &filter, ContextKey after, int limit)
{
    Where where = whereOf(filter);
    where.add("c.pk > " + QByteArray::number(after));
    QList<ContextKey> found;
    const auto done = Query(m_db, "SELECT c.pk FROM context c" + where.sql + " ORDER BY c.pk LIMIT " + QByteArray::number(limit), where.values)
                          .forEach([&](const Statement &s) { found.append(s.integer(0)); });
    if (!done)
        return std::unexpected(done.error());
    return found;
}

Result<StatusCounts> ContextReader::counts(const ContextFilter &filter, const std::optional<QList<ContextKey>> &among)
{
    StatusCounts counts;
    Where where;
    QByteArray sql;
    if (isOnlyByTally(filter) && !among) {
        where = whereOf(filter, StatusIndex::Used, Table::Tally);
        sql = "SELECT c.status, sum(c.n) FROM tally c" + where.sql + " GROUP BY c.status";
    } else {
        where = whereOf(filter);
        addAmong(where, among);
        sql = "SELECT c.status, count(*) FROM context c" + where.sql + " GROUP BY c.status";
    }
    const auto done = Query(m_db, sql, where.values).forEach([&](const Statement &s) {
        const qint64 status = s.integer(0);
        if (status >= 0 && status < static_cast<qint64>(counts.count.size()))
            counts.count.at(static_cast<std::size_t>(status)) = s.integer(1);
    });
    if (!done)
        return std::unexpected(done.error());
    return counts;
}

Result<QList<FacetCount>> ContextReader::facets(const ContextFilter &filter, ContextFacet facet, const std::optional<QList<ContextKey>> &among)
{
    const bool tallied = isOnlyByTally(filter) && !among && facet != ContextFacet::Type && facet != ContextFacet::Outcome;
    Where where = whereOf(filter, StatusIndex::Used, tallied ? Table::Tally : Table::Contexts);
    addAmong(where, among);
    const QByteArray table = tallied ? "tally c" : "context c";
    const QByteArray count = tallied ? "sum(c.n)" : "count(*)";
    QByteArray value;
    QByteArray title = "''";
    QByteArray join;
    switch (facet) {
    case ContextFacet::Status:
        value = "c.status";
        break;
    case ContextFacet::Pipeline:
        join = " JOIN pipeline p ON p.pk = c.pipeline";
        value = "p.id";
        title = "max(p.title)";
        break;
    case ContextFacet::Type:
        value = "c.type";
        break;
    case ContextFacet::Outcome:
        value = "coalesce(c.outcome, '')";
        break;
    case ContextFacet::Run:
        join = " JOIN run r ON r.pk = c.run";
        value = "r.id";
        title = "max(r.title)";
        break;
    }
    QList<FacetCount> found;
    const QByteArray sql = "SELECT " + value + ", " + title + ", " + count + " AS total FROM " + table + join + where.sql
        + " GROUP BY 1 HAVING total > 0 "
          "ORDER BY total DESC, 1 LIMIT 1000";
    const auto done = Query(m_db, sql, where.values).forEach([&](const Statement &s) {
        const QString name = facet == ContextFacet::Status ? QString(statusName(static_cast<ContextStatus>(s.integer(0)))) : s.text(0);
        found.append({name, s.text(1), s.integer(2)});
    });
    if (!done)
        return std::unexpected(done.error());
    return found;
}

Result<QList<RunSummary>> ContextReader::runs(int limit)
{
    return readRuns(m_db.prepared("SELECT r.pk, r.id, coalesce(p.id, ''), r.title, r.created_at FROM run r LEFT JOIN pipeline p ON p.pk = r.pipeline "
                                  "ORDER BY r.pk DESC LIMIT :limit")
                        .bind(limit));
}

Result<QList<ContextKey>> ContextReader::ofRun(const QString &run, const QList<ContextStatus> &statuses, int limit)
{
    // State by state over its index: the states asked for are those that few contexts rest in.
    QList<ContextKey> keys;
    for (const ContextStatus status : statuses) {
        Statement &statement = m_db.prepared(
            "SELECT pk FROM context WHERE status = :status AND run = (SELECT pk FROM run WHERE id = :run) AND origin <> 1 ORDER BY pk LIMIT :limit");
        statement.bind(static_cast<int>(status), run, limit - keys.size());
        while (true) {
            const auto row = statement.step();
            if (!row)
                return std::unexpected(row.error());
            if (!*row)
                break;
            keys.append(statement.integer(0));
        }
        statement.reset();
    }
    return keys;
}

Result<std::optional<RunSummary>> ContextReader::run(const QString &id)
{
    const auto runs = readRuns(m_db.prepared("SELECT r.pk, r.id, coalesce(p.id, ''), r.title, r.created_at FROM run r LEFT JOIN pipeline p "
                                             "ON p.pk = r.pipeline WHERE r.id = :id")
                                   .bind(id));
    if (!runs)
        return std::unexpected(runs.error());
    return runs->isEmpty() ? std::nullopt : std::optional(runs->first());
}

Result<QList<RunSummary>> ContextReader::readRuns(Statement &s)
{
    QList<RunSummary> found;
    QList<qint64> keys;
    while (true) {
        const auto row = s.step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            break;
        keys.append(s.integer(0));
        found.append({s.text(1), s.text(2), s.text(3), s.integer(4), {}, {}});
    }
    s.reset();
    Statement &tally = m_db.prepared("SELECT status, child, sum(n) FROM tally WHERE run = :run GROUP BY status, child");
    for (qsizetype i = 0; i < keys.size(); ++i) {
        tally.bind(keys.at(i));
        while (true) {
            const auto row = tally.step();
            if (!row)
                return std::unexpected(row.error());
            if (!*row)
                break;
            StatusCounts &counts = tally.integer(1) == 0 ? found[i].counts : found[i].children;
            counts.count.at(static_cast<std::size_t>(tally.integer(0))) = tally.integer(2);
        }
        tally.reset();
    }
    return found;
}

Result<PipelineDefinition> ContextReader::pipelineOf(ContextKey key)
{
    Statement &s = m_db.prepared("SELECT pipeline FROM context WHERE pk = :pk");
    s.bind(key);
    const auto row = s.step();
    if (!row || !*row)
        return row ? fail(ErrorCode::NotFound, u"there is no context %1"_s.arg(key)) : std::unexpected(row.error());
    const qint64 version = s.integer(0);
    s.reset();
    return pipeline(version);
}

Result<QList<StepUse>> ContextReader::usesOfChildren(ContextKey key, const QStringList &nodes)
{
    const auto definition = pipelineOf(key);
    if (!definition)
        return std::unexpected(definition.error());
    QList<ContextKey> children;
    Statement &s = m_db.prepared("SELECT k.context, f.node FROM fork f JOIN child k ON k.fork = f.pk WHERE f.context = :context");
    s.bind(key);
    while (true) {
        const auto row = s.step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            break;
        if (nodes.contains(definition->nodes.value(s.integer(1)).id))
            children.append(s.integer(0));
    }
    s.reset();
    QList<StepUse> uses;
    for (const ContextKey child : std::as_const(children)) {
        const auto own = stepUses(child);
        if (!own)
            return own;
        uses += *own;
        QStringList all;
        for (const StepUse &use : *own)
            all.append(use.node);
        const auto below = usesOfChildren(child, all);
        if (!below)
            return below;
        uses += *below;
    }
    return uses;
}

Result<QList<Json>> ContextReader::lineage(ContextKey key)
{
    Statement &s
        = m_db.prepared("SELECT lineage_codec, lineage_hash, lineage FROM transition WHERE context = :context AND lineage IS NOT NULL ORDER BY seq");
    s.bind(key);
    QList<Json> found;
    while (true) {
        const auto row = s.step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            break;
        const auto codec = static_cast<Codec>(s.integer(0));
        const auto bytes = unpack(s.blobView(2), codec);
        auto refs = bytes && contentHash(*bytes, codec) == s.integer(1)
            ? Json::parse(*bytes)
            : Result<Json>(fail(ErrorCode::WorkspaceDamaged, QStringLiteral("where a step's result came from does not match its hash")));
        if (!refs) {
            s.reset();
            return std::unexpected(refs.error());
        }
        found.append(std::move(*refs));
    }
    s.reset();
    return found;
}

Result<QList<StepUse>> ContextReader::stepUses(ContextKey key)
{
    const auto definition = pipelineOf(key);
    if (!definition)
        return std::unexpected(definition.error());
    Statement &s = m_db.prepared("SELECT t.step, t.node, coalesce(t.port, 'out'), t.duration_us, coalesce(sum(m.tokens_in), 0), "
                                 "coalesce(sum(m.tokens_out), 0), coalesce(sum(m.cost_micros), 0) FROM transition t LEFT JOIN model_use m "
                                 "ON m.seq = t.seq WHERE t.context = :context AND t.step > 0 GROUP BY t.seq ORDER BY t.seq");
    s.bind(key);
    QList<StepUse> uses;
    while (true) {
        const auto row = s.step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            break;
        const PipelineNode node = definition->nodes.value(s.integer(1));
        uses.append({static_cast<int>(s.integer(0)), node.id, node.component, s.text(2), s.integer(3), s.integer(4), s.integer(5), s.integer(6)});
    }
    s.reset();
    return uses;
}

Result<Json> ContextReader::document(ContextKey key, int step)
{
    Statement &s
        = m_db.prepared("SELECT id, type, status, pipeline, node, started, steps, start_at, end_at, created_at, updated_at, envelope, reason "
                        "FROM context WHERE pk = :pk");
    s.bind(key);
    const auto row = s.step();
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return fail(ErrorCode::NotFound, u"there is no context %1"_s.arg(key));
    ContextDocument document;
    document.id = s.text(0);
    document.type = s.text(1);
    const auto statusNow = static_cast<ContextStatus>(s.integer(2));
    const qint64 pipelineKey = s.integer(3);
    const int node = static_cast<int>(s.integer(4));
    const bool started = s.integer(5) != 0;
    const int steps = static_cast<int>(s.integer(6));
    const qint64 startAt = s.integer(7);
    qint64 endAt = s.integer(8);
    document.createdAt = s.integer(9);
    const qint64 updatedNow = s.integer(10);
    const Json envelope = reasonOf(s, 11);
    const Json reason = reasonOf(s, 12);
    s.reset();
    if (step > steps)
        return fail(ErrorCode::NotFound, u"context %1 has finished %2 steps, not %3"_s.arg(document.id).arg(steps).arg(step),
                    Json::object({{"steps", steps}}));
    const auto definition = pipeline(pipelineKey);
    if (!definition)
        return std::unexpected(definition.error());
    document.pipeline = envelope.contains("pipeline") ? envelope.value("pipeline") : definition->shorthand();
    document.extra = envelope.value("extra");
    auto data = readData(m_db, key, step);
    if (!data)
        return std::unexpected(data.error());
    document.data = std::move(*data);

    const Json &submitted = envelope.value("processing");
    const bool asSubmitted = step == 0 || (startAt == 0 && isFinal(statusNow) == false && steps == 0 && statusNow == ContextStatus::Pending);
    if (asSubmitted) {
        document.status = step == 0 ? statusFromName(envelope.value("status").toString()).value_or(ContextStatus::Pending) : statusNow;
        document.processing = submitted;
        document.updatedAt = envelope.value("updated_at").toInt(document.createdAt);
        return document.toJson();
    }

    // The finished steps up to the one asked for, from the history.
    QStringList completed = submitted.value("completed_components").toStringList();
    document.status = statusNow;
    document.updatedAt = updatedNow;
    QString current = completed.isEmpty() ? QString() : completed.last();
    Statement &history = m_db.prepared("SELECT step, node, to_status, at, kind FROM transition WHERE context = :context AND step > 0 ORDER BY seq");
    history.bind(key);
    while (true) {
        const auto next = history.step();
        if (!next)
            return std::unexpected(next.error());
        if (!*next || (step >= 0 && history.integer(0) > step))
            break;
        if (static_cast<TransitionKind>(history.integer(4)) == TransitionKind::Finished) {
            current = nodeName(*definition, static_cast<int>(history.integer(1)));
            completed.append(current);
        }
        if (history.integer(0) == step) {
            document.status = static_cast<ContextStatus>(history.integer(2));
            document.updatedAt = history.integer(3);
            if (document.status == ContextStatus::Completed)
                endAt = history.integer(3);
        }
    }
    history.reset();
    if (step < 0 && !isFinal(statusNow) && (started || completed.isEmpty() || statusNow != ContextStatus::Processing))
        current = nodeName(*definition, node);

    Json processing = Json::object();
    const bool done = document.status == ContextStatus::Completed;
    if (!done && !current.isEmpty())
        processing.insert("current_component", current);
    processing.insert("completed_components", Json::array(completed));
    if (startAt != 0)
        processing.insert("start_time", isoSeconds(startAt));
    if (done && endAt != 0) {
        processing.insert("end_time", isoSeconds(endAt));
        if (startAt != 0)
            processing.insert("duration_ms", (endAt - startAt) / 1000);
    }
    if (step < 0 && !reason.isNull() && !done)
        processing.insert(reason.isArray() ? "reasons" : "error", reason);
    // What a submitted document said about its processing and this program does not write itself.
    for (const JsonMember &member : submitted.members()) {
        if (!processing.contains(QByteArrayView(member.key)) && member.key != "current_component")
            processing.insert(QByteArrayView(member.key), member.value);
    }
    document.processing = processing;
    return document.toJson();
}

Result<QList<TransitionRecord>> ContextReader::history(ContextKey key)
{
    Statement &s = m_db.prepared("SELECT t.seq, t.at, t.from_status, t.to_status, t.kind, t.node, t.step, t.visit, t.attempt, p.id, p.name, "
                                 "t.duration_us, t.codec, t.edit, t.port, t.reason, c.pipeline FROM transition t JOIN principal p ON p.pk = t.actor "
                                 "JOIN context c ON c.pk = t.context WHERE t.context = :context ORDER BY t.seq");
    s.bind(key);
    QList<TransitionRecord> found;
    while (true) {
        const auto row = s.step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            break;
        TransitionRecord record;
        record.seq = s.integer(0);
        record.at = s.integer(1);
        record.from = static_cast<ContextStatus>(s.integer(2));
        record.to = static_cast<ContextStatus>(s.integer(3));
        record.kind = static_cast<TransitionKind>(s.integer(4));
        record.step = static_cast<int>(s.integer(6));
        record.visit = static_cast<int>(s.integer(7));
        record.attempt = static_cast<int>(s.integer(8));
        record.actor = s.text(9);
        record.actorName = s.text(10);
        record.durationUs = s.integer(11);
        if (!s.isNull(13)) {
            const auto bytes = unpack(s.blobView(13), static_cast<Codec>(s.integer(12)));
            const auto edit = bytes ? Json::parse(*bytes) : std::unexpected(bytes.error());
            if (!edit) {
                s.reset();
                return std::unexpected(edit.error());
            }
            record.edit = *edit;
        }
        record.port = record.kind == TransitionKind::Finished ? (s.isNull(14) ? u"out"_s : s.text(14)) : QString();
        record.reason = reasonOf(s, 15);
        const auto definition = pipeline(s.integer(16));
        const int node = static_cast<int>(s.integer(5));
        if (definition && node >= 0 && node < definition->nodes.size()) {
            record.node = definition->nodes.at(node).id;
            record.component = definition->nodes.at(node).component;
        }
        found.append(std::move(record));
    }
    s.reset();
    return found;
}

Result<Json> ContextReader::rawInput(ContextKey key)
{
    Statement &s = m_db.prepared("SELECT source, codec, bytes FROM raw_input WHERE context = :context");
    s.bind(key);
    const auto row = s.step();
    if (!row)
        return std::unexpected(row.error());
    if (!*row) {
        s.reset();
        return Json();
    }
    const QString source = s.text(0);
    const auto bytes = unpack(s.blobView(2), static_cast<Codec>(s.integer(1)));
    s.reset();
    if (!bytes)
        return std::unexpected(bytes.error());
    const QByteArrayView view(*bytes);
    if (view.isValidUtf8())
        return Json::object({{"source", source}, {"text", *bytes}});
    return Json::object({{"source", source}, {"base64", bytes->toBase64()}});
}

Result<ContextReader::Changed> ContextReader::changedSince(qint64 seq, int limit)
{
    Statement &s = m_db.prepared("SELECT seq, context FROM transition WHERE seq > :seq ORDER BY seq LIMIT :limit");
    s.bind(seq, limit);
    Changed changed{seq, {}};
    while (true) {
        const auto row = s.step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            break;
        changed.sequence = s.integer(0);
        changed.keys.append(s.integer(1));
    }
    s.reset();
    std::ranges::sort(changed.keys);
    const auto [first, last] = std::ranges::unique(changed.keys);
    changed.keys.erase(first, last);
    return changed;
}

Result<ContextReader::Rested> ContextReader::restedSince(qint64 seq, int limit)
{
    Statement &s = m_db.prepared("SELECT context, to_status FROM transition WHERE seq > :seq ORDER BY seq LIMIT :limit");
    s.bind(seq, limit);
    QSet<ContextKey> rested;
    int seen = 0;
    while (true) {
        const auto row = s.step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            break;
        ++seen;
        if (isResting(static_cast<ContextStatus>(s.integer(1))))
            rested.insert(s.integer(0));
        else
            rested.remove(s.integer(0));
    }
    s.reset();
    return Rested{rested.size(), seen == limit};
}

Result<qint64> ContextReader::lastSequence()
{
    return m_db.scalar("SELECT coalesce(max(seq), 0) FROM transition");
}

Result<PipelineDefinition> ContextReader::pipeline(qint64 key)
{
    if (const auto it = m_pipelines.constFind(key); it != m_pipelines.cend())
        return *it;
    const auto stored = Catalog(m_db).pipelineByKey(key);
    if (!stored)
        return std::unexpected(stored.error());
    if (!*stored)
        return fail(ErrorCode::WorkspaceDamaged, u"pipeline version %1 is missing"_s.arg(key));
    m_pipelines.insert(key, (*stored)->definition);
    return (*stored)->definition;
}

} // namespace Millrace
