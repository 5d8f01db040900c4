// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The review's door, as far as it writes: claims, decisions and their undoing, comments.
#include "review/reviewdesk.h"
#include "sdk/clock.h"
#include "sdk/id.h"
#include "store/contextrepository.h"
#include "store/reviewhistory.h"
#include "workspace/commandschema.h"
#include "workspace/measuring.h"
#include "workspace/reviewargs.h"
#include "workspace/reviewjson.h"
#include "workspace/workspace_p.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;
using namespace ReviewArgs;

namespace {

constexpr int kMostItems = 1'000;
constexpr qint64 kUsualLeaseS = 300;

Result<Json> undoneToJson(const ReviewUndone &undone, ReviewJson &out)
{
    const auto decision = out.decision(undone.decision);
    const auto item = out.item(undone.item.key);
    if (!decision || !item)
        return std::unexpected(decision ? item.error() : decision.error());
    return Json::object({{"undone", *decision},
                         {"item", *item},
                         {"in_place", undone.inPlace},
                         {"context", undone.context},
                         {"superseded", undone.superseded.isEmpty() ? Json() : Json(undone.superseded)},
                         {"cancelled", undone.wasCancelled},
                         {"published", decision->value("published").isArray() ? decision->value("published") : Json::array()}});
}

/// Whether the next items of a wish are to be looked for.
bool isSlow(const Json &wish)
{
    return wish.isObject() && !ReviewRepository::isQuick(plainFilterFrom(wish.value("filter")), orderFrom(wish.value("order")));
}

/// The same again is no decision more.
void countDecision(WriteScope &scope, const CommandTable &table, const ReviewDecided &decided)
{
    if (decided.isRepeated)
        return;
    scope.afterCommit.emplace_back([&table, decision = decided.decision, item = decided.item] {
        if (Measuring *measuring = Measuring::of(table))
            measuring->countDecision(decision, item);
    });
}

} // namespace

ReviewDesk Workspace::Private::reviewDesk()
{
    return ReviewDesk({&engine->ledger(), [this](WriteScope &scope, qint64 version) { return engine->plan(scope, version); }});
}

Result<std::pair<ReviewJson, Reviewer>> Workspace::Private::reviewerOf(Connection &db, const QString &who, qint64 now)
{
    const auto principal = Catalog(db).findPrincipal(who);
    if (!principal)
        return std::unexpected(principal.error());
    const Reviewer reviewer = *principal ? Reviewer{(*principal)->key, (*principal)->name, (*principal)->kind} : Reviewer();
    ReviewJson out(db, reviewer.key, now);
    if (auto read = out.readPeople(); !read)
        return std::unexpected(read.error());
    return std::pair(std::move(out), reviewer);
}

// Null where an index finds them.
Result<Json> Workspace::Private::lookUp(const Json &wish, const QString &actor)
{
    if (!isSlow(wish))
        return Json();
    // What the caller did just before is done when it is read: they may want what they have given back.
    if (const auto done = engine->write([](WriteScope &) -> Result<Json> { return Json(); }).result(); !done)
        return done;
    // More than wanted: others take some of them meanwhile.
    constexpr qint64 kSpare = 100;
    return readers->runNow<Json>([&](Reader &reader) -> Result<Json> {
        auto session = reviewerOf(reader.db, actor, clock.nowUs());
        if (!session)
            return std::unexpected(session.error());
        auto filter = filterFrom(wish.value("filter"), session->first);
        if (!filter)
            return std::unexpected(filter.error());
        filter->claim = ReviewClaim::Nobody;
        const auto keys = session->first.reviews().next(*filter, orderFrom(wish.value("order")), session->first.viewer(),
                                                        static_cast<int>(wish.value("limit").toInt(10) + kSpare));
        if (!keys)
            return std::unexpected(keys.error());
        Json list = Json::array();
        for (const qint64 key : *keys)
            list.append(key);
        return list;
    });
}

/// What no index finds is looked up by a reader, and then taken among that: a search of 100,000 items would hold every commit up.
void Workspace::Private::addReviewLookups()
{
    const auto claimed = [this](const Json &wish, const QString &actor, bool fresh) -> Result<Json> {
        const auto found = lookUp(wish, actor);
        if (!found)
            return std::unexpected(found.error());
        Json args = wish;
        if (fresh) { // what they hold already is no news
            Json filter = wish.value("filter");
            filter.insert("claimed", "nobody");
            args.insert("filter", filter);
        }
        auto taken = write(*table.find(u"review.claim"_s), {args, actor, *found});
        taken.waitForFinished();
        return taken.result();
    };
    table.divert(u"review.claim"_s, [this, claimed](const CommandCall &call) -> std::optional<QFuture<Result<Json>>> {
        if (call.args.contains("items") || !isSlow(call.args))
            return std::nullopt;
        return inBackground([claimed, call] { return claimed(call.args, call.actor, false); });
    });
    for (const QString &name : {u"review.decide"_s, u"review.decide_many"_s, u"review.correct"_s}) {
        table.divert(name, [this, name, claimed](const CommandCall &call) -> std::optional<QFuture<Result<Json>>> {
            const Json wish = call.args.value("next");
            if (!isSlow(wish))
                return std::nullopt;
            // The decision keeps its turn among the caller's others; the next ones come in a commit of their own.
            CommandCall decision = call;
            decision.args.remove("next");
            QFuture<Result<Json>> decided = write(*table.find(name), decision);
            return inBackground([claimed, decided, wish, actor = call.actor]() mutable -> Result<Json> {
                decided.waitForFinished();
                Result<Json> answer = decided.result();
                if (const auto next = answer ? claimed(wish, actor, true) : Result<Json>(Json()); answer && next)
                    answer->insert("next", next->value("items"));
                return answer;
            });
        });
    }
}

Result<Json> Workspace::Private::claimNext(WriteScope &scope, ReviewJson &out, const Reviewer &who, const Json &wish, bool fresh, const Json &found)
{
    auto filter = filterFrom(wish.value("filter"), out);
    if (!filter)
        return std::unexpected(filter.error());
    if (found.isArray()) {
        filter->among.emplace();
        for (const Json &key : found.items())
            filter->among->append(key.toInt());
    }
    const auto keys = reviewDesk().claimNext(scope, who, *filter, orderFrom(wish.value("order")), static_cast<int>(wish.value("limit").toInt(10)),
                                             wish.value("lease_s").toInt(kUsualLeaseS) * 1'000'000, fresh);
    return keys ? out.items(*keys) : Result<Json>(std::unexpected(keys.error()));
}

void Workspace::Private::addReviewCommands()
{
    addReviewReadCommands();
    addClaimCommands();
    addDecisionCommands();
    addUndoCommands();
    addReviewNoteCommands();
    addReviewFeedbackCommands();
    addPackCommands();
    addReviewLookups();
}

void Workspace::Private::addClaimCommands()
{
    const Json some = textsUpTo("ids of items", kMostItems);
    table.add(info("review.claim", "Take items from the queue",
                   "The next items in that order, yours for a while and nobody else's; or, with `items`, those: where another holds one it has to be "
                   "taken over, "
                   "which stays on record.",
                   Access::Write, "reviews.decide",
                   schema({{"filter", filterSchema()},
                           {"order", orderSchema()},
                           {"limit", limitSchema("how many, 10 by default", 100)},
                           {"lease_s", leaseSchema()},
                           {"items", some},
                           {"take_over", Json::object({{"type", "boolean"}})}})),
              [this](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  auto session = reviewerOf(scope.db, call.actor, scope.now);
                  if (!session)
                      return std::unexpected(session.error());
                  auto &[out, who] = *session;
                  const qint64 leaseUs = call.args.value("lease_s").toInt(kUsualLeaseS) * 1'000'000;
                  auto items = Result<Json>(Json::array());
                  if (call.args.contains("items")) {
                      QList<qint64> keys;
                      for (const QString &id : call.args.value("items").toStringList()) {
                          auto item = itemOf(scope.reviews, id);
                          const auto claimed = item ? reviewDesk().claim(scope, who, *item, leaseUs, call.args.value("take_over").toBool())
                                                    : Result<void>(std::unexpected(item.error()));
                          if (!claimed)
                              return std::unexpected(claimed.error());
                          keys.append(item->key);
                      }
                      items = out.items(keys);
                  } else {
                      items = claimNext(scope, out, who, call.args, false, call.found);
                  }
                  if (!items)
                      return items;
                  return Json::object({{"items", *items}, {"until", isoMicroseconds(scope.now + leaseUs)}});
              });
    table.add(info("review.renew", "Keep items", "Holds items for as long again; `lost` are those that somebody has taken over or decided.",
                   Access::Write, "reviews.decide", schema({{"items", some}, {"lease_s", leaseSchema()}}, {u"items"_s})),
              [this](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  auto session = reviewerOf(scope.db, call.actor, scope.now);
                  if (!session)
                      return std::unexpected(session.error());
                  Json renewed = Json::array();
                  Json lost = Json::array();
                  for (const QString &id : call.args.value("items").toStringList()) {
                      auto item = itemOf(scope.reviews, id);
                      const auto kept = item
                          ? reviewDesk().renew(scope, session->second, *item, call.args.value("lease_s").toInt(kUsualLeaseS) * 1'000'000)
                          : Result<bool>(std::unexpected(item.error()));
                      if (!kept)
                          return std::unexpected(kept.error());
                      (*kept ? renewed : lost).append(id);
                  }
                  return Json::object({{"renewed", renewed}, {"lost", lost}});
              });
    table.add(info("review.release", "Give items back",
                   "These, or all that you hold; others can take them at once. What another holds stays theirs, unless it is taken over for that.",
                   Access::Write, "reviews.decide",
                   schema({{"items", some}, {"all", Json::object({{"type", "boolean"}})}, {"take_over", Json::object({{"type", "boolean"}})}})),
              [this](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  auto session = reviewerOf(scope.db, call.actor, scope.now);
                  if (!session)
                      return std::unexpected(session.error());
                  auto &[out, who] = *session;
                  QList<ReviewItem> items;
                  for (const QString &id : call.args.value("items").toStringList()) {
                      auto item = itemOf(scope.reviews, id);
                      if (!item)
                          return std::unexpected(item.error());
                      items.append(std::move(*item));
                  }
                  if (call.args.value("all").toBool()) {
                      ReviewFilter mine;
                      mine.claim = ReviewClaim::Mine;
                      QString next;
                      const auto keys = scope.reviews.list(mine, ReviewOrder::Age, {who.key, scope.now}, {}, kMostItems, next);
                      if (!keys)
                          return std::unexpected(keys.error());
                      for (const qint64 key : *keys) {
                          auto item = scope.reviews.find(key);
                          if (!item)
                              return std::unexpected(item.error());
                          if (*item && (*item)->pack.isEmpty()) // what is in a pack is somewhere else
                              items.append(std::move(**item));
                      }
                  }
                  qint64 count = 0;
                  for (ReviewItem &item : items) {
                      const auto released = reviewDesk().release(scope, who, item, call.args.value("take_over").toBool());
                      if (!released)
                          return std::unexpected(released.error());
                      count += *released;
                  }
                  return Json::object({{"released", count}});
              });
    table.add(
        info("review.assign", "Assign items", "To a person, who alone gets them then; null: to nobody.", Access::Write, "reviews.decide",
             schema({{"items", some}, {"to", Json::object({{"type", Json::array({"string", "null"})}, {"description", "id or name, or \"me\""}})}},
                    {u"items"_s, u"to"_s})),
        [this](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
            auto session = reviewerOf(scope.db, call.actor, scope.now);
            if (!session)
                return std::unexpected(session.error());
            auto &[out, who] = *session;
            const QString name = call.args.value("to").toString();
            const auto to = name.isEmpty() ? std::nullopt : out.keyOf(name);
            if (!name.isEmpty() && !to)
                return fail(ErrorCode::NotFound, u"nobody here is called \"%1\""_s.arg(name));
            for (const QString &id : call.args.value("items").toStringList()) {
                auto item = itemOf(scope.reviews, id);
                const auto assigned = item ? reviewDesk().assign(scope, who, *item, to) : Result<void>(std::unexpected(item.error()));
                if (!assigned)
                    return std::unexpected(assigned.error());
            }
            return Json::object({{"assigned", call.args.value("items").size()}});
        });
    table.add(info("review.author", "Say whether the author is finished",
                   "An item whose author is at it leaves the queue until they are finished; giving it back to them is the same, with a note.",
                   Access::Write, "contexts.write",
                   schema({{"items", some}, {"finished", Json::object({{"type", "boolean"}})}, {"note", text("what is to be done")}},
                          {u"items"_s, u"finished"_s})),
              [this](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  auto session = reviewerOf(scope.db, call.actor, scope.now);
                  if (!session)
                      return std::unexpected(session.error());
                  qint64 changed = 0;
                  for (const QString &id : call.args.value("items").toStringList()) {
                      auto item = itemOf(scope.reviews, id);
                      const auto set = item ? reviewDesk().setAuthorFinished(scope, session->second, *item, call.args.value("finished").toBool(),
                                                                             call.args.value("note").toString())
                                            : Result<bool>(std::unexpected(item.error()));
                      if (!set)
                          return std::unexpected(set.error());
                      changed += *set;
                  }
                  return Json::object({{"changed", changed}});
              });
    table.add(info("review.change", "Change the document under review", "Before anybody has answered: a step of its own in the history.",
                   Access::Write, "contexts.write",
                   schema({{"item", text("the item's id")}, {"revision", integer("of the item as it was seen", 0)}, {"data", anyObject()}},
                          {u"item"_s, u"data"_s})),
              [this](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  auto session = reviewerOf(scope.db, call.actor, scope.now);
                  if (!session)
                      return std::unexpected(session.error());
                  auto item = itemOf(scope.reviews, call.args.value("item").toString());
                  if (!item)
                      return std::unexpected(item.error());
                  if (call.args.contains("revision") && call.args.value("revision").toInt() != item->revision)
                      return fail(ErrorCode::Conflict, u"the item is otherwise than it was seen"_s, Json::object({{"revision", item->revision}}));
                  if (auto changed = reviewDesk().change(scope, session->second, *item, call.args.value("data")); !changed)
                      return std::unexpected(changed.error());
                  return session->first.item(item->key);
              });
}

void Workspace::Private::addDecisionCommands()
{
    table.add(info("review.decide", "Decide a review",
                   "Sends a document on by its decision: approved, rejected (where wanted, to be run again from a node), edited, escalated; skipped "
                   "leaves it "
                   "to others. `next` takes the next items in the same commit. Conflict where somebody decided meanwhile, or holds it.",
                   Access::Write, "reviews.decide", decideSchema(false), true),
              [this](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  auto session = reviewerOf(scope.db, call.actor, scope.now);
                  if (!session)
                      return std::unexpected(session.error());
                  auto &[out, who] = *session;
                  std::optional<ContextKey> context;
                  if (!call.args.contains("item")) {
                      const auto identity = scope.contexts.identify(call.args.value("id").toString());
                      if (!identity)
                          return std::unexpected(identity.error());
                      if (*identity)
                          context = (*identity)->key;
                  }
                  const auto item = itemFrom(scope.reviews, call.args, context);
                  const auto answer = answerFrom(call.args, "decision");
                  if (!item || !answer)
                      return std::unexpected(item ? answer.error() : item.error());
                  const auto decided = reviewDesk().decide(scope, who, *item, *answer);
                  if (!decided)
                      return std::unexpected(decided.error());
                  countDecision(scope, table, *decided);
                  return decidedToJson(scope, out, who, *decided, call.args);
              },
              {u"data"_s, u"patch"_s});
    table.add(info("review.decide_many", "Decide many reviews alike",
                   "Each for itself: what cannot be decided is in `refused`, with why. Suggestions do not count here; answers that are given do, "
                   "whatever was "
                   "suggested.",
                   Access::Write, "reviews.decide",
                   schema({{"items", textsUpTo("ids of items", kMostItems)},
                           {"decision", choice({"approved", "rejected", "escalated", "skipped"}, "for all of them")},
                           {"key", text("made by whoever decides; each decision's is KEY/ITEM")},
                           {"note", text("why")},
                           {"answers", answersSchema()},
                           {"revisions",
                            Json::object({{"type", "array"},
                                          {"items", integer("of an item as it was seen", 0)},
                                          {"description", "of the items, in their order: what is otherwise by now is refused"}})},
                           {"next", nextSchema()}},
                          {u"items"_s, u"decision"_s}),
                   true),
              [this](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  auto session = reviewerOf(scope.db, call.actor, scope.now);
                  if (!session)
                      return std::unexpected(session.error());
                  auto &[out, who] = *session;
                  const QString key = call.args.value("key").toString();
                  auto answer = answerFrom(call.args, "decision");
                  if (!answer)
                      return std::unexpected(answer.error());
                  const QStringList items = call.args.value("items").toStringList();
                  const Json &revisions = call.args.value("revisions");
                  if (revisions.isArray() && revisions.size() != items.size())
                      return fail(ErrorCode::InvalidArgument, u"there are %1 items and %2 revisions"_s.arg(items.size()).arg(revisions.size()));
                  for (const JsonMember &given : answer->answers.members())
                      answer->seen.append(QString::fromUtf8(given.key)); // said for all of them, not left as it was suggested
                  Json decisions = Json::array();
                  Json refused = Json::array();
                  for (qsizetype i = 0; i < items.size(); ++i) {
                      const QString &id = items.at(i);
                      answer->id = key.isEmpty() ? newId() : key + u'/' + id;
                      if (revisions.isArray())
                          answer->revision = revisions.at(i).toInt();
                      const auto item = itemOf(scope.reviews, id);
                      const auto decided
                          = item ? reviewDesk().decide(scope, who, *item, *answer) : Result<ReviewDecided>(std::unexpected(item.error()));
                      if (decided) {
                          countDecision(scope, table, *decided);
                          decisions.append(decided->decision.id);
                      } else if (decided.error().category == ErrorCategory::Fatal) {
                          return std::unexpected(decided.error());
                      } else {
                          refused.append(Json::object({{"item", id}, {"error", decided.error().toJson()}}));
                      }
                  }
                  const auto next
                      = call.args.contains("next") ? claimNext(scope, out, who, call.args.value("next"), true) : Result<Json>(Json::array());
                  if (!next)
                      return next;
                  return Json::object({{"decided", decisions.size()}, {"decisions", decisions}, {"refused", refused}, {"next", *next}});
              });
    table.add(info("review.propose", "Propose a decision", "Kept beside the item; who decides sees it and may take it. An agent never takes its own.",
                   Access::Propose, "reviews.propose",
                   schema({{"item", text("the item's id")},
                           {"decision", choice({"approved", "rejected", "edited", "escalated"}, "what is proposed")},
                           {"answers", answersSchema()},
                           {"note", text("why")},
                           {"data", anyObject()},
                           {"key", text("made by whoever proposes: the same again is the same proposal")}},
                          {u"item"_s, u"decision"_s})),
              [this](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  auto session = reviewerOf(scope.db, call.actor, scope.now);
                  if (!session)
                      return std::unexpected(session.error());
                  const auto item = itemOf(scope.reviews, call.args.value("item").toString());
                  const auto answer = answerFrom(call.args, "decision");
                  if (!item || !answer)
                      return std::unexpected(item ? answer.error() : item.error());
                  const auto proposal = reviewDesk().propose(scope, session->second, *item, *answer);
                  const auto data = readData(scope.db, item->context);
                  if (!proposal || !data)
                      return std::unexpected(proposal ? data.error() : proposal.error());
                  return Json::object({{"proposal", session->first.proposal(*proposal, *data)}});
              });
}

Result<Json> Workspace::Private::decidedToJson(WriteScope &scope, ReviewJson &out, const Reviewer &who, const ReviewDecided &decided,
                                               const Json &args)
{
    const auto decision = out.decision(decided.decision);
    const auto item = out.item(decided.item.key);
    const auto next = args.contains("next") ? claimNext(scope, out, who, args.value("next"), true) : Result<Json>(Json::array());
    if (!decision || !item || !next)
        return std::unexpected(!decision ? decision.error() : !item ? item.error() : next.error());
    return Json::object({{"decision", *decision},
                         {"item", *item},
                         {"id", decided.context},
                         {"context", decided.context},
                         {"status", statusName(decided.status)},
                         {"next", *next},
                         {"repeated", decided.isRepeated}});
}

void Workspace::Private::addUndoCommands()
{
    table.add(
        info(
            "review.undo", "Take a decision back",
            "Yours of last, however often, or the one named: its question is open again. Where its document has gone on, that one is superseded by a "
            "new one that waits at the same review, and `published` says what has gone out already. Without a name, what cannot be taken back is "
            "passed over, and said.",
            Access::Write, "reviews.decide",
            schema({{"decision", text("the decision's id")},
                    {"many", limitSchema("how many of yours", kMostItems)},
                    {"key", text("of review.decide_many: all that were decided with it")},
                    {"together", Json::object({{"type", "boolean"}, {"description", "with the last one all that were decided together with it"}})}})),
        [this](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
            auto session = reviewerOf(scope.db, call.actor, scope.now);
            if (!session)
                return std::unexpected(session.error());
            auto &[out, who] = *session;
            if (call.args.contains("decision")) {
                const auto named = decisionOf(scope.reviews, call.args.value("decision").toString());
                const auto undone = named ? reviewDesk().undo(scope, who, *named) : Result<ReviewUndone>(std::unexpected(named.error()));
                return undone ? undoneToJson(*undone, out) : Result<Json>(std::unexpected(undone.error()));
            }
            // One that cannot be taken back is no end of it: those before it can.
            Json list = Json::array();
            Json passedOver = Json::array();
            std::optional<Error> refusal;
            const auto takeBack = [&](const ReviewDecision &decision) -> Result<void> {
                const auto undone = reviewDesk().undo(scope, who, decision);
                if (!undone && undone.error().code != ErrorCode::Conflict)
                    return std::unexpected(undone.error());
                const auto json = undone ? undoneToJson(*undone, out) : out.decision(decision);
                if (!json)
                    return std::unexpected(json.error());
                if (undone) {
                    list.append(*json);
                    return {};
                }
                if (!refusal)
                    refusal = undone.error();
                passedOver.append(Json::object({{"decision", *json}, {"error", undone.error().toJson()}}));
                return {};
            };
            QString key = call.args.value("key").toString();
            if (call.args.value("together").toBool()) {
                const auto last = scope.reviews.lastStanding(who.key);
                if (!last)
                    return std::unexpected(last.error());
                if (*last && (*last)->id.contains(u'/'))
                    key = (*last)->id.section(u'/', 0, -2);
            }
            const auto together = key.isEmpty() ? Result<QStringList>(QStringList()) : ReviewHistory(scope.db).together(key, who.key);
            if (!together)
                return std::unexpected(together.error());
            for (const QString &id : *together) {
                const auto decision = decisionOf(scope.reviews, id);
                const auto done = decision ? takeBack(*decision) : Result<void>(std::unexpected(decision.error()));
                if (!done)
                    return std::unexpected(done.error());
            }
            const qint64 wanted = together->isEmpty() && !call.args.contains("key") ? call.args.value("many").toInt(1) : 0;
            qint64 before = std::numeric_limits<qint64>::max();
            while (list.size() < wanted) {
                const auto last = scope.reviews.lastStanding(who.key, before);
                if (!last)
                    return std::unexpected(last.error());
                if (!*last || passedOver.size() >= kMostItems)
                    break;
                before = (*last)->key;
                if (auto done = takeBack(**last); !done)
                    return std::unexpected(done.error());
            }
            if (list.isEmpty())
                return refusal ? Result<Json>(std::unexpected(*refusal)) : fail(ErrorCode::NotFound, u"there is no decision of yours to take back"_s);
            if (call.args.contains("many") || call.args.contains("key") || call.args.contains("together"))
                return Json::object({{"undone", list}, {"passed_over", passedOver}});
            Json one = list.at(0);
            one.insert("passed_over", passedOver);
            return one;
        });
    table.add(info("review.correct", "Correct a decision", "Takes a decision back and makes the right one, in one commit.", Access::Write,
                   "reviews.decide", decideSchema(true), true),
              [this](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  auto session = reviewerOf(scope.db, call.actor, scope.now);
                  if (!session)
                      return std::unexpected(session.error());
                  auto &[out, who] = *session;
                  auto answer = answerFrom(call.args, "as");
                  if (!answer)
                      return std::unexpected(answer.error());
                  if (!answer->id.isEmpty()) {
                      const auto earlier = scope.reviews.findDecision(answer->id);
                      if (!earlier)
                          return std::unexpected(earlier.error());
                      if (*earlier) {
                          const auto item = scope.reviews.find((*earlier)->item);
                          if (!item || !*item)
                              return item ? fail(ErrorCode::NotFound, u"its item is gone"_s) : std::unexpected(item.error());
                          const auto repeated = reviewDesk().decide(scope, who, **item, *answer);
                          return repeated ? decidedToJson(scope, out, who, *repeated, call.args) : Result<Json>(std::unexpected(repeated.error()));
                      }
                  }
                  const auto wrong = decisionOf(scope.reviews, call.args.value("decision").toString());
                  const auto undone = wrong ? reviewDesk().undo(scope, who, *wrong, true) : Result<ReviewUndone>(std::unexpected(wrong.error()));
                  if (!undone)
                      return std::unexpected(undone.error());
                  answer->corrects = wrong->key;
                  const auto decided = reviewDesk().decide(scope, who, undone->item, *answer);
                  if (!decided)
                      return std::unexpected(decided.error());
                  auto json = decidedToJson(scope, out, who, *decided, call.args);
                  const auto undoneJson = undoneToJson(*undone, out);
                  if (!json || !undoneJson)
                      return json ? undoneJson : json;
                  json->insert("undone", *undoneJson);
                  return json;
              },
              {u"data"_s, u"patch"_s});
}

void Workspace::Private::addReviewNoteCommands()
{
    table.add(info("review.comment", "Comment on an item", "On the document, or on a piece of one of its fields; it stays with the context.",
                   Access::Propose, "reviews.propose",
                   schema({{"item", text("the item's id")},
                           {"text", Json::object({{"type", "string"}, {"minLength", 1}, {"maxLength", 20'000}})},
                           {"field", text("JSON Pointer within data")},
                           {"from", integer("first byte of the piece", 0)},
                           {"to", integer("byte behind it", 0)},
                           {"reply_to", text("another comment's id")},
                           {"key", text("made by whoever comments: the same again is the same comment")}},
                          {u"item"_s, u"text"_s})),
              [this](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
                  auto session = reviewerOf(scope.db, call.actor, scope.now);
                  if (!session)
                      return std::unexpected(session.error());
                  const auto item = itemOf(scope.reviews, call.args.value("item").toString());
                  if (!item)
                      return std::unexpected(item.error());
                  ReviewComment comment;
                  comment.id = call.args.value("key").toString(newId());
                  const auto earlier = scope.reviews.findComment(comment.id);
                  if (!earlier)
                      return std::unexpected(earlier.error());
                  if (*earlier) {
                      comment = **earlier;
                  } else {
                      comment.item = item->key;
                      comment.context = item->context;
                      comment.actor = actorKey;
                      comment.at = scope.now;
                      comment.body = Json::object({{"text", call.args.value("text")}});
                      for (const char *name : {"field", "from", "to"}) {
                          if (call.args.contains(name))
                              comment.body.insert(name, call.args.value(name));
                      }
                      if (call.args.contains("reply_to")) {
                          const auto other = scope.reviews.findComment(call.args.value("reply_to").toString());
                          if (!other)
                              return std::unexpected(other.error());
                          if (!*other)
                              return fail(ErrorCode::NotFound, u"there is no comment \"%1\""_s.arg(call.args.value("reply_to").toString()));
                          comment.replyTo = (*other)->key;
                      }
                      if (auto added = scope.reviews.addComment(comment); !added)
                          return std::unexpected(added.error());
                      scope.reviewItems.append(item->id);
                  }
                  const auto json = session->first.comments({comment});
                  return json ? Result<Json>(json->at(0)) : json;
              });
    table.add(info("review.resolve", "Resolve a comment", "Or open it again.", Access::Write, "reviews.decide",
                   schema({{"comment", text("the comment's id")}, {"resolved", Json::object({{"type", "boolean"}})}}, {u"comment"_s, u"resolved"_s})),
              [this](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
                  auto session = reviewerOf(scope.db, call.actor, scope.now);
                  if (!session)
                      return std::unexpected(session.error());
                  auto comment = scope.reviews.findComment(call.args.value("comment").toString());
                  if (!comment)
                      return std::unexpected(comment.error());
                  if (!*comment)
                      return fail(ErrorCode::NotFound, u"there is no comment \"%1\""_s.arg(call.args.value("comment").toString()));
                  const bool resolved = call.args.value("resolved").toBool();
                  (*comment)->resolvedBy = resolved ? std::optional(actorKey) : std::nullopt;
                  (*comment)->resolvedAt = resolved ? std::optional(scope.now) : std::nullopt;
                  if (auto saved = scope.reviews.saveComment(**comment); !saved)
                      return std::unexpected(saved.error());
                  const auto item = scope.reviews.find((*comment)->item);
                  const auto json = session->first.comments({**comment});
                  if (!item || !json)
                      return std::unexpected(item ? json.error() : item.error());
                  if (*item)
                      scope.reviewItems.append((*item)->id);
                  return json->at(0);
              });
}

} // namespace Millrace
