// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QThread>
#include <QUrl>

#include <functional>
#include <memory>
#include <optional>

namespace Millrace {

/// What is sent.
struct HttpRequest
{
    QByteArray method = "POST";
    QUrl url;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;
    qsizetype largestAnswer = 16 * 1024 * 1024; ///< bytes of the body
};

/// What came of it: a status, or why there is none.
struct HttpAnswer
{
    enum class Failure : quint8 { None, UnknownName, Refused, Tls, Unreachable, TimedOut, Cancelled, TooLarge };

    int status = 0;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;
    Failure failure = Failure::None;
    QString failureText;

    [[nodiscard]] QByteArray header(QByteArrayView name) const;
};

/// A thread with an event loop that does HTTP for threads that have none. Redirections are not followed, so that a key goes
/// nowhere else; loopback never goes through a proxy. send() from any thread, which it blocks.
class HttpThread
{
public:
    HttpThread();
    /// Ends the thread; no send() may be under way.
    ~HttpThread();
    HttpThread(const HttpThread &) = delete;
    HttpThread &operator=(const HttpThread &) = delete;

    /// Sends and waits for the whole answer, at most `timeoutMs`; `isStopped` is asked every few milliseconds.
    [[nodiscard]] HttpAnswer send(const HttpRequest &request, int timeoutMs, const std::function<bool()> &isStopped);

private:
    class Worker;
    QThread m_thread;
    Worker *m_worker; ///< lives on m_thread, deleted when it finishes
};

} // namespace Millrace
