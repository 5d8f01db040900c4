// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ledger.h"

#include "sdk/id.h"
#include "store/codec.h"

#include <QFile>

#include <cstring>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

QString titleOf(const Json &data, const QString &source)
{
    const QString title = data.value("title").toString();
    return (title.isEmpty() ? source : title).left(500);
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

Result<void> keepData(WriteScope &scope, ContextKey key, const NewSubmission &submission)
{
    if (!submission.large)
        return scope.contexts.addKeyframe(key, 0, submission.keyframe ? *submission.keyframe : seal(submission.document.data.toBytes()));
    QFile file(submission.large->path);
    if (!file.open(QIODevice::ReadOnly) || !file.seek(submission.large->from))
        return fail(ErrorCode::FileUnreadable, u"%1: %2"_s.arg(submission.large->path, file.errorString()));
    return scope.contexts.addKeyframe(key, 0, file, submission.large->to - submission.large->from);
}

} // namespace

struct Ledger::Change
{
    struct Entry
    {
        NewTransition transition;
        const StepRecord *record = nullptr; ///< for lineage, model use and keyframe of a finished step
    };

    std::vector<Entry> entries;
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
    row.node = submission.plan->first();
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
    if (auto kept = keepData(scope, row.key, submission); !kept)
        return std::unexpected(kept.error());
    if (!submission.rawBytes.isEmpty()) {
        if (auto kept = scope.contexts.keepRawInput(row.key, submission.source, submission.rawBytes); !kept)
            return std::unexpected(kept.error());
    }
    scope.tally.add(row.run, row.pipeline, row.status, 1);
    scope.added.append(row.key);
    done.row = row;
    return done;
}

Result<bool> Ledger::write(WriteScope &scope, ContextRow &row, ContextStatus before, Change &change) const
{
    row.revision = change.expectedRevision + 1;
    for (const Change::Entry &entry : change.entries) {
        if (!isTransitionAllowed(entry.transition.from, entry.transition.to))
            return fail(
                ErrorCode::TransitionRefused,
                u"context \"%1\" is %2 and cannot become %3"_s.arg(row.id, statusName(entry.transition.from), statusName(entry.transition.to)),
                Json::object({{"id", row.id}, {"from", statusName(entry.transition.from)}, {"to", statusName(entry.transition.to)}}));
    }
    const auto updated = scope.contexts.update(row, change.expectedRevision, {change.at, change.outcome, change.reason});
    if (!updated || !*updated)
        return updated;
    for (const Change::Entry &entry : change.entries) {
        const auto seq = scope.contexts.append(entry.transition);
        if (!seq)
            return std::unexpected(seq.error());
        scope.sequence = *seq;
        if (!entry.record)
            continue;
        const StepResult &result = entry.record->result;
        if (entry.record->keyframe) {
            if (auto kept = scope.contexts.addKeyframe(row.key, entry.transition.step, *entry.record->keyframe); !kept)
                return std::unexpected(kept.error());
        }
        if (entry.record->lineage) {
            if (auto kept = scope.contexts.addLineage(*seq, row.key, *entry.record->lineage); !kept)
                return std::unexpected(kept.error());
        }
        for (const Usage &usage : result.usage) {
            if (auto kept = scope.contexts.addModelUse(*seq, usage.provider, usage.model, usage.tokensIn, usage.tokensOut, usage.costMicros); !kept)
                return std::unexpected(kept.error());
        }
    }
    if (before != row.status) {
        scope.tally.add(row.run, row.pipeline, before, -1);
        scope.tally.add(row.run, row.pipeline, row.status, 1);
    }
    scope.updated.append(row.key);
    return true;
}

void Ledger::enter(ContextRow &row, const Plan &plan, int node) const
{
    if (plan.hasLoop() || !row.visits.isEmpty()) {
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
}

Result<bool> Ledger::start(WriteScope &scope, ContextRow &row, const Plan &) const
{
    Change change;
    change.expectedRevision = row.revision;
    const ContextStatus before = row.status;
    ++row.attempt;
    row.status = ContextStatus::Processing;
    row.started = true;
    row.epoch = m_options.epoch;
    row.dueAt.reset();
    if (!row.startAt)
        row.startAt = scope.now;
    change.started(row, scope.now, m_options.systemActor, before);
    return write(scope, row, before, change);
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
    if (const auto next = plan.next(row.node, u"error"_s, Json::object())) {
        row.status = ContextStatus::Processing;
        row.dueAt = at;
        enter(row, plan, *next);
        return;
    }
    row.status = error.category == ErrorCategory::Fatal ? ContextStatus::Failed : ContextStatus::Quarantined;
}

Result<bool> Ledger::finish(WriteScope &scope, ContextRow &row, const Plan &plan, const StepReport &report, bool startRecorded) const
{
    Change change;
    change.expectedRevision = report.revision;
    const ContextStatus before = row.status;
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
        const bool succeeded = !record.result.error;
        row.started = false;
        row.dueAt.reset();
        if (succeeded) {
            finished.step = ++row.steps;
            finished.port = record.result.port;
            finished.edit = record.edit;
            finished.packedEdit = record.packedEdit;
            if (!record.result.reasons.isNull())
                finished.reason = record.result.reasons.toBytes();
            if (record.next) {
                row.status = ContextStatus::Processing;
                row.dueAt = record.finishedAt;
                enter(row, plan, *record.next);
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
        } else {
            finished.port = u"error"_s;
            finished.reason = record.result.error->toJson().toBytes();
            decideFailure(row, plan, *record.result.error, record.result.retryAfterUs, record.finishedAt, change);
        }
        finished.to = row.status;
        change.entries.push_back({finished, succeeded ? &record : nullptr});
        scope.tally.addAttempt(record.finishedAt, row.pipeline, record.node, succeeded, record.durationUs);
    }
    const auto written = write(scope, row, before, change);
    if (written && *written && report.dataChanged) {
        for (const StepRecord &record : report.records) {
            if (record.edit.contains("\"/title\"")) {
                if (auto titled = scope.contexts.setTitle(row.key, titleOf(report.data, {})); !titled)
                    return std::unexpected(titled.error());
                break;
            }
        }
    }
    return written;
}

Result<bool> Ledger::loseLease(WriteScope &scope, ContextRow &row, const Plan &plan, const Error &error, qint64 at, bool startRecorded,
                               bool countsAgainstLimit) const
{
    Change change;
    change.expectedRevision = row.revision;
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
    if (countsAgainstLimit) {
        decideFailure(row, plan, error, 0, at, change);
    } else {
        row.status = ContextStatus::Retrying;
        row.started = false;
        row.attemptBase = row.attempt;
        row.dueAt = at;
        change.reason = lost.reason;
    }
    lost.to = row.status;
    change.entries.push_back({lost, nullptr});
    return write(scope, row, before, change);
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
    Change change;
    change.expectedRevision = row->revision;
    change.at = scope.now;
    const ContextStatus before = row->status;
    row->status = ContextStatus::Cancelled;
    row->started = false;
    row->dueAt.reset();
    row->endAt = scope.now;
    change.entries.push_back({control(*row, before, scope.now, actor), nullptr});
    if (const auto written = write(scope, *row, before, change); !written)
        return std::unexpected(written.error());
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
    Change change;
    change.expectedRevision = row->revision;
    change.at = scope.now;
    const ContextStatus before = row->status;
    row->status = ContextStatus::Retrying;
    row->attemptBase = row->attempt;
    row->dueAt = scope.now;
    row->endAt.reset();
    change.entries.push_back({control(*row, before, scope.now, actor), nullptr});
    if (const auto written = write(scope, *row, before, change); !written)
        return std::unexpected(written.error());
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
    Change change;
    change.expectedRevision = row->revision;
    change.at = scope.now;
    row->status = ContextStatus::Retrying;
    // Another pass with other data: a new visit, so that its effects are new ones too.
    enter(*row, plan, row->node < 0 ? plan.first() : row->node);
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
    change.entries.push_back({t, nullptr});
    if (const auto written = write(scope, *row, ContextStatus::Quarantined, change); !written)
        return std::unexpected(written.error());
    if (auto titled = scope.contexts.setTitle(key, titleOf(data, {})); !titled)
        return std::unexpected(titled.error());
    return row;
}

} // namespace Millrace
