// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/lineageargs.h"

#include <QSet>

#include <map>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kPage = 200;

/// Contexts with the first step that the selection touches.
class Selecting
{
public:
    Selecting(LineageDesk &desk, bool fromStart, qsizetype most)
        : m_desk(desk)
        , m_fromStart(fromStart)
        , m_most(most)
    {}

    Result<void> add(const LineagePlace &place)
    {
        const auto thing = m_desk.links.find(place);
        if (!thing)
            return std::unexpected(thing.error());
        switch (place.kind) {
        case LineageKind::Field:
            return touch(thing->key, std::max(place.step, 1) - 1);
        case LineageKind::Prompt:
        case LineageKind::Answer: {
            const auto call = m_desk.lineage.call(place.number, place.position);
            if (!call || !*call)
                return call ? Result<void>() : std::unexpected(call.error());
            return touch((*call)->context, std::max((*call)->step, 1) - 1);
        }
        case LineageKind::Stack:
            return addMembers(*thing, place);
        case LineageKind::Context:
            if (thing->place.kind == LineageKind::Context)
                return touch(thing->key, 0);
            break;
        case LineageKind::Review: {
            const auto review = m_desk.lineage.review(place.id);
            if (!review || !*review)
                return review ? Result<void>() : std::unexpected(review.error());
            return touch((*review)->context, std::max((*review)->decidedStep.value_or(1), 1) - 1);
        }
        case LineageKind::Output: {
            const auto output = m_desk.lineage.output(place.number);
            if (!output || !*output)
                return output ? Result<void>() : std::unexpected(output.error());
            const auto step = m_desk.lineage.stepOf((*output)->context, (*output)->node, (*output)->visit);
            if (!step)
                return std::unexpected(step.error());
            return touch((*output)->context, *step && (*step)->step > 0 ? (*step)->step - 1 : 0);
        }
        case LineageKind::Document:
        case LineageKind::Template:
        case LineageKind::Model:
        case LineageKind::Event:
            break;
        }
        const auto groups = m_desk.links.groups(*thing, false);
        if (!groups)
            return std::unexpected(groups.error());
        for (const LineageGroup &group : *groups) {
            if (group.memberKind != LineageKind::Context)
                continue;
            if (auto added = addGroup(group, LineageGroup::kBegin); !added)
                return added;
        }
        return {};
    }

    [[nodiscard]] const std::map<ContextKey, int> &contexts() const { return m_contexts; }
    [[nodiscard]] bool isFull() const { return m_isFull; }

private:
    Result<void> touch(ContextKey key, int step)
    {
        if (m_fromStart)
            step = 0;
        const auto known = m_contexts.find(key);
        if (known != m_contexts.end())
            known->second = std::min(known->second, step);
        else if (static_cast<qsizetype>(m_contexts.size()) < m_most)
            m_contexts.emplace(key, step);
        else
            m_isFull = true;
        return {};
    }

    Result<void> addGroup(const LineageGroup &group, qint64 after)
    {
        while (!m_isFull) {
            const auto links = group.fetch(after, kPage);
            if (!links)
                return std::unexpected(links.error());
            for (const LineageLink &link : *links) {
                after = link.cursor;
                // What used a template or a model did so in the step that the edge names.
                const bool isUse = link.edge.relation == "template"_L1 || link.edge.relation == "model"_L1;
                if (auto touched = touch(link.thing.key, isUse ? std::max(link.edge.by.step, 1) - 1 : 0); !touched)
                    return touched;
            }
            if (links->size() < kPage)
                break;
        }
        return {};
    }

    Result<void> addMembers(const LineageThing &owner, const LineagePlace &stack)
    {
        for (const bool up : {false, true}) {
            const auto groups = m_desk.links.groups(owner, up);
            if (!groups)
                return std::unexpected(groups.error());
            for (const LineageGroup &group : *groups) {
                if (group.relation == stack.relation && group.number == stack.group && group.memberKind == LineageKind::Context)
                    return addGroup(group, stack.number - 1);
            }
        }
        return {};
    }

    LineageDesk &m_desk;
    bool m_fromStart;
    qsizetype m_most;
    std::map<ContextKey, int> m_contexts;
    bool m_isFull = false;
};

} // namespace

Result<qint64> lineageTimeOf(const Json &args)
{
    if (!args.contains("as_of"))
        return LineageReader::kNow;
    const auto at = parseIso(args.value("as_of").toString());
    if (!at)
        return fail(ErrorCode::InvalidArgument, u"\"%1\" is no time as ISO 8601 writes it"_s.arg(args.value("as_of").toString()),
                    Json::object({{"path", "/as_of"}}));
    return *at;
}

Result<Selection> selectionOf(LineageDesk &desk, const QStringList &nodes, bool fromStart, qsizetype most)
{
    Selecting selecting(desk, fromStart, most);
    Selection selection;
    for (const QString &node : nodes) {
        const auto place = LineagePlace::of(node);
        if (!place)
            return std::unexpected(place.error());
        if (auto added = selecting.add(*place); !added)
            return std::unexpected(added.error());
    }
    const auto &chosen = selecting.contexts();
    for (const auto &[key, step] : chosen) {
        const auto row = desk.lineage.context(key);
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            continue;
        const auto leaveOut = [&](const QString &why) { selection.leftOut.append({(*row)->id, why}); };
        bool goesWithParent = false;
        const auto parentOf = [](const LineageContext &child) { return child.origin == ContextOrigin::Child ? child.parent.value_or(0) : 0; };
        for (ContextKey parent = parentOf(**row); parent > 0 && !goesWithParent;) {
            goesWithParent = chosen.contains(parent);
            const auto above = desk.lineage.context(parent);
            if (!above)
                return std::unexpected(above.error());
            parent = *above ? parentOf(**above) : 0;
        }
        const auto replay = desk.lineage.replay(key);
        if (!replay)
            return std::unexpected(replay.error());
        if (goesWithParent)
            leaveOut(u"it is made again by its parent, which is selected too"_s);
        else if ((*row)->supersededBy)
            leaveOut(u"another one has taken its place"_s);
        else if (*replay && (*replay)->state == ReplayState::Discarded)
            leaveOut(u"it was discarded"_s);
        else
            selection.contexts.append({(*row)->id, std::min(step, (*row)->steps)});
    }
    if (selecting.isFull())
        selection.leftOut.append({QString(), u"there are more; %1 are done again at a time"_s.arg(most)});
    return selection;
}

} // namespace Millrace
