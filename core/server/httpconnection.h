// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mcp/transport.h"
#include "server/bytestream.h"
#include "server/peerconnection.h"
#include "server/requestcheck.h"
#include "server/requestreader.h"

namespace Millrace {

class HostCore;
class HttpExchange;

/// A connection over HTTP/1.1: one request after the other, each answered before the next is looked at. Kept alive; ended by what HostLimits says.
///
/// While a request is answered the socket is read on, so that a client that goes away is noticed, and told to the protocol.
class HttpConnection final : public PeerConnection
{
public:
    /// Takes the socket.
    HttpConnection(HostCore &core, int socket);
    ~HttpConnection() override;

    void start() override;
    void sweep(qint64 now) override;
    void close() override;
    bool isKnown() const override { return m_isAdmitted; }
    QString clientId() const override { return m_client ? m_client->id : QString(); }
    QByteArray token() const override { return m_token; }

    // --- for the exchange in hand --------------------------------------------------------------------------------------------
    /// The whole answer. `headers` with their line ends.
    void answer(int status, QByteArrayView type, QByteArrayView headers, const QByteArray &body);
    void openStream(int status, QByteArrayView headers);
    void streamed(const QByteArray &events);
    void endStream();

private:
    enum class Phase : quint8 { Idle, Header, Body, Answering, Streaming, Closing };

    /// Goes through what has come as far as it goes.
    void advance(QByteArrayView fresh);
    /// What it can use of the front of these.
    [[nodiscard]] qsizetype take(QByteArrayView bytes);
    void enter(Phase phase);
    void readOn();
    /// Not at once: the protocol may be in the middle of saying something.
    void closeSoon();
    void finishAnswering();
    /// False: it was refused, and answered.
    [[nodiscard]] bool admit();
    void dispatch();
    void upgrade();
    void refuse(const Refusal &refusal);
    void fail(int status, const QByteArray &reason);
    [[nodiscard]] QByteArray head(int status, QByteArrayView type, QByteArrayView headers) const;
    /// Nothing where a header that may come once came twice.
    [[nodiscard]] std::optional<Mcp::Incoming> incoming();

    HostCore &m_core;
    std::shared_ptr<ByteStream> m_stream;
    RequestReader m_reader;
    QByteArray m_input; ///< what has come and was not used: the start of a request, or one that came early
    std::shared_ptr<const Client> m_client;
    QByteArray m_token; ///< of the last request
    std::optional<QByteArray> m_origin; ///< the page that asked, where its browser may let it read the answer
    std::optional<Admission> m_admission;
    std::shared_ptr<HttpExchange> m_exchange;
    std::shared_ptr<const void> m_place; ///< of a hook's body
    Phase m_phase = Phase::Idle;
    qint64 m_since = 0; ///< when the phase began
    qint64 m_toldAt = 0; ///< of a stream: the last bytes
    quint64 m_progress = 0;
    qint64 m_progressAt = 0;
    bool m_isAdmitted = false;
    bool m_advancing = false;
    bool m_closesAfter = false;
    bool m_chunked = true;
};

} // namespace Millrace
