// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/agentconfig.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

const AgentConnection kConnection{u"/usr/bin/millrace"_s, u"/home/ada/my \"notes\".millrace"_s, u"mlr_secret"_s};

const QByteArray kBefore
    = "{\"theme\": \"dark\", \"mcpServers\": {\"other\": {\"command\": \"x\", \"n\": 1.10}, \"millrace\": {\"command\": \"old\"}}, \"z\": [1e400]}";
const QByteArray kArguments = "args = [\"mcp\", \"--workspace\", \"/home/ada/my \\\"notes\\\".millrace\"]";

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// What is written into other programs' files: exactly our entry, and nothing of theirs is lost.
class TestAgentConfig : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyProgramIsToldTheSame_data()
    {
        QTest::addColumn<int>("program");
        QTest::addColumn<QByteArray>("pointer");
        QTest::newRow("Claude Desktop") << static_cast<int>(AgentProgram::ClaudeDesktop) << QByteArray("/mcpServers/millrace");
        QTest::newRow("Claude Code") << static_cast<int>(AgentProgram::ClaudeCode) << QByteArray("/mcpServers/millrace");
        QTest::newRow("VS Code") << static_cast<int>(AgentProgram::VsCode) << QByteArray("/servers/millrace");
        QTest::newRow("Cursor") << static_cast<int>(AgentProgram::Cursor) << QByteArray("/mcpServers/millrace");
        QTest::newRow("Zed") << static_cast<int>(AgentProgram::Zed) << QByteArray("/context_servers/millrace");
    }
    void everyProgramIsToldTheSame()
    {
        QFETCH(const int, program);
        QFETCH(const QByteArray, pointer);
        const auto which = static_cast<AgentProgram>(program);
        const auto json = Json::parseStrict(AgentConfig::snippet(which, kConnection));
        QVERIFY(json);
        const Json *entry = json->find(pointer);
        QVERIFY(entry);
        QCOMPARE(entry->value("command").toString(), kConnection.program);
        QCOMPARE(entry->value("args").toStringList(), (QStringList{u"mcp"_s, u"--workspace"_s, kConnection.workspace}));
        QCOMPARE(entry->value("env").value("MILLRACE_TOKEN").toString(), kConnection.token);
        QCOMPARE(AgentConfig::merged(which, {}, kConnection).value().trimmed(), AgentConfig::snippet(which, kConnection).trimmed());
    }

    void withoutATokenNothingIsSaidOfOne()
    {
        for (const AgentProgram program : kAgentPrograms)
            QVERIFY(!AgentConfig::snippet(program, {u"/m"_s, u"/w"_s, {}}).contains("TOKEN"));
    }

    void whatIsThereStays()
    {
        const QByteArray before = kBefore;
        const Json after = Json::parseStrict(AgentConfig::merged(AgentProgram::Cursor, before, kConnection).value()).value();
        QCOMPARE(after.value("theme").toString(), u"dark"_s);
        QCOMPARE(after.value("mcpServers").value("other").toBytes(), "{\"command\":\"x\",\"n\":1.10}");
        QCOMPARE(after.value("z").toBytes(), "[1e400]");
        QCOMPARE(after.value("mcpServers").size(), 2);
        QCOMPARE(after.value("mcpServers").value("millrace").value("command").toString(), kConnection.program);
    }

    void tablesOfOthersStay()
    {
        const QByteArray before = "model = \"o\"\n\n[mcp_servers.other]\ncommand = \"x\"\n\n[mcp_servers.millrace]\ncommand = \"old\"\n"
                                  "[mcp_servers.millrace.env]\nMILLRACE_TOKEN = \"old\"\n\n# mine\n[profiles.a]\nmodel = \"p\"\n";
        const QByteArray after = AgentConfig::merged(AgentProgram::Codex, before, kConnection).value();
        QVERIFY(after.startsWith("model = \"o\"\n\n[mcp_servers.other]\ncommand = \"x\"\n"));
        QVERIFY(after.contains("[profiles.a]\nmodel = \"p\"\n"));
        QVERIFY(!after.contains("old"));
        QCOMPARE(after.count("[mcp_servers.millrace]"), 1);
        QVERIFY(after.contains(kArguments));
        QVERIFY(after.contains("[mcp_servers.millrace.env]\nMILLRACE_TOKEN = \"mlr_secret\"\n"));
        QCOMPARE(AgentConfig::merged(AgentProgram::Codex, after, kConnection).value(), after); // a second time changes nothing
    }

    void whatCannotBeKeptWholeIsLeftAlone_data()
    {
        QTest::addColumn<int>("program");
        QTest::addColumn<QByteArray>("before");
        QTest::newRow("comments") << static_cast<int>(AgentProgram::Zed) << QByteArray("// mine\n{\"a\": 1}");
        QTest::newRow("a list") << static_cast<int>(AgentProgram::Cursor) << QByteArray("[1]");
        QTest::newRow("servers that are a list") << static_cast<int>(AgentProgram::Cursor) << QByteArray("{\"mcpServers\": []}");
        QTest::newRow("the same key twice") << static_cast<int>(AgentProgram::Cursor) << QByteArray("{\"a\": 1, \"a\": 2}");
        QTest::newRow("a text of several lines") << static_cast<int>(AgentProgram::Codex)
                                                 << QByteArray("a = \"\"\"\n[mcp_servers.millrace]\n\"\"\"\n");
    }
    void whatCannotBeKeptWholeIsLeftAlone()
    {
        QFETCH(const int, program);
        QFETCH(const QByteArray, before);
        QTemporaryDir folder;
        const QString path = folder.filePath(u"settings"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(before) == before.size());
        file.close();
        const auto written = AgentConfig::write(static_cast<AgentProgram>(program), path, kConnection);
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::Unsupported);
        QCOMPARE(contentOf(path), before);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
    }

    void aFileIsMadeForThisUserAlone()
    {
        QTemporaryDir folder;
        const QString path = AgentConfig::fileOf(AgentProgram::VsCode, folder.path(), folder.filePath(u".config"_s));
        const auto written = AgentConfig::write(AgentProgram::VsCode, path, kConnection);
        QVERIFY2(written, written ? "" : qPrintable(written.error().text));
        QVERIFY(written->backup.isEmpty());
        QCOMPARE(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther), QFile::Permissions());
        QVERIFY(Json::parseStrict(contentOf(path)));
    }

    void aCopyOfWhatWasThereIsKept()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"mcp.json"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"a\": 1}") > 0);
        file.close();
        const QString link = folder.filePath(u"link.json"_s);
        QVERIFY(QFile::link(path, link));
        const auto written = AgentConfig::write(AgentProgram::Cursor, link, kConnection);
        QVERIFY(written);
        QCOMPARE(contentOf(written->backup), "{\"a\": 1}");
        QVERIFY(QFileInfo(link).isSymLink()); // what it leads to was changed
        QVERIFY(contentOf(path).contains("mlr_secret"));
    }
};

QTEST_APPLESS_MAIN(TestAgentConfig)
#include "tst_agentconfig.moc"
