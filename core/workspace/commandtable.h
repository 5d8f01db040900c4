// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/ledger.h"
#include "sdk/jsonschema.h"
#include "workspace/command.h"
#include "workspace/readers.h"

#include <QHash>

#include <functional>
#include <optional>
#include <variant>

namespace Millrace {

/// What a command's function is given beside the engine's or a reader's scope.
struct CommandCall
{
    Json args;
    QString actor; ///< principal id
    Json found; ///< what the command's search told, where it has one
};

/// Every command and query by name: its description and the function behind it. Filled while the workspace opens, then only read.
class CommandTable
{
public:
    /// On a reader thread.
    using ReadFunction = std::function<Result<Json>(Reader &, const CommandCall &)>;
    /// On the engine's thread, in the group commit; the audit row is written beside it.
    using WriteFunction = std::function<Result<Json>(WriteScope &, const CommandCall &, qint64 actorKey)>;
    /// Anything that takes longer, or is not a transaction: starts the work and returns at once; any thread.
    using StartFunction = std::function<QFuture<Result<Json>>(const CommandCall &)>;
    /// For calls whose arguments alone would have a WriteFunction look at half the file: does them another way, and nothing for all others.
    using DivertFunction = std::function<std::optional<QFuture<Result<Json>>>(const CommandCall &)>;

    struct Entry
    {
        CommandInfo info;
        std::variant<ReadFunction, WriteFunction, StartFunction> function;
        JsonSchema args;
        bool worksReadOnly = false; ///< a StartFunction that needs no engine
        bool readsAll = false; ///< a ReadFunction that takes as long as the file is large
        QStringList unaudited; ///< arguments of a WriteFunction that are kept whole elsewhere, with who gave them
        ReadFunction search; ///< what a WriteFunction needs to know that takes as long as the file is large: read before it, off the engine's thread
        bool hasPaths = false; ///< among its arguments
        DivertFunction divert = {};
    };

    void add(CommandInfo info, ReadFunction function, bool readsAll = false);
    void add(CommandInfo info, WriteFunction function, const QStringList &unaudited = {});
    /// What `search` tells is as old as the write is late: the function looks again at each thing that it changes.
    void add(CommandInfo info, ReadFunction search, WriteFunction function);
    void add(CommandInfo info, StartFunction function, bool worksReadOnly = false);
    /// Of a command that is there already.
    void divert(const QString &name, DivertFunction divert);

    [[nodiscard]] const Entry *find(const QString &name) const;
    [[nodiscard]] const QList<CommandInfo> &infos() const { return m_infos; }

    /// InvalidArgument with every problem where the arguments do not fit the schema.
    [[nodiscard]] static Result<void> check(const Entry &entry, const Json &args);
    /// What of the arguments goes into the audit.
    [[nodiscard]] static Json audited(const Entry &entry, Json args);

private:
    void insert(Entry entry);

    QList<CommandInfo> m_infos;
    QHash<QString, std::shared_ptr<const Entry>> m_entries;
};

} // namespace Millrace
