// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mcp/tool.h"

#include <QHash>

namespace Millrace::Mcp {

/// The tools there are: those of the one table, made from the door's commands, and one for each pipeline that is published and not hidden.
/// Their lists are made beforehand; what a client sees of them is decided by its policy.
class Toolbox
{
public:
    /// `commands` are the door's.
    explicit Toolbox(const QList<CommandInfo> &commands);

    void add(Tool tool);
    /// Replaces the tools of pipelines; true where they are others than before.
    bool setPipelines(const QList<Tool> &tools);

    [[nodiscard]] const Tool *find(QByteArrayView name) const;
    [[nodiscard]] const QList<std::shared_ptr<const Tool>> &tools() const { return m_tools; }
    /// For the pane, and for rules.
    [[nodiscard]] QList<AgentTool> described() const;
    /// The tools between the brackets of a list; of those that `may` says yes to.
    [[nodiscard]] QByteArray listed(bool isModern, const std::function<bool(const Tool &)> &may) const;

private:
    void remake();

    QList<std::shared_ptr<const Tool>> m_own;
    QList<std::shared_ptr<const Tool>> m_pipelines;
    QList<std::shared_ptr<const Tool>> m_tools; ///< all, in the order they are listed
    QHash<QByteArray, std::shared_ptr<const Tool>> m_byName;
};

/// A pipeline's tool: its input's schema, made of what it says itself (`input_schema`), of what its first step demands, and of a sample of
/// what is put into it (null: there is none). One that is hidden (`"tool": false`) is in no list, but a rule for it binds whatever starts it.
[[nodiscard]] Tool pipelineTool(const Json &definition, const Json &sample);
/// "run_" and the id; whatever other pipelines there are, no other id has the same.
[[nodiscard]] QString pipelineToolName(const QString &id);

} // namespace Millrace::Mcp
