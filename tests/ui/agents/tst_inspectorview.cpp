// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/inspectorview.h"

#include "agents/agentmodels.h"
#include "agents/agentspane.h"
#include "agents/serving.h"
#include "app/gui/remoteinspection.h"
#include "common/schemaform.h"
#include "common/theme.h"
#include "server/host.h"
#include "workspace/agentdesk.h"
#include "workspace/workspace.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

/// Tools called by hand: of this workspace, and of a server that is a program of its own.
class TestInspectorView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_theme = std::make_unique<Theme>(ThemeMode::Light);
        m_workspace = open(u"test"_s);
        m_foreign = std::make_unique<RemoteInspection>();
        m_pane = std::make_unique<AgentsPane>(m_workspace.get(), &m_serving, m_foreign.get());
        m_pane->resize(1200, 720);
        m_pane->show();
        QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
        QTRY_VERIFY(m_pane->isReady());
    }

    void cleanup()
    {
        m_pane.reset();
        m_foreign.reset();
        m_host.reset();
        m_workspace.reset();
        m_theme.reset();
    }

    void withoutAgentsItSaysWhyThereIsNothing()
    {
        QTest::keyClick(m_pane->focusWidget(), Qt::Key_4, Qt::AltModifier);
        QTRY_VERIFY(view()->isVisible());
        QVERIFY(!call()->isEnabled());
        QTRY_VERIFY(hasText(u"no agents may come in"_s));
    }

    void aToolOfThisWorkspaceIsCalled()
    {
        serve();
        QTest::keyClick(m_pane->focusWidget(), Qt::Key_4, Qt::AltModifier);
        QTRY_VERIFY(tools()->findText(u"workspace_status"_s) >= 0);
        view()->setTool(u"workspace_status"_s);
        QVERIFY(hasText(u"tokens to list"_s));
        QVERIFY(view()->form()->field("counts"));
        QTest::keyClick(view()->focusWidget(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(answer().contains("\"structuredContent\""_L1));
        QVERIFY(answer().contains("\"method\": \"tools/call\""_L1)); // the request too

        box(u"As JSON"_s)->setChecked(true);
        auto *arguments = named<QPlainTextEdit>(u"Arguments"_s);
        arguments->setPlainText(u"{\"counts\": tru"_s);
        view()->call();
        QVERIFY(hasText(u"no JSON object"_s));
        arguments->setPlainText(u"{\"counts\": \"yes\", \"other\": 1}"_s); // what the tool does not ask for is sent all the same
        view()->call();
        QTRY_VERIFY(answer().contains("\"other\": 1"_L1));
    }

    void asAnAgentItsPolicyCounts()
    {
        serve();
        auto added = m_workspace->execute(
            u"client.add"_s, Json::object({{"name", "Cursor"}, {"policy", Json::object({{"tools", Json::object({{"workspace_status", "deny"}})}})}}),
            m_workspace->actor());
        QTRY_VERIFY(added.isFinished());
        QTest::keyClick(m_pane->focusWidget(), Qt::Key_4, Qt::AltModifier);
        auto *as = named<QComboBox>(u"Called by"_s);
        QTRY_COMPARE(as->count(), 2);
        auto *list = m_pane->findChild<QListView *>();
        for (int row = 0; row < list->model()->rowCount() && as->itemText(1) != u"As Cursor"_s; ++row)
            list->setCurrentIndex(list->model()->index(row, 0)); // beside those of this user that show no token
        QCOMPARE(as->itemText(1), u"As Cursor"_s);
        as->setCurrentIndex(1);
        QTRY_VERIFY(tools()->findText(u"workspace_status"_s) >= 0);
        view()->setTool(u"workspace_status"_s);
        view()->call();
        QTRY_VERIFY(answer().contains("there is no tool"_L1));
    }

    void whatAnAgentAskedIsAskedAgain()
    {
        serve();
        auto added = m_workspace->execute(u"client.add"_s, Json::object({{"name", "Cursor"}}), m_workspace->actor());
        QTRY_VERIFY(added.isFinished());
        const Json id = added.result().value().value("client").value("id");
        // The tools come a little after the server.
        Json asked;
        QTRY_VERIFY((asked = ran(u"tool.call"_s, Json::object({{"tool", "workspace_status"}, {"client", id}}))).contains("answer"));
        m_pane->setTab(AgentsPane::Tab::Log);
        auto *list = m_pane->findChild<QListView *>();
        auto *log = m_pane->findChild<RequestsModel *>();
        QTRY_VERIFY(list->model()->rowCount() > 1);
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            if (m_pane->findChild<AgentsModel *>()->row(row).name == "Cursor"_L1)
                list->setCurrentIndex(list->model()->index(row, 0));
        }
        QTRY_VERIFY(log->rowCount() > 0 && log->row(0).tool == "workspace_status"_L1 && log->row(0).client == "Cursor"_L1);
        QPushButton *again = nullptr;
        for (QPushButton *one : m_pane->findChildren<QPushButton *>())
            again = one->text() == u"Ask again"_s ? one : again;
        QTRY_VERIFY(again && again->isEnabled());
        again->click();
        const auto texts = m_pane->findChildren<QPlainTextEdit *>();
        QTRY_VERIFY(std::ranges::any_of(texts, [](QPlainTextEdit *text) {
            return text->isVisible() && text->toPlainText().startsWith(u"Answer now"_s) && text->toPlainText().contains(u"\"running\""_s);
        }));
    }

    void anotherServerIsInspected()
    {
        open(u"other"_s).reset();
        QTest::keyClick(m_pane->focusWidget(), Qt::Key_4, Qt::AltModifier);
        named<QComboBox>(u"Server"_s)->setCurrentIndex(1);
        auto *address = named<QLineEdit>(u"Address or command"_s);
        QVERIFY(address->hasFocus());
        QVERIFY(!call()->isEnabled());
        QTest::keyClicks(address, u"http://127.0.0.1:1/mcp"_s);
        QVERIFY(named<QLineEdit>(u"Token"_s)->isEnabled());
        named<QLineEdit>(u"Token"_s)->setText(u"only-for-this-one"_s);
        QTest::keyClick(address, Qt::Key_Return);
        QTRY_VERIFY2(answer().contains("nobody listens"_L1), qPrintable(answer()));
        address->setText(u"http://127.0.0.1:1/other"_s);
        QCOMPARE(named<QLineEdit>(u"Token"_s)->text(), u"only-for-this-one"_s);
        address->setText(u"http://127.0.0.1:2/mcp"_s); // somebody else
        QCOMPARE(named<QLineEdit>(u"Token"_s)->text(), QString());

        address->setText(QStringLiteral(MILLRACE_BIN_DIR "/millrace mcp -w %1").arg(m_folder->filePath(u"other.millrace"_s)));
        QVERIFY(!named<QLineEdit>(u"Token"_s)->isEnabled());
        QTest::keyClick(address, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(tools()->findText(u"list_pipelines"_s) >= 0, 20'000);
        QVERIFY(hasText(u"speaks 2026-07-28"_s));
        view()->setTool(u"list_pipelines"_s);
        QTest::keyClick(view()->focusWidget(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(answer().contains("\"article\""_L1));
        view()->setTool(u"Resource: The workspace"_s);
        view()->call();
        QTRY_VERIFY(answer().contains("\"resources/read\""_L1) && answer().contains("other"_L1));
    }

    void whatGoesOnIsStopped()
    {
        QTest::keyClick(m_pane->focusWidget(), Qt::Key_4, Qt::AltModifier);
        named<QComboBox>(u"Server"_s)->setCurrentIndex(1);
        const QString script = m_folder->filePath(u"slow"_s);
        QFile file(script);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("read -r discover; echo "
                   "'{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{}}}}'\n"
                   "read -r list; echo '{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"tools\":[{\"name\":\"slow\",\"inputSchema\":{}}]}}'\n"
                   "read -r call; read -r cancelled; echo \"$cancelled\" > "
                   + script.toUtf8() + ".heard; read -r end\n");
        file.close();
        named<QLineEdit>(u"Address or command"_s)->setText(u"/bin/sh "_s + script);
        view()->connectToServer();
        QTRY_VERIFY(tools()->findText(u"slow"_s) >= 0);
        view()->call();
        QTRY_COMPARE(call()->text(), u"Stop"_s);
        QTest::qWait(50);
        call()->click();
        QCOMPARE(call()->text(), u"Call"_s);
        QFile heard(script + u".heard"_s);
        QTRY_VERIFY(heard.exists() && heard.size() > 0);
        QVERIFY(heard.open(QIODevice::ReadOnly));
        QVERIFY(heard.readAll().contains("notifications/cancelled"));
    }

private:
    std::unique_ptr<Workspace> open(const QString &name)
    {
        WorkspaceOptions options;
        options.path = m_folder->filePath(name + u".millrace"_s);
        options.indexPath = m_folder->filePath(name + u".index"_s);
        options.create = true;
        options.synchronousFull = false;
        options.actorName = u"Ada"_s;
        auto opened = Workspace::open(options);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().text));
        return std::move(*opened);
    }
    void serve()
    {
        HostOptions options;
        options.loopback = false;
        options.sockets = {Host::socketBeside(m_workspace->socketPath())};
        auto host = Host::start(*m_workspace, options);
        QVERIFY(host);
        m_host = std::move(*host);
    }
    Json ran(const QString &command, const Json &args)
    {
        const auto future = m_workspace->execute(command, args, m_workspace->actor());
        while (!future.isFinished())
            QTest::qWait(1);
        return future.result().value_or(Json());
    }
    InspectorView *view() { return m_pane->findChild<InspectorView *>(); }
    QComboBox *tools() { return named<QComboBox>(u"Tool"_s); }
    QString answer() { return named<QPlainTextEdit>(u"Request and answer"_s)->toPlainText(); }
    QPushButton *call()
    {
        for (QPushButton *one : view()->findChildren<QPushButton *>()) {
            if (one->text() == u"Call"_s || one->text() == u"Stop"_s)
                return one;
        }
        return nullptr;
    }
    QCheckBox *box(const QString &text)
    {
        for (QCheckBox *one : view()->findChildren<QCheckBox *>()) {
            if (one->text() == text)
                return one;
        }
        return nullptr;
    }
    template <typename T>
    T *named(const QString &name)
    {
        for (T *one : view()->template findChildren<T *>()) {
            if (one->accessibleName() == name)
                return one;
        }
        return nullptr;
    }
    bool hasText(const QString &text)
    {
        const auto labels = view()->findChildren<QLabel *>();
        return std::ranges::any_of(labels, [&](QLabel *label) { return label->isVisible() && label->text().contains(text); });
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<Host> m_host;
    Serving m_serving;
    std::unique_ptr<RemoteInspection> m_foreign;
    std::unique_ptr<AgentsPane> m_pane;
};

QTEST_MAIN(TestInspectorView)
#include "tst_inspectorview.moc"
