// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lineage/lineageplace.h"
#include "sdk/json.h"

#include <QList>

#include <optional>

namespace Millrace {

/// Something that things come from or become. See the commands' description (lineage.graph) for what each kind says.
struct LineageNode
{
    QString id; ///< LineagePlace::toString()
    LineageKind kind = LineageKind::Context;
    QString title;
    QString detail;
    QString status;
    QString outcome;
    qint64 at = 0; ///< 0: unknown
    qint64 count = 1;
    bool countIsLeast = false;
    int hop = 0;
    bool moreUp = false;
    bool moreDown = false;
    QString context; ///< id of the one that it belongs to
    QString supersededBy;
    QString replay; ///< of a context that was offered in place of another: proposed, adopted, discarded

    QByteArray pointer; ///< of a field, and what follows too
    int step = -1;
    qint64 from = -1;
    qint64 to = -1;
    QString value;
    QString person;

    LineageKind memberKind = LineageKind::Context; ///< of a stack, and what follows too
    QString relation;
    QString parent;
    bool isUp = false;

    [[nodiscard]] Json toJson() const;
};

/// How one became the other: what the source says is in the result; it shaped or decided the result; it was put out of sight on the way.
enum class LineageFlow : quint8 { Direct, Indirect, Masked };

[[nodiscard]] QLatin1StringView lineageFlowName(LineageFlow flow);

/// Which step did it.
struct LineageStepName
{
    QString pipeline;
    int version = 0;
    QString node;
    QString component;
    std::optional<int> componentVersion; ///< nothing: it ran before that was noted
    int step = 0;

    void writeTo(Json &json, const char *nodeKey) const;
};

struct LineageEdge
{
    QString from;
    QString to;
    LineageFlow flow = LineageFlow::Direct;
    QString relation;
    bool joined = false;
    LineageStepName by;
    QList<std::pair<QByteArray, QByteArray>> fields; ///< JSON Pointers

    [[nodiscard]] QString id() const { return from + u'>' + to + u'>' + relation; }
    [[nodiscard]] Json toJson() const;
};

struct LineageGraph
{
    QString focus;
    QList<LineageNode> nodes;
    QList<LineageEdge> edges;
    bool isTruncated = false;

    [[nodiscard]] Json toJson() const;
};

} // namespace Millrace
