// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/server_p.h"

#include "workspace/agentdesk.h"
#include "workspace/workspace.h"

using namespace Qt::StringLiterals;

namespace Millrace::Mcp {

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
    const auto sessions = book.sessions();
    for (const auto &session : sessions) {
        if (session->clientId == task.clientId && session->isAtLeast(kNewestLegacyVersion))
            session->tell(notification("notifications/tasks/status", task.legacyJson()));
    }
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
            QList<Json> samples;
            qsizetype missing = 0;
        };
        const auto gathered = std::make_shared<Gathered>();
        for (const PipelineDefinition &definition : *all)
            gathered->definitions.append(definition.toJson());
        gathered->samples.resize(gathered->definitions.size());
        gathered->missing = gathered->definitions.size();
        const auto done = [this, reading, gathered] {
            if (--gathered->missing > 0 || reading != pipelinesRead)
                return;
            QList<Tool> tools;
            for (qsizetype i = 0; i < gathered->definitions.size(); ++i) {
                if (auto tool = pipelineTool(gathered->definitions[i], gathered->samples[i]))
                    tools.append(std::move(*tool));
            }
            const bool others = pipelines != gathered->definitions;
            pipelines = gathered->definitions;
            if (toolbox.setPipelines(tools)) {
                workspace->agents().setTools(toolbox.described());
                listChanged("tools");
            }
            if (others)
                listChanged("resources");
        };
        for (qsizetype i = 0; i < gathered->definitions.size(); ++i) {
            const QString id = gathered->definitions[i].value("id").toString();
            workspace->execute(u"try.samples"_s, Json::object({{"pipeline", id}}), workspace->actor())
                .then(q, [this, gathered, done, i, id](const Result<Json> &samples) {
                    const Json name = samples ? samples->value("samples").at(0).value("name") : Json();
                    if (name.isNull()) {
                        done();
                        return;
                    }
                    workspace
                        ->execute(u"try.input"_s, Json::object({{"pipeline", id}, {"input", Json::object({{"sample", name}})}}), workspace->actor())
                        .then(q, [gathered, done, i](const Result<Json> &input) {
                            if (input)
                                gathered->samples[i] = input->value("data");
                            done();
                        });
                });
        }
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
