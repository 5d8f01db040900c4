// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/reference.h"

using namespace Qt::StringLiterals;

namespace Millrace::Sim {

namespace {

quint64 hashOf(const QByteArray &bytes)
{
    quint64 hash = 14695981039346656037ULL; // FNV-1a: the same in every process
    for (const char byte : bytes)
        hash = (hash ^ static_cast<uchar>(byte)) * 1099511628211ULL;
    return hash ^ (hash >> 29);
}

constexpr int kFlags = 3;

} // namespace

QByteArray nameOf(const Json &data)
{
    QByteArray name = data.value("name").toString().toUtf8();
    if (data.contains("k"))
        name += '+' + QByteArray::number(data.value("k").toInt());
    return name;
}

Outcome outcomeOf(const Json &config, const QByteArray &name, const QByteArray &node, int visit, int attempt)
{
    const QByteArray entry = name + '/' + node + '/' + QByteArray::number(visit);
    Outcome outcome;
    if (const qint64 every = config.value("fail_every").toInt(); every > 0) {
        const quint64 hash = hashOf(entry + '/' + QByteArray::number(attempt));
        outcome.fails = hash % static_cast<quint64>(every) == 0;
        const quint64 kind = (hash >> 32) % 8;
        outcome.category = kind == 0 ? ErrorCategory::Fatal : kind == 1 ? ErrorCategory::Recoverable : ErrorCategory::Retryable;
    }
    outcome.rejects = config.value("rejects").toBool() && hashOf(entry + "?") % 4 == 0;
    outcome.again = hashOf(entry + "!") % 3 != 0;
    return outcome;
}

Graph Graph::random(Random &random, bool calm)
{
    Graph graph;
    const int length = 2 + below(random, 6);
    const auto step = [&](const QByteArray &id) {
        Node node;
        node.id = id;
        node.writes = !calm && below(random, 3) == 0;
        node.maxAttempts = 1 + below(random, 4);
        if (!calm && below(random, 2) == 0)
            node.config.insert("fail_every", 2 + below(random, 6));
        return node;
    };
    for (int i = 0; i < length; ++i)
        graph.nodes.push_back(step("n" + QByteArray::number(i)));
    const auto later = [&](int i) { return i + 1 + below(random, length - i - 1); };
    for (int i = 0; i < length - 1; ++i) {
        Node &node = graph.nodes.at(static_cast<std::size_t>(i));
        if (below(random, 3) == 0)
            node.links.push_back({"out", later(i), "b" + QByteArray::number(below(random, kFlags))});
        node.links.push_back({"out", i + 1, {}}); // so that only the first has nothing before it
        if (below(random, 3) == 0) {
            node.config.insert("rejects", true);
            node.links.push_back({"rejected", later(i), {}});
        }
        if (!calm && below(random, 4) == 0)
            node.links.push_back({"error", later(i), {}});
    }
    const bool hasLoop = below(random, 2) == 0;
    if (hasLoop) { // a loop, which its condition or its bound ends
        const int from = below(random, length);
        Node &node = graph.nodes.at(static_cast<std::size_t>(from));
        node.links.insert(node.links.begin(), {"out", below(random, from + 1), "again"});
        for (Node &each : graph.nodes)
            each.maxVisits = 4 + below(random, 3);
    }
    if (below(random, 2) == 0) { // the last node leads to a split, whose children go through one or two steps
        const int split = static_cast<int>(graph.nodes.size());
        graph.skipsFailed = below(random, 2) == 0;
        graph.nodes.at(static_cast<std::size_t>(length - 1)).links.push_back({"out", split, {}});
        const int works = 1 + below(random, 2);
        const int join = split + works + 1;
        Node node{"split", Kind::Split, false, Json::object({{"items", "parts"}, {"keep", Json::array({"name", "b0", "b1", "b2"})}}), 3, 100, {}};
        node.links = {{"item", split + 1, {}}, {"out", join, {}}};
        graph.nodes.push_back(node);
        for (int i = 0; i < works; ++i) {
            Node work = step("w" + QByteArray::number(i));
            work.links = {{"out", split + 2 + i, {}}};
            graph.nodes.push_back(work);
        }
        Json config = Json::object({{"take", "trail"}, {"rest", "leave"}});
        if (graph.skipsFailed)
            config.insert("failed", "skip");
        Node gather{"join", Kind::Join, false, config, 3, 100, {}};
        gather.links = {{"out", join + 1, {}}};
        graph.nodes.push_back(gather);
        graph.nodes.push_back(step("end"));
    }
    if (below(random, 2) == 0)
        graph.limit(random, hasLoop, calm);
    return graph;
}

void Graph::limit(Random &random, bool hasLoop, bool calm)
{
    for (Node &node : nodes) {
        if (below(random, 4) == 0)
            node.concurrency = 1 + below(random, 3);
        if (!calm && below(random, 6) == 0) // a clock that stands still would hold it up for good
            node.perSecond = 5 + below(random, 20);
        for (Link &link : node.links) {
            if (hasLoop || nodes.at(static_cast<std::size_t>(link.to)).kind == Kind::Join || below(random, 3) > 0)
                continue;
            if (below(random, 3) > 0)
                link.maxItems = 1 + below(random, 4);
            else
                link.maxBytes = 100 + below(random, 2000);
        }
    }
}

PipelineDefinition Graph::definition(const QString &id, const QString &title) const
{
    Json list = Json::array();
    Json links = Json::array();
    for (const Node &node : nodes) {
        const auto *component = node.kind == Kind::Split ? "split" : node.kind == Kind::Join ? "join" : node.writes ? "sim_write" : "sim_pure";
        Json json = Json::object({{"id", node.id}, {"component", component}, {"config", node.config}});
        json.insert("retry", Json::object({{"max_attempts", node.maxAttempts}, {"delay_ms", 500}, {"max_delay_ms", 5000}}));
        Json limits = Json::object({{"max_visits", node.maxVisits}});
        if (node.concurrency > 0)
            limits.insert("concurrency", node.concurrency);
        if (node.perSecond > 0)
            limits.insert("per_second", node.perSecond);
        json.insert("limits", limits);
        list.append(json);
        for (const Link &link : node.links) {
            Json to = Json::object({{"node", nodes.at(static_cast<std::size_t>(link.to)).id}});
            Json entry = Json::object({{"from", Json::object({{"node", node.id}, {"port", link.port}})}, {"to", to}});
            if (!link.flag.isEmpty())
                entry.insert("condition", link.flag);
            Json held = Json::object();
            if (link.maxItems > 0)
                held.insert("max_items", link.maxItems);
            if (link.maxBytes > 0)
                held.insert("max_bytes", link.maxBytes);
            if (!held.isEmpty())
                entry.insert("limits", held);
            links.append(entry);
        }
    }
    const auto definition = PipelineDefinition::fromJson(
        Json::object({{"format", "millrace.pipeline/1"}, {"id", id}, {"title", title}, {"nodes", list}, {"links", links}}));
    if (!definition)
        qFatal("%s", qPrintable(definition.error().text));
    return *definition;
}

int Graph::find(const QByteArray &id) const
{
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (nodes.at(i).id == id)
            return static_cast<int>(i);
    }
    return -1;
}

Json Graph::document(Random &random, const QString &name)
{
    Json data = Json::object({{"name", name}});
    for (int i = 0; i < kFlags; ++i)
        data.insert("b" + QByteArray::number(i), below(random, 2) == 0);
    Json parts = Json::array();
    for (int i = below(random, 5); i > 0; --i)
        parts.append(Json::object({{"k", i}}));
    data.insert("parts", parts);
    if (below(random, 8) == 0)
        data.insert("text", QString(below(random, 40'000), u'x') + QString::number(random()));
    return data;
}

Reference::Reference(const Graph &graph, const Json &data, bool isChild, int firstNode)
    : m_graph(graph)
    , m_name(nameOf(data))
    , m_isChild(isChild)
    , m_node(firstNode)
{
    for (int i = 0; i < kFlags; ++i)
        m_flags["b" + QByteArray::number(i)] = data.value("b" + QByteArray::number(i)).toBool();
    m_visits[m_node] = 1;
}

std::optional<int> Reference::next(const QByteArray &port) const
{
    for (const Graph::Link &link : m_graph.nodes.at(static_cast<std::size_t>(m_node)).links) {
        const auto flag = m_flags.find(link.flag);
        if (link.port == port && (link.flag.isEmpty() || (flag != m_flags.end() && flag->second)))
            return link.to;
    }
    return std::nullopt;
}

ContextStatus Reference::go(const QByteArray &port, ContextStatus without)
{
    const auto to = next(port);
    if (!to)
        return without;
    ++m_steps;
    if (m_graph.nodes.at(static_cast<std::size_t>(*to)).kind == Graph::Kind::Join && m_isChild) {
        m_outcome = "joined";
        return ContextStatus::Completed;
    }
    m_node = *to;
    m_attempt = 0;
    m_base = 0;
    return ++m_visits[m_node] > m_graph.nodes.at(static_cast<std::size_t>(m_node)).maxVisits ? ContextStatus::Quarantined : ContextStatus::Processing;
}

ContextStatus Reference::succeed(const QByteArray &port)
{
    if (next(port))
        return go(port, ContextStatus::Completed);
    ++m_steps;
    m_outcome = port;
    return ContextStatus::Completed;
}

QString Reference::feed(const TransitionRecord &row, int endings, int closings)
{
    const auto wrong = [&](const QString &what) { return u"transition %1 at %2: %3"_s.arg(row.seq).arg(row.node, what); };
    if (row.from != m_status)
        return wrong(u"it starts from %1 where %2 is"_s.arg(statusName(row.from), statusName(m_status)));
    if (row.kind == TransitionKind::Control) {
        const bool retries = row.to == ContextStatus::Retrying && (m_status == ContextStatus::Failed || m_status == ContextStatus::Quarantined);
        if (!retries && (row.to != ContextStatus::Cancelled || isFinal(m_status)))
            return wrong(u"nobody can do that"_s);
        m_base = m_attempt;
        m_open = m_waits = false;
        m_status = row.to;
        return {};
    }
    const Graph::Node &node = m_graph.nodes.at(static_cast<std::size_t>(m_node));
    const int visit = m_visits[m_node];
    if (row.node.toUtf8() != node.id || row.visit != visit)
        return wrong(u"visit %1 where visit %2 of %3 follows"_s.arg(row.visit).arg(visit).arg(QString::fromUtf8(node.id)));
    if (row.kind == TransitionKind::Started) {
        if (m_open || row.attempt != m_attempt + 1 || isFinal(m_status) || m_status == ContextStatus::Quarantined
            || m_status == ContextStatus::Failed)
            return wrong(u"attempt %1 starts after attempt %2"_s.arg(row.attempt).arg(m_attempt));
        m_open = true;
        ++m_attempt;
        if (node.writes)
            m_writes.insert(node.id + '/' + QByteArray::number(visit) + '/' + QByteArray::number(m_attempt));
        m_woken = std::exchange(m_waits, false);
        m_status = ContextStatus::Processing;
        return row.to == m_status ? QString() : wrong(u"a start leads to processing"_s);
    }
    if (!m_open || row.attempt != m_attempt)
        return wrong(u"attempt %1 ends where %2 does not run"_s.arg(row.attempt).arg(m_attempt));
    m_open = false;
    QByteArray port = "out";
    if (node.kind == Graph::Kind::Join) {
        if (!m_woken) {
            m_waits = true;
            m_base = m_attempt;
            return row.kind == TransitionKind::Suspended && row.to == ContextStatus::Processing ? QString() : wrong(u"a join waits first"_s);
        }
        m_woken = false;
        m_hasJoined = true;
        m_forks = 0;
        m_status = succeed(port);
    } else if (const QString code = row.reason.value("code").toString(); code == "lease.lost"_L1 || code == "engine.stopped"_L1) {
        if ((code == "lease.lost"_L1 ? endings : closings) == 0 || !node.writes)
            return wrong(u"a lease was lost where nothing ended"_s);
        ++m_base;
        port = "error";
        m_status = ContextStatus::Retrying;
    } else if (node.kind == Graph::Kind::Split) {
        m_hasSplit = true;
        ++m_forks;
        m_status = succeed(port);
    } else {
        const Outcome outcome = outcomeOf(node.config, m_name, node.id, visit, m_attempt);
        if (outcome.fails) {
            port = "error";
            const bool again = outcome.category == ErrorCategory::Retryable && m_attempt - m_base < node.maxAttempts;
            m_status = again ? ContextStatus::Retrying
                             : go("error", outcome.category == ErrorCategory::Fatal ? ContextStatus::Failed : ContextStatus::Quarantined);
        } else {
            m_trail.append(QString::fromUtf8(node.id) + u':' + QString::number(visit));
            m_flags["again"] = outcome.again;
            port = outcome.rejects ? "rejected" : "out";
            m_status = succeed(port);
        }
    }
    if (row.port.toUtf8() != port)
        return wrong(u"it left by %1 instead of %2"_s.arg(row.port, QString::fromUtf8(port)));
    if (row.to != m_status)
        return wrong(u"it became %1 instead of %2"_s.arg(statusName(row.to), statusName(m_status)));
    if (row.step != 0 && row.step != m_steps)
        return wrong(u"it calls itself step %1; it is %2"_s.arg(row.step).arg(m_steps));
    return {};
}

} // namespace Millrace::Sim
