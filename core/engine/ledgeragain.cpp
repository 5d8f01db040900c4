// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A verdict that is taken back after its document has gone on: the question is asked in another context, which takes the place of what came of the
// verdict. Nothing that was is changed.
// 1. The place is held by the last context that was made in it, not by the one that the verdict was given for: of two live copies of a document
//    both would be published. Where the holder was made from before the verdict, there is nothing to ask again.
// 2. A child that its parent still waits for is asked in its slot. A parent that has gone on is done again as well, from where it waited, with the
//    other children's answers as they were; and so on outwards.
// 3. A parent that is done again waits for all its children without a time limit: what it once went on without has ended.
#include "engine/ledger_p.h"

#include "sdk/id.h"
#include "sdk/stepwire.h"

#include <algorithm>
#include <ranges>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qint64 kMostKept = 1'000; ///< answers of other children that one commit writes again

using Turn = ForkRepository::Turn;

std::unexpected<Error> goneOn(const ContextRow &parent, const QString &why)
{
    return fail(ErrorCode::Conflict, u"context \"%1\" %2"_s.arg(parent.id, why), Json::object({{"parent", parent.id}}));
}

/// The number of the step with which a node was left; 0: it was not.
int stepOf(const QList<Turn> &turns, int node, int visit)
{
    const auto left = std::ranges::find_if(turns, [&](const Turn &t) { return t.step > 0 && t.node == node && t.visit == visit; });
    return left == turns.end() ? 0 : left->step;
}

/// Where a parent took the children of a fork, and which others it took with them.
Result<Ledger::Way::Place> whereTaken(WriteScope &scope, const ContextRow &parent, const ForkRepository::Slot &slot, const Plan &plan)
{
    const auto turns = scope.forks.turns(parent.key);
    const auto collected = scope.forks.collected(parent.key);
    if (!turns || !collected)
        return std::unexpected(turns ? collected.error() : turns.error());
    const auto waitsItself = [&](int node, int visit) {
        return std::ranges::any_of(*turns, [&](const Turn &t) { return t.step == 0 && t.node == node && t.visit == visit; });
    };
    const auto isJoin = [&](const Turn &t) { return t.step > 0 && t.node >= 0 && t.node < std::ssize(plan.nodes()) && plan.node(t.node).isJoin(); };
    Ledger::Way::Place place;
    place.row = parent;
    int taken = 0;
    if (waitsItself(slot.node, slot.visit)) {
        place.node = slot.node;
        place.forks = *collected;
        place.forks.removeIf([&](const Fork &f) { return f.node != slot.node || f.visit != slot.visit; });
        taken = stepOf(*turns, slot.node, slot.visit);
    } else {
        const int made = stepOf(*turns, slot.node, slot.visit);
        // The join before it took what was made until then. A parent that is itself done again had its forks from the start.
        int before = -1;
        for (const Turn &turn : *turns) {
            if (!isJoin(turn))
                continue;
            if (turn.step > made) {
                taken = turn.step;
                place.node = turn.node;
                break;
            }
            before = turn.step;
        }
        for (const Fork &fork : *collected) {
            const int at = stepOf(*turns, fork.node, fork.visit);
            if (at > before && at < taken && !waitsItself(fork.node, fork.visit))
                place.forks.append(fork);
        }
    }
    if (taken == 0)
        return goneOn(parent, u"has gone on without this answer"_s);
    place.step = taken - 1;
    qint64 children = 0;
    for (const Fork &fork : std::as_const(place.forks))
        children += fork.total;
    if (children > kMostKept)
        return goneOn(parent, u"has gone on with the answers of %1 children: what came of them is to be corrected there"_s.arg(children));
    return place;
}

} // namespace

/// False: what has the place was made from before.
Result<bool> Ledger::findHolder(WriteScope &scope, Way::Place &place) const
{
    place.holder = place.row;
    const auto heirs = scope.reviews.heirs(place.row.key);
    if (!heirs)
        return std::unexpected(heirs.error());
    if (heirs->isEmpty())
        return true;
    const auto holder = findContext(scope, heirs->last().context);
    if (!holder)
        return std::unexpected(holder.error());
    place.holder = *holder;
    ContextKey at = holder->key;
    while (true) {
        const auto heir = std::ranges::find(*heirs, at, &ReviewRepository::Heir::context);
        if (heir == heirs->end())
            return false; // made of something that had the place without this one
        if (heir->source == place.row.key)
            return heir->fromStep > place.step;
        at = heir->source;
    }
}

Result<Ledger::Way> Ledger::wayOf(WriteScope &scope, const ReviewItem &item) const
{
    const auto row = findContext(scope, item.context);
    if (!row)
        return std::unexpected(row.error());
    Way way;
    Way::Place place;
    place.row = *row;
    place.step = item.decidedStep.value_or(row->steps + 1) - 1;
    while (true) {
        const auto isPast = findHolder(scope, place);
        const auto slot = scope.forks.slotOf(place.holder.key);
        if (!isPast || !slot)
            return std::unexpected(isPast ? slot.error() : isPast.error());
        place.slot = *slot;
        way.places.append(place);
        way.isPast = way.isPast && *isPast;
        if (!way.isPast || !place.slot)
            return way;
        const auto parent = findContext(scope, place.slot->parent);
        if (!parent)
            return std::unexpected(parent.error());
        if (!place.slot->isCollected) {
            if (parent->waits == Waiting::Woken)
                return goneOn(*parent, u"is about to go on with this answer"_s);
            return way;
        }
        const auto plan = m_options.planByKey(scope, parent->pipeline);
        auto outer = plan ? whereTaken(scope, *parent, *place.slot, **plan) : Result<Way::Place>(std::unexpected(plan.error()));
        if (!outer)
            return std::unexpected(outer.error());
        place = std::move(*outer);
    }
}

Result<ContextRow> Ledger::standIn(WriteScope &scope, const Way::Place &place, int node, const Json &data, const Stand &stand, qint64 actor) const
{
    const Sealed keyframe = seal(data.toBytes());
    NewContext context;
    context.row.id = newId();
    context.row.type = place.row.type;
    context.row.pipeline = place.row.pipeline;
    context.row.run = place.row.run;
    context.row.priority = place.row.priority;
    context.row.origin = place.slot ? ContextOrigin::Child : ContextOrigin::Replay;
    context.row.dry = place.row.dry;
    context.row.node = node;
    context.row.bytes = keyframe.size;
    context.parent = stand.parent ? *stand.parent : place.slot ? place.slot->parent : place.row.key;
    context.title = titleOf(data, {});
    context.actor = actor;
    context.createdAt = context.updatedAt = scope.now;
    const auto key = scope.contexts.insert(context);
    if (!key)
        return std::unexpected(key.error());
    ContextRow row = context.row;
    row.key = *key;
    if (auto kept = scope.contexts.addKeyframe(row.key, 0, keyframe); !kept)
        return std::unexpected(kept.error());
    if (auto noted = scope.contexts.addReplay(row.key, place.row.key, place.step); !noted)
        return std::unexpected(noted.error());
    if (place.holder.key != place.row.key) {
        if (auto noted = scope.reviews.supersede(place.holder.key, row.key); !noted)
            return std::unexpected(noted.error());
        scope.updated.append(place.holder.key);
    }
    if (place.slot && stand.parent) {
        if (auto placed = scope.forks.addChild(row.key, stand.fork, place.slot->position); !placed)
            return std::unexpected(placed.error());
    } else if (place.slot) {
        if (auto placed = scope.forks.replaceChild(place.holder.key, row.key); !placed)
            return std::unexpected(placed.error());
        if (const auto counted = scope.forks.count(row.key, -1, 0); !counted) // the old one is over in any case
            return std::unexpected(counted.error());
    }
    scope.tally.add(row, 1);
    scope.added.append(row.key);
    scope.updated.append(place.row.key);
    return row;
}

/// A child's answer as its parent took it, for the parent that is done again.
Result<void> Ledger::keepAnswer(WriteScope &scope, const ForkChild &child, const ContextRow &parent, qint64 fork) const
{
    const auto old = findContext(scope, child.key);
    const auto data = readData(scope.db, child.key);
    if (!old || !data)
        return std::unexpected(old ? data.error() : old.error());
    const Sealed keyframe = seal(data->toBytes());
    NewContext context;
    ContextRow &row = context.row;
    row.id = newId();
    row.type = old->type;
    row.pipeline = old->pipeline;
    row.run = old->run;
    row.priority = old->priority;
    row.origin = ContextOrigin::Child;
    row.dry = old->dry;
    row.node = -1;
    row.status = old->status == ContextStatus::Completed ? ContextStatus::Completed : ContextStatus::Cancelled; // it was gone on without
    row.endAt = old->endAt.value_or(scope.now);
    row.bytes = keyframe.size;
    context.parent = parent.key;
    context.title = titleOf(*data, parent.id);
    context.actor = m_options.systemActor;
    context.createdAt = context.updatedAt = scope.now;
    const auto key = scope.contexts.insert(context);
    if (!key)
        return std::unexpected(key.error());
    row.key = *key;
    if (auto kept = scope.contexts.addKeyframe(row.key, 0, keyframe); !kept)
        return kept;
    if (row.status == ContextStatus::Completed) {
        const ContextChange outcome{.updatedAt = scope.now, .outcome = child.outcome, .reason = {}, .movesStatus = false};
        if (const auto ended = scope.contexts.update(row, row.revision, outcome); !ended)
            return std::unexpected(ended.error());
    }
    if (auto noted = scope.contexts.addReplay(row.key, child.key, old->steps); !noted)
        return noted;
    if (auto placed = scope.forks.addChild(row.key, fork, child.position); !placed)
        return placed;
    if (const auto counted = scope.forks.count(row.key, 1, 0); !counted)
        return std::unexpected(counted.error());
    scope.tally.add(row, 1);
    scope.added.append(row.key);
    scope.updated.append(child.key);
    return {};
}

/// The new parent waits as the old one did; the fork that the child asked again has its place in.
Result<qint64> Ledger::waitAgain(WriteScope &scope, const Way::Place &place, const Way::Place &child, ContextRow row, qint64 actor) const
{
    Change change(row);
    row.attempt = 1;
    row.attemptBase = 1;
    row.startAt = scope.now;
    row.status = ContextStatus::Processing;
    change.started(row, scope.now, actor, ContextStatus::Pending);
    row.waits = Waiting::Suspended;
    row.forks = static_cast<int>(place.forks.size());
    NewTransition suspended = change.entries.back().transition;
    suspended.kind = TransitionKind::Suspended;
    suspended.from = suspended.to = ContextStatus::Processing;
    suspended.reason = R"([{"path":"","message":"A decision below was taken back, and it waits for its children again.","severity":"info"}])";
    change.entries.push_back({suspended, nullptr});
    if (const auto written = write(scope, row, change); !written)
        return std::unexpected(written.error());
    const StoredSuspension waits{static_cast<int>(Suspension::For::Children), {}, suspensionToJson(Suspension()).toBytes(), {}};
    if (auto suspending = scope.forks.suspend(row.key, waits, scope.now); !suspending)
        return std::unexpected(suspending.error());
    qint64 its = 0;
    for (const Fork &old : place.forks) {
        const auto fork = scope.forks.addFork(row.key, old.node, old.node == place.node ? row.visit : old.visit, old.total);
        const auto children = scope.forks.children(old.key);
        if (!fork || !children)
            return std::unexpected(fork ? children.error() : fork.error());
        if (old.key == child.slot->fork)
            its = *fork;
        for (const ForkChild &one : *children) {
            if (one.key == child.holder.key)
                continue;
            if (auto kept = keepAnswer(scope, one, row, *fork); !kept)
                return std::unexpected(kept.error());
        }
    }
    return its;
}

Result<ContextRow> Ledger::takePlaces(WriteScope &scope, const Way &way, int node, qint64 actor) const
{
    // From the outside in: what is cancelled takes its children along.
    for (const Way::Place &place : way.places | std::views::reverse) {
        const auto now = findContext(scope, place.holder.key);
        if (!now)
            return now;
        if (!isFinal(now->status)) {
            if (const auto cancelled = cancel(scope, now->key, actor); !cancelled)
                return cancelled;
        } else if (const auto cancelled = cancelChildren(scope, now->key, actor); !cancelled) {
            return std::unexpected(cancelled.error());
        }
    }
    Stand stand;
    for (qsizetype i = way.places.size() - 1; i >= 0; --i) {
        const Way::Place &place = way.places.at(i);
        const auto data = readData(scope.db, place.row.key, place.step);
        if (!data)
            return std::unexpected(data.error());
        auto row = standIn(scope, place, i > 0 ? place.node : node, *data, stand, actor);
        if (!row || i == 0)
            return row;
        const auto fork = waitAgain(scope, place, way.places.at(i - 1), *row, actor);
        if (!fork)
            return std::unexpected(fork.error());
        stand = {row->key, *fork};
    }
    return fail(ErrorCode::Internal, u"a question without a place cannot be asked again"_s);
}

} // namespace Millrace
