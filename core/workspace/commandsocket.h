// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"

#include <QFuture>
#include <QObject>
#include <QThread>

#include <functional>
#include <memory>

QT_BEGIN_NAMESPACE
class QLocalServer;
class QLocalSocket;
QT_END_NAMESPACE

namespace Millrace {

/// The owner's door for other processes of the same user: a local socket that carries commands.
///
/// A message is four bytes of length (big-endian) and that many bytes of JSON: {"command","args","actor"?} there, {"result"} or {"error"} back,
/// in the order asked. Lives on a thread of its own; owned by the workspace. Deleting it closes every connection.
class CommandSocket
{
public:
    using Execute = std::function<QFuture<Result<Json>>(const QString &command, const Json &args, const QString &actor)>;

    /// Listens at `path` when it returns; the file is readable and writable by its user alone.
    CommandSocket(const QString &path, Execute execute);
    ~CommandSocket();
    CommandSocket(const CommandSocket &) = delete;
    CommandSocket &operator=(const CommandSocket &) = delete;

private:
    class Listener;

    QThread m_thread;
    Listener *m_listener = nullptr; ///< lives on m_thread, which deletes it
};

/// The largest message either side takes.
inline constexpr qint64 kMostMessageBytes = qint64(256) * 1024 * 1024;

/// A message as it goes over the socket.
[[nodiscard]] QByteArray framed(const Json &message);

} // namespace Millrace
