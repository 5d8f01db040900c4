// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QList>
#include <QString>

namespace Millrace {

/// What a call does to the workspace: decides who may and what an agent's call shows before it runs.
enum class Access : quint8 { Read, Propose, Write, Destroy };

/// The described half of a command or query: `millrace commands --json` prints these, and help, schemas and tools are made of them.
struct CommandInfo
{
    QString name; ///< "context.retry"
    QString title; ///< "Retry a context"
    QString description;
    Json args; ///< JSON Schema of the argument object
    Json result; ///< JSON Schema of the result
    Access access = Access::Read;
    QString permission; ///< "contexts.read", "contexts.run", "contexts.write", "workspace.manage"
    bool undoable = false;

    [[nodiscard]] Json toJson() const;

    friend bool operator==(const CommandInfo &, const CommandInfo &) = default;
};

[[nodiscard]] QLatin1StringView accessName(Access access);

} // namespace Millrace
