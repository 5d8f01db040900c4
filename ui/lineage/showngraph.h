// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QHash>
#include <QList>
#include <QStringList>
#include <QString>

namespace Millrace {

enum class ShownKind : quint8 { Context, Document, Template, Model, Prompt, Answer, Review, Output, Event, Field, Stack, Other };

/// How much of the source is in the result.
enum class LineageTie : quint8 {
    Direct, ///< what the source says is in it
    Indirect, ///< it decided or shaped it
    Masked, ///< put out of sight on the way
};

/// One thing in the lineage, as `lineage.graph` tells it.
struct ShownNode
{
    QString id = {};
    ShownKind kind = ShownKind::Other;
    QString title = {};
    QString detail = {};
    QString status = {};
    QString outcome = {};
    QString at = {}; ///< ISO 8601
    qint64 count = 1; ///< members of a stack
    bool isCountLeast = false;
    bool hasMoreUp = false;
    bool hasMoreDown = false;
    QString context = {}; ///< that it belongs to
    QString supersededBy = {};
    QString replay = {}; ///< "proposed", "adopted", "discarded"
    QByteArray pointer = {}; ///< fields
    qint64 step = -1; ///< fields: the one that wrote it
    qint64 from = -1; ///< of the text asked for, in bytes
    qint64 to = -1;
    QString value = {}; ///< fields: a preview
    QString person = {};
    ShownKind memberKind = ShownKind::Other; ///< stacks
    QString relation = {}; ///< stacks: of all members to the parent
    QString parent = {}; ///< stacks: what it hangs on
    QString direction = {}; ///< stacks: "up" or "down" from the parent

    /// The id without what says its kind.
    [[nodiscard]] QString bareId() const { return id.section(u':', 1); }

    friend bool operator==(const ShownNode &, const ShownNode &) = default;
};

struct ShownEdge
{
    QString id = {};
    QString from = {};
    QString to = {};
    LineageTie tie = LineageTie::Direct;
    QString relation = {};
    bool isJoined = false; ///< a child that its parent took in again
    QString pipeline = {};
    qint64 version = 0;
    QString node = {}; ///< of the pipeline
    QString component = {};
    QString componentVersion = {}; ///< empty: not recorded
    qint64 step = -1;
    QList<std::pair<QByteArray, QByteArray>> fields = {};

    friend bool operator==(const ShownEdge &, const ShownEdge &) = default;
};

[[nodiscard]] ShownKind shownKindOf(QStringView name);
[[nodiscard]] LineageTie lineageTieOf(QStringView name);
[[nodiscard]] ShownNode shownNodeOf(const Json &json);
[[nodiscard]] ShownEdge shownEdgeOf(const Json &json);

/// What is known of the lineage around a focus: grows by answers of the door. A value.
class ShownGraph
{
public:
    /// What `lineage.graph` answered (or the nodes and edges of `lineage.field`).
    [[nodiscard]] static ShownGraph of(const Json &answer);

    [[nodiscard]] const QString &focus() const { return m_focus; }
    [[nodiscard]] bool isTruncated() const { return m_isTruncated; }
    [[nodiscard]] const QList<ShownNode> &nodes() const { return m_nodes; }
    [[nodiscard]] const QList<ShownEdge> &edges() const { return m_edges; }
    [[nodiscard]] bool isEmpty() const { return m_nodes.isEmpty(); }
    [[nodiscard]] int indexOf(const QString &node) const { return m_index.value(node, -1); }
    [[nodiscard]] const ShownNode *find(const QString &node) const;
    /// Edges at a node, by number.
    [[nodiscard]] const QList<int> &edgesAt(int node) const { return m_edgesAt.at(node); }
    /// Ends of an edge, by number.
    [[nodiscard]] int fromOf(int edge) const { return m_ends.at(edge).first; }
    [[nodiscard]] int toOf(int edge) const { return m_ends.at(edge).second; }
    [[nodiscard]] QList<int> before(int node) const;
    [[nodiscard]] QList<int> after(int node) const;

    /// Takes in what was learned by asking around a node of this graph: everything new, and what is told of nodes that are here already. Something lies beyond
    /// a node only as long as neither of both answers has it. The focus stays, and so does a stack that was opened.
    void take(const ShownGraph &answer);
    /// A stack was opened: `answer` has members, and perhaps a further stack, in its place.
    void open(const QString &stack, const ShownGraph &answer);
    /// Takes away what hangs on a node in one direction and is joined to the focus by that alone.
    void fold(const QString &node, bool up);

    /// Nodes on a way between the two, whichever way it goes; both ends too. Empty where there is none.
    [[nodiscard]] QList<int> between(int one, int other) const;
    /// A node with all that it came from (or that came of it).
    [[nodiscard]] QList<int> reached(int node, bool up) const;
    /// All that a node came from and all that came of it, itself too.
    [[nodiscard]] QList<int> lineOf(int node) const;

    friend bool operator==(const ShownGraph &a, const ShownGraph &b)
    {
        return a.m_focus == b.m_focus && a.m_nodes == b.m_nodes && a.m_edges == b.m_edges;
    }

private:
    void build();
    [[nodiscard]] QList<bool> reach(int node, bool up) const;

    QString m_focus;
    QHash<QString, QStringList> m_opened; ///< stacks, with what came in their place
    bool m_isTruncated = false;
    QList<ShownNode> m_nodes;
    QList<ShownEdge> m_edges;
    QHash<QString, int> m_index;
    QList<QList<int>> m_edgesAt;
    QList<std::pair<int, int>> m_ends;
};

} // namespace Millrace
