// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "serving.h"

#include "call.h"
#include "settings.h"

#include "workspace/workspace.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

Result<std::unique_ptr<Workspace>> openToServe(const Call &call)
{
    Result<Json> settings = userSettings();
    if (!settings)
        return std::unexpected(settings.error());
    WorkspaceOptions options;
    options.path = call.workspacePath();
    options.settings = *settings;
    return Workspace::open(options);
}

HostOptions hostOptionsFor(const Workspace &workspace, const Json &settings)
{
    HostOptions options = HostOptions::standard(workspace.workspaceId(), settings);
    options.sockets = {Host::socketBeside(workspace.socketPath())};
    return options;
}

Result<QByteArray> tokenIn(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::FileUnreadable, u"the token in %1 cannot be read: %2"_s.arg(path, file.errorString()));
    const QByteArray token = file.read(4096).trimmed();
    if (token.isEmpty() || token.contains('\n') || token.contains(' '))
        return fail(ErrorCode::TokenInvalid, u"%1 holds no token, which is one line"_s.arg(path));
    return token;
}

} // namespace Millrace::Cli
