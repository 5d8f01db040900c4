// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/host.h"

#include "server/asiodispatcher.h"
#include "server/hostcore.h"
#include "workspace/agentdesk.h"
#include "workspace/workspace.h"

#include <QDir>
#include <QFuture>
#include <QStandardPaths>

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <csignal>
#include <limits>

#include <sys/resource.h>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr rlim_t kDescriptors = 8192; ///< for a few thousand connections beside all else

/// What the process must allow before thousands of peers may come and go.
void prepareProcess()
{
    struct sigaction pipe = {};
    if (::sigaction(SIGPIPE, nullptr, &pipe) == 0 && pipe.sa_handler == SIG_DFL)
        std::signal(SIGPIPE, SIG_IGN); // a peer that is gone is an error of a write, no reason to die
    rlimit files = {};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < kDescriptors) {
        files.rlim_cur = std::min(kDescriptors, files.rlim_max);
        ::setrlimit(RLIMIT_NOFILE, &files);
    }
}

} // namespace

/// The server's thread: Qt's events over Asio's.
class Host::Thread final : public QThread
{
public:
    Thread()
        : m_context(1)
    {
        setObjectName(u"server"_s);
        setEventDispatcher(new AsioDispatcher(m_context));
        m_root.moveToThread(this);
        start();
    }
    ~Thread() override
    {
        QMetaObject::invokeMethod(&m_root, [this] { m_core.reset(); }, Qt::BlockingQueuedConnection);
        quit();
        wait();
    }

    Result<quint16> open(Host *host, Workspace &workspace, const HostOptions &options, const std::shared_ptr<const Client> &local)
    {
        Result<quint16> port = 0;
        QMetaObject::invokeMethod(
            &m_root,
            [&] {
                m_core = std::make_unique<HostCore>(m_context, workspace, options, local);
                connect(m_core.get(), &HostCore::inputEnded, host, &Host::inputEnded);
                if (const Result<void> listening = m_core->listen(); !listening)
                    port = std::unexpected(listening.error());
                else
                    port = m_core->port();
            },
            Qt::BlockingQueuedConnection);
        return port;
    }

private:
    boost::asio::io_context m_context;
    QObject m_root;
    std::unique_ptr<HostCore> m_core;
};

HostOptions HostOptions::standard(const QString &workspaceId, const Json &settings)
{
    HostOptions options;
    const Json &server = settings.value("server");
    const qint64 port = server.value("port").toInt();
    options.port = port > 0 && port <= std::numeric_limits<quint16>::max() ? static_cast<quint16>(port) : 0;
    options.origins = server.value("origins").toStringList();
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericStateLocation) + u"/millrace"_s;
    if (QDir().mkpath(folder))
        options.stateFile = folder + u"/mcp-%1.json"_s.arg(workspaceId);
    return options;
}

Host::Host()
    : m_thread(std::make_unique<Thread>())
{}

Host::~Host() = default;

Result<std::unique_ptr<Host>> Host::start(Workspace &workspace, const HostOptions &options)
{
    prepareProcess();
    std::shared_ptr<const Client> local;
    if (options.input >= 0 || !options.sockets.isEmpty()) {
        QFuture<Result<std::shared_ptr<const Client>>> asked = workspace.agents().localClient(u"Local agents"_s);
        asked.waitForFinished(); // one commit, before anybody can come
        const Result<std::shared_ptr<const Client>> found = asked.result();
        if (!found && options.input >= 0)
            return std::unexpected(found.error());
        local = found.value_or(nullptr);
    }
    std::unique_ptr<Host> host(new Host);
    Result<quint16> port = host->m_thread->open(host.get(), workspace, options, local);
    if (!port)
        return std::unexpected(port.error());
    host->m_port = *port;
    return host;
}

QString Host::url() const
{
    return u"http://127.0.0.1:%1/mcp"_s.arg(m_port);
}

QString Host::socketBeside(const QString &commandSocket)
{
    return commandSocket + ".mcp"_L1;
}

} // namespace Millrace
