// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/autolayout.h"

#include "designer/designlayout.h"

#include <QMutex>
#include <QMutexLocker>

#include <graphviz/gvc.h>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr double kPerInch = 72;
constexpr qsizetype kMany = 200; ///< from here on Graphviz is bounded more tightly
constexpr qsizetype kMostByGraphviz = 1'500;

void set(void *object, const char *name, const QByteArray &value)
{
    // Its interface takes char * for what it only reads.
    agsafeset(object, const_cast<char *>(name), const_cast<char *>(value.constData()), const_cast<char *>(""));
}

QByteArray inches(double units)
{
    return QByteArray::number(units / kPerInch, 'f', 4);
}

/// A graph with the context it is laid out in; both go together.
class Layout
{
public:
    Layout()
        : m_context(gvContext())
        , m_graph(agopen(const_cast<char *>("pipeline"), Agdirected, nullptr))
    {}
    ~Layout()
    {
        if (m_done)
            gvFreeLayout(m_context, m_graph);
        agclose(m_graph);
        gvFreeContext(m_context);
    }
    Layout(const Layout &) = delete;
    Layout &operator=(const Layout &) = delete;

    [[nodiscard]] Agraph_t *graph() const { return m_graph; }
    bool run()
    {
        m_done = gvLayout(m_context, m_graph, "dot") == 0;
        return m_done;
    }

private:
    GVC_t *m_context;
    Agraph_t *m_graph;
    bool m_done = false;
};

/// Nodes that hang together, by links or by groups, each part in the order of the definition.
QList<QList<int>> partsOf(const DesignGraph &graph)
{
    QList<int> head(graph.nodes.size());
    std::iota(head.begin(), head.end(), 0);
    const auto find = [&head](int node) {
        while (head.at(node) != node)
            node = head[node] = head.at(head.at(node));
        return node;
    };
    const auto join = [&](int a, int b) { head[std::max(find(a), find(b))] = std::min(find(a), find(b)); };
    for (const DesignLink &link : graph.links) {
        if (link.from >= 0 && link.to >= 0)
            join(link.from, link.to);
    }
    for (const DesignGroup &group : graph.groups) {
        for (const int node : group.nodes)
            join(group.nodes.first(), node);
    }
    QHash<int, qsizetype> places;
    QList<QList<int>> parts;
    for (int node = 0; node < graph.nodes.size(); ++node) {
        const int first = find(node);
        if (!places.contains(first)) {
            places.insert(first, parts.size());
            parts.append(QList<int>());
        }
        parts[places.value(first)].append(node);
    }
    return parts;
}

/// The part as a graph of its own, without places.
DesignGraph partOf(const DesignGraph &graph, const QList<int> &nodes)
{
    DesignGraph part;
    QHash<int, int> indexes;
    for (const int node : nodes) {
        indexes.insert(node, int(part.nodes.size()));
        part.nodes.append(graph.nodes.at(node));
        part.nodes.last().hasPosition = false;
        part.nodes.last().position = {};
    }
    for (const DesignLink &link : graph.links) {
        if (link.from < 0 || link.to < 0 || !indexes.contains(link.from))
            continue;
        part.links.append(link);
        part.links.last().from = indexes.value(link.from);
        part.links.last().to = indexes.value(link.to);
    }
    for (const DesignGroup &group : graph.groups) {
        if (group.nodes.isEmpty() || !indexes.contains(group.nodes.first()))
            continue;
        part.groups.append(group);
        for (int &node : part.groups.last().nodes)
            node = indexes.value(node);
    }
    return part;
}

/// Lays the part out by Graphviz.
bool place(DesignGraph &graph)
{
    Layout layout;
    Agraph_t *root = layout.graph();
    set(root, "rankdir", "LR");
    set(root, "splines", "false");
    set(root, "nodesep", inches(DesignLayout::kRowGap));
    set(root, "ranksep", inches(DesignLayout::kColumnGap));
    // Far enough for a good picture: a thousand nodes with 1,500 links take a second with these bounds, and half a minute without; what is
    // gained by more cannot be seen.
    const bool isLarge = graph.nodes.size() > kMany;
    set(root, "nslimit", isLarge ? "0.1" : "1");
    set(root, "nslimit1", isLarge ? "0.1" : "1");
    set(root, "mclimit", isLarge ? "0.3" : "1");
    QList<Agnode_t *> nodes;
    for (int i = 0; i < graph.nodes.size(); ++i) {
        Agnode_t *node = agnode(root, QByteArray::number(i).data(), 1);
        const QSizeF size = DesignLayout::cardRect(graph.nodes.at(i)).size();
        set(node, "shape", "box");
        set(node, "fixedsize", "true");
        set(node, "label", "");
        set(node, "width", inches(size.width()));
        set(node, "height", inches(size.height()));
        nodes.append(node);
    }
    for (int i = 0; i < graph.groups.size(); ++i) {
        Agraph_t *cluster = agsubg(root, QByteArray("cluster" + QByteArray::number(i)).data(), 1);
        set(cluster, "margin", QByteArray::number(DesignLayout::kGroupMargin + DesignLayout::kGroupTitle));
        for (const int node : graph.groups.at(i).nodes)
            agsubnode(cluster, nodes.at(node), 1);
    }
    // The order of a node's ports is the order of what they lead to.
    QList<const DesignLink *> links;
    for (const DesignLink &link : std::as_const(graph.links))
        links.append(&link);
    std::ranges::stable_sort(links, {}, [](const DesignLink *link) { return std::pair(link->from, link->port); });
    for (const DesignLink *link : std::as_const(links))
        agedge(root, nodes.at(link->from), nodes.at(link->to), nullptr, 1);
    if (!layout.run())
        return false;
    for (int i = 0; i < graph.nodes.size(); ++i) {
        const QSizeF size = DesignLayout::cardRect(graph.nodes.at(i)).size();
        const pointf centre = ND_coord(nodes.at(i));
        graph.nodes[i].position = {centre.x - size.width() / 2, -centre.y - size.height() / 2};
    }
    return true;
}

} // namespace

Result<QHash<QString, QPointF>> autoLayout(const DesignGraph &graph, const LayoutStep &step)
{
    static QMutex mutex;
    const QMutexLocker locker(&mutex);
    QHash<QString, QPointF> places;
    QList<int> loose;
    double below = 0;
    const auto put = [&](const QList<int> &nodes, const DesignGraph &part) {
        const QRectF box = DesignLayout::bounds(part);
        for (int i = 0; i < nodes.size(); ++i)
            places.insert(graph.nodes.at(nodes.at(i)).id, part.nodes.at(i).position - box.topLeft() + QPointF(0, below));
        below += box.height() + 2 * DesignLayout::kRowGap;
    };
    for (const QList<int> &nodes : partsOf(graph)) {
        if (step && !step(places.size(), graph.nodes.size()))
            return fail(ErrorCode::Cancelled, u"the layout was cancelled"_s);
        if (nodes.size() == 1) {
            loose += nodes;
            continue;
        }
        DesignGraph part = partOf(graph, nodes);
        if (nodes.size() > kMostByGraphviz) {
            DesignLayout::placeRest(part);
        } else {
            if (!place(part))
                return fail(ErrorCode::Internal, u"Graphviz found no layout for this pipeline"_s);
            DesignLayout::fold(part);
        }
        put(nodes, part);
    }
    // Steps that nothing leads to or from: side by side below the rest.
    const int side = std::max(4, int(std::ceil(std::sqrt(double(loose.size())))));
    for (qsizetype from = 0; from < loose.size(); from += side) {
        const QList<int> row = loose.mid(from, side);
        DesignGraph part = partOf(graph, row);
        for (int i = 0; i < row.size(); ++i)
            part.nodes[i].position = {i * (DesignLayout::kCardWidth + DesignLayout::kRowGap), 0};
        put(row, part);
    }
    if (step && !step(places.size(), graph.nodes.size()))
        return fail(ErrorCode::Cancelled, u"the layout was cancelled"_s);
    if (!graph.nodes.isEmpty()) {
        const QPointF shift = graph.nodes.first().position - places.value(graph.nodes.first().id);
        for (QPointF &place : places)
            place = DesignLayout::snapped(place + shift);
    }
    return places;
}

} // namespace Millrace
