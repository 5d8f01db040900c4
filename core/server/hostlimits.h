// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

namespace Millrace {

/// How much a peer may ask of the host. Whoever goes beyond is told so and let go; the others do not notice.
struct HostLimits
{
    qsizetype headerBytes = 64 * 1024; ///< request line and headers: 431
    qint64 bodyBytes = qint64(32) * 1024 * 1024; ///< of a request, or of a line: 413
    qint64 hookBytes = 1024 * 1024; ///< of what is posted to a hook, by whoever can: 413
    int hooksAtOnce = 64; ///< bodies of hooks that are held: 503
    qint64 messageBytes = qint64(8) * 1024 * 1024; ///< of a WebSocket message: 1009
    qint64 backlogBytes = 4 * 1024 * 1024; ///< sent and not read by a peer that listens: it is dropped
    int connections = 4096; ///< beyond that the oldest that has shown no token makes room, else 503
    int headerMs = 5'000; ///< from the first byte (or the connection) to the end of the headers: 408
    int bodyMs = 30'000; ///< from there to the end of the body: 408
    int idleMs = 120'000; ///< between two requests of a connection
    int unreadMs = 30'000; ///< nothing of what was sent is taken
    int keepAliveMs = 20'000; ///< a stream without messages gets a comment so often
    int requestsPerSecond = 200'000; ///< of one client, all its connections together: 429
    int failuresPerSecond = 20; ///< wrong tokens, of everybody together: the rest of the second is 429 for them
    int pingsPerSecond = 100; ///< of one WebSocket: 1008
};

} // namespace Millrace
