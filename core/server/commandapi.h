// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/requestcheck.h"
#include "workspace/command.h"

#include <QHash>
#include <QObject>

namespace Millrace {

class HttpExchange;
class Workspace;

/// The command table over HTTP: GET /api/v1 lists what this client may do, POST /api/v1/COMMAND runs it with the JSON object in the body, and what
/// only reads can be asked by GET with the arguments in the query. GET /metrics is metrics.exposition as a Prometheus server reads it, GET /health
/// is health.get, with 503 where something fails. Errors are problem details (RFC 9457). On the server's thread.
class CommandApi final : public QObject
{
    Q_OBJECT

public:
    explicit CommandApi(Workspace &workspace, QObject *parent = nullptr);

    void run(const Admission &admission, const ServedRequest &request, const std::shared_ptr<HttpExchange> &exchange);

    /// The arguments that a query gives, each of the type that the schema says; InvalidArgument where one cannot be.
    [[nodiscard]] static Result<Json> argumentsOf(QByteArrayView query, const Json &schema);

private:
    void list(const Client &client, HttpExchange &exchange) const;
    [[nodiscard]] Result<Json> arguments(const ServedRequest &request, const CommandInfo &info) const;

    Workspace &m_workspace;
    QHash<QString, qsizetype> m_byName; ///< index in the workspace's list
};

} // namespace Millrace
