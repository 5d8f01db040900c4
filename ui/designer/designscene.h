// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "designer/designgraph.h"
#include "pipeline/contextstate.h"

#include <QPolygonF>

#include <array>

namespace Millrace {

/// What is new in one of two versions.
enum class DiffKind : quint8 { Same, Added, Removed, Changed, Moved };

/// What a card shows beside the definition.
struct NodeMark
{
    int errors = 0;
    int warnings = 0;
    bool isModified = false; ///< otherwise than published
    bool isPinned = false;
    bool isBreakpoint = false;
    DiffKind diff = DiffKind::Same;
    std::array<qint64, kAllStatuses.size()> counts{}; ///< contexts that are here now, by state
    QString trial = {}; ///< how it went in the last trial: "done", "failed", "running", "waits", "pinned"; empty: was not tried

    [[nodiscard]] qint64 of(ContextStatus status) const { return counts.at(static_cast<std::size_t>(status)); }
    friend bool operator==(const NodeMark &, const NodeMark &) = default;
};

/// What a link shows beside the definition.
struct LinkMark
{
    qint64 waiting = 0;
    QString age; ///< of what waits longest; empty where nothing waits
    bool isFull = false; ///< backpressure: the node in front of it holds back
    DiffKind diff = DiffKind::Same;

    friend bool operator==(const LinkMark &, const LinkMark &) = default;
};

/// A folder whose files go into the pipeline: it stands before the first step, and is no part of the definition.
struct DesignSource
{
    QString id = {}; ///< empty: it will be watched once the pipeline is published
    QString title = {};
    QString folder = {};
    QString problem = {}; ///< why nothing comes from it
    bool isPaused = false;
    bool isPending = false;
    qint64 waiting = 0; ///< files
    qint64 taken = 0;
    qint64 failed = 0;

    friend bool operator==(const DesignSource &, const DesignSource &) = default;
};

/// The graph with its geometry: where every card and link is, and which are in a rectangle. Main thread; used by the canvas and the minimap.
///
/// A grid of cells answers "what is here". Cards stand in the cells that they cover, links in those that their lines run through (never in
/// those that their bounding box covers: 100,000 long links would fill memory).
class DesignScene
{
public:
    /// Takes the graph; nodes without a position get one.
    void setGraph(DesignGraph graph);
    [[nodiscard]] const DesignGraph &graph() const { return m_graph; }

    [[nodiscard]] const QRectF &card(int node) const { return m_cards.at(node); }
    [[nodiscard]] const QPolygonF &route(int link) const { return m_routes.at(link); }
    [[nodiscard]] QRectF group(int group) const;
    void setSources(const QList<DesignSource> &sources) { m_sources = sources; }
    [[nodiscard]] const QList<DesignSource> &sources() const { return m_sources; }
    /// Where a source stands, and its way into the first step; empty where there is no step.
    [[nodiscard]] QRectF source(int source) const;
    [[nodiscard]] QPolygonF sourceRoute(int source) const;
    /// The step that everything enters by; -1 where there is none.
    [[nodiscard]] int first() const;
    [[nodiscard]] QRectF bounds() const;
    [[nodiscard]] const QList<int> &linksAt(int node) const { return m_linksAt.at(node); }
    /// The neighbours by links: what leads to a node, what it leads to, in the order of their ports.
    [[nodiscard]] QList<int> next(int node) const;
    [[nodiscard]] QList<int> previous(int node) const;

    [[nodiscard]] QList<int> cardsIn(const QRectF &rect) const;
    [[nodiscard]] QList<int> linksIn(const QRectF &rect) const;

    struct PortHit
    {
        int node = -1;
        int port = -1; ///< -1: the way in
        [[nodiscard]] bool isValid() const { return node >= 0; }
        friend bool operator==(const PortHit &, const PortHit &) = default;
    };
    [[nodiscard]] PortHit portAt(QPointF point, double reach) const;
    [[nodiscard]] int cardAt(QPointF point) const;
    [[nodiscard]] int linkAt(QPointF point, double reach) const;
    [[nodiscard]] int noteAt(QPointF point) const;
    [[nodiscard]] int sourceAt(QPointF point) const;
    /// A group by its title.
    [[nodiscard]] int groupAt(QPointF point) const;

    /// Moves cards without the document knowing: while they are dragged, or while a new layout comes in. `careful`: links go around cards.
    void place(const QHash<int, QPointF> &positions, bool careful);
    void setNoteRect(int note, const QRectF &rect) { m_graph.notes[note].rect = rect; }

    void setMarks(const QHash<QString, NodeMark> &nodes, const QHash<LinkRef, LinkMark> &links);
    /// How notes and groups differ in a comparison, by id.
    void setFrameDiffs(const QHash<QString, DiffKind> &notes, const QHash<QString, DiffKind> &groups);
    [[nodiscard]] DiffKind noteDiff(const QString &id) const { return m_noteDiffs.value(id); }
    [[nodiscard]] DiffKind groupDiff(const QString &id) const { return m_groupDiffs.value(id); }
    [[nodiscard]] const NodeMark &mark(int node) const;
    [[nodiscard]] const LinkMark &linkMark(int link) const;

private:
    struct Cell
    {
        QList<int> cards;
        QList<int> links;
    };

    template <typename F>
    void forCells(const QRectF &rect, const F &each) const;
    void index(int node, bool in);
    void indexLink(int link, bool in);
    void route(int link, bool careful);
    [[nodiscard]] QList<QRectF> cardRects(const QRectF &rect) const;

    DesignGraph m_graph;
    QList<DesignSource> m_sources;
    QList<QRectF> m_cards;
    QList<QPolygonF> m_routes;
    QList<QList<int>> m_linksAt;
    QHash<quint64, Cell> m_cells;
    QHash<QString, NodeMark> m_marks;
    QHash<LinkRef, LinkMark> m_linkMarks;
    QHash<QString, DiffKind> m_noteDiffs;
    QHash<QString, DiffKind> m_groupDiffs;
};

} // namespace Millrace
