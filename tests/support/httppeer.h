// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <QUrl>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

namespace Millrace {

/// An HTTP peer on a thread of its own that answers every request with what the test put there.
class HttpPeer
{
public:
    /// Given the whole request; what it returns is sent. An empty answer keeps the connection open and silent.
    using Handler = std::function<QByteArray(const QByteArray &request)>;

    HttpPeer()
    {
        m_root.moveToThread(&m_thread);
        m_thread.start();
        QMetaObject::invokeMethod(&m_root, [this] { listen(); }, Qt::BlockingQueuedConnection);
    }
    ~HttpPeer()
    {
        QMetaObject::invokeMethod(&m_root, [this] { m_server.reset(); }, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }

    [[nodiscard]] QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1/v1/").arg(m_port)); }
    void setHandler(Handler handler)
    {
        const std::lock_guard lock(m_mutex);
        m_handler = std::move(handler);
    }
    [[nodiscard]] QByteArray lastRequest()
    {
        const std::lock_guard lock(m_mutex);
        return m_last;
    }
    std::atomic<int> requests = 0;

private:
    void listen()
    {
        m_server = std::make_unique<QTcpServer>();
        if (!m_server->listen(QHostAddress::LocalHost))
            qFatal("no port");
        m_port = m_server->serverPort();
        QObject::connect(m_server.get(), &QTcpServer::newConnection, m_server.get(), [this] {
            while (QTcpSocket *socket = m_server->nextPendingConnection()) {
                QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { read(socket); });
                QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            }
        });
    }

    void read(QTcpSocket *socket)
    {
        QByteArray buffer = socket->property("buffer").toByteArray() + socket->readAll();
        const qsizetype head = buffer.indexOf("\r\n\r\n");
        const qsizetype at = buffer.toLower().indexOf("content-length:");
        const qsizetype length = at < 0 ? 0 : buffer.sliced(at + 15, buffer.indexOf('\r', at) - at - 15).trimmed().toLongLong();
        if (head < 0 || buffer.size() < head + 4 + length) {
            socket->setProperty("buffer", buffer);
            return;
        }
        socket->setProperty("buffer", QByteArray());
        ++requests;
        Handler handler;
        {
            const std::lock_guard lock(m_mutex);
            m_last = buffer;
            handler = m_handler;
        }
        const QByteArray answer = handler(buffer);
        if (answer.isEmpty())
            return;
        socket->write(answer);
        socket->disconnectFromHost();
    }

    QThread m_thread;
    QObject m_root; ///< what runs on the thread runs in its name
    std::unique_ptr<QTcpServer> m_server;
    quint16 m_port = 0;
    std::mutex m_mutex;
    Handler m_handler;
    QByteArray m_last;
};

/// A whole answer of HTTP/1.1 that ends its connection.
inline QByteArray httpAnswer(const QByteArray &status, const QByteArray &body, const QByteArray &headers = {},
                             const QByteArray &type = "application/json")
{
    return "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" + headers
        + "Connection: close\r\n\r\n" + body;
}

} // namespace Millrace
