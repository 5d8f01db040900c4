// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <memory>

namespace Millrace {

/// One peer of the host, on whatever wire. Owned by the host's core until it says that it has ended; on the server's thread.
class PeerConnection : public std::enable_shared_from_this<PeerConnection>
{
public:
    PeerConnection() = default;
    virtual ~PeerConnection() = default;
    PeerConnection(const PeerConnection &) = delete;
    PeerConnection &operator=(const PeerConnection &) = delete;

    virtual void start() = 0;
    /// Several times a second: what is overdue is done now. `now` is HostCore::now().
    virtual void sweep(qint64 now) = 0;
    /// Ends at once.
    virtual void close() = 0;
    /// Whether it has shown a token, or needs none. Others make room when there are too many.
    [[nodiscard]] virtual bool isKnown() const = 0;
    /// For whom it is; empty before that is known. Revoked clients are let go.
    [[nodiscard]] virtual QString clientId() const = 0;
    /// What it came in by; empty where none was needed. One that is worth nothing any more ends the connection.
    [[nodiscard]] virtual QByteArray token() const = 0;

    /// In the order in which they came.
    [[nodiscard]] quint64 number() const { return m_number; }
    void setNumber(quint64 number) { m_number = number; }

private:
    quint64 m_number = 0;
};

} // namespace Millrace
