// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/server_p.h"

#include "sdk/clock.h"
#include "workspace/agentdesk.h"
#include "workspace/answerpipe.h"
#include "workspace/workspace.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Millrace::Mcp {

namespace {

/// The other end of a call that no wire carries.
class InspectorOutlet final : public Outlet
{
public:
    InspectorOutlet(Json request, const Clock &clock)
        : m_request(std::move(request))
        , m_clock(clock)
        , m_began(clock.monotonicUs())
    {
        m_promise->start();
    }
    ~InspectorOutlet() override
    {
        if (m_isAnswered)
            return;
        m_promise->addResult(fail(ErrorCode::Cancelled, u"the call was cancelled"_s));
        m_promise->finish();
    }

    void whole(const Opening &, const QByteArray &json) override
    {
        if (std::exchange(m_isAnswered, true))
            return;
        const auto answer = Json::parse(json);
        m_promise->addResult(Json::object(
            {{"request", m_request}, {"answer", answer.value_or(Json())}, {"bytes", json.size()}, {"duration_us", m_clock.monotonicUs() - m_began}}));
        m_promise->finish();
    }
    void open(const Opening &) override {}
    void message(const QByteArray &, const QByteArray &) override {}
    void finished() override {}

    [[nodiscard]] const AnswerPipe::Promise &promise() const { return m_promise; }

private:
    Json m_request;
    const Clock &m_clock;
    qint64 m_began;
    AnswerPipe::Promise m_promise = std::make_shared<QPromise<Result<Json>>>();
    bool m_isAnswered = false;
};

} // namespace

QFuture<Result<Json>> Server::Private::inspect(const std::shared_ptr<const Client> &client, const QString &tool, const Json &args)
{
    const Json meta
        = Json::object({{MetaKey::kVersion, kModernVersion.toByteArray()},
                        {MetaKey::kClientInfo, Json::object({{"name", "inspector"}, {"version", QCoreApplication::applicationVersion()}})},
                        {MetaKey::kClientCapabilities, Json::object()}});
    const Json params = Json::object({{"name", tool}, {"arguments", args}, {"_meta", meta}});
    const Json request = Json::object({{"jsonrpc", "2.0"}, {"id", 1}, {"method", "tools/call"}, {"params", params}});
    const auto outlet = std::make_shared<InspectorOutlet>(request, clock);
    QMetaObject::invokeMethod(
        q,
        [this, request, client, outlet] {
            Incoming incoming;
            incoming.body = request.toBytes();
            incoming.client = client;
            incoming.kind = TransportKind::Stdio;
            AnswerPipe::onCancel(q, outlet->promise(), [this, key = std::weak_ptr<Outlet>(outlet)] {
                if (const auto there = key.lock())
                    gone(there.get());
            });
            receive(incoming, outlet);
        },
        Qt::QueuedConnection);
    return outlet->promise()->future();
}

void Server::Private::tellListener(const Listener &listener, const QByteArray &method, Json params)
{
    params.insert("_meta", Json::object({{MetaKey::kSubscription, listener.call->message.id}}));
    listener.call->tell(notification(method, params));
}

void Server::Private::listChanged(const QByteArray &list)
{
    const QByteArray method = "notifications/" + list + "/list_changed";
    // Telling may find out that somebody is gone: both lists may change meanwhile.
    const auto sessions = book.sessions();
    for (const auto &session : sessions)
        session->tell(notification(method, {}));
    const auto open = listeners;
    for (const Listener &listener : open) {
        if (listener.lists.contains(list))
            tellListener(listener, method, Json::object());
    }
}

void Server::Private::resourceUpdated(const QString &uri)
{
    const Json params = Json::object({{"uri", uri}});
    const auto sessions = book.sessions();
    for (const auto &session : sessions) {
        if (session->subscriptions.contains(uri) && mayWatch(session->clientId))
            session->tell(notification("notifications/resources/updated", params));
    }
    const auto open = listeners;
    for (const Listener &listener : open) {
        if (listener.uris.contains(uri) && mayWatch(listener.call->clientId()))
            tellListener(listener, "notifications/resources/updated", params);
    }
}

void Server::Private::taskChanged(Task &task)
{
    if (!ticker.isActive())
        ticker.start();
    if (const auto session = task.session.lock())
        session->tell(notification("notifications/tasks/status", task.legacyJson()));
    const auto open = listeners;
    for (const Listener &listener : open) {
        if (!listener.tasks.contains(task.id))
            continue;
        const QByteArray meta = Json::object({{MetaKey::kSubscription, listener.call->message.id}}).toBytes();
        listener.call->tell(R"({"jsonrpc":"2.0","method":"notifications/tasks","params":{)" + task.modernMembers(true) + R"(,"_meta":)" + meta
                            + "}}");
    }
    if (task.isToAsk && task.status == TaskStatus::InputRequired)
        askFor(task);
    if (!task.isEnded())
        return;
    const auto waiting = taskWaiters.take(task.id);
    for (const CallPtr &call : waiting)
        taskResult(call);
}

void Server::Private::askFor(Task &task)
{
    const QList<CallPtr> waiting = taskWaiters.value(task.id);
    const auto waiter = std::ranges::find_if(waiting, [](const CallPtr &call) { return !call->isDone(); });
    const auto session = task.call ? task.call->session : nullptr;
    if (waiter == waiting.end() && (!session || !(session->wire || session->standing().isAttached())))
        return; // until the client asks for the result, as it should
    task.isToAsk = false;
    const QList<QByteArray> requests = task.asked.values();
    for (const QByteArray &request : requests) {
        if (waiter == waiting.end())
            session->tell(request);
        else
            (*waiter)->tell(request);
    }
}

void Server::Private::watchSession(const Session &session)
{
    for (const QString &uri : session.subscriptions)
        watches.watch(uri);
}

void Server::Private::unwatchSession(const Session &session)
{
    for (const QString &uri : session.subscriptions)
        watches.unwatch(uri);
}

/// The pipelines that are published, each with a sample of what goes into it; then their tools.
void Server::Private::readPipelines()
{
    const quint64 reading = ++pipelinesRead;
    workspace->pipelines().then(q, [this, reading](const Result<QList<PipelineDefinition>> &all) {
        if (!all || reading != pipelinesRead)
            return;
        struct Gathered
        {
            QList<Json> definitions;
            QHash<QString, std::pair<int, Json>> samples;
            qsizetype missing = 1;
        };
        const auto gathered = std::make_shared<Gathered>();
        for (const PipelineDefinition &definition : *all)
            gathered->definitions.append(definition.toJson());
        const auto done = [this, reading, gathered] {
            if (--gathered->missing > 0 || reading != pipelinesRead)
                return;
            QList<Tool> tools;
            for (const Json &definition : std::as_const(gathered->definitions))
                tools.append(pipelineTool(definition, gathered->samples.value(definition.value("id").toString()).second));
            const bool others = pipelines != gathered->definitions;
            pipelines = gathered->definitions;
            samples = gathered->samples;
            if (toolbox.setPipelines(tools)) {
                workspace->agents().setTools(toolbox.described());
                listChanged("tools");
            }
            if (others)
                listChanged("resources");
        };
        for (const PipelineDefinition &definition : *all) {
            const QString id = definition.id;
            if (const auto known = samples.constFind(id); known != samples.cend() && known->first == definition.version) {
                gathered->samples.insert(id, *known);
                continue;
            }
            ++gathered->missing;
            const auto take = [gathered, done, id, version = definition.version](const Json &data) {
                gathered->samples.insert(id, {version, data});
                done();
            };
            workspace->execute(u"try.samples"_s, Json::object({{"pipeline", id}}), workspace->actor())
                .then(q, [this, take, id](const Result<Json> &found) {
                    const Json name = found ? found->value("samples").at(0).value("name") : Json();
                    if (name.isNull()) {
                        take({});
                        return;
                    }
                    workspace
                        ->execute(u"try.input"_s, Json::object({{"pipeline", id}, {"input", Json::object({{"sample", name}})}}), workspace->actor())
                        .then(q, [take](const Result<Json> &input) { take(input ? input->value("data") : Json()); });
                });
        }
        done(); // where there are none, or all are known
    });
}

/// Somebody's policy is otherwise, or somebody may not come in any more.
void Server::Private::toolsChanged()
{
    QSet<QString> connected;
    for (const auto &session : book.sessions())
        connected.insert(session->clientId);
    for (const Listener &listener : std::as_const(listeners))
        connected.insert(listener.call->clientId());
    for (const CallPtr &call : std::as_const(calls))
        connected.insert(call->clientId());
    for (const CallPtr &call : tasks.working())
        connected.insert(call->clientId());
    connected.remove(QString());
    QStringList revoked;
    bool others = false;
    for (const QString &id : std::as_const(connected)) {
        const auto client = workspace->agents().current(id);
        if (!client) {
            revoked.append(id);
            continue;
        }
        others = others || (policies.contains(id) && policies.value(id) != client->policy);
        policies.insert(id, client->policy);
    }
    for (const QString &id : std::as_const(revoked))
        q->dismiss(id);
    if (others)
        listChanged("tools");
}

} // namespace Millrace::Mcp
