// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/agentspane.h"

#include "agents/agentmodels.h"
#include "agents/connectview.h"
#include "agents/heldview.h"
#include "agents/policyview.h"
#include "agents/serving.h"
#include "common/theme.h"
#include "workspace/agentdesk.h"
#include "workspace/workspace.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

/// Agents in the window, over a real workspace.
class TestAgentsPane : public QObject
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
        options.path = m_folder->filePath(u"test.millrace"_s);
        options.indexPath = m_folder->filePath(u"index"_s);
        options.create = true;
        options.synchronousFull = false;
        options.actorName = u"Ada"_s;
        auto opened = Workspace::open(options);
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().text));
        m_workspace = std::move(*opened);
        m_pane = std::make_unique<AgentsPane>(m_workspace.get(), &m_serving, nullptr);
        m_pane->resize(1200, 720);
        m_pane->show();
        QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
        QTRY_VERIFY(m_pane->isReady());
    }

    void cleanup()
    {
        m_pane.reset();
        m_workspace.reset();
        m_theme.reset();
    }

    void anEmptyOneInvitesAndAnAgentIsLetInByKeyboard()
    {
        const QAbstractItemModelTester tester(model());
        QVERIFY(button(u"Let an agent in"_s)->isVisible());
        QTest::keyClick(m_pane->focusWidget(), Qt::Key_Insert);
        QTRY_VERIFY(m_pane->connectForm()->isVisible());
        auto *name = m_pane->connectForm()->findChild<QLineEdit *>();
        QCOMPARE(name->text(), u"Claude Desktop"_s);
        m_pane->connectForm()->findChild<QComboBox *>()->setCurrentText(u"Cursor"_s);
        QCOMPARE(name->text(), u"Cursor"_s); // as long as nobody typed another
        name->setFocus();
        QTest::keyClick(name, Qt::Key_Return);
        auto *snippet = m_pane->connectForm()->findChild<QPlainTextEdit *>();
        QTRY_VERIFY(snippet->isVisible());
        const Json config = Json::parse(snippet->toPlainText().toUtf8()).value();
        const QString token = config.find("/mcpServers/millrace/env/MILLRACE_TOKEN")->toString();
        const auto client = m_workspace->agents().authenticate(token.toUtf8());
        QVERIFY(client);
        QCOMPARE(client->name, u"Cursor"_s);

        QSignalSpy told(m_pane.get(), &Pane::noticeRequested);
        button(u"Write into its file"_s)->click();
        QCOMPARE(told.size(), 1);
        QFile file(m_folder->filePath(u".cursor/mcp.json"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains(token.toUtf8()));
        QTest::keyClick(m_pane->connectForm()->focusWidget(), Qt::Key_Escape);
        QVERIFY(!m_pane->connectForm()->isVisible());
        QTRY_COMPARE(model()->rowCount(), 1);
        QTRY_VERIFY(list()->currentIndex().isValid());
    }

    void aTakenNameIsSaidBesideTheField()
    {
        addClient(u"Cursor"_s);
        QTRY_COMPARE(model()->rowCount(), 1);
        QTest::keyClick(m_pane->focusWidget(), Qt::Key_Insert);
        auto *name = m_pane->connectForm()->findChild<QLineEdit *>();
        name->setText(u"Cursor"_s);
        button(u"Let it in"_s)->click();
        QTRY_VERIFY(hasText(u"taken"_s));
        QVERIFY(button(u"Let it in"_s)->isVisible());
    }

    void aCallThatWaitsIsDecidedByKey()
    {
        const auto client = addClient(u"Claude Code"_s);
        auto first = m_workspace->agents().execute(client, u"pause"_s, u"engine.pause"_s, {});
        QTRY_VERIFY(m_pane->held()->current());
        QTRY_VERIFY(m_pane->held()->isVisible()); // by itself: it is what matters now
        QVERIFY(m_pane->held()->current()->sentence().contains("Claude Code"_L1));
        QTRY_VERIFY(model()->rowCount() == 1 && model()->row(0).held == 1);
        m_pane->held()->setFocus();
        QTest::keyClick(m_pane->focusWidget(), Qt::Key_X);
        QTRY_VERIFY(first.isFinished());
        QCOMPARE(first.result().error().code, ErrorCode::CallRefused);
        QTRY_VERIFY(!m_pane->held()->current());

        m_pane->setTab(AgentsPane::Tab::Waiting);
        auto second = m_workspace->agents().execute(client, u"pause"_s, u"engine.pause"_s, {});
        QTRY_VERIFY(m_pane->held()->current());
        m_pane->held()->setFocus();
        QTest::keyClick(m_pane->focusWidget(), Qt::Key_A, Qt::ShiftModifier);
        QTRY_VERIFY(second.isFinished());
        QVERIFY(second.result());
        QTRY_COMPARE(m_workspace->agents().current(client->id)->policy.tools.value(u"pause"_s), Verdict::Allow);
    }

    void theSameKeysTypeLettersElsewhere()
    {
        const auto client = addClient(u"a"_s);
        auto future = m_workspace->agents().execute(client, u"pause"_s, u"engine.pause"_s, {});
        QTRY_VERIFY(m_pane->held()->current());
        m_pane->setTab(AgentsPane::Tab::Log);
        QTest::keyClick(list(), Qt::Key_A);
        QTest::keyClick(list(), Qt::Key_X);
        QTest::qWait(50);
        QVERIFY(!future.isFinished());
    }

    void rulesAreChangedInPlace()
    {
        m_workspace->agents().setTools({{u"search"_s, u"Search"_s, u"library.search"_s, Access::Read}});
        const auto client = addClient(u"a"_s);
        m_pane->setTab(AgentsPane::Tab::Policy);
        QTRY_VERIFY(m_pane->policy()->isVisible() && list()->currentIndex().isValid());
        QTRY_VERIFY(box(u"Changes"_s)->isEnabled());
        QCOMPARE(box(u"Changes"_s)->currentText(), u"Ask once"_s);
        box(u"Changes"_s)->setFocus();
        QTest::keyClicks(box(u"Changes"_s), u"D"_s); // "Deny"
        QTRY_VERIFY(!m_workspace->agents().mayUse(*client, u"any"_s, Access::Write));
        QTRY_VERIFY(box(u"search"_s));
        box(u"search"_s)->setCurrentText(u"Deny"_s);
        QTRY_VERIFY(!m_workspace->agents().mayUse(*client, u"search"_s, Access::Read));
        box(u"search"_s)->setCurrentText(u"As its kind"_s);
        QTRY_VERIFY(m_workspace->agents().mayUse(*client, u"search"_s, Access::Read));
        auto *readOnly = m_pane->policy()->findChild<QCheckBox *>();
        readOnly->setFocus();
        QTest::keyClick(readOnly, Qt::Key_Space);
        QTRY_VERIFY(m_workspace->agents().current(client->id)->policy.readOnly);
        QTRY_VERIFY(readOnly->isChecked()); // a list that was asked for before may come in between
    }

    void anAgentIsShutOutAndLetInAgain()
    {
        const auto client = addClient(u"a"_s);
        QTRY_VERIFY(list()->currentIndex().isValid());
        list()->setFocus();
        QTest::keyClick(list(), Qt::Key_Delete);
        QTRY_VERIFY(!m_workspace->agents().current(client->id));
        QTRY_VERIFY(model()->row(0).isRevoked);
        m_pane->setTab(AgentsPane::Tab::Policy);
        button(u"New token…"_s)->click();
        QTRY_VERIFY(m_workspace->agents().current(client->id));
        QTRY_VERIFY(m_pane->connectForm()->isVisible());
    }

    void whatWasAskedIsListed()
    {
        const auto client = addClient(u"a"_s);
        AgentDesk &desk = m_workspace->agents();
        desk.requestEnded(desk.requestBegan(client, u"http"_s, u"tools/call"_s, u"get_context"_s, R"({"id":"x"})"), false, u"not_found"_s, "{}");
        m_pane->setTab(AgentsPane::Tab::Log);
        QTRY_VERIFY(hasText(u"get_context"_s) || hasRow(u"get_context"_s));
    }

    void nobodyComesInUntilTheSwitchSaysSo()
    {
        auto *box = m_pane->findChild<QCheckBox *>();
        QVERIFY(box && !box->isChecked());
        QSignalSpy wished(&m_serving, &Serving::wished);
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Space);
        QCOMPARE(wished.size(), 1);
        QCOMPARE(wished.first().first().toBool(), true);
        m_serving.setUrl(u"http://127.0.0.1:4711/mcp"_s);
        QVERIFY(box->isChecked());
        m_serving.setUrl({});
        QVERIFY(!box->isChecked());
    }

private:
    std::shared_ptr<const Client> addClient(const QString &name)
    {
        auto added = m_workspace->execute(u"client.add"_s, Json::object({{"name", name}}), m_workspace->actor());
        while (!added.isFinished())
            QTest::qWait(1);
        return m_workspace->agents().authenticate(added.result().value().value("token").utf8());
    }
    AgentsModel *model() { return m_pane->findChild<AgentsModel *>(); }
    QListView *list() { return m_pane->findChild<QListView *>(); }
    QPushButton *button(const QString &text)
    {
        for (QPushButton *one : m_pane->findChildren<QPushButton *>()) {
            if (one->text() == text)
                return one;
        }
        return nullptr;
    }
    QComboBox *box(const QString &name)
    {
        for (QComboBox *one : m_pane->policy()->findChildren<QComboBox *>()) {
            if (one->accessibleName() == name)
                return one;
        }
        return nullptr;
    }
    bool hasText(const QString &text)
    {
        const auto labels = m_pane->findChildren<QLabel *>();
        return std::ranges::any_of(labels, [&](QLabel *label) { return label->isVisible() && label->text().contains(text); });
    }
    bool hasRow(const QString &text)
    {
        auto *requests = m_pane->findChild<RequestsModel *>();
        for (int row = 0; row < requests->rowCount(); ++row) {
            if (requests->row(row).tool == text)
                return true;
        }
        return false;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Workspace> m_workspace;
    Serving m_serving;
    std::unique_ptr<AgentsPane> m_pane;
};

QTEST_MAIN(TestAgentsPane)
#include "tst_agentspane.moc"
