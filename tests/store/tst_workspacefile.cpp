// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/migrator.h"
#include "store/workspacefile.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Millrace;

class TestWorkspaceFile : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_path;

    static Result<WorkspaceFile> open(const QString &path, bool create = false, bool readOnly = false)
    {
        return WorkspaceFile::open({path, create, readOnly, true, u"/nowhere.sock"_s});
    }

    QStringList filesBeside() const { return QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden); }

private Q_SLOTS:
    void aReaderThatStaysIsToldAndItsLogIsGivenBack()
    {
        const QString path = m_folder.filePath(u"reader.millrace"_s);
        auto file = WorkspaceFile::open({path, true, false, true, {}});
        QVERIFY(file.has_value());
        file->writer->checkpointEvery(10);
        QVERIFY(file->writer->exec("CREATE TABLE t (data)"));
        const auto write = [&](int times) {
            qint64 longest = 0;
            for (int i = 0; i < times; ++i) {
                QElapsedTimer timer;
                timer.start();
                if (!file->writer->exec("INSERT INTO t VALUES (randomblob(40000))"))
                    return qint64(-1);
                longest = std::max(longest, timer.elapsed());
            }
            return longest;
        };
        const auto logSize = [&] { return QFileInfo(path + u"-wal"_s).size(); };
        {
            Connection reader;
            QVERIFY(reader.open(path, Connection::Mode::View));
            QVERIFY(write(2) >= 0);
            Statement rows = reader.temporary("SELECT data FROM t");
            rows.bind();
            QVERIFY(rows.step().value());
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"a reader keeps \\d+ pages in the write-ahead log"_s));
            const qint64 longest = write(100);
            QVERIFY(longest >= 0);
            QVERIFY(logSize() > 2'000'000);
        }
        const qint64 held = logSize();
        QVERIFY(write(100) >= 0);
        QVERIFY(logSize() < held + 500'000); // written back and begun anew: it grows no more
        QVERIFY(file->close());
    }

    void theLogIsWrittenBackBesideTheCommitsAndStaysBounded()
    {
        const QString path = m_folder.filePath(u"beside.millrace"_s);
        WorkspaceFile::Options options{path, true, false, true, {}};
        options.checkpointsBeside = true;
        auto file = WorkspaceFile::open(options);
        QVERIFY(file.has_value());
        QVERIFY(file->writer->exec("CREATE TABLE t (data)"));
        qint64 most = 0;
        for (int i = 0; i < 160; ++i) {
            QVERIFY(file->writer->exec(
                "INSERT INTO t SELECT randomblob(15000) FROM (SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4), "
                "(SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4), (SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4)"));
            most = std::max(most, QFileInfo(path + u"-wal"_s).size());
        }
        QVERIFY2(most <= qint64(64) << 20, qPrintable(QString::number(most)));
        QVERIFY(file->checkpointer->last().written > 0);
        QCOMPARE(file->writer->scalar("SELECT count(*) FROM t").value_or(0), 160 * 64);
        QVERIFY(file->close());
        QVERIFY(!QFile::exists(path + u"-wal"_s));
        Connection again;
        QVERIFY(again.open(path, Connection::Mode::View));
        QCOMPARE(again.scalar("SELECT count(*) FROM t").value_or(0), 160 * 64);
    }

    void init()
    {
        for (const QString &name : filesBeside())
            QFile::remove(m_folder.filePath(name));
        m_path = m_folder.filePath(u"w.millrace"_s);
        auto file = open(m_path, true);
        QVERIFY2(file.has_value(), file ? "" : qPrintable(file.error().text));
        QVERIFY(file->close());
    }

    void closingLeavesExactlyOneFile()
    {
        auto file = open(m_path);
        QVERIFY(file->writer->exec("CREATE TABLE extra (a); INSERT INTO extra VALUES (1)"));
        QVERIFY(file->close());
        QCOMPARE(filesBeside(), QStringList{u"w.millrace"_s});
    }

    void lookingLeavesExactlyOneFile()
    {
        {
            auto file = open(m_path, false, true);
            QVERIFY(file->readOnly);
            Connection reader;
            QVERIFY(reader.open(file->readPath, file->readMode));
            QCOMPARE(reader.scalar("SELECT count(*) FROM context").value(), 0);
            QVERIFY(!reader.exec("CREATE TABLE extra (a)"));
        }
        QCOMPARE(filesBeside(), QStringList{u"w.millrace"_s});
    }

    void aSecondOwnerIsRefusedAndToldWhoHasIt()
    {
        auto first = open(m_path);
        QVERIFY(first.has_value());
        const auto second = open(m_path);
        QCOMPARE(second.error().code, ErrorCode::WorkspaceLocked);
        QCOMPARE(second.error().detail.value("pid").toInt(), static_cast<qint64>(getpid()));
        QCOMPARE(second.error().detail.value("socket").toString(), u"/nowhere.sock"_s);
        QVERIFY(first->close());
        QVERIFY(open(m_path).has_value());
    }

    void aSymbolicLinkFindsTheSameLock()
    {
        auto first = open(m_path);
        const QString link = m_folder.filePath(u"link.millrace"_s);
        QVERIFY(QFile::link(m_path, link));
        QCOMPARE(open(link).error().code, ErrorCode::WorkspaceLocked);
        QVERIFY(first->close());
    }

    void aHardLinkedFileIsOnlyViewed()
    {
        QVERIFY(::link(QFile::encodeName(m_path).constData(), QFile::encodeName(m_folder.filePath(u"other.millrace"_s)).constData()) == 0);
        const auto file = open(m_path);
        QVERIFY(file->readOnly);
        QVERIFY(file->readOnlyReason.contains("hard links"_L1));
    }

    void theLastAcknowledgedNumberOutlivesAnOwnerThatDied()
    {
        open(m_path)->lock->acknowledge(4711);
        // Another one that comes no further than to open it leaves the note to the next.
        QCOMPARE(open(m_path)->lock->acknowledgedBefore(), 4711);
        auto file = open(m_path);
        QCOMPARE(file->lock->acknowledgedBefore(), 4711);
        QVERIFY(file->close());
        QCOMPARE(open(m_path)->lock->acknowledgedBefore(), 0);
    }

    void whatIsNoWorkspaceIsRefusedUntouched_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("text") << QByteArray("just a text, nothing more");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("almost a database") << QByteArray("SQLite format 3\0garbage follows here", 36).leftJustified(4096, '\x7f');
    }
    void whatIsNoWorkspaceIsRefusedUntouched()
    {
        QFETCH(QByteArray, content);
        const QString path = m_folder.filePath(u"other.txt"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        const auto opened = open(path);
        QVERIFY(!opened);
        QVERIFY(opened.error().code == ErrorCode::WorkspaceForeign || opened.error().code == ErrorCode::WorkspaceDamaged);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), content);
        QCOMPARE(filesBeside().filter(u".lock"_s), QStringList());
    }

    void errorsSayWhichKind()
    {
        QCOMPARE(open(m_folder.filePath(u"missing.millrace"_s)).error().code, ErrorCode::WorkspaceMissing);
        QCOMPARE(open(m_path, true).error().code, ErrorCode::WorkspaceExists);
        QCOMPARE(open(m_folder.path()).error().code, ErrorCode::WorkspaceForeign);
        QCOMPARE(open(m_folder.filePath(u"no/such/folder.millrace"_s), true).error().code, ErrorCode::FileWrite);
    }
};

QTEST_GUILESS_MAIN(TestWorkspaceFile)
#include "tst_workspacefile.moc"
