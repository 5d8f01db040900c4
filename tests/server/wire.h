// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"

#include <QElapsedTimer>
#include <QHash>
#include <QTcpSocket>
#include <QTest>

namespace Millrace {

struct Reply
{
    int status = 0; ///< 0: the connection ended without one
    QHash<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;

    [[nodiscard]] Json json() const { return Json::parse(body).value_or(Json()); }
};

/// A client's end of a connection, with every byte in the test's hand. Waits are bounded.
class Wire
{
public:
    explicit Wire(quint16 port)
    {
        m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        if (!m_socket.waitForConnected(kPatienceMs))
            qFatal("no connection: %s", qPrintable(m_socket.errorString()));
        m_socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    }

    void send(const QByteArray &bytes)
    {
        m_socket.write(bytes);
        m_socket.flush();
    }
    /// Reads until there are so many bytes; false: the connection ended, or it took too long.
    bool need(qsizetype count)
    {
        QElapsedTimer timer;
        timer.start();
        while (m_bytes.size() < count) {
            m_bytes += m_socket.readAll();
            if (m_bytes.size() >= count)
                break;
            if (m_socket.state() != QAbstractSocket::ConnectedState || timer.elapsed() > kPatienceMs)
                return false;
            m_socket.waitForReadyRead(50);
        }
        return true;
    }
    bool needText(const QByteArray &text)
    {
        while (!m_bytes.contains(text)) {
            if (!need(m_bytes.size() + 1))
                return false;
        }
        return true;
    }
    QByteArray taken(qsizetype count)
    {
        const QByteArray bytes = m_bytes.first(std::min(count, m_bytes.size()));
        m_bytes.remove(0, count);
        return bytes;
    }
    /// The headers of an answer, and its body where it has a length.
    Reply reply()
    {
        Reply reply;
        while (!m_bytes.contains("\r\n\r\n")) {
            if (!need(m_bytes.size() + 1))
                return reply;
        }
        const QByteArray head = taken(m_bytes.indexOf("\r\n\r\n") + 4);
        const QByteArrayList lines = head.trimmed().split('\n');
        reply.status = lines.first().mid(9, 3).toInt();
        for (const QByteArray &line : lines.sliced(1))
            reply.headers.insert(line.left(line.indexOf(':')).toLower(), line.mid(line.indexOf(':') + 1).trimmed());
        const qsizetype length = reply.headers.value("content-length").toInt();
        if (need(length))
            reply.body = taken(length);
        return reply;
    }
    /// Whether the other side closes, soon.
    bool ends()
    {
        QElapsedTimer timer;
        timer.start();
        while (m_socket.state() == QAbstractSocket::ConnectedState && timer.elapsed() < kPatienceMs) {
            QTest::qWait(20); // what ends it may have to pass through the main thread
            m_bytes += m_socket.readAll();
        }
        return m_socket.state() != QAbstractSocket::ConnectedState;
    }
    void close() { m_socket.abort(); }
    [[nodiscard]] const QByteArray &bytes() const { return m_bytes; }

    static constexpr int kPatienceMs = 10'000;

private:
    QTcpSocket m_socket;
    QByteArray m_bytes;
};

/// A request as text. `headers` with their line ends.
[[nodiscard]] inline QByteArray request(const QByteArray &method, const QByteArray &target, const QByteArray &headers = {},
                                        const QByteArray &body = {})
{
    QByteArray text = method + ' ' + target + " HTTP/1.1\r\n" + headers;
    if (!headers.toLower().contains("host:"))
        text += "Host: 127.0.0.1\r\n";
    if (!body.isEmpty()) {
        text += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
        if (!headers.toLower().contains("content-type:"))
            text += "Content-Type: application/json\r\n";
    }
    return text + "\r\n" + body;
}

} // namespace Millrace
