// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/nodesearch.h"

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

bool isSo(const DesignScene &scene, int node, const QString &what)
{
    const NodeMark &mark = scene.mark(node);
    if (what == "modified"_L1)
        return mark.isModified;
    if (what == "invalid"_L1)
        return mark.errors > 0;
    if (what == "warned"_L1)
        return mark.warnings > 0;
    if (what == "pinned"_L1)
        return mark.isPinned;
    if (what == "linked"_L1)
        return !scene.linksAt(node).isEmpty();
    if (what == "unlinked"_L1)
        return scene.linksAt(node).isEmpty();
    if (what == "waiting"_L1)
        return std::accumulate(mark.counts.cbegin(), mark.counts.cend(), qint64(0)) > 0;
    return false;
}

/// Texts as people see them, without what JSON makes of quotes and line ends.
bool says(const Json &value, const QString &part)
{
    if (value.isString())
        return value.toString().contains(part, Qt::CaseInsensitive);
    return std::ranges::any_of(value.items(), [&part](const Json &item) { return says(item, part); })
        || std::ranges::any_of(value.members(), [&part](const JsonMember &member) {
               return QString::fromUtf8(member.key).contains(part, Qt::CaseInsensitive) || says(member.value, part);
           });
}

bool answers(const DesignScene &scene, int node, const QString &part)
{
    const DesignNode &one = scene.graph().nodes.at(node);
    if (part.startsWith("is:"_L1))
        return isSo(scene, node, part.sliced(3));
    if (part.startsWith("type:"_L1))
        return one.component.contains(part.sliced(5), Qt::CaseInsensitive) || one.kind.contains(part.sliced(5), Qt::CaseInsensitive);
    if (one.title.contains(part, Qt::CaseInsensitive) || one.kind.contains(part, Qt::CaseInsensitive) || says(one.json, part)
        || QString::fromUtf8(one.json.toBytes()).contains(part, Qt::CaseInsensitive))
        return true;
    const DesignGraph &graph = scene.graph();
    return std::ranges::any_of(
               scene.linksAt(node),
               [&](int link) { return graph.links.at(link).from == node && graph.links.at(link).condition.contains(part, Qt::CaseInsensitive); })
        || std::ranges::any_of(
               graph.groups, [&](const DesignGroup &group) { return group.title.contains(part, Qt::CaseInsensitive) && group.nodes.contains(node); });
}

bool isNarrowing(const QString &part)
{
    return part.startsWith("is:"_L1) || part.startsWith("type:"_L1);
}

} // namespace

QList<int> searchNodes(const DesignScene &scene, const QString &query)
{
    const QStringList parts = query.split(u' ', Qt::SkipEmptyParts);
    QList<int> found;
    for (int node = 0; node < scene.graph().nodes.size(); ++node) {
        const bool all = std::ranges::all_of(parts, [&](const QString &part) {
            return part.size() > 1 && part.startsWith(u'-') ? !answers(scene, node, part.sliced(1)) : answers(scene, node, part);
        });
        if (all)
            found.append(node);
    }
    return found;
}

QStringList searchNotes(const DesignScene &scene, const QString &query)
{
    const QStringList parts = query.split(u' ', Qt::SkipEmptyParts);
    QStringList found;
    if (parts.isEmpty())
        return found;
    for (const DesignNote &note : scene.graph().notes) {
        const bool all = std::ranges::all_of(parts, [&note](const QString &part) {
            const bool isNot = part.size() > 1 && part.startsWith(u'-');
            const QString word = isNot ? part.sliced(1) : part;
            return !isNarrowing(word) && note.text.contains(word, Qt::CaseInsensitive) != isNot;
        });
        if (all)
            found.append(note.id);
    }
    return found;
}

} // namespace Millrace
