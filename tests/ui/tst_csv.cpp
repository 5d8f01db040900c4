// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/csv.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;

class TestCsv : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCellIsQuotedOnlyWhereRfc4180AsksForIt_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("cell");
        QTest::newRow("plain") << u"word"_s << QByteArray("word");
        QTest::newRow("empty") << QString() << QByteArray();
        QTest::newRow("comma") << u"a,b"_s << QByteArray("\"a,b\"");
        QTest::newRow("quote") << u"say \"so\""_s << QByteArray("\"say \"\"so\"\"\"");
        QTest::newRow("line break") << u"a\nb"_s << QByteArray("\"a\nb\"");
        QTest::newRow("carriage return") << u"a\rb"_s << QByteArray("\"a\rb\"");
        QTest::newRow("outer blank") << u" a"_s << QByteArray("\" a\"");
        QTest::newRow("beyond ASCII") << u"Größe 😀"_s << QByteArray("Größe 😀");
    }
    void aCellIsQuotedOnlyWhereRfc4180AsksForIt()
    {
        QFETCH(QString, text);
        QFETCH(QByteArray, cell);
        QCOMPARE(csvLine({{text}}), cell + "\r\n");
    }

    void aTextThatASpreadsheetWouldRunIsDefused_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("equals") << u"=cmd()"_s << QByteArray("'=cmd()\r\n");
        QTest::newRow("plus") << u"+1"_s << QByteArray("'+1\r\n");
        QTest::newRow("minus") << u"-1"_s << QByteArray("'-1\r\n");
        QTest::newRow("at") << u"@a"_s << QByteArray("'@a\r\n");
        QTest::newRow("tab") << u"\t=a"_s << QByteArray("'\t=a\r\n");
        QTest::newRow("with a comma too") << u"=a,b"_s << QByteArray("\"'=a,b\"\r\n");
        QTest::newRow("not at the beginning") << u"a=b"_s << QByteArray("a=b\r\n");
    }
    void aTextThatASpreadsheetWouldRunIsDefused()
    {
        QFETCH(QString, text);
        QFETCH(QByteArray, line);
        QCOMPARE(csvLine({{text}}), line);
    }

    void aNumberKeepsItsSign() { QCOMPARE(csvLine({{u"-3.5"_s, true}, {u"7"_s, true}}), QByteArray("-3.5,7\r\n")); }

    void aLineForTheClipboardHasNoTabsOrBreaksWithinACell()
    {
        QCOMPARE(tabbedLine({{u"a\tb\nc"_s}, {u"=x"_s}, {u"-1"_s, true}}), u"a b c\t'=x\t-1"_s);
    }
};

QTEST_GUILESS_MAIN(TestCsv)
#include "tst_csv.moc"
