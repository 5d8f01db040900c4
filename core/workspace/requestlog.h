// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/clientrepository.h"

#include <QHash>
#include <QList>

#include <map>
#include <mutex>
#include <optional>
#include <tuple>

namespace Millrace {

/// Requests of clients while they run, and until they are stored. Any thread; costs a lock and, where its text is kept, a copy.
///
/// Between two batches so many requests are kept each by itself; what comes beyond is added up by client, method, tool and outcome, so that
/// a flood is counted whole and costs no more than the counting.
class RequestLog
{
public:
    static constexpr qsizetype kMostEach = 200; ///< kept one by one, in a batch
    static constexpr qsizetype kMostRunningBytes = 4 * 1024 * 1024; ///< of the texts of what has not ended
    static constexpr qsizetype kMostSums = 1'000; ///< beyond, names that nobody knows are added up without them

    struct Running
    {
        quint64 id = 0;
        QString client; ///< its id
        QString transport;
        QString method;
        QString tool;
        qint64 at = 0; ///< microseconds since the epoch
        qint64 beganUs = 0; ///< monotonic
        qint64 bytes = 0;
        QByteArray text; ///< its beginning; empty where it will be in a sum
    };
    struct Ended
    {
        Running request;
        qint64 durationUs = 0;
        QString code; ///< empty: it went well
        qint64 answerBytes = 0;
        QByteArray answer;
    };
    struct Batch
    {
        QList<Ended> each;
        QList<StoredRequest> sums;
        QHash<QString, qint64> seen; ///< when each client last began a request

        [[nodiscard]] bool isEmpty() const { return each.isEmpty() && sums.isEmpty(); }
    };

    /// `text` is kept up to `most` bytes.
    [[nodiscard]] quint64 begin(Running request, QByteArrayView text, qsizetype most);
    struct Ending
    {
        QString client;
        QString transport;
        QString method;
        QString tool;
        qint64 durationUs = 0;
        bool isFirst = false; ///< that waits to be stored
    };
    /// Nothing: there is no such request.
    [[nodiscard]] std::optional<Ending> end(quint64 id, qint64 monotonicUs, const QString &code, QByteArrayView answer, qsizetype most);
    [[nodiscard]] Batch take();

    [[nodiscard]] QList<Running> running() const;
    /// 0: not since the workspace was opened.
    [[nodiscard]] qint64 lastSeen(const QString &client) const;

private:
    using Key = std::tuple<QString, QString, QString, QString, QString>; ///< client, transport, method, tool, code

    mutable std::mutex m_mutex;
    quint64 m_last = 0;
    QHash<quint64, Running> m_running;
    qsizetype m_runningBytes = 0;
    QList<Ended> m_each;
    std::map<Key, StoredRequest> m_sums;
    QHash<QString, qint64> m_seen;
};

} // namespace Millrace
