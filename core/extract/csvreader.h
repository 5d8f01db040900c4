// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QIODevice>
#include <QList>

#include <optional>

namespace Millrace {

/// One record of a CSV file.
struct CsvRecord
{
    int line = 1; ///< where it starts, from 1; quoted fields may hold further lines
    QByteArray raw; ///< its bytes, without the line end
    QList<QByteArray> fields;
    QString problem; ///< what breaks RFC 4180 or the encoding here; empty where nothing does

    friend bool operator==(const CsvRecord &, const CsvRecord &) = default;
};

/// Reads CSV (RFC 4180) record by record in constant memory: quoted line ends and quotes, a byte order mark, LF or CRLF,
/// and "," ";" or tab as delimiter, whichever the first record has most of. Blank lines are passed over. A record of more
/// than `maxRecord` bytes ends the reading with a problem: its quote is most likely never closed.
///
/// Reads from a device that its caller owns and has opened. One thread.
class CsvReader
{
public:
    explicit CsvReader(QIODevice *device, qint64 maxRecord = 8 * 1024 * 1024);

    /// The next record; nothing at the end.
    [[nodiscard]] std::optional<CsvRecord> next();
    [[nodiscard]] char delimiter() const { return m_delimiter; }

private:
    [[nodiscard]] bool fill();
    void sniff();

    QIODevice *m_device;
    qint64 m_maxRecord;
    QByteArray m_buffer;
    qsizetype m_at = 0;
    int m_line = 1;
    char m_delimiter = ',';
    bool m_started = false;
    bool m_ended = false;
};

} // namespace Millrace
