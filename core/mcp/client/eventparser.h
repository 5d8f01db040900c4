// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace Millrace::Mcp {

/// Takes a stream of server-sent events apart, as the HTML standard says: lines end in LF, CR or both, a blank one ends an event, and an event
/// without data is none.
class EventParser
{
public:
    explicit EventParser(qint64 mostBytes)
        : m_most(mostBytes)
    {}

    void append(QByteArrayView bytes) { m_bytes.append(bytes); }
    /// The data of the next whole event.
    [[nodiscard]] std::optional<QByteArray> next();
    /// Of the last event that had one, those without data included.
    [[nodiscard]] const QByteArray &lastId() const { return m_lastId; }
    /// Of the last `retry:` field; nothing where there was none.
    [[nodiscard]] std::optional<int> retryMs() const { return m_retryMs; }
    /// An event is longer than it may be; nothing more comes of this stream.
    [[nodiscard]] bool isOverlong() const { return m_isOverlong; }

private:
    [[nodiscard]] std::optional<QByteArray> line();
    void take(QByteArrayView line);

    qint64 m_most;
    QByteArray m_bytes;
    qsizetype m_at = 0; ///< where the next line begins
    qsizetype m_searched = 0; ///< no end of line before this
    bool m_skipsLf = false; ///< the line before ended in a CR
    bool m_isBegun = false; ///< a byte order mark was looked for
    QByteArray m_data; ///< of the event that is under way
    bool m_hasData = false;
    QByteArray m_lastId;
    std::optional<int> m_retryMs;
    bool m_isOverlong = false;
};

} // namespace Millrace::Mcp
