// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/contextreader.h"
#include "store/contextrepository.h"
#include "store/documentrepository.h"
#include "store/lineagerepository.h"
#include "store/outboxrepository.h"
#include "store/reviewrepository.h"

#include <QHash>

#include <limits>
#include <optional>

namespace Millrace {

/// A context as lineage shows it.
struct LineageContext
{
    ContextKey key = 0;
    QString id;
    QString title;
    QString type;
    ContextStatus status = ContextStatus::Pending;
    QString outcome;
    qint64 pipeline = 0; ///< key of the version
    ContextOrigin origin = ContextOrigin::Submitted;
    std::optional<ContextKey> parent;
    std::optional<ContextKey> supersededBy;
    qint64 createdAt = 0;
    int steps = 0;
};

/// Children that one step made.
struct LineageFork
{
    qint64 key = 0;
    ContextKey parent = 0;
    int node = 0;
    int visit = 1;
    qint64 total = 0;
    bool isCollected = false; ///< the parent took in again what became of them
};

/// A document done again from a step on.
struct LineageReplay
{
    ContextKey context = 0;
    ContextKey source = 0;
    int fromStep = 0;
    ReplayState state = ReplayState::Replaces;
    bool isCorrection = false; ///< a review was asked again
};

struct LineageDocument
{
    DocumentKey key = 0;
    QString id;
    QString name;
    QString title;
    QString format;
    int version = 1;
    std::optional<DocumentKey> previous;
    qint64 takenAt = 0;
};

struct LineageTemplate
{
    qint64 key = 0;
    QString id;
    int version = 1;
    QString title;
    qint64 createdAt = 0;
};

struct LineageEvent
{
    qint64 seq = 0;
    QString topic;
    QString key;
    qint64 at = 0;
    std::optional<ContextKey> context; ///< whose step published it
};

struct LineageReview
{
    qint64 key = 0;
    QString id;
    ContextKey context = 0;
    QString node; ///< its id
    ReviewState state = ReviewState::Open;
    std::optional<ReviewKind> verdict;
    std::optional<int> decidedStep;
    qint64 askedAt = 0;
    std::optional<qint64> closedAt;
};

struct LineageOutput
{
    qint64 key = 0;
    ContextKey context = 0;
    int node = 0;
    int visit = 1;
    QString target;
    QString address;
    EffectState state = EffectState::Waiting;
    qint64 createdAt = 0;
};

/// A finished step, or a change by a person, that made a step of the history.
struct LineageStep
{
    qint64 seq = 0;
    int step = 0;
    qint64 at = 0;
    TransitionKind kind = TransitionKind::Finished;
    int node = -1;
    int visit = 1;
    QString port;
    QString actor; ///< principal id
    QString actorName;
    bool isPerson = false; ///< somebody did it, not the engine
    qint64 durationUs = 0;
    Json edit; ///< RFC 6902; null: none
    Json refs; ///< what it said of where its result came from: [[source, from, to, target, from, to]…]; null: nothing
};

/// What models a step used.
struct LineageModelUse
{
    qint64 seq = 0;
    int step = 0;
    int node = 0;
    QString provider;
    QString model;
    qint64 tokensIn = 0;
    qint64 tokensOut = 0;
    qint64 costMicros = 0;
    int position = -1; ///< of the call whose texts are kept; -1: none is
    bool wasKept = false;
    Json parameters; ///< of that call
};

/// A call with its texts.
struct LineageCall
{
    qint64 seq = 0;
    int position = 0;
    ContextKey context = 0;
    int step = 0;
    int node = 0;
    qint64 at = 0;
    Json body;
    bool wasKept = false;
    QByteArray prompt;
    qint64 promptSize = 0;
    QByteArray answer;
    qint64 answerSize = 0;
    qint64 tokensIn = 0;
    qint64 tokensOut = 0;
    qint64 costMicros = 0;
};

/// A step that used something, found by what it used.
struct LineageUse
{
    qint64 seq = 0;
    ContextKey context = 0;
};

/// Counting stops behind kMost, or earlier where so many are enough to know.
struct LineageCount
{
    static constexpr qint64 kMost = 10'000;

    qint64 count = 0;
    [[nodiscard]] bool isLeast() const { return count > kMost; }
};

/// Reads who came from what. Each question goes by an index and reads no more than it gives; what is `asOf` a time leaves out what came later.
/// One connection, one thread.
class LineageReader
{
public:
    static constexpr qint64 kNow = std::numeric_limits<qint64>::max();

    explicit LineageReader(Connection &db, qint64 asOf = kNow)
        : m_db(db)
        , m_asOf(asOf)
    {}

    [[nodiscard]] qint64 asOf() const { return m_asOf; }
    /// Nothing where it is gone, or came later.
    [[nodiscard]] Result<std::optional<LineageContext>> context(ContextKey key);

    [[nodiscard]] Result<QList<LineageFork>> forks(ContextKey parent);
    [[nodiscard]] Result<std::optional<LineageFork>> fork(qint64 key);
    [[nodiscard]] Result<std::optional<LineageFork>> forkOf(ContextKey child);
    /// Children from a position on, in order.
    [[nodiscard]] Result<QList<ContextKey>> children(qint64 fork, qint64 from, int limit);
    [[nodiscard]] Result<QList<LineageReplay>> replaysOf(ContextKey source, int limit);
    [[nodiscard]] Result<std::optional<LineageReplay>> replay(ContextKey context);

    [[nodiscard]] Result<std::optional<LineageDocument>> document(DocumentKey key);
    [[nodiscard]] Result<std::optional<DocumentKey>> documentKey(const QString &id);
    [[nodiscard]] Result<std::optional<DocumentKey>> documentOf(ContextKey context);
    [[nodiscard]] Result<std::optional<DocumentKey>> nextVersion(DocumentKey key);
    /// Contexts made of a file, by key, behind `after`. What is counted of anything is at most `most`.
    [[nodiscard]] Result<QList<ContextKey>> contextsOf(DocumentKey document, ContextKey after, int limit);
    [[nodiscard]] Result<LineageCount> countContextsOf(DocumentKey document, ContextKey after, qint64 most);

    [[nodiscard]] Result<std::optional<LineageTemplate>> contentTemplate(const QString &id, int version);
    [[nodiscard]] Result<std::optional<LineageTemplate>> contentTemplate(qint64 key);

    enum class Used : quint8 { Context = 0, Template = 1 }; ///< as step_source stores it
    /// Steps that used it, in order, behind `after`.
    [[nodiscard]] Result<QList<LineageUse>> usesOf(Used kind, qint64 source, qint64 after, int limit);
    [[nodiscard]] Result<LineageCount> countUsesOf(Used kind, qint64 source, qint64 after, qint64 most);
    /// Steps that a model answered, in order, behind `after`. The offline model, which nearly all use, is looked for among all uses.
    [[nodiscard]] Result<QList<LineageUse>> usesOfModel(const QString &provider, const QString &model, qint64 after, int limit);
    [[nodiscard]] Result<LineageCount> countUsesOfModel(const QString &provider, const QString &model, qint64 after, qint64 most);

    [[nodiscard]] Result<std::optional<LineageEvent>> event(qint64 seq);
    [[nodiscard]] Result<QList<qint64>> eventsThatStarted(ContextKey context);
    [[nodiscard]] Result<QList<qint64>> eventsBy(ContextKey context, qint64 after, int limit);
    [[nodiscard]] Result<QList<ContextKey>> startedBy(qint64 event, int limit);

    [[nodiscard]] Result<QList<LineageReview>> reviewsOf(ContextKey context);
    [[nodiscard]] Result<std::optional<LineageReview>> review(const QString &id);
    [[nodiscard]] Result<QList<LineageOutput>> outputsOf(ContextKey context, qint64 after, int limit);
    [[nodiscard]] Result<std::optional<LineageOutput>> output(qint64 key);

    /// With edits and references, in order; `upTo` a step, all by default.
    [[nodiscard]] Result<QList<LineageStep>> steps(ContextKey context, int upTo = std::numeric_limits<int>::max());
    /// Those of them that said something of where their result came from, with that alone.
    [[nodiscard]] Result<QList<LineageStep>> stepsWithRefs(ContextKey context);
    /// The last transition of a visit that was no start, without edit and references.
    [[nodiscard]] Result<std::optional<LineageStep>> stepOf(ContextKey context, int node, int visit);
    /// Of one transition, without edit and references.
    [[nodiscard]] Result<std::optional<LineageStep>> stepAt(qint64 seq);
    [[nodiscard]] Result<QList<LineageModelUse>> modelUses(ContextKey context);
    [[nodiscard]] Result<std::optional<LineageCall>> call(qint64 seq, int position);
    /// Which version of a component made a transition; nothing where that was not noted yet.
    [[nodiscard]] Result<std::optional<int>> componentVersion(const QString &component, qint64 seq);

private:
    [[nodiscard]] Result<LineageCount> counted(Statement &statement);

    Connection &m_db;
    qint64 m_asOf;
    QHash<QString, QList<std::pair<qint64, int>>> m_versions; ///< by component: since, version
};

} // namespace Millrace
