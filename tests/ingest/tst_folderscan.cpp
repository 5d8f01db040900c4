// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/filetype.h"
#include "ingest/folderscan.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;

class TestFolderScan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsWhatIsMeant_data()
    {
        QTest::addColumn<FolderSpec>("spec");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("all") << FolderSpec{} << QStringList{u"Report.TXT"_s, u"a.txt"_s, u"b.md"_s, u"sub/c.txt"_s, u"sub/deep/d.txt"_s};
        QTest::newRow("flat") << FolderSpec{.folder = {}, .recursive = false, .include = {}, .exclude = {}, .without = {}}
                              << QStringList{u"Report.TXT"_s, u"a.txt"_s, u"b.md"_s};
        QTest::newRow("some names, whatever their case")
            << FolderSpec{.folder = {}, .recursive = true, .include = {u"*.txt"_s}, .exclude = {u"a.*"_s}, .without = {}}
            << QStringList{u"Report.TXT"_s, u"sub/c.txt"_s, u"sub/deep/d.txt"_s};
        QTest::newRow("not a folder") << FolderSpec{.folder = {}, .recursive = true, .include = {}, .exclude = {u"sub/deep"_s}, .without = {}}
                                      << QStringList{u"Report.TXT"_s, u"a.txt"_s, u"b.md"_s, u"sub/c.txt"_s};
        QTest::newRow("only below a folder") << FolderSpec{.folder = {}, .recursive = true, .include = {u"sub/*"_s}, .exclude = {}, .without = {}}
                                             << QStringList{u"sub/c.txt"_s};
    }
    void listsWhatIsMeant()
    {
        QFETCH(FolderSpec, spec);
        QFETCH(QStringList, expected);
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath(u"sub/deep"_s));
        for (const QString &name : {u"a.txt"_s, u"b.md"_s, u"Report.TXT"_s, u"sub/c.txt"_s, u"sub/deep/d.txt"_s, u"x.part"_s, u".hidden"_s,
                                    u"w.millrace"_s, u"w.millrace-wal"_s, u"~$x.docx"_s}) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        spec.folder = folder.path();
        const auto listing = scanFolder(spec);
        QVERIFY(listing);
        QStringList paths;
        for (const FoundFile &file : listing->files)
            paths.append(file.path);
        QCOMPARE(paths, expected);
    }

    void endsInLoopsAndMeetsEachFileOnce()
    {
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath(u"sub"_s));
        QFile file(folder.filePath(u"a.txt"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(QFile::link(folder.path(), folder.filePath(u"sub/up"_s)));
        QVERIFY(QFile::link(folder.filePath(u"sub"_s), folder.filePath(u"sub/self"_s)));
        QVERIFY(QFile::link(folder.filePath(u"a.txt"_s), folder.filePath(u"sub/b.txt"_s)));
        const auto listing = scanFolder({.folder = folder.path(), .recursive = true, .include = {}, .exclude = {}, .without = {}});
        QVERIFY(listing);
        QCOMPARE(listing->files.size(), 1);
        QCOMPARE(listing->files.first().path, u"a.txt"_s);
    }

    /// A link to a folder that holds links again, more of them than the list had room for.
    void followsLinksThatLinkedFoldersHold()
    {
        const QTemporaryDir folder;
        const QTemporaryDir other;
        QVERIFY(QFile::link(other.path(), folder.filePath(u"a"_s)));
        QStringList expected;
        for (int i = 10; i < 50; ++i) {
            QVERIFY(QDir(other.path()).mkpath(u".kept/%1"_s.arg(i)));
            QFile file(other.filePath(u".kept/%1/f.txt"_s.arg(i)));
            QVERIFY(file.open(QIODevice::WriteOnly));
            QVERIFY(QFile::link(other.filePath(u".kept/%1"_s.arg(i)), other.filePath(u"l%1"_s.arg(i))));
            expected.append(u"a/l%1/f.txt"_s.arg(i));
        }
        const auto listing = scanFolder({.folder = folder.path(), .recursive = true, .include = {}, .exclude = {}, .without = {}});
        QVERIFY(listing);
        QStringList paths;
        for (const FoundFile &file : listing->files)
            paths.append(file.path);
        QCOMPARE(paths, expected);
    }

    /// The folder is known by another name than the one originals are moved to.
    void aFolderThatIsLeftOutIsSoByAnyWay()
    {
        const QTemporaryDir place;
        QVERIFY(QDir(place.path()).mkpath(u"inbox/done"_s));
        for (const QString &name : {u"inbox/a.txt"_s, u"inbox/done/b.txt"_s}) {
            QFile file(place.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        QVERIFY(QFile::link(place.filePath(u"inbox"_s), place.filePath(u"way"_s)));
        const auto listing = scanFolder(
            {.folder = place.filePath(u"way"_s), .recursive = true, .include = {}, .exclude = {}, .without = {place.filePath(u"inbox/done"_s)}});
        QVERIFY(listing);
        QCOMPARE(listing->files.size(), 1);
        QCOMPARE(listing->files.first().path, u"a.txt"_s);
    }

    void saysWhyAFolderCannotBeRead()
    {
        const auto listing = scanFolder({.folder = u"/no/such/folder"_s, .recursive = true, .include = {}, .exclude = {}, .without = {}});
        QVERIFY(!listing);
        QCOMPARE(listing.error().code, ErrorCode::FileUnreadable);
    }

    void aFileSettlesWhenItHasNotChangedForSoLong()
    {
        SettlingFiles files(1000);
        const FileStamp first{10, 1, 7};
        const FileStamp second{20, 2, 7};
        QVERIFY(!files.look(u"a"_s, first, 0));
        QVERIFY(!files.look(u"a"_s, first, 999));
        QCOMPARE(files.nextMs(), 1000);
        QVERIFY(!files.look(u"a"_s, second, 1000)); // it grew: the time begins anew
        QVERIFY(!files.look(u"a"_s, second, 1999));
        QVERIFY(files.look(u"a"_s, second, 2000));
        QVERIFY(!files.look(u"b"_s, first, 2000));
        files.forgetUnseen(2000);
        QCOMPARE(files.count(), 2);
        files.forgetUnseen(2001);
        QCOMPARE(files.count(), 0);
        QCOMPARE(files.nextMs(), -1);
    }

    void saysWhatAFileIs_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("mediaType");
        QTest::newRow("text") << u"a.txt"_s << QByteArray("Words") << u"text"_s << u"text/plain"_s;
        QTest::newRow("a folder's dot") << u"/x.d/notes"_s << QByteArray("Words") << u"text"_s << u"text/plain"_s;
        QTest::newRow("a PDF") << u"a.PDF"_s << QByteArray("%PDF-1.7\n") << u"pdf"_s << u"application/pdf"_s;
        QTest::newRow("a PDF that says it is text") << u"a.txt"_s << QByteArray("%PDF-1.7\n") << u"pdf"_s << u"application/pdf"_s;
        QTest::newRow("mail") << u"a.eml"_s << QByteArray("From: a@b\n") << u"email"_s << u"message/rfc822"_s;
    }
    void saysWhatAFileIs()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, head);
        QTEST(fileTypeOf(name, head).format, "format");
        QTEST(fileTypeOf(name, head).mediaType, "mediaType");
    }
};

QTEST_GUILESS_MAIN(TestFolderScan)
#include "tst_folderscan.moc"
