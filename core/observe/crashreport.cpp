// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A report from a process that is dying
//
// 1. The handler calls only what POSIX or glibc allow in one: no allocation, no stdio, no Qt. Everything it needs stands in static
//    memory before the first signal: the folder as a descriptor, the file's name, the texts. backtrace() is called once at the start, because
//    its first call loads a library.
// 2. It runs on a stack of its own (of the main thread), so that a stack that overflowed is reported too.
// 3. Only the first thread writes; others wait for the end. A second fault in the handler, or ten seconds, end the process.
// 4. At the end the default action is back and the signal raised anew: exit status and core file are as without a handler.
// 5. The file's name ends in .crash.txt until somebody has seen it, in .seen.txt from then on.
#include "observe/crashreport.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstring>
#include <ctime>
#include <execinfo.h>
#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr std::array kSignals = {SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE};
constexpr qsizetype kReportsKept = 10;
constexpr auto kNew = ".crash.txt"_L1;
constexpr auto kSeen = ".seen.txt"_L1;

int g_folder = -1;
char g_name[128];
char g_program[64];
char g_version[32];
std::array<std::array<char, 400>, 32> g_lines;
std::atomic<unsigned> g_lineCount = 0;
std::atomic<pid_t> g_reporter = 0;
alignas(16) std::array<char, 128 * 1024> g_stack;

template <std::size_t Size>
void keep(char (&to)[Size], const QByteArray &text)
{
    const std::size_t size = std::min<std::size_t>(static_cast<std::size_t>(text.size()), Size - 1);
    std::memcpy(to, text.constData(), size);
    to[size] = '\0';
}

/// Text and numbers into a descriptor, nothing else; what cannot be written is lost.
class Writer
{
public:
    explicit Writer(int file)
        : m_file(file)
    {}
    const Writer &text(const char *text) const
    {
        [[maybe_unused]] const ssize_t put = ::write(m_file, text, std::strlen(text));
        return *this;
    }
    const Writer &number(unsigned long long value, unsigned base = 10, int width = 1) const
    {
        char digits[24];
        char *at = digits + sizeof digits;
        *--at = '\0';
        for (; value != 0 || width > 0; value /= base, --width)
            *--at = "0123456789abcdef"[value % base];
        return text(at);
    }

private:
    int m_file;
};

/// "2023-05-15T10:30:00Z" by counting: gmtime() takes a lock. Days to a date after Howard Hinnant, "chrono-compatible low-level date
/// algorithms".
void writeTime(const Writer &out)
{
    timespec now = {};
    ::clock_gettime(CLOCK_REALTIME, &now);
    const auto seconds = static_cast<unsigned long long>(now.tv_sec);
    const unsigned long long z = seconds / 86400 + 719468;
    const unsigned long long era = z / 146097;
    const unsigned long long doe = z - era * 146097;
    const unsigned long long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const unsigned long long doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const unsigned long long mp = (5 * doy + 2) / 153;
    const unsigned long long month = mp < 10 ? mp + 3 : mp - 9;
    out.number(yoe + era * 400 + (month <= 2 ? 1 : 0), 10, 4).text("-").number(month, 10, 2).text("-").number(doy - (153 * mp + 2) / 5 + 1, 10, 2);
    out.text("T").number(seconds / 3600 % 24, 10, 2).text(":").number(seconds / 60 % 60, 10, 2).text(":").number(seconds % 60, 10, 2);
    out.text(".").number(static_cast<unsigned long long>(now.tv_nsec) / 1000, 10, 6).text("Z");
}

void writeReport(int file, int signal, const siginfo_t *info)
{
    const Writer out(file);
    out.text("Millrace crash report\n\nprogram:  ").text(g_program).text(" ").text(g_version).text("\ntime:     ");
    writeTime(out);
    const char *name = ::sigabbrev_np(signal);
    out.text("\nsignal:   ").number(static_cast<unsigned>(signal)).text(name ? " SIG" : "").text(name ? name : "");
    out.text(", code ").text(info->si_code < 0 ? "-" : "").number(static_cast<unsigned>(std::abs(info->si_code)));
    // A code above 0 is the kernel's; else somebody sent the signal, and there is no address.
    if (info->si_code > 0)
        out.text(", address 0x").number(reinterpret_cast<quintptr>(info->si_addr), 16);
    else
        out.text(", from process ").number(static_cast<unsigned>(info->si_pid));
    out.text("\nprocess:  ").number(static_cast<unsigned>(::getpid())).text(", thread ").number(static_cast<unsigned>(::gettid()));
    out.text("\n\nBacktrace (addr2line -Cfpe PROGRAM OFFSET names the places):\n");
    void *frames[128];
    ::backtrace_symbols_fd(frames, ::backtrace(frames, 128), file);
    out.text("\nLast log lines:\n");
    const unsigned count = g_lineCount.load();
    const auto kept = static_cast<unsigned>(g_lines.size());
    for (unsigned i = count > kept ? count - kept : 0; i < count; ++i)
        out.text(g_lines[i % kept].data()).text("\n");
}

extern "C" void onFatalSignal(int signal, siginfo_t *info, void *)
{
    pid_t nobody = 0;
    const pid_t self = ::gettid();
    if (g_reporter.compare_exchange_strong(nobody, self)) {
        struct sigaction end = {};
        end.sa_handler = SIG_DFL;
        ::sigaction(SIGALRM, &end, nullptr);
        ::alarm(10);
        const int file = ::openat(g_folder, g_name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (file >= 0) {
            writeReport(file, signal, info);
            ::close(file);
        }
    } else if (nobody != self) {
        for (;;)
            ::pause();
    }
    struct sigaction fallback = {};
    fallback.sa_handler = SIG_DFL;
    ::sigaction(signal, &fallback, nullptr);
    ::raise(signal);
}

} // namespace

void writeCrashReports(const QString &program, const QString &version, const QString &folder)
{
    if (!QDir().mkpath(folder))
        return;
    g_folder = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (g_folder < 0)
        return;
    keep(g_program, program.toUtf8());
    keep(g_version, version.toUtf8());
    keep(g_name, QFile::encodeName(u"%1-%2-%3%4"_s.arg(program).arg(QDateTime::currentMSecsSinceEpoch()).arg(::getpid()).arg(kNew)));
    void *frames[4];
    ::backtrace(frames, 4);

    stack_t stack = {};
    stack.ss_sp = g_stack.data();
    stack.ss_size = g_stack.size();
    ::sigaltstack(&stack, nullptr);
    struct sigaction action = {};
    action.sa_sigaction = onFatalSignal;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    for (const int signal : kSignals)
        ::sigaction(signal, &action, nullptr);
}

void rememberForCrash(QByteArrayView line)
{
    const unsigned at = g_lineCount.load();
    std::array<char, 400> &to = g_lines[at % g_lines.size()];
    const std::size_t size = std::min(static_cast<std::size_t>(line.size()), to.size() - 1);
    std::memcpy(to.data(), line.data(), size);
    to[size] = '\0';
    g_lineCount.store(at + 1);
}

QString crashFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericStateLocation) + u"/millrace/crashes"_s;
}

QString CrashReport::setAside() const
{
    const QString seen = path.chopped(kNew.size()) + kSeen;
    return QFile::rename(path, seen) ? seen : path;
}

bool CrashReport::remove() const
{
    return QFile::remove(path);
}

QList<CrashReport> unseenCrashReports(const QString &folder, const QString &program)
{
    const QFileInfoList files = QDir(folder).entryInfoList({u'*' + kNew, u'*' + kSeen}, QDir::Files, QDir::Time);
    QList<CrashReport> reports;
    for (qsizetype i = 0; i < files.size(); ++i) {
        const QFileInfo &file = files.at(i);
        if (i >= kReportsKept) {
            QFile::remove(file.filePath());
            continue;
        }
        const QString of = file.fileName().section(u'-', 0, -3);
        if (file.fileName().endsWith(kNew) && (program.isEmpty() || of == program))
            reports.append({file.filePath(), of, file.lastModified()});
    }
    return reports;
}

} // namespace Millrace
