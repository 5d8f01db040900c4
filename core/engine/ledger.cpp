// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ledger.h"

#include "sdk/id.h"
#include "sdk/stepwire.h"
#include "store/codec.h"

#include <QFile>

#include <algorithm>
#include <cstring>
#include <tuple>
#include <utility>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

QString titleOf(const Json &data, const QString &source)
{
    const QString title = data.value("title").toString();
    return (title.isEmpty() ? source.section(u'/', -1) : title).left(500);
}

/// What the submission said that the columns do not: empty for a plain one.
QByteArray envelopeOf(const ContextDocument &document, const Plan &plan)
{
    Json envelope = Json::object();
    if (document.pipeline.isArray() && document.pipeline != plan.definition().shorthand() && document.completedComponents().isEmpty() == false)
        envelope.insert("pipeline", document.pipeline);
    if (!document.processing.isNull())
        envelope.insert("processing", document.processing);
    if (document.status != ContextStatus::Pending)
        envelope.insert("status", statusName(document.status));
    if (document.updatedAt != 0)
        envelope.insert("updated_at", document.updatedAt);
    if (!document.extra.isEmpty())
        envelope.insert("extra", document.extra);
    return envelope.isEmpty() ? QByteArray() : envelope.toBytes();
}

/// Visits per node as stored: two bytes each.
int visitOf(const QByteArray &visits, int node)
{
    quint16 value = 0;
    if (visits.size() >= (node + 1) * 2)
        std::memcpy(&value, visits.constData() + static_cast<qsizetype>(node) * 2, sizeof value);
    return value;
}

void setVisit(QByteArray &visits, int node, int visit)
{
    if (visits.size() < (node + 1) * 2)
        visits.resize((node + 1) * 2, '\0');
    const auto value = static_cast<quint16>(visit);
    std::memcpy(visits.data() + static_cast<qsizetype>(node) * 2, &value, sizeof value);
}

Result<void> keepLarge(WriteScope &scope, ContextKey key, const NewSubmission::LargeData &large)
{
    QFile file(large.path);
    if (!file.open(QIODevice::ReadOnly) || !file.seek(large.from))
        return fail(ErrorCode::FileUnreadable, u"%1: %2"_s.arg(large.path, file.errorString()));
    return scope.contexts.addKeyframe(key, 0, file, large.to - large.from);
}

constexpr qint64 kKeepInMemory = 64 * 1024; ///< larger documents wait in the store alone
constexpr int kDeepestChild = 32;
constexpr qint64 kMostChildren = 100'000;

/// Whether a parent counts a child in this state as ended, and as failed.
int countsAsEnded(ContextStatus status)
{
    return isFinal(status) ? 1 : 0;
}

int countsAsFailed(ContextStatus status)
{
    return status == ContextStatus::Failed || status == ContextStatus::Quarantined ? 1 : 0;
}

/// What a suspended step waits for, for its history.
QString waitWords(const Suspension &suspension)
{
    const QString question = suspension.question.value("question").toString();
    switch (suspension.what) {
    case Suspension::For::Children:
        return suspension.need > 0 ? u"It waits for %1 of its children."_s.arg(suspension.need) : u"It waits for its children."_s;
    case Suspension::For::Review:
        return question.isEmpty() ? u"It waits for a person."_s : question;
    case Suspension::For::Signal:
        return u"It waits for the signal \"%1\"."_s.arg(suspension.signal);
    case Suspension::For::Time:
        return u"It waits until its time has come."_s;
    }
    Q_UNREACHABLE_RETURN({});
}

/// What a document carries along when it leaves a node by `error`.
Edit errorEdit(const PlanNode &node, const Error &error, int attempts)
{
    Edit edit;
    edit.set("error", Json::object({{"node", node.node.id}, {"code", errorCodeName(error.code)}, {"message", error.text}, {"attempts", attempts}}));
    return edit;
}

} // namespace

struct Ledger::Change
{
    struct Entry
    {
        NewTransition transition;
        const StepRecord *record = nullptr; ///< for lineage, model use and keyframe of a finished step
    };

    explicit Change(const ContextRow &row)
        : before(row)
        , expectedRevision(row.revision)
    {}

    std::vector<Entry> entries;
    ContextRow before;
    qint64 expectedRevision = 0;
    qint64 at = 0;
    std::optional<QString> outcome;
    QByteArray reason;

    void started(const ContextRow &row, qint64 when, qint64 actor, ContextStatus from)
    {
        NewTransition t;
        t.context = row.key;
        t.at = when;
        t.kind = TransitionKind::Started;
        t.from = from;
        t.to = ContextStatus::Processing;
        t.node = row.node;
        t.visit = row.visit;
        t.attempt = row.attempt;
        t.actor = actor;
        entries.push_back({t, nullptr});
        at = when;
    }
};

struct Ledger::Spawn
{
    std::shared_ptr<const Plan> plan;
    int node = 0;
    Json data;
};

Result<Ledger::Submission> Ledger::submit(WriteScope &scope, const NewSubmission &submission) const
{
    const ContextDocument &document = submission.document;
    Submission done;
    done.id = document.id.isEmpty() ? newId() : document.id;
    const qint64 digest = contentHash(submission.digestBytes);
    if (!document.id.isEmpty()) {
        const auto known = scope.contexts.identify(document.id);
        if (!known)
            return std::unexpected(known.error());
        if (*known && (*known)->digest == digest) {
            done.what = Submitted::Unchanged;
            done.row.key = (*known)->key;
            return done;
        }
        if (*known)
            return fail(ErrorCode::ContextExists, u"there is a context \"%1\" already, with other content"_s.arg(document.id));
    }

    NewContext context;
    ContextRow &row = context.row;
    row.id = done.id;
    row.type = document.type.isEmpty() ? u"document"_s : document.type;
    row.pipeline = submission.plan->key();
    row.run = submission.run;
    row.priority = submission.priority;
    row.node = submission.plan->first();
    const Sealed keyframe = submission.large ? Sealed() : submission.keyframe ? *submission.keyframe : seal(document.data.toBytes());
    row.bytes = submission.large ? submission.large->to - submission.large->from : keyframe.size;
    if (const auto start = parseIso(document.processing.value("start_time").toString()))
        row.startAt = *start;
    const auto resume = submission.plan->resumeAt(document.completedComponents());
    if (submission.refusal) {
        row.status = ContextStatus::Quarantined;
        context.reason = submission.refusal->toJson().toBytes();
    } else if (isFinal(document.status) || document.status == ContextStatus::Failed || document.status == ContextStatus::Quarantined) {
        row.status = document.status;
    } else if (!resume) {
        row.status = ContextStatus::Completed; // every component has run already
    } else {
        row.status = ContextStatus::Pending;
        row.dueAt = scope.now;
    }
    row.node = isFinal(row.status) ? -1 : resume.value_or(row.node);
    if (row.status == ContextStatus::Completed)
        row.endAt = parseIso(document.processing.value("end_time").toString()).value_or(document.updatedAt ? document.updatedAt : scope.now);

    context.title = titleOf(document.data, submission.source);
    context.actor = submission.actor;
    context.createdAt = document.createdAt ? document.createdAt : scope.now;
    context.updatedAt = document.updatedAt ? document.updatedAt : context.createdAt;
    context.digest = digest;
    context.envelope = envelopeOf(document, *submission.plan);
    const auto key = scope.contexts.insert(context);
    if (!key)
        return std::unexpected(key.error());
    row.key = *key;
    const auto stored = submission.large ? keepLarge(scope, row.key, *submission.large) : scope.contexts.addKeyframe(row.key, 0, keyframe);
    if (!stored)
        return std::unexpected(stored.error());
    if (!submission.rawBytes.isEmpty()) {
        if (auto kept = scope.contexts.keepRawInput(row.key, submission.source, submission.rawBytes); !kept)
            return std::unexpected(kept.error());
    }
    scope.tally.add(row, 1);
    scope.added.append(row.key);
    if (row.dueAt)
        scope.dispatch.emplace_back(row, row.bytes <= kKeepInMemory ? std::optional(document.data) : std::nullopt);
    done.row = row;
    return done;
}

Result<bool> Ledger::write(WriteScope &scope, ContextRow &row, Change &change) const
{
    row.revision = change.expectedRevision + 1;
    for (const Change::Entry &entry : change.entries) {
        if (!isTransitionAllowed(entry.transition.from, entry.transition.to))
            return fail(
                ErrorCode::TransitionRefused,
                u"context \"%1\" is %2 and cannot become %3"_s.arg(row.id, statusName(entry.transition.from), statusName(entry.transition.to)),
                Json::object({{"id", row.id}, {"from", statusName(entry.transition.from)}, {"to", statusName(entry.transition.to)}}));
    }
    const auto updated = scope.contexts.update(row, change.expectedRevision, {change.at, change.outcome, change.reason, change.before.status != row.status});
    if (!updated || !*updated)
        return updated;
    for (const Change::Entry &entry : change.entries) {
        const auto seq = scope.contexts.append(entry.transition);
        if (!seq)
            return std::unexpected(seq.error());
        scope.sequence = *seq;
        if (!entry.record)
            continue;
        if (auto kept = keep(scope, row.key, *seq, entry.transition, *entry.record); !kept)
            return std::unexpected(kept.error());
        if (row.dry)
            continue; // what hears of events would take it for the real thing
        if (auto published = publish(scope, row.key, entry.transition, *entry.record); !published)
            return std::unexpected(published.error());
    }
    const ContextRow &before = change.before;
    if (isOver(row.status) && !isOver(before.status))
        scope.rested.append(row.key);
    if (before.waits != Waiting::No && row.waits == Waiting::No) {
        if (auto resumed = scope.forks.resume(row.key); !resumed)
            return std::unexpected(resumed.error());
    }
    if (before.status != row.status || before.node != row.node || before.bytes != row.bytes) {
        scope.tally.add(before, -1);
        scope.tally.add(row, 1);
    }
    if (row.origin == ContextOrigin::Child) {
        const int ended = countsAsEnded(row.status) - countsAsEnded(before.status);
        const int failed = countsAsFailed(row.status) - countsAsFailed(before.status);
        if (ended != 0 || failed != 0) {
            const auto parent = scope.forks.count(row.key, ended, failed);
            if (!parent)
                return std::unexpected(parent.error());
            if (*parent)
                scope.parents.insert(**parent);
        }
    }
    scope.updated.append(row.key);
    return true;
}

bool Ledger::isOver(ContextStatus status)
{
    return countsAsEnded(status) + countsAsFailed(status) > 0;
}

Result<void> Ledger::publish(WriteScope &scope, ContextKey key, const NewTransition &transition, const StepRecord &record) const
{
    for (const EventDraft &event : record.result.events) {
        const auto seq = scope.events.publish({.topic = event.topic,
                                               .key = event.key,
                                               .at = transition.at,
                                               .context = key,
                                               .actor = transition.actor,
                                               .payload = event.payload.toBytes()});
        if (!seq)
            return std::unexpected(seq.error());
        scope.lastEvent = *seq;
    }
    return {};
}

Result<void> Ledger::keep(WriteScope &scope, ContextKey key, qint64 seq, const NewTransition &transition, const StepRecord &record) const
{
    if (record.keyframe) {
        if (auto kept = scope.contexts.addKeyframe(key, transition.step, *record.keyframe); !kept)
            return kept;
    }
    if (record.lineage) {
        if (auto kept = scope.contexts.addLineage(seq, key, *record.lineage); !kept)
            return kept;
    }
    for (const Usage &usage : record.result.usage) {
        if (auto kept = scope.contexts.addModelUse(seq, usage.provider, usage.model, usage.tokensIn, usage.tokensOut, usage.costMicros); !kept)
            return kept;
    }
    if (record.cacheKey.isEmpty() || record.result.error)
        return {};
    return record.wasKept ? scope.cache.countHit(record.cacheKey, record.component, scope.now)
                          : scope.cache.countMiss(record.cacheKey, record.component, record.toKeep, scope.now);
}

/// Puts the context at a node. False: it has been there too often.
bool Ledger::enter(ContextRow &row, const Plan &plan, int node) const
{
    if (plan.node(node).inLoop || !row.visits.isEmpty()) {
        if (row.visits.isEmpty() && row.node >= 0)
            setVisit(row.visits, row.node, row.visit);
        setVisit(row.visits, node, visitOf(row.visits, node) + 1);
        row.visit = visitOf(row.visits, node);
    } else {
        row.visit = 1;
    }
    row.node = node;
    row.attempt = 0;
    row.attemptBase = 0;
    return !plan.node(node).inLoop || row.visit <= plan.node(node).node.limits.maxVisits;
}

/// The way on to the next node, or the end of the way: a child that comes to a join has nothing more to do.
void Ledger::goOn(ContextRow &row, const Plan &plan, int node, qint64 at, Change &change) const
{
    if (plan.node(node).isJoin() && row.origin == ContextOrigin::Child && row.forks == 0) {
        row.status = ContextStatus::Completed;
        row.node = -1;
        row.endAt = change.at;
        row.dueAt.reset();
        change.outcome = u"joined"_s;
        return;
    }
    row.status = ContextStatus::Processing;
    row.dueAt = at;
    if (enter(row, plan, node))
        return;
    const Error error = Error::make(ErrorCode::LoopLimit,
                                    u"it came to \"%1\" for the %2th time; %3 are allowed"_s.arg(plan.node(node).node.id)
                                        .arg(row.visit)
                                        .arg(plan.node(node).node.limits.maxVisits));
    row.dueAt.reset();
    row.status = ContextStatus::Quarantined;
    change.reason = error.toJson().toBytes();
}

Result<bool> Ledger::start(WriteScope &scope, ContextRow &row, const Plan &) const
{
    Change change(row);
    begin(row, scope.now, change);
    return write(scope, row, change);
}

/// An attempt starts, by the engine's own hand.
void Ledger::begin(ContextRow &row, qint64 at, Change &change) const
{
    const ContextStatus from = row.status;
    ++row.attempt;
    row.status = ContextStatus::Processing;
    row.started = true;
    row.epoch = m_options.epoch;
    row.dueAt.reset();
    if (!row.startAt)
        row.startAt = at;
    change.started(row, at, m_options.systemActor, from);
}

void Ledger::decideFailure(ContextRow &row, const Plan &plan, const Error &error, qint64 retryAfterUs, qint64 at, Change &change) const
{
    const PlanNode &node = plan.node(row.node);
    const RetryPolicy &retry = node.node.retry;
    const int tried = row.attempt - row.attemptBase;
    row.started = false;
    row.dueAt.reset();
    Error reason = error;
    if (error.category == ErrorCategory::Retryable) {
        if (tried < retry.maxAttempts) {
            row.status = ContextStatus::Retrying;
            row.dueAt = at + std::max(retry.delayUs(tried, m_options.random()), retryAfterUs);
            change.reason = reason.toJson().toBytes();
            return;
        }
        reason = Error::make(ErrorCode::AttemptsExhausted, u"all %1 attempts failed; the last: %2"_s.arg(tried).arg(error.text),
                             Json::object({{"last", error.toJson()}, {"attempts", tried}}));
    }
    change.reason = reason.toJson().toBytes();
    const Edit edit = errorEdit(node, reason, tried);
    const auto told = edit.appliedTo(Json::object());
    if (const auto next = plan.next(row.node, u"error"_s, told ? *told : Json::object())) {
        // The way for what failed is a step like any other: the document says along it what went wrong.
        NewTransition &finished = change.entries.back().transition;
        finished.step = ++row.steps;
        finished.edit = edit.toJson().toBytes();
        row.bytes += finished.edit.size();
        row.waits = Waiting::No;
        goOn(row, plan, *next, at, change);
        return;
    }
    row.status = error.category == ErrorCategory::Fatal ? ContextStatus::Failed : ContextStatus::Quarantined;
}

Result<std::vector<Ledger::Spawn>> Ledger::childrenToMake(WriteScope &scope, const ContextRow &row, const Plan &plan, const StepRecord &record) const
{
    std::vector<Spawn> children;
    if (record.result.children.isEmpty())
        return children;
    const auto depth = scope.forks.depth(row.key);
    if (!depth)
        return std::unexpected(depth.error());
    if (*depth >= kDeepestChild)
        return fail(ErrorCode::NestingLimit, u"%1 contexts stand above this one already; that is as deep as it goes"_s.arg(*depth));
    const std::shared_ptr<const Plan> mine = plan.shared_from_this();
    for (const ChildDocument &child : record.result.children) {
        if (!child.pipeline.isEmpty()) {
            auto other = m_options.findPlan(scope, child.pipeline, child.version);
            if (!other)
                return std::unexpected(other.error());
            const int first = (*other)->first();
            children.push_back({std::move(*other), first, child.data});
        } else {
            for (const int node : plan.allNext(record.node, child.port, child.data))
                children.push_back({mine, node, child.data});
        }
        if (static_cast<qint64>(children.size()) > kMostChildren)
            return fail(ErrorCode::InputInvalid, u"a step can make %1 children at most"_s.arg(kMostChildren));
    }
    return children;
}

Result<void> Ledger::spawn(WriteScope &scope, const ContextRow &parent, int node, int visit, const std::vector<Spawn> &children) const
{
    const auto fork = scope.forks.addFork(parent.key, node, visit, static_cast<qint64>(children.size()));
    if (!fork)
        return std::unexpected(fork.error());
    int position = 0;
    qint64 ended = 0;
    for (const Spawn &child : children) {
        NewContext context;
        ContextRow &row = context.row;
        row.id = newId();
        row.type = parent.type;
        row.pipeline = child.plan->key();
        row.run = parent.run;
        row.priority = parent.priority;
        row.dry = parent.dry;
        row.origin = ContextOrigin::Child;
        row.node = child.node;
        row.status = ContextStatus::Pending;
        row.dueAt = scope.now;
        if (child.plan->node(child.node).isJoin()) {
            // From the split straight to the join: there is nothing to do on the way.
            row.status = ContextStatus::Completed;
            row.node = -1;
            row.dueAt.reset();
            row.endAt = scope.now;
            ++ended;
        }
        const Sealed keyframe = seal(child.data.toBytes());
        row.bytes = keyframe.size;
        context.parent = parent.key;
        context.title = titleOf(child.data, parent.id);
        context.actor = m_options.systemActor;
        context.createdAt = context.updatedAt = scope.now;
        const auto key = scope.contexts.insert(context);
        if (!key)
            return std::unexpected(key.error());
        row.key = *key;
        if (auto kept = scope.contexts.addKeyframe(row.key, 0, keyframe); !kept)
            return kept;
        if (auto kept = scope.forks.addChild(row.key, *fork, position++); !kept)
            return kept;
        scope.tally.add(row, 1);
        scope.added.append(row.key);
        if (row.dueAt)
            scope.dispatch.emplace_back(row, child.data);
        else if (const auto counted = scope.forks.count(row.key, 1, 0); !counted)
            return std::unexpected(counted.error());
    }
    scope.parents.insert(parent.key);
    return {};
}

/// The step stays where it is, and what it waits for is written down.
Result<void> Ledger::suspend(WriteScope &scope, ContextRow &row, const StepRecord &record, Change &change) const
{
    const Suspension &suspension = *record.result.suspension;
    const bool asksPerson = suspension.what == Suspension::For::Review;
    row.status = asksPerson ? ContextStatus::AwaitingReview : ContextStatus::Processing;
    row.waits = Waiting::Suspended;
    row.attemptBase = row.attempt; // going on is no second attempt
    if (suspension.timeoutUs > 0)
        row.dueAt = record.finishedAt + suspension.timeoutUs;
    change.entries.back().transition.kind = TransitionKind::Suspended;
    change.entries.back().transition.reason
        = Json::array({Json::object({{"path", ""}, {"message", waitWords(suspension)}, {"severity", "info"}})}).toBytes();
    scope.parents.insert(row.key);
    return scope.forks.suspend(row.key, {static_cast<int>(suspension.what), suspension.signal, suspensionToJson(suspension).toBytes(), {}},
                               scope.now);
}

/// A finished step's children are taken: none of them will be waited for again.
Result<void> Ledger::collect(WriteScope &scope, ContextRow &row, const Plan &plan, bool cancelsRest) const
{
    if (row.forks == 0)
        return {};
    const auto forks = plan.node(row.node).isJoin() ? scope.forks.open(row.key) : scope.forks.open(row.key, row.node, row.visit);
    if (!forks)
        return std::unexpected(forks.error());
    for (const Fork &fork : *forks) {
        if (auto done = scope.forks.collect(fork.key); !done)
            return done;
        --row.forks;
        if (!cancelsRest || fork.ended == fork.total)
            continue;
        const auto children = scope.forks.children(fork.key);
        if (!children)
            return std::unexpected(children.error());
        for (const ForkChild &child : *children) {
            if (isFinal(child.status))
                continue;
            if (const auto cancelled = cancel(scope, child.key, m_options.systemActor); !cancelled)
                return std::unexpected(cancelled.error());
        }
    }
    return {};
}

/// A step that succeeded: the way on by its port.
Result<void> Ledger::leave(WriteScope &scope, ContextRow &row, const Plan &plan, const StepRecord &record, Change &change) const
{
    NewTransition &finished = change.entries.back().transition;
    finished.step = ++row.steps;
    finished.port = record.result.port;
    finished.edit = record.edit;
    finished.packedEdit = record.packedEdit;
    row.bytes += record.edit.size();
    if (!record.result.reasons.isNull())
        finished.reason = record.result.reasons.toBytes();
    else if (record.wasKept)
        finished.reason = R"([{"path":"","message":"The result was kept from an earlier run; nothing was called.","severity":"info"}])";
    if (row.waits != Waiting::No) {
        const auto suspended = scope.forks.suspension(row.key);
        if (!suspended)
            return std::unexpected(suspended.error());
        const auto body = *suspended ? Json::parse((*suspended)->body) : Json();
        if (auto collected = collect(scope, row, plan, body && suspensionFromJson(*body).cancelsRest); !collected)
            return collected;
        row.waits = Waiting::No;
    }
    if (record.next) {
        goOn(row, plan, *record.next, record.finishedAt, change);
    } else if (record.result.port == "invalid"_L1) {
        row.status = ContextStatus::Quarantined;
        change.reason = finished.reason;
    } else if (record.result.port == "error"_L1) {
        row.status = ContextStatus::Failed;
        change.reason = finished.reason;
    } else {
        row.status = ContextStatus::Completed;
        row.node = -1;
        row.endAt = record.finishedAt;
        change.outcome = record.result.port;
    }
    return {};
}

Result<bool> Ledger::finish(WriteScope &scope, ContextRow &row, const Plan &plan, const StepReport &report, bool startRecorded,
                            const std::function<bool(const ContextRow &)> &mayStart) const
{
    Change change(row);
    change.expectedRevision = report.revision;
    struct Made
    {
        int node;
        int visit;
        std::vector<Spawn> children;
    };
    std::vector<Made> made;
    // A late result must leave no trace, and these write beside the row before they write the row.
    if (row.waits != Waiting::No || std::ranges::any_of(report.records, [](const StepRecord &r) { return r.result.suspension.has_value(); })) {
        const auto current = scope.contexts.revision(row.key);
        if (!current || *current != report.revision)
            return current ? Result<bool>(false) : std::unexpected(current.error());
    }
    for (const StepRecord &record : report.records) {
        if (!startRecorded) {
            const ContextStatus from = row.status;
            row.attempt = record.attempt;
            row.status = ContextStatus::Processing;
            if (!row.startAt)
                row.startAt = record.startedAt;
            change.started(row, record.startedAt, m_options.systemActor, from);
        }
        startRecorded = false;
        NewTransition finished;
        finished.context = row.key;
        finished.at = record.finishedAt;
        finished.kind = TransitionKind::Finished;
        finished.from = ContextStatus::Processing;
        finished.node = record.node;
        finished.visit = row.visit;
        finished.attempt = record.attempt;
        finished.actor = m_options.systemActor;
        finished.durationUs = record.durationUs;
        change.at = record.finishedAt;
        change.entries.push_back({finished, nullptr});
        row.started = false;
        row.dueAt.reset();
        std::optional<Error> error = record.result.error;
        std::vector<Spawn> children;
        if (!error) {
            auto found = childrenToMake(scope, row, plan, record);
            if (found)
                children = std::move(*found);
            else
                error = found.error();
        }
        const bool succeeded = !error;
        if (succeeded) {
            change.entries.back().record = &record;
            if (!record.result.children.isEmpty() || plan.node(record.node).spawns()) {
                ++row.forks;
                made.push_back({record.node, row.visit, std::move(children)});
            }
            if (record.result.suspension) {
                if (auto suspended = suspend(scope, row, record, change); !suspended)
                    return std::unexpected(suspended.error());
            } else if (const auto left = leave(scope, row, plan, record, change); !left) {
                return std::unexpected(left.error());
            }
        } else {
            change.entries.back().transition.port = u"error"_s;
            change.entries.back().transition.reason = error->toJson().toBytes();
            decideFailure(row, plan, *error, record.result.retryAfterUs, record.finishedAt, change);
        }
        change.entries.back().transition.to = row.status;
        scope.tally.addAttempt(record.finishedAt, row.pipeline, record.node, succeeded, record.durationUs);
        if (!succeeded)
            break;
    }
    if (mayStart && made.empty() && change.entries.back().record && row.status == ContextStatus::Processing && row.dueAt && mayStart(row))
        begin(row, scope.now, change);
    const auto written = write(scope, row, change);
    if (!written || !*written)
        return written;
    for (const Made &fork : made) {
        if (auto spawned = spawn(scope, row, fork.node, fork.visit, fork.children); !spawned)
            return std::unexpected(spawned.error());
    }
    if (report.dataChanged) {
        for (const StepRecord &record : report.records) {
            if (record.edit.contains("\"/title\"")) {
                if (auto titled = scope.contexts.setTitle(row.key, titleOf(report.data, {})); !titled)
                    return std::unexpected(titled.error());
                break;
            }
        }
    }
    return true;
}

Result<bool> Ledger::loseLease(WriteScope &scope, ContextRow &row, const Plan &plan, const Error &error, qint64 at, bool startRecorded,
                               bool countsAgainstLimit) const
{
    Change change(row);
    const ContextStatus before = row.status;
    if (!startRecorded) {
        ++row.attempt;
        row.status = ContextStatus::Processing;
        if (!row.startAt)
            row.startAt = at;
        change.started(row, at, m_options.systemActor, before);
    }
    NewTransition lost;
    lost.context = row.key;
    lost.at = at;
    lost.kind = TransitionKind::Finished;
    lost.from = ContextStatus::Processing;
    lost.node = row.node;
    lost.visit = row.visit;
    lost.attempt = row.attempt;
    lost.actor = m_options.systemActor;
    lost.port = u"error"_s;
    lost.reason = error.toJson().toBytes();
    change.at = at;
    change.entries.push_back({lost, nullptr});
    if (countsAgainstLimit) {
        decideFailure(row, plan, error, 0, at, change);
    } else {
        row.status = ContextStatus::Retrying;
        row.started = false;
        row.attemptBase = row.attempt;
        row.dueAt = at;
        change.reason = lost.reason;
    }
    change.entries.back().transition.to = row.status;
    return write(scope, row, change);
}

Result<void> Ledger::settle(WriteScope &scope) const
{
    // Taken out first: waking one parent brings no other to rest.
    for (const ContextKey key : std::exchange(scope.parents, {})) {
        const auto found = scope.contexts.find(key);
        if (!found)
            return std::unexpected(found.error());
        if (!*found || (*found)->waits != Waiting::Suspended)
            continue;
        const auto suspended = scope.forks.suspension(key);
        if (!suspended)
            return std::unexpected(suspended.error());
        const auto body = *suspended ? Json::parse((*suspended)->body) : Json();
        if (!body || !*suspended)
            continue;
        const Suspension suspension = suspensionFromJson(*body);
        if (suspension.what != Suspension::For::Children)
            continue;
        const auto planned = m_options.planByKey(scope, (*found)->pipeline);
        if (!planned)
            return std::unexpected(planned.error());
        const auto forks = (*planned)->node((*found)->node).isJoin() ? scope.forks.open(key) : scope.forks.open(key, (*found)->node, (*found)->visit);
        if (!forks)
            return std::unexpected(forks.error());
        qint64 total = 0;
        qint64 ended = 0;
        for (const Fork &fork : *forks) {
            total += fork.total;
            ended += fork.ended + (suspension.skipsFailed ? fork.failed : 0);
        }
        if (ended < (suspension.need > 0 ? std::min<qint64>(suspension.need, total) : total))
            continue;
        const auto woken = scope.forks.wake(key, scope.now);
        if (!woken)
            return std::unexpected(woken.error());
        if (!*woken)
            continue;
        ContextRow row = **found;
        row.waits = Waiting::Woken;
        row.dueAt = scope.now;
        ++row.revision;
        scope.dispatch.emplace_back(row, std::nullopt);
    }
    return {};
}

Result<QList<ChildOutcome>> Ledger::childrenOf(WriteScope &scope, const ContextRow &row, const Plan &plan)
{
    QList<ChildOutcome> outcomes;
    if (row.waits == Waiting::No || row.forks == 0)
        return outcomes;
    const auto forks = plan.node(row.node).isJoin() ? scope.forks.open(row.key) : scope.forks.open(row.key, row.node, row.visit);
    if (!forks)
        return std::unexpected(forks.error());
    for (const Fork &fork : *forks) {
        const auto children = scope.forks.children(fork.key);
        if (!children)
            return std::unexpected(children.error());
        for (const ForkChild &child : *children) {
            auto data = readData(scope.db, child.key);
            if (!data)
                return std::unexpected(data.error());
            outcomes.append({child.id, static_cast<int>(outcomes.size()), statusName(child.status), child.outcome, std::move(*data)});
        }
    }
    return outcomes;
}

namespace {

Result<ContextRow> findRow(WriteScope &scope, ContextKey key)
{
    auto row = scope.contexts.find(key);
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return fail(ErrorCode::NotFound, u"there is no context %1"_s.arg(key));
    return std::move(**row);
}

NewTransition control(const ContextRow &row, ContextStatus from, qint64 at, qint64 actor)
{
    NewTransition t;
    t.context = row.key;
    t.at = at;
    t.kind = TransitionKind::Control;
    t.from = from;
    t.to = row.status;
    t.node = row.node;
    t.visit = row.visit;
    t.attempt = row.attempt;
    t.actor = actor;
    return t;
}

} // namespace

Result<ContextRow> Ledger::cancel(WriteScope &scope, ContextKey key, qint64 actor) const
{
    auto row = findRow(scope, key);
    if (!row)
        return row;
    Change change(*row);
    change.at = scope.now;
    const ContextStatus before = row->status;
    row->status = ContextStatus::Cancelled;
    row->started = false;
    row->dueAt.reset();
    row->endAt = scope.now;
    change.entries.push_back({control(*row, before, scope.now, actor), nullptr});
    row->waits = Waiting::No;
    const auto forks = row->forks > 0 ? scope.forks.open(key) : QList<Fork>();
    if (!forks)
        return std::unexpected(forks.error());
    if (const auto written = write(scope, *row, change); !written)
        return std::unexpected(written.error());
    scope.stop.append(key);
    for (const Fork &fork : *forks) {
        const auto children = scope.forks.children(fork.key);
        if (!children)
            return std::unexpected(children.error());
        for (const ForkChild &child : *children) {
            if (isFinal(child.status))
                continue;
            if (const auto cancelled = cancel(scope, child.key, actor); !cancelled)
                return cancelled;
        }
    }
    return row;
}

Result<ContextRow> Ledger::retry(WriteScope &scope, ContextKey key, qint64 actor, const Plan &plan) const
{
    auto row = findRow(scope, key);
    if (!row)
        return row;
    if (row->status != ContextStatus::Failed && row->status != ContextStatus::Quarantined)
        return fail(ErrorCode::TransitionRefused,
                    u"context \"%1\" is %2; only failed and quarantined ones can be retried"_s.arg(row->id, statusName(row->status)),
                    Json::object({{"id", row->id}, {"from", statusName(row->status)}, {"to", "retrying"}}));
    if (row->node < 0)
        row->node = plan.first();
    Change change(*row);
    change.at = scope.now;
    const ContextStatus before = row->status;
    row->status = ContextStatus::Retrying;
    row->attemptBase = row->attempt;
    row->dueAt = scope.now;
    row->endAt.reset();
    change.entries.push_back({control(*row, before, scope.now, actor), nullptr});
    if (const auto written = write(scope, *row, change); !written)
        return std::unexpected(written.error());
    scope.dispatch.emplace_back(*row, std::nullopt);
    return row;
}

Result<ContextRow> Ledger::fix(WriteScope &scope, ContextKey key, qint64 actor, const Plan &plan, const Json &data) const
{
    auto row = findRow(scope, key);
    if (!row)
        return row;
    if (row->status != ContextStatus::Quarantined)
        return fail(ErrorCode::TransitionRefused, u"context \"%1\" is %2; only quarantined ones can be fixed"_s.arg(row->id, statusName(row->status)),
                    Json::object({{"id", row->id}, {"from", statusName(row->status)}, {"to", "retrying"}}));
    const auto before = readData(scope.db, key);
    if (!before)
        return std::unexpected(before.error());
    Change change(*row);
    change.at = scope.now;
    row->status = ContextStatus::Retrying;
    // Another pass with other data: a new visit, so that its effects are new ones too. A person's hand is no turn of a loop.
    std::ignore = enter(*row, plan, row->node < 0 ? plan.first() : row->node);
    const auto last = scope.contexts.lastVisit(key, row->node);
    if (!last)
        return std::unexpected(last.error());
    row->visit = *last + 1;
    setVisit(row->visits, row->node, row->visit);
    row->dueAt = scope.now;
    ++row->steps;
    NewTransition t = control(*row, ContextStatus::Quarantined, scope.now, actor);
    t.step = row->steps;
    t.attempt = 0;
    const Edit edit = Edit::between(*before, data);
    if (!edit.isEmpty())
        t.edit = edit.toJson().toBytes();
    row->bytes += t.edit.size();
    change.entries.push_back({t, nullptr});
    if (const auto written = write(scope, *row, change); !written)
        return std::unexpected(written.error());
    if (auto titled = scope.contexts.setTitle(key, titleOf(data, {})); !titled)
        return std::unexpected(titled.error());
    scope.dispatch.emplace_back(*row, data);
    return row;
}

Result<ContextRow> Ledger::decide(WriteScope &scope, ContextKey key, qint64 actor, const Plan &plan, const QString &port,
                                  const std::optional<Json> &data, const QString &note) const
{
    auto row = findRow(scope, key);
    if (!row)
        return row;
    if (row->status != ContextStatus::AwaitingReview)
        return fail(ErrorCode::Conflict, u"context \"%1\" is %2: it does not wait for a decision"_s.arg(row->id, statusName(row->status)),
                    Json::object({{"id", row->id}, {"status", statusName(row->status)}}));
    const auto before = readData(scope.db, key);
    if (!before)
        return std::unexpected(before.error());
    StepRecord record;
    record.node = row->node;
    record.visit = row->visit;
    record.startedAt = record.finishedAt = scope.now;
    record.result.port = port;
    Json after = *before;
    if (data) {
        record.result.edit = Edit::between(*before, *data);
        if (!record.result.edit.isEmpty())
            record.edit = record.result.edit.toJson().toBytes();
        after = *data;
    }
    if (!note.isEmpty())
        record.result.reasons = Json::array({Json::object({{"path", ""}, {"message", note}, {"severity", "info"}})});
    record.next = plan.next(row->node, port, after);

    Change change(*row);
    ++row->attempt;
    row->status = ContextStatus::Processing;
    change.started(*row, scope.now, actor, ContextStatus::AwaitingReview);
    NewTransition finished = change.entries.back().transition;
    finished.kind = TransitionKind::Finished;
    finished.from = ContextStatus::Processing;
    change.entries.push_back({finished, &record});
    row->dueAt.reset();
    if (const auto left = leave(scope, *row, plan, record, change); !left)
        return std::unexpected(left.error());
    change.entries.back().transition.to = row->status;
    if (const auto written = write(scope, *row, change); !written)
        return std::unexpected(written.error());
    scope.stop.append(key);
    if (row->dueAt)
        scope.dispatch.emplace_back(*row, after);
    return row;
}

Result<ContextRow> Ledger::replay(WriteScope &scope, ContextKey key, const Replay &replay) const
{
    const auto old = findRow(scope, key);
    if (!old)
        return old;
    const auto data = readData(scope.db, key, replay.fromStep);
    if (!data)
        return std::unexpected(data.error());
    const Sealed keyframe = seal(data->toBytes());
    NewContext context;
    ContextRow &row = context.row;
    row.id = newId();
    row.type = old->type;
    row.pipeline = replay.plan->key();
    row.run = replay.run;
    row.priority = old->priority;
    row.origin = ContextOrigin::Replay;
    row.dry = replay.dry;
    row.node = replay.node;
    row.status = ContextStatus::Pending;
    row.dueAt = scope.now;
    row.bytes = keyframe.size;
    context.parent = key;
    context.title = titleOf(*data, {});
    context.actor = replay.actor;
    context.createdAt = context.updatedAt = scope.now;
    const auto made = scope.contexts.insert(context);
    if (!made)
        return std::unexpected(made.error());
    row.key = *made;
    if (auto kept = scope.contexts.addKeyframe(row.key, 0, keyframe); !kept)
        return std::unexpected(kept.error());
    if (auto noted = scope.contexts.addReplay(row.key, key, replay.fromStep); !noted)
        return std::unexpected(noted.error());
    scope.tally.add(row, 1);
    scope.added.append(row.key);
    scope.updated.append(key);
    scope.dispatch.emplace_back(row, row.bytes <= kKeepInMemory ? std::optional(*data) : std::nullopt);
    return row;
}

Result<bool> Ledger::signal(WriteScope &scope, ContextKey key, const Json &payload) const
{
    const auto suspended = scope.forks.suspension(key);
    if (!suspended)
        return std::unexpected(suspended.error());
    if (!*suspended || (*suspended)->kind != static_cast<int>(Suspension::For::Signal))
        return false;
    if (auto answered = scope.forks.answer(key, payload.toBytes()); !answered)
        return std::unexpected(answered.error());
    const auto woken = scope.forks.wake(key, scope.now);
    if (!woken || !*woken)
        return woken;
    const auto row = findRow(scope, key);
    if (!row)
        return std::unexpected(row.error());
    scope.updated.append(key);
    scope.dispatch.emplace_back(*row, std::nullopt);
    return true;
}

} // namespace Millrace
