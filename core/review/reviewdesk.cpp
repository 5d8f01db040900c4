// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/reviewdesk.h"

#include "pipeline/reviewoutcome.h"
#include "review/agreement.h"
#include "sdk/clock.h"
#include "sdk/id.h"
#include "sdk/jsonschema.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

std::unexpected<Error> conflict(const ReviewItem &item, const QString &what, Json detail = Json::object())
{
    detail.insert("item", item.id);
    detail.insert("state", reviewStateName(item.state));
    return fail(ErrorCode::Conflict, what, detail);
}

std::unexpected<Error> notOpen(const ReviewItem &item)
{
    return conflict(item, u"the item is not open: it is %1"_s.arg(reviewStateName(item.state)));
}

Result<Json> heldBy(WriteScope &scope, const ReviewItem &item)
{
    const auto principals = scope.catalog.principals();
    if (!principals)
        return std::unexpected(principals.error());
    const auto holder = std::ranges::find(*principals, item.claimedBy.value_or(0), &Principal::key);
    return Json::object(
        {{"by", holder == principals->end() ? Json() : Json::object({{"id", holder->id}, {"name", holder->name}, {"kind", holder->kind}})},
         {"until", isoMicroseconds(item.claimUntil)}});
}

void letGo(ReviewItem &item)
{
    item.claimedBy.reset();
    item.claimedAt = item.claimUntil = 0;
    item.pack.clear();
}

bool isLinked(const PlanNode &node, QStringView port)
{
    return std::ranges::any_of(node.exits, [&](const PlanNode::Exit &exit) { return exit.port == port; });
}

int nodeIn(const Plan &plan, const QString &id)
{
    const auto node = std::ranges::find(plan.nodes(), id, [](const PlanNode &n) { return n.node.id; });
    return node == plan.nodes().end() ? -1 : static_cast<int>(std::distance(plan.nodes().begin(), node));
}

/// Whether what leaves a node can come to another one.
bool leadsTo(const Plan &plan, int from, int to)
{
    QSet<int> seen{from};
    QList<int> open{from};
    while (!open.isEmpty()) {
        for (const PlanNode::Exit &exit : plan.node(open.takeLast()).exits) {
            if (exit.to == to)
                return true;
            if (exit.to >= 0 && !seen.contains(exit.to)) {
                seen.insert(exit.to);
                open.append(exit.to);
            }
        }
    }
    return false;
}

Result<int> rerunNode(const Plan &plan, int review, const QString &id)
{
    const int node = nodeIn(plan, id);
    const QStringList allowed = plan.node(review).node.config.value("rerun_from").toStringList();
    if (node < 0 || node == review || (!allowed.isEmpty() && !allowed.contains(id)) || !leadsTo(plan, node, review))
        return fail(ErrorCode::InvalidArgument, u"it cannot be run again from \"%1\": that is no node that leads to this review"_s.arg(id),
                    Json::object({{"rerun_from", id}}));
    return node;
}

/// The answers against the form, and what was only suggested.
Result<void> checkAnswers(const Json &config, const ReviewAnswer &answer, const Json &data)
{
    Json problems = Json::array();
    const auto add = [&](const QByteArray &path, const QString &message) { problems.append(Json::object({{"path", path}, {"message", message}})); };
    for (const JsonMember &suggestion : config.value("suggest").members()) {
        const QString path = suggestion.value.toString();
        const QByteArray pointer = path.startsWith(u'/') ? path.toUtf8() : '/' + path.toUtf8().replace('.', '/');
        const Json *value = data.find(pointer);
        if (value && answer.answers.contains(QByteArrayView(suggestion.key)) && answer.answers.value(suggestion.key) == *value
            && !answer.seen.contains(QString::fromUtf8(suggestion.key)))
            add('/' + escapePointerToken(suggestion.key), u"the suggestion was not seen, so it is no answer"_s);
    }
    const bool isVerdict = answer.kind != ReviewKind::Skipped && answer.kind != ReviewKind::Escalated;
    if (const Json &form = config.value("form"); isVerdict && !form.isNull()) {
        const auto schema = JsonSchema::compile(form);
        if (!schema)
            return std::unexpected(schema.error());
        for (const SchemaProblem &problem : schema->check(answer.answers))
            add(problem.path, problem.message);
    } else if (form.isNull() && !answer.answers.isEmpty()) {
        add({}, u"this review has no form"_s);
    }
    if (problems.isEmpty())
        return {};
    return fail(ErrorCode::InvalidArgument, u"the answers do not fit the form: %1"_s.arg(problems.at(0).value("message").toString()),
                Json::object({{"problems", problems}}));
}

/// The document's data as the answer wants it; nothing: as it is.
Result<std::optional<Json>> wantedData(const ReviewAnswer &answer, const Json &before)
{
    if (!answer.patch)
        return answer.data && *answer.data != before ? answer.data : std::nullopt;
    const auto edit = Edit::fromJson(*answer.patch);
    if (!edit)
        return std::unexpected(edit.error());
    auto after = edit->appliedTo(before);
    if (!after)
        return std::unexpected(after.error());
    return *after != before ? std::optional(std::move(*after)) : std::nullopt;
}

/// What is written into the document of answers and notes.
Json outcomeOf(ReviewKind kind, const Json &answers, const QString &note, const QStringList &names, qint64 at)
{
    return reviewOutcome(reviewKindName(kind), answers, note, names, isoMicroseconds(at));
}

} // namespace

Result<bool> isPack(Catalog &catalog)
{
    return catalog.meta("pack_of").transform([](const QString &of) { return !of.isEmpty(); });
}

Result<void> ReviewDesk::note(WriteScope &scope, const ReviewItem &item, const Reviewer &who, ReviewEventKind kind, std::optional<qint64> other,
                              const QString &text) const
{
    return scope.reviews.addEvent({item.key, scope.now, who.key, kind, other, text});
}

Result<QList<qint64>> ReviewDesk::claimNext(WriteScope &scope, const Reviewer &who, ReviewFilter filter, ReviewOrder order, int limit, qint64 leaseUs,
                                            bool fresh) const
{
    if (fresh)
        filter.claim = ReviewClaim::Nobody;
    const auto keys = scope.reviews.next(filter, order, {who.key, scope.now}, limit);
    if (!keys)
        return keys;
    for (const qint64 key : *keys) {
        auto item = scope.reviews.find(key);
        if (!item)
            return std::unexpected(item.error());
        if (auto claimed = claim(scope, who, **item, leaseUs, false); !claimed)
            return std::unexpected(claimed.error());
    }
    return keys;
}

Result<void> ReviewDesk::claim(WriteScope &scope, const Reviewer &who, ReviewItem &item, qint64 leaseUs, bool takesOver) const
{
    if (item.state != ReviewState::Open)
        return notOpen(item);
    const bool isAnothers = item.isClaimedAt(scope.now) && item.claimedBy != who.key;
    if (isAnothers && !takesOver) {
        const auto holder = heldBy(scope, item);
        return holder ? conflict(item, u"%1 holds it"_s.arg(holder->value("by").value("name").toString()), *holder) : std::unexpected(holder.error());
    }
    if (!takesOver && !item.authorFinished)
        return conflict(item, u"its author is not finished with it"_s);
    if (!takesOver && item.assignee && *item.assignee != who.key)
        return conflict(item, u"it is assigned to somebody else"_s);
    if (isAnothers) {
        if (auto noted = note(scope, item, who, ReviewEventKind::TakenOver, item.claimedBy, item.pack); !noted)
            return noted;
    }
    if (!item.isClaimedAt(scope.now) || isAnothers)
        item.claimedAt = scope.now;
    item.claimedBy = who.key;
    item.claimUntil = scope.now + leaseUs;
    item.pack.clear();
    scope.reviewItems.append(item.id);
    return scope.reviews.setClaim(item);
}

Result<bool> ReviewDesk::renew(WriteScope &scope, const Reviewer &who, ReviewItem &item, qint64 leaseUs) const
{
    if (item.state != ReviewState::Open || item.claimedBy != who.key)
        return false;
    item.claimUntil = scope.now + leaseUs;
    return scope.reviews.setClaim(item).transform([] { return true; });
}

Result<bool> ReviewDesk::release(WriteScope &scope, const Reviewer &who, ReviewItem &item, bool others) const
{
    const bool isAnothers = item.isClaimedAt(scope.now) && item.claimedBy != who.key;
    if (!item.claimedBy || (isAnothers && !others))
        return false;
    if (isAnothers) {
        if (auto noted = note(scope, item, who, ReviewEventKind::Released, item.claimedBy, item.pack); !noted)
            return std::unexpected(noted.error());
    }
    letGo(item);
    scope.reviewItems.append(item.id);
    return scope.reviews.setClaim(item).transform([] { return true; });
}

Result<void> ReviewDesk::assign(WriteScope &scope, const Reviewer &who, ReviewItem &item, std::optional<qint64> to) const
{
    if (item.state != ReviewState::Open)
        return notOpen(item);
    item.assignee = to;
    if (item.claimedBy && to && item.claimedBy != to)
        letGo(item);
    scope.reviewItems.append(item.id);
    if (auto saved = scope.reviews.save(item); !saved)
        return saved;
    return note(scope, item, who, ReviewEventKind::Assigned, to);
}

Result<bool> ReviewDesk::setAuthorFinished(WriteScope &scope, const Reviewer &who, ReviewItem &item, bool finished, const QString &text) const
{
    if (item.state != ReviewState::Open)
        return notOpen(item);
    if (item.authorFinished == finished)
        return false;
    item.authorFinished = finished;
    ++item.revision;
    if (!finished)
        letGo(item);
    scope.reviewItems.append(item.id);
    if (auto saved = scope.reviews.save(item); !saved)
        return std::unexpected(saved.error());
    return note(scope, item, who, finished ? ReviewEventKind::AuthorFinished : ReviewEventKind::Returned, {}, text).transform([] { return true; });
}

Result<void> ReviewDesk::change(WriteScope &scope, const Reviewer &who, ReviewItem &item, const Json &data) const
{
    const auto pack = isPack(scope.catalog);
    if (!pack)
        return std::unexpected(pack.error());
    if (item.state != ReviewState::Open || *pack)
        return *pack ? conflict(item, u"in a pack the document stays as it is; the decision can carry an edit"_s) : notOpen(item);
    if (item.isClaimedAt(scope.now) && item.claimedBy != who.key) {
        const auto holder = heldBy(scope, item);
        return holder ? conflict(item, u"%1 holds it"_s.arg(holder->value("by").value("name").toString()), *holder) : std::unexpected(holder.error());
    }
    if (item.made > 0)
        return conflict(item, u"somebody has answered already, for the document as it is"_s);
    if (auto changed = m_options.ledger->change(scope, item.context, who.key, data); !changed)
        return std::unexpected(changed.error());
    ++item.revision;
    scope.reviewItems.append(item.id);
    if (auto saved = scope.reviews.save(item); !saved)
        return saved;
    return note(scope, item, who, ReviewEventKind::Changed);
}

Result<void> ReviewDesk::checkMayDecide(WriteScope &scope, const Reviewer &who, const ReviewItem &item, const QString &pack) const
{
    if (who.kind == "system"_L1)
        return fail(ErrorCode::PermissionDenied, u"a decision is somebody's"_s);
    if (who.kind == "agent"_L1) {
        const auto proposed = scope.reviews.hasProposed(item.key, who.key);
        const auto isOwn = scope.reviews.isWorkOf(item.context, who.key);
        if (!proposed || !isOwn)
            return std::unexpected(proposed ? isOwn.error() : proposed.error());
        if (*isOwn || *proposed)
            return fail(ErrorCode::PermissionDenied,
                        u"an agent does not decide on what it has proposed, decided before, brought in or changed itself"_s,
                        Json::object({{"item", item.id}}));
    }
    if (item.state != ReviewState::Open)
        return notOpen(item);
    if (!item.authorFinished)
        return conflict(item, u"its author is not finished with it"_s);
    const bool isPacks = !pack.isEmpty() && item.pack == pack; // held for the very pack that this comes in
    if (!isPacks && item.isClaimedAt(scope.now) && item.claimedBy != who.key) {
        const auto holder = heldBy(scope, item);
        return holder ? conflict(item, u"%1 holds it"_s.arg(holder->value("by").value("name").toString()), *holder) : std::unexpected(holder.error());
    }
    const bool isTakenOver = item.isClaimedAt(scope.now) && item.claimedBy == who.key;
    if (!isPacks && !isTakenOver && item.assignee && item.assignee != who.key)
        return conflict(item, u"it is assigned to somebody else"_s);
    return {};
}

Result<ReviewDecision> ReviewDesk::checked(WriteScope &scope, const Reviewer &who, const ReviewItem &item, const ReviewAnswer &answer,
                                           const Json &before, const Json &config) const
{
    if (auto fits = checkAnswers(config, answer, before); !fits)
        return std::unexpected(fits.error());
    const auto after = wantedData(answer, before);
    if (!after)
        return std::unexpected(after.error());
    if (answer.kind == ReviewKind::Edited && !answer.data && !answer.patch)
        return fail(ErrorCode::InvalidArgument, u"an edit says what it changes: data, or a patch"_s);
    ReviewDecision decision;
    decision.id = answer.id.isEmpty() ? newId() : answer.id;
    decision.item = item.key;
    decision.context = item.context;
    decision.kind = answer.kind;
    decision.actor = who.key;
    decision.at = answer.at.value_or(scope.now);
    decision.tookUs = answer.tookUs;
    decision.corrects = answer.corrects;
    decision.body = Json::object();
    if (decision.kind == ReviewKind::Approved && *after)
        decision.kind = ReviewKind::Edited;
    else if (decision.kind == ReviewKind::Edited && !*after)
        decision.kind = ReviewKind::Approved; // an edit that changes nothing
    if (!answer.answers.isEmpty())
        decision.body.insert("answers", answer.answers);
    if (!answer.note.isEmpty())
        decision.body.insert("note", answer.note);
    if (*after && decision.kind == ReviewKind::Edited)
        decision.body.insert("edit", Edit::between(before, **after).toJson());
    if (!answer.seen.isEmpty())
        decision.body.insert("seen", Json::array(answer.seen));
    if (!answer.rerunFrom.isEmpty())
        decision.body.insert("rerun_from", answer.rerunFrom);
    if (!answer.mergedFrom.isEmpty())
        decision.body.insert("merged_from", answer.mergedFrom);
    return decision;
}

/// The item stays open, or what holds it is a pack.
Result<ReviewDecided> ReviewDesk::kept(WriteScope &scope, ReviewItem item, ReviewDecision decision) const
{
    letGo(item);
    // Who was to answer it has, or does not want to: it waits for the others now, not for nobody.
    if (item.state == ReviewState::Open && item.assignee == decision.actor) {
        item.assignee.reset();
        if (auto noted = note(scope, item, Reviewer{decision.actor, {}, {}}, ReviewEventKind::Assigned); !noted)
            return std::unexpected(noted.error());
    }
    if (auto saved = scope.reviews.save(item); !saved)
        return std::unexpected(saved.error());
    scope.reviewItems.append(item.id);
    const auto row = scope.contexts.find(item.context);
    if (!row || !*row)
        return row ? fail(ErrorCode::NotFound, u"its context is gone"_s) : std::unexpected(row.error());
    return ReviewDecided{std::move(decision), std::move(item), (*row)->id, (*row)->status, false};
}

Result<ReviewDecided> ReviewDesk::decide(WriteScope &scope, const Reviewer &who, ReviewItem item, const ReviewAnswer &answer) const
{
    if (!answer.id.isEmpty()) {
        const auto earlier = scope.reviews.findDecision(answer.id);
        if (!earlier)
            return std::unexpected(earlier.error());
        if (*earlier) {
            const auto its = scope.reviews.find((*earlier)->item);
            const auto row = scope.contexts.find((*earlier)->context);
            if (!its || !row || !*its || !*row)
                return fail(ErrorCode::NotFound, u"the item of that decision is gone"_s);
            if ((*earlier)->actor != who.key || ((*earlier)->item != item.key && (*earlier)->context != item.context))
                return fail(ErrorCode::AlreadyExists, u"another decision has the key \"%1\""_s.arg(answer.id), Json::object({{"key", answer.id}}));
            return ReviewDecided{**earlier, **its, (*row)->id, (*row)->status, true};
        }
    }
    if (auto may = checkMayDecide(scope, who, item, answer.mergedFrom); !may)
        return std::unexpected(may.error());
    if (answer.revision && *answer.revision != item.revision)
        return conflict(item, u"the item is otherwise than it was seen"_s, Json::object({{"revision", item.revision}}));
    const auto earlier = scope.reviews.decisionsOf(item.key);
    const auto planned = m_options.plan(scope, item.version);
    const auto before = readData(scope.db, item.context);
    const auto pack = isPack(scope.catalog);
    if (!earlier || !planned || !before || !pack)
        return std::unexpected(!earlier ? earlier.error() : !planned ? planned.error() : !before ? before.error() : pack.error());
    if (std::ranges::any_of(*earlier, [&](const ReviewDecision &d) {
            return d.state == DecisionState::Standing && d.actor == who.key && d.kind != ReviewKind::Skipped && d.kind != ReviewKind::Escalated;
        }))
        return conflict(item, u"you have answered it already"_s);
    const Plan &plan = **planned;
    const int node = nodeIn(plan, item.node);
    if (node < 0)
        return fail(ErrorCode::NotFound, u"the pipeline has no node \"%1\""_s.arg(item.node));
    const Json &config = plan.node(node).node.config;
    if (!answer.rerunFrom.isEmpty()) {
        if (answer.kind != ReviewKind::Rejected)
            return fail(ErrorCode::InvalidArgument, u"only what is rejected is run again"_s);
        if (const auto rerun = rerunNode(plan, node, answer.rerunFrom); !rerun)
            return std::unexpected(rerun.error());
    }
    auto decision = checked(scope, who, item, answer, *before, config);
    if (!decision)
        return std::unexpected(decision.error());

    const auto isOffered = [&](const ReviewDecision &d) { return d.state == DecisionState::Proposed && d.id == answer.proposal; };
    if (!answer.proposal.isEmpty() && std::ranges::none_of(*earlier, isOffered))
        return conflict(item, u"what was proposed there is not open any more"_s, Json::object({{"proposal", answer.proposal}}));
    for (ReviewDecision old : *earlier) {
        // What they skipped before they have answered now; a proposal is taken where it is followed.
        const bool isMineOfBefore = old.state == DecisionState::Standing && old.actor == who.key;
        const bool isTaken = isOffered(old) && old.kind == decision->kind;
        if (!isMineOfBefore && !isTaken)
            continue;
        old.state = isMineOfBefore ? DecisionState::Corrected : DecisionState::Taken;
        old.changedBy = who.key;
        old.changedAt = scope.now;
        if (isMineOfBefore && !decision->corrects)
            decision->corrects = old.key;
        if (auto saved = scope.reviews.saveDecision(old); !saved)
            return std::unexpected(saved.error());
    }
    if (decision->kind == ReviewKind::Skipped) {
        if (auto added = scope.reviews.addDecision(*decision); !added)
            return std::unexpected(added.error());
        return kept(scope, std::move(item), std::move(*decision));
    }
    if (decision->kind == ReviewKind::Escalated && !isLinked(plan.node(node), u"escalated") && !*pack) {
        if (auto added = scope.reviews.addDecision(*decision); !added)
            return std::unexpected(added.error());
        item.escalated = true;
        if (auto noted = note(scope, item, who, ReviewEventKind::Escalated, {}, answer.note); !noted)
            return std::unexpected(noted.error());
        return kept(scope, std::move(item), std::move(*decision));
    }
    if (*pack) {
        item.state = ReviewState::Decided;
        item.verdict = decision->kind;
        item.closedAt = scope.now;
        ++item.made;
        if (auto added = scope.reviews.addDecision(*decision); !added)
            return std::unexpected(added.error());
        return kept(scope, std::move(item), std::move(*decision));
    }
    if (decision->kind != ReviewKind::Escalated && ++item.made < item.needed) {
        if (auto added = scope.reviews.addDecision(*decision); !added)
            return std::unexpected(added.error());
        return kept(scope, std::move(item), std::move(*decision));
    }
    return settled(scope, who, std::move(item), std::move(*decision), *before, plan, node);
}

Result<ReviewDecided> ReviewDesk::settled(WriteScope &scope, const Reviewer &who, ReviewItem item, ReviewDecision decision, const Json &before,
                                          const Plan &plan, int node) const
{
    const PlanNode &place = plan.node(node);
    const Json &config = place.node.config;
    auto standing = scope.reviews.decisionsOf(item.key);
    if (!standing)
        return std::unexpected(standing.error());
    standing->removeIf([](const ReviewDecision &d) { return d.state != DecisionState::Standing; });
    standing->append(decision);

    Agreement agreement{decision.kind, decision.body.value("answers"), decision.body.value("note").toString(), std::nullopt};
    if (decision.kind == ReviewKind::Edited)
        agreement.edited = standing->size() - 1;
    if (item.needed > 1 && decision.kind != ReviewKind::Escalated) {
        const auto agreed = agreementOf(*standing, AgreementRule::fromConfig(config.value("overlap")));
        if (!agreed && !isLinked(place, u"escalated")) {
            // Nobody is told to decide against the others: one more is asked.
            item.escalated = true;
            ++item.needed;
            if (auto added = scope.reviews.addDecision(decision); !added)
                return std::unexpected(added.error());
            if (auto noted = note(scope, item, who, ReviewEventKind::NoAgreement); !noted)
                return std::unexpected(noted.error());
            return kept(scope, std::move(item), std::move(decision));
        }
        agreement = agreed.value_or(Agreement{ReviewKind::Escalated, {}, {}, std::nullopt});
    }

    Ledger::Verdict verdict;
    verdict.note = agreement.note;
    verdict.port = reviewKindName(agreement.kind);
    if (agreement.kind == ReviewKind::Edited && !isLinked(place, u"edited"))
        verdict.port = reviewKindName(ReviewKind::Approved);
    Json after = before;
    if (agreement.edited) {
        const auto edit = Edit::fromJson(standing->at(*agreement.edited).body.value("edit"));
        const auto edited = edit ? edit->appliedTo(before) : Result<Json>(std::unexpected(edit.error()));
        if (!edited)
            return std::unexpected(edited.error());
        after = *edited;
    }
    if (!agreement.answers.isEmpty() || !agreement.note.isEmpty() || item.needed > 1) {
        const auto principals = scope.catalog.principals();
        if (!principals)
            return std::unexpected(principals.error());
        QStringList names;
        for (const ReviewDecision &one : std::as_const(*standing)) {
            const auto person = std::ranges::find(*principals, one.actor, &Principal::key);
            if (person != principals->end() && one.kind != ReviewKind::Skipped)
                names.append(person->name);
        }
        after.insert(config.value("into").toString(u"review"_s).toUtf8(),
                     outcomeOf(agreement.kind, agreement.answers, agreement.note, names, decision.at));
    }
    if (after != before)
        verdict.data = after;
    // Of several who rejected it, the last who named a node.
    QString rerun;
    for (const ReviewDecision &one : std::as_const(*standing)) {
        if (const QString from = one.body.value("rerun_from").toString(); one.kind == ReviewKind::Rejected && !from.isEmpty())
            rerun = from;
    }
    if (!rerun.isEmpty() && agreement.kind == ReviewKind::Rejected) {
        const auto again = rerunNode(plan, node, rerun);
        if (!again)
            return std::unexpected(again.error());
        verdict.next = *again;
    }

    // Decided first: what the ledger finds open when the step goes on, nobody has decided.
    item.state = ReviewState::Decided;
    item.verdict = agreement.kind;
    item.escalated = item.escalated || agreement.kind == ReviewKind::Escalated;
    item.closedAt = scope.now;
    letGo(item);
    if (auto saved = scope.reviews.save(item); !saved)
        return std::unexpected(saved.error());
    const auto row = m_options.ledger->decide(scope, item.context, who.key, plan, verdict);
    if (!row)
        return std::unexpected(row.error());
    item.decidedStep = row->steps;
    item.decidedRevision = row->revision;
    if (auto saved = scope.reviews.save(item); !saved)
        return std::unexpected(saved.error());
    if (auto declined = scope.reviews.closeProposals(item.key, who.key, scope.now); !declined)
        return std::unexpected(declined.error());
    decision.port = verdict.port;
    if (auto added = scope.reviews.addDecision(decision); !added)
        return std::unexpected(added.error());
    scope.reviewItems.append(item.id);
    return ReviewDecided{std::move(decision), std::move(item), row->id, row->status, false};
}

Result<ReviewDecision> ReviewDesk::propose(WriteScope &scope, const Reviewer &who, const ReviewItem &item, const ReviewAnswer &answer) const
{
    if (item.state != ReviewState::Open)
        return notOpen(item);
    if (!answer.id.isEmpty()) {
        const auto earlier = scope.reviews.findDecision(answer.id);
        if (!earlier)
            return std::unexpected(earlier.error());
        if (*earlier && (*earlier)->item == item.key && (*earlier)->actor == who.key)
            return **earlier;
        if (*earlier)
            return fail(ErrorCode::AlreadyExists, u"another decision has the key \"%1\""_s.arg(answer.id), Json::object({{"key", answer.id}}));
    }
    const auto planned = m_options.plan(scope, item.version);
    const auto before = readData(scope.db, item.context);
    if (!planned || !before)
        return std::unexpected(planned ? before.error() : planned.error());
    const int node = nodeIn(**planned, item.node);
    if (node < 0)
        return fail(ErrorCode::NotFound, u"the pipeline has no node \"%1\""_s.arg(item.node));
    ReviewAnswer proposed = answer;
    for (const JsonMember &suggestion : (*planned)->node(node).node.config.value("suggest").members())
        proposed.seen.append(QString::fromUtf8(suggestion.key)); // whoever takes it has to have seen it
    auto decision = checked(scope, who, item, proposed, *before, (*planned)->node(node).node.config);
    if (!decision)
        return decision;
    decision->state = DecisionState::Proposed;
    decision->body.remove("seen");
    if (auto added = scope.reviews.addDecision(*decision); !added)
        return std::unexpected(added.error());
    scope.reviewItems.append(item.id);
    return decision;
}

/// What waits to go out is discarded.
Result<void> ReviewDesk::takeBackEffects(WriteScope &scope, ContextKey context, qint64 since) const
{
    const auto sent = scope.reviews.sentSince(context, since);
    if (!sent)
        return std::unexpected(sent.error());
    for (const ReviewRepository::Sent &effect : *sent) {
        if (effect.state != static_cast<int>(EffectState::Waiting))
            continue;
        if (auto discarded = m_options.ledger->discardEffect(scope, effect.effect); !discarded)
            return discarded;
    }
    return {};
}

/// `item` becomes the one that is open then.
Result<void> ReviewDesk::takeBackVerdict(WriteScope &scope, const Reviewer &who, ReviewItem &item, const Ledger::Way &way, qint64 at,
                                         ReviewUndone &undone) const
{
    const auto planned = m_options.plan(scope, item.version);
    if (!planned)
        return std::unexpected(planned.error());
    // By this machine's clock: a decision that came in a pack carries another's.
    const qint64 since = item.closedAt.value_or(at);
    if (way.places.isEmpty()) {
        if (auto offered = scope.reviews.reopenProposals(item.key, since); !offered)
            return offered;
        if (auto told = takeBackEffects(scope, item.context, since); !told)
            return told;
        const auto reopened = m_options.ledger->reopen(scope, item, who.key, **planned);
        if (!reopened)
            return std::unexpected(reopened.error());
        return note(scope, item, who, ReviewEventKind::Reopened);
    }
    undone.inPlace = false;
    item.verdict.reset(); // what it came to does not stand
    ReviewItem before = item;
    scope.reviewItems.append(before.id);
    const Ledger::Way::Place &place = way.places.constLast();
    if (!way.isPast) {
        // The document was done again from before this verdict: what has its place now asks by itself, or has asked.
        undone.context = place.holder.id;
        if (auto saved = scope.reviews.save(before); !saved)
            return saved;
        const auto now = scope.reviews.ofContext(place.holder.key);
        if (!now)
            return std::unexpected(now.error());
        if (*now)
            item = std::move(**now);
        return {};
    }
    if (auto offered = scope.reviews.reopenProposals(item.key, since); !offered)
        return offered;
    if (auto told = takeBackEffects(scope, item.context, since); !told)
        return told;
    undone.superseded = place.holder.id;
    undone.wasCancelled = std::ranges::any_of(way.places, [](const Ledger::Way::Place &p) { return !isFinal(p.holder.status); });
    auto again = m_options.ledger->askAgain(scope, item, way, who.key, **planned);
    if (!again)
        return std::unexpected(again.error());
    again->made = item.made;
    if (auto saved = scope.reviews.save(before); !saved)
        return saved;
    if (auto moved = scope.reviews.moveStanding(item.key, again->key); !moved)
        return moved;
    const auto row = scope.contexts.find(again->context);
    if (!row || !*row)
        return row ? fail(ErrorCode::NotFound, u"its context is gone"_s) : std::unexpected(row.error());
    undone.context = (*row)->id;
    item = std::move(*again);
    return note(scope, before, who, ReviewEventKind::AskedAgain, {}, undone.context);
}

Result<ReviewUndone> ReviewDesk::undo(WriteScope &scope, const Reviewer &who, ReviewDecision decision, bool asCorrected) const
{
    if (decision.state != DecisionState::Standing)
        return fail(ErrorCode::Conflict, u"the decision does not stand: it is %1"_s.arg(decisionStateName(decision.state)),
                    Json::object({{"decision", decision.id}, {"state", decisionStateName(decision.state)}}));
    if (who.kind == "system"_L1 || (who.kind == "agent"_L1 && decision.actor != who.key))
        return fail(ErrorCode::PermissionDenied, u"only people take back what others decided"_s);
    const auto found = scope.reviews.find(decision.item);
    const auto pack = isPack(scope.catalog);
    if (!found || !pack || !*found)
        return found && pack ? fail(ErrorCode::NotFound, u"its item is gone"_s) : std::unexpected(found ? pack.error() : found.error());
    ReviewItem item = **found;
    const auto old = scope.contexts.find(item.context);
    if (!old || !*old)
        return old ? fail(ErrorCode::NotFound, u"its context is gone"_s) : std::unexpected(old.error());
    const bool counted = decision.kind != ReviewKind::Skipped && decision.kind != ReviewKind::Escalated;
    // An escalation that led nowhere settled nothing; somebody else did.
    const bool settledIt
        = item.state == ReviewState::Decided && decision.kind != ReviewKind::Skipped && (counted || !decision.port.isEmpty() || *pack);
    // What is refused is refused before anything is written: whoever takes several back passes it over.
    Ledger::Way way;
    if (settledIt && !*pack) {
        const auto inPlace = m_options.ledger->canReopen(scope, item);
        auto led = inPlace && !*inPlace ? m_options.ledger->wayOf(scope, item) : Result<Ledger::Way>(Ledger::Way());
        if (!inPlace || !led)
            return std::unexpected(inPlace ? led.error() : inPlace.error());
        way = std::move(*led);
        if (asCorrected && !way.isPast)
            return fail(ErrorCode::Conflict, u"the document was done again from before this decision: there is nothing of it to correct"_s,
                        Json::object({{"context", way.places.constLast().holder.id}}));
    }

    decision.state = asCorrected ? DecisionState::Corrected : DecisionState::Undone;
    decision.changedBy = who.key;
    decision.changedAt = scope.now;
    if (auto saved = scope.reviews.saveDecision(decision); !saved)
        return std::unexpected(saved.error());
    ReviewUndone undone;
    undone.context = (*old)->id;
    if (counted && item.made > 0)
        --item.made;
    if (decision.kind == ReviewKind::Escalated) {
        const auto others = scope.reviews.decisionsOf(item.key);
        if (!others)
            return std::unexpected(others.error());
        item.escalated = std::ranges::any_of(
            *others, [](const ReviewDecision &d) { return d.state == DecisionState::Standing && d.kind == ReviewKind::Escalated; });
    }
    if (settledIt && *pack) {
        item.state = ReviewState::Open;
        item.verdict.reset();
        item.closedAt.reset();
    } else if (settledIt) {
        if (auto led = takeBackVerdict(scope, who, item, way, decision.at, undone); !led)
            return std::unexpected(led.error());
    }
    if (item.state == ReviewState::Open && item.pack.isEmpty() && (!item.isClaimedAt(scope.now) || item.claimedBy == who.key)) {
        constexpr qint64 kLeaseUs = 300'000'000;
        item.claimedBy = who.key;
        item.claimedAt = scope.now;
        item.claimUntil = scope.now + kLeaseUs;
    }
    if (auto saved = scope.reviews.save(item); !saved)
        return std::unexpected(saved.error());
    scope.reviewItems.append(item.id);
    undone.decision = std::move(decision);
    undone.item = std::move(item);
    return undone;
}

} // namespace Millrace
