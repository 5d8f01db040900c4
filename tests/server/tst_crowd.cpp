// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A crowd before the door: those that came in and say nothing, and those that do all they can to be in the way. In the usual run a small one; with
// MILLRACE_CROWD=whole a thousand and a hundred.
#include "server/host.h"
#include "server/wire.h"
#include "workspace/openworkspace.h"

#include <atomic>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kMeta = R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}})";
const QByteArray kModern = "Accept: application/json, text/event-stream\r\nMCP-Protocol-Version: 2026-07-28\r\n";

QByteArray discover(const QByteArray &token)
{
    return request("POST", "/mcp", kModern + "Mcp-Method: server/discover\r\nAuthorization: Bearer " + token + "\r\n",
                   R"({"jsonrpc":"2.0","id":1,"method":"server/discover","params":{)" + kMeta + "}}");
}

QByteArray status(const QByteArray &token)
{
    return request("POST", "/mcp", kModern + "Mcp-Method: tools/call\r\nMcp-Name: workspace_status\r\nAuthorization: Bearer " + token + "\r\n",
                   R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"workspace_status","arguments":{},)" + kMeta + "}}");
}

/// One that is in the way: it says something wrong, a piece at a time, and comes again when it is put out.
class Nuisance
{
public:
    Nuisance(quint16 port, int kind, const QByteArray &token)
        : m_port(port)
    {
        switch (kind % 8) {
        case 0: // a request that never ends
            m_text = "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\n" + QByteArray("X-A: b\r\n").repeated(20);
            m_piece = 3;
            break;
        case 1: // no HTTP at all
            m_text = QByteArray(4096, '\xff');
            break;
        case 2: // headers without end
            m_text = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: " + QByteArray(256 * 1024, 'a');
            break;
        case 3: // somebody else's name for this machine
            m_text = "POST /mcp HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 2\r\n\r\n{}";
            break;
        case 4: // tokens, one after the other
            m_text = request("POST", "/mcp", kModern + "Authorization: Bearer mlr_" + QByteArray(43, 'A') + "\r\n", "{}");
            break;
        case 5: // ten thousand levels, from one who may come in
            m_text = request("POST", "/mcp", kModern + "Mcp-Method: tools/call\r\nAuthorization: Bearer " + token + "\r\n", QByteArray(10'000, '['));
            break;
        case 6: // a body that is said to be long and never comes
            m_text = "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAuthorization: Bearer " + token
                + "\r\nContent-Length: 30000000\r\n\r\n[";
            break;
        default: // it comes and goes
            m_text = "G";
            m_leaves = true;
            break;
        }
    }
    ~Nuisance() { leave(); }
    Nuisance(Nuisance &&other) noexcept
        : m_port(other.m_port)
        , m_text(std::move(other.m_text))
        , m_piece(other.m_piece)
        , m_leaves(other.m_leaves)
        , m_socket(std::exchange(other.m_socket, -1))
        , m_at(other.m_at)
    {}

    /// True where it said something.
    bool act()
    {
        if (m_socket < 0)
            come();
        if (m_socket < 0)
            return false;
        char answer[4096];
        const ssize_t got = ::recv(m_socket, answer, sizeof answer, MSG_DONTWAIT);
        if (got == 0 || (got < 0 && errno != EAGAIN) || m_leaves) {
            leave();
            return false;
        }
        const qsizetype size = std::min<qsizetype>(m_piece, m_text.size() - m_at);
        const ssize_t sent = size > 0 ? ::send(m_socket, m_text.constData() + m_at, static_cast<std::size_t>(size), MSG_DONTWAIT | MSG_NOSIGNAL) : 0;
        m_at += std::max<ssize_t>(sent, 0);
        return sent > 0;
    }

private:
    void come()
    {
        m_at = 0;
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(m_port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (m_socket >= 0 && ::connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
            leave();
    }
    void leave()
    {
        if (m_socket >= 0)
            ::close(std::exchange(m_socket, -1));
    }

    quint16 m_port;
    QByteArray m_text;
    qsizetype m_piece = 64 * 1024;
    bool m_leaves = false;
    int m_socket = -1;
    qsizetype m_at = 0;
};

} // namespace

class TestCrowd : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneWorksWhileOthersAreInTheWay()
    {
        const bool isWhole = qgetenv("MILLRACE_CROWD") == "whole";
        const int idle = isWhole ? 1'000 : 100;
        const int hostile = isWhole ? 100 : 24;
        const int calls = isWhole ? 5'000 : 300;
        rlimit files{};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &files), 0);
        files.rlim_cur = std::min<rlim_t>(files.rlim_max, 16'384); // both ends are in this process
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &files), 0);
        if (files.rlim_cur < static_cast<rlim_t>(3 * (idle + hostile)))
            QSKIP("this machine allows too few open files");

        OpenWorkspace workspace;
        const auto add
            = [&](const char *name) { return workspace.run(u"client.add"_s, Json::object({{"name", name}})).value("token").toString().toUtf8(); };
        const QByteArray works = add("works");
        const QByteArray idles = add("idles");
        const QByteArray bothers = add("bothers");
        HostOptions options;
        options.limits.headerMs = 2'000;
        options.limits.bodyMs = 2'000;
        auto host = Host::start(*workspace, options);
        QVERIFY(host);
        const quint16 port = (*host)->port();

        std::vector<std::unique_ptr<Wire>> silent;
        for (int i = 0; i < idle; ++i) {
            silent.push_back(std::make_unique<Wire>(port));
            silent.back()->send(discover(idles));
            QCOMPARE(silent.back()->reply().status, 200);
        }
        Wire working(port);
        std::atomic<bool> isOver = false;
        std::atomic<qint64> bothered = 0;
        std::thread crowd([&] {
            std::vector<Nuisance> all;
            for (int i = 0; i < hostile; ++i)
                all.emplace_back(port, i, bothers);
            while (!isOver) {
                for (Nuisance &one : all)
                    bothered += one.act() ? 1 : 0;
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
        });
        std::vector<qint64> took;
        bool isAnswered = true;
        for (int i = 0; i < calls && isAnswered; ++i) {
            QElapsedTimer timer;
            timer.start();
            working.send(status(works));
            const Reply reply = working.reply();
            isAnswered = reply.status == 200 && reply.json().value("result").value("structuredContent").value("running").toBool();
            took.push_back(timer.nsecsElapsed() / 1'000);
        }
        isOver = true;
        crowd.join();
        QVERIFY2(isAnswered, qPrintable(QString::number(took.size())));
        QVERIFY2(bothered > hostile, qPrintable(QString::number(bothered)));
        std::ranges::sort(took);
        const qint64 usual = took[took.size() / 2];
        const qint64 slow = took[took.size() * 99 / 100];
        qInfo("%d idle, %d hostile: half of %zu calls within %lld us, 99 of 100 within %lld us", idle, hostile, took.size(), usual, slow);
        QVERIFY2(slow < 500'000, qPrintable(QString::number(slow))); // nobody's turn is taken, however busy the machine is
        // Whoever came in and said nothing is still in.
        for (int i = 0; i < idle; i += 10) {
            silent[static_cast<std::size_t>(i)]->send(status(idles));
            QCOMPARE(silent[static_cast<std::size_t>(i)]->reply().status, 200);
        }
    }
};

QTEST_GUILESS_MAIN(TestCrowd)
#include "tst_crowd.moc"
