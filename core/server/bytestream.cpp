// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bytestream.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <array>
#include <cerrno>
#include <optional>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

namespace asio = boost::asio;

namespace Millrace {

namespace {

constexpr qsizetype kReadBytes = 64 * 1024;
constexpr std::size_t kPieces = 64;

} // namespace

struct ByteStream::Ends
{
    Ends(asio::io_context &context, int inFd, int outFd)
        : in(context, inFd)
        , flags(::fcntl(inFd, F_GETFL))
    {
        in.non_blocking(true);
        if (outFd != inFd) {
            outFlags = ::fcntl(outFd, F_GETFL);
            out.emplace(context, outFd);
            out->non_blocking(true);
        }
    }
    /// What is shared with whoever started this program, a terminal say, is as it was.
    void restore()
    {
        if (!out)
            return;
        ::fcntl(in.native_handle(), F_SETFL, flags);
        ::fcntl(out->native_handle(), F_SETFL, outFlags);
    }

    asio::posix::stream_descriptor &writer() { return out ? *out : in; }

    asio::posix::stream_descriptor in;
    std::optional<asio::posix::stream_descriptor> out;
    int flags = 0; ///< as they were
    int outFlags = 0;
};

std::shared_ptr<ByteStream> ByteStream::make(asio::io_context &context, int in, int out)
{
    return std::shared_ptr<ByteStream>(new ByteStream(context, in, out));
}

ByteStream::ByteStream(asio::io_context &context, int in, int out)
    : m_ends(std::make_unique<Ends>(context, in, out))
{}

ByteStream::~ByteStream() = default;

void ByteStream::read()
{
    if (!m_open || m_reading || m_ended)
        return;
    m_reading = true;
    m_ends->in.async_wait(asio::posix::descriptor_base::wait_read, [self = shared_from_this()](const boost::system::error_code &error) {
        // What cannot be waited for, a file or /dev/null, never blocks.
        if (error != asio::error::operation_aborted && self->m_open)
            self->onReadable();
    });
}

void ByteStream::onReadable()
{
    // One for the thread: what has come is used before anything else is read.
    static thread_local std::array<char, kReadBytes> buffer;
    m_reading = false;
    const ssize_t got = ::read(m_ends->in.native_handle(), buffer.data(), buffer.size());
    if (got > 0) {
        received(QByteArrayView(buffer.data(), got));
        return;
    }
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        read();
        return;
    }
    end();
}

void ByteStream::end()
{
    if (m_ended || !m_open)
        return;
    m_ended = true;
    if (ended)
        ended();
}

void ByteStream::write(QByteArray bytes)
{
    if (!m_open || m_finishing || bytes.isEmpty())
        return;
    m_backlog += bytes.size();
    m_out.push_back(std::move(bytes));
    if (!m_corked && !m_waiting)
        flush();
}

void ByteStream::uncork()
{
    m_corked = false;
    if (m_open && !m_waiting && !m_out.empty())
        flush();
}

void ByteStream::flush()
{
    while (!m_out.empty()) {
        std::array<iovec, kPieces> pieces; // NOLINT: filled as far as it is used
        std::size_t count = 0;
        for (const QByteArray &bytes : m_out) {
            const qsizetype at = count == 0 ? m_outAt : 0;
            pieces[count++] = {const_cast<char *>(bytes.constData()) + at, static_cast<std::size_t>(bytes.size() - at)};
            if (count == kPieces)
                break;
        }
        const ssize_t written = ::writev(m_ends->writer().native_handle(), pieces.data(), static_cast<int>(count));
        if (written < 0) {
            if (errno == EINTR)
                continue;
            if (errno == EAGAIN) {
                waitForRoom();
                return;
            }
            m_out.clear();
            m_backlog = 0;
            waitForRoom(); // says so later: whoever writes may stand in the middle of something
            return;
        }
        m_backlog -= written;
        ssize_t left = written;
        while (left > 0) {
            const qsizetype rest = m_out.front().size() - m_outAt;
            if (left < rest) {
                m_outAt += left;
                break;
            }
            left -= rest;
            m_outAt = 0;
            m_out.pop_front();
        }
    }
    if (m_finishing)
        shutDown();
}

void ByteStream::shutDown()
{
    ::shutdown(m_ends->writer().native_handle(), SHUT_WR); // a pipe knows no such thing, and needs none
}

void ByteStream::waitForRoom()
{
    m_waiting = true;
    m_ends->writer().async_wait(asio::posix::descriptor_base::wait_write, [self = shared_from_this()](const boost::system::error_code &error) {
        self->m_waiting = false;
        if (error == asio::error::operation_aborted || !self->m_open)
            return;
        if (self->m_out.empty()) { // the write failed
            self->end();
            return;
        }
        ++self->m_progress;
        self->flush();
        if (self->m_open && self->m_out.empty() && !self->m_waiting && self->drained)
            self->drained();
    });
}

void ByteStream::finish()
{
    m_finishing = true;
    if (m_open && m_out.empty())
        shutDown();
}

void ByteStream::close()
{
    if (!m_open)
        return;
    m_open = false;
    m_out.clear();
    m_backlog = 0;
    boost::system::error_code ignored;
    m_ends->restore();
    m_ends->in.close(ignored);
    if (m_ends->out)
        m_ends->out->close(ignored);
}

int ByteStream::release()
{
    m_open = false;
    return m_ends->in.release();
}

} // namespace Millrace
