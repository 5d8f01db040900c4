// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ledger_p.h"
#include "store/relatives.h"

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kMostAbove = 64; ///< pipelines that send on what was sent to them

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

/// Whether people had to approve a document, and what they said.
struct Approval
{
    bool isAsked = false;
    QString decision; ///< the last; empty: none

    [[nodiscard]] bool isGiven() const { return decision == "approved"_L1 || decision == "edited"_L1; }
};

/// What was decided on a context on its way through its own pipeline and through those that its steps sent parts of it to.
class Approvals
{
public:
    using Decide = std::function<Result<QString>(ContextKey)>;
    using PlanOf = std::function<Result<std::shared_ptr<const Plan>>(qint64 pipeline)>;
    Approvals(WriteScope &scope, PlanOf planOf, Decide lastDecision)
        : m_scope(scope)
        , m_planOf(std::move(planOf))
        , m_lastDecision(std::move(lastDecision))
    {}

    Result<Approval> of(ContextKey key, int depth = 0)
    {
        const auto row = m_scope.contexts.find(key);
        if (!row || !*row)
            return row ? Result<Approval>(Approval()) : std::unexpected(row.error());
        const auto plan = m_planOf((*row)->pipeline);
        return plan ? of(**row, **plan, depth) : std::unexpected(plan.error());
    }

    Result<Approval> of(const ContextRow &row, const Plan &plan, int depth = 0)
    {
        Approval own;
        own.isAsked = std::ranges::any_of(plan.nodes(), [](const PlanNode &node) { return node.component->descriptor().decides; });
        if (own.isAsked) {
            auto decision = m_lastDecision(row.key);
            if (!decision)
                return std::unexpected(decision.error());
            own.decision = std::move(*decision);
            if (!own.decision.isEmpty() && !own.isGiven())
                return own;
        }
        const auto below = ofChildren(row.key, depth);
        if (!below || !below->isAsked)
            return below ? Result<Approval>(own) : below;
        // Who approved the whole has seen the parts; but a part that somebody said no to is not part of what was approved.
        if (below->isGiven() || below->decision.isEmpty())
            return Approval{.isAsked = true, .decision = own.decision.isEmpty() ? below->decision : own.decision};
        return below;
    }

private:
    /// Of the latest step whose children had to be approved: the first that was not decides.
    Result<Approval> ofChildren(ContextKey parent, int depth)
    {
        constexpr int kDeepest = 8;
        if (depth >= kDeepest)
            return Approval{.isAsked = true, .decision = {}};
        const auto forks = finishedForks(m_scope.db, parent);
        if (!forks)
            return std::unexpected(forks.error());
        for (const QList<ContextKey> &children : *forks) {
            Approval all;
            for (const ContextKey key : children) {
                auto one = of(key, depth + 1);
                if (!one || (one->isAsked && !one->isGiven()))
                    return one;
                if (one->isAsked)
                    all = std::move(*one);
            }
            if (all.isAsked)
                return all;
        }
        return Approval();
    }

    WriteScope &m_scope;
    PlanOf m_planOf;
    Decide m_lastDecision;
};

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
    if (!publishes)
        return {};
    Approvals approvals(
        scope, [&](qint64 pipeline) { return m_options.planByKey(scope, pipeline); }, [&](ContextKey key) { return lastDecision(scope, key); });
    // What asks for nobody's approval itself is held to what the pipeline that sent it asks for.
    auto approval = approvals.of(row, plan);
    std::optional<ContextKey> at = row.key;
    for (int n = 0; approval && !approval->isAsked && n < kMostAbove; ++n) {
        const auto parent = parentOf(scope.db, *at);
        if (!parent)
            return std::unexpected(parent.error());
        at = *parent;
        if (!at)
            break;
        approval = approvals.of(*at);
    }
    if (!approval)
        return std::unexpected(approval.error());
    if (approval->isAsked && !approval->isGiven())
        return fail(ErrorCode::PublishRefused,
                    approval->decision.isEmpty() ? u"nobody has approved it, and the pipeline asks for that"_s
                                                 : u"the last decision on it was \"%1\", not \"approved\""_s.arg(approval->decision));
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
