// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/metrics.h"
#include "store/codec.h"
#include "store/sqlite.h"

#include <optional>

namespace Millrace {

/// One metric with one set of labels.
struct StoredSeries
{
    qint64 key = 0;
    MetricInfo info;
    MetricLabels labels;

    friend bool operator==(const StoredSeries &, const StoredSeries &) = default;
};

/// Many points of one series, packed as core/metrics packs them.
struct StoredBlock
{
    int level = 0; ///< seconds of a point
    bool isDetail = false; ///< the buckets of a histogram's points
    qint64 series = 0;
    qint64 start = 0; ///< seconds since the epoch
    int points = 0;
    QByteArray data;

    friend bool operator==(const StoredBlock &, const StoredBlock &) = default;
};

/// A block that has been packed for the file, on a thread that has the time; its `data` is empty.
struct SealedBlock
{
    StoredBlock block;
    Sealed sealed;

    [[nodiscard]] static SealedBlock of(StoredBlock block);
};

/// Points of all series that lie in no block yet.
struct StoredTicks
{
    qint64 key = 0;
    qint64 from = 0; ///< seconds since the epoch, of the first and the last
    qint64 to = 0;
    QByteArray data;

    friend bool operator==(const StoredTicks &, const StoredTicks &) = default;
};

struct StoredDashboard
{
    QString id;
    int position = 0;
    QByteArray body; ///< JSON

    friend bool operator==(const StoredDashboard &, const StoredDashboard &) = default;
};

struct StoredAnnotation
{
    qint64 key = 0;
    qint64 at = 0; ///< microseconds, as all times that people see
    std::optional<qint64> until;
    QString kind;
    QString text;
    QString severity;
    QByteArray link; ///< JSON; empty: none

    friend bool operator==(const StoredAnnotation &, const StoredAnnotation &) = default;
};

/// How an alert stands. Stored: never renumber.
enum class AlertState : quint8 { Pending = 0, Firing = 1, Resolved = 2 };

/// One time that a rule's condition held, for one set of labels.
struct StoredAlert
{
    qint64 key = 0;
    QString rule;
    QByteArray labels; ///< JSON object
    AlertState state = AlertState::Pending;
    QString severity;
    QString title;
    QString text;
    double value = 0;
    double threshold = 0;
    qint64 since = 0; ///< the condition holds
    qint64 firedAt = 0;
    qint64 resolvedAt = 0;
    qint64 acknowledgedAt = 0;
    QString acknowledgedBy; ///< principal id
    QString note;

    friend bool operator==(const StoredAlert &, const StoredAlert &) = default;
};

struct StoredSilence
{
    qint64 key = 0;
    QString rule; ///< empty: any
    QByteArray labels; ///< JSON object; an alert that has all of these is silent
    qint64 until = 0;
    QString reason;
    QString actor; ///< principal id

    friend bool operator==(const StoredSilence &, const StoredSilence &) = default;
};

/// A notice that somebody outside is to get.
struct StoredNotice
{
    qint64 key = 0;
    QString url;
    QByteArray body; ///< JSON
    int attempts = 0;
    qint64 dueAt = 0;
    QString problem;

    friend bool operator==(const StoredNotice &, const StoredNotice &) = default;
};

/// What was measured, what is made of it, and what it says. Reads work on any connection, writes inside the engine's transaction.
class MetricRepository
{
public:
    explicit MetricRepository(Connection &db)
        : m_db(db)
    {}

    // --- numbers ---------------------------------------------------------------------------------------------------------------
    [[nodiscard]] Result<QList<StoredSeries>> series();
    [[nodiscard]] Result<void> add(const StoredSeries &series);
    [[nodiscard]] Result<void> add(const StoredTicks &ticks);
    /// Those that reach into [from, to], in the order in which they were written.
    [[nodiscard]] Result<QList<StoredTicks>> ticks(qint64 from, qint64 to);
    [[nodiscard]] Result<std::optional<qint64>> firstTick();
    /// The key of the newest row of ticks; 0 where there is none.
    [[nodiscard]] Result<qint64> lastTicks();
    [[nodiscard]] Result<void> removeTicks(qint64 key);
    /// Replaces the one that starts there.
    [[nodiscard]] Result<void> put(const SealedBlock &block);
    /// Those that start in [from, to], in order.
    [[nodiscard]] Result<QList<StoredBlock>> blocks(int level, bool isDetail, qint64 series, qint64 from, qint64 to);
    /// Of all series; nothing where there is none.
    [[nodiscard]] Result<std::optional<qint64>> firstBlock(int level);
    /// Takes away a series' blocks that start before.
    [[nodiscard]] Result<void> removeBlocks(int level, bool isDetail, qint64 series, qint64 before);
    struct Size
    {
        qint64 blocks = 0;
        qint64 bytes = 0;
    };
    [[nodiscard]] Result<Size> size();

    // --- dashboards and annotations ----------------------------------------------------------------------------------------------
    [[nodiscard]] Result<QList<StoredDashboard>> dashboards();
    [[nodiscard]] Result<void> save(const StoredDashboard &dashboard, qint64 at, qint64 actor);
    [[nodiscard]] Result<bool> removeDashboard(const QString &id);
    [[nodiscard]] Result<qint64> add(const StoredAnnotation &annotation, qint64 actor);
    /// The newest 5,000 that reach into [from, to], in order.
    [[nodiscard]] Result<QList<StoredAnnotation>> annotations(qint64 from, qint64 to);
    /// Whether a pipeline's version, by its key, was stored at this moment.
    [[nodiscard]] Result<bool> wasSavedAt(qint64 version, qint64 at);
    /// False: there is no such note.
    [[nodiscard]] Result<bool> removeNote(qint64 key);

    // --- alerts --------------------------------------------------------------------------------------------------------------------
    /// Bodies of the rules that people saved, by id.
    [[nodiscard]] Result<QList<std::pair<QString, QByteArray>>> rules();
    [[nodiscard]] Result<void> saveRule(const QString &id, const QByteArray &body, qint64 at, qint64 actor);
    [[nodiscard]] Result<bool> removeRule(const QString &id);
    /// Inserts one without a key, and writes how one with a key stands.
    [[nodiscard]] Result<qint64> save(const StoredAlert &alert);
    [[nodiscard]] Result<void> removeAlert(qint64 key);
    /// That fire, or wait to, or that nobody has acknowledged; the newest first.
    [[nodiscard]] Result<QList<StoredAlert>> openAlerts();
    [[nodiscard]] Result<QList<StoredAlert>> alerts(int limit);
    [[nodiscard]] Result<void> acknowledge(qint64 key, qint64 at, const QString &by, const QString &note);
    [[nodiscard]] Result<QList<StoredSilence>> silences(qint64 now);
    [[nodiscard]] Result<void> add(const StoredSilence &silence);
    [[nodiscard]] Result<void> removeSilences(const QString &rule, const QByteArray &labels);
    /// How many events of a topic, or of all that begin with a prefix and "*", came at `since` or later; counts up to `most`.
    [[nodiscard]] Result<qint64> eventsSince(const QString &topic, qint64 since, int most);

    [[nodiscard]] Result<void> add(const StoredNotice &notice);
    /// That are due, the oldest first.
    [[nodiscard]] Result<QList<StoredNotice>> notices(qint64 now, int limit);
    [[nodiscard]] Result<void> postpone(qint64 key, qint64 dueAt, const QString &problem);
    [[nodiscard]] Result<void> removeNotice(qint64 key);

    // --- what the workspace holds now ------------------------------------------------------------------------------------------------
    struct NodeLoad
    {
        QString pipeline; ///< id
        int version = 0;
        qint64 key = 0; ///< of the version
        int node = 0;
        qint64 items = 0;
        qint64 bytes = 0;
    };
    [[nodiscard]] Result<QList<NodeLoad>> nodeLoads();
    /// Contexts by state, in the order of ContextStatus.
    [[nodiscard]] Result<QList<std::pair<int, qint64>>> contextCounts();
    /// When the oldest that could go on became due; nothing where none waits.
    [[nodiscard]] Result<std::optional<qint64>> oldestDue(qint64 now);
    [[nodiscard]] Result<QList<std::pair<int, qint64>>> outboxCounts();
    [[nodiscard]] Result<qint64> openReviews();
    struct CacheUse
    {
        QString component;
        qint64 hits = 0;
        qint64 misses = 0;
        qint64 bytes = 0;
    };
    [[nodiscard]] Result<QList<CacheUse>> cacheUses();

private:
    Connection &m_db;
};

[[nodiscard]] QByteArray labelsToBytes(const MetricLabels &labels);
[[nodiscard]] MetricLabels labelsFromBytes(QByteArrayView bytes);

} // namespace Millrace
