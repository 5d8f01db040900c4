// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Quarantine: what waits there and why, what it was as it came, and the way back. What is corrected goes through the step that refused it again,
// unless somebody names another node.
#include "engine/componentprocess.h"
#include "sdk/clock.h"
#include "sdk/jsonschema.h"
#include "store/contextrepository.h"
#include "store/quarantinereader.h"
#include "workspace/commandschema.h"
#include "workspace/contextjson.h"
#include "workspace/jsonplaces.h"
#include "workspace/quarantinetext.h"
#include "workspace/workspace_p.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

namespace {

constexpr int kMostAtOnce = 1'000;
constexpr int kUsualPage = 100;
constexpr qint64 kTryUs = 5'000'000;

/// What a computing step may ask for while it is only tried: the time and its templates.
class TryContext final : public RunContext
{
public:
    TryContext(const Clock &clock, TemplateSource &templates, const std::atomic<bool> &closing)
        : m_clock(clock)
        , m_templates(templates)
        , m_closing(closing)
        , m_deadlineUs(clock.monotonicUs() + kTryUs)
    {}
    [[nodiscard]] const Clock &clock() const override { return m_clock; }
    [[nodiscard]] bool isCancelled() const override { return m_closing || m_clock.monotonicUs() > m_deadlineUs; }
    [[nodiscard]] qint64 deadlineUs() const override { return m_deadlineUs; }
    [[nodiscard]] TemplateSource *templates() const override { return &m_templates; }
    [[nodiscard]] ModelService *models() const override { return nullptr; }
    [[nodiscard]] PassageSource *passages() const override { return nullptr; }

private:
    const Clock &m_clock;
    TemplateSource &m_templates;
    const std::atomic<bool> &m_closing;
    qint64 m_deadlineUs;
};

QuarantineFilter filterFrom(const Json &json)
{
    return {json.value("pipeline").toString(), json.value("node").toString(), json.value("code").toString(), json.value("text").toString()};
}

Json filterProperties()
{
    return Json::object({{"pipeline", text("a pipeline's id")},
                         {"node", text("id of the node that refused it")},
                         {"code", text("of the error: \"input.invalid\" for what a rule refused")},
                         {"text", text("in the title")}});
}

QString codeOf(const Quarantined &q)
{
    return q.reason.isArray() ? u"input.invalid"_s : q.reason.value("code").toString();
}

/// Problems as people mend them: of a rule as they are, of an error its own.
Json reasonsOf(const Json &reason)
{
    if (reason.isArray())
        return reason;
    if (const Json &problems = reason.value("detail").value("problems"); problems.isArray())
        return problems;
    if (reason.isNull())
        return Json::array();
    const QString path = reason.value("detail").value("path").toString();
    Json problem
        = Json::object({{"path", path}, {"message", reason.value("text").toString(reason.value("message").toString())}, {"severity", "error"}});
    // It is of the step, and of no place in the document.
    if (path.isEmpty()) {
        for (const char *place : {"line", "column", "offset"})
            problem.insert(place, 0);
    }
    return Json::array({problem});
}

Json toJson(const Quarantined &q)
{
    const Json problems = reasonsOf(q.reason);
    return Json::object({{"id", q.id},
                         {"title", q.title},
                         {"pipeline", q.pipeline},
                         {"pipeline_title", q.pipelineTitle},
                         {"node", q.nodeId},
                         {"since", isoMicroseconds(q.since)},
                         {"code", codeOf(q)},
                         {"path", problems.at(0).value("path").toString()},
                         {"message", problems.at(0).value("message").toString()},
                         {"reasons", problems.size()},
                         {"passes", q.passes},
                         {"source", q.source}});
}

/// With line and column of each path in the text, under the value at `prefix`.
Json placed(const Json &problems, const QByteArray &text, const QString &prefix = {})
{
    Json list = Json::array();
    for (const Json &problem : problems.items()) {
        Json one = problem;
        if (!one.contains("line")) {
            const TextPlace place = placeOf(text, (prefix + problem.value("path").toString()).toUtf8());
            one.insert("line", place.line);
            one.insert("column", place.column);
            one.insert("offset", place.offset);
        }
        if (!one.contains("severity"))
            one.insert("severity", "error");
        list.append(one);
    }
    return list;
}

Json syntaxProblem(const Error &error, const QByteArray &text)
{
    const Json &detail = error.detail;
    const QString path = detail.value("path").toString();
    // Its place is told beside it.
    static const QRegularExpression place(u"^line \\d+, column \\d+: "_s);
    QString message = QString(error.text).remove(place);
    if (const QString at = path + u": "_s; !path.isEmpty() && message.startsWith(at))
        message.remove(0, at.size());
    Json problem = Json::object({{"path", path}, {"message", message}, {"severity", "error"}});
    if (detail.contains("offset") || !detail.contains("path")) {
        const TextPlace found = placeOf(text, detail.value("offset").toInt());
        problem.insert("line", detail.value("line").toInt(found.line));
        problem.insert("column", detail.value("column").toInt(found.column));
        problem.insert("offset", found.offset);
    }
    return placed(Json::array({problem}), text);
}

/// The schema that a step holds documents against, where it has one.
Json schemaOf(const PipelineNode *node)
{
    const Json schema = node ? node->config.value("schema") : Json();
    return schema.isObject() ? schema : Json();
}

/// Where documents come in: the first node that no link leads to.
const PipelineNode *entryOf(const PipelineDefinition &definition)
{
    for (const PipelineNode &node : definition.nodes) {
        if (std::ranges::none_of(definition.links, [&](const PipelineLink &link) { return link.to.node == node.id; }))
            return &node;
    }
    return definition.nodes.isEmpty() ? nullptr : &definition.nodes.first();
}

/// Why a step cannot be tried on a document that is not on its way; empty: it only computes.
QString whyUntried(const ComponentDescriptor &component)
{
    if (component.effect != Effect::Pure)
        return u"effects"_s; // it asks others or acts outside
    // These answer for what comes back to them, which is not there yet.
    static const QSet<QString> waiting = {u"join"_s, u"wait"_s, u"pipeline"_s};
    return component.joins || waiting.contains(component.name) ? u"waits"_s : QString();
}

/// Each time it was refused, mended or tried again.
Json passesOf(const QList<TransitionRecord> &history, const QList<Principal> &people)
{
    const auto nameOf = [&](const QString &id) {
        const auto one = std::ranges::find(people, id, &Principal::id);
        return one == people.end() || one->name.isEmpty() ? id : one->name;
    };
    Json list = Json::array();
    for (const TransitionRecord &record : history) {
        const bool isRefused = record.to == ContextStatus::Quarantined && record.from != ContextStatus::Quarantined;
        const bool isBack = record.from == ContextStatus::Quarantined && record.to == ContextStatus::Retrying;
        if (!isRefused && !isBack)
            continue;
        Json one = toJson(record);
        list.append(Json::object({{"at", one.value("at")},
                                  {"by", nameOf(one.value("actor").toString())},
                                  {"what",
                                   isRefused                        ? "refused"
                                       : one.value("edit").isNull() ? "retried"
                                                                    : "fixed"},
                                  {"node", one.value("node")},
                                  {"step", one.value("step")},
                                  {"reason", one.value("reason")},
                                  {"edit", one.value("edit")}}));
    }
    return list;
}

Json nodesOf(const PipelineDefinition &definition, const QString &refusedAt)
{
    Json nodes = Json::array();
    for (const PipelineNode &node : definition.nodes)
        nodes.append(Json::object({{"node", node.id}, {"title", node.title.isEmpty() ? node.id : node.title}, {"default", node.id == refusedAt}}));
    return nodes;
}

Result<std::optional<int>> nodeFrom(const Plan &plan, const Json &from)
{
    const QString id = from.toString();
    if (id.isEmpty())
        return std::nullopt;
    const auto node = std::ranges::find(plan.nodes(), id, [](const PlanNode &n) { return n.node.id; });
    if (node == plan.nodes().end())
        return fail(ErrorCode::NotFound, u"the pipeline has no node \"%1\""_s.arg(id), Json::object({{"node", id}}));
    return static_cast<int>(std::distance(plan.nodes().begin(), node));
}

/// The data that a correction gives.
Result<Json> fixedData(Connection &db, ContextKey key, const Json &args)
{
    if (!args.contains("text"))
        return args.value("data").isObject() ? Result<Json>(args.value("data"))
                                             : fail(ErrorCode::InvalidArgument, u"the data of a document is an object"_s);
    const auto q = QuarantineReader(db).find(key);
    const auto item = q ? QuarantineText::of(db, key, *q ? (*q)->reason : Json()) : Result<QuarantineText>(std::unexpected(q.error()));
    return item ? item->dataOf(args.value("text").utf8()) : std::unexpected(item.error());
}

} // namespace

/// What was read is let go of before the step is tried: that takes seconds, and readers are few.
Result<Json> Workspace::Private::checkFix(const QString &id, const QByteArray &text, const QString &from)
{
    struct Refused
    {
        QuarantineText item;
        QString nodeId;
        PipelineDefinition definition;
    };
    const auto refused = readers->runNow<Refused>([&](Reader &reader) -> Result<Refused> {
        const auto key = reader.contexts.find(id);
        if (!key || !*key)
            return key ? Result<Refused>(noContext(id)) : Result<Refused>(std::unexpected(key.error()));
        const auto q = QuarantineReader(reader.db).find(**key);
        if (!q || !*q)
            return q ? fail(ErrorCode::Conflict, u"context \"%1\" is not in quarantine"_s.arg(id), Json::object({{"id", id}}))
                     : std::unexpected(q.error());
        auto definition = reader.contexts.pipelineOf(**key);
        auto item = QuarantineText::of(reader.db, **key, (*q)->reason);
        if (!definition || !item)
            return std::unexpected(definition ? item.error() : definition.error());
        return Refused{std::move(*item), (*q)->nodeId, std::move(*definition)};
    });
    if (!refused)
        return std::unexpected(refused.error());
    const auto &[item, nodeId, definition] = *refused;
    const PipelineNode *node = definition.find(from.isEmpty() ? nodeId : from);
    if (!node && !from.isEmpty())
        return fail(ErrorCode::NotFound, u"the pipeline has no node \"%1\""_s.arg(from), Json::object({{"node", from}}));
    if (!node)
        node = entryOf(definition); // refused before its first step
    const Component *component = node ? registry.find(node->component) : nullptr;
    QString untried = !component ? u"missing"_s : whyUntried(component->descriptor());
    const bool isChild = component && (component->descriptor().isolation == Isolation::Child || !ownComponents.contains(node->component));
    if (untried.isEmpty() && isChild && !processes)
        untried = u"process"_s;
    const auto answer = [&](const Json &problems, const QString &port = {}) {
        return Json::object({{"ok", problems.isEmpty()},
                             {"problems", problems},
                             {"port", port},
                             {"node", node ? Json(node->id) : Json()},
                             {"untried", untried.isEmpty() ? Json() : Json(untried)}});
    };

    const auto data = item.dataOf(text);
    if (!data)
        return answer(syntaxProblem(data.error(), text));
    const QString prefix = item.isUnread && Json::parse(text).value_or(Json()).value("data").isObject() ? u"/data"_s : QString();
    if (!untried.isEmpty()) {
        // What it holds documents against can be held against this one even so.
        const Json schema = schemaOf(node);
        if (schema.isNull())
            return answer(Json::array());
        const auto compiled = JsonSchema::compile(schema);
        if (!compiled)
            return std::unexpected(compiled.error());
        Json problems = Json::array();
        for (const SchemaProblem &problem : compiled->check(*data))
            problems.append(Json::object({{"path", problem.path}, {"message", problem.message}}));
        return answer(placed(problems, text, prefix));
    }
    StepInput input;
    input.data = *data;
    input.contextId = id;
    input.node = node->id;
    input.dry = true;
    TryContext context(clock, templates, closing);
    StepResult result;
    if (isChild) {
        result = processes->run(node->component, node->config, input, Clock::system().monotonicUs() + kTryUs);
    } else {
        const auto step = component->prepare(node->config);
        if (!step)
            return std::unexpected(step.error());
        result = (*step)->run(input, context);
    }
    if (result.error && result.error->category == ErrorCategory::Retryable) {
        untried = u"later"_s; // the moment's fault, not the document's
        return answer(Json::array());
    }
    if (result.error)
        return answer(placed(reasonsOf(result.error->toJson()), text, prefix));
    return answer(result.port == "invalid"_L1 ? placed(reasonsOf(result.reasons), text, prefix) : Json::array(), result.port);
}

void Workspace::Private::addQuarantineCommands()
{
    Json listProperties = filterProperties();
    listProperties.insert("limit", integer("most rows to give, 100 by default", 1));
    listProperties.insert("after", text("where the list before ended"));
    table.add(info("quarantine.list", "List what is in quarantine", "The oldest first, with the first reason of each.", Access::Read, "contexts.read",
                   Json::object({{"type", "object"}, {"properties", listProperties}, {"additionalProperties", false}})),
              [](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const auto limit = static_cast<int>(std::min<qint64>(call.args.value("limit").toInt(kUsualPage), 10'000));
                  const auto found
                      = QuarantineReader(reader.db).list(filterFrom(call.args), call.args.value("after").toString().toLongLong(), limit + 1);
                  if (!found)
                      return std::unexpected(found.error());
                  Json items = Json::array();
                  for (const Quarantined &q : found->first(std::min<qsizetype>(limit, found->size())))
                      items.append(toJson(q));
                  const bool more = found->size() > limit;
                  return Json::object({{"items", items}, {"after", more ? Json(QString::number(found->at(limit - 1).key)) : Json()}});
              });
    table.add(info("quarantine.facets", "Describe the quarantine", "How much is there by pipeline, node, and code.", Access::Read, "contexts.read",
                   schema({})),
              [](Reader &reader, const CommandCall &) -> Result<Json> {
                  const auto counts = QuarantineReader(reader.db).counts();
                  if (!counts)
                      return std::unexpected(counts.error());
                  QMap<QString, std::pair<QString, qint64>> pipelines;
                  QMap<std::pair<QString, QString>, qint64> nodes;
                  QMap<QString, qint64> codes;
                  qint64 all = 0;
                  for (const QuarantineReader::Count &count : *counts) {
                      pipelines[count.pipeline].first = count.title;
                      pipelines[count.pipeline].second += count.count;
                      nodes[{count.pipeline, count.node}] += count.count;
                      codes[count.code] += count.count;
                      all += count.count;
                  }
                  Json pipelineList = Json::array();
                  for (const auto &[id, of] : pipelines.asKeyValueRange())
                      pipelineList.append(Json::object({{"pipeline", id}, {"title", of.first}, {"n", of.second}}));
                  Json nodeList = Json::array();
                  for (const auto &[at, n] : nodes.asKeyValueRange())
                      nodeList.append(Json::object({{"pipeline", at.first}, {"node", at.second}, {"n", n}}));
                  Json codeList = Json::array();
                  for (const auto &[code, n] : codes.asKeyValueRange())
                      codeList.append(Json::object({{"code", code}, {"n", n}}));
                  return Json::object({{"pipelines", pipelineList}, {"nodes", nodeList}, {"codes", codeList}, {"all", all}});
              });
    const Json one = schema({{"id", text("the context's id")}}, {u"id"_s});
    table.add(
        info("quarantine.show", "Show an item in quarantine",
             "Every reason with its line in the document's text, the item as it came, what the step that refused it asks for, and each pass so far.",
             Access::Read, "contexts.read", one),
        [](Reader &reader, const CommandCall &call) -> Result<Json> {
            const QString id = call.args.value("id").toString();
            const auto key = reader.contexts.find(id);
            if (!key || !*key)
                return key ? Result<Json>(noContext(id)) : Result<Json>(std::unexpected(key.error()));
            const auto q = QuarantineReader(reader.db).find(**key);
            if (!q || !*q)
                return q ? fail(ErrorCode::Conflict, u"context \"%1\" is not in quarantine"_s.arg(id), Json::object({{"id", id}}))
                         : std::unexpected(q.error());
            const auto item = QuarantineText::of(reader.db, **key, (*q)->reason);
            const auto definition = reader.contexts.pipelineOf(**key);
            const auto history = reader.contexts.history(**key);
            const auto people = reader.catalog.principals();
            if (!item || !definition || !history || !people)
                return std::unexpected(!item ? item.error() : !definition ? definition.error() : !history ? history.error() : people.error());
            // An intake counts lines in its file; what is mended is the part that it could not read.
            const auto read = item->isUnread ? item->dataOf(item->text) : Result<Json>(item->data);
            const Json problems = read ? placed(reasonsOf((*q)->reason), item->text) : syntaxProblem(read.error(), item->text);
            Json json = toJson(**q);
            json.insert("reason", (*q)->reason);
            json.insert("problems", problems);
            json.insert("raw", item->raw);
            json.insert("data", item->data);
            json.insert("text", QString::fromUtf8(item->text));
            json.insert("schema", schemaOf(definition->find((*q)->nodeId)));
            json.insert("nodes", nodesOf(*definition, (*q)->nodeId));
            json.insert("times", passesOf(*history, *people));
            return json;
        });
    table.add(
        info("quarantine.check", "Check a correction",
             "What is wrong with a text before it goes back, each problem at its line: its JSON, and what the step where it goes in says of it, "
             "which is run on it where it only computes. `untried` says why a step was not run: \"effects\", \"waits\", \"process\", \"missing\", "
             "\"later\"; its schema, where it has one, is held against the text even so. Nothing is changed.",
             Access::Read, "contexts.read",
             schema({{"id", text("the context's id")},
                     {"text", text("the document's data as JSON")},
                     {"from", text("id of the node where it would go in; without it, where it was refused")}},
                    {u"id"_s, u"text"_s})),
        [this](const CommandCall &call) {
            return inBackground([this, args = call.args] {
                return checkFix(args.value("id").toString(), args.value("text").utf8().toByteArray(), args.value("from").toString());
            });
        },
        true);
    table.add(info("quarantine.fix", "Correct an item in quarantine",
                   "Puts other data in its place and sends it back through the step that refused it, or in at another node. Both passes stay in its "
                   "history.",
                   Access::Write, "contexts.write",
                   schema({{"id", text("the context's id")},
                           {"text", text("the document's data as JSON")},
                           {"data", anyObject()},
                           {"note", text("why")},
                           {"from", text("id of the node where it goes in; without it, where it was refused")}},
                          {u"id"_s})),
              [this](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
                  const QString id = call.args.value("id").toString();
                  const auto identity = scope.contexts.identify(id);
                  if (!identity || !*identity)
                      return identity ? Result<Json>(noContext(id)) : Result<Json>(std::unexpected(identity.error()));
                  const auto data = fixedData(scope.db, (*identity)->key, call.args);
                  if (!data)
                      return data;
                  const auto before = scope.contexts.find((*identity)->key);
                  const auto planned = before && *before ? engine->plan(scope, (*before)->pipeline)
                                                         : Result<std::shared_ptr<const Plan>>(fail(ErrorCode::NotFound, u"it is gone"_s));
                  if (!planned)
                      return std::unexpected(planned.error());
                  const auto from = nodeFrom(**planned, call.args.value("from"));
                  if (!from)
                      return std::unexpected(from.error());
                  const auto row
                      = engine->ledger().fix(scope, (*identity)->key, actorKey, **planned, *data, *from, call.args.value("note").toString());
                  if (!row)
                      return std::unexpected(row.error());
                  return Json::object({{"id", id}, {"status", statusName(row->status)}});
              },
              {u"text"_s, u"data"_s});
    table.add(
        info("quarantine.retry", "Retry what is in quarantine",
             "As it is: these, or what passes the filter, up to 1,000 a call; `more` says whether others are left. With `from`, in at that node.",
             Access::Write, "contexts.run",
             schema({{"ids", textsUpTo("contexts", kMostAtOnce)},
                     {"filter", Json::object({{"type", "object"}, {"properties", filterProperties()}, {"additionalProperties", false}})},
                     {"from", text("id of the node where they go in; without it, where each was refused")}})),
        // By title or reason that reads everything in quarantine.
        [](Reader &reader, const CommandCall &call) -> Result<Json> {
            if (!call.args.contains("filter"))
                return Json::array();
            return QuarantineReader(reader.db).list(filterFrom(call.args.value("filter")), 0, kMostAtOnce + 1).transform([](const auto &found) {
                Json ids = Json::array();
                for (const Quarantined &q : found)
                    ids.append(q.id);
                return ids;
            });
        },
        [this](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
            const QStringList ids
                = call.args.value("ids").toStringList() + call.found.toStringList().first(std::min<qsizetype>(call.found.size(), kMostAtOnce));
            qint64 retried = 0;
            Json refused = Json::array();
            for (const QString &id : ids) {
                const auto done = retryQuarantined(scope, id, actorKey, call.args.value("from"));
                if (done)
                    ++retried;
                else if (done.error().category == ErrorCategory::Fatal)
                    return std::unexpected(done.error());
                else
                    refused.append(Json::object({{"id", id}, {"error", done.error().toJson()}}));
            }
            return Json::object({{"retried", retried}, {"refused", refused}, {"more", call.found.size() > kMostAtOnce}});
        });
}

Result<void> Workspace::Private::retry(WriteScope &scope, ContextKey key, qint64 actorKey)
{
    const auto row = scope.contexts.find(key);
    if (!row || !*row)
        return row ? Result<void>(fail(ErrorCode::NotFound, u"it is gone"_s)) : Result<void>(std::unexpected(row.error()));
    if ((*row)->status == ContextStatus::Quarantined)
        return retryQuarantined(scope, (*row)->id, actorKey, {});
    const auto planned = engine->plan(scope, (*row)->pipeline);
    if (!planned)
        return std::unexpected(planned.error());
    return engine->ledger().retry(scope, key, actorKey, **planned).transform([](const ContextRow &) {});
}

Result<void> Workspace::Private::retryQuarantined(WriteScope &scope, const QString &id, qint64 actorKey, const Json &from)
{
    const auto identity = scope.contexts.identify(id);
    if (!identity || !*identity)
        return identity ? Result<void>(noContext(id)) : Result<void>(std::unexpected(identity.error()));
    const auto before = scope.contexts.find((*identity)->key);
    if (!before || !*before)
        return before ? Result<void>(noContext(id)) : Result<void>(std::unexpected(before.error()));
    if ((*before)->status != ContextStatus::Quarantined)
        return fail(ErrorCode::TransitionRefused, u"context \"%1\" is %2, not in quarantine"_s.arg(id, statusName((*before)->status)),
                    Json::object({{"id", id}, {"from", statusName((*before)->status)}, {"to", "retrying"}}));
    const auto planned = engine->plan(scope, (*before)->pipeline);
    if (!planned)
        return std::unexpected(planned.error());
    const auto node = nodeFrom(**planned, from);
    if (!node)
        return std::unexpected(node.error());
    QuarantineReader quarantine(scope.db);
    const auto came = quarantine.hasRaw((*identity)->key);
    if (!came)
        return std::unexpected(came.error());
    if (!*node && !*came)
        return engine->ledger().retry(scope, (*identity)->key, actorKey, **planned).transform([](const ContextRow &) {});
    const auto q = quarantine.find((*identity)->key);
    const auto item = q && *q ? QuarantineText::of(scope.db, (*identity)->key, (*q)->reason)
                              : Result<QuarantineText>(q ? noContext(id) : std::unexpected(q.error()));
    // Of one whose document is damaged the step says so.
    if (!item && (*node || !isContentDamage(item.error())))
        return std::unexpected(item.error());
    if (!item || (!*node && !item->isUnread))
        return engine->ledger().retry(scope, (*identity)->key, actorKey, **planned).transform([](const ContextRow &) {});
    // What could not be read is read again: nothing would be in its place.
    const auto data = item->isUnread ? item->dataOf(item->text) : Result<Json>(item->data);
    if (!data)
        return std::unexpected(data.error());
    return engine->ledger().fix(scope, (*identity)->key, actorKey, **planned, *data, *node).transform([](const ContextRow &) {});
}

} // namespace Millrace
