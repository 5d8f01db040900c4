// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "console.h"

#include <cstdio>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

void Console::result(const QString &line)
{
    write(line.toUtf8() + '\n');
}

void Console::write(QByteArrayView bytes)
{
    clearProgress();
    if (!m_failed && std::fwrite(bytes.data(), 1, static_cast<std::size_t>(bytes.size()), stdout) != static_cast<std::size_t>(bytes.size()))
        m_failed = true;
}

void Console::note(const QString &text)
{
    clearProgress();
    const QByteArray line = "millrace: " + text.toUtf8() + '\n';
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stderr);
}

void Console::progress(const QString &line)
{
    if (!isNoteTerminal())
        return;
    const QByteArray bytes = "\r\033[K" + line.left(width() - 1).toUtf8();
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stderr);
    std::fflush(stderr);
    m_hasProgress = true;
}

void Console::clearProgress()
{
    if (!m_hasProgress)
        return;
    std::fputs("\r\033[K", stderr);
    std::fflush(stderr);
    m_hasProgress = false;
}

bool Console::isResultTerminal()
{
    return ::isatty(STDOUT_FILENO) == 1;
}

bool Console::isNoteTerminal()
{
    return ::isatty(STDERR_FILENO) == 1;
}

int Console::width()
{
    for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO}) {
        winsize size = {};
        if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 20)
            return size.ws_col;
    }
    return 100;
}

bool Console::flush()
{
    clearProgress();
    if (std::fflush(stdout) != 0)
        m_failed = true;
    std::fflush(stderr);
    return !m_failed;
}

QString Console::harmless(const QString &text)
{
    QString safe = text;
    for (QChar &c : safe) {
        const char16_t u = c.unicode();
        const bool overridesDirection = (u >= 0x202A && u <= 0x202E) || (u >= 0x2066 && u <= 0x2069);
        if (c == u'\n' || c == u'\t' || c == u'\r')
            c = u' ';
        else if (u < 0x20 || (u >= 0x7F && u < 0xA0) || u == 0x2028 || u == 0x2029 || overridesDirection)
            c = QChar(QChar::ReplacementCharacter);
    }
    return safe;
}

} // namespace Millrace::Cli
