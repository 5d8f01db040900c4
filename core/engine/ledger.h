// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/plan.h"
#include "engine/runner.h"
#include "pipeline/contextdocument.h"
#include "store/catalog.h"
#include "store/contextrepository.h"
#include "store/eventrepository.h"
#include "store/forkrepository.h"
#include "store/outboxrepository.h"
#include "store/resultcache.h"
#include "store/reviewrepository.h"
#include "store/schedulerepository.h"

#include <QSet>

#include <functional>
#include <vector>

namespace Millrace {

/// What one group commit is made of. Made for one transaction and thrown away; everything that must only happen once the commit
/// is on the disk waits in `afterCommit`.
struct WriteScope
{
    explicit WriteScope(Connection &connection)
        : db(connection)
        , contexts(connection)
        , forks(connection)
        , cache(connection)
        , catalog(connection)
        , schedules(connection)
        , events(connection)
        , outbox(connection)
        , reviews(connection)
    {}

    Connection &db;
    ContextRepository contexts;
    ForkRepository forks;
    ResultCache cache;
    Catalog catalog;
    ScheduleRepository schedules;
    EventRepository events;
    OutboxRepository outbox;
    ReviewRepository reviews;
    TallyDelta tally;
    qint64 now = 0;
    qint64 sequence = 0; ///< newest transition written
    std::vector<std::function<void()>> afterCommit;
    /// Rows just written that may go on, with their data where it is at hand: for the scheduler, once the commit is there.
    std::vector<std::pair<ContextRow, std::optional<Json>>> dispatch;
    QList<ContextKey> stop; ///< what may be running and must not go on
    QSet<ContextKey> parents; ///< children of these came to rest: Ledger::settle() looks whether they can go on
    QList<ContextKey> rested; ///< came to rest: Triggers::run() looks whose events they were
    qint64 lastEvent = 0; ///< newest event published
    QStringList reviewItems; ///< ids of those that are otherwise than they were
    bool outboxChanged = false; ///< effects were written, or may be tried again: Outbox looks
    bool triggersChanged = false; ///< schedules, subscriptions or the pipelines they start: Triggers reads them again
    QList<ContextKey> added;
    QList<ContextKey> updated;
};

/// One submission, checked and ready to be written.
struct NewSubmission
{
    ContextDocument document;
    QByteArray digestBytes; ///< what makes two submissions the same
    std::optional<Sealed> keyframe; ///< document.data as the store keeps it; nothing: it is made when it is written
    std::shared_ptr<const Plan> plan;
    qint64 run = 0;
    qint64 actor = 0;
    std::optional<Error> refusal; ///< set: it goes to quarantine at once, with this reason
    QString source; ///< file name, for quarantine
    QByteArray rawBytes; ///< as it came, kept with a refusal
    /// `data` that is too large for a tree: bytes [from, to) of a file, checked already; document.data then holds nothing.
    struct LargeData
    {
        QString path;
        qint64 from = 0;
        qint64 to = 0;
    };
    std::optional<LargeData> large;
    int priority = 0;
};

/// The state machine of contexts: turns events (a submission, a step's result, a person's command) into rows.
///
/// Stateless but for its options. Engine thread, inside the transaction of the scope. Invariants:
/// 1. Every change of a row raises its revision by one and is described by transitions written in the same commit.
/// 2. A result is applied only where the row is still at the revision the step started from; a late one changes nothing.
/// 3. Only transitions of isTransitionAllowed() are written.
/// 4. `steps` counts the successful finishes; the k-th has step number k.
/// 5. The tallies and the queues of nodes move with the rows.
/// 6. A fork's counts say how its children are; a parent that waits for them is woken in the commit in which the last one needed
///    comes to rest.
/// 7. What a step wants done outside is written in the commit that records the step, once, and a step that waits for it is woken in the commit
///    in which the last of it ends.
class Ledger
{
public:
    struct Options
    {
        qint64 systemActor = 0; ///< principal of the engine
        qint64 epoch = 0; ///< which opening of the workspace this is
        std::function<double()> random; ///< [0, 1), for jitter
        /// The plan of a pipeline that children go through: id, and version or 0 for the newest.
        std::function<Result<std::shared_ptr<const Plan>>(WriteScope &, const QString &, int)> findPlan;
        std::function<Result<std::shared_ptr<const Plan>>(WriteScope &, qint64)> planByKey;
        std::function<bool(const QString &target)> hasTarget; ///< whether effects can go there; empty: nowhere
    };

    explicit Ledger(Options options)
        : m_options(std::move(options))
    {}

    enum class Submitted : quint8 { Added, Unchanged };
    struct Submission
    {
        Submitted what = Submitted::Added;
        QString id;
        ContextRow row;
    };
    /// Adds a context. The same id with the same bytes changes nothing; with other bytes ContextExists.
    [[nodiscard]] Result<Submission> submit(WriteScope &scope, const NewSubmission &submission) const;

    /// Records that a step starts, before it runs: what makes a crash visible. `row` becomes as written; false: it was not at that revision.
    [[nodiscard]] Result<bool> start(WriteScope &scope, ContextRow &row, const Plan &plan) const;

    /// Applies what a runner hands back. `row` is as the task began and becomes as written; false: late, and nothing is written. A step whose
    /// children cannot be made has failed: its record says so afterwards.
    /// Where `mayStart` says so for the row as it would go on, the start of its next step is part of the same change: `row.started`.
    [[nodiscard]] Result<bool> finish(WriteScope &scope, ContextRow &row, const Plan &plan, StepReport &report, bool startRecorded,
                                      const std::function<bool(const ContextRow &)> &mayStart = {}) const;

    /// Ends an attempt whose runner is gone: abandoned at its deadline, or lost with an earlier process.
    [[nodiscard]] Result<bool> loseLease(WriteScope &scope, ContextRow &row, const Plan &plan, const Error &error, qint64 at, bool startRecorded,
                                         bool countsAgainstLimit) const;

    /// Nothing but a person will move it: completed, cancelled, failed or in quarantine.
    [[nodiscard]] static bool isOver(ContextStatus status);

    /// The wall clock was set back by so much, to `scope.now`: what waits for a time to pass waits no longer for that. Moments that a document
    /// names stay what they are.
    [[nodiscard]] static Result<void> clockSetBack(WriteScope &scope, qint64 us);

    /// Wakes every parent in the scope that can go on. Once, before the commit.
    [[nodiscard]] Result<void> settle(WriteScope &scope) const;

    /// The forks whose children a woken step is given: those of a join are all that are not collected yet, others have their own visit's.
    [[nodiscard]] static Result<QList<qint64>> forksOf(WriteScope &scope, const ContextRow &row, const Plan &plan);
    /// How their children are. Any connection: there may be a hundred thousand.
    [[nodiscard]] static Result<QList<ChildOutcome>> childrenOf(Connection &db, const QList<qint64> &forks);

    /// TransitionRefused where the state does not allow it. Children that are on their way are cancelled with it.
    [[nodiscard]] Result<ContextRow> cancel(WriteScope &scope, ContextKey key, qint64 actor) const;
    /// What a review came to.
    struct Verdict
    {
        QString port;
        std::optional<Json> data; ///< in place of what was there
        QString note;
        std::optional<int> next; ///< the node to go on at, in place of where the port leads
    };
    /// People's answer to a review. Conflict where it waits for none. The context's open item is the caller's to close.
    [[nodiscard]] Result<ContextRow> decide(WriteScope &scope, ContextKey key, qint64 actor, const Plan &plan, const Verdict &verdict) const;
    /// Takes the verdict of an item back within the same context, which waits for another one then. False where it has gone on too far for
    /// that: askAgain() does it.
    [[nodiscard]] Result<bool> reopen(WriteScope &scope, ReviewItem &item, qint64 actor, const Plan &plan) const;
    /// What the verdict of an item has led to: whose places a new context takes that asks again.
    struct Way
    {
        /// A context that is done again, and the one that has its place by now: itself, or what it was done again as.
        struct Place
        {
            ContextRow row;
            int step = 0; ///< as it was after so many steps
            ContextRow holder;
            std::optional<ForkRepository::Slot> slot; ///< the holder's, where it is a child
            int node = 0; ///< where it waits for its children: not of the first place
            QList<Fork> forks; ///< which it took there
        };
        QList<Place> places; ///< the item's context, then its parents that have gone on with what became of it
        bool isPast = true; ///< false: what has the place now was made from before the verdict, and knows nothing of it
    };
    /// Writes nothing. Conflict where a parent is about to go on with the answer, or has gone on with more children than are kept.
    [[nodiscard]] Result<Way> wayOf(WriteScope &scope, const ReviewItem &item) const;
    /// Whether reopen() does it.
    [[nodiscard]] Result<bool> canReopen(WriteScope &scope, const ReviewItem &item) const;
    /// Makes a new context that waits at the same review, with the document as it was before the verdict, and its item, which follows the old
    /// one. What has the old one's place is cancelled if it is under way, marked as superseded, and nothing of its history changes. Parents that
    /// have gone on with what became of it are done again too, from where they waited.
    [[nodiscard]] Result<ReviewItem> askAgain(WriteScope &scope, const ReviewItem &item, const Way &way, qint64 actor, const Plan &plan) const;
    /// Changes the document that a review is about: a step of its own in the history. Conflict where it waits for none.
    [[nodiscard]] Result<ContextRow> change(WriteScope &scope, ContextKey key, qint64 actor, const Json &data) const;
    /// What doing a context again means.
    struct Replay
    {
        int fromStep = 0; ///< its document after so many finished steps is where the new one starts
        std::shared_ptr<const Plan> plan; ///< the version to run on
        int node = 0; ///< the node to go on at
        qint64 run = 0;
        qint64 actor = 0;
        bool dry = true; ///< steps that write outside are passed over
        bool replaces = true; ///< false: it is offered, and the old one stays what it is until somebody takes it
    };
    /// Makes a new context whose parent is the old one, and marks the old one as superseded where it replaces it. Nothing of the old one's history
    /// changes.
    [[nodiscard]] Result<ContextRow> replay(WriteScope &scope, ContextKey key, const Replay &replay) const;
    /// Gives a context the signal it waits for; false where it does not.
    [[nodiscard]] Result<bool> signal(WriteScope &scope, ContextKey key, const Json &payload) const;
    /// How the effects of this visit ended, for a woken step.
    [[nodiscard]] static Result<QList<EffectOutcome>> effectsOf(WriteScope &scope, const ContextRow &row);
    /// An effect ended otherwise than it was: its step may go on. `effect` is written as it is now.
    [[nodiscard]] Result<void> endEffect(WriteScope &scope, const StoredEffect &effect, EffectState before) const;
    /// A failed or discarded effect is tried again, and the step that failed with it waits for it again. TransitionRefused for others.
    [[nodiscard]] Result<void> retryEffect(WriteScope &scope, qint64 key, qint64 actor) const;
    /// An effect that waits or failed will not be tried again. TransitionRefused for others.
    [[nodiscard]] Result<void> discardEffect(WriteScope &scope, qint64 key) const;

    /// From failed or quarantined back to work at the node where it stopped; effects that were given up are tried again.
    [[nodiscard]] Result<ContextRow> retry(WriteScope &scope, ContextKey key, qint64 actor, const Plan &plan) const;
    /// Replaces a quarantined context's data and retries it: the correction is a step of its own in the history. It enters anew where it was
    /// refused, or at another node.
    [[nodiscard]] Result<ContextRow> fix(WriteScope &scope, ContextKey key, qint64 actor, const Plan &plan, const Json &data,
                                         std::optional<int> from = {}, const QString &note = {}) const;

private:
    struct Change; ///< the transitions of one row change, collected before anything is written
    struct Spawn; ///< a child to be made
    [[nodiscard]] Result<bool> write(WriteScope &scope, ContextRow &row, Change &change) const;
    /// LoopLimit where what the step wants to publish goes back to events that go back to events, too often.
    [[nodiscard]] static Result<void> checkEvents(WriteScope &scope, const ContextRow &row, StepRecord &record);
    [[nodiscard]] Result<void> publish(WriteScope &scope, ContextKey key, const NewTransition &transition, const StepRecord &record) const;
    [[nodiscard]] Result<void> checkEffects(WriteScope &scope, const ContextRow &row, const Plan &plan, const StepRecord &record) const;
    [[nodiscard]] Result<void> addEffects(WriteScope &scope, const ContextRow &row, const Plan &plan, const StepRecord &record, int visit) const;
    [[nodiscard]] Result<bool> retryEffects(WriteScope &scope, const ContextRow &row) const;
    [[nodiscard]] Result<void> discardEffects(WriteScope &scope, const ContextRow &row) const;
    [[nodiscard]] Result<void> keep(WriteScope &scope, ContextKey key, qint64 seq, const NewTransition &transition, const StepRecord &record) const;
    [[nodiscard]] bool enter(ContextRow &row, const Plan &plan, int node) const;
    [[nodiscard]] Result<void> leave(WriteScope &scope, ContextRow &row, const Plan &plan, const StepRecord &record, Change &change) const;
    [[nodiscard]] Result<void> suspend(WriteScope &scope, ContextRow &row, const Plan &plan, const StepRecord &record, Change &change) const;
    [[nodiscard]] Result<ReviewItem> ask(WriteScope &scope, const ContextRow &row, const Plan &plan, const Json &body) const;
    /// The port by which people, or a step that asks them, last sent it on; empty: nobody did.
    [[nodiscard]] Result<QString> lastDecision(WriteScope &scope, ContextKey key) const;
    [[nodiscard]] Result<void> wakeUp(WriteScope &scope, ContextRow row) const;
    void goOn(ContextRow &row, const Plan &plan, int node, qint64 at, Change &change) const;
    void begin(ContextRow &row, qint64 at, Change &change) const;
    void decideFailure(ContextRow &row, const Plan &plan, const Error &error, qint64 retryAfterUs, qint64 at, Change &change) const;
    [[nodiscard]] Result<std::vector<Spawn>> childrenToMake(WriteScope &scope, const ContextRow &row, const Plan &plan,
                                                            const StepRecord &record) const;
    [[nodiscard]] Result<void> spawn(WriteScope &scope, const ContextRow &parent, int node, int visit, const std::vector<Spawn> &children) const;
    [[nodiscard]] Result<void> collect(WriteScope &scope, ContextRow &row, const Plan &plan, bool cancelsRest) const;
    [[nodiscard]] Result<bool> findHolder(WriteScope &scope, Way::Place &place) const;
    /// Where a child stands whose parent is done again too.
    struct Stand
    {
        std::optional<ContextKey> parent; ///< the new one; nothing: in the holder's slot
        qint64 fork = 0;
    };
    [[nodiscard]] Result<ContextRow> takePlaces(WriteScope &scope, const Way &way, int node, qint64 actor) const;
    [[nodiscard]] Result<qint64> waitAgain(WriteScope &scope, const Way::Place &place, const Way::Place &child, ContextRow row, qint64 actor) const;
    [[nodiscard]] Result<void> keepAnswer(WriteScope &scope, const ForkChild &child, const ContextRow &parent, qint64 fork) const;
    [[nodiscard]] Result<ContextRow> standIn(WriteScope &scope, const Way::Place &place, int node, const Json &data, const Stand &stand,
                                             qint64 actor) const;
    /// Those that are still on their way.
    [[nodiscard]] Result<void> cancelChildren(WriteScope &scope, ContextKey key, qint64 actor) const;

    Options m_options;
};

} // namespace Millrace
