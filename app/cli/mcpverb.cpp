// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"
#include "interrupt.h"
#include "serving.h"
#include "settings.h"

#include "server/bridge.h"
#include "workspace/workspace.h"

#include <QEventLoop>
#include <QFileInfo>
#include <QTimer>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

constexpr int kLookAgainMs = 50;
constexpr int kMostLooks = 30; ///< an owner that is just opening or closing the workspace
constexpr int kParentMs = 1'000;

/// Standard output for the protocol alone: whatever else writes there from now on ends on standard error.
int takeOutput()
{
    const int output = ::dup(STDOUT_FILENO);
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
    return output;
}

/// One run of the verb: this process is the owner of the workspace, or carries messages to whoever is, or becomes the owner when that one goes.
class Session : public QObject
{
public:
    Session(Call &call, QByteArray token)
        : m_call(call)
        , m_token(std::move(token))
        , m_parent(::getppid())
    {
        connect(&m_parentLook, &QTimer::timeout, this, [this] {
            if (::getppid() != m_parent)
                m_loop.quit(); // whoever started this is gone, and with it the one who asked
        });
        m_parentLook.start(kParentMs);
        connect(&call.interrupt(), &Interrupt::received, &m_loop, &QEventLoop::quit);
    }

    int run()
    {
        Result<std::unique_ptr<Workspace>> opened = openToServe(m_call);
        if (!opened && opened.error().code != ErrorCode::WorkspaceLocked)
            return m_call.failed(opened.error());
        const int output = takeOutput();
        if (opened)
            m_workspace = std::move(*opened);
        // The short way, without a carrier: the pipe goes right into the server.
        const bool isDirect = m_workspace && m_token.isEmpty();
        if (m_workspace) {
            if (const Result<void> serving = serve(isDirect ? STDIN_FILENO : -1, output); !serving)
                return m_call.failed(serving.error());
        }
        if (!isDirect) {
            m_bridge = std::make_unique<Bridge>(Bridge::Options{.in = STDIN_FILENO, .out = output, .token = m_token});
            connect(m_bridge.get(), &Bridge::socketWanted, this, [this] { find(kMostLooks); }, Qt::QueuedConnection);
            connect(m_bridge.get(), &QThread::finished, &m_loop, &QEventLoop::quit, Qt::QueuedConnection);
            if (m_workspace)
                m_bridge->setSocket(ownSocket());
            else
                m_bridge->setSocket(Host::socketBeside(opened.error().detail.value("socket").toString()));
            m_bridge->start();
        }
        if (m_call.interrupt().signalNumber() == 0)
            m_loop.exec();
        return ExitDone;
    }

private:
    [[nodiscard]] QString ownSocket() const { return Host::socketBeside(m_workspace->socketPath()); }

    Result<void> serve(int input, int output)
    {
        const Result<Json> settings = userSettings();
        HostOptions options = hostOptionsFor(*m_workspace, settings ? *settings : Json::object());
        options.loopback = false;
        options.input = input;
        options.output = input >= 0 ? output : -1;
        Result<std::unique_ptr<Host>> host = Host::start(*m_workspace, options);
        if (!host)
            return std::unexpected(host.error());
        m_host = std::move(*host);
        connect(m_host.get(), &Host::inputEnded, &m_loop, &QEventLoop::quit);
        return {};
    }

    /// Who has the workspace now: this process, or one that listens.
    void find(int looks)
    {
        if (m_workspace) {
            m_bridge->setSocket(ownSocket());
            return;
        }
        Result<std::unique_ptr<Workspace>> opened = openToServe(m_call);
        if (opened) {
            m_workspace = std::move(*opened);
            if (const Result<void> serving = serve(-1, -1); serving)
                m_bridge->setSocket(ownSocket());
            else
                m_bridge->setProblem(serving.error().text);
            return;
        }
        const Json detail = opened.error().detail;
        const QString socket = Host::socketBeside(detail.value("socket").toString());
        if (opened.error().code == ErrorCode::WorkspaceLocked && QFileInfo::exists(socket)) {
            m_bridge->setSocket(socket);
        } else if (looks > 0) {
            QTimer::singleShot(kLookAgainMs, this, [this, looks] { find(looks - 1); });
        } else if (opened.error().code == ErrorCode::WorkspaceLocked) {
            m_bridge->setProblem(u"the workspace is open in %1 (process %2), which lets no agents in: switch that on there, or close it"_s.arg(
                detail.value("program").toString(), QString::number(detail.value("pid").toInt())));
        } else {
            m_bridge->setProblem(opened.error().text);
        }
    }

    Call &m_call;
    QByteArray m_token;
    pid_t m_parent;
    QEventLoop m_loop;
    QTimer m_parentLook;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<Host> m_host;
    std::unique_ptr<Bridge> m_bridge;
};

int run(Call &call)
{
    QByteArray token = qgetenv("MILLRACE_TOKEN");
    if (call.isSet(u"token-file"_s)) {
        const Result<QByteArray> read = tokenIn(call.value(u"token-file"_s));
        if (!read)
            return call.failed(read.error());
        token = *read;
    }
    return Session(call, token).run();
}

} // namespace

Verb mcpVerb()
{
    return {.name = u"mcp"_s,
            .summary = u"Speak MCP on standard input and output, for an agent that starts this"_s,
            .usage = {},
            .description
            = u"What an agent is told to start. Where the workspace is open in a window that lets agents in, or in `millrace serve`, it joins "
              "that one; else it opens the workspace itself, and others join it. When the owner goes away it finds the next one, or becomes "
              "it. It ends with its input, and with the program that started it.\n\n"
              "Without a token it comes in as one of your local agents, which all share one policy; with one (--token-file, or "
              "MILLRACE_TOKEN), as that client."_s,
            .examples = {u"millrace mcp -w notes.millrace"_s},
            .options = {QCommandLineOption(u"token-file"_s, u"A file with the token of the client that this is."_s, u"FILE"_s)},
            .maxArguments = 0,
            .run = run};
}

} // namespace Millrace::Cli
