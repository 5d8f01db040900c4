// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mcp/client/clientwire.h"
#include "mcp/client/eventparser.h"

#include <QHash>
#include <QNetworkAccessManager>
#include <QNetworkRequest>
#include <QObject>
#include <QUrl>

class QNetworkReply;

namespace Millrace::Mcp {

/// A server behind an address: a POST for each message, answered by JSON or by a stream of events. Keeps the session's id of the 2025 era, reads on in a
/// stream that broke before the answer, and ends the session with itself. The token goes to that one address alone: redirections are not followed.
class HttpWire final : public ClientWire
{
public:
    /// `token`: empty: none is sent. `parent` has what outlives this for a moment.
    HttpWire(const QUrl &url, const QByteArray &token, qint64 mostBytes, QObject *parent, Events events);
    ~HttpWire() override;

    void send(const Outgoing &message) override;
    void abandon(qint64 id) override;

private:
    /// One answer on its way.
    struct Exchange
    {
        qint64 id = 0;
        QByteArray version;
        EventParser events;
        QByteArray body = {}; ///< of an answer that is no stream
        bool isOverlong = false;
        int resumed = 0; ///< how often in a row without anything new
        QByteArray resumedAt = {};
    };

    [[nodiscard]] QNetworkRequest request(const QByteArray &version) const;
    void follow(QNetworkReply *reply, Exchange &&exchange);
    void read(QNetworkReply *reply);
    void finished(QNetworkReply *reply);
    /// The stream ended without the answer: goes on where it stopped. False: it cannot.
    [[nodiscard]] bool resume(const Exchange &exchange);
    void fail(qint64 id, const Error &error);

    const QUrl m_url;
    const QByteArray m_token;
    const qint64 m_most;
    QNetworkAccessManager *m_manager;
    QObject m_context; ///< of what it listens to
    QByteArray m_session;
    QByteArray m_version;
    QHash<QNetworkReply *, Exchange> m_exchanges;
};

} // namespace Millrace::Mcp
