// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ledger_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// What a later attempt needs to know of the node, whatever becomes of the pipeline.
Json termsOf(const PipelineNode &node, const QByteArray &key)
{
    const RetryPolicy &retry = node.retry;
    return Json::object({{"key", key},
                         {"node", node.id},
                         {"retry",
                          Json::object({{"max_attempts", retry.maxAttempts},
                                        {"exponential", retry.backoff == RetryPolicy::Backoff::Exponential},
                                        {"delay_ms", retry.delayMs},
                                        {"max_delay_ms", retry.maxDelayMs},
                                        {"jitter", retry.jitter}})},
                         {"timeout_ms", node.timeoutMs}});
}

bool mayBeRetried(EffectState state)
{
    return state == EffectState::Failed || state == EffectState::Discarded;
}

Result<StoredEffect> findEffect(WriteScope &scope, qint64 key)
{
    auto effect = scope.outbox.find(key);
    if (!effect)
        return std::unexpected(effect.error());
    if (!*effect)
        return fail(ErrorCode::NotFound, u"there is no effect %1 in the outbox"_s.arg(key), Json::object({{"id", key}}));
    return std::move(**effect);
}

std::unexpected<Error> refused(const StoredEffect &effect, const QString &what)
{
    return fail(ErrorCode::TransitionRefused, u"effect %1 is %2; %3"_s.arg(effect.key).arg(effectStateName(effect.state), what),
                Json::object({{"id", effect.key}, {"state", effectStateName(effect.state)}}));
}

} // namespace

Result<void> Ledger::checkEffects(WriteScope &scope, const ContextRow &row, const Plan &plan, const StepRecord &record) const
{
    if (row.dry || record.result.effects.isEmpty())
        return {};
    for (const EffectDraft &effect : record.result.effects) {
        if (!m_options.hasTarget || !m_options.hasTarget(effect.target))
            return fail(ErrorCode::EffectTarget, u"there is no target \"%1\" for what is to be done outside"_s.arg(effect.target),
                        Json::object({{"target", effect.target}}));
    }
    const bool publishes = std::ranges::any_of(record.result.effects, &EffectDraft::publishes);
    const bool isAsked = std::ranges::any_of(plan.nodes(), [](const PlanNode &node) { return node.component->descriptor().decides; });
    if (!publishes || !isAsked)
        return {};
    const auto decision = lastDecision(scope, row.key);
    if (!decision)
        return std::unexpected(decision.error());
    if (*decision != "approved"_L1 && *decision != "edited"_L1)
        return fail(ErrorCode::PublishRefused,
                    decision->isEmpty() ? u"nobody has approved it, and the pipeline asks for that"_s
                                        : u"the last decision on it was \"%1\", not \"approved\""_s.arg(*decision));
    return {};
}

Result<void> Ledger::addEffects(WriteScope &scope, const ContextRow &row, const Plan &plan, const StepRecord &record, int visit) const
{
    // A step that is run again in its visit, after a wait, may want more.
    const auto earlier = scope.outbox.ofVisit(row.key, record.node, visit);
    if (!earlier)
        return std::unexpected(earlier.error());
    const PipelineNode &node = plan.node(record.node).node;
    const QByteArray key = idempotencyKey(row.id, node.id, visit);
    const bool awaited = record.result.suspension && record.result.suspension->what == Suspension::For::Effects;
    auto position = static_cast<int>(earlier->size());
    for (const EffectDraft &draft : record.result.effects) {
        StoredEffect effect;
        effect.context = row.key;
        effect.node = record.node;
        effect.visit = visit;
        effect.position = position++;
        effect.pipeline = row.pipeline;
        effect.run = row.run;
        effect.target = draft.target;
        effect.address = draft.address;
        effect.awaited = awaited;
        effect.dueAt = effect.createdAt = effect.changedAt = scope.now;
        effect.terms = termsOf(node, effect.position == 0 ? key : key + '/' + QByteArray::number(effect.position)).toBytes();
        effect.request = draft.request.toBytes();
        effect.body = draft.body;
        if (auto added = scope.outbox.add(effect); !added)
            return std::unexpected(added.error());
    }
    scope.outboxChanged = true;
    return {};
}

Result<QList<EffectOutcome>> Ledger::effectsOf(WriteScope &scope, const ContextRow &row)
{
    QList<EffectOutcome> outcomes;
    const auto effects = scope.outbox.ofVisit(row.key, row.node, row.visit);
    if (!effects)
        return std::unexpected(effects.error());
    for (const StoredEffect &effect : *effects) {
        EffectOutcome outcome{effectStateName(effect.state), {}, {}};
        const auto answer = effect.answer.isEmpty() ? Result<Json>(Json()) : Json::parse(effect.answer);
        if (effect.state == EffectState::Delivered)
            outcome.answer = answer.value_or(Json());
        else if (answer && answer->isObject())
            outcome.error = Error::fromJson(*answer);
        outcomes.append(outcome);
    }
    return outcomes;
}

Result<void> Ledger::endEffect(WriteScope &scope, const StoredEffect &effect, EffectState before) const
{
    if (effect.awaited)
        scope.parents.insert(effect.context);
    scope.updated.append(effect.context);
    return scope.outbox.update(effect, before);
}

Result<void> Ledger::retryEffect(WriteScope &scope, qint64 key, qint64 actor) const
{
    auto effect = findEffect(scope, key);
    if (!effect)
        return std::unexpected(effect.error());
    if (!mayBeRetried(effect->state))
        return refused(*effect, u"only failed and discarded ones can be tried again"_s);
    const auto row = scope.contexts.find(effect->context);
    if (!row)
        return std::unexpected(row.error());
    const bool rests = *row && ((*row)->status == ContextStatus::Failed || (*row)->status == ContextStatus::Quarantined);
    if (rests && effect->awaited && (*row)->waits == Waiting::Woken && (*row)->node == effect->node && (*row)->visit == effect->visit) {
        const auto plan = m_options.planByKey(scope, (*row)->pipeline);
        if (!plan)
            return std::unexpected(plan.error());
        const auto retried = retry(scope, effect->context, actor, **plan);
        return retried ? Result<void>() : std::unexpected(retried.error());
    }
    const EffectState before = std::exchange(effect->state, EffectState::Waiting);
    effect->attemptBase = effect->attempts;
    effect->dueAt = effect->changedAt = scope.now;
    scope.outboxChanged = true;
    scope.updated.append(effect->context);
    return scope.outbox.update(*effect, before);
}

Result<void> Ledger::discardEffect(WriteScope &scope, qint64 key) const
{
    auto effect = findEffect(scope, key);
    if (!effect)
        return std::unexpected(effect.error());
    if (effect->state != EffectState::Waiting && effect->state != EffectState::Failed)
        return refused(*effect, u"only waiting and failed ones can be discarded"_s);
    const EffectState before = std::exchange(effect->state, EffectState::Discarded);
    effect->dueAt.reset();
    effect->changedAt = scope.now;
    scope.outboxChanged = true;
    return endEffect(scope, *effect, before);
}

/// Those of the visit that were given up wait again; false where there are none, or the step did not wait for them.
Result<bool> Ledger::retryEffects(WriteScope &scope, const ContextRow &row) const
{
    if (row.waits != Waiting::Woken)
        return false;
    const auto effects = scope.outbox.ofVisit(row.key, row.node, row.visit);
    if (!effects)
        return std::unexpected(effects.error());
    bool any = false;
    for (StoredEffect effect : *effects) {
        if (!effect.awaited || !mayBeRetried(effect.state))
            continue;
        const EffectState before = std::exchange(effect.state, EffectState::Waiting);
        effect.attemptBase = effect.attempts;
        effect.dueAt = effect.changedAt = scope.now;
        if (auto done = scope.outbox.update(effect, before); !done)
            return std::unexpected(done.error());
        any = true;
    }
    scope.outboxChanged |= any;
    return any;
}

/// Of a context that is cancelled: what it waited for and nobody has begun.
Result<void> Ledger::discardEffects(WriteScope &scope, const ContextRow &row) const
{
    const auto effects = scope.outbox.ofVisit(row.key, row.node, row.visit);
    if (!effects)
        return std::unexpected(effects.error());
    for (StoredEffect effect : *effects) {
        if (!effect.awaited || effect.state != EffectState::Waiting)
            continue;
        effect.state = EffectState::Discarded;
        effect.dueAt.reset();
        effect.changedAt = scope.now;
        if (auto done = scope.outbox.update(effect, EffectState::Waiting); !done)
            return done;
    }
    return {};
}

} // namespace Millrace
