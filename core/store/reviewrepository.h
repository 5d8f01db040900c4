// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/records.h"
#include "sdk/json.h"
#include "store/sqlite.h"

#include <QHash>
#include <QList>

#include <limits>
#include <optional>

namespace Millrace {

/// Stored: never renumber.
enum class ReviewState : quint8 { Open = 0, Decided = 1, TimedOut = 2, Withdrawn = 3 };
enum class ReviewKind : quint8 { Approved = 0, Rejected = 1, Edited = 2, Escalated = 3, Skipped = 4 };
enum class DecisionState : quint8 { Standing = 0, Undone = 1, Corrected = 2, Proposed = 3, Taken = 4, Declined = 5 };
enum class ReviewEventKind : quint8 {
    TakenOver = 0,
    Released = 1,
    Assigned = 2,
    AuthorFinished = 3,
    Returned = 4,
    Escalated = 5,
    Reopened = 6,
    AskedAgain = 7,
    Packed = 8,
    Changed = 9,
    NoAgreement = 10,
};

[[nodiscard]] QLatin1StringView reviewStateName(ReviewState state);
[[nodiscard]] std::optional<ReviewState> reviewStateFromName(QStringView name);
[[nodiscard]] QLatin1StringView reviewKindName(ReviewKind kind);
[[nodiscard]] std::optional<ReviewKind> reviewKindFromName(QStringView name);
[[nodiscard]] QLatin1StringView decisionStateName(DecisionState state);
[[nodiscard]] QLatin1StringView reviewEventName(ReviewEventKind kind);

/// A question to people about a context, open or not.
struct ReviewItem
{
    qint64 key = 0;
    QString id;
    ContextKey context = 0;
    qint64 version = 0; ///< key of the pipeline version
    QString pipeline; ///< its id
    QString node; ///< its id
    int visit = 1;
    ReviewState state = ReviewState::Open;
    qint64 revision = 0; ///< raised by every change of what is asked: claims and other people's answers are none
    std::optional<ReviewKind> verdict;
    qint64 confidence = -1; ///< millionths; -1: there is none
    QString label;
    std::optional<qint64> assignee;
    std::optional<qint64> claimedBy;
    qint64 claimedAt = 0;
    qint64 claimUntil = 0; ///< what is past is no claim
    QString pack; ///< name of the file it was given away in
    bool authorFinished = true;
    int needed = 1; ///< so many people are asked
    int made = 0; ///< decisions of them that stand
    bool escalated = false;
    bool isCheck = false; ///< was sure enough to go on by itself, and was drawn
    std::optional<int> decidedStep; ///< of the context: the verdict
    std::optional<qint64> decidedRevision; ///< of the context then
    std::optional<qint64> follows; ///< the item that is asked again
    qint64 askedAt = 0;
    std::optional<qint64> closedAt;
    QByteArray body; ///< JSON: the suspension

    [[nodiscard]] bool isClaimedAt(qint64 now) const { return claimedBy && claimUntil > now; }
    friend bool operator==(const ReviewItem &, const ReviewItem &) = default;
};

/// What somebody answered, or proposed.
struct ReviewDecision
{
    qint64 key = 0;
    QString id; ///< made by whoever decides: the same again is the same decision
    qint64 item = 0;
    ContextKey context = 0;
    ReviewKind kind = ReviewKind::Approved;
    DecisionState state = DecisionState::Standing;
    QString port; ///< by which the context left, where this decision settled it
    qint64 actor = 0;
    qint64 at = 0;
    qint64 tookUs = 0;
    std::optional<qint64> corrects;
    std::optional<qint64> changedBy;
    std::optional<qint64> changedAt;
    Json body; ///< {"answers","note","edit","rerun_from","merged_from"}, each where there is one

    friend bool operator==(const ReviewDecision &, const ReviewDecision &) = default;
};

struct ReviewComment
{
    qint64 key = 0;
    QString id;
    qint64 item = 0;
    ContextKey context = 0;
    std::optional<qint64> replyTo;
    qint64 actor = 0;
    qint64 at = 0;
    std::optional<qint64> resolvedBy;
    std::optional<qint64> resolvedAt;
    Json body; ///< {"text","field","from","to"}

    friend bool operator==(const ReviewComment &, const ReviewComment &) = default;
};

struct ReviewEvent
{
    qint64 item = 0;
    qint64 at = 0;
    qint64 actor = 0;
    ReviewEventKind kind = ReviewEventKind::TakenOver;
    std::optional<qint64> other;
    QString note;

    friend bool operator==(const ReviewEvent &, const ReviewEvent &) = default;
};

enum class ReviewOrder : quint8 { Confidence, ConfidenceDown, Age, Newest };
enum class ReviewClaim : quint8 { Any, Mine, Others, Nobody };

/// Which items; what is not set is not asked for.
struct ReviewFilter
{
    ReviewState state = ReviewState::Open;
    QString pipeline;
    QString node;
    std::optional<QString> label;
    std::optional<qint64> assignee; ///< 0: nobody
    ReviewClaim claim = ReviewClaim::Any;
    std::optional<qint64> confidenceFrom; ///< millionths
    std::optional<qint64> confidenceTo;
    QString text; ///< in the title
    std::optional<QList<qint64>> among; ///< of these keys alone
    std::optional<bool> escalated;
    std::optional<bool> authorFinished;

    friend bool operator==(const ReviewFilter &, const ReviewFilter &) = default;
};

/// Who looks, and when: claims are somebody's, and end.
struct ReviewViewer
{
    qint64 actor = 0;
    qint64 now = 0;
};

/// An item as lists show it.
struct ReviewRow
{
    ReviewItem item;
    QString contextId;
    QString title;
    QString type;
    QString pipelineTitle;
    int version = 0;
    std::optional<qint64> dueAt;
    int openComments = 0;
    int comments = 0;
    QString follows; ///< id
};

/// What one person did.
struct ReviewerSum
{
    qint64 actor = 0;
    ReviewKind kind = ReviewKind::Approved;
    qint64 total = 0;
    qint64 sinceDay = 0;
    qint64 sinceHour = 0;
};

/// Reviews: what is asked, who holds it, what was answered. Reads work on any connection, writes inside the engine's transaction.
/// What is read is held against its hash: WorkspaceDamaged.
class ReviewRepository
{
public:
    explicit ReviewRepository(Connection &db)
        : m_db(db)
    {}

    /// Adds it, and sets its key.
    [[nodiscard]] Result<void> add(ReviewItem &item);
    /// Everything that can change.
    [[nodiscard]] Result<void> save(const ReviewItem &item);
    /// Who holds it, and nothing else.
    [[nodiscard]] Result<void> setClaim(const ReviewItem &item);
    /// The context's open item, if it has one, ends so; its id.
    [[nodiscard]] Result<QStringList> closeOpen(ContextKey context, ReviewState how, qint64 now);
    [[nodiscard]] Result<std::optional<ReviewItem>> find(const QString &id);
    [[nodiscard]] Result<std::optional<ReviewItem>> find(qint64 key);
    /// The context's open item, else its last one.
    [[nodiscard]] Result<std::optional<ReviewItem>> ofContext(ContextKey context);
    /// The one that asks this one again.
    [[nodiscard]] Result<std::optional<ReviewItem>> following(qint64 item);

    /// Whether next() finds them by an index. What it has to look for among all that wait is nothing for the engine's thread.
    [[nodiscard]] static bool isQuick(const ReviewFilter &filter, ReviewOrder order);
    /// The next items that this person can take in that order, those held already first; never one of another's, nor one they have answered.
    [[nodiscard]] Result<QList<qint64>> next(const ReviewFilter &filter, ReviewOrder order, const ReviewViewer &who, int limit);
    /// Items after a cursor (empty: from the first), and the next cursor (empty: there are no more).
    [[nodiscard]] Result<QList<qint64>> list(const ReviewFilter &filter, ReviewOrder order, const ReviewViewer &who, const QString &after, int limit,
                                             QString &next);
    [[nodiscard]] Result<QList<ReviewRow>> rows(const QList<qint64> &keys);
    struct Counts
    {
        qint64 all = 0;
        qint64 claimed = 0;
        qint64 mine = 0;
        qint64 unassigned = 0;
    };
    [[nodiscard]] Result<Counts> count(const ReviewFilter &filter, const ReviewViewer &who);
    struct Facet
    {
        QString pipeline;
        QString node;
        QString text; ///< a label
        std::optional<qint64> person;
        qint64 version = 0;
        qint64 open = 0;
    };
    [[nodiscard]] Result<QList<Facet>> places();
    [[nodiscard]] Result<QList<Facet>> labels();
    [[nodiscard]] Result<QList<Facet>> assignees();

    /// Adds it, and sets its key. AlreadyExists where the id is taken.
    [[nodiscard]] Result<void> addDecision(ReviewDecision &decision);
    [[nodiscard]] Result<void> saveDecision(const ReviewDecision &decision);
    /// Whether this person proposed something on the item, or on those that it asks again. What they decided there and was taken back is no more
    /// than that.
    [[nodiscard]] Result<bool> hasProposed(qint64 item, qint64 actor);
    /// The item is settled: what nobody took is declined.
    [[nodiscard]] Result<void> closeProposals(qint64 item, qint64 actor, qint64 now);
    /// It is not settled after all: what was taken or declined since then is open again.
    [[nodiscard]] Result<void> reopenProposals(qint64 item, qint64 since);
    /// Hangs what stands or is proposed on another item: the question was asked again.
    [[nodiscard]] Result<void> moveStanding(qint64 from, qint64 to);
    [[nodiscard]] Result<std::optional<ReviewDecision>> findDecision(const QString &id);
    [[nodiscard]] Result<std::optional<ReviewDecision>> correctedBy(qint64 decision);
    [[nodiscard]] Result<QList<ReviewDecision>> decisionsOf(qint64 item);
    /// What this person decided last and still stands; before another decision, where its key is given.
    [[nodiscard]] Result<std::optional<ReviewDecision>> lastStanding(qint64 actor, qint64 before = std::numeric_limits<qint64>::max());
    /// The newest before a key (0: all), of one person (0: everybody) and one pipeline (empty: all); proposals are left out.
    [[nodiscard]] Result<QList<ReviewDecision>> decisions(qint64 actor, const QString &pipeline, const QString &node, bool standing, qint64 before,
                                                          int limit);

    [[nodiscard]] Result<void> addComment(ReviewComment &comment);
    [[nodiscard]] Result<void> saveComment(const ReviewComment &comment);
    [[nodiscard]] Result<std::optional<ReviewComment>> findComment(const QString &id);
    /// Of the context and of those it does again.
    [[nodiscard]] Result<QList<ReviewComment>> comments(ContextKey context);

    [[nodiscard]] Result<void> addEvent(const ReviewEvent &event);
    [[nodiscard]] Result<QList<ReviewEvent>> events(qint64 item);

    [[nodiscard]] Result<QList<ReviewerSum>> sums(const QString &pipeline, const QString &node, qint64 day, qint64 hour);
    /// How long the last decisions took, by person: at most `limit` each way.
    [[nodiscard]] Result<QHash<qint64, QList<qint64>>> paces(const QString &pipeline, const QString &node, int limit);
    /// Standing verdicts of items that several people were asked: item, person, kind.
    struct Rating
    {
        qint64 item = 0;
        qint64 actor = 0;
        ReviewKind kind = ReviewKind::Approved;
    };
    [[nodiscard]] Result<QList<Rating>> ratings(const QString &pipeline, const QString &node);
    [[nodiscard]] Result<QHash<ReviewState, qint64>> states(const QString &pipeline, const QString &node);

    /// A context that took another's place, and what it was made of.
    struct Heir
    {
        ContextKey context = 0;
        ContextKey source = 0;
        int fromStep = 0;
    };
    /// Those that took a context's place, one after the other: the last has it now.
    [[nodiscard]] Result<QList<Heir>> heirs(ContextKey context);
    /// Says that another has its place: where that was made of neither's whole past.
    [[nodiscard]] Result<void> supersede(ContextKey context, ContextKey by);

    /// What went outside, or is on its way there, from then on until another moment: of a context, what took its place, the children that they made,
    /// and the parents that went on with what became of them.
    struct Sent
    {
        qint64 effect = 0;
        QString target;
        QString address;
        int state = 0;
        qint64 at = 0;
    };
    [[nodiscard]] Result<QList<Sent>> sentSince(ContextKey context, qint64 at, qint64 until = std::numeric_limits<qint64>::max());
    /// Whether this actor brought the context in, or one that it comes from, or changed its document.
    [[nodiscard]] Result<bool> isWorkOf(ContextKey context, qint64 actor);
    /// The wall clock was set back: claims end so much earlier.
    [[nodiscard]] Result<void> setClaimsBack(qint64 now, qint64 us);

private:
    Connection &m_db;
};

} // namespace Millrace
