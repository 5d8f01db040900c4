// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Commands that try a pipeline: a document goes through it, or through a part of it, and nothing of that is in the workspace's history.
#include "components/registry.h"
#include "ingest/gatherer.h"
#include "pipeline/contextdocument.h"
#include "store/draftrepository.h"
#include "store/originalrepository.h"
#include "store/trialrepository.h"
#include "workspace/commandschema.h"
#include "workspace/shipped.h"
#include "workspace/workspace_p.h"

#include <QFileInfo>
#include <QSet>

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

namespace {

constexpr int kRecentSamples = 10;
constexpr qsizetype kLargestOriginal = 64 * 1024 * 1024;

Json stateName(TrialState state)
{
    return state == TrialState::Done ? Json("done") : state == TrialState::Cancelled ? Json("cancelled") : Json("failed");
}

/// As it was described when it ended; what ended in the middle is what it is stored as.
Json described(const StoredTrial &trial)
{
    Json json = trial.body.isObject() ? trial.body : Json::object({{"try", trial.id}, {"pipeline", trial.pipeline}});
    json.insert("state", stateName(trial.state));
    return json;
}

/// The definition that is meant: the one given, the pipeline's draft, or its newest version. Links that lead nowhere are left out: a part of it may
/// run nevertheless.
Result<PipelineDefinition> definitionOf(Reader &reader, const Json &args)
{
    Json json = args.value("definition");
    const QString id = args.value("pipeline").toString();
    if (json.isNull()) {
        const auto draft = DraftRepository(reader.db).find(id);
        if (!draft)
            return std::unexpected(draft.error());
        if (*draft && (*draft)->state == DraftState::Open) {
            auto parsed = Json::parse((*draft)->definition);
            if (!parsed)
                return std::unexpected(parsed.error());
            json = std::move(*parsed);
        } else {
            const auto stored = reader.catalog.findPipeline(id);
            if (!stored)
                return std::unexpected(stored.error());
            if (!*stored)
                return fail(ErrorCode::NotFound, u"there is no pipeline \"%1\""_s.arg(id), Json::object({{"pipeline", id}}));
            return (*stored)->definition;
        }
    }
    if (json.isArray())
        return PipelineDefinition::fromJson(json);
    Json problems;
    PipelineDefinition definition = PipelineDefinition::read(json, &problems);
    if (definition.nodes.isEmpty())
        return fail(ErrorCode::PipelineInvalid, u"there is nothing to try: the pipeline has no node"_s, Json::object({{"problems", problems}}));
    definition.links.removeIf([&](const PipelineLink &link) { return !definition.find(link.from.node) || !definition.find(link.to.node); });
    return definition;
}

/// The versions that steps send documents through, and those that theirs do.
Result<QList<PipelineDefinition>> othersOf(Reader &reader, const PipelineDefinition &definition)
{
    QList<PipelineDefinition> others;
    QSet<QString> known{definition.id};
    QList<PipelineNode> open = definition.nodes;
    while (!open.isEmpty()) {
        const Json config = open.takeLast().config;
        const QString id = config.value("pipeline").toString();
        if (id.isEmpty() || known.contains(id))
            continue;
        known.insert(id);
        const int version = static_cast<int>(config.value("version").toInt());
        const auto stored = version > 0 ? reader.catalog.pipelineVersion(id, version) : reader.catalog.findPipeline(id);
        if (!stored)
            return std::unexpected(stored.error());
        if (!*stored)
            continue; // the step says so when it runs
        others.append((*stored)->definition);
        open += (*stored)->definition.nodes;
    }
    return others;
}

struct Input
{
    Json data;
    QString type;
    QString name;
    QString context = {}; ///< id of the one that it was taken from
};

/// An S2 document, or plain data.
Result<Input> inputOf(const Json &document, const QString &name)
{
    if (!document.value("data").isObject())
        return document.isObject() ? Result<Input>(Input{document, u"article"_s, name})
                                   : fail(ErrorCode::InvalidArgument, u"a document is an object"_s);
    const auto read = ContextDocument::fromJson(document);
    if (!read)
        return std::unexpected(read.error());
    return Input{read->data, read->type, name};
}

/// The first document of a file; where the pipeline gathers what is in one, what a broken row has left of it.
Result<Input> firstOf(const QString &name, const QByteArray &gathers, const std::function<void(const InputReader::Sink &)> &read)
{
    Result<Input> first = fail(ErrorCode::FileUnreadable, u"%1: there is nothing in it"_s.arg(name));
    Gatherer gatherer(gathers, [&](Submission &&found) {
        first = found.error ? Result<Input>(std::unexpected(*found.error)) : inputOf(found.document, found.name);
        return found.error && !gathers.isEmpty();
    });
    read([&gatherer](Submission &&found) { return gatherer.take(std::move(found)); });
    gatherer.finish();
    return first;
}

Json inputSchema()
{
    Json input = schema({{"document", Json::object({{"type", "object"}, {"description", "an S2 document, or what is to be its data"}})},
                         {"context", text("the id of a context of this workspace")},
                         {"step", integer("of the context, after so many finished steps; 0, the usual, as it was submitted", 0)},
                         {"sample", text("the name of one of try.samples")},
                         {"path", filePath("a file, as it would be submitted")},
                         {"text", text("a text, as it would be submitted")},
                         {"name", text("what a file with that text would be called")}});
    input.insert("description", "without it and with `only`: what last came into that node");
    return input;
}

Json flag(const char *description)
{
    return Json::object({{"type", "boolean"}, {"description", description}});
}

Json tryIdSchema()
{
    return text("the trial's id");
}

/// The document that a trial begins with. A link in a folder that a client was given may lead out of it.
Result<Input> trialInput(Reader &reader, const Json &args, const PipelineDefinition &definition, const DocumentReader *documents, bool followsLinks)
{
    const Json &input = args.value("input");
    if (input.contains("document"))
        return inputOf(input.value("document"), u"document"_s);
    if (input.contains("context")) {
        const QString id = input.value("context").toString();
        const auto key = reader.contexts.find(id);
        if (!key)
            return std::unexpected(key.error());
        if (!*key)
            return noContext(id);
        const auto document = reader.contexts.document(**key, static_cast<int>(input.value("step").toInt()));
        Result<Input> found = document ? inputOf(*document, id) : Result<Input>(std::unexpected(document.error()));
        if (found)
            found->context = id;
        return found;
    }
    if (input.contains("sample")) {
        const QStringList parts = input.value("sample").toString().split(u':');
        const auto shipped = shippedDocuments(parts.value(0));
        const Json document = shipped ? shipped->at(parts.value(1).toInt()) : Json();
        const QString title = titleOf(document.value("data"), document.value("id").toString());
        return document.isObject() ? inputOf(document, title.isEmpty() ? input.value("sample").toString() : title)
                                   : fail(ErrorCode::NotFound, u"there is no sample \"%1\""_s.arg(input.value("sample").toString()));
    }
    InputOptions options;
    options.documents = documents;
    options.followsLinks = followsLinks;
    const InputReader files(options);
    const QByteArray gathers = definition.extra.value("gather").utf8().toByteArray();
    if (input.contains("path")) {
        const QString path = input.value("path").toString();
        return firstOf(path, gathers, [&](const InputReader::Sink &sink) { return files.read({path}, sink); });
    }
    if (input.contains("text")) {
        const QString name = input.value("name").toString(u"Pasted text.txt"_s);
        return firstOf(name, gathers,
                       [&](const InputReader::Sink &sink) { return files.readBytes(name, input.value("text").utf8().toByteArray(), sink); });
    }
    const QString only = args.value("only").toString();
    const auto last = TrialRepository(reader.db).lastSteps(definition.id);
    if (!last)
        return std::unexpected(last.error());
    for (const auto &[trial, step] : *last) {
        if (step.node == only && step.body.value("input").isObject())
            return Input{step.body.value("input"), trial.body.value("input_type").toString(u"article"_s), trial.body.value("input_name").toString()};
    }
    return fail(ErrorCode::InvalidArgument, u"there is no document to try it on: give `input`"_s);
}

} // namespace

/// On a thread that may wait: reads what is meant, and begins.
Result<Json> Workspace::Private::beginTrial(const CommandCall &call)
{
    TrialDesk::Request request;
    request.actor = call.actor;
    request.options.to = call.args.value("to").toString();
    request.options.only = call.args.value("only").toString();
    const auto read = readers->runNow<bool>([&](Reader &reader) -> Result<bool> {
        const auto definition = definitionOf(reader, call.args);
        if (!definition)
            return std::unexpected(definition.error());
        auto others = othersOf(reader, *definition);
        if (!others)
            return std::unexpected(others.error());
        const auto input = trialInput(reader, call.args, *definition, documents.get(), !desk->clients.findByPrincipal(call.actor));
        if (!input)
            return std::unexpected(input.error());
        const auto draft = DraftRepository(reader.db).find(definition->id);
        if (!draft)
            return std::unexpected(draft.error());
        TrialLog::Options &log = request.options.log;
        log.pins.clear();
        log.breakpoints.clear();
        if (*draft) {
            const auto marks = DraftRepository(reader.db).marks((*draft)->key);
            if (!marks)
                return std::unexpected(marks.error());
            for (const StoredDraftMark &mark : *marks) {
                if (mark.kind == StoredDraftMark::Kind::Pin)
                    log.pins.insert(mark.node, {mark.body.value("port").toString(), mark.body.value("data")});
                else if (!call.args.contains("breakpoints"))
                    log.breakpoints.insert(mark.node);
            }
        }
        request.pipeline = definition->id;
        request.inputName = input->name;
        request.inputType = input->type;
        log.of = input->context;
        request.options.definition = *definition;
        request.options.others = *others;
        request.options.data = input->data;
        request.options.contextType = input->type;
        return true;
    });
    if (!read)
        return std::unexpected(read.error());
    TrialLog::Options &log = request.options.log;
    for (const JsonMember &pin : call.args.value("pins").members()) {
        const QString node = QString::fromUtf8(pin.key);
        if (pin.value.isNull())
            log.pins.remove(node);
        else
            log.pins.insert(node, {pin.value.value("port").toString(u"out"_s), pin.value.value("data")});
    }
    for (const QString &node : call.args.value("breakpoints").toStringList())
        log.breakpoints.insert(node);
    log.stopsAtFirst = call.args.value("step").toBool();
    log.registry = &registry;
    log.services = {&clock, &templates, trialModels.get(), passages.get(), processes.get()};
    log.services.originals = originals.get();
    log.services.similarity = similar.get();
    log.onlyDrafts = [this](const QString &component) { return ownComponents.contains(component); };
    const auto part = Trial::partOf(request.options.definition, request.options.to, request.options.only);
    const QString pipeline = request.pipeline;
    auto begun = trials->begin(std::move(request));
    if (!begun || !part)
        return std::unexpected(part ? begun.error() : part.error());
    QStringList nodes;
    for (const PipelineNode &node : part->nodes)
        nodes.append(node.id);
    return Json::object({{"try", *begun}, {"pipeline", pipeline}, {"nodes", Json::array(nodes)}, {"off", offState()}});
}

void Workspace::Private::addTrialCommands()
{
    for (const auto &component : builtinComponents())
        ownComponents.insert(component->descriptor().name);
    table.add(info("pipeline.try", "Try a pipeline",
                   "Sends a document through a pipeline's draft (or newest version, or a definition): all of it, up to a node, or one node alone. "
                   "Sinks, network and "
                   "model providers are off; what would have been sent is shown. Answers at once; try.get tells how it goes.",
                   Access::Write, "pipelines.write",
                   schema({{"pipeline", text("the pipeline's id")},
                           {"definition", Json::object({{"type", Json::array({"object", "array"})}})},
                           {"to", text("the last node to run")},
                           {"only", text("the one node to run")},
                           {"input", inputSchema()},
                           {"pins",
                            Json::object({{"type", "object"},
                                          {"description", "{node: {\"port\",\"data\"}} over those of the draft; null lets a pinned one run"}})},
                           {"breakpoints", texts("nodes to pause before; without it those of the draft")},
                           {"step", flag("pause at the first step, as at a breakpoint")}})),
              CommandTable::StartFunction([this](const CommandCall &call) { return inBackground([this, call] { return beginTrial(call); }); }));
    table.add(info("try.input", "See a document to try a pipeline on", "What a trial with this `input` would begin with.", Access::Read,
                   "pipelines.read", schema({{"pipeline", text("the pipeline's id")}, {"input", inputSchema()}}, {u"pipeline"_s, u"input"_s})),
              CommandTable::StartFunction([this](const CommandCall &call) {
                  return inBackground([this, call]() -> Result<Json> {
                      return readers->runNow<Json>([&](Reader &reader) -> Result<Json> {
                          const auto definition = definitionOf(reader, call.args);
                          if (!definition)
                              return std::unexpected(definition.error());
                          const auto input = trialInput(reader, call.args, *definition, documents.get(), !desk->clients.findByPrincipal(call.actor));
                          if (!input)
                              return std::unexpected(input.error());
                          return Json::object({{"name", input->name}, {"type", input->type}, {"data", input->data}});
                      });
                  });
              }));
    table.add(
        info("try.get", "See how a trial goes",
             "The trial, what waits in it, and its steps with what went in and came out: those that are new or changed since the stamp `after`.",
             Access::Read, "pipelines.read", schema({{"try", tryIdSchema()}, {"after", integer("the `stamp` of an earlier answer", 0)}}, {u"try"_s})),
        [this](Reader &reader, const CommandCall &call) -> Result<Json> {
            const QString id = call.args.value("try").toString();
            if (auto live = trials ? trials->describe(id, call.args.value("after").toInt()) : std::nullopt)
                return std::move(*live);
            TrialRepository stored(reader.db);
            const auto trial = stored.find(id);
            if (!trial)
                return std::unexpected(trial.error());
            if (!*trial)
                return fail(ErrorCode::NotFound, u"there is no trial \"%1\""_s.arg(id), Json::object({{"try", id}}));
            Json json = described(**trial);
            Json list = Json::array();
            if (call.args.value("after").toInt() < std::max<qint64>(json.value("stamp").toInt(), 1)) {
                const auto steps = stored.steps((*trial)->key);
                if (!steps)
                    return std::unexpected(steps.error());
                for (const StoredTrialStep &step : *steps)
                    list.append(step.body);
            }
            json.insert("steps", list);
            return json;
        });
    table.add(info("try.list", "List trials", "The last trials of a pipeline, the newest first, without their steps.", Access::Read, "pipelines.read",
                   schema({{"pipeline", text("the pipeline's id")}, {"limit", integer("most to give, 20 by default", 1)}}, {u"pipeline"_s})),
              [this](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const QString pipeline = call.args.value("pipeline").toString();
                  const qint64 limit = std::min<qint64>(call.args.value("limit").toInt(TrialRepository::kMostKept), 100);
                  Json list = Json::array();
                  QSet<QString> seen;
                  const QList<Json> live = trials ? trials->ofPipeline(pipeline) : QList<Json>();
                  for (const Json &trial : live) {
                      seen.insert(trial.value("try").toString());
                      list.append(trial);
                  }
                  const auto stored = TrialRepository(reader.db).ofPipeline(pipeline, static_cast<int>(limit));
                  if (!stored)
                      return std::unexpected(stored.error());
                  for (const StoredTrial &trial : *stored) {
                      if (!seen.contains(trial.id) && list.size() < limit)
                          list.append(described(trial));
                  }
                  return Json::object({{"tries", list}});
              });
    table.add(info("try.last", "See what nodes last did", "The newest step of every node over the trials that are kept.", Access::Read,
                   "pipelines.read", schema({{"pipeline", text("the pipeline's id")}}, {u"pipeline"_s})),
              [](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const auto last = TrialRepository(reader.db).lastSteps(call.args.value("pipeline").toString());
                  if (!last)
                      return std::unexpected(last.error());
                  Json nodes = Json::array();
                  for (const auto &[trial, step] : *last) {
                      Json json = step.body;
                      json.insert("try", trial.id);
                      nodes.append(json);
                  }
                  return Json::object({{"nodes", nodes}});
              });
    addTrialControlCommands();
}

void Workspace::Private::addTrialControlCommands()
{
    table.add(
        info("original.put", "Keep a file",
             "Keeps bytes as an original, for a document that is to name them as its `data.original`: what a node is pinned to give, say.",
             Access::Write, "pipelines.write",
             schema({{"name", text("the file's name")}, {"base64", text("its bytes")}, {"media_type", text("\"image/png\"")}},
                    {u"name"_s, u"base64"_s})),
        [](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
            const auto bytes = QByteArray::fromBase64Encoding(call.args.value("base64").utf8().toByteArray(),
                                                              QByteArray::Base64Encoding | QByteArray::AbortOnBase64DecodingErrors);
            if (!bytes)
                return fail(ErrorCode::InvalidArgument, u"`base64` is no base64"_s);
            if ((*bytes).size() > kLargestOriginal)
                return fail(ErrorCode::JsonTooLarge, u"a file that is given this way has %1 MB at most"_s.arg(kLargestOriginal / 1024 / 1024));
            const SealedOriginal original
                = sealOriginal(call.args.value("name").toString(), call.args.value("media_type").toString(u"application/octet-stream"_s), *bytes);
            if (const auto added = OriginalRepository(scope.db).add(original, scope.now); !added)
                return std::unexpected(added.error());
            return Json::object(
                {{"hash", original.info.hash}, {"name", original.info.name}, {"media_type", original.info.mediaType}, {"size", original.info.size}});
        },
        {u"base64"_s});
    const auto now = [](Result<Json> result) { return QtFuture::makeReadyValueFuture(std::move(result)); };
    const auto state = [this](const QString &id) -> Result<Json> {
        auto json = trials->describe(id, -1);
        return json ? Result<Json>(std::move(*json)) : fail(ErrorCode::NotFound, u"no trial \"%1\" is running"_s.arg(id));
    };
    table.add(
        info("pipeline.try_continue", "Let a trial go on",
             "From a breakpoint, with `data` in place of the document that came; from a review, by `port`; from what waits for a signal or a time.",
             Access::Write, "pipelines.write",
             schema({{"try", tryIdSchema()},
                     {"context", text("which of those that wait; the first without it")},
                     {"data", Json::object({{"description", "the document to go on with; for a signal what comes with it"}})},
                     {"port", text("of a review: \"approved\", \"rejected\"; \"timeout\" for one that waits too long")},
                     {"answers", Json::object({{"type", "object"}, {"description", "of a review's form, field by field"}})},
                     {"note", text("of a review")},
                     {"all", flag("all that wait")},
                     {"step", flag("pause again at the next step that begins")}},
                    {u"try"_s})),
        CommandTable::StartFunction([this, now, state](const CommandCall &call) {
            const QString id = call.args.value("try").toString();
            Json answer = Json::object();
            for (const char *name : {"data", "port", "answers", "note"}) {
                if (call.args.contains(name))
                    answer.insert(name, call.args.value(name));
            }
            const auto gone
                = trials->goOn(id, call.args.value("context").toString(), answer, call.args.value("all").toBool(), call.args.value("step").toBool());
            return now(gone ? state(id) : Result<Json>(std::unexpected(gone.error())));
        }));
    table.add(info("try.cancel", "Cancel a trial", "Ends it; what its steps did is kept.", Access::Write, "pipelines.write",
                   schema({{"try", tryIdSchema()}}, {u"try"_s})),
              CommandTable::StartFunction([this, now, state](const CommandCall &call) {
                  const QString id = call.args.value("try").toString();
                  const auto cancelled = trials->cancel(id);
                  return now(cancelled ? state(id) : Result<Json>(std::unexpected(cancelled.error())));
              }));
    table.add(info("try.samples", "List documents to try a pipeline on", "Those that ship with it, and the newest contexts that went through it.",
                   Access::Read, "pipelines.read", schema({{"pipeline", text("the pipeline's id")}}, {u"pipeline"_s})),
              [](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const auto definition = definitionOf(reader, call.args);
                  if (!definition)
                      return std::unexpected(definition.error());
                  const QString origin = definition->extra.value("gallery").toString(definition->id);
                  Json samples = Json::array();
                  if (const auto shipped = galleryIds().contains(origin) ? shippedDocuments(origin) : Result<Json>(Json::array())) {
                      for (qsizetype i = 0; i < shipped->size(); ++i)
                          samples.append(Json::object({{"name", u"%1:%2"_s.arg(origin).arg(i)},
                                                       {"title", titleOf(shipped->at(i).value("data"), shipped->at(i).value("id").toString())},
                                                       {"kind", "shipped"}}));
                  }
                  ContextFilter filter;
                  filter.pipeline = definition->id;
                  filter.children = ContextFilter::Children::Without;
                  const auto keys = reader.contexts.firstKeys(filter, ContextOrder::Created, true, kRecentSamples);
                  const auto rows = keys ? reader.contexts.rows(*keys) : Result<QList<ContextSummary>>(std::unexpected(keys.error()));
                  if (!rows)
                      return std::unexpected(rows.error());
                  for (const ContextSummary &row : *rows)
                      samples.append(Json::object({{"name", row.id}, {"title", row.title.isEmpty() ? row.id : row.title}, {"kind", "context"}}));
                  return Json::object({{"samples", samples}});
              });
}

} // namespace Millrace
