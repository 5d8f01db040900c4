// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/componentregistry.h"
#include "pipeline/definition.h"
#include "sdk/jmespath.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

namespace Millrace {

/// A node ready to run.
struct PlanNode
{
    struct Exit
    {
        QString port;
        std::optional<JmesPath> condition;
        int to = -1;
        LinkLimits limits;
    };

    PipelineNode node;
    const Component *component = nullptr;
    std::shared_ptr<const Step> step; ///< null for components that run in a child process
    std::vector<Exit> exits;
    bool inLoop = false; ///< a context can enter it twice

    [[nodiscard]] Effect effect() const { return component->descriptor().effect; }
    [[nodiscard]] bool isChild() const { return component->descriptor().isolation == Isolation::Child; }
    /// May be run at once and again without a durable start.
    [[nodiscard]] bool isFusible() const { return effect() == Effect::Pure && !isChild(); }
    /// Children end here, and parents wait for them.
    [[nodiscard]] bool isJoin() const { return component->descriptor().joins; }
    /// What it makes goes on as children.
    [[nodiscard]] bool spawns() const { return std::ranges::any_of(component->descriptor().outputs, &PortDescriptor::spawns); }
    /// A runner that has just finished the node in front of it may go on here by itself. Not where the engine has to look first: at a
    /// join, where something is limited, in a loop (the visit number is the ledger's to give), where a kept result may be there.
    [[nodiscard]] bool mayFollow() const
    {
        return isFusible() && !isJoin() && !inLoop && !node.caches && node.limits.concurrency == 0 && node.limits.perSecond == 0;
    }
};

/// One version of a pipeline with every config compiled. Immutable, shared by all threads.
class Plan : public std::enable_shared_from_this<Plan>
{
public:
    /// PipelineInvalid with every problem in the detail where it cannot run on this machine.
    [[nodiscard]] static Result<std::shared_ptr<const Plan>> compile(qint64 key, const PipelineDefinition &definition,
                                                                     const ComponentRegistry &registry);

    [[nodiscard]] qint64 key() const { return m_key; }
    [[nodiscard]] const PipelineDefinition &definition() const { return m_definition; }
    [[nodiscard]] const std::vector<PlanNode> &nodes() const { return m_nodes; }
    [[nodiscard]] const PlanNode &node(int ordinal) const { return m_nodes.at(static_cast<std::size_t>(ordinal)); }
    [[nodiscard]] int first() const { return m_first; }
    /// Where a context with this data goes when it leaves `node` by `port`: the first link whose condition holds.
    [[nodiscard]] std::optional<int> next(int node, const QString &port, const Json &data) const;
    /// Where children go that leave `node` by `port`: every link whose condition holds.
    [[nodiscard]] std::vector<int> allNext(int node, const QString &port, const Json &data) const;
    /// The node a submission continues at that says these components are done already; nothing where all are.
    [[nodiscard]] std::optional<int> resumeAt(const QStringList &completed) const;

private:
    qint64 m_key = 0;
    PipelineDefinition m_definition;
    std::vector<PlanNode> m_nodes;
    int m_first = 0;
};

} // namespace Millrace
