// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

#include <QStringList>

#include <array>

namespace Millrace {

/// A program that agents run in, and where it looks for MCP servers.
enum class AgentProgram : quint8 { ClaudeDesktop, ClaudeCode, VsCode, Cursor, Codex, Zed };
inline constexpr std::array kAgentPrograms
    = {AgentProgram::ClaudeDesktop, AgentProgram::ClaudeCode, AgentProgram::VsCode, AgentProgram::Cursor, AgentProgram::Codex, AgentProgram::Zed};

/// What such a program is told, so that it starts our bridge and joins this workspace as one client.
struct AgentConnection
{
    QString program; ///< the path of `millrace`
    QString workspace; ///< the path of its file
    QString token; ///< empty: as one of this user's agents without a token
};

/// Their configuration files: pure functions, but for write().
namespace AgentConfig {

/// "Claude Desktop".
[[nodiscard]] QString nameOf(AgentProgram program);
/// "claude-code", for settings.
[[nodiscard]] QString idOf(AgentProgram program);
/// Of this user; `home` and `config` are the home and XDG config folders.
[[nodiscard]] QString fileOf(AgentProgram program, const QString &home, const QString &config);
/// What a person would paste: the whole file, if it held nothing else.
[[nodiscard]] QByteArray snippet(AgentProgram program, const AgentConnection &connection);
/// The file's content with our entry in it, in place of one of the same name; everything else stays as it is. Unsupported where the file is
/// of a form that cannot be changed without losing something (comments): then it is for the person's own hands.
[[nodiscard]] Result<QByteArray> merged(AgentProgram program, const QByteArray &before, const AgentConnection &connection);

struct Written
{
    QString path;
    QString backup; ///< what was there before; empty: nothing was
};
/// Into the file, whole or not at all, for this user alone; what was there is copied beside it first.
[[nodiscard]] Result<Written> write(AgentProgram program, const QString &path, const AgentConnection &connection);

} // namespace AgentConfig

} // namespace Millrace
