// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mcp/transport.h"
#include "server/bytestream.h"
#include "server/peerconnection.h"
#include "mcp/lineframer.h"

#include <optional>

namespace Millrace {

class HostCore;
class WireOutlet;
struct Client;

/// Messages as lines: a program on the user-only socket, or the process's own standard input and output.
///
/// The first line over a socket may be "Authorization: Bearer TOKEN"; without it the peer is one of the user's local programs. At the end of input
/// what has been asked is still answered, for a while. A peer that does not read its answers is not asked for more until it has.
class LineConnection final : public PeerConnection
{
public:
    LineConnection(HostCore &core, Mcp::TransportKind kind, int in, int out);
    ~LineConnection() override;

    void start() override;
    void sweep(qint64 now) override;
    void close() override;
    bool isKnown() const override { return true; } // nobody else can reach it
    QString clientId() const override;
    QByteArray token() const override { return m_token; }

private:
    void onReceived(QByteArrayView bytes);
    void onEnded();
    void take(QByteArray line);
    void send(const QByteArray &json);
    void readOn();
    /// At the end of input, when everything is answered.
    void endIfAnswered();
    [[nodiscard]] bool authorize(QByteArrayView line);

    HostCore &m_core;
    Mcp::TransportKind m_kind;
    std::shared_ptr<ByteStream> m_stream;
    LineFramer m_lines;
    std::shared_ptr<const Client> m_client;
    QByteArray m_token;
    std::shared_ptr<WireOutlet> m_outlet;
    std::optional<qint64> m_endedAt;
    bool m_first = true;
    bool m_closing = false; ///< on its way, when what it was told is written
};

} // namespace Millrace
