// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/accessclass.h"
#include "sdk/json.h"

#include <QList>
#include <QString>

namespace Millrace {

/// The described half of a command or query: `millrace commands --json` prints these, and help, schemas and tools are made of them.
struct CommandInfo
{
    QString name; ///< "context.retry"
    QString title; ///< "Retry a context"
    QString description;
    Json args; ///< JSON Schema of the argument object
    Json result; ///< JSON Schema of the result
    Access access = Access::Read;
    QString permission; ///< "contexts.read", "contexts.run", "contexts.write", "workspace.manage", "clients.manage"
    bool undoable = false;

    [[nodiscard]] Json toJson() const;

    friend bool operator==(const CommandInfo &, const CommandInfo &) = default;
};

} // namespace Millrace
