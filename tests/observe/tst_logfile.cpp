// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "observe/logfile.h"

#include <QDir>
#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Millrace;
using namespace Qt::StringLiterals;

/// The file under the log: turning over, several writers, places that cannot be written.
class TstLogFile : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;

    [[nodiscard]] QString folder() const { return m_dir->filePath(u"state/millrace/logs"_s); }
    [[nodiscard]] QByteArrayList lines(int age) const
    {
        QFile file(LogFile::pathOf(folder(), age));
        return file.open(QIODevice::ReadOnly) ? file.readAll().split('\n') : QByteArrayList();
    }

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void linesAreAppended()
    {
        QVERIFY(LogFile({.folder = folder()}).append("one"));
        QVERIFY(LogFile({.folder = folder()}).append("two"));
        QCOMPARE(lines(0), (QByteArrayList{"one", "two", ""}));
        QVERIFY(!(QFile::permissions(LogFile::pathOf(folder(), 0)) & (QFile::ReadGroup | QFile::ReadOther)));
    }

    void aFullFileTurnsOverAndTheOldestGoes()
    {
        LogFile file({.folder = folder(), .fileBytes = 100, .files = 3});
        for (int i = 0; i < 40; ++i)
            QVERIFY(file.append("line number " + QByteArray::number(i).rightJustified(7, '0')));
        QCOMPARE(QDir(folder()).entryList({u"*.jsonl"_s}, QDir::Files, QDir::Name),
                 (QStringList{u"millrace.1.jsonl"_s, u"millrace.2.jsonl"_s, u"millrace.jsonl"_s}));
        QCOMPARE(lines(0).at(lines(0).size() - 2), "line number 0000039"_ba);
        for (int age = 0; age < 3; ++age)
            QVERIFY(QFileInfo(LogFile::pathOf(folder(), age)).size() <= 100);
    }

    void aLineLargerThanAFileIsKept()
    {
        LogFile file({.folder = folder(), .fileBytes = 10, .files = 2});
        QVERIFY(file.append(QByteArray(50, 'x')));
        QVERIFY(file.append("y"));
        QCOMPARE(lines(1).first(), QByteArray(50, 'x'));
        QCOMPARE(lines(0).first(), "y"_ba);
    }

    void severalProcessesLoseNoLine()
    {
        constexpr int kProcesses = 6;
        constexpr int kEach = 2000;
        const LogFile::Options options{.folder = folder(), .fileBytes = 30'000, .files = 50};
        QList<pid_t> children;
        for (int p = 0; p < kProcesses; ++p) {
            const pid_t pid = ::fork();
            if (pid == 0) {
                LogFile file(options);
                bool ok = true;
                for (int i = 0; i < kEach; ++i)
                    ok = file.append(QByteArray::number(p) + '-' + QByteArray::number(i) + '-' + QByteArray(40, 'x')) && ok;
                ::_exit(ok ? 0 : 1);
            }
            children.append(pid);
        }
        for (const pid_t pid : children) {
            int status = -1;
            QCOMPARE(::waitpid(pid, &status, 0), pid);
            QCOMPARE(status, 0);
        }
        QSet<QByteArray> seen;
        int files = 0;
        for (int age = 0; age < options.files && QFile::exists(LogFile::pathOf(folder(), age)); ++age, ++files) {
            for (const QByteArray &line : lines(age)) {
                if (line.isEmpty())
                    continue;
                QVERIFY2(line.endsWith('-' + QByteArray(40, 'x')) && line.count('-') == 2, line.constData());
                QVERIFY(!seen.contains(line));
                seen.insert(line);
            }
        }
        QCOMPARE(seen.size(), kProcesses * kEach);
        QVERIFY(files > 10 && files < options.files);
    }

    void aFileThatWasTakenAwayIsMadeAnew()
    {
        LogFile file({.folder = folder()});
        QVERIFY(file.append("one"));
        QVERIFY(QDir(folder()).removeRecursively());
        QVERIFY(file.append("two"));
        QCOMPARE(lines(0).first(), "two"_ba);
    }

    void aLockThatIsNeverGivenBackBoundsTheFile()
    {
        LogFile file({.folder = folder(), .fileBytes = 100, .files = 2, .retryUs = 0});
        QVERIFY(file.append("first"));
        const int lock = ::open(QFile::encodeName(folder() + u"/lock"_s).constData(), O_RDWR | O_CREAT, 0600);
        QCOMPARE(::flock(lock, LOCK_EX), 0);
        for (int i = 0; i < 20; ++i)
            (void)file.append("line line line");
        const qint64 size = QFileInfo(LogFile::pathOf(folder(), 0)).size();
        QVERIFY2(size > 100 && size < 250, qPrintable(QString::number(size)));
        ::close(lock);
        QVERIFY(file.append("after"));
        QCOMPARE(lines(0).first(), "after"_ba);
    }

    void aPlaceThatCannotBeWrittenDisturbsNobody()
    {
        QVERIFY(QFile(m_dir->filePath(u"state"_s)).open(QIODevice::WriteOnly));
        LogFile file({.folder = folder(), .retryUs = 0});
        QVERIFY(!file.append("lost"));
        QVERIFY(QFile::remove(m_dir->filePath(u"state"_s)));
        QVERIFY(file.append("kept"));
        QVERIFY(!LogFile({}).append("nowhere"));
    }

    void aFullDiskSpoilsOneLineAndNoMore()
    {
        const pid_t pid = ::fork();
        if (pid == 0) {
            ::signal(SIGXFSZ, SIG_IGN);
            LogFile file({.folder = folder(), .retryUs = 0});
            bool ok = file.append("first line");
            const rlimit full{15, RLIM_INFINITY};
            ::setrlimit(RLIMIT_FSIZE, &full);
            ok = !file.append("does not fit") && ok;
            const rlimit room{RLIM_INFINITY, RLIM_INFINITY};
            ::setrlimit(RLIMIT_FSIZE, &room);
            ok = file.append("last line") && ok;
            ::_exit(ok ? 0 : 1);
        }
        int status = -1;
        QCOMPARE(::waitpid(pid, &status, 0), pid);
        QCOMPARE(status, 0);
        QCOMPARE(lines(0), (QByteArrayList{"first line", "does", "last line", ""}));
    }
};

QTEST_GUILESS_MAIN(TstLogFile)
#include "tst_logfile.moc"
