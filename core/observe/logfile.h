// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace Millrace {

/// A file of lines that several processes write at once, and that turns over by size: `millrace.jsonl`, before it
/// `millrace.1.jsonl` up to `.4.`. How that is safe stands in logfile.cpp. One thread at a time.
///
/// A place that cannot be written never disturbs anybody: the lines are left out, and the place is tried again half a minute later.
class LogFile
{
public:
    struct Options
    {
        QString folder; ///< made where it is missing; empty: every line is left out
        qint64 fileBytes = qint64(10) * 1024 * 1024;
        int files = 5;
        qint64 retryUs = 30'000'000;
    };

    explicit LogFile(Options options);
    ~LogFile();
    LogFile(const LogFile &) = delete;
    LogFile &operator=(const LogFile &) = delete;

    /// Appends the line and a newline; false where it was left out.
    bool append(const QByteArray &line);
    /// The file before the current one is 1, and so on; 0 is the current one.
    [[nodiscard]] static QString pathOf(const QString &folder, int age);

private:
    bool open();
    void close();
    [[nodiscard]] bool isCurrent(qint64 *size) const;
    /// False where another process holds the lock.
    bool turnOver();
    [[nodiscard]] bool giveUp();

    const Options m_options;
    int m_file = -1;
    qint64 m_retryAtUs = 0; ///< monotonic
    bool m_isTorn = false; ///< the last line lacks its end
};

} // namespace Millrace
