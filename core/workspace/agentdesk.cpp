// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a client's call goes: the client as it is now; the stricter of what its policy says about the tool and the command; the arguments
// against their schema, before anybody is bothered; its paths against its folders; a person's word, where that is wanted; the door, which
// checks once more whether this principal may. Invariants:
// 1. What is held has not begun. What a person allows is what was shown: the same arguments, with their paths as they were resolved.
// 2. Each call is answered once: whoever takes it out of HeldCalls answers it.
// 3. A client's principal is refused by the door itself where its policy denies or asks, whichever way the call comes.
#include "workspace/agentdesk.h"

#include "access/pathrule.h"
#include "engine/engine.h"
#include "observe/log.h"
#include "sdk/id.h"
#include "store/eventrepository.h"
#include "store/schedulerepository.h"
#include "workspace/agentdesk_p.h"
#include "workspace/answerpipe.h"
#include "workspace/argumentpaths.h"
#include "workspace/callpreview.h"
#include "workspace/measuring.h"
#include "workspace/readers.h"

#include <QLoggingCategory>

#include <algorithm>
#include <mutex>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

Q_LOGGING_CATEGORY(lcAgents, "millrace.workspace.agents")

constexpr int kFrameMs = 16;
constexpr int kFlushMs = 500;
constexpr qint64 kLongHeldUs = 10LL * 60 * 1'000'000; ///< nobody looks, it seems
constexpr qint64 kMostRequests = 100'000; ///< kept in the file
constexpr qsizetype kBytesOfToken = 4; ///< about, of English and JSON
constexpr QLatin1StringView kRedacted = "[redacted]"_L1; ///< what stands in the log for a secret
constexpr QLatin1StringView kManaging[] = {"clients.manage"_L1, "workspace.manage"_L1};
/// What starts pipelines, now or later, that its arguments name.
constexpr QLatin1StringView kStarting[]
    = {"submit.files"_L1,  "submit.content"_L1,    "submit.documents"_L1, "source.add"_L1,        "hook.add"_L1,
       "schedule.save"_L1, "schedule.fire_now"_L1, "schedule.enable"_L1,  "subscription.save"_L1, "subscription.enable"_L1};

std::shared_ptr<QPromise<Result<Json>>> begun()
{
    auto promise = std::make_shared<QPromise<Result<Json>>>();
    promise->start();
    return promise;
}

void answer(QPromise<Result<Json>> &promise, Result<Json> result)
{
    promise.addResult(std::move(result));
    promise.finish();
}

QFuture<Result<Json>> answered(Result<Json> result)
{
    const auto promise = begun();
    answer(*promise, std::move(result));
    return promise->future();
}

void forward(QFuture<Result<Json>> from, const std::shared_ptr<QPromise<Result<Json>>> &to)
{
    from.then(QtFuture::Launch::Sync, [to](const Result<Json> &result) { answer(*to, result); }).onCanceled([to] {
        answer(*to, fail(ErrorCode::Cancelled, u"the command was cancelled"_s));
    });
}

QString onceKey(const QString &client, const QString &tool, const QString &command)
{
    return client + u'\n' + tool + u'\n' + command;
}

std::unexpected<Error> denied(const Client &client, const QString &tool)
{
    return fail(ErrorCode::PermissionDenied, u"\"%1\" may not use %2"_s.arg(client.name, tool),
                Json::object({{"client", client.id}, {"tool", tool}}));
}

/// A text of the log, as far as it is kept; a secret that reaches over the end was seen whole.
QString shown(const QByteArray &text)
{
    return Log::redacted(QString::fromUtf8(text)).left(AgentDesk::kMostLoggedBytes);
}

std::unexpected<Error> noClient()
{
    return fail(ErrorCode::TokenInvalid, u"this client may not come in any more"_s);
}

} // namespace

// --- who ---------------------------------------------------------------------------------------------------------------------

Result<void> AgentDesk::Private::readClients()
{
    const auto read = options.readers->runNow<QList<StoredClient>>([this](Reader &reader) -> Result<QList<StoredClient>> {
        const auto principals = reader.catalog.principals();
        if (!principals)
            return std::unexpected(principals.error());
        const std::lock_guard lock(mutex);
        for (const Principal &one : *principals)
            kinds.insert(one.id, one.kind);
        return ClientRepository(reader.db).all();
    });
    if (!read)
        return std::unexpected(read.error());
    for (const StoredClient &stored : *read)
        put(stored);
    return {};
}

void AgentDesk::Private::put(const StoredClient &stored)
{
    ClientPolicy policy;
    policy.access.fill(Verdict::Deny);
    // What cannot be read allows nothing.
    if (const auto json = Json::parse(stored.policy)) {
        if (const auto read = ClientPolicy::fromJson(*json, {}))
            policy = *read;
    }
    Client client{stored.id, stored.name, stored.principalId, policy, stored.tokenHash.has_value(), stored.addedAt, stored.seenAt, stored.revokedAt};
    clients.put({client, tokenHashFrom(stored.tokenHash.value_or(QByteArray()))});
    const std::lock_guard lock(mutex);
    kinds.insert(stored.principalId, u"agent"_s);
}

QString AgentDesk::Private::kindOf(const QString &principal)
{
    {
        const std::lock_guard lock(mutex);
        if (const auto known = kinds.constFind(principal); known != kinds.cend())
            return *known;
    }
    const auto found = options.readers->runNow<std::optional<Principal>>([&](Reader &reader) { return reader.catalog.findPrincipal(principal); });
    if (!found || !*found)
        return {};
    const std::lock_guard lock(mutex);
    return *kinds.insert(principal, (*found)->kind);
}

QStringList AgentDesk::Private::binding(const QString &tool, const QString &command, const Json &args) const
{
    // A rule for the command binds every tool that is made of it, and one for a tool the command that is called by its own name.
    QStringList names;
    if (tool != command)
        names.append(command);
    // Rules that were kept under the names of tools that are one action of a larger one now.
    static const QHash<QString, QString> before = {{u"review.list"_s, u"list_reviews"_s},
                                                   {u"review.propose"_s, u"propose_review"_s},
                                                   {u"library.list"_s, u"list_documents"_s},
                                                   {u"library.search"_s, u"search_library"_s},
                                                   {u"library.get"_s, u"get_document"_s}};
    if (const auto old = before.constFind(command); old != before.cend())
        names.append(*old);
    // What gives the same by another name.
    static const QHash<QString, QString> alike = {{u"original.read"_s, u"library.get"_s},
                                                  {u"original.get"_s, u"library.get"_s},
                                                  {u"context.ids"_s, u"context.list"_s},
                                                  {u"metrics.exposition"_s, u"metrics.query"_s}};
    const QString same = alike.value(command);
    if (!same.isEmpty())
        names.append(same);
    const std::lock_guard lock(mutex);
    if (!same.isEmpty())
        names += toolsOf.values(same);
    if (tool == command)
        names += toolsOf.values(command);
    if (toolsOfPipeline.isEmpty() || std::ranges::none_of(kStarting, [&](QLatin1StringView one) { return command == one; }))
        return names;
    // Whatever a pipeline is started by, it is what the rule for its own tool is about.
    const auto add = [&](const Json &pipeline) {
        if (pipeline.isString())
            names += toolsOfPipeline.values(pipeline.toString()) + toolsOfPipeline.values(pipeline.toString().toLower());
    };
    add(args.value("pipeline"));
    for (const Json &document : args.value("documents").items())
        add(document.value("pipeline"));
    return names;
}

bool AgentDesk::Private::hasActions(const QString &tool) const
{
    const std::lock_guard lock(mutex);
    return std::ranges::any_of(tools, [&](const AgentTool &one) { return one.name == tool && !one.action.isEmpty(); });
}

Verdict AgentDesk::Private::verdict(const Client &client, const QString &tool, const QString &command, Access access, const Json &args) const
{
    // What a person said of one action counts for it in place of its class, but never against a word that denies the whole tool.
    const bool isByCommand
        = client.policy.tools.contains(command) && client.policy.tools.value(tool, Verdict::Allow) != Verdict::Deny && hasActions(tool);
    Verdict strictest = client.policy.verdict(isByCommand ? command : tool, access);
    if (client.policy.tools.isEmpty())
        return strictest;
    for (const QString &name : binding(tool, command, args)) {
        if (client.policy.tools.contains(name))
            strictest = std::max(strictest, client.policy.verdict(name, access));
    }
    return strictest;
}

Result<void> AgentDesk::Private::mayStart(const QString &id, const QString &pipeline) const
{
    const std::shared_ptr<const Client> client = q->current(id);
    if (!client)
        return noClient();
    QStringList names;
    {
        const std::lock_guard lock(mutex);
        names = toolsOfPipeline.values(pipeline);
    }
    for (const QString &tool : std::as_const(names)) {
        if (client->policy.tools.value(tool, Verdict::Allow) == Verdict::Deny)
            return denied(*client, tool);
        if (client->policy.tools.value(tool, Verdict::Allow) != Verdict::Allow)
            return fail(ErrorCode::PermissionDenied, u"a person has to be asked about %1: name the pipeline with the call"_s.arg(tool));
    }
    return {};
}

ClientPolicy AgentDesk::Private::allowing(ClientPolicy policy, const HeldCall &call) const
{
    // Of a tool that does several things only this one was asked about.
    policy.tools.insert(hasActions(call.tool) ? call.command : call.tool, Verdict::Allow);
    // It may be another rule that asked; what is denied stays so.
    for (const QString &name : binding(call.tool, call.command, call.args)) {
        if (hasActions(name))
            continue;
        const auto rule = policy.tools.find(name);
        if (rule != policy.tools.end() && *rule != Verdict::Deny)
            *rule = Verdict::Allow;
    }
    return policy;
}

Result<void> AgentDesk::Private::mayPass(const CommandTable::Entry &entry, const QString &principal, bool isCleared)
{
    const QString kind = kindOf(principal);
    // Who opens a workspace to look at it, in which nobody has worked yet (a review pack that has just come), is known to nobody.
    if (kind.isEmpty() && principal.isEmpty() && entry.info.access == Access::Read)
        return {};
    if (kind.isEmpty())
        return fail(ErrorCode::PermissionDenied, u"nobody here is called \"%1\""_s.arg(principal));
    if (kind != "agent"_L1)
        return {};
    if (std::ranges::any_of(kManaging, [&](QLatin1StringView permission) { return entry.info.permission == permission; }))
        return fail(ErrorCode::PermissionDenied, u"\"%1\" is for people"_s.arg(entry.info.name));
    const std::shared_ptr<const Client> client = clients.findByPrincipal(principal);
    if (!client)
        return {};
    if (client->revokedAt != 0)
        return noClient();
    if (isCleared)
        return {};
    switch (verdict(*client, entry.info.name, entry.info.name, entry.info.access)) {
    case Verdict::Allow:
        return {};
    case Verdict::AskOnce:
    case Verdict::AskAlways:
        return fail(ErrorCode::PermissionDenied, u"a person has to allow \"%1\" to \"%2\" first"_s.arg(client->name, entry.info.name));
    case Verdict::Deny:
        break;
    }
    return denied(*client, entry.info.name);
}

bool AgentDesk::Private::isAllowedOnce(const QString &client, const QString &tool, const QString &command) const
{
    const std::lock_guard lock(mutex);
    return allowedOnce.contains(onceKey(client, tool, command));
}

void AgentDesk::Private::forgetAllowed(const QString &client)
{
    const std::lock_guard lock(mutex);
    allowedOnce.removeIf([beginning = client + u'\n'](const QString &key) { return key.startsWith(beginning); });
}

// --- calls ---------------------------------------------------------------------------------------------------------------------

void AgentDesk::Private::admit(const std::shared_ptr<const Client> &client, const QString &tool, const CommandTable::Entry &entry, const Json &args,
                               const std::shared_ptr<Answer> &promise)
{
    const QString &command = entry.info.name;
    const Verdict wanted = verdict(*client, tool, command, entry.info.access, args);
    if (wanted == Verdict::Deny)
        answer(*promise, denied(*client, tool));
    else if (wanted == Verdict::AskAlways || (wanted == Verdict::AskOnce && !isAllowedOnce(client->id, tool, command)))
        hold(*client, tool, entry, args, promise);
    else
        run(options.pass(command, args, client->principal), promise);
}

void AgentDesk::Private::hold(const Client &client, const QString &tool, const CommandTable::Entry &entry, const Json &args,
                              const std::shared_ptr<Answer> &promise)
{
    if (!options.engine) {
        answer(*promise, fail(ErrorCode::WorkspaceReadOnly, u"nobody can be asked: the workspace is only read here"_s));
        return;
    }
    HeldCall call{.id = u"call-"_s + newId(),
                  .client = client.id,
                  .tool = tool,
                  .command = entry.info.name,
                  .access = entry.info.access,
                  .args = args,
                  .preview = {},
                  .askedAt = options.clock.nowUs(),
                  .heldUs = options.clock.monotonicUs(),
                  .promise = promise};
    const QString id = call.id;
    promise->setProgressRange(0, 2);
    promise->setProgressValueAndText(1, id); // a value that is not above the one before is passed over, with its text
    if (auto isHeld = held.hold(std::move(call)); !isHeld) {
        answer(*promise, std::unexpected(isHeld.error()));
        return;
    }
    AnswerPipe::onCancel(q, promise, [this, id] {
        if (auto taken = held.take(id)) {
            taken->promise->finish();
            tellCalls();
        }
    });
    background.start([this, id, info = entry.info, args] {
        const auto preview = options.readers->runNow<Json>([&](Reader &reader) { return callPreview(reader, info, args); });
        held.setPreview(id, preview.value_or(Json()));
        tellCalls();
    });
    tellCalls();
}

void AgentDesk::Private::run(const QFuture<Result<Json>> &running, const std::shared_ptr<Answer> &promise)
{
    AnswerPipe::follow(q, running, promise);
    forward(running, promise);
}

void AgentDesk::Private::proceed(const QString &id)
{
    const auto call = held.take(id);
    if (!call)
        return;
    tellCalls();
    const std::shared_ptr<const Client> client = q->current(call->client);
    if (!client) {
        answer(*call->promise, noClient());
        return;
    }
    if (verdict(*client, call->tool, call->command, call->access, call->args) == Verdict::Deny) {
        answer(*call->promise, denied(*client, call->tool));
        return;
    }
    {
        const std::lock_guard lock(mutex);
        allowedOnce.insert(onceKey(call->client, call->tool, call->command));
    }
    countAdmission(call->client, "person", call->heldUs);
    run(options.pass(call->command, call->args, client->principal), call->promise);
}

QFuture<Result<Json>> AgentDesk::Private::callTool(const Json &args)
{
    const QString id = args.value("client").toString();
    const std::shared_ptr<const Client> client = id.isEmpty() ? nullptr : q->current(id);
    if (!id.isEmpty() && !client)
        return answered(noClient());
    const std::lock_guard lock(mutex); // whoever serves may be about to end
    if (!caller)
        return answered(fail(ErrorCode::Unsupported, u"agents are not let in at present: there are no tools"_s));
    return caller(client, args.value("tool").toString(), args.contains("args") ? args.value("args") : Json::object());
}

QFuture<Result<Json>> AgentDesk::Private::replay(const Json &args)
{
    const auto found = options.readers->runNow<std::optional<StoredRequest>>(
        [&](Reader &reader) { return ClientRepository(reader.db).request(args.value("id").toInt()); });
    if (!found || !*found)
        return answered(found ? fail(ErrorCode::NotFound, u"there is no request %1"_s.arg(args.value("id").toInt()))
                              : std::unexpected(found.error()));
    const StoredRequest &request = **found;
    const auto json = Json::parse(request.request.toUtf8());
    if (!json || request.calls > 1)
        return answered(fail(ErrorCode::InvalidArgument, u"the request was not kept whole"_s));
    if (request.request.contains(kRedacted))
        return answered(fail(ErrorCode::InvalidArgument, u"the request had a secret in it, which was not kept"_s));
    // An agent shall not have done with the person's rights what it was refused.
    const CommandTable::Entry *entry = options.table.find(request.tool);
    if (entry && std::ranges::contains(kManaging, entry->info.permission))
        return answered(fail(ErrorCode::PermissionDenied, u"\"%1\" is for people, who call it themselves"_s.arg(request.tool)));
    if (request.transport == "rest"_L1)
        return options.pass(request.tool, *json, options.person);
    if (json->value("method").utf8() != "tools/call")
        return answered(fail(ErrorCode::InvalidArgument, u"only calls of tools are made again, not %1"_s.arg(request.method)));
    return callTool(Json::object({{"tool", json->value("params").value("name")}, {"args", json->value("params").value("arguments")}}));
}

QString AgentDesk::Private::nameOf(const QString &id) const
{
    const std::shared_ptr<const Client> client = clients.findById(id);
    return client ? client->name : QString();
}

void AgentDesk::Private::countAdmission(const QString &client, const char *phase, qint64 sinceUs) const
{
    if (Measuring *measuring = Measuring::of(options.table))
        measuring->countAdmission(nameOf(client), phase, options.clock.monotonicUs() - sinceUs);
}

HealthFinding AgentDesk::Private::health() const
{
    const auto finding = [](HealthStatus status, const QString &reason) { return HealthFinding{.status = status, .reason = reason, .parts = {}}; };
    qsizetype open = 0;
    {
        const std::lock_guard lock(mutex);
        if (!caller)
            return finding(HealthStatus::Off, u"agents are not let in"_s);
        open = sessions.size();
    }
    const QList<HeldCall> waiting = held.all();
    if (waiting.isEmpty())
        return finding(HealthStatus::Healthy, u"%1 sessions"_s.arg(open));
    const qint64 longest = options.clock.nowUs() - std::ranges::min_element(waiting, {}, &HeldCall::askedAt)->askedAt;
    const QString reason
        = u"%1 sessions, %2 calls wait for a person, the oldest for %3 min"_s.arg(open).arg(waiting.size()).arg(longest / 60'000'000);
    return finding(longest < kLongHeldUs ? HealthStatus::Healthy : HealthStatus::Degraded, reason);
}

void AgentDesk::Private::refuse(HeldCall call, const Error &error)
{
    countAdmission(call.client, "person", call.heldUs);
    answer(*call.promise, std::unexpected(error));
    tellCalls();
}

void AgentDesk::Private::withdrawAll(const QString &client, const Error &error)
{
    for (const HeldCall &call : held.takeOf(client))
        refuse(call, error);
}

void AgentDesk::Private::close()
{
    isClosing = true;
    for (const HeldCall &call : held.takeAll())
        answer(*call.promise, fail(ErrorCode::EngineStopped, u"the workspace is being closed"_s));
    background.waitForDone();
    store(log.take());
    lastStored.waitForFinished();
}

// --- what is shown ---------------------------------------------------------------------------------------------------------

Json AgentDesk::Private::toJson(const Client &client) const
{
    const auto moment = [](qint64 at) { return at == 0 ? Json() : Json(isoMicroseconds(at)); };
    Json open = Json::array();
    {
        const std::lock_guard lock(mutex);
        for (const Session &session : sessions) {
            if (session.client == client.id)
                open.append(Json::object({{"transport", session.transport},
                                          {"program", session.program},
                                          {"version", session.version},
                                          {"since", isoMicroseconds(session.since)}}));
        }
    }
    Json doing = Json::array();
    for (const RequestLog::Running &request : log.running()) {
        if (request.client == client.id)
            doing.append(Json::object({{"method", request.method}, {"tool", request.tool}, {"since", isoMicroseconds(request.at)}}));
    }
    const QList<HeldCall> waiting = held.all();
    return Json::object({{"id", client.id},
                         {"name", client.name},
                         {"principal", client.principal},
                         {"has_token", client.hasToken},
                         {"policy", client.policy.toJson()},
                         {"added_at", moment(client.addedAt)},
                         {"last_seen_at", moment(std::max(client.lastSeenAt, log.lastSeen(client.id)))},
                         {"revoked_at", moment(client.revokedAt)},
                         {"sessions", open},
                         {"doing", doing},
                         {"held", std::ranges::count(waiting, client.id, &HeldCall::client)}});
}

Json AgentDesk::Private::toolsToJson(const Client *client) const
{
    QList<AgentTool> all;
    {
        const std::lock_guard lock(mutex);
        all = tools;
    }
    QList<Json> list;
    Access strictest = Access::Read;
    for (const AgentTool &tool : std::as_const(all)) {
        if (tool.isHidden)
            continue;
        Json json = Json::object({{"command", tool.command}, {"access", accessName(tool.access)}});
        if (client)
            json.insert("verdict", verdictName(verdict(*client, tool.name, tool.command, tool.access)));
        // What all of a tool says is what the strictest of its actions says; each is told besides.
        const bool isNext = !tool.action.isEmpty() && !list.isEmpty() && list.last().value("name").toString() == tool.name;
        if (!isNext) {
            list.append(Json::object({{"name", tool.name},
                                      {"title", tool.title},
                                      {"input_schema", tool.inputSchema},
                                      {"tokens", (tool.bytes + kBytesOfToken - 1) / kBytesOfToken}}));
            for (const JsonMember &member : json.members())
                list.last().insert(member.key, member.value);
        }
        if (tool.action.isEmpty())
            continue;
        json.insert("action", tool.action);
        Json actions = isNext ? list.last().value("actions") : Json::array();
        actions.append(json);
        list.last().insert("actions", actions);
        if (isNext && strictest >= tool.access)
            continue;
        strictest = tool.access;
        for (const char *name : {"access", "verdict"}) {
            if (json.contains(name))
                list.last().insert(name, json.value(name));
        }
    }
    Json tools = Json::array();
    for (const Json &tool : std::as_const(list))
        tools.append(tool);
    return Json::object({{"tools", tools}});
}

Json AgentDesk::Private::toJson(const HeldCall &call) const
{
    const std::shared_ptr<const Client> client = clients.findById(call.client);
    const CommandTable::Entry *entry = options.table.find(call.command);
    return Json::object({{"id", call.id},
                         {"client", Json::object({{"id", call.client}, {"name", client ? client->name : QString()}})},
                         {"tool", call.tool},
                         {"command", call.command},
                         {"title", entry ? entry->info.title : call.command},
                         {"access", accessName(call.access)},
                         {"args", call.args},
                         {"preview", call.preview},
                         {"asked_at", isoMicroseconds(call.askedAt)}});
}

// Any thread, like the next one.
void AgentDesk::Private::tellClients()
{
    if (isClosing || clientsScheduled.exchange(true))
        return;
    QMetaObject::invokeMethod(
        q,
        [this] {
            QTimer::singleShot(kFrameMs, q, [this] {
                clientsScheduled = false;
                Q_EMIT q->clientsChanged();
            });
        },
        Qt::QueuedConnection);
}

void AgentDesk::Private::tellCalls()
{
    if (isClosing || callsScheduled.exchange(true))
        return;
    QMetaObject::invokeMethod(
        q,
        [this] {
            QTimer::singleShot(kFrameMs, q, [this] {
                callsScheduled = false;
                Q_EMIT q->callsChanged();
            });
        },
        Qt::QueuedConnection);
}

void AgentDesk::Private::flushLog()
{
    if (isClosing || flushScheduled.exchange(true))
        return;
    QMetaObject::invokeMethod(
        q,
        [this] {
            QTimer::singleShot(kFlushMs, q, [this] {
                flushScheduled = false;
                background.start([this] { store(log.take()); });
            });
        },
        Qt::QueuedConnection);
}

void AgentDesk::Private::store(RequestLog::Batch batch)
{
    if (!options.engine || batch.isEmpty())
        return;
    QList<StoredRequest> rows = std::move(batch.sums);
    for (const RequestLog::Ended &ended : std::as_const(batch.each)) {
        const RequestLog::Running &request = ended.request;
        rows.append({.client = request.client,
                     .clientName = {},
                     .at = request.at,
                     .durationUs = ended.durationUs,
                     .calls = 1,
                     .transport = request.transport,
                     .method = request.method,
                     .tool = request.tool,
                     .code = ended.code,
                     .requestBytes = request.bytes,
                     .answerBytes = ended.answerBytes,
                     .request = shown(request.text),
                     .answer = shown(ended.answer)});
    }
    std::ranges::stable_sort(rows, {}, &StoredRequest::at);
    auto stored = options.engine
                      ->write([rows, seen = batch.seen](WriteScope &scope) -> Result<Json> {
                          ClientRepository repository(scope.db);
                          for (const StoredRequest &row : rows) {
                              if (auto added = repository.addRequest(row); !added)
                                  return std::unexpected(added.error());
                          }
                          for (const auto &[client, at] : seen.asKeyValueRange()) {
                              if (auto noted = repository.seen(client, at); !noted)
                                  return std::unexpected(noted.error());
                          }
                          return repository.keepRequests(kMostRequests).transform([](qint64 gone) { return Json(gone); });
                      })
                      .then(QtFuture::Launch::Sync, [this](const Result<Json> &done) {
                          if (!done)
                              qCWarning(lcAgents).noquote() << "requests were not logged:" << done.error().text;
                          tellCalls();
                      });
    const std::lock_guard lock(mutex);
    lastStored = stored;
}

// --- the public object -------------------------------------------------------------------------------------------------------

AgentDesk::AgentDesk(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{
    d->q = this;
    d->background.setMaxThreadCount(2);
}

AgentDesk::~AgentDesk()
{
    d->background.waitForDone();
}

std::shared_ptr<const Client> AgentDesk::authenticate(QByteArrayView token) const
{
    return d->clients.findByToken(token);
}

std::shared_ptr<const Client> AgentDesk::current(const QString &id) const
{
    const std::shared_ptr<const Client> client = d->clients.findById(id);
    return client && client->revokedAt == 0 ? client : nullptr;
}

QFuture<Result<std::shared_ptr<const Client>>> AgentDesk::localClient(const QString &name)
{
    using Found = Result<std::shared_ptr<const Client>>;
    for (const std::shared_ptr<const Client> &client : d->clients.all()) {
        if (!client->hasToken && client->name == name)
            return QtFuture::makeReadyValueFuture(
                client->revokedAt == 0 ? Found(client) : Found(fail(ErrorCode::PermissionDenied, u"\"%1\" may not come in any more"_s.arg(name))));
    }
    if (!d->options.engine)
        return QtFuture::makeReadyValueFuture(
            Found(fail(ErrorCode::WorkspaceReadOnly, u"no client can be added: the workspace is only read here"_s)));
    auto made = d->options.pass(u"client.add"_s, Json::object({{"name", name}, {"token", false}}), d->options.person);
    return made.then(QtFuture::Launch::Sync, [this](const Result<Json> &added) -> Found {
        if (!added)
            return std::unexpected(added.error());
        return d->clients.findById(added->value("client").value("id").toString());
    });
}

void AgentDesk::setCaller(Caller caller)
{
    const std::lock_guard lock(d->mutex);
    d->caller = std::move(caller);
}

void AgentDesk::setTools(const QList<AgentTool> &tools)
{
    {
        const std::lock_guard lock(d->mutex);
        if (d->tools == tools)
            return;
        d->tools = tools;
        d->toolsOf.clear();
        d->toolsOfPipeline.clear();
        for (const AgentTool &tool : tools) {
            if (tool.pipeline.isEmpty()) {
                d->toolsOf.insert(tool.command, tool.name);
                continue;
            }
            d->toolsOfPipeline.insert(tool.pipeline, tool.name);
            if (const QString title = tool.title.toLower(); title != tool.pipeline)
                d->toolsOfPipeline.insert(title, tool.name);
        }
    }
    d->tellClients();
}

bool AgentDesk::mayUse(const Client &client, const QString &tool, Access access) const
{
    QString command = tool;
    {
        const std::lock_guard lock(d->mutex);
        const auto found = std::ranges::find(d->tools, tool, &AgentTool::name);
        if (found != d->tools.cend())
            command = found->command;
    }
    return mayUse(client, tool, command, access);
}

bool AgentDesk::mayUse(const Client &client, const QString &tool, const QString &command, Access access) const
{
    const std::shared_ptr<const Client> now = current(client.id);
    return now && d->verdict(*now, tool, command, access) != Verdict::Deny;
}

QFuture<Result<Json>> AgentDesk::execute(const std::shared_ptr<const Client> &client, const QString &tool, const QString &command, const Json &args)
{
    const qint64 asked = d->options.clock.monotonicUs();
    const std::shared_ptr<const Client> now = client ? current(client->id) : nullptr;
    if (!now)
        return answered(noClient());
    const CommandTable::Entry *entry = d->options.table.find(command);
    if (!entry)
        return answered(fail(ErrorCode::UnknownCommand, u"there is no command \"%1\""_s.arg(command.left(100))));
    const Json given = args.isNull() ? Json::object() : args;
    const Verdict wanted = d->verdict(*now, tool, command, entry->info.access, given);
    if (wanted == Verdict::Deny)
        return answered(denied(*now, tool));
    if (auto may = d->mayPass(*entry, now->principal, true); !may)
        return answered(std::unexpected(may.error()));
    const bool isSchedule = command == "schedule.fire_now"_L1 || command == "schedule.enable"_L1;
    const bool startsOthers = isSchedule || command == "subscription.enable"_L1;
    if (startsOthers && given.value("enabled").toBool(true) && !now->policy.tools.isEmpty()) {
        // What a schedule or a subscription starts, whoever saved it, is what the rule for its pipeline is about.
        const auto promise = begun();
        d->background.start([this, promise, now, tool, entry, given, asked, isSchedule] {
            const auto pipeline = d->options.readers->runNow<QString>([&](Reader &reader) {
                const QString id = given.value("id").toString();
                const auto pipelineOf = [](const auto &stored) { return stored ? stored->pipeline : QString(); };
                return isSchedule ? ScheduleRepository(reader.db).find(id).transform(pipelineOf)
                                  : EventRepository(reader.db).find(id).transform(pipelineOf);
            });
            if (!pipeline) {
                answer(*promise, std::unexpected(pipeline.error()));
                return;
            }
            Json judged = given;
            if (!pipeline->isEmpty())
                judged.insert("pipeline", *pipeline);
            d->countAdmission(now->id, "check", asked);
            const Verdict by = d->verdict(*now, tool, entry->info.name, entry->info.access, judged);
            if (by == Verdict::Deny)
                answer(*promise, denied(*now, tool));
            else if (by == Verdict::AskAlways || (by == Verdict::AskOnce && !d->isAllowedOnce(now->id, tool, entry->info.name)))
                d->hold(*now, tool, *entry, given, promise);
            else
                d->run(d->options.pass(entry->info.name, given, now->principal), promise);
        });
        return promise->future();
    }
    if (wanted == Verdict::Allow && !entry->hasPaths) {
        d->countAdmission(now->id, "check", asked);
        return d->options.pass(command, given, now->principal);
    }
    // Nobody is asked about, and no folder looked at for, what would be refused anyway.
    if (auto fits = CommandTable::check(*entry, given); !fits)
        return answered(std::unexpected(fits.error()));
    const auto promise = begun();
    if (!entry->hasPaths) {
        d->countAdmission(now->id, "check", asked);
        d->admit(now, tool, *entry, given, promise);
        return promise->future();
    }
    d->background.start([this, promise, now, tool, entry, given, asked] {
        const auto confined = ArgumentPaths::confined(entry->info.args, given, now->policy.folders);
        d->countAdmission(now->id, "check", asked);
        if (!confined)
            answer(*promise, std::unexpected(confined.error()));
        else if (promise->isCanceled())
            promise->finish();
        else
            d->admit(now, tool, *entry, *confined, promise);
    });
    return promise->future();
}

quint64 AgentDesk::requestBegan(const std::shared_ptr<const Client> &client, const QString &transport, const QString &method, const QString &tool,
                                QByteArrayView request)
{
    const quint64 id = d->log.begin({.id = 0,
                                     .client = client ? client->id : QString(),
                                     .transport = transport,
                                     .method = method,
                                     .tool = tool,
                                     .at = d->options.clock.nowUs(),
                                     .beganUs = d->options.clock.monotonicUs(),
                                     .bytes = 0,
                                     .text = {}},
                                    request, kMostLoggedBytes + kLookedBeyondBytes);
    d->tellClients();
    return id;
}

void AgentDesk::requestEnded(quint64 request, bool ok, const QString &errorCode, QByteArrayView answer)
{
    const QString code = ok ? QString() : errorCode.isEmpty() ? u"error"_s : errorCode;
    if (const auto ended = d->log.end(request, d->options.clock.monotonicUs(), code, answer, kMostLoggedBytes + kLookedBeyondBytes)) {
        if (ended->isFirst)
            d->flushLog();
        if (Measuring *measuring = Measuring::of(d->options.table))
            measuring->countRequest(d->nameOf(ended->client), ended->transport, ended->method, ended->tool, ended->durationUs, code.isEmpty());
    }
    d->tellClients();
}

quint64 AgentDesk::sessionOpened(const std::shared_ptr<const Client> &client, const QString &transport, const QString &program,
                                 const QString &version)
{
    quint64 id = 0;
    {
        const std::lock_guard lock(d->mutex);
        id = ++d->lastSession;
        d->sessions.append({id, client ? client->id : QString(), transport, program, version, d->options.clock.nowUs()});
    }
    d->tellClients();
    return id;
}

void AgentDesk::sessionClosed(quint64 session)
{
    {
        const std::lock_guard lock(d->mutex);
        d->sessions.removeIf([session](const Private::Session &one) { return one.id == session; });
    }
    d->tellClients();
}

} // namespace Millrace
