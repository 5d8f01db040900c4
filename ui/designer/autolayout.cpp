// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/autolayout.h"

#include "designer/designlayout.h"

#include <QMutex>
#include <QMutexLocker>

#include <graphviz/gvc.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr double kPerInch = 72;

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

} // namespace

Result<QHash<QString, QPointF>> autoLayout(const DesignGraph &graph)
{
    static QMutex mutex;
    const QMutexLocker locker(&mutex);
    if (graph.nodes.isEmpty())
        return QHash<QString, QPointF>();
    Layout layout;
    Agraph_t *root = layout.graph();
    set(root, "rankdir", "LR");
    set(root, "splines", "false");
    set(root, "nodesep", inches(DesignLayout::kRowGap));
    set(root, "ranksep", inches(DesignLayout::kColumnGap));
    // Far enough for a good picture; without a bound a thousand nodes take minutes.
    set(root, "nslimit", graph.nodes.size() > 300 ? "1" : "4");
    set(root, "mclimit", graph.nodes.size() > 300 ? "0.3" : "1");
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
    for (const DesignLink &link : graph.links) {
        if (link.from >= 0 && link.to >= 0)
            links.append(&link);
    }
    std::ranges::stable_sort(links, {}, [](const DesignLink *link) { return std::pair(link->from, link->port); });
    for (const DesignLink *link : std::as_const(links))
        agedge(root, nodes.at(link->from), nodes.at(link->to), nullptr, 1);
    if (!layout.run())
        return fail(ErrorCode::Internal, u"Graphviz found no layout for this pipeline"_s);

    QHash<QString, QPointF> places;
    QPointF shift;
    for (int i = 0; i < graph.nodes.size(); ++i) {
        const QSizeF size = DesignLayout::cardRect(graph.nodes.at(i)).size();
        const pointf centre = ND_coord(nodes.at(i));
        const QPointF corner(centre.x - size.width() / 2, -centre.y - size.height() / 2);
        if (i == 0)
            shift = graph.nodes.first().position - corner;
        places.insert(graph.nodes.at(i).id, DesignLayout::snapped(corner + shift));
    }
    return places;
}

} // namespace Millrace
