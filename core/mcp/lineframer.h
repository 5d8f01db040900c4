// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace Millrace {

/// Takes a stream of bytes apart into lines, as stdio and the Unix socket carry messages. Empty lines and a CR before the end are dropped.
class LineFramer
{
public:
    explicit LineFramer(qint64 mostBytes)
        : m_most(mostBytes)
    {}

    void append(QByteArrayView bytes);
    /// The next whole line without its end.
    [[nodiscard]] std::optional<QByteArray> next();
    /// A line is longer than it may be; nothing more comes of this stream.
    [[nodiscard]] bool isOverlong() const { return m_overlong; }
    /// What came after the last end of a line: at the end of the stream, a last line without one.
    [[nodiscard]] QByteArray rest();

private:
    qint64 m_most;
    QByteArray m_bytes;
    qsizetype m_at = 0; ///< where the next line begins
    qsizetype m_searched = 0; ///< no end of line before this
    bool m_overlong = false;
};

} // namespace Millrace
