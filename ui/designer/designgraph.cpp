// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/designgraph.h"

#include "common/componenttext.h"
#include "common/icons.h"
#include "designer/problemtext.h"
#include "pipeline/documentflow.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// What the components call their ways out, for the translators.
[[maybe_unused]] constexpr std::array kPortTitles = {
    QT_TRANSLATE_NOOP("PortText", "All clear"),
    QT_TRANSLATE_NOOP("PortText", "Answered"),
    QT_TRANSLATE_NOOP("PortText", "Approved"),
    QT_TRANSLATE_NOOP("PortText", "Cannot be told"),
    QT_TRANSLATE_NOOP("PortText", "Classified"),
    QT_TRANSLATE_NOOP("PortText", "Detected"),
    QT_TRANSLATE_NOOP("PortText", "Does not hold"),
    QT_TRANSLATE_NOOP("PortText", "Each child"),
    QT_TRANSLATE_NOOP("PortText", "Found and masked"),
    QT_TRANSLATE_NOOP("PortText", "Found"),
    QT_TRANSLATE_NOOP("PortText", "Goes on"),
    QT_TRANSLATE_NOOP("PortText", "Holds"),
    QT_TRANSLATE_NOOP("PortText", "Invalid"),
    QT_TRANSLATE_NOOP("PortText", "Joined"),
    QT_TRANSLATE_NOOP("PortText", "No rule holds"),
    QT_TRANSLATE_NOOP("PortText", "Not found, or not clear"),
    QT_TRANSLATE_NOOP("PortText", "Not known there"),
    QT_TRANSLATE_NOOP("PortText", "Nothing found"),
    QT_TRANSLATE_NOOP("PortText", "Out"),
    QT_TRANSLATE_NOOP("PortText", "Published"),
    QT_TRANSLATE_NOOP("PortText", "Refused"),
    QT_TRANSLATE_NOOP("PortText", "Rejected there"),
    QT_TRANSLATE_NOOP("PortText", "Rejected"),
    QT_TRANSLATE_NOOP("PortText", "Tagged"),
    QT_TRANSLATE_NOOP("PortText", "The document"),
    QT_TRANSLATE_NOOP("PortText", "Unread or ambiguous"),
    QT_TRANSLATE_NOOP("PortText", "Unsure"),
    QT_TRANSLATE_NOOP("PortText", "Valid"),
    QT_TRANSLATE_NOOP("PortText", "Waited too long"),
};

/// A port's title in the person's language; the components' own words are English.
QString portTitle(const PortDescriptor &port)
{
    return port.title.isEmpty() ? port.name : QCoreApplication::translate("PortText", port.title.toUtf8().constData());
}

DesignNode nodeOf(const Json &json, const ComponentTable &components)
{
    DesignNode node;
    node.json = json;
    node.id = json.value("id").toString();
    node.component = json.value("component").toString();
    const auto found = components.constFind(node.component);
    node.isKnown = found != components.cend();
    if (node.isKnown) {
        node.kind = ComponentText::of(found->name, found->title, found->description).title;
        node.icon = iconOf(*found);
        node.category = found->category;
        for (const PortDescriptor &port : found->outputs)
            node.outputs.append({port.name, portTitle(port), port.spawns, false});
    } else {
        node.kind = node.component;
        node.icon = u"question"_s;
        node.outputs.append({u"out"_s, QCoreApplication::translate("DesignGraph", "Out"), false, false});
    }
    for (const QString &name : json.value("config").value("ports").toStringList()) {
        if (node.portOf(name) < 0)
            node.outputs.append({name, name, false, false});
    }
    if (node.portOf(u"error"_s) < 0)
        node.outputs.append({u"error"_s, QCoreApplication::translate("DesignGraph", "Fails"), false, true});
    node.title = json.value("title").toString(node.kind);
    if (node.title.isEmpty())
        node.title = node.kind;
    if (const auto position = positionOf(json)) {
        node.position = *position;
        node.hasPosition = true;
    }
    return node;
}

bool isLike(const LinkRef &a, const LinkRef &b)
{
    return a.from == b.from && a.to == b.to;
}

/// Fills the nodes. True where each has the number and the ports that it had before.
bool takeNodes(DesignGraph &graph, const Json &list, const ComponentTable &components, const DesignGraph &before)
{
    const std::span<const Json> nodes = list.items();
    bool standsStill = std::ssize(nodes) == before.nodes.size();
    for (qsizetype i = 0; i < before.nodes.size() && standsStill; ++i)
        standsStill = before.nodes.at(i).json == nodes[std::size_t(i)] || before.nodes.at(i).id == nodes[std::size_t(i)].value("id").toString();
    if (standsStill) {
        graph.nodes = before.nodes;
        graph.byId = before.byId;
        for (qsizetype i = 0; i < graph.nodes.size(); ++i) {
            // Values that share their memory compare at once.
            if (before.nodes.at(i).json == nodes[std::size_t(i)])
                continue;
            graph.nodes[i] = nodeOf(nodes[std::size_t(i)], components);
            standsStill = standsStill && graph.nodes.at(i).outputs == before.nodes.at(i).outputs;
        }
        return standsStill;
    }
    graph.nodes.reserve(list.size());
    graph.byId.reserve(list.size());
    qsizetype follows = 0; // most stand behind the same one as before
    for (const Json &json : nodes) {
        const bool isNext = follows < before.nodes.size() && before.nodes.at(follows).json == json;
        const qsizetype earlier = isNext ? follows : before.byId.value(json.value("id").toString(), -1);
        follows = earlier + 1;
        const bool isSame = isNext || (earlier >= 0 && before.nodes.at(earlier).json == json);
        graph.nodes.append(isSame ? before.nodes.at(earlier) : nodeOf(json, components));
        graph.byId.insert(graph.nodes.last().id, static_cast<int>(graph.nodes.size() - 1));
    }
    return false;
}

/// The references of links: those at the beginning and at the end that are as before are taken from there.
QList<LinkRef> refsOf(const Json &definition, const Json &list, const DesignGraph &before, qsizetype first, qsizetype last)
{
    constexpr qsizetype kFew = 32;
    const qsizetype were = before.links.size() - first - last;
    const qsizetype are = list.size() - first - last;
    if (were + are > kFew)
        return linksOf(definition);
    QList<LinkRef> refs;
    refs.reserve(list.size());
    QList<LinkRef> touched;
    for (qsizetype i = 0; i < were; ++i)
        touched.append(before.links.at(first + i).ref);
    for (qsizetype i = 0; i < first; ++i)
        refs.append(before.links.at(i).ref);
    for (qsizetype i = 0; i < are; ++i) {
        Json one = Json::array({list.at(first + i)});
        refs.append(linksOf(Json::object({{"links", one}})).first());
        touched.append(refs.last());
    }
    for (qsizetype i = before.links.size() - last; i < before.links.size(); ++i)
        refs.append(before.links.at(i).ref);
    // Only those with the ends of one that came or went may have another number.
    for (qsizetype i = first; i < refs.size() && !touched.isEmpty(); ++i) {
        if (std::ranges::none_of(touched, [&](const LinkRef &one) { return isLike(one, refs.at(i)); }))
            continue;
        refs[i].nth = int(std::count_if(refs.cbegin(), refs.cbegin() + i, [&](const LinkRef &one) { return isLike(one, refs.at(i)); }));
    }
    return refs;
}

void takeLinks(DesignGraph &graph, const Json &definition, const DesignGraph &before, bool standsStill)
{
    const Json &list = definition.value("links");
    graph.linkList = list;
    if (standsStill && list == before.linkList) {
        graph.links = before.links;
        return;
    }
    const qsizetype shared = std::min(list.size(), before.linkList.size());
    qsizetype first = 0;
    while (first < shared && list.at(first) == before.linkList.at(first))
        ++first;
    qsizetype last = 0;
    while (last < shared - first && list.at(list.size() - 1 - last) == before.linkList.at(before.linkList.size() - 1 - last))
        ++last;
    const QList<LinkRef> refs = refsOf(definition, list, before, first, last);
    graph.links.reserve(refs.size());
    for (qsizetype i = 0; i < refs.size(); ++i) {
        const bool isLast = i >= refs.size() - last;
        const qsizetype earlier = i < first ? i : isLast ? i - refs.size() + before.links.size() : -1;
        DesignLink link;
        link.ref = refs.at(i);
        if (earlier >= 0 && standsStill) {
            link.from = before.links.at(earlier).from;
            link.to = before.links.at(earlier).to;
            link.port = before.links.at(earlier).port;
        } else {
            link.from = graph.indexOf(link.ref.from.node);
            link.to = graph.indexOf(link.ref.to.node);
            link.port = link.from < 0 ? -1 : graph.nodes.at(link.from).portOf(link.ref.from.port);
        }
        link.condition = earlier >= 0 ? before.links.at(earlier).condition : list.at(i).value("condition").toString();
        graph.links.append(link);
    }
}

} // namespace

QString iconOf(const ComponentDescriptor &component)
{
    if (Icons::has(component.icon))
        return component.icon;
    static const QHash<QString, QString> icons{
        {u"generate"_s, u"document-edit"_s}, {u"transform"_s, u"format-text-code"_s}, {u"validate"_s, u"dialog-ok"_s},
        {u"script"_s, u"code-context"_s},    {u"extract"_s, u"view-list-text"_s},     {u"connect"_s, u"globe"_s},
    };
    return icons.value(component.category, u"view-process-tree"_s);
}

int DesignNode::portOf(const QString &name) const
{
    const auto found = std::ranges::find(outputs, name, &DesignPort::name);
    return found == outputs.cend() ? -1 : static_cast<int>(found - outputs.cbegin());
}

DesignGraph DesignGraph::of(const Json &definition, const ComponentTable &components, const DesignGraph &before)
{
    DesignGraph graph;
    const bool standsStill = takeNodes(graph, definition.value("nodes"), components, before);
    takeLinks(graph, definition, before, standsStill);
    for (const Json &json : definition.value("groups").items()) {
        DesignGroup group{json.value("id").toString(), json.value("title").toString(), {}};
        for (const QString &id : json.value("nodes").toStringList()) {
            if (const int index = graph.indexOf(id); index >= 0)
                group.nodes.append(index);
        }
        graph.groups.append(group);
    }
    for (const Json &json : definition.value("notes").items()) {
        const Json &size = json.value("size");
        graph.notes.append(
            {json.value("id").toString(), json.value("text").toString(),
             QRectF(positionOf(json).value_or(QPointF()), QSizeF(size.value("width").toDouble(200), size.value("height").toDouble(96)))});
    }
    return graph;
}

const DesignNode *DesignGraph::find(const QString &id) const
{
    const int index = indexOf(id);
    return index < 0 ? nullptr : &nodes.at(index);
}

QStringList DesignGraph::ids(const QList<int> &indexes) const
{
    QStringList list;
    for (const int index : indexes)
        list.append(nodes.at(index).id);
    return list;
}

QList<int> DesignGraph::linksAt(int node) const
{
    QList<int> found;
    for (int i = 0; i < links.size(); ++i) {
        if (links.at(i).from == node || links.at(i).to == node)
            found.append(i);
    }
    return found;
}

ConnectCheck::ConnectCheck(const DesignGraph &graph, const ComponentTable &components, int from, int port)
    : m_graph(graph)
    , m_components(components)
    , m_from(from)
    , m_port(port)
{}

ConnectCheck::~ConnectCheck() = default;

ConnectVerdict ConnectCheck::to(int to) const
{
    const DesignNode &source = m_graph.nodes.at(m_from);
    const DesignNode &target = m_graph.nodes.at(to);
    const DesignPort &out = source.outputs.at(m_port);
    if (m_from == to)
        return {false, QCoreApplication::translate("DesignGraph", "A step cannot lead straight back to itself.")};
    for (const DesignLink &link : m_graph.links) {
        if (link.from != m_from || link.ref.from.port != out.name)
            continue;
        if (link.to == to && link.condition.isEmpty())
            return {false, QCoreApplication::translate("DesignGraph", "This link is there already.")};
        if (link.condition.isEmpty() && !out.spawns)
            return {false,
                    QCoreApplication::translate("DesignGraph", "“%1” already leads to %2. Give that link a condition, or take it away first.")
                        .arg(out.title, link.to < 0 ? link.ref.to.node : m_graph.nodes.at(link.to).title)};
    }
    if (const auto found = m_components.constFind(target.component); found != m_components.cend() && found->joins) {
        // Children come from a port that spawns, somewhere before.
        QSet<int> seen{m_from};
        QList<int> ways{m_from};
        bool splits = out.spawns;
        while (!ways.isEmpty() && !splits) {
            const int here = ways.takeLast();
            splits = std::ranges::any_of(m_graph.nodes.at(here).outputs, &DesignPort::spawns);
            for (const DesignLink &link : m_graph.links) {
                if (link.to == here && link.from >= 0 && !seen.contains(link.from)) {
                    seen.insert(link.from);
                    ways.append(link.from);
                }
            }
        }
        if (!splits)
            return {false,
                    QCoreApplication::translate("DesignGraph", "%1 waits for children, and nothing before it makes any. Put a Split before it.")
                        .arg(target.title)};
    }
    return toFields(to);
}

/// Whether what comes out is what the step reads, as far as that is certain.
ConnectVerdict ConnectCheck::toFields(int node) const
{
    const DesignNode &target = m_graph.nodes.at(node);
    const auto found = m_components.constFind(target.component);
    const QList<TakenField> taken
        = found == m_components.cend() ? QList<TakenField>() : takenFields(found->configSchema, target.json.value("config"));
    for (const TakenField &field : taken) {
        const QByteArray key = field.pointer + '\n' + field.schema.toBytes();
        auto known = m_known.constFind(key);
        if (known == m_known.cend()) {
            if (!m_flow) {
                QList<DocumentFlow::Step> steps;
                steps.reserve(m_graph.nodes.size());
                for (const DesignNode &one : m_graph.nodes) {
                    const auto kind = m_components.constFind(one.component);
                    steps.append({one.id, kind == m_components.cend() ? nullptr : &*kind, one.json.value("config")});
                }
                QList<DocumentFlow::Link> links;
                links.reserve(m_graph.links.size());
                for (const DesignLink &link : m_graph.links) {
                    if (link.from >= 0 && link.to >= 0)
                        links.append({link.from, link.to, link.ref.from.port});
                }
                m_flow = std::make_unique<DocumentFlow>(std::move(steps), links);
            }
            ConnectVerdict verdict;
            if (const auto given = m_flow->otherwiseGiven(m_from, m_graph.nodes.at(m_from).outputs.at(m_port).name, field))
                verdict = {false,
                           QCoreApplication::translate("DesignGraph",
                                                       "“%1” comes from %2 as %3, and is read as %4. Choose another field in the settings first.")
                               .arg(QString::fromUtf8(field.pointer.sliced(1)), m_graph.nodes.at(given->giver).title, ProblemText::type(given->words),
                                    ProblemText::type(typeWords(field.schema)))};
            known = m_known.insert(key, verdict);
        }
        if (!known->fits)
            return *known;
    }
    return {};
}

ConnectVerdict canConnect(const DesignGraph &graph, const ComponentTable &components, int from, int port, int to)
{
    return ConnectCheck(graph, components, from, port).to(to);
}

namespace {

QString withType(const QString &field, const Json &schema)
{
    const QString type = ProblemText::type(typeWords(schema));
    return type.isEmpty() ? field : QCoreApplication::translate("DesignGraph", "%1 (%2)").arg(field, type);
}

/// Of many the first few: it is a line under the canvas.
QString fewOf(QStringList words)
{
    constexpr qsizetype kMostNamed = 3;
    const qsizetype more = words.size() - kMostNamed;
    if (more > 1) {
        words.resize(kMostNamed);
        words.append(QCoreApplication::translate("DesignGraph", "%1 more").arg(more));
    }
    return words.join(u", "_s);
}

} // namespace

QString takenWords(const DesignNode &node, const ComponentTable &components)
{
    QStringList words;
    if (const auto found = components.constFind(node.component); found != components.cend()) {
        for (const TakenField &field : takenFields(found->configSchema, node.json.value("config")))
            words.append(withType(QString::fromUtf8(field.pointer.sliced(1)), field.schema));
    }
    return fewOf(words);
}

QString givenWords(const DesignNode &node, const ComponentTable &components)
{
    QStringList words;
    if (const auto found = components.constFind(node.component); found != components.cend()) {
        const Json fields = givenFields(found->configSchema, node.json.value("config"));
        for (const JsonMember &field : fields.members())
            words.append(withType(QString::fromUtf8(field.key), field.value));
    }
    return fewOf(words);
}

} // namespace Millrace
