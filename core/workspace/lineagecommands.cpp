// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where results came from, and what became of what: reads alone. What does things again is in lineagereplay.cpp.
#include "workspace/commandschema.h"
#include "workspace/lineageargs.h"
#include "workspace/workspace_p.h"

#include <QFileInfo>
#include <QMap>
#include <QSaveFile>

#include <atomic>
#include <tuple>

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

namespace {

Json oneOf(std::initializer_list<Json> values, const char *description)
{
    return Json::object({{"enum", Json::array(values)}, {"description", description}});
}

Json bounded(const char *description, qint64 least, qint64 most)
{
    Json json = integer(description, least);
    json.insert("maximum", most);
    return json;
}

constexpr qsizetype kMostOutcomes = 1'000;
constexpr qint64 kMostCounted = 10'000; ///< affected things that one answer counts
constexpr qint64 kMostMet = 100'000; ///< that it goes through, wanted or not

/// At most so many bytes, whole characters.
Json shortened(const QByteArray &text, qsizetype most)
{
    return QString::fromUtf8(text.left(most * 4)).left(most);
}

Json placeSchema(bool hasRange)
{
    Json json = schema({{"id", text("a context")},
                        {"field", text("JSON Pointer within data, \"/formatted_content/content\"")},
                        {"step", integer("as it was after so many finished steps; now by default", 0)},
                        {"from", integer("bytes of the field's UTF-8", 0)},
                        {"to", integer("up to here; the whole field where neither is given", 0)}},
                       {u"id"_s, u"field"_s});
    if (hasRange)
        json.insert("required", Json::array({"id", "field", "from", "to"}));
    return json;
}

Result<FieldPlace> placeFrom(FieldTracer &tracer, const Json &args)
{
    const QByteArray field = args.value("field").utf8().toByteArray();
    if (!splitPointer(field))
        return fail(ErrorCode::InvalidArgument, u"\"%1\" is no JSON Pointer"_s.arg(QString::fromUtf8(field)), Json::object({{"path", "/field"}}));
    return tracer.placeAt(args.value("id").toString(), static_cast<int>(args.value("step").toInt(-1)), field, args.value("from").toInt(0),
                          args.value("to").toInt(-1));
}

Json placeToJson(const FieldPlace &place)
{
    return Json::object({{"context", place.contextId}, {"field", place.pointer}, {"step", place.step}, {"from", place.from}, {"to", place.to}});
}

/// The places between the result and the source, from the result on.
Json wayToJson(const QList<TracedPlace> &way)
{
    Json list = Json::array();
    for (const TracedPlace &on : way) {
        Json json = placeToJson(on.place);
        json.insert("node", on.by.node);
        json.insert("component", on.by.component);
        json.insert("component_version", on.by.componentVersion ? Json(*on.by.componentVersion) : Json());
        json.insert("kind", lineageFlowName(on.flow));
        json.insert("recorded", on.isRecorded);
        json.insert("person", on.person);
        list.append(json);
    }
    return list;
}

Json documentToJson(const TracedSpan &span)
{
    if (span.documentId.isEmpty())
        return {};
    return Json::object({{"id", span.documentId},
                         {"title", span.documentTitle},
                         {"name", span.documentName},
                         {"page", span.page ? Json(*span.page) : Json()},
                         {"block", span.block ? Json(*span.block) : Json()}});
}

Json spanToJson(const TracedSpan &span)
{
    Json place = placeToJson(span.source().place);
    place.insert("text", shortened(span.text, 2'000));
    Json json = Json::object({{"from", span.from},
                              {"to", span.to},
                              {"kind", lineageFlowName(span.flow)},
                              {"exact", span.isExact},
                              {"recorded", span.isRecorded},
                              {"ends", traceEndName(span.end)},
                              {"place", place},
                              {"document", documentToJson(span)},
                              {"person", span.source().person.isEmpty() ? Json() : Json(span.source().person)},
                              {"via", wayToJson(span.way.first(span.way.size() - 1))}});
    if (!span.templateId.isEmpty())
        json.insert("template", u"%1@%2"_s.arg(span.templateId).arg(span.templateVersion));
    return json;
}

Json modelToJson(const LineageModelUse &use)
{
    return Json::object({{"provider", use.provider},
                         {"model", use.model},
                         {"parameters", use.parameters.isNull() ? Json::object() : use.parameters},
                         {"tokens_in", use.tokensIn},
                         {"tokens_out", use.tokensOut},
                         {"cost_micros", use.costMicros},
                         {"call", use.position < 0 ? Json() : Json(u"%1.%2"_s.arg(use.seq).arg(use.position))},
                         {"kept", use.wasKept}});
}

/// One link of a field's chain, in the order of time.
struct ChainLink
{
    qint64 at = 0;
    qint64 order = 0; ///< within one time: what goes in stands before what comes out
    Json json;
};

Json chainLink(const char *what, const QString &node, const QString &title, qint64 at)
{
    return Json::object({{"what", what},
                         {"node", node},
                         {"title", title},
                         {"step", Json()},
                         {"pipeline", ""},
                         {"version", Json()},
                         {"node_id", ""},
                         {"component", ""},
                         {"component_version", Json()},
                         {"field", ""},
                         {"from", Json()},
                         {"to", Json()},
                         {"text", ""},
                         {"kind", "direct"},
                         {"at", at > 0 ? Json(isoMicroseconds(at)) : Json()},
                         {"actor", ""},
                         {"model", Json()}});
}

void addStep(Json &link, const LineageStepName &by)
{
    link.insert("pipeline", by.pipeline);
    link.insert("version", by.version);
    link.insert("node_id", by.node);
    link.insert("component", by.component);
    link.insert("component_version", by.componentVersion ? Json(*by.componentVersion) : Json());
    link.insert("step", by.step);
}

/// From where it begins to what left the workspace: each place that the text was at, and what shaped it there.
class Chain
{
public:
    explicit Chain(LineageDesk &looking)
        : m_looking(looking)
    {}

    Result<void> add(const TracedSpan &span)
    {
        for (qsizetype i = 0; i < span.way.size(); ++i) {
            if (auto added = addPlace(span.way.at(i), i + 1 == span.way.size() ? std::optional(span.end) : std::nullopt, span); !added)
                return added;
        }
        return {};
    }

    Result<void> addOutputs(const FieldPlace &place, qint64 since)
    {
        const auto outputs = m_looking.lineage.outputsOf(place.context, 0, 100);
        if (!outputs)
            return std::unexpected(outputs.error());
        for (const LineageOutput &output : *outputs) {
            if (output.createdAt < since)
                continue;
            LineagePlace node;
            node.kind = LineageKind::Output;
            node.number = output.key;
            Json link = chainLink("output", node.toString(), output.address, output.createdAt);
            const auto step = m_looking.lineage.stepOf(place.context, output.node, output.visit);
            const auto by = step ? m_looking.links.stepName(place.context, output.node, *step ? (*step)->step : 0, *step ? (*step)->seq : 0)
                                 : Result<LineageStepName>(std::unexpected(step.error()));
            if (!by)
                return std::unexpected(by.error());
            addStep(link, *by);
            link.insert("text", effectStateName(output.state));
            m_links.append({output.createdAt, 9, link});
        }
        return {};
    }

    [[nodiscard]] Json toJson()
    {
        std::ranges::stable_sort(m_links, [](const ChainLink &a, const ChainLink &b) { return std::tie(a.at, a.order) < std::tie(b.at, b.order); });
        Json list = Json::array();
        for (const ChainLink &link : std::as_const(m_links))
            list.append(link.json);
        return list;
    }

private:
    Result<void> addPlace(const TracedPlace &on, std::optional<TraceEnd> end, const TracedSpan &span)
    {
        const QString id = on.place.nodeId();
        if (const auto known = m_known.constFind(id); known != m_known.cend()) {
            Json &link = m_links[*known].json;
            link.insert("from", std::min(link.value("from").toInt(), on.place.from));
            link.insert("to", std::max(link.value("to").toInt(), on.place.to));
            return {};
        }
        const char *what = on.place.step > 0 ? (on.person.isEmpty() ? "step" : "person") : "submitted";
        if (end && *end == TraceEnd::Document) {
            LineagePlace node;
            node.kind = LineageKind::Document;
            node.id = span.documentId;
            if (!m_known.contains(node.toString()) && !span.documentId.isEmpty()) {
                m_known.insert(node.toString(), m_links.size());
                m_links.append(
                    {on.at, -20, chainLink("document", node.toString(), span.documentTitle.isEmpty() ? span.documentName : span.documentTitle, 0)});
            }
        }
        const auto text = m_looking.tracer.textAt(on.place);
        if (!text)
            return std::unexpected(text.error());
        Json link = chainLink(what, id, QString::fromUtf8(on.place.pointer), on.at);
        addStep(link, on.by);
        link.insert("step", on.place.step);
        link.insert("field", on.place.pointer);
        link.insert("from", on.place.from);
        link.insert("to", on.place.to);
        link.insert("text", shortened(*text, 500));
        link.insert("kind", lineageFlowName(on.flow));
        link.insert("actor", on.person);
        m_known.insert(id, m_links.size());
        m_links.append({on.at, on.place.step, link});
        return on.place.step > 0 ? addShapers(on) : Result<void>();
    }

    /// The template, the prompt, the model and its raw answer of the step that wrote a place.
    Result<void> addShapers(const TracedPlace &on)
    {
        const auto steps = m_looking.tracer.stepsOf(on.place.context);
        const auto uses = m_looking.lineage.modelUses(on.place.context);
        if (!steps || !uses)
            return std::unexpected(steps ? uses.error() : steps.error());
        const auto add = [&](const char *what, const LineagePlace &node, const QString &title, int order, const char *kind) -> Json * {
            const QString id = node.toString();
            if (m_known.contains(id))
                return nullptr;
            m_known.insert(id, m_links.size());
            Json link = chainLink(what, id, title, on.at);
            addStep(link, on.by);
            link.insert("kind", kind);
            m_links.append({on.at, order, link});
            return &m_links.last().json;
        };
        bool usesModel = false;
        for (const LineageModelUse &use : *uses) {
            if (use.step != on.place.step)
                continue;
            usesModel = true;
            LineagePlace place;
            place.number = use.seq;
            place.position = use.position;
            if (use.position >= 0) {
                place.kind = LineageKind::Prompt;
                if (Json *link = add("prompt", place, u"Prompt"_s, -4, "indirect"))
                    link->insert("model", modelToJson(use));
            }
            LineagePlace model;
            model.kind = LineageKind::Model;
            model.id = use.provider;
            model.model = use.model;
            if (Json *link = add("model", model, use.model, -3, "direct"))
                link->insert("model", modelToJson(use));
            if (use.position >= 0) {
                place.kind = LineageKind::Answer;
                if (Json *link = add("answer", place, u"Raw answer"_s, -2, "direct"))
                    link->insert("model", modelToJson(use));
            }
        }
        // A model writes by the template that the document had by then.
        for (const LineageStep &step : **steps) {
            if (step.step > on.place.step || (step.step < on.place.step && !usesModel))
                continue;
            for (const Json &ref : step.refs.items()) {
                const LineageSource source = LineageSource::of(ref.at(0).toString());
                if (source.kind != LineageSource::Kind::Template)
                    continue;
                LineagePlace place;
                place.kind = LineageKind::Template;
                place.id = source.id;
                place.version = source.version;
                const auto row = m_looking.lineage.contentTemplate(source.id, source.version);
                if (!row)
                    return std::unexpected(row.error());
                add("template", place, *row && !(*row)->title.isEmpty() ? (*row)->title : source.id, -10, "indirect");
            }
        }
        return {};
    }

    LineageDesk &m_looking;
    QList<ChainLink> m_links;
    QHash<QString, qsizetype> m_known; ///< by node id
};

Json impactSchema(std::initializer_list<JsonMember> more, const QStringList &required = {})
{
    Json json = schema({{"focus", text("as for lineage.graph")},
                        {"direction", oneOf({"down", "up"}, "what came of it, or what it came from; down by default")},
                        {"kinds", texts("only these: context, document, template, model, review, output, event")},
                        {"as_of", text("as it was then, ISO 8601")}},
                       QStringList{u"focus"_s} + required);
    Json properties = json.value("properties");
    for (const JsonMember &member : more)
        properties.insert(member.key, member.value);
    json.insert("properties", properties);
    return json;
}

struct Affected
{
    QString focus;
    bool isWhole = false; ///< nobody stopped it
};

/// Each thing that is affected, in order, as long as `take` and `goesOn` want more.
Result<Affected> forEachAffected(Reader &reader, const Json &args, const std::function<bool(const LineageReach &)> &take,
                                 const std::function<bool(qint64 met)> &goesOn)
{
    const auto place = LineagePlace::of(args.value("focus").toString());
    const auto at = lineageTimeOf(args);
    if (!place || !at)
        return std::unexpected(place ? at.error() : place.error());
    LineageDesk desk(reader, *at);
    const auto focus = desk.links.find(*place);
    if (!focus)
        return std::unexpected(focus.error());
    const QStringList kinds = args.value("kinds").toStringList();
    const auto isWanted = [&](LineageKind kind) { return kinds.isEmpty() || kinds.contains(lineageKindName(kind)); };
    const auto isWhole = everythingFrom(desk.links, *focus, args.value("direction").toString() == "up"_L1, isWanted, take, goesOn);
    return isWhole ? Result<Affected>({focus->place.toString(), *isWhole}) : std::unexpected(isWhole.error());
}

Json reachToJson(const LineageReach &reach)
{
    Json json = reach.node.toJson();
    json.insert("depth", reach.node.hop);
    json.insert("via", reach.via);
    json.insert("relation", reach.relation);
    return json;
}

std::unexpected<Error> closed()
{
    return fail(ErrorCode::Cancelled, u"the workspace is being closed"_s);
}

Result<Json> impactOf(Reader &reader, const Json &args, const std::atomic<bool> &closing)
{
    const qint64 most = args.value("most").toInt(kMostMet);
    const qint64 limit = args.value("limit").toInt(200);
    const qint64 after = args.value("after").toString().toLongLong();
    Json items = Json::array();
    QMap<QString, qint64> counts;
    qint64 total = 0;
    const auto all = forEachAffected(
        reader, args,
        [&](const LineageReach &reach) {
            if (total >= after && items.size() < limit)
                items.append(reachToJson(reach));
            ++counts[lineageKindName(reach.node.kind)];
            return ++total <= kMostCounted;
        },
        [&](qint64 met) { return met < most && !closing; });
    if (!all)
        return std::unexpected(all.error());
    if (closing)
        return closed();
    Json sums = Json::object();
    for (const auto &[kind, n] : counts.asKeyValueRange())
        sums.insert(kind, n);
    const qint64 next = after + items.size();
    return Json::object({{"focus", all->focus},
                         {"items", items},
                         {"counts", sums},
                         {"after", next < total ? Json(QString::number(next)) : Json()},
                         {"total", std::min(total, kMostCounted)},
                         {"total_is_least", !all->isWhole}});
}

QByteArray csvCell(QString text)
{
    if (text.contains(u'"') || text.contains(u',') || text.contains(u'\n') || text.contains(u'\r'))
        text = u'"' + text.replace(u'"', "\"\""_L1) + u'"';
    return text.toUtf8();
}

QByteArray csvRow(const LineageReach &reach)
{
    const LineageNode &node = reach.node;
    QByteArrayList cells;
    for (const QString &cell : {QString(lineageKindName(node.kind)), node.id, node.title, node.detail, node.status, node.outcome,
                                node.at > 0 ? isoMicroseconds(node.at) : QString(), QString::number(node.hop), reach.relation, reach.via})
        cells.append(csvCell(cell));
    return cells.join(',') + "\r\n";
}

} // namespace

Result<Json> Workspace::Private::exportImpact(const Json &args)
{
    const QString path = args.value("path").toString();
    if (QFileInfo::exists(path) && !args.value("overwrite").toBool())
        return fail(ErrorCode::InvalidArgument, u"there is a file %1 already"_s.arg(path), Json::object({{"path", "/path"}}));
    const bool isJson = args.value("format").toString() == "json"_L1;
    QByteArray text;
    qint64 rows = 0;
    const auto all = readers->runNow<Affected>(
        [&](Reader &reader) {
            rows = 0;
            text = isJson ? QByteArray("[") : QByteArray("kind,id,title,detail,status,outcome,at,depth,relation,via\r\n");
            return forEachAffected(
                reader, args,
                [&](const LineageReach &reach) {
                    if (isJson)
                        text += (rows > 0 ? ",\n" : "\n") + reachToJson(reach).toBytes();
                    else
                        text += csvRow(reach);
                    ++rows;
                    return true;
                },
                [this](qint64) { return !closing; });
        },
        SnapshotGate::Stay::Long);
    if (!all)
        return std::unexpected(all.error());
    if (!all->isWhole)
        return closed(); // a part of it would be taken for all
    if (isJson)
        text += "\n]\n";
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        return fail(ErrorCode::FileWrite, u"%1: %2"_s.arg(path, file.errorString()), Json::object({{"path", path}}));
    return Json::object({{"path", path}, {"rows", rows}});
}

void Workspace::Private::addLineageCommands()
{
    table.add(
        info("lineage.graph", "See where something came from",
             "What stands around a context, document, template version, model, review, output or event: what it came from (up) and what became of it "
             "(down), so many hops away. Alike siblings are one stack; `open` shows the members of some.",
             Access::Read, "contexts.read",
             schema({{"focus",
                      text("\"context:ID\", \"document:ID\", \"template:ID@1\", \"model:PROVIDER/MODEL\", …; a bare id is a context's or a "
                           "document's, \"ID#/field\" a field's")},
                     {"hops", bounded("how far; 1 by default", 0, 8)},
                     {"direction", oneOf({"up", "down", "both"}, "both by default")},
                     {"level", oneOf({"item", "field"}, "whole things, or their fields; items by default")},
                     {"as_of", text("as it was then, ISO 8601")},
                     {"stack_after", bounded("more alike siblings than this are one stack; 12 by default", 2, 1'000)},
                     {"open", textsUpTo("ids of stacks to open", 100)},
                     {"most", bounded("nodes at most; 500 by default", 10, 5'000)}},
                    {u"focus"_s})),
        [](Reader &reader, const CommandCall &call) -> Result<Json> {
            const auto place = LineagePlace::of(call.args.value("focus").toString());
            const auto at = lineageTimeOf(call.args);
            if (!place || !at)
                return std::unexpected(place ? at.error() : place.error());
            LineageDesk looking(reader, *at);
            const QString direction = call.args.value("direction").toString();
            NeighbourhoodOptions options;
            options.hops = static_cast<int>(call.args.value("hops").toInt(options.hops));
            options.up = direction != "down"_L1;
            options.down = direction != "up"_L1;
            options.stackAfter = call.args.value("stack_after").toInt(options.stackAfter);
            options.open = call.args.value("open").toStringList();
            options.most = static_cast<int>(call.args.value("most").toInt(options.most));
            const bool isOfFields = call.args.value("level").toString() == "field"_L1;
            const auto graph = [&]() -> Result<LineageGraph> {
                if (isOfFields && (place->kind == LineageKind::Field || place->kind == LineageKind::Context)) {
                    const auto field = looking.tracer.placeAt(place->id, place->step, place->pointer, 0, -1);
                    return field ? looking.tracer.graph(*field, options.hops, options.up, options.down, options.most)
                                 : Result<LineageGraph>(std::unexpected(field.error()));
                }
                const auto focus = looking.links.find(*place);
                return focus ? neighbourhood(looking.links, *focus, options) : Result<LineageGraph>(std::unexpected(focus.error()));
            }();
            if (!graph)
                return std::unexpected(graph.error());
            Json json = graph->toJson();
            json.insert("level", isOfFields ? "field" : "item");
            json.insert("as_of", *at == LineageReader::kNow ? Json() : Json(isoMicroseconds(*at)));
            return json;
        });
    table.add(
        info(
            "lineage.field", "See the chain of a field",
            "What a field, or a stretch of it, went through: the document it began in, the template, the prompt, the model with its raw answer, each "
            "step that moved the text, people's edits, and what left the workspace.",
            Access::Read, "contexts.read", placeSchema(false)),
        [](Reader &reader, const CommandCall &call) -> Result<Json> {
            LineageDesk looking(reader);
            const auto place = placeFrom(looking.tracer, call.args);
            const auto spans = place ? looking.tracer.sourcesOf(*place) : Result<QList<TracedSpan>>(std::unexpected(place.error()));
            const auto graph = spans ? looking.tracer.graph(*place, 64, true, false, 500) : Result<LineageGraph>(std::unexpected(spans.error()));
            if (!graph)
                return std::unexpected(graph.error());
            Chain chain(looking);
            qint64 since = 0;
            for (const TracedSpan &span : *spans) {
                since = std::max(since, span.way.first().at);
                if (auto added = chain.add(span); !added)
                    return std::unexpected(added.error());
            }
            if (auto added = chain.addOutputs(*place, since); !added)
                return std::unexpected(added.error());
            Json json = graph->toJson();
            json.insert("id", place->contextId);
            json.insert("field", place->pointer);
            json.insert("step", place->step);
            json.insert("chain", chain.toJson());
            return json;
        });
    table.add(info("lineage.source_of", "Find the source of a passage",
                   "Where a stretch of a field came from, through every step in between, byte for byte: what steps recorded, and where they recorded "
                   "nothing "
                   "what the documents before and after them show. What nobody can tell is not claimed.",
                   Access::Read, "contexts.read", placeSchema(true)),
              [](Reader &reader, const CommandCall &call) -> Result<Json> {
                  LineageDesk looking(reader);
                  const auto place = placeFrom(looking.tracer, call.args);
                  const auto text = place ? looking.tracer.textAt(*place) : Result<QByteArray>(std::unexpected(place.error()));
                  const auto spans = text ? looking.tracer.sourcesOf(*place) : Result<QList<TracedSpan>>(std::unexpected(text.error()));
                  if (!spans)
                      return std::unexpected(spans.error());
                  Json list = Json::array();
                  for (const TracedSpan &span : *spans)
                      list.append(spanToJson(span));
                  Json json = placeToJson(*place);
                  json.remove("context");
                  json.insert("id", place->contextId);
                  json.insert("text", shortened(*text, 2'000));
                  json.insert("spans", list);
                  return json;
              });
    table.add(info("lineage.result_of", "Find what became of a passage",
                   "Where a stretch of a source stands now: in the fields of this context's document, and in those that were made from it.",
                   Access::Read, "contexts.read", placeSchema(true)),
              [](Reader &reader, const CommandCall &call) -> Result<Json> {
                  LineageDesk looking(reader);
                  const auto place = placeFrom(looking.tracer, call.args);
                  const auto text = place ? looking.tracer.textAt(*place) : Result<QByteArray>(std::unexpected(place.error()));
                  const auto outcomes
                      = text ? looking.tracer.outcomesOf(*place, kMostOutcomes) : Result<QList<FieldTracer::Outcome>>(std::unexpected(text.error()));
                  if (!outcomes)
                      return std::unexpected(outcomes.error());
                  Json list = Json::array();
                  for (const FieldTracer::Outcome &outcome : *outcomes) {
                      Json at = placeToJson(outcome.place);
                      at.insert("text", shortened(outcome.text, 2'000));
                      list.append(Json::object({{"from", outcome.from},
                                                {"to", outcome.to},
                                                {"kind", lineageFlowName(outcome.flow)},
                                                {"exact", outcome.isExact},
                                                {"recorded", outcome.isRecorded},
                                                {"place", at},
                                                {"document", Json()},
                                                {"person", Json()},
                                                {"via", wayToJson(outcome.span.way)}}));
                  }
                  Json json = placeToJson(*place);
                  json.remove("context");
                  json.insert("id", place->contextId);
                  json.insert("text", shortened(*text, 2'000));
                  json.insert("spans", list);
                  return json;
              });
    table.add(info("lineage.call", "Read what a model was asked",
                   "The messages that a model was sent, with the parameters, and its answer as it came.", Access::Read, "contexts.read",
                   schema({{"call", text("\"SEQ.N\", as lineage.field tells it")}}, {u"call"_s})),
              [](Reader &reader, const CommandCall &args) -> Result<Json> {
                  const QString id = args.args.value("call").toString();
                  const auto place = LineagePlace::of(u"prompt:"_s + id);
                  LineageDesk looking(reader);
                  const auto call = place ? looking.lineage.call(place->number, place->position)
                                          : Result<std::optional<LineageCall>>(std::unexpected(place.error()));
                  if (!call || !*call)
                      return call ? fail(ErrorCode::NotFound, u"no call %1 of a model was kept"_s.arg(id)) : std::unexpected(call.error());
                  const LineageCall &found = **call;
                  const auto context = looking.lineage.context(found.context);
                  const auto by = looking.links.stepName(found.context, found.node, found.step, found.seq);
                  if (!context || !by)
                      return std::unexpected(context ? by.error() : context.error());
                  const Json messages = Json::parse(found.prompt).value_or(Json());
                  qint64 prompted = 0;
                  for (const Json &message : messages.items())
                      prompted += message.value("text").utf8().size();
                  return Json::object({{"call", id},
                                       {"context", *context ? Json((*context)->id) : Json()},
                                       {"node", by->node},
                                       {"component", by->component},
                                       {"component_version", by->componentVersion ? Json(*by->componentVersion) : Json()},
                                       {"step", found.step},
                                       {"at", isoMicroseconds(found.at)},
                                       {"provider", found.body.value("provider")},
                                       {"model", found.body.value("model")},
                                       {"asked_model", found.body.value("asked_model")},
                                       {"kind", found.body.value("kind")},
                                       {"parameters", found.body.value("parameters")},
                                       {"messages", messages.isArray() ? messages : Json::array()},
                                       {"answer", QString::fromUtf8(found.answer)},
                                       {"prompt_bytes", found.promptSize},
                                       {"answer_bytes", found.answerSize},
                                       {"prompt_cut", prompted < found.promptSize},
                                       {"answer_cut", found.answer.size() < found.answerSize},
                                       {"tokens_in", found.tokensIn},
                                       {"tokens_out", found.tokensOut},
                                       {"cost_micros", found.costMicros},
                                       {"kept", found.wasKept}});
              });
    table.add(
        info("lineage.impact", "List everything affected",
             "Everything that came of a thing (down), or that it came from (up), nearest first; `after` goes on where a list ended.", Access::Read,
             "contexts.read",
             impactSchema({{"limit", bounded("most to give; 200 by default", 1, 1'000)},
                           {"after", text("where the list before ended")},
                           {"most", bounded("things to go through at most, of these kinds or not; 100,000 by default", 1, 10'000'000)}})),
        [this](Reader &reader, const CommandCall &call) { return impactOf(reader, call.args, closing); }, true);
    table.add(
        info("lineage.export_impact", "Export everything affected", "The same list as a file, CSV or JSON.", Access::Write, "contexts.read",
             impactSchema({{"format", oneOf({"csv", "json"}, "CSV by default")},
                           {"path", filePath("the file to make; must not exist")},
                           {"overwrite", Json::object({{"type", "boolean"}, {"description", "it may exist, and is replaced"}})}},
                          {u"path"_s})),
        [this](const CommandCall &call) { return inBackground([this, args = call.args] { return exportImpact(args); }); }, true);
}

} // namespace Millrace
