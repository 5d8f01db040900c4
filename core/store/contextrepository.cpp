// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/contextrepository.h"

#include "sdk/edit.h"
#include "store/codec.h"
#include "store/lineagerepository.h"
#include "store/rows.h"

#include <QIODevice>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qint64 kStepsPerContext = 65536;
static_assert(ContextRepository::kMostSteps + 512 < kStepsPerContext); // what a fused chain, or a person, adds behind the limit
constexpr qint64 kBucketUs = 10'000'000;

#define MILLRACE_ROW_COLUMNS                                                                                                                         \
    "pk, id, type, status, pipeline, run, revision, node, visit, attempt, attempt_base, started, epoch, steps, due_at, start_at, "                   \
    "end_at, visits, origin, priority, waits, forks, bytes, dry"

std::optional<qint64> maybe(const Statement &statement, int column)
{
    return statement.isNull(column) ? std::nullopt : std::optional(statement.integer(column));
}

ContextRow readRow(const Statement &s)
{
    ContextRow row;
    row.key = s.integer(0);
    row.id = s.text(1);
    row.type = s.text(2);
    row.status = static_cast<ContextStatus>(s.integer(3));
    row.pipeline = s.integer(4);
    row.run = s.integer(5);
    row.revision = s.integer(6);
    row.node = static_cast<int>(s.integer(7));
    row.visit = static_cast<int>(s.integer(8));
    row.attempt = static_cast<int>(s.integer(9));
    row.attemptBase = static_cast<int>(s.integer(10));
    row.started = s.integer(11) != 0;
    row.epoch = s.integer(12);
    row.steps = static_cast<int>(s.integer(13));
    row.dueAt = maybe(s, 14);
    row.startAt = maybe(s, 15);
    row.endAt = maybe(s, 16);
    row.visits = s.blob(17);
    row.origin = static_cast<ContextOrigin>(s.integer(18));
    row.priority = static_cast<int>(s.integer(19));
    row.waits = static_cast<Waiting>(s.integer(20));
    row.forks = static_cast<int>(s.integer(21));
    row.bytes = s.integer(22);
    row.dry = s.integer(23) != 0;
    return row;
}

Result<QList<ContextRow>> readRows(Statement &statement)
{
    return allRows(statement, readRow);
}

/// Reads `size` bytes and gives them on piece by piece, with the offset of each.
template <typename Take>
Result<void> forEachPiece(QIODevice &device, qint64 size, Take take)
{
    for (qint64 done = 0; done < size;) {
        const qint64 wanted = std::min<qint64>(kLargePiece, size - done);
        const QByteArray piece = device.read(wanted);
        if (piece.size() != wanted)
            return fail(ErrorCode::FileUnreadable, u"the document became shorter while it was read: %1"_s.arg(device.errorString()));
        if (Result<void> taken = take(piece, done); !taken)
            return taken;
        done += wanted;
    }
    return {};
}

/// NULL for empty bytes, which mean "none" in every nullable BLOB column.
std::optional<QByteArray> orNull(const QByteArray &bytes)
{
    return bytes.isEmpty() ? std::nullopt : std::optional(bytes);
}

} // namespace

/// What a limit on a link counts: contexts that are on their way, not those that rest.
static bool isQueued(int status)
{
    return !isResting(static_cast<ContextStatus>(status));
}

void TallyDelta::add(const ContextRow &row, qint64 n)
{
    const int status = static_cast<int>(row.status);
    m_counts[{row.run, row.pipeline, row.origin == ContextOrigin::Child, status}] += n;
    if (row.node < 0 || isFinal(row.status))
        return;
    Load &load = m_loads[{row.pipeline, row.node, status}];
    load.n += n;
    load.bytes += n * row.bytes;
}

std::vector<TallyDelta::Queue> TallyDelta::queues() const
{
    std::vector<Queue> queues;
    for (const auto &[key, load] : m_loads) {
        if (isQueued(key.status) && (load.n != 0 || load.bytes != 0))
            queues.push_back({key.pipeline, key.node, load.n, load.bytes});
    }
    return queues;
}

void TallyDelta::addAttempt(qint64 at, qint64 pipeline, int node, bool succeeded, qint64 durationUs)
{
    Metric &metric = m_metrics[{at / kBucketUs, pipeline, node}];
    ++(succeeded ? metric.succeeded : metric.failed);
    metric.durationUs += durationUs;
    metric.longestUs = std::max(metric.longestUs, durationUs);
}

Result<void> TallyDelta::write(Connection &db)
{
    Statement &count = db.prepared("INSERT INTO tally (run, pipeline, child, status, n) VALUES (:run, :pipeline, :child, :status, :n) "
                                   "ON CONFLICT DO UPDATE SET n = n + excluded.n");
    for (const auto &[key, n] : m_counts) {
        if (n == 0)
            continue;
        if (auto done = count.bind(key.run, key.pipeline, key.child, key.status, n).run(); !done)
            return done;
    }
    // A run goes through many states, and there may be a run for each context: what is nowhere any more is not to be summed for ever.
    Statement &gone = db.prepared("DELETE FROM tally WHERE run = :run AND pipeline = :pipeline AND child = :child AND status = :status AND n = 0");
    for (const auto &[key, n] : m_counts) {
        if (n >= 0)
            continue;
        if (auto done = gone.bind(key.run, key.pipeline, key.child, key.status).run(); !done)
            return done;
    }
    Statement &load = db.prepared("INSERT INTO node_load (pipeline, node, status, n, bytes) VALUES (:pipeline, :node, :status, :n, :bytes) "
                                  "ON CONFLICT DO UPDATE SET n = n + excluded.n, bytes = bytes + excluded.bytes");
    for (const auto &[key, l] : m_loads) {
        if (l.n == 0 && l.bytes == 0)
            continue;
        if (auto done = load.bind(key.pipeline, key.node, key.status, l.n, l.bytes).run(); !done)
            return done;
    }
    Statement &metric = db.prepared("INSERT INTO step_metric (bucket, pipeline, node, succeeded, failed, duration_us, longest_us) "
                                    "VALUES (:bucket, :pipeline, :node, :succeeded, :failed, :duration, :longest) ON CONFLICT DO UPDATE SET "
                                    "succeeded = succeeded + excluded.succeeded, failed = failed + excluded.failed, "
                                    "duration_us = duration_us + excluded.duration_us, longest_us = max(longest_us, excluded.longest_us)");
    for (const auto &[key, m] : m_metrics) {
        if (auto done = metric.bind(key.bucket, key.pipeline, key.node, m.succeeded, m.failed, m.durationUs, m.longestUs).run(); !done)
            return done;
    }
    return {};
}

Result<ContextKey> ContextRepository::insert(const NewContext &context)
{
    const ContextRow &row = context.row;
    Statement &statement = m_db.prepared(
        "INSERT INTO context (id, type, title, status, outcome, pipeline, run, actor, revision, node, visit, attempt, attempt_base, started, "
        "epoch, steps, due_at, start_at, end_at, created_at, updated_at, digest, visits, envelope, reason, parent, origin, priority, bytes, dry) "
        "VALUES (:id, :type, :title, :status, NULL, :pipeline, :run, :actor, :revision, :node, :visit, :attempt, :attempt_base, :started, :epoch, "
        ":steps, :due_at, :start_at, :end_at, :created_at, :updated_at, :digest, NULL, :envelope, :reason, :parent, :origin, :priority, :bytes, "
        ":dry)");
    const auto envelope = orNull(context.envelope);
    const auto reason = orNull(context.reason);
    statement.bind(row.id, row.type, context.title, static_cast<int>(row.status), row.pipeline, row.run, context.actor, row.revision, row.node,
                   row.visit, row.attempt, row.attemptBase, row.started, row.epoch, row.steps, row.dueAt, row.startAt, row.endAt, context.createdAt,
                   context.updatedAt, context.digest, envelope, reason, context.parent, static_cast<int>(row.origin), row.priority, row.bytes,
                   row.dry);
    if (auto done = statement.run(); !done)
        return std::unexpected(done.error());
    return m_db.lastInsertId();
}

Result<void> ContextRepository::keepRawInput(ContextKey key, const QString &source, const QByteArray &bytes)
{
    const Packed packed = pack(bytes);
    Statement &statement
        = m_db.prepared("INSERT INTO raw_input (context, source, codec, hash, bytes) VALUES (:context, :source, :codec, :hash, :bytes)");
    return statement.bind(key, source, static_cast<int>(packed.codec), contentHash(bytes), packed.bytes).run();
}

Result<std::optional<ContextRepository::Identity>> ContextRepository::identify(const QString &id)
{
    Statement &statement = m_db.prepared("SELECT pk, digest FROM context WHERE id = :id");
    statement.bind(id);
    const auto row = statement.step();
    if (!row)
        return std::unexpected(row.error());
    std::optional<Identity> found;
    if (*row)
        found = Identity{statement.integer(0), statement.integer(1)};
    statement.reset();
    return found;
}

Result<std::optional<ContextRow>> ContextRepository::find(ContextKey key)
{
    Statement &statement = m_db.prepared("SELECT " MILLRACE_ROW_COLUMNS " FROM context WHERE pk = :pk");
    statement.bind(key);
    const auto rows = readRows(statement);
    if (!rows)
        return std::unexpected(rows.error());
    return rows->isEmpty() ? std::nullopt : std::optional(rows->first());
}

Result<qint64> ContextRepository::revision(ContextKey key)
{
    Statement &statement = m_db.prepared("SELECT revision FROM context WHERE pk = :pk");
    statement.bind(key);
    const auto row = statement.step();
    if (!row)
        return std::unexpected(row.error());
    const qint64 revision = *row ? statement.integer(0) : -1;
    statement.reset();
    return revision;
}

#define MILLRACE_ROW_CHANGES                                                                                                                         \
    "outcome = :outcome, revision = :revision, node = :node, visit = :visit, attempt = :attempt, attempt_base = :attempt_base, "                     \
    "started = :started, epoch = :epoch, steps = :steps, due_at = :due_at, start_at = :start_at, end_at = :end_at, updated_at = :updated_at, "       \
    "waits = :waits, forks = :forks, bytes = :bytes, visits = :visits, reason = :reason"

Result<bool> ContextRepository::update(const ContextRow &row, qint64 expectedRevision, const ContextChange &change)
{
    // Last, so that both statements bind the rest alike.
    Statement &statement = change.movesStatus
        ? m_db.prepared("UPDATE context SET " MILLRACE_ROW_CHANGES ", status = :status WHERE pk = :pk AND revision = :expected")
        : m_db.prepared("UPDATE context SET " MILLRACE_ROW_CHANGES " WHERE status = :status AND pk = :pk AND revision = :expected");
    const auto visits = orNull(row.visits);
    const auto reason = orNull(change.reason);
    statement.bind(change.outcome, row.revision, row.node, row.visit, row.attempt, row.attemptBase, row.started, row.epoch, row.steps, row.dueAt,
                   row.startAt, row.endAt, change.updatedAt, static_cast<int>(row.waits), row.forks, row.bytes, visits, reason,
                   static_cast<int>(row.status), row.key, expectedRevision);
    if (auto done = statement.run(); !done)
        return std::unexpected(done.error());
    return m_db.changes() == 1;
}

qint64 transitionHash(const NewTransition &t, QByteArrayView edit, QByteArrayView reason)
{
    const std::array<qint64, 10> numbers
        = {t.context, t.at,        static_cast<qint64>(t.kind), static_cast<qint64>(t.from), static_cast<qint64>(t.to), t.node, t.step, t.visit,
           t.attempt, t.durationUs};
    return ContentHash()
        .add(QByteArrayView(reinterpret_cast<const char *>(numbers.data()), sizeof numbers))
        .add(t.port.toUtf8())
        .add(edit)
        .add(reason)
        .value();
}

Result<qint64> ContextRepository::append(const NewTransition &t, const Sealed *lineage)
{
    Statement &statement = m_db.prepared(
        "INSERT INTO transition (context, at, kind, from_status, to_status, node, step, visit, attempt, actor, duration_us, port, codec, dict_id, "
        "hash, edit, reason, lineage_codec, lineage_hash, lineage) VALUES (:context, :at, :kind, :from, :to, :node, :step, :visit, :attempt, :actor, "
        ":duration, :port, :codec, 0, :hash, :edit, :reason, :lineage_codec, :lineage_hash, :lineage)");
    const Packed packed = t.packedEdit ? *t.packedEdit : pack(t.edit);
    const auto edit = orNull(packed.bytes);
    const auto reason = orNull(t.reason);
    const auto port = t.port == "out"_L1 ? std::nullopt : std::optional(t.port);
    const auto lineageCodec = lineage ? std::optional(static_cast<int>(lineage->packed.codec)) : std::nullopt;
    const auto lineageHash = lineage ? std::optional(lineage->hash) : std::nullopt;
    const auto refs = lineage ? std::optional(lineage->packed.bytes) : std::nullopt;
    statement.bind(t.context, t.at, static_cast<int>(t.kind), static_cast<int>(t.from), static_cast<int>(t.to), t.node, t.step, t.visit, t.attempt,
                   t.actor, t.durationUs, port, static_cast<int>(packed.codec), transitionHash(t, t.edit, t.reason), edit, reason, lineageCodec,
                   lineageHash, refs);
    if (auto done = statement.run(); !done)
        return std::unexpected(done.error());
    return m_db.lastInsertId();
}

Result<void> ContextRepository::addKeyframe(ContextKey key, int step, const Sealed &data)
{
    Statement &statement = m_db.prepared("INSERT INTO keyframe (id, codec, dict_id, hash, data) VALUES (:id, :codec, 0, :hash, :data)");
    return statement.bind(key * kStepsPerContext + step, static_cast<int>(data.packed.codec), data.hash, data.packed.bytes).run();
}

Result<void> ContextRepository::addKeyframe(ContextKey key, int step, QIODevice &device, qint64 size)
{
    // Two passes: a hash set afterwards would make SQLite write the whole row a second time.
    const qint64 id = key * kStepsPerContext + step;
    const qint64 from = device.pos();
    ContentHash hash;
    const auto hashed = forEachPiece(device, size, [&](const QByteArray &piece, qint64) -> Result<void> {
        hash.add(piece);
        return {};
    });
    if (!hashed)
        return hashed;
    Statement &statement = m_db.prepared("INSERT INTO keyframe (id, codec, dict_id, hash, data) VALUES (:id, :codec, 0, :hash, zeroblob(:size))");
    if (auto made = statement.bind(id, static_cast<int>(Codec::Large), hash.value(), size).run(); !made)
        return made;
    auto blob = m_db.openBlob("keyframe", "data", id);
    if (!blob)
        return std::unexpected(blob.error());
    if (!device.seek(from))
        return fail(ErrorCode::FileUnreadable, device.errorString());
    return forEachPiece(device, size, [&](const QByteArray &piece, qint64 offset) { return blob->write(piece, offset); });
}

Result<void> ContextRepository::addModelUse(qint64 seq, const QString &provider, const QString &model, qint64 tokensIn, qint64 tokensOut,
                                            qint64 costMicros)
{
    Statement &statement = m_db.prepared("INSERT INTO model_use (seq, provider, model, tokens_in, tokens_out, cost_micros) "
                                         "VALUES (:seq, :provider, :model, :in, :out, :cost)");
    return statement.bind(seq, provider, model, tokensIn, tokensOut, costMicros).run();
}

Result<void> ContextRepository::addReplay(ContextKey by, ContextKey key, int fromStep, bool replaces)
{
    Statement &statement = m_db.prepared("INSERT INTO replay (context, source, from_step, state) VALUES (:context, :source, :step, :state)");
    const auto state = replaces ? ReplayState::Replaces : ReplayState::Proposed;
    if (auto added = statement.bind(by, key, fromStep, static_cast<int>(state)).run(); !added || !replaces)
        return added;
    return m_db.prepared("UPDATE context SET superseded_by = :by WHERE pk = :pk").bind(by, key).run();
}

Result<void> ContextRepository::setTitle(ContextKey key, const QString &title)
{
    return m_db.prepared("UPDATE context SET title = :title WHERE pk = :pk").bind(title, key).run();
}

Result<QList<ContextRepository::Lane>> ContextRepository::lanes()
{
    // Leaps from lane to lane in the index, so that the number of contexts in each does not matter. One statement a leap: compared with a
    // column of another select instead of a bound value, SQLite would use the index for the pipeline alone and walk through all of its contexts.
    Statement &statement = m_db.prepared("SELECT pipeline, priority FROM context WHERE due_at IS NOT NULL AND "
                                         "(pipeline, priority) > (:pipeline, :priority) ORDER BY pipeline, priority LIMIT 1");
    QList<Lane> lanes;
    Lane last{0, 0}; // keys of pipelines begin at 1
    while (true) {
        statement.bind(last.pipeline, last.priority);
        const auto row = statement.step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            break;
        last = {statement.integer(0), static_cast<int>(statement.integer(1))};
        lanes.append(last);
    }
    statement.reset();
    return lanes;
}

Result<void> ContextRepository::setDueBack(qint64 now, qint64 us)
{
    return m_db.prepared("UPDATE context SET due_at = due_at - :us WHERE due_at IS NOT NULL AND due_at > :now").bind(us, now).run();
}

Result<void> ContextRepository::setDue(ContextKey key, qint64 at)
{
    return m_db.prepared("UPDATE context SET due_at = :at WHERE pk = :pk AND due_at IS NOT NULL").bind(at, key).run();
}

Result<QList<ContextRow>> ContextRepository::due(const Lane &lane, qint64 now, qint64 afterDue, ContextKey afterKey, int limit)
{
    Statement &statement = m_db.prepared("SELECT " MILLRACE_ROW_COLUMNS " FROM context WHERE pipeline = :pipeline AND priority = :priority AND "
                                         "due_at IS NOT NULL AND due_at <= :now AND (due_at, pk) > (:after_due, :after_key) "
                                         "ORDER BY due_at, pk LIMIT :limit");
    statement.bind(lane.pipeline, lane.priority, now, afterDue, afterKey, limit);
    return readRows(statement);
}

Result<std::optional<qint64>> ContextRepository::nextDue(const Lane &lane, qint64 now)
{
    Statement &statement = m_db.prepared("SELECT due_at FROM context WHERE pipeline = :pipeline AND priority = :priority AND due_at IS NOT NULL "
                                         "AND due_at > :now ORDER BY due_at LIMIT 1");
    statement.bind(lane.pipeline, lane.priority, now);
    const auto row = statement.step();
    if (!row)
        return std::unexpected(row.error());
    std::optional<qint64> next;
    if (*row)
        next = statement.integer(0);
    statement.reset();
    return next;
}

Result<std::vector<TallyDelta::Queue>> ContextRepository::queues()
{
    Statement &statement = m_db.prepared("SELECT pipeline, node, status, n, bytes FROM node_load WHERE n <> 0");
    std::vector<TallyDelta::Queue> queues;
    statement.reset();
    while (true) {
        const auto row = statement.step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            break;
        if (isQueued(static_cast<int>(statement.integer(2))))
            queues.push_back({statement.integer(0), static_cast<int>(statement.integer(1)), statement.integer(3), statement.integer(4)});
    }
    statement.reset();
    return queues;
}

Result<QList<ContextRow>> ContextRepository::orphans(qint64 epoch)
{
    Statement &statement = m_db.prepared("SELECT " MILLRACE_ROW_COLUMNS
                                         " FROM context INDEXED BY context_started WHERE started = 1 AND status = 1 AND epoch <> :epoch");
    statement.bind(epoch);
    return readRows(statement);
}

Result<int> ContextRepository::leasesLost(ContextKey context, int node, int visit)
{
    Statement &statement = m_db.prepared(
        "SELECT reason FROM transition WHERE context = :context AND node = :node AND visit = :visit AND kind = :kind AND reason NOTNULL");
    statement.bind(context, node, visit, static_cast<int>(TransitionKind::Finished));
    const auto codes = allRows(statement, [](const Statement &s) { return Json::parse(s.blob(0)).value_or(Json()).value("code").toString(); });
    if (!codes)
        return std::unexpected(codes.error());
    return static_cast<int>(codes->count(errorCodeName(ErrorCode::LeaseLost)));
}

Result<QList<ContextKey>> ContextRepository::inStatus(ContextStatus status, ContextKey afterKey, int limit)
{
    Statement &statement = m_db.prepared("SELECT pk FROM context WHERE status = :status AND pk > :after ORDER BY pk LIMIT :limit");
    statement.bind(static_cast<int>(status), afterKey, limit);
    return allRows(statement, [](const Statement &s) { return s.integer(0); });
}

Result<int> ContextRepository::lastVisit(ContextKey key, int node)
{
    Statement &statement = m_db.prepared("SELECT max(visit) FROM transition WHERE context = :context AND node = :node");
    statement.bind(key, node);
    const auto row = statement.step();
    if (!row)
        return std::unexpected(row.error());
    const int visit = *row ? static_cast<int>(statement.integer(0)) : 0;
    statement.reset();
    return visit;
}

Result<std::optional<ContextRepository::Departure>> ContextRepository::lastDeparture(ContextKey key,
                                                                                     const std::function<bool(const Departure &)> &isWanted)
{
    Statement &statement = m_db.prepared(
        "WITH RECURSIVE up (pk, n) AS (SELECT :key, 0 UNION ALL SELECT c.parent, n + 1 FROM up JOIN context c ON c.pk = up.pk "
        "WHERE c.parent IS NOT NULL AND n < 64) SELECT coalesce(t.port, 'out'), t.actor, a.pipeline, t.node FROM up JOIN context a ON a.pk = up.pk "
        "JOIN pipeline p ON p.pk = a.pipeline JOIN transition t ON t.context = up.pk WHERE t.kind = 1 AND t.step > 0 AND p.id = "
        "(SELECT mine.id FROM context c JOIN pipeline mine ON mine.pk = c.pipeline WHERE c.pk = :key) ORDER BY up.n, t.seq DESC");
    statement.bind(key);
    std::optional<Departure> found;
    while (!found) {
        const auto row = statement.step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            break;
        Departure departure{statement.text(0), statement.integer(1), statement.integer(2), static_cast<int>(statement.integer(3))};
        if (isWanted(departure))
            found = std::move(departure);
    }
    statement.reset();
    return found;
}

namespace {

Result<Json> parseStored(QByteArrayView packed, Codec codec, std::optional<qint64> hash, ContextKey key)
{
    const auto bytes = unpack(packed, codec);
    if (!bytes)
        return std::unexpected(bytes.error());
    if (hash && contentHash(*bytes, codec) != *hash)
        return fail(ErrorCode::WorkspaceDamaged, u"a stored document of context %1 does not match its hash"_s.arg(key),
                    Json::object({{"context", key}}));
    return Json::parse(*bytes);
}

} // namespace

Result<StoredData> readStored(Connection &db, ContextKey key, int step)
{
    const qint64 base = key * kStepsPerContext;
    const qint64 top = step < 0 ? base + kStepsPerContext - 1 : base + step;
    StoredData stored;
    stored.context = key;
    Statement &frame = db.prepared("SELECT id, codec, hash, data FROM keyframe WHERE id BETWEEN :from AND :to ORDER BY id DESC LIMIT 1");
    frame.bind(base, top);
    const auto row = frame.step();
    if (!row)
        return std::unexpected(row.error());
    if (!*row) {
        frame.reset();
        return fail(ErrorCode::WorkspaceDamaged, u"context %1 has no document"_s.arg(key), Json::object({{"context", key}}));
    }
    const int from = static_cast<int>(frame.integer(0) - base);
    stored.keyframe = {frame.blob(3), static_cast<Codec>(frame.integer(1))};
    stored.hash = frame.integer(2);
    frame.reset();
    if (from == step)
        return stored;

    Statement &edits = db.prepared("SELECT step, codec, edit FROM transition WHERE context = :context AND edit IS NOT NULL ORDER BY seq");
    edits.bind(key);
    while (true) {
        const auto next = edits.step();
        if (!next)
            return std::unexpected(next.error());
        if (!*next)
            break;
        const int editStep = static_cast<int>(edits.integer(0));
        if (editStep <= from)
            continue;
        if (step >= 0 && editStep > step)
            break;
        stored.edits.push_back({editStep, {edits.blob(2), static_cast<Codec>(edits.integer(1))}});
    }
    edits.reset();
    return stored;
}

Result<Json> dataOf(const StoredData &stored)
{
    const ContextKey key = stored.context;
    auto document = parseStored(stored.keyframe.bytes, stored.keyframe.codec, stored.hash, key);
    if (!document)
        return document;
    for (const StoredData::StepEdit &step : stored.edits) {
        const auto patch = parseStored(step.edit.bytes, step.edit.codec, std::nullopt, key);
        const auto edit = patch ? Edit::fromJson(*patch) : std::unexpected(patch.error());
        auto applied = edit ? edit->appliedTo(*document) : std::unexpected(edit.error());
        if (!applied)
            return fail(ErrorCode::WorkspaceDamaged,
                        u"step %1 of context %2 cannot be replayed: %3"_s.arg(step.step).arg(key).arg(applied.error().text),
                        Json::object({{"context", key}, {"step", step.step}}));
        *document = std::move(*applied);
    }
    return document;
}

Result<Json> readData(Connection &db, ContextKey key, int step)
{
    const auto stored = readStored(db, key, step);
    return stored ? dataOf(*stored) : std::unexpected(stored.error());
}

} // namespace Millrace
