// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/definition.h"

#include <QSet>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kFormat = "millrace.pipeline/1"_L1;
constexpr qint64 kMostAtOnce = 1'000'000;
constexpr qint64 kMostVisits = 65'000;
constexpr double kLeastPerSecond = 0.0001;
constexpr double kMostPerSecond = 1e6;

/// The members of `json` that are not in `known`, in order: what a newer version wrote and this one must not lose.
Json unknownMembers(const Json &json, std::initializer_list<QByteArrayView> known)
{
    Json rest = Json::object();
    for (const JsonMember &member : json.members()) {
        if (std::ranges::find(known, QByteArrayView(member.key)) == known.end())
            rest.insert(member.key, member.value);
    }
    return rest;
}

/// Limits this version does not know travel in `extra`, below the name they have in the file.
void keepUnknownLimits(const Json &limits, std::initializer_list<QByteArrayView> known, Json &extra)
{
    if (const Json unknown = unknownMembers(limits, known); !unknown.isEmpty())
        extra.insert("limits", unknown);
}

void appendMembers(Json &json, const Json &extra)
{
    for (const JsonMember &member : extra.members()) {
        if (!json.contains(member.key)) // limits of both kinds are there already
            json.insert(member.key, member.value);
    }
}

void insertLimits(Json &json, Json limits, const Json &extra)
{
    const Json unknown = extra.value("limits");
    for (const JsonMember &member : unknown.members())
        limits.insert(member.key, member.value);
    if (!limits.isEmpty())
        json.insert("limits", limits);
}

/// Collects every problem of a definition's form, so that a person sees all at once.
class Reader
{
public:
    PipelineDefinition read(const Json &json)
    {
        PipelineDefinition definition;
        const QString format = json.value("format").toString();
        if (format != kFormat)
            problem("/format"_ba, u"the format must be \"%1\""_s.arg(kFormat));
        definition.id = text(json, "id", "/id"_ba, true);
        definition.title = text(json, "title", "/title"_ba, false);
        definition.description = text(json, "description", "/description"_ba, false);
        if (definition.title.isEmpty())
            definition.title = definition.id;
        readNodes(json.value("nodes"), definition);
        readLinks(json.value("links"), definition);
        if (json.contains("groups"))
            definition.groups = json.value("groups");
        if (json.contains("notes"))
            definition.notes = json.value("notes");
        definition.extra = unknownMembers(json, {"format", "id", "title", "description", "version", "nodes", "links", "groups", "notes"});
        return definition;
    }

    const Json &problems() const { return m_problems; }

private:
    void problem(const QByteArray &path, const QString &message) { m_problems.append(Json::object({{"path", path}, {"message", message}})); }

    QString text(const Json &json, const char *key, const QByteArray &path, bool required)
    {
        const Json &value = json.value(key);
        if (!value.isNull() && !value.isString())
            problem(path, u"\"%1\" must be a text"_s.arg(QLatin1StringView(key)));
        if (required && value.toString().isEmpty())
            problem(path, u"\"%1\" is missing"_s.arg(QLatin1StringView(key)));
        return value.toString();
    }

    void readNodes(const Json &nodes, PipelineDefinition &definition)
    {
        if (!nodes.isArray())
            problem("/nodes"_ba, u"\"nodes\" must be a list"_s);
        definition.nodes.reserve(nodes.size());
        for (qsizetype i = 0; i < nodes.size(); ++i) {
            const Json &json = nodes.at(i);
            const QByteArray path = "/nodes/" + QByteArray::number(i);
            PipelineNode node;
            node.id = text(json, "id", path + "/id", true);
            node.component = text(json, "component", path + "/component", true);
            node.title = text(json, "title", path + "/title", false);
            if (m_ids.contains(node.id))
                problem(path + "/id", u"two nodes have the id \"%1\""_s.arg(node.id));
            m_ids.insert(node.id);
            if (json.contains("config"))
                node.config = json.value("config");
            if (!node.config.isObject())
                problem(path + "/config", u"\"config\" must be an object"_s);
            readRetry(json.value("retry"), path + "/retry", node.retry);
            if (json.contains("timeout_ms")) {
                node.timeoutMs = json.value("timeout_ms").toInt(-1);
                if (node.timeoutMs < 1)
                    problem(path + "/timeout_ms", u"the timeout must be a number of milliseconds from 1"_s);
            }
            readLimits(json.value("limits"), path + "/limits", node.limits);
            if (json.contains("cache") && !json.value("cache").isBool())
                problem(path + "/cache", u"\"cache\" is true or false"_s);
            node.caches = json.value("cache").toBool();
            node.extra = unknownMembers(json, {"id", "title", "component", "config", "retry", "timeout_ms", "limits", "cache"});
            keepUnknownLimits(json.value("limits"), {"concurrency", "per_second", "max_visits"}, node.extra);
            definition.nodes.append(node);
        }
    }

    void readLimits(const Json &json, const QByteArray &path, NodeLimits &limits)
    {
        if (json.isNull())
            return;
        if (!json.isObject()) {
            problem(path, u"\"limits\" must be an object"_s);
            return;
        }
        const qint64 concurrency = json.value("concurrency").toInt(limits.concurrency);
        limits.concurrency = static_cast<int>(std::clamp<qint64>(concurrency, 0, kMostAtOnce));
        limits.perSecond = json.value("per_second").toDouble(limits.perSecond);
        const qint64 visits = json.value("max_visits").toInt(limits.maxVisits);
        limits.maxVisits = static_cast<int>(std::clamp<qint64>(visits, 1, kMostVisits));
        if (concurrency != limits.concurrency)
            problem(path + "/concurrency", u"the number of attempts at once must be 0 (no limit) or up to %1"_s.arg(kMostAtOnce));
        if (limits.perSecond != 0 && !(limits.perSecond >= kLeastPerSecond && limits.perSecond <= kMostPerSecond))
            problem(path + "/per_second", u"the number of attempts a second must be 0 (no limit), or from 0.0001 to 1000000"_s);
        if (visits != limits.maxVisits)
            problem(path + "/max_visits", u"the visits must be between 1 and 65000"_s);
    }

    void readRetry(const Json &json, const QByteArray &path, RetryPolicy &retry)
    {
        if (json.isNull())
            return;
        if (!json.isObject()) {
            problem(path, u"\"retry\" must be an object"_s);
            return;
        }
        retry.maxAttempts = static_cast<int>(json.value("max_attempts").toInt(retry.maxAttempts));
        retry.delayMs = json.value("delay_ms").toInt(retry.delayMs);
        retry.maxDelayMs = json.value("max_delay_ms").toInt(retry.maxDelayMs);
        retry.jitter = json.value("jitter").toDouble(retry.jitter);
        const QString backoff = json.value("backoff").toString(u"exponential"_s);
        if (backoff == "fixed"_L1)
            retry.backoff = RetryPolicy::Backoff::Fixed;
        else if (backoff != "exponential"_L1)
            problem(path + "/backoff", u"the backoff is \"fixed\" or \"exponential\""_s);
        if (retry.maxAttempts < 1 || retry.maxAttempts > 1000)
            problem(path + "/max_attempts", u"the attempts must be between 1 and 1000"_s);
        if (retry.delayMs < 0 || retry.maxDelayMs < retry.delayMs)
            problem(path + "/delay_ms", u"the delay must be between 0 and the longest delay"_s);
        if (retry.jitter < 0 || retry.jitter > 1)
            problem(path + "/jitter", u"the jitter must be between 0 and 1"_s);
    }

    void readLinks(const Json &links, PipelineDefinition &definition)
    {
        if (!links.isNull() && !links.isArray())
            problem("/links"_ba, u"\"links\" must be a list"_s);
        definition.links.reserve(links.size());
        for (qsizetype i = 0; i < links.size(); ++i) {
            const Json &json = links.at(i);
            const QByteArray path = "/links/" + QByteArray::number(i);
            PipelineLink link;
            link.from = end(json.value("from"), path + "/from", u"out"_s);
            link.to = end(json.value("to"), path + "/to", u"in"_s);
            link.condition = text(json, "condition", path + "/condition", false);
            const Json limits = json.value("limits");
            if (!limits.isNull() && !limits.isObject())
                problem(path + "/limits", u"\"limits\" must be an object"_s);
            link.limits = {limits.value("max_items").toInt(), limits.value("max_bytes").toInt()};
            if (link.limits.maxItems < 0 || link.limits.maxBytes < 0)
                problem(path + "/limits", u"a limit must be 0 (none) or more"_s);
            link.extra = unknownMembers(json, {"from", "to", "condition", "limits"});
            keepUnknownLimits(limits, {"max_items", "max_bytes"}, link.extra);
            definition.links.append(link);
        }
    }

    PortRef end(const Json &json, const QByteArray &path, const QString &usualPort)
    {
        PortRef ref{json.value("node").toString(), json.value("port").toString(usualPort)};
        if (!m_ids.contains(ref.node))
            problem(path + "/node", u"there is no node \"%1\""_s.arg(ref.node));
        return ref;
    }

    Json m_problems = Json::array();
    QSet<QString> m_ids; ///< of the nodes
};

Json retryToJson(const RetryPolicy &retry)
{
    return Json::object({
        {"max_attempts", retry.maxAttempts},
        {"backoff", retry.backoff == RetryPolicy::Backoff::Fixed ? "fixed" : "exponential"},
        {"delay_ms", retry.delayMs},
        {"max_delay_ms", retry.maxDelayMs},
        {"jitter", retry.jitter},
    });
}

Json limitsToJson(const NodeLimits &limits)
{
    Json json = Json::object();
    if (limits.concurrency > 0)
        json.insert("concurrency", limits.concurrency);
    if (limits.perSecond > 0)
        json.insert("per_second", limits.perSecond);
    if (limits.maxVisits != NodeLimits().maxVisits)
        json.insert("max_visits", limits.maxVisits);
    return json;
}

Json limitsToJson(const LinkLimits &limits)
{
    Json json = Json::object();
    if (limits.maxItems > 0)
        json.insert("max_items", limits.maxItems);
    if (limits.maxBytes > 0)
        json.insert("max_bytes", limits.maxBytes);
    return json;
}

Json portToJson(const PortRef &ref)
{
    return Json::object({{"node", ref.node}, {"port", ref.port}});
}

} // namespace

qint64 RetryPolicy::delayUs(int attempt, double random) const
{
    double ms = static_cast<double>(delayMs);
    if (backoff == Backoff::Exponential)
        ms *= std::pow(2.0, std::clamp(attempt - 1, 0, 60));
    ms = std::min(ms, static_cast<double>(maxDelayMs));
    ms *= 1.0 + jitter * (2.0 * random - 1.0);
    return static_cast<qint64>(ms * 1000.0);
}

PipelineDefinition PipelineDefinition::chain(const QString &id, const QString &title, const QStringList &components)
{
    PipelineDefinition definition;
    definition.id = id;
    definition.title = title;
    QHash<QString, int> uses;
    QSet<QString> ids;
    for (const QString &component : components) {
        PipelineNode node;
        do {
            const int use = ++uses[component];
            node.id = use == 1 ? component : u"%1_%2"_s.arg(component).arg(use);
        } while (ids.contains(node.id)); // a component may be called like another's second node
        ids.insert(node.id);
        node.component = component;
        if (!definition.nodes.isEmpty())
            definition.links.append({{definition.nodes.last().id, u"out"_s}, {node.id, u"in"_s}, {}, Json::object(), {}});
        definition.nodes.append(node);
    }
    return definition;
}

Result<PipelineDefinition> PipelineDefinition::fromJson(const Json &json)
{
    if (json.isArray()) {
        const QStringList components = json.toStringList();
        if (components.isEmpty() || components.size() != json.size() || components.contains(QString()))
            return fail(ErrorCode::PipelineInvalid, u"a pipeline's short form is a list of component names, with at least one"_s);
        const QString id = components.join(u',');
        return chain(id, components.join(u" → "_s), components);
    }
    if (!json.isObject())
        return fail(ErrorCode::PipelineInvalid, u"a pipeline is an object, or a list of component names"_s);
    Reader reader;
    PipelineDefinition definition = reader.read(json);
    if (definition.nodes.isEmpty() && reader.problems().isEmpty())
        return fail(ErrorCode::PipelineInvalid, u"a pipeline needs at least one node"_s);
    if (!reader.problems().isEmpty()) {
        const Json &first = reader.problems().at(0);
        return fail(ErrorCode::PipelineInvalid, u"%1: %2"_s.arg(first.value("path").toString(), first.value("message").toString()),
                    Json::object({{"problems", reader.problems()}}));
    }
    return definition;
}

PipelineDefinition PipelineDefinition::read(const Json &json, Json *problems)
{
    Reader reader;
    PipelineDefinition definition = reader.read(json);
    *problems = reader.problems();
    return definition;
}

Json PipelineDefinition::toJson() const
{
    Json nodeList = Json::array();
    for (const PipelineNode &node : nodes) {
        Json json = Json::object({{"id", node.id}});
        if (!node.title.isEmpty())
            json.insert("title", node.title);
        json.insert("component", node.component);
        json.insert("config", node.config);
        if (node.retry != RetryPolicy())
            json.insert("retry", retryToJson(node.retry));
        json.insert("timeout_ms", node.timeoutMs);
        insertLimits(json, limitsToJson(node.limits), node.extra);
        if (node.caches)
            json.insert("cache", true);
        appendMembers(json, node.extra);
        nodeList.append(json);
    }
    Json linkList = Json::array();
    for (const PipelineLink &link : links) {
        Json json = Json::object({{"from", portToJson(link.from)}, {"to", portToJson(link.to)}});
        if (!link.condition.isEmpty())
            json.insert("condition", link.condition);
        insertLimits(json, limitsToJson(link.limits), link.extra);
        appendMembers(json, link.extra);
        linkList.append(json);
    }
    Json json = Json::object({{"format", kFormat}, {"id", id}, {"title", title}});
    if (!description.isEmpty())
        json.insert("description", description);
    json.insert("nodes", nodeList);
    json.insert("links", linkList);
    json.insert("groups", groups);
    json.insert("notes", notes);
    appendMembers(json, extra);
    return json;
}

bool PipelineDefinition::isChain() const
{
    if (nodes.isEmpty() || links.size() != nodes.size() - 1)
        return false;
    for (qsizetype i = 0; i < links.size(); ++i) {
        const PipelineLink &link = links.at(i);
        if (link.from.node != nodes.at(i).id || link.to.node != nodes.at(i + 1).id || link.from.port != "out"_L1 || !link.condition.isEmpty())
            return false;
    }
    return true;
}

Json PipelineDefinition::shorthand() const
{
    Json list = Json::array();
    const bool chain = isChain();
    for (const PipelineNode &node : nodes)
        list.append(chain ? node.component : node.id);
    return list;
}

const PipelineNode *PipelineDefinition::find(QStringView node) const
{
    const auto it = std::ranges::find(nodes, node, &PipelineNode::id);
    return it == nodes.end() ? nullptr : &*it;
}

QString PipelineDefinition::firstNode() const
{
    QSet<QStringView> entered;
    entered.reserve(links.size());
    for (const PipelineLink &link : links)
        entered.insert(link.to.node);
    for (const PipelineNode &node : nodes) {
        if (!entered.contains(node.id))
            return node.id;
    }
    return nodes.isEmpty() ? QString() : nodes.first().id;
}

QList<PipelineLink> PipelineDefinition::linksFrom(QStringView node, QStringView port) const
{
    QList<PipelineLink> found;
    for (const PipelineLink &link : links) {
        if (link.from.node == node && link.from.port == port)
            found.append(link);
    }
    return found;
}

} // namespace Millrace
