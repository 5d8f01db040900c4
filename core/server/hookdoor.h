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

    /// Whether it bears one signature of the right form. What does not is refused before its body is read.
    [[nodiscard]] static bool isSigned(const ServedRequest &request);
    /// To be kept as long as a delivery's body is; null: there are too many. Whoever reaches this machine may post, before any signature can be checked.
    [[nodiscard]] std::shared_ptr<const void> place(int most) const;
    void receive(const QString &id, const ServedRequest &request, const std::shared_ptr<HttpExchange> &exchange, std::shared_ptr<const void> place);

private:
    Workspace &m_workspace;
    std::shared_ptr<const char> m_places = std::make_shared<const char>('\0'); ///< as many places are taken as there are other owners
};

} // namespace Millrace
