// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Several processes, one log
//
// 1. Every process opens the file for appending and writes a line with one write(): the kernel puts each at the end, whole.
// 2. Before a line, a process looks whether the path still names the file it has open, and opens the new one where it does not.
// 3. A process that finds the file full takes the lock without waiting, looks once more whether the file is still the one it has,
//    renames each file to the next number (the oldest goes) and begins a new one. Who does not get the lock goes on writing to
//    the file it has; a line written between another's look and rename lands at the end of the file before. None is lost.
// 4. Nobody waits for anybody before the file has twice its size; then 20 ms for whoever holds the lock. Where that is a process that
//    was stopped, lines are left out, and half a minute later there is another try.
// 5. A line that only partly fitted on a full disk is closed by a newline before the next one: one line is spoilt, not two.
#include "observe/logfile.h"

#include "sdk/clock.h"

#include <QDir>
#include <QFile>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {
constexpr int kTries = 20;
constexpr unsigned kPauseUs = 1000;
} // namespace

LogFile::LogFile(Options options)
    : m_options(std::move(options))
{}

LogFile::~LogFile()
{
    close();
}

QString LogFile::pathOf(const QString &folder, int age)
{
    return age == 0 ? folder + u"/millrace.jsonl"_s : u"%1/millrace.%2.jsonl"_s.arg(folder).arg(age);
}

bool LogFile::append(const QByteArray &line)
{
    if (m_options.folder.isEmpty() || Clock::system().monotonicUs() < m_retryAtUs)
        return false;
    qint64 size = 0;
    // Another process may turn over between opening and looking; a file that always looks other is no place to write.
    for (int tries = 0; !isCurrent(&size); ++tries) {
        close();
        if (tries == kTries || !open())
            return giveUp();
    }
    const QByteArray bytes = (m_isTorn ? "\n" + line : line) + '\n';
    if (size > 0 && size + bytes.size() > m_options.fileBytes) {
        for (int tries = 0; !turnOver() && size > 2 * m_options.fileBytes; ++tries) {
            if (tries == kTries)
                return giveUp();
            ::usleep(kPauseUs);
        }
        if (m_file < 0)
            return giveUp();
    }
    const ssize_t put = ::write(m_file, bytes.constData(), static_cast<std::size_t>(bytes.size()));
    if (put == bytes.size()) {
        m_isTorn = false;
        return true;
    }
    m_isTorn = m_isTorn || put > 0;
    return giveUp();
}

bool LogFile::open()
{
    if (!QDir().mkpath(m_options.folder))
        return false;
    m_file = ::open(QFile::encodeName(pathOf(m_options.folder, 0)).constData(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    return m_file >= 0;
}

void LogFile::close()
{
    if (m_file >= 0)
        ::close(m_file);
    m_file = -1;
    m_isTorn = false;
}

bool LogFile::isCurrent(qint64 *size) const
{
    struct stat own = {};
    struct stat named = {};
    if (m_file < 0 || ::fstat(m_file, &own) != 0 || ::stat(QFile::encodeName(pathOf(m_options.folder, 0)).constData(), &named) != 0)
        return false;
    *size = own.st_size;
    return own.st_ino == named.st_ino && own.st_dev == named.st_dev;
}

bool LogFile::turnOver()
{
    const int lock = ::open(QFile::encodeName(m_options.folder + u"/lock"_s).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock < 0)
        return false;
    const bool isMine = ::flock(lock, LOCK_EX | LOCK_NB) == 0;
    if (isMine) {
        qint64 size = 0;
        if (isCurrent(&size)) {
            for (int age = m_options.files - 1; age > 0; --age)
                ::rename(QFile::encodeName(pathOf(m_options.folder, age - 1)).constData(),
                         QFile::encodeName(pathOf(m_options.folder, age)).constData());
        }
        close();
        open();
    }
    ::close(lock);
    return isMine;
}

bool LogFile::giveUp()
{
    m_retryAtUs = Clock::system().monotonicUs() + m_options.retryUs;
    return false;
}

} // namespace Millrace
