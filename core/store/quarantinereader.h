// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/records.h"
#include "store/sqlite.h"

namespace Millrace {

/// A context in quarantine, as a list shows it.
struct Quarantined
{
    ContextKey key = 0;
    QString id;
    QString title;
    qint64 version = 0; ///< key of the pipeline version
    QString pipeline; ///< its id
    QString pipelineTitle;
    int node = -1; ///< ordinal; -1: it was refused before it came to any
    QString nodeId;
    qint64 since = 0;
    Json reason; ///< the error, or an array of {"path","message","severity"}
    int passes = 1; ///< how often it was refused
    QString source; ///< the file it came from, where it never was a document
};

/// Which of them; what is empty is not asked for.
struct QuarantineFilter
{
    QString pipeline;
    QString node;
    QString code; ///< of the error; "input.invalid" for what a rule refused
    QString text; ///< in the title
};

/// Looks at what is in quarantine. One per reader thread, on its own connection; in the engine's transaction too.
class QuarantineReader
{
public:
    explicit QuarantineReader(Connection &db)
        : m_db(db)
    {}

    /// At most `limit` after a key, the oldest first.
    [[nodiscard]] Result<QList<Quarantined>> list(const QuarantineFilter &filter, ContextKey after, int limit);
    /// Nothing where it is not in quarantine.
    [[nodiscard]] Result<std::optional<Quarantined>> find(ContextKey key);
    /// Whether what came is kept beside it, as it is of what could not be read.
    [[nodiscard]] Result<bool> hasRaw(ContextKey key);
    struct Count
    {
        QString pipeline;
        QString title;
        QString node;
        QString code;
        qint64 count = 0;
    };
    [[nodiscard]] Result<QList<Count>> counts();

private:
    Connection &m_db;
};

} // namespace Millrace
