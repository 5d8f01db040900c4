// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/ledger.h"

namespace Millrace {

/// Who acts at the desk.
struct Reviewer
{
    qint64 key = 0;
    QString name;
    QString kind; ///< person, agent, system
};

/// What somebody answers to an item.
struct ReviewAnswer
{
    QString id; ///< of the decision: the same again is the same decision
    ReviewKind kind = ReviewKind::Approved;
    std::optional<qint64> revision; ///< of the item as they saw it
    Json answers = Json::object();
    QString note;
    std::optional<Json> data; ///< the whole document's data as it should be
    std::optional<Json> patch; ///< or what changes in it
    QStringList seen; ///< fields of the form whose suggestion was on the screen
    QString rerunFrom; ///< of a rejection: the node to run it again from
    qint64 tookUs = 0;
    QString proposal; ///< id of the one that is taken
    QString mergedFrom; ///< name of the pack it came in
    std::optional<qint64> at; ///< when, where that was elsewhere
    std::optional<qint64> corrects;
};

struct ReviewDecided
{
    ReviewDecision decision;
    ReviewItem item;
    QString context; ///< id
    ContextStatus status = ContextStatus::AwaitingReview;
    bool isRepeated = false; ///< it came before, and nothing was done again
};

struct ReviewUndone
{
    ReviewDecision decision;
    ReviewItem item; ///< open again, or the one that follows it
    bool inPlace = true;
    QString context; ///< id of the item's
    QString superseded; ///< id of the context that was left behind, of a child whose parent had gone on the parent's; empty: none
    bool wasCancelled = false; ///< that one was under way
};

/// The review desk: hands items out, takes decisions and takes them back, in the engine's transaction.
///
/// Stateless but for its options. Invariants:
/// 1. A decision has an id of its maker's; the same id again changes nothing and is answered with what it came to.
/// 2. An item is decided once, in the commit that sends its context on; what several people were asked is decided by the last of them.
/// 3. Nobody gets an item that another holds, that they have answered, or that its author is not finished with.
/// 4. Nothing is deleted: what is taken back is marked, and its question is asked again (Ledger::reopen, Ledger::askAgain).
/// 5. An agent never decides on what it proposed, brought in or changed; the system never decides.
/// 6. In a pack, decisions are only kept: its contexts stay where they are.
class ReviewDesk
{
public:
    struct Options
    {
        const Ledger *ledger = nullptr;
        std::function<Result<std::shared_ptr<const Plan>>(WriteScope &, qint64)> plan;
    };

    explicit ReviewDesk(Options options)
        : m_options(std::move(options))
    {}

    /// The next items for this reviewer, theirs until then; `fresh`: none that they hold already.
    [[nodiscard]] Result<QList<qint64>> claimNext(WriteScope &scope, const Reviewer &who, ReviewFilter filter, ReviewOrder order, int limit,
                                                  qint64 leaseUs, bool fresh) const;
    /// This one. Conflict, with `by` and `until`, where another holds it and it is not taken over; Conflict where it is not open.
    [[nodiscard]] Result<void> claim(WriteScope &scope, const Reviewer &who, ReviewItem &item, qint64 leaseUs, bool takesOver) const;
    /// False where it is another's by now, or not open.
    [[nodiscard]] Result<bool> renew(WriteScope &scope, const Reviewer &who, ReviewItem &item, qint64 leaseUs) const;
    /// What another holds only where that is meant (`others`), which stays in the item's log. False: there was nothing to give back.
    [[nodiscard]] Result<bool> release(WriteScope &scope, const Reviewer &who, ReviewItem &item, bool others) const;
    [[nodiscard]] Result<void> assign(WriteScope &scope, const Reviewer &who, ReviewItem &item, std::optional<qint64> to) const;
    /// The author's own state: finished, or at it again.
    [[nodiscard]] Result<bool> setAuthorFinished(WriteScope &scope, const Reviewer &who, ReviewItem &item, bool finished, const QString &note) const;
    [[nodiscard]] Result<void> change(WriteScope &scope, const Reviewer &who, ReviewItem &item, const Json &data) const;

    [[nodiscard]] Result<ReviewDecided> decide(WriteScope &scope, const Reviewer &who, ReviewItem item, const ReviewAnswer &answer) const;
    /// Kept beside the item for others to take.
    [[nodiscard]] Result<ReviewDecision> propose(WriteScope &scope, const Reviewer &who, const ReviewItem &item, const ReviewAnswer &answer) const;
    /// Takes a decision back. `asCorrected`: the next one takes its place. Conflict, with nothing written, where its question cannot be asked again
    /// (Ledger::wayOf).
    [[nodiscard]] Result<ReviewUndone> undo(WriteScope &scope, const Reviewer &who, ReviewDecision decision, bool asCorrected = false) const;

private:
    [[nodiscard]] Result<void> takeBackVerdict(WriteScope &scope, const Reviewer &who, ReviewItem &item, const Ledger::Way &way, qint64 at,
                                               ReviewUndone &undone) const;
    [[nodiscard]] Result<void> takeBackEffects(WriteScope &scope, ContextKey context, qint64 since) const;
    [[nodiscard]] Result<void> checkMayDecide(WriteScope &scope, const Reviewer &who, const ReviewItem &item, const QString &pack) const;
    [[nodiscard]] Result<ReviewDecision> checked(WriteScope &scope, const Reviewer &who, const ReviewItem &item, const ReviewAnswer &answer,
                                                 const Json &before, const Json &config) const;
    [[nodiscard]] Result<ReviewDecided> kept(WriteScope &scope, ReviewItem item, ReviewDecision decision) const;
    [[nodiscard]] Result<ReviewDecided> settled(WriteScope &scope, const Reviewer &who, ReviewItem item, ReviewDecision decision, const Json &before,
                                                const Plan &plan, int node) const;
    [[nodiscard]] Result<void> note(WriteScope &scope, const ReviewItem &item, const Reviewer &who, ReviewEventKind kind,
                                    std::optional<qint64> other = {}, const QString &text = {}) const;

    Options m_options;
};

/// Whether the workspace is a pack: decisions are only kept in it.
[[nodiscard]] Result<bool> isPack(Catalog &catalog);

} // namespace Millrace
