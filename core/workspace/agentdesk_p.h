// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/clientregister.h"
#include "metrics/health.h"
#include "sdk/clock.h"
#include "store/clientrepository.h"
#include "workspace/agentdesk.h"
#include "workspace/commandtable.h"
#include "workspace/heldcalls.h"
#include "workspace/requestlog.h"

#include <QSet>
#include <QThreadPool>
#include <QTimer>

#include <atomic>

namespace Millrace {

class Engine;
class Readers;

/// What the desk is made of; the workspace's commands use it too.
class AgentDesk::Private
{
public:
    struct Options
    {
        const Clock &clock;
        const CommandTable &table;
        Readers *readers = nullptr;
        Engine *engine = nullptr; ///< null where read-only
        /// Behind the checks: runs the command as that principal.
        std::function<QFuture<Result<Json>>(const QString &command, const Json &args, const QString &actor)> pass;
        QString person; ///< principal id of who works here, and lets in the clients without a token
    };
    explicit Private(Options o)
        : options(std::move(o))
    {}

    struct Session
    {
        quint64 id = 0;
        QString client;
        QString transport;
        QString program;
        QString version;
        qint64 since = 0;
    };

    // --- who ---------------------------------------------------------------------------------------------------------------
    [[nodiscard]] Result<void> readClients();
    void put(const StoredClient &stored);
    /// "person", "agent" or "system"; empty: there is no such principal.
    [[nodiscard]] QString kindOf(const QString &principal);
    /// The strictest of what the policy says about the tool, the command, every tool that is made of a command called by its own name, and the
    /// tools of the pipelines that the arguments start.
    [[nodiscard]] Verdict verdict(const Client &client, const QString &tool, const QString &command, Access access, const Json &args = {}) const;
    /// The names whose rules bind such a call, beside the tool's own.
    [[nodiscard]] QStringList binding(const QString &tool, const QString &command, const Json &args) const;
    /// It does several things, each a command with a rule of its own. Takes `mutex`.
    [[nodiscard]] bool hasActions(const QString &tool) const;
    /// What a document that a client submits names: there is nobody to ask on the way.
    [[nodiscard]] Result<void> mayStart(const QString &client, const QString &pipeline) const;
    /// The policy with which nobody is asked about such calls any more.
    [[nodiscard]] ClientPolicy allowing(ClientPolicy policy, const HeldCall &call) const;
    /// The door's check of every call: whether this principal may run the command; where it is not cleared, without anybody being asked.
    [[nodiscard]] Result<void> mayPass(const CommandTable::Entry &entry, const QString &principal, bool isCleared);
    [[nodiscard]] bool isAllowedOnce(const QString &client, const QString &tool, const QString &command) const;
    void forgetAllowed(const QString &client);

    // --- calls ---------------------------------------------------------------------------------------------------------------
    using Answer = QPromise<Result<Json>>;
    /// Past the policy's denials and the paths: it is held, or runs.
    void admit(const std::shared_ptr<const Client> &client, const QString &tool, const CommandTable::Entry &entry, const Json &args,
               const std::shared_ptr<Answer> &promise);
    void hold(const Client &client, const QString &tool, const CommandTable::Entry &entry, const Json &args, const std::shared_ptr<Answer> &promise);
    void run(const QFuture<Result<Json>> &running, const std::shared_ptr<Answer> &promise);
    /// A person allowed it: it goes to the door.
    void proceed(const QString &held);
    void refuse(HeldCall call, const Error &error);
    /// Of the person's own tools; fails where nobody serves agents.
    [[nodiscard]] QFuture<Result<Json>> callTool(const Json &args);
    /// A request of the log once more, as the person.
    [[nodiscard]] QFuture<Result<Json>> replay(const Json &args);
    /// Answers what is held and stores what is logged, while the engine still works. Nobody may come in any more.
    void close();
    void withdrawAll(const QString &client, const Error &error);
    /// Of a client; empty where it is none that is known.
    [[nodiscard]] QString nameOf(const QString &id) const;
    void countAdmission(const QString &client, const char *phase, qint64 sinceUs) const;
    /// Whether agents are let in, and whether somebody looks after what they ask.
    [[nodiscard]] HealthFinding health() const;

    // --- what is shown ---------------------------------------------------------------------------------------------------
    [[nodiscard]] Json toJson(const Client &client) const;
    [[nodiscard]] Json toJson(const HeldCall &call) const;
    /// {"tools"}; for a client with what becomes of its calls.
    [[nodiscard]] Json toolsToJson(const Client *client) const;
    void tellClients();
    void tellCalls();
    void flushLog();
    void store(RequestLog::Batch batch);

    const Options options;
    AgentDesk *q = nullptr;
    ClientRegister clients;
    HeldCalls held;
    RequestLog log;

    mutable std::mutex mutex; ///< guards what follows
    QHash<QString, QString> kinds;
    QList<AgentTool> tools;
    Caller caller;
    QMultiHash<QString, QString> toolsOf; ///< by command
    QMultiHash<QString, QString> toolsOfPipeline; ///< by id, and by title in lower case
    QSet<QString> allowedOnce;
    QList<Session> sessions;
    quint64 lastSession = 0;
    QFuture<void> lastStored;

    std::atomic<bool> clientsScheduled = false;
    std::atomic<bool> callsScheduled = false;
    std::atomic<bool> flushScheduled = false;
    std::atomic<bool> isClosing = false;
    QThreadPool background; ///< paths, previews, what is stored of the log
};

} // namespace Millrace
