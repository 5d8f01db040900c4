// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ledger.h"

#include "engine/ledger_p.h"
#include "sdk/id.h"
#include "sdk/stepwire.h"

#include <QFile>

#include <algorithm>
#include <cstring>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kLongestChain = 100; ///< of events that lead to one another

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

Result<void> keepLarge(WriteScope &scope, ContextKey key, const NewSubmission::LargeData &large)
{
    QFile file(large.path);
    if (!file.open(QIODevice::ReadOnly) || !file.seek(large.from))
        return fail(ErrorCode::FileUnreadable, u"%1: %2"_s.arg(large.path, file.errorString()));
    return scope.contexts.addKeyframe(key, 0, file, large.to - large.from);
}

/// What a document carries along when it leaves a node by `error`.
Edit errorEdit(const PlanNode &node, const Error &error, int attempts)
{
    Edit edit;
    edit.set("error", Json::object({{"node", node.node.id}, {"code", errorCodeName(error.code)}, {"message", error.text}, {"attempts", attempts}}));
    return edit;
}

} // namespace

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
    const auto updated
        = scope.contexts.update(row, change.expectedRevision, {change.at, change.outcome, change.reason, change.before.status != row.status});
    if (!updated || !*updated)
        return updated;
    for (const Change::Entry &entry : change.entries) {
        const bool hasLineage = entry.record && entry.record->lineage;
        const auto seq = scope.contexts.append(entry.transition, hasLineage ? &*entry.record->lineage : nullptr);
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
        const auto closed
            = scope.reviews.closeOpen(row.key, row.status == ContextStatus::Cancelled ? ReviewState::Withdrawn : ReviewState::TimedOut, change.at);
        if (!closed)
            return std::unexpected(closed.error());
        scope.reviewItems += *closed;
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

Result<void> Ledger::checkEvents(WriteScope &scope, const ContextRow &row, StepRecord &record)
{
    if (record.result.events.isEmpty())
        return {};
    const auto depth = scope.events.depthFor(row.key);
    if (!depth)
        return std::unexpected(depth.error());
    if (*depth > kLongestChain)
        return fail(
            ErrorCode::LoopLimit,
            u"%1 events led to this one, each started by the one before; that is as far as it goes. Does a pipeline start itself?"_s.arg(*depth),
            Json::object({{"depth", *depth}, {"topic", record.result.events.first().topic}}));
    record.eventDepth = *depth;
    return {};
}

Result<void> Ledger::publish(WriteScope &scope, ContextKey key, const NewTransition &transition, const StepRecord &record) const
{
    for (const EventDraft &event : record.result.events) {
        const auto seq = scope.events.publish({.topic = event.topic,
                                               .key = event.key,
                                               .at = transition.at,
                                               .context = key,
                                               .actor = transition.actor,
                                               .payload = event.payload.toBytes(),
                                               .depth = record.eventDepth});
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
    for (const SealedOriginal &original : record.originals) {
        if (auto kept = OriginalRepository(scope.db).add(original, transition.at); !kept)
            return std::unexpected(kept.error());
    }
    for (const Usage &usage : record.result.usage) {
        if (auto kept = scope.contexts.addModelUse(seq, usage.provider, usage.model, usage.tokensIn, usage.tokensOut, usage.costMicros); !kept)
            return kept;
    }
    LineageRepository lineage(scope.db);
    for (const LineageSource &source : record.sources) {
        if (auto kept = lineage.addSource(seq, key, source); !kept)
            return kept;
    }
    for (int position = 0; position < record.calls.size(); ++position) {
        if (auto kept = lineage.addCall(seq, position, record.calls.at(position)); !kept)
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
    const bool isAllowed = enter(row, plan, node);
    if (isAllowed && row.steps < ContextRepository::kMostSteps)
        return;
    const Error error = isAllowed
        ? Error::make(ErrorCode::LoopLimit, u"it has taken %1 steps; the history of a context has room for no more"_s.arg(row.steps))
        : Error::make(ErrorCode::LoopLimit,
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

/// The ledger has another end for a fused chain than its runner had: what the runner went on to never was.
static void endReportWith(StepReport &report, const StepRecord &last)
{
    if (&last == &report.records.back())
        return;
    report.records.resize(static_cast<std::size_t>(&last - report.records.data()) + 1);
    report.data = {};
    report.title.reset();
}

Result<bool> Ledger::finish(WriteScope &scope, ContextRow &row, const Plan &plan, StepReport &report, bool startRecorded,
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
    std::vector<std::pair<const StepRecord *, int>> effects; // with their visits
    // A late result must leave no trace, and these write beside the row before they write the row.
    if (row.waits != Waiting::No || std::ranges::any_of(report.records, [](const StepRecord &r) { return r.result.suspension.has_value(); })) {
        const auto current = scope.contexts.revision(row.key);
        if (!current || *current != report.revision)
            return current ? Result<bool>(false) : std::unexpected(current.error());
    }
    for (StepRecord &record : report.records) { // which may become fewer
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
        std::vector<Spawn> children;
        if (!record.result.error) {
            // What cannot be made is this step's failure, and whoever holds the report has to see it.
            auto found = childrenToMake(scope, row, plan, record);
            auto allowed = found ? checkEffects(scope, row, plan, record) : Result<void>(std::unexpected(found.error()));
            if (allowed)
                allowed = checkEvents(scope, row, record);
            if (!allowed && isStoreError(allowed.error()))
                return std::unexpected(allowed.error());
            if (allowed) {
                children = std::move(*found);
            } else {
                record.result.error = allowed.error();
                endReportWith(report, record);
            }
        }
        const std::optional<Error> &error = record.result.error;
        const bool succeeded = !error;
        if (succeeded) {
            change.entries.back().record = &record;
            if (!record.result.children.isEmpty() || plan.node(record.node).spawns()) {
                ++row.forks;
                made.push_back({record.node, row.visit, std::move(children)});
            }
            if (!record.result.effects.isEmpty() && !row.dry)
                effects.emplace_back(&record, row.visit);
            if (record.result.suspension) {
                if (auto suspended = suspend(scope, row, plan, record, change); !suspended)
                    return std::unexpected(suspended.error());
            } else if (const auto left = leave(scope, row, plan, record, change); !left) {
                return std::unexpected(left.error());
            }
            if (row.status != ContextStatus::Processing)
                endReportWith(report, record);
        } else {
            change.entries.back().transition.port = u"error"_s;
            change.entries.back().transition.reason = error->toJson().toBytes();
            decideFailure(row, plan, *error, record.result.retryAfterUs, record.finishedAt, change);
        }
        change.entries.back().transition.to = row.status;
        scope.tally.addAttempt(record.finishedAt, row.pipeline, record.node, succeeded, record.durationUs);
        if (!succeeded || &record == &report.records.back())
            break;
    }
    if (mayStart && made.empty() && change.entries.back().record && row.status == ContextStatus::Processing && row.dueAt && row.waits == Waiting::No
        && mayStart(row))
        begin(row, scope.now, change);
    const auto written = write(scope, row, change);
    if (!written || !*written)
        return written;
    for (const Made &fork : made) {
        if (auto spawned = spawn(scope, row, fork.node, fork.visit, fork.children); !spawned)
            return std::unexpected(spawned.error());
    }
    for (const auto &[record, visit] : effects) {
        if (auto added = addEffects(scope, row, plan, *record, visit); !added)
            return std::unexpected(added.error());
    }
    if (report.title) {
        if (auto titled = scope.contexts.setTitle(row.key, *report.title); !titled)
            return std::unexpected(titled.error());
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
        ++row.attemptBase;
        row.dueAt = at;
        change.reason = lost.reason;
    }
    change.entries.back().transition.to = row.status;
    return write(scope, row, change);
}

} // namespace Millrace
