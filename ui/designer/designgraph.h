// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/drafteditor.h"
#include "sdk/component.h"

#include <QHash>
#include <QList>
#include <QPointF>
#include <QRectF>

#include <memory>

namespace Millrace {

/// The kinds of step this machine has, by name.
using ComponentTable = QHash<QString, ComponentDescriptor>;

/// The component's icon; one of its category's where this machine has none of that name.
[[nodiscard]] QString iconOf(const ComponentDescriptor &component);

/// A named way out of a card.
struct DesignPort
{
    QString name;
    QString title;
    bool spawns = false; ///< what goes out here are children
    bool isError = false; ///< the port that every node has for what fails in it

    friend bool operator==(const DesignPort &, const DesignPort &) = default;
};

/// A node as it is drawn.
struct DesignNode
{
    Json json; ///< as the definition has it
    QString id;
    QString title; ///< its own, else its component's
    QString component;
    QString kind; ///< the component's title
    QString icon;
    QString category;
    bool isKnown = true; ///< this machine has the component
    bool hasPosition = false; ///< the definition says where it is
    QPointF position; ///< left upper corner
    QList<DesignPort> outputs; ///< in the component's order, then those its config adds, `error` last

    [[nodiscard]] int portOf(const QString &name) const; ///< -1 where it has none of that name

    friend bool operator==(const DesignNode &, const DesignNode &) = default;
};

struct DesignLink
{
    LinkRef ref;
    int from = -1; ///< index of the node; -1 where there is none of that id
    int to = -1;
    int port = -1; ///< of `from`; -1 where the node has none of that name
    QString condition;

    friend bool operator==(const DesignLink &, const DesignLink &) = default;
};

struct DesignGroup
{
    QString id;
    QString title;
    QList<int> nodes;

    friend bool operator==(const DesignGroup &, const DesignGroup &) = default;
};

struct DesignNote
{
    QString id;
    QString text;
    QRectF rect;

    friend bool operator==(const DesignNote &, const DesignNote &) = default;
};

/// A definition as the canvas shows it: indexes instead of ids, ports by their component, words of the person's language. A plain value;
/// what is wrong with the definition is shown as well as it goes.
struct DesignGraph
{
    QList<DesignNode> nodes;
    QList<DesignLink> links; ///< in the definition's order
    QList<DesignGroup> groups;
    QList<DesignNote> notes;
    QHash<QString, int> byId;
    Json linkList; ///< what `links` was made of

    /// What did not change since `before` is taken from it, which makes an edit of a large pipeline cheap.
    [[nodiscard]] static DesignGraph of(const Json &definition, const ComponentTable &components, const DesignGraph &before = {});

    [[nodiscard]] int indexOf(const QString &id) const { return byId.value(id, -1); }
    [[nodiscard]] const DesignNode *find(const QString &id) const;
    [[nodiscard]] QStringList ids(const QList<int> &indexes) const;
    /// Links that enter or leave the node.
    [[nodiscard]] QList<int> linksAt(int node) const;
};

/// Whether a link may be drawn, and the sentence that says why not.
struct ConnectVerdict
{
    bool fits = true;
    QString reason;
};

class DocumentFlow;

/// Whether links may lead on from a port. Asked for many steps, what comes out there is looked for once. It keeps references; main thread.
class ConnectCheck
{
public:
    ConnectCheck(const DesignGraph &graph, const ComponentTable &components, int from, int port);
    ~ConnectCheck();
    Q_DISABLE_COPY_MOVE(ConnectCheck)

    /// Whether `node` may be led to.
    [[nodiscard]] ConnectVerdict to(int node) const;

private:
    [[nodiscard]] ConnectVerdict toFields(int node) const;

    const DesignGraph &m_graph;
    const ComponentTable &m_components;
    int m_from;
    int m_port;
    mutable std::unique_ptr<DocumentFlow> m_flow; ///< made when a step takes something
    mutable QHash<QByteArray, ConnectVerdict> m_known; ///< by field and type
};

/// Whether `node` may be led to from a port of another (or the same) node.
[[nodiscard]] ConnectVerdict canConnect(const DesignGraph &graph, const ComponentTable &components, int from, int port, int to);

/// What a step reads or adds, for people: "source_text (a text), tokens (an object)"; empty where nothing is known.
[[nodiscard]] QString takenWords(const DesignNode &node, const ComponentTable &components);
[[nodiscard]] QString givenWords(const DesignNode &node, const ComponentTable &components);

} // namespace Millrace
