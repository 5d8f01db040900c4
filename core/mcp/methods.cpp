// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/server_p.h"

#include "sdk/clock.h"
#include "workspace/agentdesk.h"
#include "workspace/workspace.h"

using namespace Qt::StringLiterals;

namespace Millrace::Mcp {

namespace {

constexpr qsizetype kPage = 100; ///< rows of a list that has pages
constexpr qsizetype kMostValues = 100; ///< of a completion
constexpr qsizetype kMostCompleted = 1000; ///< among which they are looked for
constexpr qsizetype kMostCapabilityBytes = 64 * 1024;
constexpr qsizetype kMostInfo = 200; ///< characters of what a client says of itself
constexpr qsizetype kMostListeners = 64; ///< of one client
constexpr qsizetype kMostListenedUris = 5000; ///< of one client
constexpr qint64 kListTtlMs = 60'000; ///< changes are told besides
constexpr qint64 kDiscoverTtlMs = 3'600'000;

constexpr QLatin1StringView kInstructions
    = "Millrace is a workbench for content pipelines: documents become contexts that go through pipelines step by step, and every step is kept. "
      "Find pipelines with list_pipelines; run one with its own tool run_<id> or with run_pipeline, and follow long runs with get_run {wait}. "
      "Take files in with ingest_files, look for facts with library, read results with list_contexts and get_context, and see what "
      "happened with get_history, where it came from with lineage, and what is slow or unwell with metrics. Try things out first with try_pipeline "
      "or run_component: they change nothing. Some calls wait until a person "
      "at the window allows them. Review decisions are made by people; agents propose them with review."_L1;

/// A page of a list and the cursor of the next one. Nothing for a cursor that was not given here.
std::optional<std::pair<qsizetype, qsizetype>> pageOf(const Json &params, qsizetype size)
{
    if (!params.contains("cursor"))
        return std::pair(qsizetype(0), std::min(kPage, size));
    bool isNumber = false;
    const qsizetype from = QByteArray::fromBase64(params.value("cursor").utf8().toByteArray()).toLongLong(&isNumber);
    if (!params.value("cursor").isString() || !isNumber || from <= 0 || from >= size)
        return std::nullopt;
    return std::pair(from, std::min(from + kPage, size));
}

template <typename List, typename ToBytes>
void answerList(const CallPtr &call, const QByteArray &name, const List &list, ToBytes toBytes)
{
    const auto page = pageOf(call->params(), list.size());
    if (!page) {
        call->refuse(invalidParams(u"the cursor is none of this list's"_s));
        return;
    }
    QByteArray members = '"' + name + R"(":[)";
    for (qsizetype i = page->first; i < page->second; ++i) {
        if (i > page->first)
            members += ',';
        members += toBytes(list[i]);
    }
    members += ']';
    if (page->second < list.size())
        members += R"(,"nextCursor":")" + QByteArray::number(page->second).toBase64() + '"';
    call->answerCacheable(members, kListTtlMs);
}

/// What is kept of what a client says it is.
Json briefInfo(const Json &info)
{
    Json brief = Json::object();
    for (const char *key : {"name", "title", "version"}) {
        if (info.value(key).isString())
            brief.insert(key, Json(info.value(key).toString().left(kMostInfo)));
    }
    return brief;
}

const Json &noTasks()
{
    static const Json needed = Json::object({{"extensions", Json::object({{kTasksExtension, Json::object()}})}});
    return needed;
}

} // namespace

const QHash<QByteArray, Server::Private::Method> &Server::Private::methods()
{
    static const QHash<QByteArray, Method> all = {
        {"initialize", {&Private::initialize, true, false}},
        {"ping", {&Private::ping, true, false}},
        {"logging/setLevel", {&Private::setLogLevel, true, false}},
        {"resources/subscribe", {&Private::subscribe, true, false}},
        {"resources/unsubscribe", {&Private::unsubscribe, true, false}},
        {"tasks/list", {&Private::listTasks, true, false}},
        {"tasks/result", {&Private::taskResult, true, false}},
        {"server/discover", {&Private::discover, false, true}},
        {"subscriptions/listen", {&Private::listen, false, true}},
        {"tasks/update", {&Private::updateTask, false, true}},
        {"tools/list", {&Private::listTools, true, true}},
        {"tools/call", {&Private::callTool, true, true}},
        {"resources/list", {&Private::listResources, true, true}},
        {"resources/templates/list", {&Private::listTemplates, true, true}},
        {"resources/read", {&Private::readResource, true, true}},
        {"prompts/list", {&Private::listPrompts, true, true}},
        {"prompts/get", {&Private::getPrompt, true, true}},
        {"completion/complete", {&Private::complete, true, true}},
        {"tasks/get", {&Private::getTask, true, true}},
        {"tasks/cancel", {&Private::cancelTask, true, true}},
    };
    return all;
}

// --- beginning --------------------------------------------------------------------------------------------------------------------

Json Server::Private::capabilities(QByteArrayView version) const
{
    Json all = Json::object({{"tools", Json::object({{"listChanged", true}})},
                             {"resources", Json::object({{"subscribe", true}, {"listChanged", true}})},
                             {"prompts", Json::object({{"listChanged", true}})},
                             {"completions", Json::object()},
                             {"logging", Json::object()}});
    if (version == kModernVersion)
        all.insert("extensions", Json::object({{kTasksExtension, Json::object()}}));
    if (version == kNewestLegacyVersion) {
        all.insert("tasks",
                   Json::object({{"list", Json::object()},
                                 {"cancel", Json::object()},
                                 {"requests", Json::object({{"tools", Json::object({{"call", Json::object()}})}})}}));
    }
    return all;
}

void Server::Private::initialize(const CallPtr &call)
{
    const Json &params = call->params();
    if (!params.value("protocolVersion").isString()) {
        call->refuse(malformed(u"initialize names a protocolVersion"_s));
        return;
    }
    if (params.value("capabilities").toBytes().size() > kMostCapabilityBytes) {
        call->refuse(invalidParams(u"the capabilities have more than %1 bytes"_s.arg(kMostCapabilityBytes)));
        return;
    }
    const bool duplex = isDuplex(call->kind);
    if (duplex) {
        // The same wire begins anew.
        if (const auto before = wires.take(call->outlet.get()))
            endSession(before);
    }
    if (const auto oldest = book.toMakeRoom(call->clientId()))
        endSession(oldest);
    if (book.isFull()) {
        call->refuse({RpcCode::kInternal, u"there are too many sessions"_s, {}, 503});
        return;
    }
    const auto session = book.begin(call->clientId(), clock.nowUs());
    const QByteArrayView wanted = params.value("protocolVersion").utf8();
    session->version = (isLegacyVersion(wanted) ? wanted : kNewestLegacyVersion).toByteArray();
    session->capabilities = params.value("capabilities").isObject() ? params.value("capabilities") : Json::object();
    session->clientInfo = briefInfo(params.value("clientInfo"));
    if (duplex) {
        session->wire = call->outlet;
        wires.insert(call->outlet.get(), session);
    } else {
        call->sessionToName = session->id;
    }
    if (call->client) {
        session->shown
            = workspace->agents().sessionOpened(call->client, QString::fromLatin1(transportName(call->kind)),
                                                session->clientInfo.value("name").toString(), session->clientInfo.value("version").toString());
    }
    call->answer(Json::object({{"protocolVersion", session->version},
                               {"capabilities", capabilities(session->version)},
                               {"serverInfo", implementation()},
                               {"instructions", Json(kInstructions)}}));
}

void Server::Private::discover(const CallPtr &call)
{
    static const QByteArray members = membersOf(Json::object({{"supportedVersions", Json::array({Json(kModernVersion.toByteArray())})},
                                                              {"capabilities", capabilities(kModernVersion)},
                                                              {"instructions", Json(kInstructions)}}));
    call->answerCacheable(members, kDiscoverTtlMs, true);
}

void Server::Private::ping(const CallPtr &call)
{
    call->answer(QByteArray());
}

void Server::Private::setLogLevel(const CallPtr &call)
{
    const int level = logLevel(call->params().value("level").utf8());
    if (level < 0) {
        call->refuse(invalidParams(u"there is no such level"_s));
        return;
    }
    call->session->logLevel = level;
    book.changed();
    call->answer(QByteArray());
}

// --- tools ------------------------------------------------------------------------------------------------------------------------

bool Server::Private::mayUse(const Call &call, const Tool &tool) const
{
    if (!call.client)
        return true;
    const AgentDesk &desk = workspace->agents();
    if (tool.actions.isEmpty())
        return desk.mayUse(*call.client, tool.name, tool.access);
    return std::ranges::any_of(tool.actions,
                               [&](const Tool::Action &action) { return desk.mayUse(*call.client, tool.name, action.command, action.access); });
}

bool Server::Private::mayRead(const Call &call, const char *command) const
{
    return !call.client || workspace->agents().mayUse(*call.client, QString::fromLatin1(command), Access::Read);
}

bool Server::Private::mayWatch(const QString &clientId) const
{
    if (clientId.isEmpty())
        return true;
    const auto client = workspace->agents().current(clientId);
    return client && workspace->agents().mayUse(*client, u"context.get"_s, Access::Read);
}

void Server::Private::listTools(const CallPtr &call)
{
    // All in one page: clients that forget to ask for more would miss the most useful ones.
    if (call->params().contains("cursor")) {
        call->refuse(invalidParams(u"the cursor is none of this list's"_s));
        return;
    }
    const QByteArray list = toolbox.listed(call->isModern(), [&](const Tool &tool) { return mayUse(*call, tool); });
    call->answerCacheable(R"("tools":[)" + list + ']', kListTtlMs);
}

void Server::Private::callTool(const CallPtr &call)
{
    const Json &name = call->params().value("name");
    const Tool *tool = toolbox.find(name.utf8());
    // What a client may not use is not there for it.
    if (!name.isString() || !tool || !mayUse(*call, *tool)) {
        call->refuse(invalidParams(u"there is no tool \"%1\""_s.arg(name.toString().left(100))));
        return;
    }
    const Json &args = call->params().value("arguments");
    if (!args.isNull() && !args.isObject()) {
        call->refuse(invalidParams(u"arguments are an object"_s));
        return;
    }
    if (const auto taken = call->takeInput(); !taken) {
        call->refuse(taken.error());
        return;
    }
    if (tool->tasks == TaskUse::Always && !call->clientKnowsTasks()) {
        call->refuse(call->isModern() ? missingCapability(noTasks()) : methodNotFound("tools/call without a task"));
        return;
    }
    if (!call->isModern() && tool->tasks == TaskUse::Never && call->clientKnowsTasks()) {
        call->refuse(methodNotFound("tools/call of this tool as a task"));
        return;
    }
    call->tool = tool->name;
    // 2025-11-25: a client that asks for a task gets one, whatever the tool does.
    if (!call->isModern() && call->clientKnowsTasks())
        call->becomeTask();
    if (call->isDone())
        return;
    // Clients that must name every argument say by null what they mean to leave out.
    call->run([function = tool->run, given = args.isNull() ? Json::object() : withoutNulls(args)](const CallPtr &self) { function(self, given); });
}

// --- resources --------------------------------------------------------------------------------------------------------------------

void Server::Private::listResources(const CallPtr &call)
{
    QList<QByteArray> rows;
    for (const Resource &resource : resources.all()) {
        if (!resource.isTemplate())
            rows.append(resource.toJson().toBytes());
    }
    const QList<Json> known = mayRead(*call, "pipeline.list") ? pipelines : QList<Json>();
    for (const Json &pipeline : known) {
        rows.append(Json::object({{"uri", u"millrace://pipeline/%1"_s.arg(pipeline.value("id").toString())},
                                  {"name", pipeline.value("id")},
                                  {"title", pipeline.value("title")},
                                  {"description", pipeline.value("description")},
                                  {"mimeType", "application/json"}})
                        .toBytes());
    }
    answerList(call, "resources", rows, [](const QByteArray &row) { return row; });
}

void Server::Private::listTemplates(const CallPtr &call)
{
    QList<QByteArray> rows;
    for (const Resource &resource : resources.all()) {
        if (resource.isTemplate())
            rows.append(resource.toJson().toBytes());
    }
    answerList(call, "resourceTemplates", rows, [](const QByteArray &row) { return row; });
}

void Server::Private::readResource(const CallPtr &call)
{
    const Json &uri = call->params().value("uri");
    if (!uri.isString()) {
        call->refuse(invalidParams(u"resources/read names a uri"_s));
        return;
    }
    if (const auto taken = call->takeInput(); !taken) {
        call->refuse(taken.error());
        return;
    }
    call->run([this, text = uri.toString()](const CallPtr &self) { resources.read(self, text); });
}

void Server::Private::subscribe(const CallPtr &call)
{
    const QString uri = call->params().value("uri").toString();
    if (!resources.find(uri) || !mayRead(*call, "context.get")) {
        call->refuse(Resources::notFound(*call, uri));
        return;
    }
    if (call->session->subscriptions.size() >= Session::kMostSubscriptions) {
        call->refuse({RpcCode::kInternal, u"this session watches as much as it may"_s, {}});
        return;
    }
    const auto begin = [this, call, uri] {
        if (!call->session->subscriptions.contains(uri)) {
            call->session->subscriptions.insert(uri);
            watches.watch(uri);
            book.changed();
        }
        call->answer(QByteArray());
    };
    QStringList values;
    const Resource *resource = resources.find(uri, &values);
    if (!resource->uri.startsWith("millrace://context/"_L1)) {
        begin();
        return;
    }
    workspace->findContext(values.first()).then(q, [call, uri, begin](const Result<std::optional<ContextKey>> &found) {
        if (call->isDone())
            return;
        if (found && *found)
            begin();
        else
            call->refuse(Resources::notFound(*call, uri));
    });
}

void Server::Private::unsubscribe(const CallPtr &call)
{
    const QString uri = call->params().value("uri").toString();
    if (call->session->subscriptions.remove(uri)) {
        watches.unwatch(uri);
        book.changed();
    }
    call->answer(QByteArray());
}

void Server::Private::listen(const CallPtr &call)
{
    const Json &wanted = call->params().value("notifications");
    if (!wanted.isObject()) {
        call->refuse(invalidParams(u"subscriptions/listen says which notifications"_s));
        return;
    }
    if (wanted.contains("taskIds") && !call->clientKnowsTasks()) {
        call->refuse(missingCapability(noTasks()));
        return;
    }
    if (!isDuplex(call->kind) && !call->acceptsStream) {
        call->refuse({RpcCode::kInvalidRequest, u"a subscription is a stream: Accept lacks text/event-stream"_s, {}, 406});
        return;
    }
    qsizetype open = 0;
    qsizetype watched = 0;
    for (const Listener &other : std::as_const(listeners)) {
        if (other.call->clientId() == call->clientId()) {
            ++open;
            watched += other.uris.size();
        }
    }
    if (open >= kMostListeners) {
        call->refuse({RpcCode::kInternal, u"this client listens as often as it may"_s, {}, 429});
        return;
    }
    Listener listener;
    listener.call = call;
    Json agreed = Json::object();
    for (const auto &[key, list] :
         {std::pair("toolsListChanged", "tools"), std::pair("promptsListChanged", "prompts"), std::pair("resourcesListChanged", "resources")}) {
        if (wanted.value(key).toBool()) {
            listener.lists.insert(list);
            agreed.insert(key, Json(true));
        }
    }
    Json uris = Json::array();
    for (const Json &uri : wanted.value("resourceSubscriptions").items()) {
        if (!mayRead(*call, "context.get") || !resources.find(uri.toString()) || listener.uris.size() >= Session::kMostSubscriptions
            || watched + listener.uris.size() >= kMostListenedUris)
            continue;
        listener.uris.insert(uri.toString());
        uris.append(uri);
    }
    if (wanted.contains("resourceSubscriptions"))
        agreed.insert("resourceSubscriptions", uris);
    Json ids = Json::array();
    for (const Json &id : wanted.value("taskIds").items()) {
        if (tasks.find(id.toString(), call->clientId(), clock.nowUs())) {
            listener.tasks.insert(id.toString());
            ids.append(id);
        }
    }
    if (wanted.contains("taskIds"))
        agreed.insert("taskIds", ids);
    call->openStream();
    tellListener(listener, "notifications/subscriptions/acknowledged", Json::object({{"notifications", agreed}}));
    for (const QString &uri : std::as_const(listener.uris))
        watches.watch(uri);
    listeners.append(std::move(listener));
}

// --- prompts ----------------------------------------------------------------------------------------------------------------------

void Server::Private::withPrompts(const CallPtr &call, const std::function<void(const QList<Prompt> &)> &then)
{
    if (!mayRead(*call, "template.list")) {
        then(ownPrompts);
        return;
    }
    workspace->contentTemplates().then(q, [this, call, then](const Result<QList<ContentTemplate>> &templates) {
        if (call->isDone())
            return;
        QList<Prompt> prompts = ownPrompts;
        if (templates) {
            for (const ContentTemplate &content : *templates)
                prompts.append(templatePrompt(content));
        }
        then(prompts);
    });
}

void Server::Private::listPrompts(const CallPtr &call)
{
    withPrompts(call, [call](const QList<Prompt> &prompts) {
        answerList(call, "prompts", prompts, [](const Prompt &prompt) { return prompt.toJson().toBytes(); });
    });
}

void Server::Private::getPrompt(const CallPtr &call)
{
    if (const auto taken = call->takeInput(); !taken) {
        call->refuse(taken.error());
        return;
    }
    withPrompts(call, [call](const QList<Prompt> &prompts) {
        const QString name = call->params().value("name").toString();
        const auto prompt = std::ranges::find(prompts, name, &Prompt::name);
        if (prompt == prompts.end()) {
            call->refuse(invalidParams(u"there is no prompt \"%1\""_s.arg(name.left(100))));
            return;
        }
        const Json arguments = withoutNulls(call->params().value("arguments"));
        if (const QString missing = prompt->missing(arguments); !missing.isEmpty()) {
            call->refuse(invalidParams(u"the argument \"%1\" is missing"_s.arg(missing)));
            return;
        }
        call->run([get = prompt->get, arguments](const CallPtr &self) { get(self, arguments); });
    });
}

// --- completion -------------------------------------------------------------------------------------------------------------------

void Server::Private::completeFrom(const CallPtr &call, const QStringList &values, const QString &begun, bool isPart)
{
    QStringList fitting;
    for (const QString &value : values) {
        if (value.startsWith(begun, Qt::CaseInsensitive))
            fitting.append(value);
    }
    for (const QString &value : values) {
        if (!begun.isEmpty() && !fitting.contains(value) && value.contains(begun, Qt::CaseInsensitive))
            fitting.append(value);
    }
    const qsizetype total = fitting.size();
    fitting = fitting.first(std::min(total, kMostValues));
    Json completion = Json::object({{"values", Json::array(fitting)}, {"hasMore", isPart || total > fitting.size()}});
    if (!isPart)
        completion.insert("total", Json(total));
    call->answer(Json::object({{"completion", completion}}));
}

void Server::Private::complete(const CallPtr &call)
{
    const Json &ref = call->params().value("ref");
    const Json &argument = call->params().value("argument");
    if (!argument.value("name").isString() || !argument.value("value").isString()) {
        call->refuse(invalidParams(u"completion/complete names an argument and its value"_s));
        return;
    }
    const QString begun = argument.value("value").toString();
    if (ref.value("type").utf8() == "ref/prompt") {
        withPrompts(call, [this, call, ref, argument, begun](const QList<Prompt> &prompts) {
            const auto prompt = std::ranges::find(prompts, ref.value("name").toString(), &Prompt::name);
            if (prompt == prompts.end()) {
                call->refuse(invalidParams(u"there is no such prompt"_s));
                return;
            }
            const auto known = std::ranges::find(prompt->arguments, argument.value("name").utf8(),
                                                 [](const Prompt::Argument &one) { return QByteArrayView(one.name); });
            completeFrom(call, known == prompt->arguments.end() ? QStringList() : known->values, begun);
        });
        return;
    }
    const Resource *resource = ref.value("type").utf8() == "ref/resource" ? resources.ofTemplate(ref.value("uri").toString()) : nullptr;
    if (!resource) {
        call->refuse(invalidParams(u"there is no such template"_s));
        return;
    }
    const Resource::Source source = resource->completion;
    if (source.command.isEmpty() || argument.value("name").utf8() != "id") {
        completeFrom(call, {}, begun);
        return;
    }
    call->tool = source.command;
    // Without a field the command completes by itself.
    const Json args = source.field.isEmpty() ? Json::object({{"beginning", Json(begun)}, {"limit", kMostValues}})
        : source.isPaged                     ? Json::object({{"limit", kMostCompleted}})
                                             : Json::object();
    call->execute(source.command, args, [this, call, source, begun](const Result<Json> &all) {
        QStringList ids;
        if (all) {
            for (const Json &row : all->value(source.list).items())
                ids.append(source.field.isEmpty() ? row.toString() : row.value(source.field).toString());
        }
        completeFrom(call, ids, begun, all && (!all->value("next").isNull() || all->value("more").toBool()));
    });
}

// --- tasks ------------------------------------------------------------------------------------------------------------------------

std::shared_ptr<Task> Server::Private::taskOf(const CallPtr &call)
{
    if (call->isModern() && !call->clientKnowsTasks()) {
        call->refuse(missingCapability(noTasks()));
        return nullptr;
    }
    const auto task = tasks.find(call->params().value("taskId").toString(), call->clientId(), clock.nowUs());
    if (!task)
        call->refuse(invalidParams(u"there is no such task"_s));
    return task;
}

void Server::Private::getTask(const CallPtr &call)
{
    const auto task = taskOf(call);
    if (!task)
        return;
    if (call->isModern())
        call->answer(task->modernMembers(true));
    else
        call->answer(task->legacyJson());
}

void Server::Private::listTasks(const CallPtr &call)
{
    // By id: the newest come first, and come while somebody turns pages.
    QList<std::shared_ptr<Task>> all = tasks.of(call->clientId(), clock.nowUs());
    if (call->params().contains("cursor")) {
        const auto last = std::ranges::find(all, call->params().value("cursor").toString(), &Task::id);
        if (last == all.end()) {
            call->refuse(invalidParams(u"the cursor is none of this list's"_s));
            return;
        }
        all.erase(all.begin(), last + 1);
    }
    const bool hasMore = all.size() > kPage;
    all.resize(std::min(all.size(), kPage));
    Json rows = Json::array();
    for (const auto &task : std::as_const(all))
        rows.append(task->legacyJson());
    Json list = Json::object({{"tasks", rows}});
    if (hasMore)
        list.insert("nextCursor", Json(all.last()->id));
    call->answer(list);
}

/// What the request would have been answered, once there is that.
void Server::Private::taskResult(const CallPtr &call)
{
    const auto task = call->isDone() ? nullptr : taskOf(call);
    if (!task)
        return;
    if (!task->isEnded()) {
        QList<CallPtr> &waiting = taskWaiters[task->id];
        waiting.removeIf([](const CallPtr &one) { return one->isDone(); });
        waiting.append(call);
        if (task->isToAsk && task->status == TaskStatus::InputRequired)
            askFor(*task);
        return;
    }
    if (task->status == TaskStatus::Failed) {
        call->refuse({static_cast<int>(task->error.value("code").toInt(RpcCode::kInternal)), task->error.value("message").toString(),
                      task->error.value("data")});
        return;
    }
    if (task->status == TaskStatus::Cancelled) {
        call->refuse({RpcCode::kInternal, u"the task was cancelled"_s, {}});
        return;
    }
    const Json related = Json::object({{MetaKey::kRelatedTask, Json::object({{"taskId", task->id}})}});
    call->answer(task->resultMembers + R"(,"_meta":)" + related.toBytes());
}

void Server::Private::updateTask(const CallPtr &call)
{
    const auto task = taskOf(call);
    if (!task)
        return;
    const Json &responses = call->params().value("inputResponses");
    if (!responses.isObject()) {
        call->refuse(invalidParams(u"inputResponses are an object"_s));
        return;
    }
    const bool waited = task->status == TaskStatus::InputRequired;
    const bool isAll = task->take(responses);
    const CallPtr worker = task->call;
    if (isAll)
        task->status = TaskStatus::Working;
    if (waited)
        tasks.update(*task, clock.nowUs());
    call->answer(QByteArray());
    if (isAll && worker)
        worker->goOn(task->takeInput());
}

void Server::Private::cancelTask(const CallPtr &call)
{
    const auto task = taskOf(call);
    if (!task)
        return;
    if (!call->isModern() && task->isEnded()) {
        call->refuse(invalidParams(u"the task has ended already"_s));
        return;
    }
    if (const CallPtr worker = task->call)
        worker->cancel();
    if (call->isModern())
        call->answer(QByteArray());
    else
        call->answer(task->legacyJson());
}

} // namespace Millrace::Mcp
