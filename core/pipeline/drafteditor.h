// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/definition.h"
#include "pipeline/draftedit.h"

#include <QHash>
#include <QPointF>
#include <QRectF>

#include <span>

namespace Millrace {

/// Which link of a definition: by its ends, and by its number among the links with the same ends.
struct LinkRef
{
    PortRef from;
    PortRef to;
    int nth = 0;

    friend bool operator==(const LinkRef &, const LinkRef &) = default;
};

[[nodiscard]] size_t qHash(const LinkRef &link, size_t seed = 0) noexcept;

/// What copy takes and paste brings in: nodes with the links between them, groups and notes.
/// `{"format":"millrace.clip/1","nodes","links","groups","notes"}`
[[nodiscard]] Json copyOf(const Json &definition, const QStringList &nodes, const QStringList &notes = {});
/// True for a clip, and for a whole pipeline, which pastes as one.
[[nodiscard]] bool isClip(const Json &json);

/// Makes edits of a definition: any number of changes become one edit with its way back. It works on the JSON as it is, so that fields
/// it does not know stay where they are; what it does not find it leaves alone. Positions are the left upper corners of cards. A plain
/// value, used once.
class DraftEditor
{
public:
    explicit DraftEditor(const Json &definition);

    /// As it is after the changes so far.
    [[nodiscard]] const Json &definition() const { return m_definition; }
    [[nodiscard]] DraftEdit finish(const QString &label, const QString &mergeKey = {}) const;

    /// Adds a node. Where its id is empty or taken it gets one: its component's name, with a number. Answers the id.
    QString addNode(Json node, QPointF position);
    enum class Gap : quint8 { Leave, Bridge };
    /// Takes nodes away with their links, also out of groups. With Bridge, what led to a removed node leads to what came after it by its first
    /// port, so that a chain stays one.
    void removeNodes(const QStringList &ids, Gap gap = Gap::Leave);
    /// "title", "config", "limits", "retry", …; null takes the member away.
    void setNodeMember(const QString &id, QByteArrayView key, const Json &value);
    void moveNodes(const QHash<QString, QPointF> &positions);
    /// Another id, in links and groups too. False where it is taken or empty.
    bool renameNode(const QString &id, const QString &newId);

    /// Does nothing where there is such a link without a condition.
    void connect(const PortRef &from, const PortRef &to);
    void disconnect(const QList<LinkRef> &links);
    /// Gives a link other ends; what else it has stays.
    void reconnect(const LinkRef &link, const PortRef &from, const PortRef &to);
    void setLinkMember(const LinkRef &link, QByteArrayView key, const Json &value);
    /// Puts a node into a link: the link leads to it, and its port leads to where the link led.
    void insertOnLink(const LinkRef &link, const QString &node, const QString &outPort);

    QString addGroup(const QString &title, const QStringList &nodes);
    QString addNote(const QString &text, QRectF rect);
    void setGroupMember(const QString &id, QByteArrayView key, const Json &value);
    void setNoteMember(const QString &id, QByteArrayView key, const Json &value);
    void setNoteRect(const QString &id, QRectF rect);
    void removeGroups(const QStringList &ids); ///< the nodes stay
    void removeNotes(const QStringList &ids);

    struct Pasted
    {
        QStringList nodes;
        QStringList notes;
    };
    /// Brings in a clip under free ids, moved by `offset`.
    Pasted paste(const Json &clip, QPointF offset);

    /// Puts a node of the component `pipeline` in place of nodes, and answers the pipeline that they become. Links into them lead to the new
    /// node; links out of them leave it by `out`. Nothing where a link that enters them does not enter the first of them, or where they are
    /// left by more than one port of one node, or by one that is no result (neither `out` nor a review's), or where something else ends within them
    /// and would come out with what leaves: such a part does not behave alike as a pipeline of its own. `ports` has the ways out of the nodes, by id;
    /// one that is not there has `out`.
    std::optional<Json> extractSubflow(const QStringList &nodes, const QString &newId, const QString &title,
                                       const QHash<QString, QStringList> &ports = {});
    /// Puts the nodes of `subflow` in place of a node that runs it. Answers their ids.
    QStringList inlineSubflow(const QString &node, const Json &subflow);

    /// "title", "description"; null takes the member away.
    void setMember(QByteArrayView key, const Json &value);

private:
    using Path = QList<QByteArray>;
    struct Step
    {
        QByteArray op;
        QByteArray path;
        Json value;
    };

    [[nodiscard]] const Json &at(const Path &path) const;
    void set(const Path &path, const Json &value);
    void insert(const Path &list, qsizetype index, const Json &value);
    void append(const char *list, const Json &value);
    void removeItem(const Path &list, qsizetype index);
    void removeMember(const Path &path);
    void setOrRemove(const Path &path, const Json &value);
    void record(QByteArray op, const QByteArray &path, const Json &value, QByteArray backOp, const QByteArray &backPath, const Json &backValue);

    [[nodiscard]] qsizetype indexOf(const char *list, const QString &id) const;
    [[nodiscard]] qsizetype indexOf(const LinkRef &link) const;
    [[nodiscard]] QString freeId(const char *list, const QString &wanted) const;
    void keepGroups(const QStringList &removed);

    Json m_definition;
    QList<Step> m_forth;
    QList<Step> m_back; ///< in the order of m_forth; undone from its end
};

/// The links of a definition in their order, each as it is referred to.
[[nodiscard]] QList<LinkRef> linksOf(const Json &definition);
/// `position` of a node; nothing where it has none.
[[nodiscard]] std::optional<QPointF> positionOf(const Json &node);

} // namespace Millrace
