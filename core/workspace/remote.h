// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"

#include <memory>

QT_BEGIN_NAMESPACE
class QLocalSocket;
QT_END_NAMESPACE

namespace Millrace {

/// The door of a workspace that another process has open, through its socket. One thread; execute() blocks it.
class RemoteWorkspace
{
public:
    ~RemoteWorkspace();

    /// RemoteUnavailable where nobody answers within a second.
    [[nodiscard]] static Result<std::unique_ptr<RemoteWorkspace>> connectTo(const QString &socket);
    /// Waits for the answer as long as the owner is there. An empty actor means the owner's person.
    [[nodiscard]] Result<Json> execute(const QString &command, const Json &args, const QString &actor = {});

private:
    explicit RemoteWorkspace(std::unique_ptr<QLocalSocket> socket);
    [[nodiscard]] Result<QByteArray> readExactly(qint64 size);

    std::unique_ptr<QLocalSocket> m_socket;
};

} // namespace Millrace
