// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "mcp/lineframer.h"

#include <QHash>
#include <QMutex>
#include <QThread>

#include <list>
#include <optional>

namespace Millrace {

/// Carries messages between standard input and output and the process that has the workspace open, through its user-only socket. A thread of its own; no
/// event loop, for it has to start fast.
///
/// When that process goes away, whoever is the owner next is asked for (socketWanted), and the new one is told what the old one knew: the
/// handshake of the 2025 era, the log level, subscriptions. The answers to that stay here. What was under way is asked
/// again, but for calls of tools: they are answered with an error, for nobody knows whether they were done. What comes in meanwhile waits a few seconds.
class Bridge final : public QThread
{
    Q_OBJECT

public:
    struct Options
    {
        int in = 0; ///< read; not closed
        int out = 1; ///< written, with whole messages alone; not closed
        QByteArray token; ///< empty: as one of the user's local programs
        qint64 mostBytes = qint64(32) * 1024 * 1024; ///< of a message
        int patienceMs = 5'000; ///< how long a request waits for an owner
    };
    explicit Bridge(const Options &options);
    /// Ends it.
    ~Bridge() override;

    /// Where the owner listens now. A reason instead: why nobody can be reached, for the answers. Any thread.
    void setSocket(const QString &path);
    void setProblem(const QString &reason);

Q_SIGNALS:
    /// The owner is gone, or was not there.
    void socketWanted();

protected:
    void run() override;

private:
    struct Pending
    {
        Json id;
        QByteArray line; ///< asked again of the next owner; empty: nobody knows whether it was done
        bool isStream = false; ///< no answer is owed
    };

    [[nodiscard]] bool connectNow();
    void disconnected();
    void replay();
    void readClient();
    void readServer();
    void fromClient(const QByteArray &line);
    void fromServer(const QByteArray &line);
    /// A request or a notification of the client's: what is owed, and what the next owner must know.
    void note(const Json &message, const QByteArray &line);
    /// False: it answers what an owner asked who is gone.
    [[nodiscard]] bool isExpected(const Json &answer);
    void remember(const QString &method, const Json &message, const QByteArray &line);
    void answerWaiting();
    void answerError(const Json &id, const QString &text);
    void toServer(const QByteArray &line);
    void toClient(const QByteArray &line);
    void writeOut();

    Options m_options;
    int m_wake = -1; ///< eventfd
    int m_server = -1;
    bool m_inputEnded = false;
    bool m_wanted = false; ///< somebody was asked for a socket
    bool m_isStopping = false;
    qint64 m_lostAt = 0;
    LineFramer m_clientLines;
    std::optional<LineFramer> m_serverLines;
    QByteArray m_toServer;
    QByteArray m_toClient;
    std::list<QByteArray> m_waiting; ///< lines that came while there was nobody to take them
    qsizetype m_waitingBytes = 0;
    QList<Json> m_asked; ///< ids of the owner's requests that the client has not answered
    QList<Json> m_stale; ///< of those that nobody waits for any more
    QHash<QByteArray, Pending> m_pending; ///< by the id as it stands in the message
    std::list<std::pair<QString, QByteArray>> m_told; ///< what a new owner must know: a key, and the line
    int m_replays = 0;

    QMutex m_mutex;
    QString m_socket;
    QString m_problem;
};

} // namespace Millrace
