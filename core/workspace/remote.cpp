// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/remote.h"

#include "workspace/commandsocket.h"

#include <QLocalSocket>
#include <QtEndian>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kConnectMs = 1000;

} // namespace

RemoteWorkspace::RemoteWorkspace(std::unique_ptr<QLocalSocket> socket)
    : m_socket(std::move(socket))
{}

RemoteWorkspace::~RemoteWorkspace() = default;

Result<std::unique_ptr<RemoteWorkspace>> RemoteWorkspace::connectTo(const QString &path)
{
    auto socket = std::make_unique<QLocalSocket>();
    socket->connectToServer(path);
    if (path.isEmpty() || !socket->waitForConnected(kConnectMs))
        return fail(ErrorCode::RemoteUnavailable, u"the process that has the workspace open does not answer: %1"_s.arg(socket->errorString()));
    return std::unique_ptr<RemoteWorkspace>(new RemoteWorkspace(std::move(socket)));
}

Result<Json> RemoteWorkspace::execute(const QString &command, const Json &args, const QString &actor)
{
    Json request = Json::object({{"command", command}, {"args", args}});
    if (!actor.isEmpty())
        request.insert("actor", actor);
    m_socket->write(framed(request));
    const auto header = readExactly(4);
    if (!header)
        return std::unexpected(header.error());
    const qint64 size = qFromBigEndian<quint32>(header->constData());
    if (size > kMostMessageBytes)
        return fail(ErrorCode::RemoteUnavailable, u"the answer is too large"_s);
    const auto body = readExactly(size);
    if (!body)
        return std::unexpected(body.error());
    const auto answer = Json::parse(*body);
    if (!answer)
        return std::unexpected(answer.error());
    if (answer->contains("error"))
        return std::unexpected(Error::fromJson(answer->value("error")));
    return answer->value("result");
}

Result<QByteArray> RemoteWorkspace::readExactly(qint64 size)
{
    while (m_socket->bytesAvailable() < size) {
        if (!m_socket->waitForReadyRead(-1))
            return fail(ErrorCode::RemoteUnavailable, u"the process that had the workspace open went away"_s);
    }
    return m_socket->read(size);
}

} // namespace Millrace
