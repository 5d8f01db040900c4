// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/console.h"
#include "cli/table.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace::Cli;

class TstCliText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void columnsAreAsWideAsTheirWidestCell();
    void numbersStandAtTheRight();
    void wideLettersTakeTwoColumns();
    void longLinesAreCutToTheTerminal();
    void documentsCannotSteerTheTerminal();
};

void TstCliText::columnsAreAsWideAsTheirWidestCell()
{
    Table table({{u"ID"_s}, {u"TITLE"_s}});
    table.addRow({u"ctx_1"_s, u"One"_s});
    table.addRow({u"c"_s, u"Two"_s});
    QCOMPARE(table.lines(0), (QStringList{u"ID     TITLE"_s, u"ctx_1  One"_s, u"c      Two"_s}));
}

void TstCliText::numbersStandAtTheRight()
{
    Table table({{u"STATE"_s}, {u"N"_s, Table::Align::Right}});
    table.addRow({u"failed"_s, u"7"_s});
    table.addRow({u"completed"_s, u"1200"_s});
    QCOMPARE(table.lines(0), (QStringList{u"STATE         N"_s, u"failed        7"_s, u"completed  1200"_s}));
}

void TstCliText::wideLettersTakeTwoColumns()
{
    QCOMPARE(Table::displayWidth(u"abc"_s), 3);
    QCOMPARE(Table::displayWidth(u"漢字"_s), 4);
    QCOMPARE(Table::displayWidth(u"🚀"_s), 2);
    QCOMPARE(Table::displayWidth(u"e\u0301"_s), 1);
}

void TstCliText::longLinesAreCutToTheTerminal()
{
    Table table({{u"TITLE"_s}});
    table.addRow({u"漢字漢字漢字"_s});
    table.addRow({u"abcdefghij"_s});
    const QStringList lines = table.lines(8);
    QCOMPARE(lines.at(1), u"漢字漢…"_s);
    QCOMPARE(lines.at(2), u"abcdefg…"_s);
}

void TstCliText::documentsCannotSteerTheTerminal()
{
    QCOMPARE(Console::harmless(u"a\x1b[2Jb\nc\td"_s), u"a\uFFFD[2Jb c d"_s);
    QCOMPARE(Console::harmless(u"x\u202Egpj.exe"_s), u"x\uFFFDgpj.exe"_s);
    QCOMPARE(Console::harmless(u"Größe 漢字"_s), u"Größe 漢字"_s);
}

QTEST_GUILESS_MAIN(TstCliText)
#include "tst_clitext.moc"
