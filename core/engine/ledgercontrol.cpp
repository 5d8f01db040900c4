// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ledger_p.h"

#include "sdk/id.h"

#include <tuple>

using namespace Qt::StringLiterals;

namespace Millrace {

Result<ContextRow> findContext(WriteScope &scope, ContextKey key)
{
    auto row = scope.contexts.find(key);
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return fail(ErrorCode::NotFound, u"there is no context %1"_s.arg(key));
    return std::move(**row);
}

Result<void> rememberVisits(WriteScope &scope, ContextRow &row, const Plan &plan)
{
    if (!row.visits.isEmpty())
        return {};
    for (int node = 0; node < static_cast<int>(plan.nodes().size()); ++node) {
        const auto last = scope.contexts.lastVisit(row.key, node);
        if (!last)
            return std::unexpected(last.error());
        if (*last > 0)
            setVisit(row.visits, node, *last);
    }
    return {};
}

NewTransition controlOf(const ContextRow &row, ContextStatus from, qint64 at, qint64 actor)
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

Result<ContextRow> Ledger::cancel(WriteScope &scope, ContextKey key, qint64 actor) const
{
    auto row = findContext(scope, key);
    if (!row)
        return row;
    Change change(*row);
    change.at = scope.now;
    const ContextStatus before = row->status;
    row->status = ContextStatus::Cancelled;
    row->started = false;
    row->dueAt.reset();
    row->endAt = scope.now;
    change.entries.push_back({controlOf(*row, before, scope.now, actor), nullptr});
    if (row->waits == Waiting::Suspended) {
        if (auto discarded = discardEffects(scope, *row); !discarded)
            return std::unexpected(discarded.error());
    }
    row->waits = Waiting::No;
    const bool hasForks = row->forks > 0;
    if (const auto written = write(scope, *row, change); !written)
        return std::unexpected(written.error());
    scope.stop.append(key);
    if (hasForks) {
        if (const auto cancelled = cancelChildren(scope, key, actor); !cancelled)
            return std::unexpected(cancelled.error());
    }
    return row;
}

Result<void> Ledger::cancelChildren(WriteScope &scope, ContextKey key, qint64 actor) const
{
    const auto forks = scope.forks.open(key);
    if (!forks)
        return std::unexpected(forks.error());
    for (const Fork &fork : *forks) {
        const auto children = scope.forks.children(fork.key);
        if (!children)
            return std::unexpected(children.error());
        for (const ForkChild &child : *children) {
            if (isFinal(child.status))
                continue;
            if (const auto cancelled = cancel(scope, child.key, actor); !cancelled)
                return std::unexpected(cancelled.error());
        }
    }
    return {};
}

Result<ContextRow> Ledger::retry(WriteScope &scope, ContextKey key, qint64 actor, const Plan &plan) const
{
    auto row = findContext(scope, key);
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
    const auto outside = retryEffects(scope, *row);
    if (!outside)
        return std::unexpected(outside.error());
    if (*outside) {
        row->waits = Waiting::Suspended;
        row->dueAt.reset();
    }
    change.entries.push_back({controlOf(*row, before, scope.now, actor), nullptr});
    if (const auto written = write(scope, *row, change); !written)
        return std::unexpected(written.error());
    if (row->dueAt)
        scope.dispatch.emplace_back(*row, std::nullopt);
    return row;
}

Result<ContextRow> Ledger::fix(WriteScope &scope, ContextKey key, qint64 actor, const Plan &plan, const Json &data, std::optional<int> from,
                               const QString &note) const
{
    auto row = findContext(scope, key);
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
    if (auto remembered = rememberVisits(scope, *row, plan); !remembered)
        return std::unexpected(remembered.error());
    // Another pass with other data: a new visit, so that its effects are new ones too. A person's hand is no turn of a loop.
    std::ignore = enter(*row, plan, from ? *from : row->node < 0 ? plan.first() : row->node);
    const auto last = scope.contexts.lastVisit(key, row->node);
    if (!last)
        return std::unexpected(last.error());
    row->visit = *last + 1;
    setVisit(row->visits, row->node, row->visit);
    row->dueAt = scope.now;
    if (row->waits != Waiting::No) {
        const auto suspended = scope.forks.suspension(key);
        if (!suspended)
            return std::unexpected(suspended.error());
        if (*suspended && (from || (*suspended)->kind == static_cast<int>(Suspension::For::Effects)))
            row->waits = Waiting::No; // what is corrected is sent anew
    }
    ++row->steps;
    NewTransition t = controlOf(*row, ContextStatus::Quarantined, scope.now, actor);
    t.step = row->steps;
    t.attempt = 0;
    const Edit edit = Edit::between(*before, data);
    if (!edit.isEmpty())
        t.edit = edit.toJson().toBytes();
    if (!note.isEmpty())
        t.reason = Json::array({Json::object({{"path", ""}, {"message", note}, {"severity", "info"}})}).toBytes();
    row->bytes += t.edit.size();
    change.entries.push_back({t, nullptr});
    if (const auto written = write(scope, *row, change); !written)
        return std::unexpected(written.error());
    if (auto titled = scope.contexts.setTitle(key, titleOf(data, {})); !titled)
        return std::unexpected(titled.error());
    scope.dispatch.emplace_back(*row, data);
    return row;
}

Result<ContextRow> Ledger::replay(WriteScope &scope, ContextKey key, const Replay &replay) const
{
    const auto old = findContext(scope, key);
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
    if (auto noted = scope.contexts.addReplay(row.key, key, replay.fromStep, replay.replaces); !noted)
        return std::unexpected(noted.error());
    scope.tally.add(row, 1);
    scope.added.append(row.key);
    scope.updated.append(key);
    scope.dispatch.emplace_back(row, row.bytes <= kKeepInMemory ? std::optional(*data) : std::nullopt);
    return row;
}

Result<void> Ledger::clockSetBack(WriteScope &scope, qint64 us)
{
    if (auto done = scope.contexts.setDueBack(scope.now, us); !done)
        return done;
    if (auto done = scope.outbox.setDueBack(scope.now, us); !done)
        return done;
    if (auto done = scope.reviews.setClaimsBack(scope.now, us); !done)
        return done;
    const auto waiting = scope.forks.waitingForTime();
    if (!waiting)
        return std::unexpected(waiting.error());
    for (const auto &[context, body] : waiting->asKeyValueRange()) {
        const auto suspension = Json::parse(body);
        const auto until = suspension ? parseIso(suspension->value("question").value("until").toString()) : std::nullopt;
        if (!until)
            continue;
        if (auto done = scope.contexts.setDue(context, *until); !done)
            return done;
    }
    return {};
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
    const auto row = findContext(scope, key);
    if (!row)
        return std::unexpected(row.error());
    scope.updated.append(key);
    scope.dispatch.emplace_back(*row, std::nullopt);
    return true;
}

} // namespace Millrace
