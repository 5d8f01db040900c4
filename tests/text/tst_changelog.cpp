// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/changelog.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestChangelog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void logsOfEveryFormAreRead_data()
    {
        QTest::addColumn<QString>("log");
        QTest::addColumn<QStringList>("releases");
        QTest::addColumn<QStringList>("changes"); ///< kind part: text [references]
        QTest::newRow("Debian")
            << u"mill (2.1-1) unstable; urgency=low\n\n  [ A. Person ]\n  * parser: Do not crash on an\n    empty table. (Closes: #12, #13)\n"
               "  * CVE-2026-1234: refuse commands without a token.\n    - and say so\n\n"
               " -- A. Person <a@b.example>  Mon, 03 Mar 2025 10:00:00 +0100\n"_s
            << QStringList{u"2.1-1 2025-03-03"_s}
            << QStringList{u"2 parser: Do not crash on an empty table. [#12 #13]"_s,
                           u"0 : CVE-2026-1234: refuse commands without a token.; and say so [CVE-2026-1234]"_s};
        QTest::newRow("Keep a changelog")
            << u"# Changelog\n\n## [Unreleased]\n\n### Changed\n- Later\n\n## [1.2.0] - 2025-03-03\n\n### Added\n\n- **cli**: A verb\n\n### Fixed\n- Dates\n"_s
            << QStringList{u"1.2.0 2025-03-03"_s} << QStringList{u"3 : Later []"_s, u"1 cli: A verb []"_s, u"2 : Dates []"_s};
        QTest::newRow("one line for a commit")
            << u"4f2a91c fix(search): keep the cursor (#412)\n9be07d2 (tag: v1) feat!: drop the old reader\nfaceless words stay words\n"_s
            << QStringList() << QStringList{u"2 search: Keep the cursor [4f2a91c #412]"_s, u"4 : Drop the old reader [9be07d2]"_s};
        QTest::newRow("commits")
            << u"commit 4f2a91c0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6\nAuthor: A <a@b>\nDate:   Mon Mar 3 10:00:00 2025 +0100\n\n"
               "    docs: Tell of the index\n\n    It was asked for.\n\ncommit 9be07d2aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n\n    Add a menu\n"_s
            << QStringList() << QStringList{u"5 : Tell of the index [4f2a91c0d1]"_s, u"1 : Add a menu [9be07d2aaa]"_s};
        QTest::newRow("prose") << u"Nothing here is a log.\nIt is a text of two lines.\n"_s << QStringList() << QStringList();
    }
    void logsOfEveryFormAreRead()
    {
        QFETCH(QString, log);
        const ChangeLog read = readChangeLog(log);
        QStringList releases;
        for (const Release &release : read.releases)
            releases.append(release.version + u' ' + release.date);
        QTEST(releases, "releases");
        QStringList changes;
        for (const Change &change : read.changes) {
            changes.append(u"%1 %2: %3 [%4]"_s.arg(int(change.kind)).arg(change.part, change.text, change.references.join(u' ')));
            QVERIFY(change.span.from >= 0 && change.span.from < change.span.to && change.span.to <= log.size());
        }
        QTEST(changes, "changes");
    }

    void longLogsEnd()
    {
        const ChangeLog log = readChangeLog(u"* fix a thing: (#1)\n  and more\n"_s.repeated(30'000));
        QCOMPARE(log.changes.size(), 20'000u);
    }
};

QTEST_GUILESS_MAIN(TestChangelog)
#include "tst_changelog.moc"
