// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/definition.h"
#include "pipeline/records.h"
#include "store/sqlite.h"

#include <QHash>

namespace Millrace {

/// What waits at a node, and by which links it came.
struct PlaceLoad
{
    struct Way
    {
        PortRef from;
        qint64 count = 0;
        qint64 bytes = 0;
        qint64 oldestAt = 0;

        friend bool operator==(const Way &, const Way &) = default;
    };

    QString node;
    StatusCounts counts;
    qint64 bytes = 0; ///< of all that is there, about
    qint64 waiting = 0; ///< may go on and does not run yet
    qint64 running = 0;
    qint64 oldestAt = 0; ///< since when the first of what waits is there; 0: nothing waits
    QList<Way> ways;
    bool approximate = false; ///< only the first were looked at, and the rest is taken to be like them

    friend bool operator==(const PlaceLoad &, const PlaceLoad &) = default;
};

/// Looks at the nodes and links of a pipeline, over all its versions. One per reader thread, on its own connection.
class PlaceReader
{
public:
    explicit PlaceReader(Connection &db)
        : m_db(db)
    {}

    /// Nodes where anything is, in no order. What it costs grows with what waits, not with what is done. (An index by place would spare that, and
    /// cost the engine a third of its fused rate.)
    [[nodiscard]] Result<QList<PlaceLoad>> loads(const QString &pipelineId);
    /// Contexts at a node, oldest first; with `from` only those that came by that link. At most `limit` after `after`.
    [[nodiscard]] Result<QList<ContextKey>> at(const QString &pipelineId, const QString &node, const std::optional<PortRef> &from, ContextKey after,
                                               int limit);
    /// Contexts that steps made, with their parents, by id, in the order in which they were made.
    [[nodiscard]] Result<QList<std::pair<QString, QString>>> families();

private:
    struct Version
    {
        qint64 key = 0;
        PipelineDefinition definition;
    };
    [[nodiscard]] Result<QList<Version>> versions(const QString &pipelineId);
    /// The port by which a context came to where it is; nothing where it was submitted there.
    [[nodiscard]] Result<std::optional<PortRef>> wayOf(ContextKey key, const PipelineDefinition &definition);
    [[nodiscard]] Result<void> lookInto(const Version &version, int node, PlaceLoad &load, qint64 queued);

    Connection &m_db;
};

} // namespace Millrace
