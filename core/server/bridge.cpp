// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bridge.h"

#include <QFile>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>

#include <climits>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kReadBytes = 64 * 1024;
constexpr qsizetype kPauseBytes = 4 * 1024 * 1024; ///< one side has not taken so much: the other is not read
constexpr int kRetryMs = 30;
constexpr int kLookMs = 1'000; ///< whether the parent lives
constexpr qsizetype kMostStale = 1'000;
constexpr qint64 kDrainMs = 10'000; ///< after the end of input
constexpr QByteArrayView kReplayed = "millrace-again-";

qint64 nowMs()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

int connectTo(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    if (name.isEmpty() || name.size() >= static_cast<qsizetype>(sizeof address.sun_path))
        return -1;
    std::memcpy(address.sun_path, name.constData(), static_cast<std::size_t>(name.size()));
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket >= 0 && ::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
        ::close(socket);
        return -1;
    }
    return socket;
}

} // namespace

Bridge::Bridge(const Options &options)
    : m_options(options)
    , m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
    , m_clientLines(options.mostBytes)
{
    setObjectName(u"bridge"_s);
}

Bridge::~Bridge()
{
    {
        const QMutexLocker lock(&m_mutex);
        m_isStopping = true;
    }
    ::eventfd_write(m_wake, 1);
    wait();
    if (m_server >= 0)
        ::close(m_server);
    ::close(m_wake);
}

void Bridge::setSocket(const QString &path)
{
    const QMutexLocker lock(&m_mutex);
    m_socket = path;
    m_problem.clear();
    ::eventfd_write(m_wake, 1);
}

void Bridge::setProblem(const QString &reason)
{
    const QMutexLocker lock(&m_mutex);
    m_socket.clear();
    m_problem = reason;
    ::eventfd_write(m_wake, 1);
}

void Bridge::run()
{
    const pid_t parent = ::getppid();
    m_lostAt = nowMs();
    qint64 endedAt = 0;
    for (;;) {
        if (m_server < 0 && !connectNow())
            answerWaiting();
        std::array<pollfd, 4> fds = {{{m_wake, POLLIN, 0}, {-1, POLLIN, 0}, {-1, 0, 0}, {-1, POLLOUT, 0}}};
        if (!m_inputEnded && m_toServer.size() < kPauseBytes && m_waitingBytes < kPauseBytes)
            fds[1].fd = m_options.in;
        if (m_server >= 0) {
            fds[2].fd = m_server;
            fds[2].events = static_cast<short>((m_toClient.size() < kPauseBytes ? POLLIN : 0) | (m_toServer.isEmpty() ? 0 : POLLOUT));
        }
        if (!m_toClient.isEmpty())
            fds[3].fd = m_options.out;
        if (::poll(fds.data(), fds.size(), m_server < 0 ? kRetryMs : kLookMs) < 0 && errno != EINTR)
            return;
        if (fds[0].revents) {
            eventfd_t count = 0;
            ::eventfd_read(m_wake, &count);
            const QMutexLocker lock(&m_mutex);
            if (m_isStopping)
                return;
        }
        if (::getppid() != parent)
            return; // whoever started this is gone, and with it the one who asked
        if (fds[1].revents)
            readClient();
        if (fds[2].revents & (POLLIN | POLLHUP | POLLERR))
            readServer();
        if ((fds[3].revents & POLLERR) != 0)
            return; // nobody reads the answers any more
        writeOut();
        if (m_inputEnded) {
            if (endedAt == 0)
                endedAt = nowMs();
            const bool owesNothing = m_toServer.isEmpty() && m_toClient.isEmpty() && m_waiting.empty()
                && std::ranges::all_of(m_pending, [](const Pending &pending) { return pending.isStream; });
            if (owesNothing || nowMs() - endedAt > kDrainMs)
                return;
        }
    }
}

bool Bridge::connectNow()
{
    QString path;
    {
        const QMutexLocker lock(&m_mutex);
        path = m_socket;
    }
    m_server = connectTo(path);
    if (m_server < 0) {
        if (!path.isEmpty()) {
            const QMutexLocker lock(&m_mutex);
            if (m_socket == path)
                m_socket.clear();
            m_wanted = false; // that one is of no use
        }
        if (!std::exchange(m_wanted, true))
            Q_EMIT socketWanted();
        return false;
    }
    m_wanted = false;
    m_serverLines.emplace(m_options.mostBytes * 2);
    replay();
    return true;
}

void Bridge::replay()
{
    if (!m_options.token.isEmpty())
        toServer("Authorization: Bearer " + m_options.token);
    for (const auto &[key, line] : m_told) {
        Result<Json> message = Json::parse(line);
        if (!message)
            continue;
        if (message->contains("id")) {
            if (m_pending.contains(message->value("id").toBytes()))
                continue; // it is asked again below, and still has to be answered
            message->insert("id", kReplayed.toByteArray() + QByteArray::number(++m_replays));
        }
        toServer(message->toBytes());
    }
    for (const Pending &pending : std::as_const(m_pending)) {
        if (!pending.line.isEmpty())
            toServer(pending.line);
    }
    m_waitingBytes = 0;
    for (const QByteArray &line : std::exchange(m_waiting, {}))
        fromClient(line);
}

void Bridge::disconnected()
{
    ::close(m_server);
    m_server = -1;
    m_toServer.clear();
    m_lostAt = nowMs();
    m_wanted = false;
    {
        const QMutexLocker lock(&m_mutex);
        m_socket.clear();
    }
    m_pending.removeIf([this](const auto &entry) {
        if (!entry->line.isEmpty())
            return false;
        answerError(entry->id, u"the program that had the workspace open went away while this was asked; whether it was done is not known"_s);
        return true;
    });
    // The next owner may ask under the same ids.
    for (const Json &id : std::exchange(m_asked, {})) {
        const Json params = Json::object({{"requestId", id}, {"reason", "the program that asked went away"}});
        toClient(Json::object({{"jsonrpc", "2.0"}, {"method", "notifications/cancelled"}, {"params", params}}).toBytes());
        m_stale.append(id);
    }
    if (m_stale.size() > kMostStale)
        m_stale.remove(0, m_stale.size() - kMostStale);
}

void Bridge::readClient()
{
    std::array<char, kReadBytes> buffer; // NOLINT: filled as far as it is used
    const ssize_t got = ::read(m_options.in, buffer.data(), buffer.size());
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (got > 0) {
        m_clientLines.append(QByteArrayView(buffer.data(), got));
        while (const std::optional<QByteArray> line = m_clientLines.next())
            fromClient(*line);
    }
    if (m_clientLines.isOverlong())
        answerError({}, u"the message is longer than is taken"_s);
    if (got > 0 && !m_clientLines.isOverlong())
        return;
    m_inputEnded = true;
    if (const QByteArray last = m_clientLines.rest(); !last.isEmpty())
        fromClient(last);
}

void Bridge::readServer()
{
    std::array<char, kReadBytes> buffer; // NOLINT: filled as far as it is used
    const ssize_t got = ::recv(m_server, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (got <= 0) {
        disconnected();
        return;
    }
    m_serverLines->append(QByteArrayView(buffer.data(), got));
    while (const std::optional<QByteArray> line = m_serverLines->next())
        fromServer(*line);
    if (m_serverLines->isOverlong()) {
        // An answer that is longer than anybody takes; asked again it would be the same.
        for (Pending &pending : m_pending)
            pending.line.clear();
        disconnected();
    }
}

void Bridge::fromClient(const QByteArray &line)
{
    if (m_server < 0) {
        m_waiting.push_back(line);
        m_waitingBytes += line.size();
        return;
    }
    // What is no message is the server's to refuse.
    if (const Result<Json> message = Json::parse(line); message && message->isArray()) {
        for (const Json &one : message->items())
            note(one, one.toBytes());
    } else if (message && message->isObject()) {
        if (!message->contains("method") && !isExpected(*message))
            return;
        note(*message, line);
    }
    toServer(line);
}

void Bridge::note(const Json &message, const QByteArray &line)
{
    const QString method = message.value("method").toString();
    if (method.isEmpty())
        return;
    if (message.contains("id")) {
        const Json &id = message.value("id");
        m_pending.insert(id.toBytes(), {id, method == "tools/call"_L1 ? QByteArray() : line, method == "subscriptions/listen"_L1});
    }
    remember(method, message, line);
}

bool Bridge::isExpected(const Json &answer)
{
    const Json &id = answer.value("id");
    return m_asked.removeOne(id) || !m_stale.removeOne(id);
}

void Bridge::remember(const QString &method, const Json &message, const QByteArray &line)
{
    QString key;
    if (method == "initialize"_L1 || method == "notifications/initialized"_L1 || method == "logging/setLevel"_L1)
        key = method;
    else if (method == "resources/subscribe"_L1 || method == "resources/unsubscribe"_L1)
        key = u"resource "_s + message.value("params").value("uri").toString();
    else if (method == "notifications/cancelled"_L1)
        m_pending.remove(message.value("params").value("requestId").toBytes()); // its answer may never come, and nobody waits for it
    if (key.isEmpty())
        return;
    m_told.remove_if([&](const auto &told) { return told.first == key; });
    if (method != "resources/unsubscribe"_L1)
        m_told.emplace_back(key, line);
}

void Bridge::fromServer(const QByteArray &line)
{
    if (const Result<Json> message = Json::parse(line); message && message->isObject()) {
        const Json &id = message->value("id");
        if (!message->contains("method")) {
            if (id.utf8().startsWith(kReplayed))
                return;
            m_pending.remove(id.toBytes());
        } else if (!id.isNull()) {
            m_asked.append(id);
        } else if (message->value("method").utf8() == "notifications/cancelled") {
            m_asked.removeOne(message->value("params").value("requestId"));
        }
    }
    toClient(line);
}

void Bridge::answerWaiting()
{
    QString problem;
    {
        const QMutexLocker lock(&m_mutex);
        problem = m_problem;
    }
    if (m_waiting.empty() || (problem.isEmpty() && nowMs() - m_lostAt < m_options.patienceMs))
        return;
    if (problem.isEmpty())
        problem = u"the program that has the workspace open does not answer"_s;
    m_waitingBytes = 0;
    for (const QByteArray &line : std::exchange(m_waiting, {})) {
        const Result<Json> message = Json::parse(line);
        const QList<Json> all = !message ? QList<Json>()
            : message->isArray()         ? QList<Json>(message->items().begin(), message->items().end())
                                         : QList<Json>{*message};
        for (const Json &one : all) {
            if (one.contains("id") && one.contains("method"))
                answerError(one.value("id"), problem);
        }
    }
    // It may be otherwise for the next one.
    m_wanted = false;
    {
        const QMutexLocker lock(&m_mutex);
        m_problem.clear();
    }
    m_lostAt = nowMs();
}

void Bridge::answerError(const Json &id, const QString &text)
{
    toClient(Json::object({{"jsonrpc", "2.0"}, {"id", id}, {"error", Json::object({{"code", -32000}, {"message", text}})}}).toBytes());
}

void Bridge::toServer(const QByteArray &line)
{
    m_toServer.append(line).append('\n');
}

void Bridge::toClient(const QByteArray &line)
{
    m_toClient.append(line).append('\n');
}

void Bridge::writeOut()
{
    while (m_server >= 0 && !m_toServer.isEmpty()) {
        const ssize_t sent = ::send(m_server, m_toServer.constData(), static_cast<std::size_t>(m_toServer.size()), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent <= 0)
            break; // full; or gone, which reading will tell
        m_toServer.remove(0, sent);
    }
    while (!m_toClient.isEmpty()) {
        // So much goes into a pipe that has any room without waiting; the pipe is not ours to change.
        pollfd out = {m_options.out, POLLOUT, 0};
        if (::poll(&out, 1, 0) <= 0 || (out.revents & POLLOUT) == 0)
            break;
        const ssize_t written
            = ::write(m_options.out, m_toClient.constData(), static_cast<std::size_t>(std::min<qsizetype>(m_toClient.size(), PIPE_BUF)));
        if (written <= 0)
            break;
        m_toClient.remove(0, written);
    }
}

} // namespace Millrace
