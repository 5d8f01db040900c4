// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/reviewargs.h"

#include "workspace/workspace_p.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace::ReviewArgs {

using namespace CommandSchema;

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

static qint64 millionths(const Json &share)
{
    return std::llround(share.toDouble() * 1e6);
}

ReviewFilter plainFilterFrom(const Json &json)
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

Result<ReviewFilter> filterFrom(const Json &json, const ReviewJson &out)
{
    ReviewFilter filter = plainFilterFrom(json);
    if (const QString who = json.value("assignee").toString(); !who.isEmpty()) {
        const auto key = who == "nobody"_L1 ? std::optional<qint64>(0) : out.keyOf(who);
        if (!key)
            return fail(ErrorCode::NotFound, u"nobody here is called \"%1\""_s.arg(who));
        filter.assignee = key;
    }
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

} // namespace Millrace::ReviewArgs
