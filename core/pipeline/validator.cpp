// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/validator.h"

#include "pipeline/topology.h"
#include "sdk/jmespath.h"
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
    if (node.caches && (!component->descriptor().cacheable || component->descriptor().effect == Effect::Writes))
        problems.append({node.id, ErrorCode::PipelineInvalid, u"the results of \"%1\" cannot be kept for another time"_s.arg(node.component)});
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

bool spawns(const PipelineNode &node, const QString &port, const ComponentLookup &lookup)
{
    const Component *component = lookup(node.component);
    return component && std::ranges::any_of(component->descriptor().outputs, [&](const PortDescriptor &p) { return p.name == port && p.spawns; });
}

QStringList portsOf(const PipelineNode &node, const ComponentLookup &lookup)
{
    QStringList ports = node.config.value("ports").toStringList();
    if (const Component *component = lookup(node.component)) {
        for (const PortDescriptor &port : component->descriptor().outputs)
            ports.append(port.name);
    }
    return ports;
}

void checkLink(const PipelineDefinition &pipeline, const PipelineLink &link, const QHash<QString, int> &loops, const ComponentLookup &lookup,
               QList<PipelineProblem> &problems)
{
    const PipelineNode *from = pipeline.find(link.from.node);
    if (!from || !pipeline.find(link.to.node)) {
        problems.append({link.from.node, ErrorCode::PipelineInvalid,
                         u"a link leads from \"%1\" to \"%2\", and one of them is not there"_s.arg(link.from.node, link.to.node)});
        return;
    }
    if (!hasPort(*from, link.from.port, lookup))
        problems.append({from->id, ErrorCode::PipelineInvalid, u"\"%1\" has no port \"%2\""_s.arg(from->component, link.from.port)});
    if (!link.condition.isEmpty()) {
        if (const auto condition = JmesPath::compile(link.condition); !condition)
            problems.append(
                {from->id, ErrorCode::ExpressionInvalid, u"the condition of the link to \"%1\": %2"_s.arg(link.to.node, condition.error().text)});
    }
    const auto siblings = pipeline.linksFrom(link.from.node, link.from.port);
    const auto open = std::ranges::count_if(siblings, [](const PipelineLink &l) { return l.condition.isEmpty(); });
    if (open > 1 && siblings.first() == link && !spawns(*from, link.from.port, lookup))
        problems.append({from->id, ErrorCode::PipelineInvalid,
                         u"port \"%1\" has %2 links without a condition; one may have none"_s.arg(link.from.port).arg(open)});
    // What waits behind such a link would wait for itself.
    if (link.limits.isSet() && loops.contains(link.from.node) && loops.value(link.from.node) == loops.value(link.to.node, -1))
        problems.append({from->id, ErrorCode::PipelineInvalid,
                         u"the link to \"%1\" lies in a loop, where a limit could hold everything up for good"_s.arg(link.to.node)});
}

/// A loop that cannot be left: every port of every node leads back into it, whatever the conditions say.
void checkLoops(const PipelineDefinition &pipeline, const QHash<QString, int> &loops, const ComponentLookup &lookup, QList<PipelineProblem> &problems)
{
    QSet<int> left;
    QHash<int, QString> first;
    for (const PipelineNode &node : pipeline.nodes) {
        const auto loop = loops.constFind(node.id);
        if (loop == loops.cend())
            continue;
        if (!first.contains(*loop))
            first.insert(*loop, node.id);
        for (const QString &port : portsOf(node, lookup)) {
            const auto links = pipeline.linksFrom(node.id, port);
            const bool staysInside = std::ranges::any_of(links, [](const PipelineLink &l) { return l.condition.isEmpty(); })
                && std::ranges::all_of(links, [&](const PipelineLink &l) { return loops.value(l.to.node, -1) == *loop; });
            if (!staysInside)
                left.insert(*loop);
        }
    }
    for (const auto &[loop, node] : first.asKeyValueRange()) {
        if (!left.contains(loop))
            problems.append({node, ErrorCode::PipelineInvalid, u"nothing leads out of the loop that this node is in"_s});
    }
}

void checkJoins(const PipelineDefinition &pipeline, const ComponentLookup &lookup, QList<PipelineProblem> &problems)
{
    for (const PipelineNode &node : pipeline.nodes) {
        const Component *component = lookup(node.component);
        if (!component || !component->descriptor().joins)
            continue;
        const QSet<QString> before = leadingTo(pipeline, node.id);
        const bool splits = std::ranges::any_of(pipeline.nodes, [&](const PipelineNode &other) {
            return before.contains(other.id)
                && std::ranges::any_of(portsOf(other, lookup), [&](const QString &p) { return spawns(other, p, lookup); });
        });
        if (!splits)
            problems.append({node.id, ErrorCode::PipelineInvalid, u"nothing before this node makes children that it could wait for"_s});
    }
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
    const QHash<QString, int> loops = loopsOf(pipeline);
    for (const PipelineLink &link : pipeline.links)
        checkLink(pipeline, link, loops, lookup, problems);
    checkLoops(pipeline, loops, lookup, problems);
    checkJoins(pipeline, lookup, problems);
    if (!pipeline.nodes.isEmpty()) {
        const QSet<QString> seen = reachableFrom(pipeline, pipeline.firstNode());
        for (const PipelineNode &node : pipeline.nodes) {
            if (!seen.contains(node.id))
                problems.append({node.id, ErrorCode::PipelineInvalid, u"nothing leads to this node"_s});
        }
    }
    return problems;
}

} // namespace Millrace
