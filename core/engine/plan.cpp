// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/plan.h"

#include "pipeline/validator.h"

#include <QHash>

#include <functional>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// JMESPath's truth: null, false, and empty strings, arrays and objects are false.
bool isTrue(const Json &value)
{
    switch (value.type()) {
    case Json::Type::Null:
        return false;
    case Json::Type::Bool:
        return value.toBool();
    case Json::Type::Number:
        return true;
    case Json::Type::String:
        return !value.utf8().isEmpty();
    case Json::Type::Array:
    case Json::Type::Object:
        return !value.isEmpty();
    }
    Q_UNREACHABLE_RETURN(false);
}

bool findLoop(const std::vector<PlanNode> &nodes)
{
    enum class Mark : quint8 { New, Open, Done };
    std::vector<Mark> marks(nodes.size(), Mark::New);
    const std::function<bool(std::size_t)> visit = [&](std::size_t at) {
        marks.at(at) = Mark::Open;
        for (const PlanNode::Exit &exit : nodes.at(at).exits) {
            const auto to = static_cast<std::size_t>(exit.to);
            if (marks.at(to) == Mark::Open || (marks.at(to) == Mark::New && visit(to)))
                return true;
        }
        marks.at(at) = Mark::Done;
        return false;
    };
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (marks.at(i) == Mark::New && visit(i))
            return true;
    }
    return false;
}

} // namespace

Result<std::shared_ptr<const Plan>> Plan::compile(qint64 key, const PipelineDefinition &definition, const ComponentRegistry &registry)
{
    const auto problems = validatePipeline(definition, [&](const QString &name) { return registry.find(name); });
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
    QHash<QString, int> ordinals;
    for (const PipelineNode &node : definition.nodes) {
        PlanNode planned;
        planned.node = node;
        planned.component = registry.find(node.component);
        if (!planned.isChild()) {
            auto step = planned.component->prepare(node.config);
            if (!step)
                return std::unexpected(step.error());
            planned.step = std::move(*step);
        }
        ordinals.insert(node.id, static_cast<int>(plan->m_nodes.size()));
        plan->m_nodes.push_back(std::move(planned));
    }
    for (const PipelineLink &link : definition.links) {
        PlanNode::Exit exit{link.from.port, std::nullopt, ordinals.value(link.to.node)};
        if (!link.condition.isEmpty()) {
            auto condition = JmesPath::compile(link.condition);
            if (!condition)
                return std::unexpected(condition.error());
            exit.condition = std::move(*condition);
        }
        plan->m_nodes.at(static_cast<std::size_t>(ordinals.value(link.from.node))).exits.push_back(std::move(exit));
    }
    plan->m_first = ordinals.value(definition.firstNode());
    plan->m_hasLoop = findLoop(plan->m_nodes);
    return plan;
}

std::optional<int> Plan::next(int node, const QString &port, const Json &data) const
{
    for (const PlanNode::Exit &exit : this->node(node).exits) {
        if (exit.port != port)
            continue;
        if (!exit.condition)
            return exit.to;
        const auto value = exit.condition->evaluate(data);
        if (value && isTrue(*value))
            return exit.to;
    }
    return std::nullopt;
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
