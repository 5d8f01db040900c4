// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace Millrace::Cli {

/// The two ways out of the program: results on stdout, all else on stderr. Text is UTF-8. Used on the main thread.
class Console
{
public:
    /// A result line; a newline is added.
    void result(const QString &line);
    /// Result bytes as they are.
    void write(QByteArrayView bytes);
    /// A notice or an error, as "millrace: TEXT"; takes away a progress line first.
    void note(const QString &text);
    /// One line that is drawn over by the next one; only where stderr is a terminal, so that pipes and logs stay quiet.
    void progress(const QString &line);
    void clearProgress();

    [[nodiscard]] static bool isResultTerminal();
    [[nodiscard]] static bool isNoteTerminal();
    /// Columns of the terminal behind stdout or stderr; 100 where it is none.
    [[nodiscard]] static int width();
    /// True once stdout refused bytes: its reader is gone or its disk is full.
    [[nodiscard]] bool hasFailed() const { return m_failed; }
    /// Hands everything to the system; false where that failed.
    bool flush();

    /// Text of a document made safe for a terminal: no control characters, no line breaks, no bidirectional overrides.
    [[nodiscard]] static QString harmless(const QString &text);

private:
    bool m_failed = false;
    bool m_hasProgress = false;
};

} // namespace Millrace::Cli
