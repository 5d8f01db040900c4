// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/wire.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QUrl>

#include <csignal>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kInitialize = R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},)"
                               R"("clientInfo":{"name":"test","version":"1"}}})";
const QByteArray kInitialized = R"({"jsonrpc":"2.0","method":"notifications/initialized"})";

QByteArray ping(int id)
{
    return R"({"jsonrpc":"2.0","id":)" + QByteArray::number(id) + R"(,"method":"ping"})";
}

/// `millrace` with pipes at its ends.
class Program
{
public:
    explicit Program(const QStringList &arguments)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.remove(u"MILLRACE_TOKEN"_s);
        m_process.setProcessEnvironment(environment);
        m_process.start(QStringLiteral(MILLRACE_BIN_DIR "/millrace"), arguments);
        if (!m_process.waitForStarted(10'000))
            qFatal("millrace does not start: %s", qPrintable(m_process.errorString()));
    }
    ~Program()
    {
        m_process.kill();
        m_process.waitForFinished(10'000);
    }

    void send(const QByteArray &line)
    {
        m_process.write(line + '\n');
        m_process.waitForBytesWritten(5000);
    }
    QByteArray line()
    {
        while (!m_process.canReadLine() && m_process.waitForReadyRead(15'000)) {}
        return m_process.readLine().trimmed();
    }
    /// The next message that answers this id.
    Json answer(int id)
    {
        for (;;) {
            const QByteArray text = line();
            if (text.isEmpty())
                return {};
            const Result<Json> message = Json::parse(text);
            if (!message)
                qFatal("no message on stdout: %s", text.constData());
            if (message->value("id").toInt(-1) == id && !message->contains("method"))
                return *message;
        }
    }
    void greet()
    {
        send(kInitialize);
        [&] { QVERIFY(answer(1).value("result").contains("protocolVersion")); }();
        send(kInitialized);
    }
    QProcess *operator->() { return &m_process; }

private:
    QProcess m_process;
};

} // namespace

/// `millrace serve` and `millrace mcp` as an agent's configuration starts them.
class TestServeCli : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        // What outlives a process stays in the test's own folders.
        for (const char *name : {"XDG_STATE_HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"}) {
            const QString folder = m_folder->filePath(QString::fromLatin1(name).toLower());
            QDir().mkpath(folder);
            qputenv(name, folder.toLocal8Bit());
        }
        Program made({u"init"_s, u"-w"_s, file()});
        QVERIFY(made->waitForFinished(20'000));
        QCOMPARE(made->exitCode(), 0);
    }

    void serveSaysWhereItIsAndMakesAToken()
    {
        const QString tokenFile = m_folder->filePath(u"agent.token"_s);
        Program serve({u"serve"_s, u"-w"_s, file(), u"--port"_s, u"0"_s, u"--token-file"_s, tokenFile});
        const QUrl url(QString::fromUtf8(serve.line()));
        QCOMPARE(url.host(), u"127.0.0.1"_s);
        QCOMPARE(url.path(), u"/mcp"_s);
        QFile token(tokenFile);
        QVERIFY(token.open(QIODevice::ReadOnly));
        QCOMPARE(token.permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther | QFileDevice::WriteGroup | QFileDevice::WriteOther),
                 QFileDevice::Permissions());
        Wire wire(quint16(url.port()));
        wire.send(request("POST", "/mcp", "Accept: */*\r\nAuthorization: Bearer " + token.readAll().trimmed() + "\r\n", kInitialize));
        QCOMPARE(wire.reply().status, 200);
        // A second one joins nobody.
        Program second({u"serve"_s, u"-w"_s, file(), u"--port"_s, u"0"_s});
        QVERIFY(second->waitForFinished(20'000));
        QCOMPARE(second->exitCode(), 3);
        serve->terminate();
        QVERIFY(serve->waitForFinished(20'000));
        // The token is good for the next one.
        Program again({u"serve"_s, u"-w"_s, file(), u"--port"_s, u"0"_s, u"--token-file"_s, tokenFile});
        QVERIFY(again.line().startsWith("http://"));
    }

    void mcpOpensTheWorkspaceWhereNobodyHasIt()
    {
        Program mcp({u"mcp"_s, u"-w"_s, file()});
        mcp.greet();
        mcp.send(R"({"jsonrpc":"2.0","id":2,"method":"tools/list"})");
        QVERIFY(mcp.answer(2).find("/result/tools/0/name"));
        mcp.send(ping(3));
        mcp->closeWriteChannel();
        QVERIFY(mcp.answer(3).contains("result"));
        QVERIFY(mcp->waitForFinished(10'000));
        QCOMPARE(mcp->exitCode(), 0);
    }

    void mcpJoinsTheOwnerAndTakesOverWhenItGoes()
    {
        auto owner = std::make_unique<Program>(QStringList{u"serve"_s, u"-w"_s, file(), u"--port"_s, u"0"_s});
        QVERIFY(owner->line().startsWith("http://"));
        Program first({u"mcp"_s, u"-w"_s, file()});
        Program second({u"mcp"_s, u"-w"_s, file()});
        first.greet();
        second.greet();
        // Killed in the middle of everything: both go on, one with the other.
        (*owner)->kill();
        QVERIFY((*owner)->waitForFinished(10'000));
        for (int id = 10; id < 13; ++id) {
            first.send(ping(id));
            second.send(ping(id));
            QVERIFY(first.answer(id).contains("result"));
            QVERIFY(second.answer(id).contains("result"));
        }
        first->closeWriteChannel();
        QVERIFY(first->waitForFinished(15'000));
        second.send(R"({"jsonrpc":"2.0","id":20,"method":"tools/list"})");
        QVERIFY(second.answer(20).find("/result/tools/0/name"));
    }

    void withoutAnEnvironmentItSaysNothingBesides()
    {
        QProcess bare;
        QProcessEnvironment environment;
        environment.insert(u"HOME"_s, m_folder->path());
        bare.setProcessEnvironment(environment);
        bare.setWorkingDirectory(u"/"_s);
        bare.start(QStringLiteral(MILLRACE_BIN_DIR "/millrace"), {u"mcp"_s, u"-w"_s, file()});
        QVERIFY(bare.waitForStarted());
        bare.write(kInitialize + '\n');
        bare.closeWriteChannel();
        QVERIFY(bare.waitForFinished(20'000));
        QCOMPARE(bare.readAllStandardError(), QByteArray());
        QVERIFY(Json::parse(bare.readAllStandardOutput().trimmed()).value_or(Json()).contains("result"));
    }

    void twoThatStartAtOneSocketTakeTurns()
    {
        const QString folder = m_folder->filePath(u"sockets"_s);
        QVERIFY(QDir().mkpath(folder));
        const QStringList arguments{u"serve"_s, u"-w"_s, file(), u"--port"_s, u"0"_s, u"--socket"_s, folder + u"/agents.sock"_s};
        const int turn = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        QCOMPARE(::flock(turn, LOCK_EX), 0); // somebody else is about to make it
        Program serve(arguments);
        QVERIFY(!serve->waitForReadyRead(1'500));
        QVERIFY(!QFileInfo::exists(folder + u"/agents.sock"_s));
        ::close(turn);
        QVERIFY(serve.line().startsWith("http://"));
        QVERIFY(QFileInfo::exists(folder + u"/agents.sock"_s));
    }

    void mcpNeedsAWorkspace()
    {
        Program missing({u"mcp"_s, u"-w"_s, m_folder->filePath(u"none.millrace"_s)});
        QVERIFY(missing->waitForFinished(20'000));
        QCOMPARE(missing->exitCode(), 3);
        QVERIFY(missing->readAllStandardOutput().isEmpty());
        QVERIFY(missing->readAllStandardError().contains("no workspace"));
    }

    void mcpEndsWithItsParent()
    {
        // A shell that starts it with a pipe that somebody else keeps open, and goes away.
        QProcess shell;
        shell.start(u"sh"_s, {u"-c"_s, u"sleep 20 | %1/millrace mcp -w %2 & echo $!; sleep 2"_s.arg(QStringLiteral(MILLRACE_BIN_DIR), file())});
        QVERIFY(shell.waitForStarted());
        while (!shell.canReadLine() && shell.waitForReadyRead(10'000)) {}
        const pid_t pid = shell.readLine().trimmed().toInt();
        QVERIFY(pid > 0);
        QCOMPARE(::kill(pid, 0), 0);
        QVERIFY(shell.waitForFinished(15'000));
        QTRY_VERIFY_WITH_TIMEOUT(::kill(pid, 0) != 0, 10'000);
    }

private:
    QString file() const { return m_folder->filePath(u"w.millrace"_s); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestServeCli)
#include "tst_servecli.moc"
