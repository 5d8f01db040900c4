// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/pathrule.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

/// in/ is given: with a file, a folder, links into it, out of it, and to nowhere; beside it lie inner/ (whose name begins alike) and secret.
class TestPathRule : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_root = QDir(m_folder->path()).canonicalPath();
        QDir root(m_root);
        QVERIFY(root.mkpath(u"in/sub"_s) && root.mkpath(u"inner"_s));
        for (const QString &name : {u"in/a.txt"_s, u"in/sub/b.txt"_s, u"inner/c.txt"_s, u"secret"_s}) {
            QFile file(root.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        QVERIFY(QFile::link(root.filePath(u"in/sub"_s), root.filePath(u"in/within"_s)));
        QVERIFY(QFile::link(root.filePath(u"secret"_s), root.filePath(u"in/out.txt"_s)));
        QVERIFY(QFile::link(m_root, root.filePath(u"in/up"_s)));
        QVERIFY(QFile::link(root.filePath(u"later"_s), root.filePath(u"in/dangling"_s)));
        QVERIFY(QFile::link(root.filePath(u"in"_s), root.filePath(u"alias"_s)));
    }

    void pathsWithinAreResolved_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("real");
        QTest::newRow("the folder itself") << u"in"_s << u"in"_s;
        QTest::newRow("with a slash at its end") << u"in/"_s << u"in"_s;
        QTest::newRow("a file") << u"in/a.txt"_s << u"in/a.txt"_s;
        QTest::newRow("slashes and dots") << u"in//.//sub/./b.txt"_s << u"in/sub/b.txt"_s;
        QTest::newRow("a link that stays within") << u"in/within/b.txt"_s << u"in/sub/b.txt"_s;
        QTest::newRow("a file that is yet to be made") << u"in/new.txt"_s << u"in/new.txt"_s;
        QTest::newRow("in folders that are yet to be made") << u"in/x/y/new.txt"_s << u"in/x/y/new.txt"_s;
        QTest::newRow("through another name of the folder") << u"alias/a.txt"_s << u"in/a.txt"_s;
    }
    void pathsWithinAreResolved()
    {
        QFETCH(const QString, path);
        QFETCH(const QString, real);
        const auto result = confinedTo({m_root + u"/elsewhere"_s, m_root + u"/in"_s}, m_root + u'/' + path);
        QVERIFY2(result, result ? "" : qPrintable(result.error().text));
        QCOMPARE(*result, m_root + u'/' + real);
    }

    void allElseIsDenied_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("beside it") << u"secret"_s;
        QTest::newRow("a name that begins alike") << u"inner/c.txt"_s;
        QTest::newRow("up and out") << u"in/../secret"_s;
        QTest::newRow("up and in again") << u"in/sub/../a.txt"_s;
        QTest::newRow("a link to a file outside") << u"in/out.txt"_s;
        QTest::newRow("through a link to a folder outside") << u"in/up/secret"_s;
        QTest::newRow("what is yet to be made behind such a link") << u"in/up/new.txt"_s;
        QTest::newRow("a link to what is not there") << u"in/dangling"_s;
        QTest::newRow("below a file") << u"in/a.txt/x"_s;
        QTest::newRow("with a NUL") << u"in/a.txt"_s + QChar(0) + u".png"_s;
        QTest::newRow("the parent") << u"."_s;
    }
    void allElseIsDenied()
    {
        QFETCH(const QString, path);
        const auto result = confinedTo({m_root + u"/in"_s}, m_root + u'/' + path);
        QVERIFY2(!result, qPrintable(result.value_or(QString())));
        QCOMPARE(result.error().code, ErrorCode::PathDenied);
    }

    void relativePathsAndNoFoldersAreDenied()
    {
        QCOMPARE(confinedTo({u"/"_s}, u"etc/passwd"_s).error().code, ErrorCode::PathDenied);
        QCOMPARE(confinedTo({u"/"_s}, u"file:///etc/passwd"_s).error().code, ErrorCode::PathDenied);
        QCOMPARE(confinedTo({u"/"_s}, QString()).error().code, ErrorCode::PathDenied);
        QCOMPARE(confinedTo({}, m_root + u"/in/a.txt"_s).error().code, ErrorCode::PathDenied);
        QVERIFY(confinedTo({u"/"_s}, m_root + u"/secret"_s));
    }

    void aPathThatIsTooLongIsNotLookedFor()
    {
        const QString many = u"/x"_s.repeated(1'000'000);
        QCOMPARE(confinedTo({m_root + u"/in"_s}, m_root + u"/in"_s + many).error().code, ErrorCode::PathDenied);
        QCOMPARE(confinedTo({m_root + u"/in"_s}, m_root + u"/in"_s + many.first(3'000)).value(), m_root + u"/in"_s + many.first(3'000));
    }

    void aFolderThatWasGivenByAnotherNameCounts()
    {
        QCOMPARE(confinedTo({m_root + u"/alias"_s}, m_root + u"/in/a.txt"_s).value(), m_root + u"/in/a.txt"_s);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_root;
};

QTEST_APPLESS_MAIN(TestPathRule)
#include "tst_pathrule.moc"
