// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/mcppeer.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <ctime>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

class NoOutlet : public Mcp::Outlet
{
public:
    void whole(const Mcp::Opening &, const QByteArray &json) override { bytes += json.size(); }
    void open(const Mcp::Opening &) override {}
    void message(const QByteArray &json, const QByteArray &) override { bytes += json.size(); }
    void finished() override {}

    qsizetype bytes = 0;
};

// Outside of the class: its meta object compiler stumbles over such strings.
QByteArray toolCall(const QByteArray &tool, const QByteArray &args)
{
    return R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":")" + tool + R"(","arguments":)" + args
        + R"(,"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"bench","version":"1"},)"
          R"("io.modelcontextprotocol/clientCapabilities":{}}}})";
}

double cpuUs()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

} // namespace

/// What a call costs the server's thread, all checks on, without a wire.
class McpBench : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTrivialCallCostsLittle()
    {
        constexpr int kCalls = 100'000;
        OpenWorkspace workspace;
        Mcp::Server::Options options;
        options.workspace = &*workspace;
        options.conformance = true;
        Mcp::Server server(options);
        const auto outlet = std::make_shared<NoOutlet>();
        const auto measure = [&](const char *what, const QByteArray &tool, const QByteArray &args) {
            const QByteArray body = toolCall(tool, args);
            const double before = cpuUs();
            for (int i = 0; i < kCalls; ++i) {
                Mcp::Incoming incoming;
                incoming.body = body;
                incoming.protocolVersion = "2026-07-28";
                incoming.method = "tools/call";
                incoming.name = tool;
                server.receive(std::move(incoming), outlet);
            }
            const double each = (cpuUs() - before) / kCalls;
            qInfo("%s: %.2f us a call", what, each);
            return each;
        };
        QVERIFY(measure("test_simple_text", "test_simple_text", "{}") < 20);
        QVERIFY(measure("workspace_status", "workspace_status", "{}") < 40);
    }

    void aReadingCostsAThreadsHop()
    {
        constexpr int kCalls = 20'000;
        constexpr int kWindow = 64;
        OpenWorkspace workspace;
        workspace.submit(u"article"_s, "[{'id':'a','type':'article','data':{'title':'Rivers'}}]");
        workspace.untilIdle();
        Mcp::Server::Options options;
        options.workspace = &*workspace;
        Mcp::Server server(options);
        QCoreApplication::processEvents();
        const auto outlet = std::make_shared<NoOutlet>();
        const QByteArray body = toolCall("get_context", "{\"id\":\"a\"}");
        const double cpu = cpuUs();
        QElapsedTimer clock;
        clock.start();
        for (int i = 0; i < kCalls; ++i) {
            while (server.callCount() >= kWindow)
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            Mcp::Incoming incoming;
            incoming.body = body;
            incoming.protocolVersion = "2026-07-28";
            incoming.method = "tools/call";
            incoming.name = "get_context";
            server.receive(std::move(incoming), outlet);
        }
        while (server.callCount() > 0)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        qInfo("get_context: %.0f a second, %.1f us of this thread a call", kCalls * 1000.0 / static_cast<double>(clock.elapsed()),
              (cpuUs() - cpu) / kCalls);
    }
};

QTEST_GUILESS_MAIN(McpBench)
#include "tst_mcpbench.moc"
