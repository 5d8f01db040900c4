// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>

namespace Millrace {

class HttpExchange;
class ServedRequest;
class Workspace;

/// POST /hooks/ID: something outside has happened. The signature over the body stands in for a token; the workspace checks it, and makes an event and
/// a context of the body in one commit. On the server's thread.
class HookDoor final : public QObject
{
    Q_OBJECT

public:
    explicit HookDoor(Workspace &workspace, QObject *parent = nullptr);

    void receive(const QString &id, const ServedRequest &request, const std::shared_ptr<HttpExchange> &exchange);

private:
    Workspace &m_workspace;
};

} // namespace Millrace
