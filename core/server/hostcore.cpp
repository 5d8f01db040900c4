// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/hostcore.h"

#include "server/commandapi.h"
#include "server/eventfeed.h"
#include "server/hookdoor.h"
#include "server/httpconnection.h"
#include "server/lineconnection.h"
#include "workspace/agentdesk.h"
#include "workspace/workspace.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QLoggingCategory>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <limits>
#include <optional>
#include <tuple>
#include <vector>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace asio = boost::asio;
using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

Q_LOGGING_CATEGORY(lcServer, "millrace.server")

constexpr int kSweepMs = 250;
constexpr int kBacklog = 1024;
constexpr int kAcceptsPerTurn = 64;
constexpr int kNoDescriptorMs = 100;

std::unexpected<Error> systemError(const QString &what)
{
    return fail(ErrorCode::Unsupported, u"%1: %2"_s.arg(what, QString::fromLocal8Bit(strerror(errno))));
}

/// Somebody answers there.
bool isAlive(const sockaddr_un &address)
{
    const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool alive = probe >= 0 && ::connect(probe, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    if (probe >= 0)
        ::close(probe);
    return alive;
}

/// Who makes a socket in a folder, as long as it lives: of two that start at the same time one looks first, and the other then finds it there. Where the
/// file system knows no locks they are not kept apart.
class SocketTurn
{
public:
    explicit SocketTurn(const QString &socket)
        : m_folder(::open(QFile::encodeName(QFileInfo(socket).path()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))
    {
        while (m_folder >= 0 && ::flock(m_folder, LOCK_EX) != 0 && errno == EINTR) {}
    }
    ~SocketTurn()
    {
        if (m_folder >= 0)
            ::close(m_folder);
    }
    SocketTurn(const SocketTurn &) = delete;
    SocketTurn &operator=(const SocketTurn &) = delete;

private:
    int m_folder;
};

bool isOwnUser(int socket)
{
    ucred peer = {};
    socklen_t size = sizeof peer;
    return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == ::geteuid();
}

/// Half of what the process may open is for peers; the rest is the workspace's, which must not fail for want of it.
int mostConnections(int wanted)
{
    rlimit files = {};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY)
        return wanted;
    return static_cast<int>(std::min<rlim_t>(static_cast<rlim_t>(wanted), std::max<rlim_t>(files.rlim_cur / 2, 16)));
}

bool hasNoDescriptor()
{
    return errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS;
}

} // namespace

struct HostCore::Listeners
{
    explicit Listeners(asio::io_context &io)
        : context(io)
    {}

    asio::io_context &context;
    std::optional<asio::posix::stream_descriptor> loopback;
    std::vector<asio::posix::stream_descriptor> local;
    QStringList paths; ///< what this core has made, and takes away
};

HostCore::HostCore(asio::io_context &context, Workspace &workspace, const HostOptions &options, std::shared_ptr<const Client> local)
    : m_context(context)
    , m_workspace(workspace)
    , m_options(options)
    , m_local(std::move(local))
    , m_check(workspace.agents(), {options.origins, options.conformance})
    , m_rates(options.limits.requestsPerSecond)
    , m_mcp(std::make_unique<Mcp::Server>(
          Mcp::Server::Options{.workspace = &workspace, .stateFile = options.stateFile, .conformance = options.conformance}))
    , m_events(std::make_unique<EventFeed>(workspace))
    , m_commands(std::make_unique<CommandApi>(workspace))
    , m_hooks(std::make_unique<HookDoor>(workspace))
    , m_listeners(std::make_unique<Listeners>(context))
    , m_sweep(this)
{
    m_options.limits.connections = mostConnections(options.limits.connections);
    connect(&workspace.agents(), &AgentDesk::clientsChanged, this, &HostCore::dropRevoked);
    connect(&m_sweep, &QTimer::timeout, this, &HostCore::sweep);
    m_sweep.start(kSweepMs);
    sweep();
}

HostCore::~HostCore()
{
    m_listeners->loopback.reset();
    m_listeners->local.clear();
    for (const QString &path : std::as_const(m_listeners->paths))
        QFile::remove(path);
    // Open streams are ended in order, sessions are kept; then the wires are cut.
    m_mcp.reset();
    const auto connections = std::exchange(m_connections, {});
    for (const auto &[key, connection] : connections)
        connection->close();
}

qint64 HostCore::now()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

Result<void> HostCore::listen()
{
    if (m_options.loopback) {
        if (auto listening = listenLoopback(); !listening)
            return listening;
    }
    m_listeners->local.reserve(static_cast<std::size_t>(m_options.sockets.size())); // what waits on one must not see it move
    for (const QString &path : std::as_const(m_options.sockets)) {
        if (auto listening = listenSocket(path); !listening)
            return listening;
    }
    if (m_options.input >= 0)
        add(std::make_shared<LineConnection>(*this, Mcp::TransportKind::Stdio, m_options.input, m_options.output));
    return {};
}

Result<void> HostCore::listenLoopback()
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket < 0)
        return systemError(u"no socket"_s);
    m_listeners->loopback.emplace(m_context, socket);
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(m_options.port);
    socklen_t size = sizeof address;
    if (::bind(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0 || ::listen(socket, kBacklog) != 0
        || ::getsockname(socket, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        return systemError(u"the port %1 of 127.0.0.1 cannot be had"_s.arg(m_options.port));
    m_port = ntohs(address.sin_port);
    acceptLoopback();
    return {};
}

Result<void> HostCore::listenSocket(const QString &name)
{
    const QByteArray path = QFile::encodeName(name);
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    if (path.size() >= static_cast<qsizetype>(sizeof address.sun_path))
        return fail(ErrorCode::InvalidArgument, u"the socket's path %1 is too long"_s.arg(name));
    std::memcpy(address.sun_path, path.constData(), static_cast<std::size_t>(path.size()));
    const SocketTurn turn(name);
    if (isAlive(address))
        return fail(ErrorCode::AlreadyExists, u"somebody listens at %1 already"_s.arg(name));
    struct stat there = {};
    if (::lstat(path.constData(), &there) == 0 && S_ISSOCK(there.st_mode))
        ::unlink(path.constData()); // left by a process that was killed
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket < 0)
        return systemError(u"no socket"_s);
    m_listeners->local.emplace_back(m_context, socket);
    // Nobody can connect before listen(), and who is another user is not let in anyway; the process's umask is every thread's.
    if (::bind(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0 || ::chmod(path.constData(), 0600) != 0
        || ::listen(socket, kBacklog) != 0)
        return systemError(u"no socket can be made at %1"_s.arg(name));
    m_listeners->paths.append(name);
    acceptSocket(m_listeners->local.size() - 1);
    return {};
}

void HostCore::acceptLoopback()
{
    m_listeners->loopback->async_wait(asio::posix::descriptor_base::wait_read, [this](const boost::system::error_code &error) {
        if (error)
            return; // closed, with this core
        for (int i = 0; i < kAcceptsPerTurn; ++i) {
            const int socket = ::accept4(m_listeners->loopback->native_handle(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
            if (socket < 0 && hasNoDescriptor()) {
                acceptLater([this] { acceptLoopback(); });
                return;
            }
            if (socket < 0)
                break;
            if (!makeRoom()) {
                static constexpr std::string_view kFull
                    = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\nRetry-After: 1\r\n\r\n";
                [[maybe_unused]] const ssize_t sent = ::send(socket, kFull.data(), kFull.size(), MSG_NOSIGNAL);
                ::close(socket);
                continue;
            }
            const int yes = 1;
            ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
            add(std::make_shared<HttpConnection>(*this, socket));
        }
        acceptLoopback();
    });
}

void HostCore::acceptSocket(std::size_t index)
{
    m_listeners->local[index].async_wait(asio::posix::descriptor_base::wait_read, [this, index](const boost::system::error_code &error) {
        if (error)
            return;
        for (int i = 0; i < kAcceptsPerTurn; ++i) {
            const int socket = ::accept4(m_listeners->local[index].native_handle(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
            if (socket < 0 && hasNoDescriptor()) {
                acceptLater([this, index] { acceptSocket(index); });
                return;
            }
            if (socket < 0)
                break;
            // Without a record of local agents only those with a token of their own may come, which they show first.
            if (isOwnUser(socket) && makeRoom())
                add(std::make_shared<LineConnection>(*this, Mcp::TransportKind::Socket, socket, socket));
            else
                ::close(socket);
        }
        acceptSocket(index);
    });
}

void HostCore::acceptLater(const std::function<void()> &accept)
{
    qCWarning(lcServer).noquote() << "no connection can be taken:" << QString::fromLocal8Bit(strerror(errno));
    std::ignore = closeOldestUnknown();
    QTimer::singleShot(kNoDescriptorMs, this, accept);
}

bool HostCore::makeRoom()
{
    return std::ssize(m_connections) < m_options.limits.connections || closeOldestUnknown();
}

bool HostCore::closeOldestUnknown()
{
    const auto oldest = std::ranges::min_element(
        m_connections, {}, [](const auto &entry) { return entry.second->isKnown() ? std::numeric_limits<quint64>::max() : entry.second->number(); });
    if (oldest == m_connections.end() || oldest->second->isKnown())
        return false;
    oldest->second->close();
    return true;
}

void HostCore::add(const std::shared_ptr<PeerConnection> &connection)
{
    connection->setNumber(++m_lastNumber);
    m_connections.emplace(connection.get(), connection);
    connection->start();
}

void HostCore::ended(PeerConnection *connection)
{
    m_connections.erase(connection);
}

void HostCore::gone(Mcp::Outlet *outlet)
{
    if (m_mcp)
        m_mcp->gone(outlet);
}

void HostCore::pipeEnded()
{
    Q_EMIT inputEnded();
}

std::shared_ptr<const Client> HostCore::authenticate(QByteArrayView token) const
{
    return token.isEmpty() ? nullptr : m_workspace.agents().authenticate(token);
}

bool HostCore::mayFail()
{
    if (const qint64 second = now() / 1000; second != m_failuresSince) {
        if (m_failures > m_options.limits.failuresPerSecond)
            qCWarning(lcServer) << m_failures << "requests with a wrong token in one second";
        m_failuresSince = second;
        m_failures = 0;
    }
    return ++m_failures <= m_options.limits.failuresPerSecond;
}

void HostCore::sweep()
{
    const qint64 time = now();
    m_date = QLocale::c().toString(QDateTime::currentDateTimeUtc(), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s).toLatin1();
    m_rates.forget(time);
    std::vector<std::shared_ptr<PeerConnection>> all; // some end meanwhile
    all.reserve(m_connections.size());
    for (const auto &[key, connection] : m_connections)
        all.push_back(connection);
    for (const auto &connection : all)
        connection->sweep(time);
}

void HostCore::dropRevoked()
{
    std::vector<std::shared_ptr<PeerConnection>> revoked;
    for (const auto &[key, connection] : m_connections) {
        const QString id = connection->clientId();
        if (id.isEmpty())
            continue;
        const QByteArray token = connection->token();
        if (!m_workspace.agents().current(id) || (!token.isEmpty() && !m_workspace.agents().authenticate(token)))
            revoked.push_back(connection);
    }
    for (const auto &connection : revoked)
        connection->close();
}

} // namespace Millrace
