// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/records.h"
#include "store/codec.h"
#include "store/sqlite.h"

#include <functional>
#include <map>
#include <optional>

QT_BEGIN_NAMESPACE
class QIODevice;
QT_END_NAMESPACE

namespace Millrace {

/// How a context came to be. Stored: never renumber.
enum class ContextOrigin : quint8 { Submitted = 0, Child = 1, Replay = 2 };

/// Whether its step has handed in a suspension. Stored: never renumber.
enum class Waiting : quint8 { No = 0, Suspended = 1, Woken = 2 };

/// Where a context stands: the columns that steps change. What the engine holds in memory of a context on its way.
struct ContextRow
{
    ContextKey key = 0;
    QString id;
    QString type;
    ContextStatus status = ContextStatus::Pending;
    qint64 pipeline = 0; ///< key of the pipeline version
    qint64 run = 0;
    qint64 revision = 0; ///< grows with each change; a result applies only to the revision it started from
    int node = 0; ///< ordinal in the pipeline version; -1: finished
    int visit = 1;
    int attempt = 0;
    int attemptBase = 0;
    bool started = false;
    qint64 epoch = 0;
    int steps = 0;
    std::optional<qint64> dueAt;
    std::optional<qint64> startAt;
    std::optional<qint64> endAt;
    ContextOrigin origin = ContextOrigin::Submitted;
    int priority = 0; ///< higher goes first
    Waiting waits = Waiting::No;
    int forks = 0; ///< its forks that no step has collected yet
    qint64 bytes = 0; ///< of its data, about
    bool dry = false; ///< steps that write outside are passed over
    QByteArray visits; ///< per node, little-endian 16 bit; empty: all as `visit` says

    friend bool operator==(const ContextRow &, const ContextRow &) = default;
};

/// What a change leaves behind beside the row.
struct ContextChange
{
    qint64 updatedAt = 0;
    std::optional<QString> outcome;
    QByteArray reason; ///< JSON; empty: none
    bool movesStatus = true; ///< false: the row has this status already, and its index is left alone
};

struct NewContext
{
    ContextRow row;
    QString title;
    qint64 actor = 0;
    qint64 createdAt = 0;
    qint64 updatedAt = 0;
    qint64 digest = 0;
    QByteArray envelope; ///< JSON; empty: nothing beyond the columns
    QByteArray reason;
    std::optional<ContextKey> parent;
};

struct NewTransition
{
    ContextKey context = 0;
    qint64 at = 0;
    TransitionKind kind = TransitionKind::Started;
    ContextStatus from = ContextStatus::Pending;
    ContextStatus to = ContextStatus::Pending;
    int node = -1;
    int step = 0;
    int visit = 1;
    int attempt = 1;
    qint64 actor = 0;
    qint64 durationUs = 0;
    QString port = QStringLiteral("out");
    QByteArray edit; ///< RFC 6902 as JSON; empty: none
    std::optional<Packed> packedEdit; ///< the same, packed; nothing: append() packs it
    QByteArray reason; ///< JSON; empty: none
};

/// Counts that a transaction changes, added up and written once before its commit.
class TallyDelta
{
public:
    /// One context came, went, or moved: `n` is 1 or -1.
    void add(const ContextRow &row, qint64 n);
    /// How the queues of nodes changed: (pipeline, node) with contexts and bytes that wait or run there.
    struct Queue
    {
        qint64 pipeline = 0;
        int node = 0;
        qint64 items = 0;
        qint64 bytes = 0;
    };
    [[nodiscard]] std::vector<Queue> queues() const;
    void addAttempt(qint64 at, qint64 pipeline, int node, bool succeeded, qint64 durationUs);
    [[nodiscard]] Result<void> write(Connection &db);

private:
    struct CountKey
    {
        qint64 run;
        qint64 pipeline;
        int child;
        int status;
        auto operator<=>(const CountKey &) const = default;
    };
    struct MetricKey
    {
        qint64 bucket;
        qint64 pipeline;
        int node;
        auto operator<=>(const MetricKey &) const = default;
    };
    struct Metric
    {
        qint64 succeeded = 0;
        qint64 failed = 0;
        qint64 durationUs = 0;
        qint64 longestUs = 0;
    };
    struct LoadKey
    {
        qint64 pipeline;
        int node;
        int status;
        auto operator<=>(const LoadKey &) const = default;
    };
    struct Load
    {
        qint64 n = 0;
        qint64 bytes = 0;
    };
    std::map<CountKey, qint64> m_counts;
    std::map<LoadKey, Load> m_loads;
    std::map<MetricKey, Metric> m_metrics;
};

/// Writes contexts, their documents and their history. Engine thread, inside its transaction.
class ContextRepository
{
public:
    static constexpr int kMostSteps = 65'000; ///< of a context: its keyframes are numbered below 65,536

    explicit ContextRepository(Connection &db)
        : m_db(db)
    {}

    /// Inserts the row; the new key. Its first keyframe, step 0, is to follow in the same transaction.
    [[nodiscard]] Result<ContextKey> insert(const NewContext &context);
    [[nodiscard]] Result<void> keepRawInput(ContextKey key, const QString &source, const QByteArray &bytes);

    struct Identity
    {
        ContextKey key = 0;
        qint64 digest = 0;
    };
    [[nodiscard]] Result<std::optional<Identity>> identify(const QString &id);
    [[nodiscard]] Result<std::optional<ContextRow>> find(ContextKey key);
    /// -1 where there is no such context.
    [[nodiscard]] Result<qint64> revision(ContextKey key);

    /// Writes the row where it is still at `expectedRevision`; false where it is not, and nothing is written.
    [[nodiscard]] Result<bool> update(const ContextRow &row, qint64 expectedRevision, const ContextChange &change);
    /// The sequence number of the new row.
    /// `lineage`: where what it made came from, if it made anything.
    [[nodiscard]] Result<qint64> append(const NewTransition &transition, const Sealed *lineage = nullptr);
    [[nodiscard]] Result<void> addKeyframe(ContextKey key, int step, const Sealed &data);
    /// The same for `size` bytes from where the device stands, in pieces: memory does not grow with the document.
    [[nodiscard]] Result<void> addKeyframe(ContextKey key, int step, QIODevice &device, qint64 size);
    [[nodiscard]] Result<void> addModelUse(qint64 seq, const QString &provider, const QString &model, qint64 tokensIn, qint64 tokensOut,
                                           qint64 costMicros);
    /// Notes that `by` is `key` done again from a step on, and supersedes it or (not `replaces`) is only offered for it.
    [[nodiscard]] Result<void> addReplay(ContextKey by, ContextKey key, int fromStep, bool replaces = true);
    [[nodiscard]] Result<void> setTitle(ContextKey key, const QString &title);

    /// A pipeline version and a priority with contexts that are or will be due.
    struct Lane
    {
        qint64 pipeline = 0;
        int priority = 0;
        auto operator<=>(const Lane &) const = default;
    };
    [[nodiscard]] Result<QList<Lane>> lanes();
    /// Contexts of a lane that may go on at `now`, by due time then age, after (dueAt, key); at most `limit`.
    /// Everything that is due after `now` is due so much earlier.
    [[nodiscard]] Result<void> setDueBack(qint64 now, qint64 us);
    [[nodiscard]] Result<void> setDue(ContextKey key, qint64 at);
    [[nodiscard]] Result<QList<ContextRow>> due(const Lane &lane, qint64 now, qint64 afterDue, ContextKey afterKey, int limit);
    /// A lane's earliest due time after `now`; nothing where none waits.
    [[nodiscard]] Result<std::optional<qint64>> nextDue(const Lane &lane, qint64 now);
    /// Contexts whose step was started by an earlier opening of the workspace.
    [[nodiscard]] Result<QList<ContextRow>> orphans(qint64 epoch);
    /// How often the process has ended under a visit's attempts (`lease.lost` in its history).
    [[nodiscard]] Result<int> leasesLost(ContextKey context, int node, int visit);
    /// Keys in a state, for commands on many; at most `limit`, after `afterKey`.
    [[nodiscard]] Result<QList<ContextKey>> inStatus(ContextStatus status, ContextKey afterKey, int limit);
    /// Contexts and bytes at each node that are neither final nor resting.
    [[nodiscard]] Result<std::vector<TallyDelta::Queue>> queues();
    /// How often the context has entered the node.
    [[nodiscard]] Result<int> lastVisit(ContextKey key, int node);
    /// A finished step that sent a context on.
    struct Departure
    {
        QString port;
        qint64 actor = 0;
        qint64 pipeline = 0; ///< key of the version
        int node = 0;
    };
    /// The finished steps of a context and of those that it comes from, in this pipeline, the last first; each is held against `isWanted`
    /// until one is.
    [[nodiscard]] Result<std::optional<Departure>> lastDeparture(ContextKey key, const std::function<bool(const Departure &)> &isWanted);

private:
    Connection &m_db;
};

/// The hash of a transition's content.
[[nodiscard]] qint64 transitionHash(const NewTransition &transition, QByteArrayView edit, QByteArrayView reason);

/// The context's data after `step` finished steps (-1: the newest), from the nearest keyframe and the edits after it. Checks hashes.
[[nodiscard]] Result<Json> readData(Connection &db, ContextKey key, int step = -1);

/// A context's data as it lies in the store: a keyframe, and the edits after it. Reading it is the connection's work; making a document of
/// it (unpacking, checking, replaying) is most of the work and any thread's.
struct StoredData
{
    struct StepEdit
    {
        int step = 0;
        Packed edit;
    };

    ContextKey context = 0;
    Packed keyframe;
    qint64 hash = 0; ///< of the keyframe's content
    std::vector<StepEdit> edits;
};
[[nodiscard]] Result<StoredData> readStored(Connection &db, ContextKey key, int step = -1);
/// WorkspaceDamaged where the pieces are not what was stored.
[[nodiscard]] Result<Json> dataOf(const StoredData &stored);

} // namespace Millrace
