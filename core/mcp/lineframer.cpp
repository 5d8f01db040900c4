// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/lineframer.h"

namespace Millrace {

namespace {

constexpr qsizetype kKeptBytes = 64 * 1024;

} // namespace

void LineFramer::append(QByteArrayView bytes)
{
    if (m_overlong)
        return;
    if (m_at > 0) {
        // What has been handed out is dropped here, once for every read and not for every line.
        m_bytes.remove(0, m_at);
        m_searched -= m_at;
        m_at = 0;
    }
    m_bytes.append(bytes);
}

std::optional<QByteArray> LineFramer::next()
{
    while (!m_overlong) {
        const qsizetype end = m_bytes.indexOf('\n', m_searched);
        if (end < 0) {
            m_searched = m_bytes.size();
            const QByteArrayView begun = QByteArrayView(m_bytes).sliced(m_at);
            m_overlong = begun.size() - (begun.endsWith('\r') ? 1 : 0) > m_most; // which may belong to the end that is to come
            break;
        }
        QByteArrayView line = QByteArrayView(m_bytes).sliced(m_at, end - m_at);
        m_at = m_searched = end + 1;
        if (line.endsWith('\r'))
            line.chop(1);
        if (line.size() > m_most)
            m_overlong = true;
        else if (!line.isEmpty())
            return line.toByteArray();
    }
    // One long line is no reason to hold as much for as long as the connection lasts.
    if (m_overlong || (m_at == m_bytes.size() && m_bytes.capacity() > kKeptBytes)) {
        m_bytes = QByteArray();
        m_at = m_searched = 0;
    }
    return {};
}

QByteArray LineFramer::rest()
{
    return m_overlong ? QByteArray() : QByteArrayView(m_bytes).sliced(m_at).trimmed().toByteArray();
}

} // namespace Millrace
