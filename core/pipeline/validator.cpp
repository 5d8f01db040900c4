// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/validator.h"

#include "pipeline/joinlinks.h"
#include "pipeline/topology.h"
#include "pipeline/validator_p.h"
#include "sdk/edit.h"
#include "sdk/jmespath.h"
#include "sdk/jsonschema.h"

#include <QMap>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kMostTried = 60; ///< fixes of one definition
/// Each trial reads the whole anew: of a large definition fewer are tried, so that the answer is there while one still looks.
constexpr qsizetype kMostRead = 150'000;

using Kind = PipelineFinding::Kind;

PipelineFinding found(Kind kind, const QString &node, const QString &message, const QByteArray &path)
{
    return {.problem = {node, ErrorCode::PipelineInvalid, message, path}, .kind = kind};
}

/// What is wrong with a config, whatever node has it: the paths are below it.
QList<PipelineFinding> configFindings(const PipelineNode &node, const Component &component)
{
    QList<PipelineFinding> findings;
    if (const auto schema = JsonSchema::compile(component.descriptor().configSchema)) {
        for (const SchemaProblem &problem : schema->check(node.config))
            findings.append(
                {.problem = {{}, ErrorCode::ComponentConfig, u"config%1: %2"_s.arg(QString::fromUtf8(problem.path), problem.message), problem.path},
                 .kind = Kind::Config,
                 .keyword = problem.keyword});
    }
    if (!findings.isEmpty())
        return findings;
    if (const auto step = component.prepare(node.config); !step)
        findings.append(
            {.problem = {{}, step.error().code, step.error().text, step.error().detail.value("path").utf8().toByteArray()}, .kind = Kind::Prepare});
    return findings;
}

bool spawnsBy(const PipelineNode &node, const QString &port, const ComponentLookup &lookup)
{
    const Component *component = lookup(node.component);
    return component && std::ranges::any_of(component->descriptor().outputs, [&](const PortDescriptor &p) { return p.name == port && p.spawns; });
}

bool isJoin(const PipelineNode &node, const ComponentLookup &lookup)
{
    const Component *component = lookup(node.component);
    return component && component->descriptor().joins;
}

class Finder
{
public:
    Finder(const PipelineDefinition &pipeline, const ComponentLookup &lookup, ConfigFindings &known)
        : m_pipeline(pipeline)
        , m_lookup(lookup)
        , m_known(known)
        , m_loops(loopsOf(pipeline))
    {
        for (qsizetype i = 0; i < pipeline.nodes.size(); ++i)
            m_places.insert(pipeline.nodes.at(i).id, static_cast<int>(i));
        for (qsizetype i = 0; i < pipeline.links.size(); ++i)
            m_linksFrom[pipeline.links.at(i).from.node].append(static_cast<int>(i));
    }

    QList<PipelineFinding> run()
    {
        if (m_pipeline.nodes.isEmpty())
            m_findings.append(found(Kind::Empty, {}, u"a pipeline needs at least one node"_s, "/nodes"));
        for (int i = 0; i < m_pipeline.nodes.size(); ++i)
            checkNode(i);
        for (int i = 0; i < m_pipeline.links.size(); ++i)
            checkLink(i);
        checkLoops();
        checkJoins();
        if (m_pipeline.nodes.isEmpty())
            return std::move(m_findings);
        const QSet<QString> seen = reachableFrom(m_pipeline, {m_pipeline.firstNode()});
        for (int i = 0; i < m_pipeline.nodes.size(); ++i) {
            const QString &id = m_pipeline.nodes.at(i).id;
            if (!seen.contains(id))
                add(found(Kind::Unreachable, id, u"nothing leads to this node"_s, pathOf(i)));
        }
        return std::move(m_findings);
    }

private:
    static QByteArray pathOf(int node) { return "/nodes/" + QByteArray::number(node); }

    void add(PipelineFinding finding, int place = -1)
    {
        finding.node = place >= 0 ? place : m_places.value(finding.problem.node, -1); // an id may be there twice
        m_findings.append(std::move(finding));
    }

    void addLink(int link, Kind kind, const QString &node, const QString &message, const QByteArray &below = {},
                 ErrorCode code = ErrorCode::PipelineInvalid)
    {
        PipelineFinding finding = found(kind, node, message, "/links/" + QByteArray::number(link) + below);
        finding.problem.code = code;
        finding.problem.link = link;
        add(std::move(finding));
    }

    void checkNode(int place)
    {
        const PipelineNode &node = m_pipeline.nodes.at(place);
        const Component *component = m_lookup(node.component);
        if (!component) {
            PipelineFinding finding = found(Kind::UnknownComponent, node.id, u"there is no component \"%1\" on this machine"_s.arg(node.component),
                                            pathOf(place) + "/component");
            finding.problem.code = ErrorCode::ComponentUnknown;
            add(std::move(finding), place);
            return;
        }
        if (node.caches && (!component->descriptor().cacheable || component->descriptor().effect == Effect::Writes))
            add(found(Kind::NotCacheable, node.id, u"the results of \"%1\" cannot be kept for another time"_s.arg(node.component),
                      pathOf(place) + "/cache"),
                place);
        const QByteArray key = node.component.toUtf8() + '\n' + node.config.toBytes();
        auto known = m_known.constFind(key);
        if (known == m_known.cend())
            known = m_known.insert(key, configFindings(node, *component));
        for (PipelineFinding finding : *known) {
            finding.problem.node = node.id;
            finding.problem.path = pathOf(place) + "/config" + finding.problem.path;
            add(std::move(finding), place);
        }
    }

    /// Every node may also be left by `error`; what is unknown may have any port.
    [[nodiscard]] bool hasPort(const PipelineNode &node, const QString &port) const
    {
        return !m_lookup(node.component) || port == "error"_L1 || portsOf(node, m_lookup).contains(port);
    }

    [[nodiscard]] bool spawns(const PipelineNode &node, const QString &port) const { return spawnsBy(node, port, m_lookup); }

    /// The links leaving a node by a port, in the definition's order.
    [[nodiscard]] QList<int> linksFrom(const QString &node, const QString &port) const
    {
        QList<int> links = m_linksFrom.value(node);
        links.removeIf([&](int i) { return m_pipeline.links.at(i).from.port != port; });
        return links;
    }

    void checkLink(int place)
    {
        const PipelineLink &link = m_pipeline.links.at(place);
        if (!m_places.contains(link.from.node) || !m_places.contains(link.to.node)) {
            addLink(place, Kind::LostLink, link.from.node,
                    u"a link leads from \"%1\" to \"%2\", and one of them is not there"_s.arg(link.from.node, link.to.node));
            return;
        }
        const PipelineNode &from = m_pipeline.nodes.at(m_places.value(link.from.node));
        if (!hasPort(from, link.from.port))
            addLink(place, Kind::Port, from.id, u"\"%1\" has no port \"%2\""_s.arg(from.component, link.from.port), "/from/port");
        if (!link.condition.isEmpty()) {
            if (const auto condition = JmesPath::compile(link.condition); !condition)
                addLink(place, Kind::Condition, from.id, u"the condition of the link to \"%1\": %2"_s.arg(link.to.node, condition.error().text),
                        "/condition", ErrorCode::ExpressionInvalid);
        }
        const QList<int> siblings = linksFrom(link.from.node, link.from.port);
        const auto open = std::ranges::count_if(siblings, [&](int i) { return m_pipeline.links.at(i).condition.isEmpty(); });
        if (open > 1 && siblings.first() == place && !spawns(from, link.from.port))
            addLink(place, Kind::OpenLinks, from.id,
                    u"port \"%1\" has %2 links without a condition; one may have none"_s.arg(link.from.port).arg(open));
        // What waits behind such a link would wait for itself.
        if (link.limits.isSet() && m_loops.contains(link.from.node) && m_loops.value(link.from.node) == m_loops.value(link.to.node, -1))
            addLink(place, Kind::LimitInLoop, from.id,
                    u"the link to \"%1\" lies in a loop, where a limit could hold everything up for good"_s.arg(link.to.node), "/limits");
    }

    /// A loop that cannot be left: every port of every node leads back into it, whatever the conditions say.
    void checkLoops()
    {
        QSet<int> left;
        QMap<int, QString> first;
        for (const PipelineNode &node : m_pipeline.nodes) {
            const auto loop = m_loops.constFind(node.id);
            if (loop == m_loops.cend())
                continue;
            if (!first.contains(*loop))
                first.insert(*loop, node.id);
            const QStringList ports = portsOf(node, m_lookup);
            for (const QString &port : ports) {
                const QList<int> links = linksFrom(node.id, port);
                const bool staysInside = std::ranges::any_of(links, [&](int i) { return m_pipeline.links.at(i).condition.isEmpty(); })
                    && std::ranges::all_of(links, [&](int i) { return m_loops.value(m_pipeline.links.at(i).to.node, -1) == *loop; });
                if (!staysInside)
                    left.insert(*loop);
            }
        }
        for (const auto &[loop, node] : first.asKeyValueRange()) {
            if (!left.contains(loop))
                add(found(Kind::EndlessLoop, node, u"nothing leads out of the loop that this node is in"_s, pathOf(m_places.value(node))));
        }
    }

    void checkJoins()
    {
        const auto joins = [this](const PipelineNode &node) { return isJoin(node, m_lookup); };
        if (std::ranges::none_of(m_pipeline.nodes, joins))
            return;
        QStringList splits;
        for (const PipelineNode &node : m_pipeline.nodes) {
            if (std::ranges::any_of(portsOf(node, m_lookup), [&](const QString &port) { return spawns(node, port); }))
                splits.append(node.id);
        }
        for (const int link : linksOfChildrenToJoins(m_pipeline, m_lookup)) {
            if (m_pipeline.links.at(link).limits.isSet())
                addLink(link, Kind::LimitToJoin, m_pipeline.links.at(link).from.node,
                        u"children come to \"%1\" by this link, where parents wait for them: a limit could hold everything up for good"_s.arg(
                            m_pipeline.links.at(link).to.node),
                        "/limits");
        }
        const QSet<QString> after = reachableFrom(m_pipeline, splits);
        for (int i = 0; i < m_pipeline.nodes.size(); ++i) {
            const PipelineNode &node = m_pipeline.nodes.at(i);
            if (joins(node) && !after.contains(node.id))
                add(found(Kind::LonelyJoin, node.id, u"nothing before this node makes children that it could wait for"_s, pathOf(i)));
        }
    }

    const PipelineDefinition &m_pipeline;
    const ComponentLookup &m_lookup;
    ConfigFindings &m_known;
    QHash<QString, int> m_loops;
    QHash<QString, int> m_places;
    QHash<QString, QList<int>> m_linksFrom;
    QList<PipelineFinding> m_findings;
};

/// Of JSON in any form: first what is wrong with the form, then all that can be told nevertheless.
struct Reading
{
    PipelineDefinition pipeline;
    QList<PipelineFinding> findings;
};

Reading readAll(const Json &definition, const ComponentLookup &lookup, ConfigFindings &known)
{
    Reading reading;
    Json problems;
    reading.pipeline = PipelineDefinition::read(definition, &problems);
    for (const Json &problem : problems.items()) {
        const QByteArray path = problem.value("path").utf8().toByteArray();
        PipelineFinding finding = found(Kind::Form, {}, problem.value("message").toString(), path);
        const QList<QByteArray> tokens = splitPointer(path).value_or(QList<QByteArray>());
        const int place = tokens.value(1).toInt();
        if (tokens.value(0) == "nodes" && tokens.size() > 1) {
            finding.node = place;
            finding.problem.node = reading.pipeline.nodes.value(place).id;
        } else if (tokens.value(0) == "links" && tokens.size() > 1) {
            finding.problem.link = place;
            finding.problem.node = reading.pipeline.links.value(place).from.node;
        }
        reading.findings.append(std::move(finding));
    }
    if (!definition.isObject() || !definition.value("nodes").isArray())
        return reading;
    for (PipelineFinding &finding : findProblems(reading.pipeline, lookup, known)) {
        // The form has said these already.
        if (finding.kind == Kind::LostLink || (finding.kind == Kind::UnknownComponent && reading.pipeline.nodes.at(finding.node).component.isEmpty()))
            continue;
        reading.findings.append(std::move(finding));
    }
    return reading;
}

bool isSame(const PipelineProblem &a, const PipelineProblem &b)
{
    return a.node == b.node && a.code == b.code && a.message == b.message;
}

} // namespace

QSet<int> linksOfChildrenToJoins(const PipelineDefinition &pipeline, const ComponentLookup &lookup)
{
    QStringList first;
    QSet<QString> joins;
    QSet<QString> splits;
    for (const PipelineNode &node : pipeline.nodes) {
        if (isJoin(node, lookup))
            joins.insert(node.id);
    }
    for (const PipelineLink &link : pipeline.links) {
        const PipelineNode *from = pipeline.find(link.from.node);
        if (!from || !spawnsBy(*from, link.from.port, lookup))
            continue;
        splits.insert(from->id);
        if (!joins.contains(link.to.node))
            first.append(link.to.node);
    }
    QSet<int> links;
    if (first.isEmpty() || joins.isEmpty())
        return links;
    // A child ends at a join; one that has split itself goes on behind its own.
    PipelineDefinition within = pipeline;
    within.links.removeIf([&](const PipelineLink &link) { return joins.contains(link.from.node); });
    QSet<QString> seen = reachableFrom(within, first);
    if (seen.intersects(splits))
        seen = reachableFrom(pipeline, first);
    for (qsizetype i = 0; i < pipeline.links.size(); ++i) {
        const PipelineLink &link = pipeline.links.at(i);
        if (joins.contains(link.to.node) && seen.contains(link.from.node))
            links.insert(static_cast<int>(i));
    }
    return links;
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

QList<PipelineFinding> findProblems(const PipelineDefinition &pipeline, const ComponentLookup &lookup, ConfigFindings &known)
{
    return Finder(pipeline, lookup, known).run();
}

Json PipelineFix::toJson() const
{
    return Json::object({{"kind", kind}, {"label", label}, {"patch", patch}});
}

Json PipelineProblem::toJson() const
{
    Json json = Json::object({{"node", node}, {"code", errorCodeName(code)}, {"message", message}});
    if (!path.isEmpty())
        json.insert("path", path);
    if (link >= 0)
        json.insert("link", link);
    if (!fixes.isEmpty()) {
        Json list = Json::array();
        for (const PipelineFix &fix : fixes)
            list.append(fix.toJson());
        json.insert("fixes", list);
    }
    return json;
}

QList<PipelineProblem> validatePipeline(const PipelineDefinition &pipeline, const ComponentLookup &lookup)
{
    ConfigFindings known;
    QList<PipelineProblem> problems;
    for (PipelineFinding &finding : findProblems(pipeline, lookup, known))
        problems.append(std::move(finding.problem));
    return problems;
}

QList<PipelineProblem> validatePipeline(const Json &definition, const ComponentLookup &lookup, const QStringList &names)
{
    if (definition.isArray()) {
        const auto chain = PipelineDefinition::fromJson(definition);
        return chain ? validatePipeline(*chain, lookup) : QList<PipelineProblem>{{{}, chain.error().code, chain.error().text}};
    }
    ConfigFindings known;
    const Reading before = readAll(definition, lookup, known);
    QList<PipelineProblem> problems;
    const qsizetype size = std::max<qsizetype>(1, before.pipeline.nodes.size() + before.pipeline.links.size());
    const int mostTried = static_cast<int>(std::clamp<qsizetype>(kMostRead / size, 1, kMostTried));
    int tried = 0;
    for (const PipelineFinding &finding : before.findings) {
        PipelineProblem problem = finding.problem;
        const QList<PipelineFix> candidates
            = tried < mostTried ? fixesFor(finding, definition, before.pipeline, lookup, names) : QList<PipelineFix>();
        for (const PipelineFix &fix : candidates) {
            if (++tried > mostTried)
                break;
            const auto edit = Edit::fromJson(fix.patch);
            const auto mended = edit ? edit->appliedTo(definition) : Result<Json>(std::unexpected(edit.error()));
            if (!mended)
                continue;
            const Reading after = readAll(*mended, lookup, known);
            const bool isGone = std::ranges::none_of(after.findings, [&](const PipelineFinding &f) { return isSame(f.problem, problem); });
            if (isGone && after.findings.size() < before.findings.size())
                problem.fixes.append(fix);
        }
        problems.append(std::move(problem));
    }
    return problems;
}

} // namespace Millrace
