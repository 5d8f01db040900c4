// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/plan.h"

#include "pipeline/joinlinks.h"
#include "pipeline/topology.h"
#include "pipeline/validator.h"

#include <QHash>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Millrace {

Result<std::shared_ptr<const Plan>> Plan::compile(qint64 key, const PipelineDefinition &definition, const ComponentRegistry &registry)
{
    const auto lookup = [&](const QString &name) { return registry.find(name); };
    // Versions from before such limits were refused run, without them.
    const QSet<int> unlimited = linksOfChildrenToJoins(definition, lookup);
    PipelineDefinition checked = definition;
    for (const int link : unlimited)
        checked.links[link].limits = {};
    const auto problems = validatePipeline(checked, lookup);
    if (!problems.isEmpty()) {
        Json list = Json::array();
        for (const PipelineProblem &problem : problems)
            list.append(problem.toJson());
        return fail(ErrorCode::PipelineInvalid, u"pipeline \"%1\" cannot run: %2"_s.arg(definition.id, problems.first().message),
                    Json::object({{"problems", list}}));
    }
    auto plan = std::make_shared<Plan>();
    plan->m_key = key;
    plan->m_definition = definition;
    const QHash<QString, int> loops = loopsOf(definition);
    QHash<QString, int> ordinals;
    for (const PipelineNode &node : definition.nodes) {
        PlanNode planned;
        planned.node = node;
        planned.component = registry.find(node.component);
        planned.inLoop = loops.contains(node.id);
        if (!planned.isChild()) {
            auto step = planned.component->prepare(node.config);
            if (!step)
                return std::unexpected(step.error());
            planned.step = std::move(*step);
        }
        ordinals.insert(node.id, static_cast<int>(plan->m_nodes.size()));
        plan->m_nodes.push_back(std::move(planned));
    }
    for (const PipelineLink &link : std::as_const(checked.links)) {
        PlanNode::Exit exit{link.from.port, std::nullopt, ordinals.value(link.to.node), link.limits};
        if (!link.condition.isEmpty()) {
            auto condition = JmesPath::compile(link.condition);
            if (!condition)
                return std::unexpected(condition.error());
            exit.condition = std::move(*condition);
        }
        plan->m_nodes.at(static_cast<std::size_t>(ordinals.value(link.from.node))).exits.push_back(std::move(exit));
    }
    plan->m_first = ordinals.value(definition.firstNode());
    return plan;
}

namespace {

bool isOpen(const PlanNode::Exit &exit, const QString &port, const Json &data)
{
    if (exit.port != port)
        return false;
    if (!exit.condition)
        return true;
    const auto value = exit.condition->evaluate(data);
    return value && isTruthy(*value);
}

} // namespace

std::optional<int> Plan::next(int node, const QString &port, const Json &data) const
{
    const std::vector<PlanNode::Exit> &exits = this->node(node).exits;
    const auto open = std::ranges::find_if(exits, [&](const PlanNode::Exit &exit) { return isOpen(exit, port, data); });
    return open == exits.end() ? std::nullopt : std::optional(open->to);
}

std::vector<int> Plan::allNext(int node, const QString &port, const Json &data) const
{
    std::vector<int> found;
    for (const PlanNode::Exit &exit : this->node(node).exits) {
        if (isOpen(exit, port, data))
            found.push_back(exit.to);
    }
    return found;
}

std::optional<int> Plan::resumeAt(const QStringList &completed) const
{
    const bool chain = m_definition.isChain();
    int at = m_first;
    for (const QString &name : completed) {
        const PlanNode &here = node(at);
        if (name != (chain ? here.node.component : here.node.id))
            return at;
        const auto exit = std::ranges::find(here.exits, "out"_L1, &PlanNode::Exit::port);
        if (exit == here.exits.end())
            return std::nullopt;
        at = exit->to;
    }
    return at;
}

} // namespace Millrace
