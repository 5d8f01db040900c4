// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/stepwire.h"

#include <QtEndian>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

Json lineageToJson(const QList<LineageRef> &lineage)
{
    Json list = Json::array();
    for (const LineageRef &ref : lineage) {
        list.append(Json::object({{"source", ref.source},
                                  {"source_from", ref.sourceFrom},
                                  {"source_to", ref.sourceTo},
                                  {"target", ref.target},
                                  {"target_from", ref.targetFrom},
                                  {"target_to", ref.targetTo}}));
    }
    return list;
}

QList<LineageRef> lineageFromJson(const Json &json)
{
    QList<LineageRef> lineage;
    for (const Json &ref : json.items()) {
        lineage.append({ref.value("source").toString(), ref.value("source_from").toInt(), ref.value("source_to").toInt(),
                        ref.value("target").utf8().toByteArray(), ref.value("target_from").toInt(), ref.value("target_to").toInt()});
    }
    return lineage;
}

Json usageToJson(const QList<Usage> &usage)
{
    Json list = Json::array();
    for (const Usage &use : usage) {
        list.append(Json::object({{"provider", use.provider},
                                  {"model", use.model},
                                  {"tokens_in", use.tokensIn},
                                  {"tokens_out", use.tokensOut},
                                  {"cost_micros", use.costMicros}}));
    }
    return list;
}

QList<Usage> usageFromJson(const Json &json)
{
    QList<Usage> usage;
    for (const Json &use : json.items()) {
        usage.append({use.value("provider").toString(), use.value("model").toString(), use.value("tokens_in").toInt(),
                      use.value("tokens_out").toInt(), use.value("cost_micros").toInt()});
    }
    return usage;
}

Json childOutcomeToJson(const ChildOutcome &child)
{
    return Json::object(
        {{"id", child.contextId}, {"position", child.position}, {"status", child.status}, {"outcome", child.outcome}, {"data", child.data}});
}

ChildOutcome childOutcomeFromJson(const Json &json)
{
    return {json.value("id").toString(), static_cast<int>(json.value("position").toInt()), json.value("status").toString(),
            json.value("outcome").toString(), json.value("data")};
}

ChildDocument childDocumentFromJson(const Json &json)
{
    return {json.value("port").toString(u"item"_s), json.value("pipeline").toString(), static_cast<int>(json.value("version").toInt()),
            json.value("data")};
}

} // namespace

Json effectOutcomeToJson(const EffectOutcome &outcome)
{
    Json json = Json::object({{"state", outcome.state}});
    if (!outcome.answer.isNull())
        json.insert("answer", outcome.answer);
    if (outcome.error)
        json.insert("error", outcome.error->toJson());
    return json;
}

EffectOutcome effectOutcomeFromJson(const Json &json)
{
    return {json.value("state").toString(), json.value("answer"),
            json.contains("error") ? std::optional(Error::fromJson(json.value("error"))) : std::nullopt};
}

Json suspensionToJson(const Suspension &suspension)
{
    return Json::object({{"for", static_cast<int>(suspension.what)},
                         {"need", suspension.need},
                         {"skips_failed", suspension.skipsFailed},
                         {"cancels_rest", suspension.cancelsRest},
                         {"timeout_us", suspension.timeoutUs},
                         {"signal", suspension.signal},
                         {"question", suspension.question}});
}

Suspension suspensionFromJson(const Json &json)
{
    return {static_cast<Suspension::For>(json.value("for").toInt()),
            static_cast<int>(json.value("need").toInt()),
            json.value("skips_failed").toBool(),
            json.value("cancels_rest").toBool(),
            json.value("timeout_us").toInt(),
            json.value("signal").toString(),
            json.value("question")};
}

Json originalAsk(const QString &hash)
{
    return Json::object({{"ask", "original"}, {"hash", hash}});
}

std::optional<QString> askedOriginal(const Json &frame)
{
    return frame.value("ask").toString() == "original"_L1 ? std::optional(frame.value("hash").toString()) : std::nullopt;
}

QByteArray toFrame(const Json &json)
{
    QByteArray frame(kFrameHeaderSize, Qt::Uninitialized);
    json.write(frame);
    qToBigEndian(static_cast<quint32>(frame.size() - kFrameHeaderSize), frame.data());
    return frame;
}

quint32 frameLength(const char *header)
{
    return qFromBigEndian<quint32>(header);
}

Json stepInputToJson(const StepInput &input)
{
    Json json = Json::object({{"data", input.data},
                              {"context_id", input.contextId},
                              {"context_type", input.contextType},
                              {"node", input.node},
                              {"visit", input.visit},
                              {"attempt", input.attempt},
                              {"key", input.idempotencyKey.toBase64()}});
    if (input.dry)
        json.insert("dry", true);
    if (input.wake == Wake::Entered)
        return json;
    Json children = Json::array();
    for (const ChildOutcome &child : input.children)
        children.append(childOutcomeToJson(child));
    json.insert("wake", static_cast<int>(input.wake));
    json.insert("children", children);
    json.insert("signal", input.signal);
    if (!input.effects.isEmpty()) {
        Json effects = Json::array();
        for (const EffectOutcome &effect : input.effects)
            effects.append(effectOutcomeToJson(effect));
        json.insert("effects", effects);
    }
    return json;
}

StepInput stepInputFromJson(const Json &json)
{
    StepInput input;
    input.data = json.value("data");
    input.contextId = json.value("context_id").toString();
    input.contextType = json.value("context_type").toString();
    input.node = json.value("node").toString();
    input.visit = static_cast<int>(json.value("visit").toInt(1));
    input.attempt = static_cast<int>(json.value("attempt").toInt(1));
    input.idempotencyKey = QByteArray::fromBase64(json.value("key").utf8().toByteArray());
    input.wake = static_cast<Wake>(json.value("wake").toInt());
    for (const Json &child : json.value("children").items())
        input.children.append(childOutcomeFromJson(child));
    input.signal = json.value("signal");
    for (const Json &effect : json.value("effects").items())
        input.effects.append(effectOutcomeFromJson(effect));
    input.dry = json.value("dry").toBool();
    return input;
}

Json stepResultToJson(const StepResult &result)
{
    if (result.error)
        return Json::object({{"error", result.error->toJson()}, {"retry_after_us", result.retryAfterUs}});
    Json json = Json::object({{"port", result.port}});
    if (!result.edit.isEmpty())
        json.insert("edit", result.edit.toJson());
    if (!result.lineage.isEmpty())
        json.insert("lineage", lineageToJson(result.lineage));
    if (!result.usage.isEmpty())
        json.insert("usage", usageToJson(result.usage));
    if (!result.reasons.isNull())
        json.insert("reasons", result.reasons);
    if (!result.children.isEmpty()) {
        Json children = Json::array();
        for (const ChildDocument &child : result.children)
            children.append(Json::object({{"port", child.port}, {"pipeline", child.pipeline}, {"version", child.version}, {"data", child.data}}));
        json.insert("children", children);
    }
    if (result.suspension)
        json.insert("suspension", suspensionToJson(*result.suspension));
    if (!result.events.isEmpty()) {
        Json events = Json::array();
        for (const EventDraft &event : result.events)
            events.append(Json::object({{"topic", event.topic}, {"key", event.key}, {"payload", event.payload}}));
        json.insert("events", events);
    }
    if (!result.effects.isEmpty()) {
        Json effects = Json::array();
        for (const EffectDraft &effect : result.effects)
            effects.append(Json::object({{"target", effect.target},
                                         {"address", effect.address},
                                         {"request", effect.request},
                                         {"body", effect.body.toBase64()},
                                         {"publishes", effect.publishes}}));
        json.insert("effects", effects);
    }
    if (!result.originals.isEmpty()) {
        Json originals = Json::array();
        for (const NewOriginal &original : result.originals)
            originals.append(Json::object({{"name", original.name}, {"media_type", original.mediaType}, {"bytes", original.bytes.toBase64()}}));
        json.insert("originals", originals);
    }
    if (!result.reusable)
        json.insert("reusable", false);
    return json;
}

Result<StepResult> stepResultFromJson(const Json &json)
{
    if (json.value("error").isObject())
        return StepResult::failed(Error::fromJson(json.value("error")), json.value("retry_after_us").toInt());
    if (!json.value("port").isString())
        return fail(ErrorCode::ComponentOutput, u"The component's answer names no port."_s);
    StepResult result;
    result.port = json.value("port").toString();
    if (json.contains("edit")) {
        Result<Edit> edit = Edit::fromJson(json.value("edit"));
        if (!edit)
            return fail(ErrorCode::ComponentOutput, u"The component's edit cannot be read: "_s + edit.error().text);
        result.edit = *edit;
    }
    result.lineage = lineageFromJson(json.value("lineage"));
    result.usage = usageFromJson(json.value("usage"));
    result.reasons = json.value("reasons");
    for (const Json &child : json.value("children").items())
        result.children.append(childDocumentFromJson(child));
    if (json.contains("suspension"))
        result.suspension = suspensionFromJson(json.value("suspension"));
    for (const Json &event : json.value("events").items())
        result.events.append({event.value("topic").toString(), event.value("key").toString(), event.value("payload")});
    for (const Json &effect : json.value("effects").items())
        result.effects.append({effect.value("target").toString(), effect.value("address").toString(), effect.value("request"),
                               QByteArray::fromBase64(effect.value("body").utf8().toByteArray()), effect.value("publishes").toBool()});
    for (const Json &original : json.value("originals").items())
        result.originals.append({original.value("name").toString(), original.value("media_type").toString(),
                                 QByteArray::fromBase64(original.value("bytes").utf8().toByteArray())});
    result.reusable = json.value("reusable").toBool(true);
    return result;
}

} // namespace Millrace
