// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/toolbox.h"

#include "mcp/toolfunctions.h"

#include <QCryptographicHash>
#include <QMap>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace::Mcp {

namespace {

/// One line of the table. What is not said here follows from the command: access, arguments, and with the access the annotations.
struct Row
{
    const char *name;
    const char *command; ///< the one that counts for its access and rules
    const char *title;
    const char *description;
    const char *output; ///< properties of the structured answer, as JSON
    const char *args = nullptr; ///< JSON Schema of the arguments; nullptr: the command's
    const char *without = ""; ///< arguments of the command that clients have no use for, divided by spaces
    Tool::Function function = nullptr; ///< nullptr: the command, and nothing else
    TaskUse tasks = TaskUse::Never;
    bool isIdempotent = false;
    QList<std::pair<const char *, const char *>> actions = {}; ///< name and command of each; the arguments are what these take together
};

// Descriptions are all that an agent reads before it chooses: what it does, when to use it, what comes back and what comes next.
const QList<Row> &rows()
{
    static const QList<Row> table = {
        // --- ingest --------------------------------------------------------------------------------------------------------------
        {"submit_text", "submit.content", "Submit a text",
         "Hands one text (or a file's bytes in base64) to a pipeline. `name` with its extension says what it is: \"notes.md\", \"mail.eml\", "
         "\"table.csv\" (one item for each row), \"report.pdf\". Answers as soon as the items are safely stored, with `run` and `ids`; the work goes "
         "on by itself: follow it with get_run. What could not be taken is in `refused`, with the reason.",
         R"({"run":{"type":"string"},"ids":{"type":"array","items":{"type":"string"}},"submitted":{"type":"integer"}})", nullptr, "source"},
        {"submit_documents", "submit.documents", "Submit documents",
         "Hands JSON documents to a pipeline: whole contexts ({\"id\",\"type\",\"data\",…}), or plain objects that become their `data`. The same id "
         "with the same content changes nothing, so that it may be sent again. Answers with `run` and `ids` once they are stored; follow the work "
         "with get_run. To wait for the results in one call use run_pipeline.",
         R"({"run":{"type":"string"},"ids":{"type":"array","items":{"type":"string"}},"submitted":{"type":"integer"}})"},
        {"ingest_files", "submit.files", "Take in files",
         "Reads files and folders of this computer and hands what is in them to a pipeline: JSON, JSON Lines, CSV, text, Markdown, HTML, mail, PDF "
         "and office documents. Paths are absolute and lie in the folders this client was given. A folder is read with all that is below it. "
         "Answers when everything is read and stored, with `run` and `ids`.",
         R"({"run":{"type":"string"},"ids":{"type":"array","items":{"type":"string"}},"submitted":{"type":"integer"}})", nullptr, "source",
         ingestFiles, TaskUse::Optional},
        // --- transform -----------------------------------------------------------------------------------------------------------
        {"list_components", "component.list", "List components",
         "The kinds of steps that pipelines are made of: name, title, category and what each does. With `name`, one of them whole: its config's "
         "schema, its ports and its effect.",
         R"({"components":{"type":"array","items":{"type":"object"}}})",
         R"({"properties":{"name":{"type":"string","description":"only this component, with everything about it"},"category":{"type":"string","description":"only this category"}},"additionalProperties":false})",
         "", listComponents},
        {"run_component", "pipeline.try", "Run one component",
         "Runs a single component on data and gives back what it makes of it, without storing anything: to try a config, or to use one step by "
         "itself (cleaning, language, keywords, facts, summary …). What writes or reaches outside is off. See list_components for names and configs.",
         R"({"state":{"type":"string"},"steps":{"type":"array","items":{"type":"object"}}})",
         R"({"properties":{"component":{"type":"string","description":"its name, from list_components"},"config":{"type":"object","description":"its config; empty by default"},"data":{"type":"object","description":"the document's data that goes in"}},"required":["component","data"],"additionalProperties":false})",
         "", runComponent, TaskUse::Optional},
        {"list_pipelines", "pipeline.list", "List pipelines",
         "Every published pipeline: id, title, version, what it does, and its steps. Each is also a tool of its own, run_<id>, with the schema of "
         "its "
         "input.",
         R"({"pipelines":{"type":"array","items":{"type":"object"}}})"},
        {"get_pipeline", "pipeline.get", "Get a pipeline",
         "A pipeline's definition: nodes with their components and configs, and the links between their ports; the newest version, or the one named.",
         R"({"id":{"type":"string"},"title":{"type":"string"},"nodes":{"type":"array","items":{"type":"object"}},"links":{"type":"array","items":{"type":"object"}}})"},
        {"try_pipeline", "pipeline.try", "Try a pipeline",
         "A dry run: sends one document through a pipeline, or a definition that is not saved yet, and gives back each step with what went in and "
         "came out. Nothing is stored, nothing leaves the computer, models are replaced by the built-in one. With `pins` steps are skipped and their "
         "output is given instead. Without an input it takes a sample that ships with the pipeline.",
         R"({"state":{"type":"string"},"steps":{"type":"array","items":{"type":"object"}}})", nullptr, "breakpoints step", tryPipeline,
         TaskUse::Optional},
        {"run_pipeline", "submit.documents", "Run a pipeline",
         "Runs a pipeline on documents and waits for the results: up to `wait` seconds (20 at most). If all are through by then, `contexts` has them "
         "with their data; else `finished` is false and `run` is the id to go on with in get_run. Results are stored in the workspace. Each "
         "pipeline's own tool run_<id> does the same for one document and knows its fields.",
         R"({"run":{"type":"string"},"finished":{"type":"boolean"},"counts":{"type":"object"},"contexts":{"type":"array","items":{"type":"object"}}})",
         R"({"properties":{"pipeline":{"type":"string","description":"id or title, from list_pipelines"},"documents":{"type":"array","items":{"type":"object"},"minItems":1,"description":"S2 contexts, or plain objects that become data"},"title":{"type":"string","description":"name of the run"},"wait":{"type":"number","minimum":0,"maximum":20,"description":"seconds to wait for the results; 20 by default"}},"required":["pipeline","documents"],"additionalProperties":false})",
         "", runPipeline, TaskUse::Optional},
        {"get_run", "run.get", "Get a run",
         "How a run stands: `counts` of its contexts by state, how many are done, and whether it is finished. With `wait` it answers when the run is "
         "finished or after that many seconds (20 at most): call it again while `finished` is false. Without `id`, the newest runs. Then read "
         "results with list_contexts {\"run\"} and get_context.",
         R"({"finished":{"type":"boolean"},"counts":{"type":"object"},"runs":{"type":"array","items":{"type":"object"}}})",
         R"({"properties":{"id":{"type":"string","description":"the run's id; without it the newest runs are listed"},"wait":{"type":"number","minimum":0,"maximum":20,"description":"seconds to wait for its end; 0 by default"},"limit":{"type":"integer","minimum":1,"maximum":1000,"description":"most runs to list, 20 by default"}},"additionalProperties":false})",
         "", getRun, TaskUse::Optional},
        // --- storage -------------------------------------------------------------------------------------------------------------
        {"list_contexts", "context.list", "List or search contexts",
         "Contexts (documents on their way through pipelines), oldest first: id, title, type, status, pipeline, node, outcome. Filter by run, "
         "pipeline, "
         "status or outcome; `text` searches titles and texts. `next` is the `after` of the following page.",
         R"({"contexts":{"type":"array","items":{"type":"object"}}})", nullptr, "node from"},
        {"get_context", "context.get", "Get a context",
         "One context with its data as it is now, or as it was after `step` finished steps (0: as it came in).",
         R"({"id":{"type":"string"},"type":{"type":"string"},"status":{"type":"string"},"data":{"type":"object"}})"},
        {"get_history", "context.history", "Get a context's history",
         "Everything that happened to a context, in order: which step, by whom, when, how long, by which port it went on, what it changed (as a JSON "
         "patch), and why it failed.",
         R"({"transitions":{"type":"array","items":{"type":"object"}}})"},
        {"diff_contexts", "context.diff", "Compare contexts",
         "What differs, field by field: between two steps of one context (`from` and `to`, finished steps; by default from what came in to what it "
         "is "
         "now), or between two contexts (`other`: a replay of it, say).",
         R"({"changes":{"type":"array","items":{"type":"object"}}})",
         R"({"properties":{"id":{"type":"string","description":"the context's id"},"from":{"type":"integer","minimum":0,"description":"finished steps"},"to":{"type":"integer","minimum":0,"description":"finished steps"},"other":{"type":"string","description":"instead of steps: another context's id"}},"required":["id"],"additionalProperties":false})",
         "", diffContexts},
        {"retry_contexts", "context.retry", "Retry contexts",
         "Puts failed and quarantined contexts back to work at the step where they stopped: one, some, or all in a state (up to 1,000 a call).",
         R"({"retried":{"type":"integer"},"refused":{"type":"array","items":{"type":"object"}},"more":{"type":"boolean"}})"},
        {"cancel_contexts", "context.cancel", "Cancel contexts",
         "Ends contexts for good that are not finished: one, some, or all in a state (up to 1,000 a call). Their history stays. This cannot be "
         "undone.",
         R"({"cancelled":{"type":"integer"},"refused":{"type":"array","items":{"type":"object"}},"more":{"type":"boolean"}})", nullptr, "", nullptr,
         TaskUse::Never, true},
        {"plan_replay", "replay.plan", "Plan a replay",
         "What running contexts again would take: which steps are taken over, which run again, what those took the last time in tokens and cost, and "
         "which are passed over because they write outside. Nothing is changed.",
         R"({"contexts":{"type":"array","items":{"type":"object"}}})"},
        // --- query ---------------------------------------------------------------------------------------------------------------
        {"list_templates", "template.list", "List templates",
         "The templates that content is written by: id, title, type and sections with their instructions. They are also prompts.",
         R"({"templates":{"type":"array","items":{"type":"object"}}})"},
        {"review",
         "review.list",
         "Work in the review queue",
         "What waits for a person's decision. action=list: the queue, by `filter` and `order`; get: all that a decision needs, by `items` or a "
         "context's `id`; claim: takes the next ones, or `items`, for a while; release: gives them back; propose: puts a proposal "
         "(`item`, `decision`: approved, rejected, edited with `data`, or escalated) with its reason in `note` beside it; comment: `item` and "
         "`text`; "
         "decide: sends a document on (`item`, `decision`; a rejection may name the node to run it again from); undo: takes a `decision` of your own "
         "back; correct: makes it another (`as`); stats: who decided how much; quality: how far the confidence can be trusted; examples: decisions "
         "with "
         "the documents before and after; pack, merge: items in a file at `path` for another laptop, and its decisions back. Agents propose and "
         "people "
         "decide: what you proposed or made is never yours to decide, nor to merge.",
         "{}",
         nullptr,
         "took_ms next patch take_over many together",
         nullptr,
         TaskUse::Never,
         false,
         {{"list", "review.list"},
          {"get", "review.show"},
          {"claim", "review.claim"},
          {"release", "review.release"},
          {"propose", "review.propose"},
          {"comment", "review.comment"},
          {"decide", "review.decide"},
          {"undo", "review.undo"},
          {"correct", "review.correct"},
          {"stats", "review.stats"},
          {"quality", "review.quality"},
          {"examples", "review.examples"},
          {"pack", "review.pack"},
          {"merge", "review.merge"}}},
        {"quarantine",
         "quarantine.list",
         "Put right what is in quarantine",
         "Documents that a step refused or that could not be read. action=list: which, and why; get: one of them (`id`) with every reason at its "
         "line "
         "and what the step asks for; check: says what would be wrong with a corrected `text`, and changes nothing; fix: puts `text` or `data` in "
         "its "
         "place and sends it on, with the reason in `note`; retry: sends `ids`, or what passes `filter`, back as they are.",
         "{}",
         nullptr,
         "",
         nullptr,
         TaskUse::Never,
         false,
         {{"list", "quarantine.list"},
          {"get", "quarantine.show"},
          {"check", "quarantine.check"},
          {"fix", "quarantine.fix"},
          {"retry", "quarantine.retry"}}},
        {"library",
         "library.search",
         "Find documents",
         "The documents that were taken in. action=search: by words and by meaning (`query`), best first, each with a snippet and the context it "
         "became; use it to look for facts, then get_context for the whole text. list: newest first, with name, format, source, size, language, tags "
         "and version; `next` is the `after` of the following page. get: one (`id`) with its file, versions, duplicates, and the contexts made of "
         "it.",
         "{}",
         nullptr,
         "ranking",
         nullptr,
         TaskUse::Never,
         false,
         {{"search", "library.search"}, {"list", "library.list"}, {"get", "library.get"}}},
        {"lineage",
         "lineage.graph",
         "See where something came from",
         "Where a result came from and what became of a source. action=graph: what stands around a context, document, template, model, review or "
         "output "
         "(`focus`), some `hops` up and down; field: the chain of one field (`id`, `field`) from the document it began in over template, prompt, "
         "model "
         "and people's edits to what left the workspace; source_of: where a stretch of a field came from, byte for byte (`from`, `to`); result_of: "
         "where a stretch of a source stands now; impact: everything that came of a thing, or that it came from, page by page; call: what a model "
         "was asked and answered (`call`, as field tells it).",
         "{}",
         nullptr,
         "stack_after open most",
         nullptr,
         TaskUse::Never,
         false,
         {{"graph", "lineage.graph"},
          {"field", "lineage.field"},
          {"source_of", "lineage.source_of"},
          {"result_of", "lineage.result_of"},
          {"impact", "lineage.impact"},
          {"call", "lineage.call"}}},
        {"metrics",
         "metrics.query",
         "See how fast and how well it works",
         "What the workspace measures of itself. action=list: every metric with its kind, unit and labels; query: values of one (`metric`) over "
         "time, by "
         "`function` and labels, for the last hour by default; slow: where the time went, by step, model and statement, with advice; health: "
         "whether engine, store, disk, sources and models are well, and why not; alerts: what was out of bounds.",
         "{}",
         nullptr,
         "queries across offset",
         nullptr,
         TaskUse::Never,
         false,
         {{"list", "metrics.list"}, {"query", "metrics.query"}, {"slow", "metrics.slow"}, {"health", "health.get"}, {"alerts", "alert.list"}}},
        {"workspace_status", "engine.state", "See how the workspace stands",
         "Whether the engine runs, how many steps are ready and running, and what is wrong if something is. With `counts`, also how many contexts "
         "are in "
         "each state.",
         R"({"running":{"type":"boolean"},"ready":{"type":"integer"},"in_flight":{"type":"integer"},"counts":{"type":"object"}})",
         R"({"properties":{"counts":{"type":"boolean","description":"also count contexts by state"}},"additionalProperties":false})", "",
         workspaceStatus},
        {"read_more", "engine.state", "Read on in a long answer",
         "The rest of an answer that was shown in part: `answer` and `from` as that answer named them. `next` is where to go on; without it this was "
         "the end.",
         R"({"text":{"type":"string"},"bytes":{"type":"integer"},"next":{"type":"integer"}})",
         R"({"properties":{"answer":{"type":"string","description":"id of the answer"},"from":{"type":"integer","minimum":0,"description":"byte to go on from"}},"required":["answer"],"additionalProperties":false})",
         "", readMore},
    };
    return table;
}

Json readSchema(const QByteArray &text)
{
    const auto json = Json::parse(text);
    Q_ASSERT_X(json.has_value(), "Toolbox", text.constData());
    return json.value_or(Json::object());
}

QString actionNames(const Row &row)
{
    QStringList names;
    for (const auto &action : row.actions)
        names.append(QString::fromLatin1(action.first));
    return names.join(u", "_s);
}

Json argsOf(const Row &row, const CommandInfo &info)
{
    Json args = lowered(row.args ? readSchema(row.args) : info.args);
    Json properties = args.value("properties");
    for (const QByteArray &name : QByteArray(row.without).split(' '))
        properties.remove(QByteArrayView(name));
    args.insert("properties", properties);
    return args;
}

/// What the actions take together. What only some take says so; where two mean other things by one name, it says both.
Json argsOfActions(const Row &row, const QList<CommandInfo> &commands)
{
    const QByteArrayList without = QByteArray(row.without).split(' ');
    Json names = Json::array();
    QList<std::pair<QByteArray, Json>> merged;
    QHash<QByteArray, QMap<QString, QStringList>> takers; ///< by argument and what it is there, the actions
    for (const auto &[name, command] : row.actions) {
        names.append(Json(QByteArray(name)));
        const auto info = std::ranges::find(commands, QString::fromLatin1(command), &CommandInfo::name);
        if (info == commands.end())
            continue;
        const Json args = lowered(info->args);
        for (const JsonMember &property : args.value("properties").members()) {
            if (without.contains(property.key))
                continue;
            takers[property.key][property.value.value("description").toString()].append(QString::fromLatin1(name));
            const auto known = std::ranges::find(merged, property.key, &std::pair<QByteArray, Json>::first);
            if (known == merged.end())
                merged.emplaceBack(property.key, property.value);
            else if (known->second.value("enum") != property.value.value("enum"))
                known->second.remove("enum");
        }
    }
    Json properties = Json::object({{"action", Json::object({{"type", "string"}, {"enum", names}, {"description", "what to do"}})}});
    for (auto &[key, schema] : merged) {
        QStringList described;
        const auto ways = takers.value(key);
        for (const auto &[what, actions] : ways.asKeyValueRange()) {
            const QString who = actions.size() == row.actions.size() ? QString() : actions.join(u", "_s);
            if (who.isEmpty())
                described.append(what);
            else
                described.append(what.isEmpty() ? u"for %1"_s.arg(who) : u"%1: %2"_s.arg(who, what));
        }
        schema.insert("description", Json(described.join(u"; "_s)));
        properties.insert(key, schema);
    }
    return Json::object({{"type", "object"}, {"properties", properties}, {"required", Json::array({"action"})}, {"additionalProperties", false}});
}

Tool::Function byAction(const Row &row)
{
    QHash<QByteArray, QString> commands;
    for (const auto &[name, command] : row.actions)
        commands.insert(name, QString::fromLatin1(command));
    return [commands, names = actionNames(row)](const CallPtr &call, const Json &args) {
        const QString command = commands.value(args.value("action").utf8().toByteArray());
        if (command.isEmpty()) {
            call->answerTool(fail(ErrorCode::InvalidArgument, u"`action` is one of %1"_s.arg(names), Json::object({{"path", "/action"}})));
            return;
        }
        Json given = args;
        given.remove("action");
        call->execute(command, given, [call](const Result<Json> &result) { call->answerTool(result); });
    };
}

Tool::Function plain(const QString &command)
{
    return [command](const CallPtr &call, const Json &args) {
        call->execute(command, args, [call](const Result<Json> &result) { call->answerTool(result); });
    };
}

} // namespace

Toolbox::Toolbox(const QList<CommandInfo> &commands)
{
    for (const Row &row : rows()) {
        const QString command = QString::fromLatin1(row.command);
        const auto info = std::ranges::find(commands, command, &CommandInfo::name);
        Q_ASSERT_X(info != commands.end(), "Toolbox", row.command);
        if (info == commands.end())
            continue;
        Tool tool;
        tool.name = QString::fromLatin1(row.name);
        tool.title = QString::fromUtf8(row.title);
        tool.description = QString::fromUtf8(row.description);
        tool.command = command;
        tool.access = info->access;
        tool.isIdempotent = row.isIdempotent;
        tool.tasks = row.tasks;
        for (const auto &[name, behind] : row.actions) {
            const auto one = std::ranges::find(commands, QString::fromLatin1(behind), &CommandInfo::name);
            Q_ASSERT_X(one != commands.end(), "Toolbox", behind);
            if (one == commands.end())
                continue;
            tool.actions.append({QString::fromLatin1(name), one->name, one->access});
            tool.access = std::max(tool.access, one->access);
        }
        tool.inputSchema = row.actions.isEmpty() ? argsOf(row, *info) : argsOfActions(row, commands);
        tool.outputSchema = Json::object({{"type", "object"}, {"properties", readSchema(row.output)}});
        tool.run = row.function ? row.function : row.actions.isEmpty() ? plain(command) : byAction(row);
        add(std::move(tool));
    }
}

void Toolbox::add(Tool tool)
{
    tool.complete();
    m_own.append(std::make_shared<const Tool>(std::move(tool)));
    remake();
}

bool Toolbox::setPipelines(const QList<Tool> &tools)
{
    QList<std::shared_ptr<const Tool>> made;
    for (Tool tool : tools) {
        tool.complete();
        made.append(std::make_shared<const Tool>(std::move(tool)));
    }
    const bool same
        = std::ranges::equal(made, m_pipelines, [](const auto &a, const auto &b) { return a->listed == b->listed && a->isHidden == b->isHidden; });
    m_pipelines = made;
    remake();
    return !same;
}

const Tool *Toolbox::find(QByteArrayView name) const
{
    return m_byName.value(QByteArray::fromRawData(name.data(), name.size())).get();
}

QList<AgentTool> Toolbox::described() const
{
    QList<AgentTool> all;
    for (const auto &tool : m_own + m_pipelines) {
        if (tool->actions.isEmpty())
            all.append(
                {tool->name, tool->title, tool->command, tool->access, tool->pipeline, tool->isHidden, {}, tool->inputSchema, tool->listed.size()});
        for (const Tool::Action &action : tool->actions)
            all.append({tool->name, tool->title, action.command, action.access, {}, false, action.name, tool->inputSchema, tool->listed.size()});
    }
    return all;
}

QByteArray Toolbox::listed(bool isModern, const std::function<bool(const Tool &)> &may) const
{
    QByteArray list;
    for (const auto &tool : m_tools) {
        if (!may(*tool))
            continue;
        if (!list.isEmpty())
            list += ',';
        list += isModern ? tool->listed : tool->listedLegacy;
    }
    return list;
}

void Toolbox::remake()
{
    m_tools = m_own + m_pipelines;
    m_tools.removeIf([](const auto &tool) { return tool->isHidden; });
    m_byName.clear();
    // An own tool's name stays its own, whatever a pipeline is called.
    for (const auto &tool : std::as_const(m_tools)) {
        if (!m_byName.contains(tool->name.toUtf8()))
            m_byName.insert(tool->name.toUtf8(), tool);
    }
    m_tools.removeIf([&](const auto &tool) { return m_byName.value(tool->name.toUtf8()) != tool; });
}

// --- pipelines --------------------------------------------------------------------------------------------------------------------

namespace {

constexpr qsizetype kLongestName = 64;
constexpr qsizetype kLongestDescription = 600;

constexpr qsizetype kHashDigits = 6;

/// One property, described by an example of it.
Json likeExample(const Json &example)
{
    switch (example.type()) {
    case Json::Type::Bool:
        return Json::object({{"type", "boolean"}});
    case Json::Type::Number:
        return Json::object({{"type", example.utf8().contains('.') || example.utf8().contains('e') ? "number" : "integer"}});
    case Json::Type::Array:
        return Json::object({{"type", "array"}, {"items", example.isEmpty() ? Json::object({{"type", "string"}}) : likeExample(example.at(0))}});
    case Json::Type::Object: {
        Json properties = Json::object();
        for (const JsonMember &member : example.members())
            properties.insert(member.key, likeExample(member.value));
        return Json::object({{"type", "object"}, {"properties", properties}});
    }
    default:
        return Json::object({{"type", "string"}});
    }
}

/// What the first step demands of what comes in: fields that are not to be empty.
QStringList demanded(const Json &definition)
{
    QStringList fields;
    const Json &first = definition.value("nodes").at(0);
    if (first.value("component").utf8() != "validate")
        return fields;
    for (const Json &rule : first.value("config").value("rules").items()) {
        const QString path = rule.value("path").toString();
        const QByteArrayView kind = rule.value("rule").utf8();
        if ((kind == "not_empty" || kind == "required") && rule.value("severity").utf8() != "warning" && path.startsWith(u'/')
            && path.count(u'/') == 1)
            fields.append(path.sliced(1));
    }
    return fields;
}

} // namespace

QString pipelineToolName(const QString &id)
{
    // Small letters, digits and hyphens are told apart with underscores in place of the hyphens; any other id bears a hash, so that a name, and
    // the rule for it, never means another pipeline than it did.
    QString name = u"run_"_s;
    bool isPlain = id.size() + name.size() <= kLongestName;
    for (const QChar c : id) {
        const bool isWord = (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9');
        const QChar small = c.toLower();
        isPlain = isPlain && (isWord || c == u'-');
        name += isWord || (small >= u'a' && small <= u'z') ? small : QChar(u'_');
    }
    if (isPlain)
        return name;
    const QString hash = QString::fromLatin1(QCryptographicHash::hash(id.toUtf8(), QCryptographicHash::Sha256).toHex().first(kHashDigits));
    return name.left(kLongestName - kHashDigits - 1) + u'_' + hash;
}

Tool pipelineTool(const Json &definition, const Json &sample)
{
    const Json &said = definition.value("tool");
    const QString id = definition.value("id").toString();
    Tool tool;
    tool.name = pipelineToolName(id);
    tool.pipeline = id;
    tool.isHidden = said.isBool() && !said.toBool();
    tool.title = definition.value("title").toString(id);
    tool.command = u"submit.documents"_s;
    tool.access = Access::Write;
    tool.tasks = TaskUse::Optional;
    tool.description = u"Runs the pipeline \"%1\" on one document and waits up to 20 s for the result. "_s.arg(tool.title)
        + definition.value("description").toString().simplified().left(kLongestDescription)
        + u" If it is not through by then, `finished` is false and `run` goes on in get_run."_s;
    if (definition.value("input_schema").isObject()) {
        tool.inputSchema = lowered(definition.value("input_schema"));
    } else {
        Json properties = Json::object();
        for (const JsonMember &member : sample.members())
            properties.insert(member.key, likeExample(member.value));
        QStringList required;
        for (const QString &field : demanded(definition)) {
            if (!properties.contains(field.toUtf8()))
                properties.insert(field, Json::object({{"type", "string"}}));
            required.append(field);
        }
        tool.inputSchema = Json::object({{"type", "object"}, {"properties", properties}, {"additionalProperties", true}});
        if (!required.isEmpty())
            tool.inputSchema.insert("required", Json::array(required));
    }
    tool.outputSchema
        = Json::object({{"type", "object"},
                        {"properties",
                         Json::object({{"run", Json::object({{"type", "string"}})},
                                       {"finished", Json::object({{"type", "boolean"}})},
                                       {"counts", Json::object({{"type", "object"}})},
                                       {"contexts", Json::object({{"type", "array"}, {"items", Json::object({{"type", "object"}})}})}})}});
    tool.run
        = [id](const CallPtr &call, const Json &args) { runPipeline(call, Json::object({{"pipeline", id}, {"documents", Json::array({args})}})); };
    return tool;
}

} // namespace Millrace::Mcp
