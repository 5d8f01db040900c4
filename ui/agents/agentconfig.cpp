// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/agentconfig.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace Millrace::AgentConfig {

namespace {

constexpr auto kName = "millrace";
constexpr qint64 kLargestFile = 16 * 1024 * 1024;

QStringList argumentsOf(const AgentConnection &connection)
{
    return {u"mcp"_s, u"--workspace"_s, connection.workspace};
}

/// The member that lists servers.
const char *listOf(AgentProgram program)
{
    switch (program) {
    case AgentProgram::VsCode:
        return "servers";
    case AgentProgram::Zed:
        return "context_servers";
    case AgentProgram::ClaudeDesktop:
    case AgentProgram::ClaudeCode:
    case AgentProgram::Cursor:
    case AgentProgram::Codex:
        break;
    }
    return "mcpServers";
}

Json entryOf(AgentProgram program, const AgentConnection &connection)
{
    Json entry = Json::object();
    if (program == AgentProgram::VsCode || program == AgentProgram::ClaudeCode)
        entry.insert("type", "stdio");
    if (program == AgentProgram::Zed)
        entry.insert("source", "custom");
    entry.insert("command", connection.program);
    entry.insert("args", Json::array(argumentsOf(connection)));
    if (!connection.token.isEmpty())
        entry.insert("env", Json::object({{"MILLRACE_TOKEN", connection.token}}));
    return entry;
}

// --- TOML, as far as it is needed: our own table is written, everything else is copied line by line -------------------------------

QByteArray tomlText(const QString &text)
{
    // A basic string of TOML is a string of JSON, but for DEL, which it does not take as it is.
    return Json(text).toBytes().replace("\x7f", "\\u007F");
}

QByteArray tomlTable(const AgentConnection &connection)
{
    QByteArrayList arguments;
    for (const QString &argument : argumentsOf(connection))
        arguments.append(tomlText(argument));
    QByteArray table = "[mcp_servers.millrace]\ncommand = " + tomlText(connection.program) + "\nargs = [" + arguments.join(", ") + "]\n";
    if (!connection.token.isEmpty())
        table += "\n[mcp_servers.millrace.env]\nMILLRACE_TOKEN = " + tomlText(connection.token) + '\n';
    return table;
}

bool isTable(const QByteArray &line)
{
    return line.trimmed().startsWith('[');
}

bool isOurTable(const QByteArray &line)
{
    const QByteArray name = line.trimmed();
    return name.startsWith("[mcp_servers.millrace]") || name.startsWith("[mcp_servers.millrace.") || name.startsWith("[mcp_servers.\"millrace\"");
}

Result<QByteArray> mergedToml(const QByteArray &before, const AgentConnection &connection)
{
    // A line within a text of several lines may look like a table; such files are left alone.
    if (before.contains("\"\"\"") || before.contains("'''"))
        return fail(ErrorCode::Unsupported, u"the file holds texts of several lines: add the entry by hand"_s);
    QByteArray kept;
    bool isOurs = false;
    for (const QByteArray &line : before.split('\n')) {
        if (isTable(line))
            isOurs = isOurTable(line);
        if (!isOurs)
            kept += line + '\n';
    }
    while (kept.endsWith("\n\n"))
        kept.chop(1);
    return (kept == "\n" ? QByteArray() : kept + '\n') + tomlTable(connection);
}

} // namespace

QString nameOf(AgentProgram program)
{
    switch (program) {
    case AgentProgram::ClaudeDesktop:
        return u"Claude Desktop"_s;
    case AgentProgram::ClaudeCode:
        return u"Claude Code"_s;
    case AgentProgram::VsCode:
        return u"VS Code"_s;
    case AgentProgram::Cursor:
        return u"Cursor"_s;
    case AgentProgram::Codex:
        return u"Codex"_s;
    case AgentProgram::Zed:
        return u"Zed"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString idOf(AgentProgram program)
{
    return nameOf(program).toLower().replace(u' ', u'-');
}

QString fileOf(AgentProgram program, const QString &home, const QString &config)
{
    switch (program) {
    case AgentProgram::ClaudeDesktop:
        return config + u"/Claude/claude_desktop_config.json"_s;
    case AgentProgram::ClaudeCode:
        return home + u"/.claude.json"_s;
    case AgentProgram::VsCode:
        return config + u"/Code/User/mcp.json"_s;
    case AgentProgram::Cursor:
        return home + u"/.cursor/mcp.json"_s;
    case AgentProgram::Codex:
        return home + u"/.codex/config.toml"_s;
    case AgentProgram::Zed:
        return config + u"/zed/settings.json"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QByteArray snippet(AgentProgram program, const AgentConnection &connection)
{
    if (program == AgentProgram::Codex)
        return tomlTable(connection);
    const Json servers = Json::object({{kName, entryOf(program, connection)}});
    return Json::object({{listOf(program), servers}}).toBytes(Json::Format::Pretty);
}

Result<QByteArray> merged(AgentProgram program, const QByteArray &before, const AgentConnection &connection)
{
    if (program == AgentProgram::Codex)
        return mergedToml(before, connection);
    Json json = Json::object();
    if (!before.trimmed().isEmpty()) {
        const auto parsed = Json::parseStrict(before);
        if (!parsed || !parsed->isObject())
            return fail(ErrorCode::Unsupported, u"the file is no plain JSON object (it may hold comments): add the entry by hand"_s);
        json = *parsed;
    }
    Json servers = json.value(listOf(program));
    if (!servers.isNull() && !servers.isObject())
        return fail(ErrorCode::Unsupported, u"\"%1\" is no object in the file: add the entry by hand"_s.arg(QLatin1StringView(listOf(program))));
    if (servers.isNull())
        servers = Json::object();
    servers.insert(kName, entryOf(program, connection));
    json.insert(listOf(program), servers);
    return json.toBytes(Json::Format::Pretty) + '\n';
}

Result<Written> write(AgentProgram program, const QString &path, const AgentConnection &connection)
{
    Written written{path, {}};
    QByteArray before;
    // A link is followed: the file that the person keeps elsewhere is the one to change.
    const QString target = QFileInfo(path).isSymLink() ? QFileInfo(path).canonicalFilePath() : path;
    if (QFile file(target); file.exists()) {
        if (file.size() > kLargestFile || !file.open(QIODevice::ReadOnly))
            return fail(ErrorCode::FileUnreadable, u"%1: %2"_s.arg(path, file.size() > kLargestFile ? u"too large"_s : file.errorString()));
        before = file.readAll();
        const QString stamp = QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd-HHmmss-zzz"_s);
        written.backup = u"%1.before-millrace-%2"_s.arg(target, stamp);
    }
    const auto after = merged(program, before, connection);
    if (!after)
        return std::unexpected(after.error());
    if (!written.backup.isEmpty() && !QFile::copy(target, written.backup))
        return fail(ErrorCode::FileWrite, u"%1: no copy of it can be made"_s.arg(path));
    QDir().mkpath(QFileInfo(target).absolutePath());
    QSaveFile file(target);
    // It holds a token: nobody else is to read it.
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) || file.write(*after) != after->size()
        || !file.commit())
        return fail(ErrorCode::FileWrite, u"%1: %2"_s.arg(path, file.errorString()));
    return written;
}

} // namespace Millrace::AgentConfig
