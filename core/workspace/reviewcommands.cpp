// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The review's door: the queue, claims, decisions and their undoing, comments, and what the decisions teach.
#include "components/reviewform.h"
#include "review/reviewdesk.h"
#include "review/statistics.h"
#include "sdk/clock.h"
#include "sdk/id.h"
#include "store/contextrepository.h"
#include "workspace/commandschema.h"
#include "workspace/reviewjson.h"
#include "workspace/workspace_p.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

namespace {

constexpr int kMostItems = 1'000;
constexpr int kMostShown = 50;
constexpr int kUsualPage = 100;
constexpr qint64 kUsualLeaseS = 300;
constexpr qint64 kDayUs = 86'400'000'000;
constexpr qint64 kHourUs = 3'600'000'000;

Json choice(std::initializer_list<const char *> names, const char *description)
{
    Json list = Json::array();
    for (const char *name : names)
        list.append(name);
    return Json::object({{"enum", list}, {"description", description}});
}

Json filterSchema()
{
    const Json share = Json::object({{"type", "number"}, {"minimum", 0}, {"maximum", 1}});
    return schema({{"pipeline", text("a pipeline's id")},
                   {"node", text("a node's id")},
                   {"label", text("the label")},
                   {"assignee", text("id or name of a person, \"me\" or \"nobody\"")},
                   {"claimed", choice({"any", "mine", "others", "nobody"}, "who holds it")},
                   {"state", choice({"open", "decided", "timed_out", "withdrawn"}, "open by default")},
                   {"confidence_from", share},
                   {"confidence_to", share},
                   {"text", text("in the title")},
                   {"escalated", Json::object({{"type", "boolean"}})},
                   {"author", choice({"finished", "unfinished", "any"}, "whether its author is finished with it; finished by default")}});
}

Json orderSchema()
{
    return choice({"confidence", "confidence_down", "age", "newest"},
                  "lowest confidence first, highest first, oldest first (the usual), newest first");
}

Json leaseSchema()
{
    return Json::object(
        {{"type", "integer"}, {"minimum", 5}, {"maximum", 86'400}, {"description", "how long they are yours, in seconds; 300 by default"}});
}

Json limitSchema(const char *description, qint64 most)
{
    return Json::object({{"type", "integer"}, {"minimum", 1}, {"maximum", most}, {"description", description}});
}

Json nextSchema()
{
    return schema({{"filter", filterSchema()}, {"order", orderSchema()}, {"limit", limitSchema("how many", 100)}, {"lease_s", leaseSchema()}});
}

Json answersSchema()
{
    return Json::object({{"type", "object"}, {"description", "to the form's questions"}});
}

Json placeSchema(std::initializer_list<JsonMember> more)
{
    Json properties = Json::object({{"pipeline", text("a pipeline's id")}, {"node", text("a node's id")}});
    for (const JsonMember &member : more)
        properties.insert(member.key, member.value);
    return Json::object({{"type", "object"}, {"properties", properties}, {"additionalProperties", false}});
}

ReviewOrder orderFrom(const Json &json)
{
    const QString name = json.toString();
    return name == "confidence"_L1     ? ReviewOrder::Confidence
        : name == "confidence_down"_L1 ? ReviewOrder::ConfidenceDown
        : name == "newest"_L1          ? ReviewOrder::Newest
                                       : ReviewOrder::Age;
}

qint64 millionths(const Json &share)
{
    return std::llround(share.toDouble() * 1e6);
}

Result<ReviewFilter> filterFrom(const Json &json, const ReviewJson &out)
{
    ReviewFilter filter;
    filter.state = reviewStateFromName(json.value("state").toString(u"open"_s)).value_or(ReviewState::Open);
    filter.pipeline = json.value("pipeline").toString();
    filter.node = json.value("node").toString();
    filter.text = json.value("text").toString();
    if (json.contains("label"))
        filter.label = json.value("label").toString();
    if (json.contains("escalated"))
        filter.escalated = json.value("escalated").toBool();
    if (json.contains("confidence_from"))
        filter.confidenceFrom = millionths(json.value("confidence_from"));
    if (json.contains("confidence_to"))
        filter.confidenceTo = millionths(json.value("confidence_to"));
    if (const QString who = json.value("assignee").toString(); !who.isEmpty()) {
        const auto key = who == "nobody"_L1 ? std::optional<qint64>(0) : out.keyOf(who);
        if (!key)
            return fail(ErrorCode::NotFound, u"nobody here is called \"%1\""_s.arg(who));
        filter.assignee = key;
    }
    const QString claimed = json.value("claimed").toString();
    filter.claim = claimed == "mine"_L1 ? ReviewClaim::Mine
        : claimed == "others"_L1        ? ReviewClaim::Others
        : claimed == "nobody"_L1        ? ReviewClaim::Nobody
                                        : ReviewClaim::Any;
    const QString author = json.value("author").toString(u"finished"_s);
    if (author != "any"_L1 && filter.state == ReviewState::Open)
        filter.authorFinished = author == "finished"_L1;
    return filter;
}

Result<ReviewItem> itemOf(ReviewRepository &reviews, const QString &id)
{
    auto item = reviews.find(id);
    if (!item)
        return std::unexpected(item.error());
    if (!*item)
        return fail(ErrorCode::NotFound, u"there is no review item \"%1\""_s.arg(id), Json::object({{"item", id}}));
    return std::move(**item);
}

/// By the item's id, or by its context's.
Result<ReviewItem> itemFrom(ReviewRepository &reviews, const Json &args, const std::optional<ContextKey> &context)
{
    if (args.contains("item"))
        return itemOf(reviews, args.value("item").toString());
    const QString id = args.value("id").toString();
    if (!context)
        return noContext(id);
    auto item = reviews.ofContext(*context);
    if (!item)
        return std::unexpected(item.error());
    if (!*item)
        return fail(ErrorCode::Conflict, u"context \"%1\" has not come to a review"_s.arg(id), Json::object({{"id", id}}));
    return std::move(**item);
}

Result<ReviewDecision> decisionOf(ReviewRepository &reviews, const QString &id)
{
    auto decision = reviews.findDecision(id);
    if (!decision)
        return std::unexpected(decision.error());
    if (!*decision)
        return fail(ErrorCode::NotFound, u"there is no decision \"%1\""_s.arg(id), Json::object({{"decision", id}}));
    return std::move(**decision);
}

QByteArray pointerOf(const QString &path)
{
    if (path.isEmpty() || path.startsWith(u'/'))
        return path.toUtf8();
    QByteArray pointer;
    for (const QString &name : path.split(u'.'))
        pointer += '/' + escapePointerToken(name.toUtf8());
    return pointer;
}

Json textAt(const Json &data, const QByteArray &pointer)
{
    const Json *value = pointer.isEmpty() ? nullptr : data.find(pointer);
    return value && value->isString() ? *value : Json();
}

/// The nodes from which a rejected document can be run again.
Json rerunNodes(const PipelineDefinition &definition, const PipelineNode &review)
{
    const QStringList allowed = review.config.value("rerun_from").toStringList();
    QStringList before;
    QStringList open{review.id};
    while (!open.isEmpty()) {
        const QString at = open.takeLast();
        for (const PipelineLink &link : definition.links) {
            if (link.to.node == at && link.from.node != review.id && !before.contains(link.from.node)) {
                before.append(link.from.node);
                open.append(link.from.node);
            }
        }
    }
    Json list = Json::array();
    for (const PipelineNode &node : definition.nodes) {
        if (before.contains(node.id) && (allowed.isEmpty() || allowed.contains(node.id)))
            list.append(Json::object({{"node", node.id}, {"title", node.title.isEmpty() ? node.id : node.title}}));
    }
    return list;
}

Json portsOf(const PipelineDefinition &definition, const QString &node)
{
    Json ports = Json::array();
    for (const QString &port : {u"approved"_s, u"rejected"_s, u"edited"_s, u"escalated"_s, u"timeout"_s, u"invalid"_s}) {
        if (!definition.linksFrom(node, port).isEmpty())
            ports.append(port);
    }
    return ports;
}

/// Where the bytes of the text came from: what the steps said of it, else what the document itself cites.
Result<Json> spansOf(Reader &reader, ContextKey context, const Json &data, const QByteArray &target)
{
    Json spans = Json::array();
    const auto lineage = reader.contexts.lineage(context);
    if (!lineage)
        return std::unexpected(lineage.error());
    for (const Json &refs : *lineage) {
        for (const Json &ref : refs.items()) {
            if (ref.at(3).utf8() == QByteArrayView(target))
                spans.append(Json::object({{"source", ref.at(0)},
                                           {"source_from", ref.at(1)},
                                           {"source_to", ref.at(2)},
                                           {"target", ref.at(3)},
                                           {"target_from", ref.at(4)},
                                           {"target_to", ref.at(5)}}));
        }
    }
    if (!spans.isEmpty())
        return spans;
    for (const Json &ref : data.value("citations").items()) {
        if (ref.value("at").utf8() == QByteArrayView(target))
            spans.append(Json::object({{"source", ref.value("source")},
                                       {"source_from", ref.value("source_from")},
                                       {"source_to", ref.value("source_to")},
                                       {"target", ref.value("at")},
                                       {"target_from", ref.value("from")},
                                       {"target_to", ref.value("to")}}));
    }
    return spans;
}

/// What the node of an item says of it, and the document.
Result<void> addDocument(Reader &reader, const ReviewItem &item, Json &full, Json &dataOut)
{
    const auto stored = reader.catalog.pipelineByKey(item.version);
    const auto data = readData(reader.db, item.context, item.decidedStep.value_or(-1));
    if (!stored || !data)
        return std::unexpected(stored ? data.error() : stored.error());
    const PipelineDefinition definition = *stored ? (*stored)->definition : PipelineDefinition();
    const PipelineNode *node = definition.find(item.node);
    const Json config = node ? node->config : Json::object();
    const QByteArray textPath = pointerOf(config.value("text").toString());
    const QByteArray sourcePath = pointerOf(config.value("source").toString(u"source_text"_s));
    const auto spans = textPath.isEmpty() ? Result<Json>(Json::array()) : spansOf(reader, item.context, *data, textPath);
    if (!spans)
        return std::unexpected(spans.error());
    const auto orNull = [](const Json &value) { return value; };
    Json suggestions = Json::object();
    for (const JsonMember &suggestion : config.value("suggest").members()) {
        if (const Json *value = data->find(pointerOf(suggestion.value.toString())))
            suggestions.insert(suggestion.key, *value);
    }
    const QByteArray confidence = pointerOf(config.value("confidence").toString(u"confidence.score"_s));
    const Json *scored = data->find(confidence.left(std::max<qsizetype>(confidence.lastIndexOf('/'), 0)));
    const Json parts = scored && scored->isObject() ? scored->value("parts") : Json();
    full.insert("data", *data);
    full.insert("fields", config.contains("fields") ? config.value("fields") : Json::array());
    full.insert("form", orNull(config.value("form")));
    full.insert("keys", reviewKeys(config));
    full.insert("ports", portsOf(definition, item.node));
    full.insert("suggestions", suggestions);
    full.insert("confidence_parts", parts.isArray() ? parts : Json::array());
    full.insert("weakest", scored && scored->isObject() ? scored->value("weakest") : Json());
    full.insert("thresholds", Json::object({{"approve_at", config.value("approve_at")}, {"quarantine_below", config.value("quarantine_below")}}));
    full.insert("text",
                textPath.isEmpty()
                    ? Json()
                    : Json::object({{"path", textPath}, {"format", config.value("format").toString(u"plain"_s)}, {"text", textAt(*data, textPath)}}));
    const Json source = textAt(*data, sourcePath);
    full.insert("source", source.isNull() ? Json() : Json::object({{"path", sourcePath}, {"text", source}}));
    full.insert("spans", *spans);
    full.insert("problems", data->value("quality").value("problems").isArray() ? data->value("quality").value("problems") : Json::array());
    full.insert("rerun_from", node ? rerunNodes(definition, *node) : Json::array());
    dataOut = *data;
    return {};
}

Result<Json> shown(Reader &reader, ReviewJson &out, qint64 key)
{
    const auto item = out.reviews().find(key);
    if (!item || !*item)
        return item ? fail(ErrorCode::NotFound, u"the item is gone"_s) : std::unexpected(item.error());
    auto full = out.item(key);
    Json data;
    if (!full)
        return full;
    if (auto added = addDocument(reader, **item, *full, data); !added)
        return std::unexpected(added.error());
    auto all = out.reviews().decisionsOf(key);
    const auto comments = out.reviews().comments((*item)->context);
    const auto events = out.reviews().events(key);
    if (!all || !comments || !events)
        return std::unexpected(!all ? all.error() : !comments ? comments.error() : events.error());
    Json proposals = Json::array();
    for (const ReviewDecision &decision : std::as_const(*all)) {
        if (decision.state >= DecisionState::Proposed)
            proposals.append(out.proposal(decision, data));
    }
    all->removeIf([](const ReviewDecision &d) { return d.state >= DecisionState::Proposed; });
    const auto decisions = out.decisions(*all);
    const auto commentList = out.comments(*comments);
    if (!decisions || !commentList)
        return std::unexpected(decisions ? commentList.error() : decisions.error());
    full->insert("proposals", proposals);
    full->insert("decisions", *decisions);
    full->insert("comments_list", *commentList);
    full->insert("log", out.events(*events));
    return full;
}

Result<ReviewAnswer> answerFrom(const Json &args, const char *decisionName)
{
    ReviewAnswer answer;
    answer.id = args.value("key").toString();
    answer.kind = reviewKindFromName(args.value(decisionName).toString()).value_or(ReviewKind::Skipped);
    if (args.contains("revision"))
        answer.revision = args.value("revision").toInt();
    if (args.contains("answers"))
        answer.answers = args.value("answers");
    answer.note = args.value("note").toString();
    if (args.contains("data"))
        answer.data = args.value("data");
    if (args.contains("patch"))
        answer.patch = args.value("patch");
    if (answer.data && answer.patch)
        return fail(ErrorCode::InvalidArgument, u"either the whole data or a patch of it"_s);
    answer.seen = args.value("seen").toStringList();
    answer.rerunFrom = args.value("rerun_from").toString();
    answer.tookUs = args.value("took_ms").toInt() * 1000;
    answer.proposal = args.value("proposal").toString();
    return answer;
}

Json decideSchema(bool corrects)
{
    Json properties
        = Json::object({{"answers", answersSchema()},
                        {"note", text("why")},
                        {"data", anyObject()},
                        {"patch", Json::object({{"type", "array"}, {"description", "RFC 6902: what is edited, in place of the whole data"}})},
                        {"seen", texts("fields of the form whose suggestion was on the screen: others are no answer")},
                        {"rerun_from", text("of a rejection: the node to run it again from, with the note in its document")},
                        {"took_ms", integer("how long it was looked at", 0)},
                        {"proposal", text("id of the proposal that is taken")},
                        {"key", text("made by whoever decides: the same again is the same decision, and nothing is done twice")},
                        {"next", nextSchema()}});
    const Json kinds = choice({"approved", "rejected", "edited", "escalated", "skipped"}, "approved with other data is edited");
    if (corrects) {
        properties.insert("decision", text("id of the one that was wrong"));
        properties.insert("as", kinds);
    } else {
        properties.insert("item", text("the item's id"));
        properties.insert("id", text("or its context's"));
        properties.insert("decision", kinds);
        properties.insert("revision", integer("of the item as it was seen", 0));
    }
    return Json::object({{"type", "object"},
                         {"properties", properties},
                         {"additionalProperties", false},
                         {"required", corrects ? Json::array({"decision", "as"}) : Json::array({"decision"})}});
}

Json sumsToJson(const QList<ReviewerSum> &sums, qint64 actor, const QList<qint64> &took, const Json &person)
{
    qint64 total = 0;
    qint64 today = 0;
    qint64 hour = 0;
    QHash<ReviewKind, qint64> kinds;
    for (const ReviewerSum &sum : sums) {
        if (sum.actor != actor)
            continue;
        total += sum.total;
        today += sum.sinceDay;
        hour += sum.sinceHour;
        kinds[sum.kind] += sum.total;
    }
    QList<qint64> sorted = took;
    std::ranges::sort(sorted);
    Json json = Json::object({{"by", person},
                              {"today", today},
                              {"last_hour", hour},
                              {"total", total},
                              {"median_ms", sorted.isEmpty() ? 0 : sorted.at(sorted.size() / 2) / 1000}});
    for (const ReviewKind kind : {ReviewKind::Approved, ReviewKind::Rejected, ReviewKind::Edited, ReviewKind::Escalated, ReviewKind::Skipped})
        json.insert(QByteArray(reviewKindName(kind).data()), kinds.value(kind));
    return json;
}

Json thresholdToJson(const Threshold &t)
{
    return Json::object({{"at", t.at},
                         {"n", t.count},
                         {"coverage", t.coverage},
                         {"right", t.right},
                         {"accuracy", 1 - t.error},
                         {"error", t.error},
                         {"low", t.interval.low},
                         {"high", t.interval.high}});
}

/// How far people agree who were asked the same: every pair of them, and all together.
Json agreementToJson(const QList<ReviewRepository::Rating> &ratings, const ReviewJson &out)
{
    QMap<qint64, QMap<qint64, int>> items;
    QSet<qint64> raters;
    for (const ReviewRepository::Rating &rating : ratings) {
        items[rating.item][rating.actor] = rating.kind == ReviewKind::Rejected ? 0 : 1; // approved and edited are both a yes
        raters.insert(rating.actor);
    }
    QList<QList<int>> values;
    qint64 shared = 0;
    for (const auto &of : std::as_const(items)) {
        values.append(of.values());
        shared += of.size() > 1 ? 1 : 0;
    }
    QList<qint64> people(raters.cbegin(), raters.cend());
    std::ranges::sort(people);
    Json pairs = Json::array();
    for (qsizetype a = 0; a < people.size(); ++a) {
        for (qsizetype b = a + 1; b < people.size(); ++b) {
            QList<std::pair<int, int>> both;
            for (const auto &of : std::as_const(items)) {
                if (of.contains(people.at(a)) && of.contains(people.at(b)))
                    both.emplaceBack(of.value(people.at(a)), of.value(people.at(b)));
            }
            if (both.isEmpty())
                continue;
            const auto kappa = cohensKappa(both);
            const auto agreed = std::ranges::count_if(both, [](const auto &pair) { return pair.first == pair.second; });
            pairs.append(Json::object({{"a", out.person(people.at(a))},
                                       {"b", out.person(people.at(b))},
                                       {"items", both.size()},
                                       {"agreed", agreed},
                                       {"kappa", kappa ? Json(*kappa) : Json()}}));
        }
    }
    const auto alpha = krippendorffsAlpha(values);
    return Json::object({{"items", shared}, {"raters", people.size()}, {"alpha", alpha ? Json(*alpha) : Json()}, {"pairs", pairs}});
}

Json sentToJson(const QList<ReviewRepository::Sent> &sent)
{
    Json list = Json::array();
    for (const ReviewRepository::Sent &effect : sent)
        list.append(Json::object({{"target", effect.target},
                                  {"address", effect.address},
                                  {"state", effectStateName(static_cast<EffectState>(effect.state))},
                                  {"at", isoMicroseconds(effect.at)}}));
    return list;
}

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
                         {"published", sentToJson(undone.published)}});
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

Result<Json> Workspace::Private::claimNext(WriteScope &scope, ReviewJson &out, const Reviewer &who, const Json &wish, bool fresh)
{
    const auto filter = filterFrom(wish.value("filter"), out);
    if (!filter)
        return std::unexpected(filter.error());
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
}

void Workspace::Private::addReviewReadCommands()
{
    table.add(info("review.list", "List the review queue",
                   "What waits for people, or did: by age, or by confidence; `after` goes on where a list ended.", Access::Read, "contexts.read",
                   schema({{"filter", filterSchema()},
                           {"order", orderSchema()},
                           {"limit", limitSchema("most rows to give, 100 by default", 10'000)},
                           {"after", text("where the list before ended")}})),
              [this](Reader &reader, const CommandCall &call) -> Result<Json> {
                  auto session = reviewerOf(reader.db, call.actor, clock.nowUs());
                  if (!session)
                      return std::unexpected(session.error());
                  auto &[out, who] = *session;
                  const auto filter = filterFrom(call.args.value("filter"), out);
                  if (!filter)
                      return std::unexpected(filter.error());
                  QString next;
                  const auto keys
                      = out.reviews().list(*filter, orderFrom(call.args.value("order")), out.viewer(), call.args.value("after").toString(),
                                           static_cast<int>(call.args.value("limit").toInt(kUsualPage)), next);
                  const auto items = keys ? out.items(*keys) : Result<Json>(std::unexpected(keys.error()));
                  if (!items)
                      return items;
                  return Json::object({{"items", *items}, {"after", next.isEmpty() ? Json() : Json(next)}});
              });
    table.add(info("review.count", "Count the review queue", "How much passes a filter, and how much of it somebody holds.", Access::Read,
                   "contexts.read", schema({{"filter", filterSchema()}})),
              [this](Reader &reader, const CommandCall &call) -> Result<Json> {
                  auto session = reviewerOf(reader.db, call.actor, clock.nowUs());
                  if (!session)
                      return std::unexpected(session.error());
                  auto &[out, who] = *session;
                  const auto filter = filterFrom(call.args.value("filter"), out);
                  const auto counts
                      = filter ? out.reviews().count(*filter, out.viewer()) : Result<ReviewRepository::Counts>(std::unexpected(filter.error()));
                  if (!counts)
                      return std::unexpected(counts.error());
                  return Json::object(
                      {{"count", counts->all}, {"claimed", counts->claimed}, {"mine", counts->mine}, {"unassigned", counts->unassigned}});
              });
    table.add(info("review.facets", "Describe the review queue", "What is open by pipeline and node, label, and person.", Access::Read,
                   "contexts.read", schema({})),
              [this](Reader &reader, const CommandCall &call) -> Result<Json> {
                  auto session = reviewerOf(reader.db, call.actor, clock.nowUs());
                  if (!session)
                      return std::unexpected(session.error());
                  auto &[out, who] = *session;
                  const auto places = out.reviews().places();
                  const auto labels = out.reviews().labels();
                  const auto assignees = out.reviews().assignees();
                  if (!places || !labels || !assignees)
                      return std::unexpected(!places ? places.error() : !labels ? labels.error() : assignees.error());
                  Json pipelines = Json::array();
                  for (const ReviewRepository::Facet &place : *places) {
                      const auto stored = reader.catalog.pipelineByKey(place.version);
                      if (!stored)
                          return std::unexpected(stored.error());
                      const PipelineNode *node = *stored ? (*stored)->definition.find(place.node) : nullptr;
                      pipelines.append(Json::object({{"pipeline", place.pipeline},
                                                     {"title", *stored ? (*stored)->definition.title : place.pipeline},
                                                     {"node", place.node},
                                                     {"question", node ? node->config.value("question") : Json()},
                                                     {"open", place.open}}));
                  }
                  Json labelList = Json::array();
                  for (const ReviewRepository::Facet &label : *labels)
                      labelList.append(Json::object({{"label", label.text}, {"open", label.open}}));
                  Json people = Json::array();
                  for (const ReviewRepository::Facet &one : *assignees)
                      people.append(Json::object({{"person", out.person(one.person)}, {"open", one.open}}));
                  return Json::object({{"pipelines", pipelines}, {"labels", labelList}, {"assignees", people}});
              });
    table.add(
        info("review.show", "Show review items",
             "Everything a decision needs: the document, its source and where its text came from, the form with its keys and suggestions, why the "
             "confidence is what it is, proposals, earlier decisions, comments.",
             Access::Read, "contexts.read",
             schema({{"items", textsUpTo("ids of items", kMostShown)}, {"id", text("a context's id: its open item, else its last")}})),
        [this](Reader &reader, const CommandCall &call) -> Result<Json> {
            auto session = reviewerOf(reader.db, call.actor, clock.nowUs());
            if (!session)
                return std::unexpected(session.error());
            auto &[out, who] = *session;
            QList<qint64> keys;
            for (const QString &id : call.args.value("items").toStringList()) {
                const auto item = itemOf(out.reviews(), id);
                if (!item)
                    return std::unexpected(item.error());
                keys.append(item->key);
            }
            if (call.args.contains("id")) {
                const auto context = reader.contexts.find(call.args.value("id").toString());
                const auto item = context ? itemFrom(out.reviews(), call.args, *context) : Result<ReviewItem>(std::unexpected(context.error()));
                if (!item)
                    return std::unexpected(item.error());
                keys.append(item->key);
            }
            Json items = Json::array();
            for (const qint64 key : std::as_const(keys)) {
                const auto full = shown(reader, out, key);
                if (!full)
                    return full;
                items.append(*full);
            }
            return Json::object({{"items", items}});
        });
    table.add(info("review.decisions", "List decisions", "The newest first, yours or everybody's; `before` goes on where a list ended.", Access::Read,
                   "contexts.read",
                   placeSchema({{"mine", Json::object({{"type", "boolean"}})},
                                {"limit", limitSchema("most to give, 50 by default", 1'000)},
                                {"before", text("where the list before ended")}})),
              [this](Reader &reader, const CommandCall &call) -> Result<Json> {
                  auto session = reviewerOf(reader.db, call.actor, clock.nowUs());
                  if (!session)
                      return std::unexpected(session.error());
                  auto &[out, who] = *session;
                  const auto limit = static_cast<int>(call.args.value("limit").toInt(50));
                  const auto found
                      = out.reviews().decisions(call.args.value("mine").toBool() ? who.key : 0, call.args.value("pipeline").toString(),
                                                call.args.value("node").toString(), false, call.args.value("before").toString().toLongLong(), limit);
                  const auto list = found ? out.decisions(*found) : Result<Json>(std::unexpected(found.error()));
                  if (!list)
                      return list;
                  return Json::object({{"decisions", *list}, {"before", found->size() == limit ? Json(QString::number(found->last().key)) : Json()}});
              });
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
                      items = claimNext(scope, out, who, call.args, false);
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
    table.add(info("review.release", "Give items back", "These, or all that you hold; others can take them at once.", Access::Write, "reviews.decide",
                   schema({{"items", some}, {"all", Json::object({{"type", "boolean"}})}})),
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
                  for (ReviewItem &item : items) {
                      if (auto released = reviewDesk().release(scope, who, item); !released)
                          return std::unexpected(released.error());
                  }
                  return Json::object({{"released", items.size()}});
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
                  return decidedToJson(scope, out, who, *decided, call.args);
              },
              {u"data"_s, u"patch"_s});
    table.add(
        info("review.decide_many", "Decide many reviews alike",
             "Each for itself: what cannot be decided is in `refused`, with why. Suggestions do not count here.", Access::Write, "reviews.decide",
             schema({{"items", textsUpTo("ids of items", kMostItems)},
                     {"decision", choice({"approved", "rejected", "escalated", "skipped"}, "for all of them")},
                     {"key", text("made by whoever decides; each decision's is KEY/ITEM")},
                     {"note", text("why")},
                     {"answers", answersSchema()},
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
            Json decisions = Json::array();
            Json refused = Json::array();
            for (const QString &id : call.args.value("items").toStringList()) {
                answer->id = key.isEmpty() ? newId() : key + u'/' + id;
                const auto item = itemOf(scope.reviews, id);
                const auto decided = item ? reviewDesk().decide(scope, who, *item, *answer) : Result<ReviewDecided>(std::unexpected(item.error()));
                if (decided)
                    decisions.append(decided->decision.id);
                else if (decided.error().category == ErrorCategory::Fatal)
                    return std::unexpected(decided.error());
                else
                    refused.append(Json::object({{"item", id}, {"error", decided.error().toJson()}}));
            }
            const auto next = call.args.contains("next") ? claimNext(scope, out, who, call.args.value("next"), true) : Result<Json>(Json::array());
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
            "new one that waits at the same review, and `published` says what has gone out already.",
            Access::Write, "reviews.decide",
            schema({{"decision", text("the decision's id")}, {"many", limitSchema("how many of yours", kMostItems)}})),
        [this](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
            auto session = reviewerOf(scope.db, call.actor, scope.now);
            if (!session)
                return std::unexpected(session.error());
            auto &[out, who] = *session;
            Json list = Json::array();
            const bool isMany = call.args.contains("many");
            for (qint64 n = call.args.value("many").toInt(1); n > 0; --n) {
                auto decision = std::optional<ReviewDecision>();
                if (call.args.contains("decision")) {
                    auto named = decisionOf(scope.reviews, call.args.value("decision").toString());
                    if (!named)
                        return std::unexpected(named.error());
                    decision = std::move(*named);
                } else {
                    auto last = scope.reviews.lastStanding(who.key);
                    if (!last)
                        return std::unexpected(last.error());
                    decision = std::move(*last);
                }
                if (!decision && !list.isEmpty())
                    break;
                if (!decision)
                    return fail(ErrorCode::NotFound, u"there is no decision of yours to take back"_s);
                const auto undone = reviewDesk().undo(scope, who, *decision);
                const auto json = undone ? undoneToJson(*undone, out) : Result<Json>(std::unexpected(undone.error()));
                if (!json || !isMany)
                    return json;
                list.append(*json);
            }
            return Json::object({{"undone", list}});
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

void Workspace::Private::addReviewFeedbackCommands()
{
    table.add(info("review.stats", "See how the review goes",
                   "What waits, who decided how much today and in the last hour, and how long a decision takes.", Access::Read, "contexts.read",
                   placeSchema({{"since", text("count from then on as today, ISO 8601; midnight UTC by default")}})),
              [this](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const qint64 now = clock.nowUs();
                  auto session = reviewerOf(reader.db, call.actor, now);
                  if (!session)
                      return std::unexpected(session.error());
                  auto &[out, who] = *session;
                  const QString pipeline = call.args.value("pipeline").toString();
                  const QString node = call.args.value("node").toString();
                  const qint64 day = parseIso(call.args.value("since").toString()).value_or(now - now % kDayUs);
                  ReviewFilter filter;
                  filter.pipeline = pipeline;
                  filter.node = node;
                  QString next;
                  const auto counts = out.reviews().count(filter, out.viewer());
                  const auto oldest = out.reviews().list(filter, ReviewOrder::Age, out.viewer(), {}, 1, next);
                  const auto sums = out.reviews().sums(pipeline, node, day, now - kHourUs);
                  const auto paces = out.reviews().paces(pipeline, node, 10'000);
                  const auto states = out.reviews().states(pipeline, node);
                  if (!counts || !oldest || !sums || !paces || !states)
                      return std::unexpected(!counts       ? counts.error()
                                                 : !oldest ? oldest.error()
                                                 : !sums   ? sums.error()
                                                 : !paces  ? paces.error()
                                                           : states.error());
                  const auto first = oldest->isEmpty() ? std::optional<ReviewItem>() : out.reviews().find(oldest->first()).value_or(std::nullopt);
                  QSet<qint64> actors;
                  qint64 today = 0;
                  QHash<ReviewKind, qint64> verdicts;
                  for (const ReviewerSum &sum : *sums) {
                      actors.insert(sum.actor);
                      verdicts[sum.kind] += sum.total;
                      today += sum.kind == ReviewKind::Skipped ? 0 : sum.sinceDay;
                  }
                  QList<qint64> sorted(actors.cbegin(), actors.cend());
                  std::ranges::sort(sorted);
                  Json people = Json::array();
                  for (const qint64 actor : std::as_const(sorted))
                      people.append(sumsToJson(*sums, actor, paces->value(actor), out.person(actor)));
                  Json byState = Json::object();
                  for (const ReviewState state : {ReviewState::Open, ReviewState::Decided, ReviewState::TimedOut, ReviewState::Withdrawn})
                      byState.insert(QByteArray(reviewStateName(state).data()), states->value(state));
                  Json byVerdict = Json::object();
                  for (const ReviewKind kind : {ReviewKind::Approved, ReviewKind::Rejected, ReviewKind::Edited, ReviewKind::Escalated})
                      byVerdict.insert(QByteArray(reviewKindName(kind).data()), verdicts.value(kind));
                  return Json::object({{"waiting", counts->all},
                                       {"claimed", counts->claimed},
                                       {"oldest_at", first ? Json(isoMicroseconds(first->askedAt)) : Json()},
                                       {"decided_today", today},
                                       {"people", people},
                                       {"mine", sumsToJson(*sums, who.key, paces->value(who.key), out.person(who.key))},
                                       {"states", byState},
                                       {"verdicts", byVerdict}});
              });
    table.add(
        info("review.quality", "See what the decisions teach",
             "For every confidence: how much would pass without a person, and how often that would be wrong, with the interval of Clopper and "
             "Pearson; "
             "the lowest threshold that is certain enough for the error wanted; and how far people agree who were asked the same (Cohen's kappa, "
             "Krippendorff's alpha).",
             Access::Read, "contexts.read",
             placeSchema({{"wanted_error", Json::object({{"type", "number"}, {"minimum", 0}, {"maximum", 1}, {"description", "0.02 by default"}})},
                          {"level",
                           Json::object(
                               {{"type", "number"}, {"minimum", 0.5}, {"maximum", 0.9999}, {"description", "of the intervals; 0.95 by default"}})}})),
        [this](Reader &reader, const CommandCall &call) -> Result<Json> {
            auto session = reviewerOf(reader.db, call.actor, clock.nowUs());
            if (!session)
                return std::unexpected(session.error());
            auto &[out, who] = *session;
            const QString pipeline = call.args.value("pipeline").toString();
            const QString node = call.args.value("node").toString();
            const auto grades = out.reviews().grades(pipeline, node);
            const auto ratings = out.reviews().ratings(pipeline, node);
            if (!grades || !ratings)
                return std::unexpected(grades ? ratings.error() : grades.error());
            QList<Graded> graded;
            qint64 decided = 0;
            for (const ReviewGrade &grade : *grades) {
                const double confidence = static_cast<double>(grade.confidence) / 1e6;
                if (graded.isEmpty() || graded.last().confidence != confidence)
                    graded.append({confidence, 0, 0});
                (grade.verdict == ReviewKind::Approved ? graded.last().right : graded.last().wrong) += grade.count;
                decided += grade.count;
            }
            const QList<Threshold> found = thresholds(graded, call.args.value("level").toDouble(0.95));
            const auto chosen = lowestThreshold(found, call.args.value("wanted_error").toDouble(0.02));
            Json list = Json::array();
            for (const Threshold &threshold : found)
                list.append(thresholdToJson(threshold));
            return Json::object({{"decided", decided},
                                 {"thresholds", list},
                                 {"chosen", chosen ? thresholdToJson(*chosen) : Json()},
                                 {"note", chosen ? "" : "There are too few decisions, or too many wrong ones, to be certain of so small an error."},
                                 {"agreement", agreementToJson(*ratings, out)}});
        });
    table.add(
        info("review.examples", "Get decisions as examples", "Each standing decision with the document before it and after it, newest first.",
             Access::Read, "contexts.read",
             placeSchema({{"limit", limitSchema("most to give, 100 by default", 1'000)}, {"before", text("where the list before ended")}})),
        [this](Reader &reader, const CommandCall &call) -> Result<Json> {
            auto session = reviewerOf(reader.db, call.actor, clock.nowUs());
            if (!session)
                return std::unexpected(session.error());
            auto &[out, who] = *session;
            const auto limit = static_cast<int>(call.args.value("limit").toInt(kUsualPage));
            const auto found = out.reviews().decisions(0, call.args.value("pipeline").toString(), call.args.value("node").toString(), true,
                                                       call.args.value("before").toString().toLongLong(), limit);
            if (!found)
                return std::unexpected(found.error());
            Json examples = Json::array();
            for (const ReviewDecision &decision : *found) {
                const auto item = out.reviews().find(decision.item);
                const auto json = out.decision(decision);
                if (!item || !json || !*item)
                    return std::unexpected(!item ? item.error() : !json ? json.error() : Error::make(ErrorCode::NotFound, u"an item is gone"_s));
                if (decision.kind == ReviewKind::Skipped)
                    continue;
                const std::optional<int> step = (*item)->decidedStep;
                const auto before = readData(reader.db, (*item)->context, step ? *step - 1 : -1);
                if (!before)
                    return before;
                Json after = *before;
                if (decision.body.contains("edit")) {
                    const auto edit = Edit::fromJson(decision.body.value("edit"));
                    const auto edited = edit ? edit->appliedTo(*before) : Result<Json>(std::unexpected(edit.error()));
                    if (edited)
                        after = *edited;
                }
                examples.append(Json::object({{"id", decision.id},
                                              {"decision", json->value("decision")},
                                              {"context", json->value("context")},
                                              {"at", json->value("at")},
                                              {"by", json->value("by")},
                                              {"answers", json->value("answers")},
                                              {"note", json->value("note")},
                                              {"before", *before},
                                              {"after", after}}));
            }
            return Json::object({{"examples", examples}, {"before", found->size() == limit ? Json(QString::number(found->last().key)) : Json()}});
        });
}

} // namespace Millrace
