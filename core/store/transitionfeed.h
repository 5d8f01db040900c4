// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/contextrepository.h"

namespace Millrace {

/// A transition as whoever tells others of it needs it.
struct FedTransition
{
    qint64 seq = 0;
    ContextKey context = 0;
    QString contextId;
    QString contextType;
    qint64 pipeline = 0; ///< key of the version
    std::optional<ContextKey> parent;
    ContextOrigin origin = ContextOrigin::Submitted;
    qint64 at = 0;
    TransitionKind kind = TransitionKind::Started;
    ContextStatus from = ContextStatus::Pending;
    ContextStatus to = ContextStatus::Pending;
    int node = -1;
    int step = 0;
    int visit = 1;
    int attempt = 1;
    QString port;
    Json edit;
    Json reason;
    Json refs;
};

/// The history in its order, from any place on: what has been told is known by one number.
class TransitionFeed
{
public:
    explicit TransitionFeed(Connection &db)
        : m_db(db)
    {}

    /// At most `limit` after `after`, of one context (0: of all) and not before a time. Content that is damaged is left out, not what happened.
    [[nodiscard]] Result<QList<FedTransition>> read(qint64 after, int limit, ContextKey context = 0, qint64 since = 0);
    [[nodiscard]] Result<qint64> last();

private:
    Connection &m_db;
};

} // namespace Millrace
