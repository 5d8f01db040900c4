// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/placereader.h"

#include "store/catalog.h"
#include "store/rows.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qint64 kMostLookedAt = 500; ///< at each node, so that a full link can be asked each second

bool isQueued(ContextStatus status)
{
    return status == ContextStatus::Pending || status == ContextStatus::Processing || status == ContextStatus::Retrying;
}

/// The links into a node.
QList<PipelineLink> linksInto(const PipelineDefinition &definition, const QString &node)
{
    QList<PipelineLink> links = definition.links;
    links.removeIf([&](const PipelineLink &link) { return link.to.node != node; });
    return links;
}

} // namespace

Result<QList<PlaceReader::Version>> PlaceReader::versions(const QString &pipelineId)
{
    // Only those that anything is at: a pipeline may have many.
    Statement &statement = m_db.prepared("SELECT DISTINCT p.pk FROM pipeline p JOIN node_load l ON l.pipeline = p.pk WHERE p.id = :id AND l.n <> 0 "
                                         "ORDER BY p.version DESC");
    const auto keys = allRows(statement.bind(pipelineId), [](const Statement &s) { return s.integer(0); });
    if (!keys)
        return std::unexpected(keys.error());
    QList<Version> versions;
    for (const qint64 key : *keys) {
        auto stored = Catalog(m_db).pipelineByKey(key);
        if (!stored)
            return std::unexpected(stored.error());
        if (*stored)
            versions.append({key, std::move((*stored)->definition)});
    }
    return versions;
}

Result<std::optional<PortRef>> PlaceReader::wayOf(ContextKey key, const PipelineDefinition &definition)
{
    const auto port = [&](const Statement &s) { return PortRef{definition.nodes.value(s.integer(0)).id, s.isNull(1) ? u"out"_s : s.text(1)}; };
    auto last = oneRow(m_db.prepared("SELECT node, port FROM transition WHERE context = :context AND kind = 1 AND (step > 0 OR port = 'error') "
                                     "ORDER BY seq DESC LIMIT 1")
                           .bind(key),
                       port);
    if (!last || *last)
        return last;
    // It has done nothing yet: a child comes from the node that made it.
    auto made = oneRow(m_db.prepared("SELECT f.node, 'item' FROM child c JOIN fork f ON f.pk = c.fork WHERE c.context = :context").bind(key), port);
    if (!made || !*made)
        return made;
    for (const PipelineLink &link : definition.links) {
        if (link.from.node == (*made)->node && link.from.port != "out"_L1)
            return std::optional(link.from); // the port that spawns, whatever it is called
    }
    return made;
}

Result<void> PlaceReader::lookInto(const Version &version, int node, PlaceLoad &load, qint64 queued)
{
    const QString &id = version.definition.nodes.value(node).id;
    const QList<PipelineLink> links = linksInto(version.definition, id);
    struct Row
    {
        ContextKey key = 0;
        qint64 since = 0;
        qint64 bytes = 0;
    };
    // What waits is found by when it is due, as the engine finds it; what runs has a small index of its own.
    Statement &due
        = m_db.prepared("SELECT pk, updated_at, bytes FROM context INDEXED BY context_due WHERE pipeline = :pipeline AND due_at IS NOT NULL "
                        "AND node = :node AND node >= 0 AND status IN (0, 1, 2) AND waits <> 1 ORDER BY priority, due_at LIMIT :limit");
    const auto rows
        = allRows(due.bind(version.key, node, kMostLookedAt), [](const Statement &s) { return Row{s.integer(0), s.integer(1), s.integer(2)}; });
    const auto running = oneRow(m_db.prepared("SELECT count(*) FROM context INDEXED BY context_started WHERE pipeline = :pipeline AND started = 1 "
                                              "AND node = :node AND status = 1")
                                    .bind(version.key, node),
                                [](const Statement &s) { return s.integer(0); });
    if (!rows || !running)
        return std::unexpected(rows ? running.error() : rows.error());
    load.running += running->value_or(0);
    const bool isAll = rows->size() < kMostLookedAt;
    load.approximate |= !isAll;
    const qint64 waiting = rows->size();
    for (const Row &row : *rows) {
        if (load.oldestAt == 0 || row.since < load.oldestAt)
            load.oldestAt = row.since;
    }
    const double share = isAll || waiting == 0 ? 1.0 : static_cast<double>(queued - load.running) / static_cast<double>(waiting);
    load.waiting += static_cast<qint64>(static_cast<double>(waiting) * share);
    if (links.isEmpty())
        return {};
    for (const Row &row : *rows) {
        std::optional<PortRef> from = links.first().from;
        const bool isOnly = links.size() == 1 && version.definition.firstNode() != id;
        if (!isOnly) {
            auto way = wayOf(row.key, version.definition);
            if (!way)
                return std::unexpected(way.error());
            from = std::move(*way);
        }
        if (!from)
            continue; // it was submitted here
        auto known = std::ranges::find(load.ways, *from, &PlaceLoad::Way::from);
        if (known == load.ways.end())
            known = load.ways.insert(load.ways.end(), PlaceLoad::Way{*from, 0, 0, row.since});
        ++known->count;
        known->bytes += row.bytes;
        known->oldestAt = std::min(known->oldestAt, row.since);
    }
    if (share != 1.0) {
        for (PlaceLoad::Way &way : load.ways) {
            way.count = static_cast<qint64>(static_cast<double>(way.count) * share);
            way.bytes = static_cast<qint64>(static_cast<double>(way.bytes) * share);
        }
    }
    return {};
}

Result<QList<PlaceLoad>> PlaceReader::loads(const QString &pipelineId)
{
    const auto all = versions(pipelineId);
    if (!all)
        return std::unexpected(all.error());
    QList<PlaceLoad> loads;
    for (const Version &version : *all) {
        struct Count
        {
            int node = 0;
            ContextStatus status = ContextStatus::Pending;
            qint64 n = 0;
            qint64 bytes = 0;
        };
        Statement &statement = m_db.prepared("SELECT node, status, n, bytes FROM node_load WHERE pipeline = :pipeline AND n <> 0");
        const auto counts = allRows(statement.bind(version.key), [](const Statement &s) {
            return Count{static_cast<int>(s.integer(0)), static_cast<ContextStatus>(s.integer(1) & 7), s.integer(2), s.integer(3)};
        });
        if (!counts)
            return std::unexpected(counts.error());
        QHash<int, qint64> queued;
        for (const Count &count : *counts) {
            const QString &id = version.definition.nodes.value(count.node).id;
            auto load = std::ranges::find(loads, id, &PlaceLoad::node);
            if (load == loads.end())
                load = loads.insert(loads.end(), PlaceLoad{id, {}, 0, 0, 0, 0, {}, false});
            load->counts.of(count.status) += count.n;
            load->bytes += count.bytes;
            if (isQueued(count.status))
                queued[count.node] += count.n;
        }
        for (const auto &[node, n] : queued.asKeyValueRange()) {
            const auto load = std::ranges::find(loads, version.definition.nodes.value(node).id, &PlaceLoad::node);
            if (auto looked = lookInto(version, node, *load, n); !looked)
                return std::unexpected(looked.error());
        }
    }
    return loads;
}

Result<QList<ContextKey>> PlaceReader::at(const QString &pipelineId, const QString &node, const std::optional<PortRef> &from, ContextKey after,
                                          int limit)
{
    const auto all = versions(pipelineId);
    if (!all)
        return std::unexpected(all.error());
    QList<std::pair<ContextKey, const Version *>> there;
    for (const Version &version : *all) {
        const auto place = std::ranges::find(version.definition.nodes, node, &PipelineNode::id);
        if (place == version.definition.nodes.cend())
            continue;
        Statement &statement = m_db.prepared("SELECT pk FROM context WHERE pipeline = :pipeline AND node = :node AND node >= 0 "
                                             "AND status IN (0, 1, 2, 3, 4, 6) AND pk > :after");
        const auto keys = allRows(statement.bind(version.key, static_cast<int>(place - version.definition.nodes.cbegin()), after),
                                  [](const Statement &s) { return s.integer(0); });
        if (!keys)
            return std::unexpected(keys.error());
        for (const ContextKey key : *keys)
            there.append({key, &version});
    }
    std::ranges::sort(there, {}, &std::pair<ContextKey, const Version *>::first);
    QList<ContextKey> found;
    for (const auto &[key, version] : std::as_const(there)) {
        if (found.size() >= limit)
            break;
        if (from) {
            const auto way = wayOf(key, version->definition);
            if (!way)
                return std::unexpected(way.error());
            if (*way != from)
                continue;
        }
        found.append(key);
    }
    return found;
}

Result<QList<std::pair<QString, QString>>> PlaceReader::families()
{
    Statement &statement = m_db.prepared("SELECT c.id, p.id FROM context c JOIN context p ON p.pk = c.parent ORDER BY c.pk");
    return allRows(statement.bind(), [](const Statement &s) { return std::pair(s.text(0), s.text(1)); });
}

} // namespace Millrace
