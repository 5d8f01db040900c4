// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/fuzzy.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestFuzzy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lettersMustComeInOrder()
    {
        QVERIFY(fuzzyMatch(u"opw", u"Open workspace"));
        QVERIFY(!fuzzyMatch(u"wpo", u"Open workspace"));
        QVERIFY(!fuzzyMatch(u"openx", u"Open workspace"));
    }

    void nothingTypedMatchesEverything()
    {
        const auto match = fuzzyMatch(u"", u"Open workspace");
        QVERIFY(match);
        QVERIFY(match->positions.isEmpty());
    }

    void caseAndBlanksDoNotMatter()
    {
        QVERIFY(fuzzyMatch(u"OPEN WORK", u"open workspace"));
        QVERIFY(fuzzyMatch(u"straße", u"Hauptstraße"));
    }

    void beginningsOfWordsWin()
    {
        QVERIFY(fuzzyMatch(u"sc", u"Save a copy")->score > fuzzyMatch(u"sc", u"Discuss it")->score);
        QVERIFY(fuzzyMatch(u"retry", u"Retry a context")->score > fuzzyMatch(u"retry", u"Cancel before entry of rests")->score);
    }

    void positionsNameTheMatchedLetters()
    {
        QCOMPARE(fuzzyMatch(u"sc", u"Save a copy")->positions, (QList<int>{0, 7}));
        QCOMPARE(fuzzyMatch(u"cop", u"Save a copy")->positions, (QList<int>{7, 8, 9}));
    }

    void theShorterOfTwoEqualMatchesWins()
    {
        QVERIFY(fuzzyMatch(u"home", u"Home")->score > fuzzyMatch(u"home", u"Home of everything that there is")->score);
    }
};

QTEST_GUILESS_MAIN(TestFuzzy)
#include "tst_fuzzy.moc"
