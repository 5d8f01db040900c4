// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <deque>
#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace Millrace {

/// A connected socket, or a pair of pipes: bytes in as they come, bytes out in order. Lives on the server's thread.
///
/// Holds no buffer for what comes in (a thousand idle ones cost next to nothing); what goes out is written at once where the peer takes it, and
/// kept where it does not: whoever writes looks at backlog(). Owns its descriptors. Callbacks may close it; nothing is called
/// after close(), which whoever set them does before going away.
class ByteStream final : public std::enable_shared_from_this<ByteStream>
{
public:
    /// `out` may be `in`.
    [[nodiscard]] static std::shared_ptr<ByteStream> make(boost::asio::io_context &context, int in, int out);
    ~ByteStream();
    ByteStream(const ByteStream &) = delete;
    ByteStream &operator=(const ByteStream &) = delete;

    std::function<void(QByteArrayView)> received; ///< the view is good during the call
    std::function<void()> ended; ///< the peer sends no more, or is gone; once
    std::function<void()> drained; ///< all that was written has been taken, after some of it had to wait

    /// Calls received() or ended() when there is something; once for each call of read().
    void read();
    [[nodiscard]] bool isReading() const { return m_reading; }
    void write(QByteArray bytes);
    /// Between the two, what is written is gathered into one.
    void cork() { m_corked = true; }
    void uncork();
    [[nodiscard]] qint64 backlog() const { return m_backlog; }
    /// How often the peer has taken something that had to wait.
    [[nodiscard]] quint64 progress() const { return m_progress; }

    [[nodiscard]] bool isOpen() const { return m_open; }
    /// Tells the peer, behind all that was written, that no more will come. Its own end is still read.
    void finish();
    void close();
    /// Gives the descriptor away, for a protocol that goes on by itself.
    [[nodiscard]] int release();

private:
    struct Ends;
    ByteStream(boost::asio::io_context &context, int in, int out);
    void onReadable();
    /// Writes what the peer takes now.
    void flush();
    void waitForRoom();
    void end();
    void shutDown();

    std::unique_ptr<Ends> m_ends;
    std::deque<QByteArray> m_out;
    qsizetype m_outAt = 0; ///< of the first one, what is written already
    qint64 m_backlog = 0;
    quint64 m_progress = 0;
    bool m_open = true;
    bool m_reading = false;
    bool m_waiting = false;
    bool m_corked = false;
    bool m_finishing = false;
    bool m_ended = false;
};

} // namespace Millrace
