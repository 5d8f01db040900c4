// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/records.h"
#include "sdk/component.h"
#include "sdk/lineagesource.h"
#include "store/codec.h"
#include "store/sqlite.h"

#include <QList>

#include <optional>

namespace Millrace {

/// What a model was asked, or answered, ready to be written. Without content it is one that is there already, known by its digest.
struct SealedText
{
    QByteArray digest;
    qint64 size = 0; ///< of the whole
    std::optional<Sealed> content;
};

/// One call of a model, as a step's record keeps it.
struct SealedCall
{
    QByteArray body; ///< JSON: {"provider","model","asked_model","kind","parameters"}
    SealedText prompt; ///< JSON: [{"role","text"}]
    SealedText answer;
    bool wasKept = false; ///< nothing was called this time
};

/// Longer texts are cut before they are kept.
inline constexpr qsizetype kLongestModelText = 256 * 1024;

/// Seals at most kLongestModelText of it. Any thread.
[[nodiscard]] SealedText sealModelText(const QByteArray &text);

/// How a replay stands to what it did again. Stored: never renumber.
enum class ReplayState : quint8 { Replaces = 0, Proposed = 1, Adopted = 2, Discarded = 3 };

/// Who is told of runs, and how far.
struct StoredLineageTarget
{
    QString id;
    QByteArray spec; ///< JSON
    bool enabled = true;
    qint64 position = 0; ///< transitions up to here have been told
    qint64 sent = 0;
    qint64 dropped = 0;
    qint64 actor = 0;
    qint64 createdAt = 0;

    friend bool operator==(const StoredLineageTarget &, const StoredLineageTarget &) = default;
};

/// Writes what transitions do not say of where results came from. Engine thread, inside its transaction; lists on any connection.
class LineageRepository
{
public:
    explicit LineageRepository(Connection &db)
        : m_db(db)
    {}

    /// Notes the versions of the components that run from now on, where they are others than before.
    [[nodiscard]] Result<void> noteComponents(const QList<ComponentDescriptor> &components, const QString &program);
    /// That the step used it; what is not in the workspace is passed over.
    [[nodiscard]] Result<void> addSource(qint64 seq, ContextKey context, const LineageSource &source);
    [[nodiscard]] Result<void> addCall(qint64 seq, int position, const SealedCall &call);

    struct ReplayRow
    {
        ContextKey source = 0;
        int fromStep = 0;
        ReplayState state = ReplayState::Replaces;
    };
    [[nodiscard]] Result<std::optional<ReplayRow>> replay(ContextKey context);
    /// A replay among those of a run that were offered, with how it stands.
    struct Offer
    {
        ContextKey context = 0;
        ContextKey source = 0;
        int fromStep = 0;
        ReplayState state = ReplayState::Proposed;
        ContextStatus status = ContextStatus::Pending;
        bool dry = true;
    };
    /// Those of a run, by key behind `after`.
    [[nodiscard]] Result<QList<Offer>> offers(const QString &run, ContextKey after, int limit);
    struct Job
    {
        QString run;
        QString title;
        qint64 at = 0;
        qint64 contexts = 0;
        qint64 open = 0; ///< nobody has decided
        qint64 adopted = 0;
        qint64 discarded = 0;
        qint64 unfinished = 0; ///< of the open ones
    };
    /// Runs whose replays were offered, newest first; one of them where `run` is given.
    [[nodiscard]] Result<QList<Job>> jobs(const QString &run = {});
    /// Settles a proposal; an adopted one takes the old one's place.
    [[nodiscard]] Result<void> decide(ContextKey replay, ContextKey source, ReplayState state, qint64 actor, qint64 now);

    [[nodiscard]] Result<QList<StoredLineageTarget>> targets();
    [[nodiscard]] Result<std::optional<StoredLineageTarget>> target(const QString &id);
    /// Adds it or writes it anew.
    [[nodiscard]] Result<void> save(const StoredLineageTarget &target);
    /// How far it has come; nothing where it is gone meanwhile.
    [[nodiscard]] Result<void> advance(const QString &id, qint64 position, qint64 sent, qint64 dropped);
    [[nodiscard]] Result<void> removeTarget(const QString &id);

private:
    [[nodiscard]] Result<std::optional<qint64>> keep(const SealedText &text);

    Connection &m_db;
};

} // namespace Millrace
