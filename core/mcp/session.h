// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mcp/eventstream.h"
#include "mcp/protocol.h"

#include <QHash>
#include <QRandomGenerator>
#include <QSet>

#include <functional>

namespace Millrace::Mcp {

/// What a client of the 2025 era agreed upon with `initialize`, and what it is still to be told. Lives in the SessionBook; one over a
/// duplex wire ends with it, one over HTTP stays until the client ends it or is not heard of for long.
class Session
{
public:
    /// What a client answered: its result, or an error object.
    using Answered = std::function<void(const Json &result, const Json &error)>;

    static constexpr qsizetype kMostStreams = 32;
    static constexpr qsizetype kMostEndedBytes = 2 * 1024 * 1024; ///< of streams that have ended
    static constexpr qsizetype kMostAwaited = 64;
    static constexpr qsizetype kMostSubscriptions = 1000;

    Session(const QByteArray &id, const QString &clientId);

    QByteArray id; ///< visible ASCII
    QString clientId; ///< of whoever began it; nobody else may use it
    QByteArray version;
    Json capabilities; ///< ClientCapabilities
    Json clientInfo;
    int logLevel = -1; ///< -1: nothing is logged to it
    QSet<QString> subscriptions; ///< URIs
    qint64 lastUsedAt = 0;
    quint64 shown = 0; ///< the desk's number of it
    std::shared_ptr<Outlet> wire; ///< of a duplex wire

    /// 2025-11-25 and later.
    [[nodiscard]] bool isAtLeast(QByteArrayView other) const { return QByteArrayView(version).compare(other) >= 0; }

    /// Told without having been asked: by the wire, or the stream that a GET opened.
    void tell(const QByteArray &json);
    [[nodiscard]] EventStream &standing() { return m_standing; }

    /// A stream for one exchange. Of many that have ended the oldest are forgotten.
    [[nodiscard]] std::shared_ptr<EventStream> newStream();
    [[nodiscard]] std::shared_ptr<EventStream> findStream(const QByteArray &id) const { return m_streams.value(id); }
    [[nodiscard]] bool detach(Outlet *outlet);
    void endStreams();
    /// Streams that had ended when this was last called; by then whoever lost one has come back for it.
    void forgetEnded();

    /// Number of a request to the client; -1 where too many are open.
    [[nodiscard]] qint64 await(Answered answered);
    void forget(qint64 request) { m_awaited.remove(request); }
    void answered(const Json &id, const Json &result, const Json &error);

    [[nodiscard]] Json toJson() const;
    [[nodiscard]] static std::shared_ptr<Session> fromJson(const Json &json);

private:
    EventStream m_standing;
    QHash<QByteArray, std::shared_ptr<EventStream>> m_streams;
    QList<QByteArray> m_streamOrder;
    QHash<qint64, Answered> m_awaited;
    QSet<QByteArray> m_endedBefore;
    qint64 m_lastStream = 0;
    /// Begins anywhere: an answer to what an earlier process asked answers nothing here.
    qint64 m_lastRequest = QRandomGenerator::global()->bounded(1, 1 << 30);
};

} // namespace Millrace::Mcp
