// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mcp/call.h"
#include "workspace/agentdesk.h"

namespace Millrace::Mcp {

/// A tool as a value: what a client is told of it, and the function behind it.
struct Tool
{
    /// `args` as the client gave them, without nulls.
    using Function = std::function<void(const CallPtr &call, const Json &args)>;
    /// An argument that clients repeat in a header, so that what routes requests need not read them.
    struct Mirrored
    {
        QByteArray header; ///< of Mcp-Param-*, in lower case
        QByteArray pointer; ///< JSON Pointer into the arguments

        friend bool operator==(const Mirrored &, const Mirrored &) = default;
    };

    QString name; ///< at most 64 of [a-z0-9_]
    QString title;
    QString description;
    QString command; ///< that a rule for it holds for
    QString pipeline; ///< id, of a tool that runs this one
    bool isHidden = false;
    Access access = Access::Read; ///< of several actions the strictest
    struct Action
    {
        QString name;
        QString command;
        Access access = Access::Read;
    };
    QList<Action> actions; ///< each judged by its own command; none: `command` is all it does
    bool isIdempotent = false;
    bool isOpenWorld = false;
    TaskUse tasks = TaskUse::Never;
    Json inputSchema;
    Json outputSchema; ///< null: what it gives has no structure
    QList<Mirrored> mirrored;
    Function run;

    QByteArray listed; ///< as tools/list says it
    QByteArray listedLegacy; ///< the same for sessions: with what 2025-11-25 says of tasks

    /// Fills what is listed and mirrored from the rest.
    void complete();
};

/// A command's schema as every client accepts it: an object at the root without combinators, one type for each value, no nulls, no
/// type without a name.
[[nodiscard]] Json lowered(const Json &schema);
/// What `lowered()` promises, as a list of what is otherwise. Empty: all is well.
[[nodiscard]] QStringList schemaProblems(const Json &schema);

} // namespace Millrace::Mcp
