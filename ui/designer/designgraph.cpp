// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/designgraph.h"

#include "common/componenttext.h"
#include "common/icons.h"

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
    const Json &nodes = definition.value("nodes");
    graph.nodes.reserve(nodes.size());
    graph.byId.reserve(nodes.size());
    for (const Json &json : nodes.items()) {
        const int index = static_cast<int>(graph.nodes.size());
        const int earlier = before.byId.value(json.value("id").toString(), -1);
        // Values that share their memory compare at once.
        const bool isSame = earlier >= 0 && before.nodes.at(earlier).json == json;
        graph.nodes.append(isSame ? before.nodes.at(earlier) : nodeOf(json, components));
        graph.byId.insert(graph.nodes.last().id, index);
    }
    const QList<LinkRef> refs = linksOf(definition);
    graph.links.reserve(refs.size());
    for (qsizetype i = 0; i < refs.size(); ++i) {
        DesignLink link;
        link.ref = refs.at(i);
        link.from = graph.indexOf(link.ref.from.node);
        link.to = graph.indexOf(link.ref.to.node);
        link.port = link.from < 0 ? -1 : graph.nodes.at(link.from).portOf(link.ref.from.port);
        link.condition = definition.value("links").at(i).value("condition").toString();
        graph.links.append(link);
    }
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

ConnectVerdict canConnect(const DesignGraph &graph, const ComponentTable &components, int from, int port, int to)
{
    const DesignNode &source = graph.nodes.at(from);
    const DesignNode &target = graph.nodes.at(to);
    const DesignPort &out = source.outputs.at(port);
    if (from == to)
        return {false, QCoreApplication::translate("DesignGraph", "A step cannot lead straight back to itself.")};
    for (const DesignLink &link : graph.links) {
        if (link.from != from || link.ref.from.port != out.name)
            continue;
        if (link.to == to && link.condition.isEmpty())
            return {false, QCoreApplication::translate("DesignGraph", "This link is there already.")};
        if (link.condition.isEmpty() && !out.spawns)
            return {false,
                    QCoreApplication::translate("DesignGraph", "“%1” already leads to %2. Give that link a condition, or take it away first.")
                        .arg(out.title, link.to < 0 ? link.ref.to.node : graph.nodes.at(link.to).title)};
    }
    if (const auto found = components.constFind(target.component); found != components.cend() && found->joins) {
        // Children come from a port that spawns, somewhere before.
        QSet<int> seen{from};
        QList<int> ways{from};
        bool splits = out.spawns;
        while (!ways.isEmpty() && !splits) {
            const int here = ways.takeLast();
            splits = std::ranges::any_of(graph.nodes.at(here).outputs, &DesignPort::spawns);
            for (const DesignLink &link : graph.links) {
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
    return {};
}

} // namespace Millrace
