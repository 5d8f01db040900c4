// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "observe/crashreport.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <functional>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

/// Runs it in a process of its own, and returns what the parent sees of its end.
int endOf(const std::function<void()> &run)
{
    const pid_t pid = ::fork();
    if (pid == 0) {
        constexpr rlimit none{0, 0};
        ::setrlimit(RLIMIT_CORE, &none);
        // QtTest's own handler is not under test.
        for (const int signal : {SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE})
            ::signal(signal, SIG_DFL);
        run();
        ::_exit(0);
    }
    int status = -1;
    ::waitpid(pid, &status, 0);
    return status;
}

[[gnu::noinline]] int overflow(int depth)
{
    volatile char frame[4096] = {};
    frame[0] = static_cast<char>(depth);
    return depth < 0 ? 0 : overflow(depth + 1) + frame[0];
}

} // namespace

/// Reports of processes that were ended by a signal.
class TstCrashReport : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;

    [[nodiscard]] QString folder() const { return m_dir->filePath(u"state/crashes"_s); }
    [[nodiscard]] int crash(const std::function<void()> &how) const
    {
        return endOf([&] {
            writeCrashReports(u"test-program"_s, u"9.8.7"_s, folder());
            rememberForCrash("the last line before");
            how();
        });
    }
    [[nodiscard]] QString report() const
    {
        const QList<CrashReport> reports = unseenCrashReports(folder());
        QFile file(reports.isEmpty() ? QString() : reports.first().path);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void everyFatalSignalLeavesAReportAndItsExitStatus_data()
    {
        QTest::addColumn<int>("signal");
        QTest::addColumn<QString>("name");
        QTest::newRow("segv") << SIGSEGV << u"SIGSEGV"_s;
        QTest::newRow("abort") << SIGABRT << u"SIGABRT"_s;
        QTest::newRow("bus") << SIGBUS << u"SIGBUS"_s;
        QTest::newRow("ill") << SIGILL << u"SIGILL"_s;
        QTest::newRow("fpe") << SIGFPE << u"SIGFPE"_s;
    }

    void everyFatalSignalLeavesAReportAndItsExitStatus()
    {
        QFETCH(int, signal);
        QFETCH(QString, name);
        const int status = crash([signal] { ::raise(signal); });
        QVERIFY(WIFSIGNALED(status));
        QCOMPARE(WTERMSIG(status), signal);
        const QString text = report();
        QVERIFY2(text.contains(u"program:  test-program 9.8.7\n"_s), qPrintable(text));
        QVERIFY2(text.contains(u"signal:   %1 %2,"_s.arg(signal).arg(name)), qPrintable(text));
        QVERIFY2(text.contains(QRegularExpression(u"Backtrace[^\n]*:\n(.*\\[0x[0-9a-f]+\\]\n){3}"_s)), qPrintable(text));
        QVERIFY2(text.endsWith(u"Last log lines:\nthe last line before\n"_s), qPrintable(text));
        const auto time = QRegularExpression(u"time:     (\\S+)\\.\\d{6}Z\n"_s).match(text);
        const QDateTime at = QDateTime::fromString(time.captured(1) + u'Z', Qt::ISODate);
        QVERIFY2(std::abs(at.secsTo(QDateTime::currentDateTimeUtc())) < 60, qPrintable(text));
    }

    void aFaultNamesItsAddress()
    {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        QSKIP("the sanitizer takes the fault itself");
#endif
        const int status = crash([] {
            volatile int *volatile nowhere = reinterpret_cast<volatile int *>(0x10);
            *nowhere = 1;
        });
        QCOMPARE(WTERMSIG(status), SIGSEGV);
        QVERIFY2(report().contains(u"address 0x10\n"_s), qPrintable(report()));
    }

    void aStackThatOverflowsIsReported()
    {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        QSKIP("the sanitizer takes the fault itself");
#endif
        const int status = crash([] { ::_exit(overflow(1)); });
        QCOMPARE(WTERMSIG(status), SIGSEGV);
        QVERIFY(!report().isEmpty());
    }

    void aThreadThatFailsIsReported()
    {
        const int status = crash([] { std::thread([] { ::abort(); }).join(); });
        QCOMPARE(WTERMSIG(status), SIGABRT);
        QVERIFY(!report().isEmpty());
    }

    void onlyTheLastLinesAreKept()
    {
        const int status = crash([] {
            for (int i = 0; i < 100; ++i)
                rememberForCrash("line " + QByteArray::number(i) + ' ' + QByteArray(1000, 'x'));
            ::abort();
        });
        QVERIFY(WIFSIGNALED(status));
        QVERIFY(!report().contains(u"line 67 "_s) && report().contains(u"line 68 "_s) && report().contains(u"line 99 "_s));
        QVERIFY(report().indexOf(u"line 68 "_s) < report().indexOf(u"line 99 "_s));
    }

    void anOrdinaryEndLeavesNothing()
    {
        QCOMPARE(crash([] {}), 0);
        QVERIFY(unseenCrashReports(folder()).isEmpty());
    }

    void withoutAFolderTheSignalTakesItsCourse()
    {
        const int status = endOf([] {
            writeCrashReports(u"test"_s, u"1"_s, u"/proc/nobody/crashes"_s);
            ::raise(SIGSEGV);
        });
        QCOMPARE(WTERMSIG(status), SIGSEGV);
    }

    void aReportIsOfferedUntilItIsSetAsideOrRemoved()
    {
        QVERIFY(WIFSIGNALED(crash([] { ::abort(); })));
        QVERIFY(WIFSIGNALED(crash([] { ::abort(); })));
        QCOMPARE(unseenCrashReports(folder()).size(), 2);
        QCOMPARE(unseenCrashReports(folder(), u"test-program"_s).size(), 2);
        QVERIFY(unseenCrashReports(folder(), u"test"_s).isEmpty());
        const CrashReport first = unseenCrashReports(folder()).first();
        QCOMPARE(first.program, u"test-program"_s);
        const QString kept = first.setAside();
        QVERIFY(QFile::exists(kept) && !QFile::exists(first.path));
        QCOMPARE(unseenCrashReports(folder()).size(), 1);
        QVERIFY(unseenCrashReports(folder()).first().remove());
        QVERIFY(unseenCrashReports(folder()).isEmpty());
        QVERIFY(QFile::exists(kept));
    }

    void onlyTheNewestTenAreKept()
    {
        QVERIFY(QDir().mkpath(folder()));
        for (int i = 0; i < 14; ++i) {
            QFile file(folder() + u"/p-%1-1.%2.txt"_s.arg(i).arg(i % 2 ? u"crash"_s : u"seen"_s));
            QVERIFY(file.open(QIODevice::WriteOnly));
            QVERIFY(file.setFileTime(QDateTime::fromSecsSinceEpoch(1'000'000 + i), QFile::FileModificationTime));
        }
        const QList<CrashReport> reports = unseenCrashReports(folder());
        QCOMPARE(reports.size(), 5);
        QVERIFY(reports.first().path.endsWith(u"p-13-1.crash.txt"_s));
        QCOMPARE(QDir(folder()).entryList(QDir::Files).size(), 10);
    }
};

QTEST_GUILESS_MAIN(TstCrashReport)
#include "tst_crashreport.moc"
