// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/call.h"

#include "mcp/answerstore.h"
#include "mcp/seal.h"
#include "mcp/taskbook.h"
#include "sdk/clock.h"
#include "workspace/agentdesk.h"
#include "workspace/workspace.h"

#include <QPointer>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace Millrace::Mcp {

namespace {

constexpr qsizetype kLongAnswer = 64 * 1024; ///< bytes from which on an answer is shown in part
constexpr qsizetype kPreview = 8 * 1024;
constexpr qint64 kSilentUs = 3'000'000; ///< after so long an answer over HTTP becomes a stream, which can be kept alive
constexpr int kAskedMs = 600'000; ///< how long a client's answer is waited for
constexpr qint64 kStateLivesUs = 10LL * 60 * 1'000'000;

/// The client's capability that a request to it needs.
Json neededFor(const Json &request)
{
    const QByteArrayView method = request.value("method").utf8();
    if (method == "sampling/createMessage")
        return Json::object({{"sampling", Json::object()}});
    if (method == "roots/list")
        return Json::object({{"roots", Json::object()}});
    if (request.value("params").value("mode").utf8() == "url")
        return Json::object({{"elicitation", Json::object({{"url", Json::object()}})}});
    return Json::object({{"elicitation", Json::object()}});
}

bool declares(const Json &capabilities, const Json &needed)
{
    // Forms are what elicitation was before there was anything else: nothing said means them.
    if (needed.contains("elicitation") && needed.value("elicitation").isEmpty()) {
        const Json &can = capabilities.value("elicitation");
        return can.isObject() && (can.isEmpty() || can.contains("form"));
    }
    for (const JsonMember &member : needed.members()) {
        if (!capabilities.contains(member.key) || !declares(capabilities.value(member.key), member.value))
            return false;
    }
    return true;
}

/// The same for the same data, in whatever order a client writes it the next time.
Json sorted(const Json &value)
{
    if (value.isArray()) {
        Json items = Json::array();
        for (const Json &item : value.items())
            items.append(sorted(item));
        return items;
    }
    if (!value.isObject())
        return value;
    QList<QByteArray> keys;
    for (const JsonMember &member : value.members())
        keys.append(member.key);
    std::ranges::sort(keys);
    Json object = Json::object();
    for (const QByteArray &key : std::as_const(keys))
        object.insert(key, sorted(value.value(key)));
    return object;
}

QByteArray textBlock(const QByteArray &text)
{
    QByteArray block = R"({"type":"text","text":)";
    Json(text).write(block);
    return block + '}';
}

} // namespace

Call::Call(const CallServices &services)
    : m_services(services)
{}

Call::~Call() = default;

QString Call::clientId() const
{
    return client ? client->id : QString();
}

bool Call::clientKnowsTasks() const
{
    if (isModern())
        return capabilities.value("extensions").contains(kTasksExtension);
    return session && session->isAtLeast(kNewestLegacyVersion) && params().value("task").isObject();
}

// --- running ----------------------------------------------------------------------------------------------------------------------

void Call::run(Handler handler)
{
    m_handler = std::move(handler);
    const Handler copy = m_handler; // it may be the last that holds it
    copy(shared_from_this());
}

void Call::await(const QFuture<Result<Json>> &future, const std::function<void(const Result<Json> &)> &then)
{
    const auto nobody = [] { return Result<Json>(fail(ErrorCode::Cancelled, u"it was cancelled before it was done"_s)); };
    if (future.isFinished()) {
        then(future.resultCount() > 0 ? future.result() : nobody());
        return;
    }
    m_future = future;
    // Not m_future itself: where it finishes just now this runs at once, and what it runs may put the next one in its place, whose
    // continuation then() would write over.
    QFuture<Result<Json>> waited = future;
    waited
        .then(m_services.context,
              [self = shared_from_this(), then](const Result<Json> &result) {
                  if (self->m_done)
                      return;
                  self->m_future = {};
                  then(result);
              })
        .onCanceled(m_services.context, [self = shared_from_this(), there = QPointer(m_services.context), then, nobody] {
            // Called in the end of the context too, when there is nothing left to answer with.
            if (!there || self->m_done)
                return;
            self->m_future = {};
            then(nobody());
        });
}

void Call::execute(const QString &command, const Json &args, const std::function<void(const Result<Json> &)> &then)
{
    if (m_done)
        return;
    Workspace &workspace = *m_services.workspace;
    await(client ? workspace.agents().execute(client, tool, command, args) : workspace.execute(command, args, workspace.actor()), then);
}

void Call::executeBeside(const QString &command, const Json &args, const std::function<void(const Result<Json> &)> &then)
{
    if (m_done)
        return;
    Workspace &workspace = *m_services.workspace;
    await(client ? workspace.agents().execute(client, command, command, args) : workspace.execute(command, args, workspace.actor()), then);
}

void Call::look(const QString &command, const Json &args, const std::function<void(const Result<Json> &)> &then)
{
    if (m_done)
        return;
    Workspace &workspace = *m_services.workspace;
    if (client && !workspace.agents().mayUse(*client, command, Access::Read))
        then(fail(ErrorCode::PermissionDenied, u"\"%1\" may not use %2"_s.arg(client->name, command)));
    else
        await(workspace.execute(command, args, workspace.actor()), then);
}

void Call::later(int ms, const std::function<void()> &then)
{
    QTimer::singleShot(ms, m_services.context, [self = shared_from_this(), then] {
        if (!self->m_done)
            then();
    });
}

// --- on the way -------------------------------------------------------------------------------------------------------------------

void Call::progress(double done, std::optional<double> total, const QString &what)
{
    if (m_done)
        return;
    if (m_task) {
        if (!what.isEmpty() && m_task->statusMessage != what) {
            m_task->statusMessage = what;
            m_services.tasks->update(*m_task, m_services.clock->nowUs());
        }
        return;
    }
    if (progressToken.isNull() || done <= m_progressed)
        return;
    m_progressed = done;
    Json params = Json::object({{"progressToken", progressToken}, {"progress", Json(done)}});
    if (total)
        params.insert("total", Json(*total));
    if (!what.isEmpty())
        params.insert("message", Json(what));
    send(notification("notifications/progress", params));
}

void Call::log(int level, const QString &logger, const Json &data)
{
    if (m_done || m_task || logFrom < 0 || level < logFrom)
        return;
    send(notification("notifications/message", Json::object({{"level", logLevelName(level).toByteArray()}, {"logger", logger}, {"data", data}})));
}

void Call::openStream()
{
    if (m_opened || m_done || m_task || isDuplex(kind) || !acceptsStream || !outlet)
        return;
    m_opened = true;
    if (session) {
        m_stream = session->newStream();
        m_stream->attach(outlet, 0, session->isAtLeast(kNewestLegacyVersion));
        outlet.reset();
    } else {
        outlet->open({});
    }
}

void Call::tick()
{
    if (m_done)
        return;
    if (services().clock->monotonicUs() - beganAt > kSilentUs)
        openStream();
    if (!m_future.isRunning())
        return;
    const int most = m_future.progressMaximum();
    const QString text = m_future.progressText();
    if (text.startsWith("call-"_L1))
        progress(0, {}, u"waits for a person's word"_s);
    else if (most > 0)
        progress(m_future.progressValue(), most, text);
}

void Call::goOn(const Json &input)
{
    m_input = input;
    const Handler again = m_handler;
    if (!m_done && again)
        again(shared_from_this());
}

void Call::answerListen()
{
    finish(R"({"jsonrpc":"2.0","id":)" + message.id.toBytes() + R"(,"result":{"resultType":"complete","_meta":)"
               + Json::object({{MetaKey::kServerInfo, implementation()}, {MetaKey::kSubscription, message.id}}).toBytes() + "}}",
           200);
}

void Call::interruptStream()
{
    openStream();
    if (m_stream)
        m_stream->interrupt();
}

void Call::send(const QByteArray &json)
{
    openStream();
    if (m_stream)
        m_stream->send(json);
    else if (outlet && (m_opened || isDuplex(kind)))
        outlet->message(json, {});
}

// --- input from the client --------------------------------------------------------------------------------------------------------

std::expected<void, RpcError> Call::takeInput()
{
    if (!isModern())
        return {};
    if (params().contains("inputResponses")) {
        const Json &responses = params().value("inputResponses");
        if (!responses.isObject())
            return std::unexpected(invalidParams(u"inputResponses are an object"_s));
        for (const JsonMember &member : responses.members()) {
            if (!member.value.isObject())
                return std::unexpected(invalidParams(u"an input response is an object"_s));
        }
        m_input = responses;
    }
    if (params().contains("requestState")) {
        auto state = m_services.seal->open(params().value("requestState").utf8(), bound(), m_services.clock->nowUs());
        if (!state)
            return std::unexpected(invalidParams(u"the requestState was not given to this client for this request, or too long ago"_s));
        m_state = std::move(*state);
    }
    return {};
}

/// What a state may come back with alone: the client, the method, and what was asked.
QByteArray Call::bound() const
{
    return Json::array({Json(clientId()), Json(message.method), params().value("name"), params().value("uri"), sorted(params().value("arguments"))})
        .toBytes();
}

void Call::requireInput(const Json &requests, const Json &state)
{
    if (m_done)
        return;
    for (const JsonMember &member : requests.members()) {
        const Json needed = neededFor(member.value);
        if (declares(capabilities, needed))
            continue;
        if (isModern() && !m_task)
            return refuse(missingCapability(needed));
        return answerContent(
            Json::array({Json::object(
                {{"type", "text"}, {"text", u"This needs what the client does not offer: %1"_s.arg(QString::fromUtf8(needed.toBytes()))}})}),
            true);
    }
    if (!isModern())
        return askClient(requests, state);
    if (m_task) {
        m_state = state;
        m_task->require(requests);
        m_services.tasks->update(*m_task, m_services.clock->nowUs());
        return;
    }
    QByteArray members = R"("resultType":"input_required","inputRequests":)";
    requests.write(members);
    if (!state.isNull()) {
        members += R"(,"requestState":)";
        Json(m_services.seal->close(state, bound(), m_services.clock->nowUs() + kStateLivesUs)).write(members);
    }
    finish(R"({"jsonrpc":"2.0","id":)" + message.id.toBytes() + R"(,"result":{)" + members + R"(,"_meta":{"io.modelcontextprotocol/serverInfo":)"
               + implementation().toBytes() + "}}}",
           200);
}

void Call::askClient(const Json &requests, const Json &state)
{
    if (!m_task)
        openStream();
    if (!session || (!m_task && !isDuplex(kind) && !m_stream))
        return refuse({RpcCode::kInternal, u"the client cannot be asked on this exchange"_s, {}});
    m_state = state;
    m_input = Json::object();
    const auto missing = std::make_shared<qsizetype>(requests.size());
    for (const JsonMember &member : requests.members()) {
        const QByteArray key = member.key;
        const auto answered = [self = shared_from_this(), key, missing](const Json &result, const Json &error) {
            if (self->m_done)
                return;
            if (self->m_task)
                self->m_task->asked.remove(key);
            // A refusal is an answer too: handlers see it as what a person who turns away would have given.
            self->m_input.insert(key, result.isObject() ? result : Json::object({{"action", "cancel"}, {"error", error}}));
            if (--*missing > 0)
                return;
            self->m_asked.clear();
            if (self->m_task) {
                self->m_task->status = TaskStatus::Working;
                self->m_services.tasks->update(*self->m_task, self->m_services.clock->nowUs());
            }
            const Handler again = self->m_handler;
            again(self);
        };
        const qint64 number = session->await(answered);
        if (number < 0)
            return refuse({RpcCode::kInternal, u"too much is asked of the client already"_s, {}});
        m_asked.append(number);
        QByteArray json = R"({"jsonrpc":"2.0","id":)" + QByteArray::number(number) + R"(,"method":)";
        member.value.value("method").write(json);
        json += R"(,"params":)";
        Json asking = member.value.contains("params") ? member.value.value("params") : Json::object();
        if (m_task) {
            Json meta = asking.contains("_meta") ? asking.value("_meta") : Json::object();
            meta.insert(MetaKey::kRelatedTask, Json::object({{"taskId", m_task->id}}));
            asking.insert("_meta", meta);
        }
        asking.write(json);
        json += '}';
        if (m_task)
            m_task->asked.insert(key, json);
        else
            send(json);
    }
    if (m_task) {
        m_task->status = TaskStatus::InputRequired;
        m_task->isToAsk = true;
        m_services.tasks->update(*m_task, m_services.clock->nowUs());
    }
    later(kAskedMs, [this, asked = m_asked] {
        if (m_asked != asked)
            return;
        forgetAsked("nobody answered");
        answerContent(Json::array({Json::object({{"type", "text"}, {"text", "The client was asked and did not answer."}})}), true);
    });
}

bool Call::becomeTask()
{
    if (m_task)
        return true;
    if (m_done || !clientKnowsTasks())
        return false;
    const auto task = m_services.tasks->begin(clientId(), m_services.clock->nowUs());
    if (!task) {
        refuse({RpcCode::kInternal, u"this client has too many tasks that have not ended"_s, {}});
        return true;
    }
    if (const qint64 ttl = params().value("task").value("ttl").toInt(); ttl > 0 && !isModern())
        task->ttlMs = std::min(ttl, 24 * Task::kTtlMs);
    const QByteArray id = message.id.toBytes();
    finish(R"({"jsonrpc":"2.0","id":)" + id
               + (isModern() ? R"(,"result":{"resultType":"task",)" + task->modernMembers(false)
                          + R"(,"_meta":{"io.modelcontextprotocol/serverInfo":)" + implementation().toBytes() + '}'
                             : R"(,"result":{"task":)" + task->legacyJson().toBytes())
               + "}}",
           200);
    m_done = false;
    outlet.reset();
    m_stream.reset();
    m_task = task;
    task->call = shared_from_this();
    task->session = session;
    m_services.working(*this);
    return true;
}

// --- the one answer ---------------------------------------------------------------------------------------------------------------

void Call::answer(const QByteArray &members)
{
    answerCacheable(members, -1);
}

void Call::answerCacheable(const QByteArray &members, qint64 ttlMs, bool isPublic)
{
    if (m_done)
        return;
    if (m_task) {
        m_done = true;
        m_task->status = TaskStatus::Completed;
        m_task->resultMembers = members;
        finishTask(members);
        return;
    }
    QByteArray json;
    json.reserve(members.size() + 256);
    json += R"({"jsonrpc":"2.0","id":)";
    message.id.write(json);
    json += R"(,"result":{)";
    if (isModern()) {
        static const QByteArray about = R"("_meta":{"io.modelcontextprotocol/serverInfo":)" + implementation().toBytes() + '}';
        json += R"("resultType":"complete",)";
        if (ttlMs >= 0) {
            json += R"("ttlMs":)" + QByteArray::number(ttlMs);
            json += isPublic ? R"(,"cacheScope":"public",)" : R"(,"cacheScope":"private",)";
        }
        json += about;
        if (!members.isEmpty())
            json += ',';
    }
    json += members;
    json += "}}";
    finish(json, 200);
}

void Call::answerTool(const Result<Json> &result)
{
    if (!result) {
        m_failure = errorCodeName(result.error().code);
        answerContent(Json::array({Json::object({{"type", "text"}, {"text", Json(result.error().toJson().toBytes())}})}), true);
        return;
    }
    // What is not there is left out: an output schema knows no null, and clients hold answers to it.
    const QByteArray json = (result->isObject() ? withoutNulls(*result) : Json::object({{"value", *result}})).toBytes();
    QByteArray members = R"("content":[)";
    if (json.size() <= kLongAnswer) {
        members.reserve(json.size() * 5 / 2);
        members += textBlock(json) + R"(],"structuredContent":)" + json;
        answer(members);
        return;
    }
    const QString id = m_services.answers->keep(clientId(), json);
    const QByteArray preview = AnswerStore::cut(json, 0, kPreview);
    const QByteArray uri = "millrace://answer/" + id.toLatin1();
    const QString notice
        = u"The answer has %1 bytes; these are the first %2. Read on with read_more {\"answer\":\"%3\",\"from\":%2}, or the resource "
          u"%4, or ask for less."_s.arg(json.size())
              .arg(preview.size())
              .arg(id, QString::fromLatin1(uri));
    members += textBlock(notice.toUtf8()) + ',' + textBlock(preview);
    if (isModern() || (session && session->isAtLeast("2025-06-18"))) {
        members += R"(,{"type":"resource_link","name":"answer","title":"The whole answer","mimeType":"application/json","uri":")" + uri
            + R"(","size":)" + QByteArray::number(json.size()) + '}';
    }
    members += R"(],"structuredContent":)"
        + Json::object({{"truncated", true}, {"answer", id}, {"bytes", json.size()}, {"next", preview.size()}, {"preview", Json(preview)}}).toBytes();
    answer(members);
}

void Call::answerContent(const Json &content, bool isError)
{
    QByteArray members = R"("content":)";
    content.write(members);
    if (isError) {
        members += R"(,"isError":true)";
        if (m_task)
            m_task->isError = true;
        if (m_failure.isEmpty())
            m_failure = u"tool"_s;
    }
    answer(members);
}

void Call::refuse(const RpcError &error)
{
    if (m_done)
        return;
    forgetAsked("it was refused");
    m_failure = QString::number(error.code);
    Json json = Json::object({{"code", error.code}, {"message", error.message}});
    if (!error.data.isNull())
        json.insert("data", error.data);
    if (m_task) {
        m_done = true;
        m_task->status = TaskStatus::Failed;
        m_task->statusMessage = error.message;
        m_task->error = json;
        finishTask(json.toBytes());
        return;
    }
    finish(R"({"jsonrpc":"2.0","id":)" + message.id.toBytes() + R"(,"error":)" + json.toBytes() + '}', isModern() ? httpStatus(error) : error.status);
}

void Call::forgetAsked(const char *why)
{
    for (const qint64 request : std::exchange(m_asked, {})) {
        session->forget(request);
        const QByteArray json = notification("notifications/cancelled", Json::object({{"requestId", request}, {"reason", why}}));
        if (m_task)
            session->tell(json);
        else
            send(json);
    }
}

void Call::finishTask(const QByteArray &answer)
{
    const CallPtr self = std::exchange(m_task->call, nullptr);
    m_services.tasks->update(*m_task, m_services.clock->nowUs());
    m_answer = answer;
    m_services.ended(*this);
}

void Call::cancel()
{
    if (m_done)
        return;
    m_done = true;
    const CallPtr self = shared_from_this();
    m_future.cancel();
    forgetAsked("it was cancelled");
    if (const auto function = std::exchange(m_onCancelled, nullptr))
        function();
    m_handler = nullptr;
    if (m_task) {
        m_task->status = TaskStatus::Cancelled;
        m_task->inputRequests = Json();
        finishTask({});
        return;
    }
    if (m_stream)
        m_stream->end();
    else if (outlet && m_opened)
        outlet->finished();
    else if (outlet && !isDuplex(kind))
        outlet->whole({202, {}, 0, {}}, {});
    outlet.reset();
    m_services.ended(*this);
}

void Call::finish(const QByteArray &json, int status)
{
    m_done = true;
    const CallPtr self = shared_from_this();
    if (m_stream) {
        m_stream->send(json);
        m_stream->end();
    } else if (outlet && m_opened) {
        outlet->message(json, {});
        outlet->finished();
    } else if (outlet) {
        outlet->whole({status == 0 ? 200 : status, sessionToName, 0, {}}, json);
    }
    outlet.reset();
    m_answer = json;
    m_services.ended(*this);
}

} // namespace Millrace::Mcp
