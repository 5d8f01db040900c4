// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/agentconfig.h"
#include "agents/agentmodels.h"
#include "agents/agentspane.h"
#include "agents/connectview.h"
#include "agents/heldview.h"
#include "agents/serving.h"
#include "common/theme.h"
#include "server/host.h"
#include "workspace/agentdesk.h"
#include "workspace/workspace.h"

#include <QComboBox>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QLineEdit>
#include <QListView>
#include <QProcess>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

constexpr int kDocuments = 10;

Json object(const char *text)
{
    return Json::parse(QByteArray(text).replace('\'', '"')).value();
}

/// An agent's program: started with exactly what its configuration says, by a shell that has nothing of ours.
class Agent
{
public:
    explicit Agent(const Json &entry, const QString &home)
    {
        QProcessEnvironment clean;
        clean.insert(u"HOME"_s, home);
        clean.insert(u"PATH"_s, u"/usr/bin:/bin"_s);
        for (const JsonMember &variable : entry.value("env").members())
            clean.insert(QString::fromUtf8(variable.key), variable.value.toString());
        m_process.setProcessEnvironment(clean);
        m_process.setWorkingDirectory(u"/"_s);
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(u"/bin/sh"_s,
                        QStringList{u"-c"_s, u"exec \"$0\" \"$@\""_s, entry.value("command").toString()} + entry.value("args").toStringList());
    }
    ~Agent()
    {
        m_process.closeWriteChannel();
        if (!m_process.waitForFinished(10'000))
            m_process.kill();
    }

    int ask(const QByteArray &method, Json params = Json::object())
    {
        params.insert(
            "_meta",
            object("{'io.modelcontextprotocol/protocolVersion':'2026-07-28','io.modelcontextprotocol/clientInfo':{'name':'day','version':'1'},"
                   "'io.modelcontextprotocol/clientCapabilities':{}}"));
        m_process.write(Json::object({{"jsonrpc", "2.0"}, {"id", ++m_last}, {"method", Json(method)}, {"params", params}}).toBytes() + '\n');
        return m_last;
    }
    /// The result; the window goes on meanwhile. Null: there is none yet.
    Json answer(int id, int patienceMs = 30'000)
    {
        QElapsedTimer timer;
        timer.start();
        do {
            while (m_process.canReadLine()) {
                const auto message = Json::parse(m_process.readLine());
                if (!message)
                    qFatal("what came is no message");
                m_answers.append(*message);
            }
            for (const Json &one : std::as_const(m_answers)) {
                if (one.value("id").toInt() == id)
                    return one.contains("error") ? one : one.value("result");
            }
            QTest::qWait(5);
        } while (timer.elapsed() < patienceMs);
        return {};
    }
    int callTool(const char *name, const Json &args) { return ask("tools/call", Json::object({{"name", name}, {"arguments", args}})); }
    Json tool(const char *name, const Json &args = Json::object())
    {
        const Json result = answer(callTool(name, args));
        if (result.value("isError").toBool(true) && result.contains("isError"))
            qWarning("%s: %s", name, result.toBytes().constData());
        return result.value("structuredContent");
    }

private:
    QProcess m_process;
    QList<Json> m_answers;
    int m_last = 0;
};

} // namespace

/// From the person's "Let an agent in" to the agent's report, by the real bridge and the real window.
class TestAgentDay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        qputenv("XDG_CONFIG_HOME", m_folder->filePath(u"config"_s).toUtf8());
        qputenv("HOME", m_folder->path().toUtf8());
        m_theme = std::make_unique<Theme>(ThemeMode::Light);
        WorkspaceOptions options;
        options.path = m_folder->filePath(u"my \"notes\".millrace"_s);
        options.indexPath = m_folder->filePath(u"index"_s);
        options.create = true;
        options.synchronousFull = false;
        options.actorName = u"Ada"_s;
        auto opened = Workspace::open(options);
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().text));
        m_workspace = std::move(*opened);
        run(u"pipeline.save"_s,
            Json::object(
                {{"definition",
                  object(
                      "{'format':'millrace.pipeline/1','id':'notes','title':'Notes','nodes':[{'id':'language','component':"
                      "'detect_language'},{'id':'words','component':'keywords'}],'links':[{'from':{'node':'language'},'to':{'node':'words'}}]}")}}));
        m_pane = std::make_unique<AgentsPane>(m_workspace.get(), &m_serving, nullptr);
        m_pane->resize(1200, 720);
        m_pane->show();
        QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
        QTRY_VERIFY(m_pane->isReady());
        HostOptions served;
        served.loopback = false;
        served.sockets = {Host::socketBeside(m_workspace->socketPath())};
        auto host = Host::start(*m_workspace, served);
        QVERIFY(host);
        m_host = std::move(*host);
    }

    void cleanup()
    {
        m_pane.reset();
        m_host.reset();
        m_workspace.reset();
        m_theme.reset();
    }

    void whatIsWrittenStartsTheBridge_data()
    {
        QTest::addColumn<int>("program");
        QTest::addColumn<QByteArray>("pointer");
        QTest::newRow("Claude Desktop") << static_cast<int>(AgentProgram::ClaudeDesktop) << QByteArray("/mcpServers/millrace");
        QTest::newRow("Claude Code") << static_cast<int>(AgentProgram::ClaudeCode) << QByteArray("/mcpServers/millrace");
        QTest::newRow("VS Code") << static_cast<int>(AgentProgram::VsCode) << QByteArray("/servers/millrace");
        QTest::newRow("Cursor") << static_cast<int>(AgentProgram::Cursor) << QByteArray("/mcpServers/millrace");
        QTest::newRow("Zed") << static_cast<int>(AgentProgram::Zed) << QByteArray("/context_servers/millrace");
    }
    /// Exactly the command that "Connect an agent" writes, from a shell that knows nothing of Millrace.
    void whatIsWrittenStartsTheBridge()
    {
        QFETCH(const int, program);
        QFETCH(const QByteArray, pointer);
        const Json entry = letIn(static_cast<AgentProgram>(program), pointer);
        Agent agent(entry, m_folder->path());
        const Json found = agent.answer(agent.ask("server/discover"));
        QCOMPARE(found.value("supportedVersions").at(0).toString(), u"2026-07-28"_s);
        // It is in as the client that the person let in, not as anybody's.
        QTRY_VERIFY(known()->sessions.join(u' ').contains("day"_L1));
    }

    void anAgentWorksADayAndTheWindowShowsIt()
    {
        const Json entry = letIn(AgentProgram::Cursor, "/mcpServers/millrace");
        const QString inbox = m_folder->filePath(u"inbox"_s);
        QVERIFY(QDir().mkpath(inbox));
        for (int i = 0; i < kDocuments; ++i) {
            QFile file(u"%1/note-%2.md"_s.arg(inbox).arg(i));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("# Note " + QByteArray::number(i)
                       + "\n\nThe water mill at the river grinds grain all day long, and the miller writes down what was ground"
                       + (i == 7 ? " but a heron nested on the wheel.\n" : ".\n"));
        }
        run(u"client.policy"_s, Json::object({{"id", known()->id}, {"folders", Json::array({inbox})}}));
        Agent agent(entry, m_folder->path());

        // Discover.
        QVERIFY(agent.answer(agent.ask("server/discover")).contains("instructions"));
        QVERIFY(agent.answer(agent.ask("tools/list")).value("tools").size() > 20);
        isShown(u"tools/list"_s);

        // Ingest ten documents: the first change of its kind, so the person is asked, and says yes.
        const int ingesting = agent.callTool("ingest_files", Json::object({{"paths", Json::array({inbox})}, {"pipeline", "notes"}}));
        allow(u"ingest_files"_s);
        const Json taken = agent.answer(ingesting).value("structuredContent");
        QCOMPARE(taken.value("submitted").toInt(), kDocuments);
        isShown(u"ingest_files"_s);

        // Run a pipeline of its own choice, and poll.
        const int running = agent.callTool(
            "run_pipeline", object("{'pipeline':'notes','wait':0,'documents':[{'id':'extra','title':'Extra','text':'One more note of the mill.'}]}"));
        allow(u"run_pipeline"_s);
        const Json begun = agent.answer(running).value("structuredContent");
        QVERIFY(!begun.value("run").toString().isEmpty());
        isShown(u"run_pipeline"_s);
        for (const Json &run : {begun.value("run"), taken.value("run")}) {
            Json stands;
            for (int i = 0; i < 10 && !stands.value("finished").toBool(); ++i)
                stands = agent.tool("get_run", Json::object({{"id", run}, {"wait", 5}}));
            QVERIFY(stands.value("finished").toBool());
        }
        isShown(u"get_run"_s);

        // Read the results.
        const Json list = agent.tool("list_contexts", Json::object({{"run", taken.value("run")}}));
        QCOMPARE(list.value("contexts").size(), kDocuments);
        isShown(u"list_contexts"_s);
        const Json &one = list.value("contexts").at(0).value("id");
        QCOMPARE(agent.tool("get_context", Json::object({{"id", one}})).value("status").toString(), u"completed"_s);
        isShown(u"get_context"_s);
        QVERIFY(agent.tool("get_history", Json::object({{"id", one}})).value("transitions").size() >= 3);
        QVERIFY(!agent.tool("lineage", Json::object({{"action", "graph"}, {"focus", one}})).value("nodes").isEmpty());
        isShown(u"lineage"_s);

        // Search.
        Json found;
        QTRY_VERIFY_WITH_TIMEOUT((found = agent.tool("library", object("{'action':'search','query':'heron'}"))).value("hits").size() > 0,
                                 20'000);
        isShown(u"library"_s);

        // Report: back into the workspace, under its own name.
        const int reporting = agent.callTool(
            "submit_text",
            Json::object({{"name", "report.md"}, {"pipeline", "notes"}, {"text", u"# Report\n\nOne of ten notes tells of a heron."_s}}));
        allow(u"submit_text"_s);
        const Json report = agent.answer(reporting).value("structuredContent");
        QCOMPARE(report.value("ids").size(), 1);
        isShown(u"submit_text"_s);

        // All of it is one agent's, and can be taken back.
        const Json undo = run(u"client.undo"_s, Json::object({{"id", known()->id}, {"dry_run", true}}));
        QVERIFY(undo.value("undone").size() + undo.value("kept").size() >= 3);
    }

private:
    Json run(const QString &command, const Json &args)
    {
        const auto future = m_workspace->execute(command, args, m_workspace->actor());
        while (!future.isFinished())
            QTest::qWait(1);
        if (!future.result())
            qFatal("%s: %s", qPrintable(command), qPrintable(future.result().error().text));
        return *future.result();
    }
    /// Through the form; what was written into the program's file.
    Json letIn(AgentProgram program, const QByteArray &pointer)
    {
        QTest::keyClick(m_pane->focusWidget(), Qt::Key_Insert);
        [this] { QTRY_VERIFY(m_pane->connectForm()->isVisible()); }();
        m_pane->connectForm()->findChild<QComboBox *>()->setCurrentText(AgentConfig::nameOf(program));
        auto *name = m_pane->connectForm()->findChild<QLineEdit *>();
        name->setText(u"Cursor"_s);
        QTest::keyClick(name, Qt::Key_Return);
        QPushButton *write = nullptr;
        for (QPushButton *one : m_pane->connectForm()->findChildren<QPushButton *>())
            write = one->text() == u"Write into its file"_s ? one : write;
        [write] { QTRY_VERIFY(write && write->isVisible() && write->isEnabled()); }();
        write->click();
        QTest::keyClick(m_pane->connectForm()->focusWidget(), Qt::Key_Escape);
        // Beside those of this user that show no token.
        [this] { QTRY_VERIFY(known()); }();
        auto *list = m_pane->findChild<QListView *>();
        list->setCurrentIndex(list->model()->index(m_pane->findChild<AgentsModel *>()->rowOf(known()->id), 0));
        QFile file(AgentConfig::fileOf(program, m_folder->path(), m_folder->filePath(u"config"_s)));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("nothing was written to %s", qPrintable(file.fileName()));
        const Json config = Json::parse(file.readAll()).value();
        const Json *entry = config.find(pointer);
        return entry ? *entry : Json();
    }
    [[nodiscard]] const AgentInfo *known() const
    {
        const auto *model = m_pane->findChild<AgentsModel *>();
        for (int row = 0; row < model->rowCount(); ++row) {
            if (model->row(row).name == "Cursor"_L1)
                return &model->row(row);
        }
        return nullptr;
    }
    /// The call waits in the window with the agent's name, and is allowed by key.
    void allow(const QString &tool)
    {
        m_pane->setTab(AgentsPane::Tab::Waiting);
        QTRY_VERIFY(m_pane->held()->current() && m_pane->held()->current()->tool == tool);
        QVERIFY2(m_pane->held()->current()->sentence().startsWith("Cursor wants to run"_L1), qPrintable(m_pane->held()->current()->sentence()));
        QTRY_VERIFY(known()->doing.contains(tool)); // beside its name, while it goes on
        m_pane->held()->setFocus();
        QTest::keyClick(m_pane->focusWidget(), Qt::Key_A);
        QTRY_VERIFY(!m_pane->held()->current());
    }
    /// The step stands in the window's log under the agent's name.
    void isShown(const QString &what)
    {
        m_pane->setTab(AgentsPane::Tab::Log);
        auto *log = m_pane->findChild<RequestsModel *>();
        const auto stands = [&] {
            for (int row = 0; row < log->rowCount(); ++row) {
                const RequestInfo &request = log->row(row);
                if ((request.tool == what || request.method == what) && request.client == "Cursor"_L1)
                    return true;
            }
            return false;
        };
        QTRY_VERIFY2(stands(), qPrintable(what));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Workspace> m_workspace;
    Serving m_serving;
    std::unique_ptr<AgentsPane> m_pane;
    std::unique_ptr<Host> m_host;
};

QTEST_MAIN(TestAgentDay)
#include "tst_agentday.moc"
