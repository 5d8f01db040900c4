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
    QUrl url;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;
};

/// What came of it: a status, or why there is none.
struct HttpAnswer
{
    enum class Failure : quint8 { None, Unreachable, TimedOut, Cancelled, TooLarge };

    int status = 0;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;
    Failure failure = Failure::None;
    QString failureText;

    [[nodiscard]] QByteArray header(QByteArrayView name) const;
};

/// A thread with an event loop that does HTTP for threads that have none. Redirections are not followed, so that a key goes
/// nowhere else; loopback never goes through a proxy. Owned by the model hub; post() from any thread, which it blocks.
class HttpThread
{
public:
    HttpThread();
    /// Ends the thread; no post() may be under way.
    ~HttpThread();
    HttpThread(const HttpThread &) = delete;
    HttpThread &operator=(const HttpThread &) = delete;

    /// POSTs and waits for the whole answer, at most `timeoutMs`; `isStopped` is asked every few milliseconds.
    [[nodiscard]] HttpAnswer post(const HttpRequest &request, int timeoutMs, const std::function<bool()> &isStopped);

private:
    class Worker;
    QThread m_thread;
    Worker *m_worker; ///< lives on m_thread, deleted when it finishes
};

} // namespace Millrace
