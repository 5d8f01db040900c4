// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/validator.h"

#include "sdk/jsonschema.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

void checkNode(const PipelineNode &node, const ComponentLookup &lookup, QList<PipelineProblem> &problems)
{
    const Component *component = lookup(node.component);
    if (!component) {
        problems.append({node.id, ErrorCode::ComponentUnknown, u"there is no component \"%1\" on this machine"_s.arg(node.component)});
        return;
    }
    const qsizetype before = problems.size();
    if (const auto schema = JsonSchema::compile(component->descriptor().configSchema)) {
        for (const SchemaProblem &problem : schema->check(node.config))
            problems.append({node.id, ErrorCode::ComponentConfig, u"config%1: %2"_s.arg(QString::fromUtf8(problem.path), problem.message)});
    }
    if (problems.size() > before)
        return;
    if (const auto step = component->prepare(node.config); !step)
        problems.append({node.id, step.error().code, step.error().text});
}

/// Ports a node may be left by: those of its descriptor, those its config adds, and `error`, which every node has.
bool hasPort(const PipelineNode &node, const QString &port, const ComponentLookup &lookup)
{
    const Component *component = lookup(node.component);
    if (!component || port == "error"_L1)
        return true;
    const bool described = std::ranges::any_of(component->descriptor().outputs, [&](const PortDescriptor &p) { return p.name == port; });
    return described || node.config.value("ports").toStringList().contains(port);
}

QSet<QString> reachable(const PipelineDefinition &pipeline)
{
    QSet<QString> seen{pipeline.firstNode()};
    QStringList todo{pipeline.firstNode()};
    while (!todo.isEmpty()) {
        const QString node = todo.takeLast();
        for (const PipelineLink &link : pipeline.links) {
            if (link.from.node == node && !seen.contains(link.to.node)) {
                seen.insert(link.to.node);
                todo.append(link.to.node);
            }
        }
    }
    return seen;
}

} // namespace

Json PipelineProblem::toJson() const
{
    return Json::object({{"node", node}, {"code", errorCodeName(code)}, {"message", message}});
}

QList<PipelineProblem> validatePipeline(const PipelineDefinition &pipeline, const ComponentLookup &lookup)
{
    QList<PipelineProblem> problems;
    if (pipeline.nodes.isEmpty())
        problems.append({{}, ErrorCode::PipelineInvalid, u"a pipeline needs at least one node"_s});
    for (const PipelineNode &node : pipeline.nodes)
        checkNode(node, lookup, problems);
    for (const PipelineLink &link : pipeline.links) {
        const PipelineNode *from = pipeline.find(link.from.node);
        if (!from || !pipeline.find(link.to.node)) {
            problems.append({link.from.node, ErrorCode::PipelineInvalid,
                             u"a link leads from \"%1\" to \"%2\", and one of them is not there"_s.arg(link.from.node, link.to.node)});
            continue;
        }
        if (!hasPort(*from, link.from.port, lookup))
            problems.append({from->id, ErrorCode::PipelineInvalid, u"\"%1\" has no port \"%2\""_s.arg(from->component, link.from.port)});
        const auto siblings = pipeline.linksFrom(link.from.node, link.from.port);
        const auto open = std::ranges::count_if(siblings, [](const PipelineLink &l) { return l.condition.isEmpty(); });
        if (open > 1 && siblings.first() == link)
            problems.append({from->id, ErrorCode::PipelineInvalid,
                             u"port \"%1\" has %2 links without a condition; one may have none"_s.arg(link.from.port).arg(open)});
    }
    if (!pipeline.nodes.isEmpty()) {
        const QSet<QString> seen = reachable(pipeline);
        for (const PipelineNode &node : pipeline.nodes) {
            if (!seen.contains(node.id))
                problems.append({node.id, ErrorCode::PipelineInvalid, u"nothing leads to this node"_s});
        }
    }
    return problems;
}

} // namespace Millrace
