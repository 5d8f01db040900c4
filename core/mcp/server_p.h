// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mcp/answerstore.h"
#include "mcp/prompt.h"
#include "mcp/resource.h"
#include "mcp/seal.h"
#include "mcp/server.h"
#include "mcp/sessionbook.h"
#include "mcp/taskbook.h"
#include "mcp/toolbox.h"
#include "mcp/watches.h"

#include <QElapsedTimer>

namespace Millrace::Mcp {

/// What a server is made of. Messages come in by receive(), become a Call, pass the checks of their era, and go to one of the methods.
class Server::Private
{
public:
    Private(const Options &options, Server *server);
    ~Private();

    // --- server.cpp: messages and exchanges --------------------------------------------------------------------------------------
    void receive(const Incoming &incoming, const std::shared_ptr<Outlet> &outlet);
    void receiveOne(const Json &json, const Incoming &incoming, const std::shared_ptr<Outlet> &outlet);
    void receiveBatch(const Json &batch, const Incoming &incoming, const std::shared_ptr<Outlet> &outlet);
    void receiveAnswer(const Message &message, const Incoming &incoming, const std::shared_ptr<Outlet> &outlet);
    void receiveNotification(const Message &message, const Incoming &incoming, const std::shared_ptr<Outlet> &outlet);
    void handle(const CallPtr &call, const Incoming &incoming);
    [[nodiscard]] std::expected<void, RpcError> admitModern(Call &call, const Incoming &incoming);
    [[nodiscard]] std::expected<void, RpcError> checkHeaders(const Call &call, const Incoming &incoming) const;
    [[nodiscard]] std::expected<void, RpcError> admitLegacy(Call &call, const Incoming &incoming);
    [[nodiscard]] std::shared_ptr<Session> sessionOf(const Incoming &incoming, const Outlet *outlet);
    void ended(Call &call);
    void working(Call &call);
    void tick();
    void keepHouse();
    void showPeer(const Call &call);
    void gone(Outlet *outlet);
    void endSession(const std::shared_ptr<Session> &session);
    void cancelCalls(const std::function<bool(const Call &)> &which);
    void cancelThese(const QList<CallPtr> &these);
    void saveTasks();

    // --- methods.cpp: what can be asked ------------------------------------------------------------------------------------------
    struct Method
    {
        void (Private::*function)(const CallPtr &call) = nullptr;
        bool legacy = true;
        bool modern = true;
    };
    [[nodiscard]] static const QHash<QByteArray, Method> &methods();
    void initialize(const CallPtr &call);
    void discover(const CallPtr &call);
    void ping(const CallPtr &call);
    void setLogLevel(const CallPtr &call);
    void listTools(const CallPtr &call);
    void callTool(const CallPtr &call);
    void listResources(const CallPtr &call);
    void listTemplates(const CallPtr &call);
    void readResource(const CallPtr &call);
    void subscribe(const CallPtr &call);
    void unsubscribe(const CallPtr &call);
    void listen(const CallPtr &call);
    void listPrompts(const CallPtr &call);
    void getPrompt(const CallPtr &call);
    void complete(const CallPtr &call);
    void getTask(const CallPtr &call);
    void listTasks(const CallPtr &call);
    void taskResult(const CallPtr &call);
    void updateTask(const CallPtr &call);
    void cancelTask(const CallPtr &call);

    [[nodiscard]] Json capabilities(QByteArrayView version) const;
    [[nodiscard]] std::shared_ptr<Task> taskOf(const CallPtr &call);
    [[nodiscard]] bool mayUse(const Call &call, const Tool &tool) const;
    /// Whether this client may read what that command gives.
    [[nodiscard]] bool mayRead(const Call &call, const char *command) const;
    void withPrompts(const CallPtr &call, const std::function<void(const QList<Prompt> &)> &then);
    [[nodiscard]] bool mayWatch(const QString &clientId) const;
    /// `isPart`: there are more values than these.
    void completeFrom(const CallPtr &call, const QStringList &values, const QString &begun, bool isPart = false);

    // --- changes.cpp: what clients are told without having asked -------------------------------------------------------------------
    /// An open `subscriptions/listen`.
    struct Listener
    {
        CallPtr call;
        QSet<QByteArray> lists; ///< "tools", "prompts", "resources"
        QSet<QString> uris;
        QSet<QString> tasks;
    };
    void listChanged(const QByteArray &list);
    void resourceUpdated(const QString &uri);
    void taskChanged(Task &task);
    /// Sends what a task of 2025 asks its client, on the stream of a call that waits for its result, or the session's own.
    void askFor(Task &task);
    /// A call of the person's own inspector: whole, as over a wire.
    [[nodiscard]] QFuture<Result<Json>> inspect(const std::shared_ptr<const Client> &client, const QString &tool, const Json &args);
    void tellListener(const Listener &listener, const QByteArray &method, Json params);
    void watchSession(const Session &session);
    void unwatchSession(const Session &session);
    void readPipelines();
    void toolsChanged();

    Server *q;
    Workspace *workspace;
    const Clock &clock;
    SessionBook book;
    Seal seal;
    AnswerStore answers;
    TaskBook tasks;
    CallServices services;
    Toolbox toolbox;
    Resources resources;
    QList<Prompt> ownPrompts; ///< beside the workspace's templates
    Watches watches;
    QHash<Call *, CallPtr> calls; ///< not answered yet
    QHash<const Outlet *, std::shared_ptr<Session>> wires; ///< sessions over duplex wires
    QList<Listener> listeners;
    QHash<QString, QList<CallPtr>> taskWaiters; ///< legacy tasks/result
    QList<Json> pipelines; ///< definitions of what is published
    QHash<QString, std::pair<int, Json>> samples; ///< of their inputs, by id: of which version
    quint64 pipelinesRead = 0;
    struct Peer
    {
        quint64 shown = 0; ///< the desk's number of it
        qint64 at = 0; ///< when it was last heard of
    };
    QHash<QString, Peer> peers; ///< modern clients, by what they say they are
    QHash<QString, ClientPolicy> policies; ///< of those that are connected, as they were last told of
    QTimer ticker;
    QTimer house;
    QTimer readingSoon; ///< of pipelines, which may change often
};

#ifdef MILLRACE_CONFORMANCE
/// The fixtures that the official suite asks for.
void addConformanceFixtures(Toolbox &toolbox, Resources &resources, QList<Prompt> &prompts,
                            const std::function<void(const QByteArray &)> &listChanged);
#endif

} // namespace Millrace::Mcp
