// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The review's door, as far as it is read: the queue, and an item with all that a person needs to decide on it.
#include "components/reviewform.h"
#include "review/reviewdesk.h"
#include "sdk/clock.h"
#include "store/contextrepository.h"
#include "store/reviewhistory.h"
#include "workspace/commandschema.h"
#include "workspace/reviewargs.h"
#include "workspace/reviewjson.h"
#include "workspace/workspace_p.h"

#include <QMap>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;
using namespace ReviewArgs;

namespace {

constexpr int kMostShown = 50;

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

/// What the document's quality checks have found, wherever they write it, and their scores by dimension: {"score","checks","broken","dimensions"},
/// or null.
Json qualityOf(const PipelineDefinition &definition, const Json &data, Json &problems)
{
    QSet<QByteArray> fields;
    for (const PipelineNode &node : definition.nodes) {
        if (node.component == "quality_check"_L1)
            fields.insert(node.config.value("into").toString(u"quality"_s).toUtf8());
    }
    if (fields.isEmpty())
        fields.insert("quality"); // of a check that the pipeline has no more
    struct Sum
    {
        double score = 0;
        qint64 checks = 0;
        qint64 broken = 0;
        void add(const Json &scored)
        {
            const qint64 n = scored.value("checks").toInt();
            score += scored.value("score").toDouble() * static_cast<double>(n);
            checks += n;
            broken += scored.value("broken").toInt();
        }
        [[nodiscard]] Json toJson() const
        {
            return Json::object({{"score", checks > 0 ? Json(score / static_cast<double>(checks)) : Json()}, {"checks", checks}, {"broken", broken}});
        }
    };
    Sum whole;
    QMap<QByteArray, Sum> dimensions;
    QList<QByteArray> sorted(fields.cbegin(), fields.cend());
    std::ranges::sort(sorted);
    for (const QByteArray &field : std::as_const(sorted)) {
        const Json &checked = data.value(field);
        for (const Json &problem : checked.value("problems").items())
            problems.append(problem);
        if (!checked.value("dimensions").isObject())
            continue;
        whole.add(checked);
        for (const JsonMember &dimension : checked.value("dimensions").members())
            dimensions[dimension.key].add(dimension.value);
    }
    if (whole.checks == 0)
        return {};
    Json list = Json::array();
    for (const auto &[name, sum] : dimensions.asKeyValueRange()) {
        Json one = sum.toJson();
        one.insert("name", name);
        list.append(one);
    }
    Json quality = whole.toJson();
    quality.insert("dimensions", list);
    return quality;
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
    Json problems = Json::array();
    full.insert("quality", qualityOf(definition, *data, problems));
    full.insert("problems", problems);
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

} // namespace

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
                  const auto history = ReviewHistory(reader.db).places();
                  if (!places || !labels || !assignees || !history)
                      return std::unexpected(!places ? places.error() : !labels ? labels.error() : !assignees ? assignees.error() : history.error());
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
                  Json decided = Json::array();
                  for (const ReviewHistory::Place &place : *history) {
                      const auto stored = reader.catalog.pipelineByKey(place.version);
                      if (!stored)
                          return std::unexpected(stored.error());
                      decided.append(Json::object({{"pipeline", place.pipeline},
                                                   {"title", *stored ? (*stored)->definition.title : place.pipeline},
                                                   {"node", place.node},
                                                   {"decided", place.decided}}));
                  }
                  return Json::object({{"pipelines", pipelines}, {"labels", labelList}, {"assignees", people}, {"decided", decided}});
              });
    table.add(
        info("review.show", "Show review items",
             "Everything a decision needs: the document, its source and where its text came from, the form with its keys and suggestions, why the "
             "confidence is what it is, the scores of its quality checks by dimension, proposals, earlier decisions, comments.",
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

} // namespace Millrace
