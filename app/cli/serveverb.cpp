// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "await.h"
#include "call.h"
#include "interrupt.h"
#include "serving.h"
#include "settings.h"

#include "workspace/agentdesk.h"
#include "workspace/workspace.h"

#include <QFile>
#include <QPromise>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

/// The client that comes with the token in the file; where there is no such file, a new one, whose token is written there for this user alone.
Result<void> admitByFile(Call &call, Workspace &workspace, const QString &path)
{
    if (QFile::exists(path)) {
        const Result<QByteArray> token = tokenIn(path);
        if (!token)
            return std::unexpected(token.error());
        if (!workspace.agents().authenticate(*token))
            return fail(ErrorCode::TokenInvalid, u"the token in %1 is none of this workspace's; without that file a new one is made"_s.arg(path));
        return {};
    }
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return fail(ErrorCode::FileWrite, u"%1 cannot be written: %2"_s.arg(path, file.errorString()));
    QString name = u"Token file"_s;
    for (int n = 2;; ++n) {
        const Json args = Json::object({{"name", name}});
        const Result<Json> added = await(workspace.execute(u"client.add"_s, args, workspace.actor()), call.interrupt());
        if (added) {
            const QByteArray token = added->value("token").toString().toUtf8() + '\n';
            if (file.write(token) != token.size() || !file.flush())
                return fail(ErrorCode::FileWrite, u"%1 cannot be written: %2"_s.arg(path, file.errorString()));
            return {};
        }
        if (added.error().code != ErrorCode::AlreadyExists) {
            file.remove();
            return std::unexpected(added.error());
        }
        name = u"Token file %1"_s.arg(n);
    }
}

int run(Call &call)
{
    const Result<Json> settings = userSettings();
    if (!settings)
        return call.failed(settings.error());
    Result<std::unique_ptr<Workspace>> workspace = openToServe(call);
    if (!workspace)
        return call.failed(workspace.error());
    HostOptions options = hostOptionsFor(**workspace, *settings);
    const Result<qint64> port = call.number(u"port"_s, options.port);
    if (!port)
        return call.failed(port.error());
    if (*port > 65535)
        return call.usage(u"--port takes a number up to 65535"_s);
    options.port = static_cast<quint16>(*port);
    if (call.isSet(u"socket"_s))
        options.sockets.append(call.value(u"socket"_s));
#ifdef MILLRACE_CONFORMANCE
    options.conformance = call.isSet(u"conformance"_s);
#endif
    if (call.isSet(u"token-file"_s)) {
        if (const Result<void> admitted = admitByFile(call, **workspace, call.value(u"token-file"_s)); !admitted)
            return call.failed(admitted.error());
    }
    Result<std::unique_ptr<Host>> host = Host::start(**workspace, options);
    if (!host)
        return call.failed(host.error());
    call.console().result((*host)->url());
    call.console().flush();
    // Until a signal: nothing else ends a server.
    QPromise<Result<Json>> never;
    never.start();
    [[maybe_unused]] const Result<Json> stopped = await(never.future(), call.interrupt());
    return ExitDone;
}

QList<QCommandLineOption> options()
{
    QList<QCommandLineOption> list
        = {QCommandLineOption(u"port"_s, u"The port on 127.0.0.1; a free one without it, unless the settings name one."_s, u"PORT"_s),
           QCommandLineOption(u"token-file"_s, u"A file with a client's token. Where there is none, a client is added and its token written there."_s,
                              u"FILE"_s),
           QCommandLineOption(u"socket"_s, u"Listen at this path too, for programs of this user alone."_s, u"PATH"_s)};
#ifdef MILLRACE_CONFORMANCE
    list.append(QCommandLineOption(u"conformance"_s, u"Serve the fixtures of the official conformance suite, to anybody on this machine."_s));
#endif
    return list;
}

} // namespace

Verb serveVerb()
{
    return {.name = u"serve"_s,
            .summary = u"Let agents and programs in, without a window"_s,
            .usage = {},
            .description
            = u"Opens the workspace, works on it, and serves it on this machine until it is stopped: MCP at /mcp (HTTP and WebSocket), "
              "every command at /api/v1, hooks at /hooks. The first line it prints is the address.\n\n"
              "Whoever comes over HTTP needs a token (`millrace client add`). `millrace mcp` comes in without one, through a socket that "
              "only this user can reach. Nothing is ever served beyond this machine."_s,
            .examples = {u"millrace serve -w notes.millrace --port 4711"_s, u"millrace serve -w notes.millrace --token-file agent.token"_s},
            .options = options(),
            .maxArguments = 0,
            .run = run};
}

} // namespace Millrace::Cli
