// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What people are asked. A review is a suspended step with an item in the queue, made in the commit that suspends it and closed in the commit in
// which the step goes on, whoever makes it go on. A verdict that is taken back leads to another question, never to another past:
// 1. Where nothing has happened since, or where a parent waits for this very context, the context itself goes back to its review: one more transition,
//    whose edit brings back the document as it was before the verdict.
// 2. Else a new context begins at the review, and the old one, cancelled where it is still under way, says that it is superseded: ledgeragain.cpp
//    finds out what has its place by now.
#include "engine/ledger_p.h"

#include "sdk/id.h"
#include "sdk/stepwire.h"

#include <algorithm>
#include <cmath>
#include <tuple>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// The node of an item in its version's plan.
Result<int> nodeOf(const ReviewItem &item, const Plan &plan)
{
    const auto node = std::ranges::find(plan.nodes(), item.node, [](const PlanNode &n) { return n.node.id; });
    if (node == plan.nodes().end())
        return fail(ErrorCode::NotFound, u"the pipeline has no node \"%1\""_s.arg(item.node));
    return static_cast<int>(std::distance(plan.nodes().begin(), node));
}

/// By id, else by name.
Result<std::optional<qint64>> personOf(WriteScope &scope, const QString &name)
{
    if (name.isEmpty())
        return std::nullopt;
    const auto principals = scope.catalog.principals();
    if (!principals)
        return std::unexpected(principals.error());
    for (const auto &field : {&Principal::id, &Principal::name}) {
        if (const auto found = std::ranges::find(*principals, name, field); found != principals->end())
            return found->key;
    }
    return std::nullopt; // a name that nobody has yet: anybody may take it
}

StoredSuspension suspensionOf(const QByteArray &body)
{
    return {static_cast<int>(Suspension::For::Review), {}, body, {}};
}

} // namespace

Result<ReviewItem> Ledger::ask(WriteScope &scope, const ContextRow &row, const Plan &plan, const Json &body) const
{
    const Json &question = body.value("question");
    const auto assignee = personOf(scope, question.value("assign_to").toString());
    if (!assignee)
        return std::unexpected(assignee.error());
    ReviewItem item;
    item.id = newId();
    item.context = row.key;
    item.version = row.pipeline;
    item.pipeline = plan.definition().id;
    item.node = plan.node(row.node).node.id;
    item.visit = row.visit;
    if (const Json &confidence = question.value("confidence"); confidence.isNumber())
        item.confidence = std::clamp<qint64>(std::llround(confidence.toDouble() * 1e6), 0, 1'000'000);
    item.label = question.value("label").toString();
    item.assignee = *assignee;
    item.authorFinished = !question.value("wait_for_author").toBool();
    item.needed = static_cast<int>(std::max<qint64>(question.value("needed").toInt(1), 1));
    item.isCheck = question.value("check").toBool();
    item.askedAt = scope.now;
    item.body = body.toBytes();
    if (auto added = scope.reviews.add(item); !added)
        return std::unexpected(added.error());
    scope.reviewItems.append(item.id);
    return item;
}

Result<ContextRow> Ledger::decide(WriteScope &scope, ContextKey key, qint64 actor, const Plan &plan, const Verdict &verdict) const
{
    auto row = findContext(scope, key);
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
    record.result.port = verdict.port;
    Json after = *before;
    if (verdict.data) {
        record.result.edit = Edit::between(*before, *verdict.data);
        if (!record.result.edit.isEmpty())
            record.edit = record.result.edit.toJson().toBytes();
        after = *verdict.data;
    }
    if (!verdict.note.isEmpty())
        record.result.reasons = Json::array({Json::object({{"path", ""}, {"message", verdict.note}, {"severity", "info"}})});
    record.next = verdict.next ? verdict.next : plan.next(row->node, verdict.port, after);

    Change change(*row);
    if (verdict.next) {
        if (auto remembered = rememberVisits(scope, *row, plan); !remembered)
            return std::unexpected(remembered.error());
    }
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
    if (verdict.next) {
        // A person's hand is no turn of a loop, and another pass is another visit.
        const auto last = scope.contexts.lastVisit(key, *verdict.next);
        if (!last)
            return std::unexpected(last.error());
        row->status = ContextStatus::Processing;
        row->dueAt = scope.now;
        row->visit = *last + 1;
        setVisit(row->visits, row->node, row->visit);
        change.reason.clear();
    }
    change.entries.back().transition.to = row->status;
    if (const auto written = write(scope, *row, change); !written)
        return std::unexpected(written.error());
    if (!record.edit.isEmpty()) {
        if (auto titled = scope.contexts.setTitle(key, titleOf(after, {})); !titled)
            return std::unexpected(titled.error());
    }
    scope.stop.append(key);
    if (row->dueAt)
        scope.dispatch.emplace_back(*row, after);
    return row;
}

Result<bool> Ledger::canReopen(WriteScope &scope, const ReviewItem &item) const
{
    const auto row = findContext(scope, item.context);
    if (!row)
        return std::unexpected(row.error());
    const bool isUntouched = item.decidedRevision && row->revision == *item.decidedRevision;
    return row->status == ContextStatus::Processing && row->waits == Waiting::No && row->forks == 0 && item.decidedStep
        && (isUntouched || row->origin == ContextOrigin::Child);
}

Result<bool> Ledger::reopen(WriteScope &scope, ReviewItem &item, qint64 actor, const Plan &plan) const
{
    const auto may = canReopen(scope, item);
    if (!may || !*may)
        return may;
    auto row = findContext(scope, item.context);
    if (!row)
        return std::unexpected(row.error());
    const auto node = nodeOf(item, plan);
    if (!node)
        return std::unexpected(node.error());
    const auto now = readData(scope.db, row->key);
    const auto before = readData(scope.db, row->key, *item.decidedStep - 1);
    const auto last = scope.contexts.lastVisit(row->key, *node);
    const auto body = Json::parse(item.body);
    if (!now || !before || !last || !body)
        return std::unexpected(!now ? now.error() : !before ? before.error() : !last ? last.error() : body.error());
    const Suspension suspension = suspensionFromJson(*body);
    Change change(*row);
    change.at = scope.now;
    if (auto remembered = rememberVisits(scope, *row, plan); !remembered)
        return std::unexpected(remembered.error());
    std::ignore = enter(*row, plan, *node);
    row->visit = *last + 1;
    setVisit(row->visits, *node, row->visit);
    row->status = ContextStatus::AwaitingReview;
    row->waits = Waiting::Suspended;
    row->started = false;
    row->dueAt.reset();
    if (suspension.timeoutUs > 0)
        row->dueAt = scope.now + suspension.timeoutUs;
    NewTransition t = controlOf(*row, ContextStatus::Processing, scope.now, actor);
    t.step = ++row->steps;
    t.attempt = 0;
    const Edit edit = Edit::between(*now, *before);
    if (!edit.isEmpty())
        t.edit = edit.toJson().toBytes();
    t.reason = R"([{"path":"","message":"The decision was taken back.","severity":"info"}])";
    row->bytes += t.edit.size();
    change.entries.push_back({t, nullptr});
    if (const auto written = write(scope, *row, change); !written)
        return std::unexpected(written.error());
    if (auto titled = scope.contexts.setTitle(row->key, titleOf(*before, {})); !titled)
        return std::unexpected(titled.error());
    if (auto suspended = scope.forks.suspend(row->key, suspensionOf(item.body), scope.now); !suspended)
        return std::unexpected(suspended.error());
    scope.stop.append(row->key);
    item.state = ReviewState::Open;
    ++item.revision;
    item.visit = row->visit;
    item.verdict.reset();
    item.decidedStep.reset();
    item.decidedRevision.reset();
    item.closedAt.reset();
    scope.reviewItems.append(item.id);
    return scope.reviews.save(item).transform([] { return true; });
}

Result<ReviewItem> Ledger::askAgain(WriteScope &scope, const ReviewItem &item, const Way &way, qint64 actor, const Plan &plan) const
{
    const auto node = nodeOf(item, plan);
    const auto body = Json::parse(item.body);
    if (!node || !body)
        return std::unexpected(node ? body.error() : node.error());
    auto taken = takePlaces(scope, way, *node, actor);
    if (!taken)
        return std::unexpected(taken.error());
    ContextRow &row = *taken;

    // The step that asks, as the engine would run it; what it asks has been settled the first time.
    const Suspension suspension = suspensionFromJson(*body);
    Change change(row);
    row.attempt = 1;
    row.attemptBase = 1;
    row.startAt = scope.now;
    row.status = ContextStatus::Processing;
    change.started(row, scope.now, actor, ContextStatus::Pending);
    row.status = ContextStatus::AwaitingReview;
    row.waits = Waiting::Suspended;
    if (suspension.timeoutUs > 0)
        row.dueAt = scope.now + suspension.timeoutUs;
    NewTransition suspended = change.entries.back().transition;
    suspended.kind = TransitionKind::Suspended;
    suspended.from = ContextStatus::Processing;
    suspended.to = row.status;
    suspended.reason = R"([{"path":"","message":"The decision was taken back, and the question is asked again.","severity":"info"}])";
    change.entries.push_back({suspended, nullptr});
    if (const auto written = write(scope, row, change); !written)
        return std::unexpected(written.error());
    if (auto waits = scope.forks.suspend(row.key, suspensionOf(item.body), scope.now); !waits)
        return std::unexpected(waits.error());

    ReviewItem again = item;
    again.id = newId();
    again.context = row.key;
    again.visit = row.visit;
    again.state = ReviewState::Open;
    again.verdict.reset();
    again.claimedBy.reset();
    again.claimedAt = again.claimUntil = 0;
    again.pack.clear();
    again.authorFinished = true;
    again.made = 0;
    again.escalated = false;
    again.decidedStep.reset();
    again.decidedRevision.reset();
    again.closedAt.reset();
    again.follows = item.key;
    again.askedAt = scope.now;
    if (auto added = scope.reviews.add(again); !added)
        return std::unexpected(added.error());
    scope.reviewItems.append(again.id);
    return again;
}

Result<ContextRow> Ledger::change(WriteScope &scope, ContextKey key, qint64 actor, const Json &data) const
{
    auto row = findContext(scope, key);
    if (!row)
        return row;
    if (row->status != ContextStatus::AwaitingReview)
        return fail(ErrorCode::Conflict, u"context \"%1\" is %2: it does not wait for a decision"_s.arg(row->id, statusName(row->status)),
                    Json::object({{"id", row->id}, {"status", statusName(row->status)}}));
    const auto before = readData(scope.db, key);
    if (!before)
        return std::unexpected(before.error());
    const Edit edit = Edit::between(*before, data);
    if (edit.isEmpty())
        return row;
    Change change(*row);
    change.at = scope.now;
    // Out of the review and back into it: the states know no way from waiting to waiting.
    NewTransition out = controlOf(*row, ContextStatus::AwaitingReview, scope.now, actor);
    out.to = ContextStatus::Processing;
    out.step = ++row->steps;
    out.edit = edit.toJson().toBytes();
    row->bytes += out.edit.size();
    change.entries.push_back({out, nullptr});
    change.entries.push_back({controlOf(*row, ContextStatus::Processing, scope.now, actor), nullptr});
    if (const auto written = write(scope, *row, change); !written)
        return std::unexpected(written.error());
    if (auto titled = scope.contexts.setTitle(key, titleOf(data, {})); !titled)
        return std::unexpected(titled.error());
    scope.stop.append(key);
    return row;
}

Result<QString> Ledger::lastDecision(WriteScope &scope, ContextKey key) const
{
    const auto isDecision = [&](const ContextRepository::Departure &departure) {
        if (departure.actor != m_options.systemActor)
            return true;
        const auto plan = m_options.planByKey(scope, departure.pipeline);
        const auto nodes = plan ? std::ssize((*plan)->nodes()) : 0;
        return departure.node >= 0 && departure.node < nodes && (*plan)->node(departure.node).component->descriptor().decides;
    };
    const auto last = scope.contexts.lastDeparture(key, isDecision);
    if (!last)
        return std::unexpected(last.error());
    return *last ? (*last)->port : QString();
}

} // namespace Millrace
