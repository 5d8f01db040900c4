// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/commandsocket.h"

#include <QFile>
#include <QFutureWatcher>
#include <QLocalServer>
#include <QLocalSocket>
#include <QLoggingCategory>
#include <QSemaphore>
#include <QtEndian>

#include <deque>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

Q_LOGGING_CATEGORY(lcSocket, "millrace.workspace.socket")

/// One peer: reads requests, asks for them, answers in order.
class Peer : public QObject
{
public:
    Peer(QLocalSocket *socket, CommandSocket::Execute execute, QObject *parent)
        : QObject(parent)
        , m_socket(socket)
        , m_execute(std::move(execute))
    {
        socket->setParent(this);
        connect(socket, &QLocalSocket::readyRead, this, &Peer::read);
        connect(socket, &QLocalSocket::disconnected, this, &QObject::deleteLater);
        read();
    }

private:
    void read()
    {
        while (true) {
            if (m_expected < 0) {
                if (m_socket->bytesAvailable() < 4)
                    return;
                m_expected = qFromBigEndian<quint32>(m_socket->read(4).constData());
                if (m_expected > kMostMessageBytes) {
                    m_socket->abort();
                    return;
                }
            }
            if (m_socket->bytesAvailable() < m_expected)
                return;
            const QByteArray message = m_socket->read(m_expected);
            m_expected = -1;
            ask(message);
        }
    }

    void ask(const QByteArray &message)
    {
        auto *slot = &m_answers.emplace_back();
        const auto request = Json::parseStrict(message);
        if (!request) {
            *slot = Json::object({{"error", request.error().toJson()}});
            sendReady();
            return;
        }
        auto *watcher = new QFutureWatcher<Result<Json>>(this);
        connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, slot] {
            const auto future = watcher->future();
            const Result<Json> result
                = future.resultCount() > 0 ? future.result() : Result<Json>(fail(ErrorCode::Cancelled, u"the command was cancelled"_s));
            *slot = result ? Json::object({{"result", *result}}) : Json::object({{"error", result.error().toJson()}});
            watcher->deleteLater();
            sendReady();
        });
        watcher->setFuture(m_execute(request->value("command").toString(), request->value("args"), request->value("actor").toString()));
    }

    void sendReady()
    {
        while (!m_answers.empty() && m_answers.front()) {
            m_socket->write(framed(*m_answers.front()));
            m_answers.pop_front();
        }
    }

    QLocalSocket *m_socket;
    CommandSocket::Execute m_execute;
    qint64 m_expected = -1;
    std::deque<std::optional<Json>> m_answers; ///< a deque keeps the addresses of its elements while it grows at its ends
};

} // namespace

class CommandSocket::Listener : public QObject
{
public:
    Listener(const QString &path, Execute execute)
        : m_path(path)
        , m_execute(std::move(execute))
    {}

    void listen()
    {
        auto *server = new QLocalServer(this);
        server->setSocketOptions(QLocalServer::UserAccessOption);
        connect(server, &QLocalServer::newConnection, this, [this, server] {
            while (QLocalSocket *socket = server->nextPendingConnection())
                new Peer(socket, m_execute, this);
        });
        QLocalServer::removeServer(m_path);
        if (!server->listen(m_path))
            qCWarning(lcSocket).noquote() << "no socket for other processes:" << server->errorString();
        m_listening.release();
    }

    void waitUntilListening() { m_listening.acquire(); }

private:
    QString m_path;
    Execute m_execute;
    QSemaphore m_listening;
};

CommandSocket::CommandSocket(const QString &path, Execute execute)
    : m_listener(new Listener(path, std::move(execute)))
{
    m_thread.setObjectName(u"commands"_s);
    m_listener->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::started, m_listener, &Listener::listen);
    QObject::connect(&m_thread, &QThread::finished, m_listener, &QObject::deleteLater);
    m_thread.start();
    // The lock file names the socket already: whoever reads it may come at once.
    m_listener->waitUntilListening();
}

CommandSocket::~CommandSocket()
{
    m_thread.quit();
    m_thread.wait();
}

QByteArray framed(const Json &message)
{
    QByteArray bytes(4, '\0');
    message.write(bytes);
    qToBigEndian(static_cast<quint32>(bytes.size() - 4), bytes.data());
    return bytes;
}

} // namespace Millrace
