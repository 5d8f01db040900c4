// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ledger_p.h"

#include "sdk/id.h"
#include "sdk/stepwire.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kDeepestChild = 32;
constexpr qint64 kMostChildren = 100'000;

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
    case Suspension::For::Effects:
        return u"It waits until what it wants done outside is done."_s;
    case Suspension::For::Time:
        return u"It waits until its time has come."_s;
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

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
            scope.dispatch.emplace_back(row, row.bytes <= kKeepInMemory ? std::optional(child.data) : std::nullopt);
        else if (const auto counted = scope.forks.count(row.key, 1, 0); !counted)
            return std::unexpected(counted.error());
    }
    scope.parents.insert(parent.key);
    return {};
}

/// The step stays where it is, and what it waits for is written down.
Result<void> Ledger::suspend(WriteScope &scope, ContextRow &row, const Plan &plan, const StepRecord &record, Change &change) const
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
    const Json body = suspensionToJson(suspension);
    if (asksPerson) {
        if (const auto asked = ask(scope, row, plan, body); !asked)
            return std::unexpected(asked.error());
    }
    return scope.forks.suspend(row.key, {static_cast<int>(suspension.what), suspension.signal, body.toBytes(), {}}, scope.now);
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

/// What the step waited for has come, and it is run once more.
Result<void> Ledger::wakeUp(WriteScope &scope, ContextRow row) const
{
    const auto woken = scope.forks.wake(row.key, scope.now);
    if (!woken || !*woken)
        return woken ? Result<void>() : std::unexpected(woken.error());
    row.waits = Waiting::Woken;
    row.dueAt = scope.now;
    ++row.revision;
    scope.dispatch.emplace_back(row, std::nullopt);
    return {};
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
        if (suspension.what == Suspension::For::Effects) {
            const auto open = scope.outbox.open(key, (*found)->node, (*found)->visit);
            if (!open)
                return std::unexpected(open.error());
            if (*open > 0)
                continue;
            if (auto woken = wakeUp(scope, **found); !woken)
                return woken;
            continue;
        }
        if (suspension.what != Suspension::For::Children)
            continue;
        // Not by its plan, which this machine may not be able to make: a join has no fork of its own, and what waits for its own children has one.
        auto forks = scope.forks.open(key, (*found)->node, (*found)->visit);
        if (forks && forks->isEmpty())
            forks = scope.forks.open(key);
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
        if (auto woken = wakeUp(scope, **found); !woken)
            return woken;
    }
    return {};
}

Result<QList<qint64>> Ledger::forksOf(WriteScope &scope, const ContextRow &row, const Plan &plan)
{
    QList<qint64> keys;
    if (row.waits == Waiting::No || row.forks == 0)
        return keys;
    const auto forks = plan.node(row.node).isJoin() ? scope.forks.open(row.key) : scope.forks.open(row.key, row.node, row.visit);
    if (!forks)
        return std::unexpected(forks.error());
    for (const Fork &fork : *forks)
        keys.append(fork.key);
    return keys;
}

Result<QList<ChildOutcome>> Ledger::childrenOf(Connection &db, const QList<qint64> &forks)
{
    QList<ChildOutcome> outcomes;
    ForkRepository repository(db);
    for (const qint64 fork : forks) {
        const auto children = repository.children(fork);
        if (!children)
            return std::unexpected(children.error());
        for (const ForkChild &child : *children) {
            auto data = readData(db, child.key);
            if (!data)
                return std::unexpected(data.error());
            outcomes.append({child.id, static_cast<int>(outcomes.size()), statusName(child.status), child.outcome, std::move(*data)});
        }
    }
    return outcomes;
}

} // namespace Millrace
