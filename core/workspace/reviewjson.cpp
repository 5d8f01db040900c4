// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/reviewjson.h"

#include "sdk/clock.h"
#include "sdk/edit.h"
#include "store/outboxrepository.h"
#include "store/reviewhistory.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

Json moment(const std::optional<qint64> &at)
{
    return at ? Json(isoMicroseconds(*at)) : Json();
}

Json orNull(const QString &text)
{
    return text.isEmpty() ? Json() : Json(text);
}

} // namespace

Result<void> ReviewJson::readPeople()
{
    auto people = Catalog(m_db).principals();
    if (!people)
        return std::unexpected(people.error());
    m_people = std::move(*people);
    return {};
}

Json ReviewJson::person(const std::optional<qint64> &key) const
{
    const auto found = std::ranges::find(m_people, key.value_or(0), &Principal::key);
    return found == m_people.end() ? Json() : Json::object({{"id", found->id}, {"name", found->name}, {"kind", found->kind}});
}

std::optional<qint64> ReviewJson::keyOf(const QString &who) const
{
    if (who == "me"_L1)
        return m_me;
    for (const auto &field : {&Principal::id, &Principal::name}) {
        if (const auto found = std::ranges::find(m_people, who, field); found != m_people.end())
            return found->key;
    }
    return std::nullopt;
}

Json ReviewJson::item(const ReviewRow &row) const
{
    const ReviewItem &i = row.item;
    const auto body = Json::parse(i.body);
    const Json question = body ? body->value("question") : Json();
    Json claim;
    if (i.isClaimedAt(m_now))
        claim = Json::object({{"by", person(i.claimedBy)},
                              {"since", isoMicroseconds(i.claimedAt)},
                              {"until", isoMicroseconds(i.claimUntil)},
                              {"mine", i.claimedBy == m_me},
                              {"pack", orNull(i.pack)}});
    return Json::object({{"item", i.id},
                         {"context", row.contextId},
                         {"title", row.title},
                         {"type", row.type},
                         {"pipeline", i.pipeline},
                         {"pipeline_title", row.pipelineTitle},
                         {"version", row.version},
                         {"node", i.node},
                         {"visit", i.visit},
                         {"revision", i.revision},
                         {"state", reviewStateName(i.state)},
                         {"since", isoMicroseconds(i.askedAt)},
                         {"due_at", moment(row.dueAt)},
                         {"closed_at", moment(i.closedAt)},
                         {"confidence", i.confidence < 0 ? Json() : Json(static_cast<double>(i.confidence) / 1e6)},
                         {"label", i.label},
                         {"question", question.value("question")},
                         {"assignee", person(i.assignee)},
                         {"claim", claim},
                         {"author_finished", i.authorFinished},
                         {"reviewer_finished", i.state == ReviewState::Decided && i.verdict.has_value()},
                         {"needed", i.needed},
                         {"made", i.made},
                         {"escalated", i.escalated},
                         {"check", i.isCheck},
                         {"comments", Json::object({{"open", row.openComments}, {"all", row.comments}})},
                         {"follows", orNull(row.follows)},
                         {"verdict", i.verdict ? Json(reviewKindName(*i.verdict)) : Json()}});
}

Result<Json> ReviewJson::items(const QList<qint64> &keys)
{
    const auto rows = m_reviews.rows(keys);
    if (!rows)
        return std::unexpected(rows.error());
    Json list = Json::array();
    for (const ReviewRow &row : *rows)
        list.append(item(row));
    return list;
}

Result<Json> ReviewJson::item(qint64 key)
{
    const auto list = items({key});
    return list ? Result<Json>(list->at(0)) : list;
}

Result<Json> ReviewJson::decisions(const QList<ReviewDecision> &decisions)
{
    QList<qint64> keys;
    for (const ReviewDecision &decision : decisions)
        keys.append(decision.item);
    const auto rows = m_reviews.rows(keys);
    if (!rows)
        return std::unexpected(rows.error());
    Json list = Json::array();
    for (const ReviewDecision &d : decisions) {
        const auto row = std::ranges::find(*rows, d.item, [](const ReviewRow &r) { return r.item.key; });
        if (row == rows->end())
            return fail(ErrorCode::WorkspaceDamaged, u"the item of decision %1 is gone"_s.arg(d.id));
        Json correctedBy;
        if (d.state == DecisionState::Corrected) {
            const auto later = m_reviews.correctedBy(d.key);
            if (!later)
                return std::unexpected(later.error());
            if (*later)
                correctedBy = (*later)->id;
        }
        const auto published = this->published(d, row->item);
        if (!published)
            return published;
        const bool isUndone = d.state == DecisionState::Undone || d.state == DecisionState::Corrected;
        list.append(Json::object({{"id", d.id},
                                  {"item", row->item.id},
                                  {"context", row->contextId},
                                  {"title", row->title},
                                  {"pipeline", row->item.pipeline},
                                  {"pipeline_title", row->pipelineTitle},
                                  {"node", row->item.node},
                                  {"decision", reviewKindName(d.kind)},
                                  {"port", d.port},
                                  {"answers", d.body.contains("answers") ? d.body.value("answers") : Json::object()},
                                  {"note", d.body.value("note").toString()},
                                  {"by", person(d.actor)},
                                  {"at", isoMicroseconds(d.at)},
                                  {"took_ms", d.tookUs / 1000},
                                  {"state", decisionStateName(d.state)},
                                  {"undone_by", isUndone ? person(d.changedBy) : Json()},
                                  {"undone_at", isUndone ? moment(d.changedAt) : Json()},
                                  {"corrected_by", correctedBy},
                                  {"published", *published},
                                  {"rerun_from", d.body.value("rerun_from")},
                                  {"merged_from", d.body.value("merged_from")}}));
    }
    return list;
}

Result<Json> ReviewJson::published(const ReviewDecision &d, const ReviewItem &item)
{
    // Settled by this decision, and asked again elsewhere: what had gone out stays out.
    if (d.state == DecisionState::Standing || d.port.isEmpty() || item.state != ReviewState::Decided || item.verdict || !item.closedAt)
        return Json();
    auto effects = m_reviews.sentSince(item.context, *item.closedAt, d.changedAt.value_or(m_now));
    if (!effects)
        return std::unexpected(effects.error());
    effects->removeIf([](const ReviewRepository::Sent &effect) { return effect.state == static_cast<int>(EffectState::Waiting); });
    Json list = sent(*effects);
    // What steps did by themselves: events that others may have begun with, and requests that changed something.
    const auto steps = ReviewHistory(m_db).stepsSince(item.context, *item.closedAt, d.changedAt.value_or(m_now));
    if (!steps)
        return std::unexpected(steps.error());
    Catalog catalog(m_db);
    QHash<qint64, PipelineDefinition> definitions;
    for (const ReviewHistory::Step &step : *steps) {
        if (!definitions.contains(step.version)) {
            const auto stored = catalog.pipelineByKey(step.version);
            if (!stored)
                return std::unexpected(stored.error());
            definitions.insert(step.version, *stored ? (*stored)->definition : PipelineDefinition());
        }
        const QList<PipelineNode> &nodes = definitions.constFind(step.version)->nodes;
        if (step.node < 0 || step.node >= nodes.size())
            continue;
        const PipelineNode &node = nodes.at(step.node);
        const QString method = node.config.value("method").toString(u"GET"_s);
        const bool isEvent = node.component == "publish_event"_L1;
        if (!isEvent && (node.component != "http_request"_L1 || method == "GET"_L1 || method == "HEAD"_L1))
            continue;
        list.append(Json::object({{"target", isEvent ? u"event"_s : node.component},
                                  {"address", isEvent ? node.config.value("topic") : node.config.value("url")},
                                  {"state", "delivered"},
                                  {"at", isoMicroseconds(step.at)}}));
    }
    return list;
}

Json ReviewJson::sent(const QList<ReviewRepository::Sent> &effects)
{
    Json list = Json::array();
    for (const ReviewRepository::Sent &effect : effects)
        list.append(Json::object({{"target", effect.target},
                                  {"address", effect.address},
                                  {"state", effectStateName(static_cast<EffectState>(effect.state))},
                                  {"at", isoMicroseconds(effect.at)}}));
    return list;
}

Result<Json> ReviewJson::decision(const ReviewDecision &decision)
{
    const auto list = decisions({decision});
    return list ? Result<Json>(list->at(0)) : list;
}

Json ReviewJson::proposal(const ReviewDecision &d, const Json &data) const
{
    Json proposed;
    if (d.body.contains("edit")) {
        const auto edit = Edit::fromJson(d.body.value("edit"));
        if (const auto after = edit ? edit->appliedTo(data) : Result<Json>(std::unexpected(edit.error())))
            proposed = *after;
    }
    return Json::object({{"id", d.id},
                         {"by", person(d.actor)},
                         {"at", isoMicroseconds(d.at)},
                         {"decision", reviewKindName(d.kind)},
                         {"answers", d.body.contains("answers") ? d.body.value("answers") : Json::object()},
                         {"note", d.body.value("note").toString()},
                         {"data", proposed},
                         {"state", decisionStateName(d.state)}});
}

Result<Json> ReviewJson::comments(const QList<ReviewComment> &comments)
{
    QHash<qint64, QString> ids;
    for (const ReviewComment &c : comments)
        ids.insert(c.key, c.id);
    Json list = Json::array();
    for (const ReviewComment &c : comments) {
        const auto item = m_reviews.find(c.item);
        if (!item)
            return std::unexpected(item.error());
        list.append(Json::object({{"id", c.id},
                                  {"item", *item ? (*item)->id : QString()},
                                  {"text", c.body.value("text").toString()},
                                  {"by", person(c.actor)},
                                  {"at", isoMicroseconds(c.at)},
                                  {"field", c.body.value("field")},
                                  {"from", c.body.value("from")},
                                  {"to", c.body.value("to")},
                                  {"reply_to", c.replyTo ? Json(ids.value(*c.replyTo)) : Json()},
                                  {"resolved", c.resolvedAt.has_value()},
                                  {"resolved_by", person(c.resolvedBy)},
                                  {"resolved_at", moment(c.resolvedAt)}}));
    }
    return list;
}

Json ReviewJson::events(const QList<ReviewEvent> &events) const
{
    Json list = Json::array();
    for (const ReviewEvent &event : events)
        list.append(Json::object({{"at", isoMicroseconds(event.at)},
                                  {"by", person(event.actor)},
                                  {"what", reviewEventName(event.kind)},
                                  {"from", person(event.other)},
                                  {"note", event.note}}));
    return list;
}

} // namespace Millrace
