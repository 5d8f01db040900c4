// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/client.h"
#include "sdk/error.h"
#include "workspace/command.h"

#include <QFuture>
#include <QObject>

#include <functional>
#include <memory>

namespace Millrace {

/// A tool as agents see it, made of a command: so that a rule for the one holds for the other.
struct AgentTool
{
    QString name;
    QString title;
    QString command;
    Access access = Access::Read;
    QString pipeline = {}; ///< id, of a tool that runs this one
    bool isHidden = false; ///< it is in no list; a rule for it holds all the same
    QString action = {}; ///< of a tool with several: each stands here by itself, with its own command and access
    Json inputSchema = {};
    qsizetype bytes = 0; ///< of its description, as it is listed

    friend bool operator==(const AgentTool &, const AgentTool &) = default;
};

/// Where agents are received: who comes in, what each may do, what waits for a person's word, and what was asked and answered.
///
/// Owned by the workspace. Every function may be called from any thread. What a client may do is looked up with each call: a policy that
/// changes, or a token that is revoked, counts at once, also for sessions that have begun. Nothing here touches the disk on the caller's
/// thread, but localClient(), which answers later.
class AgentDesk : public QObject
{
    Q_OBJECT

public:
    ~AgentDesk() override;

    /// Null: unknown or revoked. Takes as long for a wrong token as for a right one, and less than a microsecond.
    [[nodiscard]] std::shared_ptr<const Client> authenticate(QByteArrayView token) const;
    /// The client as it is now. Null: revoked or gone.
    [[nodiscard]] std::shared_ptr<const Client> current(const QString &id) const;
    /// Who programs of this user act as that show no token: those on a pipe or the user-only socket. Made when it is first asked for. One
    /// that was revoked is PermissionDenied.
    [[nodiscard]] QFuture<Result<std::shared_ptr<const Client>>> localClient(const QString &name);

    /// What there is; each call replaces the list.
    void setTools(const QList<AgentTool> &tools);
    /// Calls a tool: as a client, or with none as whoever works here. Gives {"request","answer","duration_us"}. Any thread.
    using Caller = std::function<QFuture<Result<Json>>(const std::shared_ptr<const Client> &client, const QString &tool, const Json &args)>;
    /// Set by whoever serves agents, for as long as it does; none: nobody does. It only asks another thread, and calls nothing here.
    void setCaller(Caller caller);
    /// False: it is denied, and not to be listed for this client.
    [[nodiscard]] bool mayUse(const Client &client, const QString &tool, Access access) const;
    /// The same of a tool's one action.
    [[nodiscard]] bool mayUse(const Client &client, const QString &tool, const QString &command, Access access) const;

    /// Runs a command for a client: its policy, a person's word where that asks for one, the paths it was given, and then the door, with the
    /// client's principal as the actor. `tool` is the tool's name; of what calls commands by their own names (REST), the command's.
    /// While it is held the future's progress text is the held call's id; cancelling the future withdraws it, or asks what runs to stop.
    /// Errors, beside the command's own: TokenInvalid (revoked meanwhile), PermissionDenied (policy), PathDenied, CallRefused (a
    /// person said no), Busy (too many held), Cancelled.
    [[nodiscard]] QFuture<Result<Json>> execute(const std::shared_ptr<const Client> &client, const QString &tool, const QString &command,
                                                const Json &args);

    // --- the log: in memory first, written in batches, redacted, bounded ---------------------------------------------------
    /// `request` and `answer` are copied up to kMostLoggedBytes; nothing is parsed or redacted here.
    [[nodiscard]] quint64 requestBegan(const std::shared_ptr<const Client> &client, const QString &transport, const QString &method,
                                       const QString &tool, QByteArrayView request);
    void requestEnded(quint64 request, bool ok, const QString &errorCode, QByteArrayView answer);

    /// What the window shows as connected. `transport` is "http", "websocket", "stdio" or "socket".
    [[nodiscard]] quint64 sessionOpened(const std::shared_ptr<const Client> &client, const QString &transport, const QString &program,
                                        const QString &version);
    void sessionClosed(quint64 session);

    static constexpr qsizetype kMostLoggedBytes = 4096;
    /// So much more is looked at, for a secret that begins before the end.
    static constexpr qsizetype kLookedBeyondBytes = 1024;

Q_SIGNALS:
    /// Clients, policies, sessions or tools are otherwise; at most 60 times a second, on the main thread.
    void clientsChanged();
    /// Held or running calls, or the log, are otherwise; at most 60 times a second, on the main thread.
    void callsChanged();
    /// Templates, which prompts are made of, are otherwise. On the engine's thread.
    void templatesChanged();

private:
    friend class Workspace;
    class Private;
    explicit AgentDesk(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace Millrace
